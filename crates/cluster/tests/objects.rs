//! Captures in a bucket, of moto's server for S3.

use crate::{Cluster, Process, pcap, root, said};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

/// moto's server: where `make test-sql` puts it, or in PATH.
fn moto() -> Option<Command> {
    let beside = root().join("target/scapy/bin/moto_server");
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::env::split_paths(&paths).map(|folder| folder.join("moto_server")).find(|path| path.is_file());
    let found = if beside.is_file() { Some(beside) } else { installed };
    assert!(found.is_some() || std::env::var_os("CI").is_none(), "moto_server is not installed, and may not be missing here");
    if found.is_none() {
        eprintln!("skipped: moto_server is not installed");
    }
    found.map(Command::new)
}

/// Stores an object, or without a body a bucket.
fn put(address: &str, path: &str, body: &[u8]) {
    let mut stream = TcpStream::connect(address).unwrap();
    let len = body.len();
    let kind = "application/octet-stream";
    write!(stream, "PUT {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: {kind}\r\nContent-Length: {len}\r\nConnection: close\r\n\r\n")
        .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
}

#[test]
fn captures_in_a_bucket() {
    let Some(mut moto) = moto() else { return };
    let server = Process::start(moto.args(["-H", "127.0.0.1", "-p", "0"]).stdin(Stdio::null()));
    let line = server.line("moto listens", |line| line.contains("Running on http://127.0.0.1:"));
    let address: String = line.split("http://").nth(1).unwrap().chars().take_while(|c| c.is_ascii_digit() || ".:".contains(*c)).collect();
    put(&address, "/bucket", b"");
    let big = pcap(60_000);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    for (key, bytes) in [
        ("big.pcap", std::fs::read(big.path()).unwrap()),
        ("dns.pcap", std::fs::read(root().join("captures/dns.pcap")).unwrap()),
        ("notes.txt", b"no capture".to_vec()),
    ] {
        put(&address, &format!("/bucket/day/{key}"), &bytes);
        std::fs::write(folder.path().join(key), bytes).unwrap();
    }
    let variables = [
        ("AWS_ACCESS_KEY_ID", "who"),
        ("AWS_SECRET_ACCESS_KEY", "what"),
        ("AWS_REGION", "us-east-1"),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ENDPOINT", &format!("http://{address}")),
    ];
    let variables = variables.map(|(name, value)| (name, value.to_owned())).to_vec();
    let cluster = Cluster::start_with(2, &[], variables);
    let query = "SELECT ip_src, count(*), sum(frame_len), max(udp_length), min(frame_time) FROM packets GROUP BY 1 ORDER BY 1";
    let here = said(&[query, folder.path().to_str().unwrap(), "-T", "csv"]);
    for (name, split) in [("s3://bucket/day/", "1M"), ("s3://bucket/*/*.pcap", "300K"), ("s3://bucket/day/*.pcap", "1G")] {
        assert_eq!(cluster.said(&[query, name, "-T", "csv", "--split", split]), here, "{name} {split}");
    }
    assert_eq!(cluster.said(&["SELECT DISTINCT file FROM 's3://bucket/day/dns.pcap'", "-T", "csv"]), "file\ns3://bucket/day/dns.pcap\n");
    let (code, _, stderr) = cluster.asked(&["SELECT 1 FROM 's3://bucket/day/none.pcap'"]);
    assert_eq!((code, stderr.as_str()), (Some(3), "s3://bucket/day/none.pcap: no such object\n"));
    let (code, _, stderr) = cluster.asked(&["SELECT count(*) FROM packets", "s3://bucket/day/", "captures/dns.pcap"]);
    assert_eq!((code, stderr.contains("in one bucket, or all of them files")), (Some(2), true), "{stderr}");
}
