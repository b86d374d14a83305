//! Internet Message Format: mail, [RFC 5322](https://www.rfc-editor.org/rfc/rfc5322).
//!
//! ```text
//! From: A <a@example.org> CR LF
//! Subject: what is it about, CR LF
//!  in two lines CR LF
//! CR LF
//! text
//! ```
use super::lines::{line, line_or_rest, spaces, trim, upto};
use super::*;
use crate::field::*;

/// The header `Date`.
pub static DATE: Field = text("imf.date", "Date");
/// The header `From`.
pub static FROM: Field = text("imf.from", "From");
/// The header `Sender`.
pub static SENDER: Field = text("imf.sender", "Sender");
/// The header `Reply-To`.
pub static REPLY_TO: Field = text("imf.reply_to", "Reply-To");
/// The header `To`.
pub static TO: Field = text("imf.to", "To");
/// The header `Cc`.
pub static CC: Field = text("imf.cc", "Cc");
/// The header `Bcc`.
pub static BCC: Field = text("imf.bcc", "Bcc");
/// The header `Message-ID`.
pub static MESSAGE_ID: Field = text("imf.message_id", "Message-ID");
/// The header `In-Reply-To`.
pub static IN_REPLY_TO: Field = text("imf.in_reply_to", "In-Reply-To");
/// The header `References`.
pub static REFERENCES: Field = text("imf.references", "References");
/// The header `Subject`.
pub static SUBJECT: Field = text("imf.subject", "Subject");
/// The header `Comments`.
pub static COMMENTS: Field = text("imf.comments", "Comments");
/// The header `User-Agent`.
pub static USER_AGENT: Field = text("imf.user_agent", "User-Agent");
/// The header `Keywords`.
pub static KEYWORDS: Field = text("imf.keywords", "Keywords");
/// The header `Resent-Date`.
pub static RESENT_DATE: Field = text("imf.resent.date", "Resent-Date");
/// The header `Resent-From`.
pub static RESENT_FROM: Field = text("imf.resent.from", "Resent-From");
/// The header `Resent-Sender`.
pub static RESENT_SENDER: Field = text("imf.resent.sender", "Resent-Sender");
/// The header `Resent-To`.
pub static RESENT_TO: Field = text("imf.resent.to", "Resent-To");
/// The header `Resent-Cc`.
pub static RESENT_CC: Field = text("imf.resent.cc", "Resent-Cc");
/// The header `Resent-Bcc`.
pub static RESENT_BCC: Field = text("imf.resent.bcc", "Resent-Bcc");
/// The header `Resent-Message-ID`.
pub static RESENT_MESSAGE_ID: Field = text("imf.resent.message_id", "Resent-Message-ID");
/// The header `Return-Path`.
pub static RETURN_PATH: Field = text("imf.return_path", "Return-Path");
/// The header `Received`.
pub static RECEIVED: Field = text("imf.received", "Received");
/// The header `Content-Description`.
pub static CONTENT_DESCRIPTION: Field = text("imf.content.description", "Content-Description");
/// The header `Content-ID`.
pub static CONTENT_ID: Field = text("imf.content.id", "Content-ID");
/// The header `Content-Transfer-Encoding`.
pub static CONTENT_TRANSFER_ENCODING: Field = text("imf.content.transfer_encoding", "Content-Transfer-Encoding");
/// The header `MIME-Version`.
pub static MIME_VERSION: Field = text("imf.mime_version", "MIME-Version");
/// The header `Autoforwarded`.
pub static AUTOFORWARDED: Field = text("imf.autoforwarded", "Autoforwarded");
/// The header `Autosubmitted`.
pub static AUTOSUBMITTED: Field = text("imf.autosubmitted", "Autosubmitted");
/// The header `Content-Language`.
pub static CONTENT_LANGUAGE: Field = text("imf.content_language", "Content-Language");
/// The header `Delivery-Date`.
pub static DELIVERY_DATE: Field = text("imf.delivery_date", "Delivery-Date");
/// The header `Expires`.
pub static EXPIRES: Field = text("imf.expires", "Expires");
/// The header `Importance`.
pub static IMPORTANCE: Field = text("imf.importance", "Importance");
/// The header `Message-Type`.
pub static MESSAGE_TYPE: Field = text("imf.message_type", "Message-Type");
/// The header `Priority`.
pub static PRIORITY: Field = text("imf.priority", "Priority");
/// The header `Reply-By`.
pub static REPLY_BY: Field = text("imf.reply_by", "Reply-By");
/// The header `Sensitivity`.
pub static SENSITIVITY: Field = text("imf.sensitivity", "Sensitivity");
/// The header `Supersedes`.
pub static SUPERSEDES: Field = text("imf.supersedes", "Supersedes");
/// The header `Delivered-To`.
pub static DELIVERED_TO: Field = text("imf.delivered_to", "Delivered-To");
/// The header `X-Mailer`.
pub static EXT_MAILER: Field = text("imf.ext.mailer", "X-Mailer");
/// The header `X-MimeOLE`.
pub static EXT_MIMEOLE: Field = text("imf.ext.mimeole", "X-MimeOLE");
/// The header `Expiry-Date`.
pub static EXT_EXPIRY_DATE: Field = text("imf.ext.expiry-date", "Expiry-Date");
/// The header `X-UIDL`.
pub static EXT_UIDL: Field = text("imf.ext.uidl", "X-UIDL");
/// The header `X-Authentication-Warning`.
pub static EXT_AUTHENTICATION_WARNING: Field = text("imf.ext.authentication_warning", "X-Authentication-Warning");
/// The header `X-Virus-Scanned`.
pub static EXT_VIRUS_SCANNED: Field = text("imf.ext.virus_scanned", "X-Virus-Scanned");
/// The header `X-Original-To`.
pub static EXT_ORIGINAL_TO: Field = text("imf.ext.original-to", "X-Original-To");
/// The header `Thread-Index`.
pub static THREAD_INDEX: Field = text("imf.thread-index", "Thread-Index");
/// The header `Lines`.
pub static LINES: Field = text("imf.lines", "Lines");
/// The header `Precedence`.
pub static PRECEDENCE: Field = text("imf.precedence", "Precedence");

