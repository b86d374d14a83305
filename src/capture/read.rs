//! The reader of one file: finds packing and format by content, reads in blocks, walks the records.

use super::batch::{Batch, Course, Kind, Slot};
use super::compress;
use super::error::{Damage, Error};
use super::pcap::{self, HEADER, Header};
use super::pcapng;
use super::remote::{self, Receipt};
use super::write::Packing;
use super::{Interface, Progress, Source};
use std::fs::File;
use std::io::{self, Cursor, ErrorKind, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Opens a capture file; `-` is standard input, and `tcp://..` and the like are far ([`remote`]). What it is shows when it is read.
///
/// # Errors
/// Where the file cannot be opened.
pub fn open(path: &Path) -> Result<Reader, Error> {
    open_with(path, Receipt::default())
}

/// The same; a source that is far is told by the receipt what is done with.
pub(super) fn open_with(path: &Path, receipt: Receipt) -> Result<Reader, Error> {
    if path.as_os_str() == "-" {
        return Ok(stdin());
    }
    let failed = |source| Error::Open { path: remote::shown(path), source };
    if let Some(input) = remote::source(path, receipt) {
        return Ok(Reader::new(input.map_err(failed)?, remote::shown(path).display().to_string()));
    }
    let file = File::open(path).map_err(failed)?;
    let data = file.metadata().map_err(failed)?;
    if data.is_dir() {
        return Err(failed(io::Error::from(ErrorKind::IsADirectory)));
    }
    let mut reader = Reader::new(file, path.display().to_string());
    reader.live = !data.is_file();
    reader.total = data.is_file().then_some(data.len());
    Ok(reader)
}

/// Standard input as a capture.
pub fn stdin() -> Reader {
    // Not `std::io::Stdin`: its buffer of 8 KiB would cut each read small.
    match stdin_file() {
        Some(file) => Reader::new(file, "standard input".to_owned()),
        None => Reader::new(io::stdin(), "standard input".to_owned()),
    }
}

#[cfg(unix)]
fn stdin_file() -> Option<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().ok().map(File::from)
}

#[cfg(not(unix))]
fn stdin_file() -> Option<File> {
    None
}

/// What came before a part of a capture file; see [`Reader::behind`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Before {
    /// How many frames.
    pub frames: u64,
    /// The last frame's time, in nanoseconds since 1970.
    pub previous: Option<i64>,
    /// The first frame's time, in nanoseconds since 1970.
    pub first: Option<i64>,
    /// Bytes of the file that are left out before the part's records.
    pub skipped: u64,
}

/// Reads one capture file of any format and packing.
pub struct Reader {
    name: String,
    input: Box<dyn Read + Send>,
    stage: Stage,
    packing: Option<Packing>,
    /// What was read and not yet walked: the start of a record.
    left: Vec<u8>,
    /// Where `left` begins in the (decompressed) file.
    base: u64,
    /// A batch is handed over as soon as it has a frame, rather than when it is full.
    live: bool,
    total: Option<u64>,
    stored: Option<Arc<AtomicU64>>,
    /// Frames of this file.
    packets: u64,
    /// Bytes of the file that were left out: what is counted here stands so much further behind there.
    skipped: u64,
    pub(super) course: Course,
    pub(super) sequence: u64,
    pub(super) interfaces: Arc<Vec<Interface>>,
    pub(super) section: u32,
}

/// How far the finding out is.
enum Stage {
    /// Nothing is read yet.
    Fresh,
    /// Unpacked bytes come; their format is not known.
    Unpacked,
    Pcap(Header),
    Pcapng(pcapng::State),
    /// At the end, or behind an error.
    Done,
}

/// Where a walk over the records has ended.
pub(super) struct Walked {
    /// Start of the first record that is not in the batch.
    pub(super) pos: usize,
    /// How many bytes that record needs, or what is wrong with it.
    pub(super) stop: Result<usize, Fault>,
}

