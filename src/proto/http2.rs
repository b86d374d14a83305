//! Hypertext Transfer Protocol 2: [RFC 9113](https://www.rfc-editor.org/rfc/rfc9113).
//!
//! ```text
//! | Length (24) | Type (8) | Flags (8) | R | Stream identifier (31) | what the frame carries |
//! ```
//! Headers are packed by what was said before in the connection (`hpack.rs`): the flow stage remembers it, and lays them behind the frame as
//! they were meant. So it does with bodies that came in several frames, and with messages of gRPC.
use super::hpack::{self, RESIZED, Table};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Laid;
use std::ops::ControlFlow::Continue;

/// What a client says first.
pub(super) const MAGIC: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// The mode of a layer that is that.
const FIRST: u32 = 1;
/// Of one that is a frame.
const FRAME: u32 = 2;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const PUSH_PROMISE: u8 = 5;
const CONTINUATION: u8 = 9;

static STREAM: Field = Field::new("http2.stream", "Stream", Place::Group(&[&WHAT]));
static WHAT: Field = Field::part(Place::Switch(
    |h| h.mode.into(),
    &[(FIRST as u64, &[&MAGIC_TEXT])],
    &[&LENGTH, &TYPE, &FLAGS, &FLAGS_OF, &ID_WORD, &RESERVED, &STREAMID, &PAYLOAD],
));
/// What a client says first.
pub static MAGIC_TEXT: Field = Field::new("http2.magic", "Magic", Place::Rest).text();
static LENGTH: Field = Field::new("http2.length", "Length", Place::Uint(24));
/// What the frame is.
pub static TYPE: Field = byte("http2.type", "Type").names(TYPES);
const TYPES: Names = &[
    (0, "DATA"), (1, "HEADERS"), (2, "PRIORITY"), (3, "RST_STREAM"), (4, "SETTINGS"), (5, "PUSH_PROMISE"), (6, "PING"), (7, "GOAWAY"),
    (8, "WINDOW_UPDATE"), (9, "CONTINUATION"), (10, "ALTSVC"), (11, "BLOCKED"), (12, "ORIGIN"), (16, "PRIORITY_UPDATE"),
];
static FLAGS: Field = byte("http2.flags", "Flags").hex();
static FLAGS_OF: Field = Field::part(Place::Group(&[&FLAGS_BY_TYPE]));
static FLAGS_BY_TYPE: Field = Field::part(Place::Switch(
    kind,
    &[
        (0, &[&unused("http2.flags.unused_data", 0xf6), &PADDED, &END_STREAM]),
        (1, &[&unused("http2.flags.unused_headers", 0xd2), &PRIORITY, &PADDED, &EH, &END_STREAM]),
        (4, &[&unused("http2.flags.unused_settings", 0xfe), &Field::new("http2.flags.ack.settings", "ACK", Place::Sub(1))]),
        (5, &[&unused("http2.flags.unused_push_promise", 0xf3), &PADDED, &EH]),
        (6, &[&unused("http2.flags.unused_ping", 0xfe), &Field::new("http2.flags.ack.ping", "ACK", Place::Sub(1))]),
        (9, &[&unused("http2.flags.unused_continuation", 0xf3), &PADDED, &EH]),
    ],
    &[&unused("http2.flags.unused", 0xff)],
));
static PRIORITY: Field = Field::new("http2.flags.priority", "Priority", Place::Sub(0x20));
static PADDED: Field = Field::new("http2.flags.padded", "Padded", Place::Sub(8));
static EH: Field = Field::new("http2.flags.eh", "End Headers", Place::Sub(4));
/// The speaker says no more of this stream.
pub static END_STREAM: Field = Field::new("http2.flags.end_stream", "End Stream", Place::Sub(1));
static ID_WORD: Field = Field::part(Place::Uint(32));
static RESERVED: Field = top("http2.r");
/// Which exchange of the connection.
pub static STREAMID: Field = below_top("http2.streamid", "Stream Identifier");

