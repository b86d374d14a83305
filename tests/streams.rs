//! `pkt read` and what stands around it: pipes, signals, threads, broken files.

use assert_cmd::cargo::CommandCargoExt;
use rustix::process::Signal;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// A pcap file with so many UDP packets; packet `n` has source port `n % 65536` and a length that varies.
fn capture(packets: u32) -> Vec<u8> {
    let mut file = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
    for n in 0..packets {
        let payload = (n % 97) as usize;
        let len = 14 + 20 + 8 + payload;
        for word in [1_700_000_000 + n / 1000, n % 1000 * 1000, len as u32, len as u32] {
            file.extend(word.to_le_bytes());
        }
        file.extend([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0]);
        file.extend([0x45, 0, ((28 + payload) >> 8) as u8, (28 + payload) as u8, 0, 0, 0, 0, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]);
        file.extend((n as u16).to_be_bytes());
        file.extend([0x30, 0x39, 0, (8 + payload) as u8, 0, 0]);
        file.extend(std::iter::repeat_n(n as u8, payload));
    }
    file
}

/// A folder with one capture in it.
fn on_disk(bytes: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a.pcap");
    std::fs::write(&path, bytes).unwrap();
    (dir, path)
}

fn pkt(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("pkt").unwrap();
    command.args(args).env("XDG_CONFIG_HOME", "/nonexistent").env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn read(file: &Path, args: &[&str]) -> Output {
    pkt(&["read"]).arg(file).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// What `-T fields -e frame.number -e udp.srcport` says of packets `1..=n` of [`capture`].
fn rows(n: u32) -> String {
    (1..=n).map(|n| format!("{n}\t{}\n", (n - 1) as u16)).collect()
}

const COLUMNS: [&str; 6] = ["-T", "fields", "-e", "frame.number", "-e", "udp.srcport"];

#[test]
fn output_does_not_depend_on_threads() {
    // Enough for dozens of batches, so that they overtake one another.
    let (_dir, file) = on_disk(&capture(100_000));
    let wanted = rows(100_000);
    for threads in ["1", "2", "3", "9"] {
        let output = read(&file, &[&COLUMNS[..], &["--threads", threads]].concat());
        assert!(output.status.success() && output.stderr.is_empty());
        assert!(text(&output.stdout) == wanted, "with {threads} threads");
    }
}

/// Numbers of conversations began anew behind the first batch.
#[test]
fn conversations_are_numbered_over_the_whole_file() {
    let (_dir, path) = on_disk(&capture(20_000));
    let wanted: String = (0..20_000).map(|n| format!("{n}\n")).collect();
    assert_eq!(text(&read(&path, &["-T", "fields", "-e", "udp.stream"]).stdout), wanted);
    assert_eq!(text(&read(&path, &["--match-count", "-Y", "udp.stream == 0"]).stdout), "1\n");
    let flows = pkt(&["flows", path.to_str().unwrap(), "-T", "csv", "-Y", "udp.stream == 7"]).output().unwrap();
    assert_eq!(text(&flows.stdout).lines().count(), 2);
    let followed = pkt(&["follow", path.to_str().unwrap(), "udp:19999", "-T", "raw"]).output().unwrap();
    assert_eq!(followed.stdout.len(), 19_999 % 97);
}

#[test]
fn count_stops_at_the_number_whatever_the_threads() {
    let (_dir, file) = on_disk(&capture(20_000));
    for count in [1, 2999, 19_999, 20_000, 30_000] {
        for threads in ["1", "4"] {
            let output = read(&file, &[&COLUMNS[..], &["--threads", threads, "-c", &count.to_string()]].concat());
            assert!(text(&output.stdout) == rows(count.min(20_000)), "-c {count} with {threads} threads");
        }
    }
}

#[test]
fn several_files_are_one_capture() {
    let (_dir, file) = on_disk(&capture(3));
    let output = pkt(&["read"]).arg(&file).arg("-r").arg(&file).args(["-e", "frame.number", "-Tfields"]).output().unwrap();
    assert_eq!(text(&output.stdout), "1\n2\n3\n4\n5\n6\n");
    let output = pkt(&["read", "--match-count"]).args([&file, &file]).output().unwrap();
    assert_eq!(text(&output.stdout), "6\n");
}

#[test]
fn packets_are_written_in_order_and_byte_for_byte() {
    let whole = capture(20_000);
    let (dir, file) = on_disk(&whole);
    let out = dir.path().join("b.pcap");
    for threads in ["1", "4"] {
        let output = read(&file, &["--threads", threads, "-w", out.to_str().unwrap()]);
        assert_eq!((text(&output.stdout), text(&output.stderr), output.status.code()), ("", "", Some(0)));
        assert!(std::fs::read(&out).unwrap() == whole, "with {threads} threads");
    }
    assert_eq!(read(&file, &["-w", "-", "-c", "9"]).stdout, capture(9));
    let output = read(&file, &[&COLUMNS[..], &["-w", out.to_str().unwrap(), "--print", "-c", "9"]].concat());
    assert_eq!(text(&output.stdout), rows(9));
    assert_eq!(std::fs::read(&out).unwrap(), capture(9));
    // Other kinds of files, and back.
    for name in ["c.pcapng", "d.pcapng.gz", "e.pcap.zst", "f.pcap.lz4"] {
        let other = dir.path().join(name);
        assert!(read(&file, &["-c", "99", "-w", other.to_str().unwrap()]).status.success());
        assert!(std::fs::read(&other).unwrap()[..4] != whole[..4], "{name}");
        assert_eq!(read(&other, &["-w", "-", "--file-format", "pcap"]).stdout, capture(99), "{name}");
    }
}

#[test]
fn an_output_must_not_destroy_an_input() {
    let whole = capture(3);
    let (_dir, file) = on_disk(&whole);
    let output = read(&file, &["-w", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("is also an input"));
    assert_eq!(std::fs::read(&file).unwrap(), whole);
    assert_eq!(read(&file, &["-w", "-", "--match-count"]).status.code(), Some(2));
    assert_eq!(read(&file, &["-w", "/dev/full"]).status.code(), Some(3));
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let (_dir, file) = on_disk(&capture(200_000));
    for threads in ["1", "2"] {
        let mut child = pkt(&["read"]).arg(&file).args(COLUMNS).args(["--threads", threads]).spawn().unwrap();
        let mut line = String::new();
        BufReader::with_capacity(16, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert_eq!(line, "1\t0\n");
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""), "with {threads} threads");
    }
}

#[test]
fn a_reader_that_leaves_ends_it_although_the_input_stays_open() {
    let mut child = pkt(&["read", "-"]).args(COLUMNS).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut input = child.stdin.take().unwrap();
    let _ = input.write_all(&capture(50_000));
    assert_eq!(ended(&mut child), Some(0));
    drop(input);
}

#[test]
fn broken_files_are_read_as_far_as_they_go() {
    let whole = capture(10);
    let (dir, file) = on_disk(&whole[..whole.len() - 1]);
    let output = read(&file, &COLUMNS);
    assert_eq!(text(&output.stdout), rows(9));
    assert_eq!(text(&output.stderr), format!("{}: cut short in the middle of packet 10\n", file.display()));
    assert_eq!(output.status.code(), Some(3));
    // An error behind the last packet that was asked for is not met.
    assert_eq!(read(&file, &[&COLUMNS[..], &["-c", "9"]].concat()).status.code(), Some(0));
    // The files behind it are still read.
    let missing = dir.path().join("missing.pcap");
    let output = pkt(&["read"]).args([&missing, &file, &file]).args(["--match-count"]).output().unwrap();
    assert_eq!((text(&output.stdout), output.status.code()), ("18\n", Some(3)));
    assert!(text(&output.stderr).starts_with(&format!("{}: No such file or directory\n", missing.display())));

    let empty = dir.path().join("empty.pcap");
    std::fs::write(&empty, "").unwrap();
    let output = read(&empty, &COLUMNS);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(3), 0));
    std::fs::write(&empty, capture(0)).unwrap();
    assert_eq!(read(&empty, &COLUMNS).status.code(), Some(0));
}

