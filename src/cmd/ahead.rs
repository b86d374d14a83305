//! The first of two readings (`-2`): what it finds out for packets that are past by then.

use super::pipeline::{self, Ends, Plan, Worker};
use super::term::Term;
use pktlab::capture::Source;
use pktlab::decode::walk;
use pktlab::flow::{Flows, Hindsight};
use pktlab::frame::Frame;
use pktlab::spine::{Notes, Rules, Spine};
use std::sync::{Mutex, PoisonError};

/// Reads all, and shows nothing; `judging` says what became of connections. What is wrong with a file the second reading says.
pub(super) fn ahead(source: Box<dyn Source>, limit: Option<u64>, rules: &Rules, judging: bool, term: &Term) -> anyhow::Result<Hindsight> {
    let flows = Mutex::new(Flows::new(Flows::BOUND).judging(judging));
    let plan = Plan { threads: 1, limit, mute: true, ..Plan::default() };
    let make = |_| Ahead { spine: Spine::new(), notes: Notes::new(), flows: &flows, rules };
    pipeline::first_of_two(pipeline::run(source, &plan, Ends::default(), term, make)?.1)?;
    Ok(flows.into_inner().unwrap_or_else(PoisonError::into_inner).hindsight())
}

struct Ahead<'a> {
    spine: Spine,
    notes: Notes,
    flows: &'a Mutex<Flows>,
    rules: &'a Rules,
}

impl Worker for Ahead<'_> {
    fn frame(&mut self, frame: &Frame<'_>, _: &mut Vec<u8>) -> bool {
        walk(&mut self.spine, frame, self.rules);
        self.flows.lock().unwrap_or_else(PoisonError::into_inner).see(frame, &mut self.spine, &mut self.notes, self.rules);
        true
    }
}
