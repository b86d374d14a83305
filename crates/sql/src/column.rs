//! Which columns there are: every field of the descriptions, and a few that are more than one field.
//!
//! A column is found by its name alone: `ip_src` is the field `ip.src`, as text. So a table need not hold thousands of columns in
//! memory: it has those that a query names, and every process of a cluster finds the same by the same names.
//!
//! | field | column |
//! |---|---|
//! | numbers | Int64; UInt64 where the field has 64 bits |
//! | flags, and what is only there or not | Boolean |
//! | addresses, names, text, numbers shown their own way | Utf8View, as `pkt read -T fields` shows them |
//! | bytes | Binary |
//! | times of day | Timestamp(ns, UTC) |
//! | lengths of time | Float64, seconds |
//!
//! A field that a packet may hold several times by its description (`ip.addr`, `dns.a`) is a list. Of any other the column is the
//! first that the packet has, which is the outermost; `ip_src_all` is the list of all, `dns_a_first` the first of the list.

use datafusion::arrow::datatypes::{DataType, Field as ArrowField, FieldRef, TimeUnit};
use pktlab::field::{Field, Kind, Place, Show, Value};
use pktlab::filter::{self, Filter};
use pktlab::proto::{self, id};
use pktlab::spine::{Id, Stage};
use pktlab::{near, render, text};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

/// How values of a column are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Int64.
    Int,
    /// UInt64.
    Word,
    /// Float64, of IEEE bits.
    Real,
    /// Boolean.
    Flag,
    /// Utf8View.
    Text,
    /// Binary.
    Bytes,
    /// Timestamp, nanoseconds, UTC.
    Time,
    /// Float64, seconds.
    Seconds,
}

impl Shape {
    /// The type of one value.
    pub fn data_type(self) -> DataType {
        match self {
            Shape::Int => DataType::Int64,
            Shape::Word => DataType::UInt64,
            Shape::Real | Shape::Seconds => DataType::Float64,
            Shape::Flag => DataType::Boolean,
            Shape::Text => DataType::Utf8View,
            Shape::Bytes => DataType::Binary,
            Shape::Time => DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into())),
        }
    }

    /// What a field's values become.
    fn of(field: &Field) -> Shape {
        let bits = if field.ft > 0 { field.ft.into() } else { field.width() };
        match field.kind {
            Kind::Present | Kind::Protocol | Kind::Flag => Shape::Flag,
            Kind::Dec | Kind::Hex | Kind::Oct if bits > 56 => Shape::Word,
            Kind::Dec | Kind::Hex | Kind::Oct | Kind::Signed => Shape::Int,
            Kind::Float => Shape::Real,
            Kind::Time(_) => Shape::Time,
            Kind::Duration(_) => Shape::Seconds,
            Kind::Bytes => Shape::Bytes,
            Kind::Mac | Kind::Eui64 | Kind::Ip4 | Kind::Ip6 | Kind::Text | Kind::Guid => Shape::Text,
            Kind::Show(show) => Shape::shown(show),
        }
    }

    /// A kind of its own is a number only where it is shown as one.
    fn shown(show: &Show) -> Shape {
        match show.ft {
            "ABSOLUTE_TIME" => Shape::Time,
            "RELATIVE_TIME" => Shape::Seconds,
            "BOOLEAN" => Shape::Flag,
            ft if ft.starts_with("UINT") || ft.starts_with("INT") || ft == "FRAMENUM" => {
                let mut out = Vec::new();
                (show.plain)(Value::Num(7), &mut out);
                if out == b"7" { Shape::Int } else { Shape::Text }
            }
            _ => Shape::Text,
        }
    }
}

/// What is special about a column's values: how they are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing.
    Plain,
    /// IP addresses: compared by their bytes, IPv4 before IPv6.
    Address,
}

/// Under this key a column's Arrow field says what its values mean.
pub const MEANING: &str = "pkt.meaning";

/// What must be known besides a packet itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nothing: any part of a capture can be read alone.
    Nothing,
    /// How many packets came before it and when: an index tells.
    Count,
    /// What the packets before it said: only who reads the capture from its start knows.
    Flow,
}

