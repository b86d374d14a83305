//! Real Time Streaming Protocol, [RFC 2326](https://www.rfc-editor.org/rfc/rfc2326): messages as HTTP's, and between them data of channels.
use super::lines::{decimal, line, line_or_rest, trim};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static REQUEST: Field = Field::new("rtsp.request", "Request", Place::Rest).text();
static RESPONSE: Field = Field::new("rtsp.response", "Response", Place::Rest).text();
/// What is to be done.
pub static METHOD: Field = Field::new("rtsp.method", "Method", Place::Rest).text();
/// With what.
pub static URL: Field = Field::new("rtsp.url", "URL", Place::Rest).text();
/// How it went.
pub static STATUS: Field = Field::new("rtsp.status", "Status", Place::Uint(32));
static CONTENT_TYPE: Field = Field::new("rtsp.content-type", "Content-type", Place::Rest).text();
static CONTENT_LENGTH: Field = Field::new("rtsp.content-length", "Content-length", Place::Uint(32));
static SESSION: Field = Field::new("rtsp.session", "Session", Place::Rest).text();
static TRANSPORT: Field = Field::new("rtsp.transport", "Transport", Place::Rest).text();
static MAGIC: Field = byte("rtsp.magic", "Magic").hex();
static CHANNEL: Field = byte("rtsp.channel", "Channel").hex();
static LENGTH: Field = word("rtsp.length", "Length");
static DATA: Field = Field::new("rtsp.data", "Data", Place::Rest);

/// RTSP.
pub static PROTOCOL: Protocol = Protocol {
    name: "rtsp",
    title: "Real Time Streaming Protocol",
    column: "RTSP",
    spec: "RFC 2326",
    fields: &[&Field::part(Place::Switch(
        |h| h.mode.into(),
        &[(1, &[&MAGIC, &CHANNEL, &LENGTH, &DATA]), (2, &[&DATA])],
        &[&Field::part(Place::Told(read, &[&REQUEST, &RESPONSE, &METHOD, &URL, &STATUS, &CONTENT_TYPE, &CONTENT_LENGTH, &SESSION, &TRANSPORT]))],
    ))],
    under: &[(Space::TcpPort, 554), (Space::TcpPort, 7236), (Space::TcpPort, 8554)],
    line: &[Word::Call(|p, i, out| {
        let Some(own) = p.layer(i) else { return };
        let head = own.head(p.bytes);
        match own.mode {
            1 => out.extend(b"Interleaved channel"),
            2 => out.extend(b"Continuation"),
            _ => crate::text::utf8(head.get(..line_or_rest(head, 0).end).unwrap_or(&[]), out),
        }
    })],
    stream: Some(Stream::PLAIN),
    ..Protocol::PLAIN
};
const METHODS: &[&[u8]] = &[
    b"DESCRIBE", b"ANNOUNCE", b"GET_PARAMETER", b"OPTIONS", b"PAUSE", b"PLAY", b"RECORD", b"REDIRECT", b"SETUP", b"SET_PARAMETER", b"TEARDOWN",
];

