//! Redis (RESP): a question, a queue, a topic. ZeroMQ: a request.

use super::{Link, Talk};
use redis::{Cmd, Value};
use serde_json::{Value as Json, json};
use std::io;
use zeromq::{ReqSocket, Socket, SocketRecv, SocketSend, ZmqMessage};

/// PING, a queue pushed to and popped from, a topic subscribed to and published on; with --data that command.
pub(super) async fn redis(talk: &mut Talk<'_>) -> io::Result<()> {
    let mut link = Link::new(talk.connect().await?);
    if let Some(password) = &talk.target.password {
        let mut login = redis::cmd("AUTH");
        if let Some(user) = talk.target.user.as_deref().filter(|user| !user.is_empty()) {
            login.arg(user);
        }
        login.arg(password.as_str());
        talk.next("login");
        ask(&mut link, &login).await?;
    }
    if let Some(data) = talk.options.data.clone() {
        let words = shlex::split(&data).filter(|words| !words.is_empty());
        let words = words.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "--data is a command of Redis"))?;
        let mut command = Cmd::new();
        words.iter().for_each(|word| drop(command.arg(word.as_str()).get_packed_command()));
        talk.request(&mut link, &command.get_packed_command()).await?;
        let answer = value(&mut link).await?;
        talk.done();
        let text = match &answer {
            Value::SimpleString(text) => text.clone(),
            Value::Okay => "OK".to_owned(),
            answer => as_json(answer).to_string(),
        };
        talk.heard(text.as_bytes());
        return Ok(());
    }
    talk.next("request");
    let pong = ask(&mut link, &redis::cmd("PING")).await?;
    talk.heard(as_json(&pong).to_string().as_bytes());
    // A name that is nobody else's.
    let key = format!("pktlab:probe:{:016x}", std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0));
    talk.next("queue");
    ask(&mut link, redis::cmd("RPUSH").arg(&key).arg("a task")).await?;
    let task = ask(&mut link, redis::cmd("BLPOP").arg(&key).arg(1)).await?;
    expect(&as_json(&task), &json!([key, "a task"]))?;
    talk.next("topic");
    let mut other = Link::new(tokio::net::TcpStream::connect(talk.report.peer.ok_or(io::ErrorKind::NotConnected)?).await?);
    if let Some(password) = &talk.target.password {
        let mut login = redis::cmd("AUTH");
        if let Some(user) = talk.target.user.as_deref().filter(|user| !user.is_empty()) {
            login.arg(user);
        }
        ask(&mut other, login.arg(password.as_str())).await?;
    }
    ask(&mut other, redis::cmd("SUBSCRIBE").arg(&key)).await?;
    let heard_by = ask(&mut link, redis::cmd("PUBLISH").arg(&key).arg("news")).await?;
    expect(&as_json(&heard_by), &json!(1))?;
    let news = value(&mut other).await?;
    expect(&as_json(&news), &json!(["message", key, "news"]))?;
    talk.done();
    talk.fact("status", "pushed and popped, published and heard");
    Ok(())
}

fn expect(found: &Json, wanted: &Json) -> io::Result<()> {
    if found == wanted { Ok(()) } else { Err(io::Error::other(format!("{found} came instead of {wanted}"))) }
}

async fn ask(link: &mut Link, command: &Cmd) -> io::Result<Value> {
    link.send(&command.get_packed_command()).await?;
    value(link).await
}

/// The next value; an error that the server says is one.
async fn value(link: &mut Link) -> io::Result<Value> {
    loop {
        if !link.held.is_empty() {
            match redis::parse_redis_value(&link.held) {
                Ok(Value::ServerError(error)) => {
                    return Err(io::Error::other(format!("{} {}", error.code(), error.details().unwrap_or_default())));
                }
                Ok(value) => {
                    // One answer to one command: nothing can stand behind it.
                    link.held.clear();
                    return Ok(value);
                }
                // A part of it, or none at all.
                Err(_)
                    if link.held.len() < super::KEPT
                        && matches!(
                            link.held.first(),
                            Some(b'+' | b'-' | b':' | b'$' | b'*' | b'%' | b'~' | b'>' | b'#' | b',' | b'_' | b'(' | b'=' | b'!' | b'|')
                        ) => {}
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error.to_string())),
            }
        }
        if link.more().await? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "closed in the middle"));
        }
    }
}

fn as_json(value: &Value) -> Json {
    match value {
        Value::Int(n) => json!(n),
        Value::BulkString(bytes) => json!(String::from_utf8_lossy(bytes)),
        Value::Array(all) | Value::Set(all) | Value::Push { data: all, .. } => all.iter().map(as_json).collect(),
        Value::SimpleString(text) | Value::VerbatimString { text, .. } => json!(text),
        Value::Okay => json!("OK"),
        Value::Map(all) => {
            Json::Object(all.iter().map(|(key, value)| (as_json(key).as_str().unwrap_or_default().to_owned(), as_json(value))).collect())
        }
        Value::Double(n) => json!(n),
        Value::Boolean(b) => json!(b),
        _ => Json::Null,
    }
}

/// A request, and its answer.
pub(super) async fn zmq(talk: &mut Talk<'_>) -> io::Result<()> {
    let failed = |error: zeromq::ZmqError| io::Error::other(error.to_string());
    // The crate tries for ever where nobody listens, so that is found out before.
    drop(talk.connect().await?);
    let peer = talk.report.peer.ok_or(io::ErrorKind::NotConnected)?;
    talk.next("greeting");
    let mut socket = ReqSocket::new();
    socket.connect(&format!("tcp://{peer}")).await.map_err(failed)?;
    talk.next("request");
    let data = talk.options.data.clone().unwrap_or_else(|| "hello".to_owned());
    talk.report.said.extend_from_slice(data.as_bytes());
    socket.send(ZmqMessage::from(data)).await.map_err(failed)?;
    let answer = socket.recv().await.map_err(failed)?;
    talk.done();
    for (at, frame) in answer.iter().enumerate() {
        if at > 0 {
            talk.heard(b"\n");
        }
        talk.heard(frame);
    }
    Ok(())
}
