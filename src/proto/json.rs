//! JavaScript Object Notation: [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259).
//!
//! ```text
//! {"method": "double", "params": [21], "id": 1}
//! ```
//! Objects and arrays are shown from the first on, as long as they are well formed. A path names each member by its keys; `[]` stands for
//! any item of an array. What an object says as a call of [JSON-RPC](https://www.jsonrpc.org/specification), or as its answer, is told too.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static DOCUMENT: Field = Field::part(Place::Told(read, &[&CALL, &OBJECT, &ARRAY]));
static CALL: Field = Field::new("", "JSON-RPC", Place::Group(&[&RPC_VERSION, &RPC_ID, &RPC_METHOD, &RPC_PARAMS, &RPC_RESULT, &RPC_CODE, &RPC_MESSAGE]));
/// Of JSON-RPC; the first has none.
pub static RPC_VERSION: Field = said("jsonrpc.version", "Version");
/// What a request and its answer have in common: a number, or a text.
pub static RPC_ID: Field = said("jsonrpc.id", "ID");
/// What is called.
pub static RPC_METHOD: Field = said("jsonrpc.method", "Method");
/// With what, as it stands.
pub static RPC_PARAMS: Field = said("jsonrpc.params", "Parameters");
/// What is answered, as it stands.
pub static RPC_RESULT: Field = said("jsonrpc.result", "Result");
/// What went wrong, as a number.
pub static RPC_CODE: Field = long("jsonrpc.error.code", "Error code").kind(Kind::Signed);
/// The same in words.
pub static RPC_MESSAGE: Field = said("jsonrpc.error.message", "Error message");
/// Members in braces.
pub static OBJECT: Field = Field::new("json.object", "Object", Place::Group(&[&MEMBER_PART]));
/// Values in brackets.
pub static ARRAY: Field = Field::new("json.array", "Array", Place::Group(&[&VALUE, &OBJECT, &ARRAY]));
static MEMBER_PART: Field = Field::new("", "Member", Place::Group(&[&MEMBER, &VALUE, &OBJECT, &ARRAY, &KEY, &PATH]));
/// What a value may be that is no record: [`read`] tells them.
static VALUE: Field = Field::part(Place::Switch(|_| 0, &[], &[&PATH_WITH_VALUE, &MEMBER_WITH_VALUE, &STRING, &NUMBER, &FALSE, &NULL, &TRUE, &NAN]));
/// A member's key, before its value.
pub static MEMBER: Field = said("json.member", "Member");
/// The same, behind it.
pub static KEY: Field = said("json.key", "Key");
/// The keys from the outermost on.
pub static PATH: Field = said("json.path", "Path");
/// The same with the value that is no object and no array.
pub static PATH_WITH_VALUE: Field = said("json.path_with_value", "Path with value");
/// The last key of it, with the value.
pub static MEMBER_WITH_VALUE: Field = said("json.member_with_value", "Member with value");
/// Text, its escapes resolved.
pub static STRING: Field = said("json.value.string", "String value");
/// A number as it is written.
pub static NUMBER: Field = said("json.value.number", "Number value");
static FALSE: Field = Field::new("json.value.false", "False value", Place::Rest).kind(Kind::Present);
static NULL: Field = Field::new("json.value.null", "Null value", Place::Rest).kind(Kind::Present);
static TRUE: Field = Field::new("json.value.true", "True value", Place::Rest).kind(Kind::Present);
static NAN: Field = Field::new("json.value.nan", "NaN value", Place::Rest).kind(Kind::Present);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "json",
    title: "JavaScript Object Notation",
    column: "JSON",
    spec: "RFC 8259",
    fields: &[&DOCUMENT],
    media: &[
        "application/json",
        "application/json-rpc",
        "application/jsonrequest",
        "application/dds-web+json",
        "application/problem+json",
        "application/merge-patch+json",
        "application/json-patch+json",
        "application/vnd.api+json",
        "application/ld+json",
        "application/reputon+json",
        "application/jrd+json",
    ],
    line: &[Word::Call(info)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

/// Values in values are followed so deep; what lies deeper is no JSON here.
const DEEP: usize = 64;
/// Records in records are shown so deep; what lies deeper stands beside them.
const SHOWN: usize = 14;
/// A path is told up to so many bytes.
const LONGEST: usize = 4096;

fn blank(text: &[u8], at: usize) -> usize {
    at + text.get(at..).map_or(0, |rest| rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count())
}
/// Behind the string that begins at `at` with its quotation mark.
fn string(text: &[u8], at: usize) -> Option<usize> {
    let mut i = at + 1;
    loop {
        match text.get(i)? {
            b'"' => return Some(i + 1),
            b'\\' => i += 2,
            _ => i += 1,
        }
    }
}
/// Behind the value that begins at `at`; `None` where it is none.
fn value(text: &[u8], at: usize, deep: usize) -> Option<usize> {
    match text.get(at)? {
        open @ (b'{' | b'[') if deep > 0 => {
            let shut = open + 2;
            let mut i = blank(text, at + 1);
            if text.get(i) == Some(&shut) {
                return Some(i + 1);
            }
            loop {
                if *open == b'{' {
                    i = match text.get(i)? {
                        b'"' => blank(text, string(text, i)?),
                        _ => return None,
                    };
                    i = match text.get(i)? {
                        b':' => blank(text, i + 1),
                        _ => return None,
                    };
                }
                i = blank(text, value(text, i, deep - 1)?);
                i = match text.get(i)? {
                    b',' => blank(text, i + 1),
                    b if *b == shut => return Some(i + 1),
                    _ => return None,
                };
            }
        }
        b'"' => string(text, at),
        _ => {
            let word = text.get(at..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.')).count());
            let said = text.get(at..at + word)?;
            let number = matches!(said.first(), Some(b'-' | b'0'..=b'9')) && said.iter().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
            (number || matches!(said, b"true" | b"false" | b"null" | b"NaN")).then_some(at + word)
        }
    }
}
/// What a string says, between its quotation marks, its escapes resolved.
fn plain(text: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(text.len()), 0);
    let four = |at: usize| u32::from_str_radix(std::str::from_utf8(text.get(at..at + 4)?).ok()?, 16).ok();
    while let Some(b) = text.get(at) {
        at += 1;
        if *b != b'\\' {
            out.push(*b);
            continue;
        }
        let escaped = text.get(at).copied().unwrap_or(b'\\');
        at += 1;
        match escaped {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'u' => {
                let mut code = four(at).unwrap_or(0xfffd);
                at += 4;
                if let (0xd800..0xdc00, Some(b"\\u"), Some(low @ 0xdc00..0xe000)) = (code, text.get(at..at + 2), four(at + 2)) {
                    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                    at += 6;
                }
                let mut four = [0; 4];
                out.extend_from_slice(char::from_u32(code).unwrap_or('\u{fffd}').encode_utf8(&mut four).as_bytes());
            }
            other => out.push(other),
        }
    }
    out
}
/// The same of a string with its quotation marks.
fn unquoted(text: &[u8]) -> Vec<u8> {
    plain(text.get(1..text.len().saturating_sub(1)).unwrap_or(&[]))
}

/// Where a value stands: its path, the last part of it, and how deep.
struct Where<'a> {
    path: &'a [u8],
    last: &'a [u8],
    deep: usize,
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    loop {
        r.pass(blank(r.rest(), 0))?;
        let text = r.rest();
        let Some(end) = matches!(text.first(), Some(b'{' | b'[')).then(|| value(text, 0, DEEP)).flatten() else { return Continue(()) };
        calls(r, end)?;
        tell(r, end, &Where { path: b"", last: b"", deep: 0 })?;
    }
}
/// The members of the object that begins at `at`: key, and where the value lies.
fn members(text: &[u8], at: usize) -> impl Iterator<Item = (&[u8], Range<usize>)> {
    let mut at = if text.get(at) == Some(&b'{') { blank(text, at + 1) } else { text.len() };
    std::iter::from_fn(move || {
        let key = string(text, at).filter(|_| text.get(at) == Some(&b'"'))?;
        let from = blank(text, blank(text, key) + 1);
        let end = value(text, from, DEEP)?;
        let found = (text.get(at + 1..key - 1)?, from..end);
        at = blank(text, end);
        at = if text.get(at) == Some(&b',') { blank(text, at + 1) } else { text.len() };
        Some(found)
    })
}
/// Tells what the value of so many bytes says as a call of JSON-RPC, or as many of them. Nothing is passed over.
fn calls(r: &mut Reader<'_, '_>, n: usize) -> Flow {
    let text = r.rest().get(..n).unwrap_or(&[]);
    if text.first() == Some(&b'{') {
        return call(r, text, 0);
    }
    let mut at = blank(text, 1);
    while let Some(end) = value(text, at, DEEP) {
        call(r, text, at)?;
        at = blank(text, end);
        if text.get(at) != Some(&b',') {
            break;
        }
        at = blank(text, at + 1);
    }
    Continue(())
}
fn call(r: &mut Reader<'_, '_>, text: &[u8], at: usize) -> Flow {
    let (mut version, mut id, mut said) = (false, false, false);
    for (key, _) in members(text, at) {
        match key {
            b"jsonrpc" => version = true,
            b"id" => id = true,
            b"method" | b"result" | b"error" => said = true,
            _ => {}
        }
    }
    if !said || !version && !id {
        return Continue(());
    }
    r.virtual_record(&CALL, |r| {
        for (key, at) in members(text, at) {
            let field = match key {
                b"jsonrpc" => &RPC_VERSION,
                b"id" => &RPC_ID,
                b"method" => &RPC_METHOD,
                b"params" => &RPC_PARAMS,
                b"result" => &RPC_RESULT,
                b"error" => {
                    for (key, at) in members(text, at.start) {
                        let said = text.get(at.clone()).unwrap_or(&[]);
                        match key {
                            b"code" => {
                                if let Some(n) = std::str::from_utf8(said).ok().and_then(|said| said.parse::<i32>().ok()) {
                                    r.tell(&RPC_CODE, at.start, at.len(), Value::Num(n as u64))?;
                                }
                            }
                            b"message" => r.tell(&RPC_MESSAGE, at.start, at.len(), Value::Bytes(&unquoted(said)))?,
                            _ => {}
                        }
                    }
                    continue;
                }
                _ => continue,
            };
            let said = text.get(at.clone()).unwrap_or(&[]);
            match said.first() {
                Some(b'"') => r.tell(field, at.start, at.len(), Value::Bytes(&unquoted(said)))?,
                Some(b'n') => {}
                _ => r.show(field, at.start, at.len())?,
            }
        }
        Continue(())
    })
}
/// Tells the value of so many bytes that begins here, and passes over it.
fn tell(r: &mut Reader<'_, '_>, n: usize, here: &Where<'_>) -> Flow {
    let group = match r.rest().first() {
        Some(b'{') => &OBJECT,
        Some(b'[') => &ARRAY,
        _ => return scalar(r, n, here),
    };
    if here.deep < SHOWN { r.record(group, n, |r| items(r, here)) } else { items(r, here) }
}
/// What stands in braces or brackets, which begin here.
fn items(r: &mut Reader<'_, '_>, here: &Where<'_>) -> Flow {
    let object = r.rest().first() == Some(&b'{');
    r.pass(1)?;
    loop {
        r.pass(blank(r.rest(), 0))?;
        let text = r.rest();
        match text.first() {
            Some(b',') => r.pass(1)?,
            None | Some(b'}' | b']') => return r.pass(text.len().min(1)),
            Some(_) if object => member(r, here)?,
            Some(_) => {
                let path = [here.path, b"/[]"].concat();
                let path = if path.len() > LONGEST { here.path } else { &path };
                let Some(end) = value(text, 0, DEEP) else { return r.broken() };
                tell(r, end, &Where { path, last: b"[]", deep: here.deep + 1 })?;
            }
        }
    }
}
fn member(r: &mut Reader<'_, '_>, here: &Where<'_>) -> Flow {
    let text = r.rest();
    let Some(quoted) = string(text, 0) else { return r.broken() };
    let from = blank(text, blank(text, quoted) + 1);
    let Some(end) = value(text, from, DEEP) else { return r.broken() };
    let key = unquoted(text.get(..quoted).unwrap_or(&[]));
    let path = [here.path, b"/", &key].concat();
    let path = if path.len() > LONGEST { here.path } else { &path };
    let inside = |r: &mut Reader<'_, '_>| {
        r.tell(&MEMBER, 0, end, Value::Bytes(&key))?;
        r.pass(from)?;
        tell(r, end - from, &Where { path, last: &key, deep: here.deep + 1 })?;
        r.tell(&KEY, 0, 0, Value::Bytes(&key))?;
        r.tell(&PATH, 0, 0, Value::Bytes(path))
    };
    if here.deep < SHOWN { r.record(&MEMBER_PART, end, inside) } else { inside(r) }
}
fn scalar(r: &mut Reader<'_, '_>, n: usize, here: &Where<'_>) -> Flow {
    let text = r.rest().get(..n).unwrap_or(&[]);
    let (field, said) = match text.first() {
        Some(b'"') => (&STRING, unquoted(text)),
        Some(b't') => (&TRUE, text.to_vec()),
        Some(b'f') => (&FALSE, text.to_vec()),
        Some(b'N') => (&NAN, text.to_vec()),
        Some(b'n') => (&NULL, text.to_vec()),
        _ => (&NUMBER, text.to_vec()),
    };
    for (with, before) in [(&PATH_WITH_VALUE, here.path), (&MEMBER_WITH_VALUE, here.last)] {
        if r.hears(with) {
            r.tell(with, 0, n, Value::Bytes(&[before, b":", &said].concat()))?;
        }
    }
    r.tell(field, 0, n, Value::Bytes(&said))?;
    r.pass(n)
}

