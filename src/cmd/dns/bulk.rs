//! `pkt dns bulk`: as many names as there are.

use super::asking::Asking;
use super::record::{self, Captured};

use super::shown::{self, extended_error};
use crate::cmd::exit::{self, Code};
use crate::cmd::near;
use crate::cmd::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use indicatif::{ProgressBar, ProgressStyle};
use pktlab::dns::bulk::{self, Item, Options, Outcome, Progress};
use pktlab::dns::name::Name;
use pktlab::dns::rdata::{class_name, rcode_name, type_by_name, type_name, type_names};
use pktlab::dns::server::Server;
use pktlab::dns::wire::{Message, Question};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, IsTerminal, Read, Seek, SeekFrom, Write};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Look up as many names as there are, quickly and politely
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt dns bulk [OPTIONS] [FILE...] [@SERVER...]",
    after_long_help = "\
Input: a name a line, with a type behind it where it has its own (`example.com MX`, as dnsperf reads it); `#` begins a
comment. Without a file, stdin. Output: a JSON object a line, as answers come, or with --order input as the input has
them; `n` is the number of the lookup, from 0. Several servers are asked in turn; a try that fails goes to the next.

--resume looks into the output, leaves out what is there and goes on behind it. The exit code is 5 where nothing was
answered.

Examples:
  pkt dns bulk names.txt @192.0.2.53 @198.51.100.53 --rate 500 -o out.ndjson
  pkt dns bulk names.txt @192.0.2.53 -t A -t AAAA --outstanding 1000 --order input
  pkt dns bulk names.txt @tls://192.0.2.53 -o out.ndjson --resume
  zcat names.gz | pkt dns bulk @192.0.2.53 -T short"
)]
pub(in crate::cmd) struct Args {
    /// Files with names (`-` is stdin), and @servers
    #[arg(value_name = "FILE|@SERVER", value_hint = ValueHint::FilePath)]
    words: Vec<String>,
    /// The type of names that have none of their own; repeatable
    #[arg(short = 't', long = "type", value_name = "TYPE", default_value = "A", help_heading = "Question")]
    types: Vec<String>,
    /// So many lookups at once
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100, help_heading = "Pace", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    outstanding: u32,
    /// At most so many questions a second to each server
    #[arg(short, long, value_name = "N", help_heading = "Pace", value_parser = rate)]
    rate: Option<f64>,
    /// The order of the output
    #[arg(long, value_name = "ORDER", default_value = "arrival", help_heading = "Output")]
    order: Order,
    /// Write into a file
    #[arg(short, long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// With --output: leave out what is there already
    #[arg(long, help_heading = "Output", requires = "output")]
    resume: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    captured: Captured,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "ndjson", help_heading = "Output")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Order {
    /// As answers come
    Arrival,
    /// As the input has them
    Input,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An object a line
    Ndjson,
    /// Name, type, status and data, a lookup a line
    Short,
}

fn rate(text: &str) -> Result<f64, String> {
    text.parse::<f64>()
        .ok()
        .filter(|rate| *rate > 0.0 && rate.is_finite())
        .ok_or_else(|| format!("`{text}` is no number of questions a second"))
}

/// Results that are this far apart, at most, are kept until those before them are there.
fn window(outstanding: u32) -> u64 {
    u64::from(outstanding) * 8 + 8192
}

