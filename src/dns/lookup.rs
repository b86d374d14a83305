//! A lookup: a question, a server, tries until there is an answer, and no moment longer than it may take.

use super::ask::{self, Options};
use super::name::Name;
use super::rdata::rtype;
use super::server::{Host, Protocol, Server, socket};
use super::tls::Trust;
use super::transport::{Connection, Error, Phases};
use super::wire::{Message, Question, flag};
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::time::timeout_at;

/// How it is looked up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What is said besides the question.
    pub options: Options,
    /// How long a try waits.
    pub wait: Duration,
    /// How many tries there are.
    pub tries: u32,
    /// How long all of it may take.
    pub timeout: Duration,
    /// What is believed of certificates.
    pub trust: Trust,
    /// Only servers' addresses of IPv4 (true) or IPv6 (false).
    pub ipv4: Option<bool>,
    /// The address it is asked from.
    pub from: Option<IpAddr>,
    /// A truncated answer is kept, not asked for again by TCP.
    pub ignore: bool,
    /// HTTP's GET, not POST.
    pub get: bool,
    /// The addresses of servers' names, known beforehand.
    pub pinned: Vec<(String, IpAddr)>,
    /// Who is asked for the addresses of servers' names; else the system.
    pub bootstrap: Option<Box<Server>>,
    /// Connections are kept for the next question.
    pub keep: bool,
    /// Our ends of connections, for whoever wants to know.
    pub ends: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            options: Options::default(),
            wait: Duration::from_secs(3),
            tries: 3,
            timeout: Duration::from_secs(10),
            trust: Trust::default(),
            ipv4: None,
            from: None,
            ignore: false,
            get: false,
            pinned: Vec::new(),
            bootstrap: None,
            keep: false,
            ends: Arc::default(),
        }
    }
}

/// An answer, and how it came.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The server, as it was named.
    pub server: Server,
    /// The address that was asked.
    pub address: SocketAddr,
    /// By which protocol the answer came: TCP where a datagram was cut short.
    pub protocol: Protocol,
    /// Our end.
    pub local: Option<SocketAddr>,
    /// Of mDNS: who answered.
    pub from: Option<SocketAddr>,
    /// The message that asked.
    pub query: Vec<u8>,
    /// The message that answers.
    pub message: Message,
    /// What it took to open the connection; nothing where it was open.
    pub phases: Phases,
    /// From sending to the answer.
    pub took: Duration,
    /// From the beginning to the end, with tries that failed.
    pub total: Duration,
    /// How many tries it took.
    pub tries: u32,
    /// What is worth knowing besides.
    pub notes: Vec<String>,
}

/// Somebody who asks one server.
#[derive(Debug)]
pub struct Client {
    server: Server,
    settings: Settings,
    addresses: Vec<SocketAddr>,
    open: Option<(SocketAddr, Connection)>,
    shared: Option<Arc<Shared>>,
    /// Which of the shared connections it asks over, and which it asks over no more.
    branch: Option<u64>,
    broken: Option<u64>,
}

/// A connection that several clients of one server ask over at once.
#[derive(Debug, Default)]
pub(super) struct Shared {
    trunk: tokio::sync::Mutex<Trunk>,
    /// How many answers came over it, and over those before it.
    answered: AtomicU64,
}

#[derive(Debug, Default)]
struct Trunk {
    open: Option<(SocketAddr, Connection)>,
    /// Its number, counted from 1.
    number: u64,
}

impl std::fmt::Debug for Connection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "a connection from {:?}", self.local)
    }
}

/// A random number for a message.
pub(super) fn random() -> u16 {
    use std::hash::{BuildHasher, Hasher};
    // The standard library's hasher is seeded by the system, anew for each.
    std::collections::hash_map::RandomState::new().build_hasher().finish() as u16
}

impl Client {
    /// Asks nobody yet.
    pub fn new(server: Server, settings: Settings) -> Client {
        Client { server, settings, addresses: Vec::new(), open: None, shared: None, branch: None, broken: None }
    }

    /// Asks nobody yet, and then together with others.
    pub(super) fn sharing(server: Server, settings: Settings, shared: Arc<Shared>) -> Client {
        Client { shared: Some(shared), ..Client::new(server, Settings { keep: true, ..settings }) }
    }

