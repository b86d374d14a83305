//! Memcache: the [text protocol](https://github.com/memcached/memcached/blob/master/doc/protocol.txt) and the
//! [binary one](https://github.com/memcached/memcached/wiki/BinaryProtocolRevamped).
//!
//! ```text
//! set key 5 60 5 CR LF hello CR LF       STORED CR LF
//! | Magic (8) | Opcode (8) | Key length (16) | Extras length (8) | Type (8) | Status (16) | Body length (32) | Opaque (32) | CAS (64) |
//! ```
use super::lines::{decimal, line};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static ALL: Field = Field::part(Place::Switch(
    |h| u64::from(h.byte(0) & 0xfe == 0x80),
    &[(1, &[&MAGIC, &OPCODE, &KEY_LENGTH, &EXTRAS_LENGTH, &DATA_TYPE, &BY_MAGIC, &VALUE_BYTES, &TOTAL, &OPAQUE, &CAS, &EXTRAS, &KEY_PART, &VALUE_PART])],
    &[&Field::part(Place::Told(read, &[&COMMAND, &KEY, &FLAGS, &EXPIRATION, &VALUE_LENGTH, &CAS_SAID, &NOREPLY, &VALUE, &RESPONSE, &VERSION, &NAME, &NAME_VALUE]))],
));
static MAGIC: Field = byte("memcache.magic", "Magic").names(&[(0x80, "Request"), (0x81, "Response")]);
static OPCODE: Field = byte("memcache.opcode", "Opcode").names(OPCODES);
const OPCODES: Names = &[
    (0, "Get"), (1, "Set"), (2, "Add"), (3, "Replace"), (4, "Delete"), (5, "Increment"), (6, "Decrement"), (7, "Quit"), (8, "Flush"), (9, "Get Quietly"),
    (10, "No-op"), (11, "Version"), (12, "Get Key"), (13, "Get Key Quietly"), (14, "Append"), (15, "Prepend"), (16, "Statistics"), (17, "Set Quietly"),
    (18, "Add Quietly"), (19, "Replace Quietly"), (20, "Delete Quietly"), (21, "Increment Quietly"), (22, "Decrement Quietly"), (23, "Quit Quietly"),
    (24, "Flush Quietly"), (25, "Append Quietly"), (26, "Prepend Quietly"),
];
static KEY_LENGTH: Field = word("memcache.key.length", "Key Length");
static EXTRAS_LENGTH: Field = byte("memcache.extras.length", "Extras length");
static DATA_TYPE: Field = byte("memcache.data_type", "Data type").names(&[(0, "Raw bytes")]);
static BY_MAGIC: Field = Field::part(Place::Switch(|h| h.byte(0).into(), &[(0x80, &[&RESERVED])], &[&STATUS]));
static RESERVED: Field = word("memcache.reserved", "Reserved");
static STATUS: Field = word("memcache.status", "Status").names(&[
    (0, "No error"), (1, "Key not found"), (2, "Key exists"), (3, "Value too big"), (4, "Invalid arguments"), (5, "Item not stored"), (129, "Unknown command"),
    (130, "Out of memory"),
]);
static VALUE_BYTES: Field = Field::new("memcache.value.length", "Value length", Place::Reckoned(|h| {
    let total = load(h.head, 64, 32)?;
    Some(Value::Num(total.saturating_sub(u64::from(h.word(2)) + u64::from(h.byte(4)))))
})).ft(32);
static TOTAL: Field = long("memcache.total_body_length", "Total body length");
static OPAQUE: Field = long("memcache.opaque", "Opaque");
static CAS: Field = Field::new("memcache.cas", "CAS", Place::Uint(64));
static EXTRAS: Field = Field::part(Place::When(|h| h.byte(4) > 0, &[&EXTRAS_BYTES]));
static EXTRAS_BYTES: Field = Field::new("memcache.extras", "Extras", Place::Take(|h| usize::from(h.byte(4)).min(h.left()))).kind(Kind::Present);
static KEY_PART: Field = Field::part(Place::When(|h| h.word(2) > 0, &[&KEY_BYTES]));
static KEY_BYTES: Field = Field::new("memcache.key", "Key", Place::Take(|h| usize::from(h.word(2)).min(h.left()))).text();
static VALUE_PART: Field = Field::part(Place::When(|h| h.left() > 0, &[&VALUE]));

