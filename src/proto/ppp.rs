//! Point-to-Point Protocol, [RFC 1661](https://www.rfc-editor.org/rfc/rfc1661), 2, in HDLC-like framing or without
//! ([RFC 1662](https://www.rfc-editor.org/rfc/rfc1662), 3.1), its fields compressed or not.
//!
//! ```text
//! +----------+----------+----------+-------------+
//! | Address  | Control  | Protocol | Information |
//! | 11111111 | 00000011 | 8/16 bits|      *      |
//! +----------+----------+----------+-------------+
//! ```
use super::*;
use crate::field::*;

static FRAMING: Field = Field::part(Place::When(|here| here.head.first() == Some(&ALL_STATIONS), &[&ADDRESS, &CONTROL]));
/// All stations.
pub static ADDRESS: Field = Field::new("ppp.address", "Address", Place::Uint(8)).hex().alias("address").unset(0xff);
/// Unnumbered information.
pub static CONTROL: Field = Field::new("ppp.control", "Control", Place::Uint(8)).hex().alias("control").unset(3);
/// "The least significant bit of the most significant octet must equal 0", so an odd first byte is all of it.
static NUMBER: Field = Field::part(Place::Switch(
    |here| if here.head.len() > here.at { (here.byte(here.at) & 1).into() } else { 0 },
    &[(1, &[&PROTOCOL_8])],
    &[&PROTOCOL_16],
));
/// What it carries.
pub static PROTOCOL_16: Field =
    Field::new("ppp.protocol", "Protocol", Place::Uint(16)).hex().alias("proto").unset(0x21).names(PROTOCOL_NAMES);
/// The same, compressed.
pub static PROTOCOL_8: Field = Field::new("ppp.protocol", "Protocol", Place::Uint(8)).hex().ft(16).names(PROTOCOL_NAMES);

/// No protocol begins with it.
const ALL_STATIONS: u8 = 0xff;

/// What a control protocol's packet is (RFC 1661, 5).
pub static CODE: Field = Field::bits("ppp.code", "Code", 0, 8).alias("code").unset(1).names(CODES);
/// Pairs requests and answers.
pub static IDENTIFIER: Field = Field::bits("ppp.identifier", "Identifier", 8, 8).alias("id");
/// Of the whole packet, in bytes.
pub static LENGTH: Field = Field::bits("ppp.length", "Length", 16, 16).alias("len").computed();
/// What is not told apart any further.
pub static DATA: Field = Field::new("ppp.data", "Data", Place::Rest).alias("data");
/// Vendor specific packets (RFC 2153).
pub static MAGIC_NUMBER: Field = Field::new("ppp.magic_number", "Magic Number", Place::Uint(32)).hex();
/// Vendor specific packets: whose.
pub static OUI: Field = Field::new("ppp.oui", "OUI", Place::Uint(24));
/// Vendor specific packets: the vendor's number for it.
pub static KIND: Field = Field::new("ppp.kind", "Kind", Place::Uint(8));
/// RFC 2153, 2.1.
pub(super) const VENDOR: Fields = &[&MAGIC_NUMBER, &OUI, &KIND, &DATA];

const CODES: Names = &[
    (0, "Vendor Specific"),
    (1, "Configuration Request"),
    (2, "Configuration Ack"),
    (3, "Configuration Nak"),
    (4, "Configuration Reject"),
    (5, "Termination Request"),
    (6, "Termination Ack"),
    (7, "Code Reject"),
    (8, "Protocol Reject"),
    (9, "Echo Request"),
    (10, "Echo Reply"),
    (11, "Discard Request"),
    (12, "Identification"),
    (13, "Time Remaining"),
    (14, "Reset Request"),
    (15, "Reset Ack"),
];

