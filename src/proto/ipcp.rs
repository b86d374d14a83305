//! IP Control Protocol of PPP, [RFC 1332](https://www.rfc-editor.org/rfc/rfc1332), with
//! [RFC 1877](https://www.rfc-editor.org/rfc/rfc1877)'s name servers.
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
        1 ADDRESSES  2 COMPRESSION  3 ADDRESS  4 MOBILE  129 PRI_DNS  130 PRI_NBNS
        131 SEC_DNS  132 SEC_NBNS
    ]
}
/// What is asked for.
pub static TYPE: Field = Field::new("ipcp.opt.type", "Type", Place::Uint(8)).names(&[
    (1, "IP Addresses (deprecated)"),
    (2, "IP Compression Protocol"),
    (3, "IP Address"),
    (4, "Mobile Node's Home IP Address"),
    (129, "Primary DNS Server IP Address"),
    (130, "Primary NBNS Server IP Address"),
    (131, "Secondary DNS Server IP Address"),
    (132, "Secondary NBNS Server IP Address"),
]);
/// Of the whole option, in bytes.
pub static OPT_LEN: Field = Field::new("ipcp.opt.length", "Length", Place::Len(8, Counts::Whole));
static ADDRESSES: Field = Field::new("", "IP Addresses (deprecated)", Place::Group(&[&TYPE, &OPT_LEN, &SRC_ADDRESS, &DST_ADDRESS]));
/// The sender's.
pub static SRC_ADDRESS: Field = Field::new("ipcp.opt.src_address", "Source IP Address", Place::Uint(32)).kind(Kind::Ip4);
/// The receiver's.
pub static DST_ADDRESS: Field = Field::new("ipcp.opt.dst_address", "Destination IP Address", Place::Uint(32)).kind(Kind::Ip4);
static ADDRESS: Field = Field::new("", "IP Address", Place::Group(&[&TYPE, &OPT_LEN, &IP_ADDRESS]));
/// 0.0.0.0: the peer shall choose one.
pub static IP_ADDRESS: Field = Field::new("ipcp.opt.ip_address", "IP Address", Place::Uint(32)).kind(Kind::Ip4);
static MOBILE: Field = Field::new("", "Mobile Node's Home IP Address", Place::Group(&[&TYPE, &OPT_LEN, &HOME_ADDRESS]));
/// RFC 2290.
pub static HOME_ADDRESS: Field =
    Field::new("ipcp.opt.mobilenodehomeaddress", "Mobile Node's Home Address", Place::Uint(32)).kind(Kind::Ip4);
static PRI_DNS: Field = Field::new("", "Primary DNS Server IP Address", Place::Group(&[&TYPE, &OPT_LEN, &PRI_DNS_ADDRESS]));
/// RFC 1877, 1.
pub static PRI_DNS_ADDRESS: Field = Field::new("ipcp.opt.pri_dns_address", "Primary DNS Address", Place::Uint(32)).kind(Kind::Ip4);
static PRI_NBNS: Field = Field::new("", "Primary NBNS Server IP Address", Place::Group(&[&TYPE, &OPT_LEN, &PRI_NBNS_ADDRESS]));
/// RFC 1877, 1.
pub static PRI_NBNS_ADDRESS: Field = Field::new("ipcp.opt.pri_nbns_address", "Primary NBNS Address", Place::Uint(32)).kind(Kind::Ip4);
static SEC_DNS: Field = Field::new("", "Secondary DNS Server IP Address", Place::Group(&[&TYPE, &OPT_LEN, &SEC_DNS_ADDRESS]));
/// RFC 1877, 1.
pub static SEC_DNS_ADDRESS: Field = Field::new("ipcp.opt.sec_dns_address", "Secondary DNS Address", Place::Uint(32)).kind(Kind::Ip4);
static SEC_NBNS: Field = Field::new("", "Secondary NBNS Server IP Address", Place::Group(&[&TYPE, &OPT_LEN, &SEC_NBNS_ADDRESS]));
/// RFC 1877, 1.
pub static SEC_NBNS_ADDRESS: Field = Field::new("ipcp.opt.sec_nbns_address", "Secondary NBNS Address", Place::Uint(32)).kind(Kind::Ip4);
static COMPRESSION: Field = Field::new("", "IP Compression Protocol", Place::Group(&[&TYPE, &OPT_LEN, &COMPRESS_PROTO, &COMPRESS_MORE]));
/// Of headers.
pub static COMPRESS_PROTO: Field =
    Field::new("ipcp.opt.compress_proto", "IP Compression Protocol", Place::Key(16)).hex().unset(0x2d).names(ppp::PROTOCOL_NAMES);
