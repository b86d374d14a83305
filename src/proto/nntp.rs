//! Network News Transfer Protocol, [RFC 3977](https://www.rfc-editor.org/rfc/rfc3977): lines that ask, lines that answer.
use super::leaf::{ASKS, talk};
use super::lines::said;
use super::*;
use crate::field::*;

static RESPONSE: Field = Field::new("nntp.response", "Response", Place::Reckoned(|_| Some(Value::Num(1)))).kind(Kind::Flag);
static REQUEST: Field = Field::new("nntp.request", "Request", Place::Reckoned(|_| Some(Value::Num(1)))).kind(Kind::Flag);

/// NNTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "nntp",
    title: "Network News Transfer Protocol",
    column: "NNTP",
    spec: "RFC 3977",
    fields: &[&Field::part(Place::Switch(|h| h.mode.into(), &[(ASKS as u64, &[&REQUEST])], &[&RESPONSE]))],
    under: &[(Space::TcpPort, 119)],
    line: &[Word::Call(said)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    talk(bytes, below, 119)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn both_sides() {
        let bytes = tcp_of(1234, 119, b"GROUP a.b\r\n");
        assert_eq!(fields_of(228, &bytes, &["nntp.request", "nntp.response"]), "1 -");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(119, 1234, b"211 1 2 3 a.b\r\n"), &["nntp.request", "nntp.response"]), "- 1");
    }
}
