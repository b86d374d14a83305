//! The values of a packet, put behind one another as Arrow wants them.

use crate::column::{self, Column, FRAME, Origin, Shape};
use datafusion::arrow::array::{
    Array, ArrayRef, BinaryBuilder, BooleanBuilder, Float64Builder, Int64Builder, ListArray, RecordBatch, RecordBatchOptions,
    StringViewBuilder, TimestampNanosecondBuilder, UInt64Builder,
};
use datafusion::arrow::buffer::{NullBuffer, OffsetBuffer};
use datafusion::arrow::datatypes::{Field as ArrowField, SchemaRef};
use datafusion::arrow::error::ArrowError;
use pktlab::decode::{Unread, sees_all, walk, walk_past, walk_until};
use pktlab::field::{Field, Kind, Place, Value};
use pktlab::filter::Filter;
use pktlab::frame::Frame;
use pktlab::proto;
use pktlab::query::Query;
use pktlab::spine::{Id, Layer, Packet, Rules, Spine, Stage};
use pktlab::text;
use std::ops::ControlFlow::Continue;
use std::sync::Arc;

/// The values of one column.
struct Cells {
    shape: Shape,
    values: Values,
    list: Option<Rows>,
    /// Values of this row so far.
    seen: usize,
}

/// Where the rows of a list end.
#[derive(Default)]
struct Rows {
    ends: Vec<i32>,
    there: Vec<bool>,
}

enum Values {
    Int(Int64Builder),
    Word(UInt64Builder),
    Real(Float64Builder),
    Flag(BooleanBuilder),
    Text(StringViewBuilder),
    Bytes(BinaryBuilder),
    Time(TimestampNanosecondBuilder),
}

impl Cells {
    fn new(column: &Column) -> Cells {
        let values = match column.shape {
            Shape::Int => Values::Int(Int64Builder::new()),
            Shape::Word => Values::Word(UInt64Builder::new()),
            Shape::Real | Shape::Seconds => Values::Real(Float64Builder::new()),
            Shape::Flag => Values::Flag(BooleanBuilder::new()),
            Shape::Text => Values::Text(StringViewBuilder::new()),
            Shape::Bytes => Values::Bytes(BinaryBuilder::new()),
            Shape::Time => Values::Time(TimestampNanosecondBuilder::new().with_timezone("UTC")),
        };
        Cells { shape: column.shape, values, list: column.list.then(Rows::default), seen: 0 }
    }

    /// A value of this row.
    #[inline]
    fn take(&mut self, field: &'static Field, value: Value<'_>, room: &mut Vec<u8>) {
        if self.seen > 0 && self.list.is_none() {
            return;
        }
        match (&mut self.values, value) {
            (Values::Int(to), Value::Num(n)) if matches!(field.kind, Kind::Signed) => to.append_value(text::extend(n, field)),
            (Values::Int(to), Value::Num(n)) => to.append_value(n as i64),
            (Values::Word(to), Value::Num(n)) => to.append_value(n),
            (Values::Real(to), value) if self.shape == Shape::Seconds => match column::seconds(field, value) {
                Some(seconds) => to.append_value(seconds),
                None => return,
            },
            (Values::Real(to), Value::Num(n)) if field.width() == 32 => to.append_value(f32::from_bits(n as u32).into()),
            (Values::Real(to), Value::Num(n)) => to.append_value(f64::from_bits(n)),
            (Values::Flag(to), Value::Num(n)) if matches!(field.kind, Kind::Flag) => to.append_value(n != 0),
            // What is only present is so.
            (Values::Flag(to), _) => to.append_value(true),
            (Values::Time(to), value) => match column::nanoseconds(field, value) {
                Some(time) => to.append_value(time),
                None => return,
            },
            (Values::Bytes(to), Value::Bytes(bytes)) => to.append_value(bytes),
            (Values::Bytes(to), Value::Num(n)) => {
                // Bytes that a description reads as a number are as many as its width says.
                let bytes = n.to_be_bytes();
                to.append_value(bytes.get(8 - field.width().div_ceil(8).min(8)..).unwrap_or(&[]));
            }
            (Values::Text(to), value) => {
                room.clear();
                text::plain(field, value, room);
                match std::str::from_utf8(room) {
                    Ok(text) => to.append_value(text),
                    Err(_) => to.append_value(String::from_utf8_lossy(room)),
                }
            }
            _ => return,
        }
        self.seen += 1;
    }

    fn text(&mut self, text: &str) {
        if let Values::Text(to) = &mut self.values {
            to.append_value(text);
            self.seen += 1;
        }
    }

    fn flag(&mut self, flag: bool) {
        if let Values::Flag(to) = &mut self.values {
            to.append_value(flag);
            self.seen += 1;
        }
    }

