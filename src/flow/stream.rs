//! TCP's bytes in order (RFC 9293, 3.4, 3.10.7.4).
//!
//! [`Half`] puts one direction together: segments come as they were captured, and pieces go out in the order of the stream,
//! each byte once. Of bytes that came twice the first arrival counts, as in Wireshark; that they came again, and whether they
//! differed, is told. Bytes that the other side acknowledged although they were never captured will not come any more:
//! they are told as a gap. A gap is never filled.
//!
//! [`Streams`] does that for both directions of many connections, within bounds: what arrives before its turn is held, and
//! where that is too much the hole before it is given up, told as a gap.
//!
//! ```no_run
//! use pktlab::capture::{self, Batch, Source};
//! use pktlab::flow::{Flows, stream::{Limits, Piece, Streams}};
//! use pktlab::{decode, frame::Frame, spine::{Notes, Rules, Spine}};
//!
//! let (mut source, mut batch) = (capture::open("captures/tcp-http.pcap".as_ref())?, Batch::new());
//! let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
//! let (mut flows, mut streams) = (Flows::new(Flows::BOUND), Streams::new(Limits::default()));
//! while source.fill(&mut batch)? {
//!     for frame in batch.frames() {
//!         decode::walk(&mut spine, &frame, &rules);
//!         let bytes = flows.see(&frame, &mut spine, &mut notes, &rules); // numbers the connections, joins fragments
//!         let frame = Frame { bytes, ..frame };
//!         streams.see(&frame, &spine, &notes, &mut |heard| match heard.piece {
//!             Piece::Bytes { at, bytes } => println!("tcp:{} {:?} byte {at}: {} bytes", heard.stream, heard.side, bytes.len()),
//!             Piece::Gap { len, .. } => println!("tcp:{} {:?}: {len} bytes are missing", heard.stream, heard.side),
//!             Piece::Again { .. } => {}
//!         });
//!     }
//! }
//! # Ok::<(), capture::Error>(())
//! ```
use super::ends::{self, End};
use super::recent::Recent;
use super::tcp::{ACK, SYN};
use crate::frame::Frame;
use crate::proto::tcp::{ACK_RAW, DSTPORT, FLAGS, SEQ_RAW, SRCPORT, STREAM};
use crate::proto::{id, udp};
use crate::spine::{Layer, Notes, Spine};
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;

/// What each piece that is held costs besides its bytes.
const PIECE: usize = 64;

/// A piece of a stream. `at` counts the stream's bytes from 0, those that are missing too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// The next bytes.
    Bytes {
        /// Where they stand.
        at: u64,
        /// The bytes.
        bytes: &'a [u8],
    },
    /// The next bytes were not captured.
    Gap {
        /// Where the first stands.
        at: u64,
        /// How many.
        len: u64,
    },
    /// Bytes came that had come before.
    Again {
        /// Where the first stands.
        at: u64,
        /// How many.
        len: u64,
        /// Where the first that is another one than before stands; `None` too where what came before is no longer known.
        differs: Option<u64>,
    },
}

/// How much is remembered, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections.
    pub streams: usize,
    /// Of a direction: what came before its turn.
    pub held: usize,
    /// Of a direction: what went out last, to compare with what comes again.
    pub behind: usize,
    /// All of that, of all connections.
    pub total: usize,
}
impl Default for Limits {
    /// 65,536 connections, 1 MiB and 4 KiB each way, 64 MiB in all.
    fn default() -> Limits {
        Limits { streams: 1 << 16, held: 1 << 20, behind: 4 << 10, total: 64 << 20 }
    }
}

/// What happened to a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Bytes that went out.
    pub bytes: u64,
    /// Gaps, and the bytes missing in them.
    pub gaps: u64,
    /// Bytes that are missing.
    pub missing: u64,
    /// Bytes that came again.
    pub again: u64,
    /// How often bytes came again and were others.
    pub conflicts: u64,
    /// Gaps told because too much was held behind them.
    pub given_up: u64,
}

