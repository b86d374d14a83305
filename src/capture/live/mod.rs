//! Frames from the machine's interfaces, through libpcap.
//!
//! Each interface has a thread of its own, which takes frames out of the kernel's ring by the block and writes them into a
//! [`Batch`] as the pcapng records they will be in a file. So a live capture is a [`Source`] like any other: it begins with a
//! section header and its interfaces, ends with their statistics, and what follows (views, columns, files) cannot tell it from
//! a file that is being read.
//!
//! Batches come from a free list of bounded length. Where it is empty, whoever should empty the batches is too slow: then
//! either the kernel's ring takes what comes until it is full ([`Full::Wait`], for files), or whole batches are left out and
//! counted ([`Full::LeaveOut`], for eyes).
//!
//! ```no_run
//! use pktlab::capture::live;
//! use std::ops::ControlFlow;
//!
//! live::open("eth0")?.for_each(|frame| {
//!     println!("{} bytes", frame.bytes.len());
//!     if frame.info.number == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
//! })?;
//! # Ok::<(), pktlab::capture::Error>(())
//! ```

mod device;
mod error;
mod feed;
mod merge;
mod options;

pub use device::{Device, devices};
pub use error::Error;
pub use options::{Direction, Full, LinkName, Options};

use super::batch::{Batch, Kind};
use super::write::Encoder;
use super::{Progress, Source};
use crate::frame::{Frame, Interface};
use feed::{Feed, Shared};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Captures on an interface, by name or number, with the usual options: promiscuous, whole frames, nanoseconds.
///
/// # Errors
/// Where there is no such interface, the rights are missing, or libpcap cannot open it.
pub fn open(interface: &str) -> Result<Live, super::Error> {
    Options::new().interface(interface).open()
}

/// A live capture: a [`Source`] that ends when it is told to, or when its interfaces are gone.
///
/// The kernel captures from the moment it is opened; threads start with the first [`Live::next`].
pub struct Live {
    shared: Arc<Shared>,
    /// Opened and not yet started.
    feeds: Vec<Feed>,
    threads: Vec<JoinHandle<()>>,
    interfaces: Arc<Vec<Interface>>,
    stage: Stage,
    course: super::batch::Course,
    sequence: u64,
    bytes: u64,
    merge: Option<merge::Merge>,
    tick: Option<Duration>,
    max_age: Option<Duration>,
    look: Option<Box<dyn FnMut(&mut Batch) + Send>>,
    unseen: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The section header and the interfaces come next.
    Head,
    Frames,
    /// The statistics have been given.
    Done,
}

/// What [`Live::next`] has found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The batch has records.
    Records,
    /// Nothing in the time that was given.
    Nothing,
    /// The capture has ended.
    End,
}

/// A hand on a running capture, for other threads.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

/// What was counted so far, of all interfaces together or of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Frames that came out of the kernel.
    pub captured: u64,
    /// Frames that passed the capture filter, also those that were dropped then; what the kernel does not hand over is in it.
    pub received: u64,
    /// Frames the kernel had no room for.
    pub dropped: u64,
    /// Frames the interface or its driver dropped.
    pub interface_dropped: u64,
    /// Of `dropped`: those lost while whoever takes the batches was too slow.
    pub waited: u64,
    /// Captured, and left out because whoever takes the batches was too slow ([`Full::LeaveOut`]).
    pub left_out: u64,
    /// On a loopback interface: frames counted in `received` a second time, as the kernel shows them going out and coming in.
    pub loopback: bool,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.captured += other.captured;
        self.received += other.received;
        self.dropped += other.dropped;
        self.interface_dropped += other.interface_dropped;
        self.waited += other.waited;
        self.left_out += other.left_out;
        self.loopback |= other.loopback;
    }
}

impl Control {
    /// Ends the capture: what the kernel holds is still taken, then the source ends.
    pub fn stop(&self) {
        self.shared.stop();
    }

    /// True once it was told to stop.
    pub fn stopped(&self) -> bool {
        self.shared.stopped.load(Relaxed)
    }

    /// What was counted so far, fresh from the kernel.
    pub fn counts(&self) -> Counts {
        self.shared.fresh_counts();
        let mut all = Counts::default();
        for one in self.each() {
            all.add(&one);
        }
        all
    }

    /// The statistics blocks of all interfaces, as they are now, in a batch.
    pub fn statistics(&self) -> Batch {
        let mut batch = Batch::new();
        self.shared.statistics(&mut batch);
        batch
    }

    /// As they were when the kernel was last asked, by interface.
    pub fn each(&self) -> Vec<Counts> {
        self.shared.stats.iter().map(feed::Stats::counts).collect()
    }
}

impl Live {
    /// A hand on it, for other threads.
    pub fn control(&self) -> Control {
        Control { shared: self.shared.clone() }
    }

