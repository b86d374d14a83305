//! Scapy's packet expressions as a tree: `Ether()/IP(dst="10.0.0.1")/TCP(options=[("MSS",1460)])/"text"`.
//!
//! The parser knows no protocol: what a name or a list means is decided where it is written. Arithmetic on
//! numbers, text and bytes is done while parsing (`"X"*3000`, `1<<16`), bounded in size and depth.
mod lex;
mod parse;

pub use parse::parse;

use std::ops::Range;

/// A value and the part of the text it was written in, in bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// Where it stands.
    pub at: Range<usize>,
    /// What stands there.
    pub what: What,
}

/// What an expression says.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// `None`: as if nothing was said.
    None,
    /// A number.
    Num(i128),
    /// A number with a fraction.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// `[1, 2]`: alternatives, or the items of a list.
    List(Vec<Expr>),
    /// `(1, 5)`: a range, or the values of a record.
    Tuple(Vec<Expr>),
    /// `DNSQR(qname="a")`; a bare word is a call without arguments.
    Call(String, Vec<Arg>),
    /// `IP()/TCP()`, outermost first.
    Stack(Vec<Expr>),
}

/// An argument of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Arg {
    /// Where its name stands, or the value of one without a name.
    pub at: Range<usize>,
    /// Its name; empty for one that is told by its place.
    pub name: String,
    /// Its value.
    pub value: Expr,
}

/// What is wrong with an expression, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    /// The bytes of the text that are wrong.
    pub at: Range<usize>,
    /// What was wanted and what was found.
    pub message: String,
}
impl Error {
    /// An error at a place.
    pub fn new(at: &Range<usize>, message: impl Into<String>) -> Error {
        Error { at: at.clone(), message: message.into() }
    }
    /// The line of the text, a caret under each wrong character, and the message.
    pub fn show(&self, text: &str) -> String {
        let start = self.at.start.min(text.len());
        let from = text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
        let to = text.get(start..).and_then(|t| t.find('\n')).map_or(text.len(), |n| start + n);
        let line = text.get(from..to).unwrap_or("");
        // Of a long line only what is around the error.
        let col = text.get(from..start).map_or(0, |t| t.chars().count());
        let wide = text.get(start..self.at.end.min(to)).map_or(1, |t| t.chars().count()).max(1);
        let skip = if col > 100 { col - 60 } else { 0 };
        let shown: String = line.chars().skip(skip).take(160).collect();
        let (dots, ahead) = if skip > 0 { ("…", 1) } else { ("", 0) };
        let rest = if line.chars().count() > skip + 160 { "…" } else { "" };
        let wide = wide.min(160usize.saturating_sub(col - skip).max(1));
        format!("{dots}{shown}{rest}\n{}{}\n{}", " ".repeat(col - skip + ahead), "^".repeat(wide), self.message)
    }
}

impl Expr {
    /// A value that stands nowhere: what a default says.
    pub fn of(what: What) -> Expr {
        Expr { at: 0..0, what }
    }
    /// The layers, outermost first.
    pub fn layers(&self) -> &[Expr] {
        match &self.what {
            What::Stack(all) => all,
            _ => std::slice::from_ref(self),
        }
    }
}
/// What kind of value it is, for messages.
pub(crate) fn kind(what: &What) -> &'static str {
    match what {
        What::None => "None",
        What::Num(_) => "a number",
        What::Float(_) => "a number with a fraction",
        What::Text(_) => "text",
        What::Bytes(_) => "bytes",
        What::List(_) => "a list",
        What::Tuple(_) => "a tuple",
        What::Call(..) => "a call",
        What::Stack(_) => "a packet",
    }
}
