//! Cisco MetaData in GRE: the type of what follows stands first. Otherwise as `cmd.rs`.
//!
//! ```text
//! +---------------+-------+-------+---------------+---------------+
//! |     Type      |Version| Length|    Options    |      SGT      |
//! +---------------+-------+-------+---------------+---------------+
//! ```
use super::*;

/// What it carries: an EtherType, but no step through their table in Wireshark.
pub static TYPE: Field = Field::bits("cmd.type", "Type", 0, 16).hex().names(super::ETHERTYPES);
/// 1.
pub static VERSION: Field = Field::bits("cmd.version", "Version", 16, 8).unset(1);
/// Options in the header.
pub static LENGTH: Field = Field::bits("cmd.length", "Length", 24, 8).unset(1);
/// Length and kind of the option.
pub static OPTIONS: Field = Field::bits("cmd.options", "Options", 32, 16).hex().unset(1);
/// Security group tag.
pub static SGT: Field = Field::bits("cmd.sgt", "SGT", 48, 16);

/// Cisco MetaData in GRE.
pub static PROTOCOL: Protocol = Protocol {
    name: "cmd",
    title: "Cisco MetaData in GRE",
    column: "CMD",
    spec: "draft-smith-kandula-sxp",
    size: 8,
    fields: &[&TYPE, &VERSION, &LENGTH, &OPTIONS, &SGT],
    under: &[(Space::Gre, 0x8909)],
    line: &[Word::Say("Security group tag "), Word::Of(&SGT)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match TYPE.num(bytes) {
        Some(kind) if bytes.len() >= 8 => Step::new(8, below.wire, ETHERTYPE.of(kind as u16)),
        _ => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn the_type_stands_first() {
        let bytes = hex("45 00 00 21 00 01 00 00 40 2f 00 00 01 01 01 01 02 02 02 02 # IPv4
             00 00 89 09 # GRE
             12 34 01 01 00 01 00 0a # type, version 1, one option of kind 1: group 10
             01");
        let names = ["gre.proto", "cmd.type", "cmd.version", "cmd.length", "cmd.options", "cmd.sgt"];
        assert_eq!(fields_of(228, &bytes, &names), "0x8909 0x1234 1 1 0x0001 10");
        assert_eq!(layers_of(228, &bytes), "ip:gre:cmd:data End");
        cut_everywhere(228, &bytes);
    }
}
