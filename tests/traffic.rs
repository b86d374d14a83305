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

    /// Kilobytes that it holds in memory.
    #[cfg(target_os = "linux")]
    pub(crate) fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
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
        // It talks on, never silent for long, and is still served. Where this machine made it silent, that is no fault of the server.
        let mut last = Instant::now();
        let mut cut = false;
        for _ in 0..20 {
            std::thread::sleep(Duration::from_millis(10));
            cut = stream.write_all(b"b").is_err() || stream.read(&mut [0]).unwrap_or(0) == 0;
            if cut {
                assert!(last.elapsed() > Duration::from_millis(80), "{way}: cut off in the middle");
                break;
            }
            last = Instant::now();
        }
        if !cut {
            let began = Instant::now();
            assert_eq!(stream.read(&mut [0]).unwrap_or(0), 0, "{way}: once it is silent, it is closed");
            assert!(began.elapsed() < Duration::from_secs(20), "{way}: and not only when --drain is over");
        }
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

// --- conversations ---

/// A Python with a package that `make test` installs; `None`, said, where it is missing.
pub(crate) fn python_with(package: &str) -> Option<std::path::PathBuf> {
    let own = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/scapy/bin/python");
    let known = std::env::var_os("PKTLAB_PYTHON").map(Into::into);
    let found = [known, Some(own), Some("python3".into())].into_iter().flatten().find(|python: &std::path::PathBuf| {
        let out = Command::new(python).args(["-c", &format!("import {package}")]).stdin(Stdio::null()).stderr(Stdio::null()).status();
        out.is_ok_and(|status| status.success())
    });
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{package} is missing: run scripts/setup test");
        eprintln!("skipped: Python's {package} is missing");
    }
    found
}

fn says(python: &std::path::Path, script: &str, args: &[&str]) -> String {
    let out = Command::new(python).args(["-c", script]).args(args).stdin(Stdio::null()).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Talks lines: what is sent, and what the answer must begin with.
fn lines(stream: &mut TcpStream, said: &[(&str, &str)]) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    for (words, want) in said {
        if !words.is_empty() {
            stream.write_all(format!("{words}\r\n").as_bytes()).unwrap();
        }
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        while line.len() > 4 && line.as_bytes()[3] == b'-' && line.as_bytes()[0].is_ascii_digit() {
            line.clear();
            reader.read_line(&mut line).unwrap();
        }
        assert!(line.starts_with(want), "{words}: {line}");
    }
}

#[test]
fn mail_sent_by_pythons_smtplib_is_read_by_poplib_and_imaplib() {
    let script = r#"
import imaplib, poplib, smtplib, ssl, sys
smtp, pop, imap = (int(port) for port in sys.argv[1:4])
context = ssl._create_unverified_context()
mail = "From: Ann <ann@a.example>\r\nTo: bob@b.example\r\nSubject: dots\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n"
with smtplib.SMTP('127.0.0.1', smtp, timeout=60) as s:
    s.starttls(context=context)
    s.login('me', 'secret')
    assert s.sendmail('ann@a.example', ['bob@b.example', 'eve@e.example'], mail) == {}
    s.sendmail('x@a.example', ['bob@b.example'], 'Subject: second\r\n\r\nbody')
with smtplib.SMTP('127.0.0.1', smtp, timeout=60) as s:
    try: s.login('me', 'wrong'); assert False
    except smtplib.SMTPAuthenticationError as e: assert e.smtp_code == 535

p = poplib.POP3('127.0.0.1', pop, timeout=60)
p.stls(context=context)
try: p.user('me'); p.pass_('wrong'); assert False
except poplib.error_proto: pass
p.user('me'); p.pass_('secret')
count, size = p.stat()
assert count == 2
answer, got, octets = p.retr(1)
assert got[got.index(b''):] == [b'', b'.one', b'..two', b'.', b'end'], got
assert b'Subject: dots' in got and octets > len(mail)
assert p.top(1, 1)[1][-1] == b'.one'
assert p.uidl()[1] == [b'1 1', b'2 2']
p.dele(2)
p.rset()
p.quit()

i = imaplib.IMAP4('127.0.0.1', imap, timeout=60)
i.starttls(ssl_context=context)
try: i.login('me', 'wrong'); assert False
except imaplib.IMAP4.error: pass
i.login('me', 'sec' + 'ret')
assert i.list()[1] == [b'(\\HasNoChildren) "/" INBOX']
assert i.select() == ('OK', [b'2'])
assert i.search(None, 'SUBJECT', '"dots"') == ('OK', [b'1'])
assert i.search(None, 'UNSEEN') == ('OK', [b'1 2'])
kind, [(head, body), _] = i.fetch('1', '(FLAGS BODY[TEXT])')
assert body == b'.one\r\n..two\r\n.\r\nend\r\n', body
kind, [(head, body), _] = i.fetch('1', '(BODY.PEEK[HEADER.FIELDS (SUBJECT)])')
assert body == b'Subject: dots\r\n\r\n', body
kind, [envelope] = i.fetch('1', '(ENVELOPE UID RFC822.SIZE)')
assert b'(("Ann" NIL "ann" "a.example"))' in envelope and b'UID 1' in envelope, envelope
assert i.search(None, 'UNSEEN') == ('OK', [b'2'])
assert i.store('2', '+FLAGS', r'(\Deleted)')[0] == 'OK'
assert i.append('INBOX', r'(\Flagged)', None, b'Subject: third\r\n\r\nby IMAP\r\n')[0] == 'OK'
assert i.expunge() == ('OK', [b'2'])
assert i.noop()[0] == 'OK'
assert i.uid('SEARCH', None, 'ALL') == ('OK', [b'1 3'])
assert i.search(None, 'FLAGGED', 'NOT', 'SEEN') == ('OK', [b'2'])
i.close()
i.logout()

p = poplib.POP3('127.0.0.1', pop, timeout=60)
p.user('me'); p.pass_('secret')
assert b'by IMAP' in p.retr(2)[1]
p.dele(1); p.dele(2); p.quit()
p = poplib.POP3('127.0.0.1', pop, timeout=60)
p.user('me'); p.pass_('secret')
assert p.stat() == (0, 0)
p.quit()
print('well')
"#;
    for way in ["async", "threads"] {
        let serving = Serving::start(&["smtp", "pop3", "imap", "--port", "0", "--user", "me:secret", "--concurrency", way]);
        let ports: Vec<String> = (0..3).map(|server| serving.address(server).port().to_string()).collect();
        let Some(said) = python_says(script, &[&ports[0], &ports[1], &ports[2]]) else { return };
        assert_eq!(said, "well\n");
        serving.signal();
        let (said, code) = serving.end();
        assert_eq!(code, Some(0), "{way}: {said}");
    }
}

