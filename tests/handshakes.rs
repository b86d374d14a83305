//! `pkt handshakes` on crafted captures: one for each verdict and each option, over IPv4 and IPv6.

use std::path::{Path, PathBuf};
use std::process::Command;

use pktlab::craft;
use serde_json::Value;

/// A capture of packets given by milliseconds and an expression. `C>S` stands for the IP layer from client to server, `S>C` for the way back.
fn capture(dir: &Path, name: &str, v6: bool, packets: &[(u64, &str)]) -> PathBuf {
    let [client, server, router] = if v6 { ["2001:db8::1", "2001:db8::2", "2001:db8::fe"] } else { ["10.0.0.1", "10.0.0.2", "10.0.0.254"] };
    let (ip, ttl) = if v6 { ("IPv6", "hlim") } else { ("IP", "ttl") };
    let mut file = vec![0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 101, 0, 0, 0];
    for (ms, text) in packets {
        let quote = format!(r#"{ip}(src="{router}",dst="{client}")/"#);
        let text = text
            .replace("C>S:", &format!(r#"{ip}(src="{client}",dst="{server}",{ttl}=64)/"#))
            .replace("S>C:", &format!(r#"{ip}(src="{server}",dst="{client}",{ttl}=57)/"#))
            .replace("X>C:", &format!(r#"{ip}(src="{server}",dst="{client}",{ttl}=250)/"#))
            .replace("R>C:", &quote)
            .replace("hop=", &format!("{ttl}="))
            .replace("PROHIBITED", if v6 { "ICMPv6DestUnreach(code=1)" } else { "ICMP(type=3,code=13)" });
        let bytes = craft::expr(&text).unwrap_or_else(|error| panic!("{name}: {text}: {error}"));
        for word in [1_700_000_000 + (ms / 1000) as u32, (ms % 1000 * 1000) as u32, bytes.len() as u32, bytes.len() as u32] {
            file.extend(word.to_le_bytes());
        }
        file.extend(bytes);
    }
    let path = dir.join(format!("{name}{}.pcap", if v6 { "-v6" } else { "" }));
    std::fs::write(&path, file).unwrap();
    path
}

fn pkt(args: &[&str]) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.args(args).env("XDG_CONFIG_HOME", "/nonexistent").env("TZ", "UTC");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    let out = command.output().expect("pkt runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (text(out.stdout), text(out.stderr), out.status.code().unwrap_or(-1))
}

fn attempts(path: &Path) -> Vec<Value> {
    let (out, err, code) = pkt(&["handshakes", path.to_str().unwrap(), "-T", "json"]);
    assert_eq!((err.as_str(), code), ("", 0));
    serde_json::from_str(&out).expect("an array")
}

const OPTIONS: &str = r#"options=[("MSS",1460),("SAckOK",b""),("Timestamp",(1000,0)),("NOP",None),("WScale",7)]"#;

/// SYN, SYN/ACK, ACK, as far as they go.
macro_rules! syn {
    ($options:expr) => {
        &format!(r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=100,{})"#, $options)
    };
}
const SYN: &str = r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=100,options=[("MSS",1460)])"#;
const SYNACK: &str = r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=500,ack=101,options=[("MSS",1400)])"#;
const ACK: &str = r#"C>S:TCP(sport=4000,dport=443,flags="A",seq=101,ack=501)"#;

/// Name, verdict and Zeek's state of each attempt, history of the first; the packets.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static [(u64, &'static str)]);

const CASES: &[Case] = &[
    (
        "established",
        &[("established", "SF")],
        "ShADadFf",
        &[
            (0, SYN),
            (20, SYNACK),
            (21, ACK),
            (25, r#"C>S:TCP(sport=4000,dport=443,flags="PA",seq=101,ack=501)/"GET""#),
            (45, r#"S>C:TCP(sport=443,dport=4000,flags="A",seq=501,ack=104)"#),
            (60, r#"S>C:TCP(sport=443,dport=4000,flags="PA",seq=501,ack=104)/"200 OK""#),
            (61, ACK),
            (70, r#"C>S:TCP(sport=4000,dport=443,flags="FA",seq=104,ack=507)"#),
            (90, r#"S>C:TCP(sport=443,dport=4000,flags="FA",seq=507,ack=105)"#),
            (91, r#"C>S:TCP(sport=4000,dport=443,flags="A",seq=105,ack=508)"#),
        ],
    ),
    ("retried", &[("established", "S1")], "ShA", &[(0, SYN), (1000, SYN), (3000, SYN), (3020, SYNACK), (3021, ACK)]),
    (
        "simultaneous-open",
        &[("simultaneous-open", "S1")],
        "SshH",
        &[
            (0, SYN),
            (1, r#"S>C:TCP(sport=443,dport=4000,flags="S",seq=500)"#),
            (20, r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=500,ack=101)"#),
            (21, r#"C>S:TCP(sport=4000,dport=443,flags="SA",seq=100,ack=501)"#),
        ],
    ),
    ("refused", &[("refused", "REJ")], "Sr", &[(0, SYN), (1, r#"S>C:TCP(sport=443,dport=4000,flags="RA",seq=0,ack=101)"#)]),
    ("rejected", &[("rejected", "S0")], "S", &[(0, SYN), (5, r#"R>C:PROHIBITED/C>S:TCP(sport=4000,dport=443,flags="S",seq=100)"#)]),
    ("timed-out", &[("timed-out", "S0")], "S", &[(0, SYN), (1000, SYN), (3000, SYN), (7000, SYN)]),
    ("half-open", &[("half-open", "S1")], "Sh", &[(0, SYN), (20, SYNACK), (1020, SYNACK), (3020, SYNACK)]),
    (
        "syn-ack-ignored",
        &[("syn-ack-ignored", "S1")],
        "Sh",
        &[(0, SYN), (20, SYNACK), (1000, SYN), (1020, SYNACK), (3000, SYN), (3020, SYNACK)],
    ),
    (
        "aborted",
        &[("aborted", "RSTO")],
        "ShAR",
        &[(0, SYN), (20, SYNACK), (21, ACK), (22, r#"C>S:TCP(sport=4000,dport=443,flags="RA",seq=101,ack=501)"#)],
    ),
    ("syn-scan", &[("aborted", "RSTO")], "ShR", &[(0, SYN), (20, SYNACK), (21, r#"C>S:TCP(sport=4000,dport=443,flags="R",seq=101)"#)]),
    ("given-up", &[("aborted", "RSTOS0")], "SR", &[(0, SYN), (500, r#"C>S:TCP(sport=4000,dport=443,flags="R",seq=101)"#)]),
    (
        "mid-stream",
        &[("mid-stream", "OTH")],
        "Da",
        &[
            (0, r#"C>S:TCP(sport=4000,dport=443,flags="PA",seq=101,ack=501)/"more""#),
            (20, r#"S>C:TCP(sport=443,dport=4000,flags="A",seq=501,ack=105)"#),
        ],
    ),
    (
        "port-reused",
        &[("established", "S1"), ("port-reused", "S1")],
        "ShA",
        &[
            (0, SYN),
            (20, SYNACK),
            (21, ACK),
            (5000, r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=90000)"#),
            (5020, r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=70000,ack=90001)"#),
            (5021, r#"C>S:TCP(sport=4000,dport=443,flags="A",seq=90001,ack=70001)"#),
        ],
    ),
    (
        "port-reused-after-close",
        &[("established", "SF"), ("established", "S1")],
        "ShAFf",
        &[
            (0, SYN),
            (20, SYNACK),
            (21, ACK),
            (30, r#"C>S:TCP(sport=4000,dport=443,flags="FA",seq=101,ack=501)"#),
            (50, r#"S>C:TCP(sport=443,dport=4000,flags="FA",seq=501,ack=102)"#),
            (5000, r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=90000)"#),
            (5020, r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=70000,ack=90001)"#),
            (5021, r#"C>S:TCP(sport=4000,dport=443,flags="A",seq=90001,ack=70001)"#),
        ],
    ),
    (
        "another-isn",
        &[("timed-out", "S0"), ("established", "S1")],
        "S",
        &[
            (0, SYN),
            (1000, r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=90000)"#),
            (1020, r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=70000,ack=90001)"#),
            (1021, r#"C>S:TCP(sport=4000,dport=443,flags="A",seq=90001,ack=70001)"#),
        ],
    ),
    ("challenge-ack", &[("port-reused", "S0")], "Sa", &[(0, SYN), (20, r#"S>C:TCP(sport=443,dport=4000,flags="A",seq=7777,ack=5555)"#)]),
    (
        "challenge-ack-then-connected",
        &[("established", "S1")],
        "SaRhA",
        &[
            (0, SYN),
            (20, r#"S>C:TCP(sport=443,dport=4000,flags="A",seq=7777,ack=5555)"#),
            (21, r#"C>S:TCP(sport=4000,dport=443,flags="R",seq=5555)"#),
            (1000, SYN),
            (1020, SYNACK),
            (1021, ACK),
        ],
    ),
    ("syn-not-captured", &[("established", "OTH")], "hA", &[(20, SYNACK), (21, ACK)]),
    (
        "refused-by-another-way",
        &[("established", "RSTR")],
        "ShADr",
        &[
            (0, SYN),
            (20, SYNACK),
            (21, ACK),
            (25, r#"C>S:TCP(sport=4000,dport=443,flags="PA",seq=101,ack=501)/"GET /forbidden""#),
            (26, r#"X>C:TCP(sport=443,dport=4000,flags="R",seq=501)"#),
        ],
    ),
];

#[test]
fn each_verdict_is_told() {
    let dir = tempfile::tempdir().unwrap();
    for (name, verdicts, history, packets) in CASES {
        for v6 in [false, true] {
            let path = capture(dir.path(), name, v6, packets);
            let told = attempts(&path);
            let found: Vec<_> = told.iter().map(|a| (a["verdict"].as_str().unwrap(), a["state"].as_str().unwrap())).collect();
            assert_eq!(&found[..], *verdicts, "{}", path.display());
            assert_eq!(told[0]["history"], *history, "{}", path.display());
        }
    }
}

#[test]
fn views_of_each_verdict() {
    let dir = tempfile::tempdir().unwrap();
    for (name, _, _, packets) in CASES {
        for v6 in [false, true] {
            let path = capture(dir.path(), name, v6, packets);
            let path = path.to_str().unwrap();
            let table = pkt(&["handshakes", path]).0;
            let ladder = pkt(&["handshakes", path, "--ladder", "--width", "80"]).0;
            let json = pkt(&["handshakes", path, "-T", "ndjson"]).0;
            let family = if v6 { "v6" } else { "v4" };
            insta::assert_snapshot!(format!("handshakes_{name}_{family}"), format!("{table}\n{ladder}\n{json}"));
        }
    }
}

#[test]
fn waiting_is_told_apart_from_the_round_trip() {
    let dir = tempfile::tempdir().unwrap();
    let one = |packets: &[(u64, &str)]| attempts(&capture(dir.path(), "times", false, packets)).remove(0);
    let told = one(&[(0, SYN), (1000, SYN), (3000, SYN), (3020, SYNACK), (3021, ACK)]);
    let number = |value: &Value| (value.as_f64().unwrap() * 1000.0).round();
    assert_eq!(number(&told["setup_time"]), 3021.0);
    assert_eq!(number(&told["rtt"]), 20.0);
    assert_eq!((&told["rtt_from"], &told["answered_syn"], &told["retries"]), (&"last-syn".into(), &3.into(), &2.into()));
    assert_eq!(told["retry_gaps"].as_array().unwrap().iter().map(number).collect::<Vec<_>>(), [1000.0, 2000.0]);
    // The answer names the first of two SYNs: it was on its way while the client asked again.
    let stamped = |n: u32| format!(r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=100,options=[("Timestamp",({n},0))])"#);
    let answer = r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=500,ack=101,options=[("Timestamp",(9,1000))])"#;
    let told = one(&[(0, &stamped(1000)), (1000, &stamped(2000)), (1200, answer), (1201, ACK)]);
    assert_eq!(number(&told["rtt"]), 1200.0);
    assert_eq!((&told["rtt_from"], &told["answered_syn"]), (&"tsecr".into(), &1.into()));
}

/// Option, what the client says, what the server says, whether it is agreed on, and in words.
const OPTION_CASES: &[(&str, &str, &str, bool, &str)] = &[
    (
        "MSS",
        r#"flags="S",options=[("MSS",1460)]"#,
        r#"flags="SA",ack=101,options=[("MSS",1400)]"#,
        true,
        "1400 bytes to the server, 1460 to the client",
    ),
    ("window scale", OPTIONS, "options=[]", false, "not agreed: the server did not answer it, windows to 64 KiB"),
    (
        "window scale",
        r#"options=[("WScale",0)]"#,
        r#"options=[("WScale",7)]"#,
        true,
        "client's window ×1, server's ×128; the client allows it, but stays at 64 KiB itself",
    ),
    ("window scale", "options=[]", r#"options=[("WScale",7)]"#, false, "not agreed: answered although not offered, which no host does"),
    ("SACK", OPTIONS, OPTIONS, true, "agreed"),
    ("SACK", OPTIONS, r#"options=[("MSS",1460)]"#, false, "not agreed: the server did not answer it"),
    ("window scale", OPTIONS, OPTIONS, true, "client's window ×128, server's ×128"),
    ("timestamps", r#"options=[("MSS",1460)]"#, r#"options=[("MSS",1460)]"#, false, "not used: not offered"),
    ("timestamps", OPTIONS, OPTIONS, true, "agreed"),
    ("timestamps", OPTIONS, r#"options=[("MSS",1460)]"#, false, "not agreed: the server did not answer it"),
    ("ECN", r#"flags="SEC""#, r#"flags="SAE",ack=101"#, true, "agreed"),
    ("ECN", r#"flags="SEC""#, r#"flags="SA",ack=101"#, false, "not agreed: the server did not answer it"),
    ("ECN", r#"flags=0x1c2"#, r#"flags=0x92,ack=101"#, true, "agreed"),
    ("ECN", r#"flags=0x1c2"#, r#"flags="SAE",ack=101"#, true, "classic ECN: the server does not know AccECN"),
    ("ECN", r#"flags=0x1c2"#, r#"flags=0x1d2,ack=101"#, false, "not agreed: the flags came back as they were sent, a broken reflection"),
    ("TFO", r#"options=[(34,b"")]"#, r#"options=[(34,b"01234567")]"#, true, "a cookie for the next time"),
    ("TFO", r#"options=[(34,b"")]"#, "options=[]", false, "not agreed: the server sent no cookie"),
    ("MPTCP", r#"options=[(30,b"\x01\x81")]"#, r#"options=[(30,b"\x01\x8112345678")]"#, true, "agreed"),
    ("MPTCP", r#"options=[(30,b"\x01\x81")]"#, "options=[]", false, "not agreed: the server did not answer it"),
    ("MD5", r#"options=[(19,b"0123456789abcdef")]"#, r#"options=[(19,b"0123456789abcdef")]"#, true, "agreed"),
    ("MD5", r#"options=[(19,b"0123456789abcdef")]"#, "options=[]", false, "not agreed: the server did not answer it"),
    ("AO", r#"options=[(29,b"\x01\x02123456789012")]"#, r#"options=[(29,b"\x02\x01123456789012")]"#, true, "agreed"),
    ("AO", r#"options=[(29,b"\x01\x02123456789012")]"#, "options=[]", false, "not agreed: the server did not answer it"),
];

/// SYN and SYN/ACK with what a case says of them.
fn said(ours: &str, theirs: &str) -> [String; 2] {
    let flags = |of: &str, usual: &str| if of.contains("flags") { of.to_owned() } else { format!("{usual},{of}") };
    let (ours, theirs) = (flags(ours, r#"flags="S""#), flags(theirs, r#"flags="SA",ack=101"#));
    [format!("C>S:TCP(sport=4000,dport=443,seq=100,{ours})"), format!("S>C:TCP(sport=443,dport=4000,seq=500,{theirs})")]
}

#[test]
fn options_are_offered_answered_and_agreed() {
    let dir = tempfile::tempdir().unwrap();
    let one = |v6: bool, ours: &str, theirs: &str, name: &str| -> Value {
        let [syn, synack] = said(ours, theirs);
        let told = attempts(&capture(dir.path(), "options", v6, &[(0, &syn), (20, &synack), (21, ACK)])).remove(0);
        told["options"]["agreed"].as_array().unwrap().iter().find(|term| term["name"] == name).cloned().unwrap_or(Value::Null)
    };
    for v6 in [false, true] {
        for (name, ours, theirs, agreed, result) in OPTION_CASES {
            let term = one(v6, ours, theirs, name);
            assert_eq!((&term["agreed"], &term["result"]), (&(*agreed).into(), &(*result).into()), "{name}: {ours} / {theirs}: {term}");
        }
        // Nothing said: what every host must take.
        let term = one(v6, r#"flags="S""#, r#"flags="SA",ack=101"#, "MSS");
        let floor = if v6 { 1220 } else { 536 };
        assert!(term["result"].as_str().unwrap().starts_with(&format!("{floor} bytes to the server (none said")), "{term}");
    }
}

#[test]
fn views_of_each_option() {
    let dir = tempfile::tempdir().unwrap();
    for v6 in [false, true] {
        let mut all = String::new();
        for (name, ours, theirs, ..) in OPTION_CASES {
            let [syn, synack] = said(ours, theirs);
            let path = capture(dir.path(), "options", v6, &[(0, &syn), (20, &synack), (21, ACK)]);
            let path = path.to_str().unwrap();
            all.push_str(&format!("== {name}: {ours} / {theirs}\n"));
            for view in [&[][..], &["--ladder", "--width", "80"], &["-T", "ndjson"]] {
                all.push_str(&pkt(&[&["handshakes", path], view].concat()).0);
            }
        }
        insta::assert_snapshot!(format!("handshakes_options_{}", if v6 { "v6" } else { "v4" }), all);
    }
}

#[test]
fn data_in_the_syn_is_taken_or_not() {
    let dir = tempfile::tempdir().unwrap();
    let syn = r#"C>S:TCP(sport=4000,dport=443,flags="S",seq=100,options=[(34,b"01234567")])/"GET""#;
    for (ack, agreed) in [(104, true), (101, false)] {
        let synack = format!(r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=500,ack={ack})"#);
        let told = attempts(&capture(dir.path(), "tfo", false, &[(0, syn), (20, &synack), (21, ACK)])).remove(0);
        assert_eq!(told["verdict"], "established");
        let term = told["options"]["agreed"].as_array().unwrap().iter().find(|term| term["name"] == "TFO").unwrap();
        assert_eq!(term["agreed"], agreed, "{term}");
    }
}

#[test]
fn signs_of_boxes_in_the_middle() {
    let dir = tempfile::tempdir().unwrap();
    let signs = |packets: &[(u64, &str)]| attempts(&capture(dir.path(), "signs", false, packets)).remove(0);
    // The same SYN before and behind a router that clamps the MSS: one SYN, not two.
    let far = r#"IP(src="10.0.0.1",dst="10.0.0.2",ttl=63)/TCP(sport=4000,dport=443,flags="S",seq=100,options=[("MSS",1400)])"#;
    let told = signs(&[(0, syn!(OPTIONS)), (0, far), (20, SYNACK), (21, ACK)]);
    assert_eq!((&told["syns"], &told["copies"]), (&1.into(), &1.into()));
    assert_eq!(
        told["middlebox"],
        serde_json::json!(["MSS changed on the way from 1460 to 1400", "options taken out of the SYN on its way"])
    );
    let told = signs(CASES.last().unwrap().3);
    assert_eq!(told["middlebox"], serde_json::json!(["RST with TTL 250, where the server's packets have 57"]));
    // Linux's cookies: window scale 7 and SACK in the lowest bits of the timestamp.
    let cookie = |stamp: u32| {
        format!(
            r#"S>C:TCP(sport=443,dport=4000,flags="SA",seq=500,ack=101,options=[("MSS",1460),("SAckOK",b""),("Timestamp",({stamp},1000)),("WScale",7)])"#
        )
    };
    for (stamp, rest) in [(64 * 99 + 7 + 16, 0), (64 * 99 + 30, 7)] {
        let told = signs(&[(0, syn!(OPTIONS)), (20, &cookie(stamp)), (21, ACK)]);
        assert_eq!(told["syn_cookie_rest"], rest);
    }
}

#[test]
fn syn_cookies_are_seen_by_server() {
    let dir = tempfile::tempdir().unwrap();
    let handshake = |port: u32, asked: &str, granted: &str| {
        [
            format!(r#"C>S:TCP(sport={port},dport=443,flags="S",seq=100,options=[{asked}])"#),
            format!(r#"S>C:TCP(sport=443,dport={port},flags="SA",seq=500,ack=101,options=[{granted}])"#),
            format!(r#"C>S:TCP(sport={port},dport=443,flags="A",seq=101,ack=501)"#),
        ]
    };
    let (scale, stamp) = (r#"("MSS",1460),("WScale",7)"#, |n: u32| format!(r#"("MSS",1460),("WScale",7),("Timestamp",({n},0))"#));
    let says = |handshakes: &[[String; 3]]| {
        let packets: Vec<(u64, &str)> = handshakes.iter().flatten().enumerate().map(|(n, text)| (n as u64 * 50, text.as_str())).collect();
        let path = capture(dir.path(), "cookies", false, &packets);
        pkt(&["handshakes", path.to_str().unwrap(), "--summary"]).0.contains("SYN cookies")
    };
    // Options are answered to who has timestamps, and to nobody else.
    let bare = |granted: &str| [handshake(1001, &stamp(1), &stamp(1)), handshake(1002, scale, granted)];
    assert!(says(&bare(r#"("MSS",1460)"#)));
    assert!(!says(&bare(scale)));
    // The lowest bits of the timestamps hold the options, over an offset that stays.
    let clock = |stamps: [u32; 4]| stamps.map(|n| handshake(1000 + n, &stamp(1), &stamp(n)));
    assert!(says(&clock([64 + 17, 128 + 17, 192 + 17, 320 + 17])));
    assert!(!says(&clock([64 + 17, 128 + 17, 192 + 18, 320 + 17])));
    assert!(!says(&clock([64 + 17; 4])), "a clock that stands tells nothing");
}

#[test]
fn floods_and_scans_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let flood: Vec<String> =
        (0..60).map(|n| format!(r#"IP(src="10.1.0.{n}",dst="10.0.0.2")/TCP(sport={},dport=80,flags="S",seq=5)"#, 2000 + n)).collect();
    let scan = (1..40).flat_map(|port| {
        [
            format!(r#"C>S:TCP(sport=4000,dport={port},flags="S",seq=5)"#),
            format!(r#"S>C:TCP(sport={port},dport=4000,flags="RA",seq=0,ack=6)"#),
        ]
    });
    let all: Vec<String> = flood.into_iter().chain(scan).collect();
    let packets: Vec<(u64, &str)> = all.iter().enumerate().map(|(ms, text)| (ms as u64, text.as_str())).collect();
    let path = capture(dir.path(), "flood", false, &packets);
    let (out, ..) = pkt(&["handshakes", path.to_str().unwrap(), "--summary"]);
    let flooded: Vec<_> = out.lines().filter(|line| line.contains("SYN flood?")).collect();
    assert!(flooded.iter().any(|line| line.contains("10.0.0.2:80")), "{out}");
    assert!(out.contains("scan? 10.0.0.1 tried 39 ports of 1 host"), "{out}");
}

#[test]
fn conditions_decide_the_exit_code() {
    let dir = tempfile::tempdir().unwrap();
    let refused = CASES.iter().find(|case| case.0 == "refused").unwrap().3;
    let ok = capture(dir.path(), "ok", false, CASES[0].3);
    let bad = capture(dir.path(), "bad", false, refused);
    let (ok, bad) = (ok.to_str().unwrap(), bad.to_str().unwrap());
    let code = |args: &[&str]| pkt(&[&["handshakes", "-T", "none"], args].concat()).2;
    assert_eq!(code(&[ok, "--fail-if", "success<99%", "--fail-if", "p95>200ms"]), 0);
    assert_eq!(code(&[ok, "--fail-if", "p95>20ms"]), 1);
    assert_eq!(code(&[bad, "--fail-if", "success<99%"]), 1);
    assert_eq!(code(&[bad, "--fail-if", "p95>20ms"]), 0, "nothing connected: there is no time");
    assert_eq!(code(&[bad, "--fail-if", "refused>0"]), 1);
    assert_eq!(code(&[ok, "--fail-if", "p95>20"]), 2);
    let (_, err, _) = pkt(&["handshakes", "-T", "none", ok, "--fail-if", "p50>=21ms"]);
    assert_eq!(err, "p50>=21ms: it is 21ms\n");
}

#[test]
fn memory_is_bounded_and_what_is_let_go_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let many: Vec<String> = (0..100).map(|n| format!(r#"C>S:TCP(sport={},dport=80,flags="S",seq=5)"#, 2000 + n)).collect();
    let packets: Vec<(u64, &str)> = many.iter().enumerate().map(|(ms, text)| (ms as u64 * 1000, text.as_str())).collect();
    let path = capture(dir.path(), "many", false, &packets);
    let path = path.to_str().unwrap();
    let (out, err, code) = pkt(&["handshakes", path, "-T", "ndjson", "--max-flows", "10"]);
    assert_eq!((out.lines().count(), code), (100, 0));
    assert_eq!(err, "note: 90 attempts were let go before their end was seen, as there were too many (--max-flows)\n");
    let (out, err, _) = pkt(&["handshakes", path, "-T", "ndjson", "--flow-timeout", "9.5"]);
    assert_eq!(out.lines().count(), 100);
    assert_eq!(err, "note: of 90 attempts nothing was heard for --flow-timeout, so they were done with\n");
}

#[test]
fn filters_choose_attempts_not_packets() {
    let dir = tempfile::tempdir().unwrap();
    let mut packets = CASES[0].3.to_vec();
    packets.extend([
        (100, r#"C>S:TCP(sport=5000,dport=22,flags="S",seq=5)"#),
        (101, r#"S>C:TCP(sport=22,dport=5000,flags="RA",seq=0,ack=6)"#),
    ]);
    let path = capture(dir.path(), "filter", false, &packets);
    let path = path.to_str().unwrap();
    let verdicts = |filter: &str| {
        let out = pkt(&["handshakes", path, "-T", "ndjson", "-Y", filter]).0;
        out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["verdict"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(verdicts("tcp.flags.fin == 1"), ["established"]);
    assert_eq!(verdicts("tcp.port == 22"), ["refused"]);
    assert_eq!(verdicts(r#"conn.verdict == "refused""#), ["refused"]);
    assert_eq!(verdicts(r#"conn.state == "SF" && conn.setup_time > 0.02"#), ["established"]);
    assert_eq!(verdicts("tcp"), ["established", "refused"]);
}

#[test]
fn fields_of_the_connection() {
    let dir = tempfile::tempdir().unwrap();
    let path = capture(dir.path(), "fields", false, CASES[1].3);
    let path = path.to_str().unwrap();
    let columns =
        ["-T", "fields", "-e", "conn.verdict", "-e", "conn.state", "-e", "conn.history", "-e", "conn.retries", "-e", "conn.setup_time"];
    let once = pkt(&[&["read", path], &columns[..]].concat()).0;
    assert_eq!(
        once,
        "timed-out\tS0\tS\t0\t\ntimed-out\tS0\tS\t1\t\ntimed-out\tS0\tS\t2\t\nhalf-open\tS1\tSh\t2\t\nestablished\tS1\tShA\t2\t3.021000000\n"
    );
    let twice = pkt(&[&["read", path, "-2"], &columns[..]].concat()).0;
    assert_eq!(twice, "established\tS1\tShA\t2\t3.021000000\n".repeat(5));
    let ids = pkt(&["read", path, "-T", "fields", "-e", "conn.community_id"]).0;
    let told = &attempts(Path::new(path))[0]["community_id"];
    assert_eq!(ids, format!("{}\n", told.as_str().unwrap()).repeat(5));
    assert_eq!(pkt(&["read", path, "--match-count", "-Y", r#"conn.verdict == "half-open""#]).0, "1\n");
    assert_eq!(pkt(&["read", path, "-2", "--match-count", "-Y", r#"conn.verdict == "half-open""#]).0, "0\n");
}

#[test]
fn pictures_are_well_formed_and_hold_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = capture(dir.path(), "pictures", false, CASES[0].3);
    let [svg, html] = ["out.svg", "out.html"].map(|name| dir.path().join(name));
    let (input, svg_path, html_path) = (path.to_str().unwrap(), svg.to_str().unwrap(), html.to_str().unwrap());
    let (out, err, code) = pkt(&["handshakes", input, "-T", "none", "--svg", svg_path, "--html", html_path]);
    assert_eq!((out.as_str(), err.as_str(), code), ("", "", 0));
    let (svg, html) = (std::fs::read_to_string(&svg).unwrap(), std::fs::read_to_string(&html).unwrap());
    for text in [&svg, &html] {
        assert!(text.contains("10.0.0.1:4000 → 10.0.0.2:443") && text.contains("SYN,ACK seq=0 ack=1"), "{text}");
        // Every element that is opened is shut, in its order.
        let mut open: Vec<&str> = vec![];
        let text = text.split("<script>").next().unwrap();
        for tag in text.split('<').skip(1).map(|part| part.split('>').next().unwrap()) {
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
            match tag {
                _ if tag.starts_with('!') || tag.ends_with('/') || matches!(name, "meta" | "path" | "line" | "rect" | "circle") => {}
                _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name)),
                _ => open.push(name),
            }
        }
        assert!(open.iter().all(|name| matches!(*name, "html" | "body")), "{open:?}");
        assert!(!text.contains("http://") || text.matches("http").count() == 1, "it loads nothing");
    }
    let before = std::fs::read(&path).unwrap();
    assert_eq!(pkt(&["handshakes", input, "--svg", input]).2, 3);
    assert_eq!(std::fs::read(&path).unwrap(), before, "an input is not overwritten");
}

#[test]
fn attempts_as_comma_separated_values() {
    let dir = tempfile::tempdir().unwrap();
    let path = capture(dir.path(), "csv", false, CASES[0].3);
    let (out, err, code) = pkt(&["handshakes", path.to_str().unwrap(), "-T", "csv"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split(',').collect()).collect();
    let [names, values] = &lines[..] else { panic!("{out}") };
    let value = |name: &str| values[names.iter().position(|n| *n == name).unwrap()];
    assert_eq!(names.len(), values.len());
    assert_eq!(
        [value("client_ip"), value("server_port"), value("verdict"), value("history")],
        ["10.0.0.1", "443", "established", "ShADadFf"]
    );
    assert_eq!([value("setup_time"), value("rtt"), value("first_data_from"), value("agreed")], ["0.021", "0.02", "client", "MSS"]);
}
