//! What earlier datagrams say of later ones: whose conversation it is, QUIC's keys and connection IDs, the port from which TFTP answers.
use super::ends::End;
use super::messages::end;
use super::{Kept, Key, ends};
use crate::decode::walk_inside;
use crate::frame::Frame;
use crate::proto::quic::{self, Long};
use crate::proto::{id, rtcp, rtp, rtsp, sdp, tcp, tftp};
use crate::spine::{Id, Layer, Notes, Rules, Spine};

/// What is known of a QUIC conversation.
struct Known {
    number: u64,
    /// Which side asked first.
    client: usize,
    /// From what the keys of Initial packets follow, and how long that is.
    key: ([u8; 20], usize),
    /// How long the connection IDs are that each side chose.
    ids: [Option<usize>; 2],
    /// What each side says in its Initial packets.
    says: [Says; 2],
}
/// The handshake of one side, of which the beginning was told.
#[derive(Default)]
struct Says {
    told: usize,
    /// What goes on behind that, where it stands, in any order.
    pieces: Vec<(usize, Vec<u8>)>,
}
impl Says {
    /// More is not kept: a hello is shorter.
    const MOST: usize = 16 << 10;

    /// Takes what a datagram holds, and gives all whole messages that go on from what was told.
    fn hear(&mut self, pieces: Vec<(usize, Vec<u8>)>) -> Vec<u8> {
        self.pieces.extend(pieces);
        self.pieces.retain(|(at, piece)| at + piece.len() > self.told && at + piece.len() <= self.told + Self::MOST);
        self.pieces.sort_by_key(|piece| piece.0);
        let mut all = vec![];
        for (at, piece) in &self.pieces {
            let Some(skip) = (self.told + all.len()).checked_sub(*at) else { break };
            all.extend(piece.get(skip..).unwrap_or(&[]));
        }
        let mut n = 0;
        while let Some(&[_, a, b, c]) = all.get(n..).and_then(|rest| rest.first_chunk()) {
            let next = n + 4 + u32::from_be_bytes([0, a, b, c]) as usize;
            if next > all.len() {
                break;
            }
            n = next;
        }
        all.truncate(n);
        self.told += n;
        if self.pieces.len() > 256 {
            self.pieces.clear();
        }
        all
    }
}

/// The conversations that are known.
pub(super) struct Datagrams {
    quic: Kept<Key, Known>,
    connections: u64,
    /// Who asked for a file, from which port, and in which frame.
    files: Kept<End, u64>,
    /// Where streams are waited for.
    streams: Kept<End, Awaited>,
}
/// A stream that was announced: what it is, in which frame that was, and in which protocol: 1 SDP, 2 RTSP.
#[derive(Clone, Copy)]
struct Awaited {
    id: Id,
    frame: u64,
    method: u64,
}

