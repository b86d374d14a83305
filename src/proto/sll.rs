//! Linux cooked capture, [LINKTYPE_LINUX_SLL](https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html): what "any" captures.
//!
//! ```text
//! +-------------------+-------------------+
//! |    Packet type    |   ARPHRD_ type    |
//! +-------------------+-------------------+
//! |  Address length   |                   |
//! +-------------------+   Link-layer      |
//! |             address (8 bytes)         |
//! |                   +-------------------+
//! |                   |   Protocol type   |
//! +-------------------+-------------------+
//! ```
use super::*;
use crate::field::*;

/// To whom the packet was sent.
pub static PKTTYPE: Field = Field::bits("sll.pkttype", "Packet type", 0, 16).alias("pkttype").names(TYPES);
/// What network it was sent on.
pub static HATYPE: Field =
    Field::bits("sll.hatype", "Link-layer address type", 16, 16).alias("lladdrtype").unset(512).names(super::HARDWARE);
/// Of the sender's address, in bytes.
pub static HALEN: Field = Field::bits("sll.halen", "Link-layer address length", 32, 16).alias("lladdrlen");

static ADDRESS: Field = Field::part(Place::Switch(|here| here.word(4).into(), ADDRESSES, &[&LONG]));
pub(super) const ADDRESSES: &[(u64, Fields)] = &[(0, &[&UNUSED_8]), (4, &[&SRC_IPV4, &UNUSED_4]), (6, &[&SRC_ETH, &UNUSED_2])];
static LONG: Field = Field::part(Place::Sized(|_| 8, &[&OTHER, &UNUSED_REST]));
static OTHER: Field = Field::part(Place::Sized(|here| here.word(4).min(8).into(), &[&SRC_OTHER]));
/// The sender's Ethernet address.
pub static SRC_ETH: Field = Field::new("sll.src.eth", "Source", Place::Run(6)).kind(Kind::Mac);
/// The sender's IPv4 address: a tunnel's.
pub static SRC_IPV4: Field = Field::new("sll.src.ipv4", "Source", Place::Uint(32)).kind(Kind::Ip4);
/// The sender's address, of another length.
pub static SRC_OTHER: Field = Field::new("sll.src.other", "Source", Place::Rest);
static UNUSED_8: Field = Field::new("sll.unused", "Unused", Place::Run(8));
static UNUSED_4: Field = Field::new("sll.unused", "Unused", Place::Run(4));
static UNUSED_2: Field = Field::new("sll.unused", "Unused", Place::Run(2));
pub(super) static UNUSED_REST: Field = Field::new("sll.unused", "Unused", Place::Rest);

static PROTOCOL_TYPE: Field = Field::part(Place::Switch(
    |here| if here.left() == 0 { 0 } else { form(here.word(14), here.word(2)) },
    &[(LTYPE_FORM, &[&LTYPE]), (GRE_FORM, &[&GRETYPE])],
    &[&ETYPE],
));
/// Linux' own numbers, below all EtherTypes.
pub static LTYPE: Field = Field::new("sll.ltype", "Protocol", Place::Uint(16)).hex().names(LTYPES);
/// Over GRE: the protocol type.
pub static GRETYPE: Field = Field::new("sll.gretype", "Protocol", Place::Uint(16)).hex().names(super::ETHERTYPES);
/// EtherType.
pub static ETYPE: Field = Field::new("sll.etype", "Protocol", Place::Uint(16)).hex().alias("proto").names(super::ETHERTYPES).computed();
/// Bytes behind the packet.
pub static TRAILER: Field = Field::new("sll.trailer", "Trailer", Place::Rest);
pub(super) static TRAILED: Field = Field::part(Place::Elsewhere(eth::trailer, &[&TRAILER]));

pub(super) const TYPES: Names =
    &[(0, "Unicast to us"), (1, "Broadcast"), (2, "Multicast"), (3, "Unicast to another host"), (4, "Sent by us")];
