//! Pseudowire associated channel, [RFC 4385](https://www.rfc-editor.org/rfc/rfc4385), 5, and the generic one,
//! [RFC 5586](https://www.rfc-editor.org/rfc/rfc5586).
//!
//! ```text
//! +-------+-------+---------------+-------------------------------+
//! |0 0 0 1|Version|   Reserved    |         Channel Type          |
//! +-------+-------+---------------+-------------------------------+
//! ```
use super::*;

/// 0.
pub static VERSION: Field = Field::bits("pwach.ver", "Channel Version", 4, 4);
/// 0.
pub static RESERVED: Field = Field::bits("pwach.res", "Reserved", 8, 8).hex();
/// What the channel carries.
pub static CHANNEL_TYPE: Field = Field::bits("pwach.channel_type", "Channel Type", 16, 16).hex().names(&[
    (0x0001, "Management Communication Channel (MCC)"),
    (0x0002, "Signaling Communication Channel (SCC)"),
    (0x0007, "BFD Control, PW-ACH-encapsulated (BFD Without IP/UDP Headers)"),
    (0x000a, "MPLS Direct Loss Measurement (DLM)"),
    (0x000b, "MPLS Inferred Loss Measurement (ILM)"),
    (0x000c, "MPLS Delay Measurement (DM)"),
    (0x000d, "MPLS Direct Loss and Delay Measurement (DLM+DM)"),
    (0x000e, "MPLS Inferred Loss and Delay Measurement (ILM+DM)"),
    (0x0021, "IPv4 packet"),
    (0x0022, "MPLS-TP CC message"),
    (0x0023, "MPLS-TP CV message"),
    (0x0024, "Protection State Coordination Protocol (PSC)"),
    (0x0025, "On-Demand CV"),
    (0x0026, "LI"),
    (0x0027, "Pseudo-Wire OAM"),
    (0x0028, "MAC Withdraw OAM Msg"),
    (0x0057, "IPv6 packet"),
    (0x0058, "Fault OAM"),
    (0x8902, "MPLS-TP OAM"),
]);

/// The associated channel.
pub static PROTOCOL: Protocol = Protocol {
    name: "pwach",
    title: "PW Associated Channel Header",
    spec: "RFC 5586",
    size: 4,
    fields: &[&VERSION, &RESERVED, &CHANNEL_TYPE],
    line: &[Word::Say("Associated channel: "), Word::Of(&CHANNEL_TYPE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(kind) = CHANNEL_TYPE.num(bytes) else { return Step::cut(bytes) };
    let next = match kind {
        0x21 => id::ip,
        0x57 => id::ipv6,
        _ => id::data,
    };
    Step::new(4, below.wire, next)
}
