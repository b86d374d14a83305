//! `pkt serve`, beside clients that are not ours.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, UdpSocket};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(60);

pub(crate) fn pkt(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.args(args).env("XDG_CONFIG_HOME", "/nonexistent").stdin(Stdio::null());
    command
}

/// Servers at work; killed when dropped.
pub(crate) struct Serving {
    child: Child,
    lines: Receiver<String>,
    /// The servers' names and places.
    pub(crate) at: Vec<(String, String)>,
}

impl Serving {
    /// `pkt serve`, once all of its servers listen.
    pub(crate) fn start(args: &[&str]) -> Serving {
        Serving::spawn(pkt(&["serve"]).args(args), args.iter().take_while(|arg| !arg.starts_with('-')).count())
    }

    fn spawn(command: &mut Command, servers: usize) -> Serving {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut at = vec![];
        while at.len() < servers {
            let mut line = String::new();
            if out.read_line(&mut line).unwrap() == 0 {
                let mut said = String::new();
                child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                panic!("it does not serve: {said}");
            }
            let (name, place) = line.trim_end().split_once(' ').unwrap();
            at.push((name.to_owned(), place.to_owned()));
        }
        let (tell, lines) = channel();
        std::thread::spawn(move || read_lines(out, &tell));
        Serving { child, lines, at }
    }

    pub(crate) fn address(&self, server: usize) -> SocketAddr {
        self.at[server].1.parse().unwrap()
    }

    pub(crate) fn connect(&self, server: usize) -> TcpStream {
        let stream = TcpStream::connect_timeout(&self.address(server), LONG).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream
    }

    /// The next line that is printed.
    pub(crate) fn line(&self) -> String {
        self.lines.recv_timeout(LONG).unwrap()
    }

    pub(crate) fn signal(&self) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::TERM).unwrap();
    }

    /// Its end: what it said on stderr, and its exit code.
    pub(crate) fn end(mut self) -> (String, Option<i32>) {
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        (said, self.child.wait().unwrap().code())
    }
}

