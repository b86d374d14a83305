//! Calls of methods: XML-RPC and JSON-RPC over HTTP, MessagePack-RPC over connections. The same methods in all three.

use super::lines::{Lines, NoLine};
use super::serve::Talk;
use dxr::{Fault, FaultResponse, MethodCall, MethodResponse, Value as Xml};
use rmpv::Value as Pack;
use serde_json::{Value, json};
use std::io;
use std::net::ToSocketAddrs;

/// What the methods that know packets do. They stand on another floor than the servers.
#[derive(Clone, Copy, Debug)]
pub struct Packets {
    /// The layers and fields of an Ethernet frame.
    pub decode: fn(&[u8]) -> Result<Value, String>,
    /// The packets of an expression.
    pub craft: fn(&str) -> Result<Vec<Vec<u8>>, String>,
}

/// The methods, with what they take and give.
pub const METHODS: [(&str, &str); 7] = [
    ("system.listMethods", "the names of all methods"),
    ("system.methodHelp", "what a method does, by its name"),
    ("double", "twice a number, or a text twice"),
    ("echo", "what it is given"),
    ("decode", "the layers and fields of an Ethernet frame in hex"),
    ("craft", "the packets of an expression, in hex"),
    ("resolve", "the addresses of a name"),
];

/// Why there is no result: a number as JSON-RPC has it, and words.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) code: i32,
    pub(super) words: String,
}

fn wrong(code: i32, words: impl Into<String>) -> Wrong {
    Wrong { code, words: words.into() }
}

/// Hex digits of a frame that is decoded at most.
const LONGEST: usize = 2 * 65_536;

/// Packets of an expression that are given at most.
const PACKETS: usize = 1000;

/// Calls a method.
pub(super) async fn call(method: &str, params: &[Value], talk: &Talk<'_>) -> Result<Value, Wrong> {
    let text = |at: usize| {
        let text = params.get(at).and_then(Value::as_str);
        text.ok_or_else(|| wrong(-32602, format!("{method} takes a text")))
    };
    match method {
        "system.listMethods" => Ok(METHODS.iter().map(|(name, _)| *name).collect()),
        "system.methodHelp" => {
            let name = text(0)?;
            let found = METHODS.iter().find(|(own, _)| *own == name);
            found.map(|(_, help)| json!(help)).ok_or_else(|| wrong(-32602, format!("there is no method `{name}`")))
        }
        "double" => match params.first() {
            Some(Value::Number(n)) => {
                let doubled = n.as_i64().and_then(|n| n.checked_mul(2)).map(Value::from);
                let float = || n.as_f64().and_then(|n| serde_json::Number::from_f64(n * 2.0)).map(Value::Number);
                doubled.or_else(float).ok_or_else(|| wrong(-32602, "that number has no double"))
            }
            Some(Value::String(text)) => Ok(json!(text.repeat(2))),
            _ => Err(wrong(-32602, "double takes a number or a text")),
        },
        "echo" => match params {
            [one] => Ok(one.clone()),
            all => Ok(Value::Array(all.to_vec())),
        },
        "decode" => {
            let packets = talk.options().packets.ok_or_else(|| wrong(-32601, "there is no decoder here"))?;
            let digits: Vec<u8> = text(0)?.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b':').take(LONGEST + 1).collect();
            let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| digit as u8);
            let bytes: Option<Vec<u8>> = digits.chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.get(1)?)?)).collect();
            let bytes = bytes.filter(|_| digits.len() <= LONGEST).ok_or_else(|| wrong(-32602, "decode takes hex digits"))?;
            (packets.decode)(&bytes).map_err(|words| wrong(-32602, words))
        }
        "craft" => {
            let packets = talk.options().packets.ok_or_else(|| wrong(-32601, "there is no crafter here"))?;
            let made = (packets.craft)(text(0)?).map_err(|words| wrong(-32602, words))?;
            Ok(made.iter().take(PACKETS).map(|bytes| Value::String(hex(bytes))).collect())
        }
        "resolve" => {
            let name = text(0)?.to_owned();
            let look = move || (name.as_str(), 0).to_socket_addrs().map(|all| all.map(|one| one.ip().to_string()).collect::<Vec<_>>());
            // In an event loop nobody may wait; in a thread of its own the client may.
            let found = match tokio::runtime::Handle::try_current() {
                Ok(events) => events.spawn_blocking(look).await.unwrap_or_else(|error| Err(io::Error::other(error))),
                Err(_) => look(),
            };
            let mut found = found.map_err(|error| wrong(-32000, super::serve::said(&error)))?;
            found.dedup();
            Ok(json!(found))
        }
        _ => Err(wrong(-32601, format!("there is no method `{method}`"))),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

