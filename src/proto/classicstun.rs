//! Simple Traversal of UDP Through NAT, [RFC 3489](https://www.rfc-editor.org/rfc/rfc3489).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          Message Type         |         Message Length        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                     Message Transaction ID                    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("classicstun.type", "Message Type", 0, 16).hex().names(&[(1, "Binding Request"), (2, "Shared Secret Request"), (3, "Allocate Request"), (4, "Send Request"), (6, "Set Active Destination Request"), (257, "Binding Response"), (258, "Shared Secret Response"), (259, "Allocate Response"), (260, "Send Response"), (262, "Set Active Destination Response"), (273, "Binding Error Response"), (275, "Allocate Error Response"), (276, "Send Error Response"), (277, "Data Indication"), (278, "Set Active Destination Error Response"), (4370, "Shared Secret Error Response")]);
static LENGTH: Field = Field::bits("classicstun.length", "Message Length", 16, 16).hex();
static ID: Field = Field::bytes("classicstun.id", "Message Transaction ID", 4, 16);
static ATT_TYPE: Field = Field::new("classicstun.att.type", "Attribute Type", Place::Uint(16)).hex().names(&[(1, "MAPPED-ADDRESS"), (2, "RESPONSE-ADDRESS"), (3, "CHANGE-REQUEST"), (4, "SOURCE-ADDRESS"), (5, "CHANGED-ADDRESS"), (6, "USERNAME"), (7, "PASSWORD"), (8, "MESSAGE-INTEGRITY"), (9, "ERROR-CODE"), (11, "REFLECTED-FROM"), (13, "LIFETIME"), (14, "ALTERNATE_SERVER"), (15, "MAGIC_COOKIE"), (16, "BANDWIDTH"), (17, "DESTINATION_ADDRESS"), (18, "REMOTE_ADDRESS"), (19, "DATA"), (20, "NONCE"), (21, "REALM"), (22, "REQUESTED_ADDRESS_TYPE"), (33, "XOR_ONLY"), (32800, "XOR_MAPPED_ADDRESS"), (32802, "SERVER"), (49153, "CONNECTION-REQUEST-BINDING"), (49154, "BINDING-CHANGE")]);
static ATT_LENGTH: Field = Field::new("classicstun.att.length", "Attribute Length", Place::Uint(16));
static ATT_FAMILY: Field = Field::new("classicstun.att.family", "Protocol Family", Place::Uint(16)).hex().names(&[(1, "IPv4"), (2, "IPv6")]);
static ATT_PORT: Field = Field::new("classicstun.att.port", "Port", Place::Uint(16));
static ATT_IPV4: Field = Field::new("classicstun.att.ipv4", "IP", Place::Uint(32)).kind(Kind::Ip4);
static ATT_VALUE: Field = Field::new("classicstun.att.value", "Value", Place::Rest);
static ATT_SERVER: Field = Field::new("classicstun.att.server", "Server version", Place::Rest).text();
static ATT_ERROR: Field = Field::new("classicstun.att.error", "Error Code", Place::Uint(8));
static ATT_ERROR_REASON: Field = Field::new("classicstun.att.error.reason", "Error Reason Phase", Place::Rest).text();
static ATTS: Field = Field::part(Place::When(|h| h.left() > 0, &[&ATT]));
static ATT: Field = Field::new("classicstun.att", "Attributes", Place::Many(&ONE));
static ONE: Field = Field::new("", "Attribute", Place::Group(&[&ATT_TYPE, &ATT_LENGTH, &BODY]));
static BODY: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start + 2)).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.word(h.start).into(),
    &[
        (1, &[&ADDRESS]),
        (2, &[&ADDRESS]),
        (3, &[&CHANGE_WORD, &CHANGE_IP, &CHANGE_PORT]),
        (4, &[&ADDRESS]),
        (5, &[&ADDRESS]),
        (9, &[&SKIP, &CLASS_BYTE, &CLASS, &ATT_ERROR, &ATT_ERROR_REASON]),
        (11, &[&ADDRESS]),
        (0x8022, &[&ATT_SERVER]),
    ],
    &[&ATT_VALUE],
));
static ADDRESS: Field = Field::part(Place::When(|h| h.left() == 8, &[&ATT_FAMILY, &ATT_PORT, &ATT_IPV4]));
static CHANGE_WORD: Field = Field::part(Place::Uint(32));
static CHANGE_IP: Field = Field::new("classicstun.att.change.ip", "Change IP", Place::Sub(4));
static CHANGE_PORT: Field = Field::new("classicstun.att.change.port", "Change Port", Place::Sub(2));
static SKIP: Field = Field::part(Place::Run(2));
static CLASS_BYTE: Field = Field::part(Place::Uint(8));
static CLASS: Field = Field::new("classicstun.att.error.class", "Error Class", Place::Sub(7)).ft(8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "classicstun",
    title: "Simple Traversal of UDP Through NAT",
    column: "CLASSICSTUN",
    spec: "RFC 3489",
    size: 20,
    fields: &[&TYPE, &LENGTH, &ID, &ATTS],
    under: &[(Space::Context, 3489)],
    looks: &[(Space::UdpPort, &[0, 1], looks)],
    line: &[Word::Say("Message: "), Word::Of(&TYPE), Word::With(" ", &ATT_IPV4), Word::With(":", &ATT_PORT)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if !looks(bytes) {
        return Step::reject();
    }
    Step::new(bytes.len(), below.wire, id::data)
}
/// One of its six messages, as long as it says, with attributes from end to end.
fn looks(bytes: &[u8]) -> bool {
    let [a, b, c, d, ..] = *bytes else { return false };
    let (kind, length) = (u16::from_be_bytes([a, b]), usize::from(u16::from_be_bytes([c, d])));
    matches!(kind, 1 | 2 | 0x101 | 0x102 | 0x111 | 0x112) && length + 20 == bytes.len() && bytes.get(4..8) != Some(&[0x21, 0x12, 0xa4, 0x42])
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        01 01 00 18 00 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 # binding response
        00 01 00 08 00 01 12 34 c0 00 02 01
        00 04 00 08 00 01 0d 96 c0 00 02 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(40000, 50000, &hex(SAMPLE));
        let names = ["classicstun.type", "classicstun.length", "classicstun.id", "classicstun.att.type", "classicstun.att.family", "classicstun.att.port", "classicstun.att.ipv4"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0101 0x0018 0002030405060708090a0b0c0d0e0f10 0x0001,0x0004 0x0001,0x0001 4660,3478 192.0.2.1,192.0.2.2");
        assert_eq!(layers_of(228, &bytes), "ip:udp:classicstun End");
        cut_everywhere(228, &bytes);
    }
}
