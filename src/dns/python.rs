//! What `print(repr(socket.FUNCTION(…)))` prints.

use super::calls::{Answer, Row, address_text};
use std::fmt::Write as _;
use std::net::SocketAddr;

/// The answer as CPython prints it.
#[must_use]
pub fn repr(answer: &Answer) -> String {
    match answer {
        Answer::Address(address) => quoted(&address_text(*address)),
        Answer::Entry(entry) => {
            let addresses: Vec<String> = entry.addresses.iter().map(|a| address_text(*a)).collect();
            format!("({}, {}, {})", quoted(&entry.name), list(&entry.aliases), list(&addresses))
        }
        Answer::Rows(rows) => format!("[{}]", rows.iter().map(row).collect::<Vec<_>>().join(", ")),
        Answer::Names { host, service } => format!("({}, {})", quoted(host), quoted(service)),
    }
}

fn list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

fn row(row: &Row) -> String {
    let Row { family, socktype, proto, canonname, address } = row;
    let named = |enumeration: &str, name: Option<&str>, number: i32| match name {
        Some(name) => format!("<{enumeration}.{name}: {number}>"),
        None => number.to_string(),
    };
    let family = named("AddressFamily", super::numbers::family(*family), *family);
    let socktype = named("SocketKind", super::numbers::socktype(*socktype), *socktype);
    let address = match address {
        SocketAddr::V4(v4) => format!("('{}', {})", v4.ip(), v4.port()),
        SocketAddr::V6(v6) => {
            format!("('{}', {}, {}, {})", address_text((*v6.ip()).into()), v6.port(), v6.flowinfo(), v6.scope_id())
        }
    };
    format!("({family}, {socktype}, {proto}, {}, {address})", quoted(canonname))
}

/// A text as `repr` quotes it.
#[must_use]
pub fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if is_printable(c) => out.push(c),
            c => {
                let _ = match u32::from(c) {
                    n @ ..=0xff => write!(out, "\\x{n:02x}"),
                    n @ ..=0xffff => write!(out, "\\u{n:04x}"),
                    n => write!(out, "\\U{n:08x}"),
                };
            }
        }
    }
    out.push(quote);
    out
}

/// Rust shows the same characters as themselves; behind another one also those that only combine.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    let pair: String = ['a', c].into_iter().collect();
    pair.escape_debug().count() == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted() {
        assert_eq!(quoted("it's"), r#""it's""#);
        assert_eq!(quoted("it's \"so\""), r#"'it\'s "so"'"#);
        assert_eq!(quoted("a\tb\\\u{7f}\u{a0}\u{200b}é\u{301}😀\u{e0001}"), "'a\\tb\\\\\\x7f\\xa0\\u200bé\u{301}😀\\U000e0001'");
    }
}
