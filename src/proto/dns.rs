//! Domain Name System, [RFC 1035](https://www.rfc-editor.org/rfc/rfc1035). The layer's header is the whole message.
//!
//! ```text
//!   0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f
//! +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
//! |                      ID                       |
//! |QR|   Opcode  |AA|TC|RD|RA| Z|AD|CD|   RCODE   |
//! |                    QDCOUNT                    |
//! |                    ANCOUNT                    |
//! |                    NSCOUNT                    |
//! |                    ARCOUNT                    |
//! +--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+--+
//! ```
//!
//! mDNS and LLMNR send the same records, under the same names of fields, with other flags.
use super::*;
use crate::field::*;
use crate::spine::Stage;
use crate::text::{self, Name};

/// Over TCP, in front of each message (RFC 1035, 4.2.2).
pub static LENGTH: Field = Field::new("dns.length", "Length", Place::Derived(length)).ft(16);
/// The answer has the question's.
pub static ID: Field = Field::bits("dns.id", "Transaction ID", 0, 16).alias("id").hex();
/// The frame that answers this one.
pub static RESPONSE_IN: Field = Field::new("dns.response_in", "Response In", Place::Noted(Stage::Flow));
/// The frame that this one answers.
pub static RESPONSE_TO: Field = Field::new("dns.response_to", "Request In", Place::Noted(Stage::Flow));
/// Since that frame.
pub static TIME: Field = Field::new("dns.time", "Time", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// A question that was asked before, or an answer that was given before.
pub static RETRANSMISSION: Field = Field::new("dns.retransmission", "Retransmission", Place::Noted(Stage::Flow)).kind(Kind::Flag);
/// The question was asked before.
pub static RETRANSMIT_REQUEST: Field = Field::new("dns.retransmit_request", "DNS query retransmission", Place::Noted(Stage::Flow)).kind(Kind::Present);
/// Where it was asked first.
pub static RETRANSMIT_REQUEST_IN: Field =
    Field::new("dns.retransmit_request_in", "Retransmitted request. Original request in", Place::Noted(Stage::Flow));
/// The answer was given before.
pub static RETRANSMIT_RESPONSE: Field = Field::new("dns.retransmit_response", "DNS response retransmission", Place::Noted(Stage::Flow)).kind(Kind::Present);
/// Where it was given first.
pub static RETRANSMIT_RESPONSE_IN: Field =
    Field::new("dns.retransmit_response_in", "Retransmitted response. Original response in", Place::Noted(Stage::Flow));
/// An answer to which there was no question.
pub static UNSOLICITED: Field = Field::new("dns.unsolicited", "Unsolicited", Place::Noted(Stage::Flow)).kind(Kind::Flag);
/// All sixteen bits.
pub static FLAGS: Field = Field::bits("dns.flags", "Flags", 16, 16).hex();
/// Query or response.
pub static RESPONSE: Field = Field::bits("dns.flags.response", "Response", 16, 1).alias("qr");
/// Kind of query.
pub static OPCODE: Field = Field::bits("dns.flags.opcode", "Opcode", 17, 4).ft(16).alias("opcode").names(OPCODES);
/// In responses.
pub static AUTHORITATIVE: Field = Field::bits("dns.flags.authoritative", "Authoritative", 21, 1).alias("aa");
/// Longer than the transport carries.
pub static TRUNCATED: Field = Field::bits("dns.flags.truncated", "Truncated", 22, 1).alias("tc");
/// The server shall ask others.
pub static RECDESIRED: Field = Field::bits("dns.flags.recdesired", "Recursion desired", 23, 1).alias("rd").unset(1);
/// In responses: it can.
pub static RECAVAIL: Field = Field::bits("dns.flags.recavail", "Recursion available", 24, 1).alias("ra");
/// Reserved.
pub static Z_FLAG: Field = Field::bits("dns.flags.z", "Z", 25, 1).alias("z");
/// RFC 4035, 3.2.3; shown in queries only where it is set.
pub static AUTHENTICATED: Field = Field::bits("dns.flags.authenticated", "Answer authenticated", 26, 1).alias("ad");
/// RFC 4035, 3.2.2.
pub static CHECKDISABLE: Field = Field::bits("dns.flags.checkdisable", "Non-authenticated data", 27, 1).alias("cd");
/// In responses: what became of the query.
pub static RCODE: Field = Field::bits("dns.flags.rcode", "Reply code", 28, 4).ft(16).alias("rcode").names(RCODES);
/// Entries in the question section.
pub static QUERIES: Field = Field::bits("dns.count.queries", "Questions", 32, 16).alias("qdcount").computed();
/// Records in the answer section.
pub static ANSWERS: Field = Field::bits("dns.count.answers", "Answer RRs", 48, 16).alias("ancount").computed();
/// Records in the authority section.
pub static AUTH_RR: Field = Field::bits("dns.count.auth_rr", "Authority RRs", 64, 16).alias("nscount").computed();
/// Records in the additional section.
pub static ADD_RR: Field = Field::bits("dns.count.add_rr", "Additional RRs", 80, 16).alias("arcount").computed();
/// The question section of an update names the zone (RFC 2136, 2.2).
pub static ZONES: Field = Field::bits("dns.count.zones", "Zones", 32, 16).computed();
/// RFC 2136, 2.4.
pub static PREREQUISITES: Field = Field::bits("dns.count.prerequisites", "Prerequisites", 48, 16).computed();
/// RFC 2136, 2.5.
pub static UPDATES: Field = Field::bits("dns.count.updates", "Updates", 64, 16).computed();

/// RFC 1035, 4.1.1; 4: RFC 1996; 5: RFC 2136; 6: RFC 8490.
const OPCODES: Names = &[
    (0, "Standard query"),
    (1, "Inverse query"),
    (2, "Server status request"),
    (4, "Zone change notification"),
    (5, "Dynamic update"),
    (6, "DNS Stateful operations (DSO)"),
];
/// <https://www.iana.org/assignments/dns-parameters>, RCODEs: those above 15 in TSIG and TKEY.
const RCODES: Names = &[
    (0, "No error"),
    (1, "Format error"),
    (2, "Server failure"),
    (3, "No such name"),
    (4, "Not implemented"),
    (5, "Refused"),
    (6, "Name exists"),
    (7, "RRset exists"),
    (8, "RRset does not exist"),
    (9, "Not authoritative"),
    (10, "Name out of zone"),
    (11, "DSO-Type not implemented"),
    (16, "Bad OPT Version or TSIG Signature Failure"),
    (17, "Key not recognized"),
    (18, "Signature out of time window"),
    (19, "Bad TKEY Mode"),
    (20, "Duplicate key name"),
    (21, "Algorithm not supported"),
    (22, "Bad Truncation"),
    (23, "Bad/missing Server Cookie"),
];
/// <https://www.iana.org/assignments/dns-parameters>, classes.
const CLASSES: Names = &[(1, "IN"), (2, "CS"), (3, "CH"), (4, "HS"), (254, "NONE"), (255, "ANY")];
/// <https://www.iana.org/assignments/dns-parameters>, resource record types.
pub(super) const TYPES: Names = &[
    (1, "A"),
    (2, "NS"),
    (3, "MD"),
    (4, "MF"),
    (5, "CNAME"),
    (6, "SOA"),
    (7, "MB"),
    (8, "MG"),
    (9, "MR"),
    (10, "NULL"),
    (11, "WKS"),
    (12, "PTR"),
    (13, "HINFO"),
    (14, "MINFO"),
    (15, "MX"),
    (16, "TXT"),
    (17, "RP"),
    (18, "AFSDB"),
    (19, "X25"),
    (20, "ISDN"),
    (21, "RT"),
    (22, "NSAP"),
    (23, "NSAP-PTR"),
    (24, "SIG"),
    (25, "KEY"),
    (26, "PX"),
    (27, "GPOS"),
    (28, "AAAA"),
    (29, "LOC"),
    (30, "NXT"),
    (31, "EID"),
    (32, "NIMLOC"),
    (33, "SRV"),
    (34, "ATMA"),
    (35, "NAPTR"),
    (36, "KX"),
    (37, "CERT"),
    (38, "A6"),
    (39, "DNAME"),
    (40, "SINK"),
    (41, "OPT"),
    (42, "APL"),
    (43, "DS"),
    (44, "SSHFP"),
    (45, "IPSECKEY"),
    (46, "RRSIG"),
    (47, "NSEC"),
    (48, "DNSKEY"),
    (49, "DHCID"),
    (50, "NSEC3"),
    (51, "NSEC3PARAM"),
    (52, "TLSA"),
    (53, "SMIMEA"),
    (55, "HIP"),
    (56, "NINFO"),
    (57, "RKEY"),
    (58, "TALINK"),
    (59, "CDS"),
    (60, "CDNSKEY"),
    (61, "OPENPGPKEY"),
    (62, "CSYNC"),
    (63, "ZONEMD"),
    (64, "SVCB"),
    (65, "HTTPS"),
    (99, "SPF"),
    (100, "UINFO"),
    (101, "UID"),
    (102, "GID"),
    (103, "UNSPEC"),
    (104, "NID"),
    (105, "L32"),
    (106, "L64"),
    (107, "LP"),
    (108, "EUI48"),
    (109, "EUI64"),
    (249, "TKEY"),
    (250, "TSIG"),
    (251, "IXFR"),
    (252, "AXFR"),
    (253, "MAILB"),
    (254, "MAILA"),
    (255, "ANY"),
    (256, "URI"),
    (257, "CAA"),
    (258, "AVC"),
    (260, "AMTRELAY"),
    (32768, "TA"),
    (32769, "DLV"),
    (65281, "WINS"),
    (65282, "WINS-R"),
    (65422, "XPF"),
];
/// <https://www.iana.org/assignments/dns-sec-alg-numbers>.
pub(super) const ALGORITHMS: Names = &[
    (1, "RSA/MD5"),
    (2, "Diffie-Hellman"),
    (3, "DSA"),
    (4, "Elliptic curve crypto"),
    (5, "RSA/SHA1"),
    (6, "DSA + NSEC3/SHA1"),
    (7, "RSA/SHA1 + NSEC3/SHA1"),
    (8, "RSA/SHA-256"),
    (10, "RSA/SHA-512"),
    (12, "GOST R 34.10-2001"),
    (13, "ECDSA Curve P-256 with SHA-256"),
    (14, "ECDSA Curve P-384 with SHA-384"),
    (15, "Ed25519"),
    (16, "Ed448"),
    (157, "HMAC/MD5"),
    (252, "Indirect key"),
    (253, "Private, domain name"),
    (254, "Private, OID"),
];

fn response(h: &Here<'_>) -> bool {
    h.byte(2) & 0x80 != 0
}
fn vouched(h: &Here<'_>) -> bool {
    response(h) || h.byte(3) & 0x20 != 0
}
fn opcode(h: &Here<'_>) -> u8 {
    h.byte(2) >> 3 & 15
}
fn update(h: &Here<'_>) -> bool {
    opcode(h) == 5
}
/// "The four count fields MUST be zero" in a message of DNS Stateful Operations (RFC 8490, 5.4).
fn stateful(h: &Here<'_>) -> bool {
    opcode(h) == 6 && (4..12).all(|i| h.byte(i) == 0)
}
fn ordinary(h: &Here<'_>) -> bool {
    !update(h)
}

/// What is shown of the header's flags and counts: in DNS and mDNS.
pub(super) static IN_RESPONSE: Field = Field::part(Place::When(response, &[&AUTHORITATIVE]));
pub(super) static IN_RESPONSE_RA: Field = Field::part(Place::When(response, &[&RECAVAIL]));
pub(super) static IN_RESPONSE_AD: Field = Field::part(Place::When(vouched, &[&AUTHENTICATED]));
pub(super) static IN_RESPONSE_RCODE: Field = Field::part(Place::When(response, &[&RCODE]));
pub(super) static COUNTS: Field = Field::part(Place::When(ordinary, &[&QUERIES, &ANSWERS, &AUTH_RR]));
pub(super) static COUNTS_UPDATE: Field = Field::part(Place::When(update, &[&ZONES, &PREREQUISITES, &UPDATES]));

pub(super) static SECTIONS: Field = Field::part(Place::When(ordinary, &[&QD, &AN, &NS_SECTION]));
pub(super) static SECTIONS_UPDATE: Field = Field::part(Place::When(update, &[&ZONE, &PREREQUISITE, &UPDATE]));
static QD: Field = Field::new("", "Queries", Place::Times(&QUERIES, &QUERY)).alias("qd");
static AN: Field = Field::new("", "Answers", Place::Times(&ANSWERS, &RECORD)).alias("an");
static NS_SECTION: Field = Field::new("", "Authoritative nameservers", Place::Times(&AUTH_RR, &RECORD)).alias("ns");
pub(super) static AR: Field = Field::new("", "Additional records", Place::Times(&ADD_RR, &RECORD)).alias("ar");
static ZONE: Field = Field::new("", "Zone", Place::Times(&ZONES, &QUERY));
static PREREQUISITE: Field = Field::new("", "Prerequisites", Place::Times(&PREREQUISITES, &RECORD));
static UPDATE: Field = Field::new("", "Updates", Place::Times(&UPDATES, &RECORD));

/// Nothing is shown of a question that is cut.
static QUERY_WHOLE: Field = Field::part(Place::Sized(|h| if whole(h, query_end) { 0 } else { usize::MAX }, &[]));
/// Nothing is shown of a record that is cut.
static RECORD_WHOLE: Field = Field::part(Place::Sized(|h| if whole(h, record_end) { 0 } else { usize::MAX }, &[]));

static QUERY: Field =
    Field::new("", "Query", Place::Group(&[&QUERY_WHOLE, &QRY_NAME, &QRY_NAME_LEN, &LABELS, &QRY_TYPE, &QRY_CLASS])).alias("DNSQR");
/// Who is asked for.
pub static QRY_NAME: Field = Field::new("dns.qry.name", "Name", Place::Name).alias("qname");
/// Bytes of the name with dots.
pub static QRY_NAME_LEN: Field =
    Field::new("dns.qry.name.len", "Name Length", Place::Reckoned(|h| Some(Value::Num(Name::read(h.head, h.start)?.0.length() as u64)))).ft(16);
/// Labels of the name.
pub static LABELS: Field =
    Field::new("dns.count.labels", "Label Count", Place::Reckoned(|h| Some(Value::Num(Name::read(h.head, h.start)?.0.count() as u64)))).ft(16);
/// What of the name is asked for.
pub static QRY_TYPE: Field = Field::new("dns.qry.type", "Type", Place::Uint(16)).alias("qtype").names(TYPES).unset(1);
/// Which world the name is of.
pub static QRY_CLASS: Field = Field::new("dns.qry.class", "Class", Place::Uint(16)).alias("qclass").hex().names(CLASSES).unset(1);

/// RFC 1035, 4.1.3; OPT puts other things where class and TTL stand (RFC 6891, 6.1.2).
static RECORD: Field = Field::new(
    "",
    "Record",
    Place::Group(&[&RECORD_WHOLE, &NAMED, &SERVED, &RESP_TYPE, &Field::part(Place::Pick(&[(41, &[&UDP_SIZE, &OPT_RECORD])], &[&RESP_CLASS, &REST]))]),
)
.alias("DNSRR");
static NAMED: Field = Field::part(Place::When(|h| !serves(h), &[&RESP_NAME]));
/// The name of a SRV record is told in parts (RFC 2782).
static SERVED: Field = Field::part(Place::When(serves, &[&OWNER, &SRV_SERVICE, &SRV_PROTO, &SRV_NAME]));
/// Whose record it is.
pub static RESP_NAME: Field = Field::new("dns.resp.name", "Name", Place::Name).alias("rrname");
static OWNER: Field = Field::new("", "", Place::Name);
/// `_sip`.
pub static SRV_SERVICE: Field = Field::new("dns.srv.service", "Service", Place::Reckoned(|h| owner(h)?.labels().next().map(Value::Bytes))).text();
/// `_tcp`.
pub static SRV_PROTO: Field = Field::new("dns.srv.proto", "Protocol", Place::Reckoned(|h| owner(h)?.labels().nth(1).map(Value::Bytes))).text();
/// The domain.
pub static SRV_NAME: Field = Field::new("dns.srv.name", "Name", Place::Reckoned(|h| owner(h)?.behind(2).map(Value::Name))).text();
/// What the record says.
pub static RESP_TYPE: Field = Field::new("dns.resp.type", "Type", Place::Key(16)).alias("type").names(TYPES).unset(1);
/// Which world the name is of.
pub static RESP_CLASS: Field = Field::new("dns.resp.class", "Class", Place::Uint(16)).alias("rclass").hex().names(CLASSES).unset(1);
static REST: Field = Field::part(Place::Group(&[&RESP_TTL, &RESP_LEN, &RDATA]));
/// Seconds.
pub static RESP_TTL: Field = Field::new("dns.resp.ttl", "Time to live", Place::Uint(32)).alias("ttl");
/// Bytes that follow.
pub static RESP_LEN: Field = Field::new("dns.resp.len", "Data length", Place::Len(16, Counts::Behind)).alias("rdlen");

/// The owner's name of the record that is read.
fn owner<'a>(h: &Here<'a>) -> Option<Name<'a>> {
    Some(Name::read(h.head, h.start)?.0)
}
fn serves(h: &Here<'_>) -> bool {
    Name::skip(h.head, h.at).is_some_and(|at| h.word(at) == 33)
}
/// True where the end lies in the message; where nothing is left the reader finds out for itself.
fn whole(h: &Here<'_>, end: fn(&[u8], usize) -> Option<usize>) -> bool {
    h.at >= h.head.len() || Name::read(h.head, h.at).is_some() && end(h.head, h.at).is_some()
}
/// Where the question at `at` ends.
fn query_end(message: &[u8], at: usize) -> Option<usize> {
    let end = Name::skip(message, at)? + 4;
    (end <= message.len()).then_some(end)
}
/// Where the record at `at` ends.
fn record_end(message: &[u8], at: usize) -> Option<usize> {
    let at = Name::skip(message, at)?;
    let end = at + 10 + load(message, (at + 8) * 8, 16)? as usize;
    (end <= message.len()).then_some(end)
}

