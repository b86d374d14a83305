//! Encapsulated Remote Switch Packet Analysis over GRE, types I to III,
//! [draft-foschiano-erspan-03](https://datatracker.ietf.org/doc/html/draft-foschiano-erspan-03). Type I has no header at all.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Ver  |          VLAN         | COS |BSO|T|     Session ID    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Reserved (type II)       |        Index (type II)        |
//! |                      Timestamp (type III)                     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |             SGT               |P|    FT   |   Hw ID   |D|Gra|O|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Platf ID |               Platform Specific Info              |
//! |                  Platform Specific Info (8 bytes in all)      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static BY_VERSION: Field =
    Field::part(Place::Switch(|h| (h.byte(0) >> 4).into(), &[(1, TYPE_2), (2, TYPE_3)], &[&FIRST, &VERSION, &VERSION]));
const TYPE_2: Fields = &[&FIRST, &VERSION, &VLAN, &SECOND, &COS, &ENCAP, &TRUNCATED, &SPANID, &THIRD, &RESERVED, &INDEX];
const TYPE_3: Fields = &[
    &FIRST, &VERSION, &VLAN, &SECOND, &COS, &BSO, &TRUNCATED, &SPANID, &TIMESTAMP, &SGT, &LAST, &P, &FT, &HW, &DIRECTION, &GRA, &O,
    &SUBHEADER,
];
static FIRST: Field = Field::new("", "", Place::Uint(16));
/// 1 for type II, 2 for type III.
pub static VERSION: Field = Field::new("erspan.version", "Version", Place::Sub(0xf000)).ft(16).names(&[(1, "Type II"), (2, "Type III")]).unset(1);
/// Of the mirrored frame.
pub static VLAN: Field = Field::new("erspan.vlan", "Vlan", Place::Sub(0xfff)).alias("vlan");
static SECOND: Field = Field::new("", "", Place::Uint(16));
/// Class of service of the mirrored frame.
pub static COS: Field = Field::new("erspan.cos", "COS", Place::Sub(0xe000)).ft(16).alias("cos");
/// How the mirrored frame came: type II.
pub static ENCAP: Field = Field::new("erspan.encap", "Encap", Place::Sub(0x1800)).ft(16)
    .names(&[
        (0, "Originally without VLAN tag"),
        (1, "Originally ISL encapsulated"),
        (2, "Originally 802.1Q encapsulated"),
        (3, "VLAN tag preserved in frame"),
    ])
    .alias("en");
/// Bad, short or oversized: type III.
pub static BSO: Field = Field::new("erspan.bso", "Bad/Short/Oversized", Place::Sub(0x1800)).ft(16)
    .names(&[(0, "Good or unknown integrity"), (1, "Short frame"), (2, "Oversized frame"), (3, "CRC or alignment error")])
    .alias("bso");
/// The mirrored frame was cut.
pub static TRUNCATED: Field = Field::new("erspan.truncated", "Truncated", Place::Sub(0x400)).ft(16)
    .kind(Kind::Dec)
    .names(&[(0, "Not truncated"), (1, "Truncated")])
    .alias("t");
/// The mirror session.
pub static SPANID: Field = Field::new("erspan.spanid", "SpanID", Place::Sub(0x3ff)).alias("session_id");
static THIRD: Field = Field::new("", "", Place::Uint(32));
static RESERVED: Field = Field::new("erspan.reserved", "Reserved", Place::Sub(0xfff00000)).ft(32);
/// The port and its direction: type II.
pub static INDEX: Field = Field::new("erspan.index", "Index", Place::Sub(0xfffff)).ft(32).alias("index");
/// In units that `erspan.gra` names: type III.
pub static TIMESTAMP: Field = Field::new("erspan.timestamp", "Timestamp", Place::Uint(32)).alias("timestamp");
/// Security group tag: type III.
pub static SGT: Field = Field::new("erspan.sgt", "Security Group Tag", Place::Uint(16)).alias("sgt_other");
static LAST: Field = Field::new("", "", Place::Uint(16));
/// The payload is an Ethernet frame.
pub static P: Field = Field::new("erspan.p", "Has Ethernet PDU", Place::Sub(0x8000)).ft(16).kind(Kind::Dec).alias("p");
/// 0 Ethernet, 2 IP.
pub static FT: Field = Field::new("erspan.ft", "Frame Type", Place::Sub(0x7c00)).ft(16).names(&[(0, "Ethernet"), (2, "IP")]).alias("ft");
/// The engine that mirrored it.
pub static HW: Field = Field::new("erspan.hw", "Hardware ID", Place::Sub(0x3f0)).ft(16).alias("hw");
/// 0 incoming, 1 outgoing.
pub static DIRECTION: Field =
    Field::new("erspan.direction", "Direction", Place::Sub(0x8)).names(&[(0, "Ingress"), (1, "Egress")]).alias("d");
