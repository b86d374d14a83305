//! In which order addresses are tried: RFC 6724, destination address selection.
//!
//! <https://www.rfc-editor.org/rfc/rfc6724>. The source that the kernel would take for each is asked of the kernel. `/etc/gai.conf`
//! (<https://man7.org/linux/man-pages/man5/gai.conf.5.html>) replaces the tables of labels and precedences.

use serde::Serialize;
use std::cmp::Ordering;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};

/// Labels and precedences of prefixes; IPv4 is there in its mapped form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    labels: Vec<(Ipv6Addr, u32, u32)>,
    precedences: Vec<(Ipv6Addr, u32, u32)>,
}

/// RFC 6724, section 2.1: prefix, its length, precedence, label.
const DEFAULT: &[([u16; 8], u32, u32, u32)] = &[
    ([0, 0, 0, 0, 0, 0, 0, 1], 128, 50, 0),
    ([0, 0, 0, 0, 0, 0, 0, 0], 0, 40, 1),
    ([0, 0, 0, 0, 0, 0xffff, 0, 0], 96, 35, 4),
    ([0x2002, 0, 0, 0, 0, 0, 0, 0], 16, 30, 2),
    ([0x2001, 0, 0, 0, 0, 0, 0, 0], 32, 5, 5),
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7, 3, 13),
    ([0, 0, 0, 0, 0, 0, 0, 0], 96, 1, 3),
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10, 1, 11),
    ([0x3ffe, 0, 0, 0, 0, 0, 0, 0], 16, 1, 12),
];

impl Default for Policy {
    fn default() -> Policy {
        let rows = || DEFAULT.iter().map(|(prefix, len, precedence, label)| (Ipv6Addr::from(*prefix), *len, *precedence, *label));
        Policy {
            labels: rows().map(|(prefix, len, _, label)| (prefix, len, label)).collect(),
            precedences: rows().map(|(prefix, len, precedence, _)| (prefix, len, precedence)).collect(),
        }
    }
}

impl Policy {
    /// This machine's: the RFC's, or what `/etc/gai.conf` says.
    #[must_use]
    pub fn system() -> Policy {
        Policy::parse(&String::from_utf8_lossy(&std::fs::read("/etc/gai.conf").unwrap_or_default()))
    }

    /// The RFC's; a file that has one line of a table has the whole of that table.
    #[must_use]
    pub fn parse(text: &str) -> Policy {
        let table = |keyword: &str| -> Vec<(Ipv6Addr, u32, u32)> {
            let line = |line: &str| {
                let mut words = line.split('#').next()?.split_whitespace();
                if words.next()? != keyword {
                    return None;
                }
                let (prefix, len) = words.next()?.split_once('/')?;
                let (prefix, len, value) = (prefix.parse().ok()?, len.parse().ok()?, words.next()?.parse().ok()?);
                (len <= 128).then_some((prefix, len, value))
            };
            text.lines().filter_map(line).collect()
        };
        let (labels, precedences, default) = (table("label"), table("precedence"), Policy::default());
        Policy {
            labels: if labels.is_empty() { default.labels } else { labels },
            precedences: if precedences.is_empty() { default.precedences } else { precedences },
        }
    }

    fn of(table: &[(Ipv6Addr, u32, u32)], address: IpAddr) -> u32 {
        let bits = mapped(address).to_bits();
        let matches = |(prefix, len, _): &&(Ipv6Addr, u32, u32)| *len == 0 || (prefix.to_bits() ^ bits) >> (128 - len) == 0;
        table.iter().filter(matches).max_by_key(|(_, len, _)| *len).map_or(1, |(.., value)| *value)
    }

    fn label(&self, address: IpAddr) -> u32 {
        Policy::of(&self.labels, address)
    }

    fn precedence(&self, address: IpAddr) -> u32 {
        Policy::of(&self.precedences, address)
    }
}

fn mapped(address: IpAddr) -> Ipv6Addr {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped(),
        IpAddr::V6(v6) => v6,
    }
}

/// A source address: which one the kernel would take, and how it is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The address.
    pub address: IpAddr,
    /// How many of its bits are the network's.
    pub prefix: u8,
}

/// Where an address stands, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ranked {
    /// The destination.
    pub address: SocketAddr,
    /// What would be sent from; `None` where it cannot be reached.
    pub source: Option<Source>,
    /// The policy's value for the destination.
    pub precedence: u32,
    /// The policy's label of the destination.
    pub label: u32,
    /// 2 on the link, 5 in the site, 14 everywhere.
    pub scope: u8,
    /// The rule by which it stands before the next one; empty for the last.
    pub rule: &'static str,
}

