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
pub mod live;
mod pcap;
mod pcapng;
mod read;
pub mod remote;
pub mod rotate;
pub mod write;

pub use batch::{BLOCK, Batch, Block, Kind, MAX_RECORD, Record};
pub use chain::{Chain, Merge, chain, merge};
pub use error::{Damage, Error};
pub use read::{Before, Reader, open, stdin};
pub use write::{FileFormat, Notice, Packing, Writer, Written};

pub use crate::frame::Interface;

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

    /// Where it is to be told how many of its frames are done with, if it wants to know.
    fn receipt(&self) -> Option<remote::Receipt> {
        None
    }
}

/// How far a reading is, in bytes of the files as they are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read so far.
    pub read: u64,
    /// Bytes in all; `None` where that cannot be known (pipes).
    pub total: Option<u64>,
}

#[cfg(test)]
mod tests;
