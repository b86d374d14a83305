//! What a tree means: names become fields, values get the type of what they are compared with, and what cannot be is refused.
use super::Error;
use super::ft::Ft;
use super::lex::{Compare, Part};
use super::parse::{Node, Quantifier, Term, TermKind};
use super::run;
use super::value::{self, Const, Val};
use crate::field::Field;
use crate::near;
use crate::proto;
use crate::spine::Id;
use regex::bytes::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::Range;

/// A filter whose types are right.
#[derive(Clone, Debug)]
pub(super) enum Tree {
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
    /// Some value is there; of arithmetic, some that is not zero.
    Exists(Expr),
    Compare {
        op: Op,
        all: bool,
        left: Expr,
        right: Expr,
    },
    Matches {
        all: bool,
        left: Expr,
        regex: Regex,
    },
    In {
        all: bool,
        left: Expr,
        set: Vec<(Expr, Option<Expr>)>,
    },
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Op {
    Equal,
    Unequal,
    Greater,
    GreaterEqual,
    Less,
    LessEqual,
    Contains,
}
/// What has values of a type.
#[derive(Clone, Debug)]
pub(super) struct Expr {
    pub(super) kind: ExprKind,
    pub(super) ft: Ft,
}
#[derive(Clone, Debug)]
pub(super) enum ExprKind {
    Field(Named),
    Const(Const),
    Slice(Box<Expr>, Vec<Part>),
    Call(Function, Vec<Expr>),
    Binary(u8, Box<Expr>, Box<Expr>),
    Minus(Box<Expr>),
}
/// What a name means.
#[derive(Clone)]
pub(super) struct Named {
    pub(super) name: String,
    /// The protocols of that name.
    pub(super) protocols: Vec<Id>,
    /// The fields of that name.
    pub(super) fields: Vec<(Id, &'static Field)>,
    pub(super) layers: Option<Vec<Part>>,
}
impl std::fmt::Debug for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Len,
    Count,
    Upper,
    Lower,
    String,
    Max,
    Min,
    Abs,
}
impl Function {
    const ALL: [(&'static str, Function); 8] = [
        ("len", Function::Len),
        ("count", Function::Count),
        ("upper", Function::Upper),
        ("lower", Function::Lower),
        ("string", Function::String),
        ("max", Function::Max),
        ("min", Function::Min),
        ("abs", Function::Abs),
    ];
    fn named(name: &str) -> Option<Function> {
        Function::ALL.iter().find(|(n, _)| *n == name).map(|(_, f)| *f)
    }
    pub(super) fn name(self) -> &'static str {
        Function::ALL.iter().find(|(_, f)| *f == self).map_or("", |(n, _)| n)
    }
}

/// Names that Wireshark gave up, and what it takes them for.
const RENAMED: &[(&str, &str)] = &[("bootp", "dhcp"), ("ssl", "tls"), ("bootpv6", "dhcpv6")];

/// Wireshark's protocols that could be bytes or a number, but are no such thing there: protocols that are in no packet.
const FOREIGN: &[&str] = &["a11", "a21", "aaf", "acf", "adb", "c15", "dc", "dcc", "fc", "fc00", "fefd", "ff", "nan"];

/// A name as it is today.
fn renamed(name: &str) -> String {
    let (head, tail) = name.split_once('.').map_or((name, None), |(h, t)| (h, Some(t)));
    let head = RENAMED.iter().find(|(old, _)| *old == head).map_or(head, |(_, new)| new);
    tail.map_or_else(|| head.to_owned(), |tail| format!("{head}.{tail}"))
}
/// True for the name of a field or a protocol.
pub(super) fn known(name: &str) -> bool {
    let name = renamed(name);
    proto::named(&name).is_some() || !proto::lookup(&name).is_empty()
}
pub(super) fn unknown(name: &str, span: Range<usize>) -> Error {
    let mut names: Vec<&str> = proto::PROTOCOLS.iter().map(|p| p.name).collect();
    proto::fields(&mut |_, field| names.push(field.name));
    Error::new(format!("there is no field or protocol `{name}`{}", near::hint(name, names)), span)
}

/// What a value is compared with: its type, the field whose names its numbers have, itself.
struct Want<'w> {
    ft: Ft,
    named: Option<&'w str>,
    subject: &'w str,
}
impl Want<'_> {
    /// The names that values have.
    fn names(&self) -> Vec<(u64, &'static str)> {
        let numbers = matches!(self.ft, Ft::Uint(_) | Ft::Int(_) | Ft::Bool);
        self.named.filter(|_| numbers).map(|field| super::names::of(field, self.ft == Ft::Bool)).unwrap_or_default()
    }
}

