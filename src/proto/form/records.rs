//! DNS: questions and records, as they are written.
use super::*;

pub(in super::super) static DNS_CLASSES: &[Class] = &[Class {
    names: &["DNS", "DNSTCP"],
    size: 12,
    fields: &[
        &dns::ID,
        &dns::FLAGS,
        &dns::RESPONSE,
        &OPCODE,
        &dns::AUTHORITATIVE,
        &dns::TRUNCATED,
        &dns::RECDESIRED,
        &dns::RECAVAIL,
        &dns::Z_FLAG,
        &dns::AUTHENTICATED,
        &dns::CHECKDISABLE,
        &RCODE,
        &dns::QUERIES,
        &dns::ANSWERS,
        &dns::AUTH_RR,
        &dns::ADD_RR,
        &COMPRESS,
        &QD,
        &AN,
        &NS,
        &AR,
    ],
    defaults: "qd=[DNSQR()]",
    binds: &[(&net::UDP_SPORT, Unset::Is(53)), (&net::TCP_SPORT, Unset::Is(53))],
    ..Class::PLAIN
}];
pub(in super::super) static LLMNR_CLASSES: &[Class] = &[
    Class {
        names: &["LLMNRQuery"],
        size: 12,
        fields: LLMNR,
        binds: &[(&net::UDP_SPORT, Unset::Is(5355)), (&net::UDP_DPORT, Unset::Is(5355))],
        ..Class::PLAIN
    },
    Class {
        names: &["LLMNRResponse"],
        size: 12,
        fields: LLMNR,
        presets: &[(&dns::RESPONSE, Unset::Is(1))],
        binds: &[(&net::UDP_SPORT, Unset::Is(5355)), (&net::UDP_DPORT, Unset::Is(5355))],
        ..Class::PLAIN
    },
];
const LLMNR: Fields = &[
    &dns::ID,
    &dns::RESPONSE,
    &OPCODE,
    &Field::bits("", "", 21, 1).alias("c"),
    &Field::bits("", "", 22, 1).alias("tc"),
    &Field::bits("", "", 23, 1).alias("t"),
    &Field::bits("", "", 24, 4).alias("z"),
    &RCODE,
    &dns::QUERIES,
    &dns::ANSWERS,
    &dns::AUTH_RR,
    &dns::ADD_RR,
    &QD,
    &AN,
    &NS,
    &AR,
];
/// Not on the wire: whether names are compressed (RFC 1035, 4.1.4).
static COMPRESS: Field = Field::new("", "", Place::Run(0)).kind(Kind::Flag).alias("compress");
static OPCODE: Field = Field::bits("dns.flags.opcode", "", 17, 4).alias("opcode").words(&[
    (0, "QUERY"),
    (1, "IQUERY"),
    (2, "STATUS"),
    (4, "NOTIFY"),
    (5, "UPDATE"),
    (6, "DSO"),
]);
static RCODE: Field = Field::bits("dns.flags.rcode", "", 28, 4).alias("rcode").words(&[
    (0, "ok"),
    (0, "no-error"),
    (1, "format-error"),
    (2, "server-failure"),
    (3, "name-error"),
    (4, "not-implemented"),
    (5, "refused"),
]);
static QD: Field = Field::new("", "", Place::Times(&dns::QUERIES, &QR)).alias("qd");
static AN: Field = Field::new("", "", Place::Times(&dns::ANSWERS, &RR)).alias("an");
static NS: Field = Field::new("", "", Place::Times(&dns::AUTH_RR, &RR)).alias("ns");
static AR: Field = Field::new("", "", Place::Times(&dns::ADD_RR, &RR)).alias("ar");
static QR: Field = record(
    "DNSQR",
    &[
        &Field::new("dns.qry.name", "", Place::Name).alias("qname").preset(b"\x03www\x07example\x03com\0"),
        &Field::new("dns.qry.type", "", Place::Uint(16)).alias("qtype").unset(1).names(dns::TYPES).words(WORDS),
        &Field::new("dns.qry.class", "", Place::Uint(16)).alias("qclass").unset(1).words(CLASSES),
        &bit("unicastresponse", 0x8000),
    ],
);
/// Names of types that differ from what tshark calls them.
const WORDS: Names = &[(251, "IXFR"), (252, "AXFR"), (253, "MAILB"), (254, "MAILA"), (255, "ALL"), (255, "ANY"), (65535, "RESERVED")];
const CLASSES: Names = &[(1, "IN"), (2, "CS"), (3, "CH"), (4, "HS"), (254, "NONE"), (255, "ANY")];

