//! Floor 3. What only earlier packets tell, laid on a packet as notes: which conversation it belongs to, sequence
//! numbers counted from the conversation's first, what TCP's segments are to one another, which answer belongs to
//! which question.
//!
//! A number space begins where a side is first heard of: at its SYN, else one before the first sequence number it
//! sends, or the first that the other side acknowledges. So the first byte of data has number 1, as Wireshark has it.
//!
//! Some facts lie ahead: the frame that answers this one. Who reads a capture twice asks the first reading's [`Flows`]
//! for its [`Hindsight`] and gives it to the second.
//!
//! ```no_run
//! use pktlab::{capture::{self, Batch, Source}, decode, flow::Flows, proto::tcp, spine::{Notes, Rules, Spine}};
//! use std::sync::Arc;
//!
//! let rules = Rules::default();
//! let read = |mut flows: Flows| {
//!     let (mut source, mut batch) = (capture::open("captures/tcp-http.pcap".as_ref())?, Batch::new());
//!     let (mut spine, mut notes) = (Spine::new(), Notes::new());
//!     while source.fill(&mut batch)? {
//!         for frame in batch.frames() {
//!             decode::walk(&mut spine, &frame, &rules);
//!             flows.see(&frame, &mut spine, &mut notes, &rules);
//!             for (i, _) in spine.layers().iter().enumerate() {
//!                 if let Some(stream) = notes.get(i, &tcp::STREAM) {
//!                     println!("frame {}: tcp.stream {stream}", frame.info.number);
//!                 }
//!             }
//!         }
//!     }
//!     Ok::<_, capture::Error>(flows)
//! };
//! // The second reading knows what came later.
//! let first = read(Flows::new(Flows::BOUND))?;
//! read(Flows::again(Flows::BOUND, Arc::new(first.hindsight())))?;
//! # Ok::<(), capture::Error>(())
//! ```
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]
mod answers;
mod claims;
mod datagrams;
mod ends;
mod fragments;
pub mod handshake;
mod handshakes;
mod kept;
mod messages;
mod offer;
mod patchwork;
mod recent;
pub mod reply;
pub mod stream;
pub mod table;
mod tally;
mod tcp;
mod verdict;

use crate::decode::walk_on;
use crate::field::Field;
use crate::frame::Frame;
use crate::proto::{self, id, sctp, udp};
use crate::spine::{Layer, Notes, Rules, Spine};
use answers::Answers;
use claims::Claims;
use datagrams::Datagrams;
pub(crate) use ends::{Key, ends};
pub use ends::{Keying, Place, Tunnel};
use fragments::Fragments;
pub use fragments::{Joiner, is_fragment};
pub use handshake::Attempt;
pub use handshakes::{Handshakes, Limits, Sighting, sighting, sighting_in};
pub(crate) use kept::Kept;
use messages::Messages;
pub use offer::{Ecn, Hello, Multipath, Offer, Term, terms};
use std::collections::HashMap;
use std::sync::Arc;
pub use tally::{Condition, Summary, Tally, Visitor};
use tcp::{Connection, Segment};
pub use verdict::{State, Verdict};

/// The conversations seen so far.
///
/// At most `bound` are remembered, and as many questions that wait for their answers; those not heard of for longest are let go, and are new ones when they speak again.
pub struct Flows {
    tcp: Kept<Key, Connection>,
    udp: Kept<Key, Talk>,
    sctp: Kept<Key, [Option<u32>; 2]>,
    answers: Answers,
    fragments: Fragments,
    messages: Messages,
    claims: Claims,
    datagrams: Datagrams,
    streams: [u64; 2],
    /// What is found for frames that are past.
    found: Hindsight,
    /// What an earlier reading found.
    known: Option<Arc<Hindsight>>,
    /// What became of attempts to connect, where that is asked for.
    judged: Option<Handshakes>,
    bound: usize,
}

