//! Words to a tree: precedence as Python's.
use super::lex::{Token, lex};
use super::{Arg, Error, Expr, What, kind};
use std::ops::Range;

/// Brackets in brackets: deeper than any packet.
const DEPTH: usize = 64;
/// Bytes that text times a number may have: more than any packet.
const LONGEST: usize = 1 << 22;
/// Layers and items in all.
const MOST: usize = 1 << 20;

/// The tree of an expression.
///
/// # Errors
/// With the place in the text and what was expected there.
pub fn parse(text: &str) -> Result<Expr, Error> {
    let mut p = Parser { tokens: lex(text)?, at: 0, depth: 0, made: 0 };
    let all = p.binary(0)?;
    match p.peek() {
        Token::End => Ok(all),
        _ => Err(p.wrong("expected \"/\" or the end")),
    }
}

struct Parser {
    tokens: Vec<(Range<usize>, Token)>,
    at: usize,
    depth: usize,
    made: usize,
}

/// How tightly an operator binds.
fn level(sign: &str) -> Option<u8> {
    Some(match sign {
        "|" => 0,
        "^" => 1,
        "&" => 2,
        "<<" | ">>" => 3,
        "+" | "-" => 4,
        "*" | "/" | "//" | "%" => 5,
        _ => return None,
    })
}

/// Values in all: lists in lists multiply.
fn weight(e: &Expr) -> usize {
    1 + match &e.what {
        What::Call(_, args) => args.iter().map(|a| weight(&a.value)).sum::<usize>(),
        What::List(all) | What::Tuple(all) | What::Stack(all) => all.iter().map(weight).sum(),
        _ => 0,
    }
}

