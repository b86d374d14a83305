//! `pkt demo`: the tour. What it shows is what the commands that it names show: they are parsed and run.
//!
//! Where this user may capture it is live: two echo servers on the loopback interface, somebody who talks to them, and a capture
//! of that. Elsewhere, and where something goes wrong, captures inside the program stand in, and it is said why.

use super::exit::{self, Code};
use super::term::Term;
use super::{Pkt, Verb, answer, command, ls, read, sniff};
use anyhow::{Context, bail};
use clap::FromArgMatches;
use pktlab::capture::{self, Reader, live};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::io::{self, Cursor, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::thread;
use std::time::Duration;

/// Show what pkt can do: echo servers on loopback, captured live
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Two echo servers, for TCP and UDP, take free ports of the loopback interface; a client says a few words to
each, and all of it is captured, shown, written into a temporary file and read again. It takes about two
seconds and leaves nothing behind. Without the right to capture, or with --offline, captures that are
inside the program are shown instead; --dir writes those into a folder, to try the commands there.

Examples:
  sudo pkt demo
  pkt demo --offline
  pkt demo --dir .")]
pub(super) struct Args {
    /// Write the captures into the folder DIR/captures as well
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
    /// Only captures from inside the program
    #[arg(long)]
    offline: bool,
}

/// A capture that the tour uses.
macro_rules! captures { ($($name:literal)*) => {
    &[$(($name, include_bytes!(concat!("../../captures/", $name)))),*]
} }

const CAPTURES: &[(&str, &[u8])] = captures!["tcp-http.pcap" "dns.pcap" "icmp.pcap" "vlan.pcap"];

/// What is shown, the command that shows it, and what there was to see.
const TOUR: &[(&str, &str, &str)] = &[
    (
        "A TCP connection, one line a packet",
        "pkt read captures/tcp-http.pcap",
        "Somebody asks for the other's hardware address (ARP); then three packets make the connection, a request and its answer
follow, and both sides say goodbye (FIN).",
    ),
    (
        "One packet in full: every field of every layer",
        "pkt read captures/vlan.pcap -c 1 -V",
        "A ping that travels in VLAN 100. -V is short for -T tree; -x would add the bytes.",
    ),
    (
        "A name lookup for programs: JSON",
        "pkt read captures/dns.pcap -c 2 -T ndjson",
        "A question and its answer, one object a line. Numbers are numbers, flags are booleans, records are arrays of objects.",
    ),
    (
        "Only what you want to know: a table",
        "pkt read captures/icmp.pcap -T table -e frame.number -e ip.src -e icmp.type -e icmp.seq -e udp.dstport",
        "Pings and their replies, and the error that a closed UDP port gives, with the packet that it quotes. Any field can be a
column: `pkt fields` lists them.",
    ),
    (
        "The same for scripts, as tshark prints it",
        "pkt read captures/icmp.pcap -T fields -e frame.number -e ip.src -e icmp.type -e icmp.seq -e udp.dstport",
        "A tab between columns, a comma between several values. -T csv and -T json take the same -e.",
    ),
    ("What a protocol looks like", "pkt ls udp", "Drawn from the description that decoding itself reads. `pkt ls` lists all protocols."),
];

/// So many steps of it the live part has shown in its own way.
const KNOWN: usize = 2;

const LAST: &str = "The captures of the last steps are inside the program: `pkt demo --dir .` writes them into ./captures.
Next: `pkt ifaces` and `pkt sniff` for your own network, `pkt read YOUR.pcap` for your own files, `pkt help read` for all views.";

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    if let Some(dir) = &args.dir {
        let dir = dir.join("captures");
        std::fs::create_dir_all(&dir).with_context(|| dir.display().to_string())?;
        for (name, bytes) in CAPTURES {
            let path = dir.join(name);
            std::fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        }
        term.say(&format!("the captures are in {}", dir.display()));
    }
    let stopped = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, stopped.clone()).context("signals")?;
    }
    let mut tour = Tour { term, number: 0, stopped };
    if !args.offline {
        match live_part(&mut tour) {
            Ok(()) => {}
            Err(Ended::Cannot(why)) => {
                answer(format!("Live it cannot be: {why}\nSo here are captures from inside the program.\n\n").as_bytes()).map(drop)?
            }
            Err(Ended::Failed(error)) => return Err(error),
        }
    }
    // Live, the connection has been seen.
    let known = if tour.number > 0 { KNOWN } else { 0 };
    for (title, line, seen) in TOUR.iter().skip(known) {
        tour.step(title, line, seen, || step(line, term))?;
    }
    answer(format!("{LAST}\n").as_bytes())
}

