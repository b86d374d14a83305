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
static PAYLOAD: Field = Field::new("rtp.payload", "Payload", Place::Body);
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
    fields: &[&VERSION, &PADDING, &EXT, &CC, &MARKER, &P_TYPE, &SEQ, &TIMESTAMP, &SSRC, &CSRC, &EXTENSION, &PAYLOAD],
    under: &[(Space::Context, 3550)],
    line: &[Word::Say("PT="), Word::Of(&P_TYPE), Word::With(", SSRC=", &SSRC), Word::With(", Seq=", &SEQ), Word::With(", Time=", &TIMESTAMP)],
    leaf: true,
    classes: &[form::messages::RTP, form::services::RTP_EXTENSION],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(&first) = bytes.first() else { return Step::cut(bytes) };
    if first >> 6 != 2 {
        return Step::reject();
    }
    let mut header = 12 + 4 * usize::from(first & 15);
    if first & 0x10 != 0 {
        let Some(n) = load(bytes, (header + 2) * 8, 16) else { return Step { total: below.wire, ..Step::cut(bytes) } };
        header += 4 + 4 * n as usize;
    }
    if header > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, id::data)
}
