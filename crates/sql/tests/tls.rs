//! The table `tls`: of a conversation made here, and of captures that tshark reads, too.

use crate::installed::installed;
use crate::{root, said};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// Bytes behind their length, which takes so many bytes itself.
fn sized(width: usize, body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes()[4 - width..].to_vec();
    out.extend(body);
    out
}

fn extension(kind: u16, body: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &sized(2, body)].concat()
}

/// A record with one message of the handshake.
fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
    [&[22, 3, 1][..], &sized(2, &[&[kind][..], &sized(3, body)].concat())].concat()
}

/// A client's hello: for a server of this name, with these protocols inside, and these versions where it is of 1.3.
fn client_hello(name: &str, protocols: &[&str], versions: &[u16], session: &[u8]) -> Vec<u8> {
    let names = sized(2, &[&[0][..], &sized(2, name.as_bytes())].concat());
    let protocols: Vec<u8> = protocols.iter().flat_map(|name| sized(1, name.as_bytes())).collect();
    let mut extensions = [extension(0, &names), extension(16, &sized(2, &protocols))].concat();
    if !versions.is_empty() {
        let versions: Vec<u8> = versions.iter().flat_map(|n| n.to_be_bytes()).collect();
        extensions.extend(extension(43, &sized(1, &versions)));
    }
    let suites = [0x13, 0x01, 0xc0, 0x2f];
    handshake(1, &[&[3, 3][..], &[7; 32], &sized(1, session), &sized(2, &suites), &[1, 0], &sized(2, &extensions)].concat())
}

fn server_hello(suite: u16, extensions: &[u8], session: &[u8]) -> Vec<u8> {
    handshake(2, &[&[3, 3][..], &[9; 32], &sized(1, session), &suite.to_be_bytes(), &[0], &sized(2, extensions)].concat())
}

/// A capture of TCP segments: so many milliseconds, the client's port, whether the client sends, its bytes. The server's port is 443.
fn capture(segments: &[(u32, u16, bool, &[u8])]) -> Vec<u8> {
    let mut file = Vec::new();
    for word in [0xa1b2_c3d4u32, 0x0004_0002, 0, 0, 262_144, 228] {
        file.extend(word.to_le_bytes());
    }
    let mut sent: BTreeMap<(u16, bool), u32> = BTreeMap::new();
    for (ms, port, out, body) in segments {
        let ends = if *out { ([10, 0, 0, 1], [10, 0, 0, 2], *port, 443u16) } else { ([10, 0, 0, 2], [10, 0, 0, 1], 443, *port) };
        let acked = 1 + sent.get(&(*port, !out)).copied().unwrap_or(0);
        let seq = sent.entry((*port, *out)).or_default();
        let mut packet = vec![0x45, 0];
        packet.extend((40 + body.len() as u16).to_be_bytes());
        packet.extend([0, 1, 0, 0, 64, 6, 0, 0]);
        packet.extend(ends.0);
        packet.extend(ends.1);
        packet.extend(ends.2.to_be_bytes());
        packet.extend(ends.3.to_be_bytes());
        packet.extend((1 + *seq).to_be_bytes());
        packet.extend(acked.to_be_bytes());
        packet.extend([0x50, 0x18, 0x20, 0, 0, 0, 0, 0]);
        packet.extend(*body);
        *seq += body.len() as u32;
        for word in [1_700_000_000, ms * 1000, packet.len() as u32, packet.len() as u32] {
            file.extend(word.to_le_bytes());
        }
        file.extend(packet);
    }
    file
}

