//! Sources of `nsswitch.conf` that are modules of their own: what they would tell the C library, found without them.
//!
//! `myhostname` knows this machine, its neighbours and `localhost`; `mdns` and its kind ask everybody on the link ([RFC 6762]) for
//! names in `.local`; `resolve` hands on to systemd-resolved. A module that is not installed is unavailable, as it is for the C library.
//!
//! <https://www.freedesktop.org/software/systemd/man/nss-myhostname.html>, <https://github.com/avahi/nss-mdns>,
//! <https://www.freedesktop.org/software/systemd/man/nss-resolve.html>
//!
//! [RFC 6762]: https://www.rfc-editor.org/rfc/rfc6762

use super::hosts::is_link_local;
use super::name::Name;
use super::nsswitch::Status;
use super::rdata::rtype;
use super::wire::{Message, Question};
use super::{ask, trail};
use crate::net::interfaces::{self, Interface, Scope};
use crate::net::routes::{self, Table};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6, UdpSocket};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where avahi-daemon, which nss-mdns asks, listens.
const AVAHI: &str = "/run/avahi-daemon/socket";
/// Where systemd-resolved, which nss-resolve asks, listens.
const RESOLVED: &str = "/run/systemd/resolve/io.systemd.Resolve";
/// The link's resolvers.
const GROUP4: Ipv4Addr = Ipv4Addr::new(224, 0, 0, 251);
const GROUP6: Ipv6Addr = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, 0xfb);
const PORT: u16 = 5353;
/// So long the link is given to answer at most.
const PATIENCE: Duration = Duration::from_secs(3);
/// Where one of two questions is answered, so long is waited for the other.
const GRACE: Duration = Duration::from_secs(1);
/// If nobody answers, it is asked again.
const AGAIN: Duration = Duration::from_secs(1);

/// A source that is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Module {
    /// nss-myhostname.
    Own,
    /// nss-mdns: for which families, and whether only for what is certainly the link's.
    Multicast { four: bool, six: bool, minimal: bool },
    /// nss-resolve.
    Resolved,
}

/// What a module has for a name or an address.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The name it is known by.
    pub(super) name: String,
    pub(super) aliases: Vec<String>,
    /// With the interface's number, of addresses that are one link's.
    pub(super) addresses: Vec<(IpAddr, u32)>,
}

/// Why a module has nothing, and what is to be said of it.
pub(super) type Not = (Status, String);

/// Whose addresses are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Families {
    pub(super) four: bool,
    pub(super) six: bool,
}

impl Families {
    fn has(self, address: IpAddr) -> bool {
        if address.is_ipv4() { self.four } else { self.six }
    }
}

impl Module {
    /// The module of a name in `nsswitch.conf`.
    pub(super) fn of(name: &str) -> Option<Module> {
        let multicast = |four, six, minimal| Some(Module::Multicast { four, six, minimal });
        match name {
            "myhostname" => Some(Module::Own),
            "mdns" => multicast(true, true, false),
            "mdns4" => multicast(true, false, false),
            "mdns6" => multicast(false, true, false),
            "mdns_minimal" => multicast(true, true, true),
            "mdns4_minimal" => multicast(true, false, true),
            "mdns6_minimal" => multicast(false, true, true),
            "resolve" => Some(Module::Resolved),
            _ => None,
        }
    }
}

/// Whether the C library would find a module: where it looks, as far as that can be told without it.
pub(super) fn installed(name: &str) -> bool {
    let file = format!("libnss_{name}.so.2");
    let own = std::env::var_os("LD_LIBRARY_PATH");
    let own: Vec<PathBuf> = own.iter().flat_map(std::env::split_paths).collect();
    let usual = ["/lib64", "/usr/lib64", "/lib", "/usr/lib"].map(PathBuf::from);
    // Debian's folders: one for each architecture.
    let below = |folder: &str| {
        let inside = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        inside.filter(|path| path.to_string_lossy().contains("-linux-")).collect::<Vec<_>>()
    };
    own.into_iter().chain(usual).chain(below("/usr/lib")).chain(below("/lib")).any(|folder| folder.join(&file).exists())
}

/// This machine's name.
pub(super) fn hostname() -> String {
    let name = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_owned();
    if name.is_empty() || name == "(none)" { "localhost".to_owned() } else { name }
}

fn ends(name: &str, suffix: &str) -> bool {
    name.len().checked_sub(suffix.len()).and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    ["localhost", "localhost.localdomain"].iter().any(|local| name.eq_ignore_ascii_case(local))
        || ends(name, ".localhost")
        || ends(name, ".localhost.localdomain")
}

