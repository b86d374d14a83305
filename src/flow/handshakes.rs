//! All attempts to connect of a capture, in the order in which they began, within bounds.
//!
//! ```
//! use pktlab::decode::walk;
//! use pktlab::flow::{Handshakes, Limits, Verdict, sighting};
//! use pktlab::frame::{Frame, Info, LinkType};
//! use pktlab::spine::{Rules, Spine};
//!
//! let (mut handshakes, mut spine) = (Handshakes::new(Limits::default()), Spine::new());
//! for (text, ms) in [
//!     (r#"IP(src="10.0.0.1", dst="10.0.0.2")/TCP(sport=4000, dport=80, flags="S", seq=100)"#, 0),
//!     (r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=80, dport=4000, flags="SA", seq=500, ack=101)"#, 20),
//!     (r#"IP(src="10.0.0.1", dst="10.0.0.2")/TCP(sport=4000, dport=80, flags="A", seq=101, ack=501)"#, 21),
//! ] {
//!     let bytes = pktlab::craft::expr(text)?;
//!     let info = Info { time: Some(ms * 1_000_000), ..Info::alone(LinkType(228), bytes.len() as u32) };
//!     let frame = Frame::new(&bytes, info);
//!     walk(&mut spine, &frame, &Rules::default());
//!     if let Some(seen) = sighting(&frame, &spine) {
//!         handshakes.see(&seen);
//!     }
//! }
//! let attempts = handshakes.finish();
//! assert_eq!(attempts[0].verdict(), Verdict::Established);
//! assert_eq!((attempts[0].rtt(), attempts[0].setup_time()), (Some(20_000_000), Some(21_000_000)));
//! # Ok::<(), pktlab::craft::Error>(())
//! ```
use super::ends::{Key, Keying, Place, ends};
use super::handshake::{Attempt, End, RST, Rejection, SERVER, SYN, Segment};
use super::offer::of_header;
use crate::frame::Frame;
use crate::proto::{conn, icmp, icmpv6, id, ip, ipv6, tcp};
use crate::spine::{Layer, Notes, Spine};
use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::IpAddr;

/// What a frame has to do with connections.
#[derive(Clone, Copy, Debug)]
pub struct Sighting<'a> {
    pub(crate) key: Key,
    /// Which of the key's ends sent it, or sent what is quoted.
    pub(crate) side: usize,
    pub(crate) what: Seen<'a>,
    /// Where, if that was asked; it is part of the key.
    pub(crate) place: Place,
    /// It passed the filter.
    pub passed: bool,
}
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen<'a> {
    Segment(Segment<'a>),
    /// An ICMP error, and the sequence number of the segment that it quotes.
    Rejection(Rejection, u32),
}

impl Sighting<'_> {
    /// Appends it as bytes, to be [read](Sighting::read) elsewhere: threads find, one takes in order.
    pub fn write(&self, out: &mut Vec<u8>) {
        for (ip, port) in &self.key {
            out.extend(ip);
            out.extend((*port as u16).to_le_bytes());
        }
        let placed = self.place != Place::default();
        out.push(self.side as u8 | u8::from(self.passed) << 1 | u8::from(placed) << 2);
        match &self.what {
            Seen::Segment(s) => {
                out.extend([0, s.ttl, u8::from(s.df), s.tls, s.options.len() as u8]);
                out.extend(s.frame.to_le_bytes());
                out.extend(s.time.to_le_bytes());
                for n in [s.seq, s.ack, s.len] {
                    out.extend(n.to_le_bytes());
                }
                for n in [s.flags, s.window, s.ip_id] {
                    out.extend(n.to_le_bytes());
                }
                out.extend(s.options);
            }
            Seen::Rejection(r, quoted) => {
                out.extend([1, r.kind, r.code, u8::from(r.v6), 0]);
                out.extend(r.frame.to_le_bytes());
                out.extend(r.time.to_le_bytes());
                out.extend(quoted.to_le_bytes());
                let ip = match r.router {
                    IpAddr::V4(ip) => ip.to_ipv6_mapped(),
                    IpAddr::V6(ip) => ip,
                };
                out.extend(ip.octets());
            }
        }
        if placed {
            self.place.write(out);
        }
    }
    /// Takes one from the front of bytes; `None` where none stands there.
    pub fn read<'a>(bytes: &mut &'a [u8]) -> Option<Sighting<'a>> {
        fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
            let (first, rest) = bytes.split_first_chunk()?;
            *bytes = rest;
            Some(first)
        }
        fn ends(bytes: &mut &[u8]) -> Option<super::ends::End> {
            Some((*take(bytes)?, u16::from_le_bytes(*take(bytes)?).into()))
        }
        let key = [ends(bytes)?, ends(bytes)?];
        let [bits, kind, a, b, c, options] = *take(bytes)?;
        let (frame, time) = (u64::from_le_bytes(*take(bytes)?), i64::from_le_bytes(*take(bytes)?));
        let what = if kind == 0 {
            let mut long = || Some(u32::from_le_bytes(*take(bytes)?));
            let (seq, ack, len) = (long()?, long()?, long()?);
            let mut short = || Some(u16::from_le_bytes(*take(bytes)?));
            let (flags, window, ip_id) = (short()?, short()?, short()?);
            let (options, rest) = bytes.split_at_checked(options.into())?;
            *bytes = rest;
            Seen::Segment(Segment { frame, time, seq, ack, flags, window, len, ttl: a, df: b != 0, ip_id, options, tls: c })
        } else {
            let quoted = u32::from_le_bytes(*take(bytes)?);
            let router = super::handshake::End::from((*take(bytes)?, 0)).ip;
            Seen::Rejection(Rejection { frame, time, router, v6: c != 0, kind: a, code: b }, quoted)
        };
        let mut place = Place::default();
        if bits & 4 != 0 {
            (place, *bytes) = Place::read(bytes)?;
        }
        Some(Sighting { key: place.into_key(key), side: (bits & 1).into(), what, place, passed: bits & 2 != 0 })
    }
}

