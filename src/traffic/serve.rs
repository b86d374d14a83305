//! Servers: who listens, who waits, who is served, and how it ends.
//!
//! The same conversation runs in each way of serving ([`Way`]): one client after the other, a thread a client, or in an event loop.
//! Worker processes are the first of these in several processes that share the listening socket.
//!
//! A server that is told to stop takes nobody new, lets those who are in the middle of something finish for a while, closes the
//! connections on which nothing is owed, and at the end all.

use super::conn::{Conn, Peer, Rest, Socket, Sum, block_on};
use super::http::{self, Site};
use super::mail::{Mailbox, imap, pop3, smtp};
use super::rpc::{self, Packets};
use super::services::{self, Service};
use super::tls::Keys;
use std::collections::HashMap;
use std::io;
use std::net::{Shutdown, SocketAddr, TcpListener, UdpSocket};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{SyncSender, TrySendError};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::{Semaphore, watch};

/// How clients of a server over connections wait for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One thread serves one client after the other; the others wait in the kernel's backlog.
    Blocking,
    /// A thread a client.
    Threads,
    /// An event loop.
    Async,
}

/// How a server behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// How clients wait for one another.
    pub way: Way,
    /// What an echo server answers instead of what it heard.
    pub reply: Option<Vec<u8>>,
    /// Ends after so many connections or datagrams.
    pub limit: Option<u64>,
    /// Connections that are served at a time; the others wait in the kernel's backlog.
    pub most: usize,
    /// A peer that is silent for so long is gone.
    pub idle: Duration,
    /// What has begun, a request or a handshake, must be whole within that time.
    pub within: Duration,
    /// How long those who are in the middle of something may go on when the server is told to stop.
    pub drain: Duration,
    /// Connections are under TLS from the first byte.
    pub tls: bool,
    /// For TLS, now or in the middle of a conversation.
    pub keys: Option<Keys>,
    /// What calls of methods decode and craft with.
    pub packets: Option<Packets>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            way: Way::Async,
            reply: None,
            limit: None,
            most: 10_000,
            idle: Duration::from_secs(300),
            within: Duration::from_secs(20),
            drain: Duration::from_secs(5),
            tls: false,
            keys: None,
            packets: None,
        }
    }
}

/// What has been counted of a server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Connections taken, or datagrams.
    pub served: u64,
    /// Messages heard.
    pub messages: u64,
    /// Bytes received.
    pub received: u64,
    /// Bytes sent.
    pub sent: u64,
    /// Connections that ended since the peer was silent, or slow.
    pub timed_out: u64,
    /// Connections that ended in another error: a reset, a handshake that failed.
    pub failed: u64,
}

#[derive(Debug, Default)]
struct Tally {
    served: AtomicU64,
    messages: AtomicU64,
    bytes: Arc<Sum>,
    timed_out: AtomicU64,
    failed: AtomicU64,
}

/// Something that happened at a server.
#[derive(Clone, Debug)]
pub struct Event {
    /// Which server, counted from 0.
    pub server: usize,
    /// When.
    pub time: SystemTime,
    /// Who.
    pub peer: Peer,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub enum What {
    /// A connection was taken.
    Opened,
    /// These bytes were heard (the first of them, and how many there were).
    Heard(Vec<u8>, usize),
    /// A step of a conversation, in words.
    Did(String),
    /// A connection ended; with the reason, unless the peer just said goodbye.
    Closed(Option<String>),
}

/// Bytes that an event tells of what was heard.
const TOLD: usize = 1024;

/// Where all servers of a program meet: who is told what happens, and when to stop.
#[derive(Debug)]
pub struct Hub {
    events: Option<SyncSender<Event>>,
    left_out: AtomicU64,
    stage: watch::Sender<Stage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Serving,
    /// Nobody new; who is in the middle of something may finish until then.
    Draining(Instant),
}

impl Hub {
    /// Events go where somebody wants them; whoever takes them too slowly misses some, and no server waits for that.
    pub fn new(events: Option<SyncSender<Event>>) -> Arc<Hub> {
        Arc::new(Hub { events, left_out: AtomicU64::new(0), stage: watch::Sender::new(Stage::Serving) })
    }

