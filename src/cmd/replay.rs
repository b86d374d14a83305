//! `pkt replay`: a capture again on the wire, in its own time.

use super::exit::{self, Code};
use super::send::{OnError, Watch, known};
use super::term::Term;
use clap::ValueHint;
use pktlab::net::replay::{Onto, Options, Replayed, Speed, replay};
use std::path::PathBuf;

/// Send captures again, in their own time or faster
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Each packet goes when its time has come, to some microseconds: the last stretch of each wait is spent looking
at the clock, which keeps a processor busy. How late packets were is told at the end. Times run on over
files; one that is older than the one before, or more than an hour younger, begins where that one ended.

Without -i IP packets go where their headers say, by the routing table; frames of Ethernet need an interface.
With one -i all packets go through it. With several the first interface of the files goes through the first,
the second through the second; or each is named, by its number or name in the files: -i eth1=veth0. Packets
of others are left out.

Examples:
  pkt replay -i eth0 day.pcap
  pkt replay -i eth0 day.pcap --speed 10x --loop 3
  pkt replay -i veth0 -i veth1 both-sides.pcapng
  pkt replay -i 1=veth0 both-sides.pcapng --speed 100mbit
  pkt replay -i eth0 *.pcap --speed max --dry-run")]
pub(super) struct Args {
    /// Capture files, in this order
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Send through this interface; repeatable, IN-FILE=IF for one interface of the files
    #[arg(short, long, value_name = "[IN-FILE=]IF")]
    interface: Vec<String>,
    /// Times as quick (2x, 0.5x), packets a second (5000), bits a second (100mbit), or max
    #[arg(short, long, value_name = "SPEED", default_value = "1x")]
    speed: Speed,
    /// All of it N times; without N until Ctrl-C
    #[arg(short, long, value_name = "N", num_args = 0..=1, default_missing_value = "0")]
    r#loop: Option<u64>,
    /// Wait no longer than that between two packets (of the file's time)
    #[arg(long, value_name = "SECS", value_parser = super::ask::seconds)]
    max_gap: Option<std::time::Duration>,
    /// Go past the kernel's queues, and past captures on this side of the interface (Linux)
    #[arg(long)]
    bypass: bool,
    /// What happens behind a packet that cannot be sent
    #[arg(long, value_name = "WHAT", default_value = "stop")]
    on_error: OnError,
    /// Send nothing: say what would be sent, and how long it takes
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let options = Options {
        files: args.files.clone(),
        times: match args.r#loop {
            Some(0) if args.dry_run => 1,
            Some(times) => times,
            None => 1,
        },
        speed: args.speed,
        onto: onto(&args.interface)?,
        max_gap: args.max_gap,
        bypass: args.bypass,
        go_on: args.on_error == OnError::Continue,
        dry: args.dry_run,
    };
    let mut watch = Watch::new(options.go_on, *term)?;
    let done = match replay(&options, &mut |event| watch.event(event)) {
        Ok(done) => done,
        Err(error) => {
            watch.end();
            return Err(watch.context(error));
        }
    };
    if done.left_out > 0 && done.sent.packets == 0 && done.sent.failed == 0 && done.through.is_empty() {
        return Err(exit::usage(format!("no packet is of an interface that -i names: {} were left out", done.left_out)));
    }
    if args.dry_run {
        dry(&done, args)?;
    } else {
        watch.add(done.sent);
        watch.end();
        late(&done, term);
    }
    if done.left_out > 0 {
        term.say(&format!("note: {} packets were left out: no interface is named for theirs", done.left_out));
    }
    if done.short > 0 {
        term.say(&format!("note: {} packets were longer when they were captured; what the file has of them is sent", done.short));
    }
    Ok(match () {
        () if watch.stopped() && args.r#loop != Some(0) => Code::Interrupted,
        () if done.sent.failed > 0 => Code::Network,
        () => Code::Ok,
    })
}

fn onto(words: &[String]) -> anyhow::Result<Onto> {
    let named: Vec<(String, String)> =
        words.iter().filter_map(|word| word.split_once('=')).map(|(of, name)| (of.to_owned(), name.to_owned())).collect();
    let onto = match words {
        [] => Onto::Routes,
        _ if named.len() == words.len() => Onto::Named(named),
        _ if !named.is_empty() => return Err(exit::usage("-i IF and -i IN-FILE=IF do not go together")),
        [one] => Onto::One(one.clone()),
        _ => Onto::Each(words.to_vec()),
    };
    for word in words {
        known(word.split_once('=').map_or(word.as_str(), |(_, name)| name))?;
    }
    Ok(onto)
}

/// How late packets were.
fn late(done: &Replayed, term: &Term) {
    if done.late.is_empty() {
        return;
    }
    let at = |quantile: f64| done.late.value_at_quantile(quantile) as f64 / 1000.0;
    term.say(&format!("late by {:.1} µs (median), {:.1} µs (p99), {:.1} µs (most)", at(0.5), at(0.99), done.late.max() as f64 / 1000.0));
}

/// What would be sent.
fn dry(done: &Replayed, args: &Args) -> anyhow::Result<Code> {
    let mut text = format!("{} packets, {} bytes", done.sent.packets, done.sent.bytes);
    if !done.planned.is_zero() {
        text.push_str(&format!(" in {:.3} s", done.planned.as_secs_f64()));
    }
    text.push('\n');
    for (name, packets) in &done.through {
        let name = if name.is_empty() { "the routes" } else { name };
        text.push_str(&format!("through {name}: {packets}\n"));
    }
    if args.r#loop == Some(0) {
        text.push_str("again and again\n");
    }
    super::answer(text.as_bytes())
}
