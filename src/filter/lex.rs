//! An expression's words.
use super::Error;
use std::ops::Range;

/// A word and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) span: Range<usize>,
}
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    And,
    Or,
    Not,
    Any,
    All,
    In,
    Compare(Compare),
    /// `&`, `+`, `-`, `*`, `/`, `%`.
    Sign(u8),
    /// `(`, `)`, `{`, `}`, `,`.
    Mark(u8),
    /// `..`
    To,
    /// `[0:3,-1]`
    Ranges(Vec<Part>),
    /// `#2`, `#[1-3]`
    Layers(Vec<Part>),
    /// A name or an unquoted value: what it is its place tells.
    Plain(String),
    /// `.tcp.port`: a name and nothing else.
    Name(String),
    /// `:ff`: a value and nothing else, its colon with it.
    Literal(String),
    /// `"text"`, escapes resolved; `r"text"` as it stands.
    Text(Vec<u8>),
    /// `'a'`
    Char(u8),
}
/// How two values are compared. `Equal` and the like over all pairs or any, as the spelling has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compare {
    AnyEqual,
    AllEqual,
    AnyUnequal,
    AllUnequal,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Contains,
    Matches,
}
/// A part of a range: where it begins and how long it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// From the end where negative.
    pub(super) from: i32,
    pub(super) to: End,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// So many.
    Length(i32),
    /// Up to and with this one.
    Last(i32),
    /// To the end.
    Rest,
}

/// An expression longer than this is refused.
pub(super) const LONGEST: usize = 64 << 10;

/// The words of an expression.
pub(super) fn lex(text: &str) -> Result<Vec<Token>, Error> {
    if text.len() > LONGEST {
        return Err(Error::new(format!("the filter has {} bytes; at most {LONGEST} are taken", text.len()), 0..1));
    }
    let mut lexer = Lexer { text, bytes: text.as_bytes(), at: 0 };
    let mut tokens = vec![];
    while let Some(token) = lexer.next()? {
        tokens.push(token);
    }
    Ok(tokens)
}

struct Lexer<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

const SIGNS: &[(&[u8], Word)] = &[
    (b"===", Word::Compare(Compare::AllEqual)),
    (b"!==", Word::Compare(Compare::AnyUnequal)),
    (b"==", Word::Compare(Compare::AnyEqual)),
    (b"!=", Word::Compare(Compare::AllUnequal)),
    (b"~=", Word::Compare(Compare::AnyUnequal)),
    (b">=", Word::Compare(Compare::GreaterEqual)),
    (b"<=", Word::Compare(Compare::LessEqual)),
    (b">", Word::Compare(Compare::Greater)),
    (b"<", Word::Compare(Compare::Less)),
    (b"~", Word::Compare(Compare::Matches)),
    (b"&&", Word::And),
    (b"||", Word::Or),
    (b"!", Word::Not),
    (b"..", Word::To),
    (b"&", Word::Sign(b'&')),
    (b"+", Word::Sign(b'+')),
    (b"-", Word::Sign(b'-')),
    (b"*", Word::Sign(b'*')),
    (b"/", Word::Sign(b'/')),
    (b"%", Word::Sign(b'%')),
    (b"(", Word::Mark(b'(')),
    (b")", Word::Mark(b')')),
    (b"{", Word::Mark(b'{')),
    (b"}", Word::Mark(b'}')),
    (b",", Word::Mark(b',')),
];

