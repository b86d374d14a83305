//! IPv6 Routing header, [RFC 8200, 4.4](https://www.rfc-editor.org/rfc/rfc8200#section-4.4): source route (RFC 5095), mobility (RFC 6275),
//! RPL (RFC 6554), segment routing (RFC 8754), compact (RFC 9631).
//!
//! ```text
//! +---------------+---------------+---------------+---------------+
//! |  Next Header  |  Hdr Ext Len  |  Routing Type | Segments Left |
//! +---------------+---------------+---------------+---------------+
//! |                     type-specific data                        |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// What follows.
pub static NXT: Field = Field::bits("ipv6.routing.nxt", "Next Header", 0, 8).alias("nh").names(super::IP_PROTOCOLS).computed();
/// In units of 8 bytes, the first not counted.
pub static LEN: Field = Field::bits("ipv6.routing.len", "Length", 8, 8).alias("len").computed();
/// In bytes.
pub static LEN_OCT: Field = Field::new("ipv6.routing.len_oct", "Length", Place::Derived(|p, i| Some(Value::Num(LEN.num(p.head(i))? * 8 + 8)))).ft(16);
/// Which kind of route.
pub static TYPE: Field = Field::bits("ipv6.routing.type", "Type", 16, 8).alias("type").names(TYPES);
/// Stations still to visit.
pub static SEGLEFT: Field = Field::bits("ipv6.routing.segleft", "Segments Left", 24, 8).alias("segleft");

static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(2).into(),
    &[
        (0, &[&SRC_RESERVED, &SRC_ADDRESSES]),
        (2, &[&MIP_RESERVED, &MIP_HOME]),
        (3, &[&RPL_WORD, &RPL_CMPRI, &RPL_CMPRE, &RPL_PAD, &RPL_RESERVED, &RPL_COUNT, &RPL_ADDRESSES, &RPL_LAST, &RPL_LEFT, &RPL_FULL]),
        (4, &[&SRH_LAST, &SRH_FLAGS, &SRH_TAG, &SRH_SEGMENTS, &SRH_TLVS]),
        (5, &[&CRH16_CURRENT, &CRH16]),
        (6, &[&CRH32_CURRENT, &CRH32]),
    ],
    &[&UNKNOWN],
));
static UNKNOWN: Field = Field::new("ipv6.routing.unknown_data", "Type-Specific Data", Place::Rest);
static SRC_RESERVED: Field = Field::new("ipv6.routing.src.reserved", "Reserved", Place::Run(4));
static SRC_ADDRESSES: Field = Field::new("", "Addresses", Place::Repeat(|h| h.left() / 16, &SRC_ADDRESS)).alias("addresses");
/// One station of a source route.
pub static SRC_ADDRESS: Field = Field::new("ipv6.routing.src.addr", "Address", Place::Run(16)).kind(Kind::Ip6);
static MIP_RESERVED: Field = Field::new("ipv6.routing.mipv6.reserved", "Reserved", Place::Run(4));
static MIP_HOME: Field = Field::new("ipv6.routing.mipv6.home_address", "Home Address", Place::Run(16)).kind(Kind::Ip6);
static RPL_WORD: Field = Field::new("", "", Place::Uint(32));
static RPL_CMPRI: Field = Field::new("ipv6.routing.rpl.cmprI", "Compressed Internal Octets (CmprI)", Place::Sub(0xf000_0000)).ft(32);
static RPL_CMPRE: Field = Field::new("ipv6.routing.rpl.cmprE", "Compressed Final Octets (CmprE)", Place::Sub(0x0f00_0000)).ft(32);
static RPL_PAD: Field = Field::new("ipv6.routing.rpl.pad", "Padding Bytes", Place::Sub(0x00f0_0000)).ft(32);
static RPL_RESERVED: Field = Field::new("ipv6.routing.rpl.reserved", "Reserved", Place::Sub(0x000f_ffff)).ft(32);
static RPL_COUNT: Field =
    Field::new("ipv6.routing.rpl.addr_count", "Total Address Count", Place::Derived(|p, i| Some(Value::Num(stations(p.head(i))? as u64)))).kind(Kind::Signed);
