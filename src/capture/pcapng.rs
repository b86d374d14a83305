//! The pcapng file format (draft-ietf-opsawg-pcapng, <https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/>).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------------------------------------------------------+
//! |                           Block Type                          |
//! +---------------------------------------------------------------+
//! |                       Block Total Length                      |
//! +---------------------------------------------------------------+
//! /                  Block Body, padded to 32 bits                /
//! +---------------------------------------------------------------+
//! |                       Block Total Length                      |
//! +---------------------------------------------------------------+
//! ```
//!
//! A section header gives the byte order of what follows up to the next one, and forgets the interfaces before it.

use super::Interface;
use super::batch::{Batch, Kind, MAX_RECORD, Slot};
use super::error::Damage;
use super::pcap::{number16, number32};
use super::read::{Fault, Walked};
use crate::frame::{LinkType, Options};
use std::ops::Range;
use std::sync::Arc;

/// Section header block.
pub(super) const SHB: u32 = 0x0a0d_0d0a;
/// Interface description block.
pub(super) const IDB: u32 = 1;
/// Packet block, obsolete.
pub(super) const PB: u32 = 2;
/// Simple packet block.
pub(super) const SPB: u32 = 3;
/// Name resolution block.
pub(super) const NRB: u32 = 4;
/// Interface statistics block.
pub(super) const ISB: u32 = 5;
/// Enhanced packet block.
pub(super) const EPB: u32 = 6;
/// Decryption secrets block.
pub(super) const DSB: u32 = 10;
/// Custom block that may be copied into changed files.
pub(super) const CB: u32 = 0x0000_0bad;
/// Custom block that may not.
pub(super) const CB_NO_COPY: u32 = 0x4000_0bad;

/// The section header's byte-order magic.
pub(super) const BYTE_ORDER: u32 = 0x1a2b_3c4d;

/// Options: `epb_flags`, and `pack_flags` in the obsolete block.
const FLAGS: u16 = 2;

/// How many interfaces are kept: a file of nothing but interface descriptions must not fill the memory.
const MAX_INTERFACES: u32 = 100_000;

/// What is known of the file so far.
#[derive(Debug, Default)]
pub(super) struct State {
    big: bool,
    /// Number of the current section over all that is read.
    section: u32,
    /// The section's interfaces; their global numbers begin with `base`.
    local: Vec<Local>,
    base: u32,
}

/// What a packet needs of its interface.
#[derive(Clone, Copy, Debug)]
struct Local {
    link: u16,
    snap: u32,
    fcs: u8,
    clock: Clock,
}

/// From an interface's time units to nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    resolution: u8,
    factor: u64,
    offset: i64,
}

impl Clock {
    /// `if_tsresol` and `if_tsoffset`.
    pub(super) fn new(resolution: u8, offset: i64) -> Clock {
        let power = u32::from(resolution & 0x7f);
        // Up to nanoseconds one factor does it, which is nearly every file there is.
        let factor = if resolution <= 9 { 10u64.pow(9 - power) } else { 0 };
        Clock { resolution, factor, offset: offset.checked_mul(1_000_000_000).unwrap_or(i64::MIN) }
    }

    /// Nanoseconds since 1970; `None` where they do not fit into 64 bits (years 1677 to 2262).
    pub(super) fn nanoseconds(&self, units: u64) -> Option<i64> {
        let time = if self.factor != 0 { units.checked_mul(self.factor)? } else { self.scale(units)? };
        let time = i64::try_from(time).ok()?;
        if self.offset == 0 {
            return Some(time);
        }
        if self.offset == i64::MIN { None } else { time.checked_add(self.offset) }
    }

    fn scale(&self, units: u64) -> Option<u64> {
        let power = u32::from(self.resolution & 0x7f);
        if self.resolution & 0x80 != 0 {
            return u64::try_from((u128::from(units) * 1_000_000_000) >> power).ok();
        }
        Some(10u64.checked_pow(power.saturating_sub(9)).map_or(0, |divisor| units / divisor))
    }
}

impl State {
    /// Begins with the section of this number.
    pub(super) fn new(section: u32) -> State {
        // The first section header increments it.
        State { section: section.wrapping_sub(1), ..State::default() }
    }

    /// The number of the section after the last.
    pub(super) fn next_section(&self) -> u32 {
        self.section.wrapping_add(1)
    }

    /// True where a block that is not whole holds a packet.
    pub(super) fn begins_packet(&self, rest: &[u8]) -> bool {
        rest.first_chunk().is_some_and(|kind| matches!(number32(*kind, self.big), EPB | SPB | PB))
    }

