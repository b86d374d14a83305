//! The capture filter that is told for a display filter lets pass whatever that does.

use pktlab::capture::{self, Batch, Source};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use pktlab::{decode, filter};
use std::path::{Path, PathBuf};

/// Every kind of test that can be said, and some that cannot.
const FILTERS: &[&str] = &[
    "tcp",
    "not tcp",
    "ip",
    "ipv6 or arp",
    "dns",
    "tcp.port == 80",
    "tcp.port != 80",
    "not tcp.port == 8080",
    "tcp.port in {80, 443, 8000..8100}",
    "all tcp.port in {1024..65535}",
    "udp.port == 53",
    "udp.srcport > 1024 and udp.dstport < 1024",
    "tcp.flags.syn == 1 && tcp.flags.ack == 0",
    "tcp.flags & 0x12",
    "tcp.flags & 0x12 == 0x02",
    "tcp.flags.fin == 1 or tcp.flags.reset",
    "ip.src == 192.0.2.1",
    "ip.addr == 192.0.2.0/24 and not ip.dst == 192.0.2.2",
    "ip.addr != 192.0.2.1",
    "not ip.addr == 192.0.2.1",
    "ip.ttl < 64 or ipv6.hlim == 255",
    "ip.flags.df == 1",
    "ip.dsfield.dscp == 48",
    "ip.frag_offset > 0",
    "ip.proto == 17 && !(udp.length > 50)",
    "ip.id & 1",
    "ipv6.dst == ff02::/16",
    "eth.addr == ff:ff:ff:ff:ff:ff",
    "eth.dst != 33:33:00:00:00:01 and eth.type == 0x86dd",
    "frame.len > 100",
    "not frame.len <= 100 and frame.len < 500",
    "frame.len in {60..70}",
    "tcp.stream == 0",
    "tcp.payload contains \"HTTP\"",
    "dns.qry.name contains \"example\" or tcp.port == 9",
    "not dns.qry.name contains \"example\" and udp",
    "vlan.id == 10 or tcp.srcport == 8080",
    "tcp.srcport == tcp.dstport",
    "tcp.seq_raw > 100 and tcp.window_size_value < 1000",
    "icmp.type == 8",
];

fn captures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("captures");
    let files = folder.read_dir().expect("captures/").map(|entry| entry.expect("an entry").path());
    files.filter(|path| path.extension().is_some_and(|e| e == "pcap")).collect()
}

#[test]
fn a_capture_filter_contains_its_display_filter() {
    let (mut said, mut passed, mut kept_out) = (0, 0, 0);
    for text in FILTERS {
        let filter = filter::compile(text).unwrap_or_else(|error| panic!("{error}"));
        for path in captures() {
            let (mut source, mut batch, mut spine) = (capture::open(&path).expect("a capture"), Batch::new(), Spine::new());
            let (rules, notes, mut program) = (Rules::default(), Notes::new(), None);
            while source.fill(&mut batch).expect("a whole capture") {
                for frame in batch.frames() {
                    let link = frame.info.link;
                    let program = program.get_or_insert_with(|| {
                        filter::to_bpf(&filter, link).map(|bpf| {
                            let dead = pcap::Capture::dead(pcap::Linktype(link.0.into())).expect("libpcap");
                            let program = dead.compile(&bpf.text, true).unwrap_or_else(|error| panic!("{text}: {}: {error}", bpf.text));
                            (bpf, program)
                        })
                    });
                    let Some((bpf, program)) = program else { continue };
                    decode::walk(&mut spine, &frame, &rules);
                    let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
                    let (ours, theirs) = (filter.matches(&packet), program.filter(frame.bytes));
                    assert!(theirs || !ours, "{text}: packet {} of {} does not pass {}", frame.info.number, path.display(), bpf.text);
                    assert!(!bpf.exact || ours == theirs, "{text}: packet {} of {}: {}", frame.info.number, path.display(), bpf.text);
                    said += 1;
                    passed += u32::from(ours);
                    kept_out += u32::from(!theirs);
                }
            }
        }
    }
    // It says something: a good part is kept out, and nothing of what is wanted.
    assert!(said > 1000 && passed > 300 && kept_out > said / 4, "{said} judged, {passed} passed, {kept_out} kept out");
}

#[test]
fn what_is_told_is_short_and_says_so() {
    let bpf = |text: &str| filter::to_bpf(&filter::compile(text).unwrap(), pktlab::frame::LinkType(1));
    assert_eq!(bpf(""), None);
    assert_eq!(bpf("frame"), None);
    assert_eq!(bpf("tcp.payload contains 01 or frame matches \"x\""), None);
    let told = bpf("ip.src == 10.0.0.1").unwrap();
    assert!(told.text.starts_with("ip[12:4] = 167772161 or not ((ip or ip6) and (tcp or udp)"), "{}", told.text);
    assert!(!told.exact);
    // A tunnel may hold any packet.
    assert!(told.text.contains("4789"), "{}", told.text);
}
