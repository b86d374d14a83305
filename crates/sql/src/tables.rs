//! The tables whose rows are not packets: conversations, attempts to connect, DNS messages. Each capture is read from its start.

use crate::column::{MEANING, Shape};
use crate::part::{Failure, Part};
use crate::scan::{Done, asked};
use crate::source::Kind;
use crate::tls::{self, Talks};
use datafusion::arrow::array::{
    ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, ListBuilder, RecordBatch, RecordBatchOptions, StringBuilder, StringViewBuilder,
    TimestampNanosecondBuilder,
};
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DataFusionError, Result};
use datafusion::physical_expr::PhysicalExpr;
use pktlab::capture::{Batch, Reader, Source};
use pktlab::decode::{Unread, walk, walk_past};
use pktlab::field::Value;
use pktlab::flow::handshake::{CLIENT, SERVER};
use pktlab::flow::table::{Seen, Table, Talk};
use pktlab::flow::{Attempt, Flows, Handshakes, Hello, Keying, Limits, sighting};
use pktlab::frame::Frame;
use pktlab::proto::{self, id};
use pktlab::query::Query;
use pktlab::render::handshakes::story;
use pktlab::spine::{Id, Notes, Packet, Rules, Spine};
use pktlab::text;
use std::collections::HashMap;
use std::ops::ControlFlow::Continue;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

/// Rows of a batch.
const ROWS: usize = 4096;

/// A value in a row.
#[derive(Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Int(i64),
    Real(f64),
    Flag(bool),
    Text(String),
    Time(i64),
    Texts(Vec<String>),
}

impl Cell {
    pub(crate) fn int(n: Option<impl TryInto<i64>>) -> Cell {
        n.and_then(|n| n.try_into().ok()).map_or(Cell::Null, Cell::Int)
    }
    pub(crate) fn count(n: u64) -> Cell {
        Cell::Int(n as i64)
    }
    pub(crate) fn seconds(ns: Option<i64>) -> Cell {
        ns.map_or(Cell::Null, |ns| Cell::Real(ns as f64 / 1e9))
    }
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }
}

/// What a column of these tables is.
#[derive(Clone, Copy)]
enum Of {
    One(Shape),
    Address,
    Texts,
    Addresses,
}

const INT: Of = Of::One(Shape::Int);
const REAL: Of = Of::One(Shape::Seconds);
const FLAG: Of = Of::One(Shape::Flag);
const TEXT: Of = Of::One(Shape::Text);
const TIME: Of = Of::One(Shape::Time);

const FLOWS: &[(&str, Of)] = &[
    ("file", TEXT),
    ("start", TIME),
    ("end", TIME),
    ("duration", REAL),
    ("protocol", TEXT),
    ("src", Of::Address),
    ("srcport", INT),
    ("dst", Of::Address),
    ("dstport", INT),
    ("state", TEXT),
    ("packets", INT),
    ("bytes", INT),
    ("payload", INT),
    ("packets_out", INT),
    ("packets_in", INT),
    ("bytes_out", INT),
    ("bytes_in", INT),
    ("payload_out", INT),
    ("payload_in", INT),
    ("retransmitted_out", INT),
    ("retransmitted_in", INT),
    ("rtt_min", REAL),
    ("rtt_median", REAL),
    ("rtt_max", REAL),
    ("community_id", TEXT),
];

const HANDSHAKES: &[(&str, Of)] = &[
    ("file", TEXT),
    ("number", INT),
    ("frame", INT),
    ("start", TIME),
    ("client", Of::Address),
    ("client_port", INT),
    ("server", Of::Address),
    ("server_port", INT),
    ("verdict", TEXT),
    ("state", TEXT),
    ("connected", FLAG),
    ("history", TEXT),
    ("setup_time", REAL),
    ("rtt", REAL),
    ("ack_time", REAL),
    ("first_data", REAL),
    ("first_answer", REAL),
    ("tls_time", REAL),
    ("syns", INT),
    ("retries", INT),
    ("synacks", INT),
    ("rejected_by", Of::Address),
    ("reset_by", TEXT),
    ("client_mss", INT),
    ("server_mss", INT),
    ("client_window_scale", INT),
    ("server_window_scale", INT),
    ("client_sack", FLAG),
    ("server_sack", FLAG),
    ("client_timestamps", FLAG),
    ("server_timestamps", FLAG),
    ("client_options", TEXT),
    ("server_options", TEXT),
    ("packets_out", INT),
    ("packets_in", INT),
    ("bytes_out", INT),
    ("bytes_in", INT),
    ("text", TEXT),
];