fn begins(first: &[u8]) -> bool {
    first.starts_with(b"RTSP/") || METHODS.iter().any(|method| first.starts_with(method) && first.get(method.len()) == Some(&b' '))
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.first() == Some(&b'$') {
        let Some(length) = load(bytes, 16, 16) else { return if whole { Step { mode: 1, ..Step::more(bytes, 4) } } else { Step { mode: 1, ..Step::cut(bytes) } } };
        let total = 4 + length as usize;
        if bytes.len() < total && whole {
            return Step { mode: 1, ..Step::more(bytes, total) };
        }
        // Which channel is whose the answer to SETUP says; the odd ones are the reports' (RFC 2326, 12.39).
        let next = match *bytes {
            [_, channel, _, _, first, kind, ..] if first >> 6 == 2 && total > 11 => {
                if channel & 1 == 0 { id::rtp } else if (200..=207).contains(&kind) { id::rtcp } else { id::data }
            }
            _ => id::data,
        };
        let header = if next == id::data { total } else { 4 };
        return Step { mode: 1, again: true, ..Step::new(header.min(bytes.len()), total, next) };
    }
    if !begins(bytes.get(..line_or_rest(bytes, 0).end).unwrap_or(&[])) {
        return Step { mode: 2, ..Step::new(bytes.len(), below.wire, id::data) };
    }
    let (mut at, mut length, mut media) = (0, 0, None);
    loop {
        let Some(next) = line(bytes, at) else {
            return if whole && bytes.len() < 1 << 15 { Step::more(bytes, 0) } else { Step::new(bytes.len(), below.wire, id::data) };
        };
        let text = bytes.get(at..next.end).unwrap_or(&[]);
        at = next.next;
        if text.is_empty() {
            break;
        }
        if let Some(value) = header(text, b"Content-Length") {
            length = decimal(value).unwrap_or(0).min(1 << 24) as usize;
        } else if let Some(value) = header(text, b"Content-Type") {
            media = Some(value);
        }
    }
    if at + length > bytes.len() && whole {
        return Step { header: at, ..Step::more(bytes, at + length) };
    }
    let next = if length > 0 { media.map_or(id::data, super::media::of) } else { id::data };
    Step { again: true, ..Step::new(at, at + length, next) }
}
/// Ports that an answer names for a stream: the client's and the server's, the second of each for reports.
pub(crate) fn ports(bytes: &[u8]) -> Option<[(u16, u16); 2]> {
    if !bytes.starts_with(b"RTSP/") {
        return None;
    }
    let mut at = 0;
    let transport = loop {
        let next = line(bytes, at)?;
        if let Some(value) = header(bytes.get(at..next.end)?, b"Transport") {
            break value;
        }
        at = next.next;
    };
    let pair = |name: &[u8]| {
        let said = transport.split(|b| *b == b';').find_map(|part| trim(part).strip_prefix(name))?;
        let mut numbers = said.splitn(2, |b| *b == b'-').map(|n| decimal(n).and_then(|n| u16::try_from(n).ok()));
        let first = numbers.next()??;
        Some((first, numbers.next().flatten().unwrap_or(first.saturating_add(1))))
    };
    Some([pair(b"client_port=")?, pair(b"server_port=").unwrap_or((0, 0))])
}
/// The value of a line, where it is that header's.
fn header<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let (own, value) = text.split_at_checked(name.len())?;
    let value = value.strip_prefix(b":").filter(|_| own.eq_ignore_ascii_case(name))?;
    Some(trim(value))
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let first = line_or_rest(r.rest(), 0);
    let text = r.rest().get(..first.end).unwrap_or(&[]);
    let end = r.rest().get(..first.next).unwrap_or(text).len();
    let mut words = text.split(|b| *b == b' ');
    let word = words.next().unwrap_or(&[]);
    if word.starts_with(b"RTSP/") {
        r.show(&RESPONSE, 0, end)?;
        if let Some(status) = words.next().and_then(decimal) {
            r.tell(&STATUS, word.len() + 1, 3, Value::Num(status))?;
        }
    } else {
        r.show(&REQUEST, 0, end)?;
        r.show(&METHOD, 0, word.len())?;
        if let Some(url) = words.next() {
            r.show(&URL, word.len() + 1, url.len())?;
        }
    }
    r.pass(end)?;
    while !r.rest().is_empty() {
        let next = line_or_rest(r.rest(), 0);
        let text = r.rest().get(..next.end).unwrap_or(&[]);
        for (name, field) in [(&b"Content-Type"[..], &CONTENT_TYPE), (b"Session", &SESSION), (b"Transport", &TRANSPORT)] {
            if let Some(value) = header(text, name) {
                r.show(field, text.len() - value.len(), value.len())?;
            }
        }
        if let Some(n) = header(text, b"Content-Length").and_then(decimal) {
            r.tell(&CONTENT_LENGTH, 0, text.len(), Value::Num(n))?;
        }
        r.pass(next.next.min(r.rest().len()))?;
    }
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn messages_and_channels() {
        let bytes = tcp_of(1234, 554, b"OPTIONS rtsp://a/b RTSP/1.0\r\nCSeq: 1\r\nSession: 7\r\n\r\n$\x01\0\x02ab");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:rtsp:rtsp End");
        assert_eq!(fields_of(228, &bytes, &["rtsp.method", "rtsp.url", "rtsp.session", "rtsp.channel", "rtsp.data"]), "OPTIONS rtsp://a/b 7 0x01 6162");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(554, 1234, b"RTSP/1.0 200 OK\r\nContent-Type: application/sdp\r\nContent-Length: 5\r\n\r\nv=0\r\n");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:rtsp:sdp End");
        assert_eq!(fields_of(228, &bytes, &["rtsp.status", "rtsp.content-type", "rtsp.content-length"]), "200 application/sdp 5");
        assert_eq!(layers_of(228, &tcp_of(1234, 554, b"PLAY rtsp://a RTSP/1.0\r\nCSeq")), "ip:tcp:rtsp More");
    }
}
