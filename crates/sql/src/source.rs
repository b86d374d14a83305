//! Captures as a table of DataFusion.
//!
//! The table cuts its captures into parts and makes a `DataSourceExec` over a `FileScanConfig` of them, whose `FileSource` reads
//! them: it takes the projection and all predicates. It must be that and no plan of its own: a cluster's scheduler can give tasks
//! a slice of a `FileScanConfig`'s parts, and gives any other leaf whole to every task.

use crate::column::{self, Need};
use crate::part::{Capture, Failure, LEAST, MOST, Part, joined};
use crate::scan::{Done, Predicate, Scan, Wanted, columns_of};
use crate::tables::{self, Rows};
use async_trait::async_trait;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::config::ConfigOptions;
use datafusion::common::stats::Precision;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result, ScalarValue, Statistics, internal_err};
use datafusion::datasource::TableType;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::{FileGroup, FileOpenFuture, FileOpener, FileScanConfig, FileScanConfigBuilder, FileSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown};
use datafusion::physical_expr::expressions::Column as PhysicalColumn;
use datafusion::physical_expr::projection::ProjectionExprs;
use datafusion::physical_expr::utils::reassign_expr_columns;
use datafusion::physical_expr::{PhysicalExpr, conjunction};
use datafusion::physical_plan::filter_pushdown::{FilterPushdownPropagation, PushedDown};
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use datafusion::physical_plan::{DisplayFormatType, ExecutionPlan};
use datafusion_datasource::TableSchema;
use datafusion_datasource::projection::{ProjectionOpener, SplitProjection};
use futures::{StreamExt, stream};
use object_store::{GetOptions, GetRange, GetResultPayload, ObjectStore};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Formatter};
use std::io;
use std::sync::Arc;

/// Where the order of rows does not matter, each thread is to find so many parts: who is kept from working leaves more to the others.
const SHARED: usize = 8;

/// The hidden column that tells a part's borders to who reads it.
const PART: &str = "pkt.part";

/// What one row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A packet.
    Packets,
    /// A conversation.
    Flows,
    /// An attempt to connect.
    Handshakes,
    /// A DNS message.
    Dns,
    /// An HTTP message.
    Http,
    /// A conversation over TLS.
    Tls,
}

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 6] = [Kind::Packets, Kind::Flows, Kind::Handshakes, Kind::Dns, Kind::Http, Kind::Tls];

    /// The table's name.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Packets => "packets",
            Kind::Flows => "flows",
            Kind::Handshakes => "handshakes",
            Kind::Dns => "dns",
            Kind::Http => "http",
            Kind::Tls => "tls",
        }
    }

    /// The table of a name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Captures as a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Table {
    /// What one row is.
    pub kind: Kind,
    /// The columns of `packets`, by name; the others have theirs.
    pub columns: Vec<String>,
    /// The object store.
    pub store: String,
    /// The captures.
    pub captures: Vec<Capture>,
    /// A part is at most so long; `None`: as the number of threads and [`MOST`] would have it.
    pub most: Option<u64>,
    /// Captures are not divided.
    pub whole: bool,
    /// Every part is a partition of its own: a cluster shares them out.
    pub spread: bool,
    /// Of fields that come several times only the first is told.
    pub first: bool,
    /// Go on behind what is broken.
    pub skip_bad: bool,
    /// What was done, for who asks in this process.
    #[serde(skip)]
    pub done: Arc<Done>,
}

impl Table {
    /// A table of these captures in the file system.
    pub fn new(kind: Kind, columns: Vec<String>, captures: Vec<Capture>) -> Table {
        let store = "file:///".to_owned();
        Table {
            kind,
            columns,
            store,
            captures,
            most: None,
            whole: false,
            spread: false,
            first: false,
            skip_bad: false,
            done: Arc::default(),
        }
    }

    /// The columns, as Arrow has them.
    pub fn arrow(&self) -> SchemaRef {
        schema(self.kind, &self.columns, self.first)
    }

    /// How long a part is at most, for so many threads. `shared`: who has read one takes the next.
    fn most(&self, target: usize, shared: bool) -> u64 {
        let total: u64 = self.captures.iter().map(|capture| capture.size).sum();
        let parts = target.max(1) * if shared { SHARED } else { 1 };
        self.most.unwrap_or_else(|| MOST.min(total.div_ceil(parts as u64)).max(LEAST))
    }

    /// The parts that are read for these columns. `fine`: where there is an index, the smallest it knows.
    fn parts(&self, need: Need, most: u64, fine: bool) -> Vec<(usize, Part)> {
        let need = if self.whole || self.kind != Kind::Packets { Need::Flow } else { need };
        let of = |(i, capture): (usize, &Capture)| {
            let most = if fine && capture.index.is_some() { 1 } else { most };
            capture.parts(most, need).into_iter().map(move |part| (i, part)).collect::<Vec<_>>()
        };
        self.captures.iter().enumerate().flat_map(of).collect()
    }
}

