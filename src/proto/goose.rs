//! GOOSE, IEC 61850-8-1: Generic Object Oriented Substation Events.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |             APPID             |             Length            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |           Reserved 1          |           Reserved 2          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static APPID: Field = Field::bits("goose.appid", "APPID", 0, 16).hex();
static LENGTH: Field = Field::bits("goose.length", "Length", 16, 16);
static RESERVE1: Field = Field::bits("goose.reserve1", "Reserved 1", 32, 16).hex();
static RESERVE2: Field = Field::bits("goose.reserve2", "Reserved 2", 48, 16).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "goose",
    title: "GOOSE",
    column: "GOOSE",
    spec: "IEC 61850-8-1: Generic Object Oriented Substation Events",
    size: 8,
    fields: &[&APPID, &LENGTH, &RESERVE1, &RESERVE2],
    under: &[(Space::EtherType, 0x88b8)],
    line: &[Word::Say("GOOSE "), Word::Of(&APPID)],
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
        ff ff ff ff ff ff 02 00 00 00 00 01 88 b8 # what carries it
        00 01 00 08 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["goose.appid", "goose.length", "goose.reserve1", "goose.reserve2"];
        assert_eq!(fields_of(1, &bytes, &names), "0x0001 8 0x0000 0x0000");
        assert_eq!(layers_of(1, &bytes), "eth:goose End");
        cut_everywhere(1, &bytes);
    }
}
