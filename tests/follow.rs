//! `pkt follow`: what it shows, and that TCP's bytes are tshark's.

use assert_cmd::Command as Assert;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const PKT: &str = env!("CARGO_BIN_EXE_pkt");
const CAPTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/captures");

fn pkt(args: &[&str]) -> std::process::Output {
    Command::new(PKT).args(args).env_remove("CLICOLOR_FORCE").output().expect("pkt runs")
}
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_conversation_is_chosen_by_number_or_by_its_ends() {
    let file = &format!("{CAPTURES}/tcp-http.pcap");
    let by_number = pkt(&["follow", file, "tcp:0"]);
    assert!(by_number.status.success());
    let shown = text(&by_number.stdout);
    assert!(shown.contains("\nGET / HTTP/1.1\n") && shown.contains("\nAre you talking to me?\n"), "{shown}");
    let by_ends = pkt(&["follow", file, "192.0.2.2:8080,192.0.2.1:54992"]);
    assert_eq!(shown, text(&by_ends.stdout));
    let raw = pkt(&["follow", file, "tcp:0", "--side", "server", "-T", "raw"]).stdout;
    assert!(raw.starts_with(b"HTTP/1.0 200 OK\r\n") && raw.ends_with(b"Are you talking to me?\n"));
    let none = pkt(&["follow", file, "tcp:7"]);
    assert_eq!(none.status.code(), Some(1));
    assert_eq!(text(&none.stderr), "there is no such conversation; there are tcp:0 and no conversation of UDP\n");
    for wrong in [&["follow", file][..], &["follow", "tcp:0"], &["follow", file, "tcp:0", "tcp:1"], &["follow", file, "--all"]] {
        assert_eq!(pkt(wrong).status.code(), Some(2), "{wrong:?}");
    }
}

