//! Names, times and numbers in certificates, [RFC 5280](https://www.rfc-editor.org/rfc/rfc5280): parts of protocols that hold some.
//!
//! What stands there is ASN.1 in DER ([X.690](https://www.itu.int/rec/T-REC-X.690)): a tag, a length of one or more bytes, the value. Of a value
//! that is longer than what holds it, what is there is read.
use super::asn1::Tlv;
use crate::field::*;

/// A certificate: what is signed, how, and the signature.
pub(super) static CERTIFICATE: Field = Field::part(Place::When(sequence, &[&SIGNED]));
static SIGNED: Field = Field::new("x509af.signedCertificate_element", "signedCertificate", Place::Group(&[&HEAD, &SIGNED_BODY]));
static SIGNED_BODY: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&CONTENT, &REST]));
static CONTENT: Field = Field::new("", "Content", Place::Group(&[&HEAD, &CONTENT_BODY]));
static CONTENT_BODY: Field =
    Field::part(Place::Sized(|h| len(h, h.start), &[&VERSION, &SERIAL, &SKIPPED, &NAME, &VALIDITY, &NAME, &SKIPPED, &EXTENSIONS]));
static VERSION: Field = Field::part(Place::When(|h| h.byte(h.at) == 0xa0, &[&SKIPPED]));
static SERIAL: Field = Field::new("", "serialNumber", Place::Group(&[&HEAD, &SERIAL_NUMBER]));
/// Of the certificate, given by its issuer.
pub static SERIAL_NUMBER: Field = Field::new("x509af.serialNumber", "serialNumber", Place::Take(|h| len(h, h.start)));
static SKIPPED: Field = Field::part(Place::Take(|h| (head(h, h.at) + len(h, h.at)).min(h.left())));
static HEAD: Field = Field::part(Place::Take(|h| head(h, h.at)));
static REST: Field = Field::part(Place::Rest);

static VALIDITY: Field = Field::new("", "validity", Place::Group(&[&HEAD, &VALIDITY_BODY]));
static VALIDITY_BODY: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&TIMES]));
static TIMES: Field = Field::many("times", &TIME);
static TIME: Field = Field::new("", "time", Place::Group(&[&HEAD, &TIME_BY_TAG]));
static TIME_BY_TAG: Field =
    Field::part(Place::Switch(|h| h.byte(h.start).into(), &[(0x17, &[&UTC_TIME]), (0x18, &[&GENERALIZED_TIME])], &[&VALUE]));
static VALUE: Field = Field::part(Place::Take(|h| len(h, h.start)));
/// From when or until when it is valid.
pub static UTC_TIME: Field = Field::new("x509af.utcTime", "utcTime", Place::Take(|h| len(h, h.start))).kind(Kind::Show(&DATE));
/// The same in years that two digits do not say.
pub static GENERALIZED_TIME: Field =
    Field::new("x509af.generalizedTime", "generalizedTime", Place::Take(|h| len(h, h.start))).kind(Kind::Show(&DATE));

/// A distinguished name.
pub(super) static NAME: Field = Field::new("", "Name", Place::Group(&[&HEAD, &NAME_BODY]));
static NAME_BODY: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&SETS]));
static SETS: Field = Field::many("rdnSequence", &SET);
static SET: Field = Field::new("", "RDNSequence item", Place::Group(&[&HEAD, &SET_BODY]));
static SET_BODY: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&ATTRIBUTES]));
static ATTRIBUTES: Field = Field::many("RelativeDistinguishedName", &ATTRIBUTE);
static ATTRIBUTE: Field = Field::new("", "Attribute", Place::Group(&[&HEAD, &ATTRIBUTE_BODY]));
static ATTRIBUTE_BODY: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&OID, &ATTRIBUTE_VALUE]));
static OID: Field = Field::new("", "", Place::Group(&[&HEAD, &OID_VALUE]));
/// What an attribute is.
pub static OID_VALUE: Field = Field::new("x509if.oid", "Id", Place::Take(|h| len(h, h.start))).kind(Kind::Show(&super::asn1::OID));
static ATTRIBUTE_VALUE: Field = Field::new("", "", Place::Group(&[&ATTRIBUTE_BY]));
static ATTRIBUTE_BY: Field = Field::part(Place::Switch(
    attribute,
    &[
        (1, &[&HEAD, &COUNTRY]),
        (0x13, &[&HEAD, &PRINTABLE]),
        (0x0c, &[&HEAD, &UTF8]),
        (0x14, &[&HEAD, &TELETEX]),
        (0x1c, &[&HEAD, &UNIVERSAL]),
    ],
    &[&SKIPPED],
));
/// `US`.
pub static COUNTRY: Field = string("x509sat.CountryName", "CountryName");
/// Text of letters, digits and few signs.
pub static PRINTABLE: Field = string("x509sat.printableString", "printableString");
/// Any text.
pub static UTF8: Field = string("x509sat.uTF8String", "uTF8String");
/// Text of older days.
pub static TELETEX: Field = string("x509sat.teletexString", "teletexString");
static UNIVERSAL: Field = string("x509sat.universalString", "universalString");

