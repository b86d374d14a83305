//! Internet Security Association and Key Management Protocol: [RFC 2408](https://www.rfc-editor.org/rfc/rfc2408) with IKE, [RFC 2409](https://www.rfc-editor.org/rfc/rfc2409),
//! and IKEv2, [RFC 7296](https://www.rfc-editor.org/rfc/rfc7296).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                      Initiator's SPI (64)                     |
//! |                      Responder's SPI (64)                     |
//! |  Next Payload | MjVer | MnVer | Exchange Type |     Flags     |
//! |                          Message ID                           |
//! |                            Length                             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Next Payload  |C|  RESERVED   |         Payload Length        | each payload
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! A payload says what the next one is, the header what the first one is.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

/// Of the one who began.
pub static ISPI: Field = Field::bytes("isakmp.ispi", "Initiator SPI", 0, 8);
/// Zero in the first message.
pub static RSPI: Field = Field::bytes("isakmp.rspi", "Responder SPI", 8, 8);
static FIRST: Field = Field::bits("isakmp.nextpayload", "Next payload", 128, 8).names(PAYLOADS);
/// Both halves.
pub static VERSION: Field = Field::bits("isakmp.version", "Version", 136, 8).hex();
static MJVER: Field = Field::bits("isakmp.mjver", "MjVer", 136, 4).hex();
static MNVER: Field = Field::bits("isakmp.mnver", "MnVer", 140, 4).hex();
/// What the message is for.
pub static EXCHANGETYPE: Field = Field::bits("isakmp.exchangetype", "Exchange type", 144, 8).names(&[(0, "NONE"), (1, "Base"), (2, "Identity Protection (Main Mode)"), (3, "Authentication Only"), (4, "Aggressive"), (5, "Informational"), (6, "Transaction (Config Mode)"), (32, "Quick Mode"), (33, "New Group Mode"), (34, "IKE_SA_INIT"), (35, "IKE_AUTH"), (36, "CREATE_CHILD_SA"), (37, "INFORMATIONAL"), (38, "IKE_SESSION_RESUME")]);
static FLAGS: Field = Field::bits("isakmp.flags", "Flags", 152, 8).hex();
static FLAGS_OF: Field = Field::part(Place::Switch(
    |h| (h.byte(17) >> 4).into(),
    &[(2, &[&FLAG_I, &FLAG_V, &FLAG_R])],
    &[&FLAG_E, &FLAG_C, &FLAG_A],
));
static FLAG_E: Field = Field::bits("isakmp.flag_e", "Encryption", 159, 1);
static FLAG_C: Field = Field::bits("isakmp.flag_c", "Commit", 158, 1);
static FLAG_A: Field = Field::bits("isakmp.flag_a", "Authentication", 157, 1);
static FLAG_I: Field = Field::bits("isakmp.flag_i", "Initiator", 156, 1);
static FLAG_V: Field = Field::bits("isakmp.flag_v", "Version", 155, 1);
static FLAG_R: Field = Field::bits("isakmp.flag_r", "Response", 154, 1);
/// Tells exchanges apart.
pub static MESSAGEID: Field = Field::bits("isakmp.messageid", "Message ID", 160, 32).hex();
/// Of all of it, in bytes.
pub static LENGTH: Field = Field::bits("isakmp.length", "Length", 192, 32);
static REST: Field = Field::part(Place::Told(read, &[&PAYLOAD, &ENC_DATA, &EXTRADATA]));
const PAYLOADS: Names = &[(0, "NONE / No Next Payload"), (1, "Security Association"), (2, "Proposal"), (3, "Transform"), (4, "Key Exchange"), (5, "Identification"), (6, "Certificate"), (7, "Certificate Request"), (8, "Hash"), (9, "Signature"), (10, "Nonce"), (11, "Notification"), (12, "Delete"), (13, "Vendor ID"), (14, "Attributes"), (15, "SA KEK Payload"), (16, "SA TEK Payload"), (17, "Key Download"), (18, "Sequence Number"), (19, "Proof of Possession"), (20, "NAT-D (RFC 3947)"), (21, "NAT-OA (RFC 3947)"), (22, "Group Associated Policy"), (33, "Security Association"), (34, "Key Exchange"), (35, "Identification - Initiator"), (36, "Identification - Responder"), (37, "Certificate"), (38, "Certificate Request"), (39, "Authentication"), (40, "Nonce"), (41, "Notify"), (42, "Delete"), (43, "Vendor ID"), (44, "Traffic Selector - Initiator"), (45, "Traffic Selector - Responder"), (46, "Encrypted and Authenticated"), (47, "Configuration"), (48, "Extensible Authentication"), (49, "Generic Secure Password Method"), (50, "Group Identification"), (51, "Group Security Association"), (52, "Key Download"), (53, "Encrypted and Authenticated Fragment"), (130, "NAT-D (draft-ietf-ipsec-nat-t-ike-01 to 03)"), (131, "NAT-OA (draft-ietf-ipsec-nat-t-ike-01 to 03)"), (132, "Cisco-Fragmentation")];

static PAYLOAD: Field = Field::new("", "Payload", Place::Group(&[&TYPEPAYLOAD, &GENERIC, &BODIES]));
/// What the payload is.
pub static TYPEPAYLOAD: Field = byte("isakmp.typepayload", "Payload").names(PAYLOADS);
static GENERIC: Field = Field::part(Place::Group(&[&NEXTPAYLOAD, &SECOND, &PAYLOADLENGTH]));
static NEXTPAYLOAD: Field = byte("isakmp.nextpayload", "Next payload").names(PAYLOADS);
static SECOND: Field = Field::part(Place::Switch(|h| critical(h).into(), &[(1, &[&BYTE, &CRITICAL, &RESERVED7])], &[&RESERVED]));
static CRITICAL: Field = Field::new("isakmp.criticalpayload", "Critical Bit", Place::Sub(0x80));
static RESERVED7: Field = Field::new("isakmp.reserved7", "Reserved", Place::Sub(0x7f)).hex();
static RESERVED: Field = Field::new("isakmp.reserved", "Reserved", Place::Run(1));
static RESERVED3: Field = Field::new("isakmp.reserved", "Reserved", Place::Run(3));
static RESERVED_WORD: Field = Field::new("isakmp.reserved", "Reserved", Place::Run(2));
static RESERVED2: Field = Field::new("isakmp.reserved2", "Reserved2", Place::Run(2));
static PAYLOADLENGTH: Field = word("isakmp.payloadlength", "Payload length");
static BYTE: Field = byte("", "");
static ENC_DATA: Field = Field::new("isakmp.enc.data", "Encrypted Data", Place::Rest).kind(Kind::Present);
static ENC_IV: Field = Field::new("isakmp.enc.iv", "Initialization Vector", Place::Run(4));
static EXTRADATA: Field = Field::new("isakmp.extradata", "Extra data", Place::Rest);
static DATAPAYLOAD: Field = Field::new("isakmp.datapayload", "Data Payload", Place::Rest);

