//! `pkt handshakes`: every attempt to connect, and what became of it.
//!
//! Threads find what frames have to do with connections and hand it on as bytes; what lays out the output hears all of it in order,
//! and is where attempts are kept.

use super::ahead::ahead;
use super::exit::{self, Code};
use super::handshakes_screen::Screen;
use super::pipeline::{self, Ends, Layout, Plan, Worker};
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use pktlab::capture::live::{self, Live};
use pktlab::capture::{self, Source};
use pktlab::decode::walk;
use pktlab::filter::{self, Filter};
use pktlab::flow::{Attempt, Condition, Flows, Handshakes, Keying, Limits, Sighting, Summary, Verdict, sighting_in};
use pktlab::frame::Frame;
use pktlab::render::{Table, handshakes as show, ladder, ladder_html, ladder_svg};
use pktlab::spine::{Notes, Packet, Rules, Spine, Stage};
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

/// Steps of an attempt that a ladder shows.
const STEPS: usize = 64;

/// Bytes of output that wait to be written, at the end.
const ROOM: usize = 1 << 20;

/// Attempts that a thread lays out at a time.
const PIECE: usize = 1024;

/// Attempts in a picture.
const DRAWN: usize = 2000;

/// Every attempt to connect by TCP, and what became of it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Verdicts: established, simultaneous-open, refused (RST), rejected (ICMP), timed-out (no answer), half-open (the
SYN/ACK was never acknowledged), syn-ack-ignored (the client went on asking), aborted (RST before anything was
said), port-reused (the ports' connection before was still open), mid-stream (older than the capture, not counted).

setup is the time from the first SYN to the handshake's end, what the user waited; RTT is from the SYN that was
answered to its SYN/ACK. States and histories in JSON are in Zeek's codes.

--fail-if measures: attempts, success (%), retry (%), mean, max, p50, p95, p99 (any percentile of set-up times),
and every verdict as a number or, with %, a share.

-Y shows the attempts of which a packet passes; verdicts and times are of all their packets.

Examples:
  pkt handshakes a.pcap
  pkt handshakes a.pcap --ladder --attempt 3
  pkt handshakes -i eth0 port 443
  pkt handshakes a.pcap -Y 'ip.addr == 192.0.2.7' -T json
  pkt handshakes a.pcap --fail-if 'p95>200ms' --fail-if 'success<99%' -q
  pkt handshakes a.pcap --html handshakes.html -T none
  pkt handshakes a.pcap -T ndjson | jq 'select(.verdict == \"refused\") | .server'")]
pub(super) struct Args {
    /// Capture files; `-` is standard input. With -i: a capture filter in libpcap's language
    #[arg(value_name = "FILE", required_unless_present = "interface", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    /// Watch an interface, by name or number, or `any`: a line as soon as it is known what became of an attempt; repeatable
    #[arg(short, long, value_name = "IF", help_heading = "Input", conflicts_with = "merge")]
    interface: Vec<String>,
    /// With -i: stop after so many seconds
    #[arg(long, value_name = "SECS", help_heading = "Input", requires = "interface", value_parser = super::ask::seconds)]
    duration: Option<Duration>,

    /// Only attempts of which a packet passes a display filter
    #[arg(short = 'Y', long, value_name = "EXPR", allow_hyphen_values = true, help_heading = "Input")]
    display_filter: Option<String>,
    /// Stop after N packets
    #[arg(short, long, value_name = "N", help_heading = "Input", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Order the packets of several files by time
    #[arg(long, help_heading = "Input")]
    merge: bool,
    /// Remember so many attempts at a time; those that began first are let go, which is said
    #[arg(long, value_name = "N", help_heading = "Input", default_value_t = Flows::BOUND as u64, value_parser = clap::value_parser!(u64).range(1..=1 << 28))]
    max_flows: u64,
    /// Attempts in different VLANs are different ones
    #[arg(long, help_heading = "Input")]
    vlan: bool,
    /// Attempts in different tunnels are different ones
    #[arg(long, help_heading = "Input")]
    tunnel: bool,
    /// Of whom nothing was heard for so many seconds, nothing is expected
    #[arg(long, value_name = "SECS", help_heading = "Input", default_value = "600", value_parser = seconds)]
    flow_timeout: i64,

    /// The view
    #[arg(short = 'T', long, value_name = "VIEW", help_heading = "Output", default_value = "table")]
    format: Format,
    /// A sequence diagram of each attempt: -T ladder
    #[arg(long, help_heading = "Output", conflicts_with = "format")]
    ladder: bool,
    /// Only attempts of these numbers; repeatable
    #[arg(long, value_name = "N", help_heading = "Output", value_delimiter = ',')]
    attempt: Vec<u64>,
    /// Only the summary by server
    #[arg(long, help_heading = "Output", conflicts_with_all = ["format", "ladder"])]
    summary: bool,
    /// Draw the ladders into a file
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    svg: Option<PathBuf>,
    /// Write a page that needs nothing but itself: a table that sorts, ladders, a plot of set-up times
    #[arg(long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    html: Option<PathBuf>,
    /// A ladder's width in columns [default: the terminal's, else 100]
    #[arg(long, value_name = "N", help_heading = "Output", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
    /// Exit with 1 where that holds, as `p95>200ms` or `success<99%`; repeatable
    #[arg(long, value_name = "CONDITION", help_heading = "Output", value_parser = str::parse::<Condition>)]
    fail_if: Vec<Condition>,
}

/// A view of attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line an attempt, and a summary by server
    Table,
    /// A sequence diagram of each
    Ladder,
    /// An array of objects
    Json,
    /// One object a line
    Ndjson,
    /// Comma-separated values with a header line
    Csv,
    /// Nothing: for --fail-if
    None,
}

