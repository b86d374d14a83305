//! Frame Relay, ITU-T Q.922, annex A, with [RFC 2427](https://www.rfc-editor.org/rfc/rfc2427) or Cisco's EtherTypes above it.
//!
//! ```text
//!   8     7     6     5     4     3     2     1
//! +-----------------------------------+-----+-----+
//! |           Upper DLCI              | C/R | EA 0|
//! +-----------------------+-----+-----+-----+-----+
//! |       Lower DLCI      | FECN| BECN| DE  | EA  |
//! +-----------------------+-----+-----+-----+-----+
//! |  Control: UI (0x03)   |  NLPID, after padding |
//! +-----------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// The first byte of the address.
pub static FIRST: Field = Field::new("fr.first_addr_octet", "First address octet", Place::Uint(8)).hex();
/// Of the data link connection's number, the highest bits.
pub static UPPER: Field = Field::new("fr.upper_dlci", "Upper DLCI", Place::Sub(0xfc)).hex().ft(8);
/// A response.
pub static CR: Field = Field::new("fr.cr", "CR", Place::Sub(0x02));
/// The last byte of the address.
pub static EA: Field = Field::new("fr.ea", "EA", Place::Sub(0x01));
/// The second byte of the address.
pub static SECOND: Field = Field::new("fr.second_addr_octet", "Second address octet", Place::Uint(8)).hex();
/// The next bits of the number.
pub static SECOND_DLCI: Field = Field::new("fr.second_dlci", "Second DLCI", Place::Sub(0xf0)).hex().ft(8);
/// Congestion in this direction.
pub static FECN: Field = Field::new("fr.fecn", "FECN", Place::Sub(0x08));
/// Congestion in the other direction.
pub static BECN: Field = Field::new("fr.becn", "BECN", Place::Sub(0x04));
/// To be discarded first.
pub static DE: Field = Field::new("fr.de", "DE", Place::Sub(0x02));
/// The third of four bytes of the address.
pub static THIRD: Field = Field::new("fr.third_addr_octet", "Third address octet", Place::Uint(8)).hex();
/// The next bits of the number.
pub static THIRD_DLCI: Field = Field::new("fr.third_dlci", "Third DLCI", Place::Sub(0xfe)).hex().ft(8);
static LAST: Field = Field::new("", "Final address octet", Place::Uint(8)).hex();
/// The lowest bits of the number.
pub static LOWER: Field = Field::new("fr.lower_dlci", "Lower DLCI", Place::Sub(0xfc)).hex().ft(8);
/// Or bits that control.
pub static DL_CORE: Field = Field::new("fr.dlcore_control", "DL-CORE Control", Place::Sub(0xfc)).hex().ft(8);
/// Which of both.
pub static DC: Field = Field::new("fr.dc", "DC", Place::Sub(0x02));
static MORE: Field = Field::part(Place::Switch(
    |here| address_len(here.head) as u64,
    &[(3, &[&LAST, &LAST_DLCI, &DC, &EA]), (4, &[&THIRD, &THIRD_DLCI, &EA, &LAST, &LAST_DLCI, &DC, &EA])],
    &[],
));
static LAST_DLCI: Field = Field::part(Place::Switch(|here| here.number >> 1 & 1, &[(1, &[&DL_CORE])], &[&LOWER]));
/// Data link connection identifier.
pub static DLCI: Field = Field::new("fr.dlci", "DLCI", Place::Derived(dlci));

