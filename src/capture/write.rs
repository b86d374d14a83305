//! The writer: records go out as they came in wherever that is possible, and are written anew where it is not.
//!
//! A pcap file that is written as pcap, and a pcapng section that is written as pcapng, keep every byte: byte order,
//! magic number, unknown blocks, options. Records of another file, or of the other format, are translated: interfaces get
//! the numbers they have in the output, numbers its byte order. What the output cannot hold is an [`Error`], or counted
//! and told of as a [`Notice`].

use super::batch::{Batch, Block, Kind, Record};
use super::compress::Packer;
use super::pcap::{self, Header, Variant, number16, number32};
use super::pcapng::{self, at};
use super::remote;
use super::{Error, Interface};
use crate::frame::{Frame, LinkType, Options};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Output is written in pieces of this size.
const PIECE: usize = 256 << 10;

/// The snap length where nothing says another: tcpdump's.
const SNAP: u32 = 262_144;

/// `P` in a pcap header's link field: the FCS length is given.
const FCS_GIVEN: u32 = 0x0400_0000;

/// What kind of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// pcap: one link type, times, bytes.
    Pcap,
    /// pcapng: interfaces, names, comments.
    Pcapng,
}

/// What a capture is packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// gzip (RFC 1952).
    Gzip,
    /// Zstandard (RFC 8878).
    Zstd,
    /// The LZ4 frame format.
    Lz4,
    /// xz.
    Xz,
}

impl Packing {
    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Lz4 => "lz4",
            Packing::Xz => "xz",
        }
    }
}

/// What a file's name says of how to write it: `a.pcapng.zst` is pcapng in zstd. `None` for what it does not say.
pub fn by_name(path: &Path) -> (Option<FileFormat>, Option<Packing>) {
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let packing = match ending(path).as_str() {
        "gz" => Some(Packing::Gzip),
        "zst" | "zstd" => Some(Packing::Zstd),
        "lz4" => Some(Packing::Lz4),
        "xz" => Some(Packing::Xz),
        _ => None,
    };
    let inner = if packing.is_some() { path.with_extension("") } else { path.to_owned() };
    let format = match ending(&inner).as_str() {
        "pcap" | "cap" | "dmp" => Some(FileFormat::Pcap),
        "pcapng" | "ntar" => Some(FileFormat::Pcapng),
        _ => None,
    };
    (format, packing)
}

/// Something that the output could not hold, to be told of at the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// So many times lost their digits after the microseconds.
    Nanoseconds(u64),
    /// So many packets have no time, and the format demands one: 0 was written.
    NoTime(u64),
    /// So many times lie outside what the format can hold: the nearest was written.
    TimeRange(u64),
    /// So many packets lost comments and other options.
    Options(u64),
    /// So many blocks (names, statistics, secrets, others) were left out.
    Blocks(u64),
    /// The packets of so many interfaces can no longer be told apart.
    Interfaces(u64),
    /// So many packets have another length of frame check sequence than the file says.
    Fcs(u64),
    /// The file's snap length is smaller than its longest packet, of so many bytes.
    SnapLength(u32),
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Notice::Nanoseconds(n) => write!(f, "{n} packets' times were cut to microseconds, as the pcap file's header says"),
            Notice::NoTime(n) => write!(f, "{n} packets have no time: 0 was written"),
            Notice::TimeRange(n) => write!(f, "{n} packets' times do not fit into the file's format: the nearest was written"),
            Notice::Options(n) => write!(f, "comments or other options of {n} packets were left out: pcap has none"),
            Notice::Blocks(n) => write!(f, "{n} blocks (names, statistics, secrets or others) were left out"),
            Notice::Interfaces(n) => write!(f, "packets of {n} interfaces are in one pcap file, which cannot tell them apart"),
            Notice::Fcs(n) => write!(f, "{n} packets end in a frame check sequence of another length than the file says"),
            Notice::SnapLength(n) => write!(f, "a packet of {n} bytes is longer than the file's snap length"),
        }
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// How many packets.
    pub packets: u64,
    /// What the file could not hold.
    pub notices: Vec<Notice>,
}

/// Writes one capture file.
pub struct Writer {
    sink: Sink,
    format: Option<FileFormat>,
    nano: bool,
    filtered: bool,
    /// Where the records come from: pcap headers by section, interfaces by number.
    headers: HashMap<u32, Header>,
    /// The header that was asked for last, which nearly always is the one that is asked for next.
    recent: Option<(u32, Option<Header>)>,
    interfaces: HashMap<u32, Described>,
    state: State,
    lost: Lost,
    /// The interfaces whose packets went into a pcap file.
    used: HashSet<Option<u32>>,
    last: Option<u32>,
    scratch: Encoder,
}

/// An interface of the input.
struct Described {
    interface: Interface,
    /// Its block as it stood in the file; empty where it is not from a file.
    raw: Vec<u8>,
    big: bool,
}

/// What has been written so far.
enum State {
    Fresh,
    Pcap(PcapFile),
    Pcapng(Section),
}

struct PcapFile {
    header: Header,
    /// The header is this section's own.
    section: u32,
    /// The longest frame from elsewhere that the snap length does not allow.
    longest: u32,
}

/// The output's current section.
struct Section {
    big: bool,
    /// The input's section that it is a copy of.
    own: Option<u32>,
    numbers: HashMap<Origin, u32>,
}

