//! Virtual LAN tag, IEEE 802.1Q, 9.6.
//!
//! ```text
//! +---+-+-----------+---------------+
//! |PCP|D|    VID    |     Type      |
//! +---+-+-----------+---------------+
//! ```
use super::*;

/// Priority code point.
pub static PRIORITY: Field = Field::bits("vlan.priority", "Priority", 0, 3).alias("prio");
/// Drop eligible indicator.
pub static DEI: Field = Field::bits("vlan.dei", "DEI", 3, 1).alias("dei");
/// VLAN identifier.
pub static ID: Field = Field::bits("vlan.id", "ID", 4, 12).alias("vlan").unset(1);
/// What the tag carries.
pub static ETYPE: Field = Field::bits("vlan.etype", "Type", 16, 16).alias("type").hex().computed();

/// 802.1Q.
pub static PROTOCOL: Protocol = Protocol {
    name: "vlan",
    alias: "Dot1Q",
    title: "802.1Q Virtual LAN",
    column: "VLAN",
    spec: "IEEE 802.1Q",
    size: 4,
    fields: &[&PRIORITY, &DEI, &ID, &ETYPE],
    under: &[(Space::EtherType, 0x8100)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Say("VLAN "), Word::Of(&ID)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Ok(tag) = etherparse::SingleVlanHeaderSlice::from_slice(bytes) else { return Step::cut(bytes) };
    Step::new(4, below.wire, ETHERTYPE.of(tag.ether_type().0))
}
