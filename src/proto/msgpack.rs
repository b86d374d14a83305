//! MessagePack: [specification](https://github.com/msgpack/msgpack/blob/master/spec.md), and the calls of
//! [MessagePack-RPC](https://github.com/msgpack-rpc/msgpack-rpc/blob/master/spec.md) made of it.
//!
//! ```text
//! 94 00 01 a6 double 91 15     [0, 1, "double", [21]]: type, id, method, parameters
//! 94 01 01 c0 2a               [1, 1, nil, 42]: type, id, error, result
//! 93 02 a4 echo 91 01          [2, "echo", [1]]: type, method, parameters
//! ```
//! Values are shown under Wireshark's names, those too that Wireshark 4.0 does not read: long lists, bytes. The calls are ours.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static DOCUMENT: Field = Field::part(Place::Told(read, &[&CALL, &ARRAY, &MAP, &VALUE]));
static CALL: Field = Field::new("", "MessagePack-RPC", Place::Group(&[&RPC_TYPE, &RPC_MSGID, &RPC_METHOD, &RPC_PARAMS, &RPC_ERROR, &RPC_RESULT]));
/// Whether it asks, answers or only tells.
pub static RPC_TYPE: Field = byte("msgpackrpc.type", "Type").names(&[(0, "Request"), (1, "Response"), (2, "Notification")]);
/// The number of a request, which its response repeats.
pub static RPC_MSGID: Field = long("msgpackrpc.msgid", "Message ID");
/// What is called.
pub static RPC_METHOD: Field = said("msgpackrpc.method", "Method");
/// With what.
pub static RPC_PARAMS: Field = said("msgpackrpc.params", "Parameters");
/// What went wrong.
pub static RPC_ERROR: Field = said("msgpackrpc.error", "Error");
/// What is answered.
pub static RPC_RESULT: Field = said("msgpackrpc.result", "Result");
/// Which frame asked.
pub static REQUEST_IN: Field = Field::new("msgpackrpc.request_in", "Request in frame", Place::Noted(Stage::Flow));
/// Which frame answers.
pub static RESPONSE_IN: Field = Field::new("msgpackrpc.response_in", "Response in frame", Place::Noted(Stage::Flow));
/// Since the request.
pub static TIME: Field = Field::new("msgpackrpc.time", "Time since request", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));

static ARRAY: Field = Field::new("", "Array", Place::Group(&[&VALUE, &ARRAY, &MAP]));
static MAP: Field = Field::new("", "Map", Place::Group(&[&PAIR]));
static PAIR: Field = Field::new("", "Pair", Place::Group(&[&VALUE, &ARRAY, &MAP]));
/// What a value may be that holds no others: [`tell`] tells them.
static VALUE: Field = Field::part(Place::Switch(
    |_| 0,
    &[],
    &[&TEXT, &STRING, &U8, &U16, &U32, &U64, &I8, &I16, &I32, &I64, &BOOLEAN, &FLOAT, &EXT, &BIN, &UNSUPPORTED],
));
static TEXT: Field = Field::new("", "String", Place::Group(&[&TYPE, &LENGTH, &STRING]));
static TYPE: Field = byte("msgpack.type", "Type").hex();
static LENGTH: Field = word("msgpack.string.len", "Length");
/// Text; `nil` where there is no value.
pub static STRING: Field = said("msgpack.string", "String");
static U8: Field = byte("msgpack.integer.u8", "Integer");
static U16: Field = word("msgpack.integer.u16", "Integer");
static U32: Field = long("msgpack.integer.u32", "Integer");
static U64: Field = Field::new("msgpack.integer.u64", "Integer", Place::Uint(64));
static I8: Field = byte("msgpack.integer.8", "Integer").kind(Kind::Signed);
static I16: Field = word("msgpack.integer.16", "Integer").kind(Kind::Signed);
static I32: Field = long("msgpack.integer.32", "Integer").kind(Kind::Signed);
static I64: Field = Field::new("msgpack.integer.64", "Integer", Place::Uint(64)).kind(Kind::Signed);
static BOOLEAN: Field = byte("msgpack.boolean", "Boolean").kind(Kind::Flag);
static FLOAT: Field = said("msgpack.float", "Float");
static BIN: Field = Field::new("msgpack.bin", "Bytes", Place::Rest);
static EXT: Field = Field::new("", "Ext", Place::Group(&[&EXT_FIX, &EXT_TYPE, &EXT_BYTES]));
static EXT_FIX: Field =
    byte("msgpack.ext.fixtext", "Ext fix text").hex().names(&[(0xd4, "fixext 1"), (0xd5, "fixext 2"), (0xd6, "fixext 4"), (0xd7, "fixext 8"), (0xd8, "fixext 16")]);
