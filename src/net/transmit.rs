//! Sending: whole frames through an interface (layer 2), and IP packets that the kernel takes on its way (layer 3).
//!
//! A [`Port`] is opened by pnet_datalink; on Linux its packet socket is ours, so that many frames can go with one call
//! (`sendmmsg`), and it is bound to no protocol, so that nothing is received that nobody reads. [`Raw`] are raw sockets
//! with the header included: the only way in which a packet reaches an address of this machine, as the kernel takes what comes
//! over an interface from an address of its own for a forgery.

use super::Error;
use socket2::{Domain, Protocol, SockAddr, Socket, Type};
use std::io;
use std::net::{IpAddr, SocketAddr};

/// An interface opened for sending frames.
pub struct Port {
    name: String,
    #[cfg(target_os = "linux")]
    socket: std::os::fd::OwnedFd,
    #[cfg(not(target_os = "linux"))]
    sender: Box<dyn pnet_datalink::DataLinkSender>,
    /// Keeps the interface bound on Linux.
    #[cfg(target_os = "linux")]
    _bound: Box<dyn pnet_datalink::DataLinkSender>,
}

/// Frames that go with one call.
pub const BURST: usize = 64;

impl Port {
    /// Opens an interface.
    ///
    /// # Errors
    /// Where the rights are missing, or the interface.
    pub fn open(interface: &super::interfaces::Interface) -> Result<Port, Error> {
        let name = interface.name.clone();
        let failed = |cause| Error::opening(&name, cause);
        let interface = pnet_datalink::NetworkInterface {
            name: name.clone(),
            description: String::new(),
            index: interface.index,
            mac: interface.mac().map(pnet_datalink::MacAddr::from),
            ips: vec![],
            #[allow(clippy::useless_conversion, reason = "it is wider on some systems")]
            flags: 0u32.into(),
        };
        Port::bind(name.clone(), &interface).map_err(failed)
    }

