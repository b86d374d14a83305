//! GPRS Tunnelling Protocol, versions 1 (3GPP TS 29.060, 6; TS 29.281, 5) and 0 (3GPP TS 09.60, 6).
//!
//! ```text
//!   0   1   2   3   4   5   6   7
//! +---+---+---+---+---+---+---+---+
//! |  Version  | PT| * | E | S | PN|
//! |          Message Type         |
//! |        Length (2 bytes)       |
//! |         TEID (4 bytes)        |
//! |   Sequence Number (2 bytes)   |  with E, S or PN
//! |         N-PDU Number          |  with E, S or PN
//! |   Next Extension Header Type  |  with E, S or PN
//! +---+---+---+---+---+---+---+---+
//! ```
use super::*;
use crate::field::*;

/// All eight bits.
pub static FLAGS: Field = Field::bits("gtp.flags", "Flags", 0, 8).hex().unset(0x30);
static VERSIONS: Field = Field::part(Place::Switch(|h| (h.byte(0) >> 4 & 1).into(), &[(0, &[&PRIME_VERSION])], &[&VERSION]));
/// 1, or 0.
pub static VERSION: Field = Field::bits("gtp.flags.version", "Version", 0, 3)
    .names(&[
        (0, "GTP release 97/98 version"),
        (1, "GTP release 99 version"),
        (2, "GTPv2-C"),
        (3, "None"),
        (4, "None"),
        (5, "None"),
        (6, "None"),
        (7, "None"),
    ])
    .alias("version");
static PRIME_VERSION: Field = Field::bits("gtp.prim.flags.version", "Version", 0, 3);
/// 1 for GTP, 0 for GTP'.
pub static PAYLOAD: Field =
    Field::bits("gtp.flags.payload", "Protocol type", 3, 1).kind(Kind::Dec).names(&[(0, "GTP'"), (1, "GTP")]).alias("PT");
static BITS: Field =
    Field::part(Place::Switch(kind, &[(0, &[&RESERVED_0, &SNN]), (1, &[&RESERVED, &E, &S, &PN])], &[&RESERVED_0, &HDR_LENGTH]));
