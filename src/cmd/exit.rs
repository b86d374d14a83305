//! Errors become exit codes here, and nowhere else.
//!
//! | code | meaning |
//! |---|---|
//! | 0 | it went well; also a reader that went away (`pkt read … \| head`) |
//! | 1 | the question was answered no |
//! | 2 | usage: an option, an operand, a field, the configuration |
//! | 3 | a file, an output, or a fault of the program itself |
//! | 4 | the right to capture is missing |
//! | 5 | the network: no answer, a time-out |
//! | 130 | a finite job was cut short by SIGINT or SIGTERM |

use super::{near, term};
use pktlab::capture::{self, live};
use pktlab::net;
use std::fmt;
use std::io;
use std::process::ExitCode;

/// How the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Code {
    Ok = 0,
    No = 1,
    Usage = 2,
    File = 3,
    Network = 5,
    Rights = 4,
    Interrupted = 130,
}

impl From<Code> for ExitCode {
    fn from(code: Code) -> ExitCode {
        ExitCode::from(code as u8)
    }
}

/// The user asked for something that cannot be: exit code 2.
#[derive(Debug)]
pub(crate) struct Usage(String);

/// An error of the kind [`Usage`].
pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
    Usage(message.into()).into()
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// The network did not give what was asked for: exit code 5.
#[derive(Debug)]
pub(crate) struct Unreachable(pub(crate) String);

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unreachable {}

/// What was wrong has been said already; only the code is left.
#[derive(Debug)]
pub(crate) struct Said(pub(crate) Code);

impl fmt::Display for Said {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Said {}

/// Says what went wrong on stderr, in one sentence, and returns the code for it.
pub(crate) fn report(error: &anyhow::Error) -> Code {
    if broken_pipe(error) {
        return Code::Ok;
    }
    if let Some(Said(code)) = error.downcast_ref() {
        return *code;
    }
    if let Some(clap) = error.downcast_ref::<clap::Error>() {
        // Help and version come this way too: on stdout, code 0.
        return match clap.print() {
            Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Code::File,
            _ if clap.use_stderr() => Code::Usage,
            _ => Code::Ok,
        };
    }
    if error.downcast_ref::<Usage>().is_some() {
        term::error(&format!("{}{error}", term::mark("error: ")));
        return Code::Usage;
    }
    let captured = |error: &'_ (dyn std::error::Error + 'static)| match error.downcast_ref() {
        Some(net::Error::Capture(error)) => of_interface(error),
        _ => error.downcast_ref::<capture::Error>().and_then(of_interface),
    };
    if let Some(live) = error.chain().find_map(captured) {
        let (code, text) = live;
        term::error(&format!("{}{text}", term::mark("error: ")));
        return code;
    }
    let net = error.downcast_ref::<pktlab::net::Error>();
    match net {
        Some(net::Error::Rights { .. }) => {
            term::error(&format!("{}{error}\n{}", term::mark("error: "), cure()));
            return Code::Rights;
        }
        Some(net::Error::NoSuchInterface { name, known }) => {
            let hint = near::hint(name, known.iter().map(String::as_str));
            term::error(&format!("{}{error}{hint}\nthere are: {} (`pkt ifaces` tells more)", term::mark("error: "), known.join(", ")));
            return Code::Usage;
        }
        _ => {}
    }
    term::error(&sentence(error));
    match net {
        Some(net::Error::NoRoute { .. } | net::Error::Silent { .. } | net::Error::Send { .. }) => Code::Network,
        Some(net::Error::Craft(_) | net::Error::Wrong(_)) => Code::Usage,
        Some(net::Error::Capture(error)) => of_capture(error),
        _ if error.downcast_ref::<Unreachable>().is_some() => Code::Network,
        _ => error.downcast_ref().map_or(Code::File, of_capture),
    }
}

/// The code for a capture that could not be read or written: one that is far is a matter of the network.
pub(crate) fn of_capture(error: &capture::Error) -> Code {
    let (name, source) = match error {
        capture::Error::Open { path, source } => (path.as_path(), source),
        capture::Error::Read { name, source, .. } | capture::Error::Write { name, source, .. } => (name.as_ref(), source),
        _ => return Code::File,
    };
    match capture::remote::name(name) {
        None => Code::File,
        Some(_) if source.kind() == io::ErrorKind::InvalidInput => Code::Usage,
        Some(_) => Code::Network,
    }
}

/// What is to be said of an interface that could not be captured on, and the code for it.
fn of_interface(error: &capture::Error) -> Option<(Code, String)> {
    let capture::Error::Live(error) = error else { return None };
    Some(match error {
        live::Error::Rights { text, .. } => (Code::Rights, format!("{error}\n  {text}\n{}", cure())),
        live::Error::NoSuchInterface { name, known } => {
            let hint = near::hint(name, known.iter().map(String::as_str));
            (Code::Usage, format!("{error}{hint}\nthere are: {} (`pkt sniff -D` tells more)", known.join(", ")))
        }
        live::Error::Filter { .. } | live::Error::LinkType { .. } | live::Error::NoMonitorMode { .. } | live::Error::Nothing => {
            (Code::Usage, error.to_string())
        }
        _ => (Code::File, error.to_string()),
    })
}

/// How the rights to capture are had.
pub(crate) fn cure() -> String {
    let program = std::env::current_exe().map_or_else(|_| "PATH-OF-PKT".to_owned(), |path| path.display().to_string());
    format!(
        "to capture as this user:  sudo setcap cap_net_raw,cap_net_admin=ep {program}\n\
         only now:                 sudo {program} ...\n\
         in a container:           start it with --cap-add NET_RAW"
    )
}

/// True where the reader of our output went away, which is no error.
pub(crate) fn broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|e| e.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}

/// The error and its causes in one line; without the number of the system's error, which says nothing to a person.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // Many errors name their cause themselves.
        if !text.contains(&cause) {
            text.push_str(if text.is_empty() { "" } else { ": " });
            text.push_str(&cause);
        }
    }
    while let Some(at) = text.find(" (os error ") {
        let Some(end) = text[at..].find(')') else { break };
        text.replace_range(at..=at + end, "");
    }
    text
}

/// No panic message reaches a user: one sentence that says it is our fault, and exit code 3.
pub(crate) fn explain_panics() {
    std::panic::set_hook(Box::new(|info| {
        // The standard library's print macros panic where the reader went away.
        let message = info.payload().downcast_ref::<String>().map(String::as_str);
        let message = message.or_else(|| info.payload().downcast_ref::<&str>().copied()).unwrap_or("no message");
        if message.contains("Broken pipe") {
            std::process::exit(Code::Ok as i32);
        }
        let place = info.location().map_or_else(String::new, |at| format!(" at {}:{}", at.file(), at.line()));
        let message = message.lines().next().unwrap_or_default();
        term::error(&format!("this is a bug in pkt {}, please report it with what you did: {message}{place}", env!("CARGO_PKG_VERSION")));
        std::process::exit(Code::File as i32);
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn system_error_numbers_are_not_shown() {
        let error = anyhow::Error::from(io::Error::from_raw_os_error(2)).context("a.pcap");
        assert_eq!(sentence(&error), "a.pcap: No such file or directory");
    }

    #[test]
    fn a_broken_pipe_is_found_behind_its_context() {
        let error = anyhow::Error::from(io::Error::from(io::ErrorKind::BrokenPipe)).context("standard output");
        assert!(broken_pipe(&error));
        assert_eq!(report(&error), Code::Ok);
    }
}
