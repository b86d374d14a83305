//! Internet Message Access Protocol, [RFC 9051](https://www.rfc-editor.org/rfc/rfc9051).
//!
//! ```text
//! C: a1 SELECT INBOX CR LF      S: * 2 EXISTS CR LF
//!                               S: a1 OK done CR LF
//! ```
//! A line that ends in a number in braces goes on behind so many bytes (4.3).
use super::lines::{self, REQUEST, decimal, line, line_or_rest, text_left, word};
use super::*;
use crate::field::*;


/// Asks.
pub static IS_REQUEST: Field = Field::new("imap.isrequest", "Request", Place::Derived(|p, i| Some(Value::Num((p.layer(i)?.mode == REQUEST).into())))).kind(Kind::Flag);
static LINES: Field = Field::many("Lines", &LINE);
/// A line, whose end is shown.
pub static LINE: Field = Field::new("imap.line", "Line", Place::Group(&[&PARTS, &LINE_END, &LITERAL])).text();
static PARTS: Field = Field::part(Place::Switch(|h| if h.byte(h.at) == b'*' { 2 } else { u64::from(h.mode) }, &[(0, &[&RESPONSE]), (1, &[&REQUEST_TEXT])], &[]));
static REQUEST_TEXT: Field = Field::part(Place::When(|_| true, &[&REQUEST_LINE, &REQUEST_TAG, &TAG_Q, &TAG_TEXT, &SPACE, &REQUEST_REST]));
static REQUEST_LINE: Field = whole("imap.request", "Request");
/// By which an answer is known.
pub static REQUEST_TAG: Field = first("imap.request_tag", "Request Tag");
static TAG_Q: Field = first("imap.tag", "Tag");
static TAG_TEXT: Field = Field::part(Place::Take(word_len));
static SPACE: Field = Field::part(Place::Take(|h| text_left(h).min(1)));
static REQUEST_REST: Field = Field::part(Place::When(|h| text_left(h) > 0, &[&COMMAND_ANY, &UID, &COMMAND, &COMMAND_TEXT, &SPACE, &ARGUMENTS]));
static COMMAND_ANY: Field = first("imap.command", "Command");
static UID: Field = Field::part(Place::When(|h| of(h, b"UID "), &[&IS_UID, &UID_TEXT]));
static IS_UID: Field = Field::new("imap.request.command.uid", "Request isUID", Place::Reckoned(|_| Some(Value::Num(1)))).kind(Kind::Flag);
static UID_TEXT: Field = Field::part(Place::Run(4));
/// What is asked for.
pub static COMMAND: Field = first("imap.request.command", "Request Command");
static COMMAND_TEXT: Field = Field::part(Place::Take(word_len));
static ARGUMENTS: Field = Field::part(Place::Switch(arguments, &[(1, &[&USERNAME, &SPACE, &PASSWORD]), (2, &[&FOLDER])], &[]));
/// Who logs in.
pub static USERNAME: Field = Field::new("imap.request.username", "Request Username", Place::Take(word_len)).text();
static PASSWORD: Field = Field::new("imap.request.password", "Request Password", Place::Take(word_len)).text();
static FOLDER: Field = Field::new("imap.request.folder", "Request Folder", Place::Take(word_len)).text();
static RESPONSE: Field = Field::part(Place::When(|_| true, &[&RESPONSE_LINE, &RESPONSE_TAG, &TAG_R, &TAG_TEXT, &SPACE, &STATUS, &STATUS_TEXT, &SPACE, &RESPONSE_COMMAND, &COMMAND_R]));
static RESPONSE_LINE: Field = whole("imap.response", "Response");
/// Whose answer it is.
pub static RESPONSE_TAG: Field = first("imap.response_tag", "Response Tag");
static TAG_R: Field = first("imap.tag", "Tag");
/// OK, NO or BAD.
pub static STATUS: Field = first("imap.response.status", "Response Status");
static STATUS_TEXT: Field = Field::part(Place::Take(word_len));
static RESPONSE_COMMAND: Field = first("imap.response.command", "Response Command");
static COMMAND_R: Field = first("imap.command", "Command");
static LINE_END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end).saturating_sub(h.at)));
static LITERAL: Field = Field::part(Place::Take(|h| literal(h.head.get(h.start..h.at).unwrap_or(&[])).unwrap_or(0).min(h.left())));

