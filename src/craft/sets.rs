//! Sets: lists, ranges, networks and random values, each value made when its turn comes.
use super::expr::{Arg, Error, Expr, What};
use super::value;
use crate::field::{Field, Kind, Place, Unset, Words, mask};
use std::net::{Ipv4Addr, Ipv6Addr};

/// The values of one argument, in order.
#[derive(Clone, Debug)]
pub(super) enum Set {
    One(Expr),
    /// From, step, how many.
    Range(i128, i128, u128, Expr),
    /// First address, how many.
    Net4(u32, u128, Expr),
    Net6(u128, u128, Expr),
    Of(Vec<Set>, u128),
    /// Some of another's, from a place on: how many.
    Part(Box<Set>, u128, u128),
}

impl Set {
    /// The values that an expression means for a field.
    pub(super) fn new(f: &'static Field, e: &Expr) -> Result<Set, Error> {
        let list =
            matches!(f.place, Place::Many(_) | Place::Times(..) | Place::Repeat(..) | Place::Pick(..) | Place::Peek(..) | Place::Group(_));
        if list
            || matches!(f.words, Words::Bitmaps | Words::Asn1(0x30))
            || matches!((&f.words, &e.what), (Words::Flags(_), What::List(all)) if all.iter().all(|e| matches!(e.what, What::Text(_))))
        {
            return Ok(Set::One(e.clone()));
        }
        Set::of(f, e)
    }
    fn of(f: &'static Field, e: &Expr) -> Result<Set, Error> {
        Ok(match &e.what {
            What::List(all) => {
                if all.is_empty() {
                    return Err(Error::new(&e.at, "an empty list: no packet at all"));
                }
                let all = all.iter().map(|e| Set::of(f, e)).collect::<Result<Vec<_>, _>>()?;
                let n = all.iter().try_fold(0u128, |n, s| n.checked_add(s.len()));
                Set::Of(all, n.ok_or_else(|| Error::new(&e.at, "more packets than can be counted"))?)
            }
            What::Tuple(all) => {
                let numbers: Option<Vec<i128>> = all.iter().map(|e| if let What::Num(n) = e.what { Some(n) } else { None }).collect();
                match numbers.as_deref() {
                    Some(&[from, to]) if from <= to => range(f, e, from, to, 1)?,
                    Some(&[from, to, step]) if step > 0 && from <= to => range(f, e, from, to, step)?,
                    Some(&[_, _] | &[_, _, _]) => return Err(Error::new(&e.at, "a range goes upwards: (from, to) or (from, to, step)")),
                    _ => return Err(Error::new(&e.at, "expected (from, to) or (from, to, step); alternatives stand in [ ]")),
                }
            }
            What::Text(s) if matches!(f.kind, Kind::Ip4) && s.contains('/') => net4(e, s)?,
            What::Text(s) if matches!(f.kind, Kind::Ip6) && s.contains('/') => net6(e, s)?,
            What::Text(s) if matches!(f.kind, Kind::Ip4) && s.contains(['*', '-']) && s.split('.').count() == 4 => {
                return Err(Error::new(&e.at, "write a network as 10.0.0.0/24, or Net(\"10.0.0.1\", \"10.0.0.9\")"));
            }
            What::Call(name, args) if name == "Net" || name == "Net6" => net(e, args)?,
            _ => Set::One(e.clone()),
        })
    }
    /// How many values there are.
    pub(super) fn len(&self) -> u128 {
        match self {
            Set::One(_) => 1,
            Set::Range(_, _, n, _) | Set::Net4(_, n, _) | Set::Net6(_, n, _) | Set::Of(_, n) | Set::Part(_, _, n) => *n,
        }
    }
    /// The value at a place in order.
    pub(super) fn value(&self, i: u128) -> Expr {
        let of = |e: &Expr, what| Expr { at: e.at.clone(), what };
        match self {
            Set::One(e) => e.clone(),
            Set::Range(from, step, _, e) => of(e, What::Num(from + step * i as i128)),
            Set::Net4(first, _, e) => of(e, What::Num(i128::from(*first) + i as i128)),
            Set::Net6(first, _, e) => of(e, What::Bytes(first.wrapping_add(i).to_be_bytes().to_vec())),
            Set::Part(whole, from, _) => whole.value(from + i),
            Set::Of(all, _) => {
                let mut i = i;
                for set in all {
                    if i < set.len() {
                        return set.value(i);
                    }
                    i -= set.len();
                }
                Expr::of(What::None)
            }
        }
    }
}
fn range(f: &'static Field, e: &Expr, from: i128, to: i128, step: i128) -> Result<Set, Error> {
    // What does not fit is told before the first packet is made.
    for end in [from, to] {
        value::number(f, &Expr { at: e.at.clone(), what: What::Num(end) }, true)?;
    }
    Ok(Set::Range(from, step, ((to - from) / step + 1) as u128, e.clone()))
}
fn net4(e: &Expr, s: &str) -> Result<Set, Error> {
    let wrong = || Error::new(&e.at, format!("\"{s}\" is no IPv4 network, as 10.0.0.0/24"));
    let (address, bits) = s.split_once('/').ok_or_else(wrong)?;
    let address = value::ip4(address).ok_or_else(wrong)?;
    let bits: u32 = bits.parse().ok().filter(|b| *b <= 32).ok_or_else(wrong)?;
    let count = 1u64 << (32 - bits);
    Ok(Set::Net4(u32::from(address) & !((count - 1) as u32), count.into(), e.clone()))
}
fn net6(e: &Expr, s: &str) -> Result<Set, Error> {
    let wrong = || Error::new(&e.at, format!("\"{s}\" is no IPv6 network, as 2001:db8::/64"));
    let (address, bits) = s.split_once('/').ok_or_else(wrong)?;
    let address = value::ip6(address).ok_or_else(wrong)?;
    let bits: u32 = bits.parse().ok().filter(|b| (1..=128).contains(b)).ok_or_else(wrong)?;
    let count = 1u128 << (128 - bits);
    Ok(Set::Net6(u128::from(address) & !(count - 1), count, e.clone()))
}
fn net(e: &Expr, args: &[Arg]) -> Result<Set, Error> {
    let texts: Vec<(&Expr, &str)> =
        args.iter().filter_map(|a| if let What::Text(s) = &a.value.what { Some((&a.value, s.as_str())) } else { None }).collect();
    let address = |e: &Expr, s: &str| -> Result<std::net::IpAddr, Error> {
        s.parse().map_err(|_| Error::new(&e.at, format!("\"{s}\" is no address")))
    };
    match *texts.as_slice() {
        [(at, one)] if args.len() == 1 => match (one.contains('/'), one.contains(':')) {
            (true, false) => net4(at, one),
            (true, true) => net6(at, one),
            _ => Ok(Set::One(Expr { at: at.at.clone(), what: What::Text(one.to_owned()) })).and_then(|s| address(at, one).map(|_| s)),
        },
        [(a, from), (b, to)] if args.len() == 2 => match (address(a, from)?, address(b, to)?) {
            (std::net::IpAddr::V4(x), std::net::IpAddr::V4(y)) if x <= y => {
                let (x, y) = (u32::from(x), u32::from(y));
                Ok(Set::Net4(x, u128::from(y - x) + 1, e.clone()))
            }
            (std::net::IpAddr::V6(x), std::net::IpAddr::V6(y)) if x <= y && y != Ipv6Addr::from(u128::MAX) => {
                Ok(Set::Net6(x.into(), u128::from(y) - u128::from(x) + 1, e.clone()))
            }
            _ => Err(Error::new(&e.at, "a net goes from the lower address to the higher, both of one kind")),
        },
        _ => Err(Error::new(&e.at, "expected Net(\"10.0.0.0/24\") or Net(\"10.0.0.1\", \"10.0.0.9\")")),
    }
}

