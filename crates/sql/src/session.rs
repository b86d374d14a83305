//! A session: what the user has named and set, and the queries that are asked with it.

use crate::address::Addresses;
use crate::column;
use crate::functions;
use crate::names::{self, Named, Prepared, What, Wrong};
use crate::part::{Capture, Uncertain};
use crate::scan::Done;
use crate::source::{Kind, Table, known, schema};
use crate::store;
use datafusion::arrow::array::{ArrayRef, RecordBatch, StringArray};
use datafusion::arrow::datatypes::{DataType, Field, Schema};
use datafusion::catalog::TableProvider;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, SchemaError, TableReference};
use datafusion::dataframe::DataFrame;
use datafusion::execution::context::SessionContext;
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::logical_expr::LogicalPlan;
use datafusion::prelude::{ParquetReadOptions, SessionConfig};

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{self, ObjectName, ObjectNamePart};
use pktlab::{capture, near};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the user wants of all queries.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The captures that `packets`, `flows` and the others mean where the query names none.
    pub files: Vec<String>,
    /// Threads, and parts that are read side by side.
    pub partitions: usize,
    /// A part of a file is at most so long.
    pub split: Option<u64>,
    /// Memory for sorting, grouping and joining; what is more goes to the disk.
    pub memory: usize,
    /// Go on behind what is broken.
    pub skip_bad: bool,
    /// Of fields that come several times only the first is told.
    pub first: bool,
    /// Each part is a partition of its own.
    pub spread: bool,
}

/// Why a query was not answered.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The query is wrong.
    #[error("{0}")]
    Query(String),
    /// A capture cannot be read.
    #[error(transparent)]
    Capture(#[from] capture::Error),
    /// A file or folder is not what was wanted.
    #[error("{0}")]
    File(String),
    /// A capture's parts cannot be told apart; it has to be read as a whole.
    #[error("{0}")]
    Uncertain(String),
    /// More memory is wanted than there is.
    #[error("{0}")]
    Memory(String),
    /// The cluster does not answer.
    #[error("{0}")]
    Network(String),
    /// Anything else.
    #[error("{0}")]
    Other(String),
}

impl From<Wrong> for Error {
    fn from(wrong: Wrong) -> Error {
        Error::Query(wrong.0)
    }
}

/// A session.
pub struct Session {
    /// DataFusion's.
    pub context: SessionContext,
    /// What the user wants.
    pub settings: Settings,
    /// What was read.
    pub done: Arc<Done>,
    /// Files that were left out, as they are no captures.
    pub left_out: std::sync::Mutex<Vec<String>>,
    /// The folder of what the memory has no room for. It is gone with the session, whoever may still read and write.
    _spilled: Option<tempfile::TempDir>,
    store: String,
    /// The cluster's scheduler, where there is one.
    cluster: Option<String>,
}

/// A query that can be run.
pub struct Query {
    /// DataFusion's plan of it.
    pub frame: DataFrame,
    /// Rows are to come in the order of the captures: nothing is grouped, sorted or joined.
    pub in_order: bool,
    /// Bytes of the captures it reads.
    pub bytes: u64,
}

impl Session {
    /// A session in this process.
    ///
    /// # Errors
    /// Where there is no place for what does not fit into the memory.
    pub fn new(settings: Settings) -> Result<Session, Error> {
        let config = config(SessionConfig::new(), &settings);
        let runtime = RuntimeEnvBuilder::new().with_memory_pool(Arc::new(FairSpillPool::new(settings.memory)));
        let mut runtime = runtime.with_object_store_registry(Arc::new(store::Stores::default()));
        let spilled = tempfile::Builder::new().prefix("pkt-sql-").tempdir().ok();
        if let Some(folder) = &spilled {
            let mode = DiskManagerMode::Directories(vec![folder.path().to_owned()]);
            runtime = runtime.with_disk_manager_builder(DiskManagerBuilder::default().with_mode(mode));
        }
        let runtime = runtime.build_arc().map_err(|error| Error::Other(error.strip_backtrace()))?;
        Ok(Session { _spilled: spilled, ..Session::with(SessionContext::new_with_config_rt(config, runtime), settings) })
    }