    /// Puts the whole blocks from `pos` on into the batch.
    pub(super) fn walk(&mut self, interfaces: &mut Arc<Vec<Interface>>, batch: &mut Batch, mut pos: usize, filled: usize) -> Walked {
        let Batch { block, slots, frames, .. } = batch;
        let data = block.get(..filled).unwrap_or(&[]);
        let stop = loop {
            let rest = data.get(pos..).unwrap_or(&[]);
            let size = match self.size(rest) {
                Ok(size) if size <= rest.len() => size,
                other => break other,
            };
            let slot = match self.block(rest.get(..size).unwrap_or(&[]), pos, interfaces) {
                Ok(slot) => slot,
                Err(fault) => break Err(fault),
            };
            *frames += u64::from(slot.kind == Kind::Frame);
            slots.push(slot);
            pos += size;
        };
        Walked { pos, stop }
    }

    /// How many bytes the block at the start of `rest` needs, as far as that can be told.
    fn size(&self, rest: &[u8]) -> Result<usize, Fault> {
        let Some(head) = rest.first_chunk::<8>() else { return Ok(12) };
        let [k0, k1, k2, k3, l0, l1, l2, l3] = *head;
        let mut big = self.big;
        let mut kind = number32([k0, k1, k2, k3], big);
        // The section header's type reads the same in both orders; its order comes after the length.
        if kind == SHB {
            let Some([_, _, _, _, _, _, _, _, magic @ ..]) = rest.first_chunk::<12>() else { return Ok(12) };
            big = match u32::from_le_bytes(*magic) {
                BYTE_ORDER => false,
                other if other.swap_bytes() == BYTE_ORDER => true,
                other => return Err(Fault::Damage(Damage::ByteOrder(other))),
            };
            kind = SHB;
        }
        let len = number32([l0, l1, l2, l3], big);
        let least = match kind {
            SHB => 28,
            IDB => 20,
            EPB | PB => 32,
            SPB => 16,
            ISB => 24,
            DSB => 20,
            CB | CB_NO_COPY => 16,
            _ => 12,
        };
        if len < least || len > MAX_RECORD {
            return Err(Fault::Damage(Damage::BlockLength { kind, len, least, most: MAX_RECORD }));
        }
        // "This value MUST be a multiple of 4"; writers that forget are read as Wireshark does, rounding up.
        Ok(len.next_multiple_of(4) as usize)
    }

    /// A whole block.
    fn block(&mut self, raw: &[u8], pos: usize, interfaces: &mut Arc<Vec<Interface>>) -> Result<Slot, Fault> {
        let range = pos..pos + raw.len();
        let kind = number32(at(raw, 0), self.big);
        if kind == SHB {
            return self.section_header(raw, range);
        }
        self.check_ends(raw, kind)?;
        let block = |kind| Slot::block(kind, range.clone(), self.section, self.big);
        match kind {
            EPB => self.enhanced(raw, pos),
            SPB => self.simple(raw, pos),
            PB => self.obsolete(raw, pos),
            IDB => {
                let slot = block(Kind::Interface);
                let interface = self.describe(raw, interfaces)?;
                Ok(Slot { interface, ..slot })
            }
            NRB => Ok(block(Kind::Names)),
            ISB => Ok(Slot { interface: Slot::place(self.global(number32(at(raw, 8), self.big))), ..block(Kind::Statistics) }),
            DSB => Ok(block(Kind::Secrets)),
            CB | CB_NO_COPY => Ok(block(Kind::Custom)),
            _ => Ok(block(Kind::Unknown)),
        }
    }

    fn check_ends(&self, raw: &[u8], kind: u32) -> Result<(), Fault> {
        let head = number32(at(raw, 4), self.big);
        let tail = number32(at(raw, raw.len().wrapping_sub(4)), self.big);
        if head == tail || tail as usize == raw.len() {
            return Ok(());
        }
        Err(Fault::Damage(Damage::BlockEnds { kind, head, tail }))
    }

    fn section_header(&mut self, raw: &[u8], range: std::ops::Range<usize>) -> Result<Slot, Fault> {
        let big = u32::from_be_bytes(at(raw, 8)) == BYTE_ORDER;
        let (major, minor) = (number16(at(raw, 12), big), number16(at(raw, 14), big));
        // Minor 2 was once written by a program and is the same format.
        if major != 1 || !matches!(minor, 0 | 2) {
            return Err(Fault::Version { format: "pcapng", major, minor, at: 12 });
        }
        let old = std::mem::replace(&mut self.big, big);
        if let Err(fault) = self.check_ends(raw, SHB) {
            self.big = old;
            return Err(fault);
        }
        self.section = self.section.wrapping_add(1);
        self.local.clear();
        Ok(Slot::block(Kind::Section, range, self.section, big))
    }

