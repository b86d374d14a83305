//! `pkt demo`: the tour. What it shows is what the commands that it names show: they are parsed and run.

use super::exit::Code;
use super::term::Term;
use super::{Pkt, Verb, answer, command, ls, read};
use anyhow::{Context, bail};
use clap::FromArgMatches;
use pktlab::capture::Reader;
use std::io::Cursor;
use std::path::PathBuf;

/// Show on small captures what pkt can do
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The captures are inside the program. With --dir they are written into a folder, to try the commands
there.

Examples:
  pkt demo
  pkt demo --dir .")]
pub(super) struct Args {
    /// Write the captures into the folder DIR/captures as well
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    dir: Option<PathBuf>,
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

const LAST: &str = "Next: `pkt help read` for all views and options, `pkt read YOUR.pcap` for your own packets.";

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
    let bold = if term.color { anstyle::Style::new().bold() } else { anstyle::Style::new() };
    for (number, (title, line, seen)) in TOUR.iter().enumerate() {
        answer(format!("{bold}{}. {title}{bold:#}\n\n  $ {line}\n\n", number + 1).as_bytes())?;
        step(line, term)?;
        answer(format!("\n{seen}\n\n").as_bytes())?;
    }
    answer(format!("{LAST}\n").as_bytes())
}

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
