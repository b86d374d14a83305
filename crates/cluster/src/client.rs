//! `pkt sql --cluster`: the same program, whose sessions are a cluster's.

use crate::access::Token;
use crate::codec::{Logical, Physical};
use crate::ledger::Status;
use crate::say;
use crate::scheduler::MESSAGE;
use ballista::prelude::{SessionConfigExt, SessionContextExt};
use ballista_core::serde::protobuf::CancelJobParams;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use pkt_sql::cli::Engine;
use pkt_sql::session::{self, Error, Session};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tonic::transport::Endpoint;

/// A scheduler that does not take back a query for so long is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A cluster.
pub struct Cluster {
    /// Its scheduler.
    pub address: String,
    /// What lets us take part.
    pub token: Token,
    /// The user has said how many partitions there shall be.
    pub divided: bool,
    /// What our queries are called.
    name: String,
}

impl Cluster {
    /// The cluster of that scheduler.
    pub fn new(address: String, token: Token, divided: bool) -> Cluster {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        Cluster { address, token, divided, name: format!("pkt-{}-{now:x}", std::process::id()) }
    }
}

impl Cluster {
    /// Cancels our queries; how many there were.
    async fn cancel_all(&self) -> anyhow::Result<usize> {
        let status = Status::ask(&self.address, &self.token).await?;
        let ours: Vec<_> = status.jobs.into_iter().filter(|job| job.name == self.name && !job.ended).collect();
        let endpoint =
            (self.token.endpoint())(Endpoint::from_shared(format!("http://{}", self.address))?).map_err(anyhow::Error::from_boxed)?;
        let mut scheduler = SchedulerGrpcClient::new(endpoint.connect().await?);
        // As we let go of it the scheduler may have noticed already.
        for job in ours.iter().filter(|job| !job.cancelled) {
            scheduler.cancel_job(CancelJobParams { job_id: job.id.clone() }).await?;
        }
        Ok(ours.len())
    }
}

impl Engine for Cluster {
    async fn session(&self, mut settings: session::Settings) -> Result<Session, Error> {
        crate::ledger::host_port(&self.address).map_err(|error| Error::Query(format!("--cluster: {error}")))?;
        let status = Status::ask(&self.address, &self.token).await.map_err(|error| Error::Network(error.to_string()))?;
        if status.threads() == 0 {
            say::note(&format!("note: {} has no executors yet; the query waits for one", self.address));
        }
        if !self.divided {
            settings.partitions = status.threads().max(2);
        }
        settings.spread = true;
        let config = SessionConfig::new_with_ballista()
            .with_ballista_logical_extension_codec(Arc::new(Logical::default()))
            .with_ballista_physical_extension_codec(Arc::new(Physical::default()))
            .with_ballista_override_create_grpc_client_endpoint(self.token.endpoint())
            .with_ballista_grpc_client_max_message_size(MESSAGE as usize)
            .with_ballista_job_name(&self.name)
            // A part a task: what is lost with an executor is little, and who is done gets the next.
            .set_u64("ballista.scheduler.max_partitions_per_task", 1);
        let config = session::config(config, &settings);
        let state = SessionStateBuilder::new().with_config(config).with_default_features().build();
        let context = SessionContext::remote_with_state(&format!("df://{}", self.address), state).await;
        let context = context.map_err(|error| Error::Network(error.strip_backtrace()))?;
        Ok(Session::with(context, settings).on_cluster(&self.address))
    }

    async fn account(&self) -> Option<String> {
        let status = Status::ask(&self.address, &self.token).await.ok()?;
        let lines: Vec<String> = status.jobs.iter().filter(|job| job.name == self.name).map(|job| job.told()).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    async fn cancel(&self) -> Option<String> {
        let cancelled = tokio::time::timeout(PATIENCE, self.cancel_all()).await;
        Some(match cancelled {
            Ok(Ok(0)) => "stopped: no query was running yet".to_owned(),
            Ok(Ok(_)) => format!("stopped: the query is cancelled at {}", self.address),
            Ok(Err(error)) => format!("stopped; whether {} goes on is not known: {error}", self.address),
            Err(_) => format!("stopped; whether {} goes on is not known: no answer", self.address),
        })
    }
}
