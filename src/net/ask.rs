//! Asking: packets are sent, and what answers them is found among what is captured.
//!
//! An [`Asker`] captures on an interface before the first packet goes out there, so that no answer is too quick for it. Both times
//! of a round trip are the kernel's: the capture shows the question on its way out too. Who answers whom is decided in
//! [`crate::flow::reply`], which knows no socket.
//!
//! ```no_run
//! use pktlab::net::ask::{Event, Options, ask};
//!
//! let mut question = pktlab::craft::compose(r#"IP(dst="10.0.0.0/24")/ICMP()"#)?;
//! let counts = ask(&mut question, 0, &Options::default(), &mut |event| {
//!     if let Event::Answered(pair) = event {
//!         println!("{} after {:?}", pair.number, pair.rtt());
//!     }
//!     std::ops::ControlFlow::Continue(())
//! })?;
//! println!("{} of {}", counts.answered, counts.sent);
//! # Ok::<(), pktlab::net::Error>(())
//! ```

use super::Error;
use super::neighbours::Patience;
use super::paths::{Form, Paths, Ready};
use super::transmit::{BURST, destination};
use crate::capture::Batch;
use crate::capture::live::{self, Live, Next};
use crate::craft::{self, Craft};
use crate::decode;
use crate::flow::Joiner;
use crate::flow::reply::{Answer, Found, Waiting};
use crate::frame::{Frame, Info, LinkType};
use crate::spine::{Notes, Packet, Rules, Spine};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::net::IpAddr;
use std::ops::ControlFlow;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How questions are asked.
#[derive(Clone, Debug)]
pub struct Options {
    /// The only interface, by name or number.
    pub interface: Option<String>,
    /// How long an answer is waited for, after each sending.
    pub timeout: Duration,
    /// How often a question is sent again.
    pub retry: u32,
    /// Every answer counts, not only the first; each question waits until its time is over.
    pub multi: bool,
    /// Packets a second; `None` for as many as can be sent.
    pub rate: Option<f64>,
    /// Packets go through the kernel's raw sockets wherever they can.
    pub raw: bool,
    /// Frames for others are captured too: answers to an address that is not the machine's.
    pub promiscuous: bool,
    /// Questions are seen on their way out, for the kernel's time; else the clock's is taken.
    pub precise: bool,
    /// What is longer than the way allows goes in fragments: all of IPv6, and of IPv4 what does not forbid it.
    pub cut: bool,
    /// A capture filter for what can be an answer.
    pub filter: Option<String>,
    /// Questions that wait at once.
    pub window: usize,
    /// How long neighbours are waited for.
    pub patience: Patience,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            interface: None,
            timeout: Duration::from_secs(2),
            retry: 0,
            multi: false,
            rate: None,
            raw: false,
            promiscuous: false,
            precise: true,
            cut: false,
            filter: None,
            window: 1 << 16,
            patience: Patience::default(),
        }
    }
}

/// A packet that is to be sent.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its name among the others.
    pub number: u64,
    /// What is sent.
    pub bytes: Vec<u8>,
    /// What its first header is.
    pub link: LinkType,
}

/// What has happened.
#[derive(Debug)]
pub enum Event {
    /// A question has been answered.
    Answered(Box<Pair>),
    /// A question's time is over, and its last.
    Unanswered(Question),
    /// A question could not be sent.
    Failed(Question, Error),
    /// Nothing: who wants to break off may do so.
    Idle,
}

/// A question and its answer.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The question's number.
    pub number: u64,
    /// The question.
    pub sent: Vec<u8>,
    /// What its first header is.
    pub sent_link: LinkType,
    /// When it was last sent, in nanoseconds since 1970.
    pub sent_at: i64,
    /// How often it was sent.
    pub tries: u32,
    /// The answer.
    pub received: Vec<u8>,
    /// What its first header is.
    pub received_link: LinkType,
    /// When it came.
    pub received_at: i64,
    /// What it is to the question.
    pub answer: Answer,
    /// How many answers came to this question before.
    pub before: u32,
}

impl Pair {
    /// From the last sending to the answer.
    pub fn rtt(&self) -> Duration {
        Duration::from_nanos(u64::try_from(self.received_at - self.sent_at).unwrap_or(0))
    }
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Questions sent, each counted once.
    pub sent: u64,
    /// Packets sent, repetitions too.
    pub packets: u64,
    /// Questions answered.
    pub answered: u64,
    /// Answers.
    pub answers: u64,
    /// Questions whose time is over.
    pub unanswered: u64,
    /// Questions that could not be sent.
    pub failed: u64,
    /// Frames that the kernel had no room for: answers may be among them.
    pub dropped: u64,
}

