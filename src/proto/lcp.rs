//! Link Control Protocol of PPP, [RFC 1661](https://www.rfc-editor.org/rfc/rfc1661), 5 and 6, with the options of
//! [RFC 1570](https://www.rfc-editor.org/rfc/rfc1570), [RFC 1990](https://www.rfc-editor.org/rfc/rfc1990) and others.
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
        0 VENDOR_OPT  1 MRU_OPT  2 ASYNCMAP_OPT  3 AUTH_OPT  4 QUALITY_OPT  5 MAGIC_OPT
        6 REPORTING_OPT  7 PFC_OPT  8 ACFC_OPT  9 FCS_OPT  10 SDP_OPT  11 NUMBERED_OPT
        13 CALLBACK_OPT  17 MRRU_OPT  18 SHORT_OPT  19 DISCRIMINATOR_OPT  21 DCE_OPT  23 LINK_OPT
        24 AUTH_ID_OPT  26 ELISION_OPT  27 FORMAT_OPT  28 I18N_OPT  29 SONET_OPT
    ]
    [8 &[&REJ_PROTO], 9 &[&MAGIC, &ECHO_DATA], 10 &[&MAGIC, &ECHO_DATA], 11 &[&MAGIC, &ECHO_DATA], 12 &[&MAGIC, &MESSAGE], 13 &[&MAGIC, &SECONDS, &MESSAGE]]
}
/// The protocol that the peer does not know.
pub static REJ_PROTO: Field = Field::new("lcp.rej_proto", "Rejected Protocol", Place::Uint(16)).hex().names(ppp::PROTOCOL_NAMES);
/// Tells a link that is looped back.
pub static MAGIC: Field = Field::new("lcp.magic_number", "Magic Number", Place::Uint(32)).hex();
/// To be sent back.
pub static ECHO_DATA: Field = Field::new("lcp.data", "Data", Place::Rest);
/// For a person (RFC 1570, 1.1).
pub static MESSAGE: Field = Field::new("lcp.message", "Message", Place::Rest).text();
/// Until the link is shut (RFC 1570, 1.2).
pub static SECONDS: Field = Field::new("lcp.secs_remaining", "Seconds Remaining", Place::Uint(32));

