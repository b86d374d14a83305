//! What `pkt cluster` takes.

use crate::access::Token;
use crate::client::Cluster;
use crate::ledger::{Status, Unreachable};
use crate::{executor, say, scheduler};
use clap::{Parser, Subcommand, ValueHint};
use log::LevelFilter;
use pkt_sql::cli::{self, Code, bytes};
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

/// SQL over captures on many machines
#[derive(Debug, Parser)]
#[command(
    name = "pkt cluster",
    version,
    after_long_help = "\
A scheduler plans queries and gives out their tasks, executors do them, `pkt sql --cluster` asks. The captures lie on a path that all
of them share, or in an object store (s3://BUCKET/KEY; AWS_* variables say where and who). All must be of one version.

An executor that is silent for 10 seconds is lost: its tasks, and the results it kept, are made again by others. A scheduler keeps
its book in memory: with it, all queries that run are lost; executors wait for the next one and join it.

Examples:
  pkt cluster scheduler --port 50050
  pkt cluster executor --scheduler localhost:50050
  pkt cluster status localhost:50050
  pkt sql --cluster localhost:50050 \"SELECT src, count(*) FROM '/captures/*.pcap' GROUP BY 1 ORDER BY 2 DESC LIMIT 10\"
  openssl rand -hex 32 > token     # for all of them: --token-file token"
)]
struct Args {
    #[command(subcommand)]
    verb: Verb,
    /// Colours
    #[arg(long, value_name = "WHEN", default_value = "auto", alias = "colour", global = true, help_heading = "For every verb")]
    color: cli::When,
    /// Say nothing on stderr but errors and warnings
    #[arg(short, long, global = true, help_heading = "For every verb")]
    quiet: bool,
    /// Say more on stderr
    #[arg(short, long, global = true, action = clap::ArgAction::Count, help_heading = "For every verb")]
    verbose: u8,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Plan queries, and give out their tasks
    Scheduler {
        /// The address to listen on; others than loopback let others in
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
        bind: IpAddr,
        /// The port; 0: a free one, which is said
        #[arg(long, value_name = "PORT", default_value_t = 50050)]
        port: u16,
        /// The token that executors and clients must have [default: PKT_CLUSTER_TOKEN, or none]
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        token_file: Option<PathBuf>,
    },
    /// Do tasks
    Executor {
        /// The scheduler
        #[arg(long, value_name = "HOST:PORT")]
        scheduler: String,
        /// The address where results can be fetched; others than loopback let others in
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
        bind: IpAddr,
        /// Its port; 0: a free one
        #[arg(long, value_name = "PORT", default_value_t = 0)]
        port: u16,
        /// The name by which clients and other executors reach this host [default: the address]
        #[arg(long, value_name = "NAME")]
        host: Option<String>,
        /// Tasks at a time [default: one for each processor]
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
        threads: Option<u16>,
        /// Memory for the sorting, grouping and joining of all tasks, as 8G; more goes to the disk [default: 70 % of the machine's]
        #[arg(long, value_name = "BYTES", value_parser = bytes)]
        memory: Option<u64>,
        /// A folder for results until they are fetched [default: the system's for temporary files]
        #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
        work_dir: Option<PathBuf>,
        /// How long to wait for the scheduler at the start
        #[arg(long, value_name = "SECONDS", default_value_t = 60)]
        wait: u64,
        /// The cluster's token [default: PKT_CLUSTER_TOKEN, or none]
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        token_file: Option<PathBuf>,
    },
    /// Tell which executors there are, and what they did
    Status {
        /// The scheduler
        #[arg(value_name = "HOST:PORT")]
        scheduler: String,
        /// As JSON
        #[arg(long)]
        json: bool,
        /// The cluster's token [default: PKT_CLUSTER_TOKEN, or none]
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        token_file: Option<PathBuf>,
    },
}

/// Runs the program with these arguments; `sql` first: it is `pkt sql`, asked of a cluster.
pub fn run(words: Vec<OsString>) -> Code {
    cli::explain_panics();
    if words.get(1).is_some_and(|word| word == "sql") {
        return sql(words.into_iter().enumerate().filter(|(i, _)| *i != 1).map(|(_, word)| word).collect());
    }
    match Args::try_parse_from(words) {
        Err(error) => cli::refuse(&error),
        Ok(args) => {
            say::set(args.quiet, args.verbose, LevelFilter::Warn);
            match serve(args) {
                Ok(()) => Code::Ok,
                Err(error) => {
                    let text = format!("{error:#}");
                    say::always(text.split(" (os error").next().unwrap_or(&text));
                    if error.is::<Unreachable>() { Code::Network } else { Code::File }
                }
            }
        }
    }
}

fn sql(words: Vec<OsString>) -> Code {
    let args = match cli::Args::try_parse_from(words) {
        Ok(args) => args,
        Err(error) => return cli::refuse(&error),
    };
    // What Ballista says of a query that fails is in its error as well.
    say::set(args.quiet(), args.verbose().saturating_sub(1), LevelFilter::Off);
    let Some(address) = args.cluster.clone() else { return cli::run(args, &cli::Here) };
    match Token::read(args.token_file.as_deref()) {
        Ok(token) => {
            let divided = args.divided();
            cli::run(args, &Cluster::new(address, token, divided))
        }
        Err(error) => {
            say::always(&format!("error: {error:#}"));
            Code::Usage
        }
    }
}

fn serve(args: Args) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(async {
        match args.verb {
            Verb::Scheduler { bind, port, token_file } => {
                scheduler::run(scheduler::Settings { bind, port, token: Token::read(token_file.as_deref())? }).await
            }
            Verb::Executor { scheduler, bind, port, host, threads, memory, work_dir, wait, token_file } => {
                executor::run(executor::Settings {
                    scheduler,
                    bind,
                    port,
                    host,
                    threads: threads.map_or_else(|| std::thread::available_parallelism().map_or(1, usize::from), usize::from),
                    memory,
                    folder: work_dir,
                    patience: Duration::from_secs(wait),
                    token: Token::read(token_file.as_deref())?,
                })
                .await
            }
            Verb::Status { scheduler, json, token_file } => {
                crate::ledger::host_port(&scheduler)?;
                let status = Status::ask(&scheduler, &Token::read(token_file.as_deref())?).await?;
                let text = if json { serde_json::to_string_pretty(&status)? + "\n" } else { status.text() };
                use std::io::Write;
                let mut out = std::io::stdout().lock();
                match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                    Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
                    _ => Ok(()),
                }
            }
        }
    });
    runtime.shutdown_background();
    done
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_are_well_made() {
        use clap::CommandFactory;
        super::Args::command().debug_assert();
    }
}