    #[inline]
    fn end_row(&mut self) {
        match &mut self.list {
            Some(rows) => {
                let before = rows.ends.last().copied().unwrap_or(0);
                rows.ends.push(before + self.seen as i32);
                rows.there.push(self.seen > 0);
            }
            None if self.seen == 0 => match &mut self.values {
                Values::Int(to) => to.append_null(),
                Values::Word(to) => to.append_null(),
                Values::Real(to) => to.append_null(),
                Values::Flag(to) => to.append_null(),
                Values::Text(to) => to.append_null(),
                Values::Bytes(to) => to.append_null(),
                Values::Time(to) => to.append_null(),
            },
            None => {}
        }
        self.seen = 0;
    }

    fn finish(&mut self) -> ArrayRef {
        let values: ArrayRef = match &mut self.values {
            Values::Int(of) => Arc::new(of.finish()),
            Values::Word(of) => Arc::new(of.finish()),
            Values::Real(of) => Arc::new(of.finish()),
            Values::Flag(of) => Arc::new(of.finish()),
            Values::Text(of) => Arc::new(of.finish()),
            Values::Bytes(of) => Arc::new(of.finish()),
            Values::Time(of) => Arc::new(of.finish()),
        };
        let Some(rows) = &mut self.list else { return values };
        let Rows { ends, there } = std::mem::take(rows);
        let item = Arc::new(ArrowField::new("item", values.data_type().clone(), true));
        let offsets = OffsetBuffer::new(std::iter::once(0).chain(ends).collect());
        Arc::new(ListArray::new(item, offsets, values, Some(NullBuffer::from(there))))
    }
}

/// How much of a packet has to be looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Depth {
    /// Nothing: that it is there is enough.
    Count,
    /// What the capture knows of it.
    Frame,
    /// Its layers.
    Walk,
}

/// Columns that stand in the fixed part of headers, and of which only the first counts: where all have one, the walk ends.
struct Firsts {
    /// A bit for each column.
    open: u64,
    /// By the number of the protocol.
    of: Vec<First>,
}

/// What is wanted of a protocol's header.
#[derive(Clone, Default)]
struct First {
    /// The columns it gives a value, where the header is so many bytes long.
    gives: u64,
    end: u32,
    fields: Vec<(usize, &'static Field)>,
}

impl Firsts {
    /// `None` where a column may be anything else.
    fn of(columns: &[Column]) -> Option<Firsts> {
        let mut firsts = Firsts { open: 0, of: vec![First::default(); proto::PROTOCOLS.len()] };
        for (slot, column) in columns.iter().enumerate() {
            let bit = 1u64.checked_shl(slot as u32)?;
            match &column.origin {
                Origin::File => {}
                Origin::Fields(fields) if !column.list => {
                    firsts.open |= bit;
                    for (id, field) in fields {
                        let of = firsts.of.get_mut(id.0 as usize)?;
                        match field.place {
                            Place::Derived(_) if *id == FRAME && proto::stage(*id, field) == Stage::Walk => {}
                            Place::Bits(..) | Place::Bytes(..) | Place::Little(..)
                                if proto::protocol(*id).fields.iter().any(|top| std::ptr::eq(*top, *field)) =>
                            {
                                of.end = of.end.max(field.range().end as u32);
                            }
                            _ => return None,
                        }
                        of.gives |= bit;
                        of.fields.push((slot, field));
                    }
                }
                _ => return None,
            }
        }
        Some(firsts)
    }