    #[cfg(target_os = "linux")]
    fn bind(name: String, interface: &pnet_datalink::NetworkInterface) -> io::Result<Port> {
        use nix::sys::socket::{AddressFamily, SockFlag, SockType, socket};
        use pnet_datalink::{Channel, ChannelType, Config};
        use std::os::fd::IntoRawFd;
        // Protocol 0 receives nothing; bound with it (pnet's layer 3 of protocol 0) it goes on receiving nothing.
        let socket = socket(AddressFamily::Packet, SockType::Raw, SockFlag::SOCK_CLOEXEC, None)?;
        let config = Config {
            channel_type: ChannelType::Layer3(0),
            promiscuous: false,
            socket_fd: Some(socket.try_clone()?.into_raw_fd()),
            ..Config::default()
        };
        match pnet_datalink::channel(interface, config)? {
            Channel::Ethernet(sender, _) => Ok(Port { name, socket, _bound: sender }),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn bind(name: String, interface: &pnet_datalink::NetworkInterface) -> io::Result<Port> {
        use pnet_datalink::{Channel, Config};
        match pnet_datalink::channel(interface, Config { promiscuous: false, ..Config::default() })? {
            Channel::Ethernet(sender, _) => Ok(Port { name, sender }),
            _ => Err(io::ErrorKind::Unsupported.into()),
        }
    }

    /// Frames go straight to the driver from now on: past the queues of the kernel's traffic control, and past whoever captures on this
    /// side of the interface. Where the driver has no room a frame waits here.
    ///
    /// # Errors
    /// Where the kernel does not know that (before Linux 3.14; other systems).
    #[cfg(target_os = "linux")]
    pub fn bypass(&self) -> io::Result<()> {
        nix::sys::socket::setsockopt(&self.socket, QdiscBypass, &true).map_err(Into::into)
    }

    /// Frames go straight to the driver from now on.
    ///
    /// # Errors
    /// Always: only Linux can do that.
    #[cfg(not(target_os = "linux"))]
    pub fn bypass(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// The interface's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Sends a frame, waiting until there is room for it.
    ///
    /// # Errors
    /// The kernel's: the frame is too long, the interface is down.
    pub fn send(&mut self, frame: &[u8]) -> Result<(), Error> {
        self.send_all(&[frame]).1
    }

    /// Sends frames in order, waiting until there is room: how many went, and why the next one did not.
    ///
    /// # Errors
    /// As [`Port::send`], of the first frame that was not sent.
    #[cfg(target_os = "linux")]
    pub fn send_all(&mut self, frames: &[&[u8]]) -> (usize, Result<(), Error>) {
        use nix::errno::Errno;
        use nix::sys::socket::{MsgFlags, MultiHeaders, send, sendmmsg};
        use std::io::IoSlice;
        use std::os::fd::AsRawFd;
        let fd = self.socket.as_raw_fd();
        let mut sent = 0;
        while let Some(rest) = frames.get(sent..).filter(|rest| !rest.is_empty()) {
            let done = if let [one] = rest {
                send(fd, one, MsgFlags::empty()).map(|_| 1)
            } else {
                let burst = rest.get(..BURST).unwrap_or(rest);
                let slices: Vec<[IoSlice<'_>; 1]> = burst.iter().map(|frame| [IoSlice::new(frame)]).collect();
                let mut headers = MultiHeaders::<()>::preallocate(slices.len(), None);
                sendmmsg(fd, &mut headers, &slices, vec![None; slices.len()], [], MsgFlags::empty()).map(Iterator::count)
            };
            match done {
                Ok(count) => sent += count,
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => self.wait(),
                // A queue of the interface is full; it does not tell when there is room.
                Err(Errno::ENOBUFS) => std::thread::sleep(std::time::Duration::from_micros(50)),
                Err(cause) => return (sent, Err(Error::Send { through: self.name.clone(), cause: cause.into() })),
            }
        }
        (sent, Ok(()))
    }

    /// Waits until the socket has room.
    #[cfg(target_os = "linux")]
    fn wait(&self) {
        use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
        use std::os::fd::AsFd;
        let _ = poll(&mut [PollFd::new(self.socket.as_fd(), PollFlags::POLLOUT)], PollTimeout::from(100u8));
    }

    /// Sends frames in order: how many went, and why the next one did not.
    ///
    /// # Errors
    /// As [`Port::send`], of the first frame that was not sent.
    #[cfg(not(target_os = "linux"))]
    pub fn send_all(&mut self, frames: &[&[u8]]) -> (usize, Result<(), Error>) {
        for (sent, frame) in frames.iter().enumerate() {
            let done = self.sender.send_to(frame, None).unwrap_or_else(|| Err(io::ErrorKind::Unsupported.into()));
            if let Err(cause) = done {
                return (sent, Err(Error::Send { through: self.name.clone(), cause }));
            }
        }
        (frames.len(), Ok(()))
    }
}

#[cfg(target_os = "linux")]
mod bypass {
    use nix::{libc, setsockopt_impl, sockopt_impl};
    sockopt_impl!(
        /// `PACKET_QDISC_BYPASS`, `man 7 packet`.
        QdiscBypass,
        SetOnly,
        libc::SOL_PACKET,
        libc::PACKET_QDISC_BYPASS,
        bool
    );
}
#[cfg(target_os = "linux")]
use bypass::QdiscBypass;

/// Raw sockets for IP packets that are whole: the kernel finds the way, and the neighbour.
///
/// Of an IPv4 header the kernel writes the total length and the checksum, and an identification that is 0 (`man 7 raw`).
#[derive(Default)]
pub struct Raw {
    v4: Option<Socket>,
    v6: Option<Socket>,
    interface: Option<String>,
}

impl Raw {
    /// Raw sockets, opened when they are needed; bound to an interface if one is named.
    pub fn new(interface: Option<&str>) -> Raw {
        Raw { v4: None, v6: None, interface: interface.map(str::to_owned) }
    }

    /// Sends an IPv4 or IPv6 packet to the destination its header names.
    ///
    /// # Errors
    /// Where the rights are missing; the kernel's.
    pub fn send(&mut self, packet: &[u8]) -> Result<(), Error> {
        let Some(to) = destination(packet) else {
            return Err(Error::Send { through: "layer 3".to_owned(), cause: io::Error::new(io::ErrorKind::InvalidInput, "no IP header") });
        };
        let address = SockAddr::from(SocketAddr::new(to, 0));
        let socket = self.socket(to)?;
        loop {
            match socket.send_to(packet, &address) {
                Ok(_) => return Ok(()),
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                // ENOBUFS: a queue is full.
                Err(cause) if cause.raw_os_error() == Some(105) => std::thread::sleep(std::time::Duration::from_micros(50)),
                Err(cause) => return Err(Error::Send { through: to.to_string(), cause }),
            }
        }
    }

    /// Sends packets in order, many with one call: how many went, and why the next one did not.
    ///
    /// # Errors
    /// As [`Raw::send`], of the first packet that was not sent.
    #[cfg(target_os = "linux")]
    pub fn send_all(&mut self, packets: &[&[u8]]) -> (usize, Result<(), Error>) {
        use nix::errno::Errno;
        use nix::sys::socket::{MsgFlags, MultiHeaders, SockaddrStorage, sendmmsg};
        use std::io::IoSlice;
        use std::os::fd::AsRawFd;
        let mut sent = 0;
        while let Some(first) = packets.get(sent) {
            let to = |packet: &&[u8]| destination(packet);
            let Some(address) = to(first) else { return (sent, self.send(first)) };
            // One socket for each version; the others of a run go where they go.
            let run = packets.get(sent..).unwrap_or_default().iter().take(BURST);
            let run: Vec<(&[u8], IpAddr)> =
                run.map_while(|packet| Some((*packet, to(packet)?))).take_while(|(_, to)| to.is_ipv4() == address.is_ipv4()).collect();
            if run.len() == 1 {
                if let Err(error) = self.send(first) {
                    return (sent, Err(error));
                }
                sent += 1;
                continue;
            }
            let fd = match self.socket(address) {
                Ok(socket) => socket.as_raw_fd(),
                Err(error) => return (sent, Err(error)),
            };
            let slices: Vec<[IoSlice<'_>; 1]> = run.iter().map(|(packet, _)| [IoSlice::new(packet)]).collect();
            let ends: Vec<Option<SockaddrStorage>> = run.iter().map(|(_, to)| Some(SocketAddr::new(*to, 0).into())).collect();
            let mut headers = MultiHeaders::<SockaddrStorage>::preallocate(run.len(), None);
            match sendmmsg(fd, &mut headers, &slices, ends, [], MsgFlags::empty()).map(Iterator::count) {
                Ok(count) => sent += count,
                Err(Errno::EINTR) => {}
                Err(Errno::ENOBUFS | Errno::EAGAIN) => std::thread::sleep(std::time::Duration::from_micros(50)),
                Err(cause) => return (sent, Err(Error::Send { through: address.to_string(), cause: cause.into() })),
            }
        }
        (sent, Ok(()))
    }

    /// Sends packets in order: how many went, and why the next one did not.
    ///
    /// # Errors
    /// As [`Raw::send`], of the first packet that was not sent.
    #[cfg(not(target_os = "linux"))]
    pub fn send_all(&mut self, packets: &[&[u8]]) -> (usize, Result<(), Error>) {
        for (sent, packet) in packets.iter().enumerate() {
            if let Err(error) = self.send(packet) {
                return (sent, Err(error));
            }
        }
        (packets.len(), Ok(()))
    }

    fn socket(&mut self, to: IpAddr) -> Result<&Socket, Error> {
        let (slot, domain) = if to.is_ipv4() { (&mut self.v4, Domain::IPV4) } else { (&mut self.v6, Domain::IPV6) };
        if slot.is_none() {
            let open = || -> io::Result<Socket> {
                // 255, "raw": a socket that only sends.
                let socket = Socket::new(domain, Type::RAW, Some(Protocol::from(255)))?;
                if to.is_ipv4() {
                    socket.set_header_included_v4(true)?;
                    socket.set_broadcast(true)?;
                } else {
                    socket.set_header_included_v6(true)?;
                }
                #[cfg(target_os = "linux")]
                if let Some(name) = &self.interface {
                    socket.bind_device(Some(name.as_bytes()))?;
                }
                Ok(socket)
            };
            *slot = Some(open().map_err(|cause| Error::opening("a raw socket", cause))?);
        }
        slot.as_ref().ok_or(Error::Unsupported("raw sockets"))
    }
}

/// Where an IP packet goes by its header: an IPv6 routing header's first stop, as it stands there.
pub fn destination(packet: &[u8]) -> Option<IpAddr> {
    match packet.first()? >> 4 {
        4 => Some(IpAddr::from(*packet.get(16..20)?.first_chunk::<4>()?)),
        6 => Some(IpAddr::from(*packet.get(24..40)?.first_chunk::<16>()?)),
        _ => None,
    }
}
