//! Character Generator Protocol, [RFC 864](https://www.rfc-editor.org/rfc/rfc864).
use super::*;
use crate::field::*;

static DATA: Field = Field::new("chargen.data", "Data", Place::Rest).text();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "chargen",
    title: "Character Generator Protocol",
    column: "Chargen",
    spec: "RFC 864",
    size: 0,
    fields: &[&DATA],
    under: &[(Space::UdpPort, 19), (Space::TcpPort, 19)],
    line: &[Word::Say("Chargen")],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn what_is_sent() {
        let bytes = udp_of(19, 40000, b"!\"#$");
        assert_eq!(fields_of(228, &bytes, &["chargen.data"]), "!\"#$");
        cut_everywhere(228, &bytes);
    }
}
