//! DNSSEC validated here, not believed ([RFC 4035] §5): from a trust anchor down, each zone's keys by the DS records above it, each
//! set of records by a signature, each absence by NSEC or NSEC3.
//!
//! What is asked is asked of one server, with CD set so that it gives what it would rather not; its word AD counts for nothing. The
//! verdicts are those of [RFC 4035] §4.3. hickory-proto has the arithmetic of keys and digests.
//!
//! [RFC 4035]: https://www.rfc-editor.org/rfc/rfc4035

use super::lookup::Client;
use super::name::Name;
use super::rdata::{self, canonical, rtype, type_name};
use super::wire::{Message, Question, Record};
use hickory_proto::dnssec::crypto::Digest;
use hickory_proto::dnssec::{Algorithm, DigestType, PublicKey, PublicKeyBuf};
use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// The keys of the root, as IANA publishes them (<https://data.iana.org/root-anchors/root-anchors.xml>).
const ROOT: &str = "\
. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16";

/// More iterations of NSEC3's hash than these are not computed; what they would prove is insecure (RFC 9276 §3.2).
const ITERATIONS: u16 = 500;

/// More signatures of one set are not tried (CVE-2023-50387).
const SIGNATURES: usize = 16;

/// Digests and signatures that one validation computes at most.
const WORK: usize = 20_000;

/// An algorithm's mnemonic (RFC 4034 appendix A.1), as CERT's text has it.
pub fn algorithm_mnemonic(number: u8) -> Option<&'static str> {
    const NAMES: &[(u8, &str)] = &[
        (1, "RSAMD5"),
        (2, "DH"),
        (3, "DSA"),
        (5, "RSASHA1"),
        (6, "NSEC3DSA"),
        (7, "NSEC3RSASHA1"),
        (8, "RSASHA256"),
        (10, "RSASHA512"),
        (12, "ECCGOST"),
        (13, "ECDSAP256SHA256"),
        (14, "ECDSAP384SHA384"),
        (15, "ED25519"),
        (16, "ED448"),
        (252, "INDIRECT"),
        (253, "PRIVATEDNS"),
        (254, "PRIVATEOID"),
    ];
    NAMES.iter().find(|(n, _)| *n == number).map(|(_, name)| *name)
}

fn algorithm(number: u8) -> String {
    algorithm_mnemonic(number).map_or_else(|| format!("algorithm {number}"), |name| format!("{name} ({number})"))
}

/// How far an answer may be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Signed, and the signatures lead to a trust anchor.
    Secure,
    /// It is proven that nobody signs.
    Insecure,
    /// There is no anchor, or what would be needed cannot be had.
    Indeterminate,
    /// It should be signed, and is not or wrongly.
    Bogus,
}

impl Status {
    /// In lower case.
    pub fn name(self) -> &'static str {
        match self {
            Status::Secure => "secure",
            Status::Insecure => "insecure",
            Status::Indeterminate => "indeterminate",
            Status::Bogus => "bogus",
        }
    }
}

/// What came of a validation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// How far the answer may be believed.
    pub status: Status,
    /// Why.
    pub reason: String,
    /// What was found on the way, from the anchor down.
    pub chain: Vec<Link>,
}

/// A step of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Of which zone, or which name.
    pub name: Name,
    /// What was found.
    pub found: String,
    /// What that makes of it.
    pub status: Status,
}

/// What is wrong with trust anchors.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no trust anchor: {1}")]
pub struct Error(String, &'static str);

/// A key or a key's digest that is trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    name: Name,
    rtype: u16,
    data: Vec<u8>,
}

/// The root's keys.
pub fn root_anchors() -> Vec<Anchor> {
    anchors(ROOT).unwrap_or_default()
}

/// Trust anchors from the text of a zone file: DS and DNSKEY records, one a line; other records are passed over.
pub fn anchors(text: &str) -> Result<Vec<Anchor>, Error> {
    let mut all = Vec::new();
    let text = text.lines().map(|line| line.split(';').next().unwrap_or("")).collect::<Vec<_>>().join("\n").replace(['(', ')'], " ");
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('$')) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let wrong = |why| Error(line.trim().chars().take(60).collect(), why);
        let at = words.iter().position(|word| word.eq_ignore_ascii_case("DS") || word.eq_ignore_ascii_case("DNSKEY")).filter(|at| *at > 0);
        let Some((name, rest)) = at.and_then(|at| Some((words.first()?, words.get(at..)?))) else {
            return Err(wrong("not `ZONE DS …` or `ZONE DNSKEY …`"));
        };
        let name = Name::parse(name).map_err(|_| wrong("the zone's name is none"))?;
        let [kind, first, second, third, more @ ..] = rest else { return Err(wrong("it ends too early")) };
        let number = |text: &str| text.parse::<u16>().map_err(|_| wrong("three numbers come first"));
        let small = |text: &str| text.parse::<u8>().map_err(|_| wrong("three numbers come first"));
        let (first, second, third) = (number(first)?, small(second)?, small(third)?);
        let mut data = first.to_be_bytes().to_vec();
        data.extend([second, third]);
        let more = more.concat();
        let ds = kind.eq_ignore_ascii_case("DS");
        let bytes = if ds { from_text(&more, 4) } else { from_text(more.trim_end_matches('='), 6) };
        data.extend(
            bytes
                .filter(|bytes| !bytes.is_empty())
                .ok_or_else(|| wrong(if ds { "no digest in hexadecimal" } else { "no key in base64" }))?,
        );
        all.push(Anchor { name, rtype: if ds { rtype::DS } else { rtype::DNSKEY }, data });
    }
    if all.is_empty() { Err(Error("the file".to_owned(), "it has no DS or DNSKEY record")) } else { Ok(all) }
}