/// What a first reading found out for frames that were past by then.
#[derive(Default)]
pub struct Hindsight {
    /// By TCP stream: what the connection had in the end, and how long its handshake took.
    connections: Vec<(u8, Option<i64>)>,
    /// By attempt to connect: what became of it.
    verdicts: Vec<handshakes::Standing>,
    /// By frame: layer, field, value.
    later: HashMap<u64, Vec<(usize, &'static Field, u64)>>,
}

impl Hindsight {
    /// A field of a frame that is past.
    fn tell(&mut self, frame: u64, layer: usize, field: &'static Field, n: u64) {
        self.later.entry(frame).or_default().push((layer, field, n));
    }
    /// Whether there is something to tell of it.
    fn tells(&self, frame: u64, layer: usize, field: &'static Field) -> bool {
        self.later.get(&frame).is_some_and(|later| later.iter().any(|(l, f, _)| *l == layer && std::ptr::eq(*f, field)))
    }
}

/// A conversation of UDP: its number, when it began, when it was last heard of.
struct Talk {
    stream: u64,
    since: i64,
    last: i64,
}

/// Fragments in fragments are joined so often; no tunnel is that deep.
const NESTED: usize = 4;

impl Flows {
    /// Conversations remembered where nobody says otherwise.
    pub const BOUND: usize = 1 << 17;

