//! `pkt flows`: conversations, counted.

use super::exit::{self, Code};
use super::pipeline::{self, Ends, Layout, Plan, Worker};
use super::sheet::Sheet;
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use pktlab::capture;
use pktlab::decode::{Unread, walk, walk_past};
use pktlab::filter::{self, Filter};
use pktlab::flow::table::{Pieces, Seen, Table, Talk, Trips};
use pktlab::flow::{Flows, Keying, is_fragment};
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::proto::id;
use pktlab::spine::{Notes, Packet, Rules, Spine, Stage};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::io::{BufWriter, IsTerminal, Write};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Show conversations: who talked to whom, how much, how long, how well
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
A packet in a tunnel belongs to the conversation inside, a fragment to that of the packet it is a part of. Round trips are from what a side sends to its
acknowledgment, over the longer part of the way; what was sent twice tells none. The median is of at most 32.

Examples:
  pkt flows a.pcap                                # every conversation, in the order of time
  pkt flows a.pcap --sort bytes --top 10
  pkt flows a.pcap --by port
  pkt flows a.pcap --by subnet --prefix 16,48 --sort packets
  pkt flows a.pcap -Y 'ip.addr == 10.0.0.0/8' -T json | jq '.[] | select(.retransmitted.percent > 1)'
  pkt flows a.pcap -T csv > flows.csv")]
pub(super) struct Args {
    /// Capture files; `-` is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Only packets that pass a display filter
    #[arg(short = 'Y', long, value_name = "EXPR", allow_hyphen_values = true, help_heading = "Input")]
    display_filter: Option<String>,
    /// Stop after N packets
    #[arg(short, long, value_name = "N", help_heading = "Input", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Decode with so many threads; the output does not depend on it [default: one for each processor, at most 8]
    #[arg(long, value_name = "N", help_heading = "Input", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    /// The VLAN is part of a conversation
    #[arg(long, help_heading = "Conversations")]
    vlan: bool,
    /// The tunnel is part of a conversation: its ends, VXLAN's or GENEVE's network, GRE's key
    #[arg(long, help_heading = "Conversations")]
    tunnel: bool,
    /// A packet in a tunnel belongs to the tunnel's conversation
    #[arg(long, help_heading = "Conversations", conflicts_with = "tunnel")]
    outer: bool,
    /// Keep at most so many; who was not heard of for longest is let go, counted and said
    #[arg(long, value_name = "N", default_value_t = Table::BOUND, help_heading = "Conversations")]
    max_flows: usize,
    /// After so many seconds of silence another one begins
    #[arg(long, value_name = "SECONDS", help_heading = "Conversations", value_parser = seconds)]
    flow_timeout: Option<i64>,
    /// Sums
    #[arg(long, value_name = "WHAT", help_heading = "Conversations")]
    by: Option<By>,
    /// With --by subnet: how many bits of IPv4 and of IPv6 addresses
    #[arg(long, value_name = "V4,V6", default_value = "24,64", help_heading = "Conversations", value_parser = prefix)]
    prefix: (u8, u8),

    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table", help_heading = "Output")]
    format: Format,
    /// In which order; the greatest first, but for `start`
    #[arg(long, value_name = "KEY", help_heading = "Output")]
    sort: Option<Sort>,
    /// The other way around
    #[arg(long, help_heading = "Output")]
    reverse: bool,
    /// Only the first N
    #[arg(long, value_name = "N", help_heading = "Output")]
    top: Option<usize>,
    /// The table shows the community ID too
    #[arg(long, help_heading = "Output")]
    community_id: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// An array of objects
    Json,
    /// An object a line
    Ndjson,
    /// Comma-separated values with a header line
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum By {
    /// Of each pair of addresses
    Ip,
    /// Of each port that was asked
    Port,
    /// Of each pair of networks
    Subnet,
    /// Of each protocol
    Proto,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Sort {
    /// When they began
    Start,
    /// Bytes on the wire
    Bytes,
    /// Packets
    Packets,
    /// How long they lasted
    Duration,
    /// Bits per second
    Rate,
    /// The median round trip
    Rtt,
    /// Segments that were sent again, in per cent
    Retrans,
    /// Conversations, with --by
    Flows,
}

fn seconds(text: &str) -> Result<i64, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("`{text}` is no number of seconds"))?;
    if seconds > 0.0 && seconds < 4e9 { Ok((seconds * 1e9) as i64) } else { Err("it must be more than 0".to_owned()) }
}

