//! Which packet answers which: a reply from the one who was asked, or an ICMP error that quotes the question.
//!
//! Each layer of the question is held against the same layer of the answer, from the network layer up: addresses and ports turned
//! round, then what the protocol itself says of questions and answers (ICMP's identifier, TCP's numbers, the DNS question, xid).
//! The link layer is not looked at: a question may have gone out without one.
//!
//! Of many questions that wait, [`Waiting`] finds the one that is answered by what both must have in common.

use crate::decode;
use crate::frame::{Frame, Info, LinkType};
use crate::proto::id;
use crate::spine::{Id, Layer, Notes, Packet, Rules, Spine};
use std::collections::HashMap;

/// How a packet answers another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The one who was asked speaks.
    Reply,
    /// An ICMP or ICMPv6 error about the question.
    Error {
        /// Its layer in the answer.
        layer: usize,
        /// What routers do not change and what tells questions apart is equal in the quotation: identification, checksum, flow label.
        exact: bool,
    },
}

/// How `received` answers `sent`; `None` where it does not.
///
/// With `many`, whoever answers is the one who was asked: the question went to a broadcast address that does not look like one.
pub fn answers(sent: &Packet<'_>, received: &Packet<'_>, many: bool) -> Option<Answer> {
    let (s, r) = (network(sent, 1)?, network(received, 1)?);
    if let Some(layer) = error(received, r) {
        let quoted = received.child(layer).filter(|at| is_ip(received, *at))?;
        let sent_from = of(sent, s).and_then(|l| source(l, sent));
        // An error about a packet goes to who sent it.
        if sent_from.is_some() && of(received, r).and_then(|l| destination(l, received)) != sent_from {
            return None;
        }
        return quotes(sent, s, received, quoted).map(|exact| Answer::Error { layer, exact });
    }
    reply(sent, s, received, r, many).then_some(Answer::Reply)
}

/// The first layer from `from` on that has network addresses.
fn network(packet: &Packet<'_>, from: usize) -> Option<usize> {
    let layers = packet.spine.layers();
    layers.iter().skip(from).position(|l| matches!(l.id, id::ip | id::ipv6 | id::arp)).map(|at| at + from)
}
fn of<'a>(packet: &Packet<'a>, at: usize) -> Option<&'a Layer> {
    packet.layer(at)
}
fn is_ip(packet: &Packet<'_>, at: usize) -> bool {
    packet.layer(at).is_some_and(|l| matches!(l.id, id::ip | id::ipv6))
}
/// What a layer carries, IPv6 extension headers passed over.
fn carried(packet: &Packet<'_>, at: usize) -> Option<usize> {
    let mut at = packet.child(at)?;
    while packet
        .layer(at)
        .is_some_and(|l| matches!(l.id, id::ipv6_hopopts | id::ipv6_dstopts | id::ipv6_routing | id::ipv6_fraghdr | id::ah))
    {
        at = packet.child(at)?;
    }
    Some(at)
}
fn source<'a>(l: &Layer, packet: &Packet<'a>) -> Option<&'a [u8]> {
    let head = l.head(packet.bytes);
    match l.id {
        id::ip => head.get(12..16),
        id::ipv6 => head.get(8..24),
        _ => None,
    }
}
fn destination<'a>(l: &Layer, packet: &Packet<'a>) -> Option<&'a [u8]> {
    let head = l.head(packet.bytes);
    match l.id {
        id::ip => head.get(16..20),
        id::ipv6 => head.get(24..40),
        _ => None,
    }
}
/// The protocol of a layer that an IP header carries: of a first fragment, which is shown as data, the one that its header names.
fn protocol(packet: &Packet<'_>, at: usize) -> Option<Id> {
    let l = packet.layer(at)?;
    if l.id != id::data {
        return Some(l.id);
    }
    let below = packet.below(at)?;
    let head = below.head(packet.bytes);
    let (offset, named) = match below.id {
        id::ip => (word(head, 6)? & 0x1fff, *head.get(9)?),
        id::ipv6_fraghdr => (word(head, 2)? >> 3, *head.first()?),
        _ => return Some(l.id),
    };
    Some(match named {
        1 if offset == 0 => id::icmp,
        6 if offset == 0 => id::tcp,
        17 if offset == 0 => id::udp,
        58 if offset == 0 => id::icmpv6,
        132 if offset == 0 => id::sctp,
        _ => l.id,
    })
}
/// The bytes from a layer's first to the end of what carries it: of a quotation that was cut, decoding shows only what is whole.
fn message<'a>(packet: &Packet<'a>, at: usize) -> &'a [u8] {
    let Some(l) = packet.layer(at) else { return &[] };
    let end = packet.below(at).map_or(l.end, |below| below.end) as usize;
    packet.bytes.get(l.start as usize..end.min(packet.bytes.len())).unwrap_or_default()
}
fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}
fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

