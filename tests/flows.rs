//! `pkt flows`: conversations are counted as tshark's packets say.

use std::collections::BTreeMap;
use std::process::Command;

const PKT: &str = env!("CARGO_BIN_EXE_pkt");
const CAPTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/captures");

fn pkt(args: &[&str]) -> std::process::Output {
    Command::new(PKT).args(args).output().expect("pkt runs")
}
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
fn json(args: &[&str]) -> serde_json::Value {
    let output = pkt(args);
    assert!(output.status.success(), "{}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Packets and bytes of each Community ID, by both programs.
#[test]
fn conversations_hold_the_packets_that_tshark_says() {
    if !crate::installed("tshark") {
        return;
    }
    for name in ["tcp-http", "tcp-http-v6", "tcp-refused", "dns", "udp-echo", "icmp", "icmpv6", "mptcp", "vlan", "dhcp"] {
        let file = format!("{CAPTURES}/{name}.pcap");
        let mut ours: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for flow in json(&["flows", &file, "-T", "json"]).as_array().expect("an array") {
            let sum = |what: &str| flow[what]["client"].as_u64().expect("a number") + flow[what]["server"].as_u64().expect("a number");
            let (packets, bytes) = ours.entry(flow["community_id"].as_str().expect("an ID").to_owned()).or_default();
            (*packets, *bytes) = (*packets + sum("packets"), *bytes + sum("bytes"));
        }
        let mut theirs: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        let fields = ["-T", "fields", "-e", "communityid", "-e", "frame.len"];
        let out = Command::new("tshark")
            .args(["-n", "--enable-protocol", "communityid", "-r", &file])
            .args(fields)
            .output()
            .expect("tshark runs");
        for line in text(&out.stdout).lines() {
            let (id, len) = line.split_once('\t').expect("two columns");
            if !id.is_empty() {
                let (packets, bytes) = theirs.entry(id.to_owned()).or_default();
                (*packets, *bytes) = (*packets + 1, *bytes + len.parse::<u64>().expect("a length"));
            }
        }
        assert!(!theirs.is_empty());
        assert_eq!(ours, theirs, "{name}");
    }
}

#[test]
fn sums_order_and_views() {
    let dns = &format!("{CAPTURES}/dns.pcap");
    let ports = json(&["flows", dns, "--by", "port", "-T", "json"]);
    assert_eq!((&ports[0]["protocol"], &ports[0]["port"], &ports[0]["flows"]), (&"udp".into(), &53.into(), &11.into()));
    let subnets = text(&pkt(&["flows", dns, "--by", "subnet", "--prefix", "16,48", "-T", "csv"]).stdout);
    assert!(subnets.lines().nth(1).is_some_and(|line| line.starts_with("192.0.0.0/16,192.0.0.0/16,12,")), "{subnets}");
    let most = json(&["flows", dns, "--sort", "packets", "--top", "1", "-T", "json"]);
    assert_eq!((most.as_array().map(Vec::len), &most[0]["protocol"]), (Some(1), &"tcp".into()));
    let some = json(&["flows", dns, "-Y", "tcp.stream == 0 && tcp.len > 0", "-T", "json"]);
    assert_eq!((some.as_array().map(Vec::len), &some[0]["packets"]["client"]), (Some(1), &1.into()));
    assert_eq!(text(&pkt(&["flows", dns, "-Y", "arp", "-T", "json"]).stdout), "[]\n");
    let few = pkt(&["flows", dns, "--max-flows", "3", "-T", "ndjson"]);
    assert_eq!(text(&few.stdout).lines().count(), 3);
    assert!(text(&few.stderr).starts_with("note: 9 conversations with 18 packets were let go"), "{}", text(&few.stderr));
    let one = |threads: &str| text(&pkt(&["flows", dns, "-T", "csv", "--threads", threads]).stdout);
    assert_eq!(one("1"), one("4"));
    assert_eq!(pkt(&["flows", dns, "-Y", "no such"]).status.code(), Some(2));
    assert_eq!(pkt(&["flows", "/nonexistent.pcap"]).status.code(), Some(3));
}

/// A datagram's fragments belong to its conversation, which only the first of them tells.
#[test]
fn fragments_are_counted_with_what_they_are_a_part_of() {
    let file = format!("{CAPTURES}/ip-fragments.pcap");
    let columns = ["-T", "fields", "-e", "frame.number", "-e", "udp.srcport", "-e", "frame.len"];
    let read = pkt(&[&["read", &file], &columns[..]].concat());
    let lens: u64 = text(&read.stdout).lines().map(|line| line.rsplit('\t').next().unwrap().parse::<u64>().unwrap()).sum();
    for more in [&[][..], &["-Y", "ip || ipv6"], &["-Y", "udp.stream || !udp.stream"], &["--threads", "1"]] {
        let flows = json(&[&["flows", &file, "-T", "json"], more].concat());
        let flows = flows.as_array().unwrap();
        let names: Vec<_> =
            flows.iter().map(|flow| (flow["protocol"].as_str().unwrap(), flow["packets"]["client"].as_u64().unwrap())).collect();
        assert_eq!(names, [("icmp", 3), ("icmpv6", 3)], "{flows:?}");
        let sum =
            |of: &str| flows.iter().map(|flow| flow[of]["client"].as_u64().unwrap() + flow[of]["server"].as_u64().unwrap()).sum::<u64>();
        assert_eq!((sum("packets"), sum("bytes")), (text(&read.stdout).lines().count() as u64, lens), "{flows:?}");
    }
}

/// The same over UDP, its last fragment first, and one that never becomes whole.
#[test]
fn ports_are_those_of_the_whole() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.pcap");
    let file = file.to_str().unwrap();
    let data = |n: u32| format!(r#"IP(src="10.0.0.1",dst="10.0.0.2",id={n})/UDP(sport=5000,dport=53{n})/("x"*3000)"#);
    let (one, two) = (format!("fragment({},1400)", data(1)), format!("fragment({},1400)", data(2)));
    let made = pkt(&["craft", &one, &two, "-w", file]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    // All but the last of the second; those of the first backwards.
    let bytes = std::fs::read(file).unwrap();
    let (mut at, mut records) = (24, vec![]);
    while at < bytes.len() {
        let len = u32::from_le_bytes(bytes[at + 8..at + 12].try_into().unwrap()) as usize;
        records.push(&bytes[at..at + 16 + len]);
        at += 16 + len;
    }
    assert_eq!(records.len(), 6);
    let order = [2, 1, 0, 3, 4].iter().flat_map(|i: &usize| records[*i].to_vec());
    std::fs::write(file, bytes[..24].iter().copied().chain(order).collect::<Vec<_>>()).unwrap();
    let flows = json(&["flows", file, "-T", "json"]);
    let found: Vec<_> = flows
        .as_array()
        .unwrap()
        .iter()
        .map(|f| (f["server"]["port"].as_u64().unwrap(), f["packets"]["client"].as_u64().unwrap()))
        .collect();
    assert_eq!(found.len(), 2, "{flows}");
    assert!(found.contains(&(531, 3)) && found.contains(&(0, 2)), "{flows}");
    assert_eq!(flows[0]["payload"]["client"].as_u64().unwrap() + flows[1]["payload"]["client"].as_u64().unwrap(), 3000 + 2 * 1400);
    let ports = text(&pkt(&["stats", "ports", file, "-T", "csv"]).stdout);
    assert!(ports.lines().any(|line| line.starts_with("udp,531,")), "{ports}");
}

/// Two conversations of the same ends and ports, in two VLANs, in two tunnels.
#[test]
fn vlans_and_tunnels_tell_conversations_apart_when_asked() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("a.pcap");
    let file = file.to_str().unwrap();
    let mut all = vec!["craft".to_owned()];
    let (there, back) =
        (r#"IP(src="10.0.0.1",dst="10.0.0.2")/TCP(sport=4000,dport=80,"#, r#"IP(src="10.0.0.2",dst="10.0.0.1")/TCP(sport=80,dport=4000,"#);
    let steps = [(true, r#"flags="S",seq=1)"#), (false, r#"flags="SA",seq=7,ack=2)"#), (true, r#"flags="A",seq=2,ack=8)"#)];
    for (way, step) in steps {
        let inner = format!("{}{step}", if way { there } else { back });
        let ends = if way { r#"src="192.0.2.1",dst="192.0.2.2""# } else { r#"src="192.0.2.2",dst="192.0.2.1""# };
        for outer in ["Dot1Q(vlan=7)/".to_owned(), "Dot1Q(vlan=8)/".to_owned(), format!("IP({ends})/GRE(key_present=1,key=5)/")] {
            all.push(format!("Ether()/{outer}{inner}"));
        }
        for vni in [41, 42] {
            all.push(format!("Ether()/IP({ends})/UDP(sport=50000,dport=4789)/VXLAN(vni={vni})/Ether()/{inner}"));
        }
    }
    all.extend(["-w".to_owned(), file.to_owned()]);
    let made = pkt(&all.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(made.status.success(), "{}", text(&made.stderr));
    let count = |verb: &str, more: &[&str]| json(&[&[verb, file, "-T", "json"], more].concat()).as_array().unwrap().len();
    for verb in ["flows", "handshakes"] {
        assert_eq!(count(verb, &[]), 1, "{verb}");
        assert_eq!(count(verb, &["--vlan"]), 3, "{verb}");
        assert_eq!(count(verb, &["--tunnel"]), 4, "{verb}");
        assert_eq!(count(verb, &["--tunnel", "--vlan"]), 5, "{verb}");
        let told = json(&[verb, file, "-T", "json", "--vlan", "--tunnel"]);
        let mut places: Vec<_> = told.as_array().unwrap().iter().map(|one| (one["vlan"].as_str(), one["tunnel"].as_str())).collect();
        places.sort();
        let tunnel = |name| (None, Some(name));
        let wanted = [
            tunnel("gre 5 of 192.0.2.1 and 192.0.2.2"),
            tunnel("vxlan 41 of 192.0.2.1 and 192.0.2.2"),
            tunnel("vxlan 42 of 192.0.2.1 and 192.0.2.2"),
            (Some("7"), None),
            (Some("8"), None),
        ];
        assert_eq!(places, wanted, "{verb}");
    }
    let verdicts = json(&["handshakes", file, "-T", "json", "--vlan", "--tunnel"]);
    assert!(verdicts.as_array().unwrap().iter().all(|attempt| attempt["verdict"] == "established"), "{verdicts}");
}
