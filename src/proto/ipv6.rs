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
/// RFC 2474.
pub static TCLASS: Field = Field::bits("ipv6.tclass", "Traffic Class", 4, 8).alias("tc").hex().ft(32);
/// RFC 2474, 3.
pub static DSCP: Field = Field::bits("ipv6.tclass.dscp", "Differentiated Services Codepoint", 4, 6).names(super::DSCP);
/// RFC 3168, 5.
pub static ECN: Field = Field::bits("ipv6.tclass.ecn", "Explicit Congestion Notification", 10, 2).names(super::ECN);
/// RFC 6437.
pub static FLOW: Field = Field::bits("ipv6.flow", "Flow Label", 12, 20).alias("fl").hex().ft(32);
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

/// IPv6.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6",
    alias: "IPv6",
    title: "Internet Protocol Version 6",
    column: "IPv6",
    spec: "RFC 8200",
    size: 40,
    fields: &[&VERSION, &TCLASS, &DSCP, &ECN, &FLOW, &PLEN, &NXT, &HLIM, &SRC, &ADDR, &DST],
    under: &[(Space::EtherType, 0x86dd), (Space::IpProto, 41), (Space::Link, 229)],
    next: Some((Space::IpProto, &NXT)),
    ends: Some((&SRC, &DST)),
    line: &[Word::Of(&NXT)],
    finish: |d| d.fill(&PLEN, d.bytes.len().saturating_sub(40) as u64),
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
    let total = if ip.payload_length() == 0 { below.wire } else { 40 + ip.payload_length() as usize };
    Step::new(40, total, IPPROTO.of(ip.next_header().0.into()))
}