fn prefix(text: &str) -> Result<(u8, u8), String> {
    let (v4, v6) = text.split_once(',').unwrap_or((text, "64"));
    match (v4.parse(), v6.parse()) {
        (Ok(v4 @ 0..=32), Ok(v6 @ 0..=128)) => Ok((v4, v6)),
        _ => Err("it must be two numbers up to 32 and 128, as in 24,64".to_owned()),
    }
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let filter = args.display_filter.as_deref().map(filter::compile).transpose().map_err(|error| exit::usage(error.to_string()))?;
    let threads = args.threads.map_or_else(pipeline::threads, usize::from);
    let plan = Plan { threads, limit: args.count, ..Plan::default() };
    let (table, result) = conversations(args, &args.files, filter.as_ref(), plan, term)?;
    if table.let_go > 0 {
        let (gone, packets) = (table.let_go, table.packets_let_go);
        term.say(&format!(
            "note: {gone} conversations with {packets} packets were let go, as only {} are kept (--max-flows)",
            args.max_flows
        ));
    }
    let without = table.without;
    let talks = table.table.finish();
    if without > 0 && term.verbose > 0 {
        term.say(&format!("{without} packets are of no conversation: they have no IP"));
    }
    let rows = match args.by {
        None => talks.iter().map(Row::of).collect(),
        Some(by) => sums(&talks, by, args.prefix),
    };
    show(args, rows)?;
    result?;
    Ok(Code::Ok)
}

/// The table, and how many packets were of no conversation.
struct Counted {
    table: Table,
    let_go: u64,
    packets_let_go: u64,
    without: u64,
}

fn conversations(
    args: &Args,
    files: &[PathBuf],
    filter: Option<&Filter>,
    mut plan: Plan,
    term: &Term,
) -> anyhow::Result<(Counted, anyhow::Result<()>)> {
    let flows = filter.is_some_and(|filter| filter.stage() == Stage::Flow);
    // What a filter says of a packet that was joined, is known in order.
    if filter.is_some() {
        plan.threads = 1;
    }
    let sum = Sum { table: Some(Table::new(args.max_flows.max(1), args.flow_timeout)), pieces: Pieces::default(), counted: 0 };
    let sum = Arc::new(Mutex::new(sum));
    let keying = Keying { vlan: args.vlan, tunnel: args.tunnel, outer: args.outer };
    let unread =
        Unread::but(|id| matches!(id, id::tcp | id::udp | id::udplite | id::sctp | id::icmp | id::icmpv6 | id::ip | id::ipv6 | id::vlan));
    let make = |_| Walk { stage: Joining::default(), flows, filter, keying, unread: &unread, sum: &sum };
    let layout = Count { sum: sum.clone(), stage: Joining::default(), keying };
    let ends = Ends { layout: Some(Box::new(layout)), keep: None };
    let (counts, result) = pipeline::run(Box::new(capture::chain(files.to_vec())), &plan, ends, term, make)?;
    let mut sum = lock(&sum);
    let table = sum.table.take().unwrap_or_else(|| Table::new(1, None));
    let (let_go, packets_let_go) = (table.let_go, table.packets_let_go);
    Ok((Counted { table, let_go, packets_let_go, without: counts.passed.saturating_sub(sum.counted) }, result))
}

fn lock(sum: &Mutex<Sum>) -> MutexGuard<'_, Sum> {
    sum.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Sum {
    table: Option<Table>,
    pieces: Pieces,
    /// Packets that were counted.
    counted: u64,
}

/// What is needed to join fragments.
struct Joining {
    spine: Spine,
    notes: Notes,
    rules: Rules,
    flows: Flows,
}
impl Default for Joining {
    fn default() -> Joining {
        Joining { spine: Spine::new(), notes: Notes::new(), rules: Rules::default(), flows: Flows::new(Flows::BOUND) }
    }
}

/// A thread's part of the work: it finds out what packets are, and the one table counts them in their order.
struct Walk<'a> {
    stage: Joining,
    /// The filter asks for what only earlier packets tell.
    flows: bool,
    filter: Option<&'a Filter>,
    keying: Keying,
    unread: &'a Unread,
    sum: &'a Mutex<Sum>,
}

/// What stands before a packet that a thread hands on: what it is, or the frame as it was captured.
const SEEN: u8 = 0;
const FRAGMENT: u8 = 1;

impl Worker for Walk<'_> {
    fn frame(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> bool {
        let Joining { spine, notes, rules, flows } = &mut self.stage;
        let mut write = |seen: &Seen| {
            out.push(SEEN);
            seen.write(out);
        };
        let Some(filter) = self.filter else {
            walk_past(spine, frame, rules, self.unread);
            if is_fragment(frame, spine) {
                hand_on(frame, out);
            } else if let Some(seen) = Seen::of(frame, spine, &self.keying) {
                write(&seen);
            }
            return true;
        };
        walk(spine, frame, rules);
        let fragment = is_fragment(frame, spine);
        let bytes = if self.flows || fragment {
            flows.see(frame, spine, notes, rules)
        } else {
            notes.clear();
            frame.bytes
        };
        let packet = Packet { bytes, frame, spine, notes, rules };
        if !filter.matches(&packet) {
            return false;
        }
        let joined = Frame { bytes, ..*frame };
        if fragment {
            lock(self.sum).pieces.take(&joined, spine, notes, &self.keying, write);
        } else if let Some(seen) = Seen::of(&joined, spine, &self.keying) {
            write(&seen);
        }
        true
    }
}

