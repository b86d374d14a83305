//! `pkt sniff` in network namespaces joined by veth: what was sent is held against what was captured, packet by packet.
//!
//! All traffic is inside the namespaces, which are deleted whatever happens. Without root the tests say that they are skipped.

use pktlab::capture::{self, Batch, Source};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant, SystemTime};

/// Two namespaces; `a0` in the first leads to `b0` in the second, `a1` to `b1`.
pub(super) struct Net {
    pub(super) from: String,
    pub(super) to: String,
}

impl Net {
    pub(super) fn new() -> Option<Net> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: network namespaces need root");
            return None;
        }
        let name = format!("pktlive{}x{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let net = Net { from: format!("{name}a"), to: format!("{name}b") };
        let (from, to) = (&net.from, &net.to);
        for line in [
            format!("netns add {from}"),
            format!("netns add {to}"),
            format!("netns exec {from} sh -c 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6'"),
            format!("netns exec {to} sh -c 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6'"),
            format!("link add a0 netns {from} type veth peer name b0 netns {to}"),
            format!("link add a1 netns {from} type veth peer name b1 netns {to}"),
            format!("-n {from} link set a0 up"),
            format!("-n {from} link set a1 up"),
            format!("-n {to} link set b0 up"),
            format!("-n {to} link set b1 up"),
            format!("-n {to} link set lo up"),
        ] {
            let status = Command::new("ip").args(shlex::split(&line).unwrap()).stderr(Stdio::null()).status();
            if !status.is_ok_and(|status| status.success()) {
                assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "ip {line} failed");
                eprintln!("skipped: ip {line} failed");
                return None;
            }
        }
        Some(net)
    }

    /// A program in the second namespace.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.to]).arg(program).env("XDG_CONFIG_HOME", "/nonexistent");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// A program in the first namespace.
    pub(super) fn first(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.from]).arg(program).env("XDG_CONFIG_HOME", "/nonexistent");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// `pkt sniff` there, as soon as it captures.
    pub(super) fn sniff(&self, args: &[&str]) -> Sniff {
        Sniff::start(self.command(env!("CARGO_BIN_EXE_pkt")).arg("sniff").args(args))
    }

    /// Has this program's `sender` send frames in the first namespace: of these numbers, over these interfaces in turn.
    fn send(&self, interfaces: &str, numbers: std::ops::Range<u32>, pause: Duration) {
        assert!(self.sender(interfaces, numbers, pause).status().unwrap().success());
    }

    /// Has two datagrams go over the second namespace's loopback.
    fn talk(&self) {
        let mut talker = Command::new("ip");
        talker.args(["netns", "exec", &self.to]).arg(std::env::current_exe().unwrap());
        talker.args(["--exact", "live::talker", "--ignored", "--quiet"]).env("PKT_TALK", "1").stdout(Stdio::null());
        assert!(talker.status().unwrap().success());
    }

    fn sender(&self, interfaces: &str, numbers: std::ops::Range<u32>, pause: Duration) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.from]).arg(std::env::current_exe().unwrap());
        command.args(["--exact", "live::sender", "--ignored", "--quiet"]).stdout(Stdio::null());
        command.env("PKT_SEND", format!("{interfaces} {} {} {}", numbers.start, numbers.end, pause.as_micros()));
        command
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        for name in [&self.from, &self.to] {
            let _ = Command::new("ip").args(["netns", "del", name]).stderr(Stdio::null()).status();
        }
    }
}

/// Not a test: what other tests run in a namespace to send frames.
#[test]
#[ignore = "the other tests run it"]
fn sender() {
    use pnet_datalink::{Channel, Config};
    let Ok(order) = std::env::var("PKT_SEND") else { return };
    let words: Vec<&str> = order.split(' ').collect();
    let [interfaces, first, end, pause] = words[..] else { panic!("{order}") };
    let mut channels: Vec<_> = interfaces
        .split(',')
        .map(|name| {
            let interface = pnet_datalink::interfaces().into_iter().find(|interface| interface.name == name).unwrap();
            let Ok(Channel::Ethernet(tx, _)) = pnet_datalink::channel(&interface, Config::default()) else { panic!("{name}") };
            tx
        })
        .collect();
    let pause = Duration::from_micros(pause.parse().unwrap());
    for number in first.parse::<u32>().unwrap()..end.parse().unwrap() {
        let count = channels.len();
        channels[number as usize % count].send_to(&frame(number), None).unwrap().unwrap();
        if !pause.is_zero() {
            std::thread::sleep(pause);
        }
    }
}

/// What is sent: a number, and bytes that depend on it, in a frame of a type for experiments.
pub(super) fn frame(number: u32) -> Vec<u8> {
    let mut frame = vec![2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x88, 0xb5];
    frame.extend(number.to_be_bytes());
    frame.extend((0..42 + number % 1397).map(|at| (at ^ number) as u8));
    frame
}

