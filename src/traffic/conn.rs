//! A connection as a conversation sees it: bytes in and out, with patience for a silent peer and a slow one.
//!
//! The same conversation serves in an event loop and in a thread of its own: over a blocking socket nothing is ever pending, so
//! polling it once runs it to its end with plain blocking system calls ([`block_on`]). What differs is only who waits.

use super::tls::Keys;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::task::{Context, Poll, Wake, Waker, ready};
use std::thread::Thread;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufRead, AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::time::Sleep;
use tokio_rustls::server::TlsStream;

/// Who is at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Peer {
    /// An address and a port.
    Net(SocketAddr),
    /// A program on this machine, by a Unix socket: the number of its process where the system tells.
    Local(Option<i32>),
    /// Not told: who sends messages.
    Unknown,
}

impl std::fmt::Display for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Peer::Net(address) => address.fmt(f),
            Peer::Local(Some(pid)) => write!(f, "pid {pid}"),
            Peer::Local(None) => f.write_str("local"),
            Peer::Unknown => f.write_str("somebody"),
        }
    }
}

/// A socket that is connected.
#[derive(Debug)]
pub(super) enum Socket {
    Tcp(tokio::net::TcpStream),
    BlockingTcp(std::net::TcpStream),
    #[cfg(unix)]
    Unix(tokio::net::UnixStream),
    #[cfg(unix)]
    BlockingUnix(std::os::unix::net::UnixStream),
}

/// Whether somebody waits for the next request, and since when: such a connection may be closed when the server ends.
#[derive(Debug)]
pub(super) struct Rest {
    since: Instant,
    /// Milliseconds behind `since`, 0 where it is busy.
    at: AtomicU64,
}

impl Rest {
    pub(super) fn new() -> Arc<Rest> {
        Arc::new(Rest { since: Instant::now(), at: AtomicU64::new(0) })
    }

    fn begin(&self) {
        self.at.store((self.since.elapsed().as_millis() as u64).max(1), Relaxed);
    }

    fn end(&self) {
        self.at.store(0, Relaxed);
    }

    /// True where nothing was said for so long, and nothing is owed.
    pub(super) fn quiet(&self, time: Duration) -> bool {
        let at = self.at.load(Relaxed);
        at > 0 && self.since.elapsed() >= Duration::from_millis(at) + time
    }
}

/// The plain part of a connection: what limits hold for.
#[derive(Debug)]
pub(super) struct Raw {
    socket: Socket,
    rest: Arc<Rest>,
    /// A peer that says nothing, or takes nothing, for so long is gone.
    idle: Duration,
    /// What has begun must be whole by then.
    deadline: Option<Instant>,
    last: Instant,
    sleep: Option<Pin<Box<Sleep>>>,
    received: u64,
    sent: u64,
    sum: Arc<Sum>,
}

/// Bytes of all connections that have ended.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pub(super) received: AtomicU64,
    pub(super) sent: AtomicU64,
}

impl Drop for Raw {
    fn drop(&mut self) {
        self.sum.received.fetch_add(self.received, Relaxed);
        self.sum.sent.fetch_add(self.sent, Relaxed);
    }
}

impl Raw {
    /// Ready, with an error, where the peer was waited for long enough.
    fn patience(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        loop {
            let end = self.deadline.map_or(self.last + self.idle, |deadline| deadline.min(self.last + self.idle));
            let sleep = self.sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(end.into())));
            if sleep.deadline().into_std() > end {
                sleep.as_mut().reset(end.into());
            }
            ready!(sleep.as_mut().poll(cx));
            // The clock was set for a time before the last word.
            if Instant::now() >= end {
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            sleep.as_mut().reset(end.into());
        }
    }

    /// How long a blocking call may take.
    fn left(&self) -> io::Result<Duration> {
        let Some(deadline) = self.deadline else { return Ok(self.idle) };
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(left.min(self.idle)) }
    }

    fn poll_raw_read(&mut self, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let left = match &self.socket {
            Socket::BlockingTcp(_) => self.left()?,
            #[cfg(unix)]
            Socket::BlockingUnix(_) => self.left()?,
            _ => Duration::ZERO,
        };
        match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_read(cx, buf),
            #[cfg(unix)]
            Socket::Unix(socket) => Pin::new(socket).poll_read(cx, buf),
            Socket::BlockingTcp(socket) => {
                if self.deadline.is_some() {
                    socket.set_read_timeout(Some(left))?;
                }
                Poll::Ready(blocking(socket, buf))
            }
            #[cfg(unix)]
            Socket::BlockingUnix(socket) => {
                if self.deadline.is_some() {
                    socket.set_read_timeout(Some(left))?;
                }
                Poll::Ready(blocking(socket, buf))
            }
        }
    }
}

