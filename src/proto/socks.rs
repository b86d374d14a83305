//! SOCKS 4 and [5, RFC 1928](https://www.rfc-editor.org/rfc/rfc1928), with names and passwords, [RFC 1929](https://www.rfc-editor.org/rfc/rfc1929).
//!
//! ```text
//! 5: | Version | Methods, 1 | a method each |     answer: | Version | Method |
//!    | Version | Command | 0 | Address type | Address | Port, 2 |  and the answer likewise
//! 4: | Version | Command | Port, 2 | Address, 4 | User .. 0 |
//! ```
//! What follows is passed on for another protocol, that of the port that was asked for.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static VERSION: Field = byte("socks.version", "Version");
/// What the client wants.
pub static COMMAND: Field = byte("socks.command", "Command").names(&[(1, "Connect"), (2, "Bind"), (3, "UdpAssociate"), (0x80, "Ping"), (0x81, "Traceroute")]);
static PORT: Field = word("socks.dstport", "Remote Port");
static ADDRESS: Field = address("socks.dst", "Remote Address");
static USER: Field = Field::new("socks.username", "User name", Place::Zero);
static DOMAIN: Field = Field::new("socks.v4a_dns_name", "SOCKS v4a Remote Domain Name", Place::Zero);
static RESULTS_4: Field = byte("socks.results", "Results(V4)").names(&[
    (90, "Granted"),
    (91, "Rejected or Failed"),
    (92, "Rejected because SOCKS server cannot connect to identd on the client"),
    (93, "Rejected because the client program and identd report different user-ids"),
]);
static RESULTS_5: Field = byte("socks.results", "Results(V5)").names(&[
    (0, "Succeeded"),
    (1, "General SOCKS server failure"),
    (2, "Connection not allowed by ruleset"),
    (3, "Network unreachable"),
    (4, "Host unreachable"),
    (5, "Connection refused"),
    (6, "TTL expired"),
    (7, "Command not supported"),
    (8, "Address type not supported"),
]);
static METHOD_COUNT: Field = byte("socks.auth_method_count", "Authentication Method Count");
static METHOD: Field = byte("socks.auth_method", "Method").names(METHODS);
const METHODS: Names = &[(0, "No authentication"), (1, "GSSAPI"), (2, "Username/Password"), (3, "Challenge-Handshake Authentication Protocol"), (5, "Challenge-Response Authentication Method"), (255, "No acceptable method")];
static ACCEPTED: Field = byte("socks.auth_accepted_method", "Accepted Auth Method").names(METHODS);
static SUB_VERSION: Field = byte("socks.subnegotiation_version", "Subnegotiation Version");
static NAME: Field = Field::new("socks.username", "User name", Place::Rest).text();
static PASSWORD: Field = Field::new("socks.password", "Password", Place::Rest).text();
static STATUS: Field = byte("socks.auth_status", "Status");
static RESERVED: Field = byte("socks.reserved", "Reserved").ft(16);
static ADDRESS_TYPE: Field = byte("socks.address_type", "Address Type").names(&[(1, "IPv4"), (3, "Domain Name"), (4, "IPv6")]);
static ADDRESS_6: Field = six("socks.dstV6", "Remote Address(ipv6)");
static REMOTE: Field = Field::new("socks.remote_name", "Remote name", Place::Rest).text();
static PORT_5: Field = word("socks.port", "Port");

