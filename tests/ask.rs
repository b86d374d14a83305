//! `pkt ask` against a real host: another namespace's kernel, and servers in it.

use crate::netns::Net;
use serde_json::Value;

/// Two hosts on a link.
const PAIR: &str = "
a x - b y
a: addr add 10.5.0.1/24 dev x
b: addr add 10.5.0.2/24 dev y
a: addr add 2001:db8:5::1/64 dev x nodad
b: addr add 2001:db8:5::2/64 dev y nodad
";

fn stderr(out: &std::process::Output) -> String {
    String::from_utf8_lossy(&out.stderr).into_owned()
}

/// The value of a field in the layers of a packet.
fn field<'v>(packet: &'v Value, name: &str) -> &'v Value {
    let layers = packet["layers"].as_array().unwrap();
    layers.iter().find_map(|layer| layer.get(name)).unwrap_or(&Value::Null)
}

#[test]
fn the_kernel_answers_what_it_is_asked() {
    let Some(net) = Net::new("ab", PAIR) else { return };
    let cases = [
        (r#"IP(dst="10.5.0.2")/ICMP(id=7,seq=9)/"abc""#, "reply", "icmp.type", 0),
        (r#"IP(dst="10.5.0.2")/TCP(sport=4000,dport=9,seq=77)"#, "reply", "tcp.ack_raw", 78),
        (r#"IP(dst="10.5.0.2")/UDP(sport=4000,dport=9)/"x""#, "error", "icmp.code", 3),
        (r#"Ether()/IP(dst="10.5.0.2")/UDP(sport=4000,dport=9)/"x""#, "error", "icmp.code", 3),
        (r#"IPv6(dst="2001:db8:5::2")/ICMPv6EchoRequest(id=7,seq=9,data="abc")"#, "reply", "icmpv6.type", 129),
        (r#"IPv6(dst="2001:db8:5::2")/UDP(sport=4000,dport=9)/"x""#, "error", "icmpv6.code", 4),
        (r#"IPv6(dst="2001:db8:5::2")/TCP(sport=4000,dport=9,seq=77)"#, "reply", "tcp.ack_raw", 78),
        (r#"Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(pdst="10.5.0.2")"#, "reply", "arp.opcode", 2),
        (r#"IPv6(src="2001:db8:5::1",dst="ff02::1:ff00:2",hlim=255)/ICMPv6ND_NS(tgt="2001:db8:5::2")"#, "reply", "icmpv6.type", 136),
        // The machine itself.
        (r#"IP(dst="127.0.0.1")/ICMP()/"x""#, "reply", "icmp.type", 0),
        (r#"IP(dst="10.5.0.1")/UDP(sport=4000,dport=4000)/"x""#, "error", "icmp.code", 3),
        (r#"Ether()/IP(dst="127.0.0.1")/ICMP()/"x""#, "reply", "icmp.type", 0),
        (r#"IPv6(dst="::1")/ICMPv6EchoRequest()"#, "reply", "icmpv6.type", 129),
    ];
    for (question, answer, name, value) in cases {
        let (pairs, code) = net.json('a', &["ask", question, "-T", "json", "--timeout", "10"]);
        assert_eq!((pairs.as_array().unwrap().len(), code), (1, 0), "{question}: {pairs}");
        assert_eq!(pairs[0]["answer"], answer, "{question}");
        assert_eq!(*field(&pairs[0]["received"], name), value, "{question}: {pairs}");
        let rtt = pairs[0]["rtt"].as_f64().unwrap();
        assert!(rtt > 0.0 && rtt < 5.0, "{question}: {rtt}");
    }
}

#[test]
fn ten_thousand_wait_at_once() {
    let Some(net) = Net::new("ab", PAIR) else { return };
    for question in [r#"IP(dst="10.5.0.2")/TCP(sport=4000,dport=(10001,20000))"#, r#"IP(dst="10.5.0.2")/ICMP(id=(1,100),seq=(1,100))"#] {
        let out = net.pkt('a', &["ask", question, "-T", "none", "--timeout", "10", "--retry", "2"]);
        assert!(out.status.success(), "{}", stderr(&out));
        assert!(stderr(&out).contains("10000 answered"), "{}", stderr(&out));
    }
    // Nobody answers; all are sent before the first is given up.
    assert!(net.command('b', "nft", &["add table inet t"]).output().unwrap().status.success() || !crate::installed("nft"));
    for rule in ["add chain inet t in { type filter hook input priority 0; }", "add rule inet t in udp dport 9 drop"] {
        net.command('b', "nft", &[rule]).output().unwrap();
    }
    let start = std::time::Instant::now();
    let out = net.pkt('a', &["ask", r#"IP(dst="10.5.0.2")/UDP(sport=(10001,20000),dport=9)"#, "-T", "none", "--timeout", "3"]);
    assert_eq!(out.status.code(), Some(5), "{}", stderr(&out));
    assert!(stderr(&out).contains("10000 sent, 0 answered, 10000 unanswered, 100.000 % loss"), "{}", stderr(&out));
    assert!(start.elapsed().as_secs() < 60);
}

#[test]
fn an_answer_is_from_whom_was_asked() {
    let Some(net) = Net::new("ab", PAIR) else { return };
    // Answers from another port, then with another id, then with another question, and at last rightly.
    let script = r#"
import socket, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("10.5.0.2", 53))
t = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); t.bind(("10.5.0.2", 54))
print("up", flush=True)
while True:
    q, who = s.recvfrom(2000)
    right = q[:2] + struct.pack("!H", 0x8180) + q[4:]
    t.sendto(right, who)
    s.sendto(bytes([q[0] ^ 1]) + right[1:], who)
    s.sendto(right.replace(b"example", b"exbmple"), who)
    s.sendto(right[:3] + b"\x83" + right[4:], who)
"#;
    let _server = net.server('b', script);
    let question = r#"IP(dst="10.5.0.2")/UDP(sport=4000)/DNS(id=7,qd=[DNSQR(qname="www.example.com")])"#;
    let (pairs, code) = net.json('a', &["ask", question, "-T", "json", "--timeout", "10"]);
    assert_eq!((pairs.as_array().unwrap().len(), code), (1, 0), "{pairs}");
    assert_eq!(field(&pairs[0]["received"], "dns.flags.rcode"), 3, "{pairs}");
}

#[test]
fn every_answer_counts_with_multi_and_silence_is_told() {
    let Some(net) = Net::new("ab", PAIR) else { return };
    let script = r#"
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(("10.5.0.2", 9)); print("up", flush=True)
n = 0
while True:
    q, who = s.recvfrom(2000); n += 1
    if n > 1:
        s.sendto(b"one", who); s.sendto(b"two", who)
"#;
    let _server = net.server('b', script);
    // The first is not answered, its repetition is.
    let question = r#"IP(dst="10.5.0.2")/UDP(sport=4000,dport=9)/"x""#;
    let (pairs, _) = net.json('a', &["ask", question, "-T", "json", "--timeout", "2", "--retry", "3", "--multi"]);
    let all: Vec<_> = pairs.as_array().unwrap().iter().map(|pair| (pair["number"].clone(), pair["tries"].clone())).collect();
    assert_eq!(all, [(1.into(), 2.into()), (1.into(), 2.into())], "{pairs}");

    let out = net.pkt('a', &["ask", r#"IP(dst="10.5.0.77")/ICMP()"#]);
    assert_eq!(out.status.code(), Some(5));
    assert!(stderr(&out).contains("10.5.0.77 does not answer ARP on x"), "{}", stderr(&out));
    let out = net.pkt('a', &["ask", r#"IP(dst="192.0.2.1")/ICMP()"#]);
    assert_eq!((out.status.code(), stderr(&out).lines().next()), (Some(5), Some("no route to 192.0.2.1: Network is unreachable")));
    let out = net.pkt('a', &["ask", r#"Ether()/Raw("x")"#]);
    assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
    let out = net.pkt('a', &["ask", r#"IP(dst="10.5.0.2")/ICMP()"#, "-i", "xx"]);
    assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
    assert!(stderr(&out).contains("there is no interface `xx`"), "{}", stderr(&out));
}

#[test]
fn a_set_of_hosts_takes_its_ways() {
    let script = "
a x - b y
a v - c w
a: addr add 10.5.0.1/24 dev x
b: addr add 10.5.0.2/24 dev y
a: addr add 10.6.0.1/24 dev v
c: addr add 10.6.0.2/24 dev w
";
    let Some(net) = Net::new("abc", script) else { return };
    // Two ways with a source address each, at layer 3 and at layer 2.
    for first in ["", "Ether()/"] {
        let question = format!(r#"{first}IP(dst=["10.5.0.2","10.6.0.2","10.5.0.1"])/ICMP()"#);
        let (pairs, code) = net.json('a', &["ask", &question, "-T", "json", "--timeout", "10"]);
        let mut from: Vec<_> =
            pairs.as_array().unwrap().iter().map(|pair| field(&pair["received"], "ip.dst").as_str().unwrap().to_owned()).collect();
        from.sort();
        assert_eq!((from, code), (["10.5.0.1", "10.5.0.1", "10.6.0.1"].map(str::to_owned).to_vec(), 0), "{pairs}");
    }
    // Who is not there is told, the others are asked.
    let out = net.pkt('a', &["ask", r#"IP(dst="10.5.0.0/30")/ICMP()"#, "--timeout", "1"]);
    assert!(out.status.success());
    assert!(stderr(&out).contains("10.5.0.3 does not answer ARP") || stderr(&out).contains("unanswered"), "{}", stderr(&out));
}

#[test]
fn the_kernels_reset_is_explained() {
    let Some(net) = Net::new("ab", PAIR) else { return };
    let script = "import socket,time; s=socket.create_server(('10.5.0.2',80)); print('up',flush=True); time.sleep(60)";
    let _server = net.server('b', script);
    let out = net.pkt('a', &["ask", r#"IP(dst="10.5.0.2")/TCP(sport=4000,dport=80)"#]);
    assert!(out.status.success());
    assert!(stderr(&out).contains("kernel answers RST"), "{}", stderr(&out));
    assert!(String::from_utf8_lossy(&out.stdout).contains("[SYN, ACK]"));
}

#[test]
fn ping_tells_what_ping_does() {
    let Some(net) = Net::new("ab", PAIR) else { return };
    let _server = net.server('b', "import socket,time; s=socket.create_server(('10.5.0.2',80)); print('up',flush=True); time.sleep(60)");
    let hosts = ["10.5.0.2", "2001:db8:5::2", "127.0.0.1", "10.5.0.1"];
    let (all, code) = net.json('a', &[&["ping", "-c", "3", "-i", "0.05", "-W", "10", "-T", "json"], &hosts[..]].concat());
    assert_eq!(code, 0);
    for (row, host) in all.as_array().unwrap().iter().zip(hosts) {
        assert_eq!(
            (&row["address"], &row["sent"], &row["received"], &row["duplicates"]),
            (&host.into(), &3.into(), &3.into(), &0.into()),
            "{all}"
        );
        let rtt = |key: &str| row["rtt"][key].as_f64().unwrap();
        assert!(0.0 < rtt("min") && rtt("min") <= rtt("p50") && rtt("p50") <= rtt("p99") && rtt("p99") <= rtt("max"), "{row}");
    }
    let text = |args: &[&str]| {
        let out = net.pkt('a', args);
        (String::from_utf8_lossy(&out.stdout).into_owned(), out.status.code().unwrap())
    };
    let (said, code) = text(&["ping", "-c", "1", "10.5.0.2"]);
    assert!(said.starts_with("PING 10.5.0.2 (10.5.0.2) 56(84) bytes of data.\n64 bytes from 10.5.0.2: icmp_seq=1 ttl=64 time="), "{said}");
    assert!(said.contains("1 packets transmitted, 1 received, 0% packet loss") && code == 0, "{said}");
    for (args, want) in [
        (["--tcp", "80", "10.5.0.2"], "10.5.0.2:80 open (SYN/ACK): tcp_seq=1 ttl=64"),
        (["--tcp", "81", "10.5.0.2"], "10.5.0.2:81 closed (RST): tcp_seq=1 ttl=64"),
        (["--udp", "81", "2001:db8:5::2"], "2001:db8:5::2:81 closed (port unreachable): udp_seq=1 ttl=64"),
    ] {
        let (said, code) = text(&[&["ping", "-c", "1"], &args[..]].concat());
        assert!(said.contains(want) && code == 0, "{said}");
    }
    // So long and no longer, each line with its time.
    let (said, code) = text(&["ping", "-w", "0.3", "-i", "0.1", "-D", "-Q", "0x10", "10.5.0.2"]);
    let stamped = said.lines().filter(|line| line.starts_with('[') && line.contains("] 64 bytes from 10.5.0.2: icmp_seq="));
    assert!(code == 0 && (1..=4).contains(&stamped.count()), "{said}");
    let (said, code) = text(&["ping", "-c", "1", "10.5.0.77"]);
    assert!(said.contains("10.5.0.77 does not answer ARP") && said.contains("100% packet loss") && code == 5, "{said}");
}

#[test]
fn ping_cuts_what_is_too_large_and_joins_the_answers() {
    let Some(net) = chain() else { return };
    let ping = |args: &[&str]| {
        let (all, code) = net.json('a', &[&["ping", "-W", "10", "-T", "json"], args].concat());
        let of = |row: &Value| (row["received"].as_u64().unwrap(), row["errors"].as_u64().unwrap());
        (all.as_array().unwrap().iter().map(of).collect::<Vec<_>>(), code)
    };
    // Two links of 1500 bytes, then one of 1400, in both families; to the machine itself too.
    assert_eq!(ping(&["-c", "2", "-i", "0.1", "-s", "8000", "10.1.0.2", "2001:db8:1::2", "10.1.0.1", "10.3.0.4"]), (vec![(2, 0); 4], 0));
    assert_eq!(ping(&["-c", "1", "-s", "65507", "10.3.0.4"]), (vec![(1, 0)], 0));
    assert_eq!(ping(&["-c", "1", "-s", "4000", "--udp", "9", "10.3.0.4"]), (vec![(1, 0)], 0));
    // What a router says is heeded; cut by the router; never cut. (Its errors are limited to so many a second.)
    let (heeded, code) = ping(&["-c", "3", "-i", "1.1", "-s", "1400", "10.3.0.4", "2001:db8:3::4"]);
    assert!(code == 0 && heeded.iter().all(|(received, errors)| *received >= 1 && *errors >= 1 && received + errors == 3), "{heeded:?}");
    assert_eq!(ping(&["-c", "2", "-i", "0.1", "-s", "1400", "-M", "dont", "10.3.0.4"]), (vec![(2, 0)], 0));
    assert_eq!(ping(&["-c", "2", "-i", "1.1", "-s", "1400", "-M", "do", "10.3.0.4"]), (vec![(0, 2)], 5));
    // The first fragment is quoted where hops run out.
    assert_eq!(ping(&["-c", "1", "-s", "8000", "-t", "1", "10.3.0.4"]), (vec![(0, 1)], 5));
    let refused = net.pkt('a', &["ping", "-M", "do", "-s", "1473", "10.1.0.2"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("1473 bytes do not fit into a packet of ab (MTU 1500)"), "{}", stderr(&refused));
    assert_eq!(net.pkt('a', &["ping", "-s", "65508", "10.1.0.2"]).status.code(), Some(2), "no packet is longer");
}

/// What cannot be asked is told in words that say why.
#[test]
fn hosts_that_cannot_be_asked_are_told() {
    let script = format!(
        "{PAIR}\na: link add left type veth peer name right\na: link set left up\na: link set right up\na: addr add fe80::77/64 dev left nodad"
    );
    let Some(net) = Net::new("ab", &script) else { return };
    net.text('a', "ip", &["link", "set", "right", "down"]);
    for (args, code, want) in [
        (&["ping", "10.5.0.0/24"][..], 2, "10.5.0.0/24 is a network; one host is asked here"),
        (&["ping", ""], 2, "an empty name is no host"),
        (&["scan", "10.5.0.2,10.5.0.1"], 2, "hosts stand apart, with a space between two"),
        (&["arping", "fe80::1%nosuch"], 2, "there is no interface `nosuch`"),
        (&["ping", "-c", "1", "fe80::1%x", "fe80::1%left"], 2, "hosts on x and on left: one interface at a time"),
        (&["traceroute", "--first", "5", "-m", "3", "10.5.0.2"], 2, "--first 5 lies behind --max-hops 3"),
        (&["arping", "-c", "1", "-I", "right", "10.5.0.9"], 3, "right: it is down; `ip link set right up` brings it up"),
        (&["send", r#"Ether()/("x"*20)"#, "-i", "right"], 5, "brings it up"),
        (&["send", r#"IP(dst="10.5.0.2")/UDP()/("x"*3000)"#], 5, "x: Message too long; `pkt ifaces` tells the MTU, and fragment(..)"),
        (&["scan", "192.0.2.1", "-p", "1"], 5, "no route to 192.0.2.1: Network is unreachable\n0 of 1 host asked"),
    ] {
        let out = net.pkt('a', args);
        let said = stderr(&out);
        assert!(said.contains(want) && !said.contains("os error"), "{args:?}: {said}");
        assert_eq!(out.status.code(), Some(code), "{args:?}: {said}");
    }
    // A link's own address is asked for on the link that is named; no address is this machine.
    let ping = |host: &str| net.json('a', &["ping", "-c", "1", "-W", "5", "-T", "json", host]);
    for host in ["fe80::77%left", "0.0.0.0", "::"] {
        let (all, code) = ping(host);
        assert_eq!((&all[0]["received"], code), (&1.into(), 0), "{host}: {all}");
    }
    // One that cannot be asked does not keep the others from being asked; one that is named twice is asked twice.
    let (all, code) = net.json('a', &["ping", "-c", "2", "-i", "0.1", "-W", "5", "-T", "json", "192.0.2.1", "10.5.0.2", "10.5.0.2"]);
    let counts: Vec<_> = all.as_array().unwrap().iter().map(|row| (&row["received"], &row["duplicates"])).collect();
    assert_eq!((counts, code), (vec![(&2.into(), &0.into()); 2], 0), "{all}");
    assert_eq!(net.pkt('a', &["ping", "192.0.2.1", "192.0.2.2"]).status.code(), Some(5));
    let (_, code) = ping("fe80::77%x");
    assert_eq!(code, 5, "it is not on that link");
}

#[test]
fn ping_ends_well_when_interrupted() {
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::{BufRead, BufReader, Read};
    let Some(net) = Net::new("ab", PAIR) else { return };
    let mut child = net.command('a', env!("CARGO_BIN_EXE_pkt"), &["ping", "-i", "0.05", "10.5.0.2"]).spawn().unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut text = String::new();
    while !text.contains("icmp_seq=3") {
        assert!(out.read_line(&mut text).unwrap() > 0, "{text}");
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    out.read_to_string(&mut text).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(text.contains("--- 10.5.0.2 ping statistics ---") && text.contains("rtt p50/p90/p99 = "), "{text}");
}

/// Four hosts in a row: two routers between `a` and `d`; the last link takes 1400 bytes.
const CHAIN: &str = "
a ab - b ba
b bc - c cb
c cd - d dc
a: addr add 10.1.0.1/24 dev ab
b: addr add 10.1.0.2/24 dev ba
b: addr add 10.2.0.2/24 dev bc
c: addr add 10.2.0.3/24 dev cb
c: addr add 10.3.0.3/24 dev cd
d: addr add 10.3.0.4/24 dev dc
a: addr add 2001:db8:1::1/64 dev ab nodad
b: addr add 2001:db8:1::2/64 dev ba nodad
b: addr add 2001:db8:2::2/64 dev bc nodad
c: addr add 2001:db8:2::3/64 dev cb nodad
c: addr add 2001:db8:3::3/64 dev cd nodad
d: addr add 2001:db8:3::4/64 dev dc nodad
c: link set cd mtu 1400
d: link set dc mtu 1400
a: route add default via 10.1.0.2
b: route add 10.3.0.0/24 via 10.2.0.3
c: route add 10.1.0.0/24 via 10.2.0.2
d: route add default via 10.3.0.3
a: -6 route add default via 2001:db8:1::2
b: -6 route add 2001:db8:3::/64 via 2001:db8:2::3
c: -6 route add 2001:db8:1::/64 via 2001:db8:2::2
d: -6 route add default via 2001:db8:3::3
";

fn chain() -> Option<Net> {
    let net = Net::new("abcd", CHAIN)?;
    for router in ['b', 'c', 'd'] {
        // Routers and hosts answer a few, and then one a second, if they are left alone.
        for (key, value) in [
            ("net/ipv4/ip_forward", "1"),
            ("net/ipv6/conf/all/forwarding", "1"),
            ("net/ipv4/icmp_ratelimit", "0"),
            ("net/ipv6/icmp/ratelimit", "0"),
        ] {
            let set = net.command(router, "sh", &["-c", &format!("echo {value} > /proc/sys/{key}")]).output().unwrap();
            assert!(set.status.success(), "{key}");
        }
    }
    Some(net)
}

#[test]
fn a_trace_names_every_router() {
    let Some(net) = chain() else { return };
    for (to, want) in
        [("10.3.0.4", ["10.1.0.2", "10.2.0.3", "10.3.0.4"]), ("2001:db8:3::4", ["2001:db8:1::2", "2001:db8:2::3", "2001:db8:3::4"])]
    {
        for way in [&["--icmp"][..], &["--udp", "33434"], &["--tcp", "80"], &["--udp", "33434", "--classic"], &["--icmp", "--classic"]] {
            let (found, code) = net.json('a', &[&["traceroute", to, "-T", "json", "-w", "10"], way].concat());
            let hops: Vec<Vec<&str>> = found["hops"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hop| hop["probes"].as_array().unwrap().iter().map(|probe| probe["from"].as_str().unwrap_or("*")).collect())
                .collect();
            assert_eq!(hops, want.map(|router| vec![router; 3]), "{to} {way:?}");
            assert_eq!((&found["reached"], code), (&true.into(), 0), "{way:?}");
            let rtt = |hop: usize| found["hops"][hop]["probes"][0]["rtt"].as_f64().unwrap();
            assert!((0..3).all(|hop| rtt(hop) > 0.0 && rtt(hop) < 10.0), "{found}");
        }
    }
    let out = net.pkt('a', &["traceroute", "10.3.0.4"]);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "traceroute to 10.3.0.4 (10.3.0.4), 30 hops max, 60 byte packets");
    assert!(lines.len() == 4 && lines[1].starts_with(" 1  10.1.0.2  ") && lines[3].starts_with(" 3  10.3.0.4  "), "{text}");
}

#[test]
fn a_trace_finds_where_packets_must_be_smaller() {
    let Some(net) = chain() else { return };
    for (to, router) in [("10.3.0.4", "10.2.0.3"), ("2001:db8:3::4", "2001:db8:2::3")] {
        let (found, code) = net.json('a', &["traceroute", to, "--mtu", "-T", "json", "-w", "10"]);
        assert_eq!((&found["mtu"], code), (&1400.into(), 0), "{found}");
        assert_eq!(found["hops"][2]["narrow"], serde_json::json!([{"from": router, "mtu": 1400}]), "{found}");
        assert_eq!((&found["hops"][1]["probes"][0]["size"], &found["hops"][2]["probes"][0]["size"]), (&1500.into(), &1400.into()));
    }
}

/// Routers of a provider: the second one tells the labels that the packet had (RFC 4950), behind the packet it quotes (RFC 4884).
const LABELS: &str = r#"
import socket, struct
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)); s.bind(("y", 0))
def sum16(b):
    b += b"\0" * (len(b) % 2)
    n = sum(struct.unpack("!%dH" % (len(b) // 2), b))
    while n >> 16: n = (n & 0xffff) + (n >> 16)
    return n ^ 0xffff
entries = b"".join(struct.pack("!I", l << 12 | tc << 9 | last << 8 | ttl) for l, tc, last, ttl in [(1000, 5, 0, 1), (2000, 0, 1, 7)])
words = struct.pack("!BBHHBB", 0x20, 0, 0, 4 + len(entries), 1, 1) + entries
words = words[:2] + struct.pack("!H", sum16(words)) + words[4:]
a6 = lambda text: socket.inet_pton(socket.AF_INET6, text)
print("up", flush=True)
while True:
    f, who = s.recvfrom(4000)
    kind, p = f[12:14], f[14:]
    if who[2] == 4: continue
    if kind == b"\x08\0" and p[16:20] == bytes([10, 9, 9, 9]) and p[9] == 1:
        p = p[:struct.unpack("!H", p[2:4])[0]]
        if p[8] > 2: source, m = p[16:20], b"\0\0\0\0" + p[24:]
        elif p[8] == 2: source, m = bytes([10, 6, 0, 1]), struct.pack("!BBHBBH", 11, 0, 0, 0, 32, 0) + p[:128].ljust(128, b"\0") + words
        else: source, m = bytes([10, 5, 0, 2]), struct.pack("!BBHI", 11, 0, 0, 0) + p[:28]
        m = m[:2] + struct.pack("!H", sum16(m)) + m[4:]
        h = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(m), 1, 0, 64, 1, 0, source, p[12:16])
        h = h[:10] + struct.pack("!H", sum16(h)) + h[12:]
    elif kind == b"\x86\xdd" and p[24:40] == a6("2001:db8:9::9") and p[6] == 58:
        p = p[:40 + struct.unpack("!H", p[4:6])[0]]
        if p[7] > 2: source, m = p[24:40], b"\x81\0\0\0" + p[44:]
        elif p[7] == 2: source, m = a6("2001:db8:6::1"), struct.pack("!BBHBBH", 3, 0, 0, 16, 0, 0) + p[:128].ljust(128, b"\0") + words
        else: source, m = a6("2001:db8:5::2"), struct.pack("!BBHI", 3, 0, 0, 0) + p[:48]
        m = m[:2] + struct.pack("!H", sum16(source + p[8:24] + struct.pack("!II", len(m), 58) + m)) + m[4:]
        h = struct.pack("!IHBB16s16s", 6 << 28, len(m), 58, 64, source, p[8:24])
    else: continue
    s.send(f[6:12] + f[:6] + kind + h + m)
"#;

#[test]
fn a_trace_shows_the_labels_that_routers_tell() {
    // What is for the other end the kernel of the routers is not to answer itself.
    let ways = "a: route add 10.9.9.0/24 via 10.5.0.2\na: route add 2001:db8:9::/64 via 2001:db8:5::2\nb: route add blackhole 10.9.9.0/24\nb: route add blackhole 2001:db8:9::/64\n";
    let Some(net) = Net::new("ab", &format!("{PAIR}{ways}")) else { return };
    let _routers = net.server('b', LABELS);
    for (to, want) in
        [("10.9.9.9", ["10.5.0.2", "10.6.0.1", "10.9.9.9"]), ("2001:db8:9::9", ["2001:db8:5::2", "2001:db8:6::1", "2001:db8:9::9"])]
    {
        let (found, code) = net.json('a', &["traceroute", to, "--icmp", "-T", "json", "-w", "10", "--queries", "1"]);
        let labels =
            serde_json::json!([{"label": 1000, "tc": 5, "bottom": false, "ttl": 1}, {"label": 2000, "tc": 0, "bottom": true, "ttl": 7}]);
        let hops = found["hops"].as_array().unwrap();
        let told: Vec<_> = hops.iter().map(|hop| (hop["probes"][0]["from"].as_str(), &hop["probes"][0]["mpls"])).collect();
        let none = serde_json::json!([]);
        assert_eq!((told, code), (vec![(Some(want[0]), &none), (Some(want[1]), &labels), (Some(want[2]), &none)], 0), "{found}");
    }
    let out = net.pkt('a', &["traceroute", "10.9.9.9", "--icmp", "-w", "10", "--queries", "1"]);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(text.contains(" 2  10.6.0.1 [MPLS L=1000 TC=5 S=0 TTL=1, L=2000 TC=0 S=1 TTL=7]  "), "{text}");
}

#[test]
fn a_trace_that_does_not_arrive_says_so() {
    let Some(net) = chain() else { return };
    // Nobody is at that address: the last router says so, after asking in vain.
    let out = net.pkt('a', &["traceroute", "10.3.0.77", "-w", "10", "--queries", "1"]);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(text.lines().last().unwrap().ends_with("!H") && out.status.code() == Some(5), "{text}");
    // The host is silent.
    let drop = "nft add table inet t; nft 'add chain inet t in { type filter hook input priority 0; }'; nft add rule inet t in ip protocol icmp drop";
    if !crate::installed("nft") || !net.command('d', "sh", &["-c", drop]).output().unwrap().status.success() {
        return;
    }
    let (found, code) = net.json('a', &["traceroute", "10.3.0.4", "-w", "0.7", "--queries", "1", "-m", "5", "-T", "json"]);
    let silent: Vec<bool> = found["hops"].as_array().unwrap().iter().map(|hop| hop["probes"][0].is_null()).collect();
    assert_eq!((silent, &found["reached"], code), (vec![false, false, true, true, true], &false.into(), 5), "{found}");
}

#[test]
fn arping_finds_who_is_on_the_link() {
    // A switch with three hosts: two of them have one address, one answers for a network behind it.
    let script = "
a x - s p
b y - s q
c z - s r
s: link add sw type bridge
s: link set p master sw
s: link set q master sw
s: link set r master sw
s: link set sw up
a: addr add 10.5.0.1/24 dev x
b: addr add 10.5.0.2/24 dev y
c: addr add 10.5.0.3/24 dev z
c: addr add 10.5.0.2/32 dev z
a: addr add 2001:db8:5::1/64 dev x nodad
b: addr add 2001:db8:5::2/64 dev y nodad
b: link set y address 02:00:00:00:00:0b
c: link set z address 02:00:00:00:00:0c
c far - s away
c: route add 10.5.0.64/28 dev far
";
    let Some(net) = Net::new("abcs", script) else { return };
    // The proxy answers at once, not after up to 0.8 s.
    for (key, value) in [("conf/z/proxy_arp", "1"), ("conf/z/forwarding", "1"), ("neigh/z/proxy_delay", "0")] {
        let set = net.command('c', "sh", &["-c", &format!("echo {value} > /proc/sys/net/ipv4/{key}")]).output().unwrap();
        assert!(set.status.success());
    }
    let (found, code) = net.json('a', &["arping", "10.5.0.0/25", "-W", "4", "-T", "json"]);
    assert_eq!(code, 0);
    let rows: std::collections::BTreeMap<&str, &Value> =
        found.as_array().unwrap().iter().map(|row| (row["address"].as_str().unwrap(), row)).collect();
    assert_eq!(rows["10.5.0.3"]["mac"], "02:00:00:00:00:0c");
    let both = [rows["10.5.0.2"]["mac"].as_str().unwrap(), rows["10.5.0.2"]["also"][0].as_str().unwrap_or("")];
    assert!(both.contains(&"02:00:00:00:00:0b") && both.contains(&"02:00:00:00:00:0c"), "{found}");
    let proxied: Vec<&&str> = rows.keys().filter(|address| !["10.5.0.2", "10.5.0.3"].contains(*address)).collect();
    assert_eq!(proxied.len(), 16, "{found}");
    assert!((64..80).all(|n| rows[format!("10.5.0.{n}").as_str()]["mac"] == "02:00:00:00:00:0c"), "{found}");

    let out = net.pkt('a', &["arping", "-c", "2", "-i", "0.05", "-W", "5", "2001:db8:5::2"]);
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    assert!(
        text.starts_with(
            "ARPING 2001:db8:5::2 from 2001:db8:5::1 on x\n2001:db8:5::2 is at 02:00:00:00:00:0b (locally administered) time="
        ),
        "{text}"
    );
    assert!(text.contains("\n2 asked, 2 answered\nrtt min/avg/max/mdev = ") && out.status.success(), "{text}");
    // Is it free? Asked from no address, as one is before it is taken.
    for (address, code) in [("10.5.0.3", 1), ("10.5.0.99", 0), ("2001:db8:5::2", 1)] {
        let out = net.pkt('a', &["arping", "-D", "-c", "2", "-i", "0.1", "-W", if code == 1 { "5" } else { "0.3" }, "-I", "x", address]);
        assert_eq!(out.status.code(), Some(code), "{address}: {}{}", String::from_utf8_lossy(&out.stdout), stderr(&out));
    }
    let out = net.pkt('a', &["arping", "-c", "1", "10.5.0.200"]);
    assert!(out.status.code() == Some(5) && String::from_utf8_lossy(&out.stdout).contains("no answer from 10.5.0.200"));
    let out = net.pkt('a', &["arping", "-c", "1", "10.5.0.1"]);
    assert!(out.status.code() == Some(2) && stderr(&out).contains("this machine's own"), "{}", stderr(&out));
}
