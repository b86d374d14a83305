//! A server of DNS: how it is asked, where it is, and what is believed of its certificate.

use std::net::{IpAddr, SocketAddr};

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// Datagrams (RFC 1035 §4.2.1), and TCP where an answer is cut short.
    Udp,
    /// TCP (RFC 7766).
    Tcp,
    /// DNS over TLS (RFC 7858).
    Tls,
    /// DNS over HTTPS (RFC 8484), by HTTP/2.
    Https,
    /// DNS over HTTPS, by HTTP/3.
    H3,
    /// DNS over dedicated QUIC connections (RFC 9250).
    Quic,
    /// Everybody on the link (RFC 6762).
    Mdns,
}

impl Protocol {
    /// The port that is asked where none is named.
    pub fn port(self) -> u16 {
        match self {
            Protocol::Udp | Protocol::Tcp => 53,
            Protocol::Tls | Protocol::Quic => 853,
            Protocol::Https | Protocol::H3 => 443,
            Protocol::Mdns => 5353,
        }
    }

    /// As it stands before `://`.
    pub fn scheme(self) -> &'static str {
        match self {
            Protocol::Udp => "udp",
            Protocol::Tcp => "tcp",
            Protocol::Tls => "tls",
            Protocol::Https => "https",
            Protocol::H3 => "h3",
            Protocol::Quic => "quic",
            Protocol::Mdns => "mdns",
        }
    }

    /// As people and dig write it.
    pub fn name(self) -> &'static str {
        match self {
            Protocol::Udp => "UDP",
            Protocol::Tcp => "TCP",
            Protocol::Tls => "TLS",
            Protocol::Https => "HTTPS",
            Protocol::H3 => "HTTP/3",
            Protocol::Quic => "QUIC",
            Protocol::Mdns => "mDNS",
        }
    }

    /// Whether the message's id is 0, since the connection knows what belongs together (RFC 8484 §4.1, RFC 9250 §4.2.1).
    pub fn without_id(self) -> bool {
        matches!(self, Protocol::Https | Protocol::H3 | Protocol::Quic)
    }

    /// Whether nobody on the way can read along.
    pub fn encrypted(self) -> bool {
        matches!(self, Protocol::Tls | Protocol::Https | Protocol::H3 | Protocol::Quic)
    }
}

/// Where a server is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Host {
    /// At an address; a link-local one says on which interface (0: none).
    Address(IpAddr, u32),
    /// Somebody must look it up first.
    Name(String),
}

/// A server.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    /// How it is asked.
    pub protocol: Protocol,
    /// Where it is.
    pub host: Host,
    /// On which port.
    pub port: u16,
    /// Of DNS over HTTPS: the path.
    pub path: String,
}

/// What is wrong with the text of a server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no server: {why}")]
pub struct Error {
    /// The text.
    pub text: String,
    /// What is wrong.
    pub why: &'static str,
}

impl Server {
    /// A server from `ADDRESS`, `NAME`, `ADDRESS:PORT`, `[V6]:PORT`, `ADDRESS#PORT` or any of them behind `udp:// tcp:// tls://
    /// https:// h3:// quic://`; `default` where there is none of those.
    pub fn parse(text: &str, default: Protocol) -> Result<Server, Error> {
        let wrong = |why| Error { text: text.to_owned(), why };
        if text == "mdns" || text == "mdns://" {
            let group = IpAddr::from([224, 0, 0, 251]);
            return Ok(Server { protocol: Protocol::Mdns, host: Host::Address(group, 0), port: 5353, path: String::new() });
        }
        let (protocol, rest) = match text.split_once("://") {
            None => (default, text),
            Some((scheme, rest)) => {
                let protocol = match scheme.to_ascii_lowercase().as_str() {
                    "udp" | "dns" => Protocol::Udp,
                    "tcp" => Protocol::Tcp,
                    "tls" | "dot" => Protocol::Tls,
                    "https" | "doh" | "h2" => Protocol::Https,
                    "h3" | "https3" | "doh3" => Protocol::H3,
                    "quic" | "doq" => Protocol::Quic,
                    "mdns" => Protocol::Mdns,
                    _ => return Err(wrong("it is asked by udp, tcp, tls, https, h3, quic or mdns")),
                };
                (protocol, rest)
            }
        };
        let doh = matches!(protocol, Protocol::Https | Protocol::H3);
        let (place, path) = match rest.find('/') {
            Some(at) if doh => (rest.get(..at).unwrap_or(rest), rest.get(at..).unwrap_or("/")),
            Some(_) => (rest.trim_end_matches('/'), ""),
            None => (rest, if doh { "/dns-query" } else { "" }),
        };
        // A template (RFC 8484 §3) has its variable at the end, which a POST does not need.
        let path = path.strip_suffix("{?dns}").unwrap_or(path);
        let (host, port) = if let Some(inside) = place.strip_prefix('[') {
            let (host, after) = inside.split_once(']').ok_or_else(|| wrong("`[` without `]`"))?;
            let port = after.strip_prefix(':').or_else(|| after.strip_prefix('#'));
            if port.is_none() && !after.is_empty() {
                return Err(wrong("behind `]` comes a port, as in [::1]:53"));
            }
            (host, port)
        } else if let Some((host, port)) = place.split_once('#') {
            (host, Some(port))
        } else if place.matches(':').count() == 1 {
            place.split_once(':').map_or((place, None), |(host, port)| (host, Some(port)))
        } else {
            (place, None)
        };
        let port = match port {
            Some(port) => port.parse().ok().filter(|port| *port != 0).ok_or_else(|| wrong("a port is a number up to 65535"))?,
            None => protocol.port(),
        };
        let host = match host.split_once('%') {
            Some((address, zone)) => {
                let address = address.parse().map_err(|_| wrong("no address before `%`"))?;
                Host::Address(address, scope(zone).ok_or_else(|| wrong("no such interface behind `%`"))?)
            }
            None => match host.parse() {
                Ok(address) => Host::Address(address, 0),
                Err(_) if host.contains(':') => return Err(wrong("no IPv6 address")),
                Err(_) => {
                    let name = super::name::Name::parse(host).map_err(|_| wrong("neither an address nor a name"))?;
                    Host::Name(name.plain())
                }
            },
        };
        Ok(Server { protocol, host, port, path: path.to_owned() })
    }