static PAYLOAD: Field = Field::part(Place::Switch(
    kind,
    &[
        (0, &[&PADS, &REASSEMBLED, &BODY, &OWN, &DATA_PADDING]),
        (1, &[&PADS, &DEPENDS, &BLOCK, &UNPACKED, &BLOCK_PADDING]),
        (2, &[&DEPENDENCY]),
        (3, &[&RST_ERROR]),
        (4, &[&SETTINGS]),
        (5, &[&PADS, &PROMISED_WORD, &top("http2.push_promise.r"), &PROMISED, &PUSH_BLOCK, &UNPACKED, &PUSH_PADDING]),
        (6, &[&PING_OR_PONG]),
        (7, &[&LAST_WORD, &top("http2.goway.r"), &LAST, &GOAWAY_ERROR, &ADDATA]),
        (8, &[&WINDOW_WORD, &top("http2.window_update.r"), &INCREMENT]),
        (9, &[&NO_PADS, &CONTINUED, &UNPACKED]),
        (10, &[&ORIGIN_LEN, &ORIGIN, &FIELD_VALUE]),
        (12, &[&ORIGINS]),
        (16, &[&UPDATE_ID, &UPDATE_VALUE]),
    ],
    &[&UNKNOWN],
));
static PADS: Field = Field::part(Place::Switch(|h| (h.byte(4) & 8).into(), &[(8, &[&PAD, &PAD_LENGTH])], &[&NO_PADS]));
static PAD: Field = byte("http2.padding", "Pad Length").hex();
static PAD_LENGTH: Field = Field::new("http2.pad_length", "Pad Length", Place::Reckoned(|h| Some(Value::Num(h.number)))).ft(16);
static NO_PADS: Field = Field::new("http2.pad_length", "Pad Length", Place::Reckoned(|_| Some(Value::Num(0)))).ft(16);
static REASSEMBLED: Field = Field::part(Place::Elsewhere(laid, &[&BODY_LENGTH, &BODY_DATA]));
static BODY_LENGTH: Field = Field::new("http2.body.reassembled.length", "Reassembled body length", Place::Reckoned(|h| Some(Value::Num(h.left() as u64)))).ft(32);
static BODY_DATA: Field = Field::new("http2.body.reassembled.data", "Reassembled body data", Place::Rest);
/// What the frame carries of a body.
pub static BODY: Field = Field::new("http2.data.data", "Data", Place::Derived(body)).kind(Kind::Bytes);
static OWN: Field = Field::part(Place::Take(unpadded));
static DATA_PADDING: Field = Field::part(Place::When(|h| h.byte(4) & 8 != 0, &[&DATA_PADDING_BYTES]));
static DATA_PADDING_BYTES: Field = padding("http2.data.padding");
static DEPENDS: Field = Field::part(Place::When(|h| h.byte(4) & 0x20 != 0, &[&DEPENDENCY]));
static DEPENDENCY: Field = Field::part(Place::When(|h| h.left() >= 5, &[&ON_WORD, &EXCLUSIVE, &ON, &WEIGHT, &WEIGHT_REAL]));
static ON_WORD: Field = Field::part(Place::Uint(32));
static EXCLUSIVE: Field = Field::new("http2.exclusive", "Exclusive", Place::Sub(0x8000_0000));
static ON: Field = below_top("http2.stream_dependency", "Stream Dependency");
static WEIGHT: Field = byte("http2.headers.weight", "Weight");
static WEIGHT_REAL: Field = Field::new("http2.headers.weight_real", "Weight real", Place::Reckoned(|h| Some(Value::Num(h.number + 1)))).ft(8);
static BLOCK: Field = Field::new("http2.headers", "Header Block Fragment", Place::Take(unpadded));
static BLOCK_PADDING: Field = Field::part(Place::When(|h| h.byte(4) & 8 != 0, &[&BLOCK_PADDING_BYTES]));
static BLOCK_PADDING_BYTES: Field = padding("http2.headers.padding");
static CONTINUED: Field = said("http2.continuation.header", "Continuation Header");
static PROMISED_WORD: Field = Field::part(Place::Uint(32));
static PROMISED: Field = below_top("http2.push_promise.promised_stream_id", "Promised-Stream-ID");
static PUSH_BLOCK: Field = Field::new("http2.push_promise.header", "Header Block Fragment", Place::Take(unpadded));
static PUSH_PADDING: Field = Field::part(Place::When(|h| h.byte(4) & 8 != 0, &[&PUSH_PADDING_BYTES]));
static PUSH_PADDING_BYTES: Field = padding("http2.push_promise.padding");
static RST_ERROR: Field = long("http2.rst_stream.error", "Error").names(ERRORS);
const ERRORS: Names = &[
    (0, "NO_ERROR"), (1, "PROTOCOL_ERROR"), (2, "INTERNAL_ERROR"), (3, "FLOW_CONTROL_ERROR"), (4, "SETTINGS_TIMEOUT"), (5, "STREAM_CLOSED"),
    (6, "FRAME_SIZE_ERROR"), (7, "REFUSED_STREAM"), (8, "CANCEL"), (9, "COMPRESSION_ERROR"), (10, "CONNECT_ERROR"), (11, "ENHANCE_YOUR_CALM"),
    (12, "INADEQUATE_SECURITY"), (13, "HTTP_1_1_REQUIRED"),
];
static SETTINGS: Field = Field::many("Settings", &SETTING);
static SETTING: Field = Field::new("http2.settings", "Settings", Place::Group(&[&SETTING_ID, &SETTING_VALUE]));
static SETTING_ID: Field = Field::new("http2.settings.id", "Settings Identifier", Place::Key(16)).names(&[
    (1, "Header table size"), (2, "Enable PUSH"), (3, "Max concurrent streams"), (4, "Initial Windows size"), (5, "Max frame size"),
    (6, "Max header list size"), (8, "Extended CONNECT"),
]);
static SETTING_VALUE: Field = Field::part(Place::Pick(
    &[
        (1, &[&long("http2.settings.header_table_size", "Header table size")]),
        (2, &[&long("http2.settings.enable_push", "Enable PUSH")]),
        (3, &[&long("http2.settings.max_concurrent_streams", "Max concurrent streams")]),
        (4, &[&long("http2.settings.initial_window_size", "Initial Windows Size")]),
        (5, &[&long("http2.settings.max_frame_size", "Max frame size")]),
        (6, &[&long("http2.settings.max_header_list_size", "Max header list size")]),
        (8, &[&long("http2.settings.extended_connect", "Extended CONNECT")]),
    ],
    &[&long("http2.settings.unknown", "Unknown Settings")],
));
static PING_OR_PONG: Field = Field::part(Place::Switch(
    |h| (h.byte(4) & 1).into(),
    &[(1, &[&Field::new("http2.pong", "Pong", Place::Rest)])],
    &[&Field::new("http2.ping", "Ping", Place::Rest)],
));
static LAST_WORD: Field = Field::part(Place::Uint(32));
static LAST: Field = below_top("http2.goaway.last_stream_id", "Last-Stream-ID");
static GOAWAY_ERROR: Field = long("http2.goaway.error", "Error").names(ERRORS);
static ADDATA: Field = Field::new("http2.goaway.addata", "Additional Debug Data", Place::Rest);
static WINDOW_WORD: Field = Field::part(Place::Uint(32));
static INCREMENT: Field = below_top("http2.window_update.window_size_increment", "Window Size Increment");
static ORIGIN_LEN: Field = word("http2.altsvc.origin.len", "Origin Length");
static ORIGIN: Field = Field::new("http2.altsvc.origin", "Origin", Place::Take(|h| h.number as usize)).text();
static FIELD_VALUE: Field = said("http2.altsvc.field_value", "Field/Value");
static ORIGINS: Field = Field::many("Origins", &ORIGIN_ONE);
static ORIGIN_ONE: Field = Field::new("http2.origin", "Origin", Place::Group(&[&ORIGIN_ONE_LEN, &ORIGIN_ONE_TEXT]));
static ORIGIN_ONE_LEN: Field = word("http2.origin.origin_len", "Origin Length");
static ORIGIN_ONE_TEXT: Field = Field::new("http2.origin.origin", "Origin", Place::Take(|h| h.number as usize)).text();
static UPDATE_ID: Field = Field::new("http2.priority_update_stream_id", "Priority Update Stream ID", Place::Uint(32)).ft(64);
static UPDATE_VALUE: Field = said("http2.priority_update_field_value", "Priority Update Field Value");
static UNKNOWN: Field = Field::new("http2.unknown", "Unknown", Place::Rest);

