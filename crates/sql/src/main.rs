//! The program `pkt-sql`, which `pkt sql` runs: exit codes and broken pipes, nothing else.

use clap::Parser;
use pkt_sql::cli;
use std::process::ExitCode;

fn main() -> ExitCode {
    cli::explain_panics();
    match cli::Args::try_parse() {
        Ok(args) if args.cluster.is_some() => cli::run(args, &cli::Elsewhere).into(),
        Ok(args) => cli::run(args, &cli::Here).into(),
        Err(error) => cli::refuse(&error).into(),
    }
}
