//! `redis+pubsub://HOST/PREFIX`: each packet as JSON under a topic of its protocol, `PREFIX.dns`, `PREFIX.tcp.443` ([`messages`]).
//!
//! Who subscribes chooses with `?topic=dns&topic=tcp.*`, by default all. Redis keeps nothing for who does not listen, and drops the
//! connection of who is too slow; the messages' numbers tell how many were lost.

use super::list::{client, connect};
use super::messages::{self, END, Heard, Listener, Speaker};
use super::outgoing::{self, Batch, Carrier, Line, Outgoing, Sent};
use super::place::Place;
use super::{Backoff, FIRST, Say, try_for, wrong};
use crate::capture::remote::{self, Sink, stopped};
use redis::{Client, Connection, RedisError};
use std::io::{self, Read};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

fn failed(error: RedisError) -> io::Error {
    io::Error::other(error.to_string())
}

fn prefix(place: &Place) -> io::Result<String> {
    if place.path.is_empty() { Err(wrong("it names no topics: redis+pubsub://HOST/PREFIX")) } else { Ok(place.path.clone()) }
}

/// Where packets are published.
pub(super) fn sink(place: &Place) -> io::Result<Box<dyn Sink>> {
    place.known(&[&["end", "db"][..], &outgoing::OPTIONS].concat()).map_err(wrong)?;
    let (prefix, client) = (prefix(place)?, client(place)?);
    let connection = Some(try_for(FIRST, || connect(&client))?);
    let publisher = Publisher { client, connection, prefix, speaker: Speaker::new(), ends: place.flag("end"), ready: None };
    Ok(Box::new(Outgoing::start(place, publisher, true)?))
}

struct Publisher {
    client: Client,
    connection: Option<Connection>,
    prefix: String,
    speaker: Speaker,
    ends: bool,
    /// Messages that are numbered already and have not gone out.
    ready: Option<Vec<messages::Message>>,
}

impl Publisher {
    fn publish(&mut self, all: &[messages::Message]) -> io::Result<()> {
        let connection = self.connection.as_mut().ok_or(io::ErrorKind::NotConnected)?;
        let mut pipe = redis::pipe();
        for message in all {
            pipe.cmd("PUBLISH").arg(format!("{}.{}", self.prefix, message.topic)).arg(&message.text[..]).ignore();
        }
        pipe.query::<()>(connection).map_err(failed)
    }
}

impl Carrier for Publisher {
    fn connect(&mut self, _: &Line) -> io::Result<()> {
        self.connection = Some(connect(&self.client)?);
        Ok(())
    }

    fn send(&mut self, batch: &Batch, _: &Line) -> io::Result<Sent> {
        if batch.frames == 0 {
            return Ok(Sent::Done);
        }
        let all = match self.ready.take() {
            Some(all) => all,
            None => self.speaker.messages(batch)?,
        };
        let published = self.publish(&all);
        if published.is_err() {
            // With the same numbers: who heard them does not take them twice.
            self.ready = Some(all);
        }
        published.map(|()| Sent::Done)
    }

    fn close(&mut self, _: &Line) -> io::Result<()> {
        if self.ends { self.publish(&[self.speaker.end()]) } else { Ok(()) }
    }
}

/// What is published.
pub(super) fn source(place: &Place, say: Say) -> io::Result<Box<dyn Read + Send>> {
    place.known(&["topic", "db"]).map_err(wrong)?;
    let (prefix, client) = (prefix(place)?, client(place)?);
    let topics: Vec<&str> = place.all("topic").collect();
    let topics = if topics.is_empty() { vec!["*"] } else { topics };
    // The end first: who is known to listen has not missed it.
    let topics: Vec<String> = [END].iter().chain(&topics).map(|topic| format!("{prefix}.{topic}")).collect();
    let connection = try_for(FIRST, || connect(&client))?;
    let (give, take) = sync_channel(256);
    let listener = Arc::new(Mutex::new(Listener::default()));
    let (heard, name) = (listener.clone(), place.text.clone());
    remote::at_end(move || heard.lock().unwrap_or_else(PoisonError::into_inner).account(&name));
    let ears = Ears { client, topics, prefix: format!("{prefix}."), name: place.text.clone(), say, listener, give };
    // It waits for messages as long as the program lives.
    std::thread::Builder::new().name("subscriber".to_owned()).spawn(move || ears.live(connection))?;
    Ok(Box::new(Heard::new(take)))
}

struct Ears {
    client: Client,
    topics: Vec<String>,
    prefix: String,
    name: String,
    say: Say,
    listener: Arc<Mutex<Listener>>,
    give: SyncSender<Vec<u8>>,
}

impl Ears {
    fn live(self, first: Connection) {
        let (mut connection, mut backoff) = (Some(first), Backoff::new());
        while !stopped() {
            let result = match connection.take() {
                Some(mut connection) => self.listen(&mut connection, &mut backoff),
                None => connect(&self.client).map(|new| {
                    connection = Some(new);
                    false
                }),
            };
            match result {
                Ok(true) => return,
                Ok(false) => {}
                Err(error) => {
                    if backoff.is_fresh() {
                        (self.say)(&format!("{}: the connection was lost ({error}); it is tried again", self.name));
                    }
                    backoff.wait(stopped);
                }
            }
        }
    }

    /// True at the end.
    fn listen(&self, connection: &mut Connection, backoff: &mut Backoff) -> io::Result<bool> {
        // A quiet link is no broken one.
        connection.set_read_timeout(None).map_err(failed)?;
        let mut ears = connection.as_pubsub();
        for topic in &self.topics {
            if topic.contains(['*', '?', '[']) { ears.psubscribe(topic) } else { ears.subscribe(topic) }.map_err(failed)?;
        }
        loop {
            let message = ears.get_message().map_err(failed)?;
            *backoff = Backoff::new();
            let name = message.get_channel_name();
            let topic = name.strip_prefix(&self.prefix).unwrap_or(name);
            let mut out = Vec::new();
            let last = self.listener.lock().unwrap_or_else(PoisonError::into_inner).hear(topic, message.get_payload_bytes(), &mut out);
            if !out.is_empty() && self.give.send(out).is_err() || last {
                return Ok(true);
            }
        }
    }
}
