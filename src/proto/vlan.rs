//! Virtual LAN tag, IEEE 802.1Q, 9.6. With a length behind it: [`super::vlan_8023`].
//!
//! ```text
//! +---+-+-----------+---------------+
//! |PCP|D|    VID    |     Type      |
//! +---+-+-----------+---------------+
//! ```
use super::*;
use crate::field::*;

/// Priority code point.
pub static PRIORITY: Field = Field::bits("vlan.priority", "Priority", 0, 3).ft(16).alias("prio").names(PRIORITIES);
/// Drop eligible indicator.
pub static DEI: Field = Field::bits("vlan.dei", "DEI", 3, 1).alias("dei");
/// VLAN identifier.
pub static ID: Field = Field::bits("vlan.id", "ID", 4, 12).alias("vlan").unset(1);
/// What the tag carries.
pub static ETYPE: Field = Field::bits("vlan.etype", "Type", 16, 16).alias("type").hex().names(super::ETHERTYPES).computed();
/// Bytes behind the packet that are no padding.
pub static TRAILER: Field = Field::new("vlan.trailer", "Trailer", Place::Rest);
pub(super) static TRAILED: Field = Field::part(Place::Elsewhere(eth::trailer, &[&TRAILER]));

/// IEEE 802.1Q, table I-2.
const PRIORITIES: Names = &[
    (0, "Best Effort (default)"),
    (1, "Background"),
    (2, "Spare"),
    (3, "Excellent Effort"),
    (4, "Controlled Load"),
    (5, "Video, < 100ms latency and jitter"),
    (6, "Voice, < 10ms latency and jitter"),
    (7, "Network Control"),
];

/// 802.1Q.
pub static PROTOCOL: Protocol = Protocol {
    name: "vlan",
    alias: "Dot1Q",
    title: "802.1Q Virtual LAN",
    column: "VLAN",
    spec: "IEEE 802.1Q",
    size: 4,
    fields: &[&PRIORITY, &DEI, &ID, &ETYPE, &eth::PADDED, &TRAILED],
    under: &[(Space::EtherType, 0x8100), (Space::EtherType, 0x9100)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Say("PRI: "), Word::Plain(&PRIORITY), Word::Say(" DEI: "), Word::Plain(&DEI), Word::Say(" ID: "), Word::Plain(&ID)],
    classes: &[form::link::DOT1Q],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Ok(tag) = etherparse::SingleVlanHeaderSlice::from_slice(bytes) else { return Step::cut(bytes) };
    match tag.ether_type().0 {
        0..=1500 => Step { next: id::vlan_8023, ..Step::reject() },
        kind => Step::new(4, below.wire, ETHERTYPE.of(kind)),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07 81 00 # Ethernet
             b0 05 08 00 # priority 5, drop eligible, VLAN 5, IPv4
             45 00 00 1c 00 01 00 00 40 fd 7b df 7f 00 00 01 7f 00 00 01 01 02 03 04 05 06 07 08
             00 00 00 00 00 00 00 00 00 00 00 00 00 00 # to 60 bytes
             00 01");
        let names = ["vlan.priority", "vlan.dei", "vlan.id", "vlan.etype", "vlan.trailer", "eth.padding", "eth.trailer"];
        assert_eq!(fields_of(1, &bytes, &names), "5 1 5 0x0800 0001 0000000000000000000000000000 -");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn with_a_length() {
        let bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07 81 00 # Ethernet
             00 05 00 07 # VLAN 5, seven bytes
             42 42 03 00 00 00 80 aa bb");
        let names = ["vlan.id", "vlan.etype", "vlan.len", "vlan.trailer", "eth.len"];
        assert_eq!(fields_of(1, &bytes, &names), "5 - 7 aabb -");
        cut_everywhere(1, &bytes);
    }
}
