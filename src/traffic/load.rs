//! Load: many conversations at a time, and how long each answer took.
//!
//! A closed loop asks again as soon as it has an answer. An open loop has a timetable: a request that is due while its connection
//! still waits for an answer has already begun to wait, and its time counts from when it was due. So a server that stalls cannot
//! hide it by keeping the client from asking ("coordinated omission"). Where the connection was free and only this program's clock
//! was late, the time counts from the sending.

use super::target::{Scheme, Target};
use super::trust::Trust;
use hdrhistogram::Histogram;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, HOST};
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::{sleep, sleep_until, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

/// How load is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// Connections (or sockets) at a time.
    pub connections: usize,
    /// Requests a second, of all connections together: an open loop. `None` is a closed one.
    pub rate: Option<f64>,
    /// For how long.
    pub duration: Duration,
    /// Bytes of a request's content.
    pub size: usize,
    /// An answer that takes longer is an error; a datagram's is lost.
    pub timeout: Duration,
    /// Whom TLS believes.
    pub trust: Trust,
}

/// What has come of it so far, for whoever shows progress.
#[derive(Debug, Default)]
pub struct Progress {
    /// Requests answered.
    pub answered: AtomicU64,
    /// Requests that failed.
    pub failed: AtomicU64,
    /// Connections that are open.
    pub open: AtomicU64,
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Results {
    /// Nanoseconds from when a request was due to its whole answer.
    pub latency: Histogram<u64>,
    /// Nanoseconds from when it was sent.
    pub service: Histogram<u64>,
    /// Nanoseconds that connecting took, TLS included.
    pub connect: Histogram<u64>,
    /// Requests that were sent.
    pub sent: u64,
    /// Requests that were due and never sent, as their connections waited: the time they had waited is in `latency`.
    pub unsent: u64,
    /// Bytes of contents.
    pub bytes_sent: u64,
    /// Bytes of contents.
    pub bytes_received: u64,
    /// How often what went wrong.
    pub errors: BTreeMap<String, u64>,
    /// For datagrams.
    pub datagrams: Option<Datagrams>,
    /// How long it was asked.
    pub elapsed: Duration,
}

/// What became of datagrams.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Datagrams {
    /// Sent.
    pub sent: u64,
    /// Came back, each counted once.
    pub received: u64,
    /// Came back more than once.
    pub duplicates: u64,
    /// Came back behind one that was sent later (RFC 4737).
    pub reordered: u64,
    /// How much the times differ from one to the next, smoothed (RFC 3550, 6.4.1), in seconds: the mean of all sockets.
    pub jitter: f64,
}

impl Results {
    fn new() -> Results {
        Results {
            latency: histogram(),
            service: histogram(),
            connect: histogram(),
            sent: 0,
            unsent: 0,
            bytes_sent: 0,
            bytes_received: 0,
            errors: BTreeMap::new(),
            datagrams: None,
            elapsed: Duration::ZERO,
        }
    }

    fn add(&mut self, other: &Results) {
        // They have the same bounds.
        let _ = self.latency.add(&other.latency);
        let _ = self.service.add(&other.service);
        let _ = self.connect.add(&other.connect);
        self.sent += other.sent;
        self.unsent += other.unsent;
        self.bytes_sent += other.bytes_sent;
        self.bytes_received += other.bytes_received;
        for (kind, n) in &other.errors {
            *self.errors.entry(kind.clone()).or_default() += n;
        }
    }

    fn failed(&mut self, what: String) {
        // What servers say may differ each time.
        let what = if self.errors.len() < 100 || self.errors.contains_key(&what) { what } else { "another error".to_owned() };
        *self.errors.entry(what).or_default() += 1;
    }
}

/// From a microsecond to an hour, three digits.
fn histogram() -> Histogram<u64> {
    const HOUR: u64 = 3_600_000_000_000;
    match Histogram::new_with_bounds(1000, HOUR, 3) {
        Ok(histogram) => histogram,
        // Bounds that are lawful.
        Err(_) => unreachable!("the bounds are lawful"),
    }
}

/// Those who count: connections share a few, so that their number costs no memory.
const SHARDS: usize = 16;