// No number tells in its first bits what a record is: a class is chosen by name, any is read as the general one.
static RR: Field = Field::new(
    "",
    "DNS record",
    Place::Peek(
        0,
        &[
            (1, &QR),
            (2, &rr::HINFO),
            (3, &rr::MX),
            (4, &rr::SOA),
            (5, &rr::RRSIG),
            (6, &rr::NSEC),
            (7, &rr::DNSKEY),
            (8, &rr::DS),
            (9, &rr::DLV),
            (10, &rr::NSEC3),
            (11, &rr::NSEC3PARAM),
            (12, &rr::SVCB),
            (13, &rr::HTTPS),
            (14, &rr::SRV),
            (15, &rr::TSIG),
            (16, &rr::NAPTR),
            (17, &OPT),
            (18, &rr::CAA),
            (19, &rr::TLSA),
            (20, &rr::SSHFP),
        ],
        &ANY,
    ),
);
static OWNER: Field = Field::new("dns.resp.name", "", Place::Name).alias("rrname");
static TTL: Field = Field::new("dns.resp.ttl", "", Place::Uint(32)).alias("ttl");
static CLASS: Field = Field::new("dns.resp.class", "", Place::Uint(16)).alias("rclass").unset(1).words(CLASSES);
static FLUSH: Field = bit("cacheflush", 0x8000);
static RDLEN: Field = Field::new("dns.resp.len", "", Place::Len(16, Counts::Behind)).alias("rdlen");
const fn typed(n16: u64) -> Field {
    Field::new("dns.resp.type", "", Place::Key(16)).alias("type").unset(n16).names(dns::TYPES).words(WORDS)
}
static ANY: Field = record("DNSRR", &[&OWNER, &typed(1), &CLASS, &FLUSH, &TTL, &RDLEN, &RDATA]);
/// A length of one byte, and text.
const fn string(len: &'static str, of: Fields) -> Field {
    span(len, 8, of)
}
static TEXTS: Field = list("rdata", &TEXT);
static TEXT: Field = span("", 8, &[&rest("text")]);
static NAME: Field = domain("rdata");
static RDATA: Field = Field::part(Place::Pick(
    &[
        (1, &[&ip4("rdata")]),
        (28, &[&ip6("rdata")]),
        (2, &[&NAME]),
        (3, &[&NAME]),
        (4, &[&NAME]),
        (5, &[&NAME]),
        (7, &[&NAME]),
        (8, &[&NAME]),
        (9, &[&NAME]),
        (12, &[&NAME]),
        (16, &[&TEXTS]),
        (39, &[&NAME]),
    ],
    &[&rest("rdata")],
))
.alias("rdata");

