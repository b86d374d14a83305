//! Marker protocol of aggregated links, IEEE 802.1AX, 6.5: all frames before it have arrived.
//!
//! ```text
//! +---------------+---------------+---------------+---------------+
//! |   Version     |     Type      |  Length: 16   | Requester's port (2), system (6)
//! +---------------+---------------+---------------+---------------+
//! |  Transaction (4)              | Padding (2)   | Terminator (2), reserved (90)
//! +-------------------------------+---------------+---------------+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::new("marker.version", "Version Number", Place::Uint(8)).hex();
static TLVTYPE: Field = Field::new("marker.tlvType", "TLV Type", Place::Uint(8)).hex().names(&[
    (0, "Marker Terminator"),
    (1, "Marker Information"),
    (2, "Marker Response Information"),
]);
static TLVLEN: Field = Field::new("marker.tlvLen", "TLV Length", Place::Uint(8)).hex();
static REQUESTERPORT: Field = Field::new("marker.requesterPort", "Requester Port", Place::Uint(16));
static REQUESTERSYSTEM: Field = Field::new("marker.requesterSystem", "Requester System", Place::Run(6)).kind(Kind::Mac);
static REQUESTERTRANSID: Field = Field::new("marker.requesterTransId", "Requester Transaction ID", Place::Uint(32));
static REQUESTERPAD: Field = Field::new("marker.requesterPad", "Requester Pad", Place::Uint(16)).ft(32);
static RESERVED: Field = Field::new("marker.reserved", "Reserved", Place::Take(|h| h.left().min(90)));
/// Marker.
pub static PROTOCOL: Protocol = Protocol {
    name: "marker",
    title: "Link Aggregation Marker Protocol",
    column: "MARKER",
    spec: "IEEE 802.1AX, 6.5",
    fields: &[
        &VERSION,
        &TLVTYPE,
        &TLVLEN,
        &REQUESTERPORT,
        &REQUESTERSYSTEM,
        &REQUESTERTRANSID,
        &REQUESTERPAD,
        &TLVTYPE,
        &TLVLEN,
        &RESERVED,
    ],
    line: &[Word::Of(&TLVTYPE), Word::Say(" port "), Word::Of(&REQUESTERPORT)],
    classes: &[form::discovery::MARKER],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.len() < 19 {
        true => Step { total: below.wire, ..Step::cut(bytes) },
        false => {
            let header = bytes.len().min(109);
            Step::new(header, header, id::data)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex(&format!(
            "01 80 c2 00 00 02 02 03 04 05 06 07 88 09 02 # slow protocols: marker
             01 01 10 00 05 02 00 00 00 00 01 00 00 00 09 00 00 00 00 {}",
            "00".repeat(90)
        ));
        let names = ["marker.version", "marker.tlvType", "marker.requesterPort", "marker.requesterSystem", "marker.requesterTransId"];
        assert_eq!(fields_of(1, &bytes, &names), "0x01 0x01,0x00 5 02:00:00:00:00:01 9");
        cut_everywhere(1, &bytes);
    }
}
