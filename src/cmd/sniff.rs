//! `pkt sniff`: captures live.
//!
//! Frames that are shown go through the same pipeline as those of a file. Frames that are written go to the writer first, which
//! has the capture for itself; what is shown besides gets a batch when it has time for one.

use super::after::After;
use super::ask::seconds;
use super::exit::{self, Code, Said};
use super::pipeline::{self, Ends, Keep, Plan};
use super::read::{self, Look, Shown};
use super::sandbox;
use super::tee::{self, Tee};
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use pktlab::capture::live::{self, Control, Live, Next};
use pktlab::capture::rotate::{Rotate, Rotation};
use pktlab::capture::{self, Batch, FileFormat, remote};
use pktlab::net::process::Processes;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A person looks at frames that came so long ago at most, or is told how many were left out.
const STALE: Duration = Duration::from_millis(500);

/// How often the writer looks at the clock and at signals.
const TICK: Duration = Duration::from_millis(50);

/// Capture live
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt sniff [OPTIONS] [CAPTURE-FILTER...]",
    after_long_help = "\
The capture filter is libpcap's language, as in tcpdump (man pcap-filter). Without -i the first interface
that is up is taken. `pkt sniff -D` lists them. Ctrl-C ends the capture and prints what was counted.

--process tells whose packets they are. It asks the kernel and /proc; sockets of other users' processes
are seen by root, or with the capabilities cap_sys_ptrace and cap_dac_read_search besides those for capturing,
and -Z takes them away. What lives shorter than a packet needs to get here is not found. The fields are
frame.process.name and frame.process.pid; a pcapng file keeps them as comments.

SIGUSR1 prints the counts and goes on, SIGUSR2 writes out what compression holds back.

With -Y the kernel leaves out what surely does not pass, as far as a capture filter can tell (`pkt filter`
shows it), so the counts and the numbers are of what is left; not where -e asks for frame.number.

Where a file cannot be written (a full disk), packets are still counted. With rotation the next file begins as soon
as there is room for it, and --ring gives its oldest file to make some; the exit code is 3 all the same.

The kernel hands every frame on a loopback interface over twice, going out and coming in; libpcap leaves
the first one out, but `received by filter` counts both.

Examples:
  pkt sniff -i eth0 tcp port 443                    # a line a packet
  pkt sniff -i eth0 -i lo -T fields -e frame.interface_name -e ip.src -e dns.qry.name udp port 53
  pkt sniff -i eth0 -w web.pcapng -c 1000 --print
  pkt sniff -i eth0 --process -T fields -e frame.process.name -e ip.dst -e tcp.dstport tcp
  pkt sniff -i eth0 -w day.pcapng.zst --rotate-time 3600 --ring 24
  pkt sniff -i eth0 -w big.pcapng --rotate-size 100 --after 'xz -T0'
  ssh host pkt sniff -i eth0 -w - not port 22 | pkt read -"
)]
pub(super) struct Args {
    /// A capture filter in libpcap's language
    #[arg(value_name = "CAPTURE-FILTER")]
    filter: Vec<String>,

