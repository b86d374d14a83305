//! Conversations, counted: packets and bytes both ways, times, round trips, repetitions.
//!
//! A packet belongs to the innermost conversation that it is a packet of: what a tunnel carries counts there and not for the tunnel
//! (unless [`Keying::outer`] says so), what an ICMP error quotes counts for the error. [`Seen::of`] finds out what a packet is to its
//! conversation, and may do so on many threads; [`Table::take`] counts, in the order of the packets.
//!
//! ```no_run
//! use pktlab::{capture::{self, Batch, Source}, decode, flow::{Keying, table::{Seen, Table}}, spine::{Rules, Spine}};
//!
//! let (mut source, mut batch) = (capture::open("captures/tcp-http.pcap".as_ref())?, Batch::new());
//! let (mut spine, mut table) = (Spine::new(), Table::new(Table::BOUND, None));
//! while source.fill(&mut batch)? {
//!     for frame in batch.frames() {
//!         decode::walk(&mut spine, &frame, &Rules::default());
//!         if let Some(seen) = Seen::of(&frame, &spine, &Keying::default()) {
//!             table.take(&seen);
//!         }
//!     }
//! }
//! for talk in table.finish() {
//!     println!("{} {:?} {:?} bytes", talk.protocol_name(), talk.ends(), talk.bytes);
//! }
//! # Ok::<(), capture::Error>(())
//! ```
use super::ends::{Keying, Place};
use super::ends::{addresses, socket};
use super::fragments::is_fragment;
use super::recent::Recent;
use super::tcp::{ACK, FIN, RST, SYN};
use crate::frame::Frame;
use crate::proto::conn::{community, community_one_way};
use crate::proto::{id, ip, ipv6_fraghdr, tcp};
use crate::spine::{Layer, Notes, Spine};
use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;

/// Round trips that are kept of each direction, for the median.
const SAMPLES: usize = 32;
/// A segment that fills a hole so soon is a straggler and none that was sent again, in nanoseconds.
const STRAGGLES: i64 = 3_000_000;

/// Address and port.
type Side = ([u8; 16], u16);

/// What a packet is to its conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    from: Side,
    to: Side,
    /// IP's number of the protocol.
    protocol: u8,
    /// Where nobody asked, none.
    place: Place,
    time: i64,
    /// On the wire.
    bytes: u32,
    /// TCP's flags; 0 for other protocols.
    flags: u8,
    seq: u32,
    ack: u32,
    /// Bytes of payload on the wire.
    len: u32,
}

impl Seen {
    /// Its length as bytes, without its place.
    const SIZE: usize = 63;

