//! `pkt routes`: the routing and neighbour tables, and the way to an address.

use super::exit::{self, Code};
use super::near;
use super::sheet::Sheet;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::live;
use pktlab::net::hardware_text;
use pktlab::net::interfaces;
use pktlab::net::routes::{Hop, Kernel, Kind, Limits, Neighbour, Route, Rule, Table, Way};
use serde::Serialize;
use std::net::IpAddr;

/// Show routes and neighbours, or the way to an address
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
With an address the kernel itself is asked which way it would take: by rules, marks and next hops, not
by the table alone. Where there is none the exit code is 5.

Examples:
  pkt routes
  pkt routes -6 --all
  pkt routes 192.0.2.7
  pkt routes fe80::1 -i eth0
  pkt routes 8.8.8.8 -T json | jq -r .interface")]
pub(super) struct Args {
    /// The way to this address
    #[arg(value_name = "ADDR")]
    address: Option<IpAddr>,
    /// Only IPv4
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    ipv4: bool,
    /// Only IPv6
    #[arg(short = '6', long)]
    ipv6: bool,
    /// The table `local` too: the machine's own addresses, broadcast and multicast
    #[arg(short, long)]
    all: bool,
    /// With ADDR: through this interface, by name or number
    #[arg(short, long, value_name = "INTERFACE", requires = "address")]
    interface: Option<String>,
    /// With ADDR: from this address of the machine
    #[arg(long, value_name = "ADDR", requires = "address")]
    from: Option<IpAddr>,
    /// With ADDR: for packets that bear this mark
    #[arg(long, value_name = "N", requires = "address")]
    mark: Option<u32>,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// An object: rules, routes, neighbours
    Json,
    /// Comma-separated values with a header line; routes alone
    Csv,
}

/// What JSON shows.
#[derive(Serialize)]
struct Tables {
    rules: Vec<Rule>,
    routes: Vec<Route>,
    neighbours: Vec<Neighbour>,
}

/// A way and who is asked to take the packet there.
#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    way: Way,
    neighbour: Option<Neighbour>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let mut kernel = Kernel::open()?;
    let text = match args.address {
        Some(address) => way(args, address, &mut kernel)?,
        None => tables(args, &mut kernel)?,
    };
    super::answer(text.as_bytes())
}

fn tables(args: &Args, kernel: &mut Kernel) -> anyhow::Result<String> {
    let family = |address: IpAddr| if address.is_ipv4() { !args.ipv6 } else { !args.ipv4 };
    let mut routes = kernel.routes()?;
    routes.retain(|route| family(route.destination) && (args.all || route.table != Table::LOCAL));
    // As they are looked at: table by table (`main` is asked before others of the user's only by rule), the nearest last.
    routes.sort_by_key(|route| (route.destination.is_ipv6(), route.table, route.prefix, route.destination, route.metric));
    let mut neighbours = kernel.neighbours()?;
    neighbours.retain(|neighbour| family(neighbour.address));
    let mut rules = kernel.rules()?;
    rules.retain(|rule| if rule.ipv6 { !args.ipv4 } else { !args.ipv6 });
    // Those that every machine has say nothing.
    let unusual = rules.iter().any(|rule| !rule.usual());
    Ok(match args.format {
        Format::Json => serde_json::to_string_pretty(&Tables { rules, routes, neighbours })? + "\n",
        Format::Csv => route_sheet(&routes, |route| format!("{}/{}", route.destination, route.prefix)).csv(),
        Format::Table => {
            let mut text = if unusual { rule_sheet(&rules).table() } else { String::new() };
            text += &route_sheet(&routes, target).table();
            if !neighbours.is_empty() {
                text += &neighbour_sheet(&neighbours).table();
            }
            text
        }
    })
}

fn rule_sheet(rules: &[Rule]) -> Sheet {
    let mut sheet = Sheet::new(&["rule", "family", "from", "to", "incoming", "outgoing", "mark", "action"]);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    for rule in rules {
        let mark = rule.mark.map_or_else(String::new, |mark| format!("{mark:#x}"));
        sheet.row([
            rule.priority.to_string(),
            if rule.ipv6 { "IPv6" } else { "IPv4" }.to_owned(),
            rule.from.clone().unwrap_or_else(|| "all".to_owned()),
            text(&rule.to),
            text(&rule.incoming),
            text(&rule.outgoing),
            rule.mask.map_or_else(|| mark.clone(), |mask| format!("{mark}/{mask:#x}")),
            rule.table.map_or_else(|| rule.action.to_owned(), |table| format!("table {table}")),
        ]);
    }
    sheet
}

