//! Floor 1. Capture files: where frames come from and where they go. It knows no protocol.
//!
//! A [`Source`] fills a [`Batch`]: one block of bytes as `read()` left it, and a list of where the records lie in it.
//! Frames borrow from the batch, so none is copied and none allocates; only the record that straddles two blocks is
//! moved, to the start of the next block. Batches can go to other threads and come back to be filled again.
//!
//! A [`Writer`] takes the same records. What is not changed goes out as the bytes that came in.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod batch;
mod chain;
mod compress;
mod error;
mod pcap;
mod pcapng;
mod read;
pub mod write;

pub use batch::{BLOCK, Batch, Block, Kind, MAX_RECORD, Record};
pub use chain::{Chain, Merge, chain, merge};
pub use error::{Damage, Error};
pub use read::{Reader, open, stdin};
pub use write::{FileFormat, Notice, Packing, Writer, Written};

use crate::frame::LinkType;

/// Where frames come from: a file, several, or a device.
pub trait Source: Send {
    /// Fills the batch with the next records; false at the end, when the batch is empty.
    ///
    /// # Errors
    /// The batch holds what could be read before the error: use it first, then tell of the error. A further call goes on
    /// with the next file, or returns false.
    fn fill(&mut self, batch: &mut Batch) -> Result<bool, Error>;

    /// The interfaces described so far, by [`crate::frame::Info::interface`].
    fn interfaces(&self) -> &[Interface];

    /// How far the reading is.
    fn progress(&self) -> Progress;
}

/// How far a reading is, in bytes of the files as they are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub read: u64,
    /// Bytes in all; `None` where that cannot be known (pipes).
    pub total: Option<u64>,
}

/// A capture's interface, as a pcapng file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// What the first header of its frames is.
    pub link: LinkType,
    /// The snap length in bytes; 0 means no limit.
    pub snap: u32,
    /// `if_name`: "eth0".
    pub name: Option<String>,
    /// `if_description`.
    pub description: Option<String>,
    /// `if_filter`: the capture filter as text.
    pub filter: Option<String>,
    /// `if_hardware`.
    pub hardware: Option<String>,
    /// `if_os`.
    pub os: Option<String>,
    /// `if_speed` in bits per second.
    pub speed: Option<u64>,
    /// `if_tsresol` as it stands: a power of 10, or of 2 where the highest bit is set. 6 unless the file says otherwise.
    pub resolution: u8,
    /// `if_tsoffset` in seconds, to be added to each time (the reader has done it).
    pub offset: i64,
    /// `if_fcslen` in bytes: 0 where it is not given.
    pub fcs: u8,
    /// The section it belongs to, from 0 over all files.
    pub section: u32,
    /// Its number in its section.
    pub id: u32,
}

impl Default for Interface {
    /// An interface of which nothing was said.
    fn default() -> Interface {
        Interface {
            link: LinkType(0),
            snap: 0,
            name: None,
            description: None,
            filter: None,
            hardware: None,
            os: None,
            speed: None,
            resolution: 6,
            offset: 0,
            fcs: 0,
            section: 0,
            id: 0,
        }
    }
}

#[cfg(test)]
mod tests;
