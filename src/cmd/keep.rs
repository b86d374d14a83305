//! `-w`: the packets that pass go into a file.

use super::pipeline::Keep;
use super::term::Term;
use anyhow::Context;
use clap::ValueEnum;
use pktlab::capture::{Batch, FileFormat, Record, Writer, remote};
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
        let far = |path: &PathBuf| remote::name(path).is_some();
        // What comes from a queue is acknowledged there when it is written here.
        let live = std::fs::metadata(path).map_or(path.as_os_str() == "-", |data| !data.is_file());
        let live = live || far(&path.to_owned()) || inputs.iter().any(far);
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

/// Where packets go that do not go into a file: `-w redis://HOST/LIST`.
#[derive(Debug, clap::Args)]
pub(super) struct Elsewhere {
    /// With -w redis://..: when all is written, mark the queue's end, so that those who work on it finish
    #[arg(long, help_heading = "Output", requires = "write")]
    end: bool,
    /// With -w redis://..: let at most so many batches wait in the queue [default: 4096]
    #[arg(long, value_name = "BATCHES", help_heading = "Output", requires = "write", value_parser = clap::value_parser!(u64).range(1..))]
    queue_length: Option<u64>,
    /// With -w to another machine: where there is no room, wait, or drop packets and count them [default: a capture drops, files wait]
    #[arg(long, value_name = "WHAT", help_heading = "Output", requires = "write")]
    when_full: Option<WhenFull>,
}

/// `--when-full`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WhenFull {
    /// Whoever writes waits for room
    Wait,
    /// Packets are dropped, and counted
    Drop,
}

impl Elsewhere {
    /// The name with what the options say; what it says itself stands.
    pub(super) fn name(&self, path: &Path, live: bool) -> anyhow::Result<PathBuf> {
        let Some(name) = remote::name(path) else {
            if self.end || self.queue_length.is_some() || self.when_full.is_some() {
                return Err(super::exit::usage("--end, --queue-length and --when-full are for -w redis://HOST/LIST and the like"));
            }
            return Ok(path.to_owned());
        };
        let said =
            |key: &str| name.split_once('?').is_some_and(|(_, query)| query.split('&').any(|pair| pair.split('=').next() == Some(key)));
        let full = self.when_full.unwrap_or(if live { WhenFull::Drop } else { WhenFull::Wait });
        let mut more = Vec::new();
        if !said("full") {
            more.push(if full == WhenFull::Drop { "full=drop".to_owned() } else { "full=wait".to_owned() });
        }
        if self.end && !said("end") {
            more.push("end".to_owned());
        }
        if let Some(length) = self.queue_length.filter(|_| !said("length")) {
            more.push(format!("length={length}"));
        }
        if more.is_empty() {
            return Ok(path.to_owned());
        }
        let between = if name.contains('?') { '&' } else { '?' };
        Ok(PathBuf::from(format!("{name}{between}{}", more.join("&"))))
    }
}
