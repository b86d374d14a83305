//! What a TCP segment is to the segments before it: sequence numbers from the connection's first, losses and
//! repetitions, who acknowledges what and after which time.
//!
//! The terms are Wireshark's (User's Guide, "TCP Analysis"), so that its filters mean the same here.
use crate::field::Field;
use crate::proto::tcp::{self, analysis};
use std::collections::VecDeque;

/// Segments of a side that are remembered until they are acknowledged.
const UNACKED: usize = 1000;
/// A segment that comes later than this after the highest one is no straggler, where the round trip is not known.
const STRAGGLES: i64 = 3_000_000;
/// A repetition so soon after the duplicate acknowledgments was asked for by them.
const FAST: i64 = 20_000_000;

pub(super) const FIN: u16 = 0x01;
pub(super) const SYN: u16 = 0x02;
pub(super) const RST: u16 = 0x04;
pub(super) const PSH: u16 = 0x08;
pub(super) const ACK: u16 = 0x10;

/// A segment, as far as the analysis goes.
#[derive(Clone, Copy)]
pub(super) struct Segment {
    pub frame: u64,
    /// Nanoseconds since 1970.
    pub time: i64,
    pub seq: u32,
    pub ack: u32,
    pub flags: u16,
    pub len: u32,
    pub window: u32,
    /// The shift that a SYN offers.
    pub scale: Option<u8>,
}
impl Segment {
    fn has(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
    /// Behind its last byte; SYN and FIN count as one.
    pub(super) fn next(&self) -> u32 {
        self.seq.wrapping_add(self.len).wrapping_add(self.has(SYN | FIN).into())
    }
    fn occupies(&self) -> bool {
        self.len > 0 || self.has(SYN | FIN)
    }
}

/// How a side's window is to be read.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    /// Its SYN was not seen.
    Unknown,
    /// Not both sides offered it.
    None,
    /// A shift, in force when the other side has one too.
    Shift(u8),
}

/// What a side has sent.
struct Side {
    /// The sequence number that counts as 0.
    base: Option<u32>,
    /// Behind the highest byte, and when that was sent.
    next: Option<u32>,
    next_time: i64,
    next_frame: u64,
    /// Behind the highest byte up to which nothing is missing: what the other side may acknowledge.
    whole: Option<u32>,
    /// What it acknowledged last, and when.
    ack: Option<u32>,
    ack_time: i64,
    window: Option<u32>,
    scale: Scale,
    /// The frame that acknowledged this first, and how often it was repeated.
    first_ack: u64,
    repeated: u32,
    /// What its last segment was.
    kept_alive: bool,
    probed: bool,
    unacked: VecDeque<Sent>,
    /// Something was lost: what is in flight is not known.
    lost: bool,
    pushed: u32,
}
#[derive(Clone, Copy)]
struct Sent {
    frame: u64,
    time: i64,
    seq: u32,
    /// Behind its last byte of data.
    end: u32,
    next: u32,
}
impl Side {
    const NEW: Side = Side {
        base: None,
        next: None,
        next_time: 0,
        next_frame: 0,
        whole: None,
        ack: None,
        ack_time: 0,
        window: None,
        scale: Scale::Unknown,
        first_ack: 0,
        repeated: 0,
        kept_alive: false,
        probed: false,
        unacked: VecDeque::new(),
        lost: false,
        pushed: 0,
    };
}

/// A connection.
pub(super) struct Connection {
    pub stream: u64,
    sides: [Side; 2],
    /// When its first and its latest segment were seen.
    first: i64,
    latest: i64,
    /// What was there of SYN, SYN-ACK, ACK, data, FIN, RST.
    pub completeness: u8,
    pub begun: bool,
    /// When the SYN was sent.
    asked: Option<i64>,
    pub initial_rtt: Option<i64>,
    /// What an earlier reading found.
    pub known_rtt: Option<i64>,
    pub reused: bool,
}

/// Whether `a` comes before `b`: numbers go around (RFC 9293, 3.4).
fn before(a: u32, b: u32) -> bool {
    (a.wrapping_sub(b) as i32) < 0
}

