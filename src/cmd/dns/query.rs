//! `pkt dns query`: what servers say.

use super::asking::{self, Asking};
use super::record::{self, Captured};
use super::shown::{self, Paint, milliseconds};
use crate::cmd::ask::{Times, seconds};
use crate::cmd::exit::{self, Code};
use crate::cmd::sheet::Sheet;
use crate::cmd::term::{self, Term};
use crate::cmd::{answer, near};
use anyhow::Context;
use clap::ValueEnum;
use pktlab::dns::dnssec::{self, Anchor, Link, Status, Validator, Verdict};
use pktlab::dns::lookup::{self, Answer, Client, Settings};
use pktlab::dns::name::Name;
use pktlab::dns::rdata::{class_by_name, class_name, rcode_name, rtype, type_by_name, type_name, type_names};
use pktlab::dns::server::{Protocol, Server};
use pktlab::dns::transport::Error;
use pktlab::dns::wire::{Question, Record};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::Duration;

/// Ask servers: any type, any transport, side by side
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt dns query [OPTIONS] [NAME...] [TYPE...] [CLASS] [@SERVER...]",
    after_long_help = "\
Words stand in any order: types by name or as TYPE65280 (ixfr=SERIAL for what changed), a class, servers behind
`@`, all else are names; each name is asked for each type of each server. Dig's words with `+` are understood:
+short +tcp +dnssec +nocookie +time=1 and others. A word that must be a name: --name; a type: -t.

A server is an address or a name, with :PORT or #PORT, behind udp:// tcp:// tls:// https:// h3:// or quic://;
@mdns asks everybody on the link. Without one, the first of /etc/resolv.conf that answers.
A truncated datagram is asked for again by TCP. The exit code is 5 where there was no answer.

Examples:
  pkt dns query example.com
  pkt dns query MX example.com @9.9.9.9 -T dig
  pkt dns query example.com A AAAA @9.9.9.9 @tls://1.1.1.1 @https://dns.google/dns-query
  pkt dns query -x 192.0.2.0/28 -T short
  pkt dns query example.com @192.0.2.53 --count 100 --interval 0.1
  pkt dns query axfr example.com @192.0.2.53
  pkt dns query _http._tcp.local PTR @mdns"
)]
pub(in crate::cmd) struct Args {
    /// Names, types, classes, @servers, in any order
    #[arg(value_name = "WORD")]
    words: Vec<String>,
    /// A name; repeatable
    #[arg(long = "name", value_name = "NAME", help_heading = "Question")]
    names: Vec<String>,
    /// A type; repeatable
    #[arg(short = 't', long = "type", value_name = "TYPE", help_heading = "Question")]
    types: Vec<String>,
    /// The class
    #[arg(short = 'c', long, value_name = "CLASS", help_heading = "Question")]
    class: Option<String>,
    /// The name of an address, or of each in a network; repeatable
    #[arg(short = 'x', long, value_name = "ADDR[/LEN]", help_heading = "Question")]
    reverse: Vec<String>,
    /// Ask so many times, and show statistics
    #[arg(long, value_name = "N", help_heading = "Patience", value_parser = clap::value_parser!(u32).range(1..))]
    count: Option<u32>,
    /// With --count: between two
    #[arg(short = 'i', long, value_name = "SECS", default_value = "0", help_heading = "Patience", value_parser = pause)]
    interval: Duration,
    /// With --count: over one connection
    #[arg(long, help_heading = "Patience")]
    keep_open: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    captured: Captured,
    /// Validate the answer here, from a trust anchor down; exit code 1 where it is bogus
    #[arg(long, help_heading = "DNSSEC")]
    validate: bool,
    /// With --validate: what is trusted instead of the root's keys: a file with DS or DNSKEY records, or one as text; repeatable
    #[arg(long, value_name = "FILE|RECORD", help_heading = "DNSSEC", requires = "validate")]
    trust_anchor: Vec<String>,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table", help_heading = "Output")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A table; several servers side by side, differences marked
    Table,
    /// Only the answers' data
    Short,
    /// As dig prints it
    Dig,
    /// An array of objects
    Json,
    /// An object a line
    Ndjson,
}

