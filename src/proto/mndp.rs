//! Mikrotik Neighbor Discovery Protocol, [MikroTik Neighbor Discovery](https://help.mikrotik.com/docs/display/ROS/Neighbor+discovery).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |             SeqNo             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static HEADER_SEQNO: Field = Field::bits("mndp.header.seqno", "SeqNo", 16, 16);
static TLV_TYPE: Field = Field::new("mndp.tlv.type", "TlvType", Place::Uint(16));
static TLV_LENGTH: Field = Field::new("mndp.tlv.length", "TlvLength", Place::Uint(16));
static IDENTITY: Field = Field::new("mndp.identity", "Identity", Place::Rest).text();
static VERSION: Field = Field::new("mndp.version", "Version", Place::Rest).text();
static PLATFORM: Field = Field::new("mndp.platform", "Platform", Place::Rest).text();
static MAC: Field = Field::new("mndp.mac", "MAC-Address", Place::Run(6)).kind(Kind::Mac);
static UNKNOWN: Field = Field::bytes("mndp.header.unknown", "Header Unknown", 0, 2);
static TLVS: Field = Field::many("TLVs", &TLV);
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &BODY]));
static BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.word(h.start).into(), &[(1, &[&MAC]), (5, &[&IDENTITY]), (7, &[&VERSION]), (8, &[&PLATFORM])], &[]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mndp",
    title: "Mikrotik Neighbor Discovery Protocol",
    column: "MNDP",
    spec: "MikroTik Neighbor Discovery",
    size: 4,
    fields: &[&UNKNOWN, &HEADER_SEQNO, &TLVS],
    under: &[(Space::UdpPort, 5678)],
    line: &[Word::Say("MNDP"), Word::With(" ", &IDENTITY)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 4)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 00 00 07 00 01 00 06 00 11 22 33 44 55 00 05 00 02 52 31";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(5678, 5678, &hex(SAMPLE));
        let names = ["mndp.header.unknown", "mndp.header.seqno", "mndp.tlv.type", "mndp.tlv.length", "mndp.mac", "mndp.identity"];
        assert_eq!(fields_of(228, &bytes, &names), "0000 7 1,5 6,2 00:11:22:33:44:55 R1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:mndp End");
        cut_everywhere(228, &bytes);
    }
}
