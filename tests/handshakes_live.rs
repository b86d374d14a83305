//! `pkt handshakes` on what kernels do, in network namespaces: connects that succeed, are refused, dropped, rejected, left half-open,
//! and what is agreed on with TFO, ECN, MPTCP and SYN cookies.
//!
//! Without root, or without Python, the tests say that they are skipped.

use pktlab::craft;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

/// Accepts on ports 7001 (echo) and 7005 (never accepts) of both families.
const SERVER: &str = r#"
import socket, threading, sys
def talk(c):
    try:
        data = c.recv(100)
        if data: c.sendall(data)
        c.close()
    except OSError: pass
def serve(family, proto):
    s = socket.socket(family, socket.SOCK_STREAM, proto)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    try: s.setsockopt(socket.IPPROTO_TCP, socket.TCP_FASTOPEN, 16)
    except OSError: pass
    s.bind(('', 7001 if not proto else 7007))
    s.listen(64)
    def accept():
        while True: threading.Thread(target=talk, args=(s.accept()[0],), daemon=True).start()
    threading.Thread(target=accept, daemon=True).start()
serve(socket.AF_INET, 0); serve(socket.AF_INET6, 0)
mptcp = 'mptcp'
try: serve(socket.AF_INET, 262)
except OSError: mptcp = 'plain'
print('ready', mptcp, flush=True)
sys.stdin.read()
"#;

/// One connect from a port: `FAMILY ADDRESS PORT FROM KIND SECONDS`.
const CLIENT: &str = r#"
import socket, sys
family, address, port, own, kind, seconds = sys.argv[1:]
family = socket.AF_INET6 if family == '6' else socket.AF_INET
s = socket.socket(family, socket.SOCK_STREAM, 262 if kind == 'mptcp' else 0)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', int(own)))
s.settimeout(float(seconds))
try:
    if kind == 'tfo': s.sendto(b'hello', socket.MSG_FASTOPEN, (address, int(port)))
    else:
        s.connect((address, int(port)))
        s.sendall(b'hello')
    while s.recv(100): pass
    print('connected')
except OSError as error: print(error)
"#;

/// Sends a frame, as it stands.
const RAW: &str = r#"
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(('a0', 0))
s.send(bytes.fromhex(sys.argv[1]))
"#;

struct Net {
    client: String,
    server: String,
}

impl Net {
    fn new() -> Option<Net> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: network namespaces need root");
            return None;
        }
        if !crate::installed("python3") {
            return None;
        }
        let name = format!("pktshake{}x{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let net = Net { client: format!("{name}c"), server: format!("{name}s") };
        let (c, s) = (&net.client, &net.server);
        for line in [
            format!("netns add {c}"),
            format!("netns add {s}"),
            format!("link add a0 address 02:00:00:00:00:01 netns {c} type veth peer name b0 address 02:00:00:00:00:02 netns {s}"),
            format!("-n {c} addr add 10.99.0.1/24 dev a0"),
            format!("-n {s} addr add 10.99.0.2/24 dev b0"),
            format!("-n {c} addr add 2001:db8:99::1/64 dev a0 nodad"),
            format!("-n {s} addr add 2001:db8:99::2/64 dev b0 nodad"),
            format!("-n {c} link set a0 up"),
            format!("-n {s} link set b0 up"),
            format!("-n {c} link set lo up"),
            format!("-n {s} link set lo up"),
            // Behind the server: a net that it may not pass on to, and one that it drops.
            format!("-n {c} route add 10.98.0.0/16 via 10.99.0.2"),
            format!("-n {s} route add prohibit 10.98.1.0/24"),
            format!("-n {s} route add unreachable 10.98.3.0/24"),
            format!("-n {s} route add blackhole 10.98.2.0/24"),
            format!("-n {c} -6 route add 2001:db8:98::/48 via 2001:db8:99::2"),
            format!("-n {s} -6 route add prohibit 2001:db8:98:1::/64"),
            // Somebody who never answers, as far as the server knows at the client's.
            format!("-n {s} neigh add 10.99.0.77 lladdr 02:00:00:00:00:01 dev b0"),
        ] {
            let status = Command::new("ip").args(shlex::split(&line).unwrap()).stderr(Stdio::null()).status();
            if !status.is_ok_and(|status| status.success()) {
                assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "ip {line} failed");
                eprintln!("skipped: ip {line} failed");
                return None;
            }
        }
        net.set(s, "ipv4/ip_forward", "1");
        net.set(s, "ipv6/conf/all/forwarding", "1");
        for ns in [c, s] {
            net.set(ns, "ipv4/tcp_fastopen", "3");
            net.set(ns, "ipv4/tcp_ecn", "0");
        }
        Some(net)
    }
    fn set(&self, ns: &str, key: &str, value: &str) -> bool {
        let script = format!("echo {value} > /proc/sys/net/{key}");
        self.command(ns, "sh").args(["-c", &script]).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    }
    fn command(&self, ns: &str, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", ns, program]).env("XDG_CONFIG_HOME", "/nonexistent");
        command
    }
    fn server(&self) -> (Child, bool) {
        let mut child =
            self.command(&self.server, "python3").args(["-c", SERVER]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut ready).unwrap();
        assert!(ready.starts_with("ready"), "{ready}");
        (child, ready.contains("mptcp"))
    }
    /// What a client says of a connect from that port.
    fn connect(&self, family: &str, address: &str, port: u16, own: u16, kind: &str, seconds: &str) -> String {
        let (port, own) = (port.to_string(), own.to_string());
        let out = self.command(&self.client, "python3").args(["-c", CLIENT, family, address, &port, &own, kind, seconds]).output().unwrap();
        String::from_utf8_lossy(&out.stdout).into_owned()
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        for name in [&self.client, &self.server] {
            let _ = Command::new("ip").args(["netns", "del", name]).stderr(Stdio::null()).status();
        }
    }
}

