//! Extensible Markup Language: [W3C recommendation](https://www.w3.org/TR/xml/), and the name of an XML-RPC's method
//! ([specification](http://xmlrpc.com/spec.md)).
//!
//! ```text
//! <?xml version="1.0"?><methodCall><methodName>double</methodName>...</methodCall>
//! ```
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static DOCUMENT: Field = Field::part(Place::Told(
    read,
    &[&XMLPI, &VERSION, &ENCODING, &STANDALONE, &COMMENT, &DOCTYPE, &DTDTAG, &TAG_PART, &CDATASECTION, &UNKNOWN],
));
static TAG_PART: Field = Field::new("", "Element", Place::Group(&[&TAG, &ATTRIBUTE, &CDATA, &METHODNAME, &COMMENT, &CDATASECTION, &XMLPI, &VERSION, &ENCODING, &STANDALONE, &DOCTYPE, &DTDTAG, &TAG_PART]));
/// The opening tag, as it stands.
pub static TAG: Field = said("xml.tag", "Tag");
/// Name and value, as they stand.
pub static ATTRIBUTE: Field = said("xml.attribute", "Attribute");
/// Text of an element.
pub static CDATA: Field = said("xml.cdata", "CDATA");
/// Text that is not looked into.
pub static CDATASECTION: Field = said("xml.cdatasection", "CDATASection");
static COMMENT: Field = said("xml.comment", "Comment");
static DOCTYPE: Field = said("xml.doctype", "Doctype");
static DTDTAG: Field = said("xml.dtdtag", "DTD Tag");
static UNKNOWN: Field = said("xml.unknown", "Unknown");
static XMLPI: Field = said("xml.xmlpi.xml", "xml.xmlpi.xml");
static VERSION: Field = said("xml.xmlpi.xml.version", "version");
static ENCODING: Field = said("xml.xmlpi.xml.encoding", "encoding");
static STANDALONE: Field = said("xml.xmlpi.xml.standalone", "standalone");
/// The method that a call of XML-RPC names.
pub static METHODNAME: Field = said("xmlrpc.methodname", "Method name");

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "xml",
    title: "eXtensible Markup Language",
    column: "XML",
    spec: "W3C XML 1.0",
    fields: &[&DOCUMENT],
    media: &[
        "text/xml",
        "application/xml",
        "application/soap+xml",
        "application/xml-dtd",
        "text/vnd.wap.wml",
        "text/vnd.wap.si",
        "text/vnd.wap.sl",
        "text/vnd.wap.co",
        "text/vnd.wap.emn",
        "application/vnd.wv.csp+xml",
        "application/xcap-diff+xml",
        "application/calendar+xml",
        "application/pidf+xml",
        "application/resource-lists+xml",
        "application/rlmi+xml",
        "application/auth-policy+xml",
        "application/dialog-info+xml",
        "application/conference-info+xml",
        "application/rdf+xml",
        "application/xhtml+xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/smil",
        "application/xspf+xml",
        "image/svg+xml",
        "application/simservs+xml",
        "application/watcherinfo+xml",
    ],
    line: &[Word::Call(info)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

fn blank(text: &[u8]) -> usize {
    text.iter().take_while(|b| b.is_ascii_whitespace()).count()
}
fn name_byte(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':') || b >= 0x80
}
/// Bytes of the name that begins here.
fn name(text: &[u8]) -> usize {
    text.iter().take_while(|b| name_byte(**b)).count()
}
/// Behind the next of these signs outside of quotation marks.
fn upto(text: &[u8], sign: u8) -> Option<usize> {
    let mut quote = None;
    text.iter().position(|b| match quote {
        Some(q) => {
            if *b == q {
                quote = None;
            }
            false
        }
        None if matches!(b, b'"' | b'\'') => {
            quote = Some(*b);
            false
        }
        None => *b == sign,
    }).map(|at| at + 1)
}
/// Behind these bytes.
fn behind(text: &[u8], end: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, end).map(|at| at + end.len())
}
/// Elements in elements are shown so deep; those that lie deeper stand beside them.
const SHOWN: usize = 30;

