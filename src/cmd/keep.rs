//! `-w`: the packets that pass go into a file.

use super::pipeline::Keep;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::{Batch, FileFormat, Record, Writer};
use std::path::{Path, PathBuf};

/// `--file-format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// One link type; times and bytes
    Pcap,
    /// Interfaces, names, comments
    Pcapng,
}

impl From<Format> for FileFormat {
    fn from(format: Format) -> FileFormat {
        match format {
            Format::Pcap => FileFormat::Pcap,
            Format::Pcapng => FileFormat::Pcapng,
        }
    }
}

/// A capture file in the making.
pub(super) struct File {
    /// Gone when it is finished.
    writer: Option<Writer>,
    /// Somebody may be waiting at the other end.
    live: bool,
    term: Term,
}

impl File {
    /// Opens the output; `whole`: all packets will be written.
    pub(super) fn create(path: &Path, format: Option<Format>, whole: bool, inputs: &[PathBuf], term: &Term) -> anyhow::Result<File> {
        let writer = Writer::create(path, format.map(FileFormat::from), inputs)?.filtered(!whole);
        let live = std::fs::metadata(path).map_or(path.as_os_str() == "-", |data| !data.is_file());
        Ok(File { writer: Some(writer), live, term: *term })
    }
}

impl Keep for File {
    fn batch(&mut self, batch: &Batch, passed: &dyn Fn(usize) -> bool) -> anyhow::Result<()> {
        let writer = self.writer.as_mut().context("the file is finished")?;
        let mut frames = 0;
        for record in batch.records() {
            if let Record::Frame(..) = record {
                frames += 1;
                if !passed(frames - 1) {
                    continue;
                }
            }
            writer.write(&record)?;
        }
        if self.live {
            writer.flush()?;
        }
        Ok(())
    }

    fn finish(&mut self) -> anyhow::Result<()> {
        let Some(writer) = self.writer.take() else { return Ok(()) };
        for notice in writer.finish()?.notices {
            self.term.say(&format!("note: {notice}"));
        }
        Ok(())
    }
}