/// Appends a fragment, to be joined by who hears of all packets in their order.
fn hand_on(frame: &Frame<'_>, out: &mut Vec<u8>) {
    out.push(FRAGMENT);
    out.extend(frame.info.number.to_ne_bytes());
    out.extend(frame.info.time.unwrap_or(0).to_ne_bytes());
    out.extend(frame.info.wire.to_ne_bytes());
    out.extend(frame.info.link.0.to_ne_bytes());
    out.push(frame.info.fcs);
    out.extend((frame.bytes.len() as u32).to_ne_bytes());
    out.extend_from_slice(frame.bytes);
}
/// What was handed on, and what stands behind it.
fn handed(bytes: &[u8]) -> Option<(Frame<'_>, &[u8])> {
    let (number, rest) = bytes.split_first_chunk()?;
    let (time, rest) = rest.split_first_chunk()?;
    let (wire, rest) = rest.split_first_chunk()?;
    let (link, rest) = rest.split_first_chunk()?;
    let ([fcs], rest) = rest.split_first_chunk()?;
    let (len, rest) = rest.split_first_chunk()?;
    let (bytes, rest) = rest.split_at_checked(u32::from_ne_bytes(*len) as usize)?;
    let link = LinkType(u16::from_ne_bytes(*link));
    let (number, time) = (u64::from_ne_bytes(*number), Some(i64::from_ne_bytes(*time)));
    Some((Frame::new(bytes, Info { number, time, fcs: *fcs, ..Info::alone(link, u32::from_ne_bytes(*wire)) }), rest))
}

/// Takes what the threads found, in the order of the packets.
struct Count {
    sum: Arc<Mutex<Sum>>,
    stage: Joining,
    keying: Keying,
}

impl Layout for Count {
    fn take(&mut self, output: &[u8], _: &mut Vec<u8>) {
        let mut sum = lock(&self.sum);
        let Sum { table: Some(table), pieces, counted } = &mut *sum else { return };
        let mut rest = output;
        while let Some((what, more)) = rest.split_first() {
            if *what == SEEN {
                let Some((seen, behind)) = Seen::read(more) else { return };
                table.take(&seen);
                *counted += 1;
                rest = behind;
                continue;
            }
            let Some((frame, behind)) = handed(more) else { return };
            let Joining { spine, notes, rules, flows } = &mut self.stage;
            walk(spine, &frame, rules);
            let bytes = flows.see(&frame, spine, notes, rules);
            pieces.take(&Frame { bytes, ..frame }, spine, notes, &self.keying, |seen| {
                table.take(seen);
                *counted += 1;
            });
            rest = behind;
        }
    }
    fn finish(&mut self, _: &mut Vec<u8>) {
        let mut sum = lock(&self.sum);
        let Sum { table: Some(table), pieces, counted } = &mut *sum else { return };
        pieces.finish(|seen| {
            table.take(seen);
            *counted += 1;
        });
    }
}

/// A conversation, or a sum of some.
struct Row<'a> {
    talk: Option<&'a Talk>,
    /// What the sum is of.
    of: [String; 2],
    flows: u64,
    packets: [u64; 2],
    bytes: [u64; 2],
    payload: [u64; 2],
    first: i64,
    last: i64,
    again: [u64; 2],
    sent: [u64; 2],
}

impl<'a> Row<'a> {
    fn of(talk: &'a Talk) -> Row<'a> {
        let Talk { packets, bytes, payload, first, last, again, sent, .. } = *talk;
        Row { talk: Some(talk), of: Default::default(), flows: 1, packets, bytes, payload, first, last, again, sent }
    }
    fn add(&mut self, talk: &Talk, turned: bool) {
        self.flows += 1;
        let add = |sum: &mut [u64; 2], more: [u64; 2]| {
            let [a, b] = if turned { [more[1], more[0]] } else { more };
            *sum = [sum[0] + a, sum[1] + b];
        };
        add(&mut self.packets, talk.packets);
        add(&mut self.bytes, talk.bytes);
        add(&mut self.payload, talk.payload);
        add(&mut self.again, talk.again);
        add(&mut self.sent, talk.sent);
        self.first = self.first.min(talk.first);
        self.last = self.last.max(talk.last);
    }
    fn duration(&self) -> f64 {
        self.last.saturating_sub(self.first) as f64 / 1e9
    }
    /// Bits per second, both ways.
    fn rates(&self) -> [Option<f64>; 2] {
        let duration = self.duration();
        self.bytes.map(|bytes| (duration > 0.0).then(|| bytes as f64 * 8.0 / duration))
    }
    fn percent(&self) -> Option<f64> {
        let sent: u64 = self.sent.iter().sum();
        (sent > 0).then(|| self.again.iter().sum::<u64>() as f64 * 100.0 / sent as f64)
    }
    fn trip(&self) -> Option<&'a Trips> {
        self.talk.and_then(Talk::trip)
    }
}

