//! The calls by our own walk: `nsswitch.conf`, `hosts`, `resolv.conf`, questions to its servers, RFC 6724's order. What glibc does
//! inside `getaddrinfo` and its elders, done in the open, so that each step can be told.
//!
//! Sources are `files`, `dns`, and those of `modules`: `myhostname`, `mdns` and its kind, `resolve`; others (`compat`, `db`, `nis`,
//! `hesiod`, `wins`, `mymachines`) are not read, and count as unavailable.
//!
//! Where it differs from glibc: nscd's cache is not asked; the order is RFC 6724's, where glibc has the tables of the older RFC 3484;
//! names of answers are not decoded (`AI_CANONIDN`); a line of `nsswitch.conf` with words in brackets that do not exist, of which glibc
//! makes EINVAL, is taken without them.

use super::calls::{self, Answer, Call, Entry, Error, Hints, Row, Sockaddr, address_text};
use super::exchange::{Servers, Silence};
use super::hosts::{self, Line};
use super::idna;
use super::modules::{self, Families, Module, Told};
use super::nsswitch::{self, Source, Status};
use super::numbers::AF_INET;
use super::order::{self, Policy};
use super::resolv::Config;
use super::services::{self, Service};
use super::trail::{Step, Trail};
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{Name, RData, RecordType};
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6};
use std::time::{Duration, Instant};

const AF_INET6: i32 = 10;

const HOST_NOT_FOUND: i32 = 1;
const TRY_AGAIN: i32 = 2;
const NO_RECOVERY: i32 = 3;
const NO_DATA: i32 = 4;
/// None of the sources is known here.
const NO_SOURCE: i32 = -2;

const EAI_BADFLAGS: i32 = -1;
const EAI_NONAME: i32 = -2;
const EAI_AGAIN: i32 = -3;
const EAI_NODATA: i32 = -5;
const EAI_FAMILY: i32 = -6;
const EAI_SOCKTYPE: i32 = -7;
const EAI_SERVICE: i32 = -8;
const EAI_ADDRFAMILY: i32 = -9;

const PASSIVE: i32 = 0x1;
const CANONNAME: i32 = 0x2;
const NUMERICHOST: i32 = 0x4;
const V4MAPPED: i32 = 0x8;
const ALL: i32 = 0x10;
const ADDRCONFIG: i32 = 0x20;
const NUMERICSERV: i32 = 0x400;
/// The above, and glibc's own for names of other scripts.
const KNOWN_FLAGS: i32 = 0x7ff;

const NI_NUMERICHOST: i32 = 1;
const NI_NUMERICSERV: i32 = 2;
const NI_NOFQDN: i32 = 4;
const NI_NAMEREQD: i32 = 8;
const NI_DGRAM: i32 = 16;
/// The above, and glibc's own for names of other scripts.
const NI_KNOWN: i32 = 0xff;

/// glibc's `MAXDNAME`: longer texts are no names.
const LONGEST: usize = 1025;

/// Looks up by our own walk, for no longer than `time`.
///
/// # Errors
/// As CPython's; [`Error::Late`] where the time was not enough. The steps are in `trail` either way.
pub fn ask(call: &Call, time: Duration, trail: &mut Trail) -> Result<Answer, Error> {
    let mut walk = Walk {
        sources: nsswitch::system(),
        lines: hosts::system(),
        config: Config::system(),
        services: services::system(),
        policy: Policy::system(),
        deadline: Instant::now() + time,
        herr: 0,
        first: 0,
        only_whether: false,
        links: vec![],
        trail,
    };
    if walk.config.options.rotate {
        walk.first = RandomState::new().build_hasher().finish() as usize % walk.config.servers.len().max(1);
    }
    walk.call(call)
}

struct Walk<'a> {
    sources: Vec<Source>,
    lines: Option<Vec<Line>>,
    config: Config,
    services: Vec<Service>,
    policy: Policy,
    deadline: Instant,
    /// The thread's `h_errno`, as only questions to servers leave it: what CPython tells of a failed entry.
    herr: i32,
    /// The server that `rotate` begins with.
    first: usize,
    /// Of `no-aaaa`: what is asked tells only whether there is such a name.
    only_whether: bool,
    /// Addresses that are one link's, and the interface's number.
    links: Vec<(IpAddr, u32)>,
    trail: &'a mut Trail,
}

fn is_known(source: &Source) -> bool {
    let name = source.name.as_str();
    matches!(name, "files" | "dns") || Module::of(name).is_some() && modules::installed(name)
}

/// A search's end at one source, or at all of them.
struct Found {
    status: Status,
    /// What the source says of it: `h_errno`.
    herr: i32,
    entry: Entry,
    /// With which canonical name, in which order of arrival.
    addresses: Vec<IpAddr>,
    /// What is to be said besides.
    note: String,
}

impl Found {
    fn not(status: Status, herr: i32) -> Found {
        Found {
            status,
            herr,
            entry: Entry { name: String::new(), aliases: vec![], addresses: vec![] },
            addresses: vec![],
            note: String::new(),
        }
    }

    fn with(entry: Entry) -> Found {
        Found { status: Status::Success, herr: 0, addresses: entry.addresses.clone(), entry, note: String::new() }
    }
}

/// What is wanted of a source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    Four,
    Six,
    Both,
}

impl Want {
    fn kinds(self, no_aaaa: bool) -> &'static [RecordType] {
        match self {
            Want::Four => &[RecordType::A],
            Want::Both | Want::Six if no_aaaa => &[RecordType::A],
            Want::Six => &[RecordType::AAAA],
            Want::Both => &[RecordType::A, RecordType::AAAA],
        }
    }
}

