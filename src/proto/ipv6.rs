//! Internet Protocol Version 6, [RFC 8200](https://www.rfc-editor.org/rfc/rfc8200).
//!
//! ```text
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version| Traffic Class |           Flow Label                  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Payload Length        |  Next Header  |   Hop Limit   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                  Source Address (16 bytes)                    |
//! |                Destination Address (16 bytes)                 |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// 6.
pub static VERSION: Field = Field::bits("ipv6.version", "Version", 0, 4).alias("version").unset(6);
/// The same, as a display filter for either version asks for it.
pub static IP_VERSION: Field = Field::new("ip.version", "Version", Place::Derived(|p, i| VERSION.get(p.head(i))));
/// RFC 2474.
pub static TCLASS: Field = Field::bits("ipv6.tclass", "Traffic Class", 4, 8).alias("tc").hex().ft(32);
/// RFC 2474, 3.
pub static DSCP: Field = Field::bits("ipv6.tclass.dscp", "Differentiated Services Codepoint", 4, 6).ft(32).names(super::DSCP);
/// RFC 3168, 5.
pub static ECN: Field = Field::bits("ipv6.tclass.ecn", "Explicit Congestion Notification", 10, 2).ft(32).names(super::ECN);
/// RFC 6437.
pub static FLOW: Field = Field::bits("ipv6.flow", "Flow Label", 12, 20).alias("fl").hex().ft(24);
/// Bytes behind the header; 0 in a jumbogram (RFC 2675).
pub static PLEN: Field = Field::bits("ipv6.plen", "Payload Length", 32, 16).alias("plen").computed();
/// What follows.
pub static NXT: Field = Field::bits("ipv6.nxt", "Next Header", 48, 8).alias("nh").names(super::IP_PROTOCOLS).computed();
/// Hops.
pub static HLIM: Field = Field::bits("ipv6.hlim", "Hop Limit", 56, 8).alias("hlim").unset(64);
/// Source address.
pub static SRC: Field = Field::bytes("ipv6.src", "Source Address", 8, 16).alias("src").kind(Kind::Ip6).preset(LOOPBACK);
/// Destination address.
pub static DST: Field = Field::bytes("ipv6.dst", "Destination Address", 24, 16).alias("dst").kind(Kind::Ip6).preset(LOOPBACK);
/// Source or destination address.
pub static ADDR: Field = Field::new("ipv6.addr", "Source or Destination Address", Place::Either(&[&SRC, &DST])).kind(Kind::Ip6);
const LOOPBACK: &[u8] = &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1];

/// With names resolved; none are, so the address.
pub static SRC_HOST: Field = host("ipv6.src_host", "Source Host", |p, i| SRC.get(p.head(i)));
/// With names resolved; none are, so the address.
pub static DST_HOST: Field = host("ipv6.dst_host", "Destination Host", |p, i| DST.get(p.head(i)));
/// Source or destination host.
pub static HOST: Field = Field::new("ipv6.host", "Source or Destination Host", Place::Either(&[&SRC_HOST, &DST_HOST])).kind(Kind::Ip6);

const fn host(name: &'static str, title: &'static str, of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(of)).kind(Kind::Ip6)
}

// What an address tells of how it was made.
macro_rules! told_by_address { ($($from:ident $to:ident $both:ident $name:literal $title:literal $kind:expr, $of:expr;)*) => { $(
    #[doc = concat!("Source: ", $title)]
    pub static $from: Field =
        Field::new(concat!("ipv6.src_", $name), concat!("Source ", $title), Place::Derived(|p, i| $of(p.head(i).get(8..24)?).map(Value::Num))).kind($kind).ft(16);
    #[doc = concat!("Destination: ", $title)]
    pub static $to: Field =
        Field::new(concat!("ipv6.dst_", $name), concat!("Destination ", $title), Place::Derived(|p, i| $of(p.head(i).get(24..40)?).map(Value::Num))).kind($kind).ft(16);
    #[doc = $title]
    pub static $both: Field = Field::new(concat!("ipv6.", $name), $title, Place::Either(&[&$from, &$to])).kind($kind).ft(16);
)* } }
told_by_address! {
    SRC_SLAAC_MAC DST_SLAAC_MAC SLAAC_MAC "slaac_mac" "SLAAC MAC" Kind::Mac, slaac;
    SRC_ISATAP DST_ISATAP ISATAP "isatap_ipv4" "ISATAP IPv4" Kind::Ip4, isatap;
    SRC_6TO4 DST_6TO4 GATEWAY_6TO4 "6to4_gw_ipv4" "6to4 Gateway IPv4" Kind::Ip4, gateway_6to4;
    SRC_SLA DST_SLA SLA_6TO4 "6to4_sla_id" "6to4 SLA ID" Kind::Dec, sla_6to4;
    SRC_TS DST_TS TS_IPV4 "ts_ipv4" "Teredo Server IPv4" Kind::Ip4, |a| teredo(a).map(|t| t.0);
    SRC_TC_PORT DST_TC_PORT TC_PORT "tc_port" "Teredo Port" Kind::Dec, |a| teredo(a).map(|t| t.1);
    SRC_TC DST_TC TC_IPV4 "tc_ipv4" "Teredo Client IPv4" Kind::Ip4, |a| teredo(a).map(|t| t.2);
    SRC_EMBED DST_EMBED EMBED_IPV4 "embed_ipv4" "Embedded IPv4" Kind::Ip4, embedded;
}
/// RFC 4291, appendix A: the card's address with ff:fe in its middle and its second lowest bit turned over.
fn slaac(a: &[u8]) -> Option<u64> {
    let &[a, b, c, 0xff, 0xfe, d, e, f] = a.get(8..16)? else { return None };
    // Only one that says it is unique in the world (RFC 4291, 2.5.1): "local" ones are somebody's own numbers.
    (a & 2 != 0).then_some(u64::from_be_bytes([0, 0, a ^ 2, b, c, d, e, f]))
}
/// RFC 5214, 6.1.
fn isatap(a: &[u8]) -> Option<u64> {
    matches!(a.get(8..12)?, [0 | 2, 0, 0x5e, 0xfe]).then(|| load(a, 96, 32))?
}
/// RFC 3056, 2.
fn gateway_6to4(a: &[u8]) -> Option<u64> {
    a.starts_with(&[0x20, 0x02]).then(|| load(a, 16, 32))?
}
fn sla_6to4(a: &[u8]) -> Option<u64> {
    a.starts_with(&[0x20, 0x02]).then(|| load(a, 48, 16))?
}
/// RFC 4380, 4: server, port, client; the latter two with all bits turned over.
fn teredo(a: &[u8]) -> Option<(u64, u64, u64)> {
    let found = (load(a, 32, 32)?, load(a, 80, 16)? ^ 0xffff, load(a, 96, 32)? ^ 0xffff_ffff);
    a.starts_with(&[0x20, 0x01, 0, 0]).then_some(found)
}
/// RFC 6052, 2.1: what stands in front of an embedded IPv4 address.
pub static SRC_PREFIX: Field = prefix(|p, i| embedded(p.head(i).get(8..24)?).and(p.head(i).get(8..20)).map(Value::Bytes));
/// The same of the destination.
pub static DST_PREFIX: Field = prefix(|p, i| embedded(p.head(i).get(24..40)?).and(p.head(i).get(24..36)).map(Value::Bytes));
const fn prefix(of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new("ipv6.embed_ipv4_prefix", "Embedded IPv4 Prefix", Place::Derived(of)).kind(Kind::Bytes)
}
/// RFC 6052, 2.1.
fn embedded(a: &[u8]) -> Option<u64> {
    a.starts_with(&[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]).then(|| load(a, 96, 32))?
}

