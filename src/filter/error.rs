//! What is wrong with a filter, and where.
use std::fmt;
use std::ops::Range;

/// Why an expression is no display filter: what was wanted, what was found, and where.
///
/// Shown with the expression and a caret under the place:
///
/// ```
/// let error = pktlab::filter::compile("ip.ttl == 300").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "300 is too large for ip.ttl (which is an unsigned integer of 1 byte): 0 to 255\n  ip.ttl == 300\n            ^~~"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    message: String,
    span: Range<usize>,
    text: String,
}

impl Error {
    pub(super) fn new(message: impl Into<String>, span: Range<usize>) -> Error {
        Error { message: message.into(), span, text: String::new() }
    }
    /// The expression it is about.
    pub(super) fn of(mut self, text: &str) -> Error {
        text.clone_into(&mut self.text);
        // A value of thousands of digits is not said again whole.
        if self.message.chars().nth(LONGEST).is_some() {
            let (head, tail): (String, Vec<char>) = (self.message.chars().take(LONGEST / 2).collect(), self.message.chars().collect());
            let tail: String = tail.get(tail.len() - LONGEST / 4..).unwrap_or(&[]).iter().collect();
            self.message = format!("{head}...{tail}");
        }
        self.span = self.span.start.min(text.len())..self.span.end.min(text.len());
        self
    }
    /// What is wrong, without the expression.
    pub fn message(&self) -> &str {
        &self.message
    }
    /// The bytes of the expression that it is about; empty at its end where something is missing.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }
}

/// A message of more characters is shortened.
const LONGEST: usize = 600;
/// More of a long expression than this is not shown.
const SHOWN: usize = 160;

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        // The lines around the place, cut to a width that fits.
        let at = |mut i: usize| {
            i = i.min(self.text.len());
            while !self.text.is_char_boundary(i) {
                i -= 1;
            }
            i
        };
        let (start, end) = (at(self.span.start), at(self.span.end));
        let line = self.text.get(..start).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        let line_end = self.text.get(start..).and_then(|t| t.find('\n')).map_or(self.text.len(), |i| start + i);
        let from = at(if start - line > SHOWN / 2 { start - SHOWN / 2 } else { line });
        let to = at(line_end.min(from + SHOWN));
        let show = |text: &str| text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
        let (before, shown) = (self.text.get(from..start).unwrap_or(""), self.text.get(from..to).unwrap_or(""));
        let (head, tail) = (if from > line { "..." } else { "" }, if to < line_end { "..." } else { "" });
        let column = head.len() + before.chars().count();
        let under = self.text.get(start..end.clamp(start, to.max(start))).unwrap_or("").chars().count().max(1);
        write!(f, "\n  {head}{}{tail}\n  {:column$}^{}", show(shown), "", "~".repeat(under - 1))
    }
}
impl std::error::Error for Error {}