    /// Remembers at most `bound` conversations of TCP, and as many of UDP and of SCTP.
    pub fn new(bound: usize) -> Flows {
        Flows {
            tcp: Kept::new(bound),
            udp: Kept::new(bound),
            sctp: Kept::new(bound),
            answers: Answers::new(bound),
            messages: Messages::new(bound),
            claims: Claims::new(bound),
            datagrams: Datagrams::new(bound),
            fragments: Fragments::new(bound.min(fragments::BOUND)),
            streams: [0; 2],
            found: Hindsight::default(),
            known: None,
            judged: None,
            bound,
        }
    }
    /// For a second reading of the same frames.
    pub fn again(bound: usize, known: Arc<Hindsight>) -> Flows {
        Flows { known: Some(known), ..Flows::new(bound) }
    }
    /// Lays on packets, too, what became of their connection: `conn.verdict` and the like. It is not done unasked as it takes time.
    pub fn judging(mut self, on: bool) -> Flows {
        self.judged = on.then(|| Handshakes::new(Limits { flows: self.bound, ..Limits::default() }));
        self
    }
    /// What was found out for frames that are past.
    pub fn hindsight(mut self) -> Hindsight {
        if let Some(judged) = self.judged {
            self.found.verdicts.extend(judged.finish().iter().map(handshakes::Standing::of));
        }
        self.found
    }
    /// Clears the notes and lays on them what this packet's layers are to the packets before. Packets come in their order.
    ///
    /// Where the frame holds the last of some fragments the spine goes on behind them, and the bytes that are answered hold, behind the
    /// frame's, what they were joined to: the bytes of the [`Packet`](crate::spine::Packet).
    pub fn see<'a>(&'a mut self, frame: &Frame<'a>, spine: &mut Spine, notes: &mut Notes, rules: &Rules) -> &'a [u8] {
        notes.clear();
        // Who looks at the layers needs only the bytes; they are lent for that long.
        let mut room = self.messages.lend();
        let (fragments, messages);
        if self.join(frame, spine, notes, rules) {
            let joined = self.fragments.lend();
            messages = self.look(&Frame { bytes: &joined, ..*frame }, spine, notes, rules, &mut room);
            self.fragments.keep(joined);
            fragments = true;
        } else {
            messages = self.look(frame, spine, notes, rules, &mut room);
            fragments = false;
        }
        self.messages.keep(room);
        match (messages, fragments) {
            (true, _) => self.messages.joined(),
            (false, true) => self.fragments.joined(),
            _ => frame.bytes,
        }
    }
    /// Walks on in what fragments were joined to, for as often as that is a fragment itself. True where it did.
    fn join(&mut self, frame: &Frame<'_>, spine: &mut Spine, notes: &mut Notes, rules: &Rules) -> bool {
        if (frame.bytes.len() as u32) < frame.info.wire {
            return false;
        }
        let mut any = false;
        for _ in 0..NESTED {
            let found = if self.known.is_none() { Some(&mut self.found) } else { None };
            let Some(at) = self.fragments.see(frame, any, spine, notes, found) else { break };
            let joined = Frame { bytes: self.fragments.joined(), ..*frame };
            walk_on(spine, &joined, rules, at.0, at.1);
            any = true;
        }
        any
    }
    /// Looks at layer by layer. True where the packet's bytes are those in `room`: where a segment ends a message, they go on in them.
    fn look(&mut self, frame: &Frame<'_>, spine: &mut Spine, notes: &mut Notes, rules: &Rules, room: &mut Vec<u8>) -> bool {
        let (mut i, mut joined) = (0, false);
        while let Some(layer) = spine.layers().get(i) {
            let layer = &layer.clone();
            if layer.id == id::tcp {
                let segment = self.tcp(frame, spine, i, layer, notes, rules);
                if !joined && let Some(segment) = segment {
                    let found = if self.known.is_none() { Some(&mut self.found) } else { None };
                    joined = self.messages.see(&segment, frame, spine, notes, found, room);
                }
                i += 1;
                continue;
            }
            if !joined && matches!(layer.id, id::udp | id::udplite) {
                joined = self.udp(frame, spine, i, layer, notes, rules, Some(room)) == Some(true);
                i += 1;
                continue;
            }
            let whole;
            let frame = if joined {
                whole = Frame { bytes: room, ..*frame };
                &whole
            } else {
                frame
            };
            match layer.id {
                id::udp | id::udplite => self.udp(frame, spine, i, layer, notes, rules, None).and(None),
                id::arp => self.claims.see(frame, i, layer, notes),
                id::sdp | id::rtsp => self.datagrams.announce(frame, spine, layer),
                id::sctp => self.sctp(frame.bytes, spine, i, layer, notes),
                id::cql
                | id::icmp
                | id::icmpv6
                | id::dns
                | id::http
                | id::kafka
                | id::msgpack
                | id::ntp
                | id::radius
                | id::rpc
                | id::snmp => self.answers.see(frame, spine, i, notes, &mut self.found, self.known.as_deref()),
                _ => None,
            };
            i += 1;
        }
        if self.judged.is_some() {
            self.judge(frame, spine, notes);
        }
        if let Some(later) = self.known.as_ref().and_then(|known| known.later.get(&frame.info.number)) {
            later.iter().for_each(|(layer, field, n)| notes.lay(*layer, field, *n));
        }
        joined
    }
    /// Lays on the layer what became of its connection: so far, or where there was an earlier reading in the end.
    fn judge(&mut self, frame: &Frame<'_>, spine: &Spine, notes: &mut Notes) -> Option<()> {
        let judged = self.judged.as_mut()?;
        let ours = |layer: &Layer| matches!(layer.id, id::tcp | id::udp);
        let i = spine.layers().iter().rposition(ours)?;
        notes.lay(i, &proto::conn::COMMUNITY_ID, 1);
        let seen = sighting(frame, spine)?;
        judged.see(&seen);
        for attempt in judged.take() {
            self.found.verdicts.push(handshakes::Standing::of(&attempt));
        }
        let attempt = judged.of(&seen)?;
        let known = self.known.as_ref().and_then(|known| known.verdicts.get(attempt.number as usize));
        known.copied().unwrap_or_else(|| handshakes::Standing::of(attempt)).lay(i, notes);
        Some(())
    }
    /// Conversations that were let go because there were too many.
    pub fn let_go(&self) -> u64 {
        self.tcp.let_go
            + self.udp.let_go
            + self.sctp.let_go
            + self.answers.let_go()
            + self.fragments.let_go()
            + self.messages.let_go()
            + self.claims.let_go()
            + self.datagrams.let_go()
    }
    #[expect(clippy::too_many_arguments, reason = "what a stage knows of a packet")]
    fn udp(
        &mut self,
        frame: &Frame<'_>,
        spine: &mut Spine,
        i: usize,
        layer: &Layer,
        notes: &mut Notes,
        rules: &Rules,
        room: Option<&mut Vec<u8>>,
    ) -> Option<bool> {
        let (key, side) = ends(frame.bytes, spine, layer, &udp::SRCPORT, &udp::DSTPORT)?;
        layer.head(frame.bytes).get(..8)?; // as short as that it is none
        let [_, streams] = &mut self.streams;
        let time = frame.info.time.unwrap_or(0);
        let talk = self.udp.entry(key, || Talk { stream: next(streams), since: time, last: time });
        notes.lay(i, &udp::STREAM, talk.stream);
        // What an error quotes was sent before.
        let above = spine.layers().get(..i)?.iter();
        if above.rev().any(|layer| layer.id == id::icmp || layer.id == id::icmpv6) {
            return Some(false);
        }
        notes.lay(i, &udp::TIME_RELATIVE, time.wrapping_sub(talk.since) as u64);
        notes.lay(i, &udp::TIME_DELTA, time.wrapping_sub(talk.last) as u64);
        talk.last = time;
        self.datagrams.see(frame, spine, i, (key, side), notes, rules, room)
    }
    /// Counts a segment; what is known of it where its messages can be read.
    fn tcp<'r>(
        &mut self,
        frame: &Frame<'_>,
        spine: &Spine,
        i: usize,
        layer: &Layer,
        notes: &mut Notes,
        rules: &'r Rules,
    ) -> Option<messages::Segment<'r>> {
        use proto::tcp::{ACK, ACK_RAW, COMPLETENESS, DSTPORT, FLAGS, HDR_LEN, SEQ, SEQ_RAW, SRCPORT, STREAM, WINDOW, length};
        let (key, side) = ends(frame.bytes, spine, layer, &SRCPORT, &DSTPORT)?;
        // A header whose length is wrong is still one of its connection.
        let head = layer.whole(frame.bytes).get(..16)?;
        let (seq, ack) = (SEQ_RAW.num(head)? as u32, ACK_RAW.num(head)? as u32);
        let flags = FLAGS.num(head)? as u16;
        let time = frame.info.time.unwrap_or(0);
        let [streams, _] = &mut self.streams;
        let known = self.known.as_deref();
        let mut open = || {
            let mut new = Connection::new(next(streams), time);
            if let Some((completeness, rtt)) = known.and_then(|known| known.connections.get(new.stream as usize)) {
                (new.completeness, new.begun, new.known_rtt) = (*completeness, true, *rtt);
            }
            new
        };
        let connection = self.tcp.entry(key, &mut open);
        let mut lay = |field, n| notes.lay(i, field, n);
        let len = length(layer, head).filter(|_| HDR_LEN.num(head) >= Some(20));
        // Another SYN with another number: the ports are used again.
        let asks = flags & (tcp::SYN | tcp::ACK) == tcp::SYN;
        if len.is_some() && asks && connection.base(side).is_some_and(|base| base != seq) {
            *connection = open();
            connection.reused = true;
        }
        lay(&STREAM, connection.stream);
        connection.clock(time, &mut lay);
        let Some(len) = len else {
            // A segment shorter than its header is not counted with.
            lay(&SEQ, seq.into());
            lay(&ACK, ack.into());
            return None;
        };
        let scale = if flags & tcp::SYN != 0 { proto::tcp::shift(layer.head(frame.bytes)) } else { None };
        let (number, window) = (frame.info.number, WINDOW.num(head)? as u32);
        let segment = Segment { frame: number, time, seq, ack, flags, len: len as u32, window, scale };
        connection.see(side, &segment, &mut lay);
        lay(&COMPLETENESS, connection.completeness.into());
        connection.complete(&segment);
        if self.known.is_none() {
            let (found, at) = (&mut self.found.connections, connection.stream as usize);
            found.resize(found.len().max(at + 1), (0, None));
            if let Some(found) = found.get_mut(at) {
                *found = (connection.completeness, connection.initial_rtt);
            }
        }
        // What an error quotes was sent before.
        let above = spine.layers().get(..i)?.iter();
        if above.rev().any(|layer| layer.id == id::icmp || layer.id == id::icmpv6) {
            return None;
        }
        let seq = seq.wrapping_add(u32::from(flags & tcp::SYN != 0));
        Some(messages::Segment {
            stream: connection.stream,
            ends: key,
            side,
            layer: i,
            seq,
            fin: flags & tcp::FIN != 0,
            reset: flags & tcp::RST != 0,
            rules,
        })
    }
    fn sctp(&mut self, frame: &[u8], spine: &Spine, i: usize, layer: &Layer, notes: &mut Notes) -> Option<()> {
        let (key, side) = ends(frame, spine, layer, &sctp::SRCPORT, &sctp::DSTPORT)?;
        let [a, b] = self.sctp.entry(key, || [None; 2]);
        let (own, other) = if side == 0 { (a, b) } else { (b, a) };
        let head = layer.head(frame);
        for (kind, _, value) in sctp::chunks(head) {
            match kind {
                1 | 2 => *own = value.get(12..16).and_then(number).or(*own),
                0 | 64 if own.is_none() => *own = value.get(..4).and_then(number),
                _ => {}
            }
        }
        own.map(|base| notes.lay(i, &sctp::TSN_BASE, base.into()));
        other.map(|base| notes.lay(i, &sctp::ACK_BASE, base.into()));
        Some(())
    }
}
fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.first_chunk()?))
}
fn next(count: &mut u64) -> u64 {
    *count += 1;
    *count - 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Info, LinkType};
    use crate::proto::tcp;
    use crate::spine::Rules;

    /// IPv4 and TCP from one end to the other.
    fn segment(from: u16, to: u16, seq: u32, ack: u32, flags: u8, data: usize) -> Vec<u8> {
        let mut bytes = vec![0x45, 0, 0, (40 + data) as u8, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 1];
        bytes.extend(from.to_be_bytes());
        bytes.extend(to.to_be_bytes());
        bytes.extend(seq.to_be_bytes());
        bytes.extend(ack.to_be_bytes());
        bytes.extend([0x50, flags, 0, 1, 0, 0, 0, 0]);
        bytes.resize(40 + data, b'x');
        bytes
    }
    /// Stream, relative sequence and acknowledgment number of each.
    fn notes(flows: &mut Flows, segments: &[Vec<u8>]) -> Vec<[u64; 3]> {
        let (mut spine, mut notes) = (Spine::new(), Notes::new());
        let mut all = vec![];
        for bytes in segments {
            let frame = Frame::new(bytes, Info::alone(LinkType(228), bytes.len() as u32));
            crate::decode::walk(&mut spine, &frame, &Rules::default());
            flows.see(&frame, &mut spine, &mut notes, &Rules::default());
            all.push([&tcp::STREAM, &tcp::SEQ, &tcp::ACK].map(|f| notes.get(2, f).unwrap_or(u64::MAX)));
        }
        all
    }

    #[test]
    fn numbers_count_from_the_handshake() {
        let seen = notes(
            &mut Flows::new(8),
            &[
                segment(1000, 80, 0xffff_ffff, 0, 0x02, 0),
                segment(80, 1000, 500, 0, 0x12, 0),
                segment(1000, 80, 0, 501, 0x10, 10),
                segment(1000, 80, 77, 0, 0x02, 0), // the port used again
            ],
        );
        assert_eq!(seen, [[0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 0, 0]]);
    }
    #[test]
    fn without_a_handshake_the_first_byte_is_number_one() {
        let seen = notes(&mut Flows::new(8), &[segment(1000, 80, 5000, 900, 0x18, 10), segment(80, 1000, 900, 5010, 0x10, 0)]);
        assert_eq!(seen, [[0, 1, 1], [0, 1, 11]]);
    }
    #[test]
    fn memory_is_bounded() {
        let mut flows = Flows::new(4);
        let many: Vec<_> = (0..100).map(|port| segment(1000 + port, 80, 1, 0, 0x02, 0)).collect();
        notes(&mut flows, &many);
        assert!(flows.tcp.len() <= 4);
        assert_eq!(flows.let_go(), 96);
        // The latest is remembered, the first is not.
        assert_eq!(notes(&mut flows, &many[99..])[0][0], 99);
        assert_eq!(notes(&mut flows, &many[..1])[0][0], 100);
    }
}
