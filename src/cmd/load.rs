//! `pkt load`: many conversations at a time, with the times of all answers.

use super::ask::seconds;
use super::exit::{self, Code, Unreachable};
use super::hosts::Family;
use super::pipeline;
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use hdrhistogram::Histogram;
use indicatif::{ProgressBar, ProgressStyle};
use pktlab::render::latency::{bars, steps};
use pktlab::render::phases::span;
use pktlab::traffic::load::{self, Options, Progress, Results};
use pktlab::traffic::{Target, Trust, probe};
use serde_json::json;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Many conversations at a time, and how long their answers took
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
URLs: tcp-echo://HOST:PORT (or tcp://, tls://: what is sent must come back), udp-echo://, http://, https:// (GET, with
--size POST), jsonrpc://, xmlrpc:// (echo of --size characters), redis:// (PING).

Without --rate it is a closed loop: a connection asks again as soon as it has its answer. With --rate it is an open
loop with a timetable: a request that is due while its connection still waits for an answer counts from when it was
due, so a server that stalls shows in the percentiles as its users would feel it.

For datagrams what was lost, came twice or out of order is told, and the jitter (RFC 3550).

The exit code is 5 where nothing was answered.

Examples:
  pkt load tcp-echo://localhost:6789 --connections 50 --duration 10
  pkt load http://localhost:8080/ --rate 1000 --connections 20
  pkt load udp-echo://localhost:6789 --rate 5000 --size 100 -T json | jq .datagrams")]
pub(super) struct Args {
    /// With whom, and how
    #[arg(value_name = "URL", value_parser = str::parse::<Target>, value_hint = ValueHint::Url)]
    target: Target,

    /// Connections at a time
    #[arg(short, long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    connections: u32,
    /// Requests a second, of all connections together: an open loop
    #[arg(short, long, value_name = "N", value_parser = rate)]
    rate: Option<f64>,
    /// For how long
    #[arg(short, long, value_name = "SECS", default_value = "10", value_parser = seconds)]
    duration: Duration,
    /// Bytes of each request's content [default: 64, in HTTP none]
    #[arg(short, long, value_name = "BYTES", value_parser = clap::value_parser!(u32).range(..=16_777_216))]
    size: Option<u32>,
    /// An answer that takes longer is an error, and a datagram's is lost
    #[arg(short = 'W', long, value_name = "SECS", default_value = "5", value_parser = seconds)]
    timeout: Duration,
    /// Believe any certificate
    #[arg(short = 'k', long)]
    insecure: bool,
    /// Believe those whom the certificates in this file sign for
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, conflicts_with = "insecure")]
    ca: Option<PathBuf>,
    #[command(flatten)]
    family: Family,

    /// How it is shown
    #[arg(short = 'T', long, value_name = "VIEW", default_value = "text")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Counts, percentiles, a plot of the times
    Text,
    /// An object
    Json,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse::<f64>().ok().filter(|rate| *rate > 0.0 && *rate < 1e9);
    rate.ok_or_else(|| format!("`{text}` is no number of requests a second"))
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let target = &args.target;
    if !load::speaks(target.scheme) {
        let name = target.text.split(':').next().unwrap_or_default();
        return Err(exit::usage(format!(
            "{name}:// is for `pkt probe`; load is made with tcp, tcp-echo, tls, udp-echo, http, https, jsonrpc, xmlrpc, redis"
        )));
    }
    let signals = pipeline::stop_on_signals().context("signals")?;
    super::serve::raise_open_files().context("open files")?;
    let all = probe::addresses(target).map_err(|error| Unreachable(format!("{}: {error}", target.host)))?;
    let address = all.into_iter().find(|address| args.family.takes(address.ip()));
    let address = address.ok_or_else(|| Unreachable(format!("{}: it has no address of that family", target.host)))?;
    let http = matches!(target.scheme, pktlab::traffic::Scheme::Http | pktlab::traffic::Scheme::Https);
    let size = args.size.unwrap_or(if http { 0 } else { 64 }) as usize;
    if target.scheme.is_datagram() && size > 65_000 {
        return Err(exit::usage("a datagram has no room for so much"));
    }
    let options = Options {
        connections: args.connections as usize,
        rate: args.rate,
        duration: args.duration,
        size,
        timeout: args.timeout,
        trust: Trust { anyone: args.insecure, authorities: args.ca.clone() },
    };
    let progress = Arc::new(Progress::default());
    let work = {
        let (target, options, progress, stop) = (target.clone(), options.clone(), progress.clone(), signals.stop.clone());
        std::thread::spawn(move || load::run(&target, address, &options, &progress, &stop))
    };
    let bar = (!term.quiet && std::io::stderr().is_terminal()).then(|| {
        let style = ProgressStyle::with_template("{elapsed} {bar:30} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::new(args.duration.as_millis() as u64).with_style(style)
    });
    let (began, mut before) = (Instant::now(), (Instant::now(), 0));
    while !work.is_finished() {
        std::thread::sleep(Duration::from_millis(20));
        let now = progress.answered.load(Relaxed);
        if signals.counts.swap(false, Relaxed) {
            term.say(&format!("{now} answered, {} failed, {} connections", progress.failed.load(Relaxed), progress.open.load(Relaxed)));
        }
        if let Some(bar) = &bar
            && before.0.elapsed() >= Duration::from_millis(250)
        {
            let each = (now - before.1) as f64 / before.0.elapsed().as_secs_f64();
            bar.set_position(began.elapsed().as_millis() as u64);
            bar.set_message(format!(
                "{each:.0}/s, {now} answered, {} failed, {} connections",
                progress.failed.load(Relaxed),
                progress.open.load(Relaxed)
            ));
            before = (Instant::now(), now);
        }
    }
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    let results = work.join().map_err(|_| anyhow::anyhow!("the load has failed"))??;
    match args.format {
        Format::Text => super::answer(text(args, &options, &results).as_bytes())?,
        Format::Json => super::answer(format!("{}\n", serde_json::to_string_pretty(&object(args, &options, &results))?).as_bytes())?,
    };
    Ok(if results.service.is_empty() { Code::Network } else { Code::Ok })
}

