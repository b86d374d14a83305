//! A filter as it was understood: the tree with types, what it makes the program do.
use super::Filter;
use super::bpf::{Bpf, to_bpf};
use super::check::{Expr, ExprKind, Op, Tree};
use super::ft::Ft;
use super::lex::{End, Part};
use super::value::{Const, Val};
use crate::frame::LinkType;
use crate::proto::protocol;
use crate::spine::Stage;
use crate::text;
use std::fmt::Write;

/// What a filter means and asks for.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The filter, written out: every choice that the language makes by itself is there.
    pub text: String,
    /// Its tree from the root; empty for the filter that lets everything pass.
    pub tree: Vec<Line>,
    /// Protocols whose headers are read for it.
    pub protocols: Vec<&'static str>,
    /// True where what earlier packets tell must be known.
    pub flow: bool,
    /// True where protocols that carry nothing, and are not asked for, are left unread.
    pub bounded: bool,
    /// The capture filter for Ethernet that lets pass what this one does, or more.
    pub bpf: Option<Bpf>,
}
/// A line of a tree.
#[derive(Clone, Debug)]
pub struct Line {
    /// How deep it stands.
    pub depth: usize,
    /// What is done, or what is looked at.
    pub text: String,
    /// The type of its values, in words; empty for a test.
    pub kind: String,
}

impl Filter {
    /// What it means and asks for.
    pub fn explain(&self) -> Explanation {
        let (mut tree, mut protocols) = (vec![], vec![]);
        if let Some(root) = &self.tree {
            lines(root, 0, &mut tree);
            root.named(&mut |named| {
                let ids = named.protocols.iter().chain(named.fields.iter().map(|(id, _)| id));
                protocols.extend(ids.map(|id| protocol(*id).name));
            });
        }
        protocols.sort_unstable();
        protocols.dedup();
        let text = self.tree.as_ref().map_or_else(String::new, |tree| written(tree, 0));
        let (flow, bounded) = (self.stage == Stage::Flow, self.unread.is_some() && self.stage == Stage::Walk);
        Explanation { text, tree, protocols, flow, bounded, bpf: to_bpf(self, LinkType(1)) }
    }
}

fn lines(tree: &Tree, depth: usize, out: &mut Vec<Line>) {
    let mut line = |text: String| out.push(Line { depth, text, kind: String::new() });
    match tree {
        Tree::And(trees) | Tree::Or(trees) => {
            line(if matches!(tree, Tree::And(_)) { "and".into() } else { "or".into() });
            trees.iter().for_each(|t| lines(t, depth + 1, out));
        }
        Tree::Not(inner) => {
            line("not".into());
            lines(inner, depth + 1, out);
        }
        Tree::Exists(expr) => {
            let what = match &expr.kind {
                ExprKind::Binary(..) | ExprKind::Minus(_) => "any value is not zero",
                ExprKind::Field(named) if !named.protocols.is_empty() => "the protocol is there",
                _ => "there is a value",
            };
            line(what.into());
            value_lines(expr, depth + 1, out);
        }
        Tree::Compare { op, all, left, right } => {
            let what = match op {
                Op::Equal => "is equal",
                Op::Unequal => "is not equal",
                Op::Greater => "is greater",
                Op::GreaterEqual => "is greater or equal",
                Op::Less => "is less",
                Op::LessEqual => "is less or equal",
                Op::Contains => "contains",
            };
            line(format!("{} {what}", which(*all)));
            value_lines(left, depth + 1, out);
            value_lines(right, depth + 1, out);
        }
        Tree::Matches { all, left, regex } => {
            line(format!("{} matches {regex}", which(*all)));
            value_lines(left, depth + 1, out);
        }
        Tree::In { all, left, set } => {
            line(format!("{} is one of", which(*all)));
            value_lines(left, depth + 1, out);
            for (from, to) in set {
                match to {
                    None => value_lines(from, depth + 1, out),
                    Some(to) => {
                        let text = format!("{} to {}", term(from, 0), term(to, 0));
                        out.push(Line { depth: depth + 1, text, kind: from.ft.title() });
                    }
                }
            }
        }
    }
}
fn which(all: bool) -> &'static str {
    if all { "every value" } else { "any value" }
}
fn value_lines(expr: &Expr, depth: usize, out: &mut Vec<Line>) {
    let mut line = |text: String| out.push(Line { depth, text, kind: expr.ft.title() });
    match &expr.kind {
        ExprKind::Field(_) | ExprKind::Const(_) => line(term(expr, 0)),
        ExprKind::Slice(inner, parts) => {
            line(format!("bytes {}", ranges(parts)));
            value_lines(inner, depth + 1, out);
        }
        ExprKind::Call(function, arguments) => {
            line(format!("{}()", function.name()));
            arguments.iter().for_each(|a| value_lines(a, depth + 1, out));
        }
        ExprKind::Binary(sign, left, right) => {
            line((*sign as char).to_string());
            value_lines(left, depth + 1, out);
            value_lines(right, depth + 1, out);
        }
        ExprKind::Minus(inner) => {
            line("minus".into());
            value_lines(inner, depth + 1, out);
        }
    }
}

