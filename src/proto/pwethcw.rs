//! The control word before an Ethernet frame in a pseudowire, [RFC 4448](https://www.rfc-editor.org/rfc/rfc4448), 4.6.
//!
//! ```text
//! +-------+-----------------------+-------------------------------+
//! |0 0 0 0|       Reserved        |        Sequence Number        |
//! +-------+-----------------------+-------------------------------+
//! ```
use super::*;

/// 0 where frames are not numbered.
pub static SEQUENCE: Field = Field::bits("pweth.cw.sequence_number", "Sequence Number", 16, 16).alias("seq");

/// The control word.
pub static PROTOCOL: Protocol = Protocol {
    name: "pwethcw",
    alias: "EoMCW",
    title: "PW Ethernet Control Word",
    spec: "RFC 4448",
    size: 4,
    fields: &[&SEQUENCE],
    line: &[Word::Say("PW Ethernet Control Word, sequence "), Word::Of(&SEQUENCE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 4 { Step::cut(bytes) } else { Step::new(4, below.wire, id::eth) }
}
