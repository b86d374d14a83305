//! `--capture`: the packets of a lookup, and no others, in a pcapng file.
//!
//! What is exchanged with the servers' ports is captured before the first question and until nothing comes any more; of that the file
//! gets what went to or came from a port of ours, which is known once a socket is open, so packets wait a moment before that is decided.
//! The secrets of TLS and QUIC are written before the packets they decrypt, so that tshark decrypts them.

use crate::cmd::term::Term;
use crate::cmd::{Pkt, Verb, command, exit, read};
use anyhow::Context;
use clap::FromArgMatches;
use pktlab::capture::live::{self, Control, Live, Next};
use pktlab::capture::rotate::{Rotate, Rotation};
use pktlab::capture::{Batch, FileFormat};
use pktlab::decode::walk;
use pktlab::dns::tls::Keys;
use pktlab::frame::Frame;
use pktlab::net::paths::Paths;
use pktlab::proto::{self, tcp, udp};
use pktlab::spine::{Rules, Spine};
use std::collections::{BTreeSet, VecDeque};
use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// So long a packet waits to be recognized.
const WAIT: Duration = Duration::from_millis(400);
/// After so long without a packet there will be none.
const QUIET: Duration = Duration::from_millis(120);
/// And so long is waited at most.
const END: Duration = Duration::from_secs(2);
/// Addresses that a capture filter names.
const NAMED: usize = 64;

/// Our ends of connections.
pub(super) type Ends = Arc<Mutex<Vec<SocketAddr>>>;

/// The options for it.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Captured {
    /// Write the packets of this lookup, and TLS's secrets, into a file (pcapng; with the rights to capture)
    #[arg(long, value_name = "FILE", help_heading = "Capture", value_hint = clap::ValueHint::FilePath)]
    capture: Option<PathBuf>,
    /// With --capture: show them, as `pkt read` does
    #[arg(long, value_name = "VIEW", num_args = 0..=1, require_equals = true, default_missing_value = "line", requires = "capture", help_heading = "Capture")]
    show_packets: Option<Packets>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Packets {
    /// One line a packet
    Line,
    /// Every field of every layer
    Tree,
    /// An array of objects
    Json,
}

impl Captured {
    /// Where the secrets of connections go, where there is to be a capture.
    pub(super) fn keys(&self) -> Option<Arc<Keys>> {
        self.wanted().then(Arc::default)
    }

    /// Whether there is to be a capture.
    pub(super) fn wanted(&self) -> bool {
        self.capture.is_some()
    }
}

/// A capture that runs beside a lookup.
pub(super) struct Recording {
    control: Control,
    writer: JoinHandle<anyhow::Result<u64>>,
    path: PathBuf,
    shown: Option<Packets>,
    ports: BTreeSet<u16>,
}

/// Starts to capture what goes to and comes from servers at these addresses; without addresses, at any, on these ports.
pub(super) fn start(
    captured: &Captured,
    servers: &[SocketAddr],
    ports: &[u16],
    ends: Ends,
    keys: Option<Arc<Keys>>,
    term: &Term,
) -> anyhow::Result<Option<Recording>> {
    let Some(path) = captured.capture.as_deref() else { return Ok(None) };
    begin(captured, path, &filter(servers, ports), servers, ends, keys, term).map(Some)
}

/// The same for servers that are not known yet, but for some that tell the interface.
pub(super) fn start_anywhere(
    captured: &Captured,
    some: &[SocketAddr],
    ports: &[u16],
    ends: Ends,
    term: &Term,
) -> anyhow::Result<Option<Recording>> {
    let Some(path) = captured.capture.as_deref() else { return Ok(None) };
    begin(captured, path, &filter(&[], ports), some, ends, None, term).map(Some)
}

fn begin(
    captured: &Captured,
    path: &Path,
    filter: &str,
    servers: &[SocketAddr],
    ends: Ends,
    keys: Option<Arc<Keys>>,
    term: &Term,
) -> anyhow::Result<Recording> {
    if path.as_os_str() == "-" {
        return Err(exit::usage("--capture wants a file: the answers are on stdout"));
    }
    let options = live::Options::new().promiscuous(false).nanoseconds(true).latency(Duration::from_millis(10)).filter(filter);
    let options = interfaces(servers).iter().fold(options, |options, name| options.interface(name));
    let mut live = options.open()?;
    let control = live.control();
    let statistics = control.clone();
    let rotate =
        Rotate::create(path, Some(FileFormat::Pcapng), Rotation::default(), live.head(), move || statistics.statistics())?.filtered(true);
    // The kernel's queue is open from here on: the first batch is the head.
    live.next(&mut Batch::new(), Duration::ZERO)?;
    let name = path.display().to_string();
    let writer = std::thread::spawn(move || write(live, rotate, &ends, keys.as_deref()).with_context(|| name));
    if term.verbose > 0 {
        term.say(&format!("capturing into {}", path.display()));
    }
    let ports = servers.iter().map(SocketAddr::port).collect();
    Ok(Recording { control, writer, path: path.to_owned(), shown: captured.show_packets, ports })
}