/// The columns of a table, as Arrow has them.
pub fn schema(kind: Kind, columns: &[String], first: bool) -> SchemaRef {
    match kind {
        Kind::Packets => {
            let columns = columns.iter().filter_map(|name| column::find(name)).map(|mut column| {
                column.list &= !first || column.name.ends_with("_all");
                column
            });
            Arc::new(Schema::new(columns.map(|column| column.field()).collect::<Vec<_>>()))
        }
        kind => tables::schema(kind),
    }
}

#[async_trait]
impl TableProvider for Table {
    fn schema(&self) -> SchemaRef {
        self.arrow()
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        // They come here so that parts which cannot hold what is wanted are left out. The scan takes them all later.
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let schema = self.arrow();
        let projection = projection.cloned().unwrap_or_else(|| (0..schema.fields().len()).collect());
        let need = match self.kind {
            Kind::Packets => {
                let names = projection.iter().filter_map(|i| self.columns.get(*i));
                names.filter_map(|name| column::find(name)).map(|column| column.need).max().unwrap_or(Need::Nothing)
            }
            _ => Need::Flow,
        };
        let target = state.config().target_partitions();
        // A cluster's tasks have each the parts that they were given.
        let shared = target > 1 && !self.spread && state.config_options().execution.enable_file_stream_work_stealing;
        let most = self.most(target, shared);
        let mut parts = self.parts(need, most, false);
        if self.kind == Kind::Packets && !filters.is_empty() {
            if self.captures.iter().any(|capture| capture.index.is_some()) {
                // What an index tells of, it tells of small pieces: those that remain are put together again.
                parts = joined(crate::prune::kept(self, self.parts(need, most, true), filters, state)?, most);
            } else {
                parts = crate::prune::kept(self, parts, filters, state)?;
            }
        }
        let statistics = self.statistics(&parts, &schema, filters.is_empty());
        let file = |(i, part): &(usize, Part)| -> Result<PartitionedFile> {
            let capture = &self.captures[*i];
            let path = if capture.path == "-" {
                object_store::path::Path::from("-")
            } else if self.store == "file:///" {
                object_store::path::Path::from_absolute_path(&capture.path).map_err(|error| DataFusionError::External(Box::new(error)))?
            } else {
                object_store::path::Path::parse(&capture.path).map_err(|error| DataFusionError::External(Box::new(error)))?
            };
            let mut file = PartitionedFile::new("", capture.size);
            file.object_meta.location = path;
            let part = serde_json::to_string(part).map_err(|error| DataFusionError::External(Box::new(error)))?;
            Ok(file.with_partition_values(vec![ScalarValue::Utf8(Some(part))]))
        };
        if parts.is_empty() {
            let schema = Arc::new(schema.project(&projection)?);
            return Ok(Arc::new(datafusion::physical_plan::empty::EmptyExec::new(schema)));
        }
        let files = parts.iter().map(file).collect::<Result<Vec<_>>>()?;
        let sizes: Vec<u64> = parts.iter().map(|(_, part)| part.to - part.from).collect();
        // Where one partition is asked for, the rows' order matters.
        let groups = if self.spread && target > 1 {
            files.into_iter().map(|file| FileGroup::new(vec![file])).collect()
        } else {
            grouped(files, &sizes, target)
        };
        let source = PacketSource::new(self.kind, schema, self.skip_bad, self.done.clone());
        let config = FileScanConfigBuilder::new(ObjectStoreUrl::parse(&self.store)?, Arc::new(source))
            .with_file_groups(groups)
            .with_statistics(statistics)
            .with_preserve_order(!shared)
            .with_projection_indices(Some(projection))?
            .with_limit(limit)
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }
}

impl Table {
    /// What the indexes tell of the parts: how many packets.
    fn statistics(&self, parts: &[(usize, Part)], schema: &SchemaRef, exact: bool) -> Statistics {
        // The hidden column belongs to it.
        let mut fields: Vec<_> = schema.fields().iter().cloned().collect();
        fields.push(Arc::new(hidden()));
        let mut statistics = Statistics::new_unknown(&Schema::new(fields));
        if self.kind != Kind::Packets {
            return statistics;
        }
        let of = |(i, part): &(usize, Part)| {
            let index = self.captures.get(*i)?.index.as_ref()?;
            match part.by {
                crate::part::Borders::Whole => Some(index.packets),
                _ => index.tells(part).map(|(before, after, _)| after - before),
            }
        };
        let rows: Option<u64> = parts.iter().map(of).sum();
        if let Some(rows) = rows {
            statistics.num_rows = if exact { Precision::Exact(rows as usize) } else { Precision::Inexact(rows as usize) };
        }
        statistics
    }
}

