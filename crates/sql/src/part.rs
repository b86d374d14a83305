//! Captures, and the parts they are read in.
//!
//! A record belongs to the part that has its first byte. Where a part of a pcap file begins is known from an index, or found by
//! looking for records: a place is believed when [`CHAIN`] records that stand behind one another from there on are all plausible. A
//! part ends where the next begins, found by the same look; so a wrong place is noticed, as the part before it does not end there.

use crate::frames;
use crate::index::Index;
use pktlab::capture::{self, Before, Reader};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A part of a file is at most so long, unless it cannot be divided.
pub const MOST: u64 = 128 << 20;

/// Parts shorter than this are not worth a thread.
pub const LEAST: u64 = 1 << 20;

/// How many records must follow one another before a place is believed to be a record's first byte.
const CHAIN: usize = 16;

/// Records of one capture, one behind the other, lie within so many seconds.
const DAY: i64 = 86_400;

/// The longest frame, as libpcap has it.
const LONGEST: u32 = 262_144;

/// A capture that is to be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    /// Where it is: an absolute path, or a place in an object store.
    pub path: String,
    /// How the user called it.
    pub shown: String,
    /// Its length in bytes; 0 for standard input.
    pub size: u64,
    /// How it can be divided.
    pub form: Form,
    /// What its index tells.
    pub index: Option<Index>,
}

/// How a capture can be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Form {
    /// pcap with records of 16 bytes and the frame: anywhere.
    Pcap,
    /// pcapng: where an index says so.
    Pcapng,
    /// Compressed, rare, or a pipe: nowhere; zstd of several frames where an index says so.
    Whole,
}

/// A part of a capture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// How the user called the file.
    pub shown: String,
    /// The first byte: of a record, unless the part is sought.
    pub from: u64,
    /// Behind the last byte.
    pub to: u64,
    /// What is to be done with the two.
    pub by: Borders,
}

/// How a part's borders are to be understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Borders {
    /// It is the whole file.
    Whole,
    /// The next records behind them are to be sought.
    Sought,
    /// They are records' first bytes.
    Known {
        /// Frames before it, the last one's time, the first one's.
        before: (u64, Option<i64>, Option<i64>),
        /// What describes the frames: ranges of the file.
        described: Vec<(u64, u64)>,
        /// Of a compressed file, all borders are those of what is unpacked; where that begins which holds them, in the file and
        /// unpacked. Empty for any other.
        unpacked: Vec<(u64, u64)>,
    },
}

/// Why a part could not be told apart: the file has to be read as a whole.
#[derive(Debug, thiserror::Error)]
#[error("{shown}: where its records begin cannot be told in the middle ({why}); an index tells: pkt sql --index {shown}")]
pub struct Uncertain {
    /// The file.
    pub shown: String,
    /// What was found.
    pub why: String,
}