impl Parser {
    fn binary(&mut self, least: u8) -> Result<Expr, Error> {
        self.deeper()?;
        let mut left = self.unary()?;
        while let Token::Sign(sign) = *self.peek()
            && let Some(l) = level(sign)
            && l >= least
        {
            let at = self.here();
            self.at += 1;
            let right = self.binary(l + 1)?;
            left = self.join(left, sign, right, &at)?;
        }
        self.depth -= 1;
        Ok(left)
    }
    fn unary(&mut self) -> Result<Expr, Error> {
        let start = self.here().start;
        for sign in ["-", "+", "~"] {
            if self.eat(sign) {
                self.deeper()?;
                let one = self.unary()?;
                self.depth -= 1;
                let at = start..one.at.end;
                let what = match (sign, one.what) {
                    ("-", What::Num(n)) => What::Num(n.checked_neg().ok_or_else(|| Error::new(&at, "too large a number"))?),
                    ("-", What::Float(x)) => What::Float(-x),
                    ("+", n @ (What::Num(_) | What::Float(_))) => n,
                    ("~", What::Num(n)) => What::Num(!n),
                    (_, other) => return Err(Error::new(&at, format!("{sign} takes a number, not {}", kind(&other)))),
                };
                return Ok(Expr { at, what });
            }
        }
        let base = self.atom()?;
        if self.eat("**") {
            self.deeper()?;
            let power = self.unary()?;
            self.depth -= 1;
            let at = base.at.start..power.at.end;
            let (What::Num(a), What::Num(b)) = (&base.what, &power.what) else { return Err(Error::new(&at, "** takes whole numbers")) };
            let n = u32::try_from(*b).ok().and_then(|b| a.checked_pow(b));
            return Ok(Expr { what: What::Num(n.ok_or_else(|| Error::new(&at, "too large a number"))?), at });
        }
        Ok(base)
    }
    fn join(&mut self, left: Expr, sign: &'static str, right: Expr, op: &Range<usize>) -> Result<Expr, Error> {
        let at = left.at.start..right.at.end;
        let large = || Error::new(&at, "too large a number");
        let repeated = |len: usize, n: i128| {
            let n = usize::try_from(n.max(0)).ok().filter(|n| n.checked_mul(len.max(1)).is_some_and(|all| all <= LONGEST));
            n.ok_or_else(|| Error::new(&at, format!("more than {LONGEST} bytes")))
        };
        use What::*;
        let what = match (sign, left.what, right.what) {
            ("+", Num(a), Num(b)) => Num(a.checked_add(b).ok_or_else(large)?),
            ("-", Num(a), Num(b)) => Num(a.checked_sub(b).ok_or_else(large)?),
            ("*", Num(a), Num(b)) => Num(a.checked_mul(b).ok_or_else(large)?),
            ("//", Num(a), Num(b)) if b != 0 => Num(a.checked_div_euclid(b).ok_or_else(large)?),
            ("%", Num(a), Num(b)) if b != 0 => Num(a.checked_rem_euclid(b).ok_or_else(large)?),
            ("/", Num(a), Num(b)) if b != 0 => Float(a as f64 / b as f64),
            ("//" | "%" | "/", Num(_), Num(0)) => return Err(Error::new(&at, "division by zero")),
            ("<<", Num(a), Num(b)) if (0..127).contains(&b) => Num(a.checked_mul(1i128 << b).ok_or_else(large)?),
            (">>", Num(a), Num(b)) if (0..127).contains(&b) => Num(a >> b),
            ("|", Num(a), Num(b)) => Num(a | b),
            ("&", Num(a), Num(b)) => Num(a & b),
            ("^", Num(a), Num(b)) => Num(a ^ b),
            ("+", Text(a), Text(b)) => Text(repeated(a.len() + b.len(), 1).map(|_| a + &b)?),
            ("+", Bytes(mut a), Bytes(b)) => {
                repeated(a.len() + b.len(), 1)?;
                a.extend(b);
                Bytes(a)
            }
            ("+", List(mut a), List(b)) => {
                a.extend(b);
                List(a)
            }
            ("*", Text(a), Num(n)) | ("*", Num(n), Text(a)) => Text(a.repeat(repeated(a.len(), n)?)),
            ("*", Bytes(a), Num(n)) | ("*", Num(n), Bytes(a)) => Bytes(a.repeat(repeated(a.len(), n)?)),
            ("*", List(a), Num(n)) | ("*", Num(n), List(a)) => {
                let n = repeated(a.len(), n)?;
                self.count(a.iter().map(weight).sum::<usize>().saturating_mul(n))?;
                List((0..n).flat_map(|_| a.iter().cloned()).collect())
            }
            ("*", a @ (Call(..) | Stack(_)), Num(n)) | ("*", Num(n), a @ (Call(..) | Stack(_))) => {
                let n = usize::try_from(n.max(0)).unwrap_or(usize::MAX);
                let one = Expr { at: at.clone(), what: a };
                self.count(weight(&one).saturating_mul(n))?;
                List(vec![one; n])
            }
            ("/", a, b) if layer(&a) && layer(&b) => {
                let mut all = match a {
                    Stack(all) => all,
                    a => vec![Expr { at: left.at, what: a }],
                };
                match b {
                    Stack(more) => all.extend(more),
                    b => all.push(Expr { at: right.at, what: b }),
                }
                self.count(1)?;
                Stack(all)
            }
            (_, a, b) => return Err(Error::new(op, format!("{} {sign} {} means nothing", kind(&a), kind(&b)))),
        };
        Ok(Expr { at, what })
    }
    fn atom(&mut self) -> Result<Expr, Error> {
        let start = self.here().start;
        let token = self.peek().clone();
        let what = match token {
            Token::Num(n) => {
                self.at += 1;
                What::Num(n)
            }
            Token::Float(x) => {
                self.at += 1;
                What::Float(x)
            }
            Token::Text(mut s) => {
                self.at += 1;
                // Neighbours are one text, as in Python.
                while let Token::Text(more) = self.peek() {
                    s.push_str(more);
                    self.at += 1;
                }
                What::Text(s)
            }
            Token::Bytes(mut b) => {
                self.at += 1;
                while let Token::Bytes(more) = self.peek() {
                    b.extend(more);
                    self.at += 1;
                }
                What::Bytes(b)
            }
            Token::Word(word) => {
                self.at += 1;
                match word.as_str() {
                    "None" => What::None,
                    "True" => What::Num(1),
                    "False" => What::Num(0),
                    _ => What::Call(word, self.arguments()?),
                }
            }
            Token::Sign("[") => What::List(self.list("[", "]")?.0),
            Token::Sign("(") => match self.list("(", ")")? {
                (mut one, false) if one.len() == 1 => one.remove(0).what, // (1) is 1, (1,) a tuple
                (all, _) => What::Tuple(all),
            },
            Token::End => return Err(self.wrong("the expression ends where a value is expected")),
            Token::Sign(_) => return Err(self.wrong("expected a value")),
        };
        let end = self.at.checked_sub(1).and_then(|i| self.tokens.get(i)).map_or(start, |(at, _)| at.end);
        Ok(Expr { at: start..end, what })
    }
    /// The values between brackets, and whether a comma stood behind the last.
    fn list(&mut self, open: &'static str, close: &'static str) -> Result<(Vec<Expr>, bool), Error> {
        let from = self.here();
        let (mut all, mut comma) = (vec![], false);
        self.eat(open);
        while !self.eat(close) {
            if *self.peek() == Token::End {
                return Err(Error::new(&from, format!("\"{open}\" is never closed")));
            }
            if !all.is_empty() && !comma {
                if *self.peek() == Token::Sign("=") {
                    return Err(self.wrong("name=value stands between the brackets of a call; in a list write (\"name\", value)"));
                }
                return Err(self.wrong(format!("expected \",\" or \"{close}\"")));
            }
            all.push(self.binary(0)?);
            self.count(1)?;
            comma = self.eat(",");
        }
        Ok((all, comma))
    }
    fn arguments(&mut self) -> Result<Vec<Arg>, Error> {
        let from = self.here();
        let (mut args, mut comma) = (Vec::<Arg>::new(), true);
        if !self.eat("(") {
            return Ok(args);
        }
        while !self.eat(")") {
            if *self.peek() == Token::End {
                return Err(Error::new(&from, "\"(\" is never closed"));
            }
            if !comma {
                // Numbers with dots one behind the other.
                if let (Token::Float(_), Some((at, _)), Some((before, Token::Float(_)))) =
                    (self.peek(), self.tokens.get(self.at), self.at.checked_sub(1).and_then(|i| self.tokens.get(i)))
                    && before.end == at.start
                {
                    return Err(Error::new(&(before.start..at.end), "an address stands in quotes, as \"10.0.0.1\""));
                }
                return Err(self.wrong("expected \",\" or \")\""));
            }
            let mut at = self.here();
            let name = match (self.peek(), self.tokens.get(self.at + 1)) {
                (Token::Word(name), Some((_, Token::Sign("=")))) => {
                    let name = name.clone();
                    self.at += 2;
                    name
                }
                _ => String::new(),
            };
            if !name.is_empty() && args.iter().any(|a| a.name == name) {
                return Err(Error::new(&at, format!("{name} is given twice")));
            }
            if name.is_empty() && args.iter().any(|a| !a.name.is_empty()) {
                return Err(self.wrong("expected name=value"));
            }
            self.count(1)?;
            let value = self.binary(0)?;
            if name.is_empty() {
                at = value.at.clone();
            }
            args.push(Arg { at, name, value });
            comma = self.eat(",");
        }
        Ok(args)
    }
    fn deeper(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH * 2 { Err(self.wrong("nested too deeply")) } else { Ok(()) }
    }
    fn count(&mut self, n: usize) -> Result<(), Error> {
        self.made = self.made.saturating_add(n);
        if self.made > MOST { Err(self.wrong(format!("more than {MOST} values: write a range, as (1, 65535)"))) } else { Ok(()) }
    }
    fn eat(&mut self, sign: &'static str) -> bool {
        let there = *self.peek() == Token::Sign(sign);
        self.at += usize::from(there);
        there
    }
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(_, t)| t)
    }
    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(0..0, |(at, _)| at.clone())
    }
    fn wrong(&self, message: impl Into<String>) -> Error {
        Error::new(&self.here(), message)
    }
}
fn layer(what: &What) -> bool {
    matches!(what, What::Call(..) | What::Stack(_) | What::Text(_) | What::Bytes(_) | What::List(_))
}
