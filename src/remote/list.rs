//! `redis://HOST/LIST`: a work queue.
//!
//! | key | what it is |
//! |---|---|
//! | `LIST` | batches that nobody has taken: pcapng, readable alone (section header, interfaces, frames) |
//! | `LIST:again` | batches of workers that died; they are taken first |
//! | `LIST:worker:NAME` | what a worker has taken and not acknowledged, oldest first |
//! | `LIST:alive:NAME` | expires where its worker does not renew it |
//! | `LIST:workers` | the names of all workers |
//! | `LIST:pushed` | the number of the last batch of each who pushes, so that none is pushed twice when an answer was lost |
//! | `LIST:end` | nothing more will be pushed: who finds nothing any more has finished |
//!
//! A worker moves a batch to a list of its own (BLMOVE) and removes it (LPOP) when its frames are done with. Where a worker's name
//! is in `LIST:workers` and its `LIST:alive` is gone, any other gives what it held to all. So each frame is seen at least once.

use super::blocks::Joiner;
use super::outgoing::{self, Batch, Carrier, Line, Outgoing, Sent};
use super::place::Place;
use super::{Backoff, FIRST, Say, packets, try_for, unique, wrong};
use crate::capture::remote::{self, Receipt, Sink, stopped};
use redis::{Client, Cmd, Connection, ErrorKind, FromRedisValue, RedisError, cmd};
use std::collections::VecDeque;
use std::io::{self, Cursor, Read};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The port that is usual.
pub(super) const PORT: u16 = 6379;

/// An answer that takes longer is none.
const ANSWER: Duration = Duration::from_secs(5);

/// A worker that is not heard of for so long is dead.
const DEAD: Duration = Duration::from_secs(5);

/// How many batches may wait in the list.
const LENGTH: u64 = 4096;

/// How many batches a worker holds at most.
const HELD: usize = 16;

/// The work queue's keys.
struct Keys {
    list: String,
}

impl Keys {
    fn of(&self, what: &str) -> String {
        format!("{}:{what}", self.list)
    }
}

fn failed(error: RedisError) -> io::Error {
    let kind = match error.kind() {
        ErrorKind::AuthenticationFailed => io::ErrorKind::PermissionDenied,
        ErrorKind::InvalidClientConfig => io::ErrorKind::InvalidInput,
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error.to_string())
}

/// Where the server is.
pub(super) fn client(place: &Place) -> io::Result<Client> {
    if place.host.is_empty() {
        return Err(wrong("it names no host"));
    }
    let db = place.number("db", 0).map_err(wrong)?;
    Client::open(format!("redis://{}{}/{db}", place.login, place.authority(PORT))).map_err(failed)
}

pub(super) fn connect(client: &Client) -> io::Result<Connection> {
    let connection = client.get_connection_with_timeout(FIRST).map_err(failed)?;
    connection.set_read_timeout(Some(ANSWER)).map_err(failed)?;
    connection.set_write_timeout(Some(ANSWER)).map_err(failed)?;
    Ok(connection)
}

fn ask<T: FromRedisValue>(connection: &mut Connection, command: &Cmd) -> io::Result<T> {
    command.query(connection).map_err(failed)
}

fn keys(place: &Place) -> io::Result<Keys> {
    if place.path.is_empty() {
        return Err(wrong("it names no list: redis://HOST/LIST"));
    }
    Ok(Keys { list: place.path.clone() })
}

/// Where batches go.
pub(super) fn sink(place: &Place) -> io::Result<Box<dyn Sink>> {
    place.known(&[&["end", "length", "db"][..], &outgoing::OPTIONS].concat()).map_err(wrong)?;
    let keys = keys(place)?;
    let length = place.number("length", LENGTH).map_err(wrong)?;
    let client = client(place)?;
    let mut connection = try_for(FIRST, || connect(&client))?;
    // Somebody has said that nothing more comes; now it does.
    ask::<()>(&mut connection, cmd("DEL").arg(keys.of("end")))?;
    let pusher = Pusher { client, connection: Some(connection), keys, length, name: unique(), number: 0, ends: place.flag("end") };
    Ok(Box::new(Outgoing::start(place, pusher, true)?))
}

