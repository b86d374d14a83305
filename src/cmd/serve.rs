//! `pkt serve`: servers that make traffic.
//!
//! Worker processes are this program once more, with the listening socket as standard input, which every worker inherits and
//! accepts from. What they have to say they write to the first process, a line each, and at their end what they have counted.

use super::ask::seconds;
use super::exit::{self, Code};
use super::pipeline;
use super::term::Term;
use anyhow::Context;
use clap::{ValueEnum, ValueHint};
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::near;
use pktlab::render::{Json, View};
use pktlab::spine::{Notes, Packet, Rules, Spine};
use pktlab::traffic::serve::{Conversation, Counts, Datagrams, Event, Hub, Listener, Loop, Options, Server, Way, What, listen};
use pktlab::traffic::zmq::{self, Bound, Pattern};
use pktlab::traffic::{Keys, Mailbox, Packets, Service, Site};
use pktlab::{craft, decode};
use serde_json::json;
use std::io::{self, BufRead, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Servers that make traffic: echo and other partners to talk to
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
KIND is tcp- or udp- with echo, discard, chargen, daytime, time or qotd (RFC 862 to 868); without tcp- or udp-
it is both. An address of its own stands behind it: tcp-echo@[::1]:7007, udp-echo@0.0.0.0, tcp-echo@/tmp/socket.

Or it is a conversation: http, https, smtp, pop3, imap (what comes by SMTP is read by the other two; any name
and password will do, unless --user says which), xmlrpc, jsonrpc, msgpackrpc (methods: system.listMethods, double,
echo, decode, craft, resolve). SMTP, POP3 and IMAP offer STARTTLS. Or a socket of ZeroMQ: zmq-rep answers, zmq-pub
publishes a numbered tick a second, zmq-push hands out a task a second, zmq-sub and zmq-pull tell what comes.

First a line is printed for each server, with the port in use; then what comes is, with time and peer, until
SIGINT or SIGTERM. Connections on which nothing is going on are closed then, and the others have --drain
seconds. A second signal ends the program at once.

--concurrency is about servers over connections: blocking serves one client after the other while the others
wait in the kernel's backlog; threads starts a thread for each; processes starts --workers processes that
share the listening socket, each serving one client after the other; async is one event loop for all.

Examples:
  pkt serve tcp-echo udp-echo --port 6789
  pkt serve udp-echo --once --reply 'Are you talking to me?'
  pkt serve tcp-echo --port 0 --concurrency threads --max-connections 100
  pkt serve tcp-echo@[::1]:7007 tcp-qotd@127.0.0.1:1717 tcp-echo@/tmp/echo.sock -T ndjson
  pkt serve tcp-echo --tls --cert cert.pem --key key.pem
  pkt serve smtp pop3 imap --user me:secret
  pkt serve http https xmlrpc jsonrpc msgpackrpc")]
pub(super) struct Args {
    /// What is served, and where: KIND, KIND@ADDR, KIND@ADDR:PORT, KIND@PATH
    #[arg(value_name = "KIND[@WHERE]", required = true, value_parser = str::parse::<Wanted>)]
    kinds: Vec<Wanted>,

    /// Listen on this address; repeatable
    #[arg(long, value_name = "ADDR", help_heading = "Where", default_value = "127.0.0.1")]
    bind: Vec<IpAddr>,
    /// Listen on this port; 0 takes a free one [default: 6789 for echo, 10000 more than the usual one for others]
    #[arg(short, long, value_name = "PORT", help_heading = "Where")]
    port: Option<u16>,

    /// What an echo server answers instead of what it heard
    #[arg(long, value_name = "TEXT", help_heading = "What")]
    reply: Option<String>,
    /// Who may read mail, and send it under his name: anybody, unless this is given
    #[arg(long, value_name = "NAME:PASSWORD", help_heading = "What", value_parser = user)]
    user: Option<(String, String)>,
    /// End after the first connection or datagram: --count 1
    #[arg(long, help_heading = "What", conflicts_with = "count")]
    once: bool,
    /// End after so many connections or datagrams of each server
    #[arg(short, long, value_name = "N", help_heading = "What", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// TLS from the first byte; without --cert with a certificate that signs itself
    #[arg(long, help_heading = "What")]
    tls: bool,
    /// The certificate, and those that sign it, in PEM
    #[arg(long, value_name = "FILE", help_heading = "What", requires = "key", value_hint = ValueHint::FilePath)]
    cert: Option<PathBuf>,
    /// The certificate's key in PEM
    #[arg(long, value_name = "FILE", help_heading = "What", requires = "cert", value_hint = ValueHint::FilePath)]
    key: Option<PathBuf>,

    /// How clients wait for one another
    #[arg(long, value_name = "WAY", help_heading = "How", default_value = "async")]
    concurrency: Concurrency,
    /// Processes, with --concurrency processes
    #[arg(long, value_name = "N", help_heading = "How", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=1024))]
    workers: u16,
    /// Connections that may wait in the kernel until they are taken
    #[arg(long, value_name = "N", help_heading = "How", default_value_t = 1024, value_parser = clap::value_parser!(i32).range(0..))]
    backlog: i32,
    /// Connections that are served at a time [default: 20000, with threads 1000]
    #[arg(long, value_name = "N", help_heading = "How", value_parser = clap::value_parser!(u32).range(1..))]
    max_connections: Option<u32>,
    /// Close a connection on which nothing was said for so long
    #[arg(long, value_name = "SECS", help_heading = "How", default_value = "300", value_parser = seconds)]
    idle_timeout: Duration,
    /// What has begun, a request or a TLS handshake, must be whole within that time
    #[arg(long, value_name = "SECS", help_heading = "How", default_value = "20", value_parser = seconds)]
    request_timeout: Duration,
    /// How long connections may go on when the server is to end
    #[arg(long, value_name = "SECS", help_heading = "How", default_value = "5", value_parser = drain)]
    drain: Duration,

    /// How it is told what comes
    #[arg(short = 'T', long, value_name = "VIEW", help_heading = "Output", default_value = "text")]
    format: Format,

    /// A worker process, whose standard input is the listening socket
    #[arg(long, hide = true)]
    worker: bool,
}

fn user(text: &str) -> Result<(String, String), String> {
    let (name, password) = text.split_once(':').ok_or_else(|| "it must be NAME:PASSWORD".to_owned())?;
    Ok((name.to_owned(), password.to_owned()))
}

fn drain(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or_else(|| "it must be a number of seconds".to_owned())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Concurrency {
    /// One thread, one client after the other
    Blocking,
    /// A thread a client
    Threads,
    /// Processes that share the listening socket
    Processes,
    /// An event loop
    Async,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Time, server, peer, and what it said
    Text,
    /// An object a line
    Ndjson,
    /// Only where the servers listen
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    Tcp,
    Udp,
    Zmq,
}

/// What is served over connections or in datagrams.
#[derive(Clone, Copy, Debug)]
struct Kind {
    name: &'static str,
    transport: Transport,
    serves: Serves,
    port: u16,
}

#[derive(Clone, Copy, Debug)]
enum Serves {
    Small(Service),
    Http(Site),
    Smtp,
    Pop3,
    Imap,
    Msgpack,
    Messages(Pattern),
}

const fn kind(name: &'static str, transport: Transport, serves: Serves, port: u16) -> Kind {
    Kind { name, transport, serves, port }
}

const KINDS: [Kind; 25] = [
    kind("tcp-echo", Transport::Tcp, Serves::Small(Service::Echo), 6789),
    kind("udp-echo", Transport::Udp, Serves::Small(Service::Echo), 6789),
    kind("tcp-discard", Transport::Tcp, Serves::Small(Service::Discard), 10_009),
    kind("udp-discard", Transport::Udp, Serves::Small(Service::Discard), 10_009),
    kind("tcp-chargen", Transport::Tcp, Serves::Small(Service::Chargen), 10_019),
    kind("udp-chargen", Transport::Udp, Serves::Small(Service::Chargen), 10_019),
    kind("tcp-daytime", Transport::Tcp, Serves::Small(Service::Daytime), 10_013),
    kind("udp-daytime", Transport::Udp, Serves::Small(Service::Daytime), 10_013),
    kind("tcp-time", Transport::Tcp, Serves::Small(Service::Time), 10_037),
    kind("udp-time", Transport::Udp, Serves::Small(Service::Time), 10_037),
    kind("tcp-qotd", Transport::Tcp, Serves::Small(Service::Qotd), 10_017),
    kind("udp-qotd", Transport::Udp, Serves::Small(Service::Qotd), 10_017),
    kind("http", Transport::Tcp, Serves::Http(Site::Pages), 8080),
    kind("https", Transport::Tcp, Serves::Http(Site::Pages), 8443),
    kind("smtp", Transport::Tcp, Serves::Smtp, 2525),
    kind("pop3", Transport::Tcp, Serves::Pop3, 2110),
    kind("imap", Transport::Tcp, Serves::Imap, 2143),
    kind("xmlrpc", Transport::Tcp, Serves::Http(Site::Xml), 8000),
    kind("jsonrpc", Transport::Tcp, Serves::Http(Site::Json), 8001),
    kind("msgpackrpc", Transport::Tcp, Serves::Msgpack, 18_800),
    kind("zmq-rep", Transport::Zmq, Serves::Messages(Pattern::Rep), 5555),
    kind("zmq-pub", Transport::Zmq, Serves::Messages(Pattern::Pub), 5556),
    kind("zmq-sub", Transport::Zmq, Serves::Messages(Pattern::Sub), 5557),
    kind("zmq-push", Transport::Zmq, Serves::Messages(Pattern::Push), 5558),
    kind("zmq-pull", Transport::Zmq, Serves::Messages(Pattern::Pull), 5559),
];

impl Kind {
    /// True where clients may go over to TLS in the middle.
    fn starts_tls(&self) -> bool {
        matches!(self.serves, Serves::Smtp | Serves::Pop3 | Serves::Imap)
    }
}

/// An operand: one kind, or the two of a service, and where.
#[derive(Clone, Debug)]
struct Wanted {
    kinds: Vec<Kind>,
    place: Option<Place>,
}

#[derive(Clone, Debug)]
enum Place {
    Address(IpAddr, Option<u16>),
    Path(PathBuf),
}

impl FromStr for Wanted {
    type Err = String;

    fn from_str(text: &str) -> Result<Wanted, String> {
        let (name, place) = match text.split_once('@') {
            Some((name, place)) => (name, Some(place.parse()?)),
            None => (text, None),
        };
        let named = |kind: &&Kind| kind.name == name || kind.name.split_once('-').is_some_and(|(_, service)| service == name);
        let kinds: Vec<Kind> = KINDS.iter().filter(named).copied().collect();
        if kinds.is_empty() {
            let names: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            return Err(format!("there is no server `{name}`{}; there are {}", near::hint(name, names.iter().copied()), names.join(", ")));
        }
        Ok(Wanted { kinds, place })
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Place, String> {
        let path = text.strip_prefix("unix:").or_else(|| text.starts_with(['/', '.']).then_some(text));
        if let Some(path) = path {
            return Ok(Place::Path(path.into()));
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            return Ok(Place::Address(address.ip(), Some(address.port())));
        }
        let bare = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        let address = bare.parse().map_err(|_| format!("`{text}` is no address, no address with a port, and no path"))?;
        Ok(Place::Address(address, None))
    }
}

/// A socket that is open, and how it is called.
enum Socket {
    Connections(Listener),
    Datagrams(Datagrams),
    Messages(Bound),
}

struct Opened {
    kind: Kind,
    place: String,
    socket: Socket,
}

pub(super) fn run(args: &Args, term: &Term) -> anyhow::Result<Code> {
    let signals = pipeline::stop_on_signals().context("signals")?;
    if args.concurrency == Concurrency::Processes && args.kinds.iter().flat_map(|wanted| &wanted.kinds).any(Kind::starts_tls) {
        return Err(exit::usage("one mailbox cannot lie in several processes: another --concurrency for smtp, pop3 and imap"));
    }
    let events = Arc::new(Loop::default());
    let opened = if args.worker { vec![inherited(args)?] } else { open(args, &events)? };
    let tells = args.format != Format::None;
    let keys = keys(args, &opened)?;
    let options = Options {
        way: match args.concurrency {
            Concurrency::Threads => Way::Threads,
            Concurrency::Async => Way::Async,
            Concurrency::Blocking | Concurrency::Processes => Way::Blocking,
        },
        reply: args.reply.clone().map(String::into_bytes),
        limit: if args.once { Some(1) } else { args.count },
        most: args.max_connections.unwrap_or(if args.concurrency == Concurrency::Threads { 1000 } else { 20_000 }) as usize,
        idle: args.idle_timeout,
        within: args.request_timeout,
        drain: args.drain,
        tls: args.tls,
        keys,
        packets: Some(Packets { decode: layers, craft: packets }),
    };
    let mailbox = Mailbox::new(args.user.clone());
    let _ = raise_open_files();
    let (send, happens) = sync_channel(EVENTS);
    let hub = Hub::new(tells.then_some(send));
    if !args.worker {
        print_places(&opened, args.format)?;
    }
    let names: Vec<&'static str> = opened.iter().map(|opened| opened.kind.name).collect();
    let finished = Arc::new(AtomicBool::new(false));
    let teller = tells.then(|| {
        let teller = Teller { names: names.clone(), format: args.format, worker: args.worker, verbose: term.verbose > 0 };
        let (finished, hub) = (finished.clone(), hub.clone());
        std::thread::spawn(move || {
            let result = teller.tell(&happens, &finished);
            if result.is_err() {
                // Nobody reads any more.
                hub.stop(Duration::ZERO);
            }
            result
        })
    });
    let mut running = Vec::new();
    for (number, Opened { kind, place, socket }) in opened.into_iter().enumerate() {
        let conversation = match kind.serves {
            Serves::Small(service) => Conversation::Small(service),
            Serves::Http(site) => Conversation::Http(site),
            Serves::Smtp => Conversation::Smtp(mailbox.clone()),
            Serves::Pop3 => Conversation::Pop3(mailbox.clone()),
            Serves::Imap => Conversation::Imap(mailbox.clone()),
            Serves::Msgpack => Conversation::Msgpack,
            Serves::Messages(_) => Conversation::Messages,
        };
        let options = Options { tls: args.tls || kind.name == "https", ..options.clone() };
        let server = Server::new(number, conversation, options.clone(), hub.clone());
        let (same, events) = (server.clone(), events.clone());
        let thread = std::thread::Builder::new().name(kind.name.to_owned());
        let (work, workers) = match socket {
            Socket::Connections(listener) if args.concurrency == Concurrency::Processes && !args.worker => {
                let workers = Arc::new(Workers::new(args, kind, &options, listener)?);
                let (same, hub) = (workers.clone(), hub.clone());
                (thread.spawn(move || same.run(&hub))?, Some(workers))
            }
            Socket::Connections(listener) => (thread.spawn(move || same.connections(listener, &events))?, None),
            Socket::Messages(bound) => (thread.spawn(move || same.messages(bound, &events))?, None),
            Socket::Datagrams(socket) => (thread.spawn(move || same.datagrams(&socket))?, None),
        };
        running.push(Running { name: kind.name, place, server, workers, thread: Some(work), result: None });
    }
    let mut told = false;
    while running.iter().any(|one| one.result.is_none()) {
        std::thread::sleep(TICK);
        if signals.stop.load(Relaxed) && !std::mem::replace(&mut told, true) {
            hub.stop(args.drain);
        }
        if signals.counts.swap(false, Relaxed) {
            running.iter().for_each(|one| term.say(&one.sentence()));
        }
        for one in &mut running {
            if one.thread.as_ref().is_some_and(JoinHandle::is_finished)
                && let Some(thread) = one.thread.take()
            {
                one.result = Some(thread.join().unwrap_or_else(|_| Err(io::Error::other("a server has failed"))));
                if matches!(one.result, Some(Err(_))) {
                    hub.stop(args.drain);
                }
            }
        }
    }
    finished.store(true, Relaxed);
    let telling = teller.map(|teller| teller.join().unwrap_or_else(|_| Err(io::Error::other("the output has failed"))));
    if let Some(events) = Arc::into_inner(events) {
        events.end();
    }
    if args.worker {
        let all: Vec<_> = running.iter().map(|one| as_json(&one.server.counts())).collect();
        let _ = writeln!(io::stdout(), "#{}", json!(all));
    }
    let mut result = Ok(Code::Ok);
    for one in running {
        if !args.worker {
            term.say(&one.sentence());
        }
        if let Some(Err(error)) = one.result {
            result = Err(anyhow::Error::from(error).context(format!("{} {}", one.name, one.place)));
        }
    }
    if hub.left_out() > 0 {
        term.say(&format!("{} messages were not told: nobody read them fast enough", hub.left_out()));
    }
    telling.transpose().context("standard output")?;
    result
}

/// Events that wait to be told.
const EVENTS: usize = 8192;

/// How often the servers are looked after.
const TICK: Duration = Duration::from_millis(20);

/// A server at work.
struct Running {
    name: &'static str,
    place: String,
    server: Arc<Server>,
    workers: Option<Arc<Workers>>,
    thread: Option<JoinHandle<io::Result<()>>>,
    result: Option<io::Result<()>>,
}

impl Running {
    fn sentence(&self) -> String {
        let counts = match &self.workers {
            Some(workers) => *workers.counts.lock().unwrap_or_else(PoisonError::into_inner),
            None => self.server.counts(),
        };
        let Counts { served, messages, received, sent, timed_out, failed } = counts;
        let mut text = format!("{} {}: ", self.name, self.place);
        if self.name.starts_with("udp-") {
            text.push_str(&format!("{served} datagrams"));
        } else if self.name.starts_with("zmq-") {
            text.push_str(&format!("{served} messages"));
        } else {
            text.push_str(&format!("{served} connections, {messages} messages"));
        }
        text.push_str(&format!(", {received} bytes received, {sent} sent"));
        if timed_out > 0 {
            text.push_str(&format!(", {timed_out} too slow"));
        }
        if failed > 0 {
            text.push_str(&format!(", {failed} failed"));
        }
        text
    }
}

/// The layers of an Ethernet frame, as `pkt read -T json` shows them.
fn layers(bytes: &[u8]) -> Result<serde_json::Value, String> {
    let (mut spine, notes) = (Spine::new(), Notes::new());
    let frame = Frame::new(bytes, Info { time: Some(0), ..Info::alone(LinkType::ETHERNET, bytes.len() as u32) });
    let rules = Rules::default();
    decode::walk(&mut spine, &frame, &rules);
    let mut out = vec![];
    Json::lines().packet(&Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules }, &mut out);
    serde_json::from_slice(&out).map_err(|error| error.to_string())
}

/// The packets of an expression, not too many.
fn packets(text: &str) -> Result<Vec<Vec<u8>>, String> {
    if text.len() > 65_536 {
        return Err("that expression is too long".to_owned());
    }
    let all = craft::compose(text).map_err(|error| error.to_string())?;
    all.packets(0).take(1000).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// Opens all sockets before anything is said.
fn open(args: &Args, events: &Loop) -> anyhow::Result<Vec<Opened>> {
    let mut opened: Vec<Opened> = vec![];
    // A service over TCP and UDP has the same port in both.
    let mut shared: Vec<(usize, IpAddr, u16)> = vec![];
    for (operand, wanted) in args.kinds.iter().enumerate() {
        for kind in &wanted.kinds {
            let places: Vec<(IpAddr, Option<u16>)> = match &wanted.place {
                Some(Place::Path(path)) => {
                    let socket = at_path(*kind, path, args.backlog).with_context(|| format!("{} {}", kind.name, path.display()))?;
                    opened.push(Opened { kind: *kind, place: path.display().to_string(), socket });
                    continue;
                }
                Some(Place::Address(address, port)) => vec![(*address, *port)],
                None => args.bind.iter().map(|address| (*address, None)).collect(),
            };
            for (ip, port) in places {
                let free = shared.iter().find(|(other, at, _)| (*other, *at) == (operand, ip)).map(|(.., port)| *port);
                let port = match port.or(args.port).unwrap_or(kind.port) {
                    0 => free.unwrap_or(0),
                    port => port,
                };
                let address = SocketAddr::new(ip, port);
                let trouble = || format!("{} cannot listen on {address}", kind.name);
                let (socket, address) = match kind.transport {
                    Transport::Tcp => {
                        let listener = listen(address, args.backlog).with_context(trouble)?;
                        let address = listener.local_addr().with_context(trouble)?;
                        (Socket::Connections(Listener::Tcp(listener)), address)
                    }
                    Transport::Zmq => {
                        let Serves::Messages(pattern) = kind.serves else { continue };
                        let bound = zmq::bind(pattern, address, events).with_context(trouble)?;
                        let address = bound.address;
                        (Socket::Messages(bound), address)
                    }
                    Transport::Udp => {
                        let socket = UdpSocket::bind(address).with_context(trouble)?;
                        let address = socket.local_addr().with_context(trouble)?;
                        (Socket::Datagrams(Datagrams::Udp(socket)), address)
                    }
                };
                shared.push((operand, ip, address.port()));
                opened.push(Opened { kind: *kind, place: address.to_string(), socket });
            }
        }
    }
    Ok(opened)
}

#[cfg(unix)]
fn at_path(kind: Kind, path: &std::path::Path, backlog: i32) -> anyhow::Result<Socket> {
    use std::os::unix::fs::FileTypeExt;
    use std::os::unix::net::{UnixDatagram, UnixStream};
    if !matches!(kind.serves, Serves::Small(Service::Echo)) {
        return Err(exit::usage("only echo is served at a path"));
    }
    // What a server left behind that was killed.
    if std::fs::metadata(path).is_ok_and(|file| file.file_type().is_socket()) {
        let alive = match kind.transport {
            Transport::Tcp => UnixStream::connect(path).is_ok(),
            Transport::Udp | Transport::Zmq => UnixDatagram::unbound().and_then(|socket| socket.connect(path)).is_ok(),
        };
        if !alive {
            std::fs::remove_file(path)?;
        }
    }
    Ok(match kind.transport {
        Transport::Tcp => {
            use socket2::{Domain, SockAddr, Type};
            let socket = socket2::Socket::new(Domain::UNIX, Type::STREAM, None)?;
            socket.bind(&SockAddr::unix(path)?)?;
            socket.listen(backlog)?;
            Socket::Connections(Listener::Unix(socket.into(), path.to_owned()))
        }
        Transport::Udp | Transport::Zmq => Socket::Datagrams(Datagrams::Unix(UnixDatagram::bind(path)?, path.to_owned())),
    })
}

#[cfg(not(unix))]
fn at_path(_: Kind, _: &std::path::Path, _: i32) -> anyhow::Result<Socket> {
    Err(exit::usage("this system has no sockets at paths"))
}

/// The socket that a worker process got from the first one.
#[cfg(unix)]
fn inherited(args: &Args) -> anyhow::Result<Opened> {
    use std::os::fd::AsFd;
    #[cfg(target_os = "linux")]
    nix::sys::prctl::set_pdeathsig(nix::sys::signal::Signal::SIGTERM).context("worker")?;
    let kind = args.kinds.first().and_then(|wanted| wanted.kinds.first()).copied().context("worker")?;
    let socket = socket2::Socket::from(io::stdin().as_fd().try_clone_to_owned().context("worker")?);
    let listener = match socket.domain().context("worker")? {
        // The first process removes the path.
        socket2::Domain::UNIX => Listener::Unix(socket.into(), PathBuf::new()),
        _ => Listener::Tcp(socket.into()),
    };
    Ok(Opened { kind, place: String::new(), socket: Socket::Connections(listener) })
}

#[cfg(not(unix))]
fn inherited(_: &Args) -> anyhow::Result<Opened> {
    Err(exit::usage("--concurrency processes needs a Unix system"))
}

/// For --tls: the keys given, or new ones for the addresses that are listened on.
fn keys(args: &Args, opened: &[Opened]) -> anyhow::Result<Option<Keys>> {
    if let (Some(cert), Some(key)) = (&args.cert, &args.key) {
        return Ok(Some(Keys::from_files(cert, key)?));
    }
    let speaks = |opened: &Opened| args.tls || opened.kind.starts_tls() || opened.kind.name == "https";
    if !opened.iter().any(speaks) {
        return Ok(None);
    }
    let mut names = vec!["localhost".to_owned(), Ipv4Addr::LOCALHOST.to_string(), "::1".to_owned()];
    for opened in opened {
        let ip = opened.place.parse::<SocketAddr>().map(|address| address.ip().to_string());
        names.extend(ip.ok().filter(|ip| !names.contains(ip)));
    }
    Ok(Some(Keys::self_signed(names)?))
}

/// As many open files as the system lets this program have.
pub(super) fn raise_open_files() -> io::Result<()> {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
        setrlimit(Resource::RLIMIT_NOFILE, most, most)?;
    }
    Ok(())
}

fn print_places(opened: &[Opened], format: Format) -> anyhow::Result<()> {
    let mut text = String::new();
    for Opened { kind, place, .. } in opened {
        match format {
            Format::Ndjson => text.push_str(&format!("{}\n", json!({ "event": "listening", "server": kind.name, "address": place }))),
            _ => text.push_str(&format!("{} {place}\n", kind.name)),
        }
    }
    super::answer(text.as_bytes()).map(drop)
}

/// Tells what happens, on stdout.
struct Teller {
    names: Vec<&'static str>,
    format: Format,
    worker: bool,
    verbose: bool,
}

impl Teller {
    fn tell(&self, events: &Receiver<Event>, finished: &AtomicBool) -> io::Result<()> {
        let mut lines = Vec::new();
        loop {
            let last = finished.load(Relaxed);
            match events.recv_timeout(TICK * 2) {
                Ok(event) => self.line(&event, &mut lines),
                Err(RecvTimeoutError::Timeout) if !last => continue,
                Err(_) => return Ok(()),
            }
            // What waits is written together.
            for event in events.try_iter().take(1000) {
                self.line(&event, &mut lines);
            }
            let mut out = io::stdout().lock();
            out.write_all(&lines)?;
            out.flush()?;
            lines.clear();
        }
    }

    fn line(&self, event: &Event, lines: &mut Vec<u8>) {
        let name = self.names.get(event.server).copied().unwrap_or_default();
        let time = jiff::Timestamp::try_from(event.time).unwrap_or_default();
        let line = if self.format == Format::Ndjson {
            let mut object = json!({ "time": format!("{time:.6}"), "server": name, "peer": event.peer.to_string() });
            let mut with = |key: &str, value: serde_json::Value| object[key] = value;
            match &event.what {
                What::Opened => with("event", json!("opened")),
                What::Heard(bytes, len) => {
                    with("event", json!("heard"));
                    with("len", json!(len));
                    match std::str::from_utf8(bytes) {
                        Ok(text) => with("text", json!(text)),
                        Err(_) => with("hex", json!(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>())),
                    }
                }
                What::Did(words) => {
                    with("event", json!("did"));
                    with("text", json!(words));
                }
                What::Closed(why) => {
                    with("event", json!("closed"));
                    with("why", json!(why));
                }
            }
            object.to_string()
        } else {
            let words = match &event.what {
                What::Opened if self.verbose => "connected".to_owned(),
                What::Closed(None) if self.verbose => "closed".to_owned(),
                What::Opened | What::Closed(None) => return,
                What::Closed(Some(why)) => format!("closed: {why}"),
                What::Did(words) => words.clone(),
                What::Heard(bytes, len) => {
                    let shown = bytes.get(..SHOWN).unwrap_or(bytes);
                    let more = if shown.len() < *len { format!("… ({len} bytes)") } else { String::new() };
                    format!("\"{}\"{more}", printable(shown))
                }
            };
            let time = time.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S%.6f").to_string();
            format!("{time} {name} {}: {words}", event.peer)
        };
        if self.worker {
            lines.push(b'=');
        }
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
}

/// Bytes that a line of text shows.
const SHOWN: usize = 120;

/// Text as it is, what cannot be shown escaped: nothing that a peer says moves a terminal's cursor.
pub(super) fn printable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\t' => text.push_str("\\t"),
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                c if c.is_control() => text.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
                c => text.push(c),
            }
        }
        chunk.invalid().iter().for_each(|byte| text.push_str(&format!("\\x{byte:02x}")));
    }
    text
}

