//! `pkt probe`: one conversation, timed phase by phase.

use super::ask::seconds;
use super::exit::{self, Code, Unreachable};
use super::hosts::Family;
use super::serve::printable;
use super::term::Term;
use super::{Verb, answer, command, handshakes, pipeline};
use anyhow::{Context, bail};
use clap::{FromArgMatches, ValueEnum, ValueHint};
use pktlab::capture::live::{self, Control, Next};
use pktlab::capture::{Batch, Writer};
use pktlab::net::paths::Paths;
use pktlab::render::phases::{bar, span};
use pktlab::traffic::probe::{self, Options, Report};
use pktlab::traffic::{Target, Trust};
use regex::bytes::Regex;
use serde_json::json;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering::Relaxed;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// One conversation, timed phase by phase
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
What --data says depends on the scheme:
  tcp, tls, udp                     the bytes to send (without it a greeting is waited for)
  http, https                       the body of a POST
  smtp                              a mail, ?from=ADDRESS&to=ADDRESS
  pop3, imap                        a command, with USER:PASSWORD@ behind a login
  redis                             a command (without it a queue and a topic are tried)
  xmlrpc, jsonrpc, msgpackrpc       METHOD ARGUMENT .., each argument JSON or a text
  dns                               dns://SERVER/NAME?type=AAAA

The exit code is 5 where there was no answer, or not the one that --expect describes. --capture and --ladder
need the right to capture; the name is looked up before, so its questions are not in the capture.

Examples:
  pkt probe tcp://localhost:6789 --data 'Hey!' --expect '^Hey!$'
  pkt probe https://example.com -c 5 -i 1
  pkt probe smtp://localhost:2525 --starttls -k --data 'Hello'
  pkt probe imap://me:secret@localhost:2143 --data 'FETCH 1 BODY[]'
  pkt probe jsonrpc://localhost:8001 --data 'double 21' -T json | jq '.[0].answer'
  sudo pkt probe http://localhost:8080 --ladder --capture http.pcapng")]
pub(super) struct Args {
    /// With whom, and how: `scheme://[user:password@]host[:port][/path]`
    #[arg(value_name = "URL", required = true, value_parser = str::parse::<Target>, value_hint = ValueHint::Url)]
    targets: Vec<Target>,

    /// What is said
    #[arg(short, long, value_name = "TEXT", help_heading = "What")]
    data: Option<String>,
    /// What the answer must have: a regular expression
    #[arg(short, long, value_name = "REGEX", help_heading = "What", value_parser = str::parse::<Regex>)]
    expect: Option<Regex>,
    /// Go over to TLS in the middle: smtp, pop3, imap
    #[arg(long, help_heading = "What")]
    starttls: bool,
    /// Believe any certificate
    #[arg(short = 'k', long, help_heading = "What")]
    insecure: bool,
    /// Believe those whom the certificates in this file sign for
    #[arg(long, value_name = "FILE", help_heading = "What", value_hint = ValueHint::FilePath, conflicts_with = "insecure")]
    ca: Option<PathBuf>,
    #[command(flatten)]
    family: Family,