fn is_called(name: &str, what: &str) -> bool {
    name.strip_suffix('.').unwrap_or(name).eq_ignore_ascii_case(what)
}

/// What nss-myhostname has for a name.
pub(super) fn own_name(name: &str, families: Families) -> Result<Told, Not> {
    let only = |all: Vec<(IpAddr, u32)>| all.into_iter().filter(|(address, _)| families.has(*address)).collect::<Vec<_>>();
    let nothing = |what: &str| (Status::NotFound, what.to_owned());
    let loopback = |four: Ipv4Addr| only(vec![(four.into(), 0), (Ipv6Addr::LOCALHOST.into(), 0)]);
    if is_localhost(name) {
        return Ok(Told { name: "localhost".to_owned(), addresses: loopback(Ipv4Addr::LOCALHOST), ..Told::default() });
    }
    for (called, all) in [("_gateway", gateways as fn() -> Vec<(IpAddr, u32)>), ("_outbound", outbounds)] {
        if is_called(name, called) {
            let addresses = only(all());
            let told = || Told { name: called.to_owned(), addresses: addresses.clone(), ..Told::default() };
            return if addresses.is_empty() { Err(nothing("there is no default route")) } else { Ok(told()) };
        }
    }
    let own = hostname();
    if name.strip_suffix('.').unwrap_or(name) != own {
        return Err(nothing(""));
    }
    let addresses = only(locals());
    let alone = addresses.is_empty();
    let addresses = if alone { loopback(Ipv4Addr::new(127, 0, 0, 2)) } else { addresses };
    let aliases = if alone && !families.four { vec!["localhost".to_owned()] } else { vec![] };
    Ok(Told { name: own, aliases, addresses })
}

/// What nss-myhostname has for an address.
pub(super) fn own_address(address: IpAddr) -> Result<Told, Not> {
    let told = |name: &str| Told { name: name.to_owned(), ..Told::default() };
    let is = |all: Vec<(IpAddr, u32)>| all.iter().any(|(own, _)| *own == address);
    match address {
        IpAddr::V4(v4) if v4 == Ipv4Addr::new(127, 0, 0, 2) => return Ok(told(&hostname())),
        IpAddr::V4(Ipv4Addr::LOCALHOST) => return Ok(told("localhost")),
        IpAddr::V6(Ipv6Addr::LOCALHOST) => return Ok(Told { aliases: vec![hostname()], ..told("localhost") }),
        _ => {}
    }
    if is(locals()) {
        Ok(told(&hostname()))
    } else if is(gateways()) {
        Ok(told("_gateway"))
    } else {
        Err((Status::NotFound, String::new()))
    }
}

fn scoped(address: IpAddr, index: u32) -> (IpAddr, u32) {
    let link = matches!(address, IpAddr::V6(v6) if is_link_local(v6));
    (address, if link { index } else { 0 })
}

/// IPv4 first, then what is known farthest, by the least metric, by the interface's number.
fn in_order(mut all: Vec<(IpAddr, u8, u32, u32)>) -> Vec<(IpAddr, u32)> {
    all.sort_by_key(|(address, scope, metric, index)| (address.is_ipv6(), *scope, *metric, *index, *address));
    let mut all: Vec<(IpAddr, u32)> = all.into_iter().map(|(address, _, _, index)| scoped(address, index)).collect();
    all.dedup();
    all
}

/// The addresses by which others reach this machine.
fn locals() -> Vec<(IpAddr, u32)> {
    let far = |scope: Option<Scope>| match scope {
        None | Some(Scope::Global) => Some(0),
        Some(Scope::Site) => Some(200),
        Some(Scope::Link) => Some(253),
        Some(Scope::Host | Scope::Nowhere) => None,
        Some(Scope::Other(number)) => Some(number),
    };
    let all = interfaces::list().unwrap_or_default();
    let each = |interface: &Interface| -> Vec<(IpAddr, u8, u32, u32)> {
        let own = interface.addresses.iter().filter(|own| !own.address.is_loopback());
        own.filter_map(|own| Some((own.address, far(own.scope)?, 0, interface.index))).collect()
    };
    in_order(all.iter().flat_map(each).collect())
}

