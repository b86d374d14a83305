//! `pkt dns bulk` and `pkt dns trace` on loopback.

use crate::dns_query::{Named, free_port, pkt, text};
use crate::netns::Net;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, UdpSocket};
use std::time::{Duration, Instant};

fn objects(text: &str) -> Vec<serde_json::Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"))).collect()
}

fn said(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Names `h0.b.test` .. with an address that tells which, and a file with them.
fn many(count: usize) -> Option<(Named, tempfile::TempDir)> {
    let dir = tempfile::tempdir().unwrap();
    let big = "0123456789".repeat(20);
    let mut zone = format!(
        "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 127.0.0.1\nbig TXT \"{big}\" \"{big}\" \"{big}\" \"{big}\" \"{big}\" \"{big}\" \"{big}\"\n"
    );
    let mut names = String::new();
    for at in 0..count {
        zone += &format!("h{at} A 10.0.{}.{}\n", at / 256, at % 256);
        names += &format!("h{at}.b.test\n");
    }
    std::fs::write(dir.path().join("zone"), zone).unwrap();
    let input = tempfile::tempdir().unwrap();
    std::fs::write(input.path().join("names"), names).unwrap();
    Some((Named::start(dir, &[("b.test", "zone")], "")?, input))
}

fn path(dir: &tempfile::TempDir, name: &str) -> String {
    dir.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn every_name_has_its_answer_in_either_order() {
    let Some((named, dir)) = many(3000) else { return };
    let input = path(&dir, "names");
    for order in ["arrival", "input"] {
        for server in [named.server(), format!("@tcp://127.0.0.1:{}", named.port)] {
            let output = pkt(&["bulk", &input, &server, "--order", order, "--outstanding", "50"]);
            assert_eq!(output.status.code(), Some(0), "{}", said(&output));
            let all = objects(&text(&output));
            let numbers: Vec<u64> = all.iter().map(|one| one["n"].as_u64().unwrap()).collect();
            assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), 3000);
            assert!(order == "arrival" || numbers.is_sorted(), "not in order");
            for one in &all {
                let at = one["n"].as_u64().unwrap();
                assert_eq!(one["name"], format!("h{at}.b.test."));
                assert_eq!(one["answers"][0]["data"], format!("10.0.{}.{}", at / 256, at % 256), "{one}");
            }
            assert!(said(&output).contains("3000 lookups, 3000 answered"), "{}", said(&output));
        }
    }
}

