//! Mobile IPv6, [RFC 6275](https://www.rfc-editor.org/rfc/rfc6275), 6.1.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Payload protoco| Header length |Mobility Header|    Reserved   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Checksum           |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static PROTO: Field = Field::bits("mip6.proto", "Payload protocol", 0, 8);
static HLEN: Field = Field::bits("mip6.hlen", "Header length", 8, 8);
static MHTYPE: Field = Field::bits("mip6.mhtype", "Mobility Header Type", 16, 8).names(&[(0, "Binding Refresh Request"), (1, "Home Test Init"), (2, "Care-of Test Init"), (3, "Home Test"), (4, "Care-of Test"), (5, "Binding Update"), (6, "Binding Acknowledgement"), (7, "Binding Error"), (8, "Fast Binding Update"), (9, "Fast Binding Acknowledgment"), (10, "Fast Neighbor Advertisement"), (11, "Experimental Mobility Header"), (12, "Home Agent Switch"), (13, "Heartbeat"), (14, "Handover Initiate"), (15, "Handover Acknowledge"), (16, "Binding Revocation"), (17, "Localized Routing Initiation"), (18, "Localized Routing Acknowledgment")]);
static RESERVED: Field = Field::bits("mip6.reserved", "Reserved", 24, 8).hex();
static CSUM: Field = Field::bits("mip6.csum", "Checksum", 32, 16).hex();
static HOTI_COOKIE: Field = Field::new("mip6.hoti.cookie", "Home Init Cookie", Place::Uint(64)).hex();
static COTI_COOKIE: Field = Field::new("mip6.coti.cookie", "Care-of Init Cookie", Place::Uint(64)).hex();
static HOT_NINDEX: Field = Field::new("mip6.hot.nindex", "Home Nonce Index", Place::Uint(16));
static HOT_COOKIE: Field = Field::new("mip6.hot.cookie", "Home Init Cookie", Place::Uint(64)).hex();
static HOT_TOKEN: Field = Field::new("mip6.hot.token", "Home Keygen Token", Place::Uint(64)).hex();
static COT_NINDEX: Field = Field::new("mip6.cot.nindex", "Care-of Nonce Index", Place::Uint(16));
static COT_COOKIE: Field = Field::new("mip6.cot.cookie", "Care-of Init Cookie", Place::Uint(64)).hex();
static COT_TOKEN: Field = Field::new("mip6.hot.token", "Home Keygen Token", Place::Uint(64)).hex();
static BU_SEQNR: Field = Field::new("mip6.bu.seqnr", "Sequence number", Place::Uint(16));
static BU_LIFETIME: Field = Field::new("mip6.bu.lifetime", "Lifetime", Place::Uint(16));
static BA_STATUS: Field = Field::new("mip6.ba.status", "Status", Place::Uint(8)).names(&[(0, "Binding Update accepted"), (1, "Accepted but prefix discovery necessary"), (2, "GRE_KEY_OPTION_NOT_REQUIRED"), (3, "GRE_TUNNELING_BUT_TLV_HEADER_NOT_SUPPORTED"), (4, "MCOA NOTCOMPLETE"), (5, "MCOA RETURNHOME WO/NDP"), (6, "PBU_ACCEPTED_TB_IGNORED_SETTINGSMISMATCH"), (128, "Reason unspecified"), (129, "Administratively prohibited"), (130, "Insufficient resources"), (131, "Home registration not supported"), (132, "Not home subnet"), (133, "Not home agent for this mobile node"), (134, "Duplicate Address Detection failed"), (135, "Sequence number out of window"), (136, "Expired home nonce index"), (137, "Expired care-of nonce index"), (138, "Expired nonces"), (139, "Registration type change disallowed"), (140, "Mobile Router Operation not permitted"), (141, "Invalid Prefix"), (142, "Not Authorized for Prefix"), (143, "Mobile Network Prefix information unavailable"), (145, "Proxy Registration not supported by the LMA"), (146, "Proxy Registrations from this MAG not allowed"), (147, "No home address for this NAI"), (148, "Invalid Time Stamp Option"), (149, "Permanent home keygen token exists"), (150, "Non-null home nonce index expected"), (151, "SERVICE_AUTHORIZATION_FAILED"), (152, "PROXY_REG_NOT_ENABLED"), (153, "NOT_LMA_FOR_THIS_MOBILE_NODE"), (154, "MAG_NOT_AUTHORIZED_FOR_PROXY_REG"), (155, "NOT_AUTHORIZED_FOR_HOME_NETWORK_PREFIX"), (156, "TIMESTAMP_MISMATCH"), (157, "TIMESTAMP_LOWER_THAN_PREV_ACCEPTED"), (158, "MISSING_HOME_NETWORK_PREFIX_OPTION"), (159, "BCE_PBU_PREFIX_SET_DO_NOT_MATCH"), (160, "MISSING_MN_IDENTIFIER_OPTION"), (161, "MISSING_HANDOFF_INDICATOR_OPTION"), (162, "MISSING_ACCESS_TECH_TYPE_OPTION"), (163, "GRE_KEY_OPTION_REQUIRED"), (164, "MCOA MALFORMED"), (165, "MCOA NON-MCOA BINDING EXISTS"), (166, "MCOA PROHIBITED"), (167, "MCOA UNKNOWN COA"), (168, "MCOA BULK REGISTRATION PROHIBITED"), (169, "MCOA SIMULTANEOUS HOME AND FOREIGN PROHIBITED"), (170, "NOT_AUTHORIZED_FOR_IPV4_MOBILITY_SERVICE"), (171, "NOT_AUTHORIZED_FOR_IPV4_HOME_ADDRESS"), (172, "NOT_AUTHORIZED_FOR_IPV6_MOBILITY_SERVICE"), (173, "MULTIPLE_IPV4_HOME_ADDRESS_ASSIGNMENT_NOT_SUPPORTED"), (174, "Invalid Care-of Address"), (175, "INVALID_MOBILE_NODE_GROUP_IDENTIFIER"), (176, "REINIT_SA_WITH_HAC"), (177, "NOT_AUTHORIZED_FOR_DELEGATED_MNP"), (178, "REQUESTED_DMNP_IN_USE")]);
static BA_SEQNR: Field = Field::new("mip6.ba.seqnr", "Sequence number", Place::Uint(16));
static BA_LIFETIME: Field = Field::new("mip6.ba.lifetime", "Lifetime", Place::Uint(16));
static BE_STATUS: Field = Field::new("mip6.be.status", "Status", Place::Uint(8)).names(&[(1, "Unknown binding for Home Address destination option"), (2, "Unrecognized MH type value")]);
static BE_HADDR: Field = Field::new("mip6.be.haddr", "Home Address", Place::Run(16)).kind(Kind::Ip6);
static BU_A_FLAG: Field = Field::new("mip6.bu.a_flag", "Acknowledge (A) flag", Place::Sub(0x8000));
static BU_H_FLAG: Field = Field::new("mip6.bu.h_flag", "Home Registration (H) flag", Place::Sub(0x4000));
static BU_L_FLAG: Field = Field::new("mip6.bu.l_flag", "Link-Local Compatibility (L) flag", Place::Sub(0x2000));
static BU_K_FLAG: Field = Field::new("mip6.bu.k_flag", "Key Management Compatibility (K) flag", Place::Sub(0x1000));
static BA_K_FLAG: Field = Field::new("mip6.ba.k_flag", "Key Management Compatibility (K) flag", Place::Sub(0x80));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(2).into(),
    &[
        (1, &[&TWO, &HOTI_COOKIE]),
        (2, &[&TWO, &COTI_COOKIE]),
        (3, &[&HOT_NINDEX, &HOT_COOKIE, &HOT_TOKEN]),
        (4, &[&COT_NINDEX, &COT_COOKIE, &COT_TOKEN]),
        (5, &[&BU_SEQNR, &TWO, &BU_A_FLAG, &BU_H_FLAG, &BU_L_FLAG, &BU_K_FLAG, &BU_LIFETIME]),
        (6, &[&BA_STATUS, &ONE, &BA_K_FLAG, &BA_SEQNR, &BA_LIFETIME]),
        (7, &[&BE_STATUS, &ONE, &BE_HADDR]),
    ],
    &[],
));
static ONE: Field = Field::part(Place::Uint(8));
static TWO: Field = Field::part(Place::Uint(16));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "mipv6",
    title: "Mobile IPv6",
    column: "MIPv6",
    spec: "RFC 6275",
    size: 6,
    fields: &[&PROTO, &HLEN, &MHTYPE, &RESERVED, &CSUM, &BY_TYPE],
    under: &[(Space::IpProto, 135), (Space::IpProto, 62)],
    line: &[Word::Of(&MHTYPE)],
    classes: &[form::mobility::MESSAGES, form::mobility::OPTION_CLASSES],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 6 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    let length = (usize::from(bytes.get(1).copied().unwrap_or(0)) + 1) * 8;
    // "For all Mobility Headers except ... the value MUST be IPPROTO_NONE": what follows belongs to nobody.
    Step::new(length.min(bytes.len()), below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        60 00 00 00 00 10 87 40 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 # what carries it
        3b 01 01 00 00 00 00 00 01 02 03 04 05 06 07 08";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["mip6.proto", "mip6.hlen", "mip6.mhtype", "mip6.hoti.cookie"];
        assert_eq!(fields_of(229, &bytes, &names), "59 1 1 0x0102030405060708");
        assert_eq!(layers_of(229, &bytes), "ipv6:mipv6 End");
        cut_everywhere(229, &bytes);
    }
}
