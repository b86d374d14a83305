//! A result of two columns as a drawing: bars of named things, or a series over time or numbers.

use crate::session::Error;
use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type};
use std::fmt::Write;

/// Lines of a series in the terminal.
const HEIGHT: usize = 10;

/// More rows than this no drawing shows.
const MOST: usize = 10_000;

/// What is drawn.
#[derive(Debug, Default)]
pub struct Plot {
    title: [String; 2],
    /// The first column is a time or a number: rows have an order and distances.
    series: bool,
    rows: Vec<(String, f64)>,
}

impl Plot {
    /// Takes rows of the result.
    ///
    /// # Errors
    /// Where they are not of two columns, the second a number.
    pub fn take(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let schema = batch.schema();
        let wrong = || Error::Query("--plot and --svg draw results of two columns: names or times, and numbers".to_owned());
        let [labels, numbers] = batch.columns() else { return Err(wrong()) };
        if !numbers.data_type().is_numeric() {
            return Err(wrong());
        }
        self.title = [schema.field(0).name().clone(), schema.field(1).name().clone()];
        self.series = labels.data_type().is_numeric() || labels.data_type().is_temporal();
        let numbers = cast(numbers, &DataType::Float64).map_err(|error| Error::Query(error.to_string()))?;
        let numbers = numbers.as_primitive::<Float64Type>();
        let mut row = 0;
        crate::output::each_row(batch, |cells| {
            if numbers.is_valid(row)
                && let Some(label) = cells.first()
            {
                self.rows.push((short(label), numbers.value(row)));
            }
            row += 1;
        })?;
        if self.rows.len() > MOST {
            return Err(Error::Query(format!("--plot and --svg draw at most {MOST} rows: group or LIMIT them")));
        }
        Ok(())
    }

    /// In the terminal, no wider than that.
    pub fn text(&self, width: usize) -> String {
        match (self.rows.is_empty(), self.series) {
            (true, _) => "no rows\n".to_owned(),
            (_, true) => self.columns(width),
            (_, false) => self.lines(width),
        }
    }

    fn highest(&self) -> f64 {
        self.rows.iter().map(|(_, number)| *number).fold(0.0, f64::max).max(f64::MIN_POSITIVE)
    }

