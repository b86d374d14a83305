//! What is written: cut into batches, kept in a bounded buffer, carried away by a thread of its own.
//!
//! A batch is blocks of one section and the description in front of them (section header, interfaces), so that it can be read alone.

use super::blocks::{self, INTERFACE, SECTION};
use super::place::Place;
use super::{Backoff, TICK, packets};
use crate::capture::remote;
use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A batch is no larger, unless one frame is.
const BYTES: usize = 64 << 10;

/// What waits to be carried away, in bytes, where nothing else is asked for.
const BUFFER: u64 = 8 << 20;

/// At the end what is under way may stand still so long: where nobody waits for it, and where it should end at once.
const LINGER: Duration = Duration::from_secs(10);
const HURRY: Duration = Duration::from_secs(1);

/// The names that all sinks understand behind the `?`.
pub(super) const OPTIONS: [&str; 3] = ["full", "buffer", "batch"];

/// Blocks, and what describes them.
#[derive(Clone, Debug, Default)]
pub(super) struct Batch {
    /// Section header and interfaces.
    pub(super) head: Arc<Vec<u8>>,
    pub(super) body: Vec<u8>,
    pub(super) frames: u64,
}

impl Batch {
    /// Readable alone.
    pub(super) fn whole(&self) -> Vec<u8> {
        let mut whole = Vec::with_capacity(self.head.len() + self.body.len());
        whole.extend_from_slice(&self.head);
        blocks::unset_length(&mut whole);
        whole.extend_from_slice(&self.body);
        whole
    }

    fn size(&self) -> usize {
        // What an empty one costs.
        self.body.len() + 128
    }
}

/// What became of a batch.
pub(super) enum Sent {
    Done,
    /// There is no room for it now.
    Full,
    /// So many of its frames are lost, and why.
    Lost(u64, &'static str),
}

/// Carries batches away.
pub(super) trait Carrier: Send + 'static {
    /// Connects, anew or again.
    ///
    /// # Errors
    /// Where nobody is there. It is tried again.
    fn connect(&mut self, line: &Line) -> io::Result<()>;

    /// Hands a batch over. It must come back soon when [`Line::gives_up`].
    ///
    /// # Errors
    /// Where the connection is gone. The batch is sent again on the next.
    fn send(&mut self, batch: &Batch, line: &Line) -> io::Result<Sent>;

    /// Ends it, where it is connected.
    ///
    /// # Errors
    /// Where what was handed over may not have arrived.
    fn close(&mut self, line: &Line) -> io::Result<()>;
}

/// What writer and carrier share.
pub(super) struct Line {
    state: Mutex<State>,
    moved: Condvar,
    /// Whoever writes waits for room.
    waits: bool,
    most: usize,
}

struct State {
    queue: VecDeque<Batch>,
    bytes: usize,
    closed: bool,
    gives_up: bool,
    /// The carrier is through.
    through: bool,
    connected: bool,
    /// How often a connection was lost.
    breaks: u64,
    last: Option<io::Error>,
    lost: BTreeMap<&'static str, u64>,
    /// Frames handed over.
    carried: u64,
    /// When something last moved.
    moved: Instant,
}

impl Line {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True where what is not away by now stays.
    pub(super) fn gives_up(&self) -> bool {
        self.state().gives_up
    }

    /// Something moved.
    pub(super) fn progress(&self) {
        self.state().moved = Instant::now();
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.moved.wait_timeout(state, TICK).unwrap_or_else(PoisonError::into_inner).0
    }
}

/// Where a capture is written to.
pub(super) struct Outgoing {
    name: String,
    held: Vec<u8>,
    big: bool,
    batch: Batch,
    /// The description has not gone into any batch.
    fresh: bool,
    frames: u64,
    line: Arc<Line>,
    thread: Option<JoinHandle<()>>,
}

impl Outgoing {
    /// A carrier that is connected (or does not mind) gets a thread.
    ///
    /// # Errors
    /// Where the name's options are wrong.
    pub(super) fn start(place: &Place, carrier: impl Carrier, connected: bool) -> io::Result<Outgoing> {
        let waits = match place.query("full") {
            Some("drop") => false,
            None | Some("wait") => true,
            Some(other) => return Err(super::wrong(format!("full={other}: it must be wait or drop"))),
        };
        let most = place.number("buffer", BUFFER).map_err(super::wrong)? as usize;
        let frames = place.number("batch", 256).map_err(super::wrong)?.max(1);
        let line = Arc::new(Line {
            state: Mutex::new(State {
                queue: VecDeque::new(),
                bytes: 0,
                closed: false,
                gives_up: false,
                through: false,
                connected,
                breaks: 0,
                last: None,
                lost: BTreeMap::new(),
                carried: 0,
                moved: Instant::now(),
            }),
            moved: Condvar::new(),
            waits,
            most,
        });
        let own = line.clone();
        let thread = std::thread::Builder::new().name("carrier".to_owned()).spawn(move || carry(carrier, &own))?;
        let (name, told) = (place.text.clone(), line.clone());
        remote::at_end(move || account(&name, &told));
        let batch = Batch::default();
        Ok(Outgoing { name: place.text.clone(), held: Vec::new(), big: false, batch, fresh: true, frames, line, thread: Some(thread) })
    }

