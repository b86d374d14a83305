//! `pkt send` and `pkt replay` in network namespaces: what is sent is what is captured, in its time and order.
//!
//! The receiving end is this library's own capture, which `live.rs` holds against what others send.

use super::live::{Net, Sniff, frames, path};
use pktlab::capture::{self, Batch, Source};
use pktlab::frame::Frame;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

impl Net {
    /// `pkt` in the first namespace.
    fn pkt(&self, args: &[&str]) -> Output {
        let mut command = self.first(env!("CARGO_BIN_EXE_pkt"));
        command.args(args).output().unwrap()
    }

    fn pkt_says(&self, code: i32, args: &[&str]) -> String {
        let out = self.pkt(args);
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
        assert!(out.stdout.is_empty() || args.contains(&"--dry-run"), "{args:?}");
        said + &String::from_utf8(out.stdout).unwrap()
    }

    /// Addresses at both ends of the first pair.
    fn addressed() -> Option<Net> {
        let net = Net::new()?;
        for line in [
            format!("-n {} addr add 10.77.0.1/24 dev a0", net.from),
            format!("-n {} addr add 10.77.0.2/24 dev b0", net.to),
            format!("-n {} link set lo up", net.from),
        ] {
            assert!(std::process::Command::new("ip").args(line.split(' ')).status().unwrap().success(), "{line}");
        }
        Some(net)
    }
}