const DNS: &[(&str, Of)] = &[
    ("file", TEXT),
    ("frame", INT),
    ("time", TIME),
    ("src", Of::Address),
    ("srcport", INT),
    ("dst", Of::Address),
    ("dstport", INT),
    ("transport", TEXT),
    ("id", INT),
    ("response", FLAG),
    ("opcode", TEXT),
    ("rcode", TEXT),
    ("authoritative", FLAG),
    ("truncated", FLAG),
    ("recursion_desired", FLAG),
    ("recursion_available", FLAG),
    ("name", TEXT),
    ("type", TEXT),
    ("questions", INT),
    ("answers", INT),
    ("authorities", INT),
    ("additionals", INT),
    ("a", Of::Addresses),
    ("aaaa", Of::Addresses),
    ("cname", Of::Texts),
    ("ttl_min", INT),
    ("response_time", REAL),
    ("retransmission", FLAG),
];

const HTTP: &[(&str, Of)] = &[
    ("file", TEXT),
    ("frame", INT),
    ("time", TIME),
    ("src", Of::Address),
    ("srcport", INT),
    ("dst", Of::Address),
    ("dstport", INT),
    ("transport", TEXT),
    ("request", FLAG),
    ("method", TEXT),
    ("uri", TEXT),
    ("host", TEXT),
    ("version", TEXT),
    ("code", INT),
    ("phrase", TEXT),
    ("user_agent", TEXT),
    ("content_type", TEXT),
    ("content_length", INT),
    ("server", TEXT),
    ("referer", TEXT),
    ("location", TEXT),
    ("response_time", REAL),
];

const TLS: &[(&str, Of)] = &[
    ("file", TEXT),
    ("frame", INT),
    ("time", TIME),
    ("client", Of::Address),
    ("client_port", INT),
    ("server", Of::Address),
    ("server_port", INT),
    ("server_name", TEXT),
    ("version", TEXT),
    ("cipher", TEXT),
    ("key_group", TEXT),
    ("alpn", TEXT),
    ("offered_version", TEXT),
    ("offered_ciphers", Of::Texts),
    ("offered_alpn", Of::Texts),
    ("ja3", TEXT),
    ("ja3s", TEXT),
    ("ja4", TEXT),
    ("client_hellos", INT),
    ("resumed", FLAG),
    ("hello_time", REAL),
    ("client_hello", INT),
    ("server_hello", INT),
    ("certificate_serial", TEXT),
    ("certificate_names", Of::Texts),
    ("alerts", Of::Texts),
];

fn columns(kind: Kind) -> &'static [(&'static str, Of)] {
    match kind {
        Kind::Packets => &[],
        Kind::Flows => FLOWS,
        Kind::Handshakes => HANDSHAKES,
        Kind::Dns => DNS,
        Kind::Http => HTTP,
        Kind::Tls => TLS,
    }
}

/// The columns of a table.
pub fn schema(kind: Kind) -> SchemaRef {
    let field = |(name, of): &(&str, Of)| match of {
        Of::One(shape) => Field::new(*name, shape.data_type(), true),
        Of::Address => {
            let meaning = HashMap::from([(MEANING.to_owned(), "address".to_owned())]);
            Field::new(*name, DataType::Utf8View, true).with_metadata(meaning)
        }
        Of::Texts | Of::Addresses => Field::new(*name, DataType::List(Arc::new(Field::new("item", DataType::Utf8View, true))), true),
    };
    Arc::new(Schema::new(columns(kind).iter().map(field).collect::<Vec<_>>()))
}

/// What is wanted of such a table.
#[derive(Clone)]
pub struct Rows {
    /// Which table.
    pub kind: Kind,
    /// The columns to be filled.
    pub schema: SchemaRef,
    /// Which rows.
    pub test: Option<(Arc<dyn PhysicalExpr>, SchemaRef)>,
    /// Go on behind what is broken.
    pub skip_bad: bool,
}

