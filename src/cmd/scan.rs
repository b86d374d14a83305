//! `pkt scan`: which ports of hosts are open.

use super::ask::{rate, seconds};
use super::exit::{self, Code};
use super::hosts::{self, Family, Names};
use super::pipeline;
use super::sheet::Sheet;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::{self, live};
use pktlab::net::Error;
use pktlab::net::connect::{self, banner};
use pktlab::net::scan::{Host, Method as Raw, Options, Progress, Reason, State, Verdict, scan};
use pktlab::proto::{service, service_port};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{IsTerminal, Write};
use std::net::{IpAddr, SocketAddr};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Find open ports of hosts
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
A port is open, closed, or filtered (a packet filter is in between); where only silence tells, open|filtered.
The reason says why: syn-ack, reset, no-response, port-unreach. States that most ports share are summed up;
--all lists them. As many probes are under way as are answered in time. The exit code is 5 where no host was
there to be asked.

Ports: 22,80,8000-8010,http,-100 (from 1), 60000- (to 65535), - (all).

Examples:
  pkt scan 192.0.2.1
  pkt scan -p - 192.0.2.1
  pkt scan -p 22,80,443 192.0.2.0/24 -T json | jq -r '.[] | select(.ports[].state == \"open\") | .address'
  pkt scan --method udp -p 53,123,161 192.0.2.1
  pkt scan --method connect --banner 192.0.2.1
  pkt scan -p - --rate 5000 -T grepable 192.0.2.1")]
pub(super) struct Args {
    /// Addresses, networks as 192.0.2.0/24, or names for the system's resolver
    #[arg(value_name = "HOST", required = true)]
    hosts: Vec<String>,
    /// Which ports [default: 1-1024 and those of services above]
    #[arg(short, long, value_name = "PORTS", value_parser = ports, allow_hyphen_values = true)]
    ports: Option<Ports>,
    /// What is sent
    #[arg(long, value_name = "METHOD", default_value = "syn")]
    method: Method,
    /// Packets a second, at most
    #[arg(long, value_name = "PPS", value_parser = rate)]
    rate: Option<f64>,
    /// How often a port that does not answer is asked again
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(..=10))]
    retries: u8,
    /// The longest time that an answer is waited for
    #[arg(long, value_name = "SECS", default_value = "1", value_parser = seconds)]
    timeout: Duration,
    /// What open TCP ports say of themselves, when they are connected to
    #[arg(long)]
    banner: bool,
    /// List all ports
    #[arg(short, long)]
    all: bool,
    /// List open ports alone
    #[arg(long, conflicts_with = "all")]
    open: bool,
    /// Through this interface, by name or number
    #[arg(short, long, value_name = "IF")]
    interface: Option<String>,
    /// Names of the hosts, by the system's resolver
    #[arg(short = 'N', long)]
    names: bool,
    #[command(flatten)]
    family: Family,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Method {
    /// SYN, and no connection is made; needs the right to send
    Syn,
    /// Connections, made and closed: no right is needed
    Connect,
    /// Datagrams
    Udp,
    /// ACK: which ports a packet filter lets through
    Ack,
    /// FIN, PSH and URG
    Xmas,
    /// FIN
    Fin,
    /// No flag
    Null,
}

impl Method {
    fn raw(self) -> Option<Raw> {
        Some(match self {
            Method::Connect => return None,
            Method::Syn => Raw::Syn,
            Method::Udp => Raw::Udp,
            Method::Ack => Raw::Ack,
            Method::Xmas => Raw::Xmas,
            Method::Fin => Raw::Fin,
            Method::Null => Raw::Null,
        })
    }
    fn protocol(self) -> &'static str {
        if self == Method::Udp { "udp" } else { "tcp" }
    }
    fn title(self) -> &'static str {
        match self {
            Method::Syn => "SYN",
            Method::Connect => "connect",
            Method::Udp => "UDP",
            Method::Ack => "ACK",
            Method::Xmas => "XMAS",
            Method::Fin => "FIN",
            Method::Null => "NULL",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table for each host
    Table,
    /// An array: a host an object
    Json,
    /// A host an object a line
    Ndjson,
    /// A line for each host, as nmap -oG writes it
    Grepable,
}

