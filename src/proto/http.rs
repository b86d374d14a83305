//! Hypertext Transfer Protocol 1.0 and 1.1, [RFC 9112](https://www.rfc-editor.org/rfc/rfc9112).
//!
//! ```text
//! GET /path HTTP/1.1 CR LF        HTTP/1.1 200 OK CR LF
//! Host: example.org CR LF         Content-Length: 5 CR LF
//! CR LF                           CR LF
//!                                 hello
//! ```
//! How long a message is follows from its headers (RFC 9112, 6.3), and from what it answers: an answer to HEAD has no body.
use super::lines::{decimal, line, line_or_rest, spaces, trim, upto, word};
use super::*;
use crate::field::*;
use crate::spine::{Stage, Talk};
use std::io::Read;

// What a layer is to be read as: the kind, marks, and which of its kind in the conversation it is.
const KIND: u32 = 3;
const REQUEST: u32 = 1;
const RESPONSE: u32 = 2;
const CHUNKED: u32 = 4;
const PACKED: u32 = 8;
const NUMBER: u32 = 8;

/// What was asked for: `GET`.
pub static METHOD: Field = text("http.request.method", "Request Method", |h| word(h.head, h.at, h.end) - h.at);
/// Of what.
pub static URI: Field = Field::new("http.request.uri", "Request URI", Place::Reckoned(|h| h.head.get(h.at..h.at + uri(h)).map(Value::Bytes))).text();
static URI_PARTS: Field = Field::part(Place::Sized(uri, &[&URI_SPLIT]));
static URI_SPLIT: Field =
    Field::part(Place::When(|h| upto(h, b'?') < h.left(), &[&URI_PATH, &QUERY_SIGN, &URI_QUERY, &URI_PARAMETERS]));
static URI_PATH: Field = text("http.request.uri.path", "Request URI Path", |h| upto(h, b'?'));
static QUERY_SIGN: Field = Field::part(Place::Run(1));
static URI_QUERY: Field = Field::new("http.request.uri.query", "Request URI Query", Place::Reckoned(|h| h.head.get(h.at..h.end).map(Value::Bytes))).text();
static URI_PARAMETERS: Field = Field::many("Query Parameters", &URI_PARAMETER);
static URI_PARAMETER: Field = Field::new("", "Parameter", Place::Group(&[&PARAMETER, &PARAMETER_END]));
static PARAMETER: Field = text("http.request.uri.query.parameter", "Request URI Query Parameter", |h| upto(h, b'&'));
static PARAMETER_END: Field = Field::part(Place::Take(|h| h.left().min(1)));
/// In which version.
pub static REQUEST_VERSION: Field = text("http.request.version", "Request Version", |h| first(h) - h.at);
/// In which version the answer is.
pub static RESPONSE_VERSION: Field = text("http.response.version", "Response Version", |h| word(h.head, h.at, first(h)) - h.at);
/// Three digits.
pub static CODE: Field = Field::new("http.response.code", "Status Code", Place::Reckoned(|h| decimal(code(h)).map(Value::Num))).ft(16).names(CODES);
static CODE_DESC: Field = Field::new("http.response.code.desc", "Status Code Description", Place::Reckoned(|h| {
    let code = decimal(code(h))?;
    CODES.iter().find(|(n, _)| *n == code).map(|(_, name)| Value::Bytes(name.as_bytes()))
})).text();
static CODE_TEXT: Field = Field::part(Place::Take(|h| code(h).len()));
/// In words.
pub static PHRASE: Field = text("http.response.phrase", "Response Phrase", |h| first(h) - h.at);
static SPACES: Field = Field::part(Place::Take(|h| spaces(h.head, h.at, first(h)) - h.at));
static FIRST_END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, 0).next.saturating_sub(h.at)));
static REQUEST_LINE: Field =
    Field::new("", "Request", Place::Group(&[&METHOD, &SPACES, &URI, &URI_PARTS, &SPACES, &REQUEST_VERSION, &FIRST_END]));
static STATUS_LINE: Field =
    Field::new("", "Status", Place::Group(&[&RESPONSE_VERSION, &SPACES, &CODE, &CODE_DESC, &CODE_TEXT, &SPACES, &PHRASE, &FIRST_END]));

/// Registered by IANA.
pub(super) const CODES: Names = &[
    (100, "Continue"), (101, "Switching Protocols"), (102, "Processing"), (103, "Early Hints"), (199, "Informational - Others"), (200, "OK"), (201, "Created"), (202, "Accepted"), (203, "Non-authoritative Information"), (204, "No Content"), (205, "Reset Content"), (206, "Partial Content"), (207, "Multi-Status"), (208, "Already Reported"), (226, "IM Used"), (299, "Success - Others"), (300, "Multiple Choices"), (301, "Moved Permanently"), (302, "Found"), (303, "See Other"), (304, "Not Modified"), (305, "Use Proxy"), (307, "Temporary Redirect"), (308, "Permanent Redirect"), (399, "Redirection - Others"), (400, "Bad Request"), (401, "Unauthorized"), (402, "Payment Required"), (403, "Forbidden"), (404, "Not Found"), (405, "Method Not Allowed"), (406, "Not Acceptable"), (407, "Proxy Authentication Required"), (408, "Request Time-out"), (409, "Conflict"), (410, "Gone"), (411, "Length Required"), (412, "Precondition Failed"), (413, "Request Entity Too Large"), (414, "Request-URI Too Long"), (415, "Unsupported Media Type"), (416, "Requested Range Not Satisfiable"), (417, "Expectation Failed"), (418, "I'm a teapot"), (421, "Misdirected Request"), (422, "Unprocessable Entity"), (423, "Locked"), (424, "Failed Dependency"), (426, "Upgrade Required"), (428, "Precondition Required"), (429, "Too Many Requests"), (431, "Request Header Fields Too Large"), (451, "Unavailable For Legal Reasons"), (500, "Internal Server Error"), (501, "Not Implemented"), (502, "Bad Gateway"), (503, "Service Unavailable"), (504, "Gateway Time-out"), (505, "HTTP Version not supported"), (507, "Insufficient Storage"), (508, "Loop Detected"), (511, "Network Authentication Required"),
];

