//! Provider backbone instance tag, IEEE 802.1ah (now IEEE 802.1Q, 9.7): an Ethernet frame inside an Ethernet frame.
//!
//! ```text
//! +---+-+-+-+---+-------------------+
//! |PCP|D|N|R|RES|       I-SID       |
//! +---+-+-+-+---+-------------------+
//! |  C-Destination, then C-Source   |
//! |           (12 bytes)            |
//! +---------------+-----------------+
//! |     Type      |
//! +---------------+
//! ```
use super::*;
use crate::field::*;

static TAG: Field = Field::part(Place::Uint(32));
/// Priority code point.
pub static PRIORITY: Field = Field::new("ieee8021ah.priority", "Priority", Place::Sub(0xe000_0000)).ft(32).alias("prio");
/// Drop eligible indicator.
pub static DROP: Field = Field::new("ieee8021ah.drop", "DROP", Place::Sub(0x1000_0000)).ft(32).kind(Kind::Dec).alias("dei");
/// No customer addresses.
pub static NCA: Field = Field::new("ieee8021ah.nca", "NCA", Place::Sub(0x0800_0000)).ft(32).kind(Kind::Dec).alias("nca");
/// Reserved: ignored when received.
pub static RES1: Field = Field::new("ieee8021ah.res1", "RES1", Place::Sub(0x0400_0000)).ft(32).kind(Kind::Dec).alias("res1");
/// Reserved: must be zero.
pub static RES2: Field = Field::new("ieee8021ah.res2", "RES2", Place::Sub(0x0300_0000)).ft(32).alias("res2");
/// Backbone service instance identifier.
pub static ISID: Field = Field::new("ieee8021ah.isid", "I-SID", Place::Sub(0x00ff_ffff)).ft(32).alias("isid");
/// The customer's destination address.
pub static CDST: Field = Field::new("ieee8021ah.cdst", "C-Destination", Place::Run(6)).kind(Kind::Mac);
/// The customer's source address.
pub static CSRC: Field = Field::new("ieee8021ah.csrc", "C-Source", Place::Run(6)).kind(Kind::Mac);
/// What the tag carries. Wireshark has IEEE 802.1ad's under this name too.
pub static ETYPE: Field = Field::new("ieee8021ah.etype", "Type", Place::Uint(16)).hex().names(super::ETHERTYPES).computed();
/// Bytes behind the packet that are no padding. Wireshark has IEEE 802.1ad's under this name too.
pub static TRAILER: Field = Field::new("ieee8021ah.trailer", "Trailer", Place::Rest);
pub(super) static TRAILED: Field = Field::part(Place::Elsewhere(eth::trailer, &[&TRAILER]));

/// All of the tag.
pub(super) static INSTANCE: Field =
    Field::new("", "I-Tag", Place::Group(&[&TAG, &PRIORITY, &DROP, &NCA, &RES1, &RES2, &ISID, &CDST, &CSRC, &ETYPE]));

/// 802.1ah.
pub static PROTOCOL: Protocol = Protocol {
    name: "ieee8021ah",
    alias: "Dot1AH",
    title: "IEEE 802.1ah",
    column: "802.1ah",
    spec: "IEEE 802.1ah",
    fields: &[&INSTANCE, &eth::PADDED, &TRAILED],
    under: &[(Space::EtherType, 0x88e7)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::With("I-SID: ", &ISID), Word::With(", C-Src: ", &CSRC), Word::With(", C-Dst: ", &CDST)],
    classes: &[form::tunnels::DOT1AH],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match load(bytes, 16 * 8, 16) {
        Some(kind) => Step::new(18, below.wire, ETHERTYPE.of(kind as u16)),
        None => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07 88 e7 # Ethernet
             d0 00 12 34 # priority 6, drop eligible, service 4660
             0a 0b 0c 0d 0e 0f 06 03 04 05 06 07 12 34 # the customer's Ethernet
             01");
        let names = ["ieee8021ah.priority", "ieee8021ah.drop", "ieee8021ah.isid", "ieee8021ah.cdst", "ieee8021ah.csrc", "ieee8021ah.etype"];
        assert_eq!(fields_of(1, &bytes, &names), "6 1 4660 0a:0b:0c:0d:0e:0f 06:03:04:05:06:07 0x1234");
        assert_eq!(layers_of(1, &bytes), "eth:ieee8021ah:data End");
        cut_everywhere(1, &bytes);
    }
}
