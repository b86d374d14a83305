//! One file after another: by size, by the clock, in a ring.
//!
//! Each file is a whole capture: it begins with the section header and the interfaces, and ends with their statistics. A file
//! ends before the packet that would make it too large, or that is of the next stretch of time; stretches begin at multiples of
//! their length in local time, so that an hour begins with the hour and a day at midnight. On a quiet link the clock ends files.
//!
//! Where a write fails (the disk is full, say) the file ends with the last packet that fits, and the next file begins as soon as there
//! is room: a ring gives its oldest file for it. What comes meanwhile is counted ([`Rotate::unwritten`]).
//!
//! Who works on finished files ([`Keeper`]) is asked to remove those that leave a ring, and does so when it is through with them.
//!
//! Names carry a number and the time of creation, so that they sort: `web.pcapng` becomes `web_00001_20260102150405.pcapng`.

use super::batch::{Batch, Kind, Record};
use super::write::{FileFormat, Notice, Writer};
use super::{Error, write};
use jiff::{Timestamp, tz::TimeZone};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

/// A packet of the old stretch of time may come so long after the new one has begun: a quiet link's file ends that much later.
const LATE: i64 = 500_000_000;

/// How often room for the next file is looked for, after a write has failed.
const RETRY: Duration = Duration::from_secs(1);

/// Failures are told of so often at most.
const TELLING: Duration = Duration::from_secs(60);

/// So much room is worth a file, if that may become so large.
const ROOM: u64 = 1 << 20;

/// When a file ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rotation {
    /// Before it has more bytes than this (of what is written, before compression).
    pub size: Option<u64>,
    /// With the stretch of time that it was begun in.
    pub every: Option<Duration>,
    /// How many files are kept; older ones are deleted.
    pub ring: Option<usize>,
}

impl Rotation {
    /// True where there is more than one file.
    pub fn rotates(&self) -> bool {
        self.size.is_some() || self.every.is_some()
    }
}

/// Who is told what becomes of the files.
pub trait Keeper: Send {
    /// A file is whole.
    fn finished(&mut self, file: &Path);

    /// A finished file has left the ring, and is to be removed: at once, or when the work on it is done.
    fn left(&mut self, file: &Path);
}

/// Removes what leaves the ring, and no more.
struct Remover;

impl Keeper for Remover {
    fn finished(&mut self, _: &Path) {}

    fn left(&mut self, file: &Path) {
        // Somebody may have moved it away, which is fine.
        let _ = std::fs::remove_file(file);
    }
}

/// Writes a capture into a file, or into one after another.
pub struct Rotate {
    path: PathBuf,
    format: Option<FileFormat>,
    rotation: Rotation,
    filtered: bool,
    pipe: bool,
    /// What every file begins with.
    head: Batch,
    /// What every file ends with.
    tail: Box<dyn Fn() -> Batch + Send>,
    keeper: Box<dyn Keeper>,
    /// Looked up where there are several files; finding it can take a search through all there are.
    zone: TimeZone,
    writer: Option<Writer>,
    current: PathBuf,
    /// Where the current stretch of time ends, in ns since 1970.
    boundary: Option<i64>,
    number: u64,
    files: VecDeque<PathBuf>,
    packets: u64,
    /// How many packets were to be written.
    handed: u64,
    /// Not before this is room for the next file looked for, where there is no file.
    retry: Instant,
    /// When a failure was last told of.
    told: Option<Instant>,
    notices: Vec<Notice>,
}

impl Rotate {
    /// Creates the first file. `head` begins each file and `tail` ends it.
    ///
    /// # Errors
    /// Where the file cannot be created.
    pub fn create(
        path: &Path,
        format: Option<FileFormat>,
        rotation: Rotation,
        head: Batch,
        tail: impl Fn() -> Batch + Send + 'static,
    ) -> Result<Rotate, Error> {
        let mut rotate = Rotate {
            path: path.to_owned(),
            format,
            rotation,
            filtered: false,
            pipe: false,
            head,
            tail: Box::new(tail),
            keeper: Box::new(Remover),
            zone: if rotation.rotates() { TimeZone::system() } else { TimeZone::UTC },
            writer: None,
            current: PathBuf::new(),
            boundary: None,
            number: 0,
            files: VecDeque::new(),
            packets: 0,
            handed: 0,
            retry: Instant::now(),
            told: None,
            notices: Vec::new(),
        };
        rotate.begin(now())?;
        Ok(rotate)
    }

