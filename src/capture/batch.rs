//! A batch: one block of bytes as it was read, and where its records lie. It is used again and again; a frame costs no allocation.

use super::{Interface, pcapng};
use crate::frame::{Frame, Info, LinkType, Options};
use std::ops::Range;
use std::sync::Arc;

/// The size of a batch's block, unless a single record is larger.
pub const BLOCK: usize = 256 << 10;

/// The longest record that is read: pcapng's largest block in practice is a frame of 128 MiB (D-Bus, USB) with its options.
pub const MAX_RECORD: u32 = 128 << 20 | 128 << 10;

/// No time, in a slot.
const NEVER: i64 = i64::MIN;

/// No interface, in a slot.
const NOWHERE: u32 = u32::MAX;

/// Some frames in order, with the bytes they lie in.
#[derive(Debug, Default)]
pub struct Batch {
    pub(super) block: Vec<u8>,
    pub(super) target: usize,
    pub(super) slots: Vec<Slot>,
    pub(super) course: Course,
    pub(super) frames: u64,
    pub(super) sequence: u64,
    pub(super) interfaces: Arc<Vec<Interface>>,
    /// The block is nothing but the records of frames of one little-endian pcapng section, one behind the other.
    pub(super) solid: bool,
}

/// The seven words that an enhanced packet block in little endian begins with.
fn words(block: &[u8]) -> Option<[u32; 7]> {
    let bytes = block.first_chunk::<28>()?;
    let mut words = [0; 7];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *word = u32::from_le_bytes(*bytes);
    }
    Some(words)
}

/// What frames before this one have left behind: their count and their times.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Course {
    pub(super) frames: u64,
    pub(super) previous: Option<i64>,
    pub(super) first: Option<i64>,
}

/// Where a record lies in the block, and what its header said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) data: u32,
    pub(super) len: u32,
    pub(super) options: u32,
    pub(super) options_len: u32,
    pub(super) wire: u32,
    pub(super) interface: u32,
    pub(super) section: u32,
    pub(super) time: i64,
    pub(super) link: u16,
    pub(super) fcs: u8,
    pub(super) kind: Kind,
    pub(super) big: bool,
}

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A frame, whatever carries it.
    Frame,
    /// The header of a pcap file, 24 bytes (28 in IXIA's variants are not kept: 24).
    FileHeader,
    /// pcapng: a section begins.
    Section,
    /// pcapng: an interface is described.
    Interface,
    /// pcapng: names of addresses.
    Names,
    /// pcapng: an interface's statistics.
    Statistics,
    /// pcapng: keys for decryption.
    Secrets,
    /// pcapng: a block of somebody's own (0x00000BAD, or 0x40000BAD, which asks not to be copied into changed files).
    Custom,
    /// pcapng: a block that this reader does not know.
    Unknown,
}

/// One record of a capture: a frame, or something about the frames.
#[derive(Clone, Copy, Debug)]
pub enum Record<'a> {
    /// A frame and the record that holds it.
    Frame(Frame<'a>, Block<'a>),
    /// Anything else that the file holds.
    Block(Block<'a>),
}

/// A record as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    /// What it is.
    pub kind: Kind,
    /// The whole record: header, contents, trailer. Empty where the frame is not from a file.
    pub raw: &'a [u8],
    /// Which section it belongs to, counted from 0 over all that is read; a pcap file is one section.
    pub section: u32,
    /// The interface it describes (`Interface`), or that its frame is of.
    pub interface: Option<u32>,
    /// True where its section is written in big endian.
    pub big: bool,
}

impl Batch {
    /// An empty batch; its block is allocated when it is first filled.
    pub fn new() -> Batch {
        Batch { target: BLOCK, ..Batch::default() }
    }

    /// An empty batch whose block is smaller or larger than [`BLOCK`].
    pub fn with_block(bytes: usize) -> Batch {
        Batch { target: bytes.clamp(4 << 10, 16 << 20), ..Batch::default() }
    }