fn read_lines(out: BufReader<ChildStdout>, tell: &std::sync::mpsc::Sender<String>) {
    for line in out.lines().map_while(Result::ok) {
        // Who does not want lines still has them read: a full pipe would stop the server's voice.
        let _ = tell.send(line);
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs Python with a script and its arguments; `None`, said, where there is none.
pub(crate) fn python(script: &str, args: &[&str]) -> Option<Output> {
    if !crate::installed("python3") {
        return None;
    }
    Some(Command::new("python3").args(["-c", script]).args(args).stdin(Stdio::null()).output().unwrap())
}

/// What a Python script prints, which must end well.
pub(crate) fn python_says(script: &str, args: &[&str]) -> Option<String> {
    let out = python(script, args)?;
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    Some(String::from_utf8(out.stdout).unwrap())
}

/// Says something and hears so many bytes.
fn ask(stream: &mut TcpStream, words: &[u8], len: usize) -> Vec<u8> {
    stream.write_all(words).unwrap();
    let mut answer = vec![0; len];
    stream.read_exact(&mut answer).unwrap();
    answer
}

const WAYS: [&str; 4] = ["blocking", "threads", "processes", "async"];

#[test]
fn echo_in_every_way() {
    for way in WAYS {
        let serving = Serving::start(&["tcp-echo", "--port", "0", "--concurrency", way, "--workers", "2"]);
        for round in 0..3 {
            let mut stream = serving.connect(0);
            let local = stream.local_addr().unwrap();
            assert_eq!(ask(&mut stream, b"Hey!", 4), b"Hey!", "{way} {round}");
            // Lines of the round before may still come.
            let want = format!(" tcp-echo {local}: \"Hey!\"");
            while !serving.line().ends_with(&want) {}
            let large: Vec<u8> = (0..1_000_000u32).map(|n| n as u8).collect();
            let mut back = stream.try_clone().unwrap();
            let reader = std::thread::spawn(move || {
                let mut all = vec![];
                back.read_to_end(&mut all).unwrap();
                all
            });
            stream.write_all(&large).unwrap();
            stream.shutdown(Shutdown::Write).unwrap();
            assert!(reader.join().unwrap() == large, "{way}: a million bytes come back as they were");
        }
        serving.signal();
        let (said, code) = serving.end();
        assert_eq!(code, Some(0), "{way}: {said}");
        assert!(said.contains(": 3 connections, ") && said.contains(", 3000012 bytes received, 3000012 sent"), "{way}: {said}");
    }
}

#[test]
fn one_after_the_other_or_side_by_side() {
    for way in WAYS {
        let serving = Serving::start(&["tcp-echo", "--port", "0", "--concurrency", way, "--workers", "1", "-T", "none"]);
        let mut first = serving.connect(0);
        assert_eq!(ask(&mut first, b"a", 1), b"a");
        let mut second = serving.connect(0);
        second.write_all(b"b").unwrap();
        let waits = matches!(way, "blocking" | "processes");
        if waits {
            second.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
            assert!(second.read(&mut [0]).is_err_and(|e| e.kind() == ErrorKind::WouldBlock), "{way}: it waits for the first");
            drop(first);
        }
        second.set_read_timeout(Some(LONG)).unwrap();
        second.read_exact(&mut [0]).unwrap();
    }
}

#[test]
fn more_clients_than_may_be_served_wait() {
    for way in ["threads", "async"] {
        let serving = Serving::start(&["tcp-echo", "--port", "0", "--concurrency", way, "--max-connections", "2", "-T", "none"]);
        let mut all: Vec<TcpStream> = (0..3).map(|_| serving.connect(0)).collect();
        all.iter_mut().for_each(|one| one.write_all(b"x").unwrap());
        for one in &mut all[..2] {
            one.read_exact(&mut [0]).unwrap();
        }
        all[2].set_read_timeout(Some(Duration::from_millis(300))).unwrap();
        assert!(all[2].read(&mut [0]).is_err(), "{way}: there is no place");
        all.remove(0);
        all[1].set_read_timeout(Some(LONG)).unwrap();
        all[1].read_exact(&mut [0]).unwrap();
    }
}

#[test]
fn so_many_and_no_more() {
    for way in WAYS {
        let serving =
            Serving::start(&["tcp-echo", "--port", "0", "--concurrency", way, "--count", "5", "--reply", "Are you talking to me?"]);
        for _ in 0..5 {
            let mut stream = serving.connect(0);
            assert_eq!(ask(&mut stream, b"Hey!", 22), b"Are you talking to me?", "{way}");
        }
        let (said, code) = serving.end();
        assert_eq!(code, Some(0), "{way}: {said}");
        assert!(said.contains("5 connections, 5 messages, 20 bytes received, 110 sent"), "{way}: {said}");
    }
    let serving = Serving::start(&["udp-echo", "--port", "0", "--once", "--reply", "Are you talking to me?"]);
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(LONG)).unwrap();
    socket.send_to(b"Hey!", serving.address(0)).unwrap();
    let mut bytes = [0; 64];
    let n = socket.recv(&mut bytes).unwrap();
    assert_eq!(&bytes[..n], b"Are you talking to me?");
    let line = serving.line();
    assert!(line.ends_with(&format!(" udp-echo {}: \"Hey!\"", socket.local_addr().unwrap())), "{line}");
    assert_eq!(serving.end().1, Some(0));
}

#[test]
fn who_is_in_the_middle_of_something_may_finish() {
    for way in WAYS {
        let serving = Serving::start(&["tcp-echo", "--port", "0", "--concurrency", way, "--drain", "30", "-T", "none", "--workers", "1"]);
        let mut stream = serving.connect(0);
        assert_eq!(ask(&mut stream, b"a", 1), b"a");
        serving.signal();
        // It talks on, never silent for long, and is still served.
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(10));
            stream.write_all(b"b").unwrap();
            if stream.read(&mut [0]).unwrap() == 0 {
                panic!("{way}: cut off in the middle");
            }
        }
        let began = Instant::now();
        assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "{way}: once it is silent, it is closed");
        assert!(began.elapsed() < Duration::from_secs(20), "{way}: and not only when --drain is over");
        assert_eq!(serving.end().1, Some(0), "{way}");
    }
}

#[test]
fn who_is_silent_for_too_long_is_gone() {
    for way in WAYS {
        let serving = Serving::start(&["tcp-echo", "--port", "0", "--concurrency", way, "--idle-timeout", "0.3"]);
        let mut stream = serving.connect(0);
        assert_eq!(ask(&mut stream, b"a", 1), b"a");
        assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "{way}");
        assert!(serving.line().ends_with("\"a\""));
        let line = serving.line();
        assert!(line.ends_with(": closed: silent or slow for too long"), "{way}: {line}");
    }
}

