//! A bounded work queue: batches of frames in, their outputs out in the same order.
//!
//! Each worker takes a free slot (a batch and an output, both used again and again), fills it under the source's lock, which
//! gives it a number, and renders it alone. A finished slot is put in line; whoever brings the awaited number writes it and all
//! that stand ready behind it. A worker whose output grows large waits for its turn and writes what it has, so memory does not
//! depend on how much a view says. With one thread there is no queue, and the output is the same.
//!
//! A further thread looks after signals, the progress bar, and an input that blocks when it is time to stop.

use super::exit::{self, Code, Said};
use super::term::{self, Term};
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use pktlab::capture::remote::{self, Receipt};
use pktlab::capture::{self, Batch, Kind, Record, Source, live};
use pktlab::frame::Frame;
use signal_hook::consts::{SIGINT, SIGTERM, SIGUSR1};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// What all outputs together may hold. One that has grown over its share is written as soon as it is its turn, its batch
/// finished or not: a worker that waits for that does nothing else.
const OUTPUTS: usize = 24 << 20;

/// How often signals are looked for, and the bar is moved.
const TICK: Duration = Duration::from_millis(50);

/// Work that takes longer is shown a bar for.
const LONG: Duration = Duration::from_secs(1);

/// Signals so close to one another are one.
const TOGETHER: Duration = Duration::from_millis(200);

/// An input that still blocks so long after it was time to stop is left alone.
const PATIENCE: Duration = Duration::from_millis(300);

/// What a thread does with frames. Each has its own.
pub(super) trait Worker: Send {
    /// Appends what is shown of a frame; false where the frame does not pass.
    fn frame(&mut self, frame: &Frame<'_>, out: &mut Vec<u8>) -> bool;
}

/// Where frames that pass are kept: `-w`. Called in order.
pub(super) trait Keep: Send {
    /// Takes the frames (and what stands between them) of a batch that has ended; `passed` tells by a frame's index.
    fn batch(&mut self, batch: &Batch, passed: &dyn Fn(usize) -> bool) -> anyhow::Result<()>;
    /// Makes what was taken whole and sees it onto the disk.
    fn finish(&mut self) -> anyhow::Result<()>;
}

/// What lays out the outputs of all threads, called in order: a table's columns must know all rows.
pub(super) trait Layout: Send {
    /// Takes what a thread appended, and appends what can be shown.
    fn take(&mut self, output: &[u8], out: &mut Vec<u8>);
    /// Appends what is left.
    fn finish(&mut self, out: &mut Vec<u8>);
}

/// Where outputs and frames go, besides to stdout.
#[derive(Default)]
pub(super) struct Ends {
    /// Stands before stdout.
    pub(super) layout: Option<Box<dyn Layout>>,
    /// Takes the frames that pass.
    pub(super) keep: Option<Box<dyn Keep>>,
}

/// How the work is to be done.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// At least 1.
    pub(super) threads: usize,
    /// Stop after so many frames.
    pub(super) limit: Option<u64>,
    /// Stop after so many frames that pass; with one thread.
    pub(super) passing: Option<u64>,
    /// Write after each frame.
    pub(super) flush: bool,
    /// Before the first, between two, behind the last: the brackets and commas of a JSON array, the header line of a table.
    pub(super) head: Vec<u8>,
    pub(super) between: Vec<u8>,
    pub(super) foot: Vec<u8>,
    /// What is wrong with the source is not said, as another reading will.
    pub(super) mute: bool,
    /// The source is a live capture: signals end it, and what it still holds is shown.
    pub(super) live: Option<Live>,
}

/// A hand on a live capture.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) control: live::Control,
    /// What is said when SIGUSR1 asks.
    pub(super) counts: fn(&live::Control) -> String,
    /// What is to be said meanwhile, if anything.
    pub(super) remark: Arc<dyn Fn() -> Option<String> + Send + Sync>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live")
    }
}

/// What a capture begins with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Start {
    /// Its times have more than six decimals.
    pub(super) nanoseconds: bool,
}

impl Start {
    fn of(batch: &Batch) -> Start {
        // `if_tsresol`: a power of ten, or with the highest bit set a power of two, of which 2^-20 is the last above a microsecond.
        let fine = |resolution: u8| resolution & 0x7f > if resolution & 0x80 != 0 { 20 } else { 6 };
        let nanosecond_file = |record: Record<'_>| match record {
            Record::Block(block) if block.kind == Kind::FileHeader => {
                matches!(block.raw.first_chunk(), Some([0xa1, 0xb2, 0x3c, 0x4d] | [0x4d, 0x3c, 0xb2, 0xa1]))
            }
            _ => false,
        };
        // A file's header stands before its frames.
        let nanoseconds =
            batch.interfaces().iter().any(|interface| fine(interface.resolution)) || batch.records().take(1).any(nanosecond_file);
        Start { nanoseconds }
    }
}

