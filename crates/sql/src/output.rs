//! Results, as a person or a program wants them.

use crate::session::Error;
use clap::ValueEnum;
use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::ipc::writer::{IpcWriteOptions, StreamWriter};
use datafusion::arrow::ipc::{CompressionType, MetadataVersion};
use datafusion::arrow::json;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use pktlab::render::Table;
use std::io::{self, Write};
use std::sync::Arc;

/// A view of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// Comma-separated values with a header line
    Csv,
    /// An array of objects
    Json,
    /// An object a line
    Ndjson,
    /// Apache Parquet, compressed with zstd
    Parquet,
    /// Apache Arrow's IPC stream
    Arrow,
}

/// Where a result goes.
pub enum Sink {
    /// For people.
    Table {
        /// Lays the rows out.
        table: Box<Table>,
        /// Where it goes.
        out: Box<dyn Write + Send>,
        /// Rows so far.
        rows: u64,
    },
    /// Comma-separated values.
    Csv(Box<dyn Write + Send>),
    /// An array of objects.
    Json(Box<dyn Write + Send>, bool),
    /// An object a line.
    Ndjson(Box<dyn Write + Send>),
    /// Parquet.
    Parquet(Box<ArrowWriter<Box<dyn Write + Send>>>),
    /// Arrow.
    Arrow(Box<StreamWriter<Box<dyn Write + Send>>>),
}

fn wrong(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// What a binary format has in its schema: what our columns mean is nobody else's business.
pub fn plain(schema: &SchemaRef) -> SchemaRef {
    let field = |field: &Arc<Field>| Field::clone(field).with_metadata(Default::default());
    Arc::new(Schema::new(schema.fields().iter().map(field).collect::<Vec<_>>()))
}

/// How Parquet is written: zstd, dictionaries, statistics.
pub fn properties() -> WriterProperties {
    let level = ZstdLevel::try_new(3).unwrap_or_default();
    WriterProperties::builder().set_compression(Compression::ZSTD(level)).set_max_row_group_row_count(Some(1 << 18)).build()
}

impl Sink {
    /// A sink of that format; what begins it is written.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn new(format: Format, schema: &SchemaRef, mut out: Box<dyn Write + Send>, width: Option<u16>) -> io::Result<Sink> {
        Ok(match format {
            Format::Table => {
                let titles: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
                let numbers = schema.fields().iter().map(|field| field.data_type().is_numeric()).collect();
                Sink::Table { table: Box::new(Table::of(&titles, numbers, width)), out, rows: 0 }
            }
            Format::Csv => {
                let titles: Vec<String> = schema.fields().iter().map(|field| quoted(field.name())).collect();
                writeln!(out, "{}", titles.join(","))?;
                Sink::Csv(out)
            }
            Format::Json => {
                out.write_all(b"[")?;
                Sink::Json(out, false)
            }
            Format::Ndjson => Sink::Ndjson(out),
            Format::Parquet => Sink::Parquet(Box::new(ArrowWriter::try_new(out, plain(schema), Some(properties())).map_err(wrong)?)),
            Format::Arrow => {
                let options = IpcWriteOptions::try_new(8, false, MetadataVersion::V5)
                    .and_then(|options| options.try_with_compression(Some(CompressionType::ZSTD)));
                Sink::Arrow(Box::new(StreamWriter::try_new_with_options(out, &plain(schema), options.map_err(wrong)?).map_err(wrong)?))
            }
        })
    }

    /// Writes rows.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        match self {
            Sink::Table { table, out, rows } => {
                let mut lines = Vec::new();
                each_row(batch, |cells| Table::row(cells, &mut lines))?;
                *rows += batch.num_rows() as u64;
                let mut shown = Vec::new();
                table.take(&lines, &mut shown);
                out.write_all(&shown)
            }
            Sink::Csv(out) => {
                let mut lines = String::new();
                each_row(batch, |cells| {
                    for (i, cell) in cells.iter().enumerate() {
                        if i > 0 {
                            lines.push(',');
                        }
                        lines.push_str(&quoted(cell));
                    }
                    lines.push('\n');
                })?;
                out.write_all(lines.as_bytes())
            }
            Sink::Json(out, any) => {
                let mut lines = Vec::new();
                objects(batch, &mut lines)?;
                for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
                    out.write_all(if *any { b",\n" } else { b"\n" })?;
                    *any = true;
                    out.write_all(line)?;
                }
                Ok(())
            }
            Sink::Ndjson(out) => {
                let mut lines = Vec::new();
                objects(batch, &mut lines)?;
                out.write_all(&lines)
            }
            Sink::Parquet(writer) => writer.write(&bare(batch)?).map_err(wrong),
            Sink::Arrow(writer) => writer.write(&bare(batch)?).map_err(wrong),
        }
    }

    /// Hands on what is written so far.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        match self {
            Sink::Table { out, .. } | Sink::Csv(out) | Sink::Json(out, _) | Sink::Ndjson(out) => out.flush(),
            Sink::Parquet(_) | Sink::Arrow(_) => Ok(()),
        }
    }

    /// Writes what stands at the end.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Sink::Table { mut table, mut out, .. } => {
                let mut shown = Vec::new();
                table.finish(&mut shown);
                out.write_all(&shown)?;
                out.flush()
            }
            Sink::Csv(mut out) | Sink::Ndjson(mut out) => out.flush(),
            Sink::Json(mut out, any) => {
                out.write_all(if any { b"\n]\n" } else { b"]\n" })?;
                out.flush()
            }
            Sink::Parquet(writer) => writer.into_inner().map_err(wrong)?.flush(),
            Sink::Arrow(mut writer) => {
                writer.finish().map_err(wrong)?;
                writer.into_inner().map_err(wrong)?.flush()
            }
        }
    }
}

