//! How servers are asked: the options that query, trace, bulk and servers share, and dig's words for them.

use crate::cmd::ask::seconds;
use crate::cmd::exit;
use anyhow::Context;
use pktlab::dns::ask::{Extra, Options};
use pktlab::dns::lookup::Settings;
use pktlab::dns::resolv::Config;
use pktlab::dns::server::{Protocol, Server};
use pktlab::dns::tls::Trust;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// How servers are asked.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Asking {
    /// By TCP
    #[arg(long, help_heading = "Transport", group = "way")]
    tcp: bool,
    /// By TLS (DoT)
    #[arg(long, help_heading = "Transport", group = "way")]
    tls: bool,
    /// By HTTP/2 (DoH)
    #[arg(long, help_heading = "Transport", group = "way")]
    https: bool,
    /// By HTTP/3 (DoH)
    #[arg(long, help_heading = "Transport", group = "way")]
    h3: bool,
    /// By QUIC (DoQ)
    #[arg(long, help_heading = "Transport", group = "way")]
    quic: bool,
    /// Servers' port, where they do not name one
    #[arg(short, long, value_name = "PORT", help_heading = "Transport", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// Ask servers by IPv4 only
    #[arg(short = '4', long, conflicts_with = "ipv6", help_heading = "Transport")]
    ipv4: bool,
    /// Ask servers by IPv6 only
    #[arg(short = '6', long, help_heading = "Transport")]
    ipv6: bool,
    /// Ask from this address
    #[arg(short = 'b', long, value_name = "ADDR", help_heading = "Transport")]
    source: Option<IpAddr>,
    /// Keep a truncated answer instead of asking again by TCP
    #[arg(long, help_heading = "Transport")]
    ignore_truncation: bool,
    /// The name sent to a TLS server, and wanted in its certificate
    #[arg(long, value_name = "NAME", help_heading = "TLS and HTTP")]
    sni: Option<String>,
    /// Trust these certificates (PEM) instead of the system's
    #[arg(long, value_name = "FILE", help_heading = "TLS and HTTP", value_hint = clap::ValueHint::FilePath)]
    ca: Option<PathBuf>,
    /// Trust a key by its SHA-256 in base64, whoever signed it; repeatable
    #[arg(long, value_name = "PIN", help_heading = "TLS and HTTP", value_parser = pin)]
    pin: Vec<[u8; 32]>,
    /// Trust any certificate
    #[arg(long, help_heading = "TLS and HTTP")]
    insecure: bool,
    /// HTTP's GET instead of POST
    #[arg(long, help_heading = "TLS and HTTP")]
    get: bool,
    /// The address of a server's name, as if looked up; repeatable
    #[arg(long, value_name = "NAME=ADDR", help_heading = "Transport", value_parser = resolved)]
    resolve: Vec<(String, IpAddr)>,
    /// Ask this server for servers' addresses, instead of the system
    #[arg(long, value_name = "SERVER", help_heading = "Transport", value_parser = server)]
    bootstrap: Option<Server>,

    /// The server may not ask others (RD 0)
    #[arg(long, help_heading = "Question")]
    no_recurse: bool,
    /// We do not understand its word that it validated (AD 0)
    #[arg(long, help_heading = "Question")]
    no_adflag: bool,
    /// The server need not validate (CD 1)
    #[arg(long, help_heading = "Question")]
    cdflag: bool,
    /// DNSSEC's records are wanted (DO 1)
    #[arg(long, help_heading = "Question")]
    dnssec: bool,
    /// EDNS: the datagram we take
    #[arg(long, value_name = "BYTES", default_value = "1232", help_heading = "Question", value_parser = clap::value_parser!(u16).range(512..))]
    bufsize: u16,
    /// EDNS: on behalf of a network
    #[arg(long, value_name = "ADDR/LEN", help_heading = "Question", value_parser = subnet)]
    subnet: Option<(IpAddr, u8)>,
    /// EDNS: which server answers
    #[arg(long, help_heading = "Question")]
    nsid: bool,
    /// EDNS: a cookie, random or these bytes in hexadecimal
    #[arg(long, value_name = "HEX", num_args = 0..=1, require_equals = true, default_missing_value = "", help_heading = "Question", value_parser = bytes)]
    cookie: Option<Bytes>,
    /// EDNS: padding to a multiple of so many bytes
    #[arg(long, value_name = "BYTES", num_args = 0..=1, require_equals = true, default_missing_value = "128", help_heading = "Question")]
    padding: Option<u16>,
    /// EDNS: any other option; repeatable
    #[arg(long, value_name = "CODE[:HEX]", help_heading = "Question", value_parser = option)]
    edns_option: Vec<(u16, Vec<u8>)>,
    /// EDNS's version
    #[arg(long, value_name = "N", default_value_t = 0, help_heading = "Question")]
    edns_version: u8,
    /// No EDNS
    #[arg(long, help_heading = "Question")]
    no_edns: bool,

    /// How long a try waits
    #[arg(short = 'W', long, value_name = "SECS", default_value = "3", help_heading = "Patience", value_parser = seconds)]
    wait: Duration,
    /// How many tries
    #[arg(long, value_name = "N", default_value_t = 3, help_heading = "Patience", value_parser = clap::value_parser!(u32).range(1..=100))]
    tries: u32,
    /// How long a whole lookup may take
    #[arg(long, value_name = "SECS", default_value = "10", help_heading = "Patience", value_parser = seconds)]
    timeout: Duration,
}

