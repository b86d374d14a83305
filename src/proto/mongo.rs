//! MongoDB's wire protocol: [messages](https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/) of
//! [BSON](https://bsonspec.org/spec.html), least significant byte first.
//!
//! ```text
//! | Length (32) | Request id (32) | Response to (32) | Opcode (32) | ...
//! | Flags (32) | Kind (8) | document | ...           of opcode 2013
//! ```
//! Wireshark 4.0 takes what goes over its port, 27017, for TLS; so it is here, and `-d tcp.port==27017,mongo` says otherwise.
use super::fields::little_long;
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static MESSAGE_LENGTH: Field = little_long("mongo.message_length", "Message Length").kind(Kind::Signed);
static REQUEST_ID: Field = little_long("mongo.request_id", "Request ID").hex();
static RESPONSE_TO: Field = little_long("mongo.response_to", "Response To").hex();
/// What the message is.
pub static OPCODE: Field = little_long("mongo.opcode", "OpCode").kind(Kind::Signed).names(OPCODES);
const OPCODES: Names = &[
    (1, "Reply"), (1000, "Message"), (2001, "Update document"), (2002, "Insert document"), (2003, "Reserved"), (2004, "Query"), (2005, "Get More"),
    (2006, "Delete document"), (2007, "Kill Cursors"), (2010, "Command Request"), (2011, "Command Reply"), (2012, "Compressed Data"),
    (2013, "Extensible Message Format"),
];
static BODY: Field = Field::part(Place::Switch(
    |h| load_le(h.head.get(12..16).unwrap_or(&[])),
    &[
        (1, &[&REPLY_FLAGS, &CURSOR, &FROM, &RETURNED, &DOCUMENTS]),
        (2001, &[&ZERO, &COLLECTION, &REPLY_FLAGS, &DOCUMENTS]),
        (2002, &[&ZERO, &COLLECTION, &DOCUMENTS]),
        (2004, &[&REPLY_FLAGS, &COLLECTION, &SKIP, &RETURN, &DOCUMENTS]),
        (2005, &[&ZERO, &COLLECTION, &RETURN, &CURSOR]),
        (2006, &[&ZERO, &COLLECTION, &REPLY_FLAGS, &DOCUMENTS]),
        (2013, &[&MSG_FLAGS, &CHECKSUM, &MORE, &EXHAUST, &SECTIONS]),
    ],
    &[],
));
static REPLY_FLAGS: Field = Field::part(Place::UintLe(32));
static ZERO: Field = Field::part(Place::UintLe(32));
/// Database and collection.
pub static COLLECTION: Field = Field::new("mongo.full_collection_name", "fullCollectionName", Place::Zero);
static CURSOR: Field = Field::new("mongo.cursor_id", "Cursor ID", Place::UintLe(64)).kind(Kind::Signed);
static FROM: Field = little_long("mongo.starting_from", "Starting From").kind(Kind::Signed);
static RETURNED: Field = little_long("mongo.number_returned", "Number Returned").kind(Kind::Signed);
static SKIP: Field = little_long("mongo.number_to_skip", "Number To Skip").kind(Kind::Signed);
static RETURN: Field = little_long("mongo.number_to_return", "Number to Return").kind(Kind::Signed);
static MSG_FLAGS: Field = little_long("mongo.msg.flags", "Message Flags").hex();
static CHECKSUM: Field = sub("mongo.msg.flags.checksumpresent", "ChecksumPresent", 1);
static MORE: Field = sub("mongo.msg.flags.moretocome", "MoreToCome", 2);
static EXHAUST: Field = sub("mongo.msg.flags.exhaustallowed", "ExhaustAllowed", 0x1_0000);
static SECTIONS: Field = Field::part(Place::Told(sections, &[&SECTION]));
static SECTION: Field = Field::new("mongo.msg.sections.section", "Section", Place::Group(&[&SECTION_KIND, &SECTION_SIZE, &SECTION_ID, &DOCUMENT]));
static SECTION_KIND: Field = Field::new("mongo.msg.sections.section.kind", "Kind", Place::Uint(8)).kind(Kind::Signed).ft(32).names(&[(0, "Body"), (1, "Document Sequence")]);
static SECTION_SIZE: Field = little_long("mongo.msg.sections.section.size", "Size").kind(Kind::Signed);
static SECTION_ID: Field = Field::new("mongo.msg.sections.section.doc_sequence_id", "SeqID", Place::Rest).text();
static DOCUMENTS: Field = Field::part(Place::Told(documents, &[&DOCUMENT]));
static DOCUMENT: Field = Field::new("", "Document", Place::Group(&[&DOCUMENT_LENGTH, &ELEMENT]));
static DOCUMENT_LENGTH: Field = little_long("mongo.document.length", "Document length").kind(Kind::Signed);
static ELEMENT: Field = Field::new("", "Element", Place::Group(&[&NAME, &TYPE, &VALUE_LENGTH, &DOUBLE, &STRING, &BOOL, &INT, &INT64, &OBJECTID, &DOCUMENT]));
/// A field's name.
pub static NAME: Field = Field::new("mongo.element.name", "Element", Place::Rest).text();
static TYPE: Field = byte("mongo.element.type", "Type").hex().names(&[
    (1, "Double"), (2, "String"), (3, "Document"), (4, "Array"), (5, "Binary"), (6, "Undefined"), (7, "Object ID"), (8, "Boolean"), (9, "Datetime"),
    (10, "NULL"), (11, "Regular Expression"), (12, "DBPointer"), (13, "JavaScript Code"), (14, "Symbol"), (15, "JavaScript Code w/Scope"), (16, "Int32"),
    (17, "Timestamp"), (18, "Int64"), (127, "Max Key"), (255, "Min Key"),
]);
static VALUE_LENGTH: Field = little_long("mongo.element.value.length", "Length").kind(Kind::Signed);
static DOUBLE: Field = Field::new("mongo.element.value.double", "Value", Place::UintLe(64)).kind(Kind::Float);
/// Text.
pub static STRING: Field = Field::new("mongo.element.value.string", "Value", Place::Rest).text();
static BOOL: Field = byte("mongo.element.value.bool", "Value").kind(Kind::Flag);
static INT: Field = little_long("mongo.element.value.int", "Value").kind(Kind::Signed);
static INT64: Field = Field::new("mongo.element.value.int64", "Value", Place::UintLe(64)).kind(Kind::Signed);
static OBJECTID: Field = Field::new("mongo.element.value.objectid", "ObjectID", Place::Rest);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mongo",
    title: "Mongo Wire Protocol",
    column: "MONGO",
    spec: "MongoDB wire protocol",
    fields: &[&MESSAGE_LENGTH, &REQUEST_ID, &RESPONSE_TO, &OPCODE, &BODY],
    under: &[(Space::Context, 27017)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::SIZED),
    ..Protocol::PLAIN
};
/// Bytes before the body.
const HEAD: usize = 16;
/// Documents in documents are shown so deep.
const SHOWN: usize = 10;

