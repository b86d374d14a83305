//! Floor 6. The program's verbs: one file each, with its arguments and its `run`.
//!
//! clap's description of the arguments is the only list of them: help, man pages, completions and the configuration file's keys
//! all come from it.

use anyhow::Context;
use clap::{ArgAction, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::io::Write;

mod after;
mod ahead;
mod arping;
mod ask;
mod cluster;
mod completions;
mod config;
mod craft;
mod demo;
mod dns;
pub(crate) mod exit;
mod fields;
mod filter;
mod flows;
mod follow;
mod handshakes;
mod handshakes_screen;
mod hosts;
mod ifaces;
mod keep;
mod load;
mod ls;
mod man;
mod ping;
mod pipeline;
mod probe;
mod read;
mod replay;
mod routes;
mod sandbox;
mod scan;
mod send;
mod serve;
mod sheet;
mod sniff;
mod sql;
mod stats;
mod tee;
mod term;
mod traceroute;

use exit::Code;
use pktlab::near;
use term::{Term, When};

/// Capture, decode and craft packets
#[derive(Debug, Parser)]
#[command(
    name = "pkt",
    version,
    arg_required_else_help = true,
    subcommand_help_heading = "Verbs",
    subcommand_value_name = "VERB",
    long_about = "Capture, decode and craft packets: Scapy's expressions, Wireshark's names, tcpdump's speed.",
    after_help = "`pkt help VERB` explains a verb, with examples."
)]
struct Pkt {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "For every verb")]
struct Global {
    /// Colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", alias = "colour")]
    color: When,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more on stderr
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
}

impl Global {
    /// Flags before the verb and behind it meet here; clap lets a `--no-X` take back only what stands on its own side.
    fn term(&self, matches: &ArgMatches) -> Term {
        let verb = matches.subcommand().map(|(_, verb)| verb);
        let no = |id: &str| verb.is_some_and(|verb| verb.try_get_one(id).ok().flatten() == Some(&true));
        Term::new(self.color, self.quiet && !no("no-quiet"), if no("no-verbose") { 0 } else { self.verbose })
    }
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one, once")]
enum Verb {
    Read(read::Args),
    Sniff(sniff::Args),
    Fields(fields::Args),
    Filter(filter::Args),
    Flows(flows::Args),
    Stats(stats::Args),
    Follow(follow::Args),
    Ls(ls::Args),
    Ifaces(ifaces::Args),
    Routes(routes::Args),
    Craft(craft::Args),
    Send(send::Args),
    Replay(replay::Args),
    Ask(ask::Args),
    Ping(ping::Args),
    Arping(arping::Args),
    Traceroute(traceroute::Args),
    Scan(scan::Args),
    Serve(serve::Args),
    Probe(probe::Args),
    Load(load::Args),
    Handshakes(handshakes::Args),
    Dns(dns::Args),
    Sql(sql::Args),
    Cluster(cluster::Args),
    Demo(demo::Args),
    Completions(completions::Args),
    Man(man::Args),
    Config(config::Args),
    #[command(hide = true)]
    RunAfter(after::Args),
}

/// Runs the verb that the arguments name.
pub(crate) fn run(args: Vec<OsString>) -> anyhow::Result<Code> {
    let when = term::early(&args);
    let mut matches = command().color(when.into()).try_get_matches_from(&args)?;
    let asks_config = matches!(matches.subcommand_name(), Some("completions" | "man" | "config"));
    if !asks_config {
        let config = config::Config::load(&command())?;
        let more = config.arguments(&matches);
        if !more.is_empty() {
            matches = command().color(when.into()).try_get_matches_from(config::insert(args, &matches, more))?;
        }
    }
    let Pkt { global, verb } = Pkt::from_arg_matches(&matches)?;
    let term = global.term(&matches);
    pktlab::remote::install(term.quiet);
    let result = run_verb(verb, &matches, &term);
    pktlab::capture::remote::end().iter().for_each(|told| term.say(told));
    result
}

fn run_verb(verb: Verb, matches: &ArgMatches, term: &Term) -> anyhow::Result<Code> {
    match verb {
        Verb::Read(args) => read::run(&args, term),
        Verb::Sniff(args) => sniff::run(&args, term),
        Verb::Fields(args) => fields::run(&args),
        Verb::Filter(args) => filter::run(&args, term),
        Verb::Stats(args) => stats::run(&args, term),
        Verb::Flows(args) => flows::run(&args, term),
        Verb::Follow(args) => follow::run(&args, term),
        Verb::Ls(args) => ls::run(&args),
        Verb::Ifaces(args) => ifaces::run(&args, term),
        Verb::Routes(args) => routes::run(&args),
        Verb::Craft(args) => craft::run(&args, term),
        Verb::Send(args) => send::run(&args, term),
        Verb::Replay(args) => replay::run(&args, term),
        Verb::Ask(args) => ask::run(&args, term),
        Verb::Ping(args) => ping::run(&args, term),
        Verb::Arping(args) => arping::run(&args, term),
        Verb::Traceroute(args) => traceroute::run(&args, term),
        Verb::Scan(args) => scan::run(&args, term),
        Verb::Serve(args) => serve::run(&args, term),
        Verb::Probe(args) => probe::run(&args, term),
        Verb::Load(args) => load::run(&args, term),
        Verb::Handshakes(args) => handshakes::run(&args, term),
        Verb::Dns(args) => dns::run(&args, term),
        Verb::Sql(args) => sql::run(&args, term),
        Verb::Cluster(args) => cluster::run(&args, term),
        Verb::Demo(args) => demo::run(&args, term),
        Verb::Completions(args) => completions::run(&args),
        Verb::Man(args) => man::run(&args, term),
        Verb::Config(_) => config::run(matches),
        Verb::RunAfter(args) => after::run(&args, term),
    }
}

/// The whole command, with a hidden `--no-X` for every flag `--X`: what the configuration switches on, the command line can switch off.
fn command() -> clap::Command {
    let mut command = with_opposites(Pkt::command());
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    for verb in verbs {
        command = command.mut_subcommand(verb, |verb| with_opposites(verb).mut_subcommands(with_opposites));
    }
    command
}

/// Writes a short answer to stdout; a view of many packets goes through the pipeline instead.
fn answer(bytes: &[u8]) -> anyhow::Result<Code> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).context("standard output")?;
    Ok(Code::Ok)
}