    /// Takes the whole blocks of what is held.
    fn take(&mut self) -> io::Result<()> {
        let mut at = 0;
        let held = std::mem::take(&mut self.held);
        while let Some(block) = blocks::cut(held.get(at..).unwrap_or_default(), &mut self.big)? {
            let bytes = held.get(at..at + block.len).unwrap_or_default();
            at += block.len;
            if matches!(block.kind, SECTION | INTERFACE) {
                if !self.batch.body.is_empty() {
                    self.push();
                }
                let head = Arc::make_mut(&mut self.batch.head);
                if block.kind == SECTION {
                    head.clear();
                }
                head.extend_from_slice(bytes);
                self.fresh = true;
            } else {
                self.batch.body.extend_from_slice(bytes);
                self.batch.frames += u64::from(block.is_frame());
                if self.batch.body.len() >= BYTES || self.batch.frames >= self.frames {
                    self.push();
                }
            }
        }
        self.held = held;
        self.held.drain(..at);
        Ok(())
    }

    /// Puts the batch in line, or drops it.
    fn push(&mut self) {
        self.fresh = false;
        let next = Batch { head: self.batch.head.clone(), ..Batch::default() };
        let batch = std::mem::replace(&mut self.batch, next);
        let mut state = self.line.state();
        while state.bytes > 0 && state.bytes + batch.size() > self.line.most {
            let why = match () {
                () if state.through || state.gives_up => "nothing could be sent any more",
                () if self.line.waits && !remote::stopped() => {
                    state = self.line.wait(state);
                    continue;
                }
                () if remote::stopped() && self.line.waits => "it was stopped while it waited for room",
                () if state.connected => "the other side was too slow",
                () => "nobody was connected",
            };
            *state.lost.entry(why).or_default() += batch.frames;
            return;
        }
        state.bytes += batch.size();
        state.queue.push_back(batch);
        drop(state);
        self.line.moved.notify_all();
    }
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.extend_from_slice(bytes);
        self.take()?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.batch.body.is_empty() {
            self.push();
        }
        Ok(())
    }
}

impl remote::Sink for Outgoing {
    fn finish(&mut self) -> io::Result<()> {
        if !self.batch.body.is_empty() || self.fresh {
            self.push();
        }
        let line = self.line.clone();
        let mut state = line.state();
        state.closed = true;
        state.moved = Instant::now();
        line.moved.notify_all();
        while !state.through {
            let patience = match () {
                () if remote::stopped() => Some(HURRY),
                () if !line.waits => Some(LINGER),
                () => None,
            };
            if patience.is_some_and(|patience| state.moved.elapsed() > patience) {
                state.gives_up = true;
                line.moved.notify_all();
            }
            state = line.wait(state);
        }
        let left: u64 = state.queue.drain(..).map(|batch| batch.frames).sum();
        let last = state.last.take();
        drop(state);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        if left > 0 {
            let why = last.map_or_else(|| "nobody took them".to_owned(), |error| error.to_string());
            return Err(io::Error::new(io::ErrorKind::TimedOut, format!("{} could not be handed over at the end: {why}", packets(left))));
        }
        Ok(())
    }
}

impl Drop for Outgoing {
    fn drop(&mut self) {
        // Whoever did not finish does not want to wait.
        let mut state = self.line.state();
        state.closed = true;
        state.gives_up = true;
        self.line.moved.notify_all();
    }
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

/// The thread's life.
fn carry(mut carrier: impl Carrier, line: &Line) {
    let mut backoff = Backoff::new();
    let mut connected = line.state().connected;
    loop {
        let mut state = line.state();
        while state.queue.is_empty() && !state.closed {
            state = line.wait(state);
        }
        if state.gives_up || state.queue.is_empty() && state.closed {
            break;
        }
        state.connected = connected;
        let Some(batch) = state.queue.pop_front() else { continue };
        drop(state);
        let result = match connected {
            false => carrier.connect(line).map(|()| {
                connected = true;
                backoff = Backoff::new();
                line.progress();
                None
            }),
            true => carrier.send(&batch, line).map(Some),
        };
        let mut state = line.state();
        match result {
            Ok(Some(Sent::Done)) => {
                state.bytes -= batch.size();
                state.carried += batch.frames;
                state.moved = Instant::now();
                line.moved.notify_all();
                continue;
            }
            Ok(Some(Sent::Lost(frames, why))) => {
                state.bytes -= batch.size();
                state.carried += batch.frames - frames;
                *state.lost.entry(why).or_default() += frames;
                state.moved = Instant::now();
                line.moved.notify_all();
                continue;
            }
            Ok(Some(Sent::Full)) if !line.waits => {
                state.bytes -= batch.size();
                *state.lost.entry("the queue was full").or_default() += batch.frames;
                state.moved = Instant::now();
                line.moved.notify_all();
            }
            Ok(Some(Sent::Full)) => {
                // Others make room, which is as good as this one moving.
                state.queue.push_front(batch);
                drop(line.wait(state));
            }
            Ok(None) => {
                state.connected = true;
                state.queue.push_front(batch);
            }
            Err(error) => {
                state.queue.push_front(batch);
                state.breaks += u64::from(connected);
                state.connected = false;
                state.last = Some(error);
                connected = false;
                drop(state);
                backoff.wait(|| line.gives_up());
            }
        }
    }
    let closed = if connected { carrier.close(line) } else { Ok(()) };
    let mut state = line.state();
    if let Err(error) = closed {
        state.breaks += 1;
        state.last.get_or_insert(error);
    }
    state.through = true;
    line.moved.notify_all();
}

/// What is told at the end.
fn account(name: &str, line: &Line) -> Vec<String> {
    let state = line.state();
    let mut told = Vec::new();
    for (why, frames) in state.lost.iter().filter(|(_, frames)| **frames > 0) {
        told.push(format!("{name}: {} lost: {why}", packets(*frames)));
    }
    if state.breaks > 0 {
        let times = if state.breaks == 1 { "once".to_owned() } else { format!("{} times", state.breaks) };
        told.push(format!("{name}: the connection was lost {times}; what was on its way then may be missing, or there twice"));
    }
    told
}