    /// A line a row.
    fn lines(&self, width: usize) -> String {
        let label = self.rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0).min(width / 2);
        let shown: Vec<String> = self.rows.iter().map(|(_, number)| figure(*number)).collect();
        let figures = shown.iter().map(|text| text.len()).max().unwrap_or(0);
        let room = width.saturating_sub(label + figures + 4).max(8);
        let mut text = String::new();
        for ((name, number), figure) in self.rows.iter().zip(&shown) {
            let name: String = name.chars().take(label).collect();
            let eighths = (number / self.highest() * (room * 8) as f64).round().max(0.0) as usize;
            let mut bar = "█".repeat(eighths / 8);
            if !eighths.is_multiple_of(8) {
                bar.extend(['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get(eighths % 8 - 1));
            }
            let _ = writeln!(text, "{name:<label$} {figure:>figures$} {bar}");
        }
        text
    }

    /// A column a row, or some rows.
    fn columns(&self, width: usize) -> String {
        let room = width.saturating_sub(12).max(10);
        let each = self.rows.len().div_ceil(room);
        let sums: Vec<f64> =
            self.rows.chunks(each).map(|some| some.iter().map(|(_, number)| number).sum::<f64>() / some.len() as f64).collect();
        let wide = (room / sums.len()).clamp(1, 4);
        let highest = sums.iter().copied().fold(0.0, f64::max).max(f64::MIN_POSITIVE);
        let mut text = format!("{}\n", self.title[1]);
        for line in (0..HEIGHT).rev() {
            let label = match line {
                line if line == HEIGHT - 1 => figure(highest),
                0 => "0".to_owned(),
                _ => String::new(),
            };
            let mut row = format!("{label:>9} │");
            for sum in &sums {
                let eighths = (sum / highest * (HEIGHT * 8) as f64).round().max(0.0) as usize;
                let here = eighths.saturating_sub(line * 8).min(8);
                // A row that has something is never without a mark.
                let here = if line == 0 && here == 0 && *sum > 0.0 { 1 } else { here };
                let sign = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'].get(here).copied().unwrap_or('█');
                row.extend(std::iter::repeat_n(sign, wide));
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        let columns = sums.len() * wide;
        let (first, last) = (self.rows.first().map_or("", |(label, _)| label), self.rows.last().map_or("", |(label, _)| label));
        let pad = columns.saturating_sub(first.chars().count()).max(last.chars().count() + 1);
        let _ = writeln!(text, "{:>9} └{}\n{:>11}{first}{last:>pad$}", "", "─".repeat(columns), "");
        text
    }

    /// As a picture, in the colours of who looks at it, light or dark.
    pub fn svg(&self) -> String {
        const LEFT: f64 = 90.0;
        let (width, height) = if self.series { (960.0, 320.0) } else { (960.0, 40.0 + 22.0 * self.rows.len() as f64) };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{} by {}\">\n\
             <style>\n.back {{ fill: #ffffff }} text {{ fill: #1f2328; font: 13px system-ui, sans-serif }} .bar {{ fill: #0969da }}\n\
             @media (prefers-color-scheme: dark) {{ .back {{ fill: #0d1117 }} text {{ fill: #e6edf3 }} .bar {{ fill: #58a6ff }} }}\n</style>\n\
             <rect class=\"back\" width=\"{width}\" height=\"{height}\"/>\n<text x=\"10\" y=\"20\">{}</text>\n",
            escaped(&self.title[1]),
            escaped(&self.title[0]),
            escaped(&self.title[1]),
        );
        let highest = self.highest();
        for (i, (label, number)) in self.rows.iter().enumerate() {
            let hint = format!("<title>{}: {}</title>", escaped(label), figure(*number));
            let share = (number / highest).clamp(0.0, 1.0);
            if self.series {
                let step = (width - LEFT - 20.0) / self.rows.len() as f64;
                let tall = (share * (height - 80.0)).max(if *number > 0.0 { 0.5 } else { 0.0 });
                let _ = writeln!(
                    svg,
                    "<rect class=\"bar\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{tall:.2}\">{hint}</rect>",
                    LEFT + i as f64 * step,
                    height - 40.0 - tall,
                    (step - 1.0).max(0.5)
                );
            } else {
                let y = 32.0 + 22.0 * i as f64;
                let long = share * (width - 420.0);
                let _ = writeln!(
                    svg,
                    "<text x=\"290\" y=\"{:.0}\" text-anchor=\"end\">{}</text><rect class=\"bar\" x=\"300\" y=\"{y:.0}\" width=\"{long:.2}\" height=\"16\">{hint}</rect><text x=\"{:.2}\" y=\"{:.0}\">{}</text>",
                    y + 13.0,
                    escaped(&label.chars().take(40).collect::<String>()),
                    308.0 + long,
                    y + 13.0,
                    figure(*number)
                );
            }
        }
        if self.series {
            let ends = [self.rows.first(), self.rows.last()].map(|row| row.map_or("", |(label, _)| label));
            let _ = writeln!(
                svg,
                "<text x=\"{}\" y=\"50\" text-anchor=\"end\">{}</text><text x=\"{LEFT}\" y=\"{}\">{}</text><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                LEFT - 8.0,
                figure(highest),
                height - 16.0,
                escaped(ends[0]),
                width - 20.0,
                height - 16.0,
                escaped(ends[1])
            );
        }
        svg.push_str("</svg>\n");
        svg
    }
}

/// A time without the zeros that say nothing.
fn short(label: &str) -> String {
    match label.strip_suffix('Z').and_then(|time| time.split_once('.')) {
        Some((whole, part)) if part.bytes().all(|b| b.is_ascii_digit()) => {
            let part = part.trim_end_matches('0');
            if part.is_empty() { format!("{whole}Z") } else { format!("{whole}.{part}Z") }
        }
        _ => label.to_owned(),
    }
}

/// A number in few characters.
fn figure(number: f64) -> String {
    let (scaled, unit) = match number.abs() {
        n if n >= 1e13 => (number / 1e12, "T"),
        n if n >= 1e10 => (number / 1e9, "G"),
        n if n >= 1e7 => (number / 1e6, "M"),
        _ => (number, ""),
    };
    let text = if scaled.fract() == 0.0 { format!("{scaled}") } else { format!("{scaled:.3}") };
    format!("{text}{unit}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plot(series: bool, rows: &[(&str, f64)]) -> Plot {
        let rows = rows.iter().map(|(label, number)| ((*label).to_owned(), *number)).collect();
        Plot { title: ["src".into(), "packets".into()], series, rows }
    }

    #[test]
    fn bars_are_as_long_as_their_numbers() {
        let text = plot(false, &[("10.0.0.1", 40.0), ("a", 20.0), ("none", 0.0)]).text(40);
        assert_eq!(text, "10.0.0.1 40 ██████████████████████████\na        20 █████████████\nnone      0 \n");
    }

    #[test]
    fn a_series_stands() {
        let text = plot(true, &[("0", 1.0), ("1", 0.0), ("2", 2.0)]).text(80);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[1], "        2 │        ████");
        assert_eq!(lines[10], "        0 │████    ████");
    }

    #[test]
    fn a_picture_escapes_what_was_captured() {
        let svg = plot(false, &[("<script>", 1.0)]).svg();
        assert!(svg.contains("&lt;script&gt;") && !svg.contains("<script>"));
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }
}
