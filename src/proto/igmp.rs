//! Internet Group Management Protocol, [RFC 9776](https://www.rfc-editor.org/rfc/rfc9776), and its versions 0 to 2.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |     Type      | Max Resp Code |           Checksum            |
//! +---------------+---------------+-------------------------------+
//! |                         Group Address                         |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;
use crate::text;

/// What the message is.
pub static TYPE: Field = Field::bits("igmp.type", "Type", 0, 8).alias("type").hex().names(TYPES).unset(0x11);
/// Of the protocol, as the message betrays it.
pub static VERSION: Field =
    Field::new("igmp.version", "IGMP Version", Place::Derived(|p, i| Some(Value::Num(version(p.head(i))?.into())))).ft(8);
/// In tenths of a second; from 128 on, in version 3, a number with exponent.
pub static MAX_RESP: Field = Field::new("igmp.max_resp", "Max Resp Time", Place::Reckoned(response_time)).ft(8).alias("mrcode");
static MAX_RESP_EXP: Field = Field::new("igmp.max_resp.exp", "Exponent", Place::Sub(0x70)).hex();
static MAX_RESP_MANT: Field = Field::new("igmp.max_resp.mant", "Mantissa", Place::Sub(0x0f)).hex();
/// RFC 1071 over the message.
pub static CHECKSUM: Field = Field::new("igmp.checksum", "Checksum", Place::Uint(16)).alias("chksum").hex().computed();
/// Always verified where the whole message is there.
pub static STATUS: Field = Field::new("igmp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
// RFC 988: version 0.
static IDENTIFIER: Field = Field::new("igmp.identifier", "Identifier", Place::Uint(32));
/// The group.
pub static MADDR: Field = Field::new("igmp.maddr", "Multicast Address", Place::Uint(32)).kind(Kind::Ip4);
static ACCESS_KEY: Field = Field::new("igmp.access_key", "Access Key", Place::Run(8));
// RFC 1112, RFC 2236 and RFC 9776: versions 1 to 3.
static SKIP_U8: Field = Field::new("", "", Place::Uint(8));
static S: Field = Field::new("igmp.s", "S", Place::Sub(0x08));
static QRV: Field = Field::new("igmp.qrv", "QRV", Place::Sub(0x07));
static QQIC: Field = Field::new("igmp.qqic", "QQIC", Place::Uint(8));
static NUM_SRC: Field = Field::new("igmp.num_src", "Num Src", Place::Uint(16));
static SOURCES: Field = Field::new("", "Sources", Place::Repeat(|h| (h.number as usize).min(h.left() / 4), &SADDR));
/// A source of a group.
pub static SADDR: Field = Field::new("igmp.saddr", "Source Address", Place::Uint(32)).kind(Kind::Ip4);
static RESERVED: Field = Field::new("igmp.reserved", "Reserved", Place::Run(2));
static NUM_GRP_RECS: Field = Field::new("igmp.num_grp_recs", "Num Group Records", Place::Uint(16));
static RECORDS: Field = Field::new("", "Group Records", Place::Repeat(|h| (h.number as usize).min(h.left() / 8), &RECORD));
static RECORD_TYPE: Field = Field::new("igmp.record_type", "Record Type", Place::Uint(8)).names(RECORD_TYPES);
static AUX_DATA_LEN: Field = Field::new("igmp.aux_data_len", "Aux Data Len", Place::Key(8));
static RECORD: Field = Field::new("", "Group Record", Place::Group(&[&RECORD_TYPE, &AUX_DATA_LEN, &NUM_SRC, &RECORD_BODY, &RECORD_AUX]));
static RECORD_BODY: Field = Field::part(Place::Sized(|h| 4 + h.number as usize * 4, &[&MADDR, &RECORD_SOURCES]));
static RECORD_SOURCES: Field = Field::many("Sources", &SADDR);
static AUX_DATA: Field = Field::new("igmp.aux_data", "Aux Data", Place::Rest);
static RECORD_AUX: Field = Field::part(Place::Sized(|h| h.key as usize * 4, &[&AUX_DATA]));
// Tracing a multicast route.
static MTRACE_SADDR: Field = Field::new("igmp.mtrace.saddr", "Source Address", Place::Uint(32)).kind(Kind::Ip4);
static MTRACE_RADDR: Field = Field::new("igmp.mtrace.raddr", "Receiver Address", Place::Uint(32)).kind(Kind::Ip4);
static MTRACE_RSPADDR: Field = Field::new("igmp.mtrace.rspaddr", "Response Address", Place::Uint(32)).kind(Kind::Ip4);
static MTRACE_RESP_TTL: Field = Field::new("igmp.mtrace.resp_ttl", "Response TTL", Place::Uint(8));
static MTRACE_Q_ID: Field = Field::new("igmp.mtrace.q_id", "Query ID", Place::Uint(24));
static BLOCKS: Field = Field::many("Response data blocks", &BLOCK);
static MTRACE_Q_ARRIVAL: Field = Field::new("igmp.mtrace.q_arrival", "Query Arrival", Place::Uint(32));
static MTRACE_Q_INADDR: Field = Field::new("igmp.mtrace.q_inaddr", "In itf addr", Place::Uint(32)).kind(Kind::Ip4);
static MTRACE_Q_OUTADDR: Field = Field::new("igmp.mtrace.q_outaddr", "Out itf addr", Place::Uint(32)).kind(Kind::Ip4);
static MTRACE_Q_PREVRTR: Field = Field::new("igmp.mtrace.q_prevrtr", "Previous rtr addr", Place::Uint(32)).kind(Kind::Ip4);
static MTRACE_Q_INPKT: Field = Field::new("igmp.mtrace.q_inpkt", "In pkts", Place::Uint(32));
static MTRACE_Q_OUTPKT: Field = Field::new("igmp.mtrace.q_outpkt", "Out pkts", Place::Uint(32));
static MTRACE_Q_TOTAL: Field = Field::new("igmp.mtrace.q_total", "S,G pkt count", Place::Uint(32));
static MTRACE_Q_RTG_PROTO: Field = Field::new("igmp.mtrace.q_rtg_proto", "Rtg Protocol", Place::Uint(8));
static MTRACE_Q_FWD_TTL: Field = Field::new("igmp.mtrace.q_fwd_ttl", "FwdTTL", Place::Uint(8));
static MTRACE_Q_MBZ: Field = Field::new("igmp.mtrace.q_mbz", "MBZ", Place::Sub(0x80)).hex();
static MTRACE_Q_S: Field = Field::new("igmp.mtrace.q_s", "S", Place::Sub(0x40)).hex();
static MTRACE_Q_SRC_MASK: Field = Field::new("igmp.mtrace.q_src_mask", "Src Mask", Place::Sub(0x3f)).hex();
static MTRACE_Q_FWD_CODE: Field = Field::new("igmp.mtrace.q_fwd_code", "Forwarding Code", Place::Uint(8)).hex();
static BLOCK: Field = Field::new("", "Response data block", Place::Group(&[&MTRACE_Q_ARRIVAL, &MTRACE_Q_INADDR, &MTRACE_Q_OUTADDR, &MTRACE_Q_PREVRTR, &MTRACE_Q_INPKT, &MTRACE_Q_OUTPKT, &MTRACE_Q_TOTAL, &MTRACE_Q_RTG_PROTO, &MTRACE_Q_FWD_TTL, &SKIP_U8, &MTRACE_Q_MBZ, &MTRACE_Q_S, &MTRACE_Q_SRC_MASK, &MTRACE_Q_FWD_CODE]));
static RESERVED_R1: Field = Field::new("igmp.reserved", "Reserved", Place::Run(1));
static GROUP_TYPE: Field = Field::new("igmp.group_type", "Type Of Group", Place::Uint(8));
static REPLY: Field = Field::new("igmp.reply", "Reply", Place::Uint(8));
static MTRACE_MAX_HOPS: Field = Field::new("igmp.mtrace.max_hops", "# hops", Place::Uint(8));
static DATA: Field = Field::new("igmp.data", "Data", Place::Rest);
static CODE: Field = Field::new("", "", Place::Uint(8));
/// The second byte, by the type.
static SECOND: Field = Field::part(Place::Switch(
    |h| match (h.byte(0), version(h.head)) {
        (1..=8, _) => (h.byte(0) as u64 & 1) << 1 | u64::from(h.byte(0) == 1),
        (0x11, Some(3)) => 4 + u64::from(h.byte(1) >= 0x80),
        (0x11 | 0x16 | 0x17, Some(2)) => 4,
        (0x1e | 0x1f, _) => 6,
        _ => 7,
    },
    &[(0, &[&REPLY]), (2, &[&CODE]), (3, &[&GROUP_TYPE]), (4, &[&CODE, &MAX_RESP]), (5, &[&CODE, &MAX_RESP, &MAX_RESP_EXP, &MAX_RESP_MANT]), (6, &[&MTRACE_MAX_HOPS])],
    &[&RESERVED_R1],
));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| match (h.byte(0), version(h.head)) {
        (1..=8, _) => 0,
        (0x22, _) => 2,
        (0x11, Some(3)) => 3,
        (0x1e | 0x1f, _) => 4,
        (_, Some(_)) => 1,
        _ => 9,
    },
    &[
        (0, &[&SECOND, &CHECKSUM, &STATUS, &IDENTIFIER, &MADDR, &ACCESS_KEY]),
        (1, &[&SECOND, &CHECKSUM, &STATUS, &MADDR]),
        (2, &[&SECOND, &CHECKSUM, &STATUS, &RESERVED, &NUM_GRP_RECS, &RECORDS]),
        (3, &[&SECOND, &CHECKSUM, &STATUS, &MADDR, &SKIP_U8, &S, &QRV, &QQIC, &NUM_SRC, &SOURCES]),
        (4, &[&SECOND, &CHECKSUM, &STATUS, &MADDR, &MTRACE_SADDR, &MTRACE_RADDR, &MTRACE_RSPADDR, &MTRACE_RESP_TTL, &MTRACE_Q_ID, &BLOCKS]),
    ],
    &[&DATA],
));