/// Sums, in the order of their first packets.
fn sums(talks: &[Talk], by: By, prefix: (u8, u8)) -> Vec<Row<'_>> {
    let mut places: HashMap<[String; 2], usize> = HashMap::new();
    let mut rows: Vec<Row<'_>> = Vec::new();
    for talk in talks {
        let [a, b] = talk.ends();
        let of = match by {
            By::Ip => [a.ip().to_string(), b.ip().to_string()],
            By::Subnet => [network(a.ip(), prefix), network(b.ip(), prefix)],
            By::Proto => [talk.protocol_name(), String::new()],
            By::Port if talk.has_ports() => [talk.protocol_name(), b.port().to_string()],
            By::Port => [talk.protocol_name(), String::new()],
        };
        let pair = matches!(by, By::Ip | By::Subnet);
        let turned = [of[1].clone(), of[0].clone()];
        let (at, turned) = match (places.get(&of), places.get(&turned)) {
            (Some(at), _) => (*at, false),
            (None, Some(at)) if pair => (*at, true),
            _ => {
                places.insert(of.clone(), rows.len());
                rows.push(Row {
                    talk: None,
                    of,
                    flows: 0,
                    packets: [0; 2],
                    bytes: [0; 2],
                    payload: [0; 2],
                    again: [0; 2],
                    sent: [0; 2],
                    ..Row::of(talk)
                });
                (rows.len() - 1, false)
            }
        };
        rows[at].add(talk, turned);
    }
    rows
}

/// `192.0.2.0/24`.
fn network(address: IpAddr, (v4, v6): (u8, u8)) -> String {
    match address {
        IpAddr::V4(a) => format!("{}/{v4}", std::net::Ipv4Addr::from(u32::from(a) & u32::MAX.checked_shl(32 - u32::from(v4)).unwrap_or(0))),
        IpAddr::V6(a) => {
            format!("{}/{v6}", std::net::Ipv6Addr::from(u128::from(a) & u128::MAX.checked_shl(128 - u32::from(v6)).unwrap_or(0)))
        }
    }
}

fn show(args: &Args, mut rows: Vec<Row<'_>>) -> anyhow::Result<()> {
    let sort = args.sort.unwrap_or(if args.by.is_some() { Sort::Bytes } else { Sort::Start });
    let whole = |f: Option<f64>| f.map(|f| (f * 1000.0) as u64);
    match sort {
        Sort::Start => rows.sort_by_key(|row| row.first),
        Sort::Bytes => rows.sort_by_key(|row| Reverse(row.bytes.iter().sum::<u64>())),
        Sort::Packets => rows.sort_by_key(|row| Reverse(row.packets.iter().sum::<u64>())),
        Sort::Duration => rows.sort_by_key(|row| Reverse(row.last.saturating_sub(row.first))),
        Sort::Rate => rows.sort_by_key(|row| Reverse(whole(row.rates()[0].zip(row.rates()[1]).map(|(a, b)| a + b)))),
        Sort::Rtt => rows.sort_by_cached_key(|row| Reverse(row.trip().and_then(Trips::median))),
        Sort::Retrans => rows.sort_by_key(|row| Reverse(whole(row.percent()))),
        Sort::Flows => rows.sort_by_key(|row| Reverse(row.flows)),
    }
    if args.reverse {
        rows.reverse();
    }
    rows.truncate(args.top.unwrap_or(usize::MAX));
    // Row by row: as text all of them would be larger than what is counted.
    let mut out = BufWriter::new(std::io::stdout().lock());
    write(args, &rows, &mut out).and_then(|()| out.flush()).context("standard output")
}

