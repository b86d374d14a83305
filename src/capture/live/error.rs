//! What can go wrong with an interface, sorted by what its user can do about it.

use thiserror::Error;

/// Why an interface could not be captured on, or no longer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// Nothing is called so, or has that number.
    #[error("there is no interface `{name}`")]
    NoSuchInterface {
        /// What was asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The rights to capture are missing.
    #[error("{name}: capturing needs more rights than this process has")]
    Rights {
        /// The interface.
        name: String,
        /// libpcap's sentence.
        text: String,
    },
    /// The capture filter is wrong.
    #[error("the capture filter is wrong:\n  {filter}\n  {text}")]
    Filter {
        /// The filter as it was given.
        filter: String,
        /// libpcap's sentence.
        text: String,
    },
    /// The interface has no such link type.
    #[error("{name} has no link type `{wanted}`; it has {}", known.join(", "))]
    LinkType {
        /// The interface.
        name: String,
        /// What was asked for.
        wanted: String,
        /// What it has, by name.
        known: Vec<String>,
    },
    /// Monitor mode was asked for, and the interface has none: it is no Wi-Fi, say.
    #[error("{name} has no monitor mode: {text}")]
    NoMonitorMode {
        /// The interface.
        name: String,
        /// libpcap's sentence.
        text: String,
    },
    /// The interface cannot do what was asked for.
    #[error("{name}: {text}")]
    Unable {
        /// The interface.
        name: String,
        /// libpcap's sentence.
        text: String,
    },
    /// The interface was there and is no more.
    #[error("{name}: {text}; what was captured before is whole")]
    Gone {
        /// The interface.
        name: String,
        /// libpcap's sentence.
        text: String,
    },
    /// Several interfaces count as none: at least one is needed.
    #[error("no interface was chosen, and there is none that is up")]
    Nothing,
}

impl Error {
    /// Sorts what libpcap said when the interface was opened.
    pub(super) fn opening(name: &str, error: pcap::Error) -> Error {
        let name = name.to_owned();
        let text = said(error);
        let has = |part: &str| text.to_ascii_lowercase().contains(part);
        if has("permission") || has("not permitted") || has("cap_net_raw") {
            return Error::Rights { name, text };
        }
        if has("no such device") {
            return Error::NoSuchInterface { name, known: super::device::names() };
        }
        if has("monitor mode") || has("rfmon") {
            return Error::NoMonitorMode { name, text };
        }
        if has("not up") {
            return Error::Unable { text: format!("it is down; `ip link set {name} up` brings it up"), name };
        }
        Error::Unable { name, text }
    }
}

/// libpcap's own sentence.
pub(super) fn said(error: pcap::Error) -> String {
    match error {
        pcap::Error::PcapError(text) => text,
        other => other.to_string(),
    }
}
