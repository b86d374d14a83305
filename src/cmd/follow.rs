//! `pkt follow`: the bytes of a conversation, in order.

use super::ahead::ahead;
use super::exit::{self, Code};
use super::pipeline::{self, Ends, Layout, Plan, Worker};
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use pktlab::capture;
use pktlab::decode::walk;
use pktlab::filter::{self, Filter};
use pktlab::flow::Flows;
use pktlab::flow::stream::{Heard, Limits, Piece, Side, Streams, quoted, sockets};
use pktlab::frame::Frame;
use pktlab::proto::{id, tcp, udp};
use pktlab::render::{Dialog, DialogFormat};
use pktlab::spine::{Layer, Notes, Packet, Rules, Spine};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The most files that are made.
const FILES: usize = 100_000;
/// What waits to be written into one file, and into all.
const WAITS: usize = 64 << 10;
const WAIT: usize = 16 << 20;

/// Show the bytes of a conversation
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt follow [OPTIONS] FILE... STREAM\n       pkt follow [OPTIONS] FILE... -Y EXPR\n       pkt follow [OPTIONS] --all --out-dir DIR FILE...",
    after_long_help = "\
STREAM is tcp:N or udp:N, numbered as Wireshark numbers tcp.stream and udp.stream, or both ends:
192.0.2.1:49152,192.0.2.2:80 (behind udp: for UDP; of several connections between them the first).

TCP's bytes stand in their order, each once: what came twice is shown as it came first, and it is said where
the second was another one. What was not captured is shown as a gap, never filled. UDP's stand as they came.

-Y chooses the conversations of which a packet passes, whole. Where several do, they go into files.

Examples:
  pkt follow a.pcap tcp:3
  pkt follow a.pcap tcp:3 --side server -T raw > answer.bin
  pkt follow a.pcap '192.0.2.1:49152,192.0.2.2:80' -T hex
  pkt follow a.pcap udp:0 -T json
  pkt follow a.pcap -Y 'tcp contains \"password\"'
  pkt follow a.pcap -Y 'conn.verdict == \"aborted\"' --out-dir aborted
  pkt follow a.pcap --all --out-dir streams"
)]
pub(super) struct Args {
    /// Capture files (`-` is standard input), and the conversation
    #[arg(value_name = "FILE|STREAM", required = true, value_hint = ValueHint::FilePath)]
    operands: Vec<PathBuf>,
    /// Only conversations of which a packet passes a display filter
    #[arg(short = 'Y', long, value_name = "EXPR", allow_hyphen_values = true)]
    display_filter: Option<String>,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text")]
    format: Format,
    /// Only what this side sent
    #[arg(short, long, value_name = "SIDE")]
    side: Option<Whose>,
    /// Every conversation of TCP and UDP, each into its file
    #[arg(short, long, requires = "out_dir")]
    all: bool,
    /// Write into files in this folder, named by the conversation; with -T raw, one for each side
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    out_dir: Option<PathBuf>,
    /// No file grows over so many bytes; K, M and G are understood
    #[arg(long, value_name = "BYTES", default_value = "100M", value_parser = size, requires = "out_dir")]
    max_size: u64,
    /// Bytes that may be held of each side until those before them come; K, M and G are understood
    #[arg(long, value_name = "BYTES", default_value = "16M", value_parser = size)]
    max_held: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// As text; what cannot be printed is a dot
    Text,
    /// Sixteen bytes a line
    Hex,
    /// The bytes and nothing else
    Raw,
    /// An object: the pieces with frame, time, place and bytes
    Json,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Hex => "hex",
            Format::Raw => "raw",
            Format::Json => "json",
        }
    }
}