/// SOCKS.
pub static PROTOCOL: Protocol = Protocol {
    name: "socks",
    title: "Socks Protocol",
    column: "Socks",
    spec: "RFC 1928",
    fields: &[&Field::part(Place::Told(
        read,
        &[
            &VERSION, &COMMAND, &PORT, &ADDRESS, &USER, &DOMAIN, &RESULTS_4, &RESULTS_5, &METHOD_COUNT, &METHOD, &ACCEPTED, &SUB_VERSION, &NAME, &PASSWORD,
            &STATUS, &RESERVED, &ADDRESS_TYPE, &ADDRESS_6, &REMOTE, &PORT_5,
        ],
    ))],
    under: &[(Space::TcpPort, 1080)],
    line: &[Word::Call(|p, i, out| {
        out.extend(match p.layer(i).map_or(0, |own| own.mode) {
            METHODS_OFFERED => &b"Connect to server request"[..],
            METHOD_CHOSEN => b"Connect to server response",
            LOGIN => b"User authentication request",
            LOGIN_ANSWER => b"User authentication reply",
            ASKED_4 | ASKED_5 => b"Command Request",
            ANSWERED_4 | ANSWERED_5 => b"Command Response",
            _ => b"Data",
        });
    })],
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

// What a message is.
const METHODS_OFFERED: u32 = 1;
const METHOD_CHOSEN: u32 = 2;
const LOGIN: u32 = 3;
const LOGIN_ANSWER: u32 = 4;
const ASKED_4: u32 = 5;
const ANSWERED_4: u32 = 6;
const ASKED_5: u32 = 7;
const ANSWERED_5: u32 = 8;
// What both sides remember: what comes next; the port that was asked for from bit 16 on.
const CLIENT: u64 = 1 << 40;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if let Some(inside) = passed_on(id::socks, bytes, below) {
        return Step::new(0, below.wire, inside);
    }
    let whole = bytes.len() == below.wire;
    let state = below.talk.map_or(0, |talk| talk.own.get());
    let next = if state == 0 { first(bytes, below) } else { (state & 0xff) as u32 };
    let length = match next {
        METHODS_OFFERED => bytes.get(1).map(|n| 2 + usize::from(*n)),
        METHOD_CHOSEN | LOGIN_ANSWER => Some(2),
        LOGIN => {
            let name = usize::from(bytes.get(1).copied().unwrap_or(0));
            bytes.get(2 + name).map(|n| 3 + name + usize::from(*n))
        }
        ASKED_4 => length_4(bytes),
        ANSWERED_4 => Some(8),
        ASKED_5 | ANSWERED_5 => length_5(bytes),
        _ => return Step::new(bytes.len(), below.wire, id::data),
    };
    let Some(total) = length.filter(|n| *n <= bytes.len()) else {
        return if whole && bytes.len() < 512 { Step { mode: next, ..Step::more(bytes, length.unwrap_or(0)) } } else { Step { mode: next, ..Step::cut(bytes) } };
    };
    if let Some(talk) = below.talk {
        let (then, port) = match next {
            METHODS_OFFERED => (METHOD_CHOSEN, 0),
            METHOD_CHOSEN if bytes.get(1) == Some(&2) => (LOGIN, 0),
            METHOD_CHOSEN | LOGIN_ANSWER => (ASKED_5, 0),
            LOGIN => (LOGIN_ANSWER, 0),
            ASKED_4 => (ANSWERED_4, load(bytes, 16, 16).unwrap_or(0)),
            ASKED_5 => (ANSWERED_5, load(bytes, (total - 2) * 8, 16).unwrap_or(0)),
            _ => (0, 0),
        };
        let state = CLIENT | u64::from(then) | port << 16;
        if then == 0 {
            let port = (talk.own.get() >> 16) as u16;
            talk.pass_on(id::socks, TCPPORT.of(port));
        } else {
            talk.own.set(state);
            talk.other.set(state);
        }
    }
    Step { mode: next, ..Step::new(total, total, id::data) }
}
/// What the first message of a conversation is: 0 where it is none.
fn first(bytes: &[u8], below: &Below<'_>) -> u32 {
    let to = below.layers.last().and_then(|tcp| tcp::DSTPORT.num(tcp.head(below.frame)));
    if to != Some(1080) {
        return 0;
    }
    match bytes {
        [5, n, ..] if *n > 0 && below.wire == 2 + usize::from(*n) => METHODS_OFFERED,
        [4, 1 | 2, _, _, _, _, _, _, ..] if below.wire >= 9 && bytes.last() == Some(&0) => ASKED_4,
        _ => 0,
    }
}
fn length_4(bytes: &[u8]) -> Option<usize> {
    let zero = |at: usize| bytes.get(at..)?.iter().position(|b| *b == 0).map(|n| at + n + 1);
    let user = zero(8)?;
    // An address 0.0.0.x says that a name follows.
    match bytes.get(4..8) {
        Some([0, 0, 0, 1..=255]) => zero(user),
        _ => Some(user),
    }
}
fn length_5(bytes: &[u8]) -> Option<usize> {
    Some(match bytes.get(3)? {
        1 => 10,
        4 => 22,
        3 => 7 + usize::from(*bytes.get(4)?),
        _ => bytes.len().max(4),
    })
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    if r.rest().is_empty() {
        return Continue(());
    }
    match r.here().mode {
        METHODS_OFFERED => {
            r.fields(&[&VERSION, &METHOD_COUNT])?;
            for _ in 0..r.here().number {
                r.field(&METHOD)?;
            }
            Continue(())
        }
        METHOD_CHOSEN => r.fields(&[&VERSION, &ACCEPTED]),
        LOGIN => {
            r.field(&SUB_VERSION)?;
            sized(r, &NAME)?;
            sized(r, &PASSWORD)
        }
        LOGIN_ANSWER => r.fields(&[&SUB_VERSION, &STATUS]),
        ASKED_4 => {
            r.fields(&[&VERSION, &COMMAND, &PORT, &ADDRESS])?;
            let named = matches!(r.here().number, 1..=255);
            r.field(&USER)?;
            if named && !r.rest().is_empty() { r.field(&DOMAIN) } else { Continue(()) }
        }
        ANSWERED_4 => r.fields(&[&VERSION, &RESULTS_4, &PORT, &ADDRESS]),
        mode @ (ASKED_5 | ANSWERED_5) => {
            r.fields(&[&VERSION, if mode == ASKED_5 { &COMMAND } else { &RESULTS_5 }, &RESERVED, &ADDRESS_TYPE])?;
            match r.here().number {
                1 => r.field(&ADDRESS)?,
                4 => r.field(&ADDRESS_6)?,
                3 => sized(r, &REMOTE)?,
                _ => return Continue(()),
            }
            r.field(&PORT_5)
        }
        _ => Continue(()),
    }
}
/// A length of one byte and so many bytes of text.
fn sized(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    let Some(n) = r.rest().first().map(|n| usize::from(*n)) else { return r.broken() };
    r.pass(1)?;
    if n > r.rest().len() {
        return r.broken();
    }
    r.show(f, 0, n)?;
    r.pass(n)
}

