//! SNMP: RFC 1157, RFC 3416. Values of ASN.1, one in the other.
use super::*;

const fn asn1(alias: &'static str, tag: u8) -> Field {
    Field { words: Words::Asn1(tag), ..rest(alias) }
}
/// Puts tag and length in front.
fn wrap(tag: u8, contents: &mut Vec<u8>) {
    *contents = crate::proto::asn1::written(tag, contents);
}
macro_rules! requests { ($($name:literal $tag:literal $second:literal $third:literal;)*) => {
    /// Requests and responses: values of a message's `PDU`.
    pub(in super::super) static SNMP_PDUS: &[Class] = &[$(Class {
        names: &[$name],
        fields: &[
            &asn1("id", 2).preset(&[2, 1, 0]),
            &asn1($second, 2).preset(&[2, 1, 0]).names(ERRORS),
            &asn1($third, 2).preset(&[2, 1, 0]),
            &BINDINGS,
        ],
        shape: Some(|header, _| wrap($tag, header)),
        ..Class::PART
    }),*];
} }
const ERRORS: Names = &[
    (0, "no_error"),
    (1, "too_big"),
    (2, "no_such_name"),
    (3, "bad_value"),
    (4, "read_only"),
    (5, "generic_error"),
    (6, "no_access"),
    (7, "wrong_type"),
    (8, "wrong_length"),
    (9, "wrong_encoding"),
    (10, "wrong_value"),
    (11, "no_creation"),
    (12, "inconsistent_value"),
    (13, "ressource_unavailable"),
    (14, "commit_failed"),
    (15, "undo_failed"),
    (16, "authorization_error"),
    (17, "not_writable"),
    (18, "inconsistent_name"),
];
static BINDINGS: Field = asn1("varbindlist", 0x30).preset(&[0x30, 0]);
requests! {
    "SNMPget" 0xa0 "error" "error_index";
    "SNMPnext" 0xa1 "error" "error_index";
    "SNMPresponse" 0xa2 "error" "error_index";
    "SNMPset" 0xa3 "error" "error_index";
    "SNMPbulk" 0xa5 "non_repeaters" "max_repetitions";
    "SNMPinform" 0xa6 "error" "error_index";
    "SNMPtrapv2" 0xa7 "error" "error_index";
}
pub(in super::super) static SNMP: &[Class] = &[
    Class {
        names: &["SNMP"],
        fields: &[
            &asn1("version", 2).names(&[(0, "v1"), (1, "v2c"), (2, "v2"), (3, "v3")]).preset(&[2, 1, 1]),
            &asn1("community", 4).preset(b"\x04\x06public"),
            &asn1("PDU", 0).preset(&[0xa0, 11, 2, 1, 0, 2, 1, 0, 2, 1, 0, 0x30, 0]),
        ],
        binds: &[(&net::UDP_SPORT, Unset::Is(161)), (&net::UDP_DPORT, Unset::Is(161))],
        shape: Some(|header, _| wrap(0x30, header)),
        ..Class::PLAIN
    },
    Class {
        names: &["SNMPtrapv1"],
        fields: &[
            &asn1("enterprise", 6).preset(&[6, 1, 0x2b]),
            &asn1("agent_addr", 0x40).preset(&[0x40, 4, 0, 0, 0, 0]),
            &asn1("generic_trap", 2).preset(&[2, 1, 0]).names(&[
                (0, "cold_start"),
                (1, "warm_start"),
                (2, "link_down"),
                (3, "link_up"),
                (4, "auth_failure"),
                (5, "egp_neigh_loss"),
                (6, "enterprise_specific"),
            ]),
            &asn1("specific_trap", 2).preset(&[2, 1, 0]),
            &asn1("time_stamp", 0x43).preset(&[0x43, 1, 0]),
            &BINDINGS,
        ],
        shape: Some(|header, _| wrap(0xa4, header)),
        ..Class::PART
    },
    Class {
        names: &["SNMPvarbind"],
        fields: &[&asn1("oid", 6).preset(&[6, 1, 0x2b]), &asn1("value", 0).preset(&[5, 0])],
        shape: Some(|header, _| wrap(0x30, header)),
        ..Class::PART
    },
];