static RPL_ADDRESSES: Field = Field::part(Place::Repeat(|h| stations(h.head).map_or(0, |n| n.saturating_sub(1).max(0) as usize), &RPL_INNER));
static RPL_INNER: Field = Field::part(Place::Sized(|h| 16 - (h.byte(4) as usize >> 4), &[&RPL_ADDRESS]));
static RPL_LAST: Field = Field::part(Place::When(|h| stations(h.head).is_some_and(|n| n > 0), &[&RPL_FINAL]));
static RPL_FINAL: Field = Field::part(Place::Sized(|h| 16 - (h.byte(4) as usize & 15), &[&RPL_ADDRESS]));
static RPL_ADDRESS: Field = Field::new("ipv6.routing.rpl.address", "Address", Place::Rest);
static RPL_LEFT: Field = Field::new("", "Padding", Place::Rest);
/// The addresses with what the packet's destination has in common with them. Sixteen are shown.
static RPL_FULL: Field = Field::part(Place::When(
    |_| true,
    &[
        &FULL[0], &FULL[1], &FULL[2], &FULL[3], &FULL[4], &FULL[5], &FULL[6], &FULL[7], &FULL[8], &FULL[9], &FULL[10], &FULL[11], &FULL[12], &FULL[13],
        &FULL[14], &FULL[15],
    ],
));
static FULL: [Field; 16] = [
    full(whole::<0>), full(whole::<1>), full(whole::<2>), full(whole::<3>), full(whole::<4>), full(whole::<5>), full(whole::<6>), full(whole::<7>),
    full(whole::<8>), full(whole::<9>), full(whole::<10>), full(whole::<11>), full(whole::<12>), full(whole::<13>), full(whole::<14>), full(whole::<15>),
];
const fn full(write: fn(&Packet<'_>, usize, &mut Vec<u8>) -> bool) -> Field {
    Field::new("ipv6.routing.rpl.full_address", "Full Address", Place::Written(write)).kind(Kind::Ip6)
}
/// Index of the segment list's last.
pub static SRH_LAST: Field = Field::new("ipv6.routing.srh.last_entry", "Last Entry", Place::Key(8));
static SRH_FLAGS: Field = Field::new("ipv6.routing.srh.flags", "Flags", Place::Uint(8)).hex();
static SRH_TAG: Field = Field::new("ipv6.routing.srh.tag", "Tag", Place::Run(2));
static SRH_SEGMENTS: Field = Field::new("", "Segment List", Place::Repeat(|h| (h.key as usize + 1).min(h.left() / 16), &SRH_ADDRESS));
/// A segment; the first is the route's last.
pub static SRH_ADDRESS: Field = Field::new("ipv6.routing.srh.addr", "Address", Place::Run(16)).kind(Kind::Ip6);
// Wireshark has no names for these: RFC 8754, 2.1.
static SRH_TLVS: Field = Field::many("TLVs", &SRH_TLV);
static SRH_TLV: Field = Field::part(Place::Peek(8, &[(0, &SRH_PAD1), (4, &SRH_PADN), (5, &SRH_HMAC)], &SRH_OTHER));
static SRH_PAD1: Field = Field::new("", "Pad1", Place::Group(&[&TLV_TYPE]));
static SRH_PADN: Field = Field::new("", "PadN", Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &TLV_VALUE]));
static SRH_HMAC: Field = Field::new("", "HMAC", Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &HMAC_WORD, &HMAC_D, &HMAC_RESERVED, &HMAC_KEY, &HMAC]));
static SRH_OTHER: Field = Field::new("", "Unknown TLV", Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &TLV_VALUE]));
static TLV_TYPE: Field = Field::new("", "Type", Place::Uint(8)).names(SRH_TLV_TYPES);
static TLV_LENGTH: Field = Field::new("", "Length", Place::Len(8, Counts::Behind));
static TLV_VALUE: Field = Field::new("", "Value", Place::Rest);
static HMAC_WORD: Field = Field::new("", "", Place::Uint(16));
static HMAC_D: Field = Field::new("", "Destination Address verification disabled", Place::Sub(0x8000));
static HMAC_RESERVED: Field = Field::new("", "Reserved", Place::Sub(0x7fff)).hex();
static HMAC_KEY: Field = Field::new("", "HMAC Key ID", Place::Uint(32));
static HMAC: Field = Field::new("", "HMAC", Place::Rest);
static CRH16_CURRENT: Field = Field::new("ipv6.routing.crh16.current_sid", "Current SID", Place::Derived(|p, i| current(p.head(i), 16))).ft(16);
static CRH32_CURRENT: Field = Field::new("ipv6.routing.crh32.current_sid", "Current SID", Place::Derived(|p, i| current(p.head(i), 32))).ft(32);
static CRH16: Field = Field::new("", "Segment Identifiers", Place::Many(&CRH16_SID));
static CRH16_SID: Field = Field::new("ipv6.routing.crh16.sid", "Segment ID", Place::Uint(16));
static CRH32: Field = Field::new("", "Segment Identifiers", Place::Many(&CRH32_SID));
static CRH32_SID: Field = Field::new("ipv6.routing.crh32.sid", "Segment ID", Place::Uint(32));

/// The header.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6.routing",
    alias: "IPv6ExtHdrRouting",
    title: "Routing Header for IPv6",
    spec: "RFC 8200",
    size: 4,
    align: 8,
    fields: &[&NXT, &LEN, &LEN_OCT, &TYPE, &SEGLEFT, &BY_TYPE],
    under: &[(Space::IpProto, 43)],
    next: Some((Space::IpProto, &NXT)),
    line: &[Word::Say("Routing Header for IPv6 ("), Word::Of(&TYPE), Word::Say(")")],
    finish: |d| d.fill(&LEN, (d.head / 8).saturating_sub(1) as u64),
    classes: &[form::net::ROUTING_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    extension(bytes, below)
}

