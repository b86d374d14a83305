//! `pkt craft`: expressions to packets.

use super::exit::{self, Code};
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::{self, Batch, FileFormat, Source, Writer};
use pktlab::craft::{self, Anonymizer, Change, Craft, Edit};
use pktlab::decode;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::net;
use pktlab::render::{Expression, Json, Tree, View};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use std::io::{BufRead, Write};
use std::path::PathBuf;

/// Build packets from expressions
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
An expression is what Scapy's users write: layers joined by /, values by name. A list holds alternatives, (1, 5) is a range, a network
all its addresses: each combination is a packet. Names are Scapy's or Wireshark's. `pkt ls PROTOCOL` shows a protocol's.

Examples:
  pkt craft 'IP(dst=\"10.0.0.1\")/TCP(dport=[22,80], flags=\"S\", options=[(\"MSS\",1460)])'
  pkt craft 'Ether()/IP(dst=\"10.0.0.0/24\", ttl=(1,5))/ICMP()' -w probes.pcap
  pkt craft 'ip(ttl=3)/udp(dstport=53)/dns(qd=[DNSQR(qname=\"example.com\")])' -T tree
  pkt craft 'fuzz(IP(dst=\"10.0.0.1\")/TCP())' --seed 7 -T c
  echo 'IP()/ICMP()' | pkt craft -
  pkt craft --from-file a.pcap:12 --set ip.ttl=3 --set 'tcp.options=[(\"MSS\",1200)]' -T tree
  pkt craft --from-file a.pcap --map 10.0.0.0/8=192.168.0.0/8 --delete vlan -w b.pcap
  pkt craft --from-file a.pcap --anonymize 'a long secret' -w shared.pcap
  pkt craft --from-hex 4500001c00010000400166df0a0000020a0000000800f7fd00010001 -T python")]
pub(super) struct Args {
    /// Expressions; - reads one a line from standard input
    #[arg(value_name = "EXPR", required_unless_present_any = ["from_hex", "from_file"])]
    expressions: Vec<String>,
    /// Start from a packet's bytes in hexadecimal
    #[arg(long, value_name = "HEX", help_heading = "Editing")]
    from_hex: Vec<String>,
    /// Start from the packets of a capture file, or from one of them
    #[arg(long, value_name = "FILE[:NUMBER]", help_heading = "Editing")]
    from_file: Vec<String>,
    /// Set a field; lengths and checksums that were right are made right again
    #[arg(long, value_name = "FIELD=VALUE", help_heading = "Editing")]
    set: Vec<String>,
    /// Take out a layer, or let a field follow by itself
    #[arg(long, value_name = "LAYER|FIELD", help_heading = "Editing")]
    delete: Vec<String>,
    /// Put layers behind one that is there, as eth/Dot1Q(vlan=3)
    #[arg(long, value_name = "LAYER/EXPR", help_heading = "Editing")]
    insert: Vec<String>,
    /// Change addresses, MAC addresses or ports into others: 10.0.0.0/8=192.168.0.0/8, 80=8080
    #[arg(long, value_name = "FROM=TO", help_heading = "Editing")]
    map: Vec<String>,
    /// Change all IP addresses by a key, so that prefixes stay prefixes (Crypto-PAn)
    #[arg(long, value_name = "KEY", help_heading = "Editing")]
    anonymize: Option<String>,
    /// Leave checksums as they are
    #[arg(long, help_heading = "Editing")]
    keep_checksums: bool,
    /// What the first header of --from-hex is, by name or number; found by the bytes where it is not said
    #[arg(long, value_name = "TYPE", help_heading = "Editing")]
    link_type: Option<String>,
    /// Source addresses and MAC addresses that are not said, as the routing and neighbour tables have them
    #[arg(long)]
    route: bool,
    /// Let text and bytes through that are no value of their field
    #[arg(long)]
    lax: bool,
    /// How packets are shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "hex")]
    format: Format,
    /// Write a capture file; - is standard output
    #[arg(short, long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// The file's format, where its name does not say it
    #[arg(long, value_name = "FORMAT")]
    file_format: Option<Kind>,
    /// Repeat the random values of another run
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Stop after so many packets
    #[arg(short, long, value_name = "N")]
    count: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Hexadecimal digits, a packet a line
    Hex,
    /// All fields
    Tree,
    /// An array of objects, as pkt read -T json
    Json,
    /// An array of bytes for each packet
    C,
    /// The expression that builds the packet
    Expr,
    /// The same as a program in Python, for Scapy
    Python,
    /// The bytes alone
    Raw,
    /// A capture file on standard output
    Pcap,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    Pcap,
    Pcapng,
}