#[test]
fn mail_servers_follow_their_rfcs() {
    let serving = Serving::start(&["smtp", "imap", "--port", "0", "-T", "none"]);
    let mut smtp = serving.connect(0);
    lines(
        &mut smtp,
        &[
            ("", "220 "),
            ("MAIL FROM:<a@b>", "503 "),
            ("EHLO me", "250 "),
            ("RCPT TO:<a@b>", "503 "),
            ("MAIL FROM:a@b", "501 "),
            ("MAIL FROM:<a@b> SIZE=999999999", "552 "),
            ("MAIL FROM:<>", "250 "),
            ("DATA", "503 "),
            ("RCPT TO:<>", "501 "),
            ("rcpt to:<b@c>", "250 "),
            ("RSET", "250 "),
            ("DATA", "503 "),
            ("NONSENSE", "500 "),
            ("QUIT", "221 "),
        ],
    );
    assert_eq!(smtp.read(&mut [0]).unwrap(), 0);
    // Several commands in one segment (PIPELINING), and what was said before STARTTLS's handshake is forgotten.
    let mut smtp = serving.connect(0);
    lines(
        &mut smtp,
        &[
            ("", "220 "),
            ("EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA", "250 "),
            ("", "250 "),
            ("", "250 "),
            ("", "354 "),
            ("x\r\n.", "250 "),
            ("STARTTLS\r\nMAIL FROM:<evil@b>", "220 "),
        ],
    );
    let mut imap = serving.connect(1);
    lines(
        &mut imap,
        &[
            ("", "* OK "),
            ("a SELECT INBOX", "a BAD "),
            ("b LOGIN {2}", "+ "),
            ("me {6+}\r\nsecret", "b OK "),
            ("c FETCH 1 FLAGS", "c BAD "),
            ("d STATUS INBOX (MESSAGES UNSEEN)", "* STATUS INBOX (MESSAGES 1 UNSEEN 1)"),
            ("", "d OK "),
            ("e APPEND INBOX {99999999}", "e NO "),
            ("f LOGOUT", "* BYE "),
            ("", "f OK "),
        ],
    );
}

