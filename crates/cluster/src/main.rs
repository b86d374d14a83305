//! The program `pkt-cluster`, which `pkt cluster` and `pkt sql --cluster` run.

use std::process::ExitCode;

fn main() -> ExitCode {
    pkt_cluster::cli::run(std::env::args_os().collect()).into()
}
