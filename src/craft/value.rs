//! What a value of an expression means to a field. A number that does not fit is an error, not a smaller number.
use super::expr::{Error, Expr, What, kind};
use crate::field::{Field, Kind, Names, Place, Words, mask};
use crate::proto::asn1;
use std::net::{Ipv4Addr, Ipv6Addr};

/// How to call a field in a message.
pub(crate) fn called(f: &Field) -> &'static str {
    [f.alias, f.name, f.title].into_iter().find(|s| !s.is_empty()).unwrap_or("value")
}

/// The number that the expression is for this field, as shown: multiplied by the field's `times`. `wire`: it is said
/// in the wire's unit, as Scapy does. `None` for `None`.
pub(crate) fn number(f: &'static Field, e: &Expr, wire: bool) -> Result<Option<u64>, Error> {
    let bits = if f.width() == 0 { 64 } else { f.width().min(64) };
    let wrong = |message: String| Error::new(&e.at, message);
    let in_range = |n: u64, unit: u64| {
        let most = mask(bits).saturating_mul(unit);
        if n / unit.max(1) <= mask(bits) { Ok(n) } else { Err(wrong(format!("{} takes 0 to {most}, not {n}", called(f)))) }
    };
    let times = f.times.max(1) as u64;
    let n = match &e.what {
        What::None => return Ok(None),
        What::Num(n) if matches!(f.kind, Kind::Float) && bits == 32 => (*n as f32).to_bits().into(),
        What::Num(n) if matches!(f.kind, Kind::Float) => (*n as f64).to_bits(),
        What::Num(n) => {
            let n = if let Words::Fixed(point) = f.words { n.checked_shl(point.into()).unwrap_or(*n) } else { *n };
            if n < 0 {
                if !matches!(f.kind, Kind::Signed) {
                    return Err(wrong(format!("{} takes 0 to {}, not {n}", called(f), mask(bits))));
                }
                let least = -(1i128 << (bits - 1));
                if n < least {
                    return Err(wrong(format!("{} takes {least} to {}, not {n}", called(f), mask(bits))));
                }
                return Ok(Some((n as u64 & mask(bits)).wrapping_mul(times)));
            }
            let unit = if wire { 1 } else { times };
            let most = (mask(bits) as u128 * unit as u128) as i128;
            if n > most {
                let most = if let Words::Fixed(point) = f.words { most >> point } else { most };
                let n = if let What::Num(n) = e.what { n } else { n };
                return Err(wrong(format!("{} takes 0 to {most}, not {n}", called(f))));
            }
            if !(n as u64).is_multiple_of(unit) {
                return Err(wrong(format!("{} counts in steps of {unit}", called(f))));
            }
            let n = n as u64;
            if wire { n.saturating_mul(times) } else { n }
        }
        What::Float(x) => match f.words {
            Words::Fixed(point) => {
                let n = x * 2f64.powi(point.into());
                if !(0.0..=mask(bits) as f64).contains(&n) {
                    return Err(wrong(format!("{} takes 0 to {}, not {x}", called(f), mask(bits) >> point)));
                }
                n as u64
            }
            _ if matches!(f.kind, Kind::Float) && bits == 32 => (*x as f32).to_bits().into(),
            _ if matches!(f.kind, Kind::Float) => x.to_bits(),
            _ if x.fract() == 0.0 && *x >= 0.0 && *x < 1.8e19 => in_range(*x as u64, 1)?.saturating_mul(times),
            _ => return Err(wrong(format!("{} takes a whole number", called(f)))),
        },
        What::Text(s) => worded(f, s, bits).map_err(wrong)?.saturating_mul(if matches!(f.kind, Kind::Ip4 | Kind::Mac) { 1 } else { times }),
        What::Bytes(b) if b.len() * 8 == bits => b.iter().fold(0, |n, &x| n << 8 | u64::from(x)),
        What::Bytes(b) => match std::str::from_utf8(b) {
            Ok(s) if matches!(f.kind, Kind::Ip4) => worded(f, s, bits).map_err(wrong)?,
            _ => return Err(wrong(format!("{} takes a number or {} bytes, not {} bytes", called(f), bits / 8, b.len()))),
        },
        What::Tuple(all) | What::List(all) if matches!(f.words, Words::Pair) && all.len() == 2 => {
            all.iter().try_fold(0, |n, one| match one.what {
                What::Num(m) if m >= 0 && m as u64 <= mask(bits / 2) => Ok(n << (bits / 2) | m as u64),
                _ => Err(Error::new(&one.at, format!("{} takes numbers of {} bits", called(f), bits / 2))),
            })?
        }
        What::List(all) | What::Tuple(all) if matches!(f.words, Words::Flags(_)) => {
            all.iter().try_fold(0, |n, one| number(f, one, wire).map(|m| n | m.unwrap_or(0)))?
        }
        // Alternatives in a packet that is itself a value: the first is meant.
        What::List(all) if !all.is_empty() => return all.first().map_or(Ok(None), |one| number(f, one, wire)),
        What::Tuple(all) if matches!(all.as_slice(), [Expr { what: What::Num(from), .. }, Expr { what: What::Num(to), .. }, ..] if from <= to && all.len() < 4) =>
        {
            return all.first().map_or(Ok(None), |one| number(f, one, wire));
        }
        What::Call(name, _) if name == "range" => {
            return Err(wrong("a range is written (from, to) or (from, to, step), its end included".to_owned()));
        }
        // A word that is a packet of its own: NTP's status.
        What::Call(..) | What::Stack(_) if bits.is_multiple_of(8) => match bytes(&BYTES, e)? {
            Some(b) if b.len() * 8 == bits => b.iter().fold(0, |n, &x| n << 8 | u64::from(x)),
            b => return Err(wrong(format!("{} takes {} bytes, not {}", called(f), bits / 8, b.map_or(0, |b| b.len())))),
        },
        other => return Err(wrong(format!("{} takes a number, not {}", called(f), kind(other)))),
    };
    Ok(Some(n))
}

