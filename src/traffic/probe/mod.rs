//! One conversation, measured phase by phase.
//!
//! Whatever is spoken, the phases are the same where they occur: the name is looked up, a connection made, TLS agreed, the server's
//! greeting heard, a request sent and answered. Those that are special to a protocol (a login) stand between.

mod dialog;
mod http;
mod queue;
mod remote;

use super::target::{Scheme, Target};
use super::trust::Trust;
use regex::bytes::Regex;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;

/// How a probe is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// What is said. Without it each protocol has something harmless to say.
    pub data: Option<String>,
    /// An answer is complete where this is found in it.
    pub expect: Option<Regex>,
    /// The whole must be over by then.
    pub timeout: Duration,
    /// Where the end of an answer is not told by the protocol: it has ended when nothing came for so long.
    pub quiet: Duration,
    /// Whom TLS believes.
    pub trust: Trust,
    /// Upgrade a conversation of lines to TLS.
    pub start_tls: bool,
    /// Which addresses of a name may be tried.
    pub takes: fn(IpAddr) -> bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            data: None,
            expect: None,
            timeout: Duration::from_secs(10),
            quiet: Duration::from_millis(200),
            trust: Trust::default(),
            start_tls: false,
            takes: |_| true,
        }
    }
}

/// A part of the conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// `name`, `connect`, `tls`, `greeting`, `request` (to the first byte), `answer` (its rest), or a step of the protocol.
    pub name: &'static str,
    /// When it began, from the first phase's beginning.
    pub start: Duration,
    /// How long it took.
    pub time: Duration,
}

/// What came of a conversation.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Who was spoken with.
    pub peer: Option<SocketAddr>,
    /// From which address.
    pub local: Option<SocketAddr>,
    /// What happened, in order.
    pub phases: Vec<Phase>,
    /// What is good to know: `status`, `tls`, ..
    pub facts: Vec<(&'static str, String)>,
    /// What was said.
    pub said: Vec<u8>,
    /// What was answered.
    pub answer: Vec<u8>,
    /// The phase that failed, and why.
    pub failure: Option<(&'static str, String)>,
    /// Whether the answer has what was expected.
    pub met: bool,
    /// From the beginning to the end.
    pub whole: Duration,
}

/// Bytes of an answer that are kept.
const KEPT: usize = 4 << 20;

/// Bytes of a line that a server says.
const LINE: usize = 64 << 10;

/// Holds a conversation.
///
/// # Errors
/// Where no event loop can be had. What goes wrong with the conversation is in the report.
pub fn run(target: &Target, options: &Options) -> io::Result<Report> {
    let events = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = events.block_on(async {
        let begin = Instant::now();
        let mut talk = Talk { target, options, clock: Clock { begin, now: begin, current: "name" }, report: Report::default() };
        let timed = tokio::time::timeout(options.timeout, conversation(&mut talk)).await;
        let result = timed.unwrap_or_else(|_| {
            Err(io::Error::new(io::ErrorKind::TimedOut, format!("not over within {} s", options.timeout.as_secs_f64())))
        });
        let current = talk.clock.current;
        if let Err(error) = result {
            let end = Instant::now();
            talk.clock.end(end, &mut talk.report);
            talk.report.failure = Some((current, super::serve::said(&error)));
        }
        let mut report = talk.report;
        report.whole = report.phases.last().map_or(Duration::ZERO, |last| last.start + last.time);
        report.met = options.expect.as_ref().is_none_or(|expect| expect.is_match(&report.answer));
        report
    });
    // A look-up of a name that hangs is not waited for.
    events.shutdown_background();
    Ok(report)
}

/// The addresses of a target, as the system has them.
///
/// # Errors
/// Where the name has none.
pub fn addresses(target: &Target) -> io::Result<Vec<SocketAddr>> {
    use std::net::ToSocketAddrs;
    (target.host.as_str(), target.port).to_socket_addrs().map(Iterator::collect)
}

/// Tells phases apart.
struct Clock {
    begin: Instant,
    now: Instant,
    current: &'static str,
}

impl Clock {
    fn end(&mut self, end: Instant, report: &mut Report) {
        report.phases.push(Phase { name: self.current, start: self.now - self.begin, time: end - self.now });
        self.now = end;
    }
}

/// A conversation that is going on.
struct Talk<'a> {
    target: &'a Target,
    options: &'a Options,
    clock: Clock,
    report: Report,
}