/// What an interface in the output stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Origin {
    /// An interface of the input, by its number.
    Interface(u32),
    /// A pcap file: link type, snap length, nanoseconds, FCS. Files of the same kind share one.
    Pcap(LinkType, u32, bool, Option<u8>),
    /// Frames that come from no file.
    Bare(LinkType, u8),
}

impl Origin {
    fn of(header: &Header) -> Origin {
        Origin::Pcap(header.link, header.snap, header.nano, header.fcs)
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Lost {
    nanoseconds: u64,
    no_time: u64,
    time_range: u64,
    options: u64,
    blocks: u64,
    fcs: u64,
}

impl Writer {
    /// Creates the file; `-` is standard output. Without a format the name's ending says it, and where that says nothing,
    /// the first record. An existing file is not touched before there is something to write.
    ///
    /// # Errors
    /// Where the output is one of `inputs` (by whatever name), or cannot be created.
    pub fn create(path: &Path, format: Option<FileFormat>, inputs: &[PathBuf]) -> Result<Writer, Error> {
        let (named, packing) = by_name(path);
        let failed = |source| Error::Open { path: remote::shown(path), source };
        if path.as_os_str() == "-" {
            let output = Output::stdout();
            if let Some(data) = output.metadata()
                && same_file(&data, inputs)
            {
                return Err(Error::SameFile { path: path.to_owned() });
            }
            return Ok(Writer::over(output, "standard output".to_owned(), format, None));
        }
        if let Some(sink) = remote::sink(path) {
            if format == Some(FileFormat::Pcap) {
                return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "what goes elsewhere goes there as pcapng")));
            }
            return Ok(Writer::over(
                Output::Far(sink.map_err(failed)?),
                remote::shown(path).display().to_string(),
                Some(FileFormat::Pcapng),
                None,
            ));
        }
        if let Ok(data) = std::fs::metadata(path)
            && same_file(&data, inputs)
        {
            return Err(Error::SameFile { path: path.to_owned() });
        }
        // Not truncated yet: an input that cannot be read must not cost the old output.
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(path).map_err(failed)?;
        let regular = file.metadata().is_ok_and(|data| data.is_file());
        Ok(Writer::over(Output::File { file, regular, fresh: regular }, path.display().to_string(), format.or(named), packing))
    }

    /// Writes to anything, unpacked; `name` is for messages.
    pub fn to(output: impl Write + Send + 'static, name: impl Into<String>, format: Option<FileFormat>) -> Writer {
        Writer::over(Output::Other(Box::new(output)), name.into(), format, None)
    }

    fn over(output: Output, name: String, format: Option<FileFormat>, packing: Option<Packing>) -> Writer {
        Writer {
            sink: Sink {
                unopened: Some((packing, output)),
                packer: None,
                name,
                buffer: Vec::with_capacity(PIECE + (64 << 10)),
                ends: Vec::new(),
                written: 0,
                flushed: 0,
                packets: 0,
            },
            format,
            nano: false,
            filtered: false,
            headers: HashMap::new(),
            recent: None,
            interfaces: HashMap::new(),
            state: State::Fresh,
            lost: Lost::default(),
            used: HashSet::new(),
            last: None,
            scratch: Encoder::default(),
        }
    }

    /// Nanoseconds in a pcap file whose frames come from no file. (Frames from files keep the precision of the first.)
    pub fn nanoseconds(mut self, nano: bool) -> Writer {
        self.nano = nano;
        self
    }

    /// Not all records will be written: a pcapng section's length, if it is given, no longer holds and is unset.
    pub fn filtered(mut self, filtered: bool) -> Writer {
        self.filtered = filtered;
        self
    }

    /// Describes an interface for frames that come from no file (`Info::interface` is its number).
    pub fn describe(&mut self, number: u32, interface: &Interface) {
        self.interfaces.insert(number, Described { interface: interface.clone(), raw: Vec::new(), big: false });
    }

    /// The format, as soon as it is known.
    pub fn format(&self) -> Option<FileFormat> {
        self.format
    }

    /// How many packets were given to it.
    pub fn packets(&self) -> u64 {
        self.sink.packets
    }

    /// Writes a record of a [`super::Batch`]. All blocks must come by, in order; frames may be left out.
    ///
    /// # Errors
    /// Where the output cannot hold it, or writing fails.
    pub fn write(&mut self, record: &Record<'_>) -> Result<(), Error> {
        match record {
            Record::Frame(frame, block) => self.frame_of(frame, block),
            Record::Block(block) => self.block(block),
        }
    }

    /// Writes all records of a batch. Where they all stay as they are they are not looked at one by one.
    ///
    /// # Errors
    /// Where the output cannot hold it, or writing fails.
    pub fn write_batch(&mut self, batch: &Batch) -> Result<(), Error> {
        if let State::Pcapng(Section { own: Some(0), big: false, .. }) = &self.state
            && let Some(bytes) = batch.solid()
        {
            return self.sink.pass(bytes, batch.frames, batch.ends());
        }
        batch.records().try_for_each(|record| self.write(&record))
    }

    /// How many bytes it has taken, before packing.
    pub fn bytes(&self) -> u64 {
        self.sink.written + self.sink.buffer.len() as u64
    }

    /// Hands all whole records to the packing, or to the system where there is none.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn hand_over(&mut self) -> Result<(), Error> {
        self.sink.flush()
    }

    /// Writes secrets that decrypt frames behind them, as lines of NSS's key log (pcapng's decryption secrets block; a pcap file has no
    /// place for them).
    ///
    /// # Errors
    /// Where writing fails.
    pub fn tls_keys(&mut self, lines: &str) -> Result<(), Error> {
        /// "TLSK".
        const KEY_LOG: u32 = 0x544c_534b;
        self.format.get_or_insert(FileFormat::Pcapng);
        let padded = lines.len().next_multiple_of(4);
        let length = 20 + padded as u32;
        let mut raw: Vec<u8> = [pcapng::DSB, length, KEY_LOG, lines.len() as u32].into_iter().flat_map(u32::to_le_bytes).collect();
        raw.extend_from_slice(lines.as_bytes());
        raw.resize(16 + padded, 0);
        raw.extend_from_slice(&length.to_le_bytes());
        self.block(&Block { kind: Kind::Secrets, raw: &raw, section: u32::MAX, interface: None, big: false })
    }

    /// Writes a frame that comes from no file.
    ///
    /// # Errors
    /// Where the output cannot hold it, or writing fails.
    pub fn write_frame(&mut self, frame: &Frame<'_>) -> Result<(), Error> {
        let none = Block { kind: Kind::Frame, raw: &[], section: u32::MAX, interface: frame.info.interface, big: frame.options.big };
        self.frame_of(frame, &none)
    }

    /// Hands everything to the system.
    ///
    /// # Errors
    /// Where writing fails.
    pub fn flush(&mut self) -> Result<(), Error> {
        self.sink.flush()?;
        self.sink.flush_packer()
    }

    /// Writes what is left, and the packing's end; without it the file may be short.
    ///
    /// # Errors
    /// Where writing fails: the disk is full, say.
    pub fn finish(mut self) -> Result<Written, Error> {
        if matches!(self.state, State::Fresh) {
            // No frame: still a capture.
            match self.format {
                Some(FileFormat::Pcap) => self.begin_pcap(None),
                _ => {
                    self.begin_section();
                    if let Some(header) = self.headers.iter().min_by_key(|(section, _)| **section).map(|(_, header)| *header) {
                        self.number_of(Origin::of(&header))?;
                    }
                }
            }
        }
        let mut notices = self.notices();
        let patch = match &self.state {
            State::Pcap(file) if file.longest > 0 => Some((file.longest, file.header.big)),
            _ => None,
        };
        let patched = self.sink.finish(patch)?;
        if let Some((longest, _)) = patch
            && !patched
        {
            notices.push(Notice::SnapLength(longest));
        }
        Ok(Written { packets: self.sink.packets, notices })
    }

    /// What the output could not hold so far.
    pub fn notices(&self) -> Vec<Notice> {
        let lost = &self.lost;
        let interfaces = if matches!(self.state, State::Pcap(_)) && self.used.len() > 1 { self.used.len() as u64 } else { 0 };
        let all = [
            (lost.nanoseconds, Notice::Nanoseconds(lost.nanoseconds)),
            (lost.no_time, Notice::NoTime(lost.no_time)),
            (lost.time_range, Notice::TimeRange(lost.time_range)),
            (lost.options, Notice::Options(lost.options)),
            (lost.blocks, Notice::Blocks(lost.blocks)),
            (lost.fcs, Notice::Fcs(lost.fcs)),
            (interfaces, Notice::Interfaces(interfaces)),
        ];
        all.into_iter().filter(|(count, _)| *count > 0).map(|(_, notice)| notice).collect()
    }

    fn block(&mut self, block: &Block<'_>) -> Result<(), Error> {
        match block.kind {
            Kind::FileHeader => {
                if let Some(header) = block.raw.first_chunk().and_then(Header::parse) {
                    self.headers.insert(block.section, header);
                    self.recent = None;
                    if *self.format.get_or_insert(FileFormat::Pcap) == FileFormat::Pcap && matches!(self.state, State::Fresh) {
                        self.begin_pcap(Some((block.raw, header, block.section)));
                    }
                }
            }
            Kind::Section => {
                if *self.format.get_or_insert(FileFormat::Pcapng) == FileFormat::Pcapng {
                    self.sink.buffer.extend_from_slice(block.raw);
                    self.unset_section_length(block.raw.len());
                    self.state = State::Pcapng(Section { big: block.big, own: Some(block.section), numbers: HashMap::new() });
                    self.sink.end_record()?;
                }
            }
            Kind::Interface => {
                let Some(number) = block.interface else { return Ok(()) };
                let interface = Interface::parse(block.raw, block.big);
                if let State::Pcapng(section) = &mut self.state
                    && section.own == Some(block.section)
                {
                    let next = section.numbers.len() as u32;
                    section.numbers.insert(Origin::Interface(number), next);
                    self.sink.buffer.extend_from_slice(block.raw);
                    self.sink.end_record()?;
                }
                self.interfaces.insert(number, Described { interface, raw: block.raw.to_vec(), big: block.big });
            }
            Kind::Frame => {}
            Kind::Names | Kind::Statistics | Kind::Secrets | Kind::Custom | Kind::Unknown => return self.other(block),
        }
        Ok(())
    }

    /// A block about the capture that is neither section nor interface.
    fn other(&mut self, block: &Block<'_>) -> Result<(), Error> {
        if self.format == Some(FileFormat::Pcap) {
            self.lost.blocks += 1;
            return Ok(());
        }
        if !matches!(self.state, State::Pcapng(_)) {
            self.begin_section();
        }
        let State::Pcapng(section) = &self.state else { return Ok(()) };
        let (own, big) = (section.own == Some(block.section), section.big);
        if block.kind == Kind::Statistics && block.interface.is_none() && !own {
            self.lost.blocks += 1;
            return Ok(());
        }
        let number = match block.interface.filter(|_| block.kind == Kind::Statistics) {
            Some(interface) => Some(self.number_of(Origin::Interface(interface))?),
            None => None,
        };
        let same = block.big == big && number.is_none_or(|number| number == number32(at(block.raw, 8), big));
        if same {
            self.sink.buffer.extend_from_slice(block.raw);
        } else if self.scratch.translate(block, number, big) {
            self.sink.buffer.extend_from_slice(&self.scratch.bytes);
        } else {
            self.lost.blocks += 1;
        }
        self.sink.end_record()
    }

    fn frame_of(&mut self, frame: &Frame<'_>, block: &Block<'_>) -> Result<(), Error> {
        let format = *self.format.get_or_insert(FileFormat::Pcapng);
        match format {
            FileFormat::Pcap => self.frame_to_pcap(frame, block)?,
            FileFormat::Pcapng => self.frame_to_pcapng(frame, block)?,
        }
        self.sink.packets += 1;
        self.sink.end_record()
    }

    /// The pcap header of a section; `None` where the section is of another kind.
    fn header_of(&mut self, section: u32) -> Option<Header> {
        match self.recent {
            Some((recent, header)) if recent == section => header,
            _ => {
                let header = self.headers.get(&section).copied();
                self.recent = Some((section, header));
                header
            }
        }
    }

    fn frame_to_pcap(&mut self, frame: &Frame<'_>, block: &Block<'_>) -> Result<(), Error> {
        let info = &frame.info;
        let source = self.header_of(block.section);
        if matches!(self.state, State::Fresh) {
            let described = info.interface.and_then(|number| self.interfaces.get(&number));
            let header = Header {
                big: false,
                nano: match described {
                    Some(described) => finer_than_microseconds(described.interface.resolution),
                    None => self.nano || source.is_some_and(|header| header.nano) || info.time.is_some_and(|time| time % 1000 != 0),
                },
                variant: Variant::Standard,
                major: 2,
                minor: 4,
                snap: described.map(|described| described.interface.snap).filter(|snap| *snap != 0).unwrap_or(SNAP),
                link: info.link,
                fcs: Some(info.fcs).filter(|fcs| *fcs != 0),
            };
            self.begin_pcap_as(header, block.section);
        }
        let State::Pcap(file) = &mut self.state else { return Ok(()) };
        if file.header.link != info.link {
            let name = self.sink.name.clone();
            return Err(Error::MixedLinks { name, has: file.header.link, wanted: info.link, packet: info.number });
        }
        let alike = source.is_some_and(|source| source.lays_out_as(&file.header));
        if !(alike && file.section == block.section) && frame.bytes.len() > file.header.snap as usize {
            file.longest = file.longest.max(frame.bytes.len() as u32);
        }
        if file.header.fcs.unwrap_or(0) != info.fcs {
            self.lost.fcs += 1;
        }
        if info.interface.is_some() && info.interface != self.last {
            self.last = info.interface;
            self.used.insert(info.interface);
        }
        if alike {
            self.sink.buffer.extend_from_slice(block.raw);
            return Ok(());
        }
        if !frame.options.bytes.is_empty() {
            self.lost.options += 1;
        }
        let unit = if file.header.nano { 1 } else { 1000 };
        let time = match info.time {
            Some(time) => time,
            None => {
                self.lost.no_time += 1;
                0
            }
        };
        if time % unit != 0 {
            self.lost.nanoseconds += 1;
        }
        let (seconds, fraction) = (time.div_euclid(1_000_000_000), time.rem_euclid(1_000_000_000) / unit);
        let (seconds, fraction) = match u32::try_from(seconds) {
            Ok(seconds) => (seconds, fraction as u32),
            Err(_) => {
                self.lost.time_range += 1;
                (if seconds < 0 { 0 } else { u32::MAX }, 0)
            }
        };
        let header = file.header;
        let (len, wire) = (frame.bytes.len() as u32, info.wire);
        let lengths = if header.has_lengths_swapped() { [wire, len] } else { [len, wire] };
        for word in [seconds, fraction].into_iter().chain(lengths) {
            self.sink.buffer.extend_from_slice(&bytes32(word, header.big));
        }
        let rest = header.variant.record() - 16;
        self.sink.buffer.extend(std::iter::repeat_n(0, rest));
        self.sink.buffer.extend_from_slice(frame.bytes);
        Ok(())
    }

    fn frame_to_pcapng(&mut self, frame: &Frame<'_>, block: &Block<'_>) -> Result<(), Error> {
        if !matches!(self.state, State::Pcapng(_)) {
            self.begin_section();
        }
        let info = &frame.info;
        let header = self.header_of(block.section);
        let described = info.interface.and_then(|number| self.interfaces.get(&number));
        let from_block = header.is_none() && !block.raw.is_empty() && described.is_some();
        let origin = match (header, info.interface) {
            (Some(header), _) => Origin::of(&header),
            (None, Some(number)) if described.is_some() => Origin::Interface(number),
            _ => Origin::Bare(info.link, info.fcs),
        };
        let number = self.number_of(origin)?;
        let State::Pcapng(section) = &self.state else { return Ok(()) };
        let big = section.big;
        if from_block && section.own == Some(block.section) && big == block.big && interface_in(block.raw, big) == number {
            self.sink.buffer.extend_from_slice(block.raw);
            return Ok(());
        }
        let kind = if from_block { number32(at(block.raw, 0), block.big) } else { 0 };
        let units = match kind {
            pcapng::EPB | pcapng::PB => {
                u64::from(number32(at(block.raw, 12), block.big)) << 32 | u64::from(number32(at(block.raw, 16), block.big))
            }
            _ => self.units(info.time, origin),
        };
        let drops = (kind == pcapng::PB).then(|| number16(at(block.raw, 10), block.big)).filter(|drops| *drops != u16::MAX);
        let out = &mut self.scratch;
        out.begin(pcapng::EPB, big);
        for word in [number, (units >> 32) as u32, units as u32, frame.bytes.len() as u32, info.wire] {
            out.word(word);
        }
        out.padded(frame.bytes);
        if !frame.options.bytes.is_empty() || drops.is_some() {
            if let Some(drops) = drops {
                // What the obsolete block has in its head, the enhanced one has as an option.
                out.option(4, &bytes64(u64::from(drops), big));
            }
            out.options(pcapng::EPB, frame.options);
        }
        out.end();
        self.sink.buffer.extend_from_slice(&out.bytes);
        Ok(())
    }

    /// A time in the units of an interface that this writer described.
    fn units(&mut self, time: Option<i64>, origin: Origin) -> u64 {
        let Some(time) = time else {
            self.lost.no_time += 1;
            return 0;
        };
        let unit = match origin {
            Origin::Pcap(_, _, false, _) => 1000,
            _ => 1,
        };
        u64::try_from(time / unit).unwrap_or_else(|_| {
            self.lost.time_range += 1;
            0
        })
    }

    /// The interface's number in the current section; describes it first where that has not been done.
    fn number_of(&mut self, origin: Origin) -> Result<u32, Error> {
        let State::Pcapng(section) = &mut self.state else { return Ok(0) };
        if let Some(number) = section.numbers.get(&origin) {
            return Ok(*number);
        }
        let number = section.numbers.len() as u32;
        section.numbers.insert(origin, number);
        let out = &mut self.scratch;
        out.begin(pcapng::IDB, section.big);
        match origin {
            Origin::Interface(input) => match self.interfaces.get(&input) {
                Some(Described { raw, big, .. }) if !raw.is_empty() => {
                    out.half(number16(at(raw, 8), *big));
                    out.half(0);
                    out.word(number32(at(raw, 12), *big));
                    let options = raw.get(16..raw.len().saturating_sub(4)).unwrap_or(&[]);
                    if !options.is_empty() {
                        out.options(pcapng::IDB, Options { bytes: options, big: *big });
                    }
                }
                described => {
                    // Times of frames that come from no file are written in nanoseconds.
                    let interface = described.map(|described| described.interface.clone()).unwrap_or_default();
                    out.interface(&Interface { resolution: 9, offset: 0, ..interface });
                }
            },
            Origin::Pcap(link, snap, nano, fcs) => {
                let resolution = if nano { 9 } else { 6 };
                out.interface(&Interface { link, snap, resolution, fcs: fcs.unwrap_or(0), ..Interface::default() });
            }
            Origin::Bare(link, fcs) => out.interface(&Interface { link, snap: SNAP, resolution: 9, fcs, ..Interface::default() }),
        }
        out.end();
        self.sink.buffer.extend_from_slice(&out.bytes);
        self.sink.end_record()?;
        Ok(number)
    }

    /// A section of our own.
    fn begin_section(&mut self) {
        let out = &mut self.scratch;
        out.section(None, None);
        self.sink.buffer.extend_from_slice(&out.bytes);
        self.state = State::Pcapng(Section { big: false, own: None, numbers: HashMap::new() });
    }

    /// Unsets the length in the section header that was just put at the buffer's end.
    fn unset_section_length(&mut self, len: usize) {
        let start = self.sink.buffer.len() - len + 16;
        if self.filtered
            && let Some(length) = self.sink.buffer.get_mut(start..start + 8)
        {
            length.fill(0xff);
        }
    }

    /// A pcap file with the header of the input's, or with a plain one.
    fn begin_pcap(&mut self, copied: Option<(&[u8], Header, u32)>) {
        match copied {
            Some((raw, header, section)) if header.variant != Variant::Ixia => {
                self.sink.buffer.extend_from_slice(raw);
                self.state = State::Pcap(PcapFile { header, section, longest: 0 });
            }
            Some((_, header, section)) => self.begin_pcap_as(Header { variant: Variant::Standard, ..header }, section),
            None => {
                let first = self.interfaces.values().min_by_key(|described| (described.interface.section, described.interface.id));
                let link = first.map_or(LinkType::ETHERNET, |described| described.interface.link);
                let header =
                    Header { big: false, nano: self.nano, variant: Variant::Standard, major: 2, minor: 4, snap: SNAP, link, fcs: None };
                self.begin_pcap_as(header, u32::MAX);
            }
        }
    }

    fn begin_pcap_as(&mut self, header: Header, section: u32) {
        self.sink.buffer.extend_from_slice(&header.encode());
        self.state = State::Pcap(PcapFile { header, section, longest: 0 });
    }
}

