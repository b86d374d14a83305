//! Redis serialization protocol, [versions 2 and 3](https://redis.io/docs/latest/develop/reference/protocol-spec/).
//!
//! ```text
//! *2 CR LF  $3 CR LF GET CR LF  $1 CR LF k CR LF       +OK CR LF       :12 CR LF       $-1 CR LF
//! ```
//! Version 3 adds maps, sets, pushes, booleans, doubles and others, for which Wireshark 4.0 has no names.
use super::lines::{line, line_or_rest};
use super::*;
use crate::field::*;

static ITEMS: Field = Field::many("Items", &ITEM);
static ITEM: Field = Field::part(Place::Switch(
    |h| h.byte(h.at).into(),
    &[
        (b'+' as u64, &[&SIMPLE]),
        (b'-' as u64, &[&FAILURE]),
        (b':' as u64, &[&NUMBER]),
        (b'$' as u64, &[&BULK]),
        (b'*' as u64, &[&ARRAY]),
        (b'%' as u64, &[&MAP]),
        (b'~' as u64, &[&SET]),
        (b'>' as u64, &[&PUSH]),
        (b'|' as u64, &[&ATTRIBUTE]),
        (b'#' as u64, &[&TRUTH]),
        (b',' as u64, &[&REAL]),
        (b'(' as u64, &[&BIG]),
        (b'!' as u64, &[&BULK_ERROR]),
        (b'=' as u64, &[&VERBATIM]),
        (b'_' as u64, &[&NULL]),
    ],
    &[&FRAGMENT],
));
static SIMPLE: Field = Field::part(Place::When(|_| true, &[&SIGN, &STRING, &END]));
/// A short text.
pub static STRING: Field = text("resp.string", "String");
static FAILURE: Field = Field::part(Place::When(|_| true, &[&SIGN, &ERROR, &END]));
/// What went wrong.
pub static ERROR: Field = text("resp.error", "Error");
static NUMBER: Field = Field::part(Place::When(|_| true, &[&INTEGER, &LINE]));
/// A number.
pub static INTEGER: Field = Field::new("resp.integer", "Integer", Place::Reckoned(|h| number(h.head, h.at + 1).map(|n| Value::Num(n as u64)))).kind(Kind::Signed).ft(64);
static BULK: Field = Field::new("resp.bulk_string", "Bulk String", Place::Group(&[&BULK_LENGTH, &LINE, &BULK_VALUE, &BULK_END]));
static BULK_LENGTH: Field = Field::new("resp.bulk_string.length", "Length", Place::Reckoned(|h| number(h.head, h.at + 1).map(|n| Value::Num(n as u64)))).kind(Kind::Signed).ft(32);
static BULK_VALUE: Field = Field::part(Place::When(|h| bulk(h) > 0, &[&VALUE]));
/// Bytes.
pub static VALUE: Field = Field::new("resp.bulk_string.value", "Value", Place::Take(|h| bulk(h).min(h.left())));
static BULK_END: Field = Field::part(Place::Take(|h| if number(h.head, h.start + 1).unwrap_or(-1) < 0 { 0 } else { h.left().min(2) }));
static ARRAY: Field = Field::new("resp.array", "Array", Place::Group(&[&ARRAY_LENGTH, &LINE, &ELEMENTS]));
/// How many items; -1: none at all.
pub static ARRAY_LENGTH: Field = Field::new("resp.array.length", "Length", Place::Reckoned(|h| number(h.head, h.at + 1).map(|n| Value::Num(n as u64)))).kind(Kind::Signed).ft(64);
static ELEMENTS: Field = Field::part(Place::Repeat(|h| count(h, 1), &ITEM));
static PAIRS: Field = Field::part(Place::Repeat(|h| count(h, 2), &ITEM));
static MAP: Field = Field::new("resp.map", "Map", Place::Group(&[&LINE, &PAIRS]));
static SET: Field = Field::new("resp.set", "Set", Place::Group(&[&LINE, &ELEMENTS]));
static PUSH: Field = Field::new("resp.push", "Push", Place::Group(&[&LINE, &ELEMENTS]));
static ATTRIBUTE: Field = Field::new("resp.attribute", "Attribute", Place::Group(&[&LINE, &PAIRS]));
static TRUTH: Field = Field::part(Place::When(|_| true, &[&BOOLEAN, &LINE]));
/// True or false.
pub static BOOLEAN: Field = Field::new("resp.boolean", "Boolean", Place::Reckoned(|h| Some(Value::Num((h.byte(h.at + 1) == b't').into())))).kind(Kind::Flag);
static REAL: Field = Field::part(Place::When(|_| true, &[&SIGN, &DOUBLE, &END]));
/// A number with a fraction, as text.
pub static DOUBLE: Field = text("resp.double", "Double");
static BIG: Field = Field::part(Place::When(|_| true, &[&SIGN, &BIG_NUMBER, &END]));
/// A number of any length, as text.
pub static BIG_NUMBER: Field = text("resp.big_number", "Big number");
static BULK_ERROR: Field = Field::new("resp.bulk_error", "Bulk Error", Place::Group(&[&LINE, &BULK_ERROR_TEXT, &BULK_END]));
static BULK_ERROR_TEXT: Field = Field::new("resp.error", "Error", Place::Take(|h| bulk(h).min(h.left()))).text();
static VERBATIM: Field = Field::new("resp.verbatim", "Verbatim String", Place::Group(&[&LINE, &VERBATIM_TEXT, &BULK_END]));
static VERBATIM_TEXT: Field = Field::new("resp.verbatim.value", "Value", Place::Take(|h| bulk(h).min(h.left()))).text();
static NULL: Field = Field::new("resp.null", "Null", Place::Group(&[&LINE]));
static FRAGMENT: Field = Field::new("resp.fragment", "Fragment", Place::Group(&[&LINE]));
static SIGN: Field = Field::part(Place::Run(1));
static END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end).saturating_sub(h.at)));
static LINE: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end).saturating_sub(h.at)));

