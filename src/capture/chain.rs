//! Several files as one capture: one after the other, or by time.

use super::batch::{BLOCK, Batch, Course, Kind, Slot};
use super::read::{self, Reader};
use super::remote::{self, Receipt};
use super::{Error, Interface, Progress, Source};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

/// Memory for the batches of all files that are merged.
const MERGE_MEMORY: usize = 8 << 20;

/// The files in the order given, as one capture: numbers, sections and interfaces carry on. `-` is standard input.
pub fn chain(paths: Vec<PathBuf>) -> Chain {
    let total = paths.iter().map(|path| std::fs::metadata(path).ok().filter(|data| data.is_file()).map(|data| data.len())).sum();
    Chain { rest: paths.into(), total, ..Chain::default() }
}

/// Files one after the other; see [`chain`].
#[derive(Default)]
pub struct Chain {
    rest: VecDeque<PathBuf>,
    current: Option<Reader>,
    course: Course,
    sequence: u64,
    section: u32,
    interfaces: Arc<Vec<Interface>>,
    read: u64,
    total: Option<u64>,
    receipt: Receipt,
}

impl Chain {
    /// Takes back from a reader at its end what the next one goes on with.
    fn close(&mut self) {
        if let Some(mut reader) = self.current.take() {
            self.course = reader.course;
            self.sequence = reader.sequence;
            self.section = reader.section;
            self.interfaces = std::mem::take(&mut reader.interfaces);
            self.read += reader.progress().read;
        }
    }
}

impl Source for Chain {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        loop {
            if self.current.is_none() {
                batch.clear();
                batch.set_out(self.course);
                batch.interfaces = self.interfaces.clone();
                let Some(path) = self.rest.pop_front() else { return Ok(false) };
                let mut reader = read::open_with(&path, self.receipt.behind(self.course.frames))?;
                reader.course = self.course;
                reader.sequence = self.sequence;
                reader.section = self.section;
                reader.interfaces = std::mem::take(&mut self.interfaces);
                self.current = Some(reader);
            }
            let Some(reader) = &mut self.current else { return Ok(false) };
            match reader.fill(batch) {
                Ok(true) => return Ok(true),
                Ok(false) => self.close(),
                Err(error) => {
                    self.close();
                    return Err(error);
                }
            }
        }
    }

    fn interfaces(&self) -> &[Interface] {
        self.current.as_ref().map_or(&self.interfaces, |reader| &reader.interfaces)
    }

    fn progress(&self) -> Progress {
        let current = self.current.as_ref().map_or(0, |reader| reader.progress().read);
        Progress { read: self.read + current, total: self.total }
    }

    fn receipt(&self) -> Option<Receipt> {
        let current = self.current.as_ref().map(|reader| std::path::Path::new(reader.name()));
        let mut all = self.rest.iter().map(PathBuf::as_path).chain(current);
        all.any(|path| remote::name(path).is_some()).then(|| self.receipt.clone())
    }
}

/// The files as one capture in the order of the frames' times; frames of one file keep their order among themselves.
///
/// A file that is not in order by itself stays so: each file's next frame is compared with the others' next frames.
///
/// # Errors
/// Where a file cannot be opened.
pub fn merge(paths: &[PathBuf]) -> Result<Merge, Error> {
    let block = (MERGE_MEMORY / paths.len().max(1)).min(BLOCK);
    let stream = |path: &PathBuf| Ok(Stream::new(read::open(path)?, block));
    let streams = paths.iter().map(stream).collect::<Result<Vec<_>, Error>>()?;
    Ok(Merge { streams, ..Merge::default() })
}

/// Files by time; see [`merge`].
#[derive(Default)]
pub struct Merge {
    streams: Vec<Stream>,
    /// Each stream's next frame: its time, and the stream.
    next: BinaryHeap<Reverse<(i64, usize)>>,
    /// How many streams have been asked for their first frame.
    begun: usize,
    course: Course,
    sequence: u64,
    sections: u32,
    interfaces: Arc<Vec<Interface>>,
}

/// One of the files that are merged.
struct Stream {
    reader: Reader,
    batch: Batch,
    /// The next slot in the batch.
    at: usize,
    time: i64,
    /// Sections and interfaces as numbered in this file, and their numbers over all.
    sections: Vec<u32>,
    interfaces: Vec<u32>,
    ended: bool,
}

impl Stream {
    fn new(reader: Reader, block: usize) -> Stream {
        let (sections, interfaces) = (Vec::new(), Vec::new());
        Stream { reader, batch: Batch::with_block(block), at: 0, time: i64::MIN, sections, interfaces, ended: false }
    }

