//! The index of a capture: `FILE.pktidx`, made in one walk over its records' headers.
//!
//! It is one line of JSON: how long the file was and when it was changed, how many packets it has and from when to when, what
//! describes them (the file header of pcap, sections and interfaces of pcapng), and places where records begin, with the number of
//! packets before each and the times up to the next; of zstd, where its frames begin, too. A file that has been changed since has no
//! index.

use crate::frames::{self, Frames, Walk};
use crate::part::{Borders, Capture, Form, Part, form};
use pktlab::capture::{self, Batch, Kind, Reader, Record, Source};
use serde::{Deserialize, Serialize};
use std::fs::{File, Metadata};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::UNIX_EPOCH;

/// Places are at least so many bytes apart, and there are at most [`PLACES`].
const APART: u64 = 64 << 10;

/// More places than this would make the index large.
const PLACES: u64 = 1 << 16;

/// What is known of a capture without reading it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Index {
    /// The format of this file.
    pktidx: u32,
    /// The capture's length in bytes.
    size: u64,
    /// When it was changed, in nanoseconds since 1970.
    changed: u64,
    /// How many packets.
    pub packets: u64,
    /// The first packet's time.
    pub first: Option<i64>,
    /// What describes the packets: ranges of the file.
    described: Vec<(u64, u64)>,
    /// Places where records begin, ascending.
    places: Vec<Place>,
    /// Of a compressed capture: where what can be unpacked by itself begins; all other places are those of what is unpacked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unpacked: Option<Frames>,
}

/// A place where a record begins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The record's first byte.
    at: u64,
    /// Packets before it.
    frames: u64,
    /// The time of the packet before it.
    previous: Option<i64>,
    /// The earliest and the latest time up to the next place; `None` where a packet has none.
    times: Option<(i64, i64)>,
}

/// Where the index of a capture is kept.
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pktidx");
    name.into()
}

