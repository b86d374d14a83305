//! Floor 0. Values as text, for every view alike.
use crate::field::{Field, Kind, Show, Value};

/// A domain name inside a message, not yet unpacked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Name<'a> {
    whole: &'a [u8],
    at: usize,
    fault: Option<Fault>,
}
/// What is wrong with a name that has an end nevertheless.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// Its pointers lead back to themselves, or there are more of them than any name needs.
    Loops,
    /// "To simplify implementations, the total length of a domain name is restricted to 255 octets" (RFC 1035, 3.1).
    Long,
}
/// Bytes of a name, its last zero included.
const LONGEST: usize = 255;
/// Labels and pointers that are followed: more than twice what the longest name has labels.
const STEPS: usize = 256;

impl<'a> Name<'a> {
    /// The name at `at`, and where it ends. `None` when it is cut, or a pointer leads out of the message.
    ///
    /// A name that loops or grows over 255 bytes has no labels, and [`Name::show`] says what is wrong.
    pub fn read(whole: &'a [u8], at: usize) -> Option<(Name<'a>, usize)> {
        let end = Name::skip(whole, at)?;
        let mut labels = Labels { whole, at, steps: STEPS, back: false };
        let mut length = 1;
        while let Some(label) = labels.step()? {
            length += label.len() + 1;
            if length > LONGEST {
                break; // no need to know how long: a message of such names must not cost more than its bytes are worth
            }
        }
        let endless = length > LONGEST || labels.steps == 0;
        let fault = if endless && labels.back {
            Some(Fault::Loops)
        } else if endless {
            Some(Fault::Long)
        } else {
            None
        };
        Some((Name { whole, at, fault }, end))
    }
    /// Where the name at `at` ends, without following pointers.
    pub fn skip(whole: &[u8], mut at: usize) -> Option<usize> {
        loop {
            match *whole.get(at)? as usize {
                0 => return Some(at + 1),
                n if n < 64 => at += 1 + n,
                n if n >= 0xc0 => return whole.get(at + 1).map(|_| at + 2),
                _ => return None, // RFC 6891, 5: extended labels are gone
            }
        }
    }
    /// Its labels, pointers followed.
    pub fn labels(&self) -> Labels<'a> {
        Labels { whole: self.whole, at: self.at, steps: if self.fault.is_some() { 0 } else { STEPS }, back: false }
    }
    /// What is left of it behind so many labels; `None` when it has no more.
    pub fn behind(&self, labels: usize) -> Option<Name<'a>> {
        let mut rest = self.labels();
        for _ in 0..labels {
            rest.next()?;
        }
        let at = rest.at;
        rest.next()?;
        Some(Name { at, ..*self })
    }
    /// How many labels it seems to have as text: dots and one, the root's one.
    pub fn count(&self) -> usize {
        let dots: usize = self.labels().map(|l| 1 + l.iter().filter(|b| **b == b'.').count()).sum();
        dots.max(1)
    }
    /// The name with dots, without the last: `www.example.com`; the root is `<Root>`, as Wireshark has it.
    pub fn show(&self, out: &mut Vec<u8>) {
        let start = out.len();
        for label in self.labels() {
            if out.len() > start {
                out.push(b'.');
            }
            utf8(label, out);
        }
        if out.len() == start {
            out.extend(self.instead());
        }
    }
    /// The bytes of the name with dots; of what [`Name::show`] says instead where it has no labels.
    pub fn length(&self) -> usize {
        let n: usize = self.labels().map(|l| l.len() + 1).sum();
        if n == 0 { self.instead().len() } else { n - 1 }
    }
    fn instead(&self) -> &'static [u8] {
        match self.fault {
            None => b"<Root>",
            Some(Fault::Loops) => b"<Name contains a pointer that loops>",
            Some(Fault::Long) => b"<Name too long>",
        }
    }
}

