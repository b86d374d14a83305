//! What decodes can be written again: every capture at hand, taken apart and put together.

use pktlab::capture::{self, Batch, Source};
use pktlab::craft::{self, Content, Mode, Node, Part};
use pktlab::decode;
use pktlab::field::{Field, Place, Unset, Value};
use pktlab::frame::{Frame, Info};
use pktlab::proto::{self, protocol};
use pktlab::query::Query;
use pktlab::read::Halt;
use pktlab::spine::{Notes, Packet, Rules, Spine, Stop};
use std::collections::BTreeMap;
use std::ops::ControlFlow::{Break, Continue};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// The captures of a folder, of all its folders.
fn captures(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = folder.read_dir() else { return vec![] };
    let mut all: Vec<_> = entries.flatten().map(|e| e.path()).flat_map(|p| if p.is_dir() { captures(&p) } else { vec![p] }).collect();
    all.sort();
    all
}

/// Calls back with every packet of a capture; how many there were.
fn file(path: &Path, see: &mut dyn FnMut(&Packet<'_>)) -> usize {
    let (mut n, mut spine, notes, rules) = (0, Spine::new(), Notes::new(), Rules { checksums: true, ..Rules::default() });
    let Ok(mut source) = capture::open(path) else { return 0 };
    let mut batch = Batch::new();
    loop {
        let more = source.fill(&mut batch);
        for frame in batch.frames() {
            decode::walk(&mut spine, &frame, &rules);
            see(&Packet { bytes: frame.bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules });
            n += 1;
        }
        if !matches!(more, Ok(true)) {
            return n;
        }
    }
}
/// Calls back with every packet of the folder's captures; how many there were.
fn packets(folder: &str, mut see: impl FnMut(&Path, &Packet<'_>)) -> usize {
    captures(Path::new(folder)).iter().map(|path| file(path, &mut |packet| see(path, packet))).sum()
}

/// Drops what craft computes: lengths, checksums, and the next protocol's number where it follows from the next protocol.
fn forget_computed(part: &mut Part) {
    fn nodes(all: &mut Vec<Node>, keep: Option<&'static Field>) {
        // Behind the fixed part a number may say which fields follow: lengths and checksums never do.
        let follows = |f: &Field| matches!(f.place, Place::Len(..) | Place::LenLe(..) | Place::Span(..)) || f.name.ends_with("checksum");
        let computed = |f: &Field| f.unset == Unset::Computed && (!f.follows() || follows(f));
        all.retain(|n| !computed(n.field) || keep.is_some_and(|f| std::ptr::eq(f, n.field)));
        for node in all {
            if let Content::Nodes(inner) = &mut node.content {
                nodes(inner, keep)
            }
        }
    }
    let keep = protocol(part.id).next.filter(|(space, field)| {
        let number = part.nodes.iter().find(|n| std::ptr::eq(n.field, *field)).map(|n| n.content.clone());
        let child = part.children.first().and_then(|c| protocol(c.id).under.iter().find(|(s, _)| s == space));
        child.is_none_or(|(_, n)| number != Some(Content::Num((*n).into())))
    });
    nodes(&mut part.nodes, keep.map(|(_, field)| field));
    part.children.iter_mut().for_each(forget_computed);
}

fn chain(packet: &Packet<'_>) -> String {
    packet.spine.layers().iter().skip(1).map(|l| protocol(l.id).name).collect::<Vec<_>>().join(":")
}

/// How many packets decoded to their end, had right checksums, and by their layers how many came out otherwise.
struct Again {
    whole: usize,
    right: usize,
    exact: BTreeMap<String, usize>,
    computed: BTreeMap<String, usize>,
}

/// Packets that decode to their end: written again as they are, and with lengths and checksums computed anew.
fn written_again(folder: &str) -> Option<Again> {
    let (mut whole, mut right, mut exact, mut computed) = (0, 0, BTreeMap::new(), BTreeMap::new());
    let mut asked = vec![];
    proto::fields(&mut |id, f| {
        if f.name.ends_with(".checksum.status") {
            proto::ask(0, &[(id, f)], &mut asked);
        }
    });
    let statuses = Query::new(&asked);
    let n = packets(folder, |path, packet| {
        if packet.spine.stop != Stop::End || (packet.bytes.len() as u32) < packet.frame.info.wire {
            return;
        }
        whole += 1;
        let mut part = craft::record(packet);
        let say = |what: &str, built: Result<Vec<u8>, craft::Error>| {
            if std::env::var_os("PKT_SHOW").is_some() {
                eprintln!("{what} {} #{} {}", path.display(), packet.frame.info.number, chain(packet));
                match built {
                    Ok(b) => {
                        let at = b.iter().zip(packet.bytes).position(|(a, b)| a != b).unwrap_or(b.len().min(packet.bytes.len()));
                        eprintln!("  first difference at {at}, {} bytes for {}", b.len(), packet.bytes.len());
                    }
                    Err(e) => eprintln!("  {e}"),
                }
            }
        };
        let built = craft::build(&part, Mode::Exact);
        if built.as_deref() != Ok(packet.bytes) {
            *exact.entry(chain(packet)).or_default() += 1;
            say("exact", built);
            return;
        }
        // A wrong checksum, often one left to the network card, is not what craft computes.
        let wrong = statuses.run(packet, &mut |_, _, _, value| if value == Value::Num(1) { Continue(()) } else { Break(Halt::Enough) });
        if wrong.is_break() {
            return;
        }
        right += 1;
        forget_computed(&mut part);
        let built = craft::build(&part, Mode::Exact);
        if built.as_deref() != Ok(packet.bytes) {
            *computed.entry(chain(packet)).or_default() += 1;
            say("computed", built);
        }
    });
    (n > 0).then_some(Again { whole, right, exact, computed })
}

#[test]
fn other_captures_are_written_again() {
    let Some(again) = written_again(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/captures")) else {
        return eprintln!("skipped: no other captures here");
    };
    let share = |other: &BTreeMap<String, usize>, of: usize| 100.0 - 100.0 * other.values().sum::<usize>() as f64 / of as f64;
    let (exact, computed) = (share(&again.exact, again.whole), share(&again.computed, again.right));
    println!("{} packets decode to their end: {exact:.2} % are the same bytes", again.whole);
    println!("{} of them with right checksums: {computed:.2} % with lengths and checksums computed", again.right);
    for (kind, of) in [("exact", &again.exact), ("computed", &again.computed)] {
        let mut worst: Vec<_> = of.iter().collect();
        worst.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        worst.iter().take(25).for_each(|(chain, n)| println!("  {kind} {n:6} {chain}"));
    }
    assert!(exact >= 99.5, "some descriptions leave bytes out");
    assert!(computed >= 98.0, "some lengths or checksums come out wrong");
}
#[test]
fn our_captures_are_written_again() {
    let again = written_again(concat!(env!("CARGO_MANIFEST_DIR"), "/captures")).expect("captures/ holds captures");
    assert!(again.whole > 50 && again.right > 50);
    assert_eq!((again.exact, again.computed), Default::default());
}

/// By protocol: how many layers there are, how many of them are said by a class of theirs.
type Said = BTreeMap<&'static str, (usize, usize)>;

/// Prints packets of the folder's captures as expressions and builds them again.
///
/// Of each capture every packet whose layers were not seen there `most` times before: a capture of one conversation
/// says the same again and again. All threads take captures from one list. PKT_ALL takes every packet.
fn printed(folder: &str, most: usize) -> Said {
    let all: Vec<PathBuf> = captures(Path::new(&std::env::var("PKT_CAPTURES").unwrap_or(folder.to_owned())));
    let most = if std::env::var_os("PKT_ALL").is_some() { usize::MAX } else { most };
    let show = std::env::var("PKT_SHOW").unwrap_or_default();
    let (next, by) = (AtomicUsize::new(0), Mutex::new(Said::new()));
    let work = || {
        while let Some(path) = all.get(next.fetch_add(1, Relaxed)) {
            let mut seen = BTreeMap::<String, usize>::new();
            file(path, &mut |packet| {
                if packet.spine.stop != Stop::End || (packet.bytes.len() as u32) < packet.frame.info.wire {
                    return;
                }
                let times = seen.entry(chain(packet)).or_default();
                *times += 1;
                if *times > most {
                    return;
                }
                let text = craft::expression(packet, false);
                let built = craft::compose(&text).and_then(|all| all.packets(0).next().unwrap_or(Ok(vec![])));
                assert_eq!(built.as_deref(), Ok(packet.bytes), "{} #{}: {text}", path.display(), packet.frame.info.number);
                let mut by = by.lock().unwrap();
                for layer in packet.spine.layers().iter().skip(1).filter(|l| l.id != proto::id::data) {
                    let p = protocol(layer.id);
                    let said = craft::classes(layer.id).iter().any(|name| text.contains(&format!("{name}(")));
                    let (all, whole) = by.entry(p.name).or_default();
                    *all += 1;
                    *whole += usize::from(said);
                    if !said && show == p.name {
                        let start: String = text.chars().take(500).collect();
                        eprintln!("{} #{} {} {start}", path.display(), packet.frame.info.number, chain(packet));
                    }
                }
            });
        }
    };
    std::thread::scope(|s| (0..std::thread::available_parallelism().map_or(2, usize::from)).for_each(|_| drop(s.spawn(work))));
    by.into_inner().unwrap()
}
#[test]
fn our_captures_are_printed_as_expressions() {
    let by = printed(concat!(env!("CARGO_MANIFEST_DIR"), "/captures"), usize::MAX);
    for name in ["eth", "ip", "ipv6", "tcp", "udp", "arp", "icmp", "icmpv6", "vlan"] {
        let (all, said) = by.get(name).copied().unwrap_or_default();
        assert!(all > 0 && said * 100 >= all * 90, "{name}: {said} of {all}");
    }
}
/// Expressions that are printed as they are told: the class that is meant, what it would set below, values of ASN.1.
#[test]
fn expressions_are_printed_by_their_own_classes() {
    let udp = r#"IP(src="10.0.0.1", dst="10.0.0.2")/UDP(sport=40000, "#;
    for text in [
        r#"IP(src="10.0.0.1", dst="10.0.0.2", options=[])/IGMPv2_MR(gaddr="239.1.1.1")"#.to_owned(),
        format!("{udp}dport=161)/SNMP(version=1, community=b\"public\", PDU=SNMPget(id=7, error=0, error_index=0, varbindlist=[SNMPvarbind(oid=\"1.3.6.1.2.1.1.1.0\", value=ASN1_NULL(None)), SNMPvarbind(oid=\"1.3.6\", value=ASN1_COUNTER32(4294967295)), SNMPvarbind(oid=\"1.3.6\", value=Raw(load=b\"\\x80\\x00\"))]))"),
        format!("{udp}dport=1812)/Radius(id=1, attributes=[RadiusAttr_User_Name(value=b\"bob\"), RadiusAttr_NAS_Port(value=5), RadiusAttribute(type=18, value=b\"hi\")])"),
        r#"IP(src="10.0.0.1", dst="10.0.0.2")/TCP(sport=40000, dport=179, flags="PA")/BGPHeader(type=2)/BGPUpdate()"#.to_owned(),
        format!("{udp}dport=500)/IKEv2(init_SPI=b\"abcdefgh\", exch_type=34, flags=8)/IKEv2_SA(prop=b\"abcd\")/IKEv2_KE(group=14, ke=b\"xyz\")/IKEv2_Nonce(nonce=b\"abcd\")"),
        format!("{udp}dport=500)/ISAKMP(init_cookie=b\"abcdefgh\", exch_type=2)/ISAKMP_payload_SA(prop=b\"abcd\")/ISAKMP_payload_Nonce(nonce=b\"abcd\")"),
        r#"IP(src="10.0.0.1", dst="10.0.0.2")/RSVP(Class=2, objects=[RSVP_Object(Class=3, C_Type=1, neighbor="10.0.0.1", inface=7), RSVP_Object(Class=5, C_Type=1, refresh=30000)])"#.to_owned(),
        // Multicast DNS is DNS; a name in NSEC is compressed there (RFC 6762, 18.14).
        r#"IP(src="10.0.0.1", dst="224.0.0.251", ttl=255)/UDP(sport=5353, dport=5353)/DNS(qr=1, rd=0, qd=[], an=[DNSRRNSEC(rrname="a.local", cacheflush=1, ttl=120, nextname=wire(b"\xc0\x0c"), typebitmaps=[12])])"#.to_owned(),
        // Scapy has no class for these.
        r#"Ether(dst="01:1b:19:00:00:00", src="00:00:00:00:00:11")/ptp(ptp.v2.versionptp=2, ptp.v2.messagelength=34, ptp.v2.flags.utcreasonable=1, ptp.v2.clockidentity=5)"#.to_owned(),
        r#"Dot3(dst="ff:ff:ff:ff:ff:ff", src="00:00:00:00:00:11")/LLC(dsap=224, ssap=224, ctrl=3)/ipx(ipx.checksum=65535, ipx.len=30, ipx.dst.node="ff:ff:ff:ff:ff:ff", ipx.dst.socket=1109)"#.to_owned(),
        r#"RadioTap(present="Flags+dB_AntSignal", dB_AntSignal=b"9")/Dot11(addr1="02:00:00:00:00:01")"#.to_owned(),
        r#"IPv6(src="fe80::1", dst="fe80::2")/UDP(sport=546, dport=547)/DHCP6_Solicit(trid=9483356)/DHCP6OptClientId(duid=b"\x00\x03\x00\x01\x00\x01\x02\x03\x04\x05")/DHCP6OptIA_NA(iaid=33752069, T1=3600, T2=5400)"#.to_owned(),
    ] {
        let bytes = craft::expr(&text).unwrap();
        let link = craft::compose(&text).unwrap().link();
        let frame = Frame::new(&bytes, Info::alone(link, bytes.len() as u32));
        let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules::default());
        decode::walk(&mut spine, &frame, &rules);
        let told = craft::expression(&Packet { bytes: &bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules }, false);
        assert_eq!(craft::expr(&told).as_ref(), Ok(&bytes), "{told}");
        let classes = |text: &str| -> Vec<String> { text.split("/").filter_map(|l| l.split_once('(')).map(|(name, _)| name.to_owned()).collect() };
        assert_eq!(classes(&told), classes(&text), "{told}");
        for value in ["SNMPvarbind(oid=\"1.3.6\", value=ASN1_COUNTER32(4294967295))", "RadiusAttr_NAS_Port(value=5)", "dB_AntSignal=b\"9\"", "T2=5400", "clockidentity=5", "ipx.dst.socket=1109"] {
            assert_eq!(told.contains(value), text.contains(value), "{told}");
        }
    }
}
/// A count beside bits, one behind the number of a record, and a header's line told as bytes.
#[test]
fn counts_and_lines_are_written_where_they_stand() {
    for (text, hex) in [
        (r#"CDPv2_HDR(msg=[CDPMsgAddr(addr=[CDPAddrRecordIPv4(addr="192.168.0.1")])])"#, "02b4837400020011000000010101cc0004c0a80001"),
        (r#"LLTDQueryResp(flags="M", descs_list=[LLTDRecveeDesc()])"#, "40010000000000000000000000000000000000000000"),
        (r#"ISAKMP_payload_Proposal(SPI=b"abcd")"#, "0000000c0101040061626364"),
        (r#"ISAKMP_payload_Delete(SPIs=[b"abcd"])"#, "00000010000000000104000161626364"),
        (r#"IKEv2_Delete(proto="ESP", SPI=[b"abcd", b"efgh"])"#, "00000010030400026162636465666768"),
        (
            r#"IKEv2(exch_type="IKE_SA_INIT", flags="Initiator")/IKEv2_Nonce(nonce=b"ab", flags="critical")/IKEv2_IDi(ID="1.2.3.4")"#,
            "000000000000000000000000000000002820220800000000000000 2e 2380 0006 6162 0000 000c 01000000 01020304",
        ),
        (r#"IKEv2_IDr(IDtype="FQDN", ID="a.b")"#, "0000000b02000000612e62"),
        (r#"IKEv2_Transform(transform_type="Encryption", transform_id=12, key_length=0x800e0100)"#, "0000000c0100000c800e0100"),
        (
            r#"IKEv2_TSi(traffic_selector=[IPv6TrafficSelector(ending_address_v6="::1")])"#,
            "0000003001000000080000280000ffff2001000000000000000000000000000000000000000000000000000000000001",
        ),
        (r#"IKEv2_CP(attributes=[ConfigurationAttribute(value="10.0.0.1")])"#, "0000001001000000000100040a000001"),
        // Objects have their bodies' lengths (RFC 2205, 3.1.2), in either way to say them.
        (
            r#"RSVP()/RSVP_Object()/RSVP_Data(Data=b"abcdefgh")/RSVP_Object()/RSVP_SessionAttrb(Name="hello")/RSVP_Object()/RSVP_HOP()"#,
            "1101 432e 0100 0030 000c 0101 6162636465666768 0010 cf07 01010105 68656c6c6f000000 000c 0301 00000000 00000001",
        ),
        (
            r#"RSVP(objects=[RSVP_Object(Class="HOP", neighbor="1.2.3.4"), RSVP_Object(Class=20, Data=b"abcd")])"#,
            "1101 0dff 0100 001c 000c 0301 01020304 00000001 0008 1401 61626364",
        ),
        (r#"PIMv2HelloAddrList(value=[PIMv2HelloAddrListValue(addr_family=1, prefix="1.2.3.4")])"#, "00180006010001020304"),
        (
            r#"NetflowOptionsFlowsetV9(scopes=[NetflowOptionsFlowsetScopeV9(scopeFieldType="System", scopeFieldlength=4)], options=[NetflowOptionsFlowsetOptionV9(optionFieldType=41, optionFieldlength=2), NetflowOptionsFlowsetOptionV9(optionFieldType=42, optionFieldlength=2)])"#,
            "0001 0018 00ff 0004 0008 00010004 00290002 002a0002 0000",
        ),
        (
            r#"NetflowOptionsFlowset10(templateID=258, scopes=[NetflowTemplateFieldV9(fieldType=1, fieldLength=4)], options=[NetflowTemplateFieldV9(enterpriseBit=1, fieldType=41, fieldLength=2, enterpriseNumber=9)])"#,
            "0003 0018 0102 0002 0001 00010004 80290002 00000009 0000",
        ),
        ("homeplug_av()", "000000"),
        (r#"HTTPRequest(Host=b"a")"#, "474554202f20485454502f312e310d0a436f6e74656e742d4c656e6774683a20300d0a486f73743a20610d0a0d0a"),
        (r#"SvcParam(key="alpn", value=["h2", "h3"])"#, "00010006026832026833"),
        (r#"SvcParam(key="port", value=853)"#, "000300020355"),
        (r#"SvcParam(key="ipv4hint", value=["1.2.3.4", "5.6.7.8"])"#, "000400080102030405060708"),
        (r#"IE_IMSI(imsi="24001")"#, "024200f10000000000"),
        (r#"IE_AccessPointName(APN="internet.mnc")"#, "83000d08696e7465726e6574036d6e63"),
    ] {
        let bytes = craft::expr(text).unwrap();
        assert_eq!(bytes.iter().map(|b| format!("{b:02x}")).collect::<String>(), hex.replace(' ', ""), "{text}");
    }
}

#[test]
fn other_captures_are_printed_as_expressions() {
    let by = printed(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/captures"), 12);
    if by.is_empty() {
        return eprintln!("skipped: no other captures here");
    }
    for (name, (all, said)) in &by {
        println!("{name:20} {all:7} {said:7} {:6.2} %", 100.0 * *said as f64 / *all as f64);
    }
    for name in ["eth", "vlan", "arp", "ip", "ipv6", "icmp", "icmpv6", "tcp", "udp", "dns"] {
        let (all, said) = by.get(name).copied().unwrap_or_default();
        assert!(all > 0 && said * 100 >= all * 99, "{name}: {said} of {all}");
    }
}
