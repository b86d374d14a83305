//! Captures in the plans that a cluster sends about.
//!
//! A client sends a logical plan, in which our [`Table`] stands: its files and columns, as JSON. The scheduler cuts it into parts and
//! sends tasks, in which a `DataSourceExec` over a slice of them stands: as DataFusion writes any scan of files, with what our source
//! knows beside it. Our functions go by their names. All else is left to Ballista.

use ballista_core::serde::{BallistaLogicalExtensionCodec, BallistaPhysicalExtensionCodec};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::{DataFusionError, Result, TableReference};
use datafusion::datasource::file_format::FileFormatFactory;
use datafusion::datasource::physical_plan::FileScanConfig;
use datafusion::datasource::source::DataSourceExec;
use datafusion::execution::TaskContext;
use datafusion::logical_expr::{AggregateUDF, Extension, LogicalPlan, ScalarUDF, WindowUDF};
use datafusion::physical_plan::ExecutionPlan;
use datafusion_proto::logical_plan::LogicalExtensionCodec;
use datafusion_proto::physical_plan::from_proto::{parse_protobuf_file_scan_config, parse_table_schema_from_proto};
use datafusion_proto::physical_plan::to_proto::serialize_file_scan_config;
use datafusion_proto::physical_plan::{PhysicalExtensionCodec, PhysicalPlanDecodeContext, PhysicalProtoConverterExtension};
use datafusion_proto::protobuf::{FileScanExecConf, PhysicalExprNode};
use pkt_sql::functions;
use pkt_sql::source::{Kind, PacketSource, Table};
use prost::Message;
use std::any::Any;
use std::sync::Arc;

/// What is ours begins with this, and the form's number.
const MARK: &[u8] = b"PKTLAB\x01";

fn wrong(error: impl std::fmt::Display) -> DataFusionError {
    DataFusionError::Internal(format!("a plan of another version of pkt: {error}"))
}

/// A scan of captures.
#[derive(Clone, PartialEq, Message)]
struct Scan {
    #[prost(message, optional, tag = "1")]
    files: Option<FileScanExecConf>,
    #[prost(message, optional, tag = "2")]
    predicate: Option<PhysicalExprNode>,
    #[prost(string, tag = "3")]
    kind: String,
    #[prost(bool, tag = "4")]
    skip_bad: bool,
}

/// The function of that name, where it is ours.
fn function(name: &str, bytes: &[u8]) -> Option<Arc<ScalarUDF>> {
    (bytes == MARK || bytes.is_empty()).then(|| functions::named(name)).flatten()
}

/// Logical plans.
#[derive(Debug, Default)]
pub struct Logical(BallistaLogicalExtensionCodec);

/// Functions of queries, which both kinds of plan name: ours by their names, others as Ballista has them.
macro_rules! functions {
    () => {
        fn try_decode_udf(&self, name: &str, bytes: &[u8]) -> Result<Arc<ScalarUDF>> {
            function(name, bytes).map_or_else(|| self.0.try_decode_udf(name, bytes), Ok)
        }

        fn try_encode_udf(&self, node: &ScalarUDF, bytes: &mut Vec<u8>) -> Result<()> {
            if functions::named(node.name()).is_none() {
                return self.0.try_encode_udf(node, bytes);
            }
            bytes.extend_from_slice(MARK);
            Ok(())
        }

        fn try_decode_udaf(&self, name: &str, bytes: &[u8]) -> Result<Arc<AggregateUDF>> {
            self.0.try_decode_udaf(name, bytes)
        }

        fn try_encode_udaf(&self, node: &AggregateUDF, bytes: &mut Vec<u8>) -> Result<()> {
            self.0.try_encode_udaf(node, bytes)
        }

        fn try_decode_udwf(&self, name: &str, bytes: &[u8]) -> Result<Arc<WindowUDF>> {
            self.0.try_decode_udwf(name, bytes)
        }

        fn try_encode_udwf(&self, node: &WindowUDF, bytes: &mut Vec<u8>) -> Result<()> {
            self.0.try_encode_udwf(node, bytes)
        }
    };
}