static UNPACKED: Field = Field::part(Place::Elsewhere(laid, &[&UNPACKED_LIST]));
static UNPACKED_LIST: Field = Field::part(Place::Told(tell, &[&HEADER_LENGTH, &HEADER_COUNT, &RESIZE, &HEADER, &FULL_URI]));
static HEADER_LENGTH: Field = long("http2.header.length", "Header Length");
static HEADER_COUNT: Field = long("http2.header.count", "Header Count");
static RESIZE: Field = Field::new("http2.header_table_size_update", "Header table size update", Place::Group(&[&RESIZED_TO]));
static RESIZED_TO: Field = long("http2.header_table_size_update.header_table_size", "Header table size");
static HEADER: Field = Field::new("http2.header", "Header", Place::Group(&[&NAME_LENGTH, &NAME, &VALUE_LENGTH, &VALUE, &KNOWN, &UNESCAPED, &REPR, &INDEX]));
static NAME_LENGTH: Field = long("http2.header.name.length", "Name Length");
/// A header's name.
pub static NAME: Field = said("http2.header.name", "Name");
static VALUE_LENGTH: Field = long("http2.header.value.length", "Value Length");
/// What it says.
pub static VALUE: Field = said("http2.header.value", "Value");
static UNESCAPED: Field = said("http2.header.unescaped", "Unescaped");
static REPR: Field = said("http2.header.repr", "Representation");
static INDEX: Field = long("http2.header.index", "Index");
/// With scheme and host.
pub static FULL_URI: Field = said("http2.request.full_uri", "Full request URI");
/// Headers that have a field of their own: [`tell`] tells them. A field's title is the header's name.
static KNOWN: Field = Field::part(Place::Switch(|_| 0, &[], HEADERS_OF_THEIR_OWN));
const HEADERS_OF_THEIR_OWN: Fields = &[&H_AUTHORITY, &H_STATUS, &H_PATH, &H_METHOD, &H_SCHEME, &H_ACCEPT, &H_ACCEPT_CHARSET, &H_ACCEPT_ENCODING, &H_ACCEPT_LANGUAGE, &H_ACCEPT_RANGES, &H_ACCESS_CONTROL_ALLOW_ORIGIN, &H_AGE, &H_ALLOW, &H_AUTHORIZATION, &H_CACHE_CONTROL, &H_CONTENT_DISPOSITION, &H_CONTENT_ENCODING, &H_CONTENT_LANGUAGE, &H_CONTENT_LENGTH, &H_CONTENT_LOCATION, &H_CONTENT_RANGE, &H_CONTENT_TYPE, &H_COOKIE, &H_DATE, &H_ETAG, &H_EXPECT, &H_EXPIRES, &H_FROM, &H_IF_MATCH, &H_IF_MODIFIED_SINCE, &H_IF_NONE_MATCH, &H_IF_RANGE, &H_IF_UNMODIFIED_SINCE, &H_LAST_MODIFIED, &H_LINK, &H_LOCATION, &H_MAX_FORWARDS, &H_PROXY_AUTHENTICATE, &H_PROXY_AUTHORIZATION, &H_RANGE, &H_REFERER, &H_REFRESH, &H_RETRY_AFTER, &H_SERVER, &H_SET_COOKIE, &H_STRICT_TRANSPORT_SECURITY, &H_USER_AGENT, &H_VARY, &H_VIA, &H_WWW_AUTHENTICATE];
/// Whose it is.
pub static H_AUTHORITY: Field = said("http2.headers.authority", ":authority");
/// How it went.
pub static H_STATUS: Field = word("http2.headers.status", ":status");
/// What is asked for.
pub static H_PATH: Field = said("http2.headers.path", ":path");
/// What is to be done with it.
pub static H_METHOD: Field = said("http2.headers.method", ":method");
static H_SCHEME: Field = said("http2.headers.scheme", ":scheme");
static H_ACCEPT: Field = said("http2.headers.accept", "accept");
static H_ACCEPT_CHARSET: Field = said("http2.headers.accept_charset", "accept-charset");
static H_ACCEPT_ENCODING: Field = said("http2.headers.accept_encoding", "accept-encoding");
static H_ACCEPT_LANGUAGE: Field = said("http2.headers.accept_language", "accept-language");
static H_ACCEPT_RANGES: Field = said("http2.headers.accept_ranges", "accept-ranges");
static H_ACCESS_CONTROL_ALLOW_ORIGIN: Field = said("http2.headers.access_control_allow_origin", "access-control-allow-origin");
static H_AGE: Field = Field::new("http2.headers.age", "age", Place::Uint(64));
static H_ALLOW: Field = said("http2.headers.allow", "allow");
static H_AUTHORIZATION: Field = said("http2.headers.authorization", "authorization");
static H_CACHE_CONTROL: Field = said("http2.headers.cache_control", "cache-control");
static H_CONTENT_DISPOSITION: Field = said("http2.headers.content_disposition", "content-disposition");
static H_CONTENT_ENCODING: Field = said("http2.headers.content_encoding", "content-encoding");
static H_CONTENT_LANGUAGE: Field = said("http2.headers.content_language", "content-language");
static H_CONTENT_LENGTH: Field = Field::new("http2.headers.content_length", "content-length", Place::Uint(64));
static H_CONTENT_LOCATION: Field = said("http2.headers.content_location", "content-location");
static H_CONTENT_RANGE: Field = said("http2.headers.content_range", "content-range");
static H_CONTENT_TYPE: Field = said("http2.headers.content_type", "content-type");
static H_COOKIE: Field = said("http2.headers.cookie", "cookie");
static H_DATE: Field = said("http2.headers.date", "date");
static H_ETAG: Field = said("http2.headers.etag", "etag");
static H_EXPECT: Field = said("http2.headers.expect", "expect");
static H_EXPIRES: Field = said("http2.headers.expires", "expires");
static H_FROM: Field = said("http2.headers.from", "from");
static H_IF_MATCH: Field = said("http2.headers.if_match", "if-match");
static H_IF_MODIFIED_SINCE: Field = said("http2.headers.if_modified_since", "if-modified-since");
static H_IF_NONE_MATCH: Field = said("http2.headers.if_none_match", "if-none-match");
static H_IF_RANGE: Field = said("http2.headers.if_range", "if-range");
static H_IF_UNMODIFIED_SINCE: Field = said("http2.headers.if_unmodified_since", "if-unmodified-since");
static H_LAST_MODIFIED: Field = said("http2.headers.last_modified", "last-modified");
static H_LINK: Field = said("http2.headers.link", "link");
static H_LOCATION: Field = said("http2.headers.location", "location");
static H_MAX_FORWARDS: Field = Field::new("http2.headers.max_forwards", "max-forwards", Place::Uint(64));
static H_PROXY_AUTHENTICATE: Field = said("http2.headers.proxy_authenticate", "proxy-authenticate");
static H_PROXY_AUTHORIZATION: Field = said("http2.headers.proxy_authorization", "proxy-authorization");
static H_RANGE: Field = said("http2.headers.range", "range");
static H_REFERER: Field = said("http2.headers.referer", "referer");
static H_REFRESH: Field = said("http2.headers.refresh", "refresh");
static H_RETRY_AFTER: Field = said("http2.headers.retry_after", "retry-after");
static H_SERVER: Field = said("http2.headers.server", "server");
static H_SET_COOKIE: Field = said("http2.headers.set_cookie", "set-cookie");
static H_STRICT_TRANSPORT_SECURITY: Field = said("http2.headers.strict_transport_security", "strict-transport-security");
static H_USER_AGENT: Field = said("http2.headers.user_agent", "user-agent");
static H_VARY: Field = said("http2.headers.vary", "vary");
static H_VIA: Field = said("http2.headers.via", "via");
static H_WWW_AUTHENTICATE: Field = said("http2.headers.www_authenticate", "www-authenticate");

