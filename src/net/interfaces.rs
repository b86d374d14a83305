//! The machine's network interfaces, and what can be captured on them.
//!
//! On Linux rtnetlink tells them (`man 7 rtnetlink`), and pnet_datalink where that is closed (some sandboxes) and on other systems:
//! `getifaddrs` knows no MTU and no state, and lists a labelled address (`eth0:1`) as an interface.

use super::Error;
use crate::frame::LinkType;
use serde::Serialize;
use std::net::IpAddr;

/// A network interface.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Interface {
    /// The kernel's number for it, which stays as long as the interface lives.
    pub index: u32,
    /// `eth0`.
    pub name: String,
    /// What its owner calls it (`ip link set alias`).
    pub alias: Option<String>,
    /// What made it, where the kernel says: `veth`, `bridge`, `vlan`, `wireguard`; for others what it is: `loopback`, `ether`.
    pub kind: Option<String>,
    /// Whether packets pass.
    pub state: State,
    /// What holds of it.
    pub flags: Flags,
    /// Its hardware address: 6 bytes on Ethernet, none on tunnels without one.
    #[serde(rename = "mac", serialize_with = "super::hardware")]
    pub hardware: Vec<u8>,
    /// The largest packet in bytes, link header aside; `None` where the system does not say.
    pub mtu: Option<u32>,
    /// The interface below: a VLAN's, or the other end of a pair where it is in the same namespace.
    pub parent: Option<u32>,
    /// The bridge, bond or VRF it belongs to.
    pub master: Option<u32>,
    /// Its network addresses.
    pub addresses: Vec<Address>,
    /// The type of its hardware by Linux' numbers (`ARPHRD_`): 1 Ethernet, 772 loopback.
    #[serde(skip)]
    pub hardware_type: Option<u16>,
}

impl Interface {
    /// The MAC address where it has one of six bytes.
    pub fn mac(&self) -> Option<[u8; 6]> {
        self.hardware.as_slice().try_into().ok()
    }

    /// The address to send from when nobody says: the first of the family, one of global scope before others.
    pub fn source(&self, like: IpAddr) -> Option<IpAddr> {
        let mut of_family = self.addresses.iter().filter(|a| a.address.is_ipv4() == like.is_ipv4()).peekable();
        let first = of_family.peek().map(|a| a.address);
        of_family.find(|a| a.scope == Some(Scope::Global)).map(|a| a.address).or(first)
    }
}

/// Whether packets pass an interface (RFC 2863, ifOperStatus).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Its driver does not say (loopback, many tunnels); it works where it is switched on.
    #[default]
    Unknown,
    /// It is there without its hardware.
    NotPresent,
    /// Switched off, or without a carrier.
    Down,
    /// Down because the interface below is.
    LowerLayerDown,
    /// In a test.
    Testing,
    /// It waits: for 802.1X, for a call.
    Dormant,
    /// Packets pass.
    Up,
}

impl State {
    /// The word for it.
    pub const fn text(self) -> &'static str {
        match self {
            State::Unknown => "unknown",
            State::NotPresent => "notpresent",
            State::Down => "down",
            State::LowerLayerDown => "lowerlayerdown",
            State::Testing => "testing",
            State::Dormant => "dormant",
            State::Up => "up",
        }
    }
}

/// What holds of an interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Flags {
    /// It is switched on.
    pub up: bool,
    /// It can work: there is a carrier.
    pub running: bool,
    /// What is sent comes back.
    pub loopback: bool,
    /// There is an address for all.
    pub broadcast: bool,
    /// It takes multicast.
    pub multicast: bool,
    /// There is exactly one neighbour.
    pub point_to_point: bool,
    /// It needs no ARP or neighbour discovery.
    pub no_arp: bool,
    /// It takes packets for others, because somebody asked for it.
    pub promiscuous: bool,
}

impl Flags {
    /// Understands `IFF_` bits of `SIOCGIFFLAGS`, as far as the systems agree on them.
    fn of(bits: u32, linux: bool) -> Flags {
        let bit = |n: u32| bits & 1 << n != 0;
        Flags {
            up: bit(0),
            broadcast: bit(1),
            loopback: bit(3),
            point_to_point: bit(4),
            running: bit(6),
            no_arp: bit(7),
            promiscuous: bit(8),
            multicast: bit(if linux { 12 } else { 15 }),
        }
    }
}

/// A network address of an interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Address {
    /// The address.
    pub address: IpAddr,
    /// How many of its bits are the network's.
    pub prefix: u8,
    /// The other end of a point-to-point link.
    pub peer: Option<IpAddr>,
    /// How far it is known; `None` where the system does not say.
    pub scope: Option<Scope>,
}

/// How far an address is known, or a route holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Everywhere.
    Global,
    /// In the site; no longer used.
    Site,
    /// On the link.
    Link,
    /// Inside this machine.
    Host,
    /// Nowhere.
    Nowhere,
    /// The owner's own meaning.
    #[serde(untagged)]
    Other(u8),
}

