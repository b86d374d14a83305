//! Cisco's Serial Line Address Resolution Protocol: who am I, and are you there.
//! As [Cisco HDLC](https://en.wikipedia.org/wiki/Cisco_HDLC) describes it; no specification by the vendor.
//!
//! ```text
//! +-------------------------------+
//! |            Type               |
//! +-------------------------------+-------------------------------+
//! | Address, or my sequence       | Mask, or your sequence        |
//! +-------------------------------+-------------------------------+
//! |          Reliability          |
//! +-------------------------------+
//! ```
use super::*;
use crate::field::*;

/// Request, reply, keepalive.
pub static PTYPE: Field =
    Field::new("slarp.ptype", "Packet type", Place::Key(32)).names(&[(0, "Request"), (1, "Reply"), (2, "Line keepalive")]);
static BODY: Field = Field::part(Place::Pick(
    &[(0, &[&ADDRESS, &NETMASK]), (1, &[&ADDRESS, &NETMASK]), (2, &[&MYSEQUENCE, &YOURSEQUENCE, &RELIABILITY])],
    &[],
));
/// The sender's address.
pub static ADDRESS: Field = Field::new("slarp.address", "Address", Place::Uint(32)).kind(Kind::Ip4);
/// Its mask.
pub static NETMASK: Field = Field::new("slarp.netmask", "Netmask", Place::Uint(32)).kind(Kind::Ip4);
/// Of this keepalive.
pub static MYSEQUENCE: Field = Field::new("slarp.mysequence", "Outgoing sequence number", Place::Uint(32));
/// Of the last one heard.
pub static YOURSEQUENCE: Field = Field::new("slarp.yoursequence", "Returned sequence number", Place::Uint(32));
/// 0xffff.
pub static RELIABILITY: Field = Field::new("slarp.reliability", "Reliability", Place::Uint(16)).hex().unset(0xffff);

/// SLARP.
pub static PROTOCOL: Protocol = Protocol {
    name: "slarp",
    title: "Cisco SLARP",
    column: "SLARP",
    spec: "Cisco HDLC",
    fields: &[&PTYPE, &BODY],
    line: &[
        Word::Of(&PTYPE),
        Word::With(", from ", &ADDRESS),
        Word::With(", mask ", &NETMASK),
        Word::With(", outgoing sequence ", &MYSEQUENCE),
        Word::With(", returned sequence ", &YOURSEQUENCE),
    ],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let header = match load(bytes, 0, 32) {
        Some(0 | 1) => 12,
        Some(2) => 14,
        Some(_) => 4,
        None => return Step::cut(&[]),
    };
    if bytes.len() < header {
        return Step::cut(&[]);
    }
    // What follows a keepalive is stuffing.
    Step::new(header, if header == 4 { below.wire } else { header }, id::data)
}
