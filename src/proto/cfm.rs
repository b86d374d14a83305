//! CFM EOAM 802.1ag/ITU Protocol, IEEE 802.1Q, 21: connectivity fault management.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |CFM M|CFM Versi|   CFM OpCode  |     Flags     |First TLV Offse|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static MD_LEVEL: Field = Field::bits("cfm.md.level", "CFM MD Level", 0, 3).ft(8);
static VERSION: Field = Field::bits("cfm.version", "CFM Version", 3, 5).ft(8);
static OPCODE: Field = Field::bits("cfm.opcode", "CFM OpCode", 8, 8).names(&[(0, "Reserved for IEEE 802.1"), (1, "Continuity Check Message (CCM)"), (2, "Loopback Reply (LBR)"), (3, "Loopback Message (LBM)"), (4, "Linktrace Reply (LTR)"), (5, "Linktrace Message (LTM)"), (32, "Generic Notification Message (GNM)"), (33, "Alarm Indication Signal (AIS)"), (35, "Lock Signal (LCK)"), (37, "Test Signal (TST)"), (39, "Automatic Protection Switching (APS)"), (40, "Ring-Automatic Protection Switching (R-APS)"), (41, "Maintenance Communication Channel (MCC)"), (42, "Loss Measurement Reply (LMR)"), (43, "Loss Measurement Message (LMM)"), (45, "One Way Delay Measurement (1DM)"), (46, "Delay Measurement Reply (DMR)"), (47, "Delay Measurement Message (DMM)"), (48, "Experimental OAM Reply (EXR)"), (49, "Experimental OAM Message (EXM)"), (50, "Vendor Specific Reply (VSR)"), (51, "Vendor Specific Message (VSM)"), (52, "Client Signal Fail (CSF)"), (53, "One Way Synthetic Loss Measurement (1SL)"), (54, "Synthetic Loss Reply (SLR)"), (55, "Synthetic Loss Message (SLM)")]);
static FLAGS: Field = Field::bits("cfm.flags", "Flags", 16, 8).hex();
static FIRST_TLV_OFFSET: Field = Field::bits("cfm.first.tlv.offset", "First TLV Offset", 24, 8);
static CCM_SEQ_NUM: Field = Field::new("cfm.ccm.seq.num", "Sequence Number", Place::Uint(32));
static BY_OPCODE: Field = Field::part(Place::Switch(|h| h.byte(1).into(), &[(1, &[&CCM_SEQ_NUM])], &[]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "cfm",
    title: "CFM EOAM 802.1ag/ITU Protocol",
    column: "CFM",
    spec: "IEEE 802.1Q, 21: connectivity fault management",
    size: 4,
    fields: &[&MD_LEVEL, &VERSION, &OPCODE, &FLAGS, &FIRST_TLV_OFFSET, &BY_OPCODE],
    under: &[(Space::EtherType, 0x8902)],
    line: &[Word::Of(&OPCODE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 4)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 89 02 # what carries it
        a0 01 04 46 00 00 00 07 00 01 # CCM 7
        04 02 61 62 02 02 63 64
        00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["cfm.md.level", "cfm.version", "cfm.opcode", "cfm.flags", "cfm.first.tlv.offset", "cfm.ccm.seq.num"];
        assert_eq!(fields_of(1, &bytes, &names), "5 0 1 0x04 70 7");
        assert_eq!(layers_of(1, &bytes), "eth:cfm End");
        cut_everywhere(1, &bytes);
    }
}
