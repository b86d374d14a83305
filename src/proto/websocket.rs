//! WebSocket, [RFC 6455](https://www.rfc-editor.org/rfc/rfc6455), 5.2: what follows an upgrade of HTTP.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-------+-+-------------+-------------------------------+
//! |F|R|R|R| opcode|M| Payload len |    Extended payload length    |
//! |I|S|S|S|  (4)  |A|     (7)     |            (16/64)            |
//! |N|V|V|V|       |S|             |  (if payload len==126/127)    |
//! +-+-+-+-+-------+-+-------------+-------------------------------+
//! |  Masking-key, if MASK is set  |         Payload ...
//! ```
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

static FIRST: Field = Field::part(Place::Uint(8));
static FIN: Field = Field::new("websocket.fin", "Fin", Place::Sub(0x80));
static RSV: Field = Field::new("websocket.rsv", "Reserved", Place::Sub(0x70)).hex().ft(8);
/// What the frame is.
pub static OPCODE: Field = Field::new("websocket.opcode", "Opcode", Place::Sub(0x0f)).names(OPCODES);
const OPCODES: Names = &[(0, "Continuation"), (1, "Text"), (2, "Binary"), (8, "Connection Close"), (9, "Ping"), (10, "Pong")];
static SECOND: Field = Field::part(Place::Uint(8));
static MASK: Field = Field::new("websocket.mask", "Mask", Place::Sub(0x80));
static LENGTH: Field = Field::new("websocket.payload_length", "Payload length", Place::Sub(0x7f));
static EXTENDED: Field = Field::part(Place::Switch(|h| u64::from(h.byte(1) & 0x7f), &[(126, &[&LENGTH_16]), (127, &[&LENGTH_64])], &[]));
static LENGTH_16: Field = word("websocket.payload_length_ext_16", "Extended Payload length (16 bits)");
static LENGTH_64: Field = Field::new("websocket.payload_length_ext_64", "Extended Payload length (64 bits)", Place::Uint(64));
static MASKED: Field = Field::part(Place::When(|h| h.byte(1) & 0x80 != 0, &[&KEY]));
static KEY: Field = Field::new("websocket.masking_key", "Masking-Key", Place::Run(4));
static MASKED_PAYLOAD: Field = Field::new("websocket.masked_payload", "Masked payload", Place::Rest).kind(Kind::Present);
static PAYLOAD: Field = Field::new("websocket.payload", "Payload", Place::Rest).kind(Kind::Present);
static MORE: Field = Field::new("websocket.payload.continue", "Continue", Place::Rest);
/// What is said, in words.
pub static TEXT: Field = Field::new("websocket.payload.text", "Text", Place::Rest).text();
static CLOSE: Field = Field::new("websocket.payload.close", "Close", Place::Rest).kind(Kind::Present);
static STATUS: Field = word("websocket.payload.close.status_code", "Status code").names(&[
    (1000, "Normal Closure"),
    (1001, "Going Away"),
    (1002, "Protocol error"),
    (1003, "Unsupported Data"),
    (1004, "---Reserved----"),
    (1005, "No Status Rcvd"),
    (1006, "Abnormal Closure"),
    (1007, "Invalid frame payload data"),
    (1008, "Policy Violation"),
    (1009, "Message Too Big"),
    (1010, "Mandatory Ext."),
    (1011, "Internal Server"),
    (1015, "TLS handshake"),
]);
static REASON: Field = Field::new("websocket.payload.close.reason", "Reason", Place::Rest).text();
static PING: Field = Field::new("websocket.payload.ping", "Ping", Place::Rest);
static PONG: Field = Field::new("websocket.payload.pong", "Pong", Place::Rest);
static UNKNOWN: Field = Field::new("websocket.payload.unknown", "Unknown", Place::Rest);

/// WebSocket.
pub static PROTOCOL: Protocol = Protocol {
    name: "websocket",
    title: "WebSocket",
    column: "WebSocket",
    spec: "RFC 6455",
    fields: &[
        &FIRST,
        &FIN,
        &RSV,
        &OPCODE,
        &SECOND,
        &MASK,
        &LENGTH,
        &EXTENDED,
        &MASKED,
        &Field::part(Place::Told(read, &[&MASKED_PAYLOAD, &PAYLOAD, &MORE, &TEXT, &CLOSE, &STATUS, &REASON, &PING, &PONG, &UNKNOWN])),
    ],
    under: &[(Space::Context, 6455)],
    line: &[Word::Call(info)],
    stream: Some(Stream::PLAIN),
    unpack: Some(unpack),
    ..Protocol::PLAIN
};

/// Bytes of a payload that are taken off their mask.
const LONGEST: usize = 8 << 20;

