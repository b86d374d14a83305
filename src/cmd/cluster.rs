//! `pkt cluster`: runs the program `pkt-cluster`, which is built apart, as a distributed query engine is larger than all the rest.

use super::exit::Code;
use super::sql::run_apart;
use super::term::Term;
use std::ffi::OsString;

/// Run the processes that share `pkt sql` out to many machines
#[derive(Debug, clap::Args)]
#[command(disable_help_flag = true)]
#[command(after_long_help = "\
The program pkt-cluster does it, which `make cluster` builds; `pkt cluster --help` then shows its options.

Examples:
  pkt cluster scheduler --port 50050
  pkt cluster executor --scheduler localhost:50050
  pkt cluster status localhost:50050
  pkt sql --cluster localhost:50050 \"SELECT src, count(*) FROM '/captures/*.pcap' GROUP BY 1\"")]
pub(super) struct Args {
    /// What pkt-cluster takes: scheduler, executor or status, and their options
    #[arg(value_name = "PROCESS | OPTION", trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<OsString>,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    run_apart("pkt-cluster", "cluster", None, &args.args, term)
}
