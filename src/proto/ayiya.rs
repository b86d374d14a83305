//! Anything In Anything, [draft-massar-v6ops-ayiya](https://www.ietf.org/archive/id/draft-massar-v6ops-ayiya-02.txt).
//!
//! ```text
//! +-------+-------+-------+-------+-------+-------+---------------+
//! | IDLen |IDType |SigLen |HashMet| Auth  |OpCode |  Next Header  |
//! +-------+-------+-------+-------+-------+-------+---------------+
//! |                          Epoch Time                           |
//! +---------------------------------------------------------------+
//! |                  Identity, then Signature                     |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// The identity's length: the exponent of a power of two.
pub static IDLEN: Field = Field::bits("ayiya.idlen", "Identity field length", 0, 4).hex();
/// What the identity is.
pub static IDTYPE: Field =
    Field::bits("ayiya.idtype", "Identity field type", 4, 4).hex().names(&[(0, "None"), (1, "Integer"), (2, "ASCII string")]);
/// The signature's length in words of 4 bytes.
pub static SIGLEN: Field = Field::bits("ayiya.siglen", "Signature Length", 8, 4).hex();
/// How the signature is made.
pub static HASHMETHOD: Field = Field::bits("ayiya.hashmethod", "Hash method", 12, 4).hex().names(&[(0, "No hash"), (1, "MD5"), (2, "SHA1")]);
/// With which key.
pub static AUTHMETHOD: Field = Field::bits("ayiya.authmethod", "Authentication method", 16, 4).hex().names(&[
    (0, "No authentication"),
    (1, "Hash using a Shared Secret"),
    (2, "Hash using a public/private key method"),
]);
/// What is to be done with it.
pub static OPCODE: Field = Field::bits("ayiya.opcode", "Operation Code", 20, 4).hex().names(&[
    (0, "No Operation / Heartbeat"),
    (1, "Forward"),
    (2, "Echo Request"),
    (3, "Echo Request and Forward"),
    (4, "Echo Response"),
    (5, "MOTD"),
    (6, "Query Request"),
    (7, "Query Response"),
]);
/// What is carried.
pub static NEXTHEADER: Field = Field::bits("ayiya.nextheader", "Next Header", 24, 8).hex().names(super::IP_PROTOCOLS).computed();
/// Seconds since 1970.
pub static EPOCH: Field = Field::bits("ayiya.epoch", "Epoch", 32, 32).kind(Kind::Time(|s| (s as i64).saturating_mul(1_000_000_000)));
/// Whose packet.
pub static IDENTITY: Field = Field::new("ayiya.identity", "Identity", Place::Take(|h| idlen(h.head).unwrap_or(0)));
/// Of the packet.
pub static SIGNATURE: Field = Field::new("ayiya.signature", "Signature", Place::Take(|h| siglen(h.head)));

/// AYIYA.
pub static PROTOCOL: Protocol = Protocol {
    name: "ayiya",
    title: "Anything in Anything Protocol",
    column: "AYIYA",
    spec: "draft-massar-v6ops-ayiya",
    size: 8,
    fields: &[&IDLEN, &IDTYPE, &SIGLEN, &HASHMETHOD, &AUTHMETHOD, &OPCODE, &NEXTHEADER, &EPOCH, &IDENTITY, &SIGNATURE],
    under: &[(Space::UdpPort, 5072)],
    next: Some((Space::IpProto, &NEXTHEADER)),
    line: &[Word::Of(&OPCODE)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let header = 8 + idlen(bytes).unwrap_or(0) + siglen(bytes);
    let (Some(opcode), Some(next), true) = (OPCODE.num(bytes), NEXTHEADER.num(bytes), bytes.len() >= header) else {
        return Step { total: below.wire, ..Step::cut(bytes) };
    };
    // Only what is to be forwarded is a packet.
    Step::new(header, below.wire, if opcode == 1 { IPPROTO.of(next as u16) } else { id::data })
}

fn siglen(head: &[u8]) -> usize {
    SIGLEN.num(head).unwrap_or(0) as usize * 4
}
fn idlen(head: &[u8]) -> Option<usize> {
    head.first().map(|b| 1 << (b >> 4))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_packet_to_forward() {
        let bytes = hex("45 00 00 3a 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02 13 d0 13 d0 00 26 00 00
                         12 12 11 11 65 53 f1 00 # identity of 2 bytes, signature of 1 word, forward, UDP
                         61 62 01 02 03 04
                         13 88 13 89 00 10 00 00 48 65 79 21 48 65 79 21");
        let names = ["ayiya.idlen", "ayiya.siglen", "ayiya.opcode", "ayiya.identity", "ayiya.signature", "udp.srcport"];
        assert_eq!(fields_of(228, &bytes, &names), "0x01 0x01 0x01 6162 01020304 5072,5000");
        cut_everywhere(228, &bytes);
    }
}
