//! Domain names as the wire has them: labels with their lengths, no compression ([RFC 1035] §3.1), equal in any case.
//!
//! [RFC 1035]: https://www.rfc-editor.org/rfc/rfc1035

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A label's most bytes.
const LABEL: usize = 63;
/// A name's most bytes, lengths and the root included.
const NAME: usize = 255;

/// An absolute name.
#[derive(Clone)]
pub struct Name(Box<[u8]>);

/// What is wrong with a name as text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// There is nothing.
    #[error("an empty name; the root is `.`")]
    Empty,
    /// Two dots in a row, or one at the beginning.
    #[error("`{0}` has an empty label: two dots in a row, or one at the beginning")]
    EmptyLabel(String),
    /// A label is too long.
    #[error("`{label}` has {length} bytes, and a label has 63 at most")]
    LongLabel {
        /// Its beginning.
        label: String,
        /// Its bytes.
        length: usize,
    },
    /// The name is too long.
    #[error("the name takes {0} bytes on the wire, and a name takes 255 at most")]
    Long(usize),
    /// White space or a control character that is not escaped.
    #[error("`{name}` has {what} in it; write `{escape}` if it is meant")]
    Space {
        /// The name.
        name: String,
        /// What it is.
        what: &'static str,
        /// How it would be written.
        escape: String,
    },
    /// A backslash without its number.
    #[error("`{0}` ends in the middle of an escape, or has one over 255: `\\DDD` or `\\X`")]
    Escape(String),
    /// Letters that have no form in DNS.
    #[error("`{0}` has no form that a name in DNS may have (IDNA)")]
    Idna(String),
}

/// Why bytes are no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The message ends inside it.
    #[error("the message ends inside a name")]
    Cut,
    /// A pointer that does not point back.
    #[error("a compression pointer at offset {at} to offset {to}, which is not before the name: a loop")]
    Loop {
        /// Where it is.
        at: usize,
        /// Where it points.
        to: usize,
    },
    /// A length byte of neither kind.
    #[error("a label of unknown kind 0x{byte:02x} at offset {at}")]
    Kind {
        /// Where it is.
        at: usize,
        /// What it is.
        byte: u8,
    },
    /// More than 255 bytes.
    #[error("a name of more than 255 bytes at offset {at}")]
    Long {
        /// Where it begins.
        at: usize,
    },
}

impl Name {
    /// The root.
    pub fn root() -> Name {
        Name(Box::new([0]))
    }

