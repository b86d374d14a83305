//! Comma-separated values, [RFC 4180](https://www.rfc-editor.org/rfc/rfc4180), with a header line.
//!
//! Lines end in a line feed alone, as other programs of a Unix shell expect; every reader of CSV takes that.
use super::View;
use super::columns::Column;
use super::fields::{Cells, Options};
use crate::spine::Packet;

/// A line a packet, a column a field. Several occurrences share a cell, with the aggregator between.
pub struct Csv {
    names: Vec<String>,
    cells: Cells,
    separator: u8,
    header: bool,
}
impl Csv {
    /// A view of these columns. Of the options, `separator` is taken where it is not the tab of `-T fields`, `quote` is not.
    pub fn new(names: &[impl AsRef<str>], columns: &[Column], options: &Options) -> Csv {
        let names = names.iter().map(|n| n.as_ref().to_owned()).collect();
        let separator = if options.separator == b'\t' { b',' } else { options.separator };
        Csv { names, cells: Cells::new(columns, options), separator, header: true }
    }
    /// The same without the header line.
    #[must_use]
    pub fn headless(mut self) -> Csv {
        self.header = false;
        self
    }
}
impl View for Csv {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        for (i, cell) in self.cells.fill(packet).iter_mut().enumerate() {
            if i > 0 {
                out.push(self.separator);
            }
            write(&cell.text, self.separator, out);
            cell.text.clear();
            cell.seen = 0;
        }
        out.push(b'\n');
    }
    fn head(&self, out: &mut Vec<u8>) {
        if self.header {
            for (i, name) in self.names.iter().enumerate() {
                if i > 0 {
                    out.push(self.separator);
                }
                write(name.as_bytes(), self.separator, out);
            }
            out.push(b'\n');
        }
    }
}
/// "Fields containing line breaks (CRLF), double quotes, and commas should be enclosed in double-quotes. [..] a double-quote
/// appearing inside a field must be escaped by preceding it with another double quote" (RFC 4180, 2.6 and 2.7).
fn write(text: &[u8], separator: u8, out: &mut Vec<u8>) {
    let edge = |b: Option<&u8>| b == Some(&b' ');
    let quoted = text.iter().any(|b| matches!(b, b'"' | b',' | b'\r' | b'\n') || *b == separator);
    if !(quoted || edge(text.first()) || edge(text.last())) {
        return out.extend_from_slice(text);
    }
    out.push(b'"');
    for byte in text {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    #[test]
    fn quoted_where_it_must_be() {
        for (text, want) in
            [("", ""), ("a b", "a b"), ("1,2", "\"1,2\""), ("say \"a\"", "\"say \"\"a\"\"\""), (" a", "\" a\""), ("a;b", "\"a;b\"")]
        {
            let mut out = vec![];
            super::write(text.as_bytes(), b';', &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), want);
        }
    }
}