pub(super) fn check(node: &Node, text: &str) -> Result<Tree, Error> {
    Check { text }.node(node)
}
struct Check<'t> {
    text: &'t str,
}

impl Check<'_> {
    fn said(&self, term: &Term) -> &str {
        self.text.get(term.span.clone()).unwrap_or("")
    }
    fn node(&self, node: &Node) -> Result<Tree, Error> {
        let all = |nodes: &[Node]| nodes.iter().map(|n| self.node(n)).collect::<Result<Vec<_>, _>>();
        Ok(match node {
            Node::And(nodes) => Tree::And(all(nodes)?),
            Node::Or(nodes) => Tree::Or(all(nodes)?),
            Node::Not(node) => Tree::Not(Box::new(self.node(node)?)),
            Node::Exists(term) => self.exists(term)?,
            Node::Test { quantifier, op, sign, left, right } => self.test(*quantifier, *op, sign, left, right)?,
            Node::In { quantifier, left, set } => self.member(*quantifier == Some(Quantifier::All), left, set)?,
        })
    }
    fn exists(&self, term: &Term) -> Result<Tree, Error> {
        match &term.kind {
            TermKind::Plain(word) if !FOREIGN.contains(&word.as_str()) => Err(unknown(word, term.span.clone())),
            TermKind::Text(_) | TermKind::Char(_) => Err(Error::new(
                format!("{} is a value: a field, a protocol or a comparison is expected", self.said(term)),
                term.span.clone(),
            )),
            TermKind::Call(..) => {
                let expr = self.term(term, None)?;
                let name = if let ExprKind::Call(f, _) = expr.kind { f.name() } else { "" };
                Err(Error::new(format!("what {name}() gives is always there: compare it"), term.span.clone()))
            }
            _ => Ok(Tree::Exists(self.term(term, None)?)),
        }
    }
    fn test(&self, quantifier: Option<Quantifier>, op: Compare, sign: &Range<usize>, left: &Term, right: &Term) -> Result<Tree, Error> {
        if let TermKind::Plain(_) | TermKind::Text(_) | TermKind::Char(_) = left.kind {
            return Err(match &left.kind {
                TermKind::Plain(word) if !word.starts_with(|c: char| c.is_ascii_digit() || c == ':') => unknown(word, left.span.clone()),
                _ => Error::new(
                    format!("on the left of a comparison stands a field or a function, not {}", self.said(left)),
                    left.span.clone(),
                ),
            });
        }
        let mut l = self.term(left, None)?;
        let (op, all) = match op {
            Compare::AnyEqual => (Op::Equal, false),
            Compare::AllEqual => (Op::Equal, true),
            Compare::AnyUnequal => (Op::Unequal, false),
            Compare::AllUnequal => (Op::Unequal, true),
            Compare::Greater => (Op::Greater, false),
            Compare::GreaterEqual => (Op::GreaterEqual, false),
            Compare::Less => (Op::Less, false),
            Compare::LessEqual => (Op::LessEqual, false),
            Compare::Contains => (Op::Contains, false),
            Compare::Matches => return self.matches(quantifier == Some(Quantifier::All), l, left, right),
        };
        let all = quantifier.map_or(all, |q| q == Quantifier::All);
        let cannot = |what: &str| Error::new(format!("{} is {}, which {what}", self.said(left), l.ft.title()), left.span.clone());
        match op {
            Op::Contains if !l.ft.searched() => return Err(cannot("`contains` cannot search (string() makes text of it)")),
            _ if l.ft == Ft::None => return Err(cannot("has no value to compare")),
            _ => {}
        }
        // What is searched for in an address is any part of it.
        let ft = if op == Op::Contains && matches!(l.ft, Ft::Ether | Ft::Ax25) { Ft::UintBytes } else { l.ft };
        let mut r = self.right(right, &self.want(&l, ft, self.said(left)))?;
        let slice = |e: &Expr| matches!(e.kind, ExprKind::Slice(..));
        // A piece is compared with bytes: all of the other side's.
        let whole = |e: Expr| Expr { ft: Ft::Bytes, kind: ExprKind::Slice(Box::new(e), vec![Part { from: 0, to: super::lex::End::Rest }]) };
        if slice(&l) && r.constant().is_none() && r.ft.sliced() && !slice(&r) {
            r = whole(r);
        } else if slice(&r) && l.ft.sliced() && !slice(&l) {
            l = whole(l);
        }
        let literal = r.constant().is_some();
        if !literal && !l.ft.compatible(r.ft) {
            let message = format!(
                "{} is {}, {} is {}: they cannot be compared by `{}`",
                self.said(left),
                l.ft.title(),
                self.said(right),
                r.ft.title(),
                self.text.get(sign.clone()).unwrap_or("")
            );
            return Err(Error::new(message, right.span.clone()));
        }
        Ok(Tree::Compare { op, all, left: l, right: r })
    }
    fn matches(&self, all: bool, l: Expr, left: &Term, right: &Term) -> Result<Tree, Error> {
        if !l.ft.matched() {
            let message = format!("{} is {}, which `matches` cannot search (string() makes text of it)", self.said(left), l.ft.title());
            return Err(Error::new(message, left.span.clone()));
        }
        let TermKind::Text(pattern) = &right.kind else {
            return Err(Error::new("behind `matches` stands a regular expression between double quotes", right.span.clone()));
        };
        let pattern = pattern_text(pattern);
        // Never Unicode, as Wireshark: a capture's bytes are any bytes.
        let regex = RegexBuilder::new(&pattern)
            .unicode(false)
            .case_insensitive(true)
            .size_limit(REGEX)
            .nest_limit(100)
            .dfa_size_limit(REGEX)
            .build();
        let regex = regex.map_err(|error| {
            let said = error.to_string();
            let said = said.lines().last().unwrap_or("").trim_start_matches("error: ");
            Error::new(format!("in the regular expression: {said}"), right.span.clone())
        })?;
        Ok(Tree::Matches { all, left: l, regex })
    }
    fn member(&self, all: bool, left: &Term, set: &[(Term, Option<Term>)]) -> Result<Tree, Error> {
        if !matches!(left.kind, TermKind::Field { .. }) {
            return Err(match &left.kind {
                TermKind::Plain(word) if !word.starts_with(|c: char| c.is_ascii_digit() || c == ':') => unknown(word, left.span.clone()),
                _ => Error::new("only a field can be tested for being in a set", left.span.clone()),
            });
        }
        let l = self.term(left, None)?;
        if l.ft == Ft::None {
            return Err(Error::new(format!("{} is only there or not, and has no value", self.said(left)), left.span.clone()));
        }
        let want = self.want(&l, l.ft, self.said(left));
        let element = |term: &Term| {
            let expr = self.right(term, &want)?;
            let literal = expr.constant().is_some();
            if literal || l.ft.compatible(expr.ft) {
                return Ok(expr);
            }
            let message =
                format!("{} is {}, {} is {}: they cannot be compared", self.said(left), l.ft.title(), self.said(term), expr.ft.title());
            Err(Error::new(message, term.span.clone()))
        };
        let set = set.iter().map(|(from, to)| Ok((element(from)?, to.as_ref().map(element).transpose()?)));
        Ok(Tree::In { all, set: set.collect::<Result<_, Error>>()?, left: l })
    }
    fn want<'w>(&self, left: &'w Expr, ft: Ft, subject: &'w str) -> Want<'w> {
        // Arithmetic has the names of the field that it begins with.
        let mut first = left;
        while let ExprKind::Binary(_, inner, _) | ExprKind::Minus(inner) = &first.kind {
            first = inner;
        }
        let named = match &first.kind {
            ExprKind::Field(named) => Some(named.name.as_ref()),
            _ => None,
        };
        Want { ft, named, subject }
    }
    /// What stands on the right: a value of the left's type, or what has values of its own.
    fn right(&self, term: &Term, want: &Want<'_>) -> Result<Expr, Error> {
        self.term(term, Some(want))
    }
    fn term(&self, term: &Term, want: Option<&Want<'_>>) -> Result<Expr, Error> {
        match &term.kind {
            TermKind::Field { name, layers } => Ok(self.field(name, layers.clone())),
            TermKind::Plain(word) if FOREIGN.contains(&word.as_str()) => {
                let nothing = Named { name: word.clone(), protocols: vec![], fields: vec![], layers: None };
                Ok(Expr { kind: ExprKind::Field(nothing), ft: Ft::Protocol })
            }
            TermKind::Plain(_) | TermKind::Text(_) | TermKind::Char(_) => match want {
                Some(want) => self.literal(term, want, false),
                None => Err(self.no_constant(term)),
            },
            TermKind::Slice(inner, parts) => self.slice(inner, parts),
            TermKind::Call(name, arguments) => self.call(name, arguments, term),
            TermKind::Binary(sign, l, r) => self.binary(*sign, l, r, want),
            TermKind::Minus(inner) => self.minus(inner, want),
        }
    }
    fn no_constant(&self, term: &Term) -> Error {
        match &term.kind {
            TermKind::Plain(word) if !word.starts_with(|c: char| c.is_ascii_digit() || c == ':') => unknown(word, term.span.clone()),
            _ => Error::new("on the left stands a field or a function, not arithmetic that begins with a value", term.span.clone()),
        }
    }
    fn field(&self, name: &str, layers: Option<Vec<Part>>) -> Expr {
        let mut name = renamed(name);
        // What is shown as a date is the same moment counted in seconds.
        let date = name == "frame.time";
        if date {
            name = "frame.time_epoch".into();
        }
        let protocols: Vec<Id> = proto::PROTOCOLS.iter().enumerate().filter(|(_, p)| p.name == name).map(|(i, _)| Id(i as u16)).collect();
        let fields = proto::lookup(&name);
        let ft = if protocols.is_empty() { fields.first().map_or(Ft::None, |(_, f)| Ft::of(f)) } else { Ft::Protocol };
        let ft = if date { Ft::Absolute } else { ft };
        Expr { kind: ExprKind::Field(Named { name, protocols, fields, layers }), ft }
    }
    fn literal(&self, term: &Term, want: &Want<'_>, negative: bool) -> Result<Expr, Error> {
        let result = match &term.kind {
            TermKind::Plain(word) => value::word(want.ft, word, negative),
            TermKind::Text(text) => value::quoted(want.ft, text),
            TermKind::Char(c) => value::character(want.ft, *c),
            _ => Err("a value is expected".into()),
        };
        let named = match &term.kind {
            TermKind::Plain(word) if result.is_err() && !negative => by_name(want, word),
            TermKind::Text(text) if result.is_err() => by_name(want, &String::from_utf8_lossy(text)),
            _ => None,
        };
        match named.map_or(result, |n| Ok(Const::plain(n))) {
            Ok(value) => Ok(Expr { kind: ExprKind::Const(value), ft: want.ft }),
            Err(why) => Err(self.no_value(term, want, &why)),
        }
    }
    fn no_value(&self, term: &Term, want: &Want<'_>, why: &str) -> Error {
        let range = match (want.ft, why.ends_with("is too large")) {
            (Ft::Int(_), true) => format!(": {} to {}", -(want.ft.most() as i64), want.ft.most()),
            (_, true) => format!(": 0 to {}", want.ft.most()),
            _ => String::new(),
        };
        let subject = format!("{} (which is {})", want.subject, want.ft.title());
        if !range.is_empty() {
            return Error::new(format!("{} is too large for {subject}{range}", self.said(term)), term.span.clone());
        }
        let names = if matches!(term.kind, TermKind::Plain(_) | TermKind::Text(_)) { want.names() } else { vec![] };
        if !names.is_empty() {
            let said = self.said(term).trim_matches('"');
            let names = names.iter().map(|(_, name)| *name);
            let hint = near::hint(said, names.clone());
            let hint = if hint.is_empty() {
                names.clone().find(|n| n.to_lowercase().contains(&said.to_lowercase())).map_or(hint, |n| format!("; did you mean \"{n}\"?"))
            } else {
                hint
            };
            return Error::new(
                format!("{} is no number, and no value of {subject} has that name{hint}", self.said(term)),
                term.span.clone(),
            );
        }
        Error::new(format!("{why}, as {subject} wants"), term.span.clone())
    }
    fn slice(&self, inner: &Term, parts: &[Part]) -> Result<Expr, Error> {
        let expr = match &inner.kind {
            TermKind::Plain(word) => return Err(unknown(word, inner.span.clone())),
            _ => self.term(inner, None)?,
        };
        if !expr.ft.sliced() {
            let message = format!("{} is {}: only bytes, text, addresses and protocols can be cut", self.said(inner), expr.ft.title());
            return Err(Error::new(message, inner.span.clone()));
        }
        Ok(Expr { kind: ExprKind::Slice(Box::new(expr), parts.to_vec()), ft: Ft::Bytes })
    }
    fn call(&self, name: &str, arguments: &[Term], term: &Term) -> Result<Expr, Error> {
        let at = term.span.start..term.span.start + name.len();
        let Some(function) = Function::named(name) else {
            let hint = near::hint(name, Function::ALL.iter().map(|(n, _)| *n));
            return Err(Error::new(format!("there is no function `{name}`{hint}"), at));
        };
        let many = matches!(function, Function::Max | Function::Min);
        match arguments {
            [] => return Err(Error::new(format!("{name}() wants a field"), at)),
            [_, second, ..] if !many => return Err(Error::new(format!("{name}() takes one field, not more"), second.span.clone())),
            _ => {}
        }
        let mut typed: Vec<Expr> = vec![];
        for argument in arguments {
            let field = matches!(argument.kind, TermKind::Field { .. });
            let sums = matches!(argument.kind, TermKind::Binary(..) | TermKind::Minus(_) | TermKind::Call(..));
            let expr = match (&argument.kind, typed.first()) {
                (TermKind::Plain(_) | TermKind::Char(_), Some(first)) if many => {
                    let want = Want { ft: first.ft, named: None, subject: name };
                    self.literal(argument, &want, false)?
                }
                (TermKind::Minus(inner), Some(first)) if many && matches!(inner.kind, TermKind::Plain(_)) => {
                    self.minus(inner, Some(&Want { ft: first.ft, named: None, subject: name }))?
                }
                (TermKind::Plain(word), _) if !word.starts_with(|c: char| c.is_ascii_digit() || c == ':') => {
                    return Err(unknown(word, argument.span.clone()));
                }
                _ if field || sums && (many || function == Function::Abs) => self.term(argument, None)?,
                _ => {
                    let wants = if many || function == Function::Abs { "a field, arithmetic or a function" } else { "a field" };
                    return Err(Error::new(format!("{name}() wants {wants}, not {}", self.said(argument)), argument.span.clone()));
                }
            };
            self.argument(function, &expr, typed.first(), argument)?;
            typed.push(expr);
        }
        let ft = match function {
            Function::Len | Function::Count => Ft::Uint(4),
            Function::Upper | Function::Lower | Function::String => Ft::Text,
            Function::Max | Function::Min | Function::Abs => typed.first().map_or(Ft::None, |e| e.ft),
        };
        Ok(Expr { kind: ExprKind::Call(function, typed), ft })
    }
    fn argument(&self, function: Function, expr: &Expr, first: Option<&Expr>, term: &Term) -> Result<(), Error> {
        let ft = expr.ft;
        let (fits, wants) = match function {
            Function::Len | Function::Count => (true, ""),
            Function::Upper | Function::Lower => (ft == Ft::Text, "text"),
            Function::String => (
                !matches!(ft, Ft::Text | Ft::Bytes | Ft::UintBytes | Ft::Protocol | Ft::None | Ft::Bool | Ft::Absolute | Ft::Relative),
                "a number or an address",
            ),
            Function::Abs => (ft.takes(b'~') || ft == Ft::Bool, "a number or a length of time"),
            Function::Max | Function::Min => match first {
                Some(first) if first.ft != ft => {
                    let message = format!(
                        "the arguments of {}() are of one type: the first is {}, {} is {}",
                        function.name(),
                        first.ft.title(),
                        self.said(term),
                        ft.title()
                    );
                    return Err(Error::new(message, term.span.clone()));
                }
                _ => (ft != Ft::None, "what can be compared"),
            },
        };
        if fits {
            return Ok(());
        }
        Err(Error::new(format!("{}() wants {wants}; {} is {}", function.name(), self.said(term), ft.title()), term.span.clone()))
    }
    fn binary(&self, sign: u8, l: &Term, r: &Term, want: Option<&Want<'_>>) -> Result<Expr, Error> {
        for term in [l, r] {
            if let TermKind::Text(_) | TermKind::Char(_) = term.kind {
                return Err(Error::new(format!("`{}` does not work on {}", sign as char, self.said(term)), term.span.clone()));
            }
        }
        let plain = want.map(|w| Want { ft: w.ft, named: None, subject: w.subject });
        let left = self.term(l, plain.as_ref())?;
        let takes = |expr: &Expr, term: &Term| {
            if expr.ft.takes(sign) {
                return Ok(());
            }
            Err(Error::new(
                format!("`{}` does not work on {}, which is {}", sign as char, self.said(term), expr.ft.title()),
                term.span.clone(),
            ))
        };
        takes(&left, l)?;
        let subject = self.said(l);
        let right = self.term(r, Some(&Want { ft: left.ft, named: None, subject }))?;
        takes(&right, r)?;
        if !left.ft.compatible(right.ft) {
            let message = format!(
                "{} is {}, {} is {}: `{}` does not work on both",
                self.said(l),
                left.ft.title(),
                self.said(r),
                right.ft.title(),
                sign as char
            );
            return Err(Error::new(message, r.span.clone()));
        }
        let ft = left.ft;
        Ok(Expr { kind: ExprKind::Binary(sign, Box::new(left), Box::new(right)), ft })
    }
    fn minus(&self, inner: &Term, want: Option<&Want<'_>>) -> Result<Expr, Error> {
        let value = matches!(inner.kind, TermKind::Plain(_) | TermKind::Text(_) | TermKind::Char(_));
        let expr = match (value, want) {
            (true, Some(want)) if !want.ft.takes(b'~') => {
                return Err(Error::new(format!("{} is {}, which has no minus", want.subject, want.ft.title()), inner.span.clone()));
            }
            (true, Some(want)) if matches!(inner.kind, TermKind::Plain(_)) => return self.literal(inner, want, true),
            (true, _) => return Err(self.no_constant(inner)),
            (false, want) => self.term(inner, want)?,
        };
        if !expr.ft.takes(b'~') {
            return Err(Error::new(format!("{} is {}, which has no minus", self.said(inner), expr.ft.title()), inner.span.clone()));
        }
        let ft = expr.ft;
        Ok(Expr { kind: ExprKind::Minus(Box::new(expr)), ft })
    }
}

