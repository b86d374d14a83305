//! Ethernet over IP, [RFC 3378](https://www.rfc-editor.org/rfc/rfc3378).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version|        Reserved       |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VER: Field = Field::bits("etherip.ver", "Version", 0, 4).ft(16);
static RESERVED: Field = Field::bits("etherip.reserved", "Reserved", 4, 12).hex().ft(16);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "etherip",
    title: "Ethernet over IP",
    column: "ETHERIP",
    spec: "RFC 3378",
    size: 2,
    fields: &[&VER, &RESERVED],
    under: &[(Space::IpProto, 97)],
    line: &[Word::Say("EtherIP")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 2 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(2, below.wire, id::eth)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 26 00 01 00 00 40 61 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        30 00
        ff ff ff ff ff ff 02 00 00 00 00 05 12 34 01 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["etherip.ver", "etherip.reserved"];
        assert_eq!(fields_of(228, &bytes, &names), "3 0x0000");
        assert_eq!(layers_of(228, &bytes), "ip:etherip:eth:data End");
        cut_everywhere(228, &bytes);
    }
}
