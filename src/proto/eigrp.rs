//! Enhanced Interior Gateway Routing Protocol, [RFC 7868](https://www.rfc-editor.org/rfc/rfc7868).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Header Version |    Opcode     |           Checksum            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                             Flags                             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Sequence Number                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                     Acknowledgment Number                     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |       Virtual Router ID       |   Autonomous System Number    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                             TLVs ..                           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;

const fn record(title: &'static str, of: Fields) -> Field {
    Field::new("", title, Place::Group(of))
}

/// 2.
pub static VERSION: Field = Field::bits("eigrp.version", "Version", 0, 8).alias("ver").unset(2);
/// Update, query, hello ..
pub static OPCODE: Field = Field::bits("eigrp.opcode", "Opcode", 8, 8).alias("opcode").unset(5).names(&[
    (1, "Update"),
    (2, "Request"),
    (3, "Query"),
    (4, "Reply"),
    (5, "Hello"),
    (6, "IPX/SAP Update"),
    (8, "Acknowledge"),
    (10, "SIA-Query"),
    (11, "SIA-Reply"),
]);
/// RFC 1071 over header and records.
pub static CHECKSUM: Field = Field::bits("eigrp.checksum", "Checksum", 16, 16).hex().alias("chksum").computed();
/// Verified always, as in Wireshark.
pub static STATUS: Field = Field::new("eigrp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
/// RFC 7868, 6.2.
pub static FLAGS: Field = Field::bits("eigrp.flags", "Flags", 32, 32).hex().alias("flags");
/// The first update to a new neighbour.
pub static FLAGS_INIT: Field = Field::bits("eigrp.flags.init", "Init", 63, 1);
/// Only for those in the sequence record.
pub static FLAGS_CONDRECV: Field = Field::bits("eigrp.flags.condrecv", "Conditional Receive", 62, 1);
/// Graceful restart.
pub static FLAGS_RESTART: Field = Field::bits("eigrp.flags.restart", "Restart", 61, 1);
/// The last of a table.
pub static FLAGS_EOT: Field = Field::bits("eigrp.flags.eot", "End Of Table", 60, 1);
/// Of the reliable transport.
pub static SEQ: Field = Field::bits("eigrp.seq", "Sequence", 64, 32).alias("seq");
/// The last one heard.
pub static ACK: Field = Field::bits("eigrp.ack", "Acknowledge", 96, 32).alias("ack");
/// 0: unicast.
pub static VRID: Field = Field::bits("eigrp.vrid", "Virtual Router ID", 128, 16);
/// Autonomous system.
pub static AS: Field = Field::bits("eigrp.as", "Autonomous System", 144, 16).alias("asn").unset(100);

static TLVS: Field = Field::new("", "TLVs", Place::Many(&TLV_WHOLE)).alias("tlvlist");
/// One that says to be longer than what is left is not read at all.
static TLV_WHOLE: Field = Field::part(Place::When(|h| (4..=h.left()).contains(&h.word(h.at + 2).into()), &[&TLV]));
static TLV: Field = Field::part(Place::Peek(
    16,
    &[
        (0x0001, &PARAMETERS),
        (0x0002, &AUTH),
        (0x0003, &SEQUENCE),
        (0x0004, &SOFTWARE),
        (0x0005, &NEXT_SEQUENCE),
        (0x0006, &STUB),
        (0x0007, &TERMINATION),
        (0x0008, &TIDLIST),
        (0x00f1, &PARAMETERS),
        (0x00f2, &AUTH),
        (0x00f3, &SEQUENCE),
        (0x00f4, &SOFTWARE),
        (0x00f5, &TIDLIST),
        (0x0102, &IPV4_INTERNAL),
        (0x0103, &IPV4_EXTERNAL),
        (0x0104, &IPV4_COMMUNITY),
        (0x0402, &IPV6_INTERNAL),
        (0x0403, &IPV6_EXTERNAL),
        (0x0602, &MULTI_INTERNAL),
        (0x0603, &MULTI_EXTERNAL),
    ],
    &OTHER,
));
/// Of a record; its upper byte says of which protocol.
pub static TLV_TYPE: Field = word("eigrp.tlv_type", "Type").hex().alias("type").computed();
/// Of a record, type and length included.
pub static TLV_LEN: Field = Field::new("eigrp.tlv.len", "Length", Place::Len(16, Counts::Whole)).alias("len");
static OTHER: Field = record("Unknown", &[&TLV_TYPE, &TLV_LEN, &UNKNOWN]);
static UNKNOWN: Field = Field::new("eigrp.tlv_type.unknown", "Unknown TLV", Place::Rest).kind(Kind::Present);

static PARAMETERS: Field = record("Parameters", &[&TLV_TYPE, &TLV_LEN, &K1, &K2, &K3, &K4, &K5, &K6, &HOLDTIME, &GOODBYE_PART]).alias("EIGRPParam");
/// Weight of the bandwidth.
pub static K1: Field = byte("eigrp.par.k1", "K1").alias("k1").unset(1);
/// Weight of the load.
pub static K2: Field = byte("eigrp.par.k2", "K2").alias("k2");
/// Weight of the delay.
pub static K3: Field = byte("eigrp.par.k3", "K3").alias("k3").unset(1);
/// Weight of the reliability.
pub static K4: Field = byte("eigrp.par.k4", "K4").alias("k4");
/// Weight of the reliability.
pub static K5: Field = byte("eigrp.par.k5", "K5").alias("k5");
/// Weight of what else there is.
pub static K6: Field = byte("eigrp.par.k6", "K6").alias("reserved");
/// In seconds.
pub static HOLDTIME: Field = word("eigrp.par.holdtime", "Hold Time").alias("holdtime").unset(15);
/// "All K values are 255": the sender leaves.
static GOODBYE_PART: Field = Field::part(Place::When(|h| (5..11).all(|i| h.byte(h.start + i - 1) == 255), &[&GOODBYE]));
static GOODBYE: Field = Field::new("eigrp.peer_termination", "Peer Termination", Place::Run(0)).kind(Kind::Present);

static AUTH: Field = record(
    "Authentication",
    &[&TLV_TYPE, &TLV_LEN, &AUTH_TYPE, &AUTH_LENGTH, &AUTH_KEY, &AUTH_SEQ, &NULLPAD, &DIGEST_PART],
)
.alias("EIGRPAuthData");
/// MD5 or SHA-256.
pub static AUTH_TYPE: Field =
    Field::new("eigrp.auth.type", "Type", Place::Key(16)).alias("authtype").unset(2).names(&[(2, "MD5"), (3, "SHA256")]);
static AUTH_LENGTH: Field = word("eigrp.auth.length", "Length").alias("keysize").unset(16);
static AUTH_KEY: Field = long("eigrp.auth.keyid", "Key ID").alias("keyid").unset(1);
static AUTH_SEQ: Field = long("eigrp.auth.keyseq", "Key Sequence");
static NULLPAD: Field = Field::new("eigrp.nullpad", "Nullpad", Place::Run(8)).alias("nullpad");
static DIGEST_PART: Field = Field::part(Place::Pick(&[(2, &[&DIGEST]), (3, &[&DIGEST])], &[]));
static DIGEST: Field = Field::new("eigrp.auth.digest", "Digest", Place::Rest).alias("authdata");

static SEQUENCE: Field = record("Sequence", &[&TLV_TYPE, &TLV_LEN, &ADDRESSES]).alias("EIGRPSeq");
static ADDRESSES: Field = Field::many("Addresses", &ADDRESS);
static ADDRESS: Field = record("Address", &[&ADDRLEN, &ADDRESS_OF]);
static ADDRLEN: Field = Field::new("eigrp.seq.addrlen", "Address length", Place::Key(8)).alias("addrlen").unset(4);
static ADDRESS_OF: Field = Field::part(Place::Pick(&[(4, &[&SEQ_IPV4]), (16, &[&SEQ_IPV6])], &[&SEQ_OTHER]));
static SEQ_IPV4: Field = long("eigrp.seq.ipv4addr", "IP Address").kind(Kind::Ip4);
static SEQ_IPV6: Field = Field::new("eigrp.seq.ipv6addr", "IPv6 Address", Place::Run(16)).kind(Kind::Ip6);
static SEQ_OTHER: Field = Field::new("eigrp.seq.addrlen.invalid", "Invalid address length", Place::Rest).kind(Kind::Present);
static SOFTWARE: Field = record("Software Version", &[&TLV_TYPE, &TLV_LEN, &RELEASE, &TLV_VERSION]).alias("EIGRPSwVer");
static RELEASE: Field = word("eigrp.release_version", "EIGRP Release").alias("ios").unset(0x0c00);
static TLV_VERSION: Field = word("eigrp.tlv_version", "EIGRP TLV version").alias("eigrp").unset(0x0102);
static NEXT_SEQUENCE: Field = record("Next multicast sequence", &[&TLV_TYPE, &TLV_LEN, &NEXT_MCAST_SEQ]).alias("EIGRPNms");
static NEXT_MCAST_SEQ: Field = long("eigrp.next_mcast_seq", "Multicast Sequence").alias("nms");
static STUB: Field = record(
    "Peer Stub Information",
    &[&TLV_TYPE, &TLV_LEN, &STUB_OPTIONS, &STUB_CONNECTED, &STUB_STATIC, &STUB_SUMMARY, &STUB_REDIST, &STUB_LEAKMAP, &STUB_RECVONLY],
)
.alias("EIGRPStub");
static STUB_OPTIONS: Field = word("eigrp.stub_options", "Stub Options").hex().alias("flags");
static STUB_CONNECTED: Field = sub("eigrp.stub_options.connected", "Connected", 0x01);
static STUB_STATIC: Field = sub("eigrp.stub_options.static", "Static", 0x02);
static STUB_SUMMARY: Field = sub("eigrp.stub_options.summary", "Summary", 0x04);
static STUB_REDIST: Field = sub("eigrp.stub_options.redist", "Redistributed", 0x08);
static STUB_LEAKMAP: Field = sub("eigrp.stub_options.leakmap", "Leak-Map", 0x10);
static STUB_RECVONLY: Field = sub("eigrp.stub_options.recvonly", "Receive-Only", 0x20);
static TERMINATION: Field = record("Peer Termination", &[&TLV_TYPE, &TLV_LEN, &GRACEFUL]);
static GRACEFUL: Field = Field::new("eigrp.peer_termination_graceful", "Peer Termination (Graceful Shutdown)", Place::Run(0)).kind(Kind::Present);
static TIDLIST: Field = record("Peer Topology ID List", &[&TLV_TYPE, &TLV_LEN, &TID_FLAGS, &TID_LEN]);
static TID_FLAGS: Field = word("eigrp.tidlist.flags", "TID List Flags").hex();
/// In bytes.
static TID_LEN: Field = Field::new("eigrp.tidlist.len", "TID List Size", Place::Span(16, &[&TIDS_IN]));
static TIDS_IN: Field = Field::many("TIDs", &TID_OF);
static TID_OF: Field = word("eigrp.tidlist", "TID List");

static IPV4_INTERNAL: Field = record("Internal Route(IPv4)", &[&TLV_TYPE, &TLV_LEN, &NEXTHOP4, &OLD_METRIC, &DESTINATIONS4]).alias("EIGRPIntRoute");
static IPV4_EXTERNAL: Field =
    record("External Route(IPv4)", &[&TLV_TYPE, &TLV_LEN, &NEXTHOP4, &EXTERNAL, &OLD_METRIC, &DESTINATIONS4]).alias("EIGRPExtRoute");
static IPV4_COMMUNITY: Field = record("Route Community(IPv4)", &[&TLV_TYPE, &TLV_LEN, &NEXTHOP4, &OLD_METRIC, &DESTINATIONS4]);
static IPV6_INTERNAL: Field = record("Internal Route(IPv6)", &[&TLV_TYPE, &TLV_LEN, &NEXTHOP6, &OLD_METRIC, &DESTINATIONS6]).alias("EIGRPv6IntRoute");
static IPV6_EXTERNAL: Field =
    record("External Route(IPv6)", &[&TLV_TYPE, &TLV_LEN, &NEXTHOP6, &EXTERNAL, &OLD_METRIC, &DESTINATIONS6]).alias("EIGRPv6ExtRoute");
static NEXTHOP4: Field = long("eigrp.ipv4.nexthop", "NextHop").kind(Kind::Ip4).alias("nexthop");
static NEXTHOP6: Field = Field::new("eigrp.ipv6.nexthop", "NextHop", Place::Run(16)).kind(Kind::Ip6).alias("nexthop");
static DESTINATIONS4: Field = Field::many("Destinations", &DESTINATION4);
static DESTINATION4: Field = record("Destination", &[&PREFIXLEN4, &PREFIX4]);
static PREFIXLEN4: Field = byte("eigrp.ipv4.prefixlen", "Prefix Length").alias("prefixlen");
static PREFIX4: Field = Field::part(Place::Sized(prefix, &[&DESTINATION_4]));
static DESTINATION_4: Field = Field::new("eigrp.ipv4.destination", "Destination", Place::Rest).kind(Kind::Ip4);
static DESTINATIONS6: Field = Field::many("Destinations", &DESTINATION6);
static DESTINATION6: Field = record("Destination", &[&PREFIXLEN6, &PREFIX6]);
static PREFIXLEN6: Field = byte("eigrp.ipv6.prefixlen", "Prefix Length").alias("prefixlen");
static PREFIX6: Field = Field::part(Place::Sized(prefix, &[&DESTINATION_6]));
static DESTINATION_6: Field = Field::new("eigrp.ipv6.destination", "Destination", Place::Rest).kind(Kind::Ip6);
/// As many bytes as hold a prefix of so many bits.
fn prefix(h: &Here<'_>) -> usize {
    (h.number as usize).div_ceil(8)
}

static OLD_METRIC: Field = Field::new(
    "",
    "Legacy Metric",
    Place::Group(&[
        &OLD_DELAY, &OLD_BW, &OLD_MTU, &OLD_HOPS, &OLD_REL, &OLD_LOAD, &OLD_TAG, &OLD_FLAGS, &FLAG_SRCWD, &FLAG_CD, &FLAG_ACTIVE, &FLAG_REPL,
    ]),
);
static OLD_DELAY: Field = long("eigrp.old_metric.delay", "Scaled Delay").alias("delay");
static OLD_BW: Field = long("eigrp.old_metric.bw", "Scaled BW").alias("bandwidth");
static OLD_MTU: Field = Field::new("eigrp.old_metric.mtu", "MTU", Place::Uint(24)).alias("mtu").unset(1500);
static OLD_HOPS: Field = byte("eigrp.old_metric.hopcount", "Hop Count").alias("hopcount");
static OLD_REL: Field = byte("eigrp.old_metric.rel", "Reliability").alias("reliability").unset(255);
static OLD_LOAD: Field = byte("eigrp.old_metric.load", "Load").alias("load");
static OLD_TAG: Field = byte("eigrp.old_metric.intag", "Route Tag");
static OLD_FLAGS: Field = Field::part(Place::Uint(8));
static FLAG_SRCWD: Field = sub("eigrp.metric.flags.srcwd", "Source Withdraw", 0x01);
static FLAG_CD: Field = sub("eigrp.metric.flags.cd", "Candidate Default", 0x02);
static FLAG_ACTIVE: Field = sub("eigrp.metric.flags.active", "Route is Active", 0x04);
static FLAG_REPL: Field = sub("eigrp.metric.flags.repl", "Route is Replicated", 0x08);

static EXTERNAL: Field = Field::new(
    "",
    "External data",
    Place::Group(&[&EXT_RID, &EXT_AS, &EXT_TAG, &EXT_METRIC, &EXT_RESERVED, &EXT_PROTO, &EXT_FLAGS, &EXT_FLAG_EXT, &EXT_FLAG_CD]),
);
static EXT_RID: Field = long("eigrp.extdata.origrid", "Originating RouterID").kind(Kind::Ip4).alias("originrouter");
static EXT_AS: Field = long("eigrp.extdata.as", "Originating A.S.").alias("originasn");
static EXT_TAG: Field = long("eigrp.extdata.tag", "Administrative Tag").alias("tag");
static EXT_METRIC: Field = long("eigrp.extdata.metric", "External Metric").alias("externalmetric");
static EXT_RESERVED: Field = word("eigrp.extdata.reserved", "Reserved").alias("reserved");
static EXT_PROTO: Field = byte("eigrp.extdata.proto", "External Protocol ID").alias("extprotocolid").names(&[
    (1, "IGRP"),
    (2, "EIGRP"),
    (3, "Static Route"),
    (4, "RIP"),
    (5, "HELLO"),
    (6, "OSPF"),
    (7, "IS-IS"),
    (8, "EGP"),
    (9, "BGP"),
    (10, "IDRP"),
    (11, "Connected Route"),
]);
static EXT_FLAGS: Field = Field::part(Place::Uint(8));
static EXT_FLAG_EXT: Field = sub("eigrp.opaque.flag.ext", "Route is External", 0x01);
static EXT_FLAG_CD: Field = sub("eigrp.opaque.flag.cd", "Route is Candidate Default", 0x02);

static MULTI_INTERNAL: Field =
    record("Internal Route(MTR)", &[&TLV_TYPE, &TLV_LEN, &TID, &AFI, &ROUTERID, &WIDE_METRIC, &MULTI_HOP, &MULTI_DESTINATIONS]);
static MULTI_EXTERNAL: Field =
    record("External Route(MTR)", &[&TLV_TYPE, &TLV_LEN, &TID, &AFI, &ROUTERID, &WIDE_METRIC, &MULTI_HOP, &EXTERNAL, &MULTI_DESTINATIONS]);
static TID: Field = word("eigrp.tid", "Topology");
static AFI: Field = word("eigrp.afi", "AFI").names(&[(1, "IPv4"), (2, "IPv6")]);
static ROUTERID: Field = long("eigrp.routerid", "RouterID").kind(Kind::Ip4);
static WIDE_METRIC: Field = Field::new(
    "",
    "Wide Metric",
    Place::Group(&[
        &WIDE_OFFSET,
        &WIDE_PRIORITY,
        &WIDE_RELIABILITY,
        &WIDE_LOAD,
        &WIDE_MTU,
        &WIDE_HOPS,
        &WIDE_DELAY,
        &WIDE_BANDWIDTH,
        &WIDE_RESERVED,
        &WIDE_FLAGS,
        &FLAG_SRCWD,
        &FLAG_CD,
        &FLAG_ACTIVE,
        &FLAG_REPL,
        &ATTRIBUTES,
    ]),
);
/// In words of 16 bits, of the attributes.
static WIDE_OFFSET: Field = Field::new("eigrp.metric.offset", "Offset", Place::Key(8));
static WIDE_PRIORITY: Field = byte("eigrp.metric.priority", "Priority");
static WIDE_RELIABILITY: Field = byte("eigrp.metric.reliability", "Reliability").unset(255);
static WIDE_LOAD: Field = byte("eigrp.metric.load", "Load");
static WIDE_MTU: Field = Field::new("eigrp.metric.mtu", "MTU", Place::Uint(24)).unset(1500);
static WIDE_HOPS: Field = byte("eigrp.metric.hopcount", "Hop Count");
static WIDE_DELAY: Field = Field::new("eigrp.metric.delay", "Delay", Place::Uint(48)).ft(64);
static WIDE_BANDWIDTH: Field = Field::new("eigrp.metric.bandwidth", "Bandwidth", Place::Uint(48)).ft(64);
static WIDE_RESERVED: Field = word("eigrp.metric.reserved", "Reserved").hex();
static WIDE_FLAGS: Field = Field::part(Place::Uint(16));
static ATTRIBUTES: Field = Field::part(Place::Sized(|h| h.key as usize * 2, &[&ATTRIBUTE_LIST]));
static ATTRIBUTE_LIST: Field = Field::many("Attributes", &ATTRIBUTE);
static ATTRIBUTE: Field = record("Attribute", &[&ATTR_OPCODE, &ATTR_OFFSET, &ATTR_OF]);
static ATTR_OPCODE: Field = Field::new("eigrp.attr.opcode", "Opcode", Place::Key(8)).names(&[
    (0, "NoOp"),
    (1, "Scaled Metric"),
    (2, "Admin Tag"),
    (3, "Community"),
    (4, "Jitter"),
    (5, "Quiescent Energy"),
    (6, "Energy"),
    (7, "Add Path"),
]);
/// In words of 16 bits.
static ATTR_OFFSET: Field = byte("eigrp.attr.offset", "Offset");
static ATTR_OF: Field = Field::part(Place::Sized(|h| h.number as usize * 2, &[&ATTR_PICK]));
static ATTR_PICK: Field = Field::part(Place::Pick(
    &[(1, &[&ATTR_SCALED]), (2, &[&ATTR_TAG]), (4, &[&ATTR_JITTER]), (5, &[&ATTR_QENERGY]), (6, &[&ATTR_ENERGY])],
    &[],
));
static ATTR_SCALED: Field = long("eigrp.attr.scaled", "Legacy Metric");
static ATTR_TAG: Field = long("eigrp.attr.tag", "Tag");
static ATTR_JITTER: Field = long("eigrp.attr.jitter", "Jitter");
static ATTR_QENERGY: Field = long("eigrp.attr.qenergy", "Q-Energy");
static ATTR_ENERGY: Field = long("eigrp.attr.energy", "Energy");
/// The address family stands six bytes into the record.
fn family(h: &Here<'_>) -> u64 {
    h.word(h.start + 6).into()
}
static MULTI_HOP: Field = Field::part(Place::Switch(family, &[(1, &[&NEXTHOP4]), (2, &[&NEXTHOP6])], &[]));
static MULTI_DESTINATIONS: Field = Field::part(Place::Switch(family, &[(1, &[&DESTINATIONS4]), (2, &[&DESTINATIONS6])], &[]));

/// EIGRP.
pub static PROTOCOL: Protocol = Protocol {
    name: "eigrp",
    alias: "EIGRP",
    title: "Cisco EIGRP",
    column: "EIGRP",
    spec: "RFC 7868",
    size: 20,
    fields: &[
        &VERSION,
        &OPCODE,
        &CHECKSUM,
        &STATUS,
        &FLAGS,
        &FLAGS_INIT,
        &FLAGS_CONDRECV,
        &FLAGS_RESTART,
        &FLAGS_EOT,
        &SEQ,
        &ACK,
        &VRID,
        &AS,
        &TLVS,
    ],
    under: &[(Space::IpProto, 88)],
    line: &[Word::Of(&OPCODE), Word::With(", AS ", &AS)],
    finish: |d| {
        d.fill(&CHECKSUM, 0);
        let sum = internet(0, d.bytes);
        d.fill(&CHECKSUM, sum.into());
    },
    classes: &[form::routing::EIGRP],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.len() {
        0..18 => Step::cut(&[]),
        n if n < below.wire || n < 20 => Step::cut(bytes),
        n => Step::new(n, n, id::data),
    }
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let bytes = packet.layer(layer)?.whole(packet.bytes);
    CHECKSUM.num(bytes)?;
    Some(Value::Num((internet(0, bytes) == 0).into()))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn over_ip(message: &str) -> Vec<u8> {
        let mut bytes = hex(&format!("45 00 00 00 00 01 00 00 01 58 00 00 0a 00 00 01 e0 00 00 0a {message}"));
        bytes[3] = bytes.len() as u8;
        bytes
    }

    #[test]
    fn hello() {
        let bytes = over_ip("02 05 ee 65 00 00 00 00 00 00 00 01 00 00 00 02 00 00 00 64 # version 2, hello, seq 1, ack 2, AS 100
             00 01 00 0c 01 00 01 00 00 00 00 0f # parameters
             00 04 00 08 0c 04 01 02 # software");
        let names = ["eigrp.opcode", "eigrp.checksum.status", "eigrp.as", "eigrp.tlv_type", "eigrp.tlv.len", "eigrp.par.k3", "eigrp.par.holdtime", "eigrp.release_version"];
        assert_eq!(fields_of(228, &bytes, &names), "5 1 100 0x0001,0x0004 12,8 1 15 3076");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn routes() {
        let bytes = over_ip("02 01 00 00 00 00 00 01 00 00 00 01 00 00 00 02 00 00 00 64
             01 02 00 1c 00 00 00 00 00 00 01 00 00 00 02 00 00 05 dc 01 ff 01 05 02 18 0a 01 01 # IPv4 internal
             06 02 00 2c 00 00 00 01 0a 00 00 09 00 00 ff 01 00 05 dc 01 00 00 00 00 01 00 00 00 00 00 02 00 00 00 00 00
             0a 00 00 01 18 0a 01 02 # multi-protocol internal");
        let names = ["eigrp.flags.init", "eigrp.ipv4.nexthop", "eigrp.ipv4.prefixlen", "eigrp.ipv4.destination", "eigrp.old_metric.mtu", "eigrp.metric.flags.cd", "eigrp.metric.delay"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0.0.0.0,10.0.0.1 24,24 10.1.1.0,10.1.2.0 1500 1,0 256");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn a_record_of_no_length_ends_it() {
        let mut bytes = over_ip("02 05 00 00 00 00 00 00 00 00 00 01 00 00 00 02 00 00 00 64 00 01 00 00 01 00 01 00 00 00 00 0f");
        assert_eq!(fields_of(228, &bytes, &["eigrp.opcode", "eigrp.par.k1"]), "5 -");
        bytes[43] = 200;
        assert_eq!(fields_of(228, &bytes, &["eigrp.opcode", "eigrp.par.k1"]), "5 -");
    }
}
