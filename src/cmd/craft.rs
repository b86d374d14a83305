//! `pkt craft`: expressions to packets.

use super::exit::{self, Code};
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::{FileFormat, Writer};
use pktlab::craft::{self, Craft};
use pktlab::decode;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::render::{Json, Tree, View};
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
  echo 'IP()/ICMP()' | pkt craft -")]
pub(super) struct Args {
    /// Expressions; - reads one a line from standard input
    #[arg(value_name = "EXPR", required = true)]
    expressions: Vec<String>,
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
    let mut out = Out::new(args)?;
    let mut told = args.seed.is_some() || term.quiet;
    let mut left = args.count.unwrap_or(u64::MAX);
    let mut each = |text: &str| -> anyhow::Result<()> {
        let all = craft::compose(text).map_err(|e| wrong(&e, text))?;
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
    out.finish()
}
fn wrong(e: &craft::Error, text: &str) -> anyhow::Error {
    exit::usage(match e {
        craft::Error::Expr(e) => format!("{}\n{}", e.message, e.show(text).rsplit_once('\n').map_or("", |(shown, _)| shown)),
        other => other.to_string(),
    })
}
/// A seed that nobody chose.
fn fresh() -> u64 {
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
}
impl Out {
    fn new(args: &Args) -> anyhow::Result<Out> {
        let file_format = args.file_format.map(|kind| if kind == Kind::Pcap { FileFormat::Pcap } else { FileFormat::Pcapng });
        let file = match (&args.write, args.format) {
            (Some(path), _) => Some(Writer::create(path, file_format, &[])?),
            (None, Format::Pcap) => Some(Writer::create("-".as_ref(), file_format.or(Some(FileFormat::Pcap)), &[])?),
            _ => None,
        };
        let view: Option<Box<dyn View>> = match args.format {
            Format::Tree => Some(Box::new(Tree::new(false))),
            Format::Json => Some(Box::new(Json::array())),
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
            self.packet(&bytes, link)?;
        }
        Ok(())
    }
    fn packet(&mut self, bytes: &[u8], link: LinkType) -> anyhow::Result<()> {
        self.number += 1;
        let info = Info { number: self.number, time: Some(0), ..Info::alone(link, bytes.len() as u32) };
        let frame = Frame::new(bytes, info);
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
    fn finish(mut self) -> anyhow::Result<Code> {
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
