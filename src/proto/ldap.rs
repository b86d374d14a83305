//! Lightweight Directory Access Protocol, [RFC 4511](https://www.rfc-editor.org/rfc/rfc4511): messages in the Basic Encoding Rules.
//!
//! ```text
//! LDAPMessage ::= SEQUENCE { messageID INTEGER, protocolOp CHOICE, controls [0] OPTIONAL }
//! ```
use super::asn1::{self, Tlv};
use super::fields::string;
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stop;
use std::ops::ControlFlow::Continue;

/// The answer has the question's.
pub static MESSAGE_ID: Field = Field::new("ldap.messageID", "messageID", Place::Uint(32));
/// What is asked, or answered.
pub static PROTOCOL_OP: Field = Field::new("ldap.protocolOp", "protocolOp", Place::Uint(32)).names(&[
    (0, "bindRequest"),
    (1, "bindResponse"),
    (2, "unbindRequest"),
    (3, "searchRequest"),
    (4, "searchResEntry"),
    (5, "searchResDone"),
    (6, "modifyRequest"),
    (7, "modifyResponse"),
    (8, "addRequest"),
    (9, "addResponse"),
    (10, "delRequest"),
    (11, "delResponse"),
    (12, "modDNRequest"),
    (13, "modDNResponse"),
    (14, "compareRequest"),
    (15, "compareResponse"),
    (16, "abandonRequest"),
    (19, "searchResRef"),
    (23, "extendedReq"),
    (24, "extendedResp"),
    (25, "intermediateResponse"),
]);
static VERSION: Field = Field::new("ldap.version", "version", Place::Uint(32));
/// Who wants in.
pub static NAME: Field = string("ldap.name", "name");
/// Where the search begins.
pub static BASE_OBJECT: Field = string("ldap.baseObject", "baseObject");
/// What became of it.
pub static RESULT_CODE: Field = Field::new("ldap.resultCode", "resultCode", Place::Uint(32)).names(&[
    (0, "success"),
    (1, "operationsError"),
    (2, "protocolError"),
    (3, "timeLimitExceeded"),
    (4, "sizeLimitExceeded"),
    (7, "authMethodNotSupported"),
    (8, "strongAuthRequired"),
    (10, "referral"),
    (14, "saslBindInProgress"),
    (16, "noSuchAttribute"),
    (32, "noSuchObject"),
    (49, "invalidCredentials"),
    (50, "insufficientAccessRights"),
    (53, "unwillingToPerform"),
    (68, "entryAlreadyExists"),
]);
static MATCHED_DN: Field = string("ldap.matchedDN", "matchedDN");
static ERROR_MESSAGE: Field = string("ldap.errorMessage", "errorMessage");
static MESSAGE: Field = Field::part(Place::Told(read, &[&MESSAGE_ID, &PROTOCOL_OP, &VERSION, &NAME, &BASE_OBJECT, &RESULT_CODE, &MATCHED_DN, &ERROR_MESSAGE]));


