//! Floor 3. What only earlier packets tell, laid on a packet as notes: which conversation it belongs to, and
//! sequence numbers counted from the conversation's first.
//!
//! A number space begins where a side is first heard of: at its SYN, else one before the first sequence number it
//! sends, or the first that the other side acknowledges. So the first byte of data has number 1, as Wireshark has it.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]
mod kept;

use crate::field::Field;
use crate::proto::{id, sctp, tcp, udp};
use crate::spine::{Id, Layer, Notes, Spine};
pub(crate) use kept::Kept;

/// The conversations seen so far.
///
/// At most `bound` are remembered; those not heard of for longest are let go, and are new ones when they speak again.
pub struct Flows {
    tcp: Kept<Key, Connection>,
    udp: Kept<Key, u64>,
    sctp: Kept<Key, [Option<u32>; 2]>,
    streams: [u64; 2],
}
/// Both ends of a conversation, the smaller first.
pub(crate) type Key = [End; 2];
/// Address and port.
pub(crate) type End = ([u8; 16], u64);
/// A TCP connection: its number, and for each side the sequence number that counts as 0.
#[derive(Clone, Copy)]
struct Connection {
    stream: u64,
    base: [Option<u32>; 2],
}

impl Flows {
    /// Conversations remembered where nobody says otherwise.
    pub const BOUND: usize = 1 << 17;

