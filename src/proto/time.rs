//! Time Protocol, [RFC 868](https://www.rfc-editor.org/rfc/rfc868).
use super::*;
use crate::field::*;


static TIME: Field = Field::part(Place::When(|h| h.left() >= 4, &[&SECONDS]));
static SECONDS: Field = Field::new("time.time", "Time", Place::Uint(32));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "time",
    title: "Time Protocol",
    column: "TIME",
    spec: "RFC 868",
    size: 0,
    fields: &[&TIME],
    under: &[(Space::UdpPort, 37), (Space::TcpPort, 37)],
    line: &[Word::Say("TIME"), Word::With(" ", &SECONDS)],
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
        d9 2b 3c 4d";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(37, 40000, &hex(SAMPLE));
        let names = ["time.time"];
        assert_eq!(fields_of(228, &bytes, &names), "3643489357");
        assert_eq!(layers_of(228, &bytes), "ip:udp:time End");
        cut_everywhere(228, &bytes);
    }
}
