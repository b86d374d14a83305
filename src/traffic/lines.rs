//! Lines of a conversation, each of a bounded length, and whole within a bounded time.

use super::conn::Conn;
use super::tls::Keys;
use std::io;
use std::time::Duration;

/// Lines of a conversation, each of a bounded length.
#[derive(Debug)]
pub(super) struct Lines {
    pub(super) conn: Conn,
    held: Vec<u8>,
    /// Where in `held` that begins which was not taken.
    start: usize,
    /// Up to where no line's end was found; not before `start`.
    seen: usize,
    most: usize,
    within: Duration,
}

/// Why there is no line.
#[derive(Debug)]
pub(super) enum NoLine {
    /// The peer has said all.
    End,
    /// It is longer than a line may be; the rest of it is not read.
    Long,
    Io(io::Error),
}

impl From<io::Error> for NoLine {
    fn from(error: io::Error) -> NoLine {
        NoLine::Io(error)
    }
}

impl Lines {
    /// Lines of at most so many bytes, each whole within that time.
    pub(super) fn new(conn: Conn, most: usize, within: Duration) -> Lines {
        Lines { conn, held: Vec::new(), start: 0, seen: 0, most, within }
    }

    /// The next line, without its end (LF, or CR and LF).
    pub(super) async fn next(&mut self) -> Result<Vec<u8>, NoLine> {
        loop {
            if let Some(at) = memchr::memchr(b'\n', self.held.get(self.seen..).unwrap_or_default()) {
                let end = self.seen + at;
                let mut line = self.held.get(self.start..end).unwrap_or_default().to_vec();
                self.start = end + 1;
                self.seen = self.start;
                line.pop_if(|last| *last == b'\r');
                self.conn.within(None);
                self.conn.busy();
                return if line.len() > self.most { Err(NoLine::Long) } else { Ok(line) };
            }
            self.seen = self.held.len();
            if self.seen - self.start > self.most {
                return Err(NoLine::Long);
            }
            self.more().await?;
        }
    }

    /// Exactly so many bytes, whole within the same time as a line.
    pub(super) async fn exactly(&mut self, n: usize) -> Result<Vec<u8>, NoLine> {
        // Whoever has announced them has begun.
        self.conn.within(Some(self.within));
        while self.held.len() - self.start < n {
            self.more().await?;
        }
        let bytes = self.held.get(self.start..self.start + n).unwrap_or_default().to_vec();
        self.start += n;
        self.seen = self.start;
        self.conn.within(None);
        Ok(bytes)
    }

    /// What has been read and not been taken; whoever takes from it has it all to himself.
    pub(super) fn held(&mut self) -> &mut Vec<u8> {
        self.compact();
        self.seen = 0;
        &mut self.held
    }

    /// Lines that were taken leave the buffer together, so that many small ones cost no more than a large one.
    fn compact(&mut self) {
        self.held.drain(..self.start);
        self.seen -= self.start;
        self.start = 0;
    }

    /// Reads on.
    pub(super) async fn more(&mut self) -> Result<(), NoLine> {
        self.compact();
        if self.held.is_empty() {
            self.conn.rest();
        }
        let Lines { conn, held, .. } = self;
        let begins = held.is_empty();
        if conn.take(|bytes| held.extend_from_slice(bytes)).await?.is_none() {
            return Err(NoLine::End);
        }
        if begins {
            conn.busy();
            conn.within(Some(self.within));
        }
        Ok(())
    }

    /// All that is held, as it is: where a request was whole.
    pub(super) fn whole(&mut self) {
        self.conn.within(None);
    }

    /// Goes on under TLS. What came before it, in plain text, is forgotten (RFC 3207, 6).
    pub(super) async fn start_tls(self, keys: &Keys) -> io::Result<Lines> {
        let mut conn = self.conn;
        conn.within(Some(self.within));
        let mut conn = conn.start_tls(keys).await?;
        conn.within(None);
        Ok(Lines { conn, held: Vec::new(), start: 0, seen: 0, most: self.most, within: self.within })
    }

    /// Says goodbye: what was sent arrives before the connection is gone.
    pub(super) async fn end(&mut self) -> io::Result<()> {
        use tokio::io::AsyncWriteExt;
        // The peer may have gone first.
        let _ = self.conn.shutdown().await;
        Ok(())
    }

    pub(super) async fn say(&mut self, text: impl AsRef<[u8]>) -> io::Result<()> {
        self.conn.say(text.as_ref()).await
    }
}
