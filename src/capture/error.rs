//! What can go wrong with capture files, in sentences: what, where, and what to do about it.

use crate::frame::LinkType;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a capture could not be read to its end, or not written. Offsets are in bytes of the (decompressed) file.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// The file could not be opened or created.
    #[error("{}: {source}", path.display())]
    Open {
        /// The file's name.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Reading failed after the file had been opened.
    #[error("{name}: reading failed at byte {offset}: {source}")]
    Read {
        /// The file's name.
        name: String,
        /// Where.
        offset: u64,
        /// What the system said.
        source: io::Error,
    },
    /// There is not one byte.
    #[error("{name}: not a capture file (empty)")]
    Empty {
        /// The file's name.
        name: String,
    },
    /// The first bytes are of no known format.
    #[error("{name}: not a capture file: it begins with {looks}; pcap and pcapng are read, also inside gzip, zstd, lz4 and xz")]
    NotCapture {
        /// The file's name.
        name: String,
        /// The first bytes in words.
        looks: String,
    },
    /// The file ends inside its header.
    #[error("{name}: cut short in the middle of the file header (byte {offset})")]
    CutHeader {
        /// The file's name.
        name: String,
        /// How long the file is.
        offset: u64,
    },
    /// The file ends inside a packet.
    #[error("{name}: cut short in the middle of packet {packet}")]
    CutPacket {
        /// The file's name.
        name: String,
        /// The packet's number in this file.
        packet: u64,
        /// Where the packet's record begins.
        offset: u64,
    },
    /// The file ends inside a pcapng block that is not known to be a packet.
    #[error("{name}: cut short in the middle of a block (byte {offset}) after packet {packet}")]
    CutBlock {
        /// The file's name.
        name: String,
        /// How many packets came before it.
        packet: u64,
        /// Where the block begins.
        offset: u64,
    },
    /// The packing around the capture is broken or cut.
    #[error("{name}: the {packing} data is cut short or damaged ({source}) after packet {packet}; what came before it was read")]
    Packing {
        /// The file's name.
        name: String,
        /// `gzip`, `zstd`, `lz4` or `xz`.
        packing: &'static str,
        /// How many packets came before it.
        packet: u64,
        /// What the decompressor said.
        source: io::Error,
    },
    /// A record cannot be what it says.
    #[error("{name}: damaged at packet {packet} (byte {offset}): {what}; nothing after this can be read")]
    Damaged {
        /// The file's name.
        name: String,
        /// The number that the packet there would have in this file.
        packet: u64,
        /// Where the record begins.
        offset: u64,
        /// What is wrong with it.
        what: Damage,
    },
    /// The file is of a version that is not known.
    #[error("{name}: {format} version {major}.{minor} is not known (byte {offset})")]
    Version {
        /// The file's name.
        name: String,
        /// `pcap` or `pcapng`.
        format: &'static str,
        /// Before the point.
        major: u16,
        /// After the point.
        minor: u16,
        /// Where the version stands.
        offset: u64,
    },
    /// The output is also an input.
    #[error("{}: is also an input; writing it would destroy it: write to another file and rename that", path.display())]
    SameFile {
        /// The output's name.
        path: PathBuf,
    },
    /// A pcap file has one link type for all its packets.
    #[error("{name}: a pcap file holds one link type, it has {has}, and packet {packet} has {wanted}: write pcapng (--file-format pcapng)", has = has.0, wanted = wanted.0)]
    MixedLinks {
        /// The output's name.
        name: String,
        /// The file's link type.
        has: LinkType,
        /// The packet's link type.
        wanted: LinkType,
        /// The packet's number.
        packet: u64,
    },
    /// An interface could not be captured on.
    #[error(transparent)]
    Live(#[from] super::live::Error),
    /// Writing failed: the disk is full, or a pipe was closed.
    #[error("{name}: writing failed: {source}{}", kept(*packets))]
    Write {
        /// The output's name.
        name: String,
        /// How many packets are certainly in the file, which can be read; `None` where that is not known (pipes, packed files).
        packets: Option<u64>,
        /// What the system said.
        source: io::Error,
    },
}

fn kept(packets: Option<u64>) -> String {
    packets.map(|packets| format!("; the first {packets} packets are in the file, which can be read")).unwrap_or_default()
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Damage {
    /// A pcap record is longer than any frame of its link type can be.
    #[error("a packet of {len} bytes, more than the {most} that this file can hold")]
    FrameLength {
        /// What the record says.
        len: u32,
        /// The file's snap length, or the most that is ever written.
        most: u32,
    },
    /// A pcapng block is shorter than its kind can be, or absurdly long.
    #[error("a block (type {kind:#010x}) of {len} bytes, not within {least} to {most}")]
    BlockLength {
        /// The block's type.
        kind: u32,
        /// Its total length as it says.
        len: u32,
        /// The shortest possible.
        least: u32,
        /// The longest that is read.
        most: u32,
    },
    /// A pcapng block has another length at its end than at its start.
    #[error("a block (type {kind:#010x}) that says {head} bytes at its start and {tail} at its end")]
    BlockEnds {
        /// The block's type.
        kind: u32,
        /// The length at the start.
        head: u32,
        /// The length at the end.
        tail: u32,
    },
    /// A packet is longer than the block around it.
    #[error("a packet of {len} bytes in a block that has room for {room}")]
    BlockRoom {
        /// What the block says of the packet.
        len: u32,
        /// What it has.
        room: u32,
    },
    /// A packet is of an interface that was not described.
    #[error("a packet of interface {interface}, but the section describes {count}")]
    Interface {
        /// The interface's number in the section.
        interface: u32,
        /// How many there are.
        count: u32,
    },
    /// A section header whose byte-order magic is unknown.
    #[error("a section header with byte-order magic {0:#010x}")]
    ByteOrder(u32),
    /// More interfaces than are kept in memory.
    #[error("more than {0} interfaces")]
    Interfaces(u32),
}