/// Ends a capture, where there is one, and shows it where that is wanted.
pub(super) fn finish(recording: Option<Recording>, term: &Term) -> anyhow::Result<()> {
    let Some(recording) = recording else { return Ok(()) };
    let (path, shown, ports) = (recording.path.clone(), recording.shown, recording.ports.clone());
    recording.end(term)?;
    let Some(shown) = shown else { return Ok(()) };
    let view = match shown {
        Packets::Line => "line",
        Packets::Tree => "tree",
        Packets::Json => "json",
    };
    let mut words: Vec<OsString> = ["pkt", "read", "-T", view].map(OsString::from).into();
    // Ports that do not say by themselves what is behind them.
    for port in ports.iter().filter(|port| ![53, 443, 853, 5353].contains(*port)) {
        words.extend(["udp", "tcp"].iter().flat_map(|kind| ["-d".to_owned(), format!("{kind}.port=={port},dns")]).map(OsString::from));
    }
    words.extend(["--".into(), path.into_os_string()]);
    match Pkt::from_arg_matches(&command().try_get_matches_from(words)?)?.verb {
        Verb::Read(args) => read::run(&args, term).map(drop),
        _ => Ok(()),
    }
}

impl Recording {
    /// Waits for what is still on its way, and ends the file.
    fn end(self, term: &Term) -> anyhow::Result<()> {
        let (begin, mut last, mut since) = (Instant::now(), 0, Instant::now());
        while since.elapsed() < QUIET && begin.elapsed() < END {
            let now = self.control.counts().captured;
            if now != last {
                (last, since) = (now, Instant::now());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.control.stop();
        let packets = self.writer.join().map_err(|_| anyhow::anyhow!("the capture broke off"))??;
        term.say(&format!("{packets} packets in {}", self.path.display()));
        Ok(())
    }
}

fn filter(servers: &[SocketAddr], ports: &[u16]) -> String {
    if !servers.is_empty() && servers.len() <= NAMED {
        // Answers of a multicast question come from anybody.
        let one = |to: &SocketAddr| match to.ip().is_multicast() {
            true => format!("port {}", to.port()),
            false => format!("(host {} and port {})", to.ip(), to.port()),
        };
        let all: BTreeSet<String> = servers.iter().map(one).collect();
        return all.into_iter().collect::<Vec<_>>().join(" or ");
    }
    let ports: BTreeSet<u16> = servers.iter().map(SocketAddr::port).chain(ports.iter().copied()).collect();
    ports.iter().map(|port| format!("port {port}")).collect::<Vec<_>>().join(" or ")
}

/// Through which interfaces the servers are reached; all of them where the kernel does not say.
fn interfaces(servers: &[SocketAddr]) -> Vec<String> {
    let found = Paths::new(None).ok().and_then(|mut paths| {
        let all: Option<BTreeSet<String>> = servers.iter().map(|to| paths.to(to.ip()).ok().map(|path| path.interface.clone())).collect();
        all.filter(|all| !all.is_empty() && !all.contains(""))
    });
    found.map_or_else(|| vec!["any".to_owned()], |all| all.into_iter().collect())
}

fn write(mut live: Live, mut rotate: Rotate, ends: &Ends, keys: Option<&Keys>) -> anyhow::Result<u64> {
    let mut waiting: VecDeque<(Instant, Batch)> = VecDeque::new();
    let (mut spine, rules) = (Spine::new(), Rules::default());
    let mut known: BTreeSet<u16> = BTreeSet::new();
    let mut seen = 0;
    loop {
        let mut batch = Batch::new();
        let next = live.next(&mut batch, Duration::from_millis(50))?;
        if matches!(next, Next::Records) {
            waiting.push_back((Instant::now(), batch));
        }
        let over = matches!(next, Next::End);
        {
            let ends = ends.lock().unwrap_or_else(PoisonError::into_inner);
            known.extend(ends.iter().skip(seen).map(SocketAddr::port));
            seen = ends.len();
        }
        while waiting.front().is_some_and(|(came, _)| over || came.elapsed() > WAIT) {
            let Some((_, batch)) = waiting.pop_front() else { break };
            let lines = keys.map(Keys::take).unwrap_or_default();
            if !lines.is_empty() {
                rotate.tls_keys(&lines)?;
            }
            let ours: Vec<bool> =
                batch.frames().map(|frame| ports(&mut spine, &frame, &rules).iter().any(|port| known.contains(port))).collect();
            rotate.write(&batch, Some(&|at| ours.get(at) == Some(&true)))?;
        }
        if over {
            let packets = rotate.packets();
            rotate.finish()?;
            return Ok(packets);
        }
    }
}

/// Both ports of a packet.
fn ports(spine: &mut Spine, frame: &Frame<'_>, rules: &Rules) -> [u16; 2] {
    walk(spine, frame, rules);
    for layer in spine.layers() {
        let (from, to) = match layer.id {
            proto::id::tcp => (&tcp::SRCPORT, &tcp::DSTPORT),
            proto::id::udp => (&udp::SRCPORT, &udp::DSTPORT),
            _ => continue,
        };
        let head = layer.head(frame.bytes);
        return [from, to].map(|field| field.num(head).unwrap_or(0) as u16);
    }
    [0; 2]
}