/// The ICMP error that an IP packet carries: its layer. Redirects are none, as what they speak of went on.
fn error(packet: &Packet<'_>, ip: usize) -> Option<usize> {
    let at = carried(packet, ip)?;
    let l = packet.layer(at)?;
    let kind = *l.whole(packet.bytes).first()?;
    match l.id {
        id::icmp => matches!(kind, 3 | 4 | 11 | 12).then_some(at),
        id::icmpv6 => matches!(kind, 1..=4).then_some(at),
        _ => None,
    }
}

/// Whether a quotation is of the packet that was sent: `Some(true)` if it is of no other that is alike.
fn quotes(sent: &Packet<'_>, s: usize, received: &Packet<'_>, q: usize) -> Option<bool> {
    let (a, b) = (of(sent, s)?, of(received, q)?);
    if a.id != b.id || source(a, sent) != source(b, received) || destination(a, sent) != destination(b, received) {
        return None;
    }
    let (ip, quoted) = (a.head(sent.bytes), b.head(received.bytes));
    let mut exact = match a.id {
        id::ip => ip.get(4..6) == quoted.get(4..6),
        // The traffic class may be changed on the way.
        _ => long(ip, 0).map(|n| n & 0xf_ffff) == long(quoted, 0).map(|n| n & 0xf_ffff),
    };
    let (Some(s), Some(q)) = (carried(sent, s), carried(received, q)) else {
        // Nothing is carried, or nothing of it is quoted.
        return (a.id == id::ipv6 || ip.get(9) == quoted.get(9)).then_some(exact);
    };
    let up = protocol(sent, s)?;
    if Some(up) != protocol(received, q) {
        return None;
    }
    let (one, other) = (message(sent, s), message(received, q));
    let equal = |at: std::ops::Range<usize>| match (one.get(at.clone()), other.get(at)) {
        (Some(one), Some(other)) => one == other,
        // Not quoted so far.
        _ => other.is_empty(),
    };
    let same = match up {
        // RFC 792 asks for 8 bytes: TCP's sequence number is among them.
        id::tcp => equal(0..4) && equal(4..8),
        id::udp | id::udplite => {
            exact &= equal(4..8);
            equal(0..4)
        }
        id::sctp => equal(0..4),
        // The checksum is of what was sent; identifier and sequence number follow it.
        id::icmp | id::icmpv6 => equal(0..2) && equal(4..8),
        id::ip | id::ipv6 => return quotes(sent, s, received, q).map(|inner| inner && exact),
        _ => true,
    };
    same.then_some(exact)
}