/// The addresses in their order.
#[must_use]
pub fn sort(addresses: &[SocketAddr], policy: &Policy, source: impl Fn(SocketAddr) -> Option<Source>) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> = vec![];
    for address in addresses {
        let ip = address.ip();
        let entry = Ranked {
            address: *address,
            source: source(*address),
            precedence: policy.precedence(ip),
            label: policy.label(ip),
            scope: scope(ip),
            rule: "",
        };
        // By hand: longest prefixes are no order that a sorting function may count on.
        let at = ranked.iter().rposition(|before| compare(before, &entry, policy).0 != Ordering::Greater).map_or(0, |at| at + 1);
        ranked.insert(at, entry);
    }
    let rules: Vec<&str> = ranked.iter().zip(ranked.iter().skip(1)).map(|(a, b)| compare(a, b, policy).1).collect();
    ranked.iter_mut().zip(rules).for_each(|(entry, rule)| entry.rule = rule);
    ranked
}

/// RFC 6724, section 6; `Less` where the first is preferred. Rules 3, 4 and 7 need what the kernel keeps to itself.
fn compare(a: &Ranked, b: &Ranked, policy: &Policy) -> (Ordering, &'static str) {
    let prefer = |a: bool, b: bool| b.cmp(&a);
    let decided = |order: Ordering, rule| (order != Ordering::Equal).then_some((order, rule));
    let by_source = || {
        let (from_a, from_b) = (a.source?, b.source?);
        let scopes = prefer(a.scope == scope(from_a.address), b.scope == scope(from_b.address));
        let labels = prefer(a.label == policy.label(from_a.address), b.label == policy.label(from_b.address));
        decided(scopes, "rule 2: its source has its scope").or_else(|| decided(labels, "rule 5: its source has its label"))
    };
    let longest = || {
        let (from_a, from_b) = (a.source?, b.source?);
        let bits = match (a.address.ip(), b.address.ip()) {
            (IpAddr::V4(to_a), IpAddr::V4(to_b)) => (in_net(to_a, from_a), in_net(to_b, from_b)),
            (IpAddr::V6(to_a), IpAddr::V6(to_b)) => {
                let common = |to: Ipv6Addr, from: Source| (to.to_bits() ^ mapped(from.address).to_bits()).leading_zeros();
                let (a, b) = (common(to_a, from_a), common(to_b, from_b));
                // What both have in common in their first words says nothing of either.
                let word = 32 * (a.min(b) / 32);
                (a.saturating_sub(word).min(32), b.saturating_sub(word).min(32))
            }
            _ => return None,
        };
        decided(bits.1.cmp(&bits.0), "rule 9: it shares more bits with its source")
    };
    decided(prefer(a.source.is_some(), b.source.is_some()), "rule 1: it can be reached")
        .or_else(by_source)
        .or_else(|| decided(b.precedence.cmp(&a.precedence), "rule 6: its precedence is higher"))
        .or_else(|| decided(a.scope.cmp(&b.scope), "rule 8: its scope is smaller"))
        .or_else(longest)
        .unwrap_or((Ordering::Equal, "rule 10: it came first"))
}

/// IPv4 prefixes mean nothing outside of the own network.
fn in_net(to: Ipv4Addr, from: Source) -> u32 {
    let IpAddr::V4(source) = from.address else { return 0 };
    let common = (to.to_bits() ^ source.to_bits()).leading_zeros();
    if common >= u32::from(from.prefix) { common } else { 0 }
}

/// RFC 6724, section 3.1 and 3.2.
fn scope(address: IpAddr) -> u8 {
    match address {
        IpAddr::V4(v4) if v4.is_loopback() || v4.is_link_local() => 2,
        IpAddr::V4(_) => 14,
        IpAddr::V6(v6) => match v6.segments() {
            [first, ..] if first & 0xff00 == 0xff00 => (first & 0xf) as u8,
            [first, ..] if first & 0xffc0 == 0xfe80 => 2,
            [0, 0, 0, 0, 0, 0, 0, 1] => 2,
            [first, ..] if first & 0xffc0 == 0xfec0 => 5,
            // RFC 6724 has the mapped form of IPv4 keep its scope.
            _ => match v6.to_ipv4_mapped() {
                Some(v4) if v4.is_loopback() || v4.is_link_local() => 2,
                _ => 14,
            },
        },
    }
}

