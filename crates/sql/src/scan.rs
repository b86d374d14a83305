//! Reading a part of a capture: packets in, rows out.
//!
//! Where there is a predicate, the columns that it needs are filled for a block of packets, it is asked, and only for the packets that
//! pass the others are filled. Where a column needs to know the packets before, every packet is seen once, in order.

use crate::cells::{Depth, Sheet};
use crate::column::{Column, Need};
use crate::part::{Failure, Part};
use datafusion::arrow::array::{Array, AsArray, BooleanArray, RecordBatch};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::{DataFusionError, Result};
use datafusion::physical_expr::PhysicalExpr;
use pktlab::capture::{Batch, Reader, Source};
use pktlab::flow::Flows;
use pktlab::spine::{Notes, Packet, Rules, Spine};
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// Rows hold on to at most about so many bytes of packets before they are handed over.
const HELD: usize = 8 << 20;

/// A predicate, and the columns it needs.
#[derive(Clone)]
pub struct Predicate {
    /// The expression over these columns.
    pub expression: Arc<dyn PhysicalExpr>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The columns as Arrow has them.
    pub schema: SchemaRef,
}

/// What is the same for all parts.
#[derive(Clone)]
pub struct Wanted {
    /// The columns to be filled.
    pub columns: Vec<Column>,
    /// The columns as Arrow has them.
    pub schema: SchemaRef,
    /// Which packets.
    pub predicate: Option<Predicate>,
    /// Rows of a batch.
    pub rows: usize,
    /// Go on behind what is broken.
    pub skip_bad: bool,
}

/// What reading has done so far, over all parts; for a person.
#[derive(Debug, Default)]
pub struct Done {
    /// Bytes of the captures' records.
    pub bytes: AtomicU64,
    /// Packets.
    pub packets: AtomicU64,
    /// Packets of which more was looked at than their records' headers.
    pub walked: AtomicU64,
    /// What was broken and left.
    pub skipped: std::sync::Mutex<Vec<String>>,
    /// Nobody wants the rest.
    stopped: AtomicBool,
}

impl Done {
    /// What still reads ends.
    pub fn stop(&self) {
        self.stopped.store(true, Relaxed);
    }

    /// An error where it was stopped.
    pub(crate) fn goes_on(&self) -> Result<()> {
        if self.stopped.load(Relaxed) { Err(DataFusionError::Execution("stopped".to_owned())) } else { Ok(()) }
    }
}

/// The rows of a part.
pub struct Scan {
    reader: Reader,
    part: Part,
    batch: Batch,
    output: Sheet,
    test: Option<(Arc<dyn PhysicalExpr>, Sheet)>,
    flows: Option<Box<Flows>>,
    spine: Box<Spine>,
    notes: Notes,
    rules: Rules,
    rows: usize,
    held: usize,
    live: bool,
    skip_bad: bool,
    ready: VecDeque<RecordBatch>,
    failed: Option<Failure>,
    ended: bool,
    done: Arc<Done>,
}

impl Scan {
    /// A reading of this part.
    pub fn new(reader: Reader, part: Part, wanted: &Wanted, done: Arc<Done>) -> Scan {
        let output = Sheet::new(&wanted.columns, wanted.schema.clone(), &part.shown);
        let test =
            wanted.predicate.as_ref().map(|test| (test.expression.clone(), Sheet::new(&test.columns, test.schema.clone(), &part.shown)));
        let columns = wanted.columns.iter().chain(wanted.predicate.iter().flat_map(|test| &test.columns));
        let flows = columns.map(|column| column.need).max() == Some(Need::Flow);
        Scan {
            reader,
            batch: Batch::new(),
            output,
            test,
            flows: flows.then(|| Box::new(Flows::new(Flows::BOUND))),
            spine: Box::default(),
            notes: Notes::new(),
            rules: Rules::default(),
            rows: wanted.rows.max(1),
            held: 0,
            live: part.shown == "-",
            skip_bad: wanted.skip_bad,
            part,
            ready: VecDeque::new(),
            failed: None,
            ended: false,
            done,
        }
    }

    fn next_batch(&mut self) -> Result<Option<RecordBatch>> {
        loop {
            if let Some(batch) = self.ready.pop_front() {
                return Ok(Some(batch));
            }
            if let Some(failed) = self.failed.take() {
                self.ended = true;
                if self.skip_bad && !matches!(failed, Failure::Uncertain(_)) {
                    let mut skipped = self.done.skipped.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    skipped.push(failed.to_string());
                    continue;
                }
                return Err(DataFusionError::External(Box::new(failed)));
            }
            if self.ended {
                return Ok(None);
            }
            self.done.goes_on()?;
            match self.reader.fill(&mut self.batch) {
                Ok(true) => {}
                Ok(false) => self.ended = true,
                Err(error) => self.failed = Some(self.part.failure(error)),
            }
            self.take_frames()?;
            let last = self.ended || self.failed.is_some();
            if self.output.rows() >= self.rows || self.held >= HELD || self.output.rows() > 0 && (last || self.live) {
                self.hand_over()?;
            }
        }
    }

