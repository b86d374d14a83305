//! `pkt dns query` beside dig and kdig, on zones that BIND serves on loopback, and against servers that answer wrongly.

use crate::installed;
use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

pub(crate) fn pkt(args: &[&str]) -> Output {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("pkt"));
    command.args(["dns"]).args(args).env("XDG_CONFIG_HOME", "/nonexistent").stdin(Stdio::null());
    command.output().unwrap()
}

pub(crate) fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn json(args: &[&str]) -> serde_json::Value {
    let output = pkt(args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}: {}{}", text(&output), errors(&output)))
}

/// BIND with some zones, on a free port of loopback.
pub(crate) struct Named {
    child: Child,
    pub(crate) dir: tempfile::TempDir,
    pub(crate) port: u16,
}

fn program(name: &str) -> Option<PathBuf> {
    let places = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let unpacked = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bind/usr/sbin");
    places.into_iter().chain(["/usr/sbin".into(), "/sbin".into(), unpacked]).map(|dir| dir.join(name)).find(|path| path.is_file())
}

/// A port that is free for datagrams and connections alike.
pub(crate) fn free_port() -> u16 {
    loop {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = tcp.local_addr().unwrap().port();
        if UdpSocket::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

impl Named {
    /// Zones: their names and files in the folder. `None`, said, where BIND is missing.
    pub(crate) fn start(dir: tempfile::TempDir, zones: &[(&str, &str)], more: &str) -> Option<Named> {
        let here = |program: &str, args: &[&str]| {
            let mut command = Command::new(program);
            command.args(args);
            command
        };
        Named::start_at(dir, zones, more, "127.0.0.1", free_port(), here)
    }

    /// The same at an address of an interface, started in a place.
    pub(crate) fn start_at(
        dir: tempfile::TempDir,
        zones: &[(&str, &str)],
        more: &str,
        address: &str,
        port: u16,
        place: impl Fn(&str, &[&str]) -> Command,
    ) -> Option<Named> {
        if program("named").is_none() {
            assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "BIND is missing: run scripts/setup test");
            eprintln!("skipped: BIND is missing");
            return None;
        }
        let path = dir.path().to_str().unwrap().to_owned();
        let mut conf = format!(
            "options {{ directory \"{path}\"; listen-on port {port} {{ {address}; }}; listen-on-v6 {{ none; }}; pid-file none; recursion no;
             allow-transfer {{ any; }}; dnssec-validation no; session-keyfile \"{path}/session\"; check-names primary ignore; notify no;
             minimal-responses no; rrset-order {{ order none; }}; server-id \"the one\"; ixfr-from-differences yes; max-journal-size 1M; }};
             controls {{ }};\n{more}"
        );
        for (zone, file) in zones {
            conf += &format!("zone \"{zone}\" {{ type primary; file \"{file}\"; check-integrity no; check-dup-records ignore; }};\n");
        }
        std::fs::write(dir.path().join("named.conf"), conf).unwrap();
        let log = std::fs::File::create(dir.path().join("log")).unwrap();
        let mut command = place(program("named").unwrap().to_str().unwrap(), &["-g", "-n", "1", "-c", &format!("{path}/named.conf")]);
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        let mut named = Named { child: command.spawn().unwrap(), dir, port };
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            let said = std::fs::read_to_string(named.dir.path().join("log")).unwrap_or_default();
            if said.lines().any(|line| line.ends_with(" running")) {
                return Some(named);
            }
            let dead = named.child.try_wait().unwrap();
            assert!(dead.is_none() && Instant::now() < end, "BIND does not run: {said}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn server(&self) -> String {
        format!("@127.0.0.1:{}", self.port)
    }

    fn dig(&self, args: &[&str]) -> String {
        let port = self.port.to_string();
        let output = Command::new("dig").args(["@127.0.0.1", "-p", &port, "+norec"]).args(args).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Named {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn types() -> Option<Named> {
    let dir = tempfile::tempdir().unwrap();
    let zone = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dns/all.zone");
    std::fs::copy(zone, dir.path().join("all.zone")).unwrap();
    if !installed("dig") {
        return None;
    }
    Named::start(dir, &[("types.test", "all.zone")], "")
}

/// The records of dig's text: its lines that are no comments.
fn records(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with(';')).map(str::to_owned).collect()
}

#[test]
fn every_type_is_as_dig_shows_it() {
    let Some(named) = types() else { return };
    let zone = std::fs::read_to_string(named.dir.path().join("all.zone")).unwrap();
    let mut asked: BTreeSet<(String, String)> = BTreeSet::new();
    for line in zone.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [name, kind, ..] = words[..]
            && (name, kind) != ("ds", "NS")
            && !name.starts_with([';', '$', '@', '*', '"'])
        {
            asked.insert((format!("{name}.types.test"), kind.to_owned()));
        }
    }
    asked.extend([("types.test".to_owned(), "SOA".to_owned()), ("types.test".to_owned(), "NS".to_owned())]);
    assert!(asked.len() > 65, "{} types", asked.len());
    let server = named.server();
    for (name, kind) in &asked {
        let theirs = named.dig(&["+noall", "+answer", name, kind]);
        assert!(!theirs.is_empty(), "dig has no {kind} at {name}");
        let output = pkt(&["query", name, &server, "+norec", kind, "-T", "dig", "--timeout", "60"]);
        let ours = text(&output);
        let ours = ours.split(";; ANSWER SECTION:\n").nth(1).unwrap_or_else(|| panic!("{kind}: {ours}{}", errors(&output)));
        assert_eq!(records(ours.split("\n\n").next().unwrap()), records(&theirs), "{kind}");
        let theirs = named.dig(&["+short", name, kind]);
        let ours = text(&pkt(&["query", kind, &server, name, "+short", "--no-recurse", "--timeout", "60"]));
        assert_eq!(lines(&ours), lines(&theirs), "{kind}, short");
    }
}

fn lines(text: &str) -> BTreeSet<&str> {
    text.lines().map(str::trim_end).collect()
}

#[test]
fn the_whole_text_is_digs() {
    let Some(named) = types() else { return };
    let server = named.server();
    // Without what differs each time: the id, times, the cookie; and the line that names dig itself.
    let plain = |text: &str| {
        let lines = text.lines().filter(|line| {
            !["; <<>>", "; (1 server found)", ";; global", ";; Query time", ";; WHEN", "; COOKIE"]
                .iter()
                .any(|start| line.starts_with(start))
        });
        let lines = lines.map(|line| line.split(", id: ").next().unwrap()).map(|line| line.split("(127.0.0.1)").next().unwrap());
        lines.skip_while(|line| line.is_empty()).collect::<Vec<_>>().join("\n")
    };
    for args in [
        &["mx.types.test", "MX"][..],
        &["nothing.types.test", "A"],
        &["a.types.test", "AAAA"],
        &["cname.types.test", "A", "+nsid"],
        &["x.wild.types.test", "A", "+dnssec"],
        &["other.test", "A"],
        &["a.types.test", "A", "+noedns"],
        &["version.bind", "TXT", "CH"],
        &["a.types.test", "A", "+subnet=192.0.2.0/24"],
    ] {
        let theirs = named.dig(&[args, &["+qr"][..0], &["+bufsize=1232", "+nocookie"]].concat());
        let theirs = if args.contains(&"+noedns") { named.dig(&[args, &["+nocookie"]].concat()) } else { theirs };
        let ours = text(&pkt(&[&["query"], args, &[&server, "+norec", "-T", "dig"]].concat()));
        assert_eq!(plain(ours.trim_end()), plain(theirs.trim_end()), "{args:?}");
    }
}

#[test]
fn a_zone_is_transferred_as_dig_does() {
    let Some(named) = types() else { return };
    let theirs = named.dig(&["axfr", "types.test", "+noall", "+answer"]);
    let output = pkt(&["query", "axfr", "types.test", &named.server(), "-T", "dig"]);
    assert_eq!(output.status.code(), Some(0), "{}", errors(&output));
    assert_eq!(records(&text(&output)), records(&theirs));
    assert!(errors(&output).contains("XFR size: "), "{}", errors(&output));
    let soa = |text: &str| text.lines().filter(|line| line.contains("\tSOA\t")).count();
    assert_eq!(soa(&text(&output)), 2);
    // The server has the serial that is asked about: nothing is newer.
    let same = pkt(&["query", "ixfr=2024010101", "types.test", &named.server(), "-T", "dig"]);
    assert_eq!(soa(&text(&same)), 1);
    let refused = pkt(&["query", "axfr", "other.test", &named.server()]);
    assert_eq!(refused.status.code(), Some(5));
    assert!(errors(&refused).contains("transfer failed: "), "{}", errors(&refused));
}

#[test]
fn words_in_any_order_and_many_at_once() {
    let Some(named) = types() else { return };
    let server = named.server();
    let all = json(&["query", &server, "AAAA", "a.types.test", "A", "aaaa.types.test.", "in", "-T", "json"]);
    let got: Vec<(String, String, usize)> = all
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            let text = |key: &str| one["question"][key].as_str().unwrap().to_owned();
            (text("name"), text("type"), one["answers"].as_array().unwrap().len())
        })
        .collect();
    let want = [("a.types.test.", "AAAA", 0), ("a.types.test.", "A", 2), ("aaaa.types.test.", "AAAA", 2), ("aaaa.types.test.", "A", 0)];
    assert_eq!(got, want.map(|(name, kind, answers)| (name.to_owned(), kind.to_owned(), answers)));
    let lines = text(&pkt(&["query", "-x", "192.0.2.4/30", "-x", "2001:db8::1", &server, "-T", "ndjson"]));
    let names: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["question"]["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names.len(), 5);
    assert_eq!(names[3], "7.2.0.192.in-addr.arpa.");
    assert!(names[4].ends_with(".8.b.d.0.1.0.0.2.ip6.arpa."));
    // A datagram that is too small: TCP. And a name that is a type.
    let big = json(&["query", &server, "txt.types.test", "TXT", "DNSKEY", "dnskey.types.test", "--bufsize", "512", "-T", "json"]);
    assert!(big.as_array().unwrap().iter().all(|one| one["status"] == "NOERROR" || one["status"] == "NXDOMAIN"));
    let named_as_type = json(&["query", &server, "--name", "mx", "-t", "TYPE15", "-T", "json"]);
    assert_eq!(named_as_type[0]["question"]["name"], "mx.");
}

#[test]
fn two_servers_side_by_side() {
    let Some(named) = types() else { return };
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("z"), "@ 60 SOA ns h 1 2 3 4 5\n@ 60 NS ns\nns 60 A 127.0.0.1\na 60 A 192.0.2.1\na 60 A 192.0.2.99\n")
        .unwrap();
    let Some(other) = Named::start(dir, &[("types.test", "z")], "") else { return };
    let table = text(&pkt(&["query", "a.types.test", &named.server(), &other.server()]));
    let row = |what: &str| table.lines().find(|line| line.contains(what)).unwrap_or_else(|| panic!("{what}: {table}")).to_owned();
    assert!(!row("192.0.2.1 ").contains('≠'), "{table}");
    assert!(row("192.0.2.2 ").contains('≠') && row("192.0.2.99 ").contains('≠'), "{table}");
    assert!(row("192.0.2.2 ").contains("ttl 3600") && row("192.0.2.99 ").contains("ttl 60"), "{table}");
}

#[test]
fn many_times_with_statistics() {
    let Some(named) = types() else { return };
    let all = json(&["query", "a.types.test", "@tcp://127.0.0.1", "-p", &named.port.to_string(), "--count", "20", "-T", "json"]);
    let one = &all[0];
    assert_eq!((one["asked"].as_u64(), one["answered"].as_u64(), one["status"]["NOERROR"].as_u64()), (Some(20), Some(20), Some(20)));
    for phase in ["connect", "query", "total"] {
        let at = |what: &str| one["time"][phase][what].as_f64().unwrap();
        assert!(at("min") > 0.0 && at("min") <= at("p50") && at("p50") <= at("p99") && at("p99") <= at("max"), "{one}");
    }
}

/// Something is wrong with what is asked: exit code 2, before anybody is asked.
#[test]
fn names_that_cannot_be() {
    for (name, says) in [
        ("", "an empty name"),
        ("a..b", "an empty label"),
        (".a", "an empty label"),
        (&"a".repeat(64)[..], "63 at most"),
        (&"abcdefg.".repeat(33), "255 at most"),
        ("a b", "a space"),
        ("a\\300", "escape"),
    ] {
        let output = pkt(&["query", "@127.0.0.1:9", name]);
        assert_eq!(output.status.code(), Some(2), "{name}: {}", errors(&output));
        assert!(errors(&output).contains(says), "{name}: {}", errors(&output));
    }
    for args in
        [&["query"][..], &["query", "a", "@127.0.0.1:0"], &["query", "a", "-t", "NOTYPE"], &["query", "a", "+what"], &["query", "-x", "a"]]
    {
        assert_eq!(pkt(args).status.code(), Some(2), "{args:?}");
    }
    // An emoji has its form in DNS.
    let Some(named) = types() else { return };
    let asked = json(&["query", "💩.types.test", &named.server(), "-T", "json"]);
    assert_eq!((asked[0]["question"]["name"].as_str(), asked[0]["status"].as_str()), (Some("xn--ls8h.types.test."), Some("NXDOMAIN")));
}

/// A server of datagrams that answers each with what is made of it.
fn wrong(make: impl Fn(Vec<u8>) -> Vec<Vec<u8>> + Send + 'static) -> SocketAddr {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = socket.local_addr().unwrap();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok((size, from)) = socket.recv_from(&mut bytes) {
            for answer in make(bytes[..size].to_vec()) {
                socket.send_to(&answer, from).unwrap();
            }
        }
    });
    address
}