#[cfg(test)]
mod tests {
    use super::testing::*;
    use super::*;
    use crate::spine::{Rules, Talk};

    #[test]
    fn offers() {
        let bytes = tcp_of(1234, 1080, b"\x05\x02\0\x02");
        assert_eq!(fields_of(228, &bytes, &["socks.version", "socks.auth_method_count", "socks.auth_method"]), "5 2 0,2");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(1234, 1080, b"\x04\x01\0\x50\0\0\0\x01me\0host\0");
        assert_eq!(fields_of(228, &bytes, &["socks.command", "socks.dstport", "socks.username", "socks.v4a_dns_name"]), "1 80 me host");
        assert_eq!(layers_of(228, &tcp_of(1080, 1234, b"GET / HTTP/1.0\r\n")), "ip:tcp:socks End");
    }
    /// From the offer of methods to the protocol of the port that is asked for.
    #[test]
    fn a_conversation() {
        let (talk, rules) = (Talk::default(), Rules::default());
        let frame = tcp_of(1234, 1080, b"");
        let layers = decoded(228, &frame, frame.len(), |p| p.spine.layers().to_vec());
        let step = |bytes: &[u8]| {
            let below = Below { frame: &frame, layers: &layers, wire: bytes.len(), time: None, rules: &rules, talk: Some(&talk) };
            let step = dissect(bytes, &below);
            (step.mode, step.header, step.next)
        };
        assert_eq!(step(b"\x05\x01\x02"), (METHODS_OFFERED, 3, id::data));
        assert_eq!(step(b"\x05\x02"), (METHOD_CHOSEN, 2, id::data));
        assert_eq!(step(b"\x01\x01a\x02bc"), (LOGIN, 6, id::data));
        assert_eq!(step(b"\x01\0"), (LOGIN_ANSWER, 2, id::data));
        assert_eq!(step(b"\x05\x01\0\x03\x01x\0\x50"), (ASKED_5, 8, id::data));
        assert_eq!(step(b"\x05\0\0\x01\x7f\0\0\x01\0\x50"), (ANSWERED_5, 10, id::data));
        assert_eq!(step(b"GET / HTTP/1.0\r\n\r\n"), (0, 0, id::http));
    }
}
