//! Transport Layer Security 1.3, [RFC 8446](https://www.rfc-editor.org/rfc/rfc8446), and the versions before it down to SSL 3.0; of SSL 2.0 the
//! hello that asks for a later one (RFC 5246, E.2).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Content Type  |            Version            |  Length ...
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//!   ... Length   | Record: handshake messages, an alert, data ...
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//! A layer is as many records as are read the same way: what a server chose, or that a side encrypts from here on, begins another.
use super::tls_numbers::{ALERTS, CONTENTS, EXTENSIONS, GROUPS, HANDSHAKES, SIGNATURES, SUITES, VERSIONS};
use super::*;
use crate::field::*;
use md5::{Digest, Md5};
use sha2::Sha256;

// How a layer is to be read.
/// This side encrypts.
const SECRET: u32 = 1;
/// The version that was agreed on is 1.3.
const TLS13: u32 = 2;
/// It is 1.2: signatures name their scheme.
const TLS12: u32 = 4;
/// A hello as SSL 2.0 has it.
const SSL2: u32 = 8;
/// No record.
const UNKNOWN: u32 = 16;
/// How keys are exchanged, 3 bits: 0 not known, 1 elliptic curves, 2 Diffie-Hellman, 3 RSA.
const EXCHANGE: u32 = 5;
/// The protocol inside, by its place in `INSIDE`.
const APPLICATION: u32 = 8;
/// Messages of the handshake without records around them: QUIC's.
const BARE: u32 = 1 << 16;

/// One record.
pub static RECORD: Field = Field::new("tls.record", "Record Layer", Place::Group(&[&RECORD_TYPE, &VERSION, &LENGTH]));
static RECORDS: Field = Field::part(Place::Switch(|h| u64::from(h.mode & (SSL2 | UNKNOWN | BARE)), &[(8, &[&OLD_RECORD]), (16, &[&IGNORED]), (1 << 16, &[&MESSAGE_LIST])], &[&RECORD_LIST]));
static RECORD_LIST: Field = Field::many("Records", &RECORD);
static RECORD_TYPE: Field = Field::part(Place::Switch(|h| (h.mode & TLS13 != 0 && h.byte(h.at) == 23).into(), &[(1, &[&OPAQUE_TYPE])], &[&CONTENT_TYPE]));
/// What it holds.
pub static CONTENT_TYPE: Field = Field::new("tls.record.content_type", "Content Type", Place::Key(8)).names(CONTENTS).unset(22);
static OPAQUE_TYPE: Field = Field::new("tls.record.opaque_type", "Opaque Type", Place::Key(8)).names(CONTENTS);
/// Of the record; the message inside may say another one.
pub static VERSION: Field = Field::new("tls.record.version", "Version", Place::Uint(16)).hex().names(VERSIONS).unset(0x0303);
/// Bytes behind it.
pub static LENGTH: Field = Field::new("tls.record.length", "Length", Place::Span(16, &[&BODY]));
static BODY: Field = Field::part(Place::Pick(&[(20, &[&CHANGE]), (21, &[&ALERT]), (22, &[&MESSAGES]), (23, &[&DATA, &DATA_PROTO]), (24, &[&HEARTBEAT])], &[]));
static IGNORED: Field = Field::new("", "Ignored Unknown Record", Place::Rest);

static CHANGE: Field = Field::new("tls.change_cipher_spec", "Change Cipher Spec Message", Place::Group(&[&REST]));
static REST: Field = Field::part(Place::Rest);
/// What the record carries for the protocol inside, encrypted.
pub static DATA: Field = Field::new("tls.app_data", "Encrypted Application Data", Place::Rest);
static DATA_PROTO: Field = Field::new("tls.app_data_proto", "Application Data Protocol", Place::Reckoned(|h| {
    INSIDE.get((h.mode >> APPLICATION & 0xff) as usize).filter(|i| !i.2.is_empty()).map(|i| Value::Bytes(i.2.as_bytes()))
})).text();
/// Something is wrong, or the connection ends.
pub static ALERT: Field = Field::new("tls.alert_message", "Alert Message", Place::Group(&[&ALERT_BODY, &REST]));
static ALERT_BODY: Field = Field::part(Place::When(|h| h.mode & SECRET == 0 && h.left() == 2, &[&ALERT_LEVEL, &ALERT_DESC]));
static ALERT_LEVEL: Field = Field::new("tls.alert_message.level", "Level", Place::Uint(8)).names(&[(1, "Warning"), (2, "Fatal")]);
/// What.
pub static ALERT_DESC: Field = Field::new("tls.alert_message.desc", "Description", Place::Uint(8)).names(ALERTS);
static HEARTBEAT: Field = Field::new("tls.heartbeat_message", "Heartbeat Message", Place::Group(&[&HEARTBEAT_BODY, &REST]));
static HEARTBEAT_BODY: Field = Field::part(Place::When(|h| matches!(h.byte(h.at), 1 | 2) && h.left() >= 19 && h.mode & SECRET == 0, &[&HEARTBEAT_TYPE, &HEARTBEAT_LEN, &HEARTBEAT_PAYLOAD, &HEARTBEAT_PADDING]));
static HEARTBEAT_TYPE: Field = Field::new("tls.heartbeat_message.type", "Type", Place::Uint(8)).names(&[(1, "Request"), (2, "Response")]);
static HEARTBEAT_LEN: Field = Field::new("tls.heartbeat_message.payload_length", "Payload Length", Place::Uint(16));
static HEARTBEAT_PAYLOAD: Field = Field::new("tls.heartbeat_message.payload", "Payload", Place::Take(|h| (h.number as usize).min(h.left())));
static HEARTBEAT_PADDING: Field = Field::new("tls.heartbeat_message.padding", "Padding", Place::Rest);

static MESSAGES: Field = Field::part(Place::Switch(|h| u64::from(h.mode & SECRET), &[(0, &[&MESSAGE_LIST])], &[&SEALED]));
static MESSAGE_LIST: Field = Field::many("Handshake messages", &MESSAGE);
static MESSAGE: Field = Field::part(Place::Switch(|h| plain(h).into(), &[(1, &[&HANDSHAKE])], &[&SEALED]));
static SEALED: Field = Field::new("tls.handshake", "Handshake Protocol: Encrypted Handshake Message", Place::Group(&[&REST]));
/// A message of the handshake.
pub static HANDSHAKE: Field = Field::new("tls.handshake", "Handshake Protocol", Place::Group(&[&TYPE, &HANDSHAKE_LENGTH, &HANDSHAKE_BODY]));
/// Which.
pub static TYPE: Field = Field::new("tls.handshake.type", "Handshake Type", Place::Key(8)).names(HANDSHAKES);
static HANDSHAKE_LENGTH: Field = Field::new("tls.handshake.length", "Length", Place::Uint(24));
static HANDSHAKE_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (1, &[&HELLO_VERSION, &RANDOM, &SESSION_ID_LENGTH, &SUITES_LENGTH, &COMPRESSION_LENGTH, &CLIENT_EXTENSIONS]),
        (2, &[&HELLO_VERSION, &RANDOM, &SERVER_HELLO]),
        (4, &[&TICKET_LIFETIME, &TICKET_LENGTH]),
        (11, &[&CERTIFICATES_LENGTH, &CERTIFICATES]),
        (12, &[&SERVER_EXCHANGE]),
        (13, &[&REQUEST_TYPES, &REQUEST_SCHEMES, &NAMES_LENGTH]),
        (15, &[&VERIFY_SCHEME, &VERIFY_LENGTH]),
        (16, &[&CLIENT_EXCHANGE]),
        (22, &[&STATUS_TYPE, &STATUS_LENGTH]),
    ],
    &[],
));

