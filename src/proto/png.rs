//! Portable Network Graphics, [RFC 2083](https://www.rfc-editor.org/rfc/rfc2083): a signature and chunks.
//!
//! ```text
//! | 89 50 4e 47 0d 0a 1a 0a |  | Length, 4 | Type, 4 | Data | CRC, 4 | ...
//! ```
use super::*;
use crate::field::*;

static SIGNATURE: Field = Field::bytes("png.signature", "PNG Signature", 0, 8);
static CHUNKS: Field = Field::many("Chunks", &CHUNK);
static CHUNK: Field = Field::new("", "Chunk", Place::Group(&[&LENGTH, &TYPE, &ANCILLARY, &PRIVATE, &SAFE, &BODY, &CRC]));
static LENGTH: Field = long("png.chunk.len", "Len");
/// What the chunk is.
pub static TYPE: Field = Field::new("png.chunk.type", "Chunk", Place::Run(4)).text();
static ANCILLARY: Field = flag("png.chunk.flag.ancillary", "Ancillary", |h| Some(Value::Num((h.byte(h.start + 4) >> 5 & 1).into())));
static PRIVATE: Field = flag("png.chunk.flag.private", "Private", |h| Some(Value::Num((h.byte(h.start + 5) >> 5 & 1).into())));
static SAFE: Field = flag("png.chunk.flag.stc", "Safe To Copy", |h| Some(Value::Num((h.byte(h.start + 7) >> 5 & 1).into())));
static BODY: Field = Field::part(Place::Sized(
    |h| (load(h.head, h.start * 8, 32).unwrap_or(0) as usize).min(h.left()),
    &[&Field::part(Place::Switch(|h| u64::from(h.head.get(h.start + 4..h.start + 8) == Some(b"IHDR")), &[(1, &[&WIDTH, &HEIGHT, &DEPTH, &COLOR, &COMPRESSION, &FILTER, &INTERLACE])], &[]))],
));
/// In pixels.
pub static WIDTH: Field = long("png.ihdr.width", "Width");
/// In pixels.
pub static HEIGHT: Field = long("png.ihdr.height", "Height");
static DEPTH: Field = byte("png.ihdr.bitdepth", "Bit Depth");
static COLOR: Field = byte("png.ihdr.colour_type", "Colour Type");
static COMPRESSION: Field = byte("png.ihdr.compression_method", "Compression Method");
static FILTER: Field = byte("png.ihdr.filter_method", "Filter Method");
static INTERLACE: Field = byte("png.ihdr.interlace_method", "Interlace Method");
static CRC: Field = long("png.chunk.crc", "CRC").hex();

const fn flag(name: &'static str, title: &'static str, of: for<'a> fn(&Here<'a>) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Reckoned(of)).kind(Kind::Flag)
}
/// PNG.
pub static PROTOCOL: Protocol = Protocol {
    name: "png",
    title: "Portable Network Graphics",
    column: "PNG",
    spec: "RFC 2083",
    size: 8,
    fields: &[&SIGNATURE, &CHUNKS],
    media: &["image/png"],
    line: &[Word::Say("PNG image")],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        true => Step::new(bytes.len(), below.wire, id::data),
        false => Step { next: id::media, ..Step::reject() },
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn in_an_answer() {
        let mut message = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 45\r\n\r\n\x89PNG\r\n\x1a\n".to_vec();
        message.extend(hex("00 00 00 0d 49 48 44 52 00 00 00 02 00 00 00 03 08 06 00 00 00 01 02 03 04  00 00 00 00 49 45 4e 44 ae 42 60 82"));
        let bytes = tcp_of(80, 4000, &message);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:png End");
        let names = ["png.chunk.type", "png.chunk.len", "png.ihdr.width", "png.ihdr.height", "png.ihdr.bitdepth", "png.chunk.crc", "png.chunk.flag.ancillary"];
        assert_eq!(fields_of(228, &bytes, &names), "IHDR,IEND 13,0 2 3 8 0x01020304,0xae426082 0,0");
    }
}