/// One direction of a connection.
#[derive(Debug, Default)]
pub struct Half {
    /// The sequence number of the byte at `done`; `None` before the first segment.
    next: Option<u32>,
    /// How many bytes of the stream are told, gaps included.
    done: u64,
    /// Behind the last byte that the other side acknowledged.
    acked: u64,
    /// What came before its turn: none overlap, all stand behind `done`.
    held: BTreeMap<u64, Box<[u8]>>,
    holding: usize,
    /// The last bytes before `done`.
    behind: VecDeque<u8>,
    /// What happened so far.
    pub tally: Tally,
}

impl Half {
    /// Takes a segment: its sequence number, whether it has SYN, and its bytes.
    pub fn push(&mut self, seq: u32, syn: bool, bytes: &[u8], limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        let first = seq.wrapping_add(syn.into());
        let next = *self.next.get_or_insert(first);
        // Numbers go around: the nearest place is meant.
        let at = self.done as i64 + i64::from(first.wrapping_sub(next) as i32);
        self.place(at, bytes, limits, tell);
        self.drain(limits, tell);
        while self.holding > limits.held {
            self.tally.given_up += 1;
            self.skip(limits, tell);
        }
    }
    /// The other side has all bytes before this sequence number.
    pub fn acknowledged(&mut self, ack: u32, limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        let Some(next) = self.next else { return };
        let ahead = i64::from(ack.wrapping_sub(next) as i32);
        self.acked = self.acked.max(self.done.saturating_add_signed(ahead));
        self.drain(limits, tell);
    }
    /// Tells what is still held, with the gaps before it.
    pub fn finish(&mut self, limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        while !self.held.is_empty() {
            self.skip(limits, tell);
        }
        // FIN counts as a byte and is none.
        if self.acked > self.done + 1 {
            self.gap(self.acked - 1, tell);
        }
    }
    /// Bytes of memory, about.
    fn weight(&self) -> usize {
        self.holding + self.behind.len()
    }
    /// Puts bytes where nothing is yet, and compares the others.
    fn place(&mut self, at: i64, bytes: &[u8], limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        // What stands before the first byte that is known belongs nowhere.
        let unknown = usize::try_from(-at.min(0)).unwrap_or(usize::MAX);
        let Some(mut bytes) = bytes.get(unknown..).filter(|rest| !rest.is_empty()) else { return };
        let mut at = at.max(0) as u64;
        if at < self.done {
            let n = usize::try_from(self.done - at).map_or(bytes.len(), |n| n.min(bytes.len()));
            let (old, new) = bytes.split_at_checked(n).unwrap_or((bytes, &[]));
            // A keep-alive may carry a byte of garbage before the next one (RFC 9293, 3.8.4).
            if bytes.len() > 1 || at + 1 < self.done {
                let from = (self.behind.len() as u64).checked_sub(self.done - at);
                // Only the end of it may be known.
                let skipped = if from.is_some() { 0 } else { (self.done - at) as usize - self.behind.len() };
                let known = self.behind.range((from.unwrap_or(0) as usize).min(self.behind.len())..);
                let differs = old.iter().skip(skipped).zip(known).position(|(a, b)| a != b).map(|n| at + (n + skipped) as u64);
                self.again(at, n as u64, differs, tell);
            }
            (at, bytes) = (self.done, new);
        }
        while !bytes.is_empty() {
            let held = self.held.range(..=at).next_back().filter(|(start, held)| **start + held.len() as u64 > at);
            if let Some((start, held)) = held {
                let known = held.get((at - start) as usize..).unwrap_or(&[]);
                let n = known.len().min(bytes.len());
                let differs = bytes.iter().zip(known).position(|(a, b)| a != b).map(|n| at + n as u64);
                self.again(at, n as u64, differs, tell);
                (at, bytes) = (at + n as u64, bytes.get(n..).unwrap_or(&[]));
                continue;
            }
            let room = self.held.range(at..).next().map_or(u64::MAX, |(start, _)| start - at);
            let n = usize::try_from(room).map_or(bytes.len(), |room| room.min(bytes.len()));
            let (fresh, rest) = bytes.split_at_checked(n).unwrap_or((bytes, &[]));
            if at == self.done {
                // What is held behind it goes out when the rest was compared with it.
                self.bytes(fresh, limits, tell);
            } else {
                self.holding += fresh.len() + PIECE;
                self.held.insert(at, fresh.into());
            }
            (at, bytes) = (at + n as u64, rest);
        }
    }
    /// Tells what has its turn, and the gaps that will not be filled.
    fn drain(&mut self, limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        while let Some(first) = self.held.first_entry() {
            let start = *first.key();
            if start > self.done && start > self.acked {
                return;
            }
            let bytes = first.remove();
            self.holding -= bytes.len() + PIECE;
            self.gap(start, tell);
            self.bytes(&bytes, limits, tell);
        }
    }
    /// Gives up the first hole.
    fn skip(&mut self, limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        if let Some(start) = self.held.keys().next().copied() {
            self.gap(start, tell);
            self.drain(limits, tell);
        }
    }
    fn gap(&mut self, to: u64, tell: &mut dyn FnMut(Piece<'_>)) {
        let Some(len) = to.checked_sub(self.done).filter(|len| *len > 0) else { return };
        tell(Piece::Gap { at: self.done, len });
        self.tally.gaps += 1;
        self.tally.missing += len;
        self.behind.clear();
        self.advance(len);
    }
    fn bytes(&mut self, bytes: &[u8], limits: &Limits, tell: &mut dyn FnMut(Piece<'_>)) {
        tell(Piece::Bytes { at: self.done, bytes });
        self.tally.bytes += bytes.len() as u64;
        let kept = bytes.get(bytes.len().saturating_sub(limits.behind)..).unwrap_or(&[]);
        let excess = (self.behind.len() + kept.len()).saturating_sub(limits.behind);
        self.behind.drain(..excess.min(self.behind.len()));
        self.behind.extend(kept);
        self.advance(bytes.len() as u64);
    }
    fn advance(&mut self, len: u64) {
        self.done += len;
        self.next = self.next.map(|next| next.wrapping_add(len as u32));
    }
    fn again(&mut self, at: u64, len: u64, differs: Option<u64>, tell: &mut dyn FnMut(Piece<'_>)) {
        self.tally.again += len;
        self.tally.conflicts += u64::from(differs.is_some());
        tell(Piece::Again { at, len, differs });
    }
}

/// Which end of a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Who asked: sent the SYN, else was heard first.
    Client,
    /// The other one.
    Server,
}

/// A piece of a connection's stream, and where it is from.
#[derive(Clone, Copy, Debug)]
pub struct Heard<'a> {
    /// The connection's number, `tcp.stream`.
    pub stream: u64,
    /// Client and server.
    pub ends: [SocketAddr; 2],
    /// Who sent it.
    pub side: Side,
    /// The frame that made it known; 0 at the end.
    pub frame: u64,
    /// When that frame was captured, in nanoseconds since 1970.
    pub time: Option<i64>,
    /// The piece.
    pub piece: Piece<'a>,
}

/// Both directions of a connection.
struct Both {
    stream: u64,
    ends: [End; 2],
    halves: [Half; 2],
}

/// Both directions of many connections.
pub struct Streams {
    limits: Limits,
    kept: Recent<u64, Both>,
    total: usize,
    /// Connections that were let go because there were too many; what was held of them was told.
    pub let_go: u64,
}

impl Streams {
    /// Remembers within these limits.
    pub fn new(limits: Limits) -> Streams {
        Streams { limits, kept: Recent::new(limits.streams), total: 0, let_go: 0 }
    }
    /// Takes the segments of a frame, its bytes being those that [`Flows::see`](super::Flows::see) answered, on which [`Flows`](super::Flows) has laid its notes, and tells what can be told now.
    ///
    /// A segment that an ICMP error quotes is not one of the connection's.
    pub fn see(&mut self, frame: &Frame<'_>, spine: &Spine, notes: &Notes, hear: &mut dyn FnMut(Heard<'_>)) {
        for (i, layer) in spine.layers().iter().enumerate().filter(|(_, layer)| layer.id == id::tcp) {
            if let Some(stream) = notes.get(i, &STREAM)
                && !quoted(spine, layer)
            {
                self.segment(stream, frame, spine, layer, hear);
            }
        }
    }
    /// The same of one layer, whose connection's number is known; `None` where it is no whole header.
    pub fn segment(&mut self, stream: u64, frame: &Frame<'_>, spine: &Spine, layer: &Layer, hear: &mut dyn FnMut(Heard<'_>)) -> Option<()> {
        self.take(stream, frame, spine, layer, hear)
    }
    /// How many bytes are held and remembered.
    pub fn held(&self) -> usize {
        self.total
    }
    /// Tells what is still held, connection by connection, and forgets all.
    pub fn finish(self, hear: &mut dyn FnMut(Heard<'_>)) {
        let mut all: Vec<Both> = self.kept.into_values().collect();
        all.sort_by_key(|both| both.stream);
        all.into_iter().for_each(|both| both.finish(&self.limits, hear));
    }
    fn take(&mut self, stream: u64, frame: &Frame<'_>, spine: &Spine, layer: &Layer, hear: &mut dyn FnMut(Heard<'_>)) -> Option<()> {
        let head = layer.head(frame.bytes);
        if head.len() < 20 {
            return None;
        }
        let (key, side) = ends::ends(frame.bytes, spine, layer, &SRCPORT, &DSTPORT)?;
        let (seq, ack, flags) = (SEQ_RAW.num(head)? as u32, ACK_RAW.num(head)? as u32, FLAGS.num(head)? as u16);
        let (from, to) = (*key.get(side)?, *key.get(1 - side)?);
        let answers = flags & (SYN | ACK) == SYN | ACK;
        let make = || Both { stream, ends: if answers { [to, from] } else { [from, to] }, halves: Default::default() };
        let (both, gone) = self.kept.entry(stream, make)?;
        let limits = if self.total > self.limits.total { Limits { held: 0, behind: 0, ..self.limits } } else { self.limits };
        let before: usize = both.halves.iter().map(Half::weight).sum();
        let of = both.ends.map(ends::socket);
        let (side, other) = if both.ends.first() == Some(&from) { (Side::Client, Side::Server) } else { (Side::Server, Side::Client) };
        let [client, server] = &mut both.halves;
        let (own, its) = if side == Side::Client { (client, server) } else { (server, client) };
        let (number, time) = (frame.info.number, frame.info.time);
        if flags & ACK != 0 {
            its.acknowledged(ack, &limits, &mut |piece| hear(Heard { stream, ends: of, side: other, frame: number, time, piece }));
        }
        own.push(seq, flags & SYN != 0, layer.load(frame.bytes), &limits, &mut |piece| {
            hear(Heard { stream, ends: of, side, frame: number, time, piece })
        });
        let after: usize = both.halves.iter().map(Half::weight).sum();
        self.total = (self.total + after).saturating_sub(before);
        if let Some((_, old)) = gone {
            self.let_go += 1;
            self.total = self.total.saturating_sub(old.halves.iter().map(Half::weight).sum());
            old.finish(&self.limits, hear);
        }
        Some(())
    }
}
impl Both {
    fn finish(mut self, limits: &Limits, hear: &mut dyn FnMut(Heard<'_>)) {
        let (stream, of) = (self.stream, self.ends.map(ends::socket));
        for (half, side) in self.halves.iter_mut().zip([Side::Client, Side::Server]) {
            half.finish(limits, &mut |piece| hear(Heard { stream, ends: of, side, frame: 0, time: None, piece }));
        }
    }
}

/// Who sent a layer of TCP or UDP, and to whom; `None` of other layers, and where no IP layer carries it.
pub fn sockets(frame: &[u8], spine: &Spine, layer: &Layer) -> Option<[SocketAddr; 2]> {
    let (key, side) = match layer.id {
        id::tcp => ends::ends(frame, spine, layer, &SRCPORT, &DSTPORT)?,
        id::udp | id::udplite => ends::ends(frame, spine, layer, &udp::SRCPORT, &udp::DSTPORT)?,
        _ => return None,
    };
    Some([*key.get(side)?, *key.get(1 - side)?].map(ends::socket))
}
/// Whether an ICMP error quotes this layer.
pub fn quoted(spine: &Spine, layer: &Layer) -> bool {
    let mut up = layer.up;
    while let Some(layer) = spine.layers().get(up as usize) {
        if matches!(layer.id, id::icmp | id::icmpv6) {
            return true;
        }
        up = layer.up;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ROOMY: Limits = Limits { streams: 1, held: 1 << 20, behind: 1 << 20, total: 1 << 20 };

    /// `at` and text of bytes, `at` and `len` of gaps, of what came again where it differs.
    fn told(piece: Piece<'_>) -> String {
        match piece {
            Piece::Bytes { at, bytes } => format!("{at}:{}", String::from_utf8_lossy(bytes)),
            Piece::Gap { at, len } => format!("{at}?{len}"),
            Piece::Again { at, len, differs: None } => format!("{at}={len}"),
            Piece::Again { at, len, differs: Some(n) } => format!("{at}!{len}@{n}"),
        }
    }
    /// What is told of segments (sequence number, bytes) behind a SYN with number 99, and at the end.
    fn tell(segments: &[(u32, &str)]) -> String {
        let (mut half, mut all) = (Half::default(), vec![]);
        half.push(99, true, b"", &ROOMY, &mut |piece| all.push(told(piece)));
        for (seq, bytes) in segments {
            half.push(*seq, false, bytes.as_bytes(), &ROOMY, &mut |piece| all.push(told(piece)));
        }
        half.finish(&ROOMY, &mut |piece| all.push(told(piece)));
        all.join(" ")
    }

    #[test]
    fn bytes_go_out_in_order_and_once() {
        assert_eq!(tell(&[(100, "ab"), (102, "cd")]), "0:ab 2:cd");
        assert_eq!(tell(&[(102, "cd"), (100, "ab"), (104, "ef")]), "0:ab 2:cd 4:ef");
        assert_eq!(tell(&[(100, "ab"), (100, "ab"), (101, "bcd")]), "0:ab 0=2 1=1 2:cd");
        assert_eq!(tell(&[(102, "cd"), (100, "abcdef")]), "0:ab 2=2 2:cd 4:ef");
    }
    #[test]
    fn of_different_bytes_the_first_count() {
        assert_eq!(tell(&[(100, "ab"), (100, "xy"), (102, "cd")]), "0:ab 0!2@0 2:cd");
        assert_eq!(tell(&[(104, "ef"), (103, "xyzw"), (100, "abc")]), "4!2@4 0:abc 3:x 4:ef 6:w");
    }
    #[test]
    fn what_never_comes_is_a_gap() {
        assert_eq!(tell(&[(100, "ab"), (105, "fg")]), "0:ab 2?3 5:fg");
        let (mut half, mut all) = (Half::default(), vec![]);
        half.push(100, false, b"ab", &ROOMY, &mut |piece| all.push(told(piece)));
        half.push(105, false, b"fg", &ROOMY, &mut |piece| all.push(told(piece)));
        half.acknowledged(104, &ROOMY, &mut |piece| all.push(told(piece)));
        assert_eq!(all, ["0:ab"], "its end may still come");
        half.acknowledged(107, &ROOMY, &mut |piece| all.push(told(piece)));
        assert_eq!(all[1..], ["2?3", "5:fg"]);
        half.push(102, false, b"cde", &ROOMY, &mut |piece| all.push(told(piece)));
        assert_eq!(all[3..], ["2=3"], "a gap that was told is not filled");
        half.acknowledged(110, &ROOMY, &mut |piece| all.push(told(piece)));
        half.finish(&ROOMY, &mut |piece| all.push(told(piece)));
        assert_eq!(all[4..], ["7?2"], "one may be the FIN");
    }
    #[test]
    fn a_keep_alives_byte_is_garbage() {
        assert_eq!(tell(&[(100, "ab"), (101, "\0"), (102, "c")]), "0:ab 2:c");
    }
    #[test]
    fn numbers_go_around() {
        let (mut half, mut all) = (Half::default(), vec![]);
        for (seq, bytes) in [(u32::MAX - 1, "ab"), (2, "ef"), (0, "cd")] {
            half.push(seq, false, bytes.as_bytes(), &ROOMY, &mut |piece| all.push(told(piece)));
        }
        assert_eq!(all, ["0:ab", "2:cd", "4:ef"]);
    }
    #[test]
    fn too_much_held_gives_up_the_hole() {
        let limits = Limits { held: 500, ..ROOMY };
        let (mut half, mut all) = (Half::default(), vec![]);
        for n in 0..10 {
            half.push(100 + n * 200, false, &[b'x'; 100], &limits, &mut |piece| all.push(told(piece)));
            assert!(half.weight() <= 500 + half.behind.len());
        }
        assert_eq!((half.tally.bytes, half.tally.gaps, half.tally.given_up), (700, 6, 6));
    }

    proptest! {
        /// Segments cut at random from what was sent, in any order, some twice, some with other bytes at places that are told:
        /// what goes out lies where it was sent, each byte at most once, and with the gaps nothing is left out.
        #[test]
        fn what_goes_out_was_sent(
            isn: u32,
            cuts in prop::collection::vec((0usize..600, 0usize..80, any::<bool>()), 1..60),
            held in 0usize..3000,
        ) {
            let sent: Vec<u8> = (0..700u32).map(|n| (n * 7 + n / 256) as u8).collect();
            let limits = Limits { held, behind: held, ..ROOMY };
            let (mut half, mut at, mut come) = (Half::default(), 0, vec![false; 700]);
            half.push(isn, true, b"", &limits, &mut |_| {});
            let base = isn.wrapping_add(1);
            let mut check = |piece: Piece<'_>| {
                if let Piece::Bytes { at: from, bytes } = piece {
                    assert_eq!(from, at);
                    assert_eq!(bytes, &sent[from as usize..from as usize + bytes.len()]);
                    at += bytes.len() as u64;
                } else if let Piece::Gap { at: from, len } = piece {
                    assert_eq!(from, at);
                    at += len;
                } else if let Piece::Again { differs, .. } = piece {
                    assert_eq!(differs, None);
                }
            };
            for (from, len, acks) in &cuts {
                half.push(base.wrapping_add(*from as u32), false, &sent[*from..from + len], &limits, &mut check);
                come[*from..from + len].fill(true);
                if *acks {
                    half.acknowledged(base.wrapping_add((from + len) as u32), &limits, &mut check);
                }
                assert!(half.holding <= held);
            }
            half.finish(&limits, &mut check);
            prop_assert!(half.held.is_empty() && half.holding == 0);
            // What did not go out either never came or came behind a gap that was told.
            let out = half.tally.bytes as usize;
            prop_assert!(out <= come.iter().filter(|come| **come).count());
            if half.tally.gaps == 0 {
                let first = come.iter().position(|come| !come).unwrap_or(700);
                prop_assert_eq!(out, first);
            }
        }
    }
}