static RESERVED_0: Field = Field::bits("gtp.flags.reserved", "Reserved", 4, 3);
static RESERVED: Field = Field::bits("gtp.flags.reserved", "Reserved", 4, 1).kind(Kind::Dec);
static SNN: Field = Field::bits("gtp.flags.snn", "Is SNDCP N-PDU included?", 7, 1);
static HDR_LENGTH: Field = Field::bits("gtp.flags.hdr_length", "Header length", 7, 1);
/// Extension headers follow.
pub static E: Field = Field::bits("gtp.flags.e", "Is Next Extension Header present?", 5, 1).alias("E");
/// The sequence number is meant.
pub static S: Field = Field::bits("gtp.flags.s", "Is Sequence Number present?", 6, 1).alias("S");
/// The N-PDU number is meant.
pub static PN: Field = Field::bits("gtp.flags.pn", "Is N-PDU number present?", 7, 1).alias("PN");
/// 255 carries a packet.
pub static MESSAGE: Field = Field::bits("gtp.message", "Message Type", 8, 8).hex().names(MESSAGES).alias("gtp_type").unset(255);
/// Behind the first eight bytes; in version 0 behind the first twenty.
pub static LENGTH: Field = Field::bits("gtp.length", "Length", 16, 16).alias("length").computed();
static HEADER: Field = Field::part(Place::Switch(kind, &[(0, VERSION_0), (1, VERSION_1)], &[&SEQ_NUMBER]));
const VERSION_1: Fields = &[&TEID, &OPTIONAL];
const VERSION_0: Fields = &[&SEQ_NUMBER, &FLOW_LABEL, &SNDCP, &SPARE_3, &TID];
/// Tunnel endpoint identifier.
pub static TEID: Field = Field::new("gtp.teid", "TEID", Place::Uint(32)).hex().alias("teid");
static OPTIONAL: Field = Field::part(Place::When(|h| h.byte(0) & 7 != 0, &[&SEQUENCE, &NPDU, &EXTENSION]));
static SEQUENCE: Field = Field::part(Place::Switch(|h| (h.byte(0) & 2).into(), &[(0, &[&TWO])], &[&SEQ_NUMBER]));
static NPDU: Field = Field::part(Place::Switch(|h| (h.byte(0) & 1).into(), &[(0, &[&ONE])], &[&NPDU_NUMBER]));
static EXTENSION: Field = Field::part(Place::Switch(|h| (h.byte(0) & 4).into(), &[(0, &[&ONE])], &[&FIRST_NEXT, &HEADERS]));
static ONE: Field = Field::new("", "", Place::Run(1));
static TWO: Field = Field::new("", "", Place::Run(2));
static SPARE_3: Field = Field::new("", "", Place::Run(3));
/// Counts the messages.
pub static SEQ_NUMBER: Field = Field::new("gtp.seq_number", "Sequence number", Place::Uint(16)).hex().alias("seq");
/// For what is to be forwarded without loss.
pub static NPDU_NUMBER: Field = Field::new("gtp.npdu_number", "N-PDU Number", Place::Uint(8)).hex().alias("npdu");
/// Version 0.
pub static FLOW_LABEL: Field = Field::new("gtp.flow_label", "Flow label", Place::Uint(16)).hex();
/// Version 0.
pub static SNDCP: Field = Field::new("gtp.sndcp_number", "SNDCP N-PDU LLC Number", Place::Uint(8)).hex();
/// Tunnel identifier of version 0: IMSI and NSAPI.
pub static TID: Field = Field::new("gtp.tid", "TID", Place::Run(8)).kind(Kind::Show(&DIGITS));
/// What extension header follows.
pub static FIRST_NEXT: Field = Field::new("gtp.ext_hdr.next", "Next extension header type", Place::Key(8))
    .hex()
    .names(EXTENSION_TYPES)
    .alias("next_ex");
static HEADERS: Field = Field::new("", "Extension headers", Place::Repeat(|h| extensions(h.head, h.at - 1).0, &HEADER_1));
static HEADER_1: Field = Field::new("gtp.ext_hdr", "Extension header", Place::Group(&[&EXT_LENGTH, &EXT_CONTENT, &NEXT]));
static EXT_LENGTH: Field = Field::new("gtp.ext_hdr.length", "Extension Header Length", Place::Uint(8));
static EXT_CONTENT: Field = Field::part(Place::Sized(|h| (h.number as usize * 4).saturating_sub(2), &[&EXT_BY_TYPE]));
static EXT_BY_TYPE: Field = Field::part(Place::Pick(
    &[(0x03, &[&LONG_PDCP]), (0x40, &[&UDP_PORT]), (0x81, &[&RAN_CONT]), (0x82, &[&LONG_PDCP]), (0x83, &[&XW_RAN_CONT]), (0x85, PDU_SESSION), (0xc0, &[&PDCP_SN])],
    &[],
));
static NEXT: Field = Field::new("gtp.ext_hdr.next", "Next extension header type", Place::Key(8)).hex().names(EXTENSION_TYPES);
static UDP_PORT: Field = Field::new("gtp.ext_hdr.udp_port", "UDP Port", Place::Uint(16));
static RAN_CONT: Field = Field::new("gtp.ext_hdr.ran_cont", "RAN Container", Place::Rest);
static XW_RAN_CONT: Field = Field::new("gtp.ext_hdr.xw_ran_cont", "Xw RAN Container", Place::Rest);
static PDCP_SN: Field = Field::new("gtp.ext_hdr.pdcp_sn", "PDCP Sequence Number", Place::Uint(16));
// A number of 18 bits.
static LONG_PDCP: Field = Field::part(Place::When(|h| h.left() >= 3, &[&LONG_WORD, &LONG_SPARE, &LONG_SN, &LONG_REST]));
static LONG_WORD: Field = Field::new("", "", Place::Uint(24));
static LONG_SPARE: Field = Field::new("gtp.ext_hdr.spare_bits", "Spare", Place::Sub(0xfc0000)).hex();
static LONG_SN: Field = Field::new("gtp.ext_hdr.long_pdcp_sn", "Long PDCP Sequence Number", Place::Sub(0x03ffff));
static LONG_REST: Field = Field::new("gtp.ext_hdr.spare_bytes", "Spare", Place::Rest);
const PDU_SESSION: Fields = &[&PDU_BYTE, &PDU_TYPE, &PDU_FLOW];
static PDU_BYTE: Field = Field::new("", "", Place::Uint(8));
static PDU_TYPE: Field = Field::new("gtp.ext_hdr.pdu_ses_con.pdu_type", "PDU Type", Place::Sub(0xf0))
    .names(&[(0, "DL PDU SESSION INFORMATION"), (1, "UL PDU SESSION INFORMATION")]);
