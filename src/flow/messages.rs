//! Messages of protocols over TCP, put together from the segments over which they are spread.
//!
//! A protocol says of a message that it goes on ([`Step::more`](crate::spine::Step::more)). Its bytes wait here, and the segments that
//! hold the rest join them; the message is shown in the packet that completes it, where the walk goes on in bytes behind the frame's own.
//! What the sender repeats is left out, and a hole is waited for until what fills it comes. So it is in Wireshark with its default preferences.
use super::ends::Key;
use super::patchwork::Patchwork;
use super::{Hindsight, Kept};
use crate::decode::{walk_inside, walk_stream};
use crate::frame::Frame;
use crate::proto::tcp::{self, analysis};
use crate::proto::{self, id, protocol};
use crate::spine::{Id, Laid, Layer, Notes, Rules, Spine, Step, Stop, Talk};
use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// Bytes of all messages that wait.
const TOTAL: usize = 128 << 20;
/// Bytes of one that said how long it is.
const LONGEST: usize = 32 << 20;
/// Bytes of one that does not know it yet: it is looked at again with each segment.
const UNSURE: usize = 64 << 10;
/// Messages of a direction that wait: those before the last have holes.
const WAITING: usize = 4;
/// Places where a connection is waited for.
const EXPECTED: usize = 4096;
/// What each piece costs besides its bytes.
const PIECE: usize = 32;

/// How long a message is.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    /// So many bytes.
    Bytes(usize),
    /// At least one more than is there.
    More,
    /// As the stream.
    All,
}
impl Need {
    fn of(total: usize, there: usize) -> Need {
        match total {
            Step::ALL => Need::All,
            n if n > there => Need::Bytes(n),
            _ => Need::More,
        }
    }
}

/// Where a piece of a message came from: the frame and its layer, and where it lies in the message.
#[derive(Clone, Copy)]
struct Piece {
    frame: u64,
    layer: usize,
    from: usize,
    to: usize,
}

/// A message that goes on.
struct Waiting {
    /// The sequence number of its first byte.
    seq: u32,
    need: Need,
    laid: Patchwork,
    pieces: Vec<Piece>,
    weight: Weight,
}
impl Waiting {
    /// Where in it the byte of that number lies, where it is one of its own.
    fn place(&self, seq: u32) -> Option<usize> {
        let at = usize::try_from(seq.wrapping_sub(self.seq) as i32).ok()?;
        let end = match self.need {
            Need::Bytes(n) => n,
            Need::More => self.laid.bytes.len() + 1,
            Need::All => usize::MAX,
        };
        (at < end).then_some(at)
    }
    /// Takes what is its own of some bytes; how many that were.
    fn take(&mut self, at: usize, bytes: &[u8], frame: u64, layer: usize) -> usize {
        let end = if let Need::Bytes(n) = self.need { n } else { usize::MAX };
        let n = bytes.len().min(end.saturating_sub(at));
        self.laid.lay(at, bytes.get(..n).unwrap_or(&[]));
        self.pieces.push(Piece { frame, layer, from: at, to: at + n });
        self.weight.set(self.laid.bytes.len() + self.pieces.len() * PIECE);
        n
    }
    fn too_much(&self) -> bool {
        let most = if self.need == Need::More { UNSURE } else { LONGEST };
        self.laid.bytes.len() > most || self.weight.all() > TOTAL
    }
}

/// What a message counts of the memory of all; no more when it is gone.
struct Weight {
    all: Arc<AtomicUsize>,
    own: usize,
}
impl Weight {
    fn set(&mut self, own: usize) {
        self.all.fetch_add(own, Relaxed);
        self.all.fetch_sub(std::mem::replace(&mut self.own, own), Relaxed);
    }
    fn all(&self) -> usize {
        self.all.load(Relaxed)
    }
}
impl Drop for Weight {
    fn drop(&mut self) {
        self.set(0);
    }
}

/// What is known of a connection's two directions.
#[derive(Default)]
struct Conversation {
    waiting: [Vec<Waiting>; 2],
    said: [u64; 2],
    next: u16,
    via: u16,
    expects: Option<(Id, u16)>,
    memory: Option<(Box<dyn Any + Send>, Weight)>,
    laid: Vec<Laid>,
}

