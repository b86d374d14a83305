//! Lightweight User Datagram Protocol, [RFC 3828](https://www.rfc-editor.org/rfc/rfc3828). Its fields are UDP's, as Wireshark has them.
//!
//! ```text
//! +--------+--------+--------+--------+
//! |     Source      |   Destination   |
//! +--------+--------+--------+--------+
//! |    Coverage     |    Checksum     |
//! +--------+--------+--------+--------+
//! ```
use super::*;
use crate::field::*;

/// The whole packet, in bytes.
pub static LENGTH: Field =
    Field::new("udp.length", "Length", Place::Derived(|p, i| CHECKSUM.num(p.head(i)).and(Some(Value::Num(p.layer(i)?.wire() as u64)))));
/// How many bytes the checksum is over; 0 for all.
pub static COVERAGE: Field = Field::bits("udp.checksum_coverage", "Checksum coverage", 32, 16);
/// RFC 1071 over pseudo header, header and the covered payload.
pub static CHECKSUM: Field = Field::bits("udp.checksum", "Checksum", 48, 16).hex();
/// Not verified.
pub static STATUS: Field =
    Field::new("udp.checksum.status", "Checksum Status", Place::Derived(|p, i| CHECKSUM.num(p.head(i)).and(Some(Value::Num(2))))).ft(8).names(super::STATUS);

/// UDP-Lite.
pub static PROTOCOL: Protocol = Protocol {
    name: "udplite",
    title: "Lightweight User Datagram Protocol",
    column: "UDP-Lite",
    spec: "RFC 3828",
    size: 8,
    fields: &[&udp::SRCPORT, &udp::DSTPORT, &udp::PORT, &LENGTH, &COVERAGE, &CHECKSUM, &STATUS, &udp::STREAM, &udp::PAYLOAD],
    under: &[(Space::IpProto, 136)],
    line: &[Word::Plain(&udp::SRCPORT), Word::Say(" → "), Word::Plain(&udp::DSTPORT)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[a, b, c, d, _, _, _, _, ref body @ ..] = bytes else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let (from, to) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    Step::new(8, below.wire, by_port(Space::UdpPort, &UDPPORT, &UDP_GUESS, from, to, body, below))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn coverage() {
        let bytes = hex("45 00 00 20 00 01 00 00 40 88 00 00 0a 00 00 01 0a 00 00 02 13 88 13 89 00 08 12 34 48 65 79 21");
        let names = ["udp.srcport", "udp.length", "udp.checksum_coverage", "udp.checksum", "data.data"];
        assert_eq!(fields_of(228, &bytes, &names), "5000 12 8 0x1234 48657921");
        cut_everywhere(228, &bytes);
    }
}