impl Header {
    /// True where a record of a file with this header is one of a file with that header, byte for byte.
    fn lays_out_as(&self, other: &Header) -> bool {
        let shape = |header: &Header| (header.big, header.nano, header.variant.record(), header.major, header.minor.min(4), header.link);
        shape(self) == shape(other)
    }

    fn has_lengths_swapped(&self) -> bool {
        self.major == 2 && self.minor < 3
    }

    fn encode(&self) -> [u8; pcap::HEADER] {
        let magic = match (self.variant, self.nano) {
            (Variant::Modified, _) => 0xa1b2_cd34,
            (_, true) => 0xa1b2_3c4d,
            (_, false) => 0xa1b2_c3d4,
        };
        let version = if self.big {
            u32::from(self.major) << 16 | u32::from(self.minor)
        } else {
            u32::from(self.minor) << 16 | u32::from(self.major)
        };
        let fcs = self.fcs.map_or(0, |fcs| u32::from(fcs / 2) << 28 | FCS_GIVEN);
        let mut header = [0; pcap::HEADER];
        let words = [magic, version, 0, 0, self.snap, u32::from(self.link.0) | fcs];
        for (place, word) in header.chunks_exact_mut(4).zip(words) {
            place.copy_from_slice(&bytes32(word, self.big));
        }
        header
    }
}