/// How many threads are sensible on this machine. Beyond eight the source is the wall, and each costs memory.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get().min(8))
}

/// What was done.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    /// Frames read.
    pub(super) read: u64,
    /// Frames that passed.
    pub(super) passed: u64,
    /// Captured bytes of the frames read.
    pub(super) bytes: u64,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.read += other.read;
        self.passed += other.passed;
        self.bytes += other.bytes;
    }

    /// For a person: `812 packets read, 3 passed`.
    pub(super) fn sentence(&self) -> String {
        let packets = if self.read == 1 { "packet" } else { "packets" };
        let passed = if self.passed == self.read { String::new() } else { format!(", {} passed", self.passed) };
        format!("{} {packets} read ({} bytes){passed}", self.read, self.bytes)
    }
}

/// Reads all of the source, and returns what was done, and whether all went well. An error of the source was said where it
/// occurred, and comes back as [`Said`].
pub(super) fn run<W: Worker>(
    source: Box<dyn Source>,
    plan: &Plan,
    ends: Ends,
    term: &Term,
    make: impl Fn(Start) -> W + Sync,
) -> anyhow::Result<(Counts, anyhow::Result<()>)> {
    let stop = stop_on_signals().context("signals")?;
    let receipt = source.receipt();
    receipt.iter().for_each(Receipt::promise);
    let shared = Shared {
        plan,
        keeps: ends.keep.is_some(),
        start: OnceLock::new(),
        input: Mutex::new(Input { source, left: plan.limit, next: 0, ended: false }),
        line: Mutex::new(Line::default()),
        moved: Condvar::new(),
        sink: Mutex::new(Sink {
            out: stdout()?,
            ends,
            laid: Vec::new(),
            begun: false,
            any: false,
            counts: Counts::default(),
            receipt,
            source_failed: None,
            failed: None,
        }),
        signals: stop,
        passing: AtomicU64::new(plan.passing.unwrap_or(0)),
        ended: AtomicBool::new(false),
        done: (Mutex::new(false), Condvar::new()),
        read: AtomicU64::new(0),
        total: AtomicU64::new(0),
        bar: Mutex::new(None),
        term: *term,
    };
    std::thread::scope(|scope| {
        scope.spawn(|| shared.watch());
        // A small capture needs no further threads, and what it begins with all views must know. Who works alone remembers what came
        // before, and stays.
        shared.work(&make, (plan.threads > 1).then_some(1));
        if !shared.over() && !lock(&shared.input).ended {
            for _ in 1..plan.threads {
                scope.spawn(|| shared.work(&make, None));
            }
            shared.work(&make, None);
        }
        // Before the scope waits for the threads: the watcher does its duty until the workers are through.
        shared.wait_for_workers();
        *lock(&shared.done.0) = true;
        shared.done.1.notify_all();
    });
    let cut = !lock(&shared.input).ended;
    let result = shared.finish(cut);
    let counts = lock(&shared.sink).counts;
    Ok((counts, result))
}

/// What a first reading comes to: a source that fails will fail again in the second one, behind what it could be read of.
pub(super) fn first_of_two(result: anyhow::Result<()>) -> anyhow::Result<()> {
    match result {
        Err(error) if error.downcast_ref::<Said>().is_some_and(|said| matches!(said.0, Code::File | Code::Network)) => Ok(()),
        other => other,
    }
}

/// Flags that signals set.
pub(super) struct Signals {
    pub(super) stop: Arc<AtomicBool>,
    pub(super) counts: Arc<AtomicBool>,
}

/// The first SIGINT or SIGTERM asks to stop, the second one ends the program. SIGUSR1 asks for the counts.
///
/// Two that come together are one: `timeout` signals its child and then its process group, which is the same process again.
pub(super) fn stop_on_signals() -> io::Result<Signals> {
    let (stop, counts) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
    let mut come = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    signal_hook::flag::register(SIGUSR1, counts.clone())?;
    let told = stop.clone();
    std::thread::spawn(move || {
        let mut first: Option<Instant> = None;
        for _ in come.forever() {
            match first {
                None => {
                    first = Some(Instant::now());
                    told.store(true, Relaxed);
                    remote::stop();
                }
                Some(first) if first.elapsed() > TOGETHER => std::process::exit(Code::Interrupted as i32),
                Some(_) => {}
            }
        }
    });
    Ok(Signals { stop, counts })
}