/// What the text is, and how it is to be read.
pub static CONTENT_TYPE: Field = Field::new("imf.content.type", "Content-Type", Place::Reckoned(|h| h.head.get(h.at..h.at + len(h)).map(Value::Bytes))).text();
static CONTENT_PARTS: Field = Field::part(Place::Sized(len, &[&CONTENT_TYPE_TYPE, &CONTENT_SIGN, &CONTENT_TYPE_PARAMETERS]));
static CONTENT_TYPE_TYPE: Field = Field::new("imf.content.type.type", "Type", Place::Take(|h| upto(h, b';'))).text();
static CONTENT_SIGN: Field = Field::part(Place::Take(|h| h.left().min(1)));
static CONTENT_TYPE_PARAMETERS: Field = Field::new("imf.content.type.parameters", "Parameters", Place::Rest).text();
/// A header without a field of its own.
pub static EXTENSION: Field = Field::new("imf.extension", "Unknown-Extension", Place::Reckoned(|h| h.head.get(h.at..value_end(h)).map(Value::Bytes))).text();
static EXTENSION_TYPE: Field = Field::new("imf.extension.type", "Type", Place::Take(|h| upto(h, b':').min(len(h)))).text();
static EXTENSION_VALUE: Field = text("imf.extension.value", "Value");
static NAME: Field = Field::part(Place::Take(|h| value_at(h) - h.at));
static END: Field = Field::part(Place::Take(|h| header_end(h.head, h.start, h.end).saturating_sub(h.at)));
static HEADER: Field = Field::new("", "Header", Place::Group(&[&BY_NAME]));
static HEADERS: Field = Field::part(Place::Sized(|h| h.left().saturating_sub(blank(h.head)), &[&HEADER_LIST]));
static HEADER_LIST: Field = Field::many("Headers", &HEADER);
static BLANK: Field = Field::part(Place::Rest);
static BY_NAME: Field = Field::part(Place::Switch(
    number,
    &[
        (1, &[&NAME, &CONTENT_TYPE, &CONTENT_PARTS, &END]),
        (2, &[&NAME, &DATE, &END]),
        (3, &[&NAME, &FROM, &END]),
        (4, &[&NAME, &SENDER, &END]),
        (5, &[&NAME, &REPLY_TO, &END]),
        (6, &[&NAME, &TO, &END]),
        (7, &[&NAME, &CC, &END]),
        (8, &[&NAME, &BCC, &END]),
        (9, &[&NAME, &MESSAGE_ID, &END]),
        (10, &[&NAME, &IN_REPLY_TO, &END]),
        (11, &[&NAME, &REFERENCES, &END]),
        (12, &[&NAME, &SUBJECT, &END]),
        (13, &[&NAME, &COMMENTS, &END]),
        (14, &[&NAME, &USER_AGENT, &END]),
        (15, &[&NAME, &KEYWORDS, &END]),
        (16, &[&NAME, &RESENT_DATE, &END]),
        (17, &[&NAME, &RESENT_FROM, &END]),
        (18, &[&NAME, &RESENT_SENDER, &END]),
        (19, &[&NAME, &RESENT_TO, &END]),
        (20, &[&NAME, &RESENT_CC, &END]),
        (21, &[&NAME, &RESENT_BCC, &END]),
        (22, &[&NAME, &RESENT_MESSAGE_ID, &END]),
        (23, &[&NAME, &RETURN_PATH, &END]),
        (24, &[&NAME, &RECEIVED, &END]),
        (25, &[&NAME, &CONTENT_DESCRIPTION, &END]),
        (26, &[&NAME, &CONTENT_ID, &END]),
        (27, &[&NAME, &CONTENT_TRANSFER_ENCODING, &END]),
        (28, &[&NAME, &MIME_VERSION, &END]),
        (29, &[&NAME, &AUTOFORWARDED, &END]),
        (30, &[&NAME, &AUTOSUBMITTED, &END]),
        (31, &[&NAME, &CONTENT_LANGUAGE, &END]),
        (32, &[&NAME, &DELIVERY_DATE, &END]),
        (33, &[&NAME, &EXPIRES, &END]),
        (34, &[&NAME, &IMPORTANCE, &END]),
        (35, &[&NAME, &MESSAGE_TYPE, &END]),
        (36, &[&NAME, &PRIORITY, &END]),
        (37, &[&NAME, &REPLY_BY, &END]),
        (38, &[&NAME, &SENSITIVITY, &END]),
        (39, &[&NAME, &SUPERSEDES, &END]),
        (40, &[&NAME, &DELIVERED_TO, &END]),
        (41, &[&NAME, &EXT_MAILER, &END]),
        (42, &[&NAME, &EXT_MIMEOLE, &END]),
        (43, &[&NAME, &EXT_EXPIRY_DATE, &END]),
        (44, &[&NAME, &EXT_UIDL, &END]),
        (45, &[&NAME, &EXT_AUTHENTICATION_WARNING, &END]),
        (46, &[&NAME, &EXT_VIRUS_SCANNED, &END]),
        (47, &[&NAME, &EXT_ORIGINAL_TO, &END]),
        (48, &[&NAME, &THREAD_INDEX, &END]),
        (49, &[&NAME, &LINES, &END]),
        (50, &[&NAME, &PRECEDENCE, &END]),
    ],
    &[&EXTENSION, &EXTENSION_TYPE, &NAME, &EXTENSION_VALUE, &END],
));
/// The headers that have a field of their own.
const NAMES: &[(&str, u64)] = &[
    ("Content-Type", 1),
    ("Date", 2),
    ("From", 3),
    ("Sender", 4),
    ("Reply-To", 5),
    ("To", 6),
    ("Cc", 7),
    ("Bcc", 8),
    ("Message-ID", 9),
    ("In-Reply-To", 10),
    ("References", 11),
    ("Subject", 12),
    ("Comments", 13),
    ("User-Agent", 14),
    ("Keywords", 15),
    ("Resent-Date", 16),
    ("Resent-From", 17),
    ("Resent-Sender", 18),
    ("Resent-To", 19),
    ("Resent-Cc", 20),
    ("Resent-Bcc", 21),
    ("Resent-Message-ID", 22),
    ("Return-Path", 23),
    ("Received", 24),
    ("Content-Description", 25),
    ("Content-ID", 26),
    ("Content-Transfer-Encoding", 27),
    ("MIME-Version", 28),
    ("Autoforwarded", 29),
    ("Autosubmitted", 30),
    ("Content-Language", 31),
    ("Delivery-Date", 32),
    ("Expires", 33),
    ("Importance", 34),
    ("Message-Type", 35),
    ("Priority", 36),
    ("Reply-By", 37),
    ("Sensitivity", 38),
    ("Supersedes", 39),
    ("Delivered-To", 40),
    ("X-Mailer", 41),
    ("X-MimeOLE", 42),
    ("Expiry-Date", 43),
    ("X-UIDL", 44),
    ("X-Authentication-Warning", 45),
    ("X-Virus-Scanned", 46),
    ("X-Original-To", 47),
    ("Thread-Index", 48),
    ("Lines", 49),
    ("Precedence", 50),
];