    /// A name from its text: `\.` and `\DDD` are escapes, letters beyond ASCII become their form for DNS (IDNA, UTS 46).
    pub fn parse(text: &str) -> Result<Name, Error> {
        if text.is_empty() {
            return Err(Error::Empty);
        }
        if text == "." {
            return Ok(Name::root());
        }
        if let Some(plain) = Name::plainly(text) {
            return Ok(plain);
        }
        if let Some(c) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
            let what = if c == ' ' { "a space" } else { "a space or a control character" };
            let escape = if c.is_ascii() { format!("\\{:03}", c as u32) } else { "\\DDD".to_owned() };
            return Err(Error::Space { name: text.escape_debug().collect(), what, escape });
        }
        let ascii = if text.is_ascii() {
            text.to_owned()
        } else {
            idna::domain_to_ascii(text).ok().filter(|ascii| !ascii.is_empty()).ok_or_else(|| Error::Idna(text.to_owned()))?
        };
        let mut wire = Vec::with_capacity(ascii.len() + 2);
        let mut label: Vec<u8> = Vec::new();
        let mut end = |label: &mut Vec<u8>| -> Result<(), Error> {
            match label.len() {
                0 => return Err(Error::EmptyLabel(text.to_owned())),
                1..=LABEL => {}
                length => {
                    return Err(Error::LongLabel {
                        label: String::from_utf8_lossy(label).chars().take(20).collect::<String>() + "…",
                        length,
                    });
                }
            }
            wire.push(label.len() as u8);
            wire.append(label);
            Ok(())
        };
        let mut bytes = ascii.bytes().peekable();
        let mut ended = false;
        while let Some(byte) = bytes.next() {
            ended = false;
            match byte {
                b'.' => {
                    end(&mut label)?;
                    ended = true;
                }
                b'\\' => {
                    let wrong = || Error::Escape(text.to_owned());
                    let first = bytes.next().ok_or_else(wrong)?;
                    if first.is_ascii_digit() {
                        let mut number = u32::from(first - b'0');
                        for _ in 0..2 {
                            let digit = bytes.next().filter(u8::is_ascii_digit).ok_or_else(wrong)?;
                            number = number * 10 + u32::from(digit - b'0');
                        }
                        label.push(u8::try_from(number).map_err(|_| wrong())?);
                    } else {
                        label.push(first);
                    }
                }
                byte => label.push(byte),
            }
        }
        if !ended {
            end(&mut label)?;
        }
        wire.push(0);
        if wire.len() > NAME { Err(Error::Long(wire.len())) } else { Ok(Name(wire.into())) }
    }

    /// A name as nearly all are: letters, digits, `-` and `_` of ASCII between dots.
    fn plainly(text: &str) -> Option<Name> {
        let text = text.strip_suffix('.').unwrap_or(text);
        if text.len() > NAME - 2 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
            return None;
        }
        let mut wire = Vec::with_capacity(text.len() + 2);
        for label in text.split('.') {
            if !(1..=LABEL).contains(&label.len()) {
                return None;
            }
            wire.push(label.len() as u8);
            wire.extend_from_slice(label.as_bytes());
        }
        wire.push(0);
        Some(Name(wire.into()))
    }

    /// The name at an offset of a message, and the offset behind it. A pointer must point before the part it is found in, so the
    /// walk ends.
    pub fn read(message: &[u8], at: usize) -> Result<(Name, usize), Fault> {
        let (mut wire, mut length) = ([0; NAME], 0);
        let (mut here, mut part, mut behind) = (at, at, None);
        loop {
            let byte = *message.get(here).ok_or(Fault::Cut)?;
            match byte >> 6 {
                0 => {
                    let end = here + 1 + usize::from(byte);
                    let label = message.get(here..end).ok_or(Fault::Cut)?;
                    wire.get_mut(length..length + label.len()).ok_or(Fault::Long { at })?.copy_from_slice(label);
                    length += label.len();
                    here = end;
                    if byte == 0 {
                        return Ok((Name(wire.get(..length).unwrap_or(&[0]).into()), behind.unwrap_or(here)));
                    }
                }
                3 => {
                    let low = *message.get(here + 1).ok_or(Fault::Cut)?;
                    let to = usize::from(byte & 0x3f) << 8 | usize::from(low);
                    if to >= part {
                        return Err(Fault::Loop { at: here, to });
                    }
                    behind.get_or_insert(here + 2);
                    (here, part) = (to, to);
                }
                _ => return Err(Fault::Kind { at: here, byte }),
            }
        }
    }

    /// The name of an address in `in-addr.arpa` or `ip6.arpa`.
    pub fn reverse(address: std::net::IpAddr) -> Name {
        let mut wire = Vec::with_capacity(80);
        let mut label = |text: &str| {
            wire.push(text.len() as u8);
            wire.extend_from_slice(text.as_bytes());
        };
        match address {
            std::net::IpAddr::V4(v4) => {
                v4.octets().iter().rev().for_each(|octet| label(&octet.to_string()));
                label("in-addr");
            }
            std::net::IpAddr::V6(v6) => {
                for octet in v6.octets().iter().rev() {
                    label(&format!("{:x}", octet & 15));
                    label(&format!("{:x}", octet >> 4));
                }
                label("ip6");
            }
        }
        label("arpa");
        wire.push(0);
        Name(wire.into())
    }

    /// The bytes, from the first length to the root's.
    pub fn wire(&self) -> &[u8] {
        &self.0
    }

    /// The same in lower case: its canonical form (RFC 4034 §6.2).
    pub fn lower(&self) -> Name {
        Name(self.0.to_ascii_lowercase().into())
    }

    /// The labels, first to last, without the root's.
    pub fn labels(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = &self.0[..];
        std::iter::from_fn(move || {
            let (length, more) = rest.split_first()?;
            let (label, more) = more.split_at_checked(usize::from(*length)).filter(|_| *length != 0)?;
            rest = more;
            Some(label)
        })
    }

    /// How many labels there are, the root's not counted.
    pub fn count(&self) -> usize {
        self.labels().count()
    }

    /// The name without its first label; `None` for the root.
    pub fn parent(&self) -> Option<Name> {
        let length = usize::from(*self.0.first()?);
        (length != 0).then(|| self.0.get(1 + length..).map(|rest| Name(rest.into())))?
    }

    /// The last labels of the name, so many.
    pub fn last(&self, labels: usize) -> Name {
        let mut name = self.clone();
        for _ in labels..self.count() {
            name = name.parent().unwrap_or_else(Name::root);
        }
        name
    }

    /// The name with a label before it; `None` where it becomes too long.
    pub fn below(&self, label: &[u8]) -> Option<Name> {
        if label.is_empty() || label.len() > LABEL || self.0.len() + label.len() + 1 > NAME {
            return None;
        }
        let mut wire = vec![label.len() as u8];
        wire.extend_from_slice(label);
        wire.extend_from_slice(&self.0);
        Some(Name(wire.into()))
    }

    /// Whether this is the other name or a name below it.
    pub fn within(&self, other: &Name) -> bool {
        let (mine, theirs) = (self.count(), other.count());
        mine >= theirs && self.last(theirs) == *other
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.len() == 1
    }

    /// The text without the last dot, but for the root.
    pub fn plain(&self) -> String {
        let text = self.to_string();
        if self.is_root() { text } else { text.trim_end_matches('.').to_owned() }
    }
}

