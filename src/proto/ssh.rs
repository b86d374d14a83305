//! Secure Shell, [RFC 4253](https://www.rfc-editor.org/rfc/rfc4253): who speaks, and how keys are exchanged; all behind that is encrypted.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                         packet length                         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |padding length | message code  | payload ...     padding ...
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::lines::{line, line_or_rest};
use super::*;
use crate::field::*;
use md5::{Digest, Md5};

// What a layer is: a line that says who speaks, a packet in the clear, what is encrypted. Behind that: which packet of its side.
const KIND: u32 = 3;
const BANNER: u32 = 1;
const PACKET: u32 = 2;
const SERVER: u32 = 4;
/// Keys are exchanged over a curve, by Diffie-Hellman with numbers of the server's, or with known ones: 2 bits.
const EXCHANGE: u32 = 3;
const NUMBER: u32 = 8;

static BY_MODE: Field = Field::part(Place::Switch(|h| u64::from(h.mode & KIND), &[(1, &[&PROTO_LINE]), (2, &[&CLEAR])], &[]));
static PROTO_LINE: Field = Field::part(Place::When(|_| true, &[&SPOKEN, &REST]));
/// Version and software.
pub static SPOKEN: Field = Field::new("ssh.protocol", "Protocol", Place::Take(|h| line_or_rest(h.head, h.at).end.min(h.end) - h.at)).text();
static REST: Field = Field::part(Place::Rest);
static CLEAR: Field = Field::new("", "SSH Version 2", Place::Group(&[&LENGTH, &PADDING_LENGTH, &CONTENT, &PADDING, &SEQ_NUM]));
/// Bytes behind it, without what authenticates them.
pub static LENGTH: Field = Field::new("ssh.packet_length", "Packet Length", Place::Uint(32));
static PADDING_LENGTH: Field = Field::new("ssh.padding_length", "Padding Length", Place::Uint(8));
static CONTENT: Field = Field::part(Place::Sized(|h| h.left().saturating_sub(h.number as usize), &[&CODE, &BY_CODE, &PAYLOAD]));
static PADDING: Field = Field::new("ssh.padding_string", "Padding String", Place::Take(|h| h.left()));
static SEQ_NUM: Field = Field::new("ssh.seq_num", "Sequence number", Place::Reckoned(|h| (h.mode >> NUMBER).checked_sub(1).map(|n| Value::Num(n.into())))).ft(32);
/// Which message.
pub static CODE: Field = Field::new("ssh.message_code", "Message Code", Place::Key(8)).names(CODES);
static BY_CODE: Field = Field::part(Place::Pick(&[(20, &[&COOKIE, &KEX]), (30, &[&CLIENT_KEY]), (31, &[&SERVER_KEY])], &[]));
static PAYLOAD: Field = Field::new("ssh.payload", "Payload", Place::Rest);
static COOKIE: Field = Field::new("ssh.cookie", "Cookie", Place::Run(16));
static KEX: Field = Field::part(Place::When(|_| true, &[
    &KEX_LEN, &KEX_LIST, &HOST_LEN, &HOST_LIST, &ENC_CS_LEN, &ENC_CS, &ENC_SC_LEN, &ENC_SC, &MAC_CS_LEN, &MAC_CS, &MAC_SC_LEN, &MAC_SC, &COMP_CS_LEN,
    &COMP_CS, &COMP_SC_LEN, &COMP_SC, &LANG_CS_LEN, &LANG_CS, &LANG_SC_LEN, &LANG_SC, &FOLLOWS, &RESERVED,
]));
static KEX_LEN: Field = Field::new("ssh.kex_algorithms_length", "kex_algorithms length", Place::Uint(32));
/// How keys can be exchanged.
pub static KEX_LIST: Field = list("ssh.kex_algorithms", "kex_algorithms string");
static HOST_LEN: Field = Field::new("ssh.server_host_key_algorithms_length", "server_host_key_algorithms length", Place::Uint(32));
/// Kinds of the server's key.
pub static HOST_LIST: Field = list("ssh.server_host_key_algorithms", "server_host_key_algorithms string");
static ENC_CS_LEN: Field = Field::new("ssh.encryption_algorithms_client_to_server_length", "encryption_algorithms_client_to_server length", Place::Uint(32));
static ENC_CS: Field = list("ssh.encryption_algorithms_client_to_server", "encryption_algorithms_client_to_server string");
static ENC_SC_LEN: Field = Field::new("ssh.encryption_algorithms_server_to_client_length", "encryption_algorithms_server_to_client length", Place::Uint(32));
static ENC_SC: Field = list("ssh.encryption_algorithms_server_to_client", "encryption_algorithms_server_to_client string");
static MAC_CS_LEN: Field = Field::new("ssh.mac_algorithms_client_to_server_length", "mac_algorithms_client_to_server length", Place::Uint(32));
static MAC_CS: Field = list("ssh.mac_algorithms_client_to_server", "mac_algorithms_client_to_server string");
static MAC_SC_LEN: Field = Field::new("ssh.mac_algorithms_server_to_client_length", "mac_algorithms_server_to_client length", Place::Uint(32));
static MAC_SC: Field = list("ssh.mac_algorithms_server_to_client", "mac_algorithms_server_to_client string");
static COMP_CS_LEN: Field = Field::new("ssh.compression_algorithms_client_to_server_length", "compression_algorithms_client_to_server length", Place::Uint(32));
static COMP_CS: Field = list("ssh.compression_algorithms_client_to_server", "compression_algorithms_client_to_server string");
static COMP_SC_LEN: Field = Field::new("ssh.compression_algorithms_server_to_client_length", "compression_algorithms_server_to_client length", Place::Uint(32));
static COMP_SC: Field = list("ssh.compression_algorithms_server_to_client", "compression_algorithms_server_to_client string");
static LANG_CS_LEN: Field = Field::new("ssh.languages_client_to_server_length", "languages_client_to_server length", Place::Uint(32));
static LANG_CS: Field = list("ssh.languages_client_to_server", "languages_client_to_server string");
static LANG_SC_LEN: Field = Field::new("ssh.languages_server_to_client_length", "languages_server_to_client length", Place::Uint(32));
static LANG_SC: Field = list("ssh.languages_server_to_client", "languages_server_to_client string");
static FOLLOWS: Field = Field::new("ssh.first_kex_packet_follows", "First KEX Packet Follows", Place::Uint(8));
static RESERVED: Field = Field::new("ssh.kex.reserved", "Reserved", Place::Run(4));
static CLIENT_KEY: Field = Field::part(Place::Switch(exchange, &[(1, &[&QC_LEN, &QC])], &[&MPINT_LEN, &DH_E]));
static QC_LEN: Field = Field::new("ssh.ecdh.q_c_length", "ECDH client's ephemeral public key length", Place::Uint(32));
static QC: Field = counted("ssh.ecdh.q_c", "ECDH client's ephemeral public key (Q_C)");
static MPINT_LEN: Field = Field::new("ssh.mpint_length", "Multi Precision Integer Length", Place::Uint(32));
static DH_E: Field = counted("ssh.dh.e", "DH client e");
static SERVER_KEY: Field = Field::part(Place::When(|h| exchange(h) == 1, &[&HOST_KEY_LEN, &HOST_KEY, &QS_LEN, &QS, &SIG_LEN, &SIG]));
static HOST_KEY_LEN: Field = Field::new("ssh.host_key.length", "Host key length", Place::Uint(32));
static HOST_KEY: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&HOST_KEY_TYPE_LEN, &HOST_KEY_TYPE, &HOST_KEY_DATA]));
static HOST_KEY_TYPE_LEN: Field = Field::new("ssh.host_key.type_length", "Host key type length", Place::Uint(32));
static HOST_KEY_TYPE: Field = list("ssh.host_key.type", "Host key type");
static HOST_KEY_DATA: Field = Field::part(Place::Rest);
static QS_LEN: Field = Field::new("ssh.ecdh.q_s_length", "ECDH server's ephemeral public key length", Place::Uint(32));
static QS: Field = counted("ssh.ecdh.q_s", "ECDH server's ephemeral public key (Q_S)");
static SIG_LEN: Field = Field::new("ssh.host_sig.length", "Host signature length", Place::Uint(32));
static SIG: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&SIG_TYPE_LEN, &SIG_TYPE, &HOST_KEY_DATA]));
static SIG_TYPE_LEN: Field = Field::new("ssh.host_sig.type_length", "Host signature type length", Place::Uint(32));
static SIG_TYPE: Field = list("ssh.host_sig.type", "Host signature type");