/// What a frame has to do with TCP's connections; `None` where it has nothing. The innermost counts.
pub fn sighting<'a>(frame: &Frame<'a>, spine: &Spine) -> Option<Sighting<'a>> {
    sighting_in(frame, spine, &Keying::default())
}
/// The same, where VLANs or tunnels tell connections apart.
pub fn sighting_in<'a>(frame: &Frame<'a>, spine: &Spine, keying: &Keying) -> Option<Sighting<'a>> {
    let layers = spine.layers();
    let at = layers.iter().rposition(|layer| layer.id == id::tcp)?;
    let layer = layers.get(at)?;
    let (key, side) = ends(frame.bytes, spine, layer, &tcp::SRCPORT, &tcp::DSTPORT)?;
    // What is quoted was on its way where the error is.
    let place = |from: &Layer| {
        let mut up = from.up as usize;
        while let Some(layer) = layers.get(up).filter(|layer| !matches!(layer.id, id::ip | id::ipv6 | id::frame)) {
            up = layer.up as usize;
        }
        Place::of(frame.bytes, spine, up, keying)
    };
    let time = frame.info.time.unwrap_or(0);
    let mut below = layers.get(layer.up as usize);
    let head = layer.head(frame.bytes);
    let seq = tcp::SEQ_RAW.num(head)? as u32;
    // Who carries it may be an ICMP error, by way of the header that is quoted.
    let mut hop = None;
    while let Some(carrier) = below {
        match carrier.id {
            id::icmp | id::icmpv6 => {
                let rejection = rejection(frame, spine, carrier, time)?;
                let place = place(carrier);
                return Some(Sighting { key: place.into_key(key), side, what: Seen::Rejection(rejection, seq), place, passed: true });
            }
            id::ip | id::ipv6 if hop.is_none() => hop = Some(carrier),
            _ => {}
        }
        below = layers.get(carrier.up as usize);
    }
    let hop = hop?;
    let ip = hop.head(frame.bytes);
    let (ttl, df, ip_id) = match hop.id {
        id::ip => (ip::TTL.num(ip)?, ip::FLAGS_DF.num(ip)? != 0, ip::ID.num(ip)?),
        _ => (ipv6::HLIM.num(ip)?, false, 0),
    };
    let flags = tcp::FLAGS.num(head)? as u16;
    let load = layer.load(frame.bytes);
    // A record of type handshake, then the message's type (RFC 8446, 5.1 and 4).
    let tls = match load {
        [0x16, 3, _, _, _, kind @ (1 | 2), ..] => *kind,
        _ => 0,
    };
    let segment = Segment {
        frame: frame.info.number,
        time,
        seq,
        ack: tcp::ACK_RAW.num(head)? as u32,
        flags,
        window: tcp::WINDOW.num(head)? as u16,
        len: tcp::length(layer, head)? as u32,
        ttl: ttl as u8,
        df,
        ip_id: ip_id as u16,
        options: if flags & SYN != 0 { of_header(head) } else { &[] },
        tls,
    };
    let place = place(layer);
    Some(Sighting { key: place.into_key(key), side, what: Seen::Segment(segment), place, passed: true })
}
fn rejection(frame: &Frame<'_>, spine: &Spine, layer: &Layer, time: i64) -> Option<Rejection> {
    let head = layer.whole(frame.bytes);
    let v6 = layer.id == id::icmpv6;
    let (kind, code) = match v6 {
        false => (icmp::TYPE.num(head)?, icmp::CODE.num(head)?),
        true => (icmpv6::TYPE.num(head)?, icmpv6::CODE.num(head)?),
    };
    let (kind, code) = (kind as u8, code as u8);
    if !Rejection::ends(v6, kind, code) {
        return None;
    }
    let mut up = layer.up;
    let router = loop {
        let below = spine.layers().get(up as usize)?;
        let ip = below.head(frame.bytes);
        match below.id {
            id::ip => break IpAddr::from(*ip.get(12..16)?.first_chunk::<4>()?),
            id::ipv6 => break IpAddr::from(*ip.get(8..24)?.first_chunk::<16>()?),
            id::frame => return None,
            _ => up = below.up,
        }
    };
    Some(Rejection { frame: frame.info.number, time, router, v6, kind, code })
}

