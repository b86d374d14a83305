//! DCE 1.1 Remote Procedure Call over connections, [C706](https://pubs.opengroup.org/onlinepubs/9629399/chap12.htm), 12.6: the common header.
//!
//! ```text
//! | rpc_vers (8) | minor (8) | PTYPE (8) | pfc_flags (8) | packed_drep (32) | frag_length (16) | auth_length (16) | call_id (32) |
//! ```
//!
//! The byte order is told by the first bits of `packed_drep`.
use super::asn1::Tlv;
use super::*;
use crate::field::*;
use crate::spine::Stop;

static VER: Field = Field::bits("dcerpc.ver", "Version", 0, 8);
static VER_MINOR: Field = Field::bits("dcerpc.ver_minor", "Version (minor)", 8, 8);
/// What the packet is.
pub static PKT_TYPE: Field = Field::bits("dcerpc.pkt_type", "Packet type", 16, 8).names(&[
    (0, "Request"),
    (2, "Response"),
    (3, "Fault"),
    (11, "Bind"),
    (12, "Bind_ack"),
    (13, "Bind_nak"),
    (14, "Alter_context"),
    (15, "Alter_context_resp"),
    (16, "AUTH3"),
    (17, "Shutdown"),
    (18, "Co_cancel"),
    (19, "Orphaned"),
]);
static FLAGS: Field = Field::bits("dcerpc.cn_flags", "Packet Flags", 24, 8).hex();
static OBJECT: Field = Field::bits("dcerpc.cn_flags.object", "Object", 24, 1);
static MAYBE: Field = Field::bits("dcerpc.cn_flags.maybe", "Maybe", 25, 1);
static DNE: Field = Field::bits("dcerpc.cn_flags.dne", "Did Not Execute", 26, 1);
static MPX: Field = Field::bits("dcerpc.cn_flags.mpx", "Multiplex", 27, 1);
static RESERVED: Field = Field::bits("dcerpc.cn_flags.reserved", "Reserved", 28, 1);
static CANCEL: Field = Field::bits("dcerpc.cn_flags.cancel_pending", "Cancel Pending", 29, 1);
static LAST: Field = Field::bits("dcerpc.cn_flags.last_frag", "Last Frag", 30, 1);
static FIRST: Field = Field::bits("dcerpc.cn_flags.first_frag", "First Frag", 31, 1);
static DREP: Field = Field::bytes("dcerpc.drep", "Data Representation", 4, 4);
static BYTEORDER: Field = Field::bits("dcerpc.drep.byteorder", "Byte order", 32, 4).names(&[(0, "Big-endian"), (1, "Little-endian")]);
static CHARACTER: Field = Field::bits("dcerpc.drep.character", "Character", 36, 4).names(&[(0, "ASCII"), (1, "EBCDIC")]);
static FLOATS: Field = Field::bits("dcerpc.drep.fp", "Floating-point", 40, 8).names(&[(0, "IEEE"), (1, "VAX"), (2, "Cray"), (3, "IBM")]);
static ORDER: Field = Field::part(Place::Switch(
    |h| (h.byte(4) >> 4).into(),
    &[(0, &[&Field::bits("dcerpc.cn_frag_len", "Frag Length", 64, 16), &Field::bits("dcerpc.cn_auth_len", "Auth Length", 80, 16), &Field::bits("dcerpc.cn_call_id", "Call ID", 96, 32)])],
    &[
        &Field::new("dcerpc.cn_frag_len", "Frag Length", Place::Little(8, 2, 0, 16)),
        &Field::new("dcerpc.cn_auth_len", "Auth Length", Place::Little(10, 2, 0, 16)),
        &Field::new("dcerpc.cn_call_id", "Call ID", Place::Little(12, 4, 0, 32)),
    ],
));

/// DCE/RPC.
pub static PROTOCOL: Protocol = Protocol {
    name: "dcerpc",
    title: "Distributed Computing Environment / Remote Procedure Call (DCE/RPC)",
    column: "DCERPC",
    spec: "C706",
    size: 16,
    fields: &[&VER, &VER_MINOR, &PKT_TYPE, &FLAGS, &OBJECT, &MAYBE, &DNE, &MPX, &RESERVED, &CANCEL, &LAST, &FIRST, &DREP, &BYTEORDER, &CHARACTER, &FLOATS, &ORDER],
    under: &[(Space::Context, 12)],
    looks: &[(Space::TcpPort, b"\x05", begins)],
    line: &[Word::Of(&PKT_TYPE)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    within: Some(within),
    ..Protocol::PLAIN
};

/// Who reads the token by which both sides know one another (C706, 13.2.6).
fn within(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (Some(total), Some(&[a, b])) = (length(head), head.get(10..12)) else { return };
    let size = usize::from(if head.get(4).is_some_and(|b| b >> 4 == 0) { u16::from_be_bytes([a, b]) } else { u16::from_le_bytes([a, b]) });
    // The token stands behind eight bytes that say whose it is.
    let Some(at) = total.checked_sub(size + 8).filter(|at| size > 0 && *at >= 16) else { return };
    let token = head.get(at + 8..total).unwrap_or(&[]);
    if head.get(at) != Some(&9) {
        return;
    }
    let (gss, token) = match Tlv::read(token).filter(|outer| outer.tag == 0x60) {
        // RFC 2743's head around the first token, which Wireshark's reader passes over.
        Some(outer) => {
            let inside = token.get(outer.head..).unwrap_or(&[]);
            (true, Tlv::read(inside).and_then(|oid| inside.get(oid.whole()..)).unwrap_or(&[]))
        }
        None => (false, token),
    };
    if gss || matches!(token.first(), Some(0xa0 | 0xa1)) {
        out.extend_from_slice(b":spnego");
        super::spnego::names(token, true, out);
    }
}
/// Whether it can be a packet: version, type, representation and length.
pub(super) fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [5, 0 | 1, 0..=19, _, 0x00 | 0x10, 0..=3, 0, 0, ..]) && length(bytes).is_some_and(|n| n >= 16)
}
fn length(bytes: &[u8]) -> Option<usize> {
    let &[a, b] = bytes.get(8..10)? else { return None };
    Some(if bytes.get(4)? >> 4 == 0 { u16::from_be_bytes([a, b]) } else { u16::from_le_bytes([a, b]) }.into())
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let Some(n) = length(bytes) else { return Step::cut(bytes) };
    if !begins(bytes) {
        return Step::reject();
    }
    if bytes.len() >= n {
        return Step { again: true, ..Step::new(n, n, id::data) };
    }
    if whole && below.over() == id::tcp { Step::more(bytes, n) } else { Step { stop: Stop::Cut, ..Step::more(bytes, n) } }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn both_orders() {
        let names = ["dcerpc.pkt_type", "dcerpc.cn_frag_len", "dcerpc.cn_call_id", "dcerpc.cn_flags.first_frag", "dcerpc.drep.byteorder"];
        let bytes = tcp_of(40000, 49152, &hex("05 00 00 03 10 00 00 00 18 00 00 00 02 00 00 00 00 00 00 00 00 00 01 00"));
        assert_eq!(fields_of(228, &bytes, &names), "0 24 2 1 1");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(40000, 49152, &hex("05 00 02 03 00 00 00 00 00 10 00 00 00 00 00 02"));
        assert_eq!(fields_of(228, &bytes, &names), "2 16 2 1 0");
    }
}