/// Bytes of any length.
static BYTES: Field = Field::new("", "", Place::Rest);
/// The number that text is for a field: an address, a name of the number, names of bits.
fn worded(f: &'static Field, s: &str, bits: usize) -> Result<u64, String> {
    match f.kind {
        Kind::Ip4 => return ip4(s).map(|a| u32::from(a).into()).ok_or_else(|| not_an_address(f, s, "an IPv4 address, as 10.0.0.1")),
        Kind::Mac => return mac(s).map(|m| m.iter().fold(0, |n, &b| n << 8 | u64::from(b))).ok_or_else(|| not_an_address(f, s, MAC)),
        _ => {}
    }
    let by =
        |names: Names, exact: bool| names.iter().find(|(_, w)| if exact { *w == s } else { w.eq_ignore_ascii_case(s) }).map(|(n, _)| *n);
    let mut known: Vec<&str> = f.names.iter().map(|(_, w)| *w).collect();
    match f.words {
        Words::Names(names) => {
            if let Some(n) = by(names, true).or_else(|| by(names, false)) {
                return Ok(n);
            }
            known = names.iter().map(|(_, w)| *w).chain(known).collect();
        }
        Words::Flags(names) => return flags(f, names, s, bits),
        Words::Pair => {
            let half = |n: &str| n.parse::<u64>().ok().filter(|n| *n <= mask(bits / 2));
            let pair = s.split_once(':').and_then(|(a, b)| Some(half(a)? << (bits / 2) | half(b)?));
            return pair.ok_or_else(|| format!("{} takes two numbers, as \"2:3\"", called(f)));
        }
        _ => {}
    }
    if let Some(n) = by(f.names, true).or_else(|| by(f.names, false)) {
        return Ok(n);
    }
    if known.is_empty() {
        return Err(format!("{} takes a number from 0 to {}, not text", called(f), mask(bits)));
    }
    Err(format!("{} knows no \"{s}\"{}", called(f), near(s, known.iter().copied())))
}
fn flags(f: &'static Field, names: &[&str], s: &str, bits: usize) -> Result<u64, String> {
    let letters = names.iter().all(|n| n.chars().count() <= 1);
    let bit = |word: &str| names.iter().take(bits).position(|n| *n == word && !n.is_empty()).map(|i| 1u64 << i);
    let wrong = |word: &str| {
        let all: Vec<_> = names.iter().take(bits).copied().filter(|n| !n.is_empty()).collect();
        format!("{} has no flag \"{word}\"; there are {}{}", called(f), all.join(" "), if letters { ", a letter each" } else { "" })
    };
    if letters {
        s.chars()
            .filter(|c| *c != '+')
            .try_fold(0, |n, c| bit(c.encode_utf8(&mut [0; 4])).map(|b| n | b).ok_or_else(|| wrong(&c.to_string())))
    } else {
        s.split('+').filter(|w| !w.is_empty()).try_fold(0, |n, w| bit(w).map(|b| n | b).ok_or_else(|| wrong(w)))
    }
}

