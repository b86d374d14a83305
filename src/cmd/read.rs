//! `pkt read`: decodes capture files.

use super::ahead::ahead;
use super::exit::{self, Code};
use super::keep::{self, File};
use super::near;
use super::pipeline::{self, Counts, Ends, Keep, Layout, Plan, Start, Worker};
use super::term::Term;
use clap::{ArgAction, ValueEnum, ValueHint};
use pktlab::capture::{self, FileFormat, Source};
use pktlab::decode::{explain, visit, walk, walk_past};
use pktlab::field::{Field, Value};
use pktlab::filter::{self, Filter};
use pktlab::flow::{Flows, Hindsight};
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::proto::{self, Space};
use pktlab::read::{Flow, Halt, Listen};
use pktlab::render::{
    self, Column, Csv, Expression, FieldOptions, Fields, Hex, Json, Line, LineOptions, Occurrence, Rows, Table, Tree, Under, View,
};
use pktlab::spine::{Id, Notes, Packet, Rules, Spine, Stage};
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::sync::Arc;

/// Decode capture files
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "pkt read [OPTIONS] FILE...",
    after_long_help = "\
Several files are one capture, in the order given. Files are pcap or pcapng, plain or inside gzip,
zstd, lz4 or xz; what they are is found by content.

Examples:
  pkt read a.pcap                                  # a line a packet
  pkt read a.pcap.gz -c 1 -V -x                    # the first packet in full, with its bytes
  pkt read a.pcap -T fields -e frame.time_epoch -e ip.src -e tcp.dstport
  pkt read a.pcap -Y 'tcp.port in {80, 443} && ip.src == 10.0.0.0/8' -T ndjson
  pkt read a.pcap -Y 'dns.flags.rcode != 0' -w failed.pcap
  pkt read a.pcap b.pcapng --merge -w both.pcapng.zst
  ssh host tcpdump -U -w - | pkt read -
  pkt read a.pcap --checksums --only-errors"
)]
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
    /// Read twice, so that fields are known that point to later packets; join IP fragments
    #[arg(short = '2', long, help_heading = "Decoding")]
    two_pass: bool,
    #[command(flatten)]
    show: Shown,
    /// Exit with 1 where no packet passes, as grep does
    #[arg(long, help_heading = "Output")]
    exit_match: bool,

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

/// What is shown of packets, and how: what reading and capturing have in common.
#[derive(Debug, clap::Args)]
pub(super) struct Shown {
    /// Only packets that pass a display filter, in Wireshark's language; `pkt filter` explains one
    #[arg(short = 'Y', long, value_name = "EXPR", allow_hyphen_values = true, help_heading = "Input")]
    display_filter: Option<String>,
    /// Only packets whose decoding stopped early, with the reason
    #[arg(long, help_heading = "Input")]
    only_errors: bool,

    /// Verify checksums of TCP, UDP and the like
    #[arg(long, help_heading = "Decoding")]
    checksums: bool,
    /// Decode as: packets of that port (or of ports from-to) are of that protocol, as in `tcp.port==8888,http`; repeatable
    #[arg(short, long, value_name = "LAYER==VALUE,PROTO", value_parser = decode_as, help_heading = "Decoding")]
    decode_as: Vec<Decree>,
    /// Resolve no names; so it is anyway
    #[arg(short, long, action = ArgAction::Count, help_heading = "Decoding", hide_short_help = true)]
    numeric: u8,
    /// Decode with so many threads; the output does not depend on it [default: one for each processor, at most 8]
    #[arg(long, value_name = "N", help_heading = "Decoding", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,

