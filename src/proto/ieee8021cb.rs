//! 802.1CB Redundancy Tag, IEEE 802.1CB: frame replication and elimination.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |              SEQ              |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |              Type             |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static SEQ: Field = Field::bits("ieee8021cb.seq", "SEQ", 16, 16).hex();
static ETYPE: Field = Field::bits("ieee8021cb.etype", "Type", 32, 16).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ieee8021cb",
    title: "802.1CB Redundancy Tag",
    column: "R-Tag",
    spec: "IEEE 802.1CB: frame replication and elimination",
    size: 6,
    fields: &[&SEQ, &ETYPE],
    under: &[(Space::EtherType, 0xf1c1)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Say("R-TAG "), Word::Of(&SEQ)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    eth::tag(bytes, below, 6)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 f1 c1 # what carries it
        00 00 00 07 08 00 # number 7
        45 00 00 14 00 00 00 00 40 3b 00 00 0a 00 00 01 0a 00 00 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ieee8021cb.seq", "ieee8021cb.etype"];
        assert_eq!(fields_of(1, &bytes, &names), "0x0007 0x0800");
        assert_eq!(layers_of(1, &bytes), "eth:ieee8021cb:ip End");
        cut_everywhere(1, &bytes);
    }
}