    fn take_frames(&mut self) -> Result<()> {
        let frames = self.batch.len();
        if frames == 0 {
            return Ok(());
        }
        self.done.packets.fetch_add(frames as u64, Relaxed);
        let depth = self.output.depth().max(self.test.as_ref().map_or(Depth::Count, |(_, sheet)| sheet.depth()));
        if self.flows.is_none() && self.test.is_none() && depth == Depth::Count {
            self.output.count(frames);
            return Ok(());
        }
        if self.flows.is_some() {
            return self.in_order();
        }
        let Scan { batch, output, test, spine, notes, rules, held, .. } = self;
        let mut walked = 0;
        let passed = match test {
            None => None,
            Some((expression, sheet)) => {
                for frame in batch.frames() {
                    sheet.walk(spine, &frame, rules);
                    sheet.row(&Packet { bytes: frame.bytes, frame: &frame, spine, notes, rules });
                }
                walked += frames;
                Some(asked(expression, sheet.finish()?)?)
            }
        };
        match &passed {
            Some(passed) if passed.true_count() == 0 => {}
            Some(passed) if output.depth() == Depth::Count => output.count(passed.true_count()),
            _ => {
                for (i, frame) in batch.frames().enumerate() {
                    if passed.as_ref().is_some_and(|passed| !passed.value(i)) {
                        continue;
                    }
                    output.walk(spine, &frame, rules);
                    output.row(&Packet { bytes: frame.bytes, frame: &frame, spine, notes, rules });
                    *held += frame.bytes.len();
                    walked += 1;
                }
            }
        }
        if depth == Depth::Walk {
            self.done.walked.fetch_add(walked.min(frames) as u64, Relaxed);
        }
        Ok(())
    }

    /// Every packet is seen once, as the next may need to know of it.
    fn in_order(&mut self) -> Result<()> {
        let Scan { batch, output, test, spine, notes, rules, flows, ready, rows, done, .. } = self;
        let Some(flows) = flows else { return Ok(()) };
        done.walked.fetch_add(batch.len() as u64, Relaxed);
        for frame in batch.frames() {
            pktlab::decode::walk(spine, &frame, rules);
            let bytes = flows.see(&frame, spine, notes, rules);
            let packet = Packet { bytes, frame: &frame, spine, notes, rules };
            if let Some((_, sheet)) = test {
                sheet.row(&packet);
            }
            output.row(&packet);
        }
        if let Some((expression, sheet)) = test {
            let passed = asked(expression, sheet.finish()?)?;
            if passed.true_count() == 0 {
                output.finish()?;
            } else {
                ready.push_back(filter_record_batch(&output.finish()?, &passed)?);
            }
        } else if output.rows() >= *rows {
            ready.push_back(output.finish()?);
        }
        Ok(())
    }

    fn hand_over(&mut self) -> Result<()> {
        self.held = 0;
        let batch = self.output.finish()?;
        self.ready.push_back(batch);
        Ok(())
    }
}

/// Which rows pass.
pub(crate) fn asked(expression: &Arc<dyn PhysicalExpr>, rows: RecordBatch) -> Result<BooleanArray> {
    let passed = expression.evaluate(&rows)?.into_array(rows.num_rows())?;
    let passed = passed.as_boolean();
    // What is not known does not pass.
    Ok(match passed.nulls() {
        None => passed.clone(),
        Some(_) => passed.iter().map(|passed| Some(passed == Some(true))).collect(),
    })
}

impl Iterator for Scan {
    type Item = Result<RecordBatch>;
    fn next(&mut self) -> Option<Result<RecordBatch>> {
        let before = self.reader.progress().read;
        let next = self.next_batch().transpose();
        self.done.bytes.fetch_add(self.reader.progress().read.saturating_sub(before), Relaxed);
        next
    }
}

/// The columns of a schema; `None` where it has one that is none of ours.
pub fn columns_of(schema: &Schema) -> Option<Vec<Column>> {
    let column = |field: &Arc<Field>| {
        let list = matches!(field.data_type(), DataType::List(_));
        crate::column::find(field.name()).map(|column| Column { list, ..column })
    };
    schema.fields().iter().map(column).collect()
}
