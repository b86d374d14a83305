//! `pkt stats`: a capture in numbers.

use super::exit::{self, Code};
use super::flows::{Aligned, short, time};
use super::pipeline::{self, Ends, Plan, Worker};
use super::sheet::Sheet;
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use pktlab::capture;
use pktlab::decode::{explain, walk};
use pktlab::field::{Field, Value};
use pktlab::filter::{self, Filter};
use pktlab::flow::stream::quoted;
use pktlab::flow::{Flows, is_fragment};
use pktlab::frame::Frame;
use pktlab::proto::tcp::analysis::*;
use pktlab::proto::{self, dns, id, tcp};
use pktlab::query::{Asked, Query};
use pktlab::render::{Bar, bars, bars_svg};
use pktlab::spine::{Id, Layer, Notes, Packet, Rules, Spine, Stage, Stop};
use pktlab::text;
use serde_json::{Map, json};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// Addresses, pairs, names that are counted each; more are counted together.
const KEPT: usize = 1 << 20;
/// Steps of time that are counted each; where there are more, steps become twice as long.
const STEPS: usize = 1 << 16;
/// Response times that are kept for percentiles.
const TIMES: usize = 1 << 16;

/// Show a capture in numbers: protocols, ends, ports, rates, DNS, notes
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  pkt stats protocols a.pcap                      # which protocols, in which others
  pkt stats endpoints --of tcp a.pcap --top 10
  pkt stats conversations --of ip a.pcap
  pkt stats rate a.pcap --interval 0.1 --svg rate.svg
  pkt stats dns a.pcap -T json | jq .times
  pkt stats expert a.pcap                         # what is remarkable, by severity
  pkt stats lengths a.pcap -Y tcp")]
pub(super) struct Args {
    /// What is counted
    #[arg(value_name = "KIND")]
    kind: Kind,
    /// Capture files; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Only packets that pass a display filter
    #[arg(short = 'Y', long, value_name = "EXPR", allow_hyphen_values = true)]
    display_filter: Option<String>,
    /// Stop after N packets
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// With so many threads; the output does not depend on it [default: one for each processor, at most 8]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    /// With endpoints and conversations: whose [default: ip and ipv6]
    #[arg(long, value_name = "PROTOCOL")]
    of: Option<Of>,
    /// With rate: so many seconds for each bar [default: a round number that makes up to 60 bars]
    #[arg(long, value_name = "SECONDS", value_parser = interval)]
    interval: Option<i64>,
    /// With rate: a picture into this file
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    svg: Option<PathBuf>,
    /// Only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Which protocols, in which others
    Protocols,
    /// Addresses, and what they sent and got
    Endpoints,
    /// Pairs of addresses
    Conversations,
    /// Ports of TCP, UDP and SCTP, on either side
    Ports,
    /// How long packets are
    Lengths,
    /// Packets and bits over time
    Rate,
    /// Questions, answers, how long they took
    Dns,
    /// What is remarkable, by severity
    Expert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Of {
    /// MAC addresses
    Eth,
    /// IPv4 addresses
    Ip,
    /// IPv6 addresses
    Ipv6,
    /// Addresses and ports of TCP; each connection is a conversation
    Tcp,
    /// Addresses and ports of UDP
    Udp,
    /// Addresses and ports of SCTP
    Sctp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// For programs
    Json,
    /// Comma-separated values with a header line
    Csv,
}

fn interval(text: &str) -> Result<i64, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("`{text}` is no number of seconds"))?;
    if (1e-6..4e9).contains(&seconds) { Ok((seconds * 1e9) as i64) } else { Err("it must be a microsecond at least".to_owned()) }
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    if args.svg.is_some() && args.kind != Kind::Rate {
        return Err(exit::usage("--svg draws the rate: pkt stats rate FILE --svg FILE"));
    }
    let filter = args.display_filter.as_deref().map(filter::compile).transpose().map_err(|error| exit::usage(error.to_string()))?;
    // Fragments are joined and connections numbered where that can matter.
    let flows = !matches!(args.kind, Kind::Lengths | Kind::Rate | Kind::Ports)
        || filter.as_ref().is_some_and(|filter| filter.stage() == Stage::Flow);
    // The ports stand in the first of some fragments; what they are joined to counts.
    let joins = flows || args.kind == Kind::Ports || filter.is_some();
    // What earlier packets tell is found by seeing them all, in their order.
    let threads = if joins { 1 } else { args.threads.map_or_else(pipeline::threads, usize::from) };
    let plan = Plan { threads, limit: args.count, ..Plan::default() };
    let sum = Mutex::new(Tally::new(args));
    // A worker comes and goes with its batches; what it remembers stays.
    let memory = Mutex::new(joins.then(|| Flows::new(Flows::BOUND)));
    let make = |_| Count {
        spine: Spine::new(),
        notes: Notes::new(),
        rules: Rules::default(),
        filter: filter.as_ref(),
        memory: &memory,
        flows,
        joins,
        own: Tally::new(args),
        sum: &sum,
    };
    let (_, result) = pipeline::run(Box::new(capture::chain(args.files.clone())), &plan, Ends::default(), term, make)?;
    let sum = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    if sum.others > 0 {
        term.say(&format!("note: {} packets are not counted each: there are more than {KEPT} of their kind", sum.others));
    }
    sum.show(args)?;
    result.map(|()| Code::Ok)
}