static EXTENSIONS: Field = Field::part(Place::When(|h| h.byte(h.at) == 0xa3, &[&EXTENSIONS_OUTER]));
static EXTENSIONS_OUTER: Field = Field::new("", "extensions", Place::Group(&[&HEAD, &EXTENSIONS_SEQUENCE]));
static EXTENSIONS_SEQUENCE: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&HEAD, &EXTENSION_LIST]));
static EXTENSION_LIST: Field = Field::many("extensions", &EXTENSION);
static EXTENSION: Field = Field::new("", "Extension", Place::Group(&[&HEAD, &EXTENSION_BODY]));
static EXTENSION_BODY: Field = Field::part(Place::Sized(|h| len(h, h.start), &[&EXTENSION_ID, &CRITICAL, &EXTENSION_VALUE]));
static EXTENSION_ID: Field = Field::new("", "", Place::Group(&[&HEAD, &EXTENSION_OID]));
/// Which extension.
pub static EXTENSION_OID: Field =
    Field::new("x509af.extension.id", "Extension Id", Place::Take(|h| len(h, h.start))).kind(Kind::Show(&super::asn1::OID));
static CRITICAL: Field = Field::part(Place::When(|h| h.byte(h.at) == 1, &[&SKIPPED]));
static EXTENSION_VALUE: Field = Field::part(Place::Switch(alternative, &[(1, &[&HEAD, &HEAD, &GENERAL_NAMES])], &[&SKIPPED]));
static GENERAL_NAMES: Field = Field::many("GeneralNames", &GENERAL_NAME);
static GENERAL_NAME: Field = Field::new("", "GeneralName", Place::Group(&[&HEAD, &GENERAL_BY]));
static GENERAL_BY: Field = Field::part(Place::Switch(
    |h| h.byte(h.start).into(),
    &[(0x81, &[&MAIL]), (0x82, &[&DNS_NAME]), (0x86, &[&URI]), (0x87, &[&ADDRESS])],
    &[&VALUE],
));
static MAIL: Field = string("x509ce.rfc822Name", "rfc822Name");
/// A name for which the certificate holds.
pub static DNS_NAME: Field = string("x509ce.dNSName", "dNSName");
static URI: Field = string("x509ce.uniformResourceIdentifier", "uniformResourceIdentifier");
static ADDRESS: Field = Field::new("x509ce.iPAddress", "iPAddress", Place::Take(|h| len(h, h.start)));

/// Beginnings of the identifiers of attributes, extensions and policies' qualifiers, how long they are as a whole, and who reads them in Wireshark.
const READERS: &[(&[u8], usize, &[u8])] = &[
    (&[0x55, 4], 3, b":x509sat"),
    (&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1], 11, b":x509sat"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 9, 1], 9, b":x509sat"),
    (&[9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 100, 1, 25], 10, b":x509sat"),
    (&[9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 100, 1, 1], 10, b":x509af"),
    (&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 20, 2], 9, b":x509sat"),
    (&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 20, 2, 3], 10, b":x509sat"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1], 7, b":pkcs-1"),
    (&[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1], 7, b":x509af"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 8], 9, b":pkcs-1"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 13, 1, 1, 10], 9, b":pkcs-1"),
    (&[0x55, 29], 3, b":x509ce"),
    (&[0x2b, 6, 1, 4, 1, 0x82, 0x37, 21, 7], 9, b":x509ce"),
    (&[0x2a, 0x86, 0x48, 0x86, 0xf6, 0x7d, 7, 65, 0], 9, b":x509ce"),
    (&[0x2b, 6, 1, 5, 5, 7, 1, 3], 8, b":pkixqualified"),
    (&[0x2b, 6, 1, 5, 5, 7, 1, 24], 8, b":pkix1explicit"),
    (&[0x2b, 6, 1, 5, 5, 7, 48, 1, 5], 9, b":ocsp"),
    (&[0x2b, 6, 1, 5, 5, 7, 1, 1], 8, b":pkix1implicit"),
    (&[0x2b, 6, 1, 5, 5, 7, 1, 12], 8, b":logotypecertextn"),
    (&[0x2b, 6, 1, 5, 5, 7, 2, 1], 8, b":pkix1explicit"),
    (&[0x2b, 6, 1, 5, 5, 7, 2, 2], 8, b":pkix1implicit"),
    (&[0x60, 0x86, 0x48, 1, 0x86, 0xf8, 0x42, 1], 9, b":ns_cert_exts"),
    (&[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2], 10, b":tls"),
];
/// Names who reads the parts of a certificate or of a name, in their order, as far as `deep` goes.
pub(super) fn readers(der: &[u8], deep: u8, out: &mut Vec<u8>) {
    let mut rest = der;
    while let Some(tlv) = Tlv::read(rest) {
        let Some(content) = tlv.content(rest) else { return };
        rest = rest.get(tlv.whole()..).unwrap_or(&[]);
        if tlv.tag & 0x20 == 0 || deep == 0 {
            continue;
        }
        let first = Tlv::read(content).filter(|first| matches!(tlv.tag, 0x30 | 0xa0) && first.tag == 6);
        let oid = first.and_then(|first| first.content(content)).unwrap_or(&[]);
        let value = content.get(first.map_or(0, |first| first.whole())..).unwrap_or(&[]);
        let reader = READERS.iter().find(|(begins, len, _)| oid.len() == *len && oid.starts_with(begins)).filter(|_| !value.is_empty());
        if let Some((_, _, name)) = reader {
            out.extend_from_slice(name);
        }
        // An extension stands in a string of octets, behind the word whether it is critical.
        let critical = Tlv::read(value).filter(|word| word.tag == 1).map_or(0, |word| word.whole());
        let extension = value.get(critical..).filter(|_| reader.is_some() && oid.starts_with(&[0x55, 29]));
        match extension.and_then(|value| Tlv::read(value)?.content(value)) {
            Some(inside) => readers(inside, deep - 1, out),
            None => readers(value, deep - 1, out),
        }
    }
}
/// The same of names, before each of which two bytes say how long it is.
pub(super) fn readers_of_names(mut names: &[u8], out: &mut Vec<u8>) {
    while let [high, low, rest @ ..] = names {
        let (name, behind) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low]))).unwrap_or((rest, &[]));
        readers(name, 4, out);
        names = behind;
    }
}