/// The version that a hello says; since 1.3 an extension says the true one.
pub static HELLO_VERSION: Field = Field::new("tls.handshake.version", "Version", Place::Uint(16)).hex().names(VERSIONS);
static RANDOM: Field = Field::new("tls.handshake.random", "Random", Place::Group(&[&RANDOM_TIME, &RANDOM_BYTES])).kind(Kind::Bytes);
static RANDOM_TIME: Field = Field::new("tls.handshake.random_time", "GMT Unix Time", Place::Uint(32)).kind(Kind::Time(|n| n as i64 * 1_000_000_000));
static RANDOM_BYTES: Field = Field::new("tls.handshake.random_bytes", "Random Bytes", Place::Run(28));
static SESSION_ID_LENGTH: Field = Field::new("tls.handshake.session_id_length", "Session ID Length", Place::Span(8, &[&SESSION_ID])).ft(16);
static SESSION_ID: Field = Field::new("tls.handshake.session_id", "Session ID", Place::Rest);
static SUITES_LENGTH: Field = Field::new("tls.handshake.cipher_suites_length", "Cipher Suites Length", Place::Span(16, &[&SUITE_LIST]));
static SUITE_LIST: Field = Field::new("tls.handshake.ciphersuites", "Cipher Suites", Place::Many(&SUITE));
/// What a client offers, or what a server chose.
pub static SUITE: Field = Field::new("tls.handshake.ciphersuite", "Cipher Suite", Place::Uint(16)).hex().names(SUITES);
static COMPRESSION_LENGTH: Field = Field::new("tls.handshake.comp_methods_length", "Compression Methods Length", Place::Span(8, &[&COMPRESSIONS]));
static COMPRESSIONS: Field = Field::new("tls.handshake.comp_methods", "Compression Methods", Place::Many(&COMPRESSION));
static COMPRESSION: Field = Field::new("tls.handshake.comp_method", "Compression Method", Place::Uint(8)).names(&[(0, "null"), (1, "DEFLATE"), (64, "LZS")]);
// Drafts of 1.3 before the 22nd had neither session nor compression in the server's hello.
static SERVER_HELLO: Field = Field::part(Place::Switch(|h| (h.word(h.start + 4) >> 8 == 0x7f && h.word(h.start + 4) & 0xff < 22).into(), &[(1, &[&SUITE_OF_DRAFT, &SERVER_EXTENSIONS])], &[&SESSION_ID_LENGTH, &SUITE, &COMPRESSION, &SERVER_EXTENSIONS]));
static SUITE_OF_DRAFT: Field = Field::part(Place::When(|_| true, &[&SUITE]));
static CLIENT_EXTENSIONS: Field = Field::part(Place::When(|h| h.left() >= 2, &[&CLIENT_EXTENSIONS_LENGTH]));
static CLIENT_EXTENSIONS_LENGTH: Field = Field::new("tls.handshake.extensions_length", "Extensions Length", Place::Span(16, &[&CLIENT_LIST]));
static CLIENT_LIST: Field = Field::many("Extensions", &CLIENT_EXTENSION);
static CLIENT_EXTENSION: Field = Field::new("", "Extension", Place::Group(&[&EXTENSION, &EXTENSION_LEN, &CLIENT_BODY]));
static SERVER_EXTENSIONS: Field = Field::part(Place::When(|h| h.left() >= 2, &[&SERVER_EXTENSIONS_LENGTH]));
static SERVER_EXTENSIONS_LENGTH: Field = Field::new("tls.handshake.extensions_length", "Extensions Length", Place::Span(16, &[&SERVER_LIST]));
static SERVER_LIST: Field = Field::many("Extensions", &SERVER_EXTENSION);
static SERVER_EXTENSION: Field = Field::new("", "Extension", Place::Group(&[&EXTENSION, &EXTENSION_LEN, &SERVER_BODY]));
/// Which extension.
pub static EXTENSION: Field = Field::new("tls.handshake.extension.type", "Type", Place::Key(16)).names(EXTENSIONS);
static EXTENSION_LEN: Field = Field::new("tls.handshake.extension.len", "Length", Place::Uint(16));
static CLIENT_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&CLIENT_BY_TYPE]));
static SERVER_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&SERVER_BY_TYPE]));
static CLIENT_BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (0, &[&NAME_LIST]),
        (1, &[&MAX_FRAGMENT]),
        (5, &[&STATUS_REQUEST]),
        (10, &[&GROUPS_LENGTH]),
        (11, &[&FORMATS_LENGTH]),
        (13, &[&SCHEMES_LENGTH]),
        (15, &[&HEARTBEAT_MODE]),
        (16, &[&ALPN_LENGTH]),
        (18, &[]),
        (21, &[&PADDING]),
        (22, &[]),
        (23, &[]),
        (27, &[&COMPRESS_LENGTH]),
        (28, &[&SIZE_LIMIT]),
        (34, &[&SCHEMES_LENGTH]),
        (40, &[&SHARES_LENGTH]),
        (41, &[&IDENTITIES_LENGTH, &BINDERS_LENGTH]),
        (42, &[]),
        (43, &[&VERSIONS_LENGTH]),
        (44, &[&COOKIE_LENGTH]),
        (45, &[&MODES_LENGTH]),
        (49, &[]),
        (50, &[&SCHEMES_LENGTH]),
        (51, &[&SHARES_LENGTH]),
        (17513, &[&ALPS_LENGTH]),
        (65281, &[&RENEGOTIATION_LENGTH]),
    ],
    &[&EXTENSION_DATA],
));
static SERVER_BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (0, &[]),
        (1, &[&MAX_FRAGMENT]),
        (5, &[]),
        (10, &[&GROUPS_LENGTH]),
        (11, &[&FORMATS_LENGTH]),
        (13, &[&SCHEMES_WHERE_ANY]),
        (15, &[&HEARTBEAT_MODE]),
        (16, &[&ALPN_LENGTH]),
        (22, &[]),
        (23, &[]),
        (28, &[&SIZE_LIMIT]),
        (40, &[&SHARE_OR_GROUP]),
        (41, &[&IDENTITY_SELECTED]),
        (43, &[&SUPPORTED_VERSION]),
        (44, &[&COOKIE_LENGTH]),
        (51, &[&SHARE_OR_GROUP]),
        (65281, &[&RENEGOTIATION_LENGTH]),
    ],
    &[&EXTENSION_DATA],
));
static EXTENSION_DATA: Field = Field::new("tls.handshake.extension.data", "Data", Place::Take(|h| h.left()));
static NAME_LIST: Field = Field::part(Place::When(|h| h.left() > 0, &[&NAME_LIST_LENGTH]));
static NAME_LIST_LENGTH: Field = Field::new("tls.handshake.extensions_server_name_list_len", "Server Name list length", Place::Span(16, &[&NAMES]));
static NAMES: Field = Field::many("Server Names", &NAME);
static NAME: Field = Field::new("", "Server Name", Place::Group(&[&NAME_TYPE, &NAME_LENGTH]));
static NAME_TYPE: Field = Field::new("tls.handshake.extensions_server_name_type", "Server Name Type", Place::Uint(8)).names(&[(0, "host_name")]);
static NAME_LENGTH: Field = Field::new("tls.handshake.extensions_server_name_len", "Server Name length", Place::Span(16, &[&SERVER_NAME]));
/// Who is asked for.
pub static SERVER_NAME: Field = Field::new("tls.handshake.extensions_server_name", "Server Name", Place::Rest).text();
static MAX_FRAGMENT: Field = Field::new("tls.handshake.max_fragment_length", "Maximum Fragment Length", Place::Uint(8)).names(&[(1, "512"), (2, "1024"), (3, "2048"), (4, "4096")]);
static STATUS_REQUEST: Field = Field::part(Place::When(|h| h.left() > 0, &[&STATUS_REQUEST_TYPE, &STATUS_REQUEST_BODY]));
static STATUS_REQUEST_BODY: Field = Field::part(Place::When(|h| h.number == 1, &[&RESPONDERS, &REQUEST_EXTENSIONS]));
static STATUS_REQUEST_TYPE: Field = Field::new("tls.handshake.extensions_status_request_type", "Certificate Status Type", Place::Uint(8)).names(OCSP);
static RESPONDERS: Field = Field::new("tls.handshake.extensions_status_request_responder_ids_len", "Responder ID list Length", Place::Span(16, &[&REST]));
static REQUEST_EXTENSIONS: Field = Field::new("tls.handshake.extensions_status_request_exts_len", "Request Extensions Length", Place::Span(16, &[&REST]));
const OCSP: crate::field::Names = &[(1, "OCSP"), (2, "OCSP Multi")];
static GROUPS_LENGTH: Field = Field::new("tls.handshake.extensions_supported_groups_length", "Supported Groups List Length", Place::Span(16, &[&GROUP_LIST]));
static GROUP_LIST: Field = Field::new("tls.handshake.extensions_supported_groups", "Supported Groups", Place::Many(&GROUP));
/// A way to exchange keys that is offered.
pub static GROUP: Field = Field::new("tls.handshake.extensions_supported_group", "Supported Group", Place::Uint(16)).hex().names(GROUPS);
static FORMATS_LENGTH: Field = Field::new("tls.handshake.extensions_ec_point_formats_length", "EC point formats Length", Place::Span(8, &[&FORMATS]));
static FORMATS: Field = Field::new("tls.handshake.extensions_ec_point_formats", "Elliptic curves point formats", Place::Many(&FORMAT));
static FORMAT: Field = Field::new("tls.handshake.extensions_ec_point_format", "EC point format", Place::Uint(8)).names(&[(0, "uncompressed"), (1, "ansiX962_compressed_prime"), (2, "ansiX962_compressed_char2")]);
static SCHEMES_WHERE_ANY: Field = Field::part(Place::When(|h| h.left() >= 2, &[&SCHEMES_LENGTH]));
static SCHEMES_LENGTH: Field = Field::new("tls.handshake.sig_hash_alg_len", "Signature Hash Algorithms Length", Place::Span(16, &[&SCHEMES]));
static SCHEMES: Field = Field::new("tls.handshake.sig_hash_algs", "Signature Hash Algorithms", Place::Many(&SCHEME_PARTS));
static SCHEME_PARTS: Field = Field::new("", "Algorithm", Place::Group(&[&SCHEME, &SCHEME_HASH, &SCHEME_SIGNATURE]));
/// How a signature is made.
pub static SCHEME: Field = Field::new("tls.handshake.sig_hash_alg", "Signature Algorithm", Place::Uint(16)).hex().names(SIGNATURES);
static SCHEME_HASH: Field = Field::new("tls.handshake.sig_hash_hash", "Signature Hash Algorithm Hash", Place::Sub(0xff00)).ft(8)
    .names(&[(0, "None"), (1, "MD5"), (2, "SHA1"), (3, "SHA224"), (4, "SHA256"), (5, "SHA384"), (6, "SHA512"), (7, "SM3")]);