/// What is asked for.
pub static TYPE: Field = Field::new("lcp.opt.type", "Type", Place::Uint(8)).names(TYPES);
/// Of the whole option, in bytes.
pub static OPT_LEN: Field = Field::new("lcp.opt.length", "Length", Place::Len(8, Counts::Whole));
static VENDOR_OPT: Field = Field::new("", "Vendor Specific", Place::Group(&[&TYPE, &OPT_LEN, &OPT_OUI, &OPT_KIND, &OPT_DATA]));
/// Whose option it is (RFC 2153).
pub static OPT_OUI: Field = Field::new("lcp.opt.oui", "OUI", Place::Uint(24));
/// The vendor's number for it.
pub static OPT_KIND: Field = Field::new("lcp.opt.kind", "Kind", Place::Uint(8));
/// What is not told apart any further.
pub static OPT_DATA: Field = Field::new("lcp.opt.data", "Data", Place::Rest);
static MRU_OPT: Field = Field::new("", "Maximum Receive Unit", Place::Group(&[&TYPE, &OPT_LEN, &MRU]));
/// In bytes.
pub static MRU: Field = Field::new("lcp.opt.mru", "MRU", Place::Uint(16)).unset(1500);
static ASYNCMAP_OPT: Field = Field::new(
    "",
    "Async Control Character Map",
    Place::Group(&[
        &TYPE, &OPT_LEN, &ASYNCMAP, &MAP_US, &MAP_RS, &MAP_GS, &MAP_FS, &MAP_ESC, &MAP_SUB, &MAP_EM, &MAP_CAN, &MAP_ETB, &MAP_SYN,
        &MAP_NAK, &MAP_DC4, &MAP_DC3, &MAP_DC2, &MAP_DC1, &MAP_DLE, &MAP_SI, &MAP_SO, &MAP_CR, &MAP_FF, &MAP_VT, &MAP_LF, &MAP_HT, &MAP_BS,
        &MAP_BEL, &MAP_ACK, &MAP_ENQ, &MAP_EOT, &MAP_ETX, &MAP_STX, &MAP_SOH, &MAP_NUL,
    ]),
);
/// Which control characters must be escaped (RFC 1662, 7.1).
pub static ASYNCMAP: Field = Field::new("lcp.opt.asyncmap", "Async Control Character Map", Place::Uint(32)).hex();
static MAP_NUL: Field = Field::new("lcp.opt.asyncmap.nul", "NUL", Place::Sub(0x00000001));
static MAP_SOH: Field = Field::new("lcp.opt.asyncmap.soh", "SOH", Place::Sub(0x00000002));
static MAP_STX: Field = Field::new("lcp.opt.asyncmap.stx", "STX", Place::Sub(0x00000004));
static MAP_ETX: Field = Field::new("lcp.opt.asyncmap.etx", "ETX", Place::Sub(0x00000008));
static MAP_EOT: Field = Field::new("lcp.opt.asyncmap.eot", "EOT", Place::Sub(0x00000010));
static MAP_ENQ: Field = Field::new("lcp.opt.asyncmap.enq", "ENQ", Place::Sub(0x00000020));
static MAP_ACK: Field = Field::new("lcp.opt.asyncmap.ack", "ACK", Place::Sub(0x00000040));
static MAP_BEL: Field = Field::new("lcp.opt.asyncmap.bel", "BEL", Place::Sub(0x00000080));
static MAP_BS: Field = Field::new("lcp.opt.asyncmap.bs", "BS", Place::Sub(0x00000100));
static MAP_HT: Field = Field::new("lcp.opt.asyncmap.ht", "HT", Place::Sub(0x00000200));
static MAP_LF: Field = Field::new("lcp.opt.asyncmap.lf", "LF", Place::Sub(0x00000400));
static MAP_VT: Field = Field::new("lcp.opt.asyncmap.vt", "VT", Place::Sub(0x00000800));
static MAP_FF: Field = Field::new("lcp.opt.asyncmap.ff", "FF", Place::Sub(0x00001000));
static MAP_CR: Field = Field::new("lcp.opt.asyncmap.cr", "CR", Place::Sub(0x00002000));
static MAP_SO: Field = Field::new("lcp.opt.asyncmap.so", "SO", Place::Sub(0x00004000));
static MAP_SI: Field = Field::new("lcp.opt.asyncmap.si", "SI", Place::Sub(0x00008000));
static MAP_DLE: Field = Field::new("lcp.opt.asyncmap.dle", "DLE", Place::Sub(0x00010000));
static MAP_DC1: Field = Field::new("lcp.opt.asyncmap.dc1", "DC1", Place::Sub(0x00020000));
static MAP_DC2: Field = Field::new("lcp.opt.asyncmap.dc2", "DC2", Place::Sub(0x00040000));
static MAP_DC3: Field = Field::new("lcp.opt.asyncmap.dc3", "DC3", Place::Sub(0x00080000));
static MAP_DC4: Field = Field::new("lcp.opt.asyncmap.dc4", "DC4", Place::Sub(0x00100000));
static MAP_NAK: Field = Field::new("lcp.opt.asyncmap.nak", "NAK", Place::Sub(0x00200000));
static MAP_SYN: Field = Field::new("lcp.opt.asyncmap.syn", "SYN", Place::Sub(0x00400000));
static MAP_ETB: Field = Field::new("lcp.opt.asyncmap.etb", "ETB", Place::Sub(0x00800000));
static MAP_CAN: Field = Field::new("lcp.opt.asyncmap.can", "CAN", Place::Sub(0x01000000));
static MAP_EM: Field = Field::new("lcp.opt.asyncmap.em", "EM", Place::Sub(0x02000000));
static MAP_SUB: Field = Field::new("lcp.opt.asyncmap.sub", "SUB", Place::Sub(0x04000000));
static MAP_ESC: Field = Field::new("lcp.opt.asyncmap.esc", "ESC", Place::Sub(0x08000000));
static MAP_FS: Field = Field::new("lcp.opt.asyncmap.fs", "FS", Place::Sub(0x10000000));
static MAP_GS: Field = Field::new("lcp.opt.asyncmap.gs", "GS", Place::Sub(0x20000000));
static MAP_RS: Field = Field::new("lcp.opt.asyncmap.rs", "RS", Place::Sub(0x40000000));
static MAP_US: Field = Field::new("lcp.opt.asyncmap.us", "US", Place::Sub(0x80000000));
static AUTH_OPT: Field = Field::new("", "Authentication Protocol", Place::Group(&[&TYPE, &OPT_LEN, &AUTH, &AUTH_MORE]));
/// How the peer is to prove who it is.
pub static AUTH: Field =
    Field::new("lcp.opt.auth_protocol", "Authentication Protocol", Place::Key(16)).hex().unset(0xc023).names(ppp::PROTOCOL_NAMES);
