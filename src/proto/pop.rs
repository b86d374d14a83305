//! Post Office Protocol, version 3, [RFC 1939](https://www.rfc-editor.org/rfc/rfc1939).
//!
//! ```text
//! C: RETR 1 CR LF      S: +OK 120 octets CR LF
//!                      S: mail, until a line that is a dot
//! ```
use super::lines::{REQUEST, line_or_rest, text_left};
use super::*;
use crate::field::*;

const RESPONSE: u32 = 2;

static BY_MODE: Field = Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&REQUEST_LINE, &MORE_REQUEST]), (2, &[&RESPONSE_LINE, &MORE_RESPONSE])], &[]));
static REQUEST_LINE: Field = Field::new("pop.request", "Request", Place::Group(&[&COMMAND, &SPACE, &PARAMETER, &LINE_END])).kind(Kind::Show(&EMPTY));
/// What is asked for.
pub static COMMAND: Field = text("pop.request.command", "Request command", word_len);
/// With what.
pub static PARAMETER: Field = Field::part(Place::When(|h| text_left(h) > 0, &[&PARAMETER_TEXT]));
/// The same.
pub static PARAMETER_TEXT: Field = text("pop.request.parameter", "Request parameter", text_left);
static RESPONSE_LINE: Field = Field::new("pop.response", "Response", Place::Group(&[&INDICATOR, &SPACE, &DESCRIPTION, &LINE_END])).kind(Kind::Show(&EMPTY));
/// `+OK` or `-ERR`.
pub static INDICATOR: Field = text("pop.response.indicator", "Response indicator", word_len);
static DESCRIPTION: Field = Field::part(Place::When(|h| text_left(h) > 0, &[&DESCRIPTION_TEXT]));
/// In words.
pub static DESCRIPTION_TEXT: Field = text("pop.response.description", "Response description", text_left);
static MORE_REQUEST: Field = Field::many("Data", &REQUEST_DATA);
static REQUEST_DATA: Field = Field::new("pop.request.data", "Data", Place::Group(&[&LINE_END])).kind(Kind::Show(&EMPTY));
static MORE_RESPONSE: Field = Field::many("Data", &RESPONSE_DATA);
static RESPONSE_DATA: Field = Field::new("pop.response.data", "Data", Place::Group(&[&LINE_END])).kind(Kind::Show(&EMPTY));
static SPACE: Field = Field::part(Place::Take(|h| h.head.get(h.at..h.at + text_left(h)).map_or(0, |t| t.iter().take_while(|b| **b == b' ').count())));
static LINE_END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end).saturating_sub(h.at)));

/// Wireshark's text of a line is only in its title.
static EMPTY: Show = Show { ft: "STRING", plain: |_, _| {} };

const fn text(name: &'static str, title: &'static str, len: fn(&Here<'_>) -> usize) -> Field {
    Field::new(name, title, Place::Take(len)).text()
}
fn word_len(h: &Here<'_>) -> usize {
    super::lines::word(h.head, h.at, h.at + text_left(h)) - h.at
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "pop",
    title: "Post Office Protocol",
    column: "POP",
    spec: "RFC 1939",
    fields: &[&BY_MODE],
    under: &[(Space::TcpPort, 110)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

/// A client's word: it asked for TLS.
const TLS: u64 = 1;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(head) = below.layers.last().map(|layer| layer.head(below.frame)) else { return Step::reject() };
    let asks = tcp::asks(head, &[110], below.rules);
    let first = bytes.get(..line_or_rest(bytes, 0).end).unwrap_or(&[]);
    if let Some(talk) = below.talk {
        if asks {
            talk.own.set(u64::from(first.eq_ignore_ascii_case(b"STLS")) * TLS);
        } else if talk.other.get() & TLS != 0 && first.starts_with(b"+OK") {
            talk.hand_over(id::tls);
        }
    }
    // What is neither an answer nor a request is a part of a mail.
    let answers = first.starts_with(b"+OK") || first.starts_with(b"-ERR");
    let mode = if asks { REQUEST } else if answers { RESPONSE } else { 0 };
    Step { mode, ..Step::new(bytes.len(), below.wire.max(bytes.len()), id::data) }
}

fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    out.extend(match own.mode {
        REQUEST => &b"C: "[..],
        RESPONSE => b"S: ",
        _ => b"S: DATA fragment",
    });
    if own.mode != 0 {
        crate::text::utf8(head.get(..line_or_rest(head, 0).end).unwrap_or(&[]), out);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn asks_and_answers() {
        let names = ["pop.request.command", "pop.request.parameter", "pop.response.indicator", "pop.response.description"];
        let bytes = tcp_of(4000, 110, b"PASS b c\r\n");
        assert_eq!(fields_of(228, &bytes, &names), "PASS b c - -");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(110, 4000, b"-ERR bad pass\r\nx\r\n");
        assert_eq!(fields_of(228, &bytes, &names), "- - -ERR bad pass");
        assert_eq!(fields_of(228, &tcp_of(110, 4000, b"more\r\n.\r\n"), &names), "- - - -");
        cut_everywhere(228, &bytes);
    }
}