/// The header `Authorization`.
pub static AUTHORIZATION: Field = header("http.authorization", "HTTP Authorization header");
/// The header `Proxy-Authorization`.
pub static PROXY_AUTHORIZATION: Field = header("http.proxy_authorization", "Proxy-Authorization");
/// The header `Proxy-Authenticate`.
pub static PROXY_AUTHENTICATE: Field = header("http.proxy_authenticate", "Proxy-Authenticate");
/// The header `WWW-Authenticate`.
pub static WWW_AUTHENTICATE: Field = header("http.www_authenticate", "WWW-Authenticate");
/// The header `Content-Type`.
pub static CONTENT_TYPE: Field = header("http.content_type", "Content-Type");
/// The header `Content-Length`.
pub static CONTENT_LENGTH_HEADER: Field = header("http.content_length_header", "Content-Length");
/// The header `Content-Encoding`.
pub static CONTENT_ENCODING: Field = header("http.content_encoding", "Content-Encoding");
/// The header `Transfer-Encoding`.
pub static TRANSFER_ENCODING: Field = header("http.transfer_encoding", "Transfer-Encoding");
/// The header `Upgrade`.
pub static UPGRADE: Field = header("http.upgrade", "Upgrade");
/// The header `User-Agent`.
pub static USER_AGENT: Field = header("http.user_agent", "User-Agent");
/// The header `Host`.
pub static HOST: Field = header("http.host", "Host");
/// The header `Connection`.
pub static CONNECTION: Field = header("http.connection", "Connection");
/// The header `Cookie`.
pub static COOKIE: Field =
    Field::new("http.cookie", "Cookie", Place::Reckoned(|h| h.head.get(h.at..value_end(h).max(h.at)).map(Value::Bytes))).text();
/// The header `Accept`.
pub static ACCEPT: Field = header("http.accept", "Accept");
/// The header `Referer`.
pub static REFERER: Field = header("http.referer", "Referer");
/// The header `Accept-Language`.
pub static ACCEPT_LANGUAGE: Field = header("http.accept_language", "Accept-Language");
/// The header `Accept-Encoding`.
pub static ACCEPT_ENCODING: Field = header("http.accept_encoding", "Accept-Encoding");
/// The header `Date`.
pub static DATE: Field = header("http.date", "Date");
/// The header `Cache-Control`.
pub static CACHE_CONTROL: Field = header("http.cache_control", "Cache-Control");
/// The header `Server`.
pub static SERVER: Field = header("http.server", "Server");
/// The header `Location`.
pub static LOCATION: Field = header("http.location", "Location");
/// The header `Sec-WebSocket-Accept`.
pub static SEC_WEBSOCKET_ACCEPT: Field = header("http.sec_websocket_accept", "Sec-WebSocket-Accept");
/// The header `Sec-WebSocket-Extensions`.
pub static SEC_WEBSOCKET_EXTENSIONS: Field = header("http.sec_websocket_extensions", "Sec-WebSocket-Extensions");
/// The header `Sec-WebSocket-Key`.
pub static SEC_WEBSOCKET_KEY: Field = header("http.sec_websocket_key", "Sec-WebSocket-Key");
/// The header `Sec-WebSocket-Protocol`.
pub static SEC_WEBSOCKET_PROTOCOL: Field = header("http.sec_websocket_protocol", "Sec-WebSocket-Protocol");
/// The header `Sec-WebSocket-Version`.
pub static SEC_WEBSOCKET_VERSION: Field = header("http.sec_websocket_version", "Sec-WebSocket-Version");
/// The header `Set-Cookie`.
pub static SET_COOKIE: Field = header("http.set_cookie", "Set-Cookie");
/// The header `Last-Modified`.
pub static LAST_MODIFIED: Field = header("http.last_modified", "Last-Modified");
/// The header `X-Forwarded-For`.
pub static X_FORWARDED_FOR: Field = header("http.x_forwarded_for", "X-Forwarded-For");
/// The header `HTTP2-Settings`.
pub static HTTP2_SETTINGS: Field = header("http.http2_settings", "HTTP2-Settings");
/// The number of `Content-Length`.
pub static CONTENT_LENGTH: Field =
    Field::new("http.content_length", "Content length", Place::Reckoned(|h| decimal(trim(h.head.get(h.start..h.at)?.splitn(2, |b| *b == b':').nth(1)?)).map(Value::Num))).ft(64);
