//! Port Control Protocol, [RFC 6887](https://www.rfc-editor.org/rfc/rfc6887), 7, and NAT-PMP, [RFC 6886](https://www.rfc-editor.org/rfc/rfc6886).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |R|    Opcode   |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("portcontrol.version", "Version", 0, 8);
static R: Field = Field::bits("portcontrol.r", "R", 8, 1);
static OPCODE: Field = Field::bits("portcontrol.opcode", "Opcode", 9, 7).ft(8).names(&[(0, "Announce"), (1, "Map"), (2, "Peer")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "portcontrol",
    title: "Port Control Protocol",
    column: "Port Control",
    spec: "RFC 6887",
    size: 2,
    fields: &[&VERSION, &R, &OPCODE],
    under: &[(Space::UdpPort, 5350), (Space::UdpPort, 5351)],
    line: &[Word::Of(&OPCODE)],
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
        02 01 00 00 00 00 0e 10 00 00 00 00 00 00 00 00 00 00 ff ff 0a 00 00 01
        01 01 01 01 01 01 01 01 01 01 01 01 06 00 00 00 1f 90 1f 90 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(5351, 5351, &hex(SAMPLE));
        let names = ["portcontrol.version", "portcontrol.r", "portcontrol.opcode"];
        assert_eq!(fields_of(228, &bytes, &names), "2 0 1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:portcontrol End");
        cut_everywhere(228, &bytes);
    }
}
