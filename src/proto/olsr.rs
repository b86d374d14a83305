//! Optimized Link State Routing Protocol, [RFC 3626](https://www.rfc-editor.org/rfc/rfc3626), 3.3.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Packet Length         |    Packet Sequence Number     |
//! |  Message Type |     Vtime     |         Message Size          |
//! |                      Originator Address                       |
//! |  Time To Live |   Hop Count   |    Message Sequence Number    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static PACKET_LEN: Field = Field::bits("olsr.packet_len", "Packet Length", 0, 16);
static PACKET_SEQ_NUM: Field = Field::bits("olsr.packet_seq_num", "Packet Sequence Number", 16, 16);
static MESSAGE_TYPE: Field = Field::new("olsr.message_type", "Message Type", Place::Uint(8)).names(&[(1, "HELLO"), (2, "TC"), (3, "MID"), (4, "HNA"), (130, "Nameservice (olsr.org)"), (201, "HELLO (LQ, olsr.org)"), (202, "TC (LQ, olsr.org)"), (241, "TC (LQ, nrlolsr)")]);
static MESSAGE_SIZE: Field = Field::new("olsr.message_size", "Message", Place::Uint(16));
static ORIGIN_ADDR: Field = Field::new("olsr.origin_addr", "Originator Address", Place::Uint(32)).kind(Kind::Ip4);
static TTL: Field = Field::new("olsr.ttl", "TTL", Place::Uint(8));
static HOP_COUNT: Field = Field::new("olsr.hop_count", "Hop Count", Place::Uint(8));
static MESSAGE_SEQ_NUM: Field = Field::new("olsr.message_seq_num", "Message Sequence Number", Place::Uint(16));
static ANSN: Field = Field::new("olsr.ansn", "Advertised Neighbor Sequence Number (ANSN)", Place::Uint(16));
static WILLINGNESS: Field = Field::new("olsr.willingness", "Willingness to forward messages", Place::Uint(8)).names(&[(0, "never"), (7, "always")]);
static LINK_TYPE: Field = Field::new("olsr.link_type", "Link Type", Place::Uint(8)).names(&[(0, "Unspecified Link"), (1, "Asymmetric Link"), (3, "Lost Link"), (5, "Pending Link"), (6, "Symmetric Link"), (10, "MPR Link")]);
static LINK_MESSAGE_SIZE: Field = Field::new("olsr.link_message_size", "Link Message Size", Place::Uint(16));
static NEIGHBOR_ADDR: Field = Field::new("olsr.neighbor_addr", "Neighbor Address", Place::Uint(32)).kind(Kind::Ip4);
static INTERFACE_ADDR: Field = Field::new("olsr.interface_addr", "Interface Address", Place::Uint(32)).kind(Kind::Ip4);
static NETWORK_ADDR: Field = Field::new("olsr.network_addr", "Network Address", Place::Uint(32)).kind(Kind::Ip4);
static NETMASK: Field = Field::new("olsr.netmask", "Netmask", Place::Uint(32)).kind(Kind::Ip4);
static MESSAGES: Field = Field::many("Messages", &MESSAGE);
static MESSAGE: Field = Field::new("", "Message", Place::Group(&[
    &MESSAGE_TYPE, &VTIME, &MESSAGE_SIZE, &ORIGIN_ADDR, &TTL, &HOP_COUNT, &MESSAGE_SEQ_NUM, &BODY,
]));
static VTIME: Field = Field::part(Place::Uint(8));
static BODY: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start + 2)).saturating_sub(12).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(h.start).into(),
    &[(1, &[&HTIME, &WILLINGNESS, &LINKS]), (2, &[&ANSN, &PAD, &NEIGHBORS]), (3, &[&INTERFACES]), (4, &[&NETWORKS])],
    &[],
));
static HTIME: Field = Field::part(Place::Run(3));
static PAD: Field = Field::part(Place::Uint(16));
static LINKS: Field = Field::many("Links", &LINK);
static LINK: Field = Field::new("", "Link", Place::Group(&[&LINK_TYPE, &BYTE, &LINK_MESSAGE_SIZE, &LINK_BODY]));
static BYTE: Field = Field::part(Place::Uint(8));
static LINK_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(4).min(h.left()), &[&NEIGHBORS]));
static NEIGHBORS: Field = Field::many("Neighbors", &NEIGHBOR_ADDR);
static INTERFACES: Field = Field::many("Interfaces", &INTERFACE_ADDR);
static NETWORKS: Field = Field::many("Networks", &NETWORK);
static NETWORK: Field = Field::new("", "Network", Place::Group(&[&NETWORK_ADDR, &NETMASK]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "olsr",
    title: "Optimized Link State Routing Protocol",
    column: "OLSR",
    spec: "RFC 3626",
    size: 4,
    fields: &[&PACKET_LEN, &PACKET_SEQ_NUM, &MESSAGES],
    under: &[(Space::UdpPort, 698)],
    line: &[Word::Say("OLSR packet, length "), Word::Plain(&PACKET_LEN)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match PACKET_LEN.num(bytes) {
        Some(length) if length as usize > below.wire => Step::reject(),
        Some(_) => Step::new(bytes.len(), below.wire, id::data),
        None => Step { total: below.wire, ..Step::cut(bytes) },
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 18 00 07 # 24 bytes, number 7
        02 86 00 14 0a 00 00 01 ff 00 00 09 # TC
        00 05 00 00 0a 00 00 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(698, 698, &hex(SAMPLE));
        let names = ["olsr.packet_seq_num", "olsr.message_type", "olsr.message_size", "olsr.origin_addr", "olsr.ttl", "olsr.hop_count", "olsr.message_seq_num", "olsr.ansn", "olsr.neighbor_addr"];
        assert_eq!(fields_of(228, &bytes, &names), "7 2 20 10.0.0.1 255 0 9 5 10.0.0.2");
        assert_eq!(layers_of(228, &bytes), "ip:udp:olsr End");
        cut_everywhere(228, &bytes);
    }
}