fn write(args: &Args, rows: &[Row<'_>], out: &mut impl Write) -> std::io::Result<()> {
    match args.format {
        Format::Table => {
            let start = rows.iter().map(|row| row.first).min().unwrap_or(0);
            let piece = rows.len().div_ceil(pipeline::threads()).max(4096);
            let mut tables: Vec<Option<Aligned>> = rows.chunks(piece).map(|_| None).collect();
            std::thread::scope(|scope| {
                for (rows, laid) in rows.chunks(piece).zip(&mut tables) {
                    scope.spawn(move || *laid = Some(table(args, rows, start)));
                }
            });
            let mut all = table(args, &[], start);
            tables.into_iter().flatten().for_each(|one| all.append(one));
            all.write(out)
        }
        Format::Csv => {
            out.write_all(csv_header(args).as_bytes())?;
            in_pieces(rows, out, |row, out| csv(args, row, out))
        }
        Format::Ndjson => in_pieces(rows, out, |row, out| writeln!(out, "{}", object(args, row))),
        Format::Json if rows.is_empty() => out.write_all(b"[]\n"),
        Format::Json => {
            out.write_all(b"[\n")?;
            let (first, rest) = rows.split_at(1);
            first.iter().try_for_each(|row| write!(out, "{}", object(args, row)))?;
            in_pieces(rest, out, |row, out| write!(out, ",\n{}", object(args, row)))?;
            out.write_all(b"\n]\n")
        }
    }
}

/// Has rows written into memory by all processors, a piece each at a time, and then out in their order.
fn in_pieces<T: Sync>(
    rows: &[T],
    out: &mut impl Write,
    write: impl Fn(&T, &mut Vec<u8>) -> std::io::Result<()> + Sync,
) -> std::io::Result<()> {
    /// Rows of a piece.
    const PIECE: usize = 4096;
    let threads = pipeline::threads();
    let all = |piece: &[T], out: &mut Vec<u8>| piece.iter().try_for_each(|row| write(row, out));
    for several in rows.chunks(PIECE * threads) {
        let mut pieces: Vec<(&[T], Vec<u8>, std::io::Result<()>)> = several.chunks(PIECE).map(|rows| (rows, vec![], Ok(()))).collect();
        match pieces.as_mut_slice() {
            [(rows, text, result)] => *result = all(rows, text),
            several => std::thread::scope(|scope| {
                for (rows, text, result) in several {
                    let all = &all;
                    scope.spawn(move || *result = all(rows, text));
                }
            }),
        }
        for (_, text, result) in pieces {
            result?;
            out.write_all(&text)?;
        }
    }
    Ok(())
}

fn end(talk: &Talk, end: SocketAddr) -> String {
    if talk.has_ports() { end.to_string() } else { end.ip().to_string() }
}

/// `812`, `12.3 k`, `4.5 M`: three digits that count.
pub(super) fn short(n: f64) -> String {
    let (mut n, mut unit) = (n, 0);
    while n >= 9999.5 && unit < 4 {
        (n, unit) = (n / 1000.0, unit + 1);
    }
    let sign = ["", " k", " M", " G", " T"][unit];
    if unit == 0 || n >= 100.0 { format!("{n:.0}{sign}") } else { format!("{n:.1}{sign}") }
}

/// `1.234 ms`.
pub(super) fn time(nanoseconds: i64) -> String {
    let n = nanoseconds as f64;
    match n.abs() {
        0.0..1e3 => format!("{nanoseconds} ns"),
        1e3..1e6 => format!("{:.1} µs", n / 1e3),
        1e6..1e9 => format!("{:.2} ms", n / 1e6),
        _ => format!("{:.3} s", n / 1e9),
    }
}

/// These rows; times count from the start.
fn table(args: &Args, rows: &[Row<'_>], start: i64) -> Aligned {
    let some = |text: Option<String>| text.unwrap_or_default();
    let percent = |row: &Row<'_>| some(row.percent().map(|p| format!("{p:.1}")));
    let count = |row: &Row<'_>| {
        let [out, back] = row.rates();
        vec![
            short(row.packets[0] as f64),
            short(row.packets[1] as f64),
            short(row.bytes[0] as f64),
            short(row.bytes[1] as f64),
            format!("{:.3}", row.first.saturating_sub(start) as f64 / 1e9),
            format!("{:.3}", row.duration()),
            some(out.map(short)),
            some(back.map(short)),
        ]
    };
    const COUNTS: [&str; 8] = ["packets →", "← packets", "bytes →", "← bytes", "start", "seconds", "bit/s →", "← bit/s"];
    if let Some(by) = args.by {
        let of: &[&str] = match by {
            By::Ip => &["address", "with"],
            By::Subnet => &["network", "with"],
            By::Port => &["protocol", "port"],
            By::Proto => &["protocol"],
        };
        let mut sheet = Aligned::new([of, &["flows"], &COUNTS, &["sent again %"]].concat(), of.len());
        for row in rows {
            sheet.row([row.of[..of.len()].to_vec(), vec![row.flows.to_string()], count(row), vec![percent(row)]].concat());
        }
        return sheet;
    }
    let mut titles = [&["protocol", "from", "to", "state"][..], &COUNTS, &["RTT min", "median", "max", "sent again %"]].concat();
    if args.vlan {
        titles.push("VLAN");
    }
    if args.tunnel {
        titles.push("tunnel");
    }
    if args.community_id {
        titles.push("community ID");
    }
    let mut sheet = Aligned::new(titles, 4);
    for row in rows {
        let Some(talk) = row.talk else { continue };
        let trips = row.trip();
        let trip = |of: fn(&Trips) -> Option<i64>| some(trips.and_then(of).map(time));
        let mut cells = vec![talk.protocol_name(), end(talk, talk.ends()[0]), end(talk, talk.ends()[1]), talk.state().name().to_owned()];
        cells.extend(count(row));
        cells.extend([trip(|t| Some(t.min)), trip(Trips::median), trip(|t| Some(t.max)), percent(row)]);
        if args.vlan {
            cells.push(talk.place().vlans());
        }
        if args.tunnel {
            cells.push(tunnel(talk));
        }
        if args.community_id {
            cells.push(talk.community_id());
        }
        sheet.row(cells);
    }
    sheet
}

fn tunnel(talk: &Talk) -> String {
    talk.place().tunnel.map_or_else(String::new, |tunnel| tunnel.to_string())
}

/// A table whose columns from some on are numbers, which stand at the right. All rows are kept, as text and nothing else: there may be
/// very many.
pub(super) struct Aligned {
    titles: Vec<&'static str>,
    /// So many columns are no numbers.
    words: usize,
    /// Cells, each behind its length in bytes and in signs.
    text: Vec<u8>,
    /// Of the widest cell of each column.
    widths: Vec<usize>,
    /// A sign stands there that may be wider than others, or steers the terminal.
    odd: bool,
}

impl Aligned {
    pub(super) fn new(titles: Vec<&'static str>, words: usize) -> Aligned {
        let widths = vec![0; titles.len()];
        Aligned { titles, words, text: Vec::new(), widths, odd: false }
    }
    /// Takes a cell for each title; of one that is very long the start.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        let cells = cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        for (cell, width) in cells.zip(&mut self.widths) {
            let cell = cell.char_indices().nth(usize::from(u16::MAX) / 4).map_or(cell, |(end, _)| &cell[..end]);
            let signs = cell.chars().count();
            *width = (*width).max(signs);
            self.odd |= cell.chars().any(|c| c.is_control() || !matches!(c, '\0'..='\u{2ff}' | '→' | '←' | '–' | '…'));
            self.text.extend((cell.len() as u16).to_ne_bytes());
            self.text.extend((signs as u16).to_ne_bytes());
            self.text.extend_from_slice(cell.as_bytes());
        }
    }
    /// Takes the rows of another table with these columns.
    fn append(&mut self, other: Aligned) {
        self.text.extend_from_slice(&other.text);
        self.widths.iter_mut().zip(&other.widths).for_each(|(own, other)| *own = (*own).max(*other));
        self.odd |= other.odd;
    }
    fn cells(&self) -> impl Iterator<Item = (&[u8], usize)> {
        let mut rest = self.text.as_slice();
        std::iter::from_fn(move || {
            let (len, behind) = rest.split_first_chunk()?;
            let (signs, behind) = behind.split_first_chunk()?;
            let (cell, behind) = behind.split_at_checked(usize::from(u16::from_ne_bytes(*len)))?;
            rest = behind;
            Some((cell, usize::from(u16::from_ne_bytes(*signs))))
        })
    }
    pub(super) fn table(self) -> String {
        let mut text = vec![];
        // Memory takes all.
        let _ = self.write(&mut text);
        String::from_utf8_lossy(&text).into_owned()
    }
    /// Writes it as a [`Sheet`] would, which where it must be made narrower does it.
    pub(super) fn write(&self, out: &mut impl Write) -> std::io::Result<()> {
        let columns = self.titles.len();
        let shown: Vec<bool> = self.widths.iter().map(|width| *width > 0 || self.text.is_empty()).collect();
        let widths: Vec<usize> = self.widths.iter().zip(&self.titles).map(|(width, title)| (*width).max(title.chars().count())).collect();
        let total: usize = 1 + widths.iter().zip(&shown).filter(|(_, shown)| **shown).map(|(width, _)| width + 3).sum::<usize>();
        let terminal = std::io::stdout().is_terminal().then(|| terminal_size::terminal_size_of(std::io::stdout())).flatten();
        if self.odd || terminal.is_some_and(|(width, _)| usize::from(width.0) < total) {
            let mut sheet = Sheet::new(&self.titles);
            let mut row = vec![];
            for (i, (cell, signs)) in self.cells().enumerate() {
                let (column, cell) = (i % columns, String::from_utf8_lossy(cell));
                let width = self.widths.get(column).copied().unwrap_or(0);
                let room = if column < self.words || signs == 0 { 0 } else { width - signs };
                row.push(format!("{:room$}{cell}", ""));
                if column + 1 == columns {
                    sheet.row(std::mem::take(&mut row));
                }
            }
            return out.write_all(sheet.table().as_bytes());
        }
        let rule = |out: &mut dyn Write, [left, fill, cross, right]: [&str; 4]| -> std::io::Result<()> {
            out.write_all(left.as_bytes())?;
            let mut first = true;
            for (width, _) in widths.iter().zip(&shown).filter(|(_, shown)| **shown) {
                if !std::mem::take(&mut first) {
                    out.write_all(cross.as_bytes())?;
                }
                out.write_all(fill.repeat(width + 2).as_bytes())?;
            }
            out.write_all(right.as_bytes())?;
            out.write_all(b"\n")
        };
        rule(out, ["┌", "─", "┬", "┐"])?;
        let space = " ".repeat(widths.iter().copied().max().unwrap_or(0) + 1);
        let mut line = Vec::new();
        let mut cell = |column: usize, text: &[u8], signs: usize, right: bool, out: &mut dyn Write| -> std::io::Result<()> {
            if shown.get(column) == Some(&true) {
                line.extend_from_slice(if line.is_empty() { "│ " } else { "┆ " }.as_bytes());
                let width = widths.get(column).copied().unwrap_or(0);
                let room = space.as_bytes().get(..width - signs).unwrap_or_default();
                if right {
                    // To the right of what stands in the column, not of its title.
                    let own = self.widths.get(column).copied().unwrap_or(0) - signs.min(self.widths.get(column).copied().unwrap_or(0));
                    let (before, behind) = room.split_at(own.min(room.len()));
                    line.extend_from_slice(if signs == 0 { room } else { before });
                    line.extend_from_slice(text);
                    line.extend_from_slice(if signs == 0 { b"" } else { behind });
                } else {
                    line.extend_from_slice(text);
                    line.extend_from_slice(room);
                }
                line.push(b' ');
            }
            if column + 1 == columns {
                line.extend_from_slice("│\n".as_bytes());
                out.write_all(&line)?;
                line.clear();
            }
            Ok(())
        };
        for (column, title) in self.titles.iter().enumerate() {
            cell(column, title.as_bytes(), title.chars().count(), false, out)?;
        }
        rule(out, ["╞", "═", "╪", "╡"])?;
        for (i, (text, signs)) in self.cells().enumerate() {
            let column = i % columns;
            cell(column, text, signs, column >= self.words, out)?;
        }
        rule(out, ["└", "─", "┴", "┘"])
    }
}

