//! Captures in object stores: `s3://BUCKET/KEY`, a pattern of keys, or a prefix that ends in `/`.
//!
//! An object is read as a file is, from any place on: by requests for ranges, the first short, as borders of parts are looked for with
//! little, the next longer. What comes is handed over while more is fetched, and never is a whole part held.

use crate::part::{Capture, Form, Stored, form};
use bytes::Bytes;
use datafusion::common::{DataFusionError, Result, exec_err};
use datafusion::execution::object_store::ObjectStoreRegistry;
use futures::{StreamExt, TryStreamExt};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt};
use std::collections::HashMap;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokio::runtime::Runtime;
use url::Url;

/// The first request asks for so many bytes.
const FIRST: u64 = 256 << 10;

/// Later ones for at most so many.
const MOST: u64 = 16 << 20;

/// So many pieces, of some KiB each, are ahead of who reads.
const AHEAD: usize = 256;

/// Where requests are made: not where packets are decoded, which would keep them waiting.
static NETWORK: LazyLock<Option<Runtime>> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_name("store").enable_all().build().ok());

static BUCKETS: LazyLock<Mutex<HashMap<String, Arc<dyn ObjectStore>>>> = LazyLock::new(Mutex::default);

/// True for the name of an object.
pub fn is_object(name: &str) -> bool {
    name.starts_with("s3://")
}

/// `s3://BUCKET/KEY`, taken apart.
fn apart(name: &str) -> Result<(&str, &str), String> {
    let rest = name.strip_prefix("s3://").unwrap_or(name);
    let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
    if bucket.is_empty() { Err(format!("{name}: s3://BUCKET/KEY is wanted")) } else { Ok((bucket, key)) }
}

/// The store that holds all of these; `None`: the file system.
///
/// # Errors
/// Where they lie in several.
pub fn of(names: &[String]) -> Result<Option<String>, String> {
    let mut stores = names.iter().map(|name| match is_object(name) {
        true => apart(name).map(|(bucket, _)| Some(format!("s3://{bucket}/"))),
        false => Ok(None),
    });
    let Some(first) = stores.next().transpose()? else { return Ok(None) };
    for store in stores {
        if store? != first {
            return Err("captures of one table have to be in one bucket, or all of them files".to_owned());
        }
    }
    Ok(first)
}

/// The store of that bucket; the environment tells who asks, and where: AWS_ACCESS_KEY_ID and the like.
#[cfg(feature = "s3")]
fn bucket(name: &str) -> Result<Arc<dyn ObjectStore>, String> {
    use object_store::aws::AmazonS3Builder;
    use object_store::client::SpawnedReqwestConnector;
    let mut buckets = BUCKETS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(store) = buckets.get(name) {
        return Ok(store.clone());
    }
    let network = NETWORK.as_ref().ok_or("no threads for the network")?;
    let builder = AmazonS3Builder::from_env().with_bucket_name(name);
    let builder = builder.with_http_connector(SpawnedReqwestConnector::new(network.handle().clone()));
    let store: Arc<dyn ObjectStore> = Arc::new(builder.build().map_err(|error| format!("s3://{name}: {error}"))?);
    buckets.insert(name.to_owned(), store.clone());
    Ok(store)
}

#[cfg(not(feature = "s3"))]
fn bucket(name: &str) -> Result<Arc<dyn ObjectStore>, String> {
    let buckets = BUCKETS.lock().unwrap_or_else(PoisonError::into_inner);
    buckets.get(name).cloned().ok_or_else(|| format!("s3://{name}: object stores are read by pkt-cluster: pkt sql --cluster"))
}

/// Waits for what the network does.
fn wait<T: Send>(work: impl Future<Output = T> + Send) -> Result<T, String> {
    let network = NETWORK.as_ref().ok_or("no threads for the network")?;
    // We may be in the middle of asynchronous work, which may not wait; a thread of its own may.
    let waited = std::thread::scope(|scope| scope.spawn(|| network.block_on(work)).join());
    waited.map_err(|_| "asking an object store went wrong".to_owned())
}

/// An object that was found.
pub struct Found {
    store: Arc<dyn ObjectStore>,
    bucket: String,
    key: Path,
    size: u64,
}

