//! `tcp://` and `tls://`: a stream of pcapng from one side to the other.
//!
//! `tcp://HOST:PORT` connects; `tcp://:PORT` listens, and `tcp://HOST:PORT?listen` does so on one address. Either side may do either.
//! The stream's end is the capture's. Where a connection breaks instead, it is made anew, and the stream begins anew with a section
//! header; a block that had come in part is left out.

use super::blocks;
use super::outgoing::{self, Batch, Carrier, Line, Outgoing, Sent};
use super::place::Place;
use super::{Backoff, FIRST, Say, TICK, try_for, wrong};
use crate::capture::remote::{self, Sink, stopped};
use crate::traffic::{Keys, Trust};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, ServerConfig, ServerConnection, StreamOwned};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A handshake of TLS is done within this time.
const HANDSHAKE: Duration = Duration::from_secs(10);

const OPTIONS: [&str; 6] = ["listen", "insecure", "ca", "cert", "key", "wait"];

/// How a connection is come by.
struct Way {
    place: Place,
    listener: Option<TcpListener>,
    server: Option<Arc<ServerConfig>>,
    client: Option<Arc<ClientConfig>>,
    say: Say,
}

enum Link {
    Plain(TcpStream),
    Client(Box<StreamOwned<ClientConnection, TcpStream>>),
    Server(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Link {
    fn socket(&self) -> &TcpStream {
        match self {
            Link::Plain(stream) => stream,
            Link::Client(stream) => &stream.sock,
            Link::Server(stream) => &stream.sock,
        }
    }
}

impl Read for Link {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self {
            Link::Plain(stream) => stream.read(bytes),
            Link::Client(stream) => stream.read(bytes),
            Link::Server(stream) => stream.read(bytes),
        }
    }
}

impl Write for Link {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Link::Plain(stream) => stream.write(bytes),
            Link::Client(stream) => stream.write(bytes),
            Link::Server(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Link::Plain(stream) => stream.flush(),
            Link::Client(stream) => stream.flush(),
            Link::Server(stream) => stream.flush(),
        }
    }
}

/// A time-out of the socket, after which it can go on.
fn again(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}

impl Way {
    fn new(place: &Place, say: Say) -> io::Result<Way> {
        place.known(&[&OPTIONS[..], &outgoing::OPTIONS].concat()).map_err(wrong)?;
        let port = place.port.ok_or_else(|| wrong(format!("{}:// needs a port: {}://HOST:PORT", place.scheme, place.scheme)))?;
        if !place.path.is_empty() {
            return Err(wrong(format!("a stream has no name: /{}", place.path)));
        }
        let listens = place.host.is_empty() || place.flag("listen");
        if !listens && port == 0 {
            return Err(wrong("0 is no port"));
        }
        let tls = place.scheme == "tls";
        let (mut server, mut client) = (None, None);
        if tls && listens {
            let keys = match (place.query("cert"), place.query("key")) {
                (Some(certificate), Some(key)) => {
                    Keys::from_files(Path::new(certificate), Path::new(key)).map_err(|error| wrong(error.to_string()))?
                }
                (None, None) => {
                    let own = if place.host.is_empty() { "localhost" } else { &place.host };
                    Keys::self_signed(vec![own.to_owned()])?
                }
                _ => return Err(wrong("cert= and key= go together")),
            };
            server = Some(keys.server);
        } else if tls {
            let trust = Trust { anyone: place.flag("insecure"), authorities: place.query("ca").map(Into::into) };
            client = Some(trust.client(&[]).map_err(|error| wrong(error.to_string()))?);
        }
        let listener = listens.then(|| -> io::Result<TcpListener> {
            let listener = if place.host.is_empty() {
                // Both families where there are both.
                TcpListener::bind(("::", port)).or_else(|_| TcpListener::bind(("0.0.0.0", port)))?
            } else {
                TcpListener::bind((place.host.as_str(), port))?
            };
            listener.set_nonblocking(true)?;
            say(&format!("listening on {}://{}", place.scheme, listener.local_addr()?));
            Ok(listener)
        });
        Ok(Way { place: place.clone(), listener: listener.transpose()?, server, client, say })
    }

