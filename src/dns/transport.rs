//! Connections to servers, and messages over them: datagrams, TCP, TLS, HTTP/2, HTTP/3, QUIC.
//!
//! Each is timed in its phases. Nothing here waits for ever only because its caller, [`super::lookup`], gives it so long.

use super::server::{Protocol, Server};
use super::tls::{self, Trust};
use super::wire::{self, Message, Question, flag};
use bytes::{Buf, Bytes};
use std::collections::HashMap;
use std::future::poll_fn;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::sync::{mpsc, oneshot};

/// A body of HTTP is no longer than a message can be.
const LONGEST: usize = 65535;

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system's word: refused, unreachable, reset.
    #[error("{what}: {}", plain(.error))]
    Io {
        /// What was tried.
        what: &'static str,
        /// What came of it.
        error: io::Error,
    },
    /// TLS cannot be tried.
    #[error(transparent)]
    Trust(#[from] tls::Error),
    /// The server closed the connection.
    #[error("the server closed the connection {0}")]
    Closed(&'static str),
    /// What came is no message.
    #[error("the answer is malformed: {0}")]
    Malformed(#[from] wire::Fault),
    /// What came belongs to something else.
    #[error("{0}")]
    Foreign(Foreign),
    /// HTTP's word.
    #[error("HTTP: {0}")]
    Http(String),
    /// QUIC's word.
    #[error("QUIC: {0}")]
    Quic(String),
    /// Nothing came in time; what came that was not an answer.
    #[error("no answer within {:.3} s{}", .waited.as_secs_f64(), notes(.ignored))]
    Silent {
        /// How long it was waited.
        waited: Duration,
        /// What was ignored meanwhile.
        ignored: Vec<String>,
    },
    /// The question cannot be written.
    #[error(transparent)]
    Question(#[from] super::ask::Error),
    /// A server's name has no address.
    #[error("{0}")]
    NoAddress(String),
}

/// The system's word without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error ").next().unwrap_or(&text).to_owned()
}

fn notes(ignored: &[String]) -> String {
    match ignored {
        [] => String::new(),
        [one] => format!("; ignored: {one}"),
        [.., last] => format!("; ignored {} messages, the last: {last}", ignored.len()),
    }
}

/// Why a message is not the answer to a question.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// Another id.
    #[error("an answer with another id: {got}, asked with {want}")]
    Id {
        /// What came.
        got: u16,
        /// What was sent.
        want: u16,
    },
    /// No answer at all.
    #[error("a message that is no answer (QR is 0)")]
    Query,
    /// Another question.
    #[error("an answer to another question: {0}")]
    Question(String),
}

/// Whether a message answers a question. A server that could not read the question may leave it out.
pub fn belongs(message: &Message, id: u16, question: &Question) -> Result<(), Foreign> {
    if message.id != id {
        return Err(Foreign::Id { got: message.id, want: id });
    }
    if !message.has(flag::QR) {
        return Err(Foreign::Query);
    }
    match &message.questions[..] {
        [one] if one == question => Ok(()),
        [] if message.answers.is_empty() && message.rcode() != 0 => Ok(()),
        // Later messages of a transfer may leave it out (RFC 5936 §2.2.1).
        [] if matches!(question.rtype, super::rdata::rtype::AXFR | super::rdata::rtype::IXFR) => Ok(()),
        [] => Err(Foreign::Question("none".to_owned())),
        [other, ..] => Err(Foreign::Question(format!(
            "{} {} {}",
            other.name,
            super::rdata::class_name(other.class),
            super::rdata::type_name(other.rtype)
        ))),
    }
}

/// What took how long before anything was asked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Phases {
    /// TCP's handshake; QUIC's, TLS included.
    pub connect: Option<Duration>,
    /// TLS's handshake.
    pub tls: Option<Duration>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

enum Way {
    Datagrams {
        socket: UdpSocket,
        to: Option<SocketAddr>,
    },
    Stream(Box<dyn Stream>),
    /// A stream over which several ask at once.
    Pipe {
        ask: mpsc::Sender<Asked>,
        answer: Option<oneshot::Receiver<Vec<u8>>>,
    },
    H2 {
        send: h2::client::SendRequest<Bytes>,
        url: String,
    },
    H3 {
        send: h3::client::SendRequest<h3_quinn::OpenStreams, Bytes>,
        url: String,
        _endpoint: quinn::Endpoint,
    },
    Quic {
        connection: quinn::Connection,
        receive: Option<quinn::RecvStream>,
        _endpoint: quinn::Endpoint,
    },
}

/// A question for [`pipe`], and where its answer goes.
struct Asked {
    query: Vec<u8>,
    answer: oneshot::Sender<Vec<u8>>,
}

/// A connection to a server.
pub struct Connection {
    way: Way,
    /// Our end of it.
    pub local: Option<SocketAddr>,
    /// What it took to open.
    pub phases: Phases,
    /// Messages that were not what was waited for.
    pub ignored: Vec<String>,
}

fn of(what: &'static str) -> impl FnOnce(io::Error) -> Error {
    move |error| Error::Io { what, error }
}

impl Connection {
    /// Opens a connection to one of a server's addresses. `tell` is told of our end as soon as that is known.
    pub async fn open(server: &Server, to: SocketAddr, from: Option<IpAddr>, trust: &Trust) -> Result<Connection, Error> {
        let mut phases = Phases::default();
        let begin = Instant::now();
        let (way, local) = match server.protocol {
            Protocol::Udp => {
                let socket = UdpSocket::bind((from.unwrap_or(unspecified(to)), 0)).await.map_err(of("a socket"))?;
                socket.connect(to).await.map_err(of("a socket to it"))?;
                let local = socket.local_addr().ok();
                (Way::Datagrams { socket, to: None }, local)
            }
            Protocol::Mdns => {
                let socket = UdpSocket::bind((from.unwrap_or(unspecified(to)), 0)).await.map_err(of("a socket"))?;
                let local = socket.local_addr().ok();
                (Way::Datagrams { socket, to: Some(to) }, local)
            }
            Protocol::Tcp | Protocol::Tls | Protocol::Https => {
                let stream = tcp(to, from).await.map_err(of("connecting"))?;
                stream.set_nodelay(true).map_err(of("connecting"))?;
                phases.connect = Some(begin.elapsed());
                let local = stream.local_addr().ok();
                let way = if server.protocol == Protocol::Tcp {
                    Way::Stream(Box::new(stream))
                } else {
                    let h2 = server.protocol == Protocol::Https;
                    let config = trust.config(&[if h2 { "h2" } else { "dot" }])?;
                    let begin = Instant::now();
                    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
                    let stream = connector.connect(trust.server_name(server)?, stream).await.map_err(of("TLS"))?;
                    phases.tls = Some(begin.elapsed());
                    if h2 {
                        if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
                            return Err(Error::Http("the server does not speak HTTP/2 (no `h2` in ALPN)".to_owned()));
                        }
                        let (send, connection) = h2::client::handshake(stream).await.map_err(|error| Error::Http(error.to_string()))?;
                        tokio::spawn(connection);
                        Way::H2 { send, url: self::url(server, trust) }
                    } else {
                        Way::Stream(Box::new(stream))
                    }
                };
                (way, local)
            }
            Protocol::H3 | Protocol::Quic => {
                let quic = |error: &dyn std::fmt::Display| Error::Quic(error.to_string());
                let h3 = server.protocol == Protocol::H3;
                let config = trust.config(&[if h3 { "h3" } else { "doq" }])?;
                let config = quinn::crypto::rustls::QuicClientConfig::try_from(config).map_err(|error| quic(&error))?;
                let mut endpoint = quinn::Endpoint::client((from.unwrap_or(unspecified(to)), 0).into()).map_err(of("a socket"))?;
                endpoint.set_default_client_config(quinn::ClientConfig::new(Arc::new(config)));
                let name = trust.server_name(server)?;
                let connection = endpoint.connect(to, &name.to_str()).map_err(|error| quic(&error))?;
                let connection = connection.await.map_err(|error| quic(&error))?;
                phases.connect = Some(begin.elapsed());
                let local = endpoint.local_addr().ok();
                let local = local.map(|local| SocketAddr::new(connection.local_ip().unwrap_or(local.ip()), local.port()));
                let way = if h3 {
                    let made = h3::client::new(h3_quinn::Connection::new(connection)).await;
                    let (mut driver, send) = made.map_err(|error| Error::Http(error.to_string()))?;
                    tokio::spawn(async move { poll_fn(|cx| driver.poll_close(cx)).await });
                    Way::H3 { send, url: self::url(server, trust), _endpoint: endpoint }
                } else {
                    Way::Quic { connection, receive: None, _endpoint: endpoint }
                };
                (way, local)
            }
        };
        Ok(Connection { way, local, phases, ignored: Vec::new() })
    }

    /// The connection as one that several may ask over at once, where there is such a thing.
    pub(super) fn shareable(self) -> Connection {
        let way = match self.way {
            Way::Stream(stream) => Way::Pipe { ask: pipe(stream), answer: None },
            way => way,
        };
        Connection { way, ..self }
    }

    /// The same connection for somebody else; `None` where it cannot be shared, or is known to be closed.
    pub(super) fn branch(&self) -> Option<Connection> {
        let way = match &self.way {
            Way::Pipe { ask, .. } if !ask.is_closed() => Way::Pipe { ask: ask.clone(), answer: None },
            Way::H2 { send, url } => Way::H2 { send: send.clone(), url: url.clone() },
            _ => return None,
        };
        Some(Connection { way, local: self.local, phases: Phases::default(), ignored: Vec::new() })
    }

    /// Sends a message. With HTTP the answer is fetched by the same exchange, so this does it all; else [`Connection::next`] has it.
    pub async fn send(&mut self, query: &[u8], get: bool) -> Result<Option<Vec<u8>>, Error> {
        match &mut self.way {
            Way::Datagrams { socket, to } => {
                match to {
                    Some(to) => socket.send_to(query, *to).await,
                    None => socket.send(query).await,
                }
                .map_err(of("sending"))?;
                Ok(None)
            }
            Way::Stream(stream) => {
                stream.write_all(&framed(query)).await.map_err(of("sending"))?;
                stream.flush().await.map_err(of("sending"))?;
                Ok(None)
            }
            Way::Pipe { ask, answer } => {
                let (tell, told) = oneshot::channel();
                ask.send(Asked { query: query.to_vec(), answer: tell }).await.map_err(|_| Error::Closed("without an answer"))?;
                *answer = Some(told);
                Ok(None)
            }
            Way::Quic { connection, receive, .. } => {
                let quic = |error: &dyn std::fmt::Display| Error::Quic(error.to_string());
                let (mut send, back) = connection.open_bi().await.map_err(|error| quic(&error))?;
                send.write_all(&framed(query)).await.map_err(|error| quic(&error))?;
                // One question a stream, and its end (RFC 9250 §4.2).
                send.finish().map_err(|error| quic(&error))?;
                *receive = Some(back);
                Ok(None)
            }
            Way::H2 { send, url } => {
                let http = |error: h2::Error| {
                    let closed = error.is_io() || error.is_go_away() && error.reason() == Some(h2::Reason::NO_ERROR);
                    if closed { Error::Closed("without an answer") } else { Error::Http(error.to_string()) }
                };
                let request = request(url, query, get)?;
                let mut ready = send.clone().ready().await.map_err(http)?;
                let (answer, mut body) = ready.send_request(request, get).map_err(http)?;
                if !get {
                    body.send_data(Bytes::copy_from_slice(query), true).map_err(http)?;
                }
                let (head, mut body) = answer.await.map_err(http)?.into_parts();
                let mut bytes = Vec::new();
                while let Some(piece) = body.data().await {
                    let piece = piece.map_err(http)?;
                    let _ = body.flow_control().release_capacity(piece.len());
                    bytes.extend_from_slice(&piece);
                    if bytes.len() > LONGEST {
                        return Err(Error::Http("a body longer than any message".to_owned()));
                    }
                }
                content(&head, bytes).map(Some)
            }
            Way::H3 { send, url, .. } => {
                let http = |error: &dyn std::fmt::Display| Error::Http(error.to_string());
                let mut stream = send.send_request(request(url, query, get)?).await.map_err(|error| http(&error))?;
                if !get {
                    stream.send_data(Bytes::copy_from_slice(query)).await.map_err(|error| http(&error))?;
                }
                stream.finish().await.map_err(|error| http(&error))?;
                let (head, ()) = stream.recv_response().await.map_err(|error| http(&error))?.into_parts();
                let mut bytes = Vec::new();
                while let Some(mut piece) = stream.recv_data().await.map_err(|error| http(&error))? {
                    bytes.extend_from_slice(&piece.copy_to_bytes(piece.remaining()));
                    if bytes.len() > LONGEST {
                        return Err(Error::Http("a body longer than any message".to_owned()));
                    }
                }
                content(&head, bytes).map(Some)
            }
        }
    }

    /// The next message, and who sent it where that is not the peer.
    pub async fn next(&mut self) -> Result<(Vec<u8>, Option<SocketAddr>), Error> {
        match &mut self.way {
            Way::Datagrams { socket, .. } => {
                let mut bytes = vec![0; LONGEST];
                let (size, from) = socket.recv_from(&mut bytes).await.map_err(of("receiving"))?;
                bytes.truncate(size);
                Ok((bytes, Some(from)))
            }
            Way::Stream(stream) => Ok((unframed(stream).await?, None)),
            Way::Pipe { answer, .. } => match answer.take() {
                Some(answer) => Ok((answer.await.map_err(|_| Error::Closed("without an answer"))?, None)),
                None => Err(Error::Closed("without an answer")),
            },
            Way::Quic { receive, .. } => match receive {
                Some(stream) => Ok((unframed(stream).await?, None)),
                None => Err(Error::Quic("nothing was asked".to_owned())),
            },
            Way::H2 { .. } | Way::H3 { .. } => Err(Error::Http("an answer has one message".to_owned())),
        }
    }

    /// Asks, and waits for the message that answers; what is something else is noted where others may send too.
    pub async fn ask(&mut self, query: &[u8], id: u16, question: &Question, get: bool) -> Result<(Message, Option<SocketAddr>), Error> {
        if let Some(bytes) = self.send(query, get).await? {
            let message = Message::read(&bytes)?;
            belongs(&message, id, question).map_err(Error::Foreign)?;
            return Ok((message, None));
        }
        self.answer(id, question).await
    }

    /// The next message that answers.
    pub async fn answer(&mut self, id: u16, question: &Question) -> Result<(Message, Option<SocketAddr>), Error> {
        loop {
            let (bytes, from) = self.next().await?;
            let datagrams = matches!(self.way, Way::Datagrams { .. });
            let multicast = matches!(self.way, Way::Datagrams { to: Some(_), .. });
            let fault = match Message::read(&bytes) {
                Ok(message) => match belongs(&message, id, question) {
                    Ok(()) => return Ok((message, from)),
                    // Answers of mDNS need repeat neither the id nor the question (RFC 6762 §6, §18.1).
                    Err(Foreign::Question(_) | Foreign::Id { got: 0, .. })
                        if multicast && message.has(flag::QR) && message.questions.iter().all(|asked| asked.name == question.name) =>
                    {
                        return Ok((message, from));
                    }
                    Err(foreign) => Error::Foreign(foreign),
                },
                // With the right id it is the server's own; anything else may be anybody's.
                Err(fault) if datagrams && wire::two(&bytes, 0) != Some(id) => Error::Malformed(fault),
                Err(fault) => return Err(Error::Malformed(fault)),
            };
            if !datagrams {
                return Err(fault);
            }
            if self.ignored.len() < 1000 {
                self.ignored.push(fault.to_string());
            }
        }
    }
}