/// Where a column's values come from.
#[derive(Clone)]
pub enum Origin {
    /// The file, as the user named it.
    File,
    /// The fields of a name, or of several: the layers' order counts.
    Fields(Vec<(Id, &'static Field)>),
    /// Text that is worked out of the whole packet, as the line view's.
    Whole(&'static Field),
    /// Whether a display filter lets the packet pass.
    Passes(Arc<Filter>),
}

/// A column of the table `packets`.
#[derive(Clone)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// How its values are kept.
    pub shape: Shape,
    /// A list of values.
    pub list: bool,
    /// Where they come from.
    pub origin: Origin,
    /// What they mean.
    pub meaning: Meaning,
    /// What must be known to tell them.
    pub need: Need,
}

impl Column {
    fn of(name: &str, fields: Vec<(Id, &'static Field)>, list: bool) -> Column {
        let mut shapes = fields.iter().map(|(_, field)| Shape::of(field));
        let first = shapes.next().unwrap_or(Shape::Text);
        // Fields that share a name and not a kind have only their text in common.
        let shape = if shapes.all(|other| other == first) { first } else { Shape::Text };
        let address = |field: &Field| match field.place {
            Place::Either(of) => of.iter().all(|f| matches!(f.kind, Kind::Ip4 | Kind::Ip6)),
            _ => matches!(field.kind, Kind::Ip4 | Kind::Ip6),
        };
        let meaning = if fields.iter().all(|(_, f)| address(f)) { Meaning::Address } else { Meaning::Plain };
        let shape = if meaning == Meaning::Address { Shape::Text } else { shape };
        let need = fields.iter().map(|(id, field)| need_of(*id, field)).max().unwrap_or(Need::Nothing);
        Column { name: name.to_owned(), shape, list, origin: Origin::Fields(fields), meaning, need }
    }

    /// The column as Arrow has it.
    pub fn field(&self) -> FieldRef {
        let one = self.shape.data_type();
        let of = if self.list { DataType::List(Arc::new(ArrowField::new("item", one, true))) } else { one };
        let field = ArrowField::new(&self.name, of, true);
        Arc::new(match self.meaning {
            Meaning::Address if !self.list => field.with_metadata(HashMap::from([(MEANING.to_owned(), "address".to_owned())])),
            _ => field,
        })
    }
}

fn need_of(id: Id, field: &'static Field) -> Need {
    if proto::stage(id, field) == Stage::Flow {
        return Need::Flow;
    }
    if COUNTED.contains(&field.name) { Need::Count } else { Need::Nothing }
}

/// Fields that tell of the packets before.
const COUNTED: [&str; 4] = ["frame.number", "frame.time_delta", "frame.time_delta_displayed", "frame.time_relative"];

/// Columns that are more than one field.
const JOINED: [(&str, &[&str], &str); 4] = [
    ("src", &["ip.src", "ipv6.src"], "Source Address, IPv4 or IPv6"),
    ("dst", &["ip.dst", "ipv6.dst"], "Destination Address, IPv4 or IPv6"),
    ("srcport", &["tcp.srcport", "udp.srcport", "sctp.srcport"], "Source Port of TCP, UDP or SCTP"),
    ("dstport", &["tcp.dstport", "udp.dstport", "sctp.dstport"], "Destination Port of TCP, UDP or SCTP"),
];

/// Columns of the line view.
const LINE: [(&str, &str, &str); 2] =
    [("protocol", "_ws.col.protocol", "Protocol, as in a packet's line"), ("info", "_ws.col.info", "A packet's line")];

/// What `SELECT *` shows; every other field is had by its name.
pub const USUAL: [&str; 36] = [
    "file",
    "frame_number",
    "frame_time",
    "frame_len",
    "frame_cap_len",
    "frame_protocols",
    "eth_src",
    "eth_dst",
    "eth_type",
    "vlan_id",
    "src",
    "dst",
    "srcport",
    "dstport",
    "ip_version",
    "ip_ttl",
    "ip_proto",
    "ip_len",
    "ip_id",
    "ip_dsfield_dscp",
    "ipv6_nxt",
    "ipv6_hlim",
    "arp_opcode",
    "tcp_len",
    "tcp_seq_raw",
    "tcp_ack_raw",
    "tcp_window_size_value",
    "tcp_flags",
    "tcp_flags_syn",
    "tcp_flags_ack",
    "tcp_flags_fin",
    "tcp_flags_reset",
    "udp_length",
    "icmp_type",
    "protocol",
    "info",
];

/// A field's name as a column's: `ip.src` is `ip_src`.
pub fn column_name(field: &str) -> String {
    field.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect()
}

struct Known {
    /// Those of one name, behind one another; of several names where these differ in nothing but capitals.
    fields: Vec<(Id, &'static Field)>,
    list: bool,
}

/// All fields that have a name.
static FIELDS: LazyLock<Vec<(Id, &'static Field)>> = LazyLock::new(|| {
    let mut all = Vec::new();
    proto::fields(&mut |id, field| all.extend((!field.name.is_empty()).then_some((id, field))));
    all
});

/// All columns that are fields, by name. A query has some of them: they are looked for one by one, until all are wanted.
static KNOWN: OnceLock<HashMap<String, Known>> = OnceLock::new();

fn known() -> &'static HashMap<String, Known> {
    KNOWN.get_or_init(|| {
        let mut known: HashMap<String, Known> = HashMap::new();
        for (id, field) in FIELDS.iter() {
            let of = known.entry(column_name(field.name)).or_insert_with(|| Known { fields: vec![], list: false });
            of.list |= is_listed(field);
            of.fields.push((*id, field));
        }
        known.values_mut().for_each(|of| by_name(&mut of.fields));
        for protocol in proto::PROTOCOLS {
            lists(protocol.fields, &mut |name| {
                if let Some(known) = known.get_mut(&column_name(name)) {
                    known.list = true;
                }
            });
        }
        known
    })
}

/// The fields of a column.
fn sought<R>(name: &str, then: impl FnOnce(&Known) -> R) -> Option<R> {
    static FOUND: Mutex<BTreeMap<String, Option<Known>>> = Mutex::new(BTreeMap::new());
    if let Some(known) = KNOWN.get() {
        return known.get(name).map(then);
    }
    let mut found = FOUND.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if !found.contains_key(name) {
        found.insert(name.to_owned(), seek(name));
    }
    found.get(name)?.as_ref().map(then)
}

/// The same, where nobody has looked before.
fn seek(name: &str) -> Option<Known> {
    let lower = |b: u8| if b.is_ascii_alphanumeric() { b.to_ascii_lowercase() } else { b'_' };
    let called = |field: &str| field.len() == name.len() && field.bytes().rev().zip(name.bytes().rev()).all(|(f, n)| lower(f) == n);
    let mut fields: Vec<_> = FIELDS.iter().filter(|(_, field)| called(field.name)).copied().collect();
    if fields.is_empty() {
        return None;
    }
    let mut list = fields.iter().any(|(_, field)| is_listed(field));
    for (i, (id, _)) in fields.iter().enumerate() {
        if !list && fields.iter().take(i).all(|(before, _)| before != id) {
            lists(proto::protocol(*id).fields, &mut |name| list |= called(name));
        }
    }
    by_name(&mut fields);
    Some(Known { fields, list })
}

/// Puts fields of one name behind one another, as the names came first.
fn by_name(fields: &mut [(Id, &'static Field)]) {
    let mut names: Vec<&str> = vec![];
    for (_, field) in fields.iter() {
        if !names.contains(&field.name) {
            names.push(field.name);
        }
    }
    fields.sort_by_key(|(_, field)| names.iter().position(|name| *name == field.name));
}

/// True for what may come several times by itself.
fn is_listed(field: &Field) -> bool {
    matches!(field.place, Place::Either(_) | Place::NotedEach(_))
}

/// Marks the names among these fields, and inside them, that may come several times.
fn lists(fields: &'static [&'static Field], mark: &mut dyn FnMut(&'static str)) {
    // What stands in a list may come several times.
    fn inside(
        field: &'static Field,
        listed: bool,
        depth: u8,
        seen: &mut HashSet<(*const Field, bool)>,
        mark: &mut dyn FnMut(&'static str),
    ) {
        let listed = listed || matches!(field.place, Place::Many(_) | Place::Times(..) | Place::Repeat(..));
        if depth == 0 || !seen.insert((std::ptr::from_ref(field), listed)) {
            return;
        }
        if listed {
            mark(field.name);
        }
        field.inside(&mut |f| {
            inside(f, listed, depth - 1, seen, mark);
            true
        });
    }
    let mut tops: Vec<&str> = Vec::new();
    for field in fields {
        // Some lists are given as fields of one name.
        if tops.contains(&field.name) {
            mark(field.name);
        }
        tops.push(field.name);
        // A list that has a name is there once itself.
        let itself = matches!(field.place, Place::Many(_) | Place::Times(..) | Place::Repeat(..));
        let mut seen = HashSet::new();
        field.inside(&mut |f| {
            inside(f, itself, 16, &mut seen, mark);
            true
        });
    }
}

/// The fields of a name, as [`proto::lookup`] has them, without its index of all.
fn named(name: &str) -> Vec<(Id, &'static Field)> {
    FIELDS.iter().filter(|(_, field)| field.name == name).copied().collect()
}

/// The column of a name; `None` where there is none.
pub fn find(name: &str) -> Option<Column> {
    if name == "file" {
        return Some(Column {
            name: name.to_owned(),
            shape: Shape::Text,
            list: false,
            origin: Origin::File,
            meaning: Meaning::Plain,
            need: Need::Nothing,
        });
    }
    if let Some(filter) = name.strip_prefix(PASSES).and_then(|rest| rest.strip_suffix("')")) {
        let filter = filter::compile(&filter.replace("''", "'")).ok()?;
        let counted = COUNTED.iter().flat_map(|name| proto::lookup(name)).any(|(_, field)| filter.asks(field));
        let need = match filter.stage() {
            Stage::Flow => Need::Flow,
            Stage::Walk if counted => Need::Count,
            Stage::Walk => Need::Nothing,
        };
        let origin = Origin::Passes(Arc::new(filter));
        return Some(Column { name: name.to_owned(), shape: Shape::Flag, list: false, origin, meaning: Meaning::Plain, need });
    }
    if let Some((_, fields, _)) = JOINED.iter().find(|(joined, ..)| *joined == name) {
        return Some(Column::of(name, fields.iter().flat_map(|field| named(field)).collect(), false));
    }
    if let Some((_, column, _)) = LINE.iter().find(|(line, ..)| *line == name) {
        let (_, field) = render::column(column).first().copied()?;
        return Some(Column {
            name: name.to_owned(),
            shape: Shape::Text,
            list: false,
            origin: Origin::Whole(field),
            meaning: Meaning::Plain,
            need: Need::Nothing,
        });
    }
    if let Some(column) = sought(name, |known| Column::of(name, known.fields.clone(), known.list)) {
        return Some(column);
    }
    let (base, list) = match name.strip_suffix("_all") {
        Some(base) => (base, true),
        None => (name.strip_suffix("_first")?, false),
    };
    if let Some((_, fields, _)) = JOINED.iter().find(|(joined, ..)| *joined == base) {
        return Some(Column::of(name, fields.iter().flat_map(|field| named(field)).collect(), list));
    }
    sought(base, |known| Column::of(name, known.fields.clone(), list))
}

/// How the name of a column begins that says whether a display filter lets the packet pass.
pub const PASSES: &str = "display_filter('";

/// The name of the column that says whether this display filter lets the packet pass.
pub fn passes(filter: &str) -> String {
    format!("{PASSES}{}')", filter.replace('\'', "''"))
}

/// All columns: name, field, what it is; ordered by name, those of no single field first.
pub fn all() -> Vec<(String, String, String)> {
    let row = |(name, known): (&String, &Known)| {
        let mut names: Vec<&str> = known.fields.iter().map(|(_, field)| field.name).collect();
        names.dedup();
        (name.clone(), names.join(" "), known.fields.first().map_or("", |(_, field)| field.title).to_owned())
    };
    let mut all: Vec<_> = known().iter().map(row).collect();
    all.sort();
    let own = |name: &str, field: &str, title: &str| (name.to_owned(), field.to_owned(), title.to_owned());
    let mut whole = vec![own("file", "", "The capture file")];
    whole.extend(JOINED.iter().map(|(name, fields, title)| own(name, &fields.join(" "), title)));
    whole.extend(LINE.iter().map(|(name, field, title)| own(name, field, title)));
    whole.append(&mut all);
    whole
}

/// `; did you mean ...?`, or nothing where no column is near.
pub fn hint(name: &str) -> String {
    near::hint(name, all().iter().map(|(name, ..)| name.as_str()))
}

/// Writes a value of a text column.
pub fn write_text(field: &'static Field, value: Value<'_>, out: &mut Vec<u8>) {
    text::plain(field, value, out);
}

/// Nanoseconds since 1970 of a value of a time of day.
pub fn nanoseconds(field: &Field, value: Value<'_>) -> Option<i64> {
    match (field.kind, value) {
        (Kind::Time(of), Value::Num(n)) => Some(of(n)),
        (_, Value::Num(n)) => Some(n as i64),
        _ => None,
    }
}

/// Seconds of a value of a length of time.
pub fn seconds(field: &Field, value: Value<'_>) -> Option<f64> {
    match (field.kind, value) {
        (Kind::Duration(unit), Value::Num(n)) => Some((n as i64).saturating_mul(unit as i64) as f64 / 1e9),
        (_, Value::Num(n)) => Some(n as i64 as f64 / 1e9),
        _ => None,
    }
}

/// The frame, whose fields need no walk.
pub const FRAME: Id = id::frame;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_types_of_their_fields() {
        let of = |name: &str| find(name).map(|c| c.field().data_type().to_string());
        assert_eq!(of("ip_src").as_deref(), Some("Utf8View"));
        assert_eq!(of("tcp_srcport").as_deref(), Some("Int64"));
        assert_eq!(of("tcp_flags_syn").as_deref(), Some("Boolean"));
        assert_eq!(of("frame_time").as_deref(), Some("Timestamp(ns, \"UTC\")"));
        assert_eq!(of("frame_time_delta").as_deref(), Some("Float64"));
        assert_eq!(of("ip_addr").as_deref(), Some("List(Utf8View)"));
        assert_eq!(of("ip_addr_first").as_deref(), Some("Utf8View"));
        assert_eq!(of("ip_src_all").as_deref(), Some("List(Utf8View)"));
        assert_eq!(of("dns_a").as_deref(), Some("List(Utf8View)"));
        assert_eq!(of("dns_qry_name").as_deref(), Some("List(Utf8View)"));
        assert_eq!(of("tcp_payload").as_deref(), Some("Binary"));
        assert_eq!(of("display_filter('tcp')").as_deref(), Some("Boolean"));
        assert_eq!(of("ip_source"), None);
    }

    #[test]
    fn what_is_sought_alone_is_what_all_have() {
        let of = |known: &Known| (known.list, known.fields.iter().map(|(id, field)| (*id, std::ptr::from_ref(*field))).collect::<Vec<_>>());
        let mut names: Vec<_> = known().keys().collect();
        names.sort();
        for name in names.into_iter().step_by(11) {
            assert_eq!(seek(name).as_ref().map(of), known().get(name).map(of), "{name}");
        }
        let told = |of: Vec<(Id, &'static Field)>| of.into_iter().map(|(id, field)| (id, std::ptr::from_ref(field))).collect::<Vec<_>>();
        assert!(seek("ip_source").is_none());
        for name in ["ip.src", "dns.a", "dns.resp.type"] {
            assert_eq!(told(named(name)), told(proto::lookup(name)), "{name}");
        }
    }

    #[test]
    fn every_field_is_in_the_column_of_its_name() {
        all();
        proto::fields(&mut |_, field| {
            if field.name.is_empty() {
                return;
            }
            let name = column_name(field.name);
            assert!(JOINED.iter().all(|(joined, ..)| *joined != name), "{name}");
            let Some(Column { origin: Origin::Fields(fields), .. }) = find(&name) else { panic!("{name}") };
            assert!(fields.iter().any(|(_, other)| other.name == field.name), "{}", field.name);
        });
    }

    #[test]
    fn the_usual_columns_exist() {
        for name in USUAL {
            assert!(find(name).is_some(), "{name}");
        }
    }

    #[test]
    fn what_needs_the_packets_before_is_known() {
        let need = |name: &str| find(name).unwrap().need;
        assert_eq!(need("ip_src"), Need::Nothing);
        assert_eq!(need("frame_time"), Need::Nothing);
        assert_eq!(need("frame_number"), Need::Count);
        assert_eq!(need("display_filter('frame.number < 3')"), Need::Count);
        assert_eq!(need("tcp_stream"), Need::Flow);
    }
}