#[test]
fn a_full_disk_ends_it_with_code_3() {
    let Ok(full) = std::fs::OpenOptions::new().write(true).open("/dev/full") else {
        return eprintln!("skipped: there is no /dev/full");
    };
    let (_dir, file) = on_disk(&capture(50_000));
    let output = pkt(&["read"]).arg(&file).args(COLUMNS).stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(text(&output.stderr), "standard output: No space left on device\n");
}

#[test]
fn fields_are_checked() {
    let (_dir, file) = on_disk(&capture(1));
    let refusal = |args: &[&str]| {
        let output = read(&file, args);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{args:?}");
        text(&output.stderr).to_owned()
    };
    assert!(refusal(&["-T", "fields", "-e", "upd.port"]).contains("did you mean `udp.port`?"));
    assert!(refusal(&["-T", "fields"]).contains("-e NAME"));
    assert!(refusal(&["-T", "feilds"]).contains("'fields'"));
    assert!(refusal(&["-c", "0"]).contains("'--count <N>'"));
    assert!(refusal(&["-A"]).contains("-x"));
    assert!(refusal(&["-G", "3"]).contains("-w FILE"));
    assert!(refusal(&["-E", "quote=x"]).contains("d (double)"));
}

#[test]
fn columns_are_written_as_asked() {
    let (_dir, file) = on_disk(&capture(1));
    let output = read(&file, &[&COLUMNS[..], &["-E", "header=y", "-E", "separator=;", "-E", "quote=d", "-E", "bom=y"]].concat());
    assert_eq!(text(&output.stdout), "\u{feff}frame.number;udp.srcport\n\"1\";\"0\"\n");
    let output = read(&file, &["-T", "fields", "-e", "udp.port", "-E", "occurrence=l"]);
    assert_eq!(text(&output.stdout), "12345\n");
}

