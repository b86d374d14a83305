//! Floor 0. What a field is: one name, one place, one kind.
//!
//! A protocol's fields stand in wire order. First the fixed part ([`Place::Bits`], [`Place::Bytes`],
//! [`Place::Little`]), which is read where it lies, without looking at anything else. Behind it fields
//! follow one another, and a record is a field too: [`Place::Group`] holds fields, `Many`, `Times` and
//! `Repeat` repeat one, `Pick`, `Peek`, `Switch` and `When` choose. One reader (`read.rs`) and one
//! writer (`craft/`) understand all of them.
use crate::read::{Flow, Reader};
use crate::spine::{Packet, Stage};
use crate::text::Name;
use std::ops::Range;

/// A list of fields in wire order.
pub type Fields = &'static [&'static Field];

/// Numbers and what they mean, ascending.
pub type Names = &'static [(u64, &'static str)];

/// Where a field lies.
#[derive(Clone, Copy)]
pub enum Place {
    /// Fixed part: offset and width in bits from the first bit of the layer, big endian.
    Bits(u16, u8),
    /// Fixed part: offset and length in bytes from the first byte of the layer.
    Bytes(u16, u16),
    /// Fixed part: bits of a little-endian word: the word's offset and length in bytes, the lowest bit, the width.
    Little(u16, u8, u8, u8),

