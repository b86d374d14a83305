//! Nortel Discovery Protocol, [Nortel Discovery Protocol](https://wiki.wireshark.org/SONMP) (SONMP).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                           IP address                          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |               Segment Identifier              |  Chassis type |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Backplane type|     State     |Number of links|               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static IPADDRESS: Field = Field::bits("ndp.ipaddress", "IP address", 0, 32).kind(Kind::Ip4);
static SEGMENTIDENT: Field = Field::bits("ndp.segmentident", "Segment Identifier", 32, 24).hex();
static CHASSIS: Field = Field::bits("ndp.chassis", "Chassis type", 56, 8);
static BACKPLANE: Field = Field::bits("ndp.backplane", "Backplane type", 64, 8).names(&[(1, "Other"), (2, "Ethernet"), (3, "Ethernet and Tokenring"), (4, "Ethernet and FDDI"), (5, "Ethernet, Tokenring and FDDI"), (6, "Ethernet and Tokenring with redundant power"), (7, "Ethernet, Tokenring, FDDI with redundant power"), (8, "Token Ring"), (9, "Ethernet, Tokenring and Fast Ethernet"), (10, "Ethernet and Fast Ethernet"), (11, "Ethernet, Tokenring, Fast Ethernet with redundant power"), (12, "Ethernet, Fast Ethernet and Gigabit Ethernet")]);
static STATE: Field = Field::bits("ndp.state", "State", 72, 8).names(&[(1, "Topology Change"), (2, "Heartbeat"), (3, "New")]);
static NUMBEROFLINKS: Field = Field::bits("ndp.numberoflinks", "Number of links", 80, 8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ndp",
    title: "Nortel Discovery Protocol",
    column: "NDP",
    spec: "Nortel Discovery Protocol",
    size: 11,
    fields: &[&IPADDRESS, &SEGMENTIDENT, &CHASSIS, &BACKPLANE, &STATE, &NUMBEROFLINKS],
    under: &[(Space::Context, 129)],
    line: &[Word::Say("Address: "), Word::Of(&IPADDRESS)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 11)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 00 13 aa aa 03 00 00 81 01 a2 # what carries it
        0a 00 00 01 00 01 05 0c 02 02 01";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["ndp.ipaddress", "ndp.segmentident", "ndp.chassis", "ndp.backplane", "ndp.state", "ndp.numberoflinks"];
        assert_eq!(fields_of(1, &bytes, &names), "10.0.0.1 0x000105 12 2 2 1");
        assert_eq!(layers_of(1, &bytes), "eth:llc:ndp End");
        cut_everywhere(1, &bytes);
    }
}