fn pause(text: &str) -> Result<Duration, String> {
    if text.parse() == Ok(0.0) { Ok(Duration::ZERO) } else { seconds(text) }
}

/// As many addresses of a network are asked for.
const MOST: u128 = 65536;

/// So many lookups are under way at once.
const TOGETHER: usize = 32;

/// What is asked of whom.
struct Plan {
    questions: Vec<Question>,
    serial: Option<u32>,
    /// Each is asked; without any, one of the defaults.
    servers: Vec<Server>,
    format: Format,
    asking: Asking,
    /// What is trusted, where answers are validated.
    anchors: Option<Vec<Anchor>>,
}

impl Plan {
    /// Whether a record is shown to people: what only the validation asked for is not.
    fn shows(&self, question: &Question, record: &Record) -> bool {
        let proof = matches!(record.rtype, rtype::RRSIG | rtype::NSEC | rtype::NSEC3);
        !proof || self.anchors.is_none() || self.asking.wants_signatures() || [record.rtype, rtype::ANY].contains(&question.rtype)
    }
}

/// A question, who was to be asked, and what came of it.
struct Done {
    question: Question,
    server: Server,
    result: Result<Answer, Error>,
    verdict: Option<Verdict>,
}

fn plan(args: &Args) -> anyhow::Result<Plan> {
    let (mut names, mut types, mut class, mut servers) = (args.names.clone(), Vec::new(), None, Vec::new());
    let (mut serial, mut format, mut asking) = (None, args.format, args.asking.clone());
    let mut takes_type = |word: &str| -> bool {
        let (kind, since) = word.split_once('=').map_or((word, None), |(kind, since)| (kind, Some(since)));
        match (type_by_name(kind), since) {
            (Some(rtype::IXFR), Some(since)) => {
                serial = since.parse().ok();
                types.push(rtype::IXFR);
                serial.is_some()
            }
            (Some(found), None) => {
                types.push(found);
                true
            }
            _ => false,
        }
    };
    for word in &args.types {
        if !takes_type(word) {
            let hint = near::hint(&word.to_uppercase(), type_names());
            return Err(exit::usage(format!("`{word}` is no type: a name, TYPEnnn or IXFR=SERIAL{hint}")));
        }
    }
    // Dig's words first: they say how servers are asked.
    let (dig, words): (Vec<&String>, Vec<&String>) = args.words.iter().partition(|word| word.starts_with('+'));
    for word in dig.iter().filter_map(|word| word.strip_prefix('+')) {
        match word {
            "short" => format = Format::Short,
            "noshort" | "all" | "multiline" => format = Format::Dig,
            "json" => format = Format::Json,
            _ if asking.dig(word)? => {}
            _ => return Err(exit::usage(format!("`+{word}` is not understood; `pkt dns query --help` tells the options"))),
        }
    }
    for word in words {
        if let Some(server) = word.strip_prefix('@') {
            servers.push(asking.server(server)?);
        } else if takes_type(word) {
        } else if let Some(found) = class_by_name(word) {
            class = Some(found);
        } else {
            names.push(word.clone());
        }
    }
    if let Some(word) = &args.class {
        class = Some(class_by_name(word).ok_or_else(|| exit::usage(format!("`{word}` is no class: IN, CH, HS, ANY or CLASSnnn")))?);
    }
    let class = class.unwrap_or(1);
    let mut questions = Vec::new();
    let names: Result<Vec<Name>, _> = names.iter().map(|name| Name::parse(name)).collect();
    let names = names.map_err(|error| exit::usage(error.to_string()))?;
    let reverse = args.reverse.iter().map(|text| addresses(text)).collect::<anyhow::Result<Vec<_>>>()?;
    let asked = if types.is_empty() { vec![rtype::A] } else { types.clone() };
    for name in names {
        questions.extend(asked.iter().map(|rtype| Question { name: name.clone(), rtype: *rtype, class }));
    }
    let asked = if types.is_empty() { vec![rtype::PTR] } else { types };
    for address in reverse.into_iter().flatten() {
        let name = Name::reverse(address);
        questions.extend(asked.iter().map(|rtype| Question { name: name.clone(), rtype: *rtype, class }));
    }
    if questions.is_empty() {
        return Err(exit::usage("what is to be asked: a name, or -x ADDRESS (`pkt dns query --help` has examples)"));
    }
    if questions.iter().any(|question| question.rtype == rtype::IXFR) && serial.is_none() {
        return Err(exit::usage("ixfr=SERIAL: since which serial"));
    }
    let anchors = if args.validate { Some(anchors(&args.trust_anchor)?) } else { None };
    Ok(Plan { questions, serial, servers, format, asking, anchors })
}

