//! `pkt arping`: who has an address on the link, and who else.

use super::ask::{Times, rate, seconds};
use super::exit::{self, Code};
use super::hosts::{self, Family};
use super::pipeline;
use super::scan::targets;
use super::sheet::Sheet;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::net::ask::{Asker, Event, Options, Pair, Question};
use pktlab::net::vendors::Vendors;
use pktlab::net::{hardware_text, interfaces, neighbours};
use pktlab::spine::Spine;
use serde_json::json;
use std::io::Write;
use std::net::IpAddr;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Ask who has an address on the link, by ARP or neighbour discovery
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
One host is asked once a second until it is interrupted (-c for so many times), with a line for each answer.
A network, or several hosts, are asked all at once, the silent ones again (--retry), and shown as a table.
Who made a card is read from the lists that Wireshark, nmap or ieee-data have put on this machine. Two cards
that answer for one address are marked. The exit code is 5 where nobody answered.

Examples:
  pkt arping 192.0.2.1
  pkt arping -c 3 -I eth0 fe80::1
  pkt arping -D -I eth0 192.0.2.7 && ip address add 192.0.2.7/24 dev eth0
  pkt arping 192.0.2.0/24
  pkt arping 192.0.2.0/24 -T json | jq -r '.[] | [.address, .mac, .vendor] | @tsv'")]
pub(super) struct Args {
    /// Addresses, networks as 192.0.2.0/24, or names for the system's resolver
    #[arg(value_name = "HOST", required = true)]
    hosts: Vec<String>,
    /// One host: stop after so many
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// One host: between two
    #[arg(short = 'i', long, value_name = "SECS", default_value = "1", value_parser = seconds)]
    interval: Duration,
    /// Through this interface, by name or number
    #[arg(short = 'I', long, value_name = "IF")]
    interface: Option<String>,
    /// How long an answer is waited for
    #[arg(short = 'W', long, value_name = "SECS", default_value = "0.5", value_parser = seconds)]
    timeout: Duration,
    /// Several hosts: ask the silent ones so many times again
    #[arg(short, long, value_name = "N", default_value_t = 2)]
    retry: u32,
    /// Is the address free? Asks from no address, as who is about to take it does; the exit code is 1 where somebody has it
    #[arg(short = 'D', long)]
    duplicate: bool,
    /// Packets a second, at most
    #[arg(long, value_name = "PPS", value_parser = rate)]
    rate: Option<f64>,
    #[command(flatten)]
    family: Family,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each answer, or a table
    Text,
    /// An array: an object for each address that is there
    Json,
    /// An object for each answer, a line each
    Ndjson,
}