/// `double(21) id 1` where it is a call of JSON-RPC, else its keys.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let text = packet.layer(layer).map_or(&[][..], |l| l.whole(packet.bytes));
    let mut at = blank(text, 0);
    if text.get(at) != Some(&b'{') || value(text, at, DEEP).is_none() {
        return;
    }
    let (from, mut sep) = (out.len(), &b""[..]);
    at = blank(text, at + 1);
    while let Some(end) = string(text, at).filter(|_| out.len() < from + 200) {
        let key = text.get(at + 1..end - 1).unwrap_or(&[]);
        let start = blank(text, blank(text, end) + 1);
        let Some(end) = value(text, start, DEEP) else { return };
        let said = text.get(start..end).unwrap_or(&[]);
        out.extend_from_slice(sep);
        crate::text::utf8(key.get(..key.len().min(60)).unwrap_or(&[]), out);
        out.push(b'=');
        match said.first() {
            Some(b'{') if said.len() > 60 => out.extend_from_slice(b"{...}"),
            Some(b'[') if said.len() > 60 => out.extend_from_slice(b"[...]"),
            Some(b'"') => crate::text::utf8(&unquoted(said.get(..said.len().min(60)).unwrap_or(&[])), out),
            _ => crate::text::utf8(said.get(..said.len().min(60)).unwrap_or(&[]), out),
        }
        sep = b" ";
        at = blank(text, end);
        if text.get(at) != Some(&b',') {
            return;
        }
        at = blank(text, at + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn posted(body: &[u8]) -> Vec<u8> {
        let head = format!("POST / HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        tcp_of(1234, 80, &[head.as_bytes(), body].concat())
    }
    #[test]
    fn members_and_paths() {
        let bytes = posted(br#" {"method":"double","params":[21, true,{"x":"a\u00e9\n"}],"id":null}"#);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:json End");
        let names = ["json.member", "json.key", "json.value.string", "json.value.number", "json.value.true", "json.value.null"];
        assert_eq!(fields_of(228, &bytes, &names), "method,params,x,id method,x,params,id double,aé\\n 21 1 1");
        assert_eq!(fields_of(228, &bytes, &["json.path"]), "/method,/params/[]/x,/params,/id");
        assert_eq!(fields_of(228, &bytes, &["json.member_with_value", "json.path_with_value"]).replace("\\n", ""),
            "method:double,[]:21,[]:true,x:aé,id:null /method:double,/params/[]:21,/params/[]:true,/params/[]/x:aé,/id:null");
        assert_eq!(fields_of(228, &bytes, &["json.object", "json.array"]), "1,1 1");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn calls_and_answers() {
        let names = ["jsonrpc.version", "jsonrpc.id", "jsonrpc.method", "jsonrpc.params", "jsonrpc.result", "jsonrpc.error.code", "jsonrpc.error.message"];
        let told = |body: &str| fields_of(228, &posted(body.as_bytes()), &names);
        assert_eq!(told(r#"{"jsonrpc": "2.0", "method": "double", "params": [21], "id": 7}"#), "2.0 7 double [21] - - -");
        assert_eq!(told(r#"{"jsonrpc":"2.0","result":{"a":1},"id":"x"}"#), "2.0 x - - {\"a\":1} - -");
        assert_eq!(told(r#"{"jsonrpc":"2.0","error":{"code":-32601,"message":"none"},"id":null}"#), "2.0 - - - - -32601 none");
        assert_eq!(told(r#"[{"jsonrpc":"2.0","method":"a"}, 5, {"method":"b","id":1}]"#), "2.0 1 a,b - - - -");
        // What is none.
        assert_eq!(told(r#"{"method":"a"}"#), "- - - - - - -");
        assert_eq!(told(r#"{"id":1}"#), "- - - - - - -");
        assert_eq!(told(r#"{"a":{"jsonrpc":"2.0","method":"a"}}"#), "- - - - - - -");
        cut_everywhere(228, &posted(br#"[{"jsonrpc":"2.0","error":{"code":-32601,"message":"none"},"id":null}]"#));
    }
    #[test]
    fn what_is_not_well_formed_is_not_shown() {
        for bad in ["42", "{\"a\":1,}", "{a:1}", "[1,2", "{\"a\":\"un", "nan", "{\"a\":tru}"] {
            assert_eq!(fields_of(228, &posted(bad.as_bytes()), &["json.object", "json.array", "json.key"]), "- - -", "{bad}");
        }
        assert_eq!(fields_of(228, &posted(b"{\"a\":1}{\"b\":2} x"), &["json.object", "json.key"]), "1,1 a,b");
    }
    #[test]
    fn depth_is_bounded() {
        for deep in [10, 60, 70, 3000] {
            let body = [vec![b'['; deep], vec![b']'; deep]].concat();
            let n = fields_of(228, &posted(&body), &["json.array"]).matches('1').count();
            assert_eq!(n, if deep > 64 { 0 } else { deep.min(super::SHOWN) }, "{deep}");
            cut_everywhere(228, &posted(body.get(..200).unwrap_or(&body)));
        }
        let body = [b"{\"a\":".repeat(50), b"1".to_vec(), b"}".repeat(50)].concat();
        assert_eq!(fields_of(228, &posted(&body), &["json.key"]).matches('a').count(), 50);
    }
}
