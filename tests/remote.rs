//! Captures that go elsewhere and come from elsewhere: streams, queues, topics. All of it on loopback.

use crate::traffic::pkt;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(120);

/// A capture of so many datagrams, each of which tells its number, an IPv4 identification of its own.
fn numbered(path: &Path, count: u16) {
    let mut out = vec![];
    // pcap, microseconds, raw IPv4.
    for field in [0xa1b2_c3d4, 0x0004_0002, 0, 0, 65_535, 228u32] {
        out.extend_from_slice(&field.to_le_bytes());
    }
    for number in 0..count {
        let mut frame = vec![0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2, 0x0f, 0xa0, 0x0f, 0xa1, 0, 8, 0, 0];
        frame[4..6].copy_from_slice(&number.to_be_bytes());
        for field in [u32::from(number), 0, frame.len() as u32, frame.len() as u32] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        out.extend_from_slice(&frame);
    }
    std::fs::write(path, out).unwrap();
}

/// A program at work; killed when dropped.
struct Running(Child);

impl Running {
    fn start(args: &[&str]) -> Running {
        Running(pkt(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
    }

    /// The address behind `listening on`.
    fn listens(&mut self) -> (String, BufReader<std::process::ChildStderr>) {
        let mut said = BufReader::new(self.0.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let at = line.trim_end().strip_prefix("listening on ").unwrap_or_else(|| panic!("it said: {line}"));
        (at.to_owned(), said)
    }

    fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.0), signal).unwrap();
    }

    fn wait(&mut self) -> ExitStatus {
        until("it ends", || self.0.try_wait().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for a thing.
fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begun.elapsed() < LONG, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn run(args: &[&str]) -> (String, String, i32) {
    let out = pkt(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&out.stdout), text(&out.stderr), out.status.code().unwrap_or(-1))
}

#[test]
fn a_stream_is_the_file() {
    let dir = folder();
    let (frames, file, far) = (dir.path().join("a.pcap"), dir.path().join("a.pcapng"), dir.path().join("b.pcapng"));
    numbered(&frames, 3000);
    let [frames, file, far] = [&frames, &file, &far].map(|path| path.to_str().unwrap());
    assert_eq!(run(&["read", frames, "-w", file]).2, 0);
    for (scheme, trust) in [("tcp", ""), ("tls", "?insecure")] {
        // The reader listens; then the writer does.
        for reader_listens in [true, false] {
            let listening = format!("{scheme}://127.0.0.1:0?listen");
            let mut first = match reader_listens {
                true => Running::start(&["read", &listening, "-w", far]),
                false => Running::start(&["read", frames, "-w", &listening]),
            };
            let (at, mut said) = first.listens();
            let at = format!("{at}{trust}");
            let (_, told, code) = match reader_listens {
                true => run(&["read", frames, "-w", &at]),
                false => run(&["read", &at, "-w", far]),
            };
            assert_eq!((told.as_str(), code), ("", 0), "{at}");
            let mut rest = String::new();
            said.read_to_string(&mut rest).unwrap();
            assert_eq!((rest.as_str(), first.wait().code()), ("", Some(0)), "{at}");
            assert!(std::fs::read(file).unwrap() == std::fs::read(far).unwrap(), "{at}: what came is another file");
            std::fs::remove_file(far).unwrap();
        }
    }
}

#[test]
fn a_stream_that_breaks_goes_on() {
    let dir = folder();
    let (frames, file) = (dir.path().join("a.pcap"), dir.path().join("a.pcapng"));
    numbered(&frames, 100);
    assert_eq!(run(&["read", frames.to_str().unwrap(), "-w", file.to_str().unwrap()]).2, 0);
    let whole = std::fs::read(&file).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = format!("tcp://{}", listener.local_addr().unwrap());
    let mut reader = Running::start(&["read", &at, "-T", "fields", "-e", "ip.id"]);
    let (mut stream, _) = listener.accept().unwrap();
    stream.write_all(&whole[..whole.len() - 10]).unwrap();
    // All that is whole has been read when it is shown.
    let mut out = BufReader::new(reader.0.stdout.take().unwrap());
    let mut line = String::new();
    for _ in 0..99 {
        out.read_line(&mut line).unwrap();
    }
    rustix_reset(&stream);
    drop(stream);
    let (mut stream, _) = listener.accept().unwrap();
    stream.write_all(&whole).unwrap();
    drop(stream);
    out.read_to_string(&mut line).unwrap();
    assert_eq!(line.lines().count(), 199, "99 before the break, and all behind it");
    assert_eq!(reader.wait().code(), Some(0));
}

/// Closing this one resets the connection.
fn rustix_reset(stream: &TcpStream) {
    socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO)).unwrap();
}