const fn text(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| line_or_rest(h.head, h.at).end.min(h.end).saturating_sub(h.at))).text()
}
/// The number on a line, behind its sign.
fn number(bytes: &[u8], at: usize) -> Option<i64> {
    let digits = bytes.get(at..line_or_rest(bytes, at).end)?;
    std::str::from_utf8(digits).ok()?.parse().ok()
}
/// Bytes of the string whose line was just passed.
fn bulk(h: &Here<'_>) -> usize {
    number(h.head, h.start + 1).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}
/// Items of the list whose line was just passed. None takes less than three bytes.
fn count(h: &Here<'_>, each: usize) -> usize {
    bulk(h).saturating_mul(each).min(h.left() / 3)
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "resp",
    title: "REdis Serialization Protocol",
    column: "RESP",
    spec: "RESP3",
    fields: &[&ITEMS],
    under: &[(Space::TcpPort, 6379)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::PLAIN),
    ..Protocol::PLAIN
};

/// Lists in lists are followed so deep.
const DEEP: u8 = 8;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let mut at = 0;
    while at < bytes.len() {
        match item(bytes, at, DEEP) {
            Ok(end) => at = end,
            Err(need) if at == 0 && whole => return Step::more(bytes, need),
            Err(_) => break,
        }
    }
    match whole {
        true => Step { again: true, ..Step::new(at, at, id::data) },
        false => Step::new(bytes.len(), below.wire, id::data),
    }
}
/// Where the item ends that begins at `at`; else how many bytes there must be, 0 where that is not known.
fn item(bytes: &[u8], at: usize, deep: u8) -> Result<usize, usize> {
    let Some(first) = line(bytes, at) else { return Err(0) };
    let times = match bytes.get(at) {
        Some(b'$' | b'!' | b'=') => {
            let end = match number(bytes, at + 1) {
                Some(n @ 0..=0x2000_0000) => first.next + n as usize + 2,
                _ => first.next,
            };
            return if end <= bytes.len() { Ok(end) } else { Err(end) };
        }
        Some(b'*' | b'~' | b'>') => 1,
        Some(b'%' | b'|') => 2,
        _ => return Ok(first.next),
    };
    let n = number(bytes, at + 1).unwrap_or(0).max(0).saturating_mul(times);
    let mut end = first.next;
    if deep == 0 {
        return Ok(end);
    }
    for _ in 0..n {
        end = item(bytes, end, deep - 1)?;
    }
    Ok(end)
}

/// `Request: SET k hello`, or what is answered.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let from = out.len();
    let mut at = 0;
    while let Some(line) = line(head, at).filter(|_| out.len() < from + 200) {
        let text = head.get(at..line.end).unwrap_or(&[]);
        at = line.next;
        let shown = match text.first() {
            Some(b'*' | b'~' | b'>' | b'%' | b'|') => continue,
            Some(b'$' | b'=' | b'!') => match number(text, 1).and_then(|n| usize::try_from(n).ok()) {
                Some(n) => {
                    let value = head.get(at..at.saturating_add(n)).unwrap_or(&[]);
                    at = at.saturating_add(n).saturating_add(2);
                    value
                }
                None => b"(nil)",
            },
            _ => text,
        };
        if out.len() > from {
            out.push(b' ');
        }
        crate::text::utf8(shown.get(..shown.len().min(60)).unwrap_or(&[]), out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn commands_and_answers() {
        let names = ["resp.array.length", "resp.bulk_string.length", "resp.bulk_string.value", "resp.string", "resp.integer", "resp.error"];
        let bytes = tcp_of(1234, 6379, b"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n");
        assert_eq!(fields_of(228, &bytes, &names), "2 3,1 474554,6b - - -");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(1234, 6379, b"+OK\r\n:-12\r\n-ERR x\r\n$-1\r\n*-1\r\n*2\r\n*1\r\n:1\r\n$0\r\n\r\n");
        assert_eq!(fields_of(228, &bytes, &names), "-1,2,1 -1,0 - OK -12,1 ERR x");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 6379, b"*2\r\n$3\r\nab")), "ip:tcp:resp More");
        assert_eq!(layers_of(228, &tcp_of(1234, 6379, b"+OK\r\n$20\r\nab")), "ip:tcp:resp:resp More");
    }
    #[test]
    fn version_3() {
        let bytes = tcp_of(1234, 6379, b"%1\r\n+a\r\n:1\r\n#t\r\n,1.5\r\n(123\r\n_\r\n=7\r\ntxt:abc\r\n>1\r\n+x\r\n");
        let names = ["resp.map", "resp.string", "resp.boolean", "resp.double", "resp.big_number", "resp.null", "resp.verbatim.value", "resp.push"];
        assert_eq!(fields_of(228, &bytes, &names), "1 a,x 1 1.5 123 1 txt:abc 1");
        cut_everywhere(228, &bytes);
    }
    /// A count that promises more than can be there costs no time.
    #[test]
    fn promises() {
        for text in [&b"*9223372036854775807\r\n"[..], b"%9223372036854775807\r\n:1\r\n", b"$99999999999999999999\r\n", b"*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n"] {
            fields_of(228, &tcp_of(1234, 6379, text), &["resp.array.length", "resp.integer"]);
        }
    }
}
