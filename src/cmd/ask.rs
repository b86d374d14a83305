//! `pkt ask`: packets are sent, and shown with what answers them.

use super::craft::{fresh, wrong};
use super::exit::{self, Code};
use super::hosts;
use super::pipeline;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::Writer;
use pktlab::craft;
use pktlab::decode;
use pktlab::flow::reply::Answer;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::net::ask::{Event, Options, Pair, Question, ask};
use pktlab::proto::id;
use pktlab::render::{Json, Line, LineOptions, Tree, View};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use std::io::{BufRead, Write};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Send packets, and match the answers
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Each packet of the expression is sent, and what answers it is shown beneath it, with the time since it was
sent: the reply of who was asked, or an ICMP error that quotes it. The interface, source addresses and the
next hop's MAC address are found as the kernel would; a first layer of Ethernet goes out as it stands.
The exit code is 5 where nothing was answered.

A reply comes from the address and the port that were asked, and fits: identifier and sequence number of
ICMP, TCP's numbers, the DNS question and its id, the xid of DHCP.

To a SYN/ACK that the kernel did not ask for it says RST. To keep it from that, for one port:
  nft add table inet pkt
  nft 'add chain inet pkt out { type filter hook output priority 0; }'
  nft add rule inet pkt out tcp sport 4242 tcp flags rst drop

Examples:
  pkt ask 'IP(dst=\"192.0.2.1\")/ICMP()'
  pkt ask 'Ether(dst=\"ff:ff:ff:ff:ff:ff\")/ARP(pdst=\"192.0.2.0/24\")' --timeout 0.5
  pkt ask 'IP(dst=\"192.0.2.1\")/TCP(dport=[22,80,(8000,8010)],flags=\"S\")' --retry 2
  pkt ask -N 'IP(dst=\"dns.example\")/UDP(sport=4242)/DNS(qd=[DNSQR(qname=\"example.com\")])' -T tree
  pkt ask 'IP(dst=\"192.0.2.1\",ttl=(1,12))/ICMP()' -T json | jq '.[].received.layers[1][\"ip.src\"]'")]
pub(super) struct Args {
    /// Packets as Scapy writes them; - reads one a line from standard input
    #[arg(value_name = "EXPR", required = true)]
    expressions: Vec<String>,
    /// Send and capture only on this interface, by name or number
    #[arg(short, long, value_name = "IF")]
    interface: Option<String>,
    /// How long an answer is waited for
    #[arg(short = 't', long, value_name = "SECS", default_value = "2", value_parser = seconds)]
    timeout: Duration,
    /// Send what is not answered so many times again
    #[arg(short, long, value_name = "N", default_value_t = 0)]
    retry: u32,
    /// Show every answer to a packet, not only the first; each is waited for all its time
    #[arg(short, long)]
    multi: bool,
    /// Packets a second, at most
    #[arg(long, value_name = "PPS", value_parser = rate)]
    rate: Option<f64>,
    /// Questions that wait for an answer at once
    #[arg(long, value_name = "N", default_value_t = 65536, value_parser = clap::value_parser!(u32).range(1..))]
    window: u32,
    /// 3: the kernel finds the way and the next hop, its packet filter sees the packets; it writes length and checksum of IPv4 itself
    #[arg(long, value_name = "2|3", value_parser = clap::value_parser!(u8).range(2..=3))]
    layer: Option<u8>,
    /// Host names in the place of addresses, by the system's resolver
    #[arg(short = 'N', long)]
    names: bool,
    /// How pairs are shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "line")]
    format: Format,
    /// Write the packets, sent and received, into a capture file
    #[arg(short, long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Repeat the random values of another run
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for the question, and one for each answer
    Line,
    /// All fields of each answer
    Tree,
    /// An array of objects: sent, received, rtt
    Json,
    /// An object a line
    Ndjson,
    /// Only the counts
    None,
}

/// A number of seconds, more than none.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| format!("`{text}` is no number of seconds"))
}