/// The frames of a capture with their times.
fn timed(file: &Path) -> Vec<(i64, Vec<u8>)> {
    let (mut source, mut batch, mut all) = (capture::open(file).unwrap(), Batch::new(), Vec::new());
    while source.fill(&mut batch).unwrap() {
        all.extend(batch.frames().map(|frame: Frame<'_>| (frame.info.time.unwrap(), frame.bytes.to_vec())));
    }
    all
}

#[test]
fn what_is_sent_arrives() {
    let Some(net) = Net::addressed() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng");
    let sniff: Sniff = net.sniff(&["-i", "b0", "-w", &text, "udp", "port", "9"]);
    let udp = |ttl: &str, more: &str| format!(r#"IP(dst="10.77.0.2",ttl={ttl})/UDP(sport=5,dport=9)/"{more}""#);
    // Source address and both MAC addresses are the machine's to fill in.
    let said = net.pkt_says(0, &["send", &udp("(1,100)", "burst"), "--count", "30"]);
    assert!(said.starts_with("3000 packets, 141000 bytes sent in "), "{said}");
    net.pkt_says(0, &["send", &udp("7", "layer 3"), "--layer", "3"]);
    net.pkt_says(0, &["send", &udp("(1,20)", "paced"), &udp("(21,30)", "paced"), "--rate", "200"]);
    // A frame goes as it stands, wherever its address would lead.
    let frame = r#"Ether(dst="02:00:00:00:00:09",src="02:00:00:00:00:07")/IP(src="1.2.3.4",dst="9.9.9.9")/UDP(dport=9)/"frame""#;
    net.pkt_says(0, &["send", "-i", "a0", frame]);
    // One that does not fit does not keep the others from being sent.
    let long = format!(r#"Ether(dst="02:00:00:00:00:09")/IP(dst="9.9.9.9")/UDP(dport=9)/Raw(load=["one","{}","two"])"#, "x".repeat(3000));
    let said = net.pkt_says(5, &["send", "-i", "a0", &long, "--on-error", "continue"]);
    assert!(
        said.contains("packet 2 was not sent: a0: Message too long; ") && said.contains("\n2 packets, 90 bytes sent, 1 not sent"),
        "{said}"
    );
    let said = net.pkt_says(5, &["send", "-i", "a0", &long]);
    assert!(said.contains("packet 2 was not sent: a0: Message too long"), "{said}");
    // Through raw sockets too many go at once; and frames may go past the queues.
    net.pkt_says(0, &["send", &udp("(1,100)", "layer 3"), "--layer", "3", "--count", "3"]);
    net.pkt_says(0, &["send", &udp("(1,100)", "past"), "--bypass", "--count", "3"]);
    let ended = sniff.stop();
    assert_eq!(ended.status.code(), Some(0));

    let mut all = timed(&file);
    let last = all.split_off(all.len() - 600);
    assert_eq!(last.iter().map(|(_, frame)| frame[22]).collect::<Vec<u8>>(), (1..=100).collect::<Vec<u8>>().repeat(6));
    let ttls: Vec<u8> = all.iter().map(|(_, frame)| frame[22]).collect();
    assert_eq!(ttls[..3000], (1..=100).collect::<Vec<u8>>().repeat(30));
    assert_eq!(ttls[3000], 7);
    assert_eq!(ttls[3001..3031], (1..=30).collect::<Vec<u8>>());
    assert!(all[..3031].iter().all(|(_, frame)| frame[..12] == all[0].1[..12] && frame[26..30] == [10, 77, 0, 1]));
    // Never quicker than asked for: each waits for its time, and 30 take 29 of them. The second expression too.
    let between = all[3030].0 - all[3001].0;
    assert!((140_000_000..2_000_000_000).contains(&between), "{between} ns");
    assert_eq!(all[3031].1[..12], [2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 7]);
    let rest: Vec<&[u8]> = all[3032..].iter().map(|(_, frame)| &frame[42..]).collect();
    // Stopping is behind what went in the same call.
    assert_eq!(rest[..2], [b"one", b"two"]);
    assert_eq!(rest[2], b"one");
}

#[test]
fn many_packets_for_others_are_warned_of() {
    let Some(net) = Net::addressed() else { return };
    let to = |address: &str| format!(r#"Ether(dst="02:00:00:00:00:09",src="02:00:00:00:00:07")/IP(dst="{address}")/UDP(dport=9)"#);
    let warned = |to: &str, more: &[&str]| net.pkt_says(0, &[&["send", "-i", "a0", to], more].concat()).contains("warning: ");
    assert!(warned(&to("9.9.9.9"), &["--count", "1500"]));
    assert!(!warned(&to("9.9.9.9"), &["--count", "10", "--rate", "500"]));
    assert!(!warned(&to("10.77.0.2"), &["--count", "1500"]));
}

#[test]
fn this_machine_hears_what_is_sent_to_it() {
    let Some(net) = Net::addressed() else { return };
    let mut listener = net.first(std::env::current_exe().unwrap());
    listener.args(["--exact", "send::listener", "--ignored", "--quiet", "--nocapture"]).env("PKT_LISTEN", "1");
    let mut listener = listener.spawn().unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(listener.stdout.take().unwrap()));
    let port = lines.by_ref().map(Result::unwrap).find_map(|line| Some(line.split_once("port ")?.1.to_owned())).unwrap();
    let mut heard = |what: &str| assert!(lines.by_ref().map(Result::unwrap).any(|line| line.contains(what)), "{what}");
    for (to, text) in [("127.0.0.1", "loopback"), ("10.77.0.1", "own address")] {
        net.pkt_says(0, &["send", &format!(r#"IP(dst="{to}")/UDP(dport={port})/"{text}""#)]);
        heard(text);
    }
    net.pkt_says(0, &["send", &format!(r#"Ether()/IP(dst="127.0.0.1")/UDP(dport={port})/"in a frame""#)]);
    heard("in a frame");
    listener.kill().unwrap();
    listener.wait().unwrap();
}

/// Not a test: says what it hears over UDP.
#[test]
#[ignore = "another test runs it"]
fn listener() {
    if std::env::var_os("PKT_LISTEN").is_none() {
        return;
    }
    let socket = std::net::UdpSocket::bind("0.0.0.0:0").unwrap();
    println!("port {}", socket.local_addr().unwrap().port());
    let mut bytes = [0; 100];
    while let Ok(len) = socket.recv(&mut bytes) {
        println!("heard {}", String::from_utf8_lossy(&bytes[..len]));
    }
}

#[test]
fn what_cannot_be_sent_is_told_with_its_code() {
    let Some(net) = Net::addressed() else { return };
    for (args, code, wanted) in [
        (&["send", r#"IP(dst="10.77.0.77")/UDP()"#][..], 5, "10.77.0.77 does not answer ARP on a0"),
        (&["send", r#"IP(dst="192.0.2.1")/UDP()"#], 5, "no route to 192.0.2.1"),
        (&["send", r#"Ether()/"abc""#], 2, "-i IF"),
        (&["send", "-i", "a00", "IP()"], 2, "there is no interface `a00`; did you mean `a0`?"),
        (&["send", "IP(dst=\"10.0.0.1\"/UDP()"], 2, "is never closed"),
        (&["send", "none.pcap"], 3, "none.pcap: No such file or directory"),
        (&["send", "IP()", "--rate", "fast"], 2, "`fast` is no rate"),
        (&["replay", "none.pcap"], 3, "none.pcap: No such file or directory"),
        (&["replay", "-i", "a0", "-i", "1=a1", "none.pcap"], 2, "do not go together"),
        (&["replay", concat!(env!("CARGO_MANIFEST_DIR"), "/captures/dns.pcap")], 2, "-i IF"),
        (&["replay", "none.pcap", "--speed", "0x"], 2, "`0x` is no speed"),
    ] {
        let said = net.pkt_says(code, args);
        assert!(said.contains(wanted), "{args:?}: {said}");
    }
}

/// A capture of two interfaces, with these times in µs; each frame has its number and is of the interface of that parity.
fn two_sided(file: &Path, times: &[i64]) {
    use pktlab::frame::{Info, Interface, LinkType};
    let mut writer = capture::Writer::create(file, None, &[]).unwrap();
    let sides: Vec<Interface> = ["left", "right"]
        .iter()
        .zip(0..)
        .map(|(name, id)| Interface { link: LinkType::ETHERNET, name: Some((*name).to_owned()), id, resolution: 9, ..Interface::default() })
        .collect();
    for (number, side) in (0..).zip(&sides) {
        writer.describe(number, side);
    }
    for (number, time) in (0u32..).zip(times) {
        let bytes = super::live::frame(number);
        let side = number % 2;
        let info = Info {
            time: Some(1_700_000_000_000_000_000 + time * 1000),
            interface: Some(side),
            ..Info::alone(LinkType::ETHERNET, bytes.len() as u32)
        };
        writer.write_frame(&Frame { interface: Some(&sides[side as usize]), ..Frame::new(&bytes, info) }).unwrap();
    }
    writer.finish().unwrap();
}

#[test]
fn a_replay_keeps_times_and_sides() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (file, text) = path(&folder, "a.pcapng");
    // One that was captured late is sent behind the one before it.
    let times: Vec<i64> = (0..60).map(|n| if n == 30 { 100_000 } else { n * 5000 + n % 7 * 300 }).collect();
    two_sided(&file, &times);
    let said = net.pkt_says(0, &["replay", &text, "-i", "a0", "-i", "a1", "--dry-run"]);
    assert!(said.starts_with("60 packets, ") && said.contains(" in 0.296 s\nthrough a0: 30\nthrough a1: 30\n"), "{said}");

    let said = net.pkt_says(2, &["replay", &text, "-i", "middle=a0", "--dry-run"]);
    assert!(said.contains("no packet is of an interface that -i names: 60 were left out"), "{said}");

    let (left, left_text) = path(&folder, "left.pcapng");
    let (right, right_text) = path(&folder, "right.pcapng");
    for (more, through, speed) in [
        (&["-i", "a0", "-i", "a1"][..], [0, 1], 1.0),
        (&["-i", "right=a0", "-i", "left=a1", "--speed", "2x"], [1, 0], 2.0),
        (&["-i", "1=a1", "--speed", "max"], [9, 1], f64::INFINITY),
    ] {
        let sniffs = [net.sniff(&["-i", "b0", "-w", &left_text]), net.sniff(&["-i", "b1", "-w", &right_text])];
        let said = net.pkt_says(0, &[&["replay", text.as_str()], more].concat());
        assert_eq!(said.contains("late by"), speed.is_finite(), "{said}");
        assert_eq!(said.contains("30 packets were left out"), through[0] == 9, "{said}");
        assert!(sniffs.map(Sniff::stop).iter().all(|ended| ended.status.success()));
        let came = [timed(&left), timed(&right)];
        for (side, came) in through.iter().zip(&came) {
            let sent: Vec<u32> = (0..60).filter(|number| number % 2 == *side).collect();
            assert_eq!(came.len(), sent.len(), "{more:?}");
            assert!(sent.iter().zip(came).all(|(number, (_, bytes))| *bytes == super::live::frame(*number)), "{more:?}");
        }
        if speed.is_finite() {
            // Both sides are on one clock, and none is early; a busy machine may be late.
            let start = came.iter().flatten().map(|(time, _)| *time).min().unwrap();
            let mut due = 0;
            for number in 0..60u32 {
                due = due.max((times[number as usize] as f64 * 1000.0 / speed) as i64);
                let side = through.iter().position(|side| *side == number % 2).unwrap();
                let late = came[side][number as usize / 2].0 - start - due;
                assert!((-300_000..200_000_000).contains(&late), "{number}: {late} ns");
            }
        }
    }
}

#[test]
fn files_follow_each_other_and_again() {
    let Some(net) = Net::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let (first, first_text) = path(&folder, "a.pcapng");
    let (second, second_text) = path(&folder, "b.pcapng");
    two_sided(&first, &(0..700).collect::<Vec<_>>());
    two_sided(&second, &[0, 50_000]);
    let (file, text) = path(&folder, "got.pcapng");
    let sniff = net.sniff(&["-i", "b0", "-w", &text]);
    let said = net.pkt_says(0, &["replay", &first_text, &second_text, "-i", "a0", "--loop", "3", "--speed", "10x"]);
    assert!(said.starts_with("2106 packets, "), "{said}");
    sniff.stop().has_all(2106);
    let wanted: Vec<u32> = (0..700).chain(0..2).collect::<Vec<_>>().repeat(3);
    assert!(frames(&[file]).iter().zip(&wanted).all(|(bytes, number)| *bytes == super::live::frame(*number)));
    // A file that begins behind the end of another is waited for, but not for longer than that.
    let (third, third_text) = path(&folder, "c.pcapng");
    two_sided(&third, &[300_000, 301_000]);
    for (files, more, wanted) in [
        ([&second_text, &third_text], &[][..], " in 0.301 s"),
        ([&second_text, &third_text], &["--max-gap", "0.02"], " in 0.041 s"),
        ([&third_text, &second_text], &[], " in 0.051 s"),
    ] {
        let said = net.pkt_says(0, &[&["replay", files[0], files[1], "-i", "a0", "--dry-run"], more].concat());
        assert!(said.contains(wanted), "{more:?}: {said}");
    }
    // Without an end until Ctrl-C, which is one.
    let mut command = net.first(env!("CARGO_BIN_EXE_pkt"));
    let mut child = command.args(["replay", &second_text, "-i", "a0", "--loop"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(700));
    rustix::process::kill_process(rustix::process::Pid::from_child(&child), rustix::process::Signal::INT).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