fn seconds(text: &str) -> Result<i64, String> {
    let seconds: f64 = text.parse().map_err(|_| "it must be a number of seconds".to_owned())?;
    if seconds > 0.0 && seconds < 9e9 { Ok((seconds * 1e9) as i64) } else { Err("it must be more than no time".to_owned()) }
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let filter = args.display_filter.as_deref().map(filter::compile).transpose().map_err(|error| exit::usage(error.to_string()))?;
    let format = if args.ladder { Format::Ladder } else { args.format };
    let source = || -> anyhow::Result<Box<dyn Source>> {
        Ok(if args.merge { Box::new(capture::merge(&args.files)?) } else { Box::new(capture::chain(args.files.clone())) })
    };
    let mut plan = Plan { threads: pipeline::threads(), limit: args.count, ..Plan::default() };
    if format == Format::Csv {
        plan.head = show::CSV.into();
    }
    let judges = filter.as_ref().is_some_and(|filter| filter.text().contains("conn."));
    let flows = judges || filter.as_ref().is_some_and(|filter| filter.stage() == Stage::Flow);
    // What became of a connection in the end, its first packets do not know.
    let watches = !args.interface.is_empty();
    let known = if judges {
        if watches {
            return Err(exit::usage(
                "a filter on conn. fields needs to know the end, which a live capture does not; filter a file that it wrote",
            ));
        }
        if args.files.iter().any(|file| file.as_os_str() == "-") {
            return Err(exit::usage(
                "a filter on conn. fields reads its input twice, and standard input can be read once: write it into a file first",
            ));
        }
        Some(Arc::new(ahead(source()?, args.count, &Rules::default(), true, term)?))
    } else {
        None
    };
    if flows {
        plan.threads = 1;
    }
    // A person at a terminal sees a table that is kept up to date.
    let screen = watches && format == Format::Table && !args.summary && std::io::stdout().is_terminal() && std::io::stdin().is_terminal();
    let live = if watches { Some(open(args)?) } else { None };
    let control = live.as_ref().map(Live::control);
    let source: Box<dyn Source> = match live {
        Some(live) => {
            super::sandbox::drop_rights(None, false)?;
            if args.svg.is_none() && args.html.is_none() {
                super::sandbox::confine(None, term);
            }
            term.say(&format!("capturing on {}", live.names().join(", ")));
            let control = live.control();
            let remark = super::sniff::left_out_remark({
                let control = control.clone();
                move || control.each().iter().map(|counts| counts.left_out).sum()
            });
            plan.live =
                Some(pipeline::Live { control, counts: super::sniff::sentence, remark: if screen { Arc::new(|| None) } else { remark } });
            plan.flush = true;
            plan.threads = 1;
            Box::new(live)
        }
        None => source()?,
    };
    let width = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
    let draws = args.svg.is_some() || args.html.is_some();
    for path in args.svg.iter().chain(&args.html) {
        let same = |input: &PathBuf| matches!((input.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if args.files.iter().any(same) {
            return Err(anyhow::anyhow!("{}: is also an input", path.display()));
        }
    }
    let events = if draws || matches!(format, Format::Ladder | Format::Json | Format::Ndjson) { STEPS } else { 0 };
    let limits = Limits { flows: args.max_flows as usize, timeout: args.flow_timeout, events };
    let watch = Arc::new(Mutex::new(Watch {
        handshakes: Some(Handshakes::new(limits)),
        summary: Summary::new(limits.flows),
        format,
        only_summary: args.summary,
        attempts: args.attempt.clone(),
        told: (watches && !args.summary && !screen).then(HashMap::new),
        table: (format == Format::Table && !watches).then(|| Table::new(&show::TITLES, &vec![vec![]; show::TITLES.len()], width())),
        width: width(),
        ladder: ladder::Options { width: args.width.or_else(width).unwrap_or(100).into(), color: term.color },
        first: None,
        any: false,
        drawn: draws.then(Vec::new),
        not_drawn: 0,
        late: screen.then(Vec::new),
        failed: None,
        said: vec![],
    }));
    let ends = Ends { layout: Some(Box::new(Shared(watch.clone()))), keep: None };
    let rules = Rules::default();
    let make = |_| Finder {
        spine: Spine::new(),
        notes: Notes::new(),
        flows: flows.then(|| match &known {
            Some(known) => Flows::again(Flows::BOUND, known.clone()).judging(true),
            None => Flows::new(Flows::BOUND),
        }),
        rules: &rules,
        filter: filter.as_ref(),
        keying: Keying { vlan: args.vlan, tunnel: args.tunnel, outer: false },
    };
    let screen = match &control {
        Some(control) if screen => Some(Screen::start(watch.clone(), control.clone(), term.color)?),
        _ => None,
    };
    let patient = (watches && screen.is_none()).then(|| Patient::start(watch.clone())).transpose()?;
    let ran = pipeline::run(source, &plan, ends, term, make);
    drop((patient, screen));
    if let Some(late) = watch.lock().unwrap_or_else(PoisonError::into_inner).late.take() {
        super::answer(&late)?;
    }
    let (counts, result) = ran?;
    if let Some(control) = &control {
        super::sniff::say_counts(control, 0, term);
    }
    let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
    for said in &watch.said {
        term.say(said);
    }
    if term.verbose > 0 {
        term.say(&counts.sentence());
    }
    result?;
    let watch = &mut *watch;
    if let Some(error) = watch.failed.take() {
        return Err(error);
    }
    if let Some(drawn) = &watch.drawn {
        let write = |path: &PathBuf, text: String| std::fs::write(path, text).with_context(|| path.display().to_string());
        if let Some(path) = &args.svg {
            write(path, ladder_svg::document(drawn, watch.not_drawn))?;
        }
        if let Some(path) = &args.html {
            let names: Vec<_> = args.files.iter().take(3).map(|file| file.display().to_string()).collect();
            let more = args.files.len() - names.len();
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            write(path, ladder_html::page(&(names.join(", ") + &more), drawn, &mut watch.summary, watch.not_drawn))?;
        }
    }
    let mut failed = false;
    for condition in &args.fail_if {
        if let Some(said) = condition.holds(&mut watch.summary.all) {
            term.say(&said);
            failed = true;
        }
    }
    Ok(if failed { Code::No } else { Code::Ok })
}

fn open(args: &Args) -> anyhow::Result<Live> {
    let words: Vec<_> = args.files.iter().map(|word| word.to_string_lossy()).collect();
    let mut options = live::Options::new().filter(&words.join(" ")).latency(Duration::from_millis(20)).when_full(live::Full::LeaveOut);
    for name in &args.interface {
        options = options.interface(name);
    }
    if let Some(duration) = args.duration {
        options = options.duration(duration);
    }
    if let Some(count) = args.count {
        options = options.count(count);
    }
    Ok(options.open()?)
}

/// Says of attempts that nobody answers that it is so, while nothing comes.
struct Patient {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}
impl Patient {
    fn start(watch: Arc<Mutex<Watch>>) -> anyhow::Result<Patient> {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, mut out) = (stop.clone(), pipeline::stdout()?);
        let thread = std::thread::spawn(move || {
            let mut lines = vec![];
            while !stopped.load(Relaxed) {
                std::thread::park_timeout(Duration::from_millis(250));
                let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos() as i64);
                let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
                watch.overdue(now, &mut lines);
                // Under the lock: what others write comes before or behind.
                if out.write_all(&lines).is_err() {
                    return;
                }
                lines.clear();
            }
        });
        Ok(Patient { stop, thread: Some(thread) })
    }
}
impl Drop for Patient {
    fn drop(&mut self) {
        self.stop.store(true, Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            let _ = thread.join();
        }
    }
}

