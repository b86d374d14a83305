//! Provider bridge tag, IEEE 802.1ad (now IEEE 802.1Q, 9.7): a service tag, perhaps a second one, perhaps a backbone tag.
//!
//! ```text
//! +---+-+-----------+---------------+
//! |PCP|D|   S-VID   |     Type      |
//! +---+-+-----------+---------------+
//! |PCP|D|   C-VID   |     Type      |   where the type above is 0x88a8
//! +---+-+-----------+---------------+
//! |     IEEE 802.1ah, 18 bytes      |   where the type above is 0x88e7
//! +---------------------------------+
//! ```
use super::ieee8021ah::{ETYPE, INSTANCE};
use super::*;
use crate::field::*;

static TAG: Field = Field::new("", "Tag", Place::Uint(16));
/// Priority code point.
pub static PRIORITY: Field = Field::new("ieee8021ad.priority", "Priority", Place::Sub(0xe000)).ft(16).alias("prio");
/// Drop eligible indicator.
pub static DEI: Field = Field::new("ieee8021ad.dei", "DEI", Place::Sub(0x1000)).ft(16).kind(Kind::Dec).alias("dei");
/// VLAN identifier, where there is one tag.
pub static ID: Field = Field::new("ieee8021ad.id", "ID", Place::Sub(0x0fff)).alias("vlan").unset(1);
/// The service's VLAN identifier.
pub static SVID: Field = Field::new("ieee8021ad.svid", "ID", Place::Sub(0x0fff));
/// The customer's VLAN identifier.
pub static CVID: Field = Field::new("ieee8021ad.cvid", "ID", Place::Sub(0x0fff));

static TAGS: Field = Field::part(Place::Switch(
    |here| here.word(2).into(),
    &[
        (0x88a8, &[&TAG, &PRIORITY, &DEI, &SVID, &SKIPPED, &TAG, &PRIORITY, &DEI, &CVID, &ETYPE]),
        (0x88e7, &[&TAG, &PRIORITY, &DEI, &ID, &SKIPPED, &INSTANCE]),
    ],
    &[&TAG, &PRIORITY, &DEI, &ID, &ETYPE],
));
/// The type that says what this very protocol goes on with.
static SKIPPED: Field = Field::part(Place::Uint(16));

/// 802.1ad.
pub static PROTOCOL: Protocol = Protocol {
    name: "ieee8021ad",
    alias: "Dot1AD",
    title: "IEEE 802.1ad",
    column: "802.1ad",
    spec: "IEEE 802.1ad",
    fields: &[&TAGS, &eth::PADDED, &ieee8021ah::TRAILED],
    under: &[(Space::EtherType, 0x88a8)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::With("ID: ", &ID), Word::With("S-VID: ", &SVID), Word::With(" C-VID: ", &CVID)],
    classes: &[form::link::DOT1AD],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(kind) = load(bytes, 16, 16) else { return Step::cut(bytes) };
    let header = match kind {
        0x88a8 => 8,
        0x88e7 => 22,
        _ => 4,
    };
    match load(bytes, header * 8 - 16, 16) {
        Some(kind) => Step::new(header, below.wire, ETHERTYPE.of(kind as u16)),
        None => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 6] =
        ["ieee8021ad.priority", "ieee8021ad.id", "ieee8021ad.svid", "ieee8021ad.cvid", "ieee8021ah.isid", "ieee8021ah.etype"];

    #[test]
    fn one_tag_two_tags_and_a_backbone() {
        let ethernet = "ff ff ff ff ff ff 02 03 04 05 06 07 88 a8";
        let one = hex(&format!("{ethernet} a0 05 12 34 01"));
        assert_eq!(fields_of(1, &one, &FIELDS), "5 5 - - - 0x1234");
        let two = hex(&format!("{ethernet} a0 05 88 a8 20 06 12 34 01"));
        assert_eq!(fields_of(1, &two, &FIELDS), "5,1 - 5 6 - 0x1234");
        let backbone = hex(&format!("{ethernet} a0 05 88 e7 10 00 12 34 0a 0b 0c 0d 0e 0f 06 03 04 05 06 07 12 34 01"));
        assert_eq!(fields_of(1, &backbone, &FIELDS), "5 5 - - 4660 0x1234");
        for bytes in [one, two, backbone] {
            cut_everywhere(1, &bytes);
            assert_eq!(layers_of(1, &bytes), "eth:ieee8021ad:data End");
        }
    }
}
