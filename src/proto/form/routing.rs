//! Routing and group membership: IGMP, PIM, OSPF, EIGRP, BFD, RIPng; CDP.
use super::*;
use crate::draft::Draft;
use crate::proto::{bfd, cdp, eigrp, igmp, ospf, pim};

static ADDRESS: Field = ip4("address");
/// Items that are packets of their own, or bytes.
static ITEM: Field = rest("item");

// IGMP: RFC 2236, RFC 9776. It is sent with a TTL of 1, precedence internetwork control, and the router alert option (RFC 2113).
macro_rules! igmp { ($([$($name:literal),*] $kind:literal [$($more:expr),*] [$($f:expr),*];)*) => {
    pub(in super::super) static IGMP: &[Class] = &[$(Class {
        names: &[$($name),*],
        size: 1,
        fields: &[&IGMP_TYPE, $($f),*],
        presets: &[(&IGMP_TYPE, Unset::Is($kind))],
        binds: &[(&ip::TTL, Unset::Is(1)), (&ip::DSFIELD, Unset::Is(0xc0)), (&net::IP_OPTIONS, Unset::Bytes(&[0x94, 4, 0, 0])), $($more),*],
        ..Class::PLAIN
    }),*];
} }
static IGMP_TYPE: Field = Field::bits("igmp.type", "", 0, 8).alias("type");
const GROUP: Field = ip4("gaddr");
const ALL_HOSTS: (&Field, Unset) = (&ip::DST, Unset::Is(0xe000_0001));
const ALL_ROUTERS: (&Field, Unset) = (&ip::DST, Unset::Is(0xe000_0002));
const ALL_V3: (&Field, Unset) = (&ip::DST, Unset::Is(0xe000_0016));
const ALL_SNOOPERS: (&Field, Unset) = (&ip::DST, Unset::Is(0xe000_006a));
igmp! {
    ["IGMP", "IGMP_MQ", "IGMPv3"] 0x11 [ALL_HOSTS] [&RESPONSE, &igmp::CHECKSUM, &GROUP];
    ["IGMPv2_LG"] 0x17 [ALL_ROUTERS] [&n("mrcode", 8), &igmp::CHECKSUM, &GROUP];
    ["IGMP_MR"] 0x12 [] [&n("mrcode", 8), &igmp::CHECKSUM, &GROUP];
    ["IGMPv2_MR"] 0x16 [] [&n("mrcode", 8), &igmp::CHECKSUM, &GROUP];
    ["IGMPv3_MQ"] 0x11 [ALL_HOSTS] [&n("mrcode", 8).unset(20), &igmp::CHECKSUM, &GROUP, &word(8), &bit("flags", 0xf0).flags(&["bit_0", "bit_1", "bit_2", "extended"]), &bit("s", 8), &bit("qrv", 7), &n("qqic", 8), &n("numsrc", 16).computed(), &list("srcaddrs", &ADDRESS)];
    ["IGMPv3_MR"] 0x22 [ALL_V3] [&n("reserved", 8), &igmp::CHECKSUM, &n("flags", 16).flags(REPORT_FLAGS), &n("numgrp", 16).computed(), &list("records", &MEMBERSHIP)];
    ["IGMPv3_MRA"] 0x30 [ALL_SNOOPERS] [&n("advIntvl", 8), &igmp::CHECKSUM, &n("qryIntvl", 16), &n("robust", 16)];
    ["IGMPv3_MRS"] 0x31 [ALL_ROUTERS] [&n("reserved", 8), &igmp::CHECKSUM];
    ["IGMPv3_MRT"] 0x32 [ALL_SNOOPERS] [&n("reserved", 8), &igmp::CHECKSUM];
}
const REPORT_FLAGS: &[&str] = &[
    "bit_0", "bit_1", "bit_2", "bit_3", "bit_4", "bit_5", "bit_6", "bit_7", "bit_8", "bit_9", "bit_10", "bit_11", "bit_12", "bit_13",
    "bit_14", "extended",
];
/// Two seconds in a query; nothing in a report.
static RESPONSE: Field = Field::part(Place::Switch(|h| h.byte(0).into(), &[(0x11, &[&n("mrcode", 8).unset(20)])], &[&n("mrcode", 8)]));
static MEMBERSHIP: Field = record(
    "IGMPv3_MR_Group",
    &[&n("rtype", 8).unset(4), &n("auxdlen", 8), &n("numsrc", 16).computed(), &ip4("maddr"), &list("srcaddrs", &ADDRESS)],
);

