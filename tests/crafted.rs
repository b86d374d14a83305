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
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP(sport=5000, dport=4739)/NetflowHeader()/NetflowHeaderV10(ExportTime=5)/NetflowOptionsFlowset10(templateID=258, scopes=[NetflowTemplateFieldV9(fieldType=149, fieldLength=4)], options=[NetflowTemplateFieldV9(fieldType=41, fieldLength=8)])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP(sport=5000, dport=2055)/NetflowHeader()/NetflowHeaderV9(count=1, unixSecs=5)/NetflowOptionsFlowsetV9(templateID=258, scopes=[NetflowOptionsFlowsetScopeV9(scopeFieldType=1, scopeFieldlength=4)], options=[NetflowOptionsFlowsetOptionV9(optionFieldType=41, optionFieldlength=8)])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/RSVP(TTL=64)/RSVP_Object(C_Type=7)/RSVP_SESSION(dest_addr=\"10.0.0.1\", tunnel_id=1, ext_tunnel_id=\"10.0.0.2\")/RSVP_Object()/RSVP_HOP(neighbor=\"10.0.0.2\")/RSVP_Object()/RSVP_Time(refresh=30000)/RSVP_Object()/RSVP_LabelReq(L3PID=0x800)/RSVP_Object()/RSVP_SessionAttrb(Name=\"tunnel\")",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/UDP()/IKEv2(init_SPI=b\"abcdefgh\", exch_type=\"IKE_SA_INIT\", flags=\"Initiator\")/IKEv2_SA(prop=IKEv2_Proposal(trans_nb=2, trans=IKEv2_Transform(transform_type=\"Encryption\", transform_id=12, key_length=0x800e0100)/IKEv2_Transform(transform_type=\"PRF\", transform_id=5)))/IKEv2_KE(group=\"2048MODPgr\", ke=b\"x\"*256)/IKEv2_Nonce(nonce=b\"0123456789abcdef\")/IKEv2_Notify(type=\"NAT_DETECTION_SOURCE_IP\", notify=b\"0123456789abcdef0123\")/IKEv2_VendorID(vendorID=b\"pkt\")",
    "IP(src=\"10.0.0.2\", dst=\"224.0.0.13\", ttl=1)/PIMv2Hdr()/PIMv2Hello(option=[PIMv2HelloAddrList(value=[PIMv2HelloAddrListValue(addr_family=1, prefix=\"10.0.0.3\")])])",
    "IP(src=\"10.0.0.2\", dst=\"10.0.0.1\")/AH(spi=1, seq=2, icv=b\"0123456789ab\")/UDP(sport=1, dport=2)",
];
/// Each option, record, chunk and extension of the protocols at layers 3 and 4, and DNS's and DHCP's.
const OPTIONS: &[&str] = &[
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="S", ack=0, options=[("MSS", 1460)])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="S", ack=0, options=[("NOP", None), ("WScale", 7)])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="S", ack=0, options=[("SAckOK", b"")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="S", ack=0, options=[("Timestamp", (1, 0))])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="S", ack=0, options=[("UTO", 100)])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="S", ack=0, options=[("TFO", (1, 2))])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/TCP(sport=40000, dport=9, flags="A", ack=1, options=[("NOP", None), ("NOP", None), ("SAck", (1, 2))])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_RR(routers=["0.0.0.0", "0.0.0.0"])])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_LSRR(routers=["10.0.0.9"])])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_SSRR(routers=["10.0.0.9"])])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_Timestamp(internet_address="0.0.0.0")])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_Router_Alert()])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_Security()])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_Stream_Id()])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_MTU_Probe(mtu=1400)])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_MTU_Reply(mtu=1400)])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_Traceroute()])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_Address_Extension()])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_NOP()])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1", options=[IPOption_SDBM(addresses=["10.0.0.3"])])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrHopByHop(options=[PadN(optdata=b"ab")])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrHopByHop(options=[RouterAlert(value=1)])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrDestOpt(options=[HAO(hoa="2001:db8::1")])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrHopByHop(options=[RplOption(RplInstanceId=1, SenderRank=2)])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrHopByHop(options=[HBHOptUnknown(otype=0x1e, optdata=b"ab")])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrRouting(addresses=["2001:db8::1"])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrSegmentRouting(addresses=["2001:db8::1", "2001:db8::2"])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrFragment(id=5)/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrRouting(type=2, addresses=["2001:db8::1"])/UDP(sport=1, dport=2)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrSegmentRouting(addresses=["2001:db8::1"], tlv_objects=[IPv6ExtHdrSegmentRoutingTLVPadN(padding=b"\0\0\0\0")])/UDP(sport=1, dport=2)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRR(rrname="a.example", type="A", rdata="10.0.0.1")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRR(rrname="a.example", type="AAAA", rdata="::1")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRR(rrname="a.example", type="CNAME", rdata="b.example")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRR(rrname="a.example", type="NS", rdata="b.example")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRR(rrname="a.example", type="PTR", rdata="b.example")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRR(rrname="a.example", type="TXT", rdata=["hello", "you"])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRMX(rrname="a.example", preference=5, exchange="m.example")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRSOA(rrname="a.example", mname="m.example", rname="r.example", serial=5)])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRSRV(rrname="_a._tcp.example", priority=1, weight=2, port=3, target="t.example")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRNAPTR(rrname="a.example", order=1, preference=2, flags="u", services="sip", regexp="!a!b!", replacement=".")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRHINFO(rrname="a.example", cpu="x", os="y")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRRSIG(rrname="a.example", typecovered="A", algorithm=8, labels=2, originalttl=5, expiration=9, inception=1, keytag=5, signersname="example", signature=b"0123456789")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRDNSKEY(rrname="a.example", flags=256, algorithm=8, publickey=b"\x03\x01\x00\x01abcdef")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRDS(rrname="a.example", keytag=5, algorithm=8, digesttype=2, digest=b"0"*32)])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRNSEC(rrname="a.example", nextname="b.example", typebitmaps=[1, 2, 46])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRNSEC3(rrname="a.example", hashalg=1, iterations=1, salt=b"ab", saltlength=2, hashlength=4, nexthashedownername=b"abcd", typebitmaps=[1])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRNSEC3PARAM(rrname="a.example", hashalg=1, iterations=1, saltlength=2, salt=b"ab")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRSVCB(rrname="a.example", svc_priority=1, target_name="t.example", svc_params=[SvcParam(key="port", value=853)])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example")], an=[DNSRRHTTPS(rrname="a.example", svc_priority=1, target_name=".", svc_params=[SvcParam(key="alpn", value=["h2"])])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=40000, dport=53)/DNS(id=1, qd=[DNSQR(qname="a.example")], ar=[DNSRROPT(rdata=[EDNS0COOKIE(client_cookie=b"01234567")])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=40000, dport=53)/DNS(id=1, qd=[DNSQR(qname="a.example")], ar=[DNSRROPT(rdata=[EDNS0PADDING(padding=b"\0\0")])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=40000, dport=53)/DNS(id=1, qd=[DNSQR(qname="a.example")], ar=[DNSRROPT(rdata=[EDNS0ClientSubnet(source_plen=24, address="10.1.2.0")])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=40000, dport=53)/DNS(id=1, qd=[DNSQR(qname="a.example")], ar=[DNSRROPT(rdata=[EDNS0ExtendedDNSError(info_code=3, extra_text="stale")])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=40000, dport=53)/DNS(id=1, qd=[DNSQR(qname="a.example")], ar=[DNSRROPT(rdata=[EDNS0DAU(alg_code=[8, 13])])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=40000, dport=53)/DNS(id=1, qd=[DNSQR(qname="a.example")], ar=[DNSRROPT(rdata=[EDNS0TLV(optcode=3, optdata=b"ns1")])])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkInit(init_tag=1, a_rwnd=1500, n_out_streams=1, n_in_streams=1, init_tsn=1)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkInitAck(init_tag=1, a_rwnd=1500, n_out_streams=1, n_in_streams=1, init_tsn=1, params=[SCTPChunkParamStateCookie(cookie=b"abcd")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkCookieEcho(cookie=b"abcd")"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkCookieAck()"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkData(data=b"abcd", beginning=1, ending=1)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkSACK(a_rwnd=1500)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkHeartbeatReq(params=[SCTPChunkParamHeartbeatInfo(data=b"abcd")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkHeartbeatAck(params=[SCTPChunkParamHeartbeatInfo(data=b"abcd")])"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkShutdown()"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkShutdownAck()"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkShutdownComplete()"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkAbort()"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkError()"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkShutdown(cumul_tsn_ack=1)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/SCTP(sport=5000, dport=5001, tag=1)/SCTPChunkAuthentication(HMAC_function=1, HMAC=b"0"*20)"#,
    r#"Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP()/BOOTP(chaddr="02:00:00:00:00:01", xid=5, op=1)/DHCP(options=[("message-type", "discover"), "end"])"#,
    r#"Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP()/BOOTP(chaddr="02:00:00:00:00:01", xid=5, op=1)/DHCP(options=[("message-type", "request"), ("requested_addr", "10.0.0.9"), ("server_id", "10.0.0.1"), "end"])"#,
    r#"Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP()/BOOTP(chaddr="02:00:00:00:00:01", xid=5, op=2)/DHCP(options=[("message-type", "ack"), ("subnet_mask", "255.255.255.0"), ("router", "10.0.0.1"), ("name_server", "10.0.0.1"), ("domain", "example"), ("broadcast_address", "10.0.0.255"), ("lease_time", 3600), ("renewal_time", 1800), ("rebinding_time", 3000), ("server_id", "10.0.0.1"), ("NTP_server", "10.0.0.1"), ("interface-mtu", 1500), "end"])"#,
    r#"Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff")/IP(src="0.0.0.0", dst="255.255.255.255")/UDP()/BOOTP(chaddr="02:00:00:00:00:01", xid=5, op=1)/DHCP(options=[("message-type", "discover"), ("hostname", "pc"), ("vendor_class_id", "pkt"), ("param_req_list", [1, 3, 6]), ("max_dhcp_size", 1500), ("client_id", b"\x01\x02\x00\x00\x00\x00\x01"), "end"])"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01")"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptMTU(mtu=1500)"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptPrefixInfo(prefix="2001:db8::")"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptRDNSS(dns=["2001:db8::53"], lifetime=60)"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptDNSSL(searchlist=["example.com"], lifetime=60)"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptRouteInfo(prefix="2001:db8:1::", plen=48, rtlifetime=60)"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptAdvInterval(advint=1000)"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptHAInfo(pref=1)"#,
    r#"IPv6(src="fe80::1", dst="ff02::1", hlim=255)/ICMPv6ND_RA()/ICMPv6NDOptEFA()"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6EchoRequest(id=1, seq=1, data="abc")"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6DestUnreach(code=4)/IPerror6(src="fe80::2", dst="fe80::1")/UDPerror(sport=1, dport=2, len=8)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6PacketTooBig(mtu=1280)/IPerror6(src="fe80::2", dst="fe80::1")/UDPerror(sport=1, dport=2, len=8)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6MLQuery2(sources=["2001:db8::1"])"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6ND_NS(tgt="fe80::2")/ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01")"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6ND_Redirect(tgt="fe80::9", dst="2001:db8::9")"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6MPSol(id=1)"#,
    r#"IPv6(src="fe80::1", dst="fe80::2", hlim=255)/ICMPv6HAADRequest(id=1)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/ICMP(type=13, ts_ori=1, ts_rx=2, ts_tx=3)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/ICMP(type=17, addr_mask="255.255.255.0")"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/ICMP(type=5, code=1, gw="10.0.0.9")/IPerror(src="10.0.0.1", dst="10.0.0.2", len=28)/UDPerror(sport=1, dport=2, len=8)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/ICMP(type=3, code=4, nexthopmtu=1400)/IPerror(src="10.0.0.1", dst="10.0.0.2", len=28)/UDPerror(sport=1, dport=2, len=8)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/ICMP(type=11)/IPerror(src="10.0.0.1", dst="10.0.0.2", len=28)/UDPerror(sport=1, dport=2, len=8)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/ICMP(type=12, ptr=1)/IPerror(src="10.0.0.1", dst="10.0.0.2", len=28)/UDPerror(sport=1, dport=2, len=8)"#,
    r#"IP(src="10.0.0.2", dst="10.0.0.1")/UDP(sport=53, dport=40000)/DNS(id=1, qr=1, qd=[DNSQR(qname="a.example", qtype="HTTPS")], an=[DNSRRHTTPS(rrname="a.example", svc_priority=1, target_name=".", svc_params=[SvcParam(key="mandatory", value=["port"]), SvcParam(key="alpn", value=["h2", "h3"]), SvcParam(key="no-default-alpn"), SvcParam(key="port", value=8443), SvcParam(key="ipv4hint", value=["10.0.0.3"]), SvcParam(key="ipv6hint", value=["::3"])])])"#,
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
    let all: Vec<String> = text.lines().map(expression).chain(MORE.iter().chain(OPTIONS).map(|e| (*e).to_owned())).collect();
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