static SCHEME_SIGNATURE: Field = Field::new("tls.handshake.sig_hash_sig", "Signature Hash Algorithm Signature", Place::Sub(0xff)).ft(8)
    .names(&[(0, "Anonymous"), (1, "RSA"), (2, "DSA"), (3, "ECDSA"), (4, "SM2")]);
static HEARTBEAT_MODE: Field = Field::new("tls.handshake.extension.heartbeat.mode", "Mode", Place::Uint(8)).names(&[(1, "Peer allowed to send requests"), (2, "Peer not allowed to send requests")]);
static ALPN_LENGTH: Field = Field::new("tls.handshake.extensions_alpn_len", "ALPN Extension Length", Place::Span(16, &[&ALPN_LIST]));
static ALPN_LIST: Field = Field::new("tls.handshake.extensions_alpn_list", "ALPN Protocol", Place::Many(&ALPN_LEN));
static ALPN_LEN: Field = Field::new("tls.handshake.extensions_alpn_str_len", "ALPN string length", Place::Span(8, &[&ALPN]));
/// A protocol that can be spoken inside.
pub static ALPN: Field = Field::new("tls.handshake.extensions_alpn_str", "ALPN Next Protocol", Place::Rest).text();
static ALPS_LENGTH: Field = Field::new("tls.handshake.extensions_alps_len", "ALPS Extension Length", Place::Span(16, &[&ALPS_LIST]));
static ALPS_LIST: Field = Field::new("tls.handshake.extensions_alps_alpn_list", "Supported ALPN List", Place::Many(&ALPS_LEN));
static ALPS_LEN: Field = Field::new("tls.handshake.extensions_alps_alpn_str_len", "Supported ALPN Length", Place::Span(8, &[&ALPS]));
static ALPS: Field = Field::new("tls.handshake.extensions_alps_alpn_str", "Supported ALPN", Place::Rest).text();
static PADDING: Field = Field::new("tls.handshake.extensions_padding_data", "Padding Data", Place::Take(|h| h.left()));
static COMPRESS_LENGTH: Field = Field::new("tls.compress_certificate.algorithms_length", "Algorithms Length", Place::Span(8, &[&COMPRESS_LIST]));
static COMPRESS_LIST: Field = Field::many("Algorithms", &COMPRESS);
static COMPRESS: Field = Field::new("tls.compress_certificate.algorithm", "Algorithm", Place::Uint(16)).names(&[(1, "zlib"), (2, "brotli"), (3, "zstd")]);
static SIZE_LIMIT: Field = Field::new("tls.record_size_limit", "Record Size Limit", Place::Uint(16));
static SHARES_LENGTH: Field = Field::new("tls.handshake.extensions_key_share_client_length", "Client Key Share Length", Place::Span(16, &[&SHARES]));
static SHARES: Field = Field::many("Key Shares", &SHARE);
static SHARE: Field = Field::new("", "Key Share Entry", Place::Group(&[&SHARE_GROUP, &SHARE_LENGTH]));
/// Of which group a key is.
pub static SHARE_GROUP: Field = Field::new("tls.handshake.extensions_key_share_group", "Group", Place::Uint(16)).names(GROUPS);
static SHARE_LENGTH: Field = Field::new("tls.handshake.extensions_key_share_key_exchange_length", "Key Exchange Length", Place::Span(16, &[&SHARE_KEY]));
static SHARE_KEY: Field = Field::new("tls.handshake.extensions_key_share_key_exchange", "Key Exchange", Place::Rest);
static SHARE_OR_GROUP: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(2, &[&SELECTED_GROUP])], &[&SHARE]));
static SELECTED_GROUP: Field = Field::new("tls.handshake.extensions_key_share_selected_group", "Selected Group", Place::Uint(16)).names(GROUPS);
static IDENTITIES_LENGTH: Field = Field::new("tls.handshake.extensions.psk.identities.length", "Identities Length", Place::Span(16, &[&IDENTITIES]));
static IDENTITIES: Field = Field::many("PSK Identities", &IDENTITY_ENTRY);
static IDENTITY_ENTRY: Field = Field::new("", "PSK Identity", Place::Group(&[&IDENTITY_LENGTH, &TICKET_AGE]));
static IDENTITY_LENGTH: Field = Field::new("tls.handshake.extensions.psk.identity.identity_length", "Identity Length", Place::Span(16, &[&IDENTITY]));
static IDENTITY: Field = Field::new("tls.handshake.extensions.psk.identity.identity", "Identity", Place::Rest);
static TICKET_AGE: Field = Field::new("tls.handshake.extensions.psk.identity.obfuscated_ticket_age", "Obfuscated Ticket Age", Place::Uint(32));
static BINDERS_LENGTH: Field = Field::new("tls.handshake.extensions.psk.binders_len", "PSK Binders length", Place::Span(16, &[&BINDERS]));
static BINDERS: Field = Field::new("tls.handshake.extensions.psk.binders", "PSK Binders", Place::Group(&[&REST]));
static IDENTITY_SELECTED: Field = Field::new("tls.handshake.extensions.psk.identity.selected", "Selected Identity", Place::Uint(16));
static VERSIONS_LENGTH: Field = Field::new("tls.handshake.extensions.supported_versions_len", "Supported Versions length", Place::Span(8, &[&VERSION_LIST]));
static VERSION_LIST: Field = Field::many("Versions", &SUPPORTED_VERSION);
/// A version that is offered, or that the server chose.
pub static SUPPORTED_VERSION: Field = Field::new("tls.handshake.extensions.supported_version", "Supported Version", Place::Uint(16)).hex().names(VERSIONS);
static COOKIE_LENGTH: Field = Field::new("tls.handshake.extensions.cookie_len", "Cookie length", Place::Span(16, &[&COOKIE]));
static COOKIE: Field = Field::new("tls.handshake.extensions.cookie", "Cookie", Place::Rest);
static MODES_LENGTH: Field = Field::new("tls.extension.psk_ke_modes_length", "PSK Key Exchange Modes Length", Place::Span(8, &[&MODES]));
static MODES: Field = Field::many("Modes", &MODE);
static MODE: Field = Field::new("tls.extension.psk_ke_mode", "PSK Key Exchange Mode", Place::Uint(8)).names(&[(0, "PSK-only key establishment (psk_ke)"), (1, "PSK with (EC)DHE key establishment (psk_dhe_ke)")]);
static RENEGOTIATION_LENGTH: Field = Field::new("tls.handshake.extensions_reneg_info_len", "Renegotiation info extension length", Place::Span(8, &[&RENEGOTIATION]));
static RENEGOTIATION: Field = Field::new("tls.handshake.extensions_reneg_info", "Renegotiation info", Place::Rest);

