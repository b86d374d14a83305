//! Random expressions against Scapy itself: one Python process makes them and says what Scapy builds.

use pktlab::craft;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Python with Scapy: `make test` puts it into target/scapy; PKT_SCAPY names another.
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/scapy/bin/python");
    let python = std::env::var_os("PKT_SCAPY").map_or(own, PathBuf::from);
    if python.exists() {
        return Some(python);
    }
    assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "Scapy is missing: run scripts/setup test");
    eprintln!("skipped: Scapy is missing");
    None
}

/// PKT_SCAPY_COUNT expressions, PKT_SCAPY_SEED; PKT_SCAPY_FILE reads what the script wrote before.
#[test]
fn random_expressions_are_built_as_scapy_builds_them() {
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(or);
    let (count, seed) = (number("PKT_SCAPY_COUNT", 600), number("PKT_SCAPY_SEED", 7));
    let mut child = None;
    let lines: Box<dyn BufRead> = match std::env::var_os("PKT_SCAPY_FILE") {
        Some(file) => Box::new(BufReader::new(std::fs::File::open(file).expect("the file"))),
        None => {
            let Some(python) = python() else { return };
            let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scapy/oracle.py");
            let mut run =
                Command::new(python).args([script, &count.to_string(), &seed.to_string()]).stdout(Stdio::piped()).spawn().expect("python");
            let out = run.stdout.take().expect("its output");
            child = Some(run);
            Box::new(BufReader::new(out))
        }
    };
    let (mut all, mut wrong, mut by) = (0, 0, BTreeMap::<String, usize>::new());
    for line in lines.lines() {
        let line = line.expect("a line");
        let Some((text, want)) = line.split_once('\t') else { continue };
        all += 1;
        let got = craft::compose(text).and_then(|all| all.packets(0).next().unwrap_or(Ok(vec![])));
        let (same, said) = match &got {
            Ok(bytes) => {
                let hex: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
                let at = hex.bytes().zip(want.bytes()).position(|(a, b)| a != b).unwrap_or(hex.len().min(want.len())) / 2;
                (hex == want, format!("  first difference at byte {at}\n  want {want}\n  got  {hex}"))
            }
            Err(craft::Error::Expr(e)) => (false, e.show(text)),
            Err(e) => (false, e.to_string()),
        };
        if !same {
            wrong += 1;
            let kinds: Vec<&str> = text.split('/').map(|l| l.split('(').next().unwrap_or("")).collect();
            *by.entry(kinds.last().copied().unwrap_or("").chars().take(30).collect()).or_default() += 1;
            if wrong <= number("PKT_SCAPY_SHOW", 12) {
                println!("{text}\n{said}\n");
            }
        }
    }
    if let Some(mut child) = child {
        assert!(child.wait().expect("python ends").success(), "the script failed");
    }
    println!("{all} expressions, {wrong} differ: {by:?}");
    assert!(all > 0);
    assert_eq!(wrong, 0);
}

/// Lists, ranges and networks in any field: the same packets in the same order.
#[test]
fn random_sets_are_made_in_scapys_order() {
    let Some(python) = python() else { return };
    let number = |name: &str, or: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(or);
    let (count, seed) = (number("PKT_SCAPY_COUNT", 300), number("PKT_SCAPY_SEED", 7));
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scapy/sets.py");
    let done = Command::new(python).args([script, &count.to_string(), &seed.to_string()]).output().expect("python");
    assert!(done.status.success(), "the script failed");
    let (mut all, mut wrong) = (0, 0);
    for line in String::from_utf8(done.stdout).expect("text").lines() {
        let Some((text, want)) = line.split_once('\t') else { continue };
        all += 1;
        let got: Result<Vec<String>, _> = craft::compose(text)
            .and_then(|all| all.packets(0).map(|packet| packet.map(|bytes| bytes.iter().map(|b| format!("{b:02x}")).collect())).collect());
        if got.as_ref().map(|all| all.join(" ")).as_deref() != Ok(want) {
            wrong += 1;
            println!("{text}\n  want {want}\n  got  {got:?}\n");
        }
    }
    println!("{all} sets, {wrong} differ");
    assert!(all > 0);
    assert_eq!(wrong, 0);
}

/// What `-T python` prints is a program: run by Python, its packets are the capture's.
#[test]
fn printed_python_builds_the_same_bytes() {
    let Some(python) = python() else { return };
    let (folder, mut lines, mut imports) = (concat!(env!("CARGO_MANIFEST_DIR"), "/captures"), vec![], String::new());
    let mut want = vec![];
    let run = |args: &[&str]| {
        let done = assert_cmd::Command::cargo_bin("pkt").unwrap().env("XDG_CONFIG_HOME", "/nonexistent").args(args).assert().success();
        String::from_utf8(done.get_output().stdout.clone()).unwrap()
    };
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.path()).collect();
    all.sort();
    for path in all.iter().filter(|p| p.extension().is_some_and(|e| e == "pcap" || e == "pcapng")) {
        let path = path.to_str().unwrap();
        let program = run(&["craft", "--from-file", path, "-T", "python"]);
        let (head, own): (Vec<&str>, Vec<&str>) = program.lines().partition(|l| l.starts_with("from "));
        imports = head.join("\n");
        lines.extend(own.iter().map(|l| format!("print(bytes({l}).hex())")));
        want.extend(run(&["craft", "--from-file", path]).lines().map(str::to_owned));
    }
    assert_eq!(lines.len(), want.len());
    assert!(lines.len() > 100);
    let program = format!("import logging\nlogging.disable(logging.CRITICAL)\n{imports}\n{}\n", lines.join("\n"));
    let mut run = Command::new(python).arg("-").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("python");
    let mut to = run.stdin.take().unwrap();
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut to, program.as_bytes()));
    let out = run.wait_with_output().expect("python ends");
    writer.join().unwrap().expect("the program is read");
    assert!(out.status.success());
    let got = String::from_utf8(out.stdout).unwrap();
    for ((got, want), line) in got.lines().zip(&want).zip(&lines) {
        assert_eq!(got, want, "{line}");
    }
    assert_eq!(got.lines().count(), want.len());
}
