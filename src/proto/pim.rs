//! Protocol Independent Multicast, version 2: [RFC 7761](https://www.rfc-editor.org/rfc/rfc7761); dense mode: RFC 3973;
//! bootstrap: RFC 5059; bidirectional: RFC 5015; flooding: RFC 8364. Version 1 travels inside IGMP.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |PIM Ver| Type  |   Reserved    |           Checksum            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                     By type: options, addresses ..            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! An address says its family first (1: IPv4, 2: IPv6), then its encoding (0); a group has flags and a mask behind that,
//! a source has flags of its own (RFC 7761, 4.9.1).
use super::*;
use crate::checksum::{internet, pseudo};
use crate::field::*;

const fn record(title: &'static str, of: Fields) -> Field {
    Field::new("", title, Place::Group(of))
}

/// 2.
pub static VERSION: Field = Field::bits("pim.version", "Version", 0, 4).ft(8).alias("version").unset(2);
/// What kind of message.
pub static TYPE: Field = Field::bits("pim.type", "Type", 4, 4).ft(8).alias("type").names(&[
    (0, "Hello"),
    (1, "Register"),
    (2, "Register-stop"),
    (3, "Join/Prune"),
    (4, "Bootstrap"),
    (5, "Assert"),
    (6, "Graft"),
    (7, "Graft-Ack"),
    (8, "Candidate-RP-Advertisement"),
    (9, "State-Refresh"),
    (10, "DF election"),
    (11, "ECMP redirect"),
    (12, "PIM Flooding Mechanism"),
]);
/// Zero, but for the kinds that use it.
static SECOND: Field = Field::part(Place::Switch(
    |h| (h.byte(0) & 15).into(),
    &[(10, &[&BYTE, &DF_SUBTYPE, &DF_RSVD]), (12, &[&BYTE, &PFM_NO_FORWARD, &PFM_BYTE])],
    &[&RESERVED],
));
static BYTE: Field = Field::part(Place::Uint(8));
static DF_SUBTYPE: Field = sub("pim.df_elect.subtype", "DF Subtype", 0xf0).names(&[(1, "Offer"), (2, "Winner"), (3, "Backoff"), (4, "Pass")]);
static DF_RSVD: Field = sub("pim.df_elect.rsvd", "DF reserved", 0x0f);
static PFM_NO_FORWARD: Field = sub("pim.pfmnoforwardbit", "Pfm no forward bit", 0x80);
static PFM_BYTE: Field = sub("pim.res_bytes", "Reserved byte(s)", 0x7f).hex().kind(Kind::Show(&BYTES));
static BYTES: Show = Show {
    ft: "BYTES",
    plain: |value, out| {
        if let Value::Num(n) = value {
            crate::text::hex(n, 2, out)
        }
    },
};
static RESERVED: Field = Field::new("pim.res_bytes", "Reserved byte(s)", Place::Run(1)).alias("reserved");
/// RFC 1071 over the message, of a register over its first 8 bytes; over IPv6 with a pseudo header.
pub static CHECKSUM: Field = word("pim.cksum", "Checksum").hex().alias("chksum").computed();
/// Verified always, as in Wireshark.
pub static STATUS: Field = Field::new("pim.cksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
static OPTION_MARK: Field = Field::new("pim.option", "PIM Options", Place::Run(0)).kind(Kind::Present);

static MESSAGE: Field = Field::part(Place::When(|h| h.byte(0) >> 4 == 2 && h.head.len() >= 8, &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| (h.byte(0) & 15).into(),
    &[
        (0, &[&OPTIONS]),
        (1, &[&REGISTER, &REGISTER_BORDER, &REGISTER_NULL, &INNER]),
        (2, &[&GROUP, &SOURCE]),
        (3, JOIN_PRUNE),
        (4, &[&FRAGMENT_TAG, &HASH_MASK_LEN, &BSR_PRIORITY, &BSR, &RP_GROUPS]),
        (5, &[&GROUP, &SOURCE, &PREFERENCE, &RPT, &METRIC_PREF, &METRIC]),
        (6, JOIN_PRUNE),
        (7, JOIN_PRUNE),
        (8, &[&PREFIX_COUNT, &PRIORITY, &HOLDTIME, &RP, &GROUPS]),
        (9, &[
            &GROUP, &SOURCE, &ORIGINATOR, &PREFERENCE, &RPT, &METRIC_PREF, &METRIC, &MASK_LEN, &TTL, &BYTE, &PRUNE_INDICATOR, &PRUNE_NOW,
            &ASSERT_OVERRIDE, &INTERVAL,
        ]),
        (10, &[&RP, &METRIC_PREF, &METRIC]),
        (12, &[&ORIGINATOR, &FLOODS]),
    ],
    &[],
));

static OPTIONS: Field = Field::new("", "Options", Place::Many(&OPTION_WHOLE)).alias("option");
/// One that says to be longer than what is left is not read at all.
static OPTION_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 4 + usize::from(h.word(h.at + 2)), &[&OPTION]));
static OPTION: Field = record("Option", &[&OPTION_TYPE, &OPTION_LENGTH, &OPTION_VALUE]);
/// Of a hello.
pub static OPTION_TYPE: Field = Field::new("pim.optiontype", "Type", Place::Key(16)).alias("type").names(&[
    (1, "Hold Time"),
    (2, "LAN Prune Delay"),
    (17, "Tree Information Base Signal"),
    (19, "DR Priority"),
    (20, "Generation ID"),
    (21, "State Refresh Capable"),
    (22, "Bidir Capable"),
    (24, "Address list"),
    (26, "Join Attribute"),
    (65001, "Address list"),
]);
/// Of an option's value.
pub static OPTION_LENGTH: Field = Field::new("pim.optionlength", "Length", Place::Len(16, Counts::Behind)).alias("length");
static OPTION_VALUE: Field = Field::part(Place::Switch(
    // A value of a length that its type does not have is shown as bytes.
    |h| match (h.key, h.left()) {
        (1, 2) | (2 | 19..=21, 4) | (24 | 65001, _) => h.key,
        (1 | 2 | 19..=21, _) => 0xffff,
        _ => 0,
    },
    &[
        (1, &[&HOLDTIME]),
        (2, &[&DELAY_WORD, &DELAY_T, &PROPAGATION_DELAY, &OVERRIDE_INTERVAL]),
        (19, &[&DR_PRIORITY]),
        (20, &[&GENERATION_ID]),
        (21, &[&REFRESH_VERSION, &REFRESH_INTERVAL, &REFRESH_RESERVED]),
        (24, &[&ADDRESS_LIST]),
        (65001, &[&ADDRESS_LIST]),
        (0xffff, &[]),
    ],
    &[&OPTION_BYTES],
));
static OPTION_BYTES: Field = Field::new("pim.optionvalue", "Unknown", Place::Rest).alias("value");
/// In seconds; 0xffff: for ever.
pub static HOLDTIME: Field = word("pim.holdtime", "Holdtime").alias("holdtime");
static DELAY_WORD: Field = Field::part(Place::Uint(16));
static DELAY_T: Field = sub("pim.t", "T", 0x8000).alias("t");
static PROPAGATION_DELAY: Field = sub("pim.propagation_delay", "Propagation Delay", 0x7fff).alias("propagation_delay");
static OVERRIDE_INTERVAL: Field = word("pim.override_interval", "Override Interval").alias("override_interval");
static DR_PRIORITY: Field = long("pim.dr_priority", "DR Priority").alias("dr_priority");
static GENERATION_ID: Field = long("pim.generation_id", "Generation ID").alias("generation_id");
static REFRESH_VERSION: Field = byte("pim.state_refresh_version", "Version").alias("version");
static REFRESH_INTERVAL: Field = byte("pim.state_refresh_interval", "Interval").alias("interval");
static REFRESH_RESERVED: Field = word("pim.state_refresh_reserved", "Reserved").alias("reserved");
static ADDRESS_LIST: Field = Field::many("Addresses", &LISTED);