/// By type; the frequent ones first, as they are looked for in order.
static RDATA: Field = Field::part(Place::Pick(
    &[
        (1, &[&A]),
        (5, &[&CNAME]),
        (28, &[&AAAA]),
        (2, &[&NS]),
        (12, &[&PTR]),
        (6, &[&SOA_MNAME, &SOA_RNAME, &SOA_SERIAL, &SOA_REFRESH, &SOA_RETRY, &SOA_EXPIRE, &SOA_MINIMUM]),
        (15, &[&MX_PREFERENCE, &MX_EXCHANGE]),
        (16, &[&TEXTS]),
        (33, &[&SRV_PRIORITY, &SRV_WEIGHT, &SRV_PORT, &SRV_TARGET]),
        (46, RRSIG),
        (47, &[&NSEC_NEXT, &WINDOWS]),
        (48, DNSKEY),
        (43, DS),
        (50, &[&NSEC3_ALGO, &NSEC3_FLAGS, &NSEC3_OPT_OUT, &NSEC3_ITERATIONS, &SALT_LENGTH, &HASH_LENGTH, &WINDOWS]),
        (65, SVCB),
        (64, SVCB),
        (3, &[&MD]),
        (4, &[&MF]),
        (7, &[&MB]),
        (8, &[&MG]),
        (9, &[&MR]),
        (10, &[&NULL]),
        (11, &[&WKS_ADDRESS, &WKS_PROTOCOL, &WKS_MAP]),
        (13, &[&CPU_LENGTH, &OS_LENGTH]),
        (14, &[&MINFO_R, &MINFO_E]),
        (17, &[&RP_MAILBOX, &RP_TXT]),
        (18, &[&AFSDB_SUBTYPE, &AFSDB_HOSTNAME]),
        (19, &[&X25_LENGTH]),
        (20, &[&ISDN_LENGTH, &Field::part(Place::When(|h| h.left() > 0, &[&ISDN_SA_LENGTH]))]),
        (21, &[&RT_PREFERENCE, &RT_HOST]),
        (22, &[&NSAP]),
        (23, &[&NSAP_PTR]),
        (24, RRSIG),
        (25, KEY),
        (26, &[&PX_PREFERENCE, &PX_822, &PX_400]),
        (27, &[&LONGITUDE_LENGTH, &LATITUDE_LENGTH, &ALTITUDE_LENGTH]),
        (29, &[&LOC_VERSION, &Field::part(Place::Switch(|h| h.number, &[(0, LOC)], &[&LOC_UNKNOWN]))]),
        (30, &[&NXT_NEXT, &NXT_MAP]),
        (35, NAPTR),
        (36, &[&KX_PREFERENCE, &KX_EXCHANGE]),
        (37, &[&CERT_TYPE, &CERT_KEY_TAG, &CERT_ALGORITHM, &CERTIFICATE]),
        (38, &[&A6]),
        (39, &[&DNAME]),
        (42, &[&APL]),
        (44, &[&SSHFP_ALGORITHM, &SSHFP_TYPE, &FINGERPRINT]),
        (45, IPSECKEY),
        (49, &[&DHCID]),
        (51, &[&NSEC3_ALGO, &NSEC3_FLAGS, &NSEC3_ITERATIONS, &SALT_LENGTH]),
        (52, &[&TLSA_USAGE, &TLSA_SELECTOR, &TLSA_MATCHING, &TLSA_DATA]),
        (55, &[&HIP]),
        (59, DS),
        (60, DNSKEY),
        (61, &[&OPENPGPKEY]),
        (62, &[&CSYNC_SOA, &CSYNC_FLAGS, &CSYNC_IMMEDIATE, &CSYNC_SOAMINIMUM, &CSYNC_MAP, &WINDOWS]),
        (63, &[&ZONEMD_SERIAL, &ZONEMD_SCHEME, &ZONEMD_HASH, &ZONEMD_DIGEST]),
        (99, &[&SPFS]),
        (104, &[&NID_PREFERENCE, &NID]),
        (105, &[&L32_PREFERENCE, &L32]),
        (106, &[&L64_PREFERENCE, &L64]),
        (107, &[&LP_PREFERENCE, &LP]),
        (108, &[&EUI48]),
        (109, &[&EUI64]),
        (249, TKEY),
        (250, TSIG),
        (257, CAA),
        (32769, DS),
        (65281, &[&WINS_MAP, &WINS_LOCAL, &WINS_LOOKUP, &WINS_CACHE, &WINS_COUNT, &WINS_SERVERS]),
        (65282, &[&WINS_MAP, &WINSR_LOCAL, &WINSR_LOOKUP, &WINSR_CACHE, &WINSR_DOMAIN]),
        (65422, XPF),
    ],
    &[&DATA],
))
.alias("rdata");

