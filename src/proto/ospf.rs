//! Open Shortest Path First, version 2: [RFC 2328](https://www.rfc-editor.org/rfc/rfc2328); version 3: [RFC 5340](https://www.rfc-editor.org/rfc/rfc5340).
//!
//! Opaque LSAs: RFC 5250; traffic engineering: RFC 3630; graceful restart: RFC 3623; router information: RFC 7770;
//! extended prefixes and links: RFC 7684; link-local signaling: RFC 5613; authentication trailer: RFC 7166.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |   Version #   |     Type      |         Packet length         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                          Router ID                            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                           Area ID                             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |           Checksum            | v2: AuType  | v3: Instance, 0 |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                 v2: Authentication (8 bytes)                  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::{internet, sum};
use crate::field::*;
use std::ops::Range;

const fn three(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(24))
}
const fn flag(name: &'static str, title: &'static str, mask: u64) -> Field {
    Field::new(name, title, Place::Sub(mask))
}
/// Says what a record is: it has no bytes of its own.
const fn mark(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Run(0)).kind(Kind::Present)
}
/// As `mark`, where Wireshark has it as true.
const fn truth(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Derived(|_, _| Some(Value::Num(1)))).kind(Kind::Flag)
}
const fn record(title: &'static str, of: Fields) -> Field {
    Field::new("", title, Place::Group(of))
}
const fn message(name: &'static str, title: &'static str, is: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(is)).kind(Kind::Flag)
}
fn is(packet: &Packet<'_>, layer: usize, n: u8) -> Option<Value<'static>> {
    (packet.head(layer).get(1) == Some(&n) && packet.head(layer).len() > 3).then_some(Value::Num(1))
}

static HEADER: Field = Field::new("ospf.header", "OSPF Header", Place::Derived(|p, i| p.head(i).get(3).map(|_| Value::Num(1)))).kind(Kind::Present);
/// 2 for IPv4, 3 for IPv6.
pub static VERSION: Field = Field::bits("ospf.version", "Version", 0, 8).alias("version").unset(2);
/// What kind of message.
pub static MSG: Field = Field::bits("ospf.msg", "Message Type", 8, 8).alias("type").unset(1).names(&[
    (1, "Hello Packet"),
    (2, "DB Description"),
    (3, "LS Request"),
    (4, "LS Update"),
    (5, "LS Acknowledge"),
]);
static MSG_HELLO: Field = message("ospf.msg.hello", "Hello", |p, i| is(p, i, 1));
static MSG_DBDESC: Field = message("ospf.msg.dbdesc", "Database Description", |p, i| is(p, i, 2));
static MSG_LSREQ: Field = message("ospf.msg.lsreq", "Link State Adv Request", |p, i| is(p, i, 3));
static MSG_LSUPDATE: Field = message("ospf.msg.lsupdate", "Link State Adv Update", |p, i| is(p, i, 4));
static MSG_LSACK: Field = message("ospf.msg.lsack", "Link State Adv Acknowledgement", |p, i| is(p, i, 5));
/// Header included; a cryptographic digest behind the packet is not.
pub static PACKET_LENGTH: Field = Field::bits("ospf.packet_length", "Packet Length", 16, 16).alias("len").computed();
/// The sender's router id.
pub static SRCROUTER: Field =
    Field::bits("ospf.srcrouter", "Source OSPF Router", 32, 32).kind(Kind::Ip4).alias("src").unset(0x0101_0101);
/// 0.0.0.0 is the backbone.
pub static AREA_ID: Field = Field::bits("ospf.area_id", "Area ID", 64, 32).kind(Kind::Ip4).alias("area");
/// RFC 1071, in version 2 without the authentication, in version 3 with a pseudo header.
pub static CHECKSUM: Field = Field::bits("ospf.checksum", "Checksum", 96, 16).hex().alias("chksum").computed();

static BEHIND: Field = Field::part(Place::Switch(|h| h.byte(0).into(), &[(2, &[&AUTH]), (3, &[&INSTANCE_ID, &RESERVED1])], &[]));

/// RFC 2328, D.
pub static AUTH_TYPE: Field = Field::new("ospf.auth.type", "Auth Type", Place::Key(16)).alias("authtype").names(&[
    (0, "Null"),
    (1, "Simple password"),
    (2, "Cryptographic"),
]);
static AUTH: Field = Field::part(Place::Group(&[&AUTH_TYPE, &AUTH_OF]));
static AUTH_OF: Field = Field::part(Place::Pick(
    &[(0, &[&AUTH_NONE]), (1, &[&AUTH_EIGHT]), (2, &[&SKIP2, &AUTH_KEY_ID, &AUTH_LENGTH, &AUTH_SEQ, &AUTH_ELSEWHERE])],
    &[&AUTH_UNKNOWN],
));
static AUTH_NONE: Field = Field::new("ospf.auth.none", "Auth Data (none)", Place::Run(8)).alias("authdata");
static AUTH_EIGHT: Field = Field::part(Place::Sized(|_| 8, &[&AUTH_SIMPLE]));
static AUTH_SIMPLE: Field = Field::new("ospf.auth.simple", "Auth Data (Simple)", Place::Zero);
static AUTH_KEY_ID: Field = byte("ospf.auth.crypt.key_id", "Auth Crypt Key id").alias("keyid");
static AUTH_LENGTH: Field = byte("ospf.auth.crypt.data_length", "Auth Crypt Data Length").alias("authdatalen");
static AUTH_SEQ: Field = long("ospf.auth.crypt.seq_nbr", "Auth Crypt Sequence Number").alias("seq");
static AUTH_ELSEWHERE: Field = Field::part(Place::Elsewhere(digest, &[&AUTH_DATA]));
static AUTH_DATA: Field = Field::new("ospf.auth.crypt.data", "Auth Crypt Data", Place::Rest);
static AUTH_UNKNOWN: Field = Field::new("ospf.auth.unknown", "Auth Unknown", Place::Run(8));
static SKIP2: Field = Field::part(Place::Run(2));
static SKIP1: Field = Field::part(Place::Run(1));
/// Several instances may share a link.
pub static INSTANCE_ID: Field = byte("ospf.instance_id", "Instance ID").alias("instid");
static RESERVED1: Field = Field::new("ospf.reserved", "Reserved", Place::Run(1));
static RESERVED2: Field = Field::new("ospf.reserved", "Reserved", Place::Run(2));
static RESERVED3: Field = Field::new("ospf.reserved", "Reserved", Place::Run(3));

fn digest(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let head = packet.head(layer);
    let (from, n) = (load(head, 16, 16)? as usize, load(head, 152, 8)? as usize);
    head.get(from..from + n)?;
    let start = packet.layer(layer)?.start as usize + from;
    Some(start..start + n)
}
fn left_of_packet(h: &Here<'_>) -> usize {
    (h.word(2) as usize).saturating_sub(h.at)
}

static BODY: Field = Field::part(Place::Sized(left_of_packet, &[&MESSAGE]));
/// By version and kind.
static MESSAGE: Field = Field::part(Place::Switch(
    |h| h.word(0).into(),
    &[
        (0x201, &[&HELLO_MARK, &NETWORK_MASK, &HELLO_INTERVAL, &OPTIONS2, &PRIORITY, &DEAD32, &DR, &BDR, &NEIGHBORS]),
        (0x202, &[&INTERFACE_MTU, &OPTIONS2, &DBD, &DBD_R, &DBD_I, &DBD_M, &DBD_MS, &DD_SEQUENCE, &HEADERS2]),
        (0x203, &[&REQUESTS2]),
        (0x204, &[&NUMBER_OF_LSAS, &LSAS2]),
        (0x205, &[&HEADERS2]),
        (0x301, &[&HELLO_MARK, &INTERFACE_ID, &PRIORITY, &OPTIONS3, &HELLO_INTERVAL, &DEAD16, &DR, &BDR, &NEIGHBORS]),
        (0x302, &[&RESERVED1, &OPTIONS3, &INTERFACE_MTU, &RESERVED1, &DBD, &DBD_R, &DBD_I, &DBD_M, &DBD_MS, &DD_SEQUENCE, &HEADERS3]),
        (0x303, &[&REQUESTS3]),
        (0x304, &[&NUMBER_OF_LSAS, &LSAS3]),
        (0x305, &[&HEADERS3]),
    ],
    &[],
));
static ADDED: Field = Field::part(Place::Switch(|h| h.byte(0).into(), &[(2, &[&LLS2]), (3, &[&LLS3, &TRAILER])], &[]));

static HELLO_MARK: Field = mark("ospf.hello", "OSPF Hello Packet");
/// Of the sender's interface.
pub static NETWORK_MASK: Field = address("ospf.hello.network_mask", "Network Mask").alias("mask").unset(0xffff_ff00);
/// Of the sender's interface.
pub static INTERFACE_ID: Field = long("ospf.hello.interface_id", "Interface ID").alias("intid");
/// In seconds.
pub static HELLO_INTERVAL: Field = word("ospf.hello.hello_interval", "Hello Interval [sec]").ft(32).alias("hellointerval").unset(10);
/// 0: never the designated router.
pub static PRIORITY: Field = byte("ospf.hello.router_priority", "Router Priority").alias("prio").unset(1);
static DEAD32: Field = long("ospf.hello.router_dead_interval", "Router Dead Interval [sec]").alias("deadinterval").unset(40);
static DEAD16: Field = word("ospf.hello.router_dead_interval", "Router Dead Interval [sec]").alias("deadinterval").unset(40);
/// 0.0.0.0: none yet.
pub static DR: Field = address("ospf.hello.designated_router", "Designated Router").alias("router");
/// 0.0.0.0: none yet.
pub static BDR: Field = address("ospf.hello.backup_designated_router", "Backup Designated Router").alias("backup");
static NEIGHBORS: Field = Field::new("", "Active Neighbors", Place::Many(&NEIGHBOR)).alias("neighbors");
/// Heard of lately.
pub static NEIGHBOR: Field = address("ospf.hello.active_neighbor", "Active Neighbor");

static OPTIONS2: Field = Field::part(Place::Group(&[
    &OPTIONS, &OPT_DN, &OPT_O, &OPT_DC, &OPT_L, &OPT_N, &OPT_MC, &OPT_E, &OPT_MT,
]));
static OPTIONS2_NSSA: Field = Field::part(Place::Group(&[
    &OPTIONS, &OPT_DN, &OPT_O, &OPT_DC, &OPT_L, &OPT_P, &OPT_MC, &OPT_E, &OPT_MT,
]));
/// RFC 2328, A.2.
pub static OPTIONS: Field = byte("ospf.v2.options", "Options").hex().alias("options");
static OPT_DN: Field = flag("ospf.v2.options.dn", "DN", 0x80);
static OPT_O: Field = flag("ospf.v2.options.o", "O", 0x40);
static OPT_DC: Field = flag("ospf.v2.options.dc", "(DC) Demand Circuits", 0x20);
static OPT_L: Field = flag("ospf.v2.options.l", "(L) LLS Data block", 0x10);
static OPT_N: Field = flag("ospf.v2.options.n", "(N) NSSA", 0x08);
static OPT_P: Field = flag("ospf.v2.options.p", "(P) Propagate", 0x08);
static OPT_MC: Field = flag("ospf.v2.options.mc", "(MC) Multicast", 0x04);
static OPT_E: Field = flag("ospf.v2.options.e", "(E) External Routing", 0x02);
static OPT_MT: Field = flag("ospf.v2.options.mt", "(MT) Multi-Topology Routing", 0x01);
static OPTIONS3: Field = Field::part(Place::Group(&[
    &OPTIONS_3, &OPT3_AT, &OPT3_L, &OPT3_AF, &OPT3_DC, &OPT3_R, &OPT3_N, &OPT3_MC, &OPT3_E, &OPT3_V6,
]));
/// RFC 5340, A.2.
pub static OPTIONS_3: Field = three("ospf.v3.options", "Options").hex().alias("options");
static OPT3_AT: Field = flag("ospf.v3.options.at", "AT", 0x400);
static OPT3_L: Field = flag("ospf.v3.options.l", "L", 0x200);
static OPT3_AF: Field = flag("ospf.v3.options.af", "AF", 0x100);
static OPT3_DC: Field = flag("ospf.v3.options.dc", "DC", 0x20);
static OPT3_R: Field = flag("ospf.v3.options.r", "R", 0x10);
static OPT3_N: Field = flag("ospf.v3.options.n", "N", 0x08);
static OPT3_MC: Field = flag("ospf.v3.options.mc", "MC", 0x04);
static OPT3_E: Field = flag("ospf.v3.options.e", "E", 0x02);
static OPT3_V6: Field = flag("ospf.v3.options.v6", "V6", 0x01);

/// What fits on the interface without fragments.
pub static INTERFACE_MTU: Field = word("ospf.db.interface_mtu", "Interface MTU").alias("mtu").unset(1500);
/// Of a database description.
pub static DBD: Field = byte("ospf.dbd", "DB Description").hex().alias("dbdescr");
static DBD_R: Field = flag("ospf.dbd.r", "(R) OOBResync", 8);
static DBD_I: Field = flag("ospf.dbd.i", "(I) Init", 4);
static DBD_M: Field = flag("ospf.dbd.m", "(M) More", 2);
static DBD_MS: Field = flag("ospf.dbd.ms", "(MS) Master", 1);
/// The master counts.
pub static DD_SEQUENCE: Field = long("ospf.db.dd_sequence", "DD Sequence").alias("ddseq").unset(1);

static REQUESTS2: Field = Field::new("", "Link State Requests", Place::Many(&REQUEST2)).alias("requests");
static REQUEST2: Field = record("Link State Request", &[&REQUEST_TYPE, &LINK_STATE_ID, &ADVROUTER]);
static REQUEST_TYPE: Field = long("ospf.lsa", "LS Type").ft(8).names(LSA_TYPES).alias("type").unset(1);
static LINK_STATE_ID: Field = address("ospf.link_state_id", "Link State ID").alias("id");
static REQUESTS3: Field = Field::new("", "Link State Requests", Place::Many(&REQUEST3)).alias("requests");
static REQUEST3: Field = record("Link State Request", &[&RESERVED2, &TYPE3, &TYPE3_U, &TYPE3_S12, &TYPE3_FC, &LINK_STATE_ID, &ADVROUTER]);

static HEADERS2: Field = Field::new("", "LSA Headers", Place::Many(&HEADER2)).alias("lsaheaders");
static HEADER2: Field = record("LSA Header", &[&HEADER_OF2]);
static HEADER_OF2: Field = Field::part(Place::Sized(
    |_| 20,
    &[&AGE_WORD, &AGE, &DONOTAGE, &OPTIONS_OF2, &TYPE2, &MARK2, &ID_OF2, &ADVROUTER, &SEQNUM, &LSA_CHKSUM, &LSA_LENGTH],
));
static OPTIONS_OF2: Field = Field::part(Place::Switch(|h| h.byte(h.at + 1).into(), &[(7, &[&OPTIONS2_NSSA])], &[&OPTIONS2]));
static AGE_WORD: Field = Field::part(Place::Uint(16));
/// In seconds.
pub static AGE: Field = flag("ospf.lsa.age", "LS Age (seconds)", 0x7fff).alias("age");
static DONOTAGE: Field = flag("ospf.lsa.donotage", "Do Not Age Flag", 0x8000).ft(16).kind(Kind::Dec);
static DO_NOT_AGE3: Field = flag("ospf.v3.lsa.do_not_age", "Do Not Age", 0x8000);
const LSA_TYPES: Names = &[
    (1, "Router-LSA"),
    (2, "Network-LSA"),
    (3, "Summary-LSA (IP network)"),
    (4, "Summary-LSA (ASBR)"),
    (5, "AS-External-LSA (ASBR)"),
    (6, "Group Membership LSA"),
    (7, "NSSA AS-External-LSA"),
    (8, "External Attributes LSA"),
    (9, "Opaque LSA, Link-local scope"),
    (10, "Opaque LSA, Area-local scope"),
    (11, "Opaque LSA, AS-local scope"),
];
/// What is advertised.
pub static TYPE2: Field = Field::new("ospf.lsa", "LS Type", Place::Key(8)).names(LSA_TYPES).alias("type").unset(1);
static MARK2: Field = Field::part(Place::Pick(
    &[
        (1, &[&M2_ROUTER]),
        (2, &[&M2_NETWORK]),
        (3, &[&M2_SUMMARY]),
        (4, &[&M2_ASBR]),
        (5, &[&M2_ASEXT]),
        (6, &[&M2_MEMBER]),
        (7, &[&M2_NSSA]),
        (8, &[&M2_ATTR]),
        (9, &[&M2_OPAQUE]),
        (10, &[&M2_OPAQUE]),
        (11, &[&M2_OPAQUE]),
    ],
    &[],
));
static M2_ROUTER: Field = truth("ospf.lsa.router", "Router LSA");
static M2_NETWORK: Field = truth("ospf.lsa.network", "Network LSA");
static M2_SUMMARY: Field = truth("ospf.lsa.summary", "Summary LSA (IP Network)");
static M2_ASBR: Field = truth("ospf.lsa.asbr", "Summary LSA (ASBR)");
static M2_ASEXT: Field = truth("ospf.lsa.asext", "AS-External LSA (ASBR)");
static M2_MEMBER: Field = truth("ospf.lsa.member", "Group Membership LSA");
static M2_NSSA: Field = truth("ospf.lsa.nssa", "NSSA AS-External LSA");
static M2_ATTR: Field = truth("ospf.lsa.attr", "External Attributes LSA");
static M2_OPAQUE: Field = truth("ospf.lsa.opaque", "Opaque LSA");
static ID_OF2: Field = Field::part(Place::Pick(&[(9, OPAQUE_ID), (10, OPAQUE_ID), (11, OPAQUE_ID)], &[&LSA_ID]));
/// Which piece of the network: what it is depends on the type.
pub static LSA_ID: Field = address("ospf.lsa.id", "Link State ID").alias("id");
const OPAQUE_ID: Fields = &[&OPAQUE_TYPE, &OPAQUE_ID_OF];
static OPAQUE_TYPE: Field = byte("ospf.lsid_opaque_type", "Link State ID Opaque Type").names(OPAQUE_TYPES);
const OPAQUE_TYPES: Names = &[
    (1, "Traffic Engineering LSA"),
    (2, "Sycamore Optical Topology Descriptions"),
    (3, "grace-LSA"),
    (4, "Router Information (RI)"),
    (5, "L1VPN LSA"),
    (6, "Inter-AS-TE-v2 LSA"),
    (7, "OSPFv2 Extended Prefix Opaque LSA"),
    (8, "OSPFv2 Extended Link Opaque LSA"),
];
static OPAQUE_ID_OF: Field = Field::part(Place::Switch(|h| h.number, &[(1, &[&TE_RESERVED, &TE_INSTANCE])], &[&OPAQUE_NUMBER]));
static TE_RESERVED: Field = byte("ospf.lsid_te_lsa.reserved", "Link State ID TE-LSA Reserved");
static TE_INSTANCE: Field = word("ospf.lsid_te_lsa.instance", "Link State ID TE-LSA Instance");
static OPAQUE_NUMBER: Field = three("ospf.lsid.opaque_id", "Link State ID Opaque ID");
/// Who advertises.
pub static ADVROUTER: Field = address("ospf.advrouter", "Advertising Router").alias("adrouter");
/// Signed: 0x80000001 is the first.
pub static SEQNUM: Field = long("ospf.lsa.seqnum", "Sequence Number").hex().alias("seq").unset(0x8000_0001);
/// Fletcher's, over all but the age.
pub static LSA_CHKSUM: Field = word("ospf.lsa.chksum", "Checksum").hex().alias("chksum").computed();
/// Header included.
pub static LSA_LENGTH: Field = word("ospf.lsa.length", "Length").alias("len").computed();

/// How many advertisements follow.
pub static NUMBER_OF_LSAS: Field = long("ospf.ls.number_of_lsas", "Number of LSAs").alias("lsacount").computed();
static LSAS2: Field = Field::new("", "LSAs", Place::Repeat(|h| h.number as usize, &LSA2_WHOLE)).alias("lsalist");
/// One that says to be longer than what is left is not read at all.
static LSA2_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 20 && h.left() >= lsa_length(h), &[&LSA2]));
static LSA2: Field = record("LSA", &[&LSA2_IN]);
static LSA2_IN: Field = Field::part(Place::Sized(
    |h| lsa_length(h).max(20),
    &[&AGE_WORD, &AGE, &DONOTAGE, &OPTIONS_OF2, &TYPE2, &MARK2, &ID_OF2, &ADVROUTER, &SEQNUM, &LSA_CHKSUM, &LSA_LENGTH, &LSA_BODY2],
));
fn lsa_length(h: &Here<'_>) -> usize {
    h.word(h.at + 18).into()
}
/// By type; opaque ones by their own, counted from 256.
static LSA_BODY2: Field = Field::part(Place::Switch(
    |h| if matches!(h.key, 9..=11) { 0x100 | u64::from(h.byte(h.start + 4)) } else { h.key },
    &[
        (1, &[&ROUTER_FLAGS, &RF_H, &RF_N, &RF_W, &RF_V, &RF_E, &RF_B, &SKIP1, &NUMBER_OF_LINKS, &LINKS]),
        (2, &[&NET_MASK, &ATTACHED]),
        (3, &[&SUMMARY_MASK, &SUMMARIES]),
        (4, &[&SUMMARY_MASK, &SUMMARIES]),
        (5, &[&EXT_MASK, &EXTERNALS]),
        (7, &[&EXT_MASK, &EXTERNALS]),
        (0x101, &[&TE_TLVS, &TE_MARK]),
        (0x103, &[&GRACES]),
        (0x104, &[&RI_TLVS]),
        (0x107, &[&PFX_TLVS]),
        (0x108, &[&LNK_TLVS]),
    ],
    &[&UNKNOWN_TYPE],
));
static UNKNOWN_TYPE: Field = Field::new("ospf.lsa.unknown_type", "Unknown LSA Type", Place::Rest).kind(Kind::Present);
static ROUTER_FLAGS: Field = byte("ospf.v2.router.lsa.flags", "Flags").hex().alias("flags");
static RF_H: Field = flag("ospf.v2.router.lsa.flags.h", "(H) flag", 0x80);
static RF_N: Field = flag("ospf.v2.router.lsa.flags.n", "(N) flag", 0x10);
static RF_W: Field = flag("ospf.v2.router.lsa.flags.w", "(W) Wild-card multicast receiver", 0x08);
static RF_V: Field = flag("ospf.v2.router.lsa.flags.v", "(V) Virtual link endpoint", 0x04);
static RF_E: Field = flag("ospf.v2.router.lsa.flags.e", "(E) AS boundary router", 0x02);
static RF_B: Field = flag("ospf.v2.router.lsa.flags.b", "(B) Area border router", 0x01);
static NUMBER_OF_LINKS: Field = word("ospf.lsa.number_of_links", "Number of Links").alias("linkcount").computed();
static LINKS: Field = Field::new("", "Links", Place::Repeat(|h| h.number as usize, &LINK)).alias("linklist");
static LINK: Field = record("Link", &[&LINKID, &LINKDATA, &LINKTYPE, &NUMMETRICS, &METRIC0, &TOS_METRICS]);
static LINKID: Field = address("ospf.lsa.router.linkid", "Link ID").alias("id");
static LINKDATA: Field = address("ospf.lsa.router.linkdata", "Link Data").alias("data");
static LINKTYPE: Field = byte("ospf.lsa.router.linktype", "Link Type").alias("type").unset(3).names(LINK_TYPES);
const LINK_TYPES: Names = &[
    (1, "Point-to-point connection to another router"),
    (2, "Connection to a transit network"),
    (3, "Connection to a stub network"),
    (4, "Virtual link"),
];
static NUMMETRICS: Field = Field::new("ospf.lsa.router.nummetrics", "Number of Metrics", Place::Key(8)).alias("toscount");
static METRIC0: Field = word("ospf.lsa.router.metric0", "0 Metric").alias("metric").unset(10);
static TOS_METRICS: Field = Field::new("", "TOS metrics", Place::Repeat(|h| h.key as usize, &TOS_METRIC));
static TOS_METRIC: Field = record("TOS metric", &[&SKIP2, &LS_METRIC]);
static LS_METRIC: Field = word("ospf.ls.metric", "Metric").ft(32);
static NET_MASK: Field = address("ospf.lsa.network.netmask", "Netmask").alias("mask");
static ATTACHED: Field = Field::new("", "Attached Routers", Place::Many(&ATTCHRTR)).alias("routerlist");
static ATTCHRTR: Field = address("ospf.lsa.network.attchrtr", "Attached Router");
static SUMMARY_MASK: Field = address("ospf.lsa.asbr.netmask", "Netmask").alias("mask");
static SUMMARIES: Field = Field::many("Metrics", &SUMMARY);
static SUMMARY: Field = record("Metric", &[&TOS, &METRIC24]);
static TOS: Field = byte("ospf.lsa.tos", "TOS").alias("tos");
static METRIC24: Field = three("ospf.metric", "Metric").ft(32).alias("metric");
static METRIC16: Field = word("ospf.metric", "Metric").ft(32).alias("metric");
static EXT_MASK: Field = address("ospf.lsa.asext.netmask", "Netmask").alias("mask");
static EXTERNALS: Field = Field::many("External routes", &EXTERNAL);
static EXTERNAL: Field = record("External route", &[&EXT_BYTE, &EXT_TYPE, &EXT_TOS, &METRIC24, &FWDADDR, &EXTRTTAG]);
static EXT_BYTE: Field = Field::part(Place::Uint(8));
static EXT_TYPE: Field = flag("ospf.lsa.asext.type", "External Type", 0x80).alias("ebit");
static EXT_TOS: Field = flag("ospf.lsa.tos", "TOS", 0x7f);
static FWDADDR: Field = address("ospf.lsa.asext.fwdaddr", "Forwarding Address").alias("fwdaddr");
static EXTRTTAG: Field = long("ospf.lsa.asext.extrttag", "External Route Tag").alias("tag");

