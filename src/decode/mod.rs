//! Floor 2. Bytes to layers, layers to fields.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
mod explain;
pub use explain::explain;

use crate::field::{Field, Place};
use crate::frame::Frame;
use crate::proto::{self, id, protocol};
use crate::read::{Flow, Listen, Reader};
use crate::spine::{Below, Id, Layer, Packet, ROOT, Rules, Spine, Stop, Talk};
use std::ops::Range;

/// Walks the headers once, the frame itself being the first layer. Never fails: it stops and says why.
#[inline]
pub fn walk(spine: &mut Spine, frame: &Frame<'_>, rules: &Rules) {
    steps(spine, frame, rules, |_| false, |_| false);
}
/// The same, but not into protocols that nobody asks for: those layers are left out. True where any was; then it is not known
/// why the walk ended.
#[inline]
pub fn walk_past(spine: &mut Spine, frame: &Frame<'_>, rules: &Rules, unread: &Unread) -> bool {
    let mut left = false;
    let pass = |id| {
        let pass = unread.has(id);
        left |= pass;
        pass
    };
    steps(spine, frame, rules, pass, |_| false);
    left
}
/// The same, and not beyond the layer that is enough for who asks, the frame being the first. Why the walk ended is not known then.
#[inline]
pub fn walk_until(spine: &mut Spine, frame: &Frame<'_>, rules: &Rules, unread: &Unread, enough: impl FnMut(&Layer) -> bool) {
    steps(spine, frame, rules, |id| unread.has(id), enough);
}
/// Protocols that need not be read, as nobody asks for them and nothing follows them.
#[derive(Clone, Debug)]
pub struct Unread {
    of: [u64; 8],
}
impl Unread {
    /// All of that kind but these.
    pub fn but(asked: impl Fn(Id) -> bool) -> Unread {
        let mut of = [0; 8];
        for (i, protocol) in proto::PROTOCOLS.iter().enumerate() {
            if let Some(word) = of.get_mut(i / 64)
                && protocol.leaf
                && !asked(Id(i as u16))
            {
                *word |= 1 << (i % 64);
            }
        }
        Unread { of }
    }
    /// True for a protocol that need not be read.
    #[inline]
    pub fn has(&self, id: Id) -> bool {
        self.of.get(id.0 as usize / 64).is_some_and(|word| word >> (id.0 % 64) & 1 == 1)
    }
}
/// True for a field whose value other layers may decide: none of them is left unread for it.
pub fn sees_all(field: &'static Field) -> bool {
    match field.place {
        Place::Either(of) => of.iter().any(|f| sees_all(f)),
        Place::Written(_) | Place::Elsewhere(..) => true,
        // Of a field that stands within another its description does not say.
        _ => field.name.starts_with("eth.padding") || field.name.starts_with("eth.trailer") || field.name.starts_with("eth.fcs"),
    }
}
/// Walks on from layer `behind` in bytes that stand behind the frame's own, from `at` to the end: what fragments were joined to.
/// The layers it had behind that one are left out.
pub fn walk_on(spine: &mut Spine, joined: &Frame<'_>, rules: &Rules, behind: usize, at: usize) {
    let Some(carrier) = spine.layers().get(behind) else { return };
    let Some((space, field)) = protocol(carrier.id).next else { return };
    let Some(number) = field.num(carrier.head(joined.bytes)).and_then(|n| u16::try_from(n).ok()) else { return };
    let given = rules.decode_as.iter().rev().find(|(s, n, _)| *s == space as u8 && *n == number);
    let id = given.map_or(space.of(number), |(_, _, id)| *id);
    let end = joined.bytes.len() as u32;
    on(
        spine,
        joined,
        joined.bytes,
        rules,
        |_| false,
        |_| false,
        From { id, up: behind as u8, n: behind + 1, at: at as u32, end, talk: None },
    );
}
/// Walks on from layer `behind` in these of the bytes, which may stand behind the frame's own: what a stream brings, message by message.
pub(crate) fn walk_stream(spine: &mut Spine, joined: &Frame<'_>, rules: &Rules, behind: usize, at: Range<usize>, talk: &Talk) {
    let Some(held) = joined.bytes.get(..at.end) else { return };
    let Some(carrier) = spine.layers().get(behind) else { return };
    let (head, body) = (carrier.head(joined.bytes), held.get(at.start..).unwrap_or(&[]));
    let id = proto::tcp::carried(head, body, rules, talk);
    let (at, end) = (at.start as u32, at.end as u32);
    on(spine, joined, held, rules, |_| false, |_| false, From { id, up: behind as u8, n: behind + 1, at, end, talk: Some(talk) });
}
/// Walks on behind all layers there are, in these of the bytes, which layer `up` carries and which are that protocol's.
pub(crate) fn walk_inside(spine: &mut Spine, joined: &Frame<'_>, rules: &Rules, up: usize, id: Id, at: Range<usize>) {
    let Some(held) = joined.bytes.get(..at.end) else { return };
    let (n, stop) = (spine.layers().len(), spine.stop);
    on(spine, joined, held, rules, |_| false, |_| false, From { id, up: up as u8, n, at: at.start as u32, end: at.end as u32, talk: None });
    spine.stop = if stop == Stop::End { spine.stop } else { stop };
}
#[inline(always)]
fn steps(spine: &mut Spine, frame: &Frame<'_>, rules: &Rules, unread: impl FnMut(Id) -> bool, mut enough: impl FnMut(&Layer) -> bool) {
    let bytes = frame.bytes;
    let wire = frame.info.wire.max(bytes.len() as u32) - u32::from(frame.info.fcs).min(frame.info.wire);
    let held = bytes.get(..wire as usize).unwrap_or(bytes);
    if let Some(first) = spine.layers.first_mut() {
        *first = Layer { start: 0, body: 0, end: wire, id: id::frame, up: ROOT, again: false, mode: 0 };
        if enough(first) {
            (spine.len, spine.stop) = (1, Stop::End);
            return;
        }
    }
    let from = From { id: proto::LINK.of(frame.info.link.0), up: 0, n: 1, at: 0, end: wire, talk: None };
    on(spine, frame, held, rules, unread, enough, from);
}
/// Where a walk begins: the protocol, who carries it, how many layers there are, and the bytes.
struct From<'t> {
    id: Id,
    up: u8,
    n: usize,
    at: u32,
    end: u32,
    talk: Option<&'t Talk>,
}
#[inline(always)]
fn on(
    spine: &mut Spine,
    frame: &Frame<'_>,
    held: &[u8],
    rules: &Rules,
    mut unread: impl FnMut(Id) -> bool,
    mut enough: impl FnMut(&Layer) -> bool,
    from: From<'_>,
) {
    let From { mut id, mut up, mut n, mut at, mut end, talk } = from;
    let (mut again, mut rejected, mut stop) = (false, false, Stop::End);
    // Where a message began that left no layer: the next one is behind it.
    let mut passed = None;
    // Of a sampled packet fewer bytes may be here than of the frame.
    let mut held_to = held.len();
    spine.stop = loop {
        let rest = held.get(at as usize..(end as usize).min(held_to)).unwrap_or(&[]);
        if id == id::data && (rest.is_empty() || stop != Stop::End) || unread(id) {
            // Down here it ends; above may stand a layer that carries another packet.
            if !again {
                break stop;
            }
            if id != id::data {
                passed = Some(at);
            }
            let last = if passed.is_some() { up as usize } else { n - 1 };
            match next_message(spine.layers.get(..=last).unwrap_or(&[]), passed, held, stop) {
                Some(child) => {
                    (id, up, at, end) = (child.id, child.up, child.start, child.end);
                    passed = Some(at);
                    held_to = child.held.map_or(held_to, |held_to| held_to.min(held.len()));
                }
                None => break stop,
            }
            (stop, rejected) = (Stop::End, false);
            continue;
        }
        let (layers, free) = spine.layers.split_at_mut_checked(n).unwrap_or((&mut [], &mut []));
        let Some(slot) = free.first_mut() else { break Stop::Deep };
        // Siblings see the layer that carries them last, not the sibling before.
        let layers = layers.get(..=up as usize).unwrap_or(layers);
        let below = Below { frame: held, layers, wire: end.saturating_sub(at) as usize, time: frame.info.time, rules, talk };
        let step = proto::dissect(id, rest, &below);
        if step.stop == Stop::Reject {
            // Each protocol that rejects may name another one, but none twice: data takes anything.
            id = if rejected { id::data } else { step.next };
            rejected = true;
            continue;
        }
        if step.stop == Stop::Nothing {
            (id, at) = (id::data, end);
            continue;
        }
        rejected = false;
        let head = at + step.header.min(rest.len()) as u32;
        let mut last = at.saturating_add(u32::try_from(step.total).unwrap_or(u32::MAX)).clamp(head, end.max(head));
        if id == id::data && held_to < held.len() {
            last = last.min(held_to as u32).max(head);
        }
        *slot = Layer { id, up, start: (at + step.lead as u32).min(head), body: head, end: last, again: step.again, mode: step.mode };
        again |= step.again;
        passed = None;
        up = n as u8;
        n += 1;
        if enough(slot) {
            break Stop::End;
        }
        if step.stop != Stop::End {
            if step.stop == Stop::More {
                spine.unfinished = (at, step.total);
            }
            stop = step.stop;
            id = id::data;
        } else {
            // Data carries nothing: it ends here.
            at = if id == id::data { last } else { head };
            id = if rules.decode_as.is_empty() { step.next } else { decreed(slot, held, step.next, rules) };
            end = last;
        }
    };
    spine.len = n;
}