static PDU_FLOW: Field = Field::part(Place::Switch(
    |h| h.number >> 4,
    &[(0, &[&SPARE_LOW, &PDU_BYTE, &PPP, &RQI, &QFI, &PAGING]), (1, &[&SPARE_LOW, &PDU_BYTE, &SPARE_HIGH, &QFI])],
    &[],
));
static SPARE_LOW: Field = Field::new("gtp.spare.h1", "Spare", Place::Sub(0x0f)).hex();
static SPARE_HIGH: Field = Field::new("gtp.spare.b7b6", "Spare", Place::Sub(0xc0)).hex();
static PPP: Field = Field::new("gtp.ext_hdr.pdu_ses_cont.ppp", "Paging Policy Presence (PPP)", Place::Sub(0x80));
static RQI: Field = Field::new("gtp.ext_hdr.pdu_ses_cont.rqi", "Reflective QoS Indicator (RQI)", Place::Sub(0x40));
static QFI: Field = Field::new("gtp.ext_hdr.pdu_ses_con.qos_flow_id", "QoS Flow Identifier (QFI)", Place::Sub(0x3f));
static PAGING: Field = Field::part(Place::When(|h| h.number & 0x80 != 0, &[&PDU_BYTE, &PPI, &SPARE_FIVE]));
static PPI: Field = Field::new("gtp.ext_hdr.pdu_ses_cont.ppi", "Paging Policy Indicator (PPI)", Place::Sub(0xe0));
static SPARE_FIVE: Field = Field::new("gtp.spare.b4b0", "Spare", Place::Sub(0x1f)).hex();

