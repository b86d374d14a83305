//! `pkt dns`: names, as programs look them up and as they stand on the wire. One file each in `dns/`.

use super::exit::Code;
use super::term::Term;

mod asking;
mod bulk;
#[cfg(target_os = "linux")]
mod calls;
mod query;
mod record;
mod servers;
mod shown;
mod trace;

/// Look names up: as programs do, and on the wire
#[derive(Debug, clap::Args)]
#[command(subcommand_required = true, arg_required_else_help = true)]
#[command(after_long_help = "\
`pkt dns VERB --help` explains one, with examples.

Examples:
  pkt dns gethostbyname example.com
  pkt dns getaddrinfo example.com https --type SOCK_STREAM --explain
  pkt dns gethostbyaddr 127.0.0.1 -T python
  pkt dns query MX example.com @9.9.9.9 @tls://1.1.1.1
  pkt dns query example.com --validate")]
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
    Query(query::Args),
    Trace(trace::Args),
    Bulk(bulk::Args),
    Servers(servers::Args),
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
        Verb::Query(args) => query::run(args, term),
        Verb::Trace(args) => trace::run(args, term),
        Verb::Bulk(args) => bulk::run(args, term),
        Verb::Servers(args) => servers::run(args, term),
    }
}
