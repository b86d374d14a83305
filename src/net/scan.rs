//! Which ports of which hosts are open: one packet to each, and what comes back.
//!
//! What was sent is not kept: a probe's sequence number follows from its port and a secret, so that an answer proves itself. As many
//! probes are under way as are answered in time; where some are lost, fewer. What was not answered is asked again, each time from
//! another port of ours, by which late answers are told from lost ones.

use super::Error;
use super::neighbours::Patience;
use super::paths::{Paths, Ready};
use super::probe::{Kind, Probe};
use super::transmit::BURST;
use crate::capture::Batch;
use crate::capture::live::{self, Live, Next};
use crate::checksum::{internet, pseudo};
use crate::craft;
use crate::decode;
use crate::frame::LinkType;
use crate::proto::id;
use crate::spine::{Notes, Packet, Rules, Spine};
use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What is sent to a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// SYN: the beginning of a connection that is not made.
    Syn,
    /// ACK of a connection that is not there: tells which ports a packet filter lets through.
    Ack,
    /// FIN alone: a closed port says RST, an open one nothing (RFC 9293, 3.10.7.1 and 3.10.7.2).
    Fin,
    /// No flag at all.
    Null,
    /// FIN, PSH and URG.
    Xmas,
    /// A datagram.
    Udp,
}

impl Method {
    const fn flags(self) -> u8 {
        match self {
            Method::Syn => 2,
            Method::Ack => 16,
            Method::Fin => 1,
            Method::Null | Method::Udp => 0,
            Method::Xmas => 0x29,
        }
    }
    const fn silence(self) -> State {
        match self {
            Method::Syn | Method::Ack => State::Filtered,
            Method::Fin | Method::Null | Method::Xmas | Method::Udp => State::OpenFiltered,
        }
    }
}

/// What a port is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Somebody listens.
    Open,
    /// Nobody listens, and the host says so.
    Closed,
    /// A packet filter is in between.
    Filtered,
    /// It is reached; whether somebody listens is not known.
    Unfiltered,
    /// Somebody listens, or a packet filter is in between.
    OpenFiltered,
}

impl State {
    /// As nmap names it.
    pub const fn text(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Closed => "closed",
            State::Filtered => "filtered",
            State::Unfiltered => "unfiltered",
            State::OpenFiltered => "open|filtered",
        }
    }
}

/// Why that is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    /// Nobody answered.
    Silence,
    /// A SYN/ACK, or a connection.
    SynAck,
    /// A SYN, at the same time as ours.
    Syn,
    /// A reset.
    Reset,
    /// The kernel says that the connection was refused: by a reset, or by an ICMP error.
    Refused,
    /// A datagram.
    Datagram,
    /// An ICMP error: type and code, of ICMPv6 where that is said.
    Icmp(bool, u8, u8),
}

impl Reason {
    /// As nmap names it.
    pub fn text(self) -> String {
        let icmp = match self {
            Reason::Silence => "no-response",
            Reason::SynAck => "syn-ack",
            Reason::Syn => "syn",
            Reason::Reset => "reset",
            Reason::Refused => "conn-refused",
            Reason::Datagram => "udp-response",
            Reason::Icmp(false, 3, code) => match code {
                0 => "net-unreach",
                1 => "host-unreach",
                2 => "proto-unreach",
                3 => "port-unreach",
                9 => "net-prohibited",
                10 => "host-prohibited",
                13 => "admin-prohibited",
                _ => "dest-unreach",
            },
            Reason::Icmp(true, 1, code) => match code {
                0 => "no-route",
                1 => "admin-prohibited",
                3 => "addr-unreach",
                4 => "port-unreach",
                _ => "dest-unreach",
            },
            Reason::Icmp(false, 11, _) | Reason::Icmp(true, 3, _) => "time-exceeded",
            Reason::Icmp(_, kind, code) => return format!("icmp-{kind}-{code}"),
        };
        icmp.to_owned()
    }
}

/// What was found out of a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What it is.
    pub state: State,
    /// Why.
    pub reason: Reason,
    /// Hops that the answer had left; 0 without one.
    pub ttl: u8,
    /// From the probe to its answer, in microseconds.
    pub rtt: Option<u32>,
}

