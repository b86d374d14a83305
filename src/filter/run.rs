//! A checked tree as what runs: fields of the fixed part are found and held against ranges of numbers; the rest is told
//! value by value, and the telling ends as soon as the answer is known.
use super::check::{Expr, ExprKind, Function, Named, Op, Tree};
use super::ft::{Ft, fixed};
use super::lex::{End, Part};
use super::value::{Const, Val, turned};
use crate::field::{Field, Place, Value, load};
use crate::proto::{self, protocol};
use crate::query::Query;
use crate::read::{Flow, Halt};
use crate::spine::{Id, Layer, Packet};
use crate::text;
use memchr::memmem::Finder;
use regex::bytes::Regex;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::ControlFlow::*;

/// A test of a packet.
pub(super) enum Test {
    And(Box<[Test]>),
    Or(Box<[Test]>),
    Not(Box<Test>),
    /// A layer of one of these protocols.
    Layer(Box<[Id]>),
    /// Any number that is found, or all of them (and there is one), within these.
    Number {
        from: Box<[Load]>,
        all: bool,
        within: Within,
    },
    /// Several tests of numbers, in one pass over the layers.
    Numbers(Numbers),
    /// Some value is there.
    Exists(Operand),
    /// Some value is not zero.
    Nonzero(Operand),
    Compare {
        op: Op,
        all: bool,
        left: Operand,
        right: Operand,
    },
    Contains {
        all: bool,
        left: Operand,
        needle: Box<Finder<'static>>,
    },
    Matches {
        all: bool,
        left: Operand,
        regex: Regex,
    },
    In {
        all: bool,
        left: Operand,
        set: Box<[(Operand, Option<Operand>)]>,
    },
}
/// Where a number lies.
pub(super) struct Load {
    id: Id,
    place: At,
}
enum At {
    /// Bits of the header: where they begin, how many, the unit.
    Bits(u16, u8, u8),
    /// Whatever `Packet::get` knows.
    Field(&'static Field),
}
/// Tests of numbers of which one, or all, must pass.
pub(super) struct Numbers {
    /// By a protocol's number: which of `groups` are its numbers, counted from 1.
    group: Box<[u16]>,
    groups: Box<[Vec<Held>]>,
    or: bool,
    /// A bit for each test.
    tests: u64,
}
/// A number of a layer and the ranges that it is held against.
#[derive(Clone)]
struct Held {
    at: usize,
    width: usize,
    times: u64,
    within: Within,
    all: bool,
    /// The test's bit.
    test: u64,
}
/// Ranges of numbers, ends included, of what a mask leaves.
#[derive(Clone)]
pub(super) struct Within {
    mask: u64,
    ranges: Ranges,
}
#[derive(Clone)]
enum Ranges {
    One(u64, u64),
    /// In their order, none touching another.
    Many(Box<[(u64, u64)]>),
}

/// What has values.
pub(super) enum Operand {
    Const(Const),
    Named {
        protocols: Box<[Id]>,
        query: Option<Query>,
        ft: Ft,
        layers: Option<Vec<Part>>,
    },
    Slice(Box<Operand>, Ft, Vec<Part>),
    Call(Function, Vec<Operand>, Ft),
    /// A sign, whether it works in 64 bits, both sides.
    Binary(u8, bool, Box<Operand>, Box<Operand>),
    Minus(bool, Box<Operand>),
}

impl Within {
    #[inline]
    fn holds(&self, n: u64) -> bool {
        let n = n & self.mask;
        match &self.ranges {
            Ranges::One(from, to) => *from <= n && n <= *to,
            Ranges::Many(few) if few.len() <= 8 => few.iter().any(|(from, to)| *from <= n && n <= *to),
            Ranges::Many(all) => all.get(all.partition_point(|(_, to)| *to < n)).is_some_and(|(from, _)| *from <= n),
        }
    }
    fn new(mask: u64, mut ranges: Vec<(u64, u64)>) -> Within {
        ranges.retain(|(from, to)| from <= to);
        ranges.sort_unstable();
        ranges.dedup_by(|next, last| {
            let touches = next.0 <= last.1.saturating_add(1);
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        let ranges = match ranges.as_slice() {
            [(from, to)] => Ranges::One(*from, *to),
            _ => Ranges::Many(ranges.into()),
        };
        Within { mask, ranges }
    }
}
impl Load {
    fn new(id: Id, field: &'static Field) -> Load {
        let place = match field.place {
            Place::Bits(at, width) => At::Bits(at, width, field.times),
            Place::Bytes(at, n) => At::Bits(at * 8, n as u8 * 8, 1),
            _ => At::Field(field),
        };
        Load { id, place }
    }
    #[inline]
    fn number(&self, packet: &Packet<'_>, i: usize, layer: &Layer) -> Option<u64> {
        match &self.place {
            At::Bits(at, width, times) => {
                let n = load(layer.head(packet.bytes), (*at).into(), (*width).into())?;
                Some(n.wrapping_mul((*times).into()))
            }
            At::Field(field) => match packet.get(i, field)?.1 {
                Value::Num(n) => Some(n),
                Value::Bytes(b) if b.len() <= 8 => Some(b.iter().fold(0, |n, b| n << 8 | u64::from(*b))),
                _ => None,
            },
        }
    }
}

impl Numbers {
    #[inline]
    fn hold(&self, packet: &Packet<'_>) -> bool {
        let (mut fit, mut unfit) = (0, 0);
        for layer in packet.spine.layers() {
            let Some(group) = self.group.get(usize::from(layer.id.0)).and_then(|n| self.groups.get(usize::from(*n).wrapping_sub(1))) else {
                continue;
            };
            let head = layer.head(packet.bytes);
            for held in group {
                let Some(n) = load(head, held.at, held.width) else { continue };
                if held.within.holds(n.wrapping_mul(held.times)) {
                    if self.or && !held.all {
                        return true;
                    }
                    fit |= held.test;
                } else if held.all {
                    if !self.or {
                        return false;
                    }
                    unfit |= held.test;
                }
            }
        }
        let passed = fit & !unfit;
        if self.or { passed != 0 } else { passed == self.tests }
    }
    /// Of these tests those of numbers become one, and come first.
    fn joined(tests: Vec<Test>, or: bool) -> Vec<Test> {
        let simple = |test: &Test| match test {
            Test::Number { from, .. } => from.iter().all(|load| matches!(load.place, At::Bits(..))),
            _ => false,
        };
        let (numbers, others): (Vec<_>, Vec<_>) = tests.into_iter().partition(simple);
        let mut numbers = numbers.into_iter().peekable();
        let mut joined = vec![];
        while numbers.peek().is_some() {
            let (mut group, mut groups) = (vec![0u16; proto::PROTOCOLS.len()], vec![]);
            let mut tests = 0u64;
            for (i, test) in numbers.by_ref().take(64).enumerate() {
                let Test::Number { from, all, within } = test else { continue };
                tests |= 1 << i;
                for load in &from {
                    let (At::Bits(at, width, times), Some(group)) = (&load.place, group.get_mut(usize::from(load.id.0))) else { continue };
                    if *group == 0 {
                        groups.push(vec![]);
                        *group = groups.len() as u16;
                    }
                    let (at, width, times) = ((*at).into(), (*width).into(), (*times).into());
                    let held = Held { at, width, times, within: within.clone(), all, test: 1 << i };
                    groups.get_mut(usize::from(*group) - 1).into_iter().for_each(|of: &mut Vec<Held>| of.push(held.clone()));
                }
            }
            joined.push(Test::Numbers(Numbers { group: group.into(), groups: groups.into(), or, tests }));
        }
        joined.extend(others);
        joined
    }
}

impl Test {
    #[inline]
    pub(super) fn run(&self, packet: &Packet<'_>) -> bool {
        match self {
            Test::And(tests) => tests.iter().all(|t| t.run(packet)),
            Test::Or(tests) => tests.iter().any(|t| t.run(packet)),
            Test::Not(test) => !test.run(packet),
            Test::Layer(ids) => packet.spine.layers().iter().any(|l| ids.contains(&l.id) && there(packet, l)),
            Test::Number { from, all, within } => numbers(packet, from, *all, within),
            Test::Numbers(numbers) => numbers.hold(packet),
            _ => self.slow(packet),
        }
    }
    fn slow(&self, packet: &Packet<'_>) -> bool {
        match self {
            // A piece of bytes that has none is not there.
            Test::Exists(operand @ Operand::Slice(..)) => operand.some(packet, &mut |val| !val.bytes().is_empty()),
            Test::Exists(operand) => operand.some(packet, &mut |_| true),
            Test::Nonzero(operand) => operand.some(packet, &mut |val| val.nonzero()),
            Test::Compare { op, all, left, right: Operand::Const(right) } => {
                left.judge(packet, *all, &mut |val| compare(*op, *all, &val, &right.val, right.mask))
            }
            Test::Compare { op, all, left, right } => {
                let others = right.list(packet);
                if others.is_empty() {
                    return *all && right.fails(packet) && left.there(packet);
                }
                left.judge(packet, *all, &mut |val| {
                    let mut pairs = others.iter().map(|other| compare(*op, *all, &val, other, None));
                    if *all { pairs.all(|fits| fits) } else { pairs.any(|fits| fits) }
                })
            }
            Test::Contains { all, left, needle } => {
                left.judge(packet, *all, &mut |val| !needle.needle().is_empty() && needle.find(val.bytes()).is_some())
            }
            Test::Matches { all, left, regex } => left.judge(packet, *all, &mut |val| regex.is_match(val.bytes())),
            Test::In { all, left, set } => member(packet, *all, left, set),
            _ => false,
        }
    }
}

/// A protocol of which nothing was captured is none; a frame is one always.
#[inline]
fn there(packet: &Packet<'_>, layer: &Layer) -> bool {
    (layer.start as usize) < packet.bytes.len() || layer.id == proto::id::frame
}

#[inline]
fn numbers(packet: &Packet<'_>, from: &[Load], all: bool, within: &Within) -> bool {
    let mut seen = false;
    for (i, layer) in packet.spine.layers().iter().enumerate() {
        for load in from {
            if load.id == layer.id
                && let Some(n) = load.number(packet, i, layer)
            {
                let fits = within.holds(n);
                if fits != all {
                    return fits;
                }
                seen = true;
            }
        }
    }
    all && seen
}

fn member(packet: &Packet<'_>, all: bool, left: &Operand, set: &[(Operand, Option<Operand>)]) -> bool {
    // Each element is held against all values of the field, as Wireshark does: `all` asks that one element fits all of them.
    set.iter().any(|(from, to)| match (from, to) {
        (Operand::Const(one), None) => left.judge(packet, all, &mut |val| compare(Op::Equal, all, &val, &one.val, one.mask)),
        (Operand::Const(from), Some(Operand::Const(to))) => left.judge(packet, all, &mut |val| {
            compare(Op::GreaterEqual, all, &val, &from.val, from.mask) && compare(Op::LessEqual, all, &val, &to.val, to.mask)
        }),
        (from, to) => {
            let (from, to) = (from.list(packet), to.as_ref().map(|to| to.list(packet)));
            left.judge(packet, all, &mut |val| match &to {
                None if all => !from.is_empty() && from.iter().all(|one| compare(Op::Equal, all, &val, one, None)),
                None => from.iter().any(|one| compare(Op::Equal, false, &val, one, None)),
                Some(to) => {
                    from.iter().any(|from| compare(Op::GreaterEqual, false, &val, from, None))
                        && to.iter().any(|to| compare(Op::LessEqual, false, &val, to, None))
                }
            })
        }
    })
}

fn compare(op: Op, all: bool, a: &Val<'_>, b: &Val<'_>, mask: Option<u128>) -> bool {
    if op == Op::Contains {
        return !a.bytes().is_empty() && memchr::memmem::find(a.bytes(), b.bytes()).is_some();
    }
    let order = match mask {
        None => a.compare(b),
        Some(mask) => a.kept().masked(mask).compare(&b.clone().masked(mask)),
    };
    // As Wireshark: among all there is none that does not fit.
    let Some(order) = order else { return all };
    fits(op, order)
}
fn fits(op: Op, order: Ordering) -> bool {
    match op {
        Op::Equal => order.is_eq(),
        Op::Unequal => order.is_ne(),
        Op::Greater => order.is_gt(),
        Op::GreaterEqual => order.is_ge(),
        Op::Less => order.is_lt(),
        Op::LessEqual => order.is_le(),
        Op::Contains => false,
    }
}

/// Hears values; `Break` where it has heard enough.
type Each<'e> = dyn FnMut(Val<'_>) -> Flow + 'e;

impl Operand {
    /// True where some value fits.
    fn some(&self, packet: &Packet<'_>, fits: &mut dyn FnMut(Val<'_>) -> bool) -> bool {
        self.each(packet, &mut |val| if fits(val) { Break(Halt::Enough) } else { Continue(()) }).is_break()
    }
    /// True where some value fits, or where there are values and all fit.
    fn judge(&self, packet: &Packet<'_>, all: bool, fits: &mut dyn FnMut(Val<'_>) -> bool) -> bool {
        if !all {
            return self.some(packet, fits);
        }
        let mut seen = false;
        let done = self.each(packet, &mut |val| {
            seen = true;
            if fits(val) { Continue(()) } else { Break(Halt::Enough) }
        });
        done.is_continue() && (seen || self.fails(packet))
    }
    /// True for arithmetic whose operands are there, though it comes to no value: as Wireshark, all of none fit then.
    fn fails(&self, packet: &Packet<'_>) -> bool {
        match self {
            Operand::Binary(_, _, left, right) => left.there(packet) && right.there(packet),
            Operand::Minus(_, inner) => inner.there(packet),
            _ => false,
        }
    }
    fn there(&self, packet: &Packet<'_>) -> bool {
        self.some(packet, &mut |_| true) || self.fails(packet)
    }
    fn list(&self, packet: &Packet<'_>) -> Vec<Val<'static>> {
        let mut list = vec![];
        let _ = self.each(packet, &mut |val| {
            list.push(val.kept());
            Continue(())
        });
        list
    }
    fn each(&self, packet: &Packet<'_>, each: &mut Each<'_>) -> Flow {
        match self {
            Operand::Const(c) => each(c.val.clone()),
            Operand::Named { protocols, query, ft, layers } => named(packet, protocols, query.as_ref(), *ft, layers.as_deref(), each),
            Operand::Slice(inner, ft, parts) => inner.each(packet, &mut |val| {
                let bytes = val.sliced(*ft);
                match parts.as_slice() {
                    [part] => each(Val::Bytes(Cow::Borrowed(piece(&bytes, *part)))),
                    // What stands behind a part that leaves the bytes does not count.
                    parts => {
                        let pieces = parts.iter().map(|p| piece(&bytes, *p)).take_while(|piece| !piece.is_empty());
                        each(Val::Bytes(Cow::Owned(pieces.flatten().copied().collect())))
                    }
                }
            }),
            Operand::Call(function, arguments, ft) => call(packet, *function, arguments, *ft, each),
            Operand::Binary(sign, wide, left, right) => {
                let others = match &**right {
                    Operand::Const(c) => vec![c.val.clone()],
                    right => right.list(packet),
                };
                left.each(packet, &mut |a| {
                    for b in &others {
                        if let Some(val) = arithmetic(*sign, *wide, &a, b) {
                            each(val)?;
                        }
                    }
                    Continue(())
                })
            }
            Operand::Minus(wide, inner) => inner.each(packet, &mut |val| match minus(*wide, &val) {
                Some(val) => each(val),
                None => Continue(()),
            }),
        }
    }
}

fn named(packet: &Packet<'_>, protocols: &[Id], query: Option<&Query>, ft: Ft, layers: Option<&[Part]>, each: &mut Each<'_>) -> Flow {
    let spine = packet.spine.layers();
    for (i, layer) in spine.iter().enumerate() {
        if let Some(parts) = layers {
            let name = protocol(layer.id).name;
            let like = |l: &&Layer| l.id == layer.id || protocol(l.id).name == name;
            let number = spine.iter().take(i + 1).filter(like).count() as i64;
            let last = spine.iter().filter(like).count() as i64;
            if !parts.iter().any(|part| chosen(*part, number, last)) {
                continue;
            }
        }
        if protocols.contains(&layer.id) && there(packet, layer) {
            each(Val::Protocol(own(packet, layer), layer.whole(packet.bytes)))?;
        }
        if let Some(query) = query {
            query.layer(packet, i, &mut |_, field, _, value| each(Val::of(ft, field, value)))?;
        }
    }
    Continue(())
}
/// The bytes that a protocol is when it is cut, counted or compared: its header, or with all that it carries where Wireshark
/// has it so.
fn own<'a>(packet: &Packet<'a>, layer: &Layer) -> &'a [u8] {
    use proto::id;
    let head = layer.head(packet.bytes);
    match layer.id {
        // Made of what others tell of the frame.
        id::wlan_radio => &[],
        id::frame | id::tcp | id::icmp | id::icmpv6 | id::gre | id::llc | id::ppp | id::erspan => layer.whole(packet.bytes),
        id::ah | id::fr | id::arcnet | id::avsp | id::r#loop | id::teredo => layer.whole(packet.bytes),
        _ if head.is_empty() => layer.whole(packet.bytes),
        _ => head,
    }
}
/// True where the layer of this number, of so many, is meant. They count from 1.
fn chosen(part: Part, number: i64, last: i64) -> bool {
    let at = |n: i32| if n < 0 { last + 1 + i64::from(n) } else { n.into() };
    let from = at(part.from);
    match part.to {
        End::Rest => number >= from,
        End::Length(n) => number >= from && number < from + i64::from(n),
        End::Last(to) => number >= from && number <= at(to),
    }
}
/// The bytes of a range; none where it leaves the bytes.
fn piece(bytes: &[u8], part: Part) -> &[u8] {
    let at = |n: i32| if n < 0 { bytes.len().checked_sub(n.unsigned_abs() as usize) } else { Some(n as usize) };
    let range = |from: usize, to: usize| bytes.get(from..to);
    let piece = at(part.from).and_then(|from| match part.to {
        End::Rest => range(from, bytes.len()),
        End::Length(n) => range(from, from.checked_add(n as usize)?),
        End::Last(to) => range(from, at(to)?.checked_add(1)?),
    });
    piece.unwrap_or(&[])
}

