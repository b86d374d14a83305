//! Many lookups: so many under way at once, so many a second of each server, tried again, in whatever memory that takes and no more.
//!
//! Datagrams have an engine of their own: one thread with a table of what is under way, one that reads, one that takes results. What is
//! cut short, and the other protocols, go through [`super::lookup`].

use super::ask;
use super::lookup::{Client, Settings, random};
use super::name::Name;
use super::server::{Protocol, Server};
use super::transport::Error;
use super::wire::{Message, Question, flag, two};
use std::collections::VecDeque;
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One lookup to be done.
#[derive(Clone, Debug)]
pub struct Item {
    /// Its place in the input, from 0.
    pub number: u64,
    /// Its place among what is looked up now, from 0.
    pub place: u64,
    /// The name as it was given, and what is asked; or why it cannot be.
    pub question: Result<Question, (String, String)>,
}

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// The lookup.
    pub item: Item,
    /// Who was asked last.
    pub server: Option<usize>,
    /// How often.
    pub tries: u32,
    /// From the first try to the end.
    pub took: Duration,
    /// The message that answers, or why there is none.
    pub result: Result<Vec<u8>, String>,
}

/// How it is done.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who is asked, in turn.
    pub servers: Vec<Server>,
    /// Their addresses.
    pub addresses: Vec<SocketAddr>,
    /// How each lookup is done.
    pub settings: Settings,
    /// So many at once.
    pub outstanding: usize,
    /// So many a second of each server.
    pub rate: Option<f64>,
    /// Results stay so close to each other as their lookups were: one that takes long holds up what is that far behind it.
    pub window: Option<u64>,
}

/// How far it is, for whoever looks.
#[derive(Debug, Default)]
pub struct Progress {
    /// Lookups that were begun.
    pub begun: AtomicU64,
    /// Lookups that are done.
    pub done: AtomicU64,
    /// Of those, how many were answered.
    pub answered: AtomicU64,
    /// Datagrams sent again.
    pub again: AtomicU64,
    /// It is to stop: nothing new is begun, what is under way is waited for.
    pub stop: AtomicBool,
}

/// Ports of each server: an id alone is easily guessed.
const PORTS: usize = 4;
/// Items that travel together from thread to thread.
const CHUNK: usize = 256;
/// Results wait so long for others at most.
const FLUSH: Duration = Duration::from_millis(5);
/// No slot.
const NONE: u32 = u32::MAX;

/// Looks everything up. Items are taken from a thread, results given to another.
pub fn run<E: Send>(
    options: &Options,
    progress: &Arc<Progress>,
    source: impl Iterator<Item = Item> + Send + 'static,
    mut sink: impl FnMut(Outcome) -> Result<(), E> + Send,
) -> Result<io::Result<()>, E> {
    let (give, items) = mpsc::sync_channel::<Vec<Item>>(4);
    let (out, results) = mpsc::sync_channel::<Vec<Outcome>>(16);
    let watched = progress.clone();
    // Nobody waits for it: it may be reading from a terminal.
    std::thread::spawn(move || {
        let mut source = source;
        loop {
            // A terminal gives a line at a time; a file as much as is wanted.
            let mut chunk = Vec::with_capacity(CHUNK);
            let begin = Instant::now();
            for item in source.by_ref() {
                chunk.push(item);
                if chunk.len() == CHUNK || begin.elapsed() > Duration::from_millis(5) {
                    break;
                }
            }
            if chunk.is_empty() || watched.stop.load(Relaxed) || give.send(chunk).is_err() {
                return;
            }
        }
    });
    std::thread::scope(|scope| {
        let taker = scope.spawn(move || {
            for outcome in results.into_iter().flatten() {
                sink(outcome)?;
            }
            Ok(())
        });
        let datagrams = options.servers.iter().all(|server| server.protocol == Protocol::Udp);
        let made = if datagrams {
            Engine::new(options, progress).map(|engine| engine.run(items, out))
        } else {
            streams(options, progress, items, out)
        };
        match taker.join() {
            Ok(taken) => taken.map(|()| made),
            Err(_) => Ok(Err(io::Error::other("results cannot be taken"))),
        }
    })
}

/// A lookup under way.
struct Job {
    item: Item,
    /// The message, whose first two bytes are the id of the try.
    query: Vec<u8>,
    port: usize,
    first: Instant,
    sent: Instant,
    tries: u32,
}

/// A port of a server: the socket, and which id is whose.
struct Port {
    socket: UdpSocket,
    ids: Vec<u32>,
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

struct Engine<'a> {
    options: &'a Options,
    progress: &'a Progress,
    ports: Vec<Port>,
    allowances: Vec<Allowance>,
    jobs: Vec<Option<Job>>,
    free: Vec<u32>,
    /// When which try has waited long enough: its slot, its id.
    deadlines: VecDeque<(Instant, u32, u16)>,
    /// What is behind the question in every message.
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
    slow: Slow,
}

