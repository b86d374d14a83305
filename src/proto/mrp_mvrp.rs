//! Multiple VLAN Registration Protocol, IEEE 802.1Q, 11.2: Multiple VLAN Registration Protocol.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Protocol Versio|                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static PROTOCOL_VERSION: Field = Field::bits("mrp-mvrp.protocol_version", "Protocol Version", 0, 8);
static MESSAGE: Field = Field::part(Place::Rest);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mrp-mvrp",
    title: "Multiple VLAN Registration Protocol",
    column: "MRP-MVRP",
    spec: "IEEE 802.1Q, 11.2: Multiple VLAN Registration Protocol",
    size: 1,
    fields: &[&PROTOCOL_VERSION, &MESSAGE],
    under: &[(Space::EtherType, 0x88f5)],
    line: &[Word::Say("Multiple VLAN Registration Protocol")],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 1)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 88 f5 # what carries it
        00 01 02 00 01 00 01 24 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["mrp-mvrp.protocol_version"];
        assert_eq!(fields_of(1, &bytes, &names), "0");
        assert_eq!(layers_of(1, &bytes), "eth:mrp-mvrp End");
        cut_everywhere(1, &bytes);
    }
}
