//! Authentication Header, [RFC 4302](https://www.rfc-editor.org/rfc/rfc4302).
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |  Next Header  |  Payload Len  |           Reserved            |
//! +---------------+---------------+-------------------------------+
//! |                 Security Parameters Index (SPI)               |
//! +---------------------------------------------------------------+
//! |                    Sequence Number Field                      |
//! +---------------------------------------------------------------+
//! |                Integrity Check Value (variable)               |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// What it protects.
pub static NEXT_HEADER: Field = Field::bits("ah.next_header", "Next header", 0, 8).alias("nh").names(super::IP_PROTOCOLS).computed();
/// In words of 4 bytes, two of them not counted.
pub static LENGTH: Field = Field::bits("ah.length", "Length", 8, 8).alias("payloadlen").computed();
/// Zero.
pub static RESERVED: Field = Field::bytes("ah.reserved", "Reserved", 2, 2);
/// Security parameters index.
pub static SPI: Field = Field::bits("ah.spi", "AH SPI", 32, 32).alias("spi").hex();
/// Against replay.
pub static SEQUENCE: Field = Field::bits("ah.sequence", "AH Sequence", 64, 32).alias("seq");
/// Integrity check value.
pub static ICV: Field = Field::new("ah.icv", "AH ICV", Place::Rest).alias("icv");

/// AH.
pub static PROTOCOL: Protocol = Protocol {
    name: "ah",
    alias: "AH",
    title: "Authentication Header",
    column: "AH",
    spec: "RFC 4302",
    size: 12,
    align: 4,
    fields: &[&NEXT_HEADER, &LENGTH, &RESERVED, &SPI, &SEQUENCE, &ICV],
    under: &[(Space::IpProto, 51)],
    next: Some((Space::IpProto, &NEXT_HEADER)),
    line: &[Word::Say("AH (SPI="), Word::Of(&SPI), Word::Say(")")],
    finish: |d| d.fill(&LENGTH, (d.head / 4).saturating_sub(2) as u64),
    classes: &[form::net::AH_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[next, words, ..] = bytes else { return Step::cut(bytes) };
    let header = (words as usize + 2) * 4;
    if header < 12 {
        return Step::malformed(bytes.len().min(2), below.wire);
    }
    if bytes.len() < header {
        return Step::cut(bytes);
    }
    Step::new(header, below.wire, IPPROTO.of(next.into()))
}