fn as_json(counts: &Counts) -> serde_json::Value {
    let Counts { served, messages, received, sent, timed_out, failed } = counts;
    json!([served, messages, received, sent, timed_out, failed])
}

/// The worker processes of a server.
struct Workers {
    command: Vec<String>,
    /// Of each, how many it may serve.
    shares: Vec<Option<u64>>,
    listener: Listener,
    counts: Mutex<Counts>,
    /// Certificates that were made, for all of them.
    _keys: Option<tempfile::TempDir>,
}

impl Workers {
    fn new(args: &Args, kind: Kind, options: &Options, listener: Listener) -> anyhow::Result<Workers> {
        let number = |time: Duration| time.as_secs_f64().to_string();
        let mut command: Vec<String> =
            ["serve", kind.name, "--worker", "--concurrency", "blocking", "--idle-timeout"].map(str::to_owned).into();
        command.push(number(args.idle_timeout));
        command.extend(["--request-timeout".to_owned(), number(args.request_timeout), "--drain".to_owned(), number(args.drain)]);
        command.push(format!("--format={}", args.format.to_possible_value().context("a view")?.get_name()));
        if let Some(reply) = &args.reply {
            command.push(format!("--reply={reply}"));
        }
        let mut folder = None;
        if options.tls {
            command.push("--tls".to_owned());
        }
        let files = match (&args.cert, &args.key, options.keys.as_ref().and_then(|keys| keys.pem.as_ref())) {
            (Some(cert), Some(key), _) => Some((cert.clone(), key.clone())),
            (.., Some((cert, key))) => {
                // Only this user may look into it.
                let made = tempfile::Builder::new().prefix("pktlab-tls-").tempdir().context("a temporary folder")?;
                let files = (made.path().join("cert.pem"), made.path().join("key.pem"));
                std::fs::write(&files.0, cert).and_then(|()| std::fs::write(&files.1, key)).context("a temporary folder")?;
                folder = Some(made);
                Some(files)
            }
            _ => None,
        };
        if let Some((cert, key)) = files {
            command.extend([format!("--cert={}", cert.display()), format!("--key={}", key.display())]);
        }
        let workers = u64::from(args.workers);
        let workers = options.limit.map_or(workers, |limit| workers.min(limit));
        let share = |number| options.limit.map(|limit| limit / workers + u64::from(number < limit % workers));
        Ok(Workers { command, shares: (0..workers).map(share).collect(), listener, counts: Mutex::default(), _keys: folder })
    }

