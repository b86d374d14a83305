//! Protocol Buffers: [encoding](https://protobuf.dev/programming-guides/encoding/). Without the schema only numbers and
//! wire types of fields are known.
//!
//! ```text
//! 08 96 01                     field 1, varint: 150
//! 12 07 74 65 73 74 69 6e 67   field 2, 7 bytes: "testing"
//! ```
//! What is in bytes is guessed: text where it is text, else a message where it is one as a whole. Wireshark shows the bytes only.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static MESSAGE: Field = Field::part(Place::Told(read, &[&MESSAGE_NAME, &FIELD]));
static MESSAGE_NAME: Field = said("protobuf.message.name", "Message Name");
static FIELD: Field = Field::new("", "Field", Place::Group(&[&NAME, &NUMBER, &WIRETYPE, &INVALID, &UNPARSED, &LENGTH, &VALUE, &UINT32, &UINT64, &STRING, &INNER]));
static NAME: Field = said("protobuf.field.name", "Field Name");
/// The number of the field.
pub static NUMBER: Field = Field::new("protobuf.field.number", "Field Number", Place::Uint(64));
/// How it is encoded.
pub static WIRETYPE: Field = byte("protobuf.field.wiretype", "Wire Type").names(&[
    (0, "varint"),
    (1, "64-bit"),
    (2, "Length-delimited"),
    (3, "Start group (deprecated)"),
    (4, "End group (deprecated)"),
    (5, "32-bit"),
]);
static LENGTH: Field = Field::new("protobuf.field.value.length", "Value Length", Place::Uint(64));
/// The value's bytes.
pub static VALUE: Field = Field::new("protobuf.field.value", "Value", Place::Rest);
static UINT32: Field = long("protobuf.field.value.uint32", "Uint32");
static UINT64: Field = Field::new("protobuf.field.value.uint64", "Uint64", Place::Uint(64));
/// Bytes that are text.
pub static STRING: Field = said("protobuf.field.value.string", "String");
/// Bytes that are a message: its fields by their numbers.
pub static INNER: Field = said("protobuf.field.value.message", "Message");
static INVALID: Field = Field::new("protobuf.field.wiretype.invalid", "Unknown or unsupported wiretype", Place::Rest).kind(Kind::Present);
static UNPARSED: Field = Field::new("protobuf.field.failed_parse_field", "Failed to parse value field", Place::Rest).kind(Kind::Present);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "protobuf",
    title: "Protocol Buffers",
    column: "ProtoBuf",
    spec: "protobuf.dev",
    fields: &[&MESSAGE],
    media: &["application/x-protobuf", "application/protobuf", "application/vnd.google.protobuf"],
    line: &[Word::Call(info)],
    leaf: true,
    ..Protocol::PLAIN
};

/// Messages in messages are followed so deep.
const DEEP: usize = 10;
/// A text that is made of a message has about so many bytes.
const TOLD: usize = 1024;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