/// A running `pkt sniff`.
pub(super) struct Sniff {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
}

impl Sniff {
    pub(super) fn start(command: &mut Command) -> Sniff {
        let mut child = command.spawn().unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let mut sniff = Sniff { child, stderr, said: String::new() };
        while !sniff.said.contains("capturing on") && sniff.stderr.read_line(&mut sniff.said).unwrap() > 0 {}
        assert!(sniff.said.contains("capturing on"), "{}", sniff.said);
        sniff
    }

    /// `ip netns exec` becomes the program, so its process is the program's.
    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Lets what was sent arrive, ends it as Ctrl-C does, and returns what it said.
    pub(super) fn stop(self) -> Ended {
        std::thread::sleep(Duration::from_millis(300));
        self.signal(Signal::INT);
        self.wait()
    }

    fn wait(mut self) -> Ended {
        let stdout = self.child.stdout.take();
        let stdout = std::thread::spawn(move || {
            let mut bytes = Vec::new();
            stdout.map(|mut stdout| stdout.read_to_end(&mut bytes)).transpose().unwrap();
            bytes
        });
        self.stderr.read_to_string(&mut self.said).unwrap();
        Ended { status: self.child.wait().unwrap(), said: self.said, stdout: stdout.join().unwrap() }
    }
}

/// What is left of a `pkt sniff`.
pub(super) struct Ended {
    pub(super) status: ExitStatus,
    said: String,
    stdout: Vec<u8>,
}

impl Ended {
    /// Captured, received, dropped by kernel, dropped by interface.
    fn counts(&self) -> [u64; 4] {
        let line = self.said.lines().find(|line| line.contains(" captured, ")).unwrap_or_else(|| panic!("no counts: {}", self.said));
        let numbers: Vec<u64> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse().ok()).collect();
        let [captured, received, dropped, by_interface] = numbers[..] else { panic!("{line}") };
        let form =
            format!("{captured} captured, {received} received by filter, {dropped} dropped by kernel, {by_interface} dropped by interface");
        assert_eq!(line, form);
        [captured, received, dropped, by_interface]
    }

    /// Ended well, and had all of so many.
    pub(super) fn has_all(&self, packets: u64) {
        assert_eq!(self.status.code(), Some(0), "{}", self.said);
        assert_eq!(self.counts(), [packets, packets, 0, 0], "{}", self.said);
    }
}

/// The frames of files, one behind the other.
pub(super) fn frames(files: &[PathBuf]) -> Vec<Vec<u8>> {
    let (mut source, mut batch, mut frames) = (capture::chain(files.to_vec()), Batch::new(), Vec::new());
    while source.fill(&mut batch).unwrap() {
        frames.extend(batch.frames().map(|frame| frame.bytes.to_vec()));
    }
    frames
}

/// All of these numbers, once each and in order.
fn are_sent(frames: &[Vec<u8>], numbers: std::ops::Range<u32>) {
    assert_eq!(frames.len(), numbers.len());
    for (number, captured) in numbers.zip(frames) {
        assert!(*captured == frame(number), "packet {number} is not what was sent");
    }
}

/// The files in a folder, as their names sort.
fn files(folder: &Path) -> Vec<PathBuf> {
    let names: BTreeSet<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    names.into_iter().collect()
}

pub(super) fn path(folder: &tempfile::TempDir, name: &str) -> (PathBuf, String) {
    let path = folder.path().join(name);
    let text = path.to_str().unwrap().to_owned();
    (path, text)
}

#[test]
fn every_packet_is_captured_as_it_was_sent() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, more) in [("a.pcapng", ""), ("a.pcap", ""), ("a.pcapng.zst", ""), ("b.pcapng", "--only-errors"), ("c.pcapng", "--print")] {
        let (file, text) = path(&folder, name);
        let mut args = vec!["-i", "b0", "-w", &text];
        args.extend(more.split_whitespace());
        let sniff = net.sniff(&args);
        net.send("a0", 0..5000, Duration::ZERO);
        let ended = sniff.stop();
        ended.has_all(5000);
        let wanted = if more == "--only-errors" { 0 } else { 5000 };
        are_sent(&frames(&[file]), 0..wanted);
        assert_eq!(ended.stdout.split(|b| *b == b'\n').count() - 1, if more == "--print" { 5000 } else { 0 });
    }
    // Down a pipe.
    let sniff = net.sniff(&["-i", "b0", "-w", "-", "-c", "1000"]);
    net.send("a0", 0..1000, Duration::ZERO);
    let ended = sniff.wait();
    assert_eq!((ended.status.code(), ended.counts()[0]), (Some(0), 1000));
    let (file, _) = path(&folder, "pipe");
    std::fs::write(&file, &ended.stdout).unwrap();
    are_sent(&frames(&[file]), 0..1000);
}

