//! Gnutella 0.4: [the protocol's specification](https://rfc-gnutella.sourceforge.net/developer/stable/): messages, and streams of files at the same port.
//!
//! ```text
//! | ID, 16 bytes | Payload, 1 | TTL, 1 | Hops, 1 | Length, 4, little endian | ...
//! ```
use super::*;
use crate::field::*;

static STREAM: Field = Field::new("gnutella.stream", "Gnutella Upload / Download Stream", Place::Rest).kind(Kind::Present);
static HEADER: Field = Field::new("gnutella.header", "Descriptor Header", Place::Group(&[&ID, &PAYLOAD, &TTL, &HOPS, &SIZE]));
static ID: Field = Field::new("gnutella.header.id", "ID", Place::Run(16));
/// What the message is.
pub static PAYLOAD: Field = Field::new("gnutella.header.payload", "Payload", Place::Key(8)).names(&[(0x00, "Ping"), (0x01, "Pong"), (0x40, "Push"), (0x80, "Query"), (0x81, "QueryHit")]);
static TTL: Field = byte("gnutella.header.ttl", "TTL");
static HOPS: Field = byte("gnutella.header.hops", "Hops");
static SIZE: Field = Field::new("gnutella.header.size", "Length", Place::UintLe(32)).ft(8);
static BODY: Field = Field::part(Place::Pick(&[(0x01, &[&PONG]), (0x40, &[&PUSH]), (0x80, &[&QUERY])], &[]));
static PONG: Field = Field::new("gnutella.pong.payload", "Pong", Place::Group(&[&PONG_PORT, &PONG_IP, &FILES, &KBYTES]));
static PONG_PORT: Field = Field::new("gnutella.pong.port", "Port", Place::UintLe(16));
static PONG_IP: Field = address("gnutella.pong.ip", "IP");
static FILES: Field = Field::new("gnutella.pong.files", "Files Shared", Place::UintLe(32));
static KBYTES: Field = Field::new("gnutella.pong.kbytes", "KBytes Shared", Place::UintLe(32));
static PUSH: Field = Field::new("gnutella.push.payload", "Push", Place::Group(&[&SERVENT, &INDEX, &PUSH_IP, &PUSH_PORT]));
static SERVENT: Field = Field::new("gnutella.push.servent_id", "Servent ID", Place::Run(16));
static INDEX: Field = Field::new("gnutella.push.index", "Index", Place::UintLe(32));
static PUSH_IP: Field = address("gnutella.push.ip", "IP");
static PUSH_PORT: Field = Field::new("gnutella.push.port", "Port", Place::UintLe(16));
static QUERY: Field = Field::new("gnutella.query.payload", "Query", Place::Group(&[&SPEED, &SEARCH]));
static SPEED: Field = Field::new("gnutella.query.min_speed", "Min Speed", Place::UintLe(16)).ft(32);
static SEARCH: Field = Field::new("gnutella.query.search", "Search", Place::Zero);

/// Gnutella.
pub static PROTOCOL: Protocol = Protocol {
    name: "gnutella",
    title: "Gnutella Protocol",
    column: "Gnutella",
    spec: "Gnutella 0.4",
    fields: &[&Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&STREAM])], &[&HEADER, &BODY]))],
    under: &[(Space::TcpPort, 6346)],
    line: &[Word::With("", &PAYLOAD)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};
/// No message is longer.
const LONGEST: u64 = 4096;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let size = bytes.get(19..23).and_then(|b| b.try_into().ok()).map(u32::from_le_bytes);
    match size {
        Some(n) if u64::from(n) <= LONGEST => {
            let total = 23 + n as usize;
            if bytes.len() < total && whole {
                return Step::more(bytes, total);
            }
            Step { again: true, ..Step::new(total.min(bytes.len()), total, id::data) }
        }
        None if whole && below.talk.is_none() => Step::more(bytes, 23),
        _ => Step { mode: 1, ..Step::new(bytes.len(), below.wire, id::data) },
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn messages_and_streams() {
        let mut message = vec![7; 16];
        message.extend(b"\x80\x05\x01\x06\0\0\0\x10\0abc\0");
        let bytes = tcp_of(1234, 6346, &message);
        assert_eq!(fields_of(228, &bytes, &["gnutella.header.payload", "gnutella.header.size", "gnutella.query.min_speed", "gnutella.query.search"]), "128 6 16 abc");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(1234, 6346, b"GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\n\r\n"), &["gnutella.stream"]), "1");
    }
}