/// The source that the kernel would take now: a socket is connected, and nothing sent.
#[must_use]
pub fn source(to: SocketAddr) -> Option<Source> {
    let any: IpAddr = if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0)).ok()?;
    let mut to = to;
    // Some kernels refuse port 0.
    to.set_port(53);
    socket.connect(to).ok()?;
    let address = socket.local_addr().ok()?.ip();
    let all = crate::net::interfaces::list().unwrap_or_default();
    let own = all.iter().flat_map(|interface| &interface.addresses).find(|own| own.address == address);
    Some(Source { address, prefix: own.map_or(if address.is_ipv4() { 32 } else { 128 }, |own| own.prefix) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(addresses: &[(&str, Option<&str>)]) -> Vec<(String, &'static str)> {
        let socket = |text: &str| SocketAddr::new(text.parse().unwrap(), 0);
        let to: Vec<SocketAddr> = addresses.iter().map(|(to, _)| socket(to)).collect();
        let source = |to: SocketAddr| {
            let from = addresses.iter().find(|(text, _)| socket(text) == to).and_then(|(_, from)| *from)?;
            Some(Source { address: from.parse().unwrap(), prefix: if from.contains(':') { 64 } else { 24 } })
        };
        let ranked = sort(&to, &Policy::default(), source);
        ranked.iter().map(|entry| (entry.address.ip().to_string(), entry.rule)).collect()
    }

    /// RFC 6724, section 10.2.
    #[test]
    fn the_rfcs_examples() {
        let first = |addresses: &[(&str, Option<&str>)]| order(addresses).remove(0);
        let two = [("2001:db8:1::1", Some("2001:db8:1::2")), ("198.51.100.121", Some("169.254.13.78"))];
        assert_eq!(first(&two), ("2001:db8:1::1".to_owned(), "rule 2: its source has its scope"));
        let two = [("2001:db8:1::1", Some("fe80::1")), ("198.51.100.121", Some("198.51.100.117"))];
        assert_eq!(first(&two), ("198.51.100.121".to_owned(), "rule 2: its source has its scope"));
        let two = [("2001:db8:1::1", Some("2001:db8:1::2")), ("10.1.2.3", Some("10.1.2.4"))];
        assert_eq!(first(&two), ("2001:db8:1::1".to_owned(), "rule 6: its precedence is higher"));
        let two = [("2001:db8:1::1", Some("2001:db8:1::2")), ("fe80::1", Some("fe80::2"))];
        assert_eq!(first(&two), ("fe80::1".to_owned(), "rule 8: its scope is smaller"));
        let two = [("2001:db8:1::1", Some("2001:db8:3f44::2")), ("2001:db8:3ffe::1", Some("2001:db8:3f44::2"))];
        assert_eq!(first(&two), ("2001:db8:3ffe::1".to_owned(), "rule 9: it shares more bits with its source"));
        let two = [("2002:c633:6401::1", Some("2002:c633:6401::d5e3")), ("2001:db8:1::1", Some("2002:c633:6401::d5e3"))];
        assert_eq!(first(&two), ("2002:c633:6401::1".to_owned(), "rule 5: its source has its label"));
        let two = [("2001:db8:1::1", None), ("198.51.100.121", Some("198.51.100.117"))];
        assert_eq!(first(&two), ("198.51.100.121".to_owned(), "rule 1: it can be reached"));
    }

    #[test]
    fn what_is_equal_stays() {
        let three = [("192.0.2.7", Some("10.0.0.1")), ("192.0.2.3", Some("10.0.0.1")), ("10.0.0.200", Some("10.0.0.1"))];
        let found: Vec<String> = order(&three).into_iter().map(|(address, _)| address).collect();
        assert_eq!(found, ["10.0.0.200", "192.0.2.7", "192.0.2.3"]);
    }

    #[test]
    fn gai_conf_replaces_a_table() {
        let policy = Policy::parse("# x\nprecedence ::ffff:0:0/96 100\nprecedence ::/0 40\n");
        assert_eq!(policy.precedence("192.0.2.1".parse().unwrap()), 100);
        assert_eq!(policy.precedence("fc00::1".parse().unwrap()), 40);
        assert_eq!(policy.label("fc00::1".parse().unwrap()), 13);
    }
}