    /// The server.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Asks a question.
    pub async fn ask(&mut self, question: &Question) -> Result<Answer, Error> {
        let begin = Instant::now();
        let deadline = begin + self.settings.timeout;
        let mut options = self.settings.options.clone();
        let mut server = self.server.clone();
        let mut notes = Vec::new();
        let mut tries = 0;
        let mut failed = None;
        let mut ignored = Vec::new();
        while tries < self.settings.tries.max(1) {
            let until = deadline.min(Instant::now() + self.settings.wait);
            if Instant::now() >= deadline {
                break;
            }
            if self.addresses.is_empty() {
                let found = timeout_at(deadline.into(), addresses(&server, &self.settings)).await;
                self.addresses = match found {
                    Ok(found) => found?,
                    Err(_) => return Err(self.silent(begin, ignored)),
                };
            }
            let address = match self.addresses.get(tries as usize % self.addresses.len().max(1)) {
                Some(address) => *address,
                None => return Err(Error::NoAddress(format!("{server} has no address"))),
            };
            tries += 1;
            let before = self.answered();
            let got = timeout_at(until.into(), self.once(&server, address, question, &options)).await;
            let mut answer = match got {
                Ok(Ok(answer)) => answer,
                Ok(Err(error)) => {
                    self.open = None;
                    self.broken = self.branch.take();
                    // A server may close after so many answers; whoever was behind those loses nothing by it.
                    if matches!(error, Error::Closed(_)) && self.answered() > before {
                        tries -= 1;
                        continue;
                    }
                    let again = matches!(error, Error::Closed(_) | Error::Io { .. });
                    failed = Some(error);
                    // Another address may do better; the same one refuses again at once.
                    let lost = matches!(failed, Some(Error::Closed(_)));
                    if again && self.addresses.len() > 1 || lost {
                        continue;
                    }
                    break;
                }
                Err(_) => {
                    if let Some((_, connection)) = self.open.take() {
                        ignored.extend(connection.ignored);
                    }
                    // Where others were answered meanwhile it is not the connection's fault.
                    let branch = self.branch.take();
                    if self.answered() == before {
                        self.broken = branch;
                    }
                    continue;
                }
            };
            if answer.message.has(flag::TC) && server.protocol == Protocol::Udp && !self.settings.ignore {
                notes.push("truncated in a datagram, asked again by TCP".to_owned());
                server = server.by(Protocol::Tcp);
                self.open = None;
                tries -= 1;
                continue;
            }
            // The server wants its cookie back (RFC 7873 §5.3).
            if answer.message.rcode() == 23
                && let Some(extra) = &mut options.edns
                && let (Some(ours), Some(both)) = (&extra.cookie, answer.message.option(10))
                && ours.len() == 8
                && both.len() > 8
                && tries < self.settings.tries
            {
                extra.cookie = Some(both.to_vec());
                notes.push("asked again with the server's cookie".to_owned());
                continue;
            }
            answer.server = self.server.clone();
            answer.total = begin.elapsed();
            answer.tries = tries;
            answer.notes.splice(0..0, notes);
            if !ignored.is_empty() {
                answer.notes.push(format!("{} messages ignored, the last: {}", ignored.len(), ignored.last().map_or("", |last| last)));
            }
            return Ok(answer);
        }
        match failed {
            Some(error) if ignored.is_empty() => Err(error),
            _ => Err(self.silent(begin, ignored)),
        }
    }

    /// How many answers came over the shared connections.
    fn answered(&self) -> u64 {
        self.shared.as_ref().map_or(0, |shared| shared.answered.load(Relaxed))
    }

    fn silent(&self, begin: Instant, ignored: Vec<String>) -> Error {
        Error::Silent { waited: begin.elapsed(), ignored }
    }

    async fn connection(&mut self, server: &Server, address: SocketAddr) -> Result<(&mut Connection, Phases), Error> {
        let fresh = self.open.as_ref().is_none_or(|(to, _)| *to != address);
        if fresh {
            self.open = None;
            let connection = match self.shared.clone() {
                Some(shared) => {
                    let (connection, number) = shared.branch(server, address, &self.settings, self.broken).await?;
                    self.branch = Some(number);
                    connection
                }
                None => open(server, address, &self.settings).await?,
            };
            self.open = Some((address, connection));
        }
        match &mut self.open {
            Some((_, connection)) => {
                let phases = if fresh { connection.phases } else { Phases::default() };
                Ok((connection, phases))
            }
            None => Err(Error::Closed("at once")),
        }
    }