#[test]
fn what_was_interrupted_goes_on() {
    let Some((named, dir)) = many(1000) else { return };
    let (input, out) = (path(&dir, "names"), path(&dir, "out"));
    let run = |more: &[&str]| pkt(&[&["bulk", &input, &named.server(), "-o", &out], more].concat());
    assert_eq!(run(&[]).status.code(), Some(0));
    // Cut in the middle of a line, as a full disk or a power cut leaves it.
    let whole = std::fs::read(&out).unwrap();
    std::fs::write(&out, &whole[..whole.len() / 2 - 7]).unwrap();
    let output = run(&["--resume"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(said(&output).contains("were done before"), "{}", said(&output));
    let all = objects(&std::fs::read_to_string(&out).unwrap());
    let numbers: BTreeSet<u64> = all.iter().map(|one| one["n"].as_u64().unwrap()).collect();
    assert_eq!((all.len(), numbers.len()), (1000, 1000));
    // A file that is something else is left alone.
    std::fs::write(&out, "something else\n").unwrap();
    let output = run(&["--resume"]);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    assert_eq!(std::fs::read_to_string(&out).unwrap(), "something else\n");
}

#[test]
fn types_bad_names_and_answers_that_are_cut_short() {
    let Some((named, dir)) = many(2) else { return };
    let input = path(&dir, "mixed");
    std::fs::write(&input, "h0.b.test\n# no name\n\na..b\nbig.b.test TXT\nnothing.b.test MX\nother.test\n").unwrap();
    let output = pkt(&["bulk", &input, &named.server(), "-t", "A", "-t", "AAAA", "--bufsize", "512", "--order", "input"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let all = objects(&text(&output));
    let short: Vec<String> = all
        .iter()
        .map(|one| format!("{} {} {}", one["n"], one["type"].as_str().unwrap_or("-"), one["status"].as_str().unwrap_or("error")))
        .collect();
    let want =
        ["0 A NOERROR", "1 AAAA NOERROR", "2 - error", "3 - error", "4 TXT NOERROR", "5 MX NXDOMAIN", "6 A REFUSED", "7 AAAA REFUSED"];
    assert_eq!(short, want);
    assert!(all[2]["error"].as_str().unwrap().contains("empty label"));
    assert!(all[4]["answers"][0]["data"].as_str().unwrap().len() > 1400, "by TCP");
    let lines = text(&pkt(&["bulk", &input, &named.server(), "-T", "short", "--order", "input"]));
    assert_eq!(lines.lines().next(), Some("h0.b.test.\tA\tNOERROR\t10.0.0.0"));
}

#[test]
fn a_rate_is_kept() {
    let Some((named, dir)) = many(200) else { return };
    let begin = Instant::now();
    let output = pkt(&["bulk", &path(&dir, "names"), &named.server(), "--rate", "200"]);
    assert_eq!(objects(&text(&output)).len(), 200);
    // 200 of them at 200 a second, less what was allowed at once.
    assert!(begin.elapsed() > Duration::from_millis(950), "{:?}", begin.elapsed());
}

#[test]
fn what_is_lost_is_asked_again() {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = format!("@{}", socket.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut bytes, mut count) = ([0; 2048], 0u32);
        while let Ok((size, from)) = socket.recv_from(&mut bytes) {
            let mut answer = bytes[..size].to_vec();
            answer[2] |= 0x80;
            count += 1;
            if count % 3 == 0 {
                // Nothing; and the next time what is not for this question.
                let mut forged = answer.clone();
                forged[13] ^= 1;
                socket.send_to(&forged, from).unwrap();
                socket.send_to(b"no message", from).unwrap();
                continue;
            }
            socket.send_to(&answer, from).unwrap();
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let names: String = (0..300).map(|at| format!("n{at}.test\n")).collect();
    std::fs::write(dir.path().join("names"), names).unwrap();
    let output = pkt(&["bulk", &path(&dir, "names"), &server, "--wait", "0.3", "--tries", "20", "--timeout", "60"]);
    let all = objects(&text(&output));
    assert_eq!((all.len(), all.iter().filter(|one| one["status"] == "NOERROR").count()), (300, 300), "{}", said(&output));
    assert!(all.iter().any(|one| one["tries"].as_u64().unwrap() > 1));
}

/// A server of TCP that answers some at once, the last first, and closes every connection after 40 answers, as dnsmasq after 100.
#[test]
fn streams_carry_many_at_once() {
    use std::io::{Read, Write};
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    static CONNECTIONS: AtomicUsize = AtomicUsize::new(0);
    static TOGETHER: AtomicUsize = AtomicUsize::new(0);
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = format!("@tcp://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            CONNECTIONS.fetch_add(1, Relaxed);
            std::thread::spawn(move || {
                let (mut bytes, mut room, mut left) = (Vec::new(), [0; 4096], 40);
                while left > 0 {
                    let Ok(size @ 1..) = stream.read(&mut room) else { return };
                    bytes.extend_from_slice(&room[..size]);
                    let mut answers = Vec::new();
                    while let Some(length) = bytes.get(..2).map(|two| 2 + usize::from(two[0]) * 256 + usize::from(two[1]))
                        && bytes.len() >= length
                    {
                        let mut answer: Vec<u8> = bytes.drain(..length).collect();
                        answer[4] |= 0x80;
                        answers.push(answer);
                    }
                    TOGETHER.fetch_max(answers.len(), Relaxed);
                    answers.truncate(left);
                    left -= answers.len();
                    if stream.write_all(&answers.into_iter().rev().flatten().collect::<Vec<u8>>()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let names: String = (0..500).map(|at| format!("n{at}.test\n")).collect();
    std::fs::write(dir.path().join("names"), names).unwrap();
    let output = pkt(&["bulk", &path(&dir, "names"), &server, "--outstanding", "30", "--tries", "10"]);
    let all = objects(&text(&output));
    assert_eq!((all.len(), all.iter().filter(|one| one["status"] == "NOERROR").count()), (500, 500), "{}", said(&output));
    let names: BTreeSet<&str> = all.iter().map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 500);
    let (connections, together) = (CONNECTIONS.load(Relaxed), TOGETHER.load(Relaxed));
    assert!((12..100).contains(&connections) && together > 1, "{connections} connections, {together} questions together");
}

#[test]
fn nobody_answers() {
    let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("names"), "a.test\nb.test\n").unwrap();
    let silence = "no answer after 2 tries";
    for (port, says) in [(silent.local_addr().unwrap().port(), silence), (free_port(), "refused")] {
        let output = pkt(&["bulk", &path(&dir, "names"), &format!("@127.0.0.1:{port}"), "--wait", "0.2", "--tries", "2"]);
        assert_eq!(output.status.code(), Some(5), "{}", said(&output));
        let all = objects(&text(&output));
        let errors: Vec<&str> = all.iter().map(|one| one["error"].as_str().unwrap()).collect();
        // Of several refusals that come together a socket tells the first.
        assert!(errors.len() == 2 && errors.iter().any(|error| error.contains(says)), "{errors:?}");
        assert!(errors.iter().all(|error| error.contains(says) || error.contains(silence)), "{errors:?}");
    }
    assert_eq!(pkt(&["bulk", "/nonexistent/names", "@127.0.0.1"]).status.code(), Some(3));
    // What cannot be read is not taken for what is empty.
    let output = pkt(&["bulk", dir.path().to_str().unwrap(), "@127.0.0.1"]);
    assert!(output.status.code() == Some(3) && said(&output).contains("directory"), "{}", said(&output));
    // The time of the lookup holds for its last try too, and for its first.
    let server = format!("@{}", silent.local_addr().unwrap());
    for (times, tries, seconds, less) in
        [(["--wait", "60", "--timeout", "1"], 1, 1.0, 30.0), (["--wait", "4", "--timeout", "5"], 2, 5.0, 7.8)]
    {
        let output = pkt(&[&["bulk", &path(&dir, "names"), &server][..], &times].concat());
        for one in objects(&text(&output)) {
            let took = one["time"].as_f64().unwrap();
            assert!(one["tries"] == tries && took >= seconds && took < less, "{one}");
        }
    }
}

/// What is done is forgotten: fifty times as many names take no more memory.
#[test]
fn memory_does_not_grow_with_the_names() {
    if !crate::installed("python3") {
        return;
    }
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = format!("@{}", socket.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut bytes = [0; 2048];
        while let Ok((size, from)) = socket.recv_from(&mut bytes) {
            bytes[2] |= 0x80;
            let _ = socket.send_to(&bytes[..size], from);
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let measure = "import os, subprocess, sys\nchild = subprocess.Popen(sys.argv[1:])\n_, code, used = os.wait4(child.pid, 0)\nprint(code, used.ru_maxrss)";
    let peak = |count: usize, order: &str| {
        let (names, out) = (path(&dir, "names"), path(&dir, "out"));
        std::fs::write(&names, (0..count).map(|at| format!("name-{at}.memory.test\n")).collect::<String>()).unwrap();
        let words =
            ["-c", measure, env!("CARGO_BIN_EXE_pkt"), "dns", "bulk", &names, &server, "-o", &out, "--order", order, "-q", "--tries", "50"];
        let output = std::process::Command::new("python3").args([&words[..], &["--timeout", "600"]].concat()).output().unwrap();
        let used = text(&output);
        let (code, kilobytes) = used.trim().split_once(' ').unwrap_or_else(|| panic!("{}", said(&output)));
        assert_eq!((code, std::fs::read_to_string(&out).unwrap().lines().count()), ("0", count), "{}", said(&output));
        kilobytes.parse::<u64>().unwrap()
    };
    for order in ["arrival", "input"] {
        let (few, many) = (peak(2000, order), peak(100_000, order));
        // As many lookups kept would take more than this.
        assert!(many < few + 10_000, "{order}: {few} kB, then {many} kB");
    }
}

/// Ctrl-C while nobody answers: the end is near, and what has no answer is not in the output, so that --resume asks for it.
#[test]
fn interrupted_while_nobody_answers() {
    use std::io::Read;
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("names"), (0..300).map(|at| format!("n{at}.test\n")).collect::<String>()).unwrap();
    for scheme in ["udp", "tcp"] {
        let (datagrams, listener) =
            (UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
        let address = if scheme == "udp" { datagrams.local_addr() } else { listener.local_addr() }.unwrap();
        let (out, server) = (path(&dir, scheme), format!("@{scheme}://{address}"));
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_pkt"))
            .args(["dns", "bulk", &path(&dir, "names"), &server, "-o", &out, "-n", "20", "--wait", "100", "--timeout", "400"])
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        let mut room = [0; 600];
        let mut kept = None;
        if scheme == "udp" {
            datagrams.recv(&mut room).unwrap();
        } else {
            let mut stream = listener.accept().unwrap().0;
            assert!(stream.read(&mut room).unwrap() > 0);
            kept = Some(stream);
        }
        let begin = Instant::now();
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
        let code = child.wait().unwrap().code();
        // Far less than a try waits.
        assert!(begin.elapsed() < Duration::from_secs(60), "{scheme}: {:?}", begin.elapsed());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!((code, std::fs::read_to_string(&out).unwrap().as_str()), (Some(130), ""), "{scheme}: {said}");
        assert!(said.starts_with("0 lookups, 0 answered"), "{scheme}: {said}");
        drop(kept);
    }
}

/// Names of many lengths and of one go out in bursts that the kernel cuts; captured, each is a packet of its own.
#[test]
fn bursts_are_questions_of_their_own() {
    let Some((named, dir)) = many(2000) else { return };
    let input = path(&dir, "names");
    let captured = path(&dir, "x.pcapng");
    let root = rustix::process::geteuid().is_root();
    for capture in [false, true] {
        if capture && !root {
            eprintln!("skipped: capturing needs root");
            continue;
        }
        let more = if capture { vec!["--capture", &captured] } else { vec![] };
        let output = pkt(&[&["bulk", &input, &named.server(), "-n", "200"], &more[..]].concat());
        let all = objects(&text(&output));
        assert_eq!((all.len(), all.iter().filter(|one| one["status"] == "NOERROR").count()), (2000, 2000), "{}", said(&output));
    }
    if root {
        let read = std::process::Command::new(env!("CARGO_BIN_EXE_pkt"))
            .args(["read", &captured, "-T", "fields", "-e", "udp.length"])
            .output()
            .unwrap();
        let lengths: Vec<u32> = text(&read).lines().filter_map(|line| line.parse().ok()).collect();
        // 2000 questions and as many answers.
        assert!(lengths.len() >= 4000 && lengths.iter().all(|length| *length < 400), "{} packets", lengths.len());
    }
}

/// A root, a zone below it on two servers that differ, one below that with a lame server and one without glue.
#[test]
fn down_from_the_root() {
    // BIND listens only on addresses that an interface has.
    let addresses = "a: addr add 127.0.0.2/8 dev lo\na: addr add 127.0.0.3/8 dev lo\na: addr add 127.0.0.4/8 dev lo";
    let Some(net) = Net::new("a", addresses) else { return };
    let port = 53;
    let start = |address: &str, zones: &[(&str, &str)]| {
        let dir = tempfile::tempdir().unwrap();
        let named: Vec<(String, String)> =
            zones.iter().enumerate().map(|(at, (zone, _))| ((*zone).to_owned(), format!("zone{at}"))).collect();
        for ((_, file), (_, data)) in named.iter().zip(zones) {
            std::fs::write(dir.path().join(file), format!("$TTL 60\n@ SOA ns h 1 2 3 4 5\n{data}")).unwrap();
        }
        let named: Vec<(&str, &str)> = named.iter().map(|(zone, file)| (&zone[..], &file[..])).collect();
        Named::start_at(dir, &named, "", address, port, |program, args| net.command('a', program, args))
    };
    let root = "@ NS a.root.\na.root. A 127.0.0.2\ntest. NS ns1.test.\ntest. NS ns2.test.\nns1.test. A 127.0.0.3\nns2.test. A 127.0.0.4\nother. NS ns.out.test.\n";
    let test = "@ NS ns1\n@ NS ns2\nns1 A 127.0.0.3\nns2 A 127.0.0.4\nns.out A 127.0.0.3\nalias CNAME www.other.\nsub NS ns.sub\nsub NS lame.sub\nsub NS dead.sub\nns.sub A 127.0.0.4\nlame.sub A 127.0.0.3\ndead.sub A 127.0.0.5\n";
    let (first, second) = (format!("{test}www A 192.0.2.1\n"), format!("{test}www A 192.0.2.2\n"));
    let other = "@ NS ns.out.test.\nwww A 192.0.2.3\n";
    let sub = "@ NS ns\n@ NS lame\nns A 127.0.0.4\nlame A 127.0.0.3\nwww A 192.0.2.4\n";
    let Some(_a) = start("127.0.0.2", &[(".", root)]) else { return };
    let Some(_b) = start("127.0.0.3", &[("test", &first), ("other", other)]) else { return };
    let Some(_c) = start("127.0.0.4", &[("test", &second), ("sub.test", sub)]) else { return };
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("hints"), ". 60 NS a.root.\na.root. 60 A 127.0.0.2\n").unwrap();
    let (hints, port) = (path(&dir, "hints"), port.to_string());
    let trace = |words: &[&str]| {
        net.pkt('a', &[&["dns", "trace", "--hints", &hints, "--port", &port, "--wait", "1", "--tries", "1"], words].concat())
    };
    let steps = |words: &[&str]| {
        let output = trace(&[words, &["-T", "json"]].concat());
        let steps: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", said(&output)));
        (steps.as_array().unwrap().clone(), output.status.code(), said(&output))
    };
    let zones = |steps: &[serde_json::Value]| steps.iter().map(|step| step["zone"].as_str().unwrap().to_owned()).collect::<Vec<_>>();

    let (found, code, _) = steps(&["www.test"]);
    assert_eq!((zones(&found), code), (vec![".".to_owned(), "test.".to_owned()], Some(0)));
    assert_eq!(found[0]["asked"][0]["referral"], serde_json::json!({ "zone": "test.", "servers": 2, "glue": 2, "ds": false }));
    assert_eq!((&found[1]["asked"][0]["from"], &found[1]["asked"][0]["says"]), (&"glue".into(), &"answer".into()));
    let differences = found[1]["differences"].as_array().unwrap();
    assert!(differences.len() == 1 && differences[0].as_str().unwrap().contains("A 192.0.2."), "{differences:?}");

    // A lame server, a dead one, and the one that knows.
    let (found, code, _) = steps(&["A", "www.sub.test"]);
    assert_eq!((zones(&found).len(), code), (3, Some(0)));
    let asked = found[2]["asked"].as_array().unwrap();
    let says = |name: &str| asked.iter().find(|one| one["server"] == name).unwrap()["says"].as_str().unwrap().to_owned();
    assert_eq!((&says("lame.sub.test.")[..], &says("dead.sub.test.")[..], &says("ns.sub.test.")[..]), ("lame", "failed", "answer"));

    // An alias leads elsewhere, to a zone whose server's address must be looked up.
    let (found, code, errors) = steps(&["alias.test"]);
    assert_eq!((zones(&found), code), ([".", "test.", ".", "other."].map(str::to_owned).to_vec(), Some(0)), "{errors}");
    assert_eq!(found[3]["asked"][0]["from"], "looked up");
    assert_eq!(found[3]["asked"][0]["answer"]["answers"][0]["data"], "192.0.2.3");

    let (found, code, _) = steps(&["nothing.test", "MX"]);
    assert_eq!((found[1]["asked"][0]["says"].as_str(), code), (Some("no-name"), Some(0)));
    let words = text(&trace(&["www.sub.test"]));
    assert!(
        words.contains("lame: it refers back to sub.test.")
            && words.contains("refers to sub.test.: 3 servers, 3 addresses")
            && words.contains("\t192.0.2.4"),
        "{words}"
    );
    // Hints that lead nowhere.
    std::fs::write(dir.path().join("hints"), "a.root. 60 A 127.0.0.5\n").unwrap();
    let output = trace(&["www.test"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(said(&output).contains("no server of . knows of www.test."), "{}", said(&output));
    std::fs::write(dir.path().join("hints"), "nonsense\n").unwrap();
    assert_eq!(trace(&["www.test"]).status.code(), Some(2));
}
