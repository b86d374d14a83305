//! `pkt dns gethostbyname` and the four other calls of C and Python programs.

use super::record::{self, Captured};
use crate::cmd::answer;
use crate::cmd::exit::{Code, Said};
use crate::cmd::sheet::{Sheet, harmless};
use crate::cmd::term::{self, Term};
use clap::ValueEnum;
use pktlab::dns::calls::{Answer, Call, Error, Hints, Row, Sockaddr, address_text};
use pktlab::dns::numbers::{self, Kind};
use pktlab::dns::resolv::Config;
use pktlab::dns::trail::Trail;
use pktlab::dns::{python, system, walk};
use serde_json::{Value, json};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The IPv4 address of a name
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  pkt dns gethostbyname example.com
  pkt dns gethostbyname '' -T python             # '0.0.0.0'
  pkt dns gethostbyname '<broadcast>'")]
pub(in crate::cmd) struct Gethostbyname {
    /// A name or an address; empty is any address, `<broadcast>` all hosts
    name: String,
    #[command(flatten)]
    how: How,
}

/// A name's official name, its aliases, its IPv4 addresses
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  pkt dns gethostbyname_ex www.example.com
  pkt dns gethostbyname_ex localhost -T python   # ('localhost', [], ['127.0.0.1'])")]
pub(in crate::cmd) struct GethostbynameEx {
    /// A name or an address
    name: String,
    #[command(flatten)]
    how: How,
}

/// An address's official name, its aliases, its addresses
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  pkt dns gethostbyaddr 192.0.2.7
  pkt dns gethostbyaddr 2001:db8::1 -T json")]
pub(in crate::cmd) struct Gethostbyaddr {
    /// An address, or a name that has one
    #[arg(value_name = "ADDR")]
    address: String,
    #[command(flatten)]
    how: How,
}

/// Where to connect to, or to bind: address, type of socket, protocol
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Names of Python's `socket` joined by `|`, with or without their prefix, or numbers:
  --family  AF_INET, AF_INET6, ...          --type   SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, ...
  --proto   IPPROTO_TCP, IPPROTO_UDP, ...   --flags  AI_PASSIVE, AI_CANONNAME, AI_NUMERICHOST,
                                                     AI_NUMERICSERV, AI_V4MAPPED, AI_ALL, AI_ADDRCONFIG
The operand `None` is Python's None: as HOST this machine, as SERVICE no port.

Examples:
  pkt dns getaddrinfo example.com https --type SOCK_STREAM
  pkt dns getaddrinfo None 80 --flags 'AI_PASSIVE|AI_NUMERICSERV'
  pkt dns getaddrinfo localhost http --family AF_INET6 --flags V4MAPPED -T python")]
pub(in crate::cmd) struct Getaddrinfo {
    /// A name or an address
    host: String,
    /// A service by name or number
    #[arg(allow_hyphen_values = true, default_value = "None", hide_default_value = true)]
    service: String,
    /// Addresses of this family
    #[arg(long, value_name = "AF", default_value = "0", hide_default_value = true, allow_hyphen_values = true, value_parser = |text: &str| Kind::Family.parse(text))]
    family: i32,
    /// Sockets of this type
    #[arg(long = "type", value_name = "SOCK", default_value = "0", hide_default_value = true, allow_hyphen_values = true, value_parser = |text: &str| Kind::Type.parse(text))]
    socktype: i32,
    /// Sockets of this protocol
    #[arg(long, value_name = "IPPROTO", default_value = "0", hide_default_value = true, allow_hyphen_values = true, value_parser = |text: &str| Kind::Protocol.parse(text))]
    proto: i32,
    /// What else is wanted
    #[arg(long, value_name = "AI", default_value = "0", hide_default_value = true, allow_hyphen_values = true, value_parser = |text: &str| Kind::AddressFlags.parse(text))]
    flags: i32,
    #[command(flatten)]
    how: How,
}

/// The name of an address and the service of a port
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Names of Python's `socket` joined by `|`, with or without their prefix, or numbers:
  --flags  NI_NUMERICHOST, NI_NUMERICSERV, NI_NAMEREQD, NI_NOFQDN, NI_DGRAM

