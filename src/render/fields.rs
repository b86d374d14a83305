//! `-T fields`: columns, as tshark prints them.
use super::View;
use super::clock::Time;
use super::columns::{Chosen, Column};
use crate::spine::{Packet, Stage};
use crate::text;

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
    /// What `_ws.col.time` says.
    pub time: Time,
}
impl Default for Options {
    fn default() -> Options {
        Options { separator: b'\t', aggregator: b',', quote: None, occurrence: Occurrence::All, time: Time::Relative }
    }
}

/// A line a packet, a column a field. Reused from packet to packet.
pub struct Fields {
    chosen: Chosen,
    cells: Vec<Cell>,
    options: Options,
}
#[derive(Clone, Default)]
struct Cell {
    text: Vec<u8>,
    /// Occurrences so far; one may be empty text.
    seen: usize,
}
impl Fields {
    /// A view of these columns.
    pub fn new(columns: &[Column], options: Options) -> Fields {
        let chosen = Chosen::new(columns, options.time, 6);
        Fields { chosen, cells: vec![Cell::default(); columns.len()], options }
    }
    /// What must have seen a packet before its columns have their values.
    pub fn stage(&self) -> Stage {
        self.chosen.stage
    }
    /// What stands before the first packet: a byte order mark, a line with the columns' names.
    pub fn header(names: &[impl AsRef<str>], options: &Options, bom: bool, header: bool) -> Vec<u8> {
        let mut out = vec![];
        if bom {
            out.extend("\u{feff}".as_bytes());
        }
        if header {
            for (i, name) in names.iter().enumerate() {
                if i > 0 {
                    out.push(options.separator);
                }
                out.extend(name.as_ref().as_bytes());
            }
            out.push(b'\n');
        }
        out
    }
}
impl View for Fields {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        let Fields { chosen, cells, options } = self;
        chosen.run(packet, |slot, field, value| {
            if let Some(cell) = cells.get_mut(slot) {
                if cell.seen > 0 {
                    match options.occurrence {
                        Occurrence::First => return,
                        Occurrence::Last => cell.text.clear(),
                        Occurrence::All => cell.text.push(options.aggregator),
                    }
                }
                cell.seen += 1;
                text::plain(field, value, &mut cell.text);
            }
        });
        for (i, cell) in cells.iter_mut().enumerate() {
            if i > 0 {
                out.push(options.separator);
            }
            if cell.seen > 0 {
                out.extend(options.quote);
                out.append(&mut cell.text);
                out.extend(options.quote);
                cell.seen = 0;
            }
        }
        out.push(b'\n');
    }
}