// --- JSON-RPC 2.0, https://www.jsonrpc.org/specification ---

/// What is answered to a body; `None` where it holds only notifications.
pub(super) async fn json_rpc(body: &[u8], talk: &Talk<'_>) -> Option<Vec<u8>> {
    let failed = |id: Value, code: i32, words: &str| json!({ "jsonrpc": "2.0", "error": { "code": code, "message": words }, "id": id });
    let answer = match serde_json::from_slice::<Value>(body) {
        Err(_) => Some(failed(Value::Null, -32700, "Parse error")),
        Ok(Value::Array(all)) if all.is_empty() || all.len() > PACKETS => Some(failed(Value::Null, -32600, "Invalid Request")),
        Ok(Value::Array(all)) => {
            let mut answers = vec![];
            for one in &all {
                answers.extend(json_one(one, talk).await);
            }
            (!answers.is_empty()).then_some(Value::Array(answers))
        }
        Ok(one) => json_one(&one, talk).await,
    };
    answer.map(|answer| answer.to_string().into_bytes())
}

async fn json_one(one: &Value, talk: &Talk<'_>) -> Option<Value> {
    let id = one.get("id").cloned();
    let failed = |code: i32, words: &str, id: Value| json!({ "jsonrpc": "2.0", "error": { "code": code, "message": words }, "id": id });
    let lawful = one.get("jsonrpc").and_then(Value::as_str) == Some("2.0")
        && !matches!(id, Some(Value::Array(_) | Value::Object(_) | Value::Bool(_)));
    let Some(method) = one.get("method").and_then(Value::as_str).filter(|_| lawful) else {
        return Some(failed(-32600, "Invalid Request", Value::Null));
    };
    let params = match one.get("params") {
        None => vec![],
        Some(Value::Array(params)) => params.clone(),
        // By name: the methods have at most one.
        Some(Value::Object(params)) => params.values().cloned().collect(),
        Some(_) => return Some(failed(-32600, "Invalid Request", Value::Null)),
    };
    talk.did(|| format!("{method}({})", shown(&params)));
    let result = call(method, &params, talk).await;
    let id = id?;
    Some(match result {
        Ok(result) => json!({ "jsonrpc": "2.0", "result": result, "id": id }),
        Err(wrong) => failed(wrong.code, &wrong.words, id),
    })
}

fn shown(params: &[Value]) -> String {
    let text = params.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}

// --- XML-RPC, http://xmlrpc.com/spec.md ---

/// How deep a value may lie in others.
const DEPTH: usize = 64;

/// What is answered to a body.
pub(super) async fn xml_rpc(body: &[u8], talk: &Talk<'_>) -> Vec<u8> {
    let fault = |code: i32, words: &str| {
        FaultResponse { fault: Fault::new(code, words.to_owned()) }.to_xml().unwrap_or_else(|_| "<methodResponse/>".to_owned())
    };
    // The reader goes as deep as the text does.
    let depth = memchr::memmem::find_iter(body, b"<value").count();
    let text = std::str::from_utf8(body).ok().filter(|_| depth < 100_000 && nests(body) <= DEPTH);
    // Some write the declaration, which the reader need not see.
    let text = text.map(|text| text.trim_start_matches('\u{feff}').trim_start());
    let text =
        text.map(|text| text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest.trim_start()));
    let answer = match text.and_then(|text| MethodCall::from_xml(text).ok()) {
        None => fault(-32700, "That is no call of a method"),
        Some(MethodCall { name, params }) => {
            let echoes = name == "echo";
            let values: Vec<Value> = if echoes { vec![] } else { params.iter().map(from_xml).collect() };
            talk.did(|| format!("{name}({})", if echoes { "..".to_owned() } else { shown(&values) }));
            let result = match (echoes, params.as_slice()) {
                // As it came, with types that JSON does not have.
                (true, [one]) => Ok(one.clone()),
                (true, all) => Ok(Xml::Array(all.to_vec())),
                _ => call(&name, &values, talk).await.map(to_xml),
            };
            match result {
                Ok(value) => MethodResponse { value }.to_xml().unwrap_or_else(|error| fault(-32603, &error.to_string())),
                Err(wrong) => fault(wrong.code, &wrong.words),
            }
        }
    };
    format!("<?xml version=\"1.0\"?>{answer}").into_bytes()
}

/// How deep the elements lie in one another, roughly: never less than it is.
fn nests(body: &[u8]) -> usize {
    let (mut depth, mut most) = (0usize, 0);
    for at in memchr::memmem::find_iter(body, b"<") {
        match body.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            _ => depth += 1,
        }
        most = most.max(depth);
    }
    // A value in a struct lies in three elements, in an array in three.
    most / 3
}

