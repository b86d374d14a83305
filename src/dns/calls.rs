//! The five look-ups of C and Python programs: their arguments, what they give, and how they fail.
//!
//! CPython's `socket` module is the measure: its checks before the C library is asked, its forms of what comes back, its exceptions.
//! <https://docs.python.org/3/library/socket.html>

use super::idna;
use super::numbers::AF_INET;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// A call with its arguments. `None` is Python's `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// The first IPv4 address of a name.
    Gethostbyname(Option<String>),
    /// The IPv4 entry of a name.
    GethostbynameEx(Option<String>),
    /// The entry of an address, which may be given by a name.
    Gethostbyaddr(Option<String>),
    /// Where to connect to, or to bind.
    Getaddrinfo {
        /// A name or an address; `None` is this host.
        host: Option<String>,
        /// A name or a number.
        service: Option<String>,
        /// What is wanted.
        hints: Hints,
    },
    /// The name of a socket address.
    Getnameinfo(Sockaddr),
}

/// What `getaddrinfo` is to look for; 0 is anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// `AF_*`.
    pub family: i32,
    /// `SOCK_*`.
    pub socktype: i32,
    /// `IPPROTO_*`.
    pub proto: i32,
    /// `AI_*`, joined.
    pub flags: i32,
}

/// What `getnameinfo` is asked: Python's tuple of two to four.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sockaddr {
    /// An address; a name is refused.
    pub host: String,
    /// The port; C's `int` must hold it.
    pub port: i64,
    /// The IPv6 flow label; its being there makes the tuple one of three.
    pub flowinfo: Option<u32>,
    /// The interface's number; its being there makes the tuple one of four.
    pub scope: Option<u32>,
    /// `NI_*`, joined.
    pub flags: i32,
}

impl Call {
    /// The C and Python name of the call.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Call::Gethostbyname(_) => "gethostbyname",
            Call::GethostbynameEx(_) => "gethostbyname_ex",
            Call::Gethostbyaddr(_) => "gethostbyaddr",
            Call::Getaddrinfo { .. } => "getaddrinfo",
            Call::Getnameinfo(_) => "getnameinfo",
        }
    }

    /// What is looked up, for messages.
    #[must_use]
    pub fn subject(&self) -> &str {
        match self {
            Call::Gethostbyname(name) | Call::GethostbynameEx(name) | Call::Gethostbyaddr(name) | Call::Getaddrinfo { host: name, .. } => {
                name.as_deref().unwrap_or("None")
            }
            Call::Getnameinfo(address) => &address.host,
        }
    }
}

/// What a call gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `gethostbyname`.
    Address(IpAddr),
    /// `gethostbyname_ex` and `gethostbyaddr`.
    Entry(Entry),
    /// `getaddrinfo`.
    Rows(Vec<Row>),
    /// `getnameinfo`.
    Names {
        /// The host's name, or its address.
        host: String,
        /// The service's name, or its port.
        service: String,
    },
}

/// An entry of the host database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The official name.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Addresses, of one family.
    pub addresses: Vec<IpAddr>,
}

/// A row of `getaddrinfo`'s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// `AF_*`.
    pub family: i32,
    /// `SOCK_*`.
    pub socktype: i32,
    /// `IPPROTO_*`.
    pub proto: i32,
    /// The official name, in the first row and where `AI_CANONNAME` asks for it; else empty.
    pub canonname: String,
    /// Address and port; for IPv6 the flow label and the interface too.
    pub address: SocketAddr,
}

