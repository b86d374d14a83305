//! `pkt traceroute`: the routers on the way to a host.

use super::ask::seconds;
use super::exit::{self, Code};
use super::hosts::{self, Family, Names};
use super::ping::{filter, ident};
use super::pipeline;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::net::probe::Kind;
use pktlab::net::said::Label;
use pktlab::net::traceroute::{Heard, Hop, Options, trace};
use serde_json::{Value, json};
use std::io::Write;
use std::ops::ControlFlow;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

/// Show the routers on the way to a host
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Probes of all hops go out at once (--window), and take one way where routers choose among several (Paris
traceroute; --classic lets each take its own). Behind a time stands what was wrong: !H host, !N network,
!P protocol unreachable, !X prohibited, !F-1400 too large. MPLS labels are shown where a router tells them.
The exit code is 5 where the host itself did not answer.

Examples:
  pkt traceroute 192.0.2.1
  pkt traceroute -N --tcp 443 example.com
  pkt traceroute --udp 33434 --queries 1 2001:db8::1
  pkt traceroute --mtu 192.0.2.1
  pkt traceroute 192.0.2.1 -T json | jq -r '.hops[].probes[0].from'")]
pub(super) struct Args {
    /// An address, or a name for the system's resolver
    #[arg(value_name = "HOST")]
    host: String,
    /// Echo requests of ICMP: so it is anyway
    #[arg(short = 'I', long, conflicts_with_all = ["tcp", "udp"])]
    icmp: bool,
    /// SYN to this port
    #[arg(long, value_name = "PORT", conflicts_with = "udp", value_parser = clap::value_parser!(u16).range(1..))]
    tcp: Option<u16>,
    /// Datagrams to this port
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..))]
    udp: Option<u16>,
    /// Hops to begin with
    #[arg(short, long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=254))]
    first: u8,
    /// Hops to end with
    #[arg(short = 'm', long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u8).range(1..=254))]
    max_hops: u8,
    /// Probes for each hop
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u8).range(1..=10))]
    queries: u8,
    /// How long an answer is waited for
    #[arg(short = 'w', long = "timeout", value_name = "SECS", default_value = "2", value_parser = seconds)]
    timeout: Duration,
    /// Probes that wait at once
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..))]
    window: u16,
    /// Bytes of each packet
    #[arg(short, long, value_name = "BYTES", default_value_t = 60, value_parser = clap::value_parser!(u16).range(28..))]
    size: u16,
    /// Find the largest packet that passes, and where it has to become smaller
    #[arg(long)]
    mtu: bool,
    /// Each probe may take a way of its own
    #[arg(long)]
    classic: bool,
    /// Through this interface, by name or number
    #[arg(short, long, value_name = "IF")]
    interface: Option<String>,
    /// Names of the routers, by the system's resolver
    #[arg(short = 'N', long, overrides_with = "numeric")]
    names: bool,
    /// No names: so it is anyway
    #[arg(short, long, hide = true)]
    numeric: bool,
    #[command(flatten)]
    family: Family,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line a hop, as traceroute does
    Text,
    /// An object: the hops, whether the host was reached
    Json,
    /// A hop as an object a line
    Ndjson,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    if args.first > args.max_hops {
        return Err(exit::usage(format!("--first {} lies behind --max-hops {}", args.first, args.max_hops)));
    }
    let to = hosts::address(&args.host, args.family)?;
    let kind = match (args.tcp, args.udp) {
        (Some(port), _) => Kind::Tcp { port, flags: 2 },
        (_, Some(port)) => Kind::Udp { port },
        _ => Kind::Echo,
    };
    let interface = match &args.interface {
        None => hosts::zone([&args.host])?,
        named => named.clone(),
    };
    let options = Options {
        kind,
        interface,
        first: args.first,
        most: args.max_hops,
        queries: args.queries,
        window: usize::from(args.window),
        timeout: args.timeout,
        paris: !args.classic,
        size: usize::from(args.size),
        mtu: args.mtu,
        ident: ident(),
        // Ports of UDP go up where each probe may take its own way.
        filter: (!args.classic).then(|| filter(kind)),
    };
    let signals = pipeline::stop_on_signals().context("signals")?;
    let mut out = std::io::stdout();
    if args.format == Format::Text {
        let size = if args.mtu { "as large as can be".to_owned() } else { format!("{} byte packets", args.size) };
        writeln!(out, "traceroute to {} ({to}), {} hops max, {size}", args.host, args.max_hops).context("standard output")?;
    }
    let (mut names, mut hops, mut fault, mut shown) = (Names::new(), vec![], None, 0u32);
    let mut name = |address| if args.names { names.of(address) } else { None };
    let found = trace(to, &options, &mut |hop| {
        if let Some(hop) = hop {
            shown += 1;
            let done = match args.format {
                Format::Text => writeln!(out, "{}", line(hop, &mut name)),
                Format::Ndjson => writeln!(out, "{}", object(hop, &mut name)),
                Format::Json => {
                    hops.push(object(hop, &mut name));
                    Ok(())
                }
            };
            if let Err(error) = done.and_then(|()| out.flush()) {
                fault = Some(error);
                return ControlFlow::Break(());
            }
        }
        if signals.counts.swap(false, Relaxed) {
            term.say(&format!("{shown} hops so far"));
        }
        if signals.stop.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    if let Some(error) = fault {
        return Err(anyhow::Error::from(error).context("standard output"));
    }
    match args.format {
        Format::Json => {
            let all = json!({
                "host": args.host, "to": to.to_string(), "from": found.from.to_string(), "reached": found.reached, "mtu": found.mtu, "hops": hops,
            });
            writeln!(out, "{}", serde_json::to_string_pretty(&all).context("JSON")?).context("standard output")?;
        }
        Format::Text => {
            if let Some(mtu) = found.mtu {
                writeln!(out, "packets of {mtu} bytes pass").context("standard output")?;
            }
        }
        Format::Ndjson => {}
    }
    Ok(match (signals.stop.load(Relaxed), found.reached) {
        (true, false) => Code::Interrupted,
        (_, true) => Code::Ok,
        _ => Code::Network,
    })
}

/// A hop as traceroute shows it: who, and the times; another one who answers is named when he does.
fn line(hop: &Hop, name: &mut dyn FnMut(std::net::IpAddr) -> Option<String>) -> String {
    let mut text = format!("{:2} ", hop.ttl);
    for (who, mtu) in &hop.narrow {
        text += &format!(" F={mtu} ({who})");
    }
    let mut before = None;
    for probe in &hop.probes {
        let Some(Heard { said, rtt, .. }) = probe else {
            text += " *";
            continue;
        };
        if before != Some((said.from, &said.labels)) {
            text += &match name(said.from) {
                Some(name) => format!(" {name} ({})", said.from),
                None => format!(" {}", said.from),
            };
            if !said.labels.is_empty() {
                text += &format!(" [MPLS {}]", said.labels.iter().map(label).collect::<Vec<_>>().join(", "));
            }
        }
        before = Some((said.from, &said.labels));
        text += &format!("  {:.3} ms", rtt.as_secs_f64() * 1e3);
        let mark = said.word.mark();
        if !mark.is_empty() {
            text += &format!(" {mark}");
        }
    }
    text
}

fn label(label: &Label) -> String {
    format!("L={} TC={} S={} TTL={}", label.label, label.tc, u8::from(label.bottom), label.ttl)
}

fn object(hop: &Hop, name: &mut dyn FnMut(std::net::IpAddr) -> Option<String>) -> Value {
    let probes: Vec<Value> = hop
        .probes
        .iter()
        .map(|probe| match probe {
            None => Value::Null,
            Some(Heard { said, rtt, size }) => json!({
                "from": said.from.to_string(), "name": name(said.from), "rtt": rtt.as_secs_f64(), "ttl": said.ttl, "size": size,
                "says": said.word.text(), "mark": said.word.mark(), "mpls": said.labels,
            }),
        })
        .collect();
    let narrow: Vec<Value> = hop.narrow.iter().map(|(who, mtu)| json!({"from": who.to_string(), "mtu": mtu})).collect();
    json!({"ttl": hop.ttl, "probes": probes, "narrow": narrow})
}

#[cfg(test)]
mod tests {
    use super::*;
    use pktlab::net::said::{Said, Word};

    #[test]
    fn a_line_names_who_answers_once() {
        let heard = |from: &str, word, labels| {
            let said = Said { from: from.parse().unwrap(), ttl: 60, length: 36, word, labels };
            Some(Heard { said, rtt: Duration::from_micros(1500), size: 60 })
        };
        let exceeded = Word::Error { six: false, kind: 11, code: 0, mtu: None };
        let labels = vec![Label { label: 1000, tc: 0, bottom: true, ttl: 1 }];
        let hop = Hop {
            ttl: 3,
            probes: vec![
                heard("10.0.0.1", exceeded, vec![]),
                heard("10.0.0.1", exceeded, vec![]),
                None,
                heard("10.0.0.2", exceeded, labels),
            ],
            narrow: vec![],
        };
        assert_eq!(line(&hop, &mut |_| None), " 3  10.0.0.1  1.500 ms  1.500 ms * 10.0.0.2 [MPLS L=1000 TC=0 S=1 TTL=1]  1.500 ms");
        let refused = Word::Error { six: false, kind: 3, code: 13, mtu: None };
        let hop = Hop { ttl: 12, probes: vec![heard("10.0.0.1", refused, vec![])], narrow: vec![("10.0.0.7".parse().unwrap(), 1400)] };
        assert_eq!(line(&hop, &mut |_| Some("gate".to_owned())), "12  F=1400 (10.0.0.7) gate (10.0.0.1)  1.500 ms !X");
    }
}
