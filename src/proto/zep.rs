//! ZigBee Encapsulation Protocol, [ZigBee Encapsulation Protocol](https://www.wireshark.org/docs/dfref/z/zep.html).
use super::*;
use crate::field::*;

static VERSION: Field = Field::new("zep.version", "Protocol Version", Place::Uint(8));
static TYPE: Field = Field::new("zep.type", "Type", Place::Uint(8));
static CHANNEL_ID: Field = Field::new("zep.channel_id", "Channel ID", Place::Uint(8));
static DEVICE_ID: Field = Field::new("zep.device_id", "Device ID", Place::Uint(16));
static LQI: Field = Field::new("zep.lqi", "Link Quality Indication", Place::Uint(8));
static SEQNO: Field = Field::new("zep.seqno", "Sequence Number", Place::Uint(32));
static PREAMBLE: Field = Field::part(Place::When(|h| h.left() >= 4, &[&EX, &VERSION, &BY_VERSION]));
static EX: Field = Field::new("zep.protocol_id", "Protocol ID String", Place::Run(2)).text();
static BY_VERSION: Field = Field::part(Place::Switch(
    |h| if h.byte(2) == 2 { u64::from(h.byte(3)) << 8 | 2 } else { h.byte(2).into() },
    &[(1, &[&CHANNEL_ID, &DEVICE_ID, &LQI_MODE, &LQI]), (0x202, &[&TYPE, &SEQNO])],
    &[&TYPE, &CHANNEL_ID, &DEVICE_ID, &LQI_MODE, &LQI, &TIME, &SEQNO],
));
static LQI_MODE: Field = Field::new("zep.lqi_mode", "LQI/CRC Mode", Place::Uint(8)).kind(Kind::Flag);
static TIME: Field = Field::new("zep.time", "Timestamp", Place::Uint(64)).kind(Kind::Show(&ntp::TIME));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "zep",
    title: "ZigBee Encapsulation Protocol",
    column: "ZEP",
    spec: "ZigBee Encapsulation Protocol",
    size: 0,
    fields: &[&PREAMBLE],
    under: &[(Space::UdpPort, 17754)],
    line: &[Word::Say("Encapsulated ZigBee packet"), Word::With(" channel ", &CHANNEL_ID)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let header = match bytes {
        [b'E', b'X', 1, ..] => 16,
        [b'E', b'X', 2, 2, ..] => 8,
        [b'E', b'X', 2, _, ..] => 32,
        _ => return Step::reject(),
    };
    if header > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, if header == 8 { id::data } else { id::wpan })
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 58 02 01 0f 00 01 00 ff d9 2b 3c 4d 00 00 00 00 00 00 00 07 00 00 00 00 00 00 00 00 00 00 05 # version 2, data
        02 00 2a 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(17754, 17754, &hex(SAMPLE));
        let names = ["zep.protocol_id", "zep.version", "zep.type", "zep.channel_id", "zep.device_id", "zep.lqi_mode", "zep.seqno"];
        assert_eq!(fields_of(228, &bytes, &names), "EX 2 1 15 1 0 7");
        assert_eq!(layers_of(228, &bytes), "ip:udp:zep:wpan End");
        cut_everywhere(228, &bytes);
    }
}
