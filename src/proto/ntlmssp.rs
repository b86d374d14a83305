//! NT LAN Manager authentication, [MS-NLMP](https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/), 2.2.1.
use super::*;
use crate::field::*;

static IDENTIFIER: Field = Field::bytes("ntlmssp.identifier", "NTLMSSP identifier", 0, 8).kind(Kind::Show(&crate::text::ASCII_TO_ZERO));
/// Negotiate, challenge, authenticate.
pub static MESSAGETYPE: Field = Field::new("ntlmssp.messagetype", "NTLM Message Type", Place::Little(8, 4, 0, 32)).hex().names(&[
    (1, "NTLMSSP_NEGOTIATE"),
    (2, "NTLMSSP_CHALLENGE"),
    (3, "NTLMSSP_AUTH"),
]);

/// NTLMSSP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ntlmssp",
    title: "NTLM Secure Service Provider",
    column: "NTLMSSP",
    spec: "MS-NLMP",
    size: 12,
    fields: &[&IDENTIFIER, &MESSAGETYPE],
    under: &[(Space::Context, 3)],
    line: &[Word::Of(&MESSAGETYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    datagram(bytes, below, 12)
}
