//! What numbers are called where fields of Scapy's classes name them: `DNSQR(qtype="AAAA")`, `ARP(op="is-at")`.
//!
//! One table for all classes, a line for each set of names: the fields that know it, then each number and its name. It is what Scapy
//! itself accepts. Names that a protocol's description knows besides are looked up where the value is written.
use super::expr::{Expr, What};
use std::collections::HashMap;
use std::sync::OnceLock;

/// The names of each class's fields, as lines of the table.
fn index() -> &'static HashMap<&'static str, &'static str> {
    static INDEX: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    INDEX.get_or_init(|| {
        let lines = include_str!("words.tsv").lines().filter_map(|line| line.split_once('\t'));
        lines.flat_map(|(fields, names)| fields.split(' ').map(move |field| (field, names))).collect()
    })
}
/// Puts numbers in the place of their names.
pub(super) fn resolve(e: &mut Expr) {
    match &mut e.what {
        What::Call(class, args) => {
            for arg in args {
                if !arg.name.is_empty()
                    && worded(&arg.value)
                    && let Some(names) = index().get(format!("{class}.{}", arg.name).as_str())
                {
                    number(&mut arg.value, names);
                }
                resolve(&mut arg.value);
            }
        }
        What::List(all) | What::Tuple(all) | What::Stack(all) => all.iter_mut().for_each(resolve),
        _ => {}
    }
}
/// True where a name may stand: text, or alternatives.
fn worded(e: &Expr) -> bool {
    match &e.what {
        What::Text(_) => true,
        What::List(all) => all.iter().any(worded),
        _ => false,
    }
}
fn number(e: &mut Expr, names: &str) {
    match &mut e.what {
        What::Text(text) => {
            let found = names.split('\t').filter_map(|one| one.split_once(' ')).find(|(_, name)| name == text);
            if let Some(n) = found.and_then(|(n, _)| n.parse().ok()) {
                e.what = What::Num(n);
            }
        }
        What::List(all) => all.iter_mut().for_each(|e| number(e, names)),
        _ => {}
    }
}
