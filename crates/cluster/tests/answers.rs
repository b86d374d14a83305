//! A cluster answers what one machine answers.

use crate::{Cluster, ends, pcap, program, said};

const QUERIES: &str = "
SELECT count(*) FROM packets;
SELECT file, count(*), sum(frame_len) FROM packets GROUP BY file ORDER BY file;
SELECT src, dst, count(*) AS n, sum(frame_len) FROM packets GROUP BY 1, 2 ORDER BY n DESC, src, dst LIMIT 12;
SELECT ip_src FROM packets WHERE ip_src IS NOT NULL GROUP BY 1 ORDER BY ip_src;
SELECT count(*) FROM packets WHERE tcp.flags.syn AND NOT tcp.flags.ack;
SELECT tcp_dstport, port_name(tcp_dstport), count(*) FROM packets WHERE tcp_dstport < 1024 GROUP BY 1, 2 ORDER BY 1;
SELECT subnet(src, 24) AS net, count(*), min(frame_time), max(frame_time) FROM packets WHERE src IS NOT NULL GROUP BY 1 ORDER BY 1;
SELECT count(*) FROM packets WHERE in_cidr(src, '192.0.2.0/24') AND in_cidr(dst, '192.0.2.0/24');
SELECT file, frame_number, dns_qry_name FROM packets WHERE dns.flags.response = false ORDER BY 1, 2 LIMIT 20;
SELECT count(*) FROM packets WHERE display_filter('tcp.flags.syn == 1 or udp.port == 53');
SELECT file, count(*) FROM packets WHERE array_length(ip_addr) > 2 GROUP BY 1 ORDER BY 1;
SELECT ip_proto, proto_name(ip_proto), count(DISTINCT src), avg(frame_len), round(stddev(frame_len), 6) FROM packets WHERE ip_proto IS NOT NULL GROUP BY 1, 2 ORDER BY 1;
SELECT file, src, srcport, dst, dstport, packets, bytes FROM flows ORDER BY 1, 2, 3, 4, 5, 6, 7 LIMIT 30;
SELECT file, client, server, verdict FROM handshakes ORDER BY 1, 2, 3, 4;
SELECT file, name, count(*) FROM dns GROUP BY 1, 2 ORDER BY 1, 2;
WITH talk AS (SELECT src, sum(frame_len) AS bytes FROM packets GROUP BY 1) SELECT t.src, t.bytes FROM talk t JOIN (SELECT DISTINCT dst FROM packets) d ON t.src = d.dst ORDER BY t.src;
SELECT src, frame_len, row_number() OVER (PARTITION BY src ORDER BY frame_time, file, frame_number) AS n FROM packets WHERE src IS NOT NULL ORDER BY file, frame_number LIMIT 20;
SELECT hex(udp_payload), round(entropy(udp_payload), 6) FROM packets WHERE udp_payload IS NOT NULL ORDER BY 1 LIMIT 5;
SELECT count(*) FROM packets WHERE frame_len > (SELECT avg(frame_len) FROM packets);
SELECT src FROM packets WHERE tcp_dstport = 80 UNION SELECT dst FROM packets WHERE tcp_srcport = 80 ORDER BY 1
";

#[test]
fn the_same_as_one_machine() {
    let cluster = Cluster::start(2, &[]);
    let expected = said(&[QUERIES, "captures", "-T", "csv"]);
    assert!(expected.lines().count() > 100, "{expected}");
    for partitions in ["1", "2", "3", "7"] {
        let args = [QUERIES, "captures", "-T", "csv", "--split", "1500", "--partitions", partitions];
        let answered = cluster.said(&args);
        for (i, (ours, theirs)) in answered.lines().zip(expected.lines()).enumerate() {
            assert_eq!(ours, theirs, "line {i} of {partitions} partitions");
        }
        assert_eq!(answered.len(), expected.len(), "{partitions} partitions");
    }
    // Rows in the captures' order, though nothing puts them in order.
    let first = "SELECT frame_number, src FROM packets LIMIT 5";
    assert_eq!(
        cluster.said(&[first, "captures/dns.pcap", "-T", "csv", "--split", "300"]),
        said(&[first, "captures/dns.pcap", "-T", "csv"])
    );
    let all = "SELECT frame_number, src FROM packets WHERE frame_len > 60";
    assert_eq!(cluster.said(&[all, "captures/dns.pcap", "-T", "csv", "--split", "300"]), said(&[all, "captures/dns.pcap", "-T", "csv"]));
    // What is asked of no capture is answered, too.
    assert_eq!(cluster.said(&["SELECT 1 AS one", "-T", "csv"]), "one\n1\n");
    assert!(cluster.said(&["SHOW TABLES", "-T", "csv"]).contains("handshakes,"));
    assert!(cluster.said(&["DESCRIBE packets", "-T", "csv"]).contains("\nip_src,"));
}