/// How many addresses an RPL route has (RFC 6554, 4.2); `None` where the header is cut.
fn stations(head: &[u8]) -> Option<i64> {
    let (len, compressed, pad) = (*head.get(1)? as i64 * 8, *head.get(4)? as i64, *head.get(5)? as i64 >> 4);
    Some((len - pad - (16 - (compressed & 15))) / (16 - (compressed >> 4)) + 1)
}
/// Station `N` of an RPL route: as many bytes of the packet's destination as are left out, then what is there (RFC 6554, 3).
fn whole<const N: usize>(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) -> bool {
    let mut write = || {
        let head = packet.head(layer);
        let count = usize::try_from(stations(head)?).ok()?;
        let compressed = *head.get(4)? as usize;
        let (inner, last) = (compressed >> 4, compressed & 15);
        let left_out = match N + 1 {
            n if n == count => last,
            n if n < count => inner,
            _ => return None,
        };
        let at = 8 + N * (16 - inner);
        let destination = (0..layer).rev().find(|i| packet.layer(*i).is_some_and(|l| l.id == id::ipv6)).and_then(|i| packet.head(i).get(24..40))?;
        let (front, behind) = (destination.get(..left_out)?, head.get(at..at + 16 - left_out)?);
        out.extend(front);
        out.extend(behind);
        Some(())
    };
    write().is_some()
}
/// The segment identifier that is the packet's next (RFC 9631, 3).
fn current(head: &[u8], width: usize) -> Option<Value<'static>> {
    load(head, 32 + SEGLEFT.num(head)? as usize * width, width).map(Value::Num)
}
/// Where the packet goes in the end, while stations are left: what the checksum above is made with (RFC 8200, 8.1).
pub(super) fn destination(head: &[u8]) -> Option<&[u8]> {
    let n = *head.get(1)? as usize * 8;
    match head.get(2..4)? {
        [_, 0] => None,
        [0 | 2, _] => head.get(8..)?.get(n.checked_sub(16)?..n),
        [4, _] => head.get(8..24),
        _ => None,
    }
}

const SRH_TLV_TYPES: Names = &[(0, "Pad1"), (4, "PadN"), (5, "HMAC")];
const TYPES: Names = &[
    (0, "Source Route"),
    (1, "Nimrod"),
    (2, "Type 2 Routing"),
    (3, "RPL Source Route"),
    (4, "Segment Routing"),
    (5, "CRH-16"),
    (6, "CRH-32"),
    (253, "Experiment 1"),
    (254, "Experiment 2"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn segment_routing_and_the_checksum_of_the_final_destination() {
        let mut bytes = hex("60 00 00 00 00 28 2b 40");
        bytes.extend([0x11; 32]);
        bytes.extend(hex("3a 02 04 01 00 00 00 07 # ICMPv6 next, segment routing, one left, tag 7"));
        bytes.extend([0x22; 16]);
        bytes.extend(hex("80 00 f6 cf 12 34 00 07 48 65 79 21 00 00 00 00"));
        let names = ["ipv6.routing.type", "ipv6.routing.segleft", "ipv6.routing.srh.addr", "ipv6.routing.srh.tag"];
        assert_eq!(fields_of(229, &bytes, &names), "4 1 2222:2222:2222:2222:2222:2222:2222:2222 0007");
        cut_everywhere(229, &bytes);
        super::destination(&bytes[40..64]).map(|to| assert_eq!(to, [0x22; 16])).expect("a final destination");
    }

    /// Eight bytes of the inner station are those of the destination, fifteen of the last.
    #[test]
    fn rpl_addresses_are_made_whole() {
        let mut bytes = hex("60 00 00 00 00 18 2b 40");
        bytes.extend([0x11; 32]);
        bytes.extend(hex("3b 02 03 02 8f 70 00 00 00 00 00 00 00 00 00 21 42 00 00 00 00 00 00 00"));
        let names = ["ipv6.routing.rpl.addr_count", "ipv6.routing.rpl.address", "ipv6.routing.rpl.full_address"];
        let whole = "1111:1111:1111:1111::21,1111:1111:1111:1111:1111:1111:1111:1142";
        assert_eq!(fields_of(229, &bytes, &names), format!("2 0000000000000021,42 {whole}"));
        cut_everywhere(229, &bytes);
    }
    #[test]
    fn compact_routing_tells_the_current_segment() {
        let mut bytes = hex("60 00 00 00 00 10 2b 40");
        bytes.extend([0x11; 32]);
        bytes.extend(hex("3b 01 05 02 00 01 00 02 00 03 00 04 00 05 00 06"));
        assert_eq!(fields_of(229, &bytes, &["ipv6.routing.crh16.sid", "ipv6.routing.crh16.current_sid"]), "1,2,3,4,5,6 3");
        cut_everywhere(229, &bytes);
    }
}
