//! Datagram Transport Layer Security: 1.2, [RFC 6347](https://www.rfc-editor.org/rfc/rfc6347), and 1.0; connection IDs: [RFC 9146](https://www.rfc-editor.org/rfc/rfc9146).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Content Type  |            Version            |    Epoch ...
//! |   ... Epoch   |                Sequence Number ...
//! |                 ... Sequence Number           |   Length ...
//! |  ... Length   | Record: handshake messages, an alert, data ...
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! handshake: type (8) | length (24) | message number (16) | fragment offset (24) | fragment length (24) | fragment
//! ```
//! Records of epoch 0 stand in the clear, all others are encrypted.
use super::tls_numbers::{ALERTS, CONTENTS, EXTENSIONS, GROUPS, HANDSHAKES, SIGNATURES, SUITES, VERSIONS};
use super::*;
use crate::field::*;
use crate::text;

static RECORDS: Field = Field::many("Records", &RECORD);
/// One record.
pub static RECORD: Field = Field::new("dtls.record", "Record Layer", Place::Group(&[&TYPE_OF_RECORD, &VERSION, &EPOCH, &SEQUENCE, &CONNECTION_ID, &LENGTH]));
static TYPE_OF_RECORD: Field = Field::part(Place::Peek(8, &[(25, &SPECIAL_TYPE)], &CONTENT_TYPE));
/// What it holds.
pub static CONTENT_TYPE: Field = Field::new("dtls.record.content_type", "Content Type", Place::Uint(8)).names(CONTENTS);
static SPECIAL_TYPE: Field = Field::new("dtls.record.special_type", "Special Type", Place::Uint(8)).names(CONTENTS);
/// Of the record; counts downwards from 0xfeff, which is 1.0.
pub static VERSION: Field = Field::new("dtls.record.version", "Version", Place::Uint(16)).hex().names(VERSIONS);
static EPOCH: Field = word("dtls.record.epoch", "Epoch");
static SEQUENCE: Field = Field::new("dtls.record.sequence_number", "Sequence Number", Place::Uint(48)).ft(64);
// How long it is, only who chose it knows; what is left of the record shows it where the record is the datagram's last.
static CONNECTION_ID: Field = Field::part(Place::Take(|h| if h.byte(h.start) == 25 { id_length(h.head.get(h.start..).unwrap_or(&[])) } else { 0 }));
static LENGTH: Field = Field::new("dtls.record.length", "Length", Place::Span(16, &[&BODY]));
static BODY: Field = Field::part(Place::Switch(
    |h| if h.word(h.start + 3) > 0 || h.byte(h.start) == 25 { 0x100 | u64::from(h.byte(h.start)) } else { h.byte(h.start).into() },
    &[
        (20, &[&CHANGE]), (21, &[&ALERT]), (22, &[&MESSAGES]), (23, &[&DATA]), (24, &[&HEARTBEAT]), (0x114, &[&CHANGE]), (0x115, &[&ALERT_SEALED]), (0x116, &[&SEALED]), (0x117, &[&DATA]),
        (0x118, &[&HEARTBEAT_SEALED]), (0x119, &[&ENCRYPTED]),
    ],
    &[],
));
static REST: Field = Field::part(Place::Rest);
static CHANGE: Field = Field::new("dtls.change_cipher_spec", "Change Cipher Spec Message", Place::Group(&[&REST]));
static DATA: Field = Field::new("dtls.app_data", "Encrypted Application Data", Place::Rest);
static ENCRYPTED: Field = Field::new("dtls.enc_content", "Encrypted Record Content", Place::Rest);
static ALERT: Field = Field::new("dtls.alert_message", "Alert Message", Place::Group(&[&ALERT_BODY, &REST]));
static ALERT_BODY: Field = Field::part(Place::When(|h| h.left() == 2, &[&ALERT_LEVEL, &ALERT_DESC]));
static ALERT_SEALED: Field = Field::new("dtls.alert_message", "Encrypted Alert", Place::Group(&[&REST]));
static ALERT_LEVEL: Field = byte("dtls.alert_message.level", "Level").names(&[(1, "Warning"), (2, "Fatal")]);
static ALERT_DESC: Field = byte("dtls.alert_message.desc", "Description").names(ALERTS);
static HEARTBEAT: Field = Field::new("dtls.heartbeat_message", "Heartbeat Message", Place::Group(&[&HEARTBEAT_BODY, &REST]));
static HEARTBEAT_BODY: Field = Field::part(Place::When(|h| h.left() >= 3, &[&HEARTBEAT_TYPE, &HEARTBEAT_LENGTH, &HEARTBEAT_PAYLOAD, &HEARTBEAT_PADDING]));
static HEARTBEAT_SEALED: Field = Field::new("dtls.heartbeat_message", "Encrypted Heartbeat", Place::Group(&[&REST]));
static HEARTBEAT_TYPE: Field = byte("dtls.heartbeat_message.type", "Type").names(&[(1, "Request"), (2, "Response")]);
static HEARTBEAT_LENGTH: Field = word("dtls.heartbeat_message.payload_length", "Payload Length");
static HEARTBEAT_PAYLOAD: Field = Field::new("dtls.heartbeat_message.payload", "Payload", Place::Take(|h| (h.number as usize).min(h.left())));
static HEARTBEAT_PADDING: Field = Field::new("dtls.heartbeat_message.padding", "Padding", Place::Rest);

