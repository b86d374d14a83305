//! Text to words.
use super::Error;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    Num(i128),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    /// A name, dots included: `tcp.srcport`.
    Word(String),
    /// An operator or bracket.
    Sign(&'static str),
    End,
}

const SIGNS: &[&str] = &["**", "<<", ">>", "//", "(", ")", "[", "]", ",", "=", "/", "*", "+", "-", "|", "&", "^", "~", "%"];

/// All words of the text, the end last.
pub(super) fn lex(text: &str) -> Result<Vec<(Range<usize>, Token)>, Error> {
    let (mut all, mut at) = (vec![], 0);
    loop {
        let rest = text.get(at..).unwrap_or("");
        let Some(c) = rest.chars().next() else { break };
        if c.is_whitespace() || (c == '\\' && rest.starts_with("\\\n")) {
            at += c.len_utf8();
            continue;
        }
        if c == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        let (token, len) = match c {
            '"' | '\'' => quoted(rest, at, 0)?,
            '0'..='9' | '.' if c != '.' || rest.get(1..2).is_some_and(|d| d.as_bytes().iter().all(u8::is_ascii_digit)) => number(rest, at)?,
            c if c.is_alphabetic() || c == '_' => {
                // A quote stands behind two letters at most: looking further would make long texts slow.
                let prefix = (1..=2).find(|n| matches!(rest.as_bytes().get(*n), Some(b'"' | b'\'')));
                let prefix =
                    prefix.filter(|n| rest.get(..*n).is_some_and(|p| matches!(&*p.to_ascii_lowercase(), "b" | "r" | "u" | "br" | "rb")));
                match prefix {
                    Some(n) => quoted(rest, at, n)?,
                    None => {
                        // Wireshark's names hold dashes behind a dot only: mstp.foo-bar has none that matter here.
                        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '.')).unwrap_or(rest.len());
                        (Token::Word(rest.get(..end).unwrap_or("").to_owned()), end)
                    }
                }
            }
            _ => match SIGNS.iter().find(|s| rest.starts_with(**s)) {
                Some(sign) => (Token::Sign(sign), sign.len()),
                None => {
                    let why = if c == ':' { ": an address stands in quotes" } else { "" };
                    return Err(Error::new(&(at..at + c.len_utf8()), format!("\"{c}\" means nothing here{why}")));
                }
            },
        };
        all.push((at..at + len, token));
        at += len;
    }
    all.push((at..at, Token::End));
    Ok(all)
}

fn number(rest: &str, at: usize) -> Result<(Token, usize), Error> {
    let b = rest.as_bytes();
    let radix = match (b.first(), b.get(1).map(u8::to_ascii_lowercase)) {
        (Some(b'0'), Some(b'x')) => 16,
        (Some(b'0'), Some(b'o')) => 8,
        (Some(b'0'), Some(b'b')) => 2,
        _ => 10,
    };
    let from = if radix == 10 { 0 } else { 2 };
    let mut end = from;
    let (mut fraction, mut exponent) = (false, false);
    while let Some(c) = b.get(end) {
        match c {
            b'_' => {}
            b'.' if radix == 10 && !fraction && !exponent => fraction = true,
            b'e' | b'E' if radix == 10 && !exponent => {
                exponent = true;
                if matches!(b.get(end + 1), Some(b'+' | b'-')) {
                    end += 1;
                }
            }
            c if c.is_ascii_alphanumeric() => {}
            _ => break,
        }
        end += 1;
    }
    let digits: String = rest.get(from..end).unwrap_or("").chars().filter(|c| *c != '_').collect();
    let wrong = |what: &str| Error::new(&(at..at + end.max(1)), what);
    let token = if fraction || exponent {
        Token::Float(digits.parse().ok().filter(|x: &f64| x.is_finite()).ok_or_else(|| wrong("not a number"))?)
    } else {
        match i128::from_str_radix(&digits, radix) {
            Ok(n) => Token::Num(n),
            Err(e) if matches!(e.kind(), std::num::IntErrorKind::PosOverflow) => return Err(wrong("a number of more than 127 bits")),
            Err(_) => return Err(wrong("not a number: write 12, 0x0c, 0o14 or 0b1100")),
        }
    };
    Ok((token, end))
}

