//! Internet Protocol Version 4, [RFC 791](https://www.rfc-editor.org/rfc/rfc791).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version|  IHL  |   DSCP    |ECN|          Total Length         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Identification        |Flags|      Fragment Offset    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Time to Live |    Protocol   |         Header Checksum       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                       Source Address                          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                    Destination Address                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                    Options                    |    Padding    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;
use etherparse::{Ipv4HeaderSlice, err::ipv4::HeaderSliceError};

/// 4.
pub static VERSION: Field = Field::bits("ip.version", "Version", 0, 4).alias("version").unset(4);
/// In bytes; on the wire in words of 4.
pub static HDR_LEN: Field = Field::bits("ip.hdr_len", "Header Length", 4, 4).times(4).alias("ihl").computed();
/// RFC 2474.
pub static DSFIELD: Field = Field::bits("ip.dsfield", "Differentiated Services Field", 8, 8).alias("tos").hex();
/// RFC 2474, 3.
pub static DSCP: Field = Field::bits("ip.dsfield.dscp", "Differentiated Services Codepoint", 8, 6).names(super::DSCP);
/// RFC 3168, 5.
pub static ECN: Field = Field::bits("ip.dsfield.ecn", "Explicit Congestion Notification", 14, 2).names(super::ECN);
/// Header and payload in bytes; 0 where a network card was to cut the datagram into segments.
pub static LEN: Field = Field::bits("ip.len", "Total Length", 16, 16).alias("len").computed();
/// RFC 6864.
pub static ID: Field = Field::bits("ip.id", "Identification", 32, 16).alias("id").hex().unset(1);
/// Three bits.
pub static FLAGS: Field = Field::bits("ip.flags", "Flags", 48, 3).alias("flags").hex();
/// "Must be zero"; the evil bit of RFC 3514.
pub static FLAGS_RB: Field = Field::bits("ip.flags.rb", "Reserved bit", 48, 1);
/// Don't fragment.
pub static FLAGS_DF: Field = Field::bits("ip.flags.df", "Don't fragment", 49, 1);
/// More fragments.
pub static FLAGS_MF: Field = Field::bits("ip.flags.mf", "More fragments", 50, 1);
/// In units of 8 bytes.
pub static FRAG_OFFSET: Field = Field::bits("ip.frag_offset", "Fragment Offset", 51, 13).alias("frag");
/// Hops.
pub static TTL: Field = Field::bits("ip.ttl", "Time to Live", 64, 8).alias("ttl").unset(64);
/// Of the payload.
pub static PROTO: Field = Field::bits("ip.proto", "Protocol", 72, 8).alias("proto").names(super::IP_PROTOCOLS).computed();
/// RFC 1071 over the header.
pub static CHECKSUM: Field = Field::bits("ip.checksum", "Header Checksum", 80, 16).alias("chksum").hex().computed();
/// 2: not verified, as long as the user does not ask for it.
pub static STATUS: Field = Field::new("ip.checksum.status", "Header checksum status", Place::Derived(status)).ft(8).names(STATUS_NAMES);
/// Source address.
pub static SRC: Field = Field::bits("ip.src", "Source Address", 96, 32).alias("src").kind(Kind::Ip4).unset(0x7f000001);
/// Destination address.
pub static DST: Field = Field::bits("ip.dst", "Destination Address", 128, 32).alias("dst").kind(Kind::Ip4).unset(0x7f000001);
/// Source or destination address.
pub static ADDR: Field = Field::new("ip.addr", "Source or Destination Address", Place::Either(&[&SRC, &DST])).kind(Kind::Ip4);
/// With names resolved; none are, so the address.
pub static SRC_HOST: Field = host("ip.src_host", "Source Host", |p, i| SRC.get(p.head(i)));
/// With names resolved; none are, so the address.
pub static DST_HOST: Field = host("ip.dst_host", "Destination Host", |p, i| DST.get(p.head(i)));
/// Source or destination host.
pub static HOST: Field = Field::new("ip.host", "Source or Destination Host", Place::Either(&[&SRC_HOST, &DST_HOST])).kind(Kind::Ip4);

const fn host(name: &'static str, title: &'static str, of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(of)).kind(Kind::Ip4)
}
const STATUS_NAMES: Names = super::STATUS;