    /// Finds out; `None` for a packet without IP.
    #[inline]
    pub fn of(frame: &Frame<'_>, spine: &Spine, keying: &Keying) -> Option<Seen> {
        let (mut ip, mut over): (Option<(usize, &Layer)>, Option<&Layer>) = (None, None);
        for (i, layer) in spine.layers().iter().enumerate() {
            match layer.id {
                id::ip | id::ipv6 => {
                    if keying.outer && ip.is_some() {
                        break;
                    }
                    (ip, over) = (Some((i, layer)), None);
                }
                id::udp | id::udplite => over = Some(layer),
                // What stands behind these is quoted, sampled or said, and travels no further.
                id::tcp | id::sctp | id::icmp | id::icmpv6 => {
                    over = Some(layer);
                    break;
                }
                id::sflow => break,
                _ => {}
            }
        }
        let (at, ip) = ip?;
        let place = Place::of(frame.bytes, spine, at, keying);
        let head = ip.head(frame.bytes);
        let (src, dst) = addresses(ip.id, head)?;
        let bytes = frame.info.wire;
        let time = frame.info.time.unwrap_or(0);
        let stated = *head.get(if ip.id == id::ip { 9 } else { 6 })?;
        let plain = Seen { from: (src, 0), to: (dst, 0), protocol: stated, place, time, bytes, flags: 0, seq: 0, ack: 0, len: 0 };
        let Some(layer) = over else { return Some(Seen { len: ip.carried() as u32, ..plain }) };
        let head = layer.head(frame.bytes);
        let port = |at: usize| head.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |port| u16::from_be_bytes(*port));
        let len = layer.carried() as u32;
        let both = |protocol, len| Seen { from: (src, port(0)), to: (dst, port(2)), protocol, len, ..plain };
        Some(match layer.id {
            id::tcp => {
                let whole = head.len() >= 20;
                let word = |at: usize| head.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |word| u32::from_be_bytes(*word));
                let flags = if whole { tcp::FLAGS.num(head)? as u8 } else { 0 };
                Seen { flags, seq: word(4), ack: word(8), len: if whole { len } else { 0 }, ..both(6, 0) }
            }
            id::udp => both(17, len),
            id::udplite => both(136, len),
            id::sctp => both(132, ip.carried() as u32),
            _ => {
                let (kind, code) = (*head.first().unwrap_or(&0), *head.get(1).unwrap_or(&0));
                let protocol = if layer.id == id::icmp { 1 } else { 58 };
                // As the Community ID has it: question and answer are one conversation, the code tells others apart.
                let (own, other) = match answer(protocol, kind) {
                    Some(other) => (kind, other),
                    None => (kind, code),
                };
                Seen { from: (src, own.into()), to: (dst, other.into()), protocol, len, ..plain }
            }
        })
    }
    /// Appends it as bytes, to be read by [`Seen::read`].
    #[inline]
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut all = [0; Seen::SIZE];
        let mut rest = &mut all[..];
        let mut put = |bytes: &[u8]| {
            if let Some((place, behind)) = std::mem::take(&mut rest).split_at_mut_checked(bytes.len()) {
                place.copy_from_slice(bytes);
                rest = behind;
            }
        };
        put(&self.from.0);
        put(&self.to.0);
        put(&self.from.1.to_ne_bytes());
        put(&self.to.1.to_ne_bytes());
        put(&[self.protocol, self.flags]);
        [self.bytes, self.seq, self.ack, self.len].iter().for_each(|word| put(&word.to_ne_bytes()));
        put(&self.time.to_ne_bytes());
        let placed = self.place != Place::default();
        put(&[placed.into()]);
        out.extend_from_slice(&all);
        if placed {
            self.place.write(out);
        }
    }
    /// What was written, from the start of the bytes, and the bytes behind it.
    #[inline]
    pub fn read(bytes: &[u8]) -> Option<(Seen, &[u8])> {
        let (src, rest) = bytes.split_first_chunk()?;
        let (dst, rest) = rest.split_first_chunk()?;
        let (sport, rest) = rest.split_first_chunk()?;
        let (dport, rest) = rest.split_first_chunk()?;
        let ([protocol, flags], rest) = rest.split_first_chunk()?;
        let mut words = [0; 4];
        let mut rest = rest;
        for word in &mut words {
            let (bytes, behind) = rest.split_first_chunk()?;
            (*word, rest) = (u32::from_ne_bytes(*bytes), behind);
        }
        let (time, rest) = rest.split_first_chunk()?;
        let (placed, rest) = rest.split_first()?;
        let (place, rest) = if *placed == 0 { (Place::default(), rest) } else { Place::read(rest)? };
        let [bytes, seq, ack, len] = words;
        let (from, to) = ((*src, u16::from_ne_bytes(*sport)), (*dst, u16::from_ne_bytes(*dport)));
        let (protocol, flags, time) = (*protocol, *flags, i64::from_ne_bytes(*time));
        Some((Seen { from, to, protocol, place, time, bytes, flags, seq, ack, len }, rest))
    }
    fn has(&self, flags: u16) -> bool {
        u16::from(self.flags) & flags != 0
    }
    /// Behind its last byte; SYN and FIN count as one.
    fn next(&self) -> u32 {
        self.seq.wrapping_add(self.len).wrapping_add(self.has(SYN).into()).wrapping_add(self.has(FIN).into())
    }
}

/// Fragments of IP wait here until it is known whose conversation they are a part of: only the first one has the ports.
#[derive(Debug, Default)]
pub struct Pieces {
    /// By the frame's number, each with those that it was joined from.
    waiting: BTreeMap<u64, Vec<Seen>>,
}
impl Pieces {
    /// So many wait at most; the first are counted as what they are by themselves.
    const MOST: usize = 1 << 16;

