//! Compression Control Protocol of PPP, [RFC 1962](https://www.rfc-editor.org/rfc/rfc1962), with Microsoft's encryption
//! ([RFC 3078](https://www.rfc-editor.org/rfc/rfc3078)) and others.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Code      |  Identifier   |            Length             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Data or options, each with a type and a length ..          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::ppp::{CODE, IDENTIFIER, LENGTH, control, finish_control, negotiation};
use super::*;
use crate::field::*;

negotiation! {
    [
        0 OUI_OPT  1 PREDICTOR_1  2 PREDICTOR_2  3 PUDDLE  16 HPPPC  17 STAC
        18 MPPE  19 GANDALF  20 V42BIS  21 BSD  23 LZS_DCP  24 MVRCA
        26 DEFLATE  27 V44
    ]
}
/// What is offered.
pub static TYPE: Field = Field::new("ccp.opt.type", "Type", Place::Uint(8)).names(&[
    (0, "OUI"),
    (1, "Predictor type 1"),
    (2, "Predictor type 2"),
    (3, "Puddle Jumper"),
    (16, "Hewlett-Packard PPC"),
    (17, "Stac Electronics LZS"),
    (18, "Microsoft PPE/PPC"),
    (19, "Gandalf FZA"),
    (20, "V.42bis compression"),
    (21, "BSD LZW Compress"),
    (23, "LZS-DCP"),
    (24, "MVRCA (Magnalink)"),
    (25, "DCE"),
    (26, "Deflate"),
    (27, "V.44/LZJH compression"),
]);
/// Of the whole option, in bytes.
pub static OPT_LEN: Field = Field::new("ccp.opt.length", "Length", Place::Len(8, Counts::Whole));
static OPT_DATA: Field = Field::new("ccp.opt.data", "Data", Place::Rest);
static OUI_OPT: Field = Field::new("", "OUI", Place::Group(&[&TYPE, &OPT_LEN, &OUI, &SUBTYPE, &OPT_DATA]));
/// Whose.
pub static OUI: Field = Field::new("ccp.opt.oui", "OUI", Place::Uint(24));
/// The vendor's number.
pub static SUBTYPE: Field = Field::new("ccp.opt.subtype", "Subtype", Place::Uint(8));
static PREDICTOR_1: Field = Field::new("", "Predictor type 1", Place::Group(&[&TYPE, &OPT_LEN, &OPT_DATA]));
static PREDICTOR_2: Field = Field::new("", "Predictor type 2", Place::Group(&[&TYPE, &OPT_LEN, &OPT_DATA]));
static PUDDLE: Field = Field::new("", "Puddle Jumper", Place::Group(&[&TYPE, &OPT_LEN, &OPT_DATA]));
static HPPPC: Field = Field::new("", "Hewlett-Packard PPC", Place::Group(&[&TYPE, &OPT_LEN, &OPT_DATA]));
static V42BIS: Field = Field::new("", "V.42bis compression", Place::Group(&[&TYPE, &OPT_LEN, &OPT_DATA]));
static STAC: Field = Field::new("", "Stac Electronics LZS", Place::Group(&[&TYPE, &OPT_LEN, &HISTORY_COUNT, &CM, &CM_RESERVED, &CM_MODE]));
/// Histories (RFC 1974).
pub static HISTORY_COUNT: Field = Field::new("ccp.opt.history_count", "History Count", Place::Uint(16));
/// RFC 1974, 3.
pub static CM: Field = Field::new("ccp.opt.cm", "Check Mode", Place::Uint(8));
static CM_RESERVED: Field = Field::new("ccp.opt.cm.reserved", "Reserved", Place::Sub(0xf8));
static CM_MODE: Field = Field::new("ccp.opt.cm.check_mode", "Check Mode", Place::Sub(0x07)).names(&[
    (0, "None"),
    (1, "LCB"),
    (2, "CRC"),
    (3, "Sequence Number"),
    (4, "Extended Mode"),
]);
static MPPE: Field =
    Field::new("", "Microsoft PPE/PPC", Place::Group(&[&TYPE, &OPT_LEN, &SUPPORTED, &BIT_H, &BIT_M, &BIT_S, &BIT_L, &BIT_D, &BIT_C]));