#[test]
fn a_filter_chooses_whole_conversations() {
    let file = &format!("{CAPTURES}/tcp-http.pcap");
    let whole = pkt(&["follow", file, "tcp:0"]).stdout;
    for filter in [r#"tcp contains "GET""#, "tcp.flags.fin == 1 && tcp.srcport == 8080", r#"conn.verdict == "established""#] {
        assert_eq!(text(&pkt(&["follow", file, "-Y", filter]).stdout), text(&whole), "{filter}");
    }
    let none = pkt(&["follow", file, "-Y", "tcp.port == 9"]);
    assert_eq!((none.status.code(), text(&none.stderr).as_str()), (Some(1), "no packet of a conversation passes the filter\n"));
    assert_eq!(pkt(&["follow", file, "tcp:0", "-Y", "tcp.port == 9"]).status.code(), Some(1));
    assert_eq!(pkt(&["follow", "-", "-Y", "tcp"]).status.code(), Some(2));
    // Of several, each goes into its file.
    let dns = &format!("{CAPTURES}/dns.pcap");
    let several = pkt(&["follow", dns, "-Y", "dns"]);
    assert_eq!(several.status.code(), Some(2));
    assert!(text(&several.stderr).contains(" conversations pass: "), "{}", text(&several.stderr));
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("streams");
    Assert::new(PKT).args(["follow", dns, "-Y", "tcp", "--out-dir"]).arg(&dir).assert().success();
    assert_eq!(dir.read_dir().expect("a folder").count(), 1);
    // A file that is cut short is shown as far as it goes, and it is said once.
    let cut = folder.path().join("cut.pcap");
    let bytes = std::fs::read(file).expect("a capture");
    std::fs::write(&cut, &bytes[..bytes.len() - 5]).expect("written");
    let cut = pkt(&["follow", cut.to_str().expect("a name"), "-Y", r#"tcp contains "GET""#]);
    assert_eq!((text(&cut.stdout), cut.status.code()), (text(&whole), Some(3)));
    assert_eq!(text(&cut.stderr).matches("cut short").count(), 1, "{}", text(&cut.stderr));
}

#[test]
fn gaps_are_shown_and_never_filled() {
    // The answer's first segment is left out.
    let folder = tempfile::tempdir().expect("a folder");
    let holed = folder.path().join("holed.pcap");
    let file = format!("{CAPTURES}/tcp-http.pcap");
    let filter = "!(tcp.srcport == 8080 && tcp.len > 100)";
    Assert::new(PKT).args(["read", &file, "-Y", filter, "-w"]).arg(&holed).assert().success();
    let holed = holed.to_str().expect("a name");
    let shown = pkt(&["follow", holed, "tcp:0"]);
    assert!(text(&shown.stdout).contains("\n[185 bytes are missing, from byte 0 on]\n"), "{}", text(&shown.stdout));
    let raw = pkt(&["follow", holed, "tcp:0", "--side", "server", "-T", "raw"]);
    assert_eq!(text(&raw.stdout), "Are you talking to me?\n");
    assert!(
        text(&raw.stderr).contains("tcp:0: 192.0.2.2:8080 → 192.0.2.1:54992: 185 bytes are missing in 1 gap\n"),
        "{}",
        text(&raw.stderr)
    );
    let json = pkt(&["follow", holed, "tcp:0", "-T", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
    assert_eq!(json["server_to_client"]["missing"], 185);
}

#[test]
fn every_conversation_goes_into_its_file_up_to_a_limit() {
    let folder = tempfile::tempdir().expect("a folder");
    let dir = folder.path().join("streams");
    let file = format!("{CAPTURES}/tcp-http-v6.pcap");
    Assert::new(PKT).args(["follow", &file, "--all", "-T", "raw", "--max-size", "100", "--out-dir"]).arg(&dir).assert().success();
    let mut names: Vec<_> = dir.read_dir().expect("a folder").flatten().map(|e| (e.file_name().into_string(), e.metadata())).collect();
    names.sort_by_key(|(name, _)| name.clone().expect("text"));
    assert!(names.len() >= 2);
    for (name, data) in names {
        let name = name.expect("text");
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)), "{name}");
        assert!((1..=100).contains(&data.expect("a file").len()), "{name}");
    }
}

#[test]
fn bytes_of_our_captures_are_tsharks() {
    if !crate::installed("tshark") {
        return;
    }
    let seen = compare(&captures(Path::new(CAPTURES)), Duration::MAX);
    assert!(seen.compared >= 4, "too little was compared: {seen:?}");
    assert_eq!(seen.differ, Vec::<String>::new());
}

/// Over `../shared/captures` for half a minute; `PKTLAB_FOLLOW=FOLDER` takes all of another folder.
#[test]
fn bytes_of_other_captures_are_tsharks() {
    if !crate::installed("tshark") {
        return;
    }
    let wanted = std::env::var("PKTLAB_FOLLOW").ok();
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/captures").to_owned();
    let all = captures(Path::new(wanted.as_ref().unwrap_or(&shared)));
    if all.is_empty() {
        return eprintln!("skipped: there are no other captures");
    }
    let seen = compare(&all, if wanted.is_some() { Duration::MAX } else { Duration::from_secs(30) });
    println!("{seen:#?}");
    assert!(seen.differ.is_empty(), "{} of {} streams differ: {:#?}", seen.differ.len(), seen.compared, seen.differ);
}

fn captures(folder: &Path) -> Vec<PathBuf> {
    let mut all = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in folder.read_dir().into_iter().flatten().flatten().map(|entry| entry.path()) {
            match path.is_dir() {
                true => folders.push(path),
                false => all.push(path),
            }
        }
    }
    all.retain(|path| path.metadata().is_ok_and(|data| data.len() < 20_000_000));
    all.sort();
    all
}

#[derive(Debug, Default)]
struct Seen {
    files: usize,
    compared: usize,
    /// Segments are missing: there tshark says so in the bytes.
    missing: usize,
    /// They carry whole packets (OpenFlow): tshark takes those packets' ends for the stream's, and leaves bytes out.
    packed: usize,
    differ: Vec<String>,
}

/// By its number: what each end of a stream sent, and whether bytes are missing.
type Streams = BTreeMap<u64, (BTreeMap<String, Vec<u8>>, bool)>;