impl Rows {
    /// Reads a capture and makes the rows of it.
    pub fn read(self, reader: Reader, part: Part, done: Arc<Done>) -> impl Iterator<Item = Result<RecordBatch>> + Send {
        let mut reading =
            Reading { reader, part, done, batch: Batch::new(), made: Made::new(self.kind), rows: self, failed: None, ended: false };
        std::iter::from_fn(move || reading.next().transpose())
    }

    /// The rows, as Arrow has them.
    fn sheet(&self, rows: &[Vec<Cell>]) -> Result<Option<RecordBatch>> {
        let all = columns(self.kind);
        let of = |schema: &SchemaRef| -> Result<RecordBatch> {
            let column = |field: &Arc<Field>| {
                let at = all.iter().position(|(name, _)| name == field.name());
                let cells = rows.iter().map(|row| at.and_then(|at| row.get(at)).unwrap_or(&Cell::Null));
                array(all.get(at.unwrap_or(0)).map_or(TEXT, |(_, of)| *of), cells)
            };
            let arrays = schema.fields().iter().map(column).collect::<Result<Vec<_>>>()?;
            let options = RecordBatchOptions::new().with_row_count(Some(rows.len()));
            Ok(RecordBatch::try_new_with_options(schema.clone(), arrays, &options)?)
        };
        let batch = of(&self.schema)?;
        let Some((expression, schema)) = &self.test else { return Ok(Some(batch)) };
        let passed = asked(expression, of(schema)?)?;
        Ok(if passed.true_count() == 0 { None } else { Some(filter_record_batch(&batch, &passed)?) })
    }
}

fn array<'c>(of: Of, cells: impl Iterator<Item = &'c Cell>) -> Result<ArrayRef> {
    macro_rules! fill {
        ($builder:expr, $kind:ident) => {{
            let mut to = $builder;
            for cell in cells {
                match cell {
                    Cell::$kind(value) => to.append_value(value.clone()),
                    _ => to.append_null(),
                }
            }
            Arc::new(to.finish()) as ArrayRef
        }};
    }
    Ok(match of {
        Of::One(Shape::Int | Shape::Word) => fill!(Int64Builder::new(), Int),
        Of::One(Shape::Real | Shape::Seconds) => fill!(Float64Builder::new(), Real),
        Of::One(Shape::Flag) => fill!(BooleanBuilder::new(), Flag),
        Of::One(Shape::Time) => fill!(TimestampNanosecondBuilder::new().with_timezone("UTC"), Time),
        Of::One(Shape::Text | Shape::Bytes) | Of::Address => fill!(StringViewBuilder::new(), Text),
        Of::Texts | Of::Addresses => {
            let mut to = ListBuilder::new(StringBuilder::new());
            for cell in cells {
                match cell {
                    Cell::Texts(texts) if !texts.is_empty() => {
                        texts.iter().for_each(|text| to.values().append_value(text));
                        to.append(true);
                    }
                    _ => to.append(false),
                }
            }
            let array = to.finish();
            cast(&array, &DataType::List(Arc::new(Field::new("item", DataType::Utf8View, true))))?
        }
    })
}

struct Reading {
    rows: Rows,
    reader: Reader,
    part: Part,
    done: Arc<Done>,
    batch: Batch,
    made: Made,
    failed: Option<Failure>,
    ended: bool,
}

impl Reading {
    fn next(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            let enough = self.made.rows.len() >= ROWS || (self.ended && !self.made.rows.is_empty());
            if enough {
                let rest = self.made.rows.split_off(self.made.rows.len().min(ROWS));
                let rows = std::mem::replace(&mut self.made.rows, rest);
                if let Some(batch) = self.rows.sheet(&rows)? {
                    return Ok(Some(batch));
                }
                continue;
            }
            if self.ended {
                let Some(failed) = self.failed.take() else { return Ok(None) };
                if self.rows.skip_bad {
                    self.done.skipped.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(failed.to_string());
                    return Ok(None);
                }
                return Err(DataFusionError::External(Box::new(failed)));
            }
            self.done.goes_on()?;
            let before = self.reader.progress().read;
            match self.reader.fill(&mut self.batch) {
                Ok(true) => {}
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.failed = Some(self.part.failure(error));
                    self.ended = true;
                }
            }
            self.done.bytes.fetch_add(self.reader.progress().read.saturating_sub(before), Relaxed);
            self.done.packets.fetch_add(self.batch.len() as u64, Relaxed);
            self.done.walked.fetch_add(self.batch.len() as u64, Relaxed);
            for frame in self.batch.frames() {
                self.made.see(&frame, &self.part.shown);
            }
            if self.ended {
                self.made.finish(&self.part.shown);
            }
        }
    }
}

