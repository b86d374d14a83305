//! `pkt ping`: is a host there, and how far away.

use super::ask::{Times, seconds};
use super::exit::{self, Code};
use super::hosts::{self, Family};
use super::pipeline;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::net;
use pktlab::net::ask::{Asker, Event, Options, Pair, Question};
use pktlab::net::probe::{Kind, Probe};
use pktlab::net::said::{Said, Word, said};
use serde_json::json;
use std::io::Write;
use std::net::IpAddr;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Ask hosts whether they are there, by ICMP, TCP or UDP
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Without -c it goes on until it is interrupted. Times are the kernel's. The exit code is 5 where nobody
answered. A closed port is an answer too: the host is there.

Examples:
  pkt ping 192.0.2.1
  pkt ping -c 5 -i 0.2 192.0.2.1 2001:db8::1
  pkt ping -s 8000 192.0.2.1                   in fragments; with -M do it is refused
  pkt ping --tcp 443 example.com
  pkt ping --udp 53 192.0.2.53
  pkt ping -c 100 -i 0 192.0.2.1 -T json | jq '.[0].rtt.p99'")]
pub(super) struct Args {
    /// Addresses, or names for the system's resolver
    #[arg(value_name = "HOST", required = true)]
    hosts: Vec<String>,
    /// Stop after so many
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Between two; 0 sends the next as soon as the last is answered
    #[arg(short, long, value_name = "SECS", default_value = "1", value_parser = pause)]
    interval: Duration,
    /// Through this interface, by name or number
    #[arg(short = 'I', long, value_name = "IF")]
    interface: Option<String>,
    /// How long an answer is waited for
    #[arg(short = 'W', long, value_name = "SECS", default_value = "2", value_parser = seconds)]
    timeout: Duration,
    /// Bytes that each carries [default: 56 in ICMP, none in TCP, 8 in UDP]
    #[arg(short, long, value_name = "BYTES", value_parser = clap::value_parser!(u16).range(..=65527))]
    size: Option<u16>,
    /// What is too large for the way: cut into fragments (want; dont also lets routers cut), or refused (do)
    #[arg(short = 'M', long, value_name = "HINT", default_value = "want")]
    fragment: Hint,
    /// Hops that each may take
    #[arg(short = 't', long, value_name = "N", default_value_t = 64, value_parser = clap::value_parser!(u8).range(1..))]
    ttl: u8,
    /// The type of service, or traffic class, of each: as 0x10
    #[arg(short = 'Q', long, value_name = "N", default_value = "0", value_parser = tos)]
    tos: u8,
    /// Stop after so long, whatever was answered
    #[arg(short = 'w', long, value_name = "SECS", value_parser = seconds)]
    deadline: Option<Duration>,
    /// The time of day in front of each line
    #[arg(short = 'D', long)]
    timestamps: bool,
    /// SYN to this port
    #[arg(long, value_name = "PORT", conflicts_with = "udp", value_parser = clap::value_parser!(u16).range(1..))]
    tcp: Option<u16>,
    /// A datagram to this port
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    udp: Option<u16>,
    #[command(flatten)]
    family: Family,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As ping does
    Text,
    /// An array: the statistics of each host
    Json,
    /// Each answer as an object a line, then the statistics
    Ndjson,
}

/// As ping's -M.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Hint {
    /// No router may cut what fits the way; what does not is cut here
    Want,
    /// Never cut
    Do,
    /// Cut here, and by routers
    Dont,
}

fn pause(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds >= 0.0);
    let found = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    found.ok_or_else(|| format!("`{text}` is no number of seconds; the interface is -I"))
}

fn tos(text: &str) -> Result<u8, String> {
    let number = match text.strip_prefix("0x") {
        Some(digits) => u8::from_str_radix(digits, 16),
        None => text.parse(),
    };
    number.map_err(|_| format!("`{text}` is no number from 0 to 255"))
}

/// Times that are kept of a host.
const KEPT: usize = 1 << 20;

