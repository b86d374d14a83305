//! RX Protocol, [RX](https://web.mit.edu/kolya/afs/rx/rx-spec), which AFS uses.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                              CID                              |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                          Call Number                          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Sequence Number                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                             Serial                            |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |     Flags     |  User Status  | Security Index|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Spare/Checksum        |           Service ID          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static EPOCH: Field = Field::bits("rx.epoch", "Epoch", 0, 32).kind(Kind::Time(|n| n as i64 * 1_000_000_000));
static CID: Field = Field::bits("rx.cid", "CID", 32, 32);
static CALLNUMBER: Field = Field::bits("rx.callnumber", "Call Number", 64, 32);
static SEQ: Field = Field::bits("rx.seq", "Sequence Number", 96, 32);
static SERIAL: Field = Field::bits("rx.serial", "Serial", 128, 32);
static TYPE: Field = Field::bits("rx.type", "Type", 160, 8).names(&[(1, "data"), (2, "ack"), (3, "busy"), (4, "abort"), (5, "ackall"), (6, "challenge"), (7, "response"), (8, "debug"), (9, "params"), (13, "version")]);
static FLAGS: Field = Field::bits("rx.flags", "Flags", 168, 8).hex();
static FLAGS_FREE_PACKET: Field = Field::bits("rx.flags.free_packet", "Free Packet", 171, 1);
static FLAGS_MORE_PACKETS: Field = Field::bits("rx.flags.more_packets", "More Packets", 172, 1);
static FLAGS_LAST_PACKET: Field = Field::bits("rx.flags.last_packet", "Last Packet", 173, 1);
static FLAGS_REQUEST_ACK: Field = Field::bits("rx.flags.request_ack", "Request Ack", 174, 1);
static FLAGS_CLIENT_INIT: Field = Field::bits("rx.flags.client_init", "Client Initiated", 175, 1);
static USERSTATUS: Field = Field::bits("rx.userstatus", "User Status", 176, 8).ft(32);
static SECURITYINDEX: Field = Field::bits("rx.securityindex", "Security Index", 184, 8).ft(32);
static SPARE: Field = Field::bits("rx.spare", "Spare/Checksum", 192, 16);
static SERVICEID: Field = Field::bits("rx.serviceid", "Service ID", 208, 16);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rx",
    title: "RX Protocol",
    column: "RX",
    spec: "RX",
    size: 28,
    fields: &[&EPOCH, &CID, &CALLNUMBER, &SEQ, &SERIAL, &TYPE, &FLAGS, &FLAGS_FREE_PACKET, &FLAGS_MORE_PACKETS, &FLAGS_LAST_PACKET, &FLAGS_REQUEST_ACK, &FLAGS_CLIENT_INIT, &USERSTATUS, &SECURITYINDEX, &SPARE, &SERVICEID],
    under: &[(Space::UdpPort, 7000), (Space::UdpPort, 7001), (Space::UdpPort, 7002), (Space::UdpPort, 7003), (Space::UdpPort, 7004), (Space::UdpPort, 7005), (Space::UdpPort, 7006), (Space::UdpPort, 7007), (Space::UdpPort, 7008), (Space::UdpPort, 7009), (Space::UdpPort, 7021)],
    line: &[Word::Of(&TYPE), Word::With(" Seq: ", &SEQ), Word::With(" Call: ", &CALLNUMBER)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 28)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        3b 00 00 00 00 00 00 04 00 00 00 01 00 00 00 01 00 00 00 02 04 05 00 00 00 00 00 34";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(7001, 7001, &hex(SAMPLE));
        let names = ["rx.cid", "rx.callnumber", "rx.seq", "rx.serial", "rx.type", "rx.flags", "rx.flags.free_packet", "rx.flags.more_packets", "rx.flags.last_packet", "rx.flags.request_ack", "rx.flags.client_init", "rx.userstatus", "rx.securityindex", "rx.spare", "rx.serviceid"];
        assert_eq!(fields_of(228, &bytes, &names), "4 1 1 2 4 0x05 0 0 1 0 1 0 0 0 52");
        assert_eq!(layers_of(228, &bytes), "ip:udp:rx End");
        cut_everywhere(228, &bytes);
    }
}