/// What stands here, of how many bytes.
enum Piece {
    Instruction(usize),
    Comment(usize),
    CdataSection(usize),
    Doctype(usize),
    Open(usize),
    Close(usize),
    Text(usize),
}
fn piece(text: &[u8]) -> Piece {
    let all = text.len();
    match text {
        [b'<', b'!', b'-', b'-', ..] => Piece::Comment(behind(text, b"-->").unwrap_or(all)),
        [b'<', b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', ..] => Piece::CdataSection(behind(text, b"]]>").unwrap_or(all)),
        [b'<', b'?', ..] => Piece::Instruction(behind(text, b"?>").unwrap_or(all)),
        [b'<', b'!', ..] => {
            // A type's own declarations stand in brackets.
            let plain = upto(text, b'>').unwrap_or(all);
            let inner = text.get(..plain).and_then(|t| memchr::memchr(b'[', t));
            Piece::Doctype(match inner {
                Some(_) => behind(text, b"]>").or_else(|| behind(text, b"]").and_then(|at| Some(at + upto(text.get(at..)?, b'>')?))).unwrap_or(all),
                None => plain,
            })
        }
        [b'<', b'/', ..] => Piece::Close(memchr::memchr(b'>', text).map_or(all, |at| at + 1)),
        [b'<', first, ..] if name_byte(*first) => Piece::Open(upto(text, b'>').unwrap_or(all)),
        [_, rest @ ..] => Piece::Text(1 + memchr::memchr(b'<', rest).unwrap_or(rest.len())),
        [] => Piece::Text(0),
    }
}
/// Where the element that begins here ends: behind its closing tag, or with the text.
fn element(text: &[u8]) -> usize {
    let (mut at, mut open) = (0, 0usize);
    while at < text.len() {
        let rest = text.get(at..).unwrap_or(&[]);
        at += match piece(rest) {
            Piece::Open(n) => {
                open += usize::from(!rest.get(..n).is_some_and(|tag| tag.ends_with(b"/>")));
                n
            }
            Piece::Close(n) => {
                open = open.saturating_sub(1);
                n
            }
            Piece::Comment(n) | Piece::CdataSection(n) | Piece::Instruction(n) | Piece::Doctype(n) | Piece::Text(n) => n,
        };
        if open == 0 {
            return at;
        }
    }
    text.len()
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    // How much of the work of finding where elements end may be done again: texts that nest without end are shown flat.
    let mut patience = r.rest().len().saturating_mul(SHOWN);
    inside(r, None, 0, &mut patience)
}
fn inside(r: &mut Reader<'_, '_>, within: Option<&[u8]>, deep: usize, patience: &mut usize) -> Flow {
    loop {
        let text = r.rest();
        if text.is_empty() {
            return Continue(());
        }
        match piece(text) {
            Piece::Instruction(n) => {
                if text.starts_with(b"<?xml") {
                    declaration(r, n)?;
                }
                r.pass(n)?;
            }
            Piece::Comment(n) => {
                r.show(&COMMENT, 0, n)?;
                r.pass(n)?;
            }
            Piece::CdataSection(n) => {
                r.show(&CDATASECTION, 0, n)?;
                r.pass(n)?;
            }
            Piece::Doctype(n) => {
                doctype(r, n)?;
                r.pass(n)?;
            }
            Piece::Close(n) => {
                r.pass(n)?;
                if within.is_some() && deep <= SHOWN {
                    return Continue(());
                }
            }
            Piece::Text(n) => {
                let skip = text.get(..n).map_or(0, blank);
                if skip < n {
                    r.show(if within.is_some() { &CDATA } else { &UNKNOWN }, skip, n - skip)?;
                    if within == Some(b"methodName") {
                        r.tell(&METHODNAME, skip, n - skip, Value::Bytes(text.get(skip..n).unwrap_or(&[]).trim_ascii_end()))?;
                    }
                }
                r.pass(n)?;
            }
            Piece::Open(n) => {
                let called = text.get(1..).map_or(&[][..], |rest| rest.get(..name(rest)).unwrap_or(&[]));
                let alone = text.get(..n).is_some_and(|tag| tag.ends_with(b"/>"));
                let whole = if alone || deep >= SHOWN { n } else { element(text) };
                *patience = patience.saturating_sub(whole);
                if deep >= SHOWN || *patience == 0 {
                    tag(r, n)?;
                    r.pass(n)?;
                } else {
                    r.record(&TAG_PART, whole, |r| {
                        tag(r, n)?;
                        r.pass(n)?;
                        inside(r, Some(called), deep + 1, patience)
                    })?;
                }
            }
        }
    }
}
/// The opening tag of so many bytes, and what stands in it.
fn tag(r: &mut Reader<'_, '_>, n: usize) -> Flow {
    let text = r.rest();
    r.show(&TAG, 0, n)?;
    if !r.hears(&ATTRIBUTE) {
        return Continue(());
    }
    let whole = text.get(..n).unwrap_or(&[]);
    let mut at = 1 + whole.get(1..).map_or(0, name);
    while let Some(rest) = whole.get(at..).filter(|rest| !rest.is_empty()) {
        let skip = blank(rest);
        let rest = rest.get(skip..).unwrap_or(&[]);
        at += skip;
        let key = name(rest);
        let sign = key + rest.get(key..).map_or(0, blank);
        if key == 0 || rest.get(sign) != Some(&b'=') {
            at += key.max(1);
            continue;
        }
        let from = sign + 1 + rest.get(sign + 1..).map_or(0, blank);
        let end = match rest.get(from) {
            Some(quote @ (b'"' | b'\'')) => from + 1 + rest.get(from + 1..).and_then(|rest| memchr::memchr(*quote, rest).map(|n| n + 1)).unwrap_or(0),
            _ => from + rest.get(from..).map_or(0, |rest| rest.iter().take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'>' | b'/')).count()),
        };
        r.show(&ATTRIBUTE, at, end)?;
        at += end.max(1);
    }
    Continue(())
}
fn declaration(r: &mut Reader<'_, '_>, n: usize) -> Flow {
    let text = r.rest();
    r.show(&XMLPI, 0, n)?;
    for (key, field) in [(&b"version"[..], &VERSION), (b"encoding", &ENCODING), (b"standalone", &STANDALONE)] {
        let Some(at) = text.get(..n).and_then(|text| behind(text, key)) else { continue };
        let Some(from) = text.get(at..n).and_then(|rest| memchr::memchr2(b'"', b'\'', rest)).map(|n| at + n + 1) else { continue };
        let quote = text.get(from - 1).copied().unwrap_or(b'"');
        if let Some(len) = text.get(from..n).and_then(|rest| memchr::memchr(quote, rest)) {
            r.show(field, from, len)?;
        }
    }
    Continue(())
}
/// What kind of document it is: its name, and declarations of its own.
fn doctype(r: &mut Reader<'_, '_>, n: usize) -> Flow {
    let text = r.rest().get(..n).unwrap_or(&[]);
    let Some(rest) = text.strip_prefix(b"<!DOCTYPE") else { return Continue(()) };
    let from = 9 + blank(rest);
    r.show(&DOCTYPE, from, text.get(from..).map_or(0, name))?;
    let Some(mut at) = memchr::memchr(b'[', text) else { return Continue(()) };
    while let Some(next) = text.get(at..).and_then(|rest| memchr::memmem::find(rest, b"<!")) {
        at += next;
        let len = text.get(at..).and_then(|rest| upto(rest, b'>')).unwrap_or(n - at);
        r.show(&DTDTAG, at, len)?;
        at += len.max(1);
    }
    Continue(())
}

