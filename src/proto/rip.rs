//! Routing Information Protocol, version 2: [RFC 2453](https://www.rfc-editor.org/rfc/rfc2453); version 1: RFC 1058; authentication: RFC 4822.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------+---------------+-------------------------------+
//! |  command (1)  |  version (1)  |       must be zero (2)        |
//! +---------------+---------------+-------------------------------+
//! | Address Family Identifier (2) |        Route Tag (2)          |
//! +-------------------------------+-------------------------------+
//! |                         IP Address (4)                        |
//! +---------------------------------------------------------------+
//! |                         Subnet Mask (4)                       |
//! +---------------------------------------------------------------+
//! |                         Next Hop (4)                          |
//! +---------------------------------------------------------------+
//! |                         Metric (4)                            |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;
use std::ops::Range;

/// Request or response.
pub static COMMAND: Field = Field::bits("rip.command", "Command", 0, 8).alias("cmd").unset(1).names(&[
    (1, "Request"),
    (2, "Response"),
    (3, "Traceon"),
    (4, "Traceoff"),
    (5, "Vendor specific (Sun)"),
]);
/// 1 or 2.
pub static VERSION: Field = Field::bits("rip.version", "Version", 8, 8).alias("version").unset(1).names(&[(1, "RIPv1"), (2, "RIPv2")]);
static ENTRIES: Field = Field::many("Entries", &ENTRY);
/// Of 20 bytes. The digest at the end looks like one and is none.
static ENTRY: Field = Field::part(Place::When(
    |h| h.left() >= 20 && !(h.at > 4 && h.word(h.at) == 0xffff && h.word(h.at + 2) == 1),
    &[&ENTRY_OF],
));
static ENTRY_OF: Field = Field::new("", "Entry", Place::Group(&[&TWENTY]));
static TWENTY: Field = Field::part(Place::Sized(|_| 20, &[&FAMILY_OF]));
static FAMILY_OF: Field =
    Field::part(Place::Switch(|h| h.word(h.at).into(), &[(0, &[&FAMILY, &UNSPECIFIED]), (2, &[&FAMILY, &IP_ENTRY]), (0xffff, &[&AUTH])], &[&UNKNOWN]));
/// 2: IP; 0 asks for the whole table.
pub static FAMILY: Field = Field::new("rip.family", "Address Family", Place::Uint(16)).alias("AF").unset(2).names(&[(0, "Unspecified"), (2, "IP")]);
static IP_ENTRY: Field =
    Field::part(Place::Switch(two, &[(1, &[&ROUTE_TAG, &IP, &NETMASK, &NEXT_HOP, &METRIC_HIGH, &METRIC])], &[&SKIP2, &IP, &SKIP8, &METRIC_HIGH, &METRIC]));
static UNSPECIFIED: Field = Field::part(Place::Switch(
    two,
    &[(1, &[&ROUTE_TAG, &SKIP4, &NETMASK, &NEXT_HOP, &METRIC_HIGH, &METRIC])],
    &[&SKIP2, &SKIP4, &SKIP8, &METRIC_HIGH, &METRIC],
));
/// Carried on unchanged.
pub static ROUTE_TAG: Field = Field::new("rip.route_tag", "Route Tag", Place::Uint(16)).alias("RouteTag");
/// The destination.
pub static IP: Field = Field::new("rip.ip", "IP Address", Place::Uint(32)).kind(Kind::Ip4).alias("addr");
/// Of the destination.
pub static NETMASK: Field = Field::new("rip.netmask", "Netmask", Place::Uint(32)).kind(Kind::Ip4).alias("mask");
/// 0.0.0.0: the sender itself.
pub static NEXT_HOP: Field = Field::new("rip.next_hop", "Next Hop", Place::Uint(32)).kind(Kind::Ip4).alias("nextHop");
/// 16 is infinity.
pub static METRIC: Field = Field::new("rip.metric", "Metric", Place::Uint(16)).alias("metric").unset(1);
/// The metric's upper half is not shown: no metric needs it.
static METRIC_HIGH: Field = Field::part(Place::Run(2));
static SKIP2: Field = Field::part(Place::Run(2));
static SKIP4: Field = Field::part(Place::Run(4));
static SKIP8: Field = Field::part(Place::Run(8));
static UNKNOWN: Field = Field::new("rip.unknown_address_family", "Unknown address family", Place::Run(20)).kind(Kind::Present);