impl Connection {
    pub(super) fn new(stream: u64, time: i64) -> Connection {
        Connection {
            stream,
            sides: [Side::NEW, Side::NEW],
            first: time,
            latest: time,
            completeness: 0,
            begun: false,
            asked: None,
            initial_rtt: None,
            known_rtt: None,
            reused: false,
        }
    }
    /// The number that counts as 0 of a side.
    pub(super) fn base(&self, side: usize) -> Option<u32> {
        self.sides.get(side)?.base
    }
    /// Tells of times, whatever the segment holds.
    pub(super) fn clock(&mut self, time: i64, lay: &mut dyn FnMut(&'static Field, u64)) {
        lay(&tcp::TIME_RELATIVE, (time - self.first) as u64);
        lay(&tcp::TIME_DELTA, (time - self.latest) as u64);
        self.latest = time;
    }
    /// Takes a segment of a side, and tells what it is to those before.
    pub(super) fn see(&mut self, side: usize, s: &Segment, lay: &mut dyn FnMut(&'static Field, u64)) {
        let irtt = self.initial_rtt;
        let [a, b] = &mut self.sides;
        let (own, other) = if side == 0 { (a, b) } else { (b, a) };
        let base = *own.base.get_or_insert(if s.has(SYN) { s.seq } else { s.seq.wrapping_sub(1) });
        if s.has(ACK) {
            // "There is no guarantee that the ACK field of a SYN contains zeros": only an ACK tells of the other side.
            other.base.get_or_insert(s.ack.wrapping_sub(1));
        }
        let seq = s.seq.wrapping_sub(base);
        lay(&tcp::SEQ, seq.into());
        lay(&tcp::NXTSEQ, s.next().wrapping_sub(base).into());
        let zero = other.base.unwrap_or(0);
        lay(&tcp::ACK, if s.has(ACK) { s.ack.wrapping_sub(zero) } else { s.ack }.into());
        lay(&tcp::ACK_BASE, zero.into());

        let mut told = Told { any: false, lay };
        if self.reused && s.has(SYN) && !s.has(ACK) {
            told.remark(&analysis::REUSED_PORTS, 1);
            self.reused = false;
        }
        let (mut keeps_alive, mut probes) = (false, false);
        let lost = Self::forward(own, other, s, &mut told, &mut keeps_alive, &mut probes);
        if s.has(ACK) && other.whole.is_some_and(|whole| before(whole, s.ack)) {
            told.remark(&analysis::ACK_LOST_SEGMENT, 1);
            other.whole = if lost { other.next } else { None }; // so that it is said once
        }
        if !keeps_alive && !probes {
            Self::again(own, other, s, irtt, &mut told);
        }
        Self::advance(own, s, probes, lost);
        if s.has(ACK) {
            Self::acknowledge(other, s, &mut told);
        }
        if s.has(ACK) || own.ack.is_none() {
            if own.ack != Some(s.ack) {
                own.ack_time = s.time;
            }
            own.ack = s.has(ACK).then_some(s.ack).or(own.ack);
        }
        own.window = Some(s.window);
        (own.kept_alive, own.probed) = (keeps_alive, probes);
        if s.has(SYN) {
            own.scale = s.scale.map_or(Scale::None, Scale::Shift);
        }
        let scale = match (own.scale, other.scale) {
            (Scale::Shift(shift), Scale::Shift(_)) => Scale::Shift(shift),
            (Scale::Shift(shift), Scale::Unknown) => Scale::Shift(shift),
            (Scale::Unknown, _) => Scale::Unknown,
            _ => Scale::None,
        };
        let shift = if let Scale::Shift(shift) = scale { shift.min(14) } else { 0 };
        let lay = &mut *told.lay;
        if s.has(SYN) {
            lay(&tcp::WINDOW_SIZE, s.window.into());
        } else {
            lay(&tcp::WINDOW_SIZE, u64::from(s.window) << shift);
            let factor = match scale {
                Scale::Shift(_) => 1i64 << shift,
                Scale::Unknown => -1,
                Scale::None => -2,
            };
            lay(&tcp::SCALE_FACTOR, factor as u64);
        }
        Self::in_flight(own, s, &mut told);
        if s.has(SYN) && !s.has(ACK) {
            self.asked = Some(s.time);
        } else if s.has(ACK) && !s.has(SYN) && self.initial_rtt.is_none() {
            self.initial_rtt = self.asked.map(|asked| s.time - asked).filter(|rtt| *rtt != 0);
        }
        if told.any
            && let Some(rtt) = self.known_rtt.or(self.initial_rtt).filter(|rtt| *rtt != 0)
        {
            (told.lay)(&analysis::INITIAL_RTT, rtt as u64);
        }
    }
    /// Counts what the segment brings to the conversation's completeness, whose first segment only counts when it is a SYN.
    pub(super) fn complete(&mut self, s: &Segment) {
        let (syn, ack) = (s.has(SYN), s.has(ACK));
        let parts = [(syn && !ack, 1), (syn && ack, 2), (ack && !syn && s.len == 0, 4), (s.len > 0, 8), (s.has(FIN), 16), (s.has(RST), 32)];
        let all = parts.iter().filter(|(there, _)| *there).fold(0, |all, (_, bit)| all | bit);
        if self.begun || (syn && !ack) {
            self.completeness |= all;
        }
        self.begun = true;
    }
    /// What a segment is to those of its own side, and an acknowledgment to those before it.
    fn forward(own: &mut Side, other: &mut Side, s: &Segment, told: &mut Told<'_>, keeps_alive: &mut bool, probes: &mut bool) -> bool {
        let plain = !s.has(SYN | FIN | RST);
        let expected = own.next == Some(s.seq);
        if s.len == 1 && expected && other.window == Some(0) {
            told.remark(&analysis::ZERO_WINDOW_PROBE, 1);
            *probes = true;
            return false;
        }
        if s.window == 0 && plain {
            told.remark(&analysis::ZERO_WINDOW, 1);
        }
        let lost = own.next.is_some_and(|next| before(next, s.seq)) && !s.has(RST);
        if lost {
            told.remark(&analysis::LOST_SEGMENT, 1);
            own.lost = true;
        }
        if s.len <= 1 && plain && own.next == Some(s.seq.wrapping_add(1)) {
            told.remark(&analysis::KEEP_ALIVE, 1);
            *keeps_alive = true;
        }
        let same_ack = own.ack == Some(s.ack) && s.has(ACK);
        let idle = s.len == 0 && plain && expected && same_ack;
        if idle && s.window != 0 && own.window != Some(s.window) {
            told.remark(&analysis::WINDOW_UPDATE, 1);
        }
        if s.len > 0 && plain && other.scale != Scale::Unknown {
            let shift = if let (Scale::Shift(shift), Scale::Shift(_)) = (other.scale, own.scale) { shift.min(14) } else { 0 };
            let end = other.ack.zip(other.window).map(|(ack, window)| ack.wrapping_add(window << shift));
            if end == Some(s.seq.wrapping_add(s.len)) {
                told.remark(&analysis::WINDOW_FULL, 1);
            }
        }
        if idle && s.window != 0 && own.window == Some(s.window) && other.kept_alive {
            told.remark(&analysis::KEEP_ALIVE_ACK, 1);
            return lost;
        }
        if idle && s.window == 0 && own.window == Some(0) && other.probed {
            told.remark(&analysis::ZERO_WINDOW_PROBE_ACK, 1);
            return lost;
        }
        if idle && s.window != 0 && own.window == Some(s.window) {
            own.repeated += 1;
            told.remark(&analysis::DUPLICATE_ACK, 1);
            told.remark(&analysis::DUPLICATE_ACK_REMARK, 1);
            told.remark(&analysis::DUPLICATE_ACK_NUM, own.repeated.into());
            told.remark(&analysis::DUPLICATE_ACK_FRAME, own.first_ack);
        } else if s.len > 0 || !same_ack {
            own.repeated = 0;
        }
        if !same_ack {
            own.first_ack = s.frame;
        }
        lost
    }
    /// Bytes that were sent before: a repetition, or a straggler.
    fn again(own: &mut Side, other: &Side, s: &Segment, irtt: Option<i64>, told: &mut Told<'_>) {
        let Some(next) = own.next.filter(|next| s.occupies() && before(s.seq, *next)) else { return };
        let end = s.seq.wrapping_add(s.len);
        if s.len > 0 && other.ack.is_some_and(|ack| !before(ack, end)) {
            told.remark(&analysis::SPURIOUS_RETRANSMISSION, 1);
            told.remark(&analysis::RETRANSMISSION, 1);
            return;
        }
        if other.repeated >= 2 && other.ack == Some(s.seq) && s.time - other.ack_time < FAST {
            told.remark(&analysis::FAST_RETRANSMISSION, 1);
            told.remark(&analysis::RETRANSMISSION, 1);
            return;
        }
        let straggles = irtt.unwrap_or(STRAGGLES);
        if s.time - own.next_time < straggles && next != s.next() {
            told.remark(&analysis::OUT_OF_ORDER, 1);
            return;
        }
        told.remark(&analysis::RETRANSMISSION, 1);
        // The timer runs from the oldest that is not acknowledged (RFC 6298, 5).
        let oldest = own.unacked.front().map_or((own.next_time, own.next_frame), |sent| (sent.time, sent.frame));
        if oldest.0 != s.time {
            told.time(&analysis::RTO, s.time - oldest.0);
            told.remark(&analysis::RTO_FRAME, oldest.1);
        }
    }
    fn advance(own: &mut Side, s: &Segment, probes: bool, lost: bool) {
        let highest = own.next;
        if own.next.is_none_or(|next| before(next, s.next())) && !probes {
            (own.next, own.next_time, own.next_frame) = (Some(s.next()), s.time, s.frame);
        }
        match own.whole {
            None if lost => own.whole = highest,
            None => own.whole = own.next,
            Some(whole) if whole == s.seq && !probes => own.whole = own.next, // a gap is filled, as far as can be told
            _ => {}
        }
        if s.occupies() {
            if own.unacked.len() >= UNACKED {
                own.unacked.pop_front();
            }
            own.unacked.push_back(Sent { frame: s.frame, time: s.time, seq: s.seq, end: s.seq.wrapping_add(s.len), next: s.next() });
        }
    }
    /// Finds the segment that is acknowledged, and forgets it with all before.
    fn acknowledge(other: &mut Side, s: &Segment, told: &mut Told<'_>) {
        if let Some(sent) = other.unacked.iter().find(|sent| sent.next == s.ack) {
            told.remark(&analysis::ACKS_FRAME, sent.frame);
            told.time(&analysis::ACK_RTT, s.time - sent.time);
            other.lost = false; // from here on all is known again
        }
        other.unacked.retain(|sent| before(s.ack, sent.next));
        for sent in &mut other.unacked {
            if before(sent.seq, s.ack) {
                sent.seq = s.ack;
            }
        }
    }
    fn in_flight(own: &mut Side, s: &Segment, told: &mut Told<'_>) {
        if s.len == 0 {
            return;
        }
        let first = own.unacked.iter().map(|sent| sent.seq).reduce(|a, b| if before(b, a) { b } else { a });
        let last = own.unacked.iter().map(|sent| sent.end).reduce(|a, b| if before(a, b) { b } else { a });
        if let Some((first, last)) = first.zip(last).filter(|_| !own.lost) {
            own.pushed = own.pushed.saturating_add(s.len);
            told.remark(&analysis::BYTES_IN_FLIGHT, last.wrapping_sub(first).into());
            told.remark(&analysis::PUSH_BYTES_SENT, own.pushed.into());
            if s.has(PSH) {
                own.pushed = 0;
            }
        }
    }
}

/// Where remarks go, and whether there were any.
struct Told<'a> {
    any: bool,
    lay: &'a mut dyn FnMut(&'static Field, u64),
}
impl Told<'_> {
    fn remark(&mut self, field: &'static Field, n: u64) {
        self.any = true;
        (self.lay)(field, n);
    }
    /// No time at all is not told.
    fn time(&mut self, field: &'static Field, nanoseconds: i64) {
        if nanoseconds != 0 {
            self.remark(field, nanoseconds as u64);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proto::tcp::analysis::*;

    const MS: i64 = 1_000_000;

    /// A segment from the client (0) or the server (1): milliseconds, sequence and acknowledgment number, flags, length, window.
    type Sent = (usize, i64, u32, u32, u16, u32, u32);
    const HANDSHAKE: [Sent; 3] = [(0, 0, 0, 0, SYN, 0, 1000), (1, 10, 0, 1, SYN | ACK, 0, 1000), (0, 30, 1, 1, ACK, 0, 1000)];

    /// What is remarked on each segment behind the handshake, by the last part of the name.
    fn remarks(segments: &[Sent]) -> Vec<String> {
        let mut connection = Connection::new(0, 0);
        let all = HANDSHAKE.iter().chain(segments).zip(1..).map(|(&(side, ms, seq, ack, flags, len, window), frame)| {
            let scale = (flags & SYN != 0).then_some(0);
            let segment = Segment { frame, time: ms * MS, seq, ack, flags, len, window, scale };
            let mut said = vec![];
            connection.see(side, &segment, &mut |field, n| {
                let quiet = [&INITIAL_RTT, &PUSH_BYTES_SENT, &DUPLICATE_ACK_REMARK].iter().any(|quiet| std::ptr::eq(*quiet, field));
                if let Some(name) = field.name.strip_prefix("tcp.analysis.").filter(|_| !quiet) {
                    said.push(if n == 1 { name.to_owned() } else { format!("{name}={n}") });
                }
            });
            said.join(" ")
        });
        all.skip(HANDSHAKE.len()).collect()
    }

    #[test]
    fn what_was_lost_is_sent_again() {
        let said = remarks(&[
            (0, 40, 1, 1, ACK, 100, 1000),
            (0, 41, 201, 1, ACK, 100, 1000),
            (1, 50, 1, 101, ACK, 0, 1000),
            (1, 51, 1, 101, ACK, 0, 1000),
            (1, 52, 1, 101, ACK, 0, 1000),
            (0, 60, 101, 1, ACK, 100, 1000),
            (1, 70, 1, 301, ACK, 0, 1000),
        ]);
        assert_eq!(
            said,
            [
                "bytes_in_flight=100",
                "lost_segment",
                "acks_frame=4 ack_rtt=10000000",
                "duplicate_ack duplicate_ack_num duplicate_ack_frame=6",
                "duplicate_ack duplicate_ack_num=2 duplicate_ack_frame=6",
                "fast_retransmission retransmission bytes_in_flight=200",
                "acks_frame=5 ack_rtt=29000000",
            ]
        );
    }
    #[test]
    fn a_repetition_a_straggler_and_what_was_there_already() {
        let said = remarks(&[
            (0, 40, 1, 1, ACK, 100, 1000),
            (0, 300, 1, 1, ACK, 100, 1000),
            (0, 301, 201, 1, ACK, 100, 1000),
            (0, 302, 101, 1, ACK, 100, 1000),
            (1, 310, 1, 301, ACK, 0, 1000),
            (0, 400, 1, 1, ACK, 100, 1000),
        ]);
        assert_eq!(said[1], "retransmission rto=260000000 rto_frame=4 bytes_in_flight=100");
        assert_eq!(said[3], "out_of_order");
        assert!(said[5].starts_with("spurious_retransmission retransmission"), "{}", said[5]);
    }
    #[test]
    fn windows_close_and_open() {
        let said = remarks(&[
            (1, 40, 1, 1, ACK, 0, 100),
            (0, 50, 1, 1, ACK, 100, 1000),
            (1, 60, 1, 101, ACK, 0, 0),
            (0, 70, 101, 1, ACK, 1, 1000),
            (1, 80, 1, 101, ACK, 0, 0),
            (1, 90, 1, 101, ACK, 0, 500),
        ]);
        assert_eq!(said[0], "window_update");
        assert_eq!(said[1], "window_full bytes_in_flight=100");
        assert_eq!(said[2], "zero_window acks_frame=5 ack_rtt=10000000");
        assert!(said[3].starts_with("zero_window_probe"), "{}", said[3]);
        assert_eq!(said[4], "zero_window zero_window_probe_ack");
        assert_eq!(said[5], "window_update");
    }
    #[test]
    fn a_quiet_connection_is_kept_alive() {
        let said = remarks(&[
            (0, 40, 1, 1, ACK, 1, 1000),
            (1, 50, 1, 2, ACK, 0, 1000),
            (0, 9000, 1, 1, ACK, 0, 1000),
            (1, 9010, 1, 2, ACK, 0, 1000),
        ]);
        assert_eq!(said[2], "keep_alive");
        assert_eq!(said[3], "keep_alive_ack");
    }
    #[test]
    fn bytes_that_were_not_captured_are_acknowledged_once() {
        let said = remarks(&[(0, 40, 1, 1, ACK, 100, 1000), (1, 50, 1, 301, ACK, 0, 1000), (1, 51, 1, 501, ACK, 0, 1000)]);
        assert_eq!(said[1], "ack_lost_segment");
        assert_eq!(said[2], "");
    }
    #[test]
    fn numbers_go_around() {
        assert!(before(u32::MAX, 0) && !before(0, u32::MAX));
    }
}