/// Bytes from hexadecimal (4 bits a letter) or base64 (6).
fn from_text(text: &str, bits: u32) -> Option<Vec<u8>> {
    let (mut out, mut store, mut held) = (Vec::new(), 0u32, 0);
    for byte in text.bytes() {
        let value = match (bits, byte) {
            (4, _) => char::from(byte).to_digit(16)?,
            (_, b'A'..=b'Z') => u32::from(byte - b'A'),
            (_, b'a'..=b'z') => u32::from(byte - b'a') + 26,
            (_, b'0'..=b'9') => u32::from(byte - b'0') + 52,
            (_, b'+') => 62,
            (_, b'/') => 63,
            _ => return None,
        };
        store = (store << bits | value) & 0xffff;
        held += bits;
        if held >= 8 {
            held -= 8;
            out.push((store >> held) as u8);
        }
    }
    (bits != 4 || held == 0).then_some(out)
}

/// A DNSKEY.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    data: Vec<u8>,
    tag: u16,
    algorithm: u8,
}

impl Key {
    /// From its data; `None` where it may not sign zones (RFC 4034 §2.1, RFC 5011 §2.1).
    fn of(data: &[u8]) -> Option<Key> {
        let (flags, protocol, algorithm) = (u16::from_be_bytes(*data.first_chunk()?), *data.get(2)?, *data.get(3)?);
        (flags & 0x0100 != 0 && flags & 0x0080 == 0 && protocol == 3).then(|| Key { tag: key_tag(data), algorithm, data: data.to_vec() })
    }

    fn text(&self) -> String {
        format!("{} {}", self.tag, algorithm(self.algorithm))
    }
}

/// RFC 4034 appendix B.
fn key_tag(data: &[u8]) -> u16 {
    let sum: u32 = data.iter().enumerate().map(|(at, byte)| if at % 2 == 0 { u32::from(*byte) << 8 } else { u32::from(*byte) }).sum();
    (sum + (sum >> 16)) as u16
}

/// A signature over a set of records (RFC 4034 §3.1).
struct Signature<'a> {
    covered: u16,
    algorithm: u8,
    labels: usize,
    ttl: u32,
    until: u32,
    since: u32,
    tag: u16,
    signer: Name,
    /// The data before the signature.
    head: &'a [u8],
    bytes: &'a [u8],
}

impl Signature<'_> {
    fn of(data: &[u8]) -> Option<Signature<'_>> {
        let four = |at: usize| Some(u32::from_be_bytes(data.get(at..at + 4)?.try_into().ok()?));
        let two = |at: usize| super::wire::two(data, at);
        let (signer, behind) = Name::read(data, 18).ok()?;
        Some(Signature {
            covered: two(0)?,
            algorithm: *data.get(2)?,
            labels: usize::from(*data.get(3)?),
            ttl: four(4)?,
            until: four(8)?,
            since: four(12)?,
            tag: two(16)?,
            signer,
            head: data.get(..18)?,
            bytes: data.get(behind..)?,
        })
    }
}

/// What is known of a zone.
#[derive(Clone, Debug)]
enum Zone {
    /// Its keys are to be believed.
    Secure(Vec<Key>),
    /// The chain ends here.
    Ends(Status, String),
}

/// Validates answers of one server, and keeps what it learns of zones.
#[derive(Debug)]
pub struct Validator {
    anchors: Vec<Anchor>,
    /// Names, and the zones that begin there; `None` where none does.
    zones: HashMap<Name, Option<Zone>>,
    chain: Vec<Link>,
    now: u32,
    work: usize,
}

/// Why something does not hold.
type Fault = (Status, String);

fn bogus<T>(reason: impl Into<String>) -> Result<T, Fault> {
    Err((Status::Bogus, reason.into()))
}

/// How a set of records was found to be signed.
struct Signed {
    /// The labels that a wildcard has, where one was expanded.
    wildcard: Option<usize>,
    by: Key,
}

/// Records of the same name, type and class.
struct Set<'a> {
    name: &'a Name,
    rtype: u16,
    records: Vec<&'a Record>,
    signatures: Vec<&'a Record>,
}

fn sets(records: &[Record]) -> Vec<Set<'_>> {
    let mut all: Vec<Set<'_>> = Vec::new();
    for record in records.iter().filter(|record| record.rtype != rtype::RRSIG) {
        match all.iter_mut().find(|set| set.rtype == record.rtype && *set.name == record.name) {
            Some(set) => set.records.push(record),
            None => all.push(Set { name: &record.name, rtype: record.rtype, records: vec![record], signatures: vec![] }),
        }
    }
    for record in records.iter().filter(|record| record.rtype == rtype::RRSIG) {
        let covered = super::wire::two(&record.data, 0);
        if let Some(set) = all.iter_mut().find(|set| Some(set.rtype) == covered && *set.name == record.name) {
            set.signatures.push(record);
        }
    }
    all
}

