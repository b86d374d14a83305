//! RIPng for IPv6, [RFC 2080](https://www.rfc-editor.org/rfc/rfc2080).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------+---------------+-------------------------------+
//! |  command (1)  |  version (1)  |       must be zero (2)        |
//! +---------------+---------------+-------------------------------+
//! |                        IPv6 prefix (16)                       |
//! +---------------------------------------------------------------+
//! |         route tag (2)         | prefix len (1)|  metric (1)   |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// Request or response.
pub static COMMAND: Field =
    Field::bits("ripng.cmd", "Command", 0, 8).unset(1).names(&[(1, "Request"), (2, "Response")]);
/// 1.
pub static VERSION: Field = Field::bits("ripng.version", "Version", 8, 8).unset(1);
/// Must be zero.
pub static RESERVED: Field = Field::bytes("ripng.reserved", "Reserved", 2, 2);
static ENTRIES: Field = Field::many("Route Table Entries", &RTE);
static RTE: Field = Field::new("ripng.rte", "Route Table Entry", Place::Group(&[&PREFIX, &ROUTE_TAG, &PREFIX_LENGTH, &METRIC]));
/// The destination, or a next hop where the metric is 255.
pub static PREFIX: Field = Field::new("ripng.rte.ipv6_prefix", "IPv6 Prefix", Place::Run(16)).kind(Kind::Ip6);
/// Carried on unchanged.
pub static ROUTE_TAG: Field = Field::new("ripng.rte.route_tag", "Route Tag", Place::Uint(16)).hex();
/// In bits.
pub static PREFIX_LENGTH: Field = Field::new("ripng.rte.prefix_length", "Prefix Length", Place::Uint(8));
/// 16 is infinity, 255 marks a next hop.
pub static METRIC: Field = Field::new("ripng.rte.metric", "Metric", Place::Uint(8)).unset(1);

/// RIPng.
pub static PROTOCOL: Protocol = Protocol {
    name: "ripng",
    alias: "RIPng",
    title: "RIPng",
    column: "RIPng",
    spec: "RFC 2080",
    size: 4,
    fields: &[&COMMAND, &VERSION, &RESERVED, &ENTRIES],
    under: &[(Space::UdpPort, 521)],
    line: &[Word::Say("Command "), Word::Of(&COMMAND), Word::With(", version ", &VERSION)],
    leaf: true,
    classes: &[form::routing::RIPNG],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 4 || bytes.len() < below.wire { Step::cut(bytes) } else { Step::new(bytes.len(), bytes.len(), id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn response() {
        let bytes = hex("60 00 00 00 00 34 11 ff fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 # IPv6
             ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 09
             02 09 02 09 00 34 00 00 # UDP
             02 01 00 00 # response, version 1
             20 01 0d b8 00 00 00 00 00 00 00 00 00 00 00 00 00 07 20 01 # 2001:db8::/32, tag 7, metric 1
             fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 09 00 00 00 ff # a next hop");
        let names = ["ripng.cmd", "ripng.rte.ipv6_prefix", "ripng.rte.route_tag", "ripng.rte.prefix_length", "ripng.rte.metric"];
        assert_eq!(fields_of(229, &bytes, &names), "2 2001:db8::,fe80::9 0x0007,0x0000 32,0 1,255");
        cut_everywhere(229, &bytes);
    }
}
