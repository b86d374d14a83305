//! Daytime Protocol, [RFC 867](https://www.rfc-editor.org/rfc/rfc867).
use super::*;
use crate::field::*;

static STRING: Field = Field::new("daytime.string", "Daytime", Place::Rest).text();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "daytime",
    title: "Daytime Protocol",
    column: "DAYTIME",
    spec: "RFC 867",
    size: 0,
    fields: &[&STRING],
    under: &[(Space::UdpPort, 13), (Space::TcpPort, 13)],
    line: &[Word::Say("DAYTIME"), Word::With(" ", &STRING)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        31 32 3a 30 30";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(13, 40000, &hex(SAMPLE));
        let names = ["daytime.string"];
        assert_eq!(fields_of(228, &bytes, &names), "12:00");
        assert_eq!(layers_of(228, &bytes), "ip:udp:daytime End");
        cut_everywhere(228, &bytes);
    }
}