static AUTH_MORE: Field = Field::part(Place::Pick(&[(0xc223, &[&ALGORITHM])], &[&OPT_DATA]));
/// Of CHAP.
pub static ALGORITHM: Field = Field::new("lcp.opt.algorithm", "Algorithm", Place::Uint(8)).names(&[
    (5, "CHAP with MD5"),
    (6, "SHA-1"),
    (7, "CHAP with SHA-256"),
    (8, "CHAP with SHA3-256"),
    (128, "MS-CHAP"),
    (129, "MS-CHAP-2"),
]);
static QUALITY_OPT: Field = Field::new("", "Quality Protocol", Place::Group(&[&TYPE, &OPT_LEN, &QUALITY, &QUALITY_MORE]));
/// How the link is watched.
pub static QUALITY: Field = Field::new("lcp.opt.quality_protocol", "Quality Protocol", Place::Key(16)).hex().names(ppp::PROTOCOL_NAMES);
static QUALITY_MORE: Field = Field::part(Place::Pick(&[(0xc025, &[&PERIOD])], &[&OPT_DATA]));
/// In hundredths of a second (RFC 1989).
pub static PERIOD: Field = Field::new("lcp.opt.reporting_period", "Reporting Period", Place::Uint(32));
static MAGIC_OPT: Field = Field::new("", "Magic Number", Place::Group(&[&TYPE, &OPT_LEN, &OPT_MAGIC]));
/// Tells a link that is looped back.
pub static OPT_MAGIC: Field = Field::new("lcp.opt.magic_number", "Magic Number", Place::Uint(32)).hex();
static REPORTING_OPT: Field = Field::new("", "Link Quality Monitoring", Place::Group(&[&TYPE, &OPT_LEN, &PERIOD]));
static PFC_OPT: Field = Field::new("", "Protocol Field Compression", Place::Group(&[&TYPE, &OPT_LEN]));
static ACFC_OPT: Field = Field::new("", "Address and Control Field Compression", Place::Group(&[&TYPE, &OPT_LEN]));
static FCS_OPT: Field = Field::new("", "FCS Alternatives", Place::Group(&[&TYPE, &OPT_LEN, &FCS, &FCS_32, &FCS_16, &FCS_NULL]));
/// Check sequences (RFC 1570, 2.1).
pub static FCS: Field = Field::new("lcp.opt.fcs_alternatives", "FCS Alternatives", Place::Uint(8)).hex();
static FCS_32: Field = Field::new("lcp.opt.fcs_alternatives.ccitt32", "CCITT 32-bit FCS", Place::Sub(4));
static FCS_16: Field = Field::new("lcp.opt.fcs_alternatives.ccitt16", "CCITT 16-bit FCS", Place::Sub(2));
static FCS_NULL: Field = Field::new("lcp.opt.fcs_alternatives.null", "NULL FCS", Place::Sub(1));
static SDP_OPT: Field = Field::new("", "Self Describing Padding", Place::Group(&[&TYPE, &OPT_LEN, &MAXIMUM]));
/// Bytes of padding (RFC 1570, 2.2).
pub static MAXIMUM: Field = Field::new("lcp.opt.maximum", "Maximum", Place::Uint(8));
static NUMBERED_OPT: Field = Field::new("", "Numbered Mode", Place::Group(&[&TYPE, &OPT_LEN, &WINDOW, &HDLC_ADDRESS]));
/// Frames that may be unacknowledged (RFC 1663).
pub static WINDOW: Field = Field::new("lcp.opt.window", "Window", Place::Uint(8));
/// RFC 1663, 5.
pub static HDLC_ADDRESS: Field = Field::new("lcp.opt.hdlc_address", "Address", Place::Rest);
static CALLBACK_OPT: Field = Field::new("", "Callback", Place::Group(&[&TYPE, &OPT_LEN, &OPERATION, &CALL_MESSAGE]));
/// How the number to call is found (RFC 1570, 2.3).
pub static OPERATION: Field = Field::new("lcp.opt.operation", "Operation", Place::Uint(8)).names(&[
    (0, "Location determined by user authentication"),
    (1, "Message is dialing string"),
    (2, "Message is location identifier"),
    (3, "Message is E.164"),
    (4, "Message is distinguished name"),
    (6, "Location is determined during CBCP negotiation"),
]);
/// The number, or what leads to it.
pub static CALL_MESSAGE: Field = Field::new("lcp.opt.message", "Message", Place::Rest);
static MRRU_OPT: Field = Field::new("", "Multilink MRRU", Place::Group(&[&TYPE, &OPT_LEN, &MRRU]));
/// Maximum received reconstructed unit (RFC 1990, 5.1.1).
pub static MRRU: Field = Field::new("lcp.opt.mrru", "MRRU", Place::Uint(16));
static SHORT_OPT: Field = Field::new("", "Multilink Short Sequence Number Header", Place::Group(&[&TYPE, &OPT_LEN]));
static DISCRIMINATOR_OPT: Field = Field::new("", "Multilink Endpoint Discriminator", Place::Group(&[&TYPE, &OPT_LEN, &CLASS, &CLASS_MORE]));
/// Of address (RFC 1990, 5.1.3).
pub static CLASS: Field = Field::new("lcp.opt.ep_disc_class", "Class", Place::Key(8)).names(&[
    (0, "Null Class"),
    (1, "Locally Assigned Address"),
    (2, "IP Address"),
    (3, "IEEE 802.1 Globally Assigned MAC Address"),
    (4, "PPP Magic-Number Block"),
    (5, "Public Switched Network Directory Number"),
]);
static CLASS_MORE: Field =
    Field::part(Place::Pick(&[(2, &[&IP_ADDRESS]), (3, &[&MAC_ADDRESS]), (4, &[&BLOCK]), (5, &[&PSNDN])], &[&OPT_DATA]));