static COOKIE_PAIRS: Field = Field::part(Place::Sized(|h| value_end(h).saturating_sub(h.at), &[&COOKIE_LIST]));
/// One cookie of several.
pub static COOKIE_PAIR: Field = text("http.cookie_pair", "Cookie pair", |h| upto(h, b';'));
static COOKIE_LIST: Field = Field::many("Cookie pairs", &COOKIE_ONE);
static COOKIE_ONE: Field = Field::new("", "Cookie", Place::Group(&[&COOKIE_PAIR, &COOKIE_NEXT]));
static COOKIE_NEXT: Field = Field::part(Place::Take(|h| spaces(h.head, (h.at + 1).min(h.end), h.end) - h.at));
static LINE_NAME: Field = Field::part(Place::Take(|h| value_at(h) - h.at));
static LINE_REST: Field = Field::new("", "Value", Place::Take(|h| value_end(h) - h.at)).text();
static LINE_END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end) - h.at));
/// A header's whole line.
pub static REQUEST_HEADER: Field = Field::new("http.request.line", "Request line", Place::Reckoned(whole_line)).text();
/// The same in an answer.
pub static RESPONSE_HEADER: Field = Field::new("http.response.line", "Response line", Place::Reckoned(whole_line)).text();
static LINE_TEXT: Field = Field::part(Place::Switch(|h| u64::from(h.mode & KIND), &[(1, &[&REQUEST_HEADER])], &[&RESPONSE_HEADER]));
static LINE: Field = Field::new("", "Header", Place::Group(&[&LINE_BY_NAME]));
static LINE_BY_NAME: Field = Field::part(Place::Switch(header_number, &[(1, &[&LINE_NAME, &AUTHORIZATION, &LINE_END, &LINE_TEXT]), (2, &[&LINE_NAME, &PROXY_AUTHORIZATION, &LINE_END, &LINE_TEXT]), (3, &[&LINE_NAME, &PROXY_AUTHENTICATE, &LINE_END, &LINE_TEXT]), (4, &[&LINE_NAME, &WWW_AUTHENTICATE, &LINE_END, &LINE_TEXT]), (5, &[&LINE_NAME, &CONTENT_TYPE, &LINE_END, &LINE_TEXT]), (6, &[&LINE_NAME, &CONTENT_LENGTH_HEADER, &CONTENT_LENGTH, &LINE_END, &LINE_TEXT]), (7, &[&LINE_NAME, &CONTENT_ENCODING, &LINE_END, &LINE_TEXT]), (8, &[&LINE_NAME, &TRANSFER_ENCODING, &LINE_END, &LINE_TEXT]), (9, &[&LINE_NAME, &UPGRADE, &LINE_END, &LINE_TEXT]), (10, &[&LINE_NAME, &USER_AGENT, &LINE_END, &LINE_TEXT]), (11, &[&LINE_NAME, &HOST, &LINE_END, &LINE_TEXT]), (12, &[&LINE_NAME, &CONNECTION, &LINE_END, &LINE_TEXT]), (13, &[&LINE_NAME, &COOKIE, &COOKIE_PAIRS, &LINE_END, &LINE_TEXT]), (14, &[&LINE_NAME, &ACCEPT, &LINE_END, &LINE_TEXT]), (15, &[&LINE_NAME, &REFERER, &LINE_END, &LINE_TEXT]), (16, &[&LINE_NAME, &ACCEPT_LANGUAGE, &LINE_END, &LINE_TEXT]), (17, &[&LINE_NAME, &ACCEPT_ENCODING, &LINE_END, &LINE_TEXT]), (18, &[&LINE_NAME, &DATE, &LINE_END, &LINE_TEXT]), (19, &[&LINE_NAME, &CACHE_CONTROL, &LINE_END, &LINE_TEXT]), (20, &[&LINE_NAME, &SERVER, &LINE_END, &LINE_TEXT]), (21, &[&LINE_NAME, &LOCATION, &LINE_END, &LINE_TEXT]), (22, &[&LINE_NAME, &SEC_WEBSOCKET_ACCEPT, &LINE_END, &LINE_TEXT]), (23, &[&LINE_NAME, &SEC_WEBSOCKET_EXTENSIONS, &LINE_END, &LINE_TEXT]), (24, &[&LINE_NAME, &SEC_WEBSOCKET_KEY, &LINE_END, &LINE_TEXT]), (25, &[&LINE_NAME, &SEC_WEBSOCKET_PROTOCOL, &LINE_END, &LINE_TEXT]), (26, &[&LINE_NAME, &SEC_WEBSOCKET_VERSION, &LINE_END, &LINE_TEXT]), (27, &[&LINE_NAME, &SET_COOKIE, &LINE_END, &LINE_TEXT]), (28, &[&LINE_NAME, &LAST_MODIFIED, &LINE_END, &LINE_TEXT]), (29, &[&LINE_NAME, &X_FORWARDED_FOR, &LINE_END, &LINE_TEXT]), (30, &[&LINE_NAME, &HTTP2_SETTINGS, &LINE_END, &LINE_TEXT])], &[&LINE_NAME, &LINE_REST, &LINE_END, &LINE_TEXT]));
/// The headers that have a field of their own.
const NAMES: &[(&str, u64)] = &[
    ("Authorization", 1),
    ("Proxy-Authorization", 2),
    ("Proxy-Authenticate", 3),
    ("WWW-Authenticate", 4),
    ("Content-Type", 5),
    ("Content-Length", 6),
    ("Content-Encoding", 7),
    ("Transfer-Encoding", 8),
    ("Upgrade", 9),
    ("User-Agent", 10),
    ("Host", 11),
    ("Connection", 12),
    ("Cookie", 13),
    ("Accept", 14),
    ("Referer", 15),
    ("Accept-Language", 16),
    ("Accept-Encoding", 17),
    ("Date", 18),
    ("Cache-Control", 19),
    ("Server", 20),
    ("Location", 21),
    ("Sec-WebSocket-Accept", 22),
    ("Sec-WebSocket-Extensions", 23),
    ("Sec-WebSocket-Key", 24),
    ("Sec-WebSocket-Protocol", 25),
    ("Sec-WebSocket-Version", 26),
    ("Set-Cookie", 27),
    ("Last-Modified", 28),
    ("X-Forwarded-For", 29),
    ("HTTP2-Settings", 30),
];
fn header_number(h: &Here<'_>) -> u64 {
    let end = line_or_rest(h.head, h.at).end.min(h.end);
    let Some(name) = h.head.get(h.at..end).and_then(|text| text.get(..memchr::memchr(b':', text)?)) else { return 0 };
    NAMES.iter().find(|(n, _)| n.len() == name.len() && name.eq_ignore_ascii_case(n.as_bytes())).map_or(0, |(_, n)| *n)
}
static LINES: Field = Field::many("Headers", &LINE);
static HEADERS: Field = Field::part(Place::Sized(|h| headers(h.head).map_or(h.left(), |(end, _)| end.saturating_sub(h.at)), &[&LINES]));
static BLANK: Field = Field::part(Place::Take(|h| headers(h.head).map_or(0, |(_, body)| body.saturating_sub(h.at))));