static TICKET_LIFETIME: Field = Field::new("tls.handshake.session_ticket_lifetime_hint", "Session Ticket Lifetime Hint", Place::Uint(32));
static TICKET_LENGTH: Field = Field::new("tls.handshake.session_ticket_length", "Session Ticket Length", Place::Span(16, &[&TICKET]));
static TICKET: Field = Field::new("tls.handshake.session_ticket", "Session Ticket", Place::Rest);

static CERTIFICATES_LENGTH: Field = Field::new("tls.handshake.certificates_length", "Certificates Length", Place::Uint(24));
static CERTIFICATES: Field = Field::part(Place::When(|h| h.left() > 0, &[&CERTIFICATE_LIST]));
static CERTIFICATE_LIST: Field = Field::new("tls.handshake.certificates", "Certificates", Place::Many(&CERTIFICATE_ENTRY));
static CERTIFICATE_ENTRY: Field = Field::new("", "Certificate", Place::Group(&[&CERTIFICATE_LENGTH, &CERTIFICATE_BODY]));
static CERTIFICATE_LENGTH: Field = Field::new("tls.handshake.certificate_length", "Certificate Length", Place::Uint(24));
static CERTIFICATE_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&CERTIFICATE]));
/// A certificate (RFC 5280).
pub static CERTIFICATE: Field = Field::new("tls.handshake.certificate", "Certificate", Place::Group(&[&super::x509::CERTIFICATE, &REST])).kind(Kind::Bytes);

static SERVER_EXCHANGE: Field = Field::part(Place::Switch(exchange, &[(1, &[&CURVE]), (2, &[&P_LEN, &G_LEN, &YS_LEN, &SIGNED])], &[]));
static CURVE: Field = Field::part(Place::When(|h| h.byte(h.at) == 3, &[&CURVE_TYPE, &NAMED_CURVE, &SERVER_POINT_LEN, &SIGNED]));
static CURVE_TYPE: Field = Field::new("tls.handshake.server_curve_type", "Curve Type", Place::Uint(8)).hex().names(&[(1, "explicit_prime"), (2, "explicit_char2"), (3, "named_curve")]);
static NAMED_CURVE: Field = Field::new("tls.handshake.server_named_curve", "Named Curve", Place::Uint(16)).hex().names(GROUPS);
static SERVER_POINT_LEN: Field = Field::new("tls.handshake.server_point_len", "Pubkey Length", Place::Span(8, &[&SERVER_POINT]));
static SERVER_POINT: Field = Field::new("tls.handshake.server_point", "Pubkey", Place::Rest);
static P_LEN: Field = Field::new("tls.handshake.p_len", "p Length", Place::Span(16, &[&P]));
static P: Field = Field::new("tls.handshake.p", "p", Place::Rest);
static G_LEN: Field = Field::new("tls.handshake.g_len", "g Length", Place::Span(16, &[&G]));
static G: Field = Field::new("tls.handshake.g", "g", Place::Rest);
static YS_LEN: Field = Field::new("tls.handshake.ys_len", "Pubkey Length", Place::Span(16, &[&YS]));
static YS: Field = Field::new("tls.handshake.ys", "Pubkey", Place::Rest);
static SIGNED: Field = Field::part(Place::When(|h| h.left() > 0, &[&SIGNED_SCHEME, &SIGNATURE_LEN]));
static SIGNED_SCHEME: Field = Field::part(Place::When(|h| h.mode & TLS12 != 0, &[&SCHEME, &SCHEME_HASH, &SCHEME_SIGNATURE]));
static SIGNATURE_LEN: Field = Field::new("tls.handshake.sig_len", "Signature Length", Place::Span(16, &[&SIGNATURE]));
static SIGNATURE: Field = Field::new("tls.handshake.sig", "Signature", Place::Rest);
static CLIENT_EXCHANGE: Field = Field::part(Place::Switch(exchange, &[(1, &[&CLIENT_POINT_LEN]), (2, &[&YC_LEN]), (3, &[&SECRET_LEN])], &[]));
static CLIENT_POINT_LEN: Field = Field::new("tls.handshake.client_point_len", "Pubkey Length", Place::Span(8, &[&CLIENT_POINT]));
static CLIENT_POINT: Field = Field::new("tls.handshake.client_point", "Pubkey", Place::Rest);
static YC_LEN: Field = Field::new("tls.handshake.yc_len", "Pubkey Length", Place::Span(16, &[&YC]));
static YC: Field = Field::new("tls.handshake.yc", "Pubkey", Place::Rest);
static SECRET_LEN: Field = Field::new("tls.handshake.epms_len", "Encrypted PreMaster length", Place::Span(16, &[&SECRET_KEY]));
static SECRET_KEY: Field = Field::new("tls.handshake.epms", "Encrypted PreMaster", Place::Rest);
static REQUEST_TYPES: Field = Field::new("tls.handshake.cert_types_count", "Certificate types count", Place::Span(8, &[&CERT_TYPES]));
static CERT_TYPES: Field = Field::new("tls.handshake.cert_types", "Certificate types", Place::Many(&CERT_TYPE));
static CERT_TYPE: Field = Field::new("tls.handshake.cert_type", "Certificate type", Place::Uint(8))
    .names(&[(1, "RSA Sign"), (2, "DSS Sign"), (3, "RSA Fixed DH"), (4, "DSS Fixed DH"), (64, "ECDSA Sign"), (65, "RSA Fixed ECDH"), (66, "ECDSA Fixed ECDH")]);