    /// The view [default: line]
    #[arg(short = 'T', long, value_name = "VIEW", help_heading = "Output", overrides_with = "tree")]
    format: Option<Format>,
    /// Every field of every layer: -T tree
    #[arg(short = 'V', long, help_heading = "Output", overrides_with = "format")]
    tree: bool,
    /// Bytes as hex and text: alone -T hex, else under each packet of the view
    #[arg(short = 'x', long, action = ArgAction::Count, help_heading = "Output", alias = "hexdump", short_alias = 'X')]
    hex: u8,
    /// A column: a field's name, as Wireshark has it; repeatable. `pkt fields` lists them
    #[arg(short = 'e', long, value_name = "NAME", action = ArgAction::Append, help_heading = "Output")]
    field: Vec<String>,
    /// The time shown
    #[arg(short = 't', long, value_name = "KIND", default_value = "r", help_heading = "Output")]
    time: Time,
    /// How columns are written: header=y|n bom=y|n separator=/t|/s|CHAR quote=d|s|n occurrence=f|l|a aggregator=,|/s|CHAR
    #[arg(short = 'E', long = "fields-option", value_name = "KEY=VALUE", value_parser = setting, help_heading = "Output")]
    fields_option: Vec<Setting>,
    /// Write the packets that pass into a file, and show nothing; `-` is standard output, tcp://.. redis://.. another machine. A name that ends in .gz, .zst, .lz4 or .xz compresses
    #[arg(short, long, value_name = "FILE", help_heading = "Output", value_hint = ValueHint::FilePath)]
    write: Option<PathBuf>,
    #[command(flatten)]
    elsewhere: keep::Elsewhere,
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
}

impl Shown {
    /// `-w` with what `--end` and its like say; `live`: the packets are captured now.
    pub(super) fn write_to(&self, live: bool) -> anyhow::Result<Option<PathBuf>> {
        self.write.as_deref().map(|path| self.elsewhere.name(path, live)).transpose()
    }

    /// `--file-format`.
    pub(super) fn format_of_file(&self) -> Option<FileFormat> {
        self.file_format.map(FileFormat::from)
    }

    /// What the user decided about decoding.
    fn rules(&self) -> Rules {
        Rules { checksums: self.checksums, decode_as: self.decode_as.iter().flat_map(Decree::each).collect() }
    }

    /// True where packets must be decoded before it is known whether they pass.
    pub(super) fn filters(&self) -> bool {
        self.only_errors || self.display_filter.is_some()
    }
}

impl Args {
    /// The operands.
    pub(super) fn files(&self) -> &[PathBuf] {
        &self.files
    }
}

/// A view of packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line a packet: number, time, source, destination, protocol, length, what it says
    Line,
    /// Every field of every layer, in words
    Tree,
    /// Columns chosen with -e, separated by tabs, as tshark prints them
    Fields,
    /// An array of objects; with -e of chosen fields
    Json,
    /// One object a line; with -e of chosen fields
    Ndjson,
    /// Comma-separated values with a header line; with -e of chosen fields
    Csv,
    /// A table for people; with -e of chosen fields
    Table,
    /// Bytes as hex and text
    Hex,
    /// The expression that builds the packet, for pkt craft
    Expr,
    /// The same as a program in Python, for Scapy
    Python,
    /// Nothing: the packets are decoded, and that is all
    None,
}

/// `-t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Time {
    /// Seconds since the first packet
    R,
    /// Seconds since the packet before
    D,
    /// Local time of day
    A,
    /// Local date and time of day
    Ad,
    /// Time of day, UTC
    U,
    /// Date and time of day, UTC
    Ud,
    /// Seconds since 1970
    E,
}