    /// The interfaces' names.
    pub fn names(&self) -> Vec<&str> {
        self.interfaces.iter().filter_map(|interface| interface.name.as_deref()).collect()
    }

    /// Has [`Source::fill`] return an empty batch at least this often, so that whoever calls it can look at the clock.
    pub fn tick(mut self, every: Duration) -> Live {
        self.tick = Some(every);
        self
    }

    /// Shows every batch with frames to this before it goes on, in the thread that takes it.
    pub fn each_batch(mut self, look: impl FnMut(&mut Batch) + Send + 'static) -> Live {
        self.look = Some(Box::new(look));
        self
    }

    /// Batches are only for a [`super::Writer`]: their frames need not be found one by one, and are not.
    pub fn unseen(mut self) -> Live {
        self.unseen = true;
        self
    }

    /// Leaves out batches that nobody has taken for so long, as long as newer ones wait; [`Counts::left_out`] counts them.
    pub fn max_age(mut self, age: Duration) -> Live {
        self.max_age = Some(age);
        self
    }

    /// The first batch: the section header and the interfaces. What begins every file.
    pub fn head(&self) -> Batch {
        let mut batch = Batch::new();
        batch.begin();
        let mut block = Encoder::default();
        block.section(self.shared.hardware.as_deref(), self.shared.os.as_deref());
        batch.push_block(Kind::Section, &block.bytes, None);
        for (number, interface) in (0..).zip(self.interfaces.iter()) {
            block.description(interface);
            batch.push_block(Kind::Interface, &block.bytes, Some(number));
        }
        batch.interfaces = self.interfaces.clone();
        batch
    }

    /// Gives every frame to the closure until that breaks or the capture ends.
    ///
    /// # Errors
    /// Where an interface is gone; frames of the others were given.
    pub fn for_each(&mut self, mut take: impl FnMut(&Frame<'_>) -> ControlFlow<()>) -> Result<(), super::Error> {
        let mut batch = Batch::new();
        while self.fill(&mut batch)? {
            for frame in batch.frames() {
                if take(&frame).is_break() {
                    self.shared.stop();
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Waits for the next batch, not longer than `patience`.
    ///
    /// # Errors
    /// Where an interface is gone: told once, behind its last frames. The others go on.
    pub fn next(&mut self, batch: &mut Batch, patience: Duration) -> Result<Next, super::Error> {
        self.start();
        match self.stage {
            Stage::Head => {
                self.stage = Stage::Frames;
                *batch = self.head();
                self.number(batch);
                return Ok(Next::Records);
            }
            Stage::Frames => {}
            Stage::Done => {
                batch.clear();
                return Ok(Next::End);
            }
        }
        let deadline = Instant::now() + patience;
        let got = match &mut self.merge {
            Some(merge) => merge.next(&self.shared, batch, deadline),
            None => self.shared.take(batch, deadline, self.max_age),
        };
        match got {
            Ok(Next::Records) => {
                if !self.unseen || self.look.is_some() {
                    batch.index(&self.interfaces);
                }
                self.number(batch);
                if let Some(look) = &mut self.look {
                    look(batch);
                }
                Ok(Next::Records)
            }
            Ok(Next::Nothing) => {
                batch.begin();
                self.number(batch);
                Ok(Next::Nothing)
            }
            Ok(Next::End) => {
                self.stage = Stage::Done;
                self.join();
                self.shared.statistics(batch);
                self.number(batch);
                Ok(Next::Records)
            }
            Err(error) => {
                batch.begin();
                Err(super::Error::Live(error))
            }
        }
    }

    fn start(&mut self) {
        for feed in self.feeds.drain(..) {
            let shared = self.shared.clone();
            self.threads.push(std::thread::spawn(move || feed.run(&shared)));
        }
    }

    fn join(&mut self) {
        for thread in self.threads.drain(..) {
            // A panic there has been told by the panic's hook.
            let _ = thread.join();
        }
    }

    /// Gives the batch its place among the batches of this source.
    fn number(&mut self, batch: &mut Batch) {
        batch.interfaces = self.interfaces.clone();
        batch.sequence = self.sequence;
        self.sequence += 1;
        self.course = batch.set_out(self.course);
        self.bytes += batch.block.len() as u64;
    }
}

impl Source for Live {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, super::Error> {
        loop {
            match self.next(batch, self.tick.unwrap_or(Duration::from_secs(1)))? {
                Next::Records => return Ok(true),
                Next::Nothing if self.tick.is_some() => return Ok(true),
                Next::Nothing => {}
                Next::End => return Ok(false),
            }
        }
    }

    fn interfaces(&self) -> &[Interface] {
        &self.interfaces
    }

    fn progress(&self) -> Progress {
        Progress { read: self.bytes, total: None }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.shared.abandon();
        self.join();
    }
}