static REQUEST_SCHEMES: Field = Field::part(Place::When(|h| h.mode & TLS12 != 0, &[&SCHEMES_LENGTH]));
static NAMES_LENGTH: Field = Field::new("tls.handshake.dnames_len", "Distinguished Names Length", Place::Span(16, &[&DNAMES]));
static DNAMES: Field = Field::new("tls.handshake.dnames", "Distinguished Names", Place::Many(&DNAME_LEN));
static DNAME_LEN: Field = Field::new("tls.handshake.dname_len", "Distinguished Name Length", Place::Span(16, &[&DNAME]));
static DNAME: Field = Field::new("tls.handshake.dname", "Distinguished Name", Place::Group(&[&super::x509::NAME, &REST]));
static VERIFY_SCHEME: Field = Field::part(Place::When(|h| h.mode & TLS12 != 0, &[&SCHEME, &SCHEME_HASH, &SCHEME_SIGNATURE]));
static VERIFY_LENGTH: Field = Field::new("tls.handshake.client_cert_vrfy.sig_len", "Signature length", Place::Span(16, &[&VERIFY]));
static VERIFY: Field = Field::new("tls.handshake.client_cert_vrfy.sig", "Signature", Place::Rest);
static STATUS_TYPE: Field = Field::new("tls.handshake.extensions_status_request_type", "Certificate Status Type", Place::Uint(8)).names(OCSP);
static STATUS_LENGTH: Field = Field::new("tls.handshake.ocsp_response_len", "OCSP Response Length", Place::Uint(24));

/// SSL 2.0's hello.
static OLD_RECORD: Field = Field::new("tls.record", "SSLv2 Record Layer: Client Hello", Place::Group(&[&OLD_VERSION, &OLD_LENGTH, &OLD_TYPE, &HELLO_VERSION, &SPECS_LEN, &OLD_ID_LEN, &CHALLENGE_LEN, &SPECS, &OLD_ID, &CHALLENGE]));
static OLD_VERSION: Field = Field::new("tls.record.version", "Version", Place::Reckoned(|_| Some(Value::Num(2)))).hex().ft(16).names(VERSIONS);
static OLD_LENGTH: Field = Field::new("tls.record.length", "Length", Place::Reckoned(|h| Some(Value::Num(u64::from(h.word(h.at) & 0x7fff))))).ft(16);
static OLD_TYPE: Field = Field::part(Place::When(|_| true, &[&OLD_SKIP, &OLD_HELLO]));
static OLD_SKIP: Field = Field::part(Place::Run(2));
static OLD_HELLO: Field = Field::new("tls.handshake.type", "Handshake Message Type", Place::Uint(8)).names(HANDSHAKES);
static SPECS_LEN: Field = Field::new("tls.handshake.cipher_spec_len", "Cipher Spec Length", Place::Uint(16));
static OLD_ID_LEN: Field = Field::new("tls.handshake.session_id_length", "Session ID Length", Place::Uint(16));
static CHALLENGE_LEN: Field = Field::new("tls.handshake.challenge_length", "Challenge Length", Place::Uint(16));
static SPECS: Field = Field::part(Place::Sized(|h| usize::from(h.word(h.start + 5)).min(h.left()), &[&SPEC_LIST]));
static SPEC_LIST: Field = Field::new("tls.handshake.ciphersuites", "Cipher Specs", Place::Many(&SPEC));
static SPEC: Field = Field::new("tls.handshake.cipherspec", "Cipher Spec", Place::Uint(24)).hex().names(SUITES);
static OLD_ID: Field = Field::part(Place::Take(|h| usize::from(h.word(h.start + 7)).min(h.left())));
static CHALLENGE: Field = Field::new("tls.handshake.challenge", "Challenge", Place::Take(|h| usize::from(h.word(h.start + 9)).min(h.left()))).kind(Kind::Present);

/// What a client's hello is like, in full: [JA3](https://github.com/salesforce/ja3).
pub static JA3_FULL: Field = Field::new("tls.handshake.ja3_full", "JA3 Fullstring", Place::Written(|p, i, out| ja3(p.head(i), 1, out)));
/// And as a hash.
pub static JA3: Field = Field::new("tls.handshake.ja3", "JA3", Place::Written(|p, i, out| hashed(p.head(i), 1, out)));
/// The same of a server's.
pub static JA3S_FULL: Field = Field::new("tls.handshake.ja3s_full", "JA3S Fullstring", Place::Written(|p, i, out| ja3(p.head(i), 2, out)));
/// And as a hash.
pub static JA3S: Field = Field::new("tls.handshake.ja3s", "JA3S", Place::Written(|p, i, out| hashed(p.head(i), 2, out)));
/// The client's hello in a way that its order does not change: [JA4](https://github.com/FoxIO-LLC/ja4).
pub static JA4: Field = Field::new("tls.handshake.ja4", "JA4", Place::Written(|p, i, out| ja4(p.head(i), out).is_some()));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "tls",
    title: "Transport Layer Security",
    column: "TLS",
    spec: "RFC 8446",
    fields: &[&RECORDS, &JA3_FULL, &JA3, &JA3S_FULL, &JA3S, &JA4],
    under: &[
        (Space::TcpPort, 443), (Space::TcpPort, 324), (Space::TcpPort, 465), (Space::TcpPort, 636), (Space::TcpPort, 802), (Space::TcpPort, 853),
        (Space::TcpPort, 993), (Space::TcpPort, 995), (Space::TcpPort, 1300), (Space::TcpPort, 2221), (Space::TcpPort, 2443), (Space::TcpPort, 3249),
        (Space::TcpPort, 3250), (Space::TcpPort, 3251), (Space::TcpPort, 3252), (Space::TcpPort, 3496), (Space::TcpPort, 5061), (Space::TcpPort, 5671),
        (Space::TcpPort, 5684), (Space::TcpPort, 5868), (Space::TcpPort, 8883), (Space::TcpPort, 11207), (Space::TcpPort, 19999), (Space::TcpPort, 27017),
    ],
    looks: &[(Space::TcpPort, b"\x16\x17\x80", looks)],
    line: &[Word::Call(line)],
    leaf: true,
    within: Some(within),
    stream: Some(Stream { begun: true, ..Stream::TALK }),
    ..Protocol::PLAIN
};