    /// Starts all, starts again those that die, ends all; until the last is through.
    fn run(&self, hub: &Hub) -> io::Result<()> {
        let result = std::thread::scope(|scope| {
            let all: Vec<_> = self.shares.iter().map(|share| scope.spawn(|| self.one(*share, hub))).collect();
            all.into_iter().try_for_each(|one| one.join().unwrap_or(Ok(())))
        });
        #[cfg(unix)]
        if let Listener::Unix(_, path) = &self.listener {
            let _ = std::fs::remove_file(path);
        }
        result
    }

    /// A worker, and those in its place when it dies.
    fn one(&self, share: Option<u64>, hub: &Hub) -> io::Result<()> {
        let mut left = share;
        loop {
            let began = Instant::now();
            let mut child = self.start(left)?;
            let out = child.stdout.take();
            let served = std::thread::scope(|scope| {
                let reader = scope.spawn(|| out.map_or(Ok(None), |out| self.read(out)));
                let mut told = false;
                while !reader.is_finished() {
                    std::thread::sleep(TICK);
                    if hub.stopping() && !std::mem::replace(&mut told, true) {
                        terminate(&child);
                    }
                }
                reader.join().unwrap_or(Ok(None))
            });
            if served.is_err() {
                // Nobody reads what is told.
                hub.stop(Duration::ZERO);
                terminate(&child);
            }
            let status = child.wait()?;
            if let Some(served) = served? {
                left = left.map(|left| left.saturating_sub(served));
            }
            if hub.stopping() || left == Some(0) || status.success() {
                return Ok(());
            }
            super::term::error(&format!("a worker ended ({status}); another takes its place"));
            // One that dies as soon as it lives is not started thousands of times.
            std::thread::sleep(Duration::from_secs(1).saturating_sub(began.elapsed()));
        }
    }

