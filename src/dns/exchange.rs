//! Questions to the servers of `resolv.conf`, sent and waited for as glibc's `res_send` does: A and AAAA together over UDP, over TCP
//! what does not fit, each server in turn, again and again up to `attempts`.

use super::calls::Error;
use super::resolv::Config;
use super::trail::{Step, Trail};
use hickory_proto::op::{Edns, Message, Query, ResponseCode};
use hickory_proto::rr::{Name, RecordType};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

/// Why nobody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Silence {
    /// Every server's port was closed: nothing else will be tried.
    pub(super) refused: bool,
    /// Some server said that it failed.
    pub(super) servfail: bool,
}

/// What one server says to one question.
enum Reply {
    Good(Message),
    /// An answer by which the next server is asked.
    Bad(String, ResponseCode),
    Cut,
}

struct Question {
    kind: RecordType,
    id: u16,
    bytes: Vec<u8>,
}

/// Room for an answer over UDP that says it may be long.
const EDNS_SIZE: u16 = 1200;

/// What is written to the trail where a server gave nothing.
const NOTHING: &str = "no answer";

pub(super) struct Servers<'a> {
    pub(super) config: &'a Config,
    pub(super) deadline: Instant,
    pub(super) trail: &'a mut Trail,
    /// With which server it begins, of `rotate`.
    pub(super) first: usize,
}

