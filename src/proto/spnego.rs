//! Simple and Protected GSS-API Negotiation, [RFC 4178](https://www.rfc-editor.org/rfc/rfc4178): which mechanism it is, and its token.
use super::asn1::Tlv;
use super::*;
use crate::field::*;

/// What it said itself.
static TOKEN: Field = Field::new("", "Negotiation token", Place::Rest);

/// SPNEGO.
pub static PROTOCOL: Protocol = Protocol {
    name: "spnego",
    title: "Simple Protected Negotiation",
    column: "SPNEGO",
    spec: "RFC 4178",
    fields: &[&TOKEN],
    under: &[(Space::Context, 4178)],
    sealed: true,
    within: Some(|p, i, out| names(p.layer(i).map_or(&[], |own| own.whole(p.bytes)), false, out)),
    ..Protocol::PLAIN
};

/// Kerberos, and as Microsoft once wrote it.
const KERBEROS: [&[u8]; 2] = [&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 1, 2, 2], &[0x2a, 0x86, 0x48, 0x82, 0xf7, 0x12, 1, 2, 2]];

/// Whether a token of GSS-API is one of Kerberos.
pub(super) fn is_kerberos(token: &[u8]) -> bool {
    let Some(outer) = Tlv::read(token).filter(|outer| outer.tag == 0x60) else { return false };
    let inside = token.get(outer.head..).unwrap_or(&[]);
    Tlv::read(inside).filter(|oid| oid.tag == 6).and_then(|oid| oid.content(inside)).is_some_and(|oid| KERBEROS.iter().any(|known| oid.starts_with(known)))
}
/// Names who reads the tokens and what signs the list of mechanisms (RFC 4178, 4.2); NTLM's token only where it is no layer.
pub(super) fn names(token: &[u8], all: bool, out: &mut Vec<u8>) {
    let Some(choice) = Tlv::read(token).filter(|choice| matches!(choice.tag, 0xa0 | 0xa1)) else { return };
    let inside = token.get(choice.head..).unwrap_or(&[]);
    let Some(sequence) = Tlv::read(inside).filter(|sequence| sequence.tag == 0x30) else { return };
    let mut rest = inside.get(sequence.head..).unwrap_or(&[]);
    while let Some(part) = Tlv::read(rest) {
        let content = part.content(rest).unwrap_or(&[]);
        let value = Tlv::read(content).and_then(|value| value.content(content)).unwrap_or(&[]);
        match part.tag {
            0xa2 if is_kerberos(value) => out.extend_from_slice(b":spnego-krb5"),
            0xa2 if all && value.starts_with(b"NTLMSSP\0") => out.extend_from_slice(b":ntlmssp"),
            0xa3 if value.len() == 16 && value.starts_with(&[1, 0, 0, 0]) => out.extend_from_slice(b":ntlmssp"),
            0xa3 if value.starts_with(&[4, 4]) || is_kerberos(value) => out.extend_from_slice(b":spnego-krb5"),
            _ => {}
        }
        rest = rest.get(part.whole()..).unwrap_or(&[]);
    }
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.windows(8).position(|window| window == b"NTLMSSP\0") {
        Some(at) => Step::new(at, below.wire, id::ntlmssp),
        None => datagram(bytes, below, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_reads_tokens() {
        let named = |token: &[u8], all| {
            let mut out = vec![];
            names(token, all, &mut out);
            String::from_utf8(out).unwrap_or_default()
        };
        let kerberos = b"\x60\x0d\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\0";
        let init = [&b"\xa0\x15\x30\x13\xa2\x11\x04\x0f"[..], kerberos].concat();
        assert_eq!(named(&init, false), ":spnego-krb5");
        let signed = b"\xa1\x16\x30\x14\xa3\x12\x04\x10\x01\0\0\0abcdefghijkl";
        assert_eq!(named(signed, false), ":ntlmssp");
        let ntlm = b"\xa1\x0e\x30\x0c\xa2\x0a\x04\x08NTLMSSP\0";
        assert_eq!([named(ntlm, false), named(ntlm, true)], ["", ":ntlmssp"]);
        assert_eq!(named(b"\xa1\x16\x30\x14\xa3\x12", true), "");
    }
}
