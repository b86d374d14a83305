//! `-T fields`: columns, as tshark prints them.
use super::View;
use crate::field::Field;
use crate::proto;
use crate::query::Query;
use crate::spine::{Id, Packet, Stage};
use crate::text;
use std::ops::ControlFlow::*;

/// Which occurrences of a field are shown: `-E occurrence=f|l|a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Occurrence {
    /// The first.
    First,
    /// The last.
    Last,
    /// All.
    #[default]
    All,
}

/// How columns are written: tshark's `-E`.
#[derive(Clone, Debug)]
pub struct Options {
    /// Between columns; a tab by default.
    pub separator: u8,
    /// Between occurrences; a comma by default.
    pub aggregator: u8,
    /// Around a value; none by default.
    pub quote: Option<u8>,
    /// Which occurrences.
    pub occurrence: Occurrence,
}
impl Default for Options {
    fn default() -> Options {
        Options { separator: b'\t', aggregator: b',', quote: None, occurrence: Occurrence::All }
    }
}

/// One asked column: a name, and all fields of that name.
pub type Column = Vec<(Id, &'static Field)>;

/// A line a packet, a column a field. Reused from packet to packet.
pub struct Fields {
    query: Query,
    cells: Vec<Vec<u8>>,
    options: Options,
    /// The columns are shown in the order in which their values come, so they are written at once.
    stage: Stage,
}
impl Fields {
    /// A view of these columns.
    pub fn new(columns: &[Column], options: Options) -> Fields {
        let mut asked = vec![];
        for (slot, found) in columns.iter().enumerate() {
            proto::ask(slot, found, &mut asked);
        }
        let stage = columns.iter().flatten().map(|(_, f)| f.stage()).max().unwrap_or(Stage::Walk);
        Fields { query: Query::new(&asked), cells: vec![vec![]; columns.len()], options, stage }
    }
    /// What must have seen a packet before its columns have their values.
    pub fn stage(&self) -> Stage {
        self.stage
    }
}
impl View for Fields {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        let Fields { query, cells, options, .. } = self;
        let _ = query.run(packet, &mut |slot, field, _, value| {
            if let Some(cell) = cells.get_mut(slot) {
                match options.occurrence {
                    Occurrence::First if !cell.is_empty() => return Continue(()),
                    Occurrence::Last => cell.clear(),
                    _ if !cell.is_empty() => cell.push(options.aggregator),
                    _ => {}
                }
                text::plain(field, value, cell);
            }
            Continue(())
        });
        for (i, cell) in cells.iter_mut().enumerate() {
            if i > 0 {
                out.push(options.separator);
            }
            match options.quote {
                Some(quote) if !cell.is_empty() => {
                    out.push(quote);
                    out.append(cell);
                    out.push(quote);
                }
                _ => out.append(cell),
            }
        }
        out.push(b'\n');
    }
}