// Security associations: proposals, in them transforms, in them attributes.
static SA_DOI: Field = long("isakmp.sa.doi", "Domain of interpretation").names(&[(0, "ISAKMP"), (1, "IPSEC"), (2, "GDOI")]);
static SITUATION: Field = Field::new("isakmp.sa.situation", "Situation", Place::Reckoned(|h| h.head.get(h.at..h.at + 4).map(Value::Bytes))).kind(Kind::Bytes);
static SITUATION_BITS: Field = long("", "");
static IDENTITY_ONLY: Field = Field::new("isakmp.sa.situation.identity_only", "Identity Only", Place::Sub(1));
static SECRECY: Field = Field::new("isakmp.sa.situation.secrecy", "Secrecy", Place::Sub(2));
static INTEGRITY: Field = Field::new("isakmp.sa.situation.integrity", "Integrity", Place::Sub(4));
static SITUATION_REST: Field = Field::new("isakmp.sa.situation", "Situation", Place::Rest);
static PROP_NUMBER: Field = byte("isakmp.prop.number", "Proposal number");
static PROP_PROTOID: Field = byte("isakmp.prop.protoid", "Protocol ID").ft(32).names(PROTOCOLS);
const PROTOCOLS: Names = &[(1, "IKE"), (2, "AH"), (3, "ESP"), (4, "FC_ESP_HEADER"), (5, "FC_CT_AUTHENTICATION")];
static SPISIZE: Field = byte("isakmp.spisize", "SPI Size");
static TRANSFORMS: Field = byte("isakmp.prop.transforms", "Proposal transforms");
static SPI: Field = Field::new("isakmp.spi", "SPI", Place::Rest);
static TRANS_NUMBER: Field = byte("isakmp.trans.number", "Transform number");
static TRANS_ID: Field = byte("isakmp.trans.id", "Transform ID");
static TF_TYPE: Field = byte("isakmp.tf.type", "Transform Type").names(&[(1, "Encryption Algorithm (ENCR)"), (2, "Pseudo-random Function (PRF)"), (3, "Integrity Algorithm (INTEG)"), (4, "Diffie-Hellman Group (D-H)"), (5, "Extended Sequence Numbers (ESN)")]);
static TF_ID: Field = Field::part(Place::Switch(
    |h| h.byte(h.at.saturating_sub(2)).into(),
    &[(1, &[&TF_ENCR]), (2, &[&TF_PRF]), (3, &[&TF_INTEG]), (4, &[&TF_DH]), (5, &[&TF_ESN])],
    &[&TF_OTHER],
));
static TF_ENCR: Field = word("isakmp.tf.id.encr", "Transform ID (ENCR)").names(&[(1, "ENCR_DES_IV64"), (2, "ENCR_DES"), (3, "ENCR_3DES"), (4, "ENCR_RC5"), (5, "ENCR_IDEA"), (6, "ENCR_CAST"), (7, "ENCR_BLOWFISH"), (8, "ENCR_3IDEA"), (9, "ENCR_DES_IV32"), (11, "ENCR_NULL"), (12, "ENCR_AES_CBC"), (13, "ENCR_AES_CTR"), (14, "ENCR_AES-CCM_8"), (15, "ENCR-AES-CCM_12"), (16, "ENCR-AES-CCM_16"), (18, "AES-GCM with a 8 octet ICV"), (19, "AES-GCM with a 12 octet ICV"), (20, "AES-GCM with a 16 octet ICV"), (21, "ENCR_NULL_AUTH_AES_GMAC"), (23, "ENCR_CAMELLIA_CBC"), (24, "ENCR_CAMELLIA_CTR"), (25, "ENCR_CAMELLIA_CCM with an 8-octet ICV"), (26, "ENCR_CAMELLIA_CCM with a 12-octet ICV"), (27, "ENCR_CAMELLIA_CCM with a 16-octet ICV"), (28, "ENCR_CHACHA20_POLY1305")]);
static TF_PRF: Field = word("isakmp.tf.id.prf", "Transform ID (PRF)").names(&[(1, "PRF_HMAC_MD5"), (2, "PRF_HMAC_SHA1"), (3, "PRF_HMAC_TIGER"), (4, "PRF_AES128_CBC"), (5, "PRF_HMAC_SHA2_256"), (6, "PRF_HMAC_SHA2_384"), (7, "PRF_HMAC_SHA2_512"), (8, "PRF_AES128_CMAC6")]);
static TF_INTEG: Field = word("isakmp.tf.id.integ", "Transform ID (INTEG)").names(&[(0, "NONE"), (1, "AUTH_HMAC_MD5_96"), (2, "AUTH_HMAC_SHA1_96"), (3, "AUTH_DES_MAC"), (4, "AUTH_KPDK_MD5"), (5, "AUTH_AES_XCBC_96"), (6, "AUTH_HMAC_MD5_128"), (7, "AUTH_HMAC_SHA1_160"), (8, "AUTH_AES_CMAC_96"), (9, "AUTH_AES_128_GMAC"), (10, "AUTH_AES_192_GMAC"), (11, "AUTH_AES_256_GMAC"), (12, "AUTH_HMAC_SHA2_256_128"), (13, "AUTH_HMAC_SHA2_384_192"), (14, "AUTH_HMAC_SHA2_512_256")]);
static TF_DH: Field = word("isakmp.tf.id.dh", "Transform ID (D-H)").names(GROUPS);
const GROUPS: Names = &[(0, "UNDEFINED - 0"), (1, "Default 768-bit MODP group"), (2, "Alternate 1024-bit MODP group"), (3, "EC2N group on GP[2^155] group"), (4, "EC2N group on GP[2^185] group"), (5, "1536 bit MODP group"), (6, "EC2N group over GF[2^163]"), (7, "EC2N group over GF[2^163]"), (8, "EC2N group over GF[2^283]"), (9, "EC2N group over GF[2^283]"), (10, "EC2N group over GF[2^409]"), (11, "EC2N group over GF[2^409]"), (12, "EC2N group over GF[2^571]"), (13, "EC2N group over GF[2^571]"), (14, "2048 bit MODP group"), (15, "3072 bit MODP group"), (16, "4096 bit MODP group"), (17, "6144 bit MODP group"), (18, "8192 bit MODP group"), (19, "256-bit random ECP group"), (20, "384-bit random ECP group"), (21, "521-bit random ECP group"), (22, "1024-bit MODP Group with 160-bit Prime Order Subgroup"), (23, "2048-bit MODP Group with 224-bit Prime Order Subgroup"), (24, "2048-bit MODP Group with 256-bit Prime Order Subgroup"), (25, "192-bit Random ECP Group"), (26, "224-bit Random ECP Group"), (27, "224-bit Brainpool ECP group"), (28, "256-bit Brainpool ECP group"), (29, "384-bit Brainpool ECP group"), (30, "512-bit Brainpool ECP group"), (31, "Curve25519"), (32, "Curve448"), (33, "GOST3410_2012_256"), (34, "GOST3410_2012_512")];
static TF_ESN: Field = word("isakmp.tf.id.esn", "Transform ID (ESN)").names(&[(0, "No Extended Sequence Numbers"), (1, "Extended Sequence Numbers")]);
static TF_OTHER: Field = word("isakmp.tf.id", "Transform ID");

/// The fields of one kind of attributes: format, type, value, and what some types say.
struct Attributes {
    of: Kinds,
    group: &'static Field,
    head: &'static Field,
    format: &'static Field,
    kind: &'static Field,
    length: &'static Field,
    value: &'static Field,
}
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kinds {
    Ike,
    Ipsec,
    Ike2,
    Config,
}
macro_rules! attributes { ($name:ident $module:ident $of:ident $prefix:literal $title:literal $kinds:expr; $($id:ident)*) => {
    mod $module {
        use super::*;
        pub(super) static GROUP: Field = Field::new($prefix, $title, Place::Group(INSIDE));
        pub(super) static HEAD: Field = word("", "");
        pub(super) static FORMAT: Field = Field::new(concat!($prefix, ".format"), "Format", Place::Sub(0x8000));
        pub(super) static KIND: Field = Field::new(concat!($prefix, ".type"), "Type", Place::Sub(0x7fff)).ft(16).names($kinds);
        pub(super) static LENGTH: Field = word(concat!($prefix, ".length"), "Length");
        pub(super) static VALUE: Field = Field::new(concat!($prefix, ".value"), "Value", Place::Rest);
        const INSIDE: Fields = &[&HEAD, &FORMAT, &KIND, &LENGTH, &VALUE, $(&$id),*];
    }
    static $name: Attributes = Attributes {
        of: Kinds::$of,
        group: &$module::GROUP,
        head: &$module::HEAD,
        format: &$module::FORMAT,
        kind: &$module::KIND,
        length: &$module::LENGTH,
        value: &$module::VALUE,
    };
} }
attributes! { IKE ike Ike "isakmp.ike.attr" "IKE Attribute" &[(1, "Encryption-Algorithm"), (2, "Hash-Algorithm"), (3, "Authentication-Method"), (4, "Group-Description"), (5, "Group-Type"), (6, "Group-Prime"), (7, "Group-Generator-One"), (8, "Group-Generator-Two"), (9, "Group-Curve-A"), (10, "Group-Curve-B"), (11, "Life-Type"), (12, "Life-Duration"), (13, "PRF"), (14, "Key-Length"), (15, "Field-Size"), (16, "Group-Order"), (17, "Block-Size"), (20, "Asymmetric-Cryptographic-Algorithm-Type")];
    IKE_ENCRYPTION IKE_HASH IKE_AUTH IKE_GROUP IKE_GROUP_TYPE IKE_LIFE_TYPE IKE_LIFE IKE_LIFE64 IKE_LIFE_BYTES IKE_PRF IKE_KEY_LENGTH }
