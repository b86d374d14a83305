//! What an answer says: who speaks, and whether that is an echo, an open port, a closed one, or a router's complaint.

use crate::decode;
use crate::frame::{Frame, Info, LinkType};
use crate::proto::id;
use crate::spine::{Rules, Spine};
use serde::Serialize;
use std::net::IpAddr;

/// An answer in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Who speaks.
    pub from: IpAddr,
    /// Hops left when it arrived.
    pub ttl: u8,
    /// Bytes behind the IP header.
    pub length: usize,
    /// What.
    pub word: Word,
    /// The labels that the packet bore where it died (RFC 4950), outermost first.
    pub labels: Vec<Label>,
}

/// What is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// An echo reply.
    Echo,
    /// A segment with these flags.
    Segment {
        /// Of its header.
        flags: u8,
        /// Its window.
        window: u16,
    },
    /// A datagram.
    Datagram,
    /// An ICMP error: type and code as they are in ICMP for IPv4, or in ICMPv6.
    Error {
        /// It is ICMPv6's.
        six: bool,
        /// The type.
        kind: u8,
        /// The code.
        code: u8,
        /// The largest packet that would pass, where it was too large for the next link.
        mtu: Option<u32>,
    },
    /// Something else.
    Other,
}

/// An MPLS label stack entry (RFC 3032).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// The label.
    pub label: u32,
    /// The traffic class.
    pub tc: u8,
    /// It is the last.
    pub bottom: bool,
    /// Hops left.
    pub ttl: u8,
}

impl Word {
    /// True where a router says that the packet's hops were used up.
    pub const fn exceeded(self) -> bool {
        matches!(self, Word::Error { six: false, kind: 11, code: 0, .. } | Word::Error { six: true, kind: 3, code: 0, .. })
    }

    /// True where the host says that nobody listens on that port.
    pub const fn port_unreachable(self) -> bool {
        matches!(self, Word::Error { six: false, kind: 3, code: 3, .. } | Word::Error { six: true, kind: 1, code: 4, .. })
    }

    /// True where the packet was too large for a link, and might not be parted.
    pub const fn too_big(self) -> bool {
        matches!(self, Word::Error { six: false, kind: 3, code: 4, .. } | Word::Error { six: true, kind: 2, .. })
    }

    /// For a person.
    pub fn text(self) -> String {
        match self {
            Word::Echo => "echo reply".to_owned(),
            Word::Segment { flags, .. } if flags & 0x12 == 0x12 => "SYN/ACK".to_owned(),
            Word::Segment { flags, .. } if flags & 4 != 0 => "RST".to_owned(),
            Word::Segment { .. } => "TCP segment".to_owned(),
            Word::Datagram => "UDP datagram".to_owned(),
            Word::Error { six, kind, code, mtu } => {
                let text = if six { error6(kind, code) } else { error4(kind, code) };
                let text = text.map_or_else(|| format!("ICMP{} type {kind} code {code}", if six { "v6" } else { "" }), str::to_owned);
                mtu.map_or(text.clone(), |mtu| format!("{text}, MTU {mtu}"))
            }
            Word::Other => "answer".to_owned(),
        }
    }

    /// What traceroute puts behind a time: `!H`; empty for what is to be expected.
    pub fn mark(self) -> String {
        match self {
            Word::Error { six: false, kind: 3, code, mtu } => match (code, mtu) {
                (0, _) => "!N".to_owned(),
                (1, _) => "!H".to_owned(),
                (2, _) => "!P".to_owned(),
                (3, _) => String::new(),
                (4, Some(mtu)) => format!("!F-{mtu}"),
                (4, None) => "!F".to_owned(),
                (5, _) => "!S".to_owned(),
                (9 | 10 | 13, _) => "!X".to_owned(),
                _ => format!("!<{code}>"),
            },
            Word::Error { six: true, kind: 1, code, .. } => match code {
                0 => "!N".to_owned(),
                1 | 5 | 6 => "!X".to_owned(),
                2 => "!S".to_owned(),
                3 => "!H".to_owned(),
                4 => String::new(),
                _ => format!("!<{code}>"),
            },
            Word::Error { six: true, kind: 2, mtu, .. } => mtu.map_or("!F".to_owned(), |mtu| format!("!F-{mtu}")),
            Word::Error { six: true, kind: 4, .. } | Word::Error { six: false, kind: 12, .. } => "!<parameter>".to_owned(),
            _ => String::new(),
        }
    }
}