/// What a walk can find wrong; the reader adds the file's name and the place.
#[derive(Debug)]
pub(super) enum Fault {
    Damage(Damage),
    Version { format: &'static str, major: u16, minor: u16, at: u64 },
    NotCapture,
}

impl Reader {
    /// Reads from anything; `name` is for messages. It is taken to be live: frames are handed over as they come.
    pub fn new(input: impl Read + Send + 'static, name: impl Into<String>) -> Reader {
        Reader {
            name: name.into(),
            input: Box::new(input),
            stage: Stage::Fresh,
            packing: None,
            left: Vec::new(),
            base: 0,
            live: true,
            total: None,
            stored: None,
            packets: 0,
            skipped: 0,
            course: Course::default(),
            sequence: 0,
            interfaces: Arc::default(),
            section: 0,
        }
    }

    /// The same, of a file that is there: batches are handed over full.
    #[must_use]
    pub fn stored(mut self) -> Reader {
        self.live = false;
        self
    }

    /// The same, of a part of a file: what is read is what describes the frames (a file header, or sections and interfaces)
    /// and then the part's records. Numbers, times and messages go on from what came before it.
    #[must_use]
    pub fn behind(mut self, before: &Before) -> Reader {
        self.course = Course { frames: before.frames, previous: before.previous, first: before.first };
        self.packets = before.frames;
        self.skipped = before.skipped;
        self
    }

    /// The name for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The packing that was found; `None` before the first read, and where there is none.
    pub fn packing(&self) -> Option<Packing> {
        self.packing
    }

    /// Ends the reading; `section` is then the number of the next file's first section.
    fn close(&mut self) -> Stage {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.section = match &stage {
            Stage::Pcap(_) => self.section.wrapping_add(1),
            Stage::Pcapng(state) => state.next_section(),
            _ => self.section,
        };
        stage
    }

    /// Reads and walks until there is enough for a batch. Returns false at the end of the file.
    fn read_batch(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        let mut filled = self.take_left(batch);
        let mut pos = 0;
        let mut need = 1;
        loop {
            if filled == batch.block.len() {
                if pos > 0 {
                    self.put_back(batch, pos, filled);
                    return Ok(true);
                }
                // One record larger than the block: as long as its bytes do come, the block grows, and never beyond them.
                let size = (batch.block.len() * 2).min(need.max(batch.block.len() + 1)).max(batch.target);
                batch.block.resize(size, 0);
            }
            let read = match self.read(batch, filled) {
                Ok(read) => read,
                Err(error) => {
                    self.close();
                    return Err(error);
                }
            };
            filled += read;
            if matches!(self.stage, Stage::Fresh) {
                if read != 0 && filled < compress::FIRST {
                    continue;
                }
                if self.find_packing(batch, filled)? {
                    filled = 0;
                    continue;
                }
            }
            let walked = self.walk(batch, pos, filled);
            pos = walked.pos;
            match walked.stop {
                Err(fault) => {
                    let error = self.fault(fault, self.skipped + self.base + pos as u64, batch.block.get(..filled).unwrap_or(&[]));
                    self.close();
                    return Err(error);
                }
                Ok(_) if read == 0 => return self.end(batch, pos, filled),
                Ok(bytes) => need = bytes,
            }
            if self.live && batch.frames > 0 {
                self.put_back(batch, pos, filled);
                return Ok(true);
            }
        }
    }

    /// Gets the batch's block ready and moves what is left over from the last one to its start.
    fn take_left(&mut self, batch: &mut Batch) -> usize {
        let filled = self.left.len();
        let size = batch.target.max(filled);
        if batch.block.len() > size {
            batch.block.truncate(size);
            batch.block.shrink_to_fit();
        } else {
            batch.block.resize(size, 0);
        }
        if let Some(start) = batch.block.get_mut(..filled) {
            start.copy_from_slice(&self.left);
        }
        self.left.clear();
        if self.left.capacity() > batch.target {
            self.left.shrink_to(batch.target);
        }
        filled
    }

    /// Keeps what is not walked for the next batch.
    fn put_back(&mut self, batch: &Batch, pos: usize, filled: usize) {
        self.left.extend_from_slice(batch.block.get(pos..filled).unwrap_or(&[]));
        self.base += pos as u64;
    }

