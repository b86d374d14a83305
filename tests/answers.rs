//! Which packet answers which, as Scapy has it, but where it takes what is no answer.

use pktlab::decode;
use pktlab::flow::reply::answers;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use std::path::Path;

/// Where Scapy is not followed: what its answer holds, whether it answers, and why.
const OTHERWISE: &[(&str, bool, &str)] = &[
    ("UDP(sport=10, dport=1000)", false, "a UDP answer from another port than the one asked is no answer"),
    ("BOOTP(op=2, xid=5)", true, "BOOTP is matched by xid"),
];

#[test]
fn answers_are_scapys_but_stricter() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/answers.jsonl");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no answers.jsonl here");
        return;
    };
    let (mut spine, mut other) = (Spine::new(), Spine::new());
    let (rules, notes) = (Rules::default(), Notes::new());
    let mut seen = 0;
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let (sent, received) = (line["sent"].as_str().unwrap(), line["received"].as_str().unwrap());
        let bytes = |key: &str| pktlab::craft::from_hex(line[key].as_str().unwrap()).unwrap();
        let (question, answer) = (bytes("sent_hex"), bytes("received_hex"));
        let link = LinkType(if sent.starts_with("Ether") { 1 } else { 101 });
        let (one, two) = (Info::alone(link, question.len() as u32), Info::alone(link, answer.len() as u32));
        let (one, two) = (Frame::new(&question, one), Frame::new(&answer, two));
        decode::walk(&mut spine, &one, &rules);
        decode::walk(&mut other, &two, &rules);
        let one = Packet { bytes: &question, frame: &one, spine: &spine, notes: &notes, rules: &rules };
        let two = Packet { bytes: &answer, frame: &two, spine: &other, notes: &notes, rules: &rules };
        let changed = OTHERWISE.iter().find(|(part, ..)| received.contains(part));
        let want = changed.map_or(line["matched"].as_bool().unwrap(), |(_, want, _)| *want);
        assert_eq!(answers(&one, &two, false).is_some(), want, "{sent} <- {received}");
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}