impl Validator {
    /// A validator that trusts these.
    pub fn new(anchors: Vec<Anchor>) -> Validator {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs() as u32);
        Validator { anchors, zones: HashMap::new(), chain: Vec::new(), now, work: 0 }
    }

    /// What an answer is worth. The client's server is asked for what else is needed; its settings must want DNSSEC's records.
    pub async fn validate(&mut self, client: &mut Client, question: &Question, message: &Message) -> Verdict {
        self.chain.clear();
        self.work = 0;
        let (status, reason) = match self.judge(client, question, message).await {
            Ok((status, reason)) | Err((status, reason)) => (status, reason),
        };
        Verdict { status, reason, chain: std::mem::take(&mut self.chain) }
    }

    async fn judge(&mut self, client: &mut Client, question: &Question, message: &Message) -> Result<(Status, String), Fault> {
        let rcode = message.rcode();
        if !matches!(rcode, 0 | 3) {
            return Err((Status::Indeterminate, format!("the server says {}: there is nothing to validate", rdata::rcode_name(rcode))));
        }
        let mut worst = (Status::Secure, String::new());
        let mut name = question.name.clone();
        let mut answered = false;
        let all = sets(&message.answers);
        for set in &all {
            // A CNAME that a DNAME makes is not signed (RFC 6672 §5.3.1).
            if set.rtype == rtype::CNAME && set.signatures.is_empty() && made_by_dname(set, &all) {
                continue;
            }
            match self.set(client, set, &message.authorities).await {
                Ok(reason) if worst.0 == Status::Secure => worst.1 = reason,
                Ok(_) => {}
                Err((status, reason)) if status > worst.0 => worst = (status, reason),
                Err(_) => {}
            }
        }
        // Where the aliases lead.
        for _ in 0..all.len() {
            let at = |wanted: u16| all.iter().find(|set| set.rtype == wanted && *set.name == name);
            if at(question.rtype).is_some() || question.rtype == rtype::ANY && all.iter().any(|set| *set.name == name) {
                answered = true;
                break;
            }
            match at(rtype::CNAME).and_then(|set| set.records.first()?.target(0)) {
                Some(target) => name = target,
                None => break,
            }
        }
        answered |= question.rtype == rtype::RRSIG && !message.answers.is_empty();
        if answered || worst.0 == Status::Bogus {
            return Ok(worst);
        }
        match self.absence(client, &name, question.rtype, rcode == 3, message).await {
            Ok(reason) if worst.0 == Status::Secure => Ok((Status::Secure, reason)),
            Ok(_) => Ok(worst),
            Err((status, reason)) if status > worst.0 => Ok((status, reason)),
            Err(_) => Ok(worst),
        }
    }

    /// Whether a set of records is signed as it should be.
    async fn set(&mut self, client: &mut Client, set: &Set<'_>, authorities: &[Record]) -> Result<String, Fault> {
        let what = format!("{} {}", set.name, type_name(set.rtype));
        let parsed: Vec<Signature<'_>> = set.signatures.iter().filter_map(|record| Signature::of(&record.data)).collect();
        let signer = parsed.iter().map(|signature| &signature.signer).find(|signer| set.name.within(signer)).cloned();
        // A DS belongs to the zone above.
        let deepest = match (&signer, set.rtype) {
            (Some(signer), _) => signer.clone(),
            (None, rtype::DS) => set.name.parent().unwrap_or_else(Name::root),
            (None, _) => set.name.clone(),
        };
        let (zone, keys) = self.zone_of(client, &deepest).await?;
        if parsed.is_empty() {
            return self.fail(set.name, format!("{what} has no signature (RRSIG), and the zone {zone} is signed"));
        }
        let signed = match self.verify(set, &zone, &keys) {
            Ok(signed) => signed,
            Err((status, reason)) => {
                self.chain.push(Link { name: set.name.clone(), found: reason.clone(), status });
                return Err((status, reason));
            }
        };
        if let Some(labels) = signed.wildcard {
            // The name itself must not be there (RFC 4035 §5.3.4).
            let proofs = self.proofs(client, authorities).await?;
            let next = set.name.last(labels + 1);
            if !proofs.iter().any(|proof| proof.covers(set.name) || proof.covers_hash_of(&next, &mut self.work)) {
                return self
                    .fail(set.name, format!("{what} comes of a wildcard, and no NSEC or NSEC3 proves that the name itself is not there"));
            }
        }
        let wildcard = if signed.wildcard.is_some() { ", of a wildcard" } else { "" };
        let reason =
            format!("{what} is signed by {}{zone} key {}{wildcard}", if zone.is_root() { "the root " } else { "" }, signed.by.text());
        self.chain.push(Link { name: set.name.clone(), found: reason.clone(), status: Status::Secure });
        Ok(reason)
    }

    fn fail<T>(&mut self, name: &Name, reason: String) -> Result<T, Fault> {
        self.chain.push(Link { name: name.clone(), found: reason.clone(), status: Status::Bogus });
        bogus(reason)
    }

    /// Checks the signatures of a set until one holds.
    fn verify(&mut self, set: &Set<'_>, zone: &Name, keys: &[Key]) -> Result<Signed, Fault> {
        let what = format!("{} {}", set.name, type_name(set.rtype));
        let mut reasons: Vec<String> = Vec::new();
        for record in set.signatures.iter().take(SIGNATURES) {
            let Some(signature) = Signature::of(&record.data) else {
                reasons.push("a signature is malformed".to_owned());
                continue;
            };
            let by = format!("the signature of {what} by key {}", signature.tag);
            if signature.signer != *zone {
                reasons.push(format!("{by} is {}'s, and the zone is {zone}", signature.signer));
                continue;
            }
            let own = set.name.count() - usize::from(set.name.labels().next() == Some(b"*"));
            if signature.labels > own {
                reasons.push(format!("{by} has more labels than the name"));
                continue;
            }
            // Serial arithmetic (RFC 4034 §3.1.5).
            if (signature.until.wrapping_sub(self.now) as i32) < 0 {
                reasons.push(format!("{by} expired {}", spoken(signature.until)));
                continue;
            }
            if (self.now.wrapping_sub(signature.since) as i32) < 0 {
                reasons.push(format!("{by} is valid only from {}", spoken(signature.since)));
                continue;
            }
            if !Algorithm::from_u8(signature.algorithm).is_supported() {
                reasons.push(format!("{by} has the unsupported {}", algorithm(signature.algorithm)));
                continue;
            }
            let fitting: Vec<&Key> = keys.iter().filter(|key| key.tag == signature.tag && key.algorithm == signature.algorithm).collect();
            if fitting.is_empty() {
                reasons.push(format!("{by} is of a key that {zone} does not have"));
                continue;
            }
            let signed = signed_bytes(set, &signature);
            for key in fitting.iter().take(4) {
                self.work += 1;
                if self.work > WORK {
                    return Err((Status::Indeterminate, "validation takes too much work".to_owned()));
                }
                let public = PublicKeyBuf::new(key.data.get(4..).unwrap_or(&[]).to_vec(), Algorithm::from_u8(key.algorithm));
                if public.verify(&signed, signature.bytes).is_ok() {
                    let wildcard = (signature.labels < own).then_some(signature.labels);
                    return Ok(Signed { wildcard, by: (*key).clone() });
                }
            }
            reasons.push(format!("{by} ({}) does not match the records", algorithm(signature.algorithm)));
        }
        match reasons.first() {
            Some(first) => bogus(first),
            None => bogus(format!("{what} has no signature (RRSIG), and the zone {zone} is signed")),
        }
    }

    /// The zone that has a name's records, and its keys: the closest zone cut at or above it that the chain leads to.
    async fn zone_of(&mut self, client: &mut Client, deepest: &Name) -> Result<(Name, Vec<Key>), Fault> {
        let anchor = self.anchors.iter().map(|anchor| &anchor.name).filter(|name| deepest.within(name)).max_by_key(|name| name.count());
        let Some(anchor) = anchor.cloned() else {
            return Err((Status::Indeterminate, format!("no trust anchor at or above {deepest}")));
        };
        let mut here = anchor.clone();
        let mut keys = self.enter(client, &anchor, None).await?;
        for labels in anchor.count() + 1..=deepest.count() {
            let next = deepest.last(labels);
            let known = match self.zones.get(&next) {
                Some(known) => known.clone(),
                None => {
                    let found = self.cut(client, &here, &keys, &next).await?;
                    self.zones.insert(next.clone(), found.clone());
                    found
                }
            };
            match known {
                None => {}
                Some(Zone::Secure(its)) => (here, keys) = (next, its),
                Some(Zone::Ends(status, reason)) => return Err((status, reason)),
            }
        }
        Ok((here, keys))
    }

    /// The keys of a zone at an anchor, or below one by its DS records.
    async fn enter(&mut self, client: &mut Client, zone: &Name, above: Option<&[Record]>) -> Result<Vec<Key>, Fault> {
        if above.is_none() {
            match self.zones.get(zone) {
                Some(Some(Zone::Secure(keys))) => return Ok(keys.clone()),
                Some(Some(Zone::Ends(status, reason))) => return Err((*status, reason.clone())),
                _ => {}
            }
        }
        let result = self.keys(client, zone, above).await;
        let known = match &result {
            Ok(keys) => Zone::Secure(keys.clone()),
            Err((status, reason)) => Zone::Ends(*status, reason.clone()),
        };
        self.zones.insert(zone.clone(), Some(known));
        if let Err((status, reason)) = &result {
            self.chain.push(Link { name: zone.clone(), found: reason.clone(), status: *status });
        }
        result
    }

    async fn keys(&mut self, client: &mut Client, zone: &Name, above: Option<&[Record]>) -> Result<Vec<Key>, Fault> {
        let anchored: Vec<Anchor> = match above {
            Some(records) => {
                records.iter().map(|record| Anchor { name: zone.clone(), rtype: rtype::DS, data: record.data.clone() }).collect()
            }
            None => self.anchors.iter().filter(|anchor| anchor.name == *zone).cloned().collect(),
        };
        let whence = if above.is_some() { "DS" } else { "trust anchor" };
        // Only what we can compute counts; where none does, the zone is as if not signed (RFC 4035 §5.2).
        let usable = |anchor: &&Anchor| {
            let at = |at: usize| anchor.data.get(at).copied().unwrap_or(0);
            match anchor.rtype {
                rtype::DS => Algorithm::from_u8(at(2)).is_supported() && DigestType::from(at(3)).is_supported(),
                _ => Algorithm::from_u8(at(3)).is_supported(),
            }
        };
        let mut usables: Vec<&Anchor> = anchored.iter().filter(usable).collect();
        if usables.is_empty() {
            let first = anchored.first().and_then(|anchor| Some((*anchor.data.get(2)?, *anchor.data.get(3)?)));
            let (kind, digest) = first.unwrap_or((0, 0));
            let why =
                if Algorithm::from_u8(kind).is_supported() && above.is_some() { format!("digest type {digest}") } else { algorithm(kind) };
            return Err((Status::Insecure, format!("the zone {zone} is signed only with what is unsupported here: {why}")));
        }
        // A weaker digest must not help where a stronger one is there (RFC 4509 §3).
        if usables.iter().any(|anchor| anchor.rtype == rtype::DS && anchor.data.get(3).is_some_and(|digest| *digest >= 2)) {
            usables.retain(|anchor| anchor.rtype != rtype::DS || anchor.data.get(3) != Some(&1));
        }
        let message = self.fetch(client, zone, rtype::DNSKEY).await?;
        let all = sets(&message.answers);
        let Some(set) = all.iter().find(|set| set.rtype == rtype::DNSKEY && *set.name == *zone) else {
            return bogus(format!("the zone {zone} has no DNSKEY, and there is a {whence} for it"));
        };
        let keys: Vec<Key> = set.records.iter().filter_map(|record| Key::of(&record.data)).collect();
        let mut trusted = Vec::new();
        for anchor in &usables {
            for key in &keys {
                if self.is(anchor, key, zone) && !trusted.contains(key) {
                    trusted.push(key.clone());
                }
            }
        }
        let tags = |anchors: &[&Anchor]| {
            let tag = |anchor: &&Anchor| match anchor.rtype {
                rtype::DS => super::wire::two(&anchor.data, 0).unwrap_or(0),
                _ => key_tag(&anchor.data),
            };
            anchors.iter().map(|anchor| tag(anchor).to_string()).collect::<Vec<_>>().join(", ")
        };
        if trusted.is_empty() {
            return bogus(format!("no DNSKEY of {zone} matches its {whence} {}", tags(&usables)));
        }
        let signed = self.verify(set, zone, &trusted)?;
        let found = format!("DNSKEY {} matches the {whence} and signs the keys", signed.by.text());
        self.chain.push(Link { name: zone.clone(), found, status: Status::Secure });
        Ok(keys)
    }

    /// Whether an anchor means a key.
    fn is(&mut self, anchor: &Anchor, key: &Key, zone: &Name) -> bool {
        if anchor.rtype == rtype::DNSKEY {
            return anchor.data == key.data;
        }
        let [high, low, algorithm, kind, digest @ ..] = &anchor.data[..] else { return false };
        if u16::from_be_bytes([*high, *low]) != key.tag || *algorithm != key.algorithm {
            return false;
        }
        self.work += 1;
        let mut bytes = zone.lower().wire().to_vec();
        bytes.extend_from_slice(&key.data);
        Digest::new(&bytes, DigestType::from(*kind)).is_ok_and(|made| made.as_ref() == digest)
    }

    async fn fetch(&mut self, client: &mut Client, name: &Name, kind: u16) -> Result<Message, Fault> {
        let question = Question { name: name.clone(), rtype: kind, class: 1 };
        let answer = Box::pin(client.ask(&question)).await;
        let answer = answer.map_err(|error| (Status::Indeterminate, format!("{name} {} cannot be had: {error}", type_name(kind))))?;
        match answer.message.rcode() {
            0 | 3 => Ok(answer.message),
            code => Err((
                Status::Indeterminate,
                format!("{name} {} cannot be had: the server says {}", type_name(kind), rdata::rcode_name(code)),
            )),
        }
    }

    /// Whether a zone begins at a name below a zone, and what is known of it.
    async fn cut(&mut self, client: &mut Client, zone: &Name, keys: &[Key], name: &Name) -> Result<Option<Zone>, Fault> {
        let message = self.fetch(client, name, rtype::DS).await?;
        let all = sets(&message.answers);
        if let Some(set) = all.iter().find(|set| set.rtype == rtype::DS && *set.name == *name) {
            if set.signatures.is_empty() {
                return self.fail(name, format!("the DS of {name} has no signature (RRSIG), and the zone {zone} is signed"));
            }
            let signed = match self.verify(set, zone, keys) {
                Ok(signed) => signed,
                Err((status, reason)) => {
                    self.chain.push(Link { name: name.clone(), found: reason.clone(), status });
                    return Err((status, reason));
                }
            };
            let tags: Vec<String> =
                set.records.iter().filter_map(|record| super::wire::two(&record.data, 0)).map(|tag| tag.to_string()).collect();
            let found = format!("DS {} in {zone}, signed by key {}", tags.join(", "), signed.by.text());
            self.chain.push(Link { name: name.clone(), found, status: Status::Secure });
            let records: Vec<Record> = set.records.iter().map(|record| (*record).clone()).collect();
            let entered = self.enter(client, name, Some(&records)).await;
            return Ok(Some(match entered {
                Ok(keys) => Zone::Secure(keys),
                Err((status, reason)) => Zone::Ends(status, reason),
            }));
        }
        // An alias is no zone cut, if it is signed.
        if let Some(set) = all.iter().find(|set| set.rtype == rtype::CNAME && *set.name == *name) {
            return self.verify(set, zone, keys).map(|_| None);
        }
        let proofs = self.proofs_of(&message.authorities, zone, keys)?;
        let insecure = |how: &str| {
            Ok(Some(Zone::Ends(Status::Insecure, format!("{how} proves that {name} is delegated without DS: nobody signs it"))))
        };
        if let Some(types) = proofs.iter().find_map(|proof| proof.types_at(name, &mut self.work)) {
            if types.contains(&rtype::DS) {
                return self.fail(name, format!("the proof in {zone} says that {name} has a DS, and the answer has none"));
            }
            let delegated = types.contains(&rtype::NS) && !types.contains(&rtype::SOA);
            if delegated {
                let how = if proofs.iter().any(|proof| matches!(proof, Proof::Nsec { .. })) { "NSEC" } else { "NSEC3" };
                let found = format!("{how} in {zone}: {name} is delegated without DS");
                self.chain.push(Link { name: name.clone(), found, status: Status::Insecure });
                return insecure(how);
            }
            return Ok(None);
        }
        if let Some(proof) = proofs.iter().find(|proof| proof.covers(name) || proof.covers_hash_of(name, &mut self.work)) {
            if proof.opts_out() {
                let found = format!("NSEC3 in {zone} opts out where {name} would be: it may be delegated without DS");
                self.chain.push(Link { name: name.clone(), found, status: Status::Insecure });
                return Ok(Some(Zone::Ends(
                    Status::Insecure,
                    format!("NSEC3 opt-out in {zone}: nobody signs whether {name} is delegated"),
                )));
            }
            // Nothing is there, or only something below it.
            return Ok(None);
        }
        if proofs.iter().any(Proof::is_costly) {
            return Ok(Some(Zone::Ends(Status::Insecure, format!("the NSEC3 of {zone} have more than {ITERATIONS} iterations"))));
        }
        // Below a name that is not there is nothing, and its proof need not repeat that.
        if message.rcode() == 3 && !proofs.is_empty() {
            return Ok(None);
        }
        self.fail(name, format!("{name} has no DS, and no NSEC or NSEC3 of {zone} proves it"))
    }

    /// The proofs of absence in a section, signed by whichever zone says so.
    async fn proofs(&mut self, client: &mut Client, records: &[Record]) -> Result<Vec<Proof>, Fault> {
        let signer = sets(records).iter().filter(|set| matches!(set.rtype, rtype::NSEC | rtype::NSEC3)).find_map(|set| {
            let signature = Signature::of(&set.signatures.first()?.data)?;
            set.name.within(&signature.signer).then_some(signature.signer)
        });
        let Some(signer) = signer else { return Ok(Vec::new()) };
        let (zone, keys) = self.zone_of(client, &signer).await?;
        self.proofs_of(records, &zone, &keys)
    }

    fn proofs_of(&mut self, records: &[Record], zone: &Name, keys: &[Key]) -> Result<Vec<Proof>, Fault> {
        let mut proofs = Vec::new();
        for set in sets(records).iter().filter(|set| matches!(set.rtype, rtype::NSEC | rtype::NSEC3)) {
            if set.signatures.is_empty() {
                return bogus(format!("{} {} has no signature (RRSIG), and the zone {zone} is signed", set.name, type_name(set.rtype)));
            }
            let signed = self.verify(set, zone, keys)?;
            // An expanded wildcard proves nothing of a name.
            if signed.wildcard.is_none() {
                proofs.extend(set.records.iter().filter_map(|record| Proof::of(record, zone)));
            }
        }
        Ok(proofs)
    }

    /// Whether it is proven that a name is not there, or has no records of a type.
    async fn absence(&mut self, client: &mut Client, name: &Name, kind: u16, nothing: bool, message: &Message) -> Result<String, Fault> {
        let signed = sets(&message.authorities).iter().any(|set| !set.signatures.is_empty());
        if !signed {
            // Nobody signs: is that so?
            let deepest = if kind == rtype::DS { name.parent().unwrap_or_else(Name::root) } else { name.clone() };
            let (zone, _) = self.zone_of(client, &deepest).await?;
            let what = if nothing { format!("that {name} is not there") } else { format!("that {name} has no {}", type_name(kind)) };
            return self.fail(name, format!("no NSEC or NSEC3 proves {what}, and the zone {zone} is signed"));
        }
        let signer = sets(&message.authorities).iter().flat_map(|set| set.signatures.clone()).find_map(|record| {
            let signature = Signature::of(&record.data)?;
            name.within(&signature.signer).then_some(signature.signer)
        });
        let Some(signer) = signer else {
            return self.fail(name, format!("what is said of {name} is signed by a zone that does not have it"));
        };
        let (zone, keys) = self.zone_of(client, &signer).await?;
        for set in sets(&message.authorities).iter().filter(|set| set.rtype == rtype::SOA && !set.signatures.is_empty()) {
            self.verify(set, &zone, &keys)?;
        }
        let proofs = match self.proofs_of(&message.authorities, &zone, &keys) {
            Ok(proofs) => proofs,
            Err((status, reason)) => {
                self.chain.push(Link { name: name.clone(), found: reason.clone(), status });
                return Err((status, reason));
            }
        };
        if proofs.iter().any(Proof::is_costly) {
            return Err((Status::Insecure, format!("the NSEC3 of {zone} have more than {ITERATIONS} iterations")));
        }
        match denied(&proofs, name, kind, nothing, &zone, &mut self.work) {
            Ok(reason) => {
                self.chain.push(Link { name: name.clone(), found: reason.clone(), status: Status::Secure });
                Ok(reason)
            }
            Err((status, reason)) => {
                self.chain.push(Link { name: name.clone(), found: reason.clone(), status });
                Err((status, reason))
            }
        }
    }
}