/// A string in quotes behind a prefix of so many letters.
fn quoted(rest: &str, at: usize, prefix: usize) -> Result<(Token, usize), Error> {
    let letters = rest.get(..prefix).unwrap_or("").to_ascii_lowercase();
    let (raw, bytes) = (letters.contains('r'), letters.contains('b'));
    let body = rest.get(prefix..).unwrap_or("");
    let quote = if body.starts_with('"') { "\"" } else { "'" };
    let triple = quote.repeat(3);
    let (open, many) = if body.starts_with(&triple) { (triple.as_str(), true) } else { (quote, false) };
    let mut pos = prefix + open.len();
    let mut out: Vec<u8> = vec![];
    let never = || Error::new(&(at..at + prefix + open.len()), "the quote is never closed");
    loop {
        let here = rest.get(pos..).ok_or_else(never)?;
        if here.starts_with(open) {
            pos += open.len();
            break;
        }
        let c = here.chars().next().ok_or_else(never)?;
        if c == '\n' && !many {
            return Err(never());
        }
        pos += c.len_utf8();
        if c != '\\' {
            if bytes && !c.is_ascii() {
                return Err(Error::new(&(at + pos - c.len_utf8()..at + pos), "bytes take ASCII only: write \\x.."));
            }
            out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let escaped = rest.get(pos..).and_then(|r| r.chars().next()).ok_or_else(never)?;
        pos += escaped.len_utf8();
        if raw {
            out.push(b'\\');
            out.extend(escaped.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        if let Some(mut n) = escaped.to_digit(8) {
            for _ in 0..2 {
                let Some(d) = rest.get(pos..).and_then(|r| r.chars().next()).and_then(|c| c.to_digit(8)) else { break };
                n = n * 8 + d;
                pos += 1;
            }
            push(n & 0xff, bytes, &mut out);
            continue;
        }
        let mut digits = |n: usize| -> Result<u32, Error> {
            let hex = rest.get(pos..pos + n).filter(|h| h.bytes().all(|b| b.is_ascii_hexdigit()));
            let value = hex.and_then(|h| u32::from_str_radix(h, 16).ok());
            let value = value
                .ok_or_else(|| Error::new(&(at + pos - 2..at + (pos + n).min(rest.len())), format!("\\{escaped} wants {n} hex digits")));
            pos += n;
            value
        };
        match escaped {
            '\n' => {}
            'n' => out.push(b'\n'),
            'r' => out.push(b'\r'),
            't' => out.push(b'\t'),
            'a' => out.push(7),
            'b' => out.push(8),
            'f' => out.push(12),
            'v' => out.push(11),
            '\\' | '\'' | '"' => out.push(escaped as u8),
            'x' => {
                let n = digits(2)?;
                push(n, bytes, &mut out);
            }
            'u' | 'U' if !bytes => {
                let n = digits(if escaped == 'u' { 4 } else { 8 })?;
                let c = char::from_u32(n).ok_or_else(|| Error::new(&(at..at + 1), format!("\\{escaped}{n:04x} is no character")))?;
                out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            c => {
                out.push(b'\\');
                out.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    }
    let token = if bytes { Token::Bytes(out) } else { Token::Text(String::from_utf8_lossy(&out).into_owned()) };
    Ok((token, pos))
}
/// `\xe9` is a byte in bytes and a character in text.
fn push(n: u32, bytes: bool, out: &mut Vec<u8>) {
    match char::from_u32(n) {
        Some(c) if !bytes => out.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        _ => out.push(n as u8),
    }
}
