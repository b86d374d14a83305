//! What two sides say to one another: the bytes of a conversation, piece by piece.
//!
//! A side's text is what it sent, so nothing of it may steer the terminal: what is no printable character is a dot.
use super::hex;
use crate::flow::stream::{Heard, Piece, Side, Tally};
use crate::text;
use anstyle::{AnsiColor, Style};
use std::net::SocketAddr;

/// How pieces are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// As text; what cannot be printed is a dot.
    Text,
    /// Sixteen bytes a line, the server's further to the right; offsets count for each side.
    Hex,
    /// The bytes, and nothing else: gaps are not seen.
    Raw,
    /// An object with the pieces in hexadecimal digits.
    Json,
}

/// Shows one conversation.
#[derive(Debug)]
pub struct Dialog {
    format: Format,
    color: bool,
    /// What it is called: `tcp:3`.
    name: String,
    /// Only this side is shown.
    only: Option<Side>,
    last: Option<Side>,
    /// The output does not stand at a line's start.
    within: bool,
    begun: bool,
    /// Since when times count.
    first: Option<i64>,
    /// Client and server.
    pub ends: Option<[SocketAddr; 2]>,
    /// What was heard of client and server.
    pub tally: [Tally; 2],
}

impl Dialog {
    /// A dialog of that name; of one side only where that is given.
    pub fn new(name: String, format: Format, only: Option<Side>, color: bool) -> Dialog {
        Dialog { format, color, name, only, last: None, within: false, begun: false, first: None, ends: None, tally: Default::default() }
    }
    /// Appends what is to be seen of a piece.
    pub fn piece(&mut self, heard: &Heard<'_>, out: &mut Vec<u8>) {
        self.ends.get_or_insert(heard.ends);
        self.first = self.first.or(heard.time);
        let [client, server] = &mut self.tally;
        let tally = if heard.side == Side::Client { client } else { server };
        match heard.piece {
            Piece::Bytes { bytes, .. } => tally.bytes += bytes.len() as u64,
            Piece::Gap { len, .. } => (tally.gaps, tally.missing) = (tally.gaps + 1, tally.missing + len),
            Piece::Again { len, differs, .. } => {
                (tally.again, tally.conflicts) = (tally.again + len, tally.conflicts + u64::from(differs.is_some()));
                if differs.is_none() && self.format != Format::Json {
                    return;
                }
            }
        }
        if self.only.is_some_and(|only| only != heard.side) {
            return;
        }
        match self.format {
            Format::Raw => {
                if let Piece::Bytes { bytes, .. } = heard.piece {
                    out.extend_from_slice(bytes);
                }
            }
            Format::Json => self.object(heard, out),
            Format::Text | Format::Hex => self.shown(heard, out),
        }
    }
    /// Appends what stands at the end.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        match self.format {
            Format::Raw => {}
            Format::Text | Format::Hex => self.line(out),
            Format::Json => {
                self.head(out);
                out.extend_from_slice(b"\n],");
                for (name, tally) in ["client_to_server", "server_to_client"].iter().zip(self.tally) {
                    let Tally { bytes, gaps, missing, again, conflicts, .. } = tally;
                    let numbers = [("bytes", bytes), ("gaps", gaps), ("missing", missing), ("again", again), ("conflicts", conflicts)];
                    let numbers: Vec<String> = numbers.iter().map(|(name, n)| format!("\"{name}\":{n}")).collect();
                    let comma = if *name == "client_to_server" { "," } else { "" };
                    out.extend_from_slice(format!("\"{name}\":{{{}}}{comma}", numbers.join(",")).as_bytes());
                }
                out.extend_from_slice(b"}\n");
            }
        }
    }
    /// What is to be said of what is not to be seen in the bytes, a sentence for each side and kind.
    pub fn remarks(&self) -> Vec<String> {
        let mut all = vec![];
        let Some(ends) = self.ends else { return all };
        for (tally, side) in self.tally.iter().zip([Side::Client, Side::Server]) {
            let [from, to] = if side == Side::Client { ends } else { [ends[1], ends[0]] };
            if tally.gaps > 0 {
                all.push(format!(
                    "{}: {from} → {to}: {} bytes are missing in {} gap{}",
                    self.name,
                    tally.missing,
                    tally.gaps,
                    plural(tally.gaps)
                ));
            }
            if tally.conflicts > 0 {
                all.push(format!(
                    "{}: {from} → {to}: bytes that came again were others, {} time{}; the first are shown",
                    self.name,
                    tally.conflicts,
                    plural(tally.conflicts)
                ));
            }
        }
        all
    }
    fn style(&self, side: Side) -> Style {
        let color = if side == Side::Client { AnsiColor::Red } else { AnsiColor::Blue };
        if self.color { color.on_default() } else { Style::new() }
    }
    /// Begins a line, unless it stands at the start of one.
    fn line(&mut self, out: &mut Vec<u8>) {
        if std::mem::take(&mut self.within) {
            out.push(b'\n');
        }
    }
    fn shown(&mut self, heard: &Heard<'_>, out: &mut Vec<u8>) {
        if self.only.is_none() && self.last != Some(heard.side) {
            self.line(out);
            let [a, b] = heard.ends;
            let [from, to] = if heard.side == Side::Client { [a, b] } else { [b, a] };
            let dim = if self.color { Style::new().dimmed() } else { Style::new() };
            let mut title = format!("── {from} → {to}");
            if let Some((time, first)) = heard.time.zip(self.first) {
                title += &format!(
                    "  frame {}, {}.{:06} s",
                    heard.frame,
                    (time - first) / 1_000_000_000,
                    (time - first).unsigned_abs() % 1_000_000_000 / 1000
                );
            }
            out.extend_from_slice(format!("{dim}{title}{dim:#}\n").as_bytes());
            self.last = Some(heard.side);
        }
        let style = self.style(heard.side);
        let mark = if self.color { AnsiColor::Yellow.on_default() } else { Style::new() };
        let note = |text: String, out: &mut Vec<u8>| {
            out.extend_from_slice(format!("{mark}[{text}]{mark:#}\n").as_bytes());
        };
        match heard.piece {
            Piece::Bytes { at, bytes } => {
                out.extend_from_slice(format!("{style}").as_bytes());
                if self.format == Format::Hex {
                    let margin = if heard.side == Side::Server && self.only.is_none() { "    " } else { "" };
                    hex::rows(bytes, at, 8, margin, out);
                } else {
                    readable(bytes, out);
                    self.within = out.last() != Some(&b'\n');
                }
                out.extend_from_slice(format!("{style:#}").as_bytes());
            }
            Piece::Gap { at, len } => {
                self.line(out);
                note(format!("{len} bytes are missing, from byte {at} on"), out);
            }
            Piece::Again { at, len, differs } => {
                self.line(out);
                let which = differs.map_or(String::new(), |n| format!(", and byte {n} was another one; the first is shown"));
                note(format!("{len} bytes came again in frame {}, from byte {at} on{which}", heard.frame), out);
            }
        }
    }
    fn head(&mut self, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        out.extend_from_slice(format!("{{\"stream\":\"{}\"", self.name).as_bytes());
        for (name, end) in ["client", "server"].iter().zip(self.ends.iter().flatten()) {
            out.extend_from_slice(format!(",\"{name}\":{{\"ip\":\"{}\",\"port\":{}}}", end.ip(), end.port()).as_bytes());
        }
        out.extend_from_slice(b",\"pieces\":[");
    }
    fn object(&mut self, heard: &Heard<'_>, out: &mut Vec<u8>) {
        let first = !self.begun;
        self.head(out);
        let side = if heard.side == Side::Client { "client" } else { "server" };
        out.extend_from_slice(if first { b"\n" } else { b",\n" });
        out.extend_from_slice(format!("{{\"from\":\"{side}\"").as_bytes());
        if heard.frame > 0 {
            out.extend_from_slice(format!(",\"frame\":{}", heard.frame).as_bytes());
        }
        if let Some(time) = heard.time {
            out.extend_from_slice(format!(",\"time\":{}.{:09}", time.div_euclid(1_000_000_000), time.rem_euclid(1_000_000_000)).as_bytes());
        }
        match heard.piece {
            Piece::Bytes { at, bytes } => {
                out.extend_from_slice(format!(",\"offset\":{at},\"len\":{},\"data\":\"", bytes.len()).as_bytes());
                bytes.iter().for_each(|byte| text::hex(u64::from(*byte), 2, out));
                out.extend_from_slice(b"\"}");
            }
            Piece::Gap { at, len } => out.extend_from_slice(format!(",\"offset\":{at},\"missing\":{len}}}").as_bytes()),
            Piece::Again { at, len, differs } => {
                out.extend_from_slice(format!(",\"offset\":{at},\"again\":{len}").as_bytes());
                if let Some(n) = differs {
                    out.extend_from_slice(format!(",\"differs\":{n}").as_bytes());
                }
                out.push(b'}');
            }
        }
    }
}

