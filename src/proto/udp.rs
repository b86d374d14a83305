//! User Datagram Protocol, [RFC 768](https://www.rfc-editor.org/rfc/rfc768).
//!
//! ```text
//!  0      7 8     15 16    23 24    31
//! +--------+--------+--------+--------+
//! |     Source      |   Destination   |
//! +--------+--------+--------+--------+
//! |     Length      |    Checksum     |
//! +--------+--------+--------+--------+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;

/// Source port.
pub static SRCPORT: Field = Field::bits("udp.srcport", "Source Port", 0, 16).alias("sport").unset(53);
/// Destination port.
pub static DSTPORT: Field = Field::bits("udp.dstport", "Destination Port", 16, 16).alias("dport").unset(53);
/// Source or destination port.
pub static PORT: Field = Field::new("udp.port", "Source or Destination Port", Place::Either(&[&SRCPORT, &DSTPORT])).ft(16);
/// Header and payload in bytes; 0 in a jumbogram (RFC 2675).
pub static LENGTH: Field = Field::bits("udp.length", "Length", 32, 16).alias("len").computed();
static LENGTH_BAD: Field = Field::new("udp.length.bad", "Bad length value", Place::Derived(length_bad)).kind(Kind::Present);
/// RFC 1071 over pseudo header, header and payload; 0 where the sender made none.
pub static CHECKSUM: Field = Field::bits("udp.checksum", "Checksum", 48, 16).alias("chksum").hex().computed();
/// 2: not verified, as long as the user does not ask for it; 3 where there is none.
pub static STATUS: Field = Field::new("udp.checksum.status", "Checksum Status", Place::Derived(verify)).ft(8).names(super::TRANSPORT_STATUS);
/// Counts conversations from 0.
pub static STREAM: Field = Field::new("udp.stream", "Stream index", Place::Noted(crate::spine::Stage::Flow));
/// Since its first datagram.
pub static TIME_RELATIVE: Field = Field::new("udp.time_relative", "Time since first frame", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Duration(1));
/// Since the one before.
pub static TIME_DELTA: Field = Field::new("udp.time_delta", "Time since previous frame", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Duration(1));
/// What it carries.
pub static PAYLOAD: Field = Field::new("udp.payload", "Payload", Place::Body);

/// UDP.
pub static PROTOCOL: Protocol = Protocol {
    name: "udp",
    alias: "UDP",
    title: "User Datagram Protocol",
    column: "UDP",
    spec: "RFC 768",
    size: 8,
    fields: &[&SRCPORT, &DSTPORT, &PORT, &LENGTH, &LENGTH_BAD, &CHECKSUM, &STATUS, &STREAM, &TIME_RELATIVE, &TIME_DELTA, &PAYLOAD, &conn::COMMUNITY_ID],
    under: &[(Space::IpProto, 17)],
    line: &[
        Word::Plain(&SRCPORT),
        Word::Say(" → "),
        Word::Plain(&DSTPORT),
        Word::Say(" Len="),
        Word::Call(|p, i, out| crate::text::decimal(p.layer(i).map_or(0, |l| l.carried() as u64), out)),
    ],
    finish,
    classes: &[form::net::UDP_CLASSES],
    ..Protocol::PLAIN
};

/// A length that is less than the header, or more than what carries it has; of a jumbogram it is 0, and a quotation is seldom whole.
fn length_bad<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let (own, length) = (packet.layer(layer)?, LENGTH.num(packet.head(layer))?);
    let jumbo = length == 0 && packet.below(layer).is_some_and(|ip| ip.id != id::ip);
    let long = length > own.wire() as u64 && !icmp::quoted(packet, own);
    (length < 8 && !jumbo || long).then_some(Value::Num(1))
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Ok(udp) = etherparse::UdpHeaderSlice::from_slice(bytes) else {
        // Wireshark shows no port without the other.
        return Step { header: if bytes.len() < 4 { 0 } else { bytes.len() }, ..Step::cut(bytes) };
    };
    let length = udp.length() as usize;
    // "The Length field is set to zero" in a jumbogram, whose real length stands in IPv6 (RFC 2675, 4).
    let total = if length == 0 && below.over() == id::ipv6_hopopts { below.wire } else { length };
    if total < 8 {
        return Step::malformed(6, below.wire);
    }
    // More than there is: a quotation, a fragment, or a wrong length. What there is is the payload.
    let total = total.min(below.wire);
    let body = bytes.get(8..).unwrap_or(&[]);
    Step::new(8, total, by_port(Space::UdpPort, &UDPPORT, &UDP_GUESS, udp.source_port(), udp.destination_port(), body, below))
}