static COMPRESS_MORE: Field = Field::part(Place::Pick(
    &[
        (0x002d, &[&MAX_SLOT_ID, &SLOT_FLAGS, &COMP_SLOT_ID]),
        (0x0003, &[&MAX_CID, &MRRU, &MAX_HEADER, &ROHC_OPTIONS]),
        (0x0061, &[&TCP_SPACE, &NON_TCP_SPACE, &F_MAX_PERIOD, &F_MAX_TIME, &MAX_HEADER, &IPHC_OPTIONS]),
    ],
    &[&OPT_DATA],
));
static SLOT_FLAGS: Field = Field::part(Place::Uint(8));
/// Van Jacobson (RFC 1332, 4).
pub static MAX_SLOT_ID: Field = Field::new("ipcp.opt.max_slot_id", "Max Slot ID", Place::Uint(8));
/// The slot may be left out.
pub static COMP_SLOT_ID: Field = Field::new("ipcp.opt.comp_slot_id", "Compressed slot ID", Place::Sub(1));
/// Robust header compression (RFC 3241).
pub static MAX_CID: Field = Field::new("ipcp.opt.max_cid", "Max CID", Place::Uint(16));
/// Maximum reconstructed reception unit.
pub static MRRU: Field = Field::new("ipcp.opt.mrru", "MRRU", Place::Uint(16));
/// Bytes that may be compressed.
pub static MAX_HEADER: Field = Field::new("ipcp.opt.max_header", "Max Header", Place::Uint(16));
/// IP header compression (RFC 3544).
pub static TCP_SPACE: Field = Field::new("ipcp.opt.tcp_space", "TCP Space", Place::Uint(16));
/// Contexts of others than TCP.
pub static NON_TCP_SPACE: Field = Field::new("ipcp.opt.non_tcp_space", "Non-TCP Space", Place::Uint(16));
/// Compressed headers between two full ones.
pub static F_MAX_PERIOD: Field = Field::new("ipcp.opt.f_max_period", "F_MAX_PERIOD", Place::Uint(16));
/// Seconds between two full headers.
pub static F_MAX_TIME: Field = Field::new("ipcp.opt.f_max_time", "F_MAX_TIME", Place::Uint(16));
static OPT_DATA: Field = Field::new("ipcp.data", "Data", Place::Rest);
static ROHC_OPTIONS: Field = Field::new("", "Suboptions", Place::Many(&ROHC_OPTION));
static ROHC_OPTION: Field = Field::new("", "Suboption", Place::Group(&[&ROHC_TYPE, &ROHC_LEN, &ROHC_PROFILES]));
static ROHC_TYPE: Field = Field::new("ipcp.opt.rohc.type", "Type", Place::Uint(8)).names(&[(1, "Profiles")]);
static ROHC_LEN: Field = Field::new("ipcp.opt.rohc.length", "Length", Place::Len(8, Counts::Whole));
static ROHC_PROFILES: Field = Field::part(Place::Many(&ROHC_PROFILE));
static ROHC_PROFILE: Field = Field::new("ipcp.opt.rohc.profile", "Profile", Place::Uint(16)).hex();
static IPHC_OPTIONS: Field = Field::new("", "Suboptions", Place::Many(&IPHC_OPTION));
static IPHC_OPTION: Field = Field::new("", "Suboption", Place::Group(&[&IPHC_TYPE, &IPHC_LEN, &IPHC_PARAM]));
static IPHC_TYPE: Field = Field::new("ipcp.opt.iphc.type", "Type", Place::Key(8)).names(&[
    (1, "RTP compression (RFC2508)"),
    (2, "Enhanced RTP compression (RFC3545)"),
    (3, "Suppressed header compression"),
]);
static IPHC_LEN: Field = Field::new("ipcp.opt.iphc.length", "Length", Place::Len(8, Counts::Whole));
static IPHC_PARAM: Field = Field::part(Place::Pick(&[(3, &[&IPHC_PARAMETER])], &[]));
static IPHC_PARAMETER: Field = Field::new("ipcp.opt.iphc.param", "Parameter", Place::Uint(8));

/// PPP IP Control Protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipcp",
    alias: "PPP_IPCP",
    title: "PPP IP Control Protocol",
    column: "PPP IPCP",
    spec: "RFC 1332",
    size: 4,
    fields: &[&CODE, &IDENTIFIER, &LENGTH, &BODY],
    under: &[(Space::Ppp, 0x8021), (Space::EtherType, 0x8021)],
    line: &[Word::Of(&CODE), Word::With(", address ", &IP_ADDRESS)],
    finish: finish_control,
    classes: &[form::access::IPCP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    control(bytes, below)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn addresses_and_compression() {
        let bytes = hex("ff 03 80 21 01 01 00 16
             03 06 0a 00 00 01 # address
             81 06 0a 00 00 02 # primary name server
             02 06 00 2d 0f 01 # Van Jacobson, 15 slots, may be left out");
        let names = [
            "ipcp.opt.type",
            "ipcp.opt.ip_address",
            "ipcp.opt.pri_dns_address",
            "ipcp.opt.compress_proto",
            "ipcp.opt.max_slot_id",
            "ipcp.opt.comp_slot_id",
        ];
        assert_eq!(fields_of(9, &bytes, &names), "3,129,2 10.0.0.1 10.0.0.2 0x002d 15 1");
        assert_eq!(layers_of(9, &bytes), "ppp:ipcp End");
        cut_everywhere(9, &bytes);
    }
}