/// A time as people write it.
fn spoken(seconds: u32) -> String {
    let digits = rdata::moment(seconds);
    match (digits.get(..4), digits.get(4..6), digits.get(6..8), digits.get(8..10), digits.get(10..12)) {
        (Some(year), Some(month), Some(day), Some(hour), Some(minute)) => format!("{year}-{month}-{day} {hour}:{minute} UTC"),
        _ => digits,
    }
}

/// Whether a CNAME is what a DNAME among the sets makes of the name.
fn made_by_dname(set: &Set<'_>, all: &[Set<'_>]) -> bool {
    let target = set.records.first().and_then(|record| record.target(0));
    all.iter().filter(|dname| dname.rtype == rtype::DNAME && set.name.within(dname.name) && set.name != dname.name).any(|dname| {
        let mut made = dname.records.first().and_then(|record| record.target(0));
        let labels: Vec<&[u8]> = set.name.labels().take(set.name.count() - dname.name.count()).collect();
        for label in labels.into_iter().rev() {
            made = made.and_then(|name| name.below(label));
        }
        made.is_some() && made == target
    })
}

/// What was signed (RFC 4034 §3.1.8.1).
fn signed_bytes(set: &Set<'_>, signature: &Signature<'_>) -> Vec<u8> {
    let mut bytes = signature.head.to_vec();
    bytes.extend_from_slice(signature.signer.lower().wire());
    let own = set.name.count() - usize::from(set.name.labels().next() == Some(b"*"));
    let owner =
        if signature.labels < own { set.name.last(signature.labels).below(b"*").unwrap_or_else(Name::root) } else { set.name.clone() };
    let owner = owner.lower();
    let mut all: Vec<Vec<u8>> = set.records.iter().map(|record| canonical(record.rtype, &record.data)).collect();
    all.sort_unstable();
    all.dedup();
    let class = set.records.first().map_or(1, |record| record.class);
    for data in all {
        bytes.extend_from_slice(owner.wire());
        bytes.extend_from_slice(&signature.covered.to_be_bytes());
        bytes.extend_from_slice(&class.to_be_bytes());
        bytes.extend_from_slice(&signature.ttl.to_be_bytes());
        bytes.extend_from_slice(&(data.len() as u16).to_be_bytes());
        bytes.extend_from_slice(&data);
    }
    bytes
}