impl Lexer<'_> {
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.at..).unwrap_or(&[])
    }
    fn next(&mut self) -> Result<Option<Token>, Error> {
        while matches!(self.peek(0), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
        let start = self.at;
        if self.rest().is_empty() {
            return Ok(None);
        }
        let word = self.word()?;
        Ok(Some(Token { word, span: start..self.at }))
    }
    fn word(&mut self) -> Result<Word, Error> {
        let start = self.at;
        match self.peek(0) {
            b'"' => return self.quoted(false),
            b'r' | b'R' if self.peek(1) == b'"' => {
                self.at += 1;
                return self.quoted(true);
            }
            b'\'' => return self.character(),
            b'[' => return self.ranges().map(Word::Ranges),
            b'#' => {
                self.at += 1;
                return self.layers().map(Word::Layers);
            }
            b'$' => {
                let end = self.rest().iter().position(|b| *b == b'}').map_or(1, |n| n + 1);
                return Err(Error::new("macros and field references (`$`) are not known here", start..start + end));
            }
            _ => {}
        }
        if let Some(n) = address(self.rest()) {
            return Ok(self.literal(n));
        }
        match self.peek(0) {
            b'.' if self.peek(1) != b'.' && wordy(self.peek(1)) => {
                self.at += 1;
                let n = plain(self.rest());
                let name = self.take(n);
                return Ok(Word::Name(name));
            }
            // A value and nothing else: `:ff` where `ff` is a protocol.
            b':' => {
                let n = forced(self.rest());
                if n > 1 {
                    return Ok(Word::Literal(self.take(n)));
                }
            }
            b if wordy(b) => {
                let n = plain(self.rest());
                let word = self.take(n);
                return Ok(keyword(&word).unwrap_or(Word::Plain(word)));
            }
            _ => {}
        }
        let sign = SIGNS.iter().find(|(sign, _)| self.rest().starts_with(sign));
        if let Some((sign, word)) = sign {
            self.at += sign.len();
            return Ok(word.clone());
        }
        let c = self.text.get(start..).and_then(|t| t.chars().next()).unwrap_or(' ');
        let message = match c {
            '=' => "`=` is no comparison; `==` is".to_owned(),
            '|' => "`|` is no operator; `||` is \"or\"".to_owned(),
            c if !c.is_ascii() || c.is_control() => format!("{c:?} may stand only between double quotes"),
            c => format!("`{c}` has no meaning here"),
        };
        Err(Error::new(message, start..start + c.len_utf8()))
    }
    fn take(&mut self, n: usize) -> String {
        let word = self.text.get(self.at..self.at + n).unwrap_or("").to_owned();
        self.at += n;
        word
    }
    fn literal(&mut self, n: usize) -> Word {
        Word::Plain(self.take(n))
    }
    /// Text between double quotes. In a raw one a backslash is a backslash, and still keeps a quote from ending it.
    fn quoted(&mut self, raw: bool) -> Result<Word, Error> {
        let start = self.at;
        self.at += 1;
        let mut out = vec![];
        loop {
            match self.rest() {
                [] => return Err(Error::new("the final quote is missing", start..self.bytes.len())),
                [b'"', ..] => {
                    self.at += 1;
                    return Ok(Word::Text(out));
                }
                [b'\\', next, ..] if raw => {
                    out.extend([b'\\', *next]);
                    self.at += 2;
                }
                [b'\\', ..] => self.escape(&mut out)?,
                [b, ..] => {
                    out.push(*b);
                    self.at += 1;
                }
            }
        }
    }
    /// A backslash and what belongs to it.
    fn escape(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        let start = self.at;
        let letter = self.peek(1);
        let simple = match letter {
            b'a' => 0x07,
            b'b' => 0x08,
            b'f' => 0x0c,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'v' => 0x0b,
            b'\'' | b'"' | b'\\' => letter,
            b'x' => {
                let digits = self.digits(2, 2, u8::is_ascii_hexdigit);
                if digits.is_empty() {
                    return Err(Error::new("`\\x` wants one or two hexadecimal digits", start..start + 2));
                }
                self.at += 2 + digits.len();
                out.push(u8::from_str_radix(&digits, 16).unwrap_or(0));
                return Ok(());
            }
            b'0'..=b'7' => {
                let digits = self.digits(1, 3, |b| (b'0'..=b'7').contains(b));
                let n = u16::from_str_radix(&digits, 8).unwrap_or(0);
                let end = start + 1 + digits.len();
                self.at = end;
                out.push(u8::try_from(n).map_err(|_| Error::new(format!("`\\{digits}` is more than 255"), start..end))?);
                return Ok(());
            }
            b'u' | b'U' => {
                let want = if letter == b'u' { 4 } else { 8 };
                let digits = self.digits(2, want, u8::is_ascii_hexdigit);
                let end = start + 2 + digits.len();
                let c = u32::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == want).and_then(char::from_u32);
                // As in C: what ASCII has is written as itself.
                let c = c.filter(|c| *c >= '\u{a0}' || matches!(c, '$' | '@' | '`'));
                let Some(c) = c else {
                    return Err(Error::new(format!("`\\{}{digits}` names no character that needs it", letter as char), start..end));
                };
                self.at = end;
                out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
                return Ok(());
            }
            _ => {
                let Some(c) = self.text.get(start + 1..).and_then(|t| t.chars().next()) else {
                    return Err(Error::new("the final quote is missing", start..self.bytes.len()));
                };
                return Err(Error::new(
                    format!("`\\{c}` is no escape; for a backslash write `\\\\`, or r\"...\" around the text"),
                    start..start + 1 + c.len_utf8(),
                ));
            }
        };
        self.at += 2;
        out.push(simple);
        Ok(())
    }
    fn digits(&self, skip: usize, most: usize, is: fn(&u8) -> bool) -> String {
        self.rest().iter().skip(skip).take(most).take_while(|b| is(b)).map(|b| *b as char).collect()
    }
    /// A character between single quotes: one byte.
    fn character(&mut self) -> Result<Word, Error> {
        let start = self.at;
        self.at += 1;
        let mut out = vec![];
        loop {
            match self.rest() {
                [] => return Err(Error::new("the final quote is missing", start..self.bytes.len())),
                [b'\'', ..] => {
                    self.at += 1;
                    break;
                }
                // Wireshark takes it for two characters, whatever its manual says.
                [b'\\', b'n', ..] => return Err(Error::new("a line feed is written '\\x0a'", start..self.at + 2)),
                [b'\\', ..] => self.escape(&mut out)?,
                [b, ..] => {
                    out.push(*b);
                    self.at += 1;
                }
            }
        }
        match out.as_slice() {
            [b] => Ok(Word::Char(*b)),
            [] => Err(Error::new("there is no character between the quotes", start..self.at)),
            _ => Err(Error::new("a character is one byte; text stands between double quotes", start..self.at)),
        }
    }
    /// `2` or `[1-3,5]` behind `#`.
    fn layers(&mut self) -> Result<Vec<Part>, Error> {
        match self.peek(0) {
            b'[' => self.ranges(),
            b'0'..=b'9' => {
                let start = self.at;
                let digits = self.digits(0, 20, u8::is_ascii_digit);
                self.at += digits.len();
                let n = digits.parse().map_err(|_| Error::new(format!("there is no layer {digits}"), start..self.at))?;
                Ok(vec![Part { from: n, to: End::Length(1) }])
            }
            0 => Err(Error::new("behind `#` a layer's number is missing", self.at..self.at)),
            _ => Err(Error::new("behind `#` stands a layer's number, or a range in brackets", self.at..self.at + 1)),
        }
    }
    /// `[i:j]`, `[i-j]`, `[i]`, `[:j]`, `[i:]`, several with commas between.
    fn ranges(&mut self) -> Result<Vec<Part>, Error> {
        self.at += 1;
        let mut parts = vec![];
        loop {
            parts.push(self.part()?);
            self.blanks();
            match self.peek(0) {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(parts);
                }
                0 => return Err(Error::new("`]` is missing", self.at..self.at)),
                _ => return Err(self.no_range()),
            }
        }
    }
    fn no_range(&self) -> Error {
        Error::new("a range is [i:j] (j bytes from i on), [i-j] (from i to j), [i], [:j] or [i:]", self.at..self.at + 1)
    }
    fn part(&mut self) -> Result<Part, Error> {
        self.blanks();
        let start = self.at;
        let from = if self.peek(0) == b':' { None } else { Some(self.offset()?) };
        self.blanks();
        let part = match (self.peek(0), from) {
            (b':', from) => {
                self.at += 1;
                self.blanks();
                let from = from.unwrap_or(0);
                if matches!(self.peek(0), b']' | b',') {
                    Part { from, to: End::Rest }
                } else {
                    let n = self.offset()?;
                    if n <= 0 {
                        return Err(Error::new(format!("{n} is no length: it must be 1 or more"), start..self.at));
                    }
                    Part { from, to: End::Length(n) }
                }
            }
            (b'-', Some(from)) => {
                self.at += 1;
                self.blanks();
                let last = self.offset()?;
                if from >= last && (from < 0) == (last < 0) {
                    return Err(Error::new(format!("a range goes up: {from}-{last} does not"), start..self.at));
                }
                Part { from, to: End::Last(last) }
            }
            (_, Some(from)) => Part { from, to: End::Length(1) },
            _ => return Err(self.no_range()),
        };
        Ok(part)
    }
    fn blanks(&mut self) {
        while matches!(self.peek(0), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }
    /// A number in a range: decimal, hexadecimal or octal, from the end where negative.
    fn offset(&mut self) -> Result<i32, Error> {
        let start = self.at;
        let negative = self.peek(0) == b'-';
        if negative || self.peek(0) == b'+' {
            self.at += 1;
        }
        let digits = self.digits(0, 40, u8::is_ascii_alphanumeric);
        if digits.is_empty() {
            return Err(self.no_range());
        }
        self.at += digits.len();
        let n = match number(&digits) {
            Ok(n) => i32::try_from(n).ok(),
            Err(_) => None,
        };
        match n {
            Some(n) => Ok(if negative { -n } else { n }),
            None => Err(Error::new(format!("{digits} is no offset"), start..self.at)),
        }
    }
}

