//! Virtual Network Computing: remote framebuffers, [RFC 6143](https://www.rfc-editor.org/rfc/rfc6143).
//!
//! ```text
//! RFB 003.008 LF  from both sides; then the server offers types of security and the client chooses
//! ```
//! How far both are is remembered; the messages behind the login are one layer a segment.
use super::*;
use crate::field::*;

static SERVER_VERSION: Field = Field::new("vnc.server_proto_ver", "Server protocol version", Place::Take(|h| h.left().min(7))).text();
static CLIENT_VERSION: Field = Field::new("vnc.client_proto_ver", "Client protocol version", Place::Take(|h| h.left().min(7))).text();
static RFB: Field = Field::part(Place::Take(|h| h.left().min(4)));
static TYPES: Field = byte("vnc.num_security_types", "Number of security types");
const SECURITY: Names = &[(0, "Invalid"), (1, "None"), (2, "VNC"), (5, "RA2"), (6, "RA2ne"), (16, "Tight"), (17, "Ultra"), (18, "TLS"), (19, "VeNCrypt"), (20, "GTK-VNC SASL"), (30, "ARD")];
static TYPE: Field = byte("vnc.security_type", "Security type").names(SECURITY);
static TYPE_LIST: Field = Field::part(Place::Many(&TYPE));
static SERVER_TYPE: Field = long("vnc.server_security_type", "Security type").names(SECURITY);
static CHOSEN: Field = byte("vnc.client_security_type", "Security type selected").names(SECURITY);
static CHALLENGE: Field = Field::new("vnc.auth_challenge", "Authentication challenge", Place::Take(|h| h.left().min(16)));
static RESPONSE: Field = Field::new("vnc.auth_response", "Authentication response", Place::Take(|h| h.left().min(16)));
static RESULT: Field = long("vnc.auth_result", "Authentication result").kind(Kind::Flag);

/// VNC.
pub static PROTOCOL: Protocol = Protocol {
    name: "vnc",
    title: "Virtual Network Computing",
    column: "VNC",
    spec: "RFC 6143",
    fields: &[&Field::part(Place::Switch(
        |h| h.mode.into(),
        &[
            (1, &[&RFB, &SERVER_VERSION]),
            (2, &[&RFB, &CLIENT_VERSION]),
            (3, &[&TYPES, &TYPE_LIST]),
            (4, &[&CHOSEN]),
            (5, &[&CHALLENGE]),
            (6, &[&RESPONSE]),
            (7, &[&RESULT]),
            (8, &[&SERVER_TYPE]),
        ],
        &[],
    ))],
    under: &[(Space::TcpPort, 5900), (Space::TcpPort, 5500), (Space::TcpPort, 5501), (Space::TcpPort, 5901)],
    looks: &[(Space::TcpPort, b"R", looks)],
    line: &[Word::With("Server protocol version: ", &SERVER_VERSION), Word::With("Client protocol version: ", &CLIENT_VERSION)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};

fn looks(bytes: &[u8]) -> bool {
    bytes.len() >= 12 && bytes.starts_with(b"RFB ") && bytes.get(7) == Some(&b'.') && bytes.get(11) == Some(&b'\n')
}
/// What is said in which order: 1 the server's version, 2 the client's, and so on as the fields have it. Behind it the minor version.
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(talk) = below.talk else {
        let server = below.layers.last().is_none_or(|tcp| matches!(tcp::ports(tcp.head(below.frame)), (5500 | 5501 | 5900 | 5901, _)));
        let mode = if looks(bytes) { if server { 1 } else { 2 } } else { 0 };
        return Step { mode, ..Step::new(bytes.len(), below.wire, id::data) };
    };
    let state = talk.own.get();
    let minor = state >> 8;
    let (mode, next) = match state & 0xff {
        0 if looks(bytes) => (1, 2),
        2 if looks(bytes) => {
            let minor = lines::decimal(bytes.get(8..11).unwrap_or(&[])).unwrap_or(0);
            (2, (if minor < 7 { 8 } else { 3 }) | minor << 8)
        }
        3 => (3, 4 | minor << 8),
        4 if bytes.len() == 1 => (4, if bytes == [2] { 5 } else { 7 } | minor << 8),
        8 => (8, if load(bytes, 0, 32) == Some(2) { 5 } else { 9 } | minor << 8),
        5 => (5, 6 | minor << 8),
        6 => (6, 7 | minor << 8),
        // Without a password there is a result only since 3.8.
        7 if minor >= 8 || bytes.len() == 4 => (7, 9),
        _ => (0, 9),
    };
    talk.own.set(next);
    talk.other.set(next);
    Step { mode: mode as u32, ..Step::new(bytes.len(), below.wire, id::data) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn versions() {
        let bytes = tcp_of(5900, 1234, b"RFB 003.008\n");
        assert_eq!(fields_of(228, &bytes, &["vnc.server_proto_ver"]), "003.008");
        cut_everywhere(228, &bytes);
        assert_eq!(fields_of(228, &tcp_of(1234, 5900, b"RFB 003.003\n"), &["vnc.client_proto_ver"]), "003.003");
        assert_eq!(layers_of(228, &tcp_of(4321, 1234, b"RFB 003.008\n")), "ip:tcp:vnc End");
    }
    #[test]
    fn a_login() {
        use crate::spine::{Below, Rules, Talk};
        let (talk, rules) = (Talk::default(), Rules::default());
        let mode = |bytes: &[u8]| {
            super::dissect(bytes, &Below { frame: bytes, layers: &[], wire: bytes.len(), time: None, rules: &rules, talk: Some(&talk) }).mode
        };
        let said: [&[u8]; 8] = [b"RFB 003.008\n", b"RFB 003.008\n", b"\x01\x02", b"\x02", &[7; 16], &[8; 16], &[0; 4], b"\x01"];
        assert_eq!(said.map(mode), [1, 2, 3, 4, 5, 6, 7, 0]);
    }
}