/// What is called as a layer is, and stands where a value does.
pub(super) const VALUES: &[&str] = &[
    "RandByte",
    "RandShort",
    "RandInt",
    "RandLong",
    "RandNum",
    "RandChoice",
    "RandString",
    "RandBin",
    "RandIP",
    "RandIP6",
    "RandMAC",
    "Net",
    "Net6",
];
/// Random numbers that a seed repeats: SplitMix64.
#[derive(Clone, Debug)]
pub(super) struct Random(pub(super) u64);
impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// From 0 to below `n`.
    pub(super) fn below(&mut self, n: u64) -> u64 {
        if n == 0 { self.next() } else { ((u128::from(self.next()) * u128::from(n)) >> 64) as u64 }
    }
}

/// True where a value is drawn anew for each packet.
pub(super) fn random(e: &Expr) -> bool {
    match &e.what {
        What::Call(name, args) => name.starts_with("Rand") || args.iter().any(|a| random(&a.value)),
        What::List(all) | What::Tuple(all) | What::Stack(all) => all.iter().any(random),
        _ => false,
    }
}
/// Draws the random values in an expression.
pub(super) fn draw(e: &mut Expr, r: &mut Random) -> Result<(), Error> {
    match &mut e.what {
        What::Call(name, args) if name.starts_with("Rand") => {
            let what = drawn(&e.at, name, args, r)?;
            e.what = what;
        }
        What::Call(_, args) => args.iter_mut().try_for_each(|a| draw(&mut a.value, r))?,
        What::List(all) | What::Tuple(all) | What::Stack(all) => all.iter_mut().try_for_each(|e| draw(e, r))?,
        _ => {}
    }
    Ok(())
}
/// Longest random text.
const LONGEST: i128 = 65_535;

