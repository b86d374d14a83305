//! `pkt ifaces`: the interfaces, their addresses, and what can be captured on them.

use super::exit::{self, Code};
use super::near;
use super::sheet::Sheet;
use super::term::Term;
use clap::ValueEnum;
use pktlab::capture::live;
use pktlab::net::hardware_text;
use pktlab::net::interfaces::{self, Capture, Interface};
use serde::Serialize;

/// List the network interfaces, and what can be captured on them
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The number is the one that -i takes instead of the name, as with tcpdump -D; JSON tells the kernel's own
number too, as `index`. Each interface is opened for a moment to see whether this user may capture on it, and with which link types;
what else libpcap can capture on (queues, buses) is listed and left alone.

Examples:
  pkt ifaces
  pkt ifaces eth0 -T json
  pkt ifaces -T json | jq -r '.[] | select(.state == \"up\") | .name'
  pkt ifaces -T csv > interfaces.csv")]
pub(super) struct Args {
    /// Only these interfaces, by name or number
    #[arg(value_name = "INTERFACE")]
    interfaces: Vec<String>,
    /// How they are listed
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// An array of objects
    Json,
    /// Comma-separated values with a header line
    Csv,
}

/// An interface, or something else that libpcap captures on.
#[derive(Serialize)]
struct Row {
    /// What `-i` takes; `None` where libpcap does not list it.
    number: Option<usize>,
    #[serde(flatten)]
    what: What,
    /// `None` where it was not tried.
    capture: Option<Capture>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum What {
    Interface(Interface),
    Other { name: String, description: String },
}

impl Row {
    fn is(&self, wanted: &str) -> bool {
        self.what.name() == wanted || self.number.is_some_and(|number| wanted.parse() == Ok(number))
    }
}

impl What {
    /// To open a queue of the packet filter or a bus would be felt by those who use it.
    fn tries(&self) -> bool {
        matches!(self, What::Interface(_)) || self.name() == "any"
    }
    fn name(&self) -> &str {
        match self {
            What::Interface(Interface { name, .. }) | What::Other { name, .. } => name,
        }
    }
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let interfaces = interfaces::list()?;
    let names: Vec<(u32, String)> = interfaces.iter().map(|interface| (interface.index, interface.name.clone())).collect();
    // Without libpcap's list the interfaces are still what they are.
    let devices = live::devices().unwrap_or_default();
    let number = |name: &str| devices.iter().find(|device| device.name == name).map(|device| device.number);
    let of = |interface: Interface| Row { number: number(&interface.name), what: What::Interface(interface), capture: None };
    let mut rows: Vec<Row> = interfaces.into_iter().map(of).collect();
    let others = devices.iter().filter(|device| names.iter().all(|(_, name)| *name != device.name));
    rows.extend(others.map(|device| {
        let (name, description) = (device.name.clone(), device.description.clone().unwrap_or_default());
        Row { number: Some(device.number), what: What::Other { name, description }, capture: None }
    }));
    rows.sort_by_key(|row| row.number.unwrap_or(usize::MAX));
    for wanted in &args.interfaces {
        if !rows.iter().any(|row| row.is(wanted)) {
            let hint = near::hint(wanted, rows.iter().map(|row| row.what.name()));
            return Err(exit::usage(format!("there is no interface `{wanted}`{hint} (`pkt ifaces` lists them)")));
        }
    }
    rows.retain(|row| args.interfaces.is_empty() || args.interfaces.iter().any(|wanted| row.is(wanted)));
    let tried: Vec<&str> = rows.iter().filter(|row| row.what.tries()).map(|row| row.what.name()).collect();
    let mut captures = interfaces::captures(&tried).into_iter();
    for row in rows.iter_mut().filter(|row| row.what.tries()) {
        row.capture = captures.next();
    }
    let text = match args.format {
        Format::Json => serde_json::to_string_pretty(&rows)? + "\n",
        Format::Table => sheet(&rows, &names, "\n").table(),
        Format::Csv => sheet(&rows, &names, " ").csv(),
    };
    super::answer(text.as_bytes())?;
    if args.format == Format::Table && rows.iter().flat_map(|row| &row.capture).any(|capture| capture.rights) {
        term.say(&exit::cure());
    }
    Ok(Code::Ok)
}

fn sheet(rows: &[Row], names: &[(u32, String)], between: &str) -> Sheet {
    let mut sheet = Sheet::new(&["number", "name", "state", "kind", "addresses", "MAC", "MTU", "link types", "capture"]);
    let name_of =
        |index: u32| names.iter().find(|(number, _)| *number == index).map_or_else(|| format!("#{index}"), |(_, name)| name.clone());
    for Row { number, what, capture } in rows {
        let number = number.map_or_else(String::new, |number| number.to_string());
        let types: Vec<&str> = capture.iter().flat_map(|capture| &capture.link_types).map(|link| link.name.as_str()).collect();
        let types = types.join(between);
        let may = match capture {
            None => "not tried".to_owned(),
            Some(Capture { reason: None, .. }) => "yes".to_owned(),
            Some(Capture { rights: true, .. }) => "needs rights".to_owned(),
            // libpcap's first line says what, further ones try to say why.
            Some(Capture { reason: Some(reason), .. }) => reason.lines().next().unwrap_or_default().to_owned(),
        };
        sheet.row(match what {
            What::Interface(interface) => {
                let addresses: Vec<String> = interface.addresses.iter().map(address).collect();
                [
                    number,
                    interface.name.clone(),
                    interface.state.text().to_owned(),
                    kind(interface, &name_of),
                    addresses.join(between),
                    hardware_text(&interface.hardware),
                    interface.mtu.map_or_else(String::new, |mtu| mtu.to_string()),
                    types,
                    may,
                ]
            }
            What::Other { name, description } => {
                let none = String::new;
                [number, name.clone(), none(), description.clone(), none(), none(), none(), types, may]
            }
        });
    }
    sheet
}

/// `192.0.2.1/24`, `10.0.0.1 to 10.0.0.2/32`.
fn address(address: &interfaces::Address) -> String {
    match address.peer {
        Some(peer) => format!("{} to {peer}/{}", address.address, address.prefix),
        None => format!("{}/{}", address.address, address.prefix),
    }
}

/// `veth, in br0`.
fn kind(interface: &Interface, name_of: &dyn Fn(u32) -> String) -> String {
    let mut text = interface.kind.clone().unwrap_or_default();
    // The other end of a pair in another namespace has a number that means nothing here.
    if let Some(parent) = interface.parent.filter(|_| interface.kind.as_deref() != Some("veth")) {
        text += &format!(" on {}", name_of(parent));
    }
    if let Some(master) = interface.master {
        text += &format!(", in {}", name_of(master));
    }
    text
}
