//! Datagrams joined from their fragments: RFC 791, 3.2; RFC 8200, 4.5.
//!
//! What came first stays: a fragment that says otherwise of bytes that are there is told as an error, and only what it
//! has that is new is taken.
use super::patchwork::{Laid, Patchwork};
use super::{Hindsight, Kept, ends};
use crate::frame::Frame;
use crate::proto::{Joined, id, ip, ipv6_fraghdr as fraghdr, vlan};
use crate::spine::{Layer, Notes, Spine};

/// Datagrams that wait for fragments where nobody says otherwise: 64 KiB each at most.
pub(super) const BOUND: usize = 512;
/// A datagram's fragments are not waited for longer (RFC 8200, 4.5; RFC 1122, 3.3.2): its number may mean another one by then.
const PATIENCE: i64 = 60_000_000_000;
/// No datagram is longer.
const LONGEST: usize = 0xffff;
/// More pieces than that are not of one datagram.
const MOST: usize = 0x4000;

/// Whose fragment it is: addresses, number, protocol, VLAN.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    from: [u8; 16],
    to: [u8; 16],
    number: u32,
    protocol: u8,
    vlan: u16,
}
/// A fragment in a frame.
struct Fragment<'a> {
    key: Key,
    tell: &'static Joined,
    layer: usize,
    offset: usize,
    more: bool,
    bytes: &'a [u8],
}
/// Where a fragment came from.
struct Piece {
    frame: u64,
    layer: usize,
    offset: usize,
    /// It says otherwise than an earlier one.
    wrong: bool,
}
/// A datagram of which there are some fragments.
#[derive(Default)]
struct Datagram {
    since: i64,
    pieces: Vec<Piece>,
    laid: Patchwork,
    end: Option<usize>,
    overlap: bool,
    tails: bool,
}

/// The datagrams that wait for fragments, and the bytes of the one that was joined last.
pub(super) struct Fragments {
    waiting: Kept<Key, Datagram>,
    joined: Vec<u8>,
}

impl Fragments {
    pub(super) fn new(bound: usize) -> Fragments {
        Fragments { waiting: Kept::new(bound), joined: Vec::new() }
    }
    pub(super) fn let_go(&self) -> u64 {
        self.waiting.let_go
    }
    /// Takes what a frame ends with if it is a fragment, `again` if that was itself joined from some. Where it was the last one missing:
    /// the layer whose fragment it is, and where the whole stands in the bytes joined.
    pub(super) fn see(
        &mut self,
        frame: &Frame<'_>,
        again: bool,
        spine: &Spine,
        notes: &mut Notes,
        found: Option<&mut Hindsight>,
    ) -> Option<(usize, usize)> {
        let fragment = fragment(if again { &self.joined } else { frame.bytes }, spine)?;
        let time = frame.info.time.unwrap_or(0);
        let datagram = self.waiting.entry(fragment.key, Datagram::default);
        if datagram.pieces.is_empty() || time.saturating_sub(datagram.since) > PATIENCE {
            *datagram = Datagram { since: time, ..Datagram::default() };
        }
        datagram.take(frame.info.number, &fragment);
        if !datagram.whole() {
            return None;
        }
        let datagram = self.waiting.remove(&fragment.key)?;
        let layer = fragment.layer;
        datagram.tell(&fragment, frame.info.number, notes, found);
        if !again {
            self.joined.clear();
            self.joined.extend_from_slice(frame.bytes);
        }
        let at = self.joined.len();
        self.joined.extend_from_slice(&datagram.laid.bytes);
        Some((layer, at))
    }
    /// The frame's bytes, and behind them what was joined.
    pub(super) fn joined(&self) -> &[u8] {
        &self.joined
    }
    /// Lends the bytes joined.
    pub(super) fn lend(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.joined)
    }
    /// Takes them back.
    pub(super) fn keep(&mut self, joined: Vec<u8>) {
        self.joined = joined;
    }
}