/// True where an interface's times can be finer than microseconds.
fn finer_than_microseconds(resolution: u8) -> bool {
    let power = resolution & 0x7f;
    // 2^-19 s is the finest power of 2 that is coarser than a microsecond.
    if resolution & 0x80 != 0 { power > 19 } else { power > 6 }
}

/// The interface that a packet's block names.
fn interface_in(raw: &[u8], big: bool) -> u32 {
    match number32(at(raw, 0), big) {
        pcapng::SPB => 0,
        pcapng::PB => u32::from(number16(at(raw, 8), big)),
        _ => number32(at(raw, 8), big),
    }
}

fn bytes32(word: u32, big: bool) -> [u8; 4] {
    if big { word.to_be_bytes() } else { word.to_le_bytes() }
}

fn bytes64(word: u64, big: bool) -> [u8; 8] {
    if big { word.to_be_bytes() } else { word.to_le_bytes() }
}

/// Builds one block at a time; its memory is used again.
#[derive(Default)]
pub(super) struct Encoder {
    pub(super) bytes: Vec<u8>,
    big: bool,
}

impl Encoder {
    /// A section header block of ours.
    pub(super) fn section(&mut self, hardware: Option<&str>, os: Option<&str>) {
        self.begin(pcapng::SHB, false);
        self.word(pcapng::BYTE_ORDER);
        self.half(1);
        self.half(0);
        self.bytes.extend_from_slice(&u64::MAX.to_le_bytes());
        for (code, text) in [(2, hardware), (3, os)] {
            if let Some(text) = text {
                self.option(code, text.as_bytes());
            }
        }
        self.option(4, concat!("pkt ", env!("CARGO_PKG_VERSION")).as_bytes());
        self.option(0, &[]);
        self.end();
    }

