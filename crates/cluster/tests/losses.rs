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
        let tasks = status["jobs"][0]["tasks"].as_object();
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