pub(super) fn from_xml(value: &Xml) -> Value {
    match value {
        Xml::Integer(n) => json!(n),
        Xml::Boolean(b) => json!(b),
        Xml::String(text) => json!(text),
        Xml::Double(n) => json!(n),
        Xml::Base64(bytes) => json!(hex(bytes)),
        Xml::Array(all) => all.iter().map(from_xml).collect(),
        Xml::Struct(all) => Value::Object(all.iter().map(|(name, value)| (name.to_string(), from_xml(value))).collect()),
        Xml::DateTime(time) => json!(format!("{time:?}")),
        _ => Value::Null,
    }
}

/// XML-RPC has no numbers of more than 32 bits and no null: those are doubles, and the empty text.
pub(super) fn to_xml(value: Value) -> Xml {
    match value {
        Value::Null => Xml::String(String::new()),
        Value::Bool(b) => Xml::Boolean(b),
        Value::Number(n) => match n.as_i64().and_then(|n| i32::try_from(n).ok()) {
            Some(n) => Xml::Integer(n),
            None => Xml::Double(n.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Xml::String(text),
        Value::Array(all) => Xml::Array(all.into_iter().map(to_xml).collect()),
        Value::Object(all) => Xml::Struct(all.into_iter().map(|(name, value)| (name, to_xml(value))).collect()),
    }
}

// --- MessagePack-RPC, https://github.com/msgpack-rpc/msgpack-rpc/blob/master/spec.md ---

/// Bytes of a message.
const MESSAGE: usize = 4 << 20;

/// Requests are `[0, number, method, params]`, answers `[1, number, error, result]`, notifications `[2, method, params]`.
pub(super) async fn msgpack_rpc(conn: super::conn::Conn, talk: &Talk<'_>) -> io::Result<()> {
    let invalid = |words: &str| io::Error::new(io::ErrorKind::InvalidData, words);
    let mut lines = Lines::new(conn, MESSAGE, talk.options().within);
    let mut scan = Scan::default();
    loop {
        let held = std::mem::take(lines.held());
        let (mut at, mut answers) = (0, vec![]);
        while let Some(len) = scan.end(held.get(at..).unwrap_or_default()) {
            let mut message = held.get(at..at + len).unwrap_or_default();
            let message = rmpv::decode::read_value_with_max_depth(&mut message, DEPTH).map_err(|_| invalid("that is no MessagePack"))?;
            (at, scan) = (at + len, Scan::default());
            lines.whole();
            answers.extend(pack_one(message, talk).await?.unwrap_or_default());
            if answers.len() > 65_536 {
                lines.say(std::mem::take(&mut answers)).await?;
            }
        }
        if !answers.is_empty() {
            lines.say(answers).await?;
        }
        let left = held.get(at..).unwrap_or_default().to_vec();
        if left.len() > MESSAGE {
            return Err(invalid("a message that is too long"));
        }
        *lines.held() = left;
        match lines.more().await {
            Ok(()) => {}
            Err(NoLine::End) => return lines.end().await,
            Err(NoLine::Io(error)) => return Err(error),
            Err(NoLine::Long) => return Ok(()),
        }
    }
}

/// Finds the end of a message that comes in pieces, looking at each byte once.
#[derive(Clone, Copy)]
struct Scan {
    at: usize,
    /// Values that are still to come.
    left: u64,
}

impl Default for Scan {
    fn default() -> Scan {
        Scan { at: 0, left: 1 }
    }
}

impl Scan {
    /// The length of the message at the beginning of what has come so far; `None` where there is more to come.
    fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        while self.left > 0 {
            let marker = *bytes.get(self.at)?;
            let number = |len: usize| -> Option<u64> {
                Some(bytes.get(self.at + 1..self.at + 1 + len)?.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)))
            };
            // Bytes of the value itself, and how many values lie in it.
            let (own, within) = match marker {
                0x80..=0x8f => (1, 2 * u64::from(marker & 15)),
                0x90..=0x9f => (1, u64::from(marker & 15)),
                0xa0..=0xbf => (1 + u64::from(marker & 31), 0),
                0xc4 | 0xd9 => (2 + number(1)?, 0),
                0xc5 | 0xda => (3 + number(2)?, 0),
                0xc6 | 0xdb => (5 + number(4)?, 0),
                0xc7 => (3 + number(1)?, 0),
                0xc8 => (4 + number(2)?, 0),
                0xc9 => (6 + number(4)?, 0),
                0xcc | 0xd0 => (2, 0),
                0xcd | 0xd1 => (3, 0),
                0xca | 0xce | 0xd2 => (5, 0),
                0xcb | 0xcf | 0xd3 => (9, 0),
                0xd4..=0xd8 => (2 + (1 << (marker - 0xd4)), 0),
                0xdc => (3, number(2)?),
                0xdd => (5, number(4)?),
                0xde => (3, 2 * number(2)?),
                0xdf => (5, 2 * number(4)?),
                _ => (1, 0),
            };
            self.at += own as usize;
            self.left += within;
            self.left -= 1;
        }
        (self.at <= bytes.len()).then_some(self.at)
    }
}

