//! Kerberos 5, [RFC 4120](https://www.rfc-editor.org/rfc/rfc4120), 5: messages in ASN.1.
//!
//! ```text
//! over TCP: length (32)
//! request: [APPLICATION 10 or 12] { [1] version, [2] type, [3] what authenticates, [4] { [1] client, [2] realm, [3] server, [5] till, [7] nonce, [8] ciphers .. } }
//! reply:   [APPLICATION 11 or 13] { [0] version, [1] type, [3] realm, [4] client, [5] ticket, [6] for the client only }
//! error:   [APPLICATION 30] { [0] version, [1] type, .. [6] code, .. [9] realm, [10] server }
//! ```
use super::asn1::{Tlv, integer};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static MARK: Field = Field::part(Place::When(|h| h.mode == MARKED, &[&MARK_WORD, &MARK_LENGTH]));
static MARK_WORD: Field = Field::part(Place::Uint(32));
static MARK_LENGTH: Field = Field::new("kerberos.rm.length", "Record Length", Place::Sub(0x7fff_ffff)).ft(32);
static MESSAGE: Field = Field::part(Place::Told(read, &[&PVNO, &MSG_TYPE, &REALM, &CREALM, &CNAME, &SNAME, &TILL, &NONCE, &ETYPE, &ERROR_CODE]));
static PVNO: Field = Field::new("kerberos.pvno", "pvno", Place::Uint(32));
/// What is asked, or answered.
pub static MSG_TYPE: Field = Field::new("kerberos.msg_type", "msg-type", Place::Uint(32)).kind(Kind::Signed).names(TYPES);
/// Whose service is asked for.
pub static REALM: Field = Field::new("kerberos.realm", "realm", Place::Rest).text();
static CREALM: Field = Field::new("kerberos.crealm", "crealm", Place::Rest).text();
/// Who asks.
pub static CNAME: Field = Field::new("kerberos.CNameString", "CNameString", Place::Rest).text();
/// For which service.
pub static SNAME: Field = Field::new("kerberos.SNameString", "SNameString", Place::Rest).text();
static TILL: Field = Field::new("kerberos.till", "till", Place::Uint(64)).kind(Kind::Time(|n| n as i64));
static NONCE: Field = Field::new("kerberos.nonce", "nonce", Place::Uint(32));
static ETYPE: Field = Field::new("kerberos.ENCTYPE", "ENCTYPE", Place::Uint(32)).kind(Kind::Signed).names(&[
    (1, "eTYPE-DES-CBC-CRC"), (3, "eTYPE-DES-CBC-MD5"), (16, "eTYPE-DES3-CBC-SHA1"), (17, "eTYPE-AES128-CTS-HMAC-SHA1-96"), (18, "eTYPE-AES256-CTS-HMAC-SHA1-96"), (23, "eTYPE-ARCFOUR-HMAC-MD5"),
]);
/// Why not.
pub static ERROR_CODE: Field = Field::new("kerberos.error_code", "error-code", Place::Uint(32)).kind(Kind::Signed).names(&[
    (6, "eRR-C-PRINCIPAL-UNKNOWN"), (7, "eRR-S-PRINCIPAL-UNKNOWN"), (14, "eRR-ETYPE-NOSUPP"), (18, "eRR-CLIENT-REVOKED"), (23, "eRR-KEY-EXP"), (24, "eRR-PREAUTH-FAILED"),
    (25, "eRR-PREAUTH-REQUIRED"), (32, "eRR-TKT-EXPIRED"), (37, "eRR-SKEW"), (52, "eRR-RESPONSE-TOO-BIG"), (68, "eRR-WRONG-REALM"),
]);
const TYPES: Names = &[
    (10, "krb-as-req"), (11, "krb-as-rep"), (12, "krb-tgs-req"), (13, "krb-tgs-rep"), (14, "krb-ap-req"), (15, "krb-ap-rep"), (20, "krb-safe"), (21, "krb-priv"), (22, "krb-cred"), (30, "krb-error"),
];
/// A length stands before the message.
const MARKED: u32 = 1;
/// Longer messages are not waited for.
const LONGEST: usize = 1 << 20;

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "kerberos",
    title: "Kerberos",
    column: "KRB5",
    spec: "RFC 4120",
    fields: &[&MARK, &MESSAGE],
    under: &[(Space::UdpPort, 88), (Space::TcpPort, 88)],
    line: &[Word::Of(&MSG_TYPE), Word::With(" ", &ERROR_CODE), Word::With(" ", &CNAME)],
    leaf: true,
    stream: Some(Stream::PLAIN),
    ..Protocol::PLAIN
};

/// Whether a message begins so.
fn begins(bytes: &[u8]) -> bool {
    bytes.first().is_none_or(|tag| matches!(tag, 0x6a..=0x6f | 0x74..=0x76 | 0x7e))
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    if below.over() != id::tcp {
        return if begins(bytes) { Step::new(bytes.len(), below.wire, id::data) } else { Step::reject() };
    }
    let Some(length) = load(bytes, 0, 32) else { return if whole { Step::more(bytes, 4) } else { Step::cut(bytes) } };
    let total = 4 + length as usize;
    if !(6..=LONGEST).contains(&total) || !begins(bytes.get(4..).unwrap_or(&[])) {
        return Step::reject();
    }
    if total > bytes.len() {
        return Step { mode: MARKED, ..if whole { Step::more(bytes, total) } else { Step::cut(bytes) } };
    }
    Step { mode: MARKED, again: true, ..Step::new(total, total, id::data) }
}

