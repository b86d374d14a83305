//! ARCNET, ATA 878.1, with [RFC 1201](https://www.rfc-editor.org/rfc/rfc1201) and
//! [RFC 1051](https://www.rfc-editor.org/rfc/rfc1051) above it, as BSD captures it. As Linux does: [`super::arcnet_linux`].
//!
//! ```text
//! +--------+--------+----------+------------+-------------------+
//! | Source | Target | Protocol | Split flag |     Sequence      |
//! +--------+--------+----------+------------+-------------------+
//! ```
use super::*;
use crate::field::*;

/// The sender's address.
pub static SRC: Field = Field::bits("arcnet.src", "Source", 0, 8).hex();
/// The receiver's; 0 is all.
pub static DST: Field = Field::bits("arcnet.dst", "Dest", 8, 8).hex();
/// System code.
pub static PROTOCOL_ID: Field = Field::new("arcnet.protID", "Protocol ID", Place::Uint(8)).hex().names(CODES);
static BEHIND: Field = Field::part(Place::When(|here| here.head.len() >= here.at && split(here.number), &[&EXCEPTION_OR]));
static EXCEPTION_OR: Field = Field::part(Place::Switch(
    |here| here.byte(here.at).into(),
    &[(0xff, &[&EXCEPTION, &PADDING, &PROTOCOL_ID, &SPLIT, &SEQUENCE])],
    &[&SPLIT, &SEQUENCE],
));
/// A packet of a length that fits no frame: padded (RFC 1201, 2.1).
pub static EXCEPTION: Field = Field::new("arcnet.exception_flag", "Exception Flag", Place::Uint(8)).hex();
/// 0xffff.
pub static PADDING: Field = Field::new("arcnet.padding", "Padding", Place::Uint(16)).hex();
/// Which part of a packet this is (RFC 1201, 2.2).
pub static SPLIT: Field = Field::new("arcnet.split_flag", "Split Flag", Place::Uint(8));
/// Of the packet.
pub static SEQUENCE: Field = Field::new("arcnet.sequence", "Sequence", Place::Uint(16));

pub(super) const CODES: Names = &[
    (0x00, "Datapoint boot"),
    (0x01, "Datapoint mount"),
    (0x08, "PowerLAN beacon"),
    (0x80, "Diagnose"),
    (0xc4, "IPv6"),
    (0xcd, "BACnet"),
    (0xd4, "RFC 1201 IP"),
    (0xd5, "RFC 1201 ARP"),
    (0xd6, "RFC 1201 RARP"),
    (0xdd, "Appletalk"),
    (0xe8, "Encapsulated Ethernet"),
    (0xec, "Novell of some sort"),
    (0xf0, "RFC 1051 IP"),
    (0xf1, "RFC 1051 ARP"),
    (0xf3, "PowerLAN beacon2"),
    (0xf7, "Banyan VINES"),
    (0xfa, "IPX"),
];

/// ARCNET.
pub static PROTOCOL: Protocol = Protocol {
    name: "arcnet",
    title: "ARCNET",
    column: "ARCNET",
    spec: "RFC 1201",
    size: 2,
    fields: &[&SRC, &DST, &PROTOCOL_ID, &BEHIND],
    under: &[(Space::Link, 7)],
    line: &[Word::Say("ARCNET "), Word::Of(&SRC), Word::Say(" → "), Word::Of(&DST)],
    ..Protocol::PLAIN
};

/// These have a header of RFC 1201's shape behind the system code; RFC 1051's and the oldest have not.
pub(super) fn split(code: u64) -> bool {
    !matches!(code, 0x80 | 0xcd | 0xf0 | 0xf1)
}
pub(super) fn inside(code: u8) -> Id {
    match code {
        0xd4 | 0xf0 => id::ip,
        0xd5 | 0xd6 | 0xf1 => id::arp,
        0xc4 => id::ipv6,
        0xcd => id::llc,
        _ => id::data,
    }
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [_, _, code, ref rest @ ..] = *bytes else { return Step::cut(bytes) };
    let header = match rest {
        _ if !split(code.into()) => 3,
        [0xff, ..] => 10,
        _ => 6,
    };
    if bytes.len() < header { Step::cut(bytes) } else { Step::new(header, below.wire, inside(code)) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 7] =
        ["arcnet.src", "arcnet.dst", "arcnet.offset", "arcnet.protID", "arcnet.split_flag", "arcnet.exception_flag", "arcnet.sequence"];

    #[test]
    fn both_captures() {
        let bsd = hex("01 02 d3 00 00 07 01");
        assert_eq!(fields_of(7, &bsd, &FIELDS), "0x01 0x02 - 0xd3 0 - 7");
        assert_eq!(layers_of(7, &bsd), "arcnet:data End");
        cut_everywhere(7, &bsd);
        let linux = hex("01 02 00 00 d3 00 00 07 01");
        assert_eq!(fields_of(129, &linux, &FIELDS), "0x01 0x02 0000 0xd3 0 - 7");
        assert_eq!(layers_of(129, &linux), "arcnet:data End");
        cut_everywhere(129, &linux);
        let exception = hex("01 02 d3 ff ff ff d3 00 00 07 01");
        assert_eq!(fields_of(7, &exception, &FIELDS), "0x01 0x02 - 0xd3,0xd3 0 0xff 7");
        cut_everywhere(7, &exception);
        assert_eq!(fields_of(7, &hex("01 02 80 01"), &FIELDS), "0x01 0x02 - 0x80 - - -");
    }
}