pub(in crate::cmd) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let (servers, files): (Vec<&String>, Vec<&String>) = args.words.iter().partition(|word| word.starts_with('@'));
    let servers = servers.iter().map(|text| args.asking.server(text.trim_start_matches('@'))).collect::<anyhow::Result<Vec<_>>>()?;
    let servers = if servers.is_empty() { args.asking.default_servers() } else { servers };
    let unknown =
        |word: &String| exit::usage(format!("`{word}` is no type: a name or TYPEnnn{}", near::hint(&word.to_uppercase(), type_names())));
    let types = args.types.iter().map(|word| type_by_name(word).ok_or_else(|| unknown(word))).collect::<anyhow::Result<Vec<_>>>()?;
    if args.resume && args.format != Format::Ndjson {
        return Err(exit::usage("--resume needs the numbers that -T ndjson has"));
    }
    let files: Vec<&Path> = if files.is_empty() { vec![Path::new("-")] } else { files.iter().map(Path::new).collect() };
    let sizes: Option<u64> =
        files.iter().map(|path| std::fs::metadata(path).ok().filter(|data| data.is_file()).map(|data| data.len())).sum();
    let readers = files.iter().map(|path| Ok((path.display().to_string(), open(path)?))).collect::<anyhow::Result<Vec<_>>>()?;
    let mut settings = args.asking.settings();
    settings.trust.keys = args.captured.keys();
    let addresses = bulk::addresses(&servers, &settings).map_err(|error| exit::Unreachable(error.to_string()))?;
    let (out, done) = output(args)?;
    let recording = record::start(&args.captured, &addresses, &[], settings.ends.clone(), settings.trust.keys.clone(), term)?;
    let skipped = done.count;

    let progress = Arc::new(Progress::default());
    let interrupted = Arc::new(std::sync::atomic::AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // The first one stops, the second one ends.
        signal_hook::flag::register_conditional_default(signal, interrupted.clone()).context("signals")?;
        signal_hook::flag::register(signal, interrupted.clone()).context("signals")?;
    }
    let read = Arc::new(std::sync::atomic::AtomicU64::new(0));
    let unread = Arc::new(std::sync::OnceLock::new());
    let source = Input {
        readers: readers.into(),
        types,
        ready: Default::default(),
        number: 0,
        line: Vec::new(),
        read: read.clone(),
        unread: unread.clone(),
    };
    let source = source.filter(move |item| !done.has(item.number));
    let window = (args.order == Order::Input).then(|| window(args.outstanding));
    let separate = recording.is_some();
    let options = Options {
        servers: servers.clone(),
        addresses,
        settings,
        outstanding: args.outstanding as usize,
        rate: args.rate,
        window,
        separate,
    };
    let mut writer = Results::new(out, &servers, args.format);
    let begin = Instant::now();
    let bar =
        (!term.quiet && std::io::stderr().is_terminal() && (args.output.is_some() || !std::io::stdout().is_terminal())).then(|| bar(sizes));

    let ended = std::thread::scope(|scope| {
        let finished = Arc::new(std::sync::atomic::AtomicBool::new(false));
        let watcher = {
            let (progress, finished, interrupted, read) = (progress.clone(), finished.clone(), interrupted.clone(), read.clone());
            let bar = bar.clone();
            scope.spawn(move || {
                while !finished.load(Relaxed) {
                    if interrupted.load(Relaxed) {
                        progress.stop.store(true, Relaxed);
                    }
                    if let Some(bar) = &bar {
                        let done = progress.done.load(Relaxed);
                        bar.set_position(if sizes.is_some() { read.load(Relaxed) } else { done });
                        bar.set_message(format!(
                            "{done} done, {:.0}/s, {} answered",
                            done as f64 / begin.elapsed().as_secs_f64(),
                            progress.answered.load(Relaxed)
                        ));
                    }
                    std::thread::park_timeout(Duration::from_millis(100));
                }
            })
        };
        let mut behind: BTreeMap<u64, Outcome> = BTreeMap::new();
        let mut next = None;
        let in_order = args.order == Order::Input;
        // What is left out by --resume is missing in the numbers, so the order is that of what was begun.
        let expected = source.map({
            let mut place = 0;
            move |mut item| {
                item.place = place;
                place += 1;
                item
            }
        });
        let result = bulk::run(&options, &progress, expected, |outcome| {
            if !in_order {
                return writer.write(outcome);
            }
            behind.insert(outcome.item.place, outcome);
            let next = next.get_or_insert(0);
            while let Some(outcome) = behind.remove(next) {
                *next += 1;
                writer.write(outcome)?;
            }
            Ok(())
        });
        finished.store(true, Relaxed);
        watcher.thread().unpark();
        let _ = watcher.join();
        let result = match result {
            Ok(made) => made.map_err(anyhow::Error::from),
            Err(error) => Err(error),
        };
        for (_, outcome) in std::mem::take(&mut behind) {
            writer.write(outcome)?;
        }
        writer.out.flush().context("the output")?;
        result
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    ended?;
    record::finish(recording, term)?;
    let (done, answered) = (progress.done.load(Relaxed), progress.answered.load(Relaxed));
    let seconds = begin.elapsed().as_secs_f64();
    let mut text = format!("{done} lookups, {answered} answered in {seconds:.1} s, {:.0} a second", done as f64 / seconds.max(1e-9));
    let again = progress.again.load(Relaxed);
    if again > 0 {
        text += &format!(", {again} asked again");
    }
    if skipped > 0 {
        text += &format!(", {skipped} were done before");
    }
    term.say(&text);
    if let Some(why) = unread.get() {
        anyhow::bail!("{why}; what is behind that was not looked up");
    }
    Ok(match (interrupted.load(Relaxed), answered, done) {
        (true, ..) => Code::Interrupted,
        (_, 0, 1..) => Code::Network,
        _ => Code::Ok,
    })
}

fn bar(bytes: Option<u64>) -> ProgressBar {
    let bar = bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
    let template = if bytes.is_some() { "{bar:30} {percent}% {msg}, {eta} left" } else { "{spinner} {msg}" };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

type Reader = Box<dyn BufRead + Send>;

fn open(path: &Path) -> anyhow::Result<Reader> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(std::io::stdin())));
    }
    let file = File::open(path).with_context(|| path.display().to_string())?;
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