/// The system's.
pub static IP_ADDRESS: Field = Field::new("lcp.opt.ip_address", "IP Address", Place::Uint(32)).kind(Kind::Ip4);
/// The system's.
pub static MAC_ADDRESS: Field = Field::new("lcp.opt.802_1_address", "IEEE 802.1 Address", Place::Run(6)).kind(Kind::Mac);
static BLOCK: Field = Field::new("lcp.opt.magic_block", "Magic-Number Block", Place::Many(&OPT_MAGIC)).kind(Kind::Bytes);
/// A telephone number.
pub static PSNDN: Field = Field::new("lcp.opt.psndn", "Public Switched Network Directory Number", Place::Rest);
static DCE_OPT: Field = Field::new("", "DCE Identifier", Place::Group(&[&TYPE, &OPT_LEN, &DCE_MODE]));
/// RFC 1976.
pub static DCE_MODE: Field = Field::new("lcp.opt.mode", "Mode", Place::Uint(8))
    .names(&[(1, "Mode-1 (No Additional Negotiation)"), (2, "Mode-2 (Full PPP Negotiation and State Machine)")]);
static LINK_OPT: Field = Field::new("", "Link Discriminator for BACP", Place::Group(&[&TYPE, &OPT_LEN, &LINK_DISCRIM]));
/// RFC 2125, 7.2.
pub static LINK_DISCRIM: Field = Field::new("lcp.opt.link_discrim", "Link Discriminator", Place::Uint(16));
static AUTH_ID_OPT: Field = Field::new("", "Authentication", Place::Group(&[&TYPE, &OPT_LEN, &AUTH_ID, &OPT_DATA]));
static AUTH_ID: Field = Field::part(Place::Span(8, &[&AUTH_ID_BYTES]));
/// Who wants to be known.
pub static AUTH_ID_BYTES: Field = Field::new("lcp.opt.id", "ID", Place::Rest);
static ELISION_OPT: Field = Field::new("", "Prefix elision", Place::Group(&[&TYPE, &OPT_LEN, &PREFIXES]));
static PREFIXES: Field = Field::part(Place::Many(&PREFIX));
static PREFIX: Field = Field::new("", "Prefix", Place::Group(&[&OPT_CLASS, &PREFIX_LEN]));
/// RFC 2686.
pub static OPT_CLASS: Field = Field::new("lcp.opt.class", "Class", Place::Uint(8));
static PREFIX_LEN: Field = Field::part(Place::Span(8, &[&PREFIX_BYTES]));
/// That is left out.
pub static PREFIX_BYTES: Field = Field::new("lcp.opt.prefix", "Prefix", Place::Rest);
static FORMAT_OPT: Field = Field::new("", "Multilink header format", Place::Group(&[&TYPE, &OPT_LEN, &FORMAT, &SUSPENDED]));
/// RFC 2686, 7.
pub static FORMAT: Field = Field::new("lcp.opt.code", "Code", Place::Uint(8))
    .names(&[(2, "Long sequence number fragment format with classes"), (6, "Short sequence number fragment format with classes")]);