static TLV_TYPE: Field = Field::new("ospf.tlv_type", "TLV Type", Place::Key(16));
static TLV_LENGTH: Field = word("ospf.tlv_length", "TLV Length").computed();
/// Values are followed by zeros to the next word, which the length does not count.
static PAD: Field = Field::part(Place::Sized(|h| h.pad(4).min(h.left()), &[]));
static TLV_UNKNOWN: Field = Field::new("ospf.tlv.unknown", "Unknown TLV", Place::Rest);
static TLV_VALUE: Field = Field::new("ospf.tlv_value", "TLV Value", Place::Rest);
static UNSHOWN: Field = Field::new("", "", Place::Rest);

static TE_MARK: Field = truth("ospf.lsa.mpls", "MPLS Traffic Engineering LSA");
static TE_TLVS: Field = Field::many("TLVs", &TE_TLV);
static TE_TLV: Field = record("TLV", &[&TLV_TYPE, &TLV_LENGTH, &TE_VALUE, &PAD]);
static TE_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&TE_PICK]));
static TE_PICK: Field = Field::part(Place::Pick(&[(1, &[&TE_ROUTERID]), (2, &[&TE_SUBS]), (32768, &[&UNSHOWN])], &[&TLV_VALUE]));
static TE_ROUTERID: Field = address("ospf.mpls.routerid", "MPLS/TE Router ID");
static TE_SUBS: Field = Field::many("Sub-TLVs", &TE_SUB);
static TE_SUB: Field = record("Sub-TLV", &[&TLV_TYPE, &TLV_LENGTH, &TE_SUB_VALUE, &PAD]);
static TE_SUB_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&TE_SUB_PICK]));
static TE_SUB_PICK: Field = Field::part(Place::Pick(
    &[
        (1, &[&TE_LINKTYPE]),
        (2, &[&TE_LINKID]),
        (3, &[&TE_LOCALS]),
        (4, &[&TE_REMOTES]),
        (5, &[&TE_METRIC]),
        (6, &[&TE_MAX_BW]),
        (7, &[&TE_MAX_BW]),
        (8, &[&TE_PRIS]),
        (9, &[&TE_COLOR]),
        (11, &[&TE_LOCAL_ID, &TE_REMOTE_ID]),
        (14, &[&TE_PROTECTION]),
        (15, &[&TE_SWITCHING, &TE_ENCODING, &SKIP2, &TE_EIGHT, &TE_MINIMUM]),
        (16, &[&TE_SRLGS]),
        (17, &[&BC_MODEL, &SKIP3, &BCS]),
        (26, &[&GROUPS]),
        (27, DELAY),
        (28, MIN_MAX),
        (29, VARIATION),
        (32773, &[&OIF_LOCAL]),
        (32774, &[&OIF_REMOTE]),
        (32775, &[&OIF_SWITCHING, &OIF_ENCODING, &SKIP2, &OIF_SIGNALS]),
    ],
    &[&TLV_VALUE],
));
// RFC 4124, 5.1.
static BC_MODEL: Field = byte("ospf.mpls.bc.model_id", "Bandwidth Constraints Model Id");
static SKIP3: Field = Field::new("", "", Place::Run(3));
static BCS: Field = Field::many("Bandwidth Constraints", &BC);
static BC: Field = long("ospf.mpls.bc", "BC").kind(Kind::Float);
// RFC 7308 and RFC 7471.
static GROUPS: Field = Field::many("Extended Admin Groups", &GROUP);
static GROUP: Field = long("ospf.tlv.extended_admin_group", "Extended Admin Group").hex();
const DELAY: Fields = &[&DELAY_FLAGS, &DELAY_A, &DELAY_RESERVED_BITS, &LINK_DELAY];
const MIN_MAX: Fields = &[&DELAY_FLAGS, &DELAY_A, &DELAY_RESERVED_BITS, &DELAY_MIN, &DELAY_RESERVED, &DELAY_MAX];
const VARIATION: Fields = &[&DELAY_RESERVED, &DELAY_VARIATION];
static DELAY_FLAGS: Field = byte("ospf.tlv.unidirectional_link_flags", "Flags").hex();
static DELAY_A: Field = flag("ospf.tlv.unidirectional_link_flags.a", "(A) Anomalous", 0x80);
static DELAY_RESERVED_BITS: Field = Field::new("ospf.tlv.unidirectional_link_flags.reserved", "Reserved", Place::Sub(0x7f)).hex();
static LINK_DELAY: Field = three("ospf.tlv.unidirectional_link_delay", "Delay");
static DELAY_MIN: Field = three("ospf.tlv.unidirectional_link_delay_min", "Delay Min");
static DELAY_MAX: Field = three("ospf.tlv.unidirectional_link_delay_max", "Delay Max");
static DELAY_RESERVED: Field = byte("ospf.tlv.unidirectional_link_reserved", "Reserved").hex();
static DELAY_VARIATION: Field = three("ospf.tlv.unidirectional_delay_variation", "Delay Variation");
// OIF-UNI 1.0 R2.
static OIF_LOCAL: Field = address("ospf.oif.local_node_id", "Local Node ID");
static OIF_REMOTE: Field = address("ospf.oif.remote_node_id", "Remote Node ID");
static OIF_SWITCHING: Field = byte("ospf.oif.switching_cap", "Switching Cap");
static OIF_ENCODING: Field = byte("ospf.oif.encoding", "Encoding");
static OIF_SIGNALS: Field = Field::many("Available time slots", &OIF_SIGNAL);
static OIF_SIGNAL: Field = record("Signal", &[&OIF_SIGNAL_TYPE, &SKIP3]);
static OIF_SIGNAL_TYPE: Field = byte("ospf.oif.signal_type", "Signal Type");
static TE_LINKTYPE: Field = byte("ospf.mpls.linktype", "MPLS/TE Link Type").names(&[(1, "Point-to-point"), (2, "Multi-access")]);
static TE_LINKID: Field = address("ospf.mpls.linkid", "MPLS/TE Link ID");
static TE_LOCALS: Field = Field::many("Local Interface Addresses", &TE_LOCAL);
static TE_LOCAL: Field = address("ospf.mpls.local_addr", "MPLS/TE Local Interface Address");
static TE_REMOTES: Field = Field::many("Remote Interface Addresses", &TE_REMOTE);
static TE_REMOTE: Field = address("ospf.mpls.remote_addr", "MPLS/TE Remote Interface Address");
static TE_METRIC: Field = long("ospf.mpls.te_metric", "MPLS/TE Metric");
static TE_MAX_BW: Field = long("ospf.mpls.link_max_bw", "Link Max BW").kind(Kind::Float);
static TE_PRIS: Field = Field::many("Unreserved Bandwidth", &TE_PRI);
static TE_PRI: Field = long("ospf.mpls.pri", "Pri (or TE-Class)").kind(Kind::Float);
static TE_COLOR: Field = long("ospf.mpls.linkcolor", "MPLS/TE Link Resource Class/Color").hex();
static TE_LOCAL_ID: Field = long("ospf.mpls.local_id", "MPLS/TE Local Interface Index");
static TE_REMOTE_ID: Field = long("ospf.mpls.remote_id", "MPLS/TE Remote Interface Index");
static TE_PROTECTION: Field = byte("ospf.mpls.protection_capability", "Protection Capability").hex();
static TE_SWITCHING: Field = byte("ospf.mpls.switching_type", "Switching Type");
static TE_ENCODING: Field = byte("ospf.mpls.encoding", "Encoding");
static TE_EIGHT: Field = Field::new("", "Maximum LSP Bandwidth", Place::Repeat(|_| 8, &TE_PRI));
static TE_MINIMUM: Field = Field::part(Place::When(
    |h| h.left() >= 8 && matches!(h.byte(h.at.saturating_sub(36)), 1..=4 | 100),
    &[&TE_MINIMUM_BW, &TE_SPECIFIC],
));
static TE_SPECIFIC: Field = Field::part(Place::Switch(|h| h.byte(h.at.saturating_sub(40)).into(), &[(100, &[&TE_SONET])], &[&TE_MTU]));
static TE_SONET: Field = byte("ospf.mpls.sonet.sdh", "SONET/SDH").kind(Kind::Flag);
static TE_MINIMUM_BW: Field = long("ospf.mpls.minimum_lsp_bandwidth", "Minimum LSP bandwidth").kind(Kind::Float);
static TE_MTU: Field = word("ospf.mpls.interface_mtu", "Interface MTU");
static TE_SRLGS: Field = Field::many("Shared Risk Link Groups", &TE_SRLG);
static TE_SRLG: Field = long("ospf.mpls.shared_risk_link_group", "Shared Risk Link Group");