/// By type: RFC 791, 3.1.
static OPTIONS: Field = Field::new("", "Options", Place::Many(&OPTION)).alias("options");
static TYPE: Field = Field::new("ip.opt.type", "Type", Place::Key(8)).names(OPTION_TYPES);
static TYPE_COPY: Field = Field::new("ip.opt.type.copy", "Copy on fragmentation", Place::Sub(0x80)); static TYPE_CLASS: Field = Field::new("ip.opt.type.class", "Class", Place::Sub(0x60)); static TYPE_NUMBER: Field = Field::new("ip.opt.type.number", "Number", Place::Sub(0x1f));
static LENGTH: Field = Field::new("ip.opt.len", "Length", Place::Len(8, Counts::Whole));
// Nothing that follows it is an option.
static EOL: Field = Field::new("", "End of Options List (EOL)", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &UNSHOWN])).alias("EOL");
static NOP: Field = Field::new("", "No Operation (NOP)", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER])).alias("NOP");
static UNSHOWN: Field = Field::new("", "", Place::Rest);
static OTHER: Field = Field::new("", "Option", Place::Group(&[&OTHER_TYPE, &OTHER_LENGTH, &OTHER_DATA])); static OTHER_TYPE: Field = Field::new("", "Type", Place::Key(8)); static OTHER_LENGTH: Field = Field::new("", "Length", Place::Len(8, Counts::Whole)); static OTHER_DATA: Field = Field::new("", "Data", Place::Rest);
// Routes: what lies before the pointer was recorded.
static OPT_PTR: Field = Field::new("ip.opt.ptr", "Pointer", Place::Key(8));
static RECORD_ROUTE: Field = Field::new("", "Record Route", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_PTR, &RECORDED])).alias("RR");
static SOURCE_ROUTE: Field = Field::new("", "Source Route", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_PTR, &ROUTE])).alias("LSRR");
static RECORDED: Field = Field::part(Place::When(|h| h.key >= 4 && h.key % 4 == 0, &[&RECORDED_LIST])); static RECORDED_LIST: Field = Field::new("", "Addresses", Place::Repeat(|h| h.left() / 4, &RECORD));
static ROUTE: Field = Field::part(Place::When(|h| h.key >= 4 && h.key % 4 == 0, &[&ROUTE_LIST])); static ROUTE_LIST: Field = Field::new("", "Addresses", Place::Repeat(|h| h.left() / 4, &STATION));
static REC_RT: Field = Field::new("ip.rec_rt", "Recorded Route", Place::Uint(32)).kind(Kind::Ip4);
static EMPTY_RT: Field = Field::new("ip.empty_rt", "Empty Route", Place::Uint(32)).kind(Kind::Ip4);
static SRC_RT: Field = Field::new("ip.src_rt", "Source Route", Place::Uint(32)).kind(Kind::Ip4);
static REC_RT_HOST: Field = Field::new("ip.rec_rt_host", "Recorded Route Host", Place::Sub(0xffff_ffff)).kind(Kind::Ip4);
static EMPTY_RT_HOST: Field = Field::new("ip.empty_rt_host", "Empty Route Host", Place::Sub(0xffff_ffff)).kind(Kind::Ip4);
static SRC_RT_HOST: Field = Field::new("ip.src_rt_host", "Source Route Host", Place::Sub(0xffff_ffff)).kind(Kind::Ip4);
static RECORD: Field = Field::part(Place::Switch(passed, &[(1, &[&REC_RT, &REC_RT_HOST])], &[&EMPTY_RT, &EMPTY_RT_HOST])); static STATION: Field = Field::part(Place::Switch(passed, &[(1, &[&REC_RT, &REC_RT_HOST])], &[&SRC_RT, &SRC_RT_HOST]));
// RFC 781.
static SKIP_K8: Field = Field::new("", "", Place::Key(8));
static OPT_OVERFLOW: Field = Field::new("ip.opt.overflow", "Overflow", Place::Sub(0xf0));
static OPT_FLAG: Field = Field::new("ip.opt.flag", "Flag", Place::Sub(0x0f)).hex();
static TIMESTAMP: Field = Field::new("", "Time Stamp", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_PTR, &SKIP_K8, &OPT_OVERFLOW, &OPT_FLAG, &STAMPS])).alias("Timestamp");
static OPT_TIME_STAMP_ADDR: Field = Field::new("ip.opt.time_stamp_addr", "Address", Place::Uint(32)).kind(Kind::Ip4);
static OPT_TIME_STAMP: Field = Field::new("ip.opt.time_stamp", "Time stamp", Place::Uint(32));
static STAMPS: Field = Field::part(Place::Switch(|h| h.key & 15, &[(1, &[&ADDRESSED]), (3, &[&ADDRESSED])], &[&PLAIN_STAMPS])); static PLAIN_STAMPS: Field = Field::new("", "Time stamps", Place::Repeat(|h| h.left() / 4, &OPT_TIME_STAMP)); static ADDRESSED: Field = Field::new("", "Time stamps", Place::Repeat(|h| h.left() / 8, &STAMP)); static STAMP: Field = Field::new("", "Time stamp", Place::Group(&[&OPT_TIME_STAMP_ADDR, &OPT_TIME_STAMP]));
// RFC 2113, RFC 791, RFC 1063, RFC 1393, RFC 4782.
static OPT_RA: Field = Field::new("ip.opt.ra", "Router Alert", Place::Uint(16));
static ROUTER_ALERT: Field = Field::new("", "Router Alert", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_RA])).alias("RouterAlert");
static OPT_SID: Field = Field::new("ip.opt.sid", "Stream Identifier", Place::Uint(16));
static STREAM_ID: Field = Field::new("", "Stream ID", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_SID])).alias("StreamId");
static OPT_MTU: Field = Field::new("ip.opt.mtu", "MTU", Place::Uint(16));
static MTU_PROBE: Field = Field::new("", "MTU Probe", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_MTU]));
static MTU_REPLY: Field = Field::new("", "MTU Reply", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_MTU]));
static OPT_ID_NUMBER: Field = Field::new("ip.opt.id_number", "ID Number", Place::Uint(16));
static OPT_OHC: Field = Field::new("ip.opt.ohc", "Outbound Hop Count", Place::Uint(16));
static OPT_RHC: Field = Field::new("ip.opt.rhc", "Return Hop Count", Place::Uint(16));
static OPT_ORIGINATOR: Field = Field::new("ip.opt.originator", "Originator IP Address", Place::Uint(32)).kind(Kind::Ip4);
static TRACEROUTE: Field = Field::new("", "Traceroute", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_ID_NUMBER, &OPT_OHC, &OPT_RHC, &OPT_ORIGINATOR])).alias("Traceroute");
static SKIP_U8: Field = Field::new("", "", Place::Uint(8));
static OPT_QS_FUNC: Field = Field::new("ip.opt.qs_func", "Function", Place::Sub(0xf0));
static OPT_QS_RATE: Field = Field::new("ip.opt.qs_rate", "Rate", Place::Sub(0x0f));
static QUICK_START: Field = Field::new("", "Quick-Start", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &SKIP_U8, &OPT_QS_FUNC, &OPT_QS_RATE, &QS_REST]));
static OPT_QS_TTL: Field = Field::new("ip.opt.qs_ttl", "QS TTL", Place::Uint(8));
static SKIP_U32: Field = Field::new("", "", Place::Uint(32));
static OPT_QS_NONCE: Field = Field::new("ip.opt.qs_nonce", "QS Nonce", Place::Sub(0xfffffffc)).hex();
static OPT_QS_RESERVED: Field = Field::new("ip.opt.qs_reserved", "Reserved", Place::Sub(0x00000003)).hex().ft(32);
static OPT_QS_UNUSED: Field = Field::new("ip.opt.qs_unused", "Not Used", Place::Uint(8));
static QS_REST: Field = Field::part(Place::Switch(|h| h.number >> 4, &[(0, &[&OPT_QS_TTL, &QS_DIFF, &SKIP_U32, &OPT_QS_NONCE, &OPT_QS_RESERVED]), (8, &[&OPT_QS_UNUSED, &SKIP_U32, &OPT_QS_NONCE, &OPT_QS_RESERVED])], &[]));
// The packet's own TTL less this one, modulo 256.
static QS_DIFF: Field = Field::new("ip.opt.qs_ttl_diff", "TTL Diff", Place::Reckoned(|h| Some(Value::Num(u64::from(h.byte(8).wrapping_sub(h.number as u8)))))).ft(8);
// RFC 1108 and FIPS 188.
static OPT_SEC_CL: Field = Field::new("ip.opt.sec_cl", "Classification Level", Place::Uint(8)).hex();
static SECURITY: Field = Field::new("", "Security", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &SECURITY_BODY])).alias("Security");
static SECURITY_BODY: Field = Field::part(Place::Switch(old_security, &[(1, &[&OPT_SEC_RFC791_SEC, &OPT_SEC_RFC791_COMP, &HANDLING, &OPT_SEC_RFC791_TCC])], &[&OPT_SEC_CL, &AUTHORITIES]));
// RFC 791, 3.1.
static OPT_SEC_RFC791_SEC: Field = Field::new("ip.opt.sec_rfc791_sec", "Security", Place::Uint(16)).hex().names(SECURITY_LEVELS);
static OPT_SEC_RFC791_COMP: Field = Field::new("ip.opt.sec_rfc791_comp", "Compartments", Place::Uint(16));
static HANDLING: Field = Field::part(Place::Sized(|_| 2, &[&OPT_SEC_RFC791_HR]));
static OPT_SEC_RFC791_HR: Field = Field::new("ip.opt.sec_rfc791_hr", "Handling Restrictions", Place::Zero);
static OPT_SEC_RFC791_TCC: Field = Field::new("ip.opt.sec_rfc791_tcc", "Transmission Control Code", Place::Run(3)).text();
static OPT_SEC_PROT_AUTH_FLAGS: Field = Field::new("ip.opt.sec_prot_auth_flags", "Protection Authority Flags", Place::Uint(8)).hex();
static OPT_SEC_PROT_AUTH_GENSER: Field = Field::new("ip.opt.sec_prot_auth_genser", "GENSER", Place::Sub(0x80));
static OPT_SEC_PROT_AUTH_SIOP_ESI: Field = Field::new("ip.opt.sec_prot_auth_siop_esi", "SIOP-ESI", Place::Sub(0x40));
static OPT_SEC_PROT_AUTH_SCI: Field = Field::new("ip.opt.sec_prot_auth_sci", "SCI", Place::Sub(0x20));
static OPT_SEC_PROT_AUTH_NSA: Field = Field::new("ip.opt.sec_prot_auth_nsa", "NSA", Place::Sub(0x10));
static OPT_SEC_PROT_AUTH_DOE: Field = Field::new("ip.opt.sec_prot_auth_doe", "DOE", Place::Sub(0x08));
static OPT_SEC_PROT_AUTH_UNASSIGNED: Field = Field::new("ip.opt.sec_prot_auth_unassigned", "Unassigned", Place::Sub(0x06)).hex();
static OPT_SEC_PROT_AUTH_FTI: Field = Field::new("ip.opt.sec_prot_auth_fti", "Field Termination Indicator", Place::Sub(0x01));
// Only the first byte's bits are given to somebody; each byte says in its lowest bit whether another one follows (RFC 1108, 2.4).
static AUTHORITIES: Field = Field::part(Place::When(|h| h.left() > 0, &[&AUTHORITY, &LATER]));
static AUTHORITY: Field = Field::new("", "Protection authorities", Place::Group(&[&OPT_SEC_PROT_AUTH_FLAGS, &OPT_SEC_PROT_AUTH_GENSER, &OPT_SEC_PROT_AUTH_SIOP_ESI, &OPT_SEC_PROT_AUTH_SCI, &OPT_SEC_PROT_AUTH_NSA, &OPT_SEC_PROT_AUTH_DOE, &OPT_SEC_PROT_AUTH_UNASSIGNED, &OPT_SEC_PROT_AUTH_FTI]));
static LATER: Field = Field::part(Place::When(|h| h.byte(h.at.saturating_sub(1)) & 1 == 1, &[&LATER_AUTHORITIES]));
static LATER_AUTHORITIES: Field = Field::new("", "Further authorities", Place::Repeat(authorities, &LATER_AUTHORITY));
static LATER_AUTHORITY: Field = Field::new("", "Authorities", Place::Group(&[&OPT_SEC_PROT_AUTH_FLAGS, &OPT_SEC_PROT_AUTH_LATER, &OPT_SEC_PROT_AUTH_FTI]));
static OPT_SEC_PROT_AUTH_LATER: Field = Field::new("ip.opt.sec_prot_auth_unassigned", "Unassigned", Place::Sub(0xfe)).hex();
static OPT_EXT_SEC_ADD_SEC_INFO_FORMAT_CODE: Field = Field::new("ip.opt.ext_sec_add_sec_info_format_code", "Additional Security Info Format Code", Place::Uint(8)).hex();
static OPT_EXT_SEC_ADD_SEC_INFO: Field = Field::new("ip.opt.ext_sec_add_sec_info", "Additional Security Info", Place::Rest);
static EXTENDED_SECURITY: Field = Field::new("", "Extended Security", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &OPT_EXT_SEC_ADD_SEC_INFO_FORMAT_CODE, &OPT_EXT_SEC_ADD_SEC_INFO]));
static CIPSO_DOI: Field = Field::new("ip.cipso.doi", "DOI", Place::Uint(32));
static CIPSO: Field = Field::new("", "Commercial Security", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &CIPSO_DOI, &TAGS]));
static CIPSO_TAG_TYPE: Field = Field::new("ip.cipso.tag_type", "Tag Type", Place::Key(8));
static TAGS: Field = Field::many("Tags", &TAG); static TAG: Field = Field::new("", "Tag", Place::Group(&[&CIPSO_TAG_TYPE, &TAG_LENGTH, &TAG_BODY])); static TAG_LENGTH: Field = Field::new("", "", Place::Len(8, Counts::Whole));
static SKIP_R1: Field = Field::new("", "", Place::Run(1));
static CIPSO_SENSITIVITY_LEVEL: Field = Field::new("ip.cipso.sensitivity_level", "Sensitivity Level", Place::Uint(8));
static TAG_BODY: Field = Field::part(Place::Pick(
    &[
        (1, &[&SKIP_R1, &CIPSO_SENSITIVITY_LEVEL, &BITMAP_OR_NONE]),
        (2, &[&SKIP_R1, &CIPSO_SENSITIVITY_LEVEL, &LISTED]),
        (5, &[&SKIP_R1, &CIPSO_SENSITIVITY_LEVEL, &RANGED]),
        (6, &[&CIPSO_TAG_DATA]),
        (7, &[&CIPSO_TAG_DATA]),
    ],
    &[&UNSHOWN],
));
static CIPSO_TAG_DATA: Field = Field::new("ip.cipso.tag_data", "Tag data", Place::Rest);
// FIPS 188, 5.1: a bit, a number or a range of numbers for each category.
static BITMAP_OR_NONE: Field = Field::part(Place::Switch(|h| h.head.get(h.at..h.end).is_some_and(|b| b.iter().any(|b| *b != 0)).into(), &[(1, &[&BITMAP])], &[&UNSHOWN]));
static BITMAP: Field = categories(&Show { ft: "STRING", plain: |value, out| list(value, out, bits) });
static LISTED: Field = categories(&Show { ft: "STRING", plain: |value, out| list(value, out, numbers) });
static RANGED: Field = categories(&Show { ft: "STRING", plain: |value, out| list(value, out, ranges) });
const fn categories(show: &'static Show) -> Field {
    Field::new("ip.cipso.categories", "Categories", Place::Rest).kind(Kind::Show(show))
}
/// The items that `each` writes, with commas between.
fn list(value: Value<'_>, out: &mut Vec<u8>, each: fn(&[u8], usize, &mut Vec<u8>) -> Option<bool>) {
    let Value::Bytes(bytes) = value else { return };
    let from = out.len();
    for i in 0.. {
        let before = out.len();
        if before > from {
            out.push(b',');
        }
        match each(bytes, i, out) {
            None => return out.truncate(before),
            Some(false) => out.truncate(before),
            Some(true) => {}
        }
    }
}
/// The category of a bit, if it is set; `None` behind the last.
fn bits(bytes: &[u8], i: usize, out: &mut Vec<u8>) -> Option<bool> {
    let byte = bytes.get(i / 8)?;
    crate::text::decimal(i as u64, out);
    Some(byte >> (7 - i % 8) & 1 == 1)
}
fn numbers(bytes: &[u8], i: usize, out: &mut Vec<u8>) -> Option<bool> {
    crate::text::decimal(load(bytes, i * 16, 16)?, out);
    Some(true)
}
/// From the highest to the lowest; the last range may end at 0 without saying so.
fn ranges(bytes: &[u8], i: usize, out: &mut Vec<u8>) -> Option<bool> {
    crate::text::decimal(load(bytes, i * 32, 16)?, out);
    out.push(b'-');
    crate::text::decimal(load(bytes, i * 32 + 16, 16).unwrap_or(0), out);
    Some(true)
}
static SDB: Field = Field::new("", "Selective Directed Broadcast", Place::Group(&[&TYPE, &TYPE_COPY, &TYPE_CLASS, &TYPE_NUMBER, &LENGTH, &SDB_ADDRESSES])).alias("SDBM");
static SDB_ADDRESSES: Field = Field::many("Addresses", &OPT_ADDR);
static OPT_ADDR: Field = Field::new("ip.opt.addr", "IP Address", Place::Uint(32)).kind(Kind::Ip4);
static OPTION: Field = Field::new("", "IP Option", Place::Peek(8, &[(0, &EOL), (1, &NOP), (7, &RECORD_ROUTE), (11, &MTU_PROBE), (12, &MTU_REPLY), (25, &QUICK_START), (68, &TIMESTAMP), (82, &TRACEROUTE), (130, &SECURITY), (131, &SOURCE_ROUTE), (133, &EXTENDED_SECURITY), (134, &CIPSO), (136, &STREAM_ID), (137, &SOURCE_ROUTE), (148, &ROUTER_ALERT), (149, &SDB)], &OTHER));

