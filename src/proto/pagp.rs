//! Port Aggregation Protocol, [Port Aggregation Protocol](https://wiki.wireshark.org/PAGP).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |     Flags     |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("pagp.version", "Version", 0, 8).hex().names(&[(1, "Info PDU"), (2, "Flush PDU")]);
static FLAGS: Field = Field::bits("pagp.flags", "Flags", 8, 8).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "pagp",
    title: "Port Aggregation Protocol",
    column: "PAGP",
    spec: "Port Aggregation Protocol",
    size: 2,
    fields: &[&VERSION, &FLAGS],
    under: &[(Space::CiscoPid, 0x0104)],
    line: &[Word::Say("Port Aggregation Protocol")],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 2)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 00 50 aa aa 03 00 00 0c 01 04 # what carries it
        01 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["pagp.version", "pagp.flags"];
        assert_eq!(fields_of(1, &bytes, &names), "0x01 0x05");
        assert_eq!(layers_of(1, &bytes), "eth:llc:pagp End");
        cut_everywhere(1, &bytes);
    }
}
