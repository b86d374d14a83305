//! Linux netfilter's log, [LINKTYPE_NFLOG](https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html): type, length and value again and
//! again, in the byte order of the capturing host (read as little endian); the packet is one of the values.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |    Family     |    Version    |   Resource id (big endian)    |
//! +---------------+---------------+-------------------------------+
//! |            Length             |             Type              |
//! +-------------------------------+-------------------------------+
//! |   Value, and zeros up to a multiple of 4 ..                   |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// Address family: 2 IPv4, 10 IPv6.
pub static FAMILY: Field =
    Field::bits("nflog.family", "Family", 0, 8).names(&[(0, "AF_UNSPEC"), (2, "IP"), (7, "AF_BRIDGE"), (10, "IPv6")]);
/// 0.
pub static VERSION: Field = Field::bits("nflog.version", "Version", 8, 8);
/// The log's group.
pub static RES_ID: Field = Field::bits("nflog.res_id", "Resource ID", 16, 16);

static VALUES: Field = Field::part(Place::Elsewhere(values, &[&TLVS]));
static TLVS: Field = Field::part(Place::Many(&PADDED));
static PADDED: Field = Field::part(Place::When(|_| true, &[&TLV, &PAD]));
static PAD: Field = Field::part(Place::Sized(|here| (here.at.next_multiple_of(4) - here.at).min(here.left()), &[]));
/// One value.
pub static TLV: Field = Field::new("nflog.tlv", "TLV", Place::Group(&[&TLV_LENGTH, &TLV_WORD, &TLV_TYPE, &TLV_BODY])).kind(Kind::Bytes);
/// Of the value and what stands before it, in bytes.
pub static TLV_LENGTH: Field = Field::new("nflog.tlv_length", "Length", Place::LenLe(16, Counts::Whole));
static TLV_WORD: Field = Field::part(Place::UintLe(16));
/// Without the highest bit, which says that values are nested.
pub static TLV_TYPE: Field = Field::new("nflog.tlv_type", "Type", Place::Sub(0x7fff)).names(TYPES);
static TLV_BODY: Field = Field::part(Place::Switch(
    |here| here.number & 0x7fff,
    &[
        (1, &[&PROTOCOL_TYPE, &HOOK]),
        (3, &[&TIMESTAMP]),
        (4, &[&INDEV]),
        (5, &[&OUTDEV]),
        (6, &[&PHYSINDEV]),
        (7, &[&PHYSOUTDEV]),
        (9, &[]),
        (10, &[&PREFIX]),
        (11, &[&UID]),
        (14, &[&GID]),
    ],
    &[&TLV_VALUE],
));
/// EtherType of the packet.
pub static PROTOCOL_TYPE: Field = Field::new("nflog.protocol", "HW protocol", Place::Uint(16)).hex().names(super::ETHERTYPES);
/// Where in netfilter it was logged.
pub static HOOK: Field = Field::new("nflog.hook", "Netfilter hook", Place::Uint(8)).names(&[
    (0, "Pre-routing"),
    (1, "Local in"),
    (2, "Forward"),
    (3, "Local out"),
    (4, "Post-routing"),
]);
/// Number of the interface it came in at.
pub static INDEV: Field = Field::new("nflog.ifindex_indev", "IFINDEX_INDEV", Place::Uint(32));
/// Number of the interface it goes out at.
pub static OUTDEV: Field = Field::new("nflog.ifindex_outdev", "IFINDEX_OUTDEV", Place::Uint(32));
/// Number of the bridge's port it came in at.
pub static PHYSINDEV: Field = Field::new("nflog.ifindex_physindev", "IFINDEX_PHYSINDEV", Place::Uint(32));
/// Number of the bridge's port it goes out at.
pub static PHYSOUTDEV: Field = Field::new("nflog.ifindex_physoutdev", "IFINDEX_PHYSOUTDEV", Place::Uint(32));
/// What the rule says.
pub static PREFIX: Field = Field::new("nflog.prefix", "Prefix", Place::Zero);
/// Of the process that sent it.
pub static UID: Field = Field::new("nflog.uid", "UID", Place::Uint(32)).kind(Kind::Signed);
/// Of the process that sent it.
pub static GID: Field = Field::new("nflog.gid", "GID", Place::Uint(32)).kind(Kind::Signed);
/// Seconds and microseconds since 1970, 64 bits each.
pub static TIMESTAMP: Field =
    Field::new("nflog.timestamp", "Timestamp", Place::Run(16)).kind(Kind::Show(&Show { ft: "ABSOLUTE_TIME", plain: date }));
