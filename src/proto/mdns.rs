//! Multicast DNS, [RFC 6762](https://www.rfc-editor.org/rfc/rfc6762): DNS messages to all neighbours.
//!
//! The upper bit of a question's class asks for a unicast answer, that of a record's class tells others to forget what they know.
use super::*;

/// mDNS.
pub static PROTOCOL: Protocol = Protocol {
    name: "mdns",
    title: "Multicast Domain Name System",
    column: "MDNS",
    spec: "RFC 6762",
    size: 12,
    fields: &[
        &dns::ID,
        &dns::FLAGS,
        &dns::RESPONSE,
        &dns::OPCODE,
        &dns::IN_RESPONSE,
        &dns::TRUNCATED,
        &dns::RECDESIRED,
        &dns::IN_RESPONSE_RA,
        &dns::Z_FLAG,
        &dns::IN_RESPONSE_AD,
        &dns::CHECKDISABLE,
        &dns::IN_RESPONSE_RCODE,
        &dns::COUNTS,
        &dns::COUNTS_UPDATE,
        &dns::ADD_RR,
        &dns::MULTICAST_SECTIONS,
        &dns::SECTIONS_UPDATE,
        &dns::MULTICAST_AR,
        &dns::EXTRANEOUS,
    ],
    under: &[(Space::UdpPort, 5353)],
    line: &[Word::Call(|p, i, out| dns::told(p.head(i), true, out))],
    leaf: true,
    classes: &[form::records::DNS_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    dns::message(bytes, below.wire)
}