/// More packets than anybody waits for, if they are not counted off.
const MANY: u128 = 1 << 40;

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let seed = args.seed.unwrap_or_else(fresh);
    let edit = edit(args)?;
    let mut out = Out::new(args, edit)?;
    let mut told = args.seed.is_some() || term.quiet;
    let mut left = args.count.unwrap_or(u64::MAX);
    let mut each = |text: &str| -> anyhow::Result<()> {
        let made = if args.lax { craft::compose_lax(text) } else { craft::compose(text) };
        let mut all = made.map_err(|e| wrong(&e, text))?;
        if args.route {
            routed(&mut all, text)?;
        }
        if all.random() && !told {
            told = true;
            eprintln!("seed {seed}");
        }
        if all.len() > MANY && args.count.is_none() {
            return Err(exit::usage(format!("{} packets: give a --count", all.len())));
        }
        out.packets(&all, text, seed, &mut left)
    };
    for text in &args.expressions {
        if text == "-" {
            for (i, line) in std::io::stdin().lock().lines().enumerate() {
                let line = line.context("standard input")?;
                let line = line.trim();
                if !line.is_empty() && !line.starts_with('#') {
                    each(line).map_err(|e| exit::usage(format!("line {}: {e}", i + 1)))?;
                }
            }
        } else {
            each(text)?;
        }
    }
    for text in &args.from_hex {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
        let bytes = craft::from_hex(&digits).ok_or_else(|| exit::usage("--from-hex takes pairs of hexadecimal digits"))?;
        let link = match &args.link_type {
            Some(name) => link_type(name)?,
            None => guess(&bytes),
        };
        out.packet(&bytes, Info::alone(link, bytes.len() as u32), None)?;
    }
    for text in &args.from_file {
        out.file(text, &mut left)?;
    }
    out.finish(term)
}
/// The changes that the arguments say.
fn edit(args: &Args) -> anyhow::Result<Edit> {
    let mut changes = vec![];
    let told = |option: &str, text: &str, e: craft::Error| wrong(&e, text).context_of(option);
    for text in &args.delete {
        changes.push(Change::delete(text).map_err(|e| told("--delete", text, e))?);
    }
    for text in &args.insert {
        changes.push(Change::insert(text).map_err(|e| told("--insert", text, e))?);
    }
    for text in &args.map {
        changes.push(Change::map(text).map_err(|e| told("--map", text, e))?);
    }
    if let Some(key) = &args.anonymize {
        changes.push(Change::Anonymize(Box::new(Anonymizer::of(key))));
    }
    for text in &args.set {
        changes.push(Change::set(text).map_err(|e| told("--set", text, e))?);
    }
    Ok(Edit { changes, keep_checksums: args.keep_checksums })
}
trait Told {
    fn context_of(self, option: &str) -> anyhow::Error;
}
impl Told for anyhow::Error {
    fn context_of(self, option: &str) -> anyhow::Error {
        exit::usage(format!("{option}: {self}"))
    }
}
fn link_type(name: &str) -> anyhow::Result<LinkType> {
    if let Ok(n) = name.parse() {
        return Ok(LinkType(n));
    }
    let found = (0..400).map(LinkType).find(|link| link.name().is_some_and(|n| n.eq_ignore_ascii_case(name)));
    found.ok_or_else(|| exit::usage(format!("no link type {name}: ETHERNET, RAW, NULL, or a number")))
}
/// Ethernet, unless it is a whole IP packet.
fn guess(bytes: &[u8]) -> LinkType {
    let long = |at: usize| bytes.get(at..at + 2).map_or(0, |b| usize::from(b[0]) << 8 | usize::from(b[1]));
    match bytes.first().map(|b| b >> 4) {
        Some(4) if long(2) == bytes.len() => LinkType(101),
        Some(6) if long(4) + 40 == bytes.len() => LinkType(101),
        _ => LinkType(1),
    }
}
/// Fills in what the machine would: source addresses, MAC addresses.
fn routed(all: &mut Craft, text: &str) -> anyhow::Result<()> {
    let interfaces = net::interfaces::list().unwrap_or_default();
    let neighbours = net::routes::neighbours().unwrap_or_default();
    let mut failed = None;
    all.route(&mut |to, _| match net::routes::to(to) {
        Ok(way) => Some(craft::Way {
            source: way.source,
            own: way.interface.as_ref().and_then(|name| interfaces.iter().find(|i| i.name == *name)).and_then(|i| i.mac()),
            next: neighbours.iter().find(|n| n.address == way.next() && n.index == way.index).and_then(|n| n.mac()),
            none: false,
        }),
        Err(e) => {
            failed.get_or_insert(e);
            None
        }
    })
    .map_err(|e| wrong(&e, text))?;
    failed.map_or(Ok(()), |e| Err(e.into()))
}
pub(super) fn wrong(e: &craft::Error, text: &str) -> anyhow::Error {
    exit::usage(match e {
        craft::Error::Expr(e) => format!("{}\n{}", e.message, e.show(text).rsplit_once('\n').map_or("", |(shown, _)| shown)),
        other => other.to_string(),
    })
}
/// `FILE:NUMBER`, or a file all of it.
fn file_and_number(text: &str) -> (PathBuf, Option<u64>) {
    match text.rsplit_once(':').and_then(|(path, n)| Some((path, n.parse().ok()?))) {
        Some((path, n)) if !std::path::Path::new(text).exists() => (path.into(), Some(n)),
        _ => (text.into(), None),
    }
}
/// A seed that nobody chose.
pub(super) fn fresh() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos() as u64);
    (now ^ u64::from(std::process::id()) << 40) % 1_000_000_007
}