impl Capture {
    /// Looks at the file's first bytes and its index.
    ///
    /// # Errors
    /// Where the file cannot be opened or is no capture.
    pub fn open(path: &Path, shown: &str) -> Result<Capture, capture::Error> {
        let failed = |source| capture::Error::Open { path: PathBuf::from(shown), source };
        let mut file = File::open(path).map_err(failed)?;
        let data = file.metadata().map_err(failed)?;
        if data.is_dir() {
            return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        let absolute = std::fs::canonicalize(path).map_err(failed)?;
        if !data.is_file() {
            let path = absolute.display().to_string();
            return Ok(Capture { path, shown: shown.to_owned(), size: 0, form: Form::Whole, index: None });
        }
        let mut first = Vec::new();
        Read::by_ref(&mut file).take(32).read_to_end(&mut first).map_err(failed)?;
        let form = form(&first);
        if form == Form::Whole {
            // What is no capture is said now, not in the middle of the work.
            let mut reader = Reader::new(Cursor::new(first).chain(file), shown);
            let mut batch = capture::Batch::with_block(4 << 10);
            let filled = capture::Source::fill(&mut reader, &mut batch);
            if let Err(error @ (capture::Error::NotCapture { .. } | capture::Error::Empty { .. } | capture::Error::Version { .. })) = filled
            {
                return Err(error);
            }
        }
        let index = Index::load(path);
        Ok(Capture { path: absolute.display().to_string(), shown: shown.to_owned(), size: data.len(), form, index })
    }

    /// Standard input.
    pub fn stdin() -> Capture {
        Capture { path: "-".to_owned(), shown: "-".to_owned(), size: 0, form: Form::Whole, index: None }
    }

    /// The parts of at most so many bytes; one where it cannot be divided, or all of it must be seen in order.
    pub fn parts(&self, most: u64, need: crate::column::Need) -> Vec<Part> {
        use crate::column::Need;
        let whole = || vec![Part { shown: self.shown.clone(), from: 0, to: self.size, by: Borders::Whole }];
        if need == Need::Flow || self.size == 0 {
            return whole();
        }
        if let Some(index) = &self.index {
            return index.parts(self, most);
        }
        if self.form != Form::Pcap || need != Need::Nothing || self.size <= most.max(24) {
            return whole();
        }
        let count = self.size.div_ceil(most.max(1)).max(1);
        let width = self.size.div_ceil(count).max(1);
        let part = |i: u64| Part { shown: self.shown.clone(), from: i * width, to: ((i + 1) * width).min(self.size), by: Borders::Sought };
        (0..count).map(part).filter(|part| part.from < part.to).collect()
    }
}

/// Puts parts of one capture that lie behind one another together again, to at most so many bytes.
pub(crate) fn joined(parts: Vec<(usize, Part)>, most: u64) -> Vec<(usize, Part)> {
    let mut all: Vec<(usize, Part)> = Vec::new();
    for (i, part) in parts {
        let fits = |(j, last): &&mut (usize, Part)| {
            *j == i && last.to == part.from && part.to - last.from <= most && matches!(part.by, Borders::Known { .. })
        };
        match all.last_mut().filter(fits) {
            Some((_, last)) => last.to = part.to,
            None => all.push((i, part)),
        }
    }
    all
}

/// How a file that begins like this can be divided.
pub fn form(first: &[u8]) -> Form {
    match first {
        [0xa1, 0xb2, 0xc3, 0xd4, 0, 2, 0, 4, ..] | [0xa1, 0xb2, 0x3c, 0x4d, 0, 2, 0, 4, ..] => Form::Pcap,
        [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, ..] | [0x4d, 0x3c, 0xb2, 0xa1, 2, 0, 4, 0, ..] => Form::Pcap,
        [0x0a, 0x0d, 0x0d, 0x0a, ..] => Form::Pcapng,
        _ => Form::Whole,
    }
}

/// Where a capture lies: a file, or an object.
pub trait Stored: Read + Seek + Send {
    /// The same once more.
    ///
    /// # Errors
    /// Where the system does not allow it.
    fn again(&self) -> io::Result<Box<dyn Stored>>;
    /// How long it is.
    ///
    /// # Errors
    /// Where the system does not tell.
    fn size(&self) -> io::Result<u64>;
}

impl Stored for File {
    fn again(&self) -> io::Result<Box<dyn Stored>> {
        Ok(Box::new(self.try_clone()?))
    }
    fn size(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }
}

impl Part {
    /// A reader of the part's records, of the file as it is stored.
    ///
    /// # Errors
    /// Where the file cannot be read, or the part's borders cannot be found.
    pub fn read(&self, mut file: Box<dyn Stored>) -> Result<Reader, Failure> {
        let input = |source| Failure::Input { shown: self.shown.clone(), source };
        match &self.by {
            Borders::Whole => Ok(Reader::new(file, self.shown.clone()).stored()),
            Borders::Known { before, described, unpacked } => {
                let mut head = Vec::new();
                let mut skipped = self.from;
                for (from, to) in described {
                    let file = file.again().map_err(input)?;
                    frames::between(file, unpacked, *from, *to).and_then(|mut range| range.read_to_end(&mut head)).map_err(input)?;
                    skipped = skipped.saturating_sub(to - from);
                }
                let rest = frames::between(file, unpacked, self.from, self.to).map_err(input)?;
                let (frames, previous, first) = *before;
                let before = Before { frames, previous, first, skipped };
                Ok(Reader::new(Cursor::new(head).chain(rest), self.shown.clone()).stored().behind(&before))
            }
            Borders::Sought => {
                let mut head = [0; 24];
                file.seek(SeekFrom::Start(0)).map_err(input)?;
                file.read_exact(&mut head).map_err(input)?;
                let header = Header::parse(&head).ok_or_else(|| self.uncertain("the header is gone"))?;
                let size = file.size().map_err(input)?;
                let mut border = |at: u64| match at {
                    0..=24 => Ok(24),
                    at if at >= size => Ok(at),
                    at => match header.seek(&mut file, at, size) {
                        Ok(Some(found)) => Ok(found),
                        Ok(None) => Err(self.uncertain(&format!("no record begins for long behind byte {at}"))),
                        Err(source) => Err(input(source)),
                    },
                };
                let (from, to) = (border(self.from)?, border(self.to)?);
                file.seek(SeekFrom::Start(from)).map_err(input)?;
                let rest = file.take(to.saturating_sub(from));
                let before = Before { skipped: from - 24, ..Before::default() };
                Ok(Reader::new(Cursor::new(head).chain(rest), self.shown.clone()).stored().behind(&before))
            }
        }
    }

    /// What an error of the reader means: where the borders were sought, they may be wrong.
    pub fn failure(&self, error: capture::Error) -> Failure {
        match (&self.by, &error) {
            (Borders::Sought, capture::Error::CutPacket { .. } | capture::Error::Damaged { .. }) => self.uncertain(&error.to_string()),
            _ => Failure::Capture(error),
        }
    }