#[test]
fn calls_of_pythons_xmlrpc_and_others() {
    let script = r#"
import json, sys, urllib.request, xmlrpc.client
xml, rpc, http = (int(port) for port in sys.argv[1:4])
p = xmlrpc.client.ServerProxy(f'http://127.0.0.1:{xml}/RPC2')
assert 'system.listMethods' in p.system.listMethods()
assert p.double(21) == 42 and p.double('ab') == 'abab' and p.double(1.5) == 3.0
value = {'a': [1, True, 2.5, 'ü<&', xmlrpc.client.Binary(b'\0\1')], 'b': {}}
assert p.echo(value) == value, p.echo(value)
hexed, = p.craft('Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/IP(src="192.0.2.1",dst="192.0.2.2")/UDP(sport=1,dport=2)/"hi"')
layers = p.decode(hexed)['layers']
assert [layer['proto'] for layer in layers] == ['eth', 'ip', 'udp', 'data'], layers
assert layers[2]['udp.dstport'] == 2
assert '127.0.0.1' in p.resolve('localhost') or '::1' in p.resolve('localhost')
for wrong in ('double', 'nothing', 'decode'):
    try: getattr(p, wrong)(); assert False
    except xmlrpc.client.Fault as e: assert e.faultCode in (-32601, -32602)

def ask(port, path, body=None):
    request = urllib.request.Request(f'http://127.0.0.1:{port}{path}', data=body)
    with urllib.request.urlopen(request, timeout=60) as answer: return answer.status, answer.read()
def call(body): return json.loads(ask(rpc, '/', json.dumps(body).encode())[1])
assert call({'jsonrpc': '2.0', 'method': 'double', 'params': [4], 'id': 'x'}) == {'jsonrpc': '2.0', 'result': 8, 'id': 'x'}
assert call({'jsonrpc': '2.0', 'method': 'nothing', 'id': 1})['error']['code'] == -32601
assert call({'method': 'double', 'id': 1})['error']['code'] == -32600
assert [one['result'] for one in call([{'jsonrpc': '2.0', 'method': 'echo', 'params': [n], 'id': n} for n in range(3)])] == [0, 1, 2]
assert json.loads(ask(rpc, '/', b'{')[1])['error']['code'] == -32700
assert ask(rpc, '/', b'{"jsonrpc":"2.0","method":"echo"}') == (204, b'')

assert ask(http, '/')[0] == 200
assert ask(http, '/echo', b'x' * 100000) == (200, b'x' * 100000)
assert ask(http, '/bytes/1000000') == (200, b'x' * 1000000)
assert json.loads(ask(http, '/headers')[1])['headers']['host'] == f'127.0.0.1:{http}'
assert ask(http, '/redirect')[0] == 200
for code in (404, 503):
    try: ask(http, f'/status/{code}'); assert False
    except urllib.error.HTTPError as e: assert e.code == code
print('well')
"#;
    for way in ["async", "blocking", "threads"] {
        let serving = Serving::start(&["xmlrpc", "jsonrpc", "http", "--port", "0", "--concurrency", way]);
        let ports: Vec<String> = (0..3).map(|server| serving.address(server).port().to_string()).collect();
        let Some(said) = python_says(script, &[&ports[0], &ports[1], &ports[2]]) else { return };
        assert_eq!(said, "well\n", "{way}");
        serving.signal();
        let (said, code) = serving.end();
        assert_eq!(code, Some(0), "{way}: {said}");
        assert!(!said.contains("failed"), "{way}: {said}");
    }
}

#[test]
fn calls_of_pythons_msgpack_rpc() {
    let Some(python) = python_with("msgpack") else { return };
    let serving = Serving::start(&["msgpackrpc", "--port", "0"]);
    let script = r#"
import msgpack, socket, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 60)
unpacker = msgpack.Unpacker()
def answer():
    while True:
        for message in unpacker: return message
        bytes = s.recv(65536)
        assert bytes
        unpacker.feed(bytes)
def call(number, method, *params):
    s.sendall(msgpack.packb([0, number, method, params]))
    return answer()
assert call(1, 'double', 21) == [1, 1, None, 42]
value = {'a': [1, None, 2.5, b'\0\xff'], 'b': 2**40}
assert call(2, 'echo', value) == [1, 2, None, value]
assert call(3, 'nothing')[2]
s.sendall(msgpack.packb([2, 'echo', [1]]))
# Two at once, and one that comes in pieces.
s.sendall(msgpack.packb([0, 4, 'echo', ['a']]) + msgpack.packb([0, 5, 'echo', ['b']]))
assert [answer(), answer()] == [[1, 4, None, 'a'], [1, 5, None, 'b']]
for byte in msgpack.packb([0, 6, 'echo', ['c' * 100]]): s.sendall(bytes([byte]))
assert answer() == [1, 6, None, 'c' * 100]
s.sendall(msgpack.packb([0, 7, 'echo', ['d' * 1000000]]))
assert answer() == [1, 7, None, 'd' * 1000000]
print('well')
"#;
    assert_eq!(says(&python, script, &[&serving.address(0).port().to_string()]), "well\n");
}

// --- hostile clients ---