static GRACES: Field = Field::many("Grace TLVs", &GRACE);
static GRACE: Field = Field::new("ospf.v2.grace", "Grace TLV", Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &GRACE_VALUE, &GRACE_PAD]));
static GRACE_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&GRACE_PICK]));
static GRACE_PICK: Field = Field::part(Place::Pick(&[(1, &[&GRACE_PERIOD]), (2, &[&GRACE_REASON]), (3, &[&GRACE_IP])], &[]));
static GRACE_PERIOD: Field = long("ospf.v2.grace.period", "Grace Period");
static GRACE_REASON: Field = byte("ospf.v2.grace.reason", "Restart Reason").names(&[
    (0, "Unknown"),
    (1, "Software Restart"),
    (2, "Software Reload/Upgrade"),
    (3, "Switch to Redundant Control Processor"),
]);
static GRACE_IP: Field = address("ospf.v2.grace.ip", "Restart IP");
static GRACE_PAD: Field = Field::part(Place::Sized(|h| h.pad(4).min(h.left()), &[&PAD_BYTES]));
static PAD_BYTES: Field = Field::new("ospf.pad_bytes", "Pad Bytes", Place::Rest);

static RI_TLVS: Field = Field::many("TLVs", &RI_TLV);
static RI_TLV: Field = record("TLV", &[&RI_TYPE, &TLV_LENGTH, &RI_VALUE, &PAD]);
static RI_TYPE: Field = Field::new("ospf.tlv_type.opaque", "TLV Type", Place::Key(16)).names(&[
    (1, "Router Informational Capabilities"),
    (2, "Router Functional Capabilities"),
    (7, "Dynamic Hostname"),
    (8, "SR-Algorithm"),
    (9, "SID/Label Range"),
    (14, "SR Local Block"),
    (15, "SRMS Preference"),
]);
static RI_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&RI_PICK]));
static RI_PICK: Field = Field::part(Place::Pick(
    &[
        (1, &[&RI_OPTIONS, &RI_GRC, &RI_GRH, &RI_SRS, &RI_TES, &RI_P2PLAN, &RI_ETE, &RI_HOST]),
        (7, &[&DYNHOSTNAME]),
        (8, &[&ALGORITHMS]),
        (9, &[&RANGE_SIZE, &RESERVED1, &SID_TLVS]),
        (12, &[&MSDS]),
        (14, &[&RANGE_SIZE, &RESERVED1, &SID_TLVS]),
        (15, &[&PREFERENCE, &RESERVED3]),
        (16, &[&FAD_ALGORITHM, &FAD_METRIC, &FAD_CALC, &FAD_PRIORITY, &FAD_SUBS]),
    ],
    &[&TLV_UNKNOWN],
));
// RFC 9350, 5.2: flexible algorithms.
static FAD_ALGORITHM: Field = byte("ospf.tlv.fad.flex_algorithm", "Flex-Algorithm");
static FAD_METRIC: Field = byte("ospf.tlv.fad.metric_type", "Metric-Type").names(&[
    (0, "IGP Metric"),
    (1, "Min Unidirectional Link Delay"),
    (2, "TE Default Metric"),
]);
static FAD_CALC: Field = byte("ospf.tlv.fad.calc_type", "Calc-Type");
static FAD_PRIORITY: Field = byte("ospf.tlv.fad.priority", "Priority");
static FAD_SUBS: Field = Field::many("Sub-TLVs", &FAD_SUB);
static FAD_SUB: Field = record("Sub-TLV", &[&FAD_SUB_TYPE, &TLV_LENGTH, &FAD_SUB_VALUE, &PAD]);
static FAD_SUB_TYPE: Field = Field::new("ospf.tlv.fad.subtlv_type", "TLV Type", Place::Key(16)).names(&[
    (1, "Flexible Algorithm Exclude Admin Group"),
    (2, "Flexible Algorithm Include-Any Admin Group"),
    (3, "Flexible Algorithm Include-All Admin Group"),
    (4, "Flexible Algorithm Definition Flags"),
    (5, "Flexible Algorithm Exclude SRLG"),
]);
static FAD_SUB_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&FAD_SUB_PICK]));
static FAD_SUB_PICK: Field =
    Field::part(Place::Pick(&[(1, &[&GROUPS]), (2, &[&GROUPS]), (3, &[&GROUPS])], &[&TLV_VALUE]));
