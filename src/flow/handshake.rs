//! One attempt to connect: what was seen of it, in facts. [`verdict`](Attempt::verdict) judges them.
//!
//! An attempt begins with a SYN (or with whatever is seen first of a connection that is older than the capture) and takes all
//! that its two ends say until a SYN with another number begins the next one. A SYN of the same number is the same attempt, asked again.
use super::ends::Place;
use super::offer::{Hello, cookie_rest, hops};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

pub(super) const FIN: u16 = 0x01;
pub(super) const SYN: u16 = 0x02;
pub(super) const RST: u16 = 0x04;
pub(super) const ACK: u16 = 0x10;
pub(super) const ECE: u16 = 0x40;

/// The side that asked.
pub const CLIENT: usize = 0;
/// The side that was asked.
pub const SERVER: usize = 1;

/// SYNs whose times are remembered.
const SYNS: usize = 32;
/// The same SYN seen at two places of the network comes so close behind, in nanoseconds; a repeated one does not.
const COPY: i64 = 100_000_000;

/// Address and port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// IPv4 or IPv6.
    pub ip: IpAddr,
    /// Of TCP.
    pub port: u16,
}
impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.ip {
            IpAddr::V4(ip) => write!(f, "{ip}:{}", self.port),
            IpAddr::V6(ip) => write!(f, "[{ip}]:{}", self.port),
        }
    }
}
impl From<super::ends::End> for End {
    fn from((ip, port): super::ends::End) -> End {
        let ip = Ipv6Addr::from(ip);
        End { ip: ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4), port: port as u16 }
    }
}

/// What of a segment matters here.
#[derive(Clone, Copy, Debug)]
pub struct Segment<'a> {
    /// The frame's number.
    pub frame: u64,
    /// Nanoseconds since 1970.
    pub time: i64,
    /// Sequence number.
    pub seq: u32,
    /// Acknowledgment number.
    pub ack: u32,
    /// All twelve flags.
    pub flags: u16,
    /// As on the wire.
    pub window: u16,
    /// Bytes of data on the wire.
    pub len: u32,
    /// Time to live, or hop limit.
    pub ttl: u8,
    /// Don't fragment.
    pub df: bool,
    /// The IP header's identification; 0 for IPv6.
    pub ip_id: u16,
    /// The header's options.
    pub options: &'a [u8],
    /// The data begins with that handshake message of TLS: 1 is a ClientHello, 2 a ServerHello.
    pub tls: u8,
}
impl Segment<'_> {
    pub(super) fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
    fn hello(&self) -> Hello {
        let Segment { frame, time, seq, ack, flags, window, ttl, df, ip_id, len, options, .. } = *self;
        Hello::new(frame, time, [seq, ack], flags, window, (ttl, df, ip_id), len, options)
    }
}

/// An ICMP error that quotes a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The frame's number.
    pub frame: u64,
    /// Nanoseconds since 1970.
    pub time: i64,
    /// Who says so.
    pub router: IpAddr,
    /// ICMPv6.
    pub v6: bool,
    /// The message's type.
    pub kind: u8,
    /// The message's code.
    pub code: u8,
}
impl Rejection {
    /// What it means: `Communication administratively filtered`.
    pub fn text(&self) -> &'static str {
        match (self.v6, self.kind, self.code) {
            (false, 3, 0) => "network unreachable",
            (false, 3, 1) | (true, 1, 3) => "host unreachable",
            (false, 3, 2) => "protocol unreachable",
            (false, 3, 3) | (true, 1, 4) => "port unreachable",
            (false, 3, 5) => "source route failed",
            (false, 3, 6) => "network unknown",
            (false, 3, 7) => "host unknown",
            (false, 3, 8) => "source host isolated",
            (false, 3, 9) => "network administratively prohibited",
            (false, 3, 10) => "host administratively prohibited",
            (false, 3, 11) => "network unreachable for type of service",
            (false, 3, 12) => "host unreachable for type of service",
            (false, 3, 13) | (true, 1, 1) => "administratively prohibited",
            (false, 3, 14) => "host precedence violation",
            (false, 3, 15) => "precedence cutoff in effect",
            (true, 1, 0) => "no route to destination",
            (true, 1, 2) => "beyond scope of source address",
            (true, 1, 5) => "source address failed ingress policy",
            (true, 1, 6) => "route rejected",
            (false, 11, 0) | (true, 3, 0) => "time to live exceeded in transit",
            (false, 12, _) | (true, 4, _) => "parameter problem",
            _ => "destination unreachable",
        }
    }
    /// True for messages after which an attempt is over; others are advice.
    pub(super) fn ends(v6: bool, kind: u8, code: u8) -> bool {
        match (v6, kind) {
            (false, 3) => code != 4, // fragmentation needed: another size may do
            (false, 11 | 12) | (true, 1 | 3 | 4) => true,
            _ => false,
        }
    }
}

