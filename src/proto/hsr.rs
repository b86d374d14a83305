//! High-availability Seamless Redundancy (IEC62439 Part 3 Chapter 5), IEC 62439-3, 5.2.2: High-availability Seamless Redundancy.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Path |       LSDU size       |        Sequence number        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |              Type             |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static PATH: Field = Field::bits("hsr.path", "Path", 0, 4).ft(16);
static LSDU_SIZE: Field = Field::bits("hsr.lsdu_size", "LSDU size", 4, 12).ft(16);
static SEQUENCE_NR: Field = Field::bits("hsr.sequence_nr", "Sequence number", 16, 16);
static TYPE: Field = Field::bits("hsr.type", "Type", 32, 16).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "hsr",
    title: "High-availability Seamless Redundancy (IEC62439 Part 3 Chapter 5)",
    column: "HSR",
    spec: "IEC 62439-3, 5.2.2: High-availability Seamless Redundancy",
    size: 6,
    fields: &[&PATH, &LSDU_SIZE, &SEQUENCE_NR, &TYPE],
    under: &[(Space::EtherType, 0x892f)],
    line: &[Word::Say("HSR "), Word::Of(&SEQUENCE_NR)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    eth::tag(bytes, below, 6)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 89 2f # what carries it
        10 1a 00 07 08 00 # number 7
        45 00 00 14 00 00 00 00 40 3b 00 00 0a 00 00 01 0a 00 00 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["hsr.path", "hsr.lsdu_size", "hsr.sequence_nr", "hsr.type"];
        assert_eq!(fields_of(1, &bytes, &names), "1 26 7 0x0800");
        assert_eq!(layers_of(1, &bytes), "eth:hsr:ip End");
        cut_everywhere(1, &bytes);
    }
}