#[test]
fn what_is_wrong_with_names_is_said() {
    let dir = folder();
    let frames = dir.path().join("a.pcap");
    numbered(&frames, 1);
    let frames = frames.to_str().unwrap();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    for (args, words, code) in [
        (vec!["read", "tpc://127.0.0.1:1"], "did you mean `tcp`?", 2),
        (vec!["read", "tcp://127.0.0.1"], "needs a port", 2),
        (vec!["read", "tcp://127.0.0.1:1?lisen"], "did you mean `listen`?", 2),
        (vec!["read", "redis://127.0.0.1"], "names no list", 2),
        (vec!["read", frames, "-w", "tcp://127.0.0.1:1", "--file-format", "pcap"], "pcapng", 2),
        (vec!["read", frames, "-w", "a.pcapng", "--end"], "--end", 2),
        (vec!["read", frames, "-w", "tcp://127.0.0.1:1?full=maybe"], "", 5),
        (vec!["flows", &format!("tcp://{closed}?wait=0.1")], "Connection refused", 5),
        (vec!["replay", "--dry-run", &format!("tcp://{closed}?wait=0.1")], "Connection refused", 5),
        (vec!["read", &format!("redis://:secret@{closed}/q")], "redis://:..@", 5),
    ] {
        let (out, said, got) = run(&args);
        assert_eq!(got, code, "{args:?}: {said}");
        assert!(said.contains(words) && !said.contains("secret") && !out.contains("192.0.2"), "{args:?}: {said}");
    }
}

/// A server of Redis that can be started again.
struct Redis {
    child: Child,
    port: u16,
    dir: PathBuf,
}

impl Redis {
    fn start(dir: &Path, port: Option<u16>) -> Redis {
        let port = port.unwrap_or_else(|| TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port());
        let child = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--appendonly", "yes", "--appendfsync", "always", "--save", ""])
            .arg("--dir")
            .arg(dir)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut redis = Redis { child, port, dir: dir.to_owned() };
        until("redis-server answers", || {
            assert!(redis.child.try_wait().unwrap().is_none(), "redis-server ended");
            redis.ask(&["PING"]).filter(|answer| answer.starts_with("+PONG"))
        });
        redis
    }