const fn name(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Name)
}
const fn rest(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest)
}
/// Text behind its length of one byte.
const fn counted(name: &'static str, title: &'static str, of: Fields) -> Field {
    Field::new(name, title, Place::Span(8, of))
}
/// Text as long as the number before it says, shown even if it is empty, but not if it is cut.
const fn string(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.number as usize)).kind(Kind::Show(&text::ASCII))
}

/// RFC 1035, 3.4.1.
pub static A: Field = long("dns.a", "Address").kind(Kind::Ip4);
/// RFC 3596.
pub static AAAA: Field = Field::new("dns.aaaa", "AAAA Address", Place::Run(16)).kind(Kind::Ip6);
/// RFC 1035, 3.3.11.
pub static NS: Field = name("dns.ns", "Name Server");
/// RFC 1035, 3.3.1.
pub static CNAME: Field = name("dns.cname", "CNAME");
/// RFC 1035, 3.3.12.
pub static PTR: Field = name("dns.ptr.domain_name", "Domain Name");
/// RFC 1035, 3.3.13.
pub static SOA_MNAME: Field = name("dns.soa.mname", "Primary name server").alias("mname");
static SOA_RNAME: Field = name("dns.soa.rname", "Responsible authority's mailbox").alias("rname");
static SOA_SERIAL: Field = long("dns.soa.serial_number", "Serial Number").alias("serial");
static SOA_REFRESH: Field = long("dns.soa.refresh_interval", "Refresh Interval").alias("refresh");
static SOA_RETRY: Field = long("dns.soa.retry_interval", "Retry Interval").alias("retry");
static SOA_EXPIRE: Field = long("dns.soa.expire_limit", "Expire limit").alias("expire");
static SOA_MINIMUM: Field = long("dns.soa.minimum_ttl", "Minimum TTL").alias("minimum");
/// RFC 1035, 3.3.9.
pub static MX_PREFERENCE: Field = word("dns.mx.preference", "Preference").alias("preference");
/// The host that takes mail.
pub static MX_EXCHANGE: Field = name("dns.mx.mail_exchange", "Mail Exchange").alias("exchange");
static TEXTS: Field = Field::many("Texts", &TXT_LENGTH);
static TXT_LENGTH: Field = counted("dns.txt.length", "TXT Length", &[&TXT]);
/// RFC 1035, 3.3.14.
pub static TXT: Field = string("dns.txt", "TXT");
static SPFS: Field = Field::many("Texts", &SPF_LENGTH);
static SPF_LENGTH: Field = counted("dns.spf.length", "SPF Length", &[&SPF]);
static SPF: Field = string("dns.spf", "SPF");
/// RFC 2782.
pub static SRV_PRIORITY: Field = word("dns.srv.priority", "Priority").alias("priority");
static SRV_WEIGHT: Field = word("dns.srv.weight", "Weight").alias("weight");
static SRV_PORT: Field = word("dns.srv.port", "Port").alias("port");
static SRV_TARGET: Field = name("dns.srv.target", "Target").alias("target");

static MD: Field = name("dns.md", "Mail Destination");
static MF: Field = name("dns.mf", "Mail Forwarder");
static MB: Field = name("dns.mb", "MailBox Domaine");
static MG: Field = name("dns.mg", "Mail Group member");
static MR: Field = name("dns.mr", "Mail Rename domaine");
static NULL: Field = Field::new("dns.null", "Null (data)", Place::Take(|h| h.left()));
/// RFC 1035, 3.4.2: a bit a port; bytes without one are not shown.
static WKS_ADDRESS: Field = long("dns.wks.address", "Address").kind(Kind::Ip4);
static WKS_PROTOCOL: Field = byte("dns.wks.protocol", "Protocol").names(super::IP_PROTOCOLS);
static WKS_MAP: Field = Field::many("Ports", &WKS_BYTE);
static WKS_BYTE: Field = Field::part(Place::Sized(|_| 1, &[&BYTE, &WKS_BITS]));
static WKS_BITS: Field = Field::new("dns.wks.bits", "Bits", Place::Reckoned(|h| (h.number > 0).then_some(Value::Num(h.number)))).hex().ft(8);
static BYTE: Field = byte("", "");
static CPU_LENGTH: Field = counted("dns.hinfo.cpu_length", "CPU Length", &[&CPU]);
static CPU: Field = string("dns.hinfo.cpu", "CPU");
static OS_LENGTH: Field = counted("dns.hinfo.os_length", "OS Length", &[&OS]);
static OS: Field = string("dns.hinfo.os", "OS");
static MINFO_R: Field = name("dns.minfo.r", "Responsible Mailbox");
static MINFO_E: Field = name("dns.minfo.e", "Error Mailbox");
static RP_MAILBOX: Field = name("dns.rp.mailbox", "Mailbox");
static RP_TXT: Field = name("dns.rp.txt_rr", "TXT RR");
static AFSDB_SUBTYPE: Field = word("dns.afsdb.subtype", "Subtype");
static AFSDB_HOSTNAME: Field = name("dns.afsdb.hostname", "Hostname");
static X25_LENGTH: Field = counted("dns.x25.length", "Length", &[&X25]);
static X25: Field = string("dns.x25.psdn_address", "PSDN-Address");
static ISDN_LENGTH: Field = counted("dns.idsn.length", "Length", &[&ISDN]);
static ISDN: Field = string("dns.idsn.address", "ISDN Address");
static ISDN_SA_LENGTH: Field = counted("dns.idsn.sa.length", "Length", &[&ISDN_SA]);
static ISDN_SA: Field = string("dns.idsn.sa.address", "Sub Address");
static RT_PREFERENCE: Field = word("dns.rt.subtype", "Preference");
static RT_HOST: Field = name("dns.rt.intermediate_host", "Intermediate Hostname");
static NSAP: Field = rest("dns.nsap.rdata", "NSAP Data");
static NSAP_PTR: Field = name("dns.nsap_ptr.owner", "Owner");
static PX_PREFERENCE: Field = word("dns.px.preference", "Preference");
static PX_822: Field = name("dns.px.map822", "MAP822");
static PX_400: Field = name("dns.px.map400", "MAPX400");
static LONGITUDE_LENGTH: Field = counted("dns.gpos.longitude_length", "Longitude length", &[&LONGITUDE]);
static LONGITUDE: Field = string("dns.gpos.longitude", "Longitude");
static LATITUDE_LENGTH: Field = counted("dns.gpos.latitude_length", "Latitude length", &[&LATITUDE]);
static LATITUDE: Field = string("dns.gpos.latitude", "Latitude");
static ALTITUDE_LENGTH: Field = counted("dns.gpos.altitude_length", "Altitude length", &[&ALTITUDE]);
static ALTITUDE: Field = string("dns.gpos.altitude", "Altitude");

/// RFC 1876.
static LOC_VERSION: Field = byte("dns.loc.version", "Version");
const LOC: Fields = &[&LOC_SIZE, &LOC_HORIZONTAL, &LOC_VERTICAL, &LOC_LATITUDE, &LOC_LONGITUDE, &LOC_ALTITUDE];
static LOC_SIZE: Field = byte("dns.loc.size", "Size");
static LOC_HORIZONTAL: Field = byte("dns.loc.horizontal_precision", "Horizontal Precision");
static LOC_VERTICAL: Field = byte("dns.loc.vertical_precision", "Vertical Precision");
static LOC_LATITUDE: Field = long("dns.loc.latitude", "Latitude");
static LOC_LONGITUDE: Field = long("dns.loc.longitude", "Longitude");
static LOC_ALTITUDE: Field = long("dns.loc.altitude", "Altitude");
static LOC_UNKNOWN: Field = rest("dns.loc.unknown_data", "Unknown data");

/// RFC 2535, 5.2: one map; RFC 4034, 4.1.2: a map for each window of 256 types.
static NXT_NEXT: Field = name("dns.nxt.next_domain_name", "Next Domain Name");
static NXT_MAP: Field = Field::many("Types", &NXT_BYTE);
static NXT_BYTE: Field = Field::part(Place::Sized(
    |_| 1,
    &[
        &BYTE,
        &mapped(bit::<0, false>),
        &mapped(bit::<1, false>),
        &mapped(bit::<2, false>),
        &mapped(bit::<3, false>),
        &mapped(bit::<4, false>),
        &mapped(bit::<5, false>),
        &mapped(bit::<6, false>),
        &mapped(bit::<7, false>),
    ],
));
static NSEC_NEXT: Field = name("dns.nsec.next_domain_name", "Next Domain Name");
static WINDOWS: Field = Field::many("Types", &WINDOW);
static WINDOW: Field = Field::part(Place::Group(&[&BYTE, &WINDOW_LENGTH]));
static WINDOW_LENGTH: Field = counted("", "", &[&WINDOW_MAP]);
static WINDOW_MAP: Field = Field::part(Place::Many(&WINDOW_BYTE));
static WINDOW_BYTE: Field = Field::part(Place::Sized(
    |_| 1,
    &[
        &BYTE,
        &mapped(bit::<0, true>),
        &mapped(bit::<1, true>),
        &mapped(bit::<2, true>),
        &mapped(bit::<3, true>),
        &mapped(bit::<4, true>),
        &mapped(bit::<5, true>),
        &mapped(bit::<6, true>),
        &mapped(bit::<7, true>),
    ],
));
const fn mapped(of: for<'a> fn(&Here<'a>) -> Option<Value<'a>>) -> Field {
    Field::new("dns.resp.type", "RR type in bit map", Place::Reckoned(of)).names(TYPES).ft(16)
}
/// The type of bit N of the byte that was just read, if it is set: "the left-most bit is bit 0".
fn bit<'a, const N: u64, const WINDOW: bool>(h: &Here<'a>) -> Option<Value<'a>> {
    if h.number >> (7 - N) & 1 == 0 {
        return None;
    }
    let window = if WINDOW { u64::from(h.byte(h.start.saturating_sub(2))) << 8 } else { 0 };
    Some(Value::Num(window + (h.passed() as u64 - 1) * 8 + N))
}