/// An answer to `a.test A`: the header and question of what was asked, one address.
fn answer(mut query: Vec<u8>) -> Vec<u8> {
    query.truncate(12 + 12);
    query[2] |= 0x80;
    query[4..12].copy_from_slice(&[0, 1, 0, 1, 0, 0, 0, 0]);
    query.extend(b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\xc0\0\x02\x01");
    query
}

#[test]
fn servers_that_answer_wrongly() {
    let ask = |server: SocketAddr, more: &[&str]| {
        let begin = Instant::now();
        let server = format!("@{server}");
        let output = pkt(&[&["query", "a.test", &server, "-T", "short", "--wait", "1", "--tries", "2", "--timeout", "8"], more].concat());
        assert!(begin.elapsed() < Duration::from_secs(20), "it took {:?}", begin.elapsed());
        (output.status.code(), text(&output), errors(&output))
    };
    let says = |server: SocketAddr, says: &str| {
        let (code, out, err) = ask(server, &[]);
        assert_eq!((code, &out[..]), (Some(5), ""), "{err}");
        assert!(err.contains(says), "`{says}` is not in: {err}");
    };
    let (code, out, _) = ask(wrong(|query| vec![answer(query)]), &[]);
    assert_eq!((code, &out[..]), (Some(0), "192.0.2.1\n"), "the server itself");

    says(wrong(|_| vec![]), "no answer within 2");
    says(
        wrong(|mut query| {
            query[0] ^= 1;
            vec![answer(query)]
        }),
        "another id",
    );
    says(
        wrong(|mut query| {
            query[13] = b'b';
            vec![answer(query)]
        }),
        "another question: b.test. IN A",
    );
    says(
        wrong(|query| {
            let mut bytes = answer(query);
            bytes[2] &= 0x7f;
            vec![bytes]
        }),
        "no answer (QR is 0)",
    );
    // A forgery before the answer: the answer counts.
    let (code, out, _) = ask(
        wrong(|query| {
            let mut forged = answer(query.clone());
            forged[0] ^= 1;
            vec![forged, b"no message".to_vec(), answer(query)]
        }),
        &[],
    );
    assert_eq!((code, &out[..]), (Some(0), "192.0.2.1\n"));
    for cut in [12, 20, 24, 30, 38] {
        says(wrong(move |query| vec![answer(query)[..cut].to_vec()]), "malformed");
    }
    // A name that points at itself, or at the pointer behind it.
    for pointer in [b"\xc0\x18", b"\xc0\x1a", b"\xff\xff"] {
        let make = move |query| {
            let mut bytes = answer(query);
            bytes[24..26].copy_from_slice(pointer);
            vec![bytes]
        };
        says(wrong(make), "a loop");
    }
    // More records than a message can have.
    let make = |query| {
        let mut bytes = answer(query);
        bytes[6..12].copy_from_slice(&[0xff; 6]);
        vec![bytes]
    };
    says(wrong(make), "malformed: answer 2 of 65535");
    // Truncated, and nobody answers by TCP.
    let make = |query| {
        let mut bytes = answer(query);
        bytes[2] |= 2;
        vec![bytes]
    };
    says(wrong(make), "refused");
    // Unless truncated is good enough.
    assert_eq!(ask(wrong(make), &["--ignore-truncation"]).1, "192.0.2.1\n");
}

/// Two answers to one question, as on a link with two hosts; one as legacy clients want it, one as if to all.
#[test]
fn everybody_on_the_link() {
    let server = wrong(|query| {
        let legacy = answer(query.clone());
        let mut to_all = legacy.clone();
        to_all[..2].copy_from_slice(&[0, 0]);
        to_all[4..6].copy_from_slice(&[0, 0]);
        to_all.drain(12..24);
        // The name itself, and the bit that flushes caches.
        to_all.splice(12..14, *b"\x01a\x04test\0");
        to_all[22] = 0x80;
        let end = to_all.len() - 1;
        to_all[end] = 2;
        vec![legacy, to_all]
    });
    let output = pkt(&["query", "a.test", &format!("@mdns://{server}"), "--wait", "0.5", "-T", "json"]);
    let all: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let data: Vec<&str> = all.as_array().unwrap().iter().map(|one| one["answers"][0]["data"].as_str().unwrap()).collect();
    assert_eq!(data, ["192.0.2.1", "192.0.2.2"], "{all}");
    assert_eq!(all[1]["answers"][0]["class"], "IN");
}

#[test]
fn an_unreachable_server() {
    let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port()));
    for scheme in ["udp", "tcp", "tls", "https"] {
        let output = pkt(&["query", "a.test", &format!("@{scheme}://{nobody}"), "--timeout", "5"]);
        assert_eq!(output.status.code(), Some(5), "{scheme}");
        assert!(errors(&output).contains("refused"), "{scheme}: {}", errors(&output));
    }
    let output = pkt(&["query", "a.test", &format!("@quic://{nobody}"), "--timeout", "1"]);
    assert_eq!(output.status.code(), Some(5));
}

