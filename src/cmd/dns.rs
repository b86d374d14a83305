//! `pkt dns`: names, as programs look them up and as they stand on the wire. One file each in `dns/`.

use super::exit::Code;
use super::term::Term;

#[cfg(target_os = "linux")]
mod calls;

/// Look names up: as programs do, and on the wire
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
#[command(after_long_help = "\
`pkt dns VERB --help` explains one, with examples.

Examples:
  pkt dns gethostbyname example.com
  pkt dns getaddrinfo example.com https --type SOCK_STREAM --explain
  pkt dns gethostbyaddr 127.0.0.1 -T python")]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    #[cfg(target_os = "linux")]
    Gethostbyname(calls::Gethostbyname),
    #[cfg(target_os = "linux")]
    #[command(name = "gethostbyname_ex")]
    GethostbynameEx(calls::GethostbynameEx),
    #[cfg(target_os = "linux")]
    Gethostbyaddr(calls::Gethostbyaddr),
    #[cfg(target_os = "linux")]
    Getaddrinfo(calls::Getaddrinfo),
    #[cfg(target_os = "linux")]
    Getnameinfo(calls::Getnameinfo),
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    match &args.verb {
        #[cfg(target_os = "linux")]
        Verb::Gethostbyname(args) => args.run(term),
        #[cfg(target_os = "linux")]
        Verb::GethostbynameEx(args) => args.run(term),
        #[cfg(target_os = "linux")]
        Verb::Gethostbyaddr(args) => args.run(term),
        #[cfg(target_os = "linux")]
        Verb::Getaddrinfo(args) => args.run(term),
        #[cfg(target_os = "linux")]
        Verb::Getnameinfo(args) => args.run(term),
    }
}
