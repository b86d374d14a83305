//! Queries whose answers Python computes from what tshark prints (`tests/oracle.py`).

use crate::installed::installed;
use crate::root;
use std::path::PathBuf;
use std::process::Command;

/// Captures of others that are asked too: ordinary traffic, of many kinds.
const SHARED: &[&str] = &["tcpdump", "zeek"];

/// So many of each of their folders: the smallest that have something to tell.
const OF_EACH: usize = 12;

#[test]
fn answers_are_those_of_tshark_and_python() {
    if !installed("tshark") || !installed("editcap") || !installed("python3") {
        return;
    }
    let root = root();
    let captures = root.join("captures");
    let mut files: Vec<PathBuf> = std::fs::read_dir(&captures)
        .expect("captures are there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "pcap"))
        .collect();
    files.sort();
    for folder in SHARED {
        let folder = root.join("../shared/captures").join(folder);
        let Ok(entries) = std::fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        let mut some: Vec<(u64, PathBuf)> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "pcap"))
            .filter(|path| CHOSEN.iter().any(|name| path.file_stem().is_some_and(|stem| stem.to_string_lossy().contains(name))))
            .filter_map(|path| Some((path.metadata().ok()?.len(), path)))
            .collect();
        some.sort();
        files.extend(some.into_iter().map(|(_, path)| path).take(OF_EACH));
    }
    let script = root.join("crates/sql/tests/oracle.py");
    let done = Command::new("python3").arg(script).arg(env!("CARGO_BIN_EXE_pkt-sql")).args(&files).output().expect("Python runs");
    let said = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{said}{}", String::from_utf8_lossy(&done.stderr));
    eprint!("{said}");
}

/// Parts of the names of captures with what the queries ask for.
const CHOSEN: &[&str] = &["dns", "syn", "icmp", "vlan", "arp", "ipv6", "udp", "tcp", "http"];