/// Unit of the timestamp.
pub static GRA: Field = Field::new("erspan.gra", "Timestamp granularity", Place::Sub(0x6)).ft(16)
    .names(&[(0, "100 microseconds"), (1, "100 nanoseconds"), (2, "IEEE 1588"), (3, "Custom granularity")])
    .alias("gra");
/// A platform's subheader follows.
pub static O: Field = Field::new("erspan.o", "Optional Sub headers", Place::Sub(0x1)).ft(16).kind(Kind::Dec).alias("o");
static SUBHEADER: Field = Field::part(Place::When(|h| h.byte(11) & 1 == 1, &[&PLATFORM]));
static PLATFORM: Field = Field::part(Place::Switch(
    |h| (h.byte(12) >> 2).into(),
    &[
        (0, INDEXED),
        (1, &[&SUB, &PLATID, &PID1_RSVD1, &PID1_VSMID, &PID1_PORT]),
        (3, &[&SUB, &PLATID, &PID3_RSVD1, &PID3_PORT, &PID3_TIME]),
        (4, &[&SUB, &PLATID, &PID4_RSVD1, &PID4_RSVD2, &PID4_RSVD3]),
        (5, PID5),
        (6, PID5),
        (7, INDEXED),
    ],
    &[&SUB, &PLATID, &PID_RSVD],
));
const INDEXED: Fields = &[&SUB, &PLATID, &PID7_RSVD1, &PID7_INDEX, &PID7_TIME];
const PID5: Fields = &[&SUB, &PLATID, &PID5_SWITCH, &PID5_PORT, &PID5_TIME];
static SUB: Field = Field::new("", "", Place::Uint(32));
static PLATID: Field = Field::new("erspan.platid", "Platform ID", Place::Sub(0xfc000000)).ft(32);
static PID1_RSVD1: Field = Field::new("erspan.pid1.rsvd1", "Reserved", Place::Sub(0x3fff000)).ft(32);
static PID1_VSMID: Field = Field::new("erspan.pid1.vsmid", "VSM Domain ID", Place::Sub(0xfff)).ft(32);
static PID1_PORT: Field = Field::new("erspan.pid1.port_index", "Port ID/Index", Place::Uint(32));
static PID3_RSVD1: Field = Field::new("erspan.pid3.rsvd1", "Reserved", Place::Sub(0x3ffc000)).ft(32);
static PID3_PORT: Field = Field::new("erspan.pid3.port_index", "Port ID/Index", Place::Sub(0x3fff)).ft(32);
static PID3_TIME: Field = Field::new("erspan.pid3.timestamp", "Upper 32-bit Timestamp", Place::Uint(32));
static PID4_RSVD1: Field = Field::new("erspan.pid4.rsvd1", "Reserved", Place::Sub(0x3ffc000)).ft(32);
static PID4_RSVD2: Field = Field::new("erspan.pid4.rsvd2", "Reserved", Place::Sub(0x3fff)).ft(32);
static PID4_RSVD3: Field = Field::new("erspan.pid4.rsvd3", "Reserved", Place::Uint(32));
static PID5_SWITCH: Field = Field::new("erspan.pid5.switchid", "Switch ID", Place::Sub(0x3ff0000)).ft(32);
static PID5_PORT: Field = Field::new("erspan.pid5.port_index", "Port ID/Index", Place::Sub(0xffff)).ft(32);
static PID5_TIME: Field = Field::new("erspan.pid5.timestamp", "Timestamp (seconds)", Place::Uint(32));
static PID7_RSVD1: Field = Field::new("erspan.pid7.rsvd1", "Reserved", Place::Sub(0x3f00000)).ft(32);
static PID7_INDEX: Field = Field::new("erspan.pid7.source_index", "Source Index", Place::Sub(0xfffff)).ft(32);
static PID7_TIME: Field = Field::new("erspan.pid7.timestamp", "Upper 32-bit Timestamp", Place::Uint(32));
static PID_RSVD: Field = Field::new(
    "erspan.pid.rsvd",
    "Reserved",
    Place::Derived(|p, i| load(p.head(i).get(12..20)?, 0, 64).map(|n| Value::Num(n & 0x03ff_ffff))),
).ft(64);