struct Load {
    target: Target,
    address: SocketAddr,
    options: Options,
    tls: Option<Arc<ClientConfig>>,
    shards: Vec<Mutex<Results>>,
    progress: Arc<Progress>,
    stop: Arc<AtomicBool>,
    begin: Instant,
    end: Instant,
}

/// True for the schemes that load can be made with.
pub fn speaks(scheme: Scheme) -> bool {
    matches!(
        scheme,
        Scheme::Tcp | Scheme::Tls | Scheme::Udp | Scheme::Http | Scheme::Https | Scheme::JsonRpc | Scheme::XmlRpc | Scheme::Redis
    )
}

/// Makes load until it is over, or told to stop.
///
/// # Errors
/// Where the name has no address, or nothing can be started. What goes wrong with requests is counted.
pub fn run(
    target: &Target,
    address: SocketAddr,
    options: &Options,
    progress: &Arc<Progress>,
    stop: &Arc<AtomicBool>,
) -> io::Result<Results> {
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let events = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()?;
    let tls = match target.scheme {
        Scheme::Tls => Some(options.trust.client(&[])?),
        Scheme::Https => Some(options.trust.client(&[b"http/1.1"])?),
        _ => None,
    };
    let begin = Instant::now();
    let load = Arc::new(Load {
        target: target.clone(),
        address,
        options: options.clone(),
        tls,
        shards: (0..SHARDS).map(|_| Mutex::new(Results::new())).collect(),
        progress: progress.clone(),
        stop: stop.clone(),
        begin,
        end: begin + options.duration,
    });
    let results = events.block_on(async {
        let datagrams = target.scheme.is_datagram();
        let mut tasks = vec![];
        for number in 0..options.connections.max(1) {
            let load = load.clone();
            tasks.push(tokio::spawn(async move {
                if datagrams {
                    load.socket(number).await
                } else {
                    load.connection(number).await;
                    None
                }
            }));
        }
        let mut all = Results::new();
        let mut sockets = 0u32;
        for task in tasks {
            if let Ok(Some(one)) = task.await {
                let sum = all.datagrams.get_or_insert_default();
                sum.sent += one.sent;
                sum.received += one.received;
                sum.duplicates += one.duplicates;
                sum.reordered += one.reordered;
                sum.jitter += one.jitter;
                sockets += 1;
            }
        }
        if let Some(sum) = &mut all.datagrams {
            sum.jitter /= f64::from(sockets.max(1));
        }
        all
    });
    let mut results = results;
    results.elapsed = Instant::now().min(load.end) - load.begin;
    for shard in &load.shards {
        results.add(&lock(shard));
    }
    events.shutdown_background();
    Ok(results)
}

fn lock(shard: &Mutex<Results>) -> MutexGuard<'_, Results> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection that can be asked.
enum Talker {
    Bytes(Box<dyn Both>),
    Lines(Box<dyn Both>),
    Http(SendRequest<Full<Bytes>>),
}

trait Both: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Both for T {}