Examples:
  pkt dns getnameinfo 127.0.0.1 80
  pkt dns getnameinfo ::1 53 --flags 'NI_NUMERICHOST|NI_DGRAM'
  pkt dns getnameinfo fe80::1 22 --scope 2       # Python's ('fe80::1', 22, 0, 2)")]
pub(in crate::cmd) struct Getnameinfo {
    /// An address
    #[arg(value_name = "ADDR")]
    address: String,
    /// A port
    #[arg(allow_hyphen_values = true)]
    port: i64,
    /// What else is wanted
    #[arg(long, value_name = "NI", default_value = "0", hide_default_value = true, allow_hyphen_values = true, value_parser = |text: &str| Kind::NameFlags.parse(text))]
    flags: i32,
    /// The IPv6 flow label: the third of Python's tuple
    #[arg(long, value_name = "N")]
    flowinfo: Option<u32>,
    /// The IPv6 interface's number: the fourth of Python's tuple
    #[arg(long, value_name = "N")]
    scope: Option<u32>,
    #[command(flatten)]
    how: How,
}

#[derive(Debug, clap::Args)]
struct How {
    /// Who looks it up
    #[arg(long, value_name = "WAY", default_value = "libc")]
    via: Via,
    /// Tell each step: sources, names tried, servers asked, times, reasons of the order. This and --capture mean `--via pkt`
    #[arg(long)]
    explain: bool,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "plain")]
    format: Format,
    /// Give up after this many seconds, whatever is still under way
    #[arg(long, value_name = "SECS", default_value_t = 30.0, value_parser = seconds)]
    timeout: f64,
    #[command(flatten)]
    captured: Captured,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Via {
    /// The C library: what programs of this machine are told
    Libc,
    /// Our own walk through nsswitch.conf, hosts and resolv.conf; where the C library answers otherwise, that is said
    Pkt,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Plain,
    /// What Python prints: the call's repr, or the last line of the traceback
    Python,
    /// An object
    Json,
}

fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    if seconds.is_finite() && (0.001..=86400.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("not between 0.001 and 86400 seconds".to_owned())
    }
}

/// Python's None, written out.
fn or_none(text: &str) -> Option<String> {
    (text != "None").then(|| text.to_owned())
}

impl Gethostbyname {
    pub(super) fn run(&self, term: &Term) -> anyhow::Result<Code> {
        self.how.run(Call::Gethostbyname(or_none(&self.name)), term)
    }
}

impl GethostbynameEx {
    pub(super) fn run(&self, term: &Term) -> anyhow::Result<Code> {
        self.how.run(Call::GethostbynameEx(or_none(&self.name)), term)
    }
}

impl Gethostbyaddr {
    pub(super) fn run(&self, term: &Term) -> anyhow::Result<Code> {
        self.how.run(Call::Gethostbyaddr(or_none(&self.address)), term)
    }
}

impl Getaddrinfo {
    pub(super) fn run(&self, term: &Term) -> anyhow::Result<Code> {
        let hints = Hints { family: self.family, socktype: self.socktype, proto: self.proto, flags: self.flags };
        self.how.run(Call::Getaddrinfo { host: or_none(&self.host), service: or_none(&self.service), hints }, term)
    }
}

impl Getnameinfo {
    pub(super) fn run(&self, term: &Term) -> anyhow::Result<Code> {
        // Python's tuple has no fourth without a third.
        let flowinfo = self.flowinfo.or(self.scope.map(|_| 0));
        self.how.run(
            Call::Getnameinfo(Sockaddr { host: self.address.clone(), port: self.port, flowinfo, scope: self.scope, flags: self.flags }),
            term,
        )
    }
}

/// What was looked up, and how.
struct Told {
    found: Result<Answer, Error>,
    /// With `--via pkt`.
    trail: Option<Trail>,
    /// The C library's answer, where it was asked too.
    other: Option<Result<Answer, Error>>,
}