/// Where packets go.
struct Out {
    format: Format,
    file: Option<Writer>,
    view: Option<Box<dyn View>>,
    text: Vec<u8>,
    stdout: std::io::Stdout,
    number: u64,
    spine: Spine,
    notes: Notes,
    rules: Rules,
    edit: Edit,
    /// Packets that could not be changed, and why the first could not.
    left: u64,
    why: Option<String>,
}
impl Out {
    fn new(args: &Args, edit: Edit) -> anyhow::Result<Out> {
        let file_format = args.file_format.map(|kind| if kind == Kind::Pcap { FileFormat::Pcap } else { FileFormat::Pcapng });
        let file = match (&args.write, args.format) {
            (Some(path), _) => {
                let inputs: Vec<PathBuf> = args.from_file.iter().map(|text| file_and_number(text).0).collect();
                Some(Writer::create(path, file_format, &inputs)?)
            }
            (None, Format::Pcap) => Some(Writer::create("-".as_ref(), file_format.or(Some(FileFormat::Pcap)), &[])?),
            _ => None,
        };
        let view: Option<Box<dyn View>> = match args.format {
            Format::Tree => Some(Box::new(Tree::new(false))),
            Format::Json => Some(Box::new(Json::array())),
            Format::Expr => Some(Box::new(Expression::default())),
            Format::Python => Some(Box::new(Expression { python: true })),
            _ => None,
        };
        let mut text = vec![];
        if let (Some(view), None) = (&view, &file) {
            view.head(&mut text);
        }
        let rules = Rules { checksums: true, ..Rules::default() };
        Ok(Out {
            format: args.format,
            file,
            view,
            text,
            stdout: std::io::stdout(),
            number: 0,
            spine: Spine::new(),
            notes: Notes::new(),
            rules,
            edit,
            left: 0,
            why: None,
        })
    }
    fn packets(&mut self, all: &Craft, text: &str, seed: u64, left: &mut u64) -> anyhow::Result<()> {
        let link = all.link();
        let mut packets = all.packets(seed);
        let mut bytes = vec![];
        while *left > 0 {
            bytes.clear();
            match packets.write(&mut bytes) {
                None => break,
                Some(done) => done.map_err(|e| wrong(&e, text))?,
            }
            *left -= 1;
            self.packet(&bytes, Info { time: Some(0), ..Info::alone(link, bytes.len() as u32) }, None)?;
        }
        Ok(())
    }
    /// The packets of a file, or one of them.
    fn file(&mut self, text: &str, left: &mut u64) -> anyhow::Result<()> {
        let (path, number) = file_and_number(text);
        let (mut source, mut batch) = (capture::open(&path)?, Batch::new());
        let mut found = number.is_none();
        loop {
            let more = source.fill(&mut batch)?;
            for frame in batch.frames() {
                if number.is_some_and(|n| n != frame.info.number) {
                    continue;
                }
                found = true;
                if *left == 0 {
                    return Ok(());
                }
                *left -= 1;
                if let (Some(file), Some(interface), Some(n)) = (&mut self.file, frame.interface, frame.info.interface) {
                    file.describe(n, interface);
                }
                self.packet(frame.bytes, frame.info, frame.interface)?;
                if number.is_some() {
                    return Ok(());
                }
            }
            if !more {
                break;
            }
        }
        if found { Ok(()) } else { Err(exit::usage(format!("{}: there is no packet {}", path.display(), number.unwrap_or(0)))) }
    }
    fn packet(&mut self, bytes: &[u8], info: Info, interface: Option<&pktlab::frame::Interface>) -> anyhow::Result<()> {
        self.number += 1;
        let changed;
        let mut info = Info { number: self.number, ..info };
        let bytes = if self.edit.changes.is_empty() {
            bytes
        } else {
            let frame = Frame::new(bytes, info);
            decode::walk(&mut self.spine, &frame, &self.rules);
            let packet = Packet { bytes, frame: &frame, spine: &self.spine, notes: &self.notes, rules: &self.rules };
            match self.edit.apply(&packet) {
                Ok(new) => {
                    info.wire = (info.wire + new.len() as u32).saturating_sub(bytes.len() as u32);
                    changed = new;
                    &changed
                }
                Err(e) => {
                    self.left += 1;
                    self.why.get_or_insert_with(|| format!("packet {}: {e}", self.number));
                    bytes
                }
            }
        };
        let frame = Frame { interface, ..Frame::new(bytes, info) };
        if let Some(file) = &mut self.file {
            file.write_frame(&frame)?;
            return Ok(());
        }
        match (&mut self.view, self.format) {
            (Some(view), _) => {
                if self.number > 1 {
                    self.text.extend(view.between());
                }
                decode::walk(&mut self.spine, &frame, &self.rules);
                let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &self.spine, notes: &self.notes, rules: &self.rules };
                view.packet(&packet, &mut self.text);
            }
            (None, Format::Raw) => self.text.extend(bytes),
            (None, Format::C) => {
                let rows: Vec<String> = bytes.chunks(12).map(|row| row.iter().map(|b| format!(" 0x{b:02x},")).collect()).collect();
                let _ = writeln!(
                    self.text,
                    "/* {} bytes */\nconst unsigned char packet_{}[] = {{\n   {}\n}};",
                    bytes.len(),
                    self.number,
                    rows.join("\n   ")
                );
            }
            _ => {
                const DIGITS: &[u8; 16] = b"0123456789abcdef";
                self.text.extend(bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]));
                self.text.push(b'\n');
            }
        }
        if self.text.len() > 1 << 16 {
            self.flush()?;
        }
        Ok(())
    }
    fn flush(&mut self) -> anyhow::Result<()> {
        self.stdout.write_all(&self.text).and_then(|()| self.stdout.flush()).context("standard output")?;
        self.text.clear();
        Ok(())
    }
    fn finish(mut self, term: &Term) -> anyhow::Result<Code> {
        if let Some(why) = &self.why {
            if self.number == 1 {
                return Err(exit::usage(why.clone()));
            }
            if !term.quiet {
                eprintln!("{} packets were left as they are: {why}", self.left);
            }
        }
        if let Some(file) = self.file.take() {
            let done = file.finish()?;
            for notice in done.notices {
                eprintln!("{notice}");
            }
            return Ok(Code::Ok);
        }
        if let Some(view) = &self.view {
            self.text.extend(view.foot());
        }
        self.flush()?;
        Ok(Code::Ok)
    }
}