impl PartialEq for Name {
    fn eq(&self, other: &Name) -> bool {
        // Lengths are no letters.
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Name {}

impl Hash for Name {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.iter().for_each(|byte| state.write_u8(byte.to_ascii_lowercase()));
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Name) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Name {
    /// The canonical order (RFC 4034 §6.1): by the last label first, as lower-case bytes.
    fn cmp(&self, other: &Name) -> Ordering {
        let labels = |name: &Name| name.labels().map(<[u8]>::to_ascii_lowercase).collect::<Vec<_>>();
        labels(self).iter().rev().cmp(labels(other).iter().rev())
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_root() {
            return f.write_str(".");
        }
        let mut text = String::with_capacity(self.0.len());
        for label in self.labels() {
            // As nearly all are.
            if let Some(plain) = std::str::from_utf8(label)
                .ok()
                .filter(|_| label.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')))
            {
                text.push_str(plain);
                text.push('.');
                continue;
            }
            for &byte in label {
                match byte {
                    b'"' | b'.' | b';' | b'\\' | b'(' | b')' | b'@' | b'$' => {
                        text.push('\\');
                        text.push(char::from(byte));
                    }
                    0x21..=0x7e => text.push(char::from(byte)),
                    _ => text.push_str(&format!("\\{byte:03}")),
                }
            }
            text.push('.');
        }
        f.pad(&text)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_wire() {
        let name = Name::parse("Ex\\.a\\007.COM").unwrap();
        assert_eq!(name.wire(), b"\x05Ex.a\x07\x03COM\0");
        assert_eq!(name.to_string(), "Ex\\.a\\007.COM.");
        assert_eq!(name, Name::parse("ex\\.A\\007.com.").unwrap());
        assert_eq!(name.parent().unwrap().to_string(), "COM.");
        assert_eq!(Name::parse(".").unwrap().to_string(), ".");
        assert_eq!(Name::parse("bücher.example").unwrap().to_string(), "xn--bcher-kva.example.");
    }

    #[test]
    fn what_is_no_name() {
        assert_eq!(Name::parse(""), Err(Error::Empty));
        assert!(matches!(Name::parse("a..b"), Err(Error::EmptyLabel(_))));
        assert!(matches!(Name::parse(".a"), Err(Error::EmptyLabel(_))));
        assert!(matches!(Name::parse(&"a".repeat(64)), Err(Error::LongLabel { length: 64, .. })));
        assert_eq!(Name::parse(&"a.".repeat(128)), Err(Error::Long(257)));
        assert!(Name::parse(&"a.".repeat(127)).is_ok());
        assert!(matches!(Name::parse("a b"), Err(Error::Space { .. })));
        assert!(matches!(Name::parse("a\\25"), Err(Error::Escape(_))));
        assert!(matches!(Name::parse("a\\256"), Err(Error::Escape(_))));
    }

    #[test]
    fn a_loop_of_pointers_ends() {
        assert_eq!(Name::read(b"\xc0\x00", 0), Err(Fault::Loop { at: 0, to: 0 }));
        assert_eq!(Name::read(b"\x01a\xc0\x00", 0), Err(Fault::Loop { at: 2, to: 0 }));
        assert_eq!(Name::read(b"\xc0\x02\xc0\x00", 2), Err(Fault::Loop { at: 0, to: 2 }));
        assert_eq!(Name::read(b"\x01a\0\x01b\xc0\x00", 3).unwrap().0.to_string(), "b.a.");
        assert_eq!(Name::read(b"\x01a\0\x01b\xc0\x00", 3).unwrap().1, 7);
        assert_eq!(Name::read(b"\x05a", 0), Err(Fault::Cut));
        assert_eq!(Name::read(b"\x40a", 0), Err(Fault::Kind { at: 0, byte: 0x40 }));
    }

    #[test]
    fn canonical_order() {
        // RFC 4034 §6.1.
        let order =
            ["example", "a.example", "yljkjljk.a.example", "Z.a.example", "zABC.a.EXAMPLE", "z.example", "\\001.z.example", "*.z.example"];
        let names: Vec<Name> = order.iter().map(|name| Name::parse(name).unwrap()).collect();
        assert!(names.is_sorted());
    }

    #[test]
    fn reverse_names() {
        assert_eq!(Name::reverse("192.0.2.1".parse().unwrap()).to_string(), "1.2.0.192.in-addr.arpa.");
        assert!(Name::reverse("2001:db8::1".parse().unwrap()).to_string().ends_with("8.b.d.0.1.0.0.2.ip6.arpa."));
    }
}