/// What is trusted: the root's keys, or what files and texts say.
pub(super) fn anchors(named: &[String]) -> anyhow::Result<Vec<Anchor>> {
    if named.is_empty() {
        return Ok(dnssec::root_anchors());
    }
    let mut all = Vec::new();
    for one in named {
        let text =
            if one.split_whitespace().count() > 3 { one.clone() } else { std::fs::read_to_string(one).with_context(|| one.clone())? };
        all.extend(
            dnssec::anchors(&text)
                .map_err(|error| exit::usage(format!("{}{error}", if text == *one { String::new() } else { format!("{one}: ") })))?,
        );
    }
    Ok(all)
}

/// An address, or those of a network.
fn addresses(text: &str) -> anyhow::Result<Vec<IpAddr>> {
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    let wrong = || exit::usage(format!("`{text}` is neither an address nor a network"));
    let address: IpAddr = address.parse().map_err(|_| wrong())?;
    let bits = if address.is_ipv4() { 32 } else { 128 };
    let length: u32 = length.map_or(Ok(bits), str::parse).ok().filter(|length| *length <= bits).ok_or_else(wrong)?;
    let count = 1u128.checked_shl(bits - length).filter(|count| *count <= MOST);
    let count = count.ok_or_else(|| exit::usage(format!("{text}: more than {MOST} addresses; a smaller network, or `pkt dns bulk`")))?;
    Ok(match address {
        IpAddr::V4(v4) => {
            let first = u128::from(u32::from(v4)) & !(count - 1);
            (0..count).map(|at| IpAddr::V4(((first + at) as u32).into())).collect()
        }
        IpAddr::V6(v6) => {
            let first = u128::from(v6) & !(count - 1);
            (0..count).map(|at| IpAddr::V6((first + at).into())).collect()
        }
    })
}

pub(in crate::cmd) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let plan = plan(args)?;
    let mut settings = plan.asking.settings();
    settings.trust.keys = args.captured.keys();
    settings.options.serial = plan.serial;
    settings.keep = args.keep_open || plan.anchors.is_some();
    if plan.anchors.is_some() {
        // All records, and what the server would hold back.
        settings.options.unchecked = true;
        settings.options.edns.get_or_insert_default().dnssec = true;
    }
    let defaults = if plan.servers.is_empty() { plan.asking.default_servers() } else { Vec::new() };
    asking::run(async {
        let mut addresses = Vec::new();
        if args.captured.wanted() {
            for server in plan.servers.iter().chain(&defaults) {
                addresses.extend(lookup::addresses(server, &settings).await.unwrap_or_default());
            }
        }
        let recording = record::start(&args.captured, &addresses, &[], settings.ends.clone(), settings.trust.keys.clone(), term)?;
        let code = if let [Question { rtype: rtype::AXFR | rtype::IXFR, .. }] = &plan.questions[..] {
            transfer(&plan, &settings, &defaults, term).await?
        } else if let Some(count) = args.count {
            statistics(&plan, &settings, &defaults, args, count, term).await?
        } else {
            let done = all(&plan, &settings, &defaults).await;
            show(&plan, &done, term)?
        };
        record::finish(recording, term)?;
        Ok(code)
    })?
}

