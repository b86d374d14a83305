//! `resolv.conf`: which servers this machine asks, how, and where it looks for short names. glibc's reading of it.
//!
//! <https://man7.org/linux/man-pages/man5/resolv.conf.5.html>

use serde::Serialize;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::path::Path;
use std::time::Duration;

/// Where the file is.
pub const PATH: &str = "/etc/resolv.conf";

/// More servers than these are not asked.
const MOST_SERVERS: usize = 3;

/// What the file says, with what holds where it says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Config {
    /// The servers that are asked, in order; at most three. Without any it is this machine's own.
    pub servers: Vec<SocketAddr>,
    /// Servers that the file names behind the third: nobody asks them.
    pub ignored: Vec<SocketAddr>,
    /// Domains in which a short name is looked for.
    pub search: Vec<String>,
    /// Where the domains are from.
    pub search_from: Origin,
    /// A name with at least this many dots is tried as it is first.
    pub ndots: u32,
    /// How long a server is waited for, at first.
    pub timeout: Duration,
    /// How often the servers are gone through.
    pub attempts: u32,
    /// Which options are set.
    #[serde(flatten)]
    pub options: Options,
    /// Lines and options that say nothing to the resolver: number of the line, and what stands there.
    pub unknown: Vec<(usize, String)>,
}

/// Options that are on or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Options {
    /// Begin with another server each time.
    pub rotate: bool,
    /// Say that answers over 512 bytes are welcome (RFC 6891).
    pub edns0: bool,
    /// Ask for the AD bit and believe it.
    pub trust_ad: bool,
    /// Ask over TCP from the start.
    pub use_vc: bool,
    /// Ask for A, wait, ask for AAAA.
    pub single_request: bool,
    /// The same, each from a port of its own.
    pub single_request_reopen: bool,
    /// Do not try a name without dots as it is.
    pub no_tld_query: bool,
    /// Do not look again whether the file has changed.
    pub no_reload: bool,
    /// Never ask for IPv6 addresses.
    pub no_aaaa: bool,
}

/// Who says in which domains to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// A line `search`.
    Search,
    /// A line `domain`.
    Domain,
    /// The variable `LOCALDOMAIN`.
    Environment,
    /// The machine's own name.
    Hostname,
    /// Nobody.
    Nobody,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            servers: vec![],
            ignored: vec![],
            search: vec![],
            search_from: Origin::Nobody,
            ndots: 1,
            timeout: Duration::from_secs(5),
            attempts: 2,
            options: Options::default(),
            unknown: vec![],
        }
    }
}

impl Config {
    /// What holds for a program that starts now: the file, the environment's `LOCALDOMAIN` and `RES_OPTIONS`, and the machine's name.
    /// A file that cannot be read says nothing.
    #[must_use]
    pub fn system() -> Config {
        let text = std::fs::read(Path::new(PATH)).unwrap_or_default();
        let variable = |name: &str| std::env::var(name).ok();
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
        Config::parse(&String::from_utf8_lossy(&text), variable("LOCALDOMAIN").as_deref(), variable("RES_OPTIONS").as_deref(), host.trim())
    }