/// How a call fails, as CPython says it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// `socket.gaierror`: what `getaddrinfo` or `getnameinfo` says.
    #[error("[Errno {number}] {text}")]
    Gai {
        /// `EAI_*`.
        number: i32,
        /// Its text.
        text: String,
    },
    /// `socket.herror`: what the resolver says of a host's entry.
    #[error("[Errno {number}] {text}")]
    Host {
        /// `h_errno`.
        number: i32,
        /// Its text.
        text: String,
    },
    /// `OSError` or a class below it: the system's error.
    #[error("[Errno {number}] {text}")]
    System {
        /// `errno`.
        number: i32,
        /// Its text.
        text: String,
    },
    /// `OSError` without a number: CPython's own objection.
    #[error("{0}")]
    Os(&'static str),
    /// `UnicodeError`: a name that cannot be written for the DNS.
    #[error("encoding with 'idna' codec failed (UnicodeError: {0})")]
    Name(idna::Error),
    /// `UnicodeDecodeError`: a name in an answer that is not UTF-8.
    #[error("{0}")]
    Decode(String),
    /// `OverflowError`.
    #[error("{0}")]
    Overflow(&'static str),
    /// `TypeError`.
    #[error("{0}")]
    Type(String),
    /// It took longer than was allowed; `TimeoutError`.
    #[error("timed out")]
    Late,
}

impl Error {
    /// The exception's class, as a traceback names it.
    #[must_use]
    pub fn class(&self) -> &'static str {
        match self {
            Error::Gai { .. } => "socket.gaierror",
            Error::Host { .. } => "socket.herror",
            Error::System { number, .. } => class_of(*number),
            Error::Os(_) => "OSError",
            Error::Name(_) => "UnicodeError",
            Error::Decode(_) => "UnicodeDecodeError",
            Error::Overflow(_) => "OverflowError",
            Error::Type(_) => "TypeError",
            Error::Late => "TimeoutError",
        }
    }

    /// The number, where there is one.
    #[must_use]
    pub fn number(&self) -> Option<i32> {
        match self {
            Error::Gai { number, .. } | Error::Host { number, .. } | Error::System { number, .. } => Some(*number),
            _ => None,
        }
    }

    /// The C name of the number, where it has one: `EAI_NONAME`, `HOST_NOT_FOUND`.
    #[must_use]
    pub fn symbol(&self) -> Option<&'static str> {
        match self {
            Error::Gai { number, .. } => EAI.iter().find(|(n, ..)| n == number).map(|(_, name, _)| *name),
            Error::Host { number, .. } => HERRNO.iter().find(|(n, ..)| n == number).map(|(_, name, _)| *name),
            _ => None,
        }
    }

    /// The message without the number.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Error::Gai { text, .. } | Error::Host { text, .. } | Error::System { text, .. } => text.clone(),
            other => other.to_string(),
        }
    }

    /// True where the arguments are at fault and nobody was asked.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self, Error::Name(_) | Error::Overflow(_) | Error::Type(_))
    }

    /// glibc's error of `getaddrinfo`, with glibc's text.
    pub(super) fn gai(number: i32) -> Error {
        let text = EAI.iter().find(|(n, ..)| *n == number).map_or("Unknown error", |(.., text)| text);
        Error::Gai { number, text: text.to_owned() }
    }

    /// glibc's error of the resolver, with glibc's text.
    pub(super) fn host(number: i32) -> Error {
        let text = HERRNO.iter().find(|(n, ..)| *n == number).map_or("Unknown resolver error", |(.., text)| text);
        Error::Host { number, text: text.to_owned() }
    }
}

/// The class below `OSError` that CPython raises for a number (PEP 3151).
fn class_of(number: i32) -> &'static str {
    match std::io::Error::from_raw_os_error(number).kind() {
        std::io::ErrorKind::NotFound => "FileNotFoundError",
        std::io::ErrorKind::PermissionDenied => "PermissionError",
        std::io::ErrorKind::ConnectionRefused => "ConnectionRefusedError",
        std::io::ErrorKind::ConnectionReset => "ConnectionResetError",
        std::io::ErrorKind::ConnectionAborted => "ConnectionAbortedError",
        std::io::ErrorKind::BrokenPipe => "BrokenPipeError",
        std::io::ErrorKind::AlreadyExists => "FileExistsError",
        std::io::ErrorKind::Interrupted => "InterruptedError",
        std::io::ErrorKind::WouldBlock => "BlockingIOError",
        std::io::ErrorKind::TimedOut => "TimeoutError",
        std::io::ErrorKind::IsADirectory => "IsADirectoryError",
        std::io::ErrorKind::NotADirectory => "NotADirectoryError",
        _ => "OSError",
    }
}

/// `getaddrinfo`'s errors: number, name, glibc's text.
const EAI: &[(i32, &str, &str)] = &[
    (-1, "EAI_BADFLAGS", "Bad value for ai_flags"),
    (-2, "EAI_NONAME", "Name or service not known"),
    (-3, "EAI_AGAIN", "Temporary failure in name resolution"),
    (-4, "EAI_FAIL", "Non-recoverable failure in name resolution"),
    (-5, "EAI_NODATA", "No address associated with hostname"),
    (-6, "EAI_FAMILY", "ai_family not supported"),
    (-7, "EAI_SOCKTYPE", "ai_socktype not supported"),
    (-8, "EAI_SERVICE", "Servname not supported for ai_socktype"),
    (-9, "EAI_ADDRFAMILY", "Address family for hostname not supported"),
    (-10, "EAI_MEMORY", "Memory allocation failure"),
    (-11, "EAI_SYSTEM", "System error"),
    (-12, "EAI_OVERFLOW", "Result too large for supplied buffer"),
    (-105, "EAI_IDN_ENCODE", "Parameter string not correctly encoded"),
];