    /// Events that nobody took in time.
    pub fn left_out(&self) -> u64 {
        self.left_out.load(Relaxed)
    }

    /// Tells all servers to stop; who is in the middle of something has that long.
    pub fn stop(&self, drain: Duration) {
        self.stage.send_if_modified(|stage| {
            let serving = *stage == Stage::Serving;
            if serving {
                *stage = Stage::Draining(Instant::now() + drain);
            }
            serving
        });
    }

    /// True once all were told to stop.
    pub fn stopping(&self) -> bool {
        *self.stage.borrow() != Stage::Serving
    }

    fn over(&self) -> Option<Instant> {
        match *self.stage.borrow() {
            Stage::Serving => None,
            Stage::Draining(end) => Some(end),
        }
    }

    fn tell(&self, event: impl FnOnce() -> Event) {
        if let Some(events) = &self.events
            && let Err(TrySendError::Full(_)) = events.try_send(event())
        {
            self.left_out.fetch_add(1, Relaxed);
        }
    }

    /// Waits until the server was told to stop and this connection is not needed any more.
    async fn ended(&self, rest: &Rest) {
        let mut stage = self.stage.subscribe();
        while !self.stopping() {
            if stage.changed().await.is_err() {
                return;
            }
        }
        let end = self.over().unwrap_or_else(Instant::now);
        while Instant::now() < end && !rest.quiet(QUIET) {
            tokio::time::sleep(TICK).await;
        }
    }
}

/// A connection on which nothing was said for so long is closed when the server ends.
const QUIET: Duration = Duration::from_millis(100);

/// How often those who cannot be told look whether it is time to stop.
const TICK: Duration = Duration::from_millis(50);

/// The event loop, which begins when the first server needs it.
#[derive(Debug, Default)]
pub struct Loop(Mutex<Option<Arc<tokio::runtime::Runtime>>>);

impl Loop {
    pub(super) fn runtime(&self) -> io::Result<Arc<tokio::runtime::Runtime>> {
        let mut runtime = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = &*runtime {
            return Ok(runtime.clone());
        }
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        let new = Arc::new(tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()?);
        *runtime = Some(new.clone());
        Ok(new)
    }

    /// Ends it; a look-up of a name that goes on is not waited for.
    pub fn end(self) {
        let runtime = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = runtime.and_then(Arc::into_inner) {
            runtime.shutdown_background();
        }
    }
}

/// A conversation's view of its server.
pub(super) struct Talk<'a> {
    server: &'a Server,
    pub(super) peer: Peer,
    /// Which connection it is, counted from 0.
    pub(super) number: u64,
}

impl Talk<'_> {
    /// Counts and tells what was heard.
    pub(super) fn heard(&self, bytes: &[u8]) {
        self.server.heard(self.peer, bytes);
    }

    /// Tells a step of the conversation.
    pub(super) fn did(&self, words: impl FnOnce() -> String) {
        self.server.tally.messages.fetch_add(1, Relaxed);
        self.server.tell(self.peer, || What::Did(words()));
    }

    pub(super) fn options(&self) -> &Options {
        &self.server.options
    }

    pub(super) fn reply(&self) -> Option<&[u8]> {
        self.server.options.reply.as_deref()
    }

    /// True where the server was told to stop.
    pub(super) fn ending(&self) -> bool {
        self.server.hub.stopping()
    }
}

/// What is done over connections.
#[derive(Clone, Debug)]
pub enum Conversation {
    /// A small service.
    Small(Service),
    /// HTTP/1.1, and what it carries.
    Http(Site),
    /// Mail comes in.
    Smtp(Arc<Mailbox>),
    /// Mail is fetched.
    Pop3(Arc<Mailbox>),
    /// Mail is read and kept.
    Imap(Arc<Mailbox>),
    /// MessagePack-RPC.
    Msgpack,
    /// Messages of ZeroMQ.
    Messages,
}

