//! The loopback interface of BSD: the address family of the packet, in the byte order of the host that captured
//! ([LINKTYPE_NULL](https://www.tcpdump.org/linktypes/LINKTYPE_NULL.html)) or in network byte order (LINKTYPE_LOOP).
//!
//! ```text
//! +-------------------------------+
//! |   Address family (4 bytes)    |
//! +-------------------------------+
//! ```
use super::*;
use crate::field::*;

static HEAD: Field = Field::part(Place::Switch(
    |here| form(here.head),
    &[
        (LITTLE, &[&FAMILY_LE]),
        (BIG, &[&FAMILY]),
        (HIGH, &[&WORD, &FAMILY_HIGH]),
        (HIGH_LITTLE, &[&WORD_LE, &FAMILY_HIGH]),
        (TYPE, &[&KIND]),
        (TYPE_LITTLE, &[&KIND_LE]),
    ],
    &[],
));
/// The address family, as a little-endian host writes it.
pub static FAMILY_LE: Field = Field::new("null.family", "Family", Place::UintLe(32)).alias("type").unset(2).names(FAMILIES);
/// The address family, as a big-endian host writes it.
pub static FAMILY: Field = Field::new("null.family", "Family", Place::Uint(32)).names(FAMILIES);
static WORD: Field = Field::part(Place::Uint(32));
static WORD_LE: Field = Field::part(Place::UintLe(32));
/// The address family, where it was written as 16 bits.
pub static FAMILY_HIGH: Field = Field::new("null.family", "Family", Place::Sub(0xff00)).names(FAMILIES);
/// An EtherType instead.
pub static KIND: Field = Field::new("null.type", "Type", Place::Uint(32)).hex().ft(16).names(super::ETHERTYPES);
/// An EtherType instead, little endian.
pub static KIND_LE: Field = Field::new("null.type", "Type", Place::UintLe(32)).hex().ft(16).names(super::ETHERTYPES);

const FAMILIES: Names = &[(2, "IP"), (7, "OSI"), (16, "Appletalk"), (23, "Netware IPX/SPX"), (24, "IPv6"), (28, "IPv6"), (30, "IPv6")];

/// BSD loopback.
pub static PROTOCOL: Protocol = Protocol {
    name: "null",
    alias: "Loopback",
    title: "Null/Loopback",
    column: "Null",
    spec: "LINKTYPE_NULL",
    fields: &[&HEAD],
    under: &[(Space::Link, 0), (Space::Link, 108)],
    line: &[Word::Say("Null/Loopback")],
    classes: &[form::link::LOOPBACK],
    ..Protocol::PLAIN
};

const LITTLE: u64 = 0;
const BIG: u64 = 1;
const HIGH: u64 = 2;
const HIGH_LITTLE: u64 = 3;
const TYPE: u64 = 4;
const TYPE_LITTLE: u64 = 5;

/// How the header is to be read: a family or a type is small, so the byte order shows.
fn form(head: &[u8]) -> u64 {
    let Some(big) = load(head, 0, 32) else { return LITTLE };
    let (n, little) = if big > 0xffff { ((big as u32).swap_bytes() as u64, true) } else { (big, false) };
    match (n, little) {
        // Some wrote 16 bits into the wrong half of the word.
        (0x100..0x600, false) if n & 0xff == 0 => HIGH,
        (0x100..0x600, true) if n & 0xff == 0 => HIGH_LITTLE,
        (1501..=0xffff, false) => TYPE,
        (1501..=0xffff, true) => TYPE_LITTLE,
        (_, false) => BIG,
        (_, true) => LITTLE,
    }
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [0xff, 3, ..] = bytes else {
        let Some(big) = load(bytes, 0, 32) else { return Step::cut(bytes) };
        let little = (big as u32).swap_bytes() as u64;
        let next = match form(bytes) {
            LITTLE => family(little),
            BIG => family(big),
            HIGH => family(big >> 8),
            HIGH_LITTLE => family(little >> 8),
            TYPE => ETHERTYPE.of(big as u16),
            _ => ETHERTYPE.of(little as u16),
        };
        return Step::new(4, below.wire, next);
    };
    Step { next: id::ppp, ..Step::reject() }
}
/// 24, 28 and 30 are IPv6's number in NetBSD and OpenBSD, FreeBSD, macOS.
fn family(n: u64) -> Id {
    match n {
        2 => id::ip,
        24 | 28 | 30 => id::ipv6,
        _ => id::data,
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const IP: &str = "45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01";

    #[test]
    fn both_byte_orders() {
        for (head, fields) in [
            ("02 00 00 00", "2 -"),
            ("00 00 00 02", "2 -"),
            ("00 00 02 00", "2 -"),
            ("00 00 08 00", "- 0x0800"),
            ("00 08 00 00", "- 0x0800"),
        ] {
            let bytes = hex(&format!("{head} {IP}"));
            assert_eq!(fields_of(0, &bytes, &["null.family", "null.type"]), fields, "{head}");
            assert_eq!(layers_of(0, &bytes), "null:ip:data End", "{head}");
            cut_everywhere(0, &bytes);
        }
        assert_eq!(layers_of(108, &hex("00 00 00 63 01")), "null:data End");
    }
}