static RI_OPTIONS: Field = byte("ospf.ri.options", "RI Options").hex();
static RI_GRC: Field = flag("ospf.ri.options.grc", "(GRC) Graceful Restart", 0x80);
static RI_GRH: Field = flag("ospf.ri.options.grh", "(GRH) Graceful Restart Helper", 0x40);
static RI_SRS: Field = flag("ospf.ri.options.srs", "Stub Router Support", 0x20);
static RI_TES: Field = flag("ospf.ri.options.tes", "(TES) Traffic Engineering", 0x10);
static RI_P2PLAN: Field = flag("ospf.ri.options.p2plan", "(P2PLAN) Point-to-point over LAN", 0x08);
static RI_ETE: Field = flag("ospf.ri.options.ete", "(ETE) Experimental TE", 0x04);
static RI_HOST: Field = flag("ospf.ri.options.host", "Host Router", 0x01);
static DYNHOSTNAME: Field = Field::new("ospf.dynhostname", "Dynamic Hostname", Place::Rest).text();
static ALGORITHMS: Field = Field::many("Algorithms", &ALGORITHM);
static ALGORITHM: Field = byte("ospf.lsa_sa", "SR-Algorithm").names(&[(0, "Shortest Path First"), (1, "Strict Shortest Path First")]);
static RANGE_SIZE: Field = three("ospf.tlv.range_size", "Range Size");
static MSDS: Field = Field::many("MSDs", &MSD);
static MSD: Field = record("MSD", &[&MSD_TYPE, &MSD_VALUE]);
static MSD_TYPE: Field = byte("ospf.tlv.igp_msd_type", "MSD Type");
static MSD_VALUE: Field = byte("ospf.tlv.igp_msd_value", "MSD Value");
static PREFERENCE: Field = byte("ospf.tlv.preference", "Preference").ft(24);
static SID_TLVS: Field = Field::many("SID/Label Sub-TLVs", &SID_TLV);
static SID_TLV: Field = record("SID/Label Sub-TLV", &[&SID_TYPE, &TLV_LENGTH, &SID_VALUE, &PAD]);
static SID_TYPE: Field = Field::new("ospf.tlv.sidlabel_range.type", "TLV Type", Place::Key(16));
static SID_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&SID_OF]));
static SID_OF: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(3, &[&SID24]), (4, &[&SID32])], &[]));
static SID24: Field = three("ospf.tlv.sid_label", "SID/Label").ft(32);
static SID32: Field = long("ospf.tlv.sid_label", "SID/Label").ft(32);

