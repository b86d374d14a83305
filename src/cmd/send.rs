//! `pkt send`: packets of expressions, or of files, on the wire.

use super::ask::seconds;
use super::craft::{fresh, wrong};
use super::exit::{self, Code};
use super::hosts;
use super::pipeline::{self, Signals};
use super::scan::private;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};
use pktlab::frame::LinkType;
use pktlab::net::replay::{self, Onto, Speed};
use pktlab::net::send::{Event, Options, Rate, Sent, send};
use pktlab::net::transmit::destination;
use pktlab::net::{Error, interfaces};
use pktlab::{capture, craft};
use std::collections::BTreeSet;
use std::io::BufRead;
use std::net::Ipv4Addr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Craft or read packets, and send them
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
What is not said is filled in as the machine would: the interface and the source address by the routing
table, the next hop's MAC address by asking for it. A first layer of Ethernet goes out as it stands, over
the interface to which its packet leads, or -i; any other over layer 3.

A file's packets go at once, or at --rate; `pkt replay` keeps their times.

Examples:
  pkt send 'IP(dst=\"192.0.2.1\")/UDP(dport=9)/\"hello\"'
  pkt send -i eth0 'Ether(dst=\"ff:ff:ff:ff:ff:ff\")/ARP(pdst=\"192.0.2.0/24\")' --rate 100
  pkt send 'IP(dst=\"192.0.2.1\")/UDP(dport=9)' --count 10 --interval 0.5
  pkt send -i veth0 'Ether(dst=\"02:00:00:00:00:02\")/IP(dst=\"10.0.0.2\")/UDP()' --loop --rate max
  pkt craft --from-file a.pcap --set ip.ttl=1 -w b.pcap && pkt send b.pcap -i eth0")]
pub(super) struct Args {
    /// Packets as Scapy writes them, or capture files; - reads an expression a line from standard input
    #[arg(value_name = "EXPR|FILE", required = true)]
    what: Vec<String>,
    /// Send through this interface, by name or number
    #[arg(short, long, value_name = "IF")]
    interface: Option<String>,
    /// Send all of it so many times
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// Again and again, until Ctrl-C
    #[arg(long, conflicts_with = "count")]
    r#loop: bool,
    /// Time between two packets
    #[arg(long, value_name = "SECS", value_parser = seconds, conflicts_with = "rate")]
    interval: Option<Duration>,
    /// Packets a second, bits a second (100mbit), or max
    #[arg(long, value_name = "RATE", default_value = "max")]
    rate: Rate,
    /// 3: the kernel finds the way and the next hop, its packet filter sees the packets; it writes length and checksum of IPv4 itself
    #[arg(long, value_name = "2|3", value_parser = clap::value_parser!(u8).range(2..=3))]
    layer: Option<u8>,
    /// Go past the kernel's queues, and past captures on this side of the interface (Linux)
    #[arg(long)]
    bypass: bool,
    /// What happens behind a packet that cannot be sent
    #[arg(long, value_name = "WHAT", default_value = "stop")]
    on_error: OnError,
    /// Host names in the place of addresses, by the system's resolver
    #[arg(short = 'N', long)]
    names: bool,
    /// Repeat the random values of another run
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
}

/// `--on-error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum OnError {
    /// Nothing more is sent
    Stop,
    /// The others are
    Continue,
}

