//! Cisco Group Management Protocol, [Cisco Group Management Protocol](https://wiki.wireshark.org/CGMP).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version|  Type |            Reserved           |     Count     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("cgmp.version", "Version", 0, 4).ft(8);
static TYPE: Field = Field::bits("cgmp.type", "Type", 4, 4).ft(8).names(&[(0, "Join"), (1, "Leave")]);
static RESERVED: Field = Field::bits("cgmp.reserved", "Reserved", 8, 16).hex().ft(8);
static COUNT: Field = Field::bits("cgmp.count", "Count", 24, 8);
static GDA: Field = Field::new("cgmp.gda", "Group Destination Address", Place::Run(6)).kind(Kind::Mac);
static USA: Field = Field::new("cgmp.usa", "Unicast Source Address", Place::Run(6)).kind(Kind::Mac);
static ENTRIES: Field = Field::part(Place::Repeat(|h| usize::from(h.byte(3)).min(h.left() / 12), &ENTRY));
static ENTRY: Field = Field::new("", "Entry", Place::Group(&[&GDA, &USA]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "cgmp",
    title: "Cisco Group Management Protocol",
    column: "CGMP",
    spec: "Cisco Group Management Protocol",
    size: 4,
    fields: &[&VERSION, &TYPE, &RESERVED, &COUNT, &ENTRIES],
    under: &[(Space::CiscoPid, 0x2001), (Space::EtherType, 0x2001)],
    line: &[Word::Of(&TYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 4)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 00 18 aa aa 03 00 00 0c 20 01 # what carries it
        10 00 00 01 01 00 5e 00 00 01 00 11 22 33 44 55";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["cgmp.version", "cgmp.type", "cgmp.count", "cgmp.gda", "cgmp.usa"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0 1 01:00:5e:00:00:01 00:11:22:33:44:55");
        assert_eq!(layers_of(1, &bytes), "eth:llc:cgmp End");
        cut_everywhere(1, &bytes);
    }
}