/// Whether the layer `r` is what who got the layer `s` would say to it.
fn reply(sent: &Packet<'_>, s: usize, received: &Packet<'_>, r: usize, many: bool) -> bool {
    let (Some(a), Some(b)) = (of(sent, s), of(received, r)) else { return false };
    if same_kind(a.id) != same_kind(b.id) {
        return false;
    }
    let (one, other) = (a.whole(sent.bytes), b.whole(received.bytes));
    let known = match a.id {
        id::arp => return arp(one, other),
        id::ip | id::ipv6 => {
            let from = |l: &Layer, p: &Packet<'_>| source(l, p).map(<[u8]>::to_vec);
            let to = |l: &Layer, p: &Packet<'_>| destination(l, p).map(<[u8]>::to_vec);
            let asked = to(a, sent).unwrap_or_default();
            let asker = from(a, sent).unwrap_or_default();
            // A group is answered by its members, who has no address yet is answered at everybody's.
            let from_asked = many || grouped(&asked) || from(b, received).as_ref() == Some(&asked);
            let to_asker = asker.iter().all(|byte| *byte == 0) || to(b, received).as_ref() == Some(&asker);
            let (s, r) = (carried(sent, s), carried(received, r));
            return from_asked
                && to_asker
                && match (s, r) {
                    (Some(s), Some(r)) => reply(sent, s, received, r, many),
                    // Nothing but a header was sent.
                    (None, r) => a.id == id::ipv6 || one.get(9) == other.get(9) || r.is_none(),
                    (Some(_), None) => false,
                };
        }
        id::tcp => return tcp(one, other, a.carried(), b.carried()),
        id::udp | id::udplite => one.get(0..2) == other.get(2..4) && one.get(2..4) == other.get(0..2),
        id::sctp => one.get(0..2) == other.get(2..4) && one.get(2..4) == other.get(0..2) && sctp(one, other),
        id::icmp => return icmp(one, other),
        id::icmpv6 => return icmpv6(one, other),
        id::dns | id::mdns | id::llmnr => return dns(one, other),
        id::dhcp => return one.get(4..8) == other.get(4..8) && other.first() == Some(&2),
        id::dhcpv6 => return one.get(1..4) == other.get(1..4) && one.first() != other.first(),
        id::ntp => return ntp(one, other),
        id::data => return true,
        _ => true,
    };
    if !known {
        return false;
    }
    match (sent.child(s), received.child(r)) {
        (Some(s), Some(r)) => {
            // What nobody knows may be answered by anything.
            of(sent, s).is_some_and(|l| l.id == id::data) || reply(sent, s, received, r, many)
        }
        (None, _) => true,
        (Some(s), None) => of(sent, s).is_some_and(|l| l.id == id::data),
    }
}
/// DNS in its three dresses is one.
fn same_kind(kind: Id) -> Id {
    if matches!(kind, id::mdns | id::llmnr) { id::dns } else { kind }
}
/// A multicast address, or everybody's.
fn grouped(address: &[u8]) -> bool {
    match address {
        [a, _, _, _] => *a >> 4 == 14 || address == [255; 4],
        [0xff, ..] => true,
        _ => false,
    }
}

/// RFC 826: the reply comes from the address that was asked for. RARP (RFC 903) and InARP (RFC 2390) too.
fn arp(one: &[u8], other: &[u8]) -> bool {
    let (Some(asked), Some(answered)) = (word(one, 6), word(other, 6)) else { return false };
    if one.get(..4) != other.get(..4) || !matches!(asked, 1 | 3 | 8) || answered != asked + 1 {
        return false;
    }
    let lengths = |arp: &[u8]| Some((usize::from(*arp.get(4)?), usize::from(*arp.get(5)?)));
    let (Some((hardware, protocol)), Some(theirs)) = (lengths(one), lengths(other)) else { return false };
    if (hardware, protocol) != theirs {
        return false;
    }
    let part = |arp: &[u8], at: usize, n: usize| arp.get(8 + at..8 + at + n).map(<[u8]>::to_vec);
    let (sha, spa, tha, tpa) = (0, hardware, hardware + protocol, 2 * hardware + protocol);
    match asked {
        1 => part(one, tpa, protocol) == part(other, spa, protocol) && part(one, spa, protocol) == part(other, tpa, protocol),
        3 => part(one, tha, hardware) == part(other, tha, hardware),
        _ => part(one, sha, hardware) == part(other, tha, hardware),
    }
}

/// RFC 792: the answer has the question's identifier and sequence number.
fn icmp(one: &[u8], other: &[u8]) -> bool {
    let wanted = match one.first() {
        Some(8) => 0,
        Some(10) => return other.first() == Some(&9),
        Some(13) => 14,
        Some(15) => 16,
        Some(17) => 18,
        // RFC 8335: the sequence number has 8 bits, flags follow.
        Some(42) => return other.first() == Some(&43) && one.get(4..7) == other.get(4..7),
        _ => return false,
    };
    other.first() == Some(&wanted) && one.get(4..8) == other.get(4..8) && one.get(4..8).is_some()
}

/// RFC 4443, RFC 4861, RFC 2710.
fn icmpv6(one: &[u8], other: &[u8]) -> bool {
    match (one.first(), other.first()) {
        // "The data received in the Echo Request message MUST be returned entirely and unmodified" (RFC 4443, 4.2).
        (Some(128), Some(129)) => one.get(4..) == other.get(4..),
        (Some(130), Some(131 | 143)) | (Some(133), Some(134)) => true,
        (Some(135), Some(136)) => one.get(8..24) == other.get(8..24) && one.get(8..24).is_some(),
        // RFC 4620: the nonce.
        (Some(139), Some(140)) => one.get(8..16) == other.get(8..16),
        (Some(144), Some(145)) | (Some(146), Some(147)) => one.get(4..6) == other.get(4..6),
        (Some(160), Some(161)) => one.get(4..7) == other.get(4..7),
        _ => false,
    }
}

