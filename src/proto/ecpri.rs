//! evolved Common Public Radio Interface, [eCPRI 2.0](http://www.cpri.info/spec.html).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Protoco|Reser|C|  Message Type |          Payload Size         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static REVISION: Field = Field::bits("ecpri.revision", "Protocol Revision", 0, 4).ft(8);
static RESERVED: Field = Field::bits("ecpri.reserved", "Reserved", 4, 3).ft(8);
static CBIT: Field = Field::bits("ecpri.cbit", "C-Bit", 7, 1);
static TYPE: Field = Field::bits("ecpri.type", "Message Type", 8, 8).hex();
static SIZE: Field = Field::bits("ecpri.size", "Payload Size", 16, 16);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ecpri",
    title: "evolved Common Public Radio Interface",
    column: "eCPRI",
    spec: "eCPRI 2.0",
    size: 4,
    fields: &[&REVISION, &RESERVED, &CBIT, &TYPE, &SIZE],
    under: &[(Space::EtherType, 0xaefe)],
    line: &[Word::Of(&TYPE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 4 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(4, below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 ae fe # what carries it
        10 05 00 04 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ecpri.revision", "ecpri.reserved", "ecpri.cbit", "ecpri.type", "ecpri.size"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0 0 0x05 4");
        assert_eq!(layers_of(1, &bytes), "eth:ecpri:data End");
        cut_everywhere(1, &bytes);
    }
}
