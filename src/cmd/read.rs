//! `pkt read`: decodes capture files.

use super::exit::{self, Code};
use super::keep::{self, File};
use super::near;
use super::pipeline::{self, Keep, Plan, Start, Worker};
use super::term::Term;
use clap::{ArgAction, ValueEnum, ValueHint};
use pktlab::capture::{self, Source};
use pktlab::decode::{explain, visit, walk};
use pktlab::field::{Field, Value};
use pktlab::frame::Frame;
use pktlab::proto;
use pktlab::read::{Flow, Halt, Listen};
use pktlab::render::{Column, FieldOptions, Fields, Occurrence, View};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;

/// Decode capture files
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Several files are one capture, in the order given. Files are pcap or pcapng, plain or inside gzip,
zstd, lz4 or xz; what they are is found by content.

Examples:
  pkt read a.pcap -T fields -e frame.time_epoch -e ip.src -e tcp.dstport
  zcat a.pcap.gz | pkt read - -c 10")]
pub(super) struct Args {
    /// Capture files; `-` is standard input
    #[arg(value_name = "FILE", required_unless_present = "read_file", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,

    /// A capture file, as tcpdump and tshark want it said
    #[arg(short, long, value_name = "FILE", hide_short_help = true, help_heading = "Input", value_hint = ValueHint::FilePath)]
    read_file: Vec<PathBuf>,
    /// Stop after N packets
    #[arg(short, long, value_name = "N", help_heading = "Input", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Order the packets of several files by time
    #[arg(long, help_heading = "Input")]
    merge: bool,
    /// Only packets whose decoding stopped early, with the reason
    #[arg(long, help_heading = "Input")]
    only_errors: bool,

    /// Verify checksums of TCP, UDP and the like
    #[arg(long, help_heading = "Decoding")]
    checksums: bool,
    /// Resolve no names; so it is anyway
    #[arg(short, long, action = ArgAction::Count, help_heading = "Decoding", hide_short_help = true)]
    numeric: u8,
    /// Decode with so many threads; the output does not depend on it [default: one for each processor, at most 8]
    #[arg(long, value_name = "N", help_heading = "Decoding", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    /// The view
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "fields", help_heading = "Output")]
    format: Format,
    /// A column: a field's name, as Wireshark has it; repeatable. `pkt fields` lists them
    #[arg(short = 'e', long, value_name = "NAME", action = ArgAction::Append, help_heading = "Output")]
    field: Vec<String>,
    /// How columns are written: header=y|n bom=y|n separator=/t|/s|CHAR quote=d|s|n occurrence=f|l|a aggregator=,|/s|CHAR
    #[arg(short = 'E', long = "fields-option", value_name = "KEY=VALUE", value_parser = setting, help_heading = "Output")]
    fields_option: Vec<Setting>,
    /// Write the packets that pass into a file, and show nothing; `-` is standard output. A name that ends in .gz, .zst, .lz4 or .xz compresses
    #[arg(short, long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    write: Option<PathBuf>,
    /// The kind of file that is written [default: by the name's ending, else the kind that is read]
    #[arg(long, value_name = "KIND", help_heading = "Output")]
    file_format: Option<keep::Format>,
    /// With -w: show the packets too
    #[arg(short = 'P', long, help_heading = "Output")]
    print: bool,
    /// Print only how many packets there are: one number
    #[arg(long, help_heading = "Output")]
    match_count: bool,
    /// Write after each packet
    #[arg(short, long, help_heading = "Output", hide_short_help = true)]
    line_buffered: bool,

    /// tcpdump's `-A`
    #[arg(short = 'A', hide = true)]
    ascii: bool,
    /// tcpdump's rotation
    #[arg(short = 'C', hide = true, value_name = "MB")]
    rotate_size: Option<String>,
    /// tcpdump's rotation
    #[arg(short = 'G', hide = true, value_name = "SECONDS")]
    rotate_time: Option<String>,
    /// tcpdump's rotation
    #[arg(short = 'W', hide = true, value_name = "FILES")]
    ring: Option<String>,
}

/// A view of packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns chosen with -e, separated by tabs, as tshark prints them
    Fields,
    /// Nothing: the packets are decoded, and that is all
    None,
}