static UPPER_LAYER: Field = Field::part(Place::When(|here| here.left() > 0, &[&ENCAPSULATION]));
static ENCAPSULATION: Field = Field::part(Place::Switch(
    |here| u64::from(here.byte(here.at) == 3) + 2 * u64::from(here.byte(here.at) & 1 == 0 && here.left() >= 2),
    &[(1, &[&CONTROL, &MODIFIER, &FTYPE, &PAD, &NLPID_OR]), (2, &[&CHDLC_TYPE])],
    &[],
));
/// UI.
pub static CONTROL: Field = Field::new("fr.control", "Control field", Place::Uint(8)).hex().unset(3);
static MODIFIER: Field = Field::part(Place::Switch(|here| (here.byte(0) >> 1 & 1).into(), &[(1, &[&U_RESPONSE])], &[&U_COMMAND]));
/// What an unnumbered command is.
pub static U_COMMAND: Field = Field::new("fr.control.u_modifier_cmd", "Command", Place::Sub(0xec)).hex().ft(8).names(llc::COMMANDS);
/// What an unnumbered response is.
pub static U_RESPONSE: Field = Field::new("fr.control.u_modifier_resp", "Response", Place::Sub(0xec)).hex().ft(8).names(llc::RESPONSES);
/// Unnumbered.
pub static FTYPE: Field = Field::new("fr.control.ftype", "Frame type", Place::Sub(0x03)).hex().ft(8).names(&[(3, "Unnumbered frame")]);
static PAD: Field = Field::part(Place::When(|here| here.left() > 1 && here.byte(here.at) == 0, &[&NLPID]));
static NLPID_OR: Field =
    Field::part(Place::Switch(|here| here.byte(here.at).into(), &[(0x08, &[]), (0x80, &[&NLPID, &SNAP])], &[&NLPID_ANY]));
static NLPID_ANY: Field = Field::part(Place::When(|here| here.left() > 0, &[&NLPID]));
/// Network layer protocol identifier, or a byte of padding before it.
pub static NLPID: Field = Field::new("fr.nlpid", "NLPID", Place::Uint(8)).hex().names(NLPIDS);
static SNAP: Field = Field::part(Place::When(|_| true, &[&SNAP_OUI, &SNAP_PID_OR]));
/// Who gave the protocol its number.
pub static SNAP_OUI: Field = Field::new("fr.snap.oui", "Organization Code", Place::Key(24));
static SNAP_PID_OR: Field =
    Field::part(Place::Pick(&[(0, &[&SNAP_TYPE]), (0xf8, &[&SNAP_TYPE]), (0x0c, &[&llc::CISCO_PID])], &[&SNAP_PID]));
/// EtherType.
pub static SNAP_TYPE: Field = Field::new("fr.snaptype", "Type", Place::Uint(16)).hex().names(super::ETHERTYPES);
/// Protocol identifier.
pub static SNAP_PID: Field = Field::new("fr.snap.pid", "Protocol ID", Place::Uint(16)).hex();
/// EtherType in Cisco's encapsulation.
pub static CHDLC_TYPE: Field = Field::new("fr.chdlctype", "Type", Place::Uint(16)).hex().names(super::ETHERTYPES);

/// RFC 2427, appendix A.
const NLPIDS: Names = &[
    (0x00, "NULL"),
    (0x01, "T.70"),
    (0x03, "X.633"),
    (0x08, "Q.933"),
    (0x09, "LMI"),
    (0x0c, "Q.2119"),
    (0x80, "SNAP"),
    (0x81, "CLNP"),
    (0x82, "ESIS"),
    (0x83, "ISIS"),
    (0x85, "IDRP"),
    (0x8a, "ESIS (X.25)"),
    (0x8c, "ISO 10030"),
    (0x8d, "ISO 11577"),
    (0x8e, "IPv6"),
    (0xb0, "Data compression protocol"),
    (0xcc, "IP"),
    (0xcf, "PPP"),
];

/// Frame Relay.
pub static PROTOCOL: Protocol = Protocol {
    name: "fr",
    title: "Frame Relay",
    column: "FR",
    spec: "RFC 2427",
    fields: &[&FIRST, &UPPER, &CR, &EA, &SECOND, &SECOND_DLCI, &FECN, &BECN, &DE, &EA, &MORE, &DLCI, &UPPER_LAYER],
    under: &[(Space::Link, 107), (Space::Gre, 0x6559)],
    line: &[Word::Say("DLCI "), Word::Of(&DLCI)],
    ..Protocol::PLAIN
};