/// Ports and names of ALPN, and which protocol each means.
const INSIDE: &[(u16, &str, &str)] = &[
    (0, "", ""),
    (443, "http/1.1", "Hypertext Transfer Protocol"),
    (0, "h2", "HyperText Transfer Protocol 2"),
    (465, "", "Simple Mail Transfer Protocol"),
    (993, "imap", "Internet Message Access Protocol"),
    (995, "pop3", "Post Office Protocol"),
    (636, "", "Lightweight Directory Access Protocol"),
    (853, "dot", "Domain Name System"),
    (5061, "", "Session Initiation Protocol"),
    (8883, "mqtt", "MQ Telemetry Transport Protocol"),
    (5671, "", "Advanced Message Queuing Protocol"),
    (27017, "", "Mongo Wire Protocol"),
];

fn exchange(h: &Here<'_>) -> u64 {
    u64::from(h.mode >> EXCHANGE & 7)
}
/// Whether a message of the handshake stands here in the clear, as a whole.
fn plain(h: &Here<'_>) -> bool {
    let kind = u64::from(h.byte(h.at));
    h.left() >= 4 && HANDSHAKES.iter().any(|(n, _)| *n == kind) && size(h.head, h.at + 1) + 4 <= h.left()
}
/// The number in three bytes.
fn size(bytes: &[u8], at: usize) -> usize {
    load(bytes, at * 8, 24).unwrap_or(usize::MAX as u64 >> 1) as usize
}
fn word(bytes: &[u8], at: usize) -> Option<u16> {
    load(bytes, at * 8, 16).map(|n| n as u16)
}
/// Whether a record's first bytes can be those: its kind and version.
fn begins(bytes: &[u8]) -> bool {
    let kind = bytes.first().is_none_or(|kind| matches!(kind, 20..=24));
    kind && bytes.get(1).is_none_or(|major| *major == 3) && bytes.get(2).is_none_or(|minor| *minor <= 4)
}
/// SSL 2.0's hello from a client that can speak later versions, or not.
fn old(bytes: &[u8]) -> bool {
    matches!(bytes, [0x80..=0xbf, _, 1, 3, 0..=4, ..] | [0x80..=0xbf, _, 1, 0, 2, ..])
}
/// A record of the handshake or of data, as long as one may be; or the old hello, from end to end.
fn looks(bytes: &[u8]) -> bool {
    let Some(len) = word(bytes, 3) else { return false };
    if old(bytes) {
        let len = usize::from(word(bytes, 0).unwrap_or(0) & 0x7fff);
        return len + 2 == bytes.len() && 11 + [5, 7, 9].iter().map(|at| usize::from(word(bytes, *at).unwrap_or(0))).sum::<usize>() == bytes.len();
    }
    begins(bytes) && matches!(bytes.first(), Some(22 | 23)) && (1..=0x4800).contains(&len)
}

// What is remembered of a side: that it encrypts, and behind that the version and the suite that were agreed on, and the protocol inside.
const CHANGED: u64 = 1;
const AGREED: u32 = 8;
const CHOSEN: u32 = 24;
const SPOKEN: u32 = 40;

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if below.over() == id::quic {
        return Step { mode: BARE | TLS13, ..Step::new(bytes.len(), below.wire, id::data) };
    }
    let whole = bytes.len() == below.wire;
    let state = below.talk.map_or(0, |talk| talk.own.get());
    if old(bytes) && state == 0 {
        let len = usize::from(word(bytes, 0).unwrap_or(0) & 0x7fff) + 2;
        return match len <= bytes.len() {
            true => Step { mode: SSL2, again: true, ..Step::new(len, len, id::data) },
            false if whole => Step { mode: SSL2, ..Step::more(bytes, len) },
            false => Step { mode: SSL2, ..Step::cut(bytes) },
        };
    }
    if !begins(bytes) {
        // Text is none of it; what else it may be, is what nobody can read.
        let text = bytes.len() > 4 && bytes.iter().take(4).all(|b| matches!(b, b' '..=b'~'));
        let known = below.talk.is_some_and(|talk| talk.next.get() != 0) || state != 0;
        return if text && !known { Step::reject() } else { Step { mode: UNKNOWN, ..Step::new(bytes.len(), below.wire, id::data) } };
    }
    let (mut at, mut state) = (0, state);
    let mode = mode(state, below);
    // What follows a record that was put together is read anew.
    let fresh = below.talk.map_or(0, |talk| talk.fresh.get());
    // As many records as are read the same way.
    while let Some(record) = bytes.get(at..).filter(|rest| begins(rest)) {
        let Some(len) = word(record, 3) else { break };
        let Some(body) = record.get(5..5 + usize::from(len)) else { break };
        at += 5 + body.len();
        let after = hears(state, record.first().copied().unwrap_or(0), body);
        if after != state || fresh == bytes.len() - at {
            state = after;
            break;
        }
    }
    if at == 0 {
        let len = word(bytes, 3).map_or(0, |len| usize::from(len) + 5);
        return match whole {
            true => Step { mode, ..Step::more(bytes, len) },
            false => Step { mode, ..Step::cut(bytes) },
        };
    }
    if let Some(talk) = below.talk {
        talk.own.set(state);
        // What a server chose holds for both.
        if state >> AGREED != talk.other.get() >> AGREED && state >> AGREED != 0 {
            talk.other.set(talk.other.get() & 0xff | state & !0xff);
        }
    }
    Step { mode, again: true, ..Step::new(at, at, id::data) }
}
/// Who reads the certificates, the names of those who sign, and what tells that none was revoked.
fn within(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer).filter(|own| own.mode & (SECRET | SSL2 | UNKNOWN) == 0) else { return };
    let mut records = own.head(packet.bytes);
    while let [kind, _, _, high, low, rest @ ..] = records {
        let len = usize::from(u16::from_be_bytes([*high, *low])).min(rest.len());
        let (mut messages, behind) = rest.split_at_checked(len).unwrap_or((rest, &[]));
        records = behind;
        while let Some(body) = messages.get(4..4 + size(messages, 1).min(messages.len())).filter(|_| *kind == 22) {
            match messages.first() {
                Some(11) => {
                    // Since 1.3 something stands before and between.
                    let newer = own.mode & TLS13 != 0;
                    let mut at = 3 + if newer { 1 + usize::from(body.first().copied().unwrap_or(0)) } else { 0 };
                    while let Some(certificate) = body.get(at + 3..(at + 3).saturating_add(size(body, at))) {
                        super::x509::readers(certificate, DEEP, out);
                        at += 3 + certificate.len();
                        if newer {
                            at += 2 + usize::from(word(body, at).unwrap_or(0));
                        }
                    }
                }
                Some(13) => {
                    let mut at = 1 + usize::from(body.first().copied().unwrap_or(0));
                    if own.mode & TLS12 != 0 {
                        at += 2 + usize::from(word(body, at).unwrap_or(0));
                    }
                    super::x509::readers_of_names(body.get(at + 2..).unwrap_or(&[]), out);
                }
                Some(22) if body.first() == Some(&1) => out.extend_from_slice(b":ocsp"),
                _ => {}
            }
            messages = messages.get(4 + body.len()..).unwrap_or(&[]);
        }
    }
}
/// Values in values of a certificate are followed so deep.
const DEEP: u8 = 12;
/// What a record changes.
fn hears(state: u64, kind: u8, body: &[u8]) -> u64 {
    match kind {
        // Since 1.3 it is only for show (RFC 8446, D.4), and nothing in the clear follows.
        20 => state | CHANGED,
        22 if state & CHANGED == 0 && body.first() == Some(&2) => {
            let Some(hello) = body.get(4..) else { return state };
            let version = word(hello, 0).unwrap_or(0);
            let draft = version >> 8 == 0x7f && version & 0xff < 22;
            let id = if draft { 0 } else { 1 + usize::from(hello.get(34).copied().unwrap_or(0)) };
            let suite = word(hello, 34 + id).unwrap_or(0);
            let mut version = version;
            let mut spoken = state >> SPOKEN & 0xff;
            for (kind, value) in extensions(hello.get(36 + id + usize::from(!draft)..).unwrap_or(&[])) {
                match kind {
                    43 => version = word(value, 0).unwrap_or(version),
                    16 => {
                        let name = value.get(3..).unwrap_or(&[]);
                        spoken = INSIDE.iter().position(|inside| inside.1.as_bytes() == name && !name.is_empty()).unwrap_or(0) as u64;
                    }
                    _ => {}
                }
            }
            state & 0xff | u64::from(version) << AGREED | u64::from(suite) << CHOSEN | spoken << SPOKEN
        }
        _ => state,
    }
}
fn mode(state: u64, below: &Below<'_>) -> u32 {
    let version = (state >> AGREED) as u16;
    let mut mode = if state & CHANGED != 0 { SECRET } else { 0 };
    if version == 0x0304 || version >> 8 == 0x7f {
        mode |= TLS13;
    }
    if version == 0x0303 {
        mode |= TLS12;
    }
    let suite = state >> CHOSEN & 0xffff;
    if suite != 0 {
        let name = SUITES.iter().find(|(n, _)| *n == suite).map_or("", |(_, name)| name);
        let kind = match name.strip_prefix("TLS_").unwrap_or(name) {
            name if name.starts_with("ECDH") => 1,
            name if name.starts_with("DH") => 2,
            name if name.starts_with("RSA_WITH") || name.starts_with("RSA_EXPORT") => 3,
            _ => 0,
        };
        mode |= kind << EXCHANGE;
    }
    let mut inside = (state >> SPOKEN & 0xff) as usize;
    if inside == 0
        && let Some(head) = below.layers.last().map(|layer| layer.head(below.frame))
    {
        let (a, b) = tcp::ports(head);
        inside = INSIDE.iter().position(|inside| inside.0 != 0 && (inside.0 == a || inside.0 == b)).unwrap_or(0);
    }
    mode | (inside as u32) << APPLICATION
}
/// The extensions in a hello, from their common length on.
fn extensions(list: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let len = usize::from(word(list, 0).unwrap_or(0));
    let mut rest = list.get(2..).map_or(&[][..], |rest| rest.get(..len).unwrap_or(rest));
    std::iter::from_fn(move || {
        let (kind, len) = (word(rest, 0)?, usize::from(word(rest, 2)?));
        let value = rest.get(4..4 + len)?;
        rest = rest.get(4 + len..)?;
        Some((kind, value))
    })
}

