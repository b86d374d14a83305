//! The routers on the way to a host: packets whose hops are used up on the way, one after the other.
//!
//! Routers that choose among several ways go by addresses, protocol and ports, or by ICMP's checksum; so that one way is shown and no
//! mixture, these are the same in all probes ("Paris traceroute", Augustin and others, IMC 2006), which are told apart by what no
//! router looks at: ICMP's sequence number (the payload makes up for it in the checksum), TCP's sequence number, and with UDP the
//! identification and the checksum.

use super::Error;
use super::ask::{Asker, Event, Options as Asking, Question};
use super::probe::{Kind, Probe};
use super::said::{Said, said};
use std::collections::HashMap;
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::time::Duration;

/// How the way is looked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is sent.
    pub kind: Kind,
    /// The only interface.
    pub interface: Option<String>,
    /// Hops of the first probe.
    pub first: u8,
    /// Hops of the last.
    pub most: u8,
    /// Probes for each hop.
    pub queries: u8,
    /// Probes that wait at once.
    pub window: usize,
    /// How long an answer is waited for.
    pub timeout: Duration,
    /// All probes take one way, where routers choose; else each may take another.
    pub paris: bool,
    /// Bytes of each packet, IP header included; what does not fit the header is added.
    pub size: usize,
    /// Packets are as large as they can be, and made smaller where a router says so.
    pub mtu: bool,
    /// The echo's identifier, and part of the port that is sent from.
    pub ident: u16,
    /// A capture filter for what can be a probe or an answer.
    pub filter: Option<String>,
}

/// What came of a probe.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    /// What was said, by whom.
    pub said: Said,
    /// How long it took.
    pub rtt: Duration,
    /// Bytes of the probe.
    pub size: usize,
}

/// What came of the probes that might take so many hops.
#[derive(Clone, Debug, PartialEq)]
pub struct Hop {
    /// So many.
    pub ttl: u8,
    /// Each probe's answer; `None` for silence.
    pub probes: Vec<Option<Heard>>,
    /// The size that a router here let pass, where it complained of a larger one: who, and what.
    pub narrow: Vec<(IpAddr, u32)>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// From which address.
    pub from: IpAddr,
    /// The host itself has answered.
    pub reached: bool,
    /// The largest packet that passed all the way, where that was looked for.
    pub mtu: Option<usize>,
}

/// Finds the way to a host, and tells each hop in order as soon as all of it is known.
///
/// # Errors
/// Where there is no way at all, and where nothing can be sent or captured.
pub fn trace(to: IpAddr, options: &Options, each: &mut dyn FnMut(Option<&Hop>) -> ControlFlow<()>) -> Result<Trace, Error> {
    let asking = Asking {
        interface: options.interface.clone(),
        timeout: options.timeout,
        filter: options.filter.clone(),
        // A time-out is shown, not made up for.
        retry: 0,
        ..Asking::default()
    };
    let mut asker = Asker::new(asking)?;
    let path = asker.paths().to(to)?.clone();
    let Some(from) = path.source else { return Err(Error::Wrong(format!("no address of this machine to reach {to} from"))) };
    let mut walk = Walk {
        options,
        to,
        from,
        size: if options.mtu { path.mtu.map_or(1500, |mtu| mtu.min(65_535) as usize) } else { options.size },
        hops: HashMap::new(),
        open: HashMap::new(),
        number: 0,
        last: options.most,
        reached: false,
    };
    let (mut next, mut shown) = ((options.first, 0u8), options.first);
    loop {
        // Sizes are found one after the other.
        let window = if options.mtu { 1 } else { options.window.max(1) };
        let mut questions = vec![];
        while walk.open.len() < window && next.0 <= walk.last {
            questions.push(walk.question(next.0, next.1)?);
            next = if next.1 + 1 < options.queries { (next.0, next.1 + 1) } else { (next.0.saturating_add(1), 0) };
            if next.0 == u8::MAX {
                break;
            }
        }
        asker.send(questions)?;
        match asker.next(Duration::from_millis(50))? {
            Some(Event::Answered(pair)) => {
                if let (Some((ttl, place)), Some(said)) = (walk.open.remove(&pair.number), said(&pair.received, pair.received_link)) {
                    let heard = Heard { rtt: pair.rtt(), size: pair.sent.len(), said };
                    if let Some(again) = walk.heard(ttl, place, heard)? {
                        asker.send(vec![again])?;
                    }
                }
            }
            Some(Event::Unanswered(question)) => {
                if let Some((ttl, _)) = walk.open.remove(&question.number) {
                    walk.done(ttl);
                }
            }
            Some(Event::Failed(_, error)) => return Err(error),
            Some(Event::Idle) | None => {}
        }
        // What goes further than the host is of no use.
        let beyond: Vec<u64> = walk.open.iter().filter(|(_, (ttl, _))| *ttl > walk.last).map(|(number, _)| *number).collect();
        for number in beyond {
            walk.open.remove(&number);
            asker.forget(number);
        }
        while let Some((hop, _)) = walk.hops.get(&shown).filter(|(_, done)| *done >= options.queries) {
            let broken = each(Some(hop)).is_break();
            if broken || shown >= walk.last {
                return Ok(walk.end());
            }
            shown += 1;
        }
        if each(None).is_break() {
            return Ok(walk.end());
        }
    }
}