/// One `-E`.
#[derive(Clone, Copy, Debug)]
enum Setting {
    Header(bool),
    Bom(bool),
    Separator(u8),
    Aggregator(u8),
    Quote(Option<u8>),
    Occurrence(Occurrence),
}

/// Understands `-E` as tshark does: only the value's first letter counts, and `/x` is a tab, a space or a backslash.
fn setting(text: &str) -> Result<Setting, String> {
    let (key, value) = text.split_once('=').ok_or("it must be KEY=VALUE")?;
    let first = *value.as_bytes().first().ok_or("a value is missing behind the `=`")?;
    let yes = match first {
        b'y' => Ok(true),
        b'n' => Ok(false),
        _ => Err(format!("`{key}` is y or n")),
    };
    let sign = match value.as_bytes() {
        [b'/', b't', ..] => b'\t',
        [b'/', b's', ..] => b' ',
        [b'/', ..] => b'\\',
        _ => first,
    };
    Ok(match (key, first) {
        ("header", _) => Setting::Header(yes?),
        ("bom", _) => Setting::Bom(yes?),
        ("separator", _) => Setting::Separator(sign),
        ("aggregator", _) => Setting::Aggregator(sign),
        ("quote", b'd') => Setting::Quote(Some(b'"')),
        ("quote", b's') => Setting::Quote(Some(b'\'')),
        ("quote", b'n') => Setting::Quote(None),
        ("quote", _) => return Err("`quote` is d (double), s (single) or n (none)".to_owned()),
        ("occurrence", b'f') => Setting::Occurrence(Occurrence::First),
        ("occurrence", b'l') => Setting::Occurrence(Occurrence::Last),
        ("occurrence", b'a') => Setting::Occurrence(Occurrence::All),
        ("occurrence", _) => return Err("`occurrence` is f (first), l (last) or a (all)".to_owned()),
        _ => {
            let hint = near::hint(key, ["header", "bom", "separator", "aggregator", "quote", "occurrence"]);
            return Err(format!("there is no `{key}`{hint}"));
        }
    })
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    refuse_foreign_fingers(args)?;
    let files: Vec<PathBuf> = args.read_file.iter().chain(&args.files).cloned().collect();
    let rules = Rules { checksums: args.checksums, ..Rules::default() };
    let columns = columns(&args.field)?;
    let mut plan = Plan {
        threads: args.threads.map_or_else(pipeline::threads, usize::from),
        limit: args.count,
        flush: args.line_buffered,
        ..Plan::default()
    };
    if args.line_buffered {
        plan.threads = 1;
    }
    let (mut options, mut header, mut bom) = (FieldOptions::default(), false, false);
    for setting in &args.fields_option {
        match *setting {
            Setting::Header(on) => header = on,
            Setting::Bom(on) => bom = on,
            Setting::Separator(sign) => options.separator = sign,
            Setting::Aggregator(sign) => options.aggregator = sign,
            Setting::Quote(sign) => options.quote = sign,
            Setting::Occurrence(which) => options.occurrence = which,
        }
    }
    let shows = !args.match_count && (args.print || args.write.is_none());
    let to_stdout = args.write.as_deref().is_some_and(|path| path.as_os_str() == "-");
    if to_stdout && (args.match_count || args.print && args.format != Format::None) {
        return Err(exit::usage("-w - writes the packets to standard output, so nothing else can be shown there"));
    }
    if args.format == Format::Fields && shows {
        if columns.is_empty() {
            return Err(exit::usage("-T fields needs at least one field: -e NAME (`pkt fields` lists them)"));
        }
        if bom {
            plan.head.extend_from_slice("\u{feff}".as_bytes());
        }
        if header {
            plan.head.extend_from_slice(args.field.join(&char::from(options.separator).to_string()).as_bytes());
            plan.head.push(b'\n');
        }
    }
    let whole = !args.only_errors && args.count.is_none();
    let keep = args.write.as_deref().map(|path| File::create(path, args.file_format, whole, &files, term)).transpose()?;
    let keep = keep.map(|file| Box::new(file) as Box<dyn Keep>);
    let source: Box<dyn Source> = if args.merge { Box::new(capture::merge(&files)?) } else { Box::new(capture::chain(files)) };
    let make = |_: Start| {
        let view: Option<Box<dyn View>> = match args.format {
            _ if !shows => None,
            Format::Fields => Some(Box::new(Fields::new(&columns, options.clone()))),
            Format::None => None,
        };
        // Only counting needs no decoding.
        Show {
            spine: Spine::new(),
            notes: Notes::new(),
            rules: &rules,
            view,
            decodes: shows || args.only_errors,
            only_errors: args.only_errors,
        }
    };
    let (counts, result) = pipeline::run(source, &plan, keep, term, make)?;
    if args.match_count {
        super::answer(format!("{}\n", counts.passed).as_bytes())?;
    }
    if term.verbose > 0 && result.is_ok() {
        term.say(&counts.sentence());
    }
    result.map(|()| Code::Ok)
}

