//! IP, IPv6 with its extension headers, TCP, UDP, ICMP, ICMPv6.
use super::*;
use crate::proto::{ah, ipv6_dstopts, ipv6_fraghdr, ipv6_hopopts, ipv6_routing};

const fn alias_words(name: &'static str, alias: &'static str, at: u16, bits: u8, words: Names) -> Field {
    Field::bits(name, "", at, bits).alias(alias).words(words)
}

pub(in super::super) static IP_CLASSES: &[Class] = &[Class {
    names: &["IP", "IPerror"],
    size: 20,
    align: 4,
    fields: &[
        &ip::VERSION,
        &ip::HDR_LEN,
        &ip::DSFIELD,
        &ip::DSCP,
        &ip::ECN,
        &ip::LEN,
        &ip::ID,
        &IP_FLAGS,
        &ip::FLAGS_RB,
        &ip::FLAGS_DF,
        &ip::FLAGS_MF,
        &ip::FRAG_OFFSET,
        &ip::TTL,
        &IP_PROTO,
        &ip::CHECKSUM,
        &ip::SRC,
        &ip::DST,
        &IP_OPTIONS,
    ],
    binds: &[(&VXLAN_FLAGS, Unset::Is(0x0c)), (&VXLAN_NEXT, Unset::Is(1)), (&mpls::LABEL, Unset::Is(0)), (&NULL_FAMILY, Unset::Is(2))],
    ..Class::PLAIN
}];
static IP_FLAGS: Field = Field::bits("ip.flags", "", 48, 3).alias("flags").flags(&["MF", "DF", "evil"]);
pub(super) static IP_PROTO: Field = alias_words("ip.proto", "proto", 72, 8, names::PROTOCOLS);
pub(super) static IP_OPTIONS: Field = list("options", &IP_OPTION);
static IP_OPTION: Field = Field::new(
    "",
    "IP option",
    Place::Peek(
        8,
        &[
            (0, &OPT_EOL),
            (1, &OPT_NOP),
            (7, &OPT_RR),
            (11, &OPT_MTU_PROBE),
            (12, &OPT_MTU_REPLY),
            (68, &OPT_TIMESTAMP),
            (18, &OPT_TRACEROUTE),
            (130, &OPT_SECURITY),
            (131, &OPT_LSRR),
            (136, &OPT_STREAM),
            (137, &OPT_SSRR),
            (147, &OPT_EXTENSION),
            (148, &OPT_ALERT),
            (149, &OPT_SDBM),
        ],
        &OPT_OTHER,
    ),
);
static COPY: Field = bit("copy_flag", 0x80);
static OPTCLASS: Field = bit("optclass", 0x60).words(&[(0, "control"), (2, "debug")]);
static OPT_NUMBER: Field = bit("option", 0x1f);
static ADDRESS: Field = ip4("address");
static ROUTERS: Field = list("routers", &ADDRESS);
static ADDRESSES: Field = list("addresses", &ADDRESS);
static OPT_LEN: Field = whole("length", 8);
static OPT_OTHER: Field = record("IPOption", &[&n("", 8), &COPY, &OPTCLASS, &OPT_NUMBER, &OPT_LEN, &rest("value")]);
static OPT_EOL: Field = record("IPOption_EOL", &[&n("", 8), &COPY, &OPTCLASS, &OPT_NUMBER]);
static OPT_NOP: Field = record("IPOption_NOP", &[&n("", 8).unset(1), &COPY, &OPTCLASS, &OPT_NUMBER]);
static OPT_RR: Field =
    record("IPOption_RR", &[&n("", 8).unset(7), &COPY, &OPTCLASS, &OPT_NUMBER, &OPT_LEN, &n("pointer", 8).unset(4), &ROUTERS]);
static OPT_LSRR: Field =
    record("IPOption_LSRR", &[&n("", 8).unset(131), &COPY, &OPTCLASS, &OPT_NUMBER, &OPT_LEN, &n("pointer", 8).unset(4), &ROUTERS]);
static OPT_SSRR: Field =
    record("IPOption_SSRR", &[&n("", 8).unset(137), &COPY, &OPTCLASS, &OPT_NUMBER, &OPT_LEN, &n("pointer", 8).unset(4), &ROUTERS]);
static OPT_STREAM: Field =
    record("IPOption_Stream_Id", &[&n("", 8).unset(136), &COPY, &OPTCLASS, &OPT_NUMBER, &n("length", 8).unset(4), &n("security", 16)]);
static OPT_MTU_PROBE: Field =
    record("IPOption_MTU_Probe", &[&n("", 8).unset(11), &COPY, &OPTCLASS, &OPT_NUMBER, &n("length", 8).unset(4), &n("mtu", 16)]);
static OPT_MTU_REPLY: Field =
    record("IPOption_MTU_Reply", &[&n("", 8).unset(12), &COPY, &OPTCLASS, &OPT_NUMBER, &n("length", 8).unset(4), &n("mtu", 16)]);
