//! Who may use a link: EAP and its keys, the control protocols of PPP.
use super::*;
use crate::proto::{chap, pap, ppp};

// EAP: RFC 3748, 4.
macro_rules! eap { ($($name:literal $code:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static EAP: &[Class] = &[
        Class {
            names: &["EAP"],
            size: 4,
            fields: &[&EAP_CODE, &EAP_ID, &EAP_LEN, &TYPED],
            presets: &[(&EAP_CODE, Unset::Is(4))],
            binds: IN_EAPOL,
            finish: |d| d.fill(&EAP_LEN, d.bytes.len() as u64),
            ..Class::PART
        },
        $(Class {
            names: &[$name],
            size: 4,
            fields: &[&EAP_CODE, &EAP_ID, &EAP_LEN, &n("type", 8).unset($kind), $(&$f),*],
            presets: &[(&EAP_CODE, Unset::Is($code))],
            binds: IN_EAPOL,
            finish: |d| d.fill(&EAP_LEN, d.bytes.len() as u64),
            ..Class::PART
        }),*
    ];
} }
const IN_EAPOL: &[(&Field, Unset)] = &[(&link::EAPOL_TYPE, Unset::Is(0)), (&link::PPP_PROTO, Unset::Is(0xc227))];
static EAP_CODE: Field = Field::bits("eap.code", "", 0, 8).alias("code").words(&[
    (1, "Request"),
    (2, "Response"),
    (3, "Success"),
    (4, "Failure"),
    (5, "Initiate"),
    (6, "Finish"),
]);
static EAP_ID: Field = Field::bits("eap.id", "", 8, 8).alias("id");
static EAP_LEN: Field = Field::bits("eap.len", "", 16, 16).alias("len").computed();
/// Success and failure have no type.
static TYPED: Field = Field::part(Place::When(|h| !matches!(h.byte(0), 3 | 4), &[&EAP_TYPE, &BY_TYPE]));
static EAP_TYPE: Field = key("type", 8).words(&[
    (1, "Identity"),
    (2, "Notification"),
    (3, "Legacy Nak"),
    (4, "MD5-Challenge"),
    (5, "One-Time Password (OTP)"),
    (6, "Generic Token Card (GTC)"),
    (13, "EAP-TLS"),
    (21, "EAP-TTLS"),
    (25, "PEAP"),
]);
static BY_TYPE: Field =
    Field::part(Place::Pick(&[(1, &[&rest("identity")]), (2, &[&rest("message")]), (3, &[&list("desired_auth_types", &AUTH_TYPE)])], &[]));
static AUTH_TYPE: Field = n("type", 8);
const TLS_LEN: Field = Field::part(Place::When(|h| h.byte(5) & 0x80 != 0, &[&n("tls_message_len", 32)]));
const TTLS_LEN: Field = Field::part(Place::When(|h| h.byte(5) & 0x80 != 0, &[&n("message_len", 32)]));
eap! {
    "EAP_MD5" 1 4 [span("value_size", 8, &[&rest("value")]), rest("optional_name")];
    "EAP_TLS" 1 13 [word(8), bit("L", 0x80), bit("M", 0x40), bit("S", 0x20), bit("reserved", 0x1f), TLS_LEN, rest("tls_data")];
    "EAP_TTLS" 1 21 [word(8), bit("L", 0x80), bit("M", 0x40), bit("S", 0x20), bit("reserved", 0x18), bit("version", 7), TTLS_LEN, rest("data")];
    "EAP_PEAP" 1 25 [n("", 8).unset(1), bit("L", 0x80), bit("M", 0x40), bit("S", 0x20), bit("reserved", 0x1c), bit("version", 3), TLS_LEN, rest("tls_data")];
    "EAP_FAST" 1 43 [word(8), bit("L", 0x80), bit("M", 0x40), bit("S", 0x20), bit("reserved", 0x18), bit("version", 7), TTLS_LEN, rest("data")];
    "LEAP" 1 17 [n("version", 8).unset(1), n("unused", 8), span("count", 8, &[&rest("challenge_response")]), rest("username")];
}
/// IEEE 802.11, 12.7.2.
pub(in super::super) static KEY: &[Class] = &[Class {
    names: &["EAPOL_KEY"],
    fields: &[
        &n("key_descriptor_type", 8).unset(1).words(&[(1, "RC4"), (2, "RSN")]),
        &n("", 16).unset(0x0100),
        &bit("res2", 0xc000),
        &bit("smk_message", 0x2000),
        &bit("encrypted_key_data", 0x1000),
        &bit("request", 0x800),
        &bit("error", 0x400),
        &bit("secure", 0x200),
        &bit("has_key_mic", 0x100),
        &bit("key_ack", 0x80),
        &bit("install", 0x40),
        &bit("res", 0x30),
        &bit("key_type", 8),
        &bit("key_descriptor_type_version", 7),
        &n("key_length", 16),
        &n("key_replay_counter", 64),
        &run("key_nonce", 32),
        &run("key_iv", 16),
        &run("key_rsc", 8),
        &run("key_id", 8),
        &run("key_mic", 16),
        &span("key_data_length", 16, &[&rest("key_data")]),
    ],
    binds: &[(&link::EAPOL_TYPE, Unset::Is(3))],
    ..Class::PART
}];

// PPP's control protocols: RFC 1661, 5. Code, identifier, length; then options or data.
macro_rules! control { ($list:ident $len:path; $($name:literal $code:literal [$($f:expr),*];)*) => {
    pub(in super::super) static $list: &[Class] = &[$(Class {
        names: &[$name],
        size: 4,
        fields: &[&CODE, &ppp::IDENTIFIER, &$len, $(&$f),*],
        presets: &[(&CODE, Unset::Is($code))],
        ..Class::PLAIN
    }),*];
} }
static CODE: Field = Field::bits("ppp.code", "", 0, 8).alias("code").words(&[
    (1, "Configure-Request"),
    (2, "Configure-Ack"),
    (3, "Configure-Nak"),
    (4, "Configure-Reject"),
    (5, "Terminate-Request"),
    (6, "Terminate-Ack"),
    (7, "Code-Reject"),
    (8, "Protocol-Reject"),
    (9, "Echo-Request"),
    (10, "Echo-Reply"),
    (11, "Discard-Request"),
]);
control! {
    LCP ppp::LENGTH;
    "PPP_LCP" 5 [rest("data")];
    "PPP_LCP_Configure" 1 [list("options", &LCP_OPTION)];
    "PPP_LCP_Terminate" 5 [rest("data")];
    "PPP_LCP_Code_Reject" 7 [rest("rejected_packet")];
    "PPP_LCP_Protocol_Reject" 8 [n("rejected_protocol", 16), rest("rejected_information")];
    "PPP_LCP_Echo" 9 [n("magic_number", 32), rest("data")];
    "PPP_LCP_Discard_Request" 11 [n("magic_number", 32), rest("data")];
}
control! {
    IPCP ppp::LENGTH;
    "PPP_IPCP" 1 [list("options", &IPCP_OPTION)];
}
control! {
    PAP pap::LENGTH;
    "PPP_PAP" 1 [rest("data")];
    "PPP_PAP_Request" 1 [span("username_len", 8, &[&rest("username")]), span("passwd_len", 8, &[&rest("password")])];
    "PPP_PAP_Response" 2 [span("msg_len", 8, &[&rest("message")])];
}
control! {
    CHAP chap::LENGTH;
    "PPP_CHAP" 1 [rest("data")];
    "PPP_CHAP_ChallengeResponse" 1 [span("value_size", 8, &[&rest("value").preset(&[0; 8])]), rest("optional_name")];
}
static OPTION_LEN: Field = whole("len", 8);
macro_rules! options { ($all:ident $title:literal $other:literal; $($id:ident $name:literal $kind:literal [$($f:expr),*];)*) => {
    $(static $id: Field = record($name, &[&n("type", 8).unset($kind), &OPTION_LEN, $(&$f),*]);)*
    static $all: Field =
        Field::new("", $title, Place::Peek(8, &[$(($kind, &$id)),*], &record($other, &[&n("type", 8), &OPTION_LEN, &rest("data")])));
} }
options! {
    LCP_OPTION "LCP option" "PPP_LCP_Option";
    MRU "PPP_LCP_MRU_Option" 1 [n("max_recv_unit", 16).unset(1500)];
    ACCM "PPP_LCP_ACCM_Option" 2 [n("accm", 32)];
    AUTH "PPP_LCP_Auth_Protocol_Option" 3 [key("auth_protocol", 16).unset(0xc023).words(&[(0xc023, "PPP_PAP"), (0xc223, "PPP_CHAP")]), Field::part(Place::Pick(&[(0xc223, &[&n("algorithm", 8).unset(5)])], &[&rest("data")]))];
    QUALITY "PPP_LCP_Quality_Protocol_Option" 4 [n("quality_protocol", 16).unset(0xc025), rest("data")];
    MAGIC "PPP_LCP_Magic_Number_Option" 5 [n("magic_number", 32)];
    CALLBACK "PPP_LCP_Callback_Option" 13 [n("operation", 8), rest("message")];
}
options! {
    IPCP_OPTION "IPCP option" "PPP_IPCP_Option";
    IP_ADDRESS "PPP_IPCP_Option_IPAddress" 3 [ip4("data"), rest("garbage")];
    DNS_1 "PPP_IPCP_Option_DNS1" 129 [ip4("data"), rest("garbage")];
    NBNS_1 "PPP_IPCP_Option_NBNS1" 130 [ip4("data"), rest("garbage")];
    DNS_2 "PPP_IPCP_Option_DNS2" 131 [ip4("data"), rest("garbage")];
    NBNS_2 "PPP_IPCP_Option_NBNS2" 132 [ip4("data"), rest("garbage")];
}

/// RFC 1968, 2: the options of encryption.
pub(in super::super) static ECP: &[Class] = &[Class {
    names: &["PPP_ECP"],
    size: 4,
    fields: &[&CODE, &ECP_ID, &ECP_LEN, &list("options", &ECP_OPTION)],
    presets: &[(&CODE, Unset::Is(1))],
    binds: &[(&link::PPP_PROTO, Unset::Is(0x8053))],
    finish: |d| d.fill(&ECP_LEN, d.bytes.len() as u64),
    ..Class::PART
}];
static ECP_ID: Field = Field::bits("", "", 8, 8).alias("id");
static ECP_LEN: Field = Field::bits("", "", 16, 16).alias("len").computed();
options! {
    ECP_OPTION "ECP option" "PPP_ECP_Option";
    OUI "PPP_ECP_Option_OUI" 0 [n("oui", 24), n("subtype", 8), rest("data")];
}
