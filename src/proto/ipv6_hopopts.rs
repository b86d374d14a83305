//! IPv6 Hop-by-Hop Options header, [RFC 8200, 4.3](https://www.rfc-editor.org/rfc/rfc8200#section-4.3).
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |  Next Header  |  Hdr Ext Len  |            Options            |
//! +---------------+---------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

/// What follows.
pub static NXT: Field = Field::bits("ipv6.hopopts.nxt", "Next Header", 0, 8).alias("nh").names(super::IP_PROTOCOLS).computed();
/// In units of 8 bytes, the first not counted.
pub static LEN: Field = Field::bits("ipv6.hopopts.len", "Length", 8, 8).alias("len").computed();
/// In bytes.
pub static LEN_OCT: Field = Field::new("ipv6.hopopts.len_oct", "Length", Place::Derived(|p, i| Some(Value::Num(LEN.num(p.head(i))? * 8 + 8)))).ft(16);

/// The header.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6.hopopts",
    alias: "IPv6ExtHdrHopByHop",
    title: "IPv6 Hop-by-Hop Option",
    column: "",
    spec: "RFC 8200",
    size: 2,
    align: 8,
    fields: &[&NXT, &LEN, &LEN_OCT, &ipv6::OPTIONS],
    under: &[(Space::IpProto, 0)],
    next: Some((Space::IpProto, &NXT)),
    line: &[Word::Say("IPv6 Hop-by-Hop Option")],
    finish: |d| d.fill(&LEN, (d.head / 8).saturating_sub(1) as u64),
    classes: &[form::net::HOPOPTS_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    extension(bytes, below)
}
