//! Lookups by datagrams: one thread with a table of what is under way and few sockets, which sends and receives in bursts.
//!
//! What makes an answer hard to forge stays: a port of each server's handful is drawn for each burst, an id for each try, sockets take
//! only from the address they ask, and the question must be the one that was asked.

use super::super::ask;
use super::super::lookup::{Client, Settings, Shared, random};
use super::super::name::Name;
use super::super::server::{Protocol, Server};
use super::super::transport::Error;
use super::super::wire::{Question, flag, two};
use super::burst::{BURST, Inbox, Outbox, readable};
use super::{CHUNK, FLUSH, Item, LAST, Options, Outcome, Progress};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// Ports of each server: an id alone is easily guessed, and servers share the work among their threads by them.
const PORTS: usize = 8;
/// So many questions of a burst go by one port: the next ones by another, to another thread of the server.
const BY_ONE: usize = 32;
/// No slot.
const NONE: u32 = u32::MAX;
/// With as much under way as may be, answers are given this long to gather, at most.
const NAP: Duration = Duration::from_micros(200);
/// And no longer than this part of what a lookup takes anyway.
const NAPS: u32 = 8;

/// A lookup under way.
struct Job {
    item: Item,
    /// Of the last try.
    port: usize,
    id: u16,
    sent: Instant,
    due: Instant,
    first: Instant,
    tries: u32,
}

/// A port of a server: the socket, which id is whose, and what goes next.
struct Port {
    socket: UdpSocket,
    ids: Vec<u32>,
    outbox: Outbox,
}

impl Port {
    fn owner(&self, id: u16) -> Option<u32> {
        self.ids.get(usize::from(id)).copied().filter(|slot| *slot != NONE)
    }
}

/// How much a server may still be asked now.
struct Allowance {
    rate: f64,
    left: f64,
    at: Instant,
}

impl Allowance {
    fn take(&mut self, now: Instant) -> bool {
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * self.rate).min((self.rate / 100.0).max(1.0));
        self.at = now;
        let may = self.left >= 1.0;
        self.left -= if may { 1.0 } else { 0.0 };
        may
    }
}

pub(super) struct Engine<'a> {
    options: &'a Options,
    progress: &'a Progress,
    ports: Vec<Port>,
    /// Which port of each server has this burst.
    drawn: Vec<usize>,
    allowances: Vec<Allowance>,
    jobs: Vec<Option<Job>>,
    free: Vec<u32>,
    /// When which try has waited long enough: its slot, its id. Whoever is at the front was not answered yet.
    deadlines: VecDeque<(Instant, u32, u16)>,
    /// The same of further tries, which may end earlier, when the lookup's time is over.
    further: BinaryHeap<Reverse<(Instant, u32, u16)>>,
    /// What is behind the id and behind the question in every message.
    head: Vec<u8>,
    tail: Vec<u8>,
    state: u64,
    turn: usize,
    done: Vec<Outcome>,
    /// Items that were taken and not begun.
    waiting: VecDeque<Item>,
    /// Waiting for another try.
    retries: VecDeque<u32>,
    /// The next in the input's order that is not done, where that matters.
    oldest: u64,
    finished: std::collections::BTreeSet<u64>,
    /// How long answers take, smoothed.
    usual: Duration,
    slow: Slow,
}