enum What {
    Craft(Box<craft::Craft>, String),
    File(PathBuf),
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let seed = args.seed.unwrap_or_else(fresh);
    // What is wrong with the last is told before the first is sent.
    let mut all = vec![];
    for text in &args.what {
        if text == "-" {
            for (number, line) in (1..).zip(std::io::stdin().lock().lines()) {
                let line = line.context("standard input")?;
                if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
                    all.push(composed(line.trim(), args.names).map_err(|error| exit::usage(format!("line {number}: {error}")))?);
                }
            }
        } else if is_file(text) {
            all.push(What::File(text.into()));
        } else {
            all.push(composed(text, args.names)?);
        }
    }
    if args.seed.is_none() && all.iter().any(|what| matches!(what, What::Craft(craft, _) if craft.random())) {
        term.say(&format!("seed {seed}"));
    }
    let rate = args.interval.map_or(args.rate, |interval| Rate::Packets(1.0 / interval.as_secs_f64()));
    let go_on = args.on_error == OnError::Continue;
    warn(&all, if args.r#loop { u128::MAX } else { args.count.into() }, rate, term);
    let mut watch = Watch::new(go_on, *term)?;
    let (rounds, times) = match (args.r#loop, all.len()) {
        // One alone is not begun anew.
        (true, 1) => (1, u64::MAX),
        (true, _) => (u64::MAX, 1),
        (false, 1) => (1, args.count),
        (false, _) => (args.count, 1),
    };
    for round in 0..rounds {
        for what in &mut all {
            if watch.all.packets > 0 && rate != Rate::Max {
                // The next is behind the last by as much as within one.
                let pause = rate.time((watch.all.bytes / watch.all.packets) as usize);
                watch.pause(pause);
            }
            watch.before = watch.all;
            let done = match what {
                What::Craft(craft, text) => {
                    let options = Options {
                        interface: args.interface.clone(),
                        raw: args.layer == Some(3),
                        bypass: args.bypass,
                        rate,
                        go_on,
                        ..Options::default()
                    };
                    send(craft, seed.wrapping_add(round), times, &options, &mut |event| watch.event(event)).map_err(|error| match error {
                        Error::Craft(e) => wrong(&e, text),
                        error => watch.context(error),
                    })
                }
                What::File(path) => {
                    let onto = args.interface.clone().map_or(Onto::Routes, Onto::One);
                    let (files, speed) = (vec![path.clone()], Speed::Rate(rate));
                    let options = replay::Options { files, times, speed, onto, max_gap: None, bypass: args.bypass, go_on, dry: false };
                    replay::replay(&options, &mut |event| watch.event(event)).map(|done| done.sent).map_err(|error| watch.context(error))
                }
            };
            match done {
                Ok(sent) => watch.add(sent),
                Err(error) => {
                    watch.end();
                    return Err(error);
                }
            }
            if watch.stopped() {
                watch.end();
                return Ok(if args.r#loop { Code::Ok } else { Code::Interrupted });
            }
        }
    }
    watch.end();
    Ok(if watch.all.failed > 0 { Code::Network } else { Code::Ok })
}

/// Says so before many packets leave quickly for networks of others; and goes on.
fn warn(all: &[What], times: u128, rate: Rate, term: &Term) {
    /// What is sent less often than that, in packets a second or in all, bothers nobody.
    const POLITE: f64 = 1000.0;
    /// So many packets of each are looked at.
    const LOOK: usize = 4096;
    let mut public = BTreeSet::new();
    let mut packets = 0u128;
    let mut look = |bytes: &[u8], link: LinkType| {
        let packet = match link {
            LinkType::ETHERNET => bytes.get(14..).filter(|_| matches!(bytes.get(12..14), Some([8, 0] | [0x86, 0xdd]))),
            _ => Some(bytes),
        };
        let to = packet.and_then(destination).filter(|to| !private(*to) && !to.is_multicast() && *to != Ipv4Addr::BROADCAST);
        public.extend(to);
    };
    for what in all {
        match what {
            What::Craft(craft, _) => {
                packets = packets.saturating_add(craft.len().saturating_mul(times));
                let (mut made, mut bytes) = (craft.packets(0), vec![]);
                // What is wrong with one is told when its turn comes.
                for _ in 0..LOOK {
                    bytes.clear();
                    let Some(Ok(())) = made.write(&mut bytes) else { break };
                    look(&bytes, craft.link());
                }
            }
            What::File(path) => {
                let (mut batch, mut seen) = (capture::Batch::new(), 0);
                let Ok(mut source) = capture::open(path) else { continue };
                while seen < LOOK && matches!(capture::Source::fill(&mut source, &mut batch), Ok(true)) {
                    seen += batch.len();
                    for frame in batch.frames() {
                        let (bytes, link) = replay::network(frame.info.link, frame.bytes);
                        look(bytes, link);
                    }
                }
                packets = packets.saturating_add((seen as u128).saturating_mul(times));
            }
        }
    }
    let polite = match rate {
        Rate::Max => false,
        Rate::Packets(rate) => rate <= POLITE,
        Rate::Bits(rate) => rate <= POLITE * 1e3,
    };
    if !public.is_empty() && !polite && packets as f64 > POLITE {
        let count = if packets > 1 << 100 { "packets without end".to_owned() } else { format!("{packets} packets") };
        let (n, s) = (public.len(), if public.len() == 1 { "" } else { "es" });
        term.say(&format!("warning: {count} leave for public addresses ({n} address{s} seen), quickly: send only to who agrees"));
    }
}

/// A file that is there; nothing else has the name of one by accident, as an expression has brackets.
fn is_file(text: &str) -> bool {
    Path::new(text).is_file() || !text.contains(['(', '\n']) && Path::new(text).extension().is_some()
}

fn composed(text: &str, names: bool) -> anyhow::Result<What> {
    let text = if names { hosts::in_expression(text)? } else { text.to_owned() };
    let craft = craft::compose(&text).map_err(|e| wrong(&e, &text))?;
    Ok(What::Craft(Box::new(craft), text))
}

/// Looks on while packets are sent: progress, faults, signals.
pub(super) struct Watch {
    pub(super) all: Sent,
    before: Sent,
    signals: Signals,
    bar: Option<ProgressBar>,
    began: Instant,
    looked: Instant,
    go_on: bool,
    term: Term,
    failed: Option<u64>,
    left_out: u64,
}

impl Watch {
    pub(super) fn new(go_on: bool, term: Term) -> anyhow::Result<Watch> {
        let signals = pipeline::stop_on_signals().context("signals")?;
        let (now, none) = (Instant::now(), Sent::default());
        Ok(Watch { all: none, before: none, signals, bar: None, began: now, looked: now, go_on, term, failed: None, left_out: 0 })
    }

    pub(super) fn stopped(&self) -> bool {
        self.signals.stop.load(Relaxed)
    }

    pub(super) fn event(&mut self, event: Event<'_>) -> ControlFlow<()> {
        match event {
            Event::Failed(number, error) => {
                self.failed = Some(number);
                if self.go_on {
                    self.all.failed += 1;
                    self.tell(&format!("packet {number} was not sent: {}", exit::sentence(&anyhow::anyhow!("{error}"))));
                }
            }
            Event::LeftOut(error) => {
                self.left_out += 1;
                self.all.failed += 1;
                self.tell(&format!("not sent: {}", exit::sentence(&anyhow::anyhow!("{error}"))));
            }
            Event::Sent(sent) => {
                if self.signals.counts.swap(false, Relaxed) {
                    self.term.say(&sentence(&sum(self.before, sent)));
                }
                if self.looked.elapsed() > Duration::from_millis(200) {
                    self.looked = Instant::now();
                    self.progress(sent);
                }
            }
        }
        if self.stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Of many that fail alike some tell enough.
    fn tell(&self, text: &str) {
        if self.all.failed <= 3 || self.term.verbose > 0 {
            self.term.say(text);
        }
    }

    fn progress(&mut self, sent: Sent) {
        if self.term.quiet || self.began.elapsed() < Duration::from_secs(1) {
            return;
        }
        let bar = self.bar.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner());
            ProgressBar::new_spinner().with_style(style)
        });
        bar.set_message(sentence(&sum(self.before, sent)));
        bar.tick();
    }

    /// Waits between two of what is sent.
    fn pause(&mut self, pause: Duration) {
        let until = Instant::now().checked_add(pause);
        while !self.stopped()
            && let Some(left) = until.map_or(Some(pause), |until| until.checked_duration_since(Instant::now()))
        {
            std::thread::sleep(left.min(Duration::from_millis(50)));
        }
        self.all.took += pause;
    }

    pub(super) fn add(&mut self, sent: Sent) {
        let failed = self.all.failed;
        self.all = sum(self.before, sent);
        self.all.failed = failed;
    }

    /// Which packet it was.
    pub(super) fn context(&self, error: Error) -> anyhow::Error {
        let named = matches!(error, Error::Send { .. } | Error::NoRoute { .. } | Error::Silent { .. } | Error::Wrong(_));
        let error = anyhow::Error::from(error);
        match self.failed.filter(|_| named) {
            Some(number) => error.context(format!("packet {number} was not sent")),
            None => error,
        }
    }

    pub(super) fn end(&mut self) {
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        if self.all.packets > 0 || self.all.failed > 0 {
            self.term.say(&sentence(&self.all));
        }
    }
}

fn sum(a: Sent, b: Sent) -> Sent {
    Sent { packets: a.packets + b.packets, bytes: a.bytes + b.bytes, failed: a.failed + b.failed, took: a.took + b.took }
}

/// What was sent, and how quickly.
pub(super) fn sentence(sent: &Sent) -> String {
    let seconds = sent.took.as_secs_f64();
    let failed = if sent.failed > 0 { format!(", {} not sent", sent.failed) } else { String::new() };
    let mut text = format!("{} packets, {} bytes sent{failed}", sent.packets, sent.bytes);
    // Of a handful there is no rate.
    if sent.packets > 1 && seconds > 0.0 {
        let (rate, bits) = (sent.packets as f64 / seconds, sent.bytes as f64 * 8e-6 / seconds);
        text.push_str(&format!(" in {seconds:.3} s: {rate:.0} packets/s, {bits:.1} Mbit/s"));
    }
    text
}

/// The interface that a word names, for messages before anything is sent.
pub(super) fn known(name: &str) -> anyhow::Result<()> {
    let all = interfaces::list()?;
    pktlab::net::paths::named(&all, name)?;
    Ok(())
}
