//! Clusters of processes on loopback, as they are run.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

mod access;
mod answers;
#[path = "../../sql/tests/installed.rs"]
mod installed;
mod losses;
mod objects;
mod oracle;

/// Nothing that is waited for takes longer, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(240);

/// The repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there")
}

/// The program, in the repository.
fn program(args: &[impl AsRef<OsStr>]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt-cluster"));
    command.args(args).current_dir(root()).stdin(Stdio::null()).env_remove("PKT_CLUSTER_TOKEN");
    command
}

/// How it ends, and what it says on stdout and stderr.
fn ends(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().expect("it runs");
    (status.code(), String::from_utf8_lossy(&stdout).into_owned(), String::from_utf8_lossy(&stderr).into_owned())
}

/// What `pkt sql` says on stdout; it must end well.
fn said(args: &[&str]) -> String {
    let words: Vec<&str> = ["sql"].iter().chain(args).copied().collect();
    let (code, stdout, stderr) = ends(&mut program(&words));
    assert_eq!(code, Some(0), "{args:?}: {stderr}");
    stdout
}

/// A process that runs until it is no longer wanted, and its lines on stderr.
struct Process {
    child: Child,
    lines: Arc<(Mutex<Vec<String>>, Condvar)>,
}

impl Process {
    fn start(command: &mut Command) -> Process {
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it runs");
        let lines: Arc<(Mutex<Vec<String>>, Condvar)> = Arc::default();
        let (heard, stderr) = (lines.clone(), child.stderr.take().expect("it has one"));
        std::thread::spawn(move || {
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                heard.0.lock().expect("nobody panics").push(line);
                heard.1.notify_all();
            }
        });
        Process { child, lines }
    }

    /// The first line for which this is true, as soon as there is one.
    fn line(&self, what: &str, wanted: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        let mut lines = self.lines.0.lock().expect("nobody panics");
        loop {
            if let Some(line) = lines.iter().find(|line| wanted(line)) {
                return line.clone();
            }
            assert!(begun.elapsed() < PATIENCE, "{what}: no such line in {lines:#?}");
            lines = self.lines.1.wait_timeout(lines, Duration::from_secs(1)).expect("nobody panics").0;
        }
    }

    fn signal(&self, signal: rustix::process::Signal) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, signal).expect("it is there");
    }

    /// The code it ends with, by itself.
    fn code(&mut self) -> Option<i32> {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("it can be waited for") {
                return status.code();
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end: {:#?}", self.lines.0.lock());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A scheduler, its executors, their names.
struct Cluster {
    scheduler: Process,
    address: String,
    executors: Vec<(String, Process)>,
    more: Vec<String>,
    variables: Vec<(&'static str, String)>,
}

impl Cluster {
    /// A scheduler at a free port, and so many executors of one thread.
    fn start(executors: usize, more: &[&str]) -> Cluster {
        Cluster::start_with(executors, more, vec![])
    }

    /// The same, of executors and clients that have these variables.
    fn start_with(executors: usize, more: &[&str], variables: Vec<(&'static str, String)>) -> Cluster {
        let more: Vec<String> = more.iter().map(|word| (*word).to_owned()).collect();
        let (scheduler, address) = Cluster::scheduler("0", &more);
        let mut cluster = Cluster { scheduler, address, executors: vec![], more, variables };
        for _ in 0..executors {
            cluster.executor();
        }
        cluster
    }

    fn scheduler(port: &str, more: &[String]) -> (Process, String) {
        let mut command = program(&["scheduler", "--port", port]);
        let scheduler = Process::start(command.args(more));
        let line = scheduler.line("a scheduler listens", |line| line.starts_with("scheduler: listening on "));
        let address = line.rsplit(' ').next().expect("it names the address").to_owned();
        (scheduler, address)
    }

    /// One executor more, which has joined.
    fn executor(&mut self) {
        let mut command = program(&["executor", "--threads", "1", "--scheduler", &self.address, "--work-dir", env!("CARGO_TARGET_TMPDIR")]);
        let executor = Process::start(command.args(&self.more).envs(self.variables.clone()));
        let line = executor.line("an executor begins", |line| line.starts_with("executor ") && line.contains(": 1 threads, "));
        let name = line.trim_start_matches("executor ").split(": ").next().expect("it names itself").to_owned();
        let joined = format!("scheduler: executor {name} has joined");
        self.scheduler.line("an executor joins", |line| line == joined);
        self.executors.push((name, executor));
    }

    /// What `pkt sql --cluster` says on stdout; it must end well.
    fn said(&self, args: &[&str]) -> String {
        let (code, stdout, stderr) = self.asked(args);
        assert_eq!(code, Some(0), "{args:?}: {stderr}");
        stdout
    }

    /// How it ends, and what it says.
    fn asked(&self, args: &[&str]) -> (Option<i32>, String, String) {
        let mut all = vec!["sql", "--cluster", &self.address];
        all.extend(self.more.iter().map(String::as_str));
        all.extend(args);
        ends(program(&all).envs(self.variables.clone()))
    }

    /// The scheduler's book.
    fn status(&self) -> serde_json::Value {
        let mut command = program(&["status", "--json", &self.address]);
        let (code, stdout, stderr) = ends(command.args(&self.more));
        assert_eq!(code, Some(0), "{stderr}");
        serde_json::from_str(&stdout).expect("it is JSON")
    }
}

/// A pcap file of so many UDP datagrams between some hosts, of which every part tells another story.
fn pcap(packets: u32) -> tempfile::NamedTempFile {
    let mut bytes = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 262_144, 228] {
        bytes.extend(word.to_le_bytes());
    }
    for i in 0..packets {
        let body = vec![b'x'; (i % 97) as usize];
        let mut packet = vec![0x45, 0, 0, 0, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, (i / 20_000) as u8, (i % 7) as u8, 10, 0, 1, (i % 200) as u8];
        packet.extend([0x10, 0, 0x20, 0]);
        packet.extend((8 + body.len() as u16).to_be_bytes());
        packet.extend([0, 0]);
        packet.extend(body);
        let len = (packet.len() as u16).to_be_bytes();
        packet[2..4].copy_from_slice(&len);
        for word in [1_700_000_000 + i / 1000, i % 1_000_000, packet.len() as u32, packet.len() as u32] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(packet);
    }
    let file = tempfile::Builder::new().suffix(".pcap").tempfile_in(env!("CARGO_TARGET_TMPDIR")).expect("there is a place");
    std::fs::write(file.path(), bytes).expect("there is room");
    file
}
