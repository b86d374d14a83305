//! Captures in zstd that are made of several frames, as `pzstd` and writers of the seekable format make them: each frame can be
//! unpacked by itself, so that who knows where they begin need not unpack all that is before.

use crate::part::Stored;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};
use zstd::stream::read::Decoder;

/// log2 of the largest window that is unpacked, as wherever captures are read.
const WINDOW: u32 = 27;

type Input = BufReader<File>;

/// Where frames begin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Frames {
    /// How long all is when it is unpacked.
    pub(crate) size: u64,
    /// For each frame its first byte in the file, and that of what it holds, unpacked; ascending.
    pub(crate) at: Vec<(u64, u64)>,
}

impl Frames {
    /// Which frame holds this byte of what is unpacked.
    pub(crate) fn holding(&self, plain: u64) -> usize {
        self.at.partition_point(|(_, from)| *from <= plain).saturating_sub(1)
    }
    /// Where that frame begins.
    pub(crate) fn start(&self, plain: u64) -> Option<(u64, u64)> {
        self.at.get(self.holding(plain)).copied()
    }
}

/// Whether a file that begins like this is zstd; pzstd writes a frame first that is to be skipped.
pub(crate) fn packed(first: &[u8]) -> bool {
    matches!(first, [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// Bytes of what a file holds, unpacked where frames are told: those from and up to these, and of the frames at least the one
/// that holds the first.
pub(crate) fn between(mut file: Box<dyn Stored>, frames: &[(u64, u64)], from: u64, to: u64) -> io::Result<Box<dyn Read + Send>> {
    let len = to.saturating_sub(from);
    let Some((packed, plain)) = frames.iter().rev().find(|(_, plain)| *plain <= from) else {
        file.seek(SeekFrom::Start(from))?;
        return Ok(Box::new(file.take(len)));
    };
    file.seek(SeekFrom::Start(*packed))?;
    let mut decoder = Decoder::with_buffer(BufReader::with_capacity(1 << 17, file))?;
    decoder.window_log_max(WINDOW)?;
    io::copy(&mut Read::by_ref(&mut decoder).take(from - plain), &mut io::sink())?;
    Ok(Box::new(decoder.take(len)))
}

/// Unpacks one frame behind the other, and notes where each begins.
pub(crate) struct Walk {
    inside: Option<(Decoder<'static, Input>, u64)>,
    between: Option<Input>,
    seen: Arc<Mutex<Frames>>,
}

impl Walk {
    /// A walk over a file, and what it will have seen.
    pub(crate) fn new(file: File) -> (Walk, Arc<Mutex<Frames>>) {
        let seen = Arc::default();
        (Walk { inside: None, between: Some(BufReader::with_capacity(1 << 17, file)), seen: Arc::clone(&seen) }, seen)
    }
}

impl Read for Walk {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if to.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some((decoder, packed)) = &mut self.inside {
                let read = decoder.read(to)?;
                if read > 0 {
                    let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                    // A frame that holds nothing is to be skipped.
                    if seen.at.last().is_none_or(|(last, _)| last != packed) {
                        let plain = seen.size;
                        seen.at.push((*packed, plain));
                    }
                    seen.size += read as u64;
                    return Ok(read);
                }
                self.between = self.inside.take().map(|(decoder, _)| decoder.finish());
            }
            let Some(mut input) = self.between.take() else { return Ok(0) };
            if input.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let packed = input.stream_position()?;
            let mut decoder = Decoder::with_buffer(input)?.single_frame();
            decoder.window_log_max(WINDOW)?;
            self.inside = Some((decoder, packed));
        }
    }
}