const PERCENTILES: [f64; 8] = [50.0, 75.0, 90.0, 95.0, 99.0, 99.9, 99.99, 100.0];

fn text(args: &Args, options: &Options, results: &Results) -> String {
    let seconds = results.elapsed.as_secs_f64().max(1e-9);
    let answered = results.service.len();
    let way = match args.rate {
        Some(rate) => format!("an open loop of {rate} requests/s"),
        None => "a closed loop".to_owned(),
    };
    let mut text =
        format!("{}: {way} over {} connections, {} bytes each, {seconds:.1} s\n", args.target, options.connections, options.size);
    text.push_str(&format!(
        "{answered} answers, {:.0}/s, {:.3} MB/s out, {:.3} MB/s in\n",
        answered as f64 / seconds,
        results.bytes_sent as f64 / seconds / 1e6,
        results.bytes_received as f64 / seconds / 1e6
    ));
    if results.unsent > 0 {
        text.push_str(&format!("{} requests were due and could not be sent: their connections waited for answers\n", results.unsent));
    }
    for (kind, n) in &results.errors {
        text.push_str(&format!("{n} × {kind}\n"));
    }
    if let Some(all) = &results.datagrams {
        let lost = all.sent.saturating_sub(all.received);
        let share = |n: u64| n as f64 * 100.0 / all.sent.max(1) as f64;
        text.push_str(&format!(
            "{} datagrams sent, {} came back, {lost} lost ({:.2}%), {} twice, {} out of order ({:.2}%), jitter {}\n",
            all.sent,
            all.received,
            share(lost),
            all.duplicates,
            all.reordered,
            share(all.reordered),
            span(Duration::from_secs_f64(all.jitter))
        ));
    }
    if results.latency.is_empty() {
        return text;
    }
    let at = |percentile: f64| span(Duration::from_nanos(results.latency.value_at_percentile(percentile)));
    let list: Vec<String> =
        PERCENTILES.iter().map(|p| if *p == 100.0 { format!("most {}", at(*p)) } else { format!("p{p} {}", at(*p)) }).collect();
    text.push_str(&format!(
        "least {}, mean {}, {}\n",
        span(Duration::from_nanos(results.latency.min())),
        span(Duration::from_nanos(results.latency.mean() as u64)),
        list.join(", ")
    ));
    if !results.connect.is_empty() {
        let at = |percentile: f64| span(Duration::from_nanos(results.connect.value_at_percentile(percentile)));
        text.push_str(&format!("connecting: p50 {}, p99 {}, most {}\n", at(50.0), at(99.0), at(100.0)));
    }
    let width = terminal_size::terminal_size_of(std::io::stdout()).map_or(80, |(width, _)| usize::from(width.0));
    text.push_str(&bars(&counts(&results.latency), width));
    text
}

/// How many there are up to each step of the plot, and behind the step before.
fn counts(of: &Histogram<u64>) -> Vec<(u64, u64)> {
    let mut before = 0;
    let up_to = |end: u64| of.count_between(0, end);
    let steps = steps(of.min(), of.max()).into_iter();
    steps.map(|end| (end, up_to(end).saturating_sub(std::mem::replace(&mut before, up_to(end))))).collect()
}

fn object(args: &Args, options: &Options, results: &Results) -> serde_json::Value {
    let times = |of: &Histogram<u64>| {
        if of.is_empty() {
            return serde_json::Value::Null;
        }
        let seconds = |ns: u64| ns as f64 / 1e9;
        let mut all = serde_json::Map::new();
        all.insert("count".to_owned(), json!(of.len()));
        all.insert("min".to_owned(), json!(seconds(of.min())));
        all.insert("mean".to_owned(), json!(of.mean() / 1e9));
        for p in PERCENTILES.iter().filter(|p| **p < 100.0) {
            all.insert(format!("p{p}"), json!(seconds(of.value_at_percentile(*p))));
        }
        all.insert("max".to_owned(), json!(seconds(of.max())));
        serde_json::Value::Object(all)
    };
    let seconds = results.elapsed.as_secs_f64();
    json!({
        "url": args.target.text,
        "connections": options.connections,
        "rate": args.rate,
        "size": options.size,
        "seconds": seconds,
        "sent": results.sent,
        "answered": results.service.len(),
        "per_second": results.service.len() as f64 / seconds.max(1e-9),
        "unsent": results.unsent,
        "bytes_sent": results.bytes_sent,
        "bytes_received": results.bytes_received,
        "errors": results.errors,
        "latency": times(&results.latency),
        "service": times(&results.service),
        "connect": times(&results.connect),
        "datagrams": results.datagrams.map(|all| json!({
            "sent": all.sent,
            "received": all.received,
            "lost": all.sent.saturating_sub(all.received),
            "duplicates": all.duplicates,
            "reordered": all.reordered,
            "jitter": all.jitter,
        })),
    })
}