/// The bytes that the expression is for this field, as they stand on the wire. `None` for `None`.
pub(crate) fn bytes(f: &'static Field, e: &Expr) -> Result<Option<Vec<u8>>, Error> {
    if let (Words::Asn1(tag), false) = (f.words, e.what == What::None) {
        return asn1(f, e, tag, 8).map(Some);
    }
    let wrong = |message: String| Error::new(&e.at, message);
    let fixed = match f.place {
        Place::Bytes(_, n) | Place::Run(n) => Some(n as usize),
        _ => None,
    };
    let mut out = match &e.what {
        What::None => return Ok(None),
        // As it stands on the wire, a name with its lengths and pointers.
        What::Call(name, args) if name == "wire" => match args.first().map(|a| &a.value.what) {
            Some(What::Bytes(b)) => return Ok(Some(b.clone())),
            _ => return Err(wrong("wire takes bytes".to_owned())),
        },
        // On purpose: see `compose_lax`.
        What::Call(name, args) if name == "lax" => {
            let mut out = match args.first().map(|a| &a.value.what) {
                Some(What::Text(s)) if matches!(f.place, Place::Name) => labels(s),
                Some(What::Text(s)) => s.as_bytes().to_vec(),
                Some(What::Bytes(b)) => b.clone(),
                _ => return Err(wrong("takes text or bytes".to_owned())),
            };
            out.resize(fixed.unwrap_or(out.len()), 0);
            return Ok(Some(out));
        }
        What::Text(s) => match f.kind {
            _ if matches!(f.place, Place::Name) => return domain(s).map(Some).map_err(wrong),
            Kind::Mac => mac(s).ok_or_else(|| wrong(not_an_address(f, s, MAC)))?.to_vec(),
            Kind::Ip6 => ip6(s).ok_or_else(|| wrong(not_an_address(f, s, "an IPv6 address, as 2001:db8::1")))?.octets().to_vec(),
            Kind::Ip4 => ip4(s).ok_or_else(|| wrong(not_an_address(f, s, "an IPv4 address, as 10.0.0.1")))?.octets().to_vec(),
            _ if let Words::Prefix(unit) = f.words => {
                prefix(s, unit.into()).ok_or_else(|| wrong(format!("{} takes a prefix, as 10.0.0.0/8", called(f))))?
            }
            _ if matches!(f.words, Words::Digits) => {
                let half = |d: Option<&u8>| d.map_or(15, |d| d.wrapping_sub(b'0'));
                if s.bytes().any(|d| !d.is_ascii_digit()) {
                    return Err(wrong(format!("{} takes digits, not \"{s}\"", called(f))));
                }
                s.as_bytes().chunks(2).map(|two| half(two.first()) | half(two.get(1)) << 4).collect()
            }
            _ if matches!(f.words, Words::Labels) => {
                let mut labels = domain(s).map_err(wrong)?;
                labels.pop();
                labels
            }
            _ if matches!(f.words, Words::Utf16) => s.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ if matches!(f.words, Words::NetBios) => netbios(s.as_bytes()).map_err(wrong)?,
            _ if matches!(f.words, Words::Network) && ip4(s).is_some() => ip4(s).map(|a| a.octets().to_vec()).unwrap_or_default(),
            _ if matches!(f.words, Words::Network) && ip6(s).is_some() => ip6(s).map(|a| a.octets().to_vec()).unwrap_or_default(),
            _ if matches!(f.words, Words::Mac) && mac(s).is_some() => mac(s).unwrap_or_default().to_vec(),
            _ => s.as_bytes().to_vec(),
        },
        What::Bytes(b) if matches!(f.place, Place::Name) => return domain(&String::from_utf8_lossy(b)).map(Some).map_err(wrong),
        What::Bytes(b) => {
            let address = match f.kind {
                Kind::Mac => Some(6),
                Kind::Ip6 => Some(16),
                Kind::Ip4 => Some(4),
                _ => None,
            };
            if address.is_some_and(|n| b.len() > n) {
                return Err(wrong(format!("{} takes an address, not {} bytes", called(f), b.len())));
            }
            b.clone()
        }
        What::Num(n) => match fixed {
            Some(len) if len <= 16 && *n >= 0 && (len == 16 || *n >> (len * 8) == 0) => {
                n.to_be_bytes().get(16 - len..).unwrap_or(&[]).to_vec()
            }
            _ => return Err(wrong(format!("{} takes text or bytes, not a number", called(f)))),
        },
        What::List(all) if matches!(f.words, Words::Bitmaps) => bitmaps(f, all)?,
        What::List(all) if matches!(f.place, Place::Name) || matches!(f.kind, Kind::Mac | Kind::Ip4 | Kind::Ip6) => {
            return all.first().map_or(Ok(None), |one| bytes(f, one));
        }
        What::List(all) | What::Tuple(all) => {
            let mut out = vec![];
            for one in all {
                match one.what {
                    What::Num(n) if (0..256).contains(&n) && fixed.is_none() => out.push(n as u8),
                    _ => out.extend(bytes(f, one)?.unwrap_or_default()),
                }
            }
            out
        }
        What::Stack(all) if all.iter().all(|one| matches!(one.what, What::Text(_) | What::Bytes(_))) => {
            let parts: Result<Vec<_>, _> = all.iter().map(|one| bytes(f, one)).collect();
            parts?.into_iter().flatten().flatten().collect()
        }
        What::Call(name, args) if matches!(name.as_str(), "bytes.fromhex" | "hex_bytes") => match args.first().map(|a| &a.value.what) {
            Some(What::Text(s)) => hex(s).ok_or_else(|| wrong("wants pairs of hexadecimal digits".to_owned()))?,
            _ => return Err(wrong(format!("{name} takes text"))),
        },
        // A packet in a packet: what a redirect quotes, what a relay passes on.
        What::Call(..) | What::Stack(_) => {
            super::compose::bytes_of(e).map_err(|e| if let super::Error::Expr(e) = e { e } else { wrong(e.to_string()) })?
        }
        other => return Err(wrong(format!("{} takes text or bytes, not {}", called(f), kind(other)))),
    };
    if let Some(n) = fixed {
        // The first bytes of a prefix.
        if matches!(f.kind, Kind::Ip6) && out.get(n..).is_some_and(|rest| rest.iter().all(|b| *b == 0)) {
            out.truncate(n);
        }
        if out.len() > n {
            return Err(wrong(format!("{} takes {n} bytes, not {}", called(f), out.len())));
        }
        out.resize(n, 0);
    }
    if matches!(f.place, Place::Zero) {
        out.push(0);
    }
    Ok(Some(out))
}