/// IGMP.
pub static PROTOCOL: Protocol = Protocol {
    name: "igmp",
    alias: "IGMP",
    title: "Internet Group Management Protocol",
    column: "IGMP",
    spec: "RFC 9776",
    size: 1,
    fields: &[&TYPE, &VERSION, &BY_TYPE],
    under: &[(Space::IpProto, 2)],
    line: &[Word::Call(line)],
    within: Some(within),
    finish: |d| {
        d.fill_at(&CHECKSUM, 2, 0);
        d.fill_at(&CHECKSUM, 2, internet(0, d.bytes).into());
    },
    classes: &[form::routing::IGMP],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 8 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    if bytes.starts_with(&[0x13]) {
        return Step { next: id::dvmrp, ..Step::reject() }; // a protocol of its own, of which nothing is IGMP's but the number
    }
    Step::new(bytes.len(), below.wire, id::data)
}

/// Wireshark asks for the type's dissector, which is of the same name, where it has one.
fn within(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    if let [0x11 | 0x12 | 0x16 | 0x17 | 0x1e | 0x1f | 0x22, _, _, _, _, _, _, _, ..] = packet.head(layer) {
        out.extend(b":igmp");
    }
}
/// RFC 9776, 7.1: "Query version is determined by its length and its Max Resp Code".
fn version(message: &[u8]) -> Option<u8> {
    match *message {
        [1..=8, ..] => Some(0),
        [0x11, ..] if message.len() > 8 => Some(3),
        [0x11, 0, ..] | [0x12, ..] => Some(1),
        [0x11 | 0x16 | 0x17, ..] => Some(2),
        [0x22, ..] => Some(3),
        _ => None,
    }
}
/// RFC 9776, 4.1.1.
fn response_time<'a>(here: &Here<'a>) -> Option<Value<'a>> {
    let code = here.number;
    let long = code >= 128 && version(here.head) == Some(3);
    Some(Value::Num(if long { (code & 15 | 16) << ((code >> 4 & 7) + 3) } else { code }))
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    Some(Value::Num(own_status(packet, packet.layer(layer)?)))
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(kind) = TYPE.num(head) else { return };
    out.extend(text::named(&TYPE, kind).unwrap_or("Unknown IGMP").as_bytes());
    if let (0x11 | 0x12 | 0x16 | 0x17, Some(group)) = (kind, load(head, 32, 32)) {
        if group == 0 {
            out.extend(b", general");
        } else {
            out.extend(if kind == 0x11 { &b", specific for group "[..] } else { &b" "[..] });
            text::plain(&MADDR, Value::Num(group), out);
        }
    }
}