#[test]
fn the_small_services() {
    let kinds = ["discard", "chargen", "daytime", "time", "qotd"];
    let mut args: Vec<&str> = kinds.to_vec();
    args.extend(["--port", "0", "--bind", "127.0.0.1"]);
    // Each is served over TCP and UDP.
    let serving = Serving::spawn(pkt(&["serve"]).args(&args), 10);
    let names: Vec<&str> = serving.at.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..4], ["tcp-discard", "udp-discard", "tcp-chargen", "udp-chargen"]);
    assert_eq!(serving.address(0), serving.address(1), "the same port in both");

    let mut discard = serving.connect(0);
    discard.write_all(&[7; 100_000]).unwrap();
    discard.shutdown(Shutdown::Write).unwrap();
    assert_eq!(discard.read(&mut [0]).unwrap(), 0);

    let mut chargen = serving.connect(2);
    let mut bytes = vec![0; 74 * 200];
    chargen.read_exact(&mut bytes).unwrap();
    drop(chargen);
    assert!(bytes.chunks(74).all(|line| line.ends_with(b"\r\n")));
    assert_eq!(bytes[..74], bytes[74 * 95..74 * 96], "the pattern begins again");

    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    udp.set_read_timeout(Some(LONG)).unwrap();
    let over_udp = |server: usize| {
        udp.send_to(b"?", serving.address(server)).unwrap();
        let mut bytes = [0; 600];
        let (n, from) = udp.recv_from(&mut bytes).unwrap();
        assert_eq!(from, serving.address(server));
        bytes[..n].to_vec()
    };
    let over_tcp = |server: usize| {
        let mut bytes = vec![];
        serving.connect(server).read_to_end(&mut bytes).unwrap();
        bytes
    };
    let year = jiff::Zoned::now().year().to_string();
    for text in [over_tcp(4), over_udp(5)] {
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains(&year) && text.ends_with("\r\n"), "{text}");
    }
    for time in [over_tcp(6), over_udp(7)] {
        let since_1900 = u32::from_be_bytes(time.try_into().unwrap());
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        // 25,567 days lie between 1900 and 1970.
        let want = (now + 25_567 * 86_400) as u32;
        assert!(want.wrapping_sub(since_1900) < 30, "{since_1900} {want}");
    }
    for quote in [over_tcp(8), over_udp(9)] {
        assert!((10..=512).contains(&quote.len()) && quote.ends_with(b"\r\n"));
    }
    assert_eq!(over_udp(3).len(), 74, "a line");
}

#[test]
fn pythons_sockets_are_served() {
    let folder = tempfile::tempdir().unwrap();
    let (stream, datagram) = (folder.path().join("stream"), folder.path().join("datagram"));
    let (stream, datagram) = (stream.to_str().unwrap(), datagram.to_str().unwrap());
    let six = UdpSocket::bind("[::1]:0").is_ok();
    let places = ["tcp-echo@127.0.0.1:0", "udp-echo@127.0.0.1:0"].map(str::to_owned);
    let mut operands = places.to_vec();
    operands.extend([format!("tcp-echo@{stream}"), format!("udp-echo@{datagram}")]);
    if six {
        operands.extend(["tcp-echo@[::1]:0", "udp-echo@[::1]:0"].map(str::to_owned));
    }
    let operands: Vec<&str> = operands.iter().map(String::as_str).collect();
    let serving = Serving::start(&operands);
    let script = r#"
import os, socket, sys
for name, place in (argument.split(' ') for argument in sys.argv[2:]):
    kind = socket.SOCK_STREAM if name == 'tcp-echo' else socket.SOCK_DGRAM
    if place.startswith('/'):
        s = socket.socket(socket.AF_UNIX, kind)
        if kind == socket.SOCK_DGRAM: s.bind(os.path.join(sys.argv[1], 'own'))
        s.connect(place)
    else:
        host, port = place.rsplit(':', 1)
        s = socket.socket(socket.AF_INET6 if '[' in host else socket.AF_INET, kind)
        s.connect((host.strip('[]'), int(port)))
    s.settimeout(60)
    for n in (1, 100, 9000):
        s.send(b'x' * n)
        got = b''
        while len(got) < n: got += s.recv(65536)
        assert got == b'x' * n
    print(name)
"#;
    let at: Vec<String> = serving.at.iter().map(|(name, place)| format!("{name} {place}")).collect();
    let mut args = vec![folder.path().to_str().unwrap()];
    args.extend(at.iter().map(String::as_str));
    let Some(printed) = python_says(script, &args) else { return };
    assert_eq!(printed.lines().count(), at.len());
    serving.signal();
    let (said, code) = serving.end();
    assert_eq!(code, Some(0), "{said}");
    assert!(!std::path::Path::new(stream).exists() && !std::path::Path::new(datagram).exists(), "the paths are removed");
}