/// A compiled regular expression takes no more bytes.
const REGEX: usize = 1 << 20;

/// A pattern whose bytes that are no text stand as escapes.
fn pattern_text(pattern: &[u8]) -> String {
    let mut out = String::new();
    for chunk in pattern.utf8_chunks() {
        out.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|b| out.push_str(&format!("\\x{b:02x}")));
    }
    out
}
/// The value whose name this is, in upper or lower case.
fn by_name(want: &Want<'_>, word: &str) -> Option<Val<'static>> {
    let n = want.names().iter().find(|(_, name)| name.eq_ignore_ascii_case(word)).map(|(n, _)| *n)?;
    Some(if matches!(want.ft, Ft::Int(_)) { Val::Int(n as i64) } else { Val::Num(n) })
}

impl Tree {
    /// Calls back for each name that is asked for.
    pub(super) fn named(&self, each: &mut dyn FnMut(&Named)) {
        match self {
            Tree::And(trees) | Tree::Or(trees) => trees.iter().for_each(|t| t.named(each)),
            Tree::Not(tree) => tree.named(each),
            Tree::Exists(expr) | Tree::Matches { left: expr, .. } => expr.named(each),
            Tree::Compare { left, right, .. } => {
                left.named(each);
                right.named(each);
            }
            Tree::In { left, set, .. } => {
                left.named(each);
                set.iter().flat_map(|(from, to)| std::iter::once(from).chain(to)).for_each(|e| e.named(each));
            }
        }
    }
}
impl Expr {
    /// The value that is known before a packet is: of arithmetic with constants too.
    pub(super) fn constant(&self) -> Option<Cow<'_, Const>> {
        match &self.kind {
            ExprKind::Const(c) => Some(Cow::Borrowed(c)),
            ExprKind::Binary(sign, left, right) => {
                let val = run::arithmetic(*sign, left.ft.wide() || right.ft.wide(), &left.constant()?.val, &right.constant()?.val)?;
                Some(Cow::Owned(Const::plain(val.kept())))
            }
            _ => None,
        }
    }
    fn named(&self, each: &mut dyn FnMut(&Named)) {
        match &self.kind {
            ExprKind::Field(named) => each(named),
            ExprKind::Const(_) => {}
            ExprKind::Slice(inner, _) | ExprKind::Minus(inner) => inner.named(each),
            ExprKind::Call(_, arguments) => arguments.iter().for_each(|a| a.named(each)),
            ExprKind::Binary(_, left, right) => {
                left.named(each);
                right.named(each);
            }
        }
    }
}