    /// Takes a frame that [`is_fragment`] said is one, as [`Flows::see`](super::Flows::see) left it, and hands on whatever can be counted.
    pub fn take(&mut self, frame: &Frame<'_>, spine: &Spine, notes: &Notes, keying: &Keying, mut count: impl FnMut(&Seen)) {
        let Some(seen) = Seen::of(frame, spine, keying) else { return };
        let mut pieces = vec![];
        for (i, layer) in spine.layers().iter().enumerate() {
            let tell = match layer.id {
                id::ip => &ip::JOINED,
                id::ipv6_fraghdr => &ipv6_fraghdr::JOINED,
                _ => continue,
            };
            let numbers = notes.each(i, tell.fragment).chain(notes.each(i, tell.error));
            pieces.extend(numbers.filter_map(|number| self.waiting.remove(&number)).flatten());
        }
        if is_fragment(frame, spine) {
            pieces.push(seen);
            self.waiting.insert(frame.info.number, pieces);
            if self.waiting.len() > Self::MOST
                && let Some((_, first)) = self.waiting.pop_first()
            {
                first.iter().for_each(count);
            }
            return;
        }
        count(&seen);
        for piece in &pieces {
            // What it carries was counted with the whole.
            count(&Seen { time: piece.time, bytes: piece.bytes, flags: 0, len: 0, ..seen });
        }
    }
    /// Hands on those whose other pieces never came.
    pub fn finish(&mut self, count: impl FnMut(&Seen)) {
        std::mem::take(&mut self.waiting).values().flatten().for_each(count);
    }
}

/// Which type of ICMP answers, or is answered by, this one.
fn answer(protocol: u8, kind: u8) -> Option<u8> {
    const V4: [(u8, u8); 5] = [(8, 0), (10, 9), (13, 14), (15, 16), (17, 18)];
    const V6: [(u8, u8); 6] = [(128, 129), (130, 131), (133, 134), (135, 136), (139, 140), (144, 145)];
    let pairs: &[(u8, u8)] = if protocol == 1 { &V4 } else { &V6 };
    pairs.iter().find_map(|(asks, answers)| match kind {
        k if k == *asks => Some(*answers),
        k if k == *answers => Some(*asks),
        _ => None,
    })
}

/// Round trips of one direction: from data to its acknowledgment.
#[derive(Clone, Debug, Default)]
pub struct Trips {
    /// The shortest and the longest, in nanoseconds.
    pub min: i64,
    /// The longest.
    pub max: i64,
    /// How many.
    pub count: u64,
    /// All of them, or so many of them by chance.
    kept: Vec<i64>,
}
impl Trips {
    fn take(&mut self, trip: i64) {
        if trip < 0 {
            return;
        }
        (self.min, self.max) = if self.count == 0 { (trip, trip) } else { (self.min.min(trip), self.max.max(trip)) };
        self.count += 1;
        if self.kept.len() < SAMPLES {
            self.kept.push(trip);
            return;
        }
        // Each of the trips so far has the same chance to be kept; the chance is the same in every run.
        let random = self.count.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 11;
        if let Some(slot) = self.kept.get_mut((random % self.count) as usize) {
            *slot = trip;
        }
    }
    /// The median, of at most 32 of them, in nanoseconds; `None` where there is none.
    pub fn median(&self) -> Option<i64> {
        let mut sorted = self.kept.clone();
        sorted.sort_unstable();
        let (low, high) = (sorted.get(sorted.len().wrapping_sub(1) / 2)?, sorted.get(sorted.len() / 2)?);
        Some(low + (high - low) / 2)
    }
}

/// What a side of TCP has sent.
#[derive(Clone, Debug, Default)]
struct Sent {
    isn: Option<u32>,
    /// Behind the highest byte.
    next: Option<u32>,
    /// The last hole, and when it showed.
    hole: Option<(u32, u32, i64)>,
    /// A segment whose acknowledgment is waited for: the number behind it, and when it was sent.
    asks: Option<(u32, i64)>,
    fin: bool,
}