/// 2, 3 or 4: the byte with an odd number is the last.
fn address_len(bytes: &[u8]) -> usize {
    bytes.iter().skip(1).take(3).position(|b| b & 1 == 1).map_or(4, |at| at + 2)
}
fn dlci<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let head = packet.head(layer);
    let at = |i: usize| head.get(i).map(|b| u64::from(*b));
    let two = at(0)? >> 2 << 4 | at(1)? >> 4;
    let len = address_len(head);
    let three = if len == 4 { two << 7 | at(2)? >> 1 } else { two };
    Some(Value::Num(match len {
        2 => two,
        _ if at(len - 1)? & 2 == 2 => three,
        _ => three << 6 | at(len - 1)? >> 2,
    }))
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let address = address_len(bytes);
    let rest = bytes.get(address..).unwrap_or(&[]);
    let step = |header: usize, next: Id| {
        if bytes.len() < address + header { Step::cut(bytes) } else { Step::new(address + header, below.wire, next) }
    };
    match *rest {
        [] => Step::cut(bytes),
        [3, ref rest @ ..] => {
            let pad = usize::from(matches!(rest, [0, _, ..]));
            let rest = rest.get(pad..).unwrap_or(&[]);
            match *rest {
                // Q.933 begins with this very byte.
                [8, ..] => step(1 + pad, id::data),
                [0x80, ref snap @ ..] => {
                    let pid = load(snap, 24, 16).unwrap_or(0) as u16;
                    let next = match (load(snap, 0, 24), pid) {
                        (Some(0 | 0xf8), _) => ETHERTYPE.of(pid),
                        (Some(0x0c), _) => CISCOPID.of(pid),
                        (Some(0x80c2), 1 | 7) => id::eth,
                        (Some(0x80c2), 0x0e) => LLCSAP.of(0x42),
                        _ => id::data,
                    };
                    step(7 + pad, next)
                }
                [0xcc, ..] => step(2 + pad, id::ip),
                [0x8e, ..] => step(2 + pad, id::ipv6),
                [nlpid, ..] => step(2 + pad, super::NLPID.of(nlpid.into())),
                [] => Step::cut(bytes),
            }
        }
        [high, low, ..] if high & 1 == 0 => step(2, ETHERTYPE.of(u16::from_be_bytes([high, low]))),
        _ => step(0, id::data),
    }
}
#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 8] =
        ["fr.dlci", "fr.upper_dlci", "fr.second_dlci", "fr.ea", "fr.control", "fr.nlpid", "fr.snaptype", "fr.chdlctype"];

    #[test]
    fn encapsulations() {
        for (bytes, fields) in [
            ("18 41 03 7f 01", "100 0x06 0x04 0,1 0x03 0x7f - -"),
            ("18 41 03 00 80 00 00 00 12 34 01", "100 0x06 0x04 0,1 0x03 0x00,0x80 0x1234 -"),
            ("18 41 12 34 01", "100 0x06 0x04 0,1 - - - 0x1234"),
            // Four bytes of address, then three
            ("18 40 20 41 03 7f 01", "820240 0x06 0x04 0,0,0,1 0x03 0x7f - -"),
            ("18 40 13 03 7f 01", "100 0x06 0x04 0,0,1 0x03 0x7f - -"),
        ] {
            let frame = hex(bytes);
            assert_eq!(fields_of(107, &frame, &FIELDS), fields, "{bytes}");
            assert_eq!(layers_of(107, &frame), "fr:data End", "{bytes}");
            cut_everywhere(107, &frame);
        }
        let ip = hex("18 41 03 cc 45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01");
        assert_eq!(layers_of(107, &ip), "fr:ip:data End");
    }
}
