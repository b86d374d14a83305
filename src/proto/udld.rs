//! Unidirectional Link Detection, [RFC 5171](https://www.rfc-editor.org/rfc/rfc5171).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Versi|  Opcode |     Flags     |            Checksum           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("udld.version", "Version", 0, 3).ft(8);
static OPCODE: Field = Field::bits("udld.opcode", "Opcode", 3, 5).ft(8).names(&[(0, "Reserved"), (1, "Probe"), (2, "Echo"), (3, "Flush")]);
static FLAGS: Field = Field::bits("udld.flags", "Flags", 8, 8);
static CHECKSUM: Field = Field::bits("udld.checksum", "Checksum", 16, 16).hex();
static TLV_TYPE: Field = Field::new("udld.tlv.type", "Type", Place::Uint(16)).hex().names(&[(1, "Device ID"), (2, "Port ID"), (3, "Echo"), (4, "Message interval"), (5, "Timeout interval"), (6, "Device name"), (7, "Sequence number")]);
static TLV_LEN: Field = Field::new("udld.tlv.len", "Length", Place::Uint(16));
static DEVICE_ID: Field = Field::new("udld.device_id", "Device ID", Place::Zero);
static SENT_THROUGH_INTERFACE: Field = Field::new("udld.sent_through_interface", "Sent through Interface", Place::Rest).text();
static DATA: Field = Field::new("udld.data", "Data", Place::Rest);
static TLVS: Field = Field::many("TLVs", &TLV);
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_TYPE, &TLV_LEN, &BODY]));
static BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(4).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.word(h.start).into(), &[(1, &[&DEVICE_ID]), (2, &[&SENT_THROUGH_INTERFACE])], &[&DATA]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "udld",
    title: "Unidirectional Link Detection",
    column: "UDLD",
    spec: "RFC 5171",
    size: 4,
    fields: &[&VERSION, &OPCODE, &FLAGS, &CHECKSUM, &TLVS],
    under: &[(Space::CiscoPid, 0x0111)],
    line: &[Word::Of(&OPCODE), Word::With(" ", &DEVICE_ID)],
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
        ff ff ff ff ff ff 02 00 00 00 00 01 00 12 aa aa 03 00 00 0c 01 11 # what carries it
        21 00 00 00 # probe
        00 01 00 06 61 62";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["udld.version", "udld.opcode", "udld.flags", "udld.checksum", "udld.tlv.type", "udld.tlv.len", "udld.device_id"];
        assert_eq!(fields_of(1, &bytes, &names), "1 1 0 0x0000 0x0001 6 ab");
        assert_eq!(layers_of(1, &bytes), "eth:llc:udld End");
        cut_everywhere(1, &bytes);
    }
}
