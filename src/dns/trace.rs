//! From the root down, as a resolver goes, with every server of every zone asked: who refers where, who is lame, who differs.

use super::lookup::{Answer, Client, Settings};
use super::name::Name;
use super::rdata::{rcode_name, rtype, type_name};
use super::server::{Protocol, Server, socket};
use super::transport::Error;
use super::wire::{Message, Question, Record, flag};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::net::IpAddr;

/// The root's servers (<https://www.internic.net/domain/named.root>).
const HINTS: &str = "\
a.root-servers.net. A 198.41.0.4
a.root-servers.net. AAAA 2001:503:ba3e::2:30
b.root-servers.net. A 170.247.170.2
b.root-servers.net. AAAA 2801:1b8:10::b
c.root-servers.net. A 192.33.4.12
c.root-servers.net. AAAA 2001:500:2::c
d.root-servers.net. A 199.7.91.13
d.root-servers.net. AAAA 2001:500:2d::d
e.root-servers.net. A 192.203.230.10
e.root-servers.net. AAAA 2001:500:a8::e
f.root-servers.net. A 192.5.5.241
f.root-servers.net. AAAA 2001:500:2f::f
g.root-servers.net. A 192.112.36.4
g.root-servers.net. AAAA 2001:500:12::d0d
h.root-servers.net. A 198.97.190.53
h.root-servers.net. AAAA 2001:500:1::53
i.root-servers.net. A 192.36.148.17
i.root-servers.net. AAAA 2001:7fe::53
j.root-servers.net. A 192.58.128.30
j.root-servers.net. AAAA 2001:503:c27::2:30
k.root-servers.net. A 193.0.14.129
k.root-servers.net. AAAA 2001:7fd::1
l.root-servers.net. A 199.7.83.42
l.root-servers.net. AAAA 2001:500:9f::42
m.root-servers.net. A 202.12.27.33
m.root-servers.net. AAAA 2001:dc3::35";

/// Zones, one below the other, that a name can have; and names that lead to names.
const STEPS: usize = 128;
const ALIASES: usize = 12;
/// Servers' names that must be looked up to look servers' names up.
const DEPTH: usize = 5;
/// Servers asked of a zone.
const SERVERS: usize = 64;
/// Servers' names that are looked up in all.
const NAMES: usize = 200;

/// The servers of the root, by name.
pub type Hints = BTreeMap<Name, Vec<IpAddr>>;

/// The root's servers as they are.
pub fn root_hints() -> Hints {
    hints(HINTS).unwrap_or_default()
}

/// Servers of the root from the text of a file as `named.root`: A and AAAA records. The error is a line that is none.
pub fn hints(text: &str) -> Result<Hints, String> {
    let mut found = Hints::new();
    for line in
        text.lines().map(|line| line.split(';').next().unwrap_or("").trim()).filter(|line| !line.is_empty() && !line.starts_with('$'))
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.iter().any(|word| word.eq_ignore_ascii_case("NS")) {
            continue;
        }
        let read = || {
            let (name, address) = (words.first()?, words.last()?);
            let kind = words.get(words.len().checked_sub(2)?)?.to_ascii_uppercase();
            let address: IpAddr = address.parse().ok()?;
            (kind == if address.is_ipv4() { "A" } else { "AAAA" }).then_some((Name::parse(name).ok()?, address))
        };
        let (name, address) = read().ok_or_else(|| format!("`{line}` is neither NS nor the address of a server"))?;
        found.entry(name).or_default().push(address);
    }
    if found.is_empty() { Err("there is no address of a server".to_owned()) } else { Ok(found) }
}

/// A zone on the way, and what its servers say.
#[derive(Clone, Debug)]
pub struct Step {
    /// The zone.
    pub zone: Name,
    /// What is asked of its servers.
    pub question: Question,
    /// Who was asked, in the order of names.
    pub asked: Vec<Asked>,
    /// In what the servers differ.
    pub differences: Vec<String>,
}

/// A server that was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its name.
    pub server: Name,
    /// Its address, where it has one.
    pub address: Option<IpAddr>,
    /// Where that is from.
    pub source: Source,
    /// What it said.
    pub said: Said,
    /// The answer itself.
    pub answer: Option<Answer>,
}

/// Where a server's address is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The hints.
    Hints,
    /// The referral brought it along.
    Glue,
    /// It was looked up.
    Lookup,
}

impl Source {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Source::Hints => "hints",
            Source::Glue => "glue",
            Source::Lookup => "looked up",
        }
    }
}

