//! Simple and Protected GSS-API Negotiation, [RFC 4178](https://www.rfc-editor.org/rfc/rfc4178): which mechanism it is, and its token.
use super::*;
use crate::field::*;

/// What it said itself.
static TOKEN: Field = Field::new("", "Negotiation token", Place::Rest);

/// SPNEGO.
pub static PROTOCOL: Protocol = Protocol {
    name: "spnego",
    title: "Simple Protected Negotiation",
    column: "SPNEGO",
    spec: "RFC 4178",
    fields: &[&TOKEN],
    under: &[(Space::Context, 4178)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.windows(8).position(|window| window == b"NTLMSSP\0") {
        Some(at) => Step::new(at, below.wire, id::ntlmssp),
        None => datagram(bytes, below, 1),
    }
}