    fn read(&mut self, batch: &mut Batch, filled: usize) -> Result<usize, Error> {
        let offset = self.skipped + self.base + filled as u64;
        loop {
            match self.input.read(batch.block.get_mut(filled..).unwrap_or(&mut [])) {
                Ok(read) => return Ok(read),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(source) => {
                    let name = self.name.clone();
                    let packet = self.packets;
                    return Err(match self.packing {
                        Some(packing) => Error::Packing { name, packing: packing.name(), packet, source },
                        None => Error::Read { name, offset, source },
                    });
                }
            }
        }
    }

    /// Looks at the file's first bytes. True where they are packed: then they are given to the unpacker.
    fn find_packing(&mut self, batch: &Batch, filled: usize) -> Result<bool, Error> {
        self.stage = Stage::Unpacked;
        let first = batch.block.get(..filled).unwrap_or(&[]);
        let Some(packing) = compress::detect(first) else { return Ok(false) };
        let stored = Arc::new(AtomicU64::new(filled as u64));
        let rest = Counted { input: std::mem::replace(&mut self.input, Box::new(io::empty())), count: stored.clone() };
        let whole = Cursor::new(first.to_vec()).chain(rest);
        self.stored = Some(stored);
        self.packing = Some(packing);
        self.input = compress::unpack(packing, whole).map_err(|source| {
            self.stage = Stage::Done;
            Error::Packing { name: self.name.clone(), packing: packing.name(), packet: 0, source }
        })?;
        Ok(true)
    }

    /// Walks the records from `pos` on; finds out the format first.
    fn walk(&mut self, batch: &mut Batch, mut pos: usize, filled: usize) -> Walked {
        if matches!(self.stage, Stage::Unpacked) {
            match self.find_format(batch, filled) {
                Ok(Some(start)) => pos = start,
                Ok(None) => return Walked { pos, stop: Ok(HEADER + 4) },
                Err(fault) => return Walked { pos, stop: Err(fault) },
            }
        }
        let before = batch.frames;
        let walked = match &mut self.stage {
            Stage::Pcap(header) => pcap::walk(header, self.section, batch, pos, filled),
            Stage::Pcapng(state) => state.walk(&mut self.interfaces, batch, pos, filled),
            _ => Walked { pos, stop: Ok(1) },
        };
        self.packets += batch.frames - before;
        walked
    }

    /// The format by the first bytes, and where the records begin; `None` where there are too few bytes to tell.
    fn find_format(&mut self, batch: &mut Batch, filled: usize) -> Result<Option<usize>, Fault> {
        let data = batch.block.get(..filled).unwrap_or(&[]);
        let Some(magic) = data.first_chunk::<4>() else { return Ok(None) };
        if u32::from_be_bytes(*magic) == pcapng::SHB {
            // An ordinary text could begin with line ends.
            let Some(order) = data.get(8..).and_then(|rest| rest.first_chunk::<4>()) else { return Ok(None) };
            let order = u32::from_be_bytes(*order);
            if order != pcapng::BYTE_ORDER && order.swap_bytes() != pcapng::BYTE_ORDER {
                return Err(Fault::NotCapture);
            }
            self.stage = Stage::Pcapng(pcapng::State::new(self.section));
            return Ok(Some(0));
        }
        let Some((_, _, variant)) = pcap::magic(magic) else { return Err(Fault::NotCapture) };
        if filled < variant.header() {
            return Ok(None);
        }
        let Some(header) = data.first_chunk().and_then(Header::parse) else { return Err(Fault::NotCapture) };
        // Wireshark and libpcap read later versions as 2.4, and so far there is none.
        if header.major < 2 {
            return Err(Fault::Version { format: "pcap", major: header.major, minor: header.minor, at: 4 });
        }
        self.stage = Stage::Pcap(header);
        batch.slots.push(Slot { link: header.link.0, ..Slot::block(Kind::FileHeader, 0..HEADER, self.section, header.big) });
        Ok(Some(variant.header()))
    }