/// What a server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The answer, with authority.
    Answer,
    /// There is no such name.
    NoName,
    /// There is nothing of that type.
    NoData,
    /// Ask the servers of that zone: how many, how many addresses of them, and whether they have a DS.
    Referral {
        /// The zone.
        zone: Name,
        /// Its servers.
        servers: usize,
        /// Their addresses, as far as they were given.
        glue: usize,
        /// It is signed.
        signed: bool,
    },
    /// It should know, and does not.
    Lame(String),
    /// No answer.
    Failed(String),
}

/// How a trace ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With an answer, also that there is none.
    Answered,
    /// Nobody on the way knew on.
    Stuck(String),
}

/// Goes down from the root.
pub struct Tracer {
    hints: Hints,
    settings: Settings,
    port: u16,
    protocol: Protocol,
    known: HashMap<Name, Vec<IpAddr>>,
    looked_up: usize,
    /// All addresses of servers, not one of each.
    pub every: bool,
}

/// The servers of a zone, by name, with their addresses.
type Servers = BTreeMap<Name, (Vec<IpAddr>, Source)>;

impl Tracer {
    /// Servers are asked on a port in a way, one address of each.
    pub fn new(hints: Hints, mut settings: Settings, protocol: Protocol, port: u16) -> Tracer {
        settings.options.recursion = false;
        settings.options.authentic = false;
        Tracer { hints, settings, port, protocol, known: HashMap::new(), looked_up: 0, every: false }
    }

    /// Looks a question up, and tells each step as it is done.
    pub async fn trace(&mut self, question: &Question, mut tell: impl FnMut(&Step)) -> End {
        let mut question = question.clone();
        for _ in 0..ALIASES {
            match self.down(&question, &mut tell, 0).await {
                Ok(Some(target)) => question.name = target,
                Ok(None) => return End::Answered,
                Err(why) => return End::Stuck(why),
            }
        }
        End::Stuck(format!("more than {ALIASES} aliases, one after the other"))
    }

    /// From the root to the answer. It may be the name of where to go on.
    async fn down(&mut self, question: &Question, tell: &mut dyn FnMut(&Step), depth: usize) -> Result<Option<Name>, String> {
        let mut zone = Name::root();
        let mut servers: Servers = self.hints.iter().map(|(name, all)| (name.clone(), (all.clone(), Source::Hints))).collect();
        for _ in 0..STEPS {
            self.find_addresses(&mut servers, depth).await;
            let asked = self.ask_all(&zone, question, &servers, depth == 0).await;
            let differences = differences(&asked);
            let step = Step { zone: zone.clone(), question: question.clone(), asked, differences };
            tell(&step);
            let good = step.asked.iter().find(|one| !matches!(one.said, Said::Lame(_) | Said::Failed(_)));
            let Some((one, answer)) = good.and_then(|one| Some((one, one.answer.as_ref()?))) else {
                return Err(format!("no server of {zone} knows of {}", question.name));
            };
            let Said::Referral { zone: next, .. } = &one.said else { return Ok(alias(&answer.message, question)) };
            servers = referred(&answer.message, &zone, next);
            zone = next.clone();
        }
        Err(format!("more than {STEPS} zones"))
    }

    /// Looks up the addresses of servers of which none is known.
    async fn find_addresses(&mut self, servers: &mut Servers, depth: usize) {
        // One that is known suffices below the first level.
        let enough = depth > 0 && servers.values().any(|(all, _)| !all.is_empty());
        for (name, (all, source)) in servers.iter_mut().filter(|(_, (all, _))| all.is_empty()) {
            if enough || depth >= DEPTH {
                break;
            }
            *source = Source::Lookup;
            *all = Box::pin(self.address(name.clone(), depth + 1)).await;
        }
    }

    async fn address(&mut self, name: Name, depth: usize) -> Vec<IpAddr> {
        if let Some(known) = self.known.get(&name) {
            return known.clone();
        }
        // Whoever needs itself finds nothing.
        self.known.insert(name.clone(), Vec::new());
        self.looked_up += 1;
        let mut found = Vec::new();
        if self.looked_up <= NAMES {
            let kind = if self.settings.ipv4 == Some(false) { rtype::AAAA } else { rtype::A };
            let mut question = Question { name: name.clone(), rtype: kind, class: 1 };
            for _ in 0..ALIASES {
                let mut last = None;
                let mut tell = |step: &Step| {
                    last = step.asked.iter().rev().find_map(|one| one.answer.clone().filter(|_| one.said == Said::Answer)).or(last.take())
                };
                let ended = Box::pin(self.down(&question, &mut tell, depth)).await;
                found.extend(last.iter().flat_map(|answer| &answer.message.answers).filter_map(Record::address));
                match ended {
                    Ok(Some(target)) if found.is_empty() => question.name = target,
                    _ => break,
                }
            }
        }
        self.known.insert(name, found.clone());
        found
    }

