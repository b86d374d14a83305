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
        r#"RadioTap(present="Flags+Channel+VHT+Ext", Ext=[RadioTapExtendedPresenceMask()])/Dot11FCS()/Dot11Beacon(cap="ESS")/Dot11EltCountry(descriptors=[Dot11EltCountryConstraintTriplet()])/Dot11EltRSN(akm_suites=[AKMSuite(suite="PSK")])"#,
        r#"IP()/UDP()/SNMP(version="v2c", PDU=SNMPset(id=-5, varbindlist=[SNMPvarbind(oid="1.3.6.300", value=ASN1_SEQUENCE([ASN1_INTEGER(70000), ASN1_BIT_STRING("101")]))]))"#,
        r#"IP()/TCP()/BGPHeader()/BGPUpdate(path_attr=[BGPPathAttr(type_flags="Optional+Extended-Length", type_code="AS_PATH", attribute=BGPPAAS4Path())], nlri=[BGPNLRI_IPv4(prefix="10.1.0.0/17")])"#,
        r#"IPv6()/MIP6MH_BU(options=[MIP6OptAltCoA(), MIP6OptMNID(id="x")])/OSPFv3_Hdr()/OSPFv3_LSUpd(lsalist=[OSPFv3_AS_External_LSA(prefix="2001::/33")])"#,
        r#"IP()/UDP()/ISAKMP()/ISAKMP_payload_SA(prop=ISAKMP_payload_Proposal(trans=ISAKMP_payload_Transform(transforms=[("Hash", "SHA"), (9, 5)])))"#,
        r#"IP()/UDP()/DNS(ar=[DNSRROPT(rdata=[EDNS0ClientSubnet(source_plen=17, address="1.2.3.4")])], qd=DNSQR(qname=["a.b", "c"], qtype="AAAA"))"#,
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

/// Filters with every operator and every kind of value.
const FILTERS: &[&str] = &[
    "tcp",
    "ip.addr#[1-2] == 10.0.0.0/8 and not tcp.port in {80, 443, 8000..8080, tcp.srcport}",
    "tcp.flags & 0x12 == 2 || udp.length * 2 - 1 >= 5 + {3 % 2} && -ip.ttl < -5",
    "eth.src[0:3,-1] == 00:01:02:03 or eth[12:2] & 0f00 or frame[4-6] contains 'a'",
    "len(frame) > 5 and count(ip) === 2 and upper(dns.qry.name) matches r\"^W\\d+\\.\" and abs(tcp.len -5) ge 3",
    "max(tcp.srcport, tcp.dstport) / 2 < 1024 or min(udp.port) !== 53 or string(ip.src) ~ \"^10\"",
    "frame.time > \"2020-01-01 00:00:00.5Z\" xor tcp",
    "frame.time_delta in {0 .. 0.5, 7} or frame.time_relative + 1.5 > -3",
    "all dns.qry.type == \"A (Host Address)\" or any dns.flags.response == True or dns.qry.name contains \"\\x41\\u00e9\"",
    "ipv6.dst == fe80::1/64 && ipv6.src & ffff:: == 2001:db8:: || icmpv6",
    "dhcp.client_id.uuid == 01020304-0506-0708-090a-0b0c0d0e0f10 or dns.eui64 == 00:11:22:33:44:55:66:77 or stp.hello == 1.5",
    "ip.src < ip.dst < 10.0.0.1 or ip.src ~= ip.dst or data.data > 00 or ip.src[0] == 7f and eth.addr contains ff:ff",
    "tcp.options.mss_val == 1460 and tcp.stream == 3 and frame.protocols contains \"ip\"",
    // What was once found.
    "frame[4] == ff or tcp.srcport == 65535 + 1 or tcp.dstport == {8000 + 8} * 10",
    "frame.time == \"0020-09-13 12:26:40\"",
    "tc[0:",
    "lower(tcp.flags.str)[0:2] != \"ab\" and udp contains 01:02 and tcp.payload matches \"(get|post) [^ ]*\"",
];

#[test]
fn filter() {
    let mut frames = vec![];
    for path in captures() {
        let (mut source, mut batch) = (capture::open(&path).expect("a capture"), Batch::new());
        while source.fill(&mut batch).expect("a whole capture") {
            for frame in batch.frames().take(8) {
                frames.push([&frame.info.link.0.to_be_bytes()[..], &[0], frame.bytes].concat());
            }
        }
    }
    let join = |text: &[u8], frame: &[u8]| [&[text.len().min(255) as u8][..], &text[..text.len().min(255)], frame].concat();
    for text in FILTERS {
        frames.iter().for_each(|frame| targets::filter(&join(text.as_bytes(), frame)));
    }
    for_some_seconds(|random| {
        let mut text = FILTERS[random.below(FILTERS.len())].as_bytes().to_vec();
        // Words of another one, in place of some.
        if random.below(2) == 0 {
            let other = FILTERS[random.below(FILTERS.len())].as_bytes();
            let (from, to) = (random.below(text.len()), random.below(other.len()));
            text.splice(
                from..(from + random.below(20)).min(text.len()),
                other[to..(to + random.below(20)).min(other.len())].iter().copied(),
            );
        } else {
            random.change(&mut text);
        }
        let mut frame = frames[random.below(frames.len())].clone();
        random.change(&mut frame);
        targets::filter(&join(&text, &frame));
    });
}

#[test]
fn flow() {
    for_some_seconds(|random| {
        let bytes: Vec<u8> = (0..6 * (1 + random.below(80))).map(|_| random.below(256) as u8).collect();
        targets::flow(&bytes);
    });
}