// What the tunnel's own messages hold: TS 29.281, 7 and 8. Elements from 128 on have a length.
static ELEMENTS: Field = Field::part(Place::When(
    |h| kind(h) == 1 && matches!(h.byte(1), 1..=3 | 26 | 31 | 254) && h.left() > 0,
    &[&ELEMENT_LIST],
));
static ELEMENT_LIST: Field = Field::many("Information elements", &ELEMENT);
static ELEMENT: Field = Field::part(Place::Peek(
    8,
    &[(14, &RECOVERY_IE), (16, &TEID_DATA_IE), (133, &GSN_ADDRESS_IE), (141, &EXTENSIONS_IE), (255, &PRIVATE_IE)],
    &OTHER_IE,
));
static IE_TYPE: Field = Field::new("", "Type", Place::Uint(8)).names(ELEMENTS_NAMES);
static RECOVERY_IE: Field = Field::new("", "Recovery", Place::Group(&[&IE_TYPE, &RECOVERY]));
/// Counts the peer's starts.
pub static RECOVERY: Field = Field::new("gtp.recovery", "Recovery", Place::Uint(8));
static TEID_DATA_IE: Field = Field::new("", "TEID Data I", Place::Group(&[&IE_TYPE, &TEID_DATA]));
/// The tunnel that an error indication is about.
pub static TEID_DATA: Field = Field::new("gtp.teid_data", "TEID Data I", Place::Uint(32)).hex();
static GSN_ADDRESS_IE: Field = Field::new("", "GSN address", Place::Group(&[&IE_TYPE, &GSN_LENGTH, &GSN_BY_LENGTH]));
static GSN_LENGTH: Field = Field::new("gtp.gsn_address_length", "GSN address length", Place::Len(16, Counts::Behind));
static GSN_BY_LENGTH: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(4, &[&GSN_IPV4]), (16, &[&GSN_IPV6])], &[&UNSHOWN]));
static GSN_IPV4: Field = Field::new("gtp.gsn_ipv4", "GSN address IPv4", Place::Uint(32)).kind(Kind::Ip4);
static GSN_IPV6: Field = Field::new("gtp.gsn_ipv6", "GSN address IPv6", Place::Run(16)).kind(Kind::Ip6);
static EXTENSIONS_IE: Field = Field::new("", "Extension Header Types List", Place::Group(&[&IE_TYPE, &EXT_COUNT, &EXT_TYPES]));
static EXT_COUNT: Field =
    Field::new("gtp.num_ext_hdr_types", "Number of Extension Header Types in list", Place::Len(8, Counts::Behind));
static EXT_TYPES: Field = Field::many("Extension Header Types", &EXT_TYPE);
static EXT_TYPE: Field = Field::new("gtp.ext_hdr_type", "Extension Header Type", Place::Uint(8)).names(EXTENSION_TYPES);
static PRIVATE_IE: Field = Field::new("", "Private Extension", Place::Group(&[&IE_TYPE, &PRIVATE_LENGTH, &PRIVATE]));
static PRIVATE_LENGTH: Field = Field::new("gtp.ext_length", "Length", Place::Len(16, Counts::Behind));
static PRIVATE: Field = Field::part(Place::When(|h| h.left() >= 2, &[&PRIVATE_ID, &PRIVATE_VALUE]));
static PRIVATE_ID: Field = Field::new("gtp.ext_id", "Extension identifier", Place::Uint(16));
static PRIVATE_VALUE: Field = Field::new("gtp.ext_val", "Extension value", Place::Rest);
// How long an unknown one below 128 is nobody says.
static OTHER_IE: Field = Field::new("", "Information element", Place::Group(&[&IE_TYPE, &OTHER_BODY]));
static OTHER_BODY: Field = Field::part(Place::Switch(|h| (h.byte(h.start) >= 128).into(), &[(1, &[&OTHER_LENGTH, &UNSHOWN])], &[&UNSHOWN]));
static OTHER_LENGTH: Field = Field::new("", "Length", Place::Len(16, Counts::Behind));
static UNSHOWN: Field = Field::new("", "", Place::Rest);
const ELEMENTS_NAMES: Names =
    &[(14, "Recovery"), (16, "TEID Data I"), (133, "GSN address"), (141, "Extension Header Types List"), (255, "Private Extension")];

const EXTENSION_TYPES: Names = &[
        (0, "No more extension headers"),
        (1, "MBMS support indication"),
        (2, "MS Info Change Reporting support indication"),
        (3, "Long PDCP PDU Number"),
        (32, "Service Class Indicator"),
        (64, "UDP Port number"),
        (129, "RAN container"),
        (130, "Long PDCP PDU number"),
        (131, "Xw RAN container"),
        (132, "NR RAN container"),
        (133, "PDU Session container"),
        (192, "PDCP PDU number"),
        (193, "Suspend Request"),
        (194, "Suspend Response"),
    ];