    /// So many conversations with each
    #[arg(short, long, value_name = "N", help_heading = "When", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,
    /// Between two
    #[arg(short, long, value_name = "SECS", help_heading = "When", default_value = "1", value_parser = seconds)]
    interval: Duration,
    /// How long one may take
    #[arg(short = 'W', long, value_name = "SECS", help_heading = "When", default_value = "10", value_parser = seconds)]
    timeout: Duration,
    /// tcp, tls: the answer has ended when nothing came for so long
    #[arg(long, value_name = "SECS", help_heading = "When", default_value = "0.2", value_parser = seconds)]
    silence: Duration,

    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", help_heading = "Output", default_value = "text")]
    format: Format,
    /// Write the packets of it into a file
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    capture: Option<PathBuf>,
    /// Draw the packets of its handshake
    #[arg(long, help_heading = "Output")]
    ladder: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A bar of the phases, and the answer
    Text,
    /// An array of objects
    Json,
    /// An object a line
    Ndjson,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let signals = pipeline::stop_on_signals().context("signals")?;
    let trust = Trust { anyone: args.insecure, authorities: args.ca.clone() };
    let options = Options {
        data: args.data.clone(),
        expect: args.expect.clone(),
        timeout: args.timeout,
        quiet: args.silence,
        trust,
        start_tls: args.starttls,
        takes: args.family.chooser(),
    };
    let folder = tempfile::tempdir().context("a temporary folder")?;
    let capturing = match (&args.capture, args.ladder) {
        (Some(path), _) => Some(Capturing::start(&args.targets, path, args.family)?),
        (None, true) => Some(Capturing::start(&args.targets, &folder.path().join("probe.pcapng"), args.family)?),
        _ => None,
    };
    let width = terminal_size::terminal_size_of(std::io::stdout()).map_or(80, |(width, _)| usize::from(width.0)).min(120);
    let mut all = vec![];
    let mut good = true;
    let mut sums: HashMap<(usize, &'static str), Vec<Duration>> = HashMap::new();
    let mut names: Vec<Vec<&'static str>> = vec![vec![]; args.targets.len()];
    'rounds: for round in 0..args.count {
        let began = Instant::now();
        for (number, target) in args.targets.iter().enumerate() {
            if signals.stop.load(Relaxed) {
                break 'rounds;
            }
            let report = probe::run(target, &options).context("the event loop")?;
            good &= report.failure.is_none() && report.met;
            for phase in &report.phases {
                if !names[number].contains(&phase.name) {
                    names[number].push(phase.name);
                }
                sums.entry((number, phase.name)).or_default().push(phase.time);
            }
            if report.failure.is_none() {
                sums.entry((number, "whole")).or_default().push(report.whole);
            }
            match args.format {
                Format::Text => answer(text(target, &report, args, round, width).as_bytes()).map(drop)?,
                Format::Ndjson => answer(format!("{}\n", object(target, &report, round)).as_bytes()).map(drop)?,
                Format::Json => all.push(object(target, &report, round)),
            }
        }
        while round + 1 < args.count && began.elapsed() < args.interval && !signals.stop.load(Relaxed) {
            std::thread::sleep(Duration::from_millis(20).min(args.interval.saturating_sub(began.elapsed())));
        }
    }
    if args.format == Format::Json {
        answer(format!("{}\n", serde_json::to_string_pretty(&all)?).as_bytes()).map(drop)?;
    }
    if args.count > 1 && args.format == Format::Text {
        let mut text = String::new();
        for (number, target) in args.targets.iter().enumerate() {
            text.push_str(&format!("{target}: least / mean / most\n"));
            for name in names[number].iter().copied().chain(["whole"]) {
                let Some(times) = sums.get(&(number, name)) else { continue };
                let mean = times.iter().sum::<Duration>() / times.len() as u32;
                let (least, most) = (times.iter().min().copied().unwrap_or_default(), times.iter().max().copied().unwrap_or_default());
                text.push_str(&format!("{name:>10}  {:>8} / {:>8} / {:>8}\n", span(least), span(mean), span(most)));
            }
        }
        answer(text.as_bytes()).map(drop)?;
    }
    if let Some(capturing) = capturing {
        let path = capturing.path.clone();
        let packets = capturing.end()?;
        if args.capture.is_some() {
            term.say(&format!("{packets} packets in {}", path.display()));
        }
        if args.ladder {
            let line = ["pkt".as_ref(), "handshakes".as_ref(), path.as_os_str(), "--ladder".as_ref()];
            let matches = command().try_get_matches_from(line)?;
            let Verb::Handshakes(args) = super::Pkt::from_arg_matches(&matches)?.verb else { bail!("handshakes are drawn") };
            handshakes::run(&args, term)?;
        }
    }
    if signals.stop.load(Relaxed) {
        return Ok(Code::Interrupted);
    }
    Ok(if good { Code::Ok } else { Code::Network })
}

