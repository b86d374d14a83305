//! Layer 2 Tunneling Protocol, [RFC 2661](https://www.rfc-editor.org/rfc/rfc2661), 3.1, and version 3, [RFC 3931](https://www.rfc-editor.org/rfc/rfc3931).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |T|L|x|x|S|x|O|P|x|x|x|x|  Ver  |          Length (opt)         |
//! |           Tunnel ID           |           Session ID          |
//! |             Ns (opt)          |             Nr (opt)          |
//! |      Offset Size (opt)        |    Offset pad... (opt)
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static FLAGS: Field = Field::new("l2tp.flags", "Flags", Place::Uint(16)).hex();
static TYPE: Field = Field::new("l2tp.type", "Type", Place::Sub(0x8000)).kind(Kind::Dec).ft(16).names(&[(0, "Data Message"), (1, "Control Message")]);
static LENGTH_BIT: Field = Field::new("l2tp.length_bit", "Length Bit", Place::Sub(0x4000));
static SEQ_BIT: Field = Field::new("l2tp.seq_bit", "Sequence Bit", Place::Sub(0x0800));
static OFFSET_BIT: Field = Field::new("l2tp.offset_bit", "Offset bit", Place::Sub(0x0200));
static PRIORITY: Field = Field::new("l2tp.priority", "Priority", Place::Sub(0x0100));
static VERSION: Field = Field::new("l2tp.version", "Version", Place::Sub(0x000f)).ft(16);
static LENGTH: Field = Field::new("l2tp.length", "Length", Place::Uint(16));
static TUNNEL: Field = Field::new("l2tp.tunnel", "Tunnel ID", Place::Uint(16));
static SESSION: Field = Field::new("l2tp.session", "Session ID", Place::Uint(16));
static NS: Field = Field::new("l2tp.Ns", "Ns", Place::Uint(16));
static NR: Field = Field::new("l2tp.Nr", "Nr", Place::Uint(16));
static OFFSET: Field = Field::new("l2tp.offset", "Offset", Place::Uint(16));
static CCID: Field = Field::new("l2tp.ccid", "Control Connection ID", Place::Uint(32)).hex();
static SID: Field = Field::new("l2tp.sid", "Session ID", Place::Uint(32)).hex();
static AVP_VENDOR_ID: Field = Field::new("l2tp.avp.vendor_id", "Vendor ID", Place::Uint(16));
static AVP_TYPE: Field = Field::new("l2tp.avp.type", "AVP Type", Place::Uint(16));
static HEADER: Field = Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&FLAGS, &TYPE, &LENGTH_BIT, &SEQ_BIT, &VERSION, &SESSIONS]), (2, &[&SID])], &[
    &FLAGS, &TYPE, &LENGTH_BIT, &SEQ_BIT, &OFFSET_BIT, &PRIORITY, &VERSION, &LENGTHS, &TUNNEL, &SESSION, &NUMBERS, &OFFSETS, &AVPS,
]));
static SESSIONS: Field = Field::part(Place::Switch(|h| (h.byte(0) >> 7).into(), &[(1, &[&LENGTH, &CCID, &NS, &NR, &AVPS])], &[&RESERVED, &SID]));
static RESERVED: Field = Field::part(Place::Uint(16));
static LENGTHS: Field = Field::part(Place::When(|h| h.byte(0) & 0x40 != 0, &[&LENGTH]));
static NUMBERS: Field = Field::part(Place::When(|h| h.byte(0) & 0x08 != 0, &[&NS, &NR]));
static OFFSETS: Field = Field::part(Place::When(|h| h.byte(0) & 0x02 != 0, &[&OFFSET]));
static AVPS: Field = Field::part(Place::When(|h| h.byte(0) & 0x80 != 0, &[&LIST]));
static LIST: Field = Field::many("AVPs", &AVP);
static AVP: Field = Field::new("", "AVP", Place::Group(&[&AVP_WORD, &MANDATORY, &HIDDEN, &AVP_LENGTH, &AVP_BODY]));
static AVP_WORD: Field = Field::part(Place::Uint(16));
static MANDATORY: Field = Field::new("l2tp.avp.mandatory", "Mandatory", Place::Sub(0x8000));
static HIDDEN: Field = Field::new("l2tp.avp.hidden", "Hidden", Place::Sub(0x4000));
static AVP_LENGTH: Field = Field::new("l2tp.avp.length", "Length", Place::Sub(0x03ff)).ft(16);
static AVP_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize & 0x3ff).saturating_sub(2).min(h.left()), &[&AVP_VENDOR_ID, &AVP_TYPE]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "l2tp",
    title: "Layer 2 Tunneling Protocol",
    column: "L2TP",
    spec: "RFC 2661",
    size: 0,
    fields: &[&HEADER],
    under: &[(Space::UdpPort, 1701), (Space::IpProto, 115)],
    line: &[Word::Of(&TYPE), Word::With(" tunnel ", &TUNNEL), Word::With(", session ", &SESSION)],
    classes: &[form::tunnels::L2TP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if below.over() == id::ip || below.over() == id::ipv6 {
        // Version 3 in IP itself: a session of 0 is the control connection (RFC 3931, 4.1.1).
        return match load(bytes, 0, 32) {
            None => Step { mode: 2, total: below.wire, ..Step::cut(bytes) },
            Some(0) => Step { mode: 2, ..Step::new(bytes.len(), below.wire, id::data) },
            Some(_) => Step { mode: 2, ..Step::new(4, below.wire, id::data) },
        };
    }
    let Some(flags) = load(bytes, 0, 16).filter(|_| bytes.len() >= 6) else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let control = flags & 0x8000 != 0;
    match flags & 15 {
        3 if control => return Step { mode: 1, ..Step::new(bytes.len(), below.wire, id::data) },
        3 => return Step { mode: 1, ..Step::new(8.min(bytes.len()), below.wire, id::data) },
        2 => {}
        _ => return Step::reject(),
    }
    let mut at = 6 + if flags & 0x4000 != 0 { 2 } else { 0 } + if flags & 0x0800 != 0 { 4 } else { 0 };
    if flags & 0x0200 != 0 {
        at += 2 + load(bytes, at * 8, 16).unwrap_or(0) as usize;
    }
    if control {
        return Step::new(bytes.len(), below.wire, id::data);
    }
    if at > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(at, below.wire, id::ppp)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        c8 02 00 14 00 00 00 00 00 00 00 00 # control
        80 08 00 00 00 00 00 01 # message type: SCCRQ";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(1701, 1701, &hex(SAMPLE));
        let names = ["l2tp.flags", "l2tp.type", "l2tp.length_bit", "l2tp.seq_bit", "l2tp.version", "l2tp.length", "l2tp.tunnel", "l2tp.session", "l2tp.Ns", "l2tp.Nr", "l2tp.avp.mandatory", "l2tp.avp.length", "l2tp.avp.vendor_id", "l2tp.avp.type"];
        assert_eq!(fields_of(228, &bytes, &names), "0xc802 1 1 1 2 20 0 0 0 0 1 8 0 0");
        assert_eq!(layers_of(228, &bytes), "ip:udp:l2tp End");
        cut_everywhere(228, &bytes);
    }
}
