//! Ethernet, IEEE 802.3, with a type (Ethernet II) or a length.
//!
//! ```text
//! +-----------------------------------+
//! |       Destination (6 bytes)       |
//! +-----------------------------------+
//! |         Source (6 bytes)          |
//! +-----------------+-----------------+
//! | Type or Length  |
//! +-----------------+
//! ```
use super::*;
use crate::field::*;

/// Destination address.
pub static DST: Field = Field::bytes("eth.dst", "Destination", 0, 6).alias("dst").kind(Kind::Mac).preset(&[0xff; 6]);
/// Source address.
pub static SRC: Field = Field::bytes("eth.src", "Source", 6, 6).alias("src").kind(Kind::Mac);
/// Source or destination address.
pub static ADDR: Field = Field::new("eth.addr", "Address", Place::Either(&[&DST, &SRC])).kind(Kind::Mac);
/// EtherType: 1536 and above (IEEE 802.3, 3.2.6).
pub static TYPE: Field = Field::bits("eth.type", "Type", 96, 16).alias("type").hex().computed();

/// Ethernet.
pub static PROTOCOL: Protocol = Protocol {
    name: "eth",
    alias: "Ether",
    title: "Ethernet II",
    column: "Ethernet",
    spec: "IEEE 802.3",
    size: 14,
    fields: &[&DST, &SRC, &ADDR, &TYPE],
    under: &[(Space::Link, 1), (Space::Gre, 0x6558)],
    next: Some((Space::EtherType, &TYPE)),
    ends: Some((&SRC, &DST)),
    line: &[Word::Say("Ethernet II")],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Ok(eth) = etherparse::Ethernet2HeaderSlice::from_slice(bytes) else { return Step::cut(bytes) };
    Step::new(14, below.wire, ETHERTYPE.of(eth.ether_type().0))
}
