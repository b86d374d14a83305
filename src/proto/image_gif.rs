//! Graphics Interchange Format, [version 89a](https://www.w3.org/Graphics/GIF/spec-gif89a.txt): what stands before the first image.
//!
//! ```text
//! | GIF87a or GIF89a | Width, 2 | Height, 2 | Flags | Background | Aspect ratio | ...  little endian
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bytes("image-gif.version", "Version", 0, 6).text();
/// Of the screen, in pixels.
pub static WIDTH: Field = Field::new("image-gif.screen.width", "Screen width", Place::Little(6, 2, 0, 16));
/// The same.
pub static HEIGHT: Field = Field::new("image-gif.screen.height", "Screen height", Place::Little(8, 2, 0, 16));
static MAP: Field = Field::bits("image-gif.global.color_map.present", "Global color map is present", 80, 1).kind(Kind::Dec).ft(8);
static COLOR_BITS: Field = Field::bits("image-gif.global.color_bpp", "Bits per color minus 1", 81, 3).ft(8);
static ORDERED: Field = Field::bits("image-gif.global.color_map.ordered", "Global color map is ordered", 84, 1).kind(Kind::Dec).ft(8);
static PIXEL_BITS: Field = Field::bits("image-gif.global.bpp", "Image bits per pixel minus 1", 85, 3).ft(8);
static BACKGROUND: Field = Field::bits("image-gif.image_background_index", "Background color index", 88, 8);
static ASPECT: Field = Field::bits("image-gif.global.pixel_aspect_ratio", "Global pixel aspect ratio", 96, 8);

/// GIF.
pub static PROTOCOL: Protocol = Protocol {
    name: "image-gif",
    title: "Compuserve GIF",
    column: "image-gif",
    spec: "GIF89a",
    size: 13,
    fields: &[&VERSION, &WIDTH, &HEIGHT, &MAP, &COLOR_BITS, &ORDERED, &PIXEL_BITS, &BACKGROUND, &ASPECT],
    media: &["image/gif"],
    line: &[Word::With("", &VERSION)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.starts_with(b"GIF8") && bytes.len() >= 13 {
        true => Step::new(bytes.len(), below.wire, id::data),
        false => Step { next: id::media, ..Step::reject() },
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn in_an_answer() {
        let message = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\nContent-Length: 15\r\n\r\nGIF89a\x02\0\x03\x01\xf7\x05\0;;";
        let bytes = tcp_of(80, 4000, message);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:image-gif End");
        let names = ["image-gif.version", "image-gif.screen.width", "image-gif.screen.height", "image-gif.global.bpp", "image-gif.image_background_index"];
        assert_eq!(fields_of(228, &bytes, &names), "GIF89a 2 259 7 5");
        let message = b"HTTP/1.1 200 OK\r\nContent-Type: image/gif\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(layers_of(228, &tcp_of(80, 4000, message)), "ip:tcp:http:media End");
    }
}