fn verify<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    if CHECKSUM.num(packet.head(layer))? == 0 {
        return Some(Value::Num(3)); // "an all zero transmitted checksum value means that the transmitter generated no checksum"
    }
    transport_status(packet, layer, 17).map(Value::Num)
}

fn finish(d: &mut Draft<'_>) {
    d.fill(&LENGTH, d.bytes.len() as u64);
    d.fill(&CHECKSUM, 0);
    if let Some(start) = super::pseudo(d, 17) {
        let sum = internet(start, d.bytes);
        d.fill(&CHECKSUM, if sum == 0 { 0xffff } else { sum } as u64); // 0 means "none sent"
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// 127.0.0.1:6789 asks 127.0.0.1:53 nothing, in four bytes.
    fn sample() -> Vec<u8> {
        hex("45 00 00 20 00 01 00 00 40 11 7c ca 7f 00 00 01 7f 00 00 01 # IPv4
             1a 85 1a 86 00 0c 0b 42 # ports 6789 and 6790, length, checksum
             48 65 79 21")
    }

    #[test]
    fn fields() {
        let names = ["udp.srcport", "udp.dstport", "udp.port", "udp.length", "udp.checksum", "udp.checksum.status", "udp.payload"];
        assert_eq!(fields_of(228, &sample(), &names), "6789 6790 6789,6790 12 0x0b42 1 48657921");
        assert_eq!(layers_of(228, &sample()), "ip:udp:data End");
        cut_everywhere(228, &sample());
    }
    #[test]
    fn a_length_that_cannot_be_ends_the_walk() {
        let mut bytes = sample();
        bytes[25] = 7;
        assert_eq!(layers_of(228, &bytes), "ip:udp Malformed");
        bytes[25] = 200; // what there is is read
        assert_eq!(layers_of(228, &bytes), "ip:udp:data End");
        bytes[25] = 0; // lawful in a jumbogram only
        assert_eq!(layers_of(228, &bytes), "ip:udp Malformed");
        assert_eq!(fields_of(228, &bytes, &["udp.length", "udp.checksum"]), "0 -");
    }
    #[test]
    fn no_port_without_the_other() {
        assert_eq!(fields_of(228, &sample()[..23], &["udp.srcport", "udp.dstport"]), "- -");
        assert_eq!(fields_of(228, &sample()[..25], &["udp.srcport", "udp.dstport"]), "6789 6790");
    }
    /// A datagram as the kernel hands it to a card that computes checksums: the pseudo header's sum stands where the checksum goes.
    #[test]
    fn offload_is_named() {
        let remark = |bytes: &[u8]| decoded(228, bytes, bytes.len(), crate::proto::checksum_remark);
        let mut bytes = sample();
        assert_eq!(remark(&bytes), None);
        bytes[26..28].copy_from_slice(&[0xfe, 0x1f]); // 7f00 + 0001 + 7f00 + 0001 + 17 + 12
        assert_eq!(remark(&bytes), Some("checksum left to the network card (offload)"));
        bytes[26] ^= 1;
        assert_eq!(remark(&bytes), Some("bad checksum, perhaps left to the network card (offload)"));
        bytes[26..28].copy_from_slice(&[0, 0]);
        assert_eq!(remark(&bytes), None, "none was sent");
    }
}