/// A segment whose bytes were all captured.
pub(super) struct Segment<'a> {
    pub stream: u64,
    /// Addresses and ports of both sides.
    pub ends: Key,
    pub side: usize,
    /// The layer's index.
    pub layer: usize,
    pub seq: u32,
    pub fin: bool,
    pub reset: bool,
    pub rules: &'a Rules,
}

/// The messages of all connections.
pub(super) struct Messages {
    kept: Kept<u64, Box<Conversation>>,
    /// Where a connection is waited for, and whose it will be.
    expected: Kept<([u8; 16], u64), Id>,
    expecting: bool,
    weight: Arc<AtomicUsize>,
    /// The bytes of the packet: the frame's and what was joined.
    room: Vec<u8>,
    given_up: u64,
}

impl Messages {
    pub(super) fn new(bound: usize) -> Messages {
        Messages {
            kept: Kept::new(bound),
            expected: Kept::new(EXPECTED.min(bound)),
            expecting: false,
            weight: Arc::default(),
            room: Vec::new(),
            given_up: 0,
        }
    }
    /// Messages that were too long, and those of connections that were too many.
    pub(super) fn let_go(&self) -> u64 {
        self.given_up + self.kept.let_go
    }
    /// Lends the bytes joined.
    pub(super) fn lend(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.room)
    }
    /// Takes them back.
    pub(super) fn keep(&mut self, room: Vec<u8>) {
        self.room = room;
    }
    /// The packet's bytes, and behind them what was joined.
    pub(super) fn joined(&self) -> &[u8] {
        &self.room
    }
    /// Takes a segment. True where the spine goes on in `room`, which then holds the packet's bytes and behind them what was joined.
    pub(super) fn see(
        &mut self,
        s: &Segment<'_>,
        frame: &Frame<'_>,
        spine: &mut Spine,
        notes: &mut Notes,
        found: Option<&mut Hindsight>,
        room: &mut Vec<u8>,
    ) -> bool {
        let rules = s.rules;
        let Some(&layer) = spine.layers().get(s.layer) else { return false };
        if s.reset {
            // What it carries says why the connection is given up, to people (RFC 9293, 3.5.3).
            end(spine, s.layer + 1);
            return false;
        }
        let load = layer.load(frame.bytes);
        if load.len() < layer.carried() || load.is_empty() && !s.fin {
            return false;
        }
        let body = layer.body as usize;
        let said = |field| notes.get(s.layer, field).is_some();
        let again = said(&analysis::RETRANSMISSION) && !said(&analysis::FAST_RETRANSMISSION);
        let late = said(&analysis::OUT_OF_ORDER);
        if !load.is_empty() && (again || said(&analysis::KEEP_ALIVE)) {
            // What came before was read then.
            end(spine, s.layer + 1);
            if again && !said(&analysis::SPURIOUS_RETRANSMISSION) {
                notes.lay(s.layer, &tcp::SEGMENT_ENDING, range(body, body + load.len()));
            }
            if !again {
                // The byte that keeps a connection alive is nobody's (RFC 9293, 3.8.4).
                walk_inside(spine, frame, rules, s.layer, id::data, body..body + load.len());
            }
            return false;
        }
        let conversation = match self.kept.find(&s.stream) {
            Some(conversation) => conversation,
            None => {
                let Some(child) = spine.layers().get(s.layer + 1) else { return false };
                let expected = if self.expecting { s.ends.iter().find_map(|end| self.expected.find(end).copied()) } else { None };
                let protocol = protocol(child.id);
                let talks = protocol.stream.is_some_and(|stream| stream.talks);
                let guessed = child.id != id::data && proto::tcp::numbered(layer.head(frame.bytes), rules) == id::data;
                if !(talks || guessed || expected.is_some() || spine.stop == Stop::More) {
                    sizes(spine, s.layer, notes);
                    return unpack(spine, s.layer, frame, false, rules, room);
                }
                self.kept.entry(s.stream, || Box::new(Conversation { next: expected.map_or(0, |id| id.0), ..Conversation::default() }))
            }
        };
        let mut stream = InStream { s, frame, weight: &self.weight, late, layer, given_up: 0, found };
        let mut joined = stream.go(conversation, load, spine, notes, room);
        self.given_up += stream.given_up;
        for laid in conversation.laid.drain(..) {
            joined = lay(&laid, spine, frame, joined, rules, notes, room) || joined;
        }
        if let Some((id, port)) = conversation.expects.take()
            && let Some((address, _)) = s.ends.get(s.side)
        {
            self.expecting = true;
            *self.expected.entry((*address, port.into()), || id) = id;
        }
        sizes(spine, s.layer, notes);
        unpack(spine, s.layer, frame, joined, rules, room)
    }
}

