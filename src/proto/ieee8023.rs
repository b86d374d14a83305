//! Ethernet with a length where Ethernet II has a type, IEEE 802.3, 3.2.6; IEEE 802.2 follows.
//!
//! ```text
//! +-----------------------------------+
//! |       Destination (6 bytes)       |
//! +-----------------------------------+
//! |         Source (6 bytes)          |
//! +-----------------+-----------------+
//! |     Length      |     LLC ..      |
//! +-----------------+-----------------+
//! ```
use super::eth::*;
use super::*;
use crate::field::*;

/// Of what follows, in bytes: at most 1500.
pub static LEN: Field = Field::new("eth.len", "Length", Place::Uint(16)).alias("len").computed();
/// Between the longest length and the lowest type: neither.
pub static INVALID: Field = Field::new("eth.invalid_lentype", "Invalid length/type", Place::Uint(16)).hex();
static LEN_OR: Field = Field::part(Place::Switch(|here| (here.word(12) > 1500).into(), &[(1, &[&INVALID])], &[&LEN]));

/// IEEE 802.3 with a length. Wireshark calls it as Ethernet II.
pub static PROTOCOL: Protocol = Protocol {
    name: "eth",
    alias: "Dot3",
    title: "IEEE 802.3 Ethernet",
    column: "Ethernet",
    spec: "IEEE 802.3",
    size: 12,
    fields: &[
        &DST,
        &DST_RESOLVED,
        &DST_OUI,
        &ADDR,
        &ADDR_RESOLVED,
        &ADDR_OUI,
        &DST_LG,
        &LG,
        &DST_IG,
        &IG,
        &SRC,
        &SRC_RESOLVED,
        &SRC_OUI,
        &SRC_LG,
        &SRC_IG,
        &LEN_OR,
        &PADDED,
        &TRAILED,
        &CHECKED,
        &FCS_STATUS,
    ],
    ends: Some((&SRC, &DST)),
    line: &[Word::Say("IEEE 802.3 Ethernet, length "), Word::Of(&LEN)],
    finish: |d| d.fill_at(&LEN, 12, d.bytes.len().saturating_sub(d.head) as u64),
    classes: &[form::link::DOT3],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(len) = load(bytes, 96, 16) else { return Step::cut(bytes) };
    let rest = bytes.get(14..).unwrap_or(&[]);
    match len {
        0..=1500 => Step::new(14, 14 + len as usize, inside(rest)),
        _ => Step::new(14, below.wire, id::data),
    }
}
/// What stands behind a length: IEEE 802.2, or Novell's IPX, whose checksum is not used.
pub(super) fn inside(rest: &[u8]) -> Id {
    if rest.starts_with(&[0xff, 0xff]) { id::data } else { id::llc }
}