/// The options of a hop-by-hop or destination header (RFC 8200, 4.2).
pub(super) static OPTIONS: Field = Field::new("", "Options", Place::Many(&OPTION)).alias("options");
static OPTION: Field = Field::new("ipv6.opt", "IPv6 Option", Place::Group(&[&OPT_TYPE, &OPT_PAD1, &OPT_REST]));
/// The option's number; its high bits say what to do with it when unknown.
pub static OPT_TYPE: Field = Field::new("ipv6.opt.type", "Type", Place::Key(8)).hex().names(OPT_TYPES);
static OPT_PAD1: Field = Field::part(Place::When(|h| h.key == 0, &[&PAD1]));
static PAD1: Field = Field::new("ipv6.opt.pad1", "Pad1", Place::Run(0)).kind(Kind::Present);
static OPT_REST: Field = Field::part(Place::When(|h| h.key != 0, &[&OPT_ACTION, &OPT_CHANGE, &OPT_LOW, &OPT_LENGTH, &OPT_VALUE]));
static OPT_ACTION: Field = Field::new("ipv6.opt.type.action", "Action", Place::Sub(0xc0)).names(ACTIONS);
static OPT_CHANGE: Field = Field::new("ipv6.opt.type.change", "May Change", Place::Sub(0x20));
static OPT_LOW: Field = Field::new("ipv6.opt.type.rest", "Low-Order Bits", Place::Sub(0x1f)).hex();
/// Of the value, in bytes.
pub static OPT_LENGTH: Field = Field::new("ipv6.opt.length", "Length", Place::Len(8, Counts::Behind));
static OPT_VALUE: Field = Field::part(Place::Pick(
    &[
        (0x01, &[&PADN_OR_NONE]),
        (0x04, &[&TEL]),
        (0x05, &[&ROUTER_ALERT]),
        (0x07, &[&CALIPSO_DOI, &CALIPSO_CMPT, &CALIPSO_LEVEL, &CALIPSO_CHECKSUM, &CALIPSO_BITMAP]),
        (0x08, &[&SMF]),
        (0x0f, &[&PDM_DTLR, &PDM_DTLS, &PDM_THIS, &PDM_LAST, &PDM_RECV, &PDM_SENT]),
        (0x1e, &[&EXPERIMENTAL]),
        (0x26, &[&QS, &QS_FUNC, &QS_REST]),
        (0x30, &[&PMTU_MIN, &PMTU_WORD, &PMTU_RTN, &PMTU_FLAG]),
        (0x31, IOAM),
        (0x3e, &[&EXPERIMENTAL]),
        (0x41, &[&TPF]),
        (0x5e, &[&EXPERIMENTAL]),
        (0x63, RPL),
        (0x6d, MPL),
        (0x7e, &[&EXPERIMENTAL]),
        (0x8b, &[&ILNP_NONCE]),
        (0x8c, &[&LIO_LENGTH, &LIO]),
        (0x9e, &[&EXPERIMENTAL]),
        (0xbe, &[&EXPERIMENTAL]),
        (0xc2, &[&JUMBO]),
        (0xc9, &[&HOME_ADDRESS]),
        (0xde, &[&EXPERIMENTAL]),
        (0xee, &[&DFF_FLAGS, &DFF_VER, &DFF_DUP, &DFF_RET, &DFF_RSV, &DFF_SEQ]),
        (0xfe, &[&EXPERIMENTAL]),
    ],
    &[&OPT_UNKNOWN],
));
// Padding of nothing is an option too.
static PADN_OR_NONE: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(0, &[&PADN_NONE])], &[&PADN]));
static PADN_NONE: Field = Field::new("ipv6.opt.padn", "PadN", Place::Run(0)).kind(Kind::Show(&NONE));
static NONE: Show = Show { ft: "BYTES", plain: |_, out| out.extend(b"<none>") };
static PADN: Field = Field::new("ipv6.opt.padn", "PadN", Place::Rest);
static OPT_UNKNOWN: Field = Field::new("ipv6.opt.unknown", "Unknown Option Payload", Place::Rest);
static LEFT_OVER: Field = Field::new("ipv6.opt_unknown_data", "Unknown Data", Place::Rest);
/// RFC 2473, 4.1.1.
pub static TEL: Field = Field::new("ipv6.opt.tel", "Tunnel Encapsulation Limit", Place::Uint(8));
/// RFC 2711.
pub static ROUTER_ALERT: Field = Field::new("ipv6.opt.router_alert", "Router Alert", Place::Uint(16)).names(ALERTS);
/// RFC 2675.
pub static JUMBO: Field = Field::new("ipv6.opt.jumbo", "Payload Length", Place::Uint(32));
/// RFC 6275, 6.3.
pub static HOME_ADDRESS: Field = Field::new("ipv6.opt.mipv6.home_address", "MIPv6 Home Address", Place::Run(16)).kind(Kind::Ip6);
static TPF: Field = Field::new("ipv6.opt.tpf_information", "TPF Information", Place::Uint(32)).hex();
static ILNP_NONCE: Field = Field::new("ipv6.opt.ilnp_nonce", "ILNP Nonce", Place::Rest);
static EXPERIMENTAL: Field = Field::new("ipv6.opt.experimental", "Experimental Option", Place::Rest);
// RFC 5570.
static CALIPSO_DOI: Field = Field::new("ipv6.opt.calipso.doi", "CALIPSO Domain of Interpretation", Place::Uint(32));
static CALIPSO_CMPT: Field = Field::new("ipv6.opt.calipso.cmpt.length", "Compartment Length", Place::Uint(8));
static CALIPSO_LEVEL: Field = Field::new("ipv6.opt.calipso.sens_level", "Sensitivity Level", Place::Uint(8));
static CALIPSO_CHECKSUM: Field = Field::new("ipv6.opt.calipso.checksum", "Checksum", Place::Uint(16)).hex();
static CALIPSO_BITMAP: Field = Field::new("ipv6.opt.calipso.cmpt_bitmap", "Compartment Bitmap", Place::Rest);
// RFC 6621, 6.1.1: with a hash assist value, or with a tagger's identifier.
static SMF: Field = Field::part(Place::Switch(|h| (h.byte(h.at) >> 7).into(), &[(1, &[&SMF_HASH, &SMF_HAV])], &[&SMF_HEAD, &SMF_HASH_BIT, &SMF_TYPE, &SMF_LEN, &SMF_TAGGER, &SMF_IDENT]));
static SMF_HASH: Field = Field::new("ipv6.opt.smf_dpd.hash_bit", "H-bit", Place::Derived(|_, _| Some(Value::Num(1)))).kind(Kind::Flag);
static SMF_HAV: Field = Field::new("ipv6.opt.smf_dpd.hav", "Hash Assist Value", Place::Rest);
static SMF_HEAD: Field = Field::new("", "", Place::Uint(8));
static SMF_HASH_BIT: Field = Field::new("ipv6.opt.smf_dpd.hash_bit", "H-bit", Place::Sub(0x80));
static SMF_TYPE: Field = Field::new("ipv6.opt.smf_dpd.tid_type", "TaggerID Type", Place::Sub(0x70));
static SMF_LEN: Field = Field::new("ipv6.opt.smf_dpd.tid_len", "TaggerID Length", Place::Sub(0x0f));
static SMF_TAGGER: Field = Field::part(Place::Sized(|h| if h.number & 0x70 == 0 { 0 } else { (h.number as usize & 15) + 1 }, &[&SMF_TAGGER_ID]));
static SMF_TAGGER_ID: Field = Field::new("ipv6.opt.smf_dpd.tagger_id", "TaggerID", Place::Rest);
static SMF_IDENT: Field = Field::new("ipv6.opt.smf_dpd.ident", "Identifier", Place::Rest);
// RFC 8250.
static PDM_DTLR: Field = Field::new("ipv6.opt.pdm.scale_dtlr", "Scale DTLR", Place::Uint(8));
static PDM_DTLS: Field = Field::new("ipv6.opt.pdm.scale_dtls", "Scale DTLS", Place::Uint(8));
static PDM_THIS: Field = Field::new("ipv6.opt.pdm.psn_this_pkt", "PSN This Packet", Place::Uint(16));
static PDM_LAST: Field = Field::new("ipv6.opt.pdm.psn_last_recv", "PSN Last Received", Place::Uint(16));
static PDM_RECV: Field = Field::new("ipv6.opt.pdm.delta_last_recv", "Delta Time Last Received", Place::Uint(16));
static PDM_SENT: Field = Field::new("ipv6.opt.pdm.delta_last_sent", "Delta Time Last Sent", Place::Uint(16));
// RFC 4782, 3.2.
static QS: Field = Field::new("", "", Place::Uint(8));
static QS_FUNC: Field = Field::new("ipv6.opt.qs_func", "Function", Place::Sub(0xf0)).names(QS_FUNCTIONS);
static QS_RATE: Field = Field::new("ipv6.opt.qs_rate", "Rate", Place::Sub(0x0f));
static QS_REST: Field = Field::part(Place::Switch(
    |h| h.number >> 4,
    &[(0, &[&QS_RATE, &QS_TTL, &QS_DIFF, &QS_NONCE_WORD, &QS_NONCE, &QS_RES]), (8, &[&QS_RATE, &QS_UNUSED, &QS_NONCE_WORD, &QS_NONCE, &QS_RES])],
    &[&LEFT_OVER],
));
static QS_TTL: Field = Field::new("ipv6.opt.qs_ttl", "QS TTL", Place::Uint(8));
// The packet's own hop limit less this one, modulo 256.
static QS_DIFF: Field = Field::new("ipv6.opt.qs_ttl_diff", "TTL Diff", Place::Derived(quick_start)).ft(8);
static QS_UNUSED: Field = Field::new("ipv6.opt.qs_unused", "Not Used", Place::Uint(8));
static QS_NONCE_WORD: Field = Field::new("", "", Place::Uint(32));
static QS_NONCE: Field = Field::new("ipv6.opt.qs_nonce", "QS Nonce", Place::Sub(0xffff_fffc)).hex().ft(32);
static QS_RES: Field = Field::new("ipv6.opt.qs_reserved", "Reserved", Place::Sub(3)).hex().ft(32);
// RFC 9268.
static PMTU_MIN: Field = Field::new("ipv6.opt.pmtu.min", "Minimum Reported PMTU", Place::Uint(16));
static PMTU_WORD: Field = Field::new("", "", Place::Uint(16));
static PMTU_RTN: Field = Field::new("ipv6.opt.pmtu.rtn", "Return Minimum PMTU", Place::Sub(0xfffe)).times(2);
static PMTU_FLAG: Field = Field::new("ipv6.opt.pmtu.r_flag", "Return Flag", Place::Sub(1));
// RFC 6553.
const RPL: Fields = &[&RPL_FLAG, &RPL_O, &RPL_R, &RPL_F, &RPL_RSV, &RPL_INSTANCE, &RPL_RANK];
static RPL_FLAG: Field = Field::new("ipv6.opt.rpl.flag", "Flag", Place::Uint(8)).hex();
static RPL_O: Field = Field::new("ipv6.opt.rpl.flag.o", "Down", Place::Sub(0x80));
static RPL_R: Field = Field::new("ipv6.opt.rpl.flag.r", "Rank Error", Place::Sub(0x40));
static RPL_F: Field = Field::new("ipv6.opt.rpl.flag.f", "Forwarding Error", Place::Sub(0x20));
static RPL_RSV: Field = Field::new("ipv6.opt.rpl.flag.rsv", "Reserved", Place::Sub(0x1f)).hex();
static RPL_INSTANCE: Field = Field::new("ipv6.opt.rpl.instance_id", "RPLInstanceID", Place::Uint(8)).hex();
static RPL_RANK: Field = Field::new("ipv6.opt.rpl.sender_rank", "Sender Rank", Place::Uint(16)).hex();
// RFC 7731, 6.1.
const MPL: Fields = &[&MPL_FLAG, &MPL_S, &MPL_M, &MPL_V, &MPL_RSV, &MPL_SEQUENCE, &MPL_SEED, &MPL_SOURCE, &LEFT_OVER];
static MPL_FLAG: Field = Field::new("ipv6.opt.mpl.flag", "Flag", Place::Key(8)).hex();
static MPL_S: Field = Field::new("ipv6.opt.mpl.flag.s", "Seed ID Length", Place::Sub(0xc0));
static MPL_M: Field = Field::new("ipv6.opt.mpl.flag.m", "Largest Sequence", Place::Sub(0x20));
static MPL_V: Field = Field::new("ipv6.opt.mpl.flag.v", "Version", Place::Sub(0x10));
static MPL_RSV: Field = Field::new("ipv6.opt.mpl.flag.rsv", "Reserved", Place::Sub(0x0f)).hex();
static MPL_SEQUENCE: Field = Field::new("ipv6.opt.mpl.sequence", "Sequence", Place::Uint(8)).hex();
static MPL_SEED: Field = Field::part(Place::Sized(|h| [0, 2, 8, 16].get(h.key as usize >> 6).copied().unwrap_or(0), &[&MPL_SEED_ID]));
static MPL_SOURCE: Field =
    Field::new("ipv6.opt.mpl.ipv6_src_seed_id", "Seed ID is the IPv6 source", Place::Reckoned(|h| (h.key >> 6 == 0).then_some(Value::Num(1)))).kind(Kind::Present);
