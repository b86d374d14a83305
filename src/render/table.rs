//! A table for people.
//!
//! Columns are as wide as their widest cell needs, and the rows of a capture may be without end: so the first thousand rows
//! are kept, decide the widths, and later ones are laid out alike, a longer cell broken into lines. Threads make [`Rows`],
//! and one [`Table`] behind them lays out what they made.
use super::View;
use super::columns::Column;
use super::fields::{Cells, Options};
use crate::field::Kind;
use crate::spine::Packet;
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width, presets};

/// Rows that are kept before the widths are decided.
pub(super) const SAMPLE: usize = 1000;
/// Bytes of rows that are kept at most.
const ROOM: usize = 1 << 20;
/// Between cells and behind rows, in what [`Rows`] hands to [`Table`]: controls that no cell holds.
const CELL: u8 = 0x1f;
const ROW: u8 = 0x1e;

/// A packet's cells, for a [`Table`].
pub struct Rows(Cells);
impl Rows {
    /// A view of these columns.
    pub fn new(columns: &[Column], options: &Options) -> Rows {
        Rows(Cells::new(columns, options))
    }
}
impl View for Rows {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        for (i, cell) in self.0.fill(packet).iter_mut().enumerate() {
            if i > 0 {
                out.push(CELL);
            }
            super::line::harmless(0, &mut cell.text); // whatever a field's own function wrote
            out.append(&mut cell.text);
            cell.seen = 0;
        }
        out.push(ROW);
    }
}

/// Lays out rows.
#[derive(Debug)]
pub struct Table {
    titles: Vec<String>,
    /// Which columns hold numbers, which stand at the right.
    numbers: Vec<bool>,
    width: Option<u16>,
    kept: Vec<u8>,
    rows: usize,
    /// The widths, once they are decided.
    widths: Option<Vec<u16>>,
    /// The line that closes the table.
    bottom: String,
}
impl Table {
    /// A table with these titles, no wider than the terminal where there is one.
    pub fn new(titles: &[impl AsRef<str>], columns: &[Column], width: Option<u16>) -> Table {
        let number = |c: &Column| {
            let kind = |k| matches!(k, Kind::Dec | Kind::Signed | Kind::Float | Kind::Duration(_));
            !c.is_empty() && c.iter().all(|(_, f)| (kind(f.kind) && f.names.is_empty()) || f.name == "_ws.col.time")
        };
        Table::of(titles, columns.iter().map(number).collect(), width)
    }
    /// A table with these titles, no wider than that; `numbers` says which columns hold numbers, which stand at the right.
    pub fn of(titles: &[impl AsRef<str>], numbers: Vec<bool>, width: Option<u16>) -> Table {
        let titles = titles.iter().map(|t| t.as_ref().to_owned()).collect();
        Table { titles, numbers, width, kept: vec![], rows: 0, widths: None, bottom: String::new() }
    }
    /// Appends a row of these cells, as [`Table::take`] takes rows; controls in them are made harmless.
    pub fn row(cells: &[impl AsRef<str>], out: &mut Vec<u8>) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                out.push(CELL);
            }
            let from = out.len();
            out.extend_from_slice(cell.as_ref().as_bytes());
            super::line::harmless(from, out);
        }
        out.push(ROW);
    }
    /// Takes rows, and appends what can be shown of them.
    pub fn take(&mut self, rows: &[u8], out: &mut Vec<u8>) {
        self.rows += rows.iter().filter(|b| **b == ROW).count();
        self.kept.extend_from_slice(rows);
        if self.rows >= SAMPLE || self.kept.len() >= ROOM {
            self.lay(out);
        }
    }
    /// Appends what is left, and the table's last line.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        if self.rows > 0 || self.widths.is_none() {
            self.lay(out);
        }
        out.extend_from_slice(self.bottom.as_bytes());
        out.push(b'\n');
    }
    fn lay(&mut self, out: &mut Vec<u8>) {
        if self.lay_plain(out).is_some() {
            self.kept.clear();
            self.rows = 0;
            return;
        }
        let mut table = comfy_table::Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).force_no_tty();
        match self.width {
            Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        // Always: the widths of a header count wherever it is shown.
        table.set_header(self.titles.iter().map(Cell::new).collect::<Vec<_>>());
        for row in self.kept.strip_suffix(&[ROW]).into_iter().flat_map(|rows| rows.split(|b| *b == ROW)) {
            let cells = row.split(|b| *b == CELL).zip(&self.numbers).map(|(text, number)| {
                let align = if *number { CellAlignment::Right } else { CellAlignment::Left };
                Cell::new(String::from_utf8_lossy(text)).set_alignment(align)
            });
            table.add_row(cells.collect::<Vec<_>>());
        }
        if let Some(widths) = &self.widths {
            table.set_content_arrangement(ContentArrangement::Dynamic);
            table.set_constraints(widths.iter().map(|w| ColumnConstraint::Absolute(Width::Fixed(*w))));
        }
        let mut lines: Vec<String> = table.lines().collect();
        self.bottom = lines.pop().unwrap_or_default();
        let head = match &self.widths {
            Some(_) => lines.iter().position(|l| l.starts_with('╞')).map_or(0, |at| at + 1),
            None => {
                self.widths = Some(widths(&self.bottom));
                0
            }
        };
        for line in lines.iter().skip(head) {
            out.extend_from_slice(line.as_bytes());
            out.push(b'\n');
        }
        self.kept.clear();
        self.rows = 0;
    }
}
/// A cell whose signs all take one column, and none more than that: how many they are.
fn signs(cell: &[u8]) -> Option<usize> {
    if cell.is_ascii() {
        return if cell.iter().any(u8::is_ascii_control) { None } else { Some(cell.len()) };
    }
    let text = std::str::from_utf8(cell).ok()?;
    let narrow = |c: char| !c.is_control() && matches!(c, '\0'..='\u{2ff}' | '→' | '←' | '–' | '…');
    text.chars().try_fold(0, |n, c| narrow(c).then_some(n + 1))
}