/// RFC 9293, 3.10.7: what a host says to a segment, in the state it may be in.
fn tcp(one: &[u8], other: &[u8], data: usize, answered: usize) -> bool {
    const FIN: u8 = 1;
    const SYN: u8 = 2;
    const RST: u8 = 4;
    const ACK: u8 = 16;
    if one.get(0..2) != other.get(2..4) || one.get(2..4) != other.get(0..2) {
        return false;
    }
    let parts = |s: &[u8]| Some((long(s, 4)?, long(s, 8)?, *s.get(13)?));
    let (Some((seq, ack, flags)), Some((their_seq, their_ack, theirs))) = (parts(one), parts(other)) else { return false };
    if flags & RST != 0 {
        return false;
    }
    // How far a sequence number is behind another, the shorter way round.
    let apart = |a: u32, b: u32| a.wrapping_sub(b).min(b.wrapping_sub(a));
    let length = data as u32 + u32::from(flags & SYN != 0) + u32::from(flags & FIN != 0);
    // Acknowledged is all of it, or as much as was taken: a SYN's data may be left.
    let acknowledges = theirs & ACK != 0 && their_ack.wrapping_sub(seq) <= length;
    if flags & ACK == 0 {
        if flags & SYN != 0 {
            return acknowledges && their_ack != seq || theirs & (SYN | ACK | RST) == SYN;
        }
        // "the reset ... <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>": to a segment without ACK.
        return acknowledges;
    }
    if theirs & RST != 0 {
        // "<SEQ=SEG.ACK><CTL=RST>": to a segment with ACK. With one of its own it speaks of a connection.
        return if theirs & ACK == 0 { their_seq == ack } else { acknowledges && apart(their_seq, ack) <= 2 };
    }
    acknowledges && apart(their_seq, ack) <= 2 + answered as u32
}

/// RFC 9260: the answer to INIT bears the tag that INIT named.
fn sctp(one: &[u8], other: &[u8]) -> bool {
    match (one.get(12), other.get(12)) {
        (Some(1), Some(2 | 6)) => long(one, 16) == long(other, 4) || other.get(13).is_some_and(|flags| flags & 1 == 1),
        (Some(1), _) => false,
        _ => true,
    }
}

/// RFC 1035, RFC 5452, 9.1: the same identification and the same question.
fn dns(one: &[u8], other: &[u8]) -> bool {
    let response = |m: &[u8]| m.get(2).is_some_and(|flags| flags & 0x80 != 0);
    if response(one) || !response(other) || one.get(0..2) != other.get(0..2) || one.get(0..2).is_none() {
        return false;
    }
    match (questions(one), questions(other)) {
        // Servers that do not understand a question leave it out; multicast DNS always does.
        (_, Some([])) => true,
        (Some(asked), Some(answered)) => asked.eq_ignore_ascii_case(answered),
        _ => false,
    }
}
/// The question section's bytes; empty where there is none, `None` where it is broken.
fn questions(message: &[u8]) -> Option<&[u8]> {
    let mut at = 12;
    for _ in 0..word(message, 4)? {
        loop {
            match *message.get(at)? {
                0 => break at += 1,
                length @ 1..=63 => at += 1 + usize::from(length),
                0xc0.. => break at += 2,
                _ => return None,
            }
        }
        at += 4;
    }
    message.get(12..at)
}

/// RFC 5905, 8: the server gives back when the client sent.
fn ntp(one: &[u8], other: &[u8]) -> bool {
    let mode = |m: &[u8]| m.first().map(|first| first & 7);
    match (mode(one), mode(other)) {
        (Some(3), Some(4)) | (Some(1), Some(2)) => one.get(40..48) == other.get(24..32) && one.len() >= 48,
        (Some(6), Some(6)) | (Some(7), Some(7)) => one.get(2..4) == other.get(2..4),
        _ => false,
    }
}

/// What a question and its answer have in common: who is asked (zero for many), protocol, two numbers of it.
type Key = ([u8; 16], u8, u16, u16);