fn with_opposites(mut command: clap::Command) -> clap::Command {
    let flags = command.get_arguments().filter(|arg| matches!(arg.get_action(), ArgAction::SetTrue | ArgAction::Count));
    let flags: Vec<_> = flags.filter(|arg| !arg.is_hide_set()).filter_map(|arg| Some((arg.get_long()?.to_owned(), arg.clone()))).collect();
    for (long, flag) in flags {
        let no = format!("no-{long}");
        let opposite = clap::Arg::new(no.clone()).long(no.clone()).hide(true).action(ArgAction::SetTrue);
        command = command.mut_arg(flag.get_id().clone(), |arg| arg.overrides_with(no.clone()));
        command = command.arg(opposite.overrides_with(flag.get_id().clone()).global(flag.is_global_set()));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_well_made() {
        command().debug_assert();
    }

    #[test]
    fn every_verb_and_option_has_a_help_text() {
        for verb in command().get_subcommands() {
            assert!(verb.get_about().is_some(), "{} has no help text", verb.get_name());
            for arg in verb.get_arguments().filter(|arg| !arg.is_hide_set()) {
                assert!(arg.get_help().is_some(), "{} of {} has no help text", arg.get_id(), verb.get_name());
                assert!(arg.get_long().is_some() || arg.is_positional(), "{} of {} has no long name", arg.get_id(), verb.get_name());
            }
        }
    }

    #[test]
    fn a_flag_can_be_taken_back() {
        let quiet = |args: &[&str]| {
            let matches = command().try_get_matches_from(args).unwrap();
            Pkt::from_arg_matches(&matches).unwrap().global.term(&matches).quiet
        };
        assert!(quiet(&["pkt", "-q", "man"]));
        assert!(!quiet(&["pkt", "-q", "man", "--no-quiet"]));
        assert!(!quiet(&["pkt", "man", "-q", "--no-quiet"]));
        assert!(quiet(&["pkt", "man", "--no-quiet", "-q"]));
    }
}