/// What is shown, step by step.
struct Tour<'a> {
    term: &'a Term,
    number: usize,
    /// By a signal, which the step that was running has obeyed.
    stopped: Arc<AtomicBool>,
}

impl Tour<'_> {
    fn step(&mut self, title: &str, line: &str, seen: &str, run: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.number += 1;
        let bold = if self.term.color { anstyle::Style::new().bold() } else { anstyle::Style::new() };
        answer(format!("{bold}{}. {title}{bold:#}\n\n  $ {line}\n\n", self.number).as_bytes())?;
        run()?;
        if self.stopped.load(Relaxed) {
            return Err(exit::Said(Code::Interrupted).into());
        }
        answer(format!("\n{seen}\n\n").as_bytes()).map(drop)
    }
}

/// Why the live part is not shown to its end.
enum Ended {
    /// It cannot be: the rest of the tour stands in.
    Cannot(String),
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Ended {
    fn from(error: E) -> Ended {
        Ended::Failed(error.into())
    }
}

/// Servers, a client, a capture of what they say, the file that it writes.
fn live_part(tour: &mut Tour<'_>) -> Result<(), Ended> {
    let term = *tour.term;
    let cannot = |error: &dyn std::fmt::Display| Ended::Cannot(error.to_string());
    let loopback = live::devices().map_err(|error| cannot(&error))?.into_iter().find(|device| device.loopback && device.up);
    let loopback = loopback.ok_or_else(|| Ended::Cannot("there is no loopback interface that is up.".to_owned()))?.name;
    // Asked before anything is shown.
    if let Err(error) = live::Options::new().interface(&loopback).open() {
        return Err(match error {
            capture::Error::Live(live::Error::Rights { .. }) => {
                Ended::Cannot(format!("that needs rights which this user has not.\n{}\n", exit::cure()))
            }
            error => cannot(&error),
        });
    }
    let servers = Servers::start().map_err(|error| cannot(&format!("no server could be started on 127.0.0.1: {error}.")))?;
    let folder = tempfile::Builder::new().prefix("pktlab-demo-").tempdir().context("a temporary folder")?;
    let file = folder.path().join("echo.pcapng");
    let Servers { tcp, udp } = servers;
    answer(format!("A TCP echo server listens on {tcp}, a UDP echo server on {udp}; now somebody talks to them.\n\n").as_bytes())?;

    let words = |line: &str| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let file_name = file.display().to_string();
    let (process, whose) = if cfg!(target_os = "linux") { (" --process", WHOSE) } else { ("", "") };
    let line = format!("pkt sniff -i {loopback} -w {file_name} --print{process} tcp port {} or udp port {}", tcp.port(), udp.port());
    // The whole process would be confined to what a capture needs, and the tour goes on.
    let mut sniff = words(&line);
    sniff.insert(2, "--no-sandbox".to_owned());
    tour.step("TCP and UDP on the wire, as they happen", &line, &format!("{LIVE}{whose}"), || {
        let matches = command().try_get_matches_from(&sniff)?;
        let Verb::Sniff(args) = Pkt::from_arg_matches(&matches)?.verb else { bail!("`{line}` captures") };
        let term = Term { quiet: true, ..term };
        sniff::run_with(&args, &term, |control| {
            thread::spawn(move || {
                let talked = talk(tcp, udp);
                // What was said last is still on its way from the kernel.
                thread::sleep(REST);
                control.stop();
                talked
            })
        })
        .map(drop)
    })?;
    for (title, line, seen) in AFTER {
        let line = line.replace("FILE", &file_name);
        tour.step(title, &line, seen, || {
            let matches = command().try_get_matches_from(words(&line))?;
            let Verb::Read(args) = Pkt::from_arg_matches(&matches)?.verb else { bail!("`{line}` reads a file") };
            read::run(&args, &term).map(drop)
        })?;
    }
    Ok(())
}

/// Waited for after the last word, and between words, so that they can be watched.
const REST: Duration = Duration::from_millis(150);
/// Nobody waits longer than this for an answer on the loopback interface.
const PATIENCE: Duration = Duration::from_secs(1);

/// Where the echo servers listen.
struct Servers {
    tcp: SocketAddr,
    udp: SocketAddr,
}

impl Servers {
    /// Starts a TCP server for one connection and a UDP server, on free ports. They end with the program.
    fn start() -> io::Result<Servers> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
        let servers = Servers { tcp: listener.local_addr()?, udp: socket.local_addr()? };
        thread::Builder::new().name("tcp-echo".to_owned()).spawn(move || -> io::Result<u64> {
            let (mut connection, _) = listener.accept()?;
            let mut back = connection.try_clone()?;
            io::copy(&mut connection, &mut back)
        })?;
        thread::Builder::new().name("udp-echo".to_owned()).spawn(move || -> io::Result<()> {
            let mut bytes = [0; 2048];
            loop {
                let (n, from) = socket.recv_from(&mut bytes)?;
                socket.send_to(bytes.get(..n).unwrap_or(&[]), from)?;
            }
        })?;
        Ok(servers)
    }
}