    /// What the file's text says, with the two variables and the machine's name.
    #[must_use]
    pub fn parse(text: &str, localdomain: Option<&str>, res_options: Option<&str>, hostname: &str) -> Config {
        let mut config = Config::default();
        let mut servers = vec![];
        for (at, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line)) {
            if line.starts_with([';', '#']) || line.trim().is_empty() {
                continue;
            }
            let mut strange = |what: &str| config.unknown.push((at, what.to_owned()));
            // A keyword stands at the very beginning, and a blank behind it.
            let Some((keyword, rest)) = line.split_once([' ', '\t']) else {
                strange(line);
                continue;
            };
            let mut words = rest.split_whitespace();
            match keyword {
                "nameserver" => match words.next().and_then(server) {
                    Some(server) => servers.push(server),
                    None => strange(line),
                },
                // Where the variable speaks, the file is not heard; the last line of the two wins.
                "domain" | "search" if localdomain.is_some() => {}
                "domain" => {
                    if let Some(domain) = words.next() {
                        config.search = vec![domain.to_owned()];
                        config.search_from = Origin::Domain;
                    }
                }
                "search" => {
                    let domains: Vec<String> = words.map(str::to_owned).collect();
                    if !domains.is_empty() {
                        config.search = domains;
                        config.search_from = Origin::Search;
                    }
                }
                "options" => {
                    for word in words {
                        if !config.option(word) {
                            config.unknown.push((at, word.to_owned()));
                        }
                    }
                }
                // The order of several addresses of one answer; glibc reads it and does not use it.
                "sortlist" => {}
                _ => strange(line),
            }
        }
        if let Some(domains) = localdomain {
            config.search = domains.split_whitespace().map(str::to_owned).collect();
            config.search_from = Origin::Environment;
        }
        for word in res_options.unwrap_or_default().split_whitespace() {
            if !config.option(word) {
                config.unknown.push((0, word.to_owned()));
            }
        }
        if config.search_from == Origin::Nobody
            && let Some((_, domain)) = hostname.split_once('.')
        {
            config.search = vec![domain.to_owned()];
            config.search_from = Origin::Hostname;
        }
        config.ignored = servers.split_off(servers.len().min(MOST_SERVERS));
        config.servers = servers;
        if config.servers.is_empty() {
            config.servers.push((Ipv4Addr::LOCALHOST, 53).into());
        }
        config
    }

    /// Takes an option in; `false` where it is not known.
    fn option(&mut self, word: &str) -> bool {
        let number = |rest: &str, most: u32| {
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<u32>().unwrap_or(if digits.is_empty() { 0 } else { most }).min(most)
        };
        if let Some(rest) = word.strip_prefix("ndots:") {
            self.ndots = number(rest, 15);
        } else if let Some(rest) = word.strip_prefix("timeout:") {
            self.timeout = Duration::from_secs(number(rest, 30).into());
        } else if let Some(rest) = word.strip_prefix("attempts:") {
            self.attempts = number(rest, 5);
        } else {
            let flag = match word {
                "rotate" => &mut self.options.rotate,
                "edns0" => &mut self.options.edns0,
                "trust-ad" => &mut self.options.trust_ad,
                "use-vc" => &mut self.options.use_vc,
                "single-request" => &mut self.options.single_request,
                "single-request-reopen" => &mut self.options.single_request_reopen,
                "no-tld-query" | "no_tld_query" => &mut self.options.no_tld_query,
                "no-reload" => &mut self.options.no_reload,
                "no-aaaa" => &mut self.options.no_aaaa,
                _ => return false,
            };
            *flag = true;
        }
        true
    }
}

/// A server's address; behind an IPv6 one may stand its interface.
fn server(word: &str) -> Option<SocketAddr> {
    if let Some(v4) = super::hosts::classful(word) {
        return Some((IpAddr::V4(v4), 53).into());
    }
    let (address, scope) = word.split_once('%').unwrap_or((word, ""));
    let address: Ipv6Addr = address.parse().ok()?;
    let scope = if scope.is_empty() { 0 } else { super::hosts::scope(address, scope).unwrap_or(0) };
    Some(SocketAddrV6::new(address, 53, 0, scope).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_as_the_resolver_does() {
        let text = "# comment\n; another\nnameserver 192.0.2.1 # trailing\nnameserver\t2001:db8::1\nnameserver 10.1\n\
                    nameserver 192.0.2.4\ndomain ignored.example\nsearch a.example b.example\n\
                    options ndots:2 timeout:99 attempts:3 rotate edns0 trust-ad strange\n nameserver 192.0.2.9\nfoo bar\n";
        let config = Config::parse(text, None, None, "host.elsewhere.example");
        let servers: Vec<String> = config.servers.iter().map(ToString::to_string).collect();
        assert_eq!(servers, ["192.0.2.1:53", "[2001:db8::1]:53", "10.0.0.1:53"]);
        assert_eq!(config.ignored, ["192.0.2.4:53".parse().unwrap()]);
        assert_eq!((config.search.join(" "), config.search_from), ("a.example b.example".to_owned(), Origin::Search));
        assert_eq!((config.ndots, config.timeout.as_secs(), config.attempts), (2, 30, 3));
        assert!(config.options.rotate && config.options.edns0 && config.options.trust_ad && !config.options.use_vc);
        let unknown: Vec<(usize, &str)> = config.unknown.iter().map(|(line, what)| (*line, what.as_str())).collect();
        assert_eq!(unknown, [(9, "strange"), (10, " nameserver 192.0.2.9"), (11, "foo bar")]);
    }

    #[test]
    fn without_a_file_this_machine_is_asked() {
        let config = Config::parse("", None, Some("ndots:3 nonsense"), "host.example.org");
        assert_eq!(config.servers, ["127.0.0.1:53".parse().unwrap()]);
        assert_eq!((config.search.join(" "), config.search_from), ("example.org".to_owned(), Origin::Hostname));
        assert_eq!((config.ndots, config.unknown), (3, vec![(0, "nonsense".to_owned())]));
        let config = Config::parse("search a\n", Some("b c"), None, "host");
        assert_eq!((config.search.join(" "), config.search_from), ("b c".to_owned(), Origin::Environment));
        assert_eq!(Config::parse("", None, None, "host").search_from, Origin::Nobody);
    }
}