const TYPES: Names = &[
    (0x01, "Create Group Request"),
    (0x02, "Create Group Reply"),
    (0x03, "Join Group Request"),
    (0x04, "Join Group Reply"),
    (0x05, "Leave Group Request"),
    (0x06, "Leave Group Reply"),
    (0x07, "Confirm Group Request"),
    (0x08, "Confirm Group Reply"),
    (0x11, "Membership Query"),
    (0x12, "Membership Report"),
    (0x13, "DVMRP Protocol"),
    (0x14, "PIM Routing Protocol"),
    (0x15, "Cisco Trace"),
    (0x16, "Membership Report"),
    (0x17, "Leave Group"),
    (0x1e, "Multicast Traceroute Response"),
    (0x1f, "Multicast Traceroute Query or Request"),
    (0x22, "Membership Report"),
    (0x30, "Multicast Router Advertisement"),
    (0x31, "Multicast Router Solicitation"),
    (0x32, "Multicast Router Termination"),
];
const RECORD_TYPES: Names = &[
    (1, "Mode Is Include"),
    (2, "Mode Is Exclude"),
    (3, "Change To Include Mode"),
    (4, "Change To Exclude Mode"),
    (5, "Allow New Sources"),
    (6, "Block Old Sources"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn ip(rest: &str) -> Vec<u8> {
        let rest = hex(rest);
        let mut bytes = hex("45 00 00 00 00 01 00 00 01 02 00 00 0a 00 00 01 e0 00 00 16");
        bytes[3] = (20 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }

    #[test]
    fn versions() {
        let names = ["igmp.version", "igmp.max_resp", "igmp.maddr"];
        assert_eq!(fields_of(228, &ip("11 00 ee ff 00 00 00 00"), &names), "1 - 0.0.0.0");
        assert_eq!(fields_of(228, &ip("11 00 ee ff 00 00 00 00"), &["frame.protocols"]), "ip:igmp:igmp");
        assert_eq!(fields_of(228, &ip("24 00 db ff 00 00 00 00"), &["frame.protocols"]), "ip:igmp");
        assert_eq!(fields_of(228, &ip("11 64 00 00 e0 01 02 03"), &names), "2 100 224.1.2.3");
        assert_eq!(fields_of(228, &ip("11 94 00 00 e0 01 02 03 0a 7d 00 00"), &names), "3 320 224.1.2.3");
    }
    #[test]
    fn report() {
        let bytes = ip("22 00 00 00 00 00 00 02 # version 3, two records
                        04 00 00 00 e0 01 02 03
                        03 01 00 02 e0 01 02 04 0a 00 00 01 0a 00 00 02 61 75 78 64");
        let names = ["igmp.record_type", "igmp.maddr", "igmp.saddr", "igmp.aux_data"];
        assert_eq!(fields_of(228, &bytes, &names), "4,3 224.1.2.3,224.1.2.4 10.0.0.1,10.0.0.2 61757864");
        cut_everywhere(228, &bytes);
    }
}