#[test]
fn a_capture_file_tells_where_it_is_from() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-s", "60", "-w", &text, "ether", "proto", "0x88b5"]);
    net.send("a0", 0..10, Duration::ZERO);
    sniff.stop().has_all(10);
    let (mut source, mut batch) = (capture::open(&file).unwrap(), Batch::new());
    let mut kinds = Vec::new();
    while source.fill(&mut batch).unwrap() {
        for record in batch.records() {
            match record {
                capture::Record::Frame(frame, _) => {
                    assert_eq!((frame.bytes.len(), frame.info.wire as usize), (60, self::frame(frame.info.number as u32 - 1).len()));
                    kinds.push(capture::Kind::Frame);
                }
                capture::Record::Block(block) => kinds.push(block.kind),
            }
        }
    }
    let interface = &source.interfaces()[0];
    assert_eq!((interface.name.as_deref(), interface.filter.as_deref()), (Some("b0"), Some("ether proto 0x88b5")));
    assert_eq!((interface.snap, interface.resolution), (60, 9));
    assert!(interface.os.as_deref().is_some_and(|os| os.starts_with("Linux ")));
    use capture::Kind::{Frame, Section, Statistics};
    assert_eq!(kinds[..3], [Section, capture::Kind::Interface, Frame]);
    assert_eq!(kinds[kinds.len() - 1], Statistics);
    if crate::installed("capinfos") {
        let out = Command::new("capinfos").arg(&file).output().unwrap();
        assert!(out.status.success() && out.stderr.is_empty(), "{}", String::from_utf8_lossy(&out.stderr));
    }
}

#[test]
fn no_packet_is_lost_or_doubled_where_a_file_changes() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_, text) = path(&folder, "a.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-w", &text, "--rotate-size", "0.2"]);
    net.send("a0", 0..3000, Duration::ZERO);
    sniff.stop().has_all(3000);
    let all = files(folder.path());
    assert!(all.len() > 8, "{all:?}");
    for (number, file) in (1..).zip(&all) {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(name.starts_with(&format!("a_{number:05}_2")) && name.ends_with(".pcapng") && name.len() == 29, "{name}");
        assert!(std::fs::metadata(file).unwrap().len() <= 200_000 + 200, "{name}");
    }
    are_sent(&frames(&all), 0..3000);
}

#[test]
fn files_change_with_the_clock_on_a_quiet_link_too() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_, text) = path(&folder, "quiet.pcapng");
    let quiet = net.sniff(&["-i", "b1", "-w", &text, "--rotate-time", "1", "--duration", "3"]);
    let busy_folder = tempfile::tempdir().unwrap();
    let (_, text) = path(&busy_folder, "busy.pcapng");
    let busy = net.sniff(&["-i", "b0", "-w", &text, "--rotate-time", "1", "--rotate-size", "0.3"]);
    net.send("a0", 0..2000, Duration::from_micros(1000));
    busy.stop().has_all(2000);
    quiet.wait().has_all(0);

    let all = files(folder.path());
    assert!((3..=4).contains(&all.len()), "{all:?}");
    assert!(frames(&all).is_empty());
    let all = files(busy_folder.path());
    assert!(all.len() >= 5, "{all:?}");
    are_sent(&frames(&all), 0..2000);
    // No file has packets of two seconds.
    for file in all {
        let (mut source, mut batch, mut seconds) = (capture::open(&file).unwrap(), Batch::new(), BTreeSet::new());
        while source.fill(&mut batch).unwrap() {
            seconds.extend(batch.frames().map(|frame| frame.info.time.unwrap() / 1_000_000_000));
        }
        assert!(seconds.len() <= 1, "{}: {seconds:?}", file.display());
    }
}

#[test]
fn a_ring_keeps_the_newest_and_each_file_is_worked_on() {
    let Some(net) = Net::new() else { return };
    let (folder, done) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    // A shell would make two words of it, and run the rest.
    let (_, text) = path(&folder, "a b;$(touch pwned).pcapng");
    let after = format!("cp -- {{}} {}", done.path().display());
    let sniff = net.sniff(&["-i", "b0", "-w", &text, "--rotate-size", "0.2", "--ring", "3", "--after", &after]);
    net.send("a0", 0..1500, Duration::from_micros(300));
    sniff.stop().has_all(1500);
    assert_eq!(files(folder.path()).len(), 3);
    let all = files(done.path());
    assert!(all.len() > 4, "{all:?}");
    are_sent(&frames(&all), 0..1500);
    assert_eq!(files(folder.path())[2].file_name(), all[all.len() - 1].file_name(), "the newest are kept");
}