/// A record's class: its type, and its data.
mod rr {
    use super::*;
    macro_rules! records { ($($id:ident $name:literal $kind:literal [$($f:expr),*];)*) => {
        $(pub(super) static $id: Field = record($name, &[&OWNER, &typed($kind), &CLASS, &FLUSH, &TTL, &RDLEN, $(&$f),*]);)*
    } }
    const ALGORITHM: Field = n("algorithm", 8).unset(5).names(dns::ALGORITHMS).words(&[
        (5, "RSA/SHA-1"),
        (7, "RSASHA1-NSEC3-SHA1"),
        (8, "RSA/SHA-256"),
        (13, "ECDSAP256SHA256"),
        (15, "ED25519"),
    ]);
    const fn covered() -> Field {
        n("typecovered", 16).unset(1).names(dns::TYPES)
    }
    records! {
        HINFO "DNSRRHINFO" 13 [string("cpulen", &[&rest("cpu")]), string("oslen", &[&rest("os")])];
        MX "DNSRRMX" 15 [n("preference", 16), domain("exchange")];
        SOA "DNSRRSOA" 6 [domain("mname"), domain("rname"), n("serial", 32), n("refresh", 32), n("retry", 32), n("expire", 32), n("minimum", 32)];
        RRSIG "DNSRRRSIG" 46 [covered(), ALGORITHM, n("labels", 8), n("originalttl", 32), n("expiration", 32), n("inception", 32), n("keytag", 16), domain("signersname"), rest("signature")];
        NSEC "DNSRRNSEC" 47 [domain("nextname"), BITMAPS];
        DNSKEY "DNSRRDNSKEY" 48 [n("flags", 16).unset(256).flags(&["S", "", "", "", "", "", "", "", "Z"]), n("protocol", 8).unset(3), ALGORITHM, rest("publickey")];
        DS "DNSRRDS" 43 [n("keytag", 16), ALGORITHM, n("digesttype", 8).unset(5).words(DIGESTS), rest("digest")];
        DLV "DNSRRDLV" 43 [n("keytag", 16), ALGORITHM, n("digesttype", 8).unset(5).words(DIGESTS), rest("digest")];
        NSEC3 "DNSRRNSEC3" 50 [n("hashalg", 8), n("flags", 8), n("iterations", 16), string("saltlength", &[&rest("salt")]), string("hashlength", &[&rest("nexthashedownername")]), BITMAPS];
        NSEC3PARAM "DNSRRNSEC3PARAM" 51 [n("hashalg", 8), n("flags", 8), n("iterations", 16), string("saltlength", &[&rest("salt")])];
        SVCB "DNSRRSVCB" 64 [n("svc_priority", 16), domain("target_name"), list("svc_params", &PARAM)];
        HTTPS "DNSRRHTTPS" 65 [n("svc_priority", 16), domain("target_name"), list("svc_params", &PARAM)];
        SRV "DNSRRSRV" 33 [n("priority", 16), n("weight", 16), n("port", 16), domain("target")];
        TSIG "DNSRRTSIG" 250 [Field::new("", "", Place::Name).alias("algo_name").preset(b"\x09hmac-sha1\0"), n("time_signed", 48), n("fudge", 16), span("mac_len", 16, &[&rest("mac_data")]), n("original_id", 16), n("error", 16), span("other_len", 16, &[&rest("other_data")])];
        NAPTR "DNSRRNAPTR" 35 [n("order", 16), n("preference", 16), string("flags_len", &[&rest("flags")]), string("services_len", &[&rest("services")]), string("regexp_len", &[&rest("regexp")]), domain("replacement")];
        CAA "DNSRRCAA" 257 [n("flags", 8), string("tag_len", &[&rest("tag")]), rest("value")];
        TLSA "DNSRRTLSA" 52 [n("usage", 8).unset(3), n("selector", 8).unset(1), n("matching", 8).unset(1), rest("data")];
        SSHFP "DNSRRSSHFP" 44 [n("algorithm", 8).unset(4), n("fptype", 8).unset(2), rest("fingerprint")];
    }
    /// RFC 4034, 4.1.2, as bytes or as a list of types.
    const BITMAPS: Field = Field { words: Words::Bitmaps, ..rest("typebitmaps").names(dns::TYPES) };
    const DIGESTS: Names = &[(1, "SHA-1"), (2, "SHA-256"), (3, "GOST R 34.11-94"), (4, "SHA-384")];
    static PARAM: Field = record("SvcParam", &[&key("key", 16).words(KEYS), &behind("len", 16), &PARAM_VALUE]);
    /// RFC 9460, 7: what a parameter's value is follows from its key.
    static PARAM_VALUE: Field = Field::part(Place::Pick(
        &[
            (0, &[&list("value", &PARAM_KEY)]),
            (1, &[&list("value", &TEXT)]),
            (2, &[]),
            (3, &[&n("value", 16)]),
            (4, &[&list("value", &ADDRESS_4)]),
            (6, &[&list("value", &ADDRESS_6)]),
        ],
        &[&rest("value")],
    ));
    static PARAM_KEY: Field = n("key", 16).words(KEYS);
    static ADDRESS_4: Field = ip4("address");
    static ADDRESS_6: Field = ip6("address");
    const KEYS: Names =
        &[(0, "mandatory"), (1, "alpn"), (2, "no-default-alpn"), (3, "port"), (4, "ipv4hint"), (5, "ech"), (6, "ipv6hint"), (7, "dohpath")];
}