/// Servers by TCP that say nothing, half a message, or something else.
#[test]
fn connections_that_go_wrong() {
    let serve = |bytes: &'static [u8], linger: bool| {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let _ = stream.read(&mut [0; 512]);
                let _ = stream.write_all(bytes);
                if linger {
                    kept.push(stream);
                }
            }
        });
        address
    };
    for (bytes, linger, says) in [
        (&b""[..], true, "no answer within 1"),
        (b"", false, "without an answer"),
        (b"\0", false, "in the middle of an answer"),
        (b"\0\x20abc", false, "in the middle of an answer"),
        (b"\0\x20abc", true, "no answer within 1"),
        (b"\0\x03abc", true, "3 bytes, and a header takes 12"),
        (b"\0\x0c\0\0\x80\0\0\0\0\0\0\0\0\0", true, "another id"),
    ] {
        for scheme in ["tcp", "tls"] {
            let server = format!("@{scheme}://{}", serve(bytes, linger));
            let output = pkt(&["query", "a.test", &server, "--wait", "1", "--tries", "1", "--timeout", "3"]);
            assert_eq!(output.status.code(), Some(5), "{scheme} {bytes:?}");
            assert!(scheme == "tls" || errors(&output).contains(says), "{scheme} {bytes:?}: {}", errors(&output));
        }
    }
}

