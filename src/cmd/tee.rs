//! Batches that were written go on to a view, as far as it has time for them.

use pktlab::capture::{Batch, Error, Progress, Source};
use pktlab::frame::Interface;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many batches may wait for the view.
const MOST: usize = 64;

/// Where the writer hands batches over.
pub(super) struct Tee(Arc<Shared>);

/// Where the view gets them.
pub(super) struct View {
    shared: Arc<Shared>,
    max_age: Option<Duration>,
    interfaces: Arc<Vec<Interface>>,
}

struct Shared {
    line: Mutex<Line>,
    moved: Condvar,
    left_out: Arc<AtomicU64>,
}

#[derive(Default)]
struct Line {
    ready: VecDeque<(Batch, Instant)>,
    free: Vec<Batch>,
    closed: bool,
}

/// Both ends. The view leaves out what has waited longer than `max_age`; packets that it does not get are counted.
pub(super) fn pair(max_age: Option<Duration>, left_out: Arc<AtomicU64>) -> (Tee, View) {
    let shared = Arc::new(Shared { line: Mutex::default(), moved: Condvar::new(), left_out });
    (Tee(shared.clone()), View { shared, max_age, interfaces: Arc::default() })
}

impl Shared {
    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tee {
    /// Hands a batch over and gets an empty one; where the view is too far behind, the batch stays and is counted.
    pub(super) fn offer(&mut self, batch: &mut Batch) {
        let mut line = self.0.line();
        if line.ready.len() >= MOST {
            self.0.left_out.fetch_add(batch.len() as u64, Relaxed);
            return;
        }
        let empty = line.free.pop().unwrap_or_default();
        line.ready.push_back((std::mem::replace(batch, empty), Instant::now()));
        self.0.moved.notify_one();
    }
}

impl Drop for Tee {
    fn drop(&mut self) {
        self.0.line().closed = true;
        self.0.moved.notify_all();
    }
}

impl Source for View {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        let mut line = self.shared.line();
        loop {
            while let Some(age) = self.max_age
                && line.ready.len() > 1
                && line.ready.front().is_some_and(|(_, since)| since.elapsed() > age)
                && let Some((old, _)) = line.ready.pop_front()
            {
                self.shared.left_out.fetch_add(old.len() as u64, Relaxed);
                line.free.push(old);
            }
            if let Some((next, _)) = line.ready.pop_front() {
                self.interfaces = next.interfaces().clone();
                line.free.push(std::mem::replace(batch, next));
                return Ok(true);
            }
            if line.closed {
                *batch = Batch::new();
                return Ok(false);
            }
            line = self.shared.moved.wait(line).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn interfaces(&self) -> &[Interface] {
        &self.interfaces
    }

    fn progress(&self) -> Progress {
        Progress::default()
    }
}