/// RFC 3403.
const NAPTR: Fields = &[
    &NAPTR_ORDER,
    &NAPTR_PREFERENCE,
    &NAPTR_FLAGS_LENGTH,
    &NAPTR_SERVICE_LENGTH,
    &NAPTR_REGEX_LENGTH,
    &NAPTR_REPLACEMENT_LENGTH,
    &NAPTR_REPLACEMENT,
];
static NAPTR_ORDER: Field = word("dns.naptr.order", "Order");
static NAPTR_PREFERENCE: Field = word("dns.naptr.preference", "Preference");
static NAPTR_FLAGS_LENGTH: Field = counted("dns.naptr.flags_length", "Flags Length", &[&NAPTR_FLAGS]);
static NAPTR_FLAGS: Field = string("dns.naptr.flags", "Flags");
static NAPTR_SERVICE_LENGTH: Field = counted("dns.naptr.service_length", "Service Length", &[&NAPTR_SERVICE]);
static NAPTR_SERVICE: Field = string("dns.naptr.service", "Service");
static NAPTR_REGEX_LENGTH: Field = counted("dns.naptr.regex_length", "Regex Length", &[&NAPTR_REGEX]);
static NAPTR_REGEX: Field = string("dns.naptr.regex", "Regex");
static NAPTR_REPLACEMENT_LENGTH: Field = Field::new(
    "dns.naptr.replacement_length",
    "Replacement Length",
    Place::Reckoned(|h| Some(Value::Num(Name::read(h.head, h.at)?.0.length() as u64))),
)
.ft(8);
static NAPTR_REPLACEMENT: Field = name("dns.naptr.replacement", "Replacement");
static KX_PREFERENCE: Field = word("dns.kx.preference", "Preference");
static KX_EXCHANGE: Field = name("dns.kx.key_exchange", "Key Exchange");
static CERT_TYPE: Field = word("dns.cert.type", "Type").names(&[
    (1, "PKIX"),
    (2, "SPKI"),
    (3, "PGP"),
    (4, "IPKIX"),
    (5, "ISPKI"),
    (6, "IPGP"),
    (7, "ACPKIX"),
    (8, "IACPKIX"),
    (253, "Private, URI"),
    (254, "Private, OID"),
]);
static CERT_KEY_TAG: Field = word("dns.cert.key_tag", "Key Tag").hex();
static CERT_ALGORITHM: Field = byte("dns.cert.algorithm", "Algorithm").names(ALGORITHMS);
static CERTIFICATE: Field = rest("dns.cert.certificate", "Certificate (or CRL)");

/// RFC 2874: the prefix's length, the address's last bytes, where to ask for the rest.
static A6: Field = Field::part(Place::Group(&[
    &A6_PREFIX,
    &Field::part(Place::When(|h| h.number < 128, &[&A6_SUFFIX])),
    &Field::part(Place::When(|h| h.number > 0, &[&A6_NAME])),
]));
static A6_PREFIX: Field = byte("dns.a6.prefix_len", "Prefix len");
static A6_SUFFIX: Field =
    Field::new("dns.a6.address_suffix", "Address Suffix", Place::Take(|h| 16 - (h.number / 8).min(16) as usize)).kind(Kind::Show(&SUFFIX));
static A6_NAME: Field = name("dns.a6.prefix_name", "Prefix name");
static SUFFIX: Show = Show {
    ft: "IPv6",
    plain: |value, out| {
        let mut address = [0; 16];
        if let Value::Bytes(b) = value {
            address.iter_mut().rev().zip(b.iter().rev()).for_each(|(to, from)| *to = *from);
        }
        text::ip6(address, out)
    },
};
static DNAME: Field = name("dns.dname", "Dname");

/// RFC 3123.
static APL: Field = Field::many("Address prefixes", &APL_ITEM);
static APL_ITEM: Field = Field::part(Place::Group(&[
    &APL_FAMILY,
    &APL_PREFIX,
    &BYTE,
    &APL_NEGATION,
    &APL_LENGTH,
    &Field::part(Place::Pick(&[(1, &[&APL_IPV4]), (2, &[&APL_IPV6])], &[&APL_DATA])),
]));
static APL_FAMILY: Field = Field::new("dns.apl.address_family", "Address Family", Place::Key(16)).names(FAMILIES);
static APL_PREFIX: Field = byte("dns.apl.coded_prefix", "Prefix Length");
static APL_NEGATION: Field = Field::new("dns.apl.negation", "Negation Flag", Place::Sub(0x80));
static APL_LENGTH: Field = Field::new("dns.apl.afdlength", "Address Length", Place::Sub(0x7f));
static APL_IPV4: Field = prefix("dns.apl.afdpart.ipv4").kind(Kind::Ip4);
static APL_IPV6: Field = prefix("dns.apl.afdpart.ipv6").kind(Kind::Ip6);
static APL_DATA: Field = prefix("dns.apl.afdpart.data");
const fn prefix(name: &'static str) -> Field {
    Field::new(name, "Address", Place::Take(|h| (h.number & 0x7f) as usize))
}
const FAMILIES: Names = &[(1, "IPv4"), (2, "IPv6")];

/// RFC 4034, 5.1.
const DS: Fields = &[&DS_KEY_ID, &DS_ALGORITHM, &DS_DIGEST_TYPE, &DS_DIGEST];
static DS_KEY_ID: Field = word("dns.ds.key_id", "Key id").hex();
static DS_ALGORITHM: Field = byte("dns.ds.algorithm", "Algorithm").names(ALGORITHMS);
static DS_DIGEST_TYPE: Field = byte("dns.ds.digest_type", "Digest Type").names(DIGESTS);
static DS_DIGEST: Field = rest("dns.ds.digest", "Digest");
const DIGESTS: Names = &[(0, "Reserved"), (1, "SHA-1"), (2, "SHA-256"), (3, "GOST R 34.11-94"), (4, "SHA-384")];
/// RFC 4255.
static SSHFP_ALGORITHM: Field = byte("dns.sshfp.algorithm", "Algorithm").names(&[
    (0, "Reserved"),
    (1, "RSA"),
    (2, "DSA"),
    (3, "ECDSA"),
    (4, "Ed25519"),
    (5, "XMSS"),
]);
static SSHFP_TYPE: Field = byte("dns.sshfp.fingerprint.type", "Fingerprint type").names(&[(0, "Reserved"), (1, "SHA1"), (2, "SHA256")]);
static FINGERPRINT: Field = rest("dns.sshfp.fingerprint", "Fingerprint");
/// RFC 4025.
const IPSECKEY: Fields = &[
    &GATEWAY_PRECEDENCE,
    &GATEWAY_TYPE,
    &GATEWAY_ALGORITHM,
    &GATEWAY,
    &IPSEC_KEY,
];
static GATEWAY_PRECEDENCE: Field = byte("dns.ipseckey.gateway_precedence", "Gateway Precedence");
static GATEWAY_TYPE: Field = Field::new("dns.ipseckey.gateway_type", "Gateway Type", Place::Key(8)).names(&[
    (0, "No Gateway"),
    (1, "IPv4 Gateway"),
    (2, "IPv6 Gateway"),
    (3, "DNS Gateway"),
]);
static GATEWAY_ALGORITHM: Field = byte("dns.ipseckey.gateway_algorithm", "Gateway Algorithm").names(&[(1, "DSA"), (2, "RSA")]);
static GATEWAY: Field = Field::part(Place::Pick(&[(1, &[&GATEWAY_IPV4]), (2, &[&GATEWAY_IPV6]), (3, &[&GATEWAY_DNS])], &[]));
static GATEWAY_IPV4: Field = long("dns.ipseckey.gateway_ipv4", "IPv4 Gateway").kind(Kind::Ip4);
static GATEWAY_IPV6: Field = Field::new("dns.ipseckey.gateway_ipv6", "IPv6 Gateway", Place::Run(16)).kind(Kind::Ip6);
static GATEWAY_DNS: Field = name("dns.ipseckey.gateway_dns", "DNS Gateway");
static IPSEC_KEY: Field = rest("dns.ipseckey.public_key", "Public Key");

/// RFC 4034, 3.1; SIG before it (RFC 2535, 4.1).
const RRSIG: Fields = &[
    &TYPE_COVERED,
    &RRSIG_ALGORITHM,
    &RRSIG_LABELS,
    &ORIGINAL_TTL,
    &RRSIG_EXPIRATION,
    &RRSIG_INCEPTION,
    &RRSIG_KEY_TAG,
    &SIGNERS_NAME,
    &SIGNATURE,
];
static TYPE_COVERED: Field = word("dns.rrsig.type_covered", "Type Covered").names(TYPES);
static RRSIG_ALGORITHM: Field = byte("dns.rrsig.algorithm", "Algorithm").names(ALGORITHMS);
static RRSIG_LABELS: Field = byte("dns.rrsig.labels", "Labels");
static ORIGINAL_TTL: Field = long("dns.rrsig.original_ttl", "Original TTL");
static RRSIG_EXPIRATION: Field = long("dns.rrsig.signature_expiration", "Signature Expiration").kind(SECONDS);
static RRSIG_INCEPTION: Field = long("dns.rrsig.signature_inception", "Signature Inception").kind(SECONDS);
static RRSIG_KEY_TAG: Field = word("dns.rrsig.key_tag", "Key Tag");
static SIGNERS_NAME: Field = name("dns.rrsig.signers_name", "Signer's name");
static SIGNATURE: Field = rest("dns.rrsig.signature", "Signature");
/// Seconds since 1970.
const SECONDS: Kind = Kind::Time(|n| (n as i64).saturating_mul(1_000_000_000));

/// RFC 4034, 2.1.
const DNSKEY: Fields = &[&DNSKEY_FLAGS, &ZONE_KEY, &KEY_REVOKED, &SECURE_ENTRY, &DNSKEY_RESERVED, &DNSKEY_PROTOCOL, &DNSKEY_ALGORITHM, &DNSKEY_ID, &DNSKEY_KEY];
static DNSKEY_FLAGS: Field = word("dns.dnskey.flags", "Flags").hex();
static ZONE_KEY: Field = Field::new("dns.dnskey.flags.zone_key", "Zone Key", Place::Sub(0x0100));
static KEY_REVOKED: Field = Field::new("dns.dnskey.flags.key_revoked", "Key Revoked", Place::Sub(0x0080));
static SECURE_ENTRY: Field = Field::new("dns.dnskey.flags.secure_entry_point", "Key Signing Key", Place::Sub(1));
static DNSKEY_RESERVED: Field = Field::new("dns.dnskey.flags.reserved", "Reserved", Place::Sub(0xfe7e)).hex().ft(16);
static DNSKEY_PROTOCOL: Field = byte("dns.dnskey.protocol", "Protocol");
static DNSKEY_ALGORITHM: Field = byte("dns.dnskey.algorithm", "Algorithm").names(ALGORITHMS);
static DNSKEY_ID: Field = Field::new("dns.dnskey.key_id", "Key id", Place::Reckoned(key_tag)).ft(16);
static DNSKEY_KEY: Field = rest("dns.dnskey.public_key", "Public Key");
/// RFC 2535, 3.1.
const KEY: Fields = &[
    &KEY_FLAGS,
    &KEY_AUTHENTICATION,
    &KEY_CONFIDENTIALITY,
    &KEY_REQUIRED,
    &KEY_USER,
    &KEY_ENTITY,
    &KEY_IPSEC,
    &KEY_MIME,
    &KEY_SIGNATORY,
    &KEY_PROTOCOL,
    &KEY_ALGORITHM,
    &KEY_ID,
    &KEY_KEY,
];
static KEY_FLAGS: Field = word("dns.key.flags", "Flags").hex();
static KEY_AUTHENTICATION: Field = Field::new("dns.key.flags.authentication", "Key allowed for authentication", Place::Sub(0x8000));
static KEY_CONFIDENTIALITY: Field = Field::new("dns.key.flags.confidentiality", "Key allowed for confidentiality", Place::Sub(0x4000));
static KEY_REQUIRED: Field = Field::new("dns.key.flags.required", "Key required", Place::Sub(0x2000));
static KEY_USER: Field = Field::new("dns.key.flags.associated_user", "Key is associated with a user", Place::Sub(0x0400));
static KEY_ENTITY: Field =
    Field::new("dns.key.flags.associated_named_entity", "Key is associated with the named entity", Place::Sub(0x0200));
