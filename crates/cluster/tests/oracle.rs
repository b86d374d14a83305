//! The queries of `pkt-sql`'s tests, whose answers Python computes from what tshark prints, asked of a cluster.

use crate::installed::installed;
use crate::{Cluster, root};
use std::process::Command;

#[test]
fn answers_are_those_of_tshark_and_python() {
    if !installed("tshark") || !installed("editcap") || !installed("python3") {
        return;
    }
    let entries = std::fs::read_dir(root().join("captures")).expect("captures are there");
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "pcap"));
    files.sort();
    let cluster = Cluster::start(2, &[]);
    let mut command = Command::new("python3");
    command.arg(root().join("crates/sql/tests/oracle.py")).args(["--cluster", &cluster.address]);
    let done = command.arg(env!("CARGO_BIN_EXE_pkt-cluster")).args(&files).output().expect("Python runs");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    assert!(said.lines().last().is_some_and(|line| line.ends_with(" 0 wrong") && !line.starts_with("0 ")), "{said}");
    // Both have worked for it.
    let status = cluster.status();
    let tasks: Vec<_> = status["executors"].as_array().unwrap().iter().filter_map(|executor| executor["tasks"].as_u64()).collect();
    assert!(tasks.len() == 2 && tasks.iter().all(|tasks| *tasks > 100), "{status:#}");
    eprintln!("{}, by the cluster: {tasks:?} tasks", said.trim());
}