static OPT_TRACEROUTE: Field = record(
    "IPOption_Traceroute",
    &[
        &n("", 8).unset(18),
        &COPY,
        &OPTCLASS,
        &OPT_NUMBER,
        &n("length", 8).unset(12),
        &n("id", 16),
        &n("outbound_hops", 16),
        &n("return_hops", 16),
        &ip4("originator_ip"),
    ],
);
static OPT_TIMESTAMP: Field = record(
    "IPOption_Timestamp",
    &[
        &n("", 8).unset(68),
        &COPY,
        &OPTCLASS,
        &OPT_NUMBER,
        &OPT_LEN,
        &n("pointer", 8).unset(9),
        &n("", 8).unset(1),
        &bit("oflw", 0xf0),
        &bit("flg", 0x0f).words(&[(0, "timestamp_only"), (1, "timestamp_and_ip_addr"), (3, "prespecified_ip_addr")]),
        &Field::part(Place::When(|h| h.number & 15 != 0, &[&ip4("internet_address")])),
        &n("timestamp", 32),
    ],
);
static OPT_SECURITY: Field = record(
    "IPOption_Security",
    &[
        &n("", 8).unset(130),
        &COPY,
        &OPTCLASS,
        &OPT_NUMBER,
        &n("length", 8).unset(11),
        &n("security", 16),
        &n("compartment", 16),
        &n("handling_restrictions", 16),
        &run("transmission_control_code", 3).preset(b"xxx"),
    ],
);
static OPT_EXTENSION: Field = record(
    "IPOption_Address_Extension",
    &[&n("", 8).unset(147), &COPY, &OPTCLASS, &OPT_NUMBER, &n("length", 8).unset(10), &ip4("src_ext"), &ip4("dst_ext")],
);
static OPT_ALERT: Field = record(
    "IPOption_Router_Alert",
    &[
        &n("", 8).unset(148),
        &COPY,
        &OPTCLASS,
        &OPT_NUMBER,
        &n("length", 8).unset(4),
        &n("alert", 16).words(&[(0, "router_shall_examine_packet")]),
    ],
);
static OPT_SDBM: Field = record("IPOption_SDBM", &[&n("", 8).unset(149), &COPY, &OPTCLASS, &OPT_NUMBER, &OPT_LEN, &ADDRESSES]);

/// The first byte of VXLAN, as generic protocol extension has it.
pub(super) static VXLAN_FLAGS: Field =
    Field::bits("", "", 0, 8).alias("flags").unset(8).flags(&["OAM", "R", "NextProtocol", "Instance", "V1", "V2", "R", "G"]);
pub(super) static VXLAN_NEXT: Field =
    Field::bits("", "", 24, 8).alias("NextProtocol").words(&[(0, "NotDefined"), (1, "IPv4"), (2, "IPv6"), (3, "Ethernet"), (4, "NSH")]);
pub(super) static NULL_FAMILY: Field = Field::new("null.family", "", Place::Little(0, 4, 0, 32)).kind(Kind::Dec).alias("type").unset(2);

pub(in super::super) static IPV6_CLASSES: &[Class] = &[Class {
    names: &["IPv6", "IPerror6", "IPv46"],
    size: 40,
    fields: &[
        &ipv6::VERSION,
        &ipv6::TCLASS,
        &ipv6::DSCP,
        &ipv6::ECN,
        &ipv6::FLOW,
        &ipv6::PLEN,
        &IPV6_NXT,
        &ipv6::HLIM,
        &ipv6::SRC,
        &ipv6::DST,
    ],
    presets: &[(&IPV6_NXT, Unset::Is(59))],
    binds: &[(&VXLAN_FLAGS, Unset::Is(0x0c)), (&VXLAN_NEXT, Unset::Is(2)), (&mpls::LABEL, Unset::Is(2)), (&NULL_FAMILY, Unset::Is(10))],
    ..Class::PLAIN
}];
pub(super) static IPV6_NXT: Field = alias_words("ipv6.nxt", "nh", 48, 8, names::PROTOCOLS);

// Extension headers: RFC 8200, 4.
const fn next_header() -> Field {
    Field::bits("", "", 0, 8).alias("nh").words(names::PROTOCOLS).unset(59)
}
pub(super) static NH: Field = next_header();
pub(in super::super) static HOPOPTS_CLASSES: &[Class] = &[Class {
    names: &["IPv6ExtHdrHopByHop"],
    size: 2,
    fields: &[&NH, &ipv6_hopopts::LEN, &AUTOPAD, &EXT_OPTIONS],
    shape: Some(aligned),
    ..Class::PLAIN
}];
pub(in super::super) static DSTOPTS_CLASSES: &[Class] = &[Class {
    names: &["IPv6ExtHdrDestOpt"],
    size: 2,
    fields: &[&NH, &ipv6_dstopts::LEN, &AUTOPAD, &EXT_OPTIONS],
    shape: Some(aligned),
    ..Class::PLAIN
}];
/// Not on the wire: whether options are aligned and the header is filled with padding options.
pub(crate) static AUTOPAD: Field = Field::new("", "", Place::Run(0)).kind(Kind::Flag).alias("autopad").unset(1);
pub(crate) static EXT_OPTIONS: Field = list("options", &EXT_OPTION);
static EXT_OPTION: Field = Field::new(
    "",
    "IPv6 option",
    Place::Peek(8, &[(0, &PAD1), (1, &PADN), (5, &ALERT), (0x63, &RPL), (0xc2, &JUMBO), (0xc9, &HAO)], &OPTION),
);
static OPT_LENGTH: Field = behind("optlen", 8);
static OPTION: Field = record("HBHOptUnknown", &[&n("otype", 8).unset(1), &OPT_LENGTH, &rest("optdata")]);
static PAD1: Field = record("Pad1", &[&n("otype", 8)]);
static PADN: Field = record("PadN", &[&n("otype", 8).unset(1), &OPT_LENGTH, &rest("optdata")]);
static ALERT: Field = record("RouterAlert", &[&n("otype", 8).unset(5), &n("optlen", 8).unset(2), &n("value", 16)]);
static RPL: Field = record(
    "RplOption",
    &[
        &n("otype", 8).unset(0x63),
        &n("optlen", 8).unset(4),
        &word(8),
        &bit("Down", 0x80),
        &bit("RankError", 0x40),
        &bit("ForwardError", 0x20),
        &bit("unused", 0x1f),
        &n("RplInstanceId", 8),
        &n("SenderRank", 16),
    ],
);
static JUMBO: Field = record("Jumbo", &[&n("otype", 8).unset(0xc2), &n("optlen", 8).unset(4), &n("jumboplen", 32)]);
static HAO: Field = record("HAO", &[&n("otype", 8).unset(0xc9), &n("optlen", 8).unset(16), &ip6("hoa")]);