    /// A server at an address.
    pub fn at(address: SocketAddr, protocol: Protocol) -> Server {
        let scope = if let SocketAddr::V6(v6) = address { v6.scope_id() } else { 0 };
        Server { protocol, host: Host::Address(address.ip(), scope), port: address.port(), path: String::new() }
    }

    /// With the path that DNS over HTTPS has where none is named.
    pub fn with_path(mut self) -> Server {
        if matches!(self.protocol, Protocol::Https | Protocol::H3) && self.path.is_empty() {
            self.path = "/dns-query".to_owned();
        }
        self
    }

    /// The same server asked in another way.
    pub fn by(&self, protocol: Protocol) -> Server {
        Server { protocol, ..self.clone() }
    }

    /// The name that its certificate must have, without `--sni`.
    pub fn name(&self) -> String {
        match &self.host {
            Host::Address(address, _) => address.to_string(),
            Host::Name(name) => name.clone(),
        }
    }
}

#[cfg(unix)]
fn scope(zone: &str) -> Option<u32> {
    zone.parse().ok().or_else(|| nix::net::if_::if_nametoindex(zone).ok())
}

#[cfg(not(unix))]
fn scope(zone: &str) -> Option<u32> {
    zone.parse().ok()
}

/// An address with its scope and a port.
pub(super) fn socket(address: IpAddr, scope: u32, port: u16) -> SocketAddr {
    match address {
        IpAddr::V4(v4) => SocketAddr::from((v4, port)),
        IpAddr::V6(v6) => std::net::SocketAddrV6::new(v6, port, 0, scope).into(),
    }
}

impl std::fmt::Display for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.protocol != Protocol::Udp {
            write!(f, "{}://", self.protocol.scheme())?;
        }
        let plain = self.port == self.protocol.port();
        match &self.host {
            Host::Address(IpAddr::V6(v6), scope) => {
                let bare = plain && self.protocol == Protocol::Udp;
                let zone = if *scope == 0 { String::new() } else { format!("%{scope}") };
                if bare { write!(f, "{v6}{zone}")? } else { write!(f, "[{v6}{zone}]")? }
            }
            Host::Address(v4, _) => write!(f, "{v4}")?,
            Host::Name(name) => write!(f, "{name}")?,
        }
        if !plain {
            write!(f, ":{}", self.port)?;
        }
        f.write_str(if matches!(self.protocol, Protocol::Https | Protocol::H3) { &self.path } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_from_text() {
        let said = |text: &str| Server::parse(text, Protocol::Udp).map(|server| format!("{server} {}", server.port));
        for (text, want) in [
            ("9.9.9.9", "9.9.9.9 53"),
            ("9.9.9.9:5353", "9.9.9.9:5353 5353"),
            ("9.9.9.9#5353", "9.9.9.9:5353 5353"),
            ("2001:db8::1", "2001:db8::1 53"),
            ("[2001:db8::1]:54", "[2001:db8::1]:54 54"),
            ("tcp://192.0.2.1", "tcp://192.0.2.1 53"),
            ("tls://dns.example", "tls://dns.example 853"),
            ("https://dns.example/q{?dns}", "https://dns.example/q 443"),
            ("https://[::1]:8443", "https://[::1]:8443/dns-query 8443"),
            ("h3://dns.example", "h3://dns.example/dns-query 443"),
            ("quic://dns.example:8853/", "quic://dns.example:8853 8853"),
            ("fe80::1%1", "fe80::1%1 53"),
        ] {
            assert_eq!(said(text).as_deref(), Ok(want), "{text}");
        }
        for text in ["", "9.9.9.9:0", "9.9.9.9:99999", "ftp://a", "a b", "::1:zz", "[::1", "[::1]x", "fe80::1%nowhere"] {
            assert!(said(text).is_err(), "{text}");
        }
    }
}
