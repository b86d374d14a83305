//! `pkt fields`: every field there is.

use super::exit::{self, Code};
use super::near;
use clap::ValueEnum;
use pktlab::field::{Field, Kind};
use pktlab::proto;
use std::collections::HashSet;
use std::fmt::Write;

/// List the fields: name, type, what it means
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
A field's name is Wireshark's. It stands in -e, in JSON and everywhere else.

Examples:
  pkt fields tcp.option
  pkt fields 'time to live'
  pkt fields -T names | grep '^dns'
  pkt fields -T markdown > FIELDS.md")]
pub(super) struct Args {
    /// Only fields whose name or meaning contains this text, in upper or lower case
    text: Option<String>,
    /// How they are listed
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "table")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people: name, type, meaning
    Table,
    /// One name a line
    Names,
    /// An array of objects
    Json,
    /// A table in Markdown
    Markdown,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let all = all();
    let wanted = args.text.as_deref().unwrap_or_default().to_lowercase();
    let fits = |field: &&Field| field.name.to_lowercase().contains(&wanted) || field.title.to_lowercase().contains(&wanted);
    let found: Vec<&Field> = all.iter().copied().filter(fits).collect();
    if found.is_empty() {
        let hint = near::hint(&wanted, all.iter().map(|field| field.name));
        return Err(exit::usage(format!("no field's name or meaning contains `{wanted}`{hint}")));
    }
    let mut text = String::new();
    match args.format {
        Format::Names => found.iter().try_for_each(|field| writeln!(text, "{}", field.name))?,
        Format::Table => {
            let width = |of: fn(&Field) -> usize| found.iter().map(|field| of(field)).max().unwrap_or(0);
            let (name, kind) = (width(|field| field.name.len()), width(|field| type_name(field).len()));
            for field in found {
                writeln!(text, "{:name$}  {:kind$}  {}", field.name, type_name(field), field.title)?;
            }
        }
        Format::Json => {
            text.push_str("[\n");
            for (i, field) in found.iter().enumerate() {
                let comma = if i + 1 < found.len() { "," } else { "" };
                let (name, title) = (json(field.name), json(field.title));
                writeln!(text, "{{\"name\":{name},\"type\":\"{}\",\"title\":{title}}}{comma}", type_name(field))?;
            }
            text.push_str("]\n");
        }
        Format::Markdown => {
            text.push_str("| field | type | meaning |\n|---|---|---|\n");
            for field in found {
                writeln!(text, "| `{}` | {} | {} |", field.name, type_name(field), field.title.replace('|', "\\|"))?;
            }
        }
    }
    super::answer(text.as_bytes())
}

/// Every field that has a name, each name once, in the order of the protocols.
fn all() -> Vec<&'static Field> {
    let (mut seen, mut all) = (HashSet::new(), Vec::new());
    proto::fields(&mut |_, field| {
        if !field.name.is_empty() && seen.insert(field.name) {
            all.push(field);
        }
    });
    all
}

/// A field's type: Wireshark's name for it, without `FT_`, in lower case.
pub(super) fn type_name(field: &Field) -> String {
    let bits = if field.ft > 0 { field.ft.into() } else { field.width() };
    // What is worked out has no width of its own.
    let sized = |sign: &str| format!("{sign}int{}", if bits == 0 { 32 } else { bits.next_multiple_of(8) });
    match field.kind {
        Kind::Present => "none".to_owned(),
        Kind::Protocol => "protocol".to_owned(),
        Kind::Dec | Kind::Hex | Kind::Oct => sized("u"),
        Kind::Signed => sized(""),
        Kind::Float if bits > 32 => "double".to_owned(),
        Kind::Float => "float".to_owned(),
        Kind::Flag => "boolean".to_owned(),
        Kind::Mac => "ether".to_owned(),
        Kind::Eui64 => "eui64".to_owned(),
        Kind::Ip4 => "ipv4".to_owned(),
        Kind::Ip6 => "ipv6".to_owned(),
        Kind::Text => "string".to_owned(),
        Kind::Bytes => "bytes".to_owned(),
        Kind::Guid => "guid".to_owned(),
        Kind::Time(_) => "absolute_time".to_owned(),
        Kind::Duration(_) => "relative_time".to_owned(),
        Kind::Show(show) => show.ft.to_lowercase(),
    }
}

/// A text as JSON writes it.
fn json(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
