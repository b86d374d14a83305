//! Real-Time Transport Protocol, [RFC 3550](https://www.rfc-editor.org/rfc/rfc3550), 5.1.
//!
//! Nothing in it says what it is: that follows from SDP, or from what the user says.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Ver|P|E|Contrib|M| Payload type|        Sequence number        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                           Timestamp                           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |               Synchronization Source identifier               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("rtp.version", "Version", 0, 2).ft(8).names(&[(0, "Old VAT Version"), (1, "First Draft Version"), (2, "RFC 1889 Version")]);
static PADDING: Field = Field::bits("rtp.padding", "Padding", 2, 1);
static EXT: Field = Field::bits("rtp.ext", "Extension", 3, 1);
static CC: Field = Field::bits("rtp.cc", "Contributing source identifiers count", 4, 4).ft(8);
static MARKER: Field = Field::bits("rtp.marker", "Marker", 8, 1);
static P_TYPE: Field = Field::bits("rtp.p_type", "Payload type", 9, 7).ft(8);
static SEQ: Field = Field::bits("rtp.seq", "Sequence number", 16, 16);
static TIMESTAMP: Field = Field::bits("rtp.timestamp", "Timestamp", 32, 32);
static SSRC: Field = Field::bits("rtp.ssrc", "Synchronization Source identifier", 64, 32).hex();
static CSRC_ITEM: Field = Field::new("rtp.csrc.item", "CSRC item", Place::Uint(32)).hex();
static EXT_PROFILE: Field = Field::new("rtp.ext.profile", "Defined by profile", Place::Uint(16)).hex().names(&[(103, "ED137"), (359, "ED137A")]);
static EXT_LEN: Field = Field::new("rtp.ext.len", "Extension length", Place::Uint(16));
static HDR_EXT: Field = Field::new("rtp.hdr_ext", "Header extension", Place::Uint(32)).hex();
static CARRIED: Field = Field::part(Place::When(|h| h.left() > padding(h), &[&PAYLOAD]));
static PAYLOAD: Field = Field::new("rtp.payload", "Payload", Place::Take(|h| h.left() - padding(h)));
static PADDED: Field = Field::part(Place::When(|h| padding(h) > 0, &[&PADDING_DATA, &PADDING_COUNT]));
static PADDING_DATA: Field = Field::new("rtp.padding.data", "Padding data", Place::Take(|h| h.left().saturating_sub(1)));
static PADDING_COUNT: Field = Field::new("rtp.padding.count", "Padding count", Place::Uint(8));
/// Which frame announced the stream, and in which protocol.
pub static SETUP_FRAME: Field = Field::new("rtp.setup-frame", "Setup frame", Place::Noted(Stage::Flow));
static SETUP_METHOD: Field = Field::new("rtp.setup-method", "Setup Method", Place::Written(method)).after(Stage::Flow);
/// The protocol that announced a stream: 1 SDP, 2 RTSP.
pub static METHOD: Field = Field::new("", "", Place::Noted(Stage::Flow));
pub(super) fn method(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) -> bool {
    let method = packet.notes.get(layer, &METHOD);
    out.extend(match method {
        Some(1) => &b"SDP"[..],
        Some(_) => b"RTSP",
        None => b"",
    });
    method.is_some()
}
/// Bytes behind the payload that fill it up: the last says how many.
fn padding(h: &Here<'_>) -> usize {
    let last = h.head.last().filter(|_| h.byte(0) & 0x20 != 0 && h.head.len() == h.wire);
    last.map_or(0, |n| usize::from(*n)).min(h.left())
}
static CSRC: Field = Field::part(Place::Repeat(|h| usize::from(h.byte(0) & 15), &CSRC_ITEM));
static EXTENSION: Field = Field::part(Place::When(|h| h.byte(0) & 0x10 != 0, &[&EXT_PROFILE, &EXT_LEN, &EXTENSIONS]));
static EXTENSIONS: Field = Field::part(Place::Repeat(|h| h.number as usize, &HDR_EXT));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rtp",
    title: "Real-Time Transport Protocol",
    column: "RTP",
    spec: "RFC 3550",
    size: 12,
    fields: &[&VERSION, &PADDING, &EXT, &CC, &MARKER, &P_TYPE, &SEQ, &TIMESTAMP, &SSRC, &CSRC, &EXTENSION, &CARRIED, &PADDED, &SETUP_FRAME, &SETUP_METHOD],
    under: &[(Space::Context, 3550)],
    line: &[Word::Say("PT="), Word::Of(&P_TYPE), Word::With(", SSRC=", &SSRC), Word::With(", Seq=", &SEQ), Word::With(", Time=", &TIMESTAMP)],
    leaf: true,
    classes: &[form::messages::RTP, form::services::RTP_EXTENSION],
    stream: Some(Stream::PLAIN), // by what was announced before, which the flow stage knows
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(&first) = bytes.first() else { return Step::cut(bytes) };
    if first >> 6 != 2 {
        return Step::reject();
    }
    if matches!(bytes.get(1), Some(200..=204)) {
        return Step::new(0, below.wire, id::rtcp); // both over one port (RFC 5761)
    }
    let mut header = 12 + 4 * usize::from(first & 15);
    if first & 0x10 != 0 {
        let Some(n) = load(bytes, (header + 2) * 8, 16) else { return Step { total: below.wire, ..Step::cut(bytes) } };
        header += 4 + 4 * n as usize;
    }
    if header > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn what_a_padded_packet_carries() {
        let rtp = hex("b1 80 0007 000003c0 00001234 000000aa bede0001 10ff0000 0102030405 000003");
        let body = [&b"$\0\0\x20"[..], &rtp].concat();
        let bytes = tcp_of(554, 1234, &body);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:rtsp:rtp End");
        let names = ["rtp.seq", "rtp.marker", "rtp.p_type", "rtp.csrc.item", "rtp.hdr_ext", "rtp.payload", "rtp.padding.data", "rtp.padding.count"];
        assert_eq!(fields_of(228, &bytes, &names), "7 1 0 0x000000aa 0x10ff0000 0102030405 0000 3");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(554, 1234, &hex("24 01 0008 80c9 0001 00001234"))), "ip:tcp:rtsp:rtcp End");
        assert_eq!(layers_of(228, &tcp_of(554, 1234, &hex("24 00 0008 80c9 0001 00001234"))), "ip:tcp:rtsp:rtp:rtcp End");
    }
}