static ADDRESS6: Field = ip6("address");
pub(in super::super) static ROUTING_CLASSES: &[Class] = &[
    Class {
        names: &["IPv6ExtHdrRouting"],
        size: 8,
        fields: &[
            &NH,
            &ipv6_routing::LEN,
            &Field::bits("", "", 16, 8).alias("type"),
            &ipv6_routing::SEGLEFT,
            &Field::bits("", "", 32, 32).alias("reserved"),
            &Field::new("", "", Place::Times(&ipv6_routing::SEGLEFT, &ADDRESS6)).alias("addresses"),
        ],
        shape: Some(routed),
        ..Class::PLAIN
    },
    Class {
        names: &["IPv6ExtHdrSegmentRouting"],
        size: 4,
        align: 8,
        fields: &[
            &NH,
            &ipv6_routing::LEN,
            &Field::bits("", "", 16, 8).alias("type").unset(4),
            &ipv6_routing::SEGLEFT,
            &LAST_ENTRY,
            &word(8),
            &bit("unused1", 0x80),
            &bit("protected", 0x40),
            &bit("oam", 0x20),
            &bit("alert", 0x10),
            &bit("hmac", 0x08),
            &bit("unused2", 0x07),
            &n("tag", 16),
            &Field::new("", "", Place::Repeat(|h| usize::from(h.byte(4)) + 1, &ADDRESS6)).alias("addresses"),
            &list("tlv_objects", &SRH_TLV),
        ],
        defaults: "addresses=[\"::1\"]",
        shape: Some(routed),
        ..Class::PLAIN
    },
];
/// Checksums above look at the route: its length is written first, and in a segment list (RFC 8754, 2) the indices that its count gives.
#[expect(clippy::ptr_arg, reason = "as others shape a header")]
fn routed(header: &mut Vec<u8>, set: &[&'static Field]) {
    let free = |f: &'static Field| !set.iter().any(|s| std::ptr::eq(*s, f));
    let units = (header.len().div_ceil(8).saturating_sub(1)) as u64;
    if free(&ipv6_routing::LEN) {
        let _ = ipv6_routing::LEN.put(header, Value::Num(units));
    }
    if header.get(2) == Some(&4) {
        let n = header.get(4).map_or(0, |n| u64::from(*n)).saturating_sub(u64::from(free(&LAST_ENTRY)));
        crate::field::store(header, 32, 8, n);
        if free(&ipv6_routing::SEGLEFT) {
            let _ = ipv6_routing::SEGLEFT.put(header, Value::Num(n));
        }
    }
}
/// Of a segment list: the index of its last.
static LAST_ENTRY: Field = n("lastentry", 8).computed();
static SRH_TLV: Field = Field::new(
    "",
    "SRH TLV",
    Place::Peek(8, &[(0, &SRH_PAD1), (1, &SRH_INGRESS), (2, &SRH_EGRESS), (4, &SRH_PADN), (5, &SRH_HMAC)], &SRH_OTHER),
);
static TLV_LEN: Field = behind("len", 8);
static SRH_OTHER: Field = record("IPv6ExtHdrSegmentRoutingTLV", &[&n("type", 8), &TLV_LEN, &rest("value")]);
static SRH_PAD1: Field = record("IPv6ExtHdrSegmentRoutingTLVPad1", &[&n("type", 8)]);
static SRH_PADN: Field = record("IPv6ExtHdrSegmentRoutingTLVPadN", &[&n("type", 8).unset(4), &TLV_LEN, &rest("padding").preset(&[0])]);
static SRH_INGRESS: Field = record(
    "IPv6ExtHdrSegmentRoutingTLVIngressNode",
    &[&n("type", 8).unset(1), &n("len", 8).unset(18), &n("reserved", 8), &n("flags", 8), &ip6("ingress_node").preset(ONE)],
);
static SRH_EGRESS: Field = record(
    "IPv6ExtHdrSegmentRoutingTLVEgressNode",
    &[&n("type", 8).unset(2), &n("len", 8).unset(18), &n("reserved", 8), &n("flags", 8), &ip6("egress_node").preset(ONE)],
);
static SRH_HMAC: Field = record(
    "IPv6ExtHdrSegmentRoutingTLVHMAC",
    &[&n("type", 8).unset(5), &TLV_LEN, &word(16), &bit("D", 0x8000), &bit("reserved", 0x7fff), &n("hmackeyid", 32), &rest("hmac")],
);
const ONE: &[u8; 16] = &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
pub(in super::super) static FRAGHDR_CLASSES: &[Class] = &[Class {
    names: &["IPv6ExtHdrFragment"],
    size: 8,
    fields: &[
        &NH,
        &ipv6_fraghdr::RESERVED_OCTET,
        &ipv6_fraghdr::OFFSET,
        &ipv6_fraghdr::RESERVED_BITS,
        &ipv6_fraghdr::MORE,
        &ipv6_fraghdr::IDENT,
    ],
    ..Class::PLAIN
}];
pub(in super::super) static AH_CLASSES: &[Class] = &[Class {
    names: &["AH"],
    size: 12,
    align: 4,
    fields: &[
        &Field::bits("ah.next_header", "", 0, 8).alias("nh").words(names::PROTOCOLS),
        &ah::LENGTH,
        &Field::bits("ah.reserved", "", 16, 16).alias("reserved"),
        &Field::bits("ah.spi", "", 32, 32).alias("spi").unset(1),
        &ah::SEQUENCE,
        &rest("icv"),
        &rest("padding"),
    ],
    ..Class::PLAIN
}];
pub(in super::super) static ESP_CLASSES: &[Class] = &[Class {
    names: &["ESP"],
    size: 8,
    fields: &[
        &Field::bits("esp.spi", "", 0, 32).alias("spi").unset(1),
        &Field::bits("esp.sequence", "", 32, 32).alias("seq"),
        &rest("data"),
    ],
    binds: &[(&UDP_SPORT, Unset::Is(4500)), (&UDP_DPORT, Unset::Is(4500))],
    ..Class::PLAIN
}];

pub(super) static UDP_SPORT: Field = alias_words("udp.srcport", "sport", 0, 16, names::SERVICES).unset(53);
pub(super) static UDP_DPORT: Field = alias_words("udp.dstport", "dport", 16, 16, names::SERVICES).unset(53);
pub(in super::super) static UDP_CLASSES: &[Class] =
    &[Class { names: &["UDP", "UDPerror"], size: 8, fields: &[&UDP_SPORT, &UDP_DPORT, &udp::LENGTH, &udp::CHECKSUM], ..Class::PLAIN }];

pub(in super::super) static TCP_CLASSES: &[Class] = &[Class {
    names: &["TCP", "TCPerror"],
    size: 20,
    align: 4,
    fields: &[
        &TCP_SPORT,
        &TCP_DPORT,
        &Field::bits("tcp.seq", "", 32, 32).alias("seq"),
        &Field::bits("tcp.ack", "", 64, 32).alias("ack"),
        &tcp::SEQ_RAW,
        &tcp::ACK_RAW,
        &tcp::HDR_LEN,
        &Field::bits("tcp.flags.res", "", 100, 3).alias("reserved"),
        &Field::bits("tcp.flags", "", 103, 9).alias("flags").unset(2).flags(&["F", "S", "R", "P", "A", "U", "E", "C", "N"]),
        &tcp::FLAGS_AE,
        &tcp::FLAGS_CWR,
        &tcp::FLAGS_ECE,
        &tcp::FLAGS_URG,
        &tcp::FLAGS_ACK,
        &tcp::FLAGS_PUSH,
        &tcp::FLAGS_RESET,
        &tcp::FLAGS_SYN,
        &tcp::FLAGS_FIN,
        &Field::bits("tcp.window_size_value", "", 112, 16).alias("window").unset(8192),
        &tcp::CHECKSUM,
        &tcp::URGENT,
        &TCP_OPTIONS,
    ],
    ..Class::PLAIN
}];
pub(super) static TCP_SPORT: Field = alias_words("tcp.srcport", "sport", 0, 16, names::SERVICES).unset(20);
pub(super) static TCP_DPORT: Field = alias_words("tcp.dstport", "dport", 16, 16, names::SERVICES).unset(80);
static TCP_OPTIONS: Field = list("options", &TCP_OPTION);
static TCP_OPTION: Field = Field::new(
    "",
    "TCP option",
    Place::Peek(
        8,
        &[
            (0, &record("EOL", &[&OPT_KIND])),
            (1, &record("NOP", &[&OPT_KIND])),
            (2, &record("MSS", &[&OPT_KIND, &OPT_WHOLE, &n("mss", 16)])),
            (3, &record("WScale", &[&OPT_KIND, &OPT_WHOLE, &n("shift", 8)])),
            (4, &record("SAckOK", &[&OPT_KIND, &OPT_WHOLE])),
            (5, &record("SAck", &[&OPT_KIND, &OPT_WHOLE, &list("edges", &EDGE)])),
            (8, &record("Timestamp", &[&OPT_KIND, &OPT_WHOLE, &n("tsval", 32), &n("tsecr", 32)])),
            (14, &record("AltChkSum", &[&OPT_KIND, &OPT_WHOLE, &n("algorithm", 8), &n("sum", 16)])),
            (15, &record("AltChkSumOpt", &[&OPT_KIND, &OPT_WHOLE])),
            (19, &record("MD5", &[&OPT_KIND, &OPT_WHOLE, &run("digest", 16)])),
            (25, &record("Mood", &[&OPT_KIND, &OPT_WHOLE, &rest("mood")])),
            (28, &record("UTO", &[&OPT_KIND, &OPT_WHOLE, &n("timeout", 16)])),
            (
                29,
                &Field { title: "TCPAOValue", ..record("AO", &[&OPT_KIND, &OPT_WHOLE, &n("keyid", 8), &n("rnextkeyid", 8), &rest("mac")]) },
            ),
            (34, &record("TFO", &[&OPT_KIND, &OPT_WHOLE, &list("cookie", &EDGE)])),
        ],
        &record("", &[&OPT_KIND, &OPT_WHOLE, &rest("value")]),
    ),
);
static OPT_KIND: Field = kind("", 8);
static OPT_WHOLE: Field = whole("", 8);
static EDGE: Field = n("edge", 32);

// ICMP: what stands behind the checksum goes by the type.
pub(in super::super) static ICMP_CLASSES: &[Class] = &[Class {
    names: &["ICMP", "ICMPerror"],
    size: 4,
    fields: &[&ICMP_TYPE, &ICMP_CODE, &icmp::CHECKSUM, &ICMP_REST],
    // In IPv6 it is no protocol that anybody would take.
    binds: NOT_IPV6,
    behind: Some((&ICMP_EXT, 128, 32)),
    ..Class::PLAIN
}];
/// What belongs to IPv4 alone: IPv6 and its extension headers name nothing behind them.
pub(super) const NOT_IPV6: &[(&Field, Unset)] = &[(&IPV6_NXT, Unset::Is(59)), (&NH, Unset::Is(59))];
pub(crate) static ICMP_EXT: Field = list("ext", &ADDRESS);
static ICMP_TYPE: Field = alias_words("icmp.type", "type", 0, 8, names::ICMP_TYPES).unset(8);
static ICMP_CODE: Field = alias_words("icmp.code", "code", 8, 8, names::ICMP_CODES);
static ICMP_REST: Field = Field::part(Place::Switch(
    |h| h.byte(0).into(),
    &[
        (0, ICMP_ECHO),
        (8, ICMP_ECHO),
        (15, ICMP_ECHO),
        (16, ICMP_ECHO),
        (13, &[&ID16, &SEQ16, &n("ts_ori", 32), &n("ts_rx", 32), &n("ts_tx", 32)]),
        (14, &[&ID16, &SEQ16, &n("ts_ori", 32), &n("ts_rx", 32), &n("ts_tx", 32)]),
        (17, &[&ID16, &SEQ16, &ip4("addr_mask")]),
        (18, &[&ID16, &SEQ16, &ip4("addr_mask")]),
        (37, &[&ID16, &SEQ16, &run("unused", 4)]),
        (38, &[&ID16, &SEQ16, &run("unused", 4)]),
        (3, &[&n("reserved", 8), &ICMP_LENGTH, &n("nexthopmtu", 16)]),
        (5, &[&ip4("gw")]),
        (11, &[&n("reserved", 8), &ICMP_LENGTH, &run("unused", 2)]),
        (12, &[&n("ptr", 8), &ICMP_LENGTH, &run("unused", 2)]),
    ],
    &[&run("unused", 4)],
));
static ICMP_LENGTH: Field = n("length", 8);
static ID16: Field = Field::new("icmp.ident", "", Place::Uint(16)).alias("id");
static SEQ16: Field = Field::new("icmp.seq", "", Place::Uint(16)).alias("seq");
const ICMP_ECHO: Fields = &[&ID16, &SEQ16];

/// RFC 4884, 7: put behind the quotation.
pub(in super::super) static EXTENSION_CLASSES: &[Class] = &[
    Class {
        names: &["ICMPExtension_Header"],
        size: 4,
        fields: &[&Field::bits("", "", 0, 4).alias("version").unset(2), &Field::bits("", "", 4, 12).alias("reserved"), &EXT_SUM],
        finish: |d| {
            d.fill(&EXT_SUM, 0);
            d.fill(&EXT_SUM, internet(0, d.bytes).into());
        },
        ..Class::PART
    },
    Class {
        names: &["ICMPExtension_Object"],
        size: 4,
        fields: &[&OBJECT_LEN, &Field::bits("", "", 16, 8).alias("classnum"), &Field::bits("", "", 24, 8).alias("classtype")],
        finish: |d| d.fill(&OBJECT_LEN, d.bytes.len() as u64),
        ..Class::PART
    },
    Class {
        names: &["ICMPExtension_MPLS"],
        size: 4,
        fields: &[
            &OBJECT_LEN,
            &Field::bits("", "", 16, 8).alias("classnum").unset(1),
            &Field::bits("", "", 24, 8).alias("classtype").unset(1),
            &list("stack", &LABEL),
        ],
        finish: |d| d.fill(&OBJECT_LEN, d.bytes.len() as u64),
        ..Class::PART
    },
    // RFC 5837, 4.
    Class {
        names: &["ICMPExtension_InterfaceInformation"],
        size: 4,
        fields: &[
            &OBJECT_LEN,
            &Field::bits("", "", 16, 8).alias("classnum").unset(2),
            &Field::bits("", "", 24, 2).alias("classtype"),
            &Field::bits("", "", 26, 2).alias("reserved"),
            &Field::bits("", "", 28, 1).alias("has_ifindex"),
            &Field::bits("", "", 29, 1).alias("has_ipaddr"),
            &Field::bits("", "", 30, 1).alias("has_ifname"),
            &Field::bits("", "", 31, 1).alias("has_mtu"),
            &Field::part(Place::When(|h| h.byte(3) & 8 != 0, &[&n("ifindex", 32)])),
            &Field::part(Place::When(
                |h| h.byte(3) & 4 != 0,
                &[
                    &n("afi", 16),
                    &n("reserved2", 16),
                    &Field::part(Place::Switch(
                        |h| h.word(h.at.saturating_sub(4)).into(),
                        &[(1, &[&ip4("ip4")]), (2, &[&ip6("ip6")])],
                        &[],
                    )),
                ],
            )),
            &Field::part(Place::When(|h| h.byte(3) & 2 != 0, &[&span("ifname_len", 8, &[&rest("ifname")])])),
            &Field::part(Place::When(|h| h.byte(3) & 1 != 0, &[&n("mtu", 32)])),
        ],
        finish: |d| d.fill(&OBJECT_LEN, d.bytes.len() as u64),
        ..Class::PART
    },
    // A value of TCP's option AO (RFC 5925, 2.2).
    Class { names: &["TCPAOValue"], fields: &[&n("keyid", 8), &n("rnextkeyid", 8), &rest("mac")], ..Class::PART },
];
static EXT_SUM: Field = Field::bits("", "", 16, 16).alias("chksum").computed();
static OBJECT_LEN: Field = Field::bits("", "", 0, 16).alias("len").computed();
static LABEL: Field =
    record("MPLSStackEntry", &[&word(32), &bit("label", 0xffff_f000), &bit("exp", 0xe00), &bit("s", 0x100), &bit("ttl", 0xff)]);

const HOPS_1: (&Field, Unset) = (&ipv6::HLIM, Unset::Is(1));
const HOPS_255: (&Field, Unset) = (&ipv6::HLIM, Unset::Is(255));
const ALL_NODES: (&Field, Unset) = (&ipv6::DST, Unset::Bytes(&[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]));
const ALL_ROUTERS: (&Field, Unset) = (&ipv6::DST, Unset::Bytes(&[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]));
const ALL_SNOOPERS: (&Field, Unset) = (&ipv6::DST, Unset::Bytes(&[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x6a]));
const ALL_MLDV2: (&Field, Unset) = (&ipv6::DST, Unset::Bytes(&[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x16]));
const ALL_RPL: (&Field, Unset) = (&ipv6::DST, Unset::Bytes(&[0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x1a]));

static T6: Field = Field::bits("icmpv6.type", "", 0, 8).alias("type");
static R6: Field = Field::bits("", "", 8, 8).alias("res");
static A6: Field = Field::bits("", "", 8, 8).alias("advinter").unset(20);
static C6: Field = Field::bits("icmpv6.code", "", 8, 8).alias("code");
/// An ICMPv6 message: its class, its number, its code, the layer below, what follows the checksum.
macro_rules! icmpv6 { ($($name:literal $kind:literal $code:literal $binds:tt $fields:tt;)*) => {
    &[$(Class { names: &[$name], size: 4, presets: &[(&T6, Unset::Is($kind)), (&C6, Unset::Is($code))], binds: &$binds, fields: &icmpv6!(@ $fields), ..Class::PLAIN }),*,
      // The second byte is no code in these.
      Class { names: &["ICMPv6MLReport2"], size: 4, presets: &[(&T6, Unset::Is(143))], binds: &[HOPS_1, ALL_MLDV2], fields: &[&T6, &R6, &icmpv6::CHECKSUM, &n("reserved", 16), &RECORDS16, &list("records", &MLD_RECORD)], ..Class::PLAIN },
      Class { names: &["ICMPv6MRD_Advertisement"], size: 4, presets: &[(&T6, Unset::Is(151))], binds: &[HOPS_1, ALL_ROUTERS], fields: &[&T6, &A6, &icmpv6::CHECKSUM, &n("queryint", 16), &n("robustness", 16)], ..Class::PLAIN },
      Class { names: &["ICMPv6MRD_Solicitation"], size: 4, presets: &[(&T6, Unset::Is(152))], binds: &[HOPS_1, ALL_ROUTERS], fields: &[&T6, &R6, &icmpv6::CHECKSUM], ..Class::PLAIN },
      Class { names: &["ICMPv6MRD_Termination"], size: 4, presets: &[(&T6, Unset::Is(153))], binds: &[HOPS_1, ALL_SNOOPERS], fields: &[&T6, &R6, &icmpv6::CHECKSUM], ..Class::PLAIN },
      Class { names: &["ICMPv6DestUnreach"], size: 4, presets: &[(&T6, Unset::Is(1))], fields: &[&T6, &C6, &icmpv6::CHECKSUM, &ICMP_LENGTH, &n3("unused")], behind: Some((&ICMP_EXT, 128, 16)), ..Class::PLAIN },
      Class { names: &["ICMPv6TimeExceeded"], size: 4, presets: &[(&T6, Unset::Is(3))], fields: &[&T6, &C6, &icmpv6::CHECKSUM, &ICMP_LENGTH, &n3("unused")], behind: Some((&ICMP_EXT, 128, 16)), ..Class::PLAIN },
    ]
}; (@ [$($f:expr),*]) => { [&T6, &C6, &icmpv6::CHECKSUM, $(&$f),*] } }
const fn n3(alias: &'static str) -> Field {
    n(alias, 24)
}
const QTYPE: Field = n("qtype", 16);
const NI_FLAGS: Field = bit("flags", 0x3f).flags(&["T", "A", "C", "L", "S", "G"]);
pub(in super::super) static ICMPV6_CLASSES: &[Class] = icmpv6! {
    "ICMPv6Unknown" 1 0 [] [rest("msgbody")];
    "ICMPv6PacketTooBig" 2 0 [] [n("mtu", 32).unset(1280)];
    "ICMPv6ParamProblem" 4 0 [] [n("ptr", 32).unset(6)];
    "ICMPv6EchoRequest" 128 0 [] [n("id", 16), n("seq", 16), rest("data")];
    "ICMPv6EchoReply" 129 0 [] [n("id", 16), n("seq", 16), rest("data")];
    "ICMPv6MLQuery" 130 0 [HOPS_1, ALL_NODES] [n("mrd", 16).unset(10_000), n("reserved", 16), ip6("mladdr")];
    "ICMPv6MLReport" 131 0 [HOPS_1] [n("mrd", 16), n("reserved", 16), ip6("mladdr")];
    "ICMPv6MLDone" 132 0 [HOPS_1, ALL_ROUTERS] [n("mrd", 16), n("reserved", 16), ip6("mladdr")];
    "ICMPv6MLQuery2" 130 0 [HOPS_1, ALL_NODES] [n("mrd", 16).unset(10_000), n("reserved", 16), ip6("mladdr"), word(8), bit("Resv", 0xf0), bit("S", 8), bit("QRV", 7), n("QQIC", 8), COUNT16, list("sources", &ADDRESS6)];
    "ICMPv6ND_RS" 133 0 [ALL_ROUTERS, HOPS_255] [n("res", 32)];
    "ICMPv6ND_RA" 134 0 [ALL_NODES, HOPS_255] [n("chlim", 8), n("", 8).unset(8), bit("M", 0x80), bit("O", 0x40), bit("H", 0x20), bit("prf", 0x18).words(PREFERENCES), bit("P", 4), bit("res", 3), n("routerlifetime", 16).unset(1800), n("reachabletime", 32), n("retranstimer", 32)];
    "ICMPv6ND_NS" 135 0 [ALL_NODES, HOPS_255] [n("res", 32), ip6("tgt")];
    "ICMPv6ND_NA" 136 0 [ALL_NODES, HOPS_255] [n("", 32).unset(0xa000_0000), bit("R", 0x8000_0000), bit("S", 0x4000_0000), bit("O", 0x2000_0000), bit("res", 0x1fff_ffff), ip6("tgt")];
    "ICMPv6ND_Redirect" 137 0 [ALL_NODES, HOPS_255] [n("res", 32), ip6("tgt"), ip6("dst")];
    "ICMPv6ND_INDSol" 141 0 [ALL_NODES, HOPS_255] [n("reserved", 32)];
    "ICMPv6ND_INDAdv" 142 0 [ALL_NODES, HOPS_255] [n("reserved", 32)];
    "ICMPv6NIQueryNOOP" 139 1 [] [QTYPE, word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data").preset(&[0, 0, 0])];
    "ICMPv6NIQueryName" 139 1 [] [QTYPE.unset(2), word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data").preset(&[0, 0, 0])];
    "ICMPv6NIQueryIPv6" 139 1 [] [QTYPE.unset(3), n("", 16).unset(62), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data").preset(&[0, 0, 0])];
    "ICMPv6NIQueryIPv4" 139 1 [] [QTYPE.unset(4), word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data").preset(&[0, 0, 0])];
    "ICMPv6NIReplyNOOP" 140 0 [] [QTYPE, word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data")];
    "ICMPv6NIReplyName" 140 0 [] [QTYPE.unset(2), word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data")];
    "ICMPv6NIReplyIPv6" 140 0 [] [QTYPE.unset(3), word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data")];
    "ICMPv6NIReplyIPv4" 140 0 [] [QTYPE.unset(4), word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data")];
    "ICMPv6NIReplyRefuse" 140 1 [] [QTYPE, word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data")];
    "ICMPv6NIReplyUnknown" 140 2 [] [QTYPE, word(16), bit("unused", 0xffc0), NI_FLAGS, run("nonce", 8), rest("data")];
    "ICMPv6RPL" 155 0 [ALL_RPL] [];
    "ICMPv6HAADRequest" 144 0 [] [n("id", 16), n("", 16).unset(0x8000), bit("R", 0x8000), bit("res", 0x7fff)];
    "ICMPv6HAADReply" 145 0 [] [n("id", 16), n("", 16).unset(0x8000), bit("R", 0x8000), bit("res", 0x7fff), list("addresses", &ADDRESS6)];
    "ICMPv6MPSol" 146 0 [] [n("id", 16), n("res", 16)];
    "ICMPv6MPAdv" 147 0 [] [n("id", 16), n("", 16).unset(0x8000), bit("flags", 0xc000), bit("res", 0x3fff)];
};
const PREFERENCES: Names = &[(0, "Medium (default)"), (1, "High"), (2, "Reserved"), (3, "Low")];
/// How many items the next list has, where nothing is said.
const COUNT16: Field = Field::new("", "", Place::Uint(16)).alias("sources_number").computed();
const RECORDS16: Field = Field::new("", "", Place::Uint(16)).alias("records_number").computed();
static MLD_RECORD: Field = record(
    "ICMPv6MLDMultAddrRec",
    &[
        &n("rtype", 8).unset(4),
        &n("auxdata_len", 8),
        &Field::new("", "", Place::Uint(16)).alias("sources_number").computed(),
        &ip6("dst"),
        &list("sources", &ADDRESS6),
        &rest("auxdata"),
    ],
);

// Options of neighbour discovery, put on with `/`: RFC 4861, 4.6.
static ND_TYPE: Field = Field::bits("icmpv6.opt.type", "", 0, 8).alias("type");
/// In units of 8 bytes.
static ND_LEN: Field = Field::bits("icmpv6.opt.length", "", 8, 8).alias("len").computed();
macro_rules! option { ($($name:literal $kind:literal [$($f:expr),*];)*) => { &[$(Class {
    names: &[$name],
    size: 2,
    align: 8,
    fields: &[&ND_TYPE, &ND_LEN, $(&$f),*],
    presets: &[(&ND_TYPE, Unset::Is($kind))],
    finish: |d| d.fill(&ND_LEN, d.head as u64 / 8),
    ..Class::PART
}),*] } }
pub(in super::super) static OPTION_CLASSES: &[Class] = option! {
    "ICMPv6NDOptUnknown" 0 [rest("data")];
    "ICMPv6NDOptSrcLLAddr" 1 [mac("lladdr")];
    "ICMPv6NDOptDstLLAddr" 2 [mac("lladdr")];
    "ICMPv6NDOptPrefixInfo" 3 [n("prefixlen", 8).unset(64), n("", 8).unset(0xc0), bit("L", 0x80), bit("A", 0x40), bit("R", 0x20), bit("res1", 0x1f), n("validlifetime", 32).unset(0xffff_ffff), n("preferredlifetime", 32).unset(0xffff_ffff), n("res2", 32), ip6("prefix")];
    "ICMPv6NDOptRedirectedHdr" 4 [run("res", 6), rest("pkt")];
    "ICMPv6NDOptMTU" 5 [n("res", 16), n("mtu", 32).unset(1280)];
    "ICMPv6NDOptShortcutLimit" 6 [n("shortcutlim", 8).unset(40), n("res1", 8), n("res2", 32)];
    "ICMPv6NDOptAdvInterval" 7 [n("res", 16), n("advint", 32)];
    "ICMPv6NDOptHAInfo" 8 [n("res", 16), n("pref", 16), n("lifetime", 16).unset(1)];
    "ICMPv6NDOptSrcAddrList" 9 [run("res", 6), list("addrlist", &ADDRESS6)];
    "ICMPv6NDOptTgtAddrList" 10 [run("res", 6), list("addrlist", &ADDRESS6)];
    "ICMPv6NDOptIPAddr" 17 [n("optcode", 8).unset(1), n("plen", 8).unset(64), n("res", 32), ip6("addr")];
    "ICMPv6NDOptNewRtrPrefix" 18 [n("optcode", 8), n("plen", 8).unset(64), n("res", 32), ip6("prefix")];
    "ICMPv6NDOptLLA" 19 [n("optcode", 8), mac("lla")];
    "ICMPv6NDOptMAP" 23 [n("", 8).unset(0x1f), bit("dist", 0xf0), bit("pref", 0x0f), n("", 8).unset(0x80), bit("R", 0x80), bit("res", 0x7f), n("validlifetime", 32).unset(0xffff_ffff), ip6("addr")];
    "ICMPv6NDOptRouteInfo" 24 [n("plen", 8), word(8), bit("res1", 0xe0), bit("prf", 0x18).words(PREFERENCES), bit("res2", 7), n("rtlifetime", 32).unset(0xffff_ffff), rest("prefix").kind(Kind::Ip6)];
    "ICMPv6NDOptRDNSS" 25 [n("res", 16), n("lifetime", 32).unset(0xffff_ffff), list("dns", &ADDRESS6)];
    "ICMPv6NDOptPREF64" 38 [n("", 16), bit("scaledlifetime", 0xfff8), bit("plc", 7).words(PLC), NAT64];
    "ICMPv6NDOptEFA" 26 [run("res", 6)];
    "ICMPv6NDOptDNSSL" 31 [n("res", 16), n("lifetime", 32).unset(0xffff_ffff), list("searchlist", &SEARCH)];
    "ICMPv6NDOptCaptivePortal" 37 [rest("URI")];
};
const PLC: Names = &[(0, "/96"), (1, "/64"), (2, "/56"), (3, "/48"), (4, "/40"), (5, "/32")];
/// The first 96 bits: RFC 8781, 4.
const NAT64: Field = run("prefix", 12).kind(Kind::Ip6);
static SEARCH: Field = domain("name");

/// Where an option of a hop-by-hop or destination options header may begin: multiples of n, plus y (RFC 8200, 4.2).
const ALIGNED: &[(u8, usize, usize)] = &[(5, 2, 0), (0x63, 2, 0), (0xc2, 4, 2), (0xc9, 8, 6)];
/// Puts padding options in front of options that want to be aligned, and fills the header to a multiple of 8 bytes.
pub(super) fn aligned(header: &mut Vec<u8>, set: &[&'static Field]) {
    filled(header, set, 2, ALIGNED);
}
/// The same for a header whose options begin there and may begin so.
pub(super) fn filled(header: &mut Vec<u8>, set: &[&'static Field], from: usize, aligned: &[(u8, usize, usize)]) {
    if set.iter().any(|f| std::ptr::eq(*f, &AUTOPAD)) {
        return;
    }
    let pad = |out: &mut Vec<u8>, n: usize| match n {
        0 => {}
        1 => out.push(0),
        n => {
            out.extend([1, (n - 2) as u8]);
            out.resize(out.len() + n - 2, 0);
        }
    };
    let (mut out, mut at) = (header.get(..from).unwrap_or(&[]).to_vec(), from);
    while let Some(&kind) = header.get(at) {
        let len = if kind == 0 { 1 } else { header.get(at + 1).map_or(1, |n| usize::from(*n) + 2) };
        if let Some((_, n, y)) = aligned.iter().find(|(k, ..)| *k == kind) {
            let over = (out.len() + n - y) % n;
            pad(&mut out, (n - over) % n);
        }
        out.extend(header.iter().skip(at).take(len));
        at += len;
    }
    let over = out.len() % 8;
    pad(&mut out, (8 - over) % 8);
    *header = out;
}