/// Where connections come in.
#[derive(Debug)]
pub enum Listener {
    /// A TCP port.
    Tcp(TcpListener),
    /// A file system's path.
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixListener, PathBuf),
}

/// Where datagrams come in.
#[derive(Debug)]
pub enum Datagrams {
    /// A UDP port.
    Udp(UdpSocket),
    /// A file system's path.
    #[cfg(unix)]
    Unix(std::os::unix::net::UnixDatagram, PathBuf),
}

/// Opens a TCP port.
///
/// # Errors
/// Where it cannot be had.
pub fn listen(address: SocketAddr, backlog: i32) -> io::Result<TcpListener> {
    use socket2::{Domain, Protocol, Socket, Type};
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // The port of a server that has just ended can be had again at once.
    #[cfg(unix)]
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(backlog)?;
    Ok(socket.into())
}

/// A server: what it does, how it behaves, what it has counted.
#[derive(Debug)]
pub struct Server {
    number: usize,
    conversation: Conversation,
    options: Options,
    hub: Arc<Hub>,
    tally: Tally,
    open: Open,
}

/// The connections that threads serve: how many, and a hand on each to end it.
#[derive(Debug, Default)]
struct Open {
    all: Mutex<HashMap<u64, (Socket, Arc<Rest>)>>,
    fewer: Condvar,
}

impl Server {
    /// The server of that number.
    pub fn new(number: usize, conversation: Conversation, options: Options, hub: Arc<Hub>) -> Arc<Server> {
        Arc::new(Server { number, conversation, options, hub, tally: Tally::default(), open: Open::default() })
    }

    /// What was counted so far.
    pub fn counts(&self) -> Counts {
        let Tally { served, messages, bytes, timed_out, failed } = &self.tally;
        let of = |n: &AtomicU64| n.load(Relaxed);
        Counts {
            served: of(served),
            messages: of(messages),
            received: of(&bytes.received),
            sent: of(&bytes.sent),
            timed_out: of(timed_out),
            failed: of(failed),
        }
    }

    fn tell(&self, peer: Peer, what: impl FnOnce() -> What) {
        self.hub.tell(|| Event { server: self.number, time: SystemTime::now(), peer, what: what() });
    }

    fn heard(&self, peer: Peer, bytes: &[u8]) {
        self.tally.messages.fetch_add(1, Relaxed);
        self.tell(peer, || What::Heard(bytes.get(..TOLD).unwrap_or(bytes).to_vec(), bytes.len()));
    }

    pub(super) fn options(&self) -> &Options {
        &self.options
    }

    /// Changes when all are told to stop.
    pub(super) fn stage(&self) -> watch::Receiver<Stage> {
        self.hub.stage.subscribe()
    }

    /// Counts bytes that came, and tells them.
    pub(super) fn took(&self, peer: Peer, bytes: &[u8]) {
        self.tally.bytes.received.fetch_add(bytes.len() as u64, Relaxed);
        self.heard(peer, bytes);
    }

    /// Counts bytes that went.
    pub(super) fn gave(&self, n: usize) {
        self.tally.bytes.sent.fetch_add(n as u64, Relaxed);
    }

    /// Counts something that went wrong.
    pub(super) fn failure(&self) {
        self.tally.failed.fetch_add(1, Relaxed);
    }

    /// True where one more may be served; it is counted then.
    pub(super) fn another(&self) -> Option<u64> {
        let taken = self.tally.served.fetch_update(Relaxed, Relaxed, |n| self.options.limit.is_none_or(|limit| n < limit).then_some(n + 1));
        taken.ok()
    }

    pub(super) fn done(&self) -> bool {
        self.hub.stopping() || self.options.limit.is_some_and(|limit| self.tally.served.load(Relaxed) >= limit)
    }