    /// An interface by name or number, or `any`; repeatable
    #[arg(short, long, value_name = "IF", help_heading = "Input")]
    interface: Vec<String>,
    /// List the interfaces
    #[arg(short = 'D', long, help_heading = "Input")]
    list_interfaces: bool,
    /// Stop after N packets
    #[arg(short, long, value_name = "N", help_heading = "Input", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Stop after so many seconds
    #[arg(long, value_name = "SECS", help_heading = "Input", value_parser = seconds)]
    duration: Option<Duration>,
    /// Take no more than so many bytes of each packet; 0 takes all
    #[arg(short, long, value_name = "BYTES", help_heading = "Input", default_value = "262144", alias = "snapshot-length")]
    snap: u32,
    /// Only packets for this machine
    #[arg(short = 'p', long, help_heading = "Input")]
    no_promiscuous_mode: bool,
    /// Only packets that come in, or go out
    #[arg(short = 'Q', long, value_name = "WAY", help_heading = "Input", default_value = "inout")]
    direction: Direction,
    /// The kernel's buffer for each interface, in KiB [default: 8192]
    #[arg(short = 'B', long, value_name = "KIB", help_heading = "Input", value_parser = clap::value_parser!(u32).range(1..=2_097_151))]
    buffer_size: Option<u32>,
    /// Wi-Fi: all packets in the air
    #[arg(short = 'I', long, help_heading = "Input")]
    monitor_mode: bool,
    /// The link type, where an interface has several
    #[arg(short = 'y', long, value_name = "TYPE", help_heading = "Input")]
    linktype: Option<String>,
    /// List the link types of an interface
    #[arg(short = 'L', long, help_heading = "Input")]
    list_data_link_types: bool,
    /// How fine times are
    #[arg(long, value_name = "UNIT", help_heading = "Input", default_value = "nano")]
    time_stamp_precision: Precision,

    /// Tell whose packets they are (Linux): the process that sent each and the one that receives it, in views and as a comment in files
    #[arg(long, help_heading = "Input")]
    process: bool,

    #[command(flatten)]
    show: Shown,

    /// With -w: begin another file before one has more than so many MB (10^6 bytes, before compression)
    #[arg(short = 'C', long, value_name = "MB", help_heading = "Rotation", requires = "write", value_parser = megabytes)]
    rotate_size: Option<u64>,
    /// With -w: begin another file every so many seconds, on the wall clock
    #[arg(short = 'G', long, value_name = "SECS", help_heading = "Rotation", requires = "write", value_parser = seconds)]
    rotate_time: Option<Duration>,
    /// Keep only the newest files
    #[arg(short = 'W', long, value_name = "FILES", help_heading = "Rotation", value_parser = clap::value_parser!(u32).range(1..))]
    ring: Option<u32>,
    /// Run a command on each file that is finished: its name is the last argument, or stands where {} is. No shell is involved
    #[arg(long, value_name = "CMD", help_heading = "Rotation", requires = "write", value_parser = words, value_hint = ValueHint::CommandString)]
    after: Option<Words>,

    /// Become this user when the interfaces are open
    #[arg(short = 'Z', long, value_name = "USER", help_heading = "Rights", value_hint = ValueHint::Username)]
    relinquish_privileges: Option<String>,
    /// Do not confine the process to the files it needs (Linux: Landlock)
    #[arg(long, help_heading = "Rights")]
    no_sandbox: bool,

    /// tcpdump's `-A`
    #[arg(short = 'A', hide = true)]
    ascii: bool,
    /// tcpdump's `-r`
    #[arg(short = 'r', hide = true, value_name = "FILE")]
    read_file: Option<String>,
    /// tcpdump's `-U`: so it is anyway
    #[arg(short = 'U', hide = true)]
    packet_buffered: bool,
}

/// `-Q`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Direction {
    /// What comes in
    In,
    /// What goes out
    Out,
    /// Both
    Inout,
}

/// `--time-stamp-precision`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Precision {
    /// Microseconds
    Micro,
    /// Nanoseconds
    Nano,
}

/// A command and its arguments.
#[derive(Clone, Debug)]
struct Words(Vec<String>);

fn megabytes(text: &str) -> Result<u64, String> {
    let megabytes = text.parse::<f64>().ok().filter(|megabytes| *megabytes > 0.0 && *megabytes < 1e9);
    megabytes.map(|megabytes| (megabytes * 1e6) as u64).ok_or_else(|| format!("`{text}` is no number of megabytes"))
}

/// Splits as a shell does, and expands nothing.
fn words(text: &str) -> Result<Words, String> {
    let words = shlex::split(text).filter(|words| !words.is_empty());
    words.map(Words).ok_or_else(|| "it must be a command, with its quotes closed".to_owned())
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    run_with(args, term, |_| ())
}