    /// An interface description block, in little endian.
    pub(super) fn description(&mut self, interface: &Interface) {
        self.begin(pcapng::IDB, false);
        self.interface(interface);
        self.end();
    }

    /// An interface statistics block in little endian: time in the interface's units, and counts by their option codes.
    pub(super) fn statistics(&mut self, interface: u32, units: u64, counts: &[(u16, u64)]) {
        self.begin(pcapng::ISB, false);
        for word in [interface, (units >> 32) as u32, units as u32] {
            self.word(word);
        }
        for &(code, count) in counts {
            match code {
                // isb_starttime, isb_endtime: times as in the head, high word first.
                2 | 3 => self.option(code, [(count >> 32) as u32, count as u32].map(u32::to_le_bytes).as_flattened()),
                _ => self.option(code, &count.to_le_bytes()),
            }
        }
        self.option(0, &[]);
        self.end();
    }

    fn begin(&mut self, kind: u32, big: bool) {
        self.bytes.clear();
        self.big = big;
        self.word(kind);
        self.word(0);
    }

    fn end(&mut self) {
        let len = bytes32(self.bytes.len() as u32 + 4, self.big);
        self.bytes.extend_from_slice(&len);
        if let Some(place) = self.bytes.get_mut(4..8) {
            place.copy_from_slice(&len);
        }
    }