static AUTH: Field = Field::new("", "Authentication", Place::Group(&[&SKIP2, &AUTH_TYPE, &AUTH_PART]));
/// Simple password or keyed digest.
pub static AUTH_TYPE: Field = Field::new("rip.auth.type", "Authentication type", Place::Key(16)).alias("authtype").unset(2).names(&[
    (1, "IP Route"),
    (2, "Simple Password"),
    (3, "Keyed Message Digest"),
]);
static AUTH_PART: Field = Field::part(Place::Pick(
    &[(2, &[&PASSWORD]), (3, &[&DIGEST_OFFSET, &KEY_ID, &AUTH_DATA_LEN, &SEQ_NUM, &ZERO, &DIGEST_PART])],
    &[],
));
/// Readable by anyone.
pub static PASSWORD: Field = Field::new("rip.auth.passwd", "Password", Place::Zero).alias("password");
/// Where the digest stands, counted from the header.
pub static DIGEST_OFFSET: Field = Field::new("rip.digest_offset", "Digest Offset", Place::Uint(16)).alias("digestoffset");
/// Of the secret.
pub static KEY_ID: Field = Field::new("rip.key_id", "Key ID", Place::Uint(8)).alias("keyid");
/// In bytes.
pub static AUTH_DATA_LEN: Field = Field::new("rip.auth_data_len", "Auth Data Len", Place::Uint(8)).alias("authdatalen");
/// Against replay.
pub static SEQ_NUM: Field = Field::new("rip.seq_num", "Seq num", Place::Uint(32)).alias("seqnum");
static ZERO: Field = Field::new("rip.zero_padding", "Zero adding", Place::Zero);
static DIGEST_PART: Field = Field::part(Place::Elsewhere(digest, &[&DIGEST]));
/// Behind the entries.
pub static DIGEST: Field = Field::new("rip.authentication_data", "Authentication Data", Place::Run(16));

fn two(h: &Here<'_>) -> u64 {
    (h.byte(1) == 2).into()
}
fn digest(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let at = load(packet.head(layer), 64, 16)? as usize + 4;
    let start = packet.layer(layer)?.start as usize;
    Some(start + at..start + at + 16)
}

/// RIP.
pub static PROTOCOL: Protocol = Protocol {
    name: "rip",
    alias: "RIP",
    title: "Routing Information Protocol",
    column: "RIP",
    spec: "RFC 2453",
    size: 4,
    fields: &[&COMMAND, &VERSION, &ENTRIES],
    under: &[(Space::UdpPort, 520)],
    line: &[Word::Of(&COMMAND), Word::With(", version ", &VERSION)],
    classes: &[form::messages::RIP],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.len() {
        0 | 1 => Step::cut(&[]),
        n if n < below.wire || n < 4 => Step::cut(bytes),
        n => Step::new(n, n, id::data),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn over_udp(message: &str) -> Vec<u8> {
        let mut bytes = hex(&format!("45 00 00 00 00 01 00 00 ff 11 00 00 0a 00 00 01 e0 00 00 09 02 08 02 08 00 00 00 00 {message}"));
        let n = bytes.len() as u8;
        (bytes[3], bytes[25]) = (n, n - 20);
        bytes
    }
    const ENTRY: &str = "00 02 00 05 0a 01 00 00 ff ff 00 00 0a 00 00 02 00 00 00 10";

    #[test]
    fn both_versions() {
        let names = ["rip.command", "rip.version", "rip.family", "rip.route_tag", "rip.ip", "rip.netmask", "rip.next_hop", "rip.metric"];
        let bytes = over_udp(&format!("02 02 00 00 {ENTRY}"));
        assert_eq!(fields_of(228, &bytes, &names), "2 2 2 5 10.1.0.0 255.255.0.0 10.0.0.2 16");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &over_udp(&format!("02 01 00 00 {ENTRY} {ENTRY}")), &names), "2 1 2,2 - 10.1.0.0,10.1.0.0 - - 16,16");
    }
    #[test]
    fn authentication() {
        let bytes = over_udp(&format!(
            "02 02 00 00 ff ff 00 03 00 2c 01 14 00 00 00 09 00 00 00 00 00 00 00 00 # keyed digest at 44, key 1, 20 bytes
             {ENTRY}
             ff ff 00 01 ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab"
        ));
        let names = ["rip.auth.type", "rip.key_id", "rip.seq_num", "rip.authentication_data", "rip.ip"];
        assert_eq!(fields_of(228, &bytes, &names), "3 1 9 abababababababababababababababab 10.1.0.0");
        cut_everywhere(228, &bytes);
        let bytes = over_udp(&format!("02 02 00 00 ff ff 00 02 73 65 63 72 65 74 00 00 00 00 00 00 00 00 00 00 {ENTRY}"));
        assert_eq!(fields_of(228, &bytes, &["rip.auth.type", "rip.auth.passwd", "rip.metric"]), "2 secret 16");
    }
}