/// A question that waits.
struct State {
    sent_at: i64,
    tries: u32,
    left: u32,
    answers: u32,
    timeout: Duration,
}

/// Asks, and hears the answers.
pub struct Asker {
    options: Options,
    paths: Paths,
    lives: HashMap<u32, Live>,
    waiting: Waiting,
    states: HashMap<u64, State>,
    /// When each question's time is over: it may have been answered, or sent again, since.
    ends: BinaryHeap<Reverse<(Instant, u64, u32)>>,
    events: VecDeque<Event>,
    counts: Counts,
    /// When the next packet may go.
    next: Instant,
    spine: Spine,
    batch: Batch,
    /// Answers that come in fragments, and questions that go so.
    joiner: Joiner,
    /// The number of the last packet of IPv6 that was cut.
    cuts: u32,
}

/// A packet on its way out: whose it is, its bytes, how it goes, and whether it is a fragment behind which others follow.
struct Out {
    number: u64,
    bytes: Vec<u8>,
    ready: Ready,
    more: bool,
}

impl Asker {
    /// Asks the kernel for its interfaces; nothing is captured yet.
    ///
    /// # Errors
    /// Where the interface that is named is not there.
    pub fn new(options: Options) -> Result<Asker, Error> {
        let mut paths = Paths::new(options.interface.as_deref())?.patience(options.patience);
        if options.raw {
            paths = paths.through_the_kernel();
        }
        Ok(Asker {
            options,
            paths,
            lives: HashMap::new(),
            waiting: Waiting::new(),
            states: HashMap::new(),
            ends: BinaryHeap::new(),
            events: VecDeque::new(),
            counts: Counts::default(),
            next: Instant::now(),
            spine: Spine::new(),
            batch: Batch::new(),
            joiner: Joiner::new(),
            // Not that of another program which begins now.
            cuts: now() as u32,
        })
    }

    /// The paths that packets take.
    pub fn paths(&mut self) -> &mut Paths {
        &mut self.paths
    }

    /// What was counted so far.
    pub fn counts(&self) -> Counts {
        let dropped = self.lives.values().map(|live| live.control().counts().dropped).sum();
        Counts { dropped, ..self.counts }
    }

    /// Questions that wait for an answer.
    pub fn waiting(&self) -> usize {
        self.states.len()
    }

    /// Sends questions in order. Those that cannot be sent become [`Event::Failed`].
    ///
    /// # Errors
    /// Where nothing can be captured, or nobody be asked for a neighbour: the rights are missing, say.
    pub fn send(&mut self, questions: Vec<Question>) -> Result<(), Error> {
        let timeout = self.options.timeout;
        self.send_within(questions, timeout)
    }

    /// The same, with a time of their own.
    ///
    /// # Errors
    /// As [`Asker::send`].
    pub fn send_within(&mut self, questions: Vec<Question>, timeout: Duration) -> Result<(), Error> {
        let network = |q: &&Question| matches!(q.link.0, 101 | 228 | 229);
        self.paths.resolve(questions.iter().filter(network).filter_map(|q| destination(&q.bytes)))?;
        let retry = self.options.retry;
        let mut burst = vec![];
        for question in questions {
            let ready = match self.paths.ready(&question.bytes, question.link) {
                Ok(ready) => ready,
                Err(error) => {
                    self.counts.failed += 1;
                    self.events.push_back(Event::Failed(question, error));
                    continue;
                }
            };
            self.capture(ready.index())?;
            let many = question.link != LinkType::ETHERNET && destination(&question.bytes).is_some_and(|to| self.broadcast(to));
            self.waiting.add(question.number, &question.bytes, question.link, many);
            self.counts.sent += 1;
            self.states.insert(question.number, State { sent_at: now(), tries: 0, left: retry, answers: 0, timeout });
            self.put(question.number, question.bytes, ready, &mut burst);
            if burst.len() >= BURST || self.options.rate.is_some() {
                self.transmit(std::mem::take(&mut burst));
            }
        }
        self.transmit(burst);
        Ok(())
    }