/// Who the user says that a header's number names, where he says something of it. (Ports come in pairs: those who have them ask for themselves.)
#[cold]
fn decreed(layer: &Layer, frame: &[u8], next: Id, rules: &Rules) -> Id {
    let Some((space, field)) = protocol(layer.id).next else { return next };
    let Some(number) = field.num(layer.head(frame)) else { return next };
    // Where the number is known and still not followed, as in a fragment, what is here is only a part of it.
    if next == id::data && u16::try_from(number).is_ok_and(|n| space.of(n) != id::data) {
        return next;
    }
    let mut rules = rules.decode_as.iter().rev();
    rules.find(|(s, n, _)| *s == space as u8 && u64::from(*n) == number).map_or(next, |(_, _, id)| *id)
}

/// Where the next packet or message begins, and who carries it.
struct Child {
    id: Id,
    up: u8,
    start: u32,
    end: u32,
    /// Where its captured bytes end, where that changes.
    held: Option<usize>,
}

/// What follows the packet that just ended: a message behind a message of its kind, or another packet in the same carrier.
///
/// It is looked for from the last of these layers upwards, and behind the message it carried that left no layer.
#[cold]
fn next_message(layers: &[Layer], passed: Option<u32>, frame: &[u8], stop: Stop) -> Option<Child> {
    let mut at = layers.len().checked_sub(1)?;
    let mut after = passed.map(|at| at as usize);
    // What ended inside a packet that was quoted whole says nothing of the message around it.
    let (mut stop, mut held) = (stop, None);
    loop {
        let layer = layers.get(at)?;
        if layer.again {
            if let Some(more) = protocol(layer.id).more {
                let from = after.unwrap_or(layer.start as usize);
                if let Some(inner) = more(frame, layer, from).filter(|inner| inner.start > from) {
                    let (start, end) = (inner.start as u32, inner.end as u32);
                    return Some(Child { id: inner.id, up: at as u8, start, end, held: Some(inner.held) });
                }
                if after.is_some() {
                    (stop, held) = (Stop::End, Some(frame.len()));
                }
            }
            if !protocol(layer.id).alone {
                // What was joined from pieces stands behind the frame, and with it all that follows.
                let within = layers.get(layer.up as usize).map(|l| l.end).filter(|end| layer.end <= *end);
                let end = within.unwrap_or(frame.len() as u32);
                if stop == Stop::End && layer.end < end && (layer.end as usize) < frame.len() {
                    return Some(Child { id: layer.id, up: layer.up, start: layer.end, end, held });
                }
            }
        }
        after = Some(layer.start as usize);
        at = layer.up.into();
    }
}

/// Visits all fields of a layer in wire order.
pub fn visit(packet: &Packet<'_>, layer: usize, to: &mut dyn Listen) -> Flow {
    let p = protocol(packet.layer(layer).map_or(id::data, |l| l.id));
    visit_some(packet, layer, p.fields, to)
}
/// Visits these of a layer's fields. Those that follow one another must be there from the first on.
pub fn visit_some(packet: &Packet<'_>, layer: usize, fields: &[&'static Field], to: &mut dyn Listen) -> Flow {
    let fixed = protocol(packet.layer(layer).map_or(id::data, |l| l.id)).size;
    Reader::new(packet, layer, fixed, to).fields(fields)
}