/// What negotiates: the codes whose packets hold options, and the options by their types.
macro_rules! negotiation { ([$($n:literal $option:ident)*] $([$($code:literal $fields:expr),*])?) => {
    static BODY: Field = Field::part(Place::Switch(
        |h| h.byte(0).into(),
        &[(0, ppp::VENDOR), (1, &[&OPTIONS]), (2, &[&OPTIONS]), (3, &[&OPTIONS]), (4, &[&OPTIONS]), $($(($code, $fields)),*)?],
        &[&ppp::DATA],
    ));
    static OPTIONS: Field = Field::new("", "Options", Place::Many(&OPTION)).alias("options");
    static OPTION: Field = Field::new("", "Option", Place::Peek(8, &[$(($n, &$option)),*], &ppp::OTHER_OPTION));
} }
pub(super) use negotiation;
/// One that is not known: Wireshark names none of its fields.
pub(super) static OTHER_OPTION: Field = Field::new("", "Option", Place::Group(&[&UNKNOWN_TYPE, &UNKNOWN_LENGTH, &OPTION_REST]));
static UNKNOWN_TYPE: Field = Field::new("", "Type", Place::Uint(8));
static UNKNOWN_LENGTH: Field = Field::new("", "Length", Place::Len(8, Counts::Whole));
/// The same, of one whose type is known.
pub(super) static OPTION_REST: Field = Field::new("", "Data", Place::Rest);

/// A control protocol's packet: its length says where it ends, and all of it is header.
pub(super) fn control(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(len) = load(bytes, 16, 16) else { return Step::cut(bytes) };
    let len = len as usize;
    if len < 4 {
        return Step::malformed(4, below.wire);
    }
    if len > bytes.len() { Step::cut(bytes) } else { Step::new(len, len, id::data) }
}
/// The length of a control protocol's packet.
pub(super) fn finish_control(d: &mut Draft<'_>) {
    d.fill(&LENGTH, d.bytes.len() as u64);
}

/// PPP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ppp",
    alias: "PPP",
    title: "Point-to-Point Protocol",
    column: "PPP",
    spec: "RFC 1661",
    fields: &[&FRAMING, &NUMBER],
    under: &[(Space::Link, 9), (Space::Link, 50), (Space::Gre, 0x880b), (Space::EtherType, 0x880b), (Space::Nlpid, 0xcf)],
    next: Some((Space::Ppp, &PROTOCOL_16)),
    line: &[Word::Call(told)],
    classes: &[form::link::PPP],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    // A capture of HDLC may hold Cisco's framing, whose address is no protocol's first byte.
    if let [0x0f | 0x8f, 0, ..] = bytes {
        return Step { next: id::chdlc, ..Step::reject() };
    }
    match number(bytes) {
        Some((header, number)) => Step::new(header, below.wire, PPP.of(number)),
        None => Step::cut(bytes),
    }
}
/// The length of the header, and the protocol; `None` where they are cut off.
fn number(bytes: &[u8]) -> Option<(usize, u16)> {
    let framing = if bytes.first() == Some(&ALL_STATIONS) { 2 } else { 0 };
    let first = *bytes.get(framing)?;
    if first & 1 == 1 {
        return Some((framing + 1, first.into()));
    }
    let second = *bytes.get(framing + 1)?;
    Some((framing + 2, u16::from_be_bytes([first, second])))
}
fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some((_, number)) = number(packet.head(layer)) else { return };
    match crate::text::named(&PROTOCOL_16, number.into()) {
        Some(name) => out.extend(name.as_bytes()),
        None => crate::text::plain(&PROTOCOL_16, Value::Num(number.into()), out),
    }
}