/// What is to be done.
pub static COMMAND: Field = said("memcache.command", "Command");
/// With what.
pub static KEY: Field = said("memcache.key", "Key");
static FLAGS: Field = word("memcache.flags", "Flags");
static EXPIRATION: Field = long("memcache.expiration", "Expiration");
static VALUE_LENGTH: Field = long("memcache.value.length", "Value length");
static CAS_SAID: Field = Field::new("memcache.cas", "CAS", Place::Uint(64));
static NOREPLY: Field = said("memcache.noreply", "Noreply");
/// What is kept.
pub static VALUE: Field = said("memcache.value", "Value");
/// How it went.
pub static RESPONSE: Field = said("memcache.response", "Response");
static VERSION: Field = said("memcache.version", "Version");
static NAME: Field = said("memcache.name", "Stat name");
static NAME_VALUE: Field = said("memcache.name_value", "Stat value");

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "memcache",
    title: "Memcache Protocol",
    column: "MEMCACHE",
    spec: "memcached protocol",
    fields: &[&ALL],
    under: &[(Space::TcpPort, 11211)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::PLAIN),
    ..Protocol::PLAIN
};
const STORES: &[&[u8]] = &[b"set", b"add", b"replace", b"append", b"prepend", b"cas"];
const ASKS: &[&[u8]] = &[b"get", b"gets", b"incr", b"decr", b"delete", b"flush_all", b"version", b"quit", b"slabs", b"stats"];
const ANSWERS: &[&[u8]] = &[b"STORED", b"NOT_STORED", b"EXISTS", b"NOT_FOUND", b"DELETED", b"OK"];
/// A value is not longer; memcached takes a megabyte.
const LONGEST: u64 = 64 << 20;

fn first(text: &[u8]) -> &[u8] {
    text.split(|b| *b == b' ').next().unwrap_or(&[])
}
/// Bytes of the value that stands behind this line, its end included.
fn behind(text: &[u8]) -> usize {
    let mut words = text.split(|b| *b == b' ').filter(|word| !word.is_empty());
    let word = words.next().unwrap_or(&[]);
    let at = match word {
        b"VALUE" => 2,
        _ if STORES.contains(&word) => 3,
        _ => return 0,
    };
    words.nth(at).and_then(decimal).filter(|n| *n <= LONGEST).map_or(0, |n| n as usize + 2)
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let rest = Step::new(bytes.len(), below.wire, id::data);
    if bytes.first().is_some_and(|magic| magic & 0xfe == 0x80) {
        let Some(total) = load(bytes, 64, 32).filter(|_| bytes.len() >= 24).map(|n| 24 + n as usize) else {
            return if whole { Step::more(bytes, 24) } else { Step::cut(bytes) };
        };
        return match (total <= bytes.len(), whole) {
            (true, _) => Step { again: true, ..Step::new(total, total, id::data) },
            (false, true) if total as u64 <= LONGEST => Step::more(bytes, total),
            _ => rest,
        };
    }
    let mut at = 0;
    loop {
        let Some(next) = line(bytes, at) else {
            return if whole && bytes.len() < 1 << 16 && at > 0 { Step::more(bytes, 0) } else { rest };
        };
        let text = bytes.get(at..next.end).unwrap_or(&[]);
        let word = first(text);
        at = next.next + behind(text);
        if at > bytes.len() {
            return if whole { Step::more(bytes, at) } else { rest };
        }
        // An answer of several lines ends with one of its own.
        if !(word == b"VALUE" || word == b"STAT" && text.len() > 4) {
            break;
        }
        if at == bytes.len() {
            return if whole && bytes.len() < 1 << 20 { Step::more(bytes, 0) } else { rest };
        }
    }
    Step { again: true, ..Step::new(at, at, id::data) }
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    while let Some(next) = line(r.rest(), 0) {
        let all = r.rest();
        let text = all.get(..next.end).unwrap_or(&[]);
        // Each word, and where it stands.
        let mut at = 0;
        let mut words = text.split(|b| *b == b' ').map(|word| {
            let from = at;
            at += word.len() + 1;
            (from, word)
        });
        let (_, word) = words.next().unwrap_or((0, &[]));
        let value = behind(text);
        let number = |r: &mut Reader<'_, '_>, field: &'static Field, of: Option<(usize, &[u8])>| match of.and_then(|(at, word)| Some((at, word.len(), decimal(word)?))) {
            Some((at, n, number)) => r.tell(field, at, n, Value::Num(number)),
            None => Continue(()),
        };
        if word == b"VALUE" || STORES.contains(&word) {
            if word != b"VALUE" {
                r.show(&COMMAND, 0, word.len())?;
            }
            if let Some((at, key)) = words.next() {
                r.show(&KEY, at, key.len())?;
            }
            number(r, &FLAGS, words.next())?;
            if word != b"VALUE" {
                number(r, &EXPIRATION, words.next())?;
            }
            number(r, &VALUE_LENGTH, words.next())?;
            for (at, word) in words {
                match decimal(word) {
                    Some(n) => r.tell(&CAS_SAID, at, word.len(), Value::Num(n))?,
                    None if word == b"noreply" => r.show(&NOREPLY, at, word.len())?,
                    None => {}
                }
            }
            r.show(&VALUE, next.next, value.saturating_sub(2))?;
        } else if ASKS.contains(&word) {
            r.show(&COMMAND, 0, word.len())?;
            let counts = word == b"incr" || word == b"decr";
            let keyed = counts || word.starts_with(b"get") || word == b"delete";
            for (i, (at, word)) in words.enumerate().filter(|(_, (_, word))| !word.is_empty()) {
                if word == b"noreply" {
                    r.show(&NOREPLY, at, word.len())?;
                } else if counts && i == 1 {
                    r.show(&VALUE, at, word.len())?;
                } else if keyed && (i == 0 || !counts) {
                    r.show(&KEY, at, word.len())?;
                }
            }
        } else if word == b"STAT" {
            r.show(&COMMAND, 0, word.len())?;
            if let Some((at, name)) = words.next() {
                r.show(&NAME, at, name.len())?;
                let from = at + name.len() + 1;
                r.show(&NAME_VALUE, from, text.len().saturating_sub(from))?;
            }
        } else if word == b"VERSION" {
            r.show(&VERSION, 8, text.len().saturating_sub(8))?;
        } else if ANSWERS.contains(&word) {
            r.show(&RESPONSE, 0, word.len())?;
        }
        r.pass((next.next + value).min(all.len()))?;
    }
    Continue(())
}