static MPL_SEED_ID: Field = Field::new("ipv6.opt.mpl.seed_id", "Seed ID", Place::Rest);
// RFC 4782 and RFC 6971.
static LIO_LENGTH: Field = Field::new("ipv6.opt.lio.length", "LineIDLen", Place::Uint(8));
static LIO: Field = Field::part(Place::Sized(|h| h.number as usize, &[&LINE_ID]));
static LINE_ID: Field = Field::new("ipv6.opt.lio.line_id", "Line ID", Place::Rest).text();
static DFF_FLAGS: Field = Field::new("ipv6.opt.dff.flags", "Flags", Place::Uint(8)).hex();
static DFF_VER: Field = Field::new("ipv6.opt.dff.flag.ver", "Version (VER)", Place::Sub(0xc0));
static DFF_DUP: Field = Field::new("ipv6.opt.dff.flag.dup", "Duplicate (DUP)", Place::Sub(0x20));
static DFF_RET: Field = Field::new("ipv6.opt.dff.flag.ret", "Return (RET)", Place::Sub(0x10));
static DFF_RSV: Field = Field::new("ipv6.opt.dff.flag.rsv", "Reserved", Place::Sub(0x0f)).hex();
static DFF_SEQ: Field = Field::new("ipv6.opt.dff.sequence_number", "Sequence Number", Place::Uint(16));
// RFC 9486 and RFC 9197, 4.4: in-situ OAM. Of the option types only the traces are taken apart.
const IOAM: Fields = &[&IOAM_RSV, &IOAM_TYPE, &IOAM_BODY];
static IOAM_BODY: Field = Field::part(Place::Switch(
    |h| if h.left() < 8 { 2 } else { h.byte(h.start + 3).into() },
    &[(0, IOAM_HEAD), (1, IOAM_HEAD)],
    &[&LEFT_OVER],
));
const IOAM_HEAD: Fields = &[
    &IOAM_NS, &IOAM_WORD, &IOAM_NODELEN, &IOAM_FLAGS, &IOAM_O, &IOAM_L, &IOAM_A, &IOAM_FRSV, &IOAM_REMLEN, &IOAM_TRACE, &IOAM_BIT0, &IOAM_BIT1, &IOAM_BIT2,
    &IOAM_BIT3, &IOAM_BIT4, &IOAM_BIT5, &IOAM_BIT6, &IOAM_BIT7, &IOAM_BIT8, &IOAM_BIT9, &IOAM_BIT10, &IOAM_BIT11, &IOAM_UNDEF, &IOAM_BIT22, &IOAM_BIT23,
    &IOAM_TRSV, &IOAM_DATA,
];
static IOAM_RSV: Field = Field::new("ipv6.opt.ioam.rsv", "Reserved", Place::Uint(8));
static IOAM_TYPE: Field = Field::new("ipv6.opt.ioam.opt_type", "Option-Type", Place::Uint(8));
static IOAM_NS: Field = Field::new("ipv6.opt.ioam.trace.ns", "Namespace ID", Place::Uint(16));
static IOAM_WORD: Field = Field::new("", "", Place::Uint(16));
static IOAM_NODELEN: Field = Field::new("ipv6.opt.ioam.trace.nodelen", "Node Length", Place::Sub(0xf800));
static IOAM_FLAGS: Field = Field::new("ipv6.opt.ioam.trace.flags", "Flags", Place::Sub(0x0780)).hex().ft(16);
static IOAM_O: Field = Field::new("ipv6.opt.ioam.trace.flag.o", "Overflow", Place::Sub(0x400));
static IOAM_L: Field = Field::new("ipv6.opt.ioam.trace.flag.l", "Loopback", Place::Sub(0x200));
static IOAM_A: Field = Field::new("ipv6.opt.ioam.trace.flag.a", "Active", Place::Sub(0x100));
static IOAM_FRSV: Field = Field::new("ipv6.opt.ioam.trace.flag.rsv", "Reserved", Place::Sub(0x80));
static IOAM_REMLEN: Field = Field::new("ipv6.opt.ioam.trace.remlen", "Remaining Length", Place::Sub(0x7f));
static IOAM_TRACE: Field = Field::new("ipv6.opt.ioam.trace.type", "Trace Type", Place::Key(24)).hex();
static IOAM_TRSV: Field = Field::new("ipv6.opt.ioam.trace.rsv", "Reserved", Place::Uint(8));
static IOAM_BIT0: Field = Field::new("ipv6.opt.ioam.trace.type.bit0", "Hop_Lim and Node ID (short)", Place::Sub(0x800000));
static IOAM_BIT1: Field = Field::new("ipv6.opt.ioam.trace.type.bit1", "Ingress and egress interfaces (short)", Place::Sub(0x400000));
static IOAM_BIT2: Field = Field::new("ipv6.opt.ioam.trace.type.bit2", "Timestamp seconds", Place::Sub(0x200000));
static IOAM_BIT3: Field = Field::new("ipv6.opt.ioam.trace.type.bit3", "Timestamp fraction", Place::Sub(0x100000));
static IOAM_BIT4: Field = Field::new("ipv6.opt.ioam.trace.type.bit4", "Transit delay", Place::Sub(0x080000));
static IOAM_BIT5: Field = Field::new("ipv6.opt.ioam.trace.type.bit5", "Namespace specific data (short)", Place::Sub(0x040000));
static IOAM_BIT6: Field = Field::new("ipv6.opt.ioam.trace.type.bit6", "Queue depth", Place::Sub(0x020000));
static IOAM_BIT7: Field = Field::new("ipv6.opt.ioam.trace.type.bit7", "Checksum complement", Place::Sub(0x010000));
static IOAM_BIT8: Field = Field::new("ipv6.opt.ioam.trace.type.bit8", "Hop_Lim and Node ID (wide)", Place::Sub(0x008000));
static IOAM_BIT9: Field = Field::new("ipv6.opt.ioam.trace.type.bit9", "Ingress and egress interfaces (wide)", Place::Sub(0x004000));
static IOAM_BIT10: Field = Field::new("ipv6.opt.ioam.trace.type.bit10", "Namespace specific data (wide)", Place::Sub(0x002000));
static IOAM_BIT11: Field = Field::new("ipv6.opt.ioam.trace.type.bit11", "Buffer occupancy", Place::Sub(0x001000));
static IOAM_UNDEF: Field = Field::new("ipv6.opt.ioam.trace.type.undef", "Undefined", Place::Sub(0x000ffc)).kind(Kind::Flag);
static IOAM_BIT22: Field = Field::new("ipv6.opt.ioam.trace.type.bit22", "Opaque State Snapshot", Place::Sub(0x000002));
static IOAM_BIT23: Field = Field::new("ipv6.opt.ioam.trace.type.rsv", "Reserved", Place::Sub(0x000001));
static IOAM_DATA: Field = Field::part(Place::Switch(|h| (node_length(h.key) > 0 && lengths_agree(h)).into(), &[(1, &[&IOAM_FREE, &IOAM_NODES])], &[&LEFT_OVER]));
static IOAM_FREE: Field = Field::part(Place::When(|h| room(h) > 0, &[&IOAM_FREE_SPACE]));
static IOAM_FREE_SPACE: Field = Field::new("ipv6.opt.ioam.trace.free_space", "Free Space", Place::Take(room));
static IOAM_NODES: Field = Field::new("", "Nodes", Place::Many(&IOAM_NODE_OR_REST));
static IOAM_NODE_OR_REST: Field = Field::part(Place::Switch(|h| (h.left() >= node_length(h.key)).into(), &[(1, &[&IOAM_NODE])], &[&LEFT_OVER]));
static IOAM_NODE: Field = Field::new(
    "",
    "Node",
    Place::Group(&[
        &NODE_PART0, &NODE_PART1, &NODE_PART2, &NODE_PART3, &NODE_PART4, &NODE_PART5, &NODE_PART6, &NODE_PART7, &NODE_PART8, &NODE_PART9, &NODE_PART10,
        &NODE_PART11, &NODE_UNKNOWN, &NODE_SNAPSHOT,
    ]),
);
static NODE_PART0: Field = Field::part(Place::When(|h| h.key & 0x800000 != 0, &[&NODE_HLIM, &NODE_ID]));
static NODE_PART1: Field = Field::part(Place::When(|h| h.key & 0x400000 != 0, &[&NODE_IIF, &NODE_EIF]));
static NODE_PART2: Field = Field::part(Place::When(|h| h.key & 0x200000 != 0, &[&NODE_TSS]));
static NODE_PART3: Field = Field::part(Place::When(|h| h.key & 0x100000 != 0, &[&NODE_TSF]));
static NODE_PART4: Field = Field::part(Place::When(|h| h.key & 0x080000 != 0, &[&NODE_TRDELAY]));
static NODE_PART5: Field = Field::part(Place::When(|h| h.key & 0x040000 != 0, &[&NODE_NSDATA]));
static NODE_PART6: Field = Field::part(Place::When(|h| h.key & 0x020000 != 0, &[&NODE_QDEPTH]));
static NODE_PART7: Field = Field::part(Place::When(|h| h.key & 0x010000 != 0, &[&NODE_CSUM]));
static NODE_PART8: Field = Field::part(Place::When(|h| h.key & 0x008000 != 0, &[&NODE_HLIM, &NODE_ID_WIDE]));
static NODE_PART9: Field = Field::part(Place::When(|h| h.key & 0x004000 != 0, &[&NODE_IIF_WIDE, &NODE_EIF_WIDE]));
static NODE_PART10: Field = Field::part(Place::When(|h| h.key & 0x002000 != 0, &[&NODE_NSDATA_WIDE]));
static NODE_PART11: Field = Field::part(Place::When(|h| h.key & 0x001000 != 0, &[&NODE_BUFOCCUP]));
static NODE_UNKNOWN: Field = Field::part(Place::Repeat(|h| (h.key & 0x000ffc).count_ones() as usize, &NODE_UNDEFINED));
static NODE_SNAPSHOT: Field = Field::part(Place::When(|h| h.key & 2 != 0 && h.left() >= 4, &[&OSS_WORD, &OSS_LEN, &OSS_SCID, &OSS_DATA]));
static NODE_HLIM: Field = Field::new("ipv6.opt.ioam.trace.node.hlim", "Hop Limit", Place::Uint(8));
static NODE_ID: Field = Field::new("ipv6.opt.ioam.trace.node.id", "Node ID", Place::Uint(24)).hex();
static NODE_IIF: Field = Field::new("ipv6.opt.ioam.trace.node.iif", "Ingress Interface", Place::Uint(16)).hex();
static NODE_EIF: Field = Field::new("ipv6.opt.ioam.trace.node.eif", "Egress Interface", Place::Uint(16)).hex();
static NODE_TSS: Field = Field::new("ipv6.opt.ioam.trace.node.tss", "Timestamp Seconds", Place::Uint(32)).hex();
static NODE_TSF: Field = Field::new("ipv6.opt.ioam.trace.node.tsf", "Timestamp Fraction", Place::Uint(32)).hex();
static NODE_TRDELAY: Field = Field::new("ipv6.opt.ioam.trace.node.trdelay", "Transit Delay", Place::Uint(32)).hex();
static NODE_NSDATA: Field = Field::new("ipv6.opt.ioam.trace.node.nsdata", "Namespace Specific Data", Place::Uint(32)).hex();
static NODE_QDEPTH: Field = Field::new("ipv6.opt.ioam.trace.node.qdepth", "Queue Depth", Place::Uint(32)).hex();
static NODE_CSUM: Field = Field::new("ipv6.opt.ioam.trace.node.csum", "Checksum Complement", Place::Uint(32)).hex();
static NODE_ID_WIDE: Field = Field::new("ipv6.opt.ioam.trace.node.id_wide", "Node ID", Place::Uint(56)).kind(Kind::Show(&WIDE));
static NODE_IIF_WIDE: Field = Field::new("ipv6.opt.ioam.trace.node.iif_wide", "Ingress Interface", Place::Uint(32)).hex();
static NODE_EIF_WIDE: Field = Field::new("ipv6.opt.ioam.trace.node.eif_wide", "Egress Interface", Place::Uint(32)).hex();
static NODE_NSDATA_WIDE: Field = Field::new("ipv6.opt.ioam.trace.node.nsdata_wide", "Namespace Specific Data", Place::Uint(64)).hex();
static NODE_BUFOCCUP: Field = Field::new("ipv6.opt.ioam.trace.node.bufoccup", "Buffer Occupancy", Place::Uint(32)).hex();
static NODE_UNDEFINED: Field = Field::new("ipv6.opt.ioam.trace.node.undefined", "Undefined", Place::Uint(32)).hex();
static OSS_WORD: Field = Field::new("", "", Place::Uint(32));
static OSS_LEN: Field = Field::new("ipv6.opt.ioam.trace.node.oss.len", "Opaque State Snapshot Length", Place::Sub(0xff00_0000));
static OSS_SCID: Field = Field::new("ipv6.opt.ioam.trace.node.oss.scid", "Opaque State Snapshot Schema ID", Place::Sub(0x00ff_ffff)).hex();
static OSS_DATA: Field = Field::part(Place::When(|h| h.number >> 24 > 0, &[&OSS_BYTES]));
static OSS_BYTES: Field =
    Field::new("ipv6.opt.ioam.trace.node.oss.data", "Opaque State Snapshot Data", Place::Take(|h| (h.number >> 24) as usize * 4));