static REGISTER: Field = long("pim.register_flag", "Flags").hex();
static REGISTER_BORDER: Field = sub("pim.register_flag.border", "Border", 0x8000_0000);
static REGISTER_NULL: Field = sub("pim.register_flag.null_register", "Null-Register", 0x4000_0000);
/// The version of what is registered, which is the body.
static INNER: Field = Field::new(
    "pim.ip_version",
    "IP Version",
    Place::Derived(|p, i| Some(Value::Num((p.bytes.get(p.layer(i)?.body as usize)? >> 4).into()))),
).ft(8)
.names(&[(0, "Dummy Header"), (4, "IPv4"), (6, "IPv6")]);

const JOIN_PRUNE: Fields = &[&UPSTREAM, &RESERVED, &NUMGROUPS, &HOLDTIME, &SETS];
static NUMGROUPS: Field = Field::new("pim.numgroups", "Num Groups", Place::Uint(8)).ft(16).alias("num_group").computed();
static SETS: Field = Field::new("", "Groups", Place::Repeat(|h| h.byte(h.at.saturating_sub(3)).into(), &SET)).alias("jp_ips");
static SET: Field = record("Group", &[&GROUP, &NUMJOINS, &PRUNE_COUNT, &JOINS, &PRUNES]);
static NUMJOINS: Field = Field::new("pim.numjoins", "Num Joins", Place::Uint(16)).alias("num_joins").computed();
static PRUNE_COUNT: Field = Field::new("pim.numprunes", "Num Prunes", Place::Key(16)).alias("num_prunes").computed();
static JOINS: Field = Field::new("", "Joins", Place::Repeat(|h| h.word(h.at.saturating_sub(4)).into(), &JOIN)).alias("join_ips");
static PRUNES: Field = Field::new("", "Prunes", Place::Repeat(|h| h.key as usize, &PRUNE)).alias("prune_ips");