impl Datagrams {
    pub(super) fn new(bound: usize) -> Datagrams {
        Datagrams { quic: Kept::new(bound), connections: 0, files: Kept::new(bound), streams: Kept::new(bound) }
    }
    pub(super) fn let_go(&self) -> u64 {
        self.quic.let_go + self.files.let_go + self.streams.let_go
    }
    /// Takes a layer that may announce streams: a description, or an answer of RTSP.
    pub(super) fn announce(&mut self, frame: &Frame<'_>, spine: &Spine, layer: &Layer) -> Option<()> {
        let number = frame.info.number;
        let mut wait = |host: [u8; 16], port: u16, id: Id, method: u64| {
            // What is said again of the same place, as when a call is held, does not make it another stream.
            let kept = self.streams.entry((host, port.into()), || Awaited { id, frame: number, method });
            kept.id = id;
        };
        if layer.id == id::sdp {
            for waited in sdp::announced(layer.head(frame.bytes)) {
                wait(waited.host, waited.port, id::rtp, 1);
                wait(waited.host, waited.port.checked_add(1)?, id::rtcp, 1);
                waited.reports.into_iter().for_each(|port| wait(waited.host, port, id::rtcp, 1));
            }
            return Some(());
        }
        let [client, server] = rtsp::ports(layer.head(frame.bytes))?;
        let carrier = spine.layers().get(usize::from(layer.up)).filter(|carrier| carrier.id == id::tcp)?;
        let (key, side) = ends(frame.bytes, spine, carrier, &tcp::SRCPORT, &tcp::DSTPORT)?;
        for (end, (data, reports)) in [(key.get(1 - side)?, client), (key.get(side)?, server)] {
            if data > 0 {
                wait(end.0, data, id::rtp, 2);
                wait(end.0, reports, id::rtcp, 2);
            }
        }
        Some(())
    }
    /// Takes the datagram of layer `i`, which side `side` sent. True where the spine goes on in `room`, which then holds the packet's bytes and
    /// behind them what was decrypted.
    #[expect(clippy::too_many_arguments, reason = "what a stage knows of a packet")]
    pub(super) fn see(
        &mut self,
        frame: &Frame<'_>,
        spine: &mut Spine,
        i: usize,
        (key, side): (Key, usize),
        notes: &mut Notes,
        rules: &Rules,
        room: Option<&mut Vec<u8>>,
    ) -> Option<bool> {
        let carrier = *spine.layers().get(i)?;
        let at = carrier.body as usize..(carrier.end as usize).min(frame.bytes.len());
        let body = frame.bytes.get(at.clone()).filter(|body| !body.is_empty())?;
        let child = spine.layers().get(i + 1).filter(|layer| usize::from(layer.up) == i).map_or(id::data, |layer| layer.id);
        if child == id::tftp {
            if matches!(body, [0, 1 | 2, ..]) {
                *self.files.entry(*key.get(side)?, || 0) = frame.info.number;
            }
            return Some(false);
        }
        // What was announced is what its place is, whatever ports are registered for; of two places who came first.
        let awaited = body.first().is_some_and(|first| first >> 6 == 2);
        let stream = key.iter().filter(|_| awaited).filter_map(|end| self.streams.find(end).copied()).min_by_key(|stream| stream.frame);
        if let Some(stream) = stream {
            end(spine, i + 1);
            walk_inside(spine, frame, rules, i, stream.id, at);
            for (i, layer) in spine.layers().iter().enumerate().skip(i + 1).filter(|(_, layer)| layer.start < layer.body) {
                let field = if layer.id == id::rtp { &rtp::SETUP_FRAME } else { &rtcp::SETUP_FRAME };
                notes.lay(i, field, stream.frame);
                notes.lay(i, &rtp::METHOD, stream.method);
            }
            return Some(false);
        }
        if child != id::data && child != id::quic {
            return None;
        }
        if child == id::data {
            let file = key.iter().find_map(|end| self.files.find(end).copied());
            let known = self.quic.find(&key).is_some();
            let of = match file {
                Some(_) if matches!(body, [0, 1..=6, ..]) => id::tftp,
                _ if known => id::quic,
                _ => return None,
            };
            end(spine, i + 1);
            walk_inside(spine, frame, rules, i, of, at);
            if let (id::tftp, Some(frame)) = (of, file) {
                notes.lay(i + 1, &tftp::REQUEST_FRAME, frame);
                return Some(false);
            }
        }
        let mut new = false;
        let connections = &mut self.connections;
        let known = self.quic.entry(key, || {
            new = true;
            *connections += 1;
            Known { number: *connections - 1, client: side, key: ([0; 20], 0), ids: [None; 2], says: Default::default() }
        });
        if let Some(long) = Long::read(body) {
            if let Some(length) = known.ids.get_mut(side) {
                *length = Some(long.scid.len());
            }
            if long.initial() && side == known.client && (known.key.1 == 0 || new) {
                let mut id = [0; 20];
                id.iter_mut().zip(long.dcid).for_each(|(to, from)| *to = *from);
                known.key = (id, long.dcid.len().min(20));
            } else if long.retry() {
                // The client begins again with what the server chose (RFC 9001, 5.2).
                known.key.1 = 0;
            }
        }
        notes.lay(i + 1, &quic::CONNECTION, known.number);
        if let Some(n) = known.ids.get(1 - side).copied().flatten() {
            notes.lay(i + 1, &quic::ID_LENGTH, n as u64 + 1);
        }
        if known.key.1 > 0 {
            notes.lay(i + 1, &quic::KEYED_BY, known.key.1 as u64 | u64::from(side != known.client) << 8);
            let (id, mut at) = (known.key.0, 0);
            while let Some(part) = id.get(at..(at + 8).min(id.len())).filter(|part| !part.is_empty()) {
                let mut eight = [0; 8];
                eight.iter_mut().zip(part).for_each(|(to, from)| *to = *from);
                notes.lay(i + 1, &quic::KEYED_BY, u64::from_be_bytes(eight));
                at += 8;
            }
            let pieces = quic::said(body, known.key.0.get(..known.key.1)?, side != known.client);
            let hello = known.says.get_mut(side)?.hear(pieces);
            if let Some(room) = room
                && !hello.is_empty()
            {
                room.clear();
                room.extend_from_slice(frame.bytes);
                room.extend_from_slice(&hello);
                let at = frame.bytes.len()..room.len();
                walk_inside(spine, &Frame { bytes: room, ..*frame }, rules, i + 1, id::tls, at);
                return Some(true);
            }
        }
        Some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Flows;
    use crate::frame::{Info, LinkType};

    /// A datagram over IPv4 between 10.0.0.1 and 10.0.0.2.
    fn datagram(from: (u8, u16), to: (u8, u16), load: &[u8]) -> Vec<u8> {
        let n = 28 + load.len() as u16;
        let mut bytes = vec![0x45, 0, (n >> 8) as u8, n as u8, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, from.0, 10, 0, 0, to.0];
        [from.1, to.1, n - 20, 0].iter().for_each(|word| bytes.extend(word.to_be_bytes()));
        bytes.extend(load);
        bytes
    }
    fn layers(frames: &[Vec<u8>]) -> Vec<String> {
        let (mut spine, mut notes, rules, mut flows) = (Spine::new(), Notes::new(), Rules::default(), Flows::new(8));
        let names = (1..).zip(frames).map(|(number, bytes)| {
            let info = Info { number, ..Info::alone(LinkType(228), bytes.len() as u32) };
            let frame = Frame::new(bytes, info);
            crate::decode::walk(&mut spine, &frame, &rules);
            flows.see(&frame, &mut spine, &mut notes, &rules);
            let names: Vec<_> = spine.layers().iter().skip(3).map(|l| crate::proto::protocol(l.id).name).collect();
            names.join(":")
        });
        names.collect()
    }

    #[test]
    fn a_file_comes_from_another_port() {
        let frames = [
            datagram((1, 3000), (2, 69), b"\0\x01a\0octet\0"),
            datagram((2, 5000), (1, 3000), b"\0\x03\0\x01abc"),
            datagram((1, 3000), (2, 5000), b"\0\x04\0\x01"),
            datagram((1, 3001), (2, 5000), b"\0\x04\0\x01"),
        ];
        assert_eq!(layers(&frames), ["tftp", "tftp:data", "tftp", "data"]);
    }
    #[test]
    fn streams_are_known_by_who_announced_them() {
        let said = b"SIP/2.0 200 OK\r\nContent-Type: application/sdp\r\n\r\nv=0\r\nc=IN IP4 10.0.0.1\r\nm=audio 4000 RTP/AVP 0\r\n";
        let (voice, report) = ([0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 9], [0x80, 201, 0, 1, 0, 0, 0, 3]);
        let frames = [
            datagram((2, 5000), (1, 4000), &voice),
            datagram((1, 5060), (2, 5060), said),
            datagram((2, 5000), (1, 4000), &voice),
            datagram((1, 4000), (2, 5000), &voice),
            datagram((2, 5001), (1, 4001), &report),
            datagram((2, 5000), (1, 4000), &report),
            datagram((2, 5000), (1, 4000), b"\0\x01hello"),
            datagram((2, 5000), (3, 4000), &voice),
        ];
        assert_eq!(layers(&frames), ["data", "sip:sdp", "rtp", "rtp", "rtcp", "rtp:rtcp", "data", "data"]);
    }
    #[test]
    fn short_headers_are_known_by_who_spoke_before() {
        let mut initial = vec![0xc0, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 24];
        initial.extend([9; 24]);
        let short = [0x40; 30];
        let frames =
            [datagram((2, 4433), (1, 4000), &short), datagram((1, 4000), (2, 4433), &initial), datagram((2, 4433), (1, 4000), &short)];
        assert_eq!(layers(&frames), ["data", "quic", "quic"]);
    }
}
