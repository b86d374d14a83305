//! ASN.1 in the Basic Encoding Rules, [X.690](https://www.itu.int/rec/T-REC-X.690): what SNMP, LDAP and others are written in.
//!
//! Tags of one byte and lengths of up to four; what is cut is no value.
use crate::field::{Show, Value};
use crate::text;

/// A value: its tag, and how many bytes its head and its content have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tlv {
    pub(crate) tag: u8,
    pub(crate) head: usize,
    pub(crate) length: usize,
}
impl Tlv {
    /// The value that begins here; `None` where tag and length are not there. Its content may be cut.
    pub(crate) fn read(bytes: &[u8]) -> Option<Tlv> {
        let (&tag, rest) = bytes.split_first()?;
        let (&first, rest) = rest.split_first()?;
        let (head, length) = match first {
            0..=0x7f => (2, first.into()),
            // Indefinite: to the end of what holds it, as far as this reader goes.
            0x80 => (2, rest.len()),
            _ => {
                let n = usize::from(first & 0x7f);
                let digits = rest.get(..n).filter(|_| n <= 4)?;
                (2 + n, digits.iter().fold(0, |sum, b| sum << 8 | usize::from(*b)))
            }
        };
        Some(Tlv { tag, head, length })
    }
    /// Its content, if all of it is there.
    pub(crate) fn content<'a>(&self, bytes: &'a [u8]) -> Option<&'a [u8]> {
        bytes.get(self.head..self.head.checked_add(self.length)?)
    }
    /// Head and content.
    pub(crate) fn whole(&self) -> usize {
        self.head.saturating_add(self.length)
    }
}
/// An integer of up to nine bytes in two's complement; bits above the lowest 64 are lost.
pub(crate) fn integer(content: &[u8]) -> i64 {
    let sign = if content.first().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
    content.iter().fold(sign, |n: i64, b| n << 8 | i64::from(*b))
}
/// The same without a sign.
pub(super) fn unsigned(content: &[u8]) -> u64 {
    content.iter().fold(0, |n: u64, b| n << 8 | u64::from(*b))
}
/// An object identifier as numbers with dots.
pub(super) static OID: Show = Show {
    ft: "OID",
    plain: |value, out| {
        if let Value::Bytes(content) = value {
            oid(content, out);
        }
    },
};
/// Writes an object identifier: the first number holds two (X.690, 8.19.4).
pub(crate) fn oid(content: &[u8], out: &mut Vec<u8>) {
    let (mut n, mut first) = (0u64, true);
    for b in content {
        n = n << 7 | u64::from(b & 0x7f);
        if b & 0x80 != 0 {
            continue;
        }
        if first {
            let root = (n / 40).min(2);
            text::decimal(root, out);
            n -= root * 40;
            first = false;
        }
        out.push(b'.');
        text::decimal(n, out);
        n = 0;
    }
}

/// The numbers of an object identifier, joined by dots, as they stand on the wire: the first two in one, in groups of seven bits (X.690, 8.19).
/// A first number alone is its root.
pub(crate) fn identifier(text: &str) -> Option<Vec<u8>> {
    let numbers: Vec<u64> = text.split('.').map(|n| n.parse().ok()).collect::<Option<_>>()?;
    let (first, rest) = match numbers.as_slice() {
        [a, b, rest @ ..] if *a < 3 && (*a == 2 || *b < 40) => ((a * 40).checked_add(*b)?, rest),
        [a] if *a < 3 => (a * 40, &[][..]),
        _ => return None,
    };
    let mut out = vec![];
    for n in std::iter::once(first).chain(rest.iter().copied()) {
        let groups = (64 - n.leading_zeros()).div_ceil(7).max(1);
        out.extend((0..groups).rev().map(|i| (n >> (7 * i) & 0x7f) as u8 | if i > 0 { 0x80 } else { 0 }));
    }
    Some(out)
}
/// A tag, the length of the contents in as few bytes as it takes, the contents (X.690, 8.1.3).
pub(crate) fn written(tag: u8, contents: &[u8]) -> Vec<u8> {
    let len = contents.len();
    let mut out = vec![tag];
    if len < 0x80 {
        out.push(len as u8);
    } else {
        let bytes: Vec<u8> = len.to_be_bytes().into_iter().skip_while(|b| *b == 0).collect();
        out.push(0x80 | bytes.len() as u8);
        out.extend(bytes);
    }
    out.extend(contents);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values() {
        assert_eq!(Tlv::read(&[0x30, 0x81, 0x80]), Some(Tlv { tag: 0x30, head: 3, length: 128 }));
        assert_eq!(Tlv::read(&[0x30, 0x85, 1, 1, 1, 1, 1]), None);
        assert_eq!(Tlv::read(&[2, 2, 1]).and_then(|t| t.content(&[2, 2, 1])), None);
        assert_eq!((integer(&[0xff, 0x85]), unsigned(&[0, 0xff])), (-123, 255));
        let mut out = vec![];
        oid(&[0x2b, 6, 1, 4, 1, 0x82, 0x37], &mut out);
        assert_eq!(out, b"1.3.6.1.4.1.311");
        out.clear();
        oid(&[0x88, 0x37], &mut out);
        assert_eq!(out, b"2.999");
        assert_eq!(identifier("1.3.6.1.4.1.311"), Some(vec![0x2b, 6, 1, 4, 1, 0x82, 0x37]));
        assert_eq!((identifier("2.999"), identifier("2")), (Some(vec![0x88, 0x37]), Some(vec![80])));
        assert_eq!((identifier("1.40"), identifier("3.1"), identifier(""), identifier("1..2")), (None, None, None, None));
    }
}