/// Parts of a body whose length was not known when it was begun (RFC 9112, 7.1).
static CHUNKS: Field = Field::part(Place::When(|h| h.mode & CHUNKED != 0, &[&CHUNK_LIST]));
static CHUNK_LIST: Field = Field::many("Chunks", &CHUNK);
static CHUNK: Field = Field::part(Place::Switch(|h| chunk(h.head, h.at).map_or(2, |(_, size, _)| (size == 0).into()), &[(0, &[&PART]), (1, &[&LAST])], &[&ODD]));
static PART: Field = Field::new("", "Data chunk", Place::Group(&[&CHUNK_SIZE, &CHUNK_LINE, &CHUNK_DATA, &CHUNK_BOUNDARY]));
static LAST: Field = Field::new("", "End of chunked encoding", Place::Group(&[&CHUNK_SIZE, &CHUNK_LINE, &TRAILERS, &TRAILER_END]));
static ODD: Field = Field::part(Place::Rest);
static CHUNK_SIZE: Field = Field::new("http.chunk_size", "Chunk size", Place::Reckoned(|h| Some(Value::Num(chunk(h.head, h.at)?.1 as u64)))).ft(32);
static CHUNK_LINE: Field = Field::part(Place::Take(|h| chunk(h.head, h.at).map_or(0, |(at, ..)| at - h.at)));
static CHUNK_DATA: Field = Field::new("http.chunk_data", "Chunk data", Place::Take(|h| chunk(h.head, h.start).map_or(0, |(_, size, _)| size).min(h.left())));
static CHUNK_BOUNDARY: Field = Field::new("http.chunk_boundary", "Chunk boundary", Place::Take(|h| line(h.head, h.at).map_or(0, |l| l.next - h.at).min(h.left())));
static TRAILERS: Field = Field::part(Place::Repeat(|h| usize::from(trailers(h.head, h.at) > h.at), &TRAILER));
static TRAILER: Field = text("http.chunked_trailer_part", "trailer-part", |h| trailers(h.head, h.at).min(h.end) - h.at);
static TRAILER_END: Field = Field::part(Place::Rest);

/// User and password.
pub static AUTHBASIC: Field = Field::new("http.authbasic", "Credentials", Place::Written(credentials));
/// With the host's name.
pub static FULL_URI: Field = Field::new("http.request.full_uri", "Full request URI", Place::Written(full_uri));
/// Asks.
pub static IS_REQUEST: Field = Field::new("http.request", "Request", Place::Derived(|p, i| is(p, i, REQUEST))).kind(Kind::Flag);
/// Answers.
pub static IS_RESPONSE: Field = Field::new("http.response", "Response", Place::Derived(|p, i| is(p, i, RESPONSE))).kind(Kind::Flag);
/// Which exchange of the connection.
pub static REQUEST_NUMBER: Field = Field::new("http.request_number", "Request number", Place::Derived(|p, i| number(p, i, REQUEST))).ft(32);
/// The same of an answer.
pub static RESPONSE_NUMBER: Field = Field::new("http.response_number", "Response number", Place::Derived(|p, i| number(p, i, RESPONSE))).ft(32);
/// Since the request.
pub static TIME: Field = Field::new("http.time", "Time since request", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// Which frame asked.
pub static REQUEST_IN: Field = Field::new("http.request_in", "Request in frame", Place::Noted(Stage::Flow));
/// Which frame answers.
pub static RESPONSE_IN: Field = Field::new("http.response_in", "Response in frame", Place::Noted(Stage::Flow));
/// What the message carries, unpacked.
pub static FILE_DATA: Field = Field::new("http.file_data", "File Data", Place::Derived(file)).kind(Kind::Show(&crate::text::UTF8_TO_ZERO));

const fn text(name: &'static str, title: &'static str, len: fn(&Here<'_>) -> usize) -> Field {
    Field::new(name, title, Place::Take(len)).text()
}
const fn header(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| value_end(h).saturating_sub(h.at))).text()
}

