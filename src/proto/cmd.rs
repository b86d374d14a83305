//! Cisco MetaData: the security group tag of Cisco TrustSec.
//! No public specification; as [draft-smith-kandula-sxp](https://datatracker.ietf.org/doc/html/draft-smith-kandula-sxp-06) and captures have it.
//!
//! ```text
//! +-------+-------+---------------+---------------+---------------+
//! |Version| Length|    Options    |      SGT      |     Type      |
//! +-------+-------+---------------+---------------+---------------+
//! ```
use super::*;
use crate::field::*;

/// 1.
pub static VERSION: Field = Field::bits("cmd.version", "Version", 0, 8).unset(1);
/// Options in the header.
pub static LENGTH: Field = Field::bits("cmd.length", "Length", 8, 8).unset(1);
/// Length and kind of the option.
pub static OPTIONS: Field = Field::bits("cmd.options", "Options", 16, 16).hex().unset(1);
/// Security group tag.
pub static SGT: Field = Field::bits("cmd.sgt", "SGT", 32, 16);
/// What it carries.
pub static TYPE: Field = Field::bits("cmd.type", "Type", 48, 16).hex().names(super::ETHERTYPES).computed();
/// Bytes behind the packet that are no padding.
pub static TRAILER: Field = Field::new("cmd.trailer", "Trailer", Place::Rest);
static TRAILED: Field = Field::part(Place::Elsewhere(eth::trailer, &[&TRAILER]));

/// Cisco MetaData.
pub static PROTOCOL: Protocol = Protocol {
    name: "cmd",
    title: "Cisco MetaData",
    column: "CMD",
    spec: "draft-smith-kandula-sxp",
    size: 8,
    fields: &[&VERSION, &LENGTH, &OPTIONS, &SGT, &TYPE, &eth::PADDED, &TRAILED],
    under: &[(Space::EtherType, 0x8909)],
    next: Some((Space::EtherType, &TYPE)),
    line: &[Word::Say("Security group tag "), Word::Of(&SGT)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match TYPE.num(bytes) {
        Some(kind) => Step::new(8, below.wire, ETHERTYPE.of(kind as u16)),
        None => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07 89 09 # Ethernet
             01 01 00 01 00 0a 12 34 # version 1, one option of kind 1: group 10
             01");
        let names = ["cmd.version", "cmd.length", "cmd.options", "cmd.sgt", "cmd.type"];
        assert_eq!(fields_of(1, &bytes, &names), "1 1 0x0001 10 0x1234");
        assert_eq!(layers_of(1, &bytes), "eth:cmd:data End");
        cut_everywhere(1, &bytes);
    }
}