/// A trace under way.
struct Walk<'a> {
    options: &'a Options,
    to: IpAddr,
    from: IpAddr,
    /// Bytes of a probe.
    size: usize,
    /// Each hop, and how many of its probes are done with.
    hops: HashMap<u8, (Hop, u8)>,
    /// Probes that wait: hops, and which of them.
    open: HashMap<u64, (u8, u8)>,
    number: u64,
    /// Where it ends: at the host, or where nobody goes further.
    last: u8,
    reached: bool,
}

impl Walk<'_> {
    fn question(&mut self, ttl: u8, place: u8) -> Result<Question, Error> {
        self.number += 1;
        let number = self.number;
        let paris = self.options.paris;
        let kind = match self.options.kind {
            Kind::Udp { port } if !paris => Kind::Udp { port: port.wrapping_add(number as u16 - 1) },
            kind => kind,
        };
        let head = match (self.to.is_ipv4(), kind) {
            (true, Kind::Tcp { .. }) => 44,
            (false, Kind::Tcp { .. }) => 64,
            (true, _) => 28,
            (false, _) => 48,
        };
        // Two bytes for the checksum, two that differ.
        let room = self.size.saturating_sub(head);
        let least = if matches!(kind, Kind::Tcp { .. }) { 0 } else { 4 };
        let mut payload: Vec<u8> = (0..room.max(least)).map(|at| 0x40 + (at % 64) as u8).collect();
        if let Some(differs) = payload.get_mut(2..4) {
            differs.copy_from_slice(&(number as u16).to_be_bytes());
        }
        let mut probe = Probe { ttl, id: number as u16, payload, whole: true, ..Probe::new(self.from, self.to, kind) };
        match kind {
            Kind::Echo => {
                (probe.ident, probe.seq) = (self.options.ident, number as u32);
                probe.checksum = paris.then_some(self.options.ident | 1);
            }
            Kind::Tcp { .. } => (probe.ident, probe.seq) = (32_768 | self.options.ident, (number as u32).wrapping_mul(0x0101_0101)),
            Kind::Udp { .. } => probe.ident = 32_768 | self.options.ident,
        }
        let (bytes, link) = probe.bytes()?;
        self.open.insert(number, (ttl, place));
        let empty = Hop { ttl, probes: vec![None; usize::from(self.options.queries)], narrow: vec![] };
        self.hops.entry(ttl).or_insert((empty, 0));
        Ok(Question { number, bytes, link })
    }

    /// An answer; another probe, where this one was too large.
    fn heard(&mut self, ttl: u8, place: u8, heard: Heard) -> Result<Option<Question>, Error> {
        let word = heard.said.word;
        if self.options.mtu && word.too_big() {
            let told = match word {
                super::said::Word::Error { mtu: Some(mtu), .. } => mtu as usize,
                // Routers older than RFC 1191 do not say.
                _ => PLATEAUS.iter().copied().find(|mtu| *mtu < heard.size).unwrap_or(68),
            };
            if told < heard.size && told >= 68 {
                self.size = told;
                if let Some((hop, _)) = self.hops.get_mut(&ttl) {
                    hop.narrow.push((heard.said.from, told as u32));
                }
                return self.question(ttl, place).map(Some);
            }
        }
        if !word.exceeded() {
            self.last = self.last.min(ttl);
            self.reached |= heard.said.from == self.to;
        }
        if let Some((hop, _)) = self.hops.get_mut(&ttl)
            && let Some(slot) = hop.probes.get_mut(usize::from(place))
        {
            *slot = Some(heard);
        }
        self.done(ttl);
        Ok(None)
    }

    fn done(&mut self, ttl: u8) {
        if let Some((_, done)) = self.hops.get_mut(&ttl) {
            *done += 1;
        }
    }

    fn end(&self) -> Trace {
        Trace { from: self.from, reached: self.reached, mtu: (self.options.mtu && self.reached).then_some(self.size) }
    }
}

/// Sizes that links have (RFC 1191, 7).
const PLATEAUS: &[usize] = &[32_000, 17_914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68];