/// Where the first line's text ends.
fn first(h: &Here<'_>) -> usize {
    line_or_rest(h.head, 0).end.clamp(h.at, h.end.max(h.at))
}
/// The URI goes to the last space before a version, and without one to the line's end.
fn uri(h: &Here<'_>) -> usize {
    word(h.head, h.at, first(h)) - h.at
}
fn code<'a>(h: &Here<'a>) -> &'a [u8] {
    h.head.get(h.at..word(h.head, h.at, first(h))).unwrap_or(&[])
}
/// Where a header's value begins.
fn value_at(h: &Here<'_>) -> usize {
    let end = line_or_rest(h.head, h.at).end.min(h.end);
    let colon = h.head.get(h.at..end).and_then(|text| memchr::memchr(b':', text));
    colon.map_or(end, |colon| spaces(h.head, h.at + colon + 1, end))
}
/// Where it ends: spaces behind it do not count.
fn value_end(h: &Here<'_>) -> usize {
    let end = line_or_rest(h.head, h.at).end.min(h.end);
    let text = h.head.get(h.at..end).unwrap_or(&[]);
    end - text.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count()
}
fn whole_line<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    h.head.get(h.start..h.at).map(Value::Bytes)
}
/// Where the headers end, and the body begins.
fn headers(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut at = line(bytes, 0)?.next;
    loop {
        let next = line(bytes, at)?;
        if next.end == at {
            return Some((at, next.next));
        }
        at = next.next;
    }
}
/// Each header's name and value.
fn each(bytes: &[u8], end: usize) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = line_or_rest(bytes, 0).next;
    std::iter::from_fn(move || {
        loop {
            if at >= end {
                return None;
            }
            let line = line_or_rest(bytes, at);
            let text = bytes.get(at..line.end)?;
            at = line.next;
            if let Some(colon) = memchr::memchr(b':', text) {
                return Some((text.get(..colon)?, trim(text.get(colon + 1..)?)));
            }
        }
    })
}
fn value<'a>(bytes: &'a [u8], end: usize, name: &str) -> Option<&'a [u8]> {
    each(bytes, end).find(|(n, _)| n.eq_ignore_ascii_case(name.as_bytes())).map(|(_, value)| value)
}
/// Where a chunk's data begins, how many bytes it has, and where the next chunk begins; `None` where its first line is not there, or none.
fn chunk(bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
    let line = line(bytes, at)?;
    let digits = bytes.get(at..line.end)?;
    let n = digits.iter().take_while(|b| b.is_ascii_hexdigit()).count();
    if !(1..=8).contains(&n) {
        return None;
    }
    let size = usize::from_str_radix(std::str::from_utf8(digits.get(..n)?).ok()?, 16).ok()?;
    Some((line.next, size, line.next.checked_add(size)?.checked_add(2)?))
}
/// Where the headers behind the last chunk end.
fn trailers(bytes: &[u8], mut at: usize) -> usize {
    while let Some(next) = line(bytes, at).filter(|next| next.end > at) {
        at = next.next;
    }
    at
}
/// Where a body in chunks ends: `Err` with how many bytes the message needs at least, 0 where that is not known.
fn chunked(bytes: &[u8], mut at: usize) -> Result<usize, usize> {
    loop {
        let Some((_, size, next)) = chunk(bytes, at) else {
            // What is no chunk is left to the next message.
            return if line(bytes, at).is_none() { Err(0) } else { Ok(at) };
        };
        if size == 0 {
            let end = trailers(bytes, next - 2);
            return line(bytes, end).map(|blank| blank.next).ok_or(0);
        }
        if next > bytes.len() {
            return Err(next + 1);
        }
        at = next;
    }
}
fn is<'a>(packet: &Packet<'a>, layer: usize, kind: u32) -> Option<Value<'a>> {
    (packet.layer(layer)?.mode & KIND == kind).then_some(Value::Num(1))
}
fn number<'a>(packet: &Packet<'a>, layer: usize, kind: u32) -> Option<Value<'a>> {
    let mode = packet.layer(layer)?.mode;
    (mode & KIND == kind && mode >> NUMBER > 0).then_some(Value::Num(u64::from(mode >> NUMBER)))
}
/// Whether a message asks (false) or answers, and which of the conversation's it is; `None` for neither.
pub(crate) fn numbered(layer: &Layer) -> Option<(bool, u64)> {
    let number = u64::from(layer.mode >> NUMBER);
    match layer.mode & KIND {
        REQUEST if number > 0 => Some((false, number)),
        RESPONSE if number > 0 => Some((true, number)),
        _ => None,
    }
}
fn full_uri(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) -> bool {
    let head = packet.head(layer);
    if packet.layer(layer).is_none_or(|l| l.mode & KIND != REQUEST) {
        return false;
    }
    let end = headers(head).map_or(head.len(), |(end, _)| end);
    let Some(host) = value(head, end, "Host") else { return false };
    let first = line_or_rest(head, 0).end;
    let method = word(head, 0, first);
    let at = spaces(head, method, first);
    let uri = head.get(at..word(head, at, first)).unwrap_or(&[]);
    let absolute = ["http://", "https://", "ftp://"].iter().any(|scheme| uri.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme.as_bytes())));
    if !absolute && head.get(..method) != Some(b"CONNECT") {
        out.extend(b"http://");
        out.extend(host);
    }
    if uri != b"*" {
        out.extend(uri);
    }
    true
}
fn credentials(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) -> bool {
    let head = packet.head(layer);
    let end = headers(head).map_or(head.len(), |(end, _)| end);
    let said = value(head, end, "Authorization").or_else(|| value(head, end, "Proxy-Authorization"));
    let Some(said) = said.filter(|said| said.get(..6).is_some_and(|basic| basic.eq_ignore_ascii_case(b"basic "))) else { return false };
    super::lines::base64(trim(said.get(6..).unwrap_or(&[])), out);
    true
}
/// What the message carries: unpacked behind the frame, or as it stands.
fn file<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    if own.mode & (CHUNKED | PACKED) != 0 {
        let child = packet.layer(packet.child(layer)?)?;
        return Some(Value::Bytes(child.whole(packet.bytes)));
    }
    if packet.child(layer).and_then(|child| packet.layer(child)).is_some_and(|child| protocol(child.id).stream.is_some()) {
        return None; // passed on for another protocol
    }
    let load = own.load(packet.bytes);
    (!load.is_empty()).then_some(Value::Bytes(load))
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "http",
    title: "Hypertext Transfer Protocol",
    column: "HTTP",
    spec: "RFC 9112",
    fields: &[
        &FIRST, &HEADERS, &BLANK, &CHUNKS, &AUTHBASIC, &FULL_URI, &IS_REQUEST, &REQUEST_NUMBER, &RESPONSE_IN, &IS_RESPONSE, &RESPONSE_NUMBER, &TIME,
        &REQUEST_IN, &FILE_DATA,
    ],
    under: &[
        (Space::TcpPort, 80), (Space::TcpPort, 631), (Space::TcpPort, 1900), (Space::TcpPort, 2710), (Space::TcpPort, 2869),
        (Space::TcpPort, 3128), (Space::TcpPort, 3132), (Space::TcpPort, 3689), (Space::TcpPort, 5985), (Space::TcpPort, 8080),
        (Space::TcpPort, 8088), (Space::TcpPort, 11371), (Space::SctpPort, 80),
    ],
    looks: &[(Space::TcpPort, b"GPHDOCTUMLNSBRVAIX", looks)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    unpack: Some(unpack),
    sealed: true,
    ..Protocol::PLAIN
};
static FIRST: Field = Field::part(Place::Switch(|h| u64::from(h.mode & KIND), &[(1, &[&REQUEST_LINE]), (2, &[&STATUS_LINE])], &[]));