/// As many groups as there are threads, of parts that lie behind one another, of about the same length.
fn grouped(files: Vec<PartitionedFile>, sizes: &[u64], target: usize) -> Vec<FileGroup> {
    let total: u64 = sizes.iter().sum::<u64>().max(1);
    let target = target.clamp(1, files.len().max(1));
    let mut groups: Vec<Vec<PartitionedFile>> = vec![vec![]; target];
    let mut before = 0;
    let count = files.len();
    for (i, (file, size)) in files.into_iter().zip(sizes).enumerate() {
        let middle = before + size / 2;
        let by_size = (middle as u128 * target as u128 / total as u128) as usize;
        // Pipes have no length, and then the number of files counts.
        let group = if total <= 1 { i * target / count } else { by_size };
        groups[group.min(target - 1)].push(file);
        before += size;
    }
    groups.into_iter().filter(|group| !group.is_empty()).map(FileGroup::new).collect()
}

fn hidden() -> Field {
    Field::new(PART, DataType::Utf8, false)
}

/// Reads parts of captures.
#[derive(Clone)]
pub struct PacketSource {
    kind: Kind,
    schema: TableSchema,
    projection: SplitProjection,
    predicate: Option<Arc<dyn PhysicalExpr>>,
    batch: Option<usize>,
    skip_bad: bool,
    metrics: ExecutionPlanMetricsSet,
    done: Arc<Done>,
}

impl PacketSource {
    /// A source of rows of that kind, with these columns.
    pub fn new(kind: Kind, schema: SchemaRef, skip_bad: bool, done: Arc<Done>) -> PacketSource {
        let schema = TableSchema::builder(schema).with_table_partition_cols(vec![Arc::new(hidden())]).build();
        let projection = SplitProjection::unprojected(&schema);
        PacketSource { kind, schema, projection, predicate: None, batch: None, skip_bad, metrics: ExecutionPlanMetricsSet::new(), done }
    }

    /// The same, of rows for which this is true.
    #[must_use]
    pub fn with_predicate(mut self, predicate: Option<Arc<dyn PhysicalExpr>>) -> PacketSource {
        self.predicate = predicate;
        self
    }

    /// Which rows.
    pub fn predicate(&self) -> Option<&Arc<dyn PhysicalExpr>> {
        self.predicate.as_ref()
    }

    /// What one row is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// True where it goes on behind what is broken.
    pub fn skips_bad(&self) -> bool {
        self.skip_bad
    }

    /// The columns that a predicate needs, and the predicate over them alone.
    fn test(&self, predicate: &Arc<dyn PhysicalExpr>) -> Result<(Arc<dyn PhysicalExpr>, SchemaRef)> {
        let mut wanted = Vec::new();
        predicate.apply(|expression| {
            if let Some(column) = expression.downcast_ref::<PhysicalColumn>() {
                wanted.push(column.index());
            }
            Ok(TreeNodeRecursion::Continue)
        })?;
        wanted.sort_unstable();
        wanted.dedup();
        let schema = Arc::new(self.schema.file_schema().project(&wanted)?);
        Ok((reassign_expr_columns(predicate.clone(), &schema)?, schema))
    }
}

impl FileSource for PacketSource {
    fn create_file_opener(&self, store: Arc<dyn ObjectStore>, config: &FileScanConfig, _partition: usize) -> Result<Arc<dyn FileOpener>> {
        let schema = Arc::new(self.schema.file_schema().project(&self.projection.file_indices)?);
        let rows = self.batch.unwrap_or(8192).min(config.limit.unwrap_or(usize::MAX).max(1));
        let test = self.predicate.as_ref().map(|predicate| self.test(predicate)).transpose()?;
        let what = match self.kind {
            Kind::Packets => {
                let Some(columns) = columns_of(&schema) else { return internal_err!("a column that is none: {schema:?}") };
                let predicate = match test {
                    None => None,
                    Some((expression, schema)) => {
                        let Some(columns) = columns_of(&schema) else { return internal_err!("a column that is none: {schema:?}") };
                        Some(Predicate { expression, columns, schema })
                    }
                };
                What::Packets(Wanted { columns, schema, predicate, rows, skip_bad: self.skip_bad })
            }
            kind => What::Rows(Rows { kind, schema, test, skip_bad: self.skip_bad }),
        };
        let local = config.object_store_url.as_str() == "file:///";
        let opener = Opener { store, local, what, done: self.done.clone() };
        ProjectionOpener::try_new(self.projection.clone(), Arc::new(opener), self.schema.file_schema())
    }

    fn table_schema(&self) -> &TableSchema {
        &self.schema
    }