/// All lookups, so many at once, in the order asked.
async fn all(plan: &Plan, settings: &Settings, defaults: &[Server]) -> Vec<Done> {
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async {
            let places = std::rc::Rc::new(tokio::sync::Semaphore::new(TOGETHER));
            let mut tasks = Vec::new();
            for question in &plan.questions {
                let alternatives: Vec<Vec<Server>> = if plan.servers.is_empty() {
                    vec![defaults.to_vec()]
                } else {
                    plan.servers.iter().map(|server| vec![server.clone()]).collect()
                };
                for servers in alternatives {
                    let (question, settings, places) = (question.clone(), settings.clone(), places.clone());
                    let anchors = plan.anchors.clone();
                    tasks.push(tokio::task::spawn_local(async move {
                        let _place = places.acquire().await;
                        one(question, servers, settings, anchors).await
                    }));
                }
            }
            let mut done = Vec::new();
            for task in tasks {
                if let Ok(all) = task.await {
                    done.extend(all);
                }
            }
            done
        })
        .await
}

/// The answer of the first server that gives one.
async fn one(question: Question, servers: Vec<Server>, settings: Settings, anchors: Option<Vec<Anchor>>) -> Vec<Done> {
    let mut failed = Vec::new();
    for server in servers {
        let mut client = Client::new(server.clone(), settings.clone());
        if server.protocol == Protocol::Mdns {
            return match client.gather(&question).await {
                Ok(all) => {
                    let done = |answer| Done { question: question.clone(), server: server.clone(), result: Ok(answer), verdict: None };
                    all.into_iter().map(done).collect()
                }
                Err(error) => vec![Done { question, server, result: Err(error), verdict: None }],
            };
        }
        match client.ask(&question).await {
            Ok(answer) => {
                let verdict = match anchors {
                    Some(anchors) => Some(validated(&mut client, anchors, &question, &answer, settings.timeout).await),
                    None => None,
                };
                return vec![Done { question, server, result: Ok(answer), verdict }];
            }
            Err(error) => failed.push(Done { question: question.clone(), server, result: Err(error), verdict: None }),
        }
    }
    failed
}

/// What an answer is worth; the lookup's time holds for this too.
async fn validated(client: &mut Client, anchors: Vec<Anchor>, question: &Question, answer: &Answer, timeout: Duration) -> Verdict {
    let mut validator = Validator::new(anchors);
    let left = timeout.saturating_sub(answer.total);
    let verdict = tokio::time::timeout(left, validator.validate(client, question, &answer.message)).await;
    verdict.unwrap_or_else(|_| Verdict {
        status: Status::Indeterminate,
        reason: format!("not validated within {} s", timeout.as_secs_f64()),
        chain: vec![],
    })
}

/// A verdict in lines: what it is and why, then the chain.
fn verdict_text(verdict: &Verdict, start: &str, paint: &Paint) -> String {
    let painted = |status: Status, text: &str| match status {
        Status::Secure => paint.good(text),
        Status::Bogus => paint.bad(text),
        _ => paint.differs(text),
    };
    let mut text = format!("{start}DNSSEC: {}: {}\n", painted(verdict.status, verdict.status.name()), verdict.reason);
    for link in &verdict.chain {
        let mark = match link.status {
            Status::Secure => "✓",
            Status::Bogus => "✗",
            _ => "·",
        };
        text += &format!("{start}  {} {}: {}\n", painted(link.status, mark), link.name, link.found);
    }
    text
}

