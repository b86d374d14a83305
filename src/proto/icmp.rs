//! Internet Control Message Protocol, [RFC 792](https://www.rfc-editor.org/rfc/rfc792), with the extensions of RFC 4884 and RFC 8335.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Type      |     Code      |           Checksum            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                       by the type                             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;
use crate::text;

/// What the message is.
pub static TYPE: Field = Field::bits("icmp.type", "Type", 0, 8).alias("type").names(TYPES).unset(8);
/// What it is in detail.
pub static CODE: Field = Field::bits("icmp.code", "Code", 8, 8).alias("code");
/// RFC 1071 over the message.
pub static CHECKSUM: Field = Field::bits("icmp.checksum", "Checksum", 16, 16).alias("chksum").hex().computed();
/// Always verified where the whole message is there.
pub static STATUS: Field = Field::new("icmp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
/// The frame that answers this one.
pub static RESP_IN: Field = Field::new("icmp.resp_in", "Response frame", Place::Noted(crate::spine::Stage::Flow));
/// The frame that this one answers.
pub static RESP_TO: Field = Field::new("icmp.resp_to", "Request frame", Place::Noted(crate::spine::Stage::Flow));
/// Milliseconds since that frame.
pub static RESPTIME: Field = Field::new("icmp.resptime", "Response time", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Float).ft(64);
/// Nobody answered.
pub static NO_RESP: Field = Field::new("icmp.no_resp", "No response seen", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Present);
// What Wireshark's experts remark where a checksum is wrong.
static BAD: Field = Field::new("icmp.checksum_bad", "Bad checksum", Place::Derived(|p, i| wrong(status(p, i)))).kind(Kind::Present);
static EXT_BAD: Field =
    Field::new("icmp.ext.checksum_bad", "Bad checksum", Place::Derived(|p, i| wrong(extension_status(p, i)))).kind(Kind::Present);
/// Present where a status says so.
pub(super) fn wrong<'a>(status: Option<Value<'a>>) -> Option<Value<'a>> {
    (status == Some(Value::Num(0))).then_some(Value::Num(1))
}
/// Whose echo, as most systems write it.
pub static IDENT: Field = Field::new("icmp.ident", "Identifier (BE)", Place::Uint(16)).alias("id");
/// Whose echo, as Windows writes it.
pub static IDENT_LE: Field = Field::new("icmp.ident_le", "Identifier (LE)", Place::Derived(|p, i| little(p, i, 4))).ft(16);
/// Which echo.
pub static SEQ: Field = Field::new("icmp.seq", "Sequence Number (BE)", Place::Uint(16)).alias("seq");
/// Which echo, as Windows writes it.
pub static SEQ_LE: Field = Field::new("icmp.seq_le", "Sequence Number (LE)", Place::Derived(|p, i| little(p, i, 6))).ft(16);
/// Milliseconds since midnight UT.
pub static ORIGINATE: Field = Field::new("icmp.originate_timestamp", "Originate Timestamp", Place::Uint(32)).alias("ts_ori");
/// Milliseconds since midnight UT.
pub static RECEIVE: Field = Field::new("icmp.receive_timestamp", "Receive Timestamp", Place::Uint(32)).alias("ts_rx");
/// Milliseconds since midnight UT.
pub static TRANSMIT: Field = Field::new("icmp.transmit_timestamp", "Transmit Timestamp", Place::Uint(32)).alias("ts_tx");
/// RFC 950.
pub static ADDRESS_MASK: Field = Field::new("icmp.address_mask", "Address Mask", Place::Uint(32)).alias("addr_mask").kind(Kind::Ip4);
/// The better gateway.
pub static REDIR_GW: Field = Field::new("icmp.redir_gw", "Gateway Address", Place::Uint(32)).alias("gw").kind(Kind::Ip4);
/// Byte of the quoted header that is wrong.
pub static POINTER: Field = Field::new("icmp.pointer", "Pointer", Place::Uint(8)).ft(32).alias("ptr");
/// RFC 4884: of the quotation, in words of 4 bytes.
pub static LENGTH: Field = Field::new("icmp.length", "Length", Place::Uint(8)).alias("length");
static ORIGINAL: Field = Field::new("icmp.length.original_datagram", "Length of original datagram", Place::Sub(0xff)).times(4);
/// RFC 1191.
pub static MTU: Field = Field::new("icmp.mtu", "MTU of next hop", Place::Uint(16)).alias("nexthopmtu");
static UNUSED1: Field = Field::new("icmp.unused", "Unused", Place::Run(1));
static UNUSED2: Field = Field::new("icmp.unused", "Unused", Place::Run(2));
static UNUSED3: Field = Field::new("icmp.unused", "Unused", Place::Run(3));
static UNUSED4: Field = Field::new("icmp.unused", "Unused", Place::Run(4));

