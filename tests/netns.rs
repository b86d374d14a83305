//! Network namespaces for tests: a few hosts, joined by pairs of interfaces, deleted whatever happens.

use std::process::{Child, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// Hosts, by the letters `a`, `b`, `c` ..
pub(crate) struct Net {
    prefix: String,
    hosts: Vec<char>,
}

impl Net {
    /// Hosts with loopback, set up by `ip` commands, one a line: `a: addr add 10.0.0.1/24 dev x`; `a x - b y` joins two hosts by a
    /// pair of interfaces, which are up. `None`, said, where that cannot be.
    pub(crate) fn new(hosts: &str, script: &str) -> Option<Net> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        if !rustix::process::geteuid().is_root() {
            eprintln!("skipped: network namespaces need root");
            return None;
        }
        let prefix = format!("pktns{}x{}", std::process::id(), NEXT.fetch_add(1, Relaxed));
        let net = Net { prefix, hosts: hosts.chars().collect() };
        let mut lines = vec![];
        for host in hosts.chars() {
            let name = net.name(host);
            lines.push(format!("netns add {name}"));
            lines.push(format!("-n {name} link set lo up"));
        }
        for line in script.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words[..] {
                [a, x, "-", b, y] => {
                    let (a, b) = (net.name(a.parse().unwrap()), net.name(b.parse().unwrap()));
                    lines.push(format!("link add {x} netns {a} type veth peer name {y} netns {b}"));
                    lines.push(format!("-n {a} link set {x} up"));
                    lines.push(format!("-n {b} link set {y} up"));
                }
                _ => {
                    let (host, rest) = line.split_once(':').unwrap_or_else(|| panic!("{line}"));
                    lines.push(format!("-n {} {rest}", net.name(host.parse().unwrap())));
                }
            }
        }
        for line in lines {
            let out = Command::new("ip").args(shlex::split(&line).unwrap()).output();
            if !out.as_ref().is_ok_and(|out| out.status.success()) {
                assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "ip {line}: {out:?}");
                eprintln!("skipped: ip {line} failed: {out:?}");
                return None;
            }
        }
        net.settle();
        Some(net)
    }

    /// Waits until no address is tentative, and every interface has a carrier.
    fn settle(&self) {
        let end = Instant::now() + Duration::from_secs(20);
        for host in &self.hosts {
            while Instant::now() < end {
                let text = self.text(*host, "ip", &["addr"]);
                if !text.contains("tentative") && !text.contains("NO-CARRIER") && !text.contains("LOWERLAYERDOWN") {
                    break;
                }
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }

    pub(crate) fn name(&self, host: char) -> String {
        format!("{}{host}", self.prefix)
    }

    /// A program on a host.
    pub(crate) fn command(&self, host: char, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name(host), program]).args(args);
        command.env("XDG_CONFIG_HOME", "/nonexistent").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a program prints on a host.
    pub(crate) fn text(&self, host: char, program: &str, args: &[&str]) -> String {
        let out = self.command(host, program, args).output().unwrap();
        String::from_utf8_lossy(&out.stdout).into_owned()
    }

    /// `pkt` on a host, to its end.
    pub(crate) fn pkt(&self, host: char, args: &[&str]) -> Output {
        self.command(host, env!("CARGO_BIN_EXE_pkt"), args).output().unwrap()
    }

    /// `pkt` on a host: its JSON, and its code.
    pub(crate) fn json(&self, host: char, args: &[&str]) -> (serde_json::Value, i32) {
        let out = self.pkt(host, args);
        let text = String::from_utf8_lossy(&out.stdout);
        let said = String::from_utf8_lossy(&out.stderr);
        let value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{args:?}: {e}\n{text}\n{said}"));
        (value, out.status.code().unwrap_or(-1))
    }

    /// Python on a host, as soon as it prints a line; ended when dropped.
    pub(crate) fn server(&self, host: char, script: &str) -> Server {
        use std::io::BufRead;
        let mut child = self.command(host, "python3", &["-c", script]).stderr(Stdio::inherit()).spawn().unwrap();
        let mut line = String::new();
        std::io::BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(!line.is_empty(), "the server does not start");
        Server(child)
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        for host in &self.hosts {
            let _ = Command::new("ip").args(["netns", "del", &self.name(*host)]).stderr(Stdio::null()).status();
        }
    }
}

/// A running program.
pub(crate) struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
