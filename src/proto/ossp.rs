//! Organization specific slow protocol, IEEE 802.3, 57B; of them ITU-T's synchronization messages (ESMC), G.8264, 11.3.
//!
//! ```text
//! +-----------------------------------------------+---------------+
//! |             Organization (3 bytes)            |  Subtype (2) ..
//! +---------------+---------------+---------------+---------------+
//! |               |Version|E| -   |     Reserved (3 bytes) ..     |
//! +---------------+---------------+---------------+---------------+
//! |               |    Type 1     |          Length 4             |
//! +---------------+---------------+-------------------------------+
//! |   - |  SSM    |  Padding ..
//! +---------------+---------------
//! ```
use super::*;
use crate::field::*;

/// Who defines what follows.
pub static OUI: Field = Field::new("ossp.oui", "OUI", Place::Key(24)).unset(0x0019a7);
static OF: Field = Field::part(Place::Pick(&[(0x0019a7, &[&SUBTYPE, &ESMC])], &[]));
/// 1: synchronization.
pub static SUBTYPE: Field = Field::new("ossp.itu.subtype", "ITU-T OSSP Subtype", Place::Uint(16)).hex().unset(1);
static ESMC: Field =
    Field::part(Place::When(|h| h.number == 1, &[&VERSION_BYTE, &VERSION, &EVENT_FLAG, &RESERVED_BITS, &RESERVED, &QUALITY, &QL]));
static VERSION_BYTE: Field = Field::part(Place::Uint(8));
/// 1.
pub static VERSION: Field = Field::new("ossp.esmc.version", "Version", Place::Sub(0xf0)).hex().ft(8);
/// The quality has just changed.
pub static EVENT_FLAG: Field = Field::new("ossp.esmc.event_flag", "Event Flag", Place::Sub(0x08));
static RESERVED_BITS: Field = Field::new("ossp.esmc.reserved_bits", "Reserved", Place::Sub(0x07)).hex().ft(8);
static RESERVED: Field = Field::new("ossp.esmc.reserved", "Reserved", Place::Uint(24)).hex();
static QUALITY: Field = Field::new("ossp.esmc.tlv", "ESMC TLV", Place::Group(&[&TLV_TYPE, &TLV_LENGTH, &SSM_BYTE, &UNUSED, &SSM]));
/// 1: quality level.
pub static TLV_TYPE: Field = Field::new("ossp.esmc.tlv_type", "TLV Type", Place::Uint(8)).hex().unset(1);
/// Type and length included.
pub static TLV_LENGTH: Field = Field::new("ossp.esmc.tlv_length", "TLV Length", Place::Uint(16)).hex().unset(4);
static SSM_BYTE: Field = Field::part(Place::Uint(8));
static UNUSED: Field = Field::new("ossp.esmc.tlv_ql_unused", "Unused", Place::Sub(0xf0)).hex().ft(8);
/// How good the clock is.
pub static SSM: Field = Field::new("ossp.esmc.tlv_ql_ssm", "SSM Code", Place::Sub(0x0f)).hex().ft(8);

static QL: Field = Field::new("ossp.esmc.ql", "Quality Level", Place::Reckoned(|h| Some(Value::Num(h.number & 0x0f)))).hex().ft(16);

/// OSSP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ossp",
    title: "Organization Specific Slow Protocol",
    column: "OSSP",
    spec: "IEEE 802.3, 57B",
    fields: &[&OUI, &OF],
    line: &[Word::Say("OUI: "), Word::Of(&OUI), Word::With(" SSM ", &SSM)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let header = match bytes {
        [0x00, 0x19, 0xa7, 0x00, 0x01, ..] => 13,
        [0x00, 0x19, 0xa7, ..] => 5,
        _ => 3,
    };
    if bytes.len() < header {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn synchronization() {
        let bytes = hex(&format!(
            "01 80 c2 00 00 02 02 03 04 05 06 07 88 09 0a # slow protocols: an organization's
             00 19 a7 00 01 18 00 00 00 01 00 04 02 {}",
            "00".repeat(32)
        ));
        let names =
            ["ossp.oui", "ossp.itu.subtype", "ossp.esmc.version", "ossp.esmc.event_flag", "ossp.esmc.tlv_type", "ossp.esmc.tlv_ql_ssm"];
        assert_eq!(fields_of(1, &bytes, &names), "6567 0x0001 0x01 1 0x01 0x02");
        assert_eq!(layers_of(1, &bytes), "eth:slow:ossp:data End");
        cut_everywhere(1, &bytes);
    }
}