const fn unused(name: &'static str, mask: u64) -> Field {
    Field::new(name, "Unused", Place::Sub(mask)).hex().ft(8)
}
const fn top(name: &'static str) -> Field {
    Field::new(name, "Reserved", Place::Sub(0x8000_0000)).hex().ft(32)
}
const fn below_top(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Sub(0x7fff_ffff)).ft(32)
}
const fn padding(name: &'static str) -> Field {
    Field::new(name, "Padding", Place::Rest)
}
fn kind(h: &Here<'_>) -> u64 {
    h.byte(3).into()
}
/// Bytes left, but for the padding.
fn unpadded(h: &Here<'_>) -> usize {
    let padding = if h.byte(4) & 8 == 0 { 0 } else { h.byte(9).into() };
    h.left().saturating_sub(padding)
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "http2",
    title: "HyperText Transfer Protocol 2",
    column: "HTTP2",
    spec: "RFC 9113",
    fields: &[&STREAM],
    looks: &[(Space::TcpPort, b"P", |bytes| bytes.starts_with(MAGIC))],
    line: &[Word::Call(info)],
    stream: Some(Stream { measured: true, ..Stream::TALK }),
    sealed: true,
    ..Protocol::PLAIN
};

/// What is known of a connection.
#[derive(Debug, Default)]
struct Session {
    /// Of each side: what it may refer to, and the beginning of a header that goes on in the next frame.
    tables: [(Table, Vec<u8>); 2],
    /// Of streams and sides: what is said of a body, and what came of it.
    bodies: HashMap<(u32, usize), Body>,
    /// Bytes of all bodies.
    weight: usize,
}
#[derive(Debug, Default)]
struct Body {
    media: Vec<u8>,
    packed: Vec<u8>,
    came: Vec<u8>,
}
/// Streams of a connection that are remembered.
const STREAMS: usize = 512;
/// Bytes of all bodies of a connection that are kept.
const KEPT: usize = 1 << 20;
/// Bytes of a header that goes on.
const PENDING: usize = 64 << 10;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.starts_with(MAGIC) {
        return Step { again: true, mode: FIRST, ..Step::new(MAGIC.len(), MAGIC.len(), id::data) };
    }
    if MAGIC.starts_with(bytes) && whole {
        return Step::more(bytes, MAGIC.len());
    }
    let Some(length) = load(bytes, 0, 24).filter(|_| bytes.len() >= HEAD) else {
        return Step { mode: FRAME, ..if whole { Step::more(bytes, HEAD) } else { Step::cut(bytes) } };
    };
    let total = HEAD + length as usize;
    if bytes.len() < total {
        return Step { mode: FRAME, ..if whole { Step::more(bytes, total) } else { Step::new(bytes.len(), total, id::data) } };
    }
    let bytes = bytes.get(..total).unwrap_or(bytes);
    let step = Step { again: true, mode: FRAME, ..Step::new(total, total, id::data) };
    let Some(talk) = below.talk else { return step };
    let mut memory = talk.memory.borrow_mut();
    let session = memory.0.get_or_insert_with(|| Box::new(Session::default())).downcast_mut::<Session>();
    let Some(session) = session else { return step };
    let (next, said) = session.hear(bytes, talk.side);
    if let Some((id, bytes)) = said {
        // The bytes there are end where the message's carrier does.
        let start = below.frame.len().saturating_sub(below.wire);
        talk.laid.borrow_mut().push(Laid { of: (self::id::http2, start), id, bytes });
    }
    let tables: usize = session.tables.iter().map(|(table, pending)| table.weight() + pending.len()).sum();
    memory.1 = session.weight + tables + session.bodies.len() * 64;
    match next {
        None => step,
        Some(next) => Step { header: HEAD, next, ..step },
    }
}
/// Bytes before what a frame carries.
const HEAD: usize = 9;