/// RFC 3078, 2.
pub static SUPPORTED: Field = Field::new("ccp.opt.supported_bits", "Supported Bits", Place::Uint(32)).hex();
static BIT_H: Field = Field::new("ccp.opt.supported_bits.h", "Stateless mode", Place::Sub(0x1000000));
static BIT_M: Field = Field::new("ccp.opt.supported_bits.m", "56-bit encryption", Place::Sub(0x80));
static BIT_S: Field = Field::new("ccp.opt.supported_bits.s", "128-bit encryption", Place::Sub(0x40));
static BIT_L: Field = Field::new("ccp.opt.supported_bits.l", "40-bit encryption", Place::Sub(0x20));
static BIT_D: Field = Field::new("ccp.opt.supported_bits.d", "Obsolete (should always be 0)", Place::Sub(0x10));
static BIT_C: Field = Field::new("ccp.opt.supported_bits.c", "MPPC", Place::Sub(0x1));
static GANDALF: Field = Field::new("", "Gandalf FZA", Place::Group(&[&TYPE, &OPT_LEN, &GFZA_HISTORY, &GFZA_VERSION]));
/// Its size (RFC 1993).
pub static GFZA_HISTORY: Field = Field::new("ccp.opt.history", "History", Place::Uint(8));
/// RFC 1993.
pub static GFZA_VERSION: Field = Field::new("ccp.opt.version", "Version", Place::Rest);
static BSD: Field = Field::new("", "BSD LZW Compress", Place::Group(&[&TYPE, &OPT_LEN, &VD, &VD_VERS, &VD_DICT]));
/// RFC 1977.
pub static VD: Field = Field::new("ccp.opt.vd", "Vers/Dict", Place::Uint(8)).hex();
static VD_VERS: Field = Field::new("ccp.opt.vd.vers", "Version", Place::Sub(0xe0));
static VD_DICT: Field = Field::new("ccp.opt.vd.dict", "Dict", Place::Sub(0x1f));
static LZS_DCP: Field = Field::new("", "LZS-DCP", Place::Group(&[&TYPE, &OPT_LEN, &HISTORY_COUNT, &CHECK_MODE, &PROCESS_MODE]));
/// RFC 1967.
pub static CHECK_MODE: Field = Field::new("ccp.opt.check_mode", "Check Mode", Place::Uint(8));
/// RFC 1967.
pub static PROCESS_MODE: Field = Field::new("ccp.opt.process_mode", "Process Mode", Place::Uint(8));
static MVRCA: Field =
    Field::new("", "MVRCA (Magnalink)", Place::Group(&[&TYPE, &OPT_LEN, &MVRCA_WORD, &FE, &P, &MVRCA_HISTORY, &CONTEXTS]));
static MVRCA_WORD: Field = Field::part(Place::Uint(8));
static FE: Field = Field::new("ccp.opt.fe", "Features", Place::Sub(0xc0));
static P: Field = Field::new("ccp.opt.p", "Packet by Packet flag", Place::Sub(0x20));
static MVRCA_HISTORY: Field = Field::new("ccp.opt.History", "History", Place::Sub(0x1f));
static CONTEXTS: Field = Field::new("ccp.opt.contexts", "# Contexts", Place::Uint(8));
static DEFLATE: Field = Field::new("", "Deflate", Place::Group(&[&TYPE, &OPT_LEN, &DEFLATE_1, &WINDOW, &METHOD, &DEFLATE_2, &MBZ, &CHK]));
static DEFLATE_1: Field = Field::part(Place::Uint(8));
/// Its logarithm less 8 (RFC 1979).
pub static WINDOW: Field = Field::new("ccp.opt.window", "Window", Place::Sub(0xf0));
/// 8: deflate.
pub static METHOD: Field = Field::new("ccp.opt.method", "Method", Place::Sub(0x0f));
static DEFLATE_2: Field = Field::part(Place::Uint(8));
static MBZ: Field = Field::new("ccp.opt.mbz", "MBZ", Place::Sub(0xfc));
static CHK: Field = Field::new("ccp.opt.chk", "Chk", Place::Sub(0x03));
static V44: Field =
    Field::new("", "V.44/LZJH compression", Place::Group(&[&TYPE, &OPT_LEN, &MODE_DICTCOUNT, &DICT_SIZE, &HISTORY_LENGTH_OR]));
/// ITU-T V.44.
pub static MODE_DICTCOUNT: Field = Field::new("ccp.opt.mode_dictcount", "Mode/Dictionary Count", Place::Uint(16));
/// ITU-T V.44.
pub static DICT_SIZE: Field = Field::new("ccp.opt.dict_size", "Dictionary Size", Place::Uint(16));
static HISTORY_LENGTH_OR: Field = Field::part(Place::When(|here| here.left() >= 2, &[&HISTORY_LENGTH]));
/// ITU-T V.44.
pub static HISTORY_LENGTH: Field = Field::new("ccp.opt.history_length", "History Length", Place::Uint(16));

/// PPP Compression Control Protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ccp",
    alias: "",
    title: "PPP Compression Control Protocol",
    column: "PPP CCP",
    spec: "RFC 1962",
    size: 4,
    fields: &[&CODE, &IDENTIFIER, &LENGTH, &BODY],
    under: &[(Space::Ppp, 0x80fd), (Space::EtherType, 0x80fd)],
    line: &[Word::Of(&CODE)],
    finish: finish_control,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    control(bytes, below)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn encryption_and_deflate() {
        let bytes = hex("ff 03 80 fd 01 01 00 0e
             12 06 01 00 00 60 # Microsoft's, stateless, 128 and 40 bits
             1a 04 78 00 # deflate, window of 32 KiB");
        let names = [
            "ccp.opt.type",
            "ccp.opt.supported_bits",
            "ccp.opt.supported_bits.s",
            "ccp.opt.supported_bits.m",
            "ccp.opt.window",
            "ccp.opt.method",
        ];
        assert_eq!(fields_of(9, &bytes, &names), "18,26 0x01000060 1 0 7 8");
        assert_eq!(layers_of(9, &bytes), "ppp:ccp End");
        cut_everywhere(9, &bytes);
    }
}