// PIM: RFC 7761.
pub(in super::super) static PIM: &[Class] = &[
    Class { names: &["PIMv2Hdr"], size: 1, fields: &[&pim::VERSION, &pim::TYPE, &n("reserved", 8), &pim::CHECKSUM], ..Class::PLAIN },
    Class { names: &["PIMv2Hello"], fields: &[&list("option", &HELLO)], binds: &[(&pim::TYPE, Unset::Is(0))], ..Class::PART },
    Class {
        names: &["PIMv2JoinPrune"],
        fields: &[
            &n("up_addr_family", 8).unset(1),
            &n("up_encoding_type", 8),
            &UPSTREAM,
            &n("reserved", 8),
            &n("num_group", 8).computed(),
            &n("holdtime", 16).unset(210),
            &list("jp_ips", &GROUPS),
        ],
        binds: &[(&pim::TYPE, Unset::Is(3))],
        ..Class::PART
    },
];
static PIM_LEN: Field = behind("length", 16);
static HELLO: Field = Field::new(
    "",
    "PIM hello option",
    Place::Peek(16, &[(1, &HOLD), (2, &DELAY), (19, &PRIORITY), (20, &GENERATION), (21, &REFRESH), (24, &SECONDARY)], &OTHER),
);
static OTHER: Field = record("PIMv2HelloOther", &[&n("type", 16), &PIM_LEN, &rest("value")]);
static HOLD: Field = record("PIMv2HelloHoldtime", &[&n("type", 16).unset(1), &PIM_LEN, &n("holdtime", 16).unset(105)]);
static DELAY: Field =
    record("PIMv2HelloLANPruneDelay", &[&n("type", 16).unset(2), &PIM_LEN, &list("value", &DELAYS).preset(&[1, 0xf4, 9, 0xc4])]);
static DELAYS: Field = record(
    "PIMv2HelloLANPruneDelayValue",
    &[&n("", 16).unset(500), &bit("t", 0x8000), &bit("propagation_delay", 0x7fff), &n("override_interval", 16).unset(2500)],
);
static PRIORITY: Field = record("PIMv2HelloDRPriority", &[&n("type", 16).unset(19), &PIM_LEN, &n("dr_priority", 32).unset(1)]);
static GENERATION: Field = record("PIMv2HelloGenerationID", &[&n("type", 16).unset(20), &PIM_LEN, &n("generation_id", 32)]);
static REFRESH: Field =
    record("PIMv2HelloStateRefresh", &[&n("type", 16).unset(21), &PIM_LEN, &list("value", &REFRESHES).preset(&[1, 0, 0, 0])]);
static SECONDARY: Field = record("PIMv2HelloAddrList", &[&n("type", 16).unset(24), &PIM_LEN, &list("value", &SECONDARIES)]);
/// An encoded unicast address (RFC 7761, 4.9.1): Scapy says that its IPv6 addresses were IPv4's.
static SECONDARIES: Field = record(
    "PIMv2HelloAddrListValue",
    &[
        &n("addr_family", 8).unset(2),
        &n("encoding_type", 8),
        &Field::part(Place::Switch(|h| h.byte(h.start).into(), &[(1, &[&ip4("prefix")])], &[&ip6("prefix")])),
    ],
);
static REFRESHES: Field = record("PIMv2HelloStateRefreshValue", &[&n("version", 8).unset(1), &n("interval", 8), &n("reserved", 16)]);
/// The address family's number: 1 is IPv4, 2 IPv6.
static UPSTREAM: Field =
    Field::part(Place::Switch(|h| h.byte(h.at.saturating_sub(2)).into(), &[(2, &[&ip6("up_neighbor_ip")])], &[&ip4("up_neighbor_ip")]));
static MASK: Field = n("mask_len", 8).unset(32);
macro_rules! sources {
    ($name:literal) => {
        record(
            $name,
            &[
                &n("addr_family", 8).unset(1),
                &n("encoding_type", 8),
                &n("", 8).unset(1),
                &bit("rsrvd", 0xf8),
                &bit("sparse", 4),
                &bit("wildcard", 2),
                &bit("rpt", 1),
                &MASK,
                &Field::part(Place::Switch(|h| h.byte(h.start).into(), &[(2, &[&ip6("src_ip")])], &[&ip4("src_ip")])),
            ],
        )
    };
}
static JOINED: Field = sources!("PIMv2JoinAddrs");
static PRUNED: Field = sources!("PIMv2PruneAddrs");
static GROUPS: Field = record(
    "PIMv2GroupAddrs",
    &[
        &n("addr_family", 8).unset(1),
        &n("encoding_type", 8),
        &word(8),
        &bit("bidirection", 0x80),
        &bit("reserved", 0x7e),
        &bit("admin_scope_zone", 1),
        &MASK,
        &Field::part(Place::Switch(|h| h.byte(h.start).into(), &[(2, &[&ip6("gaddr")])], &[&ip4("gaddr")])),
        &n("num_joins", 16).computed(),
        &n("num_prunes", 16).computed(),
        &Field::new("", "", Place::Repeat(|h| h.word(h.at.saturating_sub(4)).into(), &JOINED)).alias("join_ips"),
        &Field::new("", "", Place::Repeat(pruned, &PRUNED)).alias("prune_ips"),
    ],
);
/// How many sources are pruned: told before those that are joined.
fn pruned(h: &crate::field::Here<'_>) -> usize {
    let at = h.start + if h.byte(h.start) == 2 { 22 } else { 10 };
    h.word(at).into()
}