/// An address, and whose it is.
struct Row {
    address: IpAddr,
    /// Cards that answered for it: the first is the one that was quickest.
    cards: Vec<[u8; 6]>,
    times: Vec<u64>,
    sent: u64,
    answered: u64,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let mut addresses = vec![];
    for text in &args.hosts {
        addresses.extend(targets(text, args.family)?);
    }
    addresses.dedup();
    let alone = addresses.len() == 1 && !args.hosts.iter().any(|text| text.contains('/'));
    if args.duplicate && !alone {
        return Err(exit::usage("--duplicate takes one address"));
    }
    let interface = match &args.interface {
        None => hosts::zone(&args.hosts)?,
        named => named.clone(),
    };
    let named = interface.is_some();
    let options = Options {
        interface,
        timeout: args.timeout,
        retry: if alone { 0 } else { args.retry },
        multi: true,
        rate: args.rate.filter(|rate| *rate > 0.0),
        filter: Some("arp or icmp6".to_owned()),
        ..Options::default()
    };
    let mut asker = Asker::new(options)?;
    let mut frames = vec![];
    let mut away = 0;
    for address in &addresses {
        let found = if args.duplicate { probe(&mut asker, *address, args) } else { frame(&mut asker, *address, named) };
        match found {
            Ok(found) => frames.push((*address, found)),
            Err(error) if alone => return Err(error),
            Err(error) => {
                away += 1;
                if away <= 3 {
                    term.say(&exit::sentence(&error));
                }
            }
        }
    }
    let signals = pipeline::stop_on_signals().context("signals")?;
    let rows = frames.iter().map(|(address, _)| Row { address: *address, cards: vec![], times: vec![], sent: 0, answered: 0 }).collect();
    let mut sweep = Sweep { args, alone, rows, vendors: Vendors::of_this_machine(), spine: Spine::new(), out: std::io::stdout() };
    if let (true, Format::Text, Some((address, found))) = (alone, args.format, frames.first()) {
        let from = found.from.map_or("nobody".to_owned(), |from| from.to_string());
        sweep.say(&format!("ARPING {address} from {from} on {}", found.interface))?;
    }
    let (mut round, mut number, mut next) = (0u64, 0u64, Instant::now());
    loop {
        let stop = signals.stop.load(Relaxed);
        // "PROBE_NUM 3 (number of probe packets)" (RFC 5227, 1.1).
        let rounds = if args.duplicate { Some(args.count.unwrap_or(3)) } else { args.count };
        let rounds = if alone { rounds } else { Some(1) };
        let taken = args.duplicate && sweep.rows.iter().any(|row| row.answered > 0);
        let stop = stop || taken;
        let more = !stop && rounds.is_none_or(|rounds| round < rounds) && !frames.is_empty();
        if more && Instant::now() >= next {
            round += 1;
            next += args.interval;
            // An answer does not say which question it answers: one that was answered must not take the next one's.
            if alone && number > 0 && sweep.row(number).answered == sweep.row(number).sent {
                asker.forget(number);
            }
            // A large network is sent in pieces, so that answers are taken meanwhile.
            for some in frames.chunks(1024) {
                let mut questions = vec![];
                for (_, found) in some {
                    number += 1;
                    questions.push(Question { number, bytes: found.bytes.clone(), link: LinkType::ETHERNET });
                }
                for question in &questions {
                    sweep.row(question.number).sent += 1;
                }
                asker.send(questions)?;
                while let Some(event) = asker.next(Duration::ZERO)? {
                    sweep.event(event)?;
                }
                if signals.stop.load(Relaxed) {
                    break;
                }
            }
        }
        if signals.counts.swap(false, Relaxed) {
            term.say(&sweep.sentence());
        }
        if stop || !more && (asker.waiting() == 0 || sweep.settled()) {
            break;
        }
        let patience =
            if more { next.saturating_duration_since(Instant::now()).min(Duration::from_millis(50)) } else { Duration::from_millis(20) };
        if let Some(event) = asker.next(patience)? {
            sweep.event(event)?;
        }
    }
    sweep.foot(term)?;
    let any = sweep.rows.iter().any(|row| row.answered > 0);
    if args.duplicate {
        return Ok(match (any, signals.stop.load(Relaxed)) {
            (true, _) => Code::No,
            (false, true) => Code::Interrupted,
            (false, false) => Code::Ok,
        });
    }
    Ok(match (signals.stop.load(Relaxed) && !alone, any) {
        (true, _) => Code::Interrupted,
        (false, true) => Code::Ok,
        (false, false) => Code::Network,
    })
}

/// A question as it is sent.
struct Asked {
    bytes: Vec<u8>,
    from: Option<IpAddr>,
    interface: String,
}

/// The frame that asks for an address.
fn frame(asker: &mut Asker, address: IpAddr, forced: bool) -> anyhow::Result<Asked> {
    let path = asker.paths().to(address)?.clone();
    let interface = asker.paths().interface(path.index).cloned().unwrap_or_default();
    let local = interface.flags.loopback;
    if local {
        return Err(exit::usage(format!("{address} is this machine's own: nobody is asked for it")));
    }
    if path.next != address && !forced {
        return Err(exit::usage(format!("{address} is on no link of this machine, but behind {}: -I IF asks all the same", path.next)));
    }
    let Some(own) = interface.mac() else {
        return Err(exit::usage(format!("{} has no hardware addresses", interface.name)));
    };
    let from =
        path.source.filter(|source| source.is_ipv4() == address.is_ipv4()).or_else(|| interfaces::Interface::source(&interface, address));
    Ok(Asked { bytes: neighbours::question(address, from, own)?, from, interface: interface.name })
}

/// The frame that asks for an address which is about to be taken: from no address (RFC 5227, 2.1.1; RFC 4862, 5.4.2).
fn probe(asker: &mut Asker, address: IpAddr, args: &Args) -> anyhow::Result<Asked> {
    let interface = match (&args.interface, asker.paths().only().cloned()) {
        (Some(_), Some(only)) => only,
        _ => {
            let index = asker.paths().to(address)?.index;
            asker.paths().interface(index).cloned().unwrap_or_default()
        }
    };
    let Some(own) = interface.mac().filter(|_| !interface.flags.loopback) else {
        return Err(exit::usage(format!("which interface is {address} to be taken on? -I IF")));
    };
    Ok(Asked { bytes: neighbours::question(address, None, own)?, from: None, interface: interface.name })
}

struct Sweep<'a> {
    args: &'a Args,
    alone: bool,
    rows: Vec<Row>,
    vendors: Vendors,
    spine: Spine,
    out: std::io::Stdout,
}

