//! Lines on stderr: ours, and what Ballista finds worth a warning.

use log::{Level, LevelFilter, Log, Metadata, Record};
use std::collections::HashMap;
use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

/// The same line is said once in so long: what asks ten times a second for a scheduler that is gone complains as often.
const AGAIN: Duration = Duration::from_secs(30);

static QUIET: AtomicBool = AtomicBool::new(false);

/// A line that nobody may miss.
pub fn always(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A line that `--quiet` keeps.
pub fn note(text: &str) {
    if !QUIET.load(Relaxed) {
        always(text);
    }
}

struct Lines(Mutex<HashMap<String, Instant>>);

impl Log for Lines {
    fn enabled(&self, metadata: &Metadata) -> bool {
        metadata.target().starts_with("ballista") || metadata.level() <= Level::Error
    }

    fn log(&self, record: &Record) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let text = record.args().to_string();
        let mut said = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let now = Instant::now();
        if said.get(&text).is_some_and(|before| now.duration_since(*before) < AGAIN) {
            return;
        }
        if said.len() > 1000 {
            said.clear();
        }
        always(&format!("{}: {text}", record.level().as_str().to_lowercase()));
        said.insert(text, now);
    }

    fn flush(&self) {}
}

/// From now on this much is said: errors where quiet, with each `--verbose` more.
pub fn set(quiet: bool, verbose: u8, usual: LevelFilter) {
    QUIET.store(quiet, Relaxed);
    let _ = log::set_boxed_logger(Box::new(Lines(Mutex::default())));
    log::set_max_level(match (quiet, verbose) {
        (true, _) => LevelFilter::Error.min(usual),
        (false, 0) => usual,
        (false, 1) => LevelFilter::Info,
        (false, _) => LevelFilter::Debug,
    });
}
