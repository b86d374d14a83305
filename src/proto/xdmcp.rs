//! X Display Manager Control Protocol, [X Display Manager Control Protocol](https://www.x.org/releases/X11R7.7/doc/libXdmcp/xdmcp.html).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Version            |             Opcode            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Message length        |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("xdmcp.version", "Version", 0, 16);
static OPCODE: Field = Field::bits("xdmcp.opcode", "Opcode", 16, 16).hex().names(&[(1, "Broadcast_query"), (2, "Query"), (3, "Indirect_query"), (4, "Forward_query"), (5, "Willing"), (6, "Unwilling"), (7, "Request"), (8, "Accept"), (9, "Decline"), (10, "Manage"), (11, "Refuse"), (12, "Failed"), (13, "Keepalive"), (14, "Alive")]);
static LENGTH: Field = Field::bits("xdmcp.length", "Message length", 32, 16);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "xdmcp",
    title: "X Display Manager Control Protocol",
    column: "XDMCP",
    spec: "X Display Manager Control Protocol",
    size: 6,
    fields: &[&VERSION, &OPCODE, &LENGTH],
    under: &[(Space::UdpPort, 177)],
    line: &[Word::Of(&OPCODE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 6 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    // "The version number must be 1".
    if VERSION.num(bytes) != Some(1) {
        return Step::reject();
    }
    Step::new(bytes.len(), below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 01 00 02 00 01 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(177, 177, &hex(SAMPLE));
        let names = ["xdmcp.version", "xdmcp.opcode", "xdmcp.length"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0x0002 1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:xdmcp End");
        cut_everywhere(228, &bytes);
    }
}