    /// The frames, in the file's order.
    pub fn frames(&self) -> impl Iterator<Item = Frame<'_>> {
        self.walk().filter_map(|(slot, info)| match slot.kind {
            Kind::Frame => Some(self.frame(slot, info)),
            _ => None,
        })
    }

    /// The frames and everything between them, in the file's order.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.walk().map(|(slot, info)| {
            let raw = self.bytes(slot.start, slot.end.saturating_sub(slot.start));
            let interface = (slot.interface != NOWHERE).then_some(slot.interface);
            let block = Block { kind: slot.kind, raw, section: slot.section, interface, big: slot.big };
            match slot.kind {
                Kind::Frame => Record::Frame(self.frame(slot, info), block),
                _ => Record::Block(block),
            }
        })
    }

    /// How many frames there are.
    pub fn len(&self) -> usize {
        self.frames as usize
    }

    /// True where there is no frame; there may be other records.
    pub fn is_empty(&self) -> bool {
        self.frames == 0
    }

    /// This batch's place among the batches of its source, from 0: what an ordered output goes by.
    pub fn number(&self) -> u64 {
        self.sequence
    }

    /// The number of the frame before this batch's first: 0 at the start.
    pub fn frames_before(&self) -> u64 {
        self.course.frames
    }

    /// All interfaces that were described up to this batch's end, by [`Info::interface`].
    pub fn interfaces(&self) -> &Arc<Vec<Interface>> {
        &self.interfaces
    }

    /// Lays comments on frames, as pcapng keeps them (`opt_comment`), before what options they have: `say` writes into the text what
    /// is to be said of a frame, one line for each comment.
    pub fn annotate(&mut self, mut say: impl FnMut(&Frame<'_>, &mut String)) {
        let (mut text, mut room, mut laid) = (String::new(), Vec::new(), Vec::new());
        for (i, (slot, info)) in self.walk().enumerate() {
            if slot.kind != Kind::Frame {
                continue;
            }
            text.clear();
            let frame = self.frame(slot, info);
            say(&frame, &mut text);
            if text.is_empty() {
                continue;
            }
            let raw = self.bytes(slot.start, slot.end.saturating_sub(slot.start));
            laid.push((i, pcapng::annotated(raw, slot, &text, frame.options.bytes, &mut room)));
        }
        let base = self.block.len();
        self.solid &= laid.is_empty();
        if u32::try_from(base + room.len()).is_err() {
            return;
        }
        // Old records stay where they were, without being any longer.
        self.solid &= laid.is_empty();
        self.block.append(&mut room);
        let base = base as u32;
        for (i, place) in laid {
            let Some(slot) = self.slots.get_mut(i) else { continue };
            (slot.options, slot.options_len) = (base + place.options.start as u32, place.options.len() as u32);
            if let Some((record, data)) = place.record {
                (slot.start, slot.end, slot.data) = (base + record.start as u32, base + record.end as u32, base + data as u32);
            }
        }
    }

    /// Makes it empty; keeps the memory.
    pub(super) fn clear(&mut self) {
        self.slots.clear();
        self.frames = 0;
        self.solid = false;
        self.interfaces = Arc::default();
        if self.target == 0 {
            self.target = BLOCK;
        }
    }

    /// The block, if it is nothing but packets' records as they go into a file.
    pub(super) fn solid(&self) -> Option<&[u8]> {
        self.solid.then_some(self.block.as_slice())
    }

    /// Where the records of a solid block end.
    pub(super) fn ends(&self) -> impl Iterator<Item = usize> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let total = self.block.get(at + 4..)?.first_chunk()?;
            at += u32::from_le_bytes(*total) as usize;
            (at <= self.block.len()).then_some(at)
        })
    }

    /// Makes it empty, ready for [`Batch::push_block`] and [`Batch::push_packet`].
    pub(super) fn begin(&mut self) {
        self.clear();
        self.block.clear();
        // Room for the frame that is found not to fit any more.
        self.block.reserve(self.target + (4 << 10));
        self.solid = true;
    }

    /// True where a frame of so many bytes fits into the block as it is meant to be.
    pub(super) fn has_room(&self, len: usize) -> bool {
        self.block.is_empty() || self.block.len() + len + 48 <= self.target
    }

    /// Appends a whole pcapng block that is no packet.
    pub(super) fn push_block(&mut self, kind: Kind, bytes: &[u8], interface: Option<u32>) {
        let start = self.block.len();
        self.block.extend_from_slice(bytes);
        self.slots.push(Slot { interface: Slot::place(interface), ..Slot::block(kind, start..self.block.len(), 0, false) });
        self.solid = false;
    }

    /// Appends a packet as an enhanced packet block of section 0; [`Batch::index`] makes it seen.
    #[inline]
    pub(super) fn push_packet(&mut self, interface: u32, units: u64, wire: u32, bytes: &[u8]) {
        let len = bytes.len();
        let padding = len.next_multiple_of(4) - len;
        let total = 32 + (len + padding) as u32;
        let head = [pcapng::EPB, total, interface, (units >> 32) as u32, units as u32, len as u32, wire].map(u32::to_le_bytes);
        self.block.extend_from_slice(head.as_flattened());
        self.block.extend_from_slice(bytes);
        // Padding and length in one piece of a size that the compiler knows.
        let tail = u64::from(total) << (8 * padding);
        self.block.extend_from_slice(&tail.to_le_bytes());
        self.block.truncate(self.block.len() - 4 + padding);
        self.frames += 1;
    }

    /// Finds the packets that were pushed: whoever fills batches is in a hurry, whoever takes them does this.
    pub(super) fn index(&mut self, interfaces: &[Interface]) {
        if !self.solid || !self.slots.is_empty() {
            return;
        }
        let Batch { block, slots, .. } = self;
        let mut at = 0;
        while let Some([_, total, interface, high, low, len, wire]) = block.get(at..).and_then(words) {
            let described = interfaces.get(interface as usize);
            let units = u64::from(high) << 32 | u64::from(low);
            // Only these two are ever pushed.
            let unit = if described.is_some_and(|described| described.resolution == 6) { 1000 } else { 1 };
            let start = at as u32;
            slots.push(Slot {
                start,
                end: start + total,
                data: start + 28,
                len,
                options: 0,
                options_len: 0,
                wire,
                interface,
                section: 0,
                time: (units as i64).wrapping_mul(unit),
                link: described.map_or(0, |described| described.link.0),
                fcs: 0,
                kind: Kind::Frame,
                big: false,
            });
            at += total as usize;
        }
    }

    /// Appends a packet's record from another batch of the same section.
    pub(super) fn push_record(&mut self, raw: &[u8], slot: &Slot) {
        let (from, start) = (slot.start, self.block.len() as u32);
        self.block.extend_from_slice(raw);
        let moved = |at: u32| at.saturating_sub(from) + start;
        self.slots.push(Slot { start, end: self.block.len() as u32, data: moved(slot.data), options: 0, options_len: 0, ..*slot });
        self.frames += 1;
    }

    /// Each slot with what is known of it as a frame.
    fn walk(&self) -> impl Iterator<Item = (&Slot, Info)> {
        let Course { mut frames, mut previous, mut first } = self.course;
        self.slots.iter().map(move |slot| {
            let time = slot.time();
            let mut info = Info {
                number: frames,
                time,
                previous,
                displayed: previous,
                first,
                wire: slot.wire,
                link: LinkType(slot.link),
                fcs: slot.fcs,
                interface: (slot.interface != NOWHERE).then_some(slot.interface),
            };
            if slot.kind == Kind::Frame {
                frames += 1;
                first = first.or(time);
                previous = time;
                info.number = frames;
                info.first = first;
            }
            (slot, info)
        })
    }

    fn frame(&self, slot: &Slot, info: Info) -> Frame<'_> {
        let options = Options { bytes: self.bytes(slot.options, slot.options_len), big: slot.big };
        let interface = info.interface.and_then(|i| self.interfaces.get(i as usize));
        Frame { bytes: self.bytes(slot.data, slot.len), info, options, interface }
    }

    fn bytes(&self, start: u32, len: u32) -> &[u8] {
        let start = start as usize;
        self.block.get(start..start + len as usize).unwrap_or(&[])
    }

    /// Sets the course for these slots and returns where it has got to after them.
    pub(super) fn set_out(&mut self, course: Course) -> Course {
        self.course = course;
        let mut after = course;
        if after.first.is_none() {
            after.first = self.slots.iter().filter(|s| s.kind == Kind::Frame).find_map(Slot::time);
        }
        if let Some(last) = self.slots.iter().rev().find(|s| s.kind == Kind::Frame) {
            after.previous = last.time();
        }
        after.frames += self.frames;
        after
    }
}

impl Slot {
    /// A record that is no frame.
    pub(super) fn block(kind: Kind, range: Range<usize>, section: u32, big: bool) -> Slot {
        Slot {
            start: range.start as u32,
            end: range.end as u32,
            data: 0,
            len: 0,
            options: 0,
            options_len: 0,
            wire: 0,
            interface: NOWHERE,
            section,
            time: NEVER,
            link: 0,
            fcs: 0,
            kind,
            big,
        }
    }

    pub(super) fn time(&self) -> Option<i64> {
        (self.time != NEVER).then_some(self.time)
    }

    pub(super) fn stamp(time: Option<i64>) -> i64 {
        time.unwrap_or(NEVER)
    }

    pub(super) fn place(interface: Option<u32>) -> u32 {
        interface.unwrap_or(NOWHERE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_fits_a_cache_line() {
        assert!(size_of::<Slot>() <= 64, "{}", size_of::<Slot>());
    }
}
