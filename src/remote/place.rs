//! Where: `scheme://user:password@host:port/path?name=value&flag`.

use crate::traffic::{decoded, host_and_port, pairs};
use std::str::FromStr;
use std::time::Duration;

/// Where, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// As it was written, without the password and without what is behind the `?`.
    pub(super) text: String,
    pub(super) scheme: String,
    /// What stands before the host, with its `@`, as it was written.
    pub(super) login: String,
    /// May be empty.
    pub(super) host: String,
    pub(super) port: Option<u16>,
    /// Without its `/`.
    pub(super) path: String,
    query: Vec<(String, String)>,
}

impl Place {
    /// The value of a name behind the `?`; a flag's is empty.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// All values of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.query.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// True where the name is there and its value is not a no.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.query(name).is_some_and(|value| !matches!(value, "0" | "no" | "n" | "false"))
    }

    pub(super) fn number(&self, name: &str, usual: u64) -> Result<u64, String> {
        self.query(name).map_or(Ok(usual), |text| text.parse().map_err(|_| format!("{name}={text}: it must be a number")))
    }

    pub(super) fn seconds(&self, name: &str, usual: Duration) -> Result<Duration, String> {
        let Some(text) = self.query(name) else { return Ok(usual) };
        let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
        seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(|| format!("{name}={text}: it must be seconds"))
    }

    /// Refuses names that mean nothing here.
    pub(super) fn known(&self, names: &[&str]) -> Result<(), String> {
        match self.query.iter().find(|(own, _)| !names.contains(&own.as_str())) {
            Some((own, _)) => {
                let hint = crate::near::hint(own, names.iter().copied());
                Err(format!("{}:// has no `{own}`{hint}; there are {}", self.scheme, names.join(", ")))
            }
            None => Ok(()),
        }
    }

    /// Host and port, as they stand in a URL.
    pub(super) fn authority(&self, usual: u16) -> String {
        let port = self.port.unwrap_or(usual);
        if self.host.contains(':') { format!("[{}]:{port}", self.host) } else { format!("{}:{port}", self.host) }
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Place, String> {
        let (scheme, rest) = text.split_once("://").ok_or("it has no ://")?;
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, behind) = rest.split_at(end);
        let (login, at) = authority.rsplit_once('@').map_or(("", authority), |(login, at)| (login, at));
        let (host, port) = host_and_port(at)?;
        let port = port.map(|port| port.parse().map_err(|_| format!("`{port}` is no port"))).transpose()?;
        let (path, query) = behind.split_once('?').unwrap_or((behind, ""));
        let shown = match login.split_once(':') {
            Some((user, _)) => format!("{scheme}://{user}:..@{at}{path}"),
            None => format!("{scheme}://{authority}{path}"),
        };
        Ok(Place {
            text: shown,
            scheme: scheme.to_ascii_lowercase(),
            login: if login.is_empty() { String::new() } else { format!("{login}@") },
            host: host.to_owned(),
            port,
            path: decoded(path.strip_prefix('/').unwrap_or(path)),
            query: pairs(query),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts() {
        let place: Place = "redis://:se%40cret@q:7000/fra%2Fmes?end&length=12&topic=a&topic=b".parse().unwrap();
        assert_eq!((place.scheme.as_str(), place.login.as_str(), place.host.as_str()), ("redis", ":se%40cret@", "q"));
        assert_eq!((place.port, place.path.as_str()), (Some(7000), "fra/mes"));
        assert_eq!(place.text, "redis://:..@q:7000/fra%2Fmes");
        assert!(place.flag("end") && !place.flag("listen"));
        assert_eq!(place.number("length", 7), Ok(12));
        assert_eq!(place.all("topic").collect::<Vec<_>>(), ["a", "b"]);
        let place: Place = "tcp://:5555".parse().unwrap();
        assert_eq!((place.host.as_str(), place.port), ("", Some(5555)));
        let place: Place = "tcp://[::1]:7?lisen".parse().unwrap();
        assert_eq!(place.authority(1), "[::1]:7");
        assert!(place.known(&["listen"]).unwrap_err().contains("did you mean `listen`?"));
        for (wrong, words) in [("tcp://h:x", "is no port"), ("tcp://::1:7", "brackets"), ("tcp://[::1", "lacks")] {
            assert!(wrong.parse::<Place>().unwrap_err().contains(words), "{wrong}");
        }
    }
}