const fn text(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(len)).text()
}
/// Behind the header that begins at `at`: lines that begin with a space belong to the one before (RFC 5322, 2.2.3).
fn header_end(bytes: &[u8], at: usize, end: usize) -> usize {
    let mut next = line_or_rest(bytes, at).next.min(end);
    while next < end && matches!(bytes.get(next), Some(b' ' | b'\t')) {
        next = line_or_rest(bytes, next).next.min(end);
    }
    next
}
fn value_at(h: &Here<'_>) -> usize {
    let end = value_end(h);
    let colon = h.head.get(h.start..end).and_then(|text| memchr::memchr(b':', text)).map_or(end, |colon| h.start + colon + 1);
    spaces(h.head, colon, end).max(h.at)
}
/// Where a header's text ends, without the end of its last line.
fn value_end(h: &Here<'_>) -> usize {
    let end = header_end(h.head, h.start, h.end);
    let text = h.head.get(h.start..end).unwrap_or(&[]);
    h.start + text.strip_suffix(b"\n").map_or(text, |text| text.strip_suffix(b"\r").unwrap_or(text)).len()
}
fn len(h: &Here<'_>) -> usize {
    value_end(h).saturating_sub(h.at)
}
fn number(h: &Here<'_>) -> u64 {
    let end = line_or_rest(h.head, h.at).end.min(h.end);
    let Some(name) = h.head.get(h.at..end).and_then(|text| text.get(..memchr::memchr(b':', text)?)) else { return 0 };
    NAMES.iter().find(|(n, _)| name.eq_ignore_ascii_case(n.as_bytes())).map_or(0, |(_, n)| *n)
}
/// Bytes of the empty line that ends the headers.
fn blank(head: &[u8]) -> usize {
    if head.ends_with(b"\n\r\n") || head == b"\r\n" {
        2
    } else if head.ends_with(b"\n\n") {
        1
    } else {
        0
    }
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "imf",
    title: "Internet Message Format",
    column: "IMF",
    spec: "RFC 5322",
    fields: &[&HEADERS, &BLANK],
    media: &["message/rfc822"],
    line: &[Word::Call(info)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let (mut at, mut media) = (0, None);
    loop {
        let Some(next) = line(bytes, at) else {
            at = bytes.len();
            break;
        };
        let text = bytes.get(at..next.end).unwrap_or(&[]);
        at = next.next;
        if text.is_empty() {
            break;
        }
        if text.get(..13).is_some_and(|name| name.eq_ignore_ascii_case(b"Content-Type:")) {
            media = media.or(text.get(13..));
        }
    }
    // Plain text is the mail's own.
    match media.filter(|media| !super::media::plain(trim(media)).eq_ignore_ascii_case(b"text/plain")) {
        Some(media) => Step::new(at, below.wire.max(at), super::media::of(trim(media))),
        None => Step::new(at, at, id::data),
    }
}

/// `from: a@example.org, subject: hello`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let from = out.len();
    let mut at = 0;
    while let Some(line) = line(head, at).filter(|line| line.end > at) {
        let text = head.get(at..line.end).unwrap_or(&[]);
        for name in ["from", "subject"] {
            if text.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes())) && text.get(name.len()) == Some(&b':') {
                if out.len() > from {
                    out.extend(b", ");
                }
                out.extend(name.as_bytes());
                out.extend(b": ");
                crate::text::utf8(trim(text.get(name.len() + 1..).unwrap_or(&[])), out);
            }
        }
        at = line.next;
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// An answer of HTTP that carries this mail.
    fn answer(mail: &str) -> Vec<u8> {
        let text = format!("HTTP/1.1 200 OK\r\nContent-Type: message/rfc822\r\nContent-Length: {}\r\n\r\n{mail}", mail.len());
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 06 00 00 0a 00 00 01 0a 00 00 02 00 50 12 34 00 00 03 e8 00 00 07 d0 50 18 20 00 00 00 00 00");
        bytes.extend_from_slice(text.as_bytes());
        let len = (bytes.len() as u16).to_be_bytes();
        bytes[2..4].copy_from_slice(&len);
        bytes
    }
    #[test]
    fn a_line_that_is_no_header() {
        let bytes = answer("nothing\r\nA: b\r\n\r\n");
        assert_eq!(fields_of(228, &bytes, &["imf.extension.type", "imf.extension.value"]), "nothing,A b");
        cut_everywhere(228, &bytes);
    }
    /// Over HTTP, where a media type says that it is mail.
    #[test]
    fn headers_go_over_lines() {
        let mail = "From: A <a@b.c>\r\nSubject: hi\r\n there\r\nContent-Type: text/plain; charset=x\r\nX-Foo:  bar\r\n\r\ntext\r\n";
        let bytes = answer(mail);
        let names = ["imf.from", "imf.subject", "imf.content.type", "imf.content.type.type", "imf.extension", "imf.extension.value"];
        assert_eq!(fields_of(228, &bytes, &names), r"A <a@b.c> hi\r\n there text/plain; charset=x text/plain X-Foo:  bar bar");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:imf End");
        cut_everywhere(228, &bytes);
    }
}
