//! The machine's routes and neighbours, and the way the kernel would take to an address.
//!
//! The way is asked for, not worked out from the tables: rules, marks and next hops decide it too.

use super::Error;
use super::interfaces::Scope;
use serde::Serialize;
use std::net::IpAddr;

/// A route of one of the kernel's tables.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Route {
    /// `main`, `local`, `default`, or the table's number.
    pub table: Table,
    /// What it does with packets.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Where it leads; all zero with a prefix of 0 is the default route.
    pub destination: IpAddr,
    /// How many bits of the destination count.
    pub prefix: u8,
    /// The router; `None` where the destination is on the link.
    pub gateway: Option<IpAddr>,
    /// The interface's name; `None` where it has several next hops, or leads nowhere.
    pub interface: Option<String>,
    /// The interface's number.
    pub index: Option<u32>,
    /// The address that packets are sent from.
    pub source: Option<IpAddr>,
    /// The route with the least is taken.
    pub metric: u32,
    /// Who made it: `kernel`, `boot`, `static`, `dhcp`, `ra`, a routing daemon; or a number.
    pub protocol: String,
    /// How far the destination is.
    pub scope: Scope,
    /// The largest packet, where the route says so.
    pub mtu: Option<u32>,
    /// Next hops that share the traffic; empty where there is one.
    #[serde(rename = "nexthops")]
    pub hops: Vec<Hop>,
    /// It cannot be used: `dead`, `linkdown`; or holds though it seems not: `onlink`.
    pub flags: Vec<&'static str>,
}

impl Route {
    /// `default`, an address, or an address and a prefix.
    pub fn target(&self) -> String {
        match (self.destination, self.prefix) {
            (destination, 0) if destination.is_unspecified() => "default".to_owned(),
            (IpAddr::V4(destination), 32) => destination.to_string(),
            (IpAddr::V6(destination), 128) => destination.to_string(),
            (destination, prefix) => format!("{destination}/{prefix}"),
        }
    }
}

/// One of several next hops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// The router; `None` where the destination is on the link.
    pub gateway: Option<IpAddr>,
    /// The interface's name.
    pub interface: Option<String>,
    /// The interface's number.
    pub index: u32,
    /// Its share of the traffic, from 1.
    pub weight: u16,
}

/// A routing table by its number (`man 7 rtnetlink`, `rtm_table`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Table(pub u32);

impl Table {
    /// Where routes stand unless somebody says otherwise.
    pub const MAIN: Table = Table(254);
    /// The kernel's own: the machine's addresses.
    pub const LOCAL: Table = Table(255);
}

impl std::fmt::Display for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            253 => f.write_str("default"),
            254 => f.write_str("main"),
            255 => f.write_str("local"),
            number => write!(f, "{number}"),
        }
    }
}

impl Serialize for Table {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// What a route does with packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Sends them to a router or a neighbour.
    Unicast,
    /// They are for this machine.
    Local,
    /// They are for all on the link.
    Broadcast,
    /// They are for this machine among others.
    Anycast,
    /// They are for a group.
    Multicast,
    /// Drops them in silence.
    Blackhole,
    /// Drops them, and says that the destination cannot be reached.
    Unreachable,
    /// Drops them, and says that it is forbidden.
    Prohibit,
    /// Goes on with the next rule.
    Throw,
    /// Something else.
    #[serde(untagged)]
    Other(u8),
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Kind::Unicast => "unicast",
            Kind::Local => "local",
            Kind::Broadcast => "broadcast",
            Kind::Anycast => "anycast",
            Kind::Multicast => "multicast",
            Kind::Blackhole => "blackhole",
            Kind::Unreachable => "unreachable",
            Kind::Prohibit => "prohibit",
            Kind::Throw => "throw",
            Kind::Other(number) => return write!(f, "{number}"),
        })
    }
}