impl From<Time> for render::Time {
    fn from(time: Time) -> render::Time {
        match time {
            Time::R => render::Time::Relative,
            Time::D => render::Time::Delta,
            Time::A => render::Time::Local,
            Time::Ad => render::Time::LocalDate,
            Time::U => render::Time::Utc,
            Time::Ud => render::Time::UtcDate,
            Time::E => render::Time::Epoch,
        }
    }
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

/// The tables that `-d` knows, as Wireshark names them.
const TABLES: &[(&str, Space)] = &[
    ("ethertype", Space::EtherType),
    ("gre.proto", Space::Gre),
    ("ip.proto", Space::IpProto),
    ("llc.dsap", Space::LlcSap),
    ("ppp.protocol", Space::Ppp),
    ("tcp.port", Space::TcpPort),
    ("udp.port", Space::UdpPort),
];

/// One `-d`: numbers from-to of a table are of a protocol.
#[derive(Clone, Copy, Debug)]
struct Decree {
    space: Space,
    from: u16,
    to: u16,
    protocol: Id,
}

impl Decree {
    fn each(&self) -> impl Iterator<Item = (u8, u16, Id)> {
        let Decree { space, from, to, protocol } = *self;
        (from..=to).map(move |port| (space as u8, port, protocol))
    }
}

/// Understands `-d` as tshark does, for these tables.
fn decode_as(text: &str) -> Result<Decree, String> {
    let form = "it must be LAYER==VALUE,PROTO, as in tcp.port==8888,http";
    let (layer, rest) = text.split_once("==").ok_or(form)?;
    let (value, name) = rest.split_once(',').ok_or(form)?;
    let Some(&(_, space)) = TABLES.iter().find(|(name, _)| *name == layer) else {
        let names: Vec<_> = TABLES.iter().map(|(name, _)| *name).collect();
        return Err(format!("`{layer}` is no table to decode by; these are: {}", names.join(", ")));
    };
    let number = |text: &str| match text.strip_prefix("0x") {
        Some(hex) => u16::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    };
    let (from, to) = value.split_once('-').unwrap_or((value, value));
    let (Some(from), Some(to)) = (number(from), number(to)) else {
        return Err(format!("`{value}` is no number up to 65535 and no range of them"));
    };
    // Each packet is held against every number that was named.
    if to < from || to - from > 255 {
        return Err(format!("`{value}` must go up, over at most 256 numbers"));
    }
    let protocol = proto::named(name).ok_or_else(|| {
        let hint = near::hint(name, proto::PROTOCOLS.iter().map(|p| p.name));
        format!("there is no protocol `{name}`{hint} (`pkt ls` lists them)")
    })?;
    Ok(Decree { space, from, to, protocol })
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    refuse_foreign_fingers(args)?;
    let mut look = Look::new(&args.show, term)?;
    let files: Vec<PathBuf> = args.read_file.iter().chain(&args.files).cloned().collect();
    let whole = !args.show.filters() && args.count.is_none();
    let write = args.show.write_to(false)?;
    let keep = write.as_deref().map(|path| File::create(path, args.show.file_format, whole, &files, term)).transpose()?;
    let keep = keep.map(|file| Box::new(file) as Box<dyn Keep>);
    let ends = Ends { layout: look.layout(), keep };
    let open = || -> anyhow::Result<Box<dyn Source>> {
        Ok(if args.merge { Box::new(capture::merge(&files)?) } else { Box::new(capture::chain(files.clone())) })
    };
    if args.two_pass && files.iter().any(|file| file.as_os_str() == "-") {
        return Err(exit::usage("-2 reads its input twice, and standard input can be read once: write it into a file first"));
    }
    if args.two_pass && look.stage() == Stage::Flow {
        look.known = Some(Arc::new(ahead(open()?, args.count, &args.show.rules(), look.judges(), term)?));
    }
    let counts = read(&args.show, args.count, &look, open()?, ends, term)?;
    if term.verbose > 0 {
        term.say(&counts.sentence());
    }
    Ok(if args.exit_match && counts.passed == 0 { Code::No } else { Code::Ok })
}

/// Shows what the options ask for of a source that is at hand, files or not.
pub(super) fn show(args: &Args, source: Box<dyn Source>, term: &Term) -> anyhow::Result<()> {
    let look = Look::new(&args.show, term)?;
    read(&args.show, args.count, &look, source, Ends { layout: look.layout(), keep: None }, term).map(drop)
}

fn read(show: &Shown, count: Option<u64>, look: &Look, source: Box<dyn Source>, ends: Ends, term: &Term) -> anyhow::Result<Counts> {
    read_from(show, Plan { limit: count, ..Plan::default() }, look, source, ends, term)
}

/// Shows what the options ask for of a source; the plan says how it begins and ends.
pub(super) fn read_from(show: &Shown, plan: Plan, look: &Look, source: Box<dyn Source>, ends: Ends, term: &Term) -> anyhow::Result<Counts> {
    let mut plan = Plan { threads: show.threads.map_or_else(pipeline::threads, usize::from), flush: show.line_buffered, ..plan };
    if show.line_buffered || plan.passing.is_some() {
        plan.threads = 1;
    }
    // What earlier packets tell is found by seeing them all, in their order.
    let flows = look.stage() == Stage::Flow;
    if flows || look.minds_what_is_shown() {
        plan.threads = 1;
    }
    if let Some(view) = look.view(Start::default()) {
        plan.head = look.header();
        view.head(&mut plan.head);
        plan.between = view.between().to_vec();
        plan.foot = view.foot().to_vec();
    }
    let rules = show.rules();
    let make = |start| Show {
        spine: Spine::new(),
        notes: Notes::new(),
        flows: flows.then(|| match &look.known {
            Some(known) => Flows::again(Flows::BOUND, known.clone()).judging(look.judges()),
            None => Flows::new(Flows::BOUND).judging(look.judges()),
        }),
        rules: &rules,
        view: look.view(start),
        // Only counting and writing need no decoding.
        decodes: look.format.is_some() || show.only_errors || look.filter.is_some(),
        shows: !matches!(look.format, None | Some(Format::None)) || show.only_errors,
        minds: look.minds_what_is_shown(),
        displayed: None,
        filter: look.filter.as_ref(),
        only_errors: show.only_errors,
        // Other views say it in their own way, or have no place for it.
        reasons: show.only_errors && matches!(look.format, Some(Format::Line | Format::Hex)),
    };
    let (counts, result) = pipeline::run(source, &plan, ends, term, make)?;
    if show.match_count {
        super::answer(format!("{}\n", counts.passed).as_bytes())?;
    }
    result.map(|()| counts)
}

/// What is shown of a packet.
pub(super) struct Look {
    /// What a packet must be to be shown.
    filter: Option<Filter>,
    /// `None`: nothing, and it need not be decoded.
    format: Option<Format>,
    names: Vec<String>,
    columns: Vec<Column>,
    options: FieldOptions,
    /// `None`: as the view has it.
    header: Option<bool>,
    bom: bool,
    time: render::Time,
    color: bool,
    /// The bytes are shown too: under each packet of the view, or in it.
    bytes: bool,
    /// What a first reading found out.
    known: Option<Arc<Hindsight>>,
}

impl Look {
    pub(super) fn new(args: &Shown, term: &Term) -> anyhow::Result<Look> {
        let filter = args.display_filter.as_deref().map(filter::compile).transpose().map_err(|error| exit::usage(error.to_string()))?;
        let chosen = args.format.or(args.tree.then_some(Format::Tree)).or((args.hex > 0).then_some(Format::Hex)).unwrap_or(Format::Line);
        let shows = !args.match_count && (args.print || args.write.is_none());
        let to_stdout = args.write.as_deref().is_some_and(|path| path.as_os_str() == "-");
        if to_stdout && (args.match_count || args.print) {
            return Err(exit::usage("-w - writes the packets to standard output, so nothing else can be shown there"));
        }
        let (mut names, mut columns) = (args.field.clone(), columns(&args.field)?);
        let takes_columns = matches!(chosen, Format::Fields | Format::Json | Format::Ndjson | Format::Csv | Format::Table);
        if shows && !columns.is_empty() && !takes_columns {
            return Err(exit::usage("-e chooses columns, and this view has none: -T fields, csv, table, json or ndjson"));
        }
        if shows && columns.is_empty() && chosen == Format::Fields {
            return Err(exit::usage("-T fields needs at least one field: -e NAME (`pkt fields` lists them)"));
        }
        let no_place = match chosen {
            Format::Json | Format::Ndjson => !columns.is_empty(), // a whole packet has one: frame.bytes
            _ => matches!(chosen, Format::Csv | Format::Table),
        };
        if shows && args.hex > 0 && no_place {
            return Err(exit::usage(
                "-x shows bytes under line, tree and fields, and in whole packets as JSON; this view has no place for them",
            ));
        }
        if columns.is_empty() && matches!(chosen, Format::Csv | Format::Table) {
            (names, columns) = render::default_columns();
            if chosen == Format::Table {
                // People read titles, programs names.
                names = columns.iter().flatten().map(|(_, field)| field.title.to_owned()).collect();
            }
        }
        let mut look = Look {
            filter,
            format: shows.then_some(chosen),
            names,
            columns,
            options: FieldOptions { time: args.time.into(), ..FieldOptions::default() },
            header: None,
            bom: false,
            time: args.time.into(),
            color: term.color,
            bytes: args.hex > 0 && !matches!(chosen, Format::Hex | Format::None),
            known: None,
        };
        for setting in &args.fields_option {
            match *setting {
                Setting::Header(on) => look.header = Some(on),
                Setting::Bom(on) => look.bom = on,
                Setting::Separator(sign) => look.options.separator = sign,
                Setting::Aggregator(sign) => look.options.aggregator = sign,
                Setting::Quote(sign) => look.options.quote = sign,
                Setting::Occurrence(which) => look.options.occurrence = which,
            }
        }
        Ok(look)
    }