/// The first hello of that type in a layer: what stands behind its length.
fn hello(head: &[u8], kind: u8) -> Option<&[u8]> {
    if head.first() == Some(&kind) {
        return head.get(4..4 + size(head, 1)); // without a record, in QUIC
    }
    let mut rest = head;
    loop {
        let body = rest.get(5..5 + usize::from(word(rest, 3)?))?;
        if rest.first() == Some(&22) && body.first() == Some(&kind) {
            return body.get(4..4 + size(body, 1));
        }
        rest = rest.get(5 + body.len()..)?;
    }
}
/// The parts of a hello: version, suites, and extensions from their length on.
fn parts(hello: &[u8], kind: u8) -> Option<(u16, &[u8], &[u8])> {
    let version = word(hello, 0)?;
    let draft = kind == 2 && version >> 8 == 0x7f && version & 0xff < 22;
    let mut at = if draft { 34 } else { 35 + usize::from(*hello.get(34)?) };
    let len = if kind == 1 { usize::from(word(hello, at)?) } else { 2 };
    at += if kind == 1 { 2 } else { 0 };
    let suites = hello.get(at..at + len)?;
    at += len;
    at += if kind == 1 { 1 + usize::from(*hello.get(at)?) } else { usize::from(!draft) };
    Some((version, suites, hello.get(at..).unwrap_or(&[])))
}
/// Numbers that clients put in to keep servers from minding them (RFC 8701).
fn grease(n: u16) -> bool {
    n & 0x0f0f == 0x0a0a && n >> 8 == n & 0xff
}
fn words(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes.chunks_exact(2).filter_map(|two| word(two, 0))
}
fn list(numbers: impl Iterator<Item = u16>, out: &mut Vec<u8>) {
    for (i, n) in numbers.filter(|n| !grease(*n)).enumerate() {
        if i > 0 {
            out.push(b'-');
        }
        crate::text::decimal(n.into(), out);
    }
}
fn ja3(head: &[u8], kind: u8, out: &mut Vec<u8>) -> bool {
    let Some((version, suites, rest)) = hello(head, kind).and_then(|hello| parts(hello, kind)) else { return false };
    crate::text::decimal(version.into(), out);
    out.push(b',');
    list(words(suites), out);
    out.push(b',');
    list(extensions(rest).map(|(kind, _)| kind), out);
    if kind == 1 {
        let of = |kind| extensions(rest).find(|(k, _)| *k == kind).map_or(&[][..], |(_, value)| value);
        out.push(b',');
        list(words(of(10).get(2..).unwrap_or(&[])), out);
        out.push(b',');
        list(of(11).get(1..).unwrap_or(&[]).iter().map(|n| u16::from(*n)), out);
    }
    true
}
fn hashed(head: &[u8], kind: u8, out: &mut Vec<u8>) -> bool {
    let mut full = Vec::new();
    let any = ja3(head, kind, &mut full);
    if any {
        Md5::digest(&full).iter().for_each(|b| crate::text::hex((*b).into(), 2, out));
    }
    any
}
fn ja4(head: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let (version, suites, rest) = parts(hello(head, 1)?, 1)?;
    let of = |kind| extensions(rest).find(|(k, _)| *k == kind).map(|(_, value)| value);
    let newest = of(43).and_then(|value| words(value.get(1..)?).filter(|n| !grease(*n)).max()).unwrap_or(version);
    let mut suites: Vec<u16> = words(suites).filter(|n| !grease(*n)).collect();
    let mut kinds: Vec<u16> = extensions(rest).map(|(kind, _)| kind).filter(|n| !grease(*n)).collect();
    let alpn = of(16).and_then(|value| value.get(3..3 + usize::from(*value.get(2)?)));
    let ends = match alpn {
        Some([first, .., last]) if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() => [*first, *last],
        Some([one]) if one.is_ascii_alphanumeric() => [*one, *one],
        Some([first, ..]) => {
            let digit = |n: u8| char::from_digit(n.into(), 16).map_or(b'0', |c| c as u8);
            [digit(first >> 4), digit(alpn.and_then(<[u8]>::last).map_or(0, |b| b & 15))]
        }
        _ => *b"00",
    };
    let name = match newest {
        0x0304 => "13",
        0x0303 => "12",
        0x0302 => "11",
        0x0301 => "10",
        0x0300 => "s3",
        _ => "00",
    };
    let names = if of(0).is_some() { 'd' } else { 'i' };
    out.extend(format!("t{name}{names}{:02}{:02}", suites.len().min(99), kinds.len().min(99)).bytes());
    out.extend(ends);
    suites.sort_unstable();
    kinds.retain(|n| !matches!(n, 0 | 16));
    kinds.sort_unstable();
    let text = |all: &[u16]| all.iter().map(|n| format!("{n:04x}")).collect::<Vec<_>>().join(",");
    let mut hash = |any: bool, text: String| {
        out.push(b'_');
        match any {
            true => Sha256::digest(text).iter().take(6).for_each(|b| crate::text::hex((*b).into(), 2, out)),
            false => out.extend(b"000000000000"),
        }
    };
    hash(!suites.is_empty(), text(&suites));
    let schemes: Vec<u16> = of(13).map_or(vec![], |value| words(value.get(2..).unwrap_or(&[])).filter(|n| !grease(*n)).collect());
    let behind = if schemes.is_empty() { String::new() } else { format!("_{}", text(&schemes)) };
    hash(!kinds.is_empty(), text(&kinds) + &behind);
    Some(())
}

