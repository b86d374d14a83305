//! Floor 3. The machine's own network: its interfaces, routes and neighbours, and who owns its sockets.
//!
//! On Linux the kernel is asked over netlink; what only Linux tells is [`Error::Unsupported`] elsewhere.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod ask;
pub mod connect;
pub mod interfaces;
pub mod neighbours;
#[cfg(target_os = "linux")]
mod netlink;
pub mod paths;
pub mod probe;
pub mod process;
pub mod replay;
pub mod routes;
pub mod said;
pub mod scan;
pub mod send;
pub mod traceroute;
pub mod transmit;
pub mod vendors;

use std::io;
use std::net::IpAddr;

/// What can go wrong when the machine is asked about its network.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// This system does not tell, or not in a way that is known here.
    #[error("{0} cannot be read on this system: only Linux is known to tell them")]
    Unsupported(&'static str),
    /// The kernel refused.
    #[error("{asked}: {cause}")]
    Kernel {
        /// What it was asked for.
        asked: &'static str,
        /// Its answer.
        #[source]
        cause: io::Error,
    },
    /// The kernel would not send there.
    #[error("no route to {to}: {cause}")]
    NoRoute {
        /// Where to.
        to: IpAddr,
        /// Its answer: unreachable, prohibited.
        #[source]
        cause: io::Error,
    },
    /// There is no interface of that name or number.
    #[error("there is no interface `{name}`")]
    NoSuchInterface {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The rights to send as one pleases are missing.
    #[error("{what}: sending needs more rights than this process has")]
    Rights {
        /// What was to be opened.
        what: String,
    },
    /// A packet could not be sent.
    #[error("{through}: {cause}{}", remedy(cause))]
    Send {
        /// The interface, or where to.
        through: String,
        /// The kernel's answer.
        #[source]
        cause: io::Error,
    },
    /// Nobody on the link has that address.
    #[error("{address} does not answer {how} on {interface}, asked {asked} times: nobody on that link has the address")]
    Silent {
        /// Whose hardware address was asked for.
        address: IpAddr,
        /// `ARP`, `neighbour discovery`.
        how: &'static str,
        /// Where.
        interface: String,
        /// How often.
        asked: u32,
    },
    /// Answers cannot be captured.
    #[error(transparent)]
    Capture(#[from] crate::capture::Error),
    /// An expression that cannot be sent.
    #[error(transparent)]
    Craft(#[from] crate::craft::Error),
    /// What was asked for contradicts itself.
    #[error("{0}")]
    Wrong(String),
}

/// What can be done about it.
fn remedy(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::NetworkDown => "; `ip link set .. up` brings it up",
        // EMSGSIZE, which has no kind of its own.
        _ if cfg!(target_os = "linux") && cause.raw_os_error() == Some(90) => {
            "; `pkt ifaces` tells the MTU, and fragment(..) of an expression cuts an IP packet"
        }
        _ => "",
    }
}

impl Error {
    /// Why something could not be opened for sending.
    fn opening(what: &str, cause: io::Error) -> Error {
        match cause.kind() {
            io::ErrorKind::PermissionDenied => Error::Rights { what: what.to_owned() },
            _ => Error::Send { through: what.to_owned(), cause },
        }
    }
}

/// Octets as hardware addresses are written: `02:00:00:00:00:01`.
pub fn hardware_text(octets: &[u8]) -> String {
    octets.iter().map(|octet| format!("{octet:02x}")).collect::<Vec<_>>().join(":")
}

/// For serde: the text of a hardware address, null where there is none.
fn hardware<S: serde::Serializer>(octets: &[u8], to: S) -> Result<S::Ok, S::Error> {
    if octets.is_empty() { to.serialize_none() } else { to.serialize_str(&hardware_text(octets)) }
}