/// A thread's part of the work; what it counted is added to the sum when it goes.
struct Count<'a> {
    spine: Spine,
    notes: Notes,
    rules: Rules,
    filter: Option<&'a Filter>,
    memory: &'a Mutex<Option<Flows>>,
    flows: bool,
    /// Without that, fragments alone.
    joins: bool,
    own: Tally,
    sum: &'a Mutex<Tally>,
}

impl Worker for Count<'_> {
    fn frame(&mut self, frame: &Frame<'_>, _: &mut Vec<u8>) -> bool {
        walk(&mut self.spine, frame, &self.rules);
        let sees = self.flows || self.joins && is_fragment(frame, &self.spine);
        let mut memory = sees.then(|| self.memory.lock().unwrap_or_else(PoisonError::into_inner));
        let bytes = match memory.as_mut().and_then(|memory| memory.as_mut()) {
            Some(flows) => flows.see(frame, &mut self.spine, &mut self.notes, &self.rules),
            None => {
                self.notes.clear();
                frame.bytes
            }
        };
        let packet = Packet { bytes, frame, spine: &self.spine, notes: &self.notes, rules: &self.rules };
        if self.filter.is_some_and(|filter| !filter.matches(&packet)) {
            return false;
        }
        self.own.take(&packet);
        true
    }
}

impl Drop for Count<'_> {
    fn drop(&mut self) {
        let own = std::mem::take(&mut self.own);
        self.sum.lock().unwrap_or_else(PoisonError::into_inner).add(own);
    }
}

/// Packets and bytes, of one side or one way and of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Both {
    packets: [u64; 2],
    bytes: [u64; 2],
    first: i64,
    last: i64,
}

impl Both {
    fn take(&mut self, side: usize, packet: &Packet<'_>) {
        let time = packet.frame.info.time.unwrap_or(0);
        if self.packets == [0; 2] {
            (self.first, self.last) = (time, time);
        }
        self.packets[side] += 1;
        self.bytes[side] += u64::from(packet.frame.info.wire);
        (self.first, self.last) = (self.first.min(time), self.last.max(time));
    }
    fn add(&mut self, other: Both) {
        if self.packets == [0; 2] {
            (self.first, self.last) = (other.first, other.last);
        }
        for side in 0..2 {
            self.packets[side] += other.packets[side];
            self.bytes[side] += other.bytes[side];
        }
        (self.first, self.last) = (self.first.min(other.first), self.last.max(other.last));
    }
    fn all(&self) -> [u64; 2] {
        [self.packets.iter().sum(), self.bytes.iter().sum()]
    }
}

/// Bytes of an address (MAC addresses in front), and a port.
type End = ([u8; 16], u16);