impl Walk<'_> {
    fn call(&mut self, call: &Call) -> Result<Answer, Error> {
        match call {
            Call::Gethostbyname(name) => {
                let name = self.named(call, name.as_deref())?;
                Ok(Answer::Address(self.set_address(&name, AF_INET)?))
            }
            Call::GethostbynameEx(name) => {
                let name = self.named(call, name.as_deref())?;
                self.set_address(&name, AF_INET)?;
                self.trail.note("the same name again, for its aliases");
                self.entry_of(&name)
            }
            Call::Gethostbyaddr(address) => {
                let name = self.named(call, address.as_deref())?;
                let address = self.set_address(&name, 0)?;
                let found = self.by_address(address)?;
                if found.status == Status::Success { calls::entry(found.entry, address) } else { Err(Error::host(self.herr)) }
            }
            Call::Getaddrinfo { host, service, hints } => {
                let host = host.as_deref().map(|host| self.encoded(host)).transpose()?;
                Ok(Answer::Rows(self.rows(host.as_deref(), service.as_deref(), *hints)?))
            }
            Call::Getnameinfo(address) => self.name_of(address),
        }
    }

    fn named(&mut self, call: &Call, name: Option<&str>) -> Result<String, Error> {
        let encoded = calls::named(call, name)?;
        self.told_encoded(name.unwrap_or_default(), &encoded);
        Ok(encoded)
    }

    fn encoded(&mut self, name: &str) -> Result<String, Error> {
        let encoded = idna::to_ascii(name).map_err(Error::Name)?;
        self.told_encoded(name, &encoded);
        Ok(encoded)
    }

    fn told_encoded(&mut self, given: &str, name: &str) {
        if given != name {
            self.trail.add(Step::Encoded { given: given.to_owned(), name: name.to_owned() });
        }
    }

    /// CPython's `setipaddr`.
    fn set_address(&mut self, name: &str, family: i32) -> Result<IpAddr, Error> {
        if let Some(address) = calls::literal(name, family)? {
            self.trail.add(Step::Literal { text: name.to_owned(), address });
            return Ok(address);
        }
        let rows = self.rows(Some(name), None, Hints { family, ..Hints::default() })?;
        rows.first().map(|row| row.address.ip()).ok_or_else(|| Error::gai(EAI_NONAME))
    }

    /// `gethostbyname_r` and what CPython makes of it.
    fn entry_of(&mut self, name: &str) -> Result<Answer, Error> {
        if let Some(digits) = digits_and_dots(name) {
            let address = digits.ok_or_else(|| Error::host(self.herr))?;
            self.trail.add(Step::Literal { text: name.to_owned(), address });
            return Ok(Answer::Entry(Entry { name: name.to_owned(), aliases: vec![], addresses: vec![address] }));
        }
        let found = self.search_sources(|walk, source| walk.by_name(source, name, Want::Four))?;
        if found.status == Status::Success { Ok(Answer::Entry(found.entry)) } else { Err(Error::host(self.herr)) }
    }

    /// glibc's `getaddrinfo`.
    fn rows(&mut self, host: Option<&str>, service: Option<&str>, hints: Hints) -> Result<Vec<Row>, Error> {
        let host = host.filter(|host| *host != "*");
        let service = service.filter(|service| *service != "*");
        let Hints { mut family, socktype, proto, flags } = hints;
        if host.is_none() && service.is_none() {
            return Err(Error::gai(EAI_NONAME));
        }
        if flags & !KNOWN_FLAGS != 0 || flags & CANONNAME != 0 && host.is_none() {
            return Err(Error::gai(EAI_BADFLAGS));
        }
        if !matches!(family, 0 | AF_INET | AF_INET6) {
            return Err(Error::gai(EAI_FAMILY));
        }
        if flags & ADDRCONFIG != 0 {
            family = self.narrowed(family)?;
        }
        let slots = self.slots(service, socktype, proto, flags & NUMERICSERV != 0)?;
        let Some(host) = host else {
            let passive = flags & PASSIVE != 0;
            let six: IpAddr = if passive { Ipv6Addr::UNSPECIFIED } else { Ipv6Addr::LOCALHOST }.into();
            let four: IpAddr = if passive { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST }.into();
            let both = [(family != AF_INET).then_some((six, 0)), (family != AF_INET6).then_some((four, 0))];
            return Ok(self.ordered(both.into_iter().flatten().collect(), &slots, ""));
        };
        if let Some(literal) = self.literal(host, family, flags) {
            let address = literal?;
            return Ok(self.ordered(vec![address], &slots, if flags & CANONNAME != 0 { host } else { "" }));
        }
        if flags & NUMERICHOST != 0 {
            return Err(Error::gai(EAI_NONAME));
        }
        let (addresses, canon) = self.looked_up(host, family, flags)?;
        let canon = if flags & CANONNAME != 0 { canon } else { String::new() };
        // Only where both families are asked for at once modules may tell the link.
        let link = |address: &IpAddr| self.links.iter().find(|(on, _)| family == 0 && on == address).map_or(0, |(_, link)| *link);
        let addresses = addresses.into_iter().map(|address| (address, link(&address))).collect();
        Ok(self.ordered(addresses, &slots, &canon))
    }

    /// `AI_ADDRCONFIG`: the families of which this machine has an address other than loopback's.
    fn narrowed(&mut self, family: i32) -> Result<i32, Error> {
        let all = crate::net::interfaces::list().unwrap_or_default();
        let mut own = all.iter().flat_map(|interface| &interface.addresses).map(|own| own.address);
        let four = own.clone().any(|address| address.is_ipv4() && address != IpAddr::V4(Ipv4Addr::LOCALHOST));
        let six = own.any(|address| address.is_ipv6() && !address.is_loopback());
        match family {
            0 if four != six => {
                self.trail.add(Step::Narrowed { family: if four { "IPv4" } else { "IPv6" } });
                Ok(if four { AF_INET } else { AF_INET6 })
            }
            AF_INET if !four => Err(Error::gai(EAI_NONAME)),
            AF_INET6 if !six => Err(Error::gai(EAI_NONAME)),
            family => Ok(family),
        }
    }

    /// The types of sockets, protocols and ports: a row for each, of each address.
    fn slots(&mut self, service: Option<&str>, socktype: i32, proto: i32, numeric: bool) -> Result<Vec<Slot>, Error> {
        let takes = |kind: &&Kind| (socktype == 0 || socktype == kind.socktype) && (proto == 0 || kind.any || proto == kind.proto);
        let chosen = KINDS.iter().find(takes);
        let is_free = socktype == 0 && proto == 0;
        let Some(first) = chosen else { return Err(Error::gai(if socktype != 0 { EAI_SOCKTYPE } else { EAI_SERVICE })) };
        let slot = |kind: &Kind, port: u16| Slot { socktype: kind.socktype, proto: if kind.any { proto } else { kind.proto }, port };
        let port = match service.filter(|service| !service.is_empty()) {
            None => 0,
            Some(_) if !is_free && first.any => return Err(Error::gai(EAI_SERVICE)),
            Some(service) => match strtoul(service) {
                Some(port) => port,
                None if numeric => return Err(Error::gai(EAI_NONAME)),
                None => {
                    let kinds = if is_free { KINDS } else { std::slice::from_ref(first) };
                    let mut slots = vec![];
                    for kind in kinds.iter().filter(|kind| !kind.any) {
                        let line = services::by_name(&self.services, service, kind.name);
                        // That nobody offers a service over SCTP is not worth a line.
                        if line.is_some() || kind.usual {
                            let (port, at) = (line.map(|line| line.port), line.map(|line| line.number));
                            self.trail.add(Step::Service { name: service.to_owned(), proto: kind.name.to_owned(), port, line: at });
                        }
                        slots.extend(line.map(|line| slot(kind, line.port)));
                    }
                    return if slots.is_empty() { Err(Error::gai(EAI_SERVICE)) } else { Ok(slots) };
                }
            },
        };
        Ok(if is_free { KINDS.iter().filter(|kind| kind.usual).map(|kind| slot(kind, port)).collect() } else { vec![slot(first, port)] })
    }

    /// The address that a text is, with its interface; `None` for a name.
    fn literal(&mut self, text: &str, family: i32, flags: i32) -> Option<Result<(IpAddr, u32), Error>> {
        let wrong = || Some(Err(Error::gai(EAI_ADDRFAMILY)));
        let (address, scope) = if let Some(v4) = hosts::classful(text) {
            match family {
                AF_INET6 if flags & V4MAPPED != 0 => (v4.to_ipv6_mapped().into(), 0),
                AF_INET6 => return wrong(),
                _ => (v4.into(), 0),
            }
        } else {
            let (bare, scope) = text.split_once('%').map_or((text, None), |(bare, scope)| (bare, Some(scope)));
            let v6: Ipv6Addr = bare.parse().ok()?;
            let address = match (family, v6.to_ipv4_mapped()) {
                (AF_INET, Some(v4)) => v4.into(),
                (AF_INET, None) => return wrong(),
                _ => IpAddr::V6(v6),
            };
            match scope.map(|scope| hosts::scope(v6, scope)) {
                Some(None) => return Some(Err(Error::gai(EAI_NONAME))),
                scope => (address, scope.flatten().unwrap_or(0)),
            }
        };
        self.trail.add(Step::Literal { text: text.to_owned(), address });
        Some(Ok((address, scope)))
    }

    /// The addresses of a name, and its canonical name.
    fn looked_up(&mut self, name: &str, family: i32, flags: i32) -> Result<(Vec<IpAddr>, String), Error> {
        if family == AF_INET && flags & CANONNAME == 0 {
            // The short way, as gethostbyname2 goes it.
            if digits_and_dots(name).is_some() {
                return Err(Error::gai(EAI_NONAME));
            }
            let found = self.search_sources(|walk, source| walk.by_name(source, name, Want::Four))?;
            return match (found.status, found.herr) {
                (Status::Success, _) => Ok((found.entry.addresses, found.entry.name)),
                (Status::NotFound, NO_DATA) => Err(Error::gai(EAI_NODATA)),
                (Status::NotFound, _) | (_, NO_SOURCE) => Err(Error::gai(EAI_NONAME)),
                (_, TRY_AGAIN) => Err(Error::gai(EAI_AGAIN)),
                (_, _) => Err(Error::gai(EAI_NODATA)),
            };
        }
        let (mut no_data, mut no_data6) = (0, 0);
        let mut found = Found::not(Status::Unavail, 0);
        let sources = self.sources.clone();
        self.trail.add(Step::Sources { names: sources.iter().map(|source| source.name.clone()).collect() });
        for source in &sources {
            let known = is_known(source);
            let told = |found: &Found| match (found.status, found.herr) {
                (Status::Success, _) => 0,
                (_, TRY_AGAIN) => EAI_AGAIN,
                (_, NO_DATA) => 1,
                _ => 0,
            };
            if family == 0 {
                if let Some(next) = self.by_name(source, name, Want::Both)? {
                    no_data = told(&next);
                    no_data6 = no_data;
                    found = next;
                }
            } else {
                if family == AF_INET6
                    && let Some(next) = self.by_name(source, name, Want::Six)?
                {
                    no_data = told(&next);
                    no_data6 = no_data;
                    found = next;
                }
                let mapped = family == AF_INET6 && flags & V4MAPPED != 0 && (flags & ALL != 0 || found.addresses.is_empty());
                if (family == AF_INET || mapped)
                    && let Some(mut next) = self.by_name(source, name, Want::Four)?
                {
                    no_data = told(&next);
                    if mapped {
                        next.addresses.iter_mut().for_each(|address| *address = map(*address));
                    } else {
                        no_data6 = no_data;
                    }
                    if found.addresses.is_empty() || family == AF_INET {
                        found = next;
                    } else {
                        found.addresses.extend(next.addresses);
                    }
                }
            }
            if !known {
                found.status = Status::Unavail;
            }
            self.source_told(source, &found);
            if source.last.contains(&found.status) {
                break;
            }
        }
        if found.addresses.is_empty() {
            return Err(Error::gai(match (no_data, no_data6) {
                (EAI_AGAIN, EAI_AGAIN) => EAI_AGAIN,
                (0, _) | (_, 0) => EAI_NONAME,
                _ => EAI_NODATA,
            }));
        }
        Ok((found.addresses, found.entry.name))
    }

    /// Asks source after source, as far as nsswitch.conf lets it.
    fn search_sources(&mut self, ask: impl Fn(&mut Self, &Source) -> Result<Option<Found>, Error>) -> Result<Found, Error> {
        let sources = self.sources.clone();
        self.trail.add(Step::Sources { names: sources.iter().map(|source| source.name.clone()).collect() });
        let mut found = Found::not(Status::Unavail, NO_SOURCE);
        for source in &sources {
            if let Some(next) = ask(self, source)? {
                found = next;
            } else {
                found.status = Status::Unavail;
            }
            self.source_told(source, &found);
            // Entries of hosts cannot be merged: the first is what there is.
            if source.last.contains(&found.status) || source.merge.contains(&found.status) && found.status == Status::Success {
                break;
            }
        }
        Ok(found)
    }

    fn source_told(&mut self, source: &Source, found: &Found) {
        let note = match source.name.as_str() {
            "files" if self.lines.is_none() => "/etc/hosts cannot be read".to_owned(),
            _ if is_known(source) => found.note.clone(),
            other if Module::of(other).is_some() => format!("libnss_{other}.so.2 is not installed"),
            _ => "not read: a source that is not known here".to_owned(),
        };
        let last = source.last.contains(&found.status);
        self.trail.add(Step::Source { name: source.name.clone(), status: found.status, last, note });
    }

    /// What one source has for a name; `None` where the source is not known here.
    fn by_name(&mut self, source: &Source, name: &str, want: Want) -> Result<Option<Found>, Error> {
        match source.name.as_str() {
            "files" => Ok(Some(self.file_by_name(name, want))),
            "dns" => self.dns_by_name(name, want).map(Some),
            other => match Module::of(other).filter(|_| modules::installed(other)) {
                Some(module) => self.module_by_name(module, name, want).map(Some),
                None => Ok(None),
            },
        }
    }

    fn module_by_name(&mut self, module: Module, name: &str, want: Want) -> Result<Found, Error> {
        let families = Families { four: want != Want::Six, six: want != Want::Four };
        let told = match module {
            Module::Own => modules::own_name(name, families),
            Module::Resolved => modules::resolved_name(name, families, self.deadline),
            Module::Multicast { four, six, minimal } => {
                let families = Families { four: four && families.four, six: six && families.six };
                self.link_by_name(name, families, minimal)?
            }
        };
        self.in_time()?;
        Ok(self.of_module(told, name))
    }

    /// nss-mdns: names of the link, unless the DNS has a zone of that name.
    fn link_by_name(&mut self, name: &str, families: Families, minimal: bool) -> Result<Result<Told, modules::Not>, Error> {
        let no = |why: String| Ok(Err((Status::Unavail, why)));
        if !families.four && !families.six {
            return no("it does not ask for this family".to_owned());
        }
        let in_doubt = match modules::is_for_multicast(name, minimal) {
            Ok(in_doubt) => in_doubt,
            Err(why) => return no(why),
        };
        if in_doubt && self.has_local_zone()? {
            return no("the DNS has a zone local".to_owned());
        }
        Ok(modules::avahi().and_then(|()| modules::ask_link(name, families, self.deadline, self.trail)))
    }

    fn has_local_zone(&mut self) -> Result<bool, Error> {
        let Some(local) = wire_name("local") else { return Ok(false) };
        let herr = self.herr;
        let mut servers = Servers { config: &self.config, deadline: self.deadline, trail: self.trail, first: self.first };
        let told = servers.ask(&local, &[RecordType::SOA])?;
        self.herr = herr;
        let has = |message: &Message| message.metadata.response_code == ResponseCode::NoError && !message.answers.is_empty();
        Ok(told.is_ok_and(|messages| messages.iter().flatten().any(has)))
    }

    fn module_by_address(&mut self, module: Module, address: IpAddr) -> Result<Found, Error> {
        let told = match module {
            Module::Own => modules::own_address(address),
            Module::Resolved => modules::resolved_address(address, self.deadline),
            Module::Multicast { four, six, minimal } => modules::is_address_for_multicast(address, Families { four, six }, minimal)
                .map_err(|why| (Status::Unavail, why))
                .and_then(|()| modules::avahi())
                .and_then(|()| modules::ask_link_back(address, self.deadline, self.trail)),
        };
        self.in_time()?;
        let told = told.map(|told| Told { addresses: vec![(address, 0)], ..told });
        Ok(self.of_module(told, &address_text(address)))
    }

    fn in_time(&self) -> Result<(), Error> {
        if Instant::now() < self.deadline { Ok(()) } else { Err(Error::Late) }
    }

    fn of_module(&mut self, told: Result<Told, modules::Not>, asked: &str) -> Found {
        match told {
            Ok(Told { name, aliases, addresses }) => {
                let texts: Vec<String> =
                    addresses.iter().map(|(address, link)| format!("{address}{}", scope_text(*address, *link))).collect();
                self.trail.note(format!("  {asked} is {name}: {}", texts.join(", ")));
                self.links.extend(addresses.iter().filter(|(_, link)| *link != 0));
                Found::with(Entry { name, aliases, addresses: addresses.into_iter().map(|(address, _)| address).collect() })
            }
            Err((status, note)) => {
                let herr = match status {
                    Status::NotFound | Status::Success => HOST_NOT_FOUND,
                    Status::TryAgain => TRY_AGAIN,
                    Status::Unavail => NO_RECOVERY,
                };
                Found { note, ..Found::not(status, herr) }
            }
        }
    }

    fn file_by_name(&mut self, name: &str, want: Want) -> Found {
        let Some(lines) = &self.lines else { return Found::not(Status::Unavail, 0) };
        let address = |line: &Line| match want {
            Want::Both => Some(line.address),
            Want::Four => line.of(true),
            Want::Six => line.of(false),
        };
        let bearing: Vec<(Line, IpAddr)> =
            lines.iter().filter(|line| line.bears(name)).filter_map(|line| Some((line.clone(), address(line)?))).collect();
        for (line, _) in &bearing {
            let names = [vec![line.name.clone()], line.aliases.clone()].concat().join(" ");
            self.trail.add(Step::HostsLine { line: line.number, text: format!("{} {names}", line.address) });
        }
        let Some((first, _)) = bearing.first() else { return Found::not(Status::NotFound, HOST_NOT_FOUND) };
        let mut aliases = first.aliases.clone();
        for (line, _) in bearing.iter().skip(1) {
            aliases.extend(line.aliases.iter().cloned());
            if line.name != first.name {
                aliases.push(line.name.clone());
            }
        }
        let addresses: Vec<IpAddr> = bearing.iter().map(|(_, address)| *address).collect();
        Found::with(Entry { name: first.name.clone(), aliases, addresses })
    }

    /// glibc's `res_search`: which full names are tried for a name, and what the servers say to each.
    fn dns_by_name(&mut self, name: &str, want: Want) -> Result<Found, Error> {
        let kinds = want.kinds(self.config.options.no_aaaa);
        if want == Want::Six && self.config.options.no_aaaa {
            self.trail.note("  no-aaaa: whether the name is there is asked, by its IPv4 address; it has no other");
        }
        if !name.is_empty() && wire_name(name).and_then(|name| host_name(&name)).is_none() {
            self.trail.note("  no host can have this name: nobody is asked");
            return Ok(Found::not(Status::NotFound, HOST_NOT_FOUND));
        }
        self.only_whether = want == Want::Six && self.config.options.no_aaaa;
        self.herr = HOST_NOT_FOUND;
        let dots = name.matches('.').count();
        let (rooted, ndots) = (name.ends_with('.'), self.config.ndots as usize);
        let mut as_it_is = None;
        let mut last: Option<Failure> = None;
        if dots >= ndots || rooted {
            let why = if rooted {
                "it ends with a dot".to_owned()
            } else {
                format!("as it is first: {dots} {} and ndots {ndots}", if dots == 1 { "dot" } else { "dots" })
            };
            match self.query(name, kinds, why)? {
                Ok(replies) => return Ok(self.collected(replies)),
                Err(failure) if rooted => return Ok(self.failed(&failure, None)),
                Err(failure) => {
                    as_it_is = Some(failure.herr);
                    last = Some(failure);
                }
            }
        }
        let (mut nodata, mut servfail, mut root_listed, mut searched) = (false, false, false, false);
        if !rooted {
            for domain in self.config.search.clone() {
                searched = true;
                let domain = domain.strip_prefix('.').unwrap_or(&domain);
                root_listed |= domain.is_empty();
                let full = if name.is_empty() { format!(".{domain}") } else { format!("{name}.{domain}") };
                match self.query(&full, kinds, format!("search list: {}", if domain.is_empty() { "." } else { domain }))? {
                    Ok(replies) => return Ok(self.collected(replies)),
                    Err(failure) => {
                        let go_on = match failure.herr {
                            _ if failure.refused => {
                                self.herr = TRY_AGAIN;
                                return Ok(Found::not(Status::Unavail, TRY_AGAIN));
                            }
                            NO_DATA => {
                                nodata = true;
                                true
                            }
                            HOST_NOT_FOUND => true,
                            TRY_AGAIN => {
                                servfail |= failure.servfail;
                                failure.servfail
                            }
                            _ => false,
                        };
                        last = Some(failure);
                        if !go_on {
                            break;
                        }
                    }
                }
            }
        }
        if (dots > 0 || !searched || !self.config.options.no_tld_query) && as_it_is.is_none() && !root_listed {
            match self.query(name, kinds, "as it is at last".to_owned())? {
                Ok(replies) => return Ok(self.collected(replies)),
                Err(failure) => last = Some(failure),
            }
        }
        let herr = as_it_is.or(nodata.then_some(NO_DATA)).or(servfail.then_some(TRY_AGAIN));
        let last = last.unwrap_or(Failure { herr: HOST_NOT_FOUND, silent: false, refused: false, servfail: false });
        Ok(self.failed(&last, herr))
    }

    /// The source's end where no name was found: it does not work where the last question was not answered.
    fn failed(&mut self, last: &Failure, herr: Option<i32>) -> Found {
        self.herr = herr.unwrap_or(last.herr);
        Found::not(if last.silent { Status::Unavail } else { Status::NotFound }, self.herr)
    }

    /// A full name asked of the servers; in glibc `res_query`.
    fn query(&mut self, name: &str, kinds: &[RecordType], why: String) -> Result<Result<Vec<Reply>, Failure>, Error> {
        self.trail.add(Step::Candidate { name: name.to_owned(), why });
        let failure = |herr| Failure { herr, silent: false, refused: false, servfail: false };
        let Some(wire) = wire_name(name) else {
            self.trail.note("    no name for the DNS: it is empty, too long, or has an empty label");
            self.herr = NO_RECOVERY;
            return Ok(Err(failure(NO_RECOVERY)));
        };
        let mut servers = Servers { config: &self.config, deadline: self.deadline, trail: self.trail, first: self.first };
        let messages = match servers.ask(&wire, kinds)? {
            Ok(messages) => messages,
            Err(Silence { refused, servfail }) => {
                self.herr = TRY_AGAIN;
                return Ok(Err(Failure { herr: TRY_AGAIN, silent: true, refused, servfail }));
            }
        };
        let replies: Vec<Reply> = messages
            .into_iter()
            .zip(kinds)
            .filter_map(|(message, kind)| Some(Reply { message: message?, kind: *kind, name: wire.clone() }))
            .collect();
        let code = |reply: &Reply| reply.message.metadata.response_code;
        let empty = self.only_whether;
        let good = |reply: &Reply| code(reply) == ResponseCode::NoError && !reply.message.answers.is_empty() && !empty;
        if replies.iter().any(good) {
            return Ok(Ok(replies));
        }
        let first = replies.iter().map(code).find(|code| *code != ResponseCode::NoError);
        self.herr = match first {
            None => NO_DATA,
            Some(ResponseCode::NXDomain) => HOST_NOT_FOUND,
            Some(ResponseCode::ServFail) => TRY_AGAIN,
            Some(_) => NO_RECOVERY,
        };
        Ok(Err(Failure { servfail: first == Some(ResponseCode::ServFail), ..failure(self.herr) }))
    }

    /// The entry and addresses that the servers' answers hold.
    fn collected(&mut self, replies: Vec<Reply>) -> Found {
        let mut name = None;
        let mut aliases = vec![];
        let mut addresses = vec![];
        for reply in &replies {
            let Some(chain) = reply.chain() else { continue };
            if !chain.addresses.is_empty() && name.is_none() {
                name = Some(chain.name);
                aliases = chain.aliases;
            }
            addresses.extend(chain.addresses);
        }
        match name {
            Some(name) => Found::with(Entry { name, aliases, addresses }),
            // An alias of nothing.
            None => Found::not(Status::TryAgain, NO_RECOVERY),
        }
    }

    /// The entry of an address, from all sources.
    fn by_address(&mut self, address: IpAddr) -> Result<Found, Error> {
        self.search_sources(|walk, source| match source.name.as_str() {
            "files" => Ok(Some(walk.file_by_address(address))),
            "dns" => walk.dns_by_address(address).map(Some),
            other => match Module::of(other).filter(|_| modules::installed(other)) {
                Some(module) => walk.module_by_address(module, address).map(Some),
                None => Ok(None),
            },
        })
    }

    fn file_by_address(&mut self, address: IpAddr) -> Found {
        let Some(lines) = &self.lines else { return Found::not(Status::Unavail, 0) };
        let Some(line) = lines.iter().find(|line| line.of(address.is_ipv4()) == Some(address)).cloned() else {
            return Found::not(Status::NotFound, HOST_NOT_FOUND);
        };
        let names = [vec![line.name.clone()], line.aliases.clone()].concat().join(" ");
        self.trail.add(Step::HostsLine { line: line.number, text: format!("{} {names}", line.address) });
        Found::with(Entry { name: line.name, aliases: line.aliases, addresses: vec![address] })
    }

    fn dns_by_address(&mut self, address: IpAddr) -> Result<Found, Error> {
        self.only_whether = false;
        // glibc asks for the IPv4 address that is inside.
        let asked = match address {
            IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        let replies = match self.query(&reverse_name(asked), &[RecordType::PTR], format!("the name of {}", address_text(address)))? {
            Ok(replies) => replies,
            // Servers that do not answer know no name, as glibc has it here, and only here.
            Err(failure) => return Ok(self.failed(&Failure { silent: false, ..failure }, None)),
        };
        let Some(name) = replies.iter().find_map(Reply::pointer) else {
            return Ok(Found::not(Status::TryAgain, NO_RECOVERY));
        };
        Ok(Found::with(Entry { name, aliases: vec![], addresses: vec![asked] }))
    }

    /// Rows for addresses in RFC 6724's order.
    fn ordered(&mut self, addresses: Vec<(IpAddr, u32)>, slots: &[Slot], canon: &str) -> Vec<Row> {
        let socket = |(address, scope): &(IpAddr, u32)| match address {
            IpAddr::V6(v6) => SocketAddr::V6(SocketAddrV6::new(*v6, 0, 0, *scope)),
            IpAddr::V4(_) => SocketAddr::new(*address, 0),
        };
        let mut sockets: Vec<SocketAddr> = addresses.iter().map(socket).collect();
        if sockets.len() > 1 {
            let ranked = order::sort(&sockets, &self.policy, order::source);
            sockets = ranked.iter().map(|entry| entry.address).collect();
            self.trail.add(Step::Order { addresses: ranked });
        }
        let mut rows: Vec<Row> = sockets
            .iter()
            .flat_map(|socket| {
                slots.iter().map(|slot| {
                    let mut address = *socket;
                    address.set_port(slot.port);
                    let family = if address.is_ipv4() { AF_INET } else { AF_INET6 };
                    Row { family, socktype: slot.socktype, proto: slot.proto, canonname: String::new(), address }
                })
            })
            .collect();
        if let Some(first) = rows.first_mut() {
            first.canonname = canon.to_owned();
        }
        rows
    }

    /// CPython's and glibc's `getnameinfo`.
    fn name_of(&mut self, address: &Sockaddr) -> Result<Answer, Error> {
        let Sockaddr { host, flowinfo, scope, flags, .. } = address;
        let port = address.checked()?;
        let hints = Hints { flags: NUMERICHOST, socktype: 2, ..Hints::default() };
        let rows = self.rows(Some(host), Some(&port.to_string()), hints)?;
        let socket = match rows.as_slice() {
            [row] => row.address,
            [] => return Err(Error::gai(EAI_NONAME)),
            _ => return Err(Error::Os("sockaddr resolved to multiple addresses")),
        };
        if socket.is_ipv4() && (flowinfo.is_some() || scope.is_some()) {
            return Err(Error::Os("IPv4 sockaddr must be 2 tuple"));
        }
        if flags & !NI_KNOWN != 0 {
            return Err(Error::gai(EAI_BADFLAGS));
        }
        let ip = socket.ip();
        let mut name = None;
        if flags & NI_NUMERICHOST == 0 {
            let found = self.by_address(ip)?;
            if found.status == Status::Success {
                name = Some(if flags & NI_NOFQDN != 0 { self.without_own_domain(found.entry.name)? } else { found.entry.name });
            } else if found.herr == TRY_AGAIN {
                return Err(Error::gai(EAI_AGAIN));
            }
        }
        let host = match name {
            Some(name) => name,
            None if flags & NI_NAMEREQD != 0 => return Err(Error::gai(EAI_NONAME)),
            None => format!("{}{}", address_text(ip), scope_text(ip, scope.unwrap_or(0))),
        };
        let proto = if flags & NI_DGRAM != 0 { "udp" } else { "tcp" };
        let line = if flags & NI_NUMERICSERV == 0 { services::by_port(&self.services, socket.port(), proto) } else { None };
        let service = line.map_or_else(|| socket.port().to_string(), |line| line.name.clone());
        Ok(Answer::Names { host, service })
    }

    /// `NI_NOFQDN`: the name without this machine's own domain.
    fn without_own_domain(&mut self, name: String) -> Result<String, Error> {
        let after_dot = |name: &str| name.split_once('.').map(|(_, domain)| domain.to_owned());
        let own = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default().trim().to_owned();
        let of = |walk: &mut Self, name: &str| -> Result<Option<String>, Error> {
            let found = walk.search_sources(|walk, source| walk.by_name(source, name, Want::Four))?;
            Ok((found.status == Status::Success).then(|| after_dot(&found.entry.name)).flatten())
        };
        self.trail.note("NI_NOFQDN: which domain is this machine's own?");
        let mut domain = of(self, "localhost")?;
        if domain.is_none() {
            domain = match after_dot(&own) {
                Some(domain) => Some(domain),
                None => of(self, &own)?,
            };
        }
        if domain.is_none() {
            let found = self.by_address(Ipv4Addr::LOCALHOST.into())?;
            domain = (found.status == Status::Success).then(|| after_dot(&found.entry.name)).flatten();
        }
        let short = domain.and_then(|domain| {
            let at = name.find(&domain)?;
            name.get(..at)?.strip_suffix('.').filter(|short| !short.is_empty()).map(str::to_owned)
        });
        Ok(short.unwrap_or(name))
    }
}

