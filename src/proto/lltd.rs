//! Link Layer Topology Discovery, [MS-LLTD](https://learn.microsoft.com/windows/win32/lltd/).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |Type of Service|    Reserved   |Discovery funct|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("lltd.version", "Version", 0, 8);
static TOS: Field = Field::bits("lltd.tos", "Type of Service", 8, 8).hex().names(&[(0, "Topology discovery"), (1, "Quick discovery"), (2, "QoS Diagnostics")]);
static RESERVED: Field = Field::bits("lltd.reserved", "Reserved", 16, 8).hex();
static DISCOVERY: Field = Field::bits("lltd.discovery", "Discovery function", 24, 8).hex().names(&[(0, "Discover"), (1, "Hello"), (2, "Emit"), (3, "Train"), (4, "Probe"), (5, "Ack"), (6, "Query"), (7, "QueryResp"), (8, "Reset"), (9, "Charge"), (10, "Flat"), (11, "QueryLargeTlv"), (12, "QueryLargeTlvResp")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "lltd",
    title: "Link Layer Topology Discovery",
    column: "LLTD",
    spec: "MS-LLTD",
    size: 4,
    fields: &[&VERSION, &TOS, &RESERVED, &DISCOVERY],
    under: &[(Space::EtherType, 0x88d9)],
    line: &[Word::Say("LLTD "), Word::Of(&DISCOVERY)],
    leaf: true,
    classes: &[form::topology::LLTD, form::topology::LLTD_PARTS],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 4)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 88 d9 # what carries it
        01 00 00 00 ff ff ff ff ff ff 02 00 00 00 00 01 00 07 00 01 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["lltd.version", "lltd.tos", "lltd.reserved", "lltd.discovery"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0x00 0x00 0x00");
        assert_eq!(layers_of(1, &bytes), "eth:lltd End");
        cut_everywhere(1, &bytes);
    }
}