/// The same; what is to happen once the interfaces are open happens then.
pub(super) fn run_with<T>(args: &Args, term: &Term, opened: impl FnOnce(Control) -> T) -> anyhow::Result<Code> {
    refuse_foreign_fingers(args)?;
    if args.list_interfaces {
        return list();
    }
    let shown = &args.show;
    let look = Look::new(shown, term)?;
    let path = shown.write_to(true)?;
    let path = path.as_deref();
    let filters = shown.filters();
    let file = path.is_some_and(|path| {
        path.as_os_str() != "-" && remote::name(path).is_none() && std::fs::metadata(path).map_or(true, |data| data.is_file())
    });
    let quick = look.shows() || path.is_some() && !file;
    let mut options = options(args)?;
    options = options.latency(Duration::from_millis(match (args.process, quick) {
        // A socket is to be found before it is closed.
        (true, _) => 1,
        (false, true) => 20,
        (false, false) => 100,
    }));
    options = options.when_full(if path.is_none() { live::Full::LeaveOut } else { live::Full::Wait });
    if args.list_data_link_types {
        return list_links(&options);
    }
    if let Some(filter) = look.kernel_filter(shown) {
        options = options.foresee(filter);
    }
    let mut live = options.open()?;
    // Its thread keeps the rights to look into processes, so it is started before they are given back; but all threads become
    // another user together, or none does.
    let processes = || args.process.then(Processes::start).transpose();
    let user = args.relinquish_privileges.as_deref();
    let early = if user.is_none() { processes()? } else { None };
    let names = live.names().join(", ");
    // Everything from here on is done without the rights that opening took.
    let after = args.after.as_ref().map(|Words(words)| After::start(words, args.relinquish_privileges.as_deref())).transpose()?;
    let rotation = Rotation { size: args.rotate_size, every: args.rotate_time, ring: args.ring.map(|files| files as usize) };
    sandbox::drop_rights(args.relinquish_privileges.as_deref(), path.is_some())?;
    // Before the process is shut in, where other processes are out of sight.
    if let Some(mut processes) = if user.is_none() { early } else { processes()? } {
        let blind = match user {
            Some(user) => Some(format!("--process: as {user}, only processes of that user are seen")),
            None => processes.blind().map(|why| format!("--process: {why}")),
        };
        blind.iter().for_each(|why| term.say(&format!("note: {why}")));
        live = live.each_batch(move |batch| processes.annotate(batch));
    }
    let control = live.control();
    let rotate = path.map(|path| create(path, shown.format_of_file(), rotation, &live, after, filters)).transpose()?;
    if !rotation.rotates() {
        sandbox::drop_rights(None, false)?;
    }
    if !args.no_sandbox {
        let folder = path
            .filter(|_| rotation.rotates())
            .map(|path| path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new(".")));
        sandbox::confine(folder, term);
    }
    term.say(&format!("capturing on {names}"));
    let _meanwhile = opened(control.clone());
    // What was written and not shown.
    let unseen = Arc::new(AtomicU64::new(0));
    let result = match rotate {
        Some(rotate) if !filters && !look.shows() => {
            let live = if rotate.takes_blocks() { live.unseen() } else { live };
            write(live, rotate, &control, term)
        }
        Some(rotate) if !filters => write_and_show(live, rotate, args, &look, &control, &unseen, term),
        rotate => {
            if std::io::stdout().is_terminal() && rotate.is_none() {
                live = live.max_age(STALE);
            }
            let keep = rotate.map(|rotate| {
                Box::new(Kept { rotate: Some(rotate), failed: false, flush: flush_on_signal().ok(), live: !file, term: *term })
                    as Box<dyn Keep>
            });
            let live = if keep.is_some() { live.tick(TICK) } else { live };
            let remark = left_out_remark({
                let control = control.clone();
                move || control.each().iter().map(|counts| counts.left_out).sum()
            });
            show(Box::new(live), args, &look, Ends { layout: look.layout(), keep }, &control, remark, term)
        }
    };
    say_counts(&control, unseen.load(Relaxed), term);
    result
}