/// The answer to a message, if it wants one.
async fn pack_one(message: Pack, talk: &Talk<'_>) -> io::Result<Option<Vec<u8>>> {
    let answer = |number: Pack, error: Pack, result: Pack| {
        let mut bytes = vec![];
        // Into memory, which does not fail.
        let _ = rmpv::encode::write_value(&mut bytes, &Pack::Array(vec![Pack::from(1), number, error, result]));
        bytes
    };
    let Pack::Array(parts) = message else { return Err(io::Error::new(io::ErrorKind::InvalidData, "a message is an array")) };
    let text = |value: &Pack| match value {
        Pack::String(text) => Some(String::from_utf8_lossy(text.as_bytes()).into_owned()),
        // Old clients have no texts, only bytes.
        Pack::Binary(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    };
    let (number, method, params) = match parts.as_slice() {
        [kind, number, method, Pack::Array(params)] if kind.as_u64() == Some(0) => (Some(number.clone()), text(method), params),
        [kind, method, Pack::Array(params)] if kind.as_u64() == Some(2) => (None, text(method), params),
        _ => return Err(io::Error::new(io::ErrorKind::InvalidData, "that is no request")),
    };
    let method = method.unwrap_or_default();
    let values: Vec<Value> = params.iter().map(from_pack).collect();
    talk.did(|| format!("{method}({})", shown(&values)));
    let result = match (method.as_str(), params.as_slice()) {
        ("echo", [one]) => Ok(one.clone()),
        ("echo", all) => Ok(Pack::Array(all.to_vec())),
        _ => call(&method, &values, talk).await.map(to_pack),
    };
    let Some(number) = number else { return Ok(None) };
    Ok(Some(match result {
        Ok(result) => answer(number, Pack::Nil, result),
        Err(wrong) => answer(number, Pack::from(wrong.words), Pack::Nil),
    }))
}

pub(super) fn from_pack(value: &Pack) -> Value {
    match value {
        Pack::Nil => Value::Null,
        Pack::Boolean(b) => json!(b),
        Pack::Integer(n) => n.as_i64().map(Value::from).or_else(|| n.as_u64().map(Value::from)).unwrap_or_default(),
        Pack::F32(n) => json!(n),
        Pack::F64(n) => json!(n),
        Pack::String(text) => json!(String::from_utf8_lossy(text.as_bytes())),
        Pack::Binary(bytes) | Pack::Ext(_, bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => json!(text),
            Err(_) => json!(hex(bytes)),
        },
        Pack::Array(all) => all.iter().map(from_pack).collect(),
        Pack::Map(all) => {
            let name = |key: &Pack| from_pack(key).as_str().map_or_else(|| key.to_string(), str::to_owned);
            Value::Object(all.iter().map(|(key, value)| (name(key), from_pack(value))).collect())
        }
    }
}

pub(super) fn to_pack(value: Value) -> Pack {
    match value {
        Value::Null => Pack::Nil,
        Value::Bool(b) => Pack::from(b),
        Value::Number(n) => match (n.as_i64(), n.as_u64()) {
            (Some(n), _) => Pack::from(n),
            (_, Some(n)) => Pack::from(n),
            _ => Pack::from(n.as_f64().unwrap_or_default()),
        },
        Value::String(text) => Pack::from(text),
        Value::Array(all) => Pack::Array(all.into_iter().map(to_pack).collect()),
        Value::Object(all) => Pack::Map(all.into_iter().map(|(name, value)| (Pack::from(name), to_pack(value))).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_message_is_found_in_any_pieces() {
        let map =
            Pack::Map(vec![(Pack::from("key"), Pack::from(vec![Pack::Nil, Pack::from(2.5), Pack::from(1u64 << 40), Pack::from(-3)]))]);
        let ext = Pack::Ext(1, vec![0; 16]);
        let all = vec![map, ext, Pack::Ext(1, vec![0; 300]), Pack::Binary(vec![7; 70_000]), Pack::from("x".repeat(40)), Pack::F32(1.5)];
        let mut bytes = vec![];
        rmpv::encode::write_value(&mut bytes, &Pack::Array(all)).unwrap();
        let whole = bytes.len();
        bytes.extend(b"\x93more");
        let mut scan = Scan::default();
        for len in (0..whole).step_by(7) {
            assert_eq!(scan.end(&bytes[..len]), None, "{len} of {whole}");
        }
        assert_eq!(scan.end(&bytes), Some(whole));
    }
}