/// A number of seven bits a byte, the lowest first, and how many bytes it has.
fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut n = 0;
    for (i, b) in bytes.iter().take(10).enumerate() {
        n |= u64::from(b & 127) << (7 * i);
        if b & 128 == 0 {
            return Some((n, i + 1));
        }
    }
    None
}
/// A field: its number, how it is encoded, how many bytes the tag has, those before the value, and the value's.
struct Part {
    number: u64,
    kind: u8,
    tag: usize,
    before: usize,
    len: usize,
    value: u64,
}
/// The field that begins here; `Err` with number, kind and bytes of the tag where it is none.
fn part(bytes: &[u8]) -> Result<Part, Option<(u64, u8, usize)>> {
    let (word, tag) = varint(bytes).ok_or(None)?;
    let (number, kind) = (word >> 3, (word & 7) as u8);
    let wrong = Some((number, kind, tag));
    let rest = bytes.get(tag..).unwrap_or(&[]);
    let fixed = |n: usize| rest.get(..n).map(|raw| (load_le(raw), n)).ok_or(wrong);
    let (value, len) = match kind {
        0 => varint(rest).ok_or(wrong)?,
        1 => fixed(8)?,
        2 => {
            let (n, before) = varint(rest).ok_or(wrong)?;
            let len = usize::try_from(n).map_err(|_| wrong)?;
            return Ok(Part { number, kind, tag, before: tag + before, len, value: n });
        }
        5 => fixed(4)?,
        _ => return Err(wrong),
    };
    Ok(Part { number, kind, tag, before: tag, len, value })
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    r.tell(&MESSAGE_NAME, 0, usize::MAX, Value::Bytes(b"<UNKNOWN> Message Type"))?;
    while !r.rest().is_empty() {
        match part(r.rest()) {
            Ok(part) => {
                let all = part.before.saturating_add(part.len);
                r.record(&FIELD, all, |r| field(r, &part))?;
            }
            Err(None) => return r.pass(r.rest().len()),
            Err(Some((number, kind, tag))) => {
                return r.record(&FIELD, r.rest().len(), |r| {
                    head(r, number, kind, tag)?;
                    // Of a group nothing is known; of others the value does not end.
                    let wrong = if kind < 3 || kind == 5 { &UNPARSED } else { &INVALID };
                    r.tell(wrong, 0, tag, Value::Bytes(&[]))
                });
            }
        }
    }
    Continue(())
}
fn head(r: &mut Reader<'_, '_>, number: u64, kind: u8, tag: usize) -> Flow {
    r.tell(&NAME, 0, usize::MAX, Value::Bytes(b"<UNKNOWN>"))?;
    r.tell(&NUMBER, 0, tag, Value::Num(number))?;
    r.tell(&WIRETYPE, 0, 1, Value::Num(kind.into()))
}
fn field(r: &mut Reader<'_, '_>, part: &Part) -> Flow {
    head(r, part.number, part.kind, part.tag)?;
    let (before, len) = (part.before, part.len);
    if part.kind == 2 {
        r.tell(&LENGTH, part.tag, before - part.tag, Value::Num(part.value))?;
    }
    let bytes = r.rest().get(before..).unwrap_or(&[]);
    if bytes.len() < len {
        return Continue(());
    }
    r.show(&VALUE, before, len)?;
    match part.kind {
        2 if text(bytes) => r.show(&STRING, before, len),
        2 if r.hears(&INNER) && message(bytes, DEEP) => {
            let mut said = Vec::new();
            write(bytes, DEEP, &mut said);
            r.tell(&INNER, before, len, Value::Bytes(&said))
        }
        2 => Continue(()),
        // As Wireshark has it: what needs no more bits is shown as a number of 32.
        0 if part.value <= u32::MAX.into() => r.tell(&UINT32, before, len, Value::Num(part.value)),
        5 => r.tell(&UINT32, before, len, Value::Num(part.value)),
        _ => r.tell(&UINT64, before, len, Value::Num(part.value)),
    }
}

fn text(bytes: &[u8]) -> bool {
    let printed = |sign: char| !sign.is_control() || matches!(sign, '\n' | '\r' | '\t');
    !bytes.is_empty() && std::str::from_utf8(bytes).is_ok_and(|text| text.chars().all(printed))
}
/// Whether these bytes are fields from the first to the last. What is in them is not asked.
fn message(bytes: &[u8], deep: usize) -> bool {
    let mut rest = bytes;
    while !rest.is_empty() {
        let Ok(part) = part(rest) else { return false };
        let Some(next) = part.before.checked_add(part.len).and_then(|n| rest.get(n..)) else { return false };
        if part.number == 0 || part.number >= 1 << 29 {
            return false;
        }
        rest = next;
    }
    deep > 0 && !bytes.is_empty()
}
/// Writes a message: `{1: 3, 2: "in", 3: {1: 4}, 4: 00ff}`.
fn write(bytes: &[u8], deep: usize, out: &mut Vec<u8>) {
    out.push(b'{');
    let mut rest = bytes;
    let mut sep = "";
    while let Ok(part) = part(rest) {
        if out.len() > TOLD {
            out.extend(b", ...");
            break;
        }
        out.extend(format!("{sep}{}: ", part.number).bytes());
        sep = ", ";
        let end = part.before.saturating_add(part.len);
        let value = rest.get(part.before..end).unwrap_or(&[]);
        match part.kind {
            2 if text(value) => {
                out.push(b'"');
                out.extend(value.get(..TOLD).unwrap_or(value));
                out.push(b'"');
            }
            2 if message(value, deep - 1) => write(value, deep - 1, out),
            2 => value.iter().take(TOLD / 2).for_each(|b| out.extend(format!("{b:02x}").bytes())),
            _ => out.extend(part.value.to_string().bytes()),
        }
        rest = rest.get(end..).unwrap_or(&[]);
    }
    out.push(b'}');
}