/// Ports, ascending.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ports(Vec<u16>);

fn ports(text: &str) -> Result<Ports, String> {
    let port = |text: &str, default: u16| match text {
        "" => Ok(default),
        text => match text.parse() {
            Ok(0) => Err("there is no port 0 to be asked".to_owned()),
            Ok(port) => Ok(port),
            Err(_) if text.bytes().all(|b| b.is_ascii_digit()) => Err(format!("{text}: ports go to 65535")),
            Err(_) => service_port(text).ok_or_else(|| format!("no service `{text}`: ports are numbers, or names as http")),
        },
    };
    let mut all = HashSet::new();
    for part in text.split(',').map(str::trim) {
        // A service may be called ftp-data.
        let (from, to) = match part.split_once('-') {
            Some((from, to)) if service_port(part).is_none() => (port(from, 1)?, port(to, 65_535)?),
            _ if part.is_empty() => return Err("a port is missing between two commas".to_owned()),
            _ => (port(part, 0)?, port(part, 0)?),
        };
        if from > to {
            return Err(format!("{part}: a range goes upwards"));
        }
        all.extend(from..=to);
    }
    let mut all: Vec<u16> = all.into_iter().collect();
    all.sort_unstable();
    Ok(Ports(all))
}

/// The first 1024, and services above that are found often.
fn usual() -> Vec<u16> {
    const ABOVE: &[u16] = &[
        1080, 1194, 1433, 1521, 1723, 1883, 2049, 2181, 2222, 2375, 2379, 3000, 3128, 3260, 3306, 3389, 4369, 5000, 5060, 5222, 5353, 5432,
        5601, 5672, 5900, 5984, 6000, 6379, 6443, 6667, 7000, 8000, 8008, 8080, 8081, 8086, 8088, 8123, 8443, 8883, 8888, 9000, 9042, 9090,
        9092, 9100, 9200, 9418, 10_000, 10_250, 11_211, 15_672, 25_565, 27_017, 51_820,
    ];
    (1..=1024).chain(ABOVE.iter().copied()).collect()
}

/// Addresses that one run may ask.
const MOST: usize = 1 << 20;

/// Packets a second above which networks of others may mind.
const POLITE: f64 = 1000.0;