/// What the sums are of.
fn keys(by: Option<By>) -> &'static [&'static str] {
    match by {
        None => &["protocol", "client", "client_port", "server", "server_port", "state", "vlan", "tunnel", "community_id"],
        Some(By::Ip) => &["address", "with", "flows"],
        Some(By::Subnet) => &["network", "with", "flows"],
        Some(By::Port) => &["protocol", "port", "flows"],
        Some(By::Proto) => &["protocol", "flows"],
    }
}

fn csv_header(args: &Args) -> String {
    let counts = [
        "client_packets",
        "server_packets",
        "client_bytes",
        "server_bytes",
        "client_payload",
        "server_payload",
        "start",
        "duration",
        "client_bits_per_second",
        "server_bits_per_second",
        "client_retransmitted",
        "server_retransmitted",
        "retransmitted_percent",
    ];
    let trips: &[&str] = if args.by.is_none() { &["rtt_min", "rtt_median", "rtt_max"] } else { &[] };
    [keys(args.by), &counts, trips].concat().join(",") + "\n"
}

/// Writes a row as it goes, without a text for each cell. No cell holds a comma or a quotation mark.
fn csv(args: &Args, row: &Row<'_>, out: &mut Vec<u8>) -> std::io::Result<()> {
    let precise = |n: i64, out: &mut Vec<u8>| write!(out, ",{}.{:09}", n.div_euclid(1_000_000_000), n.rem_euclid(1_000_000_000));
    match row.talk {
        Some(talk) => {
            let [a, b] = talk.ends();
            write!(out, "{},", talk.protocol_name())?;
            for end in [a, b] {
                write!(out, "{},", end.ip())?;
                if talk.has_ports() {
                    write!(out, "{}", end.port())?;
                }
                out.push(b',');
            }
            write!(out, "{},", talk.state().name())?;
            let place = talk.place();
            if place.vlan != 0 {
                write!(out, "{}", place.vlans())?;
            }
            out.push(b',');
            if let Some(tunnel) = place.tunnel {
                write!(out, "{tunnel}")?;
            }
            write!(out, ",{}", talk.community_id())?;
        }
        None => {
            let names = keys(args.by).len() - 1;
            row.of.iter().take(names).try_for_each(|of| write!(out, "{of},"))?;
            write!(out, "{}", row.flows)?;
        }
    }
    for count in [row.packets, row.bytes, row.payload].as_flattened() {
        write!(out, ",{count}")?;
    }
    precise(row.first, out)?;
    precise(row.last.saturating_sub(row.first), out)?;
    for rate in row.rates() {
        out.push(b',');
        if let Some(rate) = rate {
            write!(out, "{}", rate.round() as u64)?;
        }
    }
    for count in row.again {
        write!(out, ",{count}")?;
    }
    out.push(b',');
    if let Some(percent) = row.percent() {
        let thousandths = (percent * 1000.0).round() as u64;
        write!(out, "{}.{:03}", thousandths / 1000, thousandths % 1000)?;
    }
    if args.by.is_none() {
        for trip in row.trip().map_or([None; 3], |trips| [Some(trips.min), trips.median(), Some(trips.max)]) {
            match trip {
                Some(trip) => precise(trip, out)?,
                None => out.push(b','),
            }
        }
    }
    out.push(b'\n');
    Ok(())
}