/// Methods of HTTP, WebDAV, UPnP and those near them that Wireshark takes for a request's first word.
const METHODS: &[&[u8]] = &[
    b"GET", b"POST", b"HEAD", b"PUT", b"DELETE", b"OPTIONS", b"CONNECT", b"TRACE", b"PATCH", b"PROPFIND", b"PROPPATCH", b"MKCOL", b"COPY", b"MOVE",
    b"LOCK", b"UNLOCK", b"POLL", b"BCOPY", b"BMOVE", b"BDELETE", b"BPROPFIND", b"BPROPPATCH", b"SEARCH", b"REPORT", b"CHECKOUT", b"CHECKIN",
    b"UNCHECKOUT", b"MKWORKSPACE", b"UPDATE", b"LABEL", b"MERGE", b"BASELINE-CONTROL", b"MKACTIVITY", b"VERSION-CONTROL", b"ACL", b"NOTIFY",
    b"SUBSCRIBE", b"UNSUBSCRIBE", b"M-SEARCH", b"RPC_CONNECT", b"RPC_IN_DATA", b"RPC_OUT_DATA", b"SYNC", b"INVITE", b"REGISTER", b"BITS_POST", b"CCM_POST",
];
fn kind(first: &[u8]) -> Option<u32> {
    if first.starts_with(b"HTTP/") || first.starts_with(b"ICY") {
        return Some(RESPONSE);
    }
    let method = first.split(|b| *b == b' ').next().unwrap_or(&[]);
    (method.len() < first.len() && METHODS.contains(&method)).then_some(REQUEST)
}
/// Content tells where it cannot be anything else: a request or a status line with a version.
fn looks(bytes: &[u8]) -> bool {
    let Some(first) = line(bytes, 0).and_then(|line| bytes.get(..line.end)) else { return false };
    match kind(first) {
        Some(RESPONSE) => first.starts_with(b"HTTP/1."),
        Some(_) => first.windows(8).any(|w| w.starts_with(b" HTTP/1")),
        None => false,
    }
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if let Some(inside) = passed_on(id::http, bytes, below) {
        return Step::new(0, below.wire, inside);
    }
    if bytes.starts_with(http2::MAGIC) {
        // A client that knows what the server speaks does not ask for it (RFC 9113, 3.3).
        below.talk.inspect(|talk| talk.pass_on(id::http, id::http2));
        return Step::new(0, below.wire, id::http2);
    }
    if whole && bytes.len() > 3 && http2::MAGIC.starts_with(bytes) && below.over() == id::tcp {
        return Step::more(bytes, http2::MAGIC.len());
    }
    let Some(first) = line(bytes, 0) else {
        return if whole && below.over() == id::tcp { Step::more(bytes, 0) } else { Step::new(0, below.wire, id::data) };
    };
    let start = bytes.get(..first.end).unwrap_or(&[]);
    let Some(kind) = kind(start) else { return strange(bytes, start, below) };
    let Some((end, body)) = headers(bytes) else {
        return Step { mode: kind, ..if whole { Step::more(bytes, 0) } else { Step { stop: crate::spine::Stop::Cut, ..Step::more(bytes, 0) } } };
    };
    let (mut length, mut chunks, mut packed, mut media) = (None, false, false, None);
    for (name, value) in each(bytes, end) {
        match name.len() {
            14 if name.eq_ignore_ascii_case(b"Content-Length") => length = length.or(decimal(value)),
            17 if name.eq_ignore_ascii_case(b"Transfer-Encoding") => chunks |= value.to_ascii_lowercase().ends_with(b"chunked"),
            16 if name.eq_ignore_ascii_case(b"Content-Encoding") => packed |= unpacks(value),
            12 if name.eq_ignore_ascii_case(b"Content-Type") => media = media.or(Some(value)),
            _ => {}
        }
    }
    let asked = below.talk.and_then(|talk| asked(kind, talk));
    let status = if kind == RESPONSE { decimal(start.split(|b| *b == b' ').nth(1).unwrap_or(&[])).unwrap_or(0) } else { 0 };
    let bodiless = kind == RESPONSE && (matches!(status, 100..200 | 204 | 304) || asked == Some(Asked::Head));
    let last = below.talk.is_some_and(|talk| talk.last.get());
    let mut mode = kind;
    let mut total = Ok(match length {
        _ if bodiless => body,
        _ if chunks => {
            mode |= CHUNKED;
            body
        }
        Some(n) => body.saturating_add(usize::try_from(n).unwrap_or(usize::MAX)).min(usize::MAX - 1),
        None if kind == REQUEST || asked == Some(Asked::Tunnel) && (200..300).contains(&status) => body,
        None => Step::ALL,
    });
    if mode & CHUNKED != 0 {
        total = chunked(bytes, body);
    }
    let header = if mode & CHUNKED != 0 { total.unwrap_or(bytes.len()) } else { body };
    let total = match total {
        Ok(Step::ALL) if last => bytes.len(),
        Ok(n) => n,
        Err(n) => return Step { mode, ..goes_on(bytes, bytes.len(), n, whole) },
    };
    if total > bytes.len() && whole {
        return Step { mode, ..goes_on(bytes, body, total, whole) };
    }
    if packed {
        mode |= PACKED;
    }
    let next = if total > body && mode & (CHUNKED | PACKED) == 0 { media.map_or(id::data, super::media::of) } else { id::data };
    let header = if mode & PACKED != 0 { total } else { header };
    mode |= said(kind, start, status, below) << NUMBER;
    if status == 101
        && let Some(talk) = below.talk
        && let Some(to) = value(bytes, end, "Upgrade")
    {
        if to.eq_ignore_ascii_case(b"websocket") {
            talk.pass_on(id::http, id::websocket);
        } else if to.eq_ignore_ascii_case(b"h2c") {
            talk.pass_on(id::http, id::http2);
        }
    }
    Step { mode, again: true, ..Step::new(header, total.min(below.wire), next) }
}
/// What begins neither as a request nor as an answer: lines that look like headers, or what goes on behind messages. Where nobody has spoken
/// HTTP so far, it is none.
fn strange(bytes: &[u8], start: &[u8], below: &Below<'_>) -> Step {
    let header = |line: &[u8]| line.first().is_some_and(|b| !b.is_ascii_control() && *b != b':') && line.contains(&b':');
    if !header(start) {
        let spoken = below.talk.is_none_or(|talk| talk.own.get() | talk.other.get() != 0);
        return if spoken { Step::new(0, below.wire, id::data) } else { Step::nothing() };
    }
    let mut at = 0;
    while let Some(text) = bytes.get(at..line_or_rest(bytes, at).end).filter(|text| header(text)) {
        at = line_or_rest(bytes, at + text.len()).next;
    }
    // The empty line behind headers belongs to them.
    at = line(bytes, at).filter(|line| line.end == at).map_or(at, |line| line.next);
    Step::new(at.min(bytes.len()), below.wire, id::data)
}
/// What is there of a message that goes on: its body is shown as such.
fn goes_on(bytes: &[u8], header: usize, total: usize, whole: bool) -> Step {
    if !whole {
        return Step::new(header.min(bytes.len()), bytes.len(), id::data);
    }
    Step { header: header.min(bytes.len()), ..Step::more(bytes, total) }
}

