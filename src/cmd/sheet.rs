//! Rows under titles: for people as a table no wider than the terminal, for programs as CSV.

use comfy_table::{Cell, ContentArrangement, Table, presets};
use std::io::IsTerminal;

/// Some rows, a text for each title.
pub(super) struct Sheet {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    pub(super) fn new(titles: &[&'static str]) -> Sheet {
        Sheet::titled(titles.iter().map(|title| (*title).to_owned()).collect())
    }

    /// Under titles that are known only now.
    pub(super) fn titled(titles: Vec<String>) -> Sheet {
        Sheet { titles, rows: Vec::new() }
    }

    /// A row; lines in a text are lines of its cell.
    pub(super) fn row(&mut self, cells: impl Into<Vec<String>>) {
        self.rows.push(cells.into());
    }

    /// For people: a table; where the terminal is too narrow for it, a line for each cell. What has nothing to say is left out.
    pub(super) fn table(&self) -> String {
        let terminal = std::io::stdout().is_terminal().then(|| terminal_size::terminal_size_of(std::io::stdout())).flatten();
        self.within(terminal.map_or(usize::MAX, |(width, _)| width.0.into()))
    }

    fn within(&self, width: usize) -> String {
        let says = |column: usize| self.rows.iter().any(|row| row.get(column).is_some_and(|text| !text.is_empty()));
        let columns: Vec<usize> = (0..self.titles.len()).filter(|column| self.rows.is_empty() || says(*column)).collect();
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).force_no_tty().set_content_arrangement(ContentArrangement::Disabled);
        let chosen = |row: &[String]| {
            columns.iter().filter_map(|column| row.get(*column).map(|text| harmless(text))).map(Cell::new).collect::<Vec<_>>()
        };
        table.set_header(columns.iter().map(|column| harmless(&self.titles[*column])).collect::<Vec<_>>());
        for row in &self.rows {
            table.add_row(chosen(row));
        }
        let lines: Vec<String> = table.lines().collect();
        let fits = lines.first().is_none_or(|line| line.chars().count() <= width);
        if fits { lines.join("\n") + "\n" } else { self.records() }
    }

    /// Each row as lines of titles and texts.
    fn records(&self) -> String {
        let title = self.titles.iter().map(|title| title.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for row in &self.rows {
            for (name, cell) in self.titles.iter().zip(row).filter(|(_, cell)| !cell.is_empty()) {
                for (i, line) in harmless(cell).lines().enumerate() {
                    let name = if i == 0 { name.as_str() } else { "" };
                    text.push_str(&format!("{name:title$}  {line}\n"));
                }
            }
            text.push('\n');
        }
        text
    }

    /// RFC 4180, several lines of a cell separated by spaces.
    pub(super) fn csv(&self) -> String {
        let cell = |text: &str| {
            let text = text.replace('\n', " ");
            if text.contains(['"', ',', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
        };
        let line = |cells: Vec<String>| cells.join(",") + "\n";
        let mut text = line(self.titles.iter().map(|title| cell(title)).collect());
        for row in &self.rows {
            text.push_str(&line(row.iter().map(|text| cell(text)).collect()));
        }
        text
    }
}

/// An interface's name may hold any byte but a slash and a space: none of them may steer the terminal.
pub(super) fn harmless(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_is_quoted_and_a_cell_is_one_line() {
        let mut sheet = Sheet::new(&["a", "b"]);
        sheet.row(["say \"x\", y".to_owned(), "1\n2".to_owned()]);
        assert_eq!(sheet.csv(), "a,b\n\"say \"\"x\"\", y\",1 2\n");
    }

    #[test]
    fn a_narrow_terminal_gets_lines() {
        let mut sheet = Sheet::new(&["name", "addresses"]);
        sheet.row(["lo".to_owned(), "127.0.0.1/8\n::1/128".to_owned()]);
        assert!(sheet.within(80).starts_with('┌'));
        assert_eq!(sheet.within(20), "name       lo\naddresses  127.0.0.1/8\n           ::1/128\n\n");
    }

    #[test]
    fn an_empty_column_is_not_shown_and_nothing_steers_the_terminal() {
        let mut sheet = Sheet::new(&["name", "nothing"]);
        sheet.row(["a\u{1b}[2J".to_owned(), String::new()]);
        let table = sheet.within(80);
        assert!(!table.contains("nothing") && !table.contains('\u{1b}') && table.contains("a\u{fffd}[2J"), "{table}");
    }
}
