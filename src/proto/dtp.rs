//! Cisco's Dynamic Trunking Protocol: whether a link carries tagged frames, and in which form.
//!
//! ```text
//! +---------------+
//! |    Version    |
//! +---------------+---------------+---------------+---------------+
//! |             Type              |  Length, these 4 bytes too    |  again and again
//! +-------------------------------+-------------------------------+
//! |                          Value ..                             |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// 1.
pub static VERSION: Field = Field::bits("dtp.version", "Version", 0, 8).alias("ver").unset(1);
static TLVS: Field = Field::many("TLVs", &TLV_WHOLE);
/// One that says to be shorter than its own head ends the reading.
static TLV_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 4 && h.word(h.at + 2) >= 4, &[&TLV]));
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_TYPE, &TLV_LEN, &SIZED]));
/// Of a record.
pub static TLV_TYPE: Field = Field::new("dtp.tlv_type", "Type", Place::Key(16)).hex().names(&[
    (1, "Domain"),
    (2, "Trunk Status"),
    (3, "Trunk Type"),
    (4, "Sender ID"),
]);
/// Of a record, type and length included.
pub static TLV_LEN: Field = Field::new("dtp.tlv_len", "Length", Place::Uint(16));
static SIZED: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start + 2)).saturating_sub(4), &[&VALUE]));
static VALUE: Field =
    Field::part(Place::Pick(&[(1, &[&DOMAIN]), (2, &[&STATUS, &TOS, &TAS]), (3, &[&STATUS, &TOT, &TAT]), (4, &[&SENDER_ID])], &[]));
/// Of VTP: trunks stay inside.
pub static DOMAIN: Field = Field::new("dtp.domain", "Domain", Place::Zero).kind(Kind::Show(&crate::text::ASCII));
static STATUS: Field = Field::part(Place::Uint(8));
/// What the link is.
pub static TOS: Field = Field::new("dtp.tos", "Trunk Operating Status", Place::Sub(0x80)).hex().ft(8).names(&[(0, "Access"), (1, "Trunk")]);
/// What the sender wants it to be.
pub static TAS: Field = Field::new("dtp.tas", "Trunk Administrative Status", Place::Sub(0x07)).hex().ft(8).names(&[
    (1, "On"),
    (2, "Off"),
    (3, "Desirable"),
    (4, "Auto"),
]);
/// How frames are tagged.
pub static TOT: Field = Field::new("dtp.tot", "Trunk Operating Type", Place::Sub(0xe0)).hex().ft(8).names(FORMS);
/// How the sender wants them tagged.
pub static TAT: Field = Field::new("dtp.tat", "Trunk Administrative Type", Place::Sub(0x07)).hex().ft(8).names(FORMS);
/// The sender's address.
pub static SENDER_ID: Field = Field::new("dtp.senderid", "Sender ID", Place::Run(6)).kind(Kind::Mac);
const FORMS: Names = &[(0, "Negotiated"), (1, "Native"), (2, "ISL"), (5, "802.1Q")];

/// DTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "dtp",
    alias: "DTP",
    title: "Dynamic Trunk Protocol",
    column: "DTP",
    spec: "Cisco",
    size: 1,
    fields: &[&VERSION, &TLVS],
    under: &[(Space::CiscoPid, 0x2004)],
    line: &[Word::Say("Dynamic Trunk Protocol")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < below.wire || bytes.is_empty() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), bytes.len(), id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex("01 00 0c cc cc cc 02 03 04 05 06 07 00 24 # length
             aa aa 03 00 00 0c 20 04 # Cisco's 0x2004
             01 00 01 00 05 41 # domain A
             00 02 00 05 83 # trunk, desirable
             00 03 00 05 a5 # 802.1Q, 802.1Q
             00 04 00 0a 02 00 00 00 00 01 00 63 # sender, two bytes too many");
        let names = ["dtp.version", "dtp.domain", "dtp.tos", "dtp.tas", "dtp.tot", "dtp.tat", "dtp.senderid", "dtp.tlv_len"];
        assert_eq!(fields_of(1, &bytes, &names), "1 A 0x01 0x03 0x05 0x05 02:00:00:00:00:01 5,5,5,10");
        cut_everywhere(1, &bytes);
    }
}
