//! GeoNetworking, [ETSI EN 302 636-4-1](https://www.etsi.org/deliver/etsi_en/302600_302699/3026360401/).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version|Next He|    Reserved   |Life Time m|Lif|Remaining Hop L|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static BH_VERSION: Field = Field::bits("geonw.bh.version", "Version", 0, 4).ft(8);
static BH_NH: Field = Field::bits("geonw.bh.nh", "Next Header", 4, 4).ft(8).names(&[(0, "ANY"), (1, "Common Header"), (2, "Secured Packet")]);
static BH_RESERVED: Field = Field::bits("geonw.bh.reserved", "Reserved", 8, 8).hex();
static BH_LT: Field = Field::bits("geonw.bh.lt", "Life Time", 16, 8);
static BH_LT_MULT: Field = Field::bits("geonw.bh.lt.mult", "Life Time multiplier", 16, 6).ft(8);
static BH_LT_BASE: Field = Field::bits("geonw.bh.lt.base", "Life Time base", 22, 2).ft(8).names(&[(0, "50 ms"), (1, "1 s"), (2, "10 s"), (3, "100 s")]);
static BH_RHL: Field = Field::bits("geonw.bh.rhl", "Remaining Hop Limit", 24, 8);
static CH_HTYPE: Field = Field::new("geonw.ch.htype", "Header type", Place::Uint(8)).hex().names(&[(16, "Beacon"), (32, "Geo Unicast"), (48, "Geo-scoped Anycast Circular area"), (49, "Geo-scoped Anycast Rectangular area"), (50, "Geo-scoped Anycast Ellipsoidal area"), (64, "Geo-scoped Broadcast Circular area"), (65, "Geo-scoped Broadcast Rectangular area"), (66, "Geo-scoped Broadcast Ellipsoidal area"), (80, "Topologically-scoped broadcast Single-hop broadcast (SHB)"), (81, "Topologically-scoped broadcast Multi-hop broadcast (TSB)"), (96, "Location Service Request"), (97, "Location Service Reply")]);
static CH_TCLASS: Field = Field::new("geonw.ch.tclass", "Traffic class", Place::Uint(8));
static CH_PLENGTH: Field = Field::new("geonw.ch.plength", "Payload length", Place::Uint(16));
static CH_MHL: Field = Field::new("geonw.ch.mhl", "Maximum Hop Limit", Place::Uint(8));
static CH_RESERVED2: Field = Field::new("geonw.ch.reserved2", "Reserved", Place::Uint(8)).hex();
static COMMON: Field = Field::part(Place::When(|h| h.byte(0) & 15 == 1 && h.left() >= 8, &[
    &FIRST, &CH_NH, &CH_RESERVED1, &CH_HTYPE, &CH_TCLASS, &CH_FLAGS_BYTE, &CH_FLAGS_MOB, &CH_PLENGTH, &CH_MHL, &CH_RESERVED2,
]));
static FIRST: Field = Field::part(Place::Uint(8));
static CH_NH: Field = Field::new("geonw.ch.nh", "Next Header", Place::Sub(0xf0)).ft(8).names(&[(0, "ANY"), (1, "BTP-A"), (2, "BTP-B"), (3, "IPv6")]);
static CH_RESERVED1: Field = Field::new("geonw.ch.reserved1", "Reserved", Place::Sub(0x0f)).hex();
static CH_FLAGS_BYTE: Field = Field::part(Place::Uint(8));
static CH_FLAGS_MOB: Field = Field::new("geonw.ch.flags.mob", "Mobility", Place::Sub(0x80)).kind(Kind::Dec).ft(8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "gnw",
    title: "GeoNetworking",
    column: "GNW",
    spec: "ETSI EN 302 636-4-1",
    size: 4,
    fields: &[&BH_VERSION, &BH_NH, &BH_RESERVED, &BH_LT, &BH_LT_MULT, &BH_LT_BASE, &BH_RHL, &COMMON],
    under: &[(Space::EtherType, 0x8947)],
    line: &[Word::Say("Next header "), Word::Of(&BH_NH)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 4 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    // What is secured, or of another version, is not read on.
    if bytes.first().is_none_or(|b| *b != 1) {
        return Step::new(bytes.len(), below.wire, id::data);
    }
    let Some(kind) = bytes.get(5) else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let extended = match kind >> 4 {
        1 => 24,
        2 => 48,
        3 | 4 => 44,
        5 => 28,
        6 if kind & 15 == 0 => 36,
        6 => 48,
        0 => 0,
        // Of a kind that nobody knows, nothing behind is.
        _ => bytes.len().saturating_sub(12),
    };
    let header = 12 + extended;
    if header > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    let next = if bytes.get(4).is_some_and(|b| b >> 4 == 3) { id::ipv6 } else { id::data };
    Step::new(header, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 89 47 # what carries it
        01 00 50 0a # version 0, common header, 5 s, 10 hops
        00 50 02 80 00 04 0a 00 # single hop broadcast
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 07 d1 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["geonw.bh.version", "geonw.bh.nh", "geonw.bh.rhl", "geonw.ch.nh", "geonw.ch.htype", "geonw.ch.plength"];
        assert_eq!(fields_of(1, &bytes, &names), "0 1 10 0 0x50 4");
        assert_eq!(layers_of(1, &bytes), "eth:gnw:data End");
        cut_everywhere(1, &bytes);
    }
}
