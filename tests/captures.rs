//! What the program shows of captures/: lines of each, and a few packets in the other views.
//!
//! `cargo insta review` or `INSTA_UPDATE=always` takes a new output over; where `CI` is set nothing is written.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn lines() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures");
    let mut all: Vec<PathBuf> = folder.read_dir().unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|p| p.extension().is_some_and(|e| e == "pcap" || e == "pcapng"));
    all.sort();
    assert!(all.len() >= 10, "captures/ holds captures");
    for path in all {
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(format!("lines_{name}"), pkt(&path, &[]));
    }
}

#[test]
fn trees() {
    for (capture, packet) in
        [("tcp-http", 1), ("tcp-http", 4), ("dns", 2), ("icmp", 1), ("vlan", 3), ("lldp", 1), ("mptcp", 1), ("vxlan", 2)]
    {
        let tree = pkt(&capture_of(capture), &["-V", "-c", &packet.to_string()]);
        // Only the packet itself: the views before it are the same in every other packet.
        let last = tree.rfind(&format!("Frame {packet}")).map_or(tree.as_str(), |at| &tree[at..]);
        insta::assert_snapshot!(format!("tree_{capture}_{packet}"), last);
    }
}

#[test]
fn other_views() {
    insta::assert_snapshot!("ndjson_dns", pkt(&capture_of("dns"), &["-T", "ndjson", "-c", "2"]));
    insta::assert_snapshot!("ndjson_icmp", pkt(&capture_of("icmp"), &["-T", "ndjson", "-c", "1"]));
    let columns = ["-e", "frame.number", "-e", "ip.src", "-e", "ip.dst", "-e", "udp.dstport", "-e", "dns.qry.name", "-e", "dns.a"];
    for view in ["csv", "table", "json", "fields"] {
        let arguments = [&["-T", view, "-c", "4"], &columns[..]].concat();
        insta::assert_snapshot!(format!("{view}_dns"), pkt(&capture_of("dns"), &arguments));
    }
    insta::assert_snapshot!("hex_arp", pkt(&capture_of("arp"), &["-T", "hex", "-c", "1"]));
}

fn capture_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("captures/{name}.pcap"))
}

fn pkt(path: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pkt"));
    command.arg("read").arg(path).args(arguments).env("XDG_CONFIG_HOME", "/nonexistent").env("TZ", "UTC");
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"] {
        command.env_remove(name);
    }
    let output = command.output().expect("pkt runs");
    assert!(output.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}