/// LDAP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ldap",
    title: "Lightweight Directory Access Protocol",
    column: "LDAP",
    spec: "RFC 4511",
    fields: &[&MESSAGE],
    under: &[(Space::TcpPort, 389), (Space::TcpPort, 3268)],
    line: &[Word::Of(&PROTOCOL_OP)],
    stream: Some(Stream::PLAIN),
    more: Some(inner),
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if bytes.first() != Some(&0x30) {
        // Sealed by SASL, or the middle of a message.
        return datagram(bytes, below, 1);
    }
    let Some(message) = Tlv::read(bytes) else { return if whole { Step::more(bytes, 0) } else { Step::cut(bytes) } };
    let n = message.whole();
    if n <= bytes.len() {
        return Step { again: true, ..Step::new(n, n, id::data) };
    }
    if whole { Step::more(bytes, n) } else { Step { stop: Stop::Cut, ..Step::more(bytes, n) } }
}
/// The token in a bind or its answer.
fn inner(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let (message, start) = (layer.whole(frame), layer.start as usize);
    let at = Tlv::read(message)?.head;
    let at = at + Tlv::read(message.get(at..)?)?.whole();
    let op = Tlv::read(message.get(at..)?)?;
    if !matches!(op.tag, 0x60 | 0x61) {
        return None;
    }
    let (mut at, end) = (at + op.head, (at + op.whole()).min(message.len()));
    while at < end {
        let tlv = Tlv::read(message.get(at..end)?)?;
        // SASL's credentials stand behind the mechanism's name.
        let tlv = if tlv.tag == 0xa3 && op.tag == 0x60 {
            at += tlv.head;
            at += Tlv::read(message.get(at..end)?)?.whole();
            Tlv::read(message.get(at..end)?)?
        } else {
            tlv
        };
        let (from, token) = (start + at + tlv.head, tlv.content(message.get(at..end)?)?);
        let id = match token.first() {
            Some(b'N') if token.starts_with(b"NTLMSSP\0") => Some(if tlv.tag == 4 { id::gss_api } else { id::ntlmssp }),
            Some(0x60) if matches!(tlv.tag, 4 | 0x87) => Some(id::gss_api),
            Some(0xa1) if matches!(tlv.tag, 4 | 0x87) => Some(id::spnego),
            _ => None,
        };
        if let Some(id) = id.filter(|_| from > after) {
            return Some(Inner { id, start: from, held: from + token.len(), end: from + token.len() });
        }
        at += tlv.whole();
    }
    None
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let bytes = r.rest();
    let Some(message) = Tlv::read(bytes).filter(|m| m.tag == 0x30) else { return Continue(()) };
    r.pass(message.head)?;
    number(r, 2, &MESSAGE_ID)?;
    let Some(op) = Tlv::read(r.rest()).filter(|op| op.tag & 0xc0 == 0x40) else { return r.broken() };
    let kind = op.tag & 0x1f;
    r.tell(&PROTOCOL_OP, 0, op.whole(), Value::Num(kind.into()))?;
    r.pass(op.head)?;
    match kind {
        0 => {
            number(r, 2, &VERSION)?;
            octets(r, &NAME)
        }
        3 => octets(r, &BASE_OBJECT),
        1 | 5 | 7 | 9 | 11 | 13 | 15 | 24 => {
            number(r, 10, &RESULT_CODE)?;
            octets(r, &MATCHED_DN)?;
            octets(r, &ERROR_MESSAGE)
        }
        _ => Continue(()),
    }
}
fn number(r: &mut Reader<'_, '_>, tag: u8, f: &'static Field) -> Flow {
    let bytes = r.rest();
    let Some((tlv, content)) = Tlv::read(bytes).filter(|tlv| tlv.tag == tag).and_then(|tlv| Some((tlv, tlv.content(bytes)?))) else { return r.broken() };
    r.tell(f, tlv.head, content.len(), Value::Num(asn1::unsigned(content) & 0xffff_ffff))?;
    r.pass(tlv.whole())
}
fn octets(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    let bytes = r.rest();
    let Some((tlv, content)) = Tlv::read(bytes).filter(|tlv| tlv.tag == 4).and_then(|tlv| Some((tlv, tlv.content(bytes)?))) else { return r.broken() };
    r.tell(f, tlv.head, content.len(), Value::Bytes(content))?;
    r.pass(tlv.whole())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn bind_and_its_answer() {
        let request = hex("30 11 02 01 01 60 0c 02 01 03 04 04 63 6e 3d 61 80 01 78");
        let names = ["ldap.messageID", "ldap.protocolOp", "ldap.version", "ldap.name", "ldap.resultCode"];
        let bytes = tcp_of(40000, 389, &request);
        assert_eq!(fields_of(228, &bytes, &names), "1 0 3 cn=a -");
        cut_everywhere(228, &bytes);
        let answer = hex("30 0c 02 01 01 61 07 0a 01 31 04 00 04 00");
        assert_eq!(fields_of(228, &tcp_of(389, 40000, &[answer.clone(), answer].concat()), &names), "1,1 1,1 - - 49,49");
    }
}