fn bare(batch: &RecordBatch) -> io::Result<RecordBatch> {
    RecordBatch::try_new(plain(&batch.schema()), batch.columns().to_vec()).map_err(wrong)
}

/// How values are shown: times as RFC 3339 has them, nothing where nothing is known.
fn options() -> FormatOptions<'static> {
    FormatOptions::default()
        .with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.9f"))
        .with_timestamp_tz_format(Some("%Y-%m-%dT%H:%M:%S%.9fZ"))
        .with_null("")
}

/// Calls back with each row's cells as text; a list's values have commas between them.
pub(crate) fn each_row(batch: &RecordBatch, mut row: impl FnMut(&[String])) -> io::Result<()> {
    let options = options();
    let formatters = batch.columns().iter().map(|column| cell(column, &options)).collect::<io::Result<Vec<_>>>()?;
    let mut cells: Vec<String> = vec![String::new(); formatters.len()];
    for i in 0..batch.num_rows() {
        for (cell, formatter) in cells.iter_mut().zip(&formatters) {
            cell.clear();
            formatter(i, cell)?;
        }
        row(&cells);
    }
    Ok(())
}

type Cell<'a> = Box<dyn Fn(usize, &mut String) -> io::Result<()> + 'a>;

fn cell<'a>(column: &'a ArrayRef, options: &'a FormatOptions<'a>) -> io::Result<Cell<'a>> {
    if let Some(list) = column.as_list_opt::<i32>() {
        return Ok(Box::new(move |row, out| {
            if list.is_null(row) {
                return Ok(());
            }
            let items = list.value(row);
            let formatter = ArrayFormatter::try_new(items.as_ref(), options).map_err(wrong)?;
            for i in 0..items.len() {
                if i > 0 {
                    out.push(',');
                }
                formatter.value(i).write(out).map_err(wrong)?;
            }
            Ok(())
        }));
    }
    let formatter = ArrayFormatter::try_new(column.as_ref(), options).map_err(wrong)?;
    Ok(Box::new(move |row, out| formatter.value(row).write(out).map_err(wrong)))
}

/// A cell of comma-separated values (RFC 4180).
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// An object a line. Nothing is left out: what is not known is null.
fn objects(batch: &RecordBatch, out: &mut Vec<u8>) -> io::Result<()> {
    // Columns may share a name, which an object's members cannot: then the last is told, as everywhere.
    let columns = batch.columns().iter().map(decimals).collect::<io::Result<Vec<_>>>()?;
    let fields = batch
        .schema()
        .fields()
        .iter()
        .zip(&columns)
        .map(|(field, column)| Field::new(field.name(), column.data_type().clone(), true))
        .collect::<Vec<_>>();
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(wrong)?;
    let builder = json::WriterBuilder::new()
        .with_explicit_nulls(true)
        .with_timestamp_format("%Y-%m-%dT%H:%M:%S%.9f".to_owned())
        .with_timestamp_tz_format("%Y-%m-%dT%H:%M:%S%.9fZ".to_owned());
    let mut writer = builder.build::<_, json::writer::LineDelimited>(out);
    writer.write(&batch).map_err(wrong)
}

/// Columns that JSON has no way to write are text.
fn decimals(column: &ArrayRef) -> io::Result<ArrayRef> {
    match column.data_type() {
        DataType::Interval(_) | DataType::Duration(_) => cast(column, &DataType::Utf8).map_err(wrong),
        _ => Ok(column.clone()),
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::File(error.to_string())
    }
}