/// Which table is asked for which packets; the rule with the least priority number comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// Its place.
    pub priority: u32,
    /// For IPv6, else for IPv4.
    pub ipv6: bool,
    /// For packets from these addresses; `None` for all.
    pub from: Option<String>,
    /// For packets to these addresses; `None` for all.
    pub to: Option<String>,
    /// For packets that come in through this interface; `lo` means the machine's own.
    #[serde(rename = "iif")]
    pub incoming: Option<String>,
    /// For packets of sockets that are bound to this interface.
    #[serde(rename = "oif")]
    pub outgoing: Option<String>,
    /// For packets with this mark of the packet filter.
    pub mark: Option<u32>,
    /// Which bits of the mark count; `None` for all.
    pub mask: Option<u32>,
    /// The table that is asked; `None` where the rule decides itself.
    pub table: Option<Table>,
    /// What it does: `table`, `goto`, `blackhole`, `unreachable`, `prohibit`, `nop`.
    pub action: &'static str,
}

impl Rule {
    /// One of those that every machine has: `local`, then `main`, then `default`, for all packets.
    pub fn usual(&self) -> bool {
        let all = self.from.is_none() && self.to.is_none() && self.incoming.is_none() && self.outgoing.is_none() && self.mark.is_none();
        all && matches!((self.priority, self.table), (0, Some(Table(255))) | (32766, Some(Table(254))) | (32767, Some(Table(253))))
    }
}

/// What the kernel knows of a neighbour on a link: an entry of the ARP or the neighbour discovery table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Neighbour {
    /// Its network address.
    pub address: IpAddr,
    /// Its hardware address; empty where it has not been found.
    #[serde(rename = "mac", serialize_with = "super::hardware")]
    pub hardware: Vec<u8>,
    /// The interface's name.
    pub interface: Option<String>,
    /// The interface's number.
    pub index: u32,
    /// `reachable`, `stale`, `failed` and so on (RFC 4861, 7.3.2).
    pub state: String,
    /// It says of itself that it is a router (RFC 4861, 4.4).
    pub router: bool,
}

impl Neighbour {
    /// Its MAC address where it has one of six bytes.
    pub fn mac(&self) -> Option<[u8; 6]> {
        self.hardware.as_slice().try_into().ok()
    }
}

/// The way that the kernel would take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Way {
    /// Where to.
    pub to: IpAddr,
    /// Through which interface, by name.
    pub interface: Option<String>,
    /// Through which interface, by number.
    pub index: u32,
    /// The address that packets are sent from; `None` where no address of the machine fits.
    pub source: Option<IpAddr>,
    /// The router; `None` where the destination is on the link.
    pub gateway: Option<IpAddr>,
    /// The table that it stands in.
    pub table: Table,
    /// Whether the destination is a neighbour's or the machine's own.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The largest packet, where the kernel has learned it or the route says so.
    pub mtu: Option<u32>,
}

impl Way {
    /// Whose hardware address a packet gets: the router's, or the destination's own.
    pub fn next(&self) -> IpAddr {
        self.gateway.unwrap_or(self.to)
    }
}

/// What decides the way besides the destination.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Packets are sent from this address of the machine.
    pub source: Option<IpAddr>,
    /// Packets go through the interface of this number; a link-local destination needs one.
    pub index: Option<u32>,
    /// Packets bear this mark of the packet filter.
    pub mark: Option<u32>,
}

/// All routes but the kernel's copies for single destinations.
///
/// # Errors
/// Where the kernel does not answer, and on systems other than Linux.
pub fn list() -> Result<Vec<Route>, Error> {
    Kernel::open()?.routes()
}

/// All neighbours that the kernel has asked for or was told of.
///
/// # Errors
/// Where the kernel does not answer, and on systems other than Linux.
pub fn neighbours() -> Result<Vec<Neighbour>, Error> {
    Kernel::open()?.neighbours()
}

/// The way to an address, as the kernel would take it.
///
/// # Errors
/// [`Error::NoRoute`] where there is none; where the kernel does not answer, and on systems other than Linux.
pub fn to(address: IpAddr) -> Result<Way, Error> {
    Kernel::open()?.way(address, Limits::default())
}