/// The objects that a name means.
///
/// # Errors
/// Where there are none, or the store does not tell.
pub fn found(name: &str) -> Result<Vec<Found>, String> {
    let (bucket_name, key) = apart(name)?;
    let store = bucket(bucket_name)?;
    let one = |key: Path, size| Found { store: store.clone(), bucket: bucket_name.to_owned(), key, size };
    let wrong = |error: object_store::Error| match error {
        object_store::Error::NotFound { .. } => format!("{name}: no such object"),
        error => format!("{name}: {error}"),
    };
    let path = |text: &str| Path::parse(text).map_err(|error| format!("{name}: {error}"));
    if !key.is_empty() && !key.ends_with('/') && !key.contains(['*', '?', '[']) {
        let key = path(key)?;
        let meta = wait(store.head(&key))?.map_err(wrong)?;
        return Ok(vec![one(key, meta.size)]);
    }
    let pattern = (!key.is_empty() && !key.ends_with('/')).then(|| glob::Pattern::new(key)).transpose();
    let pattern = pattern.map_err(|error| format!("{name}: {error}"))?;
    let fixed = key.split(['*', '?', '[']).next().unwrap_or_default();
    let prefix = fixed.rsplit_once('/').map(|(folder, _)| path(folder)).transpose()?;
    let listed: Vec<_> = wait(store.list(prefix.as_ref()).try_collect())?.map_err(wrong)?;
    let options = glob::MatchOptions { require_literal_separator: true, ..Default::default() };
    let wanted = |key: &str| match &pattern {
        Some(pattern) => pattern.matches_with(key, options) && !key.ends_with(".pktidx"),
        None => crate::session::is_capture(key),
    };
    let mut all: Vec<_> =
        listed.into_iter().filter(|meta| wanted(meta.location.as_ref())).map(|meta| one(meta.location, meta.size)).collect();
    if all.is_empty() {
        return Err(format!("{name}: no object matches"));
    }
    all.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(all)
}

impl Found {
    /// It as a capture, after a look at its first bytes.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn capture(self) -> Result<Capture, String> {
        let shown = format!("s3://{}/{}", self.bucket, self.key);
        let first = match self.size {
            0 => Bytes::new(),
            size => wait(self.store.get_range(&self.key, 0..size.min(32)))?.map_err(|error| format!("{shown}: {error}"))?,
        };
        let form = form(&first);
        // The index of a file tells by its time of change whether it is this file's; an object is another thing.
        let form = if form == Form::Pcapng { Form::Whole } else { form };
        Ok(Capture { path: self.key.to_string(), shown, size: self.size, form, index: None })
    }
}

/// The stores that a session can read: the file system, and buckets as they are asked for.
#[derive(Debug)]
pub struct Stores(Arc<dyn ObjectStore>);

impl Default for Stores {
    fn default() -> Stores {
        Stores(Arc::new(LocalFileSystem::new()))
    }
}

impl ObjectStoreRegistry for Stores {
    fn register_store(&self, url: &Url, store: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        let name = url.host_str()?.to_owned();
        BUCKETS.lock().unwrap_or_else(PoisonError::into_inner).insert(name, store)
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        match (url.scheme(), url.host_str()) {
            ("file", _) => Ok(self.0.clone()),
            ("s3", Some(name)) => bucket(name).map_err(DataFusionError::Execution),
            _ => exec_err!("{url}: files and s3://BUCKET/KEY can be read"),
        }
    }
}

/// An object, read as a file is.
pub struct Object {
    store: Arc<dyn ObjectStore>,
    key: Path,
    size: u64,
    at: u64,
    left: Bytes,
    coming: Option<Receiver<io::Result<Bytes>>>,
}

impl Object {
    /// That object.
    pub fn new(store: Arc<dyn ObjectStore>, key: Path, size: u64) -> Object {
        Object { store, key, size, at: 0, left: Bytes::new(), coming: None }
    }

