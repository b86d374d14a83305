//! Generic Routing Encapsulation, [RFC 2784](https://www.rfc-editor.org/rfc/rfc2784), with the key and the sequence number of
//! [RFC 2890](https://www.rfc-editor.org/rfc/rfc2890), the routing of [RFC 1701](https://www.rfc-editor.org/rfc/rfc1701), and
//! version 1, which PPTP uses ([RFC 2637](https://www.rfc-editor.org/rfc/rfc2637), 4.1).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |C|R|K|S|s|Recur|A|  Flags  | Ver |         Protocol Type         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Checksum (optional)      |       Offset (optional)       |
//! |                         Key (optional)                        |
//! |                    Sequence Number (optional)                 |
//! |               Acknowledgment Number (version 1)               |
//! |                       Routing (optional)                      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;

/// All sixteen bits.
pub static FLAGS: Field = Field::bits("gre.flags_and_version", "Flags and Version", 0, 16).hex();
/// Checksum and offset are there.
pub static CHECKSUM_BIT: Field = Field::bits("gre.flags.checksum", "Checksum Bit", 0, 1).alias("chksum_present");
/// Checksum, offset and routing are there.
pub static ROUTING_BIT: Field = Field::bits("gre.flags.routing", "Routing Bit", 1, 1).alias("routing_present");
/// The key is there.
pub static KEY_BIT: Field = Field::bits("gre.flags.key", "Key Bit", 2, 1).alias("key_present");
/// The sequence number is there.
pub static SEQUENCE_BIT: Field = Field::bits("gre.flags.sequence_number", "Sequence Number Bit", 3, 1).alias("seqnum_present");
/// RFC 1701.
pub static STRICT: Field = Field::bits("gre.flags.strict_source_route", "Strict Source Route Bit", 4, 1).alias("strict_route_source");
/// How often it may be put into GRE again.
pub static RECURSION: Field = Field::bits("gre.flags.recursion_control", "Recursion control", 5, 3).ft(16).alias("recursion_control");
static BITS: Field = Field::part(Place::When(pptp, &[&ACK_BIT, &RESERVED_1]));
static BITS_0: Field = Field::part(Place::When(|h| !pptp(h), &[&RESERVED]));
/// The acknowledgment number is there: version 1 only.
pub static ACK_BIT: Field = Field::bits("gre.flags.ack", "Acknowledgment", 8, 1);
/// Zero in version 0.
pub static RESERVED: Field = Field::bits("gre.flags.reserved", "Flags (Reserved)", 8, 5).ft(16);
static RESERVED_1: Field = Field::bits("gre.flags.reserved", "Flags (Reserved)", 9, 4).ft(16);
/// 0, or 1 in PPTP.
pub static VERSION: Field = Field::bits("gre.flags.version", "Version", 13, 3).ft(16).names(&[(0, "GRE"), (1, "Enhanced GRE")]);
/// EtherType of what it carries.
pub static PROTO: Field = Field::bits("gre.proto", "Protocol Type", 16, 16)
    .hex()
    .names(&[
        (0x0800, "IP"),
        (0x0806, "ARP"),
        (0x2000, "CDP"),
        (0x22eb, "ERSPAN III"),
        (0x6558, "Transparent Ethernet bridging"),
        (0x86dd, "IPv6"),
        (0x880b, "PPP"),
        (0x883e, "WCCP"),
        (0x8847, "MPLS"),
        (0x8848, "MPLS multicast"),
        (0x88be, "ERSPAN"),
        (0x8909, "Cisco metadata"),
        (0x894f, "NSH"),
    ])
    .alias("proto")
    .computed();