fn text(target: &Target, report: &Report, args: &Args, round: u64, width: usize) -> String {
    let mut text = String::new();
    let peer = report.peer.map_or_else(String::new, |peer| format!(" → {peer}"));
    let number = if args.count > 1 { format!("#{} ", round + 1) } else { String::new() };
    text.push_str(&format!("{number}{target}{peer}\n"));
    let parts: Vec<_> = report.phases.iter().map(|phase| (phase.name, phase.start, phase.time)).collect();
    text.push_str(&bar(&parts, report.whole, width));
    for (name, value) in &report.facts {
        text.push_str(&format!("{name}: {}\n", printable(value.as_bytes()).replace("\\\"", "\"").replace("\\r\\n", " ")));
    }
    if !report.answer.is_empty() && round == 0 {
        let shown = report.answer.get(..2000).unwrap_or(&report.answer);
        let more = if shown.len() < report.answer.len() { format!("… ({} bytes)", report.answer.len()) } else { String::new() };
        text.push_str(&format!("\"{}\"{more}\n", printable(shown)));
    }
    if let Some((phase, why)) = &report.failure {
        text.push_str(&format!("failed in {phase}: {why}\n"));
    } else if !report.met {
        text.push_str(&format!("the answer is not as expected: {}\n", args.expect.as_ref().map_or("", |expect| expect.as_str())));
    }
    text
}

fn object(target: &Target, report: &Report, round: u64) -> serde_json::Value {
    let seconds = |time: Duration| (time.as_secs_f64() * 1e9).round() / 1e9;
    let phases: Vec<_> = report
        .phases
        .iter()
        .map(|phase| json!({ "name": phase.name, "start": seconds(phase.start), "seconds": seconds(phase.time) }))
        .collect();
    let facts: serde_json::Map<_, _> = report.facts.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
    json!({
        "url": target.text,
        "number": round + 1,
        "peer": report.peer.map(|peer| peer.to_string()),
        "local": report.local.map(|local| local.to_string()),
        "phases": phases,
        "whole": seconds(report.whole),
        "facts": facts,
        "said": String::from_utf8_lossy(&report.said),
        "answer": String::from_utf8_lossy(&report.answer),
        "met": report.met && report.failure.is_none(),
        "failure": report.failure.as_ref().map(|(phase, why)| json!({ "phase": phase, "why": why })),
    })
}

/// A capture of the packets, into a file.
struct Capturing {
    path: PathBuf,
    control: Control,
    thread: JoinHandle<anyhow::Result<u64>>,
}

impl Capturing {
    /// Begins on the interfaces that lead there, with a filter for those hosts and ports.
    fn start(targets: &[Target], path: &Path, family: Family) -> anyhow::Result<Capturing> {
        let mut paths = Paths::new(None)?;
        let (mut interfaces, mut filters) = (vec![], vec![]);
        for target in targets {
            let all = probe::addresses(target).map_err(|error| Unreachable(format!("{}: {error}", target.host)))?;
            for address in all.into_iter().filter(|address| family.takes(address.ip())) {
                // One of several addresses may lead nowhere.
                let Ok(way) = paths.to(address.ip()) else { continue };
                if !interfaces.contains(&way.interface) {
                    interfaces.push(way.interface.clone());
                }
                let protocol = if target.scheme.is_datagram() { "udp" } else { "tcp" };
                filters.push(format!("(host {} and {protocol} port {})", address.ip(), address.port()));
            }
        }
        if interfaces.is_empty() {
            return Err(exit::usage("nothing leads there"));
        }
        let mut options = live::Options::new().filter(&filters.join(" or ")).latency(Duration::from_millis(10));
        for name in &interfaces {
            options = options.interface(name);
        }
        let mut live = options.open()?;
        let control = live.control();
        let mut writer = Writer::create(path, None, &[])?;
        let thread = std::thread::spawn(move || {
            let mut batch = Batch::new();
            loop {
                match live.next(&mut batch, Duration::from_millis(100))? {
                    Next::End => break,
                    Next::Records | Next::Nothing => writer.write_batch(&batch)?,
                }
            }
            let packets = writer.packets();
            writer.finish()?;
            Ok(packets)
        });
        Ok(Capturing { path: path.to_owned(), control, thread })
    }

    /// Ends it; packets written.
    fn end(self) -> anyhow::Result<u64> {
        // The last packets (FIN, ACK) are still on their way.
        std::thread::sleep(Duration::from_millis(150));
        self.control.stop();
        self.thread.join().unwrap_or_else(|_| bail!("the capture has failed"))
    }
}