    fn uncertain(&self, why: &str) -> Failure {
        Failure::Uncertain(Uncertain { shown: self.shown.clone(), why: why.to_owned() })
    }
}

/// Why a part cannot be read.
#[derive(thiserror::Error)]
pub enum Failure {
    /// The capture is broken.
    #[error(transparent)]
    Capture(#[from] capture::Error),
    /// The part cannot be told apart.
    #[error(transparent)]
    Uncertain(#[from] Uncertain),
    /// The file cannot be read.
    #[error("{shown}: {source}")]
    Input {
        /// The file.
        shown: String,
        /// What the system said.
        source: io::Error,
    },
}

/// How a failure is set off from what a cluster says around it: its errors are sent as text, as [`fmt::Debug`] has them.
const SAID: [char; 2] = ['\u{2}', '\u{3}'];

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = if matches!(self, Failure::Uncertain(_)) { 'u' } else { 'f' };
        write!(f, "{}{kind}{self}{}", SAID[0], SAID[1])
    }
}

/// A failure that was sent as a text: whether the part is [`Uncertain`], and what was said.
pub fn heard(text: &str) -> Option<(bool, &str)> {
    let (_, rest) = text.split_once(SAID[0])?;
    let (said, _) = rest.split_once(SAID[1])?;
    let kind = said.chars().next()?;
    Some((kind == 'u', said.get(kind.len_utf8()..)?))
}

/// What of a pcap file's header is needed to look for records.
struct Header {
    big: bool,
    nano: bool,
    snap: u32,
}

/// A record's header.
struct Record {
    seconds: u32,
    len: u32,
}

impl Header {
    fn parse(bytes: &[u8; 24]) -> Option<Header> {
        let magic: [u8; 4] = *bytes.first_chunk()?;
        let (big, nano) = match magic {
            [0xa1, 0xb2, 0xc3, 0xd4] => (true, false),
            [0xa1, 0xb2, 0x3c, 0x4d] => (true, true),
            [0xd4, 0xc3, 0xb2, 0xa1] => (false, false),
            [0x4d, 0x3c, 0xb2, 0xa1] => (false, true),
            _ => return None,
        };
        let snap = bytes.get(16..)?.first_chunk::<4>()?;
        let snap = if big { u32::from_be_bytes(*snap) } else { u32::from_le_bytes(*snap) };
        Some(Header { big, nano, snap: if snap == 0 || snap > LONGEST { LONGEST } else { snap } })
    }

    /// The record at `at`, where there may be one; `None` where there is none.
    fn record(&self, bytes: &[u8], at: usize) -> Option<Record> {
        let head = bytes.get(at..)?.first_chunk::<16>()?;
        let word = |i: usize| {
            let word = [head[i], head[i + 1], head[i + 2], head[i + 3]];
            if self.big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
        };
        let (seconds, fraction, len, wire) = (word(0), word(4), word(8), word(12));
        let unit = if self.nano { 1_000_000_000 } else { 1_000_000 };
        let plausible = fraction < unit && len <= self.snap && len <= wire && wire <= LONGEST && wire > 0;
        plausible.then_some(Record { seconds, len })
    }

    /// The first record at `at` or behind it; the file's end where the file ends first. `None` where none is found for as long as
    /// the longest record is, twice.
    fn seek(&self, file: &mut Box<dyn Stored>, at: u64, size: u64) -> io::Result<Option<u64>> {
        // Most records are short: a first look is enough for nearly all.
        for window in [64 << 10, 512 << 10, 8 << 20] {
            file.seek(SeekFrom::Start(at))?;
            let mut bytes = Vec::new();
            Read::by_ref(file).take(window).read_to_end(&mut bytes)?;
            let ends = at + bytes.len() as u64 >= size;
            if let Some(found) = self.find(&bytes, ends) {
                return Ok(Some(at + found as u64));
            }
            if ends {
                // The last record began before.
                return Ok(Some(size));
            }
        }
        Ok(None)
    }

    /// Where the first record begins. `ends`: behind these bytes there is nothing.
    fn find(&self, bytes: &[u8], ends: bool) -> Option<usize> {
        (0..bytes.len()).take(2 * LONGEST as usize).find(|at| self.chain(bytes, *at, ends))
    }

    /// True where records follow one another from here on.
    fn chain(&self, bytes: &[u8], start: usize, ends: bool) -> bool {
        let (mut at, mut before) = (start, None);
        for _ in 0..CHAIN {
            if at == bytes.len() && ends && at > start {
                return true;
            }
            let Some(record) = self.record(bytes, at) else { return false };
            if before.is_some_and(|before: u32| (i64::from(record.seconds) - i64::from(before)).abs() > DAY) {
                return false;
            }
            before = Some(record.seconds);
            at += 16 + record.len as usize;
        }
        true
    }
}