// A client's word: how many requests there were in the lower half, and above it two bits for each that waits for its answer, behind a one.
#[derive(Clone, Copy, PartialEq)]
enum Asked {
    Other,
    Head,
    Tunnel,
}
const HALF: u32 = 24;
fn asked(kind: u32, talk: &Talk) -> Option<Asked> {
    if kind != RESPONSE {
        return None;
    }
    let queue = talk.other.get() >> HALF;
    let top = 63u32.checked_sub(queue.leading_zeros())?;
    Some(match queue >> top.checked_sub(2)? & 3 {
        1 => Asked::Head,
        2 => Asked::Tunnel,
        _ => Asked::Other,
    })
}
/// Remembers a message that is there as a whole; which of its kind it is, or 0 where nobody remembers.
fn said(kind: u32, start: &[u8], status: u64, below: &Below<'_>) -> u32 {
    let Some(talk) = below.talk else { return 0 };
    let asked = asked(kind, talk);
    let low = (1u64 << HALF) - 1;
    let (own, other) = (talk.own.get(), talk.other.get());
    // As Wireshark counts: a request and the answer behind it have one number; an answer to none has its own.
    let newest = (own & low).max(other & low);
    let count = if kind == RESPONSE && other & low > own & low { newest } else { (newest + 1).min(low) };
    if kind == REQUEST {
        let what = match start {
            [b'H', b'E', b'A', b'D', b' ', ..] => 1,
            [b'C', b'O', b'N', b'N', b'E', b'C', b'T', b' ', ..] => 2,
            _ => 0,
        };
        let queue = (own >> HALF).max(1);
        let queue = if queue >> 36 == 0 { queue << 2 | what } else { 1 << 2 | what };
        talk.own.set(count | queue << HALF);
        return count as u32;
    }
    // An interim answer is not the one (RFC 9110, 15.2), but for a change of protocols.
    let queue = other >> HALF;
    if !(matches!(status, 100..200) && status != 101)
        && let Some(top) = 63u32.checked_sub(queue.leading_zeros()).and_then(|top| top.checked_sub(2))
    {
        talk.other.set(other & low | (queue & ((1 << top) - 1) | 1 << top) << HALF);
    }
    talk.own.set(own & !low | count);
    if asked == Some(Asked::Tunnel) && (200..300).contains(&status) {
        talk.pass_on(id::http, id::data);
    }
    count as u32
}
/// Whether a coding of content is one that is unpacked.
pub(super) fn unpacks(coding: &[u8]) -> bool {
    [&b"gzip"[..], b"x-gzip", b"deflate"].iter().any(|name| coding.eq_ignore_ascii_case(name))
}
/// No body is unpacked to more bytes.
const LONGEST: usize = 8 << 20;

