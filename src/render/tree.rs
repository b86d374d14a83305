//! A tree a packet: a line a layer, a line a field, records indented.
//!
//! Fields of less than a byte are shown as the bits they are, and below the field that holds them. What is not in the bytes but
//! worked out stands in brackets, as in Wireshark.
use super::View;
use super::line::{end_of, harmless, words};
use crate::decode::{explain, visit};
use crate::field::{Field, Kind, Place, Value};
use crate::proto::{Space, id, protocol};
use crate::read::{Flow, Halt, Listen};
use crate::spine::{Packet, Stop};
use crate::text;
use std::ops::{ControlFlow::*, Range};

/// Bytes of a value that are shown; of more, so many and their count.
const BYTES: usize = 128;
/// Bytes of text that the head of a record tells of its contents.
const GIST: usize = 80;

/// All that is known of a packet, for people.
#[derive(Debug, Default)]
pub struct Tree {
    color: bool,
}
impl Tree {
    /// A view, in colour or not.
    pub fn new(color: bool) -> Tree {
        Tree { color }
    }
}
impl View for Tree {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        for (i, layer) in packet.spine.layers().iter().enumerate() {
            let p = protocol(layer.id);
            let from = out.len();
            paint(self.color, b"\x1b[1m", out, |out| {
                match i {
                    0 => frame(packet, out),
                    _ => {
                        out.extend_from_slice(p.title.as_bytes());
                        let known = out.len();
                        for (name, source) in [(", Src: ", true), (", Dst: ", false)] {
                            end_of(packet, i, source, name, out);
                        }
                        if out.len() == known && layer.id != id::data && !p.line.is_empty() {
                            out.extend_from_slice(b", ");
                            words(packet, i, out);
                        }
                        if layer.id == id::data {
                            count(layer.whole(packet.bytes).len(), out);
                        }
                    }
                }
                harmless(from, out);
            });
            out.push(b'\n');
            let mut tree =
                Branches { layer: i, next: p.next, depth: 1, records: vec![], above: None, number: 0..0, flags: None, before: None, out };
            let done = visit(packet, i, &mut tree);
            tree.tell_flags();
            if let Break(Halt::Broken(at)) = done {
                paint(self.color, b"\x1b[31m", out, |out| {
                    out.extend_from_slice(b"    [Malformed: at byte ");
                    text::decimal(at as u64, out);
                    out.extend_from_slice(b" a record is longer than what holds it, or a name is wrong]");
                });
                out.push(b'\n');
            }
        }
        if packet.spine.stop != Stop::End
            && let Some(why) = explain(packet)
        {
            paint(self.color, b"\x1b[31m", out, |out| {
                out.extend_from_slice(b"[Decoding stopped: ");
                out.extend_from_slice(why.as_bytes());
                out.push(b']');
            });
            out.push(b'\n');
        }
        out.push(b'\n');
    }
}
fn paint(color: bool, code: &[u8], out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    if color {
        out.extend_from_slice(code);
    }
    write(out);
    if color {
        out.extend_from_slice(b"\x1b[0m");
    }
}
/// `Frame 1: 74 bytes on wire (592 bits), 74 bytes captured (592 bits)`
fn frame(packet: &Packet<'_>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"Frame ");
    text::decimal(packet.frame.info.number, out);
    for (before, n, behind) in [(": ", packet.frame.info.wire as usize, " on wire"), (", ", packet.frame.bytes.len(), " captured")] {
        out.extend_from_slice(before.as_bytes());
        text::decimal(n as u64, out);
        out.extend_from_slice(if n == 1 { b" byte" } else { b" bytes" });
        out.extend_from_slice(behind.as_bytes());
        out.extend_from_slice(b" (");
        text::decimal(n as u64 * 8, out);
        out.extend_from_slice(b" bits)");
    }
}
fn count(bytes: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b" (");
    text::decimal(bytes as u64, out);
    out.extend_from_slice(if bytes == 1 { b" byte)" } else { b" bytes)" });
}

