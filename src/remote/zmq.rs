//! `zmq+pub://`, `zmq+sub://`, `zmq+push://`, `zmq+pull://`: the same without a server in the middle.
//!
//! Who publishes or pushes binds, who subscribes or pulls connects; `?connect` and `?bind` turn that round. PUB sends three frames:
//! topic, number, JSON ([`super::messages`]). PUSH sends two: a number, and a batch in pcapng that can be read alone.
//! PUB keeps nothing for who does not read; PUSH waits for somebody who takes.

use super::blocks::Joiner;
use super::messages::{END, Heard, Listener, Message, Speaker};
use super::outgoing::{self, Batch, Carrier, Line, Outgoing, Sent};
use super::place::Place;
use super::{Say, packets, wrong};
use crate::capture::remote::{self, Sink};
use std::io::{self, Read};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;
use zeromq::{Endpoint, PubSocket, PullSocket, PushSocket, Socket, SocketRecv, SocketSend, SubSocket, ZmqError, ZmqMessage};

/// A subscriber that does not read holds the others up so long.
const SLOW: Duration = Duration::from_millis(50);

fn failed(error: ZmqError) -> io::Error {
    io::Error::other(error.to_string())
}

fn runtime() -> io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_io().enable_time().build()
}

/// Binds or connects.
async fn join(socket: &mut impl Socket, place: &Place, binds: bool, say: Say) -> io::Result<()> {
    let port = place.port.ok_or_else(|| wrong(format!("{}:// needs a port: {}://HOST:PORT", place.scheme, place.scheme)))?;
    let binds = if place.flag("bind") {
        true
    } else if place.flag("connect") {
        false
    } else {
        binds
    };
    if !place.path.is_empty() {
        return Err(wrong(format!("a socket has no name: /{}", place.path)));
    }
    let anywhere = matches!(place.host.as_str(), "" | "*");
    if !binds {
        if anywhere || port == 0 {
            return Err(wrong("it names nobody to connect to"));
        }
        return socket.connect(&format!("tcp://{}", place.authority(port))).await.map_err(failed);
    }
    let host = match place.host.as_str() {
        "" | "*" => "0.0.0.0".to_owned(),
        host if host.contains(':') => format!("[{host}]"),
        host => host.to_owned(),
    };
    let bound = socket.bind(&format!("tcp://{host}:{port}")).await.map_err(failed)?;
    if let Endpoint::Tcp(host, port) = bound {
        say(&format!("listening on {}://{host}:{port}", place.scheme));
    }
    Ok(())
}

/// Where packets are published or handed out.
pub(super) fn sink(place: &Place, say: Say) -> io::Result<Box<dyn Sink>> {
    place.known(&[&["bind", "connect", "end"][..], &outgoing::OPTIONS].concat()).map_err(wrong)?;
    let runtime = runtime()?;
    if place.scheme == "zmq+pub" {
        let mut socket = PubSocket::new();
        runtime.block_on(join(&mut socket, place, true, say))?;
        let publisher = Publisher { runtime, socket, speaker: Speaker::new(), ends: place.flag("end") };
        return Ok(Box::new(Outgoing::start(place, publisher, true)?));
    }
    if place.flag("end") {
        return Err(wrong("without a server nobody knows who is to hear of the end: redis://HOST/LIST has one"));
    }
    let mut socket = PushSocket::new();
    runtime.block_on(join(&mut socket, place, true, say))?;
    Ok(Box::new(Outgoing::start(place, Pusher { runtime, socket, number: 0 }, true)?))
}

struct Publisher {
    runtime: Runtime,
    socket: PubSocket,
    speaker: Speaker,
    ends: bool,
}

impl Publisher {
    /// False where a subscriber does not read.
    fn publish(&mut self, message: Message) -> bool {
        let mut frames = ZmqMessage::from(message.topic);
        frames.push_back(message.sequence.to_string().into());
        frames.push_back(message.text.into());
        let Publisher { runtime, socket, .. } = self;
        runtime.block_on(async { tokio::time::timeout(SLOW, socket.send(frames)).await }).is_ok()
    }
}

impl Carrier for Publisher {
    fn connect(&mut self, _: &Line) -> io::Result<()> {
        Ok(())
    }

    fn send(&mut self, batch: &Batch, line: &Line) -> io::Result<Sent> {
        if batch.frames == 0 {
            return Ok(Sent::Done);
        }
        let mut lost = 0;
        for message in self.speaker.messages(batch)? {
            if line.gives_up() || !self.publish(message) {
                lost += 1;
            }
        }
        Ok(if lost > 0 { Sent::Lost(lost, "a subscriber does not read") } else { Sent::Done })
    }

    fn close(&mut self, _: &Line) -> io::Result<()> {
        if self.ends {
            let end = self.speaker.end();
            self.publish(end);
        }
        Ok(())
    }
}

struct Pusher {
    runtime: Runtime,
    socket: PushSocket,
    number: u64,
}

impl Carrier for Pusher {
    fn connect(&mut self, _: &Line) -> io::Result<()> {
        Ok(())
    }