/// The key of a question: the network layer at `at`.
fn key(packet: &Packet<'_>, at: usize, many: bool) -> Option<Key> {
    let l = of(packet, at)?;
    let wide = |address: &[u8]| {
        let mut whole = [0; 16];
        if let Some(part) = whole.get_mut(..address.len()) {
            part.copy_from_slice(address);
        }
        whole
    };
    if l.id == id::arp {
        return Some(([0; 16], 254, word(l.head(packet.bytes), 2)?, 0));
    }
    let asked = destination(l, packet)?;
    let asked = if many || grouped(asked) { [0; 16] } else { wide(asked) };
    let Some((up, message)) = carried(packet, at).and_then(|at| Some((protocol(packet, at)?, message(packet, at)))) else {
        return Some((asked, 255, 0, 0));
    };
    Some(match up {
        id::tcp | id::udp | id::udplite | id::sctp => (asked, up.0 as u8, word(message, 0)?, word(message, 2)?),
        id::icmp | id::icmpv6 if echo(up, message) => (asked, up.0 as u8, word(message, 4)?, word(message, 6)?),
        other => (asked, other.0 as u8, 0, 0),
    })
}
/// The key that the question has to which this would be the reply.
fn turned(packet: &Packet<'_>, at: usize, many: bool) -> Option<Key> {
    let l = of(packet, at)?;
    if l.id == id::arp {
        return key(packet, at, many);
    }
    let mut asked = [0; 16];
    let from = source(l, packet)?;
    if let (false, Some(part)) = (many, asked.get_mut(..from.len())) {
        part.copy_from_slice(from);
    }
    let Some((up, message)) = carried(packet, at).and_then(|at| Some((of(packet, at)?, message(packet, at)))) else {
        return Some((asked, 255, 0, 0));
    };
    Some(match up.id {
        id::tcp | id::udp | id::udplite | id::sctp => (asked, up.id.0 as u8, word(message, 2)?, word(message, 0)?),
        id::icmp | id::icmpv6 if echo(up.id, message) => (asked, up.id.0 as u8, word(message, 4)?, word(message, 6)?),
        other => (asked, other.0 as u8, 0, 0),
    })
}
fn echo(kind: Id, message: &[u8]) -> bool {
    let first = message.first().copied().unwrap_or(0);
    if kind == id::icmp { matches!(first, 0 | 8) } else { matches!(first, 128 | 129) }
}

/// Questions that wait for their answers.
#[derive(Default)]
pub struct Waiting {
    by: HashMap<Key, Vec<u64>>,
    asked: HashMap<u64, Asked>,
    spine: Spine,
}
struct Asked {
    bytes: Box<[u8]>,
    link: LinkType,
    many: bool,
    key: Key,
    /// How often it was sent and not yet seen on its way.
    unseen: u32,
}

/// What a packet is to those that wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It is the question itself, on its way out.
    Itself(u64),
    /// It answers the question of this number.
    Answer(u64, Answer),
}

impl Waiting {
    /// Nobody waits.
    pub fn new() -> Waiting {
        Waiting::default()
    }

    /// How many questions wait.
    pub fn len(&self) -> usize {
        self.asked.len()
    }

    /// True where no question waits.
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// A question that was sent, or is sent again. False for a packet that nobody can answer: it has no network layer.
    pub fn add(&mut self, number: u64, bytes: &[u8], link: LinkType, many: bool) -> bool {
        if let Some(asked) = self.asked.get_mut(&number) {
            asked.unseen += 1;
            return true;
        }
        let frame = Frame::new(bytes, Info::alone(link, bytes.len() as u32));
        let rules = Rules::default();
        decode::walk(&mut self.spine, &frame, &rules);
        let notes = Notes::new();
        let packet = Packet { bytes, frame: &frame, spine: &self.spine, notes: &notes, rules: &rules };
        let Some(key) = network(&packet, 1).and_then(|at| key(&packet, at, many)) else { return false };
        self.by.entry(key).or_default().push(number);
        self.asked.insert(number, Asked { bytes: bytes.into(), link, many, key, unseen: 1 });
        true
    }

    /// The bytes of a question that waits.
    pub fn bytes(&self, number: u64) -> Option<(&[u8], LinkType)> {
        self.asked.get(&number).map(|asked| (&*asked.bytes, asked.link))
    }

    /// A question no longer waits.
    pub fn remove(&mut self, number: u64) {
        let Some(asked) = self.asked.remove(&number) else { return };
        if let Some(all) = self.by.get_mut(&asked.key) {
            all.retain(|other| *other != number);
            if all.is_empty() {
                self.by.remove(&asked.key);
            }
        }
    }