struct Pusher {
    client: Client,
    connection: Option<Connection>,
    keys: Keys,
    length: u64,
    name: String,
    /// Batches pushed.
    number: u64,
    ends: bool,
}

/// KEYS: the list, the numbers. ARGV: who pushes, the batch's number, the batch, how many may wait.
const PUSH: &str = "\
if tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or '0') >= tonumber(ARGV[2]) then return 1 end
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[4]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[3])
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 1";

impl Carrier for Pusher {
    fn connect(&mut self, _: &Line) -> io::Result<()> {
        self.connection = Some(connect(&self.client)?);
        Ok(())
    }

    fn send(&mut self, batch: &Batch, _: &Line) -> io::Result<Sent> {
        if batch.frames == 0 {
            // Statistics at the end, or nothing at all: no work.
            return Ok(Sent::Done);
        }
        let connection = self.connection.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut push = cmd("EVAL");
        push.arg(PUSH).arg(2).arg(&self.keys.list).arg(self.keys.of("pushed"));
        push.arg(&self.name).arg(self.number + 1).arg(batch.whole()).arg(self.length.max(1));
        if ask::<u64>(connection, &push)? == 0 {
            return Ok(Sent::Full);
        }
        self.number += 1;
        Ok(Sent::Done)
    }

    fn close(&mut self, _: &Line) -> io::Result<()> {
        let connection = self.connection.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        ask::<()>(connection, cmd("HDEL").arg(self.keys.of("pushed")).arg(&self.name))?;
        if self.ends {
            ask::<()>(connection, cmd("SET").arg(self.keys.of("end")).arg(1))?;
        }
        Ok(())
    }
}

/// Where batches come from.
pub(super) fn source(place: &Place, receipt: Receipt, say: Say) -> io::Result<Box<dyn Read + Send>> {
    place.known(&["dead", "db", "drain"]).map_err(wrong)?;
    let keys = keys(place)?;
    let dead = place.seconds("dead", DEAD).map_err(wrong)?;
    let client = client(place)?;
    let mut connection = try_for(FIRST, || connect(&client))?;
    let kind: String = ask(&mut connection, cmd("TYPE").arg(&keys.list))?;
    if !matches!(kind.as_str(), "list" | "none") {
        return Err(wrong(format!("{} is a {kind} and no list", keys.list)));
    }
    let (give, take) = sync_channel(2);
    let shared = Arc::new(Shared { receipt, taken: AtomicU64::new(0), leaving: AtomicBool::new(false), counts: Mutex::default() });
    let worker = Worker {
        client,
        connection: Some(connection),
        keys,
        name: unique(),
        dead,
        drain: place.flag("drain"),
        place: place.text.clone(),
        say,
        held: VecDeque::new(),
        frames: 0,
        beaten: None,
        waiting: None,
        give: Some(give),
        shared: shared.clone(),
    };
    let thread = std::thread::Builder::new().name("worker".to_owned()).spawn(move || worker.live())?;
    let (told, name) = (shared.clone(), place.text.clone());
    remote::at_end(move || leave(&told, thread, &name));
    Ok(Box::new(Incoming { take, left: Cursor::default(), open: false, joiner: Joiner::default(), shared }))
}

/// What reading and the worker's thread share.
struct Shared {
    receipt: Receipt,
    /// Batches that were read to their end.
    taken: AtomicU64,
    leaving: AtomicBool,
    counts: Mutex<Counts>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    batches: u64,
    frames: u64,
    /// Frames that another worker had taken, which died.
    again: u64,
    /// Frames of this one that others took over although it lives.
    twice: u64,
    /// Frames that were given back.
    back: u64,
    /// Batches that were no pcapng.
    bad: u64,
    breaks: u64,
    /// At the end the server was not there.
    stranded: u64,
}

/// A batch that is not acknowledged.
struct Held {
    /// All frames up to its end.
    end: u64,
    frames: u64,
    /// All batches up to it.
    number: u64,
}

struct Worker {
    client: Client,
    connection: Option<Connection>,
    keys: Keys,
    name: String,
    dead: Duration,
    /// It ends where nothing is left, mark or not.
    drain: bool,
    place: String,
    say: Say,
    /// As in its list.
    held: VecDeque<Held>,
    frames: u64,
    beaten: Option<Instant>,
    /// What could not be handed over yet.
    waiting: Option<Vec<u8>>,
    give: Option<SyncSender<Vec<u8>>>,
    shared: Arc<Shared>,
}

