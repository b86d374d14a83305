//! WHOIS, [RFC 3912](https://www.rfc-editor.org/rfc/rfc3912): a line that asks, text to the end of the stream that answers.
use super::lines::{REQUEST, asked_once, said};
use super::*;
use crate::field::*;

/// Whom it is about.
pub static QUERY: Field = Field::new("whois.query", "Query", Place::Rest).text();
/// What is known of them.
pub static ANSWER: Field = Field::new("whois.answer", "Answer", Place::Rest).text();

/// WHOIS.
pub static PROTOCOL: Protocol = Protocol {
    name: "whois",
    title: "whois",
    column: "WHOIS",
    spec: "RFC 3912",
    fields: &[&Field::part(Place::Switch(|h| h.mode.into(), &[(REQUEST as u64, &[&QUERY])], &[&ANSWER]))],
    under: &[(Space::TcpPort, 43)],
    line: &[Word::Call(said)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    asked_once(bytes, below, 43)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn asked_and_answered() {
        let bytes = tcp_of(1234, 43, b"example.com\r\n");
        assert_eq!(fields_of(228, &bytes, &["whois.query"]), "example.com\\r\\n");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(43, 1234, b"Domain: x\r\n"), &["whois.answer"]), "Domain: x\\r\\n");
    }
}