/// Options of tcpdump that mean something else here, or nothing: the hint names ours.
fn refuse_foreign_fingers(args: &Args) -> anyhow::Result<()> {
    if args.ascii {
        return Err(exit::usage("-A is tcpdump's; -x shows the bytes as hex and as text"));
    }
    for (finger, given) in [("-C", &args.rotate_size), ("-G", &args.rotate_time), ("-W", &args.ring)] {
        if given.is_some() {
            return Err(exit::usage(format!(
                "{finger} is tcpdump's, for files that change while it captures; `pkt read` writes one file: -w FILE"
            )));
        }
    }
    Ok(())
}

/// All fields of each name; an unknown name is an error that offers a near one.
fn columns(names: &[String]) -> anyhow::Result<Vec<Column>> {
    let column = |name: &String| {
        let found = proto::lookup(name);
        if !found.is_empty() {
            return Ok(found);
        }
        let mut known = Vec::new();
        proto::fields(&mut |_, field| known.push(field.name));
        Err(exit::usage(format!("there is no field `{name}`{} (`pkt fields` lists them)", near::hint(name, known))))
    };
    names.iter().map(column).collect()
}

/// A thread's part of the work.
struct Show<'a> {
    spine: Spine,
    notes: Notes,
    rules: &'a Rules,
    view: Option<Box<dyn View>>,
    decodes: bool,
    only_errors: bool,
}

impl Worker for Show<'_> {
    fn frame(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> bool {
        if !self.decodes {
            return true;
        }
        walk(&mut self.spine, frame, self.rules);
        let packet = Packet { bytes: frame.bytes, frame, spine: &self.spine, notes: &self.notes, rules: self.rules };
        if self.only_errors && !stopped_early(&packet) {
            return false;
        }
        if let Some(view) = &mut self.view {
            view.packet(&packet, out);
        }
        true
    }
}

/// True where the walk over the headers or the reading of a layer's records did not come to the end.
fn stopped_early(packet: &Packet<'_>) -> bool {
    let broken = |layer| matches!(visit(packet, layer, &mut Deaf), ControlFlow::Break(Halt::Broken(_)));
    explain(packet).is_some() || (0..packet.spine.layers().len()).any(broken)
}

/// Hears all fields and remembers none.
struct Deaf;

impl Listen for Deaf {
    fn open(&mut self, _: &'static Field) -> Flow<bool> {
        ControlFlow::Continue(true)
    }
    fn value(&mut self, _: &'static Field, _: Range<usize>, _: Value<'_>) -> Flow {
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_tsharks() {
        assert!(matches!(setting("header=yes"), Ok(Setting::Header(true))));
        assert!(matches!(setting("separator=/t"), Ok(Setting::Separator(b'\t'))));
        assert!(matches!(setting("separator=/s"), Ok(Setting::Separator(b' '))));
        assert!(matches!(setting("separator=/x"), Ok(Setting::Separator(b'\\'))));
        assert!(matches!(setting("separator=abc"), Ok(Setting::Separator(b'a'))));
        assert!(matches!(setting("quote=double"), Ok(Setting::Quote(Some(b'"')))));
        for wrong in ["header", "header=", "header=Y", "quote=x", "occurrence=z", "separator=", "foo=y"] {
            assert!(setting(wrong).is_err(), "{wrong}");
        }
        assert_eq!(setting("seperator=,").unwrap_err(), "there is no `seperator`; did you mean `separator`?");
    }
}
