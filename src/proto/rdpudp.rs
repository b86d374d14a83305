//! UDP Remote Desktop Protocol, [MS-RDPEUDP](https://learn.microsoft.com/openspecs/windows_protocols/ms-rdpeudp/), 2.2.2.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                          snSourceAck                          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |       ReceiveWindowSize       |             Flags             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static SNSOURCEACK: Field = Field::bits("rdpudp.snsourceack", "snSourceAck", 0, 32).hex();
static RECEIVEWINDOWSIZE: Field = Field::bits("rdpudp.receivewindowsize", "ReceiveWindowSize", 32, 16);
static FLAGS: Field = Field::bits("rdpudp.flags", "Flags", 48, 16).hex();
static FLAGS_SYNEX: Field = Field::bits("rdpudp.flags.synex", "SynEx", 51, 1);
static FLAGS_CORRELATIONID: Field = Field::bits("rdpudp.flags.correlationid", "Correlation id", 52, 1);
static FLAGS_ACKDELAYED: Field = Field::bits("rdpudp.flags.ackdelayed", "Ack delayed", 53, 1);
static FLAGS_SYNLOSSY: Field = Field::bits("rdpudp.flags.synlossy", "Syn lossy", 54, 1);
static FLAGS_AOA: Field = Field::bits("rdpudp.flags.aoa", "Ack of Acks", 55, 1);
static FLAGS_CWR: Field = Field::bits("rdpudp.flags.cwr", "CWR", 57, 1);
static FLAGS_CN: Field = Field::bits("rdpudp.flags.cn", "CN", 58, 1);
static FLAGS_FEC: Field = Field::bits("rdpudp.flags.fec", "FECData", 59, 1);
static FLAGS_DATA: Field = Field::bits("rdpudp.flags.data", "Data", 60, 1);
static FLAGS_ACK: Field = Field::bits("rdpudp.flags.ack", "Ack", 61, 1);
static FLAGS_FIN: Field = Field::bits("rdpudp.flags.fin", "Fin", 62, 1);
static FLAGS_SYN: Field = Field::bits("rdpudp.flags.syn", "Syn", 63, 1);
static INITIALSEQUENCENUMBER: Field = Field::new("rdpudp.initialsequencenumber", "Initial SequenceNumber", Place::Uint(32)).hex();
static UPSTREAMMTU: Field = Field::new("rdpudp.upstreammtu", "Upstream MTU", Place::Uint(16));
static DOWNSTREAMMTU: Field = Field::new("rdpudp.downstreammtu", "DownStream MTU", Place::Uint(16));
static SYN: Field = Field::part(Place::When(|h| h.byte(7) & 1 != 0, &[&INITIALSEQUENCENUMBER, &UPSTREAMMTU, &DOWNSTREAMMTU]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rdpudp",
    title: "UDP Remote Desktop Protocol",
    column: "RDPUDP",
    spec: "MS-RDPEUDP",
    size: 8,
    fields: &[&SNSOURCEACK, &RECEIVEWINDOWSIZE, &FLAGS, &FLAGS_SYNEX, &FLAGS_CORRELATIONID, &FLAGS_ACKDELAYED, &FLAGS_SYNLOSSY, &FLAGS_AOA, &FLAGS_CWR, &FLAGS_CN, &FLAGS_FEC, &FLAGS_DATA, &FLAGS_ACK, &FLAGS_FIN, &FLAGS_SYN, &SYN],
    under: &[(Space::UdpPort, 3389)],
    line: &[Word::Say("RDPUDP flags "), Word::Of(&FLAGS)],
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
        ff ff ff ff 04 00 00 01 # SYN
        11 22 33 44 04 d0 04 d0
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(3389, 3389, &hex(SAMPLE));
        let names = ["rdpudp.snsourceack", "rdpudp.receivewindowsize", "rdpudp.flags", "rdpudp.flags.syn", "rdpudp.initialsequencenumber", "rdpudp.upstreammtu", "rdpudp.downstreammtu"];
        assert_eq!(fields_of(228, &bytes, &names), "0xffffffff 1024 0x0001 1 0x11223344 1232 1232");
        assert_eq!(layers_of(228, &bytes), "ip:udp:rdpudp End");
        cut_everywhere(228, &bytes);
    }
}
