//! Challenge Handshake Authentication Protocol of PPP, [RFC 1994](https://www.rfc-editor.org/rfc/rfc1994).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Code      |  Identifier   |            Length             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Data or options, each with a type and a length ..          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// What the packet is.
pub static CODE: Field = Field::bits("chap.code", "Code", 0, 8).alias("code").unset(1).names(&[
    (1, "Challenge"),
    (2, "Response"),
    (3, "Success"),
    (4, "Failure"),
]);
/// Pairs requests and answers.
pub static IDENTIFIER: Field = Field::bits("chap.identifier", "Identifier", 8, 8).alias("id");
/// Of the whole packet, in bytes.
pub static LENGTH: Field = Field::bits("chap.length", "Length", 16, 16).alias("len").computed();

static BODY: Field = Field::part(Place::Switch(
    |here| if here.left() == 0 { 0 } else { here.byte(0).into() },
    &[(0, &[]), (1, &[&PAYLOAD]), (2, &[&PAYLOAD]), (3, &[&MESSAGE]), (4, &[&MESSAGE])],
    &[&STUFF],
));
static PAYLOAD: Field = Field::new("chap.data", "Data", Place::Group(&[&VALUE_SIZE, &NAME]));
static VALUE_SIZE: Field = Field::new("chap.value_size", "Value Size", Place::Span(8, &[&VALUE]));
/// The challenge, or what was made of it and the secret.
pub static VALUE: Field = Field::new("chap.value", "Value", Place::Rest).alias("value");
/// Who asks or answers.
pub static NAME: Field = Field::new("chap.name", "Name", Place::Rest).text().alias("optional_name");
/// For a person.
pub static MESSAGE: Field = Field::new("chap.message", "Message", Place::Rest).text();
static STUFF: Field = Field::new("chap.stuff", "Stuff", Place::Rest);

/// PPP CHAP.
pub static PROTOCOL: Protocol = Protocol {
    name: "chap",
    alias: "PPP_CHAP",
    title: "PPP Challenge Handshake Authentication Protocol",
    column: "PPP CHAP",
    spec: "RFC 1994",
    size: 4,
    fields: &[&CODE, &IDENTIFIER, &LENGTH, &BODY],
    under: &[(Space::Ppp, 0xc223), (Space::EtherType, 0xc223)],
    line: &[Word::Of(&CODE), Word::With(" from ", &NAME), Word::With(": ", &MESSAGE)],
    finish: |d| d.fill(&LENGTH, d.bytes.len() as u64),
    classes: &[form::access::CHAP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    ppp::control(bytes, below)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_challenge_and_a_success() {
        let bytes = hex("ff 03 c2 23 01 01 00 0c 03 aa bb cc 68 75 62 31");
        let names = ["chap.code", "chap.identifier", "chap.length", "chap.value_size", "chap.value", "chap.name", "chap.message"];
        assert_eq!(fields_of(9, &bytes, &names), "1 1 12 3 aabbcc hub1 -");
        assert_eq!(layers_of(9, &bytes), "ppp:chap End");
        cut_everywhere(9, &bytes);
        assert_eq!(fields_of(9, &hex("ff 03 c2 23 03 01 00 06 6f 6b"), &names), "3 1 6 - - - ok");
    }
}
