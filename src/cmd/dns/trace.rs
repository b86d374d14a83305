//! `pkt dns trace`: from the root down.

use super::asking::{self, Asking};
use super::record::{self, Captured};
use super::shown::{self, Paint, milliseconds};
use crate::cmd::exit::{self, Code};
use crate::cmd::sheet::Sheet;
use crate::cmd::term::{self, Term};
use crate::cmd::{answer, near};
use anyhow::Context;
use clap::ValueEnum;
use pktlab::dns::name::Name;
use pktlab::dns::rdata::{class_name, rtype, type_by_name, type_name, type_names};
use pktlab::dns::trace::{self, Asked, End, Said, Step, Tracer};
use pktlab::dns::wire::Question;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Go down from the root, asking every server of every zone
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt dns trace [OPTIONS] NAME [TYPE]",
    after_long_help = "\
Each zone on the way is a block: its servers with their addresses, where those are from (hints, glue or looked up),
how long each took and what it said. A server that should know and does not is lame; one that says other than most is
told at the end of the block. The exit code is 5 where nobody knew on.

Examples:
  pkt dns trace example.com
  pkt dns trace -t MX example.com --tcp
  pkt dns trace www.corp.test --hints corp.hints -T json"
)]
pub(in crate::cmd) struct Args {
    /// A name, and a type
    #[arg(value_name = "NAME|TYPE", required = true)]
    words: Vec<String>,
    /// The type
    #[arg(short = 't', long = "type", value_name = "TYPE", help_heading = "Question")]
    rtype: Option<String>,
    /// Servers of the root from a file as named.root
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    hints: Option<PathBuf>,
    /// All addresses of each server, not one
    #[arg(long)]
    every_address: bool,
    #[command(flatten)]
    asking: Asking,
    #[command(flatten)]
    captured: Captured,
    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text", help_heading = "Output")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A block for each zone
    Text,
    /// An array of zones
    Json,
    /// A zone a line, as it is done
    Ndjson,
}

fn question(args: &Args) -> anyhow::Result<Question> {
    let unknown = |word: &str| {
        let hint = near::hint(&word.to_uppercase(), type_names());
        exit::usage(format!("`{word}` is no type: a name or TYPEnnn{hint}"))
    };
    let (name, kind) = match (&args.words[..], &args.rtype) {
        ([name], None) => (name, rtype::A),
        ([name], Some(word)) => (name, type_by_name(word).ok_or_else(|| unknown(word))?),
        ([one, other], None) => match (type_by_name(other), type_by_name(one)) {
            (Some(kind), _) => (one, kind),
            (None, Some(kind)) => (other, kind),
            (None, None) => return Err(unknown(other)),
        },
        _ => return Err(exit::usage("one name, and one type")),
    };
    let name = Name::parse(name).map_err(|error| exit::usage(error.to_string()))?;
    Ok(Question { name, rtype: kind, class: 1 })
}

pub(in crate::cmd) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let question = question(args)?;
    let hints = match &args.hints {
        None => trace::root_hints(),
        Some(path) => {
            let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
            trace::hints(&text).map_err(|why| exit::usage(format!("{}: {why}", path.display())))?
        }
    };
    let settings = args.asking.settings();
    let timeout = settings.timeout;
    let (protocol, port) = (args.asking.protocol(), args.asking.port());
    let paint = Paint::new(term);
    // Where it leads is not known: the way to the root's servers, and all on that port.
    let roots: Vec<SocketAddr> = hints.values().flatten().map(|ip| SocketAddr::new(*ip, port)).collect();
    let roots = roots.into_iter().filter(|address| settings.ipv4.unwrap_or(true) == address.is_ipv4()).collect::<Vec<_>>();
    let recording = record::start_anywhere(&args.captured, &roots, &[port, 53], settings.ends.clone(), term)?;
    let code = asking::run(async {
        let mut tracer = Tracer::new(hints, settings, protocol, port);
        tracer.every = args.every_address;
        let (mut steps, mut failed, mut first) = (Vec::new(), None, true);
        let mut tell = |step: &Step| {
            let text = match args.format {
                Format::Text => block(step, &paint, std::mem::take(&mut first)),
                Format::Ndjson => step_json(step).to_string() + "\n",
                Format::Json => {
                    steps.push(step_json(step));
                    return;
                }
            };
            if failed.is_none() {
                failed = answer(text.as_bytes()).err();
            }
        };
        let end = tokio::time::timeout(timeout, tracer.trace(&question, &mut tell)).await;
        if let Some(error) = failed {
            return Err(error);
        }
        if args.format == Format::Json {
            answer((serde_json::to_string_pretty(&steps)? + "\n").as_bytes())?;
        }
        match end {
            Ok(End::Answered) => Ok(Code::Ok),
            Ok(End::Stuck(why)) => {
                term::error(&why);
                Ok(Code::Network)
            }
            Err(_) => {
                term::error(&format!("not at the end within {} s (--timeout)", timeout.as_secs_f64()));
                Ok(Code::Network)
            }
        }
    })??;
    record::finish(recording, term)?;
    Ok(code)
}