/// A RST.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reset {
    /// The frame's number.
    pub frame: u64,
    /// Nanoseconds since 1970.
    pub time: i64,
    /// [`CLIENT`] or [`SERVER`].
    pub side: usize,
    /// Time to live, or hop limit.
    pub ttl: u8,
}

/// How the connection stood that had the same ports before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// It was never answered: this is a SYN with another number, not a new connection.
    Unanswered,
    /// It was over.
    Closed,
    /// It was open, as far as could be seen.
    Open,
}
impl Before {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Before::Unanswered => "unanswered",
            Before::Closed => "closed",
            Before::Open => "open",
        }
    }
}

/// How sure it is which SYN was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surety {
    /// There was one.
    Only,
    /// The answer's TSecr names it (RFC 7323).
    Timestamp,
    /// The last before the answer is taken for it, though it may have been an earlier one (Karn's problem).
    Last,
}
impl Surety {
    /// In a word.
    pub const fn name(self) -> &'static str {
        match self {
            Surety::Only => "only-syn",
            Surety::Timestamp => "tsecr",
            Surety::Last => "last-syn",
        }
    }
}

/// A step of the handshake, for ladders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The frame's number.
    pub frame: u64,
    /// Nanoseconds since 1970.
    pub time: i64,
    side: u8,
    /// What it is.
    pub what: What,
    /// What is to be said of it.
    pub remark: &'static str,
    /// Segments before it that are not shown.
    pub passed_over: u32,
}
impl Event {
    /// Who sent it: [`CLIENT`] or [`SERVER`]; an ICMP error goes to the client.
    pub fn side(&self) -> usize {
        self.side.into()
    }
}
/// What an event is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A segment. Numbers are counted from the first of each side, where that is known.
    Segment {
        /// All twelve flags.
        flags: u16,
        /// Sequence number.
        seq: u32,
        /// Acknowledgment number.
        ack: u32,
        /// Bytes of data.
        len: u32,
        /// As on the wire.
        window: u16,
        /// Time to live, or hop limit.
        ttl: u8,
        /// Options of a SYN, in words.
        options: Box<str>,
    },
    /// An ICMP error.
    Icmp(Box<Rejection>),
}