attributes! { IPSEC ipsec Ipsec "isakmp.ipsec.attr" "IPsec Attribute" &[(1, "SA-Life-Type"), (2, "SA-Life-Duration"), (3, "Group-Description"), (4, "Encapsulation-Mode"), (5, "Authentication-Algorithm"), (6, "Key-Length"), (7, "Key-Rounds"), (8, "Compress-Dictionary-Size"), (9, "Compress-Private-Algorithm"), (10, "ECN Tunnel"), (11, "Extended (64-bit) Sequence Number"), (12, "Authentication Key Length"), (13, "Signature Encoding Algorithm"), (14, "Address Preservation"), (15, "SA Direction")];
    IPSEC_LIFE_TYPE IPSEC_LIFE IPSEC_LIFE64 IPSEC_LIFE_BYTES IPSEC_GROUP IPSEC_ENCAP IPSEC_AUTH IPSEC_KEY_LENGTH }
attributes! { IKE2 ike2 Ike2 "isakmp.ike2.attr" "Transform Attribute" &[(14, "Key-Length")]; IKE2_KEY_LENGTH }
attributes! { CFG config Config "isakmp.cfg.attr" "Config Attribute" &[(1, "INTERNAL_IP4_ADDRESS"), (2, "INTERNAL_IP4_NETMASK"), (3, "INTERNAL_IP4_DNS"), (4, "INTERNAL_IP4_NBNS"), (5, "INTERNAL_ADDRESS_EXPIRY"), (6, "INTERNAL_IP4_DHCP"), (7, "APPLICATION_VERSION"), (8, "INTERNAL_IP6_ADDRESS"), (10, "INTERNAL_IP6_DNS"), (11, "INTERNAL_IP6_NBNS"), (12, "INTERNAL_IP6_DHCP"), (13, "INTERNAL_IP4_SUBNET"), (14, "SUPPORTED_ATTRIBUTES"), (15, "INTERNAL_IP6_SUBNET"), (16, "MIP6_HOME_PREFIX"), (17, "INTERNAL_IP6_LINK"), (18, "INTERNAL_IP6_PREFIX"), (19, "HOME_AGENT_ADDRESS"), (20, "P_CSCF_IP4_ADDRESS"), (21, "P_CSCF_IP6_ADDRESS"), (22, "FTT_KAT"), (16387, "CHKPT_DEF_DOMAIN"), (16388, "CHKPT_MAC_ADDRESS"), (16389, "CHKPT_MARCIPAN_REASON_CODE"), (16400, "CHKPT_UNKNOWN1"), (16401, "CHKPT_UNKNOWN2"), (16402, "CHKPT_UNKNOWN3"), (16520, "XAUTH_TYPE"), (16521, "XAUTH_USER_NAME"), (16522, "XAUTH_USER_PASSWORD"), (16523, "XAUTH_PASSCODE"), (16524, "XAUTH_MESSAGE"), (16525, "XAUTH_CHALLANGE"), (16526, "XAUTH_DOMAIN"), (16527, "XAUTH_STATUS"), (16528, "XAUTH_NEXT_PIN"), (16529, "XAUTH_ANSWER"), (28672, "UNITY_BANNER"), (28673, "UNITY_SAVE_PASSWD"), (28674, "UNITY_DEF_DOMAIN"), (28675, "UNITY_SPLIT_DOMAIN"), (28676, "UNITY_SPLIT_INCLUDE"), (28677, "UNITY_NATT_PORT"), (28678, "UNITY_SPLIT_EXCLUDE"), (28679, "UNITY_PFS"), (28680, "UNITY_FW_TYPE"), (28681, "UNITY_BACKUP_SERVERS"), (28682, "UNITY_DDNS_HOSTNAME")];
    CFG_IP4 CFG_NETMASK CFG_DNS CFG_NBNS CFG_DHCP CFG_VERSION CFG_IP6_DNS XAUTH_USER XAUTH_PASSWORD XAUTH_TYPE XAUTH_STATUS UNITY_BANNER UNITY_DOMAIN }