impl Servers<'_> {
    /// Asks for each of the types. What was answered is in their order; `None` where only another one was.
    pub(super) fn ask(&mut self, name: &Name, kinds: &[RecordType]) -> Result<Result<Vec<Option<Message>>, Silence>, Error> {
        let config = self.config;
        let mut silence = Silence { refused: true, servfail: false };
        let mut got: Vec<Option<Message>> = kinds.iter().map(|_| None).collect();
        let count = config.servers.len();
        for attempt in 0..config.attempts {
            for at in 0..count {
                let Some(server) = config.servers.get((at + self.first) % count).copied() else { continue };
                // The time doubles with each attempt, and is then shared among the servers.
                let whole = config.timeout.as_secs() << attempt;
                let share = if attempt == 0 { whole } else { whole / count as u64 };
                let wait = Duration::from_secs(share.max(1));
                self.server(server, name, kinds, wait, &mut got, &mut silence)?;
                if got.iter().any(Option::is_some) {
                    return Ok(Ok(got));
                }
            }
        }
        Ok(Err(silence))
    }

    fn server(
        &mut self,
        server: SocketAddr,
        name: &Name,
        kinds: &[RecordType],
        wait: Duration,
        got: &mut [Option<Message>],
        silence: &mut Silence,
    ) -> Result<(), Error> {
        let options = self.config.options;
        let single = options.single_request || options.single_request_reopen;
        let mut missing: Vec<usize> = (0..kinds.len()).collect();
        let mut rounds: Vec<Vec<usize>> = if single { missing.iter().map(|at| vec![*at]).collect() } else { vec![missing.clone()] };
        let mut alone = single;
        while let Some(round) = (!rounds.is_empty()).then(|| rounds.remove(0)) {
            let questions: Vec<Question> = round.iter().filter_map(|at| self.question(name, *kinds.get(*at)?)).collect();
            let begun = Instant::now();
            let replies = if options.use_vc {
                questions.iter().map(|question| self.tcp(server, question, wait)).collect()
            } else {
                self.udp(server, &questions, wait)
            };
            let mut any_late = false;
            for ((at, question), reply) in round.iter().zip(&questions).zip(replies) {
                let reply = match reply {
                    Ok(Some((Reply::Cut, took))) => {
                        self.told(server, "udp", name, question.kind, took, "truncated: the same over TCP".to_owned());
                        silence.refused = false;
                        self.tcp(server, question, wait)
                    }
                    other => other,
                };
                let proto = if options.use_vc { "tcp" } else { "udp" };
                match reply {
                    Ok(Some((Reply::Good(message), took))) => {
                        silence.refused = false;
                        self.told(server, proto, name, question.kind, took, summary(&message));
                        missing.retain(|missing| missing != at);
                        if let Some(place) = got.get_mut(*at) {
                            *place = Some(message);
                        }
                    }
                    Ok(Some((Reply::Bad(why, code), took))) => {
                        silence.refused = false;
                        silence.servfail |= code == ResponseCode::ServFail;
                        self.told(server, proto, name, question.kind, took, why);
                    }
                    Ok(Some((Reply::Cut, took))) => {
                        self.told(server, "tcp", name, question.kind, took, "truncated over TCP too".to_owned())
                    }
                    Ok(None) => {
                        any_late = true;
                        silence.refused = false;
                        self.told(server, proto, name, question.kind, begun.elapsed(), NOTHING.to_owned());
                    }
                    Err(error) => {
                        silence.refused &= error.kind() == ErrorKind::ConnectionRefused;
                        let text = error.to_string();
                        let text = text.split(" (os error").next().unwrap_or_default().to_owned();
                        self.told(server, proto, name, question.kind, begun.elapsed(), text);
                    }
                }
            }
            self.in_time()?;
            // Some servers answer only the first of two questions from one port: the other one is asked again, alone.
            if any_late && !alone && missing.len() < kinds.len() {
                alone = true;
                rounds = missing.iter().map(|at| vec![*at]).collect();
            }
        }
        Ok(())
    }

    fn question(&self, name: &Name, kind: RecordType) -> Option<Question> {
        let mut message = Message::query();
        message.metadata.recursion_desired = true;
        message.metadata.authentic_data = self.config.options.trust_ad;
        message.add_query(Query::query(name.clone(), kind));
        if self.config.options.edns0 {
            let mut edns = Edns::new();
            edns.set_max_payload(EDNS_SIZE);
            message.set_edns(edns);
        }
        Some(Question { kind, id: message.metadata.id, bytes: message.to_vec().ok()? })
    }

    /// All at once from one port; the answers come in any order.
    fn udp(&mut self, server: SocketAddr, questions: &[Question], wait: Duration) -> Vec<io::Result<Option<(Reply, Duration)>>> {
        let mut replies: Vec<io::Result<Option<(Reply, Duration)>>> = questions.iter().map(|_| Ok(None)).collect();
        let begun = Instant::now();
        let opened = socket_to(server).and_then(|socket| {
            self.trail.opened(socket.local_addr());
            questions.iter().try_for_each(|question| socket.send(&question.bytes).map(drop))?;
            Ok(socket)
        });
        let socket = match opened {
            Ok(socket) => socket,
            Err(error) => {
                replies.iter_mut().for_each(|reply| *reply = Err(io::Error::from(error.kind())));
                return replies;
            }
        };
        let end = (begun + wait).min(self.deadline);
        let mut room = vec![0u8; 65536];
        while replies.iter().any(|reply| matches!(reply, Ok(None))) {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || socket.set_read_timeout(Some(left)).is_err() {
                break;
            }
            let len = match socket.recv(&mut room) {
                Ok(len) => len,
                Err(e) if matches!(e.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted) => continue,
                Err(e) => {
                    for reply in replies.iter_mut().filter(|reply| matches!(reply, Ok(None))) {
                        *reply = Err(io::Error::from(e.kind()));
                    }
                    break;
                }
            };
            let bytes = room.get(..len).unwrap_or_default();
            let id = bytes.first_chunk().map(|id: &[u8; 2]| u16::from_be_bytes(*id));
            let asked = questions.iter().position(|question| Some(question.id) == id);
            let (Some(question), Some(reply)) = (asked.and_then(|at| questions.get(at)), asked.and_then(|at| replies.get_mut(at))) else {
                self.trail.add(Step::Stray { server, what: "an answer to no question of ours: its id is another" });
                continue;
            };
            match read(bytes, question, false) {
                Some(read) => *reply = Ok(Some((read, begun.elapsed()))),
                None => self.trail.add(Step::Stray { server, what: "an answer to another question" }),
            }
        }
        replies
    }

    fn tcp(&mut self, server: SocketAddr, question: &Question, wait: Duration) -> io::Result<Option<(Reply, Duration)>> {
        let begun = Instant::now();
        let end = (begun + wait).min(self.deadline);
        let left = || Some(end.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero());
        let exchange = || -> io::Result<Vec<u8>> {
            let late = || io::Error::from(ErrorKind::TimedOut);
            let mut stream = TcpStream::connect_timeout(&server, left().ok_or_else(late)?)?;
            self.trail.opened(stream.local_addr());
            let len = u16::try_from(question.bytes.len()).map_err(|_| io::Error::from(ErrorKind::InvalidInput))?;
            stream.set_write_timeout(Some(left().ok_or_else(late)?))?;
            stream.write_all(&[&len.to_be_bytes(), question.bytes.as_slice()].concat())?;
            // A server that sends byte by byte does not get more time by it.
            let mut take = |len: usize| -> io::Result<Vec<u8>> {
                let mut bytes = Vec::with_capacity(len);
                let mut room = [0u8; 4096];
                while bytes.len() < len {
                    stream.set_read_timeout(Some(left().ok_or_else(late)?))?;
                    let most = (len - bytes.len()).min(room.len());
                    let part = room.get_mut(..most).unwrap_or_default();
                    let read = stream.read(part)?;
                    if read == 0 {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                    bytes.extend_from_slice(part.get(..read).unwrap_or_default());
                }
                Ok(bytes)
            };
            let len = take(2)?.first_chunk().map_or(0, |len: &[u8; 2]| u16::from_be_bytes(*len));
            take(len.into())
        };
        match exchange() {
            Ok(bytes) => Ok(Some((
                read(&bytes, question, true)
                    .unwrap_or_else(|| Reply::Bad("an answer to another question".to_owned(), ResponseCode::NoError)),
                begun.elapsed(),
            ))),
            Err(e) if matches!(e.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock) => Ok(None),
            Err(e) => Err(e),
        }
    }

    fn told(&mut self, server: SocketAddr, proto: &'static str, name: &Name, kind: RecordType, took: Duration, said: String) {
        self.trail.add(Step::Asked { server, proto, name: name.to_ascii(), kind: kind.to_string(), took, said });
    }

    fn in_time(&self) -> Result<(), Error> {
        if Instant::now() < self.deadline { Ok(()) } else { Err(Error::Late) }
    }
}

