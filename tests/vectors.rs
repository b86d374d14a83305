//! Expressions and the bytes they are: what Scapy builds, but where it is wrong.

use pktlab::craft;
use std::path::Path;

/// The lines of a file of vectors; `None` where it is not here.
fn lines(name: &str) -> Option<Vec<serde_json::Value>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {name} here");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect())
}
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
fn crafted(text: &str) -> Result<Vec<String>, String> {
    let all = craft::compose(text).map_err(|e| shown(&e, text))?;
    all.packets(0).map(|p| p.map(|b| hex(&b)).map_err(|e| shown(&e, text))).collect()
}
fn shown(e: &craft::Error, text: &str) -> String {
    match e {
        craft::Error::Expr(e) => e.show(text),
        e => e.to_string(),
    }
}

/// What CRAFT's vectors say otherwise, and why.
/// The reason, what the expression holds, what the vector has, what is right.
const OTHERWISE: &[(&str, &str, &str, &str)] = &[
    ("RFC 4884, 5.1: the length says where the extensions begin", "ext=ICMPExtension_Header()", "0b00092300000000", "0b00090300200000"),
    (
        "RFC 7348, 5: Ethernet has the I flag alone, no next protocol",
        "VXLAN(vni=100)/Ether",
        "3a4a030c00000300006400",
        "3a4e060800000000006400",
    ),
];

#[test]
fn one_packet() {
    let Some(all) = lines("craft.jsonl") else { return };
    let mut wrong = 0;
    for line in &all {
        let (text, want) = (line["expr"].as_str().unwrap(), line["hex"].as_str().unwrap());
        let other = OTHERWISE.iter().find(|(_, part, ..)| text.contains(part));
        let want = other.map_or(want.to_owned(), |(_, _, theirs, ours)| want.replacen(theirs, ours, 1));
        match crafted(text) {
            Ok(packets) if packets.first().map(String::as_str) == Some(&want) => {}
            Ok(packets) => {
                wrong += 1;
                println!("{text}\n  want {want}\n  got  {}", packets.first().map_or("", |p| p));
            }
            Err(e) => {
                wrong += 1;
                println!("{e}\n");
            }
        }
    }
    assert_eq!(wrong, 0, "of {}", all.len());
}
#[test]
fn many_packets() {
    let Some(all) = lines("craft_sets.jsonl") else { return };
    for line in &all {
        let text = line["expr"].as_str().unwrap();
        let want: Vec<&str> = line["hex_list"].as_array().unwrap().iter().map(|h| h.as_str().unwrap()).collect();
        let got = crafted(text).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(got, want, "{text}");
    }
}