const fn string(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| len(h, h.start))).text()
}

/// A time in the form of ASN.1, as Wireshark writes it: `2013-10-22 12:00:00 (UTC)`.
static DATE: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(text) = value else { return };
        let text: &[u8] = text.strip_suffix(b"Z").unwrap_or(text);
        let (century, rest) = match text.len() {
            // Two digits from 50 on are of the last century (RFC 5280, 4.1.2.5.1).
            12 | 10 => (if text.first().is_some_and(|b| *b >= b'5') { &b"19"[..] } else { b"20" }, text),
            14.. => (text.get(..2).unwrap_or(&[]), text.get(2..).unwrap_or(&[])),
            _ => return crate::text::utf8(text, out),
        };
        out.extend_from_slice(century);
        for (i, two) in rest.chunks(2).take(6).enumerate() {
            out.extend_from_slice(match i {
                0 => b"",
                1 | 2 => b"-",
                3 => b" ",
                _ => b":",
            });
            crate::text::utf8(two, out);
        }
        out.extend_from_slice(b" (UTC)");
    },
};

fn sequence(h: &Here<'_>) -> bool {
    h.byte(h.at) == 0x30
}
/// Length of a value's tag and length, as far as they are there.
fn head(h: &Here<'_>, at: usize) -> usize {
    let more = match h.byte(at + 1) {
        n @ 0x81..=0x84 => usize::from(n & 0x7f),
        _ => 0,
    };
    (2 + more).min(h.end.saturating_sub(at))
}
/// Length of the value that begins at `at`, as far as it is there and not passed.
fn len(h: &Here<'_>, at: usize) -> usize {
    let n = match h.byte(at + 1) {
        n @ 0..=0x7f => usize::from(n),
        n @ 0x81..=0x84 => load(h.head, (at + 2) * 8, usize::from(n & 0x7f) * 8).unwrap_or(0) as usize,
        _ => 0,
    };
    n.min(h.end.saturating_sub(at + head(h, at)))
}
/// How an attribute's value is read: by its tag, but a country's has a name of its own.
fn attribute(h: &Here<'_>) -> u64 {
    let country = h.at >= 5 && h.head.get(h.at - 5..h.at) == Some(&[6, 3, 0x55, 4, 6]);
    if country { 1 } else { h.byte(h.at).into() }
}
/// Whether the extension whose value begins here holds the subject's other names.
fn alternative(h: &Here<'_>) -> u64 {
    let id = h.head.get(h.start..h.at).unwrap_or(&[]);
    id.windows(5).any(|id| id == [6, 3, 0x55, 0x1d, 0x11] || id == [6, 3, 0x55, 0x1d, 0x12]).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name of two attributes, and an extension that is critical and holds another name.
    #[test]
    fn who_reads_the_parts() {
        let name = [
            0x30, 0x1a, 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 6, 0x13, 2, b'D', b'E', 0x31, 11, 0x30, 9, 6, 3, 0x55, 4, 3, 0x0c, 2, b'c', b'n',
        ];
        let mut out = vec![];
        readers(&name, 4, &mut out);
        assert_eq!(out, b":x509sat:x509sat");
        let mut extension = vec![0x30, 0x2a, 6, 3, 0x55, 29, 17, 1, 1, 0xff, 4, 0x20, 0x30, 0x1e, 0xa4, 0x1c];
        extension.extend(name);
        out.clear();
        readers(&extension, 8, &mut out);
        assert_eq!(out, b":x509ce:x509sat:x509sat");
        out.clear();
        readers(&extension, 0, &mut out);
        readers(extension.get(..9).unwrap_or(&[]), 8, &mut out);
        assert_eq!(out, b"");
        readers_of_names(&[&[0, 0x1c][..], &name[..]].concat(), &mut out);
        assert_eq!(out, b":x509sat:x509sat");
    }
}
