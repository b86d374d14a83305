//! A small post office in memory: what comes by SMTP is read by POP3 and IMAP.

pub(super) mod imap;
pub(super) mod pop3;
pub(super) mod smtp;

use super::lines::{Lines, NoLine};
use super::serve::Options;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

/// Bytes of the largest message.
pub(super) const LARGEST: usize = 8 << 20;

/// Bytes of all messages together, and how many there may be.
const ROOM: usize = 64 << 20;
const MOST: usize = 10_000;

/// Bytes of a line of a command. RFC 5321 asks for 512 and for 1000 in texts; some send more.
const LINE: usize = 64 << 10;

/// Commands that make no sense, after which nobody is served any more.
const PATIENCE: u32 = 20;

/// The mailbox that SMTP, POP3 and IMAP share.
#[derive(Debug, Default)]
pub struct Mailbox {
    inner: Mutex<Inner>,
    /// The only one who may read, by name and password; `None` lets everybody, whatever the password.
    user: Option<(String, String)>,
}

#[derive(Debug, Default)]
struct Inner {
    messages: Vec<Message>,
    bytes: usize,
    last: u32,
}

/// A message, as it came.
#[derive(Clone, Debug)]
struct Message {
    /// Never given to another message.
    uid: u32,
    when: SystemTime,
    flags: Vec<String>,
    bytes: Arc<[u8]>,
}

impl Mailbox {
    /// An empty mailbox; with a user, only he may read it.
    pub fn new(user: Option<(String, String)>) -> Arc<Mailbox> {
        Arc::new(Mailbox { inner: Mutex::default(), user })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn knows(&self, name: &[u8], password: &[u8]) -> bool {
        self.user.as_ref().is_none_or(|(own, secret)| own.as_bytes() == name && secret.as_bytes() == password)
    }

    /// Takes a message; its number, or `None` where there is no room.
    fn put(&self, bytes: Vec<u8>, flags: Vec<String>) -> Option<u32> {
        let mut inner = self.lock();
        if inner.bytes + bytes.len() > ROOM || inner.messages.len() >= MOST {
            return None;
        }
        inner.bytes += bytes.len();
        inner.last += 1;
        let message = Message { uid: inner.last, when: SystemTime::now(), flags, bytes: bytes.into() };
        inner.messages.push(message);
        Some(inner.last)
    }

    fn all(&self) -> Vec<Message> {
        self.lock().messages.clone()
    }

    fn remove(&self, uids: &[u32]) {
        let mut inner = self.lock();
        inner.messages.retain(|message| !uids.contains(&message.uid));
        inner.bytes = inner.messages.iter().map(|message| message.bytes.len()).sum();
    }
}

/// The name and password of SASL's PLAIN (RFC 4616), in base64.
fn plain(text: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let bytes = STANDARD.decode(text).ok()?;
    let mut parts = bytes.split(|byte| *byte == 0);
    let (_, name, password) = (parts.next()?, parts.next()?, parts.next()?);
    Some((name.to_vec(), password.to_vec()))
}

/// The verb of a line in capitals, and what stands behind it.
fn split(line: &[u8]) -> (String, String) {
    let line = String::from_utf8_lossy(line);
    let line = line.trim_end();
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    (verb.to_ascii_uppercase(), rest.trim().to_owned())
}

/// A message's head and body; the empty line belongs to neither.
fn parts(bytes: &[u8]) -> (&[u8], &[u8]) {
    match memchr::memmem::find(bytes, b"\r\n\r\n") {
        Some(at) => (bytes.get(..at + 2).unwrap_or_default(), bytes.get(at + 4..).unwrap_or_default()),
        None => (bytes, &[]),
    }
}

/// The header fields of a head: name, and value with its folds undone.
fn fields(head: &[u8]) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = vec![];
    for line in String::from_utf8_lossy(head).split("\r\n") {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = all.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            all.push((name.trim_end().to_owned(), value.trim().to_owned()));
        }
    }
    all
}

fn field(head: &[u8], name: &str) -> Option<String> {
    fields(head).into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// How a conversation of lines ends where there is no next line.
async fn no_line(lines: &mut Lines, error: NoLine, long: &str, slow: &str) -> io::Result<()> {
    match error {
        NoLine::End => Ok(()),
        NoLine::Long => {
            lines.say(long).await?;
            Err(io::Error::new(io::ErrorKind::InvalidData, "a line that is too long"))
        }
        NoLine::Io(error) if error.kind() == io::ErrorKind::TimedOut => {
            // There is nobody to be waited for, so this is not waited for either.
            lines.conn.within(Some(Duration::from_millis(100)));
            let _ = lines.say(slow).await;
            Err(error)
        }
        NoLine::Io(error) => Err(error),
    }
}

fn lines(conn: super::conn::Conn, options: &Options) -> Lines {
    Lines::new(conn, LINE, options.within)
}