fn object(args: &Args, row: &Row<'_>) -> Value {
    let seconds = |n: i64| n as f64 / 1e9;
    let both = |[client, server]: [u64; 2]| json!({"client": client, "server": server});
    let [out, back] = row.rates();
    let mut all = serde_json::Map::new();
    let mut put = |name: &str, value: Value| drop(all.insert(name.to_owned(), value));
    match row.talk {
        Some(talk) => {
            let end =
                |end: SocketAddr| if talk.has_ports() { json!({"ip": end.ip(), "port": end.port()}) } else { json!({"ip": end.ip()}) };
            put("protocol", talk.protocol_name().into());
            put("client", end(talk.ends()[0]));
            put("server", end(talk.ends()[1]));
            if !talk.has_ports() && matches!(talk.protocol, 1 | 58) {
                put("icmp_type", talk.ends()[0].port().into());
            }
            put("state", talk.state().name().into());
            put("community_id", talk.community_id().into());
            let place = talk.place();
            if place.vlan != 0 {
                put("vlan", place.vlans().into());
            }
            if let Some(tunnel) = place.tunnel {
                put("tunnel", tunnel.to_string().into());
            }
        }
        None => {
            let names = match args.by {
                Some(By::Ip) => ["address", "with"],
                Some(By::Subnet) => ["network", "with"],
                _ => ["protocol", "port"],
            };
            for (name, of) in names.iter().zip(&row.of).filter(|(_, of)| !of.is_empty()) {
                put(name, if *name == "port" { of.parse::<u16>().map_or(Value::Null, Value::from) } else { of.clone().into() });
            }
            put("flows", row.flows.into());
        }
    }
    put("packets", both(row.packets));
    put("bytes", both(row.bytes));
    put("payload", both(row.payload));
    put("start", seconds(row.first).into());
    put("duration", row.duration().into());
    put("bits_per_second", json!({"client": out, "server": back}));
    put("retransmitted", json!({"client": row.again[0], "server": row.again[1], "percent": row.percent()}));
    if let Some(talk) = row.talk.filter(|talk| talk.protocol == 6) {
        let trips = |trips: &Trips| {
            let some = trips.count > 0;
            some.then(|| json!({"min": seconds(trips.min), "median": trips.median().map(seconds), "max": seconds(trips.max), "count": trips.count}))
        };
        put("rtt", json!({"client": trips(&talk.trips[0]), "server": trips(&talk.trips[1])}));
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        assert_eq!([0.0, 9999.0, 10_000.0, 123_456.0, 1e7, 2e10].map(short), ["0", "9999", "10.0 k", "123 k", "10.0 M", "20.0 G"]);
        assert_eq!([5, 1_500, 2_345_678, 3_000_000_000].map(time), ["5 ns", "1.5 µs", "2.35 ms", "3.000 s"]);
    }
    #[test]
    fn networks_and_options() {
        assert_eq!(network("192.0.2.77".parse().unwrap(), (24, 64)), "192.0.2.0/24");
        assert_eq!(network("192.0.2.77".parse().unwrap(), (0, 64)), "0.0.0.0/0");
        assert_eq!(network("2001:db8:1:2:3::4".parse().unwrap(), (24, 48)), "2001:db8:1::/48");
        assert_eq!((prefix("16,48"), prefix("8"), prefix("33").is_err()), (Ok((16, 48)), Ok((8, 64)), true));
        assert!(seconds("0").is_err() && seconds("x").is_err() && seconds("0.5") == Ok(500_000_000));
    }
}