static FRAGMENT_TAG: Field = word("pim.fragment_tag", "Fragment tag").hex();
static HASH_MASK_LEN: Field = byte("pim.hash_mask_len", "Hash mask len");
static BSR_PRIORITY: Field = byte("pim.bsr_priority", "BSR priority");
static RP_GROUPS: Field = Field::many("Groups", &RP_GROUP);
static RP_GROUP: Field = record("Group", &[&GROUP, &RP_COUNT, &FRP_COUNT, &RESERVED_WORD, &RP_SET]);
static RP_COUNT: Field = byte("pim.rp_count", "RP count");
static FRP_COUNT: Field = Field::new("pim.frp_count", "FRP count", Place::Key(8));
static RESERVED_WORD: Field = Field::part(Place::Run(2));
static RP_SET: Field = Field::new("", "RPs", Place::Repeat(|h| h.key as usize, &RP_ENTRY));
static RP_ENTRY: Field = record("RP", &[&RP, &HOLDTIME, &PRIORITY, &RESERVED]);
static PRIORITY: Field = byte("pim.priority", "Priority");
static PREFIX_COUNT: Field = Field::new("pim.prefix_count", "Prefix-count", Place::Key(8));
static GROUPS: Field = Field::new("", "Groups", Place::Repeat(|h| h.byte(4).into(), &GROUP));
/// The upper bit says what the rest of the word is about.
static PREFERENCE: Field = Field::part(Place::Uint(32));
static RPT: Field = sub("pim.rpt", "RP Tree", 0x8000_0000);
static METRIC_PREF: Field = Field::part(Place::Switch(|h| (h.byte(0) & 15).into(), &[(10, &[&METRIC_PREF_WORD])], &[&METRIC_PREF_BITS]));
static METRIC_PREF_WORD: Field = long("pim.metric_pref", "Metric Preference");
static METRIC_PREF_BITS: Field = sub("pim.metric_pref", "Metric Preference", 0x7fff_ffff);
static METRIC: Field = long("pim.metric", "Metric");
static MASK_LEN: Field = byte("pim.mask_len", "Masklen").alias("mask_len");
static TTL: Field = byte("pim.ttl", "TTL");
static PRUNE_INDICATOR: Field = sub("pim.prune_indicator", "Prune indicator", 0x80);
static PRUNE_NOW: Field = sub("pim.prune_now", "Prune now", 0x40);
static ASSERT_OVERRIDE: Field = sub("pim.assert_override", "Assert override", 0x20);
static INTERVAL: Field = byte("pim.interval", "Interval");
static FLOODS: Field = Field::many("Options", &FLOOD);
static FLOOD: Field = record("Option", &[&FLOOD_WORD, &TRANSITIVE, &FLOOD_TYPE, &OPTION_LENGTH, &FLOOD_VALUE]);
static FLOOD_WORD: Field = Field::part(Place::Key(16));
static TRANSITIVE: Field = sub("pim.transitivetype", "Transitive Type", 0x8000);
static FLOOD_TYPE: Field = sub("pim.optiontype", "Type", 0x7fff);
static FLOOD_VALUE: Field = Field::part(Place::Switch(|h| h.key & 0x7fff, &[(1, &[&GROUP, &SRCCOUNT, &SRCHOLDTIME, &SOURCES])], &[&OPTION_BYTES]));
static SRCCOUNT: Field = word("pim.srccount", "Source Count");
static SRCHOLDTIME: Field = word("pim.srcholdtime", "Source Holdtime");
static SOURCES: Field = Field::many("Sources", &SOURCE);