/// What is counted; most of it is empty, as one kind is asked for.
#[derive(Default)]
struct Tally {
    kind: Option<Kind>,
    of: Vec<Of>,
    /// By the protocols from the outermost to this one.
    protocols: BTreeMap<Vec<Id>, [u64; 2]>,
    chain: Vec<Id>,
    endpoints: HashMap<(Kin, End), Both>,
    /// By the ends, the smaller first, and the number of the connection.
    conversations: HashMap<(Kin, [End; 2], u64), Both>,
    ports: HashMap<(Id, u16), Both>,
    /// By the place in [`LENGTHS`]: packets, bytes, the shortest, the longest.
    lengths: [[u64; 4]; LENGTHS.len()],
    /// Nanoseconds of a step; packets and bytes of each, counted from the first step there is.
    step: i64,
    steps: BTreeMap<i64, [u64; 2]>,
    dns: Dns,
    /// By severity, protocol, field and what it says: how often, and in which frame first.
    expert: BTreeMap<(Reverse<Severity>, &'static str, &'static str, &'static str), [u64; 2]>,
    /// Packets whose kind there was no room for.
    others: u64,
}

/// [`Of`], in a form that keys can be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Kin(u8);

/// Where the lengths begin, as tshark has them.
const LENGTHS: [u64; 10] = [0, 20, 40, 80, 160, 320, 640, 1280, 2560, 5120];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Severity {
    Chat,
    Note,
    Warning,
    Error,
}

impl Severity {
    fn name(self) -> &'static str {
        match self {
            Severity::Chat => "chat",
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What is remarkable of TCP, and how much.
static REMARKS: [(&Field, Severity); 22] = [
    (&RETRANSMISSION, Severity::Note),
    (&FAST_RETRANSMISSION, Severity::Note),
    (&SPURIOUS_RETRANSMISSION, Severity::Note),
    (&OUT_OF_ORDER, Severity::Warning),
    (&LOST_SEGMENT, Severity::Warning),
    (&ACK_LOST_SEGMENT, Severity::Warning),
    (&DUPLICATE_ACK, Severity::Note),
    (&WINDOW_UPDATE, Severity::Chat),
    (&WINDOW_FULL, Severity::Warning),
    (&KEEP_ALIVE, Severity::Note),
    (&KEEP_ALIVE_ACK, Severity::Note),
    (&ZERO_WINDOW, Severity::Warning),
    (&ZERO_WINDOW_PROBE, Severity::Note),
    (&ZERO_WINDOW_PROBE_ACK, Severity::Note),
    (&REUSED_PORTS, Severity::Note),
    (&tcp::SYN, Severity::Chat),
    (&tcp::SYNACK, Severity::Chat),
    (&tcp::FIN, Severity::Chat),
    (&tcp::RST, Severity::Warning),
    (&tcp::ACK_NONZERO, Severity::Note),
    (&tcp::BOGUS_LENGTH, Severity::Error),
    (&tcp::URGENT_NONZERO, Severity::Note),
];

#[derive(Default)]
struct Dns {
    /// Messages that ask, and that answer.
    messages: [u64; 2],
    types: HashMap<u64, u64>,
    codes: HashMap<u64, u64>,
    names: HashMap<Vec<u8>, u64>,
    /// How many answers had a question, their times' sum, and times, by chance where there are many.
    answered: u64,
    sum: i64,
    times: Vec<i64>,
    query: Option<Query>,
}

impl Tally {
    fn new(args: &Args) -> Tally {
        let of = args.of.map_or_else(|| vec![Of::Ip, Of::Ipv6], |of| vec![of]);
        let mut tally = Tally { kind: Some(args.kind), of, step: args.interval.unwrap_or(1_000_000), ..Tally::default() };
        if args.kind == Kind::Dns {
            let protocol = proto::protocol(id::dns);
            let asked = |(slot, field)| Asked { slot, id: id::dns, fields: protocol.fields, size: protocol.size, field };
            tally.dns.query = Some(Query::new(&[(0, &dns::QRY_TYPE), (1, &dns::QRY_NAME)].map(asked)));
        }
        tally
    }

    fn take(&mut self, packet: &Packet<'_>) {
        let [wire, time] = [i64::from(packet.frame.info.wire), packet.frame.info.time.unwrap_or(0)];
        let len = wire as u64;
        match self.kind {
            Some(Kind::Protocols) => {
                self.chain.clear();
                let (layers, mut inside) = (packet.spine.layers(), false);
                for layer in layers.iter().skip(1) {
                    let name = proto::protocol(layer.id).name;
                    let over = layers.get(usize::from(layer.up)).map(|layer| layer.id);
                    // As tshark has it: extension headers are part of IPv6, what ICMP quotes or echoes is part of its message, but
                    // for what a quoted datagram carries.
                    if name.starts_with("ipv6.") || inside && !matches!(over, Some(id::udp | id::tcp | id::udplite)) {
                        continue;
                    }
                    inside |= matches!(layer.id, id::icmp | id::icmpv6);
                    self.chain.push(layer.id);
                    let room = self.protocols.len() < KEPT;
                    match self.protocols.get_mut(&self.chain) {
                        Some(counted) => *counted = [counted[0] + 1, counted[1] + len],
                        None if room => drop(self.protocols.insert(self.chain.clone(), [1, len])),
                        None => self.others += 1,
                    }
                }
            }
            Some(Kind::Endpoints | Kind::Conversations) => {
                for of in self.of.clone() {
                    for (i, layer) in packet.spine.layers().iter().enumerate() {
                        if let Some([from, to]) = ends(of, packet, layer).filter(|_| !quoted(packet.spine, layer)) {
                            let stream = if of == Of::Tcp { packet.notes.get(i, &tcp::STREAM).unwrap_or(0) } else { 0 };
                            self.pair(Kin(of as u8), from, to, stream, packet);
                        }
                    }
                }
            }
            Some(Kind::Ports) => {
                for layer in packet.spine.layers() {
                    let of = match layer.id {
                        id::tcp => Of::Tcp,
                        id::udp => Of::Udp,
                        id::sctp => Of::Sctp,
                        _ => continue,
                    };
                    let Some([from, to]) = ends(of, packet, layer) else { continue };
                    for (side, port) in [from.1, to.1].into_iter().enumerate() {
                        self.ports.entry((layer.id, port)).or_default().take(side, packet);
                    }
                }
            }
            Some(Kind::Lengths) => {
                let at = LENGTHS.partition_point(|from| *from <= len).saturating_sub(1);
                let row = &mut self.lengths[at];
                *row = [row[0] + 1, row[1] + len, if row[0] == 0 { len } else { row[2].min(len) }, row[3].max(len)];
            }
            Some(Kind::Rate) => {
                let step = self.steps.entry(time.div_euclid(self.step)).or_default();
                *step = [step[0] + 1, step[1] + len];
                if self.steps.len() > STEPS {
                    self.lengthen(self.step * 2);
                }
            }
            Some(Kind::Dns) => {
                for (i, layer) in packet.spine.layers().iter().enumerate().filter(|(_, layer)| layer.id == id::dns) {
                    self.dns.take(packet, i, layer);
                }
            }
            Some(Kind::Expert) => self.remark(packet),
            None => {}
        }
    }

    fn pair(&mut self, of: Kin, from: End, to: End, stream: u64, packet: &Packet<'_>) {
        if self.kind == Some(Kind::Endpoints) {
            for (side, end) in [from, to].into_iter().enumerate() {
                let room = self.endpoints.len() < KEPT;
                match self.endpoints.get_mut(&(of, end)) {
                    Some(both) => both.take(side, packet),
                    None if room => self.endpoints.entry((of, end)).or_default().take(side, packet),
                    None => self.others += 1,
                }
            }
            return;
        }
        let (key, side) = if from <= to { ((of, [from, to], stream), 0) } else { ((of, [to, from], stream), 1) };
        let room = self.conversations.len() < KEPT;
        match self.conversations.get_mut(&key) {
            Some(both) => both.take(side, packet),
            None if room => self.conversations.entry(key).or_default().take(side, packet),
            None => self.others += 1,
        }
    }

    fn remark(&mut self, packet: &Packet<'_>) {
        let number = packet.frame.info.number;
        let mut count = |severity, protocol, name, title| {
            let counted = self.expert.entry((Reverse(severity), protocol, name, title)).or_insert([0, number]);
            counted[0] += 1;
        };
        for (i, _) in packet.spine.layers().iter().enumerate().filter(|(_, layer)| layer.id == id::tcp) {
            for (field, severity) in REMARKS {
                if packet.get(i, field).is_some() {
                    count(severity, "tcp", field.name, field.title);
                }
            }
        }
        if explain(packet).is_some()
            && let Some(last) = packet.spine.layers().last()
        {
            let protocol = proto::protocol(last.id).name;
            match packet.spine.stop {
                Stop::Malformed => count(Severity::Error, protocol, "malformed", "Its header contradicts itself or what holds it"),
                Stop::Cut if (packet.bytes.len() as u32) < packet.frame.info.wire => {
                    count(Severity::Note, protocol, "short", "Cut off by the snap length");
                }
                Stop::Cut => count(Severity::Error, protocol, "cut", "The packet ends before its header does"),
                _ => count(Severity::Warning, protocol, "deep", "More layers than are read"),
            }
        }
    }

    /// Makes steps longer.
    fn lengthen(&mut self, step: i64) {
        let mut steps: BTreeMap<i64, [u64; 2]> = BTreeMap::new();
        for (at, [packets, bytes]) in &self.steps {
            let sum = steps.entry(at.saturating_mul(self.step).div_euclid(step)).or_default();
            *sum = [sum[0] + packets, sum[1] + bytes];
        }
        (self.steps, self.step) = (steps, step);
    }

    fn add(&mut self, mut other: Tally) {
        match self.step.max(other.step) {
            step if step > self.step && self.step > 0 => self.lengthen(step),
            step if step > other.step && other.step > 0 => other.lengthen(step),
            _ => {}
        }
        for (chain, [packets, bytes]) in other.protocols {
            let sum = self.protocols.entry(chain).or_default();
            *sum = [sum[0] + packets, sum[1] + bytes];
        }
        other.endpoints.into_iter().for_each(|(key, both)| self.endpoints.entry(key).or_default().add(both));
        other.conversations.into_iter().for_each(|(key, both)| self.conversations.entry(key).or_default().add(both));
        other.ports.into_iter().for_each(|(key, both)| self.ports.entry(key).or_default().add(both));
        for (sum, row) in self.lengths.iter_mut().zip(other.lengths).filter(|(_, row)| row[0] > 0) {
            let least = if sum[0] == 0 { row[2] } else { sum[2].min(row[2]) };
            *sum = [sum[0] + row[0], sum[1] + row[1], least, sum[3].max(row[3])];
        }
        for (at, [packets, bytes]) in other.steps {
            let sum = self.steps.entry(at).or_default();
            *sum = [sum[0] + packets, sum[1] + bytes];
        }
        self.dns.add(other.dns);
        for (key, [count, first]) in other.expert {
            let sum = self.expert.entry(key).or_insert([0, first]);
            *sum = [sum[0] + count, sum[1].min(first)];
        }
        self.others += other.others;
    }
}

impl Dns {
    fn take(&mut self, packet: &Packet<'_>, i: usize, layer: &Layer) {
        let head = layer.head(packet.bytes);
        let Some(answers) = dns::RESPONSE.num(head) else { return };
        self.messages[(answers == 1) as usize] += 1;
        if answers == 1 {
            *self.codes.entry(dns::RCODE.num(head).unwrap_or(0)).or_default() += 1;
            if let Some(time) = packet.notes.get(i, &dns::TIME) {
                self.answered += 1;
                self.sum += time as i64;
                if self.times.len() < TIMES {
                    self.times.push(time as i64);
                } else {
                    // Each has the same chance to be kept.
                    let random =
                        self.answered.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 11;
                    if let Some(slot) = self.times.get_mut((random % self.answered) as usize) {
                        *slot = time as i64;
                    }
                }
            }
            return;
        }
        let Dns { query, types, names, .. } = self;
        let Some(query) = query else { return };
        let _ = query.layer(packet, i, &mut |slot, field, _, value| {
            match (slot, value) {
                (0, Value::Num(n)) => *types.entry(n).or_default() += 1,
                (1, value) => {
                    let mut name = Vec::new();
                    text::plain(field, value, &mut name);
                    if names.len() < KEPT || names.contains_key(&name) {
                        *names.entry(name).or_default() += 1;
                    }
                }
                _ => {}
            }
            ControlFlow::Continue(())
        });
    }
    fn add(&mut self, other: Dns) {
        self.messages = [self.messages[0] + other.messages[0], self.messages[1] + other.messages[1]];
        other.types.into_iter().for_each(|(n, count)| *self.types.entry(n).or_default() += count);
        other.codes.into_iter().for_each(|(n, count)| *self.codes.entry(n).or_default() += count);
        other.names.into_iter().for_each(|(name, count)| *self.names.entry(name).or_default() += count);
        (self.answered, self.sum) = (self.answered + other.answered, self.sum + other.sum);
        self.times.extend(other.times);
    }
}

/// The ends of a layer, if it is of that kind.
fn ends(of: Of, packet: &Packet<'_>, layer: &Layer) -> Option<[End; 2]> {
    let head = layer.head(packet.bytes);
    let mac = |at: usize| {
        let mut whole = [0; 16];
        whole[..6].copy_from_slice(head.get(at..at + 6)?);
        Some((whole, 0))
    };
    let v4 = |at: usize| Some((std::net::Ipv4Addr::from(*head.get(at..)?.first_chunk::<4>()?).to_ipv6_mapped().octets(), 0));
    let v6 = |at: usize| Some((*head.get(at..)?.first_chunk::<16>()?, 0));
    Some(match (of, layer.id) {
        (Of::Eth, id::eth) => [mac(6)?, mac(0)?],
        (Of::Ip, id::ip) => [v4(12)?, v4(16)?],
        (Of::Ipv6, id::ipv6) => [v6(8)?, v6(24)?],
        (Of::Tcp, id::tcp) | (Of::Udp, id::udp) | (Of::Sctp, id::sctp) => {
            let mut up = layer.up;
            let [from, to] = loop {
                let below = packet.layer(up.into())?;
                match below.id {
                    id::ip => break ends(Of::Ip, packet, below)?,
                    id::ipv6 => break ends(Of::Ipv6, packet, below)?,
                    id::frame => return None,
                    _ => up = below.up,
                }
            };
            let port = |at: usize| Some(u16::from_be_bytes(*head.get(at..)?.first_chunk()?));
            [(from.0, port(0)?), (to.0, port(2)?)]
        }
        _ => return None,
    })
}

/// An end in words: the address, and the port where there are ports.
fn word(of: Kin, (address, port): End) -> [String; 2] {
    if of.0 == Of::Eth as u8 {
        return [address[..6].iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":"), String::new()];
    }
    let ip = Ipv6Addr::from(address);
    let ip = if of.0 == Of::Ipv6 as u8 { IpAddr::V6(ip) } else { ip.to_ipv4_mapped().map_or(IpAddr::V6(ip), IpAddr::V4) };
    let ports = [Of::Tcp, Of::Udp, Of::Sctp].iter().any(|with| of.0 == *with as u8);
    [ip.to_string(), if ports { port.to_string() } else { String::new() }]
}

/// Rows under titles, shown in each way. Numbers stay numbers in JSON.
struct Shown {
    titles: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

enum Cell {
    Text(String),
    Count(u64),
    /// With so many decimals.
    Real(f64, usize),
    None,
}

impl Cell {
    /// For people, or for programs.
    fn text(&self, people: bool) -> String {
        match self {
            Cell::Text(text) => text.clone(),
            Cell::Count(n) if people => short(*n as f64),
            Cell::Count(n) => n.to_string(),
            Cell::Real(n, decimals) => format!("{n:.decimals$}"),
            Cell::None => String::new(),
        }
    }
    fn json(&self) -> serde_json::Value {
        match self {
            Cell::Text(text) => text.clone().into(),
            Cell::Count(n) => (*n).into(),
            Cell::Real(n, _) => (*n).into(),
            Cell::None => serde_json::Value::Null,
        }
    }
}

impl Shown {
    fn new(titles: &[&'static str]) -> Shown {
        Shown { titles: titles.to_vec(), rows: Vec::new() }
    }
    fn object(&self, row: &[Cell]) -> serde_json::Value {
        let pairs = self.titles.iter().zip(row).filter(|(_, cell)| !matches!(cell, Cell::None));
        serde_json::Value::Object(pairs.map(|(title, cell)| (title.replace(' ', "_"), cell.json())).collect::<Map<_, _>>())
    }
    fn json(&self) -> serde_json::Value {
        self.rows.iter().map(|row| self.object(row)).collect()
    }
    fn table(&self) -> String {
        let words = self
            .rows
            .first()
            .map_or(self.titles.len(), |row| row.iter().position(|cell| !matches!(cell, Cell::Text(_) | Cell::None)).unwrap_or(row.len()));
        let mut sheet = Aligned::new(self.titles.clone(), words);
        self.rows.iter().for_each(|row| sheet.row(row.iter().map(|cell| cell.text(true)).collect()));
        sheet.table()
    }
    fn csv(&self) -> String {
        let titles: Vec<String> = self.titles.iter().map(|title| title.replace(' ', "_")).collect();
        let mut sheet = Sheet::new(&self.titles);
        self.rows.iter().for_each(|row| sheet.row(row.iter().map(|cell| cell.text(false)).collect::<Vec<_>>()));
        let csv = sheet.csv();
        let rest = csv.split_once('\n').map_or("", |(_, rest)| rest);
        format!("{}\n{rest}", titles.join(","))
    }
    fn answer(&self, format: Format) -> anyhow::Result<()> {
        let text = match format {
            Format::Table => self.table(),
            Format::Csv => self.csv(),
            Format::Json => lines(&self.json()),
        };
        super::answer(text.as_bytes()).map(drop)
    }
}

/// An array, an element a line.
fn lines(all: &serde_json::Value) -> String {
    match all.as_array() {
        Some(all) if !all.is_empty() => format!("[\n{}\n]\n", all.iter().map(serde_json::Value::to_string).collect::<Vec<_>>().join(",\n")),
        _ => format!("{all}\n"),
    }
}

impl Tally {
    fn show(self, args: &Args) -> anyhow::Result<()> {
        let mut shown = match args.kind {
            Kind::Protocols => self.show_protocols(args.format == Format::Table),
            Kind::Endpoints => self.show_endpoints(),
            Kind::Conversations => self.show_conversations(),
            Kind::Ports => self.show_ports(),
            Kind::Lengths => self.show_lengths(),
            Kind::Expert => self.show_expert(),
            Kind::Rate => return self.show_rate(args),
            Kind::Dns => return self.dns.show(args),
        };
        shown.rows.truncate(args.top.unwrap_or(usize::MAX));
        shown.answer(args.format)
    }

