//! Answers that are known beforehand, and questions that are wrong.

use crate::{fed, pcap, refused, root, said, sql};
use std::fs;

#[test]
fn a_query_names_its_capture() {
    assert_eq!(said(&["SELECT count(*) AS n FROM 'captures/tcp-http.pcap'", "-T", "csv"]), "n\n15\n");
    assert_eq!(said(&["SELECT count(*) AS n FROM packets", "captures/tcp-http.pcap", "captures/dns.pcap", "-T", "csv"]), "n\n47\n");
    let by_file = said(&["SELECT file, count(*) AS n FROM packets WHERE arp.opcode = 1 GROUP BY 1", "captures/arp.pcap", "-T", "ndjson"]);
    assert_eq!(by_file, "{\"file\":\"captures/arp.pcap\",\"n\":3}\n");
}

#[test]
fn an_empty_result_has_its_columns() {
    let none = "SELECT ip_src, count(*) AS n FROM packets WHERE ip_ttl = 1 AND ip_ttl = 2 GROUP BY 1";
    assert_eq!(said(&[none, "captures/dns.pcap", "-T", "csv"]), "ip_src,n\n");
    assert_eq!(said(&[none, "captures/dns.pcap", "-T", "json"]), "[]\n");
    assert_eq!(said(&[none, "captures/dns.pcap", "-T", "ndjson"]), "");
}

#[test]
fn names_that_are_none_are_told() {
    let (code, text) = refused(&["SELECT ip_scr FROM packets", "captures/dns.pcap"]);
    assert_eq!((code, text.contains("did you mean `ip_src`?")), (2, true), "{text}");
    let (code, text) = refused(&["SELECT 1 FROM packtes", "captures/dns.pcap"]);
    assert_eq!((code, text.contains("did you mean `packets`?")), (2, true), "{text}");
    let (code, text) = refused(&["SELECT verdit FROM handshakes", "captures/dns.pcap"]);
    assert_eq!((code, text.contains("did you mean `verdict`?")), (2, true), "{text}");
    let (code, text) = refused(&["SELECT 1 FROM packets WHERE display_filter('tcp.prot')", "captures/dns.pcap"]);
    assert_eq!((code, text.contains("^~~~~~~~")), (2, true), "{text}");
    let (code, text) = refused(&["SELEC 1"]);
    assert_eq!((code, text.starts_with("error: ")), (2, true), "{text}");
    let (code, text) = refused(&["SELECT in_cidr(src, 'ten') FROM packets", "captures/dns.pcap"]);
    assert_eq!((code, text.contains("`ten` is no network")), (2, true), "{text}");
    let (code, _) = refused(&["SELECT 1 FROM packets"]);
    assert_eq!(code, 2);
}

#[test]
fn what_is_not_there_is_named() {
    let (code, text) = refused(&["SELECT 1 FROM packets", "captures/nothing.pcap"]);
    assert_eq!((code, text.as_str()), (3, "captures/nothing.pcap: No such file or directory\n"));
    let (code, text) = refused(&["SELECT 1 FROM 'README.md'"]);
    assert_eq!((code, text.starts_with("README.md: not a capture file")), (3, true), "{text}");
}

#[test]
fn rows_come_in_the_order_of_the_capture() {
    let numbers = said(&["SELECT frame_number FROM packets", "captures/dns.pcap", "-T", "csv", "--partitions", "3"]);
    let numbers: Vec<u32> = numbers.lines().skip(1).map(|line| line.parse().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers.len() == 32, "{numbers:?}");
    let first =
        said(&["SELECT src, frame_len FROM packets LIMIT 2", "captures/dns.pcap", "-T", "csv", "--partitions", "7", "--split", "300"]);
    assert_eq!(first, said(&["SELECT src, frame_len FROM packets ORDER BY frame_number LIMIT 2", "captures/dns.pcap", "-T", "csv"]));
}

#[test]
fn standard_input_is_a_capture() {
    let bytes = fs::read(root().join("captures/dns.pcap")).unwrap();
    let output = fed(&bytes, &["SELECT count(*) AS n FROM '-'", "-T", "csv"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "n\n32\n");
    let output = fed(&bytes, &["SELECT count(*) AS n FROM packets", "-", "-T", "csv"]);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "n\n32\n");
}

#[test]
fn a_limit_stops_the_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.pcap");
    fs::write(&path, pcap(0..100_000, &|_| vec![0; 30])).unwrap();
    let output = sql(&["SELECT ip_dst FROM packets LIMIT 3", path.to_str().unwrap(), "-T", "csv", "-v"]).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let read: u64 = said.split(' ').next().unwrap().parse().unwrap();
    assert!(read < 20_000, "{said}");
}

#[test]
fn only_what_is_asked_is_decoded() {
    let told = |query: &str| {
        let output = sql(&[query, "captures/dns.pcap", "-T", "csv", "-v"]).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = told("SELECT count(*) FROM packets");
    assert!(said.contains("32 packets read") && said.contains(" 0 decoded"), "{said}");
    let said = told("SELECT sum(frame_len), max(frame_time) FROM packets");
    assert!(said.contains(" 0 decoded"), "{said}");
    let said = told("SELECT count(*) FROM packets WHERE udp_srcport = 53");
    assert!(said.contains(" 32 decoded"), "{said}");
    // The predicate is in the scan, and nothing is left of it above.
    let plan = said_plan("SELECT count(*) FROM packets WHERE udp_srcport = 53 AND ip_src < '10.0.0.9'");
    assert!(plan.contains("file_type=packets, predicate=") && !plan.contains("FilterExec"), "{plan}");
}

fn said_plan(query: &str) -> String {
    said(&[&format!("EXPLAIN {query}"), "captures/dns.pcap"])
}

#[test]
fn a_pattern_and_a_folder_are_their_captures() {
    let all = said(&["SELECT count(DISTINCT file) AS n FROM packets", "captures", "-T", "csv"]);
    assert_eq!(all, said(&["SELECT count(DISTINCT file) AS n FROM 'captures/*.pcap'", "-T", "csv"]));
}

#[test]
fn the_least_of_an_expression_is_not_lost_beside_that_of_a_column() {
    let both = said(&[
        "SELECT max(ip_ttl) AS a, max(ip_ttl + 0) AS b, min(ip_ttl) AS c, max(address(src)) = max(address(src)) AS d FROM packets",
        "captures",
        "-T",
        "csv",
    ]);
    let row: Vec<&str> = both.lines().nth(1).unwrap().split(',').collect();
    assert_eq!(row[0], row[1]);
    assert_eq!(
        said(&["SELECT min(ip_src), max(ip_src), max(ipv6_src) AS m FROM packets", "captures", "-T", "csv"])
            .lines()
            .nth(1)
            .unwrap()
            .rsplit(',')
            .next()
            .unwrap(),
        "fe80::bc7d:e0ff:fe96:1c2"
    );
}

#[test]
#[cfg(unix)]
fn pkt_runs_it() {
    // `pkt`, if it is built: into the same folder, or where the repository's own is.
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_pkt-sql"));
    let beside = program.parent().unwrap();
    let Some(pkt) = [beside.join("pkt"), root().join("target/debug/pkt")].into_iter().find(|path| path.is_file()) else {
        eprintln!("skipped: pkt is not built");
        return;
    };
    let output = std::process::Command::new(pkt)
        .args(["sql", "SELECT count(*) AS n FROM 'captures/dns.pcap'", "-T", "csv"])
        .current_dir(root())
        .env("PATH", beside)
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "n\n32\n", "{}", String::from_utf8_lossy(&output.stderr));
}
