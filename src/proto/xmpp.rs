//! Extensible Messaging and Presence Protocol, [RFC 6120](https://www.rfc-editor.org/rfc/rfc6120): elements of XML both ways, TLS behind `<proceed/>`.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static STREAM: Field = Field::new("xmpp.stream", "STREAM", Place::Rest).kind(Kind::Present);
static FEATURES: Field = Field::new("xmpp.features", "FEATURES", Place::Rest).kind(Kind::Present);
static STARTTLS: Field = Field::new("xmpp.starttls", "STARTTLS", Place::Rest).kind(Kind::Present);
static PROCEED: Field = Field::new("xmpp.proceed", "PROCEED", Place::Rest).kind(Kind::Present);
static IQ: Field = Field::new("xmpp.iq", "IQ", Place::Rest).kind(Kind::Present);
static MESSAGE: Field = Field::new("xmpp.message", "MESSAGE", Place::Rest).kind(Kind::Present);
static PRESENCE: Field = Field::new("xmpp.presence", "PRESENCE", Place::Rest).kind(Kind::Present);
static FROM: Field = Field::new("xmpp.from", "from", Place::Rest).text();
static TO: Field = Field::new("xmpp.to", "to", Place::Rest).text();
static ID: Field = Field::new("xmpp.id", "id", Place::Rest).text();

/// XMPP.
pub static PROTOCOL: Protocol = Protocol {
    name: "xmpp",
    title: "XMPP Protocol",
    column: "XMPP/XML",
    spec: "RFC 6120",
    fields: &[&Field::part(Place::Told(read, &[&STREAM, &FEATURES, &STARTTLS, &PROCEED, &IQ, &MESSAGE, &PRESENCE, &FROM, &TO, &ID]))],
    under: &[(Space::TcpPort, 5222)],
    line: &[Word::Call(|p, i, out| {
        let bytes = p.layer(i).map_or(&[][..], |own| own.whole(p.bytes));
        let (name, _) = element(bytes);
        out.extend(name.iter().map(u8::to_ascii_uppercase).take_while(|b| b.is_ascii_graphic()).take(40));
    })],
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};
/// The client asked for TLS.
const ASKED: u64 = 1;

/// The first element's name, without its prefix, and its attributes.
fn element(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut rest = bytes;
    while let Some(at) = memchr::memchr(b'<', rest) {
        rest = rest.get(at + 1..).unwrap_or(&[]);
        if rest.first().is_some_and(|b| b.is_ascii_alphabetic()) {
            let end = rest.iter().position(|b| matches!(b, b' ' | b'>' | b'/' | b'\r' | b'\n' | b'\t')).unwrap_or(rest.len());
            let (name, behind) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            let name = name.rsplit(|b| *b == b':').next().unwrap_or(name);
            let close = memchr::memchr(b'>', behind).unwrap_or(behind.len());
            return (name, behind.get(..close).unwrap_or(&[]));
        }
    }
    (&[], &[])
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.first() != Some(&b'<') {
        return Step::reject();
    }
    let ends = bytes.iter().rev().find(|b| !b.is_ascii_whitespace()) == Some(&b'>');
    if !ends && whole && bytes.len() < 1 << 15 {
        return Step { header: 0, ..Step::more(bytes, 0) };
    }
    if let Some(talk) = below.talk {
        match element(bytes).0 {
            b"starttls" => talk.other.set(ASKED),
            b"proceed" if talk.own.get() == ASKED => talk.hand_over(id::tls),
            _ => {}
        }
    }
    Step::new(0, below.wire, id::xml)
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let (packet, layer) = (r.packet(), r.layer());
    let bytes = packet.layer(layer).map_or(&[][..], |own| own.whole(packet.bytes));
    let (name, attributes) = element(bytes);
    let kind = match name {
        b"stream" => &STREAM,
        b"features" => &FEATURES,
        b"starttls" => &STARTTLS,
        b"proceed" => &PROCEED,
        b"iq" => &IQ,
        b"message" => &MESSAGE,
        b"presence" => &PRESENCE,
        _ => return Continue(()),
    };
    r.tell(kind, 0, 0, Value::Bytes(&[]))?;
    for (name, field) in [(&b"to"[..], &TO), (b"from", &FROM), (b"id", &ID)] {
        if let Some(value) = attribute(attributes, name) {
            r.tell(field, 0, 0, Value::Bytes(value))?;
        }
    }
    Continue(())
}
/// The value of an attribute, between quotation marks.
fn attribute<'a>(attributes: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let mut rest = attributes;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, behind) = rest.split_at_checked(at)?;
        let own = before.rsplit(u8::is_ascii_whitespace).find(|word| !word.is_empty()).unwrap_or(&[]);
        let (mark, behind) = behind.get(1..)?.split_first()?;
        let end = memchr::memchr(*mark, behind)?;
        if own == name && matches!(mark, b'"' | b'\'') {
            return behind.get(..end);
        }
        rest = behind.get(end + 1..)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_stream_begins() {
        let bytes = tcp_of(1234, 5222, b"<?xml version='1.0'?><stream:stream to='a.org' xmlns='jabber:client' id=\"7\">");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:xmpp:xml End");
        assert_eq!(fields_of(228, &bytes, &["xmpp.stream", "xmpp.to", "xmpp.id", "xmpp.from"]), "1 a.org 7 -");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 5222, b" ")), "ip:tcp:data End");
        assert_eq!(layers_of(228, &tcp_of(1234, 5222, b"<iq type='set'><bi")), "ip:tcp:xmpp More");
    }
}