impl Sweep<'_> {
    fn say(&mut self, text: &str) -> anyhow::Result<()> {
        writeln!(self.out, "{text}").and_then(|()| self.out.flush()).context("standard output")
    }

    /// The address that a question is for.
    fn row(&mut self, number: u64) -> &mut Row {
        let rows = self.rows.len() as u64;
        &mut self.rows[((number - 1) % rows) as usize]
    }

    /// True where nothing more is waited for: one host that has answered all.
    fn settled(&self) -> bool {
        self.alone && self.rows.iter().all(|row| row.answered >= row.sent)
    }

    fn event(&mut self, event: Event) -> anyhow::Result<()> {
        match event {
            Event::Answered(pair) => self.answer(&pair),
            Event::Failed(_, error) => Err(error.into()),
            Event::Unanswered(question) => {
                if !self.alone || self.args.format != Format::Text {
                    return Ok(());
                }
                let address = self.row(question.number).address;
                self.say(&format!("no answer from {address}"))
            }
            Event::Idle => Ok(()),
        }
    }

    fn answer(&mut self, pair: &Pair) -> anyhow::Result<()> {
        let frame = Frame::new(&pair.received, Info::alone(pair.received_link, pair.received.len() as u32));
        let Some((address, mac)) = neighbours::answer(&mut self.spine, &frame) else { return Ok(()) };
        let vendor = self.vendors.name(mac).map(str::to_owned);
        let row = self.row(pair.number);
        row.answered += u64::from(pair.before == 0);
        row.times.push(pair.rtt().as_nanos() as u64);
        let other = row.cards.first().is_some_and(|first| *first != mac);
        if !row.cards.contains(&mac) {
            row.cards.push(mac);
        }
        let milliseconds = pair.rtt().as_secs_f64() * 1e3;
        match self.args.format {
            Format::Text if self.alone => {
                let vendor = vendor.map_or(String::new(), |vendor| format!(" ({vendor})"));
                let also = if other { "  another card with the same address!" } else { "" };
                self.say(&format!("{address} is at {}{vendor} time={milliseconds:.3} ms{also}", hardware_text(&mac)))
            }
            Format::Ndjson => {
                let row = json!({
                    "address": address.to_string(), "mac": hardware_text(&mac), "vendor": vendor, "rtt": pair.rtt().as_secs_f64(),
                    "other": other,
                });
                self.say(&row.to_string())
            }
            _ => Ok(()),
        }
    }

    fn foot(&mut self, term: &Term) -> anyhow::Result<()> {
        match (self.args.format, self.alone) {
            (Format::Text, true) => {
                let (sentence, times) = (self.sentence(), self.rows.first().and_then(|row| Times::of(&row.times)));
                let times = times.map_or(String::new(), |t| {
                    format!("\nrtt min/avg/max/mdev = {:.3}/{:.3}/{:.3}/{:.3} ms", t.min, t.mean, t.max, t.deviation)
                });
                self.say(&format!("\n{sentence}{times}"))
            }
            (Format::Text, false) => {
                let mut sheet = Sheet::new(&["address", "mac", "vendor", "rtt", "also at"]);
                for row in self.rows.iter().filter(|row| row.answered > 0) {
                    let first = row.cards.first().copied().unwrap_or_default();
                    let also: Vec<String> = row.cards.iter().skip(1).map(|mac| hardware_text(mac)).collect();
                    sheet.row([
                        row.address.to_string(),
                        hardware_text(&first),
                        self.vendors.name(first).unwrap_or("").to_owned(),
                        format!("{:.3} ms", row.times.first().map_or(0.0, |t| *t as f64 / 1e6)),
                        also.join("\n"),
                    ]);
                }
                let text = if self.rows.iter().any(|row| row.answered > 0) { sheet.table() } else { String::new() };
                write!(self.out, "{text}").and_then(|()| self.out.flush()).context("standard output")?;
                term.say(&self.sentence());
                Ok(())
            }
            (Format::Json, _) => {
                let there = self.rows.iter().filter(|row| row.answered > 0);
                let all: Vec<_> = there
                    .map(|row| {
                        let first = row.cards.first().copied().unwrap_or_default();
                        let also: Vec<String> = row.cards.iter().skip(1).map(|mac| hardware_text(mac)).collect();
                        json!({
                            "address": row.address.to_string(), "mac": hardware_text(&first), "vendor": self.vendors.name(first),
                            "rtt": row.times.first().map(|t| *t as f64 / 1e9), "sent": row.sent, "answered": row.answered, "also": also,
                        })
                    })
                    .collect();
                self.say(&serde_json::to_string_pretty(&all).context("JSON")?)
            }
            (Format::Ndjson, _) => {
                term.say(&self.sentence());
                Ok(())
            }
        }
    }

    fn sentence(&self) -> String {
        let sum = |of: &dyn Fn(&Row) -> u64| self.rows.iter().map(of).sum::<u64>();
        let twice = self.rows.iter().filter(|row| row.cards.len() > 1).count();
        let twice = if twice > 0 { format!(", {twice} with several cards") } else { String::new() };
        if self.alone {
            return format!("{} asked, {} answered{twice}", sum(&|row| row.sent), sum(&|row| row.answered));
        }
        format!("{} of {} addresses are there{twice}", self.rows.iter().filter(|row| row.answered > 0).count(), self.rows.len())
    }
}