/// What a frame carries, without padding and what stands before a block of headers.
fn carried(bytes: &[u8]) -> &[u8] {
    let (kind, flags) = (bytes.get(3).copied().unwrap_or(0), bytes.get(4).copied().unwrap_or(0));
    let padded = flags & 8 != 0 && kind != CONTINUATION;
    let padding = if padded { 1 + usize::from(bytes.get(HEAD).copied().unwrap_or(0)) } else { 0 };
    let before = match kind {
        HEADERS if flags & 0x20 != 0 => 5,
        PUSH_PROMISE => 4,
        _ => 0,
    };
    let from = HEAD + usize::from(padded) + before;
    let to = bytes.len().saturating_sub(padding.saturating_sub(1));
    bytes.get(from..to).unwrap_or(&[])
}
/// What was joined of a body, or what the frame itself carries of it.
fn body<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let bytes = packet.layer(layer)?.whole(packet.bytes);
    let joined = laid(packet, layer).filter(|_| packet.child(layer).and_then(|child| packet.layer(child)).is_none_or(|l| l.id != id::grpc));
    Some(Value::Bytes(joined.and_then(|at| packet.bytes.get(at)).unwrap_or(carried(bytes))))
}

impl Session {
    /// Hears a frame: who reads what it carries as it stands, and what is meant by it, with who reads that.
    fn hear(&mut self, bytes: &[u8], side: usize) -> (Option<Id>, Option<(Id, Vec<u8>)>) {
        let nothing = (None, None);
        let (kind, flags) = (bytes.get(3).copied().unwrap_or(0), bytes.get(4).copied().unwrap_or(0));
        let number = |at: usize| load(bytes, at * 8, 32).map_or(0, |n| n as u32 & 0x7fff_ffff);
        let (stream, said) = (number(5), carried(bytes));
        let last = flags & 1 != 0;
        match kind {
            DATA => self.data(stream, side, said, last, flags & 8 == 0),
            HEADERS | PUSH_PROMISE | CONTINUATION => {
                let Some((table, pending)) = self.tables.get_mut(side) else { return nothing };
                pending.extend_from_slice(said);
                let mut headers = Vec::new();
                let n = table.unpack(pending, &mut headers);
                pending.drain(..n.min(pending.len()));
                if flags & 4 != 0 || pending.len() > PENDING {
                    pending.clear();
                }
                // What is pushed is of the stream that is promised; the other side has asked nothing there.
                if kind != PUSH_PROMISE {
                    self.announce(stream, side, &headers, kind == HEADERS && last);
                }
                (None, (!headers.is_empty()).then_some((id::data, headers)))
            }
            RST_STREAM => {
                [0, 1].into_iter().for_each(|side| self.forget(stream, side));
                nothing
            }
            _ => nothing,
        }
    }
    fn forget(&mut self, stream: u32, side: usize) {
        if let Some(body) = self.bodies.remove(&(stream, side)) {
            self.weight -= body.came.len();
        }
    }
    /// Headers tell what a body is.
    fn announce(&mut self, stream: u32, side: usize, headers: &[u8], last: bool) {
        if last {
            return self.forget(stream, side);
        }
        if self.bodies.len() >= STREAMS {
            self.bodies.clear();
            self.weight = 0;
        }
        let body = self.bodies.entry((stream, side)).or_default();
        for header in hpack::headers(headers).filter(|header| header.value.len() < 256) {
            match header.name {
                b"content-type" => body.media = header.value.to_vec(),
                b"content-encoding" => body.packed = header.value.to_vec(),
                _ => {}
            }
        }
    }
    /// A piece of a body.
    fn data(&mut self, stream: u32, side: usize, said: &[u8], last: bool, plain: bool) -> (Option<Id>, Option<(Id, Vec<u8>)>) {
        let Some(body) = self.bodies.get_mut(&(stream, side)) else { return (None, None) };
        let media = super::media::plain(&body.media);
        let calls = media.get(..16).is_some_and(|media| media.eq_ignore_ascii_case(b"application/grpc"));
        let reader = match media.is_empty() {
            true => None,
            false if calls => Some(id::grpc),
            false => Some(super::media::of(media)),
        };
        let before = body.came.len();
        body.came.extend_from_slice(said);
        // Messages of gRPC may be whole before the body is.
        let n = if calls { grpc::whole(&body.came) } else { body.came.len() * usize::from(last) };
        let rest = body.came.get(n..).unwrap_or(&[]).to_vec();
        let mut whole = std::mem::replace(&mut body.came, rest);
        whole.truncate(n);
        self.weight = self.weight - before + body.came.len();
        let coding = body.packed.clone();
        let packed = !calls && super::http::unpacks(&coding);
        let stands = before == 0 && plain && n == said.len() && !packed;
        if last || self.weight > KEPT {
            self.forget(stream, side);
        }
        match reader {
            _ if whole.is_empty() => (None, None),
            Some(reader) if stands => (Some(reader), None),
            None if stands => (None, None),
            _ if packed => (None, super::http::inflated(&coding, &whole).map(|whole| (reader.unwrap_or(id::data), whole))),
            _ => (None, Some((reader.unwrap_or(id::data), whole))),
        }
    }
}