/// What a server said, in words.
fn words(one: &Asked) -> String {
    match &one.said {
        Said::Answer => {
            let count = one.answer.as_ref().map_or(0, |answer| answer.message.answers.len());
            format!("answer, {count} record{}", if count == 1 { "" } else { "s" })
        }
        Said::NoName => "no such name".to_owned(),
        Said::NoData => "no such type".to_owned(),
        Said::Referral { zone, servers, glue, signed } => {
            let signed = if *signed { ", with DS" } else { "" };
            format!("refers to {zone}: {servers} servers, {glue} addresses{signed}")
        }
        Said::Lame(why) => format!("lame: {why}"),
        Said::Failed(why) => why.clone(),
    }
}

fn block(step: &Step, paint: &Paint, first: bool) -> String {
    let mut text = if first { String::new() } else { "\n".to_owned() };
    text += &format!("{}  {} {}\n", paint.name(&step.zone.to_string()), step.question.name, paint.rtype(&type_name(step.question.rtype)));
    let mut sheet = Sheet::new(&["server", "address", "from", "time", "says"]);
    for one in &step.asked {
        let address = one.address.map_or_else(String::new, |ip| ip.to_string());
        let time = one.answer.as_ref().map_or_else(String::new, |answer| milliseconds(answer.total));
        sheet.row([one.server.to_string(), address, one.source.name().to_owned(), time, words(one)]);
    }
    for line in sheet.table().lines() {
        let bad = line.contains("lame: ");
        text += &if bad { paint.bad(line) } else { line.to_owned() };
        text.push('\n');
    }
    for difference in &step.differences {
        text += &format!("{} {difference}\n", paint.differs("≠"));
    }
    let answered = step.asked.iter().find(|one| matches!(one.said, Said::Answer | Said::NoName | Said::NoData));
    if let Some(message) = answered.and_then(|one| Some(&one.answer.as_ref()?.message)) {
        let records = if message.answers.is_empty() { &message.authorities } else { &message.answers };
        records.iter().for_each(|record| text += &(shown::record(record, false, paint) + "\n"));
    }
    text
}

fn step_json(step: &Step) -> Value {
    let asked: Vec<Value> = step
        .asked
        .iter()
        .map(|one| {
            let (kind, why) = match &one.said {
                Said::Answer => ("answer", None),
                Said::NoName => ("no-name", None),
                Said::NoData => ("no-data", None),
                Said::Referral { .. } => ("referral", None),
                Said::Lame(why) => ("lame", Some(why)),
                Said::Failed(why) => ("failed", Some(why)),
            };
            let mut value = json!({
                "server": one.server.to_string(), "address": one.address.map(|ip| ip.to_string()), "from": one.source.name(), "says": kind, "why": why,
            });
            if let Said::Referral { zone, servers, glue, signed } = &one.said {
                value["referral"] = json!({ "zone": zone.to_string(), "servers": servers, "glue": glue, "ds": signed });
            }
            if let Some(answer) = &one.answer {
                value["time"] = json!(shown::seconds(answer.total));
                value["answer"] = shown::json(answer);
            }
            value
        })
        .collect();
    let question = json!({
        "name": step.question.name.to_string(), "type": type_name(step.question.rtype), "class": class_name(step.question.class),
    });
    json!({ "zone": step.zone.to_string(), "question": question, "asked": asked, "differences": step.differences })
}