#[test]
fn a_ring_waits_for_the_command_on_its_files() {
    let Some(net) = Net::new() else { return };
    let (folder, done) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (_, text) = path(&folder, "a.pcapng");
    let after = format!("sh -c 'sleep 0.3; cp -- \"$0\" {}'", done.path().display());
    let sniff = net.sniff(&["-i", "b0", "-w", &text, "--rotate-size", "0.1", "--ring", "2", "--after", &after]);
    net.send("a0", 0..1000, Duration::ZERO);
    let ended = sniff.stop();
    ended.has_all(1000);
    assert_eq!(files(folder.path()).len(), 2);
    are_sent(&frames(&files(done.path())), 0..1000);
}

#[test]
fn two_interfaces_are_one_stream_in_order() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-i", "b1", "-w", &text]);
    net.send("a0,a1", 0..4000, Duration::from_micros(20));
    let ended = sniff.stop();
    ended.has_all(4000);
    are_sent(&frames(std::slice::from_ref(&file)), 0..4000);
    let (mut source, mut batch) = (capture::open(&file).unwrap(), Batch::new());
    while source.fill(&mut batch).unwrap() {
        for frame in batch.frames() {
            let wanted = if frame.info.number % 2 == 1 { "b0" } else { "b1" };
            assert_eq!(frame.interface.and_then(|interface| interface.name.as_deref()), Some(wanted));
        }
    }
}

#[test]
fn all_interfaces_at_once() {
    let Some(net) = Net::new() else { return };
    let sniff = net.sniff(&["-i", "any", "-Q", "in", "-T", "fields", "-e", "frame.protocols", "-e", "sll.ifindex", "-c", "20"]);
    net.send("a0,a1", 0..20, Duration::from_millis(1));
    let ended = sniff.wait();
    let text = String::from_utf8(ended.stdout).unwrap();
    let interfaces: BTreeSet<&str> = text.lines().map(|line| line.rsplit('\t').next().unwrap()).collect();
    assert_eq!((text.lines().count(), interfaces.len()), (20, 2), "{text}");
    assert!(text.starts_with("sll:"), "{text}");
}

#[test]
fn the_count_and_the_time_end_it() {
    let Some(net) = Net::new() else { return };
    let sniff = net.sniff(&["-i", "b0", "-c", "7", "-T", "fields", "-e", "frame.number"]);
    net.send("a0", 0..100, Duration::ZERO);
    let ended = sniff.wait();
    assert_eq!((ended.status.code(), &*ended.stdout, ended.counts()[0]), (Some(0), &b"1\n2\n3\n4\n5\n6\n7\n"[..], 7));
    // Of those that pass, every third.
    let third = "frame.number % 3 == 0";
    let sniff = net.sniff(&["-i", "b0", "-c", "4", "-Y", third, "-T", "fields", "-e", "frame.number"]);
    net.send("a0", 0..100, Duration::ZERO);
    assert_eq!(sniff.wait().stdout, b"3\n6\n9\n12\n");
    let started = Instant::now();
    let ended = net.sniff(&["-i", "b0", "--duration", "0.5"]).wait();
    ended.has_all(0);
    assert!((Duration::from_millis(400)..Duration::from_secs(10)).contains(&started.elapsed()), "{:?}", started.elapsed());
}

#[test]
fn ctrl_c_in_a_flood_leaves_a_whole_file_and_true_counts() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    // A small buffer, so that something may be dropped.
    for (name, buffer) in [("a.pcapng", "8192"), ("b.pcapng", "64")] {
        let (file, text) = path(&folder, name);
        let sniff = net.sniff(&["-i", "b0", "-B", buffer, "-w", &text]);
        let mut flood = net.sender("a0", 0..u32::MAX, Duration::ZERO).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(800));
        sniff.signal(Signal::INT);
        let ended = sniff.wait();
        flood.kill().unwrap();
        flood.wait().unwrap();
        assert_eq!(ended.status.code(), Some(0), "{}", ended.said);
        let [captured, received, dropped, _] = ended.counts();
        assert!(captured > 1000, "{}", ended.said);
        assert_eq!(captured + dropped, received, "{}", ended.said);
        let frames = frames(std::slice::from_ref(&file));
        assert_eq!(frames.len() as u64, captured);
        if dropped == 0 {
            are_sent(&frames, 0..captured as u32);
        }
        let numbers: Vec<u32> = frames.iter().map(|frame| u32::from_be_bytes([frame[14], frame[15], frame[16], frame[17]])).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "in order, none doubled");
        if crate::installed("capinfos") {
            let out = Command::new("capinfos").args(["-M", "-c"]).arg(&file).output().unwrap();
            let text = String::from_utf8(out.stdout).unwrap();
            assert!(out.status.success() && text.contains(&format!("Number of packets:   {captured}\n")), "{text}");
        }
    }
}

