//! `--convert`: captures as Parquet, in one file or divided, whole or not at all.

use crate::output::{each_row, plain, properties};
use crate::session::Error;
use clap::ValueEnum;
use datafusion::arrow::array::{ArrayRef, BooleanArray, RecordBatch};
use datafusion::arrow::compute::filter_record_batch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::parquet::arrow::ArrowWriter;
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// By what a conversion is divided, into folders as Hive has them: `hour=2026-11-23T05`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// The capture file
    File,
    /// The hour of frame_time, UTC
    Hour,
    /// The day of frame_time, UTC
    Day,
}

/// So many files are open at a time.
const OPEN: usize = 64;

/// A folder of Parquet files that is being written, under a name for the moment.
pub struct Folder {
    path: PathBuf,
    now: tempfile::TempDir,
    by: By,
    schema: SchemaRef,
    open: HashMap<String, ArrowWriter<BufWriter<File>>>,
    made: HashMap<String, usize>,
}

impl Folder {
    /// A folder that shall be at `path`, where there must be none.
    ///
    /// # Errors
    /// Where there is something, or it cannot be made.
    pub fn new(path: &Path, by: By, schema: &SchemaRef) -> Result<Folder, Error> {
        let failed = |error: io::Error| Error::File(format!("{}: {error}", path.display()));
        if path.exists() {
            return Err(Error::File(format!("{}: is there already", path.display())));
        }
        let parent = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let now = tempfile::Builder::new().prefix(".pkt-").tempdir_in(parent).map_err(failed)?;
        Ok(Folder { path: path.to_owned(), now, by, schema: plain(schema), open: HashMap::new(), made: HashMap::new() })
    }

    /// The column that a division goes by.
    pub fn column(by: By) -> &'static str {
        match by {
            By::File => "file",
            By::Hour | By::Day => "frame_time",
        }
    }

    /// What went wrong, and where: under the name the folder is to have.
    fn failed(&self, error: impl std::fmt::Display) -> Error {
        let text = error.to_string();
        Error::File(format!("{}: {}", self.path.display(), text.strip_prefix("External: ").unwrap_or(&text)))
    }

    /// Writes rows.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Error> {
        let column: ArrayRef = batch
            .column_by_name(Folder::column(self.by))
            .cloned()
            .ok_or_else(|| Error::Query(format!("--partition-by: the column {} is wanted among the columns", Folder::column(self.by))))?;
        let one = RecordBatch::try_from_iter([("key", column)]).map_err(wrong)?;
        let mut keys: Vec<String> = Vec::with_capacity(batch.num_rows());
        let by = self.by;
        each_row(&one, |cells| keys.push(key(by, cells.first().map_or("", String::as_str))))?;
        let mut order: Vec<&String> = Vec::new();
        for key in &keys {
            if order.last() != Some(&key) && !order.contains(&key) {
                order.push(key);
            }
        }
        for wanted in order {
            let mask: BooleanArray = keys.iter().map(|key| Some(key == wanted)).collect();
            let rows = filter_record_batch(batch, &mask).map_err(wrong)?;
            let rows = RecordBatch::try_new(self.schema.clone(), rows.columns().to_vec()).map_err(wrong)?;
            let written = self.writer(wanted)?.write(&rows);
            written.map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    fn writer(&mut self, key: &str) -> Result<&mut ArrowWriter<BufWriter<File>>, Error> {
        if !self.open.contains_key(key) {
            if self.open.len() >= OPEN {
                self.close()?;
            }
            let number = self.made.entry(key.to_owned()).or_insert(0);
            let folder = self.now.path().join(key);
            let file = std::fs::create_dir_all(&folder).and_then(|()| File::create_new(folder.join(format!("part-{number}.parquet"))));
            *number += 1;
            let file = file.map_err(|error| self.failed(error))?;
            let writer = ArrowWriter::try_new(BufWriter::new(file), self.schema.clone(), Some(properties()));
            let writer = writer.map_err(|error| self.failed(error))?;
            self.open.insert(key.to_owned(), writer);
        }
        self.open.get_mut(key).ok_or_else(|| Error::Other("a file that was opened is gone".to_owned()))
    }

    fn close(&mut self) -> Result<(), Error> {
        for (_, writer) in std::mem::take(&mut self.open) {
            let file = writer.into_inner().map_err(|error| self.failed(error))?;
            let file = file.into_inner().map_err(|error| self.failed(error.into_error()))?;
            file.sync_all().map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    /// Gives the folder its name.
    ///
    /// # Errors
    /// Where it cannot be written to its end.
    pub fn finish(mut self) -> Result<(), Error> {
        self.close()?;
        let failed = |error: io::Error| self.failed(error);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(self.now.path(), std::fs::Permissions::from_mode(0o755)).map_err(failed)?;
        }
        std::fs::rename(self.now.path(), &self.path).map_err(failed)
    }
}

fn wrong(error: impl std::fmt::Display) -> Error {
    Error::Other(error.to_string())
}

/// The folder of a row.
fn key(by: By, cell: &str) -> String {
    let safe = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' }).collect()
    };
    match by {
        By::File => format!("file={}", safe(cell)),
        By::Hour => format!("hour={}", safe(cell.get(..13).unwrap_or("unknown"))),
        By::Day => format!("day={}", safe(cell.get(..10).unwrap_or("unknown"))),
    }
}