/// Questions over a stream without waiting for the answers of those before them, which come in any order and are told apart by their ids
/// (RFC 7766 §6.2.1.1, §7). It ends when nobody can ask any more, or when the server ends it.
fn pipe(stream: Box<dyn Stream>) -> mpsc::Sender<Asked> {
    /// Questions that are written together at most.
    const TOGETHER: usize = 64;
    let (ask, mut asked) = mpsc::channel::<Asked>(TOGETHER);
    tokio::spawn(async move {
        let (read, mut write) = tokio::io::split(stream);
        let mut read = tokio::io::BufReader::with_capacity(1 << 14, read);
        // By the id on the wire: the id that was asked with, and who waits.
        let waiting = Mutex::new(HashMap::<u16, (u16, oneshot::Sender<Vec<u8>>)>::new());
        let writing = async {
            let (mut some, mut bytes) = (Vec::with_capacity(TOGETHER), Vec::new());
            while asked.recv_many(&mut some, TOGETHER).await > 0 {
                bytes.clear();
                for Asked { query, answer } in some.drain(..) {
                    let own = wire::two(&query, 0).unwrap_or(0);
                    let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
                    // Whoever gave up leaves the id taken, for its answer may still come; but not for ever.
                    if waiting.len() >= 1 << 14 {
                        waiting.retain(|_, (_, answer)| !answer.is_closed());
                    }
                    let mut id = own;
                    while waiting.contains_key(&id) {
                        id = super::lookup::random();
                    }
                    waiting.insert(id, (own, answer));
                    let start = bytes.len();
                    bytes.extend_from_slice(&framed(&query));
                    if let Some(place) = bytes.get_mut(start + 2..start + 4) {
                        place.copy_from_slice(&id.to_be_bytes());
                    }
                }
                if write.write_all(&bytes).await.is_err() || write.flush().await.is_err() {
                    return;
                }
            }
        };
        let reading = async {
            while let Ok(mut bytes) = unframed(&mut read).await {
                let waiter = wire::two(&bytes, 0).and_then(|id| waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id));
                let Some((own, answer)) = waiter else { continue };
                if let Some(place) = bytes.get_mut(..2) {
                    place.copy_from_slice(&own.to_be_bytes());
                }
                let _ = answer.send(bytes);
            }
        };
        tokio::select! {
            () = writing => (),
            () = reading => (),
        }
    });
    ask
}