pub(super) const LTYPES: Names = &[
    (0x0001, "Raw 802.3"),
    (0x0003, "Ethernet"),
    (0x0004, "802.2 LLC"),
    (0x0007, "PPP (HDLC)"),
    (0x000c, "CAN"),
    (0x000d, "CAN FD"),
    (0x0017, "IrDA LAP"),
    (0x00f5, "ISI"),
    (0x00f6, "IEEE 802.15.4"),
];

/// Linux cooked capture.
pub static PROTOCOL: Protocol = Protocol {
    name: "sll",
    alias: "CookedLinux",
    title: "Linux cooked capture v1",
    column: "SLL",
    spec: "LINKTYPE_LINUX_SLL",
    size: 6,
    fields: &[&PKTTYPE, &HATYPE, &HALEN, &ADDRESS, &PROTOCOL_TYPE, &eth::PADDED, &TRAILED],
    under: &[(Space::Link, 113)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Of(&PKTTYPE), Word::With(", ", &SRC_ETH)],
    classes: &[form::link::SLL],
    ..Protocol::PLAIN
};

pub(super) const LTYPE_FORM: u64 = 1;
pub(super) const GRE_FORM: u64 = 2;
/// What the protocol's number is: ARPHRD_IPGRE and ARPHRD_IP6GRE have GRE's, the others EtherTypes or, below those, Linux'.
pub(super) fn form(protocol: u16, hardware: u16) -> u64 {
    match (hardware, protocol) {
        (778 | 823, _) => GRE_FORM,
        (_, 0..=1536) => LTYPE_FORM,
        _ => 0,
    }
}
/// Who is carried.
pub(super) fn inside(protocol: u16, hardware: u16) -> Id {
    match (hardware, form(protocol, hardware), protocol) {
        (770, ..) => id::fr,
        (824, ..) => id::data, // ARPHRD_NETLINK
        (803, ..) => LINK.of(127),
        (_, LTYPE_FORM, 3) => id::eth,
        (_, LTYPE_FORM, 4) => id::llc,
        (_, LTYPE_FORM, 7) => id::ppp,
        (_, LTYPE_FORM, _) => id::data,
        _ => ETHERTYPE.of(protocol),
    }
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match (load(bytes, 14 * 8, 16), load(bytes, 2 * 8, 16)) {
        (Some(protocol), Some(hardware)) => Step::new(16, below.wire, inside(protocol as u16, hardware as u16)),
        _ => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 10] = [
        "sll.pkttype",
        "sll.hatype",
        "sll.halen",
        "sll.src.eth",
        "sll.src.ipv4",
        "sll.src.other",
        "sll.unused",
        "sll.etype",
        "sll.ltype",
        "sll.gretype",
    ];

    #[test]
    fn addresses_of_all_lengths() {
        for (head, fields) in [
            ("0004 0001 0006 020304050607 0000 1234", "4 1 6 02:03:04:05:06:07 - - 0000 0x1234 - -"),
            ("0000 0304 0000 0000000000000000 1234", "0 772 0 - - - 0000000000000000 0x1234 - -"),
            ("0000 030a 0004 0a000001 00000000 1234", "0 778 4 - 10.0.0.1 - 00000000 - - 0x1234"),
            ("0000 0001 0007 02030405060708 00 05ff", "0 1 7 - - 02030405060708 00 - 0x05ff -"),
            ("0000 0001 000a 0203040506070809 1234", "0 1 10 - - 0203040506070809 - 0x1234 - -"),
        ] {
            let bytes = hex(&format!("{head} 01"));
            assert_eq!(fields_of(113, &bytes, &FIELDS), fields, "{head}");
            assert_eq!(layers_of(113, &bytes), "sll:data End");
            cut_everywhere(113, &bytes);
        }
    }
    #[test]
    fn second_version() {
        let bytes = hex("1234 0000 00000003 0001 04 06 020304050607 0000 01");
        let names = ["sll.etype", "sll.ifindex", "sll.hatype", "sll.pkttype", "sll.halen", "sll.src.eth", "sll.unused"];
        assert_eq!(fields_of(276, &bytes, &names), "0x1234 3 1 4 6 02:03:04:05:06:07 0000");
        assert_eq!(layers_of(276, &bytes), "sll:data End");
        cut_everywhere(276, &bytes);
    }
}