/// A value of ASN.1: tag, length, contents. Scapy's `ASN1_..()` say their own tag.
fn asn1(f: &'static Field, e: &Expr, tag: u8, depth: u8) -> Result<Vec<u8>, Error> {
    let wrong = |message: String| Error::new(&e.at, message);
    if depth == 0 {
        return Err(wrong("nested too deeply".to_owned()));
    }
    if let What::Call(name, args) = &e.what {
        let Some(own) = name.strip_prefix("ASN1_") else {
            // A packet stands as it is.
            return super::compose::bytes_of(e).map_err(|e| if let super::Error::Expr(e) = e { e } else { wrong(e.to_string()) });
        };
        let Some((_, tag)) = ASN1_TAGS.iter().find(|(name, _)| *name == own) else {
            return Err(wrong(format!("no type \"{own}\"{}", near(own, ASN1_TAGS.iter().map(|(name, _)| *name)))));
        };
        let none = Expr { at: e.at.clone(), what: What::None };
        return asn1(f, args.first().map_or(&none, |a| &a.value), *tag, depth - 1);
    }
    let named = |s: &str| f.names.iter().find(|(_, w)| *w == s).map(|(n, _)| i128::from(*n));
    let (tag, contents) = match (tag, &e.what) {
        (0 | 5, What::None) | (5, _) => (5, vec![]),
        (0x30 | 0x31, What::List(all)) => (tag, all.iter().map(|e| asn1(f, e, 0, depth - 1)).collect::<Result<Vec<_>, _>>()?.concat()),
        (0 | 1 | 2 | 10 | 0x41..=0x43 | 0x46 | 0x47, What::Num(n)) => (if tag == 0 { 2 } else { tag }, twos(*n)),
        (2 | 10, What::Text(s)) => match named(s) {
            Some(n) => (tag, twos(n)),
            None => return Err(wrong(format!("{} knows no \"{s}\"{}", called(f), near(s, f.names.iter().map(|(_, w)| *w))))),
        },
        (0x40, What::Text(s)) => {
            (tag, ip4(s).ok_or_else(|| wrong(not_an_address(f, s, "an IPv4 address, as 10.0.0.1")))?.octets().to_vec())
        }
        (6, What::Text(s)) => {
            (tag, oid(s).ok_or_else(|| wrong(format!("{} takes an object identifier, as 1.3.6.1, not \"{s}\"", called(f))))?)
        }
        (6, What::Bytes(b)) => {
            let s = String::from_utf8_lossy(b);
            (tag, oid(&s).ok_or_else(|| wrong(format!("{} takes an object identifier, as 1.3.6.1", called(f))))?)
        }
        (3, What::Text(s)) if s.bytes().all(|b| matches!(b, b'0' | b'1')) => {
            let byte = |bits: &[u8]| bits.iter().zip((0..8).rev()).fold(0, |n, (b, i)| n | (b & 1) << i);
            let unused = (8 - s.len() % 8) % 8;
            (tag, std::iter::once(unused as u8).chain(s.as_bytes().chunks(8).map(byte)).collect())
        }
        (0 | 4 | 12.., What::Text(s)) => (if tag == 0 { 4 } else { tag }, s.as_bytes().to_vec()),
        (0 | 4 | 12.., What::Bytes(b)) => (if tag == 0 { 4 } else { tag }, b.clone()),
        (4, What::Num(n)) => (tag, n.to_string().into_bytes()),
        (_, other) => return Err(wrong(format!("{} takes another value than {}", called(f), kind(other)))),
    };
    Ok(crate::proto::asn1::written(tag, &contents))
}
pub(super) const ASN1_TAGS: &[(&str, u8)] = &[
    ("BOOLEAN", 1),
    ("INTEGER", 2),
    ("BIT_STRING", 3),
    ("STRING", 4),
    ("NULL", 5),
    ("OID", 6),
    ("ENUMERATED", 10),
    ("UTF8_STRING", 12),
    ("SEQUENCE", 0x30),
    ("SET", 0x31),
    ("NUMERIC_STRING", 18),
    ("PRINTABLE_STRING", 19),
    ("T61_STRING", 20),
    ("VIDEOTEX_STRING", 21),
    ("IA5_STRING", 22),
    ("ISO646_STRING", 26),
    ("IPADDRESS", 0x40),
    ("COUNTER32", 0x41),
    ("GAUGE32", 0x42),
    ("TIME_TICKS", 0x43),
    ("COUNTER64", 0x46),
];
/// Two's complement in as few bytes as it takes (X.690, 8.3).
fn twos(n: i128) -> Vec<u8> {
    let bytes = n.to_be_bytes();
    let sign = if n < 0 { 0xff } else { 0 };
    let more = bytes.windows(2).take_while(|w| matches!(w, [a, b] if *a == sign && (a ^ b) & 0x80 == 0)).count();
    bytes.get(more..).unwrap_or(&[]).to_vec()
}
/// An object identifier, which may begin with a dot as net-snmp prints it.
fn oid(s: &str) -> Option<Vec<u8>> {
    asn1::identifier(s.strip_prefix('.').unwrap_or(s))
}