/// Both directions of a connection.
trait Both: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Both for T {}

/// A connection with what was read and not yet taken.
struct Link {
    stream: Box<dyn Both>,
    held: Vec<u8>,
}

impl Talk<'_> {
    /// The current phase ends here, and another begins; several steps of one name are one.
    fn next(&mut self, name: &'static str) {
        if name == self.clock.current {
            return;
        }
        self.clock.end(Instant::now(), &mut self.report);
        self.clock.current = name;
    }

    /// The last phase ends here.
    fn done(&mut self) {
        self.clock.end(Instant::now(), &mut self.report);
    }

    fn fact(&mut self, name: &'static str, value: impl Into<String>) {
        self.report.facts.push((name, value.into()));
    }

    fn heard(&mut self, bytes: &[u8]) {
        let room = KEPT.saturating_sub(self.report.answer.len());
        self.report.answer.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
    }

    /// The addresses that may be tried.
    async fn look_up(&mut self) -> io::Result<Vec<SocketAddr>> {
        let found = tokio::net::lookup_host((self.target.host.as_str(), self.target.port)).await?;
        let all: Vec<SocketAddr> = found.filter(|address| (self.options.takes)(address.ip())).collect();
        if all.is_empty() {
            return Err(io::Error::new(io::ErrorKind::NotFound, "it has no address of that family"));
        }
        Ok(all)
    }

    /// A TCP connection to the first address that answers.
    async fn connect(&mut self) -> io::Result<TcpStream> {
        let all = self.look_up().await?;
        self.next("connect");
        let mut failed = None;
        for address in all {
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    self.report.peer = Some(address);
                    self.report.local = stream.local_addr().ok();
                    return Ok(stream);
                }
                Err(error) => failed = Some(error),
            }
        }
        Err(failed.unwrap_or_else(|| io::ErrorKind::NotFound.into()))
    }

    /// TLS over a connection.
    async fn tls(&mut self, stream: impl Both + 'static, protocols: &[&[u8]]) -> io::Result<Box<dyn Both>> {
        self.next("tls");
        let config = self.options.trust.client(protocols)?;
        let name = ServerName::try_from(self.target.host.clone()).map_err(io::Error::other)?;
        let stream = TlsConnector::from(config).connect(name, stream).await?;
        let (_, session) = stream.get_ref();
        let version = session.protocol_version().map(|version| format!("{version:?}").replace('_', "."));
        let suite = session.negotiated_cipher_suite().map(|suite| format!("{:?}", suite.suite()));
        let protocol = session.alpn_protocol().map(|name| String::from_utf8_lossy(name).into_owned());
        let said = [version, suite, protocol].into_iter().flatten().collect::<Vec<_>>().join(" ");
        self.fact("tls", said);
        Ok(Box::new(stream))
    }

    /// Sends the request; the next phase begins with the first byte of what comes.
    async fn request(&mut self, link: &mut Link, bytes: &[u8]) -> io::Result<()> {
        self.next("request");
        self.report.said.extend_from_slice(bytes);
        link.stream.write_all(bytes).await?;
        link.stream.flush().await?;
        if link.held.is_empty() && link.more().await? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "closed without an answer"));
        }
        self.next("answer");
        Ok(())
    }

    /// What comes until the connection ends, or it is quiet, or what is expected has come, or what was said has come back.
    async fn rest(&mut self, link: &mut Link, said: &[u8]) -> io::Result<()> {
        let mut last = Instant::now();
        loop {
            let held = std::mem::take(&mut link.held);
            self.heard(&held);
            let complete = match &self.options.expect {
                Some(expect) => expect.is_match(&self.report.answer),
                None => !said.is_empty() && self.report.answer == said,
            };
            if complete || self.report.answer.len() >= KEPT {
                break;
            }
            // Where something certain is expected, only the time-out ends it.
            let quiet = if self.options.expect.is_some() { self.options.timeout } else { self.options.quiet };
            match tokio::time::timeout(quiet, link.more()).await {
                Ok(Ok(0)) => break,
                // A server that resets has said what it had to say.
                Ok(Err(_)) if !self.report.answer.is_empty() => break,
                Ok(read) => {
                    read?;
                    last = Instant::now();
                }
                Err(_) => break,
            }
        }
        // The silence is no part of it.
        self.clock.end(last.max(self.clock.now), &mut self.report);
        Ok(())
    }
}