/// A conversation.
#[derive(Clone, Debug)]
pub struct Talk {
    raw: [Side; 2],
    /// IP's number of the protocol.
    pub protocol: u8,
    /// Where it is, if that was asked and is anywhere.
    place: Option<Box<Place>>,
    /// Packets of the one who began, and of the other.
    pub packets: [u64; 2],
    /// Bytes on the wire.
    pub bytes: [u64; 2],
    /// Bytes that TCP, UDP or what there is above IP carried.
    pub payload: [u64; 2],
    /// When the first and the last packet were captured, in nanoseconds since 1970.
    pub first: i64,
    /// The last.
    pub last: i64,
    /// Segments with data, SYN or FIN that were sent again.
    pub again: [u64; 2],
    /// Segments that could have been sent again: those with data, SYN or FIN.
    pub sent: [u64; 2],
    /// From what this side sends to its acknowledgment.
    pub trips: [Trips; 2],
    sides: [Sent; 2],
    /// All flags of each side.
    flags: [u8; 2],
    reset: bool,
    /// The SYN was seen, and so was its answer.
    begun: bool,
}

/// How far a conversation came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// TCP: a SYN, and no answer.
    Asked,
    /// TCP: a SYN, answered by a reset.
    Refused,
    /// TCP: a SYN and its answer; no acknowledgment of that.
    HalfOpen,
    /// TCP: it goes on.
    Open,
    /// TCP: one side has said goodbye.
    Closing,
    /// TCP: both sides have.
    Closed,
    /// TCP: ended by a reset.
    Reset,
    /// Others: packets from one side alone.
    OneWay,
    /// Others: packets from both sides.
    BothWays,
}
impl State {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            State::Asked => "asked",
            State::Refused => "refused",
            State::HalfOpen => "half-open",
            State::Open => "open",
            State::Closing => "closing",
            State::Closed => "closed",
            State::Reset => "reset",
            State::OneWay => "one-way",
            State::BothWays => "both-ways",
        }
    }
}

