//! IPv6 Fragment header, [RFC 8200, 4.5](https://www.rfc-editor.org/rfc/rfc8200#section-4.5).
//!
//! ```text
//! +---------------+---------------+-------------------------+---+-+
//! |  Next Header  |   Reserved    |     Fragment Offset     |Res|M|
//! +---------------+---------------+-------------------------+---+-+
//! |                        Identification                         |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// What the whole packet carries.
pub static NXT: Field = Field::bits("ipv6.fraghdr.nxt", "Next header", 0, 8).alias("nh").names(super::IP_PROTOCOLS).computed();
/// Zero.
pub static RESERVED_OCTET: Field = Field::bits("ipv6.fraghdr.reserved_octet", "Reserved octet", 8, 8).alias("res1").hex();
/// In units of 8 bytes.
pub static OFFSET: Field = Field::bits("ipv6.fraghdr.offset", "Offset", 16, 13).alias("offset");
/// Zero.
pub static RESERVED_BITS: Field = Field::bits("ipv6.fraghdr.reserved_bits", "Reserved bits", 29, 2).ft(16).alias("res2");
/// Not the last fragment.
pub static MORE: Field = Field::bits("ipv6.fraghdr.more", "More Fragments", 31, 1).alias("m");
/// Whose fragment.
pub static IDENT: Field = Field::bits("ipv6.fraghdr.ident", "Identification", 32, 32).alias("id").hex();
/// The frames whose fragments were joined, in the order of their offsets.
pub static FRAGMENT: Field = Field::new("ipv6.fragment", "IPv6 Fragment", Place::NotedEach(crate::spine::Stage::Flow));
/// Bytes came more than once.
pub static FRAGMENT_OVERLAP: Field = Field::new("ipv6.fragment.overlap", "Fragment overlap", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Flag);
/// Bytes came more than once, and not the same.
pub static FRAGMENT_CONFLICT: Field = Field::new("ipv6.fragment.overlap.conflict", "Conflicting data in fragment overlap", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Flag);
/// Two ends were told.
pub static FRAGMENT_TAILS: Field = Field::new("ipv6.fragment.multipletails", "Multiple tail fragments found", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Flag);
/// The frames whose fragments contradict earlier ones.
pub static FRAGMENT_ERROR: Field = Field::new("ipv6.fragment.error", "Defragmentation error", Place::NotedEach(crate::spine::Stage::Flow));
/// Fragments that were joined, repeated ones included.
pub static FRAGMENT_COUNT: Field = Field::new("ipv6.fragment.count", "Fragment count", Place::Noted(crate::spine::Stage::Flow));
/// The frame in which the last of the fragments came.
pub static REASSEMBLED_IN: Field = Field::new("ipv6.reassembled.in", "Reassembled IPv6 in frame", Place::Noted(crate::spine::Stage::Flow));
/// Bytes that the fragments were joined to.
pub static REASSEMBLED_LENGTH: Field = Field::new("ipv6.reassembled.length", "Reassembled IPv6 length", Place::Noted(crate::spine::Stage::Flow));
/// What the fragments were joined to.
pub static REASSEMBLED_DATA: Field = Field::new("ipv6.reassembled.data", "Reassembled IPv6 data", Place::Derived(super::joined)).kind(Kind::Bytes);
/// What is told of a datagram that was joined from fragments, by the flow stage.
pub static JOINED: super::Joined = super::Joined {
    fragment: &FRAGMENT, overlap: &FRAGMENT_OVERLAP, conflict: &FRAGMENT_CONFLICT, tails: &FRAGMENT_TAILS, error: &FRAGMENT_ERROR, count: &FRAGMENT_COUNT, within: &REASSEMBLED_IN, length: &REASSEMBLED_LENGTH,
};

/// The header.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6.fraghdr",
    alias: "IPv6ExtHdrFragment",
    title: "Fragment Header for IPv6",
    spec: "RFC 8200",
    size: 8,
    fields: &[&NXT, &RESERVED_OCTET, &OFFSET, &RESERVED_BITS, &MORE, &IDENT, &FRAGMENT, &FRAGMENT_OVERLAP, &FRAGMENT_CONFLICT, &FRAGMENT_TAILS, &FRAGMENT_ERROR, &FRAGMENT_COUNT, &REASSEMBLED_IN, &REASSEMBLED_LENGTH, &REASSEMBLED_DATA],
    under: &[(Space::IpProto, 44)],
    next: Some((Space::IpProto, &NXT)),
    line: &[Word::Say("IPv6 fragment, offset "), Word::Of(&OFFSET), Word::Say(", ID "), Word::Of(&IDENT)],
    classes: &[form::net::FRAGHDR_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[next, _, high, low, ..] = bytes else { return Step::cut(bytes) };
    if bytes.len() < 8 {
        return Step::cut(bytes);
    }
    let (offset, more) = (u16::from_be_bytes([high, low]) & 0xfff8, low & 1 == 1);
    Step::new(8, below.wire, fragment(IPPROTO.of(next.into()), offset, more, bytes.len() < below.wire))
}