static IKE_ENCRYPTION: Field = word("isakmp.ike.attr.encryption_algorithm", "Encryption Algorithm").names(&[(1, "DES-CBC"), (2, "IDEA-CBC"), (3, "BLOWFISH-CBC"), (4, "RC5-R16-B64-CBC"), (5, "3DES-CBC"), (6, "CAST-CBC"), (7, "AES-CBC"), (8, "CAMELLIA-CBC"), (127, "SM4-CBC (DEPRECATED)"), (128, "SM1-CBC"), (129, "SM4-CBC")]);
static IKE_HASH: Field = word("isakmp.ike.attr.hash_algorithm", "HASH Algorithm").names(&[(1, "MD5"), (2, "SHA"), (3, "TIGER"), (4, "SHA2-256"), (5, "SHA2-384"), (6, "SHA2-512"), (20, "SM3")]);
static IKE_AUTH: Field = word("isakmp.ike.attr.authentication_method", "Authentication Method").names(&[(1, "Pre-shared key"), (2, "DSS signatures"), (3, "RSA signatures"), (4, "Encryption with RSA"), (5, "Revised encryption with RSA"), (9, "ECDSA with SHA-256 on the P-256 curve"), (10, "ECDSA with SHA-384 on the P-384 curve"), (11, "ECDSA with SHA-512 on the P-521 curve"), (64221, "HybridInitRSA"), (64222, "HybridRespRSA"), (64223, "HybridInitDSS"), (64224, "HybridRespDSS"), (65001, "XAUTHInitPreShared"), (65002, "XAUTHRespPreShared"), (65003, "XAUTHInitDSS"), (65004, "XAUTHRespDSS"), (65005, "XAUTHInitRSA"), (65006, "XAUTHRespRSA"), (65007, "XAUTHInitRSAEncryption"), (65008, "XAUTHRespRSAEncryption"), (65009, "XAUTHInitRSARevisedEncryption"), (65010, "XAUTHRespRSARevisedEncryption")]);
static IKE_GROUP: Field = word("isakmp.ike.attr.group_description", "Group Description").names(GROUPS);
static IKE_GROUP_TYPE: Field = word("isakmp.ike.attr.group_type", "Group Type").names(&[(0, "UNDEFINED - 0"), (1, "MODP"), (2, "ECP"), (3, "EC2N")]);
static IKE_LIFE_TYPE: Field = word("isakmp.ike.attr.life_type", "Life Type").names(&[(1, "Seconds"), (2, "Kilobytes")]);
static IKE_LIFE: Field = long("isakmp.ike.attr.life_duration", "Life Duration");
static IKE_LIFE64: Field = Field::new("isakmp.ike.attr.life_duration64", "Life Duration", Place::Uint(64));
static IKE_LIFE_BYTES: Field = Field::new("isakmp.ike.attr.life_duration_bytes", "Life Duration", Place::Rest);
static IKE_PRF: Field = Field::new("isakmp.ike.attr.prf", "PRF", Place::Rest);
static IKE_KEY_LENGTH: Field = word("isakmp.ike.attr.key_length", "Key Length");
static IPSEC_LIFE_TYPE: Field = word("isakmp.ipsec.attr.life_type", "Life Type").names(&[(1, "Seconds"), (2, "Kilobytes")]);
static IPSEC_LIFE: Field = long("isakmp.ipsec.attr.life_duration", "Life Duration");
static IPSEC_LIFE64: Field = Field::new("isakmp.ipsec.attr.life_duration64", "Life Duration", Place::Uint(64));
static IPSEC_LIFE_BYTES: Field = Field::new("isakmp.ipsec.attr.life_duration_bytes", "Life Duration", Place::Rest);
static IPSEC_GROUP: Field = word("isakmp.ipsec.attr.group_description", "Group Description").names(GROUPS);
static IPSEC_ENCAP: Field = word("isakmp.ipsec.attr.encap_mode", "Encapsulation Mode").names(&[(1, "Tunnel"), (2, "Transport"), (3, "UDP-Encapsulated-Tunnel"), (4, "UDP-Encapsulated-Transport"), (61440, "Check Point IPSec UDP Encapsulation"), (61443, "UDP-Encapsulated-Tunnel (draft)"), (61444, "UDP-Encapsulated-Transport (draft)")]);
static IPSEC_AUTH: Field = word("isakmp.ipsec.attr.auth_algorithm", "Authentication Algorithm").names(&[(1, "HMAC-MD5"), (2, "HMAC-SHA"), (3, "DES-MAC"), (4, "KPDK"), (5, "HMAC-SHA2-256"), (6, "HMAC-SHA2-384"), (7, "HMAC-SHA2-512"), (8, "HMAC-RIPEMD"), (9, "AES-XCBC-MAC"), (10, "SIG-RSA"), (11, "AES-128-GMAC"), (12, "AES-192-GMAC"), (13, "AES-256-GMAC")]);
static IPSEC_KEY_LENGTH: Field = word("isakmp.ipsec.attr.key_length", "Key Length");
static IKE2_KEY_LENGTH: Field = word("isakmp.ike2.attr.key_length", "Key Length");
static CFG_IP4: Field = address("isakmp.cfg.attr.internal_ip4_address", "INTERNAL IP4 ADDRESS");
static CFG_NETMASK: Field = address("isakmp.cfg.attr.internal_ip4_netmask", "INTERNAL IP4 NETMASK");
static CFG_DNS: Field = address("isakmp.cfg.attr.internal_ip4_dns", "INTERNAL IP4 DNS");
static CFG_NBNS: Field = address("isakmp.cfg.attr.internal_ip4_nbns", "INTERNAL IP4 NBNS");
static CFG_DHCP: Field = address("isakmp.cfg.attr.internal_ip4_dhcp", "INTERNAL IP4 DHCP");
static CFG_VERSION: Field = string("isakmp.cfg.attr.application_version", "APPLICATION VERSION");
static CFG_IP6_DNS: Field = Field::new("isakmp.cfg.attr.internal_ip6_dns", "INTERNAL IP6 DNS", Place::Run(16)).kind(Kind::Ip6);
static XAUTH_USER: Field = string("isakmp.cfg.attr.xauth.user_name", "XAUTH USER NAME");
static XAUTH_PASSWORD: Field = string("isakmp.cfg.attr.xauth.user_password", "XAUTH USER PASSWORD");
static XAUTH_TYPE: Field = word("isakmp.cfg.attr.xauth.type", "XAUTH TYPE");
static XAUTH_STATUS: Field = word("isakmp.cfg.attr.xauth.status", "XAUTH STATUS");
static UNITY_BANNER: Field = string("isakmp.cfg.attr.unity.banner", "UNITY BANNER");
static UNITY_DOMAIN: Field = string("isakmp.cfg.attr.unity.def_domain", "UNITY DEF DOMAIN");
static ATTRIBUTE_LISTS: Field = Field::part(Place::Told(|_| Continue(()), &[&ike::GROUP, &ipsec::GROUP, &ike2::GROUP, &config::GROUP]));