fn call(packet: &Packet<'_>, function: Function, arguments: &[Operand], ft: Ft, each: &mut Each<'_>) -> Flow {
    let Some(first) = arguments.first() else { return Continue(()) };
    match function {
        Function::Len => first.each(packet, &mut |val| each(Val::Num(length(ft, &val)))),
        Function::Count => match first.list(packet).len() as u64 {
            0 => Continue(()),
            n => each(Val::Num(n)),
        },
        Function::Upper => first.each(packet, &mut |val| each(Val::Text(Cow::Owned(val.bytes().to_ascii_uppercase())))),
        Function::Lower => first.each(packet, &mut |val| each(Val::Text(Cow::Owned(val.bytes().to_ascii_lowercase())))),
        Function::String => first.each(packet, &mut |val| each(Val::Text(Cow::Owned(string(ft, &val))))),
        Function::Abs => first.each(packet, &mut |val| {
            each(match val {
                // Wireshark looks at the seconds alone.
                Val::Time(n) if n > -1_000_000_000 => Val::Time(n),
                Val::Time(n) => Val::Time(n.saturating_abs()),
                Val::Int(n) => Val::Int(n.saturating_abs()),
                Val::Float(x) => Val::Float(x.abs()),
                val => val,
            })
        }),
        Function::Max | Function::Min => {
            let want = if function == Function::Max { Ordering::Less } else { Ordering::Greater };
            let mut best: Option<Val<'static>> = None;
            for argument in arguments {
                let _ = argument.each(packet, &mut |val| {
                    if best.as_ref().is_none_or(|best| best.compare(&val) == Some(want)) {
                        best = Some(val.kept());
                    }
                    Continue(())
                });
            }
            best.map_or(Continue(()), each)
        }
    }
}
/// The bytes of a value: of a number, those of its type.
fn length(ft: Ft, val: &Val<'_>) -> u64 {
    match (ft, val) {
        (Ft::Frame, _) => 4,
        (Ft::Uint(n) | Ft::Int(n), _) => n.into(),
        (Ft::Ip4, _) => 4,
        // Wireshark says so.
        (Ft::Absolute | Ft::Relative | Ft::Bool | Ft::Float | Ft::Double | Ft::None, _) => 0,
        (_, Val::Num(_) | Val::Int(_) | Val::Time(_) | Val::Float(_)) => 8,
        (_, Val::Protocol(head, _)) => head.len() as u64,
        (_, val) => val.bytes().len() as u64,
    }
}
pub(super) fn string(ft: Ft, val: &Val<'_>) -> Vec<u8> {
    let mut out = vec![];
    match (ft, val) {
        (Ft::Ip4, Val::Num(n)) => text::ip4((*n as u32).to_be_bytes(), &mut out),
        (Ft::Eui64, Val::Num(n)) => text::joined(&n.to_be_bytes(), b':', &mut out),
        (_, Val::Num(n)) => text::decimal(*n, &mut out),
        (_, Val::Int(n)) => text::signed(*n, &mut out),
        (_, Val::Time(n)) => text::duration(*n, &mut out),
        (_, Val::Float(x)) => out.extend(seventeen(*x).as_bytes()),
        (Ft::Ip6, Val::Bytes(b)) => {
            let mut whole = [0; 16];
            whole.iter_mut().zip(b.iter()).for_each(|(to, from)| *to = *from);
            text::ip6(whole, &mut out);
        }
        (Ft::Guid, Val::Bytes(b)) => {
            for (i, b) in turned(b).iter().enumerate() {
                if matches!(i, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                text::hex(u64::from(*b), 2, &mut out);
            }
        }
        (Ft::Oid, Val::Bytes(b)) => oid(b, &mut out),
        (_, val) => text::joined(val.bytes(), b':', &mut out),
    }
    out
}
/// As C writes it with 17 digits, which tell every double apart: 0.038 is 0.037999999999999999.
fn seventeen(x: f64) -> String {
    if !x.is_finite() {
        return x.to_string().to_lowercase();
    }
    let text = format!("{x:.16e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let plain = |number: &str| match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    };
    match exponent {
        -4..=16 => plain(&format!("{x:.*}", (16 - exponent) as usize)),
        _ => format!("{}e{}{:02}", plain(mantissa), if exponent < 0 { '-' } else { '+' }, exponent.abs()),
    }
}
fn oid(bytes: &[u8], out: &mut Vec<u8>) {
    let (mut n, mut first) = (0u64, true);
    for b in bytes {
        n = n << 7 | u64::from(b & 0x7f);
        if b & 0x80 != 0 {
            continue;
        }
        if first {
            text::decimal((n / 40).min(2), out);
            n -= (n / 40).min(2) * 40;
        }
        out.push(b'.');
        text::decimal(n, out);
        (n, first) = (0, false);
    }
}

/// What a sign makes of two values, in 64 bits or in 32; `None` where that is no number of the width: a division by zero,
/// one too large.
///
/// As Wireshark has it, the left one's kind is the result's: a negative one on the right is a large one without sign. Only a
/// difference may become negative, and then both must be numbers with a sign.
pub(super) fn arithmetic<'v>(sign: u8, wide: bool, a: &Val<'_>, b: &Val<'_>) -> Option<Val<'v>> {
    if let (Val::Float(a), Val::Float(b)) = (a, b) {
        return Some(Val::Float(match sign {
            b'+' => a + b,
            b'-' => a - b,
            b'*' => a * b,
            _ => a / b,
        }));
    }
    if let (Val::Time(a), Val::Time(b)) = (a, b) {
        let n = if sign == b'+' { a.checked_add(*b) } else { a.checked_sub(*b) };
        return n.map(Val::Time);
    }
    if sign == b'&' {
        return match (a, b) {
            (Val::Num(a), Val::Num(b)) => Some(Val::Num(a & b)),
            (Val::Num(a), Val::Int(b)) => Some(Val::Num(a & if wide { *b as u64 } else { u64::from(*b as u32) })),
            (Val::Int(a), Val::Num(b)) if wide => Some(Val::Int(a & i64::try_from(*b).ok()?)),
            (Val::Int(a), Val::Num(b)) => Some(Val::Int(a & i64::from(i32::try_from(*b).ok()?))),
            (Val::Int(a), Val::Int(b)) => Some(Val::Int(a & b)),
            _ => Some(Val::Bytes(Cow::Owned(a.bytes().iter().zip(b.bytes()).map(|(a, b)| a & b).collect()))),
        };
    }
    let signed = |val: &Val<'_>| match val {
        Val::Num(n) if wide => i64::try_from(*n).ok(),
        Val::Num(n) => i32::try_from(*n).ok().map(i64::from),
        Val::Int(n) => Some(*n),
        _ => None,
    };
    let unsigned = |val: &Val<'_>| match val {
        Val::Num(n) => Some(*n),
        Val::Int(n) => Some(if wide { *n as u64 } else { u64::from(*n as u32) }),
        _ => None,
    };
    if let Val::Num(x) = a {
        let y = unsigned(b)?;
        if sign == b'-' && y > *x {
            return if wide {
                Some(Val::Int(i64::try_from(*x).ok()?.checked_sub(i64::try_from(y).ok()?)?))
            } else {
                Some(Val::Int(i64::from(i32::try_from(*x).ok()?.checked_sub(i32::try_from(y).ok()?)?)))
            };
        }
        let n = match sign {
            b'+' => x.checked_add(y),
            b'-' => x.checked_sub(y),
            b'*' => x.checked_mul(y),
            b'/' => x.checked_div(y),
            _ => x.checked_rem(y),
        };
        return n.filter(|n| wide || *n <= u32::MAX.into()).map(Val::Num);
    }
    let (x, y) = (signed(a)?, signed(b)?);
    let n = match sign {
        b'+' => x.checked_add(y),
        b'-' => x.checked_sub(y),
        b'*' => x.checked_mul(y),
        b'/' => x.checked_div(y),
        _ => x.checked_rem(y),
    };
    n.filter(|n| wide || i32::try_from(*n).is_ok()).map(Val::Int)
}
fn minus<'v>(wide: bool, val: &Val<'_>) -> Option<Val<'v>> {
    match val {
        Val::Float(x) => Some(Val::Float(-x)),
        Val::Time(n) => n.checked_neg().map(Val::Time),
        Val::Num(_) | Val::Int(_) => {
            let zero = Val::Int(0);
            arithmetic(b'-', wide, &zero, val)
        }
        _ => None,
    }
}

