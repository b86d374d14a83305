//! UDP encapsulation of IPsec packets, [RFC 3948](https://www.rfc-editor.org/rfc/rfc3948): ESP, IKE behind four zeros, a byte that keeps a mapping.
use super::*;
use crate::field::*;

static NAT_KEEPALIVE: Field = Field::part(Place::When(|h| h.byte(0) == 0xff && h.wire == 1, &[&KEEPALIVE]));
static KEEPALIVE: Field = Field::new("udpencap.nat_keepalive", "NAT-keepalive packet", Place::Uint(8)).kind(Kind::Present);
static NON_ESP: Field = Field::part(Place::When(|h| h.head.starts_with(&[0; 4]), &[&NON_ESP_MARKER]));
static NON_ESP_MARKER: Field = Field::new("udpencap.non_esp_marker", "Non-ESP Marker", Place::Run(4)).kind(Kind::Present);

/// UDP encapsulation of IPsec.
pub static PROTOCOL: Protocol = Protocol {
    name: "udpencap",
    title: "UDP Encapsulation of IPsec Packets",
    column: "UDPENCAP",
    spec: "RFC 3948",
    fields: &[&NAT_KEEPALIVE, &NON_ESP],
    under: &[(Space::UdpPort, 4500)],
    line: &[Word::Call(|p, i, out| {
        if p.layer(i).is_some_and(|l| l.carried() == 0) {
            out.extend(b"NAT-keepalive");
        }
    })],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes {
        [0xff] if below.wire == 1 => Step::new(1, 1, id::data),
        [0, 0, 0, 0, ..] => Step::new(4, below.wire, id::isakmp),
        [_, _, _, _, ..] => Step::new(0, below.wire, id::esp),
        _ => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn what_is_inside() {
        assert_eq!(layers_of(228, &udp_of(4500, 4500, &[0xff])), "ip:udp:udpencap End");
        assert_eq!(layers_of(228, &udp_of(4500, 4500, &[0, 0, 1, 2, 0, 0, 0, 1, 1, 2, 3, 4])), "ip:udp:udpencap:esp End");
        let mut ike = vec![0; 32];
        (ike[21], ike[31]) = (0x20, 28);
        assert_eq!(layers_of(228, &udp_of(4500, 4500, &ike)), "ip:udp:udpencap:isakmp End");
        cut_everywhere(228, &udp_of(4500, 4500, &ike));
    }
}
