//! Executors and schedulers that die in the middle of a query.

use crate::{Cluster, PATIENCE, Process, pcap, program, said};
use rustix::process::Signal;
use std::io::Read;
use std::process::Stdio;
use std::time::{Duration, Instant};

const QUERY: &str = "SELECT ip_src, count(*), sum(frame_len), max(udp_length), min(frame_time) FROM packets GROUP BY 1 ORDER BY 1";

/// A query that runs, of whose parts both executors have done one at least.
#[allow(clippy::zombie_processes, reason = "who asks waits for it")]
fn begun(cluster: &Cluster, path: &str) -> std::process::Child {
    let args = ["sql", "--cluster", &cluster.address, QUERY, path, "-T", "csv", "--split", "600K", "--partitions", "2"];
    let child = program(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    loop {
        let status = cluster.status();
        let job = status["jobs"].as_array().and_then(|jobs| jobs.last()).filter(|job| job["cancelled"] == false);
        let tasks = job.and_then(|job| job["tasks"].as_object());
        if tasks.is_some_and(|tasks| tasks.len() >= cluster.executors.len()) {
            return child;
        }
        assert!(begun.elapsed() < PATIENCE, "{status:#}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn ended(mut child: std::process::Child) -> (Option<i32>, String, String) {
    let (mut stdout, mut stderr) = (String::new(), String::new());
    child.stdout.take().unwrap().read_to_string(&mut stdout).unwrap();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    (child.wait().unwrap().code(), stdout, stderr)
}

#[test]
fn an_executor_is_killed() {
    let mut cluster = Cluster::start(2, &[]);
    let file = pcap(400_000);
    let path = file.path().to_str().unwrap();
    let child = begun(&cluster, path);
    let (name, victim) = cluster.executors.remove(1);
    victim.signal(Signal::KILL);
    let killed = Instant::now();
    let lost = format!("scheduler: executor {name} is lost");
    cluster.scheduler.line("it is noticed", |line| line.starts_with(&lost));
    let noticed = killed.elapsed();
    assert!(noticed < Duration::from_secs(15), "{noticed:?}");
    let (code, stdout, stderr) = ended(child);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(stdout, said(&[QUERY, path, "-T", "csv"]));
    let status = cluster.status();
    let state: Vec<_> = status["executors"].as_array().unwrap().iter().map(|executor| &executor["lost"]).collect();
    assert_eq!(state.iter().filter(|lost| ***lost == true).count(), 1, "{status:#}");
}

#[test]
fn an_executor_is_stopped() {
    let mut cluster = Cluster::start(2, &[]);
    let file = pcap(200_000);
    let path = file.path().to_str().unwrap();
    let child = begun(&cluster, path);
    let (name, mut executor) = cluster.executors.remove(0);
    executor.signal(Signal::TERM);
    let leaves = format!("scheduler: executor {name} leaves");
    cluster.scheduler.line("it takes its leave", |line| line == leaves);
    assert_eq!(executor.code(), Some(0));
    let (code, stdout, stderr) = ended(child);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(stdout, said(&[QUERY, path, "-T", "csv"]));
}

/// The query that the scheduler's book has last, as soon as it says that it is cancelled.
fn cancelled(cluster: &Cluster) -> serde_json::Value {
    let begun = Instant::now();
    loop {
        let status = cluster.status();
        let job = status["jobs"].as_array().and_then(|jobs| jobs.last()).cloned().unwrap_or_default();
        if job["cancelled"] == true {
            return job;
        }
        assert!(begun.elapsed() < PATIENCE, "{status:#}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_client_that_is_stopped_cancels_its_query() {
    let cluster = Cluster::start(2, &[]);
    let file = pcap(400_000);
    let path = file.path().to_str().unwrap();
    for signal in [Signal::INT, Signal::TERM] {
        let child = begun(&cluster, path);
        rustix::process::kill_process(rustix::process::Pid::from_child(&child), signal).unwrap();
        let (code, stdout, stderr) = ended(child);
        assert_eq!((code, stdout.as_str()), (Some(130), ""), "{stderr}");
        assert_eq!(stderr, format!("stopped: the query is cancelled at {}\n", cluster.address));
        let tasks = cancelled(&cluster)["tasks"].as_object().unwrap().values().filter_map(serde_json::Value::as_u64).sum::<u64>();
        let parts = file.as_file().metadata().unwrap().len() / (600 << 10);
        assert!(tasks < parts, "all {tasks} tasks were done");
    }
    // Those who worked for it are free for the next.
    assert_eq!(cluster.said(&[QUERY, path, "-T", "csv"]), said(&[QUERY, path, "-T", "csv"]));
    let status = cluster.status();
    let ends: Vec<_> = status["jobs"].as_array().unwrap().iter().map(|job| (job["cancelled"] == true, job["ended"] == true)).collect();
    assert_eq!(ends, [(true, false), (true, false), (false, true)], "{status:#}");
}

#[test]
fn a_client_that_is_killed_takes_its_query_with_it() {
    let mut cluster = Cluster::start(0, &[]);
    cluster.more.push("-v".to_owned());
    cluster.executor();
    cluster.more.pop();
    let file = pcap(400_000);
    let path = file.path().to_str().unwrap();
    // One task, which takes long: it is stopped in the middle.
    let slow = "SELECT count(DISTINCT info), count(DISTINCT protocol), sum(tcp_stream), max(entropy(udp_payload)) FROM packets";
    let args = ["sql", "--cluster", &cluster.address, slow, path, "--split", "1G"];
    let mut child = program(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let executor = &cluster.executors[0].1;
    executor.line("it has a task", |line| line.starts_with("info: Received task: "));
    child.kill().unwrap();
    child.wait().unwrap();
    cluster
        .scheduler
        .line("it is noticed", |line| line.starts_with("scheduler: the client of query ") && line.ends_with(" is gone; it is cancelled"));
    executor.line("the task is stopped", |line| line == "executor: 1 task is stopped");
    let job = cancelled(&cluster);
    assert_eq!(job["tasks"].as_object().map(serde_json::Map::len), Some(0), "{job:#}");
    assert_eq!(cluster.said(&["SELECT count(*) AS n FROM packets", path, "-T", "csv"]), "n\n400000\n");
}

#[test]
fn the_scheduler_is_killed() {
    let mut cluster = Cluster::start(1, &[]);
    let file = pcap(400_000);
    let path = file.path().to_str().unwrap();
    let child = begun(&cluster, path);
    cluster.scheduler.signal(Signal::KILL);
    let (code, stdout, stderr) = ended(child);
    assert_eq!((code, stdout.as_str()), (Some(5), ""), "{stderr}");
    assert!(stderr.contains("the scheduler is gone, and with it the query"), "{stderr}");
    // Another one at its place: who worked for the first works for it.
    let port = cluster.address.rsplit(':').next().unwrap().to_owned();
    let (scheduler, _): (Process, String) = Cluster::scheduler(&port, &[]);
    cluster.scheduler = scheduler;
    let joined = format!("scheduler: executor {} has joined", cluster.executors[0].0);
    cluster.scheduler.line("the executor joins again", |line| line == joined);
    assert_eq!(cluster.said(&[QUERY, path, "-T", "csv"]), said(&[QUERY, path, "-T", "csv"]));
}