// The other payloads.
static DH_GROUP: Field = word("isakmp.key_exchange.dh_group", "DH Group #").names(GROUPS);
static KEY_DATA: Field = Field::new("isakmp.key_exchange.data", "Key Exchange Data", Place::Rest);
static ID_TYPE: Field = byte("isakmp.id.type", "ID type").names(&[(1, "IPV4_ADDR"), (2, "FQDN"), (3, "ID_RFC822_ADDR"), (5, "IPV6_ADDR"), (6, "IPV6_ADDR_SUBNET"), (7, "IPV4_ADDR_RANGE"), (8, "IPV6_ADDR_RANGE"), (9, "DER_ASN1_DN"), (10, "DER_ASN1_GN"), (11, "KEY_ID"), (12, "KEY_LIST")]);
static ID_PROTOID: Field = byte("isakmp.id.protoid", "Protocol ID");
static ID_PORT: Field = word("isakmp.id.port", "Port");
static ID_DATA: Field = Field::new("isakmp.id.data", "Identification Data:", Place::Group(&[&ID_DATA_OF]));
static ID_DATA_OF: Field = Field::part(Place::Switch(
    |h| h.byte(h.start.wrapping_sub(4)).into(),
    &[
        (1, &[&four(&address("isakmp.id.data.ipv4_addr", "ID_IPV4_ADDR"))]),
        (2, &[&string("isakmp.id.data.fqdn", "ID_FQDN")]),
        (3, &[&string("isakmp.id.data.user_fqdn", "ID_FQDN")]),
        (4, &[&address("isakmp.id.data.ipv4_subnet", "ID_IPV4_SUBNET"), &address("isakmp.id.data.ipv4_subnet", "ID_IPV4_SUBNET")]),
        (5, &[&six("isakmp.id.data.ipv6_addr", "ID_IPV6_ADDR")]),
        (6, &[&six("isakmp.id.data.ipv6_subnet", "ID_IPV6A_ADDR_SUBNET"), &six("isakmp.id.data.ipv6_subnet", "ID_IPV6A_ADDR_SUBNET")]),
        (7, &[&address("isakmp.id.data.ipv4_range_start", "Start"), &address("isakmp.id.data.ipv4_range_end", "End")]),
        (8, &[&six("isakmp.id.data.ipv6_range_start", "Start"), &six("isakmp.id.data.ipv6_range_end", "End")]),
        (11, &[&Field::new("isakmp.id.data.key_id", "ID_KEY_ID", Place::Rest)]),
    ],
    &[],
));
static CERT_ENCODING: Field = byte("isakmp.cert.encoding", "Certificate Encoding").names(&[(1, "PKCS #7 wrapped X.509 certificate"), (2, "PGP Certificate"), (3, "DNS Signed Key"), (4, "X.509 Certificate - Signature"), (5, "*undefined by any document*"), (6, "Kerberos Tokens"), (7, "Certificate Revocation List (CRL)"), (8, "Authority Revocation List (ARL)"), (9, "SPKI Certificate"), (10, "X.509 Certificate - Attribute"), (11, "Raw RSA Key"), (12, "Hash and URL of X.509 certificate"), (13, "Hash and URL of X.509 bundle"), (14, "OCSP Content")]);
static CERT_DATA: Field = Field::new("isakmp.cert.data", "Certificate Data", Place::Rest).kind(Kind::Present);
static CERTREQ_TYPE: Field = byte("isakmp.certreq.type", "Certificate Type").names(&[(1, "PKCS #7 wrapped X.509 certificate"), (2, "PGP Certificate"), (3, "DNS Signed Key"), (4, "X.509 Certificate - Signature"), (5, "*undefined by any document*"), (6, "Kerberos Tokens"), (7, "Certificate Revocation List (CRL)"), (8, "Authority Revocation List (ARL)"), (9, "SPKI Certificate"), (10, "X.509 Certificate - Attribute"), (11, "Raw RSA Key"), (12, "Hash and URL of X.509 certificate"), (13, "Hash and URL of X.509 bundle"), (14, "OCSP Content")]);
static CERTREQ_AUTHORITY: Field = Field::new("isakmp.ike.certreq.authority", "Certificate Authority Data", Place::Run(20));
static HASH: Field = Field::new("isakmp.hash", "Hash DATA", Place::Rest);
static SIG: Field = Field::new("isakmp.sig", "Signature DATA", Place::Rest);
static NONCE: Field = Field::new("isakmp.nonce", "Nonce DATA", Place::Rest);
static AUTH_METHOD: Field = byte("isakmp.auth.method", "Authentication Method").names(&[(1, "RSA Digital Signature"), (2, "Shared Key Message Integrity Code"), (3, "DSS Digital Signature"), (9, "ECDSA with SHA-256 on the P-256 curve"), (10, "ECDSA with SHA-384 on the P-384 curve"), (11, "ECDSA with SHA-512 on the P-521 curve"), (12, "Generic Secure Password Authentication Method"), (13, "NULL Authentication"), (14, "Digital Signature")]);
static AUTH_DATA: Field = Field::new("isakmp.auth.data", "Authentication Data", Place::Rest);
static NOTIFY_DOI: Field = long("isakmp.notify.doi", "Domain of interpretation");
static NOTIFY_PROTOID: Field = byte("isakmp.notify.protoid", "Protocol ID").ft(32).names(PROTOCOLS);
/// What is told.
pub static NOTIFY_TYPE: Field = word("isakmp.notify.msgtype", "Notify Message Type").names(&[(1, "UNSUPPORTED_CRITICAL_PAYLOAD"), (2, "DOI-NOT-SUPPORTED"), (3, "SITUATION-NOT-SUPPORTED"), (4, "INVALID_IKE_SPI"), (5, "INVALID_MAJOR_VERSION"), (7, "INVALID_SYNTAX"), (9, "INVALID_MESSAGE_ID"), (11, "INVALID_SPI"), (12, "INVALID-TRANSFORM-ID"), (13, "ATTRIBUTES-NOT-SUPPORTED"), (14, "NO_PROPOSAL_CHOSEN"), (15, "BAD-PROPOSAL-SYNTAX"), (16, "PAYLOAD-MALFORMED"), (17, "INVALID_KE_PAYLOAD"), (18, "INVALID-ID-INFORMATION"), (19, "INVALID-CERT-ENCODING"), (20, "INVALID-CERTIFICATE"), (21, "CERT-TYPE-UNSUPPORTED"), (22, "INVALID-CERT-AUTHORITY"), (23, "INVALID-HASH-INFORMATION"), (24, "AUTHENTICATION_FAILED"), (25, "INVALID-SIGNATURE"), (26, "ADDRESS-NOTIFICATION"), (27, "NOTIFY-SA-LIFETIME"), (28, "CERTIFICATE-UNAVAILABLE"), (29, "UNSUPPORTED-EXCHANGE-TYPE"), (30, "UNEQUAL-PAYLOAD-LENGTHS"), (34, "SINGLE_PAIR_REQUIRED"), (35, "NO_ADDITIONAL_SAS"), (36, "INTERNAL_ADDRESS_FAILURE"), (37, "FAILED_CP_REQUIRED"), (38, "TS_UNACCEPTABLE"), (39, "INVALID_SELECTORS"), (40, "UNACCEPTABLE_ADDRESSES"), (41, "UNEXPECTED_NAT_DETECTED"), (42, "USE_ASSIGNED_HoA"), (43, "TEMPORARY_FAILURE"), (44, "CHILD_SA_NOT_FOUND"), (45, "INVALID_GROUP_ID"), (46, "CHILD_SA_NOT_FOUND"), (16384, "INITIAL_CONTACT"), (16385, "SET_WINDOW_SIZE"), (16386, "ADDITIONAL_TS_POSSIBLE"), (16387, "IPCOMP_SUPPORTED"), (16388, "NAT_DETECTION_SOURCE_IP"), (16389, "NAT_DETECTION_DESTINATION_IP"), (16390, "COOKIE"), (16391, "USE_TRANSPORT_MODE"), (16392, "HTTP_CERT_LOOKUP_SUPPORTED"), (16393, "REKEY_SA"), (16394, "ESP_TFC_PADDING_NOT_SUPPORTED"), (16395, "NON_FIRST_FRAGMENTS_ALSO"), (16396, "MOBIKE_SUPPORTED"), (16397, "ADDITIONAL_IP4_ADDRESS"), (16398, "ADDITIONAL_IP6_ADDRESS"), (16399, "NO_ADDITIONAL_ADDRESSES"), (16400, "UPDATE_SA_ADDRESSES"), (16401, "COOKIE2"), (16402, "NO_NATS_ALLOWED"), (16403, "AUTH_LIFETIME"), (16404, "MULTIPLE_AUTH_SUPPORTED"), (16405, "ANOTHER_AUTH_FOLLOWS"), (16406, "REDIRECT_SUPPORTED"), (16407, "REDIRECT"), (16408, "REDIRECTED_FROM"), (16409, "TICKET_LT_OPAQUE"), (16410, "TICKET_REQUEST"), (16411, "TICKET_ACK"), (16412, "TICKET_NACK"), (16413, "TICKET_OPAQUE"), (16414, "LINK_ID"), (16415, "USE_WESP_MODE"), (16416, "ROHC_SUPPORTED"), (16417, "EAP_ONLY_AUTHENTICATION"), (16418, "CHILDLESS_IKEV2_SUPPORTED"), (16419, "QUICK_CRASH_DETECTION"), (16420, "IKEV2_MESSAGE_ID_SYNC_SUPPORTED"), (16421, "IPSEC_REPLAY_COUNTER_SYNC_SUPPORTED"), (16422, "IKEV2_MESSAGE_ID_SYNC"), (16423, "IPSEC_REPLAY_COUNTER_SYNC"), (16424, "SECURE_PASSWORD_METHODS"), (16425, "PSK_PERSIST"), (16426, "PSK_CONFIRM"), (16427, "ERX_SUPPORTED"), (16428, "IFOM_CAPABILITY"), (16429, "SENDER_REQUEST_ID"), (16430, "IKEV2_FRAGMENTATION_SUPPORTED"), (16431, "SIGNATURE_HASH_ALGORITHMS"), (24576, "RESPONDER-LIFETIME"), (24577, "REPLAY-STATUS"), (24578, "INITIAL-CONTACT"), (36136, "R-U-THERE"), (36137, "R-U-THERE-ACK"), (40501, "UNITY-LOAD-BALANCE"), (40502, "UNITY-UNKNOWN"), (40503, "UNITY-GROUP-HASH")]);
static NOTIFY_DATA: Field = Field::new("isakmp.notify.data", "Notification DATA", Place::Take(|h| h.left()));
static DPD: Field = Field::part(Place::Reckoned(|_| None));
static DPD_THERE: Field = long("isakmp.notify.data.dpd.are_you_there", "DPD ARE-YOU-THERE sequence");
static DPD_ACK: Field = long("isakmp.notify.data.dpd.are_you_there_ack", "DPD ARE-YOU-THERE-ACK sequence");
static ACCEPTED_GROUP: Field = word("isakmp.notify.data.accepted_dh_group", "Accepted DH group number").names(GROUPS);
static SIGNATURE_HASH: Field = word("isakmp.notify.data.signature_hash_algorithms", "Supported Signature Hash Algorithm").names(&[
    (1, "SHA1"),
    (2, "SHA2-256"),
    (3, "SHA2-384"),
    (4, "SHA2-512"),
    (5, "Identity"),
]);
static SPINUM: Field = word("isakmp.spinum", "Number of SPIs");
static DELETE_DOI: Field = long("isakmp.delete.doi", "Domain of interpretation");
static DELETE_PROTOID: Field = byte("isakmp.delete.protoid", "Protocol ID").ft(32).names(PROTOCOLS);
static DELETE_SPI: Field = Field::new("isakmp.delete.spi", "Delete SPI", Place::Rest);
static VID_BYTES: Field = Field::new("isakmp.vid_bytes", "Vendor ID", Place::Rest);
static VID_STRING: Field = Field::new("isakmp.vid_string", "Vendor ID", Place::Rest).text();
static NAT_HASH: Field = Field::new("isakmp.ike.nat_hash", "HASH of the address and port", Place::Rest);
static TS_NUMBER: Field = byte("isakmp.ts.number", "Number of Traffic Selectors");
static TS_DATA: Field = Field::new("isakmp.ts.data", "Traffic Selector", Place::Group(&[&TS_TYPE, &TS_PROTOID, &TS_LENGTH, &TS_PORTS, &TS_START4, &TS_END4, &TS_START6, &TS_END6]));
static TS_TYPE: Field = byte("isakmp.ts.type", "Traffic Selector Type").names(&[(7, "TS_IPV4_ADDR_RANGE"), (8, "TS_IPV6_ADDR_RANGE"), (9, "TS_FC_ADDR_RANGE")]);
static TS_PROTOID: Field = byte("isakmp.ts.protoid", "Protocol ID");
static TS_LENGTH: Field = word("isakmp.ts.selector_length", "Selector Length");
static TS_PORTS: Field = Field::part(Place::Group(&[&word("isakmp.ts.start_port", "Start Port"), &word("isakmp.ts.end_port", "End Port")]));
static TS_START4: Field = address("isakmp.ts.start_ipv4", "Starting Addr");
static TS_END4: Field = address("isakmp.ts.end_ipv4", "Ending Addr");
static TS_START6: Field = six("isakmp.ts.start_ipv6", "Starting Addr");
static TS_END6: Field = six("isakmp.ts.end_ipv6", "Ending Addr");
static CFG_TYPE: Field = byte("isakmp.cfg.type", "Type").names(&[(1, "CFG_REQUEST"), (2, "CFG_REPLY"), (3, "CFG_SET"), (4, "CFG_ACK")]);
static CFG_IDENTIFIER: Field = word("isakmp.cfg.identifier", "Identifier");
static EAP_DATA: Field = Field::new("isakmp.eap.data", "EAP Message", Place::Rest);
static FRAG_NUMBER: Field = word("isakmp.frag.number", "Fragment Number");
static FRAG_TOTAL: Field = word("isakmp.frag.total", "Total Fragments");
static BODIES: Field = Field::part(Place::Told(|_| Continue(()), &[
    &SA_DOI, &SITUATION, &SITUATION_BITS, &IDENTITY_ONLY, &SECRECY, &INTEGRITY, &SITUATION_REST, &PROP_NUMBER, &PROP_PROTOID, &SPISIZE, &TRANSFORMS, &SPI,
    &TRANS_NUMBER, &TRANS_ID, &RESERVED2, &TF_TYPE, &RESERVED, &TF_ID, &ATTRIBUTE_LISTS, &DH_GROUP, &KEY_DATA, &ID_TYPE, &ID_PROTOID, &ID_PORT, &RESERVED3, &RESERVED_WORD,
    &ID_DATA, &CERT_ENCODING, &CERT_DATA, &CERTREQ_TYPE, &CERTREQ_AUTHORITY, &HASH, &SIG, &NONCE, &AUTH_METHOD, &AUTH_DATA, &NOTIFY_DOI, &NOTIFY_PROTOID,
    &NOTIFY_TYPE, &NOTIFY_DATA, &DPD, &DPD_THERE, &DPD_ACK, &ACCEPTED_GROUP, &SIGNATURE_HASH, &SPINUM, &DELETE_DOI, &DELETE_PROTOID, &DELETE_SPI, &VID_BYTES,
    &VID_STRING, &NAT_HASH, &TS_NUMBER, &TS_DATA, &CFG_TYPE, &CFG_IDENTIFIER, &EAP_DATA, &FRAG_NUMBER, &FRAG_TOTAL, &ENC_IV, &ENC_DATA, &DATAPAYLOAD, &INNERS,
]));
static INNERS: Field = Field::part(Place::Told(|_| Continue(()), &[&INNER]));
/// Proposals and transforms are payloads in a payload.
static INNER: Field = Field::new("", "Payload", Place::Group(&[&TYPEPAYLOAD, &GENERIC, &BODIES]));

