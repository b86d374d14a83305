//! `--capture`: the packets of a lookup and no others, read by tshark.

use crate::dns_query::{Named, pkt, text};
use crate::installed;
use std::net::UdpSocket;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

#[test]
fn the_packets_of_the_lookup_and_no_others() {
    if !rustix::process::geteuid().is_root() {
        eprintln!("skipped: capturing needs root");
        return;
    }
    if !installed("tshark") {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("z"), "$TTL 60\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 127.0.0.1\nwww A 192.0.2.1\n").unwrap();
    let out = tempfile::tempdir().unwrap();
    let Some(named) = Named::start(dir, &[("c.test", "z")], "") else { return };
    // Somebody else asks the same server all the while.
    let stop = Arc::new(AtomicBool::new(false));
    let noise = {
        let (stop, port) = (stop.clone(), named.port);
        std::thread::spawn(move || {
            let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
            while !stop.load(Relaxed) {
                socket.send_to(b"\xee\xee\x01\0\0\x01\0\0\0\0\0\0\x05noise\x04test\0\0\x01\0\x01", ("127.0.0.1", port)).unwrap();
                std::thread::sleep(Duration::from_millis(5));
            }
        })
    };
    let fields = |file: &str, more: &[&str]| {
        let (udp, tcp) = (format!("udp.port=={},dns", named.port), format!("tcp.port=={},dns", named.port));
        let args = [&["-n", "-r", file, "-d", &udp, "-d", &tcp, "-T", "fields"], more].concat();
        let output = Command::new("tshark").args(args).output().unwrap();
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let file = out.path().join("udp.pcapng").to_str().unwrap().to_owned();
    let output = pkt(&["query", "www.c.test", "AAAA", "A", &named.server(), "--capture", &file, "--show-packets", "-T", "short"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let said = text(&output);
    assert!(said.starts_with("192.0.2.1\n") && said.matches("www.c.test").count() >= 4, "shown as pkt read shows them: {said}");
    // Newer ones say True where older ones say 1.
    let plain = |line: String| line.replace("True", "1").replace("False", "0");
    let mut names: Vec<String> =
        fields(&file, &["-e", "dns.flags.response", "-e", "dns.qry.type", "-e", "dns.qry.name"]).into_iter().map(plain).collect();
    names.sort();
    assert_eq!(names, ["0\t1\twww.c.test", "0\t28\twww.c.test", "1\t1\twww.c.test", "1\t28\twww.c.test"]);

    // A connection, from the first packet to the last.
    let file = out.path().join("tcp.pcapng").to_str().unwrap().to_owned();
    let output = pkt(&["query", "www.c.test", &named.server(), "--tcp", "--capture", &file, "-T", "short"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let flags = fields(&file, &["-e", "tcp.flags", "-e", "dns.qry.name"]);
    assert!(flags.len() >= 7 && flags[0].starts_with("0x0002") && flags[1].starts_with("0x0012"), "{flags:?}");
    assert_eq!(flags.iter().filter(|line| line.contains("www.c.test")).count(), 2, "{flags:?}");

    let names = out.path().join("names");
    std::fs::write(&names, "www.c.test\n".repeat(200)).unwrap();
    let file = out.path().join("bulk.pcapng").to_str().unwrap().to_owned();
    let output = pkt(&["bulk", names.to_str().unwrap(), &named.server(), "--capture", &file]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(fields(&file, &["-e", "dns.qry.name"]).iter().filter(|name| *name == "www.c.test").count(), 400);

    let file = out.path().join("servers.pcapng").to_str().unwrap().to_owned();
    let output =
        pkt(&["servers", &named.server(), "--no-tls-try", "--name", "www.c.test", "--type", "A", "--capture", &file, "-T", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&told["servers"][0]["tries"]["udp"]["status"], &told["servers"][0]["tries"]["tcp"]["status"]),
        (&"NOERROR".into(), &"NOERROR".into())
    );
    assert_eq!(fields(&file, &["-e", "dns.qry.name"]).iter().filter(|name| *name == "www.c.test").count(), 4);
    stop.store(true, Relaxed);
    noise.join().unwrap();
    assert_eq!(pkt(&["query", "www.c.test", &named.server(), "--capture", "-"]).status.code(), Some(2));
}