/// A host, ready to be shown.
struct Row {
    name: Option<String>,
    host: Host,
    banners: HashMap<u16, String>,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let interface = match &args.interface {
        None => hosts::zone(&args.hosts)?,
        named => named.clone(),
    };
    let mut addresses = vec![];
    let mut said: HashMap<IpAddr, String> = HashMap::new();
    for text in &args.hosts {
        for address in targets(text, args.family)? {
            if text.parse::<IpAddr>().is_err() && !text.contains('/') {
                said.entry(address).or_insert_with(|| text.clone());
            }
            addresses.push(address);
        }
        if addresses.len() > MOST {
            return Err(exit::usage(format!("{text}: more than {MOST} addresses")));
        }
    }
    let mut seen = HashSet::new();
    addresses.retain(|address| seen.insert(*address));
    let ports = args.ports.as_ref().map_or_else(usual, |Ports(ports)| ports.clone());
    let total = addresses.len().saturating_mul(ports.len());
    if total > 1 << 28 {
        return Err(exit::usage(format!("{total} ports in one run: fewer hosts, or fewer ports")));
    }
    warn(&addresses, args.rate, total, term);
    let signals = pipeline::stop_on_signals().context("signals")?;
    let bar = (std::io::stderr().is_terminal() && !term.quiet).then(|| indicatif::ProgressBar::new(total as u64));
    let start = Instant::now();
    let (mut packets, mut known) = (0, 0);
    let mut each = |progress: Progress| {
        (packets, known) = (progress.packets, progress.done);
        if let Some(bar) = &bar {
            bar.set_position(progress.done);
        }
        if signals.counts.swap(false, Relaxed) {
            term.say(&format!("{} of {} ports, {} packets sent", progress.done, progress.total, progress.packets));
        }
        if signals.stop.load(Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let found = match args.method.raw() {
        Some(method) => {
            let options =
                Options { method, ports: ports.clone(), interface, rate: args.rate, retries: args.retries, timeout: args.timeout };
            scan(&addresses, &options, &mut each).inspect_err(|error| {
                if let Error::Rights { .. } | Error::Capture(capture::Error::Live(live::Error::Rights { .. })) = error {
                    term.say("--method connect asks without these rights");
                }
            })?
        }
        None => connect::scan(&addresses, &ports, args.timeout, args.retries, args.rate, &mut each)?,
    };
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let took = start.elapsed();
    let mut names = Names::new();
    let rows: Vec<Row> = found
        .into_iter()
        .map(|host| {
            let name = said.remove(&host.address).or_else(|| if args.names { names.of(host.address) } else { None });
            Row { name, host, banners: HashMap::new() }
        })
        .collect();
    let rows = if args.banner && args.method.protocol() == "tcp" { with_banners(rows, &ports, args.timeout) } else { rows };
    show(args, &rows, &ports)?;
    let up = rows.iter().filter(|row| row.host.down.is_none()).count();
    let open = rows.iter().flat_map(|row| &row.host.ports).filter(|verdict| verdict.state == State::Open).count();
    for row in rows.iter().filter(|row| row.host.down.is_some()).take(if args.format == Format::Table && rows.len() > 1 { 3 } else { 1 }) {
        if let Some(why) = &row.host.down {
            let (host, why) = (row.host.address.to_string(), exit::sentence(&anyhow::anyhow!("{why}")));
            // Most name the address themselves.
            term.say(&if why.contains(&host) { why } else { format!("{host}: {why}") });
        }
    }
    if signals.stop.load(Relaxed) {
        term.say(&format!("interrupted with {known} of {total} ports known: of the others it is only known that nothing was heard"));
    }
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let sent = if packets > 0 { format!(", {packets} packets sent") } else { String::new() };
    term.say(&format!(
        "{up} of {} host{} asked, {open} open port{}, {:.2} s{sent}",
        rows.len(),
        s(rows.len()),
        s(open),
        took.as_secs_f64()
    ));
    Ok(match (signals.stop.load(Relaxed), up) {
        (true, _) => Code::Interrupted,
        (false, 0) => Code::Network,
        _ => Code::Ok,
    })
}

/// The addresses that an operand means.
pub(super) fn targets(text: &str, family: Family) -> anyhow::Result<Vec<IpAddr>> {
    let Some((address, bits)) = text.split_once('/') else { return Ok(vec![hosts::address(text, family)?]) };
    let wrong = || exit::usage(format!("`{text}` is no network, as 192.0.2.0/24"));
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let bits: u32 = bits.parse().ok().filter(|bits| *bits <= whole).ok_or_else(wrong)?;
    let free = whole - bits;
    if free > 20 {
        return Err(exit::usage(format!("{text}: more than {MOST} addresses")));
    }
    let count = 1u32 << free;
    Ok(match address {
        IpAddr::V4(address) => {
            let first = u32::from(address) & !(count - 1);
            // The network's own address and everybody's are no hosts, where there are others (RFC 3021).
            let (skip, take) = if count > 2 { (1, count - 2) } else { (0, count) };
            (first + skip..=first + skip + (take - 1)).map(|n| IpAddr::from(n.to_be_bytes())).collect()
        }
        IpAddr::V6(address) => {
            let first = u128::from(address) & !u128::from(count - 1);
            (0..count).map(|n| IpAddr::from((first + u128::from(n)).to_be_bytes())).collect()
        }
    })
}

/// True for addresses of one's own network: RFC 1918, RFC 6598, RFC 3927, RFC 4193, loopback, documentation.
pub(super) fn private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(a) => {
            let [x, y, ..] = a.octets();
            a.is_private()
                || a.is_loopback()
                || a.is_link_local()
                || a.is_documentation()
                || x == 100 && y & 0xc0 == 64
                || x == 198 && y & 0xfe == 18
        }
        IpAddr::V6(a) => a.is_loopback() || a.is_unique_local() || a.is_unicast_link_local() || a.segments()[..2] == [0x2001, 0xdb8],
    }
}