impl Link {
    fn new(stream: impl Both + 'static) -> Link {
        Link { stream: Box::new(stream), held: vec![] }
    }

    /// Reads what is there, or waits for something; 0 at the end.
    async fn more(&mut self) -> io::Result<usize> {
        let mut bytes = [0; 16 << 10];
        let n = match self.stream.read(&mut bytes).await {
            // Many close without TLS's goodbye.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => 0,
            read => read?,
        };
        self.held.extend_from_slice(bytes.get(..n).unwrap_or_default());
        Ok(n)
    }

    /// The next line, with its end.
    async fn line(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.held) {
                let rest = self.held.split_off(at + 1);
                return Ok(std::mem::replace(&mut self.held, rest));
            }
            if self.held.len() > LINE {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a line that does not end"));
            }
            if self.more().await? == 0 {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "closed in the middle"));
            }
        }
    }

    async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }
}

async fn conversation(talk: &mut Talk<'_>) -> io::Result<()> {
    match talk.target.scheme {
        Scheme::Tcp | Scheme::Tls => stream(talk).await,
        Scheme::Udp => datagram(talk).await,
        Scheme::Http | Scheme::Https => http::page(talk).await,
        Scheme::XmlRpc | Scheme::JsonRpc | Scheme::MsgpackRpc => remote::call(talk).await,
        Scheme::Smtp => dialog::smtp(talk).await,
        Scheme::Pop3 => dialog::pop3(talk).await,
        Scheme::Imap => dialog::imap(talk).await,
        Scheme::Redis => queue::redis(talk).await,
        Scheme::ZmqReq => queue::zmq(talk).await,
        Scheme::Dns => remote::dns(talk).await,
    }
}

/// Bytes over a connection.
async fn stream(talk: &mut Talk<'_>) -> io::Result<()> {
    let plain = talk.connect().await?;
    let mut link = match talk.target.scheme {
        Scheme::Tls => {
            let stream = talk.tls(plain, &[]).await?;
            Link { stream, held: vec![] }
        }
        _ => Link::new(plain),
    };
    match talk.options.data.clone() {
        Some(data) => {
            talk.request(&mut link, data.as_bytes()).await?;
            talk.rest(&mut link, data.as_bytes()).await
        }
        None => {
            // Some servers speak first.
            talk.next("greeting");
            talk.rest(&mut link, &[]).await?;
            if talk.report.answer.is_empty() {
                talk.report.phases.pop();
            }
            Ok(())
        }
    }
}

/// A datagram, and the one that answers it.
async fn datagram(talk: &mut Talk<'_>) -> io::Result<()> {
    let data = talk.options.data.clone().unwrap_or_default();
    exchange(talk, data.as_bytes()).await.map(drop)
}

/// Sends a datagram and waits for one.
async fn exchange(talk: &mut Talk<'_>, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let all = talk.look_up().await?;
    let Some(address) = all.first().copied() else { return Err(io::ErrorKind::NotFound.into()) };
    let own: SocketAddr =
        if address.is_ipv4() { (std::net::Ipv4Addr::UNSPECIFIED, 0).into() } else { (std::net::Ipv6Addr::UNSPECIFIED, 0).into() };
    let socket = UdpSocket::bind(own).await?;
    socket.connect(address).await?;
    talk.report.peer = Some(address);
    talk.report.local = socket.local_addr().ok();
    talk.next("request");
    talk.report.said.extend_from_slice(bytes);
    socket.send(bytes).await?;
    let mut answer = vec![0; 65_536];
    let n = socket.recv(&mut answer).await?;
    talk.done();
    answer.truncate(n);
    talk.heard(&answer);
    Ok(answer)
}