impl Load {
    fn shard(&self, number: usize) -> MutexGuard<'_, Results> {
        // There are SHARDS of them.
        match self.shards.get(number % SHARDS) {
            Some(shard) => lock(shard),
            None => unreachable!("a number below SHARDS"),
        }
    }

    /// When this connection's request of that number is due.
    fn due(&self, number: usize, request: u64) -> Option<Instant> {
        let rate = self.options.rate?;
        let place = request as f64 * self.options.connections as f64 + number as f64;
        Some(self.begin + Duration::from_secs_f64(place / rate))
    }

    /// True where another is to be sent: also where it was due in time and free to go, and only this program's clock is late.
    fn goes(&self, number: usize, request: u64, free: Instant) -> bool {
        let now = Instant::now();
        let in_time = self.due(number, request).map_or(now < self.end, |due| due < self.end && (now < self.end || free <= due));
        in_time && !self.stop.load(Relaxed)
    }

    /// Asks again and again over one connection, and over another where it fails.
    async fn connection(&self, number: usize) {
        let (mut talker, mut request, mut free, mut pause) = (None, 0u64, self.begin, Duration::from_millis(10));
        let mut room = vec![0; self.options.size.max(64)];
        while self.goes(number, request, free) {
            let mut open = match talker.take() {
                Some(open) => open,
                None => {
                    let began = Instant::now();
                    let opened = timeout(self.options.timeout, self.open()).await;
                    match opened.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
                        Ok(open) => {
                            let _ = self.shard(number).connect.record(began.elapsed().as_nanos() as u64);
                            self.progress.open.fetch_add(1, Relaxed);
                            pause = Duration::from_millis(10);
                            open
                        }
                        Err(error) => {
                            self.progress.failed.fetch_add(1, Relaxed);
                            self.shard(number).failed(format!("connect: {}", kind(&error)));
                            let left = self.end.saturating_duration_since(Instant::now());
                            sleep(pause.min(left)).await;
                            pause = (pause * 2).min(Duration::from_secs(1));
                            continue;
                        }
                    }
                }
            };
            let due = self.due(number, request);
            if let Some(due) = due {
                while Instant::now() < due && !self.stop.load(Relaxed) {
                    // Told to stop in a long pause, it hears that soon.
                    sleep_until(due.min(Instant::now() + Duration::from_millis(100)).into()).await;
                }
            }
            request += 1;
            let sent = Instant::now();
            let from = due.filter(|due| free > *due).unwrap_or(sent);
            let asked = timeout(self.options.timeout, open.ask(self, &mut room)).await;
            let now = Instant::now();
            free = now;
            let mut results = self.shard(number);
            results.sent += 1;
            match asked.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())) {
                Ok(received) => {
                    results.bytes_sent += self.options.size as u64;
                    results.bytes_received += received;
                    let _ = results.latency.record((now - from).as_nanos() as u64);
                    let _ = results.service.record((now - sent).as_nanos() as u64);
                    drop(results);
                    self.progress.answered.fetch_add(1, Relaxed);
                    talker = Some(open);
                }
                Err(error) => {
                    results.failed(kind(&error));
                    // It has kept its user waiting for as long.
                    let _ = results.latency.record((now - from).as_nanos() as u64);
                    drop(results);
                    self.progress.failed.fetch_add(1, Relaxed);
                    self.progress.open.fetch_sub(1, Relaxed);
                }
            }
        }
        if talker.is_some() {
            self.progress.open.fetch_sub(1, Relaxed);
        }
        // What was due meanwhile and was not sent has waited too.
        let end = self.end.min(Instant::now());
        while let Some(due) = self.due(number, request).filter(|due| *due < end) {
            let mut results = self.shard(number);
            results.unsent += 1;
            let _ = results.latency.record(free.max(end).saturating_duration_since(due).as_nanos() as u64);
            request += 1;
        }
    }

    async fn open(&self) -> io::Result<Talker> {
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let stream: Box<dyn Both> = match &self.tls {
            Some(config) => {
                let name = ServerName::try_from(self.target.host.clone()).map_err(io::Error::other)?;
                Box::new(TlsConnector::from(config.clone()).connect(name, stream).await?)
            }
            None => Box::new(stream),
        };
        Ok(match self.target.scheme {
            Scheme::Http | Scheme::Https | Scheme::JsonRpc | Scheme::XmlRpc => {
                let (sender, connection) = handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
                // It ends when the sender is dropped.
                tokio::spawn(connection);
                Talker::Http(sender)
            }
            Scheme::Redis => Talker::Lines(stream),
            _ => Talker::Bytes(stream),
        })
    }

    /// Datagrams, each with its number and when it was sent.
    async fn socket(&self, number: usize) -> Option<Datagrams> {
        let own: SocketAddr =
            if self.address.is_ipv4() { (std::net::Ipv4Addr::UNSPECIFIED, 0).into() } else { (std::net::Ipv6Addr::UNSPECIFIED, 0).into() };
        let opened = async {
            let socket = UdpSocket::bind(own).await?;
            socket.connect(self.address).await?;
            Ok::<_, io::Error>(socket)
        };
        let socket = match opened.await {
            Ok(socket) => socket,
            Err(error) => {
                self.shard(number).failed(kind(&error));
                return None;
            }
        };
        self.progress.open.fetch_add(1, Relaxed);
        let mut seen = Seen::default();
        let mut datagram = vec![0; self.options.size.max(HEAD)];
        let mut answer = vec![0; 65_536];
        let (mut sent, mut request) = (0u64, 0u64);
        loop {
            let now = Instant::now();
            let due = self.due(number, request);
            let finished = self.stop.load(Relaxed) || due.unwrap_or(now) >= self.end;
            // In an open loop what is due is sent, in a closed one the next when that before is back or lost.
            if !finished && due.map_or(seen.open.is_none(), |due| due <= now) {
                let at = now.saturating_duration_since(self.begin).as_nanos() as u64;
                for (place, byte) in datagram.iter_mut().zip([number as u64, sent, at].iter().flat_map(|word| word.to_be_bytes())) {
                    *place = byte;
                }
                seen.open = Some(sent);
                sent += 1;
                request += 1;
                // An error of an earlier one (a closed port) comes out here, and this one has not been sent.
                let result = match socket.send(&datagram).await {
                    Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
                        self.shard(number).failed(kind(&error));
                        socket.send(&datagram).await
                    }
                    result => result,
                };
                let mut results = self.shard(number);
                results.sent += 1;
                results.bytes_sent += datagram.len() as u64;
                if let Err(error) = result {
                    results.failed(kind(&error));
                }
                drop(results);
                while let Ok(n) = socket.try_recv(&mut answer) {
                    self.came(number, answer.get(..n).unwrap_or_default(), &mut seen);
                }
                continue;
            }
            if finished && (seen.received >= sent || due.is_none() && seen.open.is_none()) {
                break;
            }
            let until = match due {
                Some(due) if !finished => due,
                _ => now + self.options.timeout,
            };
            match tokio::time::timeout_at(until.into(), socket.recv(&mut answer)).await {
                Ok(Ok(n)) => self.came(number, answer.get(..n).unwrap_or_default(), &mut seen),
                Ok(Err(error)) => {
                    self.shard(number).failed(kind(&error));
                    // Nobody listens there: not thousands of times a second.
                    sleep(Duration::from_millis(10)).await;
                    seen.open = None;
                }
                // What is on its way has been waited for.
                Err(_) if finished => break,
                // Lost; or in an open loop it is time for the next.
                Err(_) => seen.open = None,
            }
        }
        self.progress.open.fetch_sub(1, Relaxed);
        let lost = sent.saturating_sub(seen.received);
        self.progress.failed.fetch_add(lost, Relaxed);
        Some(Datagrams { sent, received: seen.received, duplicates: seen.duplicates, reordered: seen.reordered, jitter: seen.jitter })
    }

    /// Counts an answer.
    fn came(&self, number: usize, bytes: &[u8], seen: &mut Seen) {
        let now = Instant::now().saturating_duration_since(self.begin).as_nanos() as u64;
        let word = |at: usize| bytes.get(at * 8..at * 8 + 8).and_then(|word| word.try_into().ok()).map(u64::from_be_bytes);
        let (Some(own), Some(which), Some(at)) = (word(0), word(1), word(2)) else {
            self.shard(number).failed("not what was sent".to_owned());
            return;
        };
        if own != number as u64 || at > now {
            self.shard(number).failed("not what was sent".to_owned());
            return;
        }
        if !seen.first_time(which) {
            seen.duplicates += 1;
            return;
        }
        seen.received += 1;
        if which + 1 < seen.next {
            seen.reordered += 1;
        } else {
            seen.next = which + 1;
        }
        seen.open.take_if(|open| *open == which);
        let time = now - at;
        if let Some(before) = seen.time.replace(time) {
            seen.jitter += (time.abs_diff(before) as f64 / 1e9 - seen.jitter) / 16.0;
        }
        let mut results = self.shard(number);
        results.bytes_received += bytes.len() as u64;
        let _ = results.latency.record(time);
        let _ = results.service.record(time);
        drop(results);
        self.progress.answered.fetch_add(1, Relaxed);
    }
}

