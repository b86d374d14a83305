//! Tasks that run in this executor, so that they can be stopped: where their client has gone, nobody wants their answers.
//!
//! Ballista's executor keeps its tasks to itself when it pulls them. What it tells is each task's name, when its plan is read; what a
//! scan of captures asks before each block of packets is whether it goes on.

use ballista_core::serde::protobuf::executor_grpc_server::ExecutorGrpc;
use ballista_core::serde::protobuf::{
    CancelTasksParams, CancelTasksResult, LaunchMultiTaskParams, LaunchMultiTaskResult, LaunchTaskParams, LaunchTaskResult,
    RemoveJobDataParams, RemoveJobDataResult, StopExecutorParams, StopExecutorResult,
};
use pkt_sql::scan::Done;
use std::sync::{Arc, Mutex, Weak};
use tonic::{Request, Response, Status};

/// A task: its query, its stage, its number there.
type Name = (String, u32, u32);

static RUNNING: Mutex<Vec<(Name, Weak<Done>)>> = Mutex::new(Vec::new());

/// `TID query/stage.attempt/task.attempt`, taken apart.
fn name(identity: &str) -> Option<Name> {
    let mut parts = identity.strip_prefix("TID ")?.rsplitn(3, '/');
    let mut number = || parts.next()?.split('.').next()?.parse().ok();
    let (task, stage) = (number()?, number()?);
    Some((parts.next()?.to_owned(), stage, task))
}

/// What a scan of the task with this identity does; of none: nobody stops it.
pub fn scan(identity: Option<&str>) -> Arc<Done> {
    let done: Arc<Done> = Arc::default();
    if let Some(name) = identity.and_then(name) {
        let mut running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        running.retain(|(_, done)| done.strong_count() > 0);
        running.push((name, Arc::downgrade(&done)));
    }
    done
}

/// Stops the scans of a task; true where there are some.
fn stop(task: &Name) -> bool {
    let running = RUNNING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let scans = running.iter().filter(|(name, _)| name == task).filter_map(|(_, done)| done.upgrade());
    scans.map(|done| done.stop()).count() > 0
}

/// What a scheduler may ask an executor that pulls: to stop tasks, and nothing else.
pub struct Stops;

#[tonic::async_trait]
impl ExecutorGrpc for Stops {
    async fn cancel_tasks(&self, request: Request<CancelTasksParams>) -> Result<Response<CancelTasksResult>, Status> {
        let tasks = request.into_inner().task_infos;
        let stopped = tasks.into_iter().filter(|task| stop(&(task.job_id.clone(), task.stage_id, task.task_id))).count();
        if stopped > 0 {
            crate::say::note(&format!("executor: {stopped} {} stopped", if stopped == 1 { "task is" } else { "tasks are" }));
        }
        Ok(Response::new(CancelTasksResult { cancelled: stopped > 0 }))
    }

    async fn launch_task(&self, _: Request<LaunchTaskParams>) -> Result<Response<LaunchTaskResult>, Status> {
        Err(Status::unimplemented("it asks for tasks itself"))
    }

    async fn launch_multi_task(&self, _: Request<LaunchMultiTaskParams>) -> Result<Response<LaunchMultiTaskResult>, Status> {
        Err(Status::unimplemented("it asks for tasks itself"))
    }

    async fn stop_executor(&self, _: Request<StopExecutorParams>) -> Result<Response<StopExecutorResult>, Status> {
        Err(Status::unimplemented("a signal stops it"))
    }

    async fn remove_job_data(&self, _: Request<RemoveJobDataParams>) -> Result<Response<RemoveJobDataResult>, Status> {
        Err(Status::unimplemented("it is told with its tasks"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_is_known_by_its_name() {
        assert_eq!(name("TID abc/2.0/17.1"), Some(("abc".to_owned(), 2, 17)));
        for none in ["", "TID", "TID a/1.0", "abc/2.0/17.1", "TID a/x.0/1.0"] {
            assert_eq!(name(none), None, "{none}");
        }
        let (one, other) = (scan(Some("TID stopped/1.0/4.0")), scan(Some("TID stopped/1.0/5.0")));
        let task = |n| ("stopped".to_owned(), 1, n);
        assert!(stop(&task(4)) && !stop(&task(6)));
        drop((one, other));
        assert!(!stop(&task(5)));
    }
}