    /// Keeps an interface's description; returns its number over all files.
    fn describe(&mut self, raw: &[u8], interfaces: &mut Arc<Vec<Interface>>) -> Result<u32, Fault> {
        if interfaces.len() >= MAX_INTERFACES as usize {
            return Err(Fault::Damage(Damage::Interfaces(MAX_INTERFACES)));
        }
        if self.local.is_empty() {
            self.base = interfaces.len() as u32;
        }
        let mut interface = Interface::parse(raw, self.big);
        interface.section = self.section;
        interface.id = self.local.len() as u32;
        let clock = Clock::new(interface.resolution, interface.offset);
        self.local.push(Local { link: interface.link.0, snap: interface.snap, fcs: interface.fcs, clock });
        Arc::make_mut(interfaces).push(interface);
        Ok(interfaces.len() as u32 - 1)
    }

    fn enhanced(&self, raw: &[u8], pos: usize) -> Result<Slot, Fault> {
        let word = |n: usize| number32(at(raw, n * 4), self.big);
        self.packet(raw, pos, word(2), Some((word(3), word(4))), (word(5), word(6)), 28)
    }

    fn obsolete(&self, raw: &[u8], pos: usize) -> Result<Slot, Fault> {
        let word = |n: usize| number32(at(raw, n * 4), self.big);
        // Interface and drop count share a word.
        let interface = u32::from(number16(at(raw, 8), self.big));
        self.packet(raw, pos, interface, Some((word(3), word(4))), (word(5), word(6)), 28)
    }

    fn simple(&self, raw: &[u8], pos: usize) -> Result<Slot, Fault> {
        let wire = number32(at(raw, 8), self.big);
        // "the SPB does not contain a captured length: the minimum of SnapLen and Original Packet Length".
        let snap = self.local.first().map_or(0, |local| local.snap);
        let len = if snap == 0 { wire } else { wire.min(snap) };
        self.packet(raw, pos, 0, None, (len, wire), 12)
    }

    fn packet(&self, raw: &[u8], pos: usize, id: u32, units: Option<(u32, u32)>, len: (u32, u32), head: usize) -> Result<Slot, Fault> {
        let Some(local) = self.local.get(id as usize) else {
            return Err(Fault::Damage(Damage::Interface { interface: id, count: self.local.len() as u32 }));
        };
        let (len, wire) = len;
        let end = raw.len().saturating_sub(4);
        let room = end.saturating_sub(head);
        if len as usize > room {
            return Err(Fault::Damage(Damage::BlockRoom { len, room: room as u32 }));
        }
        let options = (head + (len as usize).next_multiple_of(4)).min(end);
        let options = if units.is_some() { options } else { end };
        let time = units.and_then(|(high, low)| local.clock.nanoseconds(u64::from(high) << 32 | u64::from(low)));
        let fcs = if options == end { None } else { self.flagged_fcs(raw.get(options..end).unwrap_or(&[])) };
        Ok(Slot {
            data: (pos + head) as u32,
            len,
            options: (pos + options) as u32,
            options_len: (end - options) as u32,
            wire,
            interface: self.base + id,
            time: Slot::stamp(time),
            link: local.link,
            fcs: fcs.unwrap_or(local.fcs),
            ..Slot::block(Kind::Frame, pos..pos + raw.len(), self.section, self.big)
        })
    }

    /// "Bits 5-8: FCS length, in octets (0000 if this information is not available)", overriding `if_fcslen`.
    fn flagged_fcs(&self, options: &[u8]) -> Option<u8> {
        let (_, value) = Options { bytes: options, big: self.big }.find(|(code, _)| *code == FLAGS)?;
        let flags = number32(*value.first_chunk()?, self.big);
        Some((flags >> 5 & 0xf) as u8).filter(|len| *len != 0)
    }

    fn global(&self, id: u32) -> Option<u32> {
        ((id as usize) < self.local.len()).then(|| self.base + id)
    }
}

