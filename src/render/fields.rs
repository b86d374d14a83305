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
    /// And with how many decimals: 6, or 9 where the capture has nanoseconds.
    pub decimals: u32,
}
impl Default for Options {
    fn default() -> Options {
        Options { separator: b'\t', aggregator: b',', quote: None, occurrence: Occurrence::All, time: Time::Relative, decimals: 6 }
    }
}

/// The cells of a packet: what chosen columns say, as text. Reused from packet to packet.
pub(super) struct Cells {
    chosen: Chosen,
    cells: Vec<Cell>,
    aggregator: u8,
    occurrence: Occurrence,
}
#[derive(Clone, Default)]
pub(super) struct Cell {
    pub(super) text: Vec<u8>,
    /// Occurrences so far; one may be empty text.
    pub(super) seen: usize,
}
impl Cells {
    pub(super) fn new(columns: &[Column], options: &Options) -> Cells {
        let chosen = Chosen::new(columns, options.time, options.decimals);
        Cells { chosen, cells: vec![Cell::default(); columns.len()], aggregator: options.aggregator, occurrence: options.occurrence }
    }
    /// The cells of this packet, to be emptied by who takes them.
    #[inline]
    pub(super) fn fill(&mut self, packet: &Packet<'_>) -> &mut [Cell] {
        let Cells { chosen, cells, aggregator, occurrence } = self;
        chosen.run(packet, |slot, field, value| {
            if let Some(cell) = cells.get_mut(slot) {
                if cell.seen > 0 {
                    match occurrence {
                        Occurrence::First => return,
                        Occurrence::Last => cell.text.clear(),
                        Occurrence::All => cell.text.push(*aggregator),
                    }
                }
                cell.seen += 1;
                text::plain(field, value, &mut cell.text);
            }
        });
        cells
    }
}

/// A line a packet, a column a field.
pub struct Fields {
    cells: Cells,
    separator: u8,
    quote: Option<u8>,
}
impl Fields {
    /// A view of these columns.
    pub fn new(columns: &[Column], options: Options) -> Fields {
        Fields { cells: Cells::new(columns, &options), separator: options.separator, quote: options.quote }
    }
    /// What must have seen a packet before its columns have their values.
    pub fn stage(&self) -> Stage {
        self.cells.chosen.stage
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
        for (i, cell) in self.cells.fill(packet).iter_mut().enumerate() {
            if i > 0 {
                out.push(self.separator);
            }
            if cell.seen > 0 {
                out.extend(self.quote);
                out.append(&mut cell.text);
                out.extend(self.quote);
                cell.seen = 0;
            }
        }
        out.push(b'\n');
    }
}
