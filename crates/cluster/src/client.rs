//! `pkt sql --cluster`: the same program, whose sessions are a cluster's.

use crate::access::Token;
use crate::codec::{Logical, Physical};
use crate::ledger::Status;
use crate::say;
use crate::scheduler::MESSAGE;
use ballista::prelude::{SessionConfigExt, SessionContextExt};
use datafusion::execution::SessionStateBuilder;
use datafusion::prelude::{SessionConfig, SessionContext};
use pkt_sql::cli::Engine;
use pkt_sql::session::{self, Error, Session};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

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
}
