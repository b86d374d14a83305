//! GTP', which carries charging data: 3GPP TS 32.295, 6.1. Its port is also that of GTP version 0.
//!
//! ```text
//!   0   1   2   3   4   5   6   7
//! +---+---+---+---+---+---+---+---+
//! |  Version  | 0 | Reserved  |Len|
//! |          Message Type         |
//! |        Length (2 bytes)       |
//! |   Sequence Number (2 bytes)   |
//! +---+---+---+---+---+---+---+---+
//! ```
use super::*;

/// GTP'.
pub static PROTOCOL: Protocol = Protocol {
    name: "gtpprime",
    alias: "GTPPrime",
    title: "GPRS Tunneling Protocol Prime",
    column: "GTP (Prime)",
    spec: "3GPP TS 32.295",
    size: 4,
    fields: gtp::FIELDS,
    under: &[(Space::UdpPort, 3386), (Space::TcpPort, 3386)],
    line: gtp::PROTOCOL.line,
    finish: gtp::PROTOCOL.finish,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    gtp::dissect(bytes, below)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_short_header() {
        let bytes = hex("45 00 00 22 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 30 39 0d 3a 00 0e 00 00 0f 01 0000 0007");
        assert_eq!(fields_of(228, &bytes, &["gtp.prim.flags.version", "gtp.seq_number", "gtp.flags.version"]), "0 0x0007 -");
        cut_everywhere(228, &bytes);
    }
}