    /// Puts a packet, or the fragments it goes in, to those that go next.
    fn put(&mut self, number: u64, bytes: Vec<u8>, ready: Ready, burst: &mut Vec<Out>) {
        // An Ethernet header that is the packet's own is left alone, and an IPv4 packet that must not be parted.
        let whole = matches!(ready, Ready::Whole(_) | Ready::Kernel(_, 1..))
            || bytes.first().is_some_and(|b| b >> 4 == 4) && bytes.get(6).is_some_and(|b| b & 0x40 != 0);
        let mtu = if whole || !self.options.cut { None } else { destination(&bytes).and_then(|to| self.paths.to(to).ok()?.mtu) };
        let pieces = match mtu.map(|mtu| mtu as usize).filter(|mtu| bytes.len() > *mtu) {
            Some(mtu) => {
                self.cuts = self.cuts.wrapping_add(1);
                craft::fragments(&bytes, mtu, self.cuts).ok()
            }
            None => None,
        };
        let pieces = pieces.unwrap_or_else(|| vec![bytes]);
        let last = pieces.len().saturating_sub(1);
        burst.extend(pieces.into_iter().enumerate().map(|(at, bytes)| Out { number, bytes, ready, more: at < last }));
    }

    /// True for the broadcast address of a network of ours, which does not look like one.
    fn broadcast(&mut self, to: IpAddr) -> bool {
        to.is_ipv4() && self.paths.to(to).is_ok_and(|path| matches!(path.form, Form::Frames { known: Some([0xff, ..]), .. }))
    }

    /// Captures on an interface, if that is not done yet.
    fn capture(&mut self, index: u32) -> Result<(), Error> {
        if self.lives.contains_key(&index) {
            return Ok(());
        }
        let Some(interface) = self.paths.interface(index) else { return Err(Error::Unsupported("interfaces")) };
        let direction = if self.options.precise || interface.flags.loopback { live::Direction::Both } else { live::Direction::In };
        let live = live::Options::new()
            .interface(&interface.name)
            .promiscuous(self.options.promiscuous && !interface.flags.loopback)
            .filter(self.options.filter.as_deref().unwrap_or(""))
            .direction(direction)
            .latency(Duration::from_millis(1))
            .buffer(RING)
            .open()?;
        self.lives.insert(index, live);
        Ok(())
    }

    /// Sends what is ready, as many together as can be.
    fn transmit(&mut self, burst: Vec<Out>) {
        if burst.is_empty() {
            return;
        }
        self.pace(burst.len());
        let frames: Vec<Vec<u8>> = burst
            .iter()
            .map(|Out { bytes, ready, .. }| match ready {
                Ready::Frame(_, head) => [head.as_slice(), bytes].concat(),
                Ready::Kernel(_, from) => bytes.get(*from..).unwrap_or_default().to_vec(),
                Ready::Whole(_) => bytes.clone(),
            })
            .collect();
        let (mut from, sent_at) = (0, now());
        let mut failed = vec![];
        while let Some(Out { ready: first, .. }) = burst.get(from) {
            let same = |ready: &Ready| ready.index() == first.index() && ready.raw() == first.raw();
            let run = burst.iter().skip(from).take_while(|out| same(&out.ready)).count();
            let slices: Vec<&[u8]> = frames.iter().skip(from).take(run).map(Vec::as_slice).collect();
            let (done, result) = if first.raw() {
                match slices.iter().position(|packet| self.paths.raw().send(packet).map_err(|error| failed.push((from, error))).is_err()) {
                    // Its error is noted already; which one it was is noted here.
                    Some(at) => {
                        if let Some(last) = failed.last_mut() {
                            last.0 = from + at;
                        }
                        (at + 1, Ok(()))
                    }
                    None => (run, Ok(())),
                }
            } else {
                match self.paths.port(first.index()) {
                    Ok(port) => port.send_all(&slices),
                    Err(error) => (0, Err(error)),
                }
            };
            from += done;
            if let Err(error) = result {
                failed.push((from, error));
                from += 1;
            }
        }
        let after = Instant::now();
        for (at, Out { number, bytes, more, .. }) in burst.into_iter().enumerate() {
            if let Some(place) = failed.iter().position(|(which, _)| *which == at) {
                let (_, error) = failed.swap_remove(place);
                if !self.states.contains_key(&number) {
                    continue;
                }
                let (bytes, link) = self.waiting.bytes(number).map_or((bytes, LinkType(101)), |(all, link)| (all.to_vec(), link));
                self.forget(number);
                self.counts.failed += 1;
                self.counts.sent -= 1;
                self.events.push_back(Event::Failed(Question { number, bytes, link }, error));
                continue;
            }
            self.counts.packets += 1;
            let Some(state) = self.states.get_mut(&number).filter(|_| !more) else { continue };
            state.tries += 1;
            state.sent_at = sent_at;
            self.ends.push(Reverse((after + state.timeout, number, state.tries)));
        }
    }