    /// What a captured packet is to those that wait; of several that it may answer, the one whose identification it quotes, else the first.
    pub fn find(&mut self, received: &Packet<'_>) -> Option<Found> {
        let at = network(received, 1)?;
        let own = key(received, at, false);
        let quoted = error(received, at).and_then(|layer| received.child(layer)).filter(|at| is_ip(received, *at));
        let keys = match quoted {
            Some(quoted) => [own, key(received, quoted, false), key(received, quoted, true)],
            None => [own, turned(received, at, false), turned(received, at, true)],
        };
        let (rules, notes) = (Rules::default(), Notes::new());
        let mut best = None;
        for (place, key) in keys.iter().enumerate() {
            let Some(numbers) = key.as_ref().and_then(|key| self.by.get(key)) else { continue };
            for number in numbers {
                let Some(asked) = self.asked.get_mut(number) else { continue };
                let frame = Frame::new(&asked.bytes, Info::alone(asked.link, asked.bytes.len() as u32));
                decode::walk(&mut self.spine, &frame, &rules);
                let sent = Packet { bytes: &asked.bytes, frame: &frame, spine: &self.spine, notes: &notes, rules: &rules };
                if place == 0 && asked.unseen > 0 && itself(&sent, received, at) {
                    asked.unseen -= 1;
                    return Some(Found::Itself(*number));
                }
                if place == 0 && !matches!(key, Some((_, 254, ..))) {
                    continue;
                }
                match answers(&sent, received, asked.many) {
                    Some(answer @ (Answer::Reply | Answer::Error { exact: true, .. })) => return Some(Found::Answer(*number, answer)),
                    Some(answer) => best = best.or(Some(Found::Answer(*number, answer))),
                    None => {}
                }
            }
        }
        best
    }
}