impl Talk {
    fn new(seen: &Seen) -> Talk {
        // A SYN-ACK that comes first was sent by the one who was asked.
        let turned = seen.has(SYN) && seen.has(ACK);
        let raw = if turned { [seen.to, seen.from] } else { [seen.from, seen.to] };
        Talk {
            raw,
            protocol: seen.protocol,
            place: (seen.place != Place::default()).then(|| Box::new(seen.place)),
            packets: [0; 2],
            bytes: [0; 2],
            payload: [0; 2],
            first: seen.time,
            last: seen.time,
            again: [0; 2],
            sent: [0; 2],
            trips: Default::default(),
            sides: Default::default(),
            flags: [0; 2],
            reset: false,
            begun: false,
        }
    }
    fn take(&mut self, seen: &Seen) -> Option<()> {
        let side = usize::from(self.raw.first() != Some(&seen.from));
        *self.packets.get_mut(side)? += 1;
        *self.bytes.get_mut(side)? += u64::from(seen.bytes);
        *self.payload.get_mut(side)? += u64::from(seen.len);
        self.first = self.first.min(seen.time);
        self.last = self.last.max(seen.time);
        if seen.protocol != 6 || seen.flags == 0 {
            return None;
        }
        *self.flags.get_mut(side)? |= seen.flags;
        self.reset |= seen.has(RST);
        self.begun |= seen.has(SYN) && seen.has(ACK);
        let [a, b] = &mut self.sides;
        let (own, other) = if side == 0 { (a, b) } else { (b, a) };
        if seen.has(SYN) {
            own.isn = Some(seen.seq);
        }
        if seen.len > 0 || seen.has(SYN | FIN) {
            own.fin |= seen.has(FIN);
            *self.sent.get_mut(side)? += 1;
            *self.again.get_mut(side)? += u64::from(own.send(seen));
        }
        if seen.has(ACK)
            && let Some((next, time)) = other.asks
            && !before(seen.ack, next)
        {
            other.asks = None;
            self.trips.get_mut(1 - side)?.take(seen.time - time);
        }
        Some(())
    }
    /// How far it came.
    pub fn state(&self) -> State {
        let [a, b] = self.flags.map(u16::from);
        if self.protocol != 6 {
            return if self.packets.contains(&0) { State::OneWay } else { State::BothWays };
        }
        let [from, to] = &self.sides;
        match () {
            () if self.reset && a & SYN != 0 && !self.begun && self.payload == [0; 2] => State::Refused,
            () if self.reset => State::Reset,
            () if from.fin && to.fin => State::Closed,
            () if from.fin || to.fin => State::Closing,
            () if a & SYN != 0 && b == 0 && a & ACK == 0 => State::Asked,
            () if b & SYN != 0 && a & ACK == 0 => State::HalfOpen,
            () => State::Open,
        }
    }
    /// Who began (sent the SYN, or the first packet), and the other one. ICMP's ports are its type and its answer's.
    pub fn ends(&self) -> [SocketAddr; 2] {
        self.raw.map(|(address, port)| socket((address, port.into())))
    }
    /// From the first packet to the last, in nanoseconds.
    pub fn duration(&self) -> i64 {
        self.last.saturating_sub(self.first)
    }
    /// The round trips over the longer part of the way: those of the side whose median is greater.
    pub fn trip(&self) -> Option<&Trips> {
        self.trips.iter().filter(|trips| trips.count > 0).max_by_key(|trips| trips.median())
    }
    /// Its [Community ID](https://github.com/corelight/community-id-spec), version 1, with seed 0.
    pub fn community_id(&self) -> String {
        let [(a, p), (b, q)] = self.raw;
        let v4 = self.ends().iter().all(|end| end.is_ipv4());
        let octets = |address: &[u8; 16]| if v4 { address.get(12..).unwrap_or(&[]).to_vec() } else { address.to_vec() };
        let one_way = matches!(self.protocol, 1 | 58) && answer(self.protocol, p as u8).is_none();
        let of = if one_way { community_one_way } else { community };
        of(&octets(&a), &octets(&b), self.protocol, [p, q])
    }
    /// In which VLAN and which tunnel, where [`Keying`] asks for that.
    pub fn place(&self) -> Place {
        self.place.as_deref().copied().unwrap_or_default()
    }
    /// The protocol in a word.
    pub fn protocol_name(&self) -> String {
        name(self.protocol)
    }
    /// Whether its ports are ports.
    pub fn has_ports(&self) -> bool {
        matches!(self.protocol, 6 | 17 | 132 | 136)
    }
}
/// An IP protocol in a word, else its number.
pub fn name(protocol: u8) -> String {
    let known = match protocol {
        1 => "icmp",
        2 => "igmp",
        6 => "tcp",
        17 => "udp",
        33 => "dccp",
        47 => "gre",
        50 => "esp",
        51 => "ah",
        58 => "icmpv6",
        89 => "ospf",
        103 => "pim",
        112 => "vrrp",
        132 => "sctp",
        136 => "udplite",
        _ => return format!("ip:{protocol}"),
    };
    known.to_owned()
}