static PFX_TLVS: Field = Field::many("TLVs", &PFX_TLV);
static PFX_TLV: Field = record("TLV", &[&PFX_TYPE, &TLV_LENGTH, &PFX_VALUE, &PAD]);
static PFX_TYPE: Field = Field::new("ospf.tlv.extpfx.tlv_type", "TLV Type", Place::Key(16))
    .names(&[(1, "OSPFv2 Extended Prefix"), (2, "OSPF Extended Prefix Range")]);
static PFX_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&PFX_PICK]));
static PFX_PICK: Field = Field::part(Place::Pick(
    &[(1, &[&PFX_ROUTETYPE, &PREFIX_LENGTH, &PFX_AF, &PFX_FLAGS, &PFX_FLAG_A, &PFX_FLAG_N, &PFX_ADDRESS, &PFX_SUBS]), (2, RANGE)],
    &[&TLV_UNKNOWN],
));
const RANGE: Fields = &[&PREFIX_LENGTH, &PFX_AF, &RANGE_SIZE16, &RANGE_FLAGS, &RANGE_IA, &RESERVED3, &PFX_ADDRESS, &PFX_SUBS];
static RANGE_SIZE16: Field = word("ospf.tlv.range_size", "Range Size").ft(24);
static RANGE_FLAGS: Field = byte("ospf.tlv.extpfx_range.flags", "Flags").hex();
static RANGE_IA: Field = flag("ospf.tlv.extpfx_range.flags.ia", "(IA) Inter-Area", 0x80);
// Wireshark's name, misspelled there.
static PFX_ROUTETYPE: Field = byte("ospf.tlv.extpfx.rotuetype", "Route Type").ft(16);
static PFX_AF: Field = byte("ospf.tlv.extpfx.af", "Address Family");
static PFX_FLAGS: Field = byte("ospf.tlv.extpfx.flags", "Flags").hex();
static PFX_FLAG_A: Field = flag("ospf.tlv.extpfx.flags.a", "(A) Attach Flag", 0x80);
static PFX_FLAG_N: Field = flag("ospf.tlv.extpfx.flags.n", "(N) Node Flag", 0x40);
static PFX_ADDRESS: Field = address("ospf.v3.address_prefix.ipv4", "Address Prefix");
static PFX_SUBS: Field = Field::many("Sub-TLVs", &PFX_SUB);
static PFX_SUB: Field = record("Sub-TLV", &[&PFX_SUB_TYPE, &TLV_LENGTH, &PFX_SUB_VALUE, &PAD]);
static PFX_SUB_TYPE: Field = Field::new("ospf.tlv.extpfx.subtlv_type", "TLV Type", Place::Key(16));
static PFX_SUB_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&PFX_SUB_PICK]));
static PFX_SUB_PICK: Field = Field::part(Place::Pick(
    &[(2, &[&SIDF, &SIDF_NP, &SIDF_M, &SIDF_E, &SIDF_V, &SIDF_L, &RESERVED1, &MT_ID, &ALGORITHM, &SID_OF])],
    &[&TLV_VALUE],
));
static SIDF: Field = byte("ospf.tlv.pfxsid.flags", "Flags").hex();
static SIDF_NP: Field = flag("ospf.tlv.pfxsid.flags.np", "(NP) No-PHP Flag", 0x40);
static SIDF_M: Field = flag("ospf.tlv.pfxsid.flags.m", "(M) Mapping Server Flag", 0x20);
static SIDF_E: Field = flag("ospf.tlv.pfxsid.flags.e", "(E) Explicit-Null Flag", 0x10);
static SIDF_V: Field = flag("ospf.tlv.pfxsid.flags.v", "(V) Value/Index Flag", 0x08);
static SIDF_L: Field = flag("ospf.tlv.pfxsid.flags.l", "(L) Local/Global Flag", 0x04);
static MT_ID: Field = byte("ospf.tlv.extlink.mt_id", "Multi-Topology ID");
static LNK_TLVS: Field = Field::many("TLVs", &LNK_TLV);
static LNK_TLV: Field = record("TLV", &[&LNK_TYPE, &TLV_LENGTH, &LNK_VALUE, &PAD]);
static LNK_TYPE: Field = Field::new("ospf.tlv.extlink.tlv_type", "TLV Type", Place::Key(16)).names(&[(1, "OSPFv2 Extended Link")]);
static LNK_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&LNK_PICK]));
static LNK_PICK: Field =
    Field::part(Place::Pick(&[(1, &[&LINKTYPE, &RESERVED3, &LINKID, &LINKDATA, &LNK_SUBS])], &[&TLV_UNKNOWN]));
static LNK_SUBS: Field = Field::many("Sub-TLVs", &LNK_SUB);
static LNK_SUB: Field = record("Sub-TLV", &[&LNK_SUB_TYPE, &TLV_LENGTH, &LNK_SUB_VALUE, &PAD]);
static LNK_SUB_TYPE: Field = Field::new("ospf.tlv.extlink.subtlv_type", "TLV Type", Place::Key(16));
static LNK_SUB_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&LNK_SUB_PICK]));
static LNK_SUB_PICK: Field = Field::part(Place::Pick(
    &[
        (2, &[&ADJ, &ADJ_B, &ADJ_V, &ADJ_B2, &ADJ_G, &ADJ_P, &RESERVED1, &MT_ID, &WEIGHT, &SID_OF]),
        (3, &[&ADJ, &ADJ_B, &ADJ_V, &ADJ_B2, &ADJ_G, &ADJ_P, &RESERVED1, &MT_ID, &WEIGHT, &LNK_NBR, &SID_OF]),
        (6, &[&MSDS]),
        (8, &[&REMOTE_IPV4]),
        (9, &[&LOCAL_INTERFACE, &REMOTE_INTERFACE]),
        (10, &[&SABM_LENGTH, &UDABM_LENGTH, &RESERVED2, &SABM, &UDABM, &APP_SUBS]),
    ],
    &[&TLV_VALUE],
));
// RFC 8379 and RFC 9492: attributes of a link, for all or for some applications.
static REMOTE_IPV4: Field = address("ospf.tlv.remote_ipv4_address", "Remote IPv4 Address");
static LOCAL_INTERFACE: Field = long("ospf.tlv.local_interface_id", "Local Interface ID");
static REMOTE_INTERFACE: Field = long("ospf.tlv.remote_interface_id", "Remote Interface ID");
static SABM_LENGTH: Field = byte("ospf.tlv.application.sabm.length", "SABM Length");
static UDABM_LENGTH: Field = byte("ospf.tlv.application.udabm.length", "UDABM Length");
// Both masks lie behind four bytes that say how long they are.
static SABM: Field = Field::part(Place::Sized(|h| h.byte(h.start + 4).into(), &[&SABM_OR_NONE]));
static SABM_OR_NONE: Field = Field::part(Place::When(|h| h.left() > 0, &[&SABM_BITS, &SABM_R, &SABM_S, &SABM_F, &SABM_X]));
static SABM_BITS: Field = byte("ospf.tlv.application.sabm.bits", "Standard Application Identifier Bit Mask").hex();
static SABM_R: Field = flag("ospf.tlv.application.sabm.bits.r", "(R) RSVP-TE", 0x80);
static SABM_S: Field = flag("ospf.tlv.application.sabm.bits.s", "(S) Segment Routing Policy", 0x40);
static SABM_F: Field = flag("ospf.tlv.application.sabm.bits.f", "(F) Loop-Free Alternate (LFA)", 0x20);
static SABM_X: Field = flag("ospf.tlv.application.sabm.bits.x", "(X) Flexible Algorithm", 0x10);
static UDABM: Field = Field::part(Place::When(|h| udabm(h) > 0, &[&UDABM_BITS]));
static UDABM_BITS: Field =
    Field::new("ospf.tlv.application.udabm.bits", "User-Defined Application Identifier Bit Mask", Place::Take(udabm)).kind(Kind::Show(&SPACED));
