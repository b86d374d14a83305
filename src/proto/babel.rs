//! Babel Routing Protocol, [RFC 8966](https://www.rfc-editor.org/rfc/rfc8966), 4.2.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Magic     |    Version    |          Body Length          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static MAGIC: Field = Field::bits("babel.magic", "Magic", 0, 8);
static VERSION: Field = Field::bits("babel.version", "Version", 8, 8);
static BODYLEN: Field = Field::bits("babel.bodylen", "Body Length", 16, 16);
static MESSAGE_LENGTH: Field = Field::new("babel.message.length", "Message Length", Place::Uint(8));
static MESSAGE_NONCE: Field = Field::new("babel.message.nonce", "Nonce", Place::Uint(16)).hex();
static MESSAGE_INTERVAL: Field = Field::new("babel.message.interval", "Interval", Place::Uint(16));
static MESSAGE_SEQNO: Field = Field::new("babel.message.seqno", "Seqno", Place::Uint(16)).hex();
static MESSAGE_AE: Field = Field::new("babel.message.ae", "Address Encoding", Place::Uint(8)).names(&[(0, "Wildcard"), (1, "IPv4"), (2, "IPv6"), (3, "Link-Local IPv6")]);
static MESSAGE_RXCOST: Field = Field::new("babel.message.rxcost", "Rxcost", Place::Uint(16)).hex();
static MESSAGE_ROUTERID: Field = Field::new("babel.message.routerid", "Router ID", Place::Run(8));
static MESSAGE_FLAGS: Field = Field::new("babel.message.flags", "Flags", Place::Uint(8)).hex();
static MESSAGE_PLEN: Field = Field::new("babel.message.plen", "Prefix Length", Place::Uint(8));
static MESSAGE_OMITTED: Field = Field::new("babel.message.omitted", "Omitted Bytes", Place::Uint(8));
static MESSAGE_METRIC: Field = Field::new("babel.message.metric", "Metric", Place::Uint(16));
static MESSAGE_HOPCOUNT: Field = Field::new("babel.message.hopcount", "Hop Count", Place::Uint(8));
static TLVS: Field = Field::many("Messages", &TLV);
static TLV: Field = Field::new("", "Message", Place::Group(&[&MESSAGE, &MESSAGE_TYPE, &BODY]));
static MESSAGE: Field = Field::new("babel.message", "Message", Place::Reckoned(|h| Some(Value::Num(h.byte(h.at).into())))).ft(8).names(TYPES);
static MESSAGE_TYPE: Field = Field::new("babel.message.type", "Message Type", Place::Uint(8)).names(TYPES);
const TYPES: Names = &[
    (0, "pad1"), (1, "padn"), (2, "ack-req"), (3, "ack"), (4, "hello"), (5, "ihu"), (6, "router-id"), (7, "nh"), (8, "update"), (9, "request"), (10, "seqno-req"),
];
static BODY: Field = Field::part(Place::When(|h| h.number != 0 && h.left() > 0, &[&MESSAGE_LENGTH, &VALUE]));
static VALUE: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(h.start).into(),
    &[
        (2, &[&RESERVED, &MESSAGE_NONCE, &MESSAGE_INTERVAL]),
        (3, &[&MESSAGE_NONCE]),
        (4, &[&RESERVED, &MESSAGE_SEQNO, &MESSAGE_INTERVAL]),
        (5, &[&MESSAGE_AE, &ONE, &MESSAGE_RXCOST, &MESSAGE_INTERVAL]),
        (6, &[&RESERVED, &MESSAGE_ROUTERID]),
        (7, &[&MESSAGE_AE]),
        (8, &[&MESSAGE_AE, &MESSAGE_FLAGS, &MESSAGE_PLEN, &MESSAGE_OMITTED, &MESSAGE_INTERVAL, &MESSAGE_SEQNO, &MESSAGE_METRIC]),
        (9, &[&MESSAGE_AE, &MESSAGE_PLEN]),
        (10, &[&MESSAGE_AE, &MESSAGE_PLEN, &MESSAGE_SEQNO, &MESSAGE_HOPCOUNT, &ONE, &MESSAGE_ROUTERID]),
    ],
    &[],
));
static RESERVED: Field = Field::part(Place::Uint(16));
static ONE: Field = Field::part(Place::Uint(8));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "babel",
    title: "Babel Routing Protocol",
    column: "Babel",
    spec: "RFC 8966",
    size: 4,
    fields: &[&MAGIC, &VERSION, &BODYLEN, &TLVS],
    under: &[(Space::UdpPort, 6696)],
    line: &[Word::Say("Babel"), Word::With(" ", &MESSAGE_TYPE)],
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
        2a 02 00 10 # version 2, 16 bytes
        04 06 00 00 00 07 01 90 # hello
        05 06 00 00 00 60 04 b0 # I heard you";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(6696, 6696, &hex(SAMPLE));
        let names = ["babel.magic", "babel.version", "babel.bodylen", "babel.message.type", "babel.message.length", "babel.message.seqno", "babel.message.interval", "babel.message.rxcost"];
        assert_eq!(fields_of(228, &bytes, &names), "42 2 16 4,5 6,6 0x0007 400,1200 0x0060");
        assert_eq!(layers_of(228, &bytes), "ip:udp:babel End");
        cut_everywhere(228, &bytes);
    }
}
