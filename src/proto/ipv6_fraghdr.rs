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

/// The header.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6.fraghdr",
    alias: "IPv6ExtHdrFragment",
    title: "Fragment Header for IPv6",
    spec: "RFC 8200",
    size: 8,
    fields: &[&NXT, &RESERVED_OCTET, &OFFSET, &RESERVED_BITS, &MORE, &IDENT],
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