impl From<Format> for DialogFormat {
    fn from(format: Format) -> DialogFormat {
        match format {
            Format::Text => DialogFormat::Text,
            Format::Hex => DialogFormat::Hex,
            Format::Raw => DialogFormat::Raw,
            Format::Json => DialogFormat::Json,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Whose {
    /// Who asked
    Client,
    /// Who answered
    Server,
}

impl From<Whose> for Side {
    fn from(whose: Whose) -> Side {
        match whose {
            Whose::Client => Side::Client,
            Whose::Server => Side::Server,
        }
    }
}

/// `100`, `64K`, `1M`, `2G`.
pub(super) fn size(text: &str) -> Result<u64, String> {
    let (digits, unit) = match text.strip_suffix(['K', 'k']) {
        Some(digits) => (digits, 1 << 10),
        None => match text.strip_suffix(['M', 'm']) {
            Some(digits) => (digits, 1 << 20),
            None => text.strip_suffix(['G', 'g']).map_or((text, 1), |digits| (digits, 1 << 30)),
        },
    };
    digits.parse::<u64>().ok().and_then(|n| n.checked_mul(unit)).ok_or_else(|| format!("`{text}` is no number of bytes"))
}

/// Which protocol's conversations are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Proto {
    Tcp,
    Udp,
}

impl Proto {
    fn name(self) -> &'static str {
        match self {
            Proto::Tcp => "tcp",
            Proto::Udp => "udp",
        }
    }
}

/// A conversation that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Number(Proto, u64),
    Ends(Proto, [SocketAddr; 2]),
}