/// Tells the headers that lie here.
fn tell(r: &mut Reader<'_, '_>) -> Flow {
    let all = r.rest();
    let (mut length, mut count) = (0, 0);
    for header in hpack::headers(all) {
        count += 1;
        length += if header.kind == RESIZED { 0 } else { 8 + header.name.len() + header.value.len() };
    }
    r.tell(&HEADER_LENGTH, 0, 0, Value::Num(length as u64))?;
    r.tell(&HEADER_COUNT, 0, 0, Value::Num(count))?;
    for header in hpack::headers(all) {
        if header.kind == RESIZED {
            r.record(&RESIZE, header.len, |r| r.tell(&RESIZED_TO, 0, header.len, Value::Num(header.index.into())))?;
            continue;
        }
        let (name, value, len) = (header.name, header.value, header.len);
        let (name_at, value_at) = (len - name.len() - value.len(), len - value.len());
        r.record(&HEADER, len, |r| {
            r.tell(&NAME_LENGTH, 5, 4, Value::Num(name.len() as u64))?;
            r.show(&NAME, name_at, name.len())?;
            r.tell(&VALUE_LENGTH, 9, 4, Value::Num(value.len() as u64))?;
            r.show(&VALUE, value_at, value.len())?;
            if let Some(field) = HEADERS_OF_THEIR_OWN.iter().find(|field| field.title.as_bytes() == name) {
                if matches!(field.kind, Kind::Text) {
                    r.show(field, value_at, value.len())?;
                } else if let Some(n) = super::lines::decimal(value) {
                    r.tell(field, value_at, value.len(), Value::Num(n))?;
                }
            }
            if r.hears(&UNESCAPED) {
                r.tell(&UNESCAPED, value_at, value.len(), Value::Bytes(&unescaped(value)))?;
            }
            let how = hpack::REPRESENTATIONS.get(usize::from(header.kind)).copied().unwrap_or("");
            r.tell(&REPR, 0, 1, Value::Bytes(how.as_bytes()))?;
            if header.index > 0 { r.tell(&INDEX, 1, 4, Value::Num(header.index.into())) } else { Continue(()) }
        })?;
    }
    let named = |name: &[u8]| hpack::headers(all).find(|header| header.name == name).map(|header| header.value);
    match (named(b":scheme"), named(b":authority"), named(b":path")) {
        (Some(scheme), Some(host), Some(path)) => r.tell(&FULL_URI, 0, 0, Value::Bytes(&[scheme, b"://", host, path].concat())),
        _ => Continue(()),
    }
}
/// With what is written as a percent sign and two digits as it is meant.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    while let Some(b) = text.get(at) {
        let two = text.get(at + 1..at + 3).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        match two.filter(|_| *b == b'%') {
            Some(meant) => {
                out.push(meant);
                at += 3;
            }
            None => {
                out.push(*b);
                at += 1;
            }
        }
    }
    out
}

