//! One thread for each interface: from the kernel's ring into batches.

use super::error::said;
use super::{Counts, Error, Full, Next};
use crate::capture::batch::{BLOCK, Batch, Kind};
use crate::capture::write::Encoder;
use pcap::{Active, Capture, Packet, Stat};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::Relaxed, Ordering::SeqCst};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// Frames that are taken at once, before the clock and the flags are looked at again.
const BURST: usize = 4096;

/// How long a quiet interface is waited for before the flags are looked at again.
const QUIET: Duration = Duration::from_millis(50);

/// The same where nobody looks on, and nothing has come for a while.
const IDLE: Duration = Duration::from_millis(200);

/// How much later than promised the kernel may show a frame, where frames of several interfaces are put in order.
const SLACK: Duration = Duration::from_millis(8);

/// So many batches are worth waking a writer for.
const PILE: usize = 8;

/// The longest rest between two looks at a busy ring, if that has 8 MiB: enough for five million frames a second.
const REST: Duration = Duration::from_millis(10);

/// So many frames a second make a ring busy.
const BUSY: u128 = 60_000;

/// How often the kernel is asked for its counts, which libpcap completes from files of sysfs: 80 µs.
const COUNTING: Duration = Duration::from_secs(1);

/// What the threads of a capture and its user share.
pub(super) struct Shared {
    pool: Mutex<Pool>,
    /// A batch is ready, or a thread has ended.
    filled: Condvar,
    /// A batch is free.
    freed: Condvar,
    /// Counts were renewed.
    counted: Condvar,
    pub(super) stopped: AtomicBool,
    /// Nobody will take a batch any more.
    abandoned: AtomicBool,
    /// Frames that may still be taken.
    left: Option<AtomicU64>,
    /// How often fresh counts were asked for.
    asked: AtomicU64,
    pub(super) stats: Vec<Stats>,
    full: Full,
    /// How many batches there may be.
    most: usize,
    pub(super) ends: Option<Instant>,
    pub(super) hardware: Option<String>,
    pub(super) os: Option<String>,
    nanoseconds: bool,
    filtered: bool,
    /// Several interfaces are merged.
    merges: bool,
    /// Frames go on as soon as they are there, rather than in large pieces.
    eager: bool,
    started: SystemTime,
}

/// What a capture's threads share, as it begins.
pub(super) struct Start<'a> {
    /// Which interfaces lead back to this machine.
    pub(super) loopback: &'a [bool],
    pub(super) count: Option<u64>,
    pub(super) full: Full,
    pub(super) memory: usize,
    pub(super) ends: Option<Instant>,
    pub(super) os: Option<String>,
    pub(super) nanoseconds: bool,
    pub(super) filtered: bool,
    pub(super) merges: bool,
    pub(super) eager: bool,
}

/// The batches, wherever they are.
struct Pool {
    free: Vec<Batch>,
    made: usize,
    /// By interface, in the order they came; with the time they were handed over.
    ready: Vec<VecDeque<(Batch, Instant)>>,
    /// Threads that have not ended.
    running: usize,
    faults: VecDeque<Error>,
}

/// An interface's counts.
#[derive(Default)]
pub(super) struct Stats {
    captured: AtomicU64,
    received: AtomicU64,
    dropped: AtomicU64,
    interface_dropped: AtomicU64,
    waited: AtomicU64,
    left_out: AtomicU64,
    loopback: bool,
    /// All frames up to this time were handed over, in ns since 1970; for merging.
    shown: AtomicI64,
    /// The request that was answered last.
    answered: AtomicU64,
}

impl Stats {
    pub(super) fn counts(&self) -> Counts {
        Counts {
            captured: self.captured.load(Relaxed),
            received: self.received.load(Relaxed),
            dropped: self.dropped.load(Relaxed),
            interface_dropped: self.interface_dropped.load(Relaxed),
            waited: self.waited.load(Relaxed),
            left_out: self.left_out.load(Relaxed),
            loopback: self.loopback,
        }
    }
}