/// What is to be looked up, line by line.
struct Input {
    readers: std::collections::VecDeque<(String, Reader)>,
    types: Vec<u16>,
    ready: std::collections::VecDeque<Item>,
    number: u64,
    line: Vec<u8>,
    read: Arc<std::sync::atomic::AtomicU64>,
    /// Why something could not be read.
    unread: Arc<std::sync::OnceLock<String>>,
}

/// A line is no longer than that; what is behind it is no name.
const LINE: u64 = 4096;

impl Iterator for Input {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            let (path, reader) = self.readers.front_mut()?;
            self.line.clear();
            let got = reader.by_ref().take(LINE).read_until(b'\n', &mut self.line).unwrap_or_else(|error| {
                let _ = self.unread.set(format!("{path}: {error}"));
                0
            });
            if got == 0 {
                self.readers.pop_front();
                continue;
            }
            if got as u64 == LINE && self.line.last() != Some(&b'\n') {
                let mut rest = Vec::new();
                while reader.by_ref().take(LINE).read_until(b'\n', &mut rest).is_ok_and(|more| more > 0) && rest.last() != Some(&b'\n') {
                    rest.clear();
                }
            }
            self.read.fetch_add(got as u64, Relaxed);
            let line = String::from_utf8_lossy(&self.line);
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            // `name TYPE`, where the last word is a type.
            let (name, own) = match line.rsplit_once(char::is_whitespace) {
                Some((name, kind)) => match type_by_name(kind) {
                    Some(kind) => (name.trim_end(), Some(kind)),
                    None => (line, None),
                },
                None => (line, None),
            };
            let name = Name::parse(name).map_err(|error| (name.to_owned(), error.to_string()));
            for rtype in own.map_or_else(|| self.types.clone(), |own| vec![own]) {
                let question = name.clone().map(|name| Question { name, rtype, class: 1 });
                self.ready.push_back(Item { number: self.number, place: self.number, question });
                self.number += 1;
            }
        }
    }
}

/// Which lookups an earlier run has done: a bit for each.
#[derive(Default)]
struct Done {
    bits: Vec<u64>,
    count: u64,
}

impl Done {
    fn has(&self, number: u64) -> bool {
        self.bits.get((number / 64) as usize).is_some_and(|bits| bits >> (number % 64) & 1 == 1)
    }

