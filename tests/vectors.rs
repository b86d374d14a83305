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

/// What Scapy gets wrong: built as the RFCs say. What the expression holds, what is right, why.
const QUIRKS: &[(&str, &str, &str)] = &[
    (
        "IPv6ExtHdrSegmentRouting",
        "...50022000346b0000",
        "RFC 8200, 8.1: with no segments left the pseudo header has the destination of the IPv6 header",
    ),
    (
        "SCTPChunkParamHeartbeatInfo",
        "...0400000e0001000a6862646174610000",
        "RFC 9260, 3.2: the chunk's length does not count the padding of its last parameter",
    ),
    ("GRE()/Dot1AD", "000088a800030000", "RFC 2784, 2.4: the EtherType"),
    ("CookedLinux()/Dot1AD", "000002000000000000000000000088a800030000", "LINKTYPE_LINUX_SLL: the EtherType"),
    ("SNAP()/Dot1AD", "00000088a800030000", "IEEE 802: the EtherType"),
    (
        "icv=b\"0123456789ab\")/UDP",
        "...110400000000000100000002303132333435363738396162000100020008ebd8",
        "RFC 4302, 2.1: the next header is UDP",
    ),
    (
        "AH(spi=1, seq=2, icv=b\"0123456789ab\")/IP",
        "0404...",
        "RFC 4302, 2.1: the next header is IPv4, and 2.2: the length in words, less 2",
    ),
    ("ICMPExtension_Object", "...0b00090300200000450000...", "RFC 4884, 5.1: 32 words of the datagram in front of the extension"),
    ("qname=\"aaaa", "a label has at most 63 bytes", "RFC 1035, 2.3.4"),
    ("BOOTP(xid=1)", "...00440043", "RFC 2131, 4.1: a client asks from port 68 to port 67"),
    ("TFTP_RRQ", "...00350045", "craft.jsonl has it so: no port is the right one where none is said"),
    ("len=8)/\"data\"", "...04d2162e0008f814", "craft.jsonl has it so: a length that is said changes nothing else"),
    ("UDP(sport=1, dport=2)/\"x\"", "000100020009000078", "RFC 768: zero is no checksum; there are no addresses to compute one of"),
];
#[test]
fn what_scapy_gets_wrong() {
    let Some(all) = lines("craft_quirks.jsonl") else { return };
    for line in &all {
        let text = line["expr"].as_str().unwrap();
        let (_, want, why) =
            QUIRKS.iter().find(|(part, ..)| text.contains(part)).unwrap_or_else(|| panic!("nobody says what is right: {text}"));
        let got = crafted(text).map_or_else(|e| e, |all| all.concat());
        // Parts of it, in order, between the dots.
        let mut rest = got.as_str();
        for (i, part) in want.split("...").enumerate() {
            let at = if i == 0 {
                rest.starts_with(part).then_some(0).or(rest.find(part).filter(|_| part.contains(' ')))
            } else {
                rest.find(part)
            };
            let Some(at) = at else { panic!("{text}\n  {why}\n  want {want}\n  got  {got}") };
            rest = &rest[at + part.len()..];
        }
    }
    assert_eq!(all.len(), QUIRKS.len());
}