/// What is made of the packets.
struct Made {
    spine: Box<Spine>,
    notes: Notes,
    rules: Rules,
    rows: Vec<Vec<Cell>>,
    of: Making,
}

enum Making {
    Nothing,
    Tls(Box<Flows>, Query, Talks),
    Flows(Option<Box<Table>>, Unread),
    Handshakes(Option<Box<Handshakes>>),
    /// Messages of these protocols, and what is asked of each.
    Messages(Box<Flows>, Query, &'static [Id], fn(&Packet<'_>, usize, &Query, &str) -> Vec<Cell>),
}

/// What is asked of a DNS message, in the order of [`Asked`]'s numbers.
const ASKED: [&str; 19] = [
    "dns.id",
    "dns.flags.response",
    "dns.flags.opcode",
    "dns.flags.rcode",
    "dns.flags.authoritative",
    "dns.flags.truncated",
    "dns.flags.recdesired",
    "dns.flags.recavail",
    "dns.qry.name",
    "dns.qry.type",
    "dns.count.queries",
    "dns.count.answers",
    "dns.count.auth_rr",
    "dns.count.add_rr",
    "dns.a",
    "dns.aaaa",
    "dns.cname",
    "dns.resp.ttl",
    "dns.time",
];

/// What is asked of an HTTP message, in the order of these numbers.
const ASKED_HTTP: [&str; 14] = [
    "http.request.method",
    "http.request.uri",
    "http.host",
    "http.request.version",
    "http.response.version",
    "http.response.code",
    "http.response.phrase",
    "http.user_agent",
    "http.content_type",
    "http.content_length",
    "http.server",
    "http.referer",
    "http.location",
    "http.time",
];

impl Making {
    fn of(asked: &[&str], wanted: &'static [Id], row: fn(&Packet<'_>, usize, &Query, &str) -> Vec<Cell>) -> Making {
        Making::Messages(Box::new(Flows::new(Flows::BOUND)), query(asked), wanted, row)
    }
}

fn query(asked: &[&str]) -> Query {
    let mut query = Vec::new();
    for (slot, name) in asked.iter().enumerate() {
        proto::ask(slot, &proto::lookup(name), &mut query);
    }
    Query::new(&query)
}

impl Made {
    fn new(kind: Kind) -> Made {
        let of = match kind {
            Kind::Packets => Making::Nothing,
            Kind::Flows => {
                let read = [id::tcp, id::udp, id::udplite, id::sctp, id::icmp, id::icmpv6, id::ip, id::ipv6, id::vlan];
                Making::Flows(Some(Box::new(Table::new(Table::BOUND, None))), Unread::but(|id| read.contains(&id)))
            }
            Kind::Handshakes => Making::Handshakes(Some(Box::new(Handshakes::new(Limits::default())))),
            Kind::Dns => Making::of(&ASKED, &[id::dns, id::mdns, id::llmnr], dns),
            Kind::Http => Making::of(&ASKED_HTTP, &[id::http], http),
            Kind::Tls => Making::Tls(Box::new(Flows::new(Flows::BOUND)), query(&tls::ASKED), Talks::default()),
        };
        Made { spine: Box::default(), notes: Notes::new(), rules: Rules::default(), rows: vec![], of }
    }