fn word(bytes: &[u8], at: usize) -> Option<usize> {
    Some(load_le(bytes.get(at..at + 4)?) as usize)
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let (Some(total), Some(opcode)) = (word(bytes, 0), word(bytes, 12)) else { return if whole { Step::more(bytes, HEAD) } else { Step::cut(bytes) } };
    if !(HEAD..=48 << 20).contains(&total) || !OPCODES.iter().any(|(n, _)| *n == opcode as u64) {
        return Step::reject();
    }
    if bytes.len() < total {
        return if whole { Step::more(bytes, total) } else { Step::new(bytes.len(), below.wire, id::data) };
    }
    Step { again: true, ..Step::new(total, total, id::data) }
}

fn sections(r: &mut Reader<'_, '_>) -> Flow {
    while let Some(kind) = r.rest().first().copied() {
        let size = word(r.rest(), 1).unwrap_or(0);
        if kind > 1 || size == 0 || size >= r.rest().len() {
            break; // a checksum, or nothing that is known
        }
        r.record(&SECTION, size + 1, |r| {
            r.tell(&SECTION_KIND, 0, 1, Value::Num(kind.into()))?;
            r.pass(1)?;
            if kind == 1 {
                r.tell(&SECTION_SIZE, 0, 4, Value::Num(size as u64))?;
                r.pass(4)?;
                let n = memchr::memchr(0, r.rest()).unwrap_or(r.rest().len());
                r.show(&SECTION_ID, 0, n)?;
                r.pass((n + 1).min(r.rest().len()))?;
            }
            documents(r)
        })?;
    }
    let left = r.rest().len();
    r.pass(left)
}
fn documents(r: &mut Reader<'_, '_>) -> Flow {
    while r.rest().len() >= 5 {
        document(r, 0)?;
    }
    Continue(())
}
/// A document, as far as it goes.
fn document(r: &mut Reader<'_, '_>, deep: usize) -> Flow {
    let all = r.rest().len();
    let Some(size) = word(r.rest(), 0).filter(|size| (5..=all).contains(size) && deep < SHOWN) else { return r.pass(all) };
    r.record(&DOCUMENT, size, |r| {
        r.tell(&DOCUMENT_LENGTH, 0, 4, Value::Num(size as u64))?;
        r.pass(4)?;
        while let Some(kind @ 1..) = r.rest().first().copied() {
            let rest = r.rest();
            let Some(n) = rest.get(1..).and_then(|rest| memchr::memchr(0, rest)) else { break };
            let value = n + 2;
            let Some(len) = length(kind, rest.get(value..).unwrap_or(&[])).filter(|len| value + len <= rest.len()) else { break };
            r.record(&ELEMENT, value + len, |r| {
                r.show(&NAME, 1, n)?;
                r.tell(&TYPE, 0, 1, Value::Num(kind.into()))?;
                r.pass(value)?;
                let number = load_le(r.rest().get(..len.min(8)).unwrap_or(&[]));
                match kind {
                    1 => r.tell(&DOUBLE, 0, 8, Value::Num(number)),
                    2 => {
                        r.tell(&VALUE_LENGTH, 0, 4, Value::Num(number & 0xffff_ffff))?;
                        r.show(&STRING, 4, len.saturating_sub(5))
                    }
                    3 | 4 => document(r, deep + 1),
                    7 => r.show(&OBJECTID, 0, 12),
                    8 => r.tell(&BOOL, 0, 1, Value::Num(number)),
                    16 => r.tell(&INT, 0, 4, Value::Num(number)),
                    9 | 18 => r.tell(&INT64, 0, 8, Value::Num(number)),
                    _ => Continue(()),
                }
            })?;
        }
        Continue(())
    })
}
/// Bytes of a value of that type.
fn length(kind: u8, bytes: &[u8]) -> Option<usize> {
    let said = || word(bytes, 0);
    Some(match kind {
        1 | 9 | 17 | 18 => 8,
        2 | 13 | 14 => said()?.checked_add(4)?,
        3 | 4 | 15 => said()?,
        5 => said()?.checked_add(5)?,
        7 => 12,
        8 => 1,
        11 => {
            let first = memchr::memchr(0, bytes)? + 1;
            first + memchr::memchr(0, bytes.get(first..)?)? + 1
        }
        12 => said()?.checked_add(16)?,
        16 => 4,
        6 | 10 | 127 | 255 => 0,
        _ => return None,
    })
}

