//! Words to a tree.
//!
//! ```text
//! expression = and { ("or" | "||") and }
//! and        = not { ("and" | "&&") not }
//! not        = ("not" | "!") not | "(" expression ")" | test
//! test       = [ "any" | "all" ] term { comparison term }
//!            | [ "any" | "all" ] term [ "not" ] "in" "{" value [ ".." value ] { "," value [ ".." value ] } "}"
//! term       = sum { "&" sum }      sum = product { ("+" | "-") product }      product = sign { ("*" | "/" | "%") sign }
//! sign       = ("-" | "+") value | value
//! value      = ( field [ layers ] | literal | function "(" terms ")" | "{" term "}" ) { slice }
//! ```
use super::lex::{Compare, Part, Token, Word};
use super::{Error, check};
use std::ops::Range;

/// What is tested.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Node {
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Test { quantifier: Option<Quantifier>, op: Compare, sign: Range<usize>, left: Term, right: Term },
    In { quantifier: Option<Quantifier>, left: Term, set: Vec<(Term, Option<Term>)> },
    Exists(Term),
}
/// Written before a test: what decides where a field occurs more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantifier {
    Any,
    All,
}
/// What has values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Term {
    pub(super) kind: TermKind,
    pub(super) span: Range<usize>,
    /// How many terms stand in one another.
    tall: usize,
}
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TermKind {
    Field {
        name: String,
        layers: Option<Vec<Part>>,
    },
    /// An unquoted value.
    Plain(String),
    Text(Vec<u8>),
    Char(u8),
    Slice(Box<Term>, Vec<Part>),
    Call(String, Vec<Term>),
    /// `&`, `+`, `-`, `*`, `/`, `%`.
    Binary(u8, Box<Term>, Box<Term>),
    Minus(Box<Term>),
}

/// A tree deeper than this is refused, so that the smallest stack of a thread bears it.
const DEPTH: usize = 100;

