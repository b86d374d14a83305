//! `pkt cluster scheduler`: plans queries, and gives out their tasks to executors that ask for some.
//!
//! Ballista's scheduler, of which executors pull: so the scheduler's port is the only one that must be reached by all, an executor
//! opens one to let its results be fetched, and both can be guarded. Each request passes by [`Watched`], which keeps the book.

use crate::access::{Token, warning};
use crate::codec::{Logical, Physical};
use crate::ledger::{Event, LOOK, Ledger, SILENT};
use crate::say;
use anyhow::Context;
use axum::extract::Request as Asked;
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::IntoResponse;
use axum::routing::get;
use ballista_core::config::TaskSchedulingPolicy;
use ballista_core::serde::protobuf::scheduler_grpc_server::{SchedulerGrpc, SchedulerGrpcServer};
use ballista_core::serde::protobuf::{
    CancelJobParams, CancelJobResult, CleanJobDataParams, CleanJobDataResult, CreateUpdateSessionParams, CreateUpdateSessionResult,
    ExecuteQueryParams, ExecuteQueryResult, ExecutorStoppedParams, ExecutorStoppedResult, GetJobMetricsParams, GetJobMetricsResult,
    GetJobStatusParams, GetJobStatusResult, HeartBeatParams, HeartBeatResult, PollWorkParams, PollWorkResult, RegisterExecutorParams,
    RegisterExecutorResult, RemoveSessionParams, RemoveSessionResult, UpdateTaskStatusParams, UpdateTaskStatusResult, execute_query_result,
    job_status, task_status,
};
use ballista_scheduler::cluster::BallistaCluster;
use ballista_scheduler::config::{SchedulerConfig, TaskDistributionPolicy};
use ballista_scheduler::scheduler_process::create_scheduler;
use ballista_scheduler::scheduler_server::{JobIdGenerator, SchedulerServer};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use futures::{Stream, StreamExt};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::task::Poll;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tonic::service::RoutesBuilder;
use tonic::{Request, Response, Status};

/// The largest message: a query over very many files names them all.
pub const MESSAGE: u32 = 256 << 20;

/// What a scheduler is told.
pub struct Settings {
    /// The address it listens on.
    pub bind: IpAddr,
    /// The port; 0: a free one.
    pub port: u16,
    /// Who may take part.
    pub token: Token,
}

type Server = SchedulerServer<LogicalPlanNode, PhysicalPlanNode>;

/// Runs a scheduler, until a signal comes.
///
/// # Errors
/// Where it cannot listen.
pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let Settings { bind, port, token } = settings;
    let wanted = SocketAddr::new(bind, port);
    let listener = tokio::net::TcpListener::bind(wanted).await.with_context(|| wanted.to_string())?;
    let address = listener.local_addr()?;
    if let Some(text) = warning(bind, &token) {
        say::always(&text);
    }
    let mut config = SchedulerConfig::default().with_hostname(bind.to_string()).with_port(address.port());
    config.bind_host = bind.to_string();
    config.scheduling_policy = TaskSchedulingPolicy::PullStaged;
    config.task_distribution = TaskDistributionPolicy::RoundRobin;
    config.executor_timeout_seconds = SILENT.as_secs();
    config.expire_dead_executor_interval_seconds = LOOK.as_secs();
    // Where all are gone, one may be started again meanwhile; else what waits for them fails.
    config.no_executors_grace_period_seconds = 30;
    config.grpc_server_max_decoding_message_size = MESSAGE;
    config.grpc_server_max_encoding_message_size = MESSAGE;
    config.grpc_client_max_message_size = MESSAGE;
    config.override_logical_codec = Some(Arc::new(Logical::default()));
    config.override_physical_codec = Some(Arc::new(Physical::default()));
    config.job_id_generator = Some(Arc::new(Numbers::default()));
    config.override_session_builder = Some(Arc::new(crate::session_state));
    config.override_create_grpc_client_endpoint = Some(token.endpoint());
    let cluster = BallistaCluster::new_from_config(&config).await?;
    let server: Server = create_scheduler(cluster, Arc::new(config)).await?;

    let ledger = Arc::new(Ledger::default());
    let watched = Watched { server: server.clone(), ledger: ledger.clone() };
    let service = SchedulerGrpcServer::new(watched).max_decoding_message_size(MESSAGE as usize).max_encoding_message_size(MESSAGE as usize);
    let mut routes = RoutesBuilder::default();
    routes.add_service(service);
    let book = ledger.clone();
    let status = get(move || async move { axum::Json(book.status()) });
    let guard = middleware::from_fn(move |asked: Asked, next: Next| {
        let token = token.clone();
        async move {
            let header = asked.headers().get("user-agent").and_then(|header| header.to_str().ok());
            if token.admits(header) { next.run(asked).await } else { refused(&asked) }
        }
    });
    let router = routes.routes().into_axum_router().route("/status", status).layer(guard);
    let watch = ledger.clone();
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(LOOK).await;
            watch.look().iter().for_each(tell);
        }
    });
    let stops = crate::stops()?;
    say::note(&format!("scheduler: listening on {address}"));
    tokio::select! {
        served = async { axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await } => served?,
        () = stops => {
            let running = server.running_job_number() + server.pending_job_number();
            say::note(&match running {
                0 => "scheduler: stopped".to_owned(),
                1 => "scheduler: stopped; a query that was running is lost".to_owned(),
                many => format!("scheduler: stopped; {many} queries that were running are lost"),
            });
        }
    }
    Ok(())
}

