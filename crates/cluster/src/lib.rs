//! SQL over captures on many machines, on Apache Ballista.
//!
//! ```text
//! scheduler  plans queries, gives out tasks        executor  does them          client  asks
//! codec      captures in plans that are sent about ledger    who did what, who is there
//! access     the token                             say       lines on stderr    cli     arguments
//! running    tasks that can be stopped
//! ```
//!
//! The captures stay where they are: on a path that all nodes share, or in an object store. A client names them, the scheduler cuts
//! them into parts ([`pkt_sql::part`]), each of which is a task.

pub mod access;
pub mod cli;
pub mod client;
pub mod codec;
pub mod executor;
pub mod ledger;
pub mod running;
pub mod say;
pub mod scheduler;

use ballista_core::serde::protobuf::ExecutorRegistration;
use datafusion::common::Result;
use datafusion::execution::FunctionRegistry;
use datafusion::execution::SessionState;
use datafusion::prelude::SessionConfig;

/// A session as scheduler and executors have it: Ballista's, with our functions.
fn session_state(config: SessionConfig) -> Result<SessionState> {
    let mut state = ballista_core::utils::default_session_builder(config)?;
    for function in pkt_sql::functions::all() {
        state.register_udf(function)?;
    }
    Ok(state)
}

/// How many tasks an executor does at a time.
fn threads_of(executor: &ExecutorRegistration) -> u32 {
    use ballista_core::serde::protobuf::executor_resource::Resource;
    let resources = executor.specification.iter().flat_map(|specification| &specification.resources);
    let threads = resources.filter_map(|resource| match resource.resource {
        Some(Resource::Vcores(threads)) => Some(threads),
        #[allow(unreachable_patterns)]
        _ => None,
    });
    threads.max().unwrap_or(0)
}

/// Ends at the first SIGINT or SIGTERM from now on.
fn stops() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