fn options(args: &Args) -> anyhow::Result<live::Options> {
    let mut options = live::Options::new()
        .filter(&args.filter.join(" "))
        .snap(args.snap)
        .promiscuous(!args.no_promiscuous_mode)
        .monitor(args.monitor_mode)
        .buffer(args.buffer_size.unwrap_or(8192).saturating_mul(1024))
        .nanoseconds(args.time_stamp_precision == Precision::Nano)
        .direction(match args.direction {
            Direction::In => live::Direction::In,
            Direction::Out => live::Direction::Out,
            Direction::Inout => live::Direction::Both,
        });
    for name in &args.interface {
        options = options.interface(name);
    }
    if let Some(link) = &args.linktype {
        options = options.link(link);
    }
    // Packets that must pass first are counted behind the filter.
    if let Some(count) = args.count.filter(|_| !args.show.filters()) {
        options = options.count(count);
    }
    if let Some(duration) = args.duration {
        options = options.duration(duration);
    }
    Ok(options)
}

fn create(
    path: &Path,
    format: Option<FileFormat>,
    rotation: Rotation,
    live: &Live,
    after: Option<After>,
    filters: bool,
) -> anyhow::Result<Rotate> {
    if path.as_os_str() == "-" && rotation.rotates() {
        return Err(exit::usage("standard output cannot be rotated: -w FILE"));
    }
    if remote::name(path).is_some() && rotation.rotates() {
        return Err(exit::usage("only files are rotated: -w FILE"));
    }
    let control = live.control();
    let rotate = Rotate::create(path, format, rotation, live.head(), move || control.statistics())?.filtered(filters);
    Ok(match after {
        Some(after) => rotate.kept_by(after),
        None => rotate,
    })
}

/// Shows what comes; the pipeline ends with the capture.
fn show(
    source: Box<dyn capture::Source>,
    args: &Args,
    look: &Look,
    ends: Ends,
    control: &Control,
    remark: Arc<dyn Fn() -> Option<String> + Send + Sync>,
    term: &Term,
) -> anyhow::Result<Code> {
    let live = pipeline::Live { control: control.clone(), counts: sentence, remark };
    let plan = Plan { live: Some(live), passing: args.count.filter(|_| args.show.filters()), ..Plan::default() };
    read::read_from(&args.show, plan, look, source, ends, term)?;
    Ok(Code::Ok)
}

/// Writes what comes.
fn write(mut live: Live, rotate: Rotate, control: &Control, term: &Term) -> anyhow::Result<Code> {
    let signals = pipeline::stop_on_signals().context("signals")?;
    let look = || {
        if signals.stop.load(Relaxed) && !control.stopped() {
            control.stop();
        }
        if signals.counts.swap(false, Relaxed) {
            let (control, term) = (control.clone(), *term);
            // The kernel is asked by the capture's threads, which must not have to wait for this one.
            std::thread::spawn(move || term.say(&sentence(&control)));
        }
    };
    write_all(&mut live, rotate, control, look, |_| (), term)
}

/// Writes what comes, and shows what there is time for.
fn write_and_show(
    live: Live,
    rotate: Rotate,
    args: &Args,
    look: &Look,
    control: &Control,
    unseen: &Arc<AtomicU64>,
    term: &Term,
) -> anyhow::Result<Code> {
    let (mut tee, source) = tee::pair(std::io::stdout().is_terminal().then_some(STALE), unseen.clone());
    let remark = left_out_remark({
        let unseen = unseen.clone();
        move || unseen.load(Relaxed)
    });
    let mut live = live;
    std::thread::scope(|scope| {
        let writer = scope.spawn(move || {
            let result = write_all(&mut live, rotate, control, || (), |batch| Tee::offer(&mut tee, batch), term);
            drop(tee);
            result
        });
        let ends = Ends { layout: look.layout(), keep: None };
        let shown = show(Box::new(source), args, look, ends, control, remark, term);
        control.stop();
        let written = writer.join().unwrap_or(Ok(Code::File));
        // What could not be written matters more than what could not be shown.
        match (written, shown) {
            (Err(error), _) => Err(error),
            (Ok(code), Ok(Code::Ok)) => Ok(code),
            (Ok(_), shown) => shown,
        }
    })
}

