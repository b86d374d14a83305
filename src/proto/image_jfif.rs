//! JPEG File Interchange Format, [version 1.02](https://www.w3.org/Graphics/JPEG/jfif3.pdf): the first segment.
use super::*;

static MARKER: Field = Field::bits("image-jfif.marker", "Marker", 0, 16).hex();
static SEGMENT: Field = Field::bits("image-jfif.marker", "Marker", 16, 16).hex();
static LENGTH: Field = Field::bits("image-jfif.length", "Length", 32, 16);
static IDENTIFIER: Field = Field::bytes("image-jfif.identifier", "Identifier", 6, 4).text();
static MAJOR: Field = Field::bits("image-jfif.version.major", "Major Version", 88, 8);
static MINOR: Field = Field::bits("image-jfif.version.minor", "Minor Version", 96, 8);
static UNITS: Field = Field::bits("image-jfif.units", "Units", 104, 8).names(&[(0, "No units, just aspect ratio"), (1, "Dots per inch"), (2, "Dots per centimeter")]);
static X: Field = Field::bits("image-jfif.Xdensity", "Xdensity", 112, 16);
static Y: Field = Field::bits("image-jfif.Ydensity", "Ydensity", 128, 16);

/// JFIF.
pub static PROTOCOL: Protocol = Protocol {
    name: "image-jfif",
    title: "JPEG File Interchange Format",
    column: "image-jfif",
    spec: "JFIF 1.02",
    size: 18,
    fields: &[&MARKER, &SEGMENT, &LENGTH, &IDENTIFIER, &MAJOR, &MINOR, &UNITS, &X, &Y],
    media: &["image/jpeg", "image/jpg"],
    line: &[Word::Say("JPEG JFIF image")],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes {
        [0xff, 0xd8, 0xff, 0xe0, _, _, b'J', b'F', b'I', b'F', 0, _, _, _, _, _, _, _, ..] => Step::new(bytes.len(), below.wire, id::data),
        _ => Step { next: id::media, ..Step::reject() },
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn in_an_answer() {
        let message = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: 20\r\n\r\n\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x02\x01\0\x48\0\x48\0\0";
        let bytes = tcp_of(80, 4000, message);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:image-jfif End");
        assert_eq!(fields_of(228, &bytes, &["image-jfif.length", "image-jfif.version.minor", "image-jfif.Xdensity"]), "16 2 72");
    }
}