    /// What it answers, as it stands on the wire.
    fn ask(&self, words: &[&str]) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(LONG)).unwrap();
        let mut request = format!("*{}\r\n", words.len());
        words.iter().for_each(|word| request.push_str(&format!("${}\r\n{word}\r\n", word.len())));
        stream.write_all(request.as_bytes()).ok()?;
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    }

    fn count(&self, words: &[&str]) -> u64 {
        self.ask(words).and_then(|line| line.strip_prefix(':')?.parse().ok()).unwrap_or(u64::MAX)
    }

    /// The same data, served anew.
    fn again(mut self) -> Redis {
        self.end();
        Redis::start(&self.dir.clone(), Some(self.port))
    }

    fn end(&mut self) {
        let _ = rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Lines of a file as they stand.
fn lines(path: &Path) -> Vec<String> {
    std::fs::read_to_string(path).unwrap_or_default().lines().map(str::to_owned).collect()
}

/// Three workers on one list; one is killed in the middle, and the server is started again. Every frame is decoded.
#[test]
fn a_work_queue_loses_nothing() {
    const FRAMES: u16 = 12_000;
    if !crate::installed("redis-server") {
        return;
    }
    let dir = folder();
    let frames = dir.path().join("a.pcap");
    numbered(&frames, FRAMES);
    let redis = Redis::start(dir.path(), None);
    let queue = format!("redis://127.0.0.1:{}/frames?dead=2", redis.port);
    // They write into files, which are there whatever becomes of them.
    let outputs: Vec<PathBuf> = (0..3).map(|worker| dir.path().join(format!("{worker}.txt"))).collect();
    let work = |worker: usize| {
        let mut command = pkt(&["read", &queue, "-l", "-T", "fields", "-e", "ip.id"]);
        command.stdout(std::fs::File::create(&outputs[worker]).unwrap()).stderr(Stdio::piped());
        Running(command.spawn().unwrap())
    };
    // The one that will die does not get on: nobody reads what it shows.
    let mut doomed = Running::start(&["read", &queue, "-l", "-T", "tree"]);
    let into = format!("redis://127.0.0.1:{}/frames?batch=50", redis.port);
    let half = dir.path().join("half.pcap");
    numbered(&half, FRAMES);
    let pushed = run(&["read", frames.to_str().unwrap(), "-c", "6000", "-w", &into]);
    assert_eq!((pushed.1.as_str(), pushed.2), ("", 0));
    let holds = || {
        // A worker's list, whatever its name.
        redis.count(&["EVAL", "local n = 0 for _, w in ipairs(redis.call('SMEMBERS', 'frames:workers')) do n = n + redis.call('LLEN', 'frames:worker:' .. w) end return n", "0"])
    };
    until("a worker holds something that it cannot show", || (holds() > 0 && redis.count(&["LLEN", "frames"]) > 0).then_some(()));
    doomed.signal(rustix::process::Signal::KILL);
    doomed.wait();
    assert!(holds() > 0, "what it held is still there");
    let mut workers: Vec<Running> = (0..3).map(work).collect();
    until("all three work", || (redis.count(&["SCARD", "frames:workers"]) >= 3).then_some(()));
    // In the middle of the work one more dies, and the server is started again.
    until("somebody has shown something", || outputs.iter().any(|file| lines(file).len() > 50).then_some(()));
    workers[0].signal(rustix::process::Signal::KILL);
    workers[0].wait();
    let redis = redis.again();
    let pushed = run(&["read", half.to_str().unwrap(), "-Y", "ip.id >= 6000", "-w", &into, "--end"]);
    assert_eq!((pushed.1.as_str(), pushed.2), ("", 0));
    let mut told = String::new();
    for worker in &mut workers[1..] {
        assert_eq!(worker.wait().code(), Some(0));
        worker.0.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    }
    let mut seen = BTreeMap::<String, u32>::new();
    for output in &outputs {
        lines(output).into_iter().for_each(|id| *seen.entry(id).or_default() += 1);
    }
    // A line may have been cut by the kill.
    let whole = |number: &u16| seen.get(&format!("0x{number:04x}")).copied().unwrap_or_default();
    let lost: Vec<u16> = (0..FRAMES).filter(|number| whole(number) == 0).collect();
    assert!(lost.is_empty(), "{} lost: {lost:?}\n{told}", lost.len());
    let twice = (0..FRAMES).filter(|number| whole(number) > 1).count();
    // How many may have been decoded twice is said, and it is no fewer than were.
    let said: usize = told
        .lines()
        .filter(|line| line.contains("decoded twice"))
        .filter_map(|line| line.split(": ").nth(1)?.split(' ').next()?.parse::<usize>().ok())
        .sum();
    assert!(said > 0 && said >= twice, "{twice} were decoded twice, and {said} said:\n{told}");
    assert_eq!(redis.count(&["LLEN", "frames"]), 0);
    assert_eq!(redis.count(&["EXISTS", "frames:again"]), 0);
    // The name of one that was killed holding nothing stays until its sign of life expires, and who comes then removes it.
    until("the names of the dead are gone", || {
        let (out, said, code) = run(&["read", &format!("{queue}&drain")]);
        assert_eq!((out.as_str(), code), ("", 0), "{said}");
        (redis.count(&["SCARD", "frames:workers"]) == 0).then_some(())
    });
}

/// What a worker does not come to is given back, and who pushes is told when nobody takes.
#[test]
fn a_work_queue_has_bounds() {
    if !crate::installed("redis-server") {
        return;
    }
    let dir = folder();
    let frames = dir.path().join("a.pcap");
    numbered(&frames, 1000);
    let frames = frames.to_str().unwrap();
    let redis = Redis::start(dir.path(), None);
    let queue = format!("redis://127.0.0.1:{}/q", redis.port);
    let (_, said, code) = run(&["read", frames, "-w", &format!("{queue}?batch=100"), "--queue-length", "4", "--when-full", "drop"]);
    assert!(code == 0 && said.contains("600 packets lost: the queue was full"), "{said}");
    assert_eq!(redis.count(&["LLEN", "q"]), 4);
    let (out, said, code) = run(&["read", &queue, "-c", "150", "-T", "fields", "-e", "ip.id"]);
    assert_eq!((out.lines().count(), code), (150, 0), "{said}");
    assert!(said.contains("were given back"), "{said}");
    assert_eq!(redis.count(&["LLEN", "q"]), 3);
    // A worker waits for more, and ends at once when it is told to.
    let mut worker = Running::start(&["read", &queue, "--match-count"]);
    let left = "local n = redis.call('LLEN', 'q') for _, w in ipairs(redis.call('SMEMBERS', 'q:workers')) do n = n + redis.call('LLEN', 'q:worker:' .. w) end return n";
    until("all is taken and acknowledged", || (redis.count(&["EVAL", left, "0"]) == 0).then_some(()));
    let begun = Instant::now();
    worker.signal(rustix::process::Signal::INT);
    worker.wait();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    // With back-pressure nothing is lost: it waits until somebody takes.
    let full = Running::start(&["read", frames, "-w", &format!("{queue}?batch=100&end"), "--queue-length", "2"]);
    until("the queue is full", || (redis.count(&["LLEN", "q"]) == 2).then_some(()));
    let (out, said, code) = run(&["flows", &queue, "-T", "csv"]);
    assert!(code == 0 && said.contains("1000 packets in 10 batches"), "{said}");
    assert!(out.contains("192.0.2.1"), "{out}");
    drop(full);
}

/// Makes a pipe that a program reads a capture from, so that the test says when there is more.
fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// A subscriber that does not read does not hold up who publishes, and is told how many packets it has lost.
#[test]
fn a_slow_subscriber_stalls_nobody() {
    if !crate::installed("redis-server") {
        return;
    }
    let dir = folder();
    let (frames, pipe) = (dir.path().join("a.pcap"), dir.path().join("pipe"));
    numbered(&frames, 20_000);
    let bytes = std::fs::read(&frames).unwrap();
    fifo(&pipe);
    let redis = Redis::start(dir.path(), None);
    assert!(redis.ask(&["CONFIG", "SET", "client-output-buffer-limit", "pubsub 262144 0 0"]).unwrap().starts_with("+OK"));
    let topics = format!("redis+pubsub://127.0.0.1:{}/frames", redis.port);
    let mut publisher = Running::start(&["read", pipe.to_str().unwrap(), "-w", &topics, "--end"]);
    let mut subscriber = Running::start(&["read", &format!("{topics}?topic=udp.*"), "-T", "fields", "-e", "ip.id"]);
    let mut said = subscriber.0.stderr.take().unwrap();
    let mut out = BufReader::new(subscriber.0.stdout.take().unwrap());
    let listening = |count: u64| redis.count(&["PUBSUB", "NUMPAT"]) == count;
    until("it has subscribed", || listening(1).then_some(()));
    let mut into = std::fs::File::create(&pipe).unwrap();
    // The file's header, and ten packets of 16 + 28 bytes.
    let ten = 24 + 10 * 44;
    into.write_all(&bytes[..ten]).unwrap();
    let mut first = String::new();
    for _ in 0..10 {
        out.read_line(&mut first).unwrap();
    }
    assert_eq!(first.lines().last(), Some("0x0009"));
    subscriber.signal(rustix::process::Signal::STOP);
    // All but the last ten go through although it stands still, and Redis drops it.
    let most = bytes.len() - 10 * 44;
    into.write_all(&bytes[ten..most]).unwrap();
    until("Redis drops who does not read", || listening(0).then_some(()));
    subscriber.signal(rustix::process::Signal::CONT);
    until("it has subscribed again", || listening(1).then_some(()));
    into.write_all(&bytes[most..]).unwrap();
    drop(into);
    assert_eq!(publisher.wait().code(), Some(0));
    let mut rest = String::new();
    out.read_to_string(&mut rest).unwrap();
    assert_eq!(subscriber.wait().code(), Some(0));
    let mut told = String::new();
    said.read_to_string(&mut told).unwrap();
    let number = |word: &str| -> usize {
        let line = told.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("no `{word}`: {told}"));
        line.rsplit(": ").find_map(|part| part.split(' ').next()?.parse().ok()).unwrap_or_else(|| panic!("{line}"))
    };
    let seen = 10 + rest.lines().count();
    assert_eq!(number("heard"), seen, "{told}");
    assert!(rest.ends_with("0x4e1f\n"), "it ends with the last: {told}");
    let lost = told
        .lines()
        .find(|line| line.contains(" lost: "))
        .and_then(|line| line.split(": ").nth(1)?.split(' ').next()?.parse::<usize>().ok());
    assert_eq!(lost.unwrap() + seen, 20_000, "{told}");
}