/// Understands STREAM; `None` where it is none.
fn wanted(text: &str) -> Option<Wanted> {
    let (proto, rest) = match text.split_once(':') {
        Some(("tcp", rest)) => (Proto::Tcp, rest),
        Some(("udp", rest)) => (Proto::Udp, rest),
        _ => (Proto::Tcp, text),
    };
    if rest.len() < text.len()
        && let Ok(number) = rest.parse()
    {
        return Some(Wanted::Number(proto, number));
    }
    let (a, b) = rest.split_once(',').or_else(|| rest.split_once('-'))?;
    let end = |text: &str| text.trim_matches([' ', '<', '>', '-']).parse().ok();
    Some(Wanted::Ends(proto, [end(a)?, end(b)?]))
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let asked = |operand: &PathBuf| operand.to_str().and_then(wanted);
    let filter = args.display_filter.as_deref().map(filter::compile).transpose().map_err(|error| exit::usage(error.to_string()))?;
    let mut chosen: Vec<Wanted> = args.operands.iter().filter_map(asked).collect();
    let files: Vec<PathBuf> = args.operands.iter().filter(|operand| asked(operand).is_none()).cloned().collect();
    match (chosen.len(), args.all) {
        (0, false) if filter.is_none() => {
            return Err(exit::usage(
                "which conversation? tcp:0, udp:0, or both ends: 192.0.2.1:49152,192.0.2.2:80 (or -Y EXPR, or --all --out-dir DIR)",
            ));
        }
        (1.., true) => return Err(exit::usage("--all takes every conversation, so none can be chosen")),
        (2.., _) if args.out_dir.is_none() => return Err(exit::usage("one conversation at a time; several go into files: --out-dir DIR")),
        _ => {}
    }
    if files.is_empty() {
        return Err(exit::usage("a capture file is missing"));
    }
    let passed = filter.map(|filter| passed(&files, &filter, term)).transpose()?;
    if let Some(passed) = passed.as_ref().filter(|_| chosen.is_empty() && !args.all) {
        chosen.extend(passed.iter().map(|(proto, number)| Wanted::Number(*proto, *number)));
        let names: Vec<String> = passed.iter().map(|(proto, number)| format!("{}:{number}", proto.name())).collect();
        match names.as_slice() {
            [] => {
                super::term::error("no packet of a conversation passes the filter");
                return Ok(Code::No);
            }
            [_] => {}
            _ if args.out_dir.is_some() => {}
            all => {
                let (n, first) = (all.len(), all.get(..8).unwrap_or(all).join(", "));
                let more = if n > 8 { ", …" } else { "" };
                return Err(exit::usage(format!(
                    "{n} conversations pass: {first}{more}; choose one, or write them into files: --out-dir DIR"
                )));
            }
        }
    }
    if let Some(dir) = &args.out_dir {
        std::fs::create_dir_all(dir).with_context(|| dir.display().to_string())?;
    }
    let held = usize::try_from(args.max_held).unwrap_or(usize::MAX);
    // A single conversation is held against all of its last megabytes, many against a few kilobytes each.
    let limits = match args.all {
        false => Limits { held, behind: 4 << 20, total: held.saturating_mul(4).saturating_add(32 << 20), ..Limits::default() },
        true => Limits { held, total: held.saturating_mul(4).max(64 << 20), ..Limits::default() },
    };
    let state = Arc::new(Mutex::new(State {
        args: Chosen {
            format: args.format,
            side: args.side.map(Side::from),
            all: args.all,
            dir: args.out_dir.clone(),
            max: args.max_size,
            color: term.color && args.out_dir.is_none(),
        },
        chosen: chosen.iter().map(|wanted| (*wanted, None)).collect(),
        passed,
        streams: Some(Streams::new(limits)),
        others: false,
        counts: [0; 2],
        dialogs: BTreeMap::new(),
        waiting: 0,
        refused: 0,
        failed: None,
    }));
    let plan = Plan { threads: 1, ..Plan::default() };
    let ends = Ends { layout: Some(Box::new(Rest(state.clone()))), keep: None };
    let make = |_| Follow {
        spine: Spine::new(),
        notes: Notes::new(),
        rules: Rules::default(),
        flows: Flows::new(Flows::BOUND),
        state: state.clone(),
    };
    let (_, result) = pipeline::run(Box::new(capture::chain(files)), &plan, ends, term, make)?;
    let mut state = lock(&state);
    if let Some(error) = state.failed.take() {
        return Err(error);
    }
    // Where a conversation has two files, both heard all of it.
    let dialogs = state.dialogs.values().filter_map(|shown| shown.files.first());
    dialogs.flat_map(|file| file.dialog.remarks()).for_each(|remark| term.say(&remark));
    if state.refused > 0 {
        term.say(&format!("{} conversations were left out: no more than {FILES} are written", state.refused));
    }
    if state.others {
        term.say("between these ends there are later connections too: choose by number");
    }
    result?;
    if !args.all && state.dialogs.is_empty() && state.passed.is_some() {
        super::term::error("of no such conversation a packet passes the filter");
        return Ok(Code::No);
    }
    if !args.all && state.dialogs.is_empty() {
        let [tcp, udp] = state.counts;
        let range = |name: &str, n: u64| match n {
            0 => format!("no conversation of {}", name.to_uppercase()),
            1 => format!("{name}:0"),
            n => format!("{name}:0 to {name}:{}", n - 1),
        };
        super::term::error(&format!("there is no such conversation; there are {} and {}", range("tcp", tcp), range("udp", udp)));
        return Ok(Code::No);
    }
    if args.out_dir.is_some() && term.verbose > 0 {
        term.say(&format!("{} conversations were written", state.dialogs.len()));
    }
    Ok(Code::Ok)
}

/// The conversations of which a packet passes.
fn passed(files: &[PathBuf], filter: &Filter, term: &Term) -> anyhow::Result<BTreeSet<(Proto, u64)>> {
    if files.iter().any(|file| file.as_os_str() == "-") {
        return Err(exit::usage("with -Y the input is read twice, and standard input can be read once: write it into a file first"));
    }
    let source = || Box::new(capture::chain(files.to_vec()));
    // What became of a connection in the end, its first packets do not know.
    let judges = filter.text().contains("conn.");
    let known = if judges { Some(Arc::new(ahead(source(), None, &Rules::default(), true, term)?)) } else { None };
    let found = Mutex::new(BTreeSet::new());
    let make = |_| Pass {
        spine: Spine::new(),
        notes: Notes::new(),
        rules: Rules::default(),
        flows: match &known {
            Some(known) => Flows::again(Flows::BOUND, known.clone()).judging(true),
            None => Flows::new(Flows::BOUND),
        },
        filter,
        found: &found,
    };
    let plan = Plan { threads: 1, mute: true, ..Plan::default() };
    pipeline::first_of_two(pipeline::run(source(), &plan, Ends::default(), term, make)?.1)?;
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

struct Pass<'a> {
    spine: Spine,
    notes: Notes,
    rules: Rules,
    flows: Flows,
    filter: &'a Filter,
    found: &'a Mutex<BTreeSet<(Proto, u64)>>,
}