    fn see(&mut self, frame: &Frame<'_>, file: &str) {
        let Made { spine, notes, rules, rows, of } = self;
        match of {
            Making::Nothing => {}
            Making::Tls(flows, query, talks) => {
                walk(spine, frame, rules);
                let bytes = flows.see(frame, spine, notes, rules);
                let packet = Packet { bytes, frame, spine, notes, rules };
                for (i, layer) in packet.spine.layers().iter().enumerate() {
                    if layer.id == id::tls {
                        talks.see(&packet, i, query, file, rows);
                    }
                }
            }
            Making::Flows(table, unread) => {
                walk_past(spine, frame, rules, unread);
                if let (Some(table), Some(seen)) = (table, Seen::of(frame, spine, &Keying::default())) {
                    table.take(&seen);
                }
            }
            Making::Handshakes(handshakes) => {
                walk(spine, frame, rules);
                if let (Some(handshakes), Some(seen)) = (handshakes, sighting(frame, spine)) {
                    handshakes.see(&seen);
                    rows.extend(handshakes.take().map(|attempt| handshake(&attempt, file)));
                }
            }
            Making::Messages(flows, query, wanted, row) => {
                walk(spine, frame, rules);
                let bytes = flows.see(frame, spine, notes, rules);
                let packet = Packet { bytes, frame, spine, notes, rules };
                for (i, layer) in packet.spine.layers().iter().enumerate() {
                    if wanted.contains(&layer.id) {
                        rows.push(row(&packet, i, query, file));
                    }
                }
            }
        }
    }

    fn finish(&mut self, file: &str) {
        match &mut self.of {
            Making::Flows(table, _) => {
                let talks = table.take().map(|table| table.finish()).unwrap_or_default();
                self.rows.extend(talks.iter().map(|talk| conversation(talk, file)));
            }
            Making::Handshakes(handshakes) => {
                let attempts = handshakes.take().map(|handshakes| handshakes.finish()).unwrap_or_default();
                self.rows.extend(attempts.iter().map(|attempt| handshake(attempt, file)));
            }
            Making::Tls(_, _, talks) => talks.finish(file, &mut self.rows),
            _ => {}
        }
    }
}

fn conversation(talk: &Talk, file: &str) -> Vec<Cell> {
    let [from, to] = talk.ends();
    let ports = talk.has_ports();
    let port = |port: u16| Cell::int(ports.then_some(port));
    let both = |of: [u64; 2]| Cell::count(of[0] + of[1]);
    let trip = talk.trip();
    vec![
        Cell::text(file),
        Cell::Time(talk.first),
        Cell::Time(talk.last),
        Cell::seconds(Some(talk.duration())),
        Cell::text(talk.protocol_name()),
        Cell::text(from.ip().to_string()),
        port(from.port()),
        Cell::text(to.ip().to_string()),
        port(to.port()),
        Cell::text(talk.state().name()),
        both(talk.packets),
        both(talk.bytes),
        both(talk.payload),
        Cell::count(talk.packets[0]),
        Cell::count(talk.packets[1]),
        Cell::count(talk.bytes[0]),
        Cell::count(talk.bytes[1]),
        Cell::count(talk.payload[0]),
        Cell::count(talk.payload[1]),
        Cell::count(talk.again[0]),
        Cell::count(talk.again[1]),
        Cell::seconds(trip.map(|trip| trip.min)),
        Cell::seconds(trip.and_then(|trip| trip.median())),
        Cell::seconds(trip.map(|trip| trip.max)),
        Cell::text(talk.community_id()),
    ]
}

