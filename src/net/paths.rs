//! The way of each packet: which interface, from which address, to whose hardware address, in frames or through the kernel.
//!
//! What the kernel says of a destination is asked for once and remembered; so are neighbours.

use super::interfaces::{self, Interface};
use super::neighbours::{self, Patience};
use super::routes::{Kernel, Kind, Limits, Neighbour};
use super::transmit::{Port, Raw, destination};
use super::{Error, routes};
use crate::craft::{Craft, Way};
use crate::frame::LinkType;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

/// How packets get to a destination.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    /// The interface's number.
    pub index: u32,
    /// The interface's name.
    pub interface: String,
    /// The address that packets are sent from.
    pub source: Option<IpAddr>,
    /// Whose hardware address a frame gets.
    pub next: IpAddr,
    /// The largest packet.
    pub mtu: Option<u32>,
    /// In which form they go.
    pub form: Form,
}

/// In which form packets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// In Ethernet frames, byte for byte as they are.
    Frames {
        /// The interface's hardware address.
        own: [u8; 6],
        /// The hardware address that needs no asking: a group's, everybody's.
        known: Option<[u8; 6]>,
    },
    /// Through the kernel's raw sockets: to this machine itself, and over interfaces without Ethernet headers.
    Kernel,
}

/// Finds and remembers paths, opens what is needed to send, and sends.
pub struct Paths {
    kernel: Kernel,
    interfaces: HashMap<u32, Interface>,
    only: Option<u32>,
    /// Packets go through the kernel wherever they can.
    raw_only: bool,
    /// Frames go past the kernel's queues.
    bypass: bool,
    found: HashMap<IpAddr, Path>,
    /// With when that was found out.
    hardware: HashMap<(u32, IpAddr), (Option<[u8; 6]>, Instant)>,
    patience: Patience,
    ports: HashMap<u32, Port>,
    raw: Raw,
}

impl Paths {
    /// Asks the kernel for its interfaces; with a name or number, only that one is used.
    ///
    /// # Errors
    /// Where there is no such interface; on systems other than Linux.
    pub fn new(interface: Option<&str>) -> Result<Paths, Error> {
        let all = interfaces::list()?;
        let only = interface.map(|name| named(&all, name)).transpose()?;
        let raw = Raw::new(only.map(|one| one.name.as_str()));
        let only = only.map(|one| one.index);
        let interfaces = all.into_iter().map(|one| (one.index, one)).collect();
        Ok(Paths {
            kernel: Kernel::open()?,
            interfaces,
            only,
            raw_only: false,
            bypass: false,
            found: HashMap::new(),
            hardware: HashMap::new(),
            patience: Patience::default(),
            ports: HashMap::new(),
            raw,
        })
    }

    /// Sends IP packets through the kernel's raw sockets wherever they go: it finds the way and the neighbour, its packet filter sees
    /// them, and it writes some of an IPv4 header itself.
    pub fn through_the_kernel(mut self) -> Paths {
        self.raw_only = true;
        self
    }

    /// Frames go past the kernel's queues, where it can do that: [`Port::bypass`].
    pub fn past_the_queues(mut self) -> Paths {
        self.bypass = true;
        self
    }

    /// How long neighbours are waited for.
    pub fn patience(mut self, patience: Patience) -> Paths {
        self.patience = patience;
        self
    }

    /// The interface that was named.
    pub fn only(&self) -> Option<&Interface> {
        self.interfaces.get(&self.only?)
    }

    /// An interface by its number.
    pub fn interface(&self, index: u32) -> Option<&Interface> {
        self.interfaces.get(&index)
    }

    /// The path to an address.
    ///
    /// # Errors
    /// [`Error::NoRoute`] where there is none.
    pub fn to(&mut self, to: IpAddr) -> Result<&Path, Error> {
        if !self.found.contains_key(&to) {
            let path = self.find(to)?;
            if self.found.len() >= REMEMBERED {
                self.found.clear();
            }
            self.found.insert(to, path);
        }
        self.found.get(&to).ok_or(Error::Unsupported("routes"))
    }

    /// A router has said that no larger packet passes on the way to an address.
    pub fn narrow(&mut self, to: IpAddr, mtu: u32) {
        if let Some(path) = self.found.get_mut(&to) {
            path.mtu = Some(path.mtu.map_or(mtu, |known| known.min(mtu)));
        }
    }