/// What runs for a tree.
pub(super) fn compile(tree: &Tree) -> Test {
    let mut tests = Numbers::joined(vec![test(tree)], true);
    if tests.len() == 1 { tests.remove(0) } else { Test::Or(tests.into()) }
}
fn test(tree: &Tree) -> Test {
    let all = |trees: &[Tree], or: bool| {
        let mut tests = Numbers::joined(trees.iter().map(test).collect(), or);
        match tests.len() {
            1 => tests.remove(0),
            _ if or => Test::Or(tests.into()),
            _ => Test::And(tests.into()),
        }
    };
    match tree {
        Tree::And(trees) => all(trees, false),
        Tree::Or(trees) => all(trees, true),
        Tree::Not(tree) => Test::Not(Box::new(compile(tree))),
        Tree::Exists(Expr { kind: ExprKind::Field(Named { protocols, fields, layers: None, .. }), .. }) if fields.is_empty() => {
            Test::Layer(protocols.clone().into())
        }
        Tree::Exists(expr) => match &expr.kind {
            ExprKind::Binary(..) | ExprKind::Minus(_) => Test::Nonzero(operand(expr)),
            _ => match loads(expr) {
                Some((from, mask)) => Test::Number { from, all: false, within: Within::new(mask, vec![(0, u64::MAX)]) },
                None => Test::Exists(operand(expr)),
            },
        },
        Tree::Compare { op, all, left, right } => {
            if let Some(test) = number_test(*op, *all, left, right) {
                return test;
            }
            if let (Op::Contains, Some(c)) = (op, right.constant()) {
                let needle = Box::new(Finder::new(c.val.bytes()).into_owned());
                return Test::Contains { all: *all, left: operand(left), needle };
            }
            Test::Compare { op: *op, all: *all, left: operand(left), right: operand(right) }
        }
        Tree::Matches { all, left, regex } => Test::Matches { all: *all, left: operand(left), regex: regex.clone() },
        Tree::In { all, left, set } => {
            if let Some(test) = number_set(*all, left, set) {
                return test;
            }
            let set = set.iter().map(|(from, to)| (operand(from), to.as_ref().map(operand)));
            Test::In { all: *all, left: operand(left), set: set.collect() }
        }
    }
}
fn operand(expr: &Expr) -> Operand {
    match &expr.kind {
        ExprKind::Const(c) => Operand::Const(c.clone()),
        ExprKind::Field(named) => {
            let mut asked = vec![];
            proto::ask(0, &named.fields, &mut asked);
            let query = (!asked.is_empty()).then(|| Query::new(&asked));
            Operand::Named { protocols: named.protocols.clone().into(), query, ft: expr.ft, layers: named.layers.clone() }
        }
        ExprKind::Slice(inner, parts) => Operand::Slice(Box::new(operand(inner)), inner.ft, parts.clone()),
        ExprKind::Call(function, arguments) => {
            let ft = arguments.first().map_or(Ft::None, |a| a.ft);
            Operand::Call(*function, arguments.iter().map(operand).collect(), ft)
        }
        ExprKind::Binary(sign, left, right) => {
            if let Some(c) = expr.constant() {
                return Operand::Const(c.into_owned());
            }
            Operand::Binary(*sign, left.ft.wide() || right.ft.wide(), Box::new(operand(left)), Box::new(operand(right)))
        }
        ExprKind::Minus(inner) => Operand::Minus(inner.ft.wide(), Box::new(operand(inner))),
    }
}

