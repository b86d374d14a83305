//! Messages over UDP and IP.
use super::*;
use crate::proto::vrrp;

static NTP_ITEM: Field = rest("item");
pub(in super::super) static NTP: &[Class] = &[
    Class {
        names: &["NTPHeader", "NTP"],
        fields: &[
            &n("", 8).unset(0x23),
            &bit("leap", 0xc0),
            &bit("version", 0x38),
            &bit("mode", 7).words(&[(1, "symmetric active"), (2, "symmetric passive"), (3, "client"), (4, "server"), (5, "broadcast")]),
            &key("stratum", 8).unset(2),
            &n("poll", 8).unset(10).kind(Kind::Signed),
            &n("precision", 8).kind(Kind::Signed),
            &n("delay", 32).fixed(16),
            &n("dispersion", 32).fixed(16),
            // "for stratum 0 and 1 a four-character code" (RFC 5905, 7.3).
            &Field::part(Place::Pick(&[(0, &[&run("ref_id", 4)]), (1, &[&run("ref_id", 4)])], &[&ip4("id").unset(0x7f00_0001)])),
            &time("ref"),
            &time("orig"),
            &time("recv"),
            &time("sent"),
        ],
        binds: ports!(123 123),
        ..Class::PLAIN
    },
    Class {
        names: &["NTPControl"],
        fields: &[
            &n("", 8).unset(0x16),
            &bit("leap", 0xc0),
            &bit("version", 0x38),
            &bit("mode", 7),
            &word(8),
            &bit("response", 0x80),
            &bit("err", 0x40),
            &bit("more", 0x20),
            &bit("op_code", 0x1f),
            &n("sequence", 16),
            &n("status", 16),
            &n("association_id", 16),
            &n("offset", 16),
            &span("count", 16, &[&rest("data")]),
            // "The data field is padded to a multiple of 32 bits" (RFC 9327, 2).
            &Field::part(Place::Sized(|h| h.pad(4), &[])),
            &rest("authenticator"),
        ],
        binds: ports!(123 123),
        ..Class::PLAIN
    },
    Class {
        names: &["NTPPrivate"],
        size: 8,
        fields: &[
            &Field::bits("", "", 0, 1).alias("response"),
            &Field::bits("", "", 1, 1).alias("more"),
            &Field::bits("", "", 2, 3).alias("version").unset(2),
            &Field::bits("", "", 5, 3).alias("mode").unset(7),
            &Field::bits("", "", 8, 1).alias("auth"),
            &Field::bits("", "", 9, 7).alias("seq"),
            &Field::bits("", "", 16, 8).alias("implementation"),
            &Field::bits("", "", 24, 8).alias("request_code"),
            &Field::bits("", "", 32, 4).alias("err"),
            &Field::bits("", "", 36, 12).alias("nb_items"),
            &Field::bits("", "", 48, 4).alias("mbz"),
            &Field::bits("", "", 52, 12).alias("data_item_size"),
            &Field::part(Place::When(|h| h.byte(0) & 0x80 == 0, &[&list("req_data", &NTP_ITEM)])),
            &Field::part(Place::When(|h| h.byte(0) & 0x80 != 0, &[&list("data", &NTP_ITEM)])),
            &Field::part(Place::When(|h| h.byte(1) & 0x80 != 0, &[&rest("authenticator")])),
        ],
        binds: ports!(123 123),
        ..Class::PLAIN
    },
];