#[test]
fn views_are_chosen_by_the_usual_fingers() {
    let (dir, file) = on_disk(&capture(2));
    let shown = |args: &[&str]| {
        let output = read(&file, args);
        assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    let (line, tree, hex) = (shown(&[]), shown(&["-T", "tree"]), shown(&["-T", "hex"]));
    assert!(line.lines().count() == 2 && tree.lines().count() > 40 && hex.starts_with("0000  02 00 00 00"), "{line}{tree}{hex}");
    assert_eq!(shown(&["-V"]), tree);
    assert_eq!(shown(&["-x"]), hex);
    assert_eq!(shown(&["-xx"]), hex, "tcpdump's");
    assert_eq!(shown(&["-X"]), hex, "tcpdump's");
    assert_eq!(shown(&["-V", "-T", "line"]), line, "the last one counts");
    assert_eq!(shown(&["-T", "line", "-V"]), tree, "the last one counts");
    // Bytes under another view: each packet is followed by its own.
    let (first, second) = hex.split_at(hex.find("\n\n").unwrap() + 2);
    let lines: Vec<&str> = line.split_inclusive('\n').collect();
    assert_eq!(shown(&["-T", "line", "-x"]), [lines[0], first, lines[1], second].concat());
    assert_eq!(read(&file, &["-T", "csv", "-x"]).status.code(), Some(2));
    assert_eq!(read(&file, &["-e", "ip.src"]).status.code(), Some(2), "lines have no columns to choose");

    // `-V` wins over a view in the configuration, and `-w` over both.
    std::fs::create_dir(dir.path().join("pktlab")).unwrap();
    std::fs::write(dir.path().join("pktlab/config.toml"), "[read]\nformat = 'hex'\n").unwrap();
    let configured = |args: &[&str]| {
        let output = pkt(&["read"]).arg(&file).args(args).env("XDG_CONFIG_HOME", dir.path()).output().unwrap();
        text(&output.stdout).to_owned()
    };
    assert_eq!((configured(&[]), configured(&["-V"]), configured(&["-T", "line"])), (hex, tree, line));
    assert_eq!(configured(&["-w", "/dev/null"]), "");
}

#[test]
fn lines_are_coloured_where_that_is_wanted() {
    let (_dir, file) = on_disk(&capture(1));
    let coloured = |args: &[&str], env: &[(&str, &str)]| {
        let output = pkt(&["read"]).arg(&file).args(args).env_remove("NO_COLOR").envs(env.iter().copied()).output().unwrap();
        output.stdout.contains(&0x1b)
    };
    assert!(!coloured(&[], &[]), "a pipe is no terminal");
    assert!(coloured(&["--color", "always"], &[]));
    assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
    assert!(!coloured(&["--color=never"], &[("CLICOLOR_FORCE", "1")]));
}

#[test]
fn files_are_merged_by_time() {
    let whole = capture(2000);
    let (dir, odd) = on_disk(&whole);
    // The same packets, half a millisecond later each.
    let mut late = whole.clone();
    let mut at = 24;
    while at < late.len() {
        let word = |at: usize| u32::from_le_bytes(whole[at..at + 4].try_into().unwrap());
        late[at + 4..at + 8].copy_from_slice(&(word(at + 4) + 500).to_le_bytes());
        at += 16 + word(at + 8) as usize;
    }
    let even = dir.path().join("b.pcap");
    std::fs::write(&even, late).unwrap();
    for threads in ["1", "3"] {
        let output = pkt(&["read", "--merge", "--threads", threads]).args([&even, &odd]).args(COLUMNS).output().unwrap();
        let wanted: String = (1..=4000).map(|n| format!("{n}\t{}\n", (n - 1) / 2)).collect();
        assert!(text(&output.stdout) == wanted, "with {threads} threads");
    }
}

#[test]
fn json_is_whole_whatever_happens() {
    let whole = capture(5000);
    let (dir, file) = on_disk(&whole[..whole.len() - 1]);
    let parsed = |bytes: &[u8]| serde_json::from_slice::<serde_json::Value>(bytes).unwrap().as_array().unwrap().len();
    for threads in ["1", "3"] {
        let output = read(&file, &["-T", "json", "--threads", threads]);
        assert_eq!((parsed(&output.stdout), output.status.code()), (4999, Some(3)), "a file that is cut");
    }
    let none = dir.path().join("none.pcap");
    std::fs::write(&none, capture(0)).unwrap();
    assert_eq!(parsed(&read(&none, &["-T", "json"]).stdout), 0);
    let lines = read(&file, &["-T", "ndjson", "-e", "frame.number", "-c", "2"]).stdout;
    assert_eq!(text(&lines), "{\"frame.number\":1}\n{\"frame.number\":2}\n");

    let mut live = Live::start(&["-T", "json"]);
    live.send(&capture(2));
    let mut bytes = vec![0; 10];
    live.output.read_exact(&mut bytes).unwrap();
    live.signal(Signal::INT);
    live.output.read_to_end(&mut bytes).unwrap();
    assert_eq!((parsed(&bytes), ended(&mut live.child)), (2, Some(130)), "cut short by a signal");
}

#[test]
fn packets_that_do_not_decode_are_found() {
    let mut file = capture(3);
    // The second packet's IP header says it is shorter than itself.
    let second = capture(1).len() + 16;
    file[second + 14] = 0x41;
    let (_dir, file) = on_disk(&file);
    let output = read(&file, &["--only-errors"]);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert!(lines.len() == 2 && lines[0].trim_start().starts_with("2 ") && lines[1].contains("Internet Protocol Version 4"), "{lines:?}");
    assert_eq!(text(&read(&file, &["--only-errors", "--match-count"]).stdout), "1\n");
    assert_eq!(text(&read(&file, &["--only-errors", "-T", "fields", "-e", "frame.number"]).stdout), "2\n");
    assert_eq!(read(&file, &["--only-errors", "-w", "-"]).stdout.len(), capture(2).len() - capture(1).len() + 24);
}

#[test]
fn nanoseconds_are_shown_where_the_file_has_them() {
    let mut file = capture(2);
    let (_dir, micro) = on_disk(&file);
    assert!(text(&read(&micro, &[]).stdout).contains(" 0.001000 "));
    file[..4].copy_from_slice(&[0x4d, 0x3c, 0xb2, 0xa1]);
    let (_dir, nano) = on_disk(&file);
    assert!(text(&read(&nano, &[]).stdout).contains(" 0.000001000 "));
}

#[test]
fn the_user_may_say_what_a_port_carries() {
    let (_dir, file) = on_disk(&capture(31));
    let last = |args: &[&str]| {
        let output = read(&file, &[&["-T", "fields", "-e", "frame.protocols"][..], args].concat());
        text(&output.stdout).lines().last().unwrap().to_owned()
    };
    assert_eq!(last(&[]), "eth:ethertype:ip:udp:data");
    assert!(last(&["-d", "udp.port==12345,eth"]).starts_with("eth:ethertype:ip:udp:eth"));
    assert!(last(&["-d", "udp.port==12300-12400,eth"]).starts_with("eth:ethertype:ip:udp:eth"));
    assert_eq!(last(&["-d", "tcp.port==12345,eth"]), "eth:ethertype:ip:udp:data");
    assert_eq!(last(&["-d", "ip.proto==17,esp"]), "eth:ethertype:ip:esp");
    assert_eq!(last(&["-d", "ip.proto==17,esp", "-d", "ip.proto==17,tcp"]), "eth:ethertype:ip:tcp", "the last word counts");
    assert!(last(&["-d", "ethertype==0x0800,mpls"]).starts_with("eth:ethertype:mpls"));
    for wrong in ["udp.port==1,ehernet", "udp.prt==1,eth", "ip.proto==x,tcp"] {
        assert_eq!(read(&file, &["-d", wrong]).status.code(), Some(2), "{wrong}");
    }
}

#[test]
fn reading_twice_tells_of_later_packets() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures/tcp-http.pcap");
    let first = |args: &[&str]| {
        let output = read(&file, &[&["-T", "fields", "-e", "tcp.completeness"][..], args].concat());
        text(&output.stdout).lines().find(|line| !line.is_empty()).unwrap().to_owned()
    };
    assert_eq!((first(&[]), first(&["-2"])), ("0".to_owned(), "31".to_owned()));
    let output = pkt(&["read", "-2", "-"]).stdin(Stdio::null()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("-2 reads its input twice"), "{}", text(&output.stderr));
}