/// What is packed in this coding of content, as far as it can be unpacked; `None` where nothing can.
pub(super) fn inflated(coding: &[u8], body: &[u8]) -> Option<Vec<u8>> {
    let (mut whole, limit) = (Vec::new(), LONGEST as u64);
    let read = if coding.eq_ignore_ascii_case(b"deflate") {
        // Some send it with the header of zlib, as they should, some without.
        let with = flate2::read::ZlibDecoder::new(body).take(limit).read_to_end(&mut whole);
        with.or_else(|_| {
            whole.clear();
            flate2::read::DeflateDecoder::new(body).take(limit).read_to_end(&mut whole)
        })
    } else {
        flate2::read::MultiGzDecoder::new(body).take(limit).read_to_end(&mut whole)
    };
    (read.is_ok() || !whole.is_empty()).then_some(whole)
}
/// Puts together a body that came in chunks or was packed (RFC 9110, 8.4), and says who reads it.
fn unpack(bytes: &[u8], layer: &Layer, out: &mut Vec<u8>) -> Option<Id> {
    if layer.mode & (CHUNKED | PACKED) == 0 {
        return None;
    }
    let head = layer.head(bytes);
    let (end, mut at) = headers(head)?;
    let mut body = Vec::new();
    if layer.mode & CHUNKED != 0 {
        while let Some((data, size, next)) = chunk(head, at).filter(|(_, size, _)| *size > 0) {
            body.extend_from_slice(head.get(data..data + size)?);
            at = next;
        }
    } else {
        body.extend_from_slice(head.get(at..)?);
    }
    if layer.mode & PACKED != 0 {
        let Some(whole) = inflated(value(head, end, "Content-Encoding")?, &body) else {
            out.extend_from_slice(&body);
            return Some(id::data);
        };
        body = whole;
    }
    out.extend_from_slice(&body);
    (!body.is_empty()).then(|| value(head, end, "Content-Type").map_or(id::data, super::media::of))
}

/// The first line, and of an answer what it carries: `HTTP/1.1 200 OK  (text/html)`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    if own.mode & KIND == 0 {
        return out.extend(b"Continuation");
    }
    let first = line_or_rest(head, 0).end;
    crate::text::utf8(trim(head.get(..first).unwrap_or(&[])), out);
    if own.mode & KIND == RESPONSE
        && let Some((end, _)) = headers(head)
        && let Some(media) = value(head, end, "Content-Type")
    {
        out.extend(b"  (");
        crate::text::utf8(super::media::plain(media), out);
        out.push(b')');
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// IPv4 and TCP from port 1234 to `port`, carrying this.
    #[test]
    fn a_request() {
        let text = b"GET /a;b?k=v&q=1 HTTP/1.1\r\nHost: ex.org \r\nuser-agent: t\r\nCookie: a=b; c=d\r\nAuthorization: Basic YTpi\r\nX: y\r\nEmpty:\r\n\r\n";
        let names = ["http.request.method", "http.request.uri", "http.request.uri.path", "http.request.uri.query.parameter", "http.request.version",
            "http.host", "http.user_agent", "http.cookie_pair", "http.authbasic", "http.request.full_uri"];
        let bytes = tcp_of(1234, 80, text);
        assert_eq!(fields_of(228, &bytes, &names), "GET /a;b?k=v&q=1 /a;b k=v,q=1 HTTP/1.1 ex.org t a=b,c=d a:b http://ex.org/a;b?k=v&q=1");
        assert_eq!(fields_of(228, &bytes, &["http.request.line"]).matches("\\r\\n").count(), 6);
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn an_answer_and_what_it_carries() {
        let text = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=x\r\nContent-Length: 2\r\n\r\nhiHTTP/1.1 304 Not Modified\r\n\r\n";
        let bytes = tcp_of(1234, 80, text);
        let names = ["http.response.code", "http.response.code.desc", "http.response.phrase", "http.content_length", "http.file_data"];
        assert_eq!(fields_of(228, &bytes, &names), "404,304 Not Found,Not Modified Not Found,Not Modified 2 hi");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:data-text-lines:http End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn chunks() {
        let text = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nT: a\r\n\r\nGET / HTTP/1.1\r\n\r\n";
        let bytes = tcp_of(1234, 80, text);
        let names = ["http.chunk_size", "http.chunk_data", "http.chunked_trailer_part", "http.request.method"];
        assert_eq!(fields_of(228, &bytes, &names), "5,0 68656c6c6f T: a\\r\\n GET");
        cut_everywhere(228, &bytes);
        for odd in ["zz\r\n", "ffffffff\r\nx", "123456789\r\n", "5\r\nab"] {
            let bytes = tcp_of(1234, 80, format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{odd}").as_bytes());
            fields_of(228, &bytes, &names);
        }
    }
    #[test]
    fn known_by_content_at_another_port() {
        assert_eq!(layers_of(228, &tcp_of(1234, 4444, b"GET / HTTP/1.1\r\n\r\n")), "ip:tcp:http End");
        assert_eq!(layers_of(228, &tcp_of(1234, 4444, b"GET the milk\r\n\r\n")), "ip:tcp:data End");
    }
    /// Where nobody has spoken HTTP, what does not look like it is none; lines that look like headers are.
    #[test]
    fn what_is_no_message() {
        use crate::spine::{Below, Rules, Stop, Talk};
        let (talk, rules) = (Talk::default(), Rules::default());
        let step = |bytes: &[u8]| {
            super::dissect(bytes, &Below { frame: bytes, layers: &[], wire: bytes.len(), time: None, rules: &rules, talk: Some(&talk) })
        };
        assert_eq!(step(b"SSH-2.0-x\r\n").stop, Stop::Nothing);
        assert_eq!(step(b"\x16\x03:\n").stop, Stop::Nothing);
        let headers = step(b"Foo: bar\r\nb:\r\n\r\nbody");
        assert_eq!((headers.stop, headers.header, headers.total), (Stop::End, 16, 20));
        talk.other.set(1);
        let goes_on = step(b"SSH-2.0-x\r\n");
        assert_eq!((goes_on.stop, goes_on.header, goes_on.total), (Stop::End, 0, 11));
    }
    /// What goes on is not wrong: packet by packet it is shown as far as it is there.
    #[test]
    fn a_message_that_goes_on() {
        let names = ["http.response.code", "http.content_length"];
        let text = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel";
        assert_eq!(layers_of(228, &tcp_of(1234, 80, text)), "ip:tcp:http More");
        assert_eq!(fields_of(228, &tcp_of(1234, 80, text), &names), "200 10");
        assert_eq!(layers_of(228, &tcp_of(1234, 80, b"\x01\x02\r\n")), "ip:tcp:http:data End");
    }
}