/// RFC 1256.
pub static NUM_ADDRS: Field = Field::new("icmp.num_addrs", "Number of addresses", Place::Uint(8));
/// In words of 4 bytes.
pub static ENTRY_SIZE: Field = Field::new("icmp.addr_entry_size", "Address entry size", Place::Uint(8));
/// In seconds.
pub static LIFETIME: Field = Field::new("icmp.lifetime", "Lifetime", Place::Uint(16));
static ROUTERS: Field = Field::part(Place::When(|h| h.byte(5) == 2, &[&ROUTER_LIST, &MIP_LIST]));
static ROUTER_LIST: Field = Field::new("", "Router addresses", Place::Repeat(|h| (h.byte(4) as usize).min(h.left() / 8), &ROUTER));
static ROUTER: Field = Field::new("", "Router", Place::Group(&[&ROUTER_ADDRESS, &PREF_LEVEL]));
/// One of the router's addresses.
pub static ROUTER_ADDRESS: Field = Field::new("icmp.router_address", "Router address", Place::Uint(32)).kind(Kind::Ip4);
/// Higher is better.
pub static PREF_LEVEL: Field = Field::new("icmp.pref_level", "Preference level", Place::Uint(32)).kind(Kind::Signed);

// RFC 5944, 2.1: what a mobility agent adds to its router advertisement.
static MIP_LIST: Field = Field::many("Extensions", &MIP);
static MIP: Field = Field::new("", "Extension", Place::Group(&[&MIP_TYPE, &MIP_REST]));
static MIP_TYPE: Field = Field::new("icmp.mip.type", "Extension Type", Place::Key(8)).names(MIP_TYPES);
static MIP_REST: Field = Field::part(Place::When(|h| h.key != 0, &[&MIP_LENGTH, &MIP_BODY]));
static MIP_LENGTH: Field = Field::new("icmp.mip.length", "Length", Place::Uint(8));
static MIP_BODY: Field = Field::part(Place::Sized(|h| h.number as usize, &[&MIP_BY_TYPE]));
static MIP_BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (16, &[&MIP_SEQ, &MIP_LIFE, &MIP_FLAGS, &MIP_R, &MIP_B, &MIP_H, &MIP_F, &MIP_M, &MIP_G, &MIP_V, &MIP_RT, &MIP_U, &MIP_X, &MIP_RES, &MIP_COAS]),
        (19, &[&MIP_PREFIXES]),
        (24, &[&MIP_CHALLENGE]),
    ],
    &[&MIP_CONTENT],
));
static MIP_SEQ: Field = Field::new("icmp.mip.seq", "Sequence Number", Place::Uint(16));
static MIP_LIFE: Field = Field::new("icmp.mip.life", "Registration Lifetime", Place::Uint(16));
static MIP_FLAGS: Field = Field::new("icmp.mip.flags", "Flags", Place::Uint(16)).hex();
static MIP_R: Field = Field::new("icmp.mip.r", "Registration Required", Place::Sub(0x8000));
static MIP_B: Field = Field::new("icmp.mip.b", "Busy", Place::Sub(0x4000));
static MIP_H: Field = Field::new("icmp.mip.h", "Home Agent", Place::Sub(0x2000));
static MIP_F: Field = Field::new("icmp.mip.f", "Foreign Agent", Place::Sub(0x1000));
static MIP_M: Field = Field::new("icmp.mip.m", "Minimal Encapsulation", Place::Sub(0x800));
static MIP_G: Field = Field::new("icmp.mip.g", "GRE", Place::Sub(0x400));
static MIP_V: Field = Field::new("icmp.mip.v", "VJ Comp", Place::Sub(0x200));
static MIP_RT: Field = Field::new("icmp.mip.rt", "Reverse tunneling", Place::Sub(0x100));
static MIP_U: Field = Field::new("icmp.mip.u", "UDP tunneling", Place::Sub(0x80));
static MIP_X: Field = Field::new("icmp.mip.x", "Revocation support", Place::Sub(0x40));
static MIP_RES: Field = Field::new("icmp.mip.reserved", "Reserved", Place::Sub(0x3f)).hex().ft(16);
static MIP_COAS: Field = Field::many("Care-of addresses", &MIP_COA);
static MIP_COA: Field = Field::new("icmp.mip.coa", "Care-Of-Address", Place::Uint(32)).kind(Kind::Ip4);
static MIP_PREFIXES: Field = Field::many("Prefix lengths", &MIP_PREFIX);
static MIP_PREFIX: Field = Field::new("icmp.mip.prefixlength", "Prefix Length", Place::Uint(8));
static MIP_CHALLENGE: Field = Field::new("icmp.mip.challenge", "Challenge", Place::Rest);
static MIP_CONTENT: Field = Field::new("icmp.mip.content", "Content", Place::Rest);