/// What stands behind an address of one link.
fn scope_text(address: IpAddr, scope: u32) -> String {
    let IpAddr::V6(v6) = address else { return String::new() };
    if scope == 0 {
        return String::new();
    }
    let all = crate::net::interfaces::list().unwrap_or_default();
    let named = all.iter().find(|interface| interface.index == scope).filter(|_| hosts::is_link_local(v6));
    format!("%{}", named.map_or_else(|| scope.to_string(), |interface| interface.name.clone()))
}

/// An answer to one question.
struct Reply {
    message: Message,
    kind: RecordType,
    name: Name,
}

/// Where a name's aliases lead.
struct Chain {
    name: String,
    aliases: Vec<String>,
    addresses: Vec<IpAddr>,
}

impl Reply {
    /// The addresses at the end of the aliases; `None` where a name of the answer is not a host's, which nobody is told of.
    fn chain(&self) -> Option<Chain> {
        let mut current = self.name.clone();
        let (mut aliases, mut addresses) = (vec![], vec![]);
        for record in &self.message.answers {
            if record.name != current {
                continue;
            }
            match &record.data {
                RData::CNAME(to) => {
                    aliases.push(host_name(&current)?);
                    current = to.0.clone();
                    host_name(&current)?;
                }
                RData::A(a) if self.kind == RecordType::A => addresses.push(IpAddr::V4(a.0)),
                RData::AAAA(aaaa) if self.kind == RecordType::AAAA => addresses.push(IpAddr::V6(aaaa.0)),
                _ => {}
            }
        }
        Some(Chain { name: host_name(&current)?, aliases, addresses })
    }