    /// One try to connect; or waits for who connects until it is `over`.
    fn link(&self, over: impl Fn() -> bool) -> io::Result<Link> {
        let Some(listener) = &self.listener else {
            let mut last = None;
            for address in (self.place.host.as_str(), self.place.port.unwrap_or_default()).to_socket_addrs()? {
                match TcpStream::connect_timeout(&address, FIRST) {
                    Ok(stream) => return self.dress(stream),
                    Err(error) => last = Some(error),
                }
            }
            return Err(last.unwrap_or_else(|| ErrorKind::NotFound.into()));
        };
        loop {
            match listener.accept() {
                Ok((stream, peer)) => {
                    stream.set_nonblocking(false)?;
                    match self.dress(stream) {
                        Ok(link) => return Ok(link),
                        // Somebody who speaks something else must not end the work.
                        Err(error) => (self.say)(&format!("{}: {peer}: {error}", self.place.text)),
                    }
                }
                Err(error) if again(&error) => {}
                // Who gave up before it was accepted.
                Err(error) if error.kind() == ErrorKind::ConnectionAborted => {}
                Err(error) => return Err(error),
            }
            if over() {
                return Err(ErrorKind::NotConnected.into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Puts TLS on, where it is wanted.
    fn dress(&self, stream: TcpStream) -> io::Result<Link> {
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(HANDSHAKE))?;
        stream.set_write_timeout(Some(HANDSHAKE))?;
        let link = if let Some(config) = &self.server {
            let tls = ServerConnection::new(config.clone()).map_err(io::Error::other)?;
            let mut stream = StreamOwned::new(tls, stream);
            while stream.conn.is_handshaking() {
                stream.conn.complete_io(&mut stream.sock)?;
            }
            Link::Server(Box::new(stream))
        } else if let Some(config) = &self.client {
            let name = ServerName::try_from(self.place.host.clone()).map_err(|error| wrong(error.to_string()))?;
            let tls = ClientConnection::new(config.clone(), name).map_err(io::Error::other)?;
            let mut stream = StreamOwned::new(tls, stream);
            while stream.conn.is_handshaking() {
                stream.conn.complete_io(&mut stream.sock)?;
            }
            Link::Client(Box::new(stream))
        } else {
            Link::Plain(stream)
        };
        link.socket().set_read_timeout(Some(TICK))?;
        link.socket().set_write_timeout(Some(TICK))?;
        Ok(link)
    }
}

/// Where a stream comes from.
pub(super) fn source(place: &Place, say: Say) -> io::Result<Box<dyn Read + Send>> {
    let way = Way::new(place, say)?;
    let first = place.seconds("wait", FIRST).map_err(wrong)?;
    let link = if way.listener.is_some() { None } else { Some(try_for(first, || way.link(stopped))?) };
    Ok(Box::new(Incoming { way, link, held: Vec::new(), ready: 0, form: Form::Unknown, big: false, ended: false }))
}

/// What comes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Unknown,
    Pcapng,
    /// pcap, or packed: it cannot go on behind a break.
    Other,
}

struct Incoming {
    way: Way,
    link: Option<Link>,
    held: Vec<u8>,
    /// So many bytes of what is held are whole blocks.
    ready: usize,
    form: Form,
    big: bool,
    ended: bool,
}

impl Incoming {
    /// Connects, again or for the first time; false where it is to end.
    fn connect(&mut self) -> io::Result<bool> {
        let (begun, mut backoff) = (Instant::now(), Backoff::new());
        while self.link.is_none() {
            match self.way.link(stopped) {
                Ok(link) => self.link = Some(link),
                Err(_) if stopped() => return Ok(false),
                Err(error) if begun.elapsed() > FIRST => return Err(error),
                Err(_) => backoff.wait(stopped),
            }
        }
        Ok(true)
    }

    /// The connection broke: what came in part is left out.
    fn broke(&mut self, error: &io::Error) {
        self.link = None;
        self.held.truncate(self.ready);
        (self.way.say)(&format!("{}: the connection was lost ({error}); what was on its way is lost", self.way.place.text));
    }

    /// Finds out how much of what is held can be given away.
    fn measure(&mut self) {
        if self.form == Form::Unknown && self.held.len() >= 4 {
            self.form = if self.held.starts_with(&[0x0a, 0x0d, 0x0d, 0x0a]) { Form::Pcapng } else { Form::Other };
        }
        while self.form == Form::Pcapng {
            match blocks::cut(self.held.get(self.ready..).unwrap_or_default(), &mut self.big) {
                Ok(Some(block)) => self.ready += block.len,
                Ok(None) => return,
                // Who reads it says what is wrong.
                Err(_) => self.form = Form::Other,
            }
        }
        if self.form == Form::Other {
            self.ready = self.held.len();
        }
    }
}

impl Read for Incoming {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.ready > 0 {
                let count = self.ready.min(bytes.len());
                let (give, _) = self.held.split_at(count);
                bytes.iter_mut().zip(give).for_each(|(to, from)| *to = *from);
                self.held.drain(..count);
                self.ready -= count;
                return Ok(count);
            }
            if self.ended || stopped() {
                return Ok(0);
            }
            if !self.connect()? {
                return Ok(0);
            }
            let Some(link) = &mut self.link else { continue };
            let before = self.held.len();
            self.held.resize(before + (64 << 10), 0);
            let read = link.read(self.held.get_mut(before..).unwrap_or_default());
            self.held.truncate(before + read.as_ref().copied().unwrap_or_default());
            match read {
                Ok(0) => {
                    // A half block too: whoever reads it says where it was cut.
                    self.ended = true;
                    self.link = None;
                    self.ready = self.held.len();
                }
                Ok(_) => self.measure(),
                Err(error) if again(&error) => {}
                Err(error) if self.form == Form::Other => return Err(error),
                Err(error) => self.broke(&error),
            }
        }
    }
}