    /// A session of that context.
    pub fn with(context: SessionContext, settings: Settings) -> Session {
        context.add_analyzer_rule(Arc::new(Addresses));
        for function in functions::all() {
            context.register_udf(function.as_ref().clone());
        }
        let store = "file:///".to_owned();
        Session { context, settings, done: Arc::default(), left_out: std::sync::Mutex::default(), _spilled: None, store, cluster: None }
    }

    /// The same, where the context is a cluster's.
    #[must_use]
    pub fn on_cluster(self, scheduler: &str) -> Session {
        Session { cluster: Some(scheduler.to_owned()), ..self }
    }

    /// Plans a statement. `whole`: captures are not divided.
    ///
    /// # Errors
    /// Where the query is wrong, or a file it names cannot be read.
    pub async fn plan(&self, statement: Statement, whole: bool) -> Result<Query, Error> {
        if let Some(rows) = self.described(&statement)? {
            // Not of our context: where that is a cluster's, it is not to be troubled.
            let frame = SessionContext::new().read_batch(rows).map_err(|error| self.wrong(&error, &[]))?;
            return Ok(Query { frame, in_order: true, bytes: 0 });
        }
        if let Statement::CreateExternalTable(_) = statement {
            return Err(Error::Query(
                "CREATE EXTERNAL TABLE is not wanted here: a file is a table by its name, as FROM 'a.pcap'".to_owned(),
            ));
        }
        let views = |name: &str| self.context.table_exist(TableReference::bare(name)).unwrap_or(false) && Kind::named(name).is_none();
        let Prepared { statement, tables, columns } = names::prepare(statement, &views)?;
        let mut bytes = 0;
        for named in &tables {
            bytes += self.register(named, &columns, whole).await?;
        }
        let state = self.context.state();
        let planned = state.statement_to_plan(statement).await;
        for named in &tables {
            // The plan holds on to them; the next query may want other columns.
            let _ = self.context.deregister_table(TableReference::bare(named.name.as_str()));
        }
        let plan = planned.map_err(|error| self.wrong(&error, &tables))?;
        let in_order = in_order(&plan);
        let first = in_order && limited(&plan);
        let context = if first || in_order && self.cluster.is_none() {
            let mut config = self.context.copied_config();
            // Each partition has its parts of the captures, and reads no other's.
            config.options_mut().execution.enable_file_stream_work_stealing = false;
            if first {
                // The first rows of a capture are meant, not those of any of its parts.
                config = config.with_target_partitions(1);
            }
            let mut state = self.context.state();
            *state.config_mut() = config;
            SessionContext::new_with_state(state)
        } else {
            self.context.clone()
        };
        let frame = context.execute_logical_plan(plan).await.map_err(|error| self.wrong(&error, &tables))?;
        Ok(Query { frame, in_order, bytes })
    }

    async fn register(&self, named: &Named, columns: &[String], whole: bool) -> Result<u64, Error> {
        let wrong = |error: DataFusionError| self.wrong(&error, &[]);
        let _ = self.context.deregister_table(TableReference::bare(named.name.as_str()));
        match &named.what {
            What::Parquet(file) => {
                let size = std::fs::metadata(file).map_err(|error| Error::File(format!("{file}: {error}")))?.len();
                self.context
                    .register_parquet(TableReference::bare(named.name.as_str()), file, ParquetReadOptions::default())
                    .await
                    .map_err(wrong)?;
                Ok(size)
            }
            What::Captures(kind, files) => {
                let kind = Kind::named(kind).unwrap_or(Kind::Packets);
                let files = files.as_ref().unwrap_or(&self.settings.files);
                if files.is_empty() {
                    let name = kind.name();
                    return Err(Error::Query(format!(
                        "{name}: of which capture? Name files behind the query, or in it: FROM {name}('a.pcap'){}",
                        if kind == Kind::Packets { ", FROM 'a.pcap'" } else { "" }
                    )));
                }
                let store = store::of(files).map_err(Error::Query)?.unwrap_or_else(|| self.store.clone());
                let captures = self.captures(files)?;
                let bytes = captures.iter().map(|capture| capture.size).sum();
                let table = Table {
                    store,
                    most: self.settings.split,
                    whole,
                    spread: self.settings.spread,
                    first: self.settings.first,
                    skip_bad: self.settings.skip_bad,
                    done: self.done.clone(),
                    ..Table::new(kind, columns.to_vec(), captures)
                };
                let table: Arc<dyn TableProvider> = Arc::new(table);
                self.context.register_table(TableReference::bare(named.name.as_str()), table).map_err(wrong)?;
                Ok(bytes)
            }
        }
    }

