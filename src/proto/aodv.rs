//! Ad hoc On-demand Distance Vector Routing Protocol, [RFC 3561](https://www.rfc-editor.org/rfc/rfc3561).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("aodv.type", "Type", 0, 8).names(&[(1, "Route Request"), (2, "Route Reply"), (3, "Route Error"), (4, "Route Reply Acknowledgment"), (16, "draft-perkins-manet-aodv6-01 IPv6 Route Request"), (17, "draft-perkins-manet-aodv6-01 IPv6 Route Reply"), (18, "draft-perkins-manet-aodv6-01 IPv6 Route Error"), (19, "draft-perkins-manet-aodv6-01 IPv6 Route Reply Acknowledgment")]);
static FLAGS: Field = Field::new("aodv.flags", "Flags", Place::Uint(16));
static HOPCOUNT: Field = Field::new("aodv.hopcount", "Hop Count", Place::Uint(8));
static RREQ_ID: Field = Field::new("aodv.rreq_id", "RREQ Id", Place::Uint(32));
static DEST_IP: Field = Field::new("aodv.dest_ip", "Destination IP", Place::Uint(32)).kind(Kind::Ip4);
static DEST_SEQNO: Field = Field::new("aodv.dest_seqno", "Destination Sequence Number", Place::Uint(32));
static ORIG_IP: Field = Field::new("aodv.orig_ip", "Originator IP", Place::Uint(32)).kind(Kind::Ip4);
static ORIG_SEQNO: Field = Field::new("aodv.orig_seqno", "Originator Sequence Number", Place::Uint(32));
static LIFETIME: Field = Field::new("aodv.lifetime", "Lifetime", Place::Uint(32));
static DESTCOUNT: Field = Field::new("aodv.destcount", "Destination Count", Place::Uint(8));
static UNREACH_DEST_IP: Field = Field::new("aodv.unreach_dest_ip", "Unreachable Destination IP", Place::Uint(32)).kind(Kind::Ip4);
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(0).into(),
    &[
        (1, &[&FLAGS, &HOPCOUNT, &RREQ_ID, &DEST_IP, &DEST_SEQNO, &ORIG_IP, &ORIG_SEQNO]),
        (2, &[&REPLY_WORD, &REPLY_FLAGS, &PREFIX, &HOPCOUNT, &DEST_IP, &DEST_SEQNO, &ORIG_IP, &LIFETIME]),
        (3, &[&FLAGS, &DESTCOUNT, &UNREACHABLES]),
    ],
    &[],
));
static REPLY_WORD: Field = Field::part(Place::Uint(16));
static REPLY_FLAGS: Field = Field::new("aodv.flags", "Flags", Place::Sub(0xffff)).ft(16);
static PREFIX: Field = Field::new("aodv.prefix_sz", "Prefix Size", Place::Sub(0x1f)).ft(8);
static UNREACHABLES: Field = Field::many("Unreachable Destinations", &UNREACHABLE);
static UNREACHABLE: Field = Field::new("", "Unreachable Destination", Place::Group(&[&UNREACH_DEST_IP, &DEST_SEQNO]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "aodv",
    title: "Ad hoc On-demand Distance Vector Routing Protocol",
    column: "AODV",
    spec: "RFC 3561",
    size: 1,
    fields: &[&TYPE, &BY_TYPE],
    under: &[(Space::UdpPort, 654)],
    line: &[Word::Of(&TYPE), Word::With(", D: ", &DEST_IP), Word::With(", O: ", &ORIG_IP)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 1)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        01 20 00 03 00 00 00 07 # request, 3 hops
        0a 00 00 02 00 00 00 01 0a 00 00 01 00 00 00 05";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(654, 654, &hex(SAMPLE));
        let names = ["aodv.type", "aodv.flags", "aodv.hopcount", "aodv.rreq_id", "aodv.dest_ip", "aodv.dest_seqno", "aodv.orig_ip", "aodv.orig_seqno"];
        assert_eq!(fields_of(228, &bytes, &names), "1 8192 3 7 10.0.0.2 1 10.0.0.1 5");
        assert_eq!(layers_of(228, &bytes), "ip:udp:aodv End");
        cut_everywhere(228, &bytes);
    }
}
