//! Linux cooked capture, second version, [LINKTYPE_LINUX_SLL2](https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html).
//!
//! ```text
//! +-------------------+-------------------+
//! |   Protocol type   |     Reserved      |
//! +-------------------+-------------------+
//! |            Interface index            |
//! +-------------------+---------+---------+
//! |   ARPHRD_ type    | Pkt type| Length  |
//! +-------------------+---------+---------+
//! |   Link-layer address (8 bytes)        |
//! +---------------------------------------+
//! ```
use super::sll::{ADDRESSES, ETYPE, GRE_FORM, GRETYPE, LTYPE, LTYPE_FORM, SRC_ETH, SRC_OTHER, TRAILED, TYPES, UNUSED_REST, form, inside};
use super::*;
use crate::field::*;

static PROTOCOL_TYPE: Field =
    Field::part(Place::Switch(|here| form(here.word(0), here.word(8)), &[(LTYPE_FORM, &[&LTYPE]), (GRE_FORM, &[&GRETYPE])], &[&ETYPE]));
static RESERVED: Field = Field::part(Place::Run(2)).alias("reserved");
/// The interface's number on the capturing host.
pub static IFINDEX: Field = Field::new("sll.ifindex", "Interface index", Place::Uint(32)).alias("ifindex");
/// What network it was sent on.
pub static HATYPE: Field =
    Field::new("sll.hatype", "Link-layer address type", Place::Uint(16)).alias("lladdrtype").unset(512).names(super::HARDWARE);
/// To whom the packet was sent.
pub static PKTTYPE: Field = Field::new("sll.pkttype", "Packet type", Place::Uint(8)).alias("pkttype").names(TYPES);
/// Of the sender's address, in bytes.
pub static HALEN: Field = Field::new("sll.halen", "Link-layer address length", Place::Uint(8)).alias("lladdrlen");
static ADDRESS: Field = Field::part(Place::Switch(|here| here.byte(11).into(), ADDRESSES, &[&LONG]));
static LONG: Field = Field::part(Place::Sized(|_| 8, &[&OTHER, &UNUSED_REST]));
static OTHER: Field = Field::part(Place::Sized(|here| here.byte(11).min(8).into(), &[&SRC_OTHER]));

/// Linux cooked capture, second version. Wireshark calls it as the first.
pub static PROTOCOL: Protocol = Protocol {
    name: "sll",
    alias: "CookedLinuxV2",
    title: "Linux cooked capture v2",
    column: "SLL",
    spec: "LINKTYPE_LINUX_SLL2",
    fields: &[&PROTOCOL_TYPE, &RESERVED, &IFINDEX, &HATYPE, &PKTTYPE, &HALEN, &ADDRESS, &eth::PADDED, &TRAILED],
    under: &[(Space::Link, 276)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Of(&PKTTYPE), Word::With(", ", &SRC_ETH)],
    classes: &[form::link::SLL2],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match (load(bytes, 0, 16), load(bytes, 8 * 8, 16)) {
        (Some(protocol), Some(hardware)) if bytes.len() >= 20 => Step::new(20, below.wire, inside(protocol as u16, hardware as u16)),
        _ => Step::cut(&[]),
    }
}