/// A record that proves absence.
enum Proof {
    Nsec { owner: Name, next: Name, types: Vec<u16>, zone: Name },
    Nsec3 { hash: Vec<u8>, next: Vec<u8>, types: Vec<u16>, salt: Vec<u8>, iterations: u16, out: bool, zone: Name },
}

impl Proof {
    fn of(record: &Record, zone: &Name) -> Option<Proof> {
        let data = &record.data[..];
        let zone = zone.clone();
        if record.rtype == rtype::NSEC {
            let (next, behind) = Name::read(data, 0).ok()?;
            let types = rdata::bitmap(data.get(behind..)?)?;
            return Some(Proof::Nsec { owner: record.name.clone(), next, types, zone });
        }
        let [1, flags, high, low, salt_length, rest @ ..] = data else { return None };
        let (salt, rest) = rest.split_at_checked(usize::from(*salt_length))?;
        let (length, rest) = rest.split_first()?;
        let (next, types) = rest.split_at_checked(usize::from(*length))?;
        // What is not assigned makes it no proof (RFC 5155 §8.2).
        if *flags > 1 || record.name.parent()? != zone {
            return None;
        }
        let hash = from_base32hex(record.name.labels().next()?)?;
        let (types, iterations) = (rdata::bitmap(types)?, u16::from_be_bytes([*high, *low]));
        Some(Proof::Nsec3 { hash, next: next.to_vec(), types, salt: salt.to_vec(), iterations, out: *flags == 1, zone })
    }