const fn string(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| h.left())).kind(Kind::Show(&text::ASCII_TO_ZERO))
}
const fn four(field: &'static Field) -> Field {
    Field::part(Place::Many(field))
}

/// ISAKMP.
pub static PROTOCOL: Protocol = Protocol {
    name: "isakmp",
    title: "Internet Security Association and Key Management Protocol",
    column: "ISAKMP",
    spec: "RFC 7296",
    size: 28,
    fields: &[&ISPI, &RSPI, &FIRST, &VERSION, &MJVER, &MNVER, &EXCHANGETYPE, &FLAGS, &FLAGS_OF, &MESSAGEID, &LENGTH, &REST],
    under: &[(Space::UdpPort, 500), (Space::TcpPort, 500)],
    line: &[Word::Of(&EXCHANGETYPE), Word::Call(info)],
    leaf: true,
    classes: &[form::keys::IKE2, form::messages::ISAKMP, form::services::PAYLOADS, form::keys::PAYLOADS],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    // A single ff keeps a NAT's mapping.
    if LENGTH.num(bytes).is_some_and(|n| n < 28) {
        return Step::reject();
    }
    if bytes.len() < 28 && bytes.len() == below.wire && bytes != [0xff] {
        return Step::cut(bytes);
    }
    datagram(bytes, below, 1)
}