impl Datagram {
    fn take(&mut self, frame: u64, fragment: &Fragment<'_>) {
        let (from, to) = (fragment.offset, fragment.offset + fragment.bytes.len());
        if to > LONGEST || self.pieces.len() >= MOST {
            return;
        }
        let end = if fragment.more { self.end } else { Some(*self.end.get_or_insert(to)) };
        self.tails |= !fragment.more && end != Some(to);
        let to = end.map_or(to, |end| end.min(to));
        let new = fragment.bytes.get(..to.saturating_sub(from)).unwrap_or(&[]);
        let Laid { overlaps, differs } = self.laid.lay(from, new);
        self.overlap |= overlaps;
        self.pieces.push(Piece { frame, layer: fragment.layer, offset: from, wrong: differs });
    }
    fn whole(&self) -> bool {
        self.end.is_some_and(|end| self.laid.whole(end))
    }
    fn tell(&self, last: &Fragment<'_>, frame: u64, notes: &mut Notes, found: Option<&mut Hindsight>) {
        let Fragment { tell, layer, .. } = *last;
        let mut order: Vec<&Piece> = self.pieces.iter().collect();
        order.sort_by_key(|piece| piece.offset);
        order.iter().filter(|piece| !piece.wrong).for_each(|piece| notes.lay(layer, tell.fragment, piece.frame));
        let wrong = order.iter().any(|piece| piece.wrong);
        for (field, so) in [(tell.overlap, self.overlap), (tell.conflict, wrong), (tell.tails, self.tails)] {
            if so {
                notes.lay(layer, field, 1);
            }
        }
        order.iter().filter(|piece| piece.wrong).for_each(|piece| notes.lay(layer, tell.error, piece.frame));
        notes.lay(layer, tell.count, self.pieces.len() as u64);
        notes.lay(layer, tell.length, self.laid.bytes.len() as u64);
        if let Some(found) = found {
            let earlier = self.pieces.iter().filter(|piece| piece.frame != frame);
            earlier.for_each(|piece| found.tell(piece.frame, piece.layer, tell.within, frame));
        }
    }
}

/// Joins fragments for those who want the whole packets and nothing else of the frames they came in.
pub struct Joiner {
    fragments: Fragments,
    notes: Notes,
}
impl Joiner {
    /// No fragments yet.
    pub fn new() -> Joiner {
        Joiner { fragments: Fragments::new(BOUND), notes: Notes::new() }
    }
    /// The IP packet whose last missing fragment this frame holds, as it was before it was cut.
    pub fn see(&mut self, frame: &Frame<'_>, spine: &Spine) -> Option<Vec<u8>> {
        if !is_fragment(frame, spine) {
            return None;
        }
        self.notes.clear();
        let (at, from) = self.fragments.see(frame, false, spine, &mut self.notes, None)?;
        let (layers, body) = (spine.layers(), self.fragments.joined().get(from..)?);
        let layer = layers.get(at)?;
        if layer.id == id::ip {
            let mut whole = [layer.head(frame.bytes), body].concat();
            let (length, head) = (u16::try_from(whole.len()).ok()?, layer.head(frame.bytes).len());
            whole.get_mut(2..4)?.copy_from_slice(&length.to_be_bytes());
            // Neither more fragments nor an offset; what is said of parting it stays.
            whole.get_mut(6..8)?.iter_mut().zip([0xc0, 0]).for_each(|(b, mask)| *b &= mask);
            whole.get_mut(10..12)?.fill(0);
            let sum = crate::checksum::internet(0, whole.get(..head)?);
            whole.get_mut(10..12)?.copy_from_slice(&sum.to_be_bytes());
            return Some(whole);
        }
        // The fragment header goes, and the one before it names what it named.
        let before = layers.get(usize::from(layer.up))?;
        let mut up = before;
        while up.id != id::ipv6 {
            up = layers.get(usize::from(up.up))?;
        }
        let front = frame.bytes.get(up.start as usize..layer.start as usize)?;
        let mut whole = [front, body].concat();
        let length = u16::try_from(whole.len().checked_sub(40)?).ok()?;
        whole.get_mut(4..6)?.copy_from_slice(&length.to_be_bytes());
        let names = (before.start - up.start) as usize + if before.id == id::ipv6 { 6 } else { 0 };
        *whole.get_mut(names)? = *layer.head(frame.bytes).first()?;
        Some(whole)
    }
}
impl Default for Joiner {
    fn default() -> Joiner {
        Joiner::new()
    }
}

