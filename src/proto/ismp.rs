//! InterSwitch Message Protocol, [RFC 2642](https://www.rfc-editor.org/rfc/rfc2642) (Cabletron).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Version            |          Message Type         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |        Sequence Number        |Auth Code Lengt|               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static VERSION: Field = Field::bits("ismp.version", "Version", 0, 16);
static MSGTYPE: Field = Field::bits("ismp.msgtype", "Message Type", 16, 16);
static SEQNUM: Field = Field::bits("ismp.seqnum", "Sequence Number", 32, 16);
static CODELEN: Field = Field::bits("ismp.codelen", "Auth Code Length", 48, 8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ismp",
    title: "InterSwitch Message Protocol",
    column: "ISMP",
    spec: "RFC 2642",
    size: 7,
    fields: &[&VERSION, &MSGTYPE, &SEQNUM, &CODELEN],
    under: &[(Space::EtherType, 0x81fd)],
    line: &[Word::Of(&MSGTYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 7)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 81 fd # what carries it
        02 00 00 02 00 07 00 01 00 02 0a 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ismp.version", "ismp.msgtype", "ismp.seqnum", "ismp.codelen"];
        assert_eq!(fields_of(1, &bytes, &names), "512 2 7 0");
        assert_eq!(layers_of(1, &bytes), "eth:ismp End");
        cut_everywhere(1, &bytes);
    }
}