/// `Query`, `Extensible Message Format find`
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let opcode = word(head, 12).unwrap_or(0) as u64;
    let name = OPCODES.iter().find(|(n, _)| *n == opcode).map_or("Unknown", |(_, name)| name);
    out.extend(name.bytes());
    // The first field of the body names the command.
    if let (2013, Some([0, _, _, _, _, _, rest @ ..])) = (opcode, head.get(20..)) {
        out.push(b' ');
        crate::text::utf8(rest.get(..memchr::memchr(0, rest).unwrap_or(0).min(60)).unwrap_or(&[]), out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_command() {
        let names = ["mongo.opcode", "mongo.request_id", "mongo.element.name", "mongo.element.value.string", "mongo.element.value.int"];
        let command = hex("67000000 01000000 00000000 dd070000 00000000 00 52000000 02 66696e6400 06000000 757365727300  03 6600 3a000000
            10 61676500 05000000  01 7800 000000000000f83f 08 6200 01 07 6900 000102030405060708090a0b 0a6e00 12 6c00 0000000001000000 00 00");
        assert_eq!(told(&command, &names), "2013 0x00000001 find,f,age,x,b,i,n,l users 5");
        let names = ["mongo.element.value.bool", "mongo.element.value.objectid", "mongo.element.value.double", "mongo.document.length"];
        assert_eq!(told(&command, &names), "1 000102030405060708090a0b 1.5 82,58");
        let query = hex("29000000 03000000 00000000 d4070000 00000000 742e6300 00000000 01000000 09000000 08 6100 01 00");
        let names = ["mongo.opcode", "mongo.full_collection_name", "mongo.number_to_return", "mongo.element.name", "mongo.element.value.bool"];
        assert_eq!(told(&query, &names), "2004 t.c 1 a 1");
        for n in 0..command.len() {
            told(command.get(..n).unwrap_or(&[]), &names);
        }
        // Documents in documents without end.
        let deep = [&hex("ff0f0000 01000000 00000000 dd070000 00000000 00")[..], &hex("e90f0000 03 6100").repeat(600)].concat();
        told(&deep, &names);
    }
    /// The fields of a message on a port that is said to be Mongo's.
    fn told(message: &[u8], names: &[&str]) -> String {
        use crate::proto::{Space, id};
        let bytes = tcp_of(1234, 4321, message);
        let rules = crate::spine::Rules { decode_as: vec![(Space::TcpPort as u8, 4321, id::mongo)], ..Default::default() };
        fields_by(&rules, &bytes, names)
    }
}