fn socket_to(server: SocketAddr) -> io::Result<UdpSocket> {
    let any: IpAddr = if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0))?;
    // Then only this server's packets come in, and its host's refusals too.
    socket.connect(server)?;
    Ok(socket)
}

/// What the bytes are as an answer; `None` where they answer another question. Over TCP a refusal is the last word, as it is for glibc.
fn read(bytes: &[u8], question: &Question, tcp: bool) -> Option<Reply> {
    let flags = bytes.get(2..4)?;
    let (high, low) = (*flags.first()?, *flags.get(1)?);
    if high & 0x80 == 0 {
        return None;
    }
    // The rest of a truncated answer may end anywhere.
    if high & 0x02 != 0 {
        return Some(Reply::Cut);
    }
    let code = ResponseCode::from(0, low & 0x0f);
    let message = match Message::from_vec(bytes) {
        Ok(message) => message,
        Err(error) => return Some(Reply::Bad(format!("malformed: {error}"), ResponseCode::FormErr)),
    };
    let asked = Message::from_vec(&question.bytes).ok()?;
    match (message.queries.first(), asked.queries.first()) {
        // A server that does not understand a question need not repeat it.
        (None, _) if code == ResponseCode::FormErr => {}
        (Some(said), Some(asked))
            if said.name == asked.name && said.query_type == asked.query_type && said.query_class == asked.query_class => {}
        _ => return None,
    }
    let lame = code == ResponseCode::NoError
        && message.answers.is_empty()
        && !message.metadata.authoritative
        && !message.metadata.recursion_available
        && message.additionals.is_empty();
    Some(match code {
        ResponseCode::ServFail | ResponseCode::NotImp | ResponseCode::Refused if !tcp => Reply::Bad(word(code), code),
        ResponseCode::FormErr if message.queries.is_empty() => Reply::Bad(word(code), code),
        _ if lame && !tcp => Reply::Bad("a referral: this server does not look names up for others".to_owned(), code),
        _ => Reply::Good(message),
    })
}

/// The mnemonic of a response code.
pub(super) fn word(code: ResponseCode) -> String {
    match code {
        ResponseCode::NoError => "NOERROR".to_owned(),
        ResponseCode::FormErr => "FORMERR".to_owned(),
        ResponseCode::ServFail => "SERVFAIL".to_owned(),
        ResponseCode::NXDomain => "NXDOMAIN".to_owned(),
        ResponseCode::NotImp => "NOTIMP".to_owned(),
        ResponseCode::Refused => "REFUSED".to_owned(),
        other => format!("{other:?}").to_uppercase(),
    }
}

fn summary(message: &Message) -> String {
    let code = word(message.metadata.response_code);
    let answers: Vec<String> = message.answers.iter().map(|record| format!("{} {}", record.record_type(), record.data)).collect();
    let ad = if message.metadata.authentic_data { ", ad" } else { "" };
    match answers.len() {
        0 => format!("{code}{ad}, no records"),
        1..=4 => format!("{code}{ad}, {}", answers.join(", ")),
        n => format!("{code}{ad}, {n} records: {}, ...", answers.iter().take(3).cloned().collect::<Vec<_>>().join(", ")),
    }
}