/// The writer's life: everything that is captured goes into the file, and then on to `then`.
fn write_all(
    live: &mut Live,
    rotate: Rotate,
    control: &Control,
    look: impl Fn(),
    mut then: impl FnMut(&mut Batch),
    term: &Term,
) -> anyhow::Result<Code> {
    let flush = flush_on_signal().context("signals")?;
    let mut code = Code::Ok;
    let mut rotate = Some(rotate);
    let mut unwritten = 0;
    let mut batch = Batch::new();
    loop {
        match live.next(&mut batch, 4 * TICK) {
            Ok(Next::End) => break,
            Ok(Next::Records | Next::Nothing) => {}
            Err(error) => {
                exit::report(&error.into());
                code = Code::File;
            }
        }
        if let Some(file) = &mut rotate {
            let packed = flush.swap(false, Relaxed);
            let written = file.write(&batch, None).and_then(|()| file.tick()).and_then(|()| file.flush(packed || file.is_pipe()));
            if let Err(error) = written {
                let goes_on = file.goes_on();
                // Counting goes on without the file; but where only nobody reads any more, that is no error, and there is no reason to.
                match exit::report(&error.into()) {
                    Code::Ok => control.stop(),
                    other => code = other,
                }
                if goes_on {
                    term.say(GOES_ON);
                } else {
                    unwritten = file.unwritten();
                    rotate = None;
                }
            }
        }
        look();
        then(&mut batch);
    }
    if let Some(file) = rotate {
        unwritten = file.unwritten();
        for notice in file.finish()? {
            term.say(&format!("note: {notice}"));
        }
    }
    say_unwritten(unwritten, term);
    Ok(code)
}

/// What is said where writing has failed, and files rotate.
const GOES_ON: &str = "note: the capture goes on and is counted; the next file begins when there is room";

fn say_unwritten(packets: u64, term: &Term) {
    if packets > 0 {
        term.say(&format!("note: {packets} of the captured are in no file, because they could not be written"));
    }
}

/// Frames that pass a filter, on their way into files.
struct Kept {
    /// Gone when it is finished or has failed.
    rotate: Option<Rotate>,
    /// Counting goes on without the file.
    failed: bool,
    flush: Option<Arc<AtomicBool>>,
    /// Somebody may be waiting at the other end.
    live: bool,
    term: Term,
}

impl Keep for Kept {
    fn batch(&mut self, batch: &Batch, passed: &dyn Fn(usize) -> bool) -> anyhow::Result<()> {
        let Some(file) = &mut self.rotate else { return Ok(()) };
        let packed = self.live || self.flush.as_ref().is_some_and(|flush| flush.swap(false, Relaxed));
        let Err(error) = file.write(batch, Some(passed)).and_then(|()| file.tick()).and_then(|()| file.flush(packed)) else {
            return Ok(());
        };
        let goes_on = file.goes_on();
        let error = error.into();
        if exit::broken_pipe(&error) {
            return Err(error);
        }
        exit::report(&error);
        self.failed = true;
        if goes_on {
            self.term.say(GOES_ON);
        } else {
            say_unwritten(file.unwritten(), &self.term);
            self.rotate = None;
        }
        Ok(())
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        if let Some(file) = self.rotate.take() {
            say_unwritten(file.unwritten(), &self.term);
            for notice in file.finish()? {
                self.term.say(&format!("note: {notice}"));
            }
        }
        if self.failed { Err(Said(Code::File).into()) } else { Ok(()) }
    }
}

