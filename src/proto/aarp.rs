//! Appletalk Address Resolution Protocol, [Inside AppleTalk](https://developer.apple.com/library/archive/), 2: AppleTalk Address Resolution Protocol.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Hardware type         |         Protocol type         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Hardware size | Protocol size |             Opcode            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static HARD_TYPE: Field = Field::bits("aarp.hard.type", "Hardware type", 0, 16).hex().names(&[(1, "Ethernet"), (2, "Token Ring")]);
static PROTO_TYPE: Field = Field::bits("aarp.proto.type", "Protocol type", 16, 16).hex();
static HARD_SIZE: Field = Field::bits("aarp.hard.size", "Hardware size", 32, 8);
static PROTO_SIZE: Field = Field::bits("aarp.proto.size", "Protocol size", 40, 8);
static OPCODE: Field = Field::bits("aarp.opcode", "Opcode", 48, 16).names(&[(1, "request"), (2, "reply"), (3, "probe"), (256, "request"), (512, "reply"), (768, "probe")]);
static SRC_HW_MAC: Field = Field::new("aarp.src.hw_mac", "Sender MAC address", Place::Run(6)).kind(Kind::Mac);
static DST_HW_MAC: Field = Field::new("aarp.dst.hw_mac", "Target MAC address", Place::Run(6)).kind(Kind::Mac);
static ADDRESSES: Field = Field::part(Place::When(|h| h.word(4) == 0x0604 && h.left() >= 20, &[&SRC_HW_MAC, &SRC_ID, &DST_HW_MAC, &DST_ID]));
static SRC_ID: Field = Field::part(Place::Run(4));
static DST_ID: Field = Field::part(Place::Run(4));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "aarp",
    title: "Appletalk Address Resolution Protocol",
    column: "AARP",
    spec: "Inside AppleTalk",
    size: 8,
    fields: &[&HARD_TYPE, &PROTO_TYPE, &HARD_SIZE, &PROTO_SIZE, &OPCODE, &ADDRESSES],
    under: &[(Space::EtherType, 0x80f3)],
    line: &[Word::Of(&OPCODE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 8)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 00 24 aa aa 03 00 00 00 80 f3 # what carries it
        00 01 80 9b 06 04 00 01 00 11 22 33 44 55 00 01 02 03 00 00 00 00 00 00 00 01 02 04";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["aarp.hard.type", "aarp.proto.type", "aarp.hard.size", "aarp.proto.size", "aarp.opcode", "aarp.src.hw_mac", "aarp.dst.hw_mac"];
        assert_eq!(fields_of(1, &bytes, &names), "0x0001 0x809b 6 4 1 00:11:22:33:44:55 00:00:00:00:00:00");
        assert_eq!(layers_of(1, &bytes), "eth:llc:aarp End");
        cut_everywhere(1, &bytes);
    }
}