static SUM: Field = Field::part(Place::When(|h| h.byte(0) & 0xc0 != 0, &[&CHECKSUM, &STATUS, &OFFSET]));
/// RFC 1071 over header and payload.
pub static CHECKSUM: Field = Field::new("gre.checksum", "Checksum", Place::Uint(16)).hex().alias("chksum").computed();
/// 2 where the checksum is not set, or the frame was cut.
pub static STATUS: Field = Field::new("gre.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
/// From the routing's first byte to the active source route entry.
pub static OFFSET: Field = Field::new("gre.offset", "Offset", Place::Uint(16)).alias("offset");
static KEYS: Field = Field::part(Place::When(|h| h.byte(0) & 0x20 != 0, &[&KEY_PPTP, &KEY_PLAIN]));
static KEY_PPTP: Field = Field::part(Place::When(pptp, &[&PAYLOAD_LENGTH, &CALL_ID]));
static KEY_PLAIN: Field = Field::part(Place::When(|h| !pptp(h), &[&KEY]));
/// RFC 2890, 2.1.
pub static KEY: Field = Field::new("gre.key", "Key", Place::Uint(32)).hex().alias("key");
/// RFC 2637, 4.1, in bytes.
pub static PAYLOAD_LENGTH: Field = Field::new("gre.key.payload_length", "Payload Length", Place::Uint(16)).alias("payload_len").computed();
/// RFC 2637, 4.1.
pub static CALL_ID: Field = Field::new("gre.key.call_id", "Call ID", Place::Uint(16)).alias("call_id");
static SEQUENCE: Field = Field::part(Place::When(|h| h.byte(0) & 0x10 != 0, &[&SEQUENCE_NUMBER]));
/// RFC 2890, 2.2.
pub static SEQUENCE_NUMBER: Field = Field::new("gre.sequence_number", "Sequence Number", Place::Uint(32)).alias("sequence_number");
static ACK: Field = Field::part(Place::When(|h| pptp(h) && h.byte(1) & 0x80 != 0, &[&ACK_NUMBER]));
/// RFC 2637, 4.1.
pub static ACK_NUMBER: Field = Field::new("gre.ack_number", "Acknowledgment Number", Place::Uint(32)).alias("ack_number");
static ROUTING: Field = Field::part(Place::When(|h| h.byte(0) & 0x40 != 0, &[&ROUTES]));
static ROUTES: Field = Field::new("", "Source Route Entries", Place::Repeat(|h| routes(h.head.get(h.at..).unwrap_or(&[])).0, &ROUTE));
static ROUTE: Field = Field::new("gre.routing", "Routing", Place::Group(&[&FAMILY, &SRE_OFFSET, &SRE_LENGTH]));
static FAMILY: Field = Field::new("gre.routing.address_family", "Address Family", Place::Uint(16));
static SRE_OFFSET: Field = Field::new("gre.routing.sre_offset", "SRE Offset", Place::Uint(8));
static SRE_LENGTH: Field = Field::new("gre.routing.src_length", "SRE Length", Place::Span(8, &[&SRE]));
static SRE: Field = Field::new("gre.routing.information", "Routing Information", Place::Rest);
static WCCP: Field = Field::part(Place::When(|h| h.word(2) == 0x883e && h.left() > 0, &[&REDIRECT]));
static REDIRECT: Field = Field::new(
    "gre.wccp.redirect_header",
    "Redirect Header",
    Place::Group(&[&WCCP_BITS, &DYNAMIC, &ALTERNATIVE, &VALID, &SERVICE, &ALT_BUCKET, &BUCKET]),
);
static WCCP_BITS: Field = Field::new("", "", Place::Uint(8));
static DYNAMIC: Field = Field::new("gre.wccp.dynamic_service", "Dynamic Service", Place::Sub(0x1));
static ALTERNATIVE: Field = Field::new("gre.wccp.alternative_bucket_used", "Alternative bucket used", Place::Sub(0x2));
static VALID: Field = Field::new("gre.wccp.redirect_header_valid", "WCCP Redirect header is valid", Place::Sub(0x4));
static SERVICE: Field = Field::new("gre.wccp.service_id", "Service ID", Place::Uint(8)).names(&[(0, "HTTP")]);
static ALT_BUCKET: Field = Field::new("gre.wccp.alternative_bucket", "Alternative Bucket", Place::Uint(8));
static BUCKET: Field = Field::new("gre.wccp.primary_bucket", "Primary Bucket", Place::Uint(8));

/// GRE.
pub static PROTOCOL: Protocol = Protocol {
    name: "gre",
    alias: "GRE",
    title: "Generic Routing Encapsulation",
    column: "GRE",
    spec: "RFC 2784",
    size: 4,
    fields: &[
        &FLAGS,
        &CHECKSUM_BIT,
        &ROUTING_BIT,
        &KEY_BIT,
        &SEQUENCE_BIT,
        &STRICT,
        &RECURSION,
        &BITS,
        &BITS_0,
        &VERSION,
        &PROTO,
        &SUM,
        &KEYS,
        &SEQUENCE,
        &ACK,
        &ROUTING,
        &WCCP,
    ],
    under: &[(Space::IpProto, 47), (Space::UdpPort, 4754)],
    next: Some((Space::Gre, &PROTO)),
    line: &[Word::Say("Encapsulated "), Word::Of(&PROTO)],
    finish,
    classes: &[form::link::GRE],
    ..Protocol::PLAIN
};

/// Version 1 carries PPP, and has its own fields; so has what CDMA2000 carries (3GPP2 A.S0012).
fn pptp(h: &Here<'_>) -> bool {
    of_ppp(h.word(2), h.byte(1))
}
#[inline]
fn of_ppp(number: u16, low: u8) -> bool {
    number == 0x880b && low & 7 != 0 || matches!(number, 0x8881 | 0x88d2)
}
/// Source route entries to the last, which is zero, and their length in bytes; `None` when they are cut.
fn routes(bytes: &[u8]) -> (usize, Option<usize>) {
    let (mut n, mut at) = (0, 0);
    loop {
        let Some([high, low, _, len]) = bytes.get(at..).and_then(|b| b.first_chunk::<4>()) else { return (n, None) };
        n += 1;
        at += 4 + *len as usize;
        if [*high, *low, *len] == [0; 3] {
            return (n, (at <= bytes.len()).then_some(at));
        }
    }
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [bits, low, high_type, low_type, ..] = bytes else { return Step::cut(bytes) };
    let number = u16::from_be_bytes([*high_type, *low_type]);
    let pptp = of_ppp(number, *low);
    let counted = [(0xc0, 4), (0x20, 4), (0x10, 4)].iter().filter(|(bit, _)| bits & bit != 0).map(|(_, n)| n).sum::<usize>();
    let mut header = 4 + counted + if pptp && low & 0x80 != 0 { 4 } else { 0 };
    if bits & 0x40 != 0 {
        let Some(n) = bytes.get(header..).and_then(|b| routes(b).1) else { return Step::cut(bytes) };
        header += n;
    }
    // Version 2 of WCCP puts four bytes before the IP header, and nothing says so but the missing 4.
    if number == 0x883e && bytes.get(header).is_some_and(|b| b >> 4 != 4) {
        header += 4;
    }
    if bytes.len() < header {
        return Step::cut(bytes);
    }
    Step::new(header, below.wire, carried(number))
}

/// GRE's numbers are EtherTypes, but few EtherTypes are carried, and it has numbers of its own.
#[inline]
fn carried(number: u16) -> Id {
    match (GRE.of(number), number) {
        (id::data, 0x883e) => id::ip,
        (id::data, 0x0800 | 0x0806 | 0x8137 | 0x86dd | 0x880b | 0x8847 | 0x8848 | 0x8909 | 0x894f) => ETHERTYPE.of(number),
        (id, _) => id,
    }
}

fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    let bytes = own.whole(packet.bytes);
    if CHECKSUM_BIT.num(bytes)? == 0 || bytes.len() < own.wire() {
        return Some(Value::Num(2));
    }
    Some(Value::Num((internet(0, bytes) == 0) as u64))
}