/// The labels of a name, pointers followed: so many that no name can loop.
pub struct Labels<'a> {
    whole: &'a [u8],
    at: usize,
    steps: usize,
    /// A pointer led back: without one there is no loop.
    back: bool,
}
impl<'a> Labels<'a> {
    /// The next label. `Some(None)` behind the last one and after too many steps, `None` where there is no label.
    fn step(&mut self) -> Option<Option<&'a [u8]>> {
        while self.steps > 0 {
            self.steps -= 1;
            match *self.whole.get(self.at)? as usize {
                0 => {
                    self.steps += 1; // zero only after too many
                    return Some(None);
                }
                n if n < 64 => {
                    let label = self.whole.get(self.at + 1..self.at + 1 + n)?;
                    self.at += 1 + n;
                    return Some(Some(label));
                }
                n if n >= 0xc0 => {
                    let to = (n & 0x3f) << 8 | *self.whole.get(self.at + 1)? as usize;
                    self.back |= to <= self.at;
                    self.at = to;
                }
                _ => return None,
            }
        }
        Some(None)
    }
}
impl<'a> Iterator for Labels<'a> {
    type Item = &'a [u8];
    fn next(&mut self) -> Option<&'a [u8]> {
        self.step().flatten()
    }
}

/// Writes a value as `tshark -T fields` does: no names, no titles.
#[inline]
pub fn plain(field: &Field, value: Value<'_>, out: &mut Vec<u8>) {
    match (field.kind, value) {
        (Kind::Dec, Value::Num(n)) => decimal(n, out),
        // A flag may be several bits wide; it is set when any is.
        (Kind::Flag, Value::Num(n)) => out.push(b'0' + (n != 0) as u8),
        (Kind::Hex, Value::Num(n)) => {
            out.extend(b"0x");
            hex(n, field.digits(), out);
        }
        (Kind::Ip4, Value::Num(n)) => ip4((n as u32).to_be_bytes(), out),
        (Kind::Mac | Kind::Eui64, Value::Bytes(b)) => joined(b, b':', out),
        (Kind::Ip6, Value::Bytes(b)) => {
            let mut whole = [0; 16];
            whole.iter_mut().zip(b).for_each(|(to, from)| *to = *from);
            ip6(whole, out)
        }
        (Kind::Text, Value::Bytes(b)) => utf8(b, out),
        (_, Value::Name(name)) => name.show(out),
        _ => rare(field, value, out),
    }
}
fn rare(field: &Field, value: Value<'_>, out: &mut Vec<u8>) {
    match (field.kind, value) {
        (Kind::Show(show), value) => (show.plain)(value, out),
        (Kind::Present, _) => out.push(b'1'),
        (Kind::Protocol, _) => {}
        (Kind::Oct, Value::Num(n)) => {
            out.push(b'0');
            let digits = (64 - n.leading_zeros()).div_ceil(3);
            (0..digits).rev().for_each(|i| out.push(b'0' + (n >> (3 * i) & 7) as u8));
        }
        (Kind::Signed, Value::Num(n)) => signed(extend(n, field), out),
        (Kind::Float, Value::Num(n)) => {
            let x = if field.width() == 32 { f32::from_bits(n as u32) as f64 } else { f64::from_bits(n) };
            out.extend(general(x, if field.width() == 32 { 6 } else { 15 }).as_bytes());
        }
        (Kind::Ip4, Value::Bytes(b)) => {
            let mut whole = [0; 4];
            whole.iter_mut().zip(b).for_each(|(to, from)| *to = *from);
            ip4(whole, out)
        }
        (Kind::Mac, Value::Num(n)) => joined(n.to_be_bytes().get(2..).unwrap_or(&[]), b':', out),
        (Kind::Guid, Value::Bytes(b)) => {
            for (i, x) in b.iter().enumerate() {
                if matches!(i, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                hex(*x as u64, 2, out);
            }
        }
        (Kind::Time(of), Value::Num(n)) => date(of(n), out),
        (Kind::Duration(unit), Value::Num(n)) => duration((n as i64).saturating_mul(unit as i64), out),
        (_, Value::Num(n)) => decimal(n, out),
        (_, Value::Bytes([])) => out.extend(b"<MISSING>"),
        (_, Value::Bytes(b)) => bytes(b, out),
        (_, Value::Name(name)) => name.show(out),
    }
}
/// A number of the field's width in two's complement.
pub fn extend(n: u64, field: &Field) -> i64 {
    let gone = 64 - field.width().clamp(1, 64) as u32;
    if field.width() == 0 { n as i64 } else { (n << gone) as i64 >> gone }
}

/// Writes a value for people: what it means, and the value.
pub fn told(field: &Field, value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Num(n) if !field.names.is_empty() => {
            out.extend(named(field, n).unwrap_or("Unknown").as_bytes());
            out.extend(b" (");
            plain(field, value, out);
            out.push(b')');
        }
        Value::Num(n) if matches!(field.kind, Kind::Flag) => out.extend(if n == 0 { &b"Not set"[..] } else { b"Set" }),
        _ => plain(field, value, out),
    }
}
/// The name of a field's number.
#[inline]
pub fn named(field: &Field, n: u64) -> Option<&'static str> {
    let at = field.names.binary_search_by_key(&n, |(k, _)| *k).ok()?;
    field.names.get(at).map(|(_, name)| *name)
}