/// One attempt to connect.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Counts from 0.
    pub number: u64,
    /// The first frame.
    pub frame: u64,
    /// Who asked.
    pub client: End,
    /// Who was asked.
    pub server: End,
    /// Where, if that was asked and is anywhere.
    pub(super) place: Option<Box<Place>>,
    /// The first segment's time, in nanoseconds since 1970.
    pub start: i64,
    /// The last one's.
    pub end: i64,
    /// The first SYN; `None` where it was not captured.
    pub syn: Option<Hello>,
    /// The SYN/ACK.
    pub synack: Option<Hello>,
    /// The other side's own SYN: a simultaneous open.
    pub other_syn: Option<Box<Hello>>,
    /// The last repeated SYN, where its options or flags are others than the first one's.
    pub changed_syn: Option<Box<Hello>>,
    /// How many SYNs were sent, the first included.
    pub syns: u32,
    /// When, and with which TSval. The first few dozen; empty as long as there is but one.
    pub asked: Vec<(i64, Option<u32>)>,
    /// SYNs sent after the SYN/ACK was seen.
    pub syns_after_answer: u32,
    /// How many SYN/ACKs were sent.
    pub synacks: u32,
    /// When the last one was.
    pub last_synack: i64,
    /// Answers that do not fit: SYN/ACKs of another number, RSTs that acknowledge none of it.
    pub strays: u32,
    /// SYNs seen a second time on their way.
    pub copies: u32,
    /// One of them had an option less or a smaller MSS: a middlebox between the two places.
    pub clamped: Option<(u16, u16)>,
    /// One of them had options less.
    pub stripped: bool,
    /// Acknowledgments that belong to an older connection (RFC 5961, 4).
    pub challenged: u32,
    /// How often a RST refused it.
    pub refusals: u32,
    /// When the handshake was whole.
    pub connected_at: Option<i64>,
    /// Who first sent data, and when.
    pub first_data: Option<(usize, i64)>,
    /// When the other side first sent data.
    pub first_answer: Option<i64>,
    /// When a TLS ClientHello was sent, and the ServerHello.
    pub tls: [Option<i64>; 2],
    /// The RST that ended it.
    pub reset: Option<Reset>,
    /// When each side sent its FIN.
    pub ended: [Option<i64>; 2],
    /// The ICMP error that quotes its SYN.
    pub rejection: Option<Rejection>,
    /// What had these ports before.
    pub before: Option<Before>,
    /// A SYN with another number took its ports.
    pub superseded: bool,
    /// It was let go before its end was seen, as there were too many.
    pub let_go: bool,
    /// Segments of each side.
    pub packets: [u64; 2],
    /// Bytes of data of each side.
    pub bytes: [u64; 2],
    /// A packet of it passed the filter.
    pub passed: bool,
    /// The server's RST came another way than its other packets: its TTL, and theirs.
    pub odd_reset: Option<(u8, u8)>,
    /// What happened, step by step; only where that is asked for.
    pub events: Vec<Event>,
    history: u64,
    /// Which side has acknowledged the other's SYN, in a simultaneous open.
    simultaneous: [bool; 2],
    passed_over: u32,
    keeps_events: usize,
    /// Nothing more can come to matter but an end.
    settled: bool,
}

impl Attempt {
    /// Begins with a segment from `from`.
    pub(super) fn new(number: u64, from: End, to: End, s: &Segment<'_>, keeps_events: usize) -> Attempt {
        let answers = s.has(SYN) && s.has(ACK);
        // Of a connection that is older the well-known port, else the lower one, is the server's.
        let turned = if s.has(SYN) { answers } else { from.port < to.port };
        let (client, server) = if turned { (to, from) } else { (from, to) };
        Attempt {
            number,
            frame: s.frame,
            client,
            server,
            place: None,
            start: s.time,
            end: s.time,
            syn: None,
            synack: None,
            other_syn: None,
            changed_syn: None,
            syns: 0,
            asked: vec![],
            syns_after_answer: 0,
            synacks: 0,
            last_synack: 0,
            strays: 0,
            copies: 0,
            clamped: None,
            stripped: false,
            challenged: 0,
            refusals: 0,
            connected_at: None,
            first_data: None,
            first_answer: None,
            tls: [None; 2],
            reset: None,
            ended: [None; 2],
            rejection: None,
            before: None,
            superseded: false,
            let_go: false,
            packets: [0; 2],
            bytes: [0; 2],
            passed: false,
            odd_reset: None,
            events: vec![],
            history: 0,
            simultaneous: [false; 2],
            passed_over: 0,
            keeps_events,
            settled: false,
        }
    }
    /// In which VLAN and which tunnel, where that was asked.
    pub fn place(&self) -> Place {
        self.place.as_deref().copied().unwrap_or_default()
    }
    /// Whether a SYN begins another attempt than this one.
    pub(super) fn is_other(&self, from: End, s: &Segment<'_>) -> bool {
        if s.flags & (SYN | ACK | RST) != SYN {
            return false;
        }
        let from_client = from == self.client;
        match (&self.syn, &self.synack, &self.other_syn) {
            (Some(syn), ..) if from_client => syn.isn != s.seq,
            // The server's own SYN: a simultaneous open, unless it is too late for one.
            (Some(_), None, None) if !self.connected() && self.reset.is_none() => false,
            (_, _, Some(other)) => other.isn != s.seq,
            // A SYN that was overtaken by its answer.
            (None, Some(synack), _) if from_client => synack.ack != s.seq.wrapping_add(1),
            _ => true,
        }
    }
    /// How it stood when another SYN took its ports.
    pub(super) fn before(&self) -> Before {
        match () {
            () if self.over() => Before::Closed,
            () if self.syn.is_some() && !self.connected() && self.synack.is_none() => Before::Unanswered,
            () => Before::Open,
        }
    }
    /// True where nothing more can come of it.
    pub fn over(&self) -> bool {
        self.superseded || self.reset.is_some() || self.ended.iter().all(Option::is_some) || self.rejection.is_some() && !self.connected()
    }

