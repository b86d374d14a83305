//! IPv6 Destination Options header, [RFC 8200, 4.6](https://www.rfc-editor.org/rfc/rfc8200#section-4.6).
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |  Next Header  |  Hdr Ext Len  |            Options            |
//! +---------------+---------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

/// What follows.
pub static NXT: Field = Field::bits("ipv6.dstopts.nxt", "Next Header", 0, 8).alias("nh").names(super::IP_PROTOCOLS).computed();
/// In units of 8 bytes, the first not counted.
pub static LEN: Field = Field::bits("ipv6.dstopts.len", "Length", 8, 8).alias("len").computed();
/// In bytes.
pub static LEN_OCT: Field = Field::new("ipv6.dstopts.len_oct", "Length", Place::Derived(|p, i| Some(Value::Num(LEN.num(p.head(i))? * 8 + 8)))).ft(16);

/// The header.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6.dstopts",
    alias: "IPv6ExtHdrDestOpt",
    title: "Destination Options for IPv6",
    column: "",
    spec: "RFC 8200",
    size: 2,
    align: 8,
    fields: &[&NXT, &LEN, &LEN_OCT, &ipv6::OPTIONS],
    under: &[(Space::IpProto, 60)],
    next: Some((Space::IpProto, &NXT)),
    line: &[Word::Say("Destination Options for IPv6")],
    finish: |d| d.fill(&LEN, (d.head / 8).saturating_sub(1) as u64),
    classes: &[form::net::DSTOPTS_CLASSES],
    ..Protocol::PLAIN
};

/// The home address that stands for the source in the pseudo header (RFC 6275, 6.3).
pub(super) fn home(head: &[u8]) -> Option<&[u8]> {
    let mut at = 2;
    loop {
        at = match head.get(at..at + 2) {
            Some([0xc9, 16]) => return head.get(at + 2..at + 18),
            Some([0, _]) => at + 1,
            Some([_, n]) => at + 2 + usize::from(*n),
            _ => return None,
        };
    }
}
#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    extension(bytes, below)
}