static FAMILY: Field = byte("pim.addr_address_family", "Address Family").alias("addr_family").unset(1).names(&[(1, "IPv4"), (2, "IPv6")]);
static ENCODING: Field = byte("pim.addr_encoding_type", "Encoding Type").alias("encoding_type").names(&[(0, "Native"), (1, "Join Attribute")]);
/// The family that the next bytes say, where the whole address is there: with so many bytes around it.
fn family<const AROUND: usize>(h: &Here<'_>) -> u64 {
    match h.byte(h.at) {
        1 if h.left() >= 4 + AROUND => 1,
        2 if h.left() >= 16 + AROUND => 2,
        _ => 0,
    }
}
/// An address that cannot be read ends the message: nothing says where the next field stands.
static BROKEN: Field = Field::part(Place::Run(u16::MAX));
/// The address just read, once more under the name of its part in the message: at the end of its record.
const fn again(name: &'static str, title: &'static str, bits: u32) -> Field {
    let field = Field::new(name, title, if bits == 32 { Place::Sub(0xffff_ffff) } else { Place::Reckoned(passed) });
    field.kind(if bits == 32 { Kind::Ip4 } else { Kind::Ip6 })
}
/// The sixteen bytes just read.
fn passed<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    h.head.get(h.at.checked_sub(16)?..h.at).map(Value::Bytes)
}
macro_rules! unicast { ($($part:ident $four:ident $six:ident $name4:literal $name6:literal $title:literal;)*) => { $(
    static $part: Field = Field::part(Place::Switch(family::<2>, &[(1, &[&FAMILY, &ENCODING, &UNICAST4, &$four]), (2, &[&FAMILY, &ENCODING, &UNICAST6, &$six])], &[&BROKEN]));
    static $four: Field = again($name4, $title, 32);
    static $six: Field = again($name6, $title, 128);
)* } }
static UNICAST6: Field = Field::new("pim.unicast_ipv6", "Unicast", Place::Run(16)).kind(Kind::Ip6);
static UNICAST4: Field = long("pim.unicast", "Unicast").kind(Kind::Ip4).alias("unicast");
unicast! {
    LISTED LISTED4 LISTED6 "pim.address_list" "pim.address_list_ip6" "Address";
    SOURCE SOURCE4 SOURCE6 "pim.source" "pim.source_ip6" "Source";
    UPSTREAM UPSTREAM4 UPSTREAM6 "pim.upstream_neighbor" "pim.upstream_neighbor_ip6" "Upstream-neighbor";
    BSR BSR4 BSR6 "pim.bsr" "pim.bsr_ip6" "BSR";
    RP RP4 RP6 "pim.rp" "pim.rp_ip6" "RP";
    ORIGINATOR ORIGINATOR4 ORIGINATOR6 "pim.originator" "pim.originator_ip6" "Originator";
}
static GROUP: Field = Field::part(Place::Switch(
    family::<4>,
    &[
        (1, &[&FAMILY, &ENCODING, &GROUP_FLAGS, &MASK_LEN, &GROUP4, &GROUP4_AGAIN]),
        (2, &[&FAMILY, &ENCODING, &GROUP_FLAGS, &MASK_LEN, &GROUP6, &GROUP6_AGAIN]),
    ],
    &[&BROKEN],
));
static GROUP_FLAGS: Field = Field::part(Place::Group(&[&GROUP_BYTE, &GROUP_B, &GROUP_RESERVED, &GROUP_Z]));
static GROUP_BYTE: Field = byte("pim.group_addr.flags", "Flags").hex();
static GROUP_B: Field = sub("pim.group_addr.flags.b", "Bidirectional PIM", 0x80);
static GROUP_RESERVED: Field = sub("pim.group_addr.flags.reserved", "Reserved", 0x7e).hex().ft(8);
static GROUP_Z: Field = sub("pim.group_addr.flags.z", "Admin Scope Zone", 0x01);
static GROUP4: Field = long("pim.group", "Group").kind(Kind::Ip4).alias("gaddr");
/// As Wireshark: of the message, and of the address.
static GROUP4_AGAIN: Field = again("pim.group", "Group", 32);
static GROUP6: Field = Field::new("pim.group_ip6", "Group", Place::Run(16)).kind(Kind::Ip6);
static GROUP6_AGAIN: Field = again("pim.group_ip6", "Group", 128);
macro_rules! sources { ($($part:ident $four:ident $six:ident $name4:literal $name6:literal;)*) => { $(
    static $part: Field = Field::part(Place::Switch(family::<4>, &[
        (1, &[&FAMILY, &ENCODING, &SOURCE_FLAGS, &MASK_LEN, &SOURCE_ADDRESS, &$four, &ATTRIBUTES]),
        (2, &[&FAMILY, &ENCODING, &SOURCE_FLAGS, &MASK_LEN, &SOURCE_ADDRESS6, &$six, &ATTRIBUTES]),
    ], &[&BROKEN]));
    static $four: Field = again($name4, "IP address", 32);
    static $six: Field = again($name6, "IP address", 128);
)* } }
sources! {
    JOIN JOIN4 JOIN6 "pim.join_ip" "pim.join_ip6";
    PRUNE PRUNE4 PRUNE6 "pim.prune_ip" "pim.prune_ip6";
}
static SOURCE_ADDRESS: Field = long("pim.source", "Source").kind(Kind::Ip4).alias("src_ip");
static SOURCE_ADDRESS6: Field = Field::new("pim.source_ip6", "Source", Place::Run(16)).kind(Kind::Ip6);
static SOURCE_FLAGS: Field = Field::part(Place::Group(&[&SOURCE_BYTE, &SOURCE_RESERVED, &SOURCE_S, &SOURCE_W, &SOURCE_R]));
static SOURCE_BYTE: Field = byte("pim.source_addr.flags", "Flags").hex();
static SOURCE_RESERVED: Field = sub("pim.source_addr.flags.reserved", "Reserved", 0xf8).hex().ft(8);
static SOURCE_S: Field = sub("pim.source_addr.flags.s", "Sparse", 0x04);
static SOURCE_W: Field = sub("pim.source_addr.flags.w", "WildCard", 0x02);
static SOURCE_R: Field = sub("pim.source_addr.flags.r", "Rendezvous Point Tree", 0x01);
/// RFC 5384: behind an address of encoding 1, to the one that says that it is the last.
static ATTRIBUTES: Field = Field::part(Place::When(
    |h| h.byte(h.at.saturating_sub(7)) == 1 && h.byte(h.at.saturating_sub(8)) == 1 || h.byte(h.at.saturating_sub(19)) == 1 && h.byte(h.at.saturating_sub(20)) == 2,
    &[&ATTRIBUTE],
));
static ATTRIBUTE: Field =
    Field::new("pim.source_ja", "Join Attribute", Place::Group(&[&JA_FLAGS, &JA_F, &JA_E, &JA_TYPE, &JA_LENGTH, &JA_VALUE_IN, &JA_MORE])).kind(Kind::Present);