#[test]
fn packets_are_on_the_screen_at_once() {
    let Some(net) = Net::new() else { return };
    for more in [&[][..], &["-w", "/dev/null", "--print"], &["-i", "b1"]] {
        let mut sniff = net.sniff(&[&["-i", "b0", "-T", "fields", "-e", "frame.time_epoch"], more].concat());
        let mut lines = BufReader::new(sniff.child.stdout.take().unwrap());
        let mut sender = net.sender("a0", 0..20, Duration::from_millis(70)).spawn().unwrap();
        let mut delays = Vec::new();
        for _ in 0..20 {
            let mut line = String::new();
            lines.read_line(&mut line).unwrap();
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            delays.push(now.as_secs_f64() - line.trim().parse::<f64>().unwrap());
        }
        assert!(sender.wait().unwrap().success());
        delays.sort_by(f64::total_cmp);
        println!("{more:?}: shown {:.1} ms after arrival, {:.1} ms at worst", delays[10] * 1e3, delays[19] * 1e3);
        // A machine that tests everything at once is no place to hold it to 50 ms.
        assert!(delays[19] < 1.0, "{delays:?}");
        sniff.stop().has_all(20);
    }
}

#[test]
fn a_view_that_nobody_reads_stops_nothing_and_is_told_of() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-w", &text, "--print", "-T", "tree"]);
    net.send("a0", 0..60_000, Duration::ZERO);
    std::thread::sleep(Duration::from_millis(500));
    // Only now the output is read, and only then it can end.
    sniff.signal(Signal::INT);
    let ended = sniff.wait();
    ended.has_all(60_000);
    assert!(ended.said.contains("not shown, because showing them was too slow"), "{}", ended.said);
    are_sent(&frames(&[file]), 0..60_000);
}

#[test]
fn signals_ask_for_counts_and_for_what_is_held_back() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng.zst");
    let mut sniff = net.sniff(&["-i", "b0", "-w", &text]);
    net.send("a0", 0..50, Duration::ZERO);
    std::thread::sleep(Duration::from_millis(400));
    sniff.signal(Signal::USR1);
    let mut line = String::new();
    sniff.stderr.read_line(&mut line).unwrap();
    assert_eq!(line, "50 captured, 50 received by filter, 0 dropped by kernel, 0 dropped by interface\n");
    sniff.signal(Signal::USR2);
    std::thread::sleep(Duration::from_millis(400));
    // Still being written, and all there: only the end of the packing is missing.
    let (mut source, mut batch, mut count) = (capture::open(&file).unwrap(), Batch::new(), 0);
    while let Ok(true) = source.fill(&mut batch) {
        count += batch.len();
    }
    count += batch.len();
    assert!(count >= 50, "{count}");
    sniff.stop().has_all(50);
    are_sent(&frames(&[file]), 0..50);
}

#[test]
fn what_cannot_be_is_told_with_its_code() {
    let Some(net) = Net::new() else { return };
    for (args, code, wanted) in [
        (&["-i", "b00"][..], 2, "there is no interface `b00`; did you mean `b0`?"),
        (&["-i", "b0", "tcp", "prot", "80"], 2, "tcp prot 80\n  can't parse filter expression: syntax error"),
        (&["-i", "b0", "-y", "PPP"], 2, "has no link type `PPP`; it has EN10MB"),
        (&["-i", "b0", "-I"], 2, "b0 has no monitor mode"),
        (&["-i", "99"], 2, "there is no interface `99`"),
        (&["-i", "b0", "-Z", "nobody-knows"], 2, "there is no user `nobody-knows`"),
        (&["-i", "b0", "-w", "/nonexistent/a.pcap"], 3, "/nonexistent/a.pcap: No such file or directory"),
        (&["-i", "b0", "--ring", "3"], 2, "--rotate-size"),
        (&["-r", "a.pcap"], 2, "pkt read a.pcap"),
    ] {
        let out = net.command(env!("CARGO_BIN_EXE_pkt")).arg("sniff").args(args).output().unwrap();
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
    let out = net.command(env!("CARGO_BIN_EXE_pkt")).args(["sniff", "-D"]).output().unwrap();
    let list = String::from_utf8(out.stdout).unwrap();
    assert!(list.contains("b0 [Up, Running, Connected]\n") && list.contains("any (Pseudo-device"), "{list}");
    let number = list.lines().find(|line| line.contains(".b0 ")).and_then(|line| line.split('.').next()).unwrap();
    let out = net.command(env!("CARGO_BIN_EXE_pkt")).args(["sniff", "-i", number, "-L"]).output().unwrap();
    assert!(String::from_utf8(out.stdout).unwrap().starts_with("Data link types for b0 (use option -y to set):\n  EN10MB (Ethernet)\n"));
}

#[test]
fn an_interface_that_goes_leaves_a_whole_file() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-w", &text]);
    net.send("a0", 0..100, Duration::ZERO);
    std::thread::sleep(Duration::from_millis(300));
    // Down and up again is a pause.
    for state in ["down", "up"] {
        assert!(Command::new("ip").args(["-n", &net.to, "link", "set", "b0", state]).status().unwrap().success());
        std::thread::sleep(Duration::from_millis(300));
    }
    net.send("a0", 100..200, Duration::ZERO);
    std::thread::sleep(Duration::from_millis(300));
    assert!(Command::new("ip").args(["-n", &net.to, "link", "del", "b0"]).status().unwrap().success());
    let ended = sniff.wait();
    assert_eq!(ended.status.code(), Some(3), "{}", ended.said);
    assert!(ended.said.contains("b0: ") && ended.said.contains("what was captured before is whole"), "{}", ended.said);
    are_sent(&frames(&[file]), 0..200);
}