/// ERSPAN.
pub static PROTOCOL: Protocol = Protocol {
    name: "erspan",
    alias: "ERSPAN",
    title: "Encapsulated Remote Switch Packet Analysis",
    column: "ERSPAN",
    spec: "draft-foschiano-erspan-03",
    fields: &[&BY_VERSION],
    under: &[(Space::Gre, 0x88be), (Space::Gre, 0x22eb)],
    line: &[Word::Say("ERSPAN"), Word::With(" session ", &SPANID)],
    classes: &[form::tunnels::ERSPAN],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let gre = below.layers.last().map_or(&[][..], |l| l.head(below.frame));
    // Type I is what comes under type II's number without a sequence number in GRE.
    if matches!(gre, [bits, _, 0x88, 0xbe, ..] if bits & 0x10 == 0) {
        return Step::new(0, below.wire, id::eth);
    }
    let (header, next) = match (bytes.first().map(|b| b >> 4), bytes.get(10..12)) {
        (Some(1), _) => (8, id::eth),
        (Some(2), Some([high, low])) => {
            let next = if high >> 2 & 0x1f == 0 { id::eth } else { id::data };
            (12 + usize::from(low & 1) * 8, next)
        }
        (None | Some(2), _) => return Step::cut(bytes),
        _ => return Step::malformed(bytes.len().min(2), below.wire),
    };
    if bytes.len() < header { Step::cut(bytes) } else { Step::new(header, below.wire, next) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// ERSPAN in GRE in IPv4; the mirrored frame is an empty IPv4 packet in Ethernet.
    fn mirrored(gre: &str) -> Vec<u8> {
        let frame = "02 00 00 00 00 02 02 00 00 00 00 01 08 00 45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02";
        let rest = hex(&format!("{gre}\n{frame}"));
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 2f 00 00 01 01 01 01 02 02 02 02");
        bytes[3] = (20 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }
    const NAMES: &[&str] = &["erspan.version", "erspan.vlan", "erspan.spanid", "erspan.index", "erspan.timestamp", "eth.src"];

    #[test]
    fn type_1_has_no_header() {
        let bytes = mirrored("0000 88be");
        assert_eq!(fields_of(228, &bytes, NAMES), "- - - - - 02:00:00:00:00:01");
        assert_eq!(layers_of(228, &bytes), "ip:gre:erspan:eth:ip End");
    }
    #[test]
    fn type_2() {
        let bytes = mirrored("1000 88be 00000001 1065 e7ff 00000005");
        assert_eq!(fields_of(228, &bytes, NAMES), "1 101 1023 5 - 02:00:00:00:00:01");
        assert_eq!(fields_of(228, &bytes, &["erspan.cos", "erspan.encap", "erspan.truncated"]), "7 0 1");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn type_3_with_a_subheader() {
        let bytes = mirrored("1000 22eb 00000001 2064 a405 01020304 0007 8001 0fa5f123 11223344");
        assert_eq!(fields_of(228, &bytes, NAMES), "2 100 5 - 16909060 02:00:00:00:00:01");
        let names = ["erspan.platid", "erspan.pid3.rsvd1", "erspan.pid3.port_index", "erspan.pid3.timestamp", "erspan.pid5.timestamp"];
        assert_eq!(fields_of(228, &bytes, &names), "3 3735 12579 287454020 -");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn an_unknown_version_ends_the_walk() {
        let bytes = mirrored("1000 88be 00000001 3065 e7ff 00000005");
        assert_eq!(fields_of(228, &bytes, NAMES), "3,3 - - - - -");
        assert_eq!(layers_of(228, &bytes), "ip:gre:erspan Malformed");
    }
}