impl Interface {
    /// What an interface description block says; `raw` is the whole block.
    pub(super) fn parse(raw: &[u8], big: bool) -> Interface {
        let options = raw.get(16..raw.len().saturating_sub(4)).unwrap_or(&[]);
        let mut interface =
            Interface { link: LinkType(number16(at(raw, 8), big)), snap: number32(at(raw, 12), big), ..Interface::default() };
        let text = |value: &[u8]| {
            // Some writers count a final zero in.
            let value = value.strip_suffix(&[0]).unwrap_or(value);
            Some(String::from_utf8_lossy(value).into_owned())
        };
        for (code, value) in (Options { bytes: options, big }) {
            match (code, value) {
                (2, _) => interface.name = text(value),
                (3, _) => interface.description = text(value),
                (8, _) => interface.speed = value.try_into().ok().map(|b| number64(b, big)),
                (9, [resolution, ..]) => interface.resolution = *resolution,
                // The first byte says what the filter is: 0 is a string for libpcap.
                (11, [0, filter @ ..]) => interface.filter = text(filter),
                (12, _) => interface.os = text(value),
                // The draft says bits, Wireshark takes bytes and everybody writes 4: small numbers are bytes.
                (13, [len, ..]) => interface.fcs = if *len > 8 { len / 8 } else { *len },
                (14, _) => interface.offset = value.try_into().map_or(0, |b| number64(b, big) as i64),
                (15, _) => interface.hardware = text(value),
                _ => {}
            }
        }
        interface
    }
}

pub(super) fn number64(bytes: [u8; 8], big: bool) -> u64 {
    if big { u64::from_be_bytes(bytes) } else { u64::from_le_bytes(bytes) }
}

/// The bytes at an offset that the block's least length guarantees; zeros where it does not.
pub(super) fn at<const N: usize>(raw: &[u8], offset: usize) -> [u8; N] {
    raw.get(offset..).and_then(|rest| rest.first_chunk()).copied().unwrap_or([0; N])
}

/// Where a record with more comments was written.
pub(super) struct Annotated {
    pub(super) options: Range<usize>,
    /// The whole record and its data's first byte; `None` where the record is no enhanced packet block and stays as it is.
    pub(super) record: Option<(Range<usize>, usize)>,
}

/// Appends a frame's record with a comment for each line of a text before the options it has; of another record only the options.
pub(super) fn annotated(raw: &[u8], slot: &Slot, text: &str, options: &[u8], out: &mut Vec<u8>) -> Annotated {
    let word = |number: u32| if slot.big { number.to_be_bytes() } else { number.to_le_bytes() };
    let start = out.len();
    let head = (slot.data - slot.start) as usize;
    let epb = !raw.is_empty() && number32(at(raw, 0), slot.big) == EPB;
    if epb {
        let data = raw.get(..head + (slot.len as usize).next_multiple_of(4)).unwrap_or(raw);
        out.extend_from_slice(data);
    }
    let from = out.len();
    for line in text.lines() {
        let line = line.as_bytes().get(..0xffff).unwrap_or(line.as_bytes());
        for number in [1, line.len() as u16] {
            out.extend_from_slice(&if slot.big { number.to_be_bytes() } else { number.to_le_bytes() });
        }
        out.extend_from_slice(line);
        // From here on: the record's own start may be anywhere.
        let filled = (out.len() - from).next_multiple_of(4);
        out.resize(from + filled, 0);
    }
    // What a frame's options are may end without saying so.
    out.extend_from_slice(if options.is_empty() { &[0; 4] } else { options });
    let options = from..out.len();
    if !epb {
        return Annotated { options, record: None };
    }
    let size = word((out.len() - start + 4) as u32);
    out.extend_from_slice(&size);
    if let Some(place) = out.get_mut(start + 4..start + 8) {
        place.copy_from_slice(&size);
    }
    Annotated { options, record: Some((start..out.len(), start + head)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resolution() {
        // Units, if_tsresol, if_tsoffset, nanoseconds.
        let cases = [
            (1_234_567_890_123_456, 6, 0, Some(1_234_567_890_123_456_000)),
            (1_234_567_890_123_456, 9, 0, Some(1_234_567_890_123_456)),
            (1_234_567_890_123_456, 12, 0, Some(1_234_567_890_123)),
            (1_234_567_890_123_456, 0x7f, 0, Some(0)),
            (5, 0, 0, Some(5_000_000_000)),
            (5, 0x80 | 10, 0, Some(4_882_812)),
            (1_234_567_890_123_456, 0x80 | 30, 0, Some(1_149_780_945_967_376)),
            (u64::MAX, 0xff, 0, Some(0)),
            (u64::MAX, 6, 0, None),
            (1 << 63, 9, 0, None),
            (1_234_567, 6, 100, Some(101_234_567_000)),
            (1_234_567, 6, -100, Some(-98_765_433_000)),
            (1, 6, 1 << 62, None),
        ];
        for (units, resolution, offset, expected) in cases {
            assert_eq!(Clock::new(resolution, offset).nanoseconds(units), expected, "{units} in {resolution:#x} + {offset}");
        }
    }
}