/// The sniffer captures on while a subscriber stands still.
#[test]
fn a_slow_subscriber_stalls_no_sniffer() {
    if !rustix::process::geteuid().is_root() {
        return eprintln!("skipped: capturing needs root");
    }
    if !crate::installed("redis-server") {
        return;
    }
    let dir = folder();
    let redis = Redis::start(dir.path(), None);
    assert!(redis.ask(&["CONFIG", "SET", "client-output-buffer-limit", "pubsub 262144 0 0"]).unwrap().starts_with("+OK"));
    let topics = format!("redis+pubsub://127.0.0.1:{}/live", redis.port);
    let subscriber = Running::start(&["read", &topics]);
    until("it has subscribed", || (redis.count(&["PUBSUB", "NUMPAT"]) == 1).then_some(()));
    subscriber.signal(rustix::process::Signal::STOP);
    let heard = UdpSocket::bind("127.0.0.1:0").unwrap();
    let to = heard.local_addr().unwrap();
    let filter = format!("udp port {}", to.port());
    let mut sniffer = Running::start(&["sniff", "-i", "lo", "-B", "65536", "-c", "5000", "-w", &topics, "--end", &filter]);
    let mut said = BufReader::new(sniffer.0.stderr.take().unwrap());
    let mut told = String::new();
    said.read_line(&mut told).unwrap();
    assert!(told.contains("capturing on lo"), "{told}");
    (0..5000).for_each(|_| assert_eq!(heard.send_to(&[7; 400], to).unwrap(), 400));
    // It ends while nobody reads what Redis holds.
    assert_eq!(sniffer.wait().code(), Some(0));
    said.read_to_string(&mut told).unwrap();
    assert!(told.contains("5000 captured") && told.contains(" 0 dropped by kernel"), "{told}");
}

