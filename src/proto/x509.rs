//! Names, times and numbers in certificates, [RFC 5280](https://www.rfc-editor.org/rfc/rfc5280): parts of protocols that hold some.
//!
//! What stands there is ASN.1 in DER ([X.690](https://www.itu.int/rec/T-REC-X.690)): a tag, a length of one or more bytes, the value. Of a value
//! that is longer than what holds it, what is there is read.
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