fn rows(path: &str, columns: &str) -> Vec<Value> {
    let text = said(&[&format!("SELECT {columns} FROM tls ORDER BY frame"), path, "-T", "ndjson"]);
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_row_is_a_conversation() {
    let first = client_hello("one.example", &["h2", "http/1.1"], &[0x0a0a, 0x0304, 0x0303], b"abcd");
    let newer = server_hello(0x1301, &extension(43, &[3, 4]), b"abcd");
    let second = client_hello("two.example", &["http/1.1"], &[], b"efgh");
    let older = server_hello(0xc02f, &extension(16, &sized(2, &sized(1, b"http/1.1"))), b"efgh");
    let alert = [21, 3, 3, 0, 2, 2, 40];
    // The first hello comes in two segments and between those of the other; the third conversation begins amid, by the server.
    let bytes = capture(&[
        (0, 1000, true, &first[..50]),
        (1, 2000, true, &second),
        (2, 1000, true, &first[50..]),
        (12, 1000, false, &newer),
        (21, 2000, false, &older),
        (22, 3000, false, &server_hello(0xfe2f, &[], b"")),
        (23, 3000, true, &alert),
    ]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tls.pcap");
    fs::write(&path, bytes).unwrap();
    let columns = "client, client_port, server, server_port, server_name, version, cipher, alpn, offered_version, offered_ciphers, \
        offered_alpn, client_hellos, resumed, hello_time, client_hello, server_hello, alerts";
    let found = rows(path.to_str().unwrap(), columns);
    let known = |text: &str| text.split('\n').map(|line| serde_json::from_str::<Value>(line.trim()).unwrap()).collect::<Vec<_>>();
    let expected = known(
        r#"{"client":"10.0.0.1","client_port":1000,"server":"10.0.0.2","server_port":443,"server_name":"one.example","version":"TLS 1.3","cipher":"TLS_AES_128_GCM_SHA256","alpn":null,"offered_version":"TLS 1.3","offered_ciphers":["TLS_AES_128_GCM_SHA256","TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],"offered_alpn":["h2","http/1.1"],"client_hellos":1,"resumed":null,"hello_time":0.01,"client_hello":3,"server_hello":4,"alerts":null}
        {"client":"10.0.0.1","client_port":2000,"server":"10.0.0.2","server_port":443,"server_name":"two.example","version":"TLS 1.2","cipher":"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256","alpn":"http/1.1","offered_version":"TLS 1.2","offered_ciphers":["TLS_AES_128_GCM_SHA256","TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],"offered_alpn":["http/1.1"],"client_hellos":1,"resumed":true,"hello_time":0.02,"client_hello":2,"server_hello":5,"alerts":null}
        {"client":"10.0.0.1","client_port":3000,"server":"10.0.0.2","server_port":443,"server_name":null,"version":"TLS 1.2","cipher":"0xfe2f","alpn":null,"offered_version":null,"offered_ciphers":null,"offered_alpn":null,"client_hellos":0,"resumed":null,"hello_time":null,"client_hello":null,"server_hello":6,"alerts":["Handshake Failure"]}"#,
    );
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
    let count = said(&[
        "SELECT count(*) AS n FROM tls WHERE server_name LIKE '%.example'",
        path.to_str().unwrap(),
        "-T",
        "csv",
        "--partitions",
        "3",
    ]);
    assert_eq!(count, "n\n2\n");
}

/// What tshark says of the hellos of a capture: by stream, the first of the client's and the last of the server's.
fn of_tshark(path: &PathBuf) -> BTreeMap<u64, [Option<String>; 4]> {
    let mut command = Command::new("tshark");
    command.arg("-n").arg("-r").arg(path).args(["-Y", "tls.handshake.type <= 2 && tcp && !quic", "-T", "fields", "-E", "occurrence=f"]);
    for field in ["tcp.stream", "tls.handshake.type", "tls.handshake.extensions_server_name", "tls.handshake.ja3"] {
        command.args(["-e", field]);
    }
    let output = command.args(["-e", "tls.handshake.ja3s", "-e", "tls.handshake.ciphersuite"]).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("aren't valid"), "{stderr}");
    let mut streams: BTreeMap<u64, [Option<String>; 4]> = BTreeMap::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let text = |i: usize| cells.get(i).filter(|text| !text.is_empty()).map(|text| (*text).to_owned());
        let Some(stream) = text(0).and_then(|n| n.parse().ok()) else { continue };
        let [name, ja3, ja3s, suite] = streams.entry(stream).or_default();
        if text(1).as_deref() == Some("1") {
            if ja3.is_none() {
                (*name, *ja3) = (text(2), text(3));
            }
        } else {
            (*ja3s, *suite) = (text(4), text(5));
        }
    }
    streams
}

#[test]
fn hellos_are_those_of_tshark() {
    let folder = root().join("../shared/captures/zeek");
    let Ok(entries) = fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    if !installed("tshark") {
        return;
    }
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        ["tls-", "ssl"].iter().any(|start| name.starts_with(start))
            && !name.contains("dtls")
            && path.metadata().is_ok_and(|of| of.len() < 1 << 20)
    });
    paths.sort();
    let (mut hellos, mut wrong) = (0, vec![]);
    for path in &paths {
        let mut expected: Vec<_> = of_tshark(path).into_values().collect();
        let found = rows(path.to_str().unwrap(), "frame, server_name, ja3, ja3s, cipher, client_hello, server_hello");
        let text = |row: &Value, name: &str| row[name].as_str().map(str::to_owned);
        let mut found: Vec<[Option<String>; 4]> = found
            .iter()
            .filter(|row| !row["client_hello"].is_null() || !row["server_hello"].is_null())
            .map(|row| ["server_name", "ja3", "ja3s", "cipher"].map(|name| text(row, name)))
            .collect();
        // The suite is a number there and a name here: whether there is one is what is compared.
        expected.iter_mut().chain(&mut found).for_each(|row| row[3] = row[3].take().map(|_| String::new()));
        expected.sort();
        found.sort();
        hellos += expected.len();
        if found != expected {
            wrong.push(format!("{}: {found:?}\n  not {expected:?}", path.display()));
        }
    }
    eprintln!("{} captures, {hellos} conversations", paths.len());
    assert!(wrong.is_empty() && hellos > 0, "{} wrong of {}: {}", wrong.len(), paths.len(), wrong.join("\n"));
}