/// How ports are asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is sent.
    pub method: Method,
    /// The ports.
    pub ports: Vec<u16>,
    /// The only interface.
    pub interface: Option<String>,
    /// Probes a second, at most.
    pub rate: Option<f64>,
    /// How often a port is asked again.
    pub retries: u8,
    /// The longest time that an answer is waited for.
    pub timeout: Duration,
}

/// What was found out of a host.
#[derive(Debug)]
pub struct Host {
    /// Who.
    pub address: IpAddr,
    /// Why it cannot be asked at all.
    pub down: Option<Error>,
    /// Of each port in the order of the options; empty for a host that cannot be asked.
    pub ports: Vec<Verdict>,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Ports that are known.
    pub done: u64,
    /// Ports in all.
    pub total: u64,
    /// Packets sent.
    pub packets: u64,
    /// How many may be under way.
    pub window: usize,
}

/// Probes under way at first, and at least.
const LEAST: usize = 256;
/// Probes under way at most: their answers must find room in the kernel's ring.
const MOST: usize = 16_384;
/// The kernel's ring for answers, in bytes.
const RING: u32 = 32 << 20;
/// Ports of ours: one for each try.
const TRIES: u8 = 11;
/// The shortest time that an answer is waited for: machines are busy.
const SHORTEST: Duration = Duration::from_millis(100);

/// Asks all ports of all hosts. The closure is told how far it is, many times a second, and may break it off; what is not known then
/// counts as silence.
///
/// # Errors
/// Where nothing can be sent or captured.
pub fn scan(hosts: &[IpAddr], options: &Options, each: &mut dyn FnMut(Progress) -> ControlFlow<()>) -> Result<Vec<Host>, Error> {
    let mut paths = Paths::new(options.interface.as_deref())?.patience(Patience::default());
    paths.resolve(hosts.iter().copied())?;
    let base = 40_000 + (seed() % 20_000) as u16;
    let mut book = Book::new(options, base, seed());
    let mut down = HashMap::new();
    let mut lives: HashMap<u32, Live> = HashMap::new();
    let mut ways: Vec<Way> = vec![];
    for address in hosts.iter().copied() {
        match Way::new(&mut paths, address, options, base) {
            Ok(way) => {
                let index = way.ready.index();
                if let (false, Some(interface)) = (lives.contains_key(&index), paths.interface(index)) {
                    let last = base + u16::from(TRIES.max(options.retries));
                    let own = if options.method == Method::Udp { "udp" } else { "tcp" };
                    let live = live::Options::new()
                        .interface(&interface.name)
                        .promiscuous(false)
                        .filter(&format!("{own} dst portrange {base}-{last} or icmp or icmp6 or (ip6 and not {own})"))
                        .latency(Duration::from_millis(1))
                        .buffer(RING)
                        .open()?;
                    lives.insert(index, live);
                }
                book.host(address, way.from);
                ways.push(way);
            }
            Err(error @ (Error::NoRoute { .. } | Error::Silent { .. })) => {
                down.insert(address, error);
            }
            Err(error) => return Err(error),
        }
    }
    run(&mut book, &mut ways, &mut paths, &mut lives, options, each)?;
    let mut found = book.verdicts();
    Ok(hosts
        .iter()
        .map(|address| match down.remove(address) {
            Some(error) => Host { address: *address, down: Some(error), ports: vec![] },
            None => Host { address: *address, down: None, ports: found.remove(address).unwrap_or_default() },
        })
        .collect())
}