/// A thread's part of the work.
struct Finder<'a> {
    spine: Spine,
    notes: Notes,
    /// Where the filter asks for what only earlier packets tell.
    flows: Option<Flows>,
    rules: &'a Rules,
    filter: Option<&'a Filter>,
    keying: Keying,
}

impl Worker for Finder<'_> {
    fn frame(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> bool {
        walk(&mut self.spine, frame, self.rules);
        // What fragments were joined to stands behind the frame's own bytes.
        let bytes = match &mut self.flows {
            Some(flows) => flows.see(frame, &mut self.spine, &mut self.notes, self.rules),
            None => frame.bytes,
        };
        let frame = &Frame { bytes, ..*frame };
        let Some(mut seen) = sighting_in(frame, &self.spine, &self.keying) else { return false };
        if let Some(filter) = self.filter {
            let packet = Packet { bytes, frame, spine: &self.spine, notes: &self.notes, rules: self.rules };
            seen.passed = filter.matches(&packet);
        }
        seen.write(out);
        true
    }
}

/// All that was seen, and what is shown of it.
pub(super) struct Watch {
    handshakes: Option<Handshakes>,
    summary: Summary,
    format: Format,
    only_summary: bool,
    attempts: Vec<u64>,
    /// Live: the verdicts that were told, by number of those attempts that are still kept.
    told: Option<HashMap<u64, Verdict>>,
    table: Option<Table>,
    width: Option<u16>,
    ladder: ladder::Options,
    /// The first attempt's time, from which others count.
    first: Option<i64>,
    any: bool,
    /// For pictures.
    drawn: Option<Vec<Attempt>>,
    not_drawn: u64,
    /// What is shown at the end, once the screen is given back.
    late: Option<Vec<u8>>,
    /// What went wrong with it.
    failed: Option<anyhow::Error>,
    said: Vec<String>,
}