// OSPF: RFC 2328, RFC 5340.
pub(in super::super) static OSPF: &[Class] = &[
    Class {
        names: &["OSPF_Hdr"],
        size: 14,
        fields: &[
            &ospf::VERSION,
            &OSPF_TYPE,
            &ospf::PACKET_LENGTH,
            &ospf::SRCROUTER,
            &ospf::AREA_ID,
            &ospf::CHECKSUM,
            &key("authtype", 16),
            &Field::part(Place::Pick(
                &[(2, &[&n("reserved", 16), &n("keyid", 8).unset(1), &n("authdatalen", 8), &n("seq", 32)])],
                &[&n("authdata", 64)],
            )),
        ],
        presets: &[(&OSPF_TYPE, Unset::Is(1))],
        ..Class::PLAIN
    },
    Class {
        names: &["OSPFv3_Hdr"],
        size: 14,
        fields: &[
            &ospf::VERSION,
            &OSPF_TYPE,
            &ospf::PACKET_LENGTH,
            &ospf::SRCROUTER,
            &ospf::AREA_ID,
            &ospf::CHECKSUM,
            &n("instance", 8),
            &n("reserved", 8),
        ],
        presets: &[(&ospf::VERSION, Unset::Is(3)), (&OSPF_TYPE, Unset::Is(1))],
        ..Class::PLAIN
    },
];
static OSPF_TYPE: Field = Field::bits("ospf.msg", "", 8, 8).alias("type");
macro_rules! messages { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static OSPF_MESSAGES: &[Class] = &[$(Class {
        names: &[$name],
        fields: &[$(&$f),*],
        binds: &[(&OSPF_TYPE, Unset::Is($kind))],
        ..Class::PART
    }),*];
} }
messages! {
    "OSPF_Hello" 1 [ip4("mask").unset(0xffff_ff00), n("hellointerval", 16).unset(10), OPTIONS_2, n("prio", 8).unset(1), n("deadinterval", 32).unset(40), ip4("router"), ip4("backup"), list("neighbors", &ADDRESS)];
    "OSPF_DBDesc" 2 [n("mtu", 16).unset(1500), OPTIONS_2, n("dbdescr", 8).flags(&["MS", "M", "I", "R", "4", "3", "2", "1"]), n("ddseq", 32).unset(1), list("lsaheaders", &HEADER_2)];
    "OSPF_LSReq" 3 [list("requests", &REQUEST_2)];
    "OSPF_LSUpd" 4 [n("lsacount", 32).computed(), list("lsalist", &ITEM)];
    "OSPF_LSAck" 5 [list("lsaheaders", &HEADER_2)];
    "OSPFv3_Hello" 1 [n("intid", 32), n("prio", 8).unset(1), OPTIONS_3, n("hellointerval", 16).unset(10), n("deadinterval", 16).unset(40), ip4("router"), ip4("backup"), list("neighbors", &ADDRESS)];
    "OSPFv3_DBDesc" 2 [n("reserved", 8), OPTIONS_3, n("mtu", 16).unset(1500), n("reserved2", 8), n("dbdescr", 8).flags(&["MS", "M", "I", "R"]), n("ddseq", 32).unset(1), list("lsaheaders", &HEADER_3)];
    "OSPFv3_LSReq" 3 [list("requests", &REQUEST_3)];
    "OSPFv3_LSUpd" 4 [n("lsacount", 32).computed(), list("lsalist", &ITEM)];
    "OSPFv3_LSAck" 5 [list("lsaheaders", &HEADER_3)];
}
const OPTIONS_2: Field = n("options", 8).flags(&["MT", "E", "MC", "NP", "L", "DC", "O", "DN"]);
const OPTIONS_3: Field = n("options", 24).flags(&["V6", "E", "MC", "N", "R", "DC", "AF", "L", "I", "F"]);
static HEADER_2: Field = record(
    "OSPF_LSA_Hdr",
    &[
        &n("age", 16).unset(1),
        &OPTIONS_2,
        &n("type", 8).unset(1),
        &ip4("id").unset(0xc0a8_0000),
        &ROUTER_1,
        &SEQ,
        &n("chksum", 16),
        &n("len", 16).unset(36),
    ],
);
static HEADER_3: Field = record(
    "OSPFv3_LSA_Hdr",
    &[&n("age", 16).unset(1), &n("type", 16).unset(0x2001), &ip4("id"), &ROUTER_1, &SEQ, &n("chksum", 16), &n("len", 16).unset(36)],
);
const ROUTER_1: Field = ip4("adrouter").unset(0x0101_0101);
const SEQ: Field = n("seq", 32).unset(0x8000_0001);
static REQUEST_2: Field = record("OSPF_LSReq_Item", &[&n("type", 32).unset(1), &ip4("id").unset(0x0101_0101), &ROUTER_1]);
static REQUEST_3: Field =
    record("OSPFv3_LSReq_Item", &[&n("reserved", 16), &n("type", 16).unset(0x2001), &ip4("id").unset(0x0101_0101), &ROUTER_1]);