    fn is_costly(&self) -> bool {
        matches!(self, Proof::Nsec3 { iterations, .. } if *iterations > ITERATIONS)
    }

    fn opts_out(&self) -> bool {
        matches!(self, Proof::Nsec3 { out: true, .. })
    }

    /// The hash of a name as this NSEC3 has it; `None` for NSEC, or where it costs too much.
    fn hash(&self, name: &Name, work: &mut usize) -> Option<Vec<u8>> {
        let Proof::Nsec3 { salt, iterations, zone, .. } = self else { return None };
        if *iterations > ITERATIONS || !name.within(zone) || *work > WORK {
            return None;
        }
        *work += 1 + usize::from(*iterations) / 50;
        let made = Digest::iterated(salt, name.lower().wire(), DigestType::SHA1, *iterations).ok()?;
        Some(made.as_ref().to_vec())
    }

    /// NSEC: whether the name lies between the two.
    fn covers(&self, name: &Name) -> bool {
        let Proof::Nsec { owner, next, zone, types } = self else { return false };
        // What is below a zone cut, or a DNAME, is not this zone's to deny (RFC 6840 §4.1).
        let foreign = name.within(owner) && (types.contains(&rtype::DNAME) || types.contains(&rtype::NS) && !types.contains(&rtype::SOA));
        name.within(zone) && !foreign && owner < name && (name < next || next <= owner)
    }