/// What is laid on packets of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    verdict: u64,
    state: u64,
    history: u64,
    retries: u64,
    setup_time: Option<i64>,
    rtt: Option<i64>,
}
impl Standing {
    pub(super) fn of(attempt: &Attempt) -> Standing {
        Standing {
            verdict: attempt.verdict() as u64,
            state: attempt.state() as u64,
            history: attempt.packed_history(),
            retries: attempt.retries().into(),
            setup_time: attempt.setup_time(),
            rtt: attempt.rtt(),
        }
    }
    pub(super) fn lay(&self, layer: usize, notes: &mut Notes) {
        notes.lay(layer, &conn::VERDICT, self.verdict);
        notes.lay(layer, &conn::STATE, self.state);
        notes.lay(layer, &conn::HISTORY, self.history);
        notes.lay(layer, &conn::RETRIES, self.retries);
        for (field, time) in [(&conn::SETUP_TIME, self.setup_time), (&conn::RTT, self.rtt)] {
            if let Some(time) = time {
                notes.lay(layer, field, time as u64);
            }
        }
    }
}

/// How much is remembered.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Attempts at a time.
    pub flows: usize,
    /// Of whom nothing was heard for so long, in nanoseconds, nothing is expected.
    pub timeout: i64,
    /// Steps kept of each for a ladder; 0 where none is drawn.
    pub events: usize,
}
impl Default for Limits {
    /// 131,072 attempts, ten minutes, no ladders.
    fn default() -> Limits {
        Limits { flows: super::Flows::BOUND, timeout: 600_000_000_000, events: 0 }
    }
}

/// The attempts to connect.
pub struct Handshakes {
    limits: Limits,
    /// In the order in which they began.
    kept: VecDeque<Attempt>,
    /// The first one's number.
    first: u64,
    /// The latest attempt between two ends.
    latest: HashMap<Key, u64, Seed>,
    /// Done with, and not yet taken.
    done: Vec<Attempt>,
    now: i64,
    /// The TTL with which a server's SYN/ACKs come.
    ttls: super::Kept<[u8; 16], u8>,
    let_go: u64,
    expired: u64,
}

