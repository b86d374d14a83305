//! `pkt cluster executor`: asks a scheduler for tasks, reads captures, keeps results until they are fetched.

use crate::access::{Token, warning};
use crate::codec::{Logical, Physical};
use crate::ledger::{Status, Unreachable, host_port};
use crate::running::Stops;
use crate::say;
use crate::scheduler::MESSAGE;
use anyhow::Context;
use arrow_flight::flight_service_server::FlightServiceServer;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::error::BallistaError;
use ballista_core::extension::SessionConfigExt;
use ballista_core::registry::BallistaFunctionRegistry;
use ballista_core::serde::protobuf::executor_grpc_server::ExecutorGrpcServer;
use ballista_core::utils::create_grpc_server;
use ballista_executor::executor_process::{ExecutorProcessConfig, start_executor_process};
use ballista_executor::flight_service::BallistaFlightService;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::prelude::SessionConfig;
use pkt_sql::store::Stores;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tonic::service::interceptor::InterceptedService;
use tonic::transport::server::TcpIncoming;

/// What an executor is told.
pub struct Settings {
    /// The scheduler.
    pub scheduler: String,
    /// The address it lets results be fetched at.
    pub bind: IpAddr,
    /// The port; 0: a free one.
    pub port: u16,
    /// How others call this host.
    pub host: Option<String>,
    /// Tasks at a time.
    pub threads: usize,
    /// Memory for all tasks' sorting, grouping and joining.
    pub memory: Option<u64>,
    /// Where results are kept.
    pub folder: Option<PathBuf>,
    /// How long it is waited for the scheduler.
    pub patience: Duration,
    /// Who may take part.
    pub token: Token,
}

/// Runs an executor, until a signal comes.
///
/// # Errors
/// Where it cannot listen, or no scheduler lets it take part.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let Settings { scheduler, bind, port, host, threads, memory, folder, patience, token } = settings;
    let (scheduler_host, scheduler_port) = host_port(&scheduler)?;
    let wanted = SocketAddr::new(bind, port);
    let listener = tokio::net::TcpListener::bind(wanted).await.with_context(|| wanted.to_string())?;
    let address = listener.local_addr()?;
    let host = match host {
        Some(host) => host,
        None if bind.is_unspecified() => anyhow::bail!("--bind {bind}: by which name others reach this host has to be said: --host NAME"),
        None => bind.to_string(),
    };
    if let Some(text) = warning(bind, &token) {
        say::always(&text);
    }
    wait_for(&scheduler, &token, patience).await?;

    // A folder of our own, which goes when we go.
    let under = folder.unwrap_or_else(std::env::temp_dir);
    std::fs::create_dir_all(&under).with_context(|| under.display().to_string())?;
    let work = tempfile::Builder::new().prefix("pkt-executor-").tempdir_in(&under).with_context(|| under.display().to_string())?;
    let id = format!("{host}:{}-{:06x}", address.port(), std::process::id() & 0xff_ffff);
    let state = crate::session_state(SessionConfig::new_with_ballista())?;
    let endpoint = token.endpoint();
    let config_endpoint = endpoint.clone();
    let spill = work.path().to_owned();
    let listener = Mutex::new(Some(listener));
    let guard = token.clone();
    let config = ExecutorProcessConfig {
        executor_id: id.clone(),
        bind_host: bind.to_string(),
        external_host: Some(host),
        port: address.port(),
        grpc_port: address.port(),
        scheduler_host,
        scheduler_port,
        scheduler_connect_timeout_seconds: 30,
        vcores: threads,
        task_scheduling_policy: TaskSchedulingPolicy::PullStaged,
        work_dir: Some(work.path().display().to_string()),
        grpc_max_decoding_message_size: MESSAGE,
        grpc_max_encoding_message_size: MESSAGE,
        memory_pool_size: memory,
        override_function_registry: Some(Arc::new(BallistaFunctionRegistry::from(&state))),
        override_config_producer: Some(Arc::new(move || {
            SessionConfig::new_with_ballista().with_ballista_override_create_grpc_client_endpoint(config_endpoint.clone())
        })),
        override_runtime_producer: Some(Arc::new(move |_| {
            let runtime = RuntimeEnvBuilder::new().with_temp_file_path(spill.clone());
            runtime.with_object_store_registry(Arc::new(Stores::default())).build_arc()
        })),
        override_logical_codec: Some(Arc::new(Logical::default())),
        override_physical_codec: Some(Arc::new(Physical::default())),
        override_create_grpc_client_endpoint: Some(endpoint),
        override_arrow_flight_service: Some(Arc::new(move |folder, _, mut shutdown, config| {
            let listener = listener.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
            let guard = guard.clone();
            tokio::spawn(async move {
                let Some(listener) = listener else { return Err(BallistaError::General("listening twice".to_owned())) };
                let flights = FlightServiceServer::new(BallistaFlightService::new(folder))
                    .max_decoding_message_size(MESSAGE as usize)
                    .max_encoding_message_size(MESSAGE as usize);
                let guard = move |request: tonic::Request<()>| {
                    let header = request.metadata().get("user-agent").and_then(|header| header.to_str().ok());
                    if guard.admits(header) { Ok(request) } else { Err(tonic::Status::unauthenticated("the executor wants another token")) }
                };
                let stops = InterceptedService::new(ExecutorGrpcServer::new(Stops), guard.clone());
                let guarded = InterceptedService::new(flights, guard);
                let incoming = TcpIncoming::from(listener).with_nodelay(Some(true));
                let server = create_grpc_server(&config).add_service(guarded).add_service(stops);
                server.serve_with_incoming_shutdown(incoming, shutdown.recv()).await.map_err(BallistaError::TonicError)
            })
        })),
        ..ExecutorProcessConfig::default()
    };
    say::note(&format!("executor {id}: {threads} threads, results at {address}, work for {scheduler}"));
    start_executor_process(Arc::new(config)).await?;
    say::note(&format!("executor {id}: stopped"));
    Ok(())
}

/// Waits until the scheduler answers: in what order they are started shall not matter.
async fn wait_for(scheduler: &str, token: &Token, patience: Duration) -> Result<(), Unreachable> {
    let begun = Instant::now();
    let mut said = false;
    loop {
        match Status::ask(scheduler, token).await {
            Ok(_) => return Ok(()),
            Err(error @ Unreachable::Refused(_)) => return Err(error),
            Err(error) if begun.elapsed() >= patience => return Err(error),
            Err(error) if !said => {
                said = true;
                say::note(&format!("executor: {error}; waiting for it"));
            }
            Err(_) => {}
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