/// A blocking read; a time-out of the socket is `WouldBlock`.
fn blocking(socket: &mut impl io::Read, buf: &mut ReadBuf<'_>) -> io::Result<()> {
    loop {
        match socket.read(buf.initialize_unfilled()) {
            Ok(n) => {
                buf.advance(n);
                return Ok(());
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(timed(error)),
        }
    }
}

fn timed(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

impl AsyncRead for Raw {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        match self.poll_raw_read(cx, buf) {
            Poll::Ready(Ok(())) => {
                self.received += (buf.filled().len() - before) as u64;
                self.last = Instant::now();
                Poll::Ready(Ok(()))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.patience(cx).map(Err),
        }
    }
}

impl AsyncWrite for Raw {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        use std::io::Write;
        let polled = match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_write(cx, bytes),
            #[cfg(unix)]
            Socket::Unix(socket) => Pin::new(socket).poll_write(cx, bytes),
            Socket::BlockingTcp(socket) => Poll::Ready(socket.write(bytes).map_err(timed)),
            #[cfg(unix)]
            Socket::BlockingUnix(socket) => Poll::Ready(socket.write(bytes).map_err(timed)),
        };
        match polled {
            Poll::Ready(Ok(n)) => {
                self.sent += n as u64;
                self.last = Instant::now();
                Poll::Ready(Ok(n))
            }
            Poll::Ready(Err(error)) => Poll::Ready(Err(error)),
            Poll::Pending => self.patience(cx).map(Err),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.socket {
            Socket::Tcp(socket) => Pin::new(socket).poll_shutdown(cx),
            #[cfg(unix)]
            Socket::Unix(socket) => Pin::new(socket).poll_shutdown(cx),
            Socket::BlockingTcp(socket) => Poll::Ready(socket.shutdown(std::net::Shutdown::Write)),
            #[cfg(unix)]
            Socket::BlockingUnix(socket) => Poll::Ready(socket.shutdown(std::net::Shutdown::Write)),
        }
    }
}

/// A connection, plain or under TLS.
#[derive(Debug)]
pub(super) struct Conn {
    io: Io,
    pub(super) peer: Peer,
}

#[derive(Debug)]
enum Io {
    Plain(Raw),
    Tls(Box<TlsStream<Raw>>),
}

/// Bytes that are read at once. One such buffer serves all connections of a thread, so a connection that waits holds none.
const ROOM: usize = 64 << 10;

thread_local! {
    static SHARED: RefCell<Box<[u8]>> = RefCell::new(vec![0; ROOM].into());
}

impl Conn {
    pub(super) fn new(socket: Socket, peer: Peer, idle: Duration, rest: Arc<Rest>, sum: Arc<Sum>) -> io::Result<Conn> {
        match &socket {
            Socket::Tcp(socket) => socket.set_nodelay(true)?,
            Socket::BlockingTcp(socket) => {
                socket.set_nodelay(true)?;
                socket.set_read_timeout(Some(idle))?;
                socket.set_write_timeout(Some(idle))?;
            }
            #[cfg(unix)]
            Socket::BlockingUnix(socket) => {
                socket.set_read_timeout(Some(idle))?;
                socket.set_write_timeout(Some(idle))?;
            }
            #[cfg(unix)]
            Socket::Unix(_) => {}
        }
        let raw = Raw { socket, rest, idle, deadline: None, last: Instant::now(), sleep: None, received: 0, sent: 0, sum };
        Ok(Conn { io: Io::Plain(raw), peer })
    }

    /// Becomes a TLS connection: the peer speaks first.
    pub(super) async fn start_tls(self, keys: &Keys) -> io::Result<Conn> {
        let Io::Plain(raw) = self.io else { return Err(io::Error::other("TLS in TLS")) };
        let stream = tokio_rustls::TlsAcceptor::from(keys.server.clone()).accept(raw).await?;
        Ok(Conn { io: Io::Tls(Box::new(stream)), peer: self.peer })
    }

    pub(super) fn is_tls(&self) -> bool {
        matches!(self.io, Io::Tls(_))
    }

    fn raw(&self) -> &Raw {
        match &self.io {
            Io::Plain(raw) => raw,
            Io::Tls(stream) => stream.get_ref().0,
        }
    }

    fn raw_mut(&mut self) -> &mut Raw {
        match &mut self.io {
            Io::Plain(raw) => raw,
            Io::Tls(stream) => stream.get_mut().0,
        }
    }

    /// From now on nothing is owed to the peer.
    pub(super) fn rest(&self) {
        self.raw().rest.begin();
    }

    /// Something has begun.
    pub(super) fn busy(&self) {
        self.raw().rest.end();
    }

    /// What has begun must be whole within that time; `None` where nothing has begun.
    pub(super) fn within(&mut self, time: Option<Duration>) {
        let raw = self.raw_mut();
        let had = raw.deadline.is_some();
        raw.deadline = time.map(|time| Instant::now() + time);
        if had && raw.deadline.is_none() {
            let idle = raw.idle;
            // The sockets' own clock was set for what was left.
            let _ = match &raw.socket {
                Socket::BlockingTcp(socket) => socket.set_read_timeout(Some(idle)),
                #[cfg(unix)]
                Socket::BlockingUnix(socket) => socket.set_read_timeout(Some(idle)),
                _ => Ok(()),
            };
        }
    }

    /// Waits for bytes and shows them; `None` where the peer has said all. What is shown lies in a buffer that connections share.
    pub(super) async fn take<R>(&mut self, mut look: impl FnMut(&[u8]) -> R) -> io::Result<Option<R>> {
        poll_fn(|cx| {
            SHARED.with_borrow_mut(|room| {
                let mut buf = ReadBuf::new(room);
                ready!(Pin::new(&mut *self).poll_read(cx, &mut buf))?;
                let bytes = buf.filled();
                Poll::Ready(Ok((!bytes.is_empty()).then(|| look(bytes))))
            })
        })
        .await
    }

    /// Waits for bytes, shows them, and sends the same; `false` where the peer has said all. Only what the peer cannot take at once
    /// is kept.
    pub(super) async fn echo(&mut self, mut look: impl FnMut(&[u8])) -> io::Result<bool> {
        let mut left = vec![];
        let more = poll_fn(|cx| {
            SHARED.with_borrow_mut(|room| {
                let mut buf = ReadBuf::new(room);
                ready!(Pin::new(&mut *self).poll_read(cx, &mut buf))?;
                let bytes = buf.filled();
                if bytes.is_empty() {
                    return Poll::Ready(io::Result::Ok(false));
                }
                look(bytes);
                let sent = match Pin::new(&mut *self).poll_write(cx, bytes) {
                    Poll::Ready(sent) => sent?,
                    Poll::Pending => 0,
                };
                left.extend_from_slice(bytes.get(sent..).unwrap_or_default());
                Poll::Ready(Ok(true))
            })
        })
        .await?;
        if !left.is_empty() {
            self.raw().rest.end();
            self.write_all(&left).await?;
            self.rest();
        }
        if self.is_tls() {
            self.flush().await?;
        }
        Ok(more)
    }

    /// Sends all of it.
    pub(super) async fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes).await?;
        self.flush().await
    }
}