/// stdout without the standard library's buffer: what is written are whole outputs of batches.
pub(super) fn stdout() -> anyhow::Result<File> {
    #[cfg(unix)]
    use std::os::fd::AsFd;
    #[cfg(windows)]
    use std::os::windows::io::AsHandle;
    #[cfg(unix)]
    let own = io::stdout().as_fd().try_clone_to_owned();
    #[cfg(windows)]
    let own = io::stdout().as_handle().try_clone_to_owned();
    own.map(File::from).context("standard output")
}

struct Input {
    source: Box<dyn Source>,
    /// Frames that may still be read.
    left: Option<u64>,
    /// The next slot's number.
    next: u64,
    /// All was read that was to be read.
    ended: bool,
}

/// The finished slots that are not written yet, and the free ones.
#[derive(Default)]
struct Line {
    ready: BTreeMap<u64, Slot>,
    /// The number that is to be written next.
    awaited: u64,
    /// Somebody is writing.
    busy: bool,
    free: Vec<Slot>,
    /// How many slots there are, free or not.
    made: usize,
    /// How many workers are at work.
    working: usize,
}

/// What goes from reading to writing.
#[derive(Default)]
struct Slot {
    number: u64,
    batch: Batch,
    /// How many of the batch's frames count.
    limit: usize,
    out: Vec<u8>,
    passed: Vec<bool>,
    counts: Counts,
    /// What the source said behind this batch.
    error: Option<capture::Error>,
}

struct Sink {
    out: File,
    ends: Ends,
    /// What the layout gave.
    laid: Vec<u8>,
    /// The head has been written.
    begun: bool,
    /// There is something in front of the next frame.
    any: bool,
    counts: Counts,
    /// Is told what is shown and kept.
    receipt: Option<Receipt>,
    /// Some of the input could not be read; it was said.
    source_failed: Option<Code>,
    /// Something could not be written.
    failed: Option<anyhow::Error>,
}

struct Shared<'a> {
    plan: &'a Plan,
    input: Mutex<Input>,
    line: Mutex<Line>,
    /// A slot became free, the awaited number moved, or it is over.
    moved: Condvar,
    sink: Mutex<Sink>,
    signals: Signals,
    /// Frames that may still pass, where they are counted.
    passing: AtomicU64,
    /// Nothing more is to be read: an error, a closed pipe.
    ended: AtomicBool,
    done: (Mutex<bool>, Condvar),
    /// Bytes of the source, for the bar.
    read: AtomicU64,
    total: AtomicU64,
    bar: Mutex<Option<ProgressBar>>,
    term: Term,
    /// Whether it matters which frames passed.
    keeps: bool,
    /// Known from the first batch on.
    start: OnceLock<Start>,
}