    fn show_protocols(self, people: bool) -> Shown {
        let mut shown = Shown::new(&["protocol", "packets", "bytes", "% of packets", "% of bytes"]);
        let [packets, bytes] =
            self.protocols.iter().filter(|(chain, _)| chain.len() == 1).fold([0, 0], |[a, b], (_, [x, y])| [a + x, b + y]);
        let percent = |n: u64, of: u64| Cell::Real(n as f64 * 100.0 / of.max(1) as f64, 1);
        // Siblings by what they count, each with all that it carries behind it.
        let mut rest: Vec<(&[Id], [u64; 2])> = self.protocols.iter().map(|(chain, counted)| (&chain[..], *counted)).collect();
        let order = |chain: &[Id]| -> Vec<(Reverse<u64>, Id)> {
            (1..=chain.len()).map(|n| (Reverse(self.protocols.get(&chain[..n]).map_or(0, |counted| counted[0])), chain[n - 1])).collect()
        };
        rest.sort_by_cached_key(|(chain, _)| order(chain));
        for (chain, [p, b]) in rest {
            let names: Vec<&str> = chain.iter().map(|id| proto::protocol(*id).name).collect();
            let name = match people {
                true => format!("{}{}", "  ".repeat(names.len() - 1), names.last().unwrap_or(&"")),
                false => names.join(":"),
            };
            shown.rows.push(vec![Cell::Text(name), Cell::Count(p), Cell::Count(b), percent(p, packets), percent(b, bytes)]);
        }
        shown
    }