// RFC 8335: extended echo.
static ECHO_SEQ: Field = Field::new("icmp.ext.echo.seq", "Sequence Number", Place::Uint(8));
static ECHO_REQ: Field = Field::new("", "", Place::Uint(8));
static ECHO_REQ_RES: Field = Field::new("icmp.ext.echo.req.res", "Reserved", Place::Sub(0xfe)).hex();
static ECHO_REQ_LOCAL: Field = Field::new("icmp.ext.echo.req.local", "Local bit", Place::Sub(1));
static ECHO_STATE: Field = Field::new("icmp.ext.echo.rsp.state", "State", Place::Sub(0xe0)).names(ECHO_STATES);
static ECHO_RSP_RES: Field = Field::new("icmp.ext.echo.rsp.res", "Reserved", Place::Sub(0x18)).hex();
static ECHO_ACTIVE: Field = Field::new("icmp.ext.echo.rsp.active", "Active bit", Place::Sub(4));
static ECHO_IPV4: Field = Field::new("icmp.ext.echo.rsp.ipv4", "IPv4 bit", Place::Sub(2));
static ECHO_IPV6: Field = Field::new("icmp.ext.echo.rsp.ipv6", "IPv6 bit", Place::Sub(1));

/// RFC 4884, 7: behind the quotation.
pub static EXTENSIONS: Field = Field::part(Place::Elsewhere(extensions, &[&EXT]));
pub(super) static EXT: Field = Field::new("icmp.ext", "ICMP Extensions", Place::Group(&[&EXT_HEAD, &EXT_VERSION, &EXT_RES, &EXT_CHECKSUM, &EXT_STATUS, &EXT_BAD, &OBJECTS]));
static EXT_HEAD: Field = Field::new("", "", Place::Uint(16));
static EXT_VERSION: Field = Field::new("icmp.ext.version", "Version", Place::Sub(0xf000));
static EXT_RES: Field = Field::new("icmp.ext.res", "Reserved", Place::Sub(0x0fff)).hex().ft(16);
static EXT_CHECKSUM: Field = Field::new("icmp.ext.checksum", "Checksum", Place::Uint(16)).hex();
static EXT_STATUS: Field = Field::new("icmp.ext.checksum.status", "Checksum Status", Place::Derived(extension_status)).ft(8).names(super::STATUS);
static OBJECTS: Field = Field::part(Place::When(|h| h.left() > 0 && h.byte(h.start) >> 4 == 2, &[&OBJECT_LIST]));
static OBJECT_LIST: Field = Field::many("Objects", &OBJECT);
static OBJECT: Field = Field::new("", "Object", Place::Group(&[&OBJECT_LENGTH, &OBJECT_REST]));
static OBJECT_LENGTH: Field = Field::new("icmp.ext.length", "Length", Place::Uint(16));
static OBJECT_REST: Field = Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(2), &[&CLASS, &CTYPE, &OBJECT_BODY]));
/// What kind of object.
pub static CLASS: Field = Field::new("icmp.ext.class", "Class", Place::Uint(8)).names(CLASSES);
static CTYPE: Field = Field::new("icmp.ext.ctype", "C-Type", Place::Key(8));
static CTYPE_AGAIN: Field = Field::new("icmp.ext.ctype", "C-Type", Place::Sub(0xff));
static OBJECT_BODY: Field = Field::part(Place::Switch(
    |h| match h.word(h.start + 2) {
        object @ (0x101 | 0x301..=0x303) => object.into(),
        object => (object >> 8).into(),
    },
    &[
        (0x101, &[&LABELS]),
        (1, &[&CTYPE_AGAIN, &OBJECT_DATA]),
        (2, &[&ROLE, &II_RES, &II_INDEX, &II_ADDRESS, &II_NAME, &II_MTU, &HAS_INDEX, &HAS_ADDRESS, &HAS_NAME, &HAS_MTU]),
        (0x301, &[&ID_NAME]),
        (0x302, &[&ID_INDEX]),
        (0x303, &[&ID_AFI, &ID_LENGTH, &ID_RESERVED, &ID_ADDRESS]),
        (3, &[]),
    ],
    &[&OBJECT_DATA],
));
static OBJECT_DATA: Field = Field::new("icmp.ext.data", "Data", Place::Rest);
// RFC 4950.
static LABELS: Field = Field::many("Label stack", &LABEL_OR_REST);
static LABEL_OR_REST: Field = Field::part(Place::Switch(|h| (h.left() >= 4).into(), &[(1, &[&ENTRY])], &[&MPLS_DATA]));
static ENTRY: Field = Field::new("", "Label", Place::Group(&[&ENTRY_WORD, &LABEL, &EXP, &BOTTOM, &TTL]));
static ENTRY_WORD: Field = Field::new("", "", Place::Uint(24));
/// The label.
pub static LABEL: Field = Field::new("icmp.mpls.label", "Label", Place::Sub(0xfffff0));
static EXP: Field = Field::new("icmp.mpls.exp", "Experimental", Place::Sub(0xe)).ft(24);
static BOTTOM: Field = Field::new("icmp.mpls.s", "Stack bit", Place::Sub(1));
static TTL: Field = Field::new("icmp.mpls.ttl", "Time to live", Place::Uint(8));
static MPLS_DATA: Field = Field::new("icmp.mpls.data", "Data", Place::Rest);
// RFC 5837.
static ROLE: Field = Field::new("icmp.int_info.role", "Interface Role", Place::Sub(0xc0)).names(ROLES);
static II_RES: Field = Field::new("icmp.int_info.reserved", "Reserved", Place::Sub(0x30));
static II_INDEX: Field = Field::new("icmp.int_info.ifindex", "ifIndex", Place::Sub(8));
static II_ADDRESS: Field = Field::new("icmp.int_info.ipaddr", "IP Address", Place::Sub(4));
static II_NAME: Field = Field::new("icmp.int_info.name_present", "Interface Name", Place::Sub(2));
static II_MTU: Field = Field::new("icmp.int_info.mtu_present", "MTU", Place::Sub(1));
static HAS_INDEX: Field = Field::part(Place::When(|h| h.key & 8 != 0, &[&INDEX]));
static HAS_ADDRESS: Field = Field::part(Place::When(|h| h.key & 4 != 0, &[&ADDRESS]));
static HAS_NAME: Field = Field::part(Place::When(|h| h.key & 2 != 0, &[&NAME]));
static HAS_MTU: Field = Field::part(Place::When(|h| h.key & 1 != 0, &[&II_MTU_VALUE]));
static INDEX: Field = Field::new("icmp.int_info.index", "Interface Index", Place::Uint(32));
static ADDRESS: Field = Field::new("", "IP Address Sub-Object", Place::Group(&[&AFI, &RESERVED2, &BY_AFI]));
static AFI: Field = Field::new("icmp.int_info.afi", "Address Family Identifier", Place::Uint(16)).names(AFIS);
static RESERVED2: Field = Field::new("icmp.reserved", "Reserved", Place::Run(2));
static BY_AFI: Field = Field::part(Place::Switch(|h| h.word(h.start).into(), &[(1, &[&II_IPV4]), (2, &[&II_IPV6])], &[&II_UNKNOWN]));
static II_IPV4: Field = Field::new("icmp.int_info.ipv4", "Source", Place::Uint(32)).kind(Kind::Ip4);
static II_IPV6: Field = Field::new("icmp.int_info.ipv6", "Source", Place::Run(16)).kind(Kind::Ip6);
static II_UNKNOWN: Field = Field::new("icmp.int_info.ipunknown", "Source", Place::Rest);
static NAME: Field = Field::new("", "Interface Name Sub-Object", Place::Group(&[&NAME_LENGTH, &NAME_BODY]));
static NAME_LENGTH: Field = Field::new("icmp.int_info.name_length", "Name Length", Place::Uint(8));
static NAME_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(1), &[&NAME_TEXT]));
static NAME_TEXT: Field = Field::new("icmp.int_info.name", "Name", Place::Zero);
static II_MTU_VALUE: Field = Field::new("icmp.int_info.mtu", "Maximum Transmission Unit", Place::Uint(32));
// RFC 8335, 2.1.
static ID_NAME: Field = Field::new("icmp.int_ident.name", "Name", Place::Zero);
static ID_INDEX: Field = Field::new("icmp.int_ident.index", "Interface Index", Place::Uint(32));
static ID_AFI: Field = Field::new("icmp.int_ident.afi", "Address Family Identifier", Place::Uint(16)).names(AFIS);
static ID_LENGTH: Field = Field::new("icmp.int_ident.addr_length", "Address Length", Place::Uint(8));
static ID_RESERVED: Field = Field::new("icmp.int_ident.reserved", "Reserved", Place::Run(1));
static ID_ADDRESS: Field =
    Field::part(Place::Switch(|h| h.word(h.start + 4).into(), &[(1, &[&ID_IPV4]), (2, &[&ID_IPV6])], &[&ID_OTHER]));
