//! Lookups by the protocols that have connections: few of these, each with many lookups under way (RFC 7766 §6.2.1.1).

use super::super::lookup::{Client, Settings, Shared};
use super::super::wire::Message;
use super::{Item, LAST, Options, Outcome, Progress};
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many lookups are under way on a connection at most.
const SHARE: usize = 100;
/// So many are under way at most.
const MOST: usize = 4096;

/// So often a lookup looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(250);

/// What the lookups that are under way have in common.
struct Common {
    options: Options,
    progress: Arc<Progress>,
    items: tokio::sync::Mutex<tokio::sync::mpsc::Receiver<Item>>,
    out: SyncSender<Vec<Outcome>>,
    /// The next in the input's order that is not done, and what is done behind it.
    oldest: Mutex<(u64, BTreeSet<u64>)>,
    /// When each server may be asked next.
    allowed: Vec<Mutex<Instant>>,
}

pub(super) fn run(
    options: &Options,
    progress: &Arc<Progress>,
    items: Receiver<Vec<Item>>,
    out: SyncSender<Vec<Outcome>>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let under_way = options.outstanding.clamp(1, MOST);
    let (give, take) = tokio::sync::mpsc::channel::<Item>(under_way);
    let common = Arc::new(Common {
        options: options.clone(),
        progress: progress.clone(),
        items: tokio::sync::Mutex::new(take),
        out,
        oldest: Mutex::default(),
        allowed: options.servers.iter().map(|_| Mutex::new(Instant::now())).collect(),
    });
    std::thread::scope(|scope| {
        scope.spawn(move || {
            loop {
                let chunk = match items.recv_timeout(Duration::from_millis(100)) {
                    Ok(chunk) => chunk,
                    Err(mpsc::RecvTimeoutError::Timeout) if !progress.stop.load(Relaxed) => continue,
                    Err(_) => return,
                };
                for item in chunk {
                    if progress.stop.load(Relaxed) || give.blocking_send(item).is_err() {
                        return;
                    }
                }
            }
        });
        runtime.block_on(async {
            let servers = options.servers.len().max(1);
            let shared: Vec<Arc<Shared>> = (0..servers * under_way.div_ceil(servers * SHARE)).map(|_| Arc::default()).collect();
            let mut all = tokio::task::JoinSet::new();
            for at in 0..under_way {
                let shared = shared.get(at % shared.len().max(1)).cloned().unwrap_or_default();
                all.spawn(work(common.clone(), at % servers, shared));
            }
            while all.join_next().await.is_some() {}
            // Where results are not taken any more, nothing is given either.
            common.items.lock().await.close();
        });
        progress.stop.store(true, Relaxed);
    });
    Ok(())
}

/// One lookup after the other.
async fn work(common: Arc<Common>, server: usize, shared: Arc<Shared>) {
    let Common { options, progress, items, out, oldest, allowed } = &*common;
    let Some(named) = options.servers.get(server) else { return };
    let mut client = Client::sharing(named.clone(), Settings { keep: true, ..options.settings.clone() }, shared);
    let every = options.rate.map(|rate| Duration::from_secs_f64(1.0 / rate.max(1e-6)));
    loop {
        let next = items.lock().await.recv().await;
        let Some(item) = next.filter(|_| !progress.stop.load(Relaxed)) else { return };
        progress.begun.fetch_add(1, Relaxed);
        // What is too far ahead waits for what is behind.
        while let Some(window) = options.window
            && item.place > oldest.lock().unwrap_or_else(PoisonError::into_inner).0 + window
        {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        if let (Some(every), Some(allowed)) = (every, allowed.get(server)) {
            let at = {
                let mut next = allowed.lock().unwrap_or_else(PoisonError::into_inner);
                let at = (*next).max(Instant::now());
                *next = at + every;
                at
            };
            tokio::time::sleep_until(at.into()).await;
        }
        let begin = Instant::now();
        let asked = match &item.question {
            Ok(question) => {
                let mut asking = std::pin::pin!(client.ask(question));
                let (mut stopped, mut done) = (None, None);
                while done.is_none() {
                    done = tokio::time::timeout(LOOK, &mut asking).await.ok();
                    let stop = progress.stop.load(Relaxed);
                    if done.is_none() && stop && stopped.get_or_insert_with(Instant::now).elapsed() > LAST {
                        return;
                    }
                }
                let Some(done) = done else { return };
                done.map(|answer| (answer.tries, answer.message)).map_err(|error| error.to_string())
            }
            Err((_, why)) => Err(why.clone()),
        };
        let (tries, result) = match asked {
            Ok((tries, Message { bytes, .. })) => (tries, Ok(bytes)),
            Err(why) => (if item.question.is_ok() { options.settings.tries } else { 0 }, Err(why)),
        };
        progress.done.fetch_add(1, Relaxed);
        if result.is_ok() {
            progress.answered.fetch_add(1, Relaxed);
        }
        if options.window.is_some() {
            let mut oldest = oldest.lock().unwrap_or_else(PoisonError::into_inner);
            oldest.1.insert(item.place);
            while oldest.1.first().is_some_and(|number| *number <= oldest.0) {
                oldest.1.pop_first();
                oldest.0 += 1;
            }
        }
        let server = item.question.is_ok().then_some(server);
        if out.send(vec![Outcome { item, server, tries, took: begin.elapsed(), result }]).is_err() {
            return;
        }
    }
}