/// A subscriber that is not ours hears topic, number and JSON; one that pulls gets pcapng.
#[test]
fn zmq_beside_pyzmq() {
    let Some(python) = crate::traffic::python_with("zmq") else { return };
    let dir = folder();
    let (frames, pipe) = (dir.path().join("a.pcap"), dir.path().join("pipe"));
    numbered(&frames, 400);
    let bytes = std::fs::read(&frames).unwrap();
    fifo(&pipe);
    let mut publisher = Running::start(&["read", pipe.to_str().unwrap(), "-w", "zmq+pub://127.0.0.1:0", "--end"]);
    let (at, _said) = publisher.listens();
    let at = at.replace("zmq+pub", "tcp");
    let script = "
import json, sys, zmq
socket = zmq.Context().socket(zmq.SUB)
socket.setsockopt(zmq.RCVTIMEO, 100000)
socket.setsockopt(zmq.SUBSCRIBE, b'udp.')
socket.setsockopt(zmq.SUBSCRIBE, b'end')
socket.connect(sys.argv[1])
last = 0
while True:
    topic, number, text = socket.recv_multipart()
    packet = json.loads(text)
    if topic == b'end':
        break
    assert topic == b'udp.4000', topic
    assert int(number) == packet['sequence'] and packet['layers'][0]['proto'] == 'ip', packet
    assert last == 0 or int(number) == last + 1
    if last == 0:
        print('heard', flush=True)
    last = int(number)
print(last)
";
    let python_child = |script: &str, at: &str| {
        let mut command = Command::new(&python);
        command.args(["-c", script, at]).stdout(Stdio::piped()).stderr(Stdio::inherit());
        Running(command.spawn().unwrap())
    };
    let mut peer = python_child(script, &at);
    let mut out = BufReader::new(peer.0.stdout.take().unwrap());
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        tell.send(line).unwrap();
        let mut rest = String::new();
        out.read_to_string(&mut rest).unwrap();
        tell.send(rest).unwrap();
    });
    let mut into = std::fs::File::create(&pipe).unwrap();
    into.write_all(&bytes[..24]).unwrap();
    // One after the other, until it has heard one: PUB keeps nothing for who is not there yet.
    let mut sent = 0;
    until("the subscriber hears", || {
        if sent < 300 {
            into.write_all(&bytes[24 + sent * 44..24 + (sent + 1) * 44]).unwrap();
            sent += 1;
            std::thread::sleep(Duration::from_millis(20));
        }
        told.try_recv().ok()
    });
    into.write_all(&bytes[24 + sent * 44..]).unwrap();
    drop(into);
    assert_eq!(told.recv_timeout(LONG).unwrap(), "400\n");
    assert_eq!((peer.wait().code(), publisher.wait().code()), (Some(0), Some(0)));

    let mut pusher = Running::start(&["read", frames.to_str().unwrap(), "-w", "zmq+push://127.0.0.1:0?batch=100"]);
    let (at, _said) = pusher.listens();
    let script = "
