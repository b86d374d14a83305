//! Several packets in one 802.11 frame (A-MSDU): IEEE 802.11, 9.3.2.2.
//!
//! ```text
//! +---------------------------------------------------------------+
//! |  Destination (6 bytes), source (6 bytes), length (2 bytes)    |
//! +---------------------------------------------------------------+
//! |  LLC and what it carries .., padding to a multiple of 4       |
//! +---------------------------------------------------------------+
//! ```
//!
//! One such subframe follows another; only the last has no padding.
use super::*;
use crate::field::*;

static SUBFRAME: Field = Field::new("wlan_aggregate.a_mdsu.subframe", "A-MSDU Subframe", Place::Group(&[&DA, &SA, &LENGTH, &PACKET, &PADDING]));
/// To whom, at last.
pub static DA: Field = Field::new("wlan.da", "Destination address", Place::Run(6)).kind(Kind::Mac);
/// From whom, at first.
pub static SA: Field = Field::new("wlan.sa", "Source address", Place::Run(6)).kind(Kind::Mac);
/// Of the packet, in bytes.
pub static LENGTH: Field = Field::new("wlan_aggregate.a_mdsu.length", "A-MSDU Length", Place::Uint(16));
static PACKET: Field = Field::part(Place::Take(|h| (h.number as usize).min(h.left())));
static PADDING: Field = Field::part(Place::Take(|h| h.pad(4).min(h.left())));

/// A-MSDU.
pub static PROTOCOL: Protocol = Protocol {
    name: "wlan_aggregate",
    title: "IEEE 802.11 Aggregate MSDU",
    column: "802.11",
    spec: "IEEE 802.11, 9.3.2.2",
    fields: &[&Field::many("Subframes", &SUBFRAME)],
    more: Some(more),
    alone: true,
    line: &[Word::Say("Aggregate MSDU")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step { again: true, ..Step::new(bytes.len(), below.wire, id::data) }
}
/// The packet of the next subframe.
fn more(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let (mut at, end) = (layer.start as usize, (layer.body as usize).min(frame.len()));
    loop {
        let start = at + 14;
        let length = LENGTH_AT.num(frame.get(at..end)?)? as usize;
        if start > after && length > 0 {
            return Some(Inner { id: id::llc, start, held: (start + length).min(end), end: start + length });
        }
        at += (14 + length).next_multiple_of(4);
    }
}
/// The same length, where a subframe starts.
static LENGTH_AT: Field = Field::bits("wlan_aggregate.a_mdsu.length", "A-MSDU Length", 96, 16);

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn two_packets() {
        let bytes = hex("88 01 3a 01 00 11 22 33 44 01 00 11 22 33 44 02 00 11 22 33 44 03 50 0b 80 00 # QoS data, several
            00 11 22 33 44 55 0a 0b 0c 0d 0e 0f 00 0b aa aa 03 00 00 00 12 34 01 02 03 00 00 00 # 11 bytes, 3 of padding
            00 11 22 33 44 66 0a 0b 0c 0d 0e 1f 00 0a aa aa 03 00 00 00 12 34 04 05");
        assert_eq!(layers_of(105, &bytes), "wlan:wlan_aggregate:llc:data:llc:data End");
        let names = ["wlan_aggregate.a_mdsu.length", "wlan.da", "data.data"];
        assert_eq!(fields_of(105, &bytes, &names), "11,10 00:11:22:33:44:55,00:11:22:33:44:66 010203,0405");
        cut_everywhere(105, &bytes);
    }
}