impl Sent {
    /// Takes a segment with data, SYN or FIN; true where it was sent before.
    fn send(&mut self, seen: &Seen) -> bool {
        let end = seen.next();
        let Some(next) = self.next else {
            (self.next, self.asks) = (Some(end), Some((end, seen.time)));
            return false;
        };
        if !before(seen.seq, next) {
            if seen.seq != next {
                self.hole = Some((next, seen.seq, seen.time));
            }
            self.next = Some(end);
            self.asks = self.asks.or(Some((end, seen.time)));
            return false;
        }
        // A keep-alive repeats the last byte, or has none that was sent.
        if seen.len <= 1 && !seen.has(SYN | FIN) && seen.seq.wrapping_add(1) == next {
            return false;
        }
        let straggles =
            |(from, to, since): (u32, u32, i64)| !before(seen.seq, from) && !before(to, end) && seen.time.saturating_sub(since) < STRAGGLES;
        if self.hole.is_some_and(straggles) {
            return false;
        }
        if before(next, end) {
            self.next = Some(end);
        }
        // Which of both was acknowledged nobody can tell (Karn).
        self.asks = self.asks.filter(|(next, _)| before(end, *next) && before(*next, seen.seq));
        true
    }
}
fn before(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

/// What tells a conversation from others: both addresses, the smaller side first; ports and protocol; where it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Ends([u64; 6]);
impl Ends {
    #[inline]
    fn of(seen: &Seen) -> Ends {
        let (low, high) = if seen.from <= seen.to { (&seen.from, &seen.to) } else { (&seen.to, &seen.from) };
        let [a, b] = [low.0, high.0].map(u128::from_ne_bytes);
        let numbers = u64::from(low.1) << 32 | u64::from(high.1) << 16 | u64::from(seen.protocol);
        Ends([a as u64, (a >> 64) as u64, b as u64, (b >> 64) as u64, numbers, seen.place.hash()])
    }
}

/// Conversations, counted, within bounds.
pub struct Table {
    talks: Recent<Ends, Talk>,
    /// Those that ended because another one began between the same ends.
    ended: VecDeque<Talk>,
    bound: usize,
    /// Nanoseconds of silence that end a conversation.
    timeout: Option<i64>,
    /// Conversations that were let go because there were too many, and their packets.
    pub let_go: u64,
    /// Their packets.
    pub packets_let_go: u64,
}

impl Table {
    /// Conversations kept where nobody says otherwise.
    pub const BOUND: usize = 1 << 20;

    /// Keeps at most `bound` conversations; after so many nanoseconds of silence a packet begins another one.
    pub fn new(bound: usize, timeout: Option<i64>) -> Table {
        Table { talks: Recent::new(bound), ended: VecDeque::new(), bound, timeout, let_go: 0, packets_let_go: 0 }
    }
    /// Counts a packet. Packets come in their order.
    #[inline]
    pub fn take(&mut self, seen: &Seen) {
        let Some((talk, gone)) = self.talks.entry(Ends::of(seen), || Talk::new(seen)) else { return };
        let silent = self.timeout.is_some_and(|timeout| seen.time.saturating_sub(talk.last) > timeout);
        let over = if silent || talk.reused(seen) { Some(std::mem::replace(talk, Talk::new(seen))) } else { None };
        talk.take(seen);
        if let Some((_, old)) = gone {
            self.lose(&old);
        }
        if let Some(over) = over {
            self.ended.push_back(over);
        }
        while self.ended.len() + self.talks.len() > self.bound
            && let Some(old) = self.ended.pop_front()
        {
            self.lose(&old);
        }
    }
    /// All conversations that are kept, by the time of their first packet.
    pub fn finish(self) -> Vec<Talk> {
        // Where they lie, and without a second row of them: they may be many.
        let mut all: Vec<Talk> = self.talks.into_values().collect();
        all.extend(self.ended);
        all.sort_unstable_by_key(|talk| (talk.first, talk.raw, talk.protocol, talk.place().hash(), talk.last));
        all
    }
    fn lose(&mut self, talk: &Talk) {
        self.let_go += 1;
        self.packets_let_go += talk.packets.iter().sum::<u64>();
    }
}
impl Talk {
    /// A SYN with another number: the ports are used again.
    fn reused(&self, seen: &Seen) -> bool {
        if seen.protocol != 6 || !seen.has(SYN) || seen.has(ACK) {
            return false;
        }
        let side = usize::from(self.raw.first() != Some(&seen.from));
        let own = self.sides.get(side);
        own.is_some_and(|own| own.isn.map_or(own.next.is_some(), |isn| isn != seen.seq))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: i64 = 1_000_000;

    /// A segment from the client or to it.
    fn segment(ms: i64, client: bool, seq: u32, ack: u32, flags: u16, len: u32) -> Seen {
        let (a, b) = (([1; 16], 1000), ([2; 16], 80));
        let (from, to) = if client { (a, b) } else { (b, a) };
        Seen { from, to, protocol: 6, place: Place::default(), time: ms * MS, bytes: 54 + len, flags: flags as u8, seq, ack, len }
    }
    fn table(all: &[Seen], bound: usize, timeout: Option<i64>) -> Table {
        let mut table = Table::new(bound, timeout);
        let mut bytes = vec![];
        all.iter().for_each(|seen| seen.write(&mut bytes));
        let mut rest = &bytes[..];
        while let Some((seen, behind)) = Seen::read(rest) {
            table.take(&seen);
            rest = behind;
        }
        assert!(rest.is_empty());
        table
    }
    fn handshake() -> Vec<Seen> {
        vec![segment(0, true, 9, 0, SYN, 0), segment(30, false, 99, 10, SYN | ACK, 0), segment(31, true, 10, 100, ACK, 0)]
    }

    #[test]
    fn a_conversation_is_counted_both_ways() {
        let mut all = handshake();
        all.push(segment(40, true, 10, 100, ACK, 500));
        all.push(segment(60, false, 100, 510, ACK, 0));
        all.push(segment(61, false, 100, 510, ACK, 1000));
        all.push(segment(300, false, 100, 510, ACK, 1000));
        all.push(segment(301, true, 510, 1100, ACK, 0));
        let talks = table(&all, 8, None).finish();
        let talk = &talks[0];
        assert_eq!((talks.len(), talk.packets, talk.payload, talk.duration()), (1, [4, 4], [500, 2000], 301 * MS));
        assert_eq!((talk.again, talk.sent), ([0, 1], [2, 3]));
        // What was sent twice tells no time: of the server there is only the handshake's.
        let trips = talk.trip().unwrap();
        assert_eq!((trips.count, trips.min, trips.median(), trips.max), (2, 20 * MS, Some(25 * MS), 30 * MS));
        assert_eq!((talk.trips[1].count, talk.trips[1].min), (1, MS));
        assert_eq!(talk.state(), State::Open);
    }
    #[test]
    fn stragglers_and_keep_alives_are_not_sent_again() {
        let mut all = handshake();
        all.push(segment(40, true, 110, 100, ACK, 100));
        all.push(segment(41, true, 10, 100, ACK, 100));
        all.push(segment(900, true, 209, 100, ACK, 1));
        assert_eq!(table(&all, 8, None).finish()[0].again, [0, 0]);
        all.push(segment(950, true, 10, 100, ACK, 100));
        assert_eq!(table(&all, 8, None).finish()[0].again, [1, 0]);
    }
    #[test]
    fn states() {
        let state = |more: &[Seen]| table(&[&handshake()[..], more].concat(), 8, None).finish()[0].state();
        let fin = |client| segment(50, client, if client { 10 } else { 100 }, 0, FIN | ACK, 0);
        assert_eq!([state(&[]), state(&[fin(true)]), state(&[fin(true), fin(false)])], [State::Open, State::Closing, State::Closed]);
        assert_eq!(state(&[segment(50, false, 100, 10, RST, 0)]), State::Reset);
        let first = |n: usize| table(&handshake()[..n], 8, None).finish()[0].state();
        assert_eq!([first(1), first(2)], [State::Asked, State::HalfOpen]);
        let refused = [handshake()[0], segment(1, false, 0, 10, RST | ACK, 0)];
        assert_eq!(table(&refused, 8, None).finish()[0].state(), State::Refused);
    }
    #[test]
    fn ports_used_again_and_silence_begin_another() {
        let mut all = handshake();
        all.push(segment(9000, true, 7777, 0, SYN, 0));
        assert_eq!(table(&all, 8, None).finish().len(), 2);
        all.pop();
        all.push(segment(9000, true, 10, 100, ACK, 5));
        assert_eq!(table(&all, 8, None).finish().len(), 1);
        assert_eq!(table(&all, 8, Some(1000 * MS)).finish().len(), 2);
    }
    #[test]
    fn memory_is_bounded_and_who_goes_is_counted() {
        let all: Vec<Seen> = (0..100).map(|port| Seen { from: ([1; 16], port), ..segment(port.into(), true, 1, 0, SYN, 0) }).collect();
        let four = table(&all, 4, None);
        assert_eq!((four.let_go, four.packets_let_go), (96, 96));
        assert_eq!(four.finish().len(), 4);
        // Those that ended count too.
        let again: Vec<Seen> = (0..50).map(|n| segment(n.into(), true, n * 1000, 0, SYN, 0)).collect();
        let four = table(&again, 4, None);
        assert_eq!((four.let_go, four.finish().len()), (46, 4));
    }
    #[test]
    fn a_median_is_exact_for_few_and_near_for_many() {
        let mut trips = Trips::default();
        [5, 1, 9, 7].iter().for_each(|trip| trips.take(*trip));
        assert_eq!((trips.median(), trips.min, trips.max), (Some(6), 1, 9));
        let mut trips = Trips::default();
        (0..100_000).for_each(|trip| trips.take(trip));
        assert!((20_000..80_000).contains(&trips.median().unwrap()), "{:?}", trips.median());
    }
}
