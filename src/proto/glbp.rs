//! Gateway Load Balancing Protocol, [Cisco GLBP](https://www.cisco.com/c/en/us/td/docs/ios/12_2t/12_2t15/feature/guide/ft_glbp.html).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version?   |    Unknown1   |             Group             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Unknown2           |            Owner ID           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("glbp.version", "Version?", 0, 8);
static UNKNOWN1: Field = Field::bits("glbp.unknown1", "Unknown1", 8, 8);
static GROUP: Field = Field::bits("glbp.group", "Group", 16, 16);
static UNKNOWN2: Field = Field::bytes("glbp.unknown2", "Unknown2", 4, 2);
static OWNERID: Field = Field::bytes("glbp.ownerid", "Owner ID", 6, 6).kind(Kind::Mac);
static TYPE: Field = Field::new("glbp.type", "Type", Place::Uint(8)).names(&[(1, "Hello"), (2, "Request/Response?"), (3, "Auth")]);
static LENGTH: Field = Field::new("glbp.length", "Length", Place::Uint(8));
static TLVS: Field = Field::many("TLVs", &TLV);
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TYPE, &LENGTH, &VALUE]));
static VALUE: Field = Field::part(Place::Take(|h| (h.number as usize).saturating_sub(2).min(h.left())));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "glbp",
    title: "Gateway Load Balancing Protocol",
    column: "GLBP",
    spec: "Cisco GLBP",
    size: 12,
    fields: &[&VERSION, &UNKNOWN1, &GROUP, &UNKNOWN2, &OWNERID, &TLVS],
    under: &[(Space::UdpPort, 3222)],
    line: &[Word::Say("G: "), Word::Of(&GROUP)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 12)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        01 00 00 07 00 00 00 11 22 33 44 55 # group 7
        03 05 01 02 03";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(3222, 3222, &hex(SAMPLE));
        let names = ["glbp.version", "glbp.unknown1", "glbp.group", "glbp.unknown2", "glbp.ownerid", "glbp.type", "glbp.length"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0 7 0000 00:11:22:33:44:55 3 5");
        assert_eq!(layers_of(228, &bytes), "ip:udp:glbp End");
        cut_everywhere(228, &bytes);
    }
}