/// Where the default routes lead.
fn gateways() -> Vec<(IpAddr, u32)> {
    let all = routes::list().unwrap_or_default();
    let default = all.iter().filter(|route| route.table == Table::MAIN && route.kind == routes::Kind::Unicast && route.prefix == 0);
    let each = |route: &routes::Route| -> Vec<(IpAddr, u8, u32, u32)> {
        let one = route.gateway.zip(route.index);
        let hops = route.hops.iter().filter_map(|hop| Some((hop.gateway?, hop.index)));
        one.into_iter().chain(hops).map(|(gateway, index)| (gateway, 0, route.metric, index)).collect()
    };
    in_order(default.flat_map(each).collect())
}

/// The addresses from which packets to the gateways are sent.
fn outbounds() -> Vec<(IpAddr, u32)> {
    let towards = |(gateway, index): (IpAddr, u32)| -> Option<(IpAddr, u8, u32, u32)> {
        let (from, to): (IpAddr, SocketAddr) = match gateway {
            IpAddr::V4(_) => (Ipv4Addr::UNSPECIFIED.into(), (gateway, 1).into()),
            IpAddr::V6(v6) => (Ipv6Addr::UNSPECIFIED.into(), SocketAddrV6::new(v6, 1, 0, index).into()),
        };
        let socket = UdpSocket::bind((from, 0)).ok()?;
        socket.connect(to).ok()?;
        Some((socket.local_addr().ok()?.ip(), 0, 0, index))
    };
    in_order(gateways().into_iter().filter_map(towards).collect())
}

/// Which names are the link's: `Err` says why one is not, and true means that the DNS may have a zone of that name.
pub(super) fn is_for_multicast(name: &str, minimal: bool) -> Result<bool, String> {
    let allowed = if minimal { None } else { std::fs::read_to_string("/etc/mdns.allow").ok() };
    let bare = name.strip_suffix('.').unwrap_or(name);
    if let Some(allowed) = allowed {
        let words = allowed.lines().filter_map(|line| line.split('#').next()).flat_map(str::split_whitespace);
        let takes = |word: &str| word == "*" || ends(bare, word.strip_suffix('.').unwrap_or(word));
        let mut words = words.map(takes);
        return if words.any(|takes| takes) { Ok(false) } else { Err("/etc/mdns.allow does not allow it".to_owned()) };
    }
    if !ends(bare, ".local") {
        return Err("only names in .local are asked for".to_owned());
    }
    if bare.matches('.').count() != 1 {
        return Err("only names of two labels are asked for".to_owned());
    }
    Ok(true)
}

/// Whether nss-mdns asks for the name of an address.
pub(super) fn is_address_for_multicast(address: IpAddr, families: Families, minimal: bool) -> Result<(), String> {
    let link = match address {
        IpAddr::V4(v4) => v4.is_link_local(),
        IpAddr::V6(v6) => v6.segments().first().is_some_and(|first| first & 0xffc0 == 0xfe80),
    };
    if !families.has(address) {
        return Err("it does not ask for this family".to_owned());
    }
    if minimal && !link { Err("only addresses of one link are asked for".to_owned()) } else { Ok(()) }
}

/// Whether somebody listens at a path.
#[cfg(unix)]
fn listens(path: &str) -> bool {
    std::os::unix::net::UnixStream::connect(path).is_ok()
}

#[cfg(not(unix))]
fn listens(_: &str) -> bool {
    false
}

/// Without avahi-daemon nss-mdns has nothing.
pub(super) fn avahi() -> Result<(), Not> {
    if listens(AVAHI) { Ok(()) } else { Err((Status::Unavail, format!("nobody listens at {AVAHI}: avahi-daemon does not run"))) }
}

