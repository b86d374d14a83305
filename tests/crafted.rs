//! What is crafted, read by tshark: no expert warning but where a value is wrong on purpose.

use pktlab::capture::{FileFormat, Writer};
use pktlab::craft;
use pktlab::frame::{Frame, Info, LinkType};
use std::path::Path;
use std::process::Command;

/// Layers and options that the vectors lack.
const MORE: &[&str] = &[
    "Ether(dst=\"33:33:00:01:00:02\", src=\"02:00:00:00:00:01\")/IPv6(src=\"fe80::1\", dst=\"ff02::1:2\")/UDP()/DHCP6_Solicit(trid=5)/DHCP6OptClientId(duid=DUID_LL(lladdr=\"02:00:00:00:00:01\"))/DHCP6OptElapsedTime(elapsedtime=1)/DHCP6OptIA_NA(iaid=7, ianaopts=[DHCP6OptIAAddress(addr=\"2001:db8::5\")])/DHCP6OptOptReq()/DHCP6OptRapidCommit()",
    "IPv6(src=\"fe80::1\", dst=\"fe80::2\")/UDP()/DHCP6_Reply()/DHCP6OptServerId(duid=DUID_LLT(timeval=5))/DHCP6OptDNSServers(dnsservers=[\"2001:db8::53\"])/DHCP6OptDNSDomains(dnsdomains=[\"example.com\"])/DHCP6OptStatusCode(statusmsg=\"fine\")/DHCP6OptIA_PD(iapdopt=[DHCP6OptIAPrefix()])",
    "IPv6(src=\"fe80::1\", dst=\"fe80::2\")/UDP()/DHCP6_RelayForward(linkaddr=\"2001:db8::1\", peeraddr=\"fe80::9\")/DHCP6OptRelayMsg(message=DHCP6_Solicit(trid=9)/DHCP6OptClientId(duid=DUID_EN(id=\"abc\")))",
    "Ether(dst=\"01:80:c2:00:00:0e\", src=\"02:00:00:00:00:01\")/LLDPDUChassisID(subtype=4, id=\"02:00:00:00:00:01\")/LLDPDUPortID(subtype=5, id=\"eth0\")/LLDPDUTimeToLive(ttl=120)/LLDPDUSystemName(system_name=\"host\")/LLDPDUSystemCapabilities(router_available=1, router_enabled=1)/LLDPDUManagementAddress(management_address_subtype=1, management_address=b\"\\x0a\\x00\\x00\\x01\", interface_number=2)/LLDPDUEndOfLLDPDU()",
    "Ether(src=\"02:00:00:00:00:01\")/SlowProtocol()/LACP(actor_system=\"02:00:00:00:00:01\")",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP(sport=5000)/GENEVE(vni=5, options=[GeneveOptions(classid=0x0102, type=3, data=b\"abcd\")])/Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/GRE()/ERSPAN_II(vlan=5, session_id=3)/Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/NSH(spi=3)/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/GTP_U_Header(teid=5)/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/L2TP(hdr=\"length\", tunnel_id=3)/PPP()/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "IP(src=\"10.0.0.2\", dst=\"224.0.0.5\", ttl=1)/OSPF_Hdr()/OSPF_Hello(neighbors=[\"10.0.0.9\"])",
    "IP(src=\"10.0.0.2\", dst=\"224.0.0.5\", ttl=1)/OSPF_Hdr()/OSPF_LSUpd(lsalist=[OSPF_Router_LSA(linklist=[OSPF_Link()]), OSPF_Network_LSA(routerlist=[\"1.2.3.4\"]), OSPF_External_LSA()])",
    "IPv6(src=\"fe80::1\", dst=\"ff02::5\", hlim=1)/OSPFv3_Hdr()/OSPFv3_Hello()",
    "IP(src=\"10.0.0.2\", dst=\"224.0.0.13\", ttl=1)/PIMv2Hdr()/PIMv2Hello(option=[PIMv2HelloHoldtime(), PIMv2HelloDRPriority(), PIMv2HelloGenerationID(generation_id=5), PIMv2HelloLANPruneDelay()])",
    "IP(src=\"10.0.0.2\", dst=\"224.0.0.13\", ttl=1)/PIMv2Hdr()/PIMv2JoinPrune(up_neighbor_ip=\"10.0.0.1\", jp_ips=[PIMv2GroupAddrs(gaddr=\"239.1.1.1\", join_ips=[PIMv2JoinAddrs(src_ip=\"10.0.0.3\")])])",
    "IP(src=\"10.0.0.2\")/IGMP()",
    "IP(src=\"10.0.0.2\", dst=\"239.1.1.1\")/IGMPv2_MR(gaddr=\"239.1.1.1\")",
    "IP(src=\"10.0.0.2\")/IGMPv3_MR(records=[IGMPv3_MR_Group(maddr=\"239.1.1.1\", srcaddrs=[\"10.0.0.9\"])])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\", ttl=255)/UDP(sport=49152, dport=3784)/BFD(flags=\"P\")",
    "IPv6(src=\"fe80::1\", dst=\"ff02::9\", hlim=255)/UDP()/RIPng(cmd=2)/RIPngEntry(prefix_or_nh=\"2001:db8::\", prefixlen=32)",
    "Ether(src=\"02:00:00:00:00:01\")/EAPOL()/EAP(code=2, id=3, type=1, identity=\"bob\")",
    "Ether(src=\"02:00:00:00:00:01\")/EAPOL()/EAP_MD5(value=b\"0123456789abcdef\")",
    "Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/PPPoE(sessionid=1)/PPP()/PPP_LCP_Configure(options=[PPP_LCP_MRU_Option(), PPP_LCP_Magic_Number_Option(magic_number=5)])",
    "Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/PPPoE(sessionid=1)/PPP()/PPP_IPCP(options=[PPP_IPCP_Option_IPAddress(data=\"10.0.0.9\")])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/TCP(sport=40000, flags=\"PA\")/HTTPRequest(Host=\"example.com\", User_Agent=\"pkt\")",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/NBNSHeader()/NBNSQueryRequest(QUESTION_NAME=\"HOST\")",
    "IPv6(src=\"fe80::1\")/ICMPv6ND_RA()/ICMPv6NDOptPrefixInfo(prefix=\"2001:db8::\")/ICMPv6NDOptRouteInfo(prefix=\"2001:db8:1::\", plen=48)/ICMPv6NDOptMTU(mtu=1500)/ICMPv6NDOptSrcLLAddr(lladdr=\"02:00:00:00:00:01\")/ICMPv6NDOptPREF64(scaledlifetime=100, prefix=\"64:ff9b::\")",
    "IPv6(src=\"fe80::1\")/ICMPv6MLReport2(records=[ICMPv6MLDMultAddrRec(dst=\"ff02::5\")])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP(dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname=\"example.com\", qtype=\"NSEC\")], an=[DNSRRNSEC(rrname=\"example.com\", nextname=\"a.example.com\", typebitmaps=[1, 2, 257])])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/BOOTP(op=2, xid=5)/DHCP(options=[(\"message-type\", \"ack\"), (\"server_id\", \"10.0.0.1\"), (\"lease_time\", 60), \"end\"])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP(sport=50000, dport=123)/NTPPrivate(implementation=3, request_code=42)",
    "IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP(sport=123, dport=50000)/NTPPrivate(response=1, implementation=3, request_code=42, nb_items=1, data_item_size=72, data=[NTPInfoMonitor1(addr=\"10.0.0.9\")])",
    "IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP(sport=123, dport=50000)/NTPControl(response=1, op_code=2, data=\"version=4\")",
    "IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP()/NTPHeader()/NTPAuthenticator(key_id=1, dgst=b\"0123456789abcdef\")",
    "IP(src=\"10.0.0.1\", dst=\"10.0.0.2\")/UDP()/Radius(id=1, attributes=[RadiusAttr_User_Name(value=\"bob\"), RadiusAttr_NAS_IP_Address(value=\"10.0.0.1\"), RadiusAttr_Event_Timestamp(value=5), RadiusAttr_Vendor_Specific(vendor_id=9, vendor_type=1, value=\"a=b\")])",
    "Ether(src=\"02:00:00:00:00:01\", dst=\"ff:ff:ff:ff:ff:ff\")/LLTD(tos=0)/LLTDHello(gen_number=1)/LLTDAttributeHostID(mac=\"02:00:00:00:00:01\")/LLTDAttributeIPv4Address(ipv4=\"10.0.0.1\")/LLTDAttributeMachineName(hostname=\"PC\")/LLTDAttributeEOP()",
    "Ether(src=\"02:00:00:00:00:01\", dst=\"01:80:c2:00:00:03\")/EAPOL(version=3)/MKAPDU(basic_param_set=MKABasicParamSet(mka_version_id=1, key_server=1, actor_member_id=b\"abcdefghijkl\", actor_message_number=1, algorithm_agility=0x0080c201, cak_name=b\"abcd\"), parameter_sets=[MKALivePeerListParamSet(member_id_message_num=[MKAPeerListTuple(member_id=b\"mnopqrstuvwx\", message_number=b\"\\0\\0\\0\\1\")]), MKAICVSet(icv=b\"0123456789abcdef\")])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/GTP_U_Header(teid=5)/GTPPDUSessionContainer(type=1, QFI=9)/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/GTP_U_Header(teid=5)/GTPPDUSessionContainer(type=0, QFI=9, PPP=1, PPI=2, SNP=1, dlQFISeqNum=7)/IP(src=\"10.1.0.1\", dst=\"10.1.0.2\")/UDP(sport=1, dport=2)",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/GTPHeader(teid=5, S=1, seq=1)/GTPCreatePDPContextResponse(IE_list=[IE_Cause(CauseValue=128), IE_ReorderingRequired(), IE_Recovery(), IE_TEIDI(TEIDI=1), IE_TEICP(TEICI=2), IE_ChargingId(Charging_id=3), IE_EndUserAddress(PDPTypeNumber=0x21, PDPAddress=\"10.1.0.1\"), IE_GSNAddress(ipv4_address=\"10.0.0.2\")])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/GTPHeader(S=1, seq=1)/GTPEchoRequest()",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/NetflowHeader()/NetflowHeaderV9(count=2, unixSecs=5)/NetflowFlowsetV9(templates=[NetflowTemplateV9(templateID=256, template_fields=[NetflowTemplateFieldV9(fieldType=\"IN_BYTES\", fieldLength=4)])])/NetflowDataflowsetV9(templateID=256, records=[NetflowRecordV9(fieldValue=b\"\\0\\0\\0\\1\")])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP(sport=4739, dport=4739)/NetflowHeader()/NetflowHeaderV10(ExportTime=5)/NetflowFlowsetV9(flowSetID=2, templates=[NetflowTemplateV9(templateID=257, template_fields=[NetflowTemplateFieldV9(fieldType=\"IN_BYTES\", fieldLength=4)])])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/TCP(sport=80, dport=40001, flags=\"PA\", seq=9)/HTTPResponse(Status_Code=\"404\", Reason_Phrase=\"Not Found\", Server=b\"pkt\", X_Frame_Options=\"DENY\")",
    "Ether(src=\"02:00:00:00:00:01\", dst=\"02:00:00:00:00:02\")/PPPoE(sessionid=1)/PPP()/PPP_ECP(options=[PPP_ECP_Option_OUI(oui=1, subtype=2, data=b\"a\")])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/AH(spi=1, seq=2, icv=b\"0123456789ab\")/UDP(sport=1, dport=2)",
];
/// What says a wrong value, or leaves out what should be there: a part of the expression (behind … its end), and why tshark warns.
const ON_PURPOSE: &[(&str, &str)] = &[
    ("…dst=\"02:00:00:00:00:01\")", "the frame carries nothing that its type names"),
    ("/Raw(load=", "bytes in the place of a protocol"),
    (")/\"data\"", "bytes in the place of a protocol: protocol 0 is hop-by-hop options"),
    (")/\"x\"", "bytes in the place of a protocol: protocol 0 is hop-by-hop options"),
    ("chksum=0", "a checksum that is said"),
    ("plen=3", "a length that is said"),
    ("Jumbo(", "a jumbo payload's length stands beside IPv6's own"),
    ("flags=0x1ff", "all flags at once"),
    ("dataofs=4", "a length that is said"),
    ("len=8)", "a length that is said"),
    ("qdcount=9", "a count that is said"),
    ("EAP_MD5", "tshark says that the method is weak"),
    ("TFTP_RRQ", "from port 53 it is taken for DNS; craft.jsonl has it so"),
];

#[test]
fn tshark_reads_it_without_a_warning() {
    if !crate::installed("tshark") {
        return;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors/craft.jsonl");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| {
        eprintln!("no vectors here: own expressions only");
        String::new()
    });
    let expression = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["expr"].as_str().unwrap().to_owned();
    let all: Vec<String> = text.lines().map(expression).chain(MORE.iter().map(|e| (*e).to_owned())).collect();
    let folder = std::env::temp_dir().join(format!("pkt-crafted-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("all.pcapng");
    let mut writer = Writer::create(&file, Some(FileFormat::Pcapng), &[]).unwrap();
    let mut of = vec![];
    for text in &all {
        let craft = craft::compose(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        // What stands on no link has no link type.
        if craft.link() == LinkType(147) {
            continue;
        }
        for bytes in craft.packets(0) {
            let bytes = bytes.unwrap();
            writer.write_frame(&Frame::new(&bytes, Info { time: Some(0), ..Info::alone(craft.link(), bytes.len() as u32) })).unwrap();
            of.push(text);
        }
    }
    writer.finish().unwrap();
    // Packets that have nothing to do with one another are no conversation.
    let checks = ["ip.check_checksum:TRUE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE", "tcp.analyze_sequence_numbers:FALSE"];
    let fields = ["frame.number", "_ws.expert.severity", "_ws.expert.message"];
    let out = Command::new("tshark")
        .args(["-n", "-r"])
        .arg(&file)
        .args(checks.iter().flat_map(|c| ["-o", c]))
        .args(["-T", "fields"])
        .args(fields.iter().flat_map(|f| ["-e", f]))
        .args(["-E", "separator=|"])
        .output()
        .expect("tshark");
    std::fs::remove_dir_all(&folder).unwrap();
    let out = String::from_utf8_lossy(&out.stdout);
    let (mut read, mut wrong, mut meant) = (0, 0, vec![]);
    for line in out.lines() {
        let [number, severities, message] = line.splitn(3, '|').collect::<Vec<_>>()[..] else { continue };
        read += 1;
        const WARNING: u32 = 0x60_0000;
        let severe = severities.split(',').filter_map(|s| s.parse::<u32>().ok()).any(|s| s >= WARNING);
        if !severe || message.contains("etransmission") {
            continue;
        }
        let text = of[number.parse::<usize>().unwrap() - 1];
        match ON_PURPOSE.iter().position(|(part, _)| part.strip_prefix('…').map_or(text.contains(part), |end| text.ends_with(end))) {
            Some(why) => meant.push(why),
            None => {
                wrong += 1;
                println!("{text}\n  {message}");
            }
        }
    }
    assert_eq!(read, of.len(), "tshark reads them all");
    println!("{read} packets of {} expressions, {} warned of on purpose", all.len(), meant.len());
    assert_eq!(wrong, 0);
}
