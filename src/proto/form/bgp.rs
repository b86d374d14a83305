//! BGP: RFC 4271 and its extensions.
use super::*;
use crate::draft::Draft;

/// Items that are packets of their own, or bytes.
static ITEM: Field = rest("item");
static AS2: Field = n("as", 16);
static AS4: Field = n("as", 32);
static ROUTER: Field = ip4("cluster_id");
/// A length in bits, and as many bytes as it takes (RFC 4271, 4.3).
const NLRI: Field = Field { words: Words::Prefix(1), ..rest("prefix") }.preset(&[0]);

macro_rules! head {
    () => {
        &[&Field::bytes("", "", 0, 16).alias("marker").preset(&[0xff; 16]), &LEN, &TYPE]
    };
}
static LEN: Field = Field::bits("", "", 128, 16).alias("len").computed();
static TYPE: Field = Field::bits("", "", 144, 8).alias("type").unset(4).words(&[
    (0, "NONE"),
    (1, "OPEN"),
    (2, "UPDATE"),
    (3, "NOTIFICATION"),
    (4, "KEEPALIVE"),
    (5, "ROUTE-REFRESH"),
]);
const PORT: (&Field, Unset) = (&net::TCP_SPORT, Unset::Is(179));
/// The header counts what it carries: RFC 4271, 4.1.
fn counted(d: &mut Draft<'_>) {
    d.fill(&LEN, d.bytes.len() as u64);
}
pub(in super::super) static BGP: &[Class] = &[
    Class { names: &["BGPHeader", "BGP"], size: 19, fields: head!(), finish: counted, ..Class::PART },
    Class { names: &["BGPKeepAlive"], size: 19, fields: head!(), binds: &[PORT, (&TYPE, Unset::Is(4))], finish: counted, ..Class::PART },
];
const CAPABILITIES: Names = &[
    (1, "Multiprotocol Extensions for BGP-4"),
    (2, "Route Refresh Capability for BGP-4"),
    (3, "Outbound Route Filtering Capability"),
    (4, "Multiple routes to a destination capability"),
    (5, "Extended Next Hop Encoding"),
    (6, "BGP-Extended Message"),
    (64, "Graceful Restart Capability"),
    (65, "Support for 4-octet AS number capability"),
    (67, "Support for Dynamic Capability (capability specific)"),
    (68, "Multisession BGP Capability"),
    (69, "ADD-PATH Capability"),
    (70, "Enhanced Route Refresh Capability"),
    (71, "Long-Lived Graceful Restart (LLGR) Capability"),
    (73, "FQDN Capability"),
    (128, "Route Refresh Capability for BGP-4 (Cisco)"),
    (130, "Outbound Route Filtering Capability (Cisco)"),
];
const ERRORS: Names = &[
    (1, "Message Header Error"),
    (2, "OPEN Message Error"),
    (3, "UPDATE Message Error"),
    (4, "Hold Timer Expired"),
    (5, "Finite State Machine Error"),
    (6, "Cease"),
    (7, "ROUTE-REFRESH Message Error"),
];
const ATTRIBUTE_FLAGS: &[&str] = &["NA0", "NA1", "NA2", "NA3", "Extended-Length", "Partial", "Transitive", "Optional"];
const ATTRIBUTES: Names = &[
    (1, "ORIGIN"),
    (2, "AS_PATH"),
    (3, "NEXT_HOP"),
    (4, "MULTI_EXIT_DISC"),
    (5, "LOCAL_PREF"),
    (6, "ATOMIC_AGGREGATE"),
    (7, "AGGREGATOR"),
    (8, "COMMUNITY"),
    (9, "ORIGINATOR_ID"),
    (10, "CLUSTER_LIST"),
    (14, "MP_REACH_NLRI"),
    (15, "MP_UNREACH_NLRI"),
    (16, "EXTENDED COMMUNITIES"),
    (17, "AS4_PATH"),
    (18, "AS4_AGGREGATOR"),
    (22, "PMSI_TUNNEL"),
    (23, "Tunnel Encapsulation Attribute"),
    (24, "Traffic Engineering"),
    (25, "IPv6 Address Specific Extended Community"),
    (26, "AIGP"),
    (27, "PE Distinguisher Labels"),
    (29, "BGP-LS Attribute"),
    (32, "LARGE_COMMUNITY"),
    (40, "BGP Prefix-SID"),
    (128, "ATTR_SET"),
];
/// "If the Extended Length bit of the Attribute Flags octet is set to 1, the third and fourth octets" (RFC 4271, 4.3).
const ATTRIBUTE_LEN: Field =
    Field::part(Place::Switch(|h| (h.byte(0) & 0x10).into(), &[(0x10, &[&behind("attr_ext_len", 16)])], &[&behind("attr_len", 8)]));
