//! Floor 0. The spine of a frame: which layers it has, where each lies, why it ends.
use crate::field::{Field, Value};
use crate::frame::Frame;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::ops::Range;

/// A protocol's number: its place in the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub u16);

/// One layer, 20 bytes. Offsets count from the frame's first byte.
///
/// `end` is where the layer ends on the wire; a frame that was cut may hold fewer bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layer {
    /// The first byte of the header.
    pub start: u32,
    /// The first byte behind the header.
    pub body: u32,
    /// The first byte that is no longer the layer's, on the wire.
    pub end: u32,
    /// The protocol.
    pub id: Id,
    /// The layer that carries this one. Siblings (two DNS messages in one segment) share it.
    pub up: u8,
    /// Another message may follow this one.
    pub again: bool,
    /// How its protocol said that it is to be read.
    pub mode: u32,
}

/// Why the walk ended. On wire data this is an outcome, not an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Everything was read.
    End,
    /// The bytes end before the last layer's header does.
    Cut,
    /// The last layer's header contradicts itself or what holds it.
    Malformed,
    /// More layers than are kept.
    Deep,
    /// The last message goes on in what the stream brings later. Nothing is wrong.
    More,
    /// What `dissect` answers to bytes that are not its protocol's; never the end of a walk.
    Reject,
    /// The same of bytes that are nobody else's either: they leave no layer, not even data; never the end of a walk.
    Nothing,
}

/// What `dissect` answers. Plain words: packed into one, the walk took 36 ns, not 11.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    /// Length of the header in bytes, `lead` included.
    pub header: usize,
    /// Length of header and body in bytes; the container's end bounds it.
    pub total: usize,
    /// What the body is.
    pub next: Id,
    /// Bytes before the header: the length in front of DNS over TCP.
    pub lead: u8,
    /// Behind `total` the next message may begin, or the layer carries more than one packet.
    pub again: bool,
    /// `End` to go on.
    pub stop: Stop,
    /// How the fields are to be read, where that is not told by the message itself: a protocol's own number.
    pub mode: u32,
}
impl Step {
    /// A header of so many bytes, so many with its body, and what the body is.
    #[inline(always)]
    pub const fn new(header: usize, total: usize, next: Id) -> Step {
        Step { header, total, next, lead: 0, again: false, stop: Stop::End, mode: 0 }
    }
    /// A message of a stream of which these bytes are there, `lead` included, and that has so many; where that is no more than are
    /// there, it is not known yet, [`Step::ALL`] is everything to the end of the stream.
    ///
    /// The flow stage gives all of it to `dissect` again as soon as it is there. Who reads packet by packet is shown what is there.
    pub const fn more(bytes: &[u8], total: usize) -> Step {
        Step { header: bytes.len(), total, next: Id(0), lead: 0, again: false, stop: Stop::More, mode: 0 }
    }
    /// As long as the stream.
    pub const ALL: usize = usize::MAX;
    /// The header goes beyond the bytes there are: they become the layer, and the walk ends.
    pub const fn cut(bytes: &[u8]) -> Step {
        Step { header: bytes.len(), total: bytes.len(), next: Id(0), lead: 0, again: false, stop: Stop::Cut, mode: 0 }
    }
    /// So many bytes of header are to be believed, and the walk ends.
    pub const fn malformed(header: usize, total: usize) -> Step {
        Step { header, total, next: Id(0), lead: 0, again: false, stop: Stop::Malformed, mode: 0 }
    }
    /// These bytes stay what their carrier brings: they leave no layer.
    pub const fn nothing() -> Step {
        Step { header: 0, total: 0, next: Id(0), lead: 0, again: false, stop: Stop::Nothing, mode: 0 }
    }
    /// These bytes are not this protocol's: they are shown as what `next` says, data.
    pub const fn reject() -> Step {
        Step { header: 0, total: 0, next: Id(0), lead: 0, again: false, stop: Stop::Reject, mode: 0 }
    }
}

/// The layer above which there is nothing.
pub const ROOT: u8 = u8::MAX;
/// Layers that are kept of a frame.
pub const DEPTH: usize = 96;