/// KEYS: all workers, its sign of life, its list. ARGV: its name, ms. How many batches it holds; -1 less that where it was taken for dead.
const BEAT: &str = "\
redis.call('SET', KEYS[2], 1, 'PX', ARGV[2])
local held = redis.call('LLEN', KEYS[3])
if redis.call('SADD', KEYS[1], ARGV[1]) == 1 then return -1 - held end
return held";

/// KEYS: all workers, `again`. ARGV: where the signs of life and the lists begin. Gives what the dead held to all.
const INHERIT: &str = "\
local moved = 0
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  if redis.call('EXISTS', ARGV[1] .. name) == 0 then
    while redis.call('LMOVE', ARGV[2] .. name, KEYS[2], 'RIGHT', 'LEFT') do moved = moved + 1 end
    redis.call('SREM', KEYS[1], name)
  end
end
return moved";

/// KEYS: all workers, its list. ARGV: its name, how many batches. -1 where it was taken for dead.
const DONE: &str = "\
if redis.call('SISMEMBER', KEYS[1], ARGV[1]) == 0 then return -1 end
redis.call('LPOP', KEYS[2], ARGV[2])
return 1";

/// KEYS: the list, `again`, `end`, all workers. ARGV: where lists begin, its name, whether the mark does not matter. 1 where all is done.
const OVER: &str = "\
if ARGV[3] == '0' and redis.call('EXISTS', KEYS[3]) == 0 then return 0 end
if redis.call('LLEN', KEYS[1]) + redis.call('LLEN', KEYS[2]) > 0 then return 0 end
for _, name in ipairs(redis.call('SMEMBERS', KEYS[4])) do
  if name ~= ARGV[2] and redis.call('LLEN', ARGV[1] .. name) > 0 then return 0 end
end
return 1";

/// KEYS: its list, the list, all workers, its sign of life. ARGV: its name.
const BACK: &str = "\
local moved = 0
while redis.call('LMOVE', KEYS[1], KEYS[2], 'RIGHT', 'LEFT') do moved = moved + 1 end
redis.call('SREM', KEYS[3], ARGV[1])
redis.call('DEL', KEYS[4])
return moved";

impl Worker {
    fn own(&self) -> String {
        self.keys.of(&format!("worker:{}", self.name))
    }

    fn alive(&self) -> String {
        self.keys.of(&format!("alive:{}", self.name))
    }

    fn over(&self) -> bool {
        self.shared.leaving.load(Relaxed) || stopped()
    }