impl How {
    fn run(&self, call: Call, term: &Term) -> anyhow::Result<Code> {
        let time = Duration::from_secs_f64(self.timeout);
        let libc = |call: Call| beside(move || system::ask(&call));
        if !self.walks() {
            let found = libc(call.clone()).recv_timeout(time).unwrap_or(Err(Error::Late));
            return self.show(&call, Told { found, trail: None, other: None }, term);
        }
        let mut trail = Trail::default();
        let servers = if self.captured.wanted() { Config::system().servers } else { vec![] };
        let recording = record::start(&self.captured, &servers, &[], trail.ends.clone(), None, term)?;
        let end = Instant::now() + time;
        // Who is not told of a difference needs no second look-up.
        let other = (!term.quiet).then(|| libc(call.clone()));
        let found = walk::ask(&call, time, &mut trail);
        let left = || end.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        let other = other.map(|other| other.recv_timeout(left()).unwrap_or(Err(Error::Late)));
        let code = self.show(&call, Told { found, trail: Some(trail), other }, term);
        record::finish(recording, term)?;
        code
    }

    /// The C library tells neither its steps nor its ports.
    fn walks(&self) -> bool {
        self.via == Via::Pkt || self.explain || self.captured.wanted()
    }

    fn show(&self, call: &Call, told: Told, term: &Term) -> anyhow::Result<Code> {
        let Told { found, trail, other } = told;
        let difference = other.as_ref().and_then(|other| difference(&found, other));
        let steps = trail.filter(|_| self.explain);
        if let Some(steps) = steps.as_ref().filter(|_| self.format != Format::Json) {
            let text: String = steps.steps.iter().map(|(_, step)| format!("{}\n", harmless(&step.to_string()))).collect();
            match self.format {
                Format::Plain => drop(answer(format!("{text}\n").as_bytes())?),
                _ => term.say(text.trim_end()),
            }
        }
        match (&found, self.format) {
            (Ok(found), Format::Plain) => drop(answer(plain(found).as_bytes())?),
            (Ok(found), Format::Python) => drop(answer(format!("{}\n", python::repr(found)).as_bytes())?),
            (Err(error), Format::Plain) => term::error(&format!("{}{}", term::mark("error: "), sentence(call, error))),
            (Err(error), Format::Python) => term::error(&format!("{}: {error}", error.class())),
            (found, Format::Json) => {
                let via = if self.walks() { "pkt" } else { "libc" };
                let mut object = json!({ "call": call.name(), "via": via });
                merge(&mut object, as_json(found.as_ref()));
                if let (Some(other), Some(_)) = (&other, &difference) {
                    merge(&mut object, json!({ "libc": as_json(other.as_ref()) }));
                }
                if let Some(steps) = &steps {
                    merge(&mut object, json!({ "explain": steps.json() }));
                }
                answer(format!("{object:#}\n").as_bytes())?;
            }
        }
        if let Some(difference) = difference.filter(|_| self.format != Format::Json) {
            term.say(&harmless(&difference));
        }
        match found {
            Ok(_) => Ok(Code::Ok),
            Err(error) if error.is_usage() => Err(Said(Code::Usage).into()),
            Err(_) => Err(Said(Code::Network).into()),
        }
    }
}

/// What the C library says otherwise.
fn difference(found: &Result<Answer, Error>, other: &Result<Answer, Error>) -> Option<String> {
    if found == other {
        return None;
    }
    let said = match other {
        Ok(other) => python::repr(other),
        Err(error) => format!("{}: {error}", error.class()),
    };
    if let (Ok(Answer::Rows(found)), Ok(Answer::Rows(other))) = (found, other) {
        // The canonical name stands in whichever row is first.
        let sorted = |rows: &[Row]| {
            let mut all: Vec<String> = rows.iter().map(|row| format!("{} {} {}", row.address, row.socktype, row.proto)).collect();
            all.sort();
            all
        };
        let canonical = |rows: &[Row]| rows.first().map(|row| row.canonname.clone());
        if sorted(found) == sorted(other) && canonical(found) == canonical(other) {
            return Some(format!("the C library has the same in another order: {said}"));
        }
    }
    Some(format!("the C library answers otherwise: {said}"))
}