static EXT_TYPE: Field = byte("msgpack.ext.type", "Ext type").kind(Kind::Signed);
static EXT_BYTES: Field = Field::new("msgpack.ext", "Ext", Place::Rest);
static UNSUPPORTED: Field = Field::new("msgpack.unsupported", "Unsupported type", Place::Rest).kind(Kind::Present);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "msgpack",
    title: "Message Pack",
    column: "MsgPack",
    spec: "MessagePack",
    fields: &[&DOCUMENT, &RESPONSE_IN, &REQUEST_IN, &TIME],
    looks: &[(Space::TcpPort, b"\x93\x94", looks)],
    media: &["application/msgpack", "application/x-msgpack", "application/vnd.msgpack"],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::PLAIN),
    ..Protocol::PLAIN
};

/// A message has no more bytes.
const LONGEST: usize = 32 << 20;
/// Of one of which it shows only piece by piece how much there is of it, no more: each time it is read from its beginning.
const UNSURE: usize = 128 << 10;
/// Records in records are shown so deep; what lies deeper stands beside them.
const SHOWN: usize = 14;
/// A text that is made of a value has about so many bytes.
const TOLD: usize = 1024;

/// A value, or the head of one that holds others.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Item<'a> {
    Nil,
    Truth(bool),
    Unsigned(u64),
    Signed(i64),
    Real(f64),
    Text(&'a [u8]),
    Bytes(&'a [u8]),
    Ext(i8, &'a [u8]),
    Array(usize),
    Map(usize),
}
impl Item<'_> {
    /// How many values follow that it holds.
    fn holds(&self) -> usize {
        match self {
            Item::Array(n) => *n,
            Item::Map(n) => n.saturating_mul(2),
            _ => 0,
        }
    }
}
/// Why there is no item: it ends behind what is there; or no item begins so.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Lack {
    Upto(usize),
    Never,
}

/// The item that begins at `at`, how many bytes stand before what it says, and where the next one begins.
fn item(bytes: &[u8], at: usize) -> Result<(Item<'_>, usize, usize), Lack> {
    let kind = *bytes.get(at).ok_or(Lack::Upto(at + 1))?;
    let number = |skip: usize, n: usize| {
        let from = at + skip;
        let digits = bytes.get(from..from + n).ok_or(Lack::Upto(from + n))?;
        Ok(load(digits, 0, n * 8).unwrap_or(0))
    };
    let run = |from: usize, n: u64| {
        let end = usize::try_from(n).ok().and_then(|n| from.checked_add(n)).filter(|end| *end - at <= LONGEST).ok_or(Lack::Never)?;
        Ok((bytes.get(from..end).ok_or(Lack::Upto(end))?, end))
    };
    let plain = |item, n: usize| Ok((item, 1, at + 1 + n));
    let text = |head: usize, n| run(at + head, n).map(|(text, end)| (Item::Text(text), head, end));
    let raw = |head: usize, n| run(at + head, n).map(|(raw, end)| (Item::Bytes(raw), head, end));
    let ext = |head: usize, n| Ok((Item::Ext(number(head - 1, 1)? as i8, run(at + head, n)?.0), head, run(at + head, n)?.1));
    let list = |head: usize, n: u64| Ok((Item::Array(n as usize), head, at + head));
    let map = |head: usize, n: u64| Ok((Item::Map(n as usize), head, at + head));
    match kind {
        0..=0x7f => plain(Item::Unsigned(kind.into()), 0),
        0x80..=0x8f => map(1, (kind & 15).into()),
        0x90..=0x9f => list(1, (kind & 15).into()),
        0xa0..=0xbf => text(1, (kind & 31).into()),
        0xc0 => plain(Item::Nil, 0),
        0xc1 => Err(Lack::Never),
        0xc2 | 0xc3 => plain(Item::Truth(kind == 0xc3), 0),
        0xc4..=0xc6 => {
            let width = 1 << (kind - 0xc4);
            raw(1 + width, number(1, width)?)
        }
        0xc7..=0xc9 => {
            let width = 1 << (kind - 0xc7);
            ext(2 + width, number(1, width)?)
        }
        0xca => plain(Item::Real(f32::from_bits(number(1, 4)? as u32).into()), 4),
        0xcb => plain(Item::Real(f64::from_bits(number(1, 8)?)), 8),
        0xcc..=0xcf => {
            let width = 1 << (kind - 0xcc);
            plain(Item::Unsigned(number(1, width)?), width)
        }
        0xd0..=0xd3 => {
            let width = 1 << (kind - 0xd0);
            let gone = 64 - 8 * width;
            plain(Item::Signed((number(1, width)? << gone) as i64 >> gone), width)
        }
        0xd4..=0xd8 => ext(2, 1 << (kind - 0xd4)),
        0xd9..=0xdb => {
            let width = 1 << (kind - 0xd9);
            text(1 + width, number(1, width)?)
        }
        0xdc => list(3, number(1, 2)?),
        0xdd => list(5, number(1, 4)?),
        0xde => map(3, number(1, 2)?),
        0xdf => map(5, number(1, 4)?),
        0xe0.. => plain(Item::Signed((kind as i8).into()), 0),
    }
}
/// Where the value ends that begins at `at`, with all that it holds: no item has less than a byte.
fn extent(bytes: &[u8], mut at: usize) -> Result<usize, Lack> {
    let mut left = 1usize;
    while left > 0 {
        let behind = left - 1;
        let (item, _, next) = item(bytes, at).map_err(|lack| match lack {
            Lack::Upto(n) if n.saturating_add(behind) <= LONGEST => Lack::Upto(n + behind),
            _ => Lack::Never,
        })?;
        (left, at) = (behind.saturating_add(item.holds()), next);
    }
    Ok(at)
}