fn show(plan: &Plan, done: &[Done], term: &Term) -> anyhow::Result<Code> {
    let paint = Paint::new(term);
    let text = match plan.format {
        Format::Short => {
            let answers = done.iter().filter_map(|one| Some((&one.question, one.result.as_ref().ok()?)));
            answers.map(|(question, answer)| shown::short(&answer.message, |record| plan.shows(question, record))).collect()
        }
        Format::Dig => {
            let all: Vec<String> = done
                .iter()
                .filter_map(|one| Some((one.result.as_ref().ok()?, one.verdict.as_ref())))
                .map(|(answer, verdict)| {
                    shown::dig(answer, &paint) + &verdict.map_or_else(String::new, |verdict| verdict_text(verdict, ";; ", &paint))
                })
                .collect();
            all.join("\n")
        }
        Format::Json => serde_json::to_string_pretty(&done.iter().map(json).collect::<Vec<_>>())? + "\n",
        Format::Ndjson => done.iter().map(|one| json(one).to_string() + "\n").collect(),
        Format::Table => tables(plan, done, &paint),
    };
    answer(text.as_bytes())?;
    let bogus = done.iter().filter_map(|one| one.verdict.as_ref()).filter(|verdict| verdict.status == Status::Bogus);
    let mut no = false;
    for verdict in bogus {
        if plan.format == Format::Short {
            term::error(&format!("bogus: {}", verdict.reason));
        }
        no = true;
    }
    Ok(match code(done) {
        Code::Ok if no => Code::No,
        code => code,
    })
}

/// Says what failed, and the code for it.
fn code(done: &[Done]) -> Code {
    let mut code = Code::Ok;
    for one in done {
        if let Err(error) = &one.result {
            term::error(&format!("{}: {} {}: {error}", one.server, one.question.name, type_name(one.question.rtype)));
            code = error_code(error);
        }
    }
    code
}

/// The exit code of a lookup that failed.
pub(super) fn error_code(error: &Error) -> Code {
    match error {
        Error::Trust(pktlab::dns::tls::Error::File(..)) => Code::File,
        Error::Trust(pktlab::dns::tls::Error::Name(_)) | Error::Question(_) => Code::Usage,
        _ => Code::Network,
    }
}

fn json(one: &Done) -> Value {
    match &one.result {
        Ok(answer) => {
            let mut value = shown::json(answer);
            // A server need not repeat the question.
            value["question"] = shown::json_question(&one.question);
            if let Some(verdict) = &one.verdict {
                let link = |link: &Link| json!({ "name": link.name.to_string(), "found": link.found, "verdict": link.status.name() });
                let chain: Vec<Value> = verdict.chain.iter().map(link).collect();
                value["dnssec"] = json!({ "verdict": verdict.status.name(), "reason": verdict.reason, "chain": chain });
            }
            value
        }
        Err(error) => {
            json!({ "server": one.server.to_string(), "question": shown::json_question(&one.question), "error": error.to_string() })
        }
    }
}

/// A table for each question; where several servers were asked, one in which they stand side by side.
fn tables(plan: &Plan, done: &[Done], paint: &Paint) -> String {
    let mut text = String::new();
    for question in &plan.questions {
        let these: Vec<&Done> = done.iter().filter(|one| one.question == *question).collect();
        if plan.servers.len() > 1 {
            text.push_str(&compared(plan, question, &these, paint));
            continue;
        }
        for (answer, verdict) in these.iter().filter_map(|one| Some((one.result.as_ref().ok()?, one.verdict.as_ref()))) {
            text.push_str(&table(plan, question, answer));
            text.push_str(&summary(question, answer, paint));
            if let Some(verdict) = verdict {
                text.push_str(&verdict_text(verdict, "", paint));
            }
        }
    }
    text
}

/// The answers; where there are none, who says so. Signatures that only validation wanted are left out.
fn rows<'a>(plan: &Plan, question: &Question, answer: &'a Answer) -> Vec<&'a Record> {
    let message = &answer.message;
    let all = if message.answers.is_empty() { &message.authorities } else { &message.answers };
    all.iter().filter(|record| plan.shows(question, record)).collect()
}

fn table(plan: &Plan, question: &Question, answer: &Answer) -> String {
    let rows = rows(plan, question, answer);
    if rows.is_empty() {
        return String::new();
    }
    let classes = rows.iter().any(|record| record.class != 1);
    let mut sheet = Sheet::new(&["name", "class", "type", "ttl", "data"]);
    for record in rows {
        let class = if classes { class_name(record.class) } else { String::new() };
        sheet.row([record.name.to_string(), class, type_name(record.rtype), record.ttl.to_string(), record.text()]);
    }
    sheet.table()
}