/// Version 2: fields of the generic header have another meaning.
fn critical(h: &Here<'_>) -> bool {
    // Proposals and transforms have none.
    h.byte(17) >> 4 == 2 && h.key != u64::MAX
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    let (second, encrypted) = (here.byte(17) >> 4 == 2, here.byte(19) & 1 == 1);
    let length = LENGTH.num(here.head).unwrap_or(0) as usize;
    if !second && encrypted {
        return r.show(&ENC_DATA, 0, length.saturating_sub(28));
    }
    if length > here.wire {
        return Continue(()); // Wireshark believes none of it
    }
    let n = length.saturating_sub(28).min(r.rest().len());
    let whole = length.saturating_sub(28) <= r.rest().len();
    r.part(n, |r| {
        payloads(r, here.byte(16), second)?;
        if whole && !r.rest().is_empty() { r.show(&EXTRADATA, 0, usize::MAX) } else { Continue(()) }
    })
}
/// One payload behind the other.
fn payloads(r: &mut Reader<'_, '_>, first: u8, second: bool) -> Flow {
    let mut kind = first;
    while kind != 0 {
        let &[next, _, high, low, ..] = r.rest() else { return r.broken() };
        let n = usize::from(u16::from_be_bytes([high, low]));
        if n < 4 {
            return r.broken();
        }
        r.record(&PAYLOAD, n, |r| {
            r.tell(&TYPEPAYLOAD, 0, n, Value::Num(kind.into()))?;
            generic(r, second)?;
            body(r, kind, second)
        })?;
        // What is encrypted says what the first payload in it is.
        kind = if matches!(kind, 46 | 53) { 0 } else { next };
    }
    Continue(())
}
fn generic(r: &mut Reader<'_, '_>, critical: bool) -> Flow {
    r.field(&NEXTPAYLOAD)?;
    if critical { r.fields(&[&BYTE, &CRITICAL, &RESERVED7])? } else { r.field(&RESERVED)? }
    r.field(&PAYLOADLENGTH)
}
fn body(r: &mut Reader<'_, '_>, kind: u8, second: bool) -> Flow {
    match kind {
        1 => {
            r.field(&SA_DOI)?;
            if r.here().number != 1 {
                return r.field(&SITUATION_REST);
            }
            r.fields(&[&SITUATION, &SITUATION_BITS, &IDENTITY_ONLY, &SECRECY, &INTEGRITY])?;
            inner(r, second, 2, 0)
        }
        33 => inner(r, second, 2, 0),
        4 => r.show(&KEY_DATA, 0, usize::MAX),
        34 => {
            r.fields(&[&DH_GROUP, &RESERVED_WORD])?;
            r.show(&KEY_DATA, 0, usize::MAX)
        }
        5 | 35 | 36 => {
            r.field(&ID_TYPE)?;
            if second { r.field(&RESERVED3)? } else { r.fields(&[&ID_PROTOID, &ID_PORT])? }
            r.field(&ID_DATA)
        }
        6 | 37 => r.fields(&[&CERT_ENCODING, &CERT_DATA]),
        7 | 38 => {
            r.field(&CERTREQ_TYPE)?;
            let hashes = second && r.here().number == 4;
            while hashes && r.rest().len() >= 20 {
                r.field(&CERTREQ_AUTHORITY)?;
            }
            Continue(())
        }
        8 => r.show(&HASH, 0, usize::MAX),
        9 => r.show(&SIG, 0, usize::MAX),
        10 | 40 => r.show(&NONCE, 0, usize::MAX),
        11 | 41 => notify(r, second),
        12 | 42 => {
            if !second {
                r.field(&DELETE_DOI)?;
            }
            r.fields(&[&DELETE_PROTOID, &SPISIZE, &SPINUM])?;
            let here = r.here();
            let (size, n) = (usize::from(here.byte(here.at.saturating_sub(3))), here.number);
            for _ in 0..n {
                if size == 0 || r.rest().len() < size {
                    break;
                }
                r.show(&DELETE_SPI, 0, size)?;
                r.pass(size)?;
            }
            Continue(())
        }
        13 | 43 => {
            r.show(&VID_BYTES, 0, usize::MAX)?;
            let id = r.rest();
            match vendor(id) {
                Some(name) => r.tell(&VID_STRING, 0, id.len(), Value::Bytes(name.as_bytes())),
                None => r.tell(&VID_STRING, 0, id.len(), Value::Bytes(if id.is_empty() { &[] } else { b"Unknown Vendor ID" })),
            }
        }
        14 | 47 => {
            r.field(&CFG_TYPE)?;
            if second {
                r.field(&RESERVED3)?;
            } else {
                r.fields(&[&RESERVED, &CFG_IDENTIFIER])?;
            }
            attributes(r, &CFG)
        }
        20 | 130 => r.show(&NAT_HASH, 0, usize::MAX),
        39 => {
            r.fields(&[&AUTH_METHOD, &RESERVED3])?;
            r.show(&AUTH_DATA, 0, usize::MAX)
        }
        44 | 45 => {
            r.fields(&[&TS_NUMBER])?;
            let n = r.here().number;
            r.field(&RESERVED3)?;
            for _ in 0..n {
                selector(r)?;
            }
            Continue(())
        }
        46 => {
            // Without the keys it is not known how long it is.
            r.show(&ENC_IV, 0, 4)?;
            r.show(&ENC_DATA, 4, usize::MAX)
        }
        48 => r.show(&EAP_DATA, 0, usize::MAX),
        53 => r.fields(&[&FRAG_NUMBER, &FRAG_TOTAL]),
        _ => r.show(&DATAPAYLOAD, 0, usize::MAX),
    }
}
/// Proposals (2) in an association, transforms (3) in a proposal.
fn inner(r: &mut Reader<'_, '_>, second: bool, kind: u8, protocol: u8) -> Flow {
    while !r.rest().is_empty() {
        let &[next, _, high, low, ..] = r.rest() else { return r.broken() };
        let n = usize::from(u16::from_be_bytes([high, low]));
        if n < 8 {
            return r.broken();
        }
        r.record(&INNER, n, |r| {
            r.tell(&TYPEPAYLOAD, 0, n, Value::Num(kind.into()))?;
            generic(r, false)?;
            match (kind, second) {
                (2, _) => {
                    r.field(&PROP_NUMBER)?;
                    let protocol = r.rest().first().copied().unwrap_or(0);
                    r.fields(&[&PROP_PROTOID, &SPISIZE])?;
                    let size = r.here().number as usize;
                    r.field(&TRANSFORMS)?;
                    if size > 0 {
                        r.show(&SPI, 0, size)?;
                        r.pass(size)?;
                    }
                    inner(r, second, 3, protocol)
                }
                (_, true) => {
                    r.fields(&[&TF_TYPE, &RESERVED, &TF_ID])?;
                    attributes(r, &IKE2)
                }
                (_, false) => {
                    r.fields(&[&TRANS_NUMBER, &TRANS_ID, &RESERVED2])?;
                    attributes(r, if protocol == 1 { &IKE } else { &IPSEC })
                }
            }
        })?;
        if next == 0 {
            break;
        }
    }
    Continue(())
}
/// Types with a value of two bytes, or with a length and so many (RFC 2408, 3.3).
fn attributes(r: &mut Reader<'_, '_>, of: &'static Attributes) -> Flow {
    while let &[a, b, c, d, ..] = r.rest() {
        let config = of.of == Kinds::Config;
        let (short, kind, n) = (a & 0x80 != 0, u16::from_be_bytes([a & 0x7f, b]), usize::from(u16::from_be_bytes([c, d])));
        r.record(of.group, if short { 4 } else { 4 + n }, |r| {
            r.fields(&[of.head, of.format, of.kind])?;
            if !short {
                r.field(of.length)?;
            }
            r.show(of.value, 0, usize::MAX)?;
            let n = r.rest().len();
            let number = |of: &[u8]| of.iter().take(8).fold(0u64, |n, b| n << 8 | u64::from(*b));
            let value = Value::Num(number(r.rest()));
            let (ike, ipsec) = (of.of == Kinds::Ike, of.of == Kinds::Ipsec);
            let field = match kind {
                14 if of.of == Kinds::Ike2 && n == 2 => &IKE2_KEY_LENGTH,
                1 if ike && n == 2 => &IKE_ENCRYPTION,
                2 if ike && n == 2 => &IKE_HASH,
                3 if ike && n == 2 => &IKE_AUTH,
                4 if ike && n == 2 => &IKE_GROUP,
                5 if ike && n == 2 => &IKE_GROUP_TYPE,
                11 if ike && n == 2 => &IKE_LIFE_TYPE,
                12 if ike && n <= 4 => &IKE_LIFE,
                12 if ike && n == 8 => &IKE_LIFE64,
                12 if ike => return r.show(&IKE_LIFE_BYTES, 0, n),
                13 if ike => return r.show(&IKE_PRF, 0, n),
                14 if ike && n == 2 => &IKE_KEY_LENGTH,
                1 if ipsec && n == 2 => &IPSEC_LIFE_TYPE,
                2 if ipsec && n <= 4 => &IPSEC_LIFE,
                2 if ipsec && n == 8 => &IPSEC_LIFE64,
                2 if ipsec => return r.show(&IPSEC_LIFE_BYTES, 0, n),
                3 if ipsec && n == 2 => &IPSEC_GROUP,
                4 if ipsec && n == 2 => &IPSEC_ENCAP,
                5 if ipsec && n == 2 => &IPSEC_AUTH,
                6 if ipsec && n == 2 => &IPSEC_KEY_LENGTH,
                1 if config && n == 4 => &CFG_IP4,
                2 if config && n == 4 => &CFG_NETMASK,
                3 if config && n == 4 => &CFG_DNS,
                4 if config && n == 4 => &CFG_NBNS,
                6 if config && n == 4 => &CFG_DHCP,
                7 if config => return r.show(&CFG_VERSION, 0, n),
                10 if config && n == 16 => return r.show(&CFG_IP6_DNS, 0, n),
                16520 if config && n == 2 => &XAUTH_TYPE,
                16521 if config && n > 0 => return r.show(&XAUTH_USER, 0, n),
                16522 if config && n > 0 => return r.show(&XAUTH_PASSWORD, 0, n),
                16527 if config && n == 2 => &XAUTH_STATUS,
                28672 if config && n > 0 => return r.show(&UNITY_BANNER, 0, n),
                28674 if config && n > 0 => return r.show(&UNITY_DOMAIN, 0, n),
                _ => return Continue(()),
            };
            r.tell(field, 0, n, value)
        })?;
    }
    Continue(())
}
fn notify(r: &mut Reader<'_, '_>, second: bool) -> Flow {
    if !second {
        r.field(&NOTIFY_DOI)?;
    }
    r.fields(&[&NOTIFY_PROTOID, &SPISIZE])?;
    let size = r.here().number as usize;
    r.field(&NOTIFY_TYPE)?;
    let kind = r.here().number;
    if size > 0 {
        r.show(&SPI, 0, size)?;
        r.pass(size)?;
    }
    let data = r.rest();
    r.show(&NOTIFY_DATA, 0, usize::MAX)?;
    match kind {
        36136 if data.len() == 4 => r.field(&DPD_THERE),
        36137 if data.len() == 4 => r.field(&DPD_ACK),
        17 if second && data.len() == 2 => r.field(&ACCEPTED_GROUP),
        16431 => {
            while r.rest().len() >= 2 {
                r.field(&SIGNATURE_HASH)?;
            }
            Continue(())
        }
        _ => Continue(()),
    }
}
fn selector(r: &mut Reader<'_, '_>) -> Flow {
    let &[kind, _, high, low, ..] = r.rest() else { return r.broken() };
    r.record(&TS_DATA, usize::from(u16::from_be_bytes([high, low])).max(4), |r| {
        r.fields(&[&TS_TYPE, &TS_PROTOID, &TS_LENGTH])?;
        match kind {
            7 => r.fields(&[&TS_PORTS, &TS_START4, &TS_END4]),
            8 => r.fields(&[&TS_PORTS, &TS_START6, &TS_END6]),
            _ => Continue(()),
        }
    })
}
/// Vendor ids that implementations agree on: hashes of what they mean.
fn vendor(id: &[u8]) -> Option<&'static str> {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"\x4a\x13\x1c\x81\x07\x03\x58\x45\x5c\x57\x28\xf2\x0e\x95\x45\x2f", "RFC 3947 Negotiation of NAT-Traversal in the IKE"),
        (b"\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57\x01\x00", "RFC 3706 DPD (Dead Peer Detection)"),
        (b"\x90\xcb\x80\x91\x3e\xbb\x69\x6e\x08\x63\x81\xb5\xec\x42\x7b\x1f", "draft-ietf-ipsec-nat-t-ike-02\\n"),
        (b"\xcd\x60\x46\x43\x35\xdf\x21\xf8\x7c\xfd\xb2\xfc\x68\xb6\xa4\x48", "draft-ietf-ipsec-nat-t-ike-02"),
        (b"\x7d\x94\x19\xa6\x53\x10\xca\x6f\x2c\x17\x9d\x92\x15\x52\x9d\x56", "draft-ietf-ipsec-nat-t-ike-03"),
        (b"\x44\x85\x15\x2d\x18\xb6\xbb\xcd\x0b\xe8\xa8\x46\x95\x79\xdd\xcc", "draft-ietf-ipsec-nat-t-ike-00"),
        (b"\x09\x00\x26\x89\xdf\xd6\xb7\x12", "XAUTH"),
        (b"\x12\xf5\xf2\x8c\x45\x71\x68\xa9\x70\x2d\x9f\xe2\x74\xcc\x01\x00", "CISCO-UNITY 1.0"),
        (b"\x40\x48\xb7\xd5\x6e\xbc\xe8\x85\x25\xe7\xde\x7f\x00\xd6\xc2\xd3", "Fragmentation"),
    ];
    KNOWN.iter().find(|(known, _)| *known == id).map(|(_, name)| *name)
}

