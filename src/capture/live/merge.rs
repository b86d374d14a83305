//! Several interfaces as one stream, ordered by time.
//!
//! The kernel shows frames by the block, so a frame of one interface can show later than a younger one of another. A frame goes
//! on when all interfaces have shown something younger, or when it is so old that nothing older can come any more.

use super::feed::Shared;
use super::{Error, Next};
use crate::capture::batch::{Batch, Kind};
use crate::frame::Interface;
use std::collections::VecDeque;
use std::time::{Duration, Instant, SystemTime};

pub(super) struct Merge {
    queues: Vec<VecDeque<Batch>>,
    /// How many slots of each queue's first batch are done.
    done: Vec<usize>,
    hold: Duration,
    interfaces: Vec<Interface>,
}

impl Merge {
    /// For so many interfaces, each of which shows a frame within `latency`.
    pub(super) fn new(interfaces: usize, latency: Duration, described: Vec<Interface>) -> Merge {
        let queues = std::iter::repeat_with(VecDeque::new).take(interfaces).collect();
        Merge { queues, done: vec![0; interfaces], hold: 2 * latency + Duration::from_millis(5), interfaces: described }
    }

    pub(super) fn next(&mut self, shared: &Shared, out: &mut Batch, deadline: Instant) -> Result<Next, Error> {
        out.begin();
        let mut more = true;
        let mut fault = None;
        loop {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
            let young = if more { (now.saturating_sub(self.hold)).as_nanos() as i64 } else { i64::MAX };
            self.move_on(shared, out, young);
            if !out.is_empty() {
                return Ok(Next::Records);
            }
            if let Some(fault) = fault.take() {
                return Err(fault);
            }
            if !more {
                return Ok(Next::End);
            }
            let instant = Instant::now();
            if instant >= deadline {
                return Ok(Next::Nothing);
            }
            // What is held back goes on as soon as it is old enough.
            let due = match self.oldest() {
                Some((_, time)) => instant + Duration::from_nanos((time - young).max(0) as u64).min(self.hold) + Duration::from_millis(1),
                None => deadline,
            };
            match shared.take_all(&mut self.queues, due.min(deadline)) {
                Ok(going) => {
                    more = going;
                    for batch in self.queues.iter_mut().flatten() {
                        batch.index(&self.interfaces);
                    }
                }
                // Told behind the last frames, which may still be held back.
                Err(error) => fault = Some(error),
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
    fn move_on(&mut self, shared: &Shared, out: &mut Batch, young: i64) {
        loop {
            let all_known = self.queues.iter().all(|queue| !queue.is_empty());
            let Some((at, time)) = self.oldest() else { return };
            if !all_known && time > young {
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