/// RFC 792, RFC 1122, RFC 1812; the usual ones in the words of ping, which scripts look for.
fn error4(kind: u8, code: u8) -> Option<&'static str> {
    Some(match (kind, code) {
        (3, 0) => "Destination Net Unreachable",
        (3, 1) => "Destination Host Unreachable",
        (3, 2) => "Destination Protocol Unreachable",
        (3, 3) => "Destination Port Unreachable",
        (3, 4) => "Fragmentation needed",
        (3, 5) => "Source route failed",
        (3, 6) => "Destination network unknown",
        (3, 7) => "Destination host unknown",
        (3, 9) => "Destination network prohibited",
        (3, 10) => "Destination host prohibited",
        (3, 13) => "Communication prohibited",
        (4, _) => "Source quench",
        (11, 0) => "Time to live exceeded",
        (11, 1) => "Fragment reassembly time exceeded",
        (12, _) => "Parameter problem",
        _ => return None,
    })
}
/// RFC 4443.
fn error6(kind: u8, code: u8) -> Option<&'static str> {
    Some(match (kind, code) {
        (1, 0) => "No route to destination",
        (1, 1) => "Communication prohibited",
        (1, 2) => "Beyond scope of source address",
        (1, 3) => "Address unreachable",
        (1, 4) => "Port unreachable",
        (1, 5) => "Source address failed policy",
        (1, 6) => "Route to destination rejected",
        (2, _) => "Packet too big",
        (3, 0) => "Hop limit exceeded",
        (3, 1) => "Fragment reassembly time exceeded",
        (4, _) => "Parameter problem",
        _ => return None,
    })
}

/// What an answer says; `None` where it has no IP header.
pub fn said(bytes: &[u8], link: LinkType) -> Option<Said> {
    let frame = Frame::new(bytes, Info::alone(link, bytes.len() as u32));
    let mut spine = Spine::new();
    decode::walk(&mut spine, &frame, &Rules::default());
    let at = spine.layers().iter().position(|l| matches!(l.id, id::ip | id::ipv6))?;
    let ip = spine.layers().get(at)?;
    let head = ip.head(bytes);
    let (from, ttl) = match ip.id {
        id::ip => (IpAddr::from(*head.get(12..16)?.first_chunk::<4>()?), *head.get(8)?),
        _ => (IpAddr::from(*head.get(8..24)?.first_chunk::<16>()?), *head.get(7)?),
    };
    let mut said = Said { from, ttl, length: ip.carried(), word: Word::Other, labels: vec![] };
    let up = spine.layers().iter().skip(at + 1).find(|l| matches!(l.id, id::icmp | id::icmpv6 | id::tcp | id::udp));
    let Some(up) = up else { return Some(said) };
    let message = up.whole(bytes);
    said.word = match (up.id, message.first().copied()) {
        (id::tcp, _) => Word::Segment {
            flags: message.get(13).copied().unwrap_or(0),
            window: message.get(14..16).and_then(|w| w.first_chunk().copied()).map_or(0, u16::from_be_bytes),
        },
        (id::udp, _) => Word::Datagram,
        (id::icmp, Some(0)) | (id::icmpv6, Some(129)) => Word::Echo,
        (kind, Some(first)) if if kind == id::icmp { matches!(first, 3 | 4 | 11 | 12) } else { first < 128 } => {
            said.labels = labels(message, kind == id::icmpv6);
            let code = message.get(1).copied().unwrap_or(0);
            let long = message.get(4..8).and_then(|m| m.first_chunk().copied()).map_or(0, u32::from_be_bytes);
            let six = kind == id::icmpv6;
            let mtu = match (six, first, code) {
                (false, 3, 4) => Some(long & 0xffff).filter(|mtu| *mtu > 0),
                (true, 2, _) => Some(long),
                _ => None,
            };
            Word::Error { six, kind: first, code, mtu }
        }
        _ => Word::Other,
    };
    Some(said)
}