/// A line on how it went.
fn summary(question: &Question, answer: &Answer, paint: &Paint) -> String {
    let message = &answer.message;
    let status = rcode_name(message.rcode());
    let status = if message.rcode() == 0 { paint.good(&status) } else { paint.bad(&status) };
    let what = match (message.answers.len(), message.rcode()) {
        (0, 0) => format!(": {} has no {}", question.name, type_name(question.rtype)),
        (0, 3) => format!(": {} does not exist", question.name),
        _ => String::new(),
    };
    let phases =
        [("connect", answer.phases.connect), ("TLS", answer.phases.tls), ("query", Some(answer.took)), ("total", Some(answer.total))];
    let times: Vec<String> = phases.iter().filter_map(|(name, time)| Some(format!("{name} {}", milliseconds((*time)?)))).collect();
    let times = if answer.phases.connect.is_none() && answer.total.abs_diff(answer.took) < Duration::from_millis(1) {
        milliseconds(answer.took)
    } else {
        times.join(", ")
    };
    let flags = shown::flags(message.flags).join(" ");
    let from = answer.from.unwrap_or(answer.address);
    let mut text = format!("{status}{what}");
    text += &paint.remark(&format!(" ({flags}), {} bytes from {from} by {} in {times}", message.bytes.len(), answer.protocol.name()));
    text.push('\n');
    for (code, said) in message.extended_errors() {
        let name = shown::extended_error(code).unwrap_or("unknown");
        text += &paint.bad(&format!("the server says: {name} ({code}){}{}", if said.is_empty() { "" } else { ": " }, said.escape_debug()));
        text.push('\n');
    }
    for note in &answer.notes {
        text += &paint.remark(&format!("{note}\n"));
    }
    text
}

/// What each server says of a question, a column each; a row that not all say alike is marked.
fn compared(plan: &Plan, question: &Question, these: &[&Done], paint: &Paint) -> String {
    const DIFFERS: &str = "≠";
    let mut titles = vec![String::new(), "name".to_owned(), "type".to_owned(), "data".to_owned()];
    titles.extend(these.iter().map(|one| one.server.to_string()));
    let mut sheet = Sheet::titled(titles);
    let answers: Vec<Option<&Answer>> = these.iter().map(|one| one.result.as_ref().ok()).collect();
    let mark = |cells: &[String]| {
        let mut said = cells.iter();
        let first = said.next();
        if said.all(|cell| Some(cell) == first) { String::new() } else { DIFFERS.to_owned() }
    };
    let status: Vec<String> =
        answers.iter().map(|one| one.map_or_else(|| "no answer".to_owned(), |one| rcode_name(one.message.rcode()))).collect();
    let mut row = vec![mark(&status), question.name.to_string(), type_name(question.rtype), "status".to_owned()];
    row.extend(status);
    sheet.row(row);
    let mut records: BTreeMap<(String, String, String), Vec<Option<u32>>> = BTreeMap::new();
    for (at, answer) in answers.iter().enumerate() {
        for record in answer.iter().flat_map(|answer| &answer.message.answers).filter(|record| plan.shows(question, record)) {
            let key = (record.name.lower().to_string(), type_name(record.rtype), record.text());
            let row = records.entry(key).or_insert_with(|| vec![None; answers.len()]);
            if let Some(place) = row.get_mut(at) {
                *place = Some(record.ttl);
            }
        }
    }
    for ((name, kind, data), ttls) in &records {
        let has: Vec<String> = ttls.iter().map(|ttl| ttl.is_some().to_string()).collect();
        let mut row = vec![mark(&has), name.clone(), kind.clone(), data.clone()];
        row.extend(ttls.iter().map(|ttl| ttl.map_or_else(|| "-".to_owned(), |ttl| format!("ttl {ttl}"))));
        sheet.row(row);
    }
    if these.iter().any(|one| one.verdict.is_some()) {
        let verdicts: Vec<String> =
            these.iter().map(|one| one.verdict.as_ref().map_or("-", |verdict| verdict.status.name()).to_owned()).collect();
        let mut row = vec![mark(&verdicts), String::new(), String::new(), "DNSSEC".to_owned()];
        row.extend(verdicts);
        sheet.row(row);
    }
    let mut row = vec![String::new(), String::new(), String::new(), "time".to_owned()];
    row.extend(answers.iter().map(|one| one.map_or_else(|| "-".to_owned(), |one| milliseconds(one.total))));
    sheet.row(row);
    let lines = sheet.table();
    let painted = lines.lines().map(|line| if line.contains(DIFFERS) { paint.differs(line) } else { line.to_owned() } + "\n");
    painted.collect()
}