/// 1 where the pointer of a route lies behind the address that comes next.
fn passed(h: &Here<'_>) -> u64 {
    // The list of addresses begins with the option's fourth byte, and the pointer counts from 1.
    ((h.at - h.start.min(h.at) + 4) as u64).lt(&h.key).into()
}
/// 1 where the option's length and its level are those of RFC 791; RFC 1108 came later and took its number.
fn old_security(h: &Here<'_>) -> u64 {
    (h.left() == 9 && SECURITY_LEVELS.iter().any(|(level, _)| *level == u64::from(h.word(h.at)))).into()
}
/// How many bytes of authorities there are.
fn authorities(h: &Here<'_>) -> usize {
    let list = h.head.get(h.at..h.end).unwrap_or(&[]);
    list.iter().position(|b| b & 1 == 0).map_or(list.len(), |n| n + 1)
}
const SECURITY_LEVELS: Names = &[
    (0x0000, "Unclassified"), (0x135e, "(reserved for future use)"), (0x24bd, "(reserved for future use)"), (0x35e2, "(reserved for future use)"),
    (0x4d78, "(reserved for future use)"), (0x5e26, "PROG"), (0x6bc5, "Top Secret"), (0x789a, "EFTO"), (0x89af, "(reserved for future use)"),
    (0x9af1, "(reserved for future use)"), (0xbc4d, "MMMM"), (0xc4d6, "(reserved for future use)"), (0xd788, "Secret"),
    (0xe26b, "(reserved for future use)"), (0xf135, "Confidential"),
];
const OPTION_TYPES: Names = &[
    (0, "End of Options List (EOL)"), (1, "No Operation (NOP)"), (7, "Record Route"), (11, "MTU Probe"), (12, "MTU Reply"), (25, "Quick-Start"),
    (68, "Time Stamp"), (82, "Traceroute"), (130, "Security"), (131, "Loose Source Route"), (133, "Extended Security"), (134, "Commercial Security"),
    (136, "Stream ID"), (137, "Strict Source Route"), (148, "Router Alert"), (149, "Selective Directed Broadcast"),
];