    /// Tells of one layer after the other whether all columns have a value now.
    #[inline]
    fn enough(&self) -> impl FnMut(&Layer) -> bool {
        let mut open = self.open;
        move |layer| {
            if let Some(of) = self.of.get(layer.id.0 as usize)
                && layer.body - layer.start >= of.end
            {
                open &= !of.gives;
            }
            open == 0
        }
    }
}

/// Some columns, and what is put into them.
pub(crate) struct Sheet {
    schema: SchemaRef,
    query: Query,
    cells: Vec<Cells>,
    /// Cells that are no fields.
    file: Vec<usize>,
    whole: Vec<(usize, &'static Field)>,
    passes: Vec<(usize, Arc<Filter>)>,
    unread: Option<Unread>,
    firsts: Option<Firsts>,
    depth: Depth,
    rows: usize,
    room: Vec<u8>,
    name: String,
}

impl Sheet {
    /// An empty sheet of these columns, of a file of that name.
    pub(crate) fn new(columns: &[Column], schema: SchemaRef, name: &str) -> Sheet {
        let (mut asked, mut file, mut whole, mut passes) = (vec![], vec![], vec![], vec![]);
        let mut depth = if columns.is_empty() { Depth::Count } else { Depth::Frame };
        let mut all = false;
        for (slot, column) in columns.iter().enumerate() {
            match &column.origin {
                Origin::File => file.push(slot),
                Origin::Fields(fields) => {
                    proto::ask(slot, fields, &mut asked);
                    all |= fields.iter().any(|(_, field)| sees_all(field));
                    if fields.iter().any(|(id, field)| *id != FRAME || !matches!(field.place, Place::Derived(_))) {
                        depth = Depth::Walk;
                    }
                }
                Origin::Whole(field) => {
                    whole.push((slot, *field));
                    (all, depth) = (true, Depth::Walk);
                }
                Origin::Passes(filter) => {
                    all |= filter.unread().is_none();
                    passes.push((slot, filter.clone()));
                    depth = Depth::Walk;
                }
            }
        }
        if columns.iter().all(|column| matches!(column.origin, Origin::File)) {
            depth = Depth::Count;
        }
        let wanted: Vec<Id> = asked.iter().map(|asked| asked.id).collect();
        let unread = (!all).then(|| {
            Unread::but(|id| wanted.contains(&id) || passes.iter().any(|(_, filter)| filter.unread().is_none_or(|unread| !unread.has(id))))
        });
        Sheet {
            schema,
            query: Query::new(&asked),
            cells: columns.iter().map(Cells::new).collect(),
            file,
            whole,
            passes,
            unread,
            firsts: Firsts::of(columns),
            depth,
            rows: 0,
            room: Vec::new(),
            name: name.to_owned(),
        }
    }

    /// How much of a packet has to be looked at.
    pub(crate) fn depth(&self) -> Depth {
        self.depth
    }

    /// How many rows there are.
    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    /// Walks as far as the columns need it.
    #[inline]
    pub(crate) fn walk(&self, spine: &mut Spine, frame: &Frame<'_>, rules: &Rules) {
        match (&self.firsts, &self.unread) {
            _ if self.depth == Depth::Count => {}
            (Some(firsts), Some(unread)) => walk_until(spine, frame, rules, unread, firsts.enough()),
            (_, Some(unread)) => drop(walk_past(spine, frame, rules, unread)),
            (_, None) => walk(spine, frame, rules),
        }
    }

    /// So many rows of which nothing is asked but that they are there, and of which file.
    pub(crate) fn count(&mut self, rows: usize) {
        for slot in &self.file {
            if let Some(cells) = self.cells.get_mut(*slot) {
                for _ in 0..rows {
                    cells.text(&self.name);
                    cells.end_row();
                }
            }
        }
        self.rows += rows;
    }

    /// Puts a packet into the next row.
    #[inline]
    pub(crate) fn row(&mut self, packet: &Packet<'_>) {
        let Sheet { query, cells, room, .. } = self;
        if let Some(firsts) = &self.firsts {
            for (i, layer) in packet.spine.layers().iter().enumerate() {
                let Some(of) = firsts.of.get(layer.id.0 as usize) else { continue };
                for (slot, field) in &of.fields {
                    let value = match field.place {
                        Place::Derived(work) => work(packet, i),
                        _ => field.get(layer.head(packet.bytes)),
                    };
                    if let (Some(value), Some(cells)) = (value, cells.get_mut(*slot)) {
                        cells.take(field, value, room);
                    }
                }
            }
            self.end_row();
            return;
        }
        let _ = query.run(packet, &mut |slot, field, _, value| {
            if let Some(cells) = cells.get_mut(slot) {
                cells.take(field, value, room);
            }
            Continue(())
        });
        for (slot, field) in &self.whole {
            self.room.clear();
            if let (Place::Written(write), Some(cells)) = (field.place, self.cells.get_mut(*slot)) {
                write(packet, 0, &mut self.room);
                if !self.room.is_empty() {
                    cells.text(&String::from_utf8_lossy(&self.room));
                }
            }
        }
        for (slot, filter) in &self.passes {
            if let Some(cells) = self.cells.get_mut(*slot) {
                cells.flag(filter.matches(packet));
            }
        }
        self.end_row();
    }

    #[inline]
    fn end_row(&mut self) {
        for slot in &self.file {
            if let Some(cells) = self.cells.get_mut(*slot) {
                cells.text(&self.name);
            }
        }
        self.cells.iter_mut().for_each(Cells::end_row);
        self.rows += 1;
    }

    /// What was put in, as Arrow has it; the sheet is empty then.
    pub(crate) fn finish(&mut self) -> Result<RecordBatch, ArrowError> {
        let columns = self.cells.iter_mut().map(Cells::finish).collect();
        let rows = std::mem::take(&mut self.rows);
        RecordBatch::try_new_with_options(self.schema.clone(), columns, &RecordBatchOptions::new().with_row_count(Some(rows)))
    }
}