/// What a client offers, in the order of [HASSH](https://github.com/salesforce/hassh).
pub static HASSH_LIST: Field = Field::new("ssh.kex.hassh_algorithms", "hasshAlgorithms", Place::Written(|p, i, out| offered(p, i, false, out)));
/// And as a hash.
pub static HASSH: Field = Field::new("ssh.kex.hassh", "hassh", Place::Written(|p, i, out| hashed(p, i, false, out)));
/// The same of a server.
pub static HASSH_SERVER_LIST: Field = Field::new("ssh.kex.hasshserver_algorithms", "hasshServerAlgorithms", Place::Written(|p, i, out| offered(p, i, true, out)));
/// And as a hash.
pub static HASSH_SERVER: Field = Field::new("ssh.kex.hasshserver", "hasshServer", Place::Written(|p, i, out| hashed(p, i, true, out)));
/// From the server.
pub static DIRECTION: Field = Field::new("ssh.direction", "Direction", Place::Derived(|p, i| Some(Value::Num((p.layer(i)?.mode & SERVER != 0).into())))).kind(Kind::Flag);

const CODES: Names = &[
    (1, "Disconnect"), (2, "Ignore"), (3, "Unimplemented"), (4, "Debug"), (5, "Service Request"), (6, "Service Accept"), (7, "Extension Information"),
    (20, "Key Exchange Init"), (21, "New Keys"), (30, "Diffie-Hellman Key Exchange Init"), (31, "Diffie-Hellman Key Exchange Reply"),
    (32, "Diffie-Hellman Group Exchange Init"), (33, "Diffie-Hellman Group Exchange Reply"), (34, "Diffie-Hellman Group Exchange Request"),
];