    /// Remembers at most `bound` conversations of TCP, and as many of UDP and of SCTP.
    pub fn new(bound: usize) -> Flows {
        Flows { tcp: Kept::new(bound), udp: Kept::new(bound), sctp: Kept::new(bound), streams: [0; 2] }
    }
    /// Clears the notes and lays on them what this packet's layers are to the packets before. Packets come in their order.
    pub fn see(&mut self, frame: &[u8], spine: &Spine, notes: &mut Notes) {
        notes.clear();
        for (i, layer) in spine.layers().iter().enumerate() {
            match layer.id {
                id::tcp => self.tcp(frame, spine, i, layer, notes),
                id::udp | id::udplite => self.udp(frame, spine, i, layer, notes),
                id::sctp => self.sctp(frame, spine, i, layer, notes),
                _ => None,
            };
        }
    }
    /// Conversations that were let go because there were too many.
    pub fn let_go(&self) -> u64 {
        self.tcp.let_go + self.udp.let_go + self.sctp.let_go
    }
    fn udp(&mut self, frame: &[u8], spine: &Spine, i: usize, layer: &Layer, notes: &mut Notes) -> Option<()> {
        let (key, _) = ends(frame, spine, layer, &udp::SRCPORT, &udp::DSTPORT)?;
        layer.head(frame).get(..8)?; // as short as that it is none
        let [_, streams] = &mut self.streams;
        let stream = *self.udp.entry(key, || next(streams));
        notes.lay(i, &udp::STREAM, stream);
        Some(())
    }
    fn tcp(&mut self, frame: &[u8], spine: &Spine, i: usize, layer: &Layer, notes: &mut Notes) -> Option<()> {
        let (key, side) = ends(frame, spine, layer, &tcp::SRCPORT, &tcp::DSTPORT)?;
        // A header whose length is wrong is still one of its connection.
        let head = layer.whole(frame).get(..16)?;
        let (seq, ack) = (tcp::SEQ_RAW.num(head)? as u32, tcp::ACK_RAW.num(head)? as u32);
        let flags = tcp::FLAGS.num(head)?;
        let (syn, acks) = (flags & 0x02 != 0, flags & 0x10 != 0);
        let [streams, _] = &mut self.streams;
        let connection = self.tcp.entry(key, || Connection { stream: next(streams), base: [None; 2] });
        let [a, b] = connection.base;
        let own = if side == 0 { a } else { b };
        let length = tcp::length(layer, head).filter(|_| tcp::HDR_LEN.num(head) >= Some(20));
        let Some(length) = length else {
            // A segment shorter than its header is not counted with.
            notes.lay(i, &tcp::STREAM, connection.stream);
            notes.lay(i, &tcp::SEQ, seq.into());
            notes.lay(i, &tcp::ACK, ack.into());
            return Some(());
        };
        // Another SYN with another number: the ports are used again.
        if syn && !acks && own.is_some_and(|base| base != seq) {
            *connection = Connection { stream: next(streams), base: [None; 2] };
        }
        let [a, b] = &mut connection.base;
        let (own, other) = if side == 0 { (a, b) } else { (b, a) };
        let base = *own.get_or_insert(if syn { seq } else { seq.wrapping_sub(1) });
        if acks {
            // "There is no guarantee that the ACK field of a SYN contains zeros": only an ACK tells of the other side.
            other.get_or_insert(ack.wrapping_sub(1));
        }
        let seq = seq.wrapping_sub(base);
        notes.lay(i, &tcp::STREAM, connection.stream);
        notes.lay(i, &tcp::SEQ, seq.into());
        let counted = length as u32 + u32::from(flags & 0x03 != 0); // SYN and FIN count as one, as Wireshark has it
        notes.lay(i, &tcp::NXTSEQ, seq.wrapping_add(counted).into());
        let other = other.unwrap_or(0);
        notes.lay(i, &tcp::ACK, if acks { ack.wrapping_sub(other) } else { ack }.into());
        notes.lay(i, &tcp::ACK_BASE, other.into());
        Some(())
    }
    fn sctp(&mut self, frame: &[u8], spine: &Spine, i: usize, layer: &Layer, notes: &mut Notes) -> Option<()> {
        let (key, side) = ends(frame, spine, layer, &sctp::SRCPORT, &sctp::DSTPORT)?;
        let [a, b] = self.sctp.entry(key, || [None; 2]);
        let (own, other) = if side == 0 { (a, b) } else { (b, a) };
        let head = layer.head(frame);
        for (kind, _, value) in sctp::chunks(head) {
            match kind {
                1 | 2 => *own = value.get(12..16).and_then(number).or(*own),
                0 | 64 if own.is_none() => *own = value.get(..4).and_then(number),
                _ => {}
            }
        }
        own.map(|base| notes.lay(i, &sctp::TSN_BASE, base.into()));
        other.map(|base| notes.lay(i, &sctp::ACK_BASE, base.into()));
        Some(())
    }
}
fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(*bytes.first_chunk()?))
}
fn next(count: &mut u64) -> u64 {
    *count += 1;
    *count - 1
}
/// Both ends, and which of them sent this; `None` where no IP layer carries it.
pub(crate) fn ends(frame: &[u8], spine: &Spine, layer: &Layer, from: &Field, to: &Field) -> Option<(Key, usize)> {
    let mut up = layer.up;
    let (src, dst) = loop {
        let ip = spine.layers().get(up as usize)?;
        match ip.id {
            id::ip | id::ipv6 => break addresses(ip.id, ip.head(frame))?,
            id::frame => return None,
            _ => up = ip.up,
        }
    };
    let head = layer.head(frame);
    let (a, b) = ((src, from.num(head)?), (dst, to.num(head)?));
    let side = usize::from(a > b);
    Some((if side == 0 { [a, b] } else { [b, a] }, side))
}
fn addresses(id: Id, head: &[u8]) -> Option<([u8; 16], [u8; 16])> {
    // An IPv4 address is kept as IPv6 maps it (RFC 4291, 2.5.5.2).
    let wide = |a: &[u8]| {
        let mut whole = [0; 16];
        whole.get_mut(12..)?.copy_from_slice(a);
        whole.get_mut(10..12)?.copy_from_slice(&[0xff; 2]);
        Some(whole)
    };
    match id {
        id::ip => Some((wide(head.get(12..16)?)?, wide(head.get(16..20)?)?)),
        _ => Some((*head.get(8..24)?.first_chunk()?, *head.get(24..40)?.first_chunk()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{Frame, Info, LinkType};
    use crate::spine::Rules;

    /// IPv4 and TCP from one end to the other.
    fn segment(from: u16, to: u16, seq: u32, ack: u32, flags: u8, data: usize) -> Vec<u8> {
        let mut bytes = vec![0x45, 0, 0, (40 + data) as u8, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 1];
        bytes.extend(from.to_be_bytes());
        bytes.extend(to.to_be_bytes());
        bytes.extend(seq.to_be_bytes());
        bytes.extend(ack.to_be_bytes());
        bytes.extend([0x50, flags, 0, 1, 0, 0, 0, 0]);
        bytes.resize(40 + data, b'x');
        bytes
    }
    /// Stream, relative sequence and acknowledgment number of each.
    fn notes(flows: &mut Flows, segments: &[Vec<u8>]) -> Vec<[u64; 3]> {
        let (mut spine, mut notes) = (Spine::new(), Notes::new());
        let mut all = vec![];
        for bytes in segments {
            let frame = Frame::new(bytes, Info::alone(LinkType(228), bytes.len() as u32));
            crate::decode::walk(&mut spine, &frame, &Rules::default());
            flows.see(bytes, &spine, &mut notes);
            all.push([&tcp::STREAM, &tcp::SEQ, &tcp::ACK].map(|f| notes.get(2, f).unwrap_or(u64::MAX)));
        }
        all
    }

    #[test]
    fn numbers_count_from_the_handshake() {
        let seen = notes(
            &mut Flows::new(8),
            &[
                segment(1000, 80, 0xffff_ffff, 0, 0x02, 0),
                segment(80, 1000, 500, 0, 0x12, 0),
                segment(1000, 80, 0, 501, 0x10, 10),
                segment(1000, 80, 77, 0, 0x02, 0), // the port used again
            ],
        );
        assert_eq!(seen, [[0, 0, 0], [0, 0, 1], [0, 1, 1], [1, 0, 0]]);
    }
    #[test]
    fn without_a_handshake_the_first_byte_is_number_one() {
        let seen = notes(&mut Flows::new(8), &[segment(1000, 80, 5000, 900, 0x18, 10), segment(80, 1000, 900, 5010, 0x10, 0)]);
        assert_eq!(seen, [[0, 1, 1], [0, 1, 11]]);
    }
    #[test]
    fn memory_is_bounded() {
        let mut flows = Flows::new(4);
        let many: Vec<_> = (0..100).map(|port| segment(1000 + port, 80, 1, 0, 0x02, 0)).collect();
        notes(&mut flows, &many);
        assert!(flows.tcp.len() <= 4);
        assert_eq!(flows.let_go(), 96);
        // The latest is remembered, the first is not.
        assert_eq!(notes(&mut flows, &many[99..])[0][0], 99);
        assert_eq!(notes(&mut flows, &many[..1])[0][0], 100);
    }
}
