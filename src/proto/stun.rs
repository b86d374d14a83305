//! Session Traversal Utilities for NAT, [RFC 8489](https://www.rfc-editor.org/rfc/rfc8489), and TURN, [RFC 8656](https://www.rfc-editor.org/rfc/rfc8656).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |0 0|     STUN Message Type     |         Message Length        |
//! |                    Magic Cookie: 0x2112A442                   |
//! |                     Transaction ID (96 bits)                  |
//! |         Attribute type        |            Length             |
//! |                         Value (variable)                ....
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |        Channel Number         |            Length             |  what a relay passes on
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::new("stun.type", "Message Type", Place::Uint(16)).hex();
static TYPE_CLASS: Field = Field::new("stun.type.class", "Message Class", Place::Sub(0x0110)).hex().ft(16);
static TYPE_METHOD: Field = Field::new("stun.type.method", "Message Method", Place::Sub(0x3eef)).hex().ft(16);
static TYPE_METHOD_ASSIGNMENT: Field = Field::new("stun.type.method-assignment", "Message Method Assignment", Place::Sub(0x2000)).hex().ft(16).names(&[(0, "IETF Review"), (1, "Designated Expert")]);
static LENGTH: Field = Field::new("stun.length", "Message Length", Place::Uint(16));
static COOKIE: Field = Field::new("stun.cookie", "Message Cookie", Place::Run(4));
static ID: Field = Field::new("stun.id", "Message Transaction ID", Place::Run(12));
static CHANNEL: Field = Field::new("stun.channel", "Channel Number", Place::Uint(16)).hex();
static ATT_TYPE: Field = Field::new("stun.att.type", "Attribute Type", Place::Uint(16)).hex();
static ATT_TYPE_COMPREHENSION: Field = Field::new("stun.att.type.comprehension", "Attribute Type Comprehension", Place::Sub(0x8000)).hex().ft(16).names(&[(0, "Required"), (1, "Optional")]);
static ATT_TYPE_ASSIGNMENT: Field = Field::new("stun.att.type.assignment", "Attribute Type Assignment", Place::Sub(0x4000)).hex().ft(16).names(&[(0, "IETF Review"), (1, "Designated Expert")]);
static ATT_LENGTH: Field = Field::new("stun.att.length", "Attribute Length", Place::Uint(16));
static ATT_FAMILY: Field = Field::new("stun.att.family", "Protocol Family", Place::Uint(8)).hex().names(&[(1, "IPv4"), (2, "IPv6")]);
static ATT_PORT_XORD: Field = Field::new("stun.att.port-xord", "Port (XOR-d)", Place::Run(2));
static ATT_IPV4_XORD: Field = Field::new("stun.att.ipv4-xord", "IP (XOR-d)", Place::Run(4));
static ATT_IPV6_XORD: Field = Field::new("stun.att.ipv6-xord", "IP (XOR-d)", Place::Run(16));
static ATT_PORT: Field = Field::new("stun.att.port", "Port", Place::Uint(16));
static ATT_IPV4: Field = Field::new("stun.att.ipv4", "IP", Place::Uint(32)).kind(Kind::Ip4);
static ATT_IPV6: Field = Field::new("stun.att.ipv6", "IP", Place::Run(16)).kind(Kind::Ip6);
static ATT_USERNAME: Field = Field::new("stun.att.username", "Username", Place::Rest).text();
static ATT_HMAC: Field = Field::new("stun.att.hmac", "HMAC-SHA1", Place::Rest);
static ATT_REALM: Field = Field::new("stun.att.realm", "Realm", Place::Rest).text();
static ATT_NONCE: Field = Field::new("stun.att.nonce", "Nonce", Place::Rest).text();
static ATT_SOFTWARE: Field = Field::new("stun.att.software", "Software", Place::Rest).text();
static ATT_ERROR: Field = Field::new("stun.att.error", "Error Code", Place::Uint(8));
static ATT_ERROR_REASON: Field = Field::new("stun.att.error.reason", "Error Reason Phrase", Place::Rest).text();
static ATT_UNKNOWN: Field = Field::new("stun.att.unknown", "Unknown Attribute", Place::Uint(16)).hex();
static ATT_LIFETIME: Field = Field::new("stun.att.lifetime", "Lifetime", Place::Uint(32));
static ATT_PRIORITY: Field = Field::new("stun.att.priority", "Priority", Place::Uint(32));
static ATT_TIE_BREAKER: Field = Field::new("stun.att.tie-breaker", "Tie breaker", Place::Rest);
static ATT_CRC32: Field = Field::new("stun.att.crc32", "CRC-32", Place::Uint(32)).hex();
static ATT_TRANSP: Field = Field::new("stun.att.transp", "Transport", Place::Uint(8)).hex().names(&[(6, "TCP"), (17, "UDP")]);
static ATT_CHANNELNUM: Field = Field::new("stun.att.channelnum", "Channel-Number", Place::Uint(16)).hex();
static VALUE: Field = Field::new("stun.value", "Value", Place::Rest);
static ATT_TOKEN: Field = Field::new("stun.att.token", "Token", Place::Rest);
static ATT_ICMP_TYPE: Field = Field::new("stun.att.icmp.type", "ICMP type", Place::Uint(8));
static ATT_ICMP_CODE: Field = Field::new("stun.att.icmp.code", "ICMP code", Place::Uint(8));
static ATT_CACHE_TIMEOUT: Field = Field::new("stun.att.cache-timeout", "Cache timeout", Place::Uint(32));
static ATT_GOOGLE_NETWORK_ID: Field = Field::new("stun.att.google.network_id", "Google Network ID", Place::Uint(16));
static ATT_GOOGLE_NETWORK_COST: Field = Field::new("stun.att.google.network_cost", "Google Network Cost", Place::Uint(16)).names(&[(0, "Min"), (10, "Low"), (50, "Unknown"), (250, "Cellular5G"), (500, "Cellular4G"), (900, "Cellular"), (910, "Cellular3G"), (980, "Cellular2G"), (999, "Max")]);
/// A message of data that a relay passes on, not of STUN.
const CHANNELED: u32 = 1;
const COOKIE_IS: [u8; 4] = [0x21, 0x12, 0xa4, 0x42];
static MESSAGE: Field = Field::part(Place::When(
    |h| h.mode & CHANNELED == 0,
    &[&TYPE, &TYPE_CLASS, &TYPE_METHOD, &TYPE_METHOD_ASSIGNMENT, &LENGTH, &COOKIE, &ID, &VERSION, &ATTRIBUTES],
));
static CHANNEL_DATA: Field = Field::part(Place::When(|h| h.mode & CHANNELED != 0, &[&CHANNEL, &LENGTH]));
static VERSION: Field = Field::new("stun.network_version", "Version", Place::Reckoned(|_| Some(Value::Num(3)))).ft(8);
static ATTRIBUTES: Field = Field::new("stun.attributes", "Attributes", Place::Many(&ONE));
static ONE: Field = Field::new("", "Attribute", Place::Group(&[
    &WHICH, &ATT_TYPE, &ATT_TYPE_COMPREHENSION, &ATT_TYPE_ASSIGNMENT, &ATT_LENGTH, &BODY, &PAD_LENGTH, &PAD,
]));
static WHICH: Field = Field::new("stun.attribute", "Attribute Type", Place::Reckoned(|h| Some(Value::Num(h.word(h.at).into())))).hex().ft(16);
static BODY: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start + 2)).min(h.left()), &[&BY_TYPE]));
static PAD_LENGTH: Field = Field::new("stun.att.padding", "Padding", Place::Reckoned(|h| (h.pad(4) > 0).then_some(Value::Num(h.pad(4) as u64)))).ft(16);
static PAD: Field = Field::part(Place::Take(|h| h.pad(4).min(h.left())));
static RESERVED_1: Field = Field::new("stun.att.reserved", "Reserved", Place::Run(1));
static RESERVED_2: Field = Field::new("stun.att.reserved", "Reserved", Place::Run(2));
static RESERVED_3: Field = Field::new("stun.att.reserved", "Reserved", Place::Run(3));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.word(h.start).into(),
    &[
        (0x0001, &[&ADDRESS]),
        (0x0002, &[&ADDRESS]),
        (0x0003, &[&CHANGE]),
        (0x0004, &[&ADDRESS]),
        (0x0005, &[&ADDRESS]),
        (0x0006, &[&ATT_USERNAME]),
        (0x0008, &[&ATT_HMAC]),
        (0x0009, &[&RESERVED_2, &ATT_ERROR_CLASS_BYTE, &ATT_ERROR_CLASS, &ATT_ERROR, &ATT_ERROR_REASON]),
        (0x000a, &[&UNKNOWNS]),
        (0x000b, &[&ADDRESS]),
        (0x000c, &[&ATT_CHANNELNUM, &RESERVED_2]),
        (0x000d, &[&ATT_LIFETIME]),
        (0x0012, &[&XORED]),
        (0x0013, &[&VALUE]),
        (0x0014, &[&ATT_REALM]),
        (0x0015, &[&ATT_NONCE]),
        (0x0016, &[&XORED]),
        (0x0017, &[&ATT_FAMILY, &RESERVED_3]),
        (0x0018, &[&EVEN_BYTE, &EVEN_PORT]),
        (0x0019, &[&ATT_TRANSP, &RESERVED_3]),
        (0x0020, &[&XORED]),
        (0x0022, &[&ATT_TOKEN]),
        (0x0024, &[&ATT_PRIORITY]),
        (0x0025, &[]),
        (0x8004, &[&RESERVED_2, &ATT_ICMP_TYPE, &ATT_ICMP_CODE]),
        (0x8020, &[&XORED]),
        (0x8022, &[&ATT_SOFTWARE]),
        (0x8023, &[&ADDRESS]),
        (0x8027, &[&ATT_CACHE_TIMEOUT]),
        (0x8028, &[&ATT_CRC32]),
        (0x8029, &[&ATT_TIE_BREAKER]),
        (0x802a, &[&ATT_TIE_BREAKER]),
        (0x802b, &[&ADDRESS]),
        (0x802c, &[&ADDRESS]),
        (0xc057, &[&ATT_GOOGLE_NETWORK_ID, &ATT_GOOGLE_NETWORK_COST]),
    ],
    &[&VALUE],
));
static UNKNOWNS: Field = Field::many("Unknown attributes", &ATT_UNKNOWN);
static CHANGE: Field = Field::part(Place::When(|h| h.left() >= 4, &[&CHANGE_WORD, &CHANGE_IP, &CHANGE_PORT]));
static CHANGE_WORD: Field = Field::part(Place::Uint(32));
static CHANGE_IP: Field = Field::new("stun.att.change-ip", "Change IP", Place::Sub(4));
static CHANGE_PORT: Field = Field::new("stun.att.change-port", "Change Port", Place::Sub(2));
static ATT_ERROR_CLASS_BYTE: Field = Field::part(Place::Uint(8));
static ATT_ERROR_CLASS: Field = Field::new("stun.att.error.class", "Error Class", Place::Sub(7)).ft(8);
static EVEN_BYTE: Field = Field::part(Place::Uint(8));
static EVEN_PORT: Field = Field::new("stun.att.even-port.reserve-next", "Reserve next", Place::Sub(0x80)).kind(Kind::Dec).ft(8).names(&[(0, "No reservation"), (1, "Reserve next port number")]);
static ADDRESS: Field = Field::part(Place::When(|h| h.left() >= 4, &[&RESERVED_1, &ATT_FAMILY, &ATT_PORT, &ADDRESS_BYTES]));
static ADDRESS_BYTES: Field = Field::part(Place::Switch(|h| h.byte(h.start + 5).into(), &[(1, &[&ATT_IPV4]), (2, &[&ATT_IPV6])], &[]));
static XORED: Field = Field::part(Place::When(|h| h.left() >= 4, &[&RESERVED_1, &ATT_FAMILY, &ATT_PORT_XORD, &PORT_PLAIN, &XORED_BYTES]));
static PORT_PLAIN: Field = Field::new("stun.att.port", "Port", Place::Reckoned(|h| Some(Value::Num(u64::from(h.word(h.at - 2) ^ 0x2112))))).ft(16);
static XORED_BYTES: Field = Field::part(Place::Switch(
    |h| h.byte(h.start + 5).into(),
    &[(1, &[&ATT_IPV4_XORD, &IPV4_PLAIN]), (2, &[&ATT_IPV6_XORD, &IPV6_PLAIN])],
    &[],
));
static IPV4_PLAIN: Field = Field::new("stun.att.ipv4", "IP", Place::Reckoned(|h| {
    let n = u64::from(h.word(h.at - 4)) << 16 | u64::from(h.word(h.at - 2));
    Some(Value::Num(n ^ 0x2112_a442))
})).kind(Kind::Ip4).ft(32);
// The bytes before the transaction's number are the cookie: both are what the address was mixed with.
static IPV6_PLAIN: Field = Field::part(Place::Told(
    |r| {
        let h = r.here();
        let mut plain = [0; 16];
        for (i, to) in plain.iter_mut().enumerate() {
            *to = h.byte(h.at.wrapping_sub(16).wrapping_add(i)) ^ h.byte(4 + i);
        }
        r.tell(&ATT_IPV6, 0, 0, Value::Bytes(&plain))
    },
    &[&ATT_IPV6],
));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "stun",
    title: "Session Traversal Utilities for NAT",
    column: "STUN",
    spec: "RFC 8489",
    size: 0,
    fields: &[&MESSAGE, &CHANNEL_DATA],
    under: &[(Space::UdpPort, 3478), (Space::TcpPort, 3478)],
    looks: &[(Space::UdpPort, &[0, 1], looks)],
    line: &[Word::Of(&TYPE), Word::With(" ", &IPV4_PLAIN), Word::With(":", &PORT_PLAIN), Word::With(" ", &CHANNEL)],
    stream: Some(Stream::SIZED),
    more: Some(passed_on),
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let tcp = below.over() == id::tcp;
    let [a, b, c, d, ..] = *bytes else {
        return match () {
            () if tcp && whole => Step::more(bytes, 0),
            () if whole => Step::reject(),
            () => Step::cut(bytes),
        };
    };
    let (kind, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([c, d])));
    let channel = (0x4000..0x8000).contains(&kind);
    let cookie = bytes.get(4..8).is_none_or(|cookie| cookie == COOKIE_IS);
    if !channel && (kind >> 14 != 0 || length % 4 != 0 || !cookie) {
        return Step { next: id::classicstun, ..Step::reject() };
    }
    let total = if channel { 4 + length } else { 20 + length };
    // Over TCP, data is filled up to four bytes (RFC 8656, 12.5).
    let total = if tcp { total.next_multiple_of(4) } else { total };
    if tcp && whole && total > bytes.len() {
        return Step::more(bytes, total);
    }
    if !channel && bytes.len() < 20 {
        return if whole { Step::reject() } else { Step::cut(bytes) };
    }
    let mode = if channel { CHANNELED } else { 0 };
    if channel {
        return Step { mode, again: tcp, ..Step::new(4, total, id::data) };
    }
    let n = total.min(bytes.len());
    Step { again: true, ..Step::new(n, total, id::data) }
}
/// A request or an answer that says how long it is.
fn looks(bytes: &[u8]) -> bool {
    let Some([kind, _, high, low]) = bytes.first_chunk::<4>() else { return false };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    kind >> 6 == 0 && length + 20 == bytes.len() && bytes.get(4..8) == Some(&COOKIE_IS)
}
/// What a relay is given to pass on, or passes on: the value of an attribute.
fn passed_on(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    if layer.mode & CHANNELED != 0 {
        return None;
    }
    let (head, start) = (layer.head(frame), layer.start as usize);
    let mut at = 20;
    while let Some(&[a, b, c, d]) = head.get(at..).and_then(|rest| rest.first_chunk()) {
        let end = (at + 4 + usize::from(u16::from_be_bytes([c, d]))).min(head.len());
        if [a, b] == [0, 0x13] && start + at + 4 > after && end > at + 4 {
            return Some(Inner { id: id::data, start: start + at + 4, held: start + end, end: start + end });
        }
        at = (at + 4 + usize::from(u16::from_be_bytes([c, d]))).next_multiple_of(4);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        01 01 00 54 21 12 a4 42 01 02 03 04 05 06 07 08 09 0a 0b 0c # success response
        00 20 00 08 00 01 a1 47 e1 12 a6 43 # 192.0.2.1:32853
        80 22 00 0b 74 65 73 74 20 76 65 63 74 6f 72 00
        00 06 00 05 61 62 63 64 65 00 00 00
        00 09 00 07 00 00 04 11 62 61 64 00 # 417
        80 28 00 04 11 22 33 44
        00 08 00 14 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13 14";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(40000, 50000, &hex(SAMPLE));
        let names = ["stun.type", "stun.type.class", "stun.type.method", "stun.type.method-assignment", "stun.length", "stun.cookie", "stun.id", "stun.att.type", "stun.att.type.comprehension", "stun.att.type.assignment", "stun.att.length", "stun.att.family", "stun.att.port-xord", "stun.att.ipv4-xord", "stun.att.port", "stun.att.ipv4", "stun.att.username", "stun.att.hmac", "stun.att.software", "stun.att.error", "stun.att.error.reason", "stun.att.crc32"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0101 0x0010 0x0001 0x0000 84 2112a442 0102030405060708090a0b0c 0x0020,0x8022,0x0006,0x0009,0x8028,0x0008 0x0000,0x0001,0x0000,0x0000,0x0001,0x0000 0x0000,0x0000,0x0000,0x0000,0x0000,0x0000 8,11,5,7,4,20 0x01 a147 e112a643 32853 192.0.2.1 abcde 0102030405060708090a0b0c0d0e0f1011121314 test vector 17 bad 0x11223344");
        assert_eq!(layers_of(228, &bytes), "ip:udp:stun End");
        cut_everywhere(228, &bytes);
    }

    #[test]
    fn data_of_a_relay() {
        let data = udp_of(3478, 40000, &hex("40 00 00 04 01 02 03 04"));
        assert_eq!(layers_of(228, &data), "ip:udp:stun:data End");
        assert_eq!(fields_of(228, &data, &["stun.channel", "stun.length"]), "0x4000 4");
        cut_everywhere(228, &data);
        let indication = udp_of(50000, 40000, &hex("00 16 00 14 21 12 a4 42 01 02 03 04 05 06 07 08 09 0a 0b 0c 00 13 00 04 80 01 01 02 00 12 00 08 00 01 01 02 0a 00 00 01"));
        assert_eq!(layers_of(228, &indication), "ip:udp:stun:data End");
        assert_eq!(layers_of(228, &udp_of(50000, 40000, &hex("40 00 00 04 01 02 03 04"))), "ip:udp:data End");
    }
    #[test]
    fn an_address_of_version_6() {
        let bytes = udp_of(50000, 40000, &hex("01 01 00 18 21 12 a4 42 01 02 03 04 05 06 07 08 09 0a 0b 0c
            00 20 00 14 00 02 a1 47 01 13 a9 fa 01 02 03 04 05 06 07 08 09 0a 0b 0d"));
        assert_eq!(fields_of(228, &bytes, &["stun.att.ipv6", "stun.att.port"]), "2001:db8::1 32853");
        cut_everywhere(228, &bytes);
    }
}
