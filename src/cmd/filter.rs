//! `pkt filter`: a display filter explained.

use super::exit::{self, Code};
use super::term::Term;
use clap::ValueEnum;
use pktlab::filter::{self, Explanation};
use std::fmt::Write;

/// Explain a display filter: its tree with types, what is decoded for it, the capture filter that contains it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The language is Wireshark's: `pkt read -Y` takes it, `pkt fields` lists the fields.

A capture filter sees a packet's outer headers only, a display filter all of them: those in VLANs and tunnels too. So the
capture filter that is told lets more pass, never less, unless it is said to be exact.

Examples:
  pkt filter 'tcp.port in {80, 443} && !(ip.src == 10.0.0.0/8)'
  pkt filter 'tcp.stream == 3' -T json")]
pub(super) struct Args {
    /// A display filter
    #[arg(value_name = "EXPR", allow_hyphen_values = true)]
    expression: String,
    /// How it is explained
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// An object
    Json,
}

pub(super) fn run(args: &Args, _: &Term) -> anyhow::Result<Code> {
    let filter = filter::compile(&args.expression).map_err(|error| exit::usage(error.to_string()))?;
    let told = filter.explain();
    match args.format {
        Format::Text => super::answer(for_people(&told).as_bytes()),
        Format::Json => super::answer(format!("{}\n", json(&args.expression, &told)).as_bytes()),
    }
}

fn for_people(told: &Explanation) -> String {
    let mut out = String::new();
    let width = told.tree.iter().map(|line| line.depth * 2 + line.text.chars().count()).max().unwrap_or(0);
    for line in &told.tree {
        let text = format!("{:indent$}{}", "", line.text, indent = line.depth * 2);
        let _ = match line.kind.as_str() {
            "" => writeln!(out, "{text}"),
            kind => writeln!(out, "{text:width$}  {kind}"),
        };
    }
    if told.tree.is_empty() {
        out.push_str("everything passes\n");
    }
    let _ = writeln!(out, "\nwritten out:     {}", told.text);
    let _ = writeln!(out, "asks for:        {}", if told.protocols.is_empty() { "nothing".to_owned() } else { told.protocols.join(", ") });
    let read = match (told.flow, told.bounded) {
        (true, _) => "all headers, and what earlier packets tell: packets are taken one after another",
        (false, true) => "headers as long as what is asked for may follow",
        (false, false) => "all headers",
    };
    let _ = writeln!(out, "decodes:         {read}");
    let _ = match &told.bpf {
        None => writeln!(out, "capture filter:  none that tells more than \"everything\""),
        Some(bpf) => writeln!(out, "capture filter:  {}\n                 ({})", bpf.text, exactness(bpf.exact)),
    };
    out
}
fn exactness(exact: bool) -> &'static str {
    if exact { "exact: the same packets pass" } else { "wider: the same packets pass, and others" }
}

fn json(text: &str, told: &Explanation) -> serde_json::Value {
    let tree = told.tree.iter().map(|line| serde_json::json!({"depth": line.depth, "text": line.text, "type": line.kind}));
    serde_json::json!({
        "filter": text,
        "written_out": told.text,
        "tree": tree.collect::<Vec<_>>(),
        "protocols": told.protocols,
        "flow_stage": told.flow,
        "bounded": told.bounded,
        "bpf": told.bpf.as_ref().map(|bpf| serde_json::json!({"text": bpf.text, "exact": bpf.exact})),
    })
}