/// Where a stream goes.
pub(super) fn sink(place: &Place, say: Say) -> io::Result<Box<dyn Sink>> {
    let way = Way::new(place, say)?;
    let first = place.seconds("wait", FIRST).map_err(wrong)?;
    let link = if way.listener.is_some() { None } else { Some(try_for(first, || way.link(stopped))?) };
    let connected = link.is_some();
    Ok(Box::new(Outgoing::start(place, Stream { way, link, head: Arc::default() }, connected)?))
}

struct Stream {
    way: Way,
    link: Option<Link>,
    /// What the other side knows of section and interfaces.
    head: Arc<Vec<u8>>,
}

impl Stream {
    fn write(&mut self, mut bytes: &[u8], line: &Line) -> io::Result<()> {
        let link = self.link.as_mut().ok_or(ErrorKind::NotConnected)?;
        while !bytes.is_empty() {
            match link.write(bytes) {
                Ok(0) => return Err(ErrorKind::WriteZero.into()),
                Ok(written) => {
                    bytes = bytes.get(written..).unwrap_or_default();
                    line.progress();
                }
                Err(error) if again(&error) => {
                    if line.gives_up() {
                        return Err(io::Error::new(ErrorKind::TimedOut, "the other side does not read"));
                    }
                }
                Err(error) => return Err(error),
            }
        }
        self.settle(line)
    }

    /// What TLS holds back goes out.
    fn settle(&mut self, line: &Line) -> io::Result<()> {
        let Some(link) = &mut self.link else { return Ok(()) };
        loop {
            match link.flush() {
                Err(error) if again(&error) && !line.gives_up() => {}
                other => return other,
            }
        }
    }
}

impl Carrier for Stream {
    fn connect(&mut self, line: &Line) -> io::Result<()> {
        self.link = None;
        self.link = Some(self.way.link(|| line.gives_up())?);
        self.head = Arc::default();
        Ok(())
    }

    fn send(&mut self, batch: &Batch, line: &Line) -> io::Result<Sent> {
        if !Arc::ptr_eq(&batch.head, &self.head) {
            // Interfaces that came later go behind; another section begins anew.
            let known = if self.head.is_empty() { None } else { batch.head.strip_prefix(self.head.as_slice()) };
            let news = known.unwrap_or(&batch.head).to_vec();
            self.write(&news, line)?;
            self.head = batch.head.clone();
        }
        self.write(&batch.body, line)?;
        Ok(Sent::Done)
    }

    fn close(&mut self, line: &Line) -> io::Result<()> {
        match &mut self.link {
            Some(Link::Client(stream)) => stream.conn.send_close_notify(),
            Some(Link::Server(stream)) => stream.conn.send_close_notify(),
            _ => {}
        }
        self.settle(line)?;
        let Some(link) = &mut self.link else { return Ok(()) };
        link.socket().shutdown(Shutdown::Write)?;
        // Until the other side has closed it may still lack something; and a socket that is dropped with something to read resets.
        let mut rest = [0; 256];
        let begun = Instant::now();
        while begun.elapsed() < FIRST && !remote::stopped() && !line.gives_up() {
            match link.read(&mut rest) {
                Ok(0) => break,
                Err(error) if again(&error) => {}
                Err(_) => break,
                Ok(_) => {}
            }
        }
        Ok(())
    }
}
