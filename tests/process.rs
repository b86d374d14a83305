//! The processes behind packets, as `pkt sniff --process` tells them: this test's own, and a child's.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

struct Running {
    child: Child,
    said: BufReader<ChildStderr>,
    /// What it said until it captured.
    before: String,
}

/// A capture on the loopback interface into a file, that has begun; `None`, said, where this user may not capture.
fn capture(file: &Path, options: &[&str], filter: &str) -> Option<Running> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.args(["sniff", "-i", "lo", "--process", "-w"]).arg(file).args(options).args(filter.split(' '));
    command.env("XDG_CONFIG_HOME", "/nonexistent").stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("capturing on lo") {
        if said.read_line(&mut line).unwrap() == 0 {
            assert_eq!(child.wait().unwrap().code(), Some(4), "it is the rights that are missing");
            eprintln!("skipped: this user may not capture");
            return None;
        }
    }
    Some(Running { child, said, before: line })
}

/// Ends it; what it printed and what it said.
fn end(running: Running) -> (String, String) {
    let Running { mut child, mut said, before: mut rest } = running;
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    let mut printed = String::new();
    child.stdout.take().unwrap().read_to_string(&mut printed).unwrap();
    said.read_to_string(&mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0), "{rest}");
    (printed, rest)
}

fn columns(file: &Path, fields: &[&str]) -> Vec<Vec<String>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.args(["read", "-T", "fields"]).arg(file);
    for field in fields {
        command.args(["-e", field]);
    }
    let out = command.output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

/// The system's name of this process.
fn own_name() -> String {
    std::fs::read_to_string("/proc/self/comm").unwrap().trim_end().to_owned()
}

/// On a machine that is busy with other tests there may be no time left for asking, and then nothing is told: once more.
fn patiently(test: fn()) {
    for _ in 0..3 {
        if std::panic::catch_unwind(test).is_ok() {
            return;
        }
    }
    test();
}

#[test]
fn both_ends_are_told_in_views_and_in_the_file() {
    patiently(both_ends);
}

fn both_ends() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.pcapng");
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let listener = TcpListener::bind("[::1]:0").unwrap();
    let filter = format!("udp port {} or tcp port {}", udp.local_addr().unwrap().port(), listener.local_addr().unwrap().port());
    let Some(running) = capture(&file, &["--print"], &filter) else { return };
    let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let mut server = listener.accept().unwrap().0;
    client.write_all(b"one").unwrap();
    server.read_exact(&mut [0; 3]).unwrap();
    let other = UdpSocket::bind("127.0.0.1:0").unwrap();
    other.send_to(b"two", udp.local_addr().unwrap()).unwrap();
    udp.recv(&mut [0; 3]).unwrap();
    // The sockets stay until the packets have been looked at.
    std::thread::sleep(std::time::Duration::from_millis(500));
    drop((client, server, other));
    let (printed, said) = end(running);

    let (name, pid) = (own_name(), std::process::id());
    let want = format!("[{name} {pid} → {name} {pid}]");
    let data: Vec<&str> = printed.lines().filter(|line| line.contains("Len=3")).collect();
    assert!(data.len() == 2 && data.iter().all(|line| line.ends_with(&want)), "{printed}{said}");
    let rows = columns(&file, &["frame.process.name", "frame.process.pid", "frame.len"]);
    assert!(rows.len() >= 6, "{rows:?}");
    for row in &rows {
        assert_eq!(row[0..2], [format!("{name},{name}"), format!("{pid},{pid}")], "{rows:?}");
    }
    if crate::installed("tshark") {
        let out = Command::new("tshark").args(["-n", "-r"]).arg(&file).args(["-T", "fields", "-e", "frame.comment"]).output().unwrap();
        let comments = String::from_utf8(out.stdout).unwrap();
        assert_eq!(comments.lines().count(), rows.len());
        let want = format!("sent by {name}, pid {pid},received by {name}, pid {pid}");
        assert!(comments.lines().all(|line| line == want), "{comments}");
    }
}

#[test]
fn another_process_is_told_apart() {
    patiently(another_process);
}

fn another_process() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("other.pcapng");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let Some(running) = capture(&file, &[], &format!("tcp port {port}")) else { return };
    // bash has a client inside.
    let script = format!("exec 3<>/dev/tcp/127.0.0.1/{port}; echo hello >&3; read line <&3");
    let Ok(mut child) = Command::new("bash").args(["-c", &script]).spawn() else {
        eprintln!("skipped: bash is missing");
        end(running);
        return;
    };
    let (mut server, _) = listener.accept().unwrap();
    server.read_exact(&mut [0; 6]).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    server.write_all(b"done\n").unwrap();
    assert!(child.wait().unwrap().success());
    end(running);
    let rows = columns(&file, &["tcp.dstport", "frame.process.name", "frame.process.pid"]);
    let (name, pid) = (own_name(), std::process::id());
    for row in &rows {
        let (there, back) =
            ((format!("bash,{name}"), format!("{},{pid}", child.id())), (format!("{name},bash"), format!("{pid},{}", child.id())));
        let want = if row[0] == port.to_string() { there } else { back };
        assert_eq!((row[1].clone(), row[2].clone()), want, "{rows:?}");
    }
    assert!(rows.len() >= 6, "{rows:?}");
}

#[test]
fn pcap_has_no_place_for_it_and_another_user_sees_only_his_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("own.pcap");
    let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
    let filter = format!("udp port {}", udp.local_addr().unwrap().port());
    let Some(running) = capture(&file, &[], &filter) else { return };
    udp.send_to(b"x", udp.local_addr().unwrap()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let (_, said) = end(running);
    assert!(said.contains("comments or other options of 1 packets were left out: pcap has none"), "{said}");

    let file = folder.path().join("nobody.pcapng");
    std::fs::write(&file, b"").unwrap();
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o666)).unwrap();
    std::fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
    let Some(running) = capture(&file, &["-Z", "nobody"], &filter) else { return };
    udp.send_to(b"x", udp.local_addr().unwrap()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    let (_, said) = end(running);
    assert!(said.contains("as nobody, only processes of that user are seen"), "{said}");
    assert_eq!(columns(&file, &["frame.process.pid"]), [[""]], "root's socket is not nobody's");
}