/// Goes through the elements of a value, each with its tag and content, told where they stand.
fn each(r: &mut Reader<'_, '_>, inside: &mut dyn FnMut(&mut Reader<'_, '_>, u8) -> Flow) -> Flow {
    while let Some(tlv) = Tlv::read(r.rest()) {
        let Some(n) = tlv.content(r.rest()).map(<[u8]>::len) else { return r.broken() };
        r.pass(tlv.head)?;
        r.part(n, |r| inside(r, tlv.tag))?;
    }
    Continue(())
}
fn number(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    each(r, &mut |r, _| {
        let n = integer(r.rest());
        r.tell(f, 0, usize::MAX, Value::Num(n as u64 & 0xffff_ffff))
    })
}
fn text(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    each(r, &mut |r, _| r.show(f, 0, usize::MAX))
}
/// A name: `{ [0] kind, [1] { text .. } }`.
fn name(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    each(r, &mut |r, _| each(r, &mut |r, tag| if tag == 0xa1 { each(r, &mut |r, _| text(r, f)) } else { Continue(()) }))
}
/// `19700101000000Z`, as nanoseconds since 1970.
fn time(text: &[u8]) -> Option<i64> {
    let digits = |at: usize, n: usize| text.get(at..at + n)?.iter().try_fold(0i64, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i64::from(b - b'0')));
    let (year, month, day) = (digits(0, 4)?, digits(4, 2)?, digits(6, 2)?);
    // Days since 1970, counted in years that begin in March.
    let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468;
    Some((((days * 24 + digits(8, 2)?) * 60 + digits(10, 2)?) * 60 + digits(12, 2)?).wrapping_mul(1_000_000_000))
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    each(r, &mut |r, application| {
        each(r, &mut |r, _| {
            each(r, &mut |r, tag| match (application & 31, tag) {
                (10 | 12, 0xa1) | (_, 0xa0) => number(r, &PVNO),
                (10 | 12, 0xa2) | (11 | 13..=30, 0xa1) => number(r, &MSG_TYPE),
                (10 | 12, 0xa4) => each(r, &mut |r, _| each(r, &mut body)),
                (11 | 13, 0xa3) | (30, 0xa7) => text(r, &CREALM),
                (11 | 13, 0xa4) | (30, 0xa8) => name(r, &CNAME),
                (30, 0xa6) => number(r, &ERROR_CODE),
                (30, 0xa9) => text(r, &REALM),
                (30, 0xaa) => name(r, &SNAME),
                _ => Continue(()),
            })
        })
    })
}
/// What a request asks for.
fn body(r: &mut Reader<'_, '_>, tag: u8) -> Flow {
    match tag {
        0xa1 => name(r, &CNAME),
        0xa2 => text(r, &REALM),
        0xa3 => name(r, &SNAME),
        0xa5 => each(r, &mut |r, _| match time(r.rest()) {
            Some(ns) => r.tell(&TILL, 0, usize::MAX, Value::Num(ns as u64)),
            None => Continue(()),
        }),
        0xa7 => number(r, &NONCE),
        0xa8 => each(r, &mut |r, _| number(r, &ETYPE)),
        _ => Continue(()),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// AS-REQ of u for krbtgt/R.
    const REQUEST: &str = "
        6a 58 30 56 a1 03 02 01 05 a2 03 02 01 0a # version 5, AS-REQ
        a4 4a 30 48 a0 07 03 05 00 00 00 00 10 # options
        a1 0e 30 0c a0 03 02 01 01 a1 05 30 03 1b 01 75 # u
        a2 03 1b 01 52 # R
        a3 10 30 0e a0 03 02 01 02 a1 07 30 05 1b 01 6b 1b 00 # k and an empty name
        a5 0a 18 08 31 39 37 30 30 31 30 32 # cut time
        a7 03 02 01 07 a8 05 30 03 02 01 12";

    #[test]
    fn a_request() {
        let bytes = udp_of(40000, 88, &hex(REQUEST));
        let names = ["kerberos.pvno", "kerberos.msg_type", "kerberos.CNameString", "kerberos.realm", "kerberos.nonce", "kerberos.ENCTYPE"];
        assert_eq!(fields_of(228, &bytes, &names), "5 10 u R 7 18");
        assert_eq!(layers_of(228, &bytes), "ip:udp:kerberos End");
        cut_everywhere(228, &bytes);
        let mut load = (hex(REQUEST).len() as u32).to_be_bytes().to_vec();
        load.extend(hex(REQUEST));
        let bytes = tcp_of(40000, 88, &load);
        assert_eq!(fields_of(228, &bytes, &["kerberos.rm.length", "kerberos.msg_type"]), format!("{} 10", load.len() - 4));
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &udp_of(40000, 88, &[1, 2, 3, 4])), "ip:udp:data End");
    }
    #[test]
    fn times() {
        assert_eq!(super::time(b"19700102000001Z"), Some(86_401_000_000_000));
        assert_eq!(super::time(b"20370913024805Z"), Some(2_136_422_885_000_000_000));
        assert_eq!(super::time(b"1970"), None);
    }
}
