//! Distance Vector Multicast Routing Protocol, version 3,
//! [draft-ietf-idmr-dvmrp-v3](https://datatracker.ietf.org/doc/html/draft-ietf-idmr-dvmrp-v3-11); a kind of IGMP message.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Type (0x13)  |     Code      |           Checksum            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |   Reserved    | Capabilities  |  Minor Vers.  |  Major Vers.  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;

/// 0x13: this protocol's number among IGMP's.
pub static TYPE: Field = Field::bits("dvmrp.type", "Type", 0, 8).hex().names(&[(0x13, "DVMRP")]).unset(0x13);
/// Always 3 here.
pub static VERSION: Field = Field::new("dvmrp.version", "DVMRP Version", Place::Derived(|_, _| Some(Value::Num(3)))).ft(8);
/// What the message is.
pub static CODE: Field = Field::bits("dvmrp.v3.code", "Code", 8, 8).hex().names(CODES).unset(1);
/// RFC 1071 over the message.
pub static CHECKSUM: Field = Field::bits("dvmrp.checksum", "Checksum", 16, 16).hex().computed();
/// Always verified where the whole message is there.
pub static STATUS: Field = Field::new("dvmrp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
static RESERVED: Field = Field::bits("dvmrp.reserved", "Reserved", 32, 16).hex();
static CAPABILITIES: Field = Field::part(Place::When(
    |h| matches!(h.byte(1), 1 | 6),
    &[&CAPS, &CAP_NETMASK, &CAP_SNMP, &CAP_MTRACE, &CAP_GENID, &CAP_PRUNE, &CAP_LEAF],
));
static CAPS: Field = Field::bits("dvmrp.capabilities", "Capabilities", 40, 8).hex();
static CAP_NETMASK: Field = Field::bits("dvmrp.cap.netmask", "Netmask", 42, 1);
static CAP_SNMP: Field = Field::bits("dvmrp.cap.snmp", "SNMP", 43, 1);
static CAP_MTRACE: Field = Field::bits("dvmrp.cap.mtrace", "Mtrace", 44, 1);
static CAP_GENID: Field = Field::bits("dvmrp.cap.genid", "Genid", 45, 1);
static CAP_PRUNE: Field = Field::bits("dvmrp.cap.prune", "Prune", 46, 1);
static CAP_LEAF: Field = Field::bits("dvmrp.cap.leaf", "Leaf", 47, 1);
static MINOR: Field = Field::bits("dvmrp.min_ver", "Minor Version", 48, 8).hex().unset(0xff);
static MAJOR: Field = Field::bits("dvmrp.maj_ver", "Major Version", 56, 8).hex().unset(3);

static BY_CODE: Field = Field::part(Place::Switch(
    |h| if h.left() == 0 { 0 } else { h.byte(1).into() },
    &[
        (1, &[&GENID, &NEIGHBORS]),
        (2, &[&ROUTES]),
        (6, &[&INTERFACES]),
        (7, &[&SADDR, &MADDR, &LIFETIME, &NETMASK_OR_NONE]),
        (8, &[&SADDR, &MADDR, &NETMASK_OR_NONE]),
        (9, &[&SADDR, &MADDR, &NETMASK_OR_NONE]),
    ],
    &[&UNSHOWN],
));
static UNSHOWN: Field = Field::new("", "", Place::Rest);
/// A new one tells that the router was started anew.
pub static GENID: Field = Field::new("dvmrp.genid", "Generation ID", Place::Uint(32));
static NEIGHBORS: Field = Field::many("Neighbors", &NEIGHBOR);
static NEIGHBOR: Field = Field::new("dvmrp.neighbor", "Neighbor Addr", Place::Uint(32)).kind(Kind::Ip4);
static SADDR: Field = Field::new("dvmrp.saddr", "Source Addr", Place::Uint(32)).kind(Kind::Ip4);
static MADDR: Field = Field::new("dvmrp.maddr", "Multicast Addr", Place::Uint(32)).kind(Kind::Ip4);
static LIFETIME: Field = Field::new("dvmrp.lifetime", "Prune lifetime", Place::Uint(32));
static NETMASK: Field = Field::new("dvmrp.netmask", "Netmask", Place::Uint(32)).kind(Kind::Ip4);
static NETMASK_OR_NONE: Field = Field::part(Place::When(|h| h.left() >= 4, &[&NETMASK]));

// A report: of a mask the first byte, which is 255, is left out, of a source's address the bytes that the mask does not cover.
static ROUTES: Field = Field::many("Routes", &ROUTE);
static ROUTE: Field = Field::new("dvmrp.route", "Route", Place::Group(&[&MASK_BYTES, &MASK, &SOURCE_LIST]));
static MASK_BYTES: Field = Field::new("", "", Place::Key(24));
static MASK: Field =
    Field::new("dvmrp.netmask", "Netmask", Place::Reckoned(|h| Some(Value::Num(0xff00_0000 | h.number)))).kind(Kind::Ip4);
static SOURCE_LIST: Field = Field::new("", "Sources", Place::Repeat(sources, &SOURCE));
static SOURCE: Field = Field::new("", "Source", Place::Group(&[&SOURCE_ADDRESS, &SOURCE_BYTES, &METRIC_BYTE, &METRIC]));
static SOURCE_ADDRESS: Field = Field::new("dvmrp.saddr", "Source Addr", Place::Reckoned(source)).kind(Kind::Ip4);
static SOURCE_BYTES: Field = Field::new("", "", Place::Take(|h| covered(h.key)));
static METRIC_BYTE: Field = Field::new("", "", Place::Uint(8));
/// From 32 on it means unreachable, or that the route is used downstream.
pub static METRIC: Field = Field::new("dvmrp.metric", "Metric", Place::Sub(0x7f));

static INTERFACES: Field = Field::many("Interfaces", &INTERFACE);
static INTERFACE: Field = Field::new(
    "",
    "Interface",
    Place::Group(&[
        &LOCAL,
        &LINK_METRIC,
        &THRESHOLD,
        &FLAG_BYTE,
        &FLAGS,
        &TUNNEL,
        &SRCROUTE,
        &DOWN,
        &DISABLED,
        &QUERIER,
        &LEAF,
        &NCOUNT,
        &INTERFACE_NEIGHBORS,
    ]),
);
static LOCAL: Field = Field::new("dvmrp.local", "Local Addr", Place::Uint(32)).kind(Kind::Ip4);
static LINK_METRIC: Field = Field::new("dvmrp.metric", "Metric", Place::Uint(8));
static THRESHOLD: Field = Field::new("dvmrp.threshold", "Threshold", Place::Uint(8));
static FLAG_BYTE: Field = Field::new("", "", Place::Uint(8));
static FLAGS: Field = Field::new("dvmrp.flags", "Flags", Place::Reckoned(|_| Some(Value::Num(1)))).kind(Kind::Present);
static TUNNEL: Field = Field::new("dvmrp.flag.tunnel", "Tunnel", Place::Sub(0x01));
static SRCROUTE: Field = Field::new("dvmrp.flag.srcroute", "Source Route", Place::Sub(0x02));
static DOWN: Field = Field::new("dvmrp.flag.down", "Down", Place::Sub(0x10));
static DISABLED: Field = Field::new("dvmrp.flag.disabled", "Disabled", Place::Sub(0x20));
static QUERIER: Field = Field::new("dvmrp.flag.querier", "Querier", Place::Sub(0x40));
static LEAF: Field = Field::new("dvmrp.flag.leaf", "Leaf", Place::Sub(0x80));
static NCOUNT: Field = Field::new("dvmrp.ncount", "Neighbor Count", Place::Uint(8));
static INTERFACE_NEIGHBORS: Field = Field::new("", "Neighbors", Place::Repeat(|h| (h.number as usize).min(h.left() / 4), &NEIGHBOR));

/// DVMRP.
pub static PROTOCOL: Protocol = Protocol {
    name: "dvmrp",
    title: "Distance Vector Multicast Routing Protocol",
    column: "DVMRP",
    spec: "draft-ietf-idmr-dvmrp-v3",
    size: 8,
    fields: &[
        &TYPE,
        &VERSION,
        &CODE,
        &CHECKSUM,
        &STATUS,
        &RESERVED,
        &CAPABILITIES,
        &MINOR,
        &MAJOR,
        &BY_CODE,
    ],
    under: &[],
    line: &[Word::Of(&CODE)],
    finish: |d| {
        d.fill(&CHECKSUM, 0);
        d.fill(&CHECKSUM, internet(0, d.bytes).into());
    },
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 8)
}