impl std::fmt::Display for Scope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Scope::Global => f.write_str("global"),
            Scope::Site => f.write_str("site"),
            Scope::Link => f.write_str("link"),
            Scope::Host => f.write_str("host"),
            Scope::Nowhere => f.write_str("nowhere"),
            Scope::Other(number) => write!(f, "{number}"),
        }
    }
}

/// All interfaces of this network namespace, by number.
///
/// # Errors
/// Where the kernel does not answer.
pub fn list() -> Result<Vec<Interface>, Error> {
    #[cfg(target_os = "linux")]
    let mut all = linux::list().or_else(|error| {
        let others = portable();
        if others.is_empty() { Err(error) } else { Ok(others) }
    })?;
    #[cfg(not(target_os = "linux"))]
    let mut all = portable();
    all.sort_by_key(|interface| interface.index);
    Ok(all)
}

/// What `getifaddrs` tells.
fn portable() -> Vec<Interface> {
    let interface = |found: pnet_datalink::NetworkInterface| {
        let flags = Flags::of(found.flags, cfg!(target_os = "linux"));
        let addresses = found.ips.iter().map(|net| Address { address: net.ip(), prefix: net.prefix(), peer: None, scope: None });
        Interface {
            index: found.index,
            addresses: addresses.collect(),
            name: found.name,
            alias: (!found.description.is_empty()).then_some(found.description),
            kind: flags.loopback.then(|| "loopback".to_owned()),
            state: if flags.up && flags.running { State::Up } else { State::Down },
            flags,
            hardware: found.mac.map(|mac| mac.octets().to_vec()).unwrap_or_default(),
            ..Interface::default()
        }
    };
    pnet_datalink::interfaces().into_iter().map(interface).collect()
}

/// Whether an interface can be captured on, by this process, now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Capture {
    /// It can.
    pub allowed: bool,
    /// Why not, in libpcap's words.
    pub reason: Option<String>,
    /// It is the right that is missing, not the interface's fault.
    #[serde(skip)]
    pub rights: bool,
    /// As what its frames can be had, the default first.
    pub link_types: Vec<Link>,
}

/// A link type that libpcap offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its number in capture files; 1 is Ethernet.
    pub number: u16,
    /// Its name with libpcap, which `-y` takes: `EN10MB`.
    pub name: String,
    /// What libpcap says of it.
    pub description: String,
}

/// Tries to open an interface as a capture would, not promiscuous, and asks for its link types.
pub fn capture(name: &str) -> Capture {
    let opened = pcap::Capture::from_device(name).and_then(|device| device.snaplen(64).buffer_size(PROBE).open());
    let refused = |error: pcap::Error| {
        let reason = match error {
            pcap::Error::PcapError(text) => text,
            other => other.to_string(),
        };
        let rights = ["permission", "not permitted", "Permission"].iter().any(|word| reason.contains(word));
        Capture { reason: Some(reason), rights, ..Capture::default() }
    };
    let capture = match opened {
        Ok(capture) => capture,
        Err(error) => return refused(error),
    };
    let default = capture.get_datalink();
    let mut types = capture.list_datalinks().unwrap_or_else(|_| vec![default]);
    types.sort_by_key(|kind| *kind != default);
    let link = |kind: &pcap::Linktype| Link {
        number: link_type(kind.0).0,
        name: kind.get_name().unwrap_or_else(|_| kind.0.to_string()),
        description: kind.get_description().unwrap_or_default(),
    };
    Capture { allowed: true, link_types: types.iter().map(link).collect(), ..Capture::default() }
}

/// Tries several, side by side: to close a socket the kernel takes its time (a grace period of RCU).
pub fn captures(names: &[&str]) -> Vec<Capture> {
    let mut found = vec![Capture::default(); names.len()];
    let share = names.len().div_ceil(SIDE_BY_SIDE).max(1);
    std::thread::scope(|scope| {
        for (names, found) in names.chunks(share).zip(found.chunks_mut(share)) {
            scope.spawn(move || names.iter().zip(found).for_each(|(name, found)| *found = capture(name)));
        }
    });
    found
}

/// Interfaces that are tried at once.
const SIDE_BY_SIDE: usize = 16;

/// A ring that holds nothing: nobody reads from it. In bytes.
const PROBE: i32 = 64 << 10;

/// The number in capture files for a `DLT_` of this system; but for these they are equal (`pcap-linktype(7)`).
fn link_type(dlt: i32) -> LinkType {
    LinkType(match dlt {
        12 | 14 => 101,
        11 => 100,
        13 if cfg!(target_os = "openbsd") => 109,
        15 => 102,
        16 => 103,
        other => u16::try_from(other).unwrap_or(0),
    })
}