    /// Waits until as many packets may go; what is captured meanwhile waits in its ring.
    fn pace(&mut self, packets: usize) {
        let Some(rate) = self.options.rate.filter(|rate| *rate > 0.0) else { return };
        let now = Instant::now();
        if let Some(left) = self.next.checked_duration_since(now) {
            std::thread::sleep(left);
        }
        // Who was late may catch up a little, and no more.
        self.next =
            self.next.max(now.checked_sub(Duration::from_millis(10)).unwrap_or(now)) + Duration::from_secs_f64(packets as f64 / rate);
    }

    /// A question that nobody waits for any more.
    pub fn forget(&mut self, number: u64) {
        self.waiting.remove(number);
        self.states.remove(&number);
    }

    /// The next thing that has happened; waits for it, not longer than `patience`. `None` where nothing has.
    ///
    /// # Errors
    /// Where an interface is gone.
    pub fn next(&mut self, patience: Duration) -> Result<Option<Event>, Error> {
        let until = Instant::now() + patience;
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            // What has come counts before what is over does.
            let mut any = self.hear(Duration::ZERO)?;
            while any {
                any = self.hear(Duration::ZERO)?;
            }
            self.expire()?;
            if !self.events.is_empty() {
                continue;
            }
            let now = Instant::now();
            let Some(mut left) = until.checked_duration_since(now).filter(|left| !left.is_zero()) else { return Ok(None) };
            if let Some(Reverse((end, ..))) = self.ends.peek() {
                left = left.min(end.saturating_duration_since(now)).max(Duration::from_micros(100));
            }
            self.hear(left)?;
        }
    }

    /// Takes what was captured; waits for it if nothing has been yet. True where there was something.
    fn hear(&mut self, patience: Duration) -> Result<bool, Error> {
        if self.lives.is_empty() {
            std::thread::sleep(patience);
            return Ok(false);
        }
        // With several interfaces none is waited for long.
        let patience = if self.lives.len() > 1 { patience.min(Duration::from_millis(1)) } else { patience };
        let (rules, notes) = (Rules::default(), Notes::new());
        let mut any = false;
        for live in self.lives.values_mut() {
            if live.next(&mut self.batch, patience)? != Next::Records {
                continue;
            }
            any = true;
            for frame in self.batch.frames() {
                decode::walk(&mut self.spine, &frame, &rules);
                let at = frame.info.time.unwrap_or_else(now);
                let joined = self.joiner.see(&frame, &self.spine);
                let cut = joined.is_some();
                let frame = match &joined {
                    // What came in fragments is answered, and shown, as what it was before.
                    Some(whole) => {
                        let frame = Frame::new(whole, Info { link: LinkType(101), wire: whole.len() as u32, ..frame.info });
                        decode::walk(&mut self.spine, &frame, &rules);
                        frame
                    }
                    None => frame,
                };
                let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &self.spine, notes: &notes, rules: &rules };
                match self.waiting.find(&packet) {
                    None => {}
                    Some(Found::Itself(number)) => {
                        // Of fragments this is the last: its time began with the first.
                        if let Some(state) = self.states.get_mut(&number).filter(|_| !cut) {
                            state.sent_at = at;
                        }
                    }
                    Some(Found::Answer(number, answer)) => {
                        let (Some(state), Some((sent, link))) = (self.states.get_mut(&number), self.waiting.bytes(number)) else {
                            continue;
                        };
                        let pair = Pair {
                            number,
                            sent: sent.to_vec(),
                            sent_link: link,
                            sent_at: state.sent_at,
                            tries: state.tries.max(1),
                            received: frame.bytes.to_vec(),
                            received_link: frame.info.link,
                            received_at: at,
                            answer,
                            before: state.answers,
                        };
                        state.answers += 1;
                        self.counts.answers += 1;
                        self.counts.answered += u64::from(state.answers == 1);
                        if !self.options.multi {
                            self.waiting.remove(number);
                            self.states.remove(&number);
                        }
                        self.events.push_back(Event::Answered(Box::new(pair)));
                    }
                }
            }
        }
        Ok(any)
    }

    /// Sends again, or gives up, what has waited long enough.
    fn expire(&mut self) -> Result<(), Error> {
        let now = Instant::now();
        let mut again = vec![];
        while let Some(Reverse((end, number, tries))) = self.ends.peek().copied() {
            if end > now {
                break;
            }
            self.ends.pop();
            let Some(state) = self.states.get_mut(&number).filter(|state| state.tries == tries) else { continue };
            let question = self.waiting.bytes(number).map(|(bytes, link)| Question { number, bytes: bytes.to_vec(), link });
            match question {
                Some(question) if state.left > 0 && state.answers == 0 => {
                    state.left -= 1;
                    again.push(question);
                }
                question => {
                    let silent = state.answers == 0;
                    self.forget(number);
                    if let (true, Some(question)) = (silent, question) {
                        self.counts.unanswered += 1;
                        self.events.push_back(Event::Unanswered(question));
                    }
                }
            }
        }
        let mut burst = vec![];
        for question in again {
            self.waiting.add(question.number, &question.bytes, question.link, false);
            let ready = self.paths.ready(&question.bytes, question.link)?;
            self.put(question.number, question.bytes, ready, &mut burst);
            if burst.len() >= BURST || self.options.rate.is_some() {
                self.transmit(std::mem::take(&mut burst));
            }
        }
        self.transmit(burst);
        Ok(())
    }
}