#[test]
fn the_work_is_shared() {
    let cluster = Cluster::start(2, &[]);
    let file = pcap(270_000);
    let size = std::fs::metadata(file.path()).unwrap().len();
    let split = size.div_ceil(27).to_string();
    let path = file.path().to_str().unwrap();
    let query = "SELECT ip_src, ip_dst, count(*), sum(frame_len), max(udp_length) FROM packets GROUP BY 1, 2 ORDER BY 1, 2";
    let (code, stdout, stderr) = cluster.asked(&["-v", query, path, "-T", "csv", "--split", &split, "--partitions", "2"]);
    assert_eq!(code, Some(0), "{stderr}");
    assert_eq!(stdout, said(&[query, path, "-T", "csv"]));
    let status = cluster.status();
    let tasks = status["jobs"][0]["tasks"].as_object().unwrap();
    let of = |name: &str| tasks.get(name).and_then(serde_json::Value::as_u64).unwrap_or(0);
    let [one, other] = [of(&cluster.executors[0].0), of(&cluster.executors[1].0)];
    // 27 parts, and what puts their answers together.
    assert!(one + other >= 28, "{status:#}");
    assert!(one >= 8 && other >= 8, "{status:#}");
    assert!(stderr.contains(&format!("{one} by {}", cluster.executors[0].0)), "{stderr}");
    let (_, text, _) = ends(&mut program(&["status", &cluster.address]));
    assert!(text.contains("2 executors, 2 threads") && text.contains(&format!("{other} by {}", cluster.executors[1].0)), "{text}");
}

#[test]
fn what_is_wrong_is_told() {
    let cluster = Cluster::start(1, &[]);
    let refused = |args: &[&str]| {
        let (code, stdout, stderr) = cluster.asked(args);
        assert_eq!(stdout, "");
        (code.unwrap(), stderr)
    };
    let (code, text) = refused(&["SELECT ip_scr FROM packets", "captures/dns.pcap"]);
    assert_eq!((code, text.contains("did you mean `ip_src`?")), (2, true), "{text}");
    let (code, text) = refused(&["SELECT 1 FROM 'captures/nothing.pcap'"]);
    assert_eq!((code, text.as_str()), (3, "captures/nothing.pcap: No such file or directory\n"));
    let (code, text) = refused(&["SELECT count(*) FROM packets", "-"]);
    assert_eq!((code, text.contains("standard input is here, not on the cluster")), (2, true), "{text}");
    // A capture that ends in the middle of a packet: found by an executor, told here.
    let broken = pcap(100);
    let whole = std::fs::read(broken.path()).unwrap();
    std::fs::write(broken.path(), &whole[..whole.len() - 3]).unwrap();
    let path = broken.path().to_str().unwrap();
    let (code, text) = refused(&["SELECT sum(udp_length) FROM packets", path]);
    assert_eq!((code, text.starts_with(path), text.lines().count()), (3, true, 1), "{text}");
    let (_, _, here) = ends(&mut program(&["sql", "SELECT sum(udp_length) FROM packets", path]));
    assert_eq!(text, here);
    let (code, text) = refused(&["SELECT 1 / (frame_len - frame_len) FROM 'captures/dns.pcap'"]);
    assert_eq!((code, text.starts_with("the cluster could not answer: "), text.contains("DivideByZero")), (3, true, true), "{text}");
}

#[test]
fn nobody_is_there() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let (code, stdout, stderr) = ends(&mut program(&["sql", "--cluster", &address, "SELECT 1"]));
    assert_eq!((code, stdout.as_str()), (Some(5), ""), "{stderr}");
    assert!(stderr.starts_with(&format!("{address}: no scheduler answers: ")), "{stderr}");
    let (code, _, stderr) = ends(&mut program(&["executor", "--wait", "0", "--scheduler", &address]));
    assert_eq!((code, stderr.contains("no scheduler answers")), (Some(5), true), "{stderr}");
    let (code, _, stderr) = ends(&mut program(&["sql", "--cluster", "nowhere", "SELECT 1"]));
    assert_eq!((code, stderr.contains("`nowhere` is not HOST:PORT")), (Some(2), true), "{stderr}");
}