/// Bytes from hexadecimal.
#[derive(Clone, Debug)]
pub(super) struct Bytes(Vec<u8>);

fn bytes(text: &str) -> Result<Bytes, String> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace() && *byte != b':').collect();
    let wrong = || format!("`{text}` is not hexadecimal");
    let pair = |pair: &[u8]| {
        let digit = |at: usize| pair.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        Some((digit(0)? * 16 + digit(1)?) as u8)
    };
    digits.chunks(2).map(pair).collect::<Option<Vec<u8>>>().map(Bytes).ok_or_else(wrong)
}

fn option(text: &str) -> Result<(u16, Vec<u8>), String> {
    let (code, hex) = text.split_once(':').unwrap_or((text, ""));
    let code = code.parse().map_err(|_| format!("`{code}` is no number of an option"))?;
    Ok((code, bytes(hex)?.0))
}

fn subnet(text: &str) -> Result<(IpAddr, u8), String> {
    let text = if text == "0" { "0.0.0.0/0" } else { text };
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    let address: IpAddr = address.parse().map_err(|_| format!("`{address}` is no address"))?;
    let most = if address.is_ipv4() { 32 } else { 128 };
    let length = length.map_or(Ok(most), str::parse).ok().filter(|length| *length <= most);
    Ok((address, length.ok_or_else(|| format!("the length of a prefix is up to {most}"))?))
}

fn resolved(text: &str) -> Result<(String, IpAddr), String> {
    let found = text.split_once('=').and_then(|(name, address)| Some((name.to_owned(), address.parse().ok()?)));
    found.ok_or_else(|| format!("`{text}` is not NAME=ADDRESS"))
}

fn server(text: &str) -> Result<Server, String> {
    Server::parse(text, Protocol::Udp).map_err(|error| error.to_string())
}

fn pin(text: &str) -> Result<[u8; 32], String> {
    let text = text.strip_prefix("sha256//").unwrap_or(text);
    let value = |byte: u8| b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".iter().position(|letter| *letter == byte);
    let (mut out, mut store, mut held) = (Vec::new(), 0u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        store = store << 6 | value(byte).ok_or("a pin is 32 bytes in base64")? as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((store >> held) as u8);
        }
    }
    out.try_into().map_err(|_| "a pin is 32 bytes in base64".to_owned())
}

impl Asking {
    /// How all that is done.
    pub(super) fn settings(&self) -> Settings {
        let cookie = self.cookie.as_ref().map(|Bytes(bytes)| {
            if bytes.is_empty() { std::iter::repeat_with(random).take(4).flat_map(u16::to_be_bytes).collect() } else { bytes.clone() }
        });
        let extra = Extra {
            size: self.bufsize,
            version: self.edns_version,
            dnssec: self.dnssec,
            nsid: self.nsid,
            subnet: self.subnet,
            cookie,
            padding: self.padding,
            options: self.edns_option.clone(),
        };
        Settings {
            options: Options {
                recursion: !self.no_recurse,
                authentic: !self.no_adflag,
                unchecked: self.cdflag,
                edns: (!self.no_edns).then_some(extra),
                serial: None,
            },
            wait: self.wait,
            tries: self.tries,
            timeout: self.timeout,
            trust: Trust { ca: self.ca.clone(), name: self.sni.clone(), pins: self.pin.clone(), anything: self.insecure, keys: None },
            ipv4: if self.ipv4 || self.ipv6 { Some(self.ipv4) } else { None },
            from: self.source,
            ignore: self.ignore_truncation,
            get: self.get,
            pinned: self.resolve.clone(),
            bootstrap: self.bootstrap.clone().map(Box::new),
            ..Settings::default()
        }
    }

    /// DNSSEC's records were asked for.
    pub(super) fn wants_signatures(&self) -> bool {
        self.dnssec
    }

