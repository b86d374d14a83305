//! With whom, and how: `scheme://user:password@host:port/path?name=value`.

use std::fmt;
use std::str::FromStr;

/// How is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the schemes' names")]
pub enum Scheme {
    Tcp,
    Udp,
    Tls,
    Http,
    Https,
    Smtp,
    Pop3,
    Imap,
    Redis,
    ZmqReq,
    XmlRpc,
    MsgpackRpc,
    JsonRpc,
    Dns,
}

impl Scheme {
    /// All, with the port that is usual, if any: for those of our own the one of `pkt serve`.
    pub const ALL: [(&'static str, Scheme, Option<u16>); 16] = [
        ("tcp", Scheme::Tcp, None),
        ("tcp-echo", Scheme::Tcp, Some(6789)),
        ("udp", Scheme::Udp, None),
        ("udp-echo", Scheme::Udp, Some(6789)),
        ("tls", Scheme::Tls, Some(443)),
        ("http", Scheme::Http, Some(80)),
        ("https", Scheme::Https, Some(443)),
        ("smtp", Scheme::Smtp, Some(25)),
        ("pop3", Scheme::Pop3, Some(110)),
        ("imap", Scheme::Imap, Some(143)),
        ("redis", Scheme::Redis, Some(6379)),
        ("zmq+req", Scheme::ZmqReq, Some(5555)),
        ("xmlrpc", Scheme::XmlRpc, Some(8000)),
        ("msgpackrpc", Scheme::MsgpackRpc, Some(18_800)),
        ("jsonrpc", Scheme::JsonRpc, Some(8001)),
        ("dns", Scheme::Dns, Some(53)),
    ];

    /// True where datagrams are sent.
    pub fn is_datagram(self) -> bool {
        matches!(self, Scheme::Udp | Scheme::Dns)
    }
}

/// With whom, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// As it was written, without the password.
    pub text: String,
    /// How.
    pub scheme: Scheme,
    /// A name or an address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Before the `@`.
    pub user: Option<String>,
    /// Before the `@`, behind a colon.
    pub password: Option<String>,
    /// What stands behind host and port, with its `/`; may be empty.
    pub path: String,
    /// Behind the `?`.
    pub query: Vec<(String, String)>,
}

impl Target {
    /// The value of a name behind the `?`.
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Host and port, as they stand in a header.
    pub fn authority(&self) -> String {
        if self.host.contains(':') { format!("[{}]:{}", self.host, self.port) } else { format!("{}:{}", self.host, self.port) }
    }

    /// Path and query, as they stand in a request.
    pub(super) fn request(&self) -> &str {
        let rest = self.text.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).map_or("/", |path| path.split('#').next().unwrap_or("/"))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Target, String> {
        let names = || Scheme::ALL.iter().map(|(name, ..)| *name);
        let list = || names().collect::<Vec<_>>().join(", ");
        let (name, rest) =
            text.split_once("://").ok_or_else(|| format!("`{text}` is no URL, such as tcp://HOST:PORT; schemes are {}", list()))?;
        let found = Scheme::ALL.iter().find(|(own, ..)| own.eq_ignore_ascii_case(name));
        let (_, scheme, usual) =
            found.ok_or_else(|| format!("there is no scheme `{name}`{}; there are {}", crate::near::hint(name, names()), list()))?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, behind) = rest.split_at(end);
        let (user, place) = authority.rsplit_once('@').map_or((None, authority), |(user, place)| (Some(user), place));
        let (user, password) = match user.map(|user| user.split_once(':').map_or((user, None), |(user, password)| (user, Some(password)))) {
            Some((user, password)) => (Some(decoded(user)), password.map(decoded)),
            None => (None, None),
        };
        let (host, port) = host_and_port(place)?;
        if host.is_empty() {
            return Err(format!("`{text}` names no host"));
        }
        let port = match port {
            Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or_else(|| format!("`{port}` is no port"))?,
            None => usual.ok_or_else(|| format!("{name}:// needs a port: {name}://{place}:PORT"))?,
        };
        let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
        let shown = match &password {
            // What is shown may be seen by others.
            Some(_) => format!("{name}://{}:..@{place}{behind}", user.as_deref().unwrap_or_default()),
            None => text.to_owned(),
        };
        Ok(Target { text: shown, scheme: *scheme, host: host.to_owned(), port, user, password, path: path.to_owned(), query: pairs(query) })
    }
}

/// `host:port`, `[::1]:port`, either without the port.
pub(crate) fn host_and_port(place: &str) -> Result<(&str, Option<&str>), String> {
    match place.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']').ok_or_else(|| format!("`{place}` lacks its `]`"))?;
            Ok((host, rest.strip_prefix(':')))
        }
        None => match place.rsplit_once(':') {
            Some((host, _)) if host.contains(':') => Err(format!("an IPv6 address stands in brackets: [{host}..]")),
            Some((host, port)) => Ok((host, Some(port))),
            None => Ok((place, None)),
        },
    }
}

/// The names and values behind a `?`; a flag's value is empty.
pub(crate) fn pairs(query: &str) -> Vec<(String, String)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (decoded(name), decoded(value))).collect()
}

/// `%20` undone.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, more)) = rest.split_first() {
        let digit = |at: usize| more.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        match (*byte, digit(0), digit(1)) {
            (b'%', Some(a), Some(b)) => {
                bytes.push((a << 4 | b) as u8);
                rest = more.get(2..).unwrap_or_default();
            }
            (byte, ..) => {
                bytes.push(byte);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_urls() {
        let target: Target = "imap://a%40b:c%3Ad@mail.example/INBOX?x=1&y=%20z".parse().unwrap();
        assert_eq!((target.scheme, target.host.as_str(), target.port), (Scheme::Imap, "mail.example", 143));
        assert_eq!((target.user.as_deref(), target.password.as_deref()), (Some("a@b"), Some("c:d")));
        assert_eq!((target.path.as_str(), target.query("y")), ("/INBOX", Some(" z")));
        assert_eq!(target.text, "imap://a@b:..@mail.example/INBOX?x=1&y=%20z");
        let target: Target = "tcp://[::1]:7".parse().unwrap();
        assert_eq!((target.host.as_str(), target.port, target.authority().as_str()), ("::1", 7, "[::1]:7"));
        let target: Target = "http://h.example?q=1".parse().unwrap();
        assert_eq!((target.port, target.request()), (80, "/"));
        assert_eq!("https://h/a/b?c=d#e".parse::<Target>().unwrap().request(), "/a/b?c=d");
        for (wrong, words) in [
            ("tcp://h", "needs a port"),
            ("tpc://h:1", "did you mean `tcp`?"),
            ("h:1", "is no URL"),
            ("tcp://:1", "names no host"),
            ("tcp://h:0", "is no port"),
            ("tcp://::1:7", "brackets"),
        ] {
            let said = wrong.parse::<Target>().unwrap_err();
            assert!(said.contains(words), "{wrong}: {said}");
        }
    }
}