/// Reused for every frame: decoding allocates nothing and clears nothing.
pub struct Spine {
    pub(crate) len: usize,
    pub(crate) layers: [Layer; DEPTH],
    /// Where the message begins that goes on later, and how many bytes it has: see [`Step::more`].
    pub(crate) unfinished: (u32, usize),
    /// Why the walk ended, in its last layer.
    pub stop: Stop,
}
impl Spine {
    /// A spine without layers.
    pub const fn new() -> Spine {
        let none = Layer { start: 0, body: 0, end: 0, id: Id(0), up: ROOT, again: false, mode: 0 };
        Spine { len: 0, layers: [none; DEPTH], unfinished: (0, 0), stop: Stop::End }
    }
    /// The layers, outermost first; the first is the frame itself.
    #[inline]
    pub fn layers(&self) -> &[Layer] {
        self.layers.get(..self.len).unwrap_or(&[])
    }
    /// The outermost layer of a protocol.
    #[inline]
    pub fn find(&self, id: Id) -> Option<&Layer> {
        self.layers().iter().find(|l| l.id == id)
    }
}
impl Default for Spine {
    fn default() -> Spine {
        Spine::new()
    }
}
impl Layer {
    /// The header's bytes.
    #[inline]
    pub fn head<'a>(&self, frame: &'a [u8]) -> &'a [u8] {
        clamped(frame, self.start, self.body)
    }
    /// The bytes carried, as far as they were captured.
    #[inline]
    pub fn load<'a>(&self, frame: &'a [u8]) -> &'a [u8] {
        clamped(frame, self.body, self.end)
    }
    /// Header and what is carried, as far as they were captured.
    #[inline]
    pub fn whole<'a>(&self, frame: &'a [u8]) -> &'a [u8] {
        clamped(frame, self.start, self.end)
    }
    /// Bytes carried on the wire, captured or not.
    pub const fn carried(&self) -> usize {
        self.end.saturating_sub(self.body) as usize
    }
    /// Bytes on the wire, header included, captured or not.
    pub const fn wire(&self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
}
#[inline]
fn clamped(frame: &[u8], from: u32, to: u32) -> &[u8] {
    frame.get(from as usize..(to as usize).min(frame.len())).unwrap_or(&[])
}

/// What `dissect` may look at besides its own bytes.
#[derive(Clone, Copy)]
pub struct Below<'a> {
    /// The frame from its first byte.
    pub frame: &'a [u8],
    /// The layers so far; the last carries the bytes.
    pub layers: &'a [Layer],
    /// How many bytes there are on the wire: more than are given where the frame was cut.
    pub wire: usize,
    /// When the frame was captured, in nanoseconds since 1970: a time inside it is only believed near it.
    pub time: Option<i64>,
    /// What the user says of unknown ports.
    pub rules: &'a Rules,
    /// What was said before in the conversation, in the flow stage.
    pub talk: Option<&'a Talk>,
}
/// What a protocol over a stream remembers of a conversation from message to message: numbers of its own, and where others go on.
/// A protocol changes it only when a message is there as a whole.
#[derive(Debug, Default)]
pub struct Talk {
    /// Of the side that speaks.
    pub own: Cell<u64>,
    /// Of the side that listens.
    pub other: Cell<u64>,
    /// The protocol of what follows, both ways, whatever its port says: 0, data, where the port says it.
    pub next: Cell<u16>,
    /// The protocol that goes on carrying what follows without a word of its own, as a proxy does: 0, data, for none.
    pub via: Cell<u16>,
    /// The side that speaks waits for a connection at this port, which is that protocol's.
    pub expects: Cell<Option<(Id, u16)>>,
    /// No more will be said by the side that speaks.
    pub last: Cell<bool>,
    /// So many of the bytes, the last ones, stand behind a message that was put together from segments; 0 for none.
    pub fresh: Cell<usize>,
    /// Which of the two sides speaks.
    pub side: usize,
    /// What the protocol remembers where the two numbers are too small, and about how many bytes that takes: where all connections' take
    /// too much it is gone.
    pub memory: RefCell<(Option<Box<dyn Any + Send>>, usize)>,
    /// What messages say that does not stand in them: it is laid behind the frame.
    pub laid: RefCell<Vec<Laid>>,
}
/// Bytes that a message means and that do not stand in it, such as packed headers, or a body in pieces.
#[derive(Debug)]
pub struct Laid {
    /// The protocol of the message, and where in the bytes it begins.
    pub of: (Id, usize),
    /// Who reads them; data where the message itself does, where [`LAID`](crate::proto::LAID) says that they lie.
    pub id: Id,
    /// The bytes.
    pub bytes: Vec<u8>,
}
impl Talk {
    /// What follows, both ways, is another protocol's, which begins anew.
    pub fn hand_over(&self, id: Id) {
        self.next.set(id.0);
        self.own.set(0);
        self.other.set(0);
    }
    /// The same where the protocol itself still is the carrier; data where it is not known yet whose that is.
    pub fn pass_on(&self, via: Id, id: Id) {
        self.hand_over(id);
        self.via.set(via.0);
    }
}
impl Below<'_> {
    /// The protocol that carries these bytes.
    #[inline]
    pub fn over(&self) -> Id {
        self.layers.last().map_or(Id(0), |l| l.id)
    }
}