/// A segment on its way through its conversation.
struct InStream<'a> {
    s: &'a Segment<'a>,
    frame: &'a Frame<'a>,
    weight: &'a Arc<AtomicUsize>,
    late: bool,
    layer: Layer,
    given_up: u64,
    found: Option<&'a mut Hindsight>,
}
impl InStream<'_> {
    fn go(&mut self, of: &mut Conversation, load: &[u8], spine: &mut Spine, notes: &mut Notes, room: &mut Vec<u8>) -> bool {
        let s = self.s;
        let [one, two] = &mut of.waiting;
        let waiting = if s.side == 0 { one } else { two };
        let body = self.layer.body as usize;
        let found = waiting.iter().enumerate().rev().find_map(|(n, message)| Some((n, message.place(s.seq)?)));
        let Some((n, at)) = found.filter(|_| !load.is_empty() || s.fin) else {
            if load.is_empty() {
                return false;
            }
            if self.late {
                end(spine, s.layer + 1);
                return false;
            }
            let at = body..body + load.len();
            self.walk(of, spine, self.frame, at.clone(), 0);
            self.hold(of, spine, notes, self.frame.bytes, at, (s.seq, &[], 0));
            return false;
        };
        let Some(message) = waiting.get_mut(n) else { return false };
        let before = message.laid.bytes.len();
        let own = if load.is_empty() && message.need != Need::All { 0 } else { message.take(at, load, self.frame.info.number, s.layer) };
        let whole = match message.need {
            Need::Bytes(n) => message.laid.whole(n),
            Need::More => message.laid.bytes.len() > before && message.laid.whole(message.laid.bytes.len()),
            Need::All => s.fin && message.laid.whole(message.laid.bytes.len()),
        };
        let shows = own > 0 && !(message.need == Need::All && s.fin);
        let rest = load.get(own..).unwrap_or(&[]);
        if !whole {
            if shows {
                notes.lay(s.layer, &tcp::SEGMENT_ENDING, range(body, body + own));
            }
            end(spine, s.layer + 1);
            if message.too_much() {
                waiting.remove(n);
                self.given_up += 1;
            } else if !rest.is_empty() && !self.late {
                // There is a hole before; what follows begins here.
                let at = body + own..body + load.len();
                self.walk(of, spine, self.frame, at.clone(), 0);
                self.hold(of, spine, notes, self.frame.bytes, at, (s.seq.wrapping_add(own as u32), &[], 0));
            }
            return false;
        }
        let message = waiting.remove(n);
        if self.late {
            end(spine, s.layer + 1);
            notes.lay(s.layer, &tcp::SEGMENT_ENDING, range(body, body + own));
            self.tell(&message.pieces, message.laid.bytes.len(), notes, None);
            return false;
        }
        room.clear();
        room.extend_from_slice(self.frame.bytes);
        let from = room.len();
        room.extend_from_slice(&message.laid.bytes);
        let joined = message.laid.bytes.len();
        room.extend_from_slice(rest);
        let at = from..room.len();
        let frame = Frame { bytes: room, ..*self.frame };
        self.walk(of, spine, &frame, at.clone(), rest.len());
        let mut pieces = message.pieces;
        let last = pieces.last_mut().filter(|_| !load.is_empty());
        if let Some(piece) = last {
            // It may be that the message itself goes on in what follows.
            piece.to += rest.len();
        }
        let begins = self.hold(of, spine, notes, room, at, (message.seq, &pieces, joined));
        let goes_on = begins == Some(from);
        if shows {
            let own = if goes_on { load.len() } else { own };
            notes.lay(s.layer, &tcp::SEGMENT_ENDING, range(body, body + own));
        }
        if !goes_on {
            self.tell(&pieces, joined, notes, Some(from));
        }
        true
    }
    /// Reads messages from there on.
    fn walk(&self, of: &mut Conversation, spine: &mut Spine, frame: &Frame<'_>, at: std::ops::Range<usize>, fresh: usize) {
        let [a, b] = &mut of.said;
        let (own, other) = if self.s.side == 0 { (a, b) } else { (b, a) };
        let talk = Talk {
            own: (*own).into(),
            other: (*other).into(),
            next: of.next.into(),
            via: of.via.into(),
            last: self.s.fin.into(),
            fresh: fresh.into(),
            side: self.s.side,
            memory: (of.memory.take().map(|(memory, _)| memory), 0).into(),
            ..Talk::default()
        };
        end(spine, self.s.layer + 1);
        walk_stream(spine, frame, self.s.rules, self.s.layer, at, &talk);
        (*own, *other, of.next, of.via) = (talk.own.get(), talk.other.get(), talk.next.get(), talk.via.get());
        of.expects = talk.expects.get();
        of.laid = talk.laid.take();
        if let (Some(memory), bytes) = talk.memory.take() {
            let mut weight = Weight { all: self.weight.clone(), own: 0 };
            weight.set(bytes);
            of.memory = (weight.all() <= TOTAL).then_some((memory, weight));
        }
    }
    /// Keeps the message that goes on, where the walk ended in one: where it begins in the bytes, which begin at `at` with byte `seq`
    /// of the stream and consist of these pieces, of which so many bytes are a message that was whole, or of the segment alone.
    fn hold(
        &mut self,
        of: &mut Conversation,
        spine: &mut Spine,
        notes: &mut Notes,
        bytes: &[u8],
        at: std::ops::Range<usize>,
        (seq, pieces, joined): (u32, &[Piece], usize),
    ) -> Option<usize> {
        if spine.stop != Stop::More {
            return None;
        }
        let i = self.s.layer;
        let (begins, total) = (spine.unfinished.0 as usize, spine.unfinished.1);
        let mut top = spine.layers().len().checked_sub(1)?;
        // It may stand in a layer that has no bytes of its own.
        loop {
            let up = usize::from(spine.layers().get(top)?.up);
            let carrier = spine.layers().get(up)?;
            if up == i || carrier.start != carrier.body {
                break;
            }
            if carrier.start as usize != begins {
                break;
            }
            top = up;
        }
        let up = usize::from(spine.layers().get(top)?.up);
        let carrier = spine.layers().get(up)?;
        if up != i && carrier.start != carrier.body || !at.contains(&begins) && begins != at.end {
            return None;
        }
        let shown = begins == at.start + joined
            && up == i
            && spine.layers().get(top).is_some_and(|l| protocol(l.id).stream.is_some_and(|s| s.begun));
        end(spine, top + usize::from(shown));
        if shown && let Some(layer) = spine.layers.get_mut(top) {
            (layer.body, layer.end) = (layer.start, layer.start);
            spine.stop = Stop::End;
        }
        let own = bytes.get(begins..at.end).unwrap_or(&[]);
        let skipped = begins - at.start;
        let body = self.layer.body as usize;
        let load = self.layer.load(self.frame.bytes).len();
        // What of it this segment holds.
        let here = own.len().min(load);
        if pieces.is_empty() || skipped > 0 {
            notes.lay(i, &tcp::SEGMENT_BEGINNING, range(body + load - here, body + load));
        }
        let mut message = Waiting {
            seq: seq.wrapping_add(skipped as u32),
            need: Need::of(total, own.len()),
            laid: Patchwork::default(),
            pieces: Vec::new(),
            weight: Weight { all: self.weight.clone(), own: 0 },
        };
        message.laid.lay(0, own);
        message.pieces = match pieces {
            [] => vec![Piece { frame: self.frame.info.number, layer: i, from: 0, to: own.len() }],
            all => {
                let left = all.iter().filter(|piece| piece.to > skipped);
                left.map(|p| Piece { from: p.from.saturating_sub(skipped), to: p.to - skipped, ..*p }).collect()
            }
        };
        message.weight.set(own.len() + message.pieces.len() * PIECE);
        if message.too_much() {
            self.given_up += 1;
            return Some(begins);
        }
        let [one, two] = &mut of.waiting;
        let waiting = if self.s.side == 0 { one } else { two };
        if waiting.len() >= WAITING {
            waiting.remove(0);
            self.given_up += 1;
        }
        waiting.push(message);
        Some(begins)
    }
    /// Tells of which segments a message was made.
    fn tell(&mut self, pieces: &[Piece], len: usize, notes: &mut Notes, at: Option<usize>) {
        let i = self.s.layer;
        let mut order: Vec<&Piece> = pieces.iter().collect();
        order.sort_by_key(|piece| piece.from);
        order.iter().for_each(|piece| notes.lay(i, &tcp::SEGMENT, piece.frame));
        notes.lay(i, &tcp::SEGMENT_COUNT, pieces.len() as u64);
        notes.lay(i, &tcp::REASSEMBLED_LENGTH, len as u64);
        if let Some(at) = at {
            notes.lay(i, &tcp::REASSEMBLED_AT, range(at, at + len));
        }
        let number = self.frame.info.number;
        if let Some(found) = &mut self.found {
            let earlier = pieces.iter().filter(|piece| piece.frame != number);
            earlier.for_each(|piece| found.tell(piece.frame, piece.layer, &tcp::REASSEMBLED_IN, number));
        }
    }
}