    fn find(&mut self, to: IpAddr) -> Result<Path, Error> {
        let way = self.kernel.way(to, Limits { index: self.only, ..Limits::default() });
        let way = match (way, self.only()) {
            (Ok(way), _) => way,
            // Whoever names the interface means that the destination is on its link.
            (Err(Error::NoRoute { .. }), Some(only)) => routes::Way {
                to,
                interface: Some(only.name.clone()),
                index: only.index,
                source: only.source(to),
                gateway: None,
                table: routes::Table::MAIN,
                kind: Kind::Unicast,
                mtu: only.mtu,
            },
            (Err(error), _) => return Err(error),
        };
        let own = self.interfaces.get(&way.index);
        let kernel = self.raw_only || way.kind == Kind::Local || own.is_none_or(|own| !in_frames(own));
        let form = match own.and_then(Interface::mac) {
            Some(own) if !kernel => Form::Frames { own, known: group(to, way.kind) },
            _ => Form::Kernel,
        };
        Ok(Path {
            index: way.index,
            interface: way.interface.clone().or_else(|| own.map(|own| own.name.clone())).unwrap_or_default(),
            source: way.source.or_else(|| own.and_then(|own| own.source(to))),
            next: way.next(),
            mtu: way.mtu.or_else(|| own.and_then(|own| own.mtu)),
            form,
        })
    }

    /// The hardware address that frames to an address get, if it is known; `None` where nobody has answered, or none is needed.
    pub fn hardware(&self, path: &Path) -> Option<[u8; 6]> {
        match path.form {
            Form::Frames { known: Some(known), .. } => Some(known),
            Form::Frames { .. } => self.hardware.get(&(path.index, path.next)).and_then(|(found, _)| *found),
            Form::Kernel => None,
        }
    }

    /// True where a neighbour was asked for not long ago: who is silent may come up, who was there may move.
    fn fresh(&self, index: u32, next: IpAddr) -> bool {
        let found = self.hardware.get(&(index, next));
        found.is_some_and(|(found, at)| at.elapsed() < if found.is_some() { Duration::from_secs(60) } else { Duration::from_secs(5) })
    }

    /// Finds out the hardware addresses on the way to all of these, side by side: from the kernel, else by asking. Destinations without
    /// a way are passed over.
    ///
    /// # Errors
    /// Where asking is not possible at all. Who does not answer is known to be silent then.
    pub fn resolve(&mut self, all: impl IntoIterator<Item = IpAddr>) -> Result<(), Error> {
        let mut missing: HashMap<u32, Vec<(IpAddr, Option<IpAddr>)>> = HashMap::new();
        for to in all {
            let Ok(path) = self.to(to) else { continue };
            let (index, next, source) = (path.index, path.next, path.source);
            if !matches!(path.form, Form::Frames { known: None, .. }) || self.fresh(index, next) {
                continue;
            }
            let known = self.kernel.neighbour(index, next).ok().flatten().filter(usable).and_then(|n| n.mac());
            self.hardware.insert((index, next), (known, Instant::now()));
            if known.is_none() {
                missing.entry(index).or_default().push((next, source.filter(|source| source.is_ipv4() == next.is_ipv4())));
            }
        }
        for (index, wanted) in missing {
            let Some(interface) = self.interfaces.get(&index) else { continue };
            for (address, mac) in neighbours::ask(interface, &wanted, self.patience)? {
                self.hardware.insert((index, address), (Some(mac), Instant::now()));
            }
        }
        Ok(())
    }

    /// Fills into an expression what only the machine knows: source addresses, and for frames the hardware addresses. Packets to which
    /// there is no way are left out; why is returned.
    ///
    /// # Errors
    /// Where nothing is left, and where a value does not fit.
    pub fn fill(&mut self, craft: &mut Craft) -> Result<Vec<Error>, Error> {
        let mut frames = vec![];
        craft.route(&mut |to, wanted| {
            if wanted {
                frames.push(to);
            }
            None
        })?;
        self.resolve(frames)?;
        let mut left_out = vec![];
        let before = craft.len();
        craft.route(&mut |to, wanted| {
            let found = self.to(to).cloned().and_then(|path| {
                let own = self.interfaces.get(&path.index).and_then(Interface::mac);
                let next = match path.form {
                    Form::Frames { .. } if wanted => Some(self.hardware(&path).ok_or_else(|| self.silent(&path))?),
                    // Frames over loopback: nobody there has an address.
                    Form::Kernel => own,
                    Form::Frames { .. } => None,
                };
                Ok(Way { source: path.source, own, next, none: false })
            });
            Some(found.unwrap_or_else(|error| {
                left_out.push(error);
                Way { none: true, ..Way::default() }
            }))
        })?;
        if craft.is_empty() && before > 0 && !left_out.is_empty() {
            return Err(left_out.swap_remove(0));
        }
        Ok(left_out)
    }

