//! File Transfer Protocol, [RFC 959](https://www.rfc-editor.org/rfc/rfc959), the connection for commands.
//!
//! ```text
//! C: RETR file CR LF      S: 226-first line CR LF
//!                         S: 226 last line CR LF
//! ```
use super::lines::{self, REQUEST, decimal, line_or_rest, spaces, word};
use super::*;
use crate::field::*;

const RESPONSE: u32 = 2;

/// Asks.
pub static IS_REQUEST: Field = Field::new("ftp.request", "Request", Place::Derived(|p, i| Some(Value::Num((p.layer(i)?.mode == REQUEST).into())))).kind(Kind::Flag);
/// Answers.
pub static IS_RESPONSE: Field = Field::new("ftp.response", "Response", Place::Derived(|p, i| Some(Value::Num((p.layer(i)?.mode == RESPONSE).into())))).kind(Kind::Flag);
static BY_MODE: Field = Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&REQUEST_LINE])], &[&RESPONSE_LINE]));
static REQUEST_LINE: Field = Field::new("", "Command", Place::Group(&[&COMMAND, &SPACES, &ARGUMENT, &LINE_END]));
/// What is asked for.
pub static COMMAND: Field = text("ftp.request.command", "Request command", |h| word(h.head, h.at, text_end(h)) - h.at);
/// With what.
pub static ARG: Field = text("ftp.request.arg", "Request arg", |h| text_end(h) - h.at);
static ARGUMENT: Field = Field::part(Place::When(|h| text_end(h) > h.at, &[&ARG, &ACTIVE]));
static ACTIVE: Field = Field::part(Place::When(|h| h.head.get(h.start..h.start + 5).is_some_and(|c| c.eq_ignore_ascii_case(b"PORT ")), &[&ACTIVE_IP, &ACTIVE_PORT]));
static ACTIVE_IP: Field = Field::new("ftp.active.cip", "Active IP address", Place::Reckoned(|h| six(h).map(|(ip, _)| Value::Num(ip)))).kind(Kind::Ip4).ft(32);
static ACTIVE_PORT: Field = Field::new("ftp.active.port", "Active port", Place::Reckoned(|h| six(h).map(|(_, port)| Value::Num(port)))).ft(16);
static RESPONSE_LINE: Field = Field::new("", "Reply", Place::Group(&[&CODES_OF, &REPLY_TEXT, &LINE_END]));
static CODES_OF: Field = Field::part(Place::When(coded, &[&CODE, &CODE_TEXT]));
/// Three digits.
pub static CODE: Field = Field::new("ftp.response.code", "Response code", Place::Reckoned(|h| decimal(h.head.get(h.at..h.at + 3)?).map(Value::Num))).ft(32).names(CODES);
static CODE_TEXT: Field = Field::part(Place::Take(|h| 4.min(text_end(h) - h.at)));
static REPLY_TEXT: Field = Field::part(Place::When(|h| text_end(h) > h.at, &[&REPLY, &PASSIVE, &EXTENDED]));
/// In words.
pub static REPLY: Field = text("ftp.response.arg", "Response arg", |h| text_end(h) - h.at);
static PASSIVE: Field = Field::part(Place::When(|h| h.head.get(h.start..h.start + 3) == Some(b"227"), &[&PASSIVE_IP, &PASSIVE_PORT]));
/// Where the server waits for the connection for data.
pub static PASSIVE_IP: Field = Field::new("ftp.passive.ip", "Passive IP address", Place::Reckoned(|h| six(h).map(|(ip, _)| Value::Num(ip)))).kind(Kind::Ip4).ft(32);
/// The same.
pub static PASSIVE_PORT: Field = Field::new("ftp.passive.port", "Passive port", Place::Reckoned(|h| six(h).map(|(_, port)| Value::Num(port)))).ft(16);
static EXTENDED: Field = Field::part(Place::When(|h| h.head.get(h.start..h.start + 3) == Some(b"229"), &[&EXTENDED_PORT]));
static EXTENDED_PORT: Field = Field::new("ftp.epsv.port", "Extended passive port", Place::Reckoned(|h| {
    let text = h.head.get(h.start..h.at)?;
    let from = memchr::memmem::find(text, b"|||")? + 3;
    let port = text.get(from..)?;
    decimal(port.get(..memchr::memchr(b'|', port)?)?).map(Value::Num)
})).ft(16);
static SPACES: Field = Field::part(Place::Take(|h| spaces(h.head, h.at, text_end(h)) - h.at));
static LINE_END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end).saturating_sub(h.at)));

