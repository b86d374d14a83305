//! Values: of fields, and as they are written in a filter.
use super::ft::Ft;
use super::lex::{NoNumber, number};
use crate::field::{Field, Kind, Value};
use crate::proto::asn1;
use crate::text;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value while a filter runs.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Val<'v> {
    /// A number without sign, an address of 4 or 8 bytes, true or false.
    Num(u64),
    /// A number with a sign.
    Int(i64),
    /// Nanoseconds, since 1970 where it is a moment.
    Time(i64),
    Float(f64),
    Bytes(Cow<'v, [u8]>),
    Text(Cow<'v, [u8]>),
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
            && ft != Ft::Text
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
            (Ft::Absolute | Ft::Relative, Value::Num(n)) if matches!(field.kind, Kind::Duration(_)) => match field.kind {
                Kind::Duration(unit) => Val::Time((n as i64).saturating_mul(unit as i64)),
                _ => Val::Time(n as i64),
            },
            (Ft::Absolute, Value::Num(n)) => match field.kind {
                Kind::Time(of) => Val::Time(of(n)),
                _ => Val::Time(n as i64),
            },
            (Ft::Relative, Value::Num(n)) => Val::Time(n as i64),
            (Ft::Ether, Value::Num(n)) => Val::Bytes(Cow::Owned(n.to_be_bytes().get(2..).unwrap_or(&[]).to_vec())),
            (Ft::Text, Value::Bytes(b)) if matches!(field.kind, Kind::Text) => match String::from_utf8_lossy(b) {
                Cow::Borrowed(s) => Val::Text(Cow::Borrowed(s.as_bytes())),
                Cow::Owned(s) => Val::Text(Cow::Owned(s.into_bytes())),
            },
            (Ft::Text, Value::Bytes(b)) if matches!(field.kind, Kind::Show(show) if std::ptr::eq(show, &text::ASCII)) => {
                let text = b.iter().map(|b| if b.is_ascii() { char::from(*b) } else { char::REPLACEMENT_CHARACTER });
                Val::Text(Cow::Owned(text.collect::<String>().into_bytes()))
            }
            (Ft::Text, _) => Val::Text(Cow::Owned(plain(field, value))),
            (Ft::Ip4 | Ft::Eui64, Value::Bytes(b)) => {
                let wide = if ft == Ft::Ip4 { 4 } else { 8 };
                Val::Num((0..wide).fold(0, |n, i| n << 8 | u64::from(b.get(i).copied().unwrap_or(0))))
            }
            (Ft::Ip6, Value::Bytes(b)) if b.len() < 16 => {
                let mut whole = b.to_vec();
                whole.resize(16, 0);
                Val::Bytes(Cow::Owned(whole))
            }
            (Ft::Guid, Value::Bytes(b)) => Val::Bytes(Cow::Owned(turned(b))),
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
            Val::Time(n) => Val::Time(*n),
            Val::Float(x) => Val::Float(*x),
            Val::Bytes(b) => Val::Bytes(Cow::Owned(b.to_vec())),
            Val::Text(b) => Val::Text(Cow::Owned(b.to_vec())),
            Val::Protocol(head, _) => Val::Bytes(Cow::Owned(head.to_vec())),
        }
    }
    /// All its bytes; those behind a protocol's header too.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Val::Bytes(b) | Val::Text(b) => b,
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
    /// How it stands to another value of its type; `None` where they cannot be compared.
    ///
    /// As Wireshark has it: numbers are compared as the left one's kind, which a negative one or too large a one may not
    /// be; of bytes the longer are the greater.
    pub(super) fn compare(&self, other: &Val<'_>) -> Option<Ordering> {
        Some(match (self, other) {
            (Val::Num(a), Val::Num(b)) => a.cmp(b),
            (Val::Int(a), Val::Int(b)) => a.cmp(b),
            (Val::Time(a), Val::Time(b)) => later(*a, *b),
            (Val::Num(a), Val::Int(b)) => a.cmp(&u64::try_from(*b).ok()?),
            (Val::Int(a), Val::Num(b)) => a.cmp(&i64::try_from(*b).ok()?),
            // As doubles of C, what is no number is its own like.
            (Val::Float(a), Val::Float(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
            (Val::Text(a), Val::Text(b)) => a.cmp(b),
            _ => {
                let (a, b) = (self.head()?, other.head()?);
                a.len().cmp(&b.len()).then_with(|| a.cmp(b))
            }
        })
    }
    /// What is compared of bytes: a protocol's header alone.
    fn head(&self) -> Option<&[u8]> {
        match self {
            Val::Bytes(b) | Val::Text(b) => Some(b),
            Val::Protocol(head, _) => Some(head),
            _ => None,
        }
    }
    /// Truth of a value that stands alone: some bit is set.
    pub(super) fn nonzero(&self) -> bool {
        match self {
            Val::Num(n) => *n != 0,
            Val::Int(n) | Val::Time(n) => *n != 0,
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
/// How times stand to one another. Wireshark counts the seconds between them in 32 bits: what is more than 68 years later is
/// earlier.
fn later(a: i64, b: i64) -> Ordering {
    const SECOND: i64 = 1_000_000_000;
    match (a / SECOND).wrapping_sub(b / SECOND) {
        0 => a.cmp(&b),
        seconds => (seconds as i32).cmp(&0),
    }
}
/// A number without sign as one with; `None` where its width has no such number.
pub(super) fn signed(n: u64) -> Option<i64> {
    if n <= u32::MAX.into() { i32::try_from(n).ok().map(i64::from) } else { i64::try_from(n).ok() }
}
fn plain(field: &Field, value: Value<'_>) -> Vec<u8> {
    let mut out = vec![];
    text::plain(field, value, &mut out);
    out
}
/// What a field that is shown its own way shows, as a number; `None` where the value itself counts.
fn shown<'v>(ft: Ft, field: &Field, value: Value<'v>) -> Option<Val<'v>> {
    let said = || String::from_utf8(plain(field, value)).ok();
    match ft {
        Ft::Bool | Ft::Uint(_) | Ft::Frame | Ft::Eui64 if matches!(value, Value::Num(_)) => number(&said()?).ok().map(Val::Num),
        Ft::Int(_) => said()?.parse().ok().map(Val::Int),
        Ft::Float | Ft::Double => said()?.parse().ok().map(Val::Float),
        Ft::Guid => guid(&said()?).map(|b| Val::Bytes(Cow::Owned(b))),
        // No time at all is the first of all.
        Ft::Absolute => Some(Val::Time(super::time::moment(&said()?).unwrap_or(0))),
        _ => None,
    }
}

/// Why a word is no value of a type: what is wrong with it.
pub(super) type Wrong = String;

/// A value without quotes.
pub(super) fn word(ft: Ft, word: &str, negative: bool) -> Result<Const, Wrong> {
    let no = |what: &str| Err(format!("`{word}` is no {what}"));
    let val = match ft {
        Ft::Uint(_) | Ft::Frame | Ft::Int(_) => return integer(ft, word, negative),
        Ft::Eui64 => match byte_string(word).filter(|b| b.len() == 8 && word.contains([':', '-', '.'])) {
            Some(b) if !word.starts_with(':') => Val::Num(b.iter().fold(0, |n, b| n << 8 | u64::from(*b))),
            _ => return integer(ft, word, negative),
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
                Some(hex) => hexadecimal(hex),
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
        // A root alone names nothing.
        Ft::Oid => match asn1::identifier(word).filter(|_| word.contains('.')) {
            Some(b) => Val::Bytes(Cow::Owned(b)),
            None => return no("object identifier: numbers with dots between"),
        },
        Ft::Text => Val::Text(Cow::Owned(word.as_bytes().to_vec())),
        Ft::Absolute => Val::Time(super::time::moment(word)?),
        Ft::Relative => match super::time::seconds(word) {
            Some(n) => Val::Time(if negative { -n } else { n }),
            None => return no("length of time: seconds, with up to nine decimals"),
        },
        Ft::None => return Err("it is only there or not, and has no value".into()),
    };
    Ok(Const::plain(val))
}
/// A hexadecimal number with a fraction and a power of two, as C writes it: `1.8p3` is 12.
fn hexadecimal(text: &str) -> Option<f64> {
    let (digits, power) = text.split_once('p').map_or((text, Some(0)), |(digits, power)| (digits, power.parse::<i32>().ok()));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all = [whole, part].concat();
    let n = u64::from_str_radix(&all, 16).ok().filter(|_| all.bytes().all(|b| b.is_ascii_hexdigit()))?;
    Some(n as f64 * (f64::from(power?) - 4.0 * part.len() as f64).exp2())
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
    if negative && signed(n).is_none() {
        return Err(format!("-{word} does not fit {} bits", if n > u32::MAX.into() { 64 } else { 32 }));
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
    if shape { byte_string(word).filter(|b| b.len() == 16).map(|b| turned(&b)) } else { None }
}
/// A GUID as Wireshark compares it: its first three numbers little endian. Twice is once too often.
pub(super) fn turned(guid: &[u8]) -> Vec<u8> {
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    order.iter().filter_map(|i| guid.get(*i)).copied().collect()
}
/// A value between double quotes.
pub(super) fn quoted(ft: Ft, text: &[u8]) -> Result<Const, Wrong> {
    match ft {
        Ft::Text => Ok(Const::plain(Val::Text(Cow::Owned(text.to_vec())))),
        Ft::Bytes | Ft::Protocol => Ok(Const::plain(Val::Bytes(Cow::Owned(text.to_vec())))),
        Ft::Absolute => Ok(Const::plain(Val::Time(super::time::moment(&String::from_utf8_lossy(text))?))),
        _ => Err("it is written without quotes".into()),
    }
}
/// A value between single quotes.
pub(super) fn character(ft: Ft, c: u8) -> Result<Const, Wrong> {
    Ok(Const::plain(match ft {
        Ft::Text => Val::Text(Cow::Owned(vec![c])),
        Ft::Bytes | Ft::Protocol => Val::Bytes(Cow::Owned(vec![c])),
        Ft::Uint(_) | Ft::Frame => Val::Num(c.into()),
        Ft::Int(_) => Val::Int(c.into()),
        Ft::Bool => Val::Num(u64::from(c != 0)),
        _ => return Err("it is no character".into()),
    }))
}