/// How long the mask of one's own applications is.
fn udabm(h: &Here<'_>) -> usize {
    h.byte(h.start + 5).into()
}
static SPACED: Show = Show {
    ft: "BYTES",
    plain: |value, out| {
        if let Value::Bytes(bytes) = value {
            for (i, byte) in bytes.iter().enumerate() {
                if i > 0 {
                    out.push(b' ');
                }
                crate::text::hex((*byte).into(), 2, out);
            }
        }
    },
};
static APP_SUBS: Field = Field::many("Sub-TLVs", &APP_SUB);
static APP_SUB: Field = record("Sub-TLV", &[&APP_SUB_TYPE, &TLV_LENGTH, &APP_SUB_VALUE, &PAD]);
static APP_SUB_TYPE: Field = Field::new("ospf.tlv.application.subtlv_type", "TLV Type", Place::Key(16));
static APP_SUB_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&APP_SUB_PICK]));
static APP_SUB_PICK: Field = Field::part(Place::Pick(
    &[(12, DELAY), (13, MIN_MAX), (14, VARIATION), (20, &[&GROUPS]), (22, &[&TE_METRIC])],
    &[&TLV_VALUE],
));
static ADJ: Field = byte("ospf.tlv.adjsid.flags", "Flags").hex();
static ADJ_B: Field = flag("ospf.tlv.adjsid.flags.b", "(B) Backup Flag", 0x80);
static ADJ_V: Field = flag("ospf.tlv.adjsid.flags.v", "(V) Value/Index Flag", 0x40);
// Wireshark shows the local flag under the name of the backup flag.
static ADJ_B2: Field = flag("ospf.tlv.adjsid.flags.b", "(L) Local/Global Flag", 0x20);
static ADJ_G: Field = flag("ospf.tlv.adjsid.flags.g", "(G) Group Flag", 0x10);
static ADJ_P: Field = flag("ospf.tlv.adjsid.flags.p", "(P) Persistent Flag", 0x08);
static WEIGHT: Field = byte("ospf.tlv.extlink.weight", "Weight");
static LNK_NBR: Field = address("ospf.tlv.extlink.nbr", "Neighbor ID");

static HEADERS3: Field = Field::new("", "LSA Headers", Place::Many(&HEADER3)).alias("lsaheaders");
static HEADER3: Field = record("LSA Header", &[&HEADER_OF3]);
static HEADER_OF3: Field = Field::part(Place::Sized(
    |_| 20,
    &[
        &AGE_WORD, &AGE, &DO_NOT_AGE3, &TYPE3, &TYPE3_U, &TYPE3_S12, &TYPE3_FC, &MARK3, &LINK_STATE_ID, &ADVROUTER, &SEQNUM, &LSA_CHKSUM,
        &LSA_LENGTH,
    ],
));
static TYPE3: Field = Field::new("ospf.v3.lsa", "LS Type", Place::Key(16)).hex().alias("type");
static TYPE3_U: Field = flag("ospf.v3.lsa.u", "LSA Handling", 0x8000);
static TYPE3_S12: Field = flag("ospf.v3.lsa.s12", "Flooding Scope", 0x6000).hex().ft(16).names(&[
    (0, "Link-Local Scoping"),
    (1, "Area Scoping"),
    (2, "AS Scoping"),
    (3, "Reserved"),
]);
static TYPE3_FC: Field = flag("ospf.v3.lsa.fc", "Function Code", 0x1fff).names(&[
    (1, "Router-LSA"),
    (2, "Network-LSA"),
    (3, "Inter-Area-Prefix-LSA"),
    (4, "Inter-Area-Router-LSA"),
    (5, "AS-External-LSA"),
    (6, "Group-membership-LSA"),
    (7, "NSSA-LSA"),
    (8, "Link-LSA"),
    (9, "Intra-Area-Prefix-LSA"),
    (12, "Router Information Opaque-LSA"),
]);
static MARK3: Field = Field::part(Place::Switch(
    |h| h.key & 0x1fff,
    &[
        (1, &[&M3_ROUTER]),
        (2, &[&M3_NETWORK]),
        (3, &[&M3_INTERPREFIX]),
        (4, &[&M3_INTERROUTER]),
        (5, &[&M3_ASEXT]),
        (6, &[&M3_MEMBER]),
        (7, &[&M3_NSSA]),
        (8, &[&M3_LINK]),
        (9, &[&M3_INTRAPREFIX]),
        (12, &[&M3_OPAQUE]),
    ],
    &[],
));
static M3_ROUTER: Field = truth("ospf.v3.lsa.router", "Router-LSA");
static M3_NETWORK: Field = truth("ospf.v3.lsa.network", "Network-LSA");
static M3_INTERPREFIX: Field = truth("ospf.v3.lsa.interprefix", "Inter-Area-Prefix-LSA");
static M3_INTERROUTER: Field = truth("ospf.v3.lsa.interrouter", "Inter-Area-Router-LSA");
static M3_ASEXT: Field = truth("ospf.v3.lsa.asext", "AS-External-LSA");
static M3_MEMBER: Field = truth("ospf.v3.lsa.member", "Group-Membership-LSA");
static M3_NSSA: Field = truth("ospf.v3.lsa.nssa", "NSSA-LSA");
static M3_LINK: Field = truth("ospf.v3.lsa.link", "Link-LSA");
static M3_INTRAPREFIX: Field = truth("ospf.v3.lsa.intraprefix", "Intra-Area-Prefix-LSA");
static M3_OPAQUE: Field = truth("ospf.v3.lsa.opaque", "Router Information Opaque-LSA");

static LSAS3: Field = Field::new("", "LSAs", Place::Repeat(|h| h.number as usize, &LSA3_WHOLE)).alias("lsalist");
static LSA3_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 20 && h.left() >= lsa_length(h), &[&LSA3]));
static LSA3: Field = record("LSA", &[&LSA3_IN]);
static LSA3_IN: Field = Field::part(Place::Sized(
    |h| lsa_length(h).max(20),
    &[
        &AGE_WORD, &AGE, &DO_NOT_AGE3, &TYPE3, &TYPE3_U, &TYPE3_S12, &TYPE3_FC, &MARK3, &LINK_STATE_ID, &ADVROUTER, &SEQNUM, &LSA_CHKSUM,
        &LSA_LENGTH, &LSA_BODY3,
    ],
));
static LSA_BODY3: Field = Field::part(Place::Switch(
    |h| h.key & 0x1fff,
    &[
        (1, &[&FLAGS3, &F3_W, &F3_V, &F3_E, &F3_B, &OPTIONS3, &LINKS3]),
        (2, &[&RESERVED1, &OPTIONS3, &ATTACHED3]),
        (3, &[&RESERVED1, &METRIC24, &PREFIX_LENGTH, &PREFIX_OPTIONS, &RESERVED2, &PREFIX]),
        (4, &[&RESERVED1, &OPTIONS3, &RESERVED1, &METRIC24, &DESTINATION]),
        (5, &[&EXTERNAL3]),
        (7, &[&EXTERNAL3]),
        (8, &[&ROUTER_PRIORITY3, &OPTIONS3, &LINK_LOCAL, &NUM_PREFIXES32, &PREFIXES]),
        (9, &[&NUM_PREFIXES16, &REFERENCED_TYPE, &REFERENCED_ID, &REFERENCED_ROUTER, &METRIC_PREFIXES]),
        (12, &[&RI_TLVS]),
    ],
    &[&UNKNOWN_TYPE],
));
static FLAGS3: Field = byte("ospf.v3.router.lsa.flags", "Flags").hex().alias("flags");
static F3_W: Field = flag("ospf.v3.router.lsa.flags.w", "(W) Wild-card multicast receiver", 8);
static F3_V: Field = flag("ospf.v3.router.lsa.flags.v", "(V) Virtual link endpoint", 4);
static F3_E: Field = flag("ospf.v3.router.lsa.flags.e", "(E) AS boundary router", 2);
static F3_B: Field = flag("ospf.v3.router.lsa.flags.b", "(B) Area border router", 1);
static LINKS3: Field = Field::new("", "Links", Place::Many(&LINK3)).alias("linklist");
static LINK3: Field = record("Link", &[&LINK3_TYPE, &RESERVED1, &METRIC16, &INTERFACE3, &NEIGHBOR_INTERFACE, &NEIGHBOR_ROUTER]);
static LINK3_TYPE: Field = byte("ospf.v3.lsa.type", "Type").alias("type").unset(1).names(LINK_TYPES);
static INTERFACE3: Field = long("ospf.v3.lsa.interface_id", "Interface ID").alias("intid");
static NEIGHBOR_INTERFACE: Field = long("ospf.v3.lsa.neighbor_interface_id", "Neighbor Interface ID").alias("neighintid");
static NEIGHBOR_ROUTER: Field = address("ospf.v3.lsa.neighbor_router_id", "Neighbor Router ID").alias("neighbor");
static ATTACHED3: Field = Field::new("", "Attached Routers", Place::Many(&ATTACHED_ROUTER)).alias("routerlist");
static ATTACHED_ROUTER: Field = address("ospf.v3.lsa.attached_router", "Attached Router");
static PREFIX_LENGTH: Field = Field::new("ospf.prefix_length", "PrefixLength", Place::Key(8)).alias("prefixlen");
static PREFIX_OPTIONS: Field = Field::part(Place::Group(&[&PREFIX_OPTIONS_BYTE, &PO_P, &PO_MC, &PO_LA, &PO_NU]));
static PREFIX_OPTIONS_BYTE: Field = byte("ospf.v3.prefix.options", "PrefixOptions").hex().alias("prefixoptions");
static PO_P: Field = flag("ospf.v3.prefix.options.p", "(P) Propagate", 8);
static PO_MC: Field = flag("ospf.v3.prefix.options.mc", "(MC) Multicast", 4);
static PO_LA: Field = flag("ospf.v3.prefix.options.la", "(LA) Local Address", 2);
static PO_NU: Field = flag("ospf.v3.prefix.options.nu", "(NU) NoUnicast", 1);
/// As many words as hold the bits.
static PREFIX: Field = Field::part(Place::Switch(
    |h| h.key.div_ceil(32),
    &[(0, &[&PREFIX0]), (1, &[&PREFIX4]), (2, &[&PREFIX8]), (3, &[&PREFIX12]), (4, &[&PREFIX16])],
    &[],
));
const fn prefix(n: u16) -> Field {
    Field::new("ospf.v3.address_prefix.ipv6", "Address Prefix", Place::Run(n)).kind(Kind::Ip6)
}
static PREFIX0: Field = prefix(0);
static PREFIX4: Field = prefix(4);
static PREFIX8: Field = prefix(8);
static PREFIX12: Field = prefix(12);
static PREFIX16: Field = prefix(16);
static DESTINATION: Field = address("ospf.v3.lsa.destination_router_id", "Destination Router ID").alias("router");
static EXTERNAL3: Field = Field::part(Place::Group(&[
    &EXT3_FLAGS, &EXT3_E, &EXT3_F, &EXT3_T, &METRIC24, &PREFIX_LENGTH, &PREFIX_OPTIONS, &REFERENCED_TYPE, &PREFIX, &EXT3_FORWARD, &EXT3_TAGGED,
    &EXT3_REFERENCED,
]));
static EXT3_FLAGS: Field = byte("ospf.v3.as.external.flags", "Flags").hex().alias("flags");
static EXT3_E: Field = flag("ospf.v3.as.external.flags.e", "(E) External Metric", 4);
static EXT3_F: Field = flag("ospf.v3.as.external.flags.f", "(F) Forwarding Address", 2);
static EXT3_T: Field = flag("ospf.v3.as.external.flags.t", "(T) External Route Tag", 1);
static EXT3_FORWARD: Field = Field::part(Place::When(|h| h.byte(h.start) & 2 != 0, &[&FORWARDING]));
static FORWARDING: Field = Field::new("ospf.v3.lsa.forwarding_address.ipv6", "Forwarding Address", Place::Run(16)).kind(Kind::Ip6);
static EXT3_TAGGED: Field = Field::part(Place::When(|h| h.byte(h.start) & 1 != 0, &[&EXT3_TAG]));
static EXT3_TAG: Field = long("ospf.v3.lsa.external_route_tag", "External Route Tag").alias("tag");
static EXT3_REFERENCED: Field = Field::part(Place::When(|h| h.word(h.start + 6) != 0, &[&REFERENCED_ID]));
static ROUTER_PRIORITY3: Field = byte("ospf.v3.lsa.router_priority", "Router Priority").alias("prio").unset(1);
static LINK_LOCAL: Field =
    Field::new("ospf.v3.lsa.link_local_interface_address.ipv6", "Link-local Interface Address", Place::Run(16)).kind(Kind::Ip6).alias("lladdr");