    /// Serves connections until it is told to stop, or as many as it was to serve have been.
    ///
    /// # Errors
    /// Where the socket is of no use. What goes wrong with one connection ends only that.
    pub fn connections(self: &Arc<Server>, listener: Listener, events: &Loop) -> io::Result<()> {
        let path = match &listener {
            #[cfg(unix)]
            Listener::Unix(_, path) => Some(path.clone()),
            Listener::Tcp(_) => None,
        };
        let result = match self.options.way {
            Way::Blocking => self.one_by_one(&listener),
            Way::Threads => self.in_threads(listener),
            Way::Async => events.runtime()?.block_on(self.in_loop(listener)),
        };
        if let Some(path) = path {
            let _ = std::fs::remove_file(path);
        }
        result
    }

    /// The next client of a socket that does not block, once there is one; `None` when it is time to end.
    fn accept(&self, listener: &Listener) -> io::Result<Option<(Socket, Peer)>> {
        let mut pause = Pause::new();
        while !self.done() {
            let accepted = match listener {
                Listener::Tcp(listener) => listener.accept().and_then(|(socket, peer)| {
                    socket.set_nonblocking(false)?;
                    Ok((Socket::BlockingTcp(socket), Peer::Net(peer)))
                }),
                #[cfg(unix)]
                Listener::Unix(listener, _) => listener.accept().and_then(|(socket, _)| {
                    socket.set_nonblocking(false)?;
                    let peer = local(&socket);
                    Ok((Socket::BlockingUnix(socket), peer))
                }),
            };
            match accepted {
                Ok(accepted) => return Ok(Some(accepted)),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => wait(listener)?,
                Err(error) if passes(&error) => {}
                Err(error) => std::thread::sleep(pause.after(error)?),
            }
        }
        Ok(None)
    }

    fn one_by_one(self: &Arc<Server>, listener: &Listener) -> io::Result<()> {
        nonblocking(listener)?;
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let watcher = scope.spawn(|| self.watch(&ended));
            let result = loop {
                match self.accept(listener) {
                    Ok(Some((socket, peer))) => self.blocking(socket, peer),
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            ended.store(true, Relaxed);
            watcher.thread().unpark();
            result
        })
    }