static MORE_LINES: Field = Field::new("", "More lines", Place::Rest).text();

const CODES: Names = &[
    (110, "Restart marker reply"),
    (120, "Service ready in nnn minutes"),
    (125, "Data connection already open; transfer starting"),
    (150, "File status okay; about to open data connection"),
    (200, "Command okay"),
    (202, "Command not implemented, superfluous at this site"),
    (211, "System status, or system help reply"),
    (212, "Directory status"),
    (213, "File status"),
    (214, "Help message"),
    (215, "NAME system type"),
    (220, "Service ready for new user"),
    (221, "Service closing control connection"),
    (225, "Data connection open; no transfer in progress"),
    (226, "Closing data connection"),
    (227, "Entering Passive Mode"),
    (229, "Entering Extended Passive Mode"),
    (230, "User logged in, proceed"),
    (232, "User logged in, authorized by security data exchange"),
    (234, "Security data exchange complete"),
    (235, "Security data exchange completed successfully"),
    (250, "Requested file action okay, completed"),
    (257, "PATHNAME created"),
    (331, "User name okay, need password"),
    (332, "Need account for login"),
    (334, "Requested security mechanism is ok"),
    (335, "Security data is acceptable, more is required"),
    (336, "Username okay, need password. Challenge is ..."),
    (350, "Requested file action pending further information"),
    (421, "Service not available, closing control connection"),
    (425, "Can't open data connection"),
    (426, "Connection closed; transfer aborted"),
    (431, "Need some unavailable resource to process security"),
    (450, "Requested file action not taken"),
    (451, "Requested action aborted: local error in processing"),
    (452, "Requested action not taken. Insufficient storage space in system"),
    (500, "Syntax error, command unrecognized"),
    (501, "Syntax error in parameters or arguments"),
    (502, "Command not implemented"),
    (503, "Bad sequence of commands"),
    (504, "Command not implemented for that parameter"),
    (522, "Network protocol not supported"),
    (530, "Not logged in"),
    (532, "Need account for storing files"),
    (533, "Command protection level denied for policy reasons"),
    (534, "Request denied for policy reasons"),
    (535, "Failed security check (hash, sequence, etc)"),
    (536, "Requested PROT level not supported by mechanism"),
    (537, "Command protection level not supported by security mechanism"),
    (550, "Requested action not taken: File unavailable"),
    (551, "Requested action aborted: page type unknown"),
    (552, "Requested file action aborted: Exceeded storage allocation"),
    (553, "Requested action not taken: File name not allowed"),
    (631, "Integrity protected reply"),
    (632, "Confidentiality and integrity protected reply"),
    (633, "Confidentiality protected reply"),
];