/// <https://www.iana.org/assignments/ppp-numbers>.
pub(super) const PROTOCOL_NAMES: Names = &[
    (0x0001, "Padding Protocol"),
    (0x0003, "ROHC small-CID"),
    (0x0005, "ROHC large-CID"),
    (0x0021, "Internet Protocol version 4"),
    (0x0023, "OSI Network Layer"),
    (0x0025, "Xerox NS IDP"),
    (0x0027, "DECnet Phase IV"),
    (0x0029, "Appletalk"),
    (0x002b, "Novell IPX"),
    (0x002d, "Van Jacobson Compressed TCP/IP"),
    (0x002f, "Van Jacobson Uncompressed TCP/IP"),
    (0x0031, "Bridging PDU"),
    (0x0033, "Stream Protocol (ST-II)"),
    (0x0035, "Banyan Vines"),
    (0x0039, "AppleTalk EDDP"),
    (0x003b, "AppleTalk SmartBuffered"),
    (0x003d, "Multi-Link"),
    (0x003f, "NETBIOS Framing"),
    (0x0041, "Cisco Systems"),
    (0x0043, "Ascom Timeplex"),
    (0x0045, "Fujitsu Link Backup and Load Balancing (LBLB)"),
    (0x0047, "DCA Remote Lan"),
    (0x0049, "Serial Data Transport Protocol (PPP-SDTP)"),
    (0x004b, "SNA over 802.2"),
    (0x004d, "SNA"),
    (0x004f, "IPv6 Header Compression"),
    (0x0051, "KNX Bridging Data"),
    (0x0053, "Encryption"),
    (0x0055, "Individual Link Encryption"),
    (0x0057, "Internet Protocol version 6"),
    (0x0059, "PPP Muxing"),
    (0x005b, "Vendor-Specific Network Protocol (VSNP)"),
    (0x005d, "TRILL Network Protocol (TNP)"),
    (0x0061, "RTP IPHC Full Header"),
    (0x0063, "RTP IPHC Compressed TCP"),
    (0x0065, "RTP IPHC Compressed Non TCP"),
    (0x0067, "RTP IPHC Compressed UDP 8"),
    (0x0069, "RTP IPHC Compressed RTP 8"),
    (0x006f, "Stampede Bridging"),
    (0x0073, "MP+ Protocol"),
    (0x00c1, "NTCITS IPI"),
    (0x00fb, "Single link compression in multilink"),
    (0x00fd, "Compressed datagram"),
    (0x0201, "802.1d Hello Packets"),
    (0x0203, "IBM Source Routing BPDU"),
    (0x0205, "DEC LANBridge100 Spanning Tree"),
    (0x0207, "Cisco Discovery Protocol"),
    (0x0209, "Netcs Twin Routing"),
    (0x020b, "STP - Scheduled Transfer Protocol"),
    (0x020d, "EDP - Extreme Discovery Protocol"),
    (0x0211, "Optical Supervisory Channel Protocol (OSCP)"),
    (0x0213, "Optical Supervisory Channel Protocol (OSCP)"),
    (0x0231, "Luxcom"),
    (0x0233, "Sigma Network Systems"),
    (0x0235, "Apple Client Server Protocol"),
    (0x0281, "MPLS Unicast"),
    (0x0283, "MPLS Multicast"),
    (0x0285, "IEEE p1284.4 standard - data packets"),
    (0x0287, "ETSI TETRA Network Protocol Type 1"),
    (0x0289, "Multichannel Flow Treatment Protocol"),
    (0x2063, "RTP IPHC Compressed TCP No Delta"),
    (0x2065, "RTP IPHC Context State"),
    (0x2067, "RTP IPHC Compressed UDP 16"),
    (0x2069, "RTP IPHC Compressed RTP 16"),
    (0x4001, "Cray Communications Control Protocol"),
    (0x4003, "CDPD Mobile Network Registration Protocol"),
    (0x4005, "Expand accelerator protocol"),
    (0x4007, "ODSICP NCP"),
    (0x4009, "DOCSIS DLL"),
    (0x400b, "Cetacean Network Detection Protocol"),
    (0x4021, "Stacker LZS"),
    (0x4023, "RefTek Protocol"),
    (0x4025, "Fibre Channel"),
    (0x4027, "EMIT Protocols"),
    (0x405b, "Vendor-Specific Protocol (VSP)"),
    (0x405d, "TRILL Link State Protocol (TLSP)"),
    (0x8021, "Internet Protocol Control Protocol"),
    (0x8023, "OSI Network Layer Control Protocol"),
    (0x8025, "Xerox NS IDP Control Protocol"),
    (0x8027, "DECnet Phase IV Control Protocol"),
    (0x8029, "AppleTalk Control Protocol"),
    (0x802b, "Novell IPX Control Protocol"),
    (0x8031, "Bridging NCP"),
    (0x8033, "Stream Protocol Control Protocol"),
    (0x8035, "Banyan Vines Control Protocol"),
    (0x803d, "Multi-Link Control Protocol"),
    (0x803f, "NETBIOS Framing Control Protocol"),
    (0x8041, "Cisco Systems Control Protocol"),
    (0x8043, "Ascom Timeplex"),
    (0x8045, "Fujitsu LBLB Control Protocol"),
    (0x8047, "DCA Remote Lan Network Control Protocol (RLNCP)"),
    (0x8049, "Serial Data Control Protocol (PPP-SDCP)"),
    (0x804b, "SNA over 802.2 Control Protocol"),
    (0x804d, "SNA Control Protocol"),
    (0x804f, "IP6 Header Compression Control Protocol"),
    (0x8051, "KNX Bridging Control Protocol"),
    (0x8053, "Encryption Control Protocol"),
    (0x8055, "Individual Link Encryption Control Protocol"),
    (0x8057, "IPv6 Control Protocol"),
    (0x8059, "PPP Muxing Control Protocol"),
    (0x805b, "Vendor-Specific Network Control Protocol (VSNCP)"),
    (0x805d, "TRILL Network Control Protocol"),
    (0x806f, "Stampede Bridging Control Protocol"),
    (0x8073, "MP+ Control Protocol"),
    (0x80c1, "NTCITS IPI Control Protocol"),
    (0x80fb, "Single link compression in multilink control"),
    (0x80fd, "Compression Control Protocol"),
    (0x8207, "Cisco Discovery Protocol Control Protocol"),
    (0x8209, "Netcs Twin Routing"),
    (0x820b, "STP - Control Protocol"),
    (0x820d, "EDPCP - Extreme Discovery Protocol Control Protocol"),
    (0x8235, "Apple Client Server Protocol Control"),
    (0x8281, "MPLS Control Protocol"),
    (0x8285, "IEEE p1284.4 standard - Protocol Control"),
    (0x8287, "ETSI TETRA TNP1 Control Protocol"),
    (0x8289, "Multichannel Flow Treatment Protocol"),
    (0xc021, "Link Control Protocol"),
    (0xc023, "Password Authentication Protocol"),
    (0xc025, "Link Quality Report"),
    (0xc027, "Shiva Password Authentication Protocol"),
    (0xc029, "Callback Control Protocol (CBCP)"),
    (0xc02b, "BACP Bandwidth Allocation Control Protocol"),
    (0xc02d, "BAP Bandwidth Allocation Protocol"),
    (0xc05b, "Vendor-Specific Authentication Protocol (VSAP)"),
    (0xc081, "Container Control Protocol"),
    (0xc223, "Challenge Handshake Authentication Protocol"),
    (0xc225, "RSA Authentication Protocol"),
    (0xc227, "Extensible Authentication Protocol"),
    (0xc229, "Mitsubishi Security Information Exchange Protocol (SIEP)"),
    (0xc26f, "Stampede Bridging Authorization Protocol"),
    (0xc281, "Proprietary Authentication Protocol"),
    (0xc283, "Proprietary Authentication Protocol"),
    (0xc481, "Proprietary Node ID Authentication Protocol"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 3] = ["ppp.address", "ppp.control", "ppp.protocol"];

    #[test]
    fn compressed_or_not() {
        for (head, fields) in
            [("ff 03 12 34", "0xff 0x03 0x1234"), ("ff 03 7f", "0xff 0x03 0x007f"), ("12 34", "- - 0x1234"), ("7f", "- - 0x007f")]
        {
            let bytes = hex(&format!("{head} 01 02"));
            assert_eq!(fields_of(9, &bytes, &FIELDS), fields, "{head}");
            assert_eq!(layers_of(9, &bytes), "ppp:data End");
            cut_everywhere(9, &bytes);
        }
        assert_eq!(layers_of(50, &hex("0f 00 12 34 01")), "chdlc:data End");
    }
}