/// Whether a captured packet is the one that was sent. Raw sockets write length, identification and checksum of an IPv4 header.
fn itself(sent: &Packet<'_>, received: &Packet<'_>, at: usize) -> bool {
    let Some((a, b)) = network(sent, 1).and_then(|s| of(sent, s)).zip(of(received, at)) else { return false };
    let (one, other) = (a.whole(sent.bytes), b.whole(received.bytes));
    let equal = |from: usize, to: usize| one.get(from..to) == other.get(from..to);
    let same = if a.id == id::ip { equal(6, 10) && equal(12, one.len()) } else { one == other };
    a.id == b.id && one.len() == other.len() && same
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How one expression's packet answers another's.
    fn how(sent: &str, received: &str) -> Option<Answer> {
        let mut waiting = Waiting::new();
        let craft =
            |text: &str| (crate::craft::expr(text).unwrap_or_else(|e| panic!("{text}: {e}")), crate::craft::compose(text).unwrap().link());
        let (question, link) = craft(sent);
        assert!(waiting.add(7, &question, link, false));
        let (bytes, link) = craft(received);
        let frame = Frame::new(&bytes, Info::alone(link, bytes.len() as u32));
        let (mut spine, rules, notes) = (Spine::new(), Rules::default(), Notes::new());
        decode::walk(&mut spine, &frame, &rules);
        let packet = Packet { bytes: &bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
        let found = waiting.find(&packet).map(|found| match found {
            Found::Answer(7, answer) => answer,
            other => panic!("{other:?}"),
        });
        let mut of_sent = Spine::new();
        let frame = Frame::new(&question, Info::alone(craft(sent).1, question.len() as u32));
        decode::walk(&mut of_sent, &frame, &rules);
        let sent = Packet { bytes: &question, frame: &frame, spine: &of_sent, notes: &notes, rules: &rules };
        assert_eq!(found, answers(&sent, &packet, false), "what waits is found by its key, or the key is wrong");
        found
    }
    fn replies(sent: &str, received: &str) -> bool {
        how(sent, received) == Some(Answer::Reply)
    }
    const THERE: &str = r#"IP(src="10.0.0.2",dst="10.0.0.1")"#;
    const BACK: &str = r#"IP(src="10.0.0.1",dst="10.0.0.2")"#;
    fn both(sent: &str, received: &str) -> bool {
        replies(&format!("{THERE}/{sent}"), &format!("{BACK}/{received}"))
    }

    #[test]
    fn a_segment_is_answered_by_the_book() {
        let syn = r#"TCP(sport=1000,dport=80,flags="S",seq=100)"#;
        assert!(both(syn, r#"TCP(sport=80,dport=1000,flags="SA",seq=9,ack=101)"#));
        assert!(both(syn, r#"TCP(sport=80,dport=1000,flags="RA",seq=0,ack=101)"#));
        assert!(both(syn, r#"TCP(sport=80,dport=1000,flags="S",seq=0)"#), "both at once (RFC 9293, 3.5)");
        assert!(!both(syn, r#"TCP(sport=80,dport=1000,flags="SA",seq=9,ack=100)"#));
        assert!(!both(syn, r#"TCP(sport=80,dport=1000,flags="SA",seq=9,ack=102)"#));
        assert!(!both(syn, r#"TCP(sport=81,dport=1000,flags="SA",seq=9,ack=101)"#));
        let data = r#"TCP(sport=1000,dport=80,flags="PA",seq=100,ack=7)/"hello""#;
        assert!(both(data, r#"TCP(sport=80,dport=1000,flags="A",seq=7,ack=105)"#));
        assert!(both(data, r#"TCP(sport=80,dport=1000,flags="PA",seq=7,ack=105)/"hi""#));
        assert!(both(data, r#"TCP(sport=80,dport=1000,flags="R",seq=7)"#));
        assert!(!both(data, r#"TCP(sport=80,dport=1000,flags="A",seq=7,ack=106)"#));
        assert!(!both(data, r#"TCP(sport=80,dport=1000,flags="R",seq=8)"#));
        let odd = r#"TCP(sport=1000,dport=80,flags="FPU",seq=100)"#;
        assert!(both(odd, r#"TCP(sport=80,dport=1000,flags="RA",seq=0,ack=101)"#));
        assert!(both(r#"TCP(sport=1000,dport=80,flags=0,seq=100)"#, r#"TCP(sport=80,dport=1000,flags="RA",seq=0,ack=100)"#));
        assert!(!both(r#"TCP(sport=1000,dport=80,flags="R",seq=100)"#, r#"TCP(sport=80,dport=1000,flags="A",seq=5,ack=100)"#));
    }

    #[test]
    fn a_datagram_is_answered_from_where_it_went() {
        let question = r#"UDP(sport=1000,dport=9)/"x""#;
        assert!(both(question, r#"UDP(sport=9,dport=1000)/"y""#));
        assert!(!both(question, r#"UDP(sport=10,dport=1000)/"y""#));
        assert!(!replies(&format!("{THERE}/{question}"), r#"IP(src="10.0.0.3",dst="10.0.0.2")/UDP(sport=9,dport=1000)/"y""#));
        let group = r#"IP(src="10.0.0.2",dst="224.0.0.1")/UDP(sport=1000,dport=9)/"x""#;
        assert!(replies(group, &format!(r#"{BACK}/UDP(sport=9,dport=1000)/"y""#)), "anybody of the group");
    }

    #[test]
    fn dns_is_answered_with_its_question() {
        let of = |head: &str, name: &str| {
            format!(r#"UDP({head})/DNS(id=7,{}qd=[DNSQR(qname="{name}")])"#, if head.starts_with("sport=53") { "qr=1," } else { "" })
        };
        let question = of("sport=1000,dport=53", "a.example");
        assert!(both(&question, &of("sport=53,dport=1000", "a.example")));
        assert!(both(&question, &of("sport=53,dport=1000", "A.eXample")), "letters in both sizes are one");
        assert!(!both(&question, &of("sport=53,dport=1000", "b.example")));
        assert!(!both(&question, r#"UDP(sport=53,dport=1000)/DNS(id=8,qr=1,qd=[DNSQR(qname="a.example")])"#));
        assert!(both(&question, r#"UDP(sport=53,dport=1000)/DNS(id=7,qr=1,rcode=1,qd=[])"#));
    }

    #[test]
    fn errors_speak_of_what_they_quote() {
        let question = format!("{THERE}/UDP(sport=1000,dport=9,chksum=5)");
        let error = |quoted: &str| {
            let text = format!(r#"IP(src="10.9.9.9",dst="10.0.0.2")/ICMP(type=11)/{quoted}"#);
            how(&question, &text)
        };
        let quoted = |id: u16, sum: u16, port: u16| {
            format!(r#"IP(src="10.0.0.2",dst="10.0.0.1",id={id})/UDP(sport=1000,dport={port},chksum={sum})"#)
        };
        let exact = |answer| matches!(answer, Some(Answer::Error { exact: true, .. }));
        assert!(exact(error(&quoted(1, 5, 9))));
        for other in [quoted(2, 5, 9), quoted(1, 6, 9)] {
            assert!(matches!(error(&other), Some(Answer::Error { exact: false, .. })), "{other}");
        }
        assert_eq!(error(&quoted(1, 5, 10)), None);
        let elsewhere = format!(r#"IP(src="10.9.9.9",dst="10.0.0.3")/ICMP(type=11)/{}"#, quoted(1, 5, 9));
        assert_eq!(how(&question, &elsewhere), None, "an error for somebody else");
        let part = |flags: &str| format!(r#"IP(src="10.0.0.2",dst="10.0.0.1",flags="{flags}",len=1500)/UDP(sport=1000,dport=9,chksum=5)"#);
        assert!(exact(error(&part("MF"))), "the first of its fragments is quoted");
        assert_eq!(error(&part("MF").replace("len=", "frag=5,len=")), None, "another fragment does not say whose it is");
        let redirect = format!(r#"IP(src="10.9.9.9",dst="10.0.0.2")/ICMP(type=5)/{}"#, quoted(1, 5, 9));
        assert_eq!(how(&question, &redirect), None, "what was redirected goes on");
    }

    #[test]
    fn a_quotation_may_end_after_eight_bytes() {
        let question = format!(r#"{THERE}/TCP(sport=1000,dport=80,seq=100)"#);
        let bytes = crate::craft::expr(&question).unwrap();
        let cut: String = bytes[..28].iter().map(|b| format!("\\x{b:02x}")).collect();
        let error = |cut: &str| how(&question, &format!(r#"IP(src="10.9.9.9",dst="10.0.0.2")/ICMP(type=11)/b"{cut}""#));
        assert!(error(&cut).is_some());
        let other = cut.replace("\\x64", "\\x65");
        assert_ne!(other, cut);
        assert_eq!(error(&other), None, "another sequence number");
    }

    #[test]
    fn neighbours_and_version_six() {
        let ns = r#"IPv6(src="fe80::2",dst="ff02::1:ff00:1",hlim=255)/ICMPv6ND_NS(tgt="fe80::1")"#;
        assert!(replies(ns, r#"IPv6(src="fe80::1",dst="fe80::2",hlim=255)/ICMPv6ND_NA(tgt="fe80::1")"#));
        assert!(!replies(ns, r#"IPv6(src="fe80::3",dst="fe80::2",hlim=255)/ICMPv6ND_NA(tgt="fe80::3")"#));
        let ping = r#"IPv6(src="fe80::2",dst="fe80::1")/ICMPv6EchoRequest(id=1,seq=2,data="a")"#;
        assert!(replies(ping, r#"IPv6(src="fe80::1",dst="fe80::2")/ICMPv6EchoReply(id=1,seq=2,data="a")"#));
        assert!(!replies(ping, r#"IPv6(src="fe80::1",dst="fe80::2")/ICMPv6EchoReply(id=1,seq=2,data="b")"#));
        let ext = r#"IPv6(src="fe80::2",dst="fe80::1")/IPv6ExtHdrDestOpt()/UDP(sport=1,dport=2)"#;
        assert!(replies(ext, r#"IPv6(src="fe80::1",dst="fe80::2")/UDP(sport=2,dport=1)"#));
        let who = r#"Ether(src="02:00:00:00:00:02")/ARP(hwsrc="02:00:00:00:00:02",psrc="10.0.0.2",pdst="10.0.0.1")"#;
        let is_at =
            |from: &str| format!(r#"Ether()/ARP(op=2,hwsrc="02:00:00:00:00:01",psrc="{from}",hwdst="02:00:00:00:00:02",pdst="10.0.0.2")"#);
        assert!(replies(who, &is_at("10.0.0.1")));
        assert!(!replies(who, &is_at("10.0.0.7")));
    }

    #[test]
    fn the_question_itself_is_seen_once_for_each_sending() {
        let text = r#"IP(src="127.0.0.1",dst="127.0.0.1",id=0)/UDP(sport=9,dport=9)/"x""#;
        let bytes = crate::craft::expr(text).unwrap();
        let mut waiting = Waiting::new();
        waiting.add(1, &bytes, LinkType(101), false);
        // The kernel gives it an identification.
        let mut gone = bytes.clone();
        gone[4..6].copy_from_slice(&[9, 9]);
        let frame = Frame::new(&gone, Info::alone(LinkType(101), gone.len() as u32));
        let (mut spine, rules, notes) = (Spine::new(), Rules::default(), Notes::new());
        decode::walk(&mut spine, &frame, &rules);
        let packet = Packet { bytes: &gone, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
        assert_eq!(waiting.find(&packet), Some(Found::Itself(1)));
        assert_eq!(waiting.find(&packet), Some(Found::Answer(1, Answer::Reply)), "an echo server that says the same");
        waiting.remove(1);
        assert!(waiting.is_empty() && waiting.find(&packet).is_none());
    }
}