fn sentence(call: &Call, error: &Error) -> String {
    let symbol = error.symbol().map(|name| format!(", {name}")).unwrap_or_default();
    let number = error.number().map(|n| format!(" {n}")).unwrap_or_default();
    harmless(&format!("{}: {} ({}{number}{symbol})", call.subject(), error.text(), error.class()))
}

/// A look-up under way in a thread of its own. What is not waited for any longer ends with the program.
fn beside(ask: impl FnOnce() -> Result<Answer, Error> + Send + 'static) -> mpsc::Receiver<Result<Answer, Error>> {
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(ask()));
    told
}

fn plain(found: &Answer) -> String {
    let texts = |addresses: &[std::net::IpAddr]| addresses.iter().map(|a| address_text(*a)).collect::<Vec<_>>().join(" ");
    match found {
        Answer::Address(address) => format!("{}\n", address_text(*address)),
        Answer::Entry(entry) => {
            let aliases = if entry.aliases.is_empty() { String::new() } else { format!("aliases    {}\n", entry.aliases.join(" ")) };
            harmless(&format!("name       {}\n{aliases}addresses  {}\n", entry.name, texts(&entry.addresses)))
        }
        Answer::Rows(rows) => {
            let mut sheet = Sheet::new(&["family", "type", "protocol", "address", "port", "canonical name"]);
            for row in rows {
                let named = |name: Option<&str>, prefix: &str, number: i32| {
                    name.and_then(|name| name.strip_prefix(prefix)).map_or_else(|| number.to_string(), str::to_owned)
                };
                let scope = match row.address {
                    std::net::SocketAddr::V6(v6) if v6.scope_id() != 0 => format!("%{}", v6.scope_id()),
                    _ => String::new(),
                };
                sheet.row([
                    named(numbers::family(row.family), "AF_", row.family),
                    named(numbers::socktype(row.socktype), "SOCK_", row.socktype),
                    named(numbers::protocol(row.proto), "IPPROTO_", row.proto),
                    format!("{}{scope}", address_text(row.address.ip())),
                    row.address.port().to_string(),
                    row.canonname.clone(),
                ]);
            }
            sheet.table()
        }
        Answer::Names { host, service } => harmless(&format!("{host} {service}\n")),
    }
}

fn as_json(found: Result<&Answer, &Error>) -> Value {
    let found = match found {
        Ok(found) => found,
        Err(error) => {
            let (class, number, name) = (error.class(), error.number(), error.symbol());
            return json!({ "error": { "class": class, "number": number, "name": name, "text": error.text() } });
        }
    };
    match found {
        Answer::Address(address) => json!({ "address": address_text(*address) }),
        Answer::Entry(entry) => {
            let addresses: Vec<String> = entry.addresses.iter().map(|a| address_text(*a)).collect();
            json!({ "name": entry.name, "aliases": entry.aliases, "addresses": addresses })
        }
        Answer::Rows(rows) => {
            let row = |row: &Row| {
                let named = |name: Option<&str>, number: i32| name.map_or_else(|| json!(number), |name| json!(name));
                let mut object = json!({
                    "family": named(numbers::family(row.family), row.family),
                    "type": named(numbers::socktype(row.socktype), row.socktype),
                    "proto": row.proto,
                    "canonname": row.canonname,
                    "address": address_text(row.address.ip()),
                    "port": row.address.port(),
                });
                if let std::net::SocketAddr::V6(v6) = row.address {
                    merge(&mut object, json!({ "flowinfo": v6.flowinfo(), "scope": v6.scope_id() }));
                }
                object
            };
            json!({ "rows": rows.iter().map(row).collect::<Vec<_>>() })
        }
        Answer::Names { host, service } => json!({ "host": host, "service": service }),
    }
}

fn merge(object: &mut Value, more: Value) {
    if let (Value::Object(object), Value::Object(more)) = (object, more) {
        object.extend(more);
    }
}
