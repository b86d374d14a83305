//! What a form in a web page sends: `application/x-www-form-urlencoded`,
//! [URL Standard, 5](https://url.spec.whatwg.org/#application/x-www-form-urlencoded).
//!
//! ```text
//! key=value&other=one%20more
//! ```
use super::lines::upto;
use super::*;
use crate::field::*;

/// Before the equals sign.
pub static KEY: Field = Field::new("urlencoded-form.key", "Key", Place::Take(|h| upto(h, b'='))).kind(Kind::Show(&DECODED));
/// Behind it.
pub static VALUE: Field = Field::new("urlencoded-form.value", "Value", Place::Take(|h| h.left())).kind(Kind::Show(&DECODED));
static ITEMS: Field = Field::many("Form items", &ITEM);
static ITEM: Field = Field::new("", "Form item", Place::Group(&[&PAIR, &AND]));
static PAIR: Field = Field::part(Place::Sized(|h| upto(h, b'&'), &[&KEY, &EQUALS, &VALUE]));
static EQUALS: Field = Field::part(Place::Take(|h| h.left().min(1)));
static AND: Field = Field::part(Place::Take(|h| h.left().min(1)));

/// `+` is a space, and `%20` one too.
static DECODED: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(bytes) = value else { return };
        let (mut text, mut rest) = (Vec::new(), bytes);
        while let Some((first, behind)) = rest.split_first() {
            let escaped = behind.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
            (text, rest) = match (first, escaped) {
                (b'%', Some(b)) => (push(text, b), behind.get(2..).unwrap_or(&[])),
                (b'+', _) => (push(text, b' '), behind),
                (b, _) => (push(text, *b), behind),
            };
        }
        crate::text::utf8(&text, out);
    },
};
fn push(mut text: Vec<u8>, b: u8) -> Vec<u8> {
    text.push(b);
    text
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "urlencoded-form",
    title: "HTML Form URL Encoded",
    spec: "URL Standard",
    fields: &[&ITEMS],
    media: &["application/x-www-form-urlencoded"],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}