/// A message of MessagePack-RPC, its values as they stand.
struct Call<'a> {
    kind: u8,
    id: Option<u32>,
    method: Option<&'a [u8]>,
    /// Where the values begin that are not of a known kind: parameters, or error and result.
    values: [usize; 2],
}
impl Call<'_> {
    fn read(bytes: &[u8]) -> Option<Call<'_>> {
        let (Item::Array(n), _, at) = item(bytes, 0).ok()? else { return None };
        let (Item::Unsigned(kind), _, mut at) = item(bytes, at).ok()? else { return None };
        let mut id = None;
        if kind < 2 {
            let (Item::Unsigned(number), _, next) = item(bytes, at).ok()? else { return None };
            (id, at) = (Some(u32::try_from(number).ok()?), next);
        }
        let mut called = || match item(bytes, at) {
            Ok((Item::Text(name), _, next)) => {
                at = next;
                Some(name)
            }
            _ => None,
        };
        let (method, values) = match (kind, n) {
            (0, 4) | (2, 3) => (Some(called()?), [at, at]),
            (1, 4) => (None, [at, extent(bytes, at).ok()?]),
            _ => return None,
        };
        Some(Call { kind: kind as u8, id, method, values })
    }
}
/// Whether a message asks or answers, and under which number.
pub(crate) fn exchange(head: &[u8]) -> Option<(u64, bool)> {
    let call = Call::read(head)?;
    Some((call.id?.into(), call.kind == 1))
}