    /// Takes the next segment of its two ends. True where the verdict may be another one than before.
    pub(super) fn see(&mut self, from: End, s: &Segment<'_>) -> bool {
        // Who connects to himself is both; his SYN/ACK is the server's.
        let own = self.client == self.server;
        let side = if own { usize::from(s.has(SYN) && s.has(ACK)) } else { usize::from(from != self.client) };
        self.end = self.end.max(s.time);
        if let (Some(packets), Some(bytes)) = (self.packets.get_mut(side), self.bytes.get_mut(side)) {
            *packets += 1;
            *bytes += u64::from(s.len);
        }
        if self.settled && !s.has(SYN | FIN | RST) {
            self.passed_over += 1;
            return false;
        }
        self.letters(side, s);
        let remark = match (s.has(SYN), s.has(RST)) {
            (_, true) => self.reset(side, s),
            (true, _) if s.has(ACK) => self.grant(side, s),
            (true, _) => self.ask(side, s),
            _ => self.plain(side, s),
        };
        let data = self.data(side, s);
        let notable = remark.is_some() || data.is_some();
        if notable || s.has(SYN | FIN | RST) {
            self.happened(side, s, remark.or(data).unwrap_or(""));
        } else {
            self.passed_over += 1;
        }
        let told = self.first_data.is_some() && self.first_answer.is_some() && (self.tls[0].is_none() || self.tls[1].is_some());
        self.settled = told && (self.connected() || self.syn.is_none() && self.synack.is_none()) && self.packets.iter().sum::<u64>() > 16;
        notable || s.has(SYN | FIN | RST)
    }
    /// Takes an ICMP error that quotes a segment of the client's.
    pub(super) fn reject(&mut self, rejection: Rejection, quoted: u32) {
        self.end = self.end.max(rejection.time);
        let asked = self.syn.is_some_and(|syn| syn.isn == quoted);
        if asked && !self.connected() && self.rejection.is_none() {
            self.rejection = Some(rejection);
        }
        if self.events.len() < self.keeps_events {
            let remark = if asked { rejection.text() } else { "" };
            let passed_over = std::mem::take(&mut self.passed_over);
            let Rejection { frame, time, .. } = rejection;
            self.keep(Event { frame, time, side: SERVER as u8, what: What::Icmp(Box::new(rejection)), remark, passed_over });
        }
    }