    fn word(&mut self, word: u32) {
        self.bytes.extend_from_slice(&bytes32(word, self.big));
    }

    fn half(&mut self, half: u16) {
        let bytes = if self.big { half.to_be_bytes() } else { half.to_le_bytes() };
        self.bytes.extend_from_slice(&bytes);
    }

    fn padded(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(4), 0);
    }

    fn option(&mut self, code: u16, value: &[u8]) {
        self.half(code);
        self.half(value.len() as u16);
        self.padded(value);
    }

    /// Options of another block, their numbers in this block's byte order, and the end of options.
    fn options(&mut self, kind: u32, options: Options<'_>) {
        let swap = options.big != self.big;
        for (code, value) in options {
            let start = self.bytes.len() + 4;
            self.option(code, value);
            if let Some(place) = self.bytes.get_mut(start..start + value.len()).filter(|_| swap) {
                match number_width(kind, code) {
                    0 => {}
                    // Custom options begin with a private enterprise number; the rest is their owner's.
                    4 if is_custom(code) => {
                        if let Some(number) = place.first_chunk_mut::<4>() {
                            number.reverse();
                        }
                    }
                    width => place.chunks_exact_mut(width).for_each(<[u8]>::reverse),
                }
            }
        }
        self.option(0, &[]);
    }

    /// The body and options of an interface description.
    fn interface(&mut self, interface: &Interface) {
        self.half(interface.link.0);
        self.half(0);
        self.word(interface.snap);
        let start = self.bytes.len();
        for (code, text) in [(2, &interface.name), (3, &interface.description), (12, &interface.os), (15, &interface.hardware)] {
            if let Some(text) = text {
                self.option(code, text.as_bytes());
            }
        }
        if let Some(speed) = interface.speed {
            self.option(8, &bytes64(speed, self.big));
        }
        if interface.resolution != 6 {
            self.option(9, &[interface.resolution]);
        }
        if let Some(filter) = &interface.filter {
            self.option(11, &[&[0], filter.as_bytes()].concat());
        }
        if interface.fcs != 0 {
            self.option(13, &[interface.fcs]);
        }
        if self.bytes.len() > start {
            self.option(0, &[]);
        }
    }

    /// A block in another byte order, or of another interface; false where its inside is not known.
    fn translate(&mut self, block: &Block<'_>, number: Option<u32>, big: bool) -> bool {
        let from = block.big;
        let kind = number32(at(block.raw, 0), from);
        let body = block.raw.get(8..block.raw.len().saturating_sub(4)).unwrap_or(&[]);
        self.begin(kind, big);
        match kind {
            pcapng::ISB => {
                self.word(number.unwrap_or_else(|| number32(at(body, 0), from)));
                self.word(number32(at(body, 4), from));
                self.word(number32(at(body, 8), from));
                self.rest(kind, body.get(12..), from);
            }
            pcapng::DSB => {
                let len = number32(at(body, 4), from);
                self.word(number32(at(body, 0), from));
                self.word(len);
                let Some(secrets) = body.get(8..).and_then(|rest| rest.get(..len as usize)) else { return false };
                self.padded(secrets);
                self.rest(kind, body.get(8 + secrets.len().next_multiple_of(4)..), from);
            }
            pcapng::NRB => {
                // Records are laid out as options are, up to the one of type 0; then options.
                let mut records = Options { bytes: body, big: from };
                for (code, value) in records.by_ref() {
                    self.option(code, value);
                }
                self.option(0, &[]);
                let mut end = body;
                let mut list = Options { bytes: body, big: from };
                while list.next().is_some() {
                    end = list.bytes;
                }
                self.rest(kind, end.get(4..), from);
            }
            pcapng::CB | pcapng::CB_NO_COPY => {
                self.word(number32(at(body, 0), from));
                self.padded(body.get(4..).unwrap_or(&[]));
            }
            _ => return false,
        }
        self.end();
        true
    }

    fn rest(&mut self, kind: u32, options: Option<&[u8]>, big: bool) {
        if let Some(bytes) = options.filter(|bytes| !bytes.is_empty()) {
            self.options(kind, Options { bytes, big });
        }
    }
}