    /// What is to be said of a neighbour that does not answer.
    pub fn silent(&self, path: &Path) -> Error {
        let (address, asked) = (path.next, self.patience.times);
        Error::Silent { address, how: neighbours::how(address), interface: path.interface.clone(), asked }
    }

    /// Sends an IP packet (link types RAW, IPV4, IPV6) on the path to where its header says; anything else as a frame through the
    /// interface that was named, or through the one to which its packet leads. The interface's number is returned.
    ///
    /// # Errors
    /// Where there is no way, the next hop is silent, or the kernel refuses.
    pub fn send(&mut self, bytes: &[u8], link: LinkType) -> Result<u32, Error> {
        let ready = self.ready(bytes, link)?;
        match ready {
            Ready::Kernel(index, from) => self.raw.send(bytes.get(from..).unwrap_or_default()).map(|()| index),
            Ready::Frame(index, head) => {
                let frame = [head.as_slice(), bytes].concat();
                self.port(index)?.send(&frame).map(|()| index)
            }
            Ready::Whole(index) => self.port(index)?.send(bytes).map(|()| index),
        }
    }

    /// How this packet goes.
    ///
    /// # Errors
    /// Where there is no way, or the next hop is silent.
    pub fn ready(&mut self, bytes: &[u8], link: LinkType) -> Result<Ready, Error> {
        if !matches!(link.0, 101 | 228 | 229) {
            return self.frame(bytes, link);
        }
        let Some(to) = destination(bytes) else { return Err(Error::Wrong("no IP header: it cannot be sent at layer 3".to_owned())) };
        if let Form::Frames { known: None, .. } = self.to(to)?.form {
            self.resolve([to])?;
        }
        let Some(path) = self.found.get(&to) else { return Err(Error::Unsupported("routes")) };
        let Form::Frames { own, .. } = path.form else { return Ok(Ready::Kernel(path.index, 0)) };
        let Some(mac) = self.hardware(path) else { return Err(self.silent(path)) };
        let [a, b, c, d, e, f] = mac;
        let [g, h, i, j, k, l] = own;
        let [m, n] = if to.is_ipv4() { [8, 0] } else { [0x86, 0xdd] };
        Ok(Ready::Frame(path.index, [a, b, c, d, e, f, g, h, i, j, k, l, m, n]))
    }

    /// The port of an interface, opened when it is first asked for.
    ///
    /// # Errors
    /// As [`Port::open`].
    pub fn port(&mut self, index: u32) -> Result<&mut Port, Error> {
        if !self.ports.contains_key(&index) {
            let Some(interface) = self.interfaces.get(&index) else {
                return Err(Error::NoSuchInterface { name: index.to_string(), known: self.names() });
            };
            let port = Port::open(interface)?;
            if self.bypass {
                port.bypass().map_err(|cause| Error::opening(port.name(), cause))?;
            }
            self.ports.insert(index, port);
        }
        self.ports.get_mut(&index).ok_or(Error::Unsupported("interfaces"))
    }

    /// The kernel's raw sockets.
    pub fn raw(&mut self) -> &mut Raw {
        &mut self.raw
    }