static ID_IPV4: Field = Field::new("icmp.int_ident.ipv4", "Address", Place::Uint(32)).kind(Kind::Ip4);
static ID_IPV6: Field = Field::new("icmp.int_ident.ipv6", "Address", Place::Run(16)).kind(Kind::Ip6);
static ID_OTHER: Field = Field::new("icmp.int_ident.address", "Address", Place::Rest);

/// By the type.
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| match (h.byte(0), h.byte(1)) {
        (3, 4) => 3 << 8 | 4,
        (kind, _) => kind.into(),
    },
    &[
        (0, ECHO),
        (3, &[&QUOTED]),
        (3 << 8 | 4, &[&TOO_BIG]),
        (5, &[&REDIR_GW]),
        (8, ECHO),
        (9, &[&NUM_ADDRS, &ENTRY_SIZE, &LIFETIME, &ROUTERS]),
        (11, &[&QUOTED]),
        (12, &[&POINTER, &PROBLEM]),
        (13, &[&IDENT, &IDENT_LE, &SEQ, &SEQ_LE, &ORIGINATE, &RECEIVE, &TRANSMIT]),
        (14, &[&IDENT, &IDENT_LE, &SEQ, &SEQ_LE, &ORIGINATE, &RECEIVE, &TRANSMIT]),
        (15, ECHO),
        (16, ECHO),
        (17, &[&IDENT, &IDENT_LE, &SEQ, &SEQ_LE, &ADDRESS_MASK]),
        (18, &[&IDENT, &IDENT_LE, &SEQ, &SEQ_LE, &ADDRESS_MASK]),
        (42, &[&IDENT, &IDENT_LE, &ECHO_SEQ, &ECHO_REQ, &ECHO_REQ_RES, &ECHO_REQ_LOCAL, &ECHO_OBJECTS]),
        (43, &[&IDENT, &IDENT_LE, &ECHO_SEQ, &ECHO_REQ, &ECHO_STATE, &ECHO_RSP_RES, &ECHO_ACTIVE, &ECHO_IPV4, &ECHO_IPV6]),
    ],
    &[],
));
static ECHO_OBJECTS: Field = Field::part(Place::When(|h| h.left() >= 4, &[&EXT]));
const ECHO: Fields = &[&IDENT, &IDENT_LE, &SEQ, &SEQ_LE];
/// When ping sent it, as its data say.
pub static DATA_TIME: Field =
    Field::new("icmp.data_time", "Timestamp from icmp data", Place::Derived(data_time)).kind(Kind::Time(|ns| ns as i64));
