//! ATAoverEthernet, [ATA over Ethernet](https://support.coraid.com/documents/AoEr11.txt).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version|R|E|   |     Error     |             Major             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Minor     |    Command    |              Tag              |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("aoe.version", "Version", 0, 4).ft(8);
static RESPONSE: Field = Field::bits("aoe.response", "Response flag", 4, 1);
static FLAGS_ERROR: Field = Field::bits("aoe.flags_error", "Error flag", 5, 1);
static ERROR: Field = Field::bits("aoe.error", "Error", 8, 8).names(&[(1, "Unrecognized command code"), (2, "Bad argument parameter"), (3, "Device unavailable"), (4, "Config string present"), (5, "Unsupported version")]);
static MAJOR: Field = Field::bits("aoe.major", "Major", 16, 16).hex();
static MINOR: Field = Field::bits("aoe.minor", "Minor", 32, 8).hex();
static CMD: Field = Field::bits("aoe.cmd", "Command", 40, 8).names(&[(0, "Issue ATA Command"), (1, "Query Config Information")]);
static TAG: Field = Field::bits("aoe.tag", "Tag", 48, 32).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "aoe",
    title: "ATAoverEthernet",
    column: "AOE",
    spec: "ATA over Ethernet",
    size: 10,
    fields: &[&VERSION, &RESPONSE, &FLAGS_ERROR, &ERROR, &MAJOR, &MINOR, &CMD, &TAG],
    under: &[(Space::EtherType, 0x88a2)],
    line: &[Word::Of(&CMD)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 10)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 88 a2 # what carries it
        10 00 ff ff ff 01 00 00 00 07 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["aoe.version", "aoe.response", "aoe.major", "aoe.minor", "aoe.cmd", "aoe.tag"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0 0xffff 0xff 1 0x00000007");
        assert_eq!(layers_of(1, &bytes), "eth:aoe End");
        cut_everywhere(1, &bytes);
    }
}