/// What the pipeline holds of it.
struct Shared(Arc<Mutex<Watch>>);

impl Layout for Shared {
    fn take(&mut self, mut output: &[u8], out: &mut Vec<u8>) {
        let mut watch = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let watch = &mut *watch;
        while let Some(seen) = Sighting::read(&mut output) {
            let Some(handshakes) = &mut watch.handshakes else { return };
            if let Some(attempt) = handshakes.see(&seen)
                && let Some(told) = &mut watch.told
            {
                tell(attempt, told, &mut watch.first, (watch.format, watch.ladder), &watch.attempts, out);
            }
            let Some(handshakes) = &mut watch.handshakes else { return };
            if handshakes.has_done() {
                let done: Vec<Attempt> = handshakes.take().collect();
                done.iter().for_each(|attempt| watch.done(attempt, out));
            }
        }
    }
    fn finish(&mut self, out: &mut Vec<u8>) {
        let mut watch = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match watch.late.take() {
            // The screen is still there.
            Some(mut late) => {
                watch.finish(&mut late);
                watch.late = Some(late);
            }
            None => watch.finish(out),
        }
    }
}

/// Silence after which nobody seems to answer any more, at least: a system that asks again does so after one second first.
const PATIENCE: i64 = 3_000_000_000;

/// Shows an attempt of which something new is known, where that is the last word for now.
fn tell(
    attempt: &Attempt,
    told: &mut HashMap<u64, Verdict>,
    first: &mut Option<i64>,
    (format, ladder): (Format, ladder::Options),
    chosen: &[u64],
    out: &mut Vec<u8>,
) {
    let verdict = attempt.verdict();
    let open = matches!(verdict, Verdict::TimedOut | Verdict::HalfOpen | Verdict::SynAckIgnored | Verdict::MidStream);
    if !open {
        say(attempt, told, first, (format, ladder), chosen, out);
    }
}
fn say(
    attempt: &Attempt,
    told: &mut HashMap<u64, Verdict>,
    first: &mut Option<i64>,
    (format, options): (Format, ladder::Options),
    chosen: &[u64],
    out: &mut Vec<u8>,
) {
    let verdict = attempt.verdict();
    let passes = attempt.passed && (chosen.is_empty() || chosen.contains(&(attempt.number + 1)));
    if !passes || told.insert(attempt.number, verdict) == Some(verdict) {
        return;
    }
    let first = *first.get_or_insert(attempt.start);
    match format {
        Format::Table => out.extend(show::line(attempt, first).as_bytes()),
        Format::Ndjson => out.extend(show::json(attempt).as_bytes()),
        Format::Csv => return show::csv(attempt, out),
        Format::Ladder => {
            let mut text = String::new();
            ladder::draw(attempt, options, &mut text);
            out.extend(text.as_bytes());
        }
        Format::Json | Format::None => return,
    }
    out.push(b'\n');
}