#[test]
fn a_full_disk_is_told_of_and_the_file_is_whole() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let Some(_mounted) = Mounted::small(folder.path()) else { return };
    for filter in [&[][..], &["-Y", "eth.type == 0x88b5"]] {
        let (file, text) = path(&folder, "a.pcapng");
        let sniff = net.sniff(&[&["-i", "b0", "-w", &text], filter].concat());
        net.send("a0", 0..3000, Duration::ZERO);
        let ended = sniff.stop();
        assert_eq!(ended.status.code(), Some(3), "{}", ended.said);
        assert_eq!(ended.counts(), [3000, 3000, 0, 0], "{}", ended.said);
        assert!(ended.said.contains("No space left on device; the first ") && ended.said.contains("can be read"), "{}", ended.said);
        let kept = frames(std::slice::from_ref(&file));
        assert!(kept.len() > 500, "{}", kept.len());
        assert!(ended.said.contains(&format!("the first {} packets", kept.len())), "{}", ended.said);
        are_sent(&kept, 0..kept.len() as u32);
        std::fs::remove_file(file).unwrap();
    }
}

#[test]
fn files_go_on_when_a_full_disk_has_room_again() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let Some(_mounted) = Mounted::small(folder.path()) else { return };
    let (_, text) = path(&folder, "a.pcapng");
    let numbers = |frames: &[Vec<u8>]| frames.iter().map(|frame| number(frame)).collect::<Vec<_>>();
    for filter in [&[][..], &["-Y", "eth.type == 0x88b5"]] {
        // A ring that the disk is too small for keeps the newest, and nothing fails.
        let args = [&["-i", "b0", "-w", &text, "--rotate-size", "0.3", "--ring", "10"], filter].concat();
        let sniff = net.sniff(&args);
        net.send("a0", 0..3000, Duration::from_micros(100));
        sniff.stop().has_all(3000);
        let kept = numbers(&frames(&files(folder.path())));
        assert!(kept.len() > 700 && kept.iter().copied().eq(3000 - kept.len() as u32..3000), "{} packets", kept.len());
        files(folder.path()).iter().for_each(|file| std::fs::remove_file(file).unwrap());

        // Somebody else fills the disk.
        let sniff = net.sniff(&args);
        net.send("a0", 0..900, Duration::ZERO);
        assert!(wait_for(|| files(folder.path()).len() == 2), "no second file");
        let other = folder.path().join("a.other");
        let _ = std::fs::write(&other, vec![0; 1 << 20]);
        net.send("a0", 900..5000, Duration::from_micros(100));
        let ended = sniff.stop();
        std::fs::remove_file(other).unwrap();
        assert_eq!((ended.status.code(), ended.counts()), (Some(3), [5000, 5000, 0, 0]), "{}", ended.said);
        assert_eq!(ended.said.matches("No space left on device").count(), 1, "told of once: {}", ended.said);
        assert!(ended.said.contains("the capture goes on"), "{}", ended.said);
        let kept = numbers(&frames(&files(folder.path())));
        // The last piece may be one that does not fit.
        assert!(kept.last().is_some_and(|last| *last > 4000), "{:?}", kept.last());
        assert!(kept.len() > 100 && kept.windows(2).all(|two| two[0] < two[1]), "{} packets", kept.len());
        files(folder.path()).iter().for_each(|file| std::fs::remove_file(file).unwrap());

        // Without a ring somebody else makes room.
        let sniff = net.sniff(&[&["-i", "b0", "-w", &text, "--rotate-size", "0.3"], filter].concat());
        net.send("a0", 0..2000, Duration::from_micros(100));
        let full = wait_for(|| files(folder.path()).len() == 4 && room(folder.path()) == 0);
        assert!(full, "the disk is not full");
        std::thread::sleep(Duration::from_millis(300));
        let first = files(folder.path()).remove(0);
        let moved = numbers(&frames(std::slice::from_ref(&first)));
        std::fs::remove_file(first).unwrap();
        assert!(wait_for(|| files(folder.path()).len() == 4), "no other file was begun");
        net.send("a0", 2000..2100, Duration::ZERO);
        let ended = sniff.stop();
        assert_eq!((ended.status.code(), ended.counts()), (Some(3), [2100, 2100, 0, 0]), "{}", ended.said);
        let kept = numbers(&frames(&files(folder.path())));
        let missing = 2100 - moved.len() - kept.len();
        assert!(
            missing > 0 && ended.said.contains(&format!("note: {missing} of the captured are in no file")),
            "{missing}: {}",
            ended.said
        );
        assert_eq!(kept[kept.len() - 100..], (2000..2100).collect::<Vec<u32>>());
        files(folder.path()).iter().for_each(|file| std::fs::remove_file(file).unwrap());
    }
}