fn handshake(attempt: &Attempt, file: &str) -> Vec<Cell> {
    let asked = attempt.asked_for();
    let granted = attempt.synack.as_ref().or(attempt.other_syn.as_deref());
    let side = |side: usize| if side == CLIENT { "client" } else { "server" };
    let int = |hello: Option<&Hello>, of: fn(&Hello) -> Option<i64>| Cell::int(hello.and_then(of));
    let flag = |hello: Option<&Hello>, of: fn(&Hello) -> bool| hello.map_or(Cell::Null, |hello| Cell::Flag(of(hello)));
    let mss = |hello: &Hello| hello.offer().mss.map(i64::from);
    let shift = |hello: &Hello| hello.offer().shift.map(i64::from);
    let order = |hello: Option<&Hello>| hello.map_or(Cell::Null, |hello| Cell::text(hello.order()));
    vec![
        Cell::text(file),
        Cell::count(attempt.number + 1),
        Cell::count(attempt.frame),
        Cell::Time(attempt.start),
        Cell::text(attempt.client.ip.to_string()),
        Cell::Int(attempt.client.port.into()),
        Cell::text(attempt.server.ip.to_string()),
        Cell::Int(attempt.server.port.into()),
        Cell::text(attempt.verdict().name()),
        Cell::text(attempt.state().name()),
        Cell::Flag(attempt.connected()),
        Cell::text(attempt.history()),
        Cell::seconds(attempt.setup_time()),
        Cell::seconds(attempt.rtt()),
        Cell::seconds(attempt.ack_time()),
        Cell::seconds(attempt.data_time()),
        Cell::seconds(attempt.answer_time()),
        Cell::seconds(attempt.tls_time()),
        Cell::Int(attempt.syns.into()),
        Cell::Int(attempt.retries().into()),
        Cell::Int(attempt.synacks.into()),
        attempt.rejection.map_or(Cell::Null, |rejection| Cell::text(rejection.router.to_string())),
        attempt.reset.map_or(Cell::Null, |reset| Cell::text(side(reset.side))),
        int(asked, mss),
        int(granted, mss),
        int(asked, shift),
        int(granted, shift),
        flag(asked, |hello| hello.offer().sack),
        flag(granted, |hello| hello.offer().sack),
        flag(asked, |hello| hello.offer().timestamps.is_some()),
        flag(granted, |hello| hello.offer().timestamps.is_some()),
        order(asked),
        order(granted),
        Cell::count(attempt.packets[CLIENT]),
        Cell::count(attempt.packets[SERVER]),
        Cell::count(attempt.bytes[CLIENT]),
        Cell::count(attempt.bytes[SERVER]),
        Cell::text(story(attempt)),
    ]
}

/// The values of a message: by what was asked, the number, and all texts.
fn values(packet: &Packet<'_>, layer: usize, query: &Query) -> ([Option<u64>; ASKED.len()], [Vec<String>; ASKED.len()]) {
    let mut numbers = [const { None::<u64> }; ASKED.len()];
    let mut texts: [Vec<String>; ASKED.len()] = Default::default();
    let _ = query.layer(packet, layer, &mut |slot, field, _, value| {
        if let Value::Num(n) = value
            && let Some(to) = numbers.get_mut(slot)
        {
            // Of times to live the least is told, of anything else the first.
            let least = field.name == "dns.resp.ttl";
            *to = Some(to.map_or(n, |before| if least { before.min(n) } else { before }));
        }
        if let Some(to) = texts.get_mut(slot) {
            to.push(shown(field, value));
        }
        Continue(())
    });
    (numbers, texts)
}