/// `{1: 150, 2: "testing"}`
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let mut said = Vec::new();
    write(head, DEEP, &mut said);
    crate::text::utf8(said.get(..200).unwrap_or(&said), out);
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn posted(body: &[u8]) -> Vec<u8> {
        let head = format!("POST / HTTP/1.1\r\nContent-Type: application/x-protobuf\r\nContent-Length: {}\r\n\r\n", body.len());
        tcp_of(1234, 80, &[head.as_bytes(), body].concat())
    }
    #[test]
    fn fields_without_a_schema() {
        // 1: 150; 2: "testing"; 3: 1.0 as 64 bits; 4: 1.0 as 32 bits; 5: {1: 3, 2: {1: 1}}; 6: ff fe; the highest number: the highest value
        let body = hex("08 96 01  12 07 74 65 73 74 69 6e 67  19 00 00 00 00 00 00 f0 3f  25 00 00 80 3f  2a 06 08 03 12 02 08 01  32 02 ff fe
            f8 ff ff ff 0f ff ff ff ff ff ff ff ff ff 01");
        let bytes = posted(&body);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:protobuf End");
        let names = ["protobuf.field.number", "protobuf.field.wiretype", "protobuf.field.value.length", "protobuf.field.value.uint32"];
        assert_eq!(fields_of(228, &bytes, &names), "1,2,3,4,5,6,536870911 0,2,1,5,2,2,0 7,6,2 150,1065353216");
        let names = ["protobuf.field.value.uint64", "protobuf.field.value.string", "protobuf.field.value.message"];
        assert_eq!(fields_of(228, &bytes, &names), "4607182418800017408,18446744073709551615 testing {1: 3, 2: {1: 1}}");
        assert_eq!(fields_of(228, &bytes, &["protobuf.field.value"]), "9601,74657374696e67,000000000000f03f,0000803f,080312020801,fffe,ffffffffffffffffff01");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn what_is_none() {
        let names = ["protobuf.field.number", "protobuf.field.wiretype", "protobuf.field.wiretype.invalid", "protobuf.field.failed_parse_field"];
        assert_eq!(fields_of(228, &posted(&hex("0b 10 01 0c")), &names), "1 3 1 -");
        assert_eq!(fields_of(228, &posted(&hex("0e 01 02")), &names), "1 6 1 -");
        assert_eq!(fields_of(228, &posted(&[&[8][..], &[0xff; 11]].concat()), &names), "1 0 - 1");
        assert_eq!(fields_of(228, &posted(&hex("0a c8 01 61 62 63")), &names), "1 2 - -", "a length that goes beyond the end");
    }
    #[test]
    fn depth_is_bounded() {
        let mut body = b"\x08\x01".to_vec();
        for _ in 0..60 {
            body = [&[0x0a, body.len() as u8][..], &body].concat();
        }
        let bytes = posted(&body);
        assert_eq!(fields_of(228, &bytes, &["protobuf.field.value.message"]).matches('{').count(), super::DEEP);
        cut_everywhere(228, &bytes);
        let many = posted(&[&[0x0a, 0xd0, 0x86, 0x03][..], &[8, 1].repeat(25_000)].concat());
        assert!(fields_of(228, &many, &["protobuf.field.value.message"]).len() < 1200);
    }
}