/// A zone, record by record as it comes.
async fn transfer(plan: &Plan, settings: &Settings, defaults: &[Server], term: &Term) -> anyhow::Result<Code> {
    let Some(question) = plan.questions.first() else { return Ok(Code::Ok) };
    let servers = if plan.servers.is_empty() { defaults.get(..1).unwrap_or(defaults) } else { &plan.servers };
    let paint = Paint::new(term);
    let mut result = Code::Ok;
    for server in servers {
        let mut client = Client::new(server.clone(), settings.clone());
        let (mut messages, mut records, mut bytes, mut last) = (0, 0, 0, None);
        let mut failed = None;
        let mut json = Vec::new();
        let took = client
            .transfer(question, |one| {
                messages += 1;
                records += one.message.answers.len();
                bytes += one.message.bytes.len();
                let said = one.message.answers.iter();
                let text: String = match plan.format {
                    Format::Short => shown::short(&one.message, |_| true),
                    Format::Json => {
                        json.extend(said.map(shown::json_record));
                        String::new()
                    }
                    Format::Ndjson => said.map(|record| shown::json_record(record).to_string() + "\n").collect(),
                    Format::Dig | Format::Table => {
                        said.map(|record| shown::record(record, plan.format == Format::Dig, &paint) + "\n").collect()
                    }
                };
                if failed.is_none() {
                    failed = answer(text.as_bytes()).err();
                }
                last = Some(one.clone());
            })
            .await;
        if let Some(error) = failed {
            return Err(error);
        }
        if plan.format == Format::Json {
            answer((serde_json::to_string_pretty(&json)? + "\n").as_bytes())?;
        }
        match (took, last) {
            (Ok(took), Some(last)) => {
                let text = format!(";; XFR size: {records} records (messages {messages}, bytes {bytes})");
                term.say(&format!("{text}, from {} by {} in {}", last.address, last.protocol.name(), milliseconds(took)));
                if last.message.rcode() != 0 {
                    term::error(&format!("{server}: {}: transfer failed: {}", question.name, rcode_name(last.message.rcode())));
                    result = Code::Network;
                }
            }
            (Ok(_), None) => {}
            (Err(error), _) => {
                term::error(&format!("{server}: {} {}: {error}", question.name, type_name(question.rtype)));
                result = error_code(&error);
            }
        }
    }
    Ok(result)
}

/// What many lookups of the same took.
#[derive(Default)]
struct Statistics {
    asked: u32,
    failed: BTreeMap<String, u32>,
    status: BTreeMap<String, u32>,
    connect: Vec<u64>,
    tls: Vec<u64>,
    query: Vec<u64>,
    total: Vec<u64>,
}