/// A tree as a filter; in parentheses where what it stands in binds tighter.
pub(super) fn written(tree: &Tree, tight: u8) -> String {
    let joined = |trees: &[Tree], word: &str, own: u8| {
        let text = trees.iter().map(|t| written(t, own + 1)).collect::<Vec<_>>().join(word);
        if tight > own { format!("({text})") } else { text }
    };
    let any = |all: bool| if all { "all " } else { "any " };
    match tree {
        Tree::And(trees) => joined(trees, " and ", 1),
        Tree::Or(trees) => joined(trees, " or ", 0),
        Tree::Not(inner) => format!("not {}", written(inner, 2)),
        Tree::Exists(expr) => term(expr, 0),
        Tree::Compare { op, all, left, right } => {
            let sign = match op {
                Op::Equal => "==",
                Op::Unequal => "!=",
                Op::Greater => ">",
                Op::GreaterEqual => ">=",
                Op::Less => "<",
                Op::LessEqual => "<=",
                Op::Contains => "contains",
            };
            format!("{}{} {sign} {}", any(*all), term(left, 0), term(right, 0))
        }
        Tree::Matches { all, left, regex } => format!("{}{} matches {}", any(*all), term(left, 0), quoted(regex.as_str().as_bytes())),
        Tree::In { all, left, set } => {
            let one = |(from, to): &(Expr, Option<Expr>)| match to {
                None => term(from, 3),
                Some(to) => format!("{} .. {}", term(from, 3), term(to, 3)),
            };
            let set = set.iter().map(one).collect::<Vec<_>>().join(", ");
            format!("{}{} in {{{set}}}", any(*all), term(left, 0))
        }
    }
}
/// A term as it is written; in braces where what it stands in binds tighter.
pub(super) fn term(expr: &Expr, tight: u8) -> String {
    match &expr.kind {
        ExprKind::Field(named) => {
            // It is the same moment, counted or as a date.
            let name = if named.name == "frame.time_epoch" && expr.ft == Ft::Absolute { "frame.time" } else { &named.name };
            match &named.layers {
                Some(parts) => format!("{name}#{}", ranges(parts)),
                None => name.to_owned(),
            }
        }
        ExprKind::Const(c) => constant(expr.ft, c),
        // A protocol that is in no packet is only known where it stands alone.
        ExprKind::Slice(inner, _) if matches!(&inner.kind, ExprKind::Field(n) if n.protocols.is_empty() && n.fields.is_empty()) => {
            term(inner, 3)
        }
        ExprKind::Slice(inner, parts) => format!("{}{}", term(inner, 3), ranges(parts)),
        ExprKind::Call(function, arguments) => {
            format!("{}({})", function.name(), arguments.iter().map(|a| term(a, 0)).collect::<Vec<_>>().join(", "))
        }
        ExprKind::Binary(sign, left, right) => {
            let own = match sign {
                b'&' => 0,
                b'+' | b'-' => 1,
                _ => 2,
            };
            let text = format!("{} {} {}", term(left, own), *sign as char, term(right, own + 1));
            if tight > own { format!("{{{text}}}") } else { text }
        }
        ExprKind::Minus(inner) => format!("-{}", term(inner, 3)),
    }
}
fn ranges(parts: &[Part]) -> String {
    let one = |part: &Part| match part.to {
        End::Rest => format!("{}:", part.from),
        End::Length(n) => format!("{}:{n}", part.from),
        End::Last(to) => format!("{}-{to}", part.from),
    };
    format!("[{}]", parts.iter().map(one).collect::<Vec<_>>().join(","))
}
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::from('"');
    for b in bytes {
        match b {
            b'"' | b'\\' => out.extend(['\\', *b as char]),
            b' '..=b'~' => out.push(*b as char),
            b => {
                let _ = write!(out, "\\x{b:02x}");
            }
        }
    }
    out.push('"');
    out
}
fn constant(ft: Ft, c: &Const) -> String {
    let mut out = vec![];
    match (ft, &c.val) {
        (Ft::Bool, Val::Num(n)) => return if *n == 0 { "False".into() } else { "True".into() },
        (Ft::Ip4, Val::Num(n)) => text::ip4((*n as u32).to_be_bytes(), &mut out),
        (Ft::Eui64, Val::Num(n)) => text::joined(&n.to_be_bytes(), b':', &mut out),
        (Ft::Ip6, Val::Bytes(b)) => {
            let mut whole = [0; 16];
            whole.iter_mut().zip(b.iter()).for_each(|(to, from)| *to = *from);
            text::ip6(whole, &mut out);
        }
        (_, Val::Text(b)) => return quoted(b),
        (Ft::Guid | Ft::Oid, val) => out = super::run::string(ft, val),
        (Ft::Relative, Val::Time(n)) => text::duration(*n, &mut out),
        (_, Val::Time(n)) => {
            out.push(b'"');
            text::rfc3339(*n, &mut out);
            out.push(b'"');
        }
        (_, Val::Float(x)) => return format!("{x:?}"),
        (_, Val::Num(n)) => text::decimal(*n, &mut out),
        (_, Val::Int(n)) => text::signed(*n, &mut out),
        (_, Val::Bytes(b)) if b.len() == 1 => b.iter().for_each(|b| out.extend(format!("0x{b:02x}").bytes())),
        (_, Val::Bytes(b)) if b.is_empty() => return "\"\"".into(),
        (_, val) => text::joined(val.bytes(), b':', &mut out),
    }
    if let Some(mask) = c.mask {
        out.extend(format!("/{}", mask.count_ones()).bytes());
    }
    String::from_utf8_lossy(&out).into_owned()
}