    /// Tells this of every file that is whole or has left the ring.
    pub fn kept_by(mut self, keeper: impl Keeper + 'static) -> Rotate {
        self.keeper = Box::new(keeper);
        self
    }

    /// Not all packets will be written.
    pub fn filtered(mut self, filtered: bool) -> Rotate {
        self.filtered = filtered;
        self
    }

    /// True where batches go out as they are, so that nobody need look at their packets one by one ([`super::live::Live::unseen`]).
    pub fn takes_blocks(&self) -> bool {
        !self.rotation.rotates() && self.writer.as_ref().and_then(Writer::format) == Some(FileFormat::Pcapng)
    }

    /// True where somebody may be waiting at the other end.
    pub fn is_pipe(&self) -> bool {
        self.pipe
    }

    /// How many packets were written, into all files.
    pub fn packets(&self) -> u64 {
        self.packets + self.writer.as_ref().map_or(0, Writer::packets)
    }

    /// How many packets could not be written, because writing has failed. Of a packed file that has failed all count, as none is certain.
    pub fn unwritten(&self) -> u64 {
        self.handed.saturating_sub(self.packets())
    }

    /// True where a failure is not the end: there will be another file as soon as one can be written.
    pub fn goes_on(&self) -> bool {
        self.rotation.rotates()
    }

    /// The file that is being written.
    pub fn current(&self) -> &Path {
        &self.current
    }

    /// Writes a batch's packets; of frames only those that pass, by their index in the batch. The head and the statistics of the
    /// source are left out, as each file gets its own.
    ///
    /// # Errors
    /// Where writing fails: the disk is full, say. What was written before is whole. Nothing more is written then; with rotation, nothing
    /// until there can be another file. That is looked for by itself, and failing again soon is no error any more, only counted.
    pub fn write(&mut self, batch: &Batch, passed: Option<&dyn Fn(usize) -> bool>) -> Result<(), Error> {
        self.handed += match passed {
            Some(passed) => (0..batch.len()).filter(|frame| passed(*frame)).count() as u64,
            None => batch.len() as u64,
        };
        if self.waits() {
            return Ok(());
        }
        let written = self.write_records(batch, passed);
        self.tell(written)
    }

    /// Writes secrets that decrypt packets behind them into the file that is being written ([`Writer::tls_keys`]).
    ///
    /// # Errors
    /// As [`Rotate::write`].
    pub fn tls_keys(&mut self, lines: &str) -> Result<(), Error> {
        if self.waits() {
            return Ok(());
        }
        let written = self.writer().and_then(|writer| writer.tls_keys(lines));
        self.tell(written)
    }

    fn write_records(&mut self, batch: &Batch, passed: Option<&dyn Fn(usize) -> bool>) -> Result<(), Error> {
        let bytes = self.writer()?.bytes() + batch.block.len() as u64;
        if passed.is_none() {
            let fits = self.rotation.size.is_none_or(|size| bytes <= size);
            let early = |boundary| batch.slots.iter().all(|slot| slot.time < boundary);
            if fits && self.boundary.is_none_or(early) && !batch.is_empty() {
                return self.writer()?.write_batch(batch);
            }
        }
        let mut frame = 0;
        for record in batch.records() {
            match &record {
                Record::Frame(packet, block) => {
                    frame += 1;
                    if passed.is_some_and(|passed| !passed(frame - 1)) {
                        continue;
                    }
                    self.make_room(block.raw.len() as u64, packet.info.time)?;
                    self.writer()?.write(&record)?;
                }
                Record::Block(block) if matches!(block.kind, Kind::Section | Kind::Interface | Kind::Statistics) => {}
                Record::Block(_) => self.writer()?.write(&record)?,
            }
        }
        Ok(())
    }

    /// Ends the file where its time is over, though no packet came.
    ///
    /// # Errors
    /// As [`Rotate::write`].
    pub fn tick(&mut self) -> Result<(), Error> {
        if self.waits() {
            return Ok(());
        }
        let turned = match self.boundary {
            Some(boundary) if now() >= boundary + LATE => self.turn(now()),
            _ => Ok(()),
        };
        self.tell(turned)
    }

    /// Hands whole records to the system; `packed`: also what compression holds back.
    ///
    /// # Errors
    /// As [`Rotate::write`].
    pub fn flush(&mut self, packed: bool) -> Result<(), Error> {
        if self.waits() {
            return Ok(());
        }
        let writer = self.writer()?;
        let flushed = if packed { writer.flush() } else { writer.hand_over() };
        self.tell(flushed)
    }