    /// The first name that an address's records point to.
    fn pointer(&self) -> Option<String> {
        let mut current = self.name.clone();
        for record in self.message.answers.iter() {
            match &record.data {
                RData::CNAME(to) if record.name == current => current = to.0.clone(),
                RData::PTR(to) if record.name == current => {
                    if let Some(name) = host_name(&to.0) {
                        return Some(name);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

/// Why a name was not found.
struct Failure {
    herr: i32,
    /// No server gave an answer that counts.
    silent: bool,
    /// Every server's port was closed.
    refused: bool,
    servfail: bool,
}

/// A type of socket.
struct Kind {
    socktype: i32,
    proto: i32,
    /// The protocol is the one that was asked for, and it has no ports.
    any: bool,
    /// It is in the answer where neither type nor protocol are asked for.
    usual: bool,
    name: &'static str,
}

/// glibc's.
const KINDS: &[Kind] = &[
    Kind { socktype: 1, proto: 6, any: false, usual: true, name: "tcp" },
    Kind { socktype: 2, proto: 17, any: false, usual: true, name: "udp" },
    Kind { socktype: 6, proto: 33, any: false, usual: false, name: "dccp" },
    Kind { socktype: 2, proto: 136, any: false, usual: false, name: "udplite" },
    Kind { socktype: 1, proto: 132, any: false, usual: false, name: "sctp" },
    Kind { socktype: 5, proto: 132, any: false, usual: false, name: "sctp" },
    Kind { socktype: 3, proto: 0, any: true, usual: true, name: "raw" },
];

/// What a row says of the socket.
struct Slot {
    socktype: i32,
    proto: i32,
    port: u16,
}

fn map(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().into(),
        IpAddr::V6(_) => address,
    }
}

/// A service's number as C reads it: blanks and a sign before it are no harm, and what is too large wraps around. `None` for a name.
fn strtoul(text: &str) -> Option<u16> {
    let text = text.trim_start_matches([' ', '\t', '\n', '\u{b}', '\u{c}', '\r']);
    let (minus, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = digits.parse::<u64>().map_or(u64::MAX, |number| if minus { number.wrapping_neg() } else { number });
    // In C's int; what is negative there is taken for a name.
    let int = number as i32;
    (int >= 0).then_some(int as u16)
}

/// What `gethostbyname` does with a text of digits and dots, or digits and colons: an address or nothing. `None` where it is a name.
fn digits_and_dots(name: &str) -> Option<Option<IpAddr>> {
    let all =
        |other: char| name.chars().all(|c| c == other || c == '.' || if other == '.' { c.is_ascii_digit() } else { c.is_ascii_hexdigit() });
    if name.ends_with('.') {
        return None;
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) && all('.') {
        return Some(hosts::classful(name).map(IpAddr::V4));
    }
    if (name.starts_with(|c: char| c.is_ascii_hexdigit()) && name.contains(':') || name.starts_with(':')) && all(':') {
        return Some(None);
    }
    None
}

/// A name as it is written on the wire, from C's text, in which `\.` is a dot and `\003` a byte.
fn wire_name(text: &str) -> Option<Name> {
    if text.is_empty() || text.len() >= LONGEST {
        return None;
    }
    let mut labels: Vec<Vec<u8>> = vec![vec![]];
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'.' => labels.push(vec![]),
            b'\\' => {
                let next = bytes.next()?;
                let byte = if next.is_ascii_digit() {
                    let digits = [next, bytes.next()?, bytes.next()?];
                    std::str::from_utf8(&digits).ok()?.parse().ok()?
                } else {
                    next
                };
                labels.last_mut()?.push(byte);
            }
            byte => labels.last_mut()?.push(byte),
        }
    }
    if labels.last().is_some_and(Vec::is_empty) {
        labels.pop();
    }
    if labels.iter().any(|label| label.is_empty() || label.len() > 63) {
        return None;
    }
    Name::from_labels(labels).ok()
}

/// A name of an answer, if it may be a host's (RFC 952 and 1123, with `_`); others are dropped, as glibc does.
fn host_name(name: &Name) -> Option<String> {
    let fits = |label: &[u8]| label.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    let labels: Vec<&[u8]> = name.iter().collect();
    if labels.first().is_some_and(|label| label.starts_with(b"-")) || !labels.iter().all(|label| fits(label)) {
        return None;
    }
    Some(labels.iter().map(|label| String::from_utf8_lossy(label)).collect::<Vec<_>>().join("."))
}

/// `7.2.0.192.in-addr.arpa`, and the nibbles of IPv6 (RFC 3596).
fn reverse_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, d] = v4.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(v6) => {
            let nibbles: String = (0..32).map(|at| format!("{:x}.", v6.to_bits() >> (4 * at) & 0xf)).collect();
            format!("{nibbles}ip6.arpa")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_services() {
        assert_eq!(strtoul("80"), Some(80));
        assert_eq!(strtoul(" +80"), Some(80));
        assert_eq!(strtoul("99999"), Some(34463));
        assert_eq!(strtoul("-1"), None);
        assert_eq!(strtoul("9223372036854775807"), None);
        assert_eq!(strtoul("-18446744073709551535"), Some(81));
        assert_eq!(strtoul("0x50"), None);
        assert_eq!(strtoul("http"), None);
    }

    #[test]
    fn names_on_the_wire() {
        let name = |text: &str| wire_name(text).map(|name| name.iter().map(<[u8]>::to_vec).collect::<Vec<_>>());
        assert_eq!(name("a.b."), Some(vec![b"a".to_vec(), b"b".to_vec()]));
        assert_eq!(name(r"a\.b\003"), Some(vec![b"a.b\x03".to_vec()]));
        assert_eq!(name("a..b"), None);
        assert_eq!(name(""), None);
        assert_eq!(name(&vec!["a".repeat(63); 4].join(".")), None, "257 bytes on the wire");
        assert!(name(&format!("{}.{}", vec!["a".repeat(63); 3].join("."), "a".repeat(61))).is_some());
        assert_eq!(reverse_name("192.0.2.7".parse().unwrap()), "7.2.0.192.in-addr.arpa");
        let six = reverse_name("2001:db8::1".parse().unwrap());
        assert!(six.starts_with("1.0.0.0.") && six.ends_with(".8.b.d.0.1.0.0.2.ip6.arpa"), "{six}");
    }

    #[test]
    fn digits_are_no_names() {
        assert_eq!(digits_and_dots("1.2.3.4"), Some(Some("1.2.3.4".parse().unwrap())));
        assert_eq!(digits_and_dots("1.2.3.4.5"), Some(None));
        assert_eq!(digits_and_dots("1.2.3.4."), None);
        assert_eq!(digits_and_dots("12ab"), None);
        assert_eq!(digits_and_dots("::zz"), None);
        assert_eq!(digits_and_dots(":1"), Some(None));
    }
}