fn number(frame: &[u8]) -> u32 {
    u32::from_be_bytes(frame[14..18].try_into().unwrap())
}

/// Bytes that are free on the disk.
#[allow(clippy::unnecessary_cast, reason = "they are narrower on some systems")]
fn room(folder: &Path) -> u64 {
    let disk = nix::sys::statvfs::statvfs(folder).unwrap();
    disk.blocks_available() as u64 * disk.fragment_size() as u64
}

/// True as soon as it is so, false if it is not within some seconds.
fn wait_for(so: impl Fn() -> bool) -> bool {
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        if so() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

/// A disk of 1 MiB.
struct Mounted(PathBuf);

impl Mounted {
    fn small(folder: &Path) -> Option<Mounted> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=1m", "pkt"]).arg(folder).status();
        if !mounted.is_ok_and(|status| status.success()) {
            eprintln!("skipped: no small disk can be mounted");
            return None;
        }
        Some(Mounted(folder.to_owned()))
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[test]
fn a_live_capture_on_stdin_is_shown_as_it_comes() {
    if Command::new("tcpdump").arg("--version").output().is_err() {
        eprintln!("skipped: tcpdump is missing");
        return;
    }
    let Some(net) = Net::new() else { return };
    let mut tcpdump = net.command("tcpdump").args(["-n", "-i", "b0", "-U", "-w", "-", "-Z", "root", "--immediate-mode"]).spawn().unwrap();
    let mut said = BufReader::new(tcpdump.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("listening on") && said.read_line(&mut line).unwrap() > 0 {}
    let mut read = Command::new(env!("CARGO_BIN_EXE_pkt"));
    read.args(["read", "-", "-T", "fields", "-e", "frame.number", "-e", "data.data"]).env("XDG_CONFIG_HOME", "/nonexistent");
    read.stdin(tcpdump.stdout.take().unwrap()).stdout(Stdio::piped());
    let mut read = read.spawn().unwrap();
    let mut lines = BufReader::new(read.stdout.take().unwrap()).lines();
    // Each is seen before the next is sent, or this waits for ever.
    for number in 0..5u32 {
        net.send("a0", number..number + 1, Duration::ZERO);
        let line = lines.next().unwrap().unwrap();
        assert!(line.starts_with(&format!("{}\t{number:08x}", number + 1)), "{line}");
    }
    kill_process(Pid::from_child(&tcpdump), Signal::INT).unwrap();
    assert!(tcpdump.wait().unwrap().success());
    assert!(lines.next().is_none());
    assert_eq!(read.wait().unwrap().code(), Some(0));
}

/// A copy of the program where everybody can run it.
fn for_everybody() -> (tempfile::TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let program = folder.path().join("pkt");
    std::fs::copy(env!("CARGO_BIN_EXE_pkt"), &program).unwrap();
    (folder, program)
}

#[test]
fn without_rights_the_cure_is_named_and_with_setcap_it_runs() {
    let Some(net) = Net::new() else { return };
    let (_folder, program) = for_everybody();
    let as_nobody = |args: &[&str]| {
        let mut command = net.command("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups"]).arg(&program).arg("sniff").args(args);
        command
    };
    let out = as_nobody(&["-i", "b0"]).output().unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(4), "{said}");
    for wanted in [&format!("sudo setcap cap_net_raw,cap_net_admin=ep {}", program.display()), "sudo ", "--cap-add NET_RAW"] {
        assert!(said.contains(wanted), "{said}");
    }
    let set = Command::new("setcap").arg("cap_net_raw,cap_net_admin=ep").arg(&program).status();
    if !set.is_ok_and(|status| status.success()) {
        eprintln!("skipped: setcap is missing, or this file system has no capabilities");
        return;
    }
    let sniff = Sniff::start(&mut as_nobody(&["-i", "b0", "-c", "5", "-T", "fields", "-e", "frame.number"]));
    net.send("a0", 0..5, Duration::ZERO);
    assert_eq!(sniff.wait().stdout, b"1\n2\n3\n4\n5\n");
}

#[test]
fn rights_are_given_back_when_the_interface_is_open() {
    let Some(net) = Net::new() else { return };
    let status = |sniff: &Sniff, key: &str| {
        let text = std::fs::read_to_string(format!("/proc/{}/status", sniff.child.id())).unwrap();
        text.lines().find_map(|line| line.strip_prefix(key)).unwrap().split_whitespace().next().unwrap().to_owned()
    };
    let sniff = net.sniff(&["-i", "b0"]);
    assert_eq!(
        (status(&sniff, "CapEff:"), status(&sniff, "CapPrm:"), status(&sniff, "Uid:")),
        ("0".repeat(16), "0".repeat(16), "0".into())
    );
    // Landlock sets it; where the kernel has none, nothing is confined.
    let confined = status(&sniff, "NoNewPrivs:");
    net.send("a0", 0..3, Duration::ZERO);
    sniff.stop().has_all(3);
    let free = net.sniff(&["-i", "b0", "--no-sandbox"]);
    assert_eq!(status(&free, "NoNewPrivs:"), "0");
    free.stop().has_all(0);
    if !std::fs::read_to_string("/sys/kernel/security/lsm").is_ok_and(|list| !list.contains("landlock")) {
        assert_eq!(confined, "1", "it is not confined");
    }

    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::chown(folder.path(), Some(65534), None).unwrap();
    // Root may write into others' folders, as ever.
    let (file, text) = path(&folder, "root.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-w", &text]);
    assert_eq!(status(&sniff, "CapEff:"), "0".repeat(16));
    sniff.stop().has_all(0);
    std::fs::remove_file(file).unwrap();
    let (_, text) = path(&folder, "a.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-Z", "nobody", "-w", &text, "--rotate-size", "0.1"]);
    assert_eq!((status(&sniff, "Uid:"), status(&sniff, "CapEff:")), ("65534".to_owned(), "0".repeat(16)));
    net.send("a0", 0..500, Duration::ZERO);
    sniff.stop().has_all(500);
    let all = files(folder.path());
    are_sent(&frames(&all), 0..500);
    assert!(all.iter().all(|file| std::fs::metadata(file).unwrap().uid() == 65534));
}

