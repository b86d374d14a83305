//! What the scheduler knows of its executors and of who did which work; for people, and for clients' `--verbose`.

use crate::access::Token;
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, VecDeque};
use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An executor that says nothing for so long is lost.
pub const SILENT: Duration = Duration::from_secs(10);

/// How often it is looked at who is silent. Together with [`SILENT`] less than 15 seconds.
pub const LOOK: Duration = Duration::from_secs(2);

/// So many queries are remembered.
const JOBS: usize = 200;

/// So many lost executors are remembered.
const LOST: usize = 100;

/// The state of a cluster, as `status` has it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Status {
    /// The scheduler's version.
    pub version: String,
    /// The executors, and those that were lost.
    pub executors: Vec<Executor>,
    /// The last queries.
    pub jobs: Vec<Job>,
}

/// An executor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Executor {
    /// Its name.
    pub id: String,
    /// Where its results are fetched.
    pub address: String,
    /// Tasks it does at a time.
    pub threads: u32,
    /// Seconds since it was heard of.
    pub silent: u64,
    /// Tasks it has done.
    pub tasks: u64,
    /// It was silent for too long, or has left.
    pub lost: bool,
}

/// A query.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Job {
    /// The scheduler's name for it.
    pub id: String,
    /// The client's name for it.
    pub name: String,
    /// Tasks done, by executor.
    pub tasks: BTreeMap<String, u64>,
    /// Tasks that failed.
    pub failed: u64,
    /// Its client went, or did not want it any more.
    #[serde(default)]
    pub cancelled: bool,
    /// Its client knows how it ended.
    #[serde(default)]
    pub ended: bool,
}

impl Job {
    /// Who did what of it: `12 tasks: 7 by a, 5 by b`.
    pub fn told(&self) -> String {
        let all: u64 = self.tasks.values().sum();
        let of: Vec<String> = self.tasks.iter().map(|(id, tasks)| format!("{tasks} by {id}")).collect();
        let failed = if self.failed > 0 { format!("; {} failed and were done again", self.failed) } else { String::new() };
        let cancelled = if self.cancelled { "; cancelled" } else { "" };
        format!("{all} {}: {}{failed}{cancelled}", if all == 1 { "task" } else { "tasks" }, of.join(", "))
    }
}

impl Status {
    /// Tasks that can be done at a time.
    pub fn threads(&self) -> usize {
        self.executors.iter().filter(|executor| !executor.lost).map(|executor| executor.threads as usize).sum()
    }

    /// For a person.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let live = self.executors.iter().filter(|executor| !executor.lost).count();
        let _ = writeln!(text, "scheduler {}: {live} executors, {} threads", self.version, self.threads());
        for Executor { id, address, threads, silent, tasks, lost } in &self.executors {
            let state = if *lost { "lost" } else { "live" };
            let _ = writeln!(text, "  {state}  {id}  {address}  {threads} threads  {tasks} tasks done  heard of {silent} s ago");
        }
        for job in self.jobs.iter().rev().take(20) {
            let _ = writeln!(text, "  query {}: {}", job.id, job.told());
        }
        text
    }

    /// Asks a scheduler.
    ///
    /// # Errors
    /// Where it does not answer, or refuses to.
    pub async fn ask(address: &str, token: &Token) -> Result<Status, Unreachable> {
        let lost = |error: &dyn std::fmt::Display| Unreachable::Silent(format!("{address}: no scheduler answers: {error}"));
        let exchange = async {
            let mut stream = TcpStream::connect(address).await?;
            let head = format!("GET /status HTTP/1.1\r\nHost: pkt\r\nUser-Agent: {}\r\nConnection: close\r\n\r\n", token.header());
            stream.write_all(head.as_bytes()).await?;
            let mut answer = Vec::new();
            stream.take(64 << 20).read_to_end(&mut answer).await?;
            Ok::<_, std::io::Error>(answer)
        };
        let answer = match tokio::time::timeout(Duration::from_secs(10), exchange).await {
            Err(_) => return Err(lost(&"nothing for 10 seconds")),
            Ok(Err(error)) => {
                let text = error.to_string();
                return Err(lost(&text.split(" (os error").next().unwrap_or(&text)));
            }
            Ok(Ok(answer)) => answer,
        };
        let text = String::from_utf8_lossy(&answer);
        let (head, body) = text.split_once("\r\n\r\n").ok_or_else(|| lost(&"what answers is none"))?;
        match head.split(' ').nth(1) {
            Some("200") => serde_json::from_str(body).map_err(|_| lost(&"what answers is of another version of pkt")),
            Some("401") => Err(Unreachable::Refused(format!(
                "{address}: the scheduler wants {} token (--token-file, or PKT_CLUSTER_TOKEN)",
                if token.is_set() { "another" } else { "a" }
            ))),
            _ => Err(lost(&"what answers is no scheduler of pkt")),
        }
    }
}

/// Why a scheduler was not asked.
#[derive(Debug, thiserror::Error)]
pub enum Unreachable {
    /// It does not answer.
    #[error("{0}")]
    Silent(String),
    /// It wants another token.
    #[error("{0}")]
    Refused(String),
}

struct Row {
    address: String,
    threads: u32,
    seen: Instant,
    tasks: u64,
    lost: bool,
}

#[derive(Default)]
struct Inner {
    executors: BTreeMap<String, Row>,
    jobs: VecDeque<Job>,
}

/// The scheduler's book.
#[derive(Default)]
pub struct Ledger(Mutex<Inner>);

/// What happened to an executor.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// It is new.
    Joined(String),
    /// It was silent for too long.
    Lost(String),
}

