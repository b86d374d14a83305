//! 802.1BR E-Tag, IEEE 802.1BR, 7.5: E-Tag.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |E-PCP|E|   Ingress_E-CID_base  |Res|GRP|       E-CID_base      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Ingress_E-CID_e|   E-CID_ext   |              Type             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static PCP: Field = Field::bits("etag.pcp", "E-PCP", 0, 3).ft(16).names(&[(0, "Best Effort (default)"), (1, "Background"), (2, "Spare"), (3, "Excellent Effort"), (4, "Controlled Load"), (5, "Video, < 100ms latency and jitter"), (6, "Voice, < 10ms latency and jitter"), (7, "Network Control")]);
static DEI: Field = Field::bits("etag.dei", "E-DEI", 3, 1).kind(Kind::Dec).ft(16);
static IECID_BASE: Field = Field::bits("etag.iecid_base", "Ingress_E-CID_base", 4, 12).hex().ft(16);
static RESV: Field = Field::bits("etag.resv", "Reserved", 16, 2).ft(16);
static GROUP: Field = Field::bits("etag.group", "GRP", 18, 2).ft(16).names(&[(0, "Point-to-point"), (1, "Point-to-multipoint"), (2, "Point-to-multipoint"), (3, "Point-to-multipoint")]);
static ECID_BASE: Field = Field::bits("etag.ecid_base", "E-CID_base", 20, 12).hex().ft(16);
static IECID_EXT: Field = Field::bits("etag.iecid_ext", "Ingress_E-CID_ext", 32, 8).hex();
static ECID_EXT: Field = Field::bits("etag.ecid_ext", "E-CID_ext", 40, 8).hex();
static ETYPE: Field = Field::bits("etag.etype", "Type", 48, 16).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "etag",
    title: "802.1BR E-Tag",
    column: "ETAG",
    spec: "IEEE 802.1BR, 7.5: E-Tag",
    size: 8,
    fields: &[&PCP, &DEI, &IECID_BASE, &RESV, &GROUP, &ECID_BASE, &IECID_EXT, &ECID_EXT, &ETYPE],
    under: &[(Space::EtherType, 0x893f)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Say("E-Tag "), Word::Of(&ECID_BASE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    eth::tag(bytes, below, 8)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 89 3f # what carries it
        00 01 00 02 00 00 08 00 # E-CID 2
        45 00 00 14 00 00 00 00 40 3b 00 00 0a 00 00 01 0a 00 00 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["etag.pcp", "etag.dei", "etag.iecid_base", "etag.resv", "etag.group", "etag.ecid_base", "etag.iecid_ext", "etag.ecid_ext", "etag.etype"];
        assert_eq!(fields_of(1, &bytes, &names), "0 0 0x0001 0 0 0x0002 0x00 0x00 0x0800");
        assert_eq!(layers_of(1, &bytes), "eth:etag:ip End");
        cut_everywhere(1, &bytes);
    }
}