static KEY_IPSEC: Field = Field::new("dns.key.flags.ipsec", "Key use with IPSEC", Place::Sub(0x0080));
static KEY_MIME: Field = Field::new("dns.key.flags.mime", "Key use with MIME security multiparts", Place::Sub(0x0040));
static KEY_SIGNATORY: Field = Field::new("dns.key.flags.signatory", "Signatory", Place::Sub(0x000f)).ft(16);
static KEY_PROTOCOL: Field = byte("dns.key.protocol", "Protocol");
static KEY_ALGORITHM: Field = byte("dns.key.algorithm", "Algorithm").names(ALGORITHMS);
static KEY_ID: Field = Field::new("dns.key.key_id", "Key ID", Place::Reckoned(key_tag)).ft(16);
static KEY_KEY: Field = rest("dns.key.public_key", "Public Key");
/// RFC 4034, appendix B, over the record's data, of which four bytes were read.
fn key_tag<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    let data = h.head.get(h.at.checked_sub(4)?..h.end)?;
    if data.get(3) == Some(&1) {
        // RSA/MD5: "the most significant 16 bits of the least significant 24 bits in the public key modulus"
        return load(data, data.len().checked_sub(3)? * 8, 16).map(Value::Num);
    }
    let sum = data.chunks(2).fold(0u64, |sum, pair| sum + (u64::from(*pair.first().unwrap_or(&0)) << 8) + u64::from(*pair.get(1).unwrap_or(&0)));
    Some(Value::Num((sum + (sum >> 16 & 0xffff)) & 0xffff))
}
static DHCID: Field = rest("dns.dhcid.rdata", "DHCID Data");

/// RFC 5155, 3.2.
static NSEC3_ALGO: Field = byte("dns.nsec3.algo", "Hash algorithm").names(&[(0, "Reserved"), (1, "SHA-1")]);
static NSEC3_FLAGS: Field = byte("dns.nsec3.flags", "NSEC3 flags");
static NSEC3_OPT_OUT: Field = Field::new("dns.nsec3.flags.opt_out", "NSEC3 Opt-out flag", Place::Sub(1));
static NSEC3_ITERATIONS: Field = word("dns.nsec3.iterations", "NSEC3 iterations");
static SALT_LENGTH: Field = counted("dns.nsec3.salt_length", "Salt length", &[&SALT]);
static SALT: Field = Field::new("dns.nsec3.salt_value", "Salt value", Place::Take(|h| h.left()));
static HASH_LENGTH: Field = counted("dns.nsec3.hash_length", "Hash length", &[&HASH]);
static HASH: Field = Field::new("dns.nsec3.hash_value", "Next hashed owner", Place::Take(|h| h.left())).kind(Kind::Show(&BASE32));
/// RFC 4648, 7, without padding: as hashed owners are written as labels.
static BASE32: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(bytes) = value else { return };
        for five in bytes.chunks(5) {
            let n = five.iter().fold(0u64, |n, b| n << 8 | *b as u64) << (8 * (5 - five.len()));
            (0..(five.len() * 8).div_ceil(5)).for_each(|i| {
                let digit = (n >> (35 - 5 * i) & 31) as u8;
                out.push(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit });
            });
        }
    },
};
/// RFC 6698, 2.1.
static TLSA_USAGE: Field = byte("dns.tlsa.certificate_usage", "Certificate Usage").names(&[
    (0, "CA constraint (PKIX-TA)"),
    (1, "Service certificate constraint (PKIX-EE)"),
    (2, "Trust anchor assertion (DANE-TA)"),
    (3, "Domain-issued certificate (DANE-EE)"),
]);
static TLSA_SELECTOR: Field = byte("dns.tlsa.selector", "Selector").names(&[(0, "Full certificate"), (1, "SubjectPublicKeyInfo")]);
static TLSA_MATCHING: Field = byte("dns.tlsa.matching_type", "Matching Type").names(&[(0, "No hash"), (1, "SHA2-256"), (2, "SHA2-512")]);
static TLSA_DATA: Field = rest("dns.tlsa.certificate_association_data", "Certificate Association Data");
/// RFC 8005, 5.
static HIP: Field =
    Field::part(Place::Group(&[&HIT_LENGTH, &HIP_ALGORITHM, &PK_LENGTH, &HIT, &HIP_KEY, &Field::part(Place::Many(&RENDEZVOUS))]));
static HIT_LENGTH: Field = byte("dns.hip.hit.length", "HIT length");
static HIP_ALGORITHM: Field = byte("dns.hip.hit.pk.algo", "Public key algorithm").names(&[(0, "Reserved"), (1, "DSA"), (2, "RSA")]);
static PK_LENGTH: Field = word("dns.hip.pk.length", "PK length");
static HIT: Field = Field::new("dns.hip.hit", "Host Identity Tag", Place::Take(|h| h.byte(h.start).into()));
static HIP_KEY: Field = Field::new("dns.hip.pk", "HIP Public Key", Place::Take(|h| h.word(h.start + 2).into()));
static RENDEZVOUS: Field = name("dns.hip.rendezvous_server", "Rendezvous Server");
static OPENPGPKEY: Field = rest("dns.openpgpkey", "OpenPGP Key").kind(Kind::Show(&text::ASCII));
/// RFC 7477.
static CSYNC_SOA: Field = long("dns.csync.soa", "SOA");
static CSYNC_FLAGS: Field = word("dns.csync.flags", "Flags").hex();
static CSYNC_IMMEDIATE: Field = Field::new("dns.csync.flags.immediate", "immediate", Place::Sub(1));
static CSYNC_SOAMINIMUM: Field = Field::new("dns.csync.flags.soaminimum", "soaminimum", Place::Sub(2));
static CSYNC_MAP: Field = Field::new("dns.csync.type_bitmap", "Type Bitmap", Place::Reckoned(to_end)).kind(Kind::Bytes);
/// All that is left of the record.
fn to_end<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    h.head.get(h.at..h.end).map(Value::Bytes)
}
/// RFC 8976.
static ZONEMD_SERIAL: Field = long("dns.zonemd.serial", "Serial");
static ZONEMD_SCHEME: Field = byte("dns.zonemd.scheme", "Scheme").names(&[(0, "Reserved"), (1, "SIMPLE")]);
static ZONEMD_HASH: Field = byte("dns.zonemd.hash_algo", "Hash Algorithm").names(&[(0, "Reserved"), (1, "SHA-384"), (2, "SHA-512")]);
static ZONEMD_DIGEST: Field = rest("dns.zonemd.digest", "Digest");

/// RFC 9460, 2.2.
const SVCB: Fields = &[&SVC_PRIORITY, &SVC_TARGET, &SVC_PARAMS];
static SVC_PRIORITY: Field = word("dns.svcb.svcpriority", "SvcPriority");
static SVC_TARGET: Field = name("dns.svcb.targetname", "TargetName");
static SVC_PARAMS: Field = Field::many("Parameters", &SVC_PARAM);
static SVC_PARAM: Field = Field::new(
    "dns.svcb.svcparam",
    "SvcParam",
    Place::Group(&[
        &SVC_KEY,
        &SVC_LENGTH,
        &Field::part(Place::Pick(
            &[
                (0, &[&Field::part(Place::Many(&SVC_MANDATORY))]),
                (1, &[&Field::part(Place::Many(&SVC_ALPN_LENGTH))]),
                (3, &[&SVC_PORT]),
                (4, &[&Field::part(Place::Many(&SVC_IPV4))]),
                (5, &[&SVC_ECH]),
                (6, &[&Field::part(Place::Many(&SVC_IPV6))]),
                (32769, &[&SVC_ODOH]),
            ],
            &[&SVC_VALUE],
        )),
    ]),
);
const SVC_KEYS: Names = &[
    (0, "mandatory"),
    (1, "alpn"),
    (2, "no-default-alpn"),
    (3, "port"),
    (4, "ipv4hint"),
    (5, "ech"),
    (6, "ipv6hint"),
    (7, "dohpath"),
    (8, "ohttp"),
    (32769, "odohconfig"),
    (65535, "key65535"),
];
/// Which parameter it is.
pub static SVC_KEY: Field = Field::new("dns.svcb.svcparam.key", "SvcParamKey", Place::Key(16)).names(SVC_KEYS);
static SVC_LENGTH: Field = Field::new("dns.svcb.svcparam.value.length", "SvcParamValue length", Place::Len(16, Counts::Behind));
static SVC_MANDATORY: Field = word("dns.svcb.svcparam.mandatory.key", "Mandatory key").names(SVC_KEYS);
static SVC_ALPN_LENGTH: Field = counted("dns.svcb.svcparam.alpn.length", "ALPN length", &[&SVC_ALPN]);
static SVC_ALPN: Field = string("dns.svcb.svcparam.alpn", "ALPN");
static SVC_PORT: Field = word("dns.svcb.svcparam.port", "Port");
static SVC_IPV4: Field = long("dns.svcb.svcparam.ipv4hint.ip", "IP").kind(Kind::Ip4);
static SVC_IPV6: Field = Field::new("dns.svcb.svcparam.ipv6hint.ip", "IP", Place::Run(16)).kind(Kind::Ip6);
static SVC_ECH: Field = rest("dns.svcb.svcparam.echconfig", "ECHConfig");
static SVC_ODOH: Field = rest("dns.svcb.svcparam.odohconfig", "ODoHConfig");
static SVC_VALUE: Field = rest("dns.svcb.svcparam.value", "SvcParamValue");

/// RFC 6742.
static NID_PREFERENCE: Field = word("dns.ilnp.nid.preference", "Preference");
static NID: Field = Field::new("dns.ilnp.nid", "NodeID", Place::Run(8));
static L32_PREFERENCE: Field = word("dns.ilnp.l32.preference", "Preference");
static L32: Field = long("dns.ilnp.l32", "Locator32").kind(Kind::Ip4);
static L64_PREFERENCE: Field = word("dns.ilnp.l64.preference", "Preference");
static L64: Field = Field::new("dns.ilnp.l64", "Locator64", Place::Run(8));
static LP_PREFERENCE: Field = word("dns.ilnp.lp.preference", "Preference");
static LP: Field = name("dns.ilnp.lp", "Locator FQDN");
/// RFC 7043.
static EUI48: Field = Field::new("dns.eui48", "EUI48 Address", Place::Run(6)).kind(Kind::Mac);
static EUI64: Field = Field::new("dns.eui64", "EUI64 Address", Place::Run(8)).kind(Kind::Eui64);