fn unspecified(to: SocketAddr) -> IpAddr {
    if to.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() }
}

async fn tcp(to: SocketAddr, from: Option<IpAddr>) -> io::Result<TcpStream> {
    let Some(from) = from else { return TcpStream::connect(to).await };
    let socket = if to.is_ipv4() { tokio::net::TcpSocket::new_v4()? } else { tokio::net::TcpSocket::new_v6()? };
    socket.bind((from, 0).into())?;
    socket.connect(to).await
}

/// A message behind its length (RFC 1035 §4.2.2), in one piece so that it travels in one segment (RFC 7766 §8).
fn framed(query: &[u8]) -> Vec<u8> {
    let mut bytes = (query.len() as u16).to_be_bytes().to_vec();
    bytes.extend_from_slice(query);
    bytes
}

async fn unframed(stream: &mut (impl AsyncRead + Unpin + ?Sized)) -> Result<Vec<u8>, Error> {
    let mut length = [0; 2];
    let mut had = 0;
    while let Some(rest) = length.get_mut(had..).filter(|rest| !rest.is_empty()) {
        match stream.read(rest).await.map_err(of("receiving"))? {
            0 if had == 0 => return Err(Error::Closed("without an answer")),
            0 => return Err(Error::Closed("in the middle of an answer")),
            more => had += more,
        }
    }
    let mut bytes = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut bytes).await.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => Error::Closed("in the middle of an answer"),
        _ => Error::Io { what: "receiving", error },
    })?;
    Ok(bytes)
}