    /// Has all from here on fetched.
    fn fetch(&self) -> io::Result<Receiver<io::Result<Bytes>>> {
        let network = NETWORK.as_ref().ok_or_else(|| io::Error::other("no threads for the network"))?;
        let (to, from) = sync_channel(AHEAD);
        let (store, key, size, mut at) = (self.store.clone(), self.key.clone(), self.size, self.at);
        // A thread that may wait until there is room.
        std::thread::Builder::new().name("fetch".to_owned()).spawn(move || {
            network.block_on(async {
                let mut piece = FIRST;
                while at < size {
                    let until = size.min(at + piece);
                    let range = GetOptions { range: Some(GetRange::Bounded(at..until)), ..Default::default() };
                    let mut bytes = match store.get_opts(&key, range).await {
                        Ok(got) => got.into_stream(),
                        Err(error) => return drop(to.send(Err(error.into()))),
                    };
                    while let Some(bytes) = bytes.next().await {
                        let failed = bytes.is_err();
                        at += bytes.as_ref().map_or(0, |bytes| bytes.len() as u64);
                        if to.send(bytes.map_err(io::Error::from)).is_err() || failed {
                            return;
                        }
                    }
                    if at < until {
                        return drop(to.send(Err(io::ErrorKind::UnexpectedEof.into())));
                    }
                    piece = MOST.min(piece * 4);
                }
            });
        })?;
        Ok(from)
    }
}

impl Read for Object {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.left.is_empty() {
            if self.at >= self.size || to.is_empty() {
                return Ok(0);
            }
            if self.coming.is_none() {
                self.coming = Some(self.fetch()?);
            }
            match self.coming.as_ref().map(Receiver::recv) {
                Some(Ok(bytes)) => self.left = bytes?,
                _ => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let count = to.len().min(self.left.len());
        let bytes = self.left.split_to(count);
        to[..count].copy_from_slice(&bytes);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Object {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
        };
        let at = at.ok_or(io::ErrorKind::InvalidInput)?;
        if at != self.at {
            // What was fetched is let go, and so is who fetches.
            (self.at, self.left, self.coming) = (at, Bytes::new(), None);
        }
        Ok(at)
    }
}

impl Stored for Object {
    fn again(&self) -> io::Result<Box<dyn Stored>> {
        Ok(Box::new(Object::new(self.store.clone(), self.key.clone(), self.size)))
    }
    fn size(&self) -> io::Result<u64> {
        Ok(self.size)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use object_store::memory::InMemory;

    #[test]
    fn an_object_is_read_as_a_file_is() {
        let store = Arc::new(InMemory::new());
        let bytes: Vec<u8> = (0..3_000_000u32).map(|i| (i * 7 + i / 255) as u8).collect();
        wait(store.put(&Path::from("a/b"), bytes.clone().into())).unwrap().unwrap();
        let mut object = Object::new(store.clone(), Path::from("a/b"), bytes.len() as u64);
        let mut all = Vec::new();
        object.read_to_end(&mut all).unwrap();
        assert!(all == bytes);
        for (from, count) in [(0, 10), (2_999_999, 1), (1_500_000, 700_000), (3, 300_000)] {
            object.seek(SeekFrom::Start(from)).unwrap();
            let mut some = vec![0; count];
            object.read_exact(&mut some).unwrap();
            assert!(some == bytes[from as usize..from as usize + count], "{from}");
            assert_eq!(object.stream_position().unwrap(), from + count as u64);
        }
        assert_eq!(object.again().unwrap().read(&mut [0; 4]).unwrap(), 4);
        // One that is shorter than was said.
        let mut object = Object::new(store, Path::from("a/b"), 4_000_000);
        object.seek(SeekFrom::Start(2_999_990)).unwrap();
        assert!(object.read_to_end(&mut Vec::new()).is_err());
    }

    #[test]
    fn names_have_a_bucket() {
        let of = |names: &[&str]| of(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&["a.pcap", "b.pcap"]), Ok(None));
        assert_eq!(of(&["s3://a/b.pcap", "s3://a/*.pcap"]), Ok(Some("s3://a/".to_owned())));
        assert!(of(&["s3://a/b", "c"]).is_err() && of(&["s3://a/b", "s3://c/b"]).is_err() && of(&["s3:///b"]).is_err());
    }
}