    /// True where packets are shown, as opposed to only written or counted.
    pub(super) fn shows(&self) -> bool {
        self.format.is_some()
    }

    /// What stands before the first packet because the user asked for it.
    fn header(&self) -> Vec<u8> {
        match self.format {
            Some(Format::Fields) => Fields::header(&self.names, &self.options, self.bom, self.header == Some(true)),
            Some(Format::Csv) if self.bom => "\u{feff}".into(),
            _ => Vec::new(),
        }
    }

    /// What lays out the rows of all threads.
    pub(super) fn layout(&self) -> Option<Box<dyn Layout>> {
        let width = || terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0);
        (self.format == Some(Format::Table)).then(|| Box::new(Table::new(&self.names, &self.columns, width())) as Box<dyn Layout>)
    }

    /// A capture filter that lets pass what the display filter does, by link type; `None` where packets that do not pass matter
    /// too: for numbers and times between packets, for flows, for what is decoded otherwise than its port says.
    pub(super) fn kernel_filter(&self, show: &Shown) -> Option<impl Fn(LinkType) -> Option<String> + Send + Sync + use<>> {
        let counts = |text: &str| ["frame.number", "frame.time_delta", "frame.time_relative"].iter().any(|name| text.contains(name));
        let text = self.filter.as_ref()?.text();
        if self.stage() != Stage::Walk || !show.decode_as.is_empty() || counts(text) || self.names.iter().any(|name| counts(name)) {
            return None;
        }
        let text = text.to_owned();
        Some(move |link| filter::to_bpf(&filter::compile(&text).ok()?, link).map(|bpf| bpf.text))
    }