/// Says so before many packets leave for networks of others; and goes on.
pub(super) fn warn(addresses: &[IpAddr], rate: Option<f64>, packets: usize, term: &Term) {
    let public = addresses.iter().filter(|address| !private(**address)).count();
    let polite = rate.is_some_and(|rate| rate > 0.0 && rate <= POLITE);
    if public > 0 && !polite && packets as f64 > POLITE {
        let rate =
            rate.filter(|rate| *rate > 0.0).map_or("as quickly as they are answered".to_owned(), |rate| format!("at {rate} a second"));
        term.say(&format!(
            "warning: {packets} packets leave for {public} public address{} {rate}: ask only who agrees, and not too often",
            if public == 1 { "" } else { "es" }
        ));
    }
}

fn with_banners(mut rows: Vec<Row>, ports: &[u16], timeout: Duration) -> Vec<Row> {
    let open: Vec<(usize, SocketAddr)> = rows
        .iter()
        .enumerate()
        .flat_map(|(at, row)| {
            let open = row.host.ports.iter().zip(ports).filter(|(verdict, _)| verdict.state == State::Open);
            open.map(move |(_, port)| (at, SocketAddr::new(row.host.address, *port)))
        })
        .collect();
    // Who says nothing is waited for: so many at once.
    for some in open.chunks(64) {
        let said: Vec<Option<String>> = std::thread::scope(|scope| {
            let asked: Vec<_> = some.iter().map(|(_, address)| scope.spawn(move || banner(*address, timeout))).collect();
            asked.into_iter().map(|one| one.join().ok().flatten()).collect()
        });
        for ((at, address), said) in some.iter().zip(said) {
            if let Some(said) = said {
                rows[*at].banners.insert(address.port(), said);
            }
        }
    }
    rows
}

/// Which ports are listed, and how many of each kind are not.
fn listed<'r>(args: &Args, row: &'r Row, ports: &'r [u16]) -> (Vec<(u16, &'r Verdict)>, BTreeMap<(State, Reason), usize>) {
    let mut counts: HashMap<State, usize> = HashMap::new();
    for verdict in &row.host.ports {
        *counts.entry(verdict.state).or_default() += 1;
    }
    // As nmap: what more than 25 ports are is not worth a line for each, but open ones are.
    let shown = |state: State| state == State::Open || !args.open && (args.all || counts.get(&state).is_none_or(|count| *count <= 25));
    let (mut list, mut rest) = (vec![], BTreeMap::new());
    for (port, verdict) in ports.iter().zip(&row.host.ports) {
        if shown(verdict.state) {
            list.push((*port, verdict));
        } else {
            *rest.entry((verdict.state, verdict.reason)).or_default() += 1;
        }
    }
    (list, rest)
}

fn show(args: &Args, rows: &[Row], ports: &[u16]) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let mut text = String::new();
    match args.format {
        Format::Table => {
            for row in rows.iter().filter(|row| row.host.down.is_none()) {
                text += &table(args, row, ports);
            }
        }
        Format::Json => {
            let all: Vec<Value> = rows.iter().map(|row| object(args, row, ports)).collect();
            text = serde_json::to_string_pretty(&all).context("JSON")? + "\n";
        }
        Format::Ndjson => rows.iter().for_each(|row| text += &format!("{}\n", object(args, row, ports))),
        Format::Grepable => rows.iter().for_each(|row| text += &grepable(args, row, ports)),
    }
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("standard output")
}

fn milliseconds(rtt: Option<u32>) -> String {
    rtt.map_or(String::new(), |rtt| format!("{:.3} ms", f64::from(rtt) / 1e3))
}

fn table(args: &Args, row: &Row, ports: &[u16]) -> String {
    let (list, rest) = listed(args, row, ports);
    let name = row.name.as_ref().map_or(String::new(), |name| format!("{name} "));
    let plural = if ports.len() == 1 { "" } else { "s" };
    let mut text = format!("{name}{}: {} port{plural} by {}\n", row.host.address, ports.len(), args.method.title());
    if !rest.is_empty() {
        let rest: Vec<String> = rest.iter().map(|((state, reason), n)| format!("{n} {} ({})", state.text(), reason.text())).collect();
        text += &format!("not listed: {}\n", rest.join(", "));
    }
    if !list.is_empty() {
        let mut sheet = Sheet::new(&["port", "state", "service", "reason", "ttl", "rtt", "banner"]);
        for (port, verdict) in list {
            let ttl = if verdict.ttl == 0 { String::new() } else { verdict.ttl.to_string() };
            sheet.row([
                format!("{port}/{}", args.method.protocol()),
                verdict.state.text().to_owned(),
                service(port).unwrap_or("").to_owned(),
                verdict.reason.text(),
                ttl,
                milliseconds(verdict.rtt),
                row.banners.get(&port).cloned().unwrap_or_default(),
            ]);
        }
        text += &sheet.table();
    }
    text + "\n"
}

