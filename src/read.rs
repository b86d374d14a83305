//! Floor 0. One visit of a layer: the description read along the bytes, told to a listener.
//!
//! Tree, JSON and `-T fields` are listeners; so is a filter, which closes its ears to records that
//! cannot hold its field and ends the visit when it has heard enough.
use crate::field::{Counts, Field, Fields, Here, LEFT, Place, Value, load, load_le, mask};
use crate::spine::Packet;
use crate::text::Name;
use std::ops::{ControlFlow, ControlFlow::*, Range};

/// Why a visit ended early.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Halt {
    /// The listener has heard enough.
    Enough,
    /// At this byte of the frame a record is longer than what holds it, or a name is wrong.
    Broken(usize),
}
/// Whether the visit goes on.
pub type Flow<T = ()> = ControlFlow<Halt, T>;

/// Hears what a visit finds. Ranges are bytes of the frame.
pub trait Listen {
    /// A record or a list begins; the answer says whether to listen to what is inside.
    fn open(&mut self, _group: &'static Field) -> Flow<bool> {
        Continue(true)
    }
    /// A value. Unnamed fields without a title are not told.
    fn value(&mut self, field: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow;
    /// False when nothing is done with this field: spares following a compressed name, or writing a text.
    fn hears(&self, _field: &'static Field) -> bool {
        true
    }
    /// True to be told numbers and bytes without name and title too: a packet that is to be written again.
    fn unnamed(&self) -> bool {
        false
    }
    /// False to hear nothing of fields that lie outside the header.
    fn elsewhere(&self) -> bool {
        true
    }
    /// The record or list that was opened last, and answered with true, ends.
    fn close(&mut self, _group: &'static Field, _at: Range<usize>, _bytes: &[u8]) -> Flow {
        Continue(())
    }
}

/// Reads fields one behind the other.
pub struct Reader<'a, 'l> {
    packet: &'l Packet<'a>,
    layer: usize,
    head: &'a [u8],
    /// Where `head` starts in the frame.
    base: usize,
    at: usize,
    start: usize,
    end: usize,
    bounded: bool,
    deaf: bool,
    key: u64,
    number: u64,
    /// Where the last number lies in the frame, for `Sub`.
    from: Range<usize>,
    depth: u8,
    to: &'l mut dyn Listen,
}

/// Deeper than any description; keeps one that leads back to itself from eating the stack.
const DEPTH: u8 = 40;

impl<'a, 'l> Reader<'a, 'l> {
    /// A reader of layer `layer`, behind its fixed part of `fixed` bytes.
    pub fn new(packet: &'l Packet<'a>, layer: usize, fixed: usize, to: &'l mut dyn Listen) -> Self {
        let (head, base) = match packet.layer(layer) {
            Some(l) => (l.head(packet.bytes), l.start as usize),
            None => (&[][..], 0),
        };
        Reader {
            packet,
            layer,
            head,
            base,
            at: fixed.min(head.len()),
            start: 0,
            end: head.len(),
            bounded: false,
            deaf: false,
            key: 0,
            number: 0,
            from: 0..0,
            depth: 0,
            to,
        }
    }
    /// Reads these fields in order.
    pub fn fields(&mut self, fields: &[&'static Field]) -> Flow {
        if self.depth == DEPTH {
            return self.broken();
        }
        self.depth += 1;
        for field in fields {
            self.field(field)?;
            if self.deaf && self.bounded {
                self.at = self.end; // nobody listens, and where the record ends is known
                break;
            }
        }
        self.depth -= 1;
        Continue(())
    }
    /// Where the reader stands.
    pub fn here(&self) -> Here<'a> {
        let (wire, mode) = self.packet.layer(self.layer).map_or((0, 0), |l| (l.wire(), l.mode));
        Here { head: self.head, start: self.start, at: self.at, end: self.end, key: self.key, number: self.number, wire, mode }
    }
    /// Reads a field.
    pub fn field(&mut self, f: &'static Field) -> Flow {
        match f.place {
            Place::Uint(w) => self.number(f, w, false).map_continue(drop),
            Place::Since(w, from) => {
                let end = self.within(self.at + w as usize / 8)?;
                let Some(n) = load(self.head, self.at * 8, w.into()) else { return self.broken() };
                let n = n.wrapping_sub(self.packet.notes.get(self.layer, from).unwrap_or(0)) & mask(w.into());
                self.say(f, end, Value::Num(n))
            }
            Place::UintLe(w) => self.number(f, w, true).map_continue(drop),
            Place::Key(w) => {
                self.key = self.number(f, w, false)?;
                Continue(())
            }
            Place::KeyLe(w) => {
                self.key = self.number(f, w, true)?;
                Continue(())
            }
            Place::Sub(mask) => {
                let n = (self.number & mask) >> mask.trailing_zeros().min(63);
                let at = self.from.clone();
                if self.deaf { Continue(()) } else { self.to.value(f, at, Value::Num(n * f.times as u64)) }
            }
            Place::Run(n) => self.bytes(f, n.into()),
            Place::Take(n) => {
                let n = n(&self.here());
                self.bytes(f, n)
            }
            Place::Rest if self.at == self.end => Continue(()),
            Place::Rest => self.bytes(f, self.end.saturating_sub(self.at)),
            Place::Zero => self.zero(f),
            Place::Name => self.name(f),
            Place::Len(w, counts) => self.length(f, w, counts, false),
            Place::LenLe(w, counts) => self.length(f, w, counts, true),
            Place::Span(w, of) => {
                let n = self.number(f, w, false)? as usize;
                self.sized(n, of)
            }
            Place::Sized(n, of) => {
                let n = n(&self.here());
                self.sized(n, of)
            }
            Place::Told(_, _) if self.to.unnamed() => self.bytes(f, self.left_here()), // to be written again as it stands
            Place::Told(read, _) => {
                if !self.deaf {
                    read(self)?;
                }
                self.at = self.end;
                Continue(())
            }
            Place::When(so, of) => {
                if so(&self.here()) {
                    self.fields(of)
                } else {
                    Continue(())
                }
            }
            Place::Group(of) => self.group(f, |me| me.fields(of)),
            Place::Many(_) if self.at == self.end => Continue(()),
            Place::Many(one) => self.group(f, |me| {
                let mut before = usize::MAX;
                while me.at < me.end && me.at != before {
                    before = me.at;
                    me.field(one)?;
                }
                Continue(())
            }),
            Place::Times(count, one) => match count.num(self.head) {
                None | Some(0) => Continue(()),
                Some(n) => self.repeat(f, one, n / count.times as u64),
            },
            Place::Repeat(n, one) => match n(&self.here()) as u64 {
                0 => Continue(()),
                n => self.repeat(f, one, n),
            },
            Place::Pick(of, or) => self.fields(chosen(of, or, self.key)),
            Place::Switch(by, of, or) => {
                let n = by(&self.here());
                self.fields(chosen(of, or, n))
            }
            Place::Peek(w, of, or) => match load(self.head, self.at * 8, w.into()) {
                Some(n) if self.at + w as usize / 8 <= self.end => self.field(of.iter().find(|(k, _)| *k == n).map_or(or, |(_, f)| f)),
                _ => self.broken(),
            },
            Place::Either(_) => Continue(()),
            Place::Reckoned(work) => {
                if self.deaf || !self.to.hears(f) {
                    return Continue(());
                }
                let here = self.here();
                match work(&here) {
                    Some(value) => self.to.value(f, self.base + here.at..self.base + here.at, value),
                    None => Continue(()),
                }
            }
            Place::Written(write) => {
                if self.deaf || !self.to.hears(f) {
                    return Continue(());
                }
                let mut text = Vec::new();
                if write(self.packet, self.layer, &mut text) {
                    self.to.value(f, self.base..self.base, Value::Bytes(&text))?;
                }
                Continue(())
            }
            Place::Elsewhere(find, of) => self.elsewhere(find, of),
            Place::NotedEach(_) => {
                let packet = self.packet;
                let mut notes = packet.notes.each(self.layer, f);
                notes.try_for_each(|n| if self.deaf { Continue(()) } else { self.to.value(f, self.base..self.base, Value::Num(n)) })
            }
            _ => match self.packet.get(self.layer, f) {
                Some((at, value)) if !self.deaf => self.to.value(f, at, value),
                _ => Continue(()),
            },
        }
    }
    /// The packet that is read.
    pub fn packet(&self) -> &'l Packet<'a> {
        self.packet
    }
    /// The index of the layer that is read.
    pub fn layer(&self) -> usize {
        self.layer
    }
    /// The bytes from here to the end of the innermost record.
    pub fn rest(&self) -> &'a [u8] {
        self.head.get(self.at..self.end).unwrap_or(&[])
    }
    /// How many those are.
    fn left_here(&self) -> usize {
        self.end.saturating_sub(self.at)
    }
    /// Tells a value that lies in the next so many bytes, at that distance from here; none of them is passed over.
    pub fn tell(&mut self, f: &'static Field, skip: usize, n: usize, value: Value<'_>) -> Flow {
        let from = self.at.saturating_add(skip).min(self.end);
        let to = from.saturating_add(n).min(self.end);
        if self.deaf { Continue(()) } else { self.to.value(f, self.base + from..self.base + to, value) }
    }
    /// The same of bytes as they stand; fewer where there are no more.
    pub fn show(&mut self, f: &'static Field, skip: usize, n: usize) -> Flow {
        let rest = self.rest().get(skip..).unwrap_or(&[]);
        self.tell(f, skip, n, Value::Bytes(rest.get(..n).unwrap_or(rest)))
    }
    /// Passes over so many bytes.
    pub fn pass(&mut self, n: usize) -> Flow {
        self.at = self.within(self.at.saturating_add(n))?;
        Continue(())
    }
    /// True when somebody listens to that field: spares work for nobody.
    pub fn hears(&self, f: &'static Field) -> bool {
        !self.deaf && self.to.hears(f)
    }
    /// A record of the next so many bytes. What is left of them is passed over; what is cut off is read as far as it goes.
    pub fn record(&mut self, f: &'static Field, n: usize, inside: impl FnOnce(&mut Self) -> Flow) -> Flow {
        let end = self.at.saturating_add(n);
        let outer = self.end;
        self.end = end.min(outer);
        let done = self.group(f, |me| {
            let done = if me.deaf { Continue(()) } else { me.deeper(inside) };
            if done.is_continue() {
                me.at = me.end;
            }
            done
        });
        self.end = outer;
        done?;
        if end > outer { self.broken() } else { Continue(()) }
    }
    /// A record whose values do not stand in the bytes as they are: decrypted. Nothing is passed over.
    pub fn virtual_record(&mut self, f: &'static Field, inside: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if self.deaf || !self.to.open(f)? {
            return Continue(());
        }
        inside(self)?;
        let at = self.base + self.at..self.base + self.end;
        self.to.close(f, at, self.rest())
    }
    /// The next so many bytes, no record of their own. The same of what is left and what is cut off.
    pub fn part(&mut self, n: usize, inside: impl FnOnce(&mut Self) -> Flow) -> Flow {
        let end = self.at.saturating_add(n);
        let outer = self.end;
        self.end = end.min(outer);
        let done = self.deeper(inside);
        if done.is_continue() {
            self.at = self.end;
        }
        self.end = outer;
        done?;
        if end > outer { self.broken() } else { Continue(()) }
    }
    /// What stands inside something that may stand inside itself.
    fn deeper(&mut self, inside: impl FnOnce(&mut Self) -> Flow) -> Flow {
        if self.depth == DEPTH {
            return self.broken();
        }
        self.depth += 1;
        inside(self)?;
        self.depth -= 1;
        Continue(())
    }
    fn repeat(&mut self, f: &'static Field, one: &'static Field, n: u64) -> Flow {
        self.group(f, |me| {
            for _ in 0..n {
                let before = me.at;
                me.field(one)?;
                if me.at == before {
                    return me.broken(); // the count promises more than there is; records of nothing would take as long as it is large
                }
            }
            Continue(())
        })
    }
    /// Fields within the next `n` bytes. What they leave is passed over; what is cut off is read as far as it goes.
    fn sized(&mut self, n: usize, of: Fields) -> Flow {
        let end = self.at.saturating_add(n);
        let outer = self.end;
        self.end = end.min(outer);
        let short = end > outer;
        let bounded = std::mem::replace(&mut self.bounded, false);
        if !self.deaf {
            self.fields(of)?;
            self.left()?;
        }
        self.bounded = bounded;
        self.at = self.end;
        self.end = outer;
        if short { self.broken() } else { Continue(()) }
    }
    fn elsewhere(&mut self, find: fn(&Packet<'_>, usize) -> Option<Range<usize>>, of: Fields) -> Flow {
        if self.deaf || !self.to.elsewhere() {
            return Continue(());
        }
        let Some(range) = find(self.packet, self.layer) else { return Continue(()) };
        let Some(head) = self.packet.bytes.get(range.start..range.end.min(self.packet.bytes.len())) else { return Continue(()) };
        let mut there =
            Reader { head, base: range.start, at: 0, start: 0, end: head.len(), bounded: false, from: 0..0, to: &mut *self.to, ..*self };
        match there.fields(of) {
            Break(Halt::Broken(_)) => Continue(()),
            flow => flow,
        }
    }
    /// A record: what `inside` reads, ended by its length if it has one, shut even if it is broken.
    fn group(&mut self, f: &'static Field, inside: impl FnOnce(&mut Self) -> Flow) -> Flow {
        let outer = (self.start, self.end, self.bounded, self.deaf);
        let opened = !self.deaf && self.to.open(f)?;
        self.deaf = !opened;
        (self.start, self.bounded) = (self.at, false);
        let done = inside(self);
        let done = if self.bounded && done.is_continue() { self.left() } else { done };
        if self.bounded && done.is_continue() {
            self.at = self.end;
        }
        let at = self.start..self.at;
        (self.start, self.end, self.bounded, self.deaf) = outer;
        if opened && done != Break(Halt::Enough) {
            let bytes = self.head.get(at.clone()).unwrap_or(&[]);
            self.to.close(f, self.base + at.start..self.base + at.end, bytes)?;
        }
        done
    }
    /// Tells what the length leaves, to whom hears unnamed fields.
    fn left(&mut self) -> Flow {
        if self.deaf || self.at >= self.end || !self.to.unnamed() {
            return Continue(());
        }
        self.bytes(&LEFT, self.end - self.at)
    }
    fn number(&mut self, f: &'static Field, width: u8, little: bool) -> Flow<u64> {
        let end = self.within(self.at + width as usize / 8)?;
        let n = match little {
            true => self.head.get(self.at..end).map(load_le),
            false => load(self.head, self.at * 8, width.into()),
        };
        let Some(n) = n else { return self.broken() };
        self.number = n;
        let n = n * f.times as u64;
        let at = self.base + self.at..self.base + end;
        self.at = end;
        self.from = at.clone();
        if self.deaf || f.name.is_empty() && f.title.is_empty() && !self.to.unnamed() {
            return Continue(n);
        }
        self.to.value(f, at, Value::Num(n))?;
        Continue(n)
    }
    /// A length ends the record. A record that would end behind what holds it is read as far as that goes, then broken.
    fn length(&mut self, f: &'static Field, width: u8, counts: Counts, little: bool) -> Flow {
        let n = self.number(f, width, little)? as usize;
        let from = if counts == Counts::Whole { self.start } else { self.at };
        let end = from.saturating_add(n);
        // Where the frame was cut inside the record, what is there of it is read.
        let cut = end > self.end && self.base + self.end >= self.packet.bytes.len();
        self.end = if cut { self.end } else { self.within(end)? };
        self.bounded = true;
        Continue(())
    }
    fn bytes(&mut self, f: &'static Field, n: usize) -> Flow {
        let end = self.within(self.at.saturating_add(n))?;
        let Some(bytes) = self.head.get(self.at..end) else { return self.broken() };
        self.say(f, end, Value::Bytes(bytes))
    }
    fn zero(&mut self, f: &'static Field) -> Flow {
        let Some(rest) = self.head.get(self.at..self.end) else { return self.broken() };
        let n = rest.iter().position(|b| *b == 0).unwrap_or(rest.len());
        self.say(f, (self.at + n + 1).min(self.end), Value::Bytes(rest.get(..n).unwrap_or(&[])))
    }
    fn name(&mut self, f: &'static Field) -> Flow {
        if self.deaf || !self.to.hears(f) {
            let Some(end) = Name::skip(self.head, self.at) else { return self.broken() };
            self.at = self.within(end)?;
            return Continue(());
        }
        let Some((name, end)) = Name::read(self.head, self.at) else { return self.broken() };
        let end = self.within(end)?;
        self.say(f, end, Value::Name(name))
    }
    #[inline]
    fn say(&mut self, f: &'static Field, end: usize, value: Value<'_>) -> Flow {
        let at = self.base + self.at..self.base + end;
        self.at = end;
        if self.deaf || f.name.is_empty() && f.title.is_empty() && !self.to.unnamed() { Continue(()) } else { self.to.value(f, at, value) }
    }
    #[inline]
    fn within(&self, end: usize) -> Flow<usize> {
        if (self.at..=self.end).contains(&end) { Continue(end) } else { self.broken() }
    }
    /// Ends the visit: here something is wrong.
    pub fn broken<T>(&self) -> Flow<T> {
        Break(Halt::Broken(self.base + self.at))
    }
}
/// The fields that belong to a number.
#[inline]
pub(crate) fn chosen(of: &'static [(u64, Fields)], or: Fields, n: u64) -> Fields {
    of.iter().find(|(k, _)| *k == n).map_or(or, |(_, of)| of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Frame, Info, LinkType};
    use crate::spine::{Id, Layer, Notes, ROOT, Rules, Spine};

    struct Deaf;
    impl Listen for Deaf {
        fn value(&mut self, _: &'static Field, _: Range<usize>, _: Value<'_>) -> Flow {
            Continue(())
        }
    }

    /// Found by fuzzing: four billion records of no bytes were counted out one by one.
    #[test]
    fn records_of_nothing_are_not_counted_out() {
        static NOTHING: Field = Field::new("", "Nothing", Place::Group(&[]));
        static LIST: Field = Field::new("", "List", Place::Repeat(|_| usize::MAX, &NOTHING));
        let (frame, mut spine, notes, rules) =
            (Frame::new(&[0; 4], Info::alone(LinkType(1), 4)), Spine::new(), Notes::new(), Rules::default());
        spine.layers[0] = Layer { start: 0, body: 4, end: 4, id: Id(0), up: ROOT, again: false, mode: 0 };
        spine.len = 1;
        let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
        assert_eq!(Reader::new(&packet, 0, 0, &mut Deaf).fields(&[&LIST]), Break(Halt::Broken(0)));
    }
}
