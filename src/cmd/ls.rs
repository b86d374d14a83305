//! `pkt ls`: the protocols; and of one its header, drawn from the field table itself.

use super::exit::{self, Code};
use super::fields::type_name;
use super::near;
use pktlab::field::{Field, Place, Unset};
use pktlab::proto::{PROTOCOLS, Protocol};
use std::fmt::Write;

/// List the protocols, or describe one: header, fields, defaults
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
The description of a protocol is the one that decoding and crafting read. Its columns: the field's
name in Wireshark, where it lies (bits from the header's first), its type, its name in Scapy, what
is written when nothing is said, and what it is.

Examples:
  pkt ls
  pkt ls tcp
  pkt ls ip | less")]
pub(super) struct Args {
    /// The protocol, by Wireshark's name or Scapy's
    #[arg(value_name = "PROTO")]
    protocol: Option<String>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Code> {
    let text = match &args.protocol {
        None => list()?,
        Some(name) => describe(find(name)?)?,
    };
    super::answer(text.as_bytes())
}

fn find(name: &str) -> anyhow::Result<&'static Protocol> {
    let same = |p: &&&Protocol| p.name.eq_ignore_ascii_case(name) || p.alias.eq_ignore_ascii_case(name) && !p.alias.is_empty();
    if let Some(found) = PROTOCOLS.iter().find(same) {
        return Ok(found);
    }
    let known = PROTOCOLS.iter().flat_map(|p| [p.name, p.alias]);
    Err(exit::usage(format!("there is no protocol `{name}`{} (`pkt ls` lists them)", near::hint(name, known))))
}

fn list() -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let width = |of: fn(&Protocol) -> usize| PROTOCOLS.iter().map(|p| of(p)).max().unwrap_or(0);
    let (name, alias, title) = (width(|p| p.name.len()), width(|p| p.alias.len()), width(|p| p.title.chars().count()));
    for p in PROTOCOLS {
        let line = format!("{:name$}  {:alias$}  {:title$}  {}", p.name, p.alias, p.title, p.spec);
        writeln!(text, "{}", line.trim_end())?;
    }
    Ok(text)
}

fn describe(p: &'static Protocol) -> Result<String, std::fmt::Error> {
    let mut text = format!("{} - {}", p.name, p.title);
    for (label, value) in [("", p.spec), ("Scapy ", p.alias)] {
        if !value.is_empty() {
            write!(text, ", {label}{value}")?;
        }
    }
    text.push('\n');
    let carriers: Vec<String> = p.under.iter().map(|(space, number)| format!("{space:?} {number:#x}")).collect();
    if !carriers.is_empty() {
        writeln!(text, "carried as {}", carriers.join(", "))?;
    }
    let drawing = Drawing::of(p);
    if !drawing.bits.is_empty() || !drawing.behind.is_empty() {
        writeln!(text, "\n{}", drawing.show())?;
    }
    let mut rows = Vec::new();
    p.fields.iter().for_each(|field| row(field, 0, &mut Vec::new(), &mut rows));
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..COLUMNS).map(width).collect();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(text, "{}", cells.join("  ").trim_end())?;
    }
    Ok(text)
}

const COLUMNS: usize = 6;

/// A field's row, and those of the fields inside it, indented.
fn row(field: &'static Field, depth: usize, seen: &mut Vec<*const Field>, rows: &mut Vec<[String; COLUMNS]>) {
    // A record may hold records of its own kind.
    if seen.contains(&std::ptr::from_ref(field)) {
        return;
    }
    seen.push(field);
    let within = if field.name.is_empty() && field.title.is_empty() {
        // A choice or a bracket: only what it holds is shown.
        depth
    } else {
        let name = if field.name.is_empty() { format!("({})", field.title) } else { field.name.to_owned() };
        let title = if field.name.is_empty() { "" } else { field.title };
        rows.push([
            format!("{}{name}", "  ".repeat(depth)),
            place(field),
            if field.name.is_empty() { String::new() } else { type_name(field) },
            field.alias.to_owned(),
            default(field),
            title.to_owned(),
        ]);
        depth + 1
    };
    field.inside(&mut |inner| {
        row(inner, within, seen, rows);
        true
    });
    seen.pop();
}

