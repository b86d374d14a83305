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