    /// True where a packet's time since the one shown before it matters, and not all are shown.
    fn minds_what_is_shown(&self) -> bool {
        let Some(filter) = &self.filter else { return false };
        let field = &proto::frame::TIME_DELTA_DISPLAYED;
        let whole = match self.format {
            Some(Format::Tree) => true,
            Some(Format::Json | Format::Ndjson) => self.columns.is_empty(),
            _ => false,
        };
        whole || filter.asks(field) || self.columns.iter().flatten().any(|(_, f)| std::ptr::eq(*f, field))
    }
    /// What must have seen a packet before the columns have their values, and the filter can judge.
    fn stage(&self) -> Stage {
        let filter = self.filter.as_ref().map(Filter::stage);
        // A tree shows all there is to tell; who reads twice wants it told.
        let whole = (self.format == Some(Format::Tree) || self.known.is_some() || self.judges()).then_some(Stage::Flow);
        self.columns.iter().flatten().map(|(id, field)| proto::stage(*id, field)).chain(filter).chain(whole).max().unwrap_or(Stage::Walk)
    }
    /// Whether a column or the filter asks what became of connections.
    fn judges(&self) -> bool {
        let asks = |name: &str| name.contains("conn.");
        self.columns.iter().flatten().any(|(_, field)| asks(field.name)) || self.filter.as_ref().is_some_and(|filter| asks(filter.text()))
    }
    /// A view for one thread.
    fn view(&self, start: Start) -> Option<Box<dyn View>> {
        let decimals = if start.nanoseconds { 9 } else { 6 };
        let json = |json: Json| match self.columns.is_empty() {
            true if self.bytes => json.with_bytes(),
            true => json,
            false => json.of(&self.names, &self.columns, self.time),
        };
        let csv = || Csv::new(&self.names, &self.columns, &self.options);
        let view: Box<dyn View> = match self.format? {
            Format::Line => Box::new(Line::new(LineOptions { time: self.time, decimals, color: self.color })),
            Format::Fields => Box::new(Fields::new(&self.columns, self.options.clone())),
            Format::Json => Box::new(json(Json::array())),
            Format::Ndjson => Box::new(json(Json::lines())),
            Format::Tree => Box::new(Tree::new(self.color)),
            Format::Hex => Box::new(Hex),
            Format::Expr => Box::new(Expression::default()),
            Format::Python => Box::new(Expression { python: true }),
            Format::Csv if self.header == Some(false) => Box::new(csv().headless()),
            Format::Csv => Box::new(csv()),
            Format::Table => Box::new(Rows::new(&self.columns, &self.options)),
            Format::None => return None,
        };
        let inside = matches!(self.format, Some(Format::Json | Format::Ndjson));
        Some(if self.bytes && !inside { Box::new(Under(view)) } else { view })
    }
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
        let found = render::column(name);
        if !found.is_empty() {
            return Ok(found);
        }
        let mut known = Vec::new();
        proto::fields(&mut |_, field| known.push(field.name));
        Err(exit::usage(format!("there is no field `{name}`{} (`pkt fields` lists them)", near::hint(name, known))))
    };
    names.iter().map(column).collect()
}