/// A value of another type.
pub static TLV_VALUE: Field = Field::new("nflog.tlv_value", "Value", Place::Rest);

const TYPES: Names = &[
    (0, "NFULA_UNSPEC"),
    (1, "NFULA_PACKET_HDR"),
    (2, "NFULA_MARK"),
    (3, "NFULA_TIMESTAMP"),
    (4, "NFULA_IFINDEX_INDEV"),
    (5, "NFULA_IFINDEX_OUTDEV"),
    (6, "NFULA_IFINDEX_PHYSINDEV"),
    (7, "NFULA_IFINDEX_PHYSOUTDEV"),
    (8, "NFULA_HWADDR"),
    (9, "NFULA_PAYLOAD"),
    (10, "NFULA_PREFIX"),
    (11, "NFULA_UID"),
    (12, "NFULA_SEQ"),
    (13, "NFULA_SEQ_GLOBAL"),
    (14, "NFULA_GID"),
    (15, "NFULA_HWTYPE"),
    (16, "NFULA_HWHEADER"),
    (17, "NFULA_HWLEN"),
];

/// NFLOG.
pub static PROTOCOL: Protocol = Protocol {
    name: "nflog",
    title: "Linux Netfilter NFLOG",
    column: "NFLOG",
    spec: "LINKTYPE_NFLOG",
    size: 4,
    fields: &[&FAMILY, &VERSION, &RES_ID, &VALUES],
    under: &[(Space::Link, 239)],
    line: &[Word::Say("NFLOG group "), Word::Of(&RES_ID), Word::With(" ", &PREFIX)],
    ..Protocol::PLAIN
};

const PAYLOAD: u16 = 9;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [family, _, _, _, ..] = *bytes else { return Step::cut(bytes) };
    let mut at = 4;
    // Each round passes over at least four bytes.
    while let Some([a, b, c, d]) = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()) {
        let (len, kind) = (usize::from(u16::from_le_bytes([*a, *b])), u16::from_le_bytes([*c, *d]) & 0x7fff);
        if len < 4 {
            break;
        }
        if kind == PAYLOAD {
            let next = match family {
                2 => id::ip,
                10 => id::ipv6,
                _ => id::data,
            };
            return Step::new(at + 4, at + len, next);
        }
        at = at.saturating_add(len.next_multiple_of(4));
    }
    // None holds a packet.
    Step::new(bytes.len(), below.wire, id::data)
}

fn values(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let from = packet.layer(layer)?.start as usize + 4;
    let to = packet.bytes.len().min(packet.below(layer)?.end as usize);
    (from < to).then_some(from..to)
}
fn date(value: Value<'_>, out: &mut Vec<u8>) {
    if let Value::Bytes(b) = value {
        let (seconds, micros) = (load(b, 0, 64).unwrap_or(0) as i64, load(b, 64, 64).unwrap_or(0) as i64);
        crate::text::date(seconds.saturating_mul(1_000_000_000).saturating_add(micros.saturating_mul(1000)), out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn values_around_the_packet() {
        let bytes = hex("02 00 00 07 # IPv4, group 7
             08 00 01 00 08 00 03 00 # IPv4, logged as it left
             07 00 0a 00 68 69 00 00 # a prefix, and a byte up to a multiple of four
             14 00 03 00 00 00 00 00 65 53 f1 00 00 00 00 00 00 00 03 e8
             19 00 09 00 # the packet
             45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01 00 00 00
             08 00 0b 00 00 00 03 e8 # the user");
        let names = ["nflog.family", "nflog.res_id", "nflog.tlv_type", "nflog.protocol", "nflog.hook", "nflog.prefix", "nflog.uid"];
        assert_eq!(fields_of(239, &bytes, &names), "2 7 1,10,3,9,11 0x0800 3 hi 1000");
        assert_eq!(fields_of(239, &bytes, &["nflog.timestamp"]), "Nov 14, 2023 22:13:20.001000000 UTC");
        assert_eq!(layers_of(239, &bytes), "nflog:ip:data End");
        cut_everywhere(239, &bytes);
    }
}