/// A program that captures, as soon as it does.
fn capturing(command: &mut Command) -> Child {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("capturing on") && stderr.read_line(&mut said).unwrap() > 0 {}
    assert!(said.contains("capturing on"), "{said}");
    std::thread::spawn(move || std::io::copy(&mut stderr, &mut std::io::sink()));
    child
}
/// Ends it as Ctrl-C does; what it printed.
fn stop(mut child: Child) -> String {
    // `ip netns exec` becomes the program.
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    let mut out = String::new();
    child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
    child.wait().unwrap();
    out
}

#[test]
fn kernels_are_understood() {
    let Some(net) = Net::new() else { return };
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("kernels.pcapng");
    let file = file.to_str().unwrap();
    let (mut server, mptcp) = net.server();
    let sniff = capturing(net.command(&net.client, env!("CARGO_BIN_EXE_pkt")).args(["sniff", "-i", "a0", "-w", file]));
    let (v4, v6) = ("10.99.0.2", "2001:db8:99::2");
    let mut wanted: Vec<(u16, &str)> = vec![];
    for (own, family, address, port, seconds, verdict) in [
        (4001, "4", v4, 7001, "10", "established"),
        (4002, "6", v6, 7001, "10", "established"),
        (4003, "4", v4, 7002, "10", "refused"),
        (4004, "6", v6, 7002, "10", "refused"),
        (4005, "4", "10.98.1.1", 80, "10", "rejected"),
        (4006, "4", "10.98.3.1", 80, "10", "rejected"),
        (4007, "6", "2001:db8:98:1::1", 80, "10", "rejected"),
        (4008, "4", "10.98.2.1", 80, "1.6", "timed-out"),
    ] {
        net.connect(family, address, port, own, "plain", seconds);
        wanted.push((own, verdict));
    }
    // Dropped by a packet filter, before the server's and before the client's eyes.
    let nft = |ns: &str, rule: &str| {
        let rules =
            format!("add table inet t; add chain inet t in {{ type filter hook input priority 0; }}; add rule inet t in {rule} drop");
        net.command(ns, "nft").arg(rules).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if nft(&net.server, "tcp dport 7003") && nft(&net.client, "tcp dport 4010") {
        net.connect("4", v4, 7003, 4009, "plain", "1.6");
        net.connect("4", v4, 7001, 4010, "plain", "1.6");
        wanted.extend([(4009, "timed-out"), (4010, "syn-ack-ignored")]);
    } else {
        eprintln!("skipped in part: nft cannot filter here");
    }
    // From an address that nobody has.
    let frame = craft::expr(
        r#"Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/IP(src="10.99.0.77",dst="10.99.0.2")/TCP(sport=4011,dport=7001,flags="S",seq=5)"#,
    );
    let hex: String = frame.unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(net.command(&net.client, "python3").args(["-c", RAW, &hex]).status().unwrap().success());
    wanted.push((4011, "half-open"));
    // Twice: the first fetches the cookie.
    net.connect("4", v4, 7001, 4012, "tfo", "10");
    net.connect("4", v4, 7001, 4013, "tfo", "10");
    wanted.extend([(4012, "established"), (4013, "established")]);
    assert!(net.set(&net.client, "ipv4/tcp_ecn", "1") && net.set(&net.server, "ipv4/tcp_ecn", "1"));
    net.connect("4", v4, 7001, 4014, "plain", "10");
    wanted.push((4014, "established"));
    if mptcp {
        net.connect("4", v4, 7007, 4015, "mptcp", "10");
        wanted.push((4015, "established"));
    } else {
        eprintln!("skipped in part: this kernel has no MPTCP");
    }
    let cookies = net.set(&net.server, "ipv4/tcp_syncookies", "2");
    // Without timestamps there is no place for the options.
    for own in 4016..4020 {
        net.connect("4", v4, 7001, own, "plain", "10");
        wanted.push((own, "established"));
        if own == 4017 {
            assert!(net.set(&net.client, "ipv4/tcp_timestamps", "0"));
        }
    }
    // What was sent arrives; the capture ends with what the kernel holds.
    std::thread::sleep(std::time::Duration::from_millis(300));
    stop(sniff);
    drop(server.stdin.take());
    let _ = server.kill();
    let _ = server.wait();

    let out = Command::new(env!("CARGO_BIN_EXE_pkt")).args(["handshakes", file, "-T", "json"]).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let told: Vec<Value> = serde_json::from_slice(&out.stdout).unwrap();
    let of = |own: u16| told.iter().find(|a| a["client"]["port"] == own).unwrap_or_else(|| panic!("no attempt from {own}"));
    for (own, verdict) in &wanted {
        assert_eq!(of(*own)["verdict"], *verdict, "{own}: {}", of(*own));
    }
    let rejection = |own: u16| (of(own)["rejection"]["icmp_type"].as_u64().unwrap(), of(own)["rejection"]["icmp_code"].as_u64().unwrap());
    assert_eq!([rejection(4005), rejection(4006), rejection(4007)], [(3, 13), (3, 1), (1, 1)]);
    assert_eq!(of(4005)["rejection"]["router"], v4);
    assert_eq!(of(4008)["syns"], 2, "one SYN, and one a second later");
    let term = |own: u16, name: &str| -> Value {
        of(own)["options"]["agreed"].as_array().unwrap().iter().find(|term| term["name"] == name).cloned().unwrap_or_default()
    };
    for name in ["MSS", "window scale", "SACK", "timestamps"] {
        assert_eq!(term(4001, name)["agreed"], true, "{name}");
    }
    assert_eq!(of(4001)["first_data"]["from"], "client");
    assert!(of(4001)["first_answer"].as_f64().is_some_and(|time| time > 0.0));
    assert_eq!(term(4012, "TFO")["result"], "a cookie for the next time", "{}", of(4012));
    assert_eq!(term(4013, "TFO")["result"], "agreed: the SYN's 5 bytes were taken", "{}", of(4013));
    assert_eq!(term(4001, "ECN"), Value::Null);
    assert_eq!(term(4014, "ECN")["agreed"], true);
    if mptcp {
        assert_eq!(term(4015, "MPTCP")["agreed"], true);
    }
    if cookies {
        assert_eq!([4017, 4018].map(|own| term(own, "SACK")["agreed"] == true), [true, false]);
        let out = Command::new(env!("CARGO_BIN_EXE_pkt"))
            .args(["handshakes", file, "--summary", "-Y", "tcp.port >= 4016 && tcp.port < 4020"])
            .output()
            .unwrap();
        assert!(String::from_utf8_lossy(&out.stdout).contains("SYN cookies"), "{}", String::from_utf8_lossy(&out.stdout));
    }
}

#[test]
fn attempts_are_told_as_they_happen() {
    let Some(net) = Net::new() else { return };
    let (mut server, _) = net.server();
    let mut watch =
        capturing(net.command(&net.client, env!("CARGO_BIN_EXE_pkt")).args(["handshakes", "-i", "a0", "-T", "ndjson", "tcp or icmp"]));
    let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().expect("a line").unwrap()).unwrap();
    // Each line comes while it watches.
    net.connect("4", "10.99.0.2", 7001, 4001, "plain", "10");
    let told = next();
    assert_eq!((&told["verdict"], &told["client"]["port"]), (&"established".into(), &4001.into()));
    net.connect("4", "10.99.0.2", 7002, 4002, "plain", "10");
    let told = next();
    assert_eq!((&told["verdict"], &told["client"]["port"]), (&"refused".into(), &4002.into()));
    net.connect("4", "10.98.2.1", 80, 4003, "plain", "0.3");
    let told = next();
    assert_eq!((&told["verdict"], &told["client"]["port"]), (&"timed-out".into(), &4003.into()), "said although nothing comes any more");
    kill_process(Pid::from_child(&watch), Signal::INT).unwrap();
    assert_eq!(watch.wait().unwrap().code(), Some(0));
    server.stdin.take().unwrap().flush().unwrap();
    let _ = server.kill();
    let _ = server.wait();
}