/// Packets a second; `max` is as many as can be.
pub(super) fn rate(text: &str) -> Result<f64, String> {
    if text == "max" {
        return Ok(0.0);
    }
    text.parse::<f64>()
        .ok()
        .filter(|rate| *rate > 0.0 && rate.is_finite())
        .ok_or_else(|| format!("`{text}` is no number of packets a second"))
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let seed = args.seed.unwrap_or_else(fresh);
    let mut texts = vec![];
    for text in &args.expressions {
        if text == "-" {
            for line in std::io::stdin().lock().lines() {
                let line = line.context("standard input")?;
                if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
                    texts.push(line.trim().to_owned());
                }
            }
        } else {
            texts.push(text.clone());
        }
    }
    // What is wrong with the last is told before the first is sent.
    let mut all = vec![];
    for text in &texts {
        let text = if args.names { hosts::in_expression(text)? } else { text.clone() };
        all.push((craft::compose(&text).map_err(|e| hint(&wrong(&e, &text), args.names))?, text));
    }
    if args.seed.is_none() && all.iter().any(|(craft, _)| craft.random()) {
        term.say(&format!("seed {seed}"));
    }
    for (craft, _) in all.iter().filter(|(craft, _)| craft.len() > 1000) {
        let mut to = vec![];
        // Nothing is filled in yet: only where it goes is looked at.
        let _ = craft.clone().route(&mut |address, _| {
            to.push(address);
            None
        });
        super::scan::warn(&to, args.rate, usize::try_from(craft.len()).unwrap_or(usize::MAX), term);
    }
    let options = Options {
        interface: args.interface.clone(),
        timeout: args.timeout,
        retry: args.retry,
        multi: args.multi,
        rate: args.rate.filter(|rate| *rate > 0.0),
        raw: args.layer == Some(3),
        promiscuous: true,
        window: args.window as usize,
        ..Options::default()
    };
    let signals = pipeline::stop_on_signals().context("signals")?;
    let mut show = Show::new(args, *term)?;
    let mut counts = pktlab::net::ask::Counts::default();
    for (mut craft, text) in all {
        let mut fault = None;
        let base = show.number;
        let each = &mut |event: Event| {
            if signals.counts.swap(false, Relaxed) {
                term.say(&show.sentence());
            }
            let done = show.event(event, base);
            if let Err(error) = done {
                fault = Some(error);
                return ControlFlow::Break(());
            }
            if signals.stop.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let asked = ask(&mut craft, seed, &options, each).map_err(|error| match error {
            pktlab::net::Error::Craft(e) => wrong(&e, &text),
            error => error.into(),
        })?;
        if let Some(error) = fault {
            return Err(error);
        }
        show.number = base + asked.sent + asked.failed;
        counts.sent += asked.sent;
        counts.answered += asked.answered;
        counts.answers += asked.answers;
        counts.dropped += asked.dropped;
        counts.packets += asked.packets;
        show.counts = counts;
        if signals.stop.load(Relaxed) {
            break;
        }
    }
    show.finish()?;
    term.say(&show.sentence());
    if counts.dropped > 0 {
        term.say(&format!("note: the kernel had no room for {} captured frames: answers may be among them", counts.dropped));
    }
    Ok(match (signals.stop.load(Relaxed), counts.answered) {
        (true, _) => Code::Interrupted,
        (false, 0) => Code::Network,
        _ => Code::Ok,
    })
}

/// A name is no address unless `-N` says so.
fn hint(error: &anyhow::Error, names: bool) -> anyhow::Error {
    let text = error.to_string();
    let address = text.lines().next().is_some_and(|line| line.contains("address"));
    exit::usage(if address && !names { format!("{text}\nhost names are looked up with -N") } else { text })
}

/// Shows what happens.
struct Show {
    format: Format,
    term: Term,
    line: Line,
    tree: Tree,
    json: Json,
    file: Option<Writer>,
    out: std::io::BufWriter<std::io::Stdout>,
    flushed: Instant,
    spine: Spine,
    number: u64,
    shown: u64,
    counts: pktlab::net::ask::Counts,
    times: Vec<u64>,
    failed: u64,
    told: bool,
}

impl Show {
    fn new(args: &Args, term: Term) -> anyhow::Result<Show> {
        let file = args.write.as_ref().map(|path| Writer::create(path, None, &[])).transpose()?;
        Ok(Show {
            format: args.format,
            term,
            line: Line::new(LineOptions { color: term.color, ..LineOptions::default() }),
            tree: Tree::new(term.color),
            json: Json::lines(),
            file,
            out: std::io::BufWriter::with_capacity(1 << 16, std::io::stdout()),
            flushed: Instant::now(),
            spine: Spine::new(),
            number: 0,
            shown: 0,
            counts: pktlab::net::ask::Counts::default(),
            times: vec![],
            failed: 0,
            told: false,
        })
    }