#[test]
fn configuration_gives_way_to_the_command_line() {
    let (dir, file) = on_disk(&capture(3));
    std::fs::create_dir(dir.path().join("pktlab")).unwrap();
    let config = |text: &str| std::fs::write(dir.path().join("pktlab/config.toml"), text).unwrap();
    let read = |args: &[&str]| {
        let output = pkt(&["read"]).arg(&file).args(args).env("XDG_CONFIG_HOME", dir.path()).output().unwrap();
        assert!(output.status.success(), "{}", text(&output.stderr));
        text(&output.stdout).to_owned()
    };
    config("[read]\nformat = 'fields'\nfield = ['frame.number']\nmatch-count = true\n");
    assert_eq!(read(&[]), "3\n");
    assert_eq!(read(&["--no-match-count"]), "1\n2\n3\n");
    assert_eq!(read(&["--no-match-count", "-e", "udp.srcport"]), "0\n1\n2\n", "a list is replaced, not added to");
    config("[read]\nformat = 'none'\ncount = 2\n");
    assert_eq!(read(&[]), "");
    assert_eq!(read(&["-T", "fields", "-e", "frame.number"]), "1\n2\n");
    assert_eq!(read(&["-T", "fields", "-e", "frame.number", "-c1"]), "1\n");
    config("[read]\nformat = 'none'\nthreads = 0\n");
    let output = pkt(&["read"]).arg(&file).env("XDG_CONFIG_HOME", dir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("config.toml:3: invalid value '0'"), "{}", text(&output.stderr));
}