/// An attempt as a format has it. In JSON each has a comma and a line's end in front; the first one's comma becomes the bracket.
fn shown(attempt: &Attempt, first: i64, format: Format, options: ladder::Options, out: &mut Vec<u8>) {
    match format {
        Format::Table => {
            let row = show::row(attempt, first);
            for (i, cell) in row.iter().enumerate() {
                out.extend_from_slice(cell.as_bytes());
                out.push(if i + 1 == row.len() { 0x1e } else { 0x1f });
            }
        }
        Format::Ladder => {
            let mut text = String::new();
            ladder::draw(attempt, options, &mut text);
            out.extend(text.as_bytes());
        }
        Format::Json => {
            out.extend(b",\n");
            out.extend(show::json(attempt).as_bytes());
        }
        Format::Ndjson => {
            out.extend(show::json(attempt).as_bytes());
            out.push(b'\n');
        }
        Format::Csv => show::csv(attempt, out),
        Format::None => {}
    }
}

impl Watch {
    /// Those that are kept, in the order in which they began.
    pub(super) fn attempts(&self) -> impl DoubleEndedIterator<Item = &Attempt> {
        let passes = |attempt: &&Attempt| attempt.passed;
        self.handshakes.iter().flat_map(Handshakes::kept).filter(passes)
    }
    /// Live: shows attempts of which nothing was heard for so long that nothing seems to come.
    fn overdue(&mut self, now: i64, out: &mut Vec<u8>) {
        let (Some(told), Some(handshakes)) = (&mut self.told, &self.handshakes) else { return };
        // Those that began long ago have been told.
        for attempt in handshakes.kept().rev().take_while(|attempt| now - attempt.start < 600_000_000_000) {
            let gap = attempt.gaps().last().unwrap_or(0);
            let waits = !attempt.connected() && attempt.verdict() != Verdict::MidStream;
            if waits && now - attempt.end > PATIENCE.max(gap / 2 * 5) {
                say(attempt, told, &mut self.first, (self.format, self.ladder), &self.attempts, out);
            }
        }
    }
    /// Shows an attempt that is done with.
    fn done(&mut self, attempt: &Attempt, out: &mut Vec<u8>) {
        if !self.counts(attempt) {
            return;
        }
        if let Some(told) = &mut self.told
            && self.format != Format::Json
        {
            if attempt.verdict() != Verdict::MidStream && !self.only_summary {
                say(attempt, told, &mut self.first, (self.format, self.ladder), &self.attempts, out);
            }
            told.remove(&attempt.number);
            return;
        }
        if !self.only_summary {
            let first = *self.first.get_or_insert(attempt.start);
            let mut text = vec![];
            shown(attempt, first, self.format, self.ladder, &mut text);
            self.lay(&text, out);
        }
    }
    /// Counts an attempt; false where it is none of those that are shown.
    fn counts(&mut self, attempt: &Attempt) -> bool {
        if !attempt.passed || !self.attempts.is_empty() && !self.attempts.contains(&(attempt.number + 1)) {
            return false;
        }
        self.summary.add(attempt);
        match &mut self.drawn {
            Some(drawn) if drawn.len() < DRAWN => drawn.push(attempt.clone()),
            Some(_) => self.not_drawn += 1,
            None => {}
        }
        true
    }
    /// Takes what [`shown`] wrote of some attempts.
    fn lay(&mut self, text: &[u8], out: &mut Vec<u8>) {
        match (self.format, &mut self.table) {
            (Format::Table, Some(table)) => table.take(text, out),
            (Format::Table, None) => {}
            // The comma behind what was there before; `[` in the front.
            (Format::Json, _) if !self.any && !text.is_empty() => {
                out.push(b'[');
                out.extend(text.get(1..).unwrap_or_default());
            }
            _ => out.extend_from_slice(text),
        }
        self.any |= !text.is_empty();
    }
    /// Shows what is left, and the summary.
    fn finish(&mut self, out: &mut Vec<u8>) {
        let Some(handshakes) = self.handshakes.take() else { return };
        let (let_go, expired) = (handshakes.let_go(), handshakes.expired());
        let mut left = handshakes.finish();
        if self.told.is_some() {
            left.iter().for_each(|attempt| self.done(attempt, out));
            left.clear();
        }
        left.retain(|attempt| self.counts(attempt));
        if self.only_summary || self.format == Format::None {
            left.clear();
        }
        // A piece for each processor at a time.
        let (threads, format, ladder) = (pipeline::threads(), self.format, self.ladder);
        let mut pieces: Vec<Vec<u8>> = vec![vec![]; threads];
        for several in left.chunks(PIECE * threads) {
            let first = *self.first.get_or_insert(several.first().map_or(0, |attempt| attempt.start));
            let write = |attempts: &[Attempt], text: &mut Vec<u8>| {
                attempts.iter().for_each(|attempt| shown(attempt, first, format, ladder, text));
            };
            pieces.iter_mut().for_each(Vec::clear);
            std::thread::scope(|scope| {
                let mut all = several.chunks(PIECE).zip(&mut pieces);
                let own = all.next();
                for (attempts, text) in all {
                    scope.spawn(|| write(attempts, text));
                }
                if let Some((attempts, text)) = own {
                    write(attempts, text);
                }
            });
            for text in &pieces {
                self.lay(text, out);
            }
            // What all of them say together may be more than there is room for; all that was said before has been written.
            if out.len() >= ROOM && self.late.is_none() && self.failed.is_none() {
                self.failed = pipeline::stdout().and_then(|mut stdout| stdout.write_all(out).context("standard output")).err();
                out.clear();
            }
        }
        drop(left);
        match self.format {
            Format::Table => {
                if let Some(table) = self.table.as_mut().filter(|_| self.any) {
                    table.finish(out);
                }
                self.summarize(out);
            }
            Format::Json => out.extend(if self.any { "\n]\n" } else { "[]\n" }.as_bytes()),
            _ => {}
        }
        if let_go > 0 {
            self.said.push(format!("note: {let_go} attempts were let go before their end was seen, as there were too many (--max-flows)"));
        }
        if expired > 0 {
            self.said.push(format!("note: of {expired} attempts nothing was heard for --flow-timeout, so they were done with"));
        }
        if self.summary.times_are_cut() {
            self.said.push("note: percentiles are of the first million set-up times".to_owned());
        }
        if self.summary.servers_left_out > 0 {
            self.said.push(format!("note: {} attempts were on servers that are not counted apart", self.summary.servers_left_out));
        }
    }
    fn summarize(&mut self, out: &mut Vec<u8>) {
        /// Servers that are shown.
        const SERVERS: usize = 20;
        if self.summary.all.attempts() == 0 {
            out.extend(b"no attempts to connect\n");
            return;
        }
        let mut table = Table::new(&show::SERVER_TITLES, &vec![vec![]; show::SERVER_TITLES.len()], self.width);
        let mut rows = vec![];
        let mut row = |cells: [String; 9]| {
            rows.extend(cells.join("\x1f").into_bytes());
            rows.push(b'\x1e');
        };
        let mut servers = self.summary.servers();
        let n = servers.len();
        for (end, tally) in servers.iter_mut().take(SERVERS) {
            row(show::server_row(&end.to_string(), tally));
        }
        if n != 1 {
            let name = if n > SERVERS { format!("all {n} servers") } else { "all".to_owned() };
            row(show::server_row(&name, &mut self.summary.all));
        }
        table.take(&rows, out);
        table.finish(out);
        for line in show::scans(&self.summary).iter().take(SERVERS) {
            out.extend(line.as_bytes());
            out.push(b'\n');
        }
    }
}