/// What the messages are: TS 29.060, 7.1.
const MESSAGES: Names = &[
    (1, "Echo request"),
    (2, "Echo response"),
    (3, "Version not supported"),
    (16, "Create PDP context request"),
    (17, "Create PDP context response"),
    (18, "Update PDP context request"),
    (19, "Update PDP context response"),
    (20, "Delete PDP context request"),
    (21, "Delete PDP context response"),
    (26, "Error indication"),
    (31, "Supported extension header notification"),
    (32, "Send routing information for GPRS request"),
    (33, "Send routing information for GPRS response"),
    (48, "Identification request"),
    (49, "Identification response"),
    (50, "SGSN context request"),
    (51, "SGSN context response"),
    (52, "SGSN context acknowledgement"),
    (254, "End Marker"),
    (255, "T-PDU"),
];
/// Each byte holds two digits, the first in the lower bits.
static DIGITS: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Bytes(b) = value {
            for x in b {
                out.extend([x & 15, x >> 4].map(|d| char::from_digit(d.into(), 16).map_or(b'?', |c| c as u8)));
            }
        }
    },
};

pub(super) const FIELDS: Fields = &[&FLAGS, &VERSIONS, &PAYLOAD, &BITS, &MESSAGE, &LENGTH, &HEADER, &ELEMENTS];

/// GTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "gtp",
    alias: "GTPHeader",
    title: "GPRS Tunneling Protocol",
    column: "GTP",
    spec: "3GPP TS 29.060",
    size: 4,
    fields: FIELDS,
    under: &[(Space::UdpPort, 2152), (Space::UdpPort, 2123), (Space::TcpPort, 2152), (Space::TcpPort, 2123)],
    line: &[Word::Of(&MESSAGE), Word::With(" TEID ", &TEID)],
    finish: |d| {
        let fixed = if d.bytes.first().is_some_and(|b| b >> 5 == 0) { 20 } else { 8 };
        d.fill(&LENGTH, d.bytes.len().saturating_sub(fixed) as u64)
    },
    classes: &[form::tunnels::GTP, form::tunnels::GTP_SESSION],
    ..Protocol::PLAIN
};

/// The version where the protocol type is GTP; 9 for GTP', whose versions have one header.
fn kind(h: &Here<'_>) -> u64 {
    if h.byte(0) & 0x10 == 0 { 9 } else { (h.byte(0) >> 5).into() }
}
/// How many extension headers follow the type at `at`, and where they end; `None` where they are cut.
fn extensions(head: &[u8], at: usize) -> (usize, Option<usize>) {
    let (mut n, mut at) = (0, at);
    while let Some(kind) = head.get(at) {
        if *kind == 0 {
            return (n, Some(at + 1));
        }
        match head.get(at + 1) {
            // "The length is in units of 4 bytes", itself and the next type included; zero would never end.
            Some(len) if *len > 0 => at += usize::from(*len) * 4,
            _ => return (n, None),
        }
        n += 1;
    }
    (n, None)
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [bits, message, high, low, ..] = bytes else { return Step::cut(bytes) };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let (fixed, header) = match bits >> 5 {
        0 if bits & 0x11 == 0 => (20, Some(20)),
        _ if bits & 0x10 == 0 => (6, Some(6)),
        0 => (20, Some(20)),
        1 if bits & 7 == 0 => (8, Some(8)),
        1 if bits & 4 == 0 => (8, Some(12)),
        1 => (8, extensions(bytes, 11).1),
        _ => return Step::new(bytes.len(), below.wire, id::data),
    };
    let Some(header) = header.filter(|n| *n <= bytes.len()) else { return Step::cut(bytes) };
    // All but a T-PDU belongs to the message itself.
    if *message != 255 {
        let all = (fixed + length).clamp(header, bytes.len());
        return Step::new(all, fixed + length, id::data);
    }
    Step::new(header, (fixed + length).max(header), user(bytes.get(header..).unwrap_or(&[])))
}