/// How long before the capture that was.
pub static DATA_TIME_RELATIVE: Field =
    Field::new("icmp.data_time_relative", "Timestamp from icmp data (relative)", Place::Derived(data_time_relative)).kind(Kind::Duration(1));
// A length of zero is no length: all four bytes are unused, as RFC 792 has them.
static QUOTED: Field = Field::part(Place::Switch(|h| (h.byte(5) > 0).into(), &[(0, &[&UNUSED4])], &[&UNUSED1, &LENGTH, &ORIGINAL, &UNUSED2]));
static TOO_BIG: Field = Field::part(Place::Switch(|h| (h.byte(5) > 0).into(), &[(0, &[&UNUSED2, &MTU])], &[&UNUSED1, &LENGTH, &ORIGINAL, &MTU]));
static PROBLEM: Field = Field::part(Place::Switch(|h| (h.byte(5) > 0).into(), &[(0, &[&UNUSED3])], &[&LENGTH, &ORIGINAL, &UNUSED2]));

/// ICMP.
pub static PROTOCOL: Protocol = Protocol {
    name: "icmp",
    alias: "ICMP",
    title: "Internet Control Message Protocol",
    column: "ICMP",
    spec: "RFC 792",
    size: 4,
    fields: &[&TYPE, &CODE, &CHECKSUM, &STATUS, &BAD, &BY_TYPE, &RESP_IN, &RESP_TO, &RESPTIME, &NO_RESP, &DATA_TIME, &DATA_TIME_RELATIVE, &EXTENSIONS],
    under: &[(Space::IpProto, 1)],
    quotes: true,
    line: &[Word::Call(line)],
    finish: |d| {
        d.fill(&CHECKSUM, 0);
        d.fill(&CHECKSUM, internet(0, d.bytes).into());
    },
    classes: &[form::net::ICMP_CLASSES, form::net::EXTENSION_CLASSES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let cut = Step { total: below.wire, ..Step::cut(bytes) };
    let &[kind, _, _, _, entries, size, _, _, ref data @ ..] = bytes else { return cut };
    let (header, next) = match kind {
        0 | 8 => (8 + sent(data, below.time).map_or(0, |_| 8), id::data),
        3 | 4 | 5 | 11 | 12 => (8, id::ip),
        9 if size != 2 && entries > 0 => (8, id::data),
        // What stands behind is a part of the message.
        _ => (bytes.len(), id::data),
    };
    Step::new(header, below.wire, next)
}

/// When an echo was sent, in nanoseconds since 1970, as ping writes it in front of its data: seconds and microseconds.
///
/// Believed less than a day from the capture's time, in the byte order that fits.
fn sent(data: &[u8], captured: Option<i64>) -> Option<i64> {
    let word = data.first_chunk::<8>()?;
    let [a, b, c, d, e, f, g, h] = *word;
    let near = |s: [u8; 4], us: [u8; 4], of: fn([u8; 4]) -> i32| {
        let (s, us) = (i64::from(of(s)), i64::from(of(us)));
        let far = s.abs_diff(captured?.div_euclid(1_000_000_000)) >= 86_400;
        (us < 1_000_000 && !far).then_some(s * 1_000_000_000 + us * 1_000)
    };
    near([a, b, c, d], [e, f, g, h], i32::from_be_bytes).or_else(|| near([a, b, c, d], [e, f, g, h], i32::from_le_bytes))
}
fn data_time<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let head = packet.head(layer);
    if !matches!(TYPE.num(head)?, 0 | 8) {
        return None;
    }
    sent(head.get(8..)?, packet.frame.info.time).map(|ns| Value::Num(ns as u64))
}
fn data_time_relative<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let Value::Num(sent) = data_time(packet, layer)? else { return None };
    Some(Value::Num(packet.frame.info.time?.wrapping_sub(sent as i64) as u64))
}
fn little<'a>(packet: &Packet<'a>, layer: usize, at: usize) -> Option<Value<'a>> {
    let word = packet.head(layer).get(at..at + 2)?;
    Some(Value::Num(load_le(word)))
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    CHECKSUM.num(own.head(packet.bytes))?;
    Some(Value::Num(if quoted(packet, own) { 2 } else { own_status(packet, own) }))
}
/// Whether a message stands inside the quotation of another: what is left of it is not verified.
pub(super) fn quoted(packet: &Packet<'_>, own: &Layer) -> bool {
    let mut layer = own;
    while let Some(below) = packet.layer(layer.up.into()) {
        if protocol(below.id).quotes {
            return true;
        }
        layer = below;
    }
    false
}
/// RFC 4884, 5.1: extensions stand behind the length of the quotation or, in IPv4 where there is none, behind 128 bytes of it.
pub(super) fn extensions(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let own = packet.layer(layer)?;
    let (quoted, fits) = match *own.head(packet.bytes) {
        [1 | 3, _, _, _, units, ..] if own.id == id::icmpv6 => (units as usize * 8, units > 0),
        [3 | 11 | 12, _, _, _, _, 0, ..] if own.id == id::icmp => (128, true),
        [3 | 11 | 12, _, _, _, _, words, ..] if own.id == id::icmp => (words as usize * 4, words >= 32),
        _ => return None,
    };
    let from = own.body as usize + quoted;
    (fits && from + 4 <= own.end as usize).then_some(from..own.end as usize)
}
fn extension_status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    let range = extensions(packet, layer).unwrap_or(own.start as usize + 8..own.end as usize);
    let Some(bytes) = packet.bytes.get(range) else { return Some(Value::Num(2)) };
    Some(Value::Num((internet(0, bytes) == 0).into()))
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (Some(kind), Some(code)) = (TYPE.num(head), CODE.num(head)) else { return };
    out.extend(text::named(&TYPE, kind).unwrap_or("Unknown ICMP").as_bytes());
    let codes: Names = match kind {
        3 => UNREACHABLE,
        5 => REDIRECT,
        11 => EXCEEDED,
        12 => PARAMETER,
        _ => &[],
    };
    if let Some((_, name)) = codes.iter().find(|(n, _)| *n == code) {
        out.extend(b" (");
        out.extend(name.as_bytes());
        out.push(b')');
    }
    if let (0 | 8 | 13..=18, Some(ident), Some(seq)) = (kind, load(head, 32, 16), load(head, 48, 16)) {
        out.extend(b" id=0x");
        text::hex(ident, 4, out);
        out.extend(b", seq=");
        text::decimal(seq, out);
        if let Some(ttl) = packet.below(layer).and_then(|ip| super::ip::TTL.num(ip.head(packet.bytes))) {
            out.extend(b", ttl=");
            text::decimal(ttl, out);
        }
    }
}