    fn show_endpoints(self) -> Shown {
        let mut shown = Shown::new(&["address", "port", "packets", "bytes", "packets sent", "bytes sent", "packets got", "bytes got"]);
        let mut all: Vec<_> = self.endpoints.into_iter().collect();
        all.sort_by_key(|((of, end), both)| (Reverse(both.all()[1]), *of, *end));
        for ((of, end), both) in all {
            let [address, port] = word(of, end);
            let port = port.parse().map_or(Cell::None, |port: u16| Cell::Text(port.to_string()));
            let [packets, bytes] = both.all();
            let counts = [packets, bytes, both.packets[0], both.bytes[0], both.packets[1], both.bytes[1]];
            shown.rows.push([vec![Cell::Text(address), port], counts.map(Cell::Count).into()].into_iter().flatten().collect());
        }
        shown
    }

    fn show_conversations(self) -> Shown {
        let titles = ["a", "a port", "b", "b port", "packets →", "bytes →", "← packets", "← bytes", "packets", "bytes", "start", "seconds"];
        let mut shown = Shown::new(&titles);
        let start = self.conversations.values().map(|both| both.first).min().unwrap_or(0);
        let mut all: Vec<_> = self.conversations.into_iter().collect();
        all.sort_by_key(|(key, both)| (Reverse(both.all()[1]), *key));
        for ((of, [a, b], _), both) in all {
            let mut row: Vec<Cell> = [word(of, a), word(of, b)]
                .into_iter()
                .flatten()
                .map(|text| if text.is_empty() { Cell::None } else { Cell::Text(text) })
                .collect();
            let [packets, bytes] = both.all();
            row.extend([both.packets[0], both.bytes[0], both.packets[1], both.bytes[1], packets, bytes].map(Cell::Count));
            row.push(Cell::Real(both.first.saturating_sub(start) as f64 / 1e9, 6));
            row.push(Cell::Real(both.last.saturating_sub(both.first) as f64 / 1e9, 6));
            shown.rows.push(row);
        }
        shown
    }