/// RFC 2686, 7.
pub static SUSPENDED: Field = Field::new("lcp.opt.max_susp_classes", "Maximum suspendable classes", Place::Uint(8));
static I18N_OPT: Field = Field::new("", "Internationalization", Place::Group(&[&TYPE, &OPT_LEN, &MIBENUM, &LANGUAGE]));
/// The character set (RFC 2484).
pub static MIBENUM: Field = Field::new("lcp.opt.MIBenum", "MIBenum", Place::Uint(32));
/// RFC 5646.
pub static LANGUAGE: Field = Field::new("lcp.opt.language_tag", "Language Tag", Place::Rest).text();
static SONET_OPT: Field = Field::new("", "Simple Data Link on SONET/SDH", Place::Group(&[&TYPE, &OPT_LEN]));

const TYPES: Names = &[
    (0, "Vendor Specific"),
    (1, "Maximum Receive Unit"),
    (2, "Async Control Character Map"),
    (3, "Authentication Protocol"),
    (4, "Quality Protocol"),
    (5, "Magic Number"),
    (6, "Link Quality Monitoring"),
    (7, "Protocol Field Compression"),
    (8, "Address and Control Field Compression"),
    (9, "FCS Alternatives"),
    (10, "Self Describing Padding"),
    (11, "Numbered Mode"),
    (12, "Multi Link Procedure (deprecated)"),
    (13, "Callback"),
    (14, "Connect Time (deprecated)"),
    (15, "Compound Frames (deprecated)"),
    (16, "Nominal Data Encapsulation (deprecated)"),
    (17, "Multilink MRRU"),
    (18, "Multilink Short Sequence Number Header"),
    (19, "Multilink Endpoint Discriminator"),
    (20, "Proprietary"),
    (21, "DCE Identifier"),
    (22, "Multi Link Plus Procedure"),
    (23, "Link Discriminator for BACP"),
    (24, "Authentication"),
    (25, "Consistent Overhead Byte Stuffing (COBS)"),
    (26, "Prefix elision"),
    (27, "Multilink header format"),
    (28, "Internationalization"),
    (29, "Simple Data Link on SONET/SDH"),
];

