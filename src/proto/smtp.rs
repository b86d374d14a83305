//! Simple Mail Transfer Protocol, [RFC 5321](https://www.rfc-editor.org/rfc/rfc5321).
//!
//! ```text
//! C: MAIL FROM:<a@example.org>      S: 250 ok
//! C: DATA                           S: 354 go ahead
//! C: mail, as RFC 5322 has it, until a line that is a dot
//! ```
//! What a client's line is follows from what was said before: a command, credentials, a part of a mail.
use super::lines::{decimal, line, line_or_rest, text_left};
use super::*;
use crate::field::*;

// What a layer is: a client's line, a server's, a part of a mail, the line that ends it, credentials.
const COMMAND: u32 = 1;
const REPLY: u32 = 2;
const MAIL: u32 = 3;
const END: u32 = 4;
const USER: u32 = 5;
const PASSWORD: u32 = 6;
const BOTH: u32 = 7;

/// Asks.
pub static IS_REQUEST: Field = Field::new("smtp.req", "Request", Place::Derived(|p, i| matches!(p.layer(i)?.mode, COMMAND | USER | PASSWORD | BOTH).then_some(Value::Num(1)))).kind(Kind::Flag);
/// Answers.
pub static IS_RESPONSE: Field = Field::new("smtp.rsp", "Response", Place::Derived(|p, i| (p.layer(i)?.mode == REPLY).then_some(Value::Num(1)))).kind(Kind::Flag);
static BY_MODE: Field = Field::part(Place::Switch(
    |h| h.mode.into(),
    &[(1, &[&COMMAND_LINE]), (2, &[&REPLIES]), (4, &[&END_OF_MAIL]), (5, &[&USERNAME, &REST]), (6, &[&PASS, &REST]), (7, &[&USERNAME_PASSWORD, &REST])],
    &[],
));
static REST: Field = Field::part(Place::Rest);
static COMMAND_LINE: Field = Field::new("smtp.command_line", "Command Line", Place::Group(&[&REQ_COMMAND, &SPACE, &REQ_PARAMETER, &AUTH_PARAMETER, &REST])).text();
/// The first four letters of what is asked for, which are enough.
pub static REQ_COMMAND: Field = text("smtp.req.command", "Command", |h| 4.min(text_left(h)));
static SPACE: Field = Field::part(Place::Take(|h| 1.min(text_left(h))));
/// With what.
pub static REQ_PARAMETER: Field = Field::new("smtp.req.parameter", "Request parameter", Place::Reckoned(|h| {
    let n = text_left(h);
    (n > 0).then(|| h.head.get(h.at..h.at + n).map(Value::Bytes))?
})).text();
static AUTH_PARAMETER: Field = Field::part(Place::When(|h| initial(h).is_some(), &[&AUTH_SKIP, &AUTH_INITIAL]));
static AUTH_SKIP: Field = Field::part(Place::Take(|h| initial(h).map_or(0, |(at, _)| at - h.at)));
static AUTH_INITIAL: Field = Field::part(Place::Switch(|h| h.head.get(h.start + 5).map_or(0, |b| u64::from(b | 0x20)), &[(u64::from_be_bytes([0, 0, 0, 0, 0, 0, 0, b'l']), &[&USERNAME])], &[&USERNAME_PASSWORD]));
/// Who, in base64.
pub static USERNAME: Field = text("smtp.auth.username", "Username", text_left);
static PASS: Field = text("smtp.auth.password", "Password", text_left);
static USERNAME_PASSWORD: Field = text("smtp.auth.username_password", "Username/Password", text_left);
static END_OF_MAIL: Field = Field::new("smtp.eom", "C: .", Place::Group(&[&REST]));

static REPLIES: Field = Field::many("Responses", &RESPONSE);
static RESPONSE: Field = Field::new("smtp.response", "Response", Place::Group(&[&CODE, &CODE_TEXT, &SEPARATOR, &RSP_PARAMETER, &LINE_END])).text();
/// Of a reply of several lines the first one's.
pub static CODE: Field = Field::new("smtp.response.code", "Response code", Place::Reckoned(|h| if follows(h) { None } else { decimal(h.head.get(h.at..h.at + 3)?).map(Value::Num) })).ft(32).names(CODES);
static CODE_TEXT: Field = Field::part(Place::Take(|h| 3.min(text_left(h))));
static SEPARATOR: Field = Field::part(Place::Take(|h| 1.min(text_left(h))));
/// In words.
pub static RSP_PARAMETER: Field = Field::part(Place::When(|h| text_left(h) > 0, &[&RSP_TEXT]));
/// The same.
pub static RSP_TEXT: Field = text("smtp.rsp.parameter", "Response parameter", text_left);
static LINE_END: Field = Field::part(Place::Take(|h| line_or_rest(h.head, h.at).next.min(h.end).saturating_sub(h.at)));