fn finish(d: &mut Draft<'_>) {
    let bits = d.bytes.first().copied().unwrap_or(0);
    let mut at = 4;
    if bits & 0xc0 != 0 {
        at += 4;
    }
    if bits & 0x20 != 0 && d.bytes.get(1).is_some_and(|b| b & 7 == 1) {
        d.fill_at(&PAYLOAD_LENGTH, at, (d.bytes.len() - d.head.min(d.bytes.len())) as u64);
    }
    if bits & 0xc0 != 0 {
        d.fill_at(&CHECKSUM, 4, 0);
        let sum = if bits & 0x80 != 0 { internet(0, d.bytes) } else { 0 };
        d.fill_at(&CHECKSUM, 4, sum as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// GRE between 1.1.1.1 and 2.2.2.2; behind it an IPv4 header with protocol 59, nothing in it.
    fn over_ip(gre: &str) -> Vec<u8> {
        let inner = "45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02";
        let rest = hex(&format!("{gre}\n{inner}"));
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 2f 00 00 01 01 01 01 02 02 02 02");
        bytes[3] = (20 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }
    const NAMES: &[&str] = &["gre.flags_and_version", "gre.proto", "gre.checksum", "gre.checksum.status", "gre.key", "gre.sequence_number"];

    #[test]
    fn optional_fields() {
        assert_eq!(fields_of(228, &over_ip("0000 0800"), NAMES), "0x0000 0x0800 - - - -");
        let all = over_ip(
            "b000 0800 # C, K, S
                           dead 0000 # checksum, offset
                           0000 0007 0000 0008 # key, sequence number",
        );
        assert_eq!(fields_of(228, &all, NAMES), "0xb000 0x0800 0xdead 0 0x00000007 8");
        assert_eq!(layers_of(228, &all), "ip:gre:ip End");
        cut_everywhere(228, &all);
    }
    #[test]
    fn version_1_has_other_fields() {
        let bytes = over_ip("3081 880b 0008 0005 0000 0009 0000 000a");
        let names = ["gre.key.payload_length", "gre.key.call_id", "gre.sequence_number", "gre.ack_number", "gre.flags.ack", "gre.key"];
        assert_eq!(fields_of(228, &bytes, &names), "8 5 9 10 1 -");
        // The same bits mean nothing where no PPP is carried.
        assert_eq!(fields_of(228, &over_ip("2080 0800 00080005"), &names), "- - - - - 0x00080005");
    }
    #[test]
    fn routing() {
        let bytes = over_ip("4000 0800 0000 0000 0800 00 04 01020304 0000 0000");
        let names = ["gre.routing.address_family", "gre.routing.src_length", "gre.routing.information", "gre.checksum.status"];
        assert_eq!(fields_of(228, &bytes, &names), "2048,0 4,0 01020304 2");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn wccp_may_have_a_header() {
        let names = ["gre.wccp.service_id", "gre.wccp.dynamic_service", "ip.src"];
        assert_eq!(fields_of(228, &over_ip("0000 883e"), &names), "- - 1.1.1.1,10.0.0.1");
        assert_eq!(fields_of(228, &over_ip("0000 883e 07030405"), &names), "3 1 1.1.1.1,10.0.0.1");
    }
    #[test]
    fn routing_without_an_end_is_cut() {
        let mut bytes = hex("45 00 00 20 00 01 00 00 40 2f 00 00 01 01 01 01 02 02 02 02 4000 0800 0000 0000 0800 00 ff");
        bytes[3] = bytes.len() as u8;
        assert_eq!(layers_of(228, &bytes), "ip:gre Cut");
    }
}
