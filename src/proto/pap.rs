//! Password Authentication Protocol of PPP, [RFC 1334](https://www.rfc-editor.org/rfc/rfc1334), 2: the password in clear.
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
pub static CODE: Field = Field::bits("pap.code", "Code", 0, 8).alias("code").unset(1).names(&[
    (1, "Authenticate-Request"),
    (2, "Authenticate-Ack"),
    (3, "Authenticate-Nak"),
]);
/// Pairs requests and answers.
pub static IDENTIFIER: Field = Field::bits("pap.identifier", "Identifier", 8, 8).alias("id");
/// Of the whole packet, in bytes.
pub static LENGTH: Field = Field::bits("pap.length", "Length", 16, 16).alias("len").computed();

static BODY: Field = Field::part(Place::When(|here| here.left() > 0, &[&PAYLOAD]));
static PAYLOAD: Field = Field::new("pap.data", "Data", Place::Group(&[&PARTS]));
static PARTS: Field = Field::part(Place::Switch(
    |here| here.byte(0).into(),
    &[(1, &[&NAME_LEN, &PASSWORD_LEN]), (2, &[&MESSAGE_LEN]), (3, &[&MESSAGE_LEN])],
    &[&STUFF],
));
static NAME_LEN: Field = Field::new("pap.peer_id.length", "Peer-ID-Length", Place::Span(8, &[&NAME]));
/// Who wants to be known.
pub static NAME: Field = Field::new("pap.peer_id", "Peer-ID", Place::Rest).text().alias("username");
static PASSWORD_LEN: Field = Field::new("pap.password.length", "Password-Length", Place::Span(8, &[&PASSWORD]));
/// In clear.
pub static PASSWORD: Field = Field::new("pap.password", "Password", Place::Rest).text().alias("password");
static MESSAGE_LEN: Field = Field::new("pap.message.length", "Message-Length", Place::Span(8, &[&MESSAGE]));
/// For a person.
pub static MESSAGE: Field = Field::new("pap.message", "Message", Place::Rest).text();
static STUFF: Field = Field::new("pap.stuff", "Stuff", Place::Rest);

/// PPP PAP.
pub static PROTOCOL: Protocol = Protocol {
    name: "pap",
    alias: "PPP_PAP",
    title: "PPP Password Authentication Protocol",
    column: "PPP PAP",
    spec: "RFC 1334",
    size: 4,
    fields: &[&CODE, &IDENTIFIER, &LENGTH, &BODY],
    under: &[(Space::Ppp, 0xc023), (Space::EtherType, 0xc023)],
    line: &[Word::Of(&CODE), Word::With(" from ", &NAME), Word::With(": ", &MESSAGE)],
    finish: |d| d.fill(&LENGTH, d.bytes.len() as u64),
    classes: &[form::access::PAP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    ppp::control(bytes, below)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_request_and_an_answer() {
        let bytes = hex("ff 03 c0 23 01 01 00 11 05 61 6c 69 63 65 06 73 65 63 72 65 74");
        let names =
            ["pap.code", "pap.identifier", "pap.length", "pap.data", "pap.peer_id.length", "pap.peer_id", "pap.password", "pap.message"];
        assert_eq!(fields_of(9, &bytes, &names), "1 1 17 1 5 alice secret -");
        assert_eq!(layers_of(9, &bytes), "ppp:pap End");
        cut_everywhere(9, &bytes);
        let answer = hex("ff 03 c0 23 02 01 00 07 02 6f 6b");
        assert_eq!(fields_of(9, &answer, &names), "2 1 7 1 - - - ok");
    }
}