/// `HEADERS[1]: GET /`, `DATA[1]`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    if own.mode == FIRST {
        return out.extend(b"Magic");
    }
    let head = own.whole(packet.bytes);
    let kind = u64::from(head.get(3).copied().unwrap_or(0));
    let stream = load(head, 40, 32).unwrap_or(0) & 0x7fff_ffff;
    let name = TYPES.iter().find(|(n, _)| *n == kind).map_or("Unknown type", |(_, name)| name);
    out.extend(format!("{name}[{stream}]").bytes());
    let all = if kind == 0 { None } else { laid(packet, layer).and_then(|at| packet.bytes.get(at)) };
    let named = |name: &[u8]| hpack::headers(all.unwrap_or(&[])).find(|header| header.name == name).map(|header| header.value);
    let mut sep = ": ";
    for said in [named(b":method"), named(b":path"), named(b":status")].into_iter().flatten() {
        out.extend(sep.bytes());
        sep = " ";
        crate::text::utf8(said.get(..200).unwrap_or(said), out);
    }
}

#[cfg(test)]
mod tests {
    use super::MAGIC;
    use crate::proto::testing::{conversation as told, *};

    fn frame(kind: u8, flags: u8, stream: u8, said: &[u8]) -> Vec<u8> {
        [&[0, (said.len() >> 8) as u8, said.len() as u8, kind, flags, 0, 0, 0, stream][..], said].concat()
    }
    /// GET http://a/b, its type of content where it has one.
    fn asked(media: &str) -> Vec<u8> {
        let head = hex("82 86 41 01 61 44 02 2f 62");
        if media.is_empty() { head } else { [&head[..], &[0x5f, media.len() as u8], media.as_bytes()].concat() }
    }