/// A call, as far as it is there: nothing else begins with such a list.
fn looks(bytes: &[u8]) -> bool {
    let number = |at| match item(bytes, at) {
        Ok((Item::Unsigned(n), _, next)) if n <= u32::MAX.into() => Some(next),
        _ => None,
    };
    let name = |at| match item(bytes, at) {
        Ok((Item::Text(name), ..)) => !name.is_empty() && name.len() < 256 && name.iter().all(|b| b.is_ascii_graphic()),
        _ => false,
    };
    match bytes {
        [0x94, 0, ..] => number(2).is_some_and(name),
        [0x93, 2, ..] => name(2),
        // One of error and result is nothing.
        [0x94, 1, ..] => number(2).is_some_and(|at| match extent(bytes, at) {
            Ok(next) => (bytes.get(at) == Some(&0xc0)) != (bytes.get(next) == Some(&0xc0)) && !matches!(extent(bytes, next), Err(Lack::Never)),
            Err(_) => false,
        }),
        _ => false,
    }
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if below.over() != id::tcp {
        return leaf(bytes, below, 0);
    }
    match extent(bytes, 0) {
        Ok(n) => Step { again: true, ..Step::new(n, n, id::data) },
        Err(Lack::Upto(_)) if bytes.len() < below.wire => Step::new(bytes.len(), below.wire, id::data),
        Err(Lack::Upto(n)) if bytes.len() < UNSURE || n / 8 * 7 > bytes.len() => Step::more(bytes, n),
        Err(Lack::Upto(_)) => Step::more(bytes, 0),
        Err(Lack::Never) => Step::reject(),
    }
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    if let Some(call) = Call::read(r.rest()) {
        r.virtual_record(&CALL, |r| {
            r.tell(&RPC_TYPE, 1, 1, Value::Num(call.kind.into()))?;
            if let Some(id) = call.id {
                r.tell(&RPC_MSGID, 2, 1, Value::Num(id.into()))?;
            }
            if let Some(method) = call.method {
                r.tell(&RPC_METHOD, 0, 0, Value::Bytes(method))?;
            }
            let fields = if call.kind == 1 { [&RPC_ERROR, &RPC_RESULT] } else { [&RPC_PARAMS; 2] };
            let last = if call.kind == 1 { 2 } else { 1 };
            for (field, at) in fields.into_iter().zip(call.values).take(last) {
                let bytes = r.rest();
                if r.hears(field) && bytes.get(at).is_some_and(|b| *b != 0xc0) {
                    let mut text = Vec::new();
                    write(bytes, at, &mut text);
                    r.tell(field, at, extent(bytes, at).map_or(bytes.len(), |end| end) - at, Value::Bytes(&text))?;
                }
            }
            Continue(())
        })?;
    }
    while !r.rest().is_empty() {
        tell(r, 0)?;
    }
    Continue(())
}
/// Tells the value that begins here, and passes over it.
fn tell(r: &mut Reader<'_, '_>, deep: usize) -> Flow {
    let bytes = r.rest();
    let (item, head, next) = match item(bytes, 0) {
        Ok(found) => found,
        Err(lack) => {
            if lack == Lack::Never {
                r.show(&UNSUPPORTED, 0, 1)?;
            }
            return r.pass(bytes.len());
        }
    };
    let kind = u64::from(bytes.first().copied().unwrap_or(0));
    let whole = |r: &mut Reader<'_, '_>, field, n| r.tell(field, 0, next, Value::Num(n));
    match item {
        Item::Nil => r.tell(&STRING, 0, 1, Value::Bytes(b"nil"))?,
        Item::Truth(so) => whole(r, &BOOLEAN, so.into())?,
        Item::Unsigned(n) => whole(r, of_width([&U8, &U16, &U32, &U64], next), n)?,
        Item::Signed(n) => whole(r, of_width([&I8, &I16, &I32, &I64], next), n as u64)?,
        Item::Real(x) => r.tell(&FLOAT, 0, next, Value::Bytes(format!("{x:.6}").as_bytes()))?,
        Item::Text(text) => {
            return r.record(&TEXT, next, |r| {
                r.tell(&TYPE, 0, 1, Value::Num(kind))?;
                r.tell(&LENGTH, 0, head, Value::Num(text.len() as u64))?;
                r.show(&STRING, head, text.len())
            });
        }
        Item::Bytes(raw) => r.show(&BIN, head, raw.len())?,
        Item::Ext(number, raw) => {
            return r.record(&EXT, next, |r| {
                r.tell(&EXT_FIX, 0, 1, Value::Num(kind))?;
                r.tell(&EXT_TYPE, head - 1, 1, Value::Num(number as u64))?;
                r.show(&EXT_BYTES, head, raw.len())
            });
        }
        Item::Array(_) | Item::Map(_) if deep >= SHOWN => {}
        Item::Array(n) => {
            return r.record(&ARRAY, extent(bytes, 0).unwrap_or(bytes.len()), |r| {
                r.pass(head)?;
                some(r, n, deep)
            });
        }
        Item::Map(n) => {
            return r.record(&MAP, extent(bytes, 0).unwrap_or(bytes.len()), |r| {
                r.pass(head)?;
                for _ in 0..n {
                    let rest = r.rest();
                    if rest.is_empty() {
                        break;
                    }
                    let end = extent(rest, 0).and_then(|key| extent(rest, key)).unwrap_or(rest.len());
                    r.record(&PAIR, end, |r| some(r, 2, deep))?;
                }
                Continue(())
            });
        }
    }
    r.pass(next)?;
    // What lies too deep to be shown as such stands beside what holds it.
    let mut left = item.holds();
    while left > 0 && !r.rest().is_empty() {
        left = (left - 1).saturating_add(self::item(r.rest(), 0).map_or(0, |(item, ..)| item.holds()));
        flat(r)?;
    }
    Continue(())
}
/// The field of a number that takes so many bytes, its kind included.
fn of_width([one, two, four, eight]: [&'static Field; 4], n: usize) -> &'static Field {
    match n {
        0..=2 => one,
        3 => two,
        5 => four,
        _ => eight,
    }
}
/// So many values.
fn some(r: &mut Reader<'_, '_>, n: usize, deep: usize) -> Flow {
    for _ in 0..n {
        if r.rest().is_empty() {
            break;
        }
        tell(r, deep + 1)?;
    }
    Continue(())
}
/// A value that holds no other, or the head of one that does.
fn flat(r: &mut Reader<'_, '_>) -> Flow {
    match item(r.rest(), 0) {
        Ok((Item::Array(_) | Item::Map(_), _, next)) => r.pass(next),
        _ => tell(r, SHOWN),
    }
}

/// Writes the value that begins at `at` as JSON would, a text that stands alone without quotation marks.
fn write(bytes: &[u8], at: usize, out: &mut Vec<u8>) {
    if let Ok((Item::Text(text), ..)) = item(bytes, at) {
        out.extend(text.get(..TOLD).unwrap_or(text));
        return;
    }
    let from = out.len();
    // What is open: how many items it still has, what stands before the next one, and what shuts it.
    let mut open: Vec<(usize, bool, u8)> = Vec::new();
    let mut at = at;
    loop {
        if out.len() > from + TOLD {
            out.extend(b"...");
            return;
        }
        let Ok((item, _, next)) = item(bytes, at) else { return };
        at = next;
        match item {
            Item::Nil => out.extend(b"null"),
            Item::Truth(so) => out.extend(if so { &b"true"[..] } else { b"false" }),
            Item::Unsigned(n) => out.extend(n.to_string().bytes()),
            Item::Signed(n) => out.extend(n.to_string().bytes()),
            Item::Real(x) => out.extend(x.to_string().bytes()),
            Item::Text(text) => {
                out.push(b'"');
                out.extend(text.get(..TOLD).unwrap_or(text));
                out.push(b'"');
            }
            Item::Bytes(raw) | Item::Ext(_, raw) => raw.iter().take(TOLD / 2).for_each(|b| out.extend(format!("{b:02x}").bytes())),
            Item::Array(n) => {
                out.push(b'[');
                open.push((n, false, b']'));
            }
            Item::Map(n) => {
                out.push(b'{');
                open.push((n.saturating_mul(2), true, b'}'));
            }
        }
        let begins = item.holds() > 0;
        loop {
            let Some((left, map, shut)) = open.last_mut() else { return };
            if *left == 0 {
                out.push(*shut);
                open.pop();
                continue;
            }
            if !begins || out.last().is_some_and(|b| matches!(b, b']' | b'}')) {
                out.push(if *map && *left % 2 == 1 { b':' } else { b',' });
            }
            *left -= 1;
            break;
        }
    }
}

/// `Request 1: double [21]`, or the value.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let bytes = packet.head(layer);
    let mut text = Vec::new();
    let mut say = |before: &[u8], at: usize| {
        text.clear();
        write(bytes, at, &mut text);
        out.extend(before);
        crate::text::utf8(text.get(..200).unwrap_or(&text), out);
    };
    let Some(call) = Call::read(bytes) else { return say(b"", 0) };
    let [at, result] = call.values;
    let id = call.id.map_or(String::new(), |id| format!(" {id}"));
    let method = String::from_utf8_lossy(call.method.unwrap_or(&[]));
    match call.kind {
        0 => say(format!("Request{id}: {method} ").as_bytes(), at),
        1 if bytes.get(at) != Some(&0xc0) => say(format!("Response{id}: error ").as_bytes(), at),
        1 => say(format!("Response{id}: ").as_bytes(), result),
        _ => say(format!("Notification: {method} ").as_bytes(), at),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_call_and_its_answer() {
        let names = ["msgpackrpc.type", "msgpackrpc.msgid", "msgpackrpc.method", "msgpackrpc.params", "msgpackrpc.error", "msgpackrpc.result"];
        let bytes = tcp_of(1234, 4321, b"\x94\0\x01\xa6double\x91\x15");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:msgpack End");
        assert_eq!(fields_of(228, &bytes, &names), "0 1 double [21] - -");
        assert_eq!(fields_of(228, &bytes, &["msgpack.integer.u8", "msgpack.string", "msgpack.string.len"]), "0,1,21 double 6");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(4321, 1234, b"\x94\x01\xcd\x01\x00\xc0\x2a");
        assert_eq!(fields_of(228, &bytes, &names), "1 256 - - - 42");
        let bytes = tcp_of(4321, 1234, b"\x94\x01\x02\xa4none\xc0");
        assert_eq!(fields_of(228, &bytes, &names), "1 2 - - none -");
        let bytes = tcp_of(1234, 4321, b"\x93\x02\xa4echo\x92\xa1a\x82\xa1b\xc3\x05\x90");
        assert_eq!(fields_of(228, &bytes, &names), "2 - echo [\"a\",{\"b\":true,5:[]}] - -");
        cut_everywhere(228, &bytes);
        // Neither a list of another kind nor a name that is none.
        for other in [&b"\x94\0\x01\x05\x91\x15"[..], b"\x94\x03\x01\xa1a\x90", b"\x93\x02\xa1\x00\x90", b"\x94\x01\x01\xc0\xc0", b"\x94\0\x01\xa6do"] {
            assert_eq!(layers_of(228, &tcp_of(1234, 4321, other)), "ip:tcp:data End", "{other:x?}");
        }
    }
    fn posted(body: &[u8]) -> Vec<u8> {
        let head = format!("POST / HTTP/1.1\r\nContent-Type: application/msgpack\r\nContent-Length: {}\r\n\r\n", body.len());
        tcp_of(1234, 80, &[head.as_bytes(), body].concat())
    }
    #[test]
    fn all_kinds_of_values() {
        let body = hex("dc 00 14  7f cc 80 cd 01 00 ce 00 01 00 00 cf 00 00 00 01 00 00 00 00  ff d0 80 d1 80 00 d2 80 00 00 00 d3 80 00 00 00 00 00 00 00
            c0 c3 ca 3f c0 00 00 cb bf f8 00 00 00 00 00 00  d9 01 61 da 00 01 62 db 00 00 00 01 63  c4 02 00 01  d5 05 61 62  c7 03 fe 01 02 03");
        let bytes = posted(&body);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:msgpack End");
        let names = ["msgpack.integer.u8", "msgpack.integer.u16", "msgpack.integer.u32", "msgpack.integer.u64"];
        assert_eq!(fields_of(228, &bytes, &names), "127,128 256 65536 4294967296");
        let names = ["msgpack.integer.8", "msgpack.integer.16", "msgpack.integer.32", "msgpack.integer.64"];
        assert_eq!(fields_of(228, &bytes, &names), "-1,-128 -32768 -2147483648 -9223372036854775808");
        let names = ["msgpack.string", "msgpack.boolean", "msgpack.float", "msgpack.bin", "msgpack.ext.fixtext", "msgpack.ext.type", "msgpack.ext"];
        assert_eq!(fields_of(228, &bytes, &names), "nil,a,b,c 1 1.500000,-1.500000 0001 0xd5,0xc7 5,-2 6162,010203");
        assert_eq!(fields_of(228, &posted(b"\x92\xc1\x01"), &["msgpack.unsupported", "msgpack.integer.u8"]), "1 -");
        cut_everywhere(228, &bytes);
    }
    /// Neither lists in lists nor counts that promise much take time or stack.
    #[test]
    fn depth_and_promises() {
        for deep in [10, 50, 50_000] {
            let body = [vec![0x91; deep], vec![1]].concat();
            let bytes = posted(&body);
            assert_eq!(fields_of(228, bytes.get(..bytes.len()).unwrap_or(&[]), &["msgpack.integer.u8"]), "1", "{deep}");
        }
        cut_everywhere(228, &posted(&[vec![0x81; 100], vec![1]].concat()));
        for body in [&b"\xdd\xff\xff\xff\xff\x01"[..], b"\xdf\xff\xff\xff\xff\x01", b"\xdb\xff\xff\xff\xff\x01", b"\xdd\xff\xff\xff\xff\xdd\xff\xff\xff\xff\x01"] {
            fields_of(228, &posted(body), &["msgpack.integer.u8", "msgpack.string"]);
            fields_of(228, &tcp_of(1, 2, &[b"\x94\0\x01\xa1a", body].concat()), &["msgpackrpc.params"]);
        }
        let call = [&b"\x94\0\x01\xa1a\xdc\x40\x00"[..], &[0x91; 0x4000], &[0; 0x4000]].concat();
        assert!(fields_of(228, &tcp_of(1, 2, &call), &["msgpackrpc.params"]).len() < 1200);
    }
}