static JA_FLAGS: Field = byte("pim.source_ja.flags", "Flags").hex();
static JA_F: Field = sub("pim.source_ja.flags.f", "Forward", 0x80);
static JA_E: Field = sub("pim.source_ja.flags.e", "End of Attributes", 0x40);
static JA_TYPE: Field = sub("pim.source_ja.flags.attr_type", "Attribute Type", 0x3f);
static JA_LENGTH: Field = byte("pim.source_ja.length", "Length");
static JA_VALUE_IN: Field = Field::part(Place::Sized(|h| h.number as usize, &[&JA_VALUE]));
static JA_VALUE: Field = Field::new("pim.source_ja.value", "Value", Place::Rest);
static JA_MORE: Field = Field::part(Place::When(|h| h.byte(h.start) & 0x40 == 0, &[&ATTRIBUTE]));

/// PIM.
pub static PROTOCOL: Protocol = Protocol {
    name: "pim",
    alias: "PIMv2Hdr",
    title: "Protocol Independent Multicast",
    column: "PIMv2",
    spec: "RFC 7761",
    size: 1,
    fields: &[&VERSION, &TYPE, &SECOND, &CHECKSUM, &STATUS, &OPTION_MARK, &MESSAGE],
    under: &[(Space::IpProto, 103)],
    line: &[Word::Of(&TYPE)],
    finish: |d| {
        d.fill_at(&CHECKSUM, 2, 0);
        let under = d.carriers.last().filter(|(carrier, _)| *carrier == id::ipv6).map_or(&[][..], |(_, at)| d.header(at));
        let sum = sum(d.bytes, under);
        d.fill_at(&CHECKSUM, 2, sum.into());
    },
    classes: &[form::routing::PIM],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[first, ..] = bytes else { return Step::cut(bytes) };
    if first == 0x21 {
        // A register carries the packet that it registers; one without is only a test.
        let Some(inner) = bytes.get(8) else { return if bytes.len() < below.wire { Step::cut(bytes) } else { Step::malformed(bytes.len(), below.wire) } };
        let next = match inner >> 4 {
            4 => id::ip,
            6 => id::ipv6,
            _ => id::data,
        };
        return Step::new(8, below.wire, next);
    }
    if bytes.len() < below.wire || bytes.len() < 4 { Step::cut(bytes) } else { Step::new(bytes.len(), bytes.len(), id::data) }
}