fn run(
    book: &mut Book,
    ways: &mut [Way],
    paths: &mut Paths,
    lives: &mut HashMap<u32, Live>,
    options: &Options,
    each: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(), Error> {
    let (mut batch, mut spine) = (Batch::new(), Spine::new());
    let (rules, notes) = (Rules::default(), Notes::new());
    let mut next = Instant::now();
    let mut told = Instant::now();
    // What waits to be sent, by the interface: one call takes many.
    let mut burst: Vec<(usize, u32, u8)> = Vec::with_capacity(BURST);
    while !book.done() {
        let mut idle = true;
        for live in lives.values_mut() {
            // All that has come counts before anything is given up.
            while live.next(&mut batch, Duration::ZERO)? == Next::Records {
                idle = false;
                for frame in batch.frames() {
                    decode::walk(&mut spine, &frame, &rules);
                    let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
                    book.heard(&packet);
                }
            }
        }
        book.expire(Instant::now());
        let mut room = book.room();
        if let Some(rate) = options.rate.filter(|rate| *rate > 0.0) {
            let now = Instant::now();
            // Who was late may catch up a little, and no more.
            next = next.max(now.checked_sub(Duration::from_millis(20)).unwrap_or(now));
            room = room.min((now.saturating_duration_since(next).as_secs_f64() * rate) as usize);
            next += Duration::from_secs_f64(room.min(book.ready()) as f64 / rate);
        }
        // Answers are taken as often as they can come.
        for _ in 0..room.min(4 * BURST) {
            let Some(probe) = book.next() else { break };
            burst.push(probe);
            if burst.len() >= BURST {
                transmit(&mut burst, book, ways, paths)?;
                idle = false;
            }
        }
        if !burst.is_empty() {
            transmit(&mut burst, book, ways, paths)?;
            idle = false;
        }
        if told.elapsed() > Duration::from_millis(50) {
            told = Instant::now();
            if each(book.progress()).is_break() {
                return Ok(());
            }
        }
        if idle {
            let several = lives.len() > 1;
            let patience = if options.rate.is_some() || several { Duration::from_micros(500) } else { Duration::from_millis(5) };
            if let Some(live) = lives.values_mut().next()
                && live.next(&mut batch, patience)? == Next::Records
            {
                for frame in batch.frames() {
                    decode::walk(&mut spine, &frame, &rules);
                    let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
                    book.heard(&packet);
                }
            }
        }
    }
    let _ = each(book.progress());
    Ok(())
}

/// Sends probes: host, which port, which try.
fn transmit(burst: &mut Vec<(usize, u32, u8)>, book: &mut Book, ways: &mut [Way], paths: &mut Paths) -> Result<(), Error> {
    let mut from = 0;
    let packets: Vec<(Ready, Vec<u8>)> = burst
        .iter()
        .filter_map(|(host, port, tries)| {
            let way = ways.get_mut(*host)?;
            let number = *book.ports.get(*port as usize)?;
            Some((way.ready, way.packet(number, book.cookie(*host, *port), book.base + u16::from(*tries))?))
        })
        .collect();
    // Answers may come while the last are being sent.
    let now = Instant::now();
    while let Some((first, _)) = packets.get(from) {
        let run = packets.iter().skip(from).take_while(|(ready, _)| ready.index() == first.index()).count();
        let slices: Vec<&[u8]> = packets.iter().skip(from).take(run).map(|(_, packet)| packet.as_slice()).collect();
        let sent = if matches!(first, Ready::Kernel(..)) {
            slices.iter().try_for_each(|packet| paths.raw().send(packet))
        } else {
            paths.port(first.index())?.send_all(&slices).1
        };
        // The kernel's packet filter may forbid one; who is not sent stays unanswered.
        match sent {
            Ok(()) => {}
            Err(error @ Error::Rights { .. }) => return Err(error),
            Err(Error::Send { cause, .. }) if cause.kind() == std::io::ErrorKind::PermissionDenied => {}
            Err(error) => return Err(error),
        }
        from += run;
    }
    for (host, port, tries) in burst.drain(..) {
        book.sent(host, port, tries, now);
    }
    Ok(())
}

/// How packets to a host look and go.
struct Way {
    ready: Ready,
    from: IpAddr,
    /// With the Ethernet header, if it has one.
    template: Vec<u8>,
    /// Where the IP header begins, and where what it carries does.
    ip: usize,
    up: usize,
    udp: bool,
    acked: bool,
    /// Packets with a payload of their own, by port.
    special: HashMap<u16, Vec<u8>>,
}

impl Way {
    fn new(paths: &mut Paths, to: IpAddr, options: &Options, base: u16) -> Result<Way, Error> {
        let path = paths.to(to)?.clone();
        let Some(from) = path.source else { return Err(Error::Wrong(format!("no address of this machine to reach {to} from"))) };
        let udp = options.method == Method::Udp;
        let build = |payload: Vec<u8>| -> Result<Vec<u8>, craft::Error> {
            let kind = if udp { Kind::Udp { port: 1 } } else { Kind::Tcp { port: 1, flags: options.method.flags() } };
            Probe { ident: base, id: 0x4b54, payload, ..Probe::new(from, to, kind) }.bytes().map(|(bytes, _)| bytes)
        };
        let plain = build(vec![])?;
        let ready = paths.ready(&plain, LinkType(101))?;
        let framed = |packet: Vec<u8>| match ready {
            Ready::Frame(_, head) => [head.as_slice(), &packet].concat(),
            _ => packet,
        };
        let mut special = HashMap::new();
        if udp {
            for (port, text) in SPOKEN.iter().filter(|(port, _)| options.ports.contains(port)) {
                special.insert(*port, framed(build(craft::expr(text)?)?));
            }
        }
        let ip = if matches!(ready, Ready::Frame(..)) { 14 } else { 0 };
        let up = ip + if to.is_ipv4() { 20 } else { 40 };
        Ok(Way { ready, from, template: framed(plain), ip, up, udp, acked: options.method == Method::Ack, special })
    }

    /// The probe of a port.
    fn packet(&self, port: u16, cookie: u32, own: u16) -> Option<Vec<u8>> {
        let mut packet = self.special.get(&port).unwrap_or(&self.template).clone();
        let (before, message) = packet.split_at_mut_checked(self.up)?;
        message.get_mut(0..2)?.copy_from_slice(&own.to_be_bytes());
        message.get_mut(2..4)?.copy_from_slice(&port.to_be_bytes());
        let at = if self.udp {
            6
        } else {
            // What is acknowledged comes back as a reset's sequence number.
            let slot = if self.acked { 8..12 } else { 4..8 };
            message.get_mut(slot)?.copy_from_slice(&cookie.to_be_bytes());
            16
        };
        message.get_mut(at..at + 2)?.fill(0);
        let sum = pseudo(before.get(self.ip..)?, None, None, if self.udp { 17 } else { 6 }, message.len())?;
        let sum = match internet(sum, message) {
            0 if self.udp => 0xffff,
            sum => sum,
        };
        message.get_mut(at..at + 2)?.copy_from_slice(&sum.to_be_bytes());
        Some(packet)
    }
}

/// What is sent to ports where nothing is answered to nothing.
const SPOKEN: &[(u16, &str)] = &[
    (53, r#"DNS(id=19284,qd=[DNSQR(qname=".",qtype="NS")])"#),
    (123, "NTP()"),
    (5353, r#"DNS(id=0,rd=0,qd=[DNSQR(qname="_services._dns-sd._udp.local",qtype="PTR")])"#),
];

/// Which ports of which hosts were asked, and what was heard. It knows no socket.
struct Book {
    method: Method,
    ports: Vec<u16>,
    /// The place of a port in `ports`.
    places: HashMap<u16, u32>,
    hosts: Vec<(IpAddr, IpAddr)>,
    /// The host of an address.
    by: HashMap<IpAddr, usize>,
    slots: Vec<Slot>,
    /// The first port of ours; a probe's second try comes from the next.
    base: u16,
    secret: u64,
    retries: u8,
    /// Where the next port that was never asked is.
    fresh: u64,
    /// What is to be asked again.
    again: VecDeque<(usize, u32)>,
    /// What is under way, in the order it was sent.
    open: VecDeque<(Instant, usize, u32, u8)>,
    under_way: usize,
    done: u64,
    packets: u64,
    window: f64,
    /// How long answers take: the mean and the deviation (RFC 6298), in seconds.
    srtt: Option<(f64, f64)>,
    longest: Duration,
    /// Losses are counted once in the time of a round trip.
    shrunk: Instant,
    /// Between two probes at least: where hosts answer no quicker.
    gap: Duration,
    last: Instant,
    start: Instant,
}

#[derive(Clone, Copy)]
struct Slot {
    verdict: Option<Verdict>,
    tries: u8,
    /// The last try is under way.
    open: bool,
    /// In microseconds from the start.
    sent: u32,
}

impl Book {
    fn new(options: &Options, base: u16, secret: u64) -> Book {
        Book {
            method: options.method,
            ports: options.ports.clone(),
            places: (0..).zip(&options.ports).map(|(at, port)| (*port, at)).collect(),
            hosts: vec![],
            by: HashMap::new(),
            slots: vec![],
            base,
            secret,
            retries: options.retries,
            fresh: 0,
            again: VecDeque::new(),
            open: VecDeque::new(),
            under_way: 0,
            done: 0,
            packets: 0,
            window: if options.method == Method::Udp { 16.0 } else { LEAST as f64 * 2.0 },
            srtt: None,
            longest: options.timeout,
            shrunk: Instant::now(),
            gap: Duration::ZERO,
            last: Instant::now(),
            start: Instant::now(),
        }
    }

    fn host(&mut self, address: IpAddr, from: IpAddr) {
        self.by.insert(address, self.hosts.len());
        self.hosts.push((address, from));
        self.slots.resize(self.hosts.len() * self.ports.len(), Slot { verdict: None, tries: 0, open: false, sent: 0 });
    }

    fn total(&self) -> u64 {
        self.slots.len() as u64
    }
    fn done(&self) -> bool {
        self.done >= self.total()
    }
    fn progress(&self) -> Progress {
        Progress { done: self.done, total: self.total(), packets: self.packets, window: self.window as usize }
    }
    /// How many more may be under way.
    fn room(&self) -> usize {
        if !self.gap.is_zero() {
            return usize::from(self.last.elapsed() >= self.gap);
        }
        (self.window as usize).saturating_sub(self.under_way)
    }
    fn least(&self) -> f64 {
        if self.method == Method::Udp { 4.0 } else { LEAST as f64 }
    }
    /// How often is asked again: oftener where answers are known to be held back.
    fn retries(&self) -> u8 {
        if self.gap.is_zero() { self.retries } else { self.retries.max(TRIES - 1) }
    }
    /// How many wait to be sent.
    fn ready(&self) -> usize {
        self.again.len() + (self.total() - self.fresh) as usize
    }
    fn slot(&mut self, host: usize, port: u32) -> Option<&mut Slot> {
        let at = host * self.ports.len() + port as usize;
        self.slots.get_mut(at).filter(|_| host < self.hosts.len())
    }

    /// The next probe: host, port, which try. Hosts come in turn.
    fn next(&mut self) -> Option<(usize, u32, u8)> {
        while let Some((host, port)) = self.again.pop_front() {
            if let Some(slot) = self.slot(host, port).filter(|slot| slot.verdict.is_none()) {
                return Some((host, port, slot.tries));
            }
        }
        if self.fresh >= self.total() {
            return None;
        }
        let hosts = self.hosts.len() as u64;
        let (host, port) = ((self.fresh % hosts) as usize, (self.fresh / hosts) as u32);
        self.fresh += 1;
        Some((host, port, 0))
    }

    fn sent(&mut self, host: usize, port: u32, tries: u8, now: Instant) {
        let since = now.saturating_duration_since(self.start).as_micros() as u32;
        if let Some(slot) = self.slot(host, port) {
            (slot.tries, slot.sent, slot.open) = (tries + 1, since, true);
        }
        self.packets += 1;
        self.under_way += 1;
        self.last = now;
        self.open.push_back((now, host, port, tries));
    }

    /// A number that only who has got the probe can know.
    fn cookie(&self, host: usize, port: u32) -> u32 {
        // SplitMix64.
        let mut n = self.secret ^ ((host as u64) << 32 | u64::from(port));
        n = (n ^ n >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        n = (n ^ n >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (n ^ n >> 31) as u32
    }

    /// How long an answer is waited for.
    fn patience(&self) -> Duration {
        let found = self.srtt.map(|(mean, deviation)| Duration::from_secs_f64(mean + 4.0 * deviation));
        found.map_or(Duration::from_millis(1000), |found| found.max(SHORTEST)).min(self.longest)
    }

    /// Gives up, or asks again, what was waited for long enough.
    fn expire(&mut self, now: Instant) {
        let patience = self.patience();
        while let Some((at, host, port, tries)) = self.open.front().copied() {
            if now.saturating_duration_since(at) < patience {
                break;
            }
            self.open.pop_front();
            let (retries, silence) = (self.retries(), self.method.silence());
            let Some(slot) = self.slot(host, port).filter(|slot| slot.open && slot.tries == tries + 1) else { continue };
            slot.open = false;
            let known = slot.verdict.is_some();
            self.under_way = self.under_way.saturating_sub(1);
            if known {
                continue;
            }
            if tries < retries {
                self.again.push_back((host, port));
            } else {
                self.settle(host, port, Verdict { state: silence, reason: Reason::Silence, ttl: 0, rtt: None });
            }
        }
    }

    fn settle(&mut self, host: usize, port: u32, verdict: Verdict) {
        if let Some(slot) = self.slot(host, port)
            && slot.verdict.is_none()
        {
            slot.verdict = Some(verdict);
            self.done += 1;
        }
    }

    /// A packet that came: an answer to one of the probes, perhaps.
    fn heard(&mut self, packet: &Packet<'_>) {
        let Some((host, port, tries, state, reason, ttl)) = self.understand(packet) else { return };
        let now = packet.frame.info.time;
        let Some(slot) = self.slot(host, port).filter(|slot| slot.verdict.is_none() && slot.tries > 0) else { return };
        let (asked, sent) = (slot.tries, slot.sent);
        let waited = asked == tries + 1;
        let since = Instant::now().saturating_duration_since(self.start);
        // The kernel's clock says how long ago it came.
        let late = now.map_or(0, |at| (super::ask::now() - at).max(0) as u64);
        let rtt = (since.as_micros() as u64).saturating_sub(late / 1000).saturating_sub(u64::from(sent)) as u32;
        if let Some(slot) = self.slot(host, port).filter(|slot| slot.open) {
            slot.open = false;
            self.under_way = self.under_way.saturating_sub(1);
        }
        self.settle(host, port, Verdict { state, reason, ttl, rtt: waited.then_some(rtt) });
        if waited {
            let rtt = f64::from(rtt) / 1e6;
            self.srtt = Some(match self.srtt {
                None => (rtt, rtt / 2.0),
                Some((mean, deviation)) => (mean + (rtt - mean) / 8.0, deviation + ((rtt - mean).abs() - deviation) / 4.0),
            });
        }
        if waited && tries > 0 {
            // The first was lost: too many are under way.
            let now = Instant::now();
            if now.saturating_duration_since(self.shrunk) > self.patience() {
                self.window = (self.window / 2.0).max(self.least());
                self.shrunk = now;
                // Hosts tell of closed UDP ports once a second (RFC 1812, 4.3.2.8; Linux' icmp_ratelimit).
                if self.method == Method::Udp {
                    self.gap = (self.gap * 2).clamp(Duration::from_millis(50), Duration::from_secs(1));
                }
            }
        } else {
            self.window = (self.window + 1.0).min(MOST as f64);
        }
    }

    /// Which probe a packet answers (host, port, try), and what it says of the port.
    fn understand(&self, packet: &Packet<'_>) -> Option<(usize, u32, u8, State, Reason, u8)> {
        let layers = packet.spine.layers();
        let at = layers.iter().position(|l| matches!(l.id, id::ip | id::ipv6))?;
        let (from, to, ttl) = ends(packet, at)?;
        let up = layers.iter().skip(at + 1).position(|l| matches!(l.id, id::tcp | id::udp | id::icmp | id::icmpv6))? + at + 1;
        let l = layers.get(up)?;
        let message = packet.bytes.get(l.start as usize..)?;
        let word = |m: &[u8], at: usize| m.get(at..at + 2).and_then(|b| b.first_chunk().copied()).map(u16::from_be_bytes);
        let long = |m: &[u8], at: usize| m.get(at..at + 4).and_then(|b| b.first_chunk().copied()).map(u32::from_be_bytes);
        // Which probe: of whom, from which port of his, to which of ours.
        let probe = |who: IpAddr, own: IpAddr, theirs: u16, ours: u16| {
            let host = *self.by.get(&who)?;
            let port = *self.places.get(&theirs)?;
            let tries = u8::try_from(ours.checked_sub(self.base)?).ok().filter(|tries| *tries <= self.retries.max(TRIES))?;
            (self.hosts.get(host)?.1 == own).then_some((host, port, tries))
        };
        match l.id {
            id::tcp if self.method != Method::Udp => {
                let (host, port, tries) = probe(from, to, word(message, 0)?, word(message, 2)?)?;
                let cookie = self.cookie(host, port);
                let (seq, ack, flags) = (long(message, 4)?, long(message, 8)?, *message.get(13)?);
                let (reset, acknowledges) = (flags & 4 != 0, flags & 16 != 0);
                let (state, reason) = match self.method {
                    // An acknowledgement is answered with its number (RFC 9293, 3.10.7.1).
                    Method::Ack => (reset && seq == cookie).then_some((State::Unfiltered, Reason::Reset))?,
                    Method::Syn if flags & 0x17 == 2 => (State::Open, Reason::Syn),
                    _ => {
                        let counts = matches!(self.method, Method::Syn | Method::Fin | Method::Xmas);
                        if !acknowledges || ack != cookie.wrapping_add(counts.into()) {
                            return None;
                        }
                        match (reset, flags & 2 != 0) {
                            (true, _) => (State::Closed, Reason::Reset),
                            (false, true) if self.method == Method::Syn => (State::Open, Reason::SynAck),
                            _ => return None,
                        }
                    }
                };
                Some((host, port, tries, state, reason, ttl))
            }
            id::udp if self.method == Method::Udp => {
                let (host, port, tries) = probe(from, to, word(message, 0)?, word(message, 2)?)?;
                Some((host, port, tries, State::Open, Reason::Datagram, ttl))
            }
            id::icmp | id::icmpv6 => {
                let six = l.id == id::icmpv6;
                let (kind, code) = (*message.first()?, *message.get(1)?);
                if !(if six { matches!(kind, 1 | 3) } else { matches!(kind, 3 | 11) }) {
                    return None;
                }
                let quoted = packet.child(up).filter(|at| layers.get(*at).is_some_and(|l| matches!(l.id, id::ip | id::ipv6)))?;
                let (own, who, _) = ends(packet, quoted)?;
                let inner = packet.child(quoted)?;
                let l = layers.get(inner)?;
                let message = packet.bytes.get(l.start as usize..)?;
                if l.id != if self.method == Method::Udp { id::udp } else { id::tcp } {
                    return None;
                }
                let (host, port, tries) = probe(who, own, word(message, 2)?, word(message, 0)?)?;
                let cookie = self.cookie(host, port);
                if !matches!(self.method, Method::Udp | Method::Ack) && long(message, 4)? != cookie {
                    return None;
                }
                let closed = self.method == Method::Udp && from == who && (kind, code) == if six { (1, 4) } else { (3, 3) };
                let state = if closed { State::Closed } else { State::Filtered };
                Some((host, port, tries, state, Reason::Icmp(six, kind, code), ttl))
            }
            _ => None,
        }
    }

    /// What was found out, by host.
    fn verdicts(&mut self) -> HashMap<IpAddr, Vec<Verdict>> {
        let silence = Verdict { state: self.method.silence(), reason: Reason::Silence, ttl: 0, rtt: None };
        let each =
            self.slots.chunks(self.ports.len().max(1)).map(|slots| slots.iter().map(|slot| slot.verdict.unwrap_or(silence)).collect());
        self.hosts.iter().map(|(address, _)| *address).zip(each).collect()
    }
}

/// Source, destination and hop limit of an IP layer.
fn ends(packet: &Packet<'_>, at: usize) -> Option<(IpAddr, IpAddr, u8)> {
    let l = packet.layer(at)?;
    let head = l.head(packet.bytes);
    Some(match l.id {
        id::ip => {
            let of = |at: usize| head.get(at..at + 4).and_then(|b| b.first_chunk::<4>().copied()).map(IpAddr::from);
            (of(12)?, of(16)?, *head.get(8)?)
        }
        _ => {
            let of = |at: usize| head.get(at..at + 16).and_then(|b| b.first_chunk::<16>().copied()).map(IpAddr::from);
            (of(8)?, of(24)?, *head.get(7)?)
        }
    })
}

/// A number that nobody can guess: the standard library's own for its maps.
fn seed() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}