impl Table {
    /// Lays out rows that need neither breaking nor measuring, as the slow way does; `None` where some do.
    fn lay_plain(&mut self, out: &mut Vec<u8>) -> Option<()> {
        let rows = || self.kept.strip_suffix(&[ROW]).into_iter().flat_map(|rows| rows.split(|b| *b == ROW));
        let mut widths: Vec<usize> = match &self.widths {
            Some(widths) => widths.iter().map(|width| usize::from(*width).saturating_sub(2)).collect(),
            None => self.titles.iter().map(|title| signs(title.as_bytes())).collect::<Option<_>>()?,
        };
        for row in rows() {
            let mut cells = row.split(|b| *b == CELL);
            for (width, cell) in widths.iter_mut().zip(cells.by_ref()) {
                let signs = signs(cell)?;
                if signs > *width && self.widths.is_some() {
                    return None;
                }
                *width = signs.max(*width);
            }
        }
        let total = 1 + widths.iter().map(|width| width + 3).sum::<usize>();
        if self.width.is_some_and(|width| total > usize::from(width)) || self.titles.len() != self.numbers.len() {
            return None;
        }
        let rule = |[left, fill, cross, right]: [&str; 4]| {
            let parts: Vec<String> = widths.iter().map(|width| fill.repeat(width + 2)).collect();
            format!("{left}{}{right}", parts.join(cross))
        };
        let line = |cells: &mut dyn Iterator<Item = &[u8]>, plain: bool, out: &mut Vec<u8>| {
            for (i, (width, number)) in widths.iter().zip(&self.numbers).enumerate() {
                let cell = cells.next().unwrap_or_default();
                out.extend_from_slice(if i == 0 { "│ " } else { "┆ " }.as_bytes());
                let room = width - signs(cell).unwrap_or(0).min(*width);
                let right = *number && !plain;
                out.extend(std::iter::repeat_n(b' ', if right { room } else { 0 }));
                out.extend_from_slice(cell);
                out.extend(std::iter::repeat_n(b' ', if right { 1 } else { room + 1 }));
            }
            out.extend_from_slice("│\n".as_bytes());
        };
        if self.widths.is_none() {
            out.extend_from_slice((rule(["┌", "─", "┬", "┐"]) + "\n").as_bytes());
            line(&mut self.titles.iter().map(|title| title.as_bytes()), true, out);
            out.extend_from_slice((rule(["╞", "═", "╪", "╡"]) + "\n").as_bytes());
        }
        rows().for_each(|row| line(&mut row.split(|b| *b == CELL), false, out));
        self.bottom = rule(["└", "─", "┴", "┘"]);
        if self.widths.is_none() {
            self.widths = Some(widths.iter().map(|width| *width as u16 + 2).collect());
        }
        Some(())
    }
}
/// The widths that a table's last line shows, padding included: `└────┴──┘`.
fn widths(bottom: &str) -> Vec<u16> {
    let inside = bottom.trim_start_matches('└').trim_end_matches('┘');
    inside.split('┴').map(|part| part.chars().count() as u16).collect()
}
