//! `/etc/hosts`, and addresses as C programs write them. glibc's reading of both.
//!
//! <https://man7.org/linux/man-pages/man5/hosts.5.html>

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where the file is.
pub const PATH: &str = "/etc/hosts";

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: usize,
    /// Its address.
    pub address: IpAddr,
    /// The official name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
}

impl Line {
    /// True where the line bears the name, be it in other letters.
    #[must_use]
    pub fn bears(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }

    /// The line's address in a family: to those who ask for IPv4, `::1` is 127.0.0.1, and a mapped address the one in it.
    #[must_use]
    pub fn of(&self, four: bool) -> Option<IpAddr> {
        match self.address {
            IpAddr::V4(_) => four.then_some(self.address),
            IpAddr::V6(v6) if !four => Some(v6.into()),
            IpAddr::V6(Ipv6Addr::LOCALHOST) => Some(Ipv4Addr::LOCALHOST.into()),
            IpAddr::V6(v6) => v6.to_ipv4_mapped().map(IpAddr::V4),
        }
    }
}

/// The lines of the file's text; those without an address or a name are left out.
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    let line = |(at, line): (usize, &str)| {
        let mut words = line.split('#').next()?.split_ascii_whitespace();
        let address = words.next()?.parse().ok()?;
        let name = words.next()?.to_owned();
        Some(Line { number: at + 1, address, name, aliases: words.map(str::to_owned).collect() })
    };
    text.lines().enumerate().filter_map(line).collect()
}

/// The lines of this machine's file; `None` where it cannot be read.
#[must_use]
pub fn system() -> Option<Vec<Line>> {
    Some(lines(&String::from_utf8_lossy(&std::fs::read(PATH).ok()?)))
}

/// An IPv4 address as `inet_aton` reads it: one to four numbers, each decimal, octal (`0`) or hexadecimal (`0x`), the last one filling
/// what is left: `127.1`, `0x7f000001`.
#[must_use]
pub fn classful(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<&str> = text.split('.').collect();
    let (last, first) = parts.split_last()?;
    if first.len() > 3 {
        return None;
    }
    let mut address: u64 = 0;
    for part in first {
        let byte = number(part).filter(|n| *n <= 0xff)?;
        address = address << 8 | byte;
    }
    let left = 32 - 8 * u32::try_from(first.len()).ok()?;
    let tail = number(last).filter(|n| *n < 1 << left)?;
    u32::try_from(address << left | tail).ok().map(Ipv4Addr::from)
}

/// A number as C's `strtoul` with base 0 reads it, digits only.
fn number(text: &str) -> Option<u64> {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (digits, base) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if digits.starts_with(['+', '-']) { None } else { u64::from_str_radix(digits, base).ok() }
}

/// The number of the interface that stands behind an IPv6 address's `%`: for link-local addresses also by name.
#[must_use]
pub fn scope(address: Ipv6Addr, text: &str) -> Option<u32> {
    if is_link_local(address)
        && let Some(index) = interface(text)
    {
        return Some(index);
    }
    text.starts_with(|c: char| c.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// True for addresses that mean something only on one link.
#[must_use]
pub fn is_link_local(address: Ipv6Addr) -> bool {
    let [first, ..] = address.segments();
    first & 0xffc0 == 0xfe80 || first & 0xff0f == 0xff02
}

/// An interface's number by its name.
fn interface(name: &str) -> Option<u32> {
    let own = |interface: &crate::net::interfaces::Interface| interface.name == name;
    crate::net::interfaces::list().ok()?.iter().find(|interface| own(interface)).map(|interface| interface.index)
}

/// The host a text stands for, if it is an address: IPv4 as `inet_aton` has it, else IPv6 without a scope.
#[must_use]
pub fn literal(text: &str) -> Option<IpAddr> {
    classful(text).map(IpAddr::V4).or_else(|| text.parse::<Ipv6Addr>().ok().map(IpAddr::V6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let text = "127.0.0.1 localhost\n# 10.0.0.9 no\n\n::1\tip6 six.example # tail\nnonsense x\n10.0.0.1\n::ffff:10.0.0.2 mapped\n";
        let lines = lines(text);
        let shown: Vec<(usize, String)> = lines.iter().map(|line| (line.number, format!("{} {}", line.address, line.name))).collect();
        assert_eq!(shown, [(1, "127.0.0.1 localhost".to_owned()), (4, "::1 ip6".to_owned()), (7, "::ffff:10.0.0.2 mapped".to_owned())]);
        assert!(lines[1].bears("SIX.example") && !lines[1].bears("tail"));
        assert_eq!(lines[1].of(true), Some(Ipv4Addr::LOCALHOST.into()));
        assert_eq!(lines[2].of(true), Some("10.0.0.2".parse().unwrap()));
        assert_eq!(lines[0].of(false), None);
    }

    #[test]
    fn addresses_as_c_writes_them() {
        let text = |text: &str| classful(text).map(|address| address.to_string());
        assert_eq!(text("127.1").as_deref(), Some("127.0.0.1"));
        assert_eq!(text("0x7f.1").as_deref(), Some("127.0.0.1"));
        assert_eq!(text("017700000001").as_deref(), Some("127.0.0.1"));
        assert_eq!(text("1.2.65535").as_deref(), Some("1.2.255.255"));
        assert_eq!(text("4294967295").as_deref(), Some("255.255.255.255"));
        for wrong in ["", "1.2.3.4.5", "256.1.1.1", "1.2.3.256", "4294967296", "1.2.3.", "08.1.1.1", "0x", "+1", "1.-2", "a"] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
        assert_eq!(scope("fe80::1".parse().unwrap(), "7"), Some(7));
        assert_eq!(scope("fe80::1".parse().unwrap(), "nosuch"), None);
    }
}