    fn add(&mut self, number: u64) {
        let at = (number / 64) as usize;
        if at >= self.bits.len() {
            self.bits.resize(at + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(at).filter(|bits| **bits >> (number % 64) & 1 == 0) {
            *bits |= 1 << (number % 64);
            self.count += 1;
        }
    }

    /// From the output of an earlier run, whose last line may be cut: that is taken off.
    fn read(file: &mut File) -> anyhow::Result<Done> {
        let mut done = Done::default();
        let mut reader = BufReader::with_capacity(1 << 16, &mut *file);
        let (mut line, mut whole) = (Vec::new(), 0);
        loop {
            line.clear();
            let got = reader.read_until(b'\n', &mut line)?;
            if got == 0 || line.last() != Some(&b'\n') {
                break;
            }
            let number = line.strip_prefix(br#"{"n":"#).and_then(|rest| {
                let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
                std::str::from_utf8(rest.get(..digits)?).ok()?.parse::<u64>().ok()
            });
            let Some(number) = number.filter(|number| *number < 1 << 36) else {
                anyhow::bail!("a line is not of `pkt dns bulk`; nothing is resumed")
            };
            done.add(number);
            whole += got as u64;
        }
        file.set_len(whole)?;
        file.seek(SeekFrom::End(0))?;
        Ok(done)
    }
}

type Out = Box<dyn Write + Send>;

fn output(args: &Args) -> anyhow::Result<(Out, Done)> {
    let Some(path) = &args.output else { return Ok((Box::new(BufWriter::with_capacity(1 << 16, std::io::stdout())), Done::default())) };
    let name = || path.display().to_string();
    if args.resume {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).with_context(name)?;
        let done = Done::read(&mut file).with_context(name)?;
        return Ok((Box::new(BufWriter::with_capacity(1 << 16, file)), done));
    }
    Ok((Box::new(BufWriter::with_capacity(1 << 16, File::create(path).with_context(name)?)), Done::default()))
}

/// Writes results.
struct Results {
    out: Out,
    /// The servers, quoted.
    names: Vec<String>,
    format: Format,
    text: String,
    /// The name that was asked for, quoted, and the type's name.
    asked: String,
    kind: (u16, String),
    /// The names of flags, as they are written.
    flags: (u16, String),
}

impl Results {
    fn new(out: Out, servers: &[Server], format: Format) -> Results {
        let quoted = |server: &Server| {
            let mut text = String::new();
            quoted(&mut text, &server.to_string());
            text
        };
        let names = servers.iter().map(quoted).collect();
        let (text, asked) = (String::new(), String::new());
        Results { out, names, format, text, asked, kind: (0, type_name(0)), flags: (0, String::new()) }
    }

    fn write(&mut self, mut outcome: Outcome) -> anyhow::Result<()> {
        self.text.clear();
        let result = std::mem::replace(&mut outcome.result, Err(String::new()));
        let plain = match (self.format, &result, &outcome.item.question) {
            (Format::Ndjson, Ok(bytes), Ok(question)) => Plain::of(bytes, question),
            _ => None,
        };
        if let Some(plain) = plain {
            self.plain(&outcome, &plain);
        } else {
            let read = result.and_then(|bytes| Message::of(bytes).map_err(|fault| format!("the answer is malformed: {fault}")));
            match self.format {
                Format::Ndjson => self.object(&outcome, &read),
                Format::Short => self.short(&outcome, &read),
            }
        }
        self.text.push('\n');
        self.out.write_all(self.text.as_bytes()).context("the output")
    }

