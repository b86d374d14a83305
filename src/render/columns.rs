//! The columns that are chosen by name: fields, and the seven of the line view.
use super::clock::{Clock, Time};
use super::line;
use crate::field::{Field, Kind, Place, Show, Value};
use crate::proto::{self, id};
use crate::query::Query;
use crate::spine::{Id, Packet, Stage};
use std::ops::ControlFlow::Continue;

/// One column: all fields of a name.
pub type Column = Vec<(Id, &'static Field)>;

/// Text that was made harmless where it was written.
const AS_IS: Kind = Kind::Show(&Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Bytes(text) = value {
            out.extend_from_slice(text);
        }
    },
});
/// Counts from 1.
static NUMBER: Field = Field::new("_ws.col.number", "No.", Place::Derived(|p, _| Some(Value::Num(p.frame.info.number))));
/// As `-t` wants it.
static TIME: Field = Field::new("_ws.col.time", "Time", Place::Written(|_, _, _| false)).kind(AS_IS);
static SOURCE: Field = Field::new("_ws.col.source", "Source", Place::Written(|p, _, out| line::end(p, true, out))).kind(AS_IS);
static DESTINATION: Field =
    Field::new("_ws.col.destination", "Destination", Place::Written(|p, _, out| line::end(p, false, out))).kind(AS_IS);
static PROTOCOL: Field = Field::new("_ws.col.protocol", "Protocol", Place::Written(line::protocol_name)).kind(AS_IS);
/// Bytes on the wire.
static LENGTH: Field = Field::new("_ws.col.length", "Length", Place::Derived(|p, _| Some(Value::Num(p.frame.info.wire.into()))));
static INFO: Field = Field::new("_ws.col.info", "Info", Place::Written(line::info)).kind(AS_IS);

/// The columns of the line view, in its order.
pub(super) static SHOWN: [&Field; 7] = [&NUMBER, &TIME, &SOURCE, &DESTINATION, &PROTOCOL, &LENGTH, &INFO];

/// The fields of a name, those of the line view among them; empty when there is none.
///
/// `_ws.col.*` may be spelled as any Wireshark did: `_ws.col.Info`, `_ws.col.No.`, `_ws.col.def_src`.
pub fn column(name: &str) -> Column {
    let Some(short) = name.strip_prefix("_ws.col.") else { return proto::lookup(name) };
    let field = match short.to_ascii_lowercase().as_str() {
        "number" | "no." => &NUMBER,
        "time" => &TIME,
        "source" | "def_src" => &SOURCE,
        "destination" | "def_dst" => &DESTINATION,
        "protocol" => &PROTOCOL,
        "length" | "packet_length" => &LENGTH,
        "info" => &INFO,
        _ => return vec![],
    };
    vec![(id::frame, field)]
}

/// The columns of the line view: what is shown as values or as a table where the user names no fields.
pub fn default_columns() -> (Vec<String>, Vec<Column>) {
    SHOWN.iter().map(|field| (field.name.to_owned(), vec![(id::frame, *field)])).unzip()
}

/// The values of columns, packet by packet.
pub(super) struct Chosen {
    query: Query,
    shown: Vec<(usize, &'static Field)>,
    clock: Clock,
    text: Vec<u8>,
    pub(super) stage: Stage,
}
impl Chosen {
    pub(super) fn new(columns: &[Column], time: Time, decimals: u32) -> Chosen {
        let (mut asked, mut shown) = (vec![], vec![]);
        for (slot, found) in columns.iter().enumerate() {
            match found.as_slice() {
                [(_, field)] if SHOWN.iter().any(|s| std::ptr::eq(*s, *field)) => shown.push((slot, *field)),
                found => proto::ask(slot, found, &mut asked),
            }
        }
        let stage = columns.iter().flatten().map(|(id, f)| proto::stage(*id, f)).max().unwrap_or(Stage::Walk);
        Chosen { query: Query::new(&asked), shown, clock: Clock::new(time, decimals), text: vec![], stage }
    }
    /// Tells the values: a column's number, the field, the value.
    #[inline]
    pub(super) fn run(&mut self, packet: &Packet<'_>, mut each: impl FnMut(usize, &'static Field, Value<'_>)) {
        let _ = self.query.run(packet, &mut |slot, field, _, value| {
            each(slot, field, value);
            Continue(())
        });
        for (slot, field) in &self.shown {
            self.text.clear();
            match field.place {
                Place::Derived(work) => {
                    if let Some(value) = work(packet, 0) {
                        each(*slot, field, value);
                    }
                    continue;
                }
                Place::Written(_) if std::ptr::eq(*field, &TIME) => self.clock.write(&packet.frame.info, &mut self.text),
                Place::Written(write) => {
                    write(packet, 0, &mut self.text);
                }
                _ => {}
            }
            if !self.text.is_empty() {
                each(*slot, field, Value::Bytes(&self.text));
            }
        }
    }
}