    /// The captures of these names: files, folders, patterns.
    ///
    /// # Errors
    /// Where one of them cannot be read, unless what is bad is to be skipped.
    pub fn captures(&self, files: &[String]) -> Result<Vec<Capture>, Error> {
        let mut all: Vec<Capture> = Vec::new();
        for file in files {
            if file == "-" {
                if self.cluster.is_some() {
                    return Err(Error::Query("-: standard input is here, not on the cluster".to_owned()));
                }
                all.push(Capture::stdin());
                continue;
            }
            if store::is_object(file) {
                for found in store::found(file).map_err(Error::File)? {
                    match found.capture() {
                        Ok(capture) => all.push(capture),
                        Err(text) if self.settings.skip_bad => self.leave_out(text),
                        Err(text) => return Err(Error::File(text)),
                    }
                }
                continue;
            }
            for path in expand(file)? {
                let shown = path.display().to_string();
                match Capture::open(&path, &shown) {
                    Ok(capture) => all.push(capture),
                    Err(error) if self.settings.skip_bad => self.leave_out(error.to_string()),
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(all)
    }

    fn leave_out(&self, text: String) {
        let mut left_out = self.left_out.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !left_out.contains(&text) {
            left_out.push(text);
        }
    }

    /// The answer to DESCRIBE and SHOW, where it is ours.
    fn described(&self, statement: &Statement) -> Result<Option<RecordBatch>, Error> {
        let Statement::Statement(statement) = statement else { return Ok(None) };
        match statement.as_ref() {
            ast::Statement::ExplainTable { table_name, .. } => self.columns_of(table_name),
            ast::Statement::ShowColumns { show_options, .. } => {
                let Some(name) = show_options.show_in.as_ref().and_then(|show| show.parent_name.as_ref()) else { return Ok(None) };
                self.columns_of(name)
            }
            ast::Statement::ShowTables { .. } => {
                let mut rows: Vec<[String; 2]> = vec![
                    ["packets".into(), "a row a packet; a column each field".into()],
                    ["flows".into(), "a row a conversation of each capture".into()],
                    ["handshakes".into(), "a row an attempt to open a TCP connection".into()],
                    ["dns".into(), "a row a DNS message".into()],
                    ["http".into(), "a row an HTTP message".into()],
                    ["tls".into(), "a row a conversation over TLS".into()],
                ];
                if let Some(schema) = self.context.catalog("datafusion").and_then(|catalog| catalog.schema("public")) {
                    rows.extend(schema.table_names().into_iter().map(|name| [name, "a view of this session".to_owned()]));
                }
                Ok(Some(batch(["table_name", "what"], &rows)?))
            }
            _ => Ok(None),
        }
    }

    fn columns_of(&self, name: &ObjectName) -> Result<Option<RecordBatch>, Error> {
        let [ObjectNamePart::Identifier(ident)] = name.0.as_slice() else { return Ok(None) };
        let table = ident.value.to_ascii_lowercase();
        let kind = match Kind::named(&table).filter(|_| ident.quote_style.is_none()) {
            Some(kind) => kind,
            None if ident.quote_style.is_some() && !table.ends_with(".parquet") => {
                // It has to be a capture for its columns to be a capture's.
                self.captures(std::slice::from_ref(&ident.value))?;
                Kind::Packets
            }
            None => return Ok(None),
        };
        let rows: Vec<[String; 5]> = match kind {
            Kind::Packets => {
                let row = |(name, field, title): (String, String, String)| {
                    let schema = schema(kind, std::slice::from_ref(&name), self.settings.first);
                    let of = schema.fields().first().map_or_else(String::new, |field| shown(field.data_type()));
                    [name, of, "YES".to_owned(), field, title]
                };
                column::all().into_iter().map(row).collect()
            }
            kind => {
                let schema = schema(kind, &[], false);
                let row =
                    |field: &Arc<Field>| [field.name().clone(), shown(field.data_type()), "YES".to_owned(), String::new(), String::new()];
                schema.fields().iter().map(row).collect()
            }
        };
        Ok(Some(batch(["column_name", "data_type", "is_nullable", "field", "title"], &rows)?))
    }

    /// What an error of DataFusion means to a person.
    pub fn wrong(&self, error: &DataFusionError, tables: &[Named]) -> Error {
        let root = error.find_root();
        if let DataFusionError::External(inner) = root {
            if let Some(failure) = inner.downcast_ref::<crate::part::Failure>() {
                return match failure {
                    crate::part::Failure::Uncertain(Uncertain { .. }) => Error::Uncertain(failure.to_string()),
                    failure => Error::File(failure.to_string()),
                };
            }
            return Error::Other(inner.to_string());
        }
        if let DataFusionError::SchemaError(of, _) = root
            && let SchemaError::FieldNotFound { field, valid_fields } = of.as_ref()
        {
            let mut names: Vec<String> = valid_fields.iter().map(|field| field.name.clone()).collect();
            let mut kinds = String::new();
            for named in tables {
                if let What::Captures(kind, _) = named.what
                    && let Some(kind) = Kind::named(kind)
                {
                    names.extend(known(kind));
                    kinds = format!(" (DESCRIBE {} lists them)", kind.name());
                }
            }
            let hint = near::hint(&field.name, names.iter().map(String::as_str));
            return Error::Query(format!("there is no column `{}`{hint}{kinds}", field.flat_name()));
        }
        let text = root.strip_backtrace();
        if let Some(scheduler) = &self.cluster
            && let DataFusionError::Execution(text) = root
        {
            return answered(scheduler, text);
        }
        match root {
            DataFusionError::ResourcesExhausted(_) => {
                Error::Memory(format!("more memory is wanted than --memory allows ({} MiB): {text}", self.settings.memory >> 20))
            }
            DataFusionError::ObjectStore(_) | DataFusionError::IoError(_) | DataFusionError::ParquetError(_) => Error::File(text),
            DataFusionError::ArrowError(..) | DataFusionError::Internal(_) => Error::Other(text),
            _ => {
                let text = ["Error during planning: ", "SQL error: ", "Execution error: ", "This feature is not implemented: "]
                    .iter()
                    .find_map(|prefix| text.strip_prefix(prefix))
                    .unwrap_or(&text);
                Error::Query(self.table_hint(text))
            }
        }
    }

    /// A name of no table is told in our words.
    fn table_hint(&self, text: &str) -> String {
        let Some(name) = text.strip_prefix("table '").and_then(|rest| rest.strip_suffix("' not found")) else { return text.to_owned() };
        let name = name.rsplit('.').next().unwrap_or(name);
        let hint = near::hint(name, Kind::ALL.iter().map(|kind| kind.name()));
        format!("there is no table `{name}`{hint} (SHOW TABLES lists them; a file is named in quotes: FROM 'a.pcap')")
    }
}

/// What an error of a cluster means: all of them are text.
fn answered(scheduler: &str, text: &str) -> Error {
    if let Some((uncertain, said)) = crate::part::heard(text) {
        return if uncertain { Error::Uncertain(said.to_owned()) } else { Error::File(said.to_owned()) };
    }
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["Unauthenticated"]) {
        return Error::Network(format!("{scheduler}: the cluster wants another token"));
    }
    if has(&["tcp connect error", "transport error", "Unavailable", "GrpcConnectionError", "connection error", "h2 protocol error"])
        && !text.starts_with("Job ")
        || has(&["Stream closed without job completing"])
    {
        return Error::Network(format!("{scheduler}: the scheduler is gone, and with it the query; ask again when there is one"));
    }
    if has(&["All executors", "no executors", "No executors"]) {
        return Error::Network(format!("{scheduler}: the cluster has no executors left"));
    }
    // `Job x failed: Job failed due to stage 1 failed: Task failed due to runtime execution error: ...`
    let said = text.rsplit(" failed: ").next().unwrap_or(text);
    let said = said.strip_prefix("Task failed due to runtime execution error: ").unwrap_or(said).trim();
    Error::Other(format!("the cluster could not answer: {said}"))
}

/// Our settings in DataFusion's words.
pub fn config(config: SessionConfig, settings: &Settings) -> SessionConfig {
    let mut config = config.with_target_partitions(settings.partitions.max(1)).with_information_schema(true);
    // DataFusion 55.2 lets min() and max() tell the scan which rows cannot matter any more, and forgets those of them that are of an
    // expression: `min(a), max(b + 0)` then loses rows that have the greatest b.
    config.options_mut().optimizer.enable_aggregate_dynamic_filter_pushdown = false;
    config
}

/// A type as DESCRIBE shows it.
fn shown(of: &DataType) -> String {
    match of {
        DataType::List(item) => format!("List({})", item.data_type()),
        of => of.to_string(),
    }
}

fn batch<const N: usize>(titles: [&str; N], rows: &[[String; N]]) -> Result<RecordBatch, Error> {
    let schema = Schema::new(titles.iter().map(|title| Field::new(*title, DataType::Utf8, true)).collect::<Vec<_>>());
    let column =
        |i: usize| Arc::new(rows.iter().map(|row| row.get(i).filter(|text| !text.is_empty())).collect::<StringArray>()) as ArrayRef;
    RecordBatch::try_new(Arc::new(schema), (0..N).map(column).collect()).map_err(|error| Error::Other(error.to_string()))
}

/// True where a plan gives rows in the order it reads them.
fn in_order(plan: &LogicalPlan) -> bool {
    let mut only = true;
    let _ = plan.apply(|node| {
        only &= matches!(
            node,
            LogicalPlan::Projection(_)
                | LogicalPlan::Filter(_)
                | LogicalPlan::TableScan(_)
                | LogicalPlan::SubqueryAlias(_)
                | LogicalPlan::Limit(_)
        );
        Ok(if only { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
    });
    only
}

fn limited(plan: &LogicalPlan) -> bool {
    plan.exists(|node| Ok(matches!(node, LogicalPlan::Limit(_)))).unwrap_or(false)
}

/// How captures are called, in a folder.
const ENDINGS: [&str; 5] = ["pcap", "pcapng", "cap", "dmp", "ntar"];

/// The files that a name means: a file, all captures in a folder and below, or what a pattern matches.
///
/// # Errors
/// Where there is none.
pub fn expand(name: &str) -> Result<Vec<PathBuf>, Error> {
    let path = Path::new(name);
    if path.is_dir() {
        let mut found = Vec::new();
        below(path, &mut found, 0).map_err(|error| Error::File(format!("{name}: {error}")))?;
        if found.is_empty() {
            return Err(Error::File(format!("{name}: there is no capture in this folder (.pcap, .pcapng, .cap, also .gz .zst .lz4 .xz)")));
        }
        found.sort();
        return Ok(found);
    }
    // A file may be called like a pattern.
    if path.exists() || !name.contains(['*', '?', '[']) {
        return Ok(vec![path.to_owned()]);
    }
    let paths = glob::glob(name).map_err(|error| Error::Query(format!("{name}: {error}")))?;
    let mut found: Vec<PathBuf> =
        paths.filter_map(Result::ok).filter(|path| !path.is_dir() && path.extension().is_none_or(|end| end != "pktidx")).collect();
    if found.is_empty() {
        return Err(Error::File(format!("{name}: no file matches")));
    }
    found.sort();
    Ok(found)
}

/// True for what is called as captures are, packed or not.
pub(crate) fn is_capture(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let bare = [".gz", ".zst", ".lz4", ".xz"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    ENDINGS.iter().any(|end| bare.strip_suffix(end).is_some_and(|rest| rest.ends_with('.')))
}

fn below(folder: &Path, found: &mut Vec<PathBuf>, depth: usize) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if depth < 32 && !path.is_symlink() {
                below(&path, found, depth + 1)?;
            }
            continue;
        }
        if is_capture(&path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default()) {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_its_captures() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.pcap", "a.pcapng.gz", "a.pcap.pktidx", "note.txt", "pcap"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("c")).unwrap();
        std::fs::write(folder.path().join("c/d.CAP"), "").unwrap();
        let names = |text: &str| {
            let found = expand(text).unwrap();
            found.iter().map(|path| path.strip_prefix(folder.path()).unwrap().display().to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names(folder.path().to_str().unwrap()), ["a.pcapng.gz", "b.pcap", "c/d.CAP"]);
        assert_eq!(names(&format!("{}/?.pcap*", folder.path().display())), ["a.pcapng.gz", "b.pcap"]);
        assert!(expand(&format!("{}/z*", folder.path().display())).is_err());
    }
}