/// RFC 2930, 2.
const TKEY: Fields = &[&TKEY_ALGORITHM, &TKEY_INCEPTION, &TKEY_EXPIRATION, &TKEY_MODE, &TKEY_ERROR, &TKEY_KEY_SIZE, &TKEY_OTHER_SIZE];
static TKEY_ALGORITHM: Field = name("dns.tkey.algo_name", "Algorithm name");
static TKEY_INCEPTION: Field = long("dns.tkey.signature_inception", "Signature Inception").kind(SECONDS);
static TKEY_EXPIRATION: Field = long("dns.tkey.signature_expiration", "Signature Expiration").kind(SECONDS);
static TKEY_MODE: Field = word("dns.tkey.mode", "Mode").names(&[
    (1, "Server assigned"),
    (2, "Diffie Hellman"),
    (3, "GSSAPI"),
    (4, "Resolver assigned"),
    (5, "Delete"),
]);
static TKEY_ERROR: Field = word("dns.tkey.error", "Error").names(RCODES);
static TKEY_KEY_SIZE: Field = Field::new("dns.tkey.key_size", "Key Size", Place::Span(16, &[&TKEY_KEY]));
static TKEY_KEY: Field = rest("dns.tkey.key_data", "Key Data");
static TKEY_OTHER_SIZE: Field = Field::new("dns.tkey.other_size", "Other Size", Place::Span(16, &[&TKEY_OTHER]));
static TKEY_OTHER: Field = rest("dns.tkey.other_data", "Other Data");
/// RFC 8945, 4.2.
const TSIG: Fields = &[&TSIG_ALGORITHM, &TSIG_TIME, &TSIG_FUDGE, &TSIG_MAC_SIZE, &TSIG_ID, &TSIG_ERROR, &TSIG_OTHER_LENGTH];
static TSIG_ALGORITHM: Field = name("dns.tsig.algorithm_name", "Algorithm Name");
static TSIG_TIME: Field = Field::new("dns.tsig.time_signed", "Time Signed", Place::Uint(48)).kind(SECONDS);
static TSIG_FUDGE: Field = word("dns.tsig.fudge", "Fudge");
static TSIG_MAC_SIZE: Field = Field::new("dns.tsig.mac_size", "MAC Size", Place::Span(16, &[&TSIG_MAC]));
static TSIG_MAC: Field = rest("dns.tsig.mac", "MAC").kind(Kind::Present);
static TSIG_ID: Field = word("dns.tsig.original_id", "Original Id");
static TSIG_ERROR: Field = word("dns.tsig.error", "Error").names(RCODES);
static TSIG_OTHER_LENGTH: Field = Field::new("dns.tsig.other_len", "Other Len", Place::Span(16, &[&TSIG_OTHER]));
static TSIG_OTHER: Field = rest("dns.tsig.other_data", "Other Data");
/// RFC 8659, 4.1. What a tag says is also there under the tag's name.
const CAA: Fields = &[&CAA_FLAGS, &CAA_CRITICAL, &CAA_ISSUE, &CAA_ISSUEWILD, &CAA_IODEF, &CAA_UNKNOWN, &CAA_TAG_LENGTH, &CAA_VALUE];
static CAA_FLAGS: Field = byte("dns.caa.flags", "CAA Flags").hex();
static CAA_CRITICAL: Field = Field::new("dns.caa.flags.issuer_critical", "Issuer Critical", Place::Sub(0x80));
static CAA_ISSUE: Field = tagged("dns.caa.issue", "Issue", |h| property(h, |tag| tag == b"issue"));
static CAA_ISSUEWILD: Field = tagged("dns.caa.issuewild", "Issue Wildcard", |h| property(h, |tag| tag == b"issuewild"));
static CAA_IODEF: Field = tagged("dns.caa.iodef", "Report URL", |h| property(h, |tag| tag == b"iodef"));
static CAA_UNKNOWN: Field =
    tagged("dns.caa.unknown", "Unknown tag", |h| property(h, |tag| !matches!(tag, b"issue" | b"issuewild" | b"iodef")));
static CAA_TAG_LENGTH: Field = counted("dns.caa.tag_length", "Tag length", &[&CAA_TAG]);
static CAA_TAG: Field = string("dns.caa.tag", "Tag");
static CAA_VALUE: Field = Field::new("dns.caa.value", "Value", Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII));
const fn tagged(name: &'static str, title: &'static str, of: for<'a> fn(&Here<'a>) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Reckoned(of)).kind(Kind::Show(&text::ASCII))
}
/// The value behind the tag that stands here, if it is such a tag.
fn property<'a>(h: &Here<'a>, fits: impl Fn(&[u8]) -> bool) -> Option<Value<'a>> {
    let value = h.at + 1 + usize::from(h.byte(h.at));
    fits(h.head.get(h.at + 1..value)?).then_some(Value::Bytes(h.head.get(value..h.end)?))
}
/// Microsoft's, [MS-DNSP] 2.2.2.2.4.
static WINS_MAP: Field = long("", "");
static WINS_LOCAL: Field = Field::new("dns.wins.local_flag", "Local Flag", Place::Sub(1));
static WINS_LOOKUP: Field = long("dns.wins.lookup_timeout", "Lookup timeout");
static WINS_CACHE: Field = long("dns.wins.cache_timeout", "Cache timeout");
static WINS_COUNT: Field = long("dns.wins.nb_wins_servers", "Number of WINS servers");
static WINS_SERVERS: Field = Field::part(Place::Many(&WINS_SERVER));
static WINS_SERVER: Field = long("dns.wins.wins_server", "WINS Server Address").kind(Kind::Ip4);
static WINSR_LOCAL: Field = Field::new("dns.winsr.local_flag", "Local Flag", Place::Sub(1));
static WINSR_LOOKUP: Field = long("dns.winsr.lookup_timeout", "Lookup timeout");
static WINSR_CACHE: Field = long("dns.winsr.cache_timeout", "Cache timeout");
static WINSR_DOMAIN: Field = name("dns.winsr.name_result_domain", "Name Result Domain");
/// draft-bellis-dnsop-xpf.
const XPF: Fields = &[
    &XPF_VERSION,
    &XPF_PROTOCOL,
    &XPF_ADDRESSES,
    &XPF_SPORT,
    &XPF_DPORT,
];
static XPF_VERSION: Field = Field::new("dns.xpf.ip_version", "IP Version", Place::Key(8)).ft(16);
static XPF_PROTOCOL: Field = byte("dns.xpf.protocol", "Protocol").names(super::IP_PROTOCOLS);
static XPF_ADDRESSES: Field = Field::part(Place::Pick(&[(4, &[&XPF_SRC4, &XPF_DST4]), (6, &[&XPF_SRC6, &XPF_DST6])], &[]));
static XPF_SRC4: Field = long("dns.xpf.source_ipv4", "IPv4 Source").kind(Kind::Ip4);
static XPF_DST4: Field = long("dns.xpf.destination_ipv4", "IPv4 Destination").kind(Kind::Ip4);
static XPF_SRC6: Field = Field::new("dns.xpf.source_ipv6", "IPv6 Source", Place::Run(16)).kind(Kind::Ip6);
static XPF_DST6: Field = Field::new("dns.xpf.destination_ipv6", "IPv6 Destination", Place::Run(16)).kind(Kind::Ip6);
static XPF_SPORT: Field = word("dns.xpf.sport", "Source port");
static XPF_DPORT: Field = word("dns.xpf.dport", "Destination port");
static DATA: Field = rest("dns.data", "Data");

/// Who asks says how much UDP may carry (RFC 6891, 6.2.3).
pub static UDP_SIZE: Field = word("dns.rr.udp_payload_size", "UDP payload size").alias("rclass").unset(4096);
static OPT_RECORD: Field = Field::part(Place::Group(&[&EXT_RCODE, &EDNS_VERSION, &Z, &DO, &Z_RESERVED, &RESP_LEN, &OPTIONS]));
/// The upper eight bits (RFC 6891, 6.1.3).
pub static EXT_RCODE: Field = byte("dns.resp.ext_rcode", "Higher bits in extended RCODE").alias("extrcode").hex();
static EDNS_VERSION: Field = byte("dns.resp.edns0_version", "EDNS0 version").alias("version");
static Z: Field = word("dns.resp.z", "Z").alias("z").hex();
static DO: Field = Field::new("dns.resp.z.do", "DO bit", Place::Sub(0x8000));
static Z_RESERVED: Field = Field::new("dns.resp.z.reserved", "Reserved", Place::Sub(0x7fff)).hex().ft(16);
static OPTIONS: Field = Field::many("Options", &OPT).alias("rdata");
/// <https://www.iana.org/assignments/dns-parameters>, EDNS0 option codes.
static OPT: Field = Field::new(
    "dns.opt",
    "Option",
    Place::Group(&[
        &OPT_CODE,
        &OPT_LEN,
        &OPT_DATA,
        &Field::part(Place::Pick(
            &[
                (5, &[&Field::part(Place::Many(&OPT_DAU))]),
                (6, &[&Field::part(Place::Many(&OPT_DHU))]),
                (7, &[&Field::part(Place::Many(&OPT_N3U))]),
                (8, SUBNET),
                (20730, SUBNET),
                (10, &[&COOKIE_CLIENT, &COOKIE_SERVER]),
                (11, &[&Field::part(Place::When(|h| h.left() >= 2, &[&KEEPALIVE]))]),
                (12, &[&PADDING]),
                (13, &[&CHAIN, &UNNAMED]),
                (15, &[&ERROR_CODE, &ERROR_TEXT]),
            ],
            &[&UNNAMED],
        )),
    ]),
);
/// Which option it is.
pub static OPT_CODE: Field = Field::new("dns.opt.code", "Option Code", Place::Key(16)).names(&[
    (0, "Reserved"),
    (1, "LLQ - Long-lived query"),
    (2, "UL - Update lease"),
    (3, "NSID - Name Server Identifier"),
    (4, "Owner (reserved)"),
    (5, "DAU - DNSSEC Algorithm Understood (RFC6975)"),
    (6, "DHU - DS Hash Understood (RFC6975)"),
    (7, "N3U - NSEC3 Hash Understood (RFC6975)"),
    (8, "CSUBNET - Client subnet"),
    (9, "EDNS EXPIRE (RFC7314)"),
    (10, "COOKIE"),
    (11, "EDNS TCP Keepalive"),
    (12, "PADDING"),
    (13, "CHAIN"),
    (14, "KEY-TAG (RFC8145)"),
    (15, "Extended DNS Error"),
    (16, "Client tag"),
    (17, "Server tag"),
    (18, "Report channel (RFC9567)"),
    (20730, "Experimental - CSUBNET - Client subnet"),
]);
static OPT_LEN: Field = Field::new("dns.opt.len", "Option Length", Place::Len(16, Counts::Behind));
static OPT_DATA: Field = Field::new("dns.opt.data", "Option Data", Place::Reckoned(to_end)).kind(Kind::Bytes);
static UNNAMED: Field = rest("", "");
static OPT_DAU: Field = byte("dns.opt.dau", "DAU").names(ALGORITHMS);
static OPT_DHU: Field = byte("dns.opt.dhu", "DHU").names(DIGESTS);
static OPT_N3U: Field = byte("dns.opt.n3u", "N3U").names(&[(0, "Reserved"), (1, "SHA-1")]);
/// RFC 7871, 6.
const SUBNET: Fields = &[
    &CLIENT_FAMILY,
    &CLIENT_NETMASK,
    &CLIENT_SCOPE,
    &CLIENT,
];
static CLIENT_FAMILY: Field = Field::new("dns.opt.client.family", "Family", Place::Key(16)).names(FAMILIES);
static CLIENT_NETMASK: Field = byte("dns.opt.client.netmask", "Source Netmask");
static CLIENT_SCOPE: Field = byte("dns.opt.client.scope", "Scope Netmask");
static CLIENT: Field = Field::part(Place::Pick(&[(1, &[&CLIENT_ADDR4]), (2, &[&CLIENT_ADDR6])], &[&CLIENT_ADDR]));
static CLIENT_ADDR4: Field = Field::new("dns.opt.client.addr4", "Client Subnet", Place::Take(|h| h.left())).kind(Kind::Ip4);
static CLIENT_ADDR6: Field = Field::new("dns.opt.client.addr6", "Client Subnet", Place::Take(|h| h.left())).kind(Kind::Ip6);
static CLIENT_ADDR: Field = rest("dns.opt.client.addr", "Client Subnet");
/// RFC 7873, 4.
static COOKIE_CLIENT: Field = Field::new("dns.opt.cookie.client", "Client Cookie", Place::Take(|h| h.left().min(8)));
static COOKIE_SERVER: Field = Field::new("dns.opt.cookie.server", "Server Cookie", Place::Take(|h| h.left()));
static KEEPALIVE: Field = word("dns.opt.edns_tcp_keepalive.timeout", "Timeout");
static PADDING: Field = Field::new("dns.opt.padding", "Padding", Place::Take(|h| h.left()));
static CHAIN: Field = Field::new("dns.opt.chain.fqdn", "Closest Trust Point", Place::Zero).kind(Kind::Show(&text::ASCII));
/// RFC 8914, 5.
static ERROR_CODE: Field = word("dns.opt.ext_error.info_code", "Info Code").names(&[
    (0, "Other Error"),
    (1, "Unsupported DNSKEY Algorithm"),
    (2, "Unsupported DS Digest Type"),
    (3, "Stale Answer"),
    (4, "Forged Answer"),
    (5, "DNSSEC Indeterminate"),
    (6, "DNSSEC Bogus"),
    (7, "Signature Expired"),
    (8, "Signature Not Yet Valid"),
    (9, "DNSKEY Missing"),
    (10, "RRSIGs Missing"),
    (11, "No Zone Key Bit Set"),
    (12, "NSEC Missing"),
    (13, "Cached Error"),
    (14, "Not Ready"),
    (15, "Blocked"),
    (16, "Censored"),
    (17, "Filtered"),
    (18, "Prohibited"),
    (19, "Stale NXDomain Answer"),
    (20, "Not Authoritative"),
    (21, "Not Supported"),
    (22, "No Reachable Authority"),
    (23, "Network Error"),
    (24, "Invalid Data"),
    (25, "Signature Expired before Valid"),
    (26, "Too Early"),
    (27, "Unsupported NSEC3 Iterations Value"),
    (28, "Unable to conform to policy"),
    (29, "Synthesized"),
]);
static ERROR_TEXT: Field = rest("dns.opt.ext_error.extra_text", "Extra Text").text();