/// The resolver's errors: number, name, glibc's text.
const HERRNO: &[(i32, &str, &str)] = &[
    (0, "NETDB_SUCCESS", "Resolver Error 0 (no error)"),
    (1, "HOST_NOT_FOUND", "Unknown host"),
    (2, "TRY_AGAIN", "Host name lookup failure"),
    (3, "NO_RECOVERY", "Unknown server error"),
    (4, "NO_DATA", "No address associated with name"),
];

/// The name as it is given to the C library.
pub(super) fn named(call: &Call, name: Option<&str>) -> Result<String, Error> {
    match name {
        Some(name) => idna::to_ascii(name).map_err(Error::Name),
        None => Err(Error::Type(format!("{}() argument 1 must be str, bytes or bytearray, not None", call.name()))),
    }
}

/// CPython's `setipaddr` up to the point where a name must be looked up: the address that a text stands for, if it is one.
pub(super) fn literal(name: &str, family: i32) -> Result<Option<IpAddr>, Error> {
    if name.is_empty() {
        return match family {
            AF_INET => Ok(Some(Ipv4Addr::UNSPECIFIED.into())),
            _ => Err(Error::Os("wildcard resolved to multiple address")),
        };
    }
    if matches!(name, "255.255.255.255" | "<broadcast>") {
        return match family {
            0 | AF_INET => Ok(Some(Ipv4Addr::BROADCAST.into())),
            _ => Err(Error::Os("address family mismatched")),
        };
    }
    let found = name.parse::<IpAddr>().ok();
    Ok(found.filter(|address| family == 0 || address.is_ipv4() == (family == AF_INET)))
}

impl Sockaddr {
    /// CPython's checks of the numbers: the port as C's `int`.
    pub(super) fn checked(&self) -> Result<i32, Error> {
        /// The largest flow label.
        const FLOW_LABEL: u32 = 0xfffff;
        let wide = if self.port < 0 { "signed integer is less than minimum" } else { "signed integer is greater than maximum" };
        let port = i32::try_from(self.port).map_err(|_| Error::Overflow(wide))?;
        if self.flowinfo.is_some_and(|flow| flow > FLOW_LABEL) {
            return Err(Error::Overflow("getnameinfo(): flowinfo must be 0-1048575."));
        }
        Ok(port)
    }
}

/// CPython takes an entry of the address's family alone: of the IPv4 address inside of an IPv6 one the DNS has a name, and it has none.
pub(super) fn entry(entry: Entry, asked: IpAddr) -> Result<Answer, Error> {
    /// Linux's `EAFNOSUPPORT`.
    const OTHER_FAMILY: i32 = 97;
    if entry.addresses.first().is_some_and(|address| address.is_ipv4() != asked.is_ipv4()) {
        return Err(Error::System { number: OTHER_FAMILY, text: "Address family not supported by protocol".to_owned() });
    }
    Ok(Answer::Entry(entry))
}

/// An address as `inet_ntop` writes it: IPv6 addresses that hold an IPv4 one end with it.
#[must_use]
pub fn address_text(address: IpAddr) -> String {
    match address {
        IpAddr::V6(v6) => match v6.segments() {
            [0, 0, 0, 0, 0, 0, high, low] if high != 0 => format!("::{}", std::net::Ipv4Addr::from(u32::from(high) << 16 | u32::from(low))),
            _ => v6.to_string(),
        },
        IpAddr::V4(v4) => v4.to_string(),
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&super::python::repr(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_as_inet_ntop_does() {
        let text = |text: &str| address_text(text.parse().unwrap());
        assert_eq!(text("::ffff:102:304"), "::ffff:1.2.3.4");
        assert_eq!(text("::102:304"), "::1.2.3.4");
        assert_eq!(text("::304"), "::304");
        assert_eq!(text("2001:db8:0:0:1:0:0:0"), "2001:db8:0:0:1::");
        assert_eq!(text("2001:db8:0:1:1:1:1:1"), "2001:db8:0:1:1:1:1:1");
    }

    #[test]
    fn an_error_has_its_class() {
        assert_eq!(Error::gai(-2).to_string(), "[Errno -2] Name or service not known");
        assert_eq!(Error::gai(-2).symbol(), Some("EAI_NONAME"));
        assert_eq!(Error::System { number: 2, text: String::new() }.class(), "FileNotFoundError");
    }
}