static MESSAGES: Field = Field::many("Handshake messages", &MESSAGE);
static MESSAGE: Field = Field::part(Place::Switch(|h| plain(h).into(), &[(1, &[&HANDSHAKE])], &[&SEALED]));
static SEALED: Field = Field::new("dtls.handshake", "Handshake Protocol: Encrypted Handshake Message", Place::Group(&[&REST]));
/// A message of the handshake, or a fragment of one.
pub static HANDSHAKE: Field =
    Field::new("dtls.handshake", "Handshake Protocol", Place::Group(&[&TYPE, &MESSAGE_LENGTH, &MESSAGE_SEQ, &FRAGMENT_OFFSET, &FRAGMENT_LENGTH, &FRAGMENT]));
/// Which.
pub static TYPE: Field = byte("dtls.handshake.type", "Handshake Type").names(HANDSHAKES);
static MESSAGE_LENGTH: Field = Field::new("dtls.handshake.length", "Length", Place::Uint(24));
static MESSAGE_SEQ: Field = word("dtls.handshake.message_seq", "Message Sequence");
static FRAGMENT_OFFSET: Field = Field::new("dtls.handshake.fragment_offset", "Fragment Offset", Place::Uint(24));
static FRAGMENT_LENGTH: Field = Field::new("dtls.handshake.fragment_length", "Fragment Length", Place::Uint(24));
static FRAGMENT: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&WHOLE]));
// A fragment is not read: what begins it stands in another datagram, or goes on there.
static WHOLE: Field = Field::part(Place::When(|h| h.head.get(h.start + 1..h.start + 4) == h.head.get(h.start + 9..h.start + 12), &[&BY_TYPE]));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(h.start).into(),
    &[
        (1, &[&HELLO_VERSION, &RANDOM, &SESSION_ID_LENGTH, &COOKIE_LENGTH, &SUITES_LENGTH, &COMPRESSION_LENGTH, &CLIENT_EXTENSIONS]),
        (2, &[&HELLO_VERSION, &RANDOM, &SESSION_ID_LENGTH, &SUITE, &COMPRESSION, &SERVER_EXTENSIONS]),
        (3, &[&HELLO_VERSION, &COOKIE_LENGTH]),
        (4, &[&TICKET_LIFETIME, &TICKET_LENGTH]),
        (11, &[&CERTIFICATES_LENGTH, &CERTIFICATE_LIST]),
        (13, &[&REQUEST_TYPES]),
    ],
    &[],
));
/// The version that a hello says.
pub static HELLO_VERSION: Field = word("dtls.handshake.version", "Version").hex().names(VERSIONS);
static RANDOM: Field = Field::new("dtls.handshake.random", "Random", Place::Group(&[&RANDOM_TIME, &RANDOM_BYTES])).kind(Kind::Bytes);
static RANDOM_TIME: Field = long("dtls.handshake.random_time", "GMT Unix Time").kind(Kind::Time(|n| n as i64 * 1_000_000_000));
static RANDOM_BYTES: Field = Field::new("dtls.handshake.random_bytes", "Random Bytes", Place::Run(28));
static SESSION_ID_LENGTH: Field = Field::new("dtls.handshake.session_id_length", "Session ID Length", Place::Span(8, &[&SESSION_ID]));
static SESSION_ID: Field = Field::new("dtls.handshake.session_id", "Session ID", Place::Rest);
static COOKIE_LENGTH: Field = Field::new("dtls.handshake.cookie_length", "Cookie Length", Place::Span(8, &[&COOKIE]));
static COOKIE: Field = Field::new("dtls.handshake.cookie", "Cookie", Place::Rest);
static SUITES_LENGTH: Field = Field::new("dtls.handshake.cipher_suites_length", "Cipher Suites Length", Place::Span(16, &[&SUITE_LIST]));
static SUITE_LIST: Field = Field::new("dtls.handshake.ciphersuites", "Cipher Suites", Place::Many(&SUITE));
/// What a client offers, or what a server chose.
pub static SUITE: Field = word("dtls.handshake.ciphersuite", "Cipher Suite").hex().names(SUITES);
static COMPRESSION_LENGTH: Field = Field::new("dtls.handshake.comp_methods_length", "Compression Methods Length", Place::Span(8, &[&COMPRESSIONS]));
static COMPRESSIONS: Field = Field::new("dtls.handshake.comp_methods", "Compression Methods", Place::Many(&COMPRESSION));
static COMPRESSION: Field = byte("dtls.handshake.comp_method", "Compression Method").names(&[(0, "null"), (1, "DEFLATE"), (64, "LZS")]);
static CLIENT_EXTENSIONS: Field = Field::part(Place::When(|h| h.left() >= 2, &[&CLIENT_EXTENSIONS_LENGTH]));
static CLIENT_EXTENSIONS_LENGTH: Field = Field::new("dtls.handshake.extensions_length", "Extensions Length", Place::Span(16, &[&CLIENT_LIST]));
static CLIENT_LIST: Field = Field::many("Extensions", &CLIENT_EXTENSION);
static CLIENT_EXTENSION: Field = Field::new("", "Extension", Place::Group(&[&EXTENSION, &EXTENSION_LEN, &CLIENT_BODY]));
static SERVER_EXTENSIONS: Field = Field::part(Place::When(|h| h.left() >= 2, &[&SERVER_EXTENSIONS_LENGTH]));
static SERVER_EXTENSIONS_LENGTH: Field = Field::new("dtls.handshake.extensions_length", "Extensions Length", Place::Span(16, &[&SERVER_LIST]));
static SERVER_LIST: Field = Field::many("Extensions", &SERVER_EXTENSION);
static SERVER_EXTENSION: Field = Field::new("", "Extension", Place::Group(&[&EXTENSION, &EXTENSION_LEN, &SERVER_BODY]));
/// Which extension.
pub static EXTENSION: Field = Field::new("dtls.handshake.extension.type", "Type", Place::Key(16)).names(EXTENSIONS);
static EXTENSION_LEN: Field = word("dtls.handshake.extension.len", "Length");
static CLIENT_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&CLIENT_BY_TYPE]));
static SERVER_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&SERVER_BY_TYPE]));
static CLIENT_BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (0, &[&NAME_LIST_LENGTH]), (10, &[&GROUPS_LENGTH]), (11, &[&FORMATS_LENGTH]), (13, &[&SCHEMES_LENGTH]), (14, &[&PROFILES_LENGTH, &MKI_LENGTH]), (15, &[&HEARTBEAT_MODE]),
        (16, &[&ALPN_LENGTH]), (22, &[]), (23, &[]), (35, &[]), (43, &[&VERSIONS_LENGTH]), (65281, &[&RENEGOTIATION_LENGTH]),
    ],
    &[&EXTENSION_DATA],
));
static SERVER_BY_TYPE: Field = Field::part(Place::Pick(
    &[
        (0, &[]), (10, &[&GROUPS_LENGTH]), (11, &[&FORMATS_LENGTH]), (14, &[&PROFILES_LENGTH, &MKI_LENGTH]), (15, &[&HEARTBEAT_MODE]), (16, &[&ALPN_LENGTH]), (22, &[]), (23, &[]), (35, &[]),
        (43, &[&SUPPORTED_VERSION]), (65281, &[&RENEGOTIATION_LENGTH]),
    ],
    &[&EXTENSION_DATA],
));
static EXTENSION_DATA: Field = Field::new("dtls.handshake.extension.data", "Data", Place::Take(|h| h.left()));
static NAME_LIST_LENGTH: Field = Field::new("dtls.handshake.extensions_server_name_list_len", "Server Name list length", Place::Span(16, &[&NAMES]));
static NAMES: Field = Field::many("Server Names", &NAME);
static NAME: Field = Field::new("", "Server Name", Place::Group(&[&NAME_TYPE, &NAME_LENGTH]));
static NAME_TYPE: Field = byte("dtls.handshake.extensions_server_name_type", "Server Name Type").names(&[(0, "host_name")]);
static NAME_LENGTH: Field = Field::new("dtls.handshake.extensions_server_name_len", "Server Name length", Place::Span(16, &[&SERVER_NAME]));
/// Who is asked for.
pub static SERVER_NAME: Field = Field::new("dtls.handshake.extensions_server_name", "Server Name", Place::Rest).text();
static GROUPS_LENGTH: Field = Field::new("dtls.handshake.extensions_supported_groups_length", "Supported Groups List Length", Place::Span(16, &[&GROUP_LIST]));
static GROUP_LIST: Field = Field::new("dtls.handshake.extensions_supported_groups", "Supported Groups", Place::Many(&GROUP));
static GROUP: Field = word("dtls.handshake.extensions_supported_group", "Supported Group").hex().names(GROUPS);
static FORMATS_LENGTH: Field = Field::new("dtls.handshake.extensions_ec_point_formats_length", "EC point formats Length", Place::Span(8, &[&FORMATS]));
static FORMATS: Field = Field::new("dtls.handshake.extensions_ec_point_formats", "Elliptic curves point formats", Place::Many(&FORMAT));
static FORMAT: Field = byte("dtls.handshake.extensions_ec_point_format", "EC point format").names(&[(0, "uncompressed"), (1, "ansiX962_compressed_prime"), (2, "ansiX962_compressed_char2")]);
static SCHEMES_LENGTH: Field = Field::new("dtls.handshake.sig_hash_alg_len", "Signature Hash Algorithms Length", Place::Span(16, &[&SCHEMES]));
static SCHEMES: Field = Field::new("dtls.handshake.sig_hash_algs", "Signature Hash Algorithms", Place::Many(&SCHEME));
static SCHEME: Field = word("dtls.handshake.sig_hash_alg", "Signature Algorithm").hex().names(SIGNATURES);
static PROFILES_LENGTH: Field = Field::new("dtls.use_srtp.protection_profiles_length", "SRTP Protection Profiles Length", Place::Span(16, &[&PROFILES]));
static PROFILES: Field = Field::many("Profiles", &PROFILE);
static PROFILE: Field = word("dtls.use_srtp.protection_profile", "SRTP Protection Profile").hex().names(&[
    (1, "SRTP_AES128_CM_HMAC_SHA1_80"), (2, "SRTP_AES128_CM_HMAC_SHA1_32"), (5, "SRTP_NULL_HMAC_SHA1_80"), (6, "SRTP_NULL_HMAC_SHA1_32"), (7, "SRTP_AEAD_AES_128_GCM"), (8, "SRTP_AEAD_AES_256_GCM"),
]);
static MKI_LENGTH: Field = Field::new("dtls.use_srtp.mki_length", "MKI Length", Place::Span(8, &[&MKI]));
static MKI: Field = Field::new("dtls.use_srtp.mki", "MKI", Place::Rest);
static HEARTBEAT_MODE: Field = byte("dtls.handshake.extension.heartbeat.mode", "Mode").names(&[(1, "Peer allowed to send requests"), (2, "Peer not allowed to send requests")]);
static ALPN_LENGTH: Field = Field::new("dtls.handshake.extensions_alpn_len", "ALPN Extension Length", Place::Span(16, &[&ALPN_LIST]));
static ALPN_LIST: Field = Field::new("dtls.handshake.extensions_alpn_list", "ALPN Protocol", Place::Many(&ALPN_ONE));
static ALPN_ONE: Field = Field::new("dtls.handshake.extensions_alpn_str_len", "ALPN string length", Place::Span(8, &[&ALPN]));
static ALPN: Field = Field::new("dtls.handshake.extensions_alpn_str", "ALPN Next Protocol", Place::Rest).text();
static VERSIONS_LENGTH: Field = Field::new("dtls.handshake.extensions.supported_versions_len", "Supported Versions length", Place::Span(8, &[&VERSION_LIST]));
static VERSION_LIST: Field = Field::many("Versions", &SUPPORTED_VERSION);
static SUPPORTED_VERSION: Field = word("dtls.handshake.extensions.supported_version", "Supported Version").hex().names(VERSIONS);
static RENEGOTIATION_LENGTH: Field = Field::new("dtls.handshake.extensions_reneg_info_len", "Renegotiation info extension length", Place::Span(8, &[&RENEGOTIATION]));
static RENEGOTIATION: Field = Field::new("dtls.handshake.extensions_reneg_info", "Renegotiation info", Place::Rest);
static TICKET_LIFETIME: Field = long("dtls.handshake.session_ticket_lifetime_hint", "Session Ticket Lifetime Hint");
static TICKET_LENGTH: Field = Field::new("dtls.handshake.session_ticket_length", "Session Ticket Length", Place::Span(16, &[&TICKET]));
static TICKET: Field = Field::new("dtls.handshake.session_ticket", "Session Ticket", Place::Rest);
static CERTIFICATES_LENGTH: Field = Field::new("dtls.handshake.certificates_length", "Certificates Length", Place::Uint(24));
static CERTIFICATE_LIST: Field = Field::new("dtls.handshake.certificates", "Certificates", Place::Many(&CERTIFICATE_ENTRY));
static CERTIFICATE_ENTRY: Field = Field::new("", "Certificate", Place::Group(&[&CERTIFICATE_LENGTH, &CERTIFICATE_BODY]));
static CERTIFICATE_LENGTH: Field = Field::new("dtls.handshake.certificate_length", "Certificate Length", Place::Uint(24));
static CERTIFICATE_BODY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&CERTIFICATE]));
/// A certificate (RFC 5280).
pub static CERTIFICATE: Field = Field::new("dtls.handshake.certificate", "Certificate", Place::Group(&[&super::x509::CERTIFICATE, &REST])).kind(Kind::Bytes);
static REQUEST_TYPES: Field = Field::new("dtls.handshake.cert_types_count", "Certificate types count", Place::Span(8, &[&CERT_TYPES]));
static CERT_TYPES: Field = Field::new("dtls.handshake.cert_types", "Certificate types", Place::Many(&CERT_TYPE));
static CERT_TYPE: Field = byte("dtls.handshake.cert_type", "Certificate type").names(&[(1, "RSA Sign"), (2, "DSS Sign"), (64, "ECDSA Sign")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "dtls",
    title: "Datagram Transport Layer Security",
    column: "DTLS",
    spec: "RFC 6347",
    fields: &[&RECORDS],
    under: &[(Space::UdpPort, 853), (Space::UdpPort, 2221), (Space::UdpPort, 5684), (Space::UdpPort, 5868), (Space::SctpPort, 853)],
    looks: &[(Space::UdpPort, b"\x14\x15\x16\x17\x18\x19", looks)],
    line: &[Word::Call(line)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if !begins(bytes) {
        return if bytes.len() < below.wire && bytes.len() < 3 { Step::cut(bytes) } else { Step::reject() };
    }
    Step::new(bytes.len(), below.wire, id::data)
}
/// A record's kind and version.
fn begins(bytes: &[u8]) -> bool {
    matches!(bytes, [20..=25, 0xfe, 0xff | 0xfd | 0xfc, ..] | [20..=25, 1, 0, ..])
}
fn looks(bytes: &[u8]) -> bool {
    begins(bytes) && bytes.len() >= 13
}
/// How long the connection ID of a record is that ends the datagram.
fn id_length(record: &[u8]) -> usize {
    let fits = |n: &usize| load(record, (11 + n) * 8, 16).is_some_and(|length| 13 + n + length as usize == record.len());
    (0..record.len().min(32)).find(fits).unwrap_or(0)
}
/// Whether a message stands here that begins as one does.
fn plain(h: &Here<'_>) -> bool {
    let kind = u64::from(h.byte(h.at));
    let size = |at: usize| u64::from(h.word(h.at + at)) << 8 | u64::from(h.byte(h.at + at + 2));
    h.left() >= 12 && HANDSHAKES.iter().any(|(n, _)| *n == kind) && size(6) + size(9) <= size(1)
}
/// What the records hold: `Client Hello, Change Cipher Spec`.
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let mut rest = packet.head(layer);
    let from = out.len();
    while let (Some(kind), Some(length)) = (rest.first(), load(rest, 88, 16)) {
        if out.len() > from {
            out.extend(b", ");
        }
        let name = |field: &Field, n: u8| text::named(field, n.into()).unwrap_or("Unknown");
        let open = rest.get(3..5) == Some(&[0, 0]);
        let text = match (kind, rest.get(13)) {
            (22, Some(message)) if open => name(&TYPE, *message),
            (22, _) => "Encrypted Handshake Message",
            (kind, _) => name(&CONTENT_TYPE, *kind),
        };
        out.extend(text.as_bytes());
        rest = rest.get(13 + length as usize..).unwrap_or(&[]);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A client's hello with a cookie, and a record of another epoch behind it.
    const HELLO: &str = "
        16 fe ff 00 00 00 00 00 00 00 01 00 46 # handshake, 1.0, epoch 0, number 1, 70 bytes
        01 00 00 3a 00 01 00 00 00 00 00 3a # client hello, whole
        fe fd 11 11 11 11 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22 22
        00 04 de ad be ef # no session, a cookie
        00 02 c0 2b 01 00 # suites, compression
        00 0a 00 0a 00 06 00 04 00 1d 00 17 # supported groups
        16 fe fd 00 01 00 00 00 00 00 00 00 02 aa bb";

    #[test]
    fn a_hello() {
        let bytes = udp_of(40000, 4433, &hex(HELLO));
        assert_eq!(layers_of(228, &bytes), "ip:udp:dtls End");
        let names = [
            "dtls.record.content_type", "dtls.record.version", "dtls.record.epoch", "dtls.record.sequence_number", "dtls.handshake.type", "dtls.handshake.message_seq",
            "dtls.handshake.version", "dtls.handshake.cookie", "dtls.handshake.ciphersuite", "dtls.handshake.extension.type", "dtls.handshake.extensions_supported_group",
        ];
        assert_eq!(fields_of(228, &bytes, &names), "22,22 0xfeff,0xfefd 0,1 1,0 1 1 0xfefd deadbeef 0xc02b 10 0x001d,0x0017");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &udp_of(40000, 4433, b"\x16\xfe\xff\x00")), "ip:udp:data End");
    }
}