/// A panic ends the program in its hook, so no lock is ever poisoned.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared<'_> {
    fn over(&self) -> bool {
        self.ended.load(Relaxed) || self.plan.live.is_none() && self.signals.stop.load(Relaxed)
    }

    /// A worker's life: at most so many batches.
    fn work<W: Worker>(&self, make: &impl Fn(Start) -> W, mut batches: Option<u64>) {
        lock(&self.line).working += 1;
        let mut worker = None;
        while batches != Some(0) {
            let Some(mut slot) = self.free_slot() else { break };
            if !self.fill(&mut slot) {
                break;
            }
            let worker = worker.get_or_insert_with(|| make(*self.start.get_or_init(|| Start::of(&slot.batch))));
            self.render(worker, &mut slot);
            self.hand_in(slot);
            batches = batches.map(|n| n - 1);
        }
        lock(&self.line).working -= 1;
        self.moved.notify_all();
    }

    /// A slot, as soon as there is one; `None` where it is over.
    fn free_slot(&self) -> Option<Slot> {
        let mut line = lock(&self.line);
        loop {
            if self.over() {
                return None;
            }
            if let Some(slot) = line.free.pop() {
                return Some(slot);
            }
            // One being written and one being filled for each of a few threads; many threads share.
            if line.made < self.plan.threads + self.plan.threads.min(4) {
                line.made += 1;
                return Some(Slot { batch: Batch::new(), ..Slot::default() });
            }
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Reads the next batch. False where there is nothing more.
    fn fill(&self, slot: &mut Slot) -> bool {
        let mut input = lock(&self.input);
        if input.ended || self.over() {
            return false;
        }
        let result = input.source.fill(&mut slot.batch);
        let progress = input.source.progress();
        self.read.store(progress.read, Relaxed);
        self.total.store(progress.total.unwrap_or(0), Relaxed);
        slot.error = None;
        match result {
            Ok(true) => {}
            Ok(false) => {
                input.ended = true;
                return false;
            }
            Err(error) => slot.error = Some(error),
        }
        let frames = slot.batch.len() as u64;
        slot.limit = input.left.map_or(frames, |left| left.min(frames)) as usize;
        if let Some(left) = &mut input.left {
            *left -= slot.limit as u64;
            if *left == 0 {
                // An error behind the last frame that was asked for is nobody's concern.
                input.ended = true;
                slot.error = None;
            }
        }
        slot.number = input.next;
        input.next += 1;
        true
    }

    fn render<W: Worker>(&self, worker: &mut W, slot: &mut Slot) {
        let Slot { number, batch, limit, out, passed, counts, .. } = slot;
        out.clear();
        passed.clear();
        *counts = Counts::default();
        for frame in batch.frames().take(*limit) {
            let before = out.len();
            if before > 0 {
                out.extend_from_slice(&self.plan.between);
            }
            let start = out.len();
            let pass = worker.frame(&frame, out);
            if out.len() == start {
                out.truncate(before);
            }
            counts.read += 1;
            counts.passed += u64::from(pass);
            counts.bytes += frame.bytes.len() as u64;
            if self.keeps {
                passed.push(pass);
            }
            if pass && self.plan.passing.is_some() && self.passing.fetch_sub(1, Relaxed) == 1 {
                lock(&self.input).ended = true;
                break;
            }
            if out.len() >= OUTPUTS / (2 * self.plan.threads.max(1)) || self.plan.flush && !out.is_empty() {
                if self.wait_for_turn(*number) {
                    let result = lock(&self.sink).show(self.plan, out);
                    self.check(result);
                }
                out.clear();
                if self.ended.load(Relaxed) {
                    break;
                }
            }
        }
    }

    /// Waits until this slot is the awaited one; false where it never will be.
    fn wait_for_turn(&self, number: u64) -> bool {
        let mut line = lock(&self.line);
        while line.awaited != number {
            if self.ended.load(Relaxed) {
                return false;
            }
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
        true
    }

    /// Puts a slot in line, and writes what can be written.
    fn hand_in(&self, slot: Slot) {
        let mut line = lock(&self.line);
        line.ready.insert(slot.number, slot);
        if line.busy {
            return;
        }
        line.busy = true;
        loop {
            let awaited = line.awaited;
            let Some(mut slot) = line.ready.remove(&awaited) else { break };
            drop(line);
            let result = self.write(&mut slot);
            self.check(result);
            line = lock(&self.line);
            line.awaited += 1;
            line.free.push(slot);
            self.moved.notify_all();
        }
        line.busy = false;
    }

    fn write(&self, slot: &mut Slot) -> anyhow::Result<()> {
        let mut sink = lock(&self.sink);
        if sink.failed.is_some() {
            return Ok(());
        }
        sink.counts.add(slot.counts);
        if slot.error.is_none() || slot.counts.read > 0 {
            sink.begin(self.plan)?;
        }
        sink.show(self.plan, &slot.out)?;
        if let Some(keep) = &mut sink.ends.keep {
            keep.batch(&slot.batch, &|frame| slot.passed.get(frame) == Some(&true))?;
        }
        if let Some(receipt) = &sink.receipt {
            receipt.done(sink.counts.read);
        }
        if let Some(error) = slot.error.take() {
            // Told where it belongs, behind what came before it. The source goes on with its next file.
            sink.source_failed = Some(exit::of_capture(&error));
            if !self.plan.mute {
                self.say(&exit::sentence(&error.into()));
            }
        }
        Ok(())
    }

    /// Ends the work where something could not be written.
    fn check(&self, result: anyhow::Result<()>) {
        let Err(error) = result else { return };
        lock(&self.sink).failed.get_or_insert(error);
        self.ended.store(true, Relaxed);
        // Under the lock: a worker that is about to wait would not hear it otherwise.
        let _line = lock(&self.line);
        self.moved.notify_all();
    }

    /// Says something while there may be a bar.
    fn say(&self, text: &str) {
        match &*lock(&self.bar) {
            Some(bar) => bar.suspend(|| term::error(text)),
            None => term::error(text),
        }
    }

    /// Waits until no worker is at work.
    fn wait_for_workers(&self) {
        let mut line = lock(&self.line);
        while line.working > 0 {
            line = self.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// What the further thread does until the work is done.
    fn watch(&self) {
        let started = Instant::now();
        let mut over = None;
        let mut done = lock(&self.done.0);
        loop {
            // A small capture may be done before this thread first looks.
            done = self.done.1.wait_timeout_while(done, TICK, |done| !*done).unwrap_or_else(PoisonError::into_inner).0;
            if *done {
                return;
            }
            if self.signals.counts.load(Relaxed)
                && let Ok(sink) = self.sink.try_lock()
            {
                self.signals.counts.store(false, Relaxed);
                let read = sink.counts.sentence();
                drop(sink);
                if !self.term.quiet {
                    self.say(&self.plan.live.as_ref().map_or(read, |live| (live.counts)(&live.control)));
                }
            }
            if let Some(live) = &self.plan.live {
                // It ends by itself when it is told to; what it has taken until then is shown.
                if (self.signals.stop.load(Relaxed) || self.ended.load(Relaxed)) && !live.control.stopped() {
                    live.control.stop();
                }
                if let Some(remark) = (live.remark)()
                    && !self.term.quiet
                {
                    self.say(&remark);
                }
                continue;
            }
            if self.over() {
                self.moved.notify_all();
                let since = *over.get_or_insert_with(Instant::now);
                // Only a source that blocks is left alone: slow work is waited for.
                if since.elapsed() > PATIENCE && self.input.try_lock().is_err() {
                    let code = match self.finish(true) {
                        Ok(()) => Code::Ok,
                        Err(error) => exit::report(&error),
                    };
                    remote::end().iter().for_each(|told| self.term.say(told));
                    std::process::exit(code as i32);
                }
            }
            self.show_bar(started);
        }
    }

    /// Shows how far the reading is, where the work is long, somebody sees it, and it does not spoil the output.
    fn show_bar(&self, started: Instant) {
        if self.term.quiet || started.elapsed() < LONG || !io::stderr().is_terminal() || io::stdout().is_terminal() {
            return;
        }
        let (read, total) = (self.read.load(Relaxed), self.total.load(Relaxed));
        let mut bar = lock(&self.bar);
        let bar = bar.get_or_insert_with(|| {
            let form = if total > 0 {
                "{bar:40} {percent}% of {total_bytes}, {bytes_per_sec}, {eta} left"
            } else {
                "{spinner} {bytes}, {bytes_per_sec}"
            };
            let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::no_length() };
            bar.with_style(style).with_elapsed(started.elapsed())
        });
        bar.set_position(read);
    }

    /// Writes what stands at the end. `cut`: although not all was read.
    fn finish(&self, cut: bool) -> anyhow::Result<()> {
        if let Some(bar) = lock(&self.bar).take() {
            bar.finish_and_clear();
        }
        let mut sink = lock(&self.sink);
        let mut failed = sink.failed.take();
        if failed.is_none() && (sink.begun || sink.source_failed.is_none()) {
            let foot = sink.begin(self.plan).and_then(|()| sink.lay(None)).and_then(|()| sink.write(&self.plan.foot));
            failed = foot.err();
        }
        // What was to be kept is kept, even if nobody reads the rest; and if it cannot be, that is what matters.
        if let Some(mut keep) = sink.ends.keep.take()
            && let Err(error) = keep.finish()
        {
            failed = failed.filter(|first| !exit::broken_pipe(first)).or(Some(error));
        }
        if let Some(error) = failed {
            return Err(error);
        }
        if cut && self.signals.stop.load(Relaxed) && self.plan.live.is_none() {
            if !self.term.quiet {
                term::error(&format!("stopped: {}", sink.counts.sentence()));
            }
            return Err(Said(Code::Interrupted).into());
        }
        if let Some(code) = sink.source_failed {
            return Err(Said(code).into());
        }
        Ok(())
    }
}

impl Sink {
    fn begin(&mut self, plan: &Plan) -> anyhow::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        self.write(&plan.head)
    }

    fn show(&mut self, plan: &Plan, output: &[u8]) -> anyhow::Result<()> {
        if output.is_empty() {
            return Ok(());
        }
        self.begin(plan)?;
        if self.any {
            self.write(&plan.between)?;
        }
        self.any = true;
        if self.ends.layout.is_some() { self.lay(Some(output)) } else { self.write(output) }
    }

    /// Writes what the layout makes of an output, or at the end.
    fn lay(&mut self, output: Option<&[u8]>) -> anyhow::Result<()> {
        let Some(layout) = &mut self.ends.layout else { return Ok(()) };
        self.laid.clear();
        match output {
            Some(output) => layout.take(output, &mut self.laid),
            None => layout.finish(&mut self.laid),
        }
        let laid = std::mem::take(&mut self.laid);
        let result = self.write(&laid);
        self.laid = laid;
        result
    }

    fn write(&mut self, bytes: &[u8]) -> anyhow::Result<()> {
        self.out.write_all(bytes).context("standard output")
    }
}
