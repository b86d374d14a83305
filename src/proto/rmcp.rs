//! Remote Management Control Protocol, [IPMI 2.0](https://www.intel.com/content/www/us/en/products/docs/servers/ipmi/ipmi-home.html), 13.1.3: Remote Management Control Protocol.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |    Reserved   |    Sequence   |M|   |  Class  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("rmcp.version", "Version", 0, 8).hex();
static RESERVED: Field = Field::bits("rmcp.reserved", "Reserved", 8, 8).hex();
static SEQUENCE: Field = Field::bits("rmcp.sequence", "Sequence", 16, 8).hex();
static TYPE: Field = Field::bits("rmcp.type", "Message Type", 24, 1).hex().ft(8).names(&[(0, "Normal RMCP"), (1, "RMCP ACK")]);
static CLASS: Field = Field::bits("rmcp.class", "Class", 27, 5).hex().ft(8).names(&[(6, "ASF"), (7, "IPMI"), (8, "OEM")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rmcp",
    title: "Remote Management Control Protocol",
    column: "RMCP",
    spec: "IPMI 2.0",
    size: 4,
    fields: &[&VERSION, &RESERVED, &SEQUENCE, &TYPE, &CLASS],
    under: &[(Space::UdpPort, 623)],
    line: &[Word::Say("Class: "), Word::Of(&CLASS)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [_, _, _, class, ..] = *bytes else { return Step { total: below.wire, ..Step::cut(bytes) } };
    // An acknowledgement carries nothing.
    if class & 0x80 != 0 {
        return Step::new(4, 4, id::data);
    }
    Step::new(4, below.wire, if class & 0x1f == 6 { id::asf } else { id::data })
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        06 00 ff 06 # ASF
        00 00 11 be 80 00 00 00 # presence ping";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(623, 623, &hex(SAMPLE));
        let names = ["rmcp.version", "rmcp.reserved", "rmcp.sequence", "rmcp.type", "rmcp.class"];
        assert_eq!(fields_of(228, &bytes, &names), "0x06 0x00 0xff 0x00 0x06");
        assert_eq!(layers_of(228, &bytes), "ip:udp:rmcp:asf End");
        cut_everywhere(228, &bytes);
    }
}