static ADDRESS: Field = ip4("address");
static ADDRESS_ANY: Field = Field::new("", "", Place::Rest).alias("address").kind(Kind::Ip4);
pub(in super::super) static VRRP: &[Class] = &[
    Class {
        names: &["VRRP"],
        size: 4,
        binds: net::NOT_IPV6,
        fields: &[
            &Field::bits("vrrp.version", "", 0, 4).alias("version").unset(2),
            &Field::bits("vrrp.type", "", 4, 4).alias("type").unset(1),
            &vrrp::VIRT_RTR_ID,
            &vrrp::PRIO,
            &vrrp::ADDR_COUNT,
            &n("authtype", 8),
            &n("adv", 8).unset(1),
            &vrrp::CHECKSUM,
            &Field::new("", "", Place::Times(&vrrp::ADDR_COUNT, &ADDRESS)).alias("addrlist"),
            &n("auth1", 32),
            &n("auth2", 32),
        ],
        ..Class::PLAIN
    },
    Class {
        names: &["VRRPv3"],
        size: 4,
        fields: &[
            &Field::bits("vrrp.version", "", 0, 4).alias("version").unset(3),
            &Field::bits("vrrp.type", "", 4, 4).alias("type").unset(1),
            &vrrp::VIRT_RTR_ID,
            &vrrp::PRIO,
            &vrrp::ADDR_COUNT,
            &n("", 16).unset(100),
            &bit("res", 0xf000),
            &bit("adv", 0x0fff),
            &vrrp::CHECKSUM,
            &list("addrlist", &ADDRESS_ANY),
        ],
        ..Class::PLAIN
    },
];
pub(in super::super) static HSRP: &[Class] = &[Class {
    names: &["HSRP"],
    fields: &[
        &n("version", 8),
        &n("opcode", 8).words(&[(0, "Hello"), (1, "Coup"), (2, "Resign"), (3, "Advertise")]),
        &n("state", 8).unset(16).words(&[(0, "Initial"), (1, "Learn"), (2, "Listen"), (4, "Speak"), (8, "Standby"), (16, "Active")]),
        &n("hellotime", 8).unset(3),
        &n("holdtime", 8).unset(10),
        &n("priority", 8).unset(120),
        &n("group", 8).unset(1),
        &n("reserved", 8),
        &run("auth", 8).preset(b"cisco\0\0\0"),
        &ip4("virtualIP").unset(0xc0a8_0101),
    ],
    binds: ports!(1985 1985),
    ..Class::PLAIN
}];
/// RFC 2281 names none of these: Cisco's authentication, put on with `/`.
pub(in super::super) static HSRP_MORE: &[Class] = &[
    Class {
        names: &["HSRPmd5"],
        fields: &[
            &n("type", 8).unset(4),
            &n("len", 8).unset(28),
            &n("algo", 8).unset(1),
            &n("padding", 8),
            &n("flags", 16),
            &ip4("sourceip"),
            &n("keyid", 32),
            &run("authdigest", 16),
        ],
        ..Class::PART
    },
    Class {
        names: &["HSRPv2"],
        size: 2,
        fields: &[
            &Field::bits("", "", 0, 8).alias("type").unset(1).words(&[(1, "Group state TLV")]),
            &HSRP_LEN,
            &n("version", 8).unset(2),
            &n("opcode", 8).words(&[(0, "Hello"), (1, "Coup"), (2, "Resign"), (3, "Advertise")]),
            &n("state", 8).unset(16).words(&[(0, "Initial"), (1, "Learn"), (2, "Listen"), (4, "Speak"), (8, "Standby"), (16, "Active")]),
            &HSRP_IP,
            &n("group", 16).unset(1),
            &mac("identifier"),
            &n("priority", 32).unset(100),
            &n("hellotime", 32).unset(3000),
            &n("holdtime", 32).unset(10_000),
            &Field { words: Words::Network, ..rest("virtualIP") },
        ],
        binds: ports!(2029 2029),
        shape: Some(version_2),
        ..Class::PART
    },
    Class {
        names: &["HSRPAdvertise"],
        fields: &[
            &n("version", 8),
            &n("opcode", 8).unset(3).words(&[(0, "Hello"), (1, "Coup"), (2, "Resign"), (3, "Advertise")]),
            &n("type", 16).unset(1).words(&[(1, "HSRP interface state")]),
            &n("length", 16).unset(10),
            &n("state", 8).unset(1).words(&[(1, "Active"), (2, "Passive")]),
            &n("reserved1", 8),
            &n("activegroups", 16),
            &n("passivegroups", 16),
            &n("reserved2", 32),
        ],
        ..Class::PART
    },
    Class {
        names: &["HSRPv2TextAuth"],
        fields: &[&n("type", 8).unset(3), &n("len", 8).unset(8), &run("auth", 8).preset(b"cisco\0\0\0")],
        ..Class::PART
    },
];
/// RFC 2453, 4.1; RFC 4822, 2.1 and 2.2.
static RIP_AUTH: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (1, &[&rest("authdata")]),
        (2, &[&run("password", 16)]),
        (3, &[&n("digestoffset", 16), &n("keyid", 8), &n("authdatalen", 8), &n("seqnum", 32), &run("zeropad", 8)]),
    ],
    &[],
));
static HSRP_LEN: Field = Field::bits("", "", 8, 8).alias("len").computed();
static HSRP_IP: Field = n("ipVer", 8).computed().words(&[(4, "IPv4"), (6, "IPv6")]);
/// An address takes 16 bytes, of either version, which is told by its length.
fn version_2(header: &mut Vec<u8>, set: &[&'static Field]) {
    let free = |f: &'static Field| !set.iter().any(|s| std::ptr::eq(*s, f));
    let six = header.len() > 32;
    header.resize(42, 0);
    if free(&HSRP_LEN) {
        let _ = HSRP_LEN.put(header, Value::Num(40));
    }
    if free(&HSRP_IP) {
        crate::field::store(header, 40, 8, if six { 6 } else { 4 });
    }
}
pub(in super::super) static RIP: &[Class] = &[
    Class {
        names: &["RIP"],
        size: 4,
        fields: &[
            &Field::bits("", "", 0, 8).alias("cmd").unset(1).words(&[
                (1, "req"),
                (2, "resp"),
                (3, "traceOn"),
                (4, "traceOff"),
                (5, "sun"),
                (6, "trigReq"),
                (7, "trigResp"),
                (8, "trigAck"),
                (9, "updateReq"),
                (10, "updateResp"),
                (11, "updateAck"),
            ]),
            &Field::bits("", "", 8, 8).alias("version").unset(1),
            &Field::bits("", "", 16, 16).alias("null"),
        ],
        binds: ports!(520 520),
        ..Class::PLAIN
    },
    Class {
        names: &["RIPEntry"],
        fields: &[&n("AF", 16).unset(2), &n("RouteTag", 16), &ip4("addr"), &ip4("mask"), &ip4("nextHop"), &n("metric", 32).unset(1)],
        ..Class::PART
    },
    Class {
        names: &["RIPAuth"],
        fields: &[
            &n("AF", 16).unset(0xffff),
            &n("authtype", 16).unset(2).words(&[(1, "md5authdata"), (2, "simple"), (3, "md5")]),
            &RIP_AUTH,
        ],
        ..Class::PART
    },
];

/// Bytes.
pub(in super::super) static OTHERS: &[Class] = &[Class { names: &["Raw", "Padding"], fields: &[&rest("load")], ..Class::PLAIN }];
pub(in super::super) static TFTP: &[Class] = &[
    // RFC 1350.
    Class { names: &["TFTP"], size: 2, fields: &[&TFTP_OP], binds: &[(&net::UDP_DPORT, Unset::Is(69))], ..Class::PART },
    Class {
        names: &["TFTP_RRQ"],
        fields: &[&zero("filename"), &Field::new("", "", Place::Zero).alias("mode").preset(b"octet\0")],
        binds: &[(&TFTP_OP, Unset::Is(1))],
        ..Class::PART
    },
    Class {
        names: &["TFTP_WRQ"],
        fields: &[&zero("filename"), &Field::new("", "", Place::Zero).alias("mode").preset(b"octet\0")],
        binds: &[(&TFTP_OP, Unset::Is(2))],
        ..Class::PART
    },
    Class { names: &["TFTP_DATA"], fields: &[&n("block", 16)], binds: &[(&TFTP_OP, Unset::Is(3))], ..Class::PART },
    Class { names: &["TFTP_ACK"], fields: &[&n("block", 16)], binds: &[(&TFTP_OP, Unset::Is(4))], ..Class::PART },
    Class { names: &["TFTP_ERROR"], fields: &[&n("errorcode", 16), &zero("errormsg")], binds: &[(&TFTP_OP, Unset::Is(5))], ..Class::PART },
    Class { names: &["TFTP_OACK"], fields: &[], binds: &[(&TFTP_OP, Unset::Is(6))], ..Class::PART },
    Class { names: &["TFTP_Options"], fields: &[&list("options", &TFTP_OPTION)], ..Class::PART },
];
pub(in super::super) static ISAKMP: &[Class] = &[
    // RFC 2408, 3.1.
    Class {
        names: &["ISAKMP"],
        size: 28,
        fields: &[
            &Field::bytes("", "", 0, 8).alias("init_cookie"),
            &Field::bytes("", "", 8, 8).alias("resp_cookie"),
            &ISAKMP_NEXT,
            &Field::bits("", "", 136, 8).alias("version").unset(0x10),
            &Field::bits("", "", 144, 8).alias("exch_type").words(&[
                (0, "None"),
                (1, "base"),
                (2, "identity protection"),
                (3, "authentication only"),
                (4, "aggressive"),
                (5, "informational"),
            ]),
            &Field::bits("", "", 152, 8).alias("flags").flags(&[
                "encryption",
                "commit",
                "auth_only",
                "res3",
                "res4",
                "res5",
                "res6",
                "res7",
            ]),
            &Field::bits("", "", 160, 32).alias("id"),
            &ISAKMP_LEN,
        ],
        binds: ports!(500 500),
        finish: |d| d.fill(&ISAKMP_LEN, d.bytes.len() as u64),
        ..Class::PART
    },
];
pub(in super::super) static RTP: &[Class] = &[
    // RFC 3550, 5.1.
    Class {
        names: &["RTP"],
        size: 12,
        fields: &[
            &Field::bits("rtp.version", "", 0, 2).alias("version").unset(2),
            &Field::bits("rtp.padding", "", 2, 1).alias("padding"),
            &RTP_MORE,
            &SOURCES,
            &Field::bits("rtp.marker", "", 8, 1).alias("marker"),
            &Field::bits("rtp.p_type", "", 9, 7).alias("payload_type"),
            &Field::bits("rtp.seq", "", 16, 16).alias("sequence"),
            &Field::bits("rtp.timestamp", "", 32, 32).alias("timestamp"),
            &Field::bits("rtp.ssrc", "", 64, 32).alias("sourcesync"),
            &Field::new("", "", Place::Times(&SOURCES, &SOURCE)).alias("sync"),
        ],
        ..Class::PART
    },
];
pub(in super::super) static RADIUS: &[Class] = &[
    // RFC 2865, 3.
    Class {
        names: &["Radius"],
        size: 20,
        fields: &[
            &Field::bits("", "", 0, 8).alias("code").unset(1).words(&[
                (1, "Access-Request"),
                (2, "Access-Accept"),
                (3, "Access-Reject"),
                (4, "Accounting-Request"),
                (5, "Accounting-Response"),
                (11, "Access-Challenge"),
            ]),
            &Field::bits("", "", 8, 8).alias("id"),
            &RADIUS_LEN,
            &Field::bytes("", "", 4, 16).alias("authenticator"),
            &list("attributes", &ATTRIBUTES),
        ],
        binds: ports!(1812 1812),
        finish: |d| d.fill(&RADIUS_LEN, d.bytes.len() as u64),
        ..Class::PART
    },
    Class { names: &["RadiusAttribute"], fields: &[&n("type", 8).unset(1), &ATTRIBUTE_LEN, &rest("value")], ..Class::PART },
];
static TFTP_OP: Field = Field::bits("", "", 0, 16).alias("op").unset(1);
static TFTP_OPTION: Field = record("TFTP_Option", &[&zero("oname"), &zero("value")]);
pub(super) static ISAKMP_NEXT: Field = Field::bits("", "", 128, 8).alias("next_payload");
static ISAKMP_LEN: Field = Field::bits("", "", 192, 32).alias("length").computed();
pub(super) static RTP_MORE: Field = Field::bits("rtp.ext", "", 3, 1).alias("extension");
static SOURCES: Field = Field::bits("rtp.cc", "", 4, 4).alias("numsync").computed();
static SOURCE: Field = n("source", 32);
static RADIUS_LEN: Field = Field::bits("", "", 16, 16).alias("len").computed();
/// Attributes by number, or by the names of their classes.
static ATTRIBUTES: Field = Field::new("", "RADIUS attribute", Place::Peek(8, services::ATTRIBUTES_BY_NUMBER, &OTHER_ATTRIBUTE));
static OTHER_ATTRIBUTE: Field = record("RadiusAttribute", &[&n("type", 8).unset(1), &ATTRIBUTE_LEN, &rest("value")]);
static ATTRIBUTE_LEN: Field = whole("len", 8);