/// RFC 8490, 5.4: type, length, value.
static STATEFUL: Field = Field::part(Place::When(stateful, &[&DSO]));
static DSO: Field = Field::new("dns.dso", "DNS Stateful Operation", Place::Many(&DSO_TLV));
static DSO_TLV: Field = Field::new(
    "dns.dso.tlv",
    "DSO TLV",
    Place::Group(&[
        &DSO_TYPE,
        &DSO_LENGTH,
        &Field::part(Place::Pick(&[(1, &[&DSO_INACTIVITY, &DSO_INTERVAL]), (2, &[&DSO_RETRY]), (3, &[&DSO_PADDING])], &[&DSO_DATA])),
    ]),
);
static DSO_TYPE: Field = Field::new("dns.dso.tlv.type", "Type", Place::Key(16)).names(&[
    (0, "Reserved"),
    (1, "Keep Alive"),
    (2, "Retry Delay"),
    (3, "Encryption Padding"),
    (64, "Subscribe"),
    (65, "Push"),
    (66, "Unsubscribe"),
    (67, "Reconfirm"),
]);
static DSO_LENGTH: Field = Field::new("dns.dso.tlv.length", "Length", Place::Len(16, Counts::Behind));
static DSO_INACTIVITY: Field = long("dns.dso.tlv.keepalive.inactivity", "Inactivity Timeout");
static DSO_INTERVAL: Field = long("dns.dso.tlv.keepalive.interval", "Keepalive Interval");
static DSO_RETRY: Field = long("dns.dso.tlv.retrydelay.retrydelay", "Retry Delay");
static DSO_PADDING: Field = rest("dns.dso.tlv.encpad.padding", "Padding");
static DSO_DATA: Field = rest("dns.dso.tlv.data", "Data");

/// Behind the last record.
pub(super) static EXTRANEOUS: Field = Field::part(Place::When(|h| h.left() > 0, &[&EXTRANEOUS_LENGTH, &EXTRANEOUS_DATA]));
static EXTRANEOUS_LENGTH: Field =
    Field::new("dns.extraneous.length", "Extraneous Data Length", Place::Reckoned(|h| Some(Value::Num(h.left() as u64)))).kind(Kind::Signed).ft(32);
static EXTRANEOUS_DATA: Field = rest("dns.extraneous.data", "Extraneous Data Bytes");

/// In mDNS the upper bit of the class says something else (RFC 6762, 5.4 and 10.2).
pub(super) static MULTICAST_SECTIONS: Field = Field::part(Place::When(ordinary, &[&MULTICAST_QD, &MULTICAST_AN, &MULTICAST_NS]));
static MULTICAST_QD: Field = Field::new("", "Queries", Place::Times(&QUERIES, &MULTICAST_QUERY)).alias("qd");
static MULTICAST_AN: Field = Field::new("", "Answers", Place::Times(&ANSWERS, &MULTICAST_RECORD)).alias("an");
static MULTICAST_NS: Field = Field::new("", "Authoritative nameservers", Place::Times(&AUTH_RR, &MULTICAST_RECORD)).alias("ns");
pub(super) static MULTICAST_AR: Field = Field::new("", "Additional records", Place::Times(&ADD_RR, &MULTICAST_RECORD)).alias("ar");
static MULTICAST_QUERY: Field =
    Field::new("", "Query", Place::Group(&[&QUERY_WHOLE, &QRY_NAME, &QRY_NAME_LEN, &LABELS, &QRY_TYPE, &WORD, &QRY_CLASS_15, &QRY_QU]))
        .alias("DNSQR");
static WORD: Field = word("", "");
static QRY_CLASS_15: Field = Field::new("dns.qry.class", "Class", Place::Sub(0x7fff)).hex().ft(16).names(CLASSES).unset(1);
/// The answer shall come unicast.
pub static QRY_QU: Field = Field::new("dns.qry.qu", "\"QU\" question", Place::Sub(0x8000)).alias("unicastresponse");
static MULTICAST_RECORD: Field = Field::new(
    "",
    "Record",
    Place::Group(&[
        &RECORD_WHOLE,
        &NAMED,
        &SERVED,
        &RESP_TYPE,
        &WORD,
        &Field::part(Place::Pick(&[(41, &[&UDP_SIZE_15, &CACHE_FLUSH, &OPT_RECORD])], &[&RESP_CLASS_15, &CACHE_FLUSH, &REST])),
    ]),
)
.alias("DNSRR");
static RESP_CLASS_15: Field = Field::new("dns.resp.class", "Class", Place::Sub(0x7fff)).hex().ft(16).names(CLASSES).unset(1);
static UDP_SIZE_15: Field = Field::new("dns.rr.udp_payload_size", "UDP payload size", Place::Sub(0x7fff)).hex().ft(16);
/// Forget what others said of the name.
pub static CACHE_FLUSH: Field = Field::new("dns.resp.cache_flush", "Cache flush", Place::Sub(0x8000)).alias("cacheflush");

/// DNS over UDP and TCP.
pub static PROTOCOL: Protocol = Protocol {
    name: "dns",
    alias: "DNS",
    title: "Domain Name System",
    column: "DNS",
    spec: "RFC 1035",
    size: 12,
    fields: &[
        &LENGTH,
        &ID,
        &FLAGS,
        &RESPONSE,
        &OPCODE,
        &IN_RESPONSE,
        &TRUNCATED,
        &RECDESIRED,
        &IN_RESPONSE_RA,
        &Z_FLAG,
        &IN_RESPONSE_AD,
        &CHECKDISABLE,
        &IN_RESPONSE_RCODE,
        &COUNTS,
        &COUNTS_UPDATE,
        &ADD_RR,
        &STATEFUL,
        &SECTIONS,
        &SECTIONS_UPDATE,
        &AR,
        &EXTRANEOUS,
        &RESPONSE_IN,
        &RESPONSE_TO,
        &TIME,
        &RETRANSMISSION,
        &RETRANSMIT_REQUEST,
        &RETRANSMIT_REQUEST_IN,
        &RETRANSMIT_RESPONSE,
        &RETRANSMIT_RESPONSE_IN,
        &UNSOLICITED,
    ],
    under: &[(Space::UdpPort, 53), (Space::TcpPort, 53), (Space::TcpPort, 5353), (Space::SctpPort, 53)],
    lead: Some((id::tcp, 2)),
    line: &[Word::Call(line)],
    classes: &[form::records::DNS_CLASSES],
    leaf: true,
    stream: Some(Stream::SIZED),
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if below.over() != id::tcp {
        return message(bytes, below.wire);
    }
    // "The message is prefixed with a two byte length field" over TCP (RFC 1035, 4.2.2), where messages follow one another.
    let [a, b, rest @ ..] = bytes else { return Step::more(bytes, 0) };
    let length = u16::from_be_bytes([*a, *b]) as usize;
    // The middle of a stream is no message: what stands here must be one from end to end, or can become one.
    match rest.get(..length) {
        Some(message) if scan(message) => Step { lead: 2, again: true, ..Step::new(2 + length, 2 + length, id::data) },
        None if rest.len() + 2 == below.wire && begins(rest) => Step { lead: 2, ..Step::more(bytes, 2 + length) },
        _ => Step::reject(),
    }
}
/// Whether a message can begin so: the operation is one, and it does not hold more than its bytes can.
fn begins(rest: &[u8]) -> bool {
    let count = |at: usize| load(rest, at * 8, 16).unwrap_or(0);
    count(2) >> 11 & 15 <= 6 && count(2) & 0x40 == 0 && count(4) <= 256
}
/// A message that fills what holds it.
#[inline]
pub(super) fn message(bytes: &[u8], wire: usize) -> Step {
    if bytes.len() < 12 || bytes.len() < wire {
        return Step { total: wire, ..Step::cut(bytes) };
    }
    if scan(bytes) { Step::new(bytes.len(), wire, id::data) } else { Step::malformed(bytes.len(), wire) }
}
/// True where all questions and records that the header counts are there. What stands in them is not looked at.
fn scan(message: &[u8]) -> bool {
    if message.len() < 12 {
        return false;
    }
    let count = |at: usize| load(message, at * 8, 16).unwrap_or(0);
    let mut at = 12;
    for (n, end) in [(count(4), query_end as fn(&[u8], usize) -> Option<usize>), (count(6) + count(8) + count(10), record_end)] {
        for _ in 0..n {
            match end(message, at) {
                Some(end) => at = end,
                None => return false,
            }
        }
    }
    true
}
/// What the length in front of a message over TCP says.
fn length<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    (packet.below(layer)?.id == id::tcp).then_some(Value::Num(packet.layer(layer)?.wire() as u64))
}