/// True for the four option codes that begin with a private enterprise number.
fn is_custom(code: u16) -> bool {
    matches!(code, 2988 | 2989 | 19372 | 19373)
}

/// How wide the numbers in an option's value are; 0 where it is text or bytes.
fn number_width(kind: u32, code: u16) -> usize {
    match (kind, code) {
        (_, code) if is_custom(code) => 4,
        // epb_flags, epb_queue; if_tzone; isb_starttime and isb_endtime, which are two words.
        (pcapng::EPB, 2 | 6) | (pcapng::IDB, 10) | (pcapng::ISB, 2 | 3) => 4,
        // epb_dropcount, epb_packetid; if_speed, if_tsoffset, if_txspeed, if_rxspeed; the counts.
        (pcapng::EPB, 4 | 5) | (pcapng::IDB, 8 | 14 | 16 | 17) | (pcapng::ISB, 4..=8) => 8,
        _ => 0,
    }
}

/// Where the bytes go.
enum Output {
    File {
        file: File,
        regular: bool,
        /// The old contents are still there.
        fresh: bool,
    },
    Other(Box<dyn Write + Send>),
    Far(Box<dyn remote::Sink>),
}

impl Output {
    fn stdout() -> Output {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            // Not `std::io::Stdout`, which looks for line ends.
            if let Ok(file) = io::stdout().as_fd().try_clone_to_owned() {
                return Output::File { file: File::from(file), regular: false, fresh: false };
            }
        }
        Output::Other(Box::new(io::stdout()))
    }

    fn metadata(&self) -> Option<Metadata> {
        match self {
            Output::File { file, .. } => file.metadata().ok(),
            Output::Other(_) | Output::Far(_) => None,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::File { file, fresh, .. } => {
                if *fresh {
                    file.set_len(0)?;
                    *fresh = false;
                }
                file.write(bytes)
            }
            Output::Other(output) => output.write(bytes),
            Output::Far(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::File { .. } => Ok(()),
            Output::Other(output) => output.flush(),
            Output::Far(output) => output.flush(),
        }
    }
}

/// Buffers whole records, and knows how much of them has gone out.
struct Sink {
    /// Until something is written: a packer would write its own header, even when it is dropped.
    unopened: Option<(Option<Packing>, Output)>,
    /// `None` before that, and once it is finished or broken.
    packer: Option<Packer<Output>>,
    name: String,
    buffer: Vec<u8>,
    /// Where records end in the buffer, and how many packets there are up to there.
    ends: Vec<(usize, u64)>,
    /// Bytes given to the packer, and packets in them.
    written: u64,
    flushed: u64,
    packets: u64,
}