/// A record that is open: where its head ends, and what it told so far.
struct Record {
    group: &'static Field,
    head: usize,
    gist: Vec<u8>,
}
struct Branches<'o> {
    layer: usize,
    /// The field that names what the layer carries.
    next: Option<(Space, &'static Field)>,
    depth: usize,
    records: Vec<Record>,
    /// The bits of the layer that the last field of the fixed part has which lies in no other.
    above: Option<Range<usize>>,
    /// Where in the frame the last number of a record lies.
    number: Range<usize>,
    /// Where the line of the last field ends that may hold flags, and which of them are set.
    flags: Option<(usize, Vec<u8>)>,
    /// The value before, of an address.
    before: Option<(std::mem::Discriminant<Kind>, u128)>,
    out: &'o mut Vec<u8>,
}
/// Bits of a number: how many are shown, how many stand before those of the field, how many it has.
struct Bits {
    of: usize,
    at: usize,
    width: usize,
}
impl Branches<'_> {
    fn indent(&mut self, more: usize) {
        const DEEP: [u8; 64] = [b' '; 64];
        let mut left = (self.depth + more) * 4;
        while let Some(spaces @ [_, ..]) = DEEP.get(..left.min(64)) {
            self.out.extend_from_slice(spaces);
            left -= spaces.len();
        }
    }
    /// How a field is shown that does not fill bytes, and whether it lies in the one before.
    fn bits(&mut self, field: &Field, at: &Range<usize>) -> (Option<Bits>, bool) {
        match field.place {
            Place::Bits(from, width) => {
                let own = from as usize..from as usize + width as usize;
                let outer = self.above.clone().filter(|o| o.start <= own.start && own.end <= o.end && o.len() > own.len());
                let nested = outer.is_some();
                if !nested {
                    self.above = Some(own.clone());
                    if own.start % 8 == 0 && own.end % 8 == 0 {
                        return (None, false);
                    }
                }
                let all = match outer {
                    Some(o) if (8..=32).contains(&o.len()) => o,
                    _ => own.start / 8 * 8..own.end.next_multiple_of(8),
                };
                // What fills its bytes is clear as a value.
                (Some(Bits { of: all.len(), at: own.start - all.start, width: own.len() }).filter(|b| b.width < b.of), nested)
            }
            Place::Bytes(from, len) => {
                self.above = Some(from as usize * 8..(from as usize + len as usize) * 8);
                (None, false)
            }
            Place::Little(from, bytes, low, width) => {
                let word = from as usize * 8..(from as usize + bytes as usize) * 8;
                let nested = self.above.as_ref() == Some(&word) && (width as usize) < word.len();
                if width as usize == word.len() {
                    self.above = Some(word);
                    return (None, false);
                }
                let (of, width) = (word.len(), width as usize);
                (Some(Bits { of, at: of.saturating_sub(low as usize + width), width }), nested)
            }
            Place::Sub(mask) => {
                let top = 64 - mask.leading_zeros() as usize;
                let of = if at.is_empty() { top.next_multiple_of(8) } else { at.len() * 8 };
                let nested = *at == self.number && !at.is_empty();
                let width = top.saturating_sub(mask.trailing_zeros() as usize);
                if of > 64 || of < top || width == 0 || width == of || mask.count_ones() as usize != width {
                    return (None, nested);
                }
                (Some(Bits { of, at: of - top, width }), nested)
            }
            _ => {
                if field.width() > 0 && !at.is_empty() {
                    self.number = at.clone();
                }
                (None, false)
            }
        }
    }
    /// Writes behind a field which of its flags are set: `Flags: 0x0012 (Acknowledgment, Syn)`.
    fn tell_flags(&mut self) {
        if let Some((head, set)) = self.flags.take()
            && !set.is_empty()
        {
            let from = self.out.len();
            self.out.extend_from_slice(b" (");
            self.out.extend_from_slice(&set);
            self.out.push(b')');
            let more = self.out.len() - from;
            if let Some(behind) = self.out.get_mut(head..) {
                behind.rotate_right(more);
            }
        }
    }
    /// Appends the title of the protocol that a number leads to, where the number has no name of its own.
    fn leads(&mut self, field: &'static Field, value: Value<'_>) {
        if let (Some((space, next)), Value::Num(n)) = (self.next, value)
            && std::ptr::eq(next, field)
            && field.names.is_empty()
            && let Ok(n) = u16::try_from(n)
            && space.of(n) != id::data
        {
            self.out.extend_from_slice(b" (");
            self.out.extend_from_slice(protocol(space.of(n)).title.as_bytes());
            self.out.push(b')');
        }
    }
    /// True for a value that only says again what the one before said: `ip.src_host` behind `ip.src`.
    fn echo(&mut self, field: &Field, value: Value<'_>) -> bool {
        let bits = match (field.kind, value) {
            (Kind::Ip4 | Kind::Ip6 | Kind::Mac, Value::Num(n)) => u128::from(n),
            (Kind::Ip4 | Kind::Ip6 | Kind::Mac, Value::Bytes(b)) => b.iter().fold(0, |n, b| n << 8 | u128::from(*b)),
            _ => {
                self.before = None;
                return false;
            }
        };
        let now = Some((std::mem::discriminant(&field.kind), bits));
        let echo = matches!(field.place, Place::Derived(_) | Place::Reckoned(_)) && self.before == now;
        self.before = now;
        echo
    }
}
impl Listen for Branches<'_> {
    fn open(&mut self, group: &'static Field) -> Flow<bool> {
        self.tell_flags();
        self.above = None;
        if !group.name.is_empty() || !group.title.is_empty() {
            self.indent(0);
            self.out.extend_from_slice(if group.title.is_empty() { group.name } else { group.title }.as_bytes());
            self.records.push(Record { group, head: self.out.len(), gist: vec![] });
            self.out.push(b'\n');
            self.depth += 1;
        }
        Continue(true)
    }
    fn value(&mut self, field: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow {
        let worked_out =
            matches!(field.place, Place::Derived(_) | Place::Noted(_) | Place::NotedEach(_) | Place::Written(_) | Place::Reckoned(_));
        if self.echo(field, value) {
            return Continue(());
        }
        let (bits, nested) = self.bits(field, &at);
        if !nested {
            self.tell_flags();
        } else if let (Some((_, set)), Kind::Flag, Value::Num(1)) = (&mut self.flags, field.kind, value) {
            if !set.is_empty() {
                set.extend_from_slice(b", ");
            }
            set.extend_from_slice(field.title.as_bytes());
        }
        self.indent(nested.into());
        let brackets = worked_out && self.layer > 0 && (matches!(field.kind, Kind::Text) || !matches!(value, Value::Bytes(_)));
        if brackets {
            self.out.push(b'[');
        }
        if let (Some(bits), Value::Num(n)) = (bits, value) {
            pattern(&bits, n / u64::from(field.times.max(1)), self.out);
        }
        self.out.extend_from_slice(if field.title.is_empty() { field.name } else { field.title }.as_bytes());
        let from = self.out.len();
        match (field.place, field.kind, value) {
            (Place::Body, _, Value::Bytes(b)) => count(b.len(), self.out),
            (_, Kind::Present, _) => {}
            _ => {
                self.out.extend_from_slice(b": ");
                told(field, value, self.out);
                self.leads(field, value);
                if matches!(field.kind, Kind::Show(_)) {
                    harmless(from, self.out); // text is made so where it is written
                }
            }
        }
        if let Some(record) = self.records.last_mut() {
            record.note(field, self.out.get(from + 2..).unwrap_or(&[]));
        }
        if brackets {
            self.out.push(b']');
        }
        if !nested && !worked_out && matches!(value, Value::Num(_)) {
            self.flags = Some((self.out.len(), vec![]));
        }
        self.out.push(b'\n');
        Continue(())
    }
    fn close(&mut self, group: &'static Field, _: Range<usize>, _: &[u8]) -> Flow {
        self.tell_flags();
        if self.records.last().is_some_and(|r| std::ptr::eq(r.group, group)) {
            self.depth = self.depth.saturating_sub(1);
            if let Some(record) = self.records.pop()
                && !record.gist.is_empty()
            {
                // Behind the head, which was written before this was known.
                let from = self.out.len();
                self.out.extend_from_slice(b": ");
                self.out.extend_from_slice(&record.gist);
                let more = self.out.len() - from;
                if let Some(behind) = self.out.get_mut(record.head..) {
                    behind.rotate_right(more);
                }
            }
        }
        Continue(())
    }
}
impl Record {
    /// Keeps the first values for the head. A record with a name of its own need not tell its number and length.
    fn note(&mut self, field: &Field, text: &[u8]) {
        let about = match field.place {
            Place::Len(..) | Place::LenLe(..) | Place::Span(..) | Place::Sub(_) | Place::Reckoned(_) => false,
            Place::Key(_) | Place::KeyLe(_) => self.group.name.is_empty(),
            _ => true,
        };
        if about && matches!(self.group.place, Place::Group(_)) && !text.is_empty() && self.gist.len() + text.len() + 2 <= GIST {
            if !self.gist.is_empty() {
                self.gist.extend_from_slice(b", ");
            }
            self.gist.extend_from_slice(text);
        }
    }
}
/// `.... 0101 = `
fn pattern(bits: &Bits, n: u64, out: &mut Vec<u8>) {
    // Sixty-four bits and the spaces between.
    let mut text = [b' '; 80];
    let mut len = 0;
    for (i, to) in text.chunks_mut(5).flat_map(|four| four.iter_mut().take(4)).take(bits.of).enumerate() {
        *to = match i.checked_sub(bits.at) {
            Some(at) if at < bits.width => b'0' + (n >> (bits.width - 1 - at).min(63) & 1) as u8,
            _ => b'.',
        };
        len = i + i / 4 + 1;
    }
    out.extend_from_slice(text.get(..len).unwrap_or(&[]));
    out.extend_from_slice(b" = ");
}
/// A value in words.
fn told(field: &Field, value: Value<'_>, out: &mut Vec<u8>) {
    match (field.kind, value) {
        (Kind::Flag, Value::Num(n)) if !field.names.is_empty() => match text::named(field, n) {
            Some(name) => out.extend_from_slice(name.as_bytes()),
            None => text::plain(field, value, out),
        },
        (Kind::Duration(_), Value::Num(_)) => {
            text::plain(field, value, out);
            out.extend_from_slice(b" seconds");
        }
        (Kind::Dec, Value::Num(n)) if field.times > 1 && field.names.is_empty() => {
            text::decimal(n, out);
            // What counts words of so many bytes is a length.
            out.extend_from_slice(if field.name.contains("len") || field.name.contains("offset") { b" bytes (" } else { b" (" });
            text::decimal(n / u64::from(field.times), out);
            out.push(b')');
        }
        (Kind::Bytes, Value::Bytes([])) => {}
        (Kind::Bytes, Value::Bytes(b)) => {
            text::bytes(b.get(..BYTES).unwrap_or(b), out);
            if b.len() > BYTES {
                out.extend_from_slice("…".as_bytes());
                count(b.len(), out);
            }
        }
        _ => text::told(field, value, out),
    }
}
