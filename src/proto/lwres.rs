//! Light Weight DNS RESolver (BIND9), [Lightweight resolver](https://bind9.readthedocs.io/) of BIND 9.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                             Length                            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Version            |          Packet Flags         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                             Serial                            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                         Operation code                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                             Result                            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Received length                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |           Auth. type          |          Auth. length         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static LENGTH: Field = Field::bits("lwres.length", "Length", 0, 32);
static VERSION: Field = Field::bits("lwres.version", "Version", 32, 16);
static FLAGS: Field = Field::bits("lwres.flags", "Packet Flags", 48, 16).hex();
static SERIAL: Field = Field::bits("lwres.serial", "Serial", 64, 32).hex();
static OPCODE: Field = Field::bits("lwres.opcode", "Operation code", 96, 32).names(&[(0, "Noop"), (65537, "getaddrbyname"), (65538, "getnamebyaddr"), (65539, "getrdatabyname")]);
static RESULT: Field = Field::bits("lwres.result", "Result", 128, 32).names(&[(0, "Success"), (1, "No memory"), (2, "Timeout"), (3, "Not found"), (4, "Unexpected end of input"), (5, "Generic failure"), (6, "I/O Error"), (7, "Not Implemented"), (8, "Unexpected"), (9, "Trailing data"), (10, "Incomplete"), (11, "Retry"), (12, "Type not found"), (13, "Too large")]);
static RECVLEN: Field = Field::bits("lwres.recvlen", "Received length", 160, 32);
static AUTHTYPE: Field = Field::bits("lwres.authtype", "Auth. type", 192, 16);
static AUTHLEN: Field = Field::bits("lwres.authlen", "Auth. length", 208, 16);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "lwres",
    title: "Light Weight DNS RESolver (BIND9)",
    column: "LWRES",
    spec: "Lightweight resolver",
    size: 28,
    fields: &[&LENGTH, &VERSION, &FLAGS, &SERIAL, &OPCODE, &RESULT, &RECVLEN, &AUTHTYPE, &AUTHLEN],
    under: &[(Space::UdpPort, 921)],
    line: &[Word::Of(&OPCODE), Word::Say(", serial "), Word::Of(&SERIAL)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 28)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 00 00 1c 00 00 00 00 00 00 00 07 00 01 00 03 00 00 00 00 00 00 40 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(921, 921, &hex(SAMPLE));
        let names = ["lwres.length", "lwres.version", "lwres.flags", "lwres.serial", "lwres.opcode", "lwres.result", "lwres.recvlen", "lwres.authtype", "lwres.authlen"];
        assert_eq!(fields_of(228, &bytes, &names), "28 0 0x0000 0x00000007 65539 0 16384 0 0");
        assert_eq!(layers_of(228, &bytes), "ip:udp:lwres End");
        cut_everywhere(228, &bytes);
    }
}