const TYPES: Names = &[
    (0, "Echo (ping) reply"),
    (3, "Destination unreachable"),
    (4, "Source quench"),
    (5, "Redirect"),
    (6, "Alternate host address"),
    (8, "Echo (ping) request"),
    (9, "Router advertisement"),
    (10, "Router solicitation"),
    (11, "Time-to-live exceeded"),
    (12, "Parameter problem"),
    (13, "Timestamp request"),
    (14, "Timestamp reply"),
    (15, "Information request"),
    (16, "Information reply"),
    (17, "Address mask request"),
    (18, "Address mask reply"),
    (30, "Traceroute"),
    (37, "Domain name request"),
    (38, "Domain name reply"),
    (40, "Photuris"),
    (41, "Experimental mobility protocols"),
    (42, "Extended echo request"),
    (43, "Extended echo reply"),
];
const UNREACHABLE: Names = &[
    (0, "Network unreachable"),
    (1, "Host unreachable"),
    (2, "Protocol unreachable"),
    (3, "Port unreachable"),
    (4, "Fragmentation needed"),
    (5, "Source route failed"),
    (6, "Network unknown"),
    (7, "Host unknown"),
    (8, "Source host isolated"),
    (9, "Network administratively prohibited"),
    (10, "Host administratively prohibited"),
    (11, "Network unreachable for TOS"),
    (12, "Host unreachable for TOS"),
    (13, "Communication administratively filtered"),
    (14, "Host precedence violation"),
    (15, "Precedence cutoff in effect"),
];
const REDIRECT: Names = &[
    (0, "Redirect for network"),
    (1, "Redirect for host"),
    (2, "Redirect for TOS and network"),
    (3, "Redirect for TOS and host"),
];
const EXCEEDED: Names = &[(0, "Time to live exceeded in transit"), (1, "Fragment reassembly time exceeded")];
const PARAMETER: Names = &[(0, "Pointer indicates the error"), (1, "Required option missing"), (2, "Bad length")];
const CLASSES: Names = &[(1, "MPLS Label Stack Class"), (2, "Interface Information Object"), (3, "Interface Identification Object")];
const ROLES: Names = &[
    (0, "IP interface upon which datagram arrived"),
    (1, "sub-IP component of an IP interface"),
    (2, "IP interface through which datagram would have been forwarded"),
    (3, "IP next hop to which datagram would be forwarded"),
];
const AFIS: Names = &[(1, "IPv4"), (2, "IPv6")];
const MIP_TYPES: Names =
    &[(0, "One byte padding extension"), (16, "Mobility Agent Advertisement Extension"), (19, "Prefix Lengths Extension"), (24, "Challenge Extension")];