/// The MPLS label stack in an error's extensions: RFC 4884, 7; RFC 4950, 3.
fn labels(message: &[u8], six: bool) -> Vec<Label> {
    let mut labels = vec![];
    let length = match six {
        true => message.get(4).map_or(0, |words| usize::from(*words) * 8),
        false => message.get(5).map_or(0, |words| usize::from(*words) * 4),
    };
    // Routers older than RFC 4884 fill what they quote up to 128 bytes, and say nothing.
    let from = 8 + if length == 0 { 128 } else { length };
    let Some([version, _, _, _, objects @ ..]) = message.get(from..) else { return labels };
    if version >> 4 != 2 {
        return labels;
    }
    let mut objects = objects;
    while let [a, b, class, kind, ..] = *objects {
        let length = usize::from(u16::from_be_bytes([a, b]));
        let Some(body) = objects.get(4..length.max(4)) else { break };
        if (class, kind) == (1, 1) {
            for entry in body.as_chunks::<4>().0 {
                let word = u32::from_be_bytes(*entry);
                labels.push(Label { label: word >> 12, tc: (word >> 9 & 7) as u8, bottom: word >> 8 & 1 == 1, ttl: word as u8 });
            }
        }
        objects = objects.get(length.max(4)..).unwrap_or_default();
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Said {
        said(&crate::craft::expr(text).unwrap(), LinkType(101)).unwrap()
    }

    #[test]
    fn words_are_told_apart() {
        let back = r#"IP(src="10.0.0.1",dst="10.0.0.2",ttl=61)"#;
        let echo = of(&format!(r#"{back}/ICMP(type=0)/"abc""#));
        assert_eq!((echo.from.to_string(), echo.ttl, echo.length, echo.word), ("10.0.0.1".to_owned(), 61, 11, Word::Echo));
        assert_eq!(of(&format!(r#"{back}/TCP(flags="SA")"#)).word.text(), "SYN/ACK");
        assert_eq!(of(&format!(r#"{back}/TCP(flags="RA")"#)).word.text(), "RST");
        let quoted = r#"IP(src="10.0.0.2",dst="10.0.0.9")/UDP()"#;
        let host = of(&format!("{back}/ICMP(type=3,code=1)/{quoted}"));
        assert_eq!((host.word.text().as_str(), host.word.mark().as_str()), ("Destination Host Unreachable", "!H"));
        assert!(of(&format!("{back}/ICMP(type=3,code=3)/{quoted}")).word.port_unreachable());
        assert!(of(&format!("{back}/ICMP(type=11)/{quoted}")).word.exceeded());
        let big = of(&format!("{back}/ICMP(type=3,code=4,nexthopmtu=1400)/{quoted}")).word;
        assert_eq!((big.too_big(), big.mark().as_str()), (true, "!F-1400"));
        let six = r#"IPv6(src="fe80::1",dst="fe80::2")/ICMPv6PacketTooBig(mtu=1300)/IPv6(src="fe80::2",dst="fe80::9")/UDP()"#;
        assert_eq!(of(six).word.mark(), "!F-1300");
    }

    #[test]
    fn labels_stand_behind_the_quotation() {
        // Type 11, length 32 words; 128 bytes quoted; version 2; an object of 12 bytes of class 1: two labels.
        let mut message = vec![11, 0, 0, 0, 0, 32, 0, 0];
        message.extend([0; 128]);
        message.extend([0x20, 0, 0, 0, 0, 12, 1, 1, 0x00, 0x3e, 0x80, 1, 0x00, 0x3e, 0x9b, 255]);
        let want = [Label { label: 1000, tc: 0, bottom: false, ttl: 1 }, Label { label: 1001, tc: 5, bottom: true, ttl: 255 }];
        assert_eq!(labels(&message, false), want);
        message[5] = 0;
        assert_eq!(labels(&message, false), want, "as before RFC 4884");
        (message[4], message[5]) = (16, 0);
        assert_eq!(labels(&message, true), want);
        for end in 0..message.len() {
            labels(&message[..end], true);
        }
        message[137] = 0;
        assert!(labels(&message, true).len() < 3, "an object of no length ends");
    }
}