/// Writes a number in decimal.
#[inline]
pub fn decimal(n: u64, out: &mut Vec<u8>) {
    if n < 10 {
        return out.push(b'0' + n as u8);
    }
    out.extend_from_slice(itoa::Buffer::new().format(n).as_bytes());
}
/// Writes a signed number in decimal.
pub fn signed(n: i64, out: &mut Vec<u8>) {
    if n < 0 {
        out.push(b'-');
    }
    decimal(n.unsigned_abs(), out);
}
/// Writes the lowest so many hexadecimal digits of a number, at most 16.
#[inline]
pub fn hex(n: u64, digits: usize, out: &mut Vec<u8>) {
    let mut text = [0; 16];
    text.iter_mut().rev().enumerate().for_each(|(i, to)| *to = digit(n >> (4 * i)));
    out.extend_from_slice(text.get(16 - digits.min(16)..).unwrap_or(&[]));
}
/// Without a branch, so that many digits are made at once.
#[inline(always)]
fn digit(n: u64) -> u8 {
    let n = n as u8 & 15;
    n + b'0' + (n > 9) as u8 * (b'a' - 10 - b'0')
}
/// Writes bytes as hexadecimal digits, nothing between them.
#[inline]
pub fn bytes(b: &[u8], out: &mut Vec<u8>) {
    let from = out.len();
    out.resize(from + b.len() * 2, 0);
    let (pairs, _) = out.get_mut(from..).unwrap_or(&mut []).as_chunks_mut::<2>();
    pairs.iter_mut().zip(b).for_each(|(to, &x)| *to = [digit(x as u64 >> 4), digit(x as u64)]);
}
/// Writes bytes as hexadecimal digits with a sign between them.
#[inline]
pub fn joined(b: &[u8], sign: u8, out: &mut Vec<u8>) {
    for (i, &x) in b.iter().enumerate() {
        if i > 0 {
            out.push(sign);
        }
        out.extend([digit(x as u64 >> 4), digit(x as u64)]);
    }
}
/// Each byte in decimal, a dot behind it, and how many characters that is.
static OCTETS: [([u8; 4], u8); 256] = {
    let mut all = [([0; 4], 0); 256];
    let mut n = 0;
    while n < 256 {
        let [a, b, c] = [b'0' + (n / 100) as u8, b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8];
        all[n] = match n {
            0..10 => ([c, b'.', 0, 0], 2),
            10..100 => ([b, c, b'.', 0], 3),
            _ => ([a, b, c, b'.'], 4),
        };
        n += 1;
    }
    all
};
/// Writes an IPv4 address with dots.
#[inline]
pub fn ip4(address: [u8; 4], out: &mut Vec<u8>) {
    let (mut text, mut n) = ([0u8; 16], 0);
    for byte in address {
        let (digits, len) = &OCTETS[byte as usize];
        if let Some(to) = text.get_mut(n..n + 4) {
            to.copy_from_slice(digits);
        }
        n += *len as usize;
    }
    out.extend_from_slice(text.get(..n - 1).unwrap_or(&[]));
}
/// Writes an IPv6 address as RFC 5952 and inet_ntop do: the longest run of zeros is `::`, IPv4 inside with dots.
pub fn ip6(address: [u8; 16], out: &mut Vec<u8>) {
    let (pairs, _) = address.as_chunks::<2>();
    let mut words = [0u16; 8];
    words.iter_mut().zip(pairs).for_each(|(w, p)| *w = u16::from_be_bytes(*p));
    let (mut run, mut best) = (0..0, 0..0);
    for (i, w) in words.iter().enumerate() {
        run = if *w != 0 { i + 1..i + 1 } else { run.start..i + 1 };
        if run.len() > best.len() && run.len() > 1 {
            best = run.clone();
        }
    }
    let inside = best.start == 0 && (best.end == 6 || best.end == 5 && words[5] == 0xffff);
    for (i, w) in words.iter().enumerate() {
        if best.contains(&i) {
            if i == best.start {
                out.push(b':');
            }
            continue;
        }
        if i > 0 {
            out.push(b':');
        }
        if inside && i == 6 {
            let [.., a, b, c, d] = address;
            return ip4([a, b, c, d], out);
        }
        hex(*w as u64, (16 - w.leading_zeros() as usize).div_ceil(4).max(1), out);
    }
    if best.end == 8 {
        out.push(b':');
    }
}
/// Writes text, its control characters and bytes that are not UTF-8 made harmless: a capture must not steer a terminal.
///
/// As tshark 4.0: `\n`, `\r`, `\t` and the like by their letter, other control characters in octal, � for what is not UTF-8.
#[inline]
pub fn utf8(text: &[u8], out: &mut Vec<u8>) {
    if text.iter().all(|b| matches!(b, b' '..=b'~')) {
        return out.extend(text);
    }
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\u{7}' => out.extend(b"\\a"),
                '\u{8}' => out.extend(b"\\b"),
                '\u{c}' => out.extend(b"\\f"),
                '\n' => out.extend(b"\\n"),
                '\r' => out.extend(b"\\r"),
                '\t' => out.extend(b"\\t"),
                '\u{b}' => out.extend(b"\\v"),
                c if c.is_control() => {
                    for b in c.encode_utf8(&mut [0; 4]).bytes() {
                        out.push(b'\\');
                        (0..3).rev().for_each(|i| out.push(b'0' + (b >> (3 * i) & 7)));
                    }
                }
                c => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        if !chunk.invalid().is_empty() {
            out.extend("\u{fffd}".as_bytes());
        }
    }
}
/// Text of which only ASCII is meant: what is not is � byte by byte, as where Wireshark's `ENC_ASCII` reads.
pub static ASCII: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(text) = value else { return };
        for run in text.chunk_by(|a, b| a.is_ascii() && b.is_ascii()) {
            match run {
                [b] if !b.is_ascii() => out.extend("\u{fffd}".as_bytes()),
                run => utf8(run, out),
            }
        }
    },
};
/// Text in UTF-8 to its first zero byte, if it has one.
pub static UTF8_TO_ZERO: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Bytes(text) = value {
            utf8(to_zero(text), out);
        }
    },
};
/// ASCII text to its first zero byte, if it has one.
pub static ASCII_TO_ZERO: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Bytes(text) = value {
            (ASCII.plain)(Value::Bytes(to_zero(text)), out);
        }
    },
};
/// The bytes before the first zero byte; all where there is none.
pub fn to_zero(text: &[u8]) -> &[u8] {
    text.split(|b| *b == 0).next().unwrap_or(text)
}
/// Days from 1970-01-01 to a day of the Gregorian calendar: what [`civil`] undoes.
pub fn days(year: i64, month: u64, day: u64) -> i64 {
    let y = year - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let doy = (153 * ((month as i64 + 9) % 12) + 2) / 5 + day as i64 - 1;
    era * 146_097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719_468
}
/// Writes nanoseconds as seconds with nine decimals.
#[inline]
pub fn duration(ns: i64, out: &mut Vec<u8>) {
    if ns < 0 {
        out.push(b'-');
    }
    let n = ns.unsigned_abs();
    decimal(n / 1_000_000_000, out);
    out.push(b'.');
    fraction(n % 1_000_000_000, 9, out);
}
/// Writes the last so many digits of a number, at most 20, with zeros in front.
#[inline]
pub fn fraction(mut n: u64, digits: u32, out: &mut Vec<u8>) {
    let mut text = [b'0'; 20];
    for to in text.iter_mut().rev().take(digits as usize) {
        *to = b'0' + (n % 10) as u8;
        n /= 10;
    }
    out.extend_from_slice(text.get(20usize.saturating_sub(digits as usize)..).unwrap_or(&[]));
}
/// Year, month (1 to 12) and day of a day counted from 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
pub fn civil(days: i64) -> (i64, u64, u64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + (month <= 2) as i64, month as u64, (doy - (153 * mp + 2) / 5 + 1) as u64)
}
/// Writes nanoseconds since 1970 as Wireshark does: `Nov 14, 2023 22:13:20.000000000 UTC`.
pub fn date(ns: i64, out: &mut Vec<u8>) {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, month, day) = civil(ns.div_euclid(86_400_000_000_000));
    out.extend(MONTHS.get(month as usize - 1).map_or(&b""[..], |m| m.as_bytes()));
    out.push(b' ');
    if day < 10 {
        out.push(b' ');
    }
    decimal(day, out);
    out.extend(b", ");
    signed(year, out);
    out.push(b' ');
    clock(ns, 9, out);
    out.extend(b" UTC");
}
/// Writes nanoseconds since 1970 as RFC 3339: `2023-11-14T22:13:20.000000000Z`.
pub fn rfc3339(ns: i64, out: &mut Vec<u8>) {
    day(ns, out);
    out.push(b'T');
    clock(ns, 9, out);
    out.push(b'Z');
}
/// Writes the day of nanoseconds since 1970: `2023-11-14`.
pub fn day(ns: i64, out: &mut Vec<u8>) {
    let (year, month, day) = civil(ns.div_euclid(86_400_000_000_000));
    if (0..=9999).contains(&year) {
        fraction(year as u64, 4, out);
    } else {
        signed(year, out);
    }
    out.push(b'-');
    fraction(month, 2, out);
    out.push(b'-');
    fraction(day, 2, out);
}
/// Writes the time of day of nanoseconds since 1970 with so many decimals: `22:13:20.000000000`.
#[inline]
pub fn clock(ns: i64, decimals: u32, out: &mut Vec<u8>) {
    let of_day = ns.rem_euclid(86_400_000_000_000) as u64;
    let seconds = of_day / 1_000_000_000;
    fraction(seconds / 3600, 2, out);
    out.push(b':');
    fraction(seconds / 60 % 60, 2, out);
    out.push(b':');
    fraction(seconds % 60, 2, out);
    if decimals > 0 {
        out.push(b'.');
        fraction(of_day % 1_000_000_000 / 10u64.pow(9 - decimals.min(9)), decimals.min(9), out);
    }
}
/// A number as C's `%.*g` writes it.
pub fn general(x: f64, digits: usize) -> String {
    if x == 0.0 || !x.is_finite() {
        return if x == 0.0 {
            "0".into()
        } else if x.is_nan() {
            "nan".into()
        } else if x > 0.0 {
            "inf".into()
        } else {
            "-inf".into()
        };
    }
    let short = |s: String| match s.contains('.') {
        true => s.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => s,
    };
    let scientific = format!("{x:.*e}", digits.saturating_sub(1));
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if exponent < -4 || exponent >= digits as i32 {
        format!("{}e{}{:02}", short(mantissa.to_owned()), if exponent < 0 { '-' } else { '+' }, exponent.abs())
    } else {
        short(format!("{x:.*}", (digits as i32 - 1 - exponent).max(0) as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = vec![];
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn ipv6_as_inet_ntop() {
        for (address, want) in [
            ("::", "::"),
            ("::1", "::1"),
            ("2001:db8::1", "2001:db8::1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1::1", "2001:0:0:1::1"),
            ("1::", "1::"),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"),
            ("::1:2", "::0.1.0.2"),
            ("fe80::1:0:0:1", "fe80::1:0:0:1"),
        ] {
            let a: std::net::Ipv6Addr = address.parse().unwrap();
            assert_eq!(text(|o| ip6(a.octets(), o)), want);
        }
    }
    #[test]
    fn dates_before_and_after_1970() {
        assert_eq!(text(|o| date(1_700_000_000_123_456_789, o)), "Nov 14, 2023 22:13:20.123456789 UTC");
        assert_eq!(text(|o| date(0, o)), "Jan  1, 1970 00:00:00.000000000 UTC");
        assert_eq!(text(|o| rfc3339(-1, o)), "1969-12-31T23:59:59.999999999Z");
        assert_eq!(text(|o| rfc3339(951_782_400_000_000_000, o)), "2000-02-29T00:00:00.000000000Z");
    }
    #[test]
    fn numbers() {
        assert_eq!(text(|o| decimal(u64::MAX, o)), "18446744073709551615");
        assert_eq!(text(|o| signed(i64::MIN, o)), "-9223372036854775808");
        assert_eq!(text(|o| duration(-1_500_000_000, o)), "-1.500000000");
        assert_eq!(text(|o| ip4([255, 0, 10, 1], o)), "255.0.10.1");
        assert_eq!(text(|o| ip4([100, 200, 99, 255], o)), "100.200.99.255");
        assert_eq!(text(|o| hex(0xfedc_ba98_7654_3210, 16, o)), "fedcba9876543210");
        assert_eq!(text(|o| hex(0x1234_abcd, 3, o)), "bcd");
        assert_eq!(text(|o| bytes(b"\x00\x9a\xff", o)), "009aff");
        assert_eq!(text(|o| fraction(1234, 3, o)), "234");
        assert_eq!(text(|o| fraction(12, 6, o)), "000012");
        assert_eq!(text(|o| fraction(u64::MAX, 20, o)), "18446744073709551615");
        assert_eq!(general(0.0001, 6), "0.0001");
        assert_eq!(general(1e20, 6), "1e+20");
        assert_eq!(general(2437.0, 6), "2437");
    }
    #[test]
    fn names() {
        let shown = |message: &[u8], at| Name::read(message, at).map(|(n, end)| (text(|o| n.show(o)), n.length(), n.count(), end));
        assert_eq!(shown(b"\x03www\x07example\0", 0), Some(("www.example".into(), 11, 2, 13)));
        assert_eq!(shown(b"\x03a.b\0\x03www\xc0\0", 5), Some(("www.a.b".into(), 7, 3, 11)));
        assert_eq!(shown(b"\xc0\x02\x03abc\0", 0), Some(("abc".into(), 3, 1, 2)), "a pointer forward");
        assert_eq!(shown(b"\0", 0), Some(("<Root>".into(), 6, 1, 1)));
        assert_eq!(shown(b"\xc0\0", 0), Some(("<Name contains a pointer that loops>".into(), 36, 1, 2)));
        assert_eq!(shown(b"\x03www\xc0\0", 0), Some(("<Name contains a pointer that loops>".into(), 36, 1, 6)));
        assert_eq!(shown(&[[1, b'a'].repeat(127), vec![0]].concat(), 0).map(|n| n.1), Some(253));
        assert_eq!(shown(&[[1, b'a'].repeat(128), vec![0]].concat(), 0), Some(("<Name too long>".into(), 15, 1, 257)));
        for wrong in [&b""[..], b"\x03ab", b"\xc0", b"\xc0\x07", b"\x40\0", b"\x03abc"] {
            assert_eq!(shown(wrong, 0), None, "{wrong:x?}");
        }
        let (name, _) = Name::read(b"\x01a\x01b\x01c\0", 0).unwrap();
        assert_eq!(name.behind(2).map(|n| text(|o| n.show(o))).as_deref(), Some("c"));
        assert_eq!(name.behind(3), None);
    }
    #[test]
    fn text_cannot_steer_a_terminal() {
        assert_eq!(text(|o| utf8(b"a\x1b[31m\n\xff\xc3\xa9", o)), "a\\033[31m\\n\u{fffd}é");
    }
}