/// The labels of a name as they are said, whatever their lengths: one of more than 63 bytes reads as something else.
fn labels(s: &str) -> Vec<u8> {
    let labels = s.strip_suffix('.').unwrap_or(s).split('.');
    labels.flat_map(|label| std::iter::once(label.len() as u8).chain(label.bytes())).chain([0]).collect()
}
/// The length of a prefix, and its first bytes: a multiple of the unit. An address alone is all of itself.
fn prefix(s: &str, unit: usize) -> Option<Vec<u8>> {
    let (address, len) = s.split_once('/').map_or((s, None), |(address, len)| (address, Some(len)));
    let all = ip4(address).map(|a| a.octets().to_vec()).or_else(|| ip6(address).map(|a| a.octets().to_vec()))?;
    let bits = len.map_or(Some(all.len() * 8), |n| n.parse().ok()).filter(|n| *n <= all.len() * 8)?;
    let bytes = bits.div_ceil(8 * unit) * unit;
    let held = all.iter().enumerate().take(bytes).map(|(i, b)| b & (0xff00u32 >> bits.saturating_sub(i * 8).min(8)) as u8);
    Some(std::iter::once(bits as u8).chain(held).collect())
}
/// A NetBIOS name: filled up with blanks, each byte as two letters.
fn netbios(name: &[u8]) -> Result<Vec<u8>, String> {
    if name.len() > 15 {
        return Err(format!("a NetBIOS name has at most 15 bytes, this one {}", name.len()));
    }
    let padded = name.iter().copied().chain(std::iter::repeat(b' ')).take(15);
    Ok(std::iter::once(32).chain(padded.flat_map(|b| [b'A' + (b >> 4), b'A' + (b & 15)])).collect())
}
/// Bits for numbers: windows of 256, each with its number, the bytes that follow, and the bits.
fn bitmaps(f: &'static Field, all: &[Expr]) -> Result<Vec<u8>, Error> {
    let mut numbers = vec![];
    for e in all {
        let n = match &e.what {
            What::Num(n) => u16::try_from(*n).ok(),
            What::Text(s) => worded(f, s, 16).ok().map(|n| n as u16),
            _ => None,
        };
        numbers.push(n.ok_or_else(|| Error::new(&e.at, format!("{} takes numbers or names of types", called(f))))?);
    }
    numbers.sort_unstable();
    let mut out = vec![];
    for window in numbers.chunk_by(|a, b| a >> 8 == b >> 8) {
        let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
        let mut bits = vec![0u8; usize::from(last & 255) / 8 + 1];
        for n in window {
            if let Some(byte) = bits.get_mut(usize::from(n & 255) / 8) {
                *byte |= 0x80 >> (n & 7);
            }
        }
        out.extend([(first >> 8) as u8, bits.len() as u8]);
        out.extend(bits);
    }
    Ok(out)
}

