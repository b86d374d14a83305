//! Values: of fields, and as they are written in a filter.
use super::ft::Ft;
use super::lex::{NoNumber, number};
use crate::field::{Field, Kind, Value};
use crate::text;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value while a filter runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Val<'v> {
    /// A number without sign, an address of 4 or 8 bytes, true or false.
    Num(u64),
    /// A number with a sign, a time.
    Int(i64),
    Float(f64),
    Bytes(Cow<'v, [u8]>),
    /// A protocol's header, and the header with all that is behind it.
    Protocol(&'v [u8], &'v [u8]),
}

/// A value as it is written in a filter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Const {
    pub(super) val: Val<'static>,
    /// The bits that count: `/24`.
    pub(super) mask: Option<u128>,
}
impl Const {
    pub(super) fn plain(val: Val<'static>) -> Const {
        Const { val, mask: None }
    }
}

impl<'v> Val<'v> {
    /// The value of a field.
    pub(super) fn of(ft: Ft, field: &Field, value: Value<'v>) -> Val<'v> {
        // Shown its own way, a number is what it shows.
        if let Kind::Show(_) = field.kind
            && let Some(val) = shown(ft, field, value)
        {
            return val;
        }
        match (ft, value) {
            (Ft::Bool, Value::Num(n)) => Val::Num(u64::from(n != 0)),
            (Ft::Int(_), Value::Num(n)) if matches!(field.kind, Kind::Signed) => Val::Int(text::extend(n, field)),
            (Ft::Int(_), Value::Num(n)) => Val::Int(n as i64),
            (Ft::Float | Ft::Double, Value::Num(n)) if field.width() == 32 => Val::Float(f32::from_bits(n as u32).into()),
            (Ft::Float | Ft::Double, Value::Num(n)) => Val::Float(f64::from_bits(n)),
            (Ft::Absolute, Value::Num(n)) => match field.kind {
                Kind::Time(of) => Val::Int(of(n)),
                _ => Val::Int(n as i64),
            },
            (Ft::Relative, Value::Num(n)) => match field.kind {
                Kind::Duration(unit) => Val::Int((n as i64).saturating_mul(unit as i64)),
                _ => Val::Int(n as i64),
            },
            (Ft::Ether, Value::Num(n)) => Val::Bytes(Cow::Owned(n.to_be_bytes().get(2..).unwrap_or(&[]).to_vec())),
            (Ft::Text, Value::Bytes(b)) if matches!(field.kind, Kind::Text) => match String::from_utf8_lossy(b) {
                Cow::Borrowed(s) => Val::Bytes(Cow::Borrowed(s.as_bytes())),
                Cow::Owned(s) => Val::Bytes(Cow::Owned(s.into_bytes())),
            },
            (Ft::Text, value) => Val::Bytes(Cow::Owned(plain(field, value))),
            (Ft::Ip4 | Ft::Eui64, Value::Bytes(b)) => {
                let wide = if ft == Ft::Ip4 { 4 } else { 8 };
                Val::Num((0..wide).fold(0, |n, i| n << 8 | u64::from(b.get(i).copied().unwrap_or(0))))
            }
            (Ft::Ip6, Value::Bytes(b)) if b.len() < 16 => {
                let mut whole = b.to_vec();
                whole.resize(16, 0);
                Val::Bytes(Cow::Owned(whole))
            }
            (Ft::Protocol, Value::Bytes(b)) => Val::Protocol(b, b),
            (_, Value::Num(n)) => Val::Num(n),
            (_, Value::Bytes(b)) => Val::Bytes(Cow::Borrowed(b)),
            (_, Value::Name(_)) => Val::Bytes(Cow::Owned(plain(field, value))),
        }
    }
    /// Kept longer than the packet's visit.
    pub(super) fn kept(&self) -> Val<'static> {
        match self {
            Val::Num(n) => Val::Num(*n),
            Val::Int(n) => Val::Int(*n),
            Val::Float(x) => Val::Float(*x),
            Val::Bytes(b) => Val::Bytes(Cow::Owned(b.to_vec())),
            Val::Protocol(_, whole) => Val::Bytes(Cow::Owned(whole.to_vec())),
        }
    }
    /// All its bytes; those behind a protocol's header too.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Val::Bytes(b) => b,
            Val::Protocol(_, whole) => whole,
            _ => &[],
        }
    }
    /// The bytes that can be cut into pieces: a protocol's header, an address.
    pub(super) fn sliced(&self, ft: Ft) -> Cow<'_, [u8]> {
        match self {
            Val::Num(n) if ft == Ft::Ip4 => Cow::Owned((*n as u32).to_be_bytes().to_vec()),
            Val::Protocol(head, _) => Cow::Borrowed(head),
            val => Cow::Borrowed(val.bytes()),
        }
    }
    /// As Wireshark: a negative number is a large one to a number without sign, and of bytes (not of text) the longer are greater.
    pub(super) fn compare(&self, other: &Val<'_>, text: bool) -> Option<Ordering> {
        Some(match (self, other) {
            (Val::Num(a), Val::Num(b)) => a.cmp(b),
            (Val::Int(a), Val::Int(b)) => a.cmp(b),
            (Val::Num(a), Val::Int(b)) if *b < 0 => a.cmp(&wrapped(*b, *a)),
            (Val::Num(a), Val::Int(b)) => a.cmp(&(*b as u64)),
            (Val::Int(a), Val::Num(b)) => i128::from(*a).cmp(&i128::from(*b)),
            (Val::Float(a), Val::Float(b)) => a.partial_cmp(b)?,
            (Val::Bytes(_) | Val::Protocol(..), Val::Bytes(_) | Val::Protocol(..)) => {
                let (a, b) = (self.bytes(), other.bytes());
                if text { a.cmp(b) } else { a.len().cmp(&b.len()).then_with(|| a.cmp(b)) }
            }
            _ => return None,
        })
    }
    /// Truth of a value that stands alone: some bit is set.
    pub(super) fn nonzero(&self) -> bool {
        match self {
            Val::Num(n) => *n != 0,
            Val::Int(n) => *n != 0,
            Val::Float(x) => *x != 0.0,
            val => val.bytes().iter().any(|b| *b != 0),
        }
    }
    /// With only these bits.
    pub(super) fn masked(self, mask: u128) -> Val<'v> {
        match self {
            Val::Num(n) => Val::Num(n & mask as u64),
            Val::Bytes(b) if b.len() == 16 => {
                let n = b.iter().fold(0u128, |n, b| n << 8 | u128::from(*b)) & mask;
                Val::Bytes(Cow::Owned(n.to_be_bytes().to_vec()))
            }
            val => val,
        }
    }
}
/// A negative number as one without sign, 32 bits wide if the other is.
fn wrapped(n: i64, beside: u64) -> u64 {
    if beside <= u32::MAX.into() && n >= i64::from(i32::MIN) { u64::from(n as u32) } else { n as u64 }
}
fn plain(field: &Field, value: Value<'_>) -> Vec<u8> {
    let mut out = vec![];
    text::plain(field, value, &mut out);
    out
}
/// What a field that is shown its own way shows, as a number; text for text; `None` where the value itself counts.
fn shown<'v>(ft: Ft, field: &Field, value: Value<'v>) -> Option<Val<'v>> {
    let said = || String::from_utf8(plain(field, value)).ok();
    match ft {
        Ft::Text => Some(Val::Bytes(Cow::Owned(plain(field, value)))),
        Ft::Bool | Ft::Uint(_) | Ft::Eui64 if matches!(value, Value::Num(_)) => number(&said()?).ok().map(Val::Num),
        Ft::Int(_) => said()?.parse().ok().map(Val::Int),
        Ft::Float | Ft::Double => said()?.parse().ok().map(Val::Float),
        _ => None,
    }
}

