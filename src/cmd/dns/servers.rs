//! `pkt dns servers`: whom this host would ask, and what they can.

use super::asking::{self, Asking};
use super::record::{self, Captured};
use super::shown::{Paint, milliseconds, seconds};
use crate::cmd::answer;
use crate::cmd::exit::{self, Code};
use crate::cmd::sheet::Sheet;
use crate::cmd::term::Term;
use clap::ValueEnum;
use pktlab::dns::lookup::{Answer, Client, Settings};
use pktlab::dns::name::Name;
use pktlab::dns::rdata::{rcode_name, rtype, type_by_name};
use pktlab::dns::resolv::Config;
use pktlab::dns::server::{Protocol, Server};
use pktlab::dns::transport::Error;
use pktlab::dns::wire::{Question, flag};
use serde_json::{Value, json};
use std::path::Path;

/// Tell whom this host would ask, try and time each
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt dns servers [OPTIONS] [@SERVER...]",
    after_long_help = "\
The servers of /etc/resolv.conf, and where that names systemd-resolved those it asks; or the ones that are named. Each
is asked the same question by UDP, TCP and TLS (whose certificate is not looked at), and told are the times, whether
it asks others for us (recursion), takes EDNS, and gives DNSSEC's records. The exit code is 5 where none answers.

Examples:
  pkt dns servers
  pkt dns servers --name example.com --type MX
  pkt dns servers @9.9.9.9 @1.1.1.1 -T json"
)]
pub(in crate::cmd) struct Args {
    /// Servers to try instead
    #[arg(value_name = "@SERVER")]
    servers: Vec<String>,
    /// The name that is asked for
    #[arg(long, value_name = "NAME", default_value = ".", help_heading = "Question")]
    name: String,
    /// The type that is asked for
    #[arg(short = 't', long = "type", value_name = "TYPE", default_value = "NS", help_heading = "Question")]
    rtype: String,
    /// Do not try TLS
    #[arg(long, help_heading = "Transport")]
    no_tls_try: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    captured: Captured,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table", help_heading = "Output")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table
    Table,
    /// An object
    Json,
}

/// Where systemd-resolved tells whom it asks; what resolv.conf has then is itself.
const RESOLVED: &str = "/run/systemd/resolve/resolv.conf";

/// A server, where it is from, and what came of trying it.
struct Tried {
    server: Server,
    from: &'static str,
    tries: Vec<(Protocol, Result<Answer, Error>)>,
}

fn candidates(args: &Args) -> anyhow::Result<Vec<(Server, &'static str)>> {
    if !args.servers.is_empty() {
        let named = args.servers.iter().map(|text| Ok((args.asking.server(text.strip_prefix('@').unwrap_or(text))?, "named")));
        return named.collect();
    }
    let mut all: Vec<(Server, &'static str)> = args.asking.default_servers().into_iter().map(|server| (server, "resolv.conf")).collect();
    let stub = all.iter().any(|(server, _)| server.name() == "127.0.0.53");
    if let Some(text) = stub.then(|| std::fs::read_to_string(Path::new(RESOLVED)).ok()).flatten() {
        let behind = Config::parse(&text, None, None, "").servers;
        all.extend(behind.into_iter().map(|address| (Server::at(address, Protocol::Udp), "systemd-resolved")));
    }
    Ok(all)
}

pub(in crate::cmd) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let name = Name::parse(&args.name).map_err(|error| exit::usage(error.to_string()))?;
    let kind = type_by_name(&args.rtype).ok_or_else(|| exit::usage(format!("`{}` is no type", args.rtype)))?;
    let question = Question { name, rtype: kind, class: 1 };
    let mut settings = args.asking.settings();
    settings.options.edns.get_or_insert_default().dnssec = true;
    settings.trust.anything = true;
    settings.trust.keys = args.captured.keys();
    let candidates = candidates(args)?;
    asking::run(async {
        let mut addresses = Vec::new();
        for (server, _) in &candidates {
            addresses.extend(pktlab::dns::lookup::addresses(server, &settings).await.unwrap_or_default());
        }
        let with_tls: Vec<_> = addresses.iter().flat_map(|address| [*address, std::net::SocketAddr::new(address.ip(), 853)]).collect();
        let recording = record::start(&args.captured, &with_tls, &[], settings.ends.clone(), settings.trust.keys.clone(), term)?;
        let local = tokio::task::LocalSet::new();
        let tasks: Vec<_> = candidates
            .into_iter()
            .map(|(server, from)| local.spawn_local(tried(server, from, question.clone(), settings.clone(), !args.no_tls_try)))
            .collect();
        let all = local
            .run_until(async {
                let mut all = Vec::new();
                for task in tasks {
                    all.extend(task.await.ok());
                }
                all
            })
            .await;
        let text = match args.format {
            Format::Table => table(&all, &Paint::new(term)),
            Format::Json => serde_json::to_string_pretty(&object(&all))? + "\n",
        };
        answer(text.as_bytes())?;
        record::finish(recording, term)?;
        let any = all.iter().any(|one| one.tries.iter().any(|(_, result)| result.is_ok()));
        Ok(if any { Code::Ok } else { Code::Network })
    })?
}