impl Ready {
    /// The interface's number.
    pub const fn index(&self) -> u32 {
        match self {
            Ready::Kernel(index, _) | Ready::Frame(index, _) | Ready::Whole(index) => *index,
        }
    }
    /// True where the kernel takes it from a raw socket.
    pub(super) const fn raw(&self) -> bool {
        matches!(self, Ready::Kernel(..))
    }
}

/// The kernel's ring for answers, in bytes.
const RING: u32 = 8 << 20;

/// Nanoseconds since 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_nanos()).unwrap_or(i64::MAX))
}

/// Asks all packets of an expression, in order, and tells what happens; random values are drawn from the seed. What the expression
/// leaves to the machine is filled in first. The closure may break it off.
///
/// # Errors
/// Where nothing can be sent or captured at all, and where there is no way to any destination.
pub fn ask(craft: &mut Craft, seed: u64, options: &Options, each: &mut dyn FnMut(Event) -> ControlFlow<()>) -> Result<Counts, Error> {
    let mut asker = Asker::new(options.clone())?;
    let left_out = asker.paths.fill(craft)?;
    let link = craft.link();
    let mut packets = craft.packets(seed);
    let (mut number, mut done) = (0, false);
    asker.counts.failed += left_out.len() as u64;
    for error in left_out {
        if each(Event::Failed(Question { number: 0, bytes: vec![], link }, error)).is_break() {
            return Ok(asker.counts());
        }
    }
    // Slow askers look at the clock, and at who wants to break it off, more often.
    let few = options.rate.map_or(CHUNK, |rate| ((rate / 50.0) as usize).clamp(1, CHUNK));
    while !done || asker.waiting() > 0 || !asker.events.is_empty() {
        let room = options.window.saturating_sub(asker.waiting()).min(few);
        if !done && room > 0 {
            let mut chunk = Vec::with_capacity(room);
            while chunk.len() < room {
                let mut bytes = vec![];
                match packets.write(&mut bytes) {
                    None => {
                        done = true;
                        break;
                    }
                    Some(made) => made?,
                }
                number += 1;
                chunk.push(Question { number, bytes, link });
            }
            asker.send(chunk)?;
        }
        let patience = if done || room == 0 { Duration::from_millis(50) } else { Duration::ZERO };
        let mut event = asker.next(patience)?;
        while let Some(happened) = event {
            if each(happened).is_break() {
                return Ok(asker.counts());
            }
            event = asker.events.pop_front();
        }
        if each(Event::Idle).is_break() {
            return Ok(asker.counts());
        }
    }
    Ok(asker.counts())
}
/// Packets that are made and sent before answers are looked at again.
const CHUNK: usize = 1024;