const CODES: Names = &[
    (211, "System status, or system help reply"),
    (214, "Help message"),
    (220, "<domain> Service ready"),
    (221, "<domain> Service closing transmission channel"),
    (235, "Authentication successful"),
    (250, "Requested mail action okay, completed"),
    (251, "User not local; will forward to <forward-path>"),
    (252, "Cannot VRFY user, but will accept message and attempt delivery"),
    (334, "AUTH input"),
    (354, "Start mail input; end with <CRLF>.<CRLF>"),
    (421, "<domain> Service not available, closing transmission channel"),
    (432, "A password transition is needed"),
    (450, "Requested mail action not taken: mailbox unavailable"),
    (451, "Requested action aborted: local error in processing"),
    (452, "Requested action not taken: insufficient system storage"),
    (454, "Temporary authentication failed"),
    (500, "Syntax error, command unrecognized"),
    (501, "Syntax error in parameters or arguments"),
    (502, "Command not implemented"),
    (503, "Bad sequence of commands"),
    (504, "Command parameter not implemented"),
    (530, "Authentication required"),
    (534, "Authentication mechanism is too weak"),
    (535, "Authentication credentials invalid"),
    (538, "Encryption required for requested authentication mechanism"),
    (550, "Requested action not taken: mailbox unavailable"),
    (551, "User not local; please try <forward-path>"),
    (552, "Requested mail action aborted: exceeded storage allocation"),
    (553, "Requested action not taken: mailbox name not allowed"),
    (554, "Transaction failed"),
];

const fn text(name: &'static str, title: &'static str, len: fn(&Here<'_>) -> usize) -> Field {
    Field::new(name, title, Place::Take(len)).text()
}
/// Whether the line before this one said that the reply goes on.
fn follows(h: &Here<'_>) -> bool {
    let before = h.head.get(..h.at).unwrap_or(&[]);
    let before = before.strip_suffix(b"\n").unwrap_or(before);
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    !before.is_empty() && before.get(start + 3) == Some(&b'-')
}
/// What AUTH gives at once: where it begins, behind the mechanism.
fn initial(h: &Here<'_>) -> Option<(usize, usize)> {
    let end = line_or_rest(h.head, h.start).end.min(h.end);
    let line = h.head.get(h.start..end)?;
    let (from, _) = credentials(line)?;
    Some((h.start + from, end)).filter(|(at, _)| *at >= h.at)
}
/// Where credentials begin in `AUTH mechanism credentials`, and whether they are a name alone.
fn credentials(line: &[u8]) -> Option<(usize, bool)> {
    if !line.get(..5)?.eq_ignore_ascii_case(b"AUTH ") {
        return None;
    }
    let rest = line.get(5..)?;
    let login = rest.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"LOGIN"));
    let plain = rest.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"PLAIN"));
    ((login || plain) && line.len() > 11 && line.get(10) == Some(&b' ')).then_some((11, login))
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "smtp",
    title: "Simple Mail Transfer Protocol",
    column: "SMTP",
    spec: "RFC 5321",
    fields: &[&IS_REQUEST, &IS_RESPONSE, &BY_MODE],
    under: &[(Space::TcpPort, 25), (Space::TcpPort, 587)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    sealed: true,
    ..Protocol::PLAIN
};