const ECHO_STATES: Names =
    &[(0, "Reserved"), (1, "Incomplete"), (2, "Reachable"), (3, "Stale"), (4, "Delay"), (5, "Probe"), (6, "Failed")];

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn ip(rest: &str) -> Vec<u8> {
        let rest = hex(rest);
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 01 00 00 0a 00 00 01 0a 00 00 02");
        bytes[3] = (20 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }

    /// What is left of a quoted message is not verified, as in Wireshark.
    #[test]
    fn a_quoted_message_is_not_verified() {
        let bytes = hex("45 00 00 40 00 01 00 00 40 01 00 00 0a 00 00 01 0a 00 00 02
                         03 01 fc fe 00 00 00 00 # destination unreachable
                         45 00 00 1c 00 01 00 00 40 01 00 00 0a 00 00 02 0a 00 00 03
                         08 00 f7 ff 00 00 00 00 00 00 00 00 00 00 00 00");
        assert!(fields_of(228, &bytes, &["icmp.checksum.status"]).ends_with(",2"));
    }
    #[test]
    fn echo() {
        let bytes = ip("08 00 96 83 # type, code, checksum
                        12 34 00 07 # identifier, sequence
                        48 65 79 21");
        let names = ["icmp.type", "icmp.code", "icmp.checksum.status", "icmp.ident", "icmp.ident_le", "icmp.seq", "icmp.seq_le", "data.data"];
        assert_eq!(fields_of(228, &bytes, &names), "8 0 0 4660 13330 7 1792 48657921");
        assert_eq!(layers_of(228, &bytes), "ip:icmp:data End");
        cut_everywhere(228, &bytes);
    }
    /// Time exceeded with a quoted UDP header and an MPLS label stack behind 128 bytes of it.
    #[test]
    fn quotation_and_extension() {
        let mut rest = String::from(
            "0b 00 00 00 00 20 00 00 # length 32 words
             45 00 00 80 00 01 00 00 40 11 00 00 0a 00 00 02 0a 00 00 09 13 88 13 89 00 6c 00 00\n",
        );
        rest += &"00".repeat(100);
        rest += "20 00 76 c3 00 08 01 01 12 34 55 ff"; // version 2, checksum; length, class 1, type 1; one label
        let bytes = ip(&rest);
        let names = ["ip.src", "icmp.length", "icmp.length.original_datagram", "udp.srcport", "icmp.ext.checksum.status", "icmp.mpls.label", "icmp.mpls.s"];
        assert_eq!(fields_of(228, &bytes, &names), "10.0.0.1,10.0.0.2 32 128 5000 1 74565 1");
        cut_everywhere(228, &bytes);
    }
}