/// Everybody on the link is asked: which addresses are whose.
pub(super) fn ask_link(name: &str, families: Families, deadline: Instant, trail: &mut trail::Trail) -> Result<Told, Not> {
    let asked = Name::parse(name).map_err(|error| (Status::NotFound, error.to_string()))?;
    let kinds: Vec<u16> = [families.four.then_some(rtype::A), families.six.then_some(rtype::AAAA)].into_iter().flatten().collect();
    let questions: Vec<Question> = kinds.iter().map(|kind| Question { name: asked.clone(), rtype: *kind, class: 1 }).collect();
    let found = multicast(&questions, deadline, trail)?;
    let mut addresses: Vec<(IpAddr, u32)> = vec![];
    for (message, index) in found {
        let fits = |record: &&super::wire::Record| record.name == asked && kinds.contains(&record.rtype) && record.class & 0x7fff == 1;
        for address in message.answers.iter().filter(fits).filter_map(|record| record.address()).map(|address| scoped(address, index)) {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    Ok(Told { name: name.to_owned(), addresses, ..Told::default() })
}

/// Everybody on the link is asked for the name of an address.
pub(super) fn ask_link_back(address: IpAddr, deadline: Instant, trail: &mut trail::Trail) -> Result<Told, Not> {
    let question = Question { name: Name::reverse(address), rtype: rtype::PTR, class: 1 };
    let found = multicast(std::slice::from_ref(&question), deadline, trail)?;
    let records = found.iter().flat_map(|(message, _)| &message.answers);
    let mut names = records.filter(|record| record.name == question.name && record.rtype == rtype::PTR).filter_map(|one| one.target(0));
    let name = names.next().map(|name| name.to_string().trim_end_matches('.').to_owned());
    name.map(|name| Told { name, ..Told::default() }).ok_or_else(|| (Status::NotFound, String::new()))
}

/// Sends questions on every link by either family, and takes what answers them.
fn multicast(questions: &[Question], deadline: Instant, trail: &mut trail::Trail) -> Result<Vec<(Message, u32)>, Not> {
    let options = ask::Options { recursion: false, authentic: false, edns: None, ..ask::Options::default() };
    let id = super::lookup::random();
    let write = |(at, question): (usize, &Question)| ask::message(id.wrapping_add(at as u16), question, &options).ok();
    let queries: Vec<Vec<u8>> = questions.iter().enumerate().filter_map(write).collect();
    let links = links();
    if links.is_empty() {
        return Err((Status::Unavail, "no interface takes multicast".to_owned()));
    }
    let begin = Instant::now();
    let until = deadline.min(begin + PATIENCE);
    let (mut sent, mut next) = (false, begin);
    let mut answered: Vec<Option<Duration>> = vec![None; questions.len()];
    let (mut found, mut room) = (Vec::new(), vec![0; 9000]);
    loop {
        if Instant::now() >= next {
            next += AGAIN;
            for (socket, group, _) in &links {
                // Also those that were answered: others may have something to say.
                sent |= queries.iter().filter(|query| socket.send_to(query, group).is_ok()).count() > 0;
            }
            if !sent {
                return Err((Status::Unavail, "nothing can be sent to the link".to_owned()));
            }
        }
        for (socket, group, index) in &links {
            while let Ok((size, from)) = socket.recv_from(&mut room) {
                let Some(message) = room.get(..size).and_then(|bytes| Message::read(bytes).ok()) else { continue };
                let answers = |question: &Question| {
                    message.answers.iter().any(|record| record.name == question.name && record.rtype == question.rtype)
                };
                let Some(at) = questions.iter().position(answers).filter(|_| message.has(super::wire::flag::QR)) else { continue };
                let (took, Some(question)) = (begin.elapsed(), questions.get(at)) else { continue };
                if let Some(place) = answered.get_mut(at) {
                    place.get_or_insert(took);
                }
                told(trail, *group, question, took, from.ip(), &message);
                found.push((message, *index));
            }
        }
        let now = Instant::now();
        let first = answered.iter().flatten().min();
        if answered.iter().all(Option::is_some) || first.is_some_and(|first| now > begin + *first + GRACE) || now >= until {
            break;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    for question in questions.iter().zip(&answered).filter(|(_, answered)| answered.is_none()).map(|(question, _)| question) {
        let (group, kind) = (SocketAddr::from((GROUP4, PORT)), super::rdata::type_name(question.rtype));
        let name = question.name.to_string();
        trail.add(trail::Step::Asked { server: group, proto: "mdns", name, kind, took: begin.elapsed(), said: "no answer".to_owned() });
    }
    if found.is_empty() { Err((Status::NotFound, "nobody on the link answers".to_owned())) } else { Ok(found) }
}

fn told(trail: &mut trail::Trail, server: SocketAddr, question: &Question, took: Duration, who: IpAddr, message: &Message) {
    let data: Vec<String> = message.answers.iter().filter(|record| record.rtype == question.rtype).map(super::wire::Record::text).collect();
    let (name, kind) = (question.name.to_string(), super::rdata::type_name(question.rtype));
    trail.add(trail::Step::Asked { server, proto: "mdns", name, kind, took, said: format!("{who} says {}", data.join(", ")) });
}

/// A socket for each family of each link that takes multicast, the group there, and the link's number.
fn links() -> Vec<(UdpSocket, SocketAddr, u32)> {
    let all = interfaces::list().unwrap_or_default();
    let takes = |interface: &&Interface| {
        let flags = &interface.flags;
        flags.up && flags.multicast && !flags.loopback && !flags.point_to_point
    };
    let mut found = vec![];
    for interface in all.iter().filter(takes) {
        let index = interface.index;
        let four = interface.addresses.iter().find_map(|own| match own.address {
            IpAddr::V4(v4) => Some(v4),
            IpAddr::V6(_) => None,
        });
        let open = |from: IpAddr| -> io::Result<UdpSocket> {
            let socket = UdpSocket::bind((from, 0))?;
            socket.set_nonblocking(true)?;
            Ok(socket)
        };
        if let Some(own) = four
            && let Ok(socket) = open(Ipv4Addr::UNSPECIFIED.into())
            && socket2::SockRef::from(&socket).set_multicast_if_v4(&own).is_ok()
        {
            found.push((socket, (GROUP4, PORT).into(), index));
        }
        if interface.addresses.iter().any(|own| matches!(own.address, IpAddr::V6(v6) if is_link_local(v6)))
            && let Ok(socket) = open(Ipv6Addr::UNSPECIFIED.into())
            && socket2::SockRef::from(&socket).set_multicast_if_v6(index).is_ok()
        {
            found.push((socket, SocketAddrV6::new(GROUP6, PORT, 0, index).into(), index));
        }
    }
    found
}

/// A member of an object, or nothing.
fn part<'a>(object: &'a serde_json::Value, key: &str) -> &'a serde_json::Value {
    object.get(key).unwrap_or(&serde_json::Value::Null)
}

/// What systemd-resolved has for a name.
pub(super) fn resolved_name(name: &str, families: Families, deadline: Instant) -> Result<Told, Not> {
    let mut parameters = serde_json::json!({ "name": name, "flags": 0 });
    if let (true, false) | (false, true) = (families.four, families.six)
        && let Some(all) = parameters.as_object_mut()
    {
        all.insert("family".to_owned(), if families.four { 2 } else { 10 }.into());
    }
    let reply = resolved("ResolveHostname", &parameters, deadline)?;
    let address = |one: &serde_json::Value| -> Option<(IpAddr, u32)> {
        let bytes: Vec<u8> = part(one, "address").as_array()?.iter().filter_map(|byte| u8::try_from(byte.as_u64()?).ok()).collect();
        let address = match part(one, "family").as_u64()? {
            2 => IpAddr::from(<[u8; 4]>::try_from(bytes).ok()?),
            10 => IpAddr::from(<[u8; 16]>::try_from(bytes).ok()?),
            _ => return None,
        };
        Some(scoped(address, u32::try_from(part(one, "ifindex").as_u64().unwrap_or(0)).ok()?))
    };
    let addresses: Vec<(IpAddr, u32)> = part(&reply, "addresses").as_array().into_iter().flatten().filter_map(address).collect();
    let addresses: Vec<(IpAddr, u32)> = addresses.into_iter().filter(|(address, _)| families.has(*address)).collect();
    if addresses.is_empty() {
        return Err((Status::NotFound, String::new()));
    }
    Ok(Told { name: part(&reply, "name").as_str().unwrap_or(name).to_owned(), addresses, ..Told::default() })
}

/// What systemd-resolved has for an address.
pub(super) fn resolved_address(address: IpAddr, deadline: Instant) -> Result<Told, Not> {
    let (family, bytes) = match address {
        IpAddr::V4(v4) => (2, v4.octets().to_vec()),
        IpAddr::V6(v6) => (10, v6.octets().to_vec()),
    };
    let reply = resolved("ResolveAddress", &serde_json::json!({ "address": bytes, "family": family, "flags": 0 }), deadline)?;
    let name = |one: &serde_json::Value| part(one, "name").as_str().map(str::to_owned);
    let mut names = part(&reply, "names").as_array().into_iter().flatten().filter_map(name);
    let first = names.next().ok_or_else(|| (Status::NotFound, String::new()))?;
    Ok(Told { name: first, aliases: names.collect(), ..Told::default() })
}

/// A call of systemd-resolved, in Varlink's form (<https://varlink.org>), and which of its errors means what to nss-resolve.
fn resolved(method: &str, parameters: &serde_json::Value, deadline: Instant) -> Result<serde_json::Value, Not> {
    let call = serde_json::json!({ "method": format!("io.systemd.Resolve.{method}"), "parameters": parameters });
    let reply = varlink(Path::new(RESOLVED), &call, deadline).map_err(|error| {
        let why = match error.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => "nobody listens there: systemd-resolved does not run".to_owned(),
            _ => error.to_string(),
        };
        (Status::Unavail, format!("{RESOLVED}: {why}"))
    })?;
    let Some(error) = part(&reply, "error").as_str() else { return Ok(part(&reply, "parameters").clone()) };
    let last = error.rsplit('.').next().unwrap_or(error);
    let status = match last {
        "NoNameServers" | "QueryTimedOut" | "MaxAttemptsReached" | "NetworkDown" => Status::TryAgain,
        "InterfaceNotFound" | "MethodNotFound" | "MethodNotImplemented" => Status::Unavail,
        _ => Status::NotFound,
    };
    Err((status, format!("systemd-resolved says {last}")))
}

#[cfg(unix)]
fn varlink(path: &Path, call: &serde_json::Value, deadline: Instant) -> io::Result<serde_json::Value> {
    use std::io::{Read, Write};
    let mut stream = std::os::unix::net::UnixStream::connect(path)?;
    let (mut bytes, mut room) = (call.to_string().into_bytes(), [0; 4096]);
    bytes.push(0);
    stream.write_all(&bytes)?;
    bytes.clear();
    while bytes.last() != Some(&0) {
        let left = deadline.checked_duration_since(Instant::now()).filter(|left| !left.is_zero()).ok_or(ErrorKind::TimedOut)?;
        stream.set_read_timeout(Some(left))?;
        let got = stream.read(&mut room)?;
        if got == 0 || bytes.len() > 1 << 20 {
            return Err(io::Error::other("no whole answer"));
        }
        bytes.extend_from_slice(room.get(..got).unwrap_or(&[]));
    }
    bytes.pop();
    serde_json::from_slice(&bytes).map_err(io::Error::other)
}

#[cfg(not(unix))]
fn varlink(_: &Path, _: &serde_json::Value, _: Instant) -> io::Result<serde_json::Value> {
    Err(ErrorKind::NotFound.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine() {
        let both = Families { four: true, six: true };
        for name in ["localhost", "LocalHost.", "a.b.localhost", "x.localhost.localdomain.", "localhost.localdomain"] {
            let told = own_name(name, both).unwrap();
            let addresses: Vec<String> = told.addresses.iter().map(|(address, _)| address.to_string()).collect();
            assert_eq!((told.name.as_str(), addresses), ("localhost", vec!["127.0.0.1".to_owned(), "::1".to_owned()]), "{name}");
        }
        assert_eq!(own_name("localhost", Families { four: false, six: true }).unwrap().addresses.len(), 1);
        for name in ["notlocalhost", "localhost.example", "é.local", ""] {
            assert_eq!(own_name(name, both).unwrap_err().0, Status::NotFound, "{name}");
        }
        assert!(!own_name(&hostname(), both).unwrap().addresses.is_empty());
        assert_eq!(own_address("127.0.0.2".parse().unwrap()).unwrap().name, hostname());
    }

    #[test]
    fn names_of_the_link() {
        assert_eq!(is_for_multicast("a.local", true), Ok(true));
        assert_eq!(is_for_multicast("A.LOCAL.", true), Ok(true));
        for other in ["a.b.local", "local", "a.example", "alocal"] {
            assert!(is_for_multicast(other, true).is_err(), "{other}");
        }
        let four = Families { four: true, six: false };
        assert!(is_address_for_multicast("169.254.3.4".parse().unwrap(), four, true).is_ok());
        assert!(is_address_for_multicast("192.0.2.1".parse().unwrap(), four, true).is_err());
        assert!(is_address_for_multicast("192.0.2.1".parse().unwrap(), four, false).is_ok());
        assert!(is_address_for_multicast("fe80::1".parse().unwrap(), four, false).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn varlink_is_written_and_read() {
        use std::io::{Read, Write};
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let listener = std::os::unix::net::UnixListener::bind(&path).unwrap();
        let served = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut room = [0; 1000];
            let size = stream.read(&mut room).unwrap();
            for part in [&b"{\"parameters\":"[..], b"{\"a\":1}}\0"] {
                stream.write_all(part).unwrap();
            }
            room[..size].to_vec()
        });
        let deadline = Instant::now() + Duration::from_secs(20);
        let reply = varlink(&path, &serde_json::json!({ "method": "x" }), deadline).unwrap();
        assert_eq!(reply["parameters"]["a"], 1);
        assert_eq!(served.join().unwrap(), b"{\"method\":\"x\"}\0");
    }
}