fn url(server: &Server, trust: &Trust) -> String {
    let name = trust.name.clone().unwrap_or_else(|| server.name());
    let name = if name.contains(':') { format!("[{name}]") } else { name };
    let port = if server.port == 443 { String::new() } else { format!(":{}", server.port) };
    format!("https://{name}{port}{}", server.path)
}

fn request(url: &str, query: &[u8], get: bool) -> Result<http::Request<()>, Error> {
    let builder = http::Request::builder().header("accept", "application/dns-message");
    let builder = if get {
        let dns = super::rdata::base64(query).replace('+', "-").replace('/', "_");
        let mark = if url.contains('?') { '&' } else { '?' };
        builder.method("GET").uri(format!("{url}{mark}dns={}", dns.trim_end_matches('=')))
    } else {
        let builder = builder.method("POST").uri(url).header("content-type", "application/dns-message");
        builder.header("content-length", query.len().to_string())
    };
    builder.body(()).map_err(|error| Error::Http(error.to_string()))
}

fn content(head: &http::response::Parts, body: Vec<u8>) -> Result<Vec<u8>, Error> {
    if !head.status.is_success() {
        return Err(Error::Http(format!("the server says {}", head.status)));
    }
    let kind = head.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or("none");
    if !kind.to_ascii_lowercase().starts_with("application/dns-message") {
        return Err(Error::Http(format!("the answer's content type is `{kind}`, not application/dns-message")));
    }
    Ok(body)
}