#[test]
fn loopback_is_explained() {
    let Some(net) = Net::new() else { return };
    let sniff = net.sniff(&["-i", "lo", "-c", "2"]);
    net.talk();
    let ended = sniff.wait();
    assert_eq!((ended.status.code(), ended.counts()[0]), (Some(0), 2));
    assert!(ended.said.contains("frames on loopback twice"), "{}", ended.said);
}

#[test]
fn the_kernel_leaves_out_what_no_display_filter_wants() {
    let Some(net) = Net::new() else { return };
    // Numbers must be those of all packets where they are asked for.
    for (more, captured) in [(&["-T", "none"][..], 0), (&["-T", "fields", "-e", "frame.number"], 2)] {
        let sniff = net.sniff(&[&["-i", "lo", "-Y", "udp.dstport == 1"], more].concat());
        net.talk();
        let ended = sniff.stop();
        assert_eq!((ended.status.code(), ended.counts()[0], &*ended.stdout), (Some(0), captured, &b""[..]), "{}", ended.said);
    }
}

/// Not a test: says something to itself over UDP.
#[test]
#[ignore = "another test runs it"]
fn talker() {
    if std::env::var_os("PKT_TALK").is_none() {
        return;
    }
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    for _ in 0..2 {
        socket.send_to(b"hello", socket.local_addr().unwrap()).unwrap();
    }
}

#[test]
fn the_library_gives_frames_to_a_closure() {
    use std::ops::ControlFlow;
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: capturing needs root");
        return;
    }
    let socket = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let here = socket.local_addr().unwrap();
    let mut live = capture::live::Options::new().interface("lo").filter(&format!("udp port {}", here.port())).open().unwrap();
    for number in 0..10u8 {
        socket.send_to(&[number; 20], here).unwrap();
    }
    let mut seen = Vec::new();
    live.for_each(|frame| {
        seen.push(frame.bytes[42]);
        if seen.len() == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(seen, (0..10).collect::<Vec<u8>>());
    assert_eq!(live.control().counts().captured, 10);
}