// What Wireshark's experts remark on a datagram.
static BOGUS_LENGTH: Field = remark("ip.bogus_ip_length", "Bogus IP length", |p, i| {
    let (own, total) = (p.layer(i)?, LEN.num(p.head(i))?);
    // A quotation is seldom whole.
    (total > 0 && (total < 20 || total > own.wire() as u64 && !icmp::quoted(p, own))).then_some(Value::Num(1))
});
static TTL_SMALL: Field = remark("ip.ttl.too_small", "Time To Live", |p, i| {
    let (hops, to) = (TTL.num(p.head(i))?, DST.num(p.head(i))?);
    let routing = matches!(PROTO.num(p.head(i)), Some(89 | 103));
    (hops < 5 && to >> 28 != 0xe && !routing).then_some(Value::Num(1))
});
/// What is sent to 224.0.0.0/24 stays on the link: with 1, or with 255 where that is checked (RFC 5771, 4).
static TTL_LOCAL: Field = remark("ip.ttl.lncb", "Time To Live", |p, i| {
    let (hops, to) = (TTL.num(p.head(i))?, DST.num(p.head(i))?);
    let meant = match to & 0xff {
        18 | 102 | 251 => 255,
        252 => hops,
        _ => 1,
    };
    (to >> 8 == 0x00e0_0000 && hops != meant).then_some(Value::Num(1))
});
const fn remark(name: &'static str, title: &'static str, of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(of)).kind(Kind::Present)
}
/// The frames whose fragments were joined, in the order of their offsets.
pub static FRAGMENT: Field = Field::new("ip.fragment", "IPv4 Fragment", Place::NotedEach(crate::spine::Stage::Flow));
/// Bytes came more than once.
pub static FRAGMENT_OVERLAP: Field = Field::new("ip.fragment.overlap", "Fragment overlap", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Flag);
/// Bytes came more than once, and not the same.
pub static FRAGMENT_CONFLICT: Field = Field::new("ip.fragment.overlap.conflict", "Conflicting data in fragment overlap", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Flag);
/// Two ends were told.
pub static FRAGMENT_TAILS: Field = Field::new("ip.fragment.multipletails", "Multiple tail fragments found", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Flag);
/// The frames whose fragments contradict earlier ones.
pub static FRAGMENT_ERROR: Field = Field::new("ip.fragment.error", "Defragmentation error", Place::NotedEach(crate::spine::Stage::Flow));
/// Fragments that were joined, repeated ones included.
pub static FRAGMENT_COUNT: Field = Field::new("ip.fragment.count", "Fragment count", Place::Noted(crate::spine::Stage::Flow));
/// The frame in which the last of the fragments came.
pub static REASSEMBLED_IN: Field = Field::new("ip.reassembled_in", "Reassembled IPv4 in frame", Place::Noted(crate::spine::Stage::Flow));
/// Bytes that the fragments were joined to.
pub static REASSEMBLED_LENGTH: Field = Field::new("ip.reassembled.length", "Reassembled IPv4 length", Place::Noted(crate::spine::Stage::Flow));
/// What the fragments were joined to.
pub static REASSEMBLED_DATA: Field = Field::new("ip.reassembled.data", "Reassembled IPv4 data", Place::Derived(super::joined)).kind(Kind::Bytes);
/// What is told of a datagram that was joined from fragments, by the flow stage.
pub static JOINED: super::Joined = super::Joined {
    fragment: &FRAGMENT, overlap: &FRAGMENT_OVERLAP, conflict: &FRAGMENT_CONFLICT, tails: &FRAGMENT_TAILS, error: &FRAGMENT_ERROR, count: &FRAGMENT_COUNT, within: &REASSEMBLED_IN, length: &REASSEMBLED_LENGTH,
};