/// Length of the header and of the payload; `Err` with the bytes that must be there to know.
fn lengths(bytes: &[u8]) -> Result<(usize, u64), usize> {
    let [_, second, ..] = *bytes else { return Err(2) };
    let mask = if second & 0x80 != 0 { 4 } else { 0 };
    let (at, bits) = match second & 0x7f {
        126 => (4, 16),
        127 => (10, 64),
        n => return Ok((2 + mask, n.into())),
    };
    load(bytes, 16, bits).map(|n| (at + mask, n)).ok_or(at)
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let (header, payload) = match lengths(bytes) {
        Ok(both) => both,
        Err(need) if whole => return Step::more(bytes, need),
        Err(_) => return Step::cut(bytes),
    };
    let total = header.saturating_add(usize::try_from(payload).unwrap_or(usize::MAX)).min(usize::MAX - 1);
    if total > bytes.len() && whole {
        return Step::more(bytes, total);
    }
    let (first, second) = (bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0));
    let next = carried(first);
    if next == id::data && first & 0xf != 2 || second & 0x80 != 0 || first & 0x40 != 0 || payload == 0 {
        // It does not stand as it is, or is the protocol's own.
        return Step { again: true, ..Step::new(total.min(bytes.len()), total, id::data) };
    }
    Step { again: true, ..Step::new(header.min(bytes.len()), total, next) }
}
/// Who reads a payload.
fn carried(first: u8) -> Id {
    match first & 0xcf {
        0x81 => id::data_text_lines,
        _ => id::data,
    }
}
/// The payload without its mask.
fn unmasked(head: &[u8]) -> Option<Vec<u8>> {
    let (header, _) = lengths(head).ok()?;
    let payload = head.get(header..)?;
    let payload = payload.get(..LONGEST).unwrap_or(payload);
    if head.get(1)? & 0x80 == 0 {
        return Some(payload.to_vec());
    }
    let key = head.get(header.checked_sub(4)?..header)?;
    Some(payload.iter().zip(key.iter().cycle()).map(|(b, k)| b ^ k).collect())
}
fn unpack(bytes: &[u8], layer: &Layer, out: &mut Vec<u8>) -> Option<Id> {
    let head = layer.head(bytes);
    let first = *head.first()?;
    if !matches!(first & 0xf, 1 | 2) || head.get(1)? & 0x80 == 0 && first & 0x40 == 0 || layer.end as usize > bytes.len() {
        return None;
    }
    *out = unmasked(head)?;
    (!out.is_empty()).then_some(carried(first))
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    let (first, second) = (here.byte(0), here.byte(1));
    if second & 0x80 != 0 && !r.rest().is_empty() {
        r.show(&MASKED_PAYLOAD, 0, usize::MAX)?;
    }
    let (packet, layer) = (r.packet(), r.layer());
    let Some(own) = packet.layer(layer) else { return Continue(()) };
    let payload = match second & 0x80 {
        0 => own.whole(packet.bytes).get(here.at..).unwrap_or(&[]).to_vec(),
        _ => unmasked(own.head(packet.bytes)).unwrap_or_default(),
    };
    if payload.is_empty() {
        return Continue(());
    }
    let n = r.rest().len();
    r.show(&PAYLOAD, 0, usize::MAX)?;
    match first & 0xf {
        0 => r.tell(&MORE, 0, n, Value::Bytes(&payload)),
        1 => r.tell(&TEXT, 0, n, Value::Bytes(&payload)),
        2 => Continue(()),
        8 => {
            r.tell(&CLOSE, 0, n, Value::Bytes(&payload))?;
            if let Some(code) = load(&payload, 0, 16) {
                r.tell(&STATUS, 0, 2, Value::Num(code))?;
            }
            match payload.get(2..).filter(|rest| !rest.is_empty()) {
                Some(reason) => r.tell(&REASON, 2, n, Value::Bytes(reason)),
                None => Continue(()),
            }
        }
        9 => r.tell(&PING, 0, n, Value::Bytes(&payload)),
        10 => r.tell(&PONG, 0, n, Value::Bytes(&payload)),
        _ => r.tell(&UNKNOWN, 0, n, Value::Bytes(&payload)),
    }
}

/// `WebSocket Text [FIN] [MASKED]`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (first, second) = (head.first().copied().unwrap_or(0), head.get(1).copied().unwrap_or(0));
    let kind = OPCODES.iter().find(|(n, _)| *n == u64::from(first & 0xf)).map_or("Unknown", |(_, name)| name);
    out.extend(b"WebSocket ");
    out.extend(kind.as_bytes());
    if first & 0x80 != 0 {
        out.extend(b" [FIN]");
    }
    if second & 0x80 != 0 {
        out.extend(b" [MASKED]");
    }
    if first & 0xf == 1
        && let Some(payload) = unmasked(packet.layer(layer).map_or(&[], |own| own.whole(packet.bytes)))
    {
        out.push(b' ');
        text::utf8(payload.get(..80).unwrap_or(&payload), out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use super::testing::*;

    #[test]
    fn lengths_and_masks() {
        assert_eq!(lengths(&[0x81, 5]), Ok((2, 5)));
        assert_eq!(lengths(&[0x81, 0x85]), Ok((6, 5)));
        assert_eq!(lengths(&[0x82, 126, 1]), Err(4));
        assert_eq!(lengths(&[0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]), Ok((10, 65536)));
        assert_eq!(unmasked(b"\x81\x83\x01\x02\x03\x04\x60\x60\x60").as_deref(), Some(&b"abc"[..]));
        assert_eq!(unmasked(b"\x81\x02ab").as_deref(), Some(&b"ab"[..]));
        assert_eq!(unmasked(b"\x81"), None);
    }
    /// An upgrade, and what both sides say behind it, over TCP of port 80.
    #[test]
    fn behind_an_upgrade() {
        let segment = |server: bool, seq: u32, load: &[u8]| {
            let (from, to) = if server { (80, 4000) } else { (4000, 80) };
            let mut bytes = testing::tcp_of(from, to, load);
            if server {
                bytes[12..20].rotate_left(4);
            }
            bytes[24..28].copy_from_slice(&seq.to_be_bytes());
            bytes
        };
        let ask = b"GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
        let answer = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";
        let frames = [
            segment(false, 1, ask),
            segment(true, 1, answer),
            segment(false, 1 + ask.len() as u32, b"\x81\x83\x01\x02\x03\x04\x60\x60\x60\x89\x80\x01\x02\x03\x04"),
            segment(true, 1 + answer.len() as u32, b"\x82\x01a\x88\x02\x03\xe8"),
        ];
        assert_eq!(talked(&frames), ["http", "http", "http:websocket:websocket:data-text-lines", "http:websocket:data:websocket"]);
    }
}