/// A host, and what came of asking it.
struct Host {
    name: String,
    address: IpAddr,
    probe: Probe,
    /// Bytes of its packet.
    size: usize,
    sent: u64,
    received: u64,
    again: u64,
    errors: u64,
    /// Of those, who was answered by an error.
    refused: u64,
    times: Vec<u64>,
    first: Option<Instant>,
    last: Option<Instant>,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let kind = match (args.tcp, args.udp) {
        (Some(port), _) => Kind::Tcp { port, flags: 2 },
        (_, Some(port)) => Kind::Udp { port },
        _ => Kind::Echo,
    };
    let filter = Some(filter(kind));
    let interface = match &args.interface {
        None => hosts::zone(&args.hosts)?,
        named => named.clone(),
    };
    let cut = args.fragment != Hint::Do;
    let options = Options { interface, timeout: args.timeout, multi: true, filter, cut, ..Options::default() };
    let mut asker = Asker::new(options)?;
    let default = match kind {
        Kind::Echo => 56,
        Kind::Udp { .. } => 8,
        Kind::Tcp { .. } => 0,
    };
    let size = usize::from(args.size.unwrap_or(default));
    let ident = ident();
    let mut all = vec![];
    for (at, name) in args.hosts.iter().enumerate() {
        let mut find = || -> anyhow::Result<_> {
            let address = hosts::address(name, args.family)?;
            let path = asker.paths().to(address)?.clone();
            let from = path.source.ok_or_else(|| exit::Unreachable(format!("{name}: no address of this machine to ask from")))?;
            Ok((address, path, from))
        };
        let (address, path, from) = match find() {
            // Of several the others are asked all the same.
            Err(error)
                if args.hosts.len() > 1
                    && (error.is::<exit::Unreachable>() || matches!(error.downcast_ref(), Some(net::Error::NoRoute { .. }))) =>
            {
                term.say(&exit::sentence(&error));
                continue;
            }
            found => found?,
        };
        let probe = Probe {
            ttl: args.ttl,
            tos: args.tos,
            // A host may be named twice.
            ident: ident.wrapping_add(at as u16),
            payload: (0..size).map(|at| at as u8).collect(),
            ..Probe::new(from, address, kind)
        };
        let (bytes, _) = probe.bytes().map_err(|_| exit::usage(format!("{size} bytes do not fit into a packet")))?;
        if let Some(mtu) = path.mtu.filter(|mtu| !cut && bytes.len() > *mtu as usize) {
            let interface = &path.interface;
            return Err(exit::usage(format!(
                "{size} bytes do not fit into a packet of {interface} (MTU {mtu}), and -M do forbids to cut it"
            )));
        }
        all.push(Host {
            name: name.clone(),
            address,
            probe,
            size: bytes.len(),
            sent: 0,
            received: 0,
            again: 0,
            errors: 0,
            refused: 0,
            times: vec![],
            first: None,
            last: None,
        });
    }
    if all.is_empty() {
        return Ok(Code::Network);
    }
    if args.interval < Duration::from_millis(2) {
        let hosts: Vec<IpAddr> = all.iter().map(|host| host.address).collect();
        let packets = args.count.map_or(usize::MAX, |count| (count as usize).saturating_mul(hosts.len()));
        super::scan::warn(&hosts, None, packets, term);
    }
    let signals = pipeline::stop_on_signals().context("signals")?;
    let mut ping = Ping { args, kind, hosts: all, out: std::io::stdout(), term: *term };
    ping.head()?;
    let (mut round, mut number, mut next) = (0u64, 0u64, Instant::now());
    let end = args.deadline.map(|deadline| next + deadline);
    let mut open = 0usize;
    loop {
        let late = end.is_some_and(|end| Instant::now() >= end);
        let stop = late || signals.stop.load(Relaxed);
        let more = !stop && args.count.is_none_or(|count| round < count);
        if more && Instant::now() >= next && (!args.interval.is_zero() || open == 0) {
            round += 1;
            let mut questions = vec![];
            for host in &mut ping.hosts {
                number += 1;
                host.sent += 1;
                let now = Instant::now();
                host.first.get_or_insert(now);
                host.last = Some(now);
                let seq = round as u32;
                // A port of its own for each: the answers to one are not taken for another's.
                let ident = if kind == Kind::Echo { host.probe.ident } else { 32768 | ident.wrapping_add(number as u16) };
                // Routers must not part what fits; what is cut here they may part further.
                let mtu = asker.paths().to(host.address).ok().and_then(|path| path.mtu);
                let fits = mtu.is_none_or(|mtu| host.size <= mtu as usize);
                let whole = match args.fragment {
                    Hint::Do => true,
                    Hint::Want => fits,
                    Hint::Dont => false,
                };
                let probe = Probe {
                    whole,
                    ident,
                    seq: if kind == Kind::Echo { seq } else { seq.wrapping_mul(0x9e37_79b9) },
                    id: seq as u16,
                    ..host.probe.clone()
                };
                let (bytes, link) = probe.bytes()?;
                questions.push(Question { number, bytes, link });
            }
            open = questions.len();
            asker.send(questions)?;
            next = (next + args.interval).max(Instant::now().checked_sub(args.interval).unwrap_or(next));
        }
        // With several answers to a question wanted, each waits its time out; nobody waits for that at the end.
        if !more && (stop || ping.settled()) {
            break;
        }
        let patience = next.saturating_duration_since(Instant::now()).min(Duration::from_millis(50));
        let patience = if !more || args.interval.is_zero() { Duration::from_millis(20) } else { patience };
        if let Some(event) = asker.next(patience)? {
            if let (true, Event::Answered(pair)) = (cut, &event)
                && let Some(Said { word: Word::Error { mtu: Some(mtu), .. }, .. }) = said(&pair.received, pair.received_link)
            {
                let (at, _) = ping.which(pair.number);
                let to = ping.hosts[at].address;
                // No link carries less (RFC 791, RFC 8200).
                asker.paths().narrow(to, mtu.max(if to.is_ipv4() { 68 } else { 1280 }));
            }
            open = open.saturating_sub(usize::from(ping.event(event)?));
        }
        if signals.counts.swap(false, Relaxed) {
            let text: String = ping.hosts.iter().map(Host::sentence).collect::<Vec<_>>().join("\n");
            term.say(&text);
        }
    }
    ping.foot()?;
    Ok(if ping.hosts.iter().any(|host| host.received > 0) { Code::Ok } else { Code::Network })
}

