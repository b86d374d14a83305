//! IEEE 802.15.4 Low-Rate Wireless PAN, IEEE 802.15.4, 7.2.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Frame|S|F|A|P| |S|I|Des|Fra|Sou|                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static FCF: Field = Field::new("wpan.fcf", "Frame Control Field", Place::Little(0, 2, 0, 16)).hex();
static FRAME_TYPE: Field = Field::new("wpan.frame_type", "Frame Type", Place::Little(0, 2, 0, 3)).hex().ft(16).names(&[(0, "Beacon"), (1, "Data"), (2, "Ack"), (3, "Command"), (4, "Reserved"), (5, "Multipurpose"), (6, "Fragment or Frak"), (7, "Extended")]);
static SECURITY: Field = Field::new("wpan.security", "Security Enabled", Place::Little(0, 2, 3, 1));
static PENDING: Field = Field::new("wpan.pending", "Frame Pending", Place::Little(0, 2, 4, 1));
static ACK_REQUEST: Field = Field::new("wpan.ack_request", "Acknowledge Request", Place::Little(0, 2, 5, 1));
static PAN_ID_COMPRESSION: Field = Field::new("wpan.pan_id_compression", "PAN ID Compression", Place::Little(0, 2, 6, 1));
static SEQNO_SUPPRESSION: Field = Field::new("wpan.seqno_suppression", "Sequence Number Suppression", Place::Little(0, 2, 8, 1));
static IE_PRESENT: Field = Field::new("wpan.ie_present", "Information Elements Present", Place::Little(0, 2, 9, 1));
static DST_ADDR_MODE: Field = Field::new("wpan.dst_addr_mode", "Destination Addressing Mode", Place::Little(0, 2, 10, 2)).hex().ft(16).names(&[(0, "None"), (1, "Reserved"), (2, "Short/16-bit"), (3, "Long/64-bit")]);
static VERSION: Field = Field::new("wpan.version", "Frame Version", Place::Little(0, 2, 12, 2)).ft(16).names(&[(0, "IEEE Std 802.15.4-2003"), (1, "IEEE Std 802.15.4-2006"), (2, "IEEE Std 802.15.4-2015"), (3, "Reserved")]);
static SRC_ADDR_MODE: Field = Field::new("wpan.src_addr_mode", "Source Addressing Mode", Place::Little(0, 2, 14, 2)).hex().ft(16).names(&[(0, "None"), (1, "Reserved"), (2, "Short/16-bit"), (3, "Long/64-bit")]);
static SEQ_NO: Field = Field::new("wpan.seq_no", "Sequence Number", Place::Uint(8));
static DST_PAN: Field = Field::new("wpan.dst_pan", "Destination PAN", Place::UintLe(16)).hex();
static DST16: Field = Field::new("wpan.dst16", "Destination", Place::UintLe(16)).hex();
static SRC_PAN: Field = Field::new("wpan.src_pan", "Source PAN", Place::UintLe(16)).hex();
static SRC16: Field = Field::new("wpan.src16", "Source", Place::UintLe(16)).hex();
static NUMBER: Field = Field::part(Place::When(|h| h.byte(1) & 1 == 0, &[&SEQ_NO]));
static DESTINATION: Field = Field::part(Place::Switch(|h| (h.byte(1) >> 2 & 3).into(), &[(2, &[&DST_PAN, &DST16]), (3, &[&DST_PAN, &DST64])], &[]));
static SOURCE: Field = Field::part(Place::When(|h| h.byte(1) >> 6 > 1, &[&SOURCE_PAN, &SOURCE_ADDRESS]));
static SOURCE_PAN: Field = Field::part(Place::When(|h| h.byte(0) & 0x40 == 0, &[&SRC_PAN]));
static SOURCE_ADDRESS: Field = Field::part(Place::Switch(|h| (h.byte(1) >> 6).into(), &[(2, &[&SRC16])], &[&SRC64]));
static DST64: Field = Field::new("wpan.dst64", "Destination", Place::UintLe(64)).kind(Kind::Eui64);
static SRC64: Field = Field::new("wpan.src64", "Extended Source", Place::UintLe(64)).kind(Kind::Eui64);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "wpan",
    title: "IEEE 802.15.4 Low-Rate Wireless PAN",
    column: "IEEE 802.15.4",
    spec: "IEEE 802.15.4, 7.2",
    size: 2,
    fields: &[&FCF, &FRAME_TYPE, &SECURITY, &PENDING, &ACK_REQUEST, &PAN_ID_COMPRESSION, &SEQNO_SUPPRESSION, &IE_PRESENT, &DST_ADDR_MODE, &VERSION, &SRC_ADDR_MODE, &NUMBER, &DESTINATION, &SOURCE],
    under: &[(Space::Link, 195), (Space::Link, 230), (Space::EtherType, 0x809a)],
    line: &[Word::Of(&FRAME_TYPE), Word::With(", Src: ", &SRC16), Word::With(", Dst: ", &DST16)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [low, high, ..] = *bytes else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let address = |mode: u8| match mode {
        2 => 2,
        3 => 8,
        _ => 0,
    };
    let (to, from) = (address(high >> 2 & 3), address(high >> 6));
    let mut at = 3 - usize::from(high & 1) + to + from + if to > 0 { 2 } else { 0 };
    if from > 0 && low & 0x40 == 0 {
        at += 2;
    }
    if at > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    // The checksum ends the frame.
    let fcs = 2;
    // Beacons, acknowledgements and commands are this protocol's; what is secured cannot be read.
    let own = matches!(low & 7, 0 | 2 | 3);
    let end = below.wire.saturating_sub(fcs).max(at);
    Step::new(if own { end.min(bytes.len()) } else { at }, end, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        41 88 07 34 12 ff ff 01 00 # data, number 7, from 1 to all of network 0x1234
        01 02 03 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["wpan.fcf", "wpan.frame_type", "wpan.security", "wpan.pan_id_compression", "wpan.dst_addr_mode", "wpan.src_addr_mode", "wpan.seq_no", "wpan.dst_pan", "wpan.dst16", "wpan.src16"];
        assert_eq!(fields_of(195, &bytes, &names), "0x8841 0x0001 0 1 0x0002 0x0002 7 0x1234 0xffff 0x0001");
        assert_eq!(layers_of(195, &bytes), "wpan:data End");
        cut_everywhere(195, &bytes);
    }
}