/// True where a frame, or what its fragments were joined to, ends with a fragment: [`Flows::see`](super::Flows::see) joins it to others.
pub fn is_fragment(frame: &Frame<'_>, spine: &Spine) -> bool {
    frame.bytes.len() as u32 >= frame.info.wire && fragment(frame.bytes, spine).is_some()
}

/// The fragment that a frame ends with, where all of it was captured.
fn fragment<'a>(bytes: &'a [u8], spine: &Spine) -> Option<Fragment<'a>> {
    let layers = spine.layers();
    let last = layers.len().checked_sub(1)?;
    // What it carries is data, or nothing at all.
    let carries = |layer: &Layer| layer.id == id::ip || layer.id == id::ipv6_fraghdr;
    let at = match layers.get(last)? {
        layer if carries(layer) => last,
        layer if layer.id == id::data => usize::from(layer.up),
        _ => return None,
    };
    let layer = layers.get(at)?;
    let head = layer.head(bytes);
    let load = layer.load(bytes);
    if load.len() < layer.carried() || load.is_empty() {
        return None;
    }
    let (tell, carrier, offset, more, number, protocol) = match layer.id {
        id::ip => (&ip::JOINED, layer, ip::FRAG_OFFSET.num(head)? * 8, ip::FLAGS_MF.num(head)?, ip::ID.num(head)?, ip::PROTO.num(head)?),
        id::ipv6_fraghdr => {
            let mut up = layers.get(usize::from(layer.up))?;
            while up.id != id::ipv6 {
                up = layers.get(usize::from(up.up))?;
            }
            let [offset, more, number, next] = [&fraghdr::OFFSET, &fraghdr::MORE, &fraghdr::IDENT, &fraghdr::NXT].map(|f| f.num(head));
            (&fraghdr::JOINED, up, offset? * 8, more?, number?, next?)
        }
        _ => return None,
    };
    // A fragment that is not the last holds a multiple of eight bytes.
    if offset == 0 && more == 0 || more == 1 && load.len() % 8 != 0 {
        return None;
    }
    let (from, to) = ends::addresses(carrier.id, carrier.head(bytes))?;
    let tagged = layers.get(..at)?.iter().rev().find(|layer| layer.id == id::vlan);
    let vlan = tagged.and_then(|layer| vlan::ID.num(layer.head(bytes))).unwrap_or(0) as u16;
    // The protocol is part of the number in IPv4 (RFC 791, 3.2), not in IPv6 (RFC 8200, 4.5).
    let protocol = if layer.id == id::ip { protocol as u8 } else { 0 };
    let key = Key { from, to, number: number as u32, protocol, vlan };
    Some(Fragment { key, tell, layer: at, offset: offset as usize, more: more == 1, bytes: load })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Flows;
    use crate::frame::{Info, LinkType};
    use crate::spine::Rules;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// A piece of an IPv4 packet that carries UDP; the offset counts bytes.
    fn piece(number: u8, offset: usize, bytes: &[u8], more: bool) -> Vec<u8> {
        let (len, at) = ((20 + bytes.len()) as u16, (offset / 8) as u16 | u16::from(more) << 13);
        let ([len, low], [at, rest]) = (len.to_be_bytes(), at.to_be_bytes());
        let mut all = vec![0x45, 0, len, low, 0, number, at, rest, 64, 17, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
        all.extend(bytes);
        all
    }
    /// UDP from port 5000 with so many bytes of data.
    fn datagram(data: usize) -> Vec<u8> {
        let len = ((8 + data) as u16).to_be_bytes();
        [0x13, 0x88, 0x27, 0x0f, len[0], len[1], 0, 0].into_iter().chain((0..data).map(|i| i as u8)).collect()
    }
    /// Of each frame: what UDP it carries, and the notes of IP that tell of joining.
    type Told = (Option<Vec<u8>>, Vec<u64>, [Option<u64>; 5]);
    fn read(flows: &mut Flows, frames: &[Vec<u8>]) -> Vec<Told> {
        let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
        let tell = &ip::JOINED;
        let mut all = vec![];
        for (i, bytes) in frames.iter().enumerate() {
            let info = Info { number: i as u64 + 1, time: Some(i as i64), ..Info::alone(LinkType(228), bytes.len() as u32) };
            let frame = Frame::new(bytes, info);
            crate::decode::walk(&mut spine, &frame, &rules);
            let bytes = flows.see(&frame, &mut spine, &mut notes, &rules);
            let found = spine.find(id::udp).map(|layer| layer.whole(bytes).to_vec());
            let fields = [tell.count, tell.overlap, tell.conflict, tell.error, tell.within];
            all.push((found, notes.each(1, tell.fragment).collect(), fields.map(|f| notes.get(1, f))));
        }
        all
    }

    #[test]
    fn a_packet_that_was_cut_is_joined_to_what_it_was() {
        let all = [
            (r#"IP(src="10.0.0.1", dst="10.0.0.2", id=7, options=[IPOption_Router_Alert()])/UDP(sport=5000, dport=9)/("x"*3000)"#, 1024),
            (r#"IPv6(src="fe80::1", dst="fe80::2")/ICMPv6EchoRequest(id=1, seq=2, data="abcdefgh"*300)"#, 1280),
            (r#"IPv6(src="fe80::1", dst="fe80::2")/IPv6ExtHdrHopByHop()/UDP(sport=1, dport=2)/("x"*3000)"#, 1280),
        ];
        for (text, mtu) in all {
            let whole = crate::craft::expr(text).unwrap();
            let mut pieces = crate::craft::fragments(&whole, mtu, 99).unwrap();
            assert!(pieces.len() > 1 && pieces.iter().all(|piece| piece.len() <= mtu), "{text}");
            pieces.reverse();
            let (mut joiner, mut spine) = (Joiner::new(), Spine::new());
            let mut found = vec![];
            for piece in &pieces {
                let frame = Frame::new(piece, Info { time: Some(1), ..Info::alone(LinkType(101), piece.len() as u32) });
                crate::decode::walk(&mut spine, &frame, &Rules::default());
                found.extend(joiner.see(&frame, &spine));
            }
            assert_eq!(found, [whole], "{text}");
        }
    }
    #[test]
    fn in_any_order_the_last_to_come_is_the_whole() {
        let whole = datagram(40);
        let frames = [piece(1, 32, &whole[32..], false), piece(1, 0, &whole[..16], true), piece(1, 16, &whole[16..32], true)];
        let mut first = Flows::new(8);
        let seen = read(&mut first, &frames);
        assert_eq!(seen[..2], [(None, vec![], [None; 5]), (None, vec![], [None; 5])]);
        assert_eq!(seen[2], (Some(whole), vec![2, 3, 1], [Some(3), None, None, None, None]));
        let seen = read(&mut Flows::again(8, Arc::new(first.hindsight())), &frames);
        assert_eq!([0, 1, 2].map(|i: usize| seen[i].2[4]), [Some(3), Some(3), None]);
    }
    #[test]
    fn what_came_first_stays() {
        let whole = datagram(24);
        let frames = [
            piece(1, 0, &whole[..16], true),
            piece(1, 8, &[0xff; 16], true),
            piece(1, 8, &whole[8..16], true),
            piece(1, 24, &whole[24..], false),
        ];
        let mut mixed = whole.clone();
        mixed[16..24].fill(0xff);
        assert_eq!(read(&mut Flows::new(8), &frames)[3], (Some(mixed), vec![1, 3, 4], [Some(4), Some(1), Some(1), Some(2), None]));
    }
    #[test]
    fn a_number_is_used_again_after_a_while_and_for_another_protocol() {
        let whole = datagram(24);
        let (a, b) = (piece(1, 0, &whole[..16], true), piece(1, 16, &whole[16..], false));
        let mut other = b.clone();
        other[9] = 6;
        let seen = read(&mut Flows::new(8), &[a.clone(), other, b.clone(), b.clone(), a]);
        let joined: Vec<bool> = seen.iter().map(|told| told.0.is_some()).collect();
        assert_eq!(joined, [false, false, true, false, true]);
    }
    #[test]
    fn a_fragment_in_a_fragment() {
        let inner = datagram(48);
        let pieces = [piece(7, 0, &inner[..32], true), piece(7, 32, &inner[32..], false)];
        let frames: Vec<_> = pieces
            .iter()
            .enumerate()
            .flat_map(|(i, inner)| {
                let outer = |offset, bytes, more| {
                    let mut outer = piece(i as u8, offset, bytes, more);
                    outer[9] = 4;
                    outer
                };
                [outer(0, &inner[..24], true), outer(24, &inner[24..], false)]
            })
            .collect();
        let seen = read(&mut Flows::new(8), &frames);
        assert_eq!(seen.iter().map(|told| told.0.is_some()).collect::<Vec<_>>(), [false, false, false, true]);
        assert_eq!(seen[3].0.as_deref(), Some(&inner[..]));
    }
    #[test]
    fn memory_is_bounded() {
        let mut flows = Flows::new(4);
        let many: Vec<_> = (0..200).map(|number| piece(number, 8, &[0; 8], true)).collect();
        read(&mut flows, &many);
        assert!(flows.let_go() >= 190);
        // However many pieces come, and wherever they lie.
        let mut one = Datagram::default();
        for i in 0..3 * MOST {
            let bytes = [0; 8];
            let key = Key { from: [0; 16], to: [0; 16], number: 0, protocol: 0, vlan: 0 };
            one.take(1, &Fragment { key, tell: &ip::JOINED, layer: 1, offset: i * 16 % 0x1_0010, more: true, bytes: &bytes });
        }
        assert!(one.pieces.len() <= MOST && one.laid.bytes.len() <= LONGEST && one.laid.there.len() <= LONGEST / 16 + 1);
    }
    proptest! {
        /// Whatever comes in whatever order: what is whole is what was sent, if nobody lied.
        #[test]
        fn joined_is_what_was_sent(cuts in proptest::collection::vec((0usize..20, 1usize..12), 1..40)) {
            let whole: Vec<u8> = (0..160).map(|i| i as u8).collect();
            let mut one = Datagram::default();
            let mut there = [false; 160];
            for (at, n) in cuts {
                let (from, to) = (at * 8, (at * 8 + n * 8).min(160));
                let key = Key { from: [0; 16], to: [0; 16], number: 0, protocol: 0, vlan: 0 };
                one.take(1, &Fragment { key, tell: &ip::JOINED, layer: 1, offset: from, more: to < 160, bytes: &whole[from..to] });
                there[from..to].fill(true);
                prop_assert_eq!(one.whole(), there.iter().all(|there| *there));
                for &(a, b) in &one.laid.there {
                    prop_assert_eq!(&one.laid.bytes[a..b], &whole[a..b]);
                    prop_assert!(there[a..b].iter().all(|there| *there));
                }
                prop_assert!(one.laid.there.windows(2).all(|two| two[0].1 < two[1].0));
            }
            prop_assert!(one.pieces.iter().all(|piece| !piece.wrong));
        }
    }
}