/// The tree of these words; `None` of no words: everything passes.
pub(super) fn parse(tokens: &[Token], end: usize) -> Result<Option<Node>, Error> {
    if tokens.is_empty() {
        return Ok(None);
    }
    let mut parser = Parser { tokens, at: 0, end, depth: 0 };
    let node = parser.or()?;
    match parser.peek() {
        None => Ok(Some(node)),
        Some(_) => Err(parser.unexpected("`and`, `or` or the end")),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    end: usize,
    depth: usize,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Word> {
        self.tokens.get(self.at).map(|t| &t.word)
    }
    fn span(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |t| t.span.clone())
    }
    fn unexpected(&self, wanted: &str) -> Error {
        let found = match self.peek() {
            None => "the filter ends here".to_owned(),
            Some(Word::And | Word::Or | Word::Not | Word::Any | Word::All | Word::In) => "this word is out of place".to_owned(),
            Some(_) => "this is out of place".to_owned(),
        };
        Error::new(format!("{found}: {wanted} is expected"), self.span())
    }
    fn take(&mut self, word: &Word) -> bool {
        let found = self.peek() == Some(word);
        self.at += usize::from(found);
        found
    }
    fn expect(&mut self, mark: u8, wanted: &str) -> Result<(), Error> {
        if self.take(&Word::Mark(mark)) { Ok(()) } else { Err(self.unexpected(wanted)) }
    }
    /// Deeper than a stack is sure to bear is refused.
    fn deeper<T>(&mut self, inside: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.depth = self.taller(self.depth)?;
        let result = inside(self);
        self.depth -= 1;
        result
    }
    /// One more than what stands inside.
    fn taller(&self, inside: usize) -> Result<usize, Error> {
        if inside < DEPTH { Ok(inside + 1) } else { Err(Error::new(format!("nested more than {DEPTH} deep"), self.span())) }
    }
    fn or(&mut self) -> Result<Node, Error> {
        let mut nodes = vec![self.and()?];
        while self.take(&Word::Or) {
            nodes.push(self.and()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Or(nodes) })
    }
    fn and(&mut self) -> Result<Node, Error> {
        let mut nodes = vec![self.not()?];
        while self.take(&Word::And) {
            nodes.push(self.not()?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::And(nodes) })
    }
    fn not(&mut self) -> Result<Node, Error> {
        if self.take(&Word::Not) {
            return self.deeper(|me| Ok(Node::Not(Box::new(me.not()?))));
        }
        if self.take(&Word::Mark(b'(')) {
            let node = self.deeper(Self::or)?;
            self.expect(b')', "`)`")?;
            return Ok(node);
        }
        self.test()
    }
    fn test(&mut self) -> Result<Node, Error> {
        let quantifier = match self.peek() {
            Some(Word::Any) => Some(Quantifier::Any),
            Some(Word::All) => Some(Quantifier::All),
            _ => None,
        };
        self.at += usize::from(quantifier.is_some());
        let mut left = self.term()?;
        let negated = self.peek() == Some(&Word::Not) && self.tokens.get(self.at + 1).is_some_and(|t| t.word == Word::In);
        self.at += usize::from(negated);
        if self.peek() == Some(&Word::In) {
            if matches!(left.kind, TermKind::Binary(..) | TermKind::Minus(_)) {
                return Err(self.unexpected("a comparison, `and`, `or` or the end"));
            }
            self.at += 1;
            let set = self.set()?;
            // As Wireshark has it, none is in the set, whatever stands before.
            let quantifier = quantifier.filter(|_| !negated);
            let node = Node::In { quantifier, left, set };
            return Ok(if negated { Node::Not(Box::new(node)) } else { node });
        }
        let mut tests = vec![];
        while let Some(Word::Compare(op)) = self.peek() {
            let op = *op;
            // Only comparisons form a chain.
            let searches = |op| matches!(op, Compare::Contains | Compare::Matches);
            let before = tests.last().map(|test| matches!(test, Node::Test { op, .. } if searches(*op)));
            if before.is_some_and(|before| before || searches(op)) {
                break;
            }
            let sign = self.span();
            self.at += 1;
            let right = self.term()?;
            tests.push(Node::Test { quantifier, op, sign, left, right: right.clone() });
            left = right;
        }
        Ok(match tests.len() {
            0 if quantifier.is_some() => return Err(self.unexpected("a comparison")),
            0 => Node::Exists(left),
            1 => tests.remove(0),
            // As Wireshark: `any` and `all` before a chain are for none of its tests.
            _ => {
                for test in &mut tests {
                    if let Node::Test { quantifier, .. } = test {
                        *quantifier = None;
                    }
                }
                Node::And(tests)
            }
        })
    }
    fn set(&mut self) -> Result<Vec<(Term, Option<Term>)>, Error> {
        self.expect(b'{', "a set in braces")?;
        let mut set = vec![];
        loop {
            let from = self.element()?;
            let to = if self.take(&Word::To) { Some(self.element()?) } else { None };
            set.push((from, to));
            if self.take(&Word::Mark(b'}')) {
                return Ok(set);
            }
            self.expect(b',', "`,`, `..` or `}`")?;
        }
    }
    /// A value in a set: no arithmetic, but a sign.
    fn element(&mut self) -> Result<Term, Error> {
        match self.peek() {
            Some(Word::Sign(b'-' | b'+')) => self.sign(),
            Some(Word::Mark(b'{')) => Err(self.unexpected("a value")),
            _ => self.value(),
        }
    }
    fn term(&mut self) -> Result<Term, Error> {
        self.binary(&[b"&", b"+-", b"*/%"])
    }
    fn binary(&mut self, levels: &[&[u8]]) -> Result<Term, Error> {
        let Some((signs, tighter)) = levels.split_first() else { return self.sign() };
        let mut left = self.binary(tighter)?;
        while let Some(Word::Sign(sign)) = self.peek()
            && signs.contains(sign)
        {
            self.at += 1;
            let right = self.binary(tighter)?;
            let span = left.span.start..right.span.end;
            let tall = self.taller(left.tall.max(right.tall))?;
            left = Term { kind: TermKind::Binary(*sign, Box::new(left), Box::new(right)), span, tall };
        }
        Ok(left)
    }
    fn sign(&mut self) -> Result<Term, Error> {
        let start = self.span().start;
        if self.take(&Word::Sign(b'-')) {
            if let Some(Word::Mark(b'{')) = self.peek() {
                return Err(Error::new("a minus stands before a field or a value, not before a brace", self.span()));
            }
            let term = self.value()?;
            let (span, tall) = (start..term.span.end, self.taller(term.tall)?);
            return Ok(Term { kind: TermKind::Minus(Box::new(term)), span, tall });
        }
        self.take(&Word::Sign(b'+'));
        self.value()
    }
    fn value(&mut self) -> Result<Term, Error> {
        let span = self.span();
        let kind = match self.peek() {
            Some(Word::Plain(word)) => {
                self.at += 1;
                if self.peek() == Some(&Word::Mark(b'(')) {
                    return self.call(word, span);
                }
                if check::known(word) { self.field(word) } else { TermKind::Plain(word.clone()) }
            }
            Some(Word::Name(name)) => {
                if !check::known(name) {
                    return Err(check::unknown(name, span));
                }
                self.at += 1;
                self.field(name)
            }
            Some(Word::Literal(word)) => {
                self.at += 1;
                TermKind::Plain(word.clone())
            }
            Some(Word::Text(text)) => {
                self.at += 1;
                TermKind::Text(text.clone())
            }
            Some(Word::Char(c)) => {
                self.at += 1;
                TermKind::Char(*c)
            }
            Some(Word::Mark(b'{')) => {
                self.at += 1;
                let term = self.deeper(Self::term)?;
                self.expect(b'}', "`}`")?;
                return Ok(term);
            }
            Some(Word::Mark(b'(')) => {
                return Err(Error::new("parentheses group tests; values are grouped by braces: {1 + 2} * 3", span));
            }
            _ => return Err(self.unexpected("a field or a value")),
        };
        let end = self.tokens.get(self.at - 1).map_or(span.end, |t| t.span.end);
        self.sliced(Term { kind, span: span.start..end, tall: 1 })
    }
    fn field(&mut self, name: &str) -> TermKind {
        let layers = match self.peek() {
            Some(Word::Layers(parts)) => {
                self.at += 1;
                Some(parts.clone())
            }
            _ => None,
        };
        TermKind::Field { name: name.to_owned(), layers }
    }
    fn sliced(&mut self, mut term: Term) -> Result<Term, Error> {
        while let Some(Word::Ranges(parts)) = self.peek() {
            let (span, tall) = (term.span.start..self.span().end, self.taller(term.tall)?);
            self.at += 1;
            term = Term { kind: TermKind::Slice(Box::new(term), parts.clone()), span, tall };
        }
        Ok(term)
    }
    fn call(&mut self, name: &str, span: Range<usize>) -> Result<Term, Error> {
        self.at += 1;
        let mut arguments = vec![];
        while !self.take(&Word::Mark(b')')) {
            if !arguments.is_empty() {
                self.expect(b',', "`,` or `)`")?;
            }
            arguments.push(self.deeper(Self::term)?);
        }
        let end = self.tokens.get(self.at - 1).map_or(span.end, |t| t.span.end);
        let tall = self.taller(arguments.iter().map(|a| a.tall).max().unwrap_or(0))?;
        self.sliced(Term { kind: TermKind::Call(name.to_owned(), arguments), span: span.start..end, tall })
    }
}