/// Seven bytes, of which Wireshark writes the digits of eight.
static WIDE: Show = Show {
    ft: "UINT56",
    plain: |value, out| {
        if let Value::Num(n) = value {
            out.extend(b"0x");
            crate::text::hex(n, 16, out)
        }
    },
};

fn quick_start<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let hops = (0..layer).rev().find(|i| packet.layer(*i).is_some_and(|l| l.id == id::ipv6)).and_then(|i| HLIM.num(packet.head(i)))?;
    let mut options = packet.head(layer).get(2..)?;
    loop {
        let (kind, behind) = options.split_first()?;
        options = match (kind, behind.first()) {
            (0x26, _) => return Some(Value::Num(u64::from((hops as u8).wrapping_sub(*behind.get(2)?)))),
            (0, _) => behind,
            (_, n) => behind.get(1 + usize::from(*n?)..)?,
        };
    }
}
/// What the node that a trace type asks for takes, its snapshot left out, in bytes.
fn node_length(kind: u64) -> usize {
    // Hop limit and identifier, interfaces and data of a namespace: wide ones take eight bytes, all others four.
    ((kind & 0xfffffc).count_ones() + (kind & 0x00e000).count_ones()) as usize * 4
}
/// The bytes that nodes have not filled yet.
fn room(h: &Here<'_>) -> usize {
    (h.word(h.start + 6) & 0x7f) as usize * 4
}
/// Whether the option's own lengths are those of its trace type and of the option.
fn lengths_agree(h: &Here<'_>) -> bool {
    (h.word(h.start + 6) >> 11) as usize * 4 == node_length(h.key) && room(h) <= h.left()
}