/// Where bytes lie, as one number.
fn range(from: usize, to: usize) -> u64 {
    (from as u64) << 32 | to as u64
}
/// Leaves out all layers from there on.
pub(super) fn end(spine: &mut Spine, at: usize) {
    if spine.len >= at {
        spine.len = at;
        spine.stop = Stop::End;
    }
}
/// Lays behind all bytes there are what a message means, and walks on in it where somebody reads it. True where it did.
fn lay(laid: &Laid, spine: &mut Spine, frame: &Frame<'_>, joined: bool, rules: &Rules, notes: &mut Notes, room: &mut Vec<u8>) -> bool {
    let (of, start) = laid.of;
    let Some(i) = spine.layers().iter().rposition(|layer| layer.id == of && layer.start as usize == start) else { return false };
    if !joined {
        room.clear();
        room.extend_from_slice(frame.bytes);
    }
    let at = room.len();
    room.extend_from_slice(&laid.bytes);
    notes.lay(i, &proto::LAID, range(at, room.len()));
    if laid.id != id::data {
        walk_inside(spine, &Frame { bytes: room, ..*frame }, rules, i, laid.id, at..room.len());
    }
    true
}
/// Puts together what messages carry, behind all bytes there are. True where the packet's bytes are those in `room`.
fn unpack(spine: &mut Spine, tcp: usize, frame: &Frame<'_>, mut joined: bool, rules: &Rules, room: &mut Vec<u8>) -> bool {
    for i in tcp + 1..spine.layers().len() {
        let Some(layer) = spine.layers().get(i).copied() else { break };
        let Some(unpack) = protocol(layer.id).unpack else { continue };
        if !joined {
            room.clear();
            room.extend_from_slice(frame.bytes);
        }
        let mut whole = Vec::new();
        let Some(id) = unpack(room, &layer, &mut whole) else { continue };
        let at = room.len();
        room.extend_from_slice(&whole);
        joined = true;
        walk_inside(spine, &Frame { bytes: room, ..*frame }, rules, i, id, at..at + whole.len());
    }
    joined
}
/// Tells how long the messages are that say it themselves.
fn sizes(spine: &Spine, tcp: usize, notes: &mut Notes) {
    let layers = spine.layers();
    // Who only passes on what another protocol says has no bytes of its own.
    let inside = |layer: &&Layer| {
        let up = usize::from(layer.up);
        up == tcp || layers.get(up).is_some_and(|carrier| carrier.start == carrier.body && usize::from(carrier.up) == tcp)
    };
    for layer in layers.iter().skip(tcp + 1).filter(inside) {
        let protocol = protocol(layer.id);
        if protocol.stream.is_some_and(|stream| stream.sized || stream.measured) {
            let lead = protocol.lead.map_or(0, |(_, n)| n.into());
            notes.lay(tcp, &tcp::PDU_SIZE, layer.wire() as u64 + lead);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Flows;
    use crate::frame::{Info, LinkType};
    use crate::proto::{http, tcp};
    use proptest::prelude::*;

    /// IPv4 and TCP from the client (0) or the server of port 80.
    fn segment(side: usize, seq: u32, flags: u8, data: &[u8]) -> Vec<u8> {
        let (from, to) = if side == 0 { (4000u16, 80u16) } else { (80, 4000) };
        let len = ((40 + data.len()) as u16).to_be_bytes();
        let host = |n: usize| [10, 0, 0, n as u8 + 1];
        let mut bytes = vec![0x45, 0, len[0], len[1], 0, 1, 0, 0, 64, 6, 0, 0];
        bytes.extend(host(side));
        bytes.extend(host(1 - side));
        bytes.extend(from.to_be_bytes());
        bytes.extend(to.to_be_bytes());
        bytes.extend(seq.to_be_bytes());
        bytes.extend([0, 0, 0, 1, 0x50, flags, 0xff, 0xff, 0, 0, 0, 0]);
        bytes.extend_from_slice(data);
        bytes
    }
    /// Of each frame: layers behind TCP, the frames that the message which ends here is made of, its length.
    type Told = (String, Vec<u64>, Option<u64>);
    fn read(flows: &mut Flows, frames: &[Vec<u8>]) -> Vec<Told> {
        let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
        let all = frames.iter().zip(1..).map(|(bytes, number)| {
            let info = Info { number, time: Some(number as i64 * 100_000_000), ..Info::alone(LinkType(228), bytes.len() as u32) };
            let frame = Frame::new(bytes, info);
            crate::decode::walk(&mut spine, &frame, &rules);
            let bytes = flows.see(&frame, &mut spine, &mut notes, &rules);
            assert!(spine.layers().iter().all(|layer| layer.start as usize <= bytes.len()));
            let names: Vec<_> = spine.layers().iter().skip(3).map(|layer| protocol(layer.id).name).collect();
            (names.join(":"), notes.each(2, &tcp::SEGMENT).collect(), notes.get(2, &tcp::REASSEMBLED_LENGTH))
        });
        all.collect()
    }
    const ASK: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    fn told(layers: &str, segments: &[u64], len: Option<u64>) -> Told {
        (layers.to_owned(), segments.to_vec(), len)
    }
    fn at(data: &[u8], from: usize, to: usize) -> Vec<u8> {
        segment(0, 1 + from as u32, 0x18, &data[from..to])
    }

    #[test]
    fn the_last_segment_shows_the_message() {
        let two = [ASK, ASK].concat();
        let frames = [at(&two, 0, 5), at(&two, 5, 20), at(&two, 20, 40), at(&two, 40, two.len())];
        let mut first = Flows::new(8);
        let seen = read(&mut first, &frames);
        assert_eq!(
            seen,
            [told("", &[], None), told("", &[], None), told("http", &[1, 2, 3], Some(40)), told("http", &[3, 4], Some(ASK.len() as u64))]
        );
        let later = first.hindsight().later;
        let frame = |n: u64| later.get(&n).map_or(vec![], |all| all.iter().map(|(_, _, to)| *to).collect());
        assert_eq!([1, 2, 3].map(frame), [vec![3], vec![3], vec![4]]);
    }
    #[test]
    fn a_body_of_known_length_a_repetition_and_a_hole() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n012345678901234567890123456789".to_vec();
        let piece = |from: usize, to: usize| segment(1, 1 + from as u32, 0x18, &answer[from..to]);
        let frames = [piece(0, 45), piece(0, 45), piece(55, 60), piece(60, 69)];
        let seen = read(&mut Flows::new(8), &frames);
        assert_eq!(seen[0..4].iter().map(|told| told.0.as_str()).collect::<Vec<_>>(), ["", "", "", ""], "a hole is never filled");
        let frames = [piece(0, 45), piece(0, 45), piece(45, 60), piece(60, 69)];
        assert_eq!(read(&mut Flows::new(8), &frames)[3], told("http:data", &[1, 3, 4], Some(69)));
    }
    #[test]
    fn what_keeps_a_connection_alive_is_no_message() {
        let frames = [at(ASK, 0, ASK.len()), segment(0, ASK.len() as u32, 0x10, b"G"), segment(0, 1 + ASK.len() as u32, 0x18, ASK)];
        let seen = read(&mut Flows::new(8), &frames);
        assert_eq!(seen, [told("http", &[], None), told("data", &[], None), told("http", &[], None)]);
    }
    #[test]
    fn to_the_end_of_the_stream() {
        let frames = [segment(1, 1, 0x18, b"HTTP/1.0 200 OK\r\n\r\nab"), segment(1, 22, 0x18, b"cd"), segment(1, 24, 0x11, b"")];
        let seen = read(&mut Flows::new(8), &frames);
        assert_eq!(seen, [told("", &[], None), told("", &[], None), told("http:data", &[1, 2, 3], Some(23))]);
    }
    #[test]
    fn memory_is_bounded() {
        let mut flows = Flows::new(8);
        // A line that never ends, and one that goes on behind holes.
        let endless: Vec<_> = (0..200u32).map(|i| segment(0, 1 + i * 1000, 0x18, &[b'x'; 1000])).collect();
        read(&mut flows, &endless);
        assert!(flows.messages.let_go() > 0);
        let weight = || flows.messages.weight.load(Relaxed);
        assert!(weight() <= 2 * UNSURE, "{}", weight());
        let holes: Vec<_> = (0..200u32).map(|i| segment(0, 1 + i * 3000, 0x18, &[b'x'; 1000])).collect();
        let mut flows = Flows::new(8);
        read(&mut flows, &holes);
        assert!(flows.messages.weight.load(Relaxed) <= WAITING * 2000);
        flows.messages.kept = Kept::new(1);
        assert_eq!(flows.messages.weight.load(Relaxed), 0, "who is forgotten weighs nothing");
    }
    proptest! {
        /// However a stream is cut, its messages are found, each once and in their order.
        #[test]
        fn cuts_do_not_matter(cuts in proptest::collection::btree_set(1usize..400, 0..12), more in 0usize..5) {
            let mut all = Vec::new();
            let mut count = 0;
            while all.len() < 300 {
                all.extend_from_slice(ASK);
                let body: Vec<u8> = (0..(count * 7 + more) % 23).map(|_| b'b').collect();
                all.extend(format!("POST /{count} HTTP/1.1\r\nContent-Length: {}\r\n\r\n", body.len()).bytes());
                all.extend(body);
                count += 1;
            }
            let edges: Vec<usize> = std::iter::once(0).chain(cuts.into_iter().filter(|cut| *cut < all.len())).chain([all.len()]).collect();
            let frames: Vec<_> = edges.windows(2).map(|edge| at(&all, edge[0], edge[1])).collect();
            let (mut spine, mut notes, rules, mut flows) = (Spine::new(), Notes::new(), Rules::default(), Flows::new(8));
            let mut asked = Vec::new();
            for (bytes, number) in frames.iter().zip(1..) {
                let info = Info { number, time: Some(number as i64), ..Info::alone(LinkType(228), bytes.len() as u32) };
                let frame = Frame::new(bytes, info);
                crate::decode::walk(&mut spine, &frame, &rules);
                let whole = flows.see(&frame, &mut spine, &mut notes, &rules);
                for layer in spine.layers().iter().filter(|layer| layer.id == id::http) {
                    prop_assert_eq!(http::numbered(layer), Some((false, asked.len() as u64 + 1)));
                    asked.push(layer.head(whole).first().copied());
                }
            }
            prop_assert_eq!(asked.len(), count * 2);
            let turns = asked.iter().enumerate().all(|(i, first)| *first == Some(if i % 2 == 0 { b'G' } else { b'P' }));
            prop_assert!(turns, "in their order");
        }
    }
}