    async fn once(&mut self, server: &Server, address: SocketAddr, question: &Question, options: &Options) -> Result<Answer, Error> {
        let id = if server.protocol.without_id() { 0 } else { random() };
        let query = ask::message(id, question, options)?;
        let (get, keep) = (self.settings.get, self.settings.keep);
        let shared = self.shared.clone();
        let (connection, phases) = self.connection(server, address).await?;
        let begin = Instant::now();
        let (message, from) = connection.ask(&query, id, question, get).await?;
        let took = begin.elapsed();
        if let Some(shared) = shared {
            shared.answered.fetch_add(1, Relaxed);
        }
        let local = connection.local;
        let notes = match connection.ignored.as_slice() {
            [] => Vec::new(),
            ignored => vec![format!("{} messages ignored, the last: {}", ignored.len(), ignored.last().map_or("", |last| last))],
        };
        connection.ignored.clear();
        if !keep {
            self.open = None;
        }
        Ok(Answer {
            server: server.clone(),
            address,
            protocol: server.protocol,
            local,
            from: from.filter(|from| *from != address),
            query,
            message,
            phases,
            took,
            total: took,
            tries: 1,
            notes,
        })
    }

    /// Asks everybody on the link, and takes what comes in the time of one try.
    pub async fn gather(&mut self, question: &Question) -> Result<Vec<Answer>, Error> {
        let begin = Instant::now();
        let until = begin + self.settings.timeout.min(self.settings.wait);
        let server = self.server.clone();
        let found = timeout_at(until.into(), addresses(&server, &self.settings)).await;
        let address = *found.map_err(|_| self.silent(begin, vec![]))??.first().ok_or(Error::Closed("at once"))?;
        let id = random();
        // From a port of ours everybody answers to us alone (RFC 6762 §6.7).
        let query = ask::message(id, question, &self.settings.options)?;
        let (connection, _) = self.connection(&server, address).await?;
        connection.send(&query, false).await?;
        let mut all = Vec::new();
        while let Ok(got) = timeout_at(until.into(), connection.answer(id, question)).await {
            let (mut message, from) = got?;
            // The top bit of the class tells caches to forget what they had (RFC 6762 §10.2).
            let sections = [&mut message.answers, &mut message.authorities, &mut message.additionals];
            sections.into_iter().flatten().for_each(|record| record.class &= 0x7fff);
            let local = connection.local;
            let took = begin.elapsed();
            let (server, query, phases) = (server.clone(), query.clone(), Phases::default());
            let protocol = Protocol::Mdns;
            all.push(Answer { server, address, protocol, local, from, query, message, phases, took, total: took, tries: 1, notes: vec![] });
        }
        let ignored = connection.ignored.clone();
        self.open = None;
        if all.is_empty() { Err(self.silent(begin, ignored)) } else { Ok(all) }
    }

    /// A zone, whole or what changed (RFC 5936, RFC 1995), message by message as they come. Datagrams become TCP.
    pub async fn transfer(&mut self, question: &Question, mut take: impl FnMut(&Answer)) -> Result<Duration, Error> {
        let begin = Instant::now();
        let deadline = begin + self.settings.timeout;
        let server = if self.server.protocol == Protocol::Udp { self.server.by(Protocol::Tcp) } else { self.server.clone() };
        let run = async {
            let address = *addresses(&server, &self.settings).await?.first().ok_or(Error::Closed("at once"))?;
            let id = if server.protocol.without_id() { 0 } else { random() };
            let query = ask::message(id, question, &self.settings.options)?;
            let named = self.server.clone();
            let get = self.settings.get;
            let (connection, phases) = self.connection(&server, address).await?;
            let sent = Instant::now();
            let mut first = connection.send(&query, get).await?;
            let single = first.is_some();
            let mut progress = Progress::default();
            loop {
                let message = match first.take() {
                    Some(bytes) => {
                        let message = Message::read(&bytes)?;
                        super::transport::belongs(&message, id, question).map_err(Error::Foreign)?;
                        message
                    }
                    None => connection.answer(id, question).await?.0,
                };
                let done = progress.done(&message);
                let (local, protocol) = (connection.local, server.protocol);
                let (took, total) = (sent.elapsed(), begin.elapsed());
                let (server, query) = (named.clone(), query.clone());
                take(&Answer {
                    server,
                    address,
                    protocol,
                    local,
                    from: None,
                    query,
                    message,
                    phases,
                    took,
                    total,
                    tries: 1,
                    notes: vec![],
                });
                if done || single {
                    return Ok(begin.elapsed());
                }
            }
        };
        let result = timeout_at(deadline.into(), run).await;
        self.open = None;
        result.unwrap_or_else(|_| Err(self.silent(begin, vec![])))
    }
}