/// Signed zones below `sign.test`, each wrong in its own way, and the DS of their parent.
struct Signed {
    named: Named,
    anchor: PathBuf,
}

fn tool(dir: &Path, name: &str, args: &[&str]) {
    let output = Command::new(program(name).unwrap()).args(args).current_dir(dir).output().unwrap();
    assert!(output.status.success(), "{name} {args:?}: {}", errors(&output));
}

fn signed() -> Option<Signed> {
    let tools = ["dnssec-keygen", "dnssec-signzone", "named"];
    if let Some(missing) = tools.iter().find(|tool| program(tool).is_none()) {
        assert!(std::env::var_os("CI").is_none_or(|ci| ci != "true"), "{missing} is missing: run scripts/setup test");
        eprintln!("skipped: {missing} is missing");
        return None;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path();
    let sign = |zone: &str, algorithm: &str, more: &[&str]| {
        tool(path, "dnssec-keygen", &["-q", "-a", algorithm, "-f", "KSK", "-n", "ZONE", zone]);
        let (input, output) = (format!("{zone}.zone"), format!("{zone}.signed"));
        tool(path, "dnssec-signzone", &[&["-S", "-z", "-P", "-O", "full", "-o", zone, "-f", &output], more, &[&input]].concat());
        let full = std::fs::read_to_string(path.join(&output)).unwrap();
        assert!(full.contains("RRSIG"), "{full}");
    };
    let zone = "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 127.0.0.1\nwww A 192.0.2.1\nwww A 192.0.2.2\nalias CNAME www\nMixed MX 10 MAIL.Example.\n*.wild TXT \"w\"\na.deep.er A 192.0.2.3\nd DNAME wild\n";
    let old = ["-s", "20200101000000", "-e", "20200201000000"];
    let children = [
        ("secure", "ECDSAP256SHA256", &[][..]),
        ("rsa", "RSASHA256", &[]),
        ("ed25519", "ED25519", &[]),
        ("nsec3", "ECDSAP384SHA384", &["-3", "c0ffee", "-H", "5"]),
        ("optout", "ECDSAP256SHA256", &["-3", "-", "-A"]),
        ("expired", "ECDSAP256SHA256", &old),
        ("early", "ECDSAP256SHA256", &["-s", "20350101000000", "-e", "20360101000000"]),
        ("wrong", "ECDSAP256SHA256", &[]),
        ("unsupported", "ED448", &[]),
        ("mismatch", "ECDSAP256SHA256", &[]),
        ("stripped", "ECDSAP256SHA256", &[]),
    ];
    let mut parent =
        "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 127.0.0.1\ninsecure NS ns.insecure\nns.insecure A 127.0.0.1\nhere A 192.0.2.9\n"
            .to_owned();
    let mut zones = vec![
        ("sign.test".to_owned(), "sign.test.signed".to_owned()),
        ("insecure.sign.test".to_owned(), "secure.sign.test.zone".to_owned()),
    ];
    for (name, algorithm, more) in children {
        let child = format!("{name}.sign.test");
        std::fs::write(path.join(format!("{child}.zone")), zone).unwrap();
        sign(&child, algorithm, more);
        let file = path.join(format!("{child}.signed"));
        let full = std::fs::read_to_string(&file).unwrap();
        let ds = std::fs::read_to_string(path.join(format!("dsset-{child}."))).unwrap();
        let (changed, ds) = match name {
            "wrong" => (full.replace("192.0.2.2", "192.0.2.66"), ds),
            "mismatch" => {
                let mut ds = ds.trim_end().to_owned();
                let last = ds.pop().unwrap();
                (full, ds + if last == '0' { "1\n" } else { "0\n" })
            }
            "stripped" => (zone.to_owned(), ds),
            _ => (full, ds),
        };
        std::fs::write(file, changed).unwrap();
        parent += &format!("{name} NS ns.{name}\nns.{name} A 127.0.0.1\n{ds}");
        zones.push((child.clone(), format!("{child}.signed")));
    }
    std::fs::write(path.join("sign.test.zone"), parent).unwrap();
    sign("sign.test", "ECDSAP256SHA256", &[]);
    let anchor = path.join("dsset-sign.test.");
    let zones: Vec<(&str, &str)> = zones.iter().map(|(zone, file)| (&zone[..], &file[..])).collect();
    Some(Signed { named: Named::start(dir, &zones, "")?, anchor })
}

/// Hands on what is asked, and the answer without NSEC and NSEC3.
fn without_proofs(port: u16) -> SocketAddr {
    use hickory_proto::op::Message;
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let address = socket.local_addr().unwrap();
    let behind = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    behind.connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    std::thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok((size, from)) = socket.recv_from(&mut bytes) {
            behind.send(&bytes[..size]).unwrap();
            let size = behind.recv(&mut bytes).unwrap();
            let mut message = Message::from_vec(&bytes[..size]).unwrap();
            message
                .authorities
                .retain(|record| !record.record_type().to_string().starts_with("NSEC") && !record.data.to_string().starts_with("NSEC"));
            socket.send_to(&message.to_vec().unwrap(), from).unwrap();
        }
    });
    address
}

