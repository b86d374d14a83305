//! NetBIOS Datagram Service, [RFC 1002](https://www.rfc-editor.org/rfc/rfc1002), 4.4.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |   MSG_TYPE    |     FLAGS     |           DGM_ID              |
//! |                           SOURCE_IP                           |
//! |          SOURCE_PORT          |          DGM_LENGTH           |
//! |         PACKET_OFFSET         | SOURCE_NAME, DESTINATION_NAME |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

/// To one, to a group, to all; questions about it.
pub static TYPE: Field = Field::bits("nbdgm.type", "Message Type", 0, 8).names(&[
    (0x10, "Direct_unique datagram"),
    (0x11, "Direct_group datagram"),
    (0x12, "Broadcast datagram"),
    (0x13, "Datagram error"),
    (0x14, "Datagram query request"),
    (0x15, "Datagram positive query response"),
    (0x16, "Datagram negative query response"),
]);
static FLAGS: Field = Field::new("nbdgm.flags", "Flags", Place::Uint(8)).hex();
static NODE_TYPE: Field = Field::new("nbdgm.node_type", "Node Type", Place::Sub(0x0c)).names(&[(0, "B node"), (1, "P node"), (2, "M node"), (3, "NBDD")]);
static FIRST: Field = Field::new("nbdgm.first", "This is first fragment", Place::Sub(2));
static NEXT: Field = Field::new("nbdgm.next", "More fragments follow", Place::Sub(1));
static DGRAM_ID: Field = Field::new("nbdgm.dgram_id", "Datagram ID", Place::Uint(16)).hex();
static SRC_IP: Field = Field::new("nbdgm.src.ip", "Source IP", Place::Uint(32)).kind(Kind::Ip4);
static SRC_PORT: Field = Field::new("nbdgm.src.port", "Source Port", Place::Uint(16));
static DGRAM_LEN: Field = Field::new("nbdgm.dgram_len", "Datagram length", Place::Uint(16));
static PKT_OFFSET: Field = Field::new("nbdgm.pkt_offset", "Packet offset", Place::Uint(16));
static ERROR_CODE: Field = Field::new("nbdgm.error_code", "Error code", Place::Uint(8)).hex().names(&[
    (0x82, "Destination name not present"),
    (0x83, "Invalid source name format"),
    (0x84, "Invalid destination name format"),
]);
/// Who sends.
pub static SOURCE_NAME: Field = nbns::name("nbdgm.source_name", "Source name");
/// Who shall get it.
pub static DESTINATION_NAME: Field = nbns::name("nbdgm.destination_name", "Destination name");
static BEHIND: Field = Field::part(Place::Told(read, &[&DGRAM_LEN, &PKT_OFFSET, &ERROR_CODE, &SOURCE_NAME, &DESTINATION_NAME]));

/// NBDGM.
pub static PROTOCOL: Protocol = Protocol {
    name: "nbdgm",
    title: "NetBIOS Datagram Service",
    column: "NBDS",
    spec: "RFC 1002",
    size: 1,
    fields: &[&TYPE, &FLAGS, &NEXT, &FIRST, &NODE_TYPE, &DGRAM_ID, &SRC_IP, &SRC_PORT, &BEHIND],
    under: &[(Space::UdpPort, 138)],
    line: &[Word::Of(&TYPE)],
    sealed: true,
    classes: &[form::services::NETBIOS_DATAGRAM],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let names = |from: usize, n: usize| (0..n).try_fold(from, |at, _| text::Name::skip(bytes, at));
    match bytes.first() {
        Some(0x10..=0x12) => match names(14, 2) {
            Some(end) if bytes.len() >= end => Step::new(end, below.wire, if bytes.get(end..).is_some_and(|b| b.starts_with(b"\xffSMB")) { id::smb } else { id::data }),
            _ => Step { total: below.wire, ..Step::cut(bytes) },
        },
        Some(0x13) => datagram(bytes, below, 11),
        Some(0x14..=0x16) if names(10, 1).is_none() => Step { total: below.wire, ..Step::cut(bytes) },
        _ => datagram(bytes, below, 10),
    }
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    match TYPE.num(r.here().head) {
        Some(0x10..=0x12) => {
            r.fields(&[&DGRAM_LEN, &PKT_OFFSET])?;
            let here = r.here();
            if text::Name::skip(here.head, here.at).and_then(|at| text::Name::skip(here.head, at)).is_none() {
                return r.broken();
            }
            nbns::tell_name(r, &SOURCE_NAME, false)?;
            nbns::tell_name(r, &DESTINATION_NAME, false)
        }
        Some(0x13) => r.field(&ERROR_CODE),
        Some(0x14..=0x16) => nbns::tell_name(r, &DESTINATION_NAME, false),
        _ => Continue(()),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn to_a_group() {
        let fred = b"\x20EGFCEFEECACACACACACACACACACACACA\0";
        let bytes = udp_of(138, 138, &[b"\x11\x1a\xbe\xef\x0a\0\0\x01\0\x8a\0\x49\0\0", &fred[..], &fred[..], b"hello"].concat());
        let names = ["nbdgm.type", "nbdgm.node_type", "nbdgm.first", "nbdgm.src.ip", "nbdgm.source_name", "nbdgm.dgram_len"];
        assert_eq!(fields_of(228, &bytes, &names), "17 2 1 10.0.0.1 FRED<20> 73");
        assert_eq!(layers_of(228, &bytes), "ip:udp:nbdgm:data End");
        cut_everywhere(228, &bytes);
    }
}
