//! HomePlug AV protocol, HomePlug AV: management messages.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |              Type             |               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static MMHDR_MMVER: Field = Field::bits("homeplug_av.mmhdr.mmver", "Version", 0, 8).names(&[(0, "1.0"), (1, "1.1")]);
static MMHDR_MMTYPE: Field = Field::new("homeplug_av.mmhdr.mmtype", "Type", Place::Little(1, 2, 0, 16)).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "homeplug-av",
    title: "HomePlug AV protocol",
    column: "HomePlug AV",
    spec: "HomePlug AV: management messages",
    size: 3,
    fields: &[&MMHDR_MMVER, &MMHDR_MMTYPE],
    under: &[(Space::EtherType, 0x88e1)],
    line: &[Word::Say("HomePlug AV "), Word::Of(&MMHDR_MMTYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 3)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 88 e1 # what carries it
        01 08 60 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["homeplug_av.mmhdr.mmver", "homeplug_av.mmhdr.mmtype"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0x6008");
        assert_eq!(layers_of(1, &bytes), "eth:homeplug-av End");
        cut_everywhere(1, &bytes);
    }
}