/// What the client says: a connection with two lines, and two datagrams.
fn talk(tcp: SocketAddr, udp: SocketAddr) -> io::Result<()> {
    let mut connection = TcpStream::connect_timeout(&tcp, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    for words in ["hello over TCP\n", "and once more\n"] {
        thread::sleep(REST);
        connection.write_all(words.as_bytes())?;
        let mut echo = vec![0; words.len()];
        connection.read_exact(&mut echo)?;
    }
    connection.shutdown(Shutdown::Write)?;
    connection.read_to_end(&mut Vec::new())?;
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?;
    socket.set_read_timeout(Some(PATIENCE))?;
    for words in ["hello over UDP", "no handshake here"] {
        thread::sleep(REST);
        socket.send_to(words.as_bytes(), udp)?;
        socket.recv(&mut [0; 64])?;
    }
    Ok(())
}

const LIVE: &str =
    "Each line came as its packet did. Three packets make the TCP connection (SYN, SYN with ACK, ACK), what is said comes back,
and both sides say goodbye (FIN). UDP needs none of that. Ctrl-C would have ended the capture; here the tour did.";

const WHOSE: &str = " In brackets
stand the process that sent the packet and the one that got it: here the tour is both.";

/// What is done with the file that the capture has written.
const AFTER: &[(&str, &str, &str)] = &[
    (
        "The handshake, from the file that was written",
        "pkt read FILE -c 3 -T table -e frame.number -e tcp.srcport -e tcp.dstport -e tcp.flags.str -e tcp.seq -e tcp.ack -e tcp.options.mss_val",
        "The capture is a pcapng file as Wireshark reads it too. The client's SYN takes number 0 and so does the server's; each
acknowledges the other's with 1, and with that the connection is made.",
    ),
    (
        "The first packet in full: every field of every layer",
        "pkt read FILE -c 1 -V",
        "From what the capture knows of it down to TCP's options. -V is short for -T tree; -x would add the bytes.",
    ),
];

/// Runs a command of the tour on the captures inside the program.
fn step(line: &str, term: &Term) -> anyhow::Result<()> {
    let matches = command().try_get_matches_from(line.split_whitespace())?;
    match Pkt::from_arg_matches(&matches)?.verb {
        Verb::Read(args) => {
            let [file] = args.files() else { bail!("`{line}` reads one file") };
            let name = file.file_name().unwrap_or_default();
            let (_, bytes) = CAPTURES.iter().find(|(capture, _)| name == *capture).context("a capture of the tour")?;
            read::show(&args, Box::new(Reader::new(Cursor::new(*bytes), file.display().to_string())), term)
        }
        Verb::Ls(args) => ls::run(&args).map(drop),
        _ => bail!("`{line}` is no part of the tour"),
    }
}