const fn text(name: &'static str, title: &'static str, len: fn(&Here<'_>) -> usize) -> Field {
    Field::new(name, title, Place::Take(len)).text()
}
fn text_end(h: &Here<'_>) -> usize {
    line_or_rest(h.head, h.at).end.clamp(h.at, h.end.max(h.at))
}
/// Whether the line begins with a code.
fn coded(h: &Here<'_>) -> bool {
    coded_text(h.head.get(h.at..).unwrap_or(&[]))
}
fn coded_text(text: &[u8]) -> bool {
    matches!(text, [a, b, c, rest @ ..] if [a, b, c].iter().all(|d| d.is_ascii_digit()) && matches!(rest.first(), None | Some(b' ' | b'-' | b'\r' | b'\n')))
}
/// Address and port of `h1,h2,h3,h4,p1,p2` in the line so far.
fn six(h: &Here<'_>) -> Option<(u64, u64)> {
    let text = h.head.get(h.start + 3..h.at)?;
    let from = text.iter().position(|b| b.is_ascii_digit())?;
    let mut numbers = text.get(from..)?.split(|b| !b.is_ascii_digit()).map(|digits| decimal(digits).filter(|n| *n < 256));
    let mut all = [0; 6];
    for n in &mut all {
        *n = numbers.next()??;
    }
    let [a, b, c, d, high, low] = all;
    Some((a << 24 | b << 16 | c << 8 | d, high << 8 | low))
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ftp",
    title: "File Transfer Protocol (FTP)",
    column: "FTP",
    spec: "RFC 959",
    fields: &[&IS_REQUEST, &IS_RESPONSE, &BY_MODE, &MORE_LINES],
    under: &[(Space::TcpPort, 21)],
    line: &[Word::Call(lines::said)],
    leaf: true,
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

/// A client's word: it asked for TLS.
const TLS: u64 = 1;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(head) = below.layers.last().map(|layer| layer.head(below.frame)) else { return Step::reject() };
    let asks = tcp::asks(head, &[21], below.rules);
    // As Wireshark, which reads a segment's first line, whether all of it is there or not.
    let first = bytes.get(..line_or_rest(bytes, 0).end).unwrap_or(&[]);
    if let Some(talk) = below.talk {
        if asks {
            let tls = first.get(..8).is_some_and(|text| text.eq_ignore_ascii_case(b"AUTH TLS") || text.eq_ignore_ascii_case(b"AUTH SSL"));
            talk.own.set(if tls { TLS } else { 0 });
        } else if talk.other.get() & TLS != 0 && first.starts_with(b"234") {
            talk.hand_over(id::tls);
        } else if let Some((address, port)) = waits_at(first) {
            let own = below.layers.iter().rev().find(|layer| layer.id == id::ip).and_then(|ip| ip::SRC.num(ip.head(below.frame)));
            if address.is_none_or(|address| own == Some(address)) {
                talk.expects.set(Some((id::ftp_data, port)));
            }
        }
    }
    Step { mode: if asks { REQUEST } else { RESPONSE }, ..Step::new(bytes.len(), below.wire.max(bytes.len()), id::data) }
}


/// Where a server says that it waits for a connection: at which address, unless it is its own, and at which port.
fn waits_at(line: &[u8]) -> Option<(Option<u64>, u16)> {
    if line.starts_with(b"229") {
        let inside = line.split(|b| *b == b'(').nth(1)?;
        let mark = inside.first()?;
        return Some((None, u16::try_from(decimal(inside.split(|b| b == mark).nth(3)?)?).ok()?));
    }
    let digits = line.strip_prefix(b"227")?;
    let from = digits.iter().position(u8::is_ascii_digit)?;
    let mut numbers = digits.get(from..)?.split(|b| !b.is_ascii_digit()).map(|n| decimal(n).filter(|n| *n < 256));
    let mut four = || Some(numbers.next()?? << 24 | numbers.next()?? << 16 | numbers.next()?? << 8 | numbers.next()??);
    let address = four()?;
    Some((Some(address), (numbers.next()?? << 8 | numbers.next()??) as u16))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn commands() {
        let bytes = tcp_of(4000, 21, b"PORT 10,0,0,1,156,66\r\n");
        let names = ["ftp.request", "ftp.request.command", "ftp.request.arg", "ftp.active.cip", "ftp.active.port"];
        assert_eq!(fields_of(228, &bytes, &names), "1 PORT 10,0,0,1,156,66 10.0.0.1 40002");
        assert_eq!(fields_of(228, &tcp_of(4000, 21, b"PORT 10,0,0,999,1,2\r\n"), &names), "1 PORT 10,0,0,999,1,2 - -");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn replies() {
        let bytes = tcp_of(21, 4000, b"227 Entering Passive Mode (10,0,0,2,156,65)\r\n");
        let names = ["ftp.response.code", "ftp.response.arg", "ftp.passive.ip", "ftp.passive.port", "ftp.epsv.port"];
        assert_eq!(fields_of(228, &bytes, &names), "227 Entering Passive Mode (10,0,0,2,156,65) 10.0.0.2 40001 -");
        assert_eq!(fields_of(228, &tcp_of(21, 4000, b"229 Extended (|||40003|)\r\n"), &names), "229 Extended (|||40003|) - - 40003");
        assert_eq!(fields_of(228, &tcp_of(21, 4000, b"220-a\r\n220 b\r\n"), &names), "220 a - - -");
        assert_eq!(fields_of(228, &tcp_of(21, 4000, b"no code\r\n"), &names), "- no code - - -");
        cut_everywhere(228, &bytes);
    }
}
