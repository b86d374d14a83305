//! Names that are no files: `tcp://HOST:PORT`, `redis://HOST/LIST`. Where a capture is opened or created by name, such a name is
//! handed to whoever knows it, who stands on a floor above and is made known with [`install`].

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Who opens what is far.
pub trait Far: Send + Sync {
    /// The bytes of a capture; the receipt tells it how many of its frames are done with.
    ///
    /// # Errors
    /// Where nobody is there (any kind), or the name is wrong (`InvalidInput`).
    fn source(&self, name: &str, receipt: Receipt) -> io::Result<Box<dyn Read + Send>>;

    /// Where the bytes of a capture in pcapng go.
    ///
    /// # Errors
    /// As [`Far::source`].
    fn sink(&self, name: &str) -> io::Result<Box<dyn Sink>>;
}

/// Where a capture goes.
pub trait Sink: Write + Send {
    /// Sees to it that what was written arrives.
    ///
    /// # Errors
    /// Where it does not.
    fn finish(&mut self) -> io::Result<()>;
}

/// How many frames are done with: a queue's batch is acknowledged when that is known of its last frame.
#[derive(Clone, Debug, Default)]
pub struct Receipt {
    shared: Arc<(AtomicBool, AtomicU64)>,
    /// How many frames came before those of this source.
    before: u64,
}

impl Receipt {
    /// From now on it is told what is done with; before that (and where nobody does), what has been read is.
    pub fn promise(&self) {
        self.shared.0.store(true, Relaxed);
    }

    /// So many frames, of all that were read as one capture, are done with.
    pub fn done(&self, frames: u64) {
        self.shared.1.store(frames, Relaxed);
    }

    /// How many frames of this source are done with; `None` where nobody says.
    pub fn frames(&self) -> Option<u64> {
        self.shared.0.load(Relaxed).then(|| self.shared.1.load(Relaxed).saturating_sub(self.before))
    }

    /// The same, for a source whose frames come behind so many others.
    #[must_use]
    pub(super) fn behind(&self, before: u64) -> Receipt {
        Receipt { shared: self.shared.clone(), before }
    }
}

static FAR: OnceLock<Box<dyn Far>> = OnceLock::new();
static STOPPED: AtomicBool = AtomicBool::new(false);
static ENDINGS: Mutex<Vec<Box<dyn FnOnce() -> Vec<String> + Send>>> = Mutex::new(Vec::new());

/// Makes known who opens what is far. The first one stays.
pub fn install(far: Box<dyn Far>) {
    let _ = FAR.set(far);
}

/// The name of something far, where there is somebody who opens it: letters (`+` among them) and `://`.
pub fn name(path: &Path) -> Option<&str> {
    let name = path.to_str()?;
    let (scheme, _) = name.split_once("://")?;
    let lawful = scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(|c| c.is_ascii_alphanumeric() || c == '+');
    (lawful && FAR.get().is_some()).then_some(name)
}

/// The name for messages: without the password in it, and without its options.
pub(super) fn shown(path: &Path) -> PathBuf {
    let Some((scheme, rest)) = name(path).and_then(|name| name.split_once("://")) else { return path.to_owned() };
    let place = rest.split('?').next().unwrap_or(rest);
    let end = place.find('/').unwrap_or(place.len());
    let (authority, list) = place.split_at(end);
    let login = authority.rsplit_once('@').and_then(|(login, host)| Some((login.split_once(':')?.0, host)));
    PathBuf::from(match login {
        Some((user, host)) => format!("{scheme}://{user}:..@{host}{list}"),
        None => format!("{scheme}://{place}"),
    })
}

pub(super) fn source(path: &Path, receipt: Receipt) -> Option<io::Result<Box<dyn Read + Send>>> {
    name(path).and_then(|name| Some(FAR.get()?.source(name, receipt)))
}

pub(super) fn sink(path: &Path) -> Option<io::Result<Box<dyn Sink>>> {
    name(path).and_then(|name| Some(FAR.get()?.sink(name)))
}

/// Asks all that is open to end: sources are at their end, sinks wait for nobody any more.
pub fn stop() {
    STOPPED.store(true, Relaxed);
}

/// True once [`stop`] was called.
pub fn stopped() -> bool {
    STOPPED.load(Relaxed)
}

/// Has this done when the work is through; it gives sentences about what was lost, and why.
pub fn at_end(ending: impl FnOnce() -> Vec<String> + Send + 'static) {
    ENDINGS.lock().unwrap_or_else(PoisonError::into_inner).push(Box::new(ending));
}

/// Ends all that is still open. The sentences are for a person.
pub fn end() -> Vec<String> {
    let endings = std::mem::take(&mut *ENDINGS.lock().unwrap_or_else(PoisonError::into_inner));
    endings.into_iter().flat_map(|ending| ending()).collect()
}