/// The line's next word, where there is one; nothing is passed over.
const fn first(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Reckoned(|h| h.head.get(h.at..h.at + word_len(h)).filter(|word| !word.is_empty()).map(Value::Bytes))).text()
}
const fn whole(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Reckoned(|h| h.head.get(h.at..h.at + text_left(h)).map(Value::Bytes))).text()
}
fn word_len(h: &Here<'_>) -> usize {
    word(h.head, h.at, h.at + text_left(h)) - h.at
}
fn of(h: &Here<'_>, name: &[u8]) -> bool {
    h.head.get(h.at..h.at + name.len()).is_some_and(|text| text.eq_ignore_ascii_case(name))
}
/// What stands behind the command that was just passed.
fn arguments(h: &Here<'_>) -> u64 {
    let said = h.head.get(h.start..h.at).unwrap_or(&[]).trim_ascii_end();
    let command = said.rsplit(|b| *b == b' ').next().unwrap_or(&[]).to_ascii_uppercase();
    match command.as_slice() {
        b"LOGIN" => 1,
        b"SELECT" | b"EXAMINE" | b"CREATE" | b"DELETE" | b"RENAME" | b"SUBSCRIBE" | b"UNSUBSCRIBE" | b"STATUS" | b"APPEND" => 2,
        _ => 0,
    }
}
/// Bytes that follow a line that ends in `{n}` or `{n+}`.
fn literal(line: &[u8]) -> Option<usize> {
    let text = line.trim_ascii_end().strip_suffix(b"}")?;
    let text = text.strip_suffix(b"+").unwrap_or(text);
    let at = memchr::memrchr(b'{', text)?;
    usize::try_from(decimal(text.get(at + 1..)?)?).ok()
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "imap",
    title: "Internet Message Access Protocol",
    column: "IMAP",
    spec: "RFC 9051",
    fields: &[&IS_REQUEST, &LINES],
    under: &[(Space::TcpPort, 143)],
    line: &[Word::Call(lines::said)],
    leaf: true,
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

/// A client's word: it asked for TLS.
const TLS: u64 = 1;
/// Longer literals are not waited for.
const LONGEST: usize = 8 << 20;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(head) = below.layers.last().map(|layer| layer.head(below.frame)) else { return Step::reject() };
    let asks = tcp::asks(head, &[143], below.rules);
    let mode = if asks { REQUEST } else { 0 };
    let whole = bytes.len() == below.wire;
    // A server's literal is waited for; a client sends one only when it was asked to go on.
    let mut at = 0;
    loop {
        if at == bytes.len() {
            break;
        }
        let rest = bytes.get(at..).unwrap_or(&[]);
        let Some(next) = line(rest, 0) else {
            if whole && at == 0 {
                return Step { mode, ..Step::more(bytes, 0) };
            }
            if !whole {
                at = bytes.len();
            }
            break;
        };
        let text = rest.get(..next.next).unwrap_or(&[]);
        let more = if asks { 0 } else { literal(text).unwrap_or(0) };
        if more > LONGEST {
            at += next.next;
            continue;
        }
        if rest.len() < next.next + more {
            if whole && at == 0 {
                return Step { mode, ..Step::more(bytes, next.next + more) };
            }
            if !whole {
                at = bytes.len();
            }
            break;
        }
        if let Some(talk) = below.talk {
            if asks {
                let tls = text.trim_ascii_end().to_ascii_uppercase().ends_with(b" STARTTLS");
                talk.own.set(if tls { TLS } else { 0 });
            } else if talk.other.get() & TLS != 0 && text.get(word(text, 0, text.len())..).is_some_and(|rest| rest.starts_with(b" OK")) && !text.starts_with(b"*") {
                talk.hand_over(id::tls);
            }
        }
        at += next.next + more;
    }
    Step { mode, again: true, ..Step::new(at, if whole { at } else { below.wire }, id::data) }
}


#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn asks() {
        let names = ["imap.request_tag", "imap.request.command", "imap.command", "imap.request.command.uid", "imap.request.folder", "imap.request.username"];
        let bytes = tcp_of(4000, 143, b"a2 SELECT INBOX\r\n");
        assert_eq!(fields_of(228, &bytes, &names), "a2 SELECT SELECT - INBOX -");
        assert_eq!(fields_of(228, &tcp_of(4000, 143, b"a3 UID FETCH 1 BODY[]\r\na4 LOGIN u p\r\n"), &names), "a3,a4 FETCH,LOGIN UID,LOGIN 1 - u");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn answers_and_literals() {
        let names = ["imap.response_tag", "imap.response.status", "imap.response.command"];
        let bytes = tcp_of(143, 4000, b"* 1 FETCH (BODY[] {12}\r\nhello\r\nworld)\r\na3 OK Fetch\r\n");
        assert_eq!(fields_of(228, &bytes, &names), "),a3 OK Fetch");
        assert_eq!(layers_of(228, &tcp_of(143, 4000, b"* 1 FETCH (BODY[] {12}\r\nhel")), "ip:tcp:imap More");
        cut_everywhere(228, &bytes);
    }
}