const fn list(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| (h.number as usize).min(h.left()))).text()
}
const fn counted(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Take(|h| (h.number as usize).min(h.left())))
}
fn exchange(h: &Here<'_>) -> u64 {
    u64::from(h.mode >> EXCHANGE & 3)
}
/// The lists of a key exchange's beginning, in their order.
fn lists(head: &[u8]) -> Option<[&[u8]; 10]> {
    if head.get(5) != Some(&20) {
        return None;
    }
    let mut at = 22;
    let mut all = [&[][..]; 10];
    for list in &mut all {
        let len = load(head, at * 8, 32)? as usize;
        *list = head.get(at + 4..at + 4 + len)?;
        at += 4 + len;
    }
    Some(all)
}
/// `kex;encryption;mac;compression`, of the direction that the side speaks in.
fn offered(packet: &Packet<'_>, layer: usize, server: bool, out: &mut Vec<u8>) -> bool {
    let Some(own) = packet.layer(layer).filter(|l| l.mode & KIND == PACKET && (l.mode & SERVER != 0) == server) else { return false };
    let Some([kex, _, enc_c, enc_s, mac_c, mac_s, comp_c, comp_s, ..]) = lists(own.head(packet.bytes)) else { return false };
    let parts = if server { [kex, enc_s, mac_s, comp_s] } else { [kex, enc_c, mac_c, comp_c] };
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            out.push(b';');
        }
        out.extend(part);
    }
    true
}
fn hashed(packet: &Packet<'_>, layer: usize, server: bool, out: &mut Vec<u8>) -> bool {
    let mut full = Vec::new();
    let any = offered(packet, layer, server, &mut full);
    if any {
        Md5::digest(&full).iter().for_each(|b| crate::text::hex((*b).into(), 2, out));
    }
    any
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ssh",
    title: "SSH Protocol",
    column: "SSH",
    spec: "RFC 4253",
    fields: &[&BY_MODE, &HASSH_LIST, &HASSH, &HASSH_SERVER_LIST, &HASSH_SERVER, &DIRECTION],
    under: &[(Space::TcpPort, 22), (Space::TcpPort, 29418)],
    looks: &[(Space::TcpPort, b"S", looks)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

/// A line that says who speaks.
fn looks(bytes: &[u8]) -> bool {
    (bytes.starts_with(b"SSH-2.0-") || bytes.starts_with(b"SSH-1.99-")) && bytes.len() <= 255 && bytes.ends_with(b"\n")
}

// A side's word: what comes next, how many packets it has sent, whether a curve was among what it offers first.
const STATE: u64 = 3;
const CLEAR_NEXT: u64 = 1;
const SECRET: u64 = 2;
const CURVE: u64 = 4;
const COUNT: u32 = 8;
/// No packet is longer (RFC 4253, 6.1), but for those that offer very much.
const LONGEST: usize = 1 << 18;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let head = below.layers.last().map_or(&[][..], |layer| layer.head(below.frame));
    let (from, to) = tcp::ports(head);
    let known = |port: u16| matches!(port, 22 | 29418);
    let server = if known(from) || known(to) { !known(to) } else { from < to };
    let side = if server { SERVER } else { 0 };
    let whole = bytes.len() == below.wire;
    let state = below.talk.map_or(0, |talk| talk.own.get());
    let set = |state: u64| {
        if let Some(talk) = below.talk {
            talk.own.set(state);
        }
    };
    let all = |mode: u32| Step { mode, ..Step::new(bytes.len(), below.wire.max(bytes.len()), id::data) };
    if state & STATE == 0 && (bytes.starts_with(b"SSH-") || b"SSH-".starts_with(bytes)) {
        return match line(bytes, 0) {
            Some(line) => {
                set(CLEAR_NEXT);
                Step { mode: BANNER | side, again: true, ..Step::new(line.next, line.next, id::data) }
            }
            None if whole && bytes.len() < 256 => Step { mode: BANNER | side, ..Step::more(bytes, 0) },
            None => all(BANNER | side),
        };
    }
    if state & STATE == SECRET {
        return all(side);
    }
    let Some(len) = load(bytes, 0, 32).map(|n| n as usize) else {
        return if whole && state & STATE == CLEAR_NEXT { Step { mode: PACKET | side, ..Step::more(bytes, 0) } } else { all(side) };
    };
    // In the clear go the messages of the key exchange.
    let clear = (8..LONGEST).contains(&len) && bytes.get(4).is_none_or(|pad| usize::from(*pad) + 2 <= len) && bytes.get(5).is_none_or(|code| matches!(code, 1..=7 | 20 | 21 | 30..=49));
    if !clear {
        return all(side);
    }
    let number = ((state >> COUNT) as u32).saturating_add(1).min((1 << 20) - 1);
    let curve = (state | below.talk.map_or(0, |talk| talk.other.get())) & CURVE != 0;
    let mut mode = PACKET | side | if below.talk.is_some() { number << NUMBER } else { 0 };
    if curve {
        mode |= 1 << EXCHANGE;
    }
    let Some(packet) = bytes.get(..len + 4) else {
        return if whole { Step { mode, ..Step::more(bytes, len + 4) } } else { all(mode) };
    };
    let code = packet.get(5);
    let curve = match lists(packet).map(|[kex, ..]| kex) {
        Some(kex) => kex.starts_with(b"curve25519") || kex.starts_with(b"ecdh-") || kex.starts_with(b"sntrup"),
        None => state & CURVE != 0,
    };
    let next = if code == Some(&21) { SECRET } else { CLEAR_NEXT };
    let curve = if curve { CURVE } else { 0 };
    set(next | curve | u64::from(number) << COUNT);
    Step { mode, again: true, ..Step::new(len + 4, len + 4, id::data) }
}

fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    out.extend(if own.mode & SERVER != 0 { b"Server: " } else { b"Client: " });
    match own.mode & KIND {
        BANNER => {
            out.extend(b"Protocol (");
            crate::text::utf8(head.get(..line_or_rest(head, 0).end).unwrap_or(&[]), out);
            out.push(b')');
        }
        PACKET => {
            let code = u64::from(head.get(5).copied().unwrap_or(0));
            out.extend(CODES.iter().find(|(n, _)| *n == code).map_or("Unknown", |(_, name)| name).as_bytes());
        }
        _ => {
            out.extend(b"Encrypted packet (len=");
            crate::text::decimal(own.wire() as u64, out);
            out.push(b')');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn who_speaks() {
        let bytes = tcp_of(22, 4000, b"SSH-2.0-OpenSSH_9.2\r\n");
        assert_eq!(fields_of(228, &bytes, &["ssh.protocol", "ssh.direction"]), "SSH-2.0-OpenSSH_9.2 1");
        assert_eq!(layers_of(228, &tcp_of(4000, 4001, b"SSH-2.0-x\r\n")), "ip:tcp:ssh End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn how_keys_can_be_exchanged() {
        let mut body = vec![6, 20];
        body.extend([7; 16]);
        for list in ["curve25519-sha256,x", "ssh-ed25519", "aes", "aes-s", "mac", "mac-s", "none", "zlib", "", ""] {
            body.extend((list.len() as u32).to_be_bytes());
            body.extend(list.as_bytes());
        }
        body.extend([0; 5 + 6]);
        let mut packet = (body.len() as u32).to_be_bytes().to_vec();
        packet.extend(body);
        let names = ["ssh.message_code", "ssh.kex_algorithms", "ssh.server_host_key_algorithms", "ssh.mac_algorithms_server_to_client", "ssh.kex.hassh_algorithms", "ssh.padding_string"];
        let bytes = tcp_of(4000, 22, &packet);
        assert_eq!(fields_of(228, &bytes, &names), "20 curve25519-sha256,x ssh-ed25519 mac-s curve25519-sha256,x;aes;mac;none 000000000000");
        assert_eq!(layers_of(228, &tcp_of(4000, 22, &packet[..60])), "ip:tcp:ssh More");
        assert_eq!(layers_of(228, &tcp_of(4000, 22, &[0xff; 60])), "ip:tcp:ssh End");
        cut_everywhere(228, &bytes);
    }
}