/// The answer to who has not the token: as gRPC has it, or as HTTP.
fn refused(asked: &Asked) -> axum::response::Response {
    if asked.uri().path() == "/status" {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Status::unauthenticated("the scheduler wants another token").into_http()
}

fn tell(event: &Event) {
    say::note(&match event {
        Event::Joined(id) => format!("scheduler: executor {id} has joined"),
        Event::Lost(id) => format!("scheduler: executor {id} is lost, silent for {} s; its tasks are given to others", SILENT.as_secs()),
    });
}

/// The scheduler, and its book.
#[derive(Clone)]
struct Watched {
    server: Server,
    ledger: Arc<Ledger>,
}

impl Watched {
    fn tasks(&self, executor: &str, tasks: &[ballista_core::serde::protobuf::TaskStatus]) {
        for task in tasks {
            match &task.status {
                Some(task_status::Status::Successful(_)) => self.ledger.done(executor, &task.job_id, true),
                Some(task_status::Status::Failed(_)) => self.ledger.done(executor, &task.job_id, false),
                _ => {}
            }
        }
    }
}

tokio::task_local! {
    /// The number that the query gets which is being taken in.
    static TAKEN: Arc<OnceLock<String>>;
}

/// Queries' numbers: by time, so that those of the next scheduler are others.
#[derive(Default)]
struct Numbers(AtomicU64);

#[tonic::async_trait]
impl JobIdGenerator for Numbers {
    async fn next_id(&self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let id = format!("{now:x}-{:x}", self.0.fetch_add(1, Relaxed));
        let _ = TAKEN.try_with(|taken| taken.set(id.clone()));
        id
    }
}

type Statuses = Pin<Box<dyn Stream<Item = Result<GetJobStatusResult, Status>> + Send>>;

/// True where a query was answered, or failed.
fn is_last(item: &Result<GetJobStatusResult, Status>) -> bool {
    let Ok(GetJobStatusResult { status: Some(status), .. }) = item else { return false };
    matches!(status.status, Some(job_status::Status::Failed(_) | job_status::Status::Successful(_)))
}

/// What a client is told of its query. A client that goes takes the query with it.
struct Told {
    stream: Option<Statuses>,
    watched: Watched,
    job: String,
}

impl Stream for Told {
    type Item = Result<GetJobStatusResult, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut std::task::Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(None) };
        let item = std::task::ready!(stream.poll_next_unpin(context));
        if item.as_ref().is_none_or(is_last) {
            self.stream = None;
            self.watched.ledger.ended(&self.job);
        }
        Poll::Ready(item)
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        // At the scheduler's own end there is nobody left to do it.
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (watched, job) = (self.watched.clone(), std::mem::take(&mut self.job));
        runtime.spawn(async move {
            let ended = async { while stream.next().await.is_some_and(|item| !is_last(&item)) {} };
            tokio::pin!(ended);
            if watched.ledger.cancelled(&job) {
                say::note(&format!("scheduler: the client of query {job} is gone; it is cancelled"));
                let _ = watched.server.cancel_job(job.clone().into()).await;
            }
            // What is not planned yet is not found; it is when it runs.
            for _ in 0..600 {
                if tokio::time::timeout(Duration::from_secs(1), &mut ended).await.is_ok() {
                    return;
                }
                let _ = watched.server.cancel_job(job.clone().into()).await;
            }
        });
    }
}