const MAC: &str = "a MAC address, as 02:00:00:00:00:01";
fn not_an_address(f: &Field, s: &str, wanted: &str) -> String {
    let host = s.starts_with(|c: char| c.is_ascii_alphabetic()) && s.contains('.') && !s.contains([':', '/', '*', ' ']);
    let why = match f.kind {
        Kind::Ip4 if ip6(s).is_some() => ", an IPv6 address",
        Kind::Ip6 if ip4(s).is_some() => ", an IPv4 address",
        Kind::Ip4 | Kind::Ip6 if host => "; names are looked up only by -N, where packets are sent",
        _ => "",
    };
    format!("{} takes {wanted}, not \"{s}\"{why}", called(f))
}
/// Four decimal numbers of one byte each.
pub(crate) fn ip4(s: &str) -> Option<Ipv4Addr> {
    s.parse().ok()
}
pub(crate) fn ip6(s: &str) -> Option<Ipv6Addr> {
    s.parse().ok()
}
/// Six bytes in hexadecimal, joined by colons or by dashes.
pub(crate) fn mac(s: &str) -> Option<[u8; 6]> {
    let sign = if s.contains('-') { '-' } else { ':' };
    let mut out = [0; 6];
    let mut parts = s.split(sign);
    for b in &mut out {
        let part = parts.next().filter(|p| (1..=2).contains(&p.len()) && p.bytes().all(|c| c.is_ascii_hexdigit()))?;
        *b = u8::from_str_radix(part, 16).ok()?;
    }
    parts.next().is_none().then_some(out)
}
/// The labels of a name with their lengths, and the root's (RFC 1035, 3.1). `\.` is a dot in a label, `\065` a byte.
pub(crate) fn domain(s: &str) -> Result<Vec<u8>, String> {
    let mut out = vec![];
    let mut label: Vec<u8> = vec![];
    let mut close = |label: &mut Vec<u8>| {
        if label.is_empty() {
            return Err(format!("\"{s}\" has an empty label"));
        }
        if label.len() > 63 {
            return Err(format!("a label has at most 63 bytes, \"{}\" has {}", String::from_utf8_lossy(label), label.len()));
        }
        out.push(label.len() as u8);
        out.append(label);
        Ok(())
    };
    let s2 = s.strip_suffix('.').filter(|rest| !rest.ends_with('\\')).unwrap_or(s);
    let mut chars = s2.bytes().peekable();
    while let Some(c) = chars.next() {
        match c {
            b'.' => close(&mut label)?,
            b'\\' => match chars.next() {
                Some(d @ b'0'..=b'9') => {
                    let mut n = u32::from(d - b'0');
                    for _ in 0..2 {
                        let Some(d) = chars.next_if(u8::is_ascii_digit) else { break };
                        n = n * 10 + u32::from(d - b'0');
                    }
                    label.push(u8::try_from(n).map_err(|_| format!("\\{n} is no byte"))?);
                }
                Some(c) => label.push(c),
                None => label.push(b'\\'),
            },
            c => label.push(c),
        }
    }
    if !label.is_empty() || s2.ends_with('.') {
        close(&mut label)?;
    }
    out.push(0);
    if out.len() > 255 {
        return Err(format!("a name has at most 255 bytes, this one {}", out.len()));
    }
    Ok(out)
}