// A client's word: what its next bytes are, whether the mail has begun, how many bytes of a chunk are left, the last four bytes of a mail.
const STATE: u64 = 7;
const BEGUN: u64 = 8;
const TLS: u64 = 16;
const IN_MAIL: u64 = 1;
const IN_USER: u64 = 2;
const IN_PASSWORD: u64 = 3;
const IN_BOTH: u64 = 4;
const IN_CHUNK: u64 = 5;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(head) = below.layers.last().map(|layer| layer.head(below.frame)) else { return Step::reject() };
    // Wireshark goes by the port, too.
    if tcp::asks(head, &[25, 587], below.rules) { request(bytes, below) } else { reply(bytes, below) }
}
fn reply(bytes: &[u8], below: &Below<'_>) -> Step {
    let (mut at, mut codes) = (0, vec![]);
    while let Some(line) = line(bytes, at) {
        codes.push(decimal(bytes.get(at..at + 3).unwrap_or(&[])).unwrap_or(0));
        at = line.next;
    }
    if at == 0 {
        return waits(bytes, below, REPLY);
    }
    if let Some(talk) = below.talk {
        let client = talk.other.get();
        if client & TLS != 0 && codes.contains(&220) {
            talk.hand_over(id::tls);
            return Step { mode: REPLY, again: true, ..Step::new(at, at, id::data) };
        }
        talk.other.set(match (client & STATE, codes.last()) {
            (IN_MAIL, Some(400..)) if client & BEGUN == 0 => 0,
            (IN_USER | IN_PASSWORD | IN_BOTH, Some(code)) if *code != 334 => 0,
            _ => client & !TLS,
        });
    }
    Step { mode: REPLY, again: true, ..Step::new(at, at, id::data) }
}
/// A line that is not there as a whole.
fn waits(bytes: &[u8], below: &Below<'_>, mode: u32) -> Step {
    let whole = bytes.len() == below.wire;
    Step { mode, ..if whole { Step::more(bytes, 0) } else { Step::new(bytes.len(), below.wire, id::data) } }
}
fn request(bytes: &[u8], below: &Below<'_>) -> Step {
    let state = below.talk.map_or(0, |talk| talk.own.get());
    let set = |state: u64| {
        if let Some(talk) = below.talk {
            talk.own.set(state);
        }
    };
    match state & STATE {
        IN_MAIL => return mail(bytes, state, below),
        IN_CHUNK => {
            let left = (state >> 8) as usize;
            let n = left.min(bytes.len());
            set(if n < left { ((left - n) as u64) << 8 | IN_CHUNK | BEGUN } else { 0 });
            // As Wireshark has it a chunk is text, whatever it begins with.
            return Step { mode: MAIL, again: true, ..Step::new(0, n, id::data_text_lines) };
        }
        _ => {}
    }
    let Some(line) = line(bytes, 0) else { return waits(bytes, below, COMMAND) };
    let text = bytes.get(..line.end).unwrap_or(&[]);
    let is = |word: &[u8]| text.get(..word.len()).is_some_and(|text| text.eq_ignore_ascii_case(word));
    let (mode, after) = match state & STATE {
        IN_USER => (USER, IN_PASSWORD),
        IN_PASSWORD => (PASSWORD, 0),
        IN_BOTH => (BOTH, 0),
        _ => (
            COMMAND,
            match credentials(text) {
                Some((_, true)) => IN_PASSWORD,
                Some(_) => 0,
                None if is(b"AUTH LOGIN") => IN_USER,
                None if is(b"AUTH PLAIN") => IN_BOTH,
                None if is(b"DATA") => IN_MAIL | u64::from(u32::from_be_bytes(*b"  \r\n")) << 32,
                None if is(b"STARTTLS") => TLS,
                None if is(b"BDAT ") => {
                    let size = text.split(|b| *b == b' ').nth(1).and_then(decimal).unwrap_or(0).min(u64::from(u32::MAX));
                    if size > 0 { size << 8 | IN_CHUNK } else { 0 }
                }
                None => 0,
            },
        ),
    };
    set(after);
    Step { mode, again: true, ..Step::new(line.next, line.next, id::data) }
}
/// A part of a mail, up to the line that is a dot (RFC 5321, 4.1.1.4).
fn mail(bytes: &[u8], state: u64, below: &Below<'_>) -> Step {
    let before = ((state >> 32) as u32).to_be_bytes();
    // Where the dot's line ends, which may have begun in the segment before.
    let joined: Vec<u8> = before.iter().chain(bytes).copied().collect();
    let end = memchr::memmem::find(&joined, b"\r\n.\r\n").map(|at| (at + 5).saturating_sub(4)).filter(|end| *end > 0);
    let dot = end.map_or(0, |end| end.saturating_sub(3));
    let alone = state & BEGUN != 0 && before == *b"\0\0\r\n";
    if alone || state & BEGUN == 0 && end.is_some() && dot == 0 {
        // The line behind a mail that stood in one segment, or one without a mail.
        let end = end.unwrap_or(0);
        if let Some(talk) = below.talk {
            talk.own.set(0);
        }
        return Step { mode: END, again: true, ..Step::new(end, end, id::data) };
    }
    let begins = state & BEGUN == 0;
    let n = end.map_or(bytes.len(), |_| dot);
    let part = bytes.get(..n).unwrap_or(&[]);
    let Some(talk) = below.talk else { return Step { mode: MAIL, again: true, ..Step::new(0, n, id::data_text_lines) } };
    if end.is_some() && begins {
        talk.own.set(IN_MAIL | BEGUN | u64::from(u32::from_be_bytes(*b"\0\0\r\n")) << 32);
        return Step { mode: MAIL, again: true, ..Step::new(0, n, id::imf) };
    }
    // The mail is read as a whole where it ends.
    let mut memory = talk.memory.borrow_mut();
    let kept = match memory.0.take().and_then(|kept| kept.downcast::<Vec<u8>>().ok()) {
        Some(mut kept) if kept.len() + part.len() <= LONGEST => {
            kept.extend_from_slice(part);
            Some(kept)
        }
        None if begins => Some(Box::new(part.to_vec())),
        _ => None,
    };
    if let Some(end) = end {
        talk.own.set(0);
        memory.1 = 0;
        if let Some(mut whole) = kept {
            whole.truncate(memchr::memmem::rfind(&whole, b"\r\n").map_or(0, |at| at + 2));
            let start = below.frame.len().saturating_sub(below.wire);
            talk.laid.borrow_mut().push(crate::spine::Laid { of: (id::smtp, start), id: id::imf, bytes: *whole });
        }
        return Step { mode: if dot == 0 { END } else { MAIL }, again: true, ..Step::new(end, end, id::data) };
    }
    memory.1 = kept.as_ref().map_or(0, |kept| kept.len());
    memory.0 = kept.map(|kept| kept as Box<dyn std::any::Any + Send>);
    let mut last = before;
    for b in part {
        last.rotate_left(1);
        if let Some(end) = last.last_mut() {
            *end = *b;
        }
    }
    talk.own.set(IN_MAIL | BEGUN | u64::from(u32::from_be_bytes(last)) << 32);
    Step { mode: MAIL, again: true, ..Step::new(0, n, id::data_text_lines) }
}
/// A mail in pieces has no more bytes where it is read.
const LONGEST: usize = 8 << 20;

fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    let text = head.get(..line_or_rest(head, 0).end).unwrap_or(&[]);
    match own.mode {
        MAIL => out.extend(b"C: DATA fragment"),
        END => out.extend(b"C: ."),
        USER => out.extend(b"C: User"),
        PASSWORD | BOTH => out.extend(b"C: Pass"),
        REPLY => {
            out.extend(b"S: ");
            crate::text::utf8(text, out);
        }
        _ => {
            out.extend(b"C: ");
            crate::text::utf8(text, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn commands_are_four_letters() {
        let bytes = tcp_of(4000, 25, b"MAIL FROM:<a@b.c>\r\nAUTH PLAIN AHUAcA==\r\nQUIT\r\nSTARTTLS\r\n");
        assert_eq!(fields_of(228, &bytes, &["smtp.req.command", "smtp.req.parameter", "smtp.auth.username_password"]),
            "MAIL,AUTH,QUIT,STAR FROM:<a@b.c>,PLAIN AHUAcA==,TLS AHUAcA==");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn a_mail_is_read_where_it_ends() {
        let names = ["imf.subject", "smtp.req.command", "smtp.eom"];
        let begins = [('<', b"220 a\r\n".to_vec()), ('>', b"DATA\r\n".to_vec()), ('<', b"354 go\r\n".to_vec())];
        let told = |pieces: &[&[u8]]| {
            let all: Vec<_> = begins.iter().cloned().chain(pieces.iter().map(|piece| ('>', piece.to_vec()))).collect();
            conversation(25, &all, &names).split_off(3)
        };
        assert_eq!(told(&[b"Subject: a\r\n\r\nb\r\n.\r\nQUIT\r\n"]), ["smtp:imf:smtp:smtp a QUIT 1"]);
        let want = ["smtp:data-text-lines", "smtp:data-text-lines", "smtp:imf a", "smtp  QUIT"];
        assert_eq!(told(&[b"Subject: a\r\n", b"\r\nb\r\n", b"c\r\n.\r\n", b"QUIT\r\n"]), want);
        // The line with the dot alone, or in two segments.
        assert_eq!(told(&[b"Subject: a\r\n\r\nb\r\n", b".\r\n", b"QUIT\r\n"]), ["smtp:data-text-lines", "smtp:imf a  1", "smtp  QUIT"]);
        assert_eq!(told(&[b"Subject: a\r\n\r\nb\r\n.", b"\r\n"]), ["smtp:data-text-lines", "smtp:imf a  1"]);
        assert_eq!(told(&[b".\r\nQUIT\r\n"]), ["smtp:smtp  QUIT 1"]);
        let chunks = [b"BDAT 16\r\n".to_vec(), b"Subject: a\r\n\r\nbc".to_vec(), b"BDAT 3 LAST\r\nb\r\nQUIT\r\n".to_vec()].map(|said| ('>', said));
        assert_eq!(conversation(25, &chunks, &names), ["smtp  BDAT", "smtp:data-text-lines", "smtp:smtp:data-text-lines:smtp  BDAT,QUIT"]);
        // Other media than text have a reader of their own.
        assert_eq!(told(&[b"Content-Type: text/html\r\n\r\n<p>\r\n", b".\r\n"])[1], "smtp:imf:data-text-lines   1");
    }
    #[test]
    fn a_reply_of_several_lines_has_one_code() {
        let bytes = tcp_of(25, 4000, b"250-a\r\n250-SIZE 1\r\n250 b\r\n354 go\r\n");
        assert_eq!(fields_of(228, &bytes, &["smtp.response.code", "smtp.rsp.parameter"]), "250,354 a,SIZE 1,b,go");
        cut_everywhere(228, &bytes);
    }
}
