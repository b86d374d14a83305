//! Network layer of OSI: the first byte of what follows says who it is (ISO/IEC TR 9577). It belongs to that one.
use super::*;

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "osi",
    title: "OSI",
    column: "OSI",
    spec: "ISO 9577",
    under: &[(Space::LlcSap, 0xfe), (Space::LlcSap, 0x14), (Space::LlcSap, 0x20), (Space::LlcSap, 0x34), (Space::LlcSap, 0x54), (Space::Ppp, 0x23), (Space::IpProto, 80), (Space::Gre, 0xfe)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step::new(0, below.wire, if bytes.first() == Some(&0x83) { id::isis } else { id::data })
}