    /// What was asked, of whom, how often, how long.
    fn head(&mut self, outcome: &Outcome) {
        let text = &mut self.text;
        text.push_str(r#"{"n":"#);
        digits(text, outcome.item.number);
        text.push_str(r#","name":"#);
        match &outcome.item.question {
            Ok(question) => {
                self.asked.clear();
                quoted_name(&mut self.asked, &question.name);
                if self.kind.0 != question.rtype {
                    self.kind = (question.rtype, type_name(question.rtype));
                }
                for part in [&self.asked, r#","type":""#, &self.kind.1, "\""] {
                    text.push_str(part);
                }
            }
            Err((name, _)) => quoted(text, name),
        }
        if let Some(server) = outcome.server.and_then(|at| self.names.get(at)) {
            text.push_str(r#","server":"#);
            text.push_str(server);
            text.push_str(r#","tries":"#);
            digits(text, outcome.tries.into());
            text.push_str(r#","time":"#);
            let time = outcome.took.as_micros() as u64;
            digits(text, time / 1_000_000);
            // Six digits, with the zeros before them.
            let point = text.len();
            digits(text, 1_000_000 + time % 1_000_000);
            text.replace_range(point..=point, ".");
        }
    }

    /// What most answers are, from the message's bytes: a million of them are written.
    fn plain(&mut self, outcome: &Outcome, plain: &Plain<'_>) {
        self.head(outcome);
        if self.flags.0 != plain.flags {
            self.flags = (plain.flags, shown::flags(plain.flags).iter().map(|flag| format!("\"{flag}\"")).collect::<Vec<_>>().join(","));
        }
        let text = &mut self.text;
        for part in [r#","status":"NOERROR","flags":["#, &self.flags.1, r#"],"answers":["#] {
            text.push_str(part);
        }
        for (at, (ttl, address)) in plain.answers().enumerate() {
            for part in [if at > 0 { r#",{"name":"# } else { r#"{"name":"# }, &self.asked, r#","type":""#, &self.kind.1, r#"","ttl":"#] {
                text.push_str(part);
            }
            digits(text, ttl.into());
            let _ = write!(text, r#","data":"{address}"}}"#);
        }
        text.push_str("]}");
    }

    fn object(&mut self, outcome: &Outcome, read: &Result<Message, String>) {
        self.head(outcome);
        let Results { text, asked, kind: (_, kind), .. } = self;
        match read {
            Ok(message) => {
                let _ = write!(text, r#","status":"{}","flags":["#, rcode_name(message.rcode()));
                for (at, flag) in shown::flags(message.flags).iter().enumerate() {
                    let _ = write!(text, r#"{}"{flag}""#, if at > 0 { "," } else { "" });
                }
                text.push(']');
                for (section, records) in [("answers", &message.answers), ("authorities", &message.authorities)] {
                    if records.is_empty() && section != "answers" {
                        continue;
                    }
                    let _ = write!(text, r#","{section}":["#);
                    for (at, record) in records.iter().enumerate() {
                        text.push_str(if at > 0 { r#",{"name":"# } else { r#"{"name":"# });
                        let question = outcome.item.question.as_ref().ok();
                        match question.filter(|question| question.name.wire() == record.name.wire()) {
                            Some(_) => text.push_str(asked),
                            None => quoted(text, &record.name.to_string()),
                        }
                        match question.filter(|question| question.rtype == record.rtype) {
                            Some(_) => _ = write!(text, r#","type":"{kind}","#),
                            None => _ = write!(text, r#","type":"{}","#, type_name(record.rtype)),
                        }
                        if record.class != 1 {
                            let _ = write!(text, r#""class":"{}","#, class_name(record.class));
                        }
                        let _ = write!(text, r#""ttl":{},"data":"#, record.ttl);
                        quoted(text, &record.text());
                        text.push('}');
                    }
                    text.push(']');
                }
                if let Some((code, said)) = message.extended_errors().next() {
                    let _ = write!(text, r#","extended_error":{code},"extended_error_text":"#);
                    let name = extended_error(code).unwrap_or("unknown");
                    quoted(text, &if said.is_empty() { name.to_owned() } else { format!("{name}: {said}") });
                }
            }
            Err(why) => {
                text.push_str(r#","error":"#);
                quoted(text, why);
            }
        }
        text.push('}');
    }

    fn short(&mut self, outcome: &Outcome, read: &Result<Message, String>) {
        let (name, kind) = match &outcome.item.question {
            Ok(question) => (question.name.to_string(), type_name(question.rtype)),
            Err((name, _)) => (name.escape_debug().to_string(), "-".to_owned()),
        };
        let _ = write!(self.text, "{name}\t{kind}\t");
        match read {
            Ok(message) => {
                let data: Vec<String> = message.answers.iter().map(pktlab::dns::wire::Record::text).collect();
                let _ = write!(self.text, "{}\t{}", rcode_name(message.rcode()), data.join(", "));
            }
            Err(why) => {
                let _ = write!(self.text, "error\t{why}");
            }
        }
    }
}

/// An answer as most are: the question as it was asked, addresses at that very name, nothing else but EDNS without a word.
struct Plain<'a> {
    flags: u16,
    answers: &'a [u8],
    /// Bytes of an address.
    length: usize,
}

impl Plain<'_> {
    fn of<'a>(bytes: &'a [u8], question: &Question) -> Option<Plain<'a>> {
        let (head, rest) = bytes.split_first_chunk::<12>()?;
        let number = |at: usize| u16::from_be_bytes([head[at], head[at + 1]]);
        let length = match question.rtype {
            1 => 4,
            28 => 16,
            _ => return None,
        };
        let kind = [question.rtype.to_be_bytes(), [0, 1]].concat();
        let rest = rest.strip_prefix(question.name.wire())?.strip_prefix(&kind[..])?;
        let (answers, behind) = rest.split_at_checked(usize::from(number(6)) * (12 + length))?;
        let plainly = |one: &[u8]| one.starts_with(&[0xc0, 12]) && one[2..6] == kind && one[10..12] == [0, length as u8];
        let edns = match (number(10), behind) {
            (0, []) => true,
            // The root, OPT, size, the upper part of the code, version, flags, no options.
            (1, [0, 0, 41, _, _, 0, _, _, _, 0, 0]) => true,
            _ => false,
        };
        let flags = number(2);
        let fits = question.class == 1 && (number(4), number(8), flags & 15) == (1, 0, 0) && edns;
        (fits && answers.chunks(12 + length).all(plainly)).then_some(Plain { flags, answers, length })
    }

    /// For how long, and which.
    fn answers(&self) -> impl Iterator<Item = (u32, IpAddr)> {
        self.answers.chunks(12 + self.length).filter_map(|one| {
            let (head, data) = one.split_first_chunk::<12>()?;
            let ttl = u32::from_be_bytes([head[6], head[7], head[8], head[9]]);
            let four = <[u8; 4]>::try_from(data).map(IpAddr::from);
            Some((ttl, four.or_else(|_| <[u8; 16]>::try_from(data).map(IpAddr::from)).ok()?))
        })
    }
}

/// A number.
fn digits(text: &mut String, mut number: u64) {
    let (mut room, mut at) = ([0; 20], 20);
    loop {
        at -= 1;
        room[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    text.push_str(std::str::from_utf8(&room[at..]).unwrap_or_default());
}

/// A name as a JSON string.
fn quoted_name(text: &mut String, name: &Name) {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if name.count() == 0 || !name.labels().all(|label| label.iter().all(plain)) {
        return quoted(text, &name.to_string());
    }
    text.push('"');
    for label in name.labels() {
        text.push_str(std::str::from_utf8(label).unwrap_or_default());
        text.push('.');
    }
    text.push('"');
}

/// A JSON string.
fn quoted(text: &mut String, value: &str) {
    text.push('"');
    if !value.bytes().any(|byte| byte < 0x20 || matches!(byte, b'"' | b'\\' | 0x7f)) {
        text.push_str(value);
        text.push('"');
        return;
    }
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            c if (c as u32) < 0x20 || c == '\u{7f}' => {
                let _ = write!(text, "\\u{:04x}", c as u32);
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Written from its bytes an answer is what it is when it is read whole, however it is changed.
    #[test]
    fn plain_answers_are_written_as_any_other() {
        let question = |rtype| Question { name: Name::parse("H1.bulk-x.test").unwrap(), rtype, class: 1 };
        let answer = |question: &Question, count: u8, edns: bool| {
            let data: &[u8] = if question.rtype == 1 { &[192, 0, 2, 7] } else { b"\x20\x01\x0d\xb8\0\0\0\0\0\0\xff\xff\xc0\0\x02\x07" };
            let mut bytes = vec![0, 7, 0x85, 0x80, 0, 1, 0, count, 0, 0, 0, edns.into()];
            bytes.extend([question.name.wire(), &question.rtype.to_be_bytes(), &[0, 1]].concat());
            for at in 0..count {
                bytes.extend([&[0xc0, 12], &question.rtype.to_be_bytes()[..], &[0, 1, 0, 1, at, 9, 0, data.len() as u8], data].concat());
            }
            bytes.extend(if edns { &b"\0\0\x29\x04\xd0\0\0\0\0\0\0"[..] } else { b"" });
            bytes
        };
        let mut plainly = 0;
        let mut both = |question: &Question, bytes: Vec<u8>| {
            let item = Item { number: 1_234_567, place: 0, question: Ok(question.clone()) };
            let took = Duration::from_micros(3_000_045);
            let outcome = |result| Outcome { item: item.clone(), server: Some(0), tries: 2, took, result };
            let server = Server::parse("192.0.2.53", pktlab::dns::server::Protocol::Udp).unwrap();
            let mut whole = Results::new(Box::new(std::io::sink()), std::slice::from_ref(&server), Format::Ndjson);
            let read = Message::of(bytes.clone()).map_err(|fault| format!("the answer is malformed: {fault}"));
            whole.object(&outcome(Err(String::new())), &read);
            let mut quick = Results::new(Box::new(std::io::sink()), &[server], Format::Ndjson);
            plainly += usize::from(Plain::of(&bytes, question).is_some());
            quick.write(outcome(Ok(bytes))).unwrap();
            assert_eq!(quick.text, whole.text.clone() + "\n");
            whole.text
        };
        let four = both(&question(1), answer(&question(1), 1, true));
        let want = r#"{"n":1234567,"name":"H1.bulk-x.test.","type":"A","server":"192.0.2.53","tries":2,"time":3.000045,"status":"NOERROR","flags":["qr","aa","rd","ra"],"answers":[{"name":"H1.bulk-x.test.","type":"A","ttl":65545,"data":"192.0.2.7"}]}"#;
        assert_eq!(four, want);
        for (rtype, count, edns) in [(1, 0, false), (1, 3, false), (28, 1, true), (28, 2, false)] {
            both(&question(rtype), answer(&question(rtype), count, edns));
        }
        let whole = answer(&question(28), 2, true);
        for at in 0..whole.len() {
            both(&question(28), whole[..at].to_vec());
            for bit in 0..8 {
                let mut changed = whole.clone();
                changed[at] ^= 1 << bit;
                both(&question(28), changed);
            }
        }
        assert!(plainly > 300, "{plainly}");
    }

    #[test]
    fn lines_become_lookups() {
        let reader = |text: &'static str| -> Reader { Box::new(text.as_bytes()) };
        let input = Input {
            readers: [reader("a\n\n# no\n b.test  MX \n"), reader("a..b\nno newline")].map(|one| (String::new(), one)).into(),
            types: vec![1, 28],
            ready: Default::default(),
            number: 0,
            line: vec![],
            read: Arc::default(),
            unread: Arc::default(),
        };
        let all: Vec<String> = input
            .map(|item| match item.question {
                Ok(question) => format!("{} {} {}", item.number, question.name, type_name(question.rtype)),
                Err((name, _)) => format!("{} {name}", item.number),
            })
            .collect();
        assert_eq!(all, ["0 a. A", "1 a. AAAA", "2 b.test. MX", "3 a..b", "4 a..b", "5 no newline", "6 no newline"]);
    }

    #[test]
    fn what_is_done_is_known_again() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"{\"n\":0,\"name\":\"a.\"}\n{\"n\":70,\"name\":\"b.\"}\n{\"n\":3,\"na").unwrap();
        file.rewind().unwrap();
        let done = Done::read(&mut file).unwrap();
        assert_eq!((done.count, done.has(0), done.has(70), done.has(3), done.has(1 << 30)), (2, true, true, false, false));
        assert_eq!(file.metadata().unwrap().len(), 41);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"something else\n").unwrap();
        file.rewind().unwrap();
        assert!(Done::read(&mut file).is_err());
    }
}