#[cfg(target_os = "linux")]
mod linux {
    use super::{Address, Error, Flags, Interface, Scope, State};
    use crate::net::netlink::Netlink;
    use netlink_packet_route::RouteNetlinkMessage;
    use netlink_packet_route::address::{AddressAttribute, AddressMessage, AddressScope};
    use netlink_packet_route::link::{LinkAttribute, LinkInfo, LinkMessage, State as OperState};
    use netlink_sys::protocols::NETLINK_ROUTE;
    use std::net::IpAddr;

    pub(super) fn list() -> Result<Vec<Interface>, Error> {
        let ask = || {
            let mut kernel = Netlink::open(NETLINK_ROUTE)?;
            let links = kernel.all(RouteNetlinkMessage::GetLink(LinkMessage::default()))?;
            let addresses = kernel.all(RouteNetlinkMessage::GetAddress(AddressMessage::default()))?;
            Ok((links, addresses))
        };
        let (links, addresses) = ask().map_err(|cause| Error::Kernel { asked: "interfaces", cause })?;
        let mut all: Vec<Interface> = links.into_iter().filter_map(interface).collect();
        for message in addresses {
            let RouteNetlinkMessage::NewAddress(message) = message else { continue };
            let owner = all.iter_mut().find(|interface| interface.index == message.header.index);
            if let (Some(owner), Some(address)) = (owner, address(&message)) {
                owner.addresses.push(address);
            }
        }
        Ok(all)
    }

    fn interface(message: RouteNetlinkMessage) -> Option<Interface> {
        let RouteNetlinkMessage::NewLink(LinkMessage { header, attributes, .. }) = message else { return None };
        let hardware_type = u16::from(header.link_layer_type);
        let mut interface = Interface {
            index: header.index,
            flags: Flags::of(header.flags.bits(), true),
            hardware_type: Some(hardware_type),
            kind: hardware_name(hardware_type).map(str::to_owned),
            ..Interface::default()
        };
        for attribute in attributes {
            match attribute {
                LinkAttribute::IfName(name) => interface.name = name,
                LinkAttribute::IfAlias(alias) => interface.alias = Some(alias),
                LinkAttribute::Mtu(mtu) => interface.mtu = Some(mtu),
                LinkAttribute::Address(octets) => interface.hardware = octets,
                LinkAttribute::Link(below) if below != 0 && below != header.index => interface.parent = Some(below),
                LinkAttribute::Controller(master) => interface.master = Some(master),
                LinkAttribute::OperState(state) => interface.state = self::state(state),
                LinkAttribute::LinkInfo(infos) => {
                    let kind = infos.iter().find_map(|info| match info {
                        LinkInfo::Kind(kind) => Some(kind.to_string()),
                        _ => None,
                    });
                    interface.kind = kind.or(interface.kind);
                }
                _ => {}
            }
        }
        Some(interface)
    }

    fn state(state: OperState) -> State {
        match state {
            OperState::NotPresent => State::NotPresent,
            OperState::Down => State::Down,
            OperState::LowerLayerDown => State::LowerLayerDown,
            OperState::Testing => State::Testing,
            OperState::Dormant => State::Dormant,
            OperState::Up => State::Up,
            _ => State::Unknown,
        }
    }

    /// For hardware that no driver names otherwise (`linux/if_arp.h`).
    fn hardware_name(number: u16) -> Option<&'static str> {
        Some(match number {
            1 => "ether",
            32 => "infiniband",
            280 => "can",
            512 => "ppp",
            772 => "loopback",
            801..=803 => "ieee802.11",
            804 => "ieee802.15.4",
            65534 => "none",
            _ => return None,
        })
    }

    fn address(message: &AddressMessage) -> Option<Address> {
        let find = |of: fn(&AddressAttribute) -> Option<IpAddr>| message.attributes.iter().find_map(of);
        let local = find(|attribute| match attribute {
            AddressAttribute::Local(address) => Some(*address),
            _ => None,
        });
        // "IFA_ADDRESS is prefix address, rather than local interface address. It makes no difference for normally configured
        // broadcast interfaces, but for point-to-point IFA_ADDRESS is DESTINATION address" (linux/if_addr.h).
        let other = find(|attribute| match attribute {
            AddressAttribute::Address(address) => Some(*address),
            _ => None,
        });
        Some(Address {
            address: local.or(other)?,
            prefix: message.header.prefix_len,
            peer: local.and(other).filter(|other| Some(*other) != local),
            scope: Some(match message.header.scope {
                AddressScope::Universe => Scope::Global,
                AddressScope::Site => Scope::Site,
                AddressScope::Link => Scope::Link,
                AddressScope::Host => Scope::Host,
                AddressScope::Nowhere => Scope::Nowhere,
                AddressScope::Other(number) => Scope::Other(number),
                _ => return None,
            }),
        })
    }
}