    /// Ends the last file. What the files could not hold comes back.
    ///
    /// # Errors
    /// As [`Rotate::write`].
    pub fn finish(mut self) -> Result<Vec<Notice>, Error> {
        self.end()?;
        Ok(std::mem::take(&mut self.notices))
    }

    /// True where there is no file, as writing has failed, and there cannot be another yet.
    fn waits(&mut self) -> bool {
        if self.writer.is_some() || !self.goes_on() {
            return false;
        }
        if Instant::now() < self.retry {
            return true;
        }
        self.retry = Instant::now() + RETRY;
        let none = self.rotation.ring.is_none() && !self.has_room(ROOM);
        none || self.begin(now()).is_err()
    }

    /// False where the disk has no room for a whole file, or the part of one that is enough.
    fn has_room(&self, enough: u64) -> bool {
        let wanted = self.rotation.size.unwrap_or(ROOM).min(enough);
        #[cfg(unix)]
        {
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            #[allow(clippy::unnecessary_cast, reason = "they are narrower on some systems")]
            let free = |disk: nix::sys::statvfs::Statvfs| (disk.blocks_available() as u64).saturating_mul(disk.fragment_size() as u64);
            // Who cannot be asked may have room.
            nix::sys::statvfs::statvfs(folder).map_or(true, |disk| free(disk) >= wanted)
        }
        #[cfg(not(unix))]
        {
            let _ = wanted;
            true
        }
    }

    /// After a failure the file is finished; whoever writes hears of it, if it is news.
    fn tell(&mut self, result: Result<(), Error>) -> Result<(), Error> {
        let Err(error) = result else { return Ok(()) };
        if self.writer.take().is_some() {
            self.broke(&error);
        }
        if self.goes_on() && self.told.is_some_and(|told| told.elapsed() < TELLING) {
            return Ok(());
        }
        self.told = Some(Instant::now());
        Err(error)
    }

    /// The file has ended before its time.
    fn broke(&mut self, error: &Error) {
        let kept = if let Error::Write { packets, .. } = error { *packets } else { None };
        self.packets += kept.unwrap_or(0);
        if self.goes_on() && kept == Some(0) {
            // Nothing that anybody wants to keep: it would only push others out of a ring.
            let _ = std::fs::remove_file(&self.current);
            self.files.retain(|file| *file != self.current);
            self.retry = Instant::now() + RETRY;
        } else {
            self.retry = Instant::now();
            self.keeper.finished(&self.current);
        }
    }

    /// Nothing more is written, after an error: the file is as whole as it can be.
    fn writer(&mut self) -> Result<&mut Writer, Error> {
        let name = self.current.display().to_string();
        let gone = || Error::Write { name, packets: None, source: std::io::Error::other("an earlier write has failed") };
        self.writer.as_mut().ok_or_else(gone)
    }

    fn make_room(&mut self, bytes: u64, time: Option<i64>) -> Result<(), Error> {
        let writer = self.writer()?;
        let (any, after) = (writer.packets() > 0, writer.bytes() + bytes);
        let full = any && self.rotation.size.is_some_and(|size| after > size);
        let late = self.boundary.zip(time).is_some_and(|(boundary, time)| time >= boundary);
        if !full && !late {
            return Ok(());
        }
        // The stretch of time is the packet's, which may have waited to be written; but one of the future is no reason for a file in the
        // future.
        self.turn(time.unwrap_or_else(now).min(now()))
    }

    /// Ends the file and begins the next.
    fn turn(&mut self, time: i64) -> Result<(), Error> {
        self.end()?;
        self.begin(time)
    }

    fn begin(&mut self, time: i64) -> Result<(), Error> {
        if let Some(ring) = self.rotation.ring {
            // Before the new one, which may need the room; and the newest is what a ring is for.
            let full = self.files.len() > 1 && !self.has_room(u64::MAX);
            let leave = if full { self.files.len() - 1 } else { ring.max(1) - 1 };
            while self.files.len() > leave {
                let Some(oldest) = self.files.pop_front() else { break };
                self.keeper.left(&oldest);
            }
        }
        self.number += 1;
        self.current = if self.rotation.rotates() { self.name(time) } else { self.path.clone() };
        let begun = self.begin_file();
        if begun.is_err() && self.goes_on() {
            let _ = std::fs::remove_file(&self.current);
            self.number -= 1;
        }
        self.writer = Some(begun?);
        self.boundary = self.rotation.every.map(|every| self.boundary_after(time, every));
        if self.rotation.ring.is_some() {
            self.files.push_back(self.current.clone());
        }
        Ok(())
    }