impl Shared {
    /// The connection that is open, unless that is the one that broke; else a new one. With its number.
    async fn branch(
        &self,
        server: &Server,
        address: SocketAddr,
        settings: &Settings,
        broken: Option<u64>,
    ) -> Result<(Connection, u64), Error> {
        let mut trunk = self.trunk.lock().await;
        if let Some((to, connection)) = &trunk.open
            && *to == address
            && broken != Some(trunk.number)
            && let Some(branch) = connection.branch()
        {
            return Ok((branch, trunk.number));
        }
        trunk.number += 1;
        trunk.open = None;
        let connection = open(server, address, settings).await?.shareable();
        // Its phases are told by whoever opened it.
        let Some(mut branch) = connection.branch() else { return Ok((connection, trunk.number)) };
        branch.phases = connection.phases;
        trunk.open = Some((address, connection));
        Ok((branch, trunk.number))
    }
}

/// A connection of our own.
async fn open(server: &Server, address: SocketAddr, settings: &Settings) -> Result<Connection, Error> {
    let connection = Connection::open(server, address, settings.from, &settings.trust).await?;
    if let Some(local) = connection.local {
        settings.ends.lock().unwrap_or_else(PoisonError::into_inner).push(local);
    }
    Ok(connection)
}

/// How far a transfer is.
#[derive(Default)]
struct Progress {
    records: usize,
    serial: Option<u32>,
    seen: usize,
    differences: bool,
}

impl Progress {
    /// Whether this message is the last: the zone's SOA stands at both ends, and in differences once more between.
    fn done(&mut self, message: &Message) -> bool {
        if message.rcode() != 0 || message.answers.is_empty() {
            return true;
        }
        for record in &message.answers {
            self.records += 1;
            if record.rtype != rtype::SOA {
                continue;
            }
            let serial = serial(&record.data);
            if self.records == 1 {
                self.serial = serial;
            }
            if self.records == 2 && serial != self.serial {
                self.differences = true;
            }
            if serial == self.serial {
                self.seen += 1;
            }
        }
        let ends = if self.differences { 3 } else { 2 };
        // Only its SOA: nothing is newer.
        self.seen >= ends || self.records == 1 && message.questions.first().is_some_and(|q| q.rtype == rtype::IXFR)
    }
}

/// The serial in an SOA's data.
pub fn serial(data: &[u8]) -> Option<u32> {
    let at = data.len().checked_sub(20)?;
    Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

/// The addresses of a server, in the order they are tried.
pub async fn addresses(server: &Server, settings: &Settings) -> Result<Vec<SocketAddr>, Error> {
    let wanted = |address: &SocketAddr| settings.ipv4.is_none_or(|four| address.is_ipv4() == four);
    let name = match &server.host {
        Host::Address(address, scope) => return Ok(vec![socket(*address, *scope, server.port)]),
        Host::Name(name) => name,
    };
    let pinned: Vec<SocketAddr> = settings
        .pinned
        .iter()
        .filter(|(pinned, _)| pinned.trim_end_matches('.').eq_ignore_ascii_case(name))
        .map(|(_, address)| socket(*address, 0, server.port))
        .filter(wanted)
        .collect();
    if !pinned.is_empty() {
        return Ok(pinned);
    }
    let mut found = Vec::new();
    if let Some(bootstrap) = &settings.bootstrap {
        let parsed = Name::parse(name).map_err(|error| Error::NoAddress(error.to_string()))?;
        let settings = Settings { bootstrap: None, keep: false, ..settings.clone() };
        let mut client = Client::new((**bootstrap).clone(), settings);
        for rtype in [rtype::A, rtype::AAAA] {
            let question = Question { name: parsed.clone(), rtype, class: 1 };
            let answer = Box::pin(client.ask(&question)).await;
            let answer = answer.map_err(|error| Error::NoAddress(format!("{name}: {bootstrap}: {error}")))?;
            found.extend(answer.message.answers.iter().filter_map(|record| record.address()).map(|ip| socket(ip, 0, server.port)));
        }
    } else {
        let all = tokio::net::lookup_host((name.as_str(), server.port)).await;
        found.extend(all.map_err(|error| Error::NoAddress(format!("{name}: {error}")))?);
    }
    found.retain(wanted);
    found.dedup();
    if found.is_empty() { Err(Error::NoAddress(format!("{name} has no address to ask"))) } else { Ok(found) }
}
