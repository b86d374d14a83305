//! HomePlug protocol, HomePlug 1.0: MAC management entries.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |R|Number of MAC|MAC E|MAC Entry|MAC Management |               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static MCTRL_RSVD: Field = Field::bits("homeplug.mctrl.rsvd", "Reserved", 0, 1).kind(Kind::Dec).ft(8);
static MCTRL_NE: Field = Field::bits("homeplug.mctrl.ne", "Number of MAC Data Entries", 1, 7).ft(8);
static MEHDR_MEV: Field = Field::bits("homeplug.mehdr.mev", "MAC Entry Version", 8, 3).ft(8);
static MEHDR_METYPE: Field = Field::bits("homeplug.mehdr.metype", "MAC Entry Type", 11, 5).hex().ft(8).names(&[(0, "Request Channel Estimation"), (1, "Channel Estimation Response"), (2, "Vendor Specific"), (3, "Replace Bridge Address"), (4, "Set Network Encryption Key"), (5, "Multicast With Response"), (6, "Confirm Network Encryption Key"), (7, "Request Parameters and Statistics"), (8, "Parameters and Statistics Response"), (25, "Set Local Parameters"), (26, "Network Statistics"), (27, "Reserved"), (28, "Performance Statistics"), (29, "Set Local Overrides"), (30, "Bridging Characteristics"), (31, "Set Transmit Characteristics")]);
static MELEN: Field = Field::bits("homeplug.melen", "MAC Management Entry Length", 16, 8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "homeplug",
    title: "HomePlug protocol",
    column: "HomePlug",
    spec: "HomePlug 1.0: MAC management entries",
    size: 3,
    fields: &[&MCTRL_RSVD, &MCTRL_NE, &MEHDR_MEV, &MEHDR_METYPE, &MELEN],
    under: &[(Space::EtherType, 0x887b)],
    line: &[Word::Say("MAC Management "), Word::Of(&MEHDR_METYPE)],
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
        ff ff ff ff ff ff 02 00 00 00 00 01 88 7b # what carries it
        01 07 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["homeplug.mctrl.ne", "homeplug.mehdr.mev", "homeplug.mehdr.metype", "homeplug.melen"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0 0x07 0");
        assert_eq!(layers_of(1, &bytes), "eth:homeplug End");
        cut_everywhere(1, &bytes);
    }
}
