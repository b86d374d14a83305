//! ARCNET as Linux captures it, [LINKTYPE_ARCNET_LINUX](https://www.tcpdump.org/linktypes.html): with the two bytes in which
//! ARCNET says where the packet starts, and packets put together again.
//!
//! ```text
//! +--------+--------+--------------+----------+------------+-----------+
//! | Source | Target |    Offset    | Protocol | Split flag | Sequence  |
//! +--------+--------+--------------+----------+------------+-----------+
//! ```
use super::arcnet::{DST, PROTOCOL_ID, SEQUENCE, SPLIT, SRC, inside, split};
use super::*;
use crate::field::*;

/// Where the packet starts in the network card's buffer.
pub static OFFSET: Field = Field::new("arcnet.offset", "Offset", Place::Run(2));
static BEHIND: Field = Field::part(Place::When(|here| split(here.number), &[&SPLIT, &SEQUENCE]));

/// ARCNET. Wireshark calls both captures the same.
pub static PROTOCOL: Protocol = Protocol {
    name: "arcnet",
    title: "ARCNET, captured by Linux",
    column: "ARCNET",
    spec: "RFC 1201",
    size: 2,
    fields: &[&SRC, &DST, &OFFSET, &PROTOCOL_ID, &BEHIND],
    under: &[(Space::Link, 129)],
    line: &[Word::Say("ARCNET "), Word::Of(&SRC), Word::Say(" → "), Word::Of(&DST)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [_, _, _, _, code, ..] = *bytes else { return Step::cut(bytes) };
    let header = if split(code.into()) { 8 } else { 5 };
    if bytes.len() < header { Step::cut(bytes) } else { Step::new(header, below.wire, inside(code)) }
}