fn compare(files: &[PathBuf], time: Duration) -> Seen {
    let (start, mut seen) = (Instant::now(), Seen::default());
    for file in files {
        if start.elapsed() > time {
            break;
        }
        seen.files += 1;
        let ours = ours(file);
        let packed = packed(file);
        let theirs = theirs(file, ours.keys().copied().collect());
        for (number, (sent, missing)) in &ours {
            let Some(said) = theirs.get(number) else {
                seen.differ.push(format!("{} tcp:{number}: tshark has none", file.display()));
                continue;
            };
            if *missing {
                seen.missing += 1;
                continue;
            }
            if packed.contains(number) {
                seen.packed += 1;
                continue;
            }
            seen.compared += 1;
            for (end, bytes) in said {
                let own = sent.get(end).map_or(&[][..], Vec::as_slice);
                if own != bytes {
                    let at = own.iter().zip(bytes).position(|(a, b)| a != b).unwrap_or(own.len().min(bytes.len()));
                    let what = format!("{} bytes, tshark {}, from {at} on", own.len(), bytes.len());
                    seen.differ.push(format!("{} tcp:{number} {end}: {what}", file.display()));
                }
            }
        }
    }
    seen
}

/// The streams whose segments hold other packets.
fn packed(file: &Path) -> BTreeSet<u64> {
    let fields = pkt(&["read", file.to_str().expect("a name"), "-T", "fields", "-e", "tcp.stream", "-e", "frame.protocols"]);
    let packed = |line: &str| {
        let (stream, protocols) = line.split_once('\t')?;
        let behind = protocols.split_once(":tcp:")?.1;
        behind.split(':').any(|name| matches!(name, "eth" | "ip" | "ipv6")).then(|| stream.split(',').next()?.parse().ok())?
    };
    text(&fields.stdout).lines().filter_map(packed).collect()
}

fn ours(file: &Path) -> Streams {
    let folder = tempfile::tempdir().expect("a folder");
    let out = Command::new(PKT)
        .args(["follow", "--all", "-q", "-T", "json", "--out-dir"])
        .arg(folder.path())
        .arg(file)
        .output()
        .expect("pkt runs");
    assert!(matches!(out.status.code(), Some(0 | 3)), "{}: {}", file.display(), text(&out.stderr));
    let mut all = Streams::new();
    for path in folder.path().read_dir().expect("a folder").flatten().map(|entry| entry.path()) {
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).expect("a file")).expect("JSON");
        let Some(number) = json["stream"].as_str().and_then(|name| name.strip_prefix("tcp:")?.parse().ok()) else { continue };
        let end = |side: &str| format!("{}:{}", json[side]["ip"].as_str().unwrap_or_default(), json[side]["port"]);
        let mut sent = BTreeMap::from([(end("client"), vec![]), (end("server"), vec![])]);
        for piece in json["pieces"].as_array().expect("pieces") {
            let data = piece["data"].as_str().unwrap_or_default();
            let side = end(piece["from"].as_str().expect("a side"));
            sent.get_mut(&side).expect("an end").extend(bytes(data));
        }
        let missing = ["client_to_server", "server_to_client"].iter().any(|way| json[way]["missing"] != 0);
        all.insert(number, (sent, missing));
    }
    all
}

fn theirs(file: &Path, numbers: Vec<u64>) -> BTreeMap<u64, BTreeMap<String, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for some in numbers.chunks(200) {
        let mut tshark = Command::new("tshark");
        tshark.args(["-n", "-q", "-r"]).arg(file);
        tshark.args(some.iter().flat_map(|number| ["-z".to_owned(), format!("follow,tcp,raw,{number}")]));
        let out = text(&tshark.output().expect("tshark runs").stdout);
        let (mut number, mut nodes) = (0, vec![]);
        for line in out.lines() {
            if let Some(n) = line.strip_prefix("Filter: tcp.stream eq ") {
                (number, nodes) = (n.parse().expect("a number"), vec![]);
            } else if let Some((_, end)) = line.strip_prefix("Node ").and_then(|rest| rest.split_once(": ")) {
                let (address, port) = end.rsplit_once(':').expect("a port");
                let end = format!("{}:{port}", address.trim_matches(['[', ']']));
                all.entry(number).or_insert_with(BTreeMap::new).insert(end.clone(), vec![]);
                nodes.push(end);
            } else if !nodes.is_empty() && !line.starts_with('=') {
                let node = &nodes[usize::from(line.starts_with('\t'))];
                let sent: &mut Vec<u8> = all.get_mut(&number).and_then(|nodes| nodes.get_mut(node)).expect("an end");
                sent.extend(bytes(line.trim_start()));
            }
        }
    }
    all
}

/// Bytes from hexadecimal digits.
fn bytes(digits: &str) -> impl Iterator<Item = u8> {
    digits.as_bytes().chunks(2).filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
}