impl Handshakes {
    /// None yet.
    pub fn new(limits: Limits) -> Handshakes {
        Handshakes {
            limits: Limits { flows: limits.flows.max(1), ..limits },
            kept: VecDeque::new(),
            first: 0,
            latest: HashMap::with_hasher(Seed::default()),
            done: vec![],
            now: i64::MIN,
            ttls: super::Kept::new(limits.flows.clamp(1, 1 << 16)),
            let_go: 0,
            expired: 0,
        }
    }
    /// Takes what the next frame has to do with connections; in the frames' order. Returns the attempt it belongs to where its
    /// verdict may have changed.
    pub fn see(&mut self, seen: &Sighting<'_>) -> Option<&Attempt> {
        let Sighting { key, side, what, place, passed } = *seen;
        match what {
            Seen::Segment(s) => {
                let (from, to) = if side == 0 { (key[0], key[1]) } else { (key[1], key[0]) };
                self.segment(key, from, to, &s, place, passed)
            }
            Seen::Rejection(rejection, quoted) => {
                self.clock(rejection.time);
                let at = self.position(key)?;
                let attempt = self.kept.get_mut(at)?;
                attempt.passed |= passed;
                attempt.reject(rejection, quoted);
                Some(attempt)
            }
        }
    }
    fn segment(
        &mut self,
        key: Key,
        from: super::ends::End,
        to: super::ends::End,
        s: &Segment<'_>,
        place: Place,
        passed: bool,
    ) -> Option<&Attempt> {
        self.clock(s.time);
        let (from_end, to_end) = (End::from(from), End::from(to));
        let old = self.position(key);
        let mut before = None;
        let mut at = old;
        if let Some(attempt) = old.and_then(|at| self.kept.get_mut(at)) {
            let stale = s.time - attempt.end > self.limits.timeout;
            if attempt.is_other(from_end, s) {
                before = Some(attempt.before()).filter(|_| !stale);
                attempt.superseded = true;
                at = None;
            } else if stale {
                at = None;
            }
        }
        let at = match at {
            Some(at) => at,
            None => {
                if self.kept.len() >= self.limits.flows {
                    self.let_one_go();
                }
                let number = self.first + self.kept.len() as u64;
                let mut new = Attempt::new(number, from_end, to_end, s, self.limits.events);
                new.before = before;
                new.place = (place != Place::default()).then(|| Box::new(place));
                self.kept.push_back(new);
                self.latest.insert(key, number);
                self.kept.len() - 1
            }
        };
        let attempt = self.kept.get_mut(at)?;
        attempt.passed |= passed;
        let told = attempt.see(from_end, s);
        if told && s.has(SYN | RST) && from_end == attempt.server && from_end != attempt.client {
            let usual = *self.ttls.entry(from.0, || s.ttl);
            if s.has(SYN) {
                *self.ttls.entry(from.0, || s.ttl) = s.ttl;
            } else if attempt.odd_reset.is_none() && usual != s.ttl && attempt.reset.is_some_and(|reset| reset.side == SERVER) {
                attempt.odd_reset = Some((s.ttl, usual));
            }
        }
        told.then_some(attempt)
    }
    /// The attempt that a sighting belonged to when it was [seen](Handshakes::see).
    pub fn of(&self, seen: &Sighting<'_>) -> Option<&Attempt> {
        self.kept.get(self.position(seen.key)?)
    }
    /// Where the latest attempt between two ends is kept.
    fn position(&self, key: Key) -> Option<usize> {
        self.latest.get(&key)?.checked_sub(self.first).map(|at| at as usize)
    }
    /// Time goes on: who was silent for too long is done with, as soon as all that began before are.
    pub fn clock(&mut self, time: i64) {
        if time <= self.now {
            return;
        }
        self.now = time;
        while self.kept.front().is_some_and(|front| time - front.end > self.limits.timeout) {
            self.expired += 1;
            self.pop();
        }
    }
    fn let_one_go(&mut self) {
        if let Some(front) = self.kept.front_mut()
            && !front.over()
        {
            front.let_go = true;
            self.let_go += 1;
        }
        self.pop();
    }
    fn pop(&mut self) {
        let Some(front) = self.kept.pop_front() else { return };
        self.first += 1;
        let key = key(&front);
        if self.latest.get(&key) == Some(&front.number) {
            self.latest.remove(&key);
        }
        self.done.push(front);
    }
    /// Takes the attempts that are done with, in the order in which they began.
    pub fn take(&mut self) -> impl Iterator<Item = Attempt> + '_ {
        self.done.drain(..)
    }
    /// True where some are done with.
    pub fn has_done(&self) -> bool {
        !self.done.is_empty()
    }
    /// All that are left: the capture ends here.
    pub fn finish(mut self) -> Vec<Attempt> {
        if self.done.is_empty() {
            return self.kept.into(); // in the same memory
        }
        let mut all = std::mem::take(&mut self.done);
        all.extend(self.kept);
        all
    }
    /// Those that are kept, in the order in which they began.
    pub fn kept(&self) -> impl DoubleEndedIterator<Item = &Attempt> {
        self.kept.iter()
    }
    /// Attempts that were let go before their end because there were too many.
    pub fn let_go(&self) -> u64 {
        self.let_go
    }
    /// Attempts that were silent for so long that nothing more was expected.
    pub fn expired(&self) -> u64 {
        self.expired
    }
    /// The latest time seen, in nanoseconds since 1970.
    pub fn now(&self) -> i64 {
        self.now
    }
}
/// Both ends of an attempt, as they are looked for.
fn key(of: &Attempt) -> Key {
    let end = |end: &End| {
        let ip = match end.ip {
            IpAddr::V4(ip) => ip.to_ipv6_mapped(),
            IpAddr::V6(ip) => ip,
        };
        (ip.octets(), u64::from(end.port))
    };
    let (a, b) = (end(&of.client), end(&of.server));
    of.place().into_key(if a <= b { [a, b] } else { [b, a] })
}
/// Hashes both ends quickly, and in every run otherwise, so that nobody can choose ports that meet.
struct Seed(u64);
impl Default for Seed {
    fn default() -> Seed {
        Seed(RandomState::new().hash_one(0u8))
    }
}
impl BuildHasher for Seed {
    type Hasher = Folded;
    fn build_hasher(&self) -> Folded {
        Folded(self.0)
    }
}
/// Folds each eight bytes in by a multiplication of 128 bits.
struct Folded(u64);
impl Hasher for Folded {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.write_u64((*byte).into());
        }
    }
    fn write_u64(&mut self, n: u64) {
        let product = u128::from(self.0 ^ n) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product as u64) ^ (product >> 64) as u64;
    }
    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