/// What can be a probe or its answer, in libpcap's language: so that a busy link costs nothing.
pub(super) fn filter(kind: Kind) -> String {
    // Behind extension headers libpcap does not look.
    let always = "icmp or icmp6 or (ip6 and not tcp and not udp)";
    // Fragments behind the first bear no port.
    let parts = "ip[6:2] & 0x1fff != 0 or ip6[6] = 44";
    match kind {
        Kind::Echo => always.to_owned(),
        Kind::Tcp { port, .. } => format!("{always} or tcp port {port} or {parts}"),
        Kind::Udp { port } => format!("{always} or udp port {port} or {parts}"),
    }
}

/// A number that another ping at the same time hardly has.
pub(super) fn ident() -> u16 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    (std::process::id() ^ now >> 4) as u16
}

struct Ping<'a> {
    args: &'a Args,
    kind: Kind,
    hosts: Vec<Host>,
    out: std::io::Stdout,
    term: Term,
}

impl Ping<'_> {
    fn say(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(self.out, "{text}").and_then(|()| self.out.flush()).context("standard output")
    }

    fn head(&mut self) -> anyhow::Result<()> {
        if self.args.format != Format::Text {
            return Ok(());
        }
        for at in 0..self.hosts.len() {
            let Host { name, address, probe, .. } = &self.hosts[at];
            let whole = probe.bytes().map_or(0, |(bytes, _)| bytes.len());
            let text = match self.kind {
                Kind::Echo => format!("PING {name} ({address}) {}({whole}) bytes of data.", probe.payload.len()),
                Kind::Tcp { port, .. } => format!("PING {name} ({address}) TCP port {port}, {whole} bytes."),
                Kind::Udp { port } => format!("PING {name} ({address}) UDP port {port}, {}({whole}) bytes of data.", probe.payload.len()),
            };
            self.say(&text)?;
        }
        Ok(())
    }

    /// Which host a question is for, and in which round: they are asked in turn.
    fn which(&self, number: u64) -> (usize, u64) {
        let (at, hosts) = (number - 1, self.hosts.len() as u64);
        ((at % hosts) as usize, at / hosts + 1)
    }

    /// True where every question has had an answer, or its time.
    fn settled(&self) -> bool {
        self.hosts.iter().all(|host| host.sent <= host.received + host.errors)
    }

    /// Shows what has happened. True where a question is done with.
    fn event(&mut self, event: Event) -> anyhow::Result<bool> {
        match event {
            Event::Answered(pair) => self.answer(&pair),
            Event::Unanswered(question) => {
                let (at, round) = self.which(question.number);
                self.hosts[at].errors += 1;
                let address = self.hosts[at].address;
                match self.args.format {
                    Format::Text => self.say(&format!("{}no answer from {address}: {}={round}", self.now(), self.word()))?,
                    Format::Ndjson => self.say(&json!({"host": self.hosts[at].name, "seq": round, "answer": null}).to_string())?,
                    Format::Json => {}
                }
                Ok(true)
            }
            Event::Failed(question, error) => {
                let (at, round) = self.which(question.number);
                if matches!(error, pktlab::net::Error::Rights { .. }) {
                    return Err(error.into());
                }
                self.hosts[at].errors += 1;
                let why = exit::sentence(&error.into());
                match self.args.format {
                    Format::Text => self.say(&format!("{}={round} not sent: {why}", self.word()))?,
                    _ => self.term.say(&format!("not sent: {why}")),
                }
                Ok(true)
            }
            Event::Idle => Ok(false),
        }
    }

    /// The time of day, as ping -D has it.
    fn now(&self) -> String {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        if self.args.timestamps { format!("[{}.{:06}] ", since.as_secs(), since.subsec_micros()) } else { String::new() }
    }

    fn word(&self) -> &'static str {
        match self.kind {
            Kind::Echo => "icmp_seq",
            Kind::Tcp { .. } => "tcp_seq",
            Kind::Udp { .. } => "udp_seq",
        }
    }

    fn answer(&mut self, pair: &Pair) -> anyhow::Result<bool> {
        let (at, round) = self.which(pair.number);
        let Some(said) = said(&pair.received, pair.received_link) else { return Ok(false) };
        let word = self.word();
        let first = pair.before == 0;
        let host = &mut self.hosts[at];
        // A closed port is the host's own word.
        let there = !matches!(said.word, Word::Error { .. }) || said.word.port_unreachable() && said.from == host.address;
        host.last = Some(Instant::now());
        match (first, there) {
            (true, true) => {
                host.received += 1;
                let time = pair.rtt().as_nanos() as u64;
                // Who asks for days is told of the last million.
                match host.times.len() {
                    KEPT => host.times[host.received as usize % KEPT] = time,
                    _ => host.times.push(time),
                }
            }
            (true, false) => {
                host.errors += 1;
                host.refused += 1;
            }
            (false, _) => host.again += 1,
        }
        let milliseconds = pair.rtt().as_secs_f64() * 1e3;
        match self.args.format {
            Format::Text => {
                let text = line(&said, there, word, round, milliseconds, self.kind);
                let now = self.now();
                self.say(&format!("{now}{text}{}", if first { "" } else { " (DUP!)" }))?;
            }
            Format::Ndjson => {
                let row = json!({
                    "host": self.hosts[at].name, "seq": round, "answer": if there { "reply" } else { "error" }, "from": said.from.to_string(),
                    "ttl": said.ttl, "bytes": said.length, "says": said.word.text(), "rtt": pair.rtt().as_secs_f64(), "duplicate": !first,
                });
                self.say(&row.to_string())?;
            }
            Format::Json => {}
        }
        Ok(first)
    }

    fn foot(&mut self) -> anyhow::Result<()> {
        match self.args.format {
            Format::Text => {
                for at in 0..self.hosts.len() {
                    let host = &self.hosts[at];
                    let text = format!("\n--- {} ping statistics ---\n{}", host.name, host.sentence());
                    self.say(&text)?;
                }
                Ok(())
            }
            Format::Json => {
                let all: Vec<_> = self.hosts.iter().map(Host::json).collect();
                self.say(&serde_json::to_string_pretty(&all).context("JSON")?)
            }
            Format::Ndjson => {
                let all: Vec<String> = self.hosts.iter().map(|host| host.json().to_string()).collect();
                self.say(&all.join("\n"))
            }
        }
    }
}