impl LogicalExtensionCodec for Logical {
    fn try_decode(&self, bytes: &[u8], inputs: &[LogicalPlan], context: &TaskContext) -> Result<Extension> {
        self.0.try_decode(bytes, inputs, context)
    }

    fn try_encode(&self, node: &Extension, bytes: &mut Vec<u8>) -> Result<()> {
        self.0.try_encode(node, bytes)
    }

    fn try_decode_table_provider(
        &self,
        bytes: &[u8],
        name: &TableReference,
        schema: SchemaRef,
        context: &TaskContext,
    ) -> Result<Arc<dyn TableProvider>> {
        let Some(ours) = bytes.strip_prefix(MARK) else { return self.0.try_decode_table_provider(bytes, name, schema, context) };
        let table: Table = serde_json::from_slice(ours).map_err(wrong)?;
        Ok(Arc::new(table))
    }

    fn try_encode_table_provider(&self, name: &TableReference, table: Arc<dyn TableProvider>, bytes: &mut Vec<u8>) -> Result<()> {
        let Some(ours) = table.downcast_ref::<Table>() else { return self.0.try_encode_table_provider(name, table, bytes) };
        bytes.extend_from_slice(MARK);
        serde_json::to_writer(bytes, ours).map_err(wrong)
    }

    fn try_decode_file_format(&self, bytes: &[u8], context: &TaskContext) -> Result<Arc<dyn FileFormatFactory>> {
        self.0.try_decode_file_format(bytes, context)
    }

    fn try_encode_file_format(&self, bytes: &mut Vec<u8>, format: Arc<dyn FileFormatFactory>) -> Result<()> {
        self.0.try_encode_file_format(bytes, format)
    }

    functions!();
}

/// Physical plans: tasks.
#[derive(Debug, Default)]
pub struct Physical(BallistaPhysicalExtensionCodec);

/// A plan's scan of captures, where it is one.
fn scan_of(node: &dyn ExecutionPlan) -> Option<(&FileScanConfig, &PacketSource)> {
    let data: &dyn Any = node.downcast_ref::<DataSourceExec>()?.data_source().as_ref();
    let config = data.downcast_ref::<FileScanConfig>()?;
    let source: &dyn Any = config.file_source().as_ref();
    Some((config, source.downcast_ref::<PacketSource>()?))
}

impl PhysicalExtensionCodec for Physical {
    fn try_decode(
        &self,
        bytes: &[u8],
        inputs: &[Arc<dyn ExecutionPlan>],
        context: &TaskContext,
        converter: &dyn PhysicalProtoConverterExtension,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let Some(ours) = bytes.strip_prefix(MARK) else { return self.0.try_decode(bytes, inputs, context, converter) };
        let scan = Scan::decode(ours).map_err(wrong)?;
        let files = scan.files.ok_or_else(|| wrong("a scan of nothing"))?;
        let kind = Kind::named(&scan.kind).ok_or_else(|| wrong(&scan.kind))?;
        let schema = parse_table_schema_from_proto(&files)?;
        let done = crate::running::scan(context.task_id().as_deref());
        let context = PhysicalPlanDecodeContext::new(context, self);
        let predicate = scan.predicate.map(|node| converter.proto_to_physical_expr(&node, schema.table_schema(), &context)).transpose()?;
        let source = PacketSource::new(kind, schema.file_schema().clone(), scan.skip_bad, done).with_predicate(predicate);
        Ok(DataSourceExec::from_data_source(parse_protobuf_file_scan_config(&files, &context, converter, Arc::new(source))?))
    }

    fn try_encode(&self, node: Arc<dyn ExecutionPlan>, bytes: &mut Vec<u8>, converter: &dyn PhysicalProtoConverterExtension) -> Result<()> {
        let Some((config, source)) = scan_of(node.as_ref()) else { return self.0.try_encode(node, bytes, converter) };
        let predicate = source.predicate().map(|predicate| converter.physical_expr_to_proto(predicate, self)).transpose()?;
        let files = Some(serialize_file_scan_config(config, self, converter)?);
        bytes.extend_from_slice(MARK);
        Scan { files, predicate, kind: source.kind().name().to_owned(), skip_bad: source.skips_bad() }.encode(bytes).map_err(wrong)
    }

    functions!();
}
