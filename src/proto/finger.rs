//! The finger user information protocol, [RFC 1288](https://www.rfc-editor.org/rfc/rfc1288): a line that asks, text to the end of the stream that answers.
use super::lines::{REQUEST, asked_once, said};
use super::*;
use crate::field::*;

/// Whom it is about.
pub static QUERY: Field = Field::new("finger.query", "Query", Place::Rest).text();
/// What is known of them.
pub static RESPONSE: Field = Field::new("finger.response", "Response", Place::Rest).text();

/// Finger.
pub static PROTOCOL: Protocol = Protocol {
    name: "finger",
    title: "finger",
    column: "FINGER",
    spec: "RFC 1288",
    fields: &[&Field::part(Place::Switch(|h| h.mode.into(), &[(REQUEST as u64, &[&QUERY])], &[&RESPONSE]))],
    under: &[(Space::TcpPort, 79)],
    line: &[Word::Call(said)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    asked_once(bytes, below, 79)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn asked_and_answered() {
        let bytes = tcp_of(1234, 79, b"/W zeek\r\n");
        assert_eq!(fields_of(228, &bytes, &["finger.query"]), "/W zeek\\r\\n");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(79, 1234, b"Login: zeek\r\n"), &["finger.response"]), "Login: zeek\\r\\n");
    }
}