/// `Standard query response 0x1234 A www.example.com CNAME example.com A 192.0.2.1`, as Wireshark has it.
///
/// The hot path of the line view: read by hand, not by a visit.
pub(super) fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    told(packet.head(layer), false, out)
}
/// A line that has grown so long tells no more questions or answers: names that point at each other would make it endless.
const LONG: usize = 4096;
/// The same; `multicast` where the upper bit of the class has its own meaning.
pub(super) fn told(m: &[u8], multicast: bool, out: &mut Vec<u8>) {
    let word = |at: usize| load(m, at * 8, 16);
    let (Some(id), Some(flags)) = (word(0), word(2)) else { return };
    let opcode = flags >> 11 & 15;
    match text::named(&OPCODE, opcode) {
        Some(name) => out.extend(name.as_bytes()),
        None => unknown(b"Unknown operation", opcode, out),
    }
    if flags & 0x8000 != 0 {
        out.extend(b" response");
    }
    out.extend(b" 0x");
    text::hex(id, 4, out);
    if flags & 0x8000 != 0 && flags & 15 != 0 {
        out.push(b' ');
        match text::named(&RCODE, flags & 15) {
            Some(name) => out.extend(name.as_bytes()),
            None => unknown(b"Unknown error", flags & 15, out),
        }
    }
    let (mut at, from) = (12, out.len());
    for _ in 0..word(4).unwrap_or(0) {
        if out.len() - from > LONG {
            return;
        }
        let (Some((name, end)), Some(to)) = (Name::read(m, at), query_end(m, at)) else { return };
        out.push(b' ');
        kind(word(end).unwrap_or(0), out);
        out.push(b' ');
        name.show(out);
        if multicast {
            let unicast = word(end + 2).unwrap_or(0) & 0x8000 != 0;
            out.extend(if unicast { &b", \"QU\" question"[..] } else { b", \"QM\" question" });
        }
        at = to;
    }
    for _ in 0..[6, 8, 10].iter().map(|at| word(*at).unwrap_or(0)).sum() {
        if out.len() - from > LONG {
            return;
        }
        let (Some((_, end)), Some(to)) = (Name::read(m, at), record_end(m, at)) else { return };
        let (key, class) = (word(end).unwrap_or(0), word(end + 2).unwrap_or(0));
        out.push(b' ');
        kind(key, out);
        if multicast && class & 0x8000 != 0 && key != 41 {
            out.extend(b", cache flush");
        }
        answer(m, key, end + 10, to, out);
        at = to;
    }
}
/// What a record says in a line.
fn answer(m: &[u8], kind: u64, at: usize, end: usize, out: &mut Vec<u8>) {
    let Some(held) = m.get(..end) else { return };
    let name = |at: usize, out: &mut Vec<u8>| {
        if let Some((name, _)) = Name::read(m, at) {
            out.push(b' ');
            name.show(out);
        }
    };
    let number = |at: usize, out: &mut Vec<u8>| {
        if let Some(n) = load(held, at * 8, 16) {
            out.push(b' ');
            text::decimal(n, out);
        }
    };
    match kind {
        1 | 11 => {
            if let Some(address) = held.get(at..at + 4).and_then(|b| b.first_chunk()) {
                out.push(b' ');
                text::ip4(*address, out);
            }
        }
        28 => {
            if let Some(address) = held.get(at..at + 16).and_then(|b| b.first_chunk()) {
                out.push(b' ');
                text::ip6(*address, out);
            }
        }
        2..=9 | 12 | 23 | 30 | 39 | 47 if end > at => name(at, out),
        13 => {
            let mut at = at;
            while let Some(text) = held.get(at).and_then(|n| held.get(at + 1..at + 1 + *n as usize)) {
                out.push(b' ');
                text::utf8(text, out);
                at += 1 + text.len();
            }
        }
        15 | 36 => {
            number(at, out);
            name(at + 2, out);
        }
        33 => {
            (0..3).for_each(|i| number(at + 2 * i, out));
            name(at + 6, out);
        }
        35 => {
            number(at, out);
            number(at + 2, out);
            if let Some(flags) = held.get(at + 4).and_then(|n| held.get(at + 5..at + 5 + *n as usize)) {
                out.push(b' ');
                text::utf8(flags, out);
            }
        }
        _ => {}
    }
}
fn kind(n: u64, out: &mut Vec<u8>) {
    match text::named(&RESP_TYPE, n) {
        Some(name) => out.extend(name.as_bytes()),
        None => unknown(b"Unknown", n, out),
    }
}
fn unknown(what: &[u8], n: u64, out: &mut Vec<u8>) {
    out.extend(what);
    out.extend(b" (");
    text::decimal(n, out);
    out.push(b')');
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// IPv4 and UDP from port 53 to 40000, or the other way, around a message.
    fn udp(source: u16, destination: u16, message: &[u8]) -> Vec<u8> {
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02");
        let n = message.len() as u16;
        bytes[2..4].copy_from_slice(&(28 + n).to_be_bytes());
        for number in [source, destination, 8 + n, 0] {
            bytes.extend(number.to_be_bytes());
        }
        bytes.extend(message);
        bytes
    }
    fn answer() -> Vec<u8> {
        udp(
            53,
            40000,
            &hex("12 34 81 80 00 01 00 03 00 00 00 01 # a response with one question, three answers, one record more
                  03 77 77 77 07 65 78 61 6d 70 6c 65 00 00 01 00 01 # www.example A IN
                  c0 0c 00 05 00 01 00 00 01 2c 00 04 01 61 c0 10 # CNAME a.example
                  c0 29 00 01 00 01 00 00 01 2c 00 04 c0 00 02 01 # A 192.0.2.1
                  c0 29 00 2f 00 01 00 00 00 3c 00 0a 01 62 c0 10 00 04 40 01 00 02 # NSEC b.example A MX NXT
                  00 00 29 10 00 00 00 80 00 00 07 00 08 00 03 00 02 18 # OPT: client subnet of two bytes and one missing"),
        )
    }

    #[test]
    fn answers() {
        let mut bytes = answer();
        let n = bytes.len();
        bytes[n - 1] = 0; // family 2, no netmask
        let names = ["dns.id", "dns.flags.rcode", "dns.count.answers", "dns.qry.name", "dns.qry.name.len", "dns.count.labels"];
        assert_eq!(fields_of(228, &bytes, &names), "0x1234 0 3 www.example 11 2");
        let names = ["dns.cname", "dns.a", "dns.nsec.next_domain_name", "dns.resp.type", "dns.resp.name"];
        assert_eq!(fields_of(228, &bytes, &names), "a.example 192.0.2.1 b.example 5,1,47,1,15,30,41 www.example,a.example,a.example,<Root>");
        assert_eq!(fields_of(228, &bytes, &["dns.rr.udp_payload_size", "dns.resp.z.do", "dns.opt.code", "dns.opt.data"]), "4096 1 8 000200");
        assert_eq!(line_of(&bytes), "Standard query response 0x1234 A www.example CNAME a.example A 192.0.2.1 NSEC b.example OPT");
        cut_everywhere(228, &bytes);
    }
    fn line_of(bytes: &[u8]) -> String {
        decoded(228, bytes, bytes.len(), |packet| {
            let mut out = vec![];
            super::line(packet, 3, &mut out);
            String::from_utf8(out).expect("text")
        })
    }
    #[test]
    fn service_records_tell_their_owner_in_parts() {
        let bytes = udp(
            53,
            40000,
            &hex("00 01 81 80 00 00 00 01 00 00 00 00
                  04 5f 73 69 70 04 5f 74 63 70 01 65 00 00 21 00 01 00 00 00 3c 00 09 00 01 00 02 13 c4 01 68 00"),
        );
        let names = ["dns.resp.name", "dns.srv.service", "dns.srv.proto", "dns.srv.name", "dns.srv.port", "dns.srv.target"];
        assert_eq!(fields_of(228, &bytes, &names), "- _sip _tcp e 5060 h");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn a_name_that_loops_is_said_to() {
        let bytes = udp(40000, 53, &hex("00 09 01 00 00 01 00 00 00 00 00 00 03 77 77 77 c0 0c 00 01 00 01"));
        assert_eq!(fields_of(228, &bytes, &["dns.qry.name"]), "<Name contains a pointer that loops>");
        assert_eq!(line_of(&bytes), "Standard query 0x0009 A <Name contains a pointer that loops>");
    }
    #[test]
    fn a_count_that_promises_too_much_is_malformed() {
        let bytes = udp(40000, 53, &hex("00 09 01 00 ff ff 00 00 00 00 00 00 01 61 00 00 01 00 01"));
        assert_eq!(fields_of(228, &bytes, &["dns.qry.name", "dns.count.queries"]), "a 65535");
        assert_eq!(layers_of(228, &bytes), "ip:udp:dns Malformed");
    }
    #[test]
    fn updates_have_zones() {
        let bytes = udp(40000, 53, &hex("00 09 28 00 00 01 00 00 00 00 00 00 01 61 00 00 06 00 01"));
        assert_eq!(fields_of(228, &bytes, &["dns.count.zones", "dns.count.queries", "dns.count.add_rr", "dns.qry.name"]), "1 - 0 a");
    }
    #[test]
    fn multicast_has_its_own_bits() {
        let bytes = udp(
            5353,
            5353,
            &hex("00 00 84 00 00 01 00 01 00 00 00 00 01 61 00 00 01 80 01 # question, unicast answer wanted
                  c0 0c 00 01 80 01 00 00 00 78 00 04 0a 00 00 01 # A 10.0.0.1, cache flush"),
        );
        let names = ["dns.qry.class", "dns.qry.qu", "dns.resp.class", "dns.resp.cache_flush", "dns.a"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0001 1 0x0001 1 10.0.0.1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:mdns End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn link_local_has_its_own_flags() {
        let bytes = udp(5000, 5355, &hex("00 04 07 00 00 01 00 00 00 00 00 00 04 77 70 61 64 00 00 01 00 01"));
        let names = ["dns.flags.conflict", "dns.flags.truncated", "dns.flags.tentative", "dns.flags.recdesired", "dns.qry.name"];
        assert_eq!(fields_of(228, &bytes, &names), "1 1 1 - wpad");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn messages_in_a_segment() {
        let tcp = hex("45 00 00 00 00 01 00 00 40 06 00 00 0a 00 00 01 0a 00 00 02
                       9c 41 00 35 00 00 03 e8 00 00 00 00 50 18 20 00 00 00 00 00");
        let message = hex("00 13 00 05 01 00 00 01 00 00 00 00 00 00 01 61 00 00 01 00 01");
        let whole = |load: &[u8]| {
            let mut bytes = [&tcp, load].concat();
            let n = bytes.len() as u16;
            bytes[2..4].copy_from_slice(&n.to_be_bytes());
            bytes
        };
        let two = whole(&[message.clone(), message.clone()].concat());
        assert_eq!(layers_of(228, &two), "ip:tcp:dns:dns End");
        assert_eq!(fields_of(228, &two, &["dns.length", "dns.id", "dns.qry.name"]), "19,19 0x0005,0x0005 a,a");
        // What could be the beginning of a message goes on; the middle of a stream is no message, even where its first bytes could be a length.
        assert_eq!(layers_of(228, &whole(&message[..15])), "ip:tcp:dns More");
        assert_eq!(layers_of(228, &whole(b"\0\x0cabcdefghijklmnop")), "ip:tcp:data End");
    }
}