static LSA_SUM: Field = Field::bits("ospf.lsa.chksum", "", 128, 16).alias("chksum").computed();
static LSA_LEN: Field = Field::bits("ospf.lsa.length", "", 144, 16).alias("len").computed();
static LSA_AGE: Field = Field::bits("", "", 0, 16).alias("age").unset(1);
static LSA_OPTIONS: Field = Field::bits("", "", 16, 8).alias("options").flags(&["MT", "E", "MC", "NP", "L", "DC", "O", "DN"]);
static LSA_TYPE_2: Field = Field::bits("", "", 24, 8).alias("type");
static LSA_TYPE_3: Field = Field::bits("", "", 16, 16).alias("type");
static LSA_ID: Field = Field::bits("", "", 32, 32).kind(Kind::Ip4).alias("id");
static LSA_ROUTER: Field = Field::bits("", "", 64, 32).kind(Kind::Ip4).alias("adrouter");
static LSA_SEQ: Field = Field::bits("", "", 96, 32).alias("seq").unset(0x8000_0001);
/// Link state advertisements: values of `lsalist`.
macro_rules! advertisements { ($list:ident $first:ident $kind_field:ident $($name:literal $kind:literal $id:literal $router:literal $prefix:literal [$($f:expr),*];)*) => {
    pub(in super::super) static $list: &[Class] = &[$(Class {
        names: &[$name],
        size: 20,
        fields: &[&LSA_AGE, &$first, &$kind_field, &LSA_ID, &LSA_ROUTER, &LSA_SEQ, &LSA_SUM, &LSA_LEN, $(&$f),*],
        shape: Some(|header, set| told(header, set, $prefix)),
        presets: &[(&$kind_field, Unset::Is($kind)), (&LSA_ID, Unset::Is($id)), (&LSA_ROUTER, Unset::Is($router))],
        finish: advertised,
        ..Class::PART
    }),*];
} }
const METRIC: Field = n("metric", 24).unset(20);
const NET: Field = ip4("mask").unset(0xffff_ff00);
const E_BIT: Field = bit("ebit", 0x80).flags(&["E"]);
advertisements! {
    LSA_2 LSA_OPTIONS LSA_TYPE_2
    "OSPF_Router_LSA" 1 0x0101_0101 0x0101_0101 0 [n("flags", 8).flags(&["B", "E", "V", "W", "Nt"]), n("reserved", 8), n("linkcount", 16).computed(), list("linklist", &LINK_2)];
    "OSPF_Network_LSA" 2 0xc0a8_0000 0x0101_0101 0 [NET, list("routerlist", &ADDRESS)];
    "OSPF_SummaryIP_LSA" 3 0xc0a8_0000 0x0101_0101 0 [NET, n("reserved", 8), n("metric", 24).unset(10)];
    "OSPF_SummaryASBR_LSA" 4 0x0202_0202 0x0101_0101 0 [ip4("mask"), n("reserved", 8), METRIC];
    "OSPF_External_LSA" 5 0xc0a8_0000 0x0202_0202 0 [NET, word(8), E_BIT, bit("reserved", 0x7f), METRIC, ip4("fwdaddr"), n("tag", 32)];
    "OSPF_NSSA_External_LSA" 7 0xc0a8_0000 0x0202_0202 0 [NET, word(8), E_BIT, bit("reserved", 0x7f), METRIC, ip4("fwdaddr"), n("tag", 32)];
    "OSPF_Link_Scope_Opaque_LSA" 9 0xc000_0201 0xc633_6464 0 [rest("data").preset(b"data")];
    "OSPF_Area_Scope_Opaque_LSA" 10 0xc000_0201 0xc633_6464 0 [rest("data").preset(b"data")];
    "OSPF_AS_Scope_Opaque_LSA" 11 0xc000_0201 0xc633_6464 0 [rest("data").preset(b"data")];
}
advertisements! {
    LSA_3 LSA_TYPE_3 LSA_TYPE_3
    "OSPFv3_Router_LSA" 0x2001 0 0x0101_0101 0 [n("flags", 8).flags(&["B", "E", "V", "W"]), OPTIONS_3, list("linklist", &LINK_3)];
    "OSPFv3_Network_LSA" 0x2002 0 0x0101_0101 0 [n("reserved", 8), OPTIONS_3, list("routerlist", &ADDRESS)];
    "OSPFv3_Inter_Area_Prefix_LSA" 0x2003 0 0x0101_0101 28 [n("reserved", 8), n("metric", 24).unset(10), PREFIX_LEN, PREFIX_OPTIONS, n("reserved2", 16), PREFIX];
    "OSPFv3_AS_External_LSA" 0x4005 0 0x0101_0101 28 [n("flags", 8).flags(&["T", "F", "E"]), n("metric", 24).unset(20), PREFIX_LEN, PREFIX_OPTIONS, n("reflstype", 16).words(LSA_TYPES), PREFIX, FORWARD, TAG, REFERENCE];
    "OSPFv3_Type_7_LSA" 0x2007 0 0x0101_0101 28 [n("flags", 8).flags(&["T", "F", "E"]), n("metric", 24).unset(20), PREFIX_LEN, PREFIX_OPTIONS, n("reflstype", 16).words(LSA_TYPES), PREFIX, FORWARD, TAG, REFERENCE];
    "OSPFv3_Link_LSA" 0x0008 0 0x0101_0101 0 [n("prio", 8).unset(1), OPTIONS_3, ip6("lladdr").preset(&[0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), n("prefixes", 32).computed(), list("prefixlist", &ITEM)];
    "OSPFv3_Intra_Area_Prefix_LSA" 0x2009 0 0x0101_0101 0 [n("prefixes", 16).computed(), n("reflstype", 16).words(LSA_TYPES), ip4("reflsid"), ip4("refadrouter"), list("prefixlist", &ITEM)];
    "OSPFv3_Inter_Area_Router_LSA" 0x2004 0 0x0101_0101 0 [n("reserved", 8), OPTIONS_3, n("reserved2", 8), n("metric", 24).unset(1), ip4("router").unset(0x0202_0202)];
}
// Prefixes: RFC 5340, A.4.1. The length is said with the prefix, and stands before its options.
static PREFIX_LEN: Field = n("prefixlen", 8).computed();
const PREFIX_OPTIONS: Field = n("prefixoptions", 8).flags(&["NU", "LA", "MC", "P"]);
const PREFIX: Field = Field { words: Words::Prefix(4), ..rest("prefix") }.preset(&[64, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0x42]);
const FORWARD: Field = Field::part(Place::When(|h| h.byte(20) & 2 != 0, &[&ip6("fwaddr")]));
const TAG: Field = Field::part(Place::When(|h| h.byte(20) & 1 != 0, &[&n("tag", 32)]));
const REFERENCE: Field = Field::part(Place::When(|h| h.word(26) != 0, &[&ip4("reflsid")]));
const LSA_TYPES: Names = &[
    (0x0008, "link"),
    (0x2001, "router"),
    (0x2002, "network"),
    (0x2003, "interAreaPrefix"),
    (0x2004, "interAreaRouter"),
    (0x2007, "type7"),
    (0x2009, "intraAreaPrefix"),
    (0x4005, "asExternal"),
];
/// Puts the length of a prefix, 4 bytes before it, where it belongs; 0 where there is no prefix.
fn told(header: &mut Vec<u8>, set: &[&'static Field], from: usize) {
    if (1..header.len()).contains(&from) {
        let len = header.remove(from);
        if let (Some(to), true) = (header.get_mut(from - 4), !set.iter().any(|s| std::ptr::eq(*s, &PREFIX_LEN))) {
            *to = len;
        }
    }
}
/// Parts of advertisements, and link-local signaling behind a packet (RFC 5613).
pub(in super::super) static OSPF_PARTS: &[Class] = &[
    Class {
        names: &["OSPFv3_Prefix_Item"],
        fields: &[&PREFIX_LEN, &PREFIX_OPTIONS, &n("metric", 16).unset(10), &PREFIX],
        shape: Some(|header, set| told(header, set, 4)),
        ..Class::PART
    },
    Class {
        names: &["OSPF_LLS_Hdr"],
        size: 4,
        fields: &[&LLS_SUM, &LLS_LEN, &list("llstlv", &ITEM)],
        finish: |d| {
            d.fill(&LLS_LEN, (d.bytes.len() / 4) as u64);
            d.fill(&LLS_SUM, 0);
            let sum = crate::checksum::internet(0, d.bytes);
            d.fill(&LLS_SUM, sum.into());
        },
        ..Class::PART
    },
    Class { names: &["LLS_Generic_TLV"], fields: &[&n("type", 16), &behind("len", 16), &rest("val")], ..Class::PART },
    Class {
        names: &["LLS_Extended_Options"],
        fields: &[&n("type", 16).unset(1), &behind("len", 16), &n("options", 32).flags(&["LR", "RS"])],
        ..Class::PART
    },
    Class {
        names: &["LLS_Crypto_Auth"],
        fields: &[&n("type", 16).unset(2), &behind("len", 16), &n("sequence", 32), &rest("authdata").preset(&[0; 16])],
        ..Class::PART
    },
];
static LLS_SUM: Field = Field::bits("", "", 0, 16).alias("chksum").computed();
static LLS_LEN: Field = Field::bits("", "", 16, 16).alias("len").computed();
static LINK_2: Field = record(
    "OSPF_Link",
    &[
        &ip4("id").unset(0xc0a8_0000),
        &ip4("data").unset(0xffff_ff00),
        &n("type", 8).unset(3),
        &n("toscount", 8),
        &n("metric", 16).unset(10),
    ],
);
static LINK_3: Field = record(
    "OSPFv3_Link",
    &[
        &n("type", 8).unset(1),
        &n("reserved", 8),
        &n("metric", 16).unset(10),
        &n("intid", 32),
        &n("neighintid", 32),
        &ip4("neighbor").unset(0x0202_0202),
    ],
);
/// Length, and the checksum of all behind the age (RFC 2328, 12.1.7; RFC 1008, 7).
fn advertised(d: &mut Draft<'_>) {
    d.fill(&LSA_LEN, d.bytes.len() as u64);
    d.fill(&LSA_SUM, 0);
    let body = d.bytes.get(2..).unwrap_or(&[]);
    let (mut a, mut b) = (0i64, 0i64);
    for &byte in body {
        a = (a + i64::from(byte)) % 255;
        b = (b + a) % 255;
    }
    let behind = body.len() as i64 - 15;
    let x = (behind * a - b).rem_euclid(255);
    let y = (b - (behind + 1) * a).rem_euclid(255);
    let one = |n: i64| if n == 0 { 255 } else { n as u64 };
    d.fill(&LSA_SUM, one(x) << 8 | one(y));
}

// EIGRP: RFC 7868. Its records' types tell of which protocol they are.
pub(in super::super) static EIGRP: &[Class] = &[Class {
    names: &["EIGRP"],
    size: 20,
    fields: &[
        &eigrp::VERSION,
        &eigrp::OPCODE,
        &eigrp::CHECKSUM,
        &Field::bits("", "", 32, 32).alias("flags").flags(&["init", "cond-recv", "restart", "end-of-table"]),
        &eigrp::SEQ,
        &eigrp::ACK,
        &Field::bits("", "", 128, 32).alias("asn").unset(100),
        &list("tlvlist", &EIGRP_TLV),
    ],
    ..Class::PLAIN
}];
const EIGRP_LEN: Field = whole("len", 16);
static EIGRP_TLV: Field = Field::new(
    "",
    "EIGRP record",
    Place::Peek(
        16,
        &[
            (1, &EIGRP_PARAM),
            (2, &EIGRP_AUTH),
            (3, &EIGRP_SEQ),
            (4, &EIGRP_VERSION),
            (5, &EIGRP_NMS),
            (6, &EIGRP_STUB),
            (0x102, &EIGRP_INTERNAL),
            (0x103, &EIGRP_EXTERNAL),
            (0x402, &EIGRP_INTERNAL_6),
            (0x403, &EIGRP_EXTERNAL_6),
        ],
        &EIGRP_OTHER,
    ),
);
static EIGRP_OTHER: Field = record("EIGRPGeneric", &[&n("type", 16), &EIGRP_LEN, &rest("value").preset(&[0])]);
static EIGRP_PARAM: Field = record(
    "EIGRPParam",
    &[
        &n("type", 16).unset(1),
        &n("len", 16).unset(12),
        &n("k1", 8).unset(1),
        &n("k2", 8),
        &n("k3", 8).unset(1),
        &n("k4", 8),
        &n("k5", 8),
        &n("reserved", 8),
        &n("holdtime", 16).unset(15),
    ],
);
static EIGRP_AUTH: Field = record(
    "EIGRPAuthData",
    &[
        &n("type", 16).unset(2),
        &EIGRP_LEN,
        &n("authtype", 16).unset(2).words(&[(2, "MD5"), (3, "SHA256")]),
        &n("keysize", 16).unset(16),
        &n("keyid", 32).unset(1),
        &run("nullpad", 12),
        &rest("authdata").preset(&[0; 16]),
    ],
);
static EIGRP_SEQ: Field = record(
    "EIGRPSeq",
    &[
        &n("type", 16).unset(3),
        &EIGRP_LEN,
        &n("addrlen", 8).unset(4),
        &Field::part(Place::Switch(
            |h| h.number,
            &[
                (4, &[&ip4("ipaddr").unset(0xc0a8_0001)]),
                (16, &[&ip6("ip6addr").preset(&[0x20, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])]),
            ],
            &[],
        )),
    ],
);
static EIGRP_VERSION: Field =
    record("EIGRPSwVer", &[&n("type", 16).unset(4), &n("len", 16).unset(8), &n("ios", 16).unset(0x0c00), &n("eigrp", 16).unset(0x0102)]);
static EIGRP_NMS: Field = record("EIGRPNms", &[&n("type", 16).unset(5), &n("len", 16).unset(8), &n("nms", 32).unset(2)]);
static EIGRP_STUB: Field = record(
    "EIGRPStub",
    &[
        &n("type", 16).unset(6),
        &n("len", 16).unset(6),
        &n("flags", 16).unset(0xd).flags(&["connected", "static", "summary", "receive-only", "redistributed", "leak-map"]),
    ],
);
const FROM_OUTSIDE: [&Field; 6] = [
    &ip4("originrouter").unset(0xc0a8_0001),
    &n("originasn", 32),
    &n("tag", 32),
    &n("externalmetric", 32),
    &n("reserved", 16),
    &n("extprotocolid", 8).unset(3).words(&[
        (1, "IGRP"),
        (2, "EIGRP"),
        (3, "Static Route"),
        (4, "RIP"),
        (5, "Hello"),
        (6, "OSPF"),
        (7, "IS-IS"),
        (8, "EGP"),
        (9, "BGP"),
        (10, "IDRP"),
        (11, "Connected Link"),
    ]),
];
const OUTSIDE_FLAGS: Field = n("flags", 8).flags(&["external", "candidate-default"]);
static EIGRP_INTERNAL: Field = record(
    "EIGRPIntRoute",
    &[
        &n("type", 16).unset(0x102),
        &EIGRP_LEN,
        &ip4("nexthop").unset(0xc0a8_0000),
        &n("delay", 32).unset(128_000),
        &n("bandwidth", 32).unset(256),
        &n("mtu", 24).unset(1500),
        &n("hopcount", 8),
        &n("reliability", 8).unset(255),
        &n("load", 8),
        &n("reserved", 16),
        &n("prefixlen", 8).unset(24),
        &rest("dst").preset(&[192, 168, 1]),
    ],
);
static EIGRP_EXTERNAL: Field = record(
    "EIGRPExtRoute",
    &[
        &n("type", 16).unset(0x103),
        &EIGRP_LEN,
        &ip4("nexthop").unset(0xc0a8_0000),
        FROM_OUTSIDE[0],
        FROM_OUTSIDE[1],
        FROM_OUTSIDE[2],
        FROM_OUTSIDE[3],
        FROM_OUTSIDE[4],
        FROM_OUTSIDE[5],
        &OUTSIDE_FLAGS,
        &n("delay", 32),
        &n("bandwidth", 32).unset(256),
        &n("mtu", 24).unset(1500),
        &n("hopcount", 8),
        &n("reliability", 8).unset(255),
        &n("load", 8),
        &n("reserved2", 16),
        &n("prefixlen", 8).unset(24),
        &rest("dst").preset(&[192, 168, 1]),
    ],
);
static EIGRP_INTERNAL_6: Field = record(
    "EIGRPv6IntRoute",
    &[
        &n("type", 16).unset(0x402),
        &EIGRP_LEN,
        &ip6("nexthop"),
        &n("delay", 32).unset(128_000),
        &n("bandwidth", 32).unset(256_000),
        &n("mtu", 24).unset(1500),
        &n("hopcount", 8).unset(1),
        &n("reliability", 8).unset(255),
        &n("load", 8),
        &n("reserved", 16),
        &n("prefixlen", 8).unset(16),
        // A byte more than the prefix has, as Cisco's routers send it.
        &rest("dst").preset(&[0x20, 1, 0]),
    ],
);
static EIGRP_EXTERNAL_6: Field = record(
    "EIGRPv6ExtRoute",
    &[
        &n("type", 16).unset(0x403),
        &EIGRP_LEN,
        &ip6("nexthop"),
        FROM_OUTSIDE[0],
        FROM_OUTSIDE[1],
        FROM_OUTSIDE[2],
        FROM_OUTSIDE[3],
        FROM_OUTSIDE[4],
        FROM_OUTSIDE[5],
        &OUTSIDE_FLAGS,
        &n("delay", 32),
        &n("bandwidth", 32).unset(256_000),
        &n("mtu", 24).unset(1500),
        &n("hopcount", 8).unset(1),
        &n("reliability", 8),
        &n("load", 8).unset(1),
        &n("reserved2", 16),
        &n("prefixlen", 8).unset(8),
        &rest("dst").preset(&[0, 0]),
    ],
);

// CDP: Cisco's.
pub(in super::super) static CDP: &[Class] = &[Class {
    names: &["CDPv2_HDR"],
    size: 4,
    fields: &[&cdp::VERSION, &cdp::TTL, &cdp::CHECKSUM, &list("msg", &CDP_TLV)],
    ..Class::PLAIN
}];
macro_rules! cdp { ($($id:ident $name:literal $kind:literal [$($f:expr),*];)*) => {
    static CDP_TLV: Field = Field::new("", "CDP record", Place::Peek(16, &[$(($kind, &$id)),*], &CDP_OTHER));
    $(static $id: Field = record($name, &[&n("type", 16).unset($kind), $(&$f),*]);)*
} }
const CDP_LEN: Field = whole("len", 16);
static CDP_OTHER: Field = record("CDPMsgGeneric", &[&n("type", 16), &CDP_LEN, &rest("val")]);
cdp! {
    CDP_DEVICE "CDPMsgDeviceID" 1 [CDP_LEN, rest("val")];
    CDP_ADDRESS "CDPMsgAddr" 2 [CDP_LEN, n("naddr", 32).computed(), list("addr", &CDP_RECORD)];
    CDP_PORT "CDPMsgPortID" 3 [CDP_LEN, rest("iface").preset(b"Port 1")];
    CDP_CAPABLE "CDPMsgCapabilities" 4 [n("len", 16).unset(8), n("cap", 32).flags(&["Router", "TransparentBridge", "SourceRouteBridge", "Switch", "Host", "IGMPCapable", "Repeater"])];
    CDP_SOFTWARE "CDPMsgSoftwareVersion" 5 [CDP_LEN, rest("val")];
    CDP_PLATFORM "CDPMsgPlatform" 6 [CDP_LEN, rest("val")];
    CDP_HELLO "CDPMsgProtoHello" 8 [n("len", 16).unset(32), n("oui", 24).unset(12), n("protocol_id", 16), rest("data")];
    CDP_VTP "CDPMsgVTPMgmtDomain" 9 [CDP_LEN, rest("val")];
    CDP_VLAN "CDPMsgNativeVLAN" 10 [n("len", 16).unset(6), n("vlan", 16).unset(1)];
    CDP_DUPLEX "CDPMsgDuplex" 11 [n("len", 16).unset(5), n("duplex", 8).words(&[(0, "Half"), (1, "Full")])];
    CDP_VOICE "CDPMsgVoIPVLANReply" 14 [n("len", 16).unset(7), n("status", 8).unset(1), n("vlan", 16).unset(1)];
    CDP_VOICE_ASK "CDPMsgVoIPVLANQuery" 15 [CDP_LEN, n("unknown1", 8), n("vlan", 16).unset(1), rest("unknown2")];
    CDP_POWER "CDPMsgPower" 16 [n("len", 16).unset(6), n("power", 16).unset(1337)];
    CDP_MTU "CDPMsgMTU" 17 [n("len", 16).unset(6), n("mtu", 16).unset(1500)];
    CDP_TRUST "CDPMsgTrustBitmap" 18 [n("len", 16).unset(5), n("trust_bitmap", 8)];
    CDP_COS "CDPMsgUntrustedPortCoS" 19 [n("len", 16).unset(5), n("untrusted_port_cos", 8)];
    CDP_MANAGED "CDPMsgMgmtAddr" 22 [CDP_LEN, n("naddr", 32).computed(), list("addr", &CDP_RECORD)];
    CDP_WATTS "CDPMsgPowerRequest" 25 [CDP_LEN, n("req_id", 16), n("mgmt_id", 16), list("power_requested_list", &WATTS)];
    CDP_OFFER "CDPMsgPowerAvailable" 26 [CDP_LEN, n("req_id", 16), n("mgmt_id", 16), list("power_available_list", &WATTS)];
}
static WATTS: Field = n("power", 32);
static CDP_RECORD: Field = Field::new("", "CDP address", Place::Peek(8, &[(1, &CDP_IPV4), (2, &CDP_IPV6)], &CDP_IPV4));
static CDP_IPV4: Field = record(
    "CDPAddrRecordIPv4",
    &[&n("ptype", 8).unset(1), &n("plen", 8).unset(1), &run("proto", 1).preset(&[0xcc]), &n("addrlen", 16).unset(4), &ip4("addr")],
);
static CDP_IPV6: Field = record(
    "CDPAddrRecordIPv6",
    &[
        &n("ptype", 8).unset(2),
        &n("plen", 8).unset(8),
        &run("proto", 8).preset(&[0xaa, 0xaa, 3, 0, 0, 0, 0x86, 0xdd]),
        &n("addrlen", 16).unset(16),
        &ip6("addr").preset(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
    ],
);

// BFD: RFC 5880.
pub(in super::super) static BFD: &[Class] = &[Class {
    names: &["BFD"],
    size: 1,
    fields: &[
        &bfd::VERSION,
        &Field::bits("bfd.diag", "", 3, 5).alias("diag"),
        &n("", 8).unset(0xc0),
        &bit("sta", 0xc0).words(&[(0, "AdminDown"), (1, "Down"), (2, "Init"), (3, "Up")]),
        &bit("flags", 0x3f).flags(&["M", "D", "A", "C", "F", "P"]),
        &n("detect_mult", 8).unset(3),
        &bfd::MESSAGE_LENGTH,
        &n("my_discriminator", 32).unset(0x1111_1111),
        &n("your_discriminator", 32).unset(0x2222_2222),
        &n("min_tx_interval", 32).unset(1_000_000_000),
        &n("min_rx_interval", 32).unset(1_000_000_000),
        &n("echo_rx_interval", 32).unset(1_000_000_000),
        &Field::part(Place::When(|h| h.byte(1) & 4 != 0, &[&rest("optional_auth")])),
    ],
    binds: &[(&net::UDP_SPORT, Unset::Is(7784)), (&net::UDP_DPORT, Unset::Is(7784))],
    ..Class::PLAIN
}];
/// Values of `optional_auth`: RFC 5880, 4.2.
pub(in super::super) static BFD_AUTH: &[Class] = &[Class {
    names: &["OptionalAuth"],
    fields: &[
        &key("auth_type", 8).unset(1),
        &whole("auth_len", 8),
        &n("auth_keyid", 8).unset(1),
        &Field::part(Place::Pick(
            &[(1, &[&rest("auth_key").preset(b"password")]), (2, DIGEST_16), (3, DIGEST_16), (4, DIGEST_20), (5, DIGEST_20)],
            &[&rest("auth_key")],
        )),
    ],
    ..Class::PART
}];
const DIGEST_16: Fields = &[&n("reserved", 8), &n("sequence_number", 32), &run("auth_key", 16)];
const DIGEST_20: Fields = &[&n("reserved", 8), &n("sequence_number", 32), &run("auth_key", 20)];

// RIPng: RFC 2080.
pub(in super::super) static RIPNG: &[Class] = &[
    Class {
        names: &["RIPng"],
        size: 4,
        fields: &[
            &Field::bits("ripng.cmd", "", 0, 8).alias("cmd").unset(1).words(&[(1, "req"), (2, "resp")]),
            &Field::bits("ripng.version", "", 8, 8).alias("ver").unset(1),
            &Field::bits("", "", 16, 16).alias("null"),
        ],
        binds: &[(&net::UDP_SPORT, Unset::Is(521)), (&net::UDP_DPORT, Unset::Is(521))],
        ..Class::PLAIN
    },
    Class {
        names: &["RIPngEntry"],
        fields: &[&ip6("prefix_or_nh"), &n("routetag", 16), &n("prefixlen", 8), &n("metric", 8).unset(1)],
        ..Class::PART
    },
];