/// A value as text: the name of a number that has one.
fn shown(field: &pktlab::field::Field, value: Value<'_>) -> String {
    let mut out = Vec::new();
    match value {
        Value::Num(n) if !field.names.is_empty() => match text::named(field, n) {
            Some(name) => out.extend_from_slice(name.as_bytes()),
            None => text::decimal(n, &mut out),
        },
        value => text::plain(field, value, &mut out),
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Who sent a message to whom: addresses and ports, and over what.
pub(crate) fn between(packet: &Packet<'_>, layer: usize) -> [Cell; 5] {
    let below = |wanted: &dyn Fn(&pktlab::proto::Protocol) -> bool| {
        let mut at = packet.layer(layer).map(|layer| usize::from(layer.up));
        std::iter::from_fn(move || {
            let now = at?;
            let found = packet.layer(now)?;
            at = Some(found.up.into());
            Some((now, found))
        })
        .find(|(_, found)| wanted(proto::protocol(found.id)))
    };
    let ends = |found: Option<(usize, &pktlab::spine::Layer)>| -> [Cell; 2] {
        let Some((i, found)) = found else { return [Cell::Null, Cell::Null] };
        let protocol = proto::protocol(found.id);
        let fields = match found.id {
            id::tcp => Some((&proto::tcp::SRCPORT, &proto::tcp::DSTPORT)),
            id::udp => Some((&proto::udp::SRCPORT, &proto::udp::DSTPORT)),
            _ => protocol.ends,
        };
        let cell = |field: &'static pktlab::field::Field| {
            let Some((_, value)) = packet.get(i, field) else { return Cell::Null };
            let mut out = Vec::new();
            text::plain(field, value, &mut out);
            let shown = String::from_utf8_lossy(&out).into_owned();
            if matches!(found.id, id::tcp | id::udp) { Cell::int(shown.parse::<i64>().ok()) } else { Cell::Text(shown) }
        };
        fields.map_or([Cell::Null, Cell::Null], |(from, to)| [cell(from), cell(to)])
    };
    let network = below(&|protocol| matches!(protocol.name, "ip" | "ipv6"));
    let transport = below(&|protocol| matches!(protocol.name, "tcp" | "udp"));
    let [src, dst] = ends(network);
    let [srcport, dstport] = ends(transport);
    let transport = transport.map_or(Cell::Null, |(_, found)| Cell::text(proto::protocol(found.id).name));
    [src, srcport, dst, dstport, transport]
}

/// An HTTP message.
fn http(packet: &Packet<'_>, layer: usize, query: &Query, file: &str) -> Vec<Cell> {
    let (numbers, texts) = values(packet, layer, query);
    let text = |slot: usize| texts[slot].first().map_or(Cell::Null, Cell::text);
    let or = |a: usize, b: usize| texts[a].first().or(texts[b].first()).map_or(Cell::Null, Cell::text);
    let int = |slot: usize| match numbers[slot] {
        Some(n) => Cell::int(Some(n)),
        None => Cell::int(texts[slot].first().and_then(|text| text.trim().parse::<i64>().ok())),
    };
    let [src, srcport, dst, dstport, transport] = between(packet, layer);
    vec![
        Cell::text(file),
        Cell::count(packet.frame.info.number),
        packet.frame.info.time.map_or(Cell::Null, Cell::Time),
        src,
        srcport,
        dst,
        dstport,
        transport,
        Cell::Flag(!texts[0].is_empty()),
        text(0),
        text(1),
        text(2),
        or(3, 4),
        int(5),
        text(6),
        text(7),
        text(8),
        int(9),
        text(10),
        text(11),
        text(12),
        Cell::seconds(numbers[13].map(|ns| ns as i64)),
    ]
}

/// A DNS message.
fn dns(packet: &Packet<'_>, layer: usize, query: &Query, file: &str) -> Vec<Cell> {
    let (numbers, mut texts) = values(packet, layer, query);
    let int = |slot: usize| Cell::int(numbers[slot]);
    let flag = |slot: usize| numbers[slot].map_or(Cell::Null, |n| Cell::Flag(n != 0));
    let text = |slot: usize| texts[slot].first().map_or(Cell::Null, Cell::text);
    let (opcode, rcode, name, kind) = (text(2), text(3), text(8), text(9));
    let mut list = |slot: usize| Cell::Texts(std::mem::take(&mut texts[slot]));
    let (a, aaaa, cname) = (list(14), list(15), list(16));
    let [src, srcport, dst, dstport, transport] = between(packet, layer);
    let again = packet.notes.get(layer, &proto::dns::RETRANSMISSION).is_some_and(|n| n != 0);
    vec![
        Cell::text(file),
        Cell::count(packet.frame.info.number),
        packet.frame.info.time.map_or(Cell::Null, Cell::Time),
        src,
        srcport,
        dst,
        dstport,
        transport,
        int(0),
        flag(1),
        opcode,
        rcode,
        flag(4),
        flag(5),
        flag(6),
        flag(7),
        name,
        kind,
        int(10),
        int(11),
        int(12),
        int(13),
        a,
        aaaa,
        cname,
        int(17),
        Cell::seconds(numbers[18].map(|ns| ns as i64)),
        Cell::Flag(again),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_column_once() {
        for kind in [Kind::Flows, Kind::Handshakes, Kind::Dns, Kind::Http, Kind::Tls] {
            let mut names: Vec<_> = columns(kind).iter().map(|(name, _)| name).collect();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), columns(kind).len());
            assert_eq!(schema(kind).fields().len(), names.len());
        }
    }
    #[test]
    fn what_is_asked_exists() {
        for name in ASKED.into_iter().chain(ASKED_HTTP).chain(tls::ASKED) {
            assert!(!proto::lookup(name).is_empty(), "{name}");
        }
    }
}
