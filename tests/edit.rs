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
        ("TCP(flags=\"SYN\")", "flags has no flag \"Y\"; there are F S R P A U E C N, a letter each"),
        ("IP(dst=10.0.0.1)", "an address stands in quotes, as \"10.0.0.1\""),
        ("Ether(dst=02:00:00:00:00:01)", "an address stands in quotes"),
        ("IP(ttl=-1)", "ttl takes 0 to 255, not -1"),
        ("NTP(precision=-129)", "precision takes -128 to 255, not -129"),
        ("IP(dst=\"fe80::1\")", "not \"fe80::1\", an IPv6 address"),
        ("IPv6(dst=\"10.0.0.1\")", "not \"10.0.0.1\", an IPv4 address"),
        ("IP(dst=\"example.com\")", "names are looked up only by -N"),
        ("ICMP(type=\"echo\")", "did you mean \"echo-reply\" or \"echo-request\"?"),
        ("UDP(sport=range(1, 5))", "a range is written (from, to)"),
        ("IP(ttl=\"abc\")", "ttl takes a number from 0 to 255, not text"),
        ("DNSQR(qname=example.com)", "text stands in quotes"),
        ("TCP(options=[MSS=1460])", "in a list write (\"name\", value)"),
        ("NTPInfoPeerList(flags=\"INFO_FLAG_IBURST\")", "INFO_FLAG_SEL_CANDIDATE INFO_FLAG_SHORTLIST\n"),
        ("RandShrt()", "did you mean \"RandShort\"?"),
        ("Net(\"10.0.0.0/24\")", "Net is a value of a field"),
        ("IE_IMSI(imsi=\"24x\")", "imsi takes digits"),
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
#[test]
fn lax_lets_wrong_values_through() {
    let built = |text: &str| craft::compose_lax(text).unwrap().packets(0).next().unwrap().unwrap();
    assert_eq!(built("Ether(src=\"00:00:00:00:00:01\", dst=\"zz\")")[..6], *b"zz\0\0\0\0");
    assert_eq!(built("Ether(src=b\"12345678\", dst=\"00:00:00:00:00:02\")")[6..12], *b"123456");
    let label = "a".repeat(70);
    assert_eq!(built(&format!("DNSQR(qname=\"{label}.com\")"))[..1], [70]);
    // There is no room for it.
    assert!(craft::compose_lax("Dot1Q(vlan=5000)").is_err());
    assert!(craft::compose_lax("IP(tll=3)").is_err());
    assert_eq!(
        answer(&["craft", "--lax", "Ether(src=\"00:00:00:00:00:01\", dst=\"zz\")"]),
        "7a7a0000000000000000000190 00".replace(' ', "")
    );
    pkt(&["craft", "Ether(dst=\"zz\")"]).assert().code(2);
}