impl<'a> Engine<'a> {
    fn new(options: &'a Options, progress: &'a Progress) -> io::Result<Engine<'a>> {
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
                ports.push(Port { socket, ids: vec![NONE; 65536] });
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
            allowances,
            jobs: (0..outstanding).map(|_| None).collect(),
            free: (0..outstanding as u32).rev().collect(),
            deadlines: VecDeque::new(),
            head,
            tail,
            state: seed,
            turn: 0,
            done: Vec::new(),
            waiting: VecDeque::new(),
            retries: VecDeque::new(),
            oldest: 0,
            finished: std::collections::BTreeSet::new(),
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

    fn run(mut self, items: Receiver<Vec<Item>>, out: SyncSender<Vec<Outcome>>) {
        let mut more = true;
        let mut bytes = vec![0; 65535];
        let mut flushed = Instant::now();
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
                let done = std::mem::take(&mut self.done);
                if out.send(done).is_err() {
                    return;
                }
            }
            if self.free.len() < self.jobs.len() {
                for port in self.wait(pause) {
                    self.receive(port, &mut bytes);
                }
            } else if !self.retries.is_empty() || !self.waiting.is_empty() {
                std::thread::sleep(Duration::from_micros(200));
            }
        }
    }

    /// Begins what may be begun; true where it is worth waiting for something.
    fn fill(&mut self) -> bool {
        for _ in 0..CHUNK {
            let slot = match self.retries.pop_front() {
                Some(slot) => slot,
                None => {
                    let ahead = |item: &Item| self.options.window.is_some_and(|window| item.place > self.oldest + window);
                    if self.free.is_empty() || self.waiting.front().is_none_or(ahead) {
                        return true;
                    }
                    let (Some(item), Some(slot)) = (self.waiting.pop_front(), self.free.pop()) else { return true };
                    self.begin(slot, item);
                    continue;
                }
            };
            if !self.send(slot) {
                self.retries.push_front(slot);
                return true;
            }
        }
        false
    }

    fn begin(&mut self, slot: u32, item: Item) {
        self.progress.begun.fetch_add(1, Relaxed);
        let now = Instant::now();
        let question = match &item.question {
            Ok(question) => question,
            Err((_, why)) => {
                let result = Err(why.clone());
                self.free.push(slot);
                self.finish(Outcome { item, server: None, tries: 0, took: Duration::ZERO, result });
                return;
            }
        };
        let mut query = Vec::with_capacity(12 + question.name.wire().len() + 4 + self.tail.len());
        query.extend_from_slice(&[0, 0]);
        query.extend_from_slice(&self.head);
        query.extend_from_slice(question.name.wire());
        query.extend_from_slice(&question.rtype.to_be_bytes());
        query.extend_from_slice(&question.class.to_be_bytes());
        query.extend_from_slice(&self.tail);
        if let Some(place) = self.jobs.get_mut(slot as usize) {
            *place = Some(Job { item, query, port: 0, first: now, sent: now, tries: 0 });
        }
        if !self.send(slot) {
            self.retries.push_back(slot);
        }
    }

    /// Sends a try; false where that must wait: a server's rate, a full queue.
    fn send(&mut self, slot: u32) -> bool {
        let now = Instant::now();
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
        let random = self.random();
        let port = server * PORTS + (random >> 32) as usize % PORTS;
        let (Some(place), Some(Some(job))) = (self.ports.get_mut(port), self.jobs.get_mut(slot as usize)) else { return true };
        let mut id = random as u16;
        while place.ids.get(usize::from(id)).is_some_and(|taken| *taken != NONE) {
            id = id.wrapping_add(1);
        }
        if let Some(start) = job.query.get_mut(..2) {
            start.copy_from_slice(&id.to_be_bytes());
        }
        match place.socket.send(&job.query) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock || error.raw_os_error() == Some(105) => return false,
            Err(error) => {
                job.tries += 1;
                job.port = port;
                self.failed(slot, &Error::Io { what: "asking", error });
                return true;
            }
        }
        if let Some(entry) = place.ids.get_mut(usize::from(id)) {
            *entry = slot;
        }
        job.tries += 1;
        job.port = port;
        job.sent = now;
        if job.tries > 1 {
            self.progress.again.fetch_add(1, Relaxed);
        }
        self.deadlines.push_back((now + self.options.settings.wait, slot, id));
        true
    }

    /// Waits for an answer, or for the next thing that is due: the ports that have something.
    fn wait(&mut self, pause: bool) -> Vec<usize> {
        let mut timeout = if pause { 20 } else { 0 };
        if let Some((due, ..)) = self.deadlines.front() {
            timeout = timeout.min(due.saturating_duration_since(Instant::now()).as_millis() as u64);
        }
        if !self.retries.is_empty() || !self.allowances.is_empty() || self.slow.busy > 0 {
            timeout = timeout.min(1);
        }
        readable(&self.ports, timeout)
    }

    fn receive(&mut self, port: usize, bytes: &mut [u8]) {
        loop {
            let Some(place) = self.ports.get_mut(port) else { return };
            match place.socket.recv(bytes) {
                Ok(size) => {
                    let Some(answer) = bytes.get(..size) else { continue };
                    let Some(slot) = two(answer, 0).and_then(|id| place.ids.get(usize::from(id)).copied()).filter(|slot| *slot != NONE)
                    else {
                        continue;
                    };
                    let Some(Some(job)) = self.jobs.get(slot as usize) else { continue };
                    // QR, and the same question; a server that refuses may leave it out.
                    let flags = two(answer, 2).unwrap_or(0);
                    let asked = job.item.question.as_ref().map_or(0, |question| question.name.wire().len() + 4);
                    let same = match (answer.get(12..12 + asked), job.query.get(12..12 + asked)) {
                        (Some(theirs), Some(ours)) => two(answer, 4) == Some(1) && theirs.eq_ignore_ascii_case(ours),
                        _ => false,
                    };
                    let without = two(answer, 4) == Some(0) && flags & 15 != 0;
                    if flags & flag::QR == 0 || !same && !without {
                        continue;
                    }
                    let answer = answer.to_vec();
                    self.release(slot);
                    if flags & flag::TC != 0 && !self.options.settings.ignore {
                        self.give_to_slow(slot);
                    } else {
                        self.end(slot, Ok(answer));
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    // Refused: whatever was asked of it by this port is lost.
                    let error = Error::Io { what: "asking", error };
                    let lost: Vec<u32> = place.ids.iter().copied().filter(|slot| *slot != NONE).collect();
                    for slot in lost {
                        self.release(slot);
                        self.failed(slot, &error);
                    }
                    return;
                }
            }
        }
    }

    /// The id of a job's try is free again.
    fn release(&mut self, slot: u32) {
        if let Some(Some(job)) = self.jobs.get(slot as usize)
            && let Some(id) = two(&job.query, 0)
            && let Some(entry) = self.ports.get_mut(job.port).and_then(|port| port.ids.get_mut(usize::from(id)))
            && *entry == slot
        {
            *entry = NONE;
        }
    }

    fn expire(&mut self, now: Instant) {
        while let Some((due, slot, id)) = self.deadlines.front().copied() {
            if due > now {
                return;
            }
            self.deadlines.pop_front();
            let current = matches!(self.jobs.get(slot as usize), Some(Some(job)) if two(&job.query, 0) == Some(id)
                && self.ports.get(job.port).and_then(|port| port.ids.get(usize::from(id))) == Some(&slot)
                && job.sent + self.options.settings.wait <= now);
            if current {
                self.release(slot);
                self.failed(slot, &"no answer");
            }
        }
    }

    /// A try failed: another one, or the end.
    fn failed(&mut self, slot: u32, why: &dyn std::fmt::Display) {
        let Some(Some(job)) = self.jobs.get(slot as usize) else { return };
        let late = job.first.elapsed() >= self.options.settings.timeout;
        if job.tries < self.options.settings.tries && !late {
            self.retries.push_back(slot);
        } else {
            let text = format!("{why} after {} tries in {:.1} s", job.tries, job.first.elapsed().as_secs_f64());
            self.end(slot, Err(text));
        }
    }

    fn end(&mut self, slot: u32, result: Result<Vec<u8>, String>) {
        let Some(job) = self.jobs.get_mut(slot as usize).and_then(Option::take) else { return };
        self.free.push(slot);
        let (server, tries, took) = (Some(job.port / PORTS), job.tries, job.first.elapsed());
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
            self.end(slot, result);
        }
    }
}