    /// How a frame goes: through the interface that was named, or to which its packet leads.
    fn frame(&mut self, frame: &[u8], link: LinkType) -> Result<Ready, Error> {
        // What an Ethernet frame carries, tags passed over.
        let mut at = 12;
        let to = loop {
            let Some(kind) = frame.get(at..at + 2).filter(|_| link == LinkType::ETHERNET) else { break None };
            at += 2;
            match kind {
                [0x81, 0x00] | [0x88, 0xa8] => at += 2,
                [0x08, 0x00] | [0x86, 0xdd] => break frame.get(at..).and_then(destination),
                [0x08, 0x06] => break frame.get(at + 24..at + 28).and_then(|ip| ip.first_chunk::<4>()).map(|ip| IpAddr::from(*ip)),
                _ => break None,
            }
        };
        let to = to.map(|to| self.to(to).map(|path| path.index)).transpose();
        let loopback = |index: &u32| self.interfaces.get(index).is_some_and(|one| one.flags.loopback);
        match (to, self.only) {
            // A frame to oneself reaches nobody: the kernel takes what comes from outside with an address of its own for a forgery.
            (Ok(Some(index)), only) if loopback(&index) && only.is_none_or(|only| only == index) && frame.get(12..14) != Some(&[8, 6]) => {
                Ok(Ready::Kernel(index, at))
            }
            (_, Some(only)) => Ok(Ready::Whole(only)),
            (Ok(Some(index)), None) => Ok(Ready::Whole(index)),
            (Ok(None), None) => Err(Error::Wrong("through which interface? Its addresses do not say: -i IF".to_owned())),
            (Err(error), None) => Err(error),
        }
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.interfaces.values().map(|one| one.name.clone()).collect();
        names.sort();
        names
    }
}

/// Destinations whose paths are remembered.
const REMEMBERED: usize = 1 << 18;

/// How a packet goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// Through the kernel, which leads it to the interface of this number; so many bytes before the packet are left out.
    Kernel(u32, usize),
    /// Through the interface of this number, behind this header.
    Frame(u32, [u8; 14]),
    /// It is a frame: through the interface of this number.
    Whole(u32),
}

/// An interface by name or number.
///
/// # Errors
/// [`Error::NoSuchInterface`].
pub fn named<'a>(all: &'a [Interface], name: &str) -> Result<&'a Interface, Error> {
    let by_name = all.iter().find(|one| one.name == name);
    let found = by_name.or_else(|| name.parse().ok().and_then(|index: u32| all.iter().find(|one| one.index == index)));
    found.ok_or_else(|| Error::NoSuchInterface { name: name.to_owned(), known: all.iter().map(|one| one.name.clone()).collect() })
}

/// True for an interface whose frames begin with an Ethernet header, and whose neighbours have hardware addresses.
fn in_frames(interface: &Interface) -> bool {
    interface.hardware_type.is_none_or(|kind| kind == 1)
        && interface.mac().is_some()
        && !interface.flags.loopback
        && !interface.flags.no_arp
}

/// The hardware address of many: RFC 1112, 6.4; RFC 2464, 7; everybody's.
fn group(to: IpAddr, kind: Kind) -> Option<[u8; 6]> {
    match to {
        IpAddr::V4(to) if to.is_multicast() => {
            let [_, a, b, c] = to.octets();
            Some([1, 0, 0x5e, a & 0x7f, b, c])
        }
        IpAddr::V6(to) if to.is_multicast() => {
            let [.., a, b, c, d] = to.octets();
            Some([0x33, 0x33, a, b, c, d])
        }
        IpAddr::V4(to) if to == Ipv4Addr::BROADCAST || kind == Kind::Broadcast => Some([0xff; 6]),
        _ => None,
    }
}

/// True for an entry that the kernel itself would use.
fn usable(neighbour: &Neighbour) -> bool {
    !matches!(neighbour.state.as_str(), "failed" | "incomplete" | "none")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_their_hardware_addresses_by_rule() {
        let of = |to: &str| group(to.parse().unwrap(), Kind::Unicast);
        assert_eq!(of("224.0.0.251"), Some([1, 0, 0x5e, 0, 0, 251]));
        assert_eq!(of("239.129.2.3"), Some([1, 0, 0x5e, 1, 2, 3]), "the highest of 24 bits is left out");
        assert_eq!(of("ff02::1:ff00:1"), Some([0x33, 0x33, 0xff, 0, 0, 1]));
        assert_eq!(of("255.255.255.255"), Some([0xff; 6]));
        assert_eq!(of("10.0.0.255"), None);
        assert_eq!(group("10.0.0.255".parse().unwrap(), Kind::Broadcast), Some([0xff; 6]));
        assert_eq!(of("fe80::1"), None);
    }
}