/// A line for an answer, as ping's.
fn line(said: &Said, there: bool, word: &str, round: u64, milliseconds: f64, kind: Kind) -> String {
    let time = if milliseconds < 100.0 { format!("{milliseconds:.3}") } else { format!("{milliseconds:.1}") };
    match (there, kind) {
        (true, Kind::Echo) => format!("{} bytes from {}: {word}={round} ttl={} time={time} ms", said.length, said.from, said.ttl),
        (true, Kind::Tcp { port, .. } | Kind::Udp { port }) => {
            let what = match said.word {
                Word::Segment { flags, .. } if flags & 4 != 0 => "closed (RST)".to_owned(),
                Word::Segment { .. } => format!("open ({})", said.word.text()),
                Word::Datagram => format!("open ({} bytes)", said.length.saturating_sub(8)),
                _ => "closed (port unreachable)".to_owned(),
            };
            format!("{}:{port} {what}: {word}={round} ttl={} time={time} ms", said.from, said.ttl)
        }
        (false, _) => format!("From {} {word}={round} {}", said.from, said.word.text()),
    }
}

impl Host {
    fn loss(&self) -> f64 {
        if self.sent == 0 { 0.0 } else { 100.0 * (self.sent - self.received.min(self.sent)) as f64 / self.sent as f64 }
    }