// EDNS: RFC 6891.
static OPT: Field = record(
    "DNSRROPT",
    &[
        &OWNER,
        &typed(41),
        &n("rclass", 16).unset(4096),
        &n("extrcode", 8),
        &n("version", 8),
        &n("z", 16).unset(0x8000).words(&[(0x8000, "D0"), (0x8000, "DO")]),
        &RDLEN,
        &list("rdata", &EDNS),
    ],
);
static EDNS: Field = Field::new(
    "",
    "EDNS option",
    Place::Peek(16, &[(4, &OWN), (5, &DAU), (6, &DHU), (7, &N3U), (8, &SUBNET), (10, &COOKIE), (12, &FILLING), (15, &EDE)], &TLV),
);
const fn optcode(n16: u64) -> Field {
    n("optcode", 16).unset(n16)
}
static OPTLEN: Field = behind("optlen", 16);
static TLV: Field = record("EDNS0TLV", &[&optcode(0), &OPTLEN, &rest("optdata")]);
static OWN: Field = record("EDNS0OWN", &[&optcode(4), &OPTLEN, &n("v", 8), &n("s", 8), &mac("primary_mac"), &rest("rest")]);
static CODES: Field = list("alg_code", &CODE8);
static CODE8: Field = n("code", 8).names(dns::ALGORITHMS);
static DAU: Field = record("EDNS0DAU", &[&optcode(5), &OPTLEN, &CODES]);
static DHU: Field = record("EDNS0DHU", &[&optcode(6), &OPTLEN, &CODES]);
static N3U: Field = record("EDNS0N3U", &[&optcode(7), &OPTLEN, &CODES]);
static SUBNET: Field = record(
    "EDNS0ClientSubnet",
    &[
        &optcode(8),
        &OPTLEN,
        &key("family", 16).unset(1),
        &n("source_plen", 8).unset(16),
        &n("scope_plen", 8),
        &Field::part(Place::Pick(&[(2, &[&PREFIX6])], &[&PREFIX4])),
    ],
);
// RFC 7871, 6: as many bytes as the prefix has.
const fn part_of(kind: Kind) -> Field {
    Field { words: Words::Network, ..Field::new("", "", Place::Take(|h| usize::from(h.byte(h.at.saturating_sub(2))).div_ceil(8))) }
        .alias("address")
        .kind(kind)
}
static PREFIX4: Field = part_of(Kind::Ip4).preset(&[192, 168, 0, 0]);
static PREFIX6: Field = part_of(Kind::Ip6);
static COOKIE: Field = record("EDNS0COOKIE", &[&optcode(10), &OPTLEN, &run("client_cookie", 8), &rest("server_cookie")]);
static FILLING: Field = record("EDNS0PADDING", &[&optcode(12), &OPTLEN, &rest("padding")]);
static EDE: Field = record("EDNS0ExtendedDNSError", &[&optcode(15), &OPTLEN, &n("info_code", 16), &rest("extra_text")]);