    /// Asks all servers of a zone at once; where only an address is looked for, one after the other until one answers.
    async fn ask_all(&self, zone: &Name, question: &Question, servers: &Servers, all: bool) -> Vec<Asked> {
        let mut results = Vec::new();
        let mut tasks = Vec::new();
        let wanted = |ip: &&IpAddr| self.settings.ipv4.is_none_or(|four| ip.is_ipv4() == four);
        for (name, (addresses, source)) in servers {
            let mut these: Vec<IpAddr> = addresses.iter().filter(wanted).copied().collect();
            these.sort();
            these.truncate(if self.every { SERVERS } else { 1 });
            if these.is_empty() {
                let said = Said::Failed("no address".to_owned());
                results.push(Asked { server: name.clone(), address: None, source: *source, said, answer: None });
            }
            tasks.extend(these.into_iter().map(|ip| (name.clone(), ip, *source)));
        }
        tasks.truncate(SERVERS);
        let ask = |ip: IpAddr| {
            let server = Server::at(socket(ip, 0, self.port), self.protocol);
            let (settings, question) = (self.settings.clone(), question.clone());
            async move { Client::new(server, settings).ask(&question).await }
        };
        if all {
            let mut running = tokio::task::JoinSet::new();
            for (at, (_, ip, _)) in tasks.iter().enumerate() {
                let one = ask(*ip);
                running.spawn(async move { (at, one.await) });
            }
            let mut came: Vec<Option<Result<Answer, Error>>> = tasks.iter().map(|_| None).collect();
            while let Some(done) = running.join_next().await {
                if let Ok((at, result)) = done
                    && let Some(place) = came.get_mut(at)
                {
                    *place = Some(result);
                }
            }
            for ((name, ip, source), result) in tasks.into_iter().zip(came) {
                results.extend(result.map(|result| judged(name, ip, source, zone, question, result)));
            }
        } else {
            for (name, ip, source) in tasks {
                let result = ask(ip).await;
                let one = judged(name, ip, source, zone, question, result);
                let enough = !matches!(one.said, Said::Lame(_) | Said::Failed(_));
                results.push(one);
                if enough {
                    break;
                }
            }
        }
        results.sort_by(|one, other| one.server.cmp(&other.server).then(one.address.cmp(&other.address)));
        results
    }
}

fn judged(server: Name, ip: IpAddr, source: Source, zone: &Name, question: &Question, result: Result<Answer, Error>) -> Asked {
    match result {
        Ok(answer) => Asked { server, address: Some(ip), source, said: said(&answer.message, zone, question), answer: Some(answer) },
        Err(error) => Asked { server, address: Some(ip), source, said: Said::Failed(error.to_string()), answer: None },
    }
}

/// What a message of a server of a zone means.
fn said(message: &Message, zone: &Name, question: &Question) -> Said {
    let authority = message.has(flag::AA);
    match message.rcode() {
        0 => {}
        3 if authority => return Said::NoName,
        3 => return Said::Lame("NXDOMAIN without authority".to_owned()),
        code => return Said::Lame(format!("it says {}", rcode_name(code))),
    }
    if !message.answers.is_empty() {
        return if authority { Said::Answer } else { Said::Lame("an answer without authority".to_owned()) };
    }
    let below = message.authorities.iter().filter(|record| record.rtype == rtype::NS);
    let next = below.map(|record| &record.name).find(|name| name.within(zone) && *name != zone && question.name.within(name));
    if let Some(next) = next.filter(|_| !authority || message.authorities.iter().all(|record| record.rtype != rtype::SOA)) {
        let servers = referred(message, zone, next);
        let glue = servers.values().map(|(all, _)| all.len()).sum();
        let signed = message.authorities.iter().any(|record| record.rtype == rtype::DS && record.name == *next);
        return Said::Referral { zone: next.clone(), servers: servers.len(), glue, signed };
    }
    if authority {
        return Said::NoData;
    }
    let up = message.authorities.iter().find(|record| record.rtype == rtype::NS).map(|record| &record.name);
    Said::Lame(up.map_or_else(|| "neither an answer nor a referral".to_owned(), |name| format!("it refers back to {name}")))
}