#[test]
fn a_live_pipe_is_answered_at_once() {
    let mut live = Live::start(&COLUMNS);
    live.send(&capture(2));
    let started = Instant::now();
    assert_eq!((live.line(), live.line()), ("1\t0\n".to_owned(), "2\t1\n".to_owned()));
    live.send(&capture(3)[capture(2).len()..]);
    assert_eq!(live.line(), "3\t2\n");
    assert!(started.elapsed() < Duration::from_secs(2));
    drop(live.input.take());
    assert_eq!(ended(&mut live.child), Some(0));
}

#[test]
fn the_first_signal_stops_with_the_counts() {
    for signal in [Signal::INT, Signal::TERM] {
        let mut live = Live::start(&COLUMNS);
        live.send(&capture(2));
        assert_eq!((live.line(), live.line()), ("1\t0\n".to_owned(), "2\t1\n".to_owned()));
        live.signal(signal);
        assert_eq!(ended(&mut live.child), Some(130));
        assert_eq!(live.said(), "stopped: 2 packets read (85 bytes)\n");
    }
}

#[test]
fn a_user_signal_asks_for_the_counts() {
    let mut live = Live::start(&COLUMNS);
    live.send(&capture(1));
    assert_eq!(live.line(), "1\t0\n");
    live.signal(Signal::USR1);
    let mut said = BufReader::new(live.child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert_eq!(line, "1 packet read (42 bytes)\n");
    live.send(&capture(2)[capture(1).len()..]);
    assert_eq!(live.line(), "2\t1\n");
    drop(live.input.take());
    assert_eq!(ended(&mut live.child), Some(0));
}

#[test]
fn the_second_signal_ends_it_now() {
    let (_dir, file) = on_disk(&capture(200_000));
    let mut child = pkt(&["read"]).arg(&file).args(COLUMNS).spawn().unwrap();
    // Nobody reads the output, so it hangs in a write when the pipe is full.
    let out = child.stdout.take().unwrap();
    let begun = Instant::now();
    while rustix::io::ioctl_fionread(&out).unwrap() < 60_000 {
        assert!(begun.elapsed() < Duration::from_secs(60), "it writes nothing");
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, Signal::INT);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(child.try_wait().unwrap(), None, "it waits for the reader");
    signal(&child, Signal::INT);
    assert_eq!(ended(&mut child), Some(130));
}

#[test]
fn quiet_says_nothing_of_a_signal() {
    let mut live = Live::start(&[&COLUMNS[..], &["-q"]].concat());
    live.send(&capture(1));
    assert_eq!(live.line(), "1\t0\n");
    live.signal(Signal::INT);
    assert_eq!((ended(&mut live.child), live.said().as_str()), (Some(130), ""));
}

/// A reader of standard input, fed by and by.
struct Live {
    child: Child,
    input: Option<std::process::ChildStdin>,
    output: BufReader<std::process::ChildStdout>,
}

impl Live {
    fn start(args: &[&str]) -> Live {
        let mut child = pkt(&["read", "-"]).args(args).stdin(Stdio::piped()).spawn().unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        Live { child, input, output }
    }

    fn send(&mut self, bytes: &[u8]) {
        self.input.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line
    }

    fn signal(&self, by: Signal) {
        signal(&self.child, by);
    }

    fn said(&mut self) -> String {
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

fn signal(child: &Child, signal: Signal) {
    // Not the program `kill`: a small system has none.
    rustix::process::kill_process(rustix::process::Pid::from_child(child), signal).unwrap();
}

/// The code of a child that must end by itself; it is killed where it does not.
fn ended(child: &mut Child) -> Option<i32> {
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(20) {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("it does not end");
}
