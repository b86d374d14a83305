//! Several interfaces as one stream, ordered by time.
//!
//! The kernel shows frames by the block, so a frame of one interface can show later than a younger one of another. A frame goes
//! on when each other interface has either shown a younger one, or was looked at so late that nothing older can come any more
//! ([`super::feed`] keeps that time for each). A thread that gets no processor for a while delays all; it does not disorder them.

use super::feed::Shared;
use super::{Error, Next};
use crate::capture::batch::{Batch, Kind};
use crate::frame::Interface;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// How often it is looked whether what is held back may go on.
const GLANCE: Duration = Duration::from_millis(5);

pub(super) struct Merge {
    queues: Vec<VecDeque<Batch>>,
    /// How many slots of each queue's first batch are done.
    done: Vec<usize>,
    /// Up to when each interface has shown everything, in ns since 1970.
    shown: Vec<i64>,
    interfaces: Vec<Interface>,
}

impl Merge {
    pub(super) fn new(interfaces: Vec<Interface>) -> Merge {
        let count = interfaces.len();
        let queues = std::iter::repeat_with(VecDeque::new).take(count).collect();
        Merge { queues, done: vec![0; count], shown: vec![i64::MIN; count], interfaces }
    }

    pub(super) fn next(&mut self, shared: &Shared, out: &mut Batch, deadline: Instant) -> Result<Next, Error> {
        out.begin();
        let mut more = true;
        let mut fault = None;
        loop {
            self.move_on(shared, out);
            if !out.is_empty() {
                return Ok(Next::Records);
            }
            if let Some(fault) = fault.take() {
                return Err(fault);
            }
            if !more {
                return Ok(Next::End);
            }
            let now = Instant::now();
            if now >= deadline {
                return Ok(Next::Nothing);
            }
            // Before the batches: what was shown up to then is in them.
            shared.shown(&mut self.shown);
            let due = if self.queues.iter().all(VecDeque::is_empty) { deadline } else { deadline.min(now + GLANCE) };
            match shared.take_all(&mut self.queues, due) {
                Ok(true) => {}
                Ok(false) => {
                    more = false;
                    self.shown.fill(i64::MAX);
                }
                // Told behind the last frames, which may still be held back.
                Err(error) => {
                    fault = Some(error);
                    self.shown.fill(i64::MAX);
                }
            }
            for batch in self.queues.iter_mut().flatten() {
                batch.index(&self.interfaces);
            }
        }
    }

    /// The interface with the oldest frame, and its time.
    fn oldest(&mut self) -> Option<(usize, i64)> {
        let heads = self.queues.iter().zip(&self.done).enumerate();
        let times = heads.filter_map(|(at, (queue, done))| Some((at, queue.front()?.slots.get(*done)?.time)));
        times.min_by_key(|(_, time)| *time)
    }

    /// Copies what may go on into the batch, as far as there is room.
    fn move_on(&mut self, shared: &Shared, out: &mut Batch) {
        loop {
            let Some((at, time)) = self.oldest() else { return };
            let mut others = self.queues.iter().zip(&self.shown).enumerate().filter(|(other, _)| *other != at);
            if others.any(|(_, (queue, shown))| queue.is_empty() && *shown < time) {
                return;
            }
            let (Some(queue), Some(done)) = (self.queues.get_mut(at), self.done.get_mut(at)) else { return };
            let Some(batch) = queue.front() else { return };
            let Some(slot) = batch.slots.get(*done) else { return };
            if !out.has_room(slot.len as usize) {
                return;
            }
            if slot.kind == Kind::Frame {
                let raw = batch.block.get(slot.start as usize..slot.end as usize).unwrap_or(&[]);
                out.push_record(raw, slot);
            }
            *done += 1;
            if *done == batch.slots.len() {
                *done = 0;
                if let Some(empty) = queue.pop_front() {
                    shared.give_back(empty);
                }
            }
        }
    }
}