    /// How a server is asked that does not say so itself.
    pub(super) fn protocol(&self) -> Protocol {
        match self {
            Asking { tcp: true, .. } => Protocol::Tcp,
            Asking { tls: true, .. } => Protocol::Tls,
            Asking { https: true, .. } => Protocol::Https,
            Asking { h3: true, .. } => Protocol::H3,
            Asking { quic: true, .. } => Protocol::Quic,
            _ => Protocol::Udp,
        }
    }

    /// The port of servers that do not name one.
    pub(super) fn port(&self) -> u16 {
        self.port.unwrap_or_else(|| self.protocol().port())
    }

    /// A server by its text.
    pub(super) fn server(&self, text: &str) -> anyhow::Result<Server> {
        let mut server = Server::parse(text, self.protocol()).map_err(|error| exit::usage(error.to_string()))?;
        if let Some(port) = self.port
            && server.port == server.protocol.port()
        {
            server.port = port;
        }
        Ok(server)
    }

    /// The servers that this host would ask.
    pub(super) fn default_servers(&self) -> Vec<Server> {
        let at = |address: std::net::SocketAddr| {
            let protocol = self.protocol();
            // A port that resolv.conf cannot name is that of the protocol.
            let port = self.port.unwrap_or(if address.port() == 53 { protocol.port() } else { address.port() });
            Server { port, ..Server::at(address, protocol) }.with_path()
        };
        Config::system().servers.into_iter().map(at).collect()
    }

    /// What dig says with a `+`; false where we do not know it.
    pub(super) fn dig(&mut self, word: &str) -> anyhow::Result<bool> {
        let (key, value) = word.split_once('=').map_or((word, None), |(key, value)| (key, Some(value)));
        let (on, key) = key.strip_prefix("no").map_or((true, key), |key| (false, key));
        let want = || value.ok_or_else(|| exit::usage(format!("+{word} wants a value: +{word}=…")));
        let wrong = |text: String| exit::usage(format!("+{word}: {text}"));
        match key {
            "tcp" | "vc" => self.tcp = on,
            "tls" => self.tls = on,
            "https" => self.https = on,
            "https-get" => (self.https, self.get) = (on, on),
            "quic" => self.quic = on,
            "recurse" | "rec" | "rdflag" => self.no_recurse = !on,
            "adflag" | "ad" => self.no_adflag = !on,
            "cdflag" | "cd" => self.cdflag = on,
            "dnssec" | "do" => self.dnssec = on,
            "edns" => {
                self.no_edns = !on;
                if let Some(version) = value {
                    self.edns_version = version.parse().map_err(|_| wrong("a version is a number".to_owned()))?;
                }
            }
            "nsid" => self.nsid = on,
            "cookie" => self.cookie = if on { Some(bytes(value.unwrap_or("")).map_err(wrong)?) } else { None },
            "subnet" => self.subnet = if on { Some(subnet(want()?).map_err(wrong)?) } else { None },
            "padding" => self.padding = Some(want()?.parse().map_err(|_| wrong("it is a number of bytes".to_owned()))?),
            "bufsize" => self.bufsize = want()?.parse().map_err(|_| wrong("it is a number of bytes".to_owned()))?,
            "ednsopt" => self.edns_option.push(option(want()?).map_err(wrong)?),
            "ignore" => self.ignore_truncation = on,
            "time" | "timeout" => self.wait = seconds(want()?).map_err(wrong)?,
            "tries" => self.tries = want()?.parse().ok().filter(|n| *n > 0).ok_or_else(|| wrong("it is a number".to_owned()))?,
            "retry" => self.tries = 1 + want()?.parse::<u32>().map_err(|_| wrong("it is a number".to_owned()))?,
            "tls-ca" => self.ca = value.map(PathBuf::from),
            "tls-hostname" | "tls-sni" => self.sni = Some(want()?.to_owned()),
            "tls-pin" => self.pin.push(pin(want()?).map_err(wrong)?),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn random() -> u16 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish() as u16
}

/// Runs lookups to their end. Threads of the system's resolver are not waited for.
pub(super) fn run<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("the runtime")?;
    let result = runtime.block_on(work);
    runtime.shutdown_background();
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_options_say() {
        assert_eq!(subnet("192.0.2.0/24"), Ok(("192.0.2.0".parse().unwrap(), 24)));
        assert_eq!(subnet("0").unwrap().1, 0);
        assert!(subnet("192.0.2.0/33").is_err());
        assert_eq!(option("65001:c0ffee"), Ok((65001, vec![0xc0, 0xff, 0xee])));
        assert_eq!(option("3"), Ok((3, vec![])));
        assert!(bytes("abc").is_err());
        assert_eq!(pin("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=").unwrap()[..2], [0xe3, 0xb0]);
        assert!(pin("47DEQpj8").is_err());
    }
}
