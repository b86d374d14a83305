//! Host Identity Protocol, [RFC 7401](https://www.rfc-editor.org/rfc/rfc7401), 5.1.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Payload Protoco| Header Length | | Packet Type |Version|       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Checksum           |          HIP Controls         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                          Sender's HIT                         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                         Receiver's HIT                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static PROTO: Field = Field::bits("hip.proto", "Payload Protocol", 0, 8);
static HDR_LEN: Field = Field::bits("hip.hdr_len", "Header Length", 8, 8);
static PACKET_TYPE: Field = Field::bits("hip.packet_type", "Packet Type", 17, 7).ft(8);
static VERSION: Field = Field::bits("hip.version", "Version", 24, 4).ft(8);
static CHECKSUM: Field = Field::bits("hip.checksum", "Checksum", 32, 16).hex();
static CONTROLS: Field = Field::bits("hip.controls", "HIP Controls", 48, 16).hex();
static HIT_SNDR: Field = Field::bytes("hip.hit_sndr", "Sender's HIT", 8, 16);
static HIT_RCVR: Field = Field::bytes("hip.hit_rcvr", "Receiver's HIT", 24, 16);
static TYPE: Field = Field::new("hip.type", "Type", Place::Uint(16));
static PARAMETERS: Field = Field::many("Parameters", &PARAMETER);
static PARAMETER: Field = Field::new("", "Parameter", Place::Group(&[&TYPE, &LENGTH, &VALUE, &PAD]));
static LENGTH: Field = Field::part(Place::Uint(16));
static VALUE: Field = Field::part(Place::Take(|h| (h.number as usize).min(h.left())));
static PAD: Field = Field::part(Place::Take(|h| h.pad(8).min(h.left())));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "hip",
    title: "Host Identity Protocol",
    column: "HIP",
    spec: "RFC 7401",
    size: 40,
    fields: &[&PROTO, &HDR_LEN, &PACKET_TYPE, &VERSION, &CHECKSUM, &CONTROLS, &HIT_SNDR, &HIT_RCVR, &PARAMETERS],
    under: &[(Space::IpProto, 139), (Space::UdpPort, 10500)],
    line: &[Word::Of(&PACKET_TYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 40)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 3c 00 01 00 00 40 8b 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        3b 04 01 21 00 00 00 00 # I1
        11 11 11 11 11 11 11 11 11 11 11 11 11 11 11 11
        22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["hip.proto", "hip.hdr_len", "hip.packet_type", "hip.version", "hip.checksum", "hip.controls", "hip.hit_sndr", "hip.hit_rcvr"];
        assert_eq!(fields_of(228, &bytes, &names), "59 4 1 2 0x0000 0x0000 11111111111111111111111111111111 22222222222222222222222222222222");
        assert_eq!(layers_of(228, &bytes), "ip:hip End");
        cut_everywhere(228, &bytes);
    }
}