/// LCP.
pub static PROTOCOL: Protocol = Protocol {
    name: "lcp",
    alias: "PPP_LCP",
    title: "PPP Link Control Protocol",
    column: "PPP LCP",
    spec: "RFC 1661",
    size: 4,
    fields: &[&CODE, &IDENTIFIER, &LENGTH, &BODY],
    under: &[(Space::Ppp, 0xc021), (Space::EtherType, 0xc021)],
    quotes: true,
    line: &[Word::Of(&CODE)],
    finish: finish_control,
    classes: &[form::access::LCP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match *bytes {
        // Protocol-Reject quotes the packet (RFC 1661, 5.7).
        [8, _, a, b, high, low, ..] if usize::from(u16::from_be_bytes([a, b])) >= 6 => {
            Step::new(6, u16::from_be_bytes([a, b]).into(), PPP.of(u16::from_be_bytes([high, low])))
        }
        _ => control(bytes, below),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_request() {
        let bytes = hex("ff 03 c0 21 01 07 00 1f # LCP configuration request 7, 31 bytes
             01 04 05 dc # maximum receive unit 1500
             02 06 00 0a 00 00 # XON and XOFF
             03 05 c2 23 05 # CHAP with MD5
             05 06 12 34 56 78 # magic number
             07 02 # protocol field compression
             63 04 aa bb # one that nobody knows");
        let names = ["ppp.code", "ppp.identifier", "ppp.length", "lcp.opt.type", "lcp.opt.length", "lcp.opt.mru"];
        assert_eq!(fields_of(9, &bytes, &names), "1 7 31 1,2,3,5,7 4,6,5,6,2 1500");
        let names = [
            "lcp.opt.asyncmap",
            "lcp.opt.asyncmap.dc1",
            "lcp.opt.asyncmap.dc2",
            "lcp.opt.auth_protocol",
            "lcp.opt.algorithm",
            "lcp.opt.magic_number",
        ];
        assert_eq!(fields_of(9, &bytes, &names), "0x000a0000 1 0 0xc223 5 0x12345678");
        assert_eq!(layers_of(9, &bytes), "ppp:lcp End");
        cut_everywhere(9, &bytes);
    }
    #[test]
    fn a_protocol_rejected() {
        let bytes = hex("ff 03 c0 21 08 01 00 10 80 21 01 01 00 0a 03 06 00 00 00 00");
        assert_eq!(fields_of(9, &bytes, &["ppp.code", "lcp.rej_proto", "ipcp.opt.ip_address"]), "8,1 0x8021 0.0.0.0");
        assert_eq!(layers_of(9, &bytes), "ppp:lcp:ipcp End");
        cut_everywhere(9, &bytes);
    }
    #[test]
    fn an_echo_and_a_length_that_cannot_be() {
        let echo = hex("ff 03 c0 21 09 01 00 0a 12 34 56 78 61 62");
        assert_eq!(fields_of(9, &echo, &["lcp.magic_number", "lcp.data"]), "0x12345678 6162");
        cut_everywhere(9, &echo);
        assert_eq!(layers_of(9, &hex("ff 03 c0 21 05 01 00 03")), "ppp:lcp Malformed");
    }
}
