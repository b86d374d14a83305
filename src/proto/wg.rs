//! WireGuard Protocol, [WireGuard](https://www.wireguard.com/papers/wireguard.pdf), 5.4.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |                    Reserved                   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("wg.type", "Type", 0, 8).names(&[(1, "Handshake Initiation"), (2, "Handshake Response"), (3, "Cookie Reply"), (4, "Transport Data")]);
static RESERVED: Field = Field::bytes("wg.reserved", "Reserved", 1, 3);
static SENDER: Field = Field::new("wg.sender", "Sender", Place::UintLe(32)).hex();
static RECEIVER: Field = Field::new("wg.receiver", "Receiver", Place::UintLe(32)).hex();
static MAC1: Field = Field::new("wg.mac1", "mac1", Place::Run(16));
static MAC2: Field = Field::new("wg.mac2", "mac2", Place::Run(16));
static NONCE: Field = Field::new("wg.nonce", "Nonce", Place::Run(24));
static ENCRYPTED_COOKIE: Field = Field::new("wg.encrypted_cookie", "Encrypted Cookie", Place::Run(32));
static COUNTER: Field = Field::new("wg.counter", "Counter", Place::UintLe(64));
static ENCRYPTED_PACKET: Field = Field::new("wg.encrypted_packet", "Encrypted Packet", Place::Rest).kind(Kind::Present);
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(0).into(),
    &[
        (1, &[&SENDER, &EPHEMERAL, &ENCRYPTED_STATIC, &ENCRYPTED_TIMESTAMP, &MAC1, &MAC2]),
        (2, &[&SENDER, &RECEIVER, &EPHEMERAL, &ENCRYPTED_EMPTY, &MAC1, &MAC2]),
        (3, &[&RECEIVER, &NONCE, &ENCRYPTED_COOKIE]),
        (4, &[&RECEIVER, &COUNTER, &ENCRYPTED_PACKET]),
    ],
    &[],
));
static EPHEMERAL: Field = Field::new("wg.ephemeral", "Ephemeral", Place::Run(32)).kind(Kind::Show(&KEY));
static ENCRYPTED_STATIC: Field = Field::new("wg.encrypted_static", "Encrypted Static", Place::Run(48)).kind(Kind::Present);
static ENCRYPTED_TIMESTAMP: Field = Field::new("wg.encrypted_timestamp", "Encrypted Timestamp", Place::Run(28)).kind(Kind::Present);
static ENCRYPTED_EMPTY: Field = Field::new("wg.encrypted_empty", "Encrypted Empty", Place::Run(16)).kind(Kind::Present);
/// Keys are written in base 64.
static KEY: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Bytes(bytes) = value {
            base64(bytes, out)
        }
    },
};
fn base64(bytes: &[u8], out: &mut Vec<u8>) {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for three in bytes.chunks(3) {
        let n = (0..3).fold(0usize, |n, i| n << 8 | usize::from(three.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let digit = DIGITS.get(n >> (18 - 6 * i) & 63).copied().unwrap_or(b'=');
            out.push(if i > three.len() { b'=' } else { digit });
        }
    }
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "wg",
    title: "WireGuard Protocol",
    column: "WireGuard",
    spec: "WireGuard",
    size: 4,
    fields: &[&TYPE, &RESERVED, &BY_TYPE],
    under: &[(Space::Context, 51820)],
    looks: &[(Space::UdpPort, &[1, 2, 3, 4], looks)],
    line: &[Word::Of(&TYPE), Word::With(", sender=", &SENDER), Word::With(", receiver=", &RECEIVER), Word::With(", counter=", &COUNTER)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() == below.wire && !looks(bytes) {
        return Step::reject();
    }
    Step::new(bytes.len(), below.wire, id::data)
}
/// Every message begins with its type and three zeros, and has its length.
fn looks(bytes: &[u8]) -> bool {
    match bytes {
        [1, 0, 0, 0, ..] => bytes.len() == 148,
        [2, 0, 0, 0, ..] => bytes.len() == 92,
        [3, 0, 0, 0, ..] => bytes.len() == 64,
        [4, 0, 0, 0, ..] => bytes.len() >= 32,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        01 00 00 00 11 22 33 44
        a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5 a5
        5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a 5a
        01 01 01 01 01 01 01 01 01 01 01 01 01 01 01 01
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(51820, 51820, &hex(SAMPLE));
        let names = ["wg.type", "wg.reserved", "wg.sender", "wg.ephemeral", "wg.encrypted_static", "wg.mac1", "wg.mac2"];
        assert_eq!(fields_of(228, &bytes, &names), "1 000000 0x44332211 paWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaWlpaU= 1 01010101010101010101010101010101 00000000000000000000000000000000");
        assert_eq!(layers_of(228, &bytes), "ip:udp:wg End");
        cut_everywhere(228, &bytes);
    }
}