/// What a client calls its query.
fn name_of(query: &ExecuteQueryParams) -> String {
    let named = query.settings.iter().find(|setting| setting.key == "ballista.job.name");
    named.and_then(|setting| setting.value.clone()).unwrap_or_default()
}

#[tonic::async_trait]
impl SchedulerGrpc for Watched {
    async fn poll_work(&self, request: Request<PollWorkParams>) -> Result<Response<PollWorkResult>, Status> {
        let poll = request.get_ref();
        if let Some(executor) = &poll.metadata {
            let address = format!("{}:{}", executor.host.as_deref().unwrap_or_default(), executor.port);
            let threads = crate::threads_of(executor);
            self.ledger.heard(&executor.id, address, threads).iter().for_each(tell);
            self.tasks(&executor.id, &poll.task_status);
        }
        self.server.poll_work(request).await
    }

    async fn register_executor(&self, request: Request<RegisterExecutorParams>) -> Result<Response<RegisterExecutorResult>, Status> {
        self.server.register_executor(request).await
    }

    async fn heart_beat_from_executor(&self, request: Request<HeartBeatParams>) -> Result<Response<HeartBeatResult>, Status> {
        self.server.heart_beat_from_executor(request).await
    }

    async fn update_task_status(&self, request: Request<UpdateTaskStatusParams>) -> Result<Response<UpdateTaskStatusResult>, Status> {
        let update = request.get_ref();
        self.tasks(&update.executor_id, &update.task_status);
        self.server.update_task_status(request).await
    }

    async fn create_update_session(
        &self,
        request: Request<CreateUpdateSessionParams>,
    ) -> Result<Response<CreateUpdateSessionResult>, Status> {
        self.server.create_update_session(request).await
    }

    async fn remove_session(&self, request: Request<RemoveSessionParams>) -> Result<Response<RemoveSessionResult>, Status> {
        self.server.remove_session(request).await
    }

    type ExecuteQueryPushStream = Statuses;

    async fn execute_query_push(&self, request: Request<ExecuteQueryParams>) -> Result<Response<Self::ExecuteQueryPushStream>, Status> {
        let name = name_of(request.get_ref());
        let watched = self.clone();
        let taken = Arc::new(OnceLock::new());
        let answer = TAKEN.scope(taken.clone(), self.server.execute_query_push(request)).await?;
        let Some(job) = taken.get().cloned() else { return Ok(answer) };
        self.ledger.began(&job, &name);
        Ok(answer.map(|stream| -> Self::ExecuteQueryPushStream { Box::pin(Told { stream: Some(stream), watched, job }) }))
    }

    async fn execute_query(&self, request: Request<ExecuteQueryParams>) -> Result<Response<ExecuteQueryResult>, Status> {
        let name = name_of(request.get_ref());
        let answer = self.server.execute_query(request).await?;
        if let Some(execute_query_result::Result::Success(query)) = &answer.get_ref().result {
            self.ledger.began(&query.job_id, &name);
        }
        Ok(answer)
    }

    async fn get_job_status(&self, request: Request<GetJobStatusParams>) -> Result<Response<GetJobStatusResult>, Status> {
        self.server.get_job_status(request).await
    }

    async fn get_job_metrics(&self, request: Request<GetJobMetricsParams>) -> Result<Response<GetJobMetricsResult>, Status> {
        self.server.get_job_metrics(request).await
    }

    async fn executor_stopped(&self, request: Request<ExecutorStoppedParams>) -> Result<Response<ExecutorStoppedResult>, Status> {
        let id = request.get_ref().executor_id.clone();
        say::note(&format!("scheduler: executor {id} leaves"));
        self.ledger.left(&id);
        self.server.executor_stopped(request).await
    }

    async fn cancel_job(&self, request: Request<CancelJobParams>) -> Result<Response<CancelJobResult>, Status> {
        self.ledger.cancelled(&request.get_ref().job_id);
        SchedulerGrpc::cancel_job(&self.server, request).await
    }

    async fn clean_job_data(&self, request: Request<CleanJobDataParams>) -> Result<Response<CleanJobDataResult>, Status> {
        self.server.clean_job_data(request).await
    }
}