impl AsyncRead for Conn {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match &mut self.io {
            Io::Plain(raw) => Pin::new(raw).poll_read(cx, buf),
            // One chunk: its own poll_read goes on until nothing is there, and over a blocking socket that waits.
            Io::Tls(stream) => {
                let mut stream = Pin::new(stream);
                match ready!(stream.as_mut().poll_fill_buf(cx)) {
                    Ok(bytes) => {
                        let n = bytes.len().min(buf.remaining());
                        buf.put_slice(bytes.get(..n).unwrap_or_default());
                        stream.consume(n);
                        Poll::Ready(Ok(()))
                    }
                    // Many close without TLS's goodbye.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Poll::Ready(Ok(())),
                    Err(error) => Poll::Ready(Err(error)),
                }
            }
        }
    }
}

impl AsyncWrite for Conn {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match &mut self.io {
            Io::Plain(raw) => Pin::new(raw).poll_write(cx, bytes),
            Io::Tls(stream) => Pin::new(stream).poll_write(cx, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.io {
            Io::Plain(raw) => Pin::new(raw).poll_flush(cx),
            Io::Tls(stream) => Pin::new(stream).poll_flush(cx),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.io {
            Io::Plain(raw) => Pin::new(raw).poll_shutdown(cx),
            Io::Tls(stream) => Pin::new(stream).poll_shutdown(cx),
        }
    }
}

/// Wakes a thread.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Runs a conversation over a blocking socket to its end.
pub(super) fn block_on<T>(conversation: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut conversation = pin!(conversation);
    let mut cx = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(done) = conversation.as_mut().poll(&mut cx) {
            return done;
        }
        std::thread::park();
    }
}
