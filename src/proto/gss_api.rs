//! Generic Security Service API, [RFC 2743](https://www.rfc-editor.org/rfc/rfc2743), 3.1: a token of a mechanism, which the first one names.
use super::asn1::{OID, Tlv};
use super::*;
use crate::field::*;

static MECHANISM: Field = Field::part(Place::Told(
    |r| {
        let bytes = r.rest();
        let Some(outer) = Tlv::read(bytes).filter(|outer| outer.tag == 0x60) else { return std::ops::ControlFlow::Continue(()) };
        let inside = bytes.get(outer.head..).unwrap_or(&[]);
        let Some(oid) = Tlv::read(inside).filter(|oid| oid.tag == 6) else { return r.broken() };
        let Some(name) = oid.content(inside) else { return r.broken() };
        r.tell(&NAME, outer.head + oid.head, name.len(), Value::Bytes(name))
    },
    &[&NAME],
));
/// The mechanism.
pub static NAME: Field = Field::new("gss-api.OID", "OID", Place::Rest).kind(Kind::Show(&NUMBERS));
static NUMBERS: Show = Show { ft: "STRING", plain: |value, out| (OID.plain)(value, out) };

/// GSS-API.
pub static PROTOCOL: Protocol = Protocol {
    name: "gss-api",
    title: "GSS-API Generic Security Service Application Program Interface",
    column: "GSS-API",
    spec: "RFC 2743",
    fields: &[&MECHANISM],
    under: &[(Space::Context, 2743)],
    sealed: true,
    within: Some(|p, i, out| {
        if super::spnego::is_kerberos(p.layer(i).map_or(&[], |own| own.whole(p.bytes))) {
            out.extend_from_slice(b":spnego-krb5");
        }
    }),
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let inside = Tlv::read(bytes).filter(|outer| outer.tag == 0x60).and_then(|outer| {
        let oid = Tlv::read(bytes.get(outer.head..)?)?;
        Some((outer.head + oid.whole(), bytes.get(outer.head + oid.head..outer.head + oid.whole())? == SPNEGO))
    });
    match inside {
        Some((header, true)) => Step::new(header, below.wire, id::spnego),
        Some((_, false)) => datagram(bytes, below, 1),
        // A mechanism's token without a name around it.
        None if bytes.starts_with(b"NTLMSSP\0") => Step::new(0, below.wire, id::ntlmssp),
        None => Step::new(0, below.wire, id::spnego),
    }
}
/// 1.3.6.1.5.5.2
const SPNEGO: &[u8] = &[0x2b, 6, 1, 5, 5, 2];

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn tokens() {
        let mut message = vec![0u8; 64 + 24];
        message[..4].copy_from_slice(b"\xfeSMB");
        (message[4], message[12]) = (64, 1);
        (message[64], message[76], message[78]) = (25, 88, 29);
        message.extend(b"\x60\x1b\x06\x06\x2b\x06\x01\x05\x05\x02\xa0\x11NTLMSSP\0\x01\0\0\0\x07\x82\x08\xa2\0");
        let bytes = tcp_of(40000, 445, &[&[0, 0, 0, message.len() as u8], &message[..]].concat());
        assert_eq!(layers_of(228, &bytes), "ip:tcp:nbss:smb2:gss-api:spnego:ntlmssp End");
        assert_eq!(fields_of(228, &bytes, &["gss-api.OID", "ntlmssp.messagetype"]), "1.3.6.1.5.5.2 0x00000001");
        cut_everywhere(228, &bytes);
    }
}