/// Bytes that a datagram has at least: whose it is, its number, its time.
const HEAD: usize = 24;

/// What has come back on a socket.
#[derive(Default)]
struct Seen {
    bits: Vec<u64>,
    received: u64,
    duplicates: u64,
    reordered: u64,
    /// One more than the highest number that has come.
    next: u64,
    /// What was sent last and is not back.
    open: Option<u64>,
    time: Option<u64>,
    jitter: f64,
}

impl Seen {
    fn first_time(&mut self, which: u64) -> bool {
        let (word, bit) = ((which / 64) as usize, 1u64 << (which % 64));
        // Nobody sends more in any time that a program runs.
        if word > 1 << 26 {
            return false;
        }
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let Some(bits) = self.bits.get_mut(word) else { return false };
        let first = *bits & bit == 0;
        *bits |= bit;
        first
    }
}

impl Talker {
    /// One request and its whole answer; bytes of the content that came.
    async fn ask(&mut self, load: &Load, room: &mut [u8]) -> io::Result<u64> {
        let size = load.options.size;
        match self {
            Talker::Bytes(stream) => {
                // What comes back is read while the rest is still sent: else two full buffers would wait for each other.
                let (mut reader, mut writer) = tokio::io::split(stream);
                let bytes = vec![b'x'; if size > EAGER { size } else { 0 }];
                let small = [b'x'; EAGER];
                let out = if size > EAGER { bytes.as_slice() } else { small.get(..size.max(1)).unwrap_or_default() };
                let send = async {
                    writer.write_all(out).await?;
                    writer.flush().await
                };
                let back = room.get_mut(..size.max(1)).unwrap_or_default();
                if size > EAGER {
                    let (sent, heard) = tokio::join!(send, reader.read_exact(back));
                    sent.and(heard)?;
                } else {
                    send.await?;
                    reader.read_exact(back).await?;
                }
                Ok(size.max(1) as u64)
            }
            Talker::Lines(stream) => {
                stream.write_all(b"*1\r\n$4\r\nPING\r\n").await?;
                stream.flush().await?;
                let answer = room.get_mut(..7).unwrap_or_default();
                stream.read_exact(answer).await?;
                if answer == b"+PONG\r\n" { Ok(7) } else { Err(io::Error::other("not PONG")) }
            }
            Talker::Http(sender) => {
                let content = "x".repeat(size);
                let request = Request::builder().header(HOST, load.target.authority());
                let path = load.target.request();
                let request = match load.target.scheme {
                    Scheme::JsonRpc => request.method("POST").uri(path).header(CONTENT_TYPE, "application/json").body(Full::new(
                        Bytes::from(serde_json::json!({ "jsonrpc": "2.0", "method": "echo", "params": [content], "id": 1 }).to_string()),
                    )),
                    Scheme::XmlRpc => {
                        let path = if load.target.path.is_empty() { "/RPC2" } else { path };
                        let body = format!(
                            "<?xml version=\"1.0\"?><methodCall><methodName>echo</methodName><params><param><value><string>{content}</string></value></param></params></methodCall>"
                        );
                        request.method("POST").uri(path).header(CONTENT_TYPE, "text/xml").body(Full::new(Bytes::from(body)))
                    }
                    _ if size > 0 => request.method("POST").uri(path).body(Full::new(Bytes::from(content))),
                    _ => request.uri(path).body(Full::new(Bytes::new())),
                };
                let request = request.map_err(io::Error::other)?;
                sender.ready().await.map_err(of_http)?;
                let response = sender.send_request(request).await.map_err(of_http)?;
                let status = response.status();
                let body = response.into_body().collect().await.map_err(of_http)?.to_bytes();
                if status.is_client_error() || status.is_server_error() {
                    return Err(io::Error::other(format!("status {}", status.as_u16())));
                }
                Ok(body.len() as u64)
            }
        }
    }
}

/// Bytes that any connection takes at once.
const EAGER: usize = 4096;

fn of_http(error: hyper::Error) -> io::Error {
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            return io::Error::new(io.kind(), io.to_string());
        }
        source = cause.source();
    }
    if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        return io::ErrorKind::UnexpectedEof.into();
    }
    io::Error::other(error.to_string())
}

/// An error in a word or two, the same for all of its kind.
fn kind(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::TimedOut => "time-out".to_owned(),
        io::ErrorKind::ConnectionRefused => "refused".to_owned(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => "reset".to_owned(),
        io::ErrorKind::UnexpectedEof => "closed".to_owned(),
        _ => super::serve::said(error),
    }
}