/// A word of the line, behind a comma where others stand before.
fn say(out: &mut Vec<u8>, from: usize, text: &str) {
    if out.len() > from {
        out.extend(b", ");
    }
    out.extend(text.as_bytes());
}
/// `Client Hello (SNI=example.org), Change Cipher Spec, Application Data`, as Wireshark has it.
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    if own.mode & (SSL2 | UNKNOWN) != 0 {
        return out.extend(if own.mode & SSL2 != 0 { &b"Client Hello"[..] } else { b"Ignored Unknown Record" });
    }
    let mut rest = own.head(packet.bytes);
    let from = out.len();
    while own.mode & BARE != 0 && rest.len() >= 4 {
        let n = u64::from(rest.first().copied().unwrap_or(0));
        say(out, from, HANDSHAKES.iter().find(|(k, _)| *k == n).map_or("Unknown", |(_, name)| name));
        rest = rest.get(4 + size(rest, 1)..).unwrap_or(&[]);
    }
    while let Some(len) = word(rest, 3) {
        let body = rest.get(5..).map_or(&[][..], |body| body.get(..usize::from(len)).unwrap_or(body));
        match (rest.first(), own.mode & SECRET) {
            (Some(20), _) => say(out, from, "Change Cipher Spec"),
            (Some(21), 0) if body.len() == 2 => {
                let named = |names: &[(u64, &'static str)], at: usize| {
                    let n = u64::from(body.get(at).copied().unwrap_or(0));
                    names.iter().find(|(k, _)| *k == n).map_or("Unknown", |(_, name)| name)
                };
                say(out, from, "Alert (Level: ");
                out.extend(named(ALERT_LEVEL.names, 0).as_bytes());
                out.extend(b", Description: ");
                out.extend(named(ALERTS, 1).as_bytes());
                out.push(b')');
            }
            (Some(21), _) => say(out, from, "Encrypted Alert"),
            (Some(22), 0) => {
                let mut at = 0;
                while at + 4 <= body.len() {
                    let kind = u64::from(body.get(at).copied().unwrap_or(0));
                    let Some((_, name)) = HANDSHAKES.iter().find(|(n, _)| *n == kind).filter(|_| at + 4 + size(body, at + 1) <= body.len()) else {
                        say(out, from, "Encrypted Handshake Message");
                        break;
                    };
                    say(out, from, name);
                    if kind == 1
                        && let Some((_, _, rest)) = body.get(at + 4..).and_then(|hello| parts(hello, 1))
                        && let Some((_, value)) = extensions(rest).find(|(kind, _)| *kind == 0)
                    {
                        out.extend(b" (SNI=");
                        crate::text::utf8(value.get(5..).unwrap_or(&[]), out);
                        out.push(b')');
                    }
                    at += 4 + size(body, at + 1);
                    if out.len() > from + 400 {
                        break;
                    }
                }
            }
            (Some(22), _) => say(out, from, "Encrypted Handshake Message"),
            (Some(23), _) => say(out, from, "Application Data"),
            (Some(24), _) => say(out, from, "Heartbeat"),
            _ => break,
        }
        if out.len() > from + 400 {
            break;
        }
        rest = rest.get(5 + usize::from(len)..).unwrap_or(&[]);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A client's hello: two suites, a name, a group, a format, two versions, ALPN, one scheme; numbers of RFC 8701 among them.
    fn hello() -> Vec<u8> {
        let mut body = hex("03 03");
        body.extend([0x11; 32]);
        body.extend(hex(
            "00 00 06 0a 0a 13 01 c0 2f 01 00 00 46
             00 00 00 0b 00 09 00 00 06 65 78 2e 6f 72 67      # server_name
             00 0a 00 06 00 04 1a 1a 00 1d                     # supported_groups
             00 0b 00 02 01 00                                 # ec_point_formats
             00 10 00 0b 00 09 08 68 74 74 70 2f 31 2e 31      # ALPN
             00 0d 00 04 00 02 04 03                           # signature_algorithms
             00 2b 00 05 04 03 04 03 03                        # supported_versions
             5a 5a 00 00",
        ));
        let mut message = vec![1, 0, 0, body.len() as u8];
        message.extend(body);
        let mut record = vec![22, 3, 1, 0, message.len() as u8];
        record.extend(message);
        record
    }

    #[test]
    fn a_clients_hello() {
        let bytes = tcp_of(1234, 443, &hello());
        let names = ["tls.record.version", "tls.handshake.type", "tls.handshake.ciphersuite", "tls.handshake.extensions_server_name",
            "tls.handshake.extensions.supported_version", "tls.handshake.extensions_alpn_str", "tls.handshake.extension.type", "tls.handshake.sig_hash_alg"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0301 1 0x0a0a,0x1301,0xc02f ex.org 0x0304,0x0303 http/1.1 0,10,11,16,13,43,23130 0x0403");
        assert_eq!(fields_of(228, &bytes, &["tls.handshake.ja3_full"]), "771,4865-49199,0-10-11-16-13-43,29,0");
        assert_eq!(fields_of(228, &bytes, &["tls.handshake.ja4"]).get(..11), Some("t13d0206h1_"));
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn alerts_data_and_what_goes_on() {
        let bytes = tcp_of(1234, 443, &hex("15 03 03 00 02 02 30 17 03 03 00 03 61 62 63 14 03 03 00 01 01"));
        assert_eq!(fields_of(228, &bytes, &["tls.alert_message.desc", "tls.app_data", "tls.record.length"]), "48 616263 2,3,1");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:tls End");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 443, &hello()[..60])), "ip:tcp:tls More");
    }
    #[test]
    fn the_hello_of_ssl_2() {
        let bytes = tcp_of(1234, 443, &hex("80 1c 01 03 01 00 03 00 00 00 10 00 00 39 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10"));
        assert_eq!(fields_of(228, &bytes, &["tls.record.version", "tls.record.length", "tls.handshake.version", "tls.handshake.cipherspec"]), "0x0002 28 0x0301 0x000039");
        cut_everywhere(228, &bytes);
    }
}