/// A capture made of expressions; its path.
fn capture(name: &str, expressions: &[&str]) -> String {
    let path = std::env::temp_dir().join(format!("pkt-edit-{}-{name}.pcap", std::process::id()));
    let path = path.to_str().unwrap().to_owned();
    let mut args = vec!["craft", "-w", &path];
    args.extend(expressions);
    pkt(&args).assert().success();
    path
}
/// A whole file edited by `-w`, its packets again in hexadecimal.
fn edited_file(from: &str, how: &[&str]) -> Vec<String> {
    let to = from.replace(".pcap", "-edited.pcap");
    pkt(&[&["craft", "--from-file", from, "-w", &to], how].concat()).assert().success();
    let lines = answer(&["craft", "--from-file", &to]).lines().map(str::to_owned).collect();
    std::fs::remove_file(&to).unwrap();
    lines
}
#[test]
fn a_whole_file_is_edited() {
    let packets = [
        SYN.to_owned(),
        SYN.replace("/TCP", "/UDP").replace(", options=[(\"MSS\", 1460)]", ""),
        "Ether(src=\"02:00:00:00:00:0a\", dst=\"02:00:00:00:00:0b\")/ARP(hwsrc=\"02:00:00:00:00:0a\", psrc=\"10.0.0.2\", pdst=\"10.0.0.1\")".to_owned(),
        "Ether(src=\"02:00:00:00:00:0a\", dst=\"02:00:00:00:00:0b\")/IPv6(src=\"2001:db8::2\", dst=\"2001:db8::1\")/UDP(dport=80)".to_owned(),
    ];
    let file = capture("whole", &packets.iter().map(String::as_str).collect::<Vec<_>>());
    let expect = |change: &dyn Fn(&str) -> String| packets.iter().map(|p| hex(&change(p))).collect::<Vec<_>>();
    // Addresses in headers, in ARP too; checksums are right again.
    assert_eq!(edited_file(&file, &["--map", "10.0.0.0/24=192.0.2.0/24"]), expect(&|p| p.replace("\"10.0.0.", "\"192.0.2.")));
    assert_eq!(edited_file(&file, &["--map", "2001:db8::/64=fd00::/64"]), expect(&|p| p.replace("2001:db8::", "fd00::")));
    assert_eq!(edited_file(&file, &["--map", "80=8080"]), expect(&|p| p.replace("dport=80", "dport=8080")));
    let mac = ["--map", "02:00:00:00:00:0a=02:00:00:00:00:0c"];
    assert_eq!(edited_file(&file, &mac), expect(&|p| p.replace(":0a", ":0c")));
    let tag = |p: &str| p.replacen(")/", ")/Dot1Q(vlan=7)/", 1);
    assert_eq!(edited_file(&file, &["--insert", "eth/Dot1Q(vlan=7)"]), expect(&tag));
    std::fs::remove_file(&file).unwrap();
    // And out again.
    let tagged: Vec<String> = packets.iter().map(|p| tag(p)).collect();
    let file = capture("tagged", &tagged.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(edited_file(&file, &["--delete", "vlan"]), expect(&|p| p.to_owned()));
    assert_eq!(edited_file(&file, &["--set", "vlan.id=9"]), tagged.iter().map(|p| hex(&p.replace("vlan=7", "vlan=9"))).collect::<Vec<_>>());
    std::fs::remove_file(&file).unwrap();
}
/// Prefixes that two addresses share are shared afterwards, and no longer ones; the key decides; checksums are right.
#[test]
fn anonymized_files_keep_prefixes() {
    let packet = |n: usize| format!("IP(src=\"10.{}.0.{n}\", dst=\"10.1.0.1\")/UDP(sport=1, dport=2)/\"x\"", n % 3);
    let packets: Vec<String> = (1..20).map(packet).collect();
    let file = capture("anonymous", &packets.iter().map(String::as_str).collect::<Vec<_>>());
    let new = edited_file(&file, &["--anonymize", "a long secret"]);
    assert_eq!(new, edited_file(&file, &["--anonymize", "a long secret"]));
    assert_ne!(new, edited_file(&file, &["--anonymize", "another secret"]));
    std::fs::remove_file(&file).unwrap();
    let bytes = |line: &String| craft::from_hex(line).unwrap();
    let sources = |lines: &[String]| lines.iter().map(|l| u32::from_be_bytes(bytes(l)[12..16].try_into().unwrap())).collect::<Vec<_>>();
    let before = sources(&packets.iter().map(|p| hex(p)).collect::<Vec<_>>());
    let after = sources(&new);
    assert_ne!(before, after);
    for (i, a) in before.iter().enumerate() {
        for (j, b) in before.iter().enumerate() {
            assert_eq!((a ^ b).leading_zeros(), (after[i] ^ after[j]).leading_zeros(), "packets {i} and {j}");
        }
    }
    for line in &new {
        let bytes = bytes(line);
        assert_eq!(pktlab::checksum::internet(0, &bytes[..20]), 0);
        let pseudo = pktlab::checksum::pseudo(&bytes, None, None, 17, bytes.len() - 20).unwrap();
        assert_eq!(pktlab::checksum::internet(pseudo, &bytes[20..]), 0);
    }
}
/// The routing table of this machine: loopback has a way to itself everywhere.
#[test]
#[cfg(target_os = "linux")]
fn route_fills_in_the_source() {
    let plain = answer(&["craft", "IP(dst=\"127.0.0.53\")/ICMP()"]);
    let routed = answer(&["craft", "--route", "IP(dst=\"127.0.0.53\")/ICMP()"]);
    assert_eq!(plain, routed, "from 127.0.0.1 either way");
    // What is said stays.
    assert_eq!(answer(&["craft", "--route", "IP(src=\"192.0.2.9\", dst=\"127.0.0.1\")"]), hex("IP(src=\"192.0.2.9\", dst=\"127.0.0.1\")"));
    // Some containers have no IPv6.
    if !std::fs::read_to_string("/proc/net/if_inet6").is_ok_and(|all| all.contains("00000000000000000000000000000001 ")) {
        return;
    }
    let six = answer(&["craft", "--route", "IPv6(dst=\"::1\")/ICMPv6EchoRequest()"]);
    assert_eq!(six, hex("IPv6(src=\"::1\", dst=\"::1\")/ICMPv6EchoRequest()"));
}
/// Found by looking: each packet in a packet was built twice, and so forty of them a million million times.
#[test]
fn packets_in_packets_are_built_once() {
    let nested = |n: usize| format!("{}b\"x\"{}", "DHCP6OptRelayMsg(message=".repeat(n), ")".repeat(n));
    assert_eq!(hex(&nested(20)).len(), 2 * (4 * 20 + 1));
    // Deeper than anybody nests: told, or built.
    let _ = craft::compose(&nested(60));
    let _ = craft::compose(&nested(5000));
}
/// Found by fuzzing: what was repeated was counted once, however much stood in it.
#[test]
fn repeated_layers_are_counted_with_all_they_hold() {
    let text = "A()/B()*32/C()/D()*32/E()/F()*32/G()*6*66";
    let Err(craft::Error::Expr(e)) = craft::compose(text) else { panic!("too many") };
    assert!(e.message.contains("more than"), "{}", e.message);
    assert_eq!(craft::compose("IP()*1000").unwrap().len(), 1000);
}