    fn with_batch_size(&self, rows: usize) -> Arc<dyn FileSource> {
        Arc::new(PacketSource { batch: Some(rows), ..self.clone() })
    }

    fn filter(&self) -> Option<Arc<dyn PhysicalExpr>> {
        self.predicate.clone()
    }

    fn projection(&self) -> Option<&ProjectionExprs> {
        Some(&self.projection.source)
    }

    fn metrics(&self) -> &ExecutionPlanMetricsSet {
        &self.metrics
    }

    fn file_type(&self) -> &str {
        self.kind.name()
    }

    fn fmt_extra(&self, _: DisplayFormatType, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.predicate {
            Some(predicate) => write!(f, ", predicate={predicate}"),
            None => Ok(()),
        }
    }

    fn supports_repartitioning(&self) -> bool {
        false
    }

    fn repartitioned(
        &self,
        _: usize,
        _: usize,
        _: Option<datafusion::physical_expr::LexOrdering>,
        _: &FileScanConfig,
    ) -> Result<Option<FileScanConfig>> {
        // The table has cut its captures already, and nobody else knows where.
        Ok(None)
    }

    fn try_pushdown_filters(
        &self,
        filters: Vec<Arc<dyn PhysicalExpr>>,
        _: &ConfigOptions,
    ) -> Result<FilterPushdownPropagation<Arc<dyn FileSource>>> {
        let count = filters.len();
        // With none the conjunction would be `true`, and ask every packet for nothing.
        if count == 0 {
            return Ok(FilterPushdownPropagation::with_parent_pushdown_result(vec![]));
        }
        let predicate = Some(conjunction(self.predicate.iter().cloned().chain(filters)));
        Ok(FilterPushdownPropagation::with_parent_pushdown_result(vec![PushedDown::Yes; count]).with_updated_node(Arc::new(PacketSource {
            predicate,
            ..self.clone()
        })
            as Arc<dyn FileSource>))
    }

    fn try_pushdown_projection(&self, projection: &ProjectionExprs) -> Result<Option<Arc<dyn FileSource>>> {
        let merged = self.projection.source.try_merge(projection)?;
        let projection = SplitProjection::new(self.schema.file_schema(), &merged);
        Ok(Some(Arc::new(PacketSource { projection, ..self.clone() })))
    }

    fn apply_expressions(&self, f: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>) -> Result<TreeNodeRecursion> {
        match &self.predicate {
            Some(predicate) => f(predicate),
            None => Ok(TreeNodeRecursion::Continue),
        }
    }
}

/// What is to be made of a part.
#[derive(Clone)]
enum What {
    Packets(Wanted),
    Rows(Rows),
}

struct Opener {
    store: Arc<dyn ObjectStore>,
    /// The store is the file system.
    local: bool,
    what: What,
    done: Arc<Done>,
}

impl FileOpener for Opener {
    fn open(&self, file: PartitionedFile) -> Result<FileOpenFuture> {
        let Some(ScalarValue::Utf8(Some(part))) = file.partition_values.first() else { return internal_err!("a part without borders") };
        let part: Part = serde_json::from_str(part).map_err(|error| DataFusionError::External(Box::new(error)))?;
        let (store, local, what, done) = (self.store.clone(), self.local, self.what.clone(), self.done.clone());
        Ok(Box::pin(async move {
            let external = |failure: Failure| DataFusionError::External(Box::new(failure));
            let location = &file.object_meta.location;
            let reader = if part.shown == "-" {
                pktlab::capture::stdin()
            } else if local {
                let range = GetOptions { range: Some(GetRange::Bounded(0..1)), ..Default::default() };
                let payload = store.get_opts(location, range).await?.payload;
                let GetResultPayload::File(mut file, _) = payload else { return internal_err!("{}: not in a file system", part.shown) };
                let wrong = |source: io::Error| external(Failure::Input { shown: part.shown.clone(), source });
                io::Seek::rewind(&mut file).map_err(wrong)?;
                part.read(Box::new(file)).map_err(external)?
            } else {
                let object = crate::store::Object::new(store, location.clone(), file.object_meta.size);
                part.read(Box::new(object)).map_err(external)?
            };
            Ok(match what {
                What::Packets(wanted) => stream::iter(Scan::new(reader, part, &wanted, done)).boxed(),
                What::Rows(rows) => stream::iter(rows.read(reader, part, done)).boxed(),
            })
        }))
    }
}

/// The column of that name in a table of this kind, or what is near; for messages.
pub fn known(kind: Kind) -> Vec<String> {
    match kind {
        Kind::Packets => column::all().into_iter().map(|(name, ..)| name).collect(),
        kind => tables::schema(kind).fields().iter().map(|field| field.name().clone()).collect(),
    }
}