    /// The file has ended: well, or in the middle of something.
    fn end(&mut self, batch: &Batch, pos: usize, filled: usize) -> Result<bool, Error> {
        let stage = self.close();
        let name = self.name.clone();
        let offset = self.skipped + self.base + pos as u64;
        self.base += filled as u64;
        let rest = batch.block.get(pos..filled).unwrap_or(&[]);
        match stage {
            _ if self.base == 0 => return Err(Error::Empty { name }),
            Stage::Fresh | Stage::Unpacked if self.base < 4 => return Err(Error::NotCapture { name, looks: looks(rest) }),
            Stage::Fresh | Stage::Unpacked => return Err(Error::CutHeader { name, offset: self.base }),
            _ if rest.is_empty() => {}
            Stage::Pcapng(_) if offset == 0 => return Err(Error::CutHeader { name, offset: self.base }),
            Stage::Pcapng(ref state) if !state.begins_packet(rest) => {
                return Err(Error::CutBlock { name, offset, packet: self.packets });
            }
            _ => return Err(Error::CutPacket { name, packet: self.packets + 1, offset }),
        }
        Ok(!batch.slots.is_empty())
    }

    fn fault(&self, fault: Fault, offset: u64, first: &[u8]) -> Error {
        let name = self.name.clone();
        match fault {
            Fault::Damage(what) => Error::Damaged { name, packet: self.packets + 1, offset, what },
            Fault::Version { format, major, minor, at } => Error::Version { name, format, major, minor, offset: offset + at },
            Fault::NotCapture => Error::NotCapture { name, looks: looks(first) },
        }
    }
}

impl Source for Reader {
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Error> {
        batch.clear();
        if matches!(self.stage, Stage::Done) {
            batch.set_out(self.course);
            return Ok(false);
        }
        let result = self.read_batch(batch);
        batch.interfaces = self.interfaces.clone();
        batch.sequence = self.sequence;
        if !batch.slots.is_empty() {
            self.sequence += 1;
        }
        self.course = batch.set_out(self.course);
        result
    }

    fn interfaces(&self) -> &[Interface] {
        &self.interfaces
    }

    fn progress(&self) -> Progress {
        let read = match &self.stored {
            Some(count) => count.load(Ordering::Relaxed),
            None => self.base + self.left.len() as u64,
        };
        Progress { read, total: self.total }
    }
}

/// Counts the bytes that an unpacker takes.
struct Counted {
    input: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(bytes)?;
        self.count.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// What a file that is no capture looks like, from its first bytes.
fn looks(first: &[u8]) -> String {
    let known: [(&[u8], &str); 10] = [
        (b"snoop\0\0\0", "a snoop capture (`editcap` of Wireshark can convert it to pcapng)"),
        (b"GMBU", "a Microsoft Network Monitor capture (`editcap` of Wireshark can convert it to pcapng)"),
        (b"RTSS", "a Microsoft Network Monitor 1 capture (`editcap` of Wireshark can convert it to pcapng)"),
        (b"TRSNIFF data", "a Sniffer capture (`editcap` of Wireshark can convert it to pcapng)"),
        (b"BZh", "bzip2 data (unpack it with `bunzip2` first)"),
        (b"PK\x03\x04", "a ZIP archive (unpack it first)"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive (unpack it first)"),
        (b"%PDF", "a PDF"),
        (b"\x7fELF", "an ELF program"),
        (b"btsnoop\0", "a Bluetooth snoop capture (`editcap` of Wireshark can convert it to pcapng)"),
    ];
    if let Some((_, words)) = known.iter().find(|(magic, _)| first.starts_with(magic)) {
        return (*words).to_owned();
    }
    let text: &[u8] = first.get(..first.len().min(compress::FIRST)).unwrap_or(&[]);
    let printable = |byte: &u8| byte.is_ascii_graphic() || b" \t\r\n".contains(byte);
    if !text.is_empty() && text.iter().all(printable) {
        return format!("the text \"{}\"", text.escape_ascii());
    }
    let bytes: Vec<String> = first.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("the bytes {}", bytes.join(" "))
}
