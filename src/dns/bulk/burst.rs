//! Datagrams of one socket, many by one call of the system where that can be (Linux: `sendmmsg`, `recvmmsg`).

use std::io;
use std::net::UdpSocket;
use std::time::Duration;

/// So many datagrams by one call at most.
pub(super) const BURST: usize = 64;
/// Datagrams may be so long, if no longer ones are asked for; those that are longer are cut.
const LONGEST: usize = 4096;
/// Between the places of two datagrams: their beginnings are not to share a line of the processor's cache.
const APART: usize = 192;

/// One call sends so many messages of one length as one, which the kernel cuts, at most (`UDP_MAX_SEGMENTS`).
#[cfg(target_os = "linux")]
const SEGMENTS: usize = 64;
/// Fewer of one length go one by one.
#[cfg(target_os = "linux")]
const WORTH: usize = 3;
/// And so many bytes: what a datagram may hold.
#[cfg(target_os = "linux")]
const WHOLE: usize = 65_000;

/// Messages that wait to be sent by one socket: one behind the other, where each is, and whose.
#[derive(Default)]
pub(super) struct Outbox {
    bytes: Vec<u8>,
    places: Vec<Place>,
    /// Each goes out by itself: the kernel or the interface cannot cut, or somebody wants to see them so.
    single: bool,
}

struct Place {
    start: usize,
    length: usize,
    slot: u32,
}