    fn begin_file(&mut self) -> Result<Writer, Error> {
        let mut writer = Writer::create(&self.current, self.format, &[])?.filtered(self.filtered);
        for record in self.head.records() {
            writer.write(&record)?;
        }
        self.pipe = std::fs::metadata(&self.current).map_or(true, |data| !data.is_file());
        // A capture without packets is one, and who looks sees that it has begun.
        writer.hand_over()?;
        Ok(writer)
    }

    fn end(&mut self) -> Result<(), Error> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        match self.end_file(writer) {
            Ok(()) => {
                self.keeper.finished(&self.current);
                Ok(())
            }
            Err(error) => {
                self.broke(&error);
                Err(error)
            }
        }
    }

    fn end_file(&mut self, mut writer: Writer) -> Result<(), Error> {
        if writer.format() != Some(FileFormat::Pcap) {
            for record in (self.tail)().records() {
                writer.write(&record)?;
            }
        }
        let written = writer.finish()?;
        self.packets += written.packets;
        for notice in written.notices {
            if !self.notices.contains(&notice) {
                self.notices.push(notice);
            }
        }
        Ok(())
    }

    /// The first multiple of the stretch after the time, as clocks show it here.
    fn boundary_after(&self, time: i64, every: Duration) -> i64 {
        let every = (every.as_nanos() as i64).max(1);
        let offset = i64::from(self.zone.to_offset(timestamp(time)).seconds()) * 1_000_000_000;
        ((time + offset).div_euclid(every) + 1) * every - offset
    }

    fn name(&self, time: i64) -> PathBuf {
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        // Behind the name proper: `a.pcapng.zst` has two endings.
        let (_, packing) = write::by_name(&self.path);
        let mut endings = file.match_indices('.').map(|(at, _)| at).filter(|at| *at > 0).collect::<Vec<_>>();
        let keep = if packing.is_some() { 2 } else { 1 };
        let cut = endings.split_off(endings.len().saturating_sub(keep)).first().copied().unwrap_or(file.len());
        let (stem, ending) = file.split_at(cut);
        let stamp = timestamp(time).to_zoned(self.zone.clone()).strftime("%Y%m%d%H%M%S").to_string();
        self.path.with_file_name(format!("{stem}_{:05}_{stamp}{ending}", self.number))
    }
}

fn timestamp(time: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(time)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// ns since 1970.
fn now() -> i64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos() as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rotate(name: &str, zone: &str) -> Rotate {
        Rotate {
            path: PathBuf::from(name),
            format: None,
            rotation: Rotation::default(),
            filtered: false,
            pipe: false,
            head: Batch::new(),
            tail: Box::new(Batch::new),
            keeper: Box::new(Remover),
            zone: TimeZone::posix(zone).unwrap(),
            writer: None,
            current: PathBuf::new(),
            boundary: None,
            number: 7,
            files: VecDeque::new(),
            packets: 0,
            handed: 0,
            retry: Instant::now(),
            told: None,
            notices: Vec::new(),
        }
    }

    #[test]
    fn names_sort_and_keep_their_endings() {
        let name = |name: &str| rotate(name, "XXX-2").name(1_700_000_000_000_000_000).to_str().unwrap().to_owned();
        assert_eq!(name("a.pcapng"), "a_00007_20231115001320.pcapng");
        assert_eq!(name("/x.y/a.b.pcap.gz"), "/x.y/a.b_00007_20231115001320.pcap.gz");
        assert_eq!(name("plain"), "plain_00007_20231115001320");
        assert_eq!(name(".hidden"), ".hidden_00007_20231115001320");
    }

    #[test]
    fn stretches_begin_with_the_clock_on_the_wall() {
        let boundary = |zone: &str, time: i64, every| {
            rotate("a", zone).boundary_after(time * 1_000_000_000, Duration::from_secs(every)) / 1_000_000_000
        };
        assert_eq!(boundary("UTC0", 1_700_000_000, 3600), 1_700_002_800);
        assert_eq!(boundary("UTC0", 1_700_002_800, 3600), 1_700_006_400, "what is on the boundary is of the next stretch");
        // Midnight where it is two hours later, and where it is five and a half.
        assert_eq!(boundary("XXX-2", 1_700_000_000, 86_400), 1_700_085_600);
        assert_eq!(boundary("XXX-5:30", 1_700_000_000, 3600), 1_700_001_000);
    }
}
