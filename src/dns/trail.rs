//! What a look-up did, step by step, for `--explain`.

use super::nsswitch::Status;
use super::order::Ranked;
use serde::Serialize;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A step.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Step {
    /// The text is an address, or stands for one: nothing is looked up.
    Literal {
        /// The text.
        text: String,
        /// The address.
        address: IpAddr,
    },
    /// The name was written for the DNS.
    Encoded {
        /// As it was given.
        given: String,
        /// As it is looked up.
        name: String,
    },
    /// The service's number.
    Service {
        /// Its name.
        name: String,
        /// `tcp`, `udp` ..
        proto: String,
        /// The port; `None` where the file has none.
        port: Option<u16>,
        /// The line of `/etc/services`.
        line: Option<usize>,
    },
    /// A family is left out, because the machine has no address of it.
    Narrowed {
        /// What is looked for then.
        family: &'static str,
    },
    /// The order of the sources.
    Sources {
        /// As `nsswitch.conf` has them.
        names: Vec<String>,
    },
    /// A source was asked.
    Source {
        /// `files`, `dns`, ..
        name: String,
        /// How it ended.
        status: Status,
        /// Whether the search ends here.
        last: bool,
        /// What else is to be said.
        note: String,
    },
    /// A line of `/etc/hosts` bears the name or the address.
    HostsLine {
        /// Its number.
        line: usize,
        /// Its contents.
        text: String,
    },
    /// A full name that is tried.
    Candidate {
        /// The name.
        name: String,
        /// Why this one.
        why: String,
    },
    /// A server was asked.
    Asked {
        /// Which.
        server: SocketAddr,
        /// `udp` or `tcp`.
        proto: &'static str,
        /// For which name.
        name: String,
        /// For which type.
        #[serde(rename = "type")]
        kind: String,
        /// How long it took.
        #[serde(serialize_with = "milliseconds", rename = "ms")]
        took: Duration,
        /// What it said.
        said: String,
    },
    /// A packet that answers nothing we asked.
    Stray {
        /// From whom.
        server: SocketAddr,
        /// What it is.
        what: &'static str,
    },
    /// The order of the addresses.
    Order {
        /// First to last.
        addresses: Vec<Ranked>,
    },
    /// Something else that matters.
    Note {
        /// What.
        text: String,
    },
}

fn milliseconds<S: serde::Serializer>(took: &Duration, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_f64(took.as_micros() as f64 / 1000.0)
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Literal { text, address } => write!(f, "`{text}` is the address {address}: nothing is looked up"),
            Step::Encoded { given, name } => write!(f, "{given} is written {name} (IDNA 2003)"),
            Step::Service { name, proto, port: Some(port), line: Some(line) } => {
                write!(f, "service {name}/{proto} is port {port} (line {line} of /etc/services)")
            }
            Step::Service { name, proto, .. } => write!(f, "service {name}/{proto} is not in /etc/services"),
            Step::Narrowed { family } => write!(f, "AI_ADDRCONFIG: this machine's addresses leave {family}"),
            Step::Sources { names } => write!(f, "sources, by nsswitch.conf: {}", names.join(" ")),
            Step::Source { name, status, last, note } => {
                let then = if *last { "the search ends here" } else { "the next one is asked" };
                let note = if note.is_empty() { String::new() } else { format!(" ({note})") };
                write!(f, "{name}: {}{note}, {then}", status.word())
            }
            Step::HostsLine { line, text } => write!(f, "  line {line} of /etc/hosts: {text}"),
            Step::Candidate { name, why } => write!(f, "  candidate {name} ({why})"),
            Step::Asked { server, proto, name, kind, took, said } => {
                write!(f, "    {name} {kind} @{server} {proto}, {:.1} ms: {said}", took.as_secs_f64() * 1000.0)
            }
            Step::Stray { server, what } => write!(f, "    from {server}: {what}; ignored"),
            Step::Order { addresses } => {
                write!(f, "order (RFC 6724):")?;
                for entry in addresses {
                    let from = match entry.source {
                        Some(source) => format!("from {}/{}", source.address, source.prefix),
                        None => "cannot be reached".to_owned(),
                    };
                    let Ranked { address, precedence, label, scope, rule, .. } = entry;
                    write!(f, "\n  {} {from}, precedence {precedence}, label {label}, scope {scope}", address.ip())?;
                    if !rule.is_empty() {
                        write!(f, "; before the next by {rule}")?;
                    }
                }
                Ok(())
            }
            Step::Note { text } => f.write_str(text),
        }
    }
}

/// The steps of a look-up, and when each was done.
#[derive(Debug)]
pub struct Trail {
    begun: Instant,
    /// Our ends of the connections to servers, as soon as they are open: by them a capture knows the packets of this look-up.
    pub ends: Arc<Mutex<Vec<SocketAddr>>>,
    /// The time since the beginning, and the step.
    pub steps: Vec<(Duration, Step)>,
}

impl Default for Trail {
    fn default() -> Trail {
        Trail { begun: Instant::now(), ends: Arc::default(), steps: vec![] }
    }
}

impl Trail {
    pub(super) fn add(&mut self, step: Step) {
        self.steps.push((self.begun.elapsed(), step));
    }

    pub(super) fn opened(&self, end: std::io::Result<SocketAddr>) {
        self.ends.lock().unwrap_or_else(PoisonError::into_inner).extend(end);
    }

    pub(super) fn note(&mut self, text: impl Into<String>) {
        self.add(Step::Note { text: text.into() });
    }

    /// The steps as JSON's objects, each with `at_ms`.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let step = |(at, step): &(Duration, Step)| {
            let mut object = serde_json::to_value(step).unwrap_or_default();
            if let Some(object) = object.as_object_mut() {
                object.insert("at_ms".to_owned(), (at.as_micros() as f64 / 1000.0).into());
            }
            object
        };
        self.steps.iter().map(step).collect()
    }
}
