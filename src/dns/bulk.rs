//! Many lookups: so many under way at once, so many a second of each server, tried again, in whatever memory that takes and no more.
//!
//! One thread reads, one takes results, one asks: by `datagrams` in bursts, over `streams` that many lookups share
//! through [`super::lookup`]; and so what a datagram cuts short.

mod burst;
mod datagrams;
mod streams;

use super::lookup::Settings;
use super::server::{Protocol, Server};
use super::transport::Error;
use super::wire::Question;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

/// One lookup to be done.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its place in the input, from 0.
    pub number: u64,
    /// Its place among what is looked up now, from 0.
    pub place: u64,
    /// The name as it was given, and what is asked; or why it cannot be.
    pub question: Result<Question, (String, String)>,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The lookup.
    pub item: Item,
    /// Who was asked last.
    pub server: Option<usize>,
    /// How often.
    pub tries: u32,
    /// From the first try to the end.
    pub took: Duration,
    /// The message that answers, or why there is none.
    pub result: Result<Vec<u8>, String>,
}

/// How it is done.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who is asked, in turn.
    pub servers: Vec<Server>,
    /// Their addresses.
    pub addresses: Vec<SocketAddr>,
    /// How each lookup is done.
    pub settings: Settings,
    /// So many at once.
    pub outstanding: usize,
    /// So many a second of each server.
    pub rate: Option<f64>,
    /// Results stay so close to each other as their lookups were: one that takes long holds up what is that far behind it.
    pub window: Option<u64>,
    /// Each datagram goes out by itself, as whoever captures them wants to see it; else the kernel may cut them from larger ones.
    pub separate: bool,
}

/// How far it is, for whoever looks.
#[derive(Debug, Default)]
pub struct Progress {
    /// Lookups that were begun.
    pub begun: AtomicU64,
    /// Lookups that are done.
    pub done: AtomicU64,
    /// Of those, how many were answered.
    pub answered: AtomicU64,
    /// Datagrams sent again.
    pub again: AtomicU64,
    /// It is to stop: nothing new is begun, what is under way is waited for, but not for long; what has no answer then has no outcome.
    pub stop: AtomicBool,
}

/// Items that travel together from thread to thread.
const CHUNK: usize = 256;
/// Results wait so long for others at most.
const FLUSH: Duration = Duration::from_millis(5);

/// What is under way when it is to stop has so long.
const LAST: Duration = Duration::from_secs(1);

/// Looks everything up. Items are taken from a thread, results given to another.
pub fn run<E: Send>(
    options: &Options,
    progress: &Arc<Progress>,
    source: impl Iterator<Item = Item> + Send + 'static,
    mut sink: impl FnMut(Outcome) -> Result<(), E> + Send,
) -> Result<io::Result<()>, E> {
    let (give, items) = mpsc::sync_channel::<Vec<Item>>(4);
    let (out, results) = mpsc::sync_channel::<Vec<Outcome>>(16);
    let watched = progress.clone();
    // Nobody waits for it: it may be reading from a terminal.
    std::thread::spawn(move || {
        let mut source = source;
        loop {
            // A terminal gives a line at a time; a file as much as is wanted.
            let mut chunk = Vec::with_capacity(CHUNK);
            let begin = Instant::now();
            for item in source.by_ref() {
                chunk.push(item);
                if chunk.len() == CHUNK || begin.elapsed() > Duration::from_millis(5) {
                    break;
                }
            }
            if chunk.is_empty() || watched.stop.load(Relaxed) || give.send(chunk).is_err() {
                return;
            }
        }
    });
    std::thread::scope(|scope| {
        let taker = scope.spawn(move || {
            for outcome in results.into_iter().flatten() {
                sink(outcome)?;
            }
            Ok(())
        });
        let datagrams = options.servers.iter().all(|server| server.protocol == Protocol::Udp);
        let made = if datagrams {
            datagrams::Engine::new(options, progress).map(|engine| engine.run(items, out))
        } else {
            streams::run(options, progress, items, out)
        };
        match taker.join() {
            Ok(taken) => taken.map(|()| made),
            Err(_) => Ok(Err(io::Error::other("results cannot be taken"))),
        }
    })
}

/// The servers' addresses, in their order.
pub fn addresses(servers: &[Server], settings: &Settings) -> Result<Vec<SocketAddr>, Error> {
    let io = |error| Error::Io { what: "the runtime", error };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(io)?;
    let found = servers.iter().map(|server| {
        let late = |_| Error::Silent { waited: settings.timeout, ignored: vec![] };
        let found = runtime.block_on(async { tokio::time::timeout(settings.timeout, super::lookup::addresses(server, settings)).await });
        let found = found.map_err(late)??;
        found.first().copied().ok_or_else(|| Error::NoAddress(format!("{server} has no address")))
    });
    let found = found.collect();
    runtime.shutdown_background();
    found
}