    /// A SYN.
    fn ask(&mut self, side: usize, s: &Segment<'_>) -> Option<&'static str> {
        if side == SERVER {
            let again = self.other_syn.is_some();
            self.other_syn.get_or_insert_with(|| Box::new(s.hello()));
            return Some(if again { "SYN again" } else { "asks at the same time" });
        }
        let stamp = s.hello().offer().timestamps.map(|(stamp, _)| stamp);
        let Some(first) = self.syn else {
            self.syn = Some(s.hello());
            self.syns = 1;
            return Some(match self.before {
                Some(Before::Open) => "the ports are used again, although their connection is open",
                Some(Before::Closed) => "the ports are used again",
                Some(Before::Unanswered) => "another sequence number",
                None => "",
            });
        };
        if self.is_copy(&first, s) {
            self.copies += 1;
            let (before, now) = (first.offer(), s.hello().offer());
            if let (Some(a), Some(b)) = (before.mss, now.mss)
                && a != b
            {
                self.clamped = Some((a, b));
            }
            self.stripped |= s.options.len() < first.options().len()
                && (before.sack && !now.sack
                    || before.shift.is_some() && now.shift.is_none()
                    || before.timestamps.is_some() && now.timestamps.is_none()
                    || before.multipath.is_some() && now.multipath.is_none()
                    || before.fast_open.is_some() && now.fast_open.is_none());
            return Some("the same packet, seen again on its way");
        }
        if self.asked.is_empty() {
            self.asked.push((first.time, first.offer().timestamps.map(|(stamp, _)| stamp)));
        }
        if self.asked.len() < SYNS {
            self.asked.push((s.time, stamp));
        }
        self.syns += 1;
        let hello = s.hello();
        let kinds = |hello: &Hello| {
            let offer = hello.offer();
            super::offer::Offer { timestamps: offer.timestamps.map(|_| (0, 0)), ..offer }
        };
        if kinds(&hello) != kinds(&first) {
            self.changed_syn = Some(Box::new(hello));
        }
        if self.connected() {
            return Some("late SYN");
        }
        if self.synack.is_some() {
            self.syns_after_answer += 1;
            return Some("SYN again, although it was answered");
        }
        // Some systems ask again after a RST (Windows does, three times).
        self.reset = None;
        Some("SYN again")
    }
    /// The same packet at another place: nearer to the server its TTL is lower.
    fn is_copy(&self, first: &Hello, s: &Segment<'_>) -> bool {
        let last = self.asked.last().map_or(first.time, |(time, _)| *time);
        let same = if first.ip_id != 0 { first.ip_id == s.ip_id } else { first.ttl != s.ttl || s.time == last };
        self.asked.is_empty() && same && s.time - last < COPY
    }
    /// A SYN/ACK.
    fn grant(&mut self, side: usize, s: &Segment<'_>) -> Option<&'static str> {
        if side == CLIENT {
            // The client's own SYN/ACK: it acknowledges the other side's SYN.
            let other = self.other_syn.as_ref()?;
            if s.ack == other.isn.wrapping_add(1) {
                self.simultaneous[0] = true;
                self.meet(s.time);
            }
            return Some("grants at the same time");
        }
        if let Some(syn) = &self.syn {
            let taken = s.ack.wrapping_sub(syn.isn.wrapping_add(1));
            if taken > syn.len {
                self.strays += 1;
                return Some("acknowledges another SYN");
            }
        }
        if let Some(synack) = &self.synack {
            if synack.isn != s.seq {
                self.strays += 1;
                return Some("SYN/ACK with another sequence number");
            }
            if synack.ip_id != 0 && synack.ip_id == s.ip_id && s.time - self.last_synack < COPY {
                return Some("the same packet, seen again on its way");
            }
            self.synacks += 1;
            self.last_synack = s.time;
            return Some("SYN/ACK again");
        }
        self.synack = Some(s.hello());
        self.synacks = 1;
        self.last_synack = s.time;
        // A refusal that is followed by a SYN/ACK was none.
        if self.reset.is_some_and(|reset| reset.side == SERVER) {
            self.reset = None;
        }
        if self.client == self.server || self.other_syn.is_some() {
            self.simultaneous[1] = true;
            if self.client == self.server {
                self.other_syn = self.syn.map(Box::new);
                self.simultaneous[0] = true;
            }
            self.meet(s.time);
        }
        Some("")
    }
    /// Both of a simultaneous open have acknowledged.
    fn meet(&mut self, time: i64) {
        if self.simultaneous == [true; 2] && self.connected_at.is_none() {
            self.connected_at = Some(time);
        }
    }
    /// A RST.
    fn reset(&mut self, side: usize, s: &Segment<'_>) -> Option<&'static str> {
        let reset = Reset { frame: s.frame, time: s.time, side, ttl: s.ttl };
        if let (SERVER, Some(syn), None, None) = (side, &self.syn, &self.synack, self.connected_at)
            && s.has(ACK)
            && s.ack.wrapping_sub(syn.isn.wrapping_add(1)) > syn.len
        {
            self.strays += 1;
            return Some("acknowledges another SYN");
        }
        if side == CLIENT && self.synack.is_none() && self.challenged > 0 && !self.connected() {
            return Some("tells that it knows nothing of the old connection");
        }
        if side == SERVER && self.synack.is_none() && !self.connected() {
            self.refusals += 1;
        }
        if side == SERVER
            && let Some(ttl) = self.synack.map(|synack| synack.ttl).filter(|ttl| *ttl != s.ttl)
        {
            self.odd_reset = Some((s.ttl, ttl));
        }
        self.reset.get_or_insert(reset);
        Some(if self.synack.is_none() && side == SERVER && self.syn.is_some() && !self.connected() { "refused" } else { "reset" })
    }
    /// A segment that neither asks nor resets.
    fn plain(&mut self, side: usize, s: &Segment<'_>) -> Option<&'static str> {
        if s.has(FIN)
            && let Some(ended) = self.ended.get_mut(side)
        {
            ended.get_or_insert(s.time);
        }
        if self.connected() || !s.has(ACK) {
            return None;
        }
        // Up to half of all numbers ahead come later.
        let upto = |a: u32, b: u32| b.wrapping_sub(a) < 1 << 31;
        let other = self.other_syn.as_ref().map(|other| other.isn.wrapping_add(1));
        match (side, &self.syn, &self.synack) {
            (CLIENT, _, Some(synack)) if upto(synack.isn.wrapping_add(1), s.ack) => {
                self.connected_at = Some(s.time);
                Some("connected")
            }
            (CLIENT, Some(_), None) if other == Some(s.ack) => {
                self.simultaneous[0] = true;
                self.meet(s.time);
                Some(if self.connected() { "connected" } else { "" })
            }
            (SERVER, Some(syn), None) if self.other_syn.is_some() && s.ack == syn.isn.wrapping_add(1) => {
                self.simultaneous[1] = true;
                self.meet(s.time);
                Some(if self.connected() { "connected" } else { "" })
            }
            (SERVER, Some(syn), None) if s.ack.wrapping_sub(syn.isn.wrapping_add(1)) <= syn.len && self.challenged == 0 && s.len > 0 => {
                // The SYN/ACK was not captured.
                self.connected_at = Some(s.time);
                Some("connected; the SYN/ACK was not captured")
            }
            (SERVER, Some(_), None) => {
                self.challenged += 1;
                Some("challenge ACK: an older connection has these ports")
            }
            // Only this way was captured.
            (CLIENT, Some(syn), None) if self.challenged == 0 && s.seq == syn.isn.wrapping_add(1) && s.ack != 0 => {
                self.connected_at = Some(s.time);
                Some("connected; the SYN/ACK was not captured")
            }
            _ => None,
        }
    }
    /// Who speaks first, who answers, and whether they speak TLS.
    fn data(&mut self, side: usize, s: &Segment<'_>) -> Option<&'static str> {
        if s.len == 0 || s.has(RST) {
            return None;
        }
        if let Some(hello) = self.tls.get_mut(usize::from(s.tls).wrapping_sub(1)).filter(|hello| hello.is_none()) {
            *hello = Some(s.time);
        }
        let tls = match s.tls {
            1 => Some("TLS ClientHello"),
            2 => Some("TLS ServerHello"),
            _ => None,
        };
        match (self.first_data, self.first_answer) {
            (None, _) => {
                self.first_data = Some((side, s.time));
                tls.or(Some(if s.has(SYN) { "data in the SYN" } else { "first data" }))
            }
            (Some((first, _)), None) if first != side => {
                self.first_answer = Some(s.time);
                tls.or(Some("first answer"))
            }
            _ => tls,
        }
    }
    fn happened(&mut self, side: usize, s: &Segment<'_>, remark: &'static str) {
        if self.events.len() >= self.keeps_events {
            return;
        }
        let Segment { frame, time, flags, seq, ack, len, window, ttl, .. } = *s;
        let options = if s.has(SYN) { s.hello().words().into_boxed_str() } else { Box::default() };
        let passed_over = std::mem::take(&mut self.passed_over);
        let what = What::Segment { flags, seq, ack, len, window, ttl, options };
        self.keep(Event { frame, time, side: side as u8, what, remark, passed_over });
    }
    fn keep(&mut self, event: Event) {
        if self.events.len() == self.events.capacity() {
            // Most attempts have a few; of a hundred thousand of them, room for twice as many would be much.
            self.events.reserve_exact(4);
        }
        self.events.push(event);
    }
    /// Zeek's letters: each once a side, in the order they came.
    fn letters(&mut self, side: usize, s: &Segment<'_>) {
        let letter = |index: u64| index * 2 + side as u64 + 1;
        let mut add = |n: u64| {
            let mut all = self.history;
            let mut len = 0;
            while all != 0 {
                if all & 31 == n {
                    return;
                }
                (all, len) = (all >> 5, len + 1);
            }
            if len < 12 {
                self.history |= n << (5 * len);
            }
        };
        match (s.has(SYN), s.has(FIN), s.has(RST)) {
            (true, _, true) | (_, true, true) => add(letter(6)),
            (true, true, _) => add(letter(7)),
            (true, ..) => add(letter(if s.has(ACK) { 1 } else { 0 })),
            _ => {}
        }
        if s.len > 0 {
            add(letter(3));
        } else if s.has(ACK) && !s.has(SYN | FIN | RST) {
            add(letter(2));
        }
        if s.has(FIN) && !s.has(SYN | RST) {
            add(letter(4));
        }
        if s.has(RST) && !s.has(SYN | FIN) {
            add(letter(5));
        }
    }
    /// Segments behind the last event.
    pub fn passed_over(&self) -> u32 {
        self.passed_over
    }
    /// Zeek's `history`: who sent what, in the order it first came; upper case the client.
    pub fn history(&self) -> String {
        crate::proto::conn::history(self.history)
    }
    /// The same as a number, for a note.
    pub(super) fn packed_history(&self) -> u64 {
        self.history
    }

    /// How often the SYN was sent again.
    pub fn retries(&self) -> u32 {
        self.syns.saturating_sub(1)
    }
    /// Nanoseconds between each SYN and the one before.
    pub fn gaps(&self) -> impl Iterator<Item = i64> + '_ {
        self.asked.iter().zip(self.asked.iter().skip(1)).map(|((a, _), (b, _))| b - a)
    }
    /// Nanoseconds from the first SYN until the handshake was whole: what the user felt.
    pub fn setup_time(&self) -> Option<i64> {
        Some(self.connected_at? - self.syn?.time)
    }
    /// The SYN that was answered: when it was sent, which one it was (from 0), and how sure that is.
    pub fn answered(&self) -> Option<(i64, usize, Surety)> {
        let (syn, synack) = (self.syn?, self.synack?);
        if self.asked.is_empty() {
            return Some((syn.time, 0, Surety::Only));
        }
        let before = || self.asked.iter().enumerate().filter(|(_, (time, _))| *time <= synack.time);
        let echoed = synack.offer().timestamps.map(|(_, echo)| echo).filter(|echo| *echo != 0);
        let mut same = before().filter(|(_, (_, stamp))| stamp.is_some() && *stamp == echoed);
        // A clock that stands between two of them does not tell which.
        if let (Some((i, (time, _))), None) = (same.next(), same.next()) {
            return Some((*time, i, Surety::Timestamp));
        }
        let surety = if before().count() == 1 { Surety::Only } else { Surety::Last };
        before().next_back().map(|(i, (time, _))| (*time, i, surety))
    }
    /// Nanoseconds from the SYN that was answered to its SYN/ACK.
    pub fn rtt(&self) -> Option<i64> {
        Some(self.synack?.time - self.answered()?.0)
    }
    /// Nanoseconds from the SYN that was answered until the handshake was whole.
    pub fn setup_from_answered(&self) -> Option<i64> {
        Some(self.connected_at? - self.answered()?.0)
    }
    /// Nanoseconds from the last SYN/ACK before it to the acknowledgment.
    pub fn ack_time(&self) -> Option<i64> {
        self.synack?;
        self.connected_at.map(|connected| connected - self.last_synack.min(connected))
    }
    /// Nanoseconds from the handshake's end to the first data.
    pub fn data_time(&self) -> Option<i64> {
        Some(self.first_data?.1 - self.connected_at?)
    }
    /// Nanoseconds from the first data to the other side's.
    pub fn answer_time(&self) -> Option<i64> {
        Some(self.first_answer? - self.first_data?.1)
    }
    /// Nanoseconds from TLS's ClientHello to its ServerHello.
    pub fn tls_time(&self) -> Option<i64> {
        Some(self.tls[1]? - self.tls[0]?)
    }
    /// The SYN whose options count: the one that was answered, as far as that is known.
    pub fn asked_for(&self) -> Option<&Hello> {
        let first = self.syn.as_ref()?;
        match (self.answered(), &self.changed_syn) {
            (Some((time, ..)), Some(changed)) if time >= changed.time => Some(changed),
            _ => Some(first),
        }
    }
    /// The SYN/ACK's TSval, and what is left of its lowest six bits without what Linux's SYN cookies keep there: with cookies that is
    /// the same for all attempts between two addresses. `None` without timestamps.
    pub fn cookie_rest(&self) -> Option<(u32, u8)> {
        cookie_rest(self.asked_for()?, self.synack.as_ref()?)
    }
    /// Hops to the client and to the server, as their first TTLs tell.
    pub fn hops(&self) -> [Option<u8>; 2] {
        [self.syn, self.synack].map(|hello| hello.map(|hello| hops(hello.ttl)))
    }
    /// What speaks for a box in the middle, in words.
    pub fn middlebox(&self) -> Vec<String> {
        let mut signs = vec![];
        if let Some((a, b)) = self.clamped {
            signs.push(format!("MSS changed on the way from {a} to {b}"));
        }
        if self.stripped {
            signs.push("options taken out of the SYN on its way".to_owned());
        }
        if let Some((reset, other)) = self.odd_reset {
            signs.push(format!("RST with TTL {reset}, where the server's packets have {other}"));
        }
        if let (Some(asked), Some(granted)) = (self.asked_for().map(Hello::offer), self.synack.map(|synack| synack.offer())) {
            for (name, odd) in [
                ("window scale", asked.shift.is_none() && granted.shift.is_some()),
                ("SACK", !asked.sack && granted.sack),
                ("timestamps", asked.timestamps.is_none() && granted.timestamps.is_some()),
            ] {
                if odd {
                    signs.push(format!("{name} answered although not offered"));
                }
            }
        }
        signs
    }
}