#[cfg(target_os = "linux")]
#[test]
fn hostile_clients_neither_stop_it_nor_fill_it() {
    let kinds = ["tcp-echo", "http", "smtp", "pop3", "imap", "xmlrpc", "jsonrpc", "msgpackrpc"];
    let mut args = kinds.to_vec();
    args.extend(["--port", "0", "-T", "none", "--request-timeout", "1", "--max-connections", "60"]);
    let serving = Serving::start(&args);
    let well = |serving: &Serving| {
        assert_eq!(ask(&mut serving.connect(0), b"x", 1), b"x");
        let mut http = serving.connect(1);
        assert!(ask(&mut http, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", 15).starts_with(b"HTTP/1.1 200 OK"));
        for server in 2..5 {
            assert!(serving.connect(server).read(&mut [0; 100]).unwrap() > 3);
        }
    };
    well(&serving);
    let before = serving.memory();
    // Lines of ten million bytes, and as much of nothing that makes sense.
    for server in 1..kinds.len() {
        for byte in [b'a', b'\0', b'<', b'[', 0x91, 0xdb] {
            let mut stream = serving.connect(server);
            stream.set_write_timeout(Some(Duration::from_secs(10))).unwrap();
            for _ in 0..160 {
                if stream.write_all(&[byte; 65_536]).is_err() {
                    break;
                }
            }
            drop(stream);
        }
    }
    well(&serving);
    // Some send a byte now and then, and some half of a request and no more: each is closed in time.
    let halves: [&[u8]; 7] =
        [b"GET / HTTP/1.1\r\nHo", b"EHLO", b"USER", b"a LOGIN {5}\r\n", b"POST / HTTP/1.1\r\nContent-", b"POST / HT", b"\x94\x00"];
    let mut slow: Vec<TcpStream> = halves
        .iter()
        .enumerate()
        .flat_map(|(at, half)| {
            (0..30)
                .map(|_| {
                    let mut stream = serving.connect(at + 1);
                    stream.write_all(half).unwrap();
                    stream
                })
                .collect::<Vec<_>>()
        })
        .collect();
    // More than there are places for, all at once and without a word; beside the slow there are places left.
    well(&serving);
    let began = Instant::now();
    for stream in &mut slow {
        let mut bytes = [0; 4096];
        while let Ok(n) = stream.read(&mut bytes) {
            if n == 0 {
                break;
            }
            // Meanwhile it says a little more, which does not help it.
            let _ = stream.write_all(b"x");
        }
        assert!(began.elapsed() < LONG, "a slow client is closed");
    }
    let flood: Vec<TcpStream> = (0..200).filter_map(|_| TcpStream::connect_timeout(&serving.address(1), LONG).ok()).collect();
    drop(flood);
    well(&serving);
    let after = serving.memory();
    assert!(after < before + 100_000, "{before} kB, then {after} kB");
    serving.signal();
    assert_eq!(serving.end().1, Some(0));
}

// --- probe ---

fn probe(args: &[&str]) -> (serde_json::Value, Option<i32>) {
    let patience: &[&str] = if args.contains(&"--timeout") { &[] } else { &["--timeout", "60"] };
    let out = pkt(&["probe", "-T", "json"]).args(patience).args(args).output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    let value = serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {said}"));
    (value, out.status.code())
}

/// One conversation that goes well: its phases' names, and its answer.
fn goes_well(args: &[&str]) -> (Vec<String>, String) {
    let (value, code) = probe(args);
    assert_eq!(code, Some(0), "{args:?}: {value}");
    let one = &value[0];
    let phases = one["phases"].as_array().unwrap();
    let mut end = 0.0;
    for phase in phases {
        let (start, seconds) = (phase["start"].as_f64().unwrap(), phase["seconds"].as_f64().unwrap());
        assert!((start - end).abs() < 1e-6 || start >= end, "{value}");
        end = start + seconds;
    }
    assert!((one["whole"].as_f64().unwrap() - end).abs() < 1e-6, "{value}");
    (phases.iter().map(|phase| phase["name"].as_str().unwrap().to_owned()).collect(), one["answer"].as_str().unwrap().to_owned())
}

#[test]
fn probes_of_our_own_servers() {
    let serving = Serving::start(&[
        "tcp-echo",
        "udp-echo",
        "http",
        "https",
        "smtp",
        "pop3",
        "imap",
        "xmlrpc",
        "jsonrpc",
        "msgpackrpc",
        "--port",
        "0",
        "-T",
        "none",
    ]);
    let url = |server: usize, scheme: &str| format!("{scheme}://{}", serving.at[server].1);
    let (phases, answer) = goes_well(&[&url(0, "tcp"), "--data", "Hey!"]);
    assert_eq!((phases.join(" "), answer.as_str()), ("name connect request answer".to_owned(), "Hey!"));
    let (phases, answer) = goes_well(&[&url(1, "udp"), "--data", "Hey!"]);
    assert_eq!((phases.join(" "), answer.as_str()), ("name request".to_owned(), "Hey!"));
    assert_eq!(goes_well(&[&format!("{}/echo", url(2, "http")), "--data", "a body"]).1, "a body");
    let (phases, answer) = goes_well(&[&format!("{}/bytes/5", url(3, "https")), "-k"]);
    assert_eq!((phases.join(" "), answer.as_str()), ("name connect tls request answer".to_owned(), "xxxxx"));
    let (value, code) = probe(&[&url(3, "https")]);
    assert_eq!((code, &value[0]["failure"]["phase"]), (Some(5), &"tls".into()), "nobody signed for it: {value}");

    let (phases, _) = goes_well(&[&url(4, "smtp"), "-k", "--starttls", "--data", "A mail\nto you"]);
    assert_eq!(phases.join(" "), "name connect greeting hello starttls tls hello mail request answer goodbye");
    let mail = url(5, "pop3").replace("//", "//me:secret@");
    assert!(goes_well(&[&mail, "--data", "RETR 1"]).1.contains("A mail\r\nto you\r\n.\r\n"));
    let mail = url(6, "imap").replace("//", "//me:secret@");
    let (phases, answer) = goes_well(&[&mail, "-k", "--starttls", "--data", "FETCH 1 BODY[TEXT]", "--expect", "to you"]);
    assert_eq!(phases.join(" "), "name connect greeting starttls tls hello login select request answer goodbye");
    assert!(answer.contains("A mail\r\nto you"), "{answer}");

    for (server, scheme) in [(7, "xmlrpc"), (8, "jsonrpc"), (9, "msgpackrpc")] {
        let url = url(server, scheme);
        assert!(goes_well(&[&url]).1.contains("\"system.listMethods\""), "{scheme}");
        assert_eq!(goes_well(&[&url, "--data", "double 21"]).1, "42", "{scheme}");
        assert_eq!(goes_well(&[&url, "--data", "echo 'two words'"]).1, "\"two words\"", "{scheme}");
        let (value, _) = probe(&[&url, "--data", "nothing"]);
        assert!(value[0]["facts"]["fault"].as_str().unwrap().contains("there is no method `nothing`"), "{value}");
    }
}

#[test]
fn what_is_expected_decides() {
    let serving = Serving::start(&["tcp-echo", "tcp-qotd", "--port", "0"]);
    let (echo, quote) = (format!("tcp://{}", serving.at[0].1), format!("tcp://{}", serving.at[1].1));
    assert_eq!(probe(&[&echo, "--data", "Hey!", "--expect", "^Hey!$"]).1, Some(0));
    let (value, code) = probe(&[&echo, "--data", "Hey!", "--expect", "Ho", "--timeout", "0.5"]);
    assert_eq!((code, &value[0]["met"]), (Some(5), &false.into()));
    assert!(goes_well(&[&quote]).1.ends_with("\r\n"), "who speaks first is heard");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (value, code) = probe(&[&format!("tcp://{closed}")]);
    assert_eq!((code, &value[0]["failure"]["phase"]), (Some(5), &"connect".into()));
    assert_eq!(value[0]["failure"]["why"], "Connection refused");

    let out = pkt(&["probe", &echo, "--data", "Hey!\u{1b}[2J", "-c", "3", "-i", "0.01"]).output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    assert!(text.contains("#3 tcp://") && text.contains("least / mean / most") && !text.contains('\u{1b}'), "{text}");
    assert!(text.contains("█ name ") && text.contains("▒ connect ") && text.contains("▓ request "), "{text}");
}

#[test]
fn probes_of_pythons_servers() {
    let script = r#"
import http.server, sys, threading, xmlrpc.server
x = xmlrpc.server.SimpleXMLRPCServer(('127.0.0.1', 0), logRequests=False, allow_none=True)
x.register_introspection_functions()
x.register_function(lambda a, b: a + b, 'add')
class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass
h = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Quiet)
threading.Thread(target=h.serve_forever, daemon=True).start()
print(x.server_address[1], h.server_address[1], flush=True)
x.serve_forever()
"#;
    if !crate::installed("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("page"), "a page").unwrap();
    let mut child = Command::new("python3").args(["-c", script]).current_dir(folder.path()).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ports: Vec<&str> = line.split_whitespace().collect();
    let done = std::panic::catch_unwind(|| {
        assert_eq!(goes_well(&[&format!("xmlrpc://127.0.0.1:{}", ports[0]), "--data", "add 40 2"]).1, "42");
        assert!(goes_well(&[&format!("xmlrpc://127.0.0.1:{}", ports[0])]).1.contains("\"add\""));
        assert_eq!(goes_well(&[&format!("http://127.0.0.1:{}/page", ports[1])]).1, "a page");
        let (value, _) = probe(&[&format!("http://127.0.0.1:{}/none", ports[1])]);
        assert!(value[0]["facts"]["status"].as_str().unwrap().starts_with("404"), "{value}");
    });
    child.kill().unwrap();
    child.wait().unwrap();
    done.unwrap();
}

#[test]
fn probes_of_redis() {
    if !crate::installed("redis-server") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port().to_string();
    let mut child = Command::new("redis-server")
        .args(["--port", &port, "--bind", "127.0.0.1", "--save", "", "--requirepass", "secret", "--dir"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let end = Instant::now() + LONG;
    while TcpStream::connect(format!("127.0.0.1:{port}")).is_err() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(20));
    }
    let url = format!("redis://:secret@127.0.0.1:{port}");
    let done = std::panic::catch_unwind(|| {
        let (phases, _) = goes_well(&[&url]);
        assert_eq!(phases.join(" "), "name connect login request queue topic");
        assert_eq!(goes_well(&[&url, "--data", "SET key 'a value'"]).1, "OK");
        assert_eq!(goes_well(&[&url, "--data", "GET key"]).1, "\"a value\"");
        assert_eq!(goes_well(&[&url, "--data", "RPUSH list 1 2 3"]).1, "3");
        assert_eq!(goes_well(&[&url, "--data", "LRANGE list 0 -1"]).1, r#"["1","2","3"]"#);
        let (value, code) = probe(&[&format!("redis://127.0.0.1:{port}")]);
        assert_eq!(code, Some(5));
        assert!(value[0]["failure"]["why"].as_str().unwrap().contains("NOAUTH"), "{value}");
        assert_eq!(goes_well(&[&url, "--data", "KEYS pktlab*"]).1, "[]", "nothing is left behind");
    });
    child.kill().unwrap();
    child.wait().unwrap();
    done.unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn the_packets_of_a_probe() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: capturing needs root");
        return;
    }
    let serving = Serving::start(&["tcp-echo", "--port", "0"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("probe.pcapng");
    let file = file.to_str().unwrap();
    let out = pkt(&["probe", &format!("tcp://{}", serving.at[0].1), "--data", "Hey!", "--ladder", "--capture", file]).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(
        out.status.success() && text.contains("├") && text.contains("SYN,ACK") && text.contains("established"),
        "{text}{}",
        String::from_utf8_lossy(&out.stderr)
    );
    let read = pkt(&["read", file, "-T", "fields", "-e", "tcp.payload"]).output().unwrap();
    let payloads = String::from_utf8_lossy(&read.stdout).into_owned();
    assert_eq!(payloads.lines().filter(|line| *line == "48657921").count(), 2, "Hey! and Hey!: {payloads}");
}

/// Each conversation is captured on loopback and decoded: methods, topics, subjects and values.
#[cfg(target_os = "linux")]
#[test]
fn the_packets_of_each_conversation_are_decoded() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: capturing needs root");
        return;
    }
    let serving =
        Serving::start(&["http", "smtp", "pop3", "imap", "xmlrpc", "jsonrpc", "msgpackrpc", "zmq-rep", "--port", "0", "-T", "none"]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("probe.pcapng");
    let file = file.to_str().unwrap();
    // What the packets say that say something, the fields joined by `|`.
    let told = |server: usize, scheme: &str, path: &str, data: &str, known: &str, fields: &[&str]| {
        let place = &serving.at[server].1;
        let out =
            pkt(&["probe", &format!("{scheme}{place}{path}"), "--data", data, "--timeout", "60", "--capture", file]).output().unwrap();
        assert!(out.status.success(), "{scheme}: {}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        let mut read = pkt(&["read", file, "-2", "-T", "fields", "-E", "separator=|"]);
        for field in fields {
            read.args(["-e", field]);
        }
        if !known.is_empty() {
            read.args(["-d", &format!("tcp.port=={},{known}", place.rsplit(':').next().unwrap())]);
        }
        let out = read.output().unwrap();
        assert!(out.status.success(), "{scheme}: {}", String::from_utf8_lossy(&out.stderr));
        let text = String::from_utf8(out.stdout).unwrap();
        text.lines().filter(|line| line.chars().any(|sign| sign != '|')).map(str::to_owned).collect::<Vec<_>>()
    };
    let fields = ["http.request.method", "http.request.uri", "http.response.code", "http.file_data"];
    assert_eq!(told(0, "http://", "/echo", "a body", "", &fields), ["POST|/echo||a body", "||200|a body"]);
    let fields = ["smtp.req.command", "imf.subject", "smtp.response.code"];
    let said = told(1, "smtp://", "", "Subject: Greetings\n\nA mail", "smtp", &fields);
    assert!(said.iter().any(|line| line.contains("|Greetings|")) && said.iter().any(|line| line == "RCPT||"), "{said:#?}");
    let said =
        told(2, "pop3://me:secret@", "", "RETR 1", "pop", &["pop.request.command", "pop.request.parameter", "pop.response.indicator"]);
    assert!(said.iter().any(|line| line == "RETR|1|") && said.iter().any(|line| line == "||+OK"), "{said:#?}");
    let said = told(3, "imap://me:secret@", "", "FETCH 1 BODY[TEXT]", "imap", &["imap.request.command", "imap.response.status"]);
    assert!(said.iter().any(|line| line == "FETCH|") || said.iter().any(|line| line == "fetch|"), "{said:#?}");
    let said = told(4, "xmlrpc://", "", "double 21", "", &["xmlrpc.methodname", "xml.cdata"]);
    assert_eq!(said, ["double|double,21", "|42"]);
    let fields = ["jsonrpc.method", "jsonrpc.params", "jsonrpc.id", "jsonrpc.result"];
    assert_eq!(told(5, "jsonrpc://", "", "double 21", "", &fields), ["double|[21]|1|", "||1|42"]);
    let fields = ["jsonrpc.method", "jsonrpc.error.code", "jsonrpc.error.message"];
    assert_eq!(told(5, "jsonrpc://", "", "nothing", "", &fields)[1], "|-32601|there is no method `nothing`");
    let fields = ["msgpackrpc.type", "msgpackrpc.msgid", "msgpackrpc.method", "msgpackrpc.params", "msgpackrpc.result"];
    assert_eq!(told(6, "msgpackrpc://", "", "double 21", "", &fields), ["0|1|double|[21]|", "1|1|||42"]);
    let fields = ["msgpackrpc.method", "msgpackrpc.error", "msgpackrpc.response_in", "msgpackrpc.request_in"];
    let said = told(6, "msgpackrpc://", "", "nothing", "msgpack", &fields);
    assert!(said[0].starts_with("nothing||") && said[0].ends_with('|') && said[1].contains("there is no method `nothing`||"), "{said:#?}");
    let said = told(7, "zmq+req://", "", "Hey!", "", &["zmtp.greeting.mechanism", "zmtp.command.name", "zmtp.frame.body"]);
    assert!(
        said.iter().any(|line| line.contains("NULL")) && said.iter().filter(|line| line.contains("48657921")).count() == 2,
        "{said:#?}"
    );
}

#[test]
fn a_question_of_names() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let place = socket.local_addr().unwrap();
    let server = std::thread::spawn(move || {
        let mut bytes = [0; 512];
        let (n, from) = socket.recv_from(&mut bytes).unwrap();
        let question = bytes[..n].to_vec();
        // An answer, and no such name.
        bytes[2] |= 0x80;
        bytes[3] |= 3;
        socket.send_to(&bytes[..n], from).unwrap();
        question
    });
    let (value, code) = probe(&[&format!("dns://{place}/www.example.com?type=AAAA")]);
    assert_eq!((code, value[0]["facts"]["status"].as_str()), (Some(0), Some("no such name")), "{value}");
    let question = server.join().unwrap();
    assert_eq!(question[2..], *b"\x01\0\0\x01\0\0\0\0\0\0\x03www\x07example\x03com\0\0\x1c\0\x01");
}

// --- load ---

fn load(args: &[&str]) -> serde_json::Value {
    let out = pkt(&["load", "-T", "json"]).args(args).output().unwrap();
    serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {}", String::from_utf8_lossy(&out.stderr)))
}

#[test]
fn load_counts_what_was_answered() {
    let serving = Serving::start(&["tcp-echo", "udp-echo", "http", "jsonrpc", "--port", "0", "-T", "none"]);
    let url = |server: usize, scheme: &str| format!("{scheme}://{}", serving.at[server].1);
    for (server, scheme) in [(0, "tcp-echo"), (1, "udp-echo"), (2, "http"), (3, "jsonrpc")] {
        let value = load(&[&url(server, scheme), "--connections", "3", "--duration", "0.5", "--size", "100"]);
        let n = |key: &str| value[key].as_u64().unwrap();
        assert!(n("answered") > 10 && n("answered") == n("sent") && value["errors"] == serde_json::json!({}), "{scheme}: {value}");
        assert_eq!(value["latency"]["count"], value["answered"], "{scheme}");
        assert!(value["latency"]["p50"].as_f64().unwrap() <= value["latency"]["p99"].as_f64().unwrap());
    }
    let value = load(&[&url(0, "tcp-echo"), "--connections", "4", "--duration", "1", "--rate", "200"]);
    assert_eq!(value["sent"].as_u64().unwrap() + value["unsent"].as_u64().unwrap(), 200, "the timetable is kept: {value}");
    let value = load(&[&url(1, "udp-echo"), "--connections", "2", "--duration", "1", "--rate", "500"]);
    let all = &value["datagrams"];
    assert_eq!((all["sent"].as_u64(), all["lost"].as_u64(), all["duplicates"].as_u64()), (Some(500), Some(0), Some(0)), "{value}");
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let out = pkt(&["load", &format!("tcp-echo://{closed}"), "--duration", "0.2", "--connections", "2"]).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.code() == Some(5) && text.contains("× connect: refused"), "{text}");
    let out = pkt(&["load", &url(0, "tcp-echo"), "--duration", "0.3"]).output().unwrap();
    let text = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success() && text.contains("p99 ") && text.contains(" │█"), "{text}");
}

#[test]
fn a_server_that_stalls_cannot_hide_it() {
    // It echoes, and once does nothing for a second.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let place = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let (begin, mut stalled, mut bytes) = (Instant::now(), false, [0; 4096]);
        while let Ok(n) = stream.read(&mut bytes) {
            if n == 0 {
                break;
            }
            if begin.elapsed() > Duration::from_secs(1) && !std::mem::replace(&mut stalled, true) {
                std::thread::sleep(Duration::from_secs(1));
            }
            if stream.write_all(&bytes[..n]).is_err() {
                break;
            }
        }
    });
    let value = load(&[&format!("tcp-echo://{place}"), "--connections", "1", "--duration", "4", "--rate", "200"]);
    // A quarter of the timetable fell into the second in which nobody answered: a tenth of all waited for more than 0.4 s.
    let p = |of: &str, at: &str| value[of][at].as_f64().unwrap();
    assert!(p("latency", "p99") > 0.8 && p("latency", "p90") > 0.4, "the stall shows: {value}");
    assert!(p("latency", "max") < 3.0, "{value}");
    assert!(p("service", "p99") < 0.5, "one request alone met the stall: {value}");
}