impl Outbox {
    pub(super) fn new(single: bool) -> Outbox {
        Outbox { single, ..Outbox::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// One more, of these pieces.
    pub(super) fn push(&mut self, slot: u32, pieces: &[&[u8]]) {
        let start = self.bytes.len();
        pieces.iter().for_each(|piece| self.bytes.extend_from_slice(piece));
        self.places.push(Place { start, length: self.bytes.len() - start, slot });
    }

    /// What is of one length stands together.
    pub(super) fn arrange(&mut self) {
        if !self.single {
            self.places.sort_by_key(|place| place.length);
        }
    }

    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.places.clear();
    }

    /// Whose each message is.
    pub(super) fn slots(&self) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator {
        self.places.iter().map(|place| place.slot)
    }

    fn message(&self, at: usize) -> &[u8] {
        self.places.get(at).and_then(|place| self.bytes.get(place.start..place.start + place.length)).unwrap_or(&[])
    }

    /// How many messages from one on are of its length, as far as one datagram takes them.
    #[cfg(target_os = "linux")]
    fn alike(&self, from: usize) -> usize {
        let rest = self.places.get(from..).unwrap_or(&[]);
        let length = rest.first().map_or(1, |place| place.length.max(1));
        rest.iter().take(SEGMENTS.min(WHOLE / length)).take_while(|place| place.length == length).count()
    }

    /// Sends what is there from one on: how many went, and what became of the next one.
    #[cfg(target_os = "linux")]
    pub(super) fn send(&mut self, socket: &UdpSocket, from: usize) -> io::Result<usize> {
        use nix::errno::Errno;
        use nix::sys::socket::{ControlMessage, MsgFlags, MultiHeaders, sendmmsg, sendmsg};
        use std::io::IoSlice;
        use std::os::fd::AsRawFd;
        let alike = if self.single { 1 } else { self.alike(from) };
        if alike >= WORTH {
            // The kernel's way down is gone once for all of them (UDP_SEGMENT).
            let slices: [IoSlice<'_>; SEGMENTS] =
                std::array::from_fn(|at| IoSlice::new(if at < alike { self.message(from + at) } else { &[] }));
            let length = self.message(from).len() as u16;
            let segments = [ControlMessage::UdpGsoSegments(&length)];
            let sent = sendmsg::<()>(socket.as_raw_fd(), slices.get(..alike).unwrap_or(&[]), &segments, MsgFlags::empty(), None);
            match sent {
                Ok(_) => return Ok(alike),
                // An interface that cannot compute checksums, a kernel before 4.18, messages longer than the path takes.
                Err(Errno::EIO | Errno::EINVAL | Errno::EMSGSIZE | Errno::ENOPROTOOPT | Errno::EOPNOTSUPP) => self.single = true,
                Err(error) => return Err(error.into()),
            }
        }
        let rest = (self.len() - from).min(BURST);
        let burst = if self.single { rest } else { (1..rest).find(|at| self.alike(from + at) >= WORTH).unwrap_or(rest) };
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
    pub(super) fn send(&mut self, socket: &UdpSocket, from: usize) -> io::Result<usize> {
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
    each: usize,
    sizes: Vec<usize>,
    #[cfg(target_os = "linux")]
    headers: nix::sys::socket::MultiHeaders<()>,
}

impl Inbox {
    /// For datagrams of at least this size.
    pub(super) fn new(size: usize) -> Inbox {
        let each = size.max(LONGEST) + APART;
        Inbox {
            bytes: vec![0; BURST * each],
            each,
            sizes: Vec::with_capacity(BURST),
            #[cfg(target_os = "linux")]
            headers: nix::sys::socket::MultiHeaders::preallocate(BURST, None),
        }
    }

    /// Takes what has arrived at a socket, as much as there is room for; never waits.
    #[cfg(target_os = "linux")]
    pub(super) fn receive(&mut self, socket: &UdpSocket) -> io::Result<()> {
        use nix::sys::socket::{MsgFlags, recvmmsg};
        use std::io::IoSliceMut;
        use std::os::fd::AsRawFd;
        self.sizes.clear();
        let mut slices: Vec<[IoSliceMut<'_>; 1]> = self.bytes.chunks_exact_mut(self.each).map(|one| [IoSliceMut::new(one)]).collect();
        let got = recvmmsg(socket.as_raw_fd(), &mut self.headers, slices.iter_mut(), MsgFlags::MSG_DONTWAIT, None)?;
        self.sizes.extend(got.map(|one| one.bytes));
        Ok(())
    }

    /// Takes what has arrived at a socket, as much as there is room for; never waits.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn receive(&mut self, socket: &UdpSocket) -> io::Result<()> {
        self.sizes.clear();
        for place in self.bytes.chunks_exact_mut(self.each) {
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
        self.bytes.chunks_exact(self.each).zip(&self.sizes).filter_map(|(place, size)| place.get(..*size))
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
        for (slot, one) in want.iter().enumerate() {
            outbox.push(slot as u32, &[one.get(..one.len() / 3).unwrap(), one.get(one.len() / 3..).unwrap()]);
        }
        let (mut sent, mut got, mut inbox, mut ready) = (0, Vec::new(), Inbox::new(0), Vec::new());
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
    /// Messages of few lengths come out as they went in, each by itself, whether the kernel cuts them or not.
    #[test]
    fn those_of_one_length_go_together() {
        for single in [false, true] {
            let (a, b) = (UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap(), UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap());
            a.connect(b.local_addr().unwrap()).unwrap();
            b.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            let mut outbox = Outbox::new(single);
            let length = |at: usize| 30 + at * 7 % 5 + at / 290 * 9;
            (0..300).for_each(|at| outbox.push(at as u32, &[&vec![at as u8; length(at)]]));
            outbox.arrange();
            let slots: Vec<u32> = outbox.slots().collect();
            let (mut sent, mut calls, mut got) = (0, 0, Vec::new());
            while sent < outbox.len() {
                sent += outbox.send(&a, sent).unwrap();
                calls += 1;
                // As few bytes as wait here fit into any socket.
                while got.len() < sent {
                    let mut room = [0; 100];
                    let size = b.recv(&mut room).unwrap();
                    got.push((size, room[0]));
                }
            }
            let want: Vec<(usize, u8)> = slots.iter().map(|slot| (length(*slot as usize), *slot as u8)).collect();
            assert_eq!(got, want);
            assert!(calls <= 20, "{calls} calls");
            assert_eq!(slots.is_sorted(), single);
        }
    }
}
