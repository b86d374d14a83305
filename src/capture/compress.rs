//! Packing around captures: found by the first bytes, never by a name; written by a name's ending.
//!
//! Windows are bounded, so that a file cannot ask for gigabytes: zstd's at 128 MiB, xz's at what `xz -9` needs.

use super::write::Packing;
use flate2::bufread::MultiGzDecoder;
use flate2::write::GzEncoder;
use std::io::{self, BufRead, BufReader, Read, Write};

/// How many first bytes are waited for before anything is said of a file: six tell the packing, and these a message.
pub(super) const FIRST: usize = 24;

/// log2 of the largest zstd window: `--ultra -22` and `--long` write at most this.
const ZSTD_WINDOW: u32 = 27;

/// `xz -9` needs 65 MiB to decompress.
const XZ_MEMORY: u64 = 80 << 20;

/// Level 2 needs 17 MiB to compress, and level 6, the customary one, 94 MiB for a few per cent.
const XZ_LEVEL: u32 = 2;

/// Compressed bytes are read in pieces of this size.
const PIECE: usize = 64 << 10;

/// The packing that a file's first bytes show; `None` where it is not packed.
pub(super) fn detect(first: &[u8]) -> Option<Packing> {
    match first {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
        // A skippable zstd frame, as pzstd writes first.
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        [0x04, 0x22, 0x4d, 0x18, ..] => Some(Packing::Lz4),
        [0xfd, b'7', b'z', b'X', b'Z', 0x00, ..] => Some(Packing::Xz),
        _ => None,
    }
}

/// Unpacks what `input` gives.
pub(super) fn unpack(packing: Packing, input: impl Read + Send + 'static) -> io::Result<Box<dyn Read + Send>> {
    let input = BufReader::with_capacity(PIECE, input);
    Ok(match packing {
        Packing::Gzip => Box::new(MultiGzDecoder::new(input)),
        Packing::Zstd => {
            let mut decoder = zstd::stream::read::Decoder::with_buffer(input)?;
            decoder.window_log_max(ZSTD_WINDOW)?;
            Box::new(decoder)
        }
        Packing::Lz4 => Box::new(Lz4Frames(lz4_flex::frame::FrameDecoder::new(input))),
        Packing::Xz => {
            let stream = liblzma::stream::Stream::new_stream_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)?;
            Box::new(liblzma::bufread::XzDecoder::new_stream(input, stream))
        }
    })
}

/// All LZ4 frames of a file: the decoder alone says that it is at the end after each.
struct Lz4Frames<R: BufRead>(lz4_flex::frame::FrameDecoder<R>);

impl<R: BufRead> Read for Lz4Frames<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.0.read(bytes)?;
            if read > 0 || bytes.is_empty() || self.0.get_mut().fill_buf()?.is_empty() {
                return Ok(read);
            }
        }
    }
}

/// A compressor that must be ended explicitly, so that a full disk is heard of.
pub(super) enum Packer<W: Write> {
    Plain(W),
    Gzip(GzEncoder<W>),
    Zstd(zstd::stream::write::Encoder<'static, W>),
    Lz4(Box<lz4_flex::frame::FrameEncoder<W>>),
    Xz(liblzma::write::XzEncoder<W>),
}

impl<W: Write> Packer<W> {
    pub(super) fn new(packing: Option<Packing>, output: W) -> io::Result<Packer<W>> {
        Ok(match packing {
            None => Packer::Plain(output),
            Some(Packing::Gzip) => Packer::Gzip(GzEncoder::new(output, flate2::Compression::default())),
            Some(Packing::Zstd) => Packer::Zstd(zstd::stream::write::Encoder::new(output, zstd::DEFAULT_COMPRESSION_LEVEL)?),
            Some(Packing::Lz4) => Packer::Lz4(Box::new(lz4_flex::frame::FrameEncoder::new(output))),
            Some(Packing::Xz) => Packer::Xz(liblzma::write::XzEncoder::new(output, XZ_LEVEL)),
        })
    }

    /// Writes what the compressor still holds and the packing's end.
    pub(super) fn finish(self) -> io::Result<W> {
        match self {
            Packer::Plain(output) => Ok(output),
            Packer::Gzip(packer) => packer.finish(),
            Packer::Zstd(packer) => packer.finish(),
            Packer::Lz4(packer) => packer.finish().map_err(io::Error::other),
            Packer::Xz(packer) => packer.finish(),
        }
    }
}

impl<W: Write> Write for Packer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Packer::Plain(output) => output.write(bytes),
            Packer::Gzip(packer) => packer.write(bytes),
            Packer::Zstd(packer) => packer.write(bytes),
            Packer::Lz4(packer) => packer.write(bytes),
            Packer::Xz(packer) => packer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Packer::Plain(output) => output.flush(),
            Packer::Gzip(packer) => packer.flush(),
            Packer::Zstd(packer) => packer.flush(),
            Packer::Lz4(packer) => packer.flush(),
            Packer::Xz(packer) => packer.flush(),
        }
    }
}
