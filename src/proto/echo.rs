//! Echo, [RFC 862](https://www.rfc-editor.org/rfc/rfc862).
use super::*;
use crate::field::*;

static REQUEST: Field = Field::new("echo.request", "Echo request", Place::Derived(|p, i| asks(p, i).map(|asks| Value::Num(asks.into())))).kind(Kind::Flag);
static RESPONSE: Field = Field::new("echo.response", "Echo response", Place::Derived(|p, i| asks(p, i).map(|asks| Value::Num((!asks).into())))).kind(Kind::Flag);
static DATA: Field = Field::new("echo.data", "Echo data", Place::Rest);
/// Whether who asks speaks: to port 7.
fn asks(packet: &Packet<'_>, layer: usize) -> Option<bool> {
    Some(udp::DSTPORT.num(packet.below(layer)?.head(packet.bytes))? == 7)
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "echo",
    title: "Echo",
    column: "ECHO",
    spec: "RFC 862",
    size: 0,
    fields: &[&REQUEST, &RESPONSE, &DATA],
    under: &[(Space::UdpPort, 7), (Space::TcpPort, 7)],
    line: &[Word::Say("Echo")],
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
        68 65 6c 6c 6f";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(40000, 7, &hex(SAMPLE));
        let names = ["echo.data"];
        assert_eq!(fields_of(228, &bytes, &names), "68656c6c6f");
        assert_eq!(layers_of(228, &bytes), "ip:udp:echo End");
        cut_everywhere(228, &bytes);
    }
}
