//! The fuzz targets on stable: our captures, cut and changed at random, for some seconds.

#[allow(unreachable_pub, reason = "the fuzzing crate reaches it")]
#[path = "../fuzz/src/targets.rs"]
mod targets;

use pktlab::capture::{self, Batch, Source};
use std::time::{Duration, Instant};

/// xorshift64*: repeatable.
struct Random(u64);
impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n.max(1)
    }
    /// Some bytes changed, some cut off, lengths made odd.
    fn change(&mut self, bytes: &mut Vec<u8>) {
        for _ in 0..1 + self.below(6) {
            let at = self.below(bytes.len());
            match self.below(6) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes.insert(at, self.below(256) as u8),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b = [0, 1, 0x7f, 0x80, 0xff, 0xc0][self.below(6)]),
                _ => bytes.iter_mut().skip(at).take(1).for_each(|b| *b = self.below(256) as u8),
            }
        }
    }
}

fn captures() -> Vec<std::path::PathBuf> {
    let folder = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/captures"));
    let mut all: Vec<_> =
        folder.read_dir().expect("captures/").flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "pcap")).collect();
    all.sort();
    all
}

fn for_some_seconds(mut once: impl FnMut(&mut Random)) {
    let (start, mut random) = (Instant::now(), Random(0x9e37_79b9_7f4a_7c15));
    while start.elapsed() < Duration::from_secs(4) {
        once(&mut random);
    }
}

#[test]
fn walk() {
    let mut seeds = vec![];
    for path in captures() {
        let mut source = capture::open(&path).expect("a capture");
        let mut batch = Batch::new();
        while source.fill(&mut batch).expect("a whole capture") {
            for frame in batch.frames() {
                let mut seed = frame.info.link.0.to_be_bytes().to_vec();
                seed.push(0);
                seed.extend(frame.bytes);
                seeds.push(seed);
            }
        }
    }
    assert!(seeds.len() > 50);
    seeds.iter().for_each(|s| targets::walk(s));
    for_some_seconds(|random| {
        let mut bytes = seeds[random.below(seeds.len())].clone();
        random.change(&mut bytes);
        targets::walk(&bytes);
    });
}

#[test]
fn pcap() {
    let seeds: Vec<Vec<u8>> = captures().iter().map(|p| std::fs::read(p).expect("a capture")).collect();
    for_some_seconds(|random| {
        let mut bytes = seeds[random.below(seeds.len())].clone();
        random.change(&mut bytes);
        targets::capture(&bytes);
        targets::pcap(bytes.get(3..).unwrap_or(&[]));
    });
}

#[test]
fn pcapng() {
    let mut seeds = vec![];
    for path in captures() {
        let (mut source, mut batch) = (capture::open(&path).expect("a capture"), Batch::new());
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("seed.pcapng");
        let mut writer = capture::Writer::create(&file, None, &[]).expect("a file");
        while source.fill(&mut batch).expect("a whole capture") {
            batch.records().for_each(|r| writer.write(&r).expect("written"));
        }
        writer.finish().expect("finished");
        seeds.push(std::fs::read(&file).expect("written"));
    }
    for_some_seconds(|random| {
        let mut bytes = seeds[random.below(seeds.len())].clone();
        random.change(&mut bytes);
        targets::capture(&bytes);
        targets::pcapng(bytes.get(27..).unwrap_or(&[]));
    });
}

#[test]
fn expr() {
    let seeds = [
        r#"Ether(dst="02:00:00:00:00:01")/IP(src="10.0.0.2", dst="10.0.0.0/30", ttl=(1, 5), options=[IPOption_RR(routers=["1.2.3.4"])])/ICMP()"#,
        r#"IP()/TCP(dport=[22, 80], flags="SA", options=[("MSS", 1460), ("Timestamp", (1, 2)), (99, b"ab")])/("X" * 30)"#,
        r#"IPv6()/IPv6ExtHdrHopByHop(options=[RouterAlert(), HAO()])/IPv6ExtHdrSegmentRouting(addresses=["::1", "::2"])/UDP()/DNS(qd=DNSQR(qname="a.b"), compress=1)"#,
        r#"IP()/UDP()/BOOTP(chaddr="02:00:00:00:00:02")/DHCP(options=[("message-type", "discover"), ("param_req_list", [1, 3]), "end"])"#,
        r#"fragment(IP()/ICMP()/Raw(RandString(100)), fragsize=16)"#,
        r#"fuzz(IP()/SCTP()/SCTPChunkInit(params=[SCTPChunkParamIPv4Addr()]))"#,
        r#"IP()/ICMP(type=11, ext=ICMPExtension_Header()/ICMPExtension_Object()/Raw(b"\x00"))/IPerror()/UDPerror()"#,
    ];
    seeds.iter().for_each(|s| targets::expr(s.as_bytes()));
    for deep in ["(", "[", "IP(options=", "-", "IP()/", "fuzz("] {
        targets::expr(deep.repeat(20_000).as_bytes());
    }
    targets::expr(format!("IP(){}", "/IP()".repeat(5_000)).as_bytes());
    for_some_seconds(|random| {
        let mut bytes = seeds[random.below(seeds.len())].as_bytes().to_vec();
        random.change(&mut bytes);
        targets::expr(&bytes);
    });
}
