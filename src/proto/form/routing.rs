//! Routing and group membership: IGMP, PIM, OSPF, BFD, RIPng.
use super::*;
use crate::draft::Draft;
use crate::proto::{bfd, igmp, ospf, pim};

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
    ["IGMP", "IGMP_MQ"] 0x11 [ALL_HOSTS] [&RESPONSE, &igmp::CHECKSUM, &GROUP];
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
    Place::Peek(16, &[(1, &HOLD), (2, &DELAY), (19, &PRIORITY), (20, &GENERATION), (21, &REFRESH)], &OTHER),
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
macro_rules! advertisements { ($list:ident $first:ident $kind_field:ident $($name:literal $kind:literal $id:literal $router:literal [$($f:expr),*];)*) => {
    pub(in super::super) static $list: &[Class] = &[$(Class {
        names: &[$name],
        size: 20,
        fields: &[&LSA_AGE, &$first, &$kind_field, &LSA_ID, &LSA_ROUTER, &LSA_SEQ, &LSA_SUM, &LSA_LEN, $(&$f),*],
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
    "OSPF_Router_LSA" 1 0x0101_0101 0x0101_0101 [n("flags", 8).flags(&["B", "E", "V", "W", "Nt"]), n("reserved", 8), n("linkcount", 16).computed(), list("linklist", &LINK_2)];
    "OSPF_Network_LSA" 2 0xc0a8_0000 0x0101_0101 [NET, list("routerlist", &ADDRESS)];
    "OSPF_SummaryIP_LSA" 3 0xc0a8_0000 0x0101_0101 [NET, n("reserved", 8), n("metric", 24).unset(10)];
    "OSPF_SummaryASBR_LSA" 4 0x0202_0202 0x0101_0101 [ip4("mask"), n("reserved", 8), METRIC];
    "OSPF_External_LSA" 5 0xc0a8_0000 0x0202_0202 [NET, word(8), E_BIT, bit("reserved", 0x7f), METRIC, ip4("fwdaddr"), n("tag", 32)];
    "OSPF_NSSA_External_LSA" 7 0xc0a8_0000 0x0202_0202 [NET, word(8), E_BIT, bit("reserved", 0x7f), METRIC, ip4("fwdaddr"), n("tag", 32)];
    "OSPF_Link_Scope_Opaque_LSA" 9 0xc000_0201 0xc633_6464 [rest("data").preset(b"data")];
    "OSPF_Area_Scope_Opaque_LSA" 10 0xc000_0201 0xc633_6464 [rest("data").preset(b"data")];
    "OSPF_AS_Scope_Opaque_LSA" 11 0xc000_0201 0xc633_6464 [rest("data").preset(b"data")];
}
advertisements! {
    LSA_3 LSA_TYPE_3 LSA_TYPE_3
    "OSPFv3_Router_LSA" 0x2001 0 0x0101_0101 [n("flags", 8).flags(&["B", "E", "V", "W"]), OPTIONS_3, list("linklist", &LINK_3)];
    "OSPFv3_Network_LSA" 0x2002 0 0x0101_0101 [n("reserved", 8), OPTIONS_3, list("routerlist", &ADDRESS)];
    "OSPFv3_Inter_Area_Router_LSA" 0x2004 0 0x0101_0101 [n("reserved", 8), OPTIONS_3, n("reserved2", 8), n("metric", 24).unset(1), ip4("router").unset(0x0202_0202)];
}
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