#[cfg(not(target_os = "linux"))]
pub use elsewhere::Kernel;
#[cfg(target_os = "linux")]
pub use linux::Kernel;

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    use super::{Error, Limits, Neighbour, Route, Rule, Way};
    use std::convert::Infallible;
    use std::net::IpAddr;

    /// A line to the kernel: only Linux' is known.
    #[derive(Debug)]
    pub struct Kernel(Infallible);

    impl Kernel {
        /// # Errors
        /// Always.
        pub fn open() -> Result<Kernel, Error> {
            Err(Error::Unsupported("routes and neighbours"))
        }
        /// Cannot be called.
        pub fn routes(&mut self) -> Result<Vec<Route>, Error> {
            match self.0 {}
        }
        /// Cannot be called.
        pub fn rules(&mut self) -> Result<Vec<Rule>, Error> {
            match self.0 {}
        }
        /// Cannot be called.
        pub fn neighbours(&mut self) -> Result<Vec<Neighbour>, Error> {
            match self.0 {}
        }
        /// Cannot be called.
        pub fn way(&mut self, _: IpAddr, _: Limits) -> Result<Way, Error> {
            match self.0 {}
        }
        /// Cannot be called.
        pub fn neighbour(&mut self, _: u32, _: IpAddr) -> Result<Option<Neighbour>, Error> {
            match self.0 {}
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use super::{Error, Hop, Kind, Limits, Neighbour, Route, Rule, Scope, Table, Way};
    use crate::net::netlink::Netlink;
    use netlink_packet_route::neighbour::{NeighbourAddress, NeighbourAttribute, NeighbourFlags, NeighbourMessage};
    use netlink_packet_route::route::{
        RouteAddress, RouteAttribute, RouteFlags, RouteMessage, RouteMetric, RouteNextHop, RouteProtocol, RouteScope, RouteType, RouteVia,
    };
    use netlink_packet_route::rule::{RuleAction, RuleAttribute, RuleMessage};
    use netlink_packet_route::{AddressFamily, RouteNetlinkMessage};
    use netlink_sys::protocols::NETLINK_ROUTE;
    use std::collections::HashMap;
    use std::io;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

    /// A line to the kernel, kept open by whoever has several questions.
    pub struct Kernel {
        netlink: Netlink,
        /// Interfaces' names by their numbers.
        names: HashMap<u32, String>,
    }

    impl Kernel {
        /// Opens the line.
        ///
        /// # Errors
        /// Where the system does not allow it.
        pub fn open() -> Result<Kernel, Error> {
            let netlink = Netlink::open(NETLINK_ROUTE).map_err(|cause| Error::Kernel { asked: "routes", cause })?;
            let names = super::super::interfaces::list()?.into_iter().map(|interface| (interface.index, interface.name));
            Ok(Kernel { netlink, names: names.collect() })
        }

        /// All routes of both families, by table, the longest prefix last within each.
        ///
        /// # Errors
        /// Where the kernel does not answer.
        pub fn routes(&mut self) -> Result<Vec<Route>, Error> {
            let mut all = Vec::new();
            for family in [AddressFamily::Inet, AddressFamily::Inet6] {
                let mut question = RouteMessage::default();
                question.header.address_family = family;
                let answers = self.netlink.all(RouteNetlinkMessage::GetRoute(question));
                let answers = answers.map_err(|cause| Error::Kernel { asked: "routes", cause })?;
                let messages = answers.iter().filter_map(|answer| match answer {
                    RouteNetlinkMessage::NewRoute(message) => Some(message),
                    _ => None,
                });
                // Multicast forwarding entries come along under a family of their own.
                let own = messages.filter(|m| m.header.address_family == family && !m.header.flags.contains(RouteFlags::Cloned));
                all.extend(own.filter_map(|message| self.route(message)));
            }
            Ok(all)
        }

        /// All rules of both families, in the order in which they are gone through.
        ///
        /// # Errors
        /// Where the kernel does not answer.
        pub fn rules(&mut self) -> Result<Vec<Rule>, Error> {
            let mut all = Vec::new();
            for family in [AddressFamily::Inet, AddressFamily::Inet6] {
                let mut question = RuleMessage::default();
                question.header.family = family;
                match self.netlink.all(RouteNetlinkMessage::GetRule(question)) {
                    Ok(answers) => all.extend(answers.iter().filter_map(rule)),
                    // A kernel without policy routing.
                    Err(error) if error.raw_os_error() == Some(95) => {}
                    Err(cause) => return Err(Error::Kernel { asked: "rules", cause }),
                }
            }
            Ok(all)
        }

        /// The way to an address.
        ///
        /// # Errors
        /// [`Error::NoRoute`] with the kernel's reason.
        pub fn way(&mut self, to: IpAddr, limits: Limits) -> Result<Way, Error> {
            let bits = |address: IpAddr| if address.is_ipv4() { 32 } else { 128 };
            let mut question = RouteMessage::default();
            question.header.address_family = if to.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
            question.header.destination_prefix_length = bits(to);
            question.header.flags = RouteFlags::LookupTable;
            question.attributes.push(RouteAttribute::Destination(to.into()));
            if let Some(source) = limits.source {
                question.header.source_prefix_length = bits(source);
                question.attributes.push(RouteAttribute::Source(source.into()));
            }
            question.attributes.extend(limits.index.map(RouteAttribute::Oif));
            question.attributes.extend(limits.mark.map(RouteAttribute::Mark));
            let no_route = |cause: io::Error| Error::NoRoute {
                to,
                // What IPv4 says of a blackhole (fib_props), and of a source address that is none.
                cause: match cause.raw_os_error() {
                    Some(22) if limits.source.is_none() => io::Error::other("a blackhole drops what is sent there"),
                    Some(22) => io::Error::other("a blackhole drops what is sent there, or the source is not this machine's"),
                    Some(13) => io::Error::other("it is prohibited"),
                    _ => cause,
                },
            };
            let RouteNetlinkMessage::NewRoute(answer) = self.netlink.ask(RouteNetlinkMessage::GetRoute(question)).map_err(no_route)? else {
                return Err(no_route(io::ErrorKind::InvalidData.into()));
            };
            let Some(route) = self.route(&answer) else { return Err(no_route(io::ErrorKind::InvalidData.into())) };
            // IPv6 answers with an error's number as the route's type where IPv4 answers with an error.
            if matches!(route.kind, Kind::Blackhole | Kind::Unreachable | Kind::Prohibit | Kind::Throw) {
                return Err(no_route(io::Error::other(format!("the route's type is {}", route.kind))));
            }
            let Some(index) = route.index else { return Err(no_route(io::ErrorKind::NetworkUnreachable.into())) };
            Ok(Way {
                to,
                interface: route.interface,
                index,
                source: route.source.or(limits.source),
                gateway: route.gateway,
                table: route.table,
                kind: route.kind,
                mtu: route.mtu,
            })
        }

        /// All neighbours, without what needs no asking (`noarp`).
        ///
        /// # Errors
        /// Where the kernel does not answer.
        pub fn neighbours(&mut self) -> Result<Vec<Neighbour>, Error> {
            let answers = self.netlink.all(RouteNetlinkMessage::GetNeighbour(NeighbourMessage::default()));
            let answers = answers.map_err(|cause| Error::Kernel { asked: "neighbours", cause })?;
            let mut all: Vec<Neighbour> = answers.iter().filter_map(|answer| self.heard(answer)).filter(|n| n.state != "noarp").collect();
            all.sort_by_key(|neighbour| (neighbour.address.is_ipv6(), neighbour.index, neighbour.address));
            Ok(all)
        }

        /// What the kernel knows of a neighbour on an interface; `None` where it has not heard of it.
        ///
        /// # Errors
        /// Where the kernel does not answer.
        pub fn neighbour(&mut self, index: u32, address: IpAddr) -> Result<Option<Neighbour>, Error> {
            let mut question = NeighbourMessage::default();
            question.header.family = if address.is_ipv4() { AddressFamily::Inet } else { AddressFamily::Inet6 };
            question.header.ifindex = index;
            question.attributes.push(NeighbourAttribute::Destination(address.into()));
            match self.netlink.ask(RouteNetlinkMessage::GetNeighbour(question)) {
                Ok(answer) => Ok(self.heard(&answer)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                // Kernels before 5.0 answer only for all.
                Err(error) if matches!(error.raw_os_error(), Some(95 | 22)) => {
                    Ok(self.neighbours()?.into_iter().find(|n| n.index == index && n.address == address))
                }
                Err(cause) => Err(Error::Kernel { asked: "neighbours", cause }),
            }
        }

        fn name(&self, index: u32) -> Option<String> {
            self.names.get(&index).cloned()
        }

        fn route(&self, message: &RouteMessage) -> Option<Route> {
            let header = &message.header;
            let unspecified = match header.address_family {
                AddressFamily::Inet => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
                AddressFamily::Inet6 => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
                _ => return None,
            };
            let mut route = Route {
                table: Table(header.table.into()),
                kind: kind(header.kind),
                destination: unspecified,
                prefix: header.destination_prefix_length,
                gateway: None,
                interface: None,
                index: None,
                source: None,
                metric: 0,
                protocol: protocol(header.protocol),
                scope: scope(header.scope),
                mtu: None,
                hops: Vec::new(),
                flags: flags(header.flags),
            };
            for attribute in &message.attributes {
                match attribute {
                    RouteAttribute::Destination(address) => route.destination = ip(address)?,
                    RouteAttribute::Gateway(address) => route.gateway = ip(address),
                    RouteAttribute::Via(via) => route.gateway = through(via),
                    RouteAttribute::PrefSource(address) => route.source = ip(address),
                    RouteAttribute::Oif(index) => route.index = Some(*index),
                    RouteAttribute::Priority(metric) => route.metric = *metric,
                    RouteAttribute::Table(table) => route.table = Table(*table),
                    RouteAttribute::Metrics(metrics) => {
                        route.mtu = metrics.iter().find_map(|metric| match metric {
                            RouteMetric::Mtu(mtu) => Some(*mtu),
                            _ => None,
                        });
                    }
                    RouteAttribute::MultiPath(hops) => route.hops = hops.iter().map(|hop| self.hop(hop)).collect(),
                    _ => {}
                }
            }
            route.interface = route.index.and_then(|index| self.name(index));
            Some(route)
        }

        fn hop(&self, hop: &RouteNextHop) -> Hop {
            let gateway = hop.attributes.iter().find_map(|attribute| match attribute {
                RouteAttribute::Gateway(address) => ip(address),
                RouteAttribute::Via(via) => through(via),
                _ => None,
            });
            // rtnh_hops is the weight less one.
            Hop { gateway, interface: self.name(hop.interface_index), index: hop.interface_index, weight: u16::from(hop.hops) + 1 }
        }

        fn heard(&self, answer: &RouteNetlinkMessage) -> Option<Neighbour> {
            let RouteNetlinkMessage::NewNeighbour(message) = answer else { return None };
            let (mut address, mut hardware) = (None, Vec::new());
            for attribute in &message.attributes {
                match attribute {
                    NeighbourAttribute::Destination(NeighbourAddress::Inet(found)) => address = Some(IpAddr::V4(*found)),
                    NeighbourAttribute::Destination(NeighbourAddress::Inet6(found)) => address = Some(IpAddr::V6(*found)),
                    NeighbourAttribute::LinkLayerAddress(octets) => hardware.clone_from(octets),
                    _ => {}
                }
            }
            Some(Neighbour {
                address: address?,
                hardware,
                interface: self.name(message.header.ifindex),
                index: message.header.ifindex,
                state: message.header.state.to_string(),
                router: message.header.flags.contains(NeighbourFlags::Router),
            })
        }
    }

    fn rule(answer: &RouteNetlinkMessage) -> Option<Rule> {
        let RouteNetlinkMessage::NewRule(RuleMessage { header, attributes, .. }) = answer else { return None };
        let action = match header.action {
            RuleAction::ToTable => "table",
            RuleAction::Goto => "goto",
            RuleAction::Nop => "nop",
            RuleAction::Blackhole => "blackhole",
            RuleAction::Unreachable => "unreachable",
            RuleAction::Prohibit => "prohibit",
            _ => "unknown",
        };
        let mut rule = Rule {
            priority: 0,
            ipv6: header.family == AddressFamily::Inet6,
            from: None,
            to: None,
            incoming: None,
            outgoing: None,
            mark: None,
            mask: None,
            table: (action == "table").then_some(Table(header.table.into())),
            action,
        };
        let net = |address: &IpAddr, bits: u8| match (address, bits) {
            (IpAddr::V4(_), 32) | (IpAddr::V6(_), 128) => address.to_string(),
            _ => format!("{address}/{bits}"),
        };
        for attribute in attributes {
            match attribute {
                RuleAttribute::Priority(number) => rule.priority = *number,
                RuleAttribute::Source(address) => rule.from = Some(net(address, header.src_len)),
                RuleAttribute::Destination(address) => rule.to = Some(net(address, header.dst_len)),
                RuleAttribute::Iifname(name) => rule.incoming = Some(name.clone()),
                RuleAttribute::Oifname(name) => rule.outgoing = Some(name.clone()),
                RuleAttribute::FwMark(mark) => rule.mark = Some(*mark),
                RuleAttribute::FwMask(mask) => rule.mask = Some(*mask).filter(|mask| *mask != u32::MAX),
                RuleAttribute::Table(table) if action == "table" => rule.table = Some(Table(*table)),
                _ => {}
            }
        }
        Some(rule)
    }

    fn ip(address: &RouteAddress) -> Option<IpAddr> {
        match address {
            RouteAddress::Inet(address) => Some(IpAddr::V4(*address)),
            RouteAddress::Inet6(address) => Some(IpAddr::V6(*address)),
            _ => None,
        }
    }

    /// An IPv4 route may go by way of an IPv6 router (RFC 5549).
    fn through(via: &RouteVia) -> Option<IpAddr> {
        match via {
            RouteVia::Inet(address) => Some(IpAddr::V4(*address)),
            RouteVia::Inet6(address) => Some(IpAddr::V6(*address)),
            _ => None,
        }
    }

    fn kind(kind: RouteType) -> Kind {
        match kind {
            RouteType::Unicast => Kind::Unicast,
            RouteType::Local => Kind::Local,
            RouteType::Broadcast => Kind::Broadcast,
            RouteType::Anycast => Kind::Anycast,
            RouteType::Multicast => Kind::Multicast,
            RouteType::BlackHole => Kind::Blackhole,
            RouteType::Unreachable => Kind::Unreachable,
            RouteType::Prohibit => Kind::Prohibit,
            RouteType::Throw => Kind::Throw,
            other => Kind::Other(other.into()),
        }
    }

    fn scope(scope: RouteScope) -> Scope {
        match scope {
            RouteScope::Universe => Scope::Global,
            RouteScope::Site => Scope::Site,
            RouteScope::Link => Scope::Link,
            RouteScope::Host => Scope::Host,
            RouteScope::NoWhere => Scope::Nowhere,
            other => Scope::Other(other.into()),
        }
    }

    /// By the names of `/etc/iproute2/rt_protos`.
    fn protocol(protocol: RouteProtocol) -> String {
        let number = u8::from(protocol);
        let name = match number {
            0 => "unspec",
            1 => "redirect",
            2 => "kernel",
            3 => "boot",
            4 => "static",
            8 => "gated",
            9 => "ra",
            10 => "mrt",
            11 => "zebra",
            12 => "bird",
            13 => "dnrouted",
            14 => "xorp",
            15 => "ntk",
            16 => "dhcp",
            18 => "keepalived",
            42 => "babel",
            186 => "bgp",
            187 => "isis",
            188 => "ospf",
            189 => "rip",
            192 => "eigrp",
            _ => return number.to_string(),
        };
        name.to_owned()
    }

    fn flags(flags: RouteFlags) -> Vec<&'static str> {
        let named = [
            (RouteFlags::Dead, "dead"),
            (RouteFlags::Onlink, "onlink"),
            (RouteFlags::Pervasive, "pervasive"),
            (RouteFlags::Offload, "offload"),
            (RouteFlags::Linkdown, "linkdown"),
        ];
        named.iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, name)| *name).collect()
    }
}