import sys, zmq
socket = zmq.Context().socket(zmq.PULL)
socket.setsockopt(zmq.RCVTIMEO, 100000)
socket.connect(sys.argv[1])
for wanted in range(1, 5):
    number, batch = socket.recv_multipart()
    assert int(number) == wanted and batch[:4] == bytes.fromhex('0a0d0d0a'), (number, batch[:4])
print('all')
";
    let mut peer = python_child(script, &at.replace("zmq+push", "tcp"));
    let mut all = String::new();
    peer.0.stdout.take().unwrap().read_to_string(&mut all).unwrap();
    assert_eq!((all.as_str(), peer.wait().code(), pusher.wait().code()), ("all\n", Some(0), Some(0)));
}

/// Ours beside ours.
#[test]
fn tasks_over_zmq() {
    let dir = folder();
    let frames = dir.path().join("a.pcap");
    numbered(&frames, 1000);
    let mut pusher = Running::start(&["read", frames.to_str().unwrap(), "-w", "zmq+push://127.0.0.1:0?batch=100"]);
    let (at, _said) = pusher.listens();
    let (out, said, code) = run(&["read", &at.replace("push", "pull"), "-c", "1000", "-T", "fields", "-e", "ip.id"]);
    let ids: Vec<String> = (0..1000).map(|number| format!("0x{number:04x}")).collect();
    assert!(out.lines().eq(ids) && code == 0, "{said}");
    assert_eq!(pusher.wait().code(), Some(0));
    let (_, said, code) = run(&["read", "zmq+push://127.0.0.1:1"]);
    assert!(code == 2 && said.contains("zmq+pull://"), "{said}");
}
