//! PPP over Ethernet, session stage, [RFC 2516](https://www.rfc-editor.org/rfc/rfc2516), 6.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  VER  | TYPE  |      CODE     |          SESSION_ID           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            LENGTH             |           payload             ~
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// 1.
pub static VERSION: Field = Field::bits("pppoe.version", "Version", 0, 4).alias("version").unset(1);
/// 1.
pub static TYPE: Field = Field::bits("pppoe.type", "Type", 4, 4).alias("type").unset(1);
/// 0 in a session.
pub static CODE: Field = Field::bits("pppoe.code", "Code", 8, 8).hex().alias("code").names(CODES);
/// Which session between these two stations.
pub static SESSION_ID: Field = Field::bits("pppoe.session_id", "Session ID", 16, 16).hex().alias("sessionid");
/// Of what follows, in bytes.
pub static LENGTH: Field = Field::bits("pppoe.payload_length", "Payload Length", 32, 16).alias("len").computed();

static CREDITS: Field = Field::part(Place::When(|here| here.word(6) == CREDIT_TAG && here.head.len() >= 14, &[&TAGS]));
static TAGS: Field = Field::new("pppoes.tags", "PPPoE Tags", Place::Group(&[&TAG_HEAD, &FCN, &BCN]));
static TAG_HEAD: Field = Field::part(Place::Uint(32));
/// Forward credit notification (RFC 5578, 3.1): a tag before the packet.
pub static FCN: Field = Field::new("pppoes.tags.credits.fcn", "FCN", Place::Uint(16));
/// Backward credit notification.
pub static BCN: Field = Field::new("pppoes.tags.credits.bcn", "BCN", Place::Uint(16));
const CREDIT_TAG: u16 = 0x0106;

pub(super) const CODES: Names = &[
    (0x00, "Session Data"),
    (0x07, "Active Discovery Offer (PADO)"),
    (0x09, "Active Discovery Initiation (PADI)"),
    (0x0a, "Active Discovery Session-Grant (PADG)"),
    (0x0b, "Active Discovery Session-Credit Resp.(PADC)"),
    (0x0c, "Active Discovery Quality (PADQ)"),
    (0x19, "Active Discovery Request (PADR)"),
    (0x65, "Active Discovery Session-confirmation (PADS)"),
    (0xa7, "Active Discovery Terminate (PADT)"),
    (0xd3, "Active Discovery Message (PADM)"),
    (0xd4, "Active Discovery Network (PADN)"),
];

/// PPPoE session.
pub static PROTOCOL: Protocol = Protocol {
    name: "pppoes",
    alias: "PPPoE",
    title: "PPP-over-Ethernet Session",
    column: "PPPoES",
    spec: "RFC 2516",
    size: 6,
    fields: &[&VERSION, &TYPE, &CODE, &SESSION_ID, &LENGTH, &CREDITS],
    under: &[(Space::EtherType, 0x8864), (Space::Link, 51)],
    line: &[Word::Say("Session "), Word::Of(&SESSION_ID)],
    finish: |d| d.fill(&LENGTH, d.bytes.len().saturating_sub(6) as u64),
    classes: &[form::link::PPPOES],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    match LENGTH.num(bytes) {
        Some(len) => {
            let credits = load(bytes, 48, 16) == Some(CREDIT_TAG.into()) && bytes.len() >= 14;
            Step::new(if credits { 14 } else { 6 }, 6 + len as usize, id::ppp)
        }
        None => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07 88 64
             11 00 00 07 00 03 # version 1, type 1, session 7, three bytes
             7f ff 01 # a protocol without a name
             00 00 00");
        let names =
            ["pppoe.version", "pppoe.type", "pppoe.code", "pppoe.session_id", "pppoe.payload_length", "ppp.protocol", "eth.trailer"];
        assert_eq!(fields_of(1, &bytes, &names), "1 1 0x00 0x0007 3 0x007f -");
        assert_eq!(layers_of(1, &bytes), "eth:pppoes:ppp:data End");
        cut_everywhere(1, &bytes);
    }
}
