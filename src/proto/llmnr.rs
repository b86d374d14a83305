//! Link-local Multicast Name Resolution, [RFC 4795](https://www.rfc-editor.org/rfc/rfc4795): DNS messages with other flags.
//!
//! ```text
//! |QR|   Opcode  | C|TC| T| Z| Z| Z| Z|   RCODE   |
//! ```
use super::*;

/// In a query: the asker heard several answers. In a response: the name is not only the sender's.
pub static CONFLICT: Field = Field::bits("dns.flags.conflict", "Conflict", 21, 1);
/// The sender has not yet made sure that the name is its own.
pub static TENTATIVE: Field = Field::bits("dns.flags.tentative", "Tentative", 23, 1);

/// LLMNR.
pub static PROTOCOL: Protocol = Protocol {
    name: "llmnr",
    alias: "LLMNRQuery",
    title: "Link-local Multicast Name Resolution",
    column: "LLMNR",
    spec: "RFC 4795",
    size: 12,
    fields: &[
        &dns::ID,
        &dns::FLAGS,
        &dns::RESPONSE,
        &dns::OPCODE,
        &CONFLICT,
        &dns::TRUNCATED,
        &TENTATIVE,
        &dns::IN_RESPONSE_RCODE,
        &dns::COUNTS,
        &dns::COUNTS_UPDATE,
        &dns::ADD_RR,
        &dns::SECTIONS,
        &dns::SECTIONS_UPDATE,
        &dns::AR,
        &dns::EXTRANEOUS,
    ],
    under: &[(Space::UdpPort, 5355)],
    line: &[Word::Call(dns::line)],
    classes: &[form::records::LLMNR_CLASSES],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    dns::message(bytes, below.wire)
}