fn plural(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Appends bytes as text for a terminal: lines and tabs stay, what cannot be printed or would turn the text around is a dot.
pub fn readable(bytes: &[u8], out: &mut Vec<u8>) {
    for chunk in bytes.utf8_chunks() {
        let mut chars = chunk.valid().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\n' | '\t' => out.push(c as u8),
                '\r' if chars.peek() == Some(&'\n') => {}
                ' '..='~' => out.push(c as u8),
                c if c.is_control()
                    || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}') =>
                {
                    out.push(b'.')
                }
                c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        out.extend(chunk.invalid().iter().map(|_| b'.'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(side: Side, piece: Piece<'_>) -> Heard<'_> {
        let ends = ["192.0.2.1:1000", "[2001:db8::1]:80"].map(|end| end.parse().unwrap());
        Heard { stream: 3, ends, side, frame: 7, time: Some(5_000_001_000), piece }
    }
    fn shown(format: Format, only: Option<Side>) -> String {
        let (mut dialog, mut out) = (Dialog::new("tcp:3".into(), format, only, false), vec![]);
        let pieces = [
            (Side::Client, Piece::Bytes { at: 0, bytes: b"GET /\r\n\x1b[2J" }),
            (Side::Server, Piece::Bytes { at: 0, bytes: b"\xff no" }),
            (Side::Server, Piece::Gap { at: 4, len: 10 }),
            (Side::Server, Piece::Again { at: 0, len: 4, differs: Some(2) }),
            (Side::Client, Piece::Again { at: 0, len: 4, differs: None }),
        ];
        pieces.iter().for_each(|(side, piece)| dialog.piece(&heard(*side, *piece), &mut out));
        dialog.finish(&mut out);
        assert_eq!(dialog.remarks().len(), 2);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn text_is_harmless_and_gaps_are_seen() {
        let want = "── 192.0.2.1:1000 → [2001:db8::1]:80  frame 7, 0.000000 s\nGET /\n.[2J\n\
                    ── [2001:db8::1]:80 → 192.0.2.1:1000  frame 7, 0.000000 s\n. no\n[10 bytes are missing, from byte 4 on]\n\
                    [4 bytes came again in frame 7, from byte 0 on, and byte 2 was another one; the first is shown]\n";
        assert_eq!(shown(Format::Text, None), want);
        assert_eq!(shown(Format::Text, Some(Side::Client)), "GET /\n.[2J\n");
    }
    #[test]
    fn hex_counts_each_sides_bytes() {
        let text = shown(Format::Hex, None);
        assert!(text.contains("\n00000000  47 45 54 20 2f 0d 0a 1b 5b 32 4a                  GET /...[2J\n"), "{text}");
        assert!(text.contains("\n    00000000  ff 20 6e 6f "), "{text}");
    }
    #[test]
    fn json_is_whole() {
        let all: serde_json::Value = serde_json::from_str(&shown(Format::Json, None)).unwrap();
        assert_eq!(all["server"]["ip"], "2001:db8::1");
        assert_eq!(all["pieces"][1]["data"], "ff206e6f");
        assert_eq!((&all["pieces"][2]["missing"], &all["pieces"][3]["differs"]), (&10.into(), &2.into()));
        assert_eq!(all["server_to_client"]["missing"], 10);
        let mut out = vec![];
        Dialog::new("udp:0".into(), Format::Json, None, false).finish(&mut out);
        assert!(serde_json::from_slice::<serde_json::Value>(&out).is_ok());
    }
    #[test]
    fn raw_is_the_bytes() {
        assert_eq!(shown(Format::Raw, Some(Side::Client)), "GET /\r\n\u{1b}[2J");
    }
}
