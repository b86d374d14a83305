//! Local Area Transport, [DEC Local Area Transport](https://en.wikipedia.org/wiki/Local_Area_Transport).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Message typ|M|R|Number of slots|     Destination circuit ID    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |       Source circuit ID       |Message sequenc|Message acknowl|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static MSG_TYP: Field = Field::bits("lat.msg_typ", "Message type", 0, 6).ft(8).names(&[(0, "Run"), (1, "Start"), (2, "Stop"), (10, "Service announcement"), (12, "Command"), (13, "Status"), (14, "Solicit information"), (15, "Response information")]);
static MASTER: Field = Field::bits("lat.master", "Master", 6, 1);
static RRF: Field = Field::bits("lat.rrf", "RRF", 7, 1);
static NBR_SLOTS: Field = Field::bits("lat.nbr_slots", "Number of slots", 8, 8);
static DST_CIR_ID: Field = Field::new("lat.dst_cir_id", "Destination circuit ID", Place::Little(2, 2, 0, 16)).hex();
static SRC_CIR_ID: Field = Field::new("lat.src_cir_id", "Source circuit ID", Place::Little(4, 2, 0, 16)).hex();
static MSG_SEQ_NBR: Field = Field::bits("lat.msg_seq_nbr", "Message sequence number", 48, 8);
static MSG_ACK_NBR: Field = Field::bits("lat.msg_ack_nbr", "Message acknowledgment number", 56, 8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "lat",
    title: "Local Area Transport",
    column: "LAT",
    spec: "DEC Local Area Transport",
    size: 8,
    fields: &[&MSG_TYP, &MASTER, &RRF, &NBR_SLOTS, &DST_CIR_ID, &SRC_CIR_ID, &MSG_SEQ_NBR, &MSG_ACK_NBR],
    under: &[(Space::EtherType, 0x6004)],
    line: &[Word::Of(&MSG_TYP)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 8)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 60 04 # what carries it
        02 00 01 00 02 00 05 04 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["lat.msg_typ", "lat.master", "lat.rrf", "lat.nbr_slots", "lat.dst_cir_id", "lat.src_cir_id", "lat.msg_seq_nbr", "lat.msg_ack_nbr"];
        assert_eq!(fields_of(1, &bytes, &names), "0 1 0 0 0x0001 0x0002 5 4");
        assert_eq!(layers_of(1, &bytes), "eth:lat End");
        cut_everywhere(1, &bytes);
    }
}