#[cfg(unix)]
fn readable(ports: &[Port], milliseconds: u64) -> Vec<usize> {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::os::fd::AsFd;
    let mut all: Vec<PollFd<'_>> = ports.iter().map(|port| PollFd::new(port.socket.as_fd(), PollFlags::POLLIN)).collect();
    let timeout = PollTimeout::from(milliseconds.min(1000) as u16);
    match poll(&mut all, timeout) {
        // What is ready, and what has an error to tell.
        Ok(1..) => all.iter().enumerate().filter(|(_, one)| one.any() != Some(false)).map(|(at, _)| at).collect(),
        _ => Vec::new(),
    }
}

#[cfg(not(unix))]
fn readable(ports: &[Port], milliseconds: u64) -> Vec<usize> {
    std::thread::sleep(Duration::from_millis(milliseconds.min(1)));
    (0..ports.len()).collect()
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
                    while let Some((slot, server, question)) = asked.recv().await {
                        let (settings, tell) = (settings.clone(), tell.clone());
                        tokio::spawn(async move {
                            let result = Client::new(server, settings).ask(&question).await;
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

/// The other protocols: so many connections, one lookup after the other on each.
fn streams(options: &Options, progress: &Progress, items: Receiver<Vec<Item>>, out: SyncSender<Vec<Outcome>>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (give, take) = tokio::sync::mpsc::channel::<Item>(options.outstanding.clamp(1, 100_000));
    let take = tokio::sync::Mutex::new(take);
    let oldest = Mutex::new((0, std::collections::BTreeSet::new()));
    let allowed: Vec<Mutex<Instant>> = options.servers.iter().map(|_| Mutex::new(Instant::now())).collect();
    let every = options.rate.map(|rate| Duration::from_secs_f64(1.0 / rate.max(1e-6)));
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let chunk = match items.recv_timeout(Duration::from_millis(100)) {
                    Ok(chunk) => chunk,
                    Err(mpsc::RecvTimeoutError::Timeout) if !progress.stop.load(Relaxed) => continue,
                    Err(_) => return,
                };
                for item in chunk {
                    if progress.stop.load(Relaxed) || give.blocking_send(item).is_err() {
                        return;
                    }
                }
            }
        });
        let worker = |at: usize| {
            let (take, out, allowed, oldest) = (&take, out.clone(), &allowed, &oldest);
            async move {
                let server = at % options.servers.len().max(1);
                let Some(named) = options.servers.get(server) else { return };
                let mut client = Client::new(named.clone(), Settings { keep: true, ..options.settings.clone() });
                loop {
                    let next = take.lock().await.recv().await;
                    let Some(item) = next else { return };
                    progress.begun.fetch_add(1, Relaxed);
                    // What is too far ahead waits for what is behind.
                    while let Some(window) = options.window
                        && item.place > oldest.lock().unwrap_or_else(PoisonError::into_inner).0 + window
                    {
                        tokio::time::sleep(Duration::from_millis(1)).await;
                    }
                    if let (Some(every), Some(allowed)) = (every, allowed.get(server)) {
                        let at = {
                            let mut next = allowed.lock().unwrap_or_else(PoisonError::into_inner);
                            let at = (*next).max(Instant::now());
                            *next = at + every;
                            at
                        };
                        tokio::time::sleep_until(at.into()).await;
                    }
                    let begin = Instant::now();
                    let asked = match &item.question {
                        Ok(question) => client
                            .ask(question)
                            .await
                            .map(|answer| (answer.tries, answer.message))
                            .map_err(|error: Error| error.to_string()),
                        Err((_, why)) => Err(why.clone()),
                    };
                    let (tries, result) = match asked {
                        Ok((tries, Message { bytes, .. })) => (tries, Ok(bytes)),
                        Err(why) => (if item.question.is_ok() { options.settings.tries } else { 0 }, Err(why)),
                    };
                    progress.done.fetch_add(1, Relaxed);
                    if result.is_ok() {
                        progress.answered.fetch_add(1, Relaxed);
                    }
                    if options.window.is_some() {
                        let mut oldest = oldest.lock().unwrap_or_else(PoisonError::into_inner);
                        oldest.1.insert(item.place);
                        while oldest.1.first().is_some_and(|number| *number <= oldest.0) {
                            oldest.1.pop_first();
                            oldest.0 += 1;
                        }
                    }
                    let server = item.question.is_ok().then_some(server);
                    if out.send(vec![Outcome { item, server, tries, took: begin.elapsed(), result }]).is_err() {
                        return;
                    }
                }
            }
        };
        runtime.block_on(async {
            // One task holds them all: they share this thread.
            let mut all: Vec<_> = (0..options.outstanding.clamp(1, 4096)).map(|at| Box::pin(worker(at))).collect();
            std::future::poll_fn(|cx| {
                all.retain_mut(|one| one.as_mut().poll(cx).is_pending());
                if all.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            // Where results are not taken any more, nothing is given either.
            take.lock().await.close();
        });
        progress.stop.store(true, Relaxed);
    });
    drop(out);
    Ok(())
}

/// The servers' addresses, in their order.
pub fn addresses(servers: &[Server], settings: &Settings) -> Result<Vec<SocketAddr>, Error> {
    let io = |error| Error::Io { what: "the runtime", error };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(io)?;
    let found = servers.iter().map(|server| {
        let late = |_| Error::Silent { waited: settings.timeout, ignored: vec![] };
        let found = runtime.block_on(async { tokio::time::timeout(settings.timeout, super::lookup::addresses(server, settings)).await });
        let found = found.map_err(late)??;
        found.first().copied().ok_or_else(|| Error::NoAddress(format!("{server} has no address")))
    });
    let found = found.collect();
    runtime.shutdown_background();
    found
}
