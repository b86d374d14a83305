//! `/etc/services`: names and numbers of ports.
//!
//! <https://man7.org/linux/man-pages/man5/services.5.html>

/// Where the file is.
pub const PATH: &str = "/etc/services";

/// A line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// The number of the line, from 1.
    pub number: usize,
    /// The official name.
    pub name: String,
    /// The port.
    pub port: u16,
    /// `tcp`, `udp` and others.
    pub proto: String,
    /// Other names.
    pub aliases: Vec<String>,
}

/// The lines of the file's text that name a service.
#[must_use]
pub fn lines(text: &str) -> Vec<Service> {
    let line = |(at, line): (usize, &str)| {
        let mut words = line.split('#').next()?.split_ascii_whitespace();
        let name = words.next()?.to_owned();
        let (port, proto) = words.next()?.split_once('/')?;
        let port = port.parse().ok()?;
        Some(Service { number: at + 1, name, port, proto: proto.to_owned(), aliases: words.map(str::to_owned).collect() })
    };
    text.lines().enumerate().filter_map(line).collect()
}

/// The lines of this machine's file; none where it cannot be read.
#[must_use]
pub fn system() -> Vec<Service> {
    lines(&String::from_utf8_lossy(&std::fs::read(PATH).unwrap_or_default()))
}

/// The first line for a name and a protocol.
#[must_use]
pub fn by_name<'a>(services: &'a [Service], name: &str, proto: &str) -> Option<&'a Service> {
    services.iter().find(|service| service.proto == proto && (service.name == name || service.aliases.iter().any(|alias| alias == name)))
}

/// The first line for a port and a protocol.
#[must_use]
pub fn by_port<'a>(services: &'a [Service], port: u16, proto: &str) -> Option<&'a Service> {
    services.iter().find(|service| service.proto == proto && service.port == port)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        let services = lines("# x\nhttp 80/tcp www # WorldWideWeb\ndomain\t53/tcp\ndomain 53/udp\nbad\nworse x/tcp\n");
        assert_eq!(services.len(), 3);
        assert_eq!(by_name(&services, "www", "tcp").map(|s| (s.port, s.number)), Some((80, 2)));
        assert_eq!(by_name(&services, "http", "udp"), None);
        assert_eq!(by_name(&services, "HTTP", "tcp"), None);
        assert_eq!(by_port(&services, 53, "udp").map(|s| s.name.as_str()), Some("domain"));
    }
}