/// SIGUSR2.
fn flush_on_signal() -> std::io::Result<Arc<AtomicBool>> {
    let flag = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    signal_hook::flag::register(signal_hook::consts::SIGUSR2, flag.clone())?;
    Ok(flag)
}

/// Says, at most once a second, how many packets the view has left out.
pub(super) fn left_out_remark(left_out: impl Fn() -> u64 + Send + Sync + 'static) -> Arc<dyn Fn() -> Option<String> + Send + Sync> {
    let said: Mutex<(u64, Option<Instant>)> = Mutex::new((0, None));
    Arc::new(move || {
        let now = left_out();
        let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
        if now == said.0 || said.1.is_some_and(|at| at.elapsed() < Duration::from_secs(1)) {
            return None;
        }
        let more = now - said.0;
        *said = (now, Some(Instant::now()));
        Some(format!("note: {more} packets are not shown, because showing them is too slow"))
    })
}

pub(super) fn sentence(control: &Control) -> String {
    let counts = control.counts();
    format!(
        "{} captured, {} received by filter, {} dropped by kernel, {} dropped by interface",
        counts.captured, counts.received, counts.dropped, counts.interface_dropped
    )
}

/// What is said at the end.
pub(super) fn say_counts(control: &Control, unseen: u64, term: &Term) {
    term.say(&sentence(control));
    let counts = control.counts();
    let left_out = counts.left_out + unseen;
    if left_out > 0 {
        term.say(&format!("note: {left_out} of the captured were not shown, because showing them was too slow"));
    }
    if counts.waited > 0 {
        term.say(&format!("note: {} were dropped by the kernel while it waited for the writer, which was too slow", counts.waited));
    }
    if counts.loopback && counts.received > counts.captured + counts.dropped {
        term.say(
            "note: the kernel shows frames on loopback twice, going out and coming in: received by filter counts both, one is captured",
        );
    }
}

/// `-D`, as tcpdump prints it.
fn list() -> anyhow::Result<Code> {
    let mut text = String::new();
    for device in live::devices()? {
        let about = device.description.map(|about| format!(" ({about})")).unwrap_or_default();
        let mut states = Vec::new();
        for (is, name) in [(device.up, "Up"), (device.running, "Running"), (device.loopback, "Loopback"), (device.wireless, "Wireless")] {
            if is {
                states.push(name);
            }
        }
        match device.connected {
            Some(true) => states.push("Connected"),
            Some(false) => states.push("Disconnected"),
            None => {}
        }
        let states = if states.is_empty() { String::new() } else { format!(" [{}]", states.join(", ")) };
        text.push_str(&format!("{}.{}{about}{states}\n", device.number, device.name));
    }
    super::answer(text.as_bytes())
}

/// `-L`, as tcpdump prints it.
fn list_links(options: &live::Options) -> anyhow::Result<Code> {
    let (name, types) = options.link_types()?;
    let mut text = format!("Data link types for {name} (use option -y to set):\n");
    for link in types {
        text.push_str(&format!("  {} ({})\n", link.name, link.description));
    }
    super::answer(text.as_bytes())
}

/// Options of tcpdump that mean something else here, or nothing: the hint names ours.
fn refuse_foreign_fingers(args: &Args) -> anyhow::Result<()> {
    if args.ascii {
        return Err(exit::usage("-A is tcpdump's; -x shows the bytes as hex and as text"));
    }
    if let Some(file) = &args.read_file {
        return Err(exit::usage(format!("-r is tcpdump's; files are read with `pkt read {file}`")));
    }
    if args.ring.is_some() && args.rotate_size.is_none() && args.rotate_time.is_none() {
        return Err(exit::usage("--ring keeps the newest of several files: it needs --rotate-size or --rotate-time"));
    }
    Ok(())
}
