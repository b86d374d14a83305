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
/// In bytes; on the wire in units of 8.
pub static FRAG_OFFSET: Field = Field::bits("ip.frag_offset", "Fragment Offset", 51, 13).times(8).alias("frag");
/// Hops.
pub static TTL: Field = Field::bits("ip.ttl", "Time to Live", 64, 8).alias("ttl").unset(64);
/// Of the payload.
pub static PROTO: Field = Field::bits("ip.proto", "Protocol", 72, 8).alias("proto").names(super::IP_PROTOCOLS).computed();
/// RFC 1071 over the header.
pub static CHECKSUM: Field = Field::bits("ip.checksum", "Header Checksum", 80, 16).alias("chksum").hex().computed();
/// 2: not verified, as long as the user does not ask for it.
pub static STATUS: Field = Field::new("ip.checksum.status", "Header checksum status", Place::Derived(status)).names(STATUS_NAMES);
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
static OPTION: Field = Field::new("", "IP Option", Place::Peek(8, &[(0, &EOL), (1, &NOP)], &OTHER));
static TYPE: Field = Field::new("ip.opt.type", "Type", Place::Key(8));
static LENGTH: Field = Field::new("ip.opt.len", "Length", Place::Len(8, Counts::Whole));
static EOL: Field = Field::new("", "End of Options List (EOL)", Place::Group(&[&TYPE]));
static NOP: Field = Field::new("", "No Operation (NOP)", Place::Group(&[&TYPE]));
static OTHER: Field = Field::new("", "Option", Place::Group(&[&TYPE, &LENGTH, &OTHER_DATA]));
static OTHER_DATA: Field = Field::new("", "Data", Place::Rest);

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
        &OPTIONS,
    ],
    under: &[
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
        return Step::malformed(header, header);
    }
    let cut = bytes.len() < total.min(below.wire);
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
        crate::text::decimal(offset, out);
        out.extend(b", ID ");
        crate::text::hex(ID.num(head).unwrap_or(0), 4, out);
    }
}
fn finish(d: &mut Draft<'_>) {
    d.fill(&HDR_LEN, d.head as u64);
    d.fill(&LEN, d.bytes.len() as u64);
    d.fill(&CHECKSUM, 0);
    let sum = internet(0, d.bytes.get(..d.head).unwrap_or(&[]));
    d.fill(&CHECKSUM, sum as u64);
}