impl Ledger {
    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// An executor was heard of.
    pub fn heard(&self, id: &str, address: String, threads: u32) -> Option<Event> {
        let mut inner = self.inner();
        let seen = Instant::now();
        if let Some(row) = inner.executors.get_mut(id) {
            row.seen = seen;
            let back = std::mem::take(&mut row.lost);
            return back.then(|| Event::Joined(id.to_owned()));
        }
        inner.executors.insert(id.to_owned(), Row { address, threads, seen, tasks: 0, lost: false });
        let lost: Vec<String> = inner.executors.iter().filter(|(_, row)| row.lost).map(|(id, _)| id.clone()).collect();
        for id in lost.iter().skip(LOST) {
            inner.executors.remove(id);
        }
        Some(Event::Joined(id.to_owned()))
    }

    /// An executor has left.
    pub fn left(&self, id: &str) {
        if let Some(row) = self.inner().executors.get_mut(id) {
            row.lost = true;
        }
    }

    /// Who is silent for too long.
    pub fn look(&self) -> Vec<Event> {
        let silent = |(id, row): (&String, &mut Row)| {
            let lost = !row.lost && row.seen.elapsed() >= SILENT;
            row.lost |= lost;
            lost.then(|| Event::Lost(id.clone()))
        };
        self.inner().executors.iter_mut().filter_map(silent).collect()
    }

    fn job<'i>(inner: &'i mut Inner, id: &str) -> Option<&'i mut Job> {
        let at = match inner.jobs.iter().position(|job| job.id == id) {
            Some(at) => at,
            None => {
                if inner.jobs.len() >= JOBS {
                    inner.jobs.pop_front();
                }
                inner.jobs.push_back(Job { id: id.to_owned(), ..Job::default() });
                inner.jobs.len() - 1
            }
        };
        inner.jobs.get_mut(at)
    }

    /// A query has begun.
    pub fn began(&self, id: &str, name: &str) {
        if let Some(job) = Ledger::job(&mut self.inner(), id) {
            name.clone_into(&mut job.name);
        }
    }

    /// A query was answered, or failed.
    pub fn ended(&self, id: &str) {
        if let Some(job) = Ledger::job(&mut self.inner(), id) {
            job.ended = true;
        }
    }

    /// A query is not wanted any more; false where that was known.
    pub fn cancelled(&self, id: &str) -> bool {
        Ledger::job(&mut self.inner(), id).is_some_and(|job| !std::mem::replace(&mut job.cancelled, true))
    }

    /// A task was done, or failed.
    pub fn done(&self, executor: &str, job: &str, well: bool) {
        let mut inner = self.inner();
        if let Some(job) = Ledger::job(&mut inner, job) {
            if well {
                *job.tasks.entry(executor.to_owned()).or_default() += 1;
            } else {
                job.failed += 1;
            }
        }
        if let Some(row) = inner.executors.get_mut(executor).filter(|_| well) {
            row.tasks += 1;
        }
    }

    /// All of it.
    pub fn status(&self) -> Status {
        let inner = self.inner();
        let executors = inner.executors.iter().map(|(id, row)| Executor {
            id: id.clone(),
            address: row.address.clone(),
            threads: row.threads,
            silent: row.seen.elapsed().as_secs(),
            tasks: row.tasks,
            lost: row.lost,
        });
        Status { version: env!("CARGO_PKG_VERSION").to_owned(), executors: executors.collect(), jobs: inner.jobs.iter().cloned().collect() }
    }
}

/// `HOST:PORT`, taken apart.
///
/// # Errors
/// Where it is none.
pub fn host_port(text: &str) -> anyhow::Result<(String, u16)> {
    let wrong = || format!("`{text}` is not HOST:PORT");
    let (host, port) = text.rsplit_once(':').with_context(wrong)?;
    let port = port.parse().ok().filter(|port| *port > 0).with_context(wrong)?;
    let bracketed = host.starts_with('[') && host.ends_with(']');
    if host.is_empty() || !bracketed && host.contains([':', '/', ' ']) {
        anyhow::bail!(wrong());
    }
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_book_counts() {
        let ledger = Ledger::default();
        assert_eq!(ledger.heard("a", "h:1".into(), 2), Some(Event::Joined("a".into())));
        assert_eq!(ledger.heard("a", "h:1".into(), 2), None);
        ledger.heard("b", "h:2".into(), 3);
        ledger.began("j", "name");
        for (executor, well) in [("a", true), ("b", true), ("a", true), ("b", false)] {
            ledger.done(executor, "j", well);
        }
        let status = ledger.status();
        assert_eq!(status.threads(), 5);
        assert_eq!(status.jobs[0].told(), "3 tasks: 2 by a, 1 by b; 1 failed and were done again");
        assert!(ledger.look().is_empty());
        ledger.left("b");
        assert_eq!(ledger.status().threads(), 2);
        assert_eq!(ledger.heard("b", "h:2".into(), 3), Some(Event::Joined("b".into())));
        for job in 0..300 {
            ledger.began(&job.to_string(), "");
        }
        assert_eq!(ledger.status().jobs.len(), JOBS);
    }

    #[test]
    fn addresses_have_a_port() {
        assert_eq!(host_port("localhost:50050").unwrap(), ("localhost".to_owned(), 50050));
        assert_eq!(host_port("[::1]:1").unwrap(), ("[::1]".to_owned(), 1));
        for wrong in ["", "localhost", "::1:5:x", "a:0", "a:70000", ":5", "http://a:5", "1::2:5"] {
            assert!(host_port(wrong).is_err(), "{wrong}");
        }
    }
}