    /// The next record, which stays; `None` at the end. With the error after which there is nothing.
    fn peek(&mut self, failed: &mut Option<Error>) -> Option<Slot> {
        while self.at >= self.batch.slots.len() {
            if self.ended {
                return None;
            }
            self.at = 0;
            match self.reader.fill(&mut self.batch) {
                Ok(true) => {}
                Ok(false) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    *failed = Some(error);
                }
            }
        }
        self.batch.slots.get(self.at).copied()
    }
}

impl Merge {
    /// Moves a stream's records up to its next frame, and queues that.
    fn advance(&mut self, index: usize, out: &mut Output<'_>, failed: &mut Option<Error>) {
        let alone = self.streams.len() == 1;
        let Some(stream) = self.streams.get_mut(index) else { return };
        while let Some(slot) = stream.peek(failed) {
            if slot.kind == Kind::Frame {
                // A frame without a time belongs where the one before it was.
                stream.time = slot.time().unwrap_or(stream.time);
                self.next.push(Reverse((stream.time, index)));
                return;
            }
            if matches!(slot.kind, Kind::FileHeader | Kind::Section) {
                stream.sections.push(self.sections);
                self.sections += 1;
            }
            if slot.kind == Kind::Interface {
                let described = stream.batch.interfaces.get(slot.interface as usize).cloned().unwrap_or_default();
                let section = stream.sections.get(slot.section as usize).copied().unwrap_or_default();
                stream.interfaces.push(self.interfaces.len() as u32);
                Arc::make_mut(&mut self.interfaces).push(Interface { section, ..described });
            }
            // One section holds them all; a section header in between would make a writer begin another.
            if slot.kind != Kind::Section || self.sections == 1 || alone {
                out.push(stream, slot);
            }
            stream.at += 1;
        }
    }

    fn collect(&mut self, out: &mut Output<'_>) -> Result<(), Error> {
        let mut failed = None;
        while self.begun < self.streams.len() && failed.is_none() {
            self.begun += 1;
            self.advance(self.begun - 1, out, &mut failed);
        }
        while failed.is_none() && out.filled < out.batch.target {
            let Some(Reverse((_, index))) = self.next.pop() else { break };
            if let Some(stream) = self.streams.get_mut(index)
                && let Some(slot) = stream.batch.slots.get(stream.at).copied()
            {
                out.push(stream, slot);
                stream.at += 1;
            }
            self.advance(index, out, &mut failed);
        }
        failed.map_or(Ok(()), Err)
    }
}

impl Source for Merge {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        batch.clear();
        let mut out = Output { batch, filled: 0 };
        let result = self.collect(&mut out);
        batch.interfaces = self.interfaces.clone();
        batch.sequence = self.sequence;
        if !batch.slots.is_empty() {
            self.sequence += 1;
        }
        self.course = batch.set_out(self.course);
        result.map(|()| !batch.slots.is_empty())
    }

    fn interfaces(&self) -> &[Interface] {
        &self.interfaces
    }

    fn progress(&self) -> Progress {
        let each = self.streams.iter().map(|stream| stream.reader.progress());
        each.fold(Progress { read: 0, total: Some(0) }, |sum, one| Progress {
            read: sum.read + one.read,
            total: sum.total.zip(one.total).map(|(a, b)| a + b),
        })
    }
}

/// A batch that records are copied into.
struct Output<'a> {
    batch: &'a mut Batch,
    filled: usize,
}

impl Output<'_> {
    fn push(&mut self, stream: &Stream, slot: Slot) {
        let raw = stream.batch.block.get(slot.start as usize..slot.end as usize).unwrap_or(&[]);
        let end = self.filled + raw.len();
        if self.batch.block.len() < end {
            self.batch.block.resize(end.max(self.batch.target), 0);
        }
        if let Some(place) = self.batch.block.get_mut(self.filled..end) {
            place.copy_from_slice(raw);
        }
        let moved = |at: u32| at.wrapping_sub(slot.start).wrapping_add(self.filled as u32);
        let interface = stream.interfaces.get(slot.interface as usize).copied();
        self.batch.slots.push(Slot {
            start: self.filled as u32,
            end: end as u32,
            data: moved(slot.data),
            options: moved(slot.options),
            interface: Slot::place(interface),
            section: stream.sections.get(slot.section as usize).copied().unwrap_or_default(),
            ..slot
        });
        self.batch.frames += u64::from(slot.kind == Kind::Frame);
        self.filled = end;
    }
}