/// IPv4.
pub static PROTOCOL: Protocol = Protocol {
    name: "ip",
    alias: "IP",
    title: "Internet Protocol Version 4",
    column: "IPv4",
    spec: "RFC 791",
    size: 20,
    align: 4,
    fields: &[
        &VERSION,
        &HDR_LEN,
        &DSFIELD,
        &DSCP,
        &ECN,
        &LEN,
        &ID,
        &FLAGS,
        &FLAGS_RB,
        &FLAGS_DF,
        &FLAGS_MF,
        &FRAG_OFFSET,
        &TTL,
        &PROTO,
        &CHECKSUM,
        &STATUS,
        &SRC,
        &ADDR,
        &SRC_HOST,
        &HOST,
        &DST,
        &DST_HOST,
        &BOGUS_LENGTH,
        &TTL_SMALL,
        &TTL_LOCAL,
        &OPTIONS,
        &FRAGMENT, &FRAGMENT_OVERLAP, &FRAGMENT_CONFLICT, &FRAGMENT_TAILS, &FRAGMENT_ERROR, &FRAGMENT_COUNT, &REASSEMBLED_IN, &REASSEMBLED_LENGTH, &REASSEMBLED_DATA,
    ],
    under: &[
        (Space::Nsh, 1),
        (Space::EtherType, 0x0800),
        (Space::IpProto, 4),
        (Space::Link, 228),
        (Space::Ppp, 0x21),
        (Space::Nlpid, 0xcc),
        (Space::LlcSap, 0x06),
    ],
    next: Some((Space::IpProto, &PROTO)),
    ends: Some((&SRC, &DST)),
    line: &[Word::Of(&PROTO), Word::Call(fragment)],
    finish,
    classes: &[form::net::IP_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let ip = match Ipv4HeaderSlice::from_slice(bytes) {
        Ok(ip) => ip,
        Err(HeaderSliceError::Len(_)) => return Step::cut(bytes),
        Err(_) if bytes.first().is_some_and(|b| b >> 4 == 6) => return Step { next: id::ipv6, ..Step::reject() },
        Err(_) => return Step::malformed(bytes.len().min(1), below.wire),
    };
    // "Total length 0" is what a card that segments was handed.
    let total = if ip.total_len() == 0 { below.wire } else { ip.total_len() as usize };
    let header = ip.slice().len();
    if total < header {
        return Step::malformed(4, header); // what stands behind the length is not to be believed
    }
    let cut = bytes.len() < total;
    let next = super::fragment(IPPROTO.of(ip.protocol().0.into()), ip.fragments_offset().value(), ip.more_fragments(), cut);
    Step::new(header, total, next)
}

fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let head = packet.head(layer);
    CHECKSUM.num(head)?;
    let good = packet.rules.checksums.then(|| internet(0, head) == 0);
    Some(Value::Num(good.map_or(2, u64::from)))
}
fn fragment(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (offset, more) = (FRAG_OFFSET.num(head).unwrap_or(0), FLAGS_MF.num(head) == Some(1));
    if offset > 0 || more {
        out.extend(b", fragment, offset ");
        crate::text::decimal(offset * 8, out);
        out.extend(b", ID ");
        crate::text::hex(ID.num(head).unwrap_or(0), 4, out);
    }
}
/// Where a source route leads in the end, while stations are left: what checksums above are made with (RFC 1122, 4.1.3.4).
pub(super) fn destination(head: &[u8]) -> Option<&[u8]> {
    let (mut at, mut found) = (20, None);
    while let Some(&kind) = head.get(at) {
        let len = head.get(at + 1).map_or(0, |n| usize::from(*n));
        match kind {
            0 => break,
            1 => at += 1,
            131 | 137 => {
                // "Appears at most once in a datagram" (RFC 791, 3.1).
                if found.is_some() {
                    return None;
                }
                let left = len >= 7 && head.get(at + 2).is_some_and(|pointer| usize::from(*pointer) < len);
                found = Some(if left { head.get(at + len - 4..at + len) } else { None });
                at += len.max(2);
            }
            _ => at += len.max(2),
        }
    }
    found.flatten()
}
fn finish(d: &mut Draft<'_>) {
    d.fill(&HDR_LEN, d.head as u64);
    d.fill(&LEN, d.bytes.len() as u64);
    d.fill(&CHECKSUM, 0);
    let sum = internet(0, d.bytes.get(..d.head).unwrap_or(&[]));
    d.fill(&CHECKSUM, sum as u64);
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A datagram with these options, padded by the caller, and an empty UDP packet.
    fn datagram(options: &str) -> Vec<u8> {
        let options = hex(options);
        let mut bytes = hex("45 00 00 1c 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02");
        bytes[0] += options.len() as u8 / 4;
        bytes[3] += options.len() as u8;
        bytes.extend(options);
        bytes.extend(hex("13 88 13 89 00 08 00 00"));
        bytes
    }

    #[test]
    fn routes() {
        let bytes = datagram("07 0b 08 0a 00 00 01 0a 00 00 02 00 # recorded: one of two
                              83 0b 08 0a 00 00 03 0a 00 00 04 00");
        let names = ["ip.opt.type", "ip.opt.ptr", "ip.rec_rt", "ip.empty_rt"];
        assert_eq!(fields_of(228, &bytes, &names), "7,0 8 10.0.0.1 10.0.0.2");
        let bytes = datagram("83 0b 08 0a 00 00 03 0a 00 00 04 00");
        assert_eq!(fields_of(228, &bytes, &["ip.opt.type.copy", "ip.rec_rt", "ip.src_rt"]), "1,0 10.0.0.3 10.0.0.4");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn other_options() {
        let bytes = datagram("44 0c 05 11 0a 00 00 01 00 00 00 07 94 04 00 05 86 0a 00 00 00 05 01 04 00 07 01 00");
        let names = ["ip.cipso.tag_type", "ip.cipso.categories"];
        let cipso = datagram("86 1e 00 00 00 05 01 06 00 07 a0 01 02 08 00 03 00 05 01 2c 05 0a 00 09 00 0a 00 05 00 01 00 00");
        assert_eq!(fields_of(228, &cipso, &names), "1,2,5 0,2,15,5,300,10-5,1-0");
        cut_everywhere(228, &cipso);
        let security = datagram("82 0b f1 35 00 07 41 42 43 44 45 00");
        assert_eq!(fields_of(228, &security, &["ip.opt.sec_rfc791_sec", "ip.opt.sec_rfc791_hr", "ip.opt.sec_cl"]), "0xf135 AB -");
        let names = ["ip.opt.overflow", "ip.opt.time_stamp_addr", "ip.opt.time_stamp", "ip.opt.ra", "ip.cipso.doi", "ip.cipso.sensitivity_level"];
        assert_eq!(fields_of(228, &bytes, &names), "1 10.0.0.1 7 5 5 7");
        assert_eq!(layers_of(228, &bytes), "ip:udp End");
        cut_everywhere(228, &bytes);
    }
    /// tshark shows fragments as data, and none of a header whose length is shorter than itself.
    #[test]
    fn lengths_and_fragments() {
        let mut bytes = datagram("");
        bytes[6] = 0x20;
        assert_eq!(layers_of(228, &bytes), "ip:data End");
        bytes[6] = 0;
        bytes[3] = 19;
        assert_eq!(layers_of(228, &bytes), "ip Malformed");
        assert_eq!(fields_of(228, &bytes, &["ip.len", "ip.id", "ip.src"]), "19 - -");
    }
    #[test]
    fn remarks() {
        let names = ["ip.bogus_ip_length", "ip.ttl.too_small", "ip.ttl.lncb", "udp.length.bad"];
        let mut bytes = datagram("");
        assert_eq!(fields_of(228, &bytes, &names), "- - - -");
        bytes[3] += 4;
        bytes[8] = 4;
        assert_eq!(fields_of(228, &bytes, &names), "1 1 - -");
        bytes[16..20].copy_from_slice(&[224, 0, 0, 5]);
        bytes[25] = 9;
        assert_eq!(fields_of(228, &bytes, &names), "1 - 1 1");
        bytes[8] = 1;
        bytes[3] -= 4;
        bytes[25] = 7;
        assert_eq!(fields_of(228, &bytes, &names), "- - - 1");
    }
}