/// IPv6.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6",
    alias: "IPv6",
    title: "Internet Protocol Version 6",
    column: "IPv6",
    spec: "RFC 8200",
    size: 40,
    fields: &[&VERSION, &IP_VERSION, &TCLASS, &DSCP, &ECN, &FLOW, &PLEN, &NXT, &HLIM, &SRC, &ADDR, &SRC_HOST, &HOST,
        &SRC_SLAAC_MAC, &SLAAC_MAC, &SRC_ISATAP, &ISATAP, &SRC_6TO4, &GATEWAY_6TO4, &SRC_SLA, &SLA_6TO4, &SRC_TS, &TS_IPV4, &SRC_TC_PORT, &TC_PORT,
        &SRC_TC, &TC_IPV4, &SRC_EMBED, &SRC_PREFIX, &EMBED_IPV4, &DST, &DST_HOST, &DST_SLAAC_MAC, &DST_ISATAP, &DST_6TO4, &DST_SLA, &DST_TS, &DST_TC_PORT, &DST_TC,
        &DST_EMBED, &DST_PREFIX],
    under: &[(Space::EtherType, 0x86dd), (Space::IpProto, 41), (Space::Link, 229), (Space::Ppp, 0x57), (Space::Nlpid, 0x8e), (Space::Nsh, 2)],
    next: Some((Space::IpProto, &NXT)),
    ends: Some((&SRC, &DST)),
    line: &[Word::Of(&NXT)],
    finish: |d| d.fill(&PLEN, d.bytes.len().saturating_sub(40) as u64),
    classes: &[form::net::IPV6_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    use etherparse::err::ipv6::HeaderSliceError;
    let ip = match etherparse::Ipv6HeaderSlice::from_slice(bytes) {
        Ok(ip) => ip,
        Err(HeaderSliceError::Len(_)) => return Step::cut(bytes),
        Err(_) if bytes.first().is_some_and(|b| b >> 4 == 4) => return Step { next: id::ip, ..Step::reject() },
        Err(_) => return Step::malformed(bytes.len().min(1), below.wire),
    };
    let total = match (ip.payload_length(), ip.next_header().0) {
        (0, 0) => jumbo(bytes).unwrap_or(below.wire),
        (0, _) => below.wire, // a card that segments was handed it
        (n, _) => 40 + n as usize,
    };
    Step::new(40, total, IPPROTO.of(ip.next_header().0.into()))
}