/// Bytes of an address that a mask of these three lower bytes covers.
fn covered(mask: u64) -> usize {
    1 + [16, 8, 0].iter().filter(|shift| mask >> **shift & 0xff != 0).count()
}
/// The address that follows, with zeros behind its bytes.
fn source<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    let bytes = h.head.get(h.at..h.at + covered(h.key))?;
    let address = bytes.iter().fold(0, |n, b| n << 8 | u64::from(*b));
    Some(Value::Num(address << (8 * (4 - bytes.len()))))
}
/// How many sources follow: the last one's metric has its highest bit set.
fn sources(h: &Here<'_>) -> usize {
    let bytes = h.head.get(h.at..h.end).unwrap_or(&[]);
    let each = covered(h.key) + 1;
    let last = bytes.chunks_exact(each).position(|source| source.last().is_some_and(|metric| metric & 0x80 != 0));
    last.map_or(bytes.len().div_ceil(each), |n| n + 1)
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    Some(Value::Num(own_status(packet, packet.layer(layer)?)))
}

const CODES: Names = &[
    (1, "Probe"),
    (2, "Report"),
    (3, "Ask Neighbors"),
    (4, "Neighbors"),
    (5, "Ask Neighbors 2"),
    (6, "Neighbors 2"),
    (7, "Prune"),
    (8, "Graft"),
    (9, "Graft ACK"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn message(bytes: &str) -> Vec<u8> {
        let body = hex(bytes);
        let mut packet = hex("45 00 00 14 00 01 00 00 01 02 00 00 0a 00 00 01 e0 00 00 04");
        packet[3] += body.len() as u8;
        packet.extend(body);
        packet
    }
    #[test]
    fn probe() {
        let bytes = message("13 01 d9 ad 00 3f ff 03 00 00 00 09 0a 00 00 02 0a 00 00 03");
        assert_eq!(layers_of(228, &bytes), "ip:dvmrp End");
        let names = ["dvmrp.v3.code", "dvmrp.checksum.status", "dvmrp.cap.snmp", "dvmrp.maj_ver", "dvmrp.genid", "dvmrp.neighbor", "igmp.type"];
        assert_eq!(fields_of(228, &bytes, &names), "0x01 1 1 0x03 9 10.0.0.2,10.0.0.3 -");
        cut_everywhere(228, &bytes);
    }
    /// Two masks, of which the first has two sources.
    #[test]
    fn report() {
        let bytes = message("13 02 00 00 00 0e ff 03 ff ff 00 0a 00 01 02 0a 00 02 83 00 00 00 00 81");
        let names = ["dvmrp.netmask", "dvmrp.saddr", "dvmrp.metric", "dvmrp.route"];
        assert_eq!(fields_of(228, &bytes, &names), "255.255.255.0,255.0.0.0 10.0.1.0,10.0.2.0,0.0.0.0 2,3,1 1,1");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn neighbors_and_prune() {
        let bytes = message("13 06 00 00 00 0e ff 03 0a 00 00 01 01 02 51 01 0a 00 00 02");
        let names = ["dvmrp.local", "dvmrp.threshold", "dvmrp.flag.tunnel", "dvmrp.flag.querier", "dvmrp.ncount", "dvmrp.neighbor"];
        assert_eq!(fields_of(228, &bytes, &names), "10.0.0.1 2 1 1 1 10.0.0.2");
        let bytes = message("13 07 00 00 00 0e ff 03 0a 00 00 01 ef 01 01 01 00 00 00 78");
        assert_eq!(fields_of(228, &bytes, &["dvmrp.saddr", "dvmrp.maddr", "dvmrp.lifetime"]), "10.0.0.1 239.1.1.1 120");
        cut_everywhere(228, &bytes);
    }
}
