//! Hosts that are named on the command line: addresses, and with the system's resolver names.

use super::exit;
use pktlab::craft::expr::{Arg, Expr, What, parse};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};
use std::time::Duration;

/// Of which family an address must be.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(super) struct Family {
    /// Only IPv4
    #[arg(short = '4', long, conflicts_with = "ipv6")]
    ipv4: bool,
    /// Only IPv6
    #[arg(short = '6', long)]
    ipv6: bool,
}

impl Family {
    /// True for an address that is wanted.
    pub(super) fn takes(self, address: IpAddr) -> bool {
        if address.is_ipv4() { !self.ipv6 } else { !self.ipv4 }
    }

    /// The same as a function, for who knows nothing of options.
    pub(super) fn chooser(self) -> fn(IpAddr) -> bool {
        match (self.ipv4, self.ipv6) {
            (true, _) => |address| address.is_ipv4(),
            (_, true) => |address| address.is_ipv6(),
            _ => |_| true,
        }
    }
}

/// The address of a host: as it stands, else the first that the resolver has. A zone behind `%` is left to `-i`. No address at all
/// is this machine, as for the kernel.
///
/// # Errors
/// Code 5 where the name has no such address, or nobody can be asked.
pub(super) fn address(host: &str, family: Family) -> anyhow::Result<IpAddr> {
    if let Ok(address) = host.parse::<IpAddr>() {
        let address = match address {
            IpAddr::V4(all) if all.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(all) if all.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            address => address,
        };
        return if family.takes(address) { Ok(address) } else { Err(exit::usage(format!("{host} is of the other family"))) };
    }
    // What no resolver can know.
    let part = |mark: char| host.split_once(mark).filter(|(address, _)| address.parse::<IpAddr>().is_ok());
    if host.is_empty() {
        return Err(exit::usage("an empty name is no host"));
    }
    if part('/').is_some() {
        return Err(exit::usage(format!("{host} is a network; one host is asked here (pkt arping and pkt scan ask networks)")));
    }
    if part(',').is_some() {
        return Err(exit::usage(format!("{host}: hosts stand apart, with a space between two")));
    }
    if let Some((_, zone)) = part('%')
        && let Ok(all) = pktlab::net::interfaces::list()
    {
        pktlab::net::paths::named(&all, zone)?;
    }
    all(host)?.into_iter().find(|address| family.takes(*address)).ok_or_else(|| unknown(host, "it has no address of that family"))
}

/// The interface that these hosts name behind `%`, as in `fe80::1%eth0`: all the same, as what is asked goes one way.
///
/// # Errors
/// Where they name several.
pub(super) fn zone<'a>(hosts: impl IntoIterator<Item = &'a String>) -> anyhow::Result<Option<String>> {
    let mut zones = hosts.into_iter().filter_map(|host| host.split_once('%').map(|(_, zone)| zone));
    let first = zones.next();
    match zones.find(|other| Some(*other) != first) {
        Some(other) => Err(exit::usage(format!("hosts on {} and on {other}: one interface at a time", first.unwrap_or_default()))),
        None => Ok(first.map(str::to_owned)),
    }
}

/// Names of addresses, by the system's resolver, each asked for once and not waited for long.
pub(super) struct Names {
    known: HashMap<IpAddr, Option<String>>,
}

impl Names {
    /// No names yet.
    pub(super) fn new() -> Names {
        Names { known: HashMap::new() }
    }

    /// The name of an address; `None` where it has none, or the resolver takes too long.
    pub(super) fn of(&mut self, address: IpAddr) -> Option<String> {
        let found = self.known.entry(address).or_insert_with(|| {
            let (tell, told) = std::sync::mpsc::channel();
            std::thread::spawn(move || tell.send(dns_lookup::lookup_addr(&address).ok()));
            told.recv_timeout(PATIENCE).ok().flatten().filter(|name| name.parse::<IpAddr>().is_err())
        });
        found.clone()
    }
}

/// How long a name is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

fn all(host: &str) -> anyhow::Result<Vec<IpAddr>> {
    let found = (host, 0).to_socket_addrs().map_err(|e| {
        let text = e.to_string();
        // glibc's sentence stands behind Rust's.
        unknown(host, text.rsplit(": ").next().unwrap_or(&text))
    })?;
    Ok(found.map(|address| address.ip()).collect())
}

fn unknown(host: &str, why: &str) -> anyhow::Error {
    exit::Unreachable(format!("{host}: {why}")).into()
}

/// An expression with addresses in the place of names, wherever an address of IP, IPv6 or ARP stands.
///
/// # Errors
/// As [`address`]. An expression that is wrong stays as it is: who composes it says what is wrong.
pub(super) fn in_expression(text: &str) -> anyhow::Result<String> {
    let Ok(tree) = parse(text) else { return Ok(text.to_owned()) };
    let mut names = vec![];
    gather(&tree, &mut names);
    let mut out = text.to_owned();
    // From behind, so that places stay.
    names.sort_by_key(|(at, ..)| std::cmp::Reverse(at.start));
    for (at, name, six) in names {
        let family = Family { ipv4: !six, ipv6: six };
        out.replace_range(at, &format!("\"{}\"", address(&name, family)?));
    }
    Ok(out)
}

fn gather(e: &Expr, names: &mut Vec<(std::ops::Range<usize>, String, bool)>) {
    match &e.what {
        What::List(all) | What::Tuple(all) | What::Stack(all) => all.iter().for_each(|e| gather(e, names)),
        What::Call(class, args) => {
            let class = class.to_ascii_lowercase();
            for Arg { name, value, .. } in args {
                let address = matches!(class.as_str(), "ip" | "ipv6") && matches!(name.as_str(), "src" | "dst")
                    || class == "arp" && matches!(name.as_str(), "psrc" | "pdst");
                if address { named(value, class == "ipv6", names) } else { gather(value, names) }
            }
        }
        _ => {}
    }
}

fn named(e: &Expr, six: bool, names: &mut Vec<(std::ops::Range<usize>, String, bool)>) {
    match &e.what {
        What::List(all) => all.iter().for_each(|e| named(e, six, names)),
        // Networks and ranges have no names.
        What::Text(text) if text.parse::<IpAddr>().is_err() && !text.contains(['/', '*', ':']) && text.contains(char::is_alphabetic) => {
            names.push((e.at.clone(), text.clone(), six));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_where_addresses_do() {
        let names = |text: &str| {
            let mut names = vec![];
            gather(&parse(text).unwrap(), &mut names);
            names.into_iter().map(|(_, name, six)| (name, six)).collect::<Vec<_>>()
        };
        assert_eq!(names(r#"IP(dst="a.example")/UDP()/DNS(qd=[DNSQR(qname="b.example")])"#), [("a.example".to_owned(), false)]);
        assert_eq!(names(r#"Ether(dst="x")/IPv6(dst=["a","::1"])"#), [("a".to_owned(), true)]);
        assert_eq!(names(r#"IP(dst="10.0.0.0/24",src="10.0.0.1")"#), []);
        assert_eq!(in_expression(r#"IP(dst="localhost", ttl=3)"#).unwrap(), r#"IP(dst="127.0.0.1", ttl=3)"#);
    }
}