fn object(args: &Args, row: &Row, ports: &[u16]) -> Value {
    let (list, rest) = listed(args, row, ports);
    let list: Vec<Value> = list
        .into_iter()
        .map(|(port, verdict)| {
            json!({
                "port": port, "protocol": args.method.protocol(), "state": verdict.state.text(), "reason": verdict.reason.text(),
                "service": service(port), "ttl": (verdict.ttl > 0).then_some(verdict.ttl), "rtt": verdict.rtt.map(|rtt| f64::from(rtt) / 1e6),
                "banner": row.banners.get(&port),
            })
        })
        .collect();
    let rest: Vec<Value> =
        rest.iter().map(|((state, reason), n)| json!({"state": state.text(), "reason": reason.text(), "count": n})).collect();
    json!({
        "address": row.host.address.to_string(), "name": row.name, "up": row.host.down.is_none(), "ports": list, "not_listed": rest,
        "error": row.host.down.as_ref().map(|why| exit::sentence(&anyhow::anyhow!("{why}"))),
    })
}

fn grepable(args: &Args, row: &Row, ports: &[u16]) -> String {
    let name = row.name.as_deref().unwrap_or("");
    if row.host.down.is_some() {
        return format!("Host: {} ({name})\tStatus: Down\n", row.host.address);
    }
    let (list, rest) = listed(args, row, ports);
    let list: Vec<String> = list
        .iter()
        .map(|(port, verdict)| format!("{port}/{}/{}//{}///", verdict.state.text(), args.method.protocol(), service(*port).unwrap_or("")))
        .collect();
    let mut states: BTreeMap<State, usize> = BTreeMap::new();
    rest.iter().for_each(|((state, _), n)| *states.entry(*state).or_default() += n);
    let rest: Vec<String> = states.iter().map(|(state, n)| format!("{} ({n})", state.text())).collect();
    let mut text = format!("Host: {} ({name})\tPorts: {}", row.host.address, list.join(", "));
    if !rest.is_empty() {
        text += &format!("\tIgnored State: {}", rest.join(", "));
    }
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_lists_and_ranges() {
        let of = |text: &str| ports(text).map(|Ports(ports)| ports);
        assert_eq!(of("80,22,22,20-23"), Ok(vec![20, 21, 22, 23, 80]));
        assert_eq!(of("http,ftp-data"), Ok(vec![20, 80]));
        assert_eq!(of("-3"), Ok(vec![1, 2, 3]));
        assert_eq!(of("65534-"), Ok(vec![65534, 65535]));
        assert_eq!(of("-").map(|all| all.len()), Ok(65_535));
        for wrong in ["0", "65536", "9-3", "nonsense", "1,,2", ""] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
        assert!(usual().is_sorted());
    }

    #[test]
    fn networks_are_their_hosts() {
        let of = |text: &str| targets(text, Family::default()).map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(of("192.0.2.9/30").unwrap(), ["192.0.2.9", "192.0.2.10"]);
        assert_eq!(of("192.0.2.9/31").unwrap(), ["192.0.2.8", "192.0.2.9"]);
        assert_eq!(of("192.0.2.9/32").unwrap(), ["192.0.2.9"]);
        assert_eq!(of("2001:db8::2/127").unwrap(), ["2001:db8::2", "2001:db8::3"]);
        assert!(of("10.0.0.0/8").is_err() && of("10.0.0.0/33").is_err() && of("x/24").is_err());
    }

    #[test]
    fn public_addresses_are_told_apart() {
        for address in
            ["10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "198.18.0.1", "fd00::1", "fe80::1", "2001:db8::1"]
        {
            assert!(private(address.parse().unwrap()), "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"] {
            assert!(!private(address.parse().unwrap()), "{address}");
        }
    }
}