#[test]
fn tls_for_pythons_ssl() {
    let script = r#"
import socket, ssl, sys
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
certificates = set()
for _ in range(3):
    s = context.wrap_socket(socket.create_connection(('127.0.0.1', int(sys.argv[1])), 60))
    certificates.add(s.getpeercert(True))
    for n in (1, 100, 70000):
        s.sendall(b'x' * n)
        got = b''
        while len(got) < n: got += s.recv(65536)
        assert got == b'x' * n
    version = s.version()
    s.unwrap()
assert len(certificates) == 1
print(version)
"#;
    for way in WAYS {
        let serving = Serving::start(&["tcp-echo", "--port", "0", "--tls", "--concurrency", way]);
        let Some(version) = python_says(script, &[&serving.address(0).port().to_string()]) else { return };
        assert_eq!(version, "TLSv1.3\n");
        serving.signal();
        let (said, code) = serving.end();
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("3 connections") && !said.contains("failed"), "{way}: {said}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_worker_that_dies_is_replaced() {
    let serving = Serving::start(&["tcp-echo", "--port", "0", "--concurrency", "processes", "--workers", "1"]);
    assert_eq!(ask(&mut serving.connect(0), b"a", 1), b"a");
    let pid = serving.child.id();
    let tasks = std::fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let children = tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("children")).unwrap_or_default());
    let children: Vec<i32> = children.collect::<String>().split_whitespace().map(|pid| pid.parse().unwrap()).collect();
    assert_eq!(children.len(), 1);
    let worker = rustix::process::Pid::from_raw(children[0]).unwrap();
    rustix::process::kill_process(worker, rustix::process::Signal::KILL).unwrap();
    assert_eq!(ask(&mut serving.connect(0), b"b", 1), b"b");
    serving.signal();
    let (said, code) = serving.end();
    assert_eq!(code, Some(0));
    assert!(said.contains("another takes its place"), "{said}");
}

#[test]
fn objects_for_programs() {
    let mut serving = Serving::spawn(&mut pkt(&["serve", "tcp-echo", "--port", "0", "-T", "ndjson"]), 0);
    let object = |serving: &Serving| serde_json::from_str::<serde_json::Value>(&serving.line()).unwrap();
    let first = object(&serving);
    assert_eq!((&first["event"], &first["server"]), (&"listening".into(), &"tcp-echo".into()));
    serving.at.push(("tcp-echo".to_owned(), first["address"].as_str().unwrap().to_owned()));
    let mut stream = serving.connect(0);
    ask(&mut stream, b"Hey!\n", 5);
    ask(&mut stream, b"\xff\x00", 2);
    drop(stream);
    let all: Vec<_> = (0..4).map(|_| object(&serving)).collect();
    let events: Vec<_> = all.iter().map(|one| one["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["opened", "heard", "heard", "closed"]);
    assert_eq!((&all[1]["text"], &all[1]["len"]), (&"Hey!\n".into(), &5.into()));
    assert_eq!(all[2]["hex"], "ff00");
    assert_eq!(all[3]["why"], serde_json::Value::Null);
}

#[test]
fn what_cannot_be_is_said() {
    let refused = |args: &[&str], code: i32, words: &str| {
        let out = pkt(&["serve"]).args(args).output().unwrap();
        let said = String::from_utf8_lossy(&out.stderr);
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
        assert!(said.contains(words), "{args:?}: {said}");
    };
    refused(&["tpc-echo"], 2, "did you mean `tcp-echo`?");
    refused(&["tcp-echo@nowhere"], 2, "is no address");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = taken.local_addr().unwrap().to_string();
    refused(&[&format!("tcp-echo@{place}")], 3, &format!("tcp-echo cannot listen on {place}: Address already in use"));
}