#[test]
fn answers_are_validated() {
    let Some(Signed { named, anchor }) = signed() else { return };
    let (server, anchor) = (named.server(), anchor.to_str().unwrap().to_owned());
    let validate = |name: &str, kind: &str, anchor: &str| {
        let one = json(&["query", name, kind, &server, "--timeout", "60", "--validate", "--trust-anchor", anchor, "-T", "json"])[0].clone();
        let text = |key: &str| one["dnssec"][key].as_str().unwrap_or_else(|| panic!("{name} {kind}: {one}")).to_owned();
        (text("verdict"), text("reason"), one["dnssec"]["chain"].clone())
    };
    for (name, kind, verdict, says) in [
        ("here.sign.test", "A", "secure", "is signed by sign.test. key"),
        ("www.secure.sign.test", "A", "secure", "ECDSAP256SHA256"),
        ("WWW.Secure.Sign.TEST", "A", "secure", "is signed by"),
        ("mixed.secure.sign.test", "MX", "secure", "is signed by"),
        ("alias.secure.sign.test", "A", "secure", "is signed by"),
        ("secure.sign.test", "DNSKEY", "secure", "is signed by"),
        ("secure.sign.test", "DS", "secure", "is signed by sign.test. key"),
        ("x.d.secure.sign.test", "TXT", "secure", "is signed by"),
        ("www.rsa.sign.test", "A", "secure", "RSASHA256"),
        ("www.ed25519.sign.test", "A", "secure", "ED25519"),
        ("any.wild.secure.sign.test", "TXT", "secure", "of a wildcard"),
        ("any.wild.nsec3.sign.test", "TXT", "secure", "of a wildcard"),
        ("any.wild.secure.sign.test", "A", "secure", "has no A"),
        ("any.wild.nsec3.sign.test", "A", "secure", "has no A"),
        ("www.secure.sign.test", "AAAA", "secure", "has no AAAA"),
        ("www.nsec3.sign.test", "AAAA", "secure", "has no AAAA"),
        ("nothing.secure.sign.test", "A", "secure", "is not there"),
        ("nothing.nsec3.sign.test", "A", "secure", "is not there"),
        ("far.below.nothing.nsec3.sign.test", "A", "secure", "is not there"),
        ("deep.er.secure.sign.test", "A", "secure", "only names below it"),
        ("deep.er.nsec3.sign.test", "A", "secure", "has no A"),
        ("a.deep.er.nsec3.sign.test", "A", "secure", "is signed by"),
        ("www.optout.sign.test", "A", "secure", "is signed by"),
        ("nothing.optout.sign.test", "A", "insecure", "opt-out"),
        ("www.insecure.sign.test", "A", "insecure", "delegated without DS"),
        ("nothing.insecure.sign.test", "A", "insecure", "delegated without DS"),
        ("www.unsupported.sign.test", "A", "insecure", "ED448"),
        ("www.expired.sign.test", "A", "bogus", "expired 2020-02-01"),
        ("www.early.sign.test", "A", "bogus", "valid only from 2035-01-01"),
        ("www.wrong.sign.test", "A", "bogus", "does not match the records"),
        ("ns.wrong.sign.test", "A", "secure", "is signed by"),
        ("www.mismatch.sign.test", "A", "bogus", "no DNSKEY of mismatch.sign.test. matches its DS"),
        ("www.stripped.sign.test", "A", "bogus", "has no DNSKEY"),
    ] {
        let (found, reason, chain) = validate(name, kind, &anchor);
        assert!(
            found == verdict && reason.contains(says),
            "{name} {kind}: {verdict} because `{says}` wanted, {found} because {reason}; {chain:#}"
        );
        assert!(!chain.as_array().unwrap().is_empty(), "{name} {kind}");
    }
    // A server that leaves the proofs out.
    let proxy = format!("@{}", without_proofs(named.port));
    for (name, kind, says) in [
        ("nothing.secure.sign.test", "A", "proves that nothing.secure.sign.test. is not there"),
        ("www.nsec3.sign.test", "AAAA", "proves that www.nsec3.sign.test. has no AAAA"),
        ("any.wild.secure.sign.test", "TXT", "comes of a wildcard, and no NSEC or NSEC3 proves"),
        ("www.insecure.sign.test", "A", "insecure.sign.test. has no DS, and no NSEC or NSEC3 of sign.test. proves it"),
    ] {
        let one = json(&["query", name, kind, &proxy, "--validate", "--trust-anchor", &anchor, "-T", "json"])[0].clone();
        let (verdict, reason) = (one["dnssec"]["verdict"].as_str().unwrap(), one["dnssec"]["reason"].as_str().unwrap());
        assert!(verdict == "bogus" && reason.contains("no NSEC") && reason.contains(says), "{name}: {one:#}");
    }
    // The chain begins at the anchor.
    let (_, _, chain) = validate("www.secure.sign.test", "A", &anchor);
    let names: Vec<&str> = chain.as_array().unwrap().iter().map(|link| link["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["sign.test.", "secure.sign.test.", "secure.sign.test.", "www.secure.sign.test."]);
    // An anchor elsewhere, and a wrong one.
    let ds = "other.test. DS 1 13 2 0000000000000000000000000000000000000000000000000000000000000000";
    let (found, reason, _) = validate("www.secure.sign.test", "A", ds);
    assert_eq!((&found[..], reason.contains("no trust anchor")), ("indeterminate", true), "{reason}");
    let (found, reason, _) = validate("www.secure.sign.test", "A", &ds.replace("other", "sign"));
    assert_eq!((&found[..], reason.contains("matches its trust anchor")), ("bogus", true), "{reason}");
    // The code says it too.
    let code = |name: &str| pkt(&["query", name, &server, "--validate", "--trust-anchor", &anchor]).status.code();
    assert_eq!((code("www.secure.sign.test"), code("www.insecure.sign.test"), code("www.wrong.sign.test")), (Some(0), Some(0), Some(1)));
}