/// What a T-PDU carries says its first byte; nothing else does.
#[inline]
pub(super) fn user(body: &[u8]) -> Id {
    match body.first().map(|b| b >> 4) {
        Some(4) if body.len() >= 20 => id::ip,
        Some(6) if body.len() >= 40 => id::ipv6,
        Some(0..=15) => ETHERTYPE.of(0x880b),
        _ => id::data,
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn user(gtp: &str) -> Vec<u8> {
        let rest = hex(&format!("{gtp}\n45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02"));
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 30 39 08 68 00 00 00 00");
        bytes[3] = (28 + rest.len()) as u8;
        bytes[25] = (8 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }
    #[test]
    fn a_packet_in_a_tunnel() {
        let bytes = user("30 ff 0014 91364467");
        assert_eq!(fields_of(228, &bytes, &["gtp.teid", "gtp.message", "gtp.flags.s", "ip.dst"]), "0x91364467 0xff 0 2.2.2.2,10.0.0.2");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn extension_headers() {
        let bytes = user("37 ff 0020 00000001 0102 03 85 01 10 05 c0 01 0007 00");
        let names = [
            "gtp.seq_number",
            "gtp.npdu_number",
            "gtp.ext_hdr.next",
            "gtp.ext_hdr.pdu_ses_con.qos_flow_id",
            "gtp.ext_hdr.pdcp_sn",
            "ip.src",
        ];
        assert_eq!(fields_of(228, &bytes, &names), "0x0102 0x03 0x85,0xc0,0x00 5 7 1.1.1.1,10.0.0.1");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn messages_of_the_tunnel() {
        let message = |gtp: &str| {
            let mut bytes = user(gtp);
            let end = bytes.len() - 20;
            bytes.truncate(end);
            bytes[3] = end as u8;
            bytes[25] = (end - 20) as u8;
            bytes
        };
        let error = message("32 1a 0017 00000000 0007 00 00 10 00000009 85 0004 0a 00 00 01 ff 0004 0007 6162");
        let names = ["gtp.teid_data", "gtp.gsn_address_length", "gtp.gsn_ipv4", "gtp.ext_id", "gtp.ext_val"];
        assert_eq!(fields_of(228, &error, &names), "0x00000009 4 10.0.0.1 7 6162");
        cut_everywhere(228, &error);
        let echo = message("32 02 0006 00000000 0007 00 00 0e 05");
        assert_eq!(fields_of(228, &echo, &["gtp.recovery"]), "5");
        let types = message("32 1f 0008 00000000 0007 00 00 8d 02 85 c0");
        assert_eq!(fields_of(228, &types, &["gtp.num_ext_hdr_types", "gtp.ext_hdr_type"]), "2 133,192");
        cut_everywhere(228, &types);
    }
    /// Paging policy, and a number of 18 bits.
    #[test]
    fn longer_extension_headers() {
        let bytes = user("34 ff 0028 00000001 0000 00 85 02 00 c5 e0 00 00 00 82 02 03 ff fe 00 00 00 00");
        let names = ["gtp.ext_hdr.pdu_ses_cont.ppi", "gtp.ext_hdr.long_pdcp_sn", "gtp.ext_hdr.next", "ip.src"];
        assert_eq!(fields_of(228, &bytes, &names), "7 262142 0x85,0x82,0x00 1.1.1.1,10.0.0.1");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn version_0() {
        let bytes = user("1e ff 0014 1001 0002 ff ffffff 42 00 01 21 43 65 87 09");
        assert_eq!(
            fields_of(228, &bytes, &["gtp.flow_label", "gtp.tid", "gtp.flags.reserved", "ip.src"]),
            "0x0002 2400101234567890 7 1.1.1.1,10.0.0.1"
        );
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn an_extension_header_without_length_is_cut() {
        assert_eq!(layers_of(228, &user("34 ff 0018 00000001 0000 00 85 00 00 00 00")), "ip:udp:gtp Cut");
    }
}