fn changed(data: &Metadata) -> u64 {
    data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos() as u64)
}

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The capture cannot be read.
    #[error(transparent)]
    Capture(#[from] capture::Error),
    /// It cannot be divided, so an index would tell nothing.
    #[error("{0}: is read as a whole, as it is compressed (not as several zstd frames) or of a rare format; an index would tell nothing")]
    Packed(String),
    /// The index cannot be written.
    #[error("{}: {source}", path.display())]
    Write {
        /// The index.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Index {
    /// The index that lies beside a capture; `None` without one, and where it is of another state of the file.
    pub fn load(path: &Path) -> Option<Index> {
        let data = std::fs::metadata(path).ok()?;
        let file = BufReader::new(File::open(beside(path)).ok()?);
        let index: Index = serde_json::from_reader(file).ok()?;
        let sound = index.places.is_sorted_by_key(|place| place.at) && index.places.last().is_none_or(|last| last.at <= index.end());
        (index.pktidx == 1 && index.size == data.len() && index.changed == changed(&data) && sound).then_some(index)
    }

    /// Walks over a capture's records.
    ///
    /// # Errors
    /// Where it cannot be read to its end, or cannot be divided.
    pub fn make(path: &Path, shown: &str) -> Result<Index, Error> {
        let failed = |source| capture::Error::Open { path: PathBuf::from(shown), source };
        let mut file = File::open(path).map_err(failed)?;
        let data = file.metadata().map_err(failed)?;
        let mut first = Vec::new();
        Read::by_ref(&mut file).take(32).read_to_end(&mut first).map_err(failed)?;
        let form = form(&first);
        let (mut reader, walked) = if form == Form::Whole && frames::packed(&first) {
            let (walk, seen) = Walk::new(File::open(path).map_err(failed)?);
            (Reader::new(walk, shown).stored(), Some(seen))
        } else {
            (capture::open(path)?, None)
        };
        let apart = APART.max(data.len() / PLACES);
        let mut index = Index {
            pktidx: 1,
            size: data.len(),
            changed: changed(&data),
            packets: 0,
            first: None,
            described: vec![],
            places: vec![],
            unpacked: None,
        };
        let (mut batch, mut at, mut previous) = (Batch::new(), 0, None);
        if form == Form::Whole && walked.is_none() {
            reader.fill(&mut batch)?;
            return Err(Error::Packed(shown.to_owned()));
        }
        loop {
            let more = reader.fill(&mut batch);
            for record in batch.records() {
                let (raw, frame) = match record {
                    Record::Frame(frame, block) => (block.raw.len() as u64, Some(frame)),
                    Record::Block(block) => {
                        let len = block.raw.len() as u64;
                        if matches!(block.kind, Kind::FileHeader | Kind::Section | Kind::Interface) {
                            match index.described.last_mut() {
                                Some((_, to)) if *to == at => *to += len,
                                _ => index.described.push((at, at + len)),
                            }
                        }
                        (len, None)
                    }
                };
                if let Some(frame) = frame {
                    let time = frame.info.time;
                    if index.places.last().is_none_or(|place| at - place.at >= apart) {
                        index.places.push(Place { at, frames: index.packets, previous, times: time.map(|time| (time, time)) });
                    }
                    if let Some(place) = index.places.last_mut() {
                        place.times = place.times.zip(time).map(|((from, to), time)| (from.min(time), to.max(time)));
                    }
                    index.first = index.first.or(time);
                    index.packets += 1;
                    previous = time;
                }
                at += raw;
            }
            if !more? {
                break;
            }
        }
        index.unpacked = walked.map(|seen| std::mem::take(&mut *seen.lock().unwrap_or_else(PoisonError::into_inner)));
        // What lies between the records as the file has them is not known of other formats; and one frame is as good as none.
        if at != index.end() || index.unpacked.as_ref().is_some_and(|frames| frames.at.len() < 2) {
            return Err(Error::Packed(shown.to_owned()));
        }
        Ok(index)
    }

    /// Writes it beside the capture; what is there is replaced at once.
    ///
    /// # Errors
    /// Where it cannot be written: then there is none, or the one from before.
    pub fn save(&self, path: &Path) -> Result<PathBuf, Error> {
        let beside = beside(path);
        let failed = |source| Error::Write { path: beside.clone(), source };
        let folder = beside.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
        let text = serde_json::to_vec(self).map_err(|error| failed(error.into()))?;
        file.write_all(&text).and_then(|()| file.write_all(b"\n")).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
        file.persist(&beside).map_err(|error| failed(error.error))?;
        Ok(beside)
    }

    /// Behind the last byte, unpacked.
    fn end(&self) -> u64 {
        self.unpacked.as_ref().map_or(self.size, |frames| frames.size)
    }

    /// The earliest and the latest time of all packets.
    pub fn times(&self) -> Option<(i64, i64)> {
        let mut times = self.places.iter().map(|place| place.times);
        let first = times.next()??;
        times.try_fold(first, |(from, to), times| times.map(|(a, b)| (from.min(a), to.max(b))))
    }

    /// The parts of at most about so many bytes: a part that would end in the middle of a record goes on to the next place.
    pub(crate) fn parts(&self, capture: &Capture, most: u64) -> Vec<Part> {
        // Within a frame nothing begins, as all that is before would have to be unpacked twice.
        let frame = |place: &Place| self.unpacked.as_ref().map(|frames| frames.holding(place.at));
        let mut starts: Vec<&Place> = Vec::new();
        let mut before = None;
        for place in &self.places {
            let now = frame(place);
            if starts.last().is_none_or(|last| place.at - last.at >= most && (now.is_none() || now != before)) {
                starts.push(place);
            }
            before = now;
        }
        let end = |i: usize| starts.get(i + 1).map_or(self.end(), |next| next.at);
        let part = |(i, place): (usize, &&Place)| {
            let described: Vec<_> = self.described.iter().filter(|(from, _)| *from < place.at).copied().collect();
            let borders = described.iter().map(|(from, _)| *from).chain([place.at]);
            let mut unpacked: Vec<_> = self.unpacked.iter().flat_map(|frames| borders.clone().filter_map(|at| frames.start(at))).collect();
            unpacked.dedup();
            let by = Borders::Known { before: (place.frames, place.previous, self.first), described, unpacked };
            Part { shown: capture.shown.clone(), from: place.at, to: end(i), by }
        };
        starts.iter().enumerate().map(part).collect()
    }

    /// The packets of a part, and their times, as far as they are known.
    pub(crate) fn tells(&self, part: &Part) -> Option<(u64, u64, Option<(i64, i64)>)> {
        let inside = || self.places.iter().filter(|place| (part.from..part.to).contains(&place.at));
        let before = inside().next()?.frames;
        let after = self.places.iter().find(|place| place.at >= part.to).map_or(self.packets, |place| place.frames);
        let mut times = inside().map(|place| place.times);
        let first = times.next()?;
        let times = times.fold(first, |all, one| all.zip(one).map(|((a, b), (c, d))| (a.min(c), b.max(d))));
        Some((before, after, times))
    }
}