impl Layout for Table {
    fn take(&mut self, output: &[u8], out: &mut Vec<u8>) {
        Table::take(self, output, out);
    }
    fn finish(&mut self, out: &mut Vec<u8>) {
        Table::finish(self, out);
    }
}

/// A thread's part of the work.
struct Show<'a> {
    spine: Spine,
    notes: Notes,
    /// Where a column asks for what only earlier packets tell.
    flows: Option<Flows>,
    rules: &'a Rules,
    view: Option<Box<dyn View>>,
    filter: Option<&'a Filter>,
    decodes: bool,
    /// What passes is decoded whole.
    shows: bool,
    /// It matters when the last frame was shown.
    minds: bool,
    /// Time of the frame that was shown last.
    displayed: Option<i64>,
    only_errors: bool,
    /// The reason is shown under each packet.
    reasons: bool,
}

impl Worker for Show<'_> {
    fn frame(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> bool {
        if !self.decodes {
            return true;
        }
        let since;
        let frame = if self.minds {
            since = Frame { info: Info { displayed: self.displayed, ..frame.info }, ..*frame };
            &since
        } else {
            frame
        };
        // First only what the filter asks for.
        let unread = self.filter.and_then(Filter::unread).filter(|_| self.flows.is_none());
        let left = match unread {
            Some(unread) => walk_past(&mut self.spine, frame, self.rules, unread),
            None => {
                walk(&mut self.spine, frame, self.rules);
                false
            }
        };
        let bytes = match &mut self.flows {
            Some(flows) => flows.see(frame, &mut self.spine, &mut self.notes, self.rules),
            None => frame.bytes,
        };
        let packet = Packet { bytes, frame, spine: &self.spine, notes: &self.notes, rules: self.rules };
        if self.filter.is_some_and(|filter| !filter.matches(&packet)) {
            return false;
        }
        self.displayed = frame.info.time;
        if !self.shows {
            return true;
        }
        if left {
            walk(&mut self.spine, frame, self.rules);
        }
        let packet = Packet { bytes, frame, spine: &self.spine, notes: &self.notes, rules: self.rules };
        if self.only_errors && !stopped_early(&packet) {
            return false;
        }
        if let Some(view) = &mut self.view {
            view.packet(&packet, out);
        }
        if self.reasons {
            reason(&packet, out);
        }
        true
    }
}

/// True where the walk over the headers or the reading of a layer's records did not come to the end.
fn stopped_early(packet: &Packet<'_>) -> bool {
    explain(packet).is_some() || broken(packet).is_some()
}

/// The first layer whose records cannot be read to their end, and the byte of the frame where that shows.
fn broken(packet: &Packet<'_>) -> Option<(&'static str, usize)> {
    packet.spine.layers().iter().enumerate().find_map(|(i, layer)| match visit(packet, i, &mut Deaf) {
        ControlFlow::Break(Halt::Broken(at)) => Some((proto::protocol(layer.id).title, at)),
        _ => None,
    })
}

/// A line that says why decoding stopped early.
fn reason(packet: &Packet<'_>, out: &mut Vec<u8>) {
    if let Some(text) = explain(packet) {
        out.extend(format!("    [{text}]\n").as_bytes());
    }
    if let Some((title, at)) = broken(packet) {
        out.extend(format!("    [{title}: what stands at byte {at} of the frame cannot be]\n").as_bytes());
    }
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
        assert!(decode_as("tcp.port==80-90,udp").is_ok_and(|d| (d.from, d.to) == (80, 90)));
        assert!(decode_as("udp.port==0x35,data").is_ok_and(|d| d.from == 53));
        for wrong in ["udp.port=53,data", "udp.port==53", "udp.prt==53,data", "udp.port==x,data", "udp.port==9-8,data", "udp.port==1,nope"]
        {
            assert!(decode_as(wrong).is_err(), "{wrong}");
        }
        assert_eq!(setting("seperator=,").unwrap_err(), "there is no `seperator`; did you mean `separator`?");
    }
}