    fn start(&self, share: Option<u64>) -> io::Result<Child> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(&self.command);
        if let Some(share) = share {
            command.args(["--count", &share.to_string()]);
        }
        command.stdin(handed_on(&self.listener)?).stdout(Stdio::piped()).spawn()
    }

    /// Hands on what a worker says; how many it has served, where it ended well.
    fn read(&self, out: impl io::Read) -> io::Result<Option<u64>> {
        let mut reader = io::BufReader::new(out);
        let (mut line, mut served) = (Vec::new(), None);
        while reader.read_until(b'\n', &mut line)? > 0 {
            match line.split_first() {
                Some((b'=', text)) => {
                    let mut out = io::stdout().lock();
                    out.write_all(text)?;
                    out.flush()?;
                }
                Some((b'#', text)) => {
                    let all: Vec<[u64; 6]> = serde_json::from_slice(text).unwrap_or_default();
                    let mut sum = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
                    for [of_served, messages, received, sent, timed_out, failed] in all {
                        sum.served += of_served;
                        sum.messages += messages;
                        sum.received += received;
                        sum.sent += sent;
                        sum.timed_out += timed_out;
                        sum.failed += failed;
                        served = Some(of_served);
                    }
                }
                _ => {}
            }
            line.clear();
        }
        Ok(served)
    }
}

#[cfg(unix)]
fn handed_on(listener: &Listener) -> io::Result<Stdio> {
    use std::os::fd::AsFd;
    let fd = match listener {
        Listener::Tcp(listener) => listener.as_fd().try_clone_to_owned(),
        Listener::Unix(listener, _) => listener.as_fd().try_clone_to_owned(),
    };
    fd.map(Stdio::from)
}

#[cfg(not(unix))]
fn handed_on(_: &Listener) -> io::Result<Stdio> {
    Err(io::Error::other("--concurrency processes needs a Unix system"))
}

fn terminate(child: &Child) {
    #[cfg(unix)]
    let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(child.id() as i32), nix::sys::signal::Signal::SIGTERM);
    #[cfg(not(unix))]
    let _ = child;
}