const NEXT_HOP: Field = Field::part(Place::Switch(
    |h| h.number,
    &[(4, &[&ip4("nh_v4_addr")]), (16, &[&ip6("nh_v6_addr")]), (32, &[&ip6("nh_v6_global"), &ip6("nh_v6_link_local")])],
    &[],
));

parts! { BGP_PARTS
    "BGPNLRI_IPv4" {} [NLRI];
    "BGPNLRI_IPv6" {} [NLRI];
    "BGPNLRI_IPv4_AP" {} [n("nlri_path_id", 32), NLRI];
    "BGPNLRI_IPv6_AP" {} [n("nlri_path_id", 32), NLRI];
    "BGPCapGeneric" {} [n("code", 8).words(CAPABILITIES), behind("length", 8), rest("cap_data")];
    "BGPCapMultiprotocol" {} [n("code", 8).unset(1).words(CAPABILITIES), behind("length", 8), n("afi", 16), n("reserved", 8), n("safi", 8)];
    "BGPCapORF" {} [n("code", 8).unset(3).words(CAPABILITIES), behind("length", 8), list("orf", &ITEM)];
    "BGPCapORFBlock" {} [n("afi", 16), n("reserved", 8), n("safi", 8), n("orf_number", 8).computed(), list("entries", &ITEM)];
    "BGPCapORFBlock.ORFTuple" {} [n("orf_type", 8), n("send_receive", 8)];
    "BGPCapGracefulRestart" {} [n("code", 8).unset(64).words(CAPABILITIES), behind("length", 8), word(16), bit("restart_flags", 0xf000), bit("restart_time", 0xfff), list("entries", &ITEM)];
    "BGPCapFourBytesASN" {} [n("code", 8).unset(65).words(CAPABILITIES), behind("length", 8), n("asn", 32)];
    "BGPAuthenticationInformation" {} [n("authentication_code", 8), rest("authentication_data")];
    "BGPOptParam" {} [n("param_type", 8).unset(2), behind("param_length", 8), rest("param_value"), rest("authentication_data")];
    "BGPOpen" {PORT, (&TYPE, Unset::Is(1))} [n("version", 8).unset(4), n("my_as", 16), n("hold_time", 16), ip4("bgp_id"), span("opt_param_len", 8, &[&list("opt_params", &ITEM)])];
    "BGPUpdate" {PORT, (&TYPE, Unset::Is(2))} [span("withdrawn_routes_len", 16, &[&list("withdrawn_routes", &ITEM)]), span("path_attr_len", 16, &[&list("path_attr", &ITEM)]), list("nlri", &ITEM)];
    "BGPNotification" {PORT, (&TYPE, Unset::Is(3))} [n("error_code", 8).words(ERRORS), n("error_subcode", 8), rest("data")];
    "BGPRouteRefresh" {PORT, (&TYPE, Unset::Is(5))} [n("afi", 16).unset(1), n("subtype", 8), n("safi", 8).unset(1), rest("orf_data")];
    "BGPPathAttr" {} [n("type_flags", 8).unset(128).flags(ATTRIBUTE_FLAGS), n("type_code", 8).words(ATTRIBUTES), ATTRIBUTE_LEN, list("attribute", &ITEM)];
    "BGPPAASPath" {} [list("segments", &ITEM)];
    "BGPPAAS4BytesPath" {} [list("segments", &ITEM)];
    "BGPPAASPath.ASPathSegment" {} [n("segment_type", 8).unset(2), n("segment_length", 8).computed(), list("segment_value", &AS2)];
    "BGPPAAS4BytesPath.ASPathSegment" {} [n("segment_type", 8).unset(2), n("segment_length", 8).computed(), list("segment_value", &AS4)];
    "BGPPAAS4Path" {} [n("segment_type", 8).unset(2), n("segment_length", 8).computed(), list("segment_value", &AS4)];
    "BGPPAOrigin" {} [n("origin", 8).words(&[(0, "IGP"), (1, "EGP"), (2, "INCOMPLETE")])];
    "BGPPANextHop" {} [ip4("next_hop")];
    "BGPPAMultiExitDisc" {} [n("med", 32)];
    "BGPPALocalPref" {} [n("local_pref", 32)];
    "BGPPAAggregator" {} [n("aggregator_asn", 16), ip4("speaker_address")];
    "BGPPACommunity" {} [n("community", 32).words(&[(4294901760, "planned-shut"), (4294901761, "ACCEPT-OWN"), (4294901762, "ROUTE_FILTER_TRANSLATED_v4"), (4294901763, "ROUTE_FILTER_v4"), (4294901764, "ROUTE_FILTER_TRANSLATED_v6"), (4294901765, "ROUTE_FILTER_v6"), (4294901766, "LLGR_STALE"), (4294901767, "NO_LLGR"), (4294901768, "accept-own-nexthop"), (4294967041, "NO_EXPORT"), (4294967042, "NO_ADVERTISE"), (4294967043, "NO_EXPORT_SUBCONFED"), (4294967044, "NOPEER")])];
    "BGPPAOriginatorID" {} [ip4("originator_id")];
    "BGPPAExtCommTwoOctetASSpecific" {} [n("global_administrator", 16), n("local_administrator", 32)];
    "BGPPAExtCommFourOctetASSpecific" {} [n("global_administrator", 32), n("local_administrator", 16)];
    "BGPPAExtCommIPv4AddressSpecific" {} [n("global_administrator", 32), n("local_administrator", 16)];
    "BGPPAExtCommOpaque" {} [run("value", 6)];
    "BGPPAExtCommRedirectAS2Byte" {} [n("asn", 16), n("value", 32)];
    "BGPPAExtCommRedirectIPv4" {} [n("ip_addr", 32), n("value", 16)];
    "BGPPAExtCommRedirectAS4Byte" {} [n("asn", 32), n("value", 16)];
    "BGPPAIPv6AddressSpecificExtComm" {} [ip6("global_administrator"), n("local_administrator", 16)];
    "BGPPAExtComms" {} [list("extended_communities", &ITEM)];
    "BGPLargeCommunitySegment" {} [n("global_administrator", 32), n("local_data_part1", 32), n("local_data_part2", 32)];
    "BGPPALargeCommunity" {} [list("segments", &ITEM)];
    "BGPPAAS4Aggregator" {} [n("aggregator_asn", 32), ip4("speaker_address")];
    "BGPPAMPUnreachNLRI_IPv6" {} [list("withdrawn_routes", &ITEM)];
    "BGPPAAtomicAggregate" {} [];
    "BGPPAExtCommTrafficRate" {} [n("id", 16), n("rate", 32).kind(Kind::Float)];
    "BGPPAExtCommTrafficAction" {} [word(48), bit("reserved", 0xfffffffffffc), bit("sample", 0x2), bit("terminal_action", 0x1)];
    "BGPPAExtCommTrafficMarking" {} [n("dscp", 48).unset(48)];
    "BGPPAClusterList" {} [list("cluster_list", &ROUTER)];
    "BGPPAExtCommunity" {} [n("type_high", 8), n("type_low", 8), rest("value")];
    "BGPPAMPReachNLRI" {} [n("afi", 16), n("safi", 8), n("nh_addr_len", 8), NEXT_HOP, n("reserved", 8), list("nlri", &ITEM)];
    "BGPPAMPUnreachNLRI" {} [n("afi", 16), n("safi", 8), rest("afi_safi_specific")];
    "BGPORFEntry" {} [word(8), bit("action", 0xc0).words(&[(0, "ADD"), (1, "REMOVE"), (2, "REMOVE-ALL")]), bit("match", 0x20).words(&[(0, "PERMIT"), (1, "DENY")]), bit("reserved", 0x1f), rest("value")];
    "BGPORFAddressPrefix" {} [word(8), bit("action", 0xc0).words(&[(0, "ADD"), (1, "REMOVE"), (2, "REMOVE-ALL")]), bit("match", 0x20).words(&[(0, "PERMIT"), (1, "DENY")]), bit("reserved", 0x1f), n("sequence", 32), n("min_len", 8), n("max_len", 8), rest("prefix")];
    "BGPORFCoveringPrefix" {} [word(8), bit("action", 0xc0).words(&[(0, "ADD"), (1, "REMOVE"), (2, "REMOVE-ALL")]), bit("match", 0x20).words(&[(0, "PERMIT"), (1, "DENY")]), bit("reserved", 0x1f), n("sequence", 32), n("min_len", 8), n("max_len", 8), n("rt", 64), n("import_rt", 64), n("route_type", 8), rest("host_addr")];
    "BGPORF" {} [n("when_to_refresh", 8), n("orf_type", 8), span("orf_len", 16, &[&list("entries", &ITEM)])];
}