/// What the checksum makes of the message: 0 when it is right.
fn sum(bytes: &[u8], under: &[u8]) -> u16 {
    // "For PIM Register messages, the checksum is computed only over the first 8 bytes."
    let part = if bytes.first().is_some_and(|b| b & 15 == 1) { bytes.get(..8).unwrap_or(bytes) } else { bytes };
    let start = if under.first().is_some_and(|b| b >> 4 == 6) { pseudo(under, None, None, 103, part.len()).unwrap_or(0) } else { 0 };
    internet(start, part)
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let bytes = packet.layer(layer)?.whole(packet.bytes);
    bytes.get(3)?;
    if bytes.first()? >> 4 != 2 {
        return Some(Value::Num(2));
    }
    Some(Value::Num((sum(bytes, packet.below(layer)?.head(packet.bytes)) == 0).into()))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn over_ip(message: &str) -> Vec<u8> {
        let mut bytes = hex(&format!("45 00 00 00 00 01 00 00 01 67 00 00 0a 00 00 01 e0 00 00 0d {message}"));
        bytes[3] = bytes.len() as u8;
        bytes
    }

    #[test]
    fn hello() {
        let bytes = over_ip("20 00 00 00 00 01 00 02 00 69 00 13 00 04 00 00 00 01 00 18 00 06 01 00 0a 00 00 01 00 63 00 02 aa bb");
        let names = ["pim.version", "pim.type", "pim.optiontype", "pim.optionlength", "pim.holdtime", "pim.dr_priority", "pim.address_list", "pim.optionvalue"];
        assert_eq!(fields_of(228, &bytes, &names), "2 0 1,19,24,99 2,4,6,2 105 1 10.0.0.1 aabb");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn a_register_carries_a_packet() {
        let bytes = over_ip("21 00 de ff 00 00 00 00 45 00 00 1e 00 01 00 00 40 11 00 00 0a 00 00 05 e0 01 01 01 00 05 00 06 00 0a 00 00 68 69");
        assert_eq!(layers_of(228, &bytes), "ip:pim:ip:udp:data End");
        assert_eq!(fields_of(228, &bytes, &["pim.type", "pim.cksum.status", "pim.register_flag.border", "pim.ip_version", "udp.dstport"]), "1 1 0 4 6");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn join_and_prune() {
        let bytes = over_ip("23 00 00 00 01 00 0a 00 00 01 00 01 00 69 # upstream, one group, 105 s
             01 00 00 20 e0 01 01 01 00 01 00 01 # the group, one join, one prune
             01 00 07 20 0a 00 00 09 01 00 04 20 0a 00 00 08");
        let names = ["pim.upstream_neighbor", "pim.numgroups", "pim.group", "pim.numjoins", "pim.numprunes", "pim.join_ip", "pim.prune_ip", "pim.source_addr.flags.w"];
        assert_eq!(fields_of(228, &bytes, &names), "10.0.0.1 1 224.1.1.1,224.1.1.1 1 1 10.0.0.9 10.0.0.8 1,0");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn bootstrap_and_assert() {
        let bytes = over_ip("24 00 00 00 12 34 1e 40 01 00 0a 00 00 01 01 00 00 20 e0 01 01 01 01 01 00 00 01 00 0a 00 00 02 00 69 07 00");
        let names = ["pim.fragment_tag", "pim.bsr_priority", "pim.bsr", "pim.group", "pim.rp_count", "pim.rp", "pim.holdtime", "pim.priority"];
        assert_eq!(fields_of(228, &bytes, &names), "0x1234 64 10.0.0.1 224.1.1.1,224.1.1.1 1 10.0.0.2 105 7");
        cut_everywhere(228, &bytes);
        let bytes = over_ip("25 00 00 00 01 00 00 20 e0 01 01 01 01 00 0a 00 00 01 80 00 00 6e 00 00 00 14");
        assert_eq!(fields_of(228, &bytes, &["pim.rpt", "pim.metric_pref", "pim.metric", "pim.source"]), "1 110 20 10.0.0.1");
        cut_everywhere(228, &bytes);
    }
    /// As over IPv4, every address is shown as such and under the name of its part.
    #[test]
    fn addresses_of_ipv6() {
        let mut bytes = hex("60 00 00 00 00 52 67 01");
        bytes.extend([0x11; 32]);
        bytes.extend(hex("23 00 00 00 02 00 fe80 0000 0000 0000 0000 0000 0000 0007 00 01 00d2
                          02 00 00 80 ff05 0000 0000 0000 0000 0000 0000 0001 0001 0000
                          02 00 04 80 2001 0db8 0000 0000 0000 0000 0000 0001"));
        bytes[5] = (bytes.len() - 40) as u8;
        let names = ["pim.unicast_ipv6", "pim.upstream_neighbor_ip6", "pim.group_ip6", "pim.source_ip6", "pim.join_ip6"];
        assert_eq!(fields_of(229, &bytes, &names), "fe80::7 fe80::7 ff05::1,ff05::1 2001:db8::1 2001:db8::1");
        cut_everywhere(229, &bytes);
    }
}