    /// NSEC3: whether the name's hash lies between the two.
    fn covers_hash_of(&self, name: &Name, work: &mut usize) -> bool {
        let Proof::Nsec3 { hash, next, .. } = self else { return false };
        let Some(made) = self.hash(name, work) else { return false };
        if next > hash { *hash < made && made < *next } else { made > *hash || made < *next }
    }

    /// The types at a name, where this record is of the name.
    fn types_at(&self, name: &Name, work: &mut usize) -> Option<&[u16]> {
        match self {
            Proof::Nsec { owner, types, .. } => (owner == name).then_some(types),
            Proof::Nsec3 { hash, types, .. } => (self.hash(name, work)? == *hash).then_some(types),
        }
    }
}

fn from_base32hex(label: &[u8]) -> Option<Vec<u8>> {
    let (mut out, mut store, mut held) = (Vec::new(), 0u32, 0);
    for byte in label {
        store = (store << 5 | char::from(*byte).to_digit(32)?) & 0xffff;
        held += 5;
        if held >= 8 {
            held -= 8;
            out.push((store >> held) as u8);
        }
    }
    Some(out)
}

/// Whether proofs show that a name is not there (`nothing`) or has no records of a type (RFC 4035 §5.4, RFC 5155 §8).
fn denied(proofs: &[Proof], name: &Name, kind: u16, nothing: bool, zone: &Name, work: &mut usize) -> Result<String, Fault> {
    let type_text = type_name(kind);
    // A proof at the name itself.
    if let Some(types) = proofs.iter().find_map(|proof| proof.types_at(name, work)) {
        if nothing {
            return bogus(format!("the server says that {name} is not there, and the proof in {zone} says that it is"));
        }
        if types.contains(&kind) || types.contains(&rtype::CNAME) {
            let there = if types.contains(&kind) { type_text } else { "CNAME".to_owned() };
            return bogus(format!("the proof in {zone} says that {name} has {there}, and the answer has none"));
        }
        let delegation = types.contains(&rtype::NS) && !types.contains(&rtype::SOA);
        if delegation && kind != rtype::DS {
            return bogus(format!("the proof for {name} is of the zone above it"));
        }
        if kind == rtype::DS && types.contains(&rtype::SOA) && !name.is_root() {
            return bogus(format!("the proof for the DS of {name} is of the zone itself, not of the one above"));
        }
        return Ok(format!("signed proof of {zone}: {name} has no {type_text}"));
    }
    let what = if nothing { format!("that {name} is not there") } else { format!("that {name} has no {type_text}") };
    let without_type = |types: &[u16]| !types.contains(&kind) && !types.contains(&rtype::CNAME);
    if let Some(Proof::Nsec { owner, next, .. }) = proofs.iter().find(|proof| proof.covers(name)) {
        // A name without records of its own, above others.
        if next.within(name) && next != name {
            return if nothing {
                bogus(format!("the server says that {name} is not there, and the proof in {zone} says that {next} is"))
            } else {
                Ok(format!("signed proof of {zone}: {name} has no records, only names below it"))
            };
        }
        let shared = |other: &Name| (0..=name.count()).rev().find(|labels| other.within(&name.last(*labels))).unwrap_or(0);
        let encloser = name.last(shared(owner).max(shared(next)));
        let Some(wildcard) = encloser.below(b"*") else { return Ok(format!("signed proof of {zone}: {name} is not there")) };
        let at_wildcard = proofs.iter().find_map(|proof| proof.types_at(&wildcard, work));
        return match at_wildcard {
            Some(types) if !nothing && without_type(types) => Ok(format!("signed proof of {zone}: {wildcard} has no {type_text}")),
            Some(_) => bogus(format!("the proof in {zone} says that {wildcard} is there, which would answer")),
            None if proofs.iter().any(|proof| proof.covers(&wildcard)) && nothing => {
                Ok(format!("signed proof of {zone}: {name} is not there, nor {wildcard}"))
            }
            None => bogus(format!("no NSEC of {zone} proves that {wildcard} is not there")),
        };
    }
    // NSEC3: the closest encloser, and that the name below it is not there (RFC 5155 §8.3).
    for labels in (zone.count()..name.count()).rev() {
        let encloser = name.last(labels);
        if !proofs.iter().any(|proof| matches!(proof, Proof::Nsec3 { .. }) && proof.types_at(&encloser, work).is_some()) {
            continue;
        }
        let next = name.last(labels + 1);
        let Some(cover) = proofs.iter().find(|proof| proof.covers_hash_of(&next, work)) else {
            return bogus(format!("no NSEC3 of {zone} proves that {next} is not there"));
        };
        if cover.opts_out() && (nothing || kind == rtype::DS) {
            return Err((Status::Insecure, format!("NSEC3 opt-out in {zone}: nobody signs whether {next} is delegated")));
        }
        let Some(wildcard) = encloser.below(b"*") else { return Ok(format!("signed proof of {zone}: {name} is not there")) };
        let at_wildcard = proofs.iter().find_map(|proof| proof.types_at(&wildcard, work));
        return match at_wildcard {
            Some(types) if !nothing && without_type(types) => Ok(format!("signed proof of {zone}: {wildcard} has no {type_text}")),
            Some(_) => bogus(format!("the proof in {zone} says that {wildcard} is there, which would answer")),
            None if nothing && proofs.iter().any(|proof| proof.covers_hash_of(&wildcard, work)) => {
                Ok(format!("signed proof of {zone}: {name} is not there, nor {wildcard}"))
            }
            None => bogus(format!("no NSEC3 of {zone} proves that {wildcard} is not there")),
        };
    }
    bogus(format!("no NSEC or NSEC3 of {zone} proves {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_from_text() {
        assert_eq!(root_anchors().len(), 2);
        let found = anchors("; a comment\nexample. 3600 IN DNSKEY 257 3 8 ( AwEAAQ== ) ; one\n").unwrap();
        assert_eq!(found, [Anchor { name: Name::parse("example").unwrap(), rtype: 48, data: vec![1, 1, 3, 8, 3, 1, 0, 1] }]);
        for wrong in ["", "example. DS 1 2", "example. A 1.2.3.4", "example. DS 1 8 2 zz", "DS 1 8 2 ab"] {
            assert!(anchors(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_has_its_tag() {
        // The root's key of 2017 has tag 20326; RFC 4034 §5.4 has this one.
        let key = "AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==";
        let mut data = vec![1, 0, 3, 5];
        data.extend(from_text(key.trim_end_matches('='), 6).unwrap());
        assert_eq!(key_tag(&data), 60485);
    }

    #[test]
    fn nsec_between_names() {
        let name = |text: &str| Name::parse(text).unwrap();
        let nsec = |owner: &str, next: &str| Proof::Nsec { owner: name(owner), next: name(next), types: vec![1], zone: name("z") };
        assert!(nsec("a.z", "d.z").covers(&name("b.z")));
        assert!(!nsec("a.z", "d.z").covers(&name("d.z")));
        assert!(nsec("x.z", "z").covers(&name("y.z")), "the last one leads back");
        assert!(!nsec("x.z", "z").covers(&name("y.other")));
    }

    #[test]
    fn hashes_of_names() {
        // RFC 5155 appendix A.
        let zone = Name::parse("example").unwrap();
        let proof = |zone: &Name| Proof::Nsec3 {
            hash: vec![],
            next: vec![],
            types: vec![],
            salt: vec![0xaa, 0xbb, 0xcc, 0xdd],
            iterations: 12,
            out: false,
            zone: zone.clone(),
        };
        let hash = proof(&zone).hash(&Name::parse("A.example").unwrap(), &mut 0).unwrap();
        assert_eq!(rdata::base32hex(&hash).to_lowercase(), "35mthgpgcu1qg68fab165klnsnk3dpvl");
        assert_eq!(from_base32hex(b"35mthgpgcu1qg68fab165klnsnk3dpvl").unwrap(), hash);
    }
}