async fn statistics(plan: &Plan, settings: &Settings, defaults: &[Server], args: &Args, count: u32, term: &Term) -> anyhow::Result<Code> {
    let servers = if plan.servers.is_empty() { defaults.get(..1).unwrap_or(defaults) } else { &plan.servers };
    let mut all = Vec::new();
    for server in servers {
        for question in &plan.questions {
            let mut client = Client::new(server.clone(), settings.clone());
            let mut one = Statistics::default();
            for round in 0..count {
                if round > 0 && !args.interval.is_zero() {
                    tokio::time::sleep(args.interval).await;
                }
                one.asked += 1;
                match client.ask(question).await {
                    Ok(answer) => {
                        *one.status.entry(rcode_name(answer.message.rcode())).or_default() += 1;
                        one.connect.extend(answer.phases.connect.map(|time| time.as_nanos() as u64));
                        one.tls.extend(answer.phases.tls.map(|time| time.as_nanos() as u64));
                        one.query.push(answer.took.as_nanos() as u64);
                        one.total.push(answer.total.as_nanos() as u64);
                    }
                    Err(error) => *one.failed.entry(error.to_string()).or_default() += 1,
                }
            }
            all.push((server, question, one));
        }
    }
    let failed = all.iter().any(|(_, _, one)| one.query.is_empty());
    let text = match plan.format {
        Format::Json => serde_json::to_string_pretty(&all.iter().map(statistics_json).collect::<Vec<_>>())? + "\n",
        Format::Ndjson => all.iter().map(|one| statistics_json(one).to_string() + "\n").collect(),
        _ => {
            let titles = [
                "server", "name", "type", "asked", "answered", "status", "phase", "min ms", "mean ms", "p50 ms", "p90 ms", "p99 ms",
                "max ms",
            ];
            let mut sheet = Sheet::new(&titles);
            for (server, question, one) in &all {
                let mut cells: Vec<String> = Vec::new();
                let lines = |pick: &dyn Fn(&Times) -> f64| {
                    let times = one.phases().into_iter().filter_map(|(_, times)| Times::of(times));
                    times.map(|times| format!("{:.3}", pick(&times))).collect::<Vec<_>>().join("\n")
                };
                let phases = one.phases().into_iter().filter(|(_, times)| !times.is_empty()).map(|(name, _)| name);
                cells.extend([server.to_string(), question.name.to_string(), type_name(question.rtype)]);
                cells.extend([one.asked.to_string(), one.query.len().to_string()]);
                cells.push(one.status.iter().map(|(status, count)| format!("{status} {count}")).collect::<Vec<_>>().join("\n"));
                cells.push(phases.collect::<Vec<_>>().join("\n"));
                cells.extend([lines(&|t| t.min), lines(&|t| t.mean), lines(&|t| t.percentile(50.0))]);
                cells.extend([lines(&|t| t.percentile(90.0)), lines(&|t| t.percentile(99.0)), lines(&|t| t.max)]);
                sheet.row(cells);
            }
            sheet.table()
        }
    };
    answer(text.as_bytes())?;
    for (server, question, one) in &all {
        for (error, count) in &one.failed {
            term.say(&format!("{server}: {} {}: {count} of {} failed: {error}", question.name, type_name(question.rtype), one.asked));
        }
    }
    Ok(if failed { Code::Network } else { Code::Ok })
}

impl Statistics {
    fn phases(&self) -> [(&'static str, &[u64]); 4] {
        // Of datagrams the total is the query.
        let total: &[u64] = if self.connect.is_empty() { &[] } else { &self.total };
        [("connect", &self.connect), ("tls", &self.tls), ("query", &self.query), ("total", total)]
    }
}

fn statistics_json((server, question, one): &(&Server, &Question, Statistics)) -> Value {
    let times: serde_json::Map<String, Value> = one
        .phases()
        .into_iter()
        .filter_map(|(name, times)| {
            let times = Times::of(times)?;
            let s = |ms: f64| (ms * 1e6).round() / 1e9;
            let value = json!({
                "min": s(times.min), "mean": s(times.mean), "max": s(times.max), "mdev": s(times.deviation), "p50": s(times.percentile(50.0)),
                "p90": s(times.percentile(90.0)), "p99": s(times.percentile(99.0)),
            });
            Some((name.to_owned(), value))
        })
        .collect();
    json!({
        "server": server.to_string(), "question": shown::json_question(question), "asked": one.asked, "answered": one.query.len(),
        "status": one.status, "errors": one.failed, "time": times,
    })
}
