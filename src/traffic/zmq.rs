//! ZeroMQ (ZMTP), by the crate zeromq: who answers, who publishes, who hands out tasks, who takes them.

use super::conn::Peer;
use super::serve::{Loop, Server};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use zeromq::{Endpoint, PubSocket, PullSocket, PushSocket, RepSocket, Socket, SocketRecv, SocketSend, SubSocket, ZmqMessage};

/// What a socket does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Answers each request with the same, or with the fixed reply.
    Rep,
    /// Publishes a numbered message a second under the topic `tick`.
    Pub,
    /// Hears what others publish.
    Sub,
    /// Hands out a numbered task a second, each to one of those who take them.
    Push,
    /// Takes tasks.
    Pull,
}

enum Kind {
    Rep(RepSocket),
    Pub(PubSocket),
    Sub(SubSocket),
    Push(PushSocket),
    Pull(PullSocket),
}

/// A socket that is bound.
#[allow(missing_debug_implementations, reason = "the crate's sockets have none")]
pub struct Bound {
    kind: Kind,
    /// Where.
    pub address: SocketAddr,
}

/// Between two messages of those who speak unasked.
const PERIOD: Duration = Duration::from_secs(1);

fn failed(error: zeromq::ZmqError) -> io::Error {
    io::Error::other(error.to_string())
}

/// Binds a socket.
///
/// # Errors
/// Where the address cannot be had.
pub fn bind(pattern: Pattern, address: SocketAddr, events: &Loop) -> io::Result<Bound> {
    // The crate says of an address in use only that it could not bind.
    drop(std::net::TcpListener::bind(address)?);
    let endpoint = format!("tcp://{address}");
    events.runtime()?.block_on(async {
        let (kind, bound) = match pattern {
            Pattern::Rep => {
                let mut socket = RepSocket::new();
                let bound = socket.bind(&endpoint).await.map_err(failed)?;
                (Kind::Rep(socket), bound)
            }
            Pattern::Pub => {
                let mut socket = PubSocket::new();
                let bound = socket.bind(&endpoint).await.map_err(failed)?;
                (Kind::Pub(socket), bound)
            }
            Pattern::Sub => {
                let mut socket = SubSocket::new();
                let bound = socket.bind(&endpoint).await.map_err(failed)?;
                socket.subscribe("").await.map_err(failed)?;
                (Kind::Sub(socket), bound)
            }
            Pattern::Push => {
                let mut socket = PushSocket::new();
                let bound = socket.bind(&endpoint).await.map_err(failed)?;
                (Kind::Push(socket), bound)
            }
            Pattern::Pull => {
                let mut socket = PullSocket::new();
                let bound = socket.bind(&endpoint).await.map_err(failed)?;
                (Kind::Pull(socket), bound)
            }
        };
        let port = match bound {
            Endpoint::Tcp(_, port) => port,
            _ => address.port(),
        };
        Ok(Bound { kind, address: SocketAddr::new(address.ip(), port) })
    })
}

impl Server {
    /// Serves a socket of ZeroMQ until it is told to stop, or as many messages as it was to serve have come or gone.
    ///
    /// # Errors
    /// Where no event loop can be had.
    pub fn messages(self: &Arc<Server>, bound: Bound, events: &Loop) -> io::Result<()> {
        events.runtime()?.block_on(async {
            let Bound { mut kind, .. } = bound;
            let mut stage = self.stage();
            while !self.done() {
                let step = async {
                    match &mut kind {
                        Kind::Rep(socket) => {
                            let message = socket.recv().await.map_err(failed)?;
                            heard(self, &message);
                            let answer = match &self.options().reply {
                                Some(reply) => ZmqMessage::from(reply.clone()),
                                None => message,
                            };
                            said(self, &answer);
                            socket.send(answer).await.map_err(failed)
                        }
                        Kind::Sub(socket) => socket.recv().await.map(|message| heard(self, &message)).map_err(failed),
                        Kind::Pull(socket) => socket.recv().await.map(|message| heard(self, &message)).map_err(failed),
                        Kind::Pub(socket) => {
                            tokio::time::sleep(PERIOD).await;
                            let mut message = ZmqMessage::from("tick");
                            message.push_back(line(self).into());
                            said(self, &message);
                            socket.send(message).await.map_err(failed)
                        }
                        Kind::Push(socket) => {
                            tokio::time::sleep(PERIOD).await;
                            // While nobody takes tasks, they wait here, and this one comes again.
                            let message = ZmqMessage::from(format!("task {}", self.counts().served));
                            if socket.send(message.clone()).await.is_ok() {
                                said(self, &message);
                                let _ = self.another();
                            }
                            Ok(())
                        }
                    }
                };
                let result = tokio::select! {
                    result = step => result,
                    _ = stage.changed() => Ok(()),
                };
                if result.is_err() {
                    // A peer that has gone, or speaks something else.
                    self.failure();
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
            Ok(())
        })
    }
}

/// Counts and tells a message; its frames are shown in a row.
fn heard(server: &Server, message: &ZmqMessage) {
    let _ = server.another();
    let frames: Vec<&[u8]> = message.iter().map(AsRef::as_ref).collect();
    server.took(Peer::Unknown, &frames.join(&b' '));
}

fn said(server: &Server, message: &ZmqMessage) {
    server.gave(message.iter().map(|frame| frame.len()).sum());
}

/// A message that is like no other.
fn line(server: &Server) -> String {
    let number = server.another().unwrap_or_default();
    format!("{number} {}", jiff::Timestamp::now())
}