/// Why a word is no number.
pub(super) enum NoNumber {
    /// It is something else.
    Word,
    /// It does not fit 64 bits.
    Large,
}
/// A number: decimal, `0x` hexadecimal, `0b` binary, or octal behind a zero.
pub(super) fn number(word: &str) -> Result<u64, NoNumber> {
    let lower = word.to_ascii_lowercase();
    let (digits, radix) = match lower.as_bytes() {
        [b'0', b'x', ..] => (lower.get(2..).unwrap_or(""), 16),
        [b'0', b'b', ..] => (lower.get(2..).unwrap_or(""), 2),
        [b'0', _, ..] => (lower.get(1..).unwrap_or(""), 8),
        _ => (lower.as_str(), 10),
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return Err(NoNumber::Word);
    }
    u64::from_str_radix(digits, radix).map_err(|_| NoNumber::Large)
}

fn keyword(word: &str) -> Option<Word> {
    Some(match word {
        "and" => Word::And,
        "or" => Word::Or,
        "not" => Word::Not,
        "any" => Word::Any,
        "all" => Word::All,
        "in" => Word::In,
        "eq" | "any_eq" => Word::Compare(Compare::AnyEqual),
        "ne" | "all_ne" => Word::Compare(Compare::AllUnequal),
        "all_eq" => Word::Compare(Compare::AllEqual),
        "any_ne" => Word::Compare(Compare::AnyUnequal),
        "gt" => Word::Compare(Compare::Greater),
        "ge" => Word::Compare(Compare::GreaterEqual),
        "lt" => Word::Compare(Compare::Less),
        "le" => Word::Compare(Compare::LessEqual),
        "contains" => Word::Compare(Compare::Contains),
        "matches" => Word::Compare(Compare::Matches),
        "bitwise_and" => Word::Sign(b'&'),
        _ => return None,
    })
}

