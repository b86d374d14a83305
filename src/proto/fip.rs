//! FCoE Initialization Protocol, INCITS FC-BB-5: FCoE Initialization Protocol.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version|                       |             Opcode            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |               |Unknown Subcode| Length of Descriptors (words) |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |             Flags             |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VER: Field = Field::bits("fip.ver", "Version", 0, 4).ft(8);
static OPCODE: Field = Field::bits("fip.opcode", "Opcode", 16, 16).hex().names(&[(1, "Discovery"), (2, "Link Service"), (3, "Control"), (4, "VLAN"), (5, "VN2VN")]);
static SUBCODE: Field = Field::bits("fip.subcode", "Unknown Subcode", 40, 8).hex();
static DL_LEN: Field = Field::bits("fip.dl_len", "Length of Descriptors (words)", 48, 16);
static FLAGS: Field = Field::bits("fip.flags", "Flags", 64, 16).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "fip",
    title: "FCoE Initialization Protocol",
    column: "FIP",
    spec: "INCITS FC-BB-5: FCoE Initialization Protocol",
    size: 10,
    fields: &[&VER, &OPCODE, &SUBCODE, &DL_LEN, &FLAGS],
    under: &[(Space::EtherType, 0x8914)],
    line: &[Word::Of(&OPCODE)],
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
        ff ff ff ff ff ff 02 00 00 00 00 01 89 14 # what carries it
        10 00 00 01 00 01 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["fip.ver", "fip.opcode", "fip.dl_len", "fip.flags"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0x0001 0 0x0000");
        assert_eq!(layers_of(1, &bytes), "eth:fip End");
        cut_everywhere(1, &bytes);
    }
}
