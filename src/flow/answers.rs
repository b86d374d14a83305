//! Which answer belongs to which question: ICMP's echoes, DNS, NTP; and which of them were sent again.
use super::{Hindsight, Kept, Key, ends};
use crate::field::Field;
use crate::frame::Frame;
use crate::proto::{cql, dns, http, icmp, icmpv6, id, kafka, msgpack, ntp, radius, rpc, snmp, tcp, udp};
use crate::spine::{Layer, Notes, Spine};
use std::net::Ipv6Addr;

/// What tells a question and its answer from others: both ends, and numbers of their own.
type Question = (Key, u64);

/// A question that was asked.
#[derive(Clone, Copy, Default)]
struct Asked {
    frame: u64,
    time: i64,
    layer: usize,
    /// What was asked, where the answer does not say it.
    what: u64,
    /// The frame that answered first.
    answered: Option<u64>,
}

/// A question that is asked again so soon, in nanoseconds, and was not answered, is the same (Wireshark's choice too).
const SOON: i64 = 5_000_000_000;

/// Where it is told which frame answers, which was asked, and after which time.
struct Tell {
    answered_in: &'static Field,
    asked_in: &'static Field,
    after: &'static Field,
    /// Time as Wireshark has it of this protocol, from nanoseconds.
    time: fn(i64) -> u64,
    /// Told of questions that nobody answered, by who knows the end.
    unanswered: Option<&'static Field>,
    /// Told of what is sent again.
    again: Option<&'static Again>,
    /// Told of an answer: what was asked.
    what: Option<&'static Field>,
}
/// Where it is told that something is sent again.
struct Again {
    /// Of both.
    any: &'static Field,
    /// Of a question, and where it was asked first.
    question: [&'static Field; 2],
    /// Of an answer, and where it was given first.
    answer: [&'static Field; 2],
    /// Of an answer to no question.
    unsolicited: &'static Field,
}
impl Tell {
    const fn of(answered_in: &'static Field, asked_in: &'static Field, after: &'static Field) -> Tell {
        Tell { answered_in, asked_in, after, time: |n| n as u64, unanswered: None, again: None, what: None }
    }
}
static ECHO: Tell =
    Tell { time: milliseconds, unanswered: Some(&icmp::NO_RESP), ..Tell::of(&icmp::RESP_IN, &icmp::RESP_TO, &icmp::RESPTIME) };
static ECHO_V6: Tell =
    Tell { time: milliseconds, unanswered: Some(&icmpv6::NO_RESP), ..Tell::of(&icmpv6::RESP_IN, &icmpv6::RESP_TO, &icmpv6::RESPTIME) };
// TCP sends again by itself, and a question that was not seen may have lain in several segments.
static LOOKUP_TCP: Tell = Tell::of(&dns::RESPONSE_IN, &dns::RESPONSE_TO, &dns::TIME);
static LOOKUP_UDP: Tell = Tell {
    again: Some(&Again {
        any: &dns::RETRANSMISSION,
        question: [&dns::RETRANSMIT_REQUEST, &dns::RETRANSMIT_REQUEST_IN],
        answer: [&dns::RETRANSMIT_RESPONSE, &dns::RETRANSMIT_RESPONSE_IN],
        unsolicited: &dns::UNSOLICITED,
    }),
    ..Tell::of(&dns::RESPONSE_IN, &dns::RESPONSE_TO, &dns::TIME)
};
static CLOCK: Tell = Tell::of(&ntp::RESPONSE_IN, &ntp::REQUEST_IN, &ntp::DELTA_TIME);
static PAGE: Tell = Tell::of(&http::RESPONSE_IN, &http::REQUEST_IN, &http::TIME);
static MANAGEMENT: Tell = Tell::of(&snmp::RESPONSE_IN, &snmp::RESPONSE_TO, &snmp::TIME);
static CALL: Tell = Tell::of(&msgpack::RESPONSE_IN, &msgpack::REQUEST_IN, &msgpack::TIME);
static PROCEDURE: Tell = Tell { what: Some(&rpc::CALLED), ..Tell::of(&rpc::RESPONSE_IN, &rpc::REQUEST_IN, &rpc::TIME) };
static STREAMED: Tell = Tell { what: Some(&kafka::ASKED), ..Tell::of(&kafka::RESPONSE_FRAME, &kafka::REQUEST_FRAME, &kafka::ASKED_BEFORE) };
static QUERY: Tell = Tell::of(&cql::RESPONSE_IN, &cql::RESPONSE_TO, &cql::RESPONSE_TIME);
static ACCESS: Tell = Tell::of(&radius::RSPFRAME, &radius::REQFRAME, &radius::TIME);

fn milliseconds(nanoseconds: i64) -> u64 {
    (nanoseconds as f64 / 1e6).to_bits()
}

/// Questions that wait for their answers. At most `bound` of them are remembered.
pub(super) struct Answers(Kept<Question, Option<Asked>>);

impl Answers {
    pub(super) fn new(bound: usize) -> Answers {
        Answers(Kept::new(bound))
    }
    pub(super) fn let_go(&self) -> u64 {
        self.0.let_go
    }
    /// Takes a layer that asks or answers. What it tells of an earlier frame goes to `found`; `known` is what an earlier reading found.
    pub(super) fn see(
        &mut self,
        frame: &Frame<'_>,
        spine: &Spine,
        i: usize,
        notes: &mut Notes,
        found: &mut Hindsight,
        known: Option<&Hindsight>,
    ) -> Option<()> {
        let layer = spine.layers().get(i)?;
        let mut what = 0;
        let Seen { tell, question, answers, to } = match layer.id {
            id::icmp => echo(frame.bytes, spine, layer, &ECHO, [8, 0])?,
            id::icmpv6 => echo(frame.bytes, spine, layer, &ECHO_V6, [128, 129])?,
            id::dns => lookup(frame.bytes, spine, layer)?,
            id::ntp => clock(frame.bytes, spine, layer)?,
            id::http => page(frame.bytes, spine, layer, notes)?,
            id::msgpack => in_stream(frame.bytes, spine, layer, notes, &CALL, msgpack::exchange)?,
            id::cql => in_stream(frame.bytes, spine, layer, notes, &QUERY, cql::exchange)?,
            id::kafka => {
                let (exchange, asked) = kafka::exchange(layer, layer.head(frame.bytes))?;
                what = asked;
                in_stream(frame.bytes, spine, layer, notes, &STREAMED, |_| Some(exchange))?
            }
            id::rpc => {
                let (exchange, called) = rpc::exchange(layer, layer.head(frame.bytes))?;
                what = called;
                procedure(frame.bytes, spine, layer, notes, exchange)?
            }
            id::snmp => datagram(frame.bytes, spine, layer, &MANAGEMENT, snmp::exchange)?,
            id::radius => datagram(frame.bytes, spine, layer, &ACCESS, radius::exchange)?,
            _ => return None,
        };
        let time = frame.info.time.unwrap_or(0);
        let asked = self.0.entry(question, || None);
        if !answers {
            let earlier = asked.filter(|asked| asked.answered.is_none() && time - asked.time <= SOON);
            if let (Some(again), Some(earlier)) = (tell.again, earlier) {
                let [so, first] = again.question;
                [(again.any, 1), (so, 1), (first, earlier.frame)].into_iter().for_each(|(field, n)| notes.lay(i, field, n));
                return Some(());
            }
            *asked = Some(Asked { frame: frame.info.number, time, layer: i, what, answered: None });
            if let (Some(known), Some(unanswered)) = (known, tell.unanswered) {
                // Whom many may answer, nobody need answer.
                if !many(&to) && !known.tells(frame.info.number, i, tell.answered_in) {
                    notes.lay(i, unanswered, 1);
                }
            }
            return Some(());
        }
        let Some(asked) = asked else {
            tell.again.inspect(|again| notes.lay(i, again.unsolicited, 1));
            return None;
        };
        if let (Some(again), Some(answered)) = (tell.again, asked.answered) {
            let [so, first] = again.answer;
            [(again.any, 1), (so, 1), (first, answered)].into_iter().for_each(|(field, n)| notes.lay(i, field, n));
            return Some(());
        }
        asked.answered = Some(frame.info.number);
        notes.lay(i, tell.asked_in, asked.frame);
        if let Some(field) = tell.what {
            notes.lay(i, field, asked.what);
        }
        notes.lay(i, tell.after, (tell.time)(time - asked.time));
        // An answer may have parts: the first counts.
        if known.is_none() && !found.tells(asked.frame, asked.layer, tell.answered_in) {
            found.tell(asked.frame, asked.layer, tell.answered_in, frame.info.number);
        }
        Some(())
    }
}

/// A message that asks or answers.
struct Seen {
    tell: &'static Tell,
    question: Question,
    answers: bool,
    to: [u8; 16],
}

/// An echo; `None` for any other message.
fn echo(frame: &[u8], spine: &Spine, layer: &Layer, tell: &'static Tell, [request, reply]: [u8; 2]) -> Option<Seen> {
    let head = layer.head(frame);
    let kind = *head.first()?;
    if kind != request && kind != reply {
        return None;
    }
    let number = u64::from(u32::from_be_bytes(*head.get(4..8)?.first_chunk()?));
    // There are no ports; the code's byte stands for both.
    let (key, side) = ends(frame, spine, layer, &icmp::CODE, &icmp::CODE)?;
    Some(Seen { tell, question: (key, number | 1 << 32), answers: kind == reply, to: key.get(1 - side)?.0 })
}
fn lookup(frame: &[u8], spine: &Spine, layer: &Layer) -> Option<Seen> {
    let head = layer.head(frame);
    let below = spine.layers().get(layer.up as usize)?;
    let (tell, (key, side)) = match below.id {
        id::tcp => (&LOOKUP_TCP, ends(frame, spine, below, &tcp::SRCPORT, &tcp::DSTPORT)?),
        id::udp => (&LOOKUP_UDP, ends(frame, spine, below, &udp::SRCPORT, &udp::DSTPORT)?),
        _ => return None,
    };
    Some(Seen { tell, question: (key, dns::ID.num(head)?), answers: dns::RESPONSE.num(head)? == 1, to: key.get(1 - side)?.0 })
}
/// As Wireshark has it, an answer belongs to the last request before it.
fn page(frame: &[u8], spine: &Spine, layer: &Layer, notes: &Notes) -> Option<Seen> {
    in_stream(frame, spine, layer, notes, &PAGE, |_| http::numbered(layer).map(|(answers, number)| (number, answers)))
}
/// A clock asked, and its answer, which repeats when it was asked (RFC 5905, 8). A control message repeats the sequence number
/// (RFC 9327, 2); of private ones the last counts.
fn clock(frame: &[u8], spine: &Spine, layer: &Layer) -> Option<Seen> {
    let head = layer.whole(frame);
    let first = *head.first()?;
    let (answers, what) = match first & 7 {
        mode @ (3 | 4) => {
            let whole: &[u8; 48] = head.first_chunk()?;
            let stamp = whole.get(if mode == 4 { 24..32 } else { 40..48 })?;
            (mode == 4, u64::from_be_bytes(*stamp.first_chunk()?))
        }
        6 => (*head.get(1)? & 0x80 != 0, 6 << 60 | u64::from(u16::from_be_bytes(*head.get(2..4)?.first_chunk()?))),
        7 => (first & 0x80 != 0, 7 << 60),
        _ => return None,
    };
    let below = spine.layers().get(layer.up as usize).filter(|below| below.id == id::udp)?;
    let (key, side) = ends(frame, spine, below, &udp::SRCPORT, &udp::DSTPORT)?;
    Some(Seen { tell: &CLOCK, question: (key, what), answers, to: key.get(1 - side)?.0 })
}
/// A message over UDP, of which a function tells its number and whether it answers.
fn datagram(
    frame: &[u8],
    spine: &Spine,
    layer: &Layer,
    tell: &'static Tell,
    exchange: impl Fn(&[u8]) -> Option<(u64, bool)>,
) -> Option<Seen> {
    let (number, answers) = exchange(layer.head(frame))?;
    let below = spine.layers().get(layer.up as usize).filter(|below| below.id == id::udp)?;
    let (key, side) = ends(frame, spine, below, &udp::SRCPORT, &udp::DSTPORT)?;
    Some(Seen { tell, question: (key, number), answers, to: key.get(1 - side)?.0 })
}
/// A message over TCP, of which a function tells its number and whether it answers.
fn in_stream(
    frame: &[u8],
    spine: &Spine,
    layer: &Layer,
    notes: &Notes,
    tell: &'static Tell,
    exchange: impl Fn(&[u8]) -> Option<(u64, bool)>,
) -> Option<Seen> {
    let (number, answers) = exchange(layer.head(frame))?;
    let stream = notes.get(layer.up.into(), &tcp::STREAM)?;
    let (key, side) = ends(frame, spine, spine.layers().get(layer.up as usize)?, &tcp::SRCPORT, &tcp::DSTPORT)?;
    Some(Seen { tell, question: (key, stream << 32 | number), answers, to: key.get(1 - side)?.0 })
}
/// A procedure called, over TCP or UDP.
fn procedure(frame: &[u8], spine: &Spine, layer: &Layer, notes: &Notes, exchange: (u64, bool)) -> Option<Seen> {
    match spine.layers().get(layer.up as usize)?.id {
        id::tcp => in_stream(frame, spine, layer, notes, &PROCEDURE, |_| Some(exchange)),
        _ => datagram(frame, spine, layer, &PROCEDURE, |_| Some(exchange)),
    }
}
/// Whether it is the address of a group, or of everybody.
fn many(address: &[u8; 16]) -> bool {
    let address = Ipv6Addr::from(*address);
    match address.to_ipv4_mapped() {
        Some(v4) => v4.is_multicast() || v4.is_broadcast(),
        None => address.is_multicast(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Flows;
    use crate::frame::{Info, LinkType};
    use crate::spine::Rules;
    use std::sync::Arc;

    /// An echo over IPv4, without data.
    fn echo(from: u8, to: u8, kind: u8, number: u8) -> Vec<u8> {
        vec![0x45, 0, 0, 28, 0, 1, 0, 0, 64, 1, 0, 0, 10, 0, 0, from, 10, 0, 0, to, kind, 0, 0, 0, 0, 7, 0, number]
    }
    /// Of each frame: answered in, asked in, milliseconds since, not answered. The frames are a millisecond apart.
    fn read(mut flows: Flows, frames: &[Vec<u8>]) -> (Vec<[Option<u64>; 4]>, Flows) {
        let (mut spine, mut notes) = (Spine::new(), Notes::new());
        let mut all = vec![];
        for (i, bytes) in frames.iter().enumerate() {
            let info = Info { number: i as u64 + 1, time: Some(i as i64 * 1_000_000), ..Info::alone(LinkType(228), bytes.len() as u32) };
            let frame = Frame::new(bytes, info);
            crate::decode::walk(&mut spine, &frame, &Rules::default());
            flows.see(&frame, &mut spine, &mut notes, &Rules::default());
            let mut told = [&icmp::RESP_IN, &icmp::RESP_TO, &icmp::RESPTIME, &icmp::NO_RESP].map(|field| notes.get(2, field));
            told[2] = told[2].map(|bits| f64::from_bits(bits) as u64);
            all.push(told);
        }
        (all, flows)
    }

    #[test]
    fn an_answer_is_of_the_same_number_and_the_other_side() {
        let frames = [echo(1, 2, 8, 1), echo(1, 2, 8, 2), echo(1, 2, 0, 2), echo(2, 1, 0, 9), echo(2, 1, 0, 1)];
        let (seen, first) = read(Flows::new(8), &frames);
        assert_eq!(seen[3], [None; 4], "nobody asked this");
        assert_eq!(seen[4], [None, Some(1), Some(4), None]);
        let (seen, _) = read(Flows::again(8, Arc::new(first.hindsight())), &frames);
        assert_eq!(seen[0], [Some(5), None, None, None]);
        assert_eq!(seen[4], [None, Some(1), Some(4), None]);
    }
    /// NTP's messages to control a clock, as tshark tells them.
    #[test]
    fn clocks_that_are_controlled_answer() {
        let message = |answers: bool, bytes: [u8; 12]| {
            let (from, to, ports) = if answers { (2, 1, [0, 123, 19, 136]) } else { (1, 2, [19, 136, 0, 123]) };
            let mut all = vec![0x45, 0, 0, 40, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, from, 10, 0, 0, to];
            all.extend(ports);
            all.extend([0, 20, 0, 0]);
            all.extend(bytes);
            all
        };
        let control = |answers: bool, number| message(answers, [0x16, if answers { 0x82 } else { 2 }, 0, number, 0, 0, 0, 0, 0, 0, 0, 0]);
        let private = |answers: bool| message(answers, [if answers { 0x97 } else { 0x17 }, 0, 3, 42, 0, 0, 0, 0, 0, 0, 0, 0]);
        let frames = [
            control(false, 1),
            control(false, 2),
            control(true, 1),
            control(true, 1),
            control(true, 2),
            private(false),
            private(false),
            private(true),
            private(true),
        ];
        let told = |mut flows: Flows| -> (Vec<[Option<u64>; 2]>, Flows) {
            let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
            let all = (1..).zip(&frames).map(|(number, bytes)| {
                let info = Info { number, time: Some(number as i64), ..Info::alone(LinkType(228), bytes.len() as u32) };
                let frame = Frame::new(bytes, info);
                crate::decode::walk(&mut spine, &frame, &rules);
                flows.see(&frame, &mut spine, &mut notes, &rules);
                [&ntp::RESPONSE_IN, &ntp::REQUEST_IN].map(|field| notes.get(3, field))
            });
            (all.collect(), flows)
        };
        let (seen, first) = told(Flows::new(8));
        let asked: Vec<_> = seen.iter().map(|told| told[1]).collect();
        assert_eq!(asked, [None, None, Some(1), Some(1), Some(2), None, None, Some(7), Some(7)]);
        let (seen, _) = told(Flows::again(8, Arc::new(first.hindsight())));
        let answered: Vec<_> = seen.iter().map(|told| told[0]).collect();
        assert_eq!(answered, [Some(3), Some(5), None, None, None, None, Some(8), None, None]);
    }
    #[test]
    fn without_an_answer_is_known_at_the_end_and_not_told_of_groups() {
        let mut group = echo(1, 2, 8, 3);
        group[16..20].copy_from_slice(&[224, 0, 0, 1]);
        let frames = [echo(1, 2, 8, 1), group];
        let (seen, first) = read(Flows::new(8), &frames);
        assert_eq!(seen, [[None; 4]; 2]);
        let (seen, _) = read(Flows::again(8, Arc::new(first.hindsight())), &frames);
        assert_eq!(seen, [[None, None, None, Some(1)], [None; 4]]);
    }
    /// A DNS message without questions.
    fn message(answer: bool, number: u8) -> Vec<u8> {
        let (from, to, ports) = if answer { (2, 1, [0, 53, 19, 136]) } else { (1, 2, [19, 136, 0, 53]) };
        let mut bytes = vec![0x45, 0, 0, 40, 0, 1, 0, 0, 64, 17, 0, 0, 10, 0, 0, from, 10, 0, 0, to];
        bytes.extend(ports);
        bytes.extend([0, 20, 0, 0, 0, number, if answer { 0x80 } else { 0 }, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }
    #[test]
    fn what_is_sent_again_is_told() {
        let (ask, answer) = (|number| message(false, number), |number| message(true, number));
        // Second for second: asked, again, answered, again; asked anew, answered; nobody asked; asked, and anew after a while.
        let frames = [
            (0, ask(1)),
            (1, ask(1)),
            (2, answer(1)),
            (3, answer(1)),
            (4, ask(1)),
            (5, answer(1)),
            (6, answer(9)),
            (7, ask(2)),
            (20, ask(2)),
        ];
        let (mut spine, mut notes, rules, mut flows) = (Spine::new(), Notes::new(), Rules::default(), Flows::new(8));
        let told: Vec<_> = (1..)
            .zip(&frames)
            .map(|(number, (second, bytes))| {
                let info = Info { number, time: Some(second * 1_000_000_000), ..Info::alone(LinkType(228), bytes.len() as u32) };
                let frame = Frame::new(bytes, info);
                crate::decode::walk(&mut spine, &frame, &rules);
                flows.see(&frame, &mut spine, &mut notes, &rules);
                [&dns::RESPONSE_TO, &dns::RETRANSMIT_REQUEST_IN, &dns::RETRANSMIT_RESPONSE_IN, &dns::UNSOLICITED].map(|f| notes.get(3, f))
            })
            .collect();
        let mut want = [[None; 4]; 9];
        (want[1][1], want[2][0], want[3][2], want[5][0], want[6][3]) = (Some(1), Some(1), Some(3), Some(5), Some(1));
        assert_eq!(told, want);
    }
}