    fn show_ports(self) -> Shown {
        let mut shown = Shown::new(&["protocol", "port", "packets", "bytes", "packets from", "bytes from", "packets to", "bytes to"]);
        let mut all: Vec<_> = self.ports.into_iter().collect();
        all.sort_by_key(|(key, both)| (Reverse(both.all()[0]), *key));
        for ((id, port), both) in all {
            let [packets, bytes] = both.all();
            let counts = [packets, bytes, both.packets[0], both.bytes[0], both.packets[1], both.bytes[1]];
            let words = vec![Cell::Text(proto::protocol(id).name.to_owned()), Cell::Text(port.to_string())];
            shown.rows.push([words, counts.map(Cell::Count).into()].into_iter().flatten().collect());
        }
        shown
    }

    fn show_lengths(self) -> Shown {
        let mut shown = Shown::new(&["bytes", "packets", "% of packets", "mean", "min", "max"]);
        let all = self.lengths.iter().map(|row| row[0]).sum::<u64>();
        let row = |name: String, [packets, bytes, min, max]: [u64; 4]| {
            let some = |cell| if packets > 0 { cell } else { Cell::None };
            let percent = packets as f64 * 100.0 / all.max(1) as f64;
            let mean = Cell::Real(bytes as f64 / packets.max(1) as f64, 2);
            vec![Cell::Text(name), Cell::Count(packets), Cell::Real(percent, 2), some(mean), some(Cell::Count(min)), some(Cell::Count(max))]
        };
        for (i, counted) in self.lengths.iter().enumerate() {
            let name =
                LENGTHS.get(i + 1).map_or_else(|| format!("{} and more", LENGTHS[i]), |next| format!("{} to {}", LENGTHS[i], next - 1));
            shown.rows.push(row(name, *counted));
        }
        let sum = self
            .lengths
            .iter()
            .filter(|row| row[0] > 0)
            .fold([0, 0, u64::MAX, 0], |s, r| [s[0] + r[0], s[1] + r[1], s[2].min(r[2]), s[3].max(r[3])]);
        shown.rows.push(row("all".to_owned(), sum));
        shown
    }