/// Where a route leads, for people.
fn target(route: &Route) -> String {
    match (route.destination, route.target()) {
        (IpAddr::V6(_), target) if target == "default" => "default (IPv6)".to_owned(),
        (_, target) => target,
    }
}

fn route_sheet(routes: &[Route], target: fn(&Route) -> String) -> Sheet {
    let mut sheet = Sheet::new(&["destination", "gateway", "interface", "source", "metric", "table", "type", "protocol", "scope", "flags"]);
    let text = |address: Option<IpAddr>| address.map_or_else(String::new, |address| address.to_string());
    for route in routes {
        let hop = |of: &dyn Fn(&Hop) -> String| route.hops.iter().map(of).collect::<Vec<_>>().join("\n");
        let mut flags = route.flags.join(" ");
        if let Some(mtu) = route.mtu {
            flags = format!("{flags} mtu {mtu}").trim().to_owned();
        }
        // That a route leads out is what routes do.
        let kind = if route.kind == Kind::Unicast { String::new() } else { route.kind.to_string() };
        sheet.row([
            target(route),
            if route.hops.is_empty() { text(route.gateway) } else { hop(&|hop| text(hop.gateway)) },
            if route.hops.is_empty() {
                route.interface.clone().unwrap_or_default()
            } else {
                hop(&|hop| format!("{} (weight {})", hop.interface.clone().unwrap_or_default(), hop.weight))
            },
            text(route.source),
            if route.metric == 0 { String::new() } else { route.metric.to_string() },
            route.table.to_string(),
            kind,
            route.protocol.clone(),
            route.scope.to_string(),
            flags,
        ]);
    }
    sheet
}

fn neighbour_sheet(neighbours: &[Neighbour]) -> Sheet {
    let mut sheet = Sheet::new(&["neighbour", "MAC", "interface", "state", "router"]);
    for neighbour in neighbours {
        sheet.row([
            neighbour.address.to_string(),
            hardware_text(&neighbour.hardware),
            neighbour.interface.clone().unwrap_or_default(),
            neighbour.state.clone(),
            if neighbour.router { "yes".to_owned() } else { String::new() },
        ]);
    }
    sheet
}

fn way(args: &Args, to: IpAddr, kernel: &mut Kernel) -> anyhow::Result<String> {
    let index = args.interface.as_deref().map(index_of).transpose()?;
    let way = kernel.way(to, Limits { source: args.from, index, mark: args.mark })?;
    let neighbour = kernel.neighbour(way.index, way.next())?.filter(|neighbour| neighbour.state != "noarp");
    if args.format == Format::Json {
        return serde_json::to_string_pretty(&Answer { way, neighbour }).map(|text| text + "\n").context("JSON");
    }
    let text = |address: Option<IpAddr>| address.map_or_else(String::new, |address| address.to_string());
    let mut sheet = Sheet::new(&["to", "interface", "source", "gateway", "table", "type", "MTU", "next hop's MAC", "known"]);
    let (mac, state) = neighbour.map_or_else(Default::default, |neighbour| (hardware_text(&neighbour.hardware), neighbour.state));
    sheet.row([
        way.to.to_string(),
        way.interface.clone().unwrap_or_default(),
        text(way.source),
        text(way.gateway),
        way.table.to_string(),
        way.kind.to_string(),
        way.mtu.map_or_else(String::new, |mtu| mtu.to_string()),
        mac,
        state,
    ]);
    Ok(if args.format == Format::Csv { sheet.csv() } else { sheet.table() })
}

/// The kernel's number of an interface that was given by name, or by the number that `pkt ifaces` shows.
fn index_of(wanted: &str) -> anyhow::Result<u32> {
    let all = interfaces::list()?;
    let device = wanted.parse::<usize>().ok().and_then(|number| live::devices().ok()?.into_iter().find(|device| device.number == number));
    let name = device.map_or_else(|| wanted.to_owned(), |device| device.name);
    let found = all.iter().find(|interface| interface.name == wanted).or_else(|| all.iter().find(|interface| interface.name == name));
    found.map(|interface| interface.index).ok_or_else(|| {
        let hint = near::hint(wanted, all.iter().map(|interface| interface.name.as_str()));
        exit::usage(format!("there is no interface `{wanted}`{hint} (`pkt ifaces` lists them)"))
    })
}