/// `methodCall double`: the outermost tag, and the method that is called.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let mut text = packet.layer(layer).map_or(&[][..], |l| l.whole(packet.bytes));
    let mut first = true;
    while !text.is_empty() {
        let n = match piece(text) {
            Piece::Open(n) => {
                let called = text.get(1..).map_or(&[][..], |rest| rest.get(..name(rest)).unwrap_or(&[]));
                let method = called == b"methodName";
                if first {
                    crate::text::utf8(called.get(..called.len().min(60)).unwrap_or(&[]), out);
                }
                if method && let Piece::Text(len) = piece(text.get(n..).unwrap_or(&[])) {
                    out.push(b' ');
                    crate::text::utf8(text.get(n..n + len.min(60)).unwrap_or(&[]), out);
                }
                if method || !first {
                    return;
                }
                first = false;
                n
            }
            Piece::Close(n) | Piece::Comment(n) | Piece::CdataSection(n) | Piece::Instruction(n) | Piece::Doctype(n) | Piece::Text(n) => n,
        };
        text = text.get(n.max(1)..).unwrap_or(&[]);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn posted(body: &str) -> Vec<u8> {
        let head = format!("POST /RPC2 HTTP/1.1\r\nContent-Type: text/xml\r\nContent-Length: {}\r\n\r\n", body.len());
        tcp_of(1234, 80, &[head.as_bytes(), body.as_bytes()].concat())
    }
    #[test]
    fn a_call() {
        let bytes = posted(
            "<?xml version='1.0' encoding=\"utf-8\"?>\n<methodCall><methodName>double</methodName><params><param><value><int>21</int></value></param></params></methodCall>\n",
        );
        assert_eq!(layers_of(228, &bytes), "ip:tcp:http:xml End");
        let names = ["xmlrpc.methodname", "xml.cdata", "xml.xmlpi.xml.version", "xml.xmlpi.xml.encoding", "xml.tag"];
        assert_eq!(
            fields_of(228, &bytes, &names),
            "double double,21 1.0 utf-8 <methodCall>,<methodName>,<params>,<param>,<value>,<int>"
        );
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn all_kinds_of_pieces() {
        let bytes = posted("<!-- a --><!DOCTYPE n [<!ELEMENT a (b)>]><a x=\"1>\" ns:z = '3' q=r><b/>t &amp; u<c d=\"\"/> <![CDATA[ <x> ]]></a>end");
        let names = ["xml.comment", "xml.doctype", "xml.dtdtag", "xml.attribute", "xml.cdata", "xml.cdatasection", "xml.unknown"];
        assert_eq!(
            fields_of(228, &bytes, &names),
            "<!-- a --> n <!ELEMENT a (b)> x=\"1>\",ns:z = '3',q=r,d=\"\" t &amp; u <![CDATA[ <x> ]]> end"
        );
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn depth_is_bounded() {
        let bytes = posted(&"<a>".repeat(5000));
        assert_eq!(fields_of(228, &bytes, &["xml.tag"]).matches("<a>").count(), 5000);
        let bytes = posted(&("<a>".repeat(100) + "x" + &"</a>".repeat(100)));
        assert_eq!(fields_of(228, &bytes, &["xml.cdata"]), "x");
    }
}