/// Why a word is no value of a type: what is wrong with it.
pub(super) type Wrong = String;

/// A value without quotes.
pub(super) fn word(ft: Ft, word: &str, negative: bool) -> Result<Const, Wrong> {
    let no = |what: &str| Err(format!("`{word}` is no {what}"));
    let val = match ft {
        Ft::Uint(_) | Ft::Int(_) => return integer(ft, word, negative),
        Ft::Eui64 => match byte_string(word).filter(|b| b.len() == 8 && word.contains([':', '-', '.'])) {
            Some(b) => Val::Num(b.iter().fold(0, |n, b| n << 8 | u64::from(*b))),
            None => return integer(ft, word, negative),
        },
        Ft::Bool => match (word, number(word)) {
            ("True" | "TRUE", _) => Val::Num(1),
            ("False" | "FALSE", _) => Val::Num(0),
            (_, Ok(n)) => Val::Num(u64::from(n != 0)),
            _ => return no("truth value: True, False, 1 or 0"),
        },
        Ft::Float | Ft::Double => {
            let lower = word.to_ascii_lowercase();
            let n = match lower.strip_prefix("0x") {
                Some(_) => number(word).ok().map(|n| n as f64),
                None => lower.parse::<f64>().ok(),
            };
            match n {
                Some(n) => Val::Float(if negative { -n } else { n }),
                None => return no("number"),
            }
        }
        Ft::Ip4 => return ip4(word),
        Ft::Ip6 => return ip6(word),
        Ft::Ether => Val::Bytes(sized(word, 6, "Ethernet address")?),
        Ft::Ax25 => Val::Bytes(sized(word, 7, "AX.25 address")?),
        Ft::Bytes | Ft::UintBytes | Ft::Protocol => match byte_string(word) {
            Some(b) => Val::Bytes(Cow::Owned(b)),
            None => {
                return Err(format!(
                    "`{word}` are no bytes: two hexadecimal digits each, `:`, `-` or `.` between them; text stands between double quotes"
                ));
            }
        },
        Ft::Guid => match guid(word) {
            Some(b) => Val::Bytes(Cow::Owned(b)),
            None => return no("GUID: 01234567-89ab-cdef-0123-456789abcdef"),
        },
        Ft::Oid => match oid(word) {
            Some(b) => Val::Bytes(Cow::Owned(b)),
            None => return no("object identifier: numbers with dots between"),
        },
        Ft::Text => Val::Bytes(Cow::Owned(word.as_bytes().to_vec())),
        Ft::Absolute => Val::Int(super::time::moment(word)?),
        Ft::Relative => match super::time::seconds(word) {
            Some(n) => Val::Int(if negative { -n } else { n }),
            None => return no("length of time: seconds, with up to nine decimals"),
        },
        Ft::None => return Err("it is only there or not, and has no value".into()),
    };
    Ok(Const::plain(val))
}
fn integer(ft: Ft, word: &str, negative: bool) -> Result<Const, Wrong> {
    let n = match number(word) {
        Ok(n) => n,
        Err(NoNumber::Large) => return Err(format!("{word} does not fit 64 bits")),
        Err(NoNumber::Word) => return Err(format!("`{word}` is no number")),
    };
    if n > ft.most() {
        return Err(format!("{word} is too large"));
    }
    let val = match (ft, negative) {
        (_, true) => Val::Int((n as i64).wrapping_neg()),
        (Ft::Int(_), _) => Val::Int(n as i64),
        _ => Val::Num(n),
    };
    Ok(Const::plain(val))
}
fn ip4(word: &str) -> Result<Const, Wrong> {
    let (address, bits) = word.split_once('/').map_or((word, None), |(a, b)| (a, Some(b)));
    let Ok(address) = address.parse::<std::net::Ipv4Addr>() else {
        return Err(format!("`{word}` is no IPv4 address (names are not looked up)"));
    };
    let bits =
        bits.map(|b| b.parse::<u32>().ok().filter(|b| *b <= 32).ok_or(format!("the prefix of an IPv4 address has 0 to 32 bits, not {b}")));
    let mask = bits.transpose()?.map(|b| u128::from(u32::MAX.checked_shl(32 - b).unwrap_or(0)));
    Ok(Const { val: Val::Num(u32::from(address).into()), mask })
}
fn ip6(word: &str) -> Result<Const, Wrong> {
    let (address, bits) = word.split_once('/').map_or((word, None), |(a, b)| (a, Some(b)));
    let Ok(address) = address.parse::<std::net::Ipv6Addr>() else {
        return Err(format!("`{word}` is no IPv6 address (names are not looked up)"));
    };
    let bits = bits
        .map(|b| b.parse::<u32>().ok().filter(|b| *b <= 128).ok_or(format!("the prefix of an IPv6 address has 0 to 128 bits, not {b}")));
    let mask = bits.transpose()?.map(|b| u128::MAX.checked_shl(128 - b).unwrap_or(0));
    Ok(Const { val: Val::Bytes(Cow::Owned(address.octets().to_vec())), mask })
}
fn sized(word: &str, n: usize, what: &str) -> Result<Cow<'static, [u8]>, Wrong> {
    match byte_string(word) {
        Some(b) if b.len() == n => Ok(Cow::Owned(b)),
        Some(b) => Err(format!("`{word}` has {} byte{}; an {what} has {n}", b.len(), if b.len() == 1 { "" } else { "s" })),
        None => Err(format!("`{word}` is no {what}")),
    }
}
/// Bytes: hexadecimal digits in pairs, or one before a sign or the end; `:`, `-` or `.` may stand between. `0xff` is one byte.
pub(super) fn byte_string(word: &str) -> Option<Vec<u8>> {
    let word = word.strip_prefix(':').unwrap_or(word);
    if let Some(hex) = word.strip_prefix("0x").or(word.strip_prefix("0X")) {
        return (hex.len() == 2).then(|| u8::from_str_radix(hex, 16).ok().map(|b| vec![b])).flatten();
    }
    let digit = |b: Option<&u8>| b.and_then(|b| (*b as char).to_digit(16)).map(|d| d as u8);
    let (text, mut at, mut out) = (word.as_bytes(), 0, vec![]);
    while at < text.len() {
        let high = digit(text.get(at))?;
        at += 1;
        match digit(text.get(at)) {
            Some(low) => {
                out.push(high << 4 | low);
                at += 1;
            }
            None => out.push(high),
        }
        if matches!(text.get(at), Some(b':' | b'-' | b'.')) {
            at += 1;
        }
    }
    (!out.is_empty()).then_some(out)
}
fn guid(word: &str) -> Option<Vec<u8>> {
    let shape = word.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    if shape { byte_string(word).filter(|b| b.len() == 16) } else { None }
}
/// As on the wire: X.690, 8.19.
fn oid(word: &str) -> Option<Vec<u8>> {
    let parts = word.split('.').map(|n| n.parse::<u64>().ok()).collect::<Option<Vec<_>>>()?;
    let (first, rest) = parts.split_first()?;
    let (second, rest) = rest.split_first()?;
    if *first > 2 || *first < 2 && *second > 39 {
        return None;
    }
    let mut out = vec![];
    for n in std::iter::once(first.checked_mul(40)?.checked_add(*second)?).chain(rest.iter().copied()) {
        let groups = (64 - n.leading_zeros()).div_ceil(7).max(1);
        (0..groups).rev().for_each(|i| out.push((n >> (7 * i) & 0x7f) as u8 | if i > 0 { 0x80 } else { 0 }));
    }
    Some(out)
}
/// A value between double quotes.
pub(super) fn quoted(ft: Ft, text: &[u8]) -> Result<Const, Wrong> {
    match ft {
        Ft::Text | Ft::Bytes | Ft::Protocol => Ok(Const::plain(Val::Bytes(Cow::Owned(text.to_vec())))),
        Ft::Absolute => Ok(Const::plain(Val::Int(super::time::moment(&String::from_utf8_lossy(text))?))),
        _ => Err("it is written without quotes".into()),
    }
}
/// A value between single quotes.
pub(super) fn character(ft: Ft, c: u8) -> Result<Const, Wrong> {
    Ok(Const::plain(match ft {
        Ft::Text | Ft::Bytes | Ft::Protocol => Val::Bytes(Cow::Owned(vec![c])),
        Ft::Uint(_) => Val::Num(c.into()),
        Ft::Int(_) => Val::Int(c.into()),
        Ft::Bool => Val::Num(u64::from(c != 0)),
        _ => return Err("it is no character".into()),
    }))
}
