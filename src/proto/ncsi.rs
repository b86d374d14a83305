//! NCSI, DMTF DSP0222: Network Controller Sideband Interface.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     MC ID     |    Revision   |               |      IID      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |Packa|Internal |               | Payload Length|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static MC_ID: Field = Field::bits("ncsi.mc_id", "MC ID", 0, 8).hex();
static REVISION: Field = Field::bits("ncsi.revision", "Revision", 8, 8).hex();
static IID: Field = Field::bits("ncsi.iid", "IID", 24, 8).hex();
static TYPE: Field = Field::bits("ncsi.type", "Type", 32, 8).hex();
static PKG: Field = Field::bits("ncsi.pkg", "Package ID", 40, 3).hex().ft(8);
static ICHAN: Field = Field::bits("ncsi.ichan", "Internal Channel ID", 43, 5).hex().ft(8);
static PLEN: Field = Field::bits("ncsi.plen", "Payload Length", 56, 8).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ncsi",
    title: "NCSI",
    column: "NCSI",
    spec: "DMTF DSP0222: Network Controller Sideband Interface",
    size: 8,
    fields: &[&MC_ID, &REVISION, &IID, &TYPE, &PKG, &ICHAN, &PLEN],
    under: &[(Space::EtherType, 0x88f8)],
    line: &[Word::Of(&TYPE)],
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
        ff ff ff ff ff ff 02 00 00 00 00 01 88 f8 # what carries it
        00 01 00 07 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ncsi.mc_id", "ncsi.revision", "ncsi.iid", "ncsi.type", "ncsi.pkg"];
        assert_eq!(fields_of(1, &bytes, &names), "0x00 0x01 0x07 0x00 0x00");
        assert_eq!(layers_of(1, &bytes), "eth:ncsi End");
        cut_everywhere(1, &bytes);
    }
}