/// The length of a jumbogram, header included: a hop-by-hop option holds what the header cannot (RFC 2675, 2).
#[cold]
fn jumbo(bytes: &[u8]) -> Option<usize> {
    let options = bytes.get(40..)?;
    let mut rest = options.get(..(*options.get(1)? as usize + 1) * 8)?.get(2..)?;
    loop {
        match *rest {
            [0, ref behind @ ..] => rest = behind,
            [0xc2, 4, a, b, c, d, ..] => return Some(40 + u32::from_be_bytes([a, b, c, d]) as usize),
            [_, n, ref behind @ ..] => rest = behind.get(n as usize..)?,
            _ => return None,
        }
    }
}

const OPT_TYPES: Names = &[
    (0x00, "Pad1"),
    (0x01, "PadN"),
    (0x04, "Tunnel Encapsulation Limit"),
    (0x05, "Router Alert"),
    (0x07, "CALIPSO"),
    (0x08, "SMF_DPD"),
    (0x0f, "Performance and Diagnostic Metrics"),
    (0x1e, "Experimental"),
    (0x23, "RPL Option"),
    (0x26, "Quick-Start"),
    (0x30, "Path MTU Record"),
    (0x31, "IOAM"),
    (0x63, "RPL Option (deprecated)"),
    (0x6d, "MPL Option"),
    (0x8b, "ILNP Nonce"),
    (0x8c, "Line Identification"),
    (0xc2, "Jumbo Payload"),
    (0xc9, "Home Address"),
    (0xee, "IP_DFF"),
];
const ACTIONS: Names = &[(0, "Skip and continue"), (1, "Discard"), (2, "Discard, send ICMP Parameter Problem"), (3, "Discard, send ICMP if not multicast")];
const ALERTS: Names = &[(0, "MLD"), (1, "RSVP"), (2, "Active Network")];
const QS_FUNCTIONS: Names = &[(0, "Rate request"), (8, "Rate report")];

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A listener's report: router alert and padding in front of it.
    #[test]
    fn hop_by_hop() {
        let bytes = hex("60 00 00 00 00 10 00 40 # version 6, 16 bytes, hop-by-hop
                         fe 80 00 00 00 00 00 00 02 00 00 ff fe 00 00 01
                         20 02 01 02 03 04 00 05 00 00 00 ff fe 00 00 01 # not unique: no MAC address
                         11 00 05 02 00 00 01 00 # UDP next, router alert, PadN of nothing
                         0f a0 0f a1 00 08 00 00");
        let names = ["ipv6.hopopts.len_oct", "ipv6.opt.type", "ipv6.opt.router_alert", "ipv6.opt.padn", "ipv6.slaac_mac", "ipv6.6to4_gw_ipv4"];
        assert_eq!(fields_of(229, &bytes, &names), "8 0x05,0x01 0 <none> 00:00:00:00:00:01 1.2.3.4");
        assert_eq!(layers_of(229, &bytes), "ipv6:ipv6.hopopts:udp End");
        cut_everywhere(229, &bytes);
    }
    /// The length field is zero, the option says 12.
    #[test]
    fn jumbogram() {
        let mut bytes = hex("60 00 00 00 00 00 00 40");
        bytes.extend([0; 32]);
        bytes.extend(hex("11 00 c2 04 00 00 00 10 0f a0 0f a1 00 08 00 00 # UDP without payload, then what is none of the packet's
                          de ad"));
        let names = ["ipv6.opt.jumbo", "udp.length", "data.data"];
        assert_eq!(fields_of(229, &bytes, &names), "16 8 -");
        assert_eq!(layers_of(229, &bytes), "ipv6:ipv6.hopopts:udp End");
    }

    /// A trace with room for one more node: what the trace type asks of each, short and wide, and a snapshot.
    #[test]
    fn in_situ_trace() {
        let mut bytes = hex("60 00 00 00 00 30 00 40");
        bytes.extend([0x11; 32]);
        bytes.extend(hex("3b 05 01 00 31 26 00 01 # nothing next; padding; a trace that grows
                          00 05 20 01 88 80 02 00 # namespace 5, four words a node, one word of room; bits 0, 4, 8 and 22
                          aa aa aa aa
                          40 01 02 03 00 00 00 09 3f 04 05 06 07 08 09 0a
                          01 00 00 07 61 62 63 64
                          01 02 00 00"));
        let names = ["ipv6.opt.ioam.trace.nodelen", "ipv6.opt.ioam.trace.type.bit4", "ipv6.opt.ioam.trace.free_space", "ipv6.opt.ioam.trace.node.hlim",
            "ipv6.opt.ioam.trace.node.id", "ipv6.opt.ioam.trace.node.id_wide", "ipv6.opt.ioam.trace.node.trdelay", "ipv6.opt.ioam.trace.node.oss.scid",
            "ipv6.opt.ioam.trace.node.oss.data"];
        assert_eq!(fields_of(229, &bytes, &names), "4 1 aaaaaaaa 64,63 0x010203 0x000405060708090a 0x00000009 0x000007 61626364");
        cut_everywhere(229, &bytes);
        // A node length that is not the trace type's: nothing behind it is believed.
        bytes[50] = 0x28;
        assert_eq!(fields_of(229, &bytes, &["ipv6.opt.ioam.trace.node.hlim", "ipv6.opt.ioam.trace.type.bit4"]), "- 1");
    }
    #[test]
    fn translated_addresses_show_their_prefix() {
        let mut bytes = hex("60 00 00 00 00 00 3b 40");
        bytes.extend([0x11; 16]);
        bytes.extend(hex("00 64 ff 9b 00 00 00 00 00 00 00 00 0a 00 00 07"));
        assert_eq!(fields_of(229, &bytes, &["ipv6.dst_embed_ipv4", "ipv6.embed_ipv4_prefix"]), "10.0.0.7 0064ff9b0000000000000000");
    }
}
