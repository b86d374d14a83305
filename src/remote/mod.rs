//! Floor 5. Captures that come from elsewhere and go elsewhere, by name: `tcp://HOST:PORT`, `redis://HOST/LIST`.
//!
//! | name | what it is |
//! |---|---|
//! | `tcp://HOST:PORT` `tls://HOST:PORT` | a stream of pcapng; without a host, or with `?listen`, the other side connects |
//! | `redis://HOST[:PORT]/LIST` | a work queue: batches in pcapng, each taken by one worker and acknowledged |
//! | `redis+pubsub://HOST/PREFIX` | each packet as JSON under a topic of its protocol: `PREFIX.dns`, `PREFIX.tcp.443` |
//! | `zmq+pub://HOST:PORT` `zmq+sub://HOST:PORT?topic=dns` | the same without a server in the middle |
//! | `zmq+push://HOST:PORT` `zmq+pull://HOST:PORT` | batches in pcapng, each to one of those who pull |
//!
//! What is written goes through a bounded buffer to a thread of its own (`outgoing`), so that a capture never waits for a network;
//! unless it is asked to (`?full=wait`), what has no room is dropped and counted. What was lost, and why, is told when the work ends.

mod blocks;
mod list;
mod messages;
mod outgoing;
mod place;
mod stream;
mod topics;
mod zmq;

use crate::capture::remote::{Far, Receipt, Sink, stopped};
use place::Place;
use std::io::{self, Read};
use std::time::Duration;

/// How long a first connection is tried for.
const FIRST: Duration = Duration::from_secs(5);

/// How often everybody looks whether it is time to stop.
const TICK: Duration = Duration::from_millis(100);

/// Makes these names known wherever a capture is opened or created. `quiet`: nothing is said on stderr meanwhile.
pub fn install(quiet: bool) {
    crate::capture::remote::install(Box::new(Doors { quiet }));
}

struct Doors {
    quiet: bool,
}

/// Says something to a person meanwhile.
type Say = fn(&str);

fn aloud(text: &str) {
    use std::io::Write;
    let _ = writeln!(io::stderr(), "{text}");
}

impl Doors {
    fn say(&self) -> Say {
        if self.quiet { |_| () } else { aloud }
    }
}

/// The schemes, for messages.
const SCHEMES: [&str; 8] = ["tcp", "tls", "redis", "redis+pubsub", "zmq+pub", "zmq+sub", "zmq+push", "zmq+pull"];

fn no_scheme(name: &str) -> io::Error {
    let hint = crate::near::hint(name, SCHEMES);
    wrong(format!("there is no scheme `{name}`{hint}; there are {}", SCHEMES.join(", ")))
}

fn opposite(scheme: &str) -> &'static str {
    match scheme {
        "zmq+pub" => "zmq+sub://",
        "zmq+sub" => "zmq+pub://",
        "zmq+push" => "zmq+pull://",
        _ => "zmq+push://",
    }
}

fn wrong(text: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, text.into())
}

impl Far for Doors {
    fn source(&self, name: &str, receipt: Receipt) -> io::Result<Box<dyn Read + Send>> {
        let place: Place = name.parse().map_err(wrong)?;
        let input = match place.scheme.as_str() {
            "tcp" | "tls" => stream::source(&place, self.say()),
            "redis" => list::source(&place, receipt, self.say()),
            "redis+pubsub" => topics::source(&place, self.say()),
            "zmq+sub" | "zmq+pull" => zmq::source(&place, self.say()),
            "zmq+pub" | "zmq+push" => Err(wrong(format!("{}:// is written to; what is read is {}", place.scheme, opposite(&place.scheme)))),
            other => Err(no_scheme(other)),
        }?;
        let stream = matches!(place.scheme.as_str(), "tcp" | "tls");
        Ok(Box::new(Source { input, stream, begun: false }))
    }

    fn sink(&self, name: &str) -> io::Result<Box<dyn Sink>> {
        let place: Place = name.parse().map_err(wrong)?;
        match place.scheme.as_str() {
            "tcp" | "tls" => stream::sink(&place, self.say()),
            "redis" => list::sink(&place),
            "redis+pubsub" => topics::sink(&place),
            "zmq+pub" | "zmq+push" => zmq::sink(&place, self.say()),
            "zmq+sub" | "zmq+pull" => Err(wrong(format!("{}:// is read; what is written to is {}", place.scheme, opposite(&place.scheme)))),
            other => Err(no_scheme(other)),
        }
    }
}

/// What comes from afar. Where nothing came, because nothing was there to be done or somebody said that all is over, it is an empty
/// capture and no broken file. A stream always begins with something.
struct Source {
    input: Box<dyn Read + Send>,
    stream: bool,
    begun: bool,
}

impl Read for Source {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(bytes)?;
        let begun = std::mem::replace(&mut self.begun, true);
        if count > 0 || begun || self.stream && !stopped() {
            return Ok(count);
        }
        let mut nothing = Vec::new();
        messages::section(&mut nothing);
        self.input = Box::new(io::Cursor::new(nothing));
        self.input.read(bytes)
    }
}

/// Waits between two tries: twice as long each time, up to a limit.
struct Backoff(Duration);

impl Backoff {
    const LEAST: Duration = Duration::from_millis(50);
    const MOST: Duration = Duration::from_secs(2);

    fn new() -> Backoff {
        Backoff(Backoff::LEAST)
    }

    /// True before the first wait.
    fn is_fresh(&self) -> bool {
        self.0 == Backoff::LEAST
    }

    /// Waits, but not when it is `over`.
    fn wait(&mut self, over: impl Fn() -> bool) {
        let until = std::time::Instant::now() + self.0;
        while !over() {
            let left = until.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                break;
            }
            std::thread::sleep(left.min(Backoff::LEAST));
        }
        self.0 = (self.0 * 2).min(Backoff::MOST);
    }
}

/// Tries for a while; the last error where it never works. What cannot become better is not tried again.
fn try_for<T>(time: Duration, mut open: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let (begun, mut backoff) = (std::time::Instant::now(), Backoff::new());
    loop {
        match open() {
            Err(error)
                if begun.elapsed() < time
                    && !stopped()
                    && !matches!(
                        error.kind(),
                        io::ErrorKind::InvalidInput | io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidData
                    ) =>
            {
                backoff.wait(stopped);
            }
            result => return result,
        }
    }
}

/// A name that nobody else has.
fn unique() -> String {
    let number = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), std::process::id());
    format!("{number:016x}")
}

/// `1 packet`, `2 packets`.
fn packets(count: u64) -> String {
    format!("{count} packet{}", if count == 1 { "" } else { "s" })
}