/// `, did you mean "x"?` or a short list of what there is.
pub(crate) fn near<'w>(wanted: &str, known: impl Iterator<Item = &'w str> + Clone) -> String {
    let close = |w: &str| strsim::damerau_levenshtein(&w.to_ascii_lowercase(), &wanted.to_ascii_lowercase());
    let best = known.clone().filter(|w| !w.is_empty()).map(|w| (close(w), w)).min_by_key(|(d, _)| *d);
    // What was only begun: "echo".
    let begun: Vec<_> = if wanted.len() < 3 {
        vec![]
    } else {
        known.clone().filter(|w| w.to_ascii_lowercase().starts_with(&wanted.to_ascii_lowercase())).take(3).collect()
    };
    match best {
        Some((d, w)) if d <= 1 + wanted.len() / 4 => format!(": did you mean \"{w}\"?"),
        _ if let [one] = begun.as_slice() => format!(": did you mean \"{one}\"?"),
        _ if let [one, other] = begun.as_slice() => format!(": did you mean \"{one}\" or \"{other}\"?"),
        _ => {
            let mut all: Vec<_> = known.filter(|w| !w.is_empty()).collect();
            all.dedup();
            match all.len() {
                0 => String::new(),
                1..=24 => format!("; there are {}", all.join(", ")),
                n => format!("; there are {}, … {n} in all", all.get(..12).unwrap_or(&[]).join(", ")),
            }
        }
    }
}
/// The bytes of hexadecimal text, blanks between them allowed.
pub(crate) fn hex(s: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = s
        .bytes()
        .filter(|b| !b.is_ascii_whitespace() && *b != b':')
        .map(|b| (b as char).to_digit(16).map(|d| d as u8))
        .collect::<Option<_>>()?;
    if digits.len() % 2 == 1 {
        return None;
    }
    Some(digits.chunks(2).map(|p| p.iter().fold(0, |n, d| n << 4 | d)).collect())
}