impl Sink {
    fn end_record(&mut self) -> Result<(), Error> {
        self.ends.push((self.buffer.len(), self.packets));
        if self.buffer.len() >= PIECE { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), Error> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        if let Some((packing, output)) = self.unopened.take() {
            let name = &self.name;
            let packer = Packer::new(packing, output).map_err(|source| Error::Write { name: name.clone(), packets: None, source })?;
            self.packer = Some(packer);
        }
        let Some(packer) = &mut self.packer else {
            self.buffer.clear();
            self.ends.clear();
            let source = io::Error::other("an earlier write has failed");
            return Err(Error::Write { name: self.name.clone(), packets: None, source });
        };
        if let Err((done, source)) = write_all(packer, &self.buffer) {
            return Err(self.broken(done, source));
        }
        self.written += self.buffer.len() as u64;
        self.flushed = self.packets;
        self.buffer.clear();
        self.ends.clear();
        Ok(())
    }

    /// Writes whole records of packets that are not buffered here; `ends` are where they end.
    fn pass(&mut self, bytes: &[u8], packets: u64, ends: impl Iterator<Item = usize>) -> Result<(), Error> {
        self.flush()?;
        if self.packer.is_none() {
            // The first, or behind an error: the usual way opens the packing, or tells.
            self.buffer.extend_from_slice(bytes);
            for end in ends {
                self.packets += 1;
                self.ends.push((end, self.packets));
            }
            return self.flush();
        }
        let Some(packer) = &mut self.packer else { return Ok(()) };
        if let Err((done, source)) = write_all(packer, bytes) {
            for end in ends {
                self.packets += 1;
                self.ends.push((end, self.packets));
            }
            return Err(self.broken(done, source));
        }
        self.packets += packets;
        self.written += bytes.len() as u64;
        self.flushed = self.packets;
        Ok(())
    }

    fn flush_packer(&mut self) -> Result<(), Error> {
        match &mut self.packer {
            Some(packer) => packer.flush().map_err(|source| Error::Write { name: self.name.clone(), packets: None, source }),
            None => Ok(()),
        }
    }

    /// Writing has failed after so many bytes of the buffer: takes the half record off the file's end, so that it can be read.
    fn broken(&mut self, done: usize, source: io::Error) -> Error {
        let mut packets = None;
        let whole = self.ends.iter().rev().find(|(end, _)| *end <= done);
        if let Some(Packer::Plain(Output::File { file, regular: true, .. })) = self.packer.take() {
            let (end, count) = whole.copied().unwrap_or((0, self.flushed));
            if file.set_len(self.written + end as u64).is_ok() {
                packets = Some(count);
            }
        }
        self.buffer.clear();
        self.ends.clear();
        Error::Write { name: self.name.clone(), packets, source }
    }

    /// Ends everything; sets the pcap header's snap length where it is given and can be set. True where it was.
    fn finish(&mut self, snap: Option<(u32, bool)>) -> Result<bool, Error> {
        self.flush()?;
        let Some(packer) = self.packer.take() else { return Ok(false) };
        let plain = matches!(packer, Packer::Plain(_));
        let failed = |source| Error::Write { name: self.name.clone(), packets: None, source };
        let mut output = packer.finish().map_err(failed)?;
        output.flush().map_err(failed)?;
        if let Output::Far(far) = &mut output {
            far.finish().map_err(failed)?;
        }
        match (output, snap) {
            (Output::File { mut file, regular: true, .. }, Some((snap, big))) if plain => {
                file.seek(SeekFrom::Start(16)).and_then(|_| file.write_all(&bytes32(snap, big))).map_err(failed)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
}

/// Writes all; an error comes with how much was written before it.
fn write_all(output: &mut impl Write, bytes: &[u8]) -> Result<(), (usize, io::Error)> {
    let mut done = 0;
    loop {
        let rest = bytes.get(done..).unwrap_or(&[]);
        if rest.is_empty() {
            return Ok(());
        }
        match output.write(rest) {
            Ok(0) => return Err((done, io::Error::from(io::ErrorKind::WriteZero))),
            Ok(written) => done += written,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err((done, error)),
        }
    }
}

impl Drop for Sink {
    /// What is buffered is better written than lost; errors are only heard of through [`Writer::finish`].
    fn drop(&mut self) {
        let _ = self.flush();
    }
}

/// True where one of the inputs is this very file.
fn same_file(output: &Metadata, inputs: &[PathBuf]) -> bool {
    output.is_file() && inputs.iter().any(|input| input_metadata(input).is_some_and(|data| same(output, &data)))
}

fn input_metadata(path: &Path) -> Option<Metadata> {
    if path.as_os_str() != "-" {
        return std::fs::metadata(path).ok();
    }
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        File::from(io::stdin().as_fd().try_clone_to_owned().ok()?).metadata().ok()
    }
    #[cfg(not(unix))]
    None
}

#[cfg(unix)]
fn same(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

#[cfg(not(unix))]
fn same(a: &Metadata, b: &Metadata) -> bool {
    // Nearly a proof: equal length and equal times of creation and of change.
    a.len() == b.len() && a.created().ok() == b.created().ok() && a.modified().ok() == b.modified().ok()
}