/// `get key1`, `Set Request`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    if let [magic @ (0x80 | 0x81), code, ..] = head {
        let name = OPCODES.iter().find(|(n, _)| *n == u64::from(*code)).map_or("Unknown", |(_, name)| name);
        out.extend(format!("{name} {}", if *magic == 0x80 { "Request" } else { "Response" }).bytes());
        return;
    }
    let text = head.get(..super::lines::line_or_rest(head, 0).end).unwrap_or(&[]);
    crate::text::utf8(text.get(..100).unwrap_or(text), out);
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn lines_and_values() {
        let bytes = tcp_of(1234, 11211, b"set key1 5 60 5\r\nhel\r\n\r\ncas k 0 0 1 99 noreply\r\nx\r\nget a b\r\nincr n 5\r\n");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:memcache:memcache:memcache:memcache End");
        let names = ["memcache.command", "memcache.key", "memcache.flags", "memcache.expiration", "memcache.value.length", "memcache.cas", "memcache.noreply"];
        assert_eq!(fields_of(228, &bytes, &names), "set,cas,get,incr key1,k,a,b,n 5,0 60,0 5,1 99 noreply");
        assert_eq!(fields_of(228, &bytes, &["memcache.value"]), "hel\\r\\n,x,5");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(11211, 1234, b"VALUE key1 5 3\r\nabc\r\nEND\r\nSTAT pid 1\r\nSTAT version 1.6\r\nEND\r\nVERSION 1.6\r\nSTORED\r\n");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:memcache:memcache:memcache:memcache End");
        let names = ["memcache.key", "memcache.value", "memcache.name", "memcache.name_value", "memcache.version", "memcache.response"];
        assert_eq!(fields_of(228, &bytes, &names), "key1 abc pid,version 1,1.6 1.6 STORED");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 11211, b"set key1 5 60 5\r\nhel")), "ip:tcp:memcache More");
    }
    #[test]
    fn binary_messages() {
        let bytes = tcp_of(1234, 11211, &hex("80 01 0001 08 00 0000 0000000a 000000aa 0000000000000007 00000001 0000003c 6b 76  81 00 0000 00 00 0001 00000002 000000aa 0000000000000000 6e6f"));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:memcache:memcache End");
        let names = ["memcache.magic", "memcache.opcode", "memcache.key", "memcache.value", "memcache.value.length", "memcache.status", "memcache.cas"];
        assert_eq!(fields_of(228, &bytes, &names), "128,129 1,0 k v,no 1,2 1 7,0");
        cut_everywhere(228, &bytes);
    }
}