    fn in_threads(self: &Arc<Server>, listener: Listener) -> io::Result<()> {
        nonblocking(&listener)?;
        let ended = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let watcher = scope.spawn(|| self.watch(&ended));
            let result = loop {
                let mut open = self.open.lock();
                while open.len() >= self.options.most && !self.done() {
                    open = self.open.fewer.wait_timeout(open, TICK).unwrap_or_else(PoisonError::into_inner).0;
                }
                drop(open);
                let (socket, peer) = match self.accept(&listener) {
                    Ok(Some(accepted)) => accepted,
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                };
                let Some((number, rest)) = self.enter(&socket) else { continue };
                let server = self.clone();
                let thread = std::thread::Builder::new().name(format!("client {number}")).stack_size(512 << 10);
                if let Err(error) = thread.spawn(move || server.until_end(number, socket, peer, rest)) {
                    self.leave(number);
                    self.tell(peer, || What::Closed(Some(format!("no thread for it: {error}"))));
                }
            };
            // Nobody new is let into the backlog.
            drop(listener);
            let mut open = self.open.lock();
            while !open.is_empty() {
                open = self.open.fewer.wait_timeout(open, TICK).unwrap_or_else(PoisonError::into_inner).0;
            }
            drop(open);
            ended.store(true, Relaxed);
            watcher.thread().unpark();
            result
        })
    }

    /// Serves a client in this thread.
    fn blocking(self: &Arc<Server>, socket: Socket, peer: Peer) {
        if let Some((number, rest)) = self.enter(&socket) {
            self.until_end(number, socket, peer, rest);
        }
    }

    /// Counts a client and keeps a hand on it; `None` where nobody may be served any more.
    fn enter(&self, socket: &Socket) -> Option<(u64, Arc<Rest>)> {
        let number = self.another()?;
        let rest = Rest::new();
        let hand = match socket {
            Socket::BlockingTcp(socket) => socket.try_clone().map(Socket::BlockingTcp),
            #[cfg(unix)]
            Socket::BlockingUnix(socket) => socket.try_clone().map(Socket::BlockingUnix),
            _ => return None,
        };
        match hand {
            Ok(hand) => {
                self.open.lock().insert(number, (hand, rest.clone()));
                Some((number, rest))
            }
            Err(_) => {
                self.tally.failed.fetch_add(1, Relaxed);
                None
            }
        }
    }

    fn leave(&self, number: u64) {
        self.open.lock().remove(&number);
        self.open.fewer.notify_all();
    }

    fn until_end(&self, number: u64, socket: Socket, peer: Peer, rest: Arc<Rest>) {
        block_on(self.client(number, socket, peer, rest));
        self.leave(number);
    }

    /// Ends connections of threads when it is time to: a thread that waits for its client cannot be told otherwise.
    fn watch(&self, ended: &AtomicBool) {
        while !ended.load(Relaxed) {
            std::thread::park_timeout(TICK);
            let Some(end) = self.hub.over() else { continue };
            for (socket, rest) in self.open.lock().values() {
                if Instant::now() >= end || rest.quiet(QUIET) {
                    let _ = match socket {
                        Socket::BlockingTcp(socket) => socket.shutdown(Shutdown::Both),
                        #[cfg(unix)]
                        Socket::BlockingUnix(socket) => socket.shutdown(Shutdown::Both),
                        _ => Ok(()),
                    };
                }
            }
        }
    }

    async fn in_loop(self: &Arc<Server>, listener: Listener) -> io::Result<()> {
        nonblocking(&listener)?;
        enum Source {
            Tcp(tokio::net::TcpListener),
            #[cfg(unix)]
            Unix(tokio::net::UnixListener),
        }
        let source = match listener {
            Listener::Tcp(listener) => Source::Tcp(tokio::net::TcpListener::from_std(listener)?),
            #[cfg(unix)]
            Listener::Unix(listener, _) => Source::Unix(tokio::net::UnixListener::from_std(listener)?),
        };
        let room = Arc::new(Semaphore::new(self.options.most.min(Semaphore::MAX_PERMITS)));
        let mut stage = self.hub.stage.subscribe();
        let mut pause = Pause::new();
        let result = loop {
            if self.done() {
                break Ok(());
            }
            let next = async {
                let permit = room.clone().acquire_owned().await.map_err(io::Error::other)?;
                let accepted = match &source {
                    Source::Tcp(listener) => listener.accept().await.map(|(socket, peer)| (Socket::Tcp(socket), Peer::Net(peer))),
                    #[cfg(unix)]
                    Source::Unix(listener) => listener.accept().await.map(|(socket, _)| {
                        let pid = socket.peer_cred().ok().and_then(|cred| cred.pid());
                        (Socket::Unix(socket), Peer::Local(pid))
                    }),
                };
                accepted.map(|(socket, peer)| (socket, peer, permit))
            };
            let accepted = tokio::select! {
                accepted = next => accepted,
                _ = stage.changed() => continue,
            };
            match accepted {
                Ok((socket, peer, permit)) => {
                    let Some(number) = self.another() else { continue };
                    let server = self.clone();
                    let serve = async move {
                        let rest = Rest::new();
                        tokio::select! {
                            () = server.client(number, socket, peer, rest.clone()) => {}
                            () = server.hub.ended(&rest) => server.tell(peer, || What::Closed(Some("the server ends".to_owned()))),
                        }
                        drop(permit);
                    };
                    tokio::spawn(serve);
                }
                Err(error) if passes(&error) => {}
                Err(error) => match pause.after(error) {
                    Ok(time) => tokio::time::sleep(time).await,
                    Err(error) => break Err(error),
                },
            }
        };
        drop(source);
        // All permits are back when all connections are through.
        while room.available_permits() < self.options.most.min(Semaphore::MAX_PERMITS) {
            if self.hub.over().is_some_and(|end| Instant::now() > end + QUIET) {
                break;
            }
            tokio::time::sleep(TICK / 5).await;
        }
        result
    }

    /// A connection from its beginning to its end.
    async fn client(&self, number: u64, socket: Socket, peer: Peer, rest: Arc<Rest>) {
        self.tell(peer, || What::Opened);
        let talk = Talk { server: self, peer, number };
        let result = match Conn::new(socket, peer, self.options.idle, rest, self.tally.bytes.clone()) {
            Ok(conn) => self.conversation(conn, &talk).await,
            Err(error) => Err(error),
        };
        let why = result.err().and_then(|error| {
            let (tally, why) = match error.kind() {
                io::ErrorKind::TimedOut => (&self.tally.timed_out, "silent or slow for too long".to_owned()),
                // Closed while something was still on its way: nothing that a server can be blamed for.
                io::ErrorKind::BrokenPipe if self.hub.stopping() => return None,
                _ => (&self.tally.failed, said(&error)),
            };
            tally.fetch_add(1, Relaxed);
            Some(why)
        });
        self.tell(peer, || What::Closed(why));
    }

    async fn conversation(&self, mut conn: Conn, talk: &Talk<'_>) -> io::Result<()> {
        if self.options.tls
            && let Some(keys) = &self.options.keys
        {
            conn.within(Some(self.options.within));
            conn = Box::pin(conn.start_tls(keys)).await?;
            conn.within(None);
        }
        // Large ones lie in a place of their own, so that ten thousand small ones that wait are small.
        match &self.conversation {
            Conversation::Small(service) => {
                let result = services::stream(*service, &mut conn, talk).await;
                goodbye(&mut conn, result).await
            }
            Conversation::Http(site) => Box::pin(http::serve(conn, *site, talk)).await,
            Conversation::Smtp(mailbox) => Box::pin(smtp::serve(conn, mailbox, talk)).await,
            Conversation::Pop3(mailbox) => Box::pin(pop3::serve(conn, mailbox, talk)).await,
            Conversation::Imap(mailbox) => Box::pin(imap::serve(conn, mailbox, talk)).await,
            Conversation::Msgpack => Box::pin(rpc::msgpack_rpc(conn, talk)).await,
            Conversation::Messages => Err(io::Error::other("those are not spoken over one connection")),
        }
    }

    /// Answers datagrams until it is told to stop, or as many as it was to answer have been.
    ///
    /// # Errors
    /// Where the socket is of no use.
    pub fn datagrams(&self, socket: &Datagrams) -> io::Result<()> {
        match socket {
            Datagrams::Udp(socket) => {
                socket.set_read_timeout(Some(TICK * 2))?;
                self.answer(
                    |bytes| socket.recv_from(bytes).map(|(n, from)| (n, from, Peer::Net(from))),
                    |bytes, to| socket.send_to(bytes, to),
                )
            }
            #[cfg(unix)]
            Datagrams::Unix(socket, path) => {
                socket.set_read_timeout(Some(TICK * 2))?;
                // Who is not to be answered has no name.
                let take = |bytes: &mut [u8]| socket.recv_from(bytes).map(|(n, from)| (n, from, Peer::Local(None)));
                let give = |bytes: &[u8], to: &std::os::unix::net::SocketAddr| match to.as_pathname() {
                    Some(path) => socket.send_to(bytes, path),
                    None => Ok(0),
                };
                let result = self.answer(take, give);
                let _ = std::fs::remove_file(path);
                result
            }
        }
    }

    fn answer<A>(
        &self,
        take: impl Fn(&mut [u8]) -> io::Result<(usize, A, Peer)>,
        give: impl Fn(&[u8], &A) -> io::Result<usize>,
    ) -> io::Result<()> {
        let Conversation::Small(service) = self.conversation else { return Err(io::Error::other("that is not spoken in datagrams")) };
        let (mut bytes, mut room) = (vec![0; 65_536], vec![]);
        while !self.done() {
            let (n, from, peer) = match take(&mut bytes) {
                Ok(taken) => taken,
                // Nothing came; or an earlier answer met a closed port (ICMP), which is not this datagram's fault.
                Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut | io::ErrorKind::Interrupted) => {
                    continue;
                }
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => continue,
                Err(error) => return Err(error),
            };
            let heard = bytes.get(..n).unwrap_or_default();
            let Some(number) = self.another() else { break };
            self.tally.bytes.received.fetch_add(n as u64, Relaxed);
            self.heard(peer, heard);
            // Two such services would answer one another for ever (RFC 862 to 868 have no other cure).
            if matches!(peer, Peer::Net(from) if [7, 13, 17, 19, 37].contains(&from.port())) {
                continue;
            }
            if let Some(answer) = services::datagram(service, heard, number, self.options.reply.as_deref(), &mut room) {
                match give(answer, &from) {
                    Ok(n) => drop(self.tally.bytes.sent.fetch_add(n as u64, Relaxed)),
                    Err(_) => drop(self.tally.failed.fetch_add(1, Relaxed)),
                }
            }
        }
        Ok(())
    }
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, (Socket, Arc<Rest>)>> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says goodbye: what was sent arrives before the connection is gone.
async fn goodbye(conn: &mut Conn, result: io::Result<()>) -> io::Result<()> {
    use tokio::io::AsyncWriteExt;
    result?;
    // The peer may have gone first.
    let _ = conn.shutdown().await;
    Ok(())
}