static NUM_PREFIXES32: Field = long("ospf.v3.lsa.num_prefixes", "# prefixes").alias("prefixes").computed();
static PREFIXES: Field = Field::new("", "Prefixes", Place::Repeat(|h| h.number as usize, &PREFIX_ENTRY)).alias("prefixlist");
static PREFIX_ENTRY: Field = record("Prefix", &[&PREFIX_LENGTH, &PREFIX_OPTIONS, &RESERVED2, &PREFIX]);
static NUM_PREFIXES16: Field = word("ospf.v3.lsa.num_prefixes", "# prefixes").alias("prefixes").computed();
static REFERENCED_TYPE: Field = word("ospf.v3.lsa.referenced_ls_type", "Referenced LS type").hex().alias("reflstype");
static REFERENCED_ID: Field = address("ospf.v3.lsa.referenced_link_state_id", "Referenced Link State ID").alias("reflsid");
static REFERENCED_ROUTER: Field = address("ospf.v3.lsa.referenced_advertising_router", "Referenced Advertising Router").alias("refadrouter");
/// The count stands in front of the references.
static METRIC_PREFIXES: Field = Field::new("", "Prefixes", Place::Repeat(|h| h.word(h.at.saturating_sub(12)).into(), &METRIC_PREFIX)).alias("prefixlist");
static METRIC_PREFIX: Field = record("Prefix", &[&PREFIX_LENGTH, &PREFIX_OPTIONS, &METRIC16, &PREFIX]);

/// Behind a packet with the L bit, and behind its digest: RFC 5613.
static LLS2: Field = Field::part(Place::When(
    |h| match h.byte(1) {
        1 => h.byte(30) & 0x10 != 0,
        2 => h.byte(26) & 0x10 != 0,
        _ => false,
    },
    &[&LLS2_SKIP, &LLS2_BLOCK],
));
static LLS2_SKIP: Field = Field::part(Place::Sized(|h| if h.word(14) == 2 { h.byte(19).into() } else { 0 }, &[]));
static LLS2_BLOCK: Field = record("OSPF LLS Data Block", &[&LLS_CHECKSUM, &LLS_LENGTH, &LLS2_IN]);
static LLS_CHECKSUM: Field = word("ospf.lls.checksum", "Checksum").hex().computed();
static LLS_LENGTH: Field = word("ospf.lls.data_length", "LLS Data Length").times(4).computed();
/// The length counts words, the first of them included.
fn lls(h: &Here<'_>) -> usize {
    (h.number as usize * 4).saturating_sub(4)
}
static LLS2_IN: Field = Field::part(Place::Sized(lls, &[&LLS2_TLVS]));
static LLS2_TLVS: Field = Field::many("TLVs", &LLS2_TLV);
static LLS2_TLV: Field = record("TLV", &[&TLV_TYPE, &TLV_LENGTH, &LLS2_VALUE, &PAD]);
static LLS2_VALUE: Field = Field::part(Place::Sized(|h| h.number as usize, &[&LLS2_PICK]));
static LLS2_PICK: Field = Field::part(Place::Pick(
    &[(1, &[&LLS2_OPTIONS, &LLS2_RS, &LLS2_LR]), (2, &[&LLS2_SEQUENCE, &LLS2_AUTH])],
    &[],
));
static LLS2_OPTIONS: Field = long("ospf.lls.ext.options", "Options").hex();
static LLS2_RS: Field = flag("ospf.lls.ext.options.rs", "(RS) Restart Signal", 2);
static LLS2_LR: Field = flag("ospf.lls.ext.options.lr", "(LR) LSDB Resynchronization", 1);
static LLS2_SEQUENCE: Field = long("ospf.v2.lls.sequence_number", "Sequence number").hex();
static LLS2_AUTH: Field = Field::new("ospf.v2.lls.auth_data", "Auth Data", Place::Rest);

/// The options of a hello or database description of version 3, their lower 16 bits.
fn options3(h: &Here<'_>) -> u16 {
    match h.byte(1) {
        1 => h.word(22),
        2 => h.word(18),
        _ => 0,
    }
}
static LLS3: Field = Field::part(Place::When(|h| options3(h) & 0x200 != 0, &[&LLS3_BLOCK]));
static LLS3_BLOCK: Field = record("OSPF LLS Data Block", &[&LLS_CHECKSUM, &LLS_LENGTH, &LLS3_IN]);
static LLS3_IN: Field = Field::part(Place::Sized(lls, &[&LLS3_TLVS]));
static LLS3_TLVS: Field = Field::many("TLVs", &LLS3_TLV);
static LLS3_TLV: Field = Field::part(Place::Peek(16, &[(1, &LLS3_EXTENDED)], &LLS3_OTHER));
static LLS3_EXTENDED: Field = Field::new(
    "ospf.v3.lls.ext.options.tlv",
    "Extended Options TLV",
    Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &LLS3_OPTIONS, &LLS3_LR, &LLS3_RS]),
);
static LLS3_OPTIONS: Field = long("ospf.v3.lls.ext.options", "Options").hex();
static LLS3_LR: Field = flag("ospf.v3.lls.ext.options.lr", "(LR) LSDB Resynchronization", 1);
static LLS3_RS: Field = flag("ospf.v3.lls.ext.options.rs", "(RS) Restart Signal", 2);
static LLS3_OTHER: Field = record("TLV", &[&TLV_TYPE, &TLV_LENGTH, &LLS3_SKIP, &PAD]);
static LLS3_SKIP: Field = Field::part(Place::Sized(|h| h.number as usize, &[]));

/// RFC 7166.
static TRAILER: Field = Field::part(Place::When(|h| options3(h) & 0x400 != 0, &[&AT]));
static AT: Field = Field::new(
    "ospf.at",
    "OSPF Authentication Trailer",
    Place::Group(&[&AT_TYPE, &AT_LENGTH, &AT_RESERVED, &AT_SA_ID, &AT_SEQ, &AT_DATA_IN]),
);
static AT_TYPE: Field = word("ospf.at.auth_type", "Authentication Type").names(&[(1, "HMAC Cryptographic Authentication")]);
static AT_LENGTH: Field = word("ospf.at.auth_data_len", "Authentication Data Length");
static AT_RESERVED: Field = word("ospf.at.reserved", "Reserved").hex();
static AT_SA_ID: Field = word("ospf.at.sa_id", "Security Association Identifier (SA ID)").hex();
static AT_SEQ: Field = Field::new("ospf.at.crypto_seq_nbr", "Cryptographic Sequence Number", Place::Uint(64));
static AT_DATA_IN: Field = Field::part(Place::Sized(|h| (h.word(h.start + 2) as usize).saturating_sub(16), &[&AT_DATA]));
static AT_DATA: Field = Field::new("ospf.at.auth_data", "Authentication Data", Place::Rest);