    fn show_expert(self) -> Shown {
        let mut shown = Shown::new(&["severity", "protocol", "field", "says", "packets", "first frame"]);
        let mut all: Vec<_> = self.expert.into_iter().collect();
        all.sort_by_key(|((severity, ..), [count, first])| (*severity, Reverse(*count), *first));
        for ((Reverse(severity), protocol, name, title), [count, first]) in all {
            let words = [severity.name(), protocol, name, title].map(|word| Cell::Text(word.to_owned()));
            shown.rows.push(words.into_iter().chain([Cell::Count(count), Cell::Text(first.to_string())]).collect());
        }
        shown
    }

    fn show_rate(mut self, args: &Args) -> anyhow::Result<()> {
        let first = self.steps.keys().next().copied().unwrap_or(0);
        let last = self.steps.keys().next_back().copied().unwrap_or(0);
        if args.interval.is_none() {
            // 1, 2 or 5 times a power of ten of milliseconds.
            let whole = (last - first + 1).saturating_mul(self.step);
            let nice = (0..19).flat_map(|power| [1i64, 2, 5].map(|n| n.saturating_mul(10i64.saturating_pow(power))));
            let step = nice.into_iter().filter(|step| *step >= self.step).find(|step| whole / step < 60).unwrap_or(self.step);
            if step > self.step {
                self.lengthen(step);
            }
        }
        let start = self.steps.keys().next().copied().unwrap_or(0);
        let end = self.steps.keys().next_back().map_or(start, |last| last + 1).min(start.saturating_add(STEPS as i64));
        let seconds = self.step as f64 / 1e9;
        // Steps without packets are there too.
        let steps: Vec<Bar> = (start..end)
            .filter(|_| !self.steps.is_empty())
            .map(|at| {
                let [packets, bytes] = self.steps.get(&at).copied().unwrap_or_default();
                Bar { start: (at - start) as f64 * seconds, packets, bytes }
            })
            .collect();
        if let Some(path) = &args.svg {
            std::fs::write(path, bars_svg(&steps, seconds)).with_context(|| path.display().to_string())?;
        }
        if args.format == Format::Table {
            let width = terminal_size::terminal_size_of(std::io::stdout()).map_or(100, |(width, _)| usize::from(width.0));
            return super::answer(bars(&steps, seconds, width).as_bytes()).map(drop);
        }
        let mut shown = Shown::new(&["start", "packets", "bytes", "packets per second", "bits per second"]);
        for bar in steps {
            let per = |n: u64| Cell::Real(n as f64 / seconds, 1);
            shown.rows.push(vec![
                Cell::Real(bar.start, 6),
                Cell::Count(bar.packets),
                Cell::Count(bar.bytes),
                per(bar.packets),
                per(bar.bytes * 8),
            ]);
        }
        shown.answer(args.format)
    }
}

impl Dns {
    fn show(mut self, args: &Args) -> anyhow::Result<()> {
        self.times.sort_unstable();
        let at = |percent: usize| self.times.get((self.times.len() * percent).div_ceil(100).max(1) - 1).copied();
        let named = |field: &'static Field, n: u64| text::named(field, n).map_or_else(|| n.to_string(), str::to_owned);
        let sorted = |counts: Vec<(String, u64)>| {
            let mut counts = counts;
            counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            counts
        };
        let types = sorted(self.types.iter().map(|(n, count)| (named(&dns::QRY_TYPE, *n), *count)).collect());
        let codes = sorted(self.codes.iter().map(|(n, count)| (named(&dns::RCODE, *n), *count)).collect());
        let names = self.names.iter().map(|(name, count)| (String::from_utf8_lossy(name).into_owned(), *count)).collect();
        let mut names = sorted(names);
        let different = names.len();
        names.truncate(args.top.unwrap_or(10));
        let times = [("min", at(0)), ("p50", at(50)), ("p95", at(95)), ("p99", at(99)), ("max", self.times.last().copied())];
        let mean = (self.answered > 0).then(|| self.sum / self.answered as i64);
        let [queries, answers] = self.messages;
        if args.format == Format::Json {
            let map = |counts: &[(String, u64)]| counts.iter().map(|(name, count)| (name.clone(), (*count).into())).collect::<Map<_, _>>();
            let seconds = |n: Option<i64>| n.map(|n| n as f64 / 1e9);
            let mut of: Map<_, _> = times.iter().map(|(name, n)| ((*name).to_owned(), json!(seconds(*n)))).collect();
            of.insert("mean".to_owned(), json!(seconds(mean)));
            let all = json!({"queries": queries, "answers": answers, "answers_with_a_query": self.answered, "types": map(&types), "codes": map(&codes),
                "names": map(&names), "different_names": different, "times": of});
            return super::answer(format!("{all}\n").as_bytes()).map(drop);
        }
        let mut shown = Shown::new(&["what", "of", "count", "time"]);
        let mut put = |what: &str, of: &str, count: Option<u64>, n: Option<i64>| {
            let n = n.map_or(Cell::None, |n| {
                if args.format == Format::Csv { Cell::Text(format!("{:.9}", n as f64 / 1e9)) } else { Cell::Text(time(n)) }
            });
            shown.rows.push(vec![Cell::Text(what.to_owned()), Cell::Text(of.to_owned()), count.map_or(Cell::None, Cell::Count), n]);
        };
        put("messages", "queries", Some(queries), None);
        put("messages", "answers", Some(answers), None);
        put("messages", "answers with a query", Some(self.answered), None);
        types.iter().for_each(|(name, count)| put("query type", name, Some(*count), None));
        codes.iter().for_each(|(name, count)| put("answer code", name, Some(*count), None));
        names.iter().for_each(|(name, count)| put("name", name, Some(*count), None));
        times.iter().filter(|(_, n)| n.is_some()).for_each(|(name, n)| put("response time", name, None, *n));
        if mean.is_some() {
            put("response time", "mean", None, mean);
        }
        shown.answer(args.format)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_grow_and_lose_nothing() {
        let mut tally = Tally { step: 10, ..Tally::default() };
        tally.steps = BTreeMap::from([(-1, [1, 10]), (0, [1, 20]), (1, [1, 30]), (7, [2, 40])]);
        tally.lengthen(20);
        assert_eq!(tally.steps, BTreeMap::from([(-1, [1, 10]), (0, [2, 50]), (3, [2, 40])]));
        let other = Tally { step: 40, steps: BTreeMap::from([(1, [5, 5])]), ..Tally::default() };
        tally.add(other);
        assert_eq!((tally.step, tally.steps), (40, BTreeMap::from([(-1, [1, 10]), (0, [2, 50]), (1, [7, 45])])));
    }
}
