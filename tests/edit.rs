//! `pkt craft` as people call it: editing, printing, what is said of errors.

use assert_cmd::Command;
use pktlab::craft::{self, Anonymizer};

fn pkt(args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("pkt").unwrap();
    command.env("XDG_CONFIG_HOME", "/nonexistent").current_dir(env!("CARGO_MANIFEST_DIR")).args(args);
    command
}
fn answer(args: &[&str]) -> String {
    String::from_utf8(pkt(args).assert().success().get_output().stdout.clone()).unwrap().trim_end().to_owned()
}
fn hex(text: &str) -> String {
    craft::expr(text).unwrap().iter().map(|b| format!("{b:02x}")).collect()
}
const SYN: &str =
    r#"Ether(src="02:00:00:00:00:0a", dst="02:00:00:00:00:0b")/IP(src="10.0.0.2", dst="10.0.0.1")/TCP(dport=80, options=[("MSS", 1460)])"#;

#[test]
fn an_edited_packet_is_right_again() {
    let edited = |more: &[&str]| answer(&[&["craft", "--from-hex", &hex(SYN)], more].concat());
    assert_eq!(edited(&["--set", "ip.ttl=3"]), hex(&SYN.replace("IP(", "IP(ttl=3, ")));
    assert_eq!(
        edited(&["--set", "tcp.dstport=443", "--set", "ip.dst=192.0.2.1"]),
        hex(&SYN.replace("80", "443").replace("10.0.0.1", "192.0.2.1"))
    );
    assert_eq!(
        edited(&["--set", r#"tcp.options=[("MSS",1200),("WScale",7)]"#]),
        hex(&SYN.replace(r#"("MSS", 1460)"#, r#"("MSS", 1200), ("WScale", 7)"#))
    );
    assert_eq!(edited(&["--insert", "eth/Dot1Q(vlan=5)"]), hex(&SYN.replace("/IP", "/Dot1Q(vlan=5)/IP")));
    assert_eq!(edited(&["--map", "10.0.0.0/8=192.168.0.0/8"]), hex(&SYN.replace("\"10.0.0", "\"192.0.0")));
    assert_eq!(
        edited(&["--map", "80=8080", "--map", "02:00:00:00:00:0a=02:00:00:00:00:0c"]),
        hex(&SYN.replace("=80", "=8080").replace(":0a", ":0c"))
    );
    let tagged = hex(&SYN.replace("/IP", "/Dot1Q(vlan=5)/IP"));
    assert_eq!(answer(&["craft", "--from-hex", &tagged, "--delete", "vlan"]), hex(SYN));
}
#[test]
fn what_was_wrong_stays_wrong() {
    let wrong = SYN.replace("dport=80", "dport=80, chksum=0xbeef");
    assert_eq!(answer(&["craft", "--from-hex", &hex(&wrong), "--set", "ip.ttl=3"]), hex(&wrong.replace("IP(", "IP(ttl=3, ")));
    let kept = answer(&["craft", "--from-hex", &hex(SYN), "--set", "tcp.dstport=81", "--keep-checksums"]);
    assert_eq!(kept, hex(SYN).replacen("00140050", "00140051", 1));
}
#[test]
fn errors_have_a_caret() {
    let said = |expression: &str| {
        let assert = pkt(&["craft", expression]).assert().code(2);
        String::from_utf8(assert.get_output().stderr.clone()).unwrap()
    };
    for (expression, message) in [
        ("IP(ttl=300)", "ttl takes 0 to 255, not 300"),
        ("IP(tll=3)", "IP has no field \"tll\": did you mean \"ttl\"?"),
        ("IPP()", "no protocol \"IPP\": did you mean"),
        ("Dot1Q(vlan=5000)", "vlan takes 0 to 4095, not 5000"),
        ("Ether(dst=\"zz\")", "dst takes a MAC address, as 02:00:00:00:00:01, not \"zz\""),
        ("IP(dst=\"host\")", "dst takes an IPv4 address, as 10.0.0.1, not \"host\""),
        ("TCP(options=[(\"MMS\", 1)])", "no TCP option \"MMS\": did you mean \"MSS\"?"),
        ("TCP(flags=\"SX\")", "flags has no flag \"X\"; there are F S R P A U E C N"),
        ("IP(", "\"(\" is never closed"),
        ("IP()/", "the expression ends where a value is expected"),
        ("IP(dst=\"192.168.*.1-10\")", "write a network as 10.0.0.0/24"),
        (
            "DNS(qd=DNSQR(qname=\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com\"))",
            "a label has at most 63 bytes",
        ),
        ("IP()/TCP(options=[(\"SAck\", (1, 2, 3, 4)), (\"SAck\", (1, 2, 3, 4)), (\"SAck\", (1, 2, 3, 4))])", "needs more than 4 bits"),
    ] {
        let text = said(expression);
        assert!(text.contains(message), "{expression}: {text}");
        assert!(text.contains('^') || message.contains("bits"), "{text}");
    }
}
#[test]
fn random_values_come_from_the_seed() {
    let run = |seed: &str| answer(&["craft", "IP(src=RandIP())/UDP(sport=RandShort())/Raw(RandString(8))", "--seed", seed]);
    assert_eq!(run("7"), run("7"));
    assert_ne!(run("7"), run("8"));
}
/// The addresses of the authors' own test.
#[test]
fn crypto_pan() {
    let key = [
        21, 34, 23, 141, 51, 164, 207, 128, 19, 10, 91, 22, 73, 144, 125, 16, 216, 152, 143, 131, 121, 121, 101, 39, 98, 87, 76, 45, 42,
        132, 34, 2,
    ];
    let cipher = Anonymizer::new(&key);
    for (from, to) in [("128.11.68.132", "135.242.180.132"), ("129.118.74.4", "134.136.186.123"), ("130.132.252.244", "133.68.164.234")] {
        assert_eq!(cipher.address(from.parse().unwrap()), to.parse::<std::net::IpAddr>().unwrap());
    }
}
#[test]
fn a_capture_printed_is_the_capture() {
    let printed = answer(&["read", "captures/tcp-http.pcap", "-T", "expr"]);
    let again: Vec<String> = printed.lines().map(hex).collect();
    let bytes = answer(&["craft", "--from-file", "captures/tcp-http.pcap"]);
    assert_eq!(again, bytes.lines().collect::<Vec<_>>());
}