/// What the user decided about decoding.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// Verify TCP, UDP and like checksums (Wireshark's default is no).
    pub checksums: bool,
    /// Decode as: a space's number (in the registry), a number in it, the protocol.
    pub decode_as: Vec<(u8, u16, Id)>,
}

/// What must have seen a packet before a field has its value. A filter needs the highest of its fields'.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// The walk alone.
    Walk,
    /// The flow stage, which remembers earlier packets.
    Flow,
}

/// What stages have laid on a packet: values for fields of its layers. Reused.
pub struct Notes {
    of: Vec<(usize, &'static Field, u64)>,
}
impl Default for Notes {
    fn default() -> Notes {
        Notes::new()
    }
}
impl Notes {
    /// No notes.
    pub const fn new() -> Notes {
        Notes { of: Vec::new() }
    }
    /// Takes all notes off.
    pub fn clear(&mut self) {
        self.of.clear();
    }
    /// Lays a value on a packet.
    pub fn lay(&mut self, layer: usize, field: &'static Field, n: u64) {
        self.of.push((layer, field, n));
    }
    /// The value laid on a field of a layer.
    pub fn get(&self, layer: usize, field: &Field) -> Option<u64> {
        self.each(layer, field).next()
    }
    /// All values laid on a field of a layer.
    pub fn each(&self, layer: usize, field: &Field) -> impl Iterator<Item = u64> {
        self.of.iter().filter(move |(l, f, _)| *l == layer && std::ptr::eq(*f, field)).map(|n| n.2)
    }
}

/// A decoded frame: its bytes, its layers, what stages know about it.
#[derive(Clone, Copy)]
pub struct Packet<'a> {
    /// The captured bytes; behind them, where this packet is the last of some fragments, what they were joined to.
    pub bytes: &'a [u8],
    /// The captured bytes, number, time, lengths, comment.
    pub frame: &'a Frame<'a>,
    /// The layers.
    pub spine: &'a Spine,
    /// What stages know.
    pub notes: &'a Notes,
    /// What the user decided about decoding.
    pub rules: &'a Rules,
}
impl<'a> Packet<'a> {
    /// Layer `i`; 0 is the frame itself.
    #[inline]
    pub fn layer(&self, i: usize) -> Option<&'a Layer> {
        self.spine.layers().get(i)
    }
    /// The header bytes of layer `i`.
    #[inline]
    pub fn head(&self, i: usize) -> &'a [u8] {
        self.layer(i).map_or(&[], |l| l.head(self.bytes))
    }
    /// The layer that carries layer `i`.
    pub fn below(&self, i: usize) -> Option<&'a Layer> {
        self.layer(self.layer(i)?.up.into())
    }
    /// The index of the first layer that layer `i` carries.
    pub fn child(&self, i: usize) -> Option<usize> {
        self.spine.layers().iter().skip(i + 1).position(|l| l.up as usize == i).map(|n| n + i + 1)
    }
    /// The value of a field of layer `i` that needs no reading of records: where it lies, what it is.
    ///
    /// `None` for a field that follows others, is `Written`, or is not there.
    #[inline]
    pub fn get(&self, i: usize, field: &Field) -> Option<(Range<usize>, Value<'a>)> {
        use crate::field::Place::*;
        let layer = self.layer(i)?;
        let start = layer.start as usize;
        match field.place {
            Bits(..) | Bytes(..) | Little(..) => {
                let value = field.get(layer.head(self.bytes))?;
                let at = field.range();
                Some((start + at.start..start + at.end, value))
            }
            Body => {
                let bytes = layer.load(self.bytes);
                let from = layer.body as usize;
                (!bytes.is_empty()).then_some((from..from + bytes.len(), Value::Bytes(bytes)))
            }
            Derived(work) => Some((start..start, work(self, i)?)),
            Noted(_) => Some((start..start, Value::Num(self.notes.get(i, field)?))),
            _ => None,
        }
    }
}