    fn send(&mut self, batch: &Batch, line: &Line) -> io::Result<Sent> {
        if batch.frames == 0 {
            return Ok(Sent::Done);
        }
        let mut message = ZmqMessage::from((self.number + 1).to_string());
        message.push_back(batch.whole().into());
        let Pusher { runtime, socket, .. } = self;
        let sent = runtime.block_on(async {
            let mut sending = std::pin::pin!(socket.send(message));
            // It is not to be broken off: the message would be half sent.
            loop {
                match tokio::time::timeout(SLOW, &mut sending).await {
                    Ok(result) => return result,
                    Err(_) if line.gives_up() => return Err(ZmqError::Other("nobody takes it")),
                    Err(_) => {}
                }
            }
        });
        match sent {
            Ok(()) => {
                self.number += 1;
                Ok(Sent::Done)
            }
            // Nobody is there.
            Err(ZmqError::ReturnToSender { .. }) => Ok(Sent::Full),
            Err(error) => Err(failed(error)),
        }
    }

    fn close(&mut self, _: &Line) -> io::Result<()> {
        Ok(())
    }
}

/// Where packets come from.
pub(super) fn source(place: &Place, say: Say) -> io::Result<Box<dyn Read + Send>> {
    let runtime = runtime()?;
    let (give, take) = sync_channel(64);
    if place.scheme == "zmq+pull" {
        place.known(&["bind", "connect"]).map_err(wrong)?;
        let mut socket = PullSocket::new();
        runtime.block_on(join(&mut socket, place, false, say))?;
        let counts = Arc::new(Mutex::new(Pulled::default()));
        let (told, name) = (counts.clone(), place.text.clone());
        remote::at_end(move || told.lock().unwrap_or_else(PoisonError::into_inner).account(&name));
        std::thread::Builder::new().name("puller".to_owned()).spawn(move || pull(&runtime, socket, &counts, &give))?;
    } else {
        place.known(&["bind", "connect", "topic"]).map_err(wrong)?;
        let mut socket = SubSocket::new();
        let topics: Vec<String> = place.all("topic").map(str::to_owned).collect();
        runtime.block_on(async {
            if topics.is_empty() {
                socket.subscribe("").await.map_err(failed)?;
            } else {
                for topic in [END].into_iter().chain(topics.iter().map(String::as_str)) {
                    // ZeroMQ knows beginnings only.
                    socket.subscribe(topic.strip_suffix('*').unwrap_or(topic)).await.map_err(failed)?;
                }
            }
            join(&mut socket, place, false, say).await
        })?;
        let listener = Arc::new(Mutex::new(Listener::default()));
        let (heard, name) = (listener.clone(), place.text.clone());
        remote::at_end(move || heard.lock().unwrap_or_else(PoisonError::into_inner).account(&name));
        std::thread::Builder::new().name("subscriber".to_owned()).spawn(move || listen(&runtime, socket, &topics, &listener, &give))?;
    }
    Ok(Box::new(Heard::new(take)))
}

/// True where a topic is one of those that were chosen: `tcp` is not `tcp.443`, but `tcp.*` is all of them.
fn chosen(topics: &[String], topic: &str) -> bool {
    topics.is_empty()
        || topic == END
        || topics.iter().any(|own| own.strip_suffix('*').map_or(own == topic, |beginning| topic.starts_with(beginning)))
}

fn listen(runtime: &Runtime, mut socket: SubSocket, topics: &[String], listener: &Mutex<Listener>, give: &SyncSender<Vec<u8>>) {
    while !remote::stopped() {
        let Ok(message) = runtime.block_on(socket.recv()) else {
            std::thread::sleep(super::TICK);
            continue;
        };
        let topic = message.get(0).map(|topic| String::from_utf8_lossy(topic).into_owned()).unwrap_or_default();
        if !chosen(topics, &topic) {
            continue;
        }
        let mut out = Vec::new();
        let text = message.get(2).map(AsRef::as_ref).unwrap_or_default();
        let last = listener.lock().unwrap_or_else(PoisonError::into_inner).hear(&topic, text, &mut out);
        if !out.is_empty() && give.send(out).is_err() || last {
            return;
        }
    }
}

#[derive(Default)]
struct Pulled {
    frames: u64,
    batches: u64,
    bad: u64,
}

impl Pulled {
    fn account(&self, name: &str) -> Vec<String> {
        let batches = if self.batches == 1 { "batch" } else { "batches" };
        let mut told = vec![format!("{name}: {} in {} {batches}", packets(self.frames), self.batches)];
        if self.bad > 0 {
            told.push(format!("{name}: {} messages are no pcapng, and were left out", self.bad));
        }
        told
    }
}

fn pull(runtime: &Runtime, mut socket: PullSocket, counts: &Mutex<Pulled>, give: &SyncSender<Vec<u8>>) {
    let mut joiner = Joiner::default();
    while !remote::stopped() {
        let Ok(message) = runtime.block_on(socket.recv()) else {
            std::thread::sleep(super::TICK);
            continue;
        };
        let piece = message.get(1).map(AsRef::as_ref).unwrap_or_default();
        let mut out = Vec::new();
        let good = match Joiner::default().join(piece, &mut Vec::new()) {
            Ok(frames) => joiner.join(piece, &mut out).map(|_| frames),
            Err(error) => Err(error),
        };
        let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
        match good {
            Ok(frames) => {
                counts.batches += 1;
                counts.frames += frames;
            }
            Err(_) => counts.bad += 1,
        }
        drop(counts);
        if !out.is_empty() && give.send(out).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_chosen_whole() {
        let of = |topics: &[&str], topic| chosen(&topics.iter().map(|topic| (*topic).to_owned()).collect::<Vec<_>>(), topic);
        assert!(of(&[], "dns") && of(&["dns"], "dns") && of(&["tcp.*"], "tcp.443") && of(&["dns"], END));
        assert!(!of(&["dns"], "dnsserver") && !of(&["tcp.4"], "tcp.443") && !of(&["tcp.*"], "tcp"));
    }
}