/// Where a field lies, in words.
fn place(field: &Field) -> String {
    let range = |at: usize, width: usize| if width == 1 { format!("bit {at}") } else { format!("{at}-{}", at + width - 1) };
    match field.place {
        Place::Bits(at, width) => range(at.into(), width.into()),
        Place::Bytes(at, len) => range(at as usize * 8, len as usize * 8),
        Place::Little(at, len, shift, width) if usize::from(width) == usize::from(len) * 8 && shift == 0 => {
            format!("{} little endian", range(at as usize * 8, width.into()))
        }
        Place::Little(at, len, ..) => format!("in {} little endian", range(at as usize * 8, len as usize * 8)),
        Place::Body => "payload".to_owned(),
        Place::Either(of) => of.iter().map(|field| field.name).collect::<Vec<_>>().join(" or "),
        Place::Derived(_) | Place::Written(_) | Place::Reckoned(_) => "worked out".to_owned(),
        Place::Noted(_) | Place::NotedEach(_) => "from earlier packets".to_owned(),
        Place::Many(_) | Place::Times(..) | Place::Repeat(..) => "a list".to_owned(),
        _ => match field.width() {
            0 => "follows".to_owned(),
            bits => format!("follows, {bits} bits"),
        },
    }
}

/// What craft writes when the user says nothing; empty for what is not written at all.
fn default(field: &Field) -> String {
    let written = match field.place {
        Place::Body
        | Place::Either(_)
        | Place::Derived(_)
        | Place::Written(_)
        | Place::Reckoned(_)
        | Place::Noted(_)
        | Place::NotedEach(_)
        | Place::Elsewhere(..) => false,
        Place::Many(_) | Place::Times(..) | Place::Repeat(..) | Place::Group(_) => false,
        _ => !field.bracket() && field.width() > 0,
    };
    match field.unset {
        _ if !written => String::new(),
        Unset::Computed => "computed".to_owned(),
        Unset::Is(n) => n.to_string(),
        Unset::Bytes(bytes) => bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// A header as the RFCs draw it: 32 bits a row, two characters a bit.
struct Drawing {
    /// Who each bit of the fixed part belongs to.
    bits: Vec<Option<usize>>,
    /// The fields of the fixed part that are drawn.
    fields: Vec<&'static Field>,
    /// Titles of what follows the fixed part.
    behind: Vec<&'static str>,
}

/// Bits a row.
const ROW: usize = 32;

impl Drawing {
    fn of(p: &'static Protocol) -> Drawing {
        let mut fixed: Vec<(usize, usize, &'static Field)> = Vec::new();
        for field in p.fields {
            match field.place {
                Place::Bits(at, width) => fixed.push((at.into(), width.into(), field)),
                Place::Bytes(at, len) => fixed.push((at as usize * 8, len as usize * 8, field)),
                // Parts of a little-endian word do not stand side by side in the order of the bits: the word is drawn.
                Place::Little(at, len, ..) => fixed.push((at as usize * 8, len as usize * 8, field)),
                _ => {}
            }
        }
        // Where fields overlap the widest is drawn: the flags' word, and not each flag.
        fixed.sort_by_key(|(at, width, _)| (*at, std::cmp::Reverse(*width)));
        let mut drawing = Drawing { bits: vec![None; p.size * 8], fields: Vec::new(), behind: Vec::new() };
        let mut end = 0;
        for (at, width, field) in fixed {
            if at >= end && at + width <= drawing.bits.len() {
                end = at + width;
                drawing.bits[at..end].fill(Some(drawing.fields.len()));
                drawing.fields.push(field);
            }
        }
        let behind = p.fields.iter().filter(|field| (field.follows() || matches!(field.place, Place::Body)) && !field.title.is_empty());
        drawing.behind = behind.map(|field| field.title).collect();
        drawing
    }

    fn show(&self) -> String {
        let mut lines = Vec::new();
        let columns = if self.behind.is_empty() { self.bits.len().clamp(8, ROW) } else { ROW };
        let tens = (0..columns).map(|bit| if bit % 10 == 0 { format!(" {}", bit / 10) } else { "  ".to_owned() });
        lines.push(tens.collect());
        lines.push((0..columns).map(|bit| format!(" {}", bit % 10)).collect());
        let rows: Vec<&[Option<usize>]> = self.bits.chunks(ROW).collect();
        let none: &[Option<usize>] = &[];
        for (i, row) in rows.iter().enumerate() {
            lines.push(border(if i > 0 { rows[i - 1] } else { none }, row));
            lines.push(self.row(i, row));
        }
        let last = rows.last().copied().unwrap_or(none);
        if self.behind.is_empty() {
            lines.push(border(last, none));
        } else {
            // What follows is drawn as wide as a row, however long it is.
            let wide = vec![None; ROW];
            lines.push(border(last, &wide));
            for title in &self.behind {
                lines.push(format!("|{:^63}|", clip(title, 59) + " ..."));
                lines.push(border(&wide, none));
            }
        }
        lines.iter().map(|line: &String| format!("{}\n", line.trim_end())).collect()
    }

    /// The boxes of one row. A field of several rows has its name in the middle one.
    fn row(&self, number: usize, row: &[Option<usize>]) -> String {
        let mut line = String::new();
        let mut at = 0;
        while at < row.len() {
            let len = row[at..].iter().take_while(|owner| **owner == row[at]).count();
            let room = len * 2 - 1;
            let label = match row[at] {
                Some(owner) if self.label_row(owner) == number => label(self.fields[owner], room),
                _ => String::new(),
            };
            let _ = write!(line, "|{label:^room$}");
            at += len;
        }
        line + "|"
    }

    /// The row in which a field's name is written: the middle one of those that it fills as far as it does any.
    fn label_row(&self, owner: usize) -> usize {
        let share = |row: &[Option<usize>]| row.iter().filter(|of| **of == Some(owner)).count();
        let shares: Vec<usize> = self.bits.chunks(ROW).map(share).collect();
        let most = shares.iter().copied().max().unwrap_or(0);
        let widest: Vec<usize> = (0..shares.len()).filter(|row| shares[*row] == most).collect();
        widest[(widest.len() - 1) / 2]
    }
}

/// The line between two rows: open where one field goes on.
fn border(above: &[Option<usize>], below: &[Option<usize>]) -> String {
    let mut line = String::new();
    let width = above.len().max(below.len());
    for bit in 0..width {
        let (up, down) = (above.get(bit).copied().flatten(), below.get(bit).copied().flatten());
        let open = up.is_some() && up == down;
        let before = bit > 0 && above.get(bit - 1).copied().flatten().is_some_and(|owner| below.get(bit - 1) == Some(&Some(owner)));
        line.push_str(match (open, before) {
            (true, true) => "  ",
            (true, false) => "+ ",
            (false, _) => "+-",
        });
    }
    line + "+"
}

/// The longest name of a field that fits into a box.
fn label(field: &Field, room: usize) -> String {
    let short = field.name.rsplit('.').next().unwrap_or_default();
    let names = [field.title, short, field.alias];
    match names.iter().filter(|name| !name.is_empty()).find(|name| name.chars().count() <= room) {
        Some(name) => (*name).to_owned(),
        None => clip(if short.is_empty() { field.title } else { short }, room),
    }
}

fn clip(text: &str, room: usize) -> String {
    text.chars().take(room).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pktlab::proto;

    #[test]
    fn the_udp_header_is_drawn_as_in_its_rfc() {
        let drawn = Drawing::of(&proto::udp::PROTOCOL).show();
        let wanted = " 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|          Source Port          |       Destination Port        |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|            Length             |           Checksum            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
";
        assert!(drawn.starts_with(wanted), "{drawn}");
    }

    #[test]
    fn a_field_of_several_rows_is_one_box() {
        let drawn = Drawing::of(&proto::ipv6::PROTOCOL).show();
        let from = drawn.lines().position(|line| line.contains("Source Address")).unwrap();
        let lines: Vec<&str> = drawn.lines().collect();
        assert_eq!(lines[from + 1], format!("+{}+", " ".repeat(63)), "{drawn}");
    }

    #[test]
    fn every_protocol_can_be_described() {
        for p in PROTOCOLS {
            assert!(describe(p).unwrap().contains(p.title), "{}", p.name);
        }
    }
}