    // From here on: behind the field before it.
    /// A number of so many bits (8, 16, .. 64), big endian.
    Uint(u8),
    /// A number of so many bits (16, 32, 64), little endian.
    UintLe(u8),
    /// As `Uint`, and the next `Pick` goes by it.
    Key(u8),
    /// As `UintLe`, and the next `Pick` goes by it.
    KeyLe(u8),
    /// These bits of the number before it (`Uint`, `Key`, `Len` ..), which may be unnamed. Nothing is passed over.
    Sub(u64),
    /// So many bytes.
    Run(u16),
    /// So many bytes as the function says, shown even if there are none.
    Take(fn(&Here<'_>) -> usize),
    /// A number of so many bits, big endian, counted from what a stage has noted for that field of the layer: a SACK block's edges.
    Since(u8, &'static Field),
    /// All bytes to the end of the record.
    Rest,
    /// Text to a zero byte, which belongs to it but is not shown, or to the end of the record.
    Zero,
    /// A domain name, compressed or not (RFC 1035, 4.1.4). Pointers count from the layer's first byte.
    Name,
    /// A length of so many bits that ends the record it stands in.
    Len(u8, Counts),
    /// The same, little endian.
    LenLe(u8, Counts),
    /// A length of so many bits, then these fields within it.
    Span(u8, Fields),
    /// These fields, as one record.
    Group(Fields),
    /// This record or value, again and again, to the end.
    Many(&'static Field),
    /// This record, as often as that field of the fixed part says.
    Times(&'static Field, &'static Field),
    /// This record, as often as the function says.
    Repeat(fn(&Here<'_>) -> usize, &'static Field),
    /// The fields that belong to the last `Key`, or else the second list.
    Pick(&'static [(u64, Fields)], Fields),
    /// The fields that belong to the number the function finds, or else the second list.
    Switch(fn(&Here<'_>) -> u64, &'static [(u64, Fields)], Fields),
    /// The record whose number the next so many bits hold, or else the last.
    Peek(u8, &'static [(u64, &'static Field)], &'static Field),
    /// These fields, if the function says so.
    When(fn(&Here<'_>) -> bool, Fields),
    /// These fields within the next so many bytes. What is left of them is passed over.
    Sized(fn(&Here<'_>) -> usize, Fields),
    /// These fields, as the function reads them from here to the end of the record: lines of text, ASN.1, lengths of any size.
    Told(fn(&mut Reader<'_, '_>) -> Flow, Fields),

    // Not behind the field before it.
    /// Worked out where the reader stands, from what it has passed or what follows. Nothing is passed over.
    Reckoned(for<'a> fn(&Here<'a>) -> Option<Value<'a>>),
    /// All that the layer carries.
    Body,
    /// Any of these: ip.addr is ip.src or ip.dst.
    Either(Fields),
    /// Worked out from the packet and the layer's index in it: tcp.len, udp.checksum.status.
    Derived(for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>),
    /// The same for text: appended to the buffer. False when there is none.
    Written(fn(&Packet<'_>, usize, &mut Vec<u8>) -> bool),
    /// These fields, in the bytes of the frame that the function finds: an Ethernet trailer, ICMP extensions.
    Elsewhere(fn(&Packet<'_>, usize) -> Option<Range<usize>>, Fields),
    /// Laid on the packet by a stage that has seen the packets before it: tcp.stream.
    Noted(Stage),
    /// The same, as often as it was laid: ip.fragment.
    NotedEach(Stage),
}

/// What a record's length leaves behind its last field: told only to listeners that hear unnamed fields too.
pub static LEFT: Field = Field::new("", "", Place::Rest);

/// What a `Len` counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Counts {
    /// The record from its first byte on: TCP and IP options.
    Whole,
    /// What stands behind the length itself: DNS, TLS, DHCP.
    Behind,
}

/// Where the reader or writer stands when it asks a function of the description.
#[derive(Clone, Copy)]
pub struct Here<'a> {
    /// The layer's bytes: when reading all of its header, when writing what is written so far.
    pub head: &'a [u8],
    /// Where the innermost record starts, in `head`.
    pub start: usize,
    /// The next byte, in `head`.
    pub at: usize,
    /// Where the innermost record ends, in `head`; when writing, as `at`.
    pub end: usize,
    /// The last `Key`.
    pub key: u64,
    /// The last number that was read.
    pub number: u64,
    /// What the layer has on the wire in bytes, cut off or not.
    pub wire: usize,
    /// How the layer's protocol said that it is to be read.
    pub mode: u32,
}
impl Here<'_> {
    /// The byte at `at` of the layer; 0 behind its end.
    pub fn byte(&self, at: usize) -> u8 {
        self.head.get(at).copied().unwrap_or(0)
    }
    /// The two bytes at `at` of the layer, big endian; 0 behind its end.
    pub fn word(&self, at: usize) -> u16 {
        load(self.head, at * 8, 16).unwrap_or(0) as u16
    }
    /// The bytes of the innermost record that were passed already.
    pub fn passed(&self) -> usize {
        self.at - self.start.min(self.at)
    }
    /// The bytes left in the innermost record.
    pub fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }
    /// The bytes from here to the next multiple of `n`, counted from the record's start.
    pub fn pad(&self, n: usize) -> usize {
        self.passed().next_multiple_of(n) - self.passed()
    }
}

/// Decides how a value is shown, parsed, and typed in JSON, Arrow and Python.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Nothing but present: Wireshark's FT_NONE, shown as 1.
    Present,
    /// A record that Wireshark counts as a protocol: `-T fields` shows nothing of it.
    Protocol,
    /// A decimal number.
    Dec,
    /// A hexadecimal number with all digits of its width.
    Hex,
    /// An octal number.
    Oct,
    /// A number in two's complement.
    Signed,
    /// An IEEE 754 number of 32 or 64 bits, by the field's width.
    Float,
    /// True or false.
    Flag,
    /// IEEE 802 address.
    Mac,
    /// 64-bit extended unique identifier.
    Eui64,
    /// IPv4 address, as a number or as bytes.
    Ip4,
    /// IPv6 address. Fewer than 16 bytes are the first ones.
    Ip6,
    /// Text or domain name.
    Text,
    /// Bytes.
    Bytes,
    /// A 16-byte identifier, mixed endian in Wireshark's sense only where `true`.
    Guid,
    /// A time of day and date; the function turns the number on the wire into nanoseconds since 1970.
    Time(fn(u64) -> i64),
    /// A length of time; the number on the wire times this is nanoseconds.
    Duration(u64),
    /// Shown its own way.
    Show(&'static Show),
}

/// How values of a kind of their own are shown.
pub struct Show {
    /// What Wireshark calls the type, without `FT_`.
    pub ft: &'static str,
    /// Writes the value as `-T fields` shows it.
    pub plain: fn(Value<'_>, &mut Vec<u8>),
}

/// What craft writes when the user says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unset {
    /// This number.
    Is(u64),
    /// These bytes.
    Bytes(&'static [u8]),
    /// What follows from the rest: a length, a checksum, the next protocol's number.
    Computed,
}

/// How craft expressions may say a field's numbers, besides as numbers and by what they mean.
#[derive(Clone, Copy)]
pub enum Words {
    /// No other way.
    None,
    /// Scapy's short names for numbers, in any order: several may name one number.
    Names(Names),
    /// Names of bits, the lowest first; letters one behind the other (`SA`), words joined by `+` (`MF+DF`). Empty: nameless.
    Flags(&'static [&'static str]),
    /// A number with so many bits behind the point.
    Fixed(u8),
    /// Two numbers of half the bits, as `2:3`.
    Pair,
    /// Text of an IEEE 802 address's form is one; any other is text.
    Mac,
    /// The same for addresses of IP.
    Network,
    /// A name of NetBIOS: 15 bytes, each told by two letters behind the length (RFC 1001, 14.1).
    NetBios,
    /// Numbers, told by bits in windows of 256 (RFC 4034, 4.1.2).
    Bitmaps,
    /// A prefix of addresses: its length in bits, then as much of it, rounded up to so many bytes.
    Prefix(u8),
    /// Decimal digits, two to a byte, the first in the low half; a half that is left over is 15 (3GPP TS 29.060, 7.7.2).
    Digits,
    /// A domain name's labels without its end (3GPP TS 23.003, 9.1).
    Labels,
    /// Text of 16 bits a character, little endian.
    Utf16,
    /// A value of ASN.1 with this tag, in the basic encoding rules (X.690); 0: with the tag of what is said.
    Asn1(u8),
}

/// A value, borrowed from the bytes it was read from. Nothing is copied until someone shows it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A number in host byte order, already multiplied by the field's `times`.
    Num(u64),
    /// Bytes in wire order.
    Bytes(&'a [u8]),
    /// A domain name, not yet unpacked.
    Name(Name<'a>),
}

/// One field of a protocol.
pub struct Field {
    /// Wireshark's name: filter, JSON, SQL, docs, Python. Empty where Wireshark shows only a title.
    pub name: &'static str,
    /// Scapy's name, accepted by craft expressions only.
    pub alias: &'static str,
    /// What it is, for people.
    pub title: &'static str,
    /// Where it lies.
    pub place: Place,
    /// How it is shown.
    pub kind: Kind,
    /// What its numbers mean, ascending.
    pub names: Names,
    /// How craft expressions may say it.
    pub words: Words,
    /// What craft writes when the user says nothing.
    pub unset: Unset,
    /// ip.hdr_len counts words on the wire and bytes in Wireshark: 4.
    pub times: u8,
    /// The width in bits that Wireshark gives it, where that is not the width on the wire.
    pub ft: u8,
    /// What must have seen the packet, where the place does not tell.
    pub after: Stage,
}

impl Field {
    /// A field at a place.
    pub const fn new(name: &'static str, title: &'static str, place: Place) -> Field {
        let kind = match place {
            Place::Name | Place::Zero | Place::Written(_) => Kind::Text,
            Place::Bits(_, 1) | Place::Little(_, _, _, 1) => Kind::Flag,
            Place::Sub(mask) if mask.count_ones() == 1 => Kind::Flag,
            Place::Bytes(..) | Place::Run(_) | Place::Take(_) | Place::Rest | Place::Body => Kind::Bytes,
            Place::Group(_) | Place::Many(_) | Place::Times(..) | Place::Repeat(..) => Kind::Present,
            _ => Kind::Dec,
        };
        let unset = match place {
            Place::Len(..) | Place::LenLe(..) | Place::Span(..) => Unset::Computed,
            _ => Unset::Is(0),
        };
        Field { name, alias: "", title, place, kind, names: &[], words: Words::None, unset, times: 1, ft: 0, after: Stage::Walk }
    }
    /// A number in the fixed part: offset and width in bits.
    pub const fn bits(name: &'static str, title: &'static str, at: u16, width: u8) -> Field {
        Field::new(name, title, Place::Bits(at, width))
    }
    /// Bytes in the fixed part: offset and length in bytes.
    pub const fn bytes(name: &'static str, title: &'static str, at: u16, len: u16) -> Field {
        Field::new(name, title, Place::Bytes(at, len))
    }
    /// A list without a name of its own whose items the views show one by one.
    pub const fn many(title: &'static str, one: &'static Field) -> Field {
        Field::new("", title, Place::Many(one))
    }
    /// A choice or a bracket: neither named nor shown itself.
    pub const fn part(place: Place) -> Field {
        Field::new("", "", place)
    }
    /// With Scapy's name.
    pub const fn alias(mut self, alias: &'static str) -> Field {
        self.alias = alias;
        self
    }
    /// Shown another way.
    pub const fn kind(mut self, kind: Kind) -> Field {
        self.kind = kind;
        self
    }
    /// Shown in hexadecimal.
    pub const fn hex(self) -> Field {
        self.kind(Kind::Hex)
    }
    /// Shown as text.
    pub const fn text(self) -> Field {
        self.kind(Kind::Text)
    }
    /// With names for its numbers, ascending.
    pub const fn names(mut self, names: Names) -> Field {
        self.names = names;
        self
    }
    /// With a unit: the number on the wire times this.
    pub const fn times(mut self, times: u8) -> Field {
        self.times = times;
        self
    }
    /// With the width that Wireshark gives it, in bits.
    pub const fn ft(mut self, bits: u8) -> Field {
        self.ft = bits;
        self
    }
    /// Right only when that stage has seen the packet.
    pub const fn after(mut self, stage: Stage) -> Field {
        self.after = stage;
        self
    }
    /// With a default for craft.
    pub const fn unset(mut self, n: u64) -> Field {
        self.unset = Unset::Is(n);
        self
    }
    /// With Scapy's short names for numbers.
    pub const fn words(mut self, names: Names) -> Field {
        self.words = Words::Names(names);
        self
    }
    /// With names for bits, the lowest first.
    pub const fn flags(mut self, names: &'static [&'static str]) -> Field {
        self.words = Words::Flags(names);
        self
    }
    /// Two numbers of half the bits in craft expressions.
    pub const fn pair(mut self) -> Field {
        self.words = Words::Pair;
        self
    }
    /// With so many bits behind the point in craft expressions.
    pub const fn fixed(mut self, bits: u8) -> Field {
        self.words = Words::Fixed(bits);
        self
    }
    /// Filled in by craft.
    pub const fn computed(mut self) -> Field {
        self.unset = Unset::Computed;
        self
    }
    /// With default bytes for craft.
    pub const fn preset(mut self, bytes: &'static [u8]) -> Field {
        self.unset = Unset::Bytes(bytes);
        self
    }

    /// True for a checksum that a protocol's `finish` computes.
    pub fn is_checksum(&self) -> bool {
        self.name.ends_with("checksum") || self.name.ends_with("cksum")
    }
    /// Reads a field of the fixed part; `None` when the header ends before it, or it lies elsewhere.
    #[inline]
    pub fn get<'a>(&self, head: &'a [u8]) -> Option<Value<'a>> {
        match self.place {
            Place::Bits(at, width) => load(head, at.into(), width.into()).map(|n| Value::Num(n * self.times as u64)),
            Place::Bytes(at, len) => head.get(at as usize..(at + len) as usize).map(Value::Bytes),
            Place::Little(at, bytes, shift, width) => {
                let word = load_le(head.get(at as usize..)?.get(..bytes as usize)?);
                Some(Value::Num((word >> shift & mask(width.into())) * self.times as u64))
            }
            _ => None,
        }
    }
    /// The number that `get` finds.
    #[inline]
    pub fn num(&self, head: &[u8]) -> Option<u64> {
        match self.get(head) {
            Some(Value::Num(n)) => Some(n),
            _ => None,
        }
    }
    /// Writes a field of the fixed part and leaves its neighbours' bits alone; `None` when it does not fit.
    pub fn put(&self, head: &mut [u8], value: Value<'_>) -> Option<()> {
        match (self.place, value) {
            (Place::Bits(at, width), Value::Num(n)) => store(head, at.into(), width.into(), n / self.times as u64),
            (Place::Bytes(at, len), Value::Bytes(b)) if b.len() == len as usize => {
                head.get_mut(at as usize..(at + len) as usize)?.copy_from_slice(b);
                Some(())
            }
            (Place::Little(at, bytes, shift, width), Value::Num(n)) => {
                let word = head.get_mut(at as usize..)?.get_mut(..bytes as usize)?;
                let bits = mask(width.into()) << shift;
                let new = load_le(word) & !bits | (n / self.times as u64) << shift & bits;
                word.iter_mut().zip(new.to_le_bytes()).for_each(|(b, n)| *b = n);
                Some(())
            }
            _ => None,
        }
    }
    /// Width on the wire in bits; 0 when it varies.
    pub const fn width(&self) -> usize {
        match self.place {
            Place::Bits(_, w) | Place::Little(_, _, _, w) => w as usize,
            Place::Uint(w) | Place::Since(w, _) | Place::Key(w) | Place::UintLe(w) | Place::KeyLe(w) => w as usize,
            Place::Len(w, _) | Place::LenLe(w, _) | Place::Span(w, _) => w as usize,
            Place::Sub(mask) => mask.count_ones() as usize,
            Place::Bytes(_, n) | Place::Run(n) => n as usize * 8,
            _ => 0,
        }
    }
    /// Hexadecimal digits that Wireshark shows: two for each byte of the type.
    pub const fn digits(&self) -> usize {
        let bits = if self.ft > 0 { self.ft as usize } else { self.width() };
        match bits {
            1..=8 => 2,
            9..=16 => 4,
            17..=24 => 6,
            25..=32 => 8,
            33..=40 => 10,
            41..=48 => 12,
            49..=56 => 14,
            57..=64 => 16,
            _ => 8,
        }
    }
    /// The bytes of the layer that a field of the fixed part touches.
    pub const fn range(&self) -> Range<usize> {
        match self.place {
            Place::Bits(at, w) => at as usize / 8..(at as usize + w as usize).div_ceil(8),
            Place::Bytes(at, n) => at as usize..at as usize + n as usize,
            Place::Little(at, n, ..) => at as usize..at as usize + n as usize,
            _ => 0..0,
        }
    }
    /// The stage that must run before this field has a value.
    pub fn stage(&self) -> Stage {
        match self.place {
            Place::Noted(stage) | Place::NotedEach(stage) => stage,
            Place::Since(_, from) => from.stage(),
            Place::Either(of) => of.iter().map(|f| f.stage()).max().unwrap_or(Stage::Walk),
            _ => self.after,
        }
    }
    /// Calls back for each field inside this one, once each, until the answer is false.
    pub fn inside(&'static self, each: &mut dyn FnMut(&'static Field) -> bool) -> bool {
        match self.place {
            Place::Group(of)
            | Place::Span(_, of)
            | Place::When(_, of)
            | Place::Sized(_, of)
            | Place::Elsewhere(_, of)
            | Place::Told(_, of) => of.iter().all(|f| each(f)),
            Place::Many(one) | Place::Times(_, one) | Place::Repeat(_, one) => each(one),
            Place::Pick(of, or) | Place::Switch(_, of, or) => {
                of.iter().flat_map(|(_, of)| *of).all(|f| each(f)) && or.iter().all(|f| each(f))
            }
            Place::Peek(_, of, or) => of.iter().all(|(_, f)| each(f)) && each(or),
            _ => true,
        }
    }
    /// True when `wanted` is this field or lies somewhere inside it.
    pub fn holds(&'static self, wanted: &'static Field) -> bool {
        fn search(f: &'static Field, wanted: &'static Field, depth: u8) -> bool {
            std::ptr::eq(f, wanted) || depth > 0 && !f.inside(&mut |f| !search(f, wanted, depth - 1))
        }
        search(self, wanted, 16)
    }
    /// True for a field that a reader finds only by reading what stands before it.
    pub const fn follows(&self) -> bool {
        use Place::*;
        !matches!(
            self.place,
            Bits(..) | Bytes(..) | Little(..) | Reckoned(_) | Body | Either(_) | Derived(_) | Written(_) | Elsewhere(..) | Noted(_)
        )
    }
    /// True for a field that has no value of its own: a choice, a bracket, an unnamed list.
    pub const fn bracket(&self) -> bool {
        use Place::*;
        matches!(self.place, Pick(..) | Peek(..) | Switch(..) | When(..) | Sized(..) | Elsewhere(..) | Told(..))
    }
}

/// The number in these bits of `b`, big endian; `None` when `b` ends before them.
#[inline(always)]
pub(crate) fn load(b: &[u8], at: usize, width: usize) -> Option<u64> {
    let (byte, bit) = (at / 8, at % 8);
    if bit == 0 {
        match width {
            8 => return b.get(byte).map(|&x| x as u64),
            16 => return b.get(byte..)?.first_chunk().map(|c| u16::from_be_bytes(*c) as u64),
            32 => return b.get(byte..)?.first_chunk().map(|c| u32::from_be_bytes(*c) as u64),
            _ => {}
        }
    }
    let n = (bit + width).div_ceil(8);
    if n == 1 {
        return b.get(byte).map(|&x| (x as u64 >> (8 - bit - width)) & mask(width));
    }
    let acc = b.get(byte..byte.checked_add(n)?)?.iter().fold(0u128, |a, &x| a << 8 | x as u128);
    Some((acc >> (n * 8 - bit - width)) as u64 & mask(width))
}
/// The number in all of `b`, little endian, at most 8 bytes.
#[inline]
pub(crate) fn load_le(b: &[u8]) -> u64 {
    b.iter().take(8).rev().fold(0, |n, &x| n << 8 | x as u64)
}
/// Writes a number into these bits, big endian; `None` when `b` ends before them.
pub(crate) fn store(b: &mut [u8], at: usize, width: usize, v: u64) -> Option<()> {
    let (byte, bit) = (at / 8, at % 8);
    let n = (bit + width).div_ceil(8);
    let b = b.get_mut(byte..byte.checked_add(n)?)?;
    let shift = n * 8 - bit - width;
    let keep = !((mask(width) as u128) << shift);
    let acc = b.iter().fold(0u128, |a, &x| a << 8 | x as u128) & keep | ((v & mask(width)) as u128) << shift;
    for (i, x) in b.iter_mut().enumerate() {
        *x = (acc >> ((n - 1 - i) * 8)) as u8
    }
    Some(())
}
/// So many ones.
pub(crate) const fn mask(width: usize) -> u64 {
    if width >= 64 { u64::MAX } else { (1 << width) - 1 }
}