impl Worker for Pass<'_> {
    fn frame(&mut self, frame: &Frame<'_>, _: &mut Vec<u8>) -> bool {
        walk(&mut self.spine, frame, &self.rules);
        let bytes = self.flows.see(frame, &mut self.spine, &mut self.notes, &self.rules);
        let packet = Packet { bytes, frame, spine: &self.spine, notes: &self.notes, rules: &self.rules };
        if !self.filter.matches(&packet) {
            return false;
        }
        for (i, layer) in self.spine.layers().iter().enumerate().filter(|(_, layer)| !quoted(&self.spine, layer)) {
            let number = |field| self.notes.get(i, field);
            let found = match layer.id {
                id::tcp => number(&tcp::STREAM).map(|n| (Proto::Tcp, n)),
                id::udp | id::udplite => number(&udp::STREAM).map(|n| (Proto::Udp, n)),
                _ => None,
            };
            if let Some(found) = found {
                self.found.lock().unwrap_or_else(PoisonError::into_inner).insert(found);
            }
        }
        true
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was asked for.
struct Chosen {
    format: Format,
    side: Option<Side>,
    all: bool,
    dir: Option<PathBuf>,
    max: u64,
    color: bool,
}

struct State {
    args: Chosen,
    /// Each with its number, where it was asked for by its ends and is found.
    chosen: Vec<(Wanted, Option<u64>)>,
    /// Those of which a packet passed the filter, if there is one.
    passed: Option<BTreeSet<(Proto, u64)>>,
    /// Gone at the end.
    streams: Option<Streams>,
    /// Later connections between the same ends.
    others: bool,
    /// How many conversations of TCP and UDP there are.
    counts: [u64; 2],
    dialogs: BTreeMap<(Proto, u64), Shown>,
    /// Bytes that wait to be written into files.
    waiting: usize,
    refused: u64,
    failed: Option<anyhow::Error>,
}

/// What is known of a conversation that is shown.
struct Shown {
    /// Client and server.
    ends: [SocketAddr; 2],
    /// Bytes of client and server so far, of UDP.
    at: [u64; 2],
    files: Vec<Output>,
}

/// A file, or standard output.
struct Output {
    dialog: Dialog,
    path: Option<PathBuf>,
    begun: bool,
    waits: Vec<u8>,
    written: u64,
    cut: bool,
}

struct Follow {
    spine: Spine,
    notes: Notes,
    rules: Rules,
    flows: Flows,
    state: Arc<Mutex<State>>,
}

impl Worker for Follow {
    fn frame(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> bool {
        walk(&mut self.spine, frame, &self.rules);
        let bytes = self.flows.see(frame, &mut self.spine, &mut self.notes, &self.rules);
        let frame = &Frame { bytes, ..*frame };
        let mut state = lock(&self.state);
        for (i, layer) in self.spine.layers().iter().enumerate() {
            let (proto, field) = match layer.id {
                id::tcp => (Proto::Tcp, &tcp::STREAM),
                id::udp | id::udplite => (Proto::Udp, &udp::STREAM),
                _ => continue,
            };
            if let Some(number) = self.notes.get(i, field) {
                state.layer(proto, number, frame, &self.spine, layer, out);
            }
        }
        true
    }
}

impl State {
    fn layer(&mut self, proto: Proto, number: u64, frame: &Frame<'_>, spine: &Spine, layer: &Layer, out: &mut Vec<u8>) -> Option<()> {
        let count = &mut self.counts[proto as usize];
        *count = (*count).max(number + 1);
        let ends = sockets(frame.bytes, spine, layer)?;
        if quoted(spine, layer) || !self.wants(proto, number, ends) {
            return None;
        }
        if proto == Proto::Udp {
            let shown = self.dialogs.get(&(proto, number));
            let (of, at) = shown.map_or((ends, [0; 2]), |shown| (shown.ends, shown.at));
            let side = if of[0] == ends[0] { Side::Client } else { Side::Server };
            let bytes = layer.load(frame.bytes);
            let piece = |piece| Heard { stream: number, ends: of, side, frame: frame.info.number, time: frame.info.time, piece };
            let at = at[side as usize];
            let missing = layer.carried().saturating_sub(bytes.len()) as u64;
            self.hear(proto, &piece(Piece::Bytes { at, bytes }), out);
            if missing > 0 {
                self.hear(proto, &piece(Piece::Gap { at: at + bytes.len() as u64, len: missing }), out);
            }
            return Some(());
        }
        let mut streams = self.streams.take()?;
        streams.segment(number, frame, spine, layer, &mut |heard| self.hear(proto, &heard, out));
        self.streams = Some(streams);
        Some(())
    }

    /// Whether a conversation is to be shown.
    fn wants(&mut self, proto: Proto, number: u64, ends: [SocketAddr; 2]) -> bool {
        if self.passed.as_ref().is_some_and(|passed| !passed.contains(&(proto, number))) {
            return false;
        }
        if self.args.all {
            if self.dialogs.len() >= FILES && !self.dialogs.contains_key(&(proto, number)) {
                self.refused += 1;
                return false;
            }
            return true;
        }
        let mut wants = false;
        for (wanted, found) in &mut self.chosen {
            wants |= match wanted {
                Wanted::Number(p, n) => *p == proto && *n == number,
                Wanted::Ends(p, [a, b]) if *p == proto && ([*a, *b] == ends || [*b, *a] == ends) => {
                    self.others |= found.is_some_and(|found| found < number);
                    *found.get_or_insert(number) == number
                }
                Wanted::Ends(..) => false,
            };
        }
        wants
    }

    fn hear(&mut self, proto: Proto, heard: &Heard<'_>, out: &mut Vec<u8>) {
        let Chosen { format, side, ref dir, max, color, .. } = self.args;
        let shown = self.dialogs.entry((proto, heard.stream)).or_insert_with(|| {
            let both = [Some(Side::Client), Some(Side::Server)];
            let sides = if dir.is_some() && format == Format::Raw { both.to_vec() } else { vec![side] };
            let output = |side| Output {
                dialog: Dialog::new(format!("{}:{}", proto.name(), heard.stream), format.into(), side, color),
                path: dir.as_ref().map(|dir| dir.join(name(proto, heard, side, format))),
                begun: false,
                waits: Vec::new(),
                written: 0,
                cut: false,
            };
            let sides = sides.into_iter().filter(|one| side.is_none() || *one == side);
            Shown { ends: heard.ends, at: [0; 2], files: sides.map(output).collect() }
        });
        if let Piece::Bytes { bytes, .. } = heard.piece {
            shown.at[heard.side as usize] += bytes.len() as u64;
        } else if let Piece::Gap { len, .. } = heard.piece {
            shown.at[heard.side as usize] += len;
        }
        for file in &mut shown.files {
            if file.path.is_none() {
                file.dialog.piece(heard, out);
                continue;
            }
            let before = file.waits.len();
            file.take(max, |dialog, out| dialog.piece(heard, out));
            self.waiting += file.waits.len() - before;
            if file.waits.len() >= WAITS {
                self.waiting -= file.waits.len();
                let result = file.write();
                self.failed = self.failed.take().or(result.err());
            }
        }
        if self.waiting >= WAIT {
            self.write();
        }
    }

    /// Writes what waits.
    fn write(&mut self) {
        for file in self.dialogs.values_mut().flat_map(|shown| &mut shown.files).filter(|file| file.path.is_some()) {
            let result = file.write();
            self.failed = self.failed.take().or(result.err());
        }
        self.waiting = 0;
    }

    fn finish(&mut self, out: &mut Vec<u8>) {
        if let Some(streams) = self.streams.take() {
            streams.finish(&mut |heard| self.hear(Proto::Tcp, &heard, out));
        }
        let max = self.args.max;
        for file in self.dialogs.values_mut().flat_map(|shown| &mut shown.files) {
            match file.path {
                None => file.dialog.finish(out),
                Some(_) => file.take(max, |dialog, out| dialog.finish(out)),
            }
        }
        self.write();
    }
}

impl Output {
    /// Lets the dialog append what it shows, up to the limit.
    fn take(&mut self, max: u64, show: impl FnOnce(&mut Dialog, &mut Vec<u8>)) {
        let before = self.waits.len();
        show(&mut self.dialog, &mut self.waits);
        let room = usize::try_from(max.saturating_sub(self.written)).unwrap_or(usize::MAX);
        if self.waits.len() - before > room {
            self.waits.truncate(before + room);
            if !std::mem::replace(&mut self.cut, true)
                && let Some(path) = &self.path
            {
                super::term::error(&format!("{}: {max} bytes are written, the rest is left out (--max-size)", path.display()));
            }
        }
        self.written += (self.waits.len() - before) as u64;
    }

    fn write(&mut self) -> anyhow::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        if self.waits.is_empty() {
            return Ok(());
        }
        // Not kept open: there may be more of them than a process may have.
        let file = if self.begun { OpenOptions::new().append(true).open(path) } else { File::create(path) };
        self.begun = true;
        let result = file.and_then(|mut file| file.write_all(&self.waits)).with_context(|| path.display().to_string());
        self.waits.clear();
        self.waits.shrink_to(WAITS / 16);
        result
    }
}

/// `tcp-3_192.0.2.1.49152_192.0.2.2.80.txt`: of digits, letters, dots, dashes and low lines alone. Who sent it stands first.
fn name(proto: Proto, heard: &Heard<'_>, side: Option<Side>, format: Format) -> String {
    let end = |end: SocketAddr| format!("{}.{}", end.ip().to_string().replace(':', "-"), end.port());
    let [a, b] = heard.ends;
    let [from, to] = if side == Some(Side::Server) { [b, a] } else { [a, b] };
    format!("{}-{}_{}_{}.{}", proto.name(), heard.stream, end(from), end(to), format.ending())
}

/// Appends what is left at the end.
struct Rest(Arc<Mutex<State>>);

impl Layout for Rest {
    fn take(&mut self, output: &[u8], out: &mut Vec<u8>) {
        out.extend_from_slice(output);
    }
    fn finish(&mut self, out: &mut Vec<u8>) {
        lock(&self.0).finish(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_told_by_number_or_ends() {
        assert_eq!(wanted("tcp:3"), Some(Wanted::Number(Proto::Tcp, 3)));
        assert_eq!(wanted("udp:0"), Some(Wanted::Number(Proto::Udp, 0)));
        let ends = |a: &str, b: &str| [a, b].map(|end| end.parse().unwrap());
        assert_eq!(wanted("10.0.0.1:5,10.0.0.2:80"), Some(Wanted::Ends(Proto::Tcp, ends("10.0.0.1:5", "10.0.0.2:80"))));
        assert_eq!(wanted("udp:[::1]:5,[::2]:80"), Some(Wanted::Ends(Proto::Udp, ends("[::1]:5", "[::2]:80"))));
        assert_eq!(wanted("10.0.0.1:5 <-> 10.0.0.2:80"), Some(Wanted::Ends(Proto::Tcp, ends("10.0.0.1:5", "10.0.0.2:80"))));
        for none in ["a.pcap", "tcp:", "tcp:x", "-", "a-b.pcap", "3", "10.0.0.1:5,10.0.0.2"] {
            assert_eq!(wanted(none), None, "{none}");
        }
    }
    #[test]
    fn sizes_have_units() {
        assert_eq!((size("7"), size("2K"), size("1G")), (Ok(7), Ok(2048), Ok(1 << 30)));
        assert!(size("x").is_err() && size("99999999999G").is_err() && size("K").is_err());
    }
}