/// No thread panics while it holds a lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(super) fn new(start: Start<'_>) -> Shared {
        let interfaces = start.loopback.len();
        let stats = start.loopback.iter().map(|loopback| Stats { loopback: *loopback, ..Stats::default() }).collect();
        let ready = std::iter::repeat_with(VecDeque::new).take(interfaces).collect();
        Shared {
            pool: Mutex::new(Pool { free: Vec::new(), made: 0, ready, running: interfaces, faults: VecDeque::new() }),
            filled: Condvar::new(),
            freed: Condvar::new(),
            counted: Condvar::new(),
            stopped: AtomicBool::new(false),
            abandoned: AtomicBool::new(false),
            left: start.count.map(AtomicU64::new),
            asked: AtomicU64::new(0),
            stats,
            full: start.full,
            // Each thread fills one, and another must be on its way.
            most: (start.memory / BLOCK).max(3 * interfaces),
            ends: start.ends,
            hardware: None,
            os: start.os,
            nanoseconds: start.nanoseconds,
            filtered: start.filtered,
            merges: start.merges,
            eager: start.eager,
            started: SystemTime::now(),
        }
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Relaxed);
        let _pool = lock(&self.pool);
        self.filled.notify_all();
    }

    /// Stops, and lets go of threads that wait for a free batch.
    pub(super) fn abandon(&self) {
        self.abandoned.store(true, Relaxed);
        self.stop();
        let _pool = lock(&self.pool);
        self.freed.notify_all();
    }

    /// The oldest batch of the only interface, waiting for it until the deadline. The batch that is given goes back to the threads.
    pub(super) fn take(&self, batch: &mut Batch, deadline: Instant, max_age: Option<Duration>) -> Result<Next, Error> {
        let mut pool = lock(&self.pool);
        loop {
            let Pool { free, ready, .. } = &mut *pool;
            if let Some(ready) = ready.first_mut() {
                // Who has fallen behind goes on with what is new.
                while let Some(age) = max_age
                    && ready.len() > 1
                    && ready.front().is_some_and(|(_, since)| since.elapsed() > age)
                    && let Some((old, _)) = ready.pop_front()
                {
                    if let Some(stats) = self.stats.first() {
                        stats.left_out.fetch_add(old.len() as u64, Relaxed);
                    }
                    free.push(old);
                }
                if let Some((next, _)) = ready.pop_front() {
                    free.push(std::mem::replace(batch, next));
                    self.freed.notify_one();
                    return Ok(Next::Records);
                }
            }
            if let Some(fault) = pool.faults.pop_front() {
                return Err(fault);
            }
            if pool.running == 0 {
                return Ok(Next::End);
            }
            let Some(patience) = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else {
                return Ok(Next::Nothing);
            };
            pool = self.filled.wait_timeout(pool, patience).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Moves all ready batches to `queues`, by interface; waits until the deadline where there are none. False where no more will come.
    pub(super) fn take_all(&self, queues: &mut [VecDeque<Batch>], deadline: Instant) -> Result<bool, Error> {
        let mut pool = lock(&self.pool);
        loop {
            let mut any = false;
            for (ready, queue) in pool.ready.iter_mut().zip(queues.iter_mut()) {
                any |= !ready.is_empty();
                queue.extend(ready.drain(..).map(|(batch, _)| batch));
            }
            if any {
                return Ok(true);
            }
            if let Some(fault) = pool.faults.pop_front() {
                return Err(fault);
            }
            if pool.running == 0 {
                return Ok(false);
            }
            let Some(patience) = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()) else {
                return Ok(true);
            };
            pool = self.filled.wait_timeout(pool, patience).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Up to when each interface has handed over everything.
    pub(super) fn shown(&self, times: &mut [i64]) {
        for (time, stats) in times.iter_mut().zip(&self.stats) {
            *time = stats.shown.load(SeqCst);
        }
    }

    /// Takes a batch back that was emptied.
    pub(super) fn give_back(&self, batch: Batch) {
        lock(&self.pool).free.push(batch);
        self.freed.notify_one();
    }

    /// Has all threads ask the kernel, and waits for it a moment.
    pub(super) fn fresh_counts(&self) {
        let asked = self.asked.fetch_add(1, Relaxed) + 1;
        let deadline = Instant::now() + 2 * IDLE;
        let mut pool = lock(&self.pool);
        while pool.running > 0 && self.stats.iter().any(|stats| stats.answered.load(Relaxed) < asked) {
            let Some(patience) = deadline.checked_duration_since(Instant::now()) else { return };
            pool = self.counted.wait_timeout(pool, patience).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Puts the interfaces' statistics into the batch.
    pub(super) fn statistics(&self, batch: &mut Batch) {
        batch.begin();
        let since = |time: SystemTime| time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let units = |time| if self.nanoseconds { since(time).as_nanos() as u64 } else { since(time).as_micros() as u64 };
        let (started, now) = (units(self.started), units(SystemTime::now()));
        let mut block = Encoder::default();
        for (number, stats) in (0..).zip(&self.stats) {
            let counts = stats.counts();
            // Start, end; received by the interface, which is not known behind a filter; dropped by it; accepted by the filter;
            // dropped by the system; delivered.
            let mut values = vec![(2, started), (3, now)];
            if !self.filtered {
                values.push((4, counts.received));
            }
            values.extend([(5, counts.interface_dropped), (6, counts.received), (7, counts.dropped), (8, counts.captured)]);
            block.statistics(number, now, &values);
            batch.push_block(Kind::Statistics, &block.bytes, Some(number));
        }
    }

    /// An empty batch; `None` where there is none and it is not to be waited for.
    fn free(&self) -> Option<Batch> {
        let mut pool = lock(&self.pool);
        loop {
            if let Some(batch) = pool.free.pop() {
                return Some(batch);
            }
            if pool.made < self.most {
                pool.made += 1;
                return Some(Batch::new());
            }
            if self.full == Full::LeaveOut || self.abandoned.load(Relaxed) {
                return None;
            }
            pool = self.freed.wait(pool).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn put(&self, interface: u32, batch: Batch) {
        let mut pool = lock(&self.pool);
        if let Some(ready) = pool.ready.get_mut(interface as usize) {
            ready.push_back((batch, Instant::now()));
        }
        // Who writes files looks by itself, and each waking of a thread costs as much as a hundred frames.
        let wake = self.eager || pool.ready.iter().map(VecDeque::len).sum::<usize>() >= PILE;
        drop(pool);
        if wake {
            self.filled.notify_one();
        }
    }

    /// Takes one of the frames that are left; false where there is none.
    fn one_of_count(&self) -> bool {
        match &self.left {
            Some(left) => left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok(),
            None => true,
        }
    }

    fn none_left(&self) -> bool {
        self.left.as_ref().is_some_and(|left| left.load(Relaxed) == 0)
    }

    fn ended(&self, fault: Option<Error>) {
        let mut pool = lock(&self.pool);
        pool.running -= 1;
        pool.faults.extend(fault);
        self.filled.notify_all();
        self.counted.notify_all();
    }
}

/// An opened interface.
pub(super) struct Feed {
    capture: Capture<Active>,
    number: u32,
    name: String,
    nanoseconds: bool,
    latency: Duration,
    /// What the ring allows to wait while frames come.
    rest: Duration,
    last: Stat,
}

/// Takes frames from libpcap.
struct Filler<'a> {
    shared: &'a Shared,
    stats: &'a Stats,
    batch: Batch,
    /// When the batch got its first frame.
    since: Option<Instant>,
    number: u32,
    /// Units of time in a second.
    units: u64,
    /// It had to wait for a free batch.
    waited: bool,
    /// The count is reached.
    over: bool,
}

impl Feed {
    pub(super) fn new(capture: Capture<Active>, number: u32, name: String, nanoseconds: bool, latency: Duration, buffer: u32) -> Feed {
        let rest = (REST * (buffer >> 10) / 8192).min(REST);
        let rest = if rest < Duration::from_millis(1) { Duration::ZERO } else { rest };
        Feed { capture, number, name, nanoseconds, latency, rest, last: Stat { received: 0, dropped: 0, if_dropped: 0 } }
    }

    /// The thread's life.
    pub(super) fn run(mut self, shared: &Shared) {
        let Some(stats) = shared.stats.get(self.number as usize) else { return };
        let mut batch = shared.free().unwrap_or_default();
        batch.begin();
        let units = if self.nanoseconds { 1_000_000_000 } else { 1_000_000 };
        let number = self.number;
        let mut filler = Filler { shared, stats, batch, since: None, number, units, waited: false, over: false };
        let fault = self.feed(shared, stats, &mut filler);
        filler.hand_over();
        stats.shown.store(i64::MAX, SeqCst);
        self.count(shared, stats, filler.waited);
        shared.ended(fault);
    }

    fn feed(&mut self, shared: &Shared, stats: &Stats, filler: &mut Filler<'_>) -> Option<Error> {
        let eager = shared.eager;
        let mut halt = None;
        let mut counted = Instant::now();
        let mut before = counted;
        loop {
            let looked = SystemTime::now();
            let taken = match self.capture.dispatch(Some(BURST), |packet| filler.packet(&packet)) {
                Ok(taken) => taken,
                Err(error) => {
                    return Some(Error::Gone { name: self.name.clone(), text: said(error) });
                }
            };
            if filler.over || shared.none_left() {
                shared.stop();
                return None;
            }
            let now = Instant::now();
            let age = filler.since.map(|since| now.saturating_duration_since(since));
            if age.is_some_and(|age| eager && taken < BURST || age >= self.latency) {
                filler.hand_over();
            }
            if shared.merges && taken < BURST && filler.since.is_none() {
                // The kernel shows a frame when its block is full or `latency` old, give or take a tick of its clock.
                let shown = looked.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().saturating_sub(self.latency + SLACK);
                stats.shown.store(shown.as_nanos() as i64, SeqCst);
            }
            if taken > 0 && now.saturating_duration_since(counted) >= COUNTING
                || filler.waited
                || stats.answered.load(Relaxed) != shared.asked.load(Relaxed)
            {
                counted = now;
                self.count(shared, stats, filler.waited);
                filler.waited = false;
            }
            if shared.ends.is_some_and(|ends| now >= ends) {
                shared.stop();
            }
            if shared.stopped.load(Relaxed) {
                if halt.is_none() {
                    self.let_nothing_in();
                }
                // A block that is not full is shown when its time has come.
                let halt = *halt.get_or_insert(now + 2 * self.latency + Duration::from_millis(20));
                if taken == 0 && (now >= halt || self.all_taken(shared, stats)) || shared.abandoned.load(Relaxed) {
                    return None;
                }
            }
            if taken < BURST {
                let since = filler.since.map(|since| self.latency.saturating_sub(now.saturating_duration_since(since)));
                let quiet = match () {
                    () if shared.merges => SLACK / 2,
                    () if taken == 0 && !eager => IDLE,
                    () => QUIET.max(self.latency),
                };
                let quiet = shared.ends.filter(|_| halt.is_none()).map_or(quiet, |ends| quiet.min(ends.saturating_duration_since(now)));
                let patience = since.unwrap_or(quiet).min(quiet).max(Duration::from_millis(1));
                let patience = if halt.is_some() { patience.min(Duration::from_millis(5)) } else { patience };
                let busy = taken as u128 * 1_000_000 > BUSY * now.saturating_duration_since(before).as_micros();
                before = now;
                if busy && !eager && !self.rest.is_zero() {
                    // More of it at once.
                    std::thread::sleep(self.rest);
                } else {
                    self.wait(patience);
                }
            }
        }
    }

    /// Waits until the kernel has frames to show.
    #[cfg(unix)]
    fn wait(&self, patience: Duration) {
        use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
        use std::os::fd::AsFd;
        let timeout = PollTimeout::try_from(patience).unwrap_or(PollTimeout::from(10u8));
        // An error of the device is told by the next reading.
        let _ = poll(&mut [PollFd::new(self.capture.as_fd(), PollFlags::POLLIN)], timeout);
    }

    #[cfg(not(unix))]
    fn wait(&self, patience: Duration) {
        std::thread::sleep(patience.min(Duration::from_millis(5)));
    }

    /// Has the kernel drop all frames that come from now on, uncounted: what is in its ring is the rest.
    fn let_nothing_in(&self) {
        #[cfg(target_os = "linux")]
        {
            // BPF_RET | BPF_K: accept 0 bytes. libpcap's own way would throw away what is in the ring.
            let nothing = socket2::SockFilter::new(0x06, 0, 0, 0);
            let _ = socket2::SockRef::from(&self.capture).attach_filter(&[nothing]);
        }
    }

    /// True where all that the kernel has counted was taken.
    fn all_taken(&mut self, shared: &Shared, stats: &Stats) -> bool {
        self.count(shared, stats, false);
        let counts = stats.counts();
        !counts.loopback && counts.captured + counts.dropped == counts.received
    }

    /// Asks the kernel for its counts. `waited`: what it has dropped since the last time is for want of a free batch.
    fn count(&mut self, shared: &Shared, stats: &Stats, waited: bool) {
        let asked = shared.asked.load(Relaxed);
        if let Ok(stat) = self.capture.stats() {
            let dropped = u64::from(stat.dropped.wrapping_sub(self.last.dropped));
            stats.received.fetch_add(u64::from(stat.received.wrapping_sub(self.last.received)), Relaxed);
            stats.dropped.fetch_add(dropped, Relaxed);
            stats.interface_dropped.fetch_add(u64::from(stat.if_dropped.wrapping_sub(self.last.if_dropped)), Relaxed);
            if waited {
                stats.waited.fetch_add(dropped, Relaxed);
            }
            self.last = stat;
        }
        if stats.answered.swap(asked, Relaxed) != asked {
            shared.counted.notify_all();
        }
    }
}

impl Filler<'_> {
    #[inline]
    fn packet(&mut self, packet: &Packet<'_>) {
        if self.over {
            return;
        }
        if !self.shared.one_of_count() {
            self.over = true;
            return;
        }
        let header = packet.header;
        if !self.batch.has_room(packet.data.len()) {
            self.hand_over();
        }
        if self.since.is_none() {
            self.since = Some(Instant::now());
        }
        // `tv_usec` holds nanoseconds where they were asked for.
        let units = header.ts.tv_sec as u64 * self.units + header.ts.tv_usec as u64;
        self.batch.push_packet(self.number, units, header.len, packet.data);
    }

    /// Gives the batch to whoever takes it, and gets an empty one.
    fn hand_over(&mut self) {
        self.since = None;
        let frames = self.batch.len() as u64;
        if frames == 0 {
            return;
        }
        self.stats.captured.fetch_add(frames, Relaxed);
        let started = Instant::now();
        match self.shared.free() {
            Some(free) => {
                let full = std::mem::replace(&mut self.batch, free);
                self.shared.put(self.number, full);
                // A lock that is taken for a moment is no waiting.
                self.waited |= started.elapsed() > Duration::from_millis(5);
            }
            None => {
                self.stats.left_out.fetch_add(frames, Relaxed);
            }
        }
        self.batch.begin();
    }
}