    fn elapsed(&self) -> u128 {
        self.first.zip(self.last).map_or(0, |(first, last)| last.saturating_duration_since(first).as_millis())
    }

    fn sentence(&self) -> String {
        let mut text = format!("{} packets transmitted, {} received", self.sent, self.received);
        if self.again > 0 {
            text += &format!(", +{} duplicates", self.again);
        }
        if self.refused > 0 {
            text += &format!(", +{} errors", self.refused);
        }
        let loss = format!("{:.3}", self.loss());
        text += &format!(", {}% packet loss, time {}ms", loss.trim_end_matches('0').trim_end_matches('.'), self.elapsed());
        if let Some(times) = Times::of(&self.times) {
            text += &format!(
                "\nrtt min/avg/max/mdev = {:.3}/{:.3}/{:.3}/{:.3} ms\nrtt p50/p90/p99 = {:.3}/{:.3}/{:.3} ms",
                times.min,
                times.mean,
                times.max,
                times.deviation,
                times.percentile(50.0),
                times.percentile(90.0),
                times.percentile(99.0)
            );
        }
        text
    }

    fn json(&self) -> serde_json::Value {
        let times = Times::of(&self.times);
        let rtt = times.map(|t| {
            let s = |ms: f64| (ms * 1e6).round() / 1e9;
            json!({
                "min": s(t.min), "mean": s(t.mean), "max": s(t.max), "mdev": s(t.deviation),
                "p50": s(t.percentile(50.0)), "p90": s(t.percentile(90.0)), "p99": s(t.percentile(99.0)),
            })
        });
        json!({
            "host": self.name, "address": self.address.to_string(), "sent": self.sent, "received": self.received, "duplicates": self.again,
            "errors": self.refused, "loss": self.loss() / 100.0, "rtt": rtt,
        })
    }
}