fn wordy(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}
/// The length of a word: letters, digits, `_` and `-`, with single dots inside.
fn plain(text: &[u8]) -> usize {
    let is = |b: u8| wordy(b) || b == b'-';
    let mut n = 0;
    loop {
        n += text.iter().skip(n).take_while(|b| is(**b)).count();
        match text.get(n..) {
            Some([b'.', next, ..]) if is(*next) => n += 1,
            _ => return n,
        }
    }
}
/// The length of a value behind a colon, the colon counted: bytes, or hexadecimal digits with hyphens between them.
fn forced(text: &[u8]) -> usize {
    let behind = text.get(1..).unwrap_or(&[]);
    let hex = behind.iter().take_while(|b| b.is_ascii_hexdigit() || **b == b'-').count();
    let digits = behind.first().is_some_and(u8::is_ascii_hexdigit);
    1 + bytes(behind).unwrap_or(0).max(if digits { hex } else { 0 })
}
/// The length of an IPv4 or IPv6 address with its prefix, or of bytes with colons between; `None` for other text.
fn address(text: &[u8]) -> Option<usize> {
    let longest = [ip4(text), ip6(text), bytes(text)].into_iter().flatten().max()?;
    // A longer word is a word.
    (longest >= plain(text)).then_some(longest)
}
fn prefix(text: &[u8], at: usize, most: usize) -> usize {
    match text.get(at) {
        Some(b'/') => match text.iter().skip(at + 1).take(most).take_while(|b| b.is_ascii_digit()).count() {
            0 => at,
            n => at + 1 + n,
        },
        _ => at,
    }
}
fn ip4(text: &[u8]) -> Option<usize> {
    dotted(text).map(|n| prefix(text, n, 2))
}
fn dotted(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    for i in 0..4 {
        if i > 0 {
            (text.get(at) == Some(&b'.')).then_some(())?;
            at += 1;
        }
        let digits = text.iter().skip(at).take(3).take_while(|b| b.is_ascii_digit()).count();
        let number = std::str::from_utf8(text.get(at..at + digits)?).ok()?;
        number.parse::<u16>().ok().filter(|n| *n <= 255 && (digits == 1 || !number.starts_with('0')))?;
        at += digits;
    }
    Some(at)
}
fn ip6(text: &[u8]) -> Option<usize> {
    let (mut at, mut groups, mut gap) = (0, 0, false);
    if text.starts_with(b"::") {
        (at, gap) = (2, true);
    }
    loop {
        // What an IPv4 address ends is an IPv6 address with its last 4 bytes so written.
        if (groups > 0 || gap)
            && let Some(n) = dotted(text.get(at..).unwrap_or(&[])).filter(|_| if gap { groups <= 5 } else { groups == 6 })
        {
            return Some(prefix(text, at + n, 3));
        }
        let n = text.iter().skip(at).take(4).take_while(|b| b.is_ascii_hexdigit()).count();
        if n == 0 {
            break;
        }
        (at, groups) = (at + n, groups + 1);
        match text.get(at..) {
            Some([b':', b':', ..]) if !gap && groups < 8 => (at, gap) = (at + 2, true),
            Some([b':', next, ..]) if next.is_ascii_hexdigit() && groups < 8 => at += 1,
            _ => break,
        }
    }
    (if gap { groups <= 7 } else { groups == 8 }).then(|| prefix(text, at, 3))
}
/// Two or more bytes of two digits, colons between.
fn bytes(text: &[u8]) -> Option<usize> {
    let pair = |at: usize| matches!(text.get(at..), Some([a, b, ..]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    if !pair(0) {
        return None;
    }
    let mut n = 2;
    while text.get(n) == Some(&b':') && pair(n + 1) {
        n += 3;
    }
    (n > 2 && !text.get(n).is_some_and(|b| b.is_ascii_hexdigit())).then_some(n)
}
