//! Ethernet Local Management Interface, MEF 16: Ethernet Local Management Interface.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |  Message type |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("elmi.version", "Version", 0, 8);
static MESSAGE_TYPE: Field = Field::bits("elmi.message_type", "Message type", 8, 8).hex().names(&[(117, "Status enquiry"), (125, "Status")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "elmi",
    title: "Ethernet Local Management Interface",
    column: "E-LMI",
    spec: "MEF 16: Ethernet Local Management Interface",
    size: 2,
    fields: &[&VERSION, &MESSAGE_TYPE],
    under: &[(Space::EtherType, 0x88ee)],
    line: &[Word::Of(&MESSAGE_TYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 2)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 88 ee # what carries it
        01 75 01 01 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["elmi.version", "elmi.message_type"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0x75");
        assert_eq!(layers_of(1, &bytes), "eth:elmi End");
        cut_everywhere(1, &bytes);
    }
}