/// Where the numbers lie that an expression takes, and what of them counts; `None` where it is no number read where it lies.
fn loads(expr: &Expr) -> Option<(Box<[Load]>, u64)> {
    let unsigned = |ft: Ft| matches!(ft, Ft::Uint(_) | Ft::Frame | Ft::Bool | Ft::Ip4 | Ft::Eui64 | Ft::Ether);
    match &expr.kind {
        ExprKind::Field(Named { protocols, fields, layers: None, .. }) if protocols.is_empty() && unsigned(expr.ft) => {
            let mut from = vec![];
            for (id, field) in fields {
                let top = protocol(*id).fields;
                let of: &[&'static Field] = match field.place {
                    Place::Either(of) => of,
                    _ => std::slice::from_ref(field),
                };
                for field in of {
                    let there = top.iter().any(|t| std::ptr::eq(*t, *field));
                    let plain = !matches!(field.kind, crate::field::Kind::Show(_));
                    let bool = expr.ft != Ft::Bool || field.width() == 1;
                    if !(there && plain && bool && fixed(field) && unsigned(Ft::of(field))) {
                        return None;
                    }
                    from.push(Load::new(*id, field));
                }
            }
            (!from.is_empty()).then(|| (from.into(), u64::MAX))
        }
        ExprKind::Binary(b'&', left, right) => match right.constant().as_deref() {
            Some(Const { val: Val::Num(bits), mask: None }) => loads(left).map(|(from, mask)| (from, mask & bits)),
            _ => None,
        },
        _ => None,
    }
}
/// A constant as a number, and the bits of it that count.
pub(super) fn constant(ft: Ft, expr: &Expr) -> Option<(u64, u64)> {
    let c = expr.constant()?;
    let n = match (&c.val, ft) {
        (Val::Num(n), _) => *n,
        (Val::Bytes(b), Ft::Ether) if b.len() == 6 => b.iter().fold(0, |n, b| n << 8 | u64::from(*b)),
        _ => return None,
    };
    Some((n, c.mask.map_or(u64::MAX, |mask| mask as u64)))
}
/// The numbers that compare so with a constant.
pub(super) fn range(op: Op, n: u64, mask: u64) -> Option<Vec<(u64, u64)>> {
    // What a prefix leaves open lies between these.
    let low = n & mask;
    let high = if mask == u64::MAX { n } else { low | (!mask & 0xffff_ffff) };
    let above = || high.checked_add(1).map(|n| (n, u64::MAX));
    let below = || low.checked_sub(1).map(|n| (0, n));
    Some(match op {
        Op::Equal => vec![(low, high)],
        Op::Unequal => below().into_iter().chain(above()).collect(),
        Op::Greater => above().into_iter().collect(),
        Op::GreaterEqual => vec![(low, u64::MAX)],
        Op::Less => below().into_iter().collect(),
        Op::LessEqual => vec![(0, high)],
        Op::Contains => return None,
    })
}
fn number_test(op: Op, all: bool, left: &Expr, right: &Expr) -> Option<Test> {
    let (from, counted) = loads(left)?;
    let (n, mask) = constant(left.ft, right)?;
    Some(Test::Number { from, all, within: Within::new(counted, range(op, n, mask)?) })
}
fn number_set(all: bool, left: &Expr, set: &[(Expr, Option<Expr>)]) -> Option<Test> {
    // `all` asks that one element fits all values: that is no set of numbers.
    if all && set.len() > 1 {
        return None;
    }
    let (from, counted) = loads(left)?;
    let mut ranges = vec![];
    for (low, high) in set {
        let (low, mask) = constant(left.ft, low)?;
        match high {
            None => ranges.extend(range(Op::Equal, low, mask)?),
            Some(high) => {
                let (to, to_mask) = constant(left.ft, high)?;
                let (from, to) = (range(Op::GreaterEqual, low, mask)?, range(Op::LessEqual, to, to_mask)?);
                ranges.push((from.first()?.0, to.first()?.1));
            }
        }
    }
    Some(Test::Number { from, all, within: Within::new(counted, ranges) })
}

#[cfg(test)]
mod tests {
    use super::seventeen;

    #[test]
    fn doubles_are_written_as_c_does() {
        let cases = [
            (0.0, "0"),
            (2.0, "2"),
            (-0.5, "-0.5"),
            (0.038, "0.037999999999999999"),
            (0.1, "0.10000000000000001"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (0.0001, "0.0001"),
            (0.00001, "1.0000000000000001e-05"),
            (f64::INFINITY, "inf"),
        ];
        cases.iter().for_each(|(x, text)| assert_eq!(seventeen(*x), *text));
    }
}