/// How long accepting pauses where no socket can be had: longer each time, up to a second.
struct Pause(Duration);

impl Pause {
    fn new() -> Pause {
        Pause(Duration::from_millis(5))
    }

    fn after(&mut self, error: io::Error) -> io::Result<Duration> {
        // Too many open files, of the program or of the system; no memory: it passes when others are through.
        #[cfg(unix)]
        let full = matches!(error.raw_os_error(), Some(nix::libc::EMFILE | nix::libc::ENFILE | nix::libc::ENOBUFS | nix::libc::ENOMEM));
        #[cfg(not(unix))]
        let full = false;
        if !full {
            return Err(error);
        }
        self.0 = (self.0 * 2).min(Duration::from_secs(1));
        Ok(self.0)
    }
}

/// An error of a client that went away before it was taken.
fn passes(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | ConnectionRefused | Interrupted)
}

/// The beginning of what a peer said, without what moves a terminal's cursor.
pub(super) fn shown(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_end();
    let mut line: String = text.chars().take(120).map(|c| if c.is_control() { '·' } else { c }).collect();
    if line.len() < text.len() {
        line.push('…');
    }
    line
}

/// An error without the number that says nothing to a person.
pub(super) fn said(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn nonblocking(listener: &Listener) -> io::Result<()> {
    match listener {
        Listener::Tcp(listener) => listener.set_nonblocking(true),
        #[cfg(unix)]
        Listener::Unix(listener, _) => listener.set_nonblocking(true),
    }
}

/// Waits for a client, and not for long.
#[cfg(unix)]
fn wait(listener: &Listener) -> io::Result<()> {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::os::fd::AsFd;
    let fd = match listener {
        Listener::Tcp(listener) => listener.as_fd(),
        Listener::Unix(listener, _) => listener.as_fd(),
    };
    match poll(&mut [PollFd::new(fd, PollFlags::POLLIN)], PollTimeout::from(TICK.as_millis() as u8)) {
        Ok(_) | Err(nix::errno::Errno::EINTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn wait(_: &Listener) -> io::Result<()> {
    std::thread::sleep(TICK / 10);
    Ok(())
}

#[cfg(unix)]
fn local(socket: &std::os::unix::net::UnixStream) -> Peer {
    #[cfg(target_os = "linux")]
    let pid = nix::sys::socket::getsockopt(socket, nix::sys::socket::sockopt::PeerCredentials).ok().map(|cred| cred.pid());
    #[cfg(not(target_os = "linux"))]
    let pid = {
        let _ = socket;
        None
    };
    Peer::Local(pid)
}