    #[test]
    fn headers_refer_to_what_was_said_before() {
        let names = ["http2.headers.method", "http2.headers.path", "http2.headers.status", "http2.request.full_uri", "http2.header.count"];
        let segments = [
            ('>', [MAGIC, &frame(4, 0, 0, &hex("0001 00001000")), &frame(1, 5, 1, &asked(""))].concat()),
            ('<', frame(1, 5, 1, &hex("88"))),
            // The host and the path are in the table by now.
            ('>', frame(1, 5, 3, &hex("82 86 be bf"))),
            // A block in two frames, cut within a name.
            ('>', [frame(1, 1, 5, &hex("83 86 be 40 03 61")), frame(9, 4, 5, &hex("62 63 01 31 bf"))].concat()),
        ];
        let want = ["http:http2:http2:http2 GET /b  http://a/b 4", "http:http2   200  1", "http:http2 GET /b  http://a/b 4", "http:http2:http2 POST /b,/b   3,2"];
        assert_eq!(told(80, &segments, &names), want);
        // So it is at a port that is nobody's, by what the client says first.
        assert_eq!(told(4321, &segments, &names), want.map(|line| line.replacen("http:", "", 1)));
        // However it is cut into segments.
        let all: Vec<u8> = segments.iter().filter(|(way, _)| *way == '>').flat_map(|(_, said)| said.clone()).collect();
        for size in 1..60 {
            let pieces: Vec<_> = all.chunks(size).map(|piece| ('>', piece.to_vec())).collect();
            let lines = told(80, &pieces, &["http2.headers.method"]);
            let methods: Vec<_> = lines.iter().flat_map(|line| line.split(' ').nth(1)).flat_map(|said| said.split(',')).collect();
            assert_eq!(methods, ["GET", "GET", "POST"], "{size}: {lines:?}");
        }
    }
    #[test]
    fn bodies_whole_and_in_pieces() {
        let names = ["json.key", "http2.data.data", "http2.body.reassembled.length"];
        let ask = || frame(1, 4, 1, &asked("application/json"));
        let whole = [('>', [MAGIC, &ask(), &frame(0, 1, 1, b"{\"a\":1}")].concat())];
        assert_eq!(told(80, &whole, &names), ["http:http2:http2:http2:json a 7b2261223a317d"]);
        let pieces = [('>', [MAGIC, &ask(), &frame(0, 0, 1, b"{\"a\"")].concat()), ('>', frame(0, 9, 1, b"\x02:1}\0\0"))];
        assert_eq!(told(80, &pieces, &names), ["http:http2:http2:http2  7b226122", "http:http2:json a 7b2261223a317d 7"]);
        // What is given up is not waited for.
        let lost = [('>', [MAGIC, &ask(), &frame(0, 0, 1, b"{\"a\""), &frame(3, 0, 1, &[0, 0, 0, 8]), &frame(0, 1, 1, b":1}")].concat())];
        assert!(told(80, &lost, &names)[0].ends_with("  7b226122,3a317d"));
    }
    #[test]
    fn messages_of_grpc() {
        let names = ["grpc.message_length", "protobuf.field.value.uint32"];
        let ask = [MAGIC, &frame(1, 4, 1, &asked("application/grpc"))].concat();
        let segments = [
            ('>', ask),
            ('>', frame(0, 0, 1, &hex("00 00000002 0805 00 00000003 0896 01"))),
            ('>', frame(0, 0, 1, &hex("00 000000"))),
            ('>', frame(0, 0, 1, &hex("02 0807 00"))),
            ('>', frame(0, 1, 1, &hex("00000002 0809"))),
        ];
        let want = ["http:http2:http2", "http:http2:grpc:protobuf:grpc:protobuf 2,3 5,150", "http:http2", "http:http2:grpc:protobuf 2 7", "http:http2:grpc:protobuf 2 9"];
        assert_eq!(told(80, &segments, &names), want);
    }
    /// Of a body that never ends only so much is kept, of headers too.
    #[test]
    fn memory_is_bounded() {
        let mut segments = vec![('>', [MAGIC, &frame(1, 4, 1, &asked("application/json"))].concat())];
        for _ in 0..100 {
            segments.push(('>', frame(0, 0, 1, &[b'x'; 20_000])));
            segments.push(('<', frame(1, 0, 1, &[&hex("40 7f 80 80 40")[..], &[b'a'; 20_000]].concat())));
        }
        segments.push(('>', frame(0, 1, 1, b"y")));
        let lines = told(80, &segments, &["http2.body.reassembled.length"]);
        assert_eq!(lines.last().map(String::as_str), Some("http:http2"));
    }
    #[test]
    fn frames_without_a_connection() {
        let all = [
            MAGIC.to_vec(),
            frame(4, 1, 0, b""),
            frame(2, 0, 7, &hex("80000003 10")),
            frame(6, 0, 0, b"12345678"),
            frame(7, 0, 0, &hex("00000005 00000001 627965")),
            frame(8, 0, 3, &hex("000003e8")),
            frame(3, 0, 3, &hex("00000008")),
            frame(10, 0, 0, b"\0\x01ah2"),
            frame(1, 0x2d, 1, &[&hex("02 80000003 10")[..], &asked(""), &[0, 0]].concat()),
            frame(5, 4, 1, &[&hex("00000002")[..], &asked("")].concat()),
            frame(99, 0, 0, b"abc"),
        ];
        let bytes = tcp_of(1234, 4321, &all.concat());
        let names = ["http2.type", "http2.goaway.error", "http2.window_update.window_size_increment", "http2.rst_stream.error", "http2.exclusive", "http2.headers.weight_real"];
        assert_eq!(fields_of(228, &bytes, &names), "4,2,6,7,8,3,10,1,5,99 1 1000 8 1,1 17,17");
        let names = ["http2.ping", "http2.altsvc.origin", "http2.altsvc.field_value", "http2.headers.padding", "http2.push_promise.promised_stream_id", "http2.unknown"];
        assert_eq!(fields_of(228, &bytes, &names), "3132333435363738 a h2 0000 2 616263");
        cut_everywhere(228, &bytes);
    }
}