    fn count(&self, count: impl FnOnce(&mut Counts)) {
        count(&mut self.shared.counts.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn ask<T: FromRedisValue>(&mut self, command: &Cmd) -> io::Result<T> {
        ask(self.connection.as_mut().ok_or(io::ErrorKind::NotConnected)?, command)
    }

    /// The thread's life.
    fn live(mut self) {
        let mut backoff = Backoff::new();
        while !self.shared.leaving.load(Relaxed) {
            let step = if self.connection.is_none() { self.reconnect() } else { self.step() };
            match step {
                Ok(true) => backoff = Backoff::new(),
                // Nothing more comes; what is held is acknowledged as it is done with.
                Ok(false) => break,
                Err(error) => {
                    if self.connection.take().is_some() {
                        (self.say)(&format!("{}: the connection was lost ({error}); it is tried again", self.place));
                        self.count(|counts| counts.breaks += 1);
                    }
                    self.beaten = None;
                    backoff.wait(|| self.over());
                    if stopped() {
                        break;
                    }
                }
            }
        }
        self.give = None;
        // What was read is shown until somebody says that all is over.
        while !self.shared.leaving.load(Relaxed) {
            let _ = self.beat().and_then(|()| self.acknowledge());
            std::thread::sleep(Duration::from_millis(10));
        }
        let ended = self.acknowledge().and_then(|()| self.give_back());
        if ended.is_err() && !self.held.is_empty() {
            // Others find out by themselves.
            let frames = self.held.iter().map(|held| held.frames).sum();
            self.count(|counts| counts.stranded = frames);
        }
    }

    /// One round; false at the end.
    fn step(&mut self) -> io::Result<bool> {
        self.beat()?;
        self.acknowledge()?;
        if stopped() {
            return Ok(false);
        }
        if let (Some(bytes), Some(give)) = (self.waiting.take(), &self.give) {
            match give.try_send(bytes) {
                Ok(()) => {}
                Err(TrySendError::Full(bytes)) => {
                    self.waiting = Some(bytes);
                    std::thread::sleep(Duration::from_millis(5));
                    return Ok(true);
                }
                Err(TrySendError::Disconnected(_)) => return Ok(false),
            }
        }
        if self.held.len() >= HELD {
            std::thread::sleep(Duration::from_millis(5));
            return Ok(true);
        }
        let own = self.own();
        let again: Option<Vec<u8>> = self.ask(cmd("LMOVE").arg(self.keys.of("again")).arg(&own).arg("LEFT").arg("RIGHT"))?;
        let inherited = again.is_some();
        let batch = match again {
            Some(batch) => Some(batch),
            None => {
                // Short, while something waits to be acknowledged.
                let wait = if self.held.is_empty() { "0.2" } else { "0.02" };
                let list = self.keys.list.clone();
                self.ask(cmd("BLMOVE").arg(list).arg(&own).arg("LEFT").arg("RIGHT").arg(wait))?
            }
        };
        match batch {
            Some(batch) => self.got(batch, inherited),
            None => return self.idle(),
        }
        Ok(true)
    }

    /// Nothing was there. False where nothing will be.
    fn idle(&mut self) -> io::Result<bool> {
        if !self.held.is_empty() {
            return Ok(true);
        }
        let mut over = cmd("EVAL");
        over.arg(OVER).arg(4).arg(&self.keys.list).arg(self.keys.of("again")).arg(self.keys.of("end")).arg(self.keys.of("workers"));
        over.arg(self.keys.of("worker:")).arg(&self.name).arg(u8::from(self.drain));
        Ok(self.ask::<u64>(&over)? == 0)
    }

    fn got(&mut self, batch: Vec<u8>, inherited: bool) {
        // Counted alone: it is joined where it is read.
        let frames = Joiner::default().join(&batch, &mut Vec::new());
        let number = self.held.back().map_or(self.shared.taken.load(Relaxed), |held| held.number) + 1;
        let bad = frames.is_err();
        let frames = frames.unwrap_or_default();
        self.frames += frames;
        self.held.push_back(Held { end: self.frames, frames, number });
        self.count(|counts| {
            counts.batches += 1;
            counts.frames += frames;
            counts.again += if inherited { frames } else { 0 };
            counts.bad += u64::from(bad);
        });
        self.waiting = Some(if bad { Vec::new() } else { batch });
    }

    /// Acknowledges what is done with.
    fn acknowledge(&mut self) -> io::Result<()> {
        let taken = self.shared.taken.load(Relaxed);
        let shown = self.shared.receipt.frames();
        let done = |held: &&Held| shown.map_or(held.number <= taken, |shown| held.end <= shown);
        let count = self.held.iter().take_while(done).count();
        if count == 0 {
            return Ok(());
        }
        let mut command = cmd("EVAL");
        command.arg(DONE).arg(2).arg(self.keys.of("workers")).arg(self.own()).arg(&self.name).arg(count);
        if self.ask::<i64>(&command)? < 0 {
            // Somebody took it for dead; the next sign of life says so too.
            self.beaten = None;
            return Ok(());
        }
        self.held.drain(..count);
        Ok(())
    }

    /// A sign of life, and a look for those who give none.
    fn beat(&mut self) -> io::Result<()> {
        let every = self.dead / 5;
        if self.beaten.is_some_and(|beaten| beaten.elapsed() < every) {
            return Ok(());
        }
        let first = self.beaten.is_none();
        let mut command = cmd("EVAL");
        command.arg(BEAT).arg(3).arg(self.keys.of("workers")).arg(self.alive()).arg(self.own());
        command.arg(&self.name).arg(self.dead.as_millis().max(1) as u64);
        let held = self.ask::<i64>(&command)?;
        self.beaten = Some(Instant::now());
        let (dead, there) = if held < 0 { (true, (-1 - held) as usize) } else { (false, held as usize) };
        // In its list are fewer than it holds: it was taken for dead, or an acknowledgement's answer was lost.
        while self.held.len() > there {
            let Some(gone) = self.held.pop_front() else { break };
            self.count(|counts| counts.twice += if dead { gone.frames } else { 0 });
        }
        if first && self.held.len() < there {
            // Taken, but the answer was lost.
            let lost: Vec<Vec<u8>> = self.ask(cmd("LRANGE").arg(self.own()).arg(self.held.len()).arg(-1))?;
            for batch in lost {
                // Behind what waits already, which is there for at most one.
                self.hand_over();
                self.got(batch, false);
            }
        }
        let mut command = cmd("EVAL");
        command.arg(INHERIT).arg(2).arg(self.keys.of("workers")).arg(self.keys.of("again"));
        command.arg(self.keys.of("alive:")).arg(self.keys.of("worker:"));
        self.ask::<u64>(&command).map(drop)
    }

    /// Hands over what waits, however long it takes.
    fn hand_over(&mut self) {
        if let (Some(bytes), Some(give)) = (self.waiting.take(), &self.give) {
            let _ = give.send(bytes);
        }
    }

    fn reconnect(&mut self) -> io::Result<bool> {
        if stopped() {
            return Ok(false);
        }
        self.connection = Some(connect(&self.client)?);
        Ok(true)
    }

    fn give_back(&mut self) -> io::Result<()> {
        let mut command = cmd("EVAL");
        command.arg(BACK).arg(4).arg(self.own()).arg(&self.keys.list).arg(self.keys.of("workers")).arg(self.alive()).arg(&self.name);
        self.ask::<u64>(&command)?;
        let frames: u64 = self.held.drain(..).map(|held| held.frames).sum();
        self.count(|counts| counts.back += frames);
        Ok(())
    }
}

/// Ends a worker, and tells what it did.
fn leave(shared: &Shared, thread: JoinHandle<()>, name: &str) -> Vec<String> {
    shared.leaving.store(true, Relaxed);
    let begun = Instant::now();
    // A server that does not answer is not waited for.
    while !thread.is_finished() && begun.elapsed() < Duration::from_secs(1) {
        std::thread::sleep(Duration::from_millis(2));
    }
    let counts = *shared.counts.lock().unwrap_or_else(PoisonError::into_inner);
    let batches = if counts.batches == 1 { "batch" } else { "batches" };
    let mut told = vec![format!("{name}: {} in {} {batches}", packets(counts.frames), counts.batches)];
    let mut tell = |count: u64, what: &str| {
        if count > 0 {
            told.push(format!("{name}: {}{what}", packets(count)));
        }
    };
    tell(counts.again, " were taken over from a worker that died, and may have been decoded twice");
    tell(counts.twice, " were taken over by others, as this worker was not heard of, and are decoded twice");
    tell(counts.back, " were given back, and will be decoded by others");
    tell(counts.stranded, " could not be acknowledged, and will be decoded again");
    if counts.bad > 0 {
        told.push(format!("{name}: {} batches are no pcapng, and were left out", counts.bad));
    }
    if counts.breaks > 0 {
        let times = if counts.breaks == 1 { "once".to_owned() } else { format!("{} times", counts.breaks) };
        told.push(format!("{name}: the connection was lost {times}"));
    }
    told
}

struct Incoming {
    take: Receiver<Vec<u8>>,
    left: Cursor<Vec<u8>>,
    /// A batch is being read.
    open: bool,
    joiner: Joiner,
    shared: Arc<Shared>,
}

impl Read for Incoming {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let count = self.left.read(bytes)?;
            if count > 0 {
                return Ok(count);
            }
            if std::mem::take(&mut self.open) {
                self.shared.taken.fetch_add(1, Relaxed);
            }
            if stopped() {
                return Ok(0);
            }
            match self.take.recv_timeout(Duration::from_millis(50)) {
                Ok(batch) => {
                    self.open = true;
                    self.left.set_position(0);
                    self.left.get_mut().clear();
                    // What is no pcapng was counted.
                    let _ = self.joiner.join(&batch, self.left.get_mut());
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
    }
}