/// OSPF.
pub static PROTOCOL: Protocol = Protocol {
    name: "ospf",
    alias: "OSPF_Hdr",
    title: "Open Shortest Path First",
    column: "OSPF",
    spec: "RFC 2328",
    size: 14,
    fields: &[
        &HEADER,
        &VERSION,
        &MSG,
        &MSG_HELLO,
        &MSG_DBDESC,
        &MSG_LSREQ,
        &MSG_LSUPDATE,
        &MSG_LSACK,
        &PACKET_LENGTH,
        &SRCROUTER,
        &AREA_ID,
        &CHECKSUM,
        &BEHIND,
        &BODY,
        &ADDED,
    ],
    under: &[(Space::IpProto, 89)],
    line: &[Word::Of(&MSG)],
    finish,
    classes: &[form::routing::OSPF, form::routing::OSPF_MESSAGES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[version, kind, high, low, ..] = bytes else { return Step::cut(&[]) };
    let header = match version {
        2 => 24,
        3 => 16,
        _ => return if bytes.len() < 14 { Step::cut(bytes) } else { Step::malformed(14, below.wire) },
    };
    if bytes.len() < header {
        return Step::cut(bytes);
    }
    let length = u16::from_be_bytes([high, low]) as usize;
    if kind == 4 && bytes.len() < length {
        // Advertisements that are not all there are not begun.
        return if bytes.len() < below.wire { Step::cut(bytes.get(..header).unwrap_or(bytes)) } else { Step::malformed(header, below.wire) };
    }
    match kind {
        1..=5 if bytes.len() < below.wire => Step::cut(bytes),
        1..=5 => Step::new(bytes.len(), bytes.len(), id::data),
        _ => Step::new(header, below.wire, id::data),
    }
}

fn finish(d: &mut Draft<'_>) {
    let total = d.bytes.len();
    d.fill(&PACKET_LENGTH, total as u64);
    d.fill(&CHECKSUM, 0);
    let check = match d.bytes.first() {
        Some(3) => super::pseudo(d, 89).map(|start| internet(start, d.bytes)),
        // "excluding the 64-bit authentication field", and none at all where the authentication is cryptographic.
        _ if d.bytes.get(14..16) == Some(&[0, 2]) => None,
        _ => Some(internet(sum(d.bytes.get(24..).unwrap_or(&[])), d.bytes.get(..16).unwrap_or(&[]))),
    };
    d.fill(&CHECKSUM, check.unwrap_or(0).into());
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn version_2(kind: u8, message: &str) -> Vec<u8> {
        let body = hex(message);
        let n = 24 + body.len() as u8;
        let mut bytes = hex(&format!(
            "45 00 00 {:02x} 00 01 00 00 01 59 00 00 0a 00 00 01 e0 00 00 05
             02 {kind:02x} 00 {n:02x} 0a 00 00 01 00 00 00 00 12 34 00 00 00 00 00 00 00 00 00 00",
            n + 20
        ));
        bytes.extend(body);
        bytes
    }
    fn version_3(kind: u8, message: &str) -> Vec<u8> {
        let body = hex(message);
        let n = 16 + body.len() as u8;
        let mut bytes = hex(&format!(
            "60 00 00 00 00 {n:02x} 59 01 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01
             ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 05
             03 {kind:02x} 00 {n:02x} 0a 00 00 01 00 00 00 00 12 34 00 00"
        ));
        bytes.extend(body);
        bytes
    }
    /// Age 1, options E and DC, this type, from 10.0.0.1.
    fn lsa(kind: u8, length: u8, body: &str) -> String {
        format!("00 01 22 {kind:02x} 0a 00 00 00 0a 00 00 01 80 00 00 01 ab cd 00 {length:02x} {body} ")
    }

    #[test]
    fn hello() {
        let bytes = version_2(1, "ff ff ff 00 00 0a 02 01 00 00 00 28 0a 00 00 01 0a 00 00 02 01 01 01 01 02 02 02 02 # mask, 10 s, E, 1, 40 s");
        let names = [
            "ospf.version",
            "ospf.msg",
            "ospf.msg.hello",
            "ospf.hello.network_mask",
            "ospf.v2.options.e",
            "ospf.hello.router_dead_interval",
            "ospf.hello.active_neighbor",
        ];
        assert_eq!(fields_of(228, &bytes, &names), "2 1 1 255.255.255.0 1 40 1.1.1.1,2.2.2.2");
        cut_everywhere(228, &bytes);
        let bytes = version_3(1, "00 00 00 05 01 00 00 13 00 0a 00 28 0a 00 00 01 0a 00 00 02 02 02 02 02");
        let names = ["ospf.version", "ospf.hello.interface_id", "ospf.v3.options", "ospf.v3.options.r", "ospf.hello.active_neighbor"];
        assert_eq!(fields_of(229, &bytes, &names), "3 5 0x000013 1 2.2.2.2");
        cut_everywhere(229, &bytes);
    }
    #[test]
    fn update_of_version_2() {
        let lsas = [
            lsa(1, 36, "02 00 00 01 01 01 01 01 0a 00 00 05 01 00 00 07"), // router: E, one link
            lsa(2, 28, "ff ff ff 00 01 01 01 01"),                         // network
            lsa(3, 28, "ff ff ff 00 00 00 00 14"),                         // summary
            lsa(5, 36, "ff ff ff 00 80 00 00 19 00 00 00 00 00 00 00 01"), // external
        ];
        let bytes = version_2(4, &format!("00 00 00 04 {}", lsas.concat()));
        let names = [
            "ospf.ls.number_of_lsas",
            "ospf.lsa",
            "ospf.lsa.router.metric0",
            "ospf.lsa.network.attchrtr",
            "ospf.metric",
            "ospf.lsa.asext.type",
            "ospf.lsa.length",
        ];
        assert_eq!(fields_of(228, &bytes, &names), "4 1,2,3,5 7 1.1.1.1 20,25 1 36,28,28,36");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn an_advertisement_longer_than_the_packet_is_not_begun() {
        let bytes = version_2(4, &format!("00 00 00 01 {}", lsa(3, 100, "ff ff ff 00 00 00 00 14")));
        assert_eq!(fields_of(228, &bytes, &["ospf.ls.number_of_lsas", "ospf.lsa"]), "1 -");
    }
    #[test]
    fn traffic_engineering() {
        let te = "00 01 22 0a 01 00 00 02 0a 00 00 01 80 00 00 01 ab cd 00 30 # opaque, type 1, instance 2
             00 02 00 18 00 01 00 01 01 00 00 00 00 02 00 04 0a 00 00 02 00 05 00 04 00 00 00 07 # link: type, id, metric";
        let bytes = version_2(4, &format!("00 00 00 01 {te}"));
        let names = ["ospf.lsid_opaque_type", "ospf.lsid_te_lsa.instance", "ospf.tlv_type", "ospf.mpls.linktype", "ospf.mpls.linkid", "ospf.mpls.te_metric"];
        assert_eq!(fields_of(228, &bytes, &names), "1 2 2,1,2,5 1 10.0.0.2 7");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn update_of_version_3() {
        let bytes = version_3(
            4,
            "00 00 00 02
             00 01 20 03 00 00 00 00 0a 00 00 01 80 00 00 01 ab cd 00 24 # inter-area prefix
             00 00 00 4a 40 00 00 00 20 01 0d b8 00 00 00 03
             00 01 40 05 00 00 00 00 0a 00 00 01 80 00 00 01 ab cd 00 30 # external, with forwarding address and tag
             03 00 00 14 00 00 00 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 63",
        );
        let names = [
            "ospf.v3.lsa",
            "ospf.v3.lsa.s12",
            "ospf.metric",
            "ospf.prefix_length",
            "ospf.v3.address_prefix.ipv6",
            "ospf.v3.lsa.forwarding_address.ipv6",
            "ospf.v3.lsa.external_route_tag",
        ];
        assert_eq!(fields_of(229, &bytes, &names), "0x2003,0x4005 0x0001,0x0002 74,20 64,0 2001:db8:0:3::,:: fe80::1 99");
        cut_everywhere(229, &bytes);
    }

    /// An update with one opaque LSA of area scope.
    fn opaque(kind: u8, body: &str) -> Vec<u8> {
        let mut lsa = hex("00 01 02 0a 00 00 00 01 0a 00 00 01 80 00 00 01 00 00 00 00");
        lsa[4] = kind;
        lsa.extend(hex(body));
        lsa[19] = lsa.len() as u8;
        let mut bytes = hex("45 00 00 00 00 01 00 00 01 59 00 00 0a 00 00 01 e0 00 00 05 02 04 00 00 0a 00 00 01");
        bytes.extend([0; 16]);
        bytes.extend([0, 0, 0, 1]);
        bytes.extend(lsa);
        bytes[3] = bytes.len() as u8;
        bytes[23] = bytes.len() as u8 - 20;
        bytes
    }
    /// Delay, bandwidth constraints, and what nobody knows.
    #[test]
    fn attributes_of_traffic_engineering() {
        let bytes = opaque(1, "0002 0028 001b 0004 80 000102 001d 0004 00 000007 0011 0008 01 000000 3f800000 000a 0004 01020304");
        let names = ["ospf.tlv.unidirectional_link_flags.a", "ospf.tlv.unidirectional_link_delay", "ospf.tlv.unidirectional_delay_variation",
            "ospf.mpls.bc.model_id", "ospf.mpls.bc", "ospf.tlv_value"];
        assert_eq!(fields_of(228, &bytes, &names), "1 258 7 1 1 01020304");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn flexible_algorithms_and_ranges() {
        let bytes = opaque(4, "0010 000c 80 01 00 64 0001 0004 0000000f 000f 0004 07 000000");
        let names = ["ospf.tlv.fad.flex_algorithm", "ospf.tlv.fad.priority", "ospf.tlv.extended_admin_group", "ospf.tlv.preference"];
        assert_eq!(fields_of(228, &bytes, &names), "128 100 0x0000000f 7");
        cut_everywhere(228, &bytes);
        let bytes = opaque(7, "0002 000c 18 00 000a 80 000000 0a010200");
        let names = ["ospf.prefix_length", "ospf.tlv.range_size", "ospf.tlv.extpfx_range.flags.ia", "ospf.v3.address_prefix.ipv4"];
        assert_eq!(fields_of(228, &bytes, &names), "24 10 1 10.1.2.0");
    }
    #[test]
    fn attributes_of_applications() {
        let bytes = opaque(8, "0001 0024 02 000000 0a000002 0a000001 000a 0014 04 04 0000 50000000 0102030f 0016 0004 00000005");
        let names = ["ospf.tlv.application.sabm.bits.s", "ospf.tlv.application.sabm.bits.f", "ospf.tlv.application.udabm.bits", "ospf.mpls.te_metric"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0 01 02 03 0f 5");
        cut_everywhere(228, &bytes);
    }
}