#[test]
fn datagrams_lost_doubled_and_out_of_order_are_told() {
    // Of ten datagrams one is dropped, one comes twice, and two change places.
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let place = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut bytes, mut held) = ([0; 4096], vec![]);
        for number in 0.. {
            let Ok((n, from)) = socket.recv_from(&mut bytes) else { return };
            let answer = &bytes[..n];
            match number % 10 {
                3 => {}
                5 => (0..2).for_each(|_| drop(socket.send_to(answer, from))),
                7 => held = answer.to_vec(),
                8 => {
                    let _ = socket.send_to(answer, from);
                    let _ = socket.send_to(&held, from);
                }
                _ => drop(socket.send_to(answer, from)),
            }
        }
    });
    let value = load(&[&format!("udp-echo://{place}"), "--connections", "1", "--duration", "1", "--rate", "300", "--timeout", "1"]);
    let all = &value["datagrams"];
    let n = |key: &str| all[key].as_u64().unwrap();
    assert_eq!((n("sent"), n("lost"), n("duplicates"), n("reordered")), (300, 30, 30, 30), "{value}");
    assert!(all["jitter"].as_f64().unwrap() > 0.0);
}

// --- ZeroMQ ---

#[test]
fn sockets_of_pyzmq() {
    let Some(python) = python_with("zmq") else { return };
    let serving = Serving::start(&["zmq-rep", "zmq-pub", "zmq-sub", "zmq-push", "zmq-pull", "--port", "0"]);
    let script = r#"
import sys, time, zmq
rep, pub, sub, push, pull = sys.argv[1:]
context = zmq.Context()
def socket(kind, place):
    s = context.socket(kind)
    s.setsockopt(zmq.RCVTIMEO, 60000)
    s.setsockopt(zmq.LINGER, 10000)
    s.connect('tcp://' + place)
    return s
a = socket(zmq.REQ, rep)
for n in range(3):
    a.send(b'hello %d' % n)
    assert a.recv() == b'hello %d' % n
a.send_multipart([b'a', b'', b'b' * 100000])
assert a.recv_multipart() == [b'a', b'', b'b' * 100000]
b = socket(zmq.SUB, pub)
b.subscribe(b'tick')
numbers = []
for _ in range(2):
    topic, text = b.recv_multipart()
    assert topic == b'tick'
    numbers.append(int(text.split()[0]))
assert numbers[1] == numbers[0] + 1
assert socket(zmq.PULL, push).recv().startswith(b'task ')
e = socket(zmq.PUSH, pull)
e.send(b'a task')
f = socket(zmq.PUB, sub)
# Nobody tells a publisher when somebody hears him.
for _ in range(30):
    f.send_multipart([b'topic', b'news'])
    time.sleep(0.1)
print('well')
"#;
    let places: Vec<&str> = serving.at.iter().map(|(_, place)| place.as_str()).collect();
    assert_eq!(says(&python, script, &places), "well\n");
    let (mut task, mut news) = (false, false);
    while !(task && news) {
        let line = serving.line();
        task |= line.ends_with(" zmq-pull somebody: \"a task\"");
        news |= line.ends_with(" zmq-sub somebody: \"topic news\"");
    }
    let url = format!("zmq+req://{}", serving.at[0].1);
    let (phases, answer) = goes_well(&[&url, "--data", "Hey!"]);
    assert_eq!((phases.join(" "), answer.as_str()), ("name connect greeting request".to_owned(), "Hey!"));
    serving.signal();
    assert_eq!(serving.end().1, Some(0));

    let script = r#"
import zmq
s = zmq.Context().socket(zmq.REP)
print(s.bind_to_random_port('tcp://127.0.0.1'), flush=True)
s.send(s.recv() + b' and more')
s.close(10000)
"#;
    let mut child = Command::new(python).args(["-c", script]).stdout(Stdio::piped()).spawn().unwrap();
    let mut port = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
    assert_eq!(goes_well(&[&format!("zmq+req://127.0.0.1:{}", port.trim()), "--data", "this"]).1, "this and more");
    assert!(child.wait().unwrap().success());
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(probe(&[&format!("zmq+req://{closed}")]).1, Some(5), "nobody listens there");
}