impl<'a> Engine<'a> {
    pub(super) fn new(options: &'a Options, progress: &'a Progress) -> io::Result<Engine<'a>> {
        let mut ports = Vec::new();
        for address in &options.addresses {
            for _ in 0..PORTS {
                let from = options.settings.from.unwrap_or(if address.is_ipv4() {
                    [0, 0, 0, 0].into()
                } else {
                    std::net::Ipv6Addr::UNSPECIFIED.into()
                });
                let socket = UdpSocket::bind((from, 0))?;
                socket.connect(address)?;
                socket.set_nonblocking(true)?;
                // Bursts of answers wait here.
                let _ = socket2::SockRef::from(&socket).set_recv_buffer_size(1 << 20);
                options.settings.ends.lock().unwrap_or_else(PoisonError::into_inner).extend(socket.local_addr());
                let outbox = Outbox::new(options.separate);
                ports.push(Port { socket, ids: vec![NONE; 65536], outbox });
            }
        }
        let now = Instant::now();
        let allowance = |_: &SocketAddr| options.rate.map(|rate| Allowance { rate, left: 1.0, at: now });
        let allowances = options.addresses.iter().filter_map(allowance).collect();
        let root = Question { name: Name::root(), rtype: 1, class: 1 };
        let whole = ask::message(0, &root, &options.settings.options).map_err(io::Error::other)?;
        let (head, tail) = (whole.get(2..12).unwrap_or(&[]).to_vec(), whole.get(17..).unwrap_or(&[]).to_vec());
        let outstanding = options.outstanding.clamp(1, ports.len() * 30_000);
        let seed = (0..4).fold(0, |seed, _| seed << 16 | u64::from(random())) | 1;
        Ok(Engine {
            options,
            progress,
            ports,
            drawn: vec![0; options.addresses.len()],
            allowances,
            jobs: (0..outstanding).map(|_| None).collect(),
            free: (0..outstanding as u32).rev().collect(),
            deadlines: VecDeque::new(),
            further: BinaryHeap::new(),
            head,
            tail,
            state: seed,
            turn: 0,
            done: Vec::new(),
            waiting: VecDeque::new(),
            retries: VecDeque::new(),
            oldest: 0,
            finished: std::collections::BTreeSet::new(),
            usual: Duration::ZERO,
            slow: Slow::new(options.settings.clone()),
        })
    }

    fn random(&mut self) -> u64 {
        // xorshift64*, seeded by the system.
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        self.state.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub(super) fn run(mut self, items: Receiver<Vec<Item>>, out: SyncSender<Vec<Outcome>>) {
        let mut more = true;
        let longest = self.options.settings.options.edns.as_ref().map_or(512, |edns| usize::from(edns.size));
        let (mut inbox, mut ready) = (Inbox::new(longest), Vec::new());
        let mut flushed = Instant::now();
        let mut stopped = None;
        loop {
            let idle = self.free.len() == self.jobs.len() && self.retries.is_empty();
            if self.waiting.is_empty() && more {
                let got = if idle {
                    // Nothing to wait for but the input.
                    items.recv_timeout(Duration::from_millis(100)).map_err(|error| error == mpsc::RecvTimeoutError::Disconnected)
                } else {
                    items.try_recv().map_err(|error| error == TryRecvError::Disconnected)
                };
                match got {
                    Ok(chunk) => self.waiting.extend(chunk),
                    Err(ended) => more = !ended,
                }
            }
            if self.progress.stop.load(Relaxed) {
                (more, _) = (false, self.waiting.clear());
                let over = stopped.get_or_insert_with(Instant::now).elapsed() > LAST;
                let slots = if over { 0..self.jobs.len() as u32 } else { 0..0 };
                for slot in slots.chain(std::mem::take(&mut self.retries)) {
                    self.abandon(slot);
                }
            }
            let pause = self.fill();
            self.collect_slow();
            if idle && !more && self.waiting.is_empty() && self.done.is_empty() {
                return;
            }
            let now = Instant::now();
            self.expire(now);
            // In bundles: each costs the taker a wake-up.
            if self.done.len() >= CHUNK || !self.done.is_empty() && (idle || now.duration_since(flushed) > FLUSH) {
                flushed = now;
                let done = std::mem::replace(&mut self.done, Vec::with_capacity(CHUNK + BURST));
                if out.send(done).is_err() {
                    return;
                }
            }
            if self.free.len() < self.jobs.len() {
                self.wait(pause, &mut ready);
                for port in ready.iter().copied() {
                    self.receive(port, &mut inbox);
                }
            } else if !self.retries.is_empty() || !self.waiting.is_empty() {
                std::thread::sleep(Duration::from_micros(200));
            }
        }
    }

    /// Begins what may be begun, and sends it; true where it is worth waiting for something.
    fn fill(&mut self) -> bool {
        let now = Instant::now();
        (0..self.drawn.len()).for_each(|server| self.draw(server));
        let pause = self.begin_some(now);
        let mut room = true;
        for port in 0..self.ports.len() {
            room &= self.send(port, now);
        }
        pause || !room
    }

    fn draw(&mut self, server: usize) {
        let port = server * PORTS + (self.random() >> 32) as usize % PORTS;
        if let Some(drawn) = self.drawn.get_mut(server) {
            *drawn = port;
        }
    }

    fn begin_some(&mut self, now: Instant) -> bool {
        for _ in 0..CHUNK {
            let slot = match self.retries.pop_front() {
                Some(slot) => slot,
                None => {
                    let ahead = |item: &Item| self.options.window.is_some_and(|window| item.place > self.oldest + window);
                    if self.free.is_empty() || self.waiting.front().is_none_or(ahead) {
                        return true;
                    }
                    let (Some(item), Some(slot)) = (self.waiting.pop_front(), self.free.pop()) else { return true };
                    self.progress.begun.fetch_add(1, Relaxed);
                    if let Err((_, why)) = &item.question {
                        let result = Err(why.clone());
                        self.free.push(slot);
                        self.finish(Outcome { item, server: None, tries: 0, took: Duration::ZERO, result });
                        continue;
                    }
                    if let Some(place) = self.jobs.get_mut(slot as usize) {
                        *place = Some(Job { item, port: 0, id: 0, sent: now, due: now, first: now, tries: 0 });
                    }
                    slot
                }
            };
            if !self.prepare(slot, now) {
                self.retries.push_front(slot);
                return true;
            }
        }
        false
    }

    /// A try, to be sent with the next burst; false where a server's rate must be waited for.
    fn prepare(&mut self, slot: u32, now: Instant) -> bool {
        let servers = self.options.addresses.len();
        let server = if self.allowances.is_empty() {
            self.turn % servers
        } else {
            let turn = self.turn;
            let free =
                (0..servers).map(|more| (turn + more) % servers).find(|at| self.allowances.get_mut(*at).is_some_and(|one| one.take(now)));
            let Some(free) = free else { return false };
            free
        };
        self.turn = server + 1;
        let mut id = (self.random() >> 32) as u16;
        let Some(port) = self.drawn.get(server).copied() else { return true };
        let (Some(place), Some(Some(job))) = (self.ports.get_mut(port), self.jobs.get_mut(slot as usize)) else { return true };
        let Ok(question) = &job.item.question else { return true };
        while place.owner(id).is_some() {
            id = id.wrapping_add(1);
        }
        if let Some(entry) = place.ids.get_mut(usize::from(id)) {
            *entry = slot;
        }
        let (rtype, class) = (question.rtype.to_be_bytes(), question.class.to_be_bytes());
        place.outbox.push(slot, &[&id.to_be_bytes(), &self.head, question.name.wire(), &rtype, &class, &self.tail]);
        let full = place.outbox.len() % BY_ONE == 0;
        let settings = &self.options.settings;
        (job.id, job.port, job.sent) = (id, port, now);
        job.due = (now + settings.wait).min(job.first + settings.timeout);
        job.tries += 1;
        if job.tries == 1 {
            self.deadlines.push_back((job.due, slot, id));
        } else {
            self.further.push(Reverse((job.due, slot, id)));
        }
        if full {
            self.draw(server);
        }
        true
    }

    /// Sends what is prepared; false where there is no room for all of it now.
    fn send(&mut self, port: usize, now: Instant) -> bool {
        let Some(place) = self.ports.get_mut(port).filter(|place| place.outbox.len() > 0) else { return true };
        let mut outbox = std::mem::take(&mut place.outbox);
        outbox.arrange();
        let (mut at, mut room) = (0, true);
        while at < outbox.len() {
            let Some(place) = self.ports.get(port) else { break };
            match outbox.send(&place.socket, at) {
                Ok(sent) => {
                    at += sent;
                    continue;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                // ENOBUFS: a queue of the interface is full.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock || error.raw_os_error() == Some(105) => {
                    room = false;
                    break;
                }
                Err(error) => {
                    if let Some(slot) = outbox.slots().nth(at) {
                        self.release(slot);
                        self.failed(slot, &Error::Io { what: "asking", error }, now);
                    }
                    at += 1;
                }
            }
        }
        // As if they had never been tried.
        for slot in outbox.slots().skip(at).rev() {
            self.release(slot);
            if let Some(Some(job)) = self.jobs.get_mut(slot as usize) {
                job.tries -= 1;
            }
            self.retries.push_front(slot);
        }
        let again = |slot: &u32| matches!(self.jobs.get(*slot as usize), Some(Some(job)) if job.tries > 1);
        let again = outbox.slots().take(at).filter(again).count();
        self.progress.again.fetch_add(again as u64, Relaxed);
        if let Some(place) = self.ports.get_mut(port) {
            place.outbox = outbox;
            place.outbox.clear();
        }
        room
    }

    /// Waits for an answer, or for the next thing that is due: the ports that have something.
    fn wait(&mut self, pause: bool, ready: &mut Vec<usize>) {
        let mut timeout = if pause { Duration::from_millis(20) } else { Duration::ZERO };
        let further = self.further.peek().map(|Reverse((due, ..))| due);
        if let Some(due) = self.deadlines.front().map(|(due, ..)| due).into_iter().chain(further).min() {
            timeout = timeout.min(due.saturating_duration_since(Instant::now()));
        }
        if !self.retries.is_empty() || !self.allowances.is_empty() || self.slow.busy > 0 {
            timeout = timeout.min(Duration::from_millis(1));
        }
        // Each wake-up costs more than an answer: where nothing can be begun before answers are there, some of them are waited for.
        let nap = (self.usual / NAPS).min(NAP);
        if self.free.is_empty() && nap > NAP / 10 && nap < timeout {
            std::thread::sleep(nap);
        }
        readable(self.ports.iter().map(|port| &port.socket), timeout, ready);
    }

    fn receive(&mut self, port: usize, inbox: &mut Inbox) {
        loop {
            let Some(place) = self.ports.get(port) else { return };
            match inbox.receive(&place.socket) {
                Ok(()) => {
                    let now = Instant::now();
                    for message in inbox.messages() {
                        self.arrived(port, message, now);
                    }
                    if !inbox.full() {
                        return;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // Refused: whatever was asked of it by this port is lost.
                    let error = Error::Io { what: "asking", error };
                    let lost: Vec<u32> = place.ids.iter().copied().filter(|slot| *slot != NONE).collect();
                    let now = Instant::now();
                    for slot in lost {
                        self.release(slot);
                        self.failed(slot, &error, now);
                    }
                    return;
                }
            }
        }
    }

    fn arrived(&mut self, port: usize, answer: &[u8], now: Instant) {
        let Some(slot) = two(answer, 0).and_then(|id| self.ports.get(port)?.owner(id)) else { return };
        let Some(Some(job)) = self.jobs.get(slot as usize) else { return };
        let Ok(question) = &job.item.question else { return };
        // QR, and the same question; a server that refuses may leave it out.
        let flags = two(answer, 2).unwrap_or(0);
        let name = question.name.wire();
        let behind = 12 + name.len();
        let same = two(answer, 4) == Some(1)
            && answer.get(12..behind).is_some_and(|theirs| theirs.eq_ignore_ascii_case(name))
            && (two(answer, behind), two(answer, behind + 2)) == (Some(question.rtype), Some(question.class));
        let without = two(answer, 4) == Some(0) && flags & 15 != 0;
        if flags & flag::QR == 0 || !same && !without {
            return;
        }
        if job.tries == 1 {
            self.usual = self.usual * 15 / 16 + now.duration_since(job.sent) / 16;
        }
        self.release(slot);
        if flags & flag::TC != 0 && !self.options.settings.ignore {
            self.give_to_slow(slot);
        } else {
            self.end(slot, Ok(answer.to_vec()), now);
        }
    }

    /// The id of a job's try is free again.
    fn release(&mut self, slot: u32) {
        if let Some(Some(job)) = self.jobs.get(slot as usize)
            && let Some(entry) = self.ports.get_mut(job.port).and_then(|port| port.ids.get_mut(usize::from(job.id)))
            && *entry == slot
        {
            *entry = NONE;
        }
    }

    fn expire(&mut self, now: Instant) {
        while let Some((due, slot, id)) = self.deadlines.front().copied() {
            if self.waits(due, slot, id) && due > now {
                break;
            }
            self.deadlines.pop_front();
            self.expired(due, slot, id, now);
        }
        while let Some(Reverse((due, slot, id))) = self.further.peek().copied() {
            if self.waits(due, slot, id) && due > now {
                break;
            }
            self.further.pop();
            self.expired(due, slot, id, now);
        }
    }

    /// Whether a try is still one that waits.
    fn waits(&self, due: Instant, slot: u32, id: u16) -> bool {
        matches!(self.jobs.get(slot as usize), Some(Some(job)) if job.id == id && job.due == due
            && self.ports.get(job.port).and_then(|port| port.owner(id)) == Some(slot))
    }

    fn expired(&mut self, due: Instant, slot: u32, id: u16, now: Instant) {
        if self.waits(due, slot, id) {
            self.release(slot);
            self.failed(slot, &"no answer", now);
        }
    }

    /// A try failed: another one, or the end.
    fn failed(&mut self, slot: u32, why: &dyn std::fmt::Display, now: Instant) {
        let Some(Some(job)) = self.jobs.get(slot as usize) else { return };
        let took = now.duration_since(job.first);
        if self.progress.stop.load(Relaxed) {
            self.abandon(slot);
        } else if job.tries < self.options.settings.tries && took < self.options.settings.timeout {
            self.retries.push_back(slot);
        } else {
            let tries = if job.tries == 1 { "1 try".to_owned() } else { format!("{} tries", job.tries) };
            let text = format!("{why} after {tries} in {:.1} s", took.as_secs_f64());
            self.end(slot, Err(text), now);
        }
    }

    /// It is to stop: as if the lookup had never been begun.
    fn abandon(&mut self, slot: u32) {
        self.release(slot);
        if self.jobs.get_mut(slot as usize).and_then(Option::take).is_some() {
            self.free.push(slot);
        }
    }

    fn end(&mut self, slot: u32, result: Result<Vec<u8>, String>, now: Instant) {
        let Some(job) = self.jobs.get_mut(slot as usize).and_then(Option::take) else { return };
        self.free.push(slot);
        let (server, tries, took) = (Some(job.port / PORTS), job.tries, now.duration_since(job.first));
        self.finish(Outcome { item: job.item, server, tries, took, result });
    }

    fn finish(&mut self, outcome: Outcome) {
        self.progress.done.fetch_add(1, Relaxed);
        if outcome.result.is_ok() {
            self.progress.answered.fetch_add(1, Relaxed);
        }
        if self.options.window.is_some() {
            self.finished.insert(outcome.item.place);
            while self.finished.first().is_some_and(|number| *number <= self.oldest) {
                self.finished.pop_first();
                self.oldest += 1;
            }
        }
        self.done.push(outcome);
    }

    fn give_to_slow(&mut self, slot: u32) {
        let Some(Some(job)) = self.jobs.get(slot as usize) else { return };
        let (Some(server), Ok(question)) = (self.options.servers.get(job.port / PORTS), &job.item.question) else { return };
        self.slow.ask(slot, server.by(Protocol::Tcp), question.clone());
    }

    fn collect_slow(&mut self) {
        while let Some((slot, result)) = self.slow.answered() {
            self.end(slot, result, Instant::now());
        }
    }
}

/// Answer of the slow way: the slot, and what came.
type Late = (u32, Result<Vec<u8>, String>);

/// What was cut short is asked for again by TCP, beside the rest.
struct Slow {
    settings: Settings,
    busy: usize,
    runner: Option<(tokio::sync::mpsc::UnboundedSender<(u32, Server, Question)>, Receiver<Late>)>,
}

impl Slow {
    fn new(settings: Settings) -> Slow {
        Slow { settings, busy: 0, runner: None }
    }

    fn ask(&mut self, slot: u32, server: Server, question: Question) {
        let settings = &self.settings;
        let (sender, _) = self.runner.get_or_insert_with(|| {
            let (sender, mut asked) = tokio::sync::mpsc::unbounded_channel::<(u32, Server, Question)>();
            let (tell, told) = mpsc::channel();
            let settings = settings.clone();
            std::thread::spawn(move || {
                let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
                runtime.block_on(async {
                    let mut shared = HashMap::<Server, Arc<Shared>>::new();
                    while let Some((slot, server, question)) = asked.recv().await {
                        let (settings, tell) = (settings.clone(), tell.clone());
                        let shared = shared.entry(server.clone()).or_default().clone();
                        tokio::spawn(async move {
                            let result = Client::sharing(server, settings, shared).ask(&question).await;
                            let result = result.map(|answer| answer.message.bytes).map_err(|error| error.to_string());
                            let _ = tell.send((slot, result));
                        });
                    }
                });
            });
            (sender, told)
        });
        self.busy += 1;
        let _ = sender.send((slot, server, question));
    }

    fn answered(&mut self) -> Option<Late> {
        let (_, told) = self.runner.as_ref()?;
        let late = told.try_recv().ok()?;
        self.busy -= 1;
        Some(late)
    }
}
