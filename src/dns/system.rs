//! The calls as the C library answers them, with CPython's steps before and after (`Modules/socketmodule.c`).

use super::calls::{self, Answer, Call, Entry, Error, Hints, Row, Sockaddr, literal, named};
use super::idna;
use super::numbers::AF_INET;
use dns_lookup::{AddrInfoHints, LookupError};
use std::net::{IpAddr, SocketAddr, SocketAddrV6};

/// Asks the C library, in this thread, for as long as it takes.
///
/// # Errors
/// As CPython's.
pub fn ask(call: &Call) -> Result<Answer, Error> {
    match call {
        Call::Gethostbyname(name) => Ok(Answer::Address(set_address(&named(call, name.as_deref())?, AF_INET)?)),
        Call::GethostbynameEx(name) => {
            let name = named(call, name.as_deref())?;
            // CPython looks the name up twice: the first time tells its errors, the second its aliases.
            set_address(&name, AF_INET)?;
            Ok(Answer::Entry(entry(netdb::by_name(&name))?))
        }
        Call::Gethostbyaddr(address) => {
            let address = set_address(&named(call, address.as_deref())?, 0)?;
            calls::entry(entry(netdb::by_address(address))?, address)
        }
        Call::Getaddrinfo { host, service, hints } => rows(host.as_deref(), service.as_deref(), *hints),
        Call::Getnameinfo(address) => name_of(address),
    }
}

fn set_address(name: &str, family: i32) -> Result<IpAddr, Error> {
    if let Some(address) = literal(name, family)? {
        return Ok(address);
    }
    let hints = AddrInfoHints { flags: 0, address: family, socktype: 0, protocol: 0 };
    let mut found = dns_lookup::getaddrinfo(Some(name), None, Some(hints)).map_err(gai)?;
    let first = found.next().ok_or_else(|| Error::gai(-2))?.map_err(system)?;
    Ok(first.sockaddr.ip())
}

fn entry(found: Result<netdb::Host, netdb::Herror>) -> Result<Entry, Error> {
    let host = found.map_err(|netdb::Herror(number)| Error::Host { number, text: netdb::herror_text(number) })?;
    let aliases: Result<Vec<String>, Error> = host.aliases.into_iter().map(text).collect();
    Ok(Entry { name: text(host.name)?, aliases: aliases?, addresses: host.addresses })
}

fn rows(host: Option<&str>, service: Option<&str>, hints: Hints) -> Result<Answer, Error> {
    let host = host.map(idna::to_ascii).transpose().map_err(Error::Name)?;
    let Hints { family, socktype, proto, flags } = hints;
    let hints = netdb::Hints { flags, family, socktype, protocol: proto };
    let found = netdb::addresses(host.as_deref(), service, hints).map_err(|failure| match failure {
        netdb::Failure::Gai(number) => Error::Gai { number, text: netdb::gai_text(number) },
        netdb::Failure::System(error) => system(error),
    })?;
    let row = |row: netdb::Row| -> Result<Row, Error> {
        let netdb::Row { family, socktype, protocol, canonname, address } = row;
        Ok(Row { family, socktype, proto: protocol, canonname: text(canonname)?, address })
    };
    Ok(Answer::Rows(found.into_iter().map(row).collect::<Result<_, _>>()?))
}

fn name_of(address: &Sockaddr) -> Result<Answer, Error> {
    let Sockaddr { host, flowinfo, scope, flags, .. } = address;
    let port = address.checked()?;
    // SOCK_DGRAM makes glibc content with a number as the port; AI_NUMERICHOST keeps names out.
    let hints = AddrInfoHints { flags: 4, address: 0, socktype: 2, protocol: 0 };
    let mut found = dns_lookup::getaddrinfo(Some(host), Some(&port.to_string()), Some(hints)).map_err(gai)?;
    let first = found.next().ok_or_else(|| Error::gai(-2))?.map_err(system)?;
    if found.next().is_some() {
        return Err(Error::Os("sockaddr resolved to multiple addresses"));
    }
    let socket = match first.sockaddr {
        SocketAddr::V4(_) if flowinfo.is_some() || scope.is_some() => return Err(Error::Os("IPv4 sockaddr must be 2 tuple")),
        SocketAddr::V4(v4) => v4.into(),
        // The interface is the tuple's, not that behind the address's `%`.
        SocketAddr::V6(v6) => SocketAddrV6::new(*v6.ip(), v6.port(), flowinfo.unwrap_or(0), scope.unwrap_or(0)).into(),
    };
    let (host, service) = dns_lookup::getnameinfo(&socket, *flags).map_err(gai)?;
    Ok(Answer::Names { host, service })
}

fn gai(error: LookupError) -> Error {
    /// `EAI_SYSTEM`: the number is in `errno`.
    const SYSTEM: i32 = -11;
    match error.error_num() {
        0 | SYSTEM => system(error.into()),
        number => Error::Gai { number, text: netdb::gai_text(number) },
    }
}

fn system(error: std::io::Error) -> Error {
    let text = error.to_string();
    match error.raw_os_error() {
        // An error that is none.
        Some(0) => Error::System { number: 0, text: "Error".to_owned() },
        Some(number) => Error::System { number, text: text.split(" (os error").next().unwrap_or_default().to_owned() },
        None => Error::System { number: 0, text },
    }
}

/// A text of the C library's, which CPython reads as UTF-8.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(bytes).map_err(|error| {
        let (fault, bytes) = (error.utf8_error(), error.as_bytes());
        let at = fault.valid_up_to();
        let first = bytes.get(at).copied().unwrap_or(0);
        let (last, why) = match fault.error_len() {
            Some(_) if !(0xc2..=0xf4).contains(&first) => (at, "invalid start byte"),
            Some(len) => (at + len - 1, "invalid continuation byte"),
            None => (bytes.len() - 1, "unexpected end of data"),
        };
        Error::Decode(if last == at {
            format!("'utf-8' codec can't decode byte 0x{first:02x} in position {at}: {why}")
        } else {
            format!("'utf-8' codec can't decode bytes in position {at}-{last}: {why}")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_a_name_is_not_looked_up() {
        let ask = |name: &str| ask(&Call::Gethostbyname(Some(name.to_owned()))).map(|answer| answer.to_string()).map_err(|e| e.to_string());
        assert_eq!(ask("").unwrap(), "'0.0.0.0'");
        assert_eq!(ask("<broadcast>").unwrap(), "'255.255.255.255'");
        assert_eq!(ask("127.1").unwrap(), "'127.0.0.1'");
        assert_eq!(ask("::1").unwrap_err(), "[Errno -9] Address family for hostname not supported");
        assert_eq!(ask("a..b").unwrap_err(), "encoding with 'idna' codec failed (UnicodeError: label empty or too long)");
    }

    #[test]
    fn texts_that_are_not_utf_8() {
        let fault = |bytes: &[u8]| text(bytes.to_vec()).unwrap_err().to_string();
        assert_eq!(fault(b"a\xff"), "'utf-8' codec can't decode byte 0xff in position 1: invalid start byte");
        assert_eq!(fault(b"\xe9a"), "'utf-8' codec can't decode byte 0xe9 in position 0: invalid continuation byte");
        assert_eq!(fault(b"a\xe2\x82"), "'utf-8' codec can't decode bytes in position 1-2: unexpected end of data");
    }
}