/// The servers of a zone that a message refers to. Addresses count only of names below the zone that speaks: of others it knows nothing.
fn referred(message: &Message, from: &Name, zone: &Name) -> Servers {
    let names = message.authorities.iter().filter(|record| record.rtype == rtype::NS && record.name == *zone);
    let mut servers: Servers = names.filter_map(|record| Some((record.target(0)?, (Vec::new(), Source::Glue)))).collect();
    for record in message.additionals.iter().filter(|record| record.name.within(from)) {
        if let (Some((all, _)), Some(address)) = (servers.get_mut(&record.name), record.address()) {
            all.push(address);
        }
    }
    servers
}

/// Where an answer leads that has only aliases.
fn alias(message: &Message, question: &Question) -> Option<Name> {
    if matches!(question.rtype, rtype::CNAME | rtype::ANY) {
        return None;
    }
    let mut name = question.name.clone();
    for _ in 0..=message.answers.len() {
        if message.answers.iter().any(|record| record.rtype == question.rtype && record.name == name) {
            return None;
        }
        match message.answers.iter().find(|record| record.rtype == rtype::CNAME && record.name == name).and_then(|record| record.target(0))
        {
            Some(target) => name = target,
            None => break,
        }
    }
    (name != question.name).then_some(name)
}

/// What a server says, as far as all servers of a zone should say the same.
fn essence(one: &Asked) -> Option<(String, BTreeSet<String>)> {
    let message = &one.answer.as_ref()?.message;
    let texts = |records: &[Record], kinds: &[u16]| -> BTreeSet<String> {
        let these = records.iter().filter(|record| kinds.is_empty() || kinds.contains(&record.rtype));
        these.filter(|record| record.rtype != rtype::RRSIG).map(|record| format!("{} {}", type_name(record.rtype), record.text())).collect()
    };
    match &one.said {
        Said::Answer => Some(("an answer".to_owned(), texts(&message.answers, &[]))),
        Said::Referral { zone, .. } => Some((format!("a referral to {zone}"), texts(&message.authorities, &[rtype::NS, rtype::DS]))),
        Said::NoName => Some(("no such name".to_owned(), texts(&message.authorities, &[rtype::SOA]))),
        Said::NoData => Some(("no such type".to_owned(), texts(&message.authorities, &[rtype::SOA]))),
        Said::Lame(_) | Said::Failed(_) => None,
    }
}

/// In what servers of a zone differ from what most of them say.
fn differences(asked: &[Asked]) -> Vec<String> {
    let said: Vec<(&Asked, (String, BTreeSet<String>))> = asked.iter().filter_map(|one| Some((one, essence(one)?))).collect();
    let votes = |essence: &(String, BTreeSet<String>)| said.iter().filter(|(_, other)| other == essence).count();
    let Some((_, most)) = said.iter().max_by_key(|(_, essence)| votes(essence)) else { return Vec::new() };
    let mut found = Vec::new();
    for (one, (kind, records)) in &said {
        let who = format!("{} {}", one.server, one.address.map_or_else(String::new, |ip| ip.to_string()));
        if *kind != most.0 {
            // Whoever has the zone below as well answers for it.
            if matches!((&one.said, &most.0[..]), (Said::Answer | Said::NoData | Said::NoName, most) if most.starts_with("a referral"))
                || matches!(one.said, Said::Referral { .. }) && !most.0.starts_with("a referral")
            {
                continue;
            }
            found.push(format!("{who} gives {kind}, others {}", most.0));
            continue;
        }
        let list = |set: Vec<&String>| set.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let (more, less) = (list(records.difference(&most.1).collect()), list(most.1.difference(records).collect()));
        match (more.is_empty(), less.is_empty()) {
            (true, true) => {}
            (false, true) => found.push(format!("{who} has besides: {more}")),
            (true, false) => found.push(format!("{who} lacks: {less}")),
            (false, false) => found.push(format!("{who} has {more}, others {less}")),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_from_text() {
        assert_eq!(root_hints().len(), 13);
        let found = hints("; none\n. 3600000 NS A.\nA. 3600000 A 192.0.2.1\na. 3600000 IN AAAA 2001:db8::1\n").unwrap();
        assert_eq!(found[&Name::parse("a").unwrap()].len(), 2);
        for wrong in ["", "a. A nothing", ". NS a.", "a. AAAA 192.0.2.1"] {
            assert!(hints(wrong).is_err(), "{wrong}");
        }
    }
}