fn drawn(at: &std::ops::Range<usize>, name: &str, args: &[Arg], r: &mut Random) -> Result<What, Error> {
    let num = |i: usize, or: i128| match args.get(i).map(|a| &a.value.what) {
        Some(What::Num(n)) => *n,
        _ => or,
    };
    let text = |i: usize| match args.get(i).map(|a| &a.value.what) {
        Some(What::Text(s)) => Some(s.as_str()),
        _ => None,
    };
    let bits = |r: &mut Random, n: u32| What::Num((r.next() >> (64 - n)).into());
    Ok(match name {
        "RandByte" => bits(r, 8),
        "RandShort" => bits(r, 16),
        "RandInt" => bits(r, 32),
        "RandLong" => bits(r, 64),
        "RandSByte" => What::Num(i128::from(r.next() as i8)),
        "RandSShort" => What::Num(i128::from(r.next() as i16)),
        "RandSInt" => What::Num(i128::from(r.next() as i32)),
        "RandSLong" => What::Num(i128::from(r.next() as i64)),
        "RandNum" | "RandNumGamma" | "RandNumGauss" => {
            let (from, to) = (num(0, 0), num(1, 65_535));
            let wide = u64::try_from(to - from)
                .ok()
                .and_then(|n| n.checked_add(1))
                .ok_or_else(|| Error::new(at, "RandNum(from, to) goes upwards"))?;
            What::Num(from + i128::from(r.below(wide)))
        }
        "RandChoice" | "RandEnum" => match args.get(r.below(args.len() as u64) as usize) {
            Some(arg) => arg.value.what.clone(),
            None => return Err(Error::new(at, "RandChoice takes the values to choose from")),
        },
        "RandString" | "RandBin" | "RandTermString" => {
            let mut len = num(0, i128::from(r.below(32) + 1));
            if let Some(Expr { what: What::Call(inner, more), at }) = args.first().map(|a| &a.value)
                && let What::Num(n) = drawn(at, inner, more, r)?
            {
                len = n;
            }
            if !(0..=LONGEST).contains(&len) {
                return Err(Error::new(at, format!("{name} takes 0 to {LONGEST} bytes")));
            }
            const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
            What::Bytes(
                (0..len)
                    .map(|_| if name == "RandBin" { r.next() as u8 } else { LETTERS.get(r.below(62) as usize).copied().unwrap_or(b'A') })
                    .collect(),
            )
        }
        "RandIP" => {
            let net = text(0).unwrap_or("0.0.0.0/0").replace('*', "0");
            let net = if net.contains('/') { net } else { format!("{net}/0") };
            let Set::Net4(first, count, _) = net4(&Expr { at: at.clone(), what: What::None }, &net)? else { return Ok(What::None) };
            What::Text(Ipv4Addr::from(first.wrapping_add(r.below(count as u64) as u32)).to_string())
        }
        "RandIP6" => {
            let net = text(0).filter(|s| s.contains('/'));
            let (first, keep) = match net {
                Some(s) => match net6(&Expr { at: at.clone(), what: What::None }, s)? {
                    Set::Net6(first, count, _) => (first, !(count - 1)),
                    _ => (0, 0),
                },
                None => (0, 0),
            };
            let any = u128::from(r.next()) << 64 | u128::from(r.next());
            What::Text(Ipv6Addr::from(first & keep | any & !keep).to_string())
        }
        "RandMAC" => {
            let template = text(0).unwrap_or("*");
            let mut out = String::new();
            let mut parts = template.split(':');
            for i in 0..6 {
                let byte = match parts.next() {
                    None | Some("*" | "") => r.next() as u8,
                    Some(hex) => {
                        u8::from_str_radix(hex, 16).map_err(|_| Error::new(at, "RandMAC takes a template, as \"02:*:*:*:*:*\""))?
                    }
                };
                out += &format!("{}{byte:02x}", if i > 0 { ":" } else { "" });
            }
            What::Text(out)
        }
        _ => {
            return Err(Error::new(at, format!("no {name}{}", value::near(name, VALUES.iter().copied()))));
        }
    })
}
/// A random value for a field that nothing is said of: Scapy's `fuzz`. `None` for what is computed, and for lists.
pub(super) fn fuzzed(f: &'static Field, r: &mut Random) -> Option<What> {
    if f.unset == Unset::Computed || f.alias.is_empty() {
        return None;
    }
    Some(match f.place {
        Place::Bits(_, w) | Place::Little(_, _, _, w) => What::Num((r.next() & mask(w.into())).into()),
        Place::Uint(w) | Place::Key(w) | Place::UintLe(w) | Place::KeyLe(w) if f.words_plain() => {
            What::Num((r.next() & mask(w.into())).into())
        }
        Place::Sub(bits) => What::Num((r.next() & mask(bits.count_ones() as usize)).into()),
        Place::Bytes(_, n) | Place::Run(n) => What::Bytes((0..n).map(|_| r.next() as u8).collect()),
        Place::Rest => What::Bytes((0..r.below(32)).map(|_| r.next() as u8).collect()),
        _ => return None,
    })
}
impl Field {
    fn words_plain(&self) -> bool {
        !matches!(self.words, Words::Fixed(_))
    }
}
