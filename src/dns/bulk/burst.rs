//! Datagrams of one socket, many by one call of the system where that can be (Linux: `sendmmsg`, `recvmmsg`).

use std::io;
use std::net::UdpSocket;
use std::time::Duration;

/// So many datagrams by one call at most.
pub(super) const BURST: usize = 64;
/// A datagram is no longer than that.
const LONGEST: usize = 65535;

/// Messages that wait to be sent by one socket: one behind the other, and where each ends.
#[derive(Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Outbox {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One more, of these pieces.
    pub(super) fn push(&mut self, pieces: &[&[u8]]) {
        pieces.iter().for_each(|piece| self.bytes.extend_from_slice(piece));
        self.ends.push(self.bytes.len());
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    fn message(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or(&[])
    }

    /// Sends what is there from one on: how many went, and what became of the next one.
    #[cfg(target_os = "linux")]
    pub(super) fn send(&self, socket: &UdpSocket, from: usize) -> io::Result<usize> {
        use nix::sys::socket::{MsgFlags, MultiHeaders, sendmmsg};
        use std::io::IoSlice;
        use std::os::fd::AsRawFd;
        let burst = (self.len() - from).min(BURST);
        if burst == 1 {
            return socket.send(self.message(from)).map(|_| 1);
        }
        let slices: [[IoSlice<'_>; 1]; BURST] = std::array::from_fn(|at| [IoSlice::new(self.message(from + at))]);
        let mut headers = MultiHeaders::<()>::preallocate(burst, None);
        let sent = sendmmsg(socket.as_raw_fd(), &mut headers, slices.iter().take(burst), [None; BURST], [], MsgFlags::empty())?;
        Ok(sent.count())
    }

    /// Sends what is there from one on: how many went, and what became of the next one.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn send(&self, socket: &UdpSocket, from: usize) -> io::Result<usize> {
        let mut sent = 0;
        for at in from..self.len() {
            match socket.send(self.message(at)) {
                Ok(_) => sent += 1,
                Err(_) if sent > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(sent)
    }
}

/// Where datagrams arrive.
pub(super) struct Inbox {
    /// Touched only as far as datagrams are long.
    bytes: Vec<u8>,
    sizes: Vec<usize>,
}

impl Inbox {
    pub(super) fn new() -> Inbox {
        Inbox { bytes: vec![0; BURST * LONGEST], sizes: Vec::with_capacity(BURST) }
    }

    /// Takes what has arrived at a socket, as much as there is room for; never waits.
    #[cfg(target_os = "linux")]
    pub(super) fn receive(&mut self, socket: &UdpSocket) -> io::Result<()> {
        use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, recvmmsg};
        use std::io::IoSliceMut;
        use std::os::fd::AsRawFd;
        self.sizes.clear();
        let mut slices: Vec<[IoSliceMut<'_>; 1]> = self.bytes.chunks_exact_mut(LONGEST).map(|one| [IoSliceMut::new(one)]).collect();
        let mut headers = MultiHeaders::<SockaddrStorage>::preallocate(BURST, None);
        let got = recvmmsg(socket.as_raw_fd(), &mut headers, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None)?;
        self.sizes.extend(got.map(|one| one.bytes));
        Ok(())
    }

    /// Takes what has arrived at a socket, as much as there is room for; never waits.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn receive(&mut self, socket: &UdpSocket) -> io::Result<()> {
        self.sizes.clear();
        for place in self.bytes.chunks_exact_mut(LONGEST) {
            match socket.recv(place) {
                Ok(size) => self.sizes.push(size),
                Err(_) if !self.sizes.is_empty() => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Whether there may be more than there was room for.
    pub(super) fn full(&self) -> bool {
        self.sizes.len() == BURST
    }

    /// The datagrams that were taken.
    pub(super) fn messages(&self) -> impl Iterator<Item = &[u8]> {
        self.bytes.chunks_exact(LONGEST).zip(&self.sizes).filter_map(|(place, size)| place.get(..*size))
    }
}

/// Which of the sockets have something, or an error to tell; it waits for one at most so long.
#[cfg(unix)]
pub(super) fn readable<'a>(sockets: impl Iterator<Item = &'a UdpSocket>, wait: Duration, ready: &mut Vec<usize>) {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::os::fd::AsFd;
    let mut all: Vec<PollFd<'_>> = sockets.map(|socket| PollFd::new(socket.as_fd(), PollFlags::POLLIN)).collect();
    let timeout = PollTimeout::from(wait.as_millis().min(1000) as u16);
    ready.clear();
    if let Ok(1..) = poll(&mut all, timeout) {
        ready.extend(all.iter().enumerate().filter(|(_, one)| one.any() != Some(false)).map(|(at, _)| at));
    }
}

/// Which of the sockets have something, or an error to tell; it waits for one at most so long.
#[cfg(not(unix))]
pub(super) fn readable<'a>(sockets: impl Iterator<Item = &'a UdpSocket>, wait: Duration, ready: &mut Vec<usize>) {
    std::thread::sleep(wait.min(Duration::from_millis(1)));
    ready.clear();
    ready.extend(0..sockets.count());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    /// More than one call takes, of all lengths, in their order; what is gone stays gone.
    #[test]
    fn bursts_there_and_back() {
        let (a, b) = (UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
        a.connect(b.local_addr().unwrap()).unwrap();
        b.connect(a.local_addr().unwrap()).unwrap();
        b.set_nonblocking(true).unwrap();
        let mut outbox = Outbox::default();
        let want: Vec<Vec<u8>> = (0..BURST + 9).map(|at| vec![at as u8; at * 3]).collect();
        want.iter().for_each(|one| outbox.push(&[one.get(..one.len() / 3).unwrap(), one.get(one.len() / 3..).unwrap()]));
        let (mut sent, mut got, mut inbox, mut ready) = (0, Vec::new(), Inbox::new(), Vec::new());
        while sent < outbox.len() {
            sent += outbox.send(&a, sent).unwrap();
        }
        while got.len() < want.len() {
            readable([&a, &b].into_iter(), Duration::from_secs(1), &mut ready);
            assert_eq!(ready, [1]);
            inbox.receive(&b).unwrap();
            got.extend(inbox.messages().map(<[u8]>::to_vec));
        }
        assert_eq!(got, want);
        assert_eq!(inbox.receive(&b).unwrap_err().kind(), io::ErrorKind::WouldBlock);
        outbox.clear();
        assert_eq!(outbox.len(), 0);
    }
}
