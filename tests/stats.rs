//! `pkt stats`: the numbers are tshark's.

use std::collections::BTreeMap;
use std::process::Command;

const PKT: &str = env!("CARGO_BIN_EXE_pkt");
const CAPTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/captures");

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
fn json(args: &[&str]) -> serde_json::Value {
    let output = Command::new(PKT).arg("stats").args(args).args(["-T", "json"]).output().expect("pkt runs");
    assert!(output.status.success(), "{args:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}
fn tshark(file: &str, what: &[&str]) -> String {
    let what = what.iter().flat_map(|what| ["-z", what]);
    text(&Command::new("tshark").args(["-n", "-q", "-r", file]).args(what).output().expect("tshark runs").stdout)
}
fn captures() -> Vec<String> {
    let folders = std::env::var("PKTLAB_STATS").unwrap_or_else(|_| CAPTURES.to_owned());
    let all = std::path::Path::new(&folders).read_dir().expect("a folder").flatten().map(|entry| entry.path().display().to_string());
    let mut all: Vec<String> = all.filter(|path| path.contains(".pcap")).collect();
    all.sort();
    all
}

/// Of tunnels and quotations tshark's taps have their own ideas: see the test of endpoints.
#[test]
fn the_hierarchy_is_tsharks() {
    if !crate::installed("tshark") {
        return;
    }
    // What tshark puts together from several segments it counts as a layer, and what stands inside HTTP below that.
    const INNER: [&str; 5] = ["tcp.segments", "data-text-lines", "media", "image-", "xml"];
    let inner = |chain: &str| chain.split(':').any(|name| INNER.iter().any(|inner| name.starts_with(inner)));
    let (mut same, mut differ) = (0, vec![]);
    for file in captures() {
        let mut chain: Vec<String> = vec![];
        let mut theirs = BTreeMap::new();
        for line in tshark(&file, &["io,phs"]).lines().filter(|line| line.contains(" frames:")) {
            let depth = line.len() - line.trim_start().len();
            let mut words = line.split_whitespace();
            chain.truncate(depth / 2);
            chain.push(words.next().expect("a name").to_owned());
            let mut number = || words.next().and_then(|word| word.split_once(':')?.1.parse::<u64>().ok()).expect("a number");
            if !inner(&chain.join(":")) {
                theirs.insert(chain.join(":"), (number(), number()));
            }
        }
        // Of what is not known here nothing can be equal.
        let known = |name: &str| pktlab::proto::PROTOCOLS.iter().any(|protocol| protocol.name == name);
        if theirs.keys().any(|chain| chain.rsplit(':').next().is_some_and(|name| !known(name))) {
            continue;
        }
        let all = json(&["protocols", &file]);
        let ours: BTreeMap<String, (u64, u64)> = all
            .as_array()
            .expect("an array")
            .iter()
            .map(|row| {
                (
                    row["protocol"].as_str().expect("text").to_owned(),
                    (row["packets"].as_u64().expect("n"), row["bytes"].as_u64().expect("n")),
                )
            })
            .filter(|(chain, _)| !inner(chain))
            .collect();
        match ours == theirs {
            true => same += 1,
            false => {
                let only = |a: &BTreeMap<String, (u64, u64)>, b: &BTreeMap<String, (u64, u64)>| {
                    a.iter().filter(|(k, v)| b.get(*k) != Some(v)).map(|(k, v)| format!("{k} {v:?}")).take(3).collect::<Vec<_>>()
                };
                differ.push(format!("{file}: {:?}, tshark {:?}", only(&ours, &theirs), only(&theirs, &ours)));
            }
        }
    }
    println!("{same} the same");
    assert!(same > 10 && differ.is_empty(), "{same} the same: {differ:#?}");
}

#[test]
fn conversations_and_endpoints_are_tsharks() {
    if !crate::installed("tshark") {
        return;
    }
    let mut compared = 0;
    let mut differ = vec![];
    for file in captures() {
        const KINDS: [(&str, &str); 6] =
            [("eth", "Ethernet"), ("ip", "IPv4"), ("ipv6", "IPv6"), ("tcp", "TCP"), ("udp", "UDP"), ("sctp", "SCTP")];
        let all = KINDS.map(|(of, _)| [format!("conv,{of}"), format!("endpoints,{of}")]).concat();
        let said = tshark(&file, &all.iter().map(String::as_str).collect::<Vec<_>>());
        for (of, title) in KINDS {
            // Between its title and the line below the last row.
            let section = |what: &str| {
                let rest = said.split_once(&format!("\n{title} {what}\n")).map_or("", |(_, rest)| rest);
                rest.split("\n====").next().unwrap_or_default().to_owned()
            };
            let end = |row: &serde_json::Value, name: &str, port: &str| {
                let address = row[name].as_str().expect("text").to_owned();
                row[port].as_str().map_or(address.clone(), |port| format!("{address}:{port}"))
            };
            // Packets of each pair; connections between the same ends together.
            let mut ours: BTreeMap<[String; 2], u64> = BTreeMap::new();
            for row in json(&["conversations", "--of", of, &file]).as_array().expect("an array") {
                let mut ends = [end(row, "a", "a_port"), end(row, "b", "b_port")];
                ends.sort();
                *ours.entry(ends).or_default() += row["packets"].as_u64().expect("n");
            }
            let mut theirs: BTreeMap<[String; 2], u64> = BTreeMap::new();
            for line in section("Conversations").lines() {
                let Some((a, rest)) = line.split_once("<->").filter(|(a, _)| !a.contains('|')) else { continue };
                let words: Vec<&str> = rest.split_whitespace().collect();
                // Frames and bytes with their unit, three times.
                let total = words.get(7).and_then(|word| word.parse::<u64>().ok()).expect("frames");
                let mut ends = [a.trim().to_owned(), words[0].to_owned()];
                ends.sort();
                *theirs.entry(ends).or_default() += total;
            }
            let mut own_ends: BTreeMap<String, [u64; 4]> = BTreeMap::new();
            for row in json(&["endpoints", "--of", of, &file]).as_array().expect("an array") {
                let n = |name: &str| row[name].as_u64().expect("n");
                own_ends.insert(end(row, "address", "port"), [n("packets_sent"), n("bytes_sent"), n("packets_got"), n("bytes_got")]);
            }
            let mut their_ends: BTreeMap<String, [u64; 4]> = BTreeMap::new();
            for line in section("Endpoints").lines().filter(|line| !line.contains('|')) {
                let words: Vec<&str> = line.split_whitespace().collect();
                let Some(numbers) = words.get(words.len().wrapping_sub(6)..).filter(|_| words.len() >= 7) else { continue };
                let n = |i: usize| numbers[i].parse::<u64>().expect("a number");
                let port = if words.len() == 8 { format!(":{}", words[1]) } else { String::new() };
                their_ends.insert(format!("{}{port}", words[0]), [n(2), n(3), n(4), n(5)]);
            }
            compared += usize::from(!theirs.is_empty());
            // Of IPv6 tshark counts only the fragment that makes the datagram whole.
            let fragments = of == "ipv6" && file.contains("fragments");
            if fragments {
                continue;
            }
            if ours != theirs {
                differ.push(format!("{file} conv,{of}: {ours:?}, tshark {theirs:?}"));
            } else if own_ends != their_ends {
                differ.push(format!("{file} endpoints,{of}: {own_ends:?}, tshark {their_ends:?}"));
            }
        }
    }
    println!("{compared} compared, {} differ", differ.len());
    assert!(compared > 20 && differ.is_empty(), "{compared} compared: {differ:#?}");
}

#[test]
fn lengths_rates_ports_dns_and_remarks() {
    let dns = &format!("{CAPTURES}/dns.pcap");
    let lengths = json(&["lengths", dns]);
    let all = lengths.as_array().expect("an array").last().expect("a row").clone();
    assert_eq!((&all["packets"], &all["min"], &all["max"]), (&32.into(), &66.into(), &171.into()));
    assert_eq!((&lengths[2]["packets"], &lengths[3]["packets"], &lengths[4]["packets"]), (&9.into(), &22.into(), &1.into()));

    let rate = json(&["rate", dns, "--interval", "0.1"]);
    let packets: u64 = rate.as_array().expect("an array").iter().filter_map(|row| row["packets"].as_u64()).sum();
    assert_eq!((rate.as_array().map(Vec::len), packets), (Some(4), 32));
    let folder = tempfile::tempdir().expect("a folder");
    let svg = folder.path().join("rate.svg");
    let plot = Command::new(PKT).args(["stats", "rate", dns, "--svg"]).arg(&svg).output().expect("pkt runs");
    assert!(text(&plot.stdout).starts_with("packets/s, ") && text(&plot.stdout).contains('█'));
    assert!(std::fs::read_to_string(&svg).expect("a picture").starts_with("<svg "));

    let ports = json(&["ports", dns]);
    assert_eq!((&ports[0]["protocol"], &ports[0]["port"], &ports[0]["packets"]), (&"udp".into(), &"53".into(), &22.into()));

    let questions = json(&["dns", dns]);
    assert_eq!((&questions["queries"], &questions["answers"], &questions["answers_with_a_query"]), (&12.into(), &12.into(), &12.into()));
    assert_eq!((&questions["codes"]["No error"], &questions["codes"]["No such name"]), (&11.into(), &1.into()));
    assert_eq!(questions["types"].as_object().map(|types| types.values().filter_map(|n| n.as_u64()).sum::<u64>()), Some(12));
    assert!(questions["times"]["p50"].as_f64().is_some_and(|p50| p50 > 0.0 && p50 < 0.01));

    let expert = json(&["expert", &format!("{CAPTURES}/tcp-refused.pcap")]);
    let of = |i: usize| (expert[i]["severity"].as_str(), expert[i]["field"].as_str(), expert[i]["packets"].as_u64());
    assert_eq!(of(0), (Some("warning"), Some("tcp.connection.rst"), Some(1)));
    assert_eq!(of(1), (Some("chat"), Some("tcp.connection.syn"), Some(1)));

    let one = |threads: &str| json(&["conversations", dns, "--threads", threads]);
    assert_eq!(one("1"), one("4"));
    let only = json(&["protocols", dns, "-Y", "tcp"]);
    assert_eq!((&only[0]["protocol"], &only[0]["packets"]), (&"eth".into(), &10.into()));
    let wrong = Command::new(PKT).args(["stats", "dns", dns, "--svg", "x.svg"]).output().expect("pkt runs");
    assert_eq!(wrong.status.code(), Some(2));
}