async fn tried(server: Server, from: &'static str, question: Question, settings: Settings, with_tls: bool) -> Tried {
    let ways: Vec<Server> = match server.protocol {
        Protocol::Udp => {
            let tls = Server { port: 853, ..server.by(Protocol::Tls) };
            [server.clone(), server.by(Protocol::Tcp)].into_iter().chain(with_tls.then_some(tls)).collect()
        }
        _ => vec![server.clone()],
    };
    // Side by side: whoever says nothing says it once for so long.
    let asking = ways.into_iter().map(|way| {
        let (protocol, question) = (way.protocol, question.clone());
        // One that does not speak TLS often says nothing at all.
        let settings = if protocol == Protocol::Tls { Settings { tries: 1, ..settings.clone() } } else { settings.clone() };
        tokio::task::spawn_local(async move { (protocol, Client::new(way, Settings { ignore: true, ..settings }).ask(&question).await) })
    });
    let mut tries = Vec::new();
    for asked in asking.collect::<Vec<_>>() {
        tries.extend(asked.await.ok());
    }
    Tried { server, from, tries }
}

impl Tried {
    fn best(&self) -> Option<&Answer> {
        self.tries.iter().find_map(|(_, result)| result.as_ref().ok())
    }

    fn time(&self, protocol: Protocol) -> String {
        match self.tries.iter().find(|(way, _)| *way == protocol) {
            Some((_, Ok(answer))) => milliseconds(answer.total),
            Some((_, Err(error))) => brief(error),
            None => String::new(),
        }
    }

    fn signs(&self) -> bool {
        self.best().is_some_and(|answer| answer.message.records().any(|record| record.rtype == rtype::RRSIG))
    }
}

fn brief(error: &Error) -> String {
    match error {
        Error::Silent { .. } => "no answer".to_owned(),
        Error::Io { error, .. } if error.kind() == std::io::ErrorKind::ConnectionRefused => "refused".to_owned(),
        other => other.to_string(),
    }
}

fn table(all: &[Tried], paint: &Paint) -> String {
    let mut sheet = Sheet::new(&["server", "from", "status", "UDP", "TCP", "TLS", "other", "recursion", "EDNS", "DNSSEC"]);
    let yes = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    for one in all {
        let best = one.best();
        let status = best.map_or_else(|| "none".to_owned(), |answer| rcode_name(answer.message.rcode()));
        let other = match one.server.protocol {
            Protocol::Udp | Protocol::Tcp | Protocol::Tls => String::new(),
            protocol => one.time(protocol),
        };
        let of = |what: &dyn Fn(&Answer) -> String| best.map_or_else(String::new, what);
        sheet.row([
            one.server.to_string(),
            one.from.to_owned(),
            status,
            one.time(Protocol::Udp),
            one.time(Protocol::Tcp),
            one.time(Protocol::Tls),
            other,
            of(&|answer| yes(answer.message.has(flag::RA))),
            of(&|answer| answer.message.edns.as_ref().map_or_else(|| "no".to_owned(), |edns| edns.size.to_string())),
            of(&|answer| yes(one.signs() || answer.message.has(flag::AD))),
        ]);
    }
    let lines = sheet.table();
    let mut text = String::new();
    for line in lines.lines() {
        text += &if line.contains("┆ none ") { paint.bad(line) } else { line.to_owned() };
        text.push('\n');
    }
    let config = Config::system();
    if all.iter().any(|one| one.from != "named") {
        let search = if config.search.is_empty() { "none".to_owned() } else { config.search.join(" ") };
        text += &format!(
            "search: {search}; names with fewer than {} dots are searched first; {} s a try, {} tries\n",
            config.ndots,
            config.timeout.as_secs(),
            config.attempts
        );
    }
    text
}

fn object(all: &[Tried]) -> Value {
    let config = Config::system();
    let servers: Vec<Value> = all
        .iter()
        .map(|one| {
            let tries: serde_json::Map<String, Value> = one
                .tries
                .iter()
                .map(|(protocol, result)| {
                    let value = match result {
                        Ok(answer) => json!({
                            "status": rcode_name(answer.message.rcode()), "time": seconds(answer.total), "connect": answer.phases.connect.map(seconds),
                            "tls": answer.phases.tls.map(seconds), "query": seconds(answer.took),
                        }),
                        Err(error) => json!({ "error": error.to_string() }),
                    };
                    (protocol.scheme().to_owned(), value)
                })
                .collect();
            let best = one.best();
            json!({
                "server": one.server.to_string(), "from": one.from, "tries": tries, "recursion": best.map(|answer| answer.message.has(flag::RA)),
                "edns": best.map(|answer| answer.message.edns.as_ref().map(|edns| edns.size)),
                "dnssec": best.map(|answer| one.signs() || answer.message.has(flag::AD)),
            })
        })
        .collect();
    let timeout = config.timeout.as_secs();
    json!({ "servers": servers, "search": config.search, "ndots": config.ndots, "timeout": timeout, "attempts": config.attempts })
}