    fn event(&mut self, event: Event, base: u64) -> anyhow::Result<()> {
        match event {
            Event::Answered(pair) => {
                self.times.push(pair.rtt().as_nanos() as u64);
                self.pair(&pair, base)?;
            }
            Event::Unanswered(question) => self.without(&question, base, None)?,
            Event::Failed(_, error @ (pktlab::net::Error::Wrong(_) | pktlab::net::Error::Rights { .. })) => return Err(error.into()),
            Event::Failed(question, error) => {
                self.failed += 1;
                // Of many that fail alike one tells enough.
                if self.failed <= 3 || self.term.verbose > 0 {
                    self.term.say(&format!("not sent: {}", exit::sentence(&anyhow::Error::from(error))));
                }
                self.without(&question, base, Some("not sent"))?;
            }
            Event::Idle => {}
        }
        if self.flushed.elapsed() > Duration::from_millis(20) {
            self.out.flush().context("standard output")?;
            self.flushed = Instant::now();
        }
        Ok(())
    }

    fn pair(&mut self, pair: &Pair, base: u64) -> anyhow::Result<()> {
        let number = base + pair.number;
        let info = |link, bytes: &[u8], time| Info {
            number,
            time: Some(time),
            first: Some(pair.sent_at),
            ..Info::alone(link, bytes.len() as u32)
        };
        let (sent, received) = (info(pair.sent_link, &pair.sent, pair.sent_at), info(pair.received_link, &pair.received, pair.received_at));
        if pair.before == 0 {
            self.keep(&pair.sent, sent)?;
        }
        self.keep(&pair.received, received)?;
        let mut text = vec![];
        match self.format {
            Format::Line => {
                if pair.before == 0 {
                    self.view(&pair.sent, sent, &mut text);
                }
                self.view(&pair.received, received, &mut text);
            }
            Format::Tree => self.view(&pair.received, received, &mut text),
            Format::Json | Format::Ndjson => {
                self.between(&mut text);
                let word = if pair.answer == Answer::Reply { "reply" } else { "error" };
                text.extend(
                    format!(
                        "{{\"number\":{number},\"answer\":\"{word}\",\"rtt\":{:.9},\"tries\":{},\"sent\":",
                        pair.rtt().as_secs_f64(),
                        pair.tries
                    )
                    .bytes(),
                );
                self.view(&pair.sent, sent, &mut text);
                text.extend(b",\"received\":");
                self.view(&pair.received, received, &mut text);
                text.extend(b"}");
                if self.format == Format::Ndjson {
                    text.push(b'\n');
                }
            }
            Format::None => {}
        }
        self.out.write_all(&text).context("standard output")?;
        self.explain(pair);
        Ok(())
    }

    /// A question that nobody answered, or that was not sent.
    fn without(&mut self, question: &Question, base: u64, why: Option<&str>) -> anyhow::Result<()> {
        if question.bytes.is_empty() {
            return Ok(());
        }
        let number = base + question.number;
        let info = Info { number, time: Some(0), first: Some(0), ..Info::alone(question.link, question.bytes.len() as u32) };
        if why.is_none() {
            self.keep(&question.bytes, info)?;
        }
        let mut text = vec![];
        match self.format {
            Format::Line => {
                self.view(&question.bytes, info, &mut text);
                text.pop();
                text.extend(format!(" ({})\n", why.unwrap_or("no answer")).bytes());
            }
            Format::Json | Format::Ndjson => {
                self.between(&mut text);
                text.extend(format!("{{\"number\":{number},\"answer\":null,").bytes());
                if why.is_some() {
                    text.extend(b"\"failed\":true,");
                }
                text.extend(b"\"sent\":");
                self.view(&question.bytes, info, &mut text);
                text.extend(b",\"received\":null}");
                if self.format == Format::Ndjson {
                    text.push(b'\n');
                }
            }
            Format::Tree | Format::None => {}
        }
        self.out.write_all(&text).context("standard output")
    }

    fn between(&mut self, text: &mut Vec<u8>) {
        if self.format == Format::Json {
            text.extend_from_slice(if self.shown == 0 { b"[\n" } else { b",\n" });
        }
        self.shown += 1;
    }

    /// A packet in the view that was chosen.
    fn view(&mut self, bytes: &[u8], info: Info, text: &mut Vec<u8>) {
        let frame = Frame::new(bytes, info);
        let (rules, notes) = (Rules { checksums: true, ..Rules::default() }, Notes::new());
        decode::walk(&mut self.spine, &frame, &rules);
        let packet = Packet { bytes, frame: &frame, spine: &self.spine, notes: &notes, rules: &rules };
        match self.format {
            Format::Tree => self.tree.packet(&packet, text),
            Format::Json | Format::Ndjson => {
                self.json.packet(&packet, text);
                while text.last().is_some_and(u8::is_ascii_whitespace) {
                    text.pop();
                }
            }
            _ => self.line.packet(&packet, text),
        }
    }