/// ` MID=01 Initiator Request`, of version 2.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (Some(version), Some(flags), Some(id)) = (head.get(17), head.get(19), MESSAGEID.num(head)) else { return };
    if version >> 4 == 2 {
        out.extend(b" MID=");
        let mut digits = vec![];
        text::decimal(id, &mut digits);
        if digits.len() < 2 {
            out.push(b'0');
        }
        out.extend(digits);
        out.extend(if flags & 8 != 0 { &b" Initiator"[..] } else { b" Responder" });
        out.extend(if flags & 32 != 0 { &b" Response"[..] } else { b" Request" });
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn first_message_of_version_2() {
        let bytes = hex("
            11 22 33 44 55 66 77 88 00 00 00 00 00 00 00 00 # SPIs
            21 20 22 08 00 00 00 00 00 00 00 58 # SA, 2.0, IKE_SA_INIT, initiator, 88 bytes
            22 00 00 20 # SA of 32, then KE
            00 00 00 1c 01 01 00 02 # proposal 1, IKE, two transforms
            03 00 00 0c 01 00 00 0c 80 0e 00 80 # ENCR AES-CBC, 128 bits
            00 00 00 08 02 00 00 05 # PRF HMAC-SHA2-256
            28 00 00 0c 00 13 00 00 de ad be ef # KE, group 19
            29 00 00 08 01 02 03 04 # nonce
            00 00 00 08 00 00 40 04 # NAT_DETECTION_SOURCE_IP
        ");
        let bytes = udp_of(500, 500, &bytes);
        let names = [
            "isakmp.exchangetype", "isakmp.typepayload", "isakmp.tf.id.encr", "isakmp.ike2.attr.key_length", "isakmp.tf.id.prf",
            "isakmp.key_exchange.dh_group", "isakmp.nonce", "isakmp.notify.msgtype", "isakmp.flag_i",
        ];
        assert_eq!(fields_of(228, &bytes, &names), "34 33,2,3,3,34,40,41 12 128 5 19 01020304 16388 1");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn main_mode() {
        let bytes = hex("
            11 22 33 44 55 66 77 88 00 00 00 00 00 00 00 00
            01 10 02 00 00 00 00 00 00 00 00 58 # SA, 1.0, main mode, 88 bytes
            0d 00 00 28 00 00 00 01 00 00 00 01 # SA of 40, IPSEC DOI
            00 00 00 1c 01 01 00 01 # proposal
            00 00 00 14 01 01 00 00 80 01 00 07 80 0b 00 01 00 0c 00 00 # transform; of the life time's value nothing is there
            00 00 00 14 4a 13 1c 81 07 03 58 45 5c 57 28 f2 0e 95 45 2f # vendor id
        ");
        let bytes = udp_of(500, 500, &bytes);
        let names = ["isakmp.ike.attr.encryption_algorithm", "isakmp.ike.attr.life_type", "isakmp.vid_string", "isakmp.sa.situation.identity_only"];
        assert_eq!(fields_of(228, &bytes, &names), "7 1 RFC 3947 Negotiation of NAT-Traversal in the IKE 1");
        cut_everywhere(228, &bytes);
    }
}