    fn keep(&mut self, bytes: &[u8], info: Info) -> anyhow::Result<()> {
        if let Some(file) = &mut self.file {
            file.write_frame(&Frame::new(bytes, Info { first: None, ..info }))?;
        }
        Ok(())
    }

    /// A SYN/ACK to a SYN of ours: the kernel knows nothing of the connection, and says so to the other side.
    fn explain(&mut self, pair: &Pair) {
        if self.told || self.term.quiet {
            return;
        }
        let flags = |spine: &mut Spine, bytes: &[u8], link: LinkType| {
            let frame = Frame::new(bytes, Info::alone(link, bytes.len() as u32));
            decode::walk(spine, &frame, &Rules::default());
            spine.find(id::tcp).and_then(|tcp| tcp.head(bytes).get(13).copied()).map(|flags| flags & 0x17)
        };
        if flags(&mut self.spine, &pair.sent, pair.sent_link) == Some(2)
            && flags(&mut self.spine, &pair.received, pair.received_link) == Some(0x12)
        {
            self.told = true;
            self.term.say(
                "note: to SYN/ACK this machine's kernel answers RST, as it knows of no such connection; `pkt help ask` tells how to keep it quiet",
            );
        }
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        if self.format == Format::Json {
            self.out.write_all(if self.shown == 0 { b"[]\n" } else { b"\n]\n" }).context("standard output")?;
        }
        self.out.flush().context("standard output")?;
        if let Some(file) = self.file.take() {
            for notice in file.finish()?.notices {
                self.term.say(&format!("note: {notice}"));
            }
        }
        Ok(())
    }

    fn sentence(&self) -> String {
        let pktlab::net::ask::Counts { sent, packets, answered, answers, .. } = self.counts;
        let mut text = format!("{sent} sent");
        if packets > sent {
            text += &format!(", {} of them again", packets - sent);
        }
        text += &format!(", {answered} answered");
        if answers > answered {
            text += &format!(" ({answers} answers)");
        }
        if sent > answered {
            text += &format!(", {} unanswered, {:.3} % loss", sent - answered, 100.0 * (sent - answered) as f64 / sent as f64);
        }
        if self.failed > 0 {
            text += &format!(", {} not sent", self.failed);
        }
        match Times::of(&self.times) {
            Some(times) => format!("{text}; {times}"),
            None => text,
        }
    }
}

/// Round-trip times, summed up.
pub(super) struct Times {
    pub(super) min: f64,
    pub(super) mean: f64,
    pub(super) max: f64,
    /// The standard deviation, as ping's mdev.
    pub(super) deviation: f64,
    sorted: Vec<u64>,
}

impl Times {
    /// Of times in nanoseconds; `None` where there is none.
    pub(super) fn of(times: &[u64]) -> Option<Times> {
        let mut sorted = times.to_vec();
        sorted.sort_unstable();
        let (min, max) = (*sorted.first()?, *sorted.last()?);
        let mean = sorted.iter().map(|t| *t as f64).sum::<f64>() / sorted.len() as f64;
        let square = sorted.iter().map(|t| (*t as f64 - mean).powi(2)).sum::<f64>() / sorted.len() as f64;
        Some(Times { min: min as f64 / 1e6, mean: mean / 1e6, max: max as f64 / 1e6, deviation: square.sqrt() / 1e6, sorted })
    }

    /// The time, in milliseconds, that so many of a hundred do not exceed: the nearest that was measured.
    pub(super) fn percentile(&self, percent: f64) -> f64 {
        let at = (percent / 100.0 * self.sorted.len() as f64).ceil() as usize;
        self.sorted.get(at.saturating_sub(1)).map_or(self.max, |t| *t as f64 / 1e6)
    }
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "rtt min/median/p99/max {:.3}/{:.3}/{:.3}/{:.3} ms", self.min, self.percentile(50.0), self.percentile(99.0), self.max)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let times: Vec<u64> = (1..=100).map(|n| n * 1_000_000).collect();
        let times = Times::of(&times).unwrap();
        assert_eq!((times.min, times.max, times.mean), (1.0, 100.0, 50.5));
        assert_eq!((times.percentile(50.0), times.percentile(99.0), times.percentile(100.0)), (50.0, 99.0, 100.0));
        assert!(Times::of(&[]).is_none());
        assert_eq!(Times::of(&[3_000_000]).unwrap().percentile(1.0), 3.0);
    }
}
