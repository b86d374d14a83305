//! Answers shown: as dig shows them, short, as JSON; the table is the query's own.

use crate::cmd::term::Term;
use anstyle::{AnsiColor, Style};
use pktlab::dns::lookup::Answer;
use pktlab::dns::rdata::{self, class_name, rcode_name, rtype, type_name};
use pktlab::dns::wire::{Edns, Message, Question, Record, flag};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::Duration;

/// As dig splits long runs.
const SPLIT: usize = 56;

const FLAGS: &[(u16, &str)] =
    &[(flag::QR, "qr"), (flag::AA, "aa"), (flag::TC, "tc"), (flag::RD, "rd"), (flag::RA, "ra"), (flag::AD, "ad"), (flag::CD, "cd")];

/// The names of the header's flags that are set.
pub(super) fn flags(set: u16) -> Vec<&'static str> {
    FLAGS.iter().filter(|(flag, _)| set & flag != 0).map(|(_, name)| *name).collect()
}

fn opcode(message: &Message) -> String {
    const NAMES: &[&str] = &["QUERY", "IQUERY", "STATUS", "RESERVED3", "NOTIFY", "UPDATE", "DSO"];
    NAMES.get(usize::from(message.opcode())).map_or_else(|| format!("RESERVED{}", message.opcode()), |name| (*name).to_owned())
}

/// What is in which colour.
pub(super) struct Paint {
    on: bool,
}

impl Paint {
    pub(super) fn new(term: &Term) -> Paint {
        Paint { on: term.color }
    }

    fn with(&self, style: Style, text: &str) -> String {
        if self.on { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }

    pub(super) fn name(&self, text: &str) -> String {
        self.with(AnsiColor::Cyan.on_default(), text)
    }

    pub(super) fn rtype(&self, text: &str) -> String {
        self.with(AnsiColor::Yellow.on_default(), text)
    }

    pub(super) fn remark(&self, text: &str) -> String {
        self.with(Style::new().dimmed(), text)
    }

    pub(super) fn good(&self, text: &str) -> String {
        self.with(AnsiColor::Green.on_default(), text)
    }

    pub(super) fn bad(&self, text: &str) -> String {
        self.with(AnsiColor::Red.on_default().bold(), text)
    }

    pub(super) fn differs(&self, text: &str) -> String {
        self.with(AnsiColor::Magenta.on_default().bold(), text)
    }
}

/// Moves to a column by tabs, or by a space where it is passed, as dig does.
fn column(line: &mut String, width: &mut usize, text: &str, painted: &str, to: usize) {
    line.push_str(painted);
    *width += text.chars().count();
    if *width >= to {
        line.push(' ');
        *width += 1;
    }
    while *width < to {
        line.push('\t');
        *width = *width / 8 * 8 + 8;
    }
}

/// A record in a line, as dig has it.
pub(super) fn record(record: &Record, split: bool, paint: &Paint) -> String {
    let (mut line, mut width) = (String::new(), 0);
    let (name, ttl) = (record.name.to_string(), record.ttl.to_string());
    let (class, kind) = (class_name(record.class), type_name(record.rtype));
    column(&mut line, &mut width, &name, &paint.name(&name), 24);
    column(&mut line, &mut width, &ttl, &ttl, 32);
    column(&mut line, &mut width, &class, &class, 40);
    column(&mut line, &mut width, &kind, &paint.rtype(&kind), 48);
    line + &rdata::text(record.rtype, &record.data, split.then_some(SPLIT))
}

fn question(question: &Question, paint: &Paint) -> String {
    let (mut line, mut width) = (String::new(), 0);
    let (name, class) = (format!(";{}", question.name), class_name(question.class));
    column(&mut line, &mut width, &name, &paint.name(&name), 32);
    column(&mut line, &mut width, &class, &class, 40);
    line + &paint.rtype(&type_name(question.rtype))
}

/// The answer as dig prints it.
pub(super) fn dig(answer: &Answer, paint: &Paint) -> String {
    let message = &answer.message;
    let mut text = String::new();
    let mut say = |line: &str| {
        text.push_str(line);
        text.push('\n');
    };
    say(&paint.remark(";; Got answer:"));
    let code = rcode_name(message.rcode());
    let code = if message.rcode() == 0 { paint.good(&code) } else { paint.bad(&code) };
    say(&format!(";; ->>HEADER<<- opcode: {}, status: {code}, id: {}", opcode(message), message.id));
    let counts = [message.questions.len(), message.answers.len(), message.authorities.len()];
    let more = message.additionals.len() + usize::from(message.edns.is_some());
    let must_be_zero = if message.has(flag::Z) { "; MBZ: 0x4" } else { "" };
    let set = flags(message.flags).iter().fold(String::new(), |set, flag| set + " " + flag);
    let [questions, answers, authorities] = counts;
    say(&format!(";; flags:{set}{must_be_zero}; QUERY: {questions}, ANSWER: {answers}, AUTHORITY: {authorities}, ADDITIONAL: {more}"));
    let asked = Message::read(&answer.query).ok();
    if asked.as_ref().is_some_and(|asked| asked.has(flag::RD)) && !message.has(flag::RA) {
        say(&paint.remark(";; WARNING: recursion requested but not available"));
    }
    if message.trailing > 0 {
        say(&paint.bad(&format!(";; WARNING: {} bytes behind the last record", message.trailing)));
    }
    say("");
    if let Some(edns) = &message.edns {
        say(&paint.remark(";; OPT PSEUDOSECTION:"));
        let set = if edns.flags & 0x8000 != 0 { " do" } else { "" };
        say(&format!("; EDNS: version: {}, flags:{set}; udp: {}", edns.version, edns.size));
        let ours = asked.as_ref().and_then(|asked| asked.option(10)).map(<[u8]>::to_vec);
        options(edns, ours.as_deref()).iter().for_each(|line| say(&format!("; {line}")));
    }
    if !message.questions.is_empty() {
        say(&paint.remark(";; QUESTION SECTION:"));
        message.questions.iter().for_each(|one| say(&question(one, paint)));
        say("");
    }
    let sections = [("ANSWER", &message.answers), ("AUTHORITY", &message.authorities), ("ADDITIONAL", &message.additionals)];
    for (name, records) in sections.iter().filter(|(_, records)| !records.is_empty()) {
        say(&paint.remark(&format!(";; {name} SECTION:")));
        records.iter().for_each(|one| say(&record(one, true, paint)));
        say("");
    }
    text.push_str(&foot(answer, message.bytes.len(), paint));
    text
}

/// What dig says at the end.
pub(super) fn foot(answer: &Answer, size: usize, paint: &Paint) -> String {
    let phases = [("connect", answer.phases.connect), ("TLS", answer.phases.tls)];
    let split: Vec<String> = phases.iter().filter_map(|(name, time)| Some(format!("{name} {}", milliseconds((*time)?)))).collect();
    let split = if split.is_empty() && answer.total == answer.took {
        String::new()
    } else {
        let all: Vec<String> = split
            .into_iter()
            .chain([format!("query {}", milliseconds(answer.took)), format!("total {}", milliseconds(answer.total))])
            .collect();
        format!(" ({})", all.join(", "))
    };
    let address = format!("{}#{}", answer.address.ip(), answer.address.port());
    let when = jiff::Zoned::now().strftime("%a %b %d %H:%M:%S %Z %Y").to_string();
    let mut text = String::new();
    let mut say = |line: String| {
        text.push_str(&paint.remark(&line));
        text.push('\n');
    };
    answer.notes.iter().for_each(|note| say(format!(";; {note}")));
    say(format!(";; Query time: {} msec{split}", answer.took.as_millis()));
    let name = match &answer.server.host {
        pktlab::dns::server::Host::Name(name) => name.clone(),
        pktlab::dns::server::Host::Address(..) => answer.address.ip().to_string(),
    };
    say(format!(";; SERVER: {address}({name}) ({})", answer.protocol.name()));
    say(format!(";; WHEN: {when}"));
    say(format!(";; MSG SIZE  rcvd: {size}"));
    text
}

/// EDNS's options, a line each; `ours`: the cookie that we sent.
fn options(edns: &Edns, ours: Option<&[u8]>) -> Vec<String> {
    edns.options.iter().map(|(code, data)| option(*code, data, ours)).collect()
}

fn option(code: u16, data: &[u8], ours: Option<&[u8]>) -> String {
    let hex = || data.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let spaced = || data.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    match code {
        3 => format!(
            "NSID: {} (\"{}\")",
            spaced(),
            data.iter().map(|byte| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '.' }).collect::<String>()
        ),
        8 => format!("CLIENT-SUBNET: {}", network(data).unwrap_or_else(hex)),
        10 => {
            let word = match ours {
                Some(ours) if data.get(..8) == ours.get(..8) => " (good)",
                Some(_) => " (bad)",
                None => "",
            };
            format!("COOKIE: {}{word}", hex())
        }
        11 => match data.first_chunk::<2>() {
            Some(time) => format!("TCP KEEPALIVE: {:.1} secs", f64::from(u16::from_be_bytes(*time)) / 10.0),
            None => "TCP KEEPALIVE".to_owned(),
        },
        12 => format!("PAD: ({} bytes)", data.len()),
        15 => {
            let number = data.first_chunk::<2>().map_or(0, |code| u16::from_be_bytes(*code));
            let said = String::from_utf8_lossy(data.get(2..).unwrap_or(&[])).into_owned();
            let said = if said.is_empty() { said } else { format!(": ({})", said.trim_end_matches('\0').escape_debug()) };
            format!("EDE: {number}{}{said}", extended_error(number).map(|name| format!(" ({name})")).unwrap_or_default())
        }
        _ => format!("OPT={code}: {}", spaced()),
    }
}

fn network(data: &[u8]) -> Option<String> {
    let family = u16::from_be_bytes(*data.first_chunk()?);
    let (source, scope, rest) = (data.get(2)?, data.get(3)?, data.get(4..)?);
    let address: std::net::IpAddr = match family {
        1 => {
            let mut all = [0; 4];
            all.get_mut(..rest.len())?.copy_from_slice(rest);
            all.into()
        }
        2 => {
            let mut all = [0; 16];
            all.get_mut(..rest.len())?.copy_from_slice(rest);
            all.into()
        }
        _ => return None,
    };
    Some(format!("{address}/{source}/{scope}"))
}

/// <https://www.iana.org/assignments/dns-parameters>: Extended DNS Error Codes.
pub(super) fn extended_error(code: u16) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "Other",
        "Unsupported DNSKEY Algorithm",
        "Unsupported DS Digest Type",
        "Stale Answer",
        "Forged Answer",
        "DNSSEC Indeterminate",
        "DNSSEC Bogus",
        "Signature Expired",
        "Signature Not Yet Valid",
        "DNSKEY Missing",
        "RRSIGs Missing",
        "No Zone Key Bit Set",
        "NSEC Missing",
        "Cached Error",
        "Not Ready",
        "Blocked",
        "Censored",
        "Filtered",
        "Prohibited",
        "Stale NXDOMAIN Answer",
        "Not Authoritative",
        "Not Supported",
        "No Reachable Authority",
        "Network Error",
        "Invalid Data",
        "Signature Expired before Valid",
        "Too Early",
        "Unsupported NSEC3 Iterations Value",
        "Unable to conform to policy",
        "Synthesized",
        "Invalid Query Type",
    ];
    NAMES.get(usize::from(code)).copied()
}

/// The data of the answers of the type that was asked for, with what led there: a line each.
pub(super) fn short(message: &Message, shows: impl Fn(&Record) -> bool) -> String {
    let mut text = String::new();
    for one in message.answers.iter().filter(|record| record.rtype != rtype::OPT && shows(record)) {
        let _ = writeln!(text, "{}", rdata::text(one.rtype, &one.data, Some(SPLIT)));
    }
    text
}

/// A record as JSON.
pub(super) fn json_record(record: &Record) -> Value {
    json!({
        "name": record.name.to_string(), "type": type_name(record.rtype), "class": class_name(record.class), "ttl": record.ttl,
        "data": record.text(),
    })
}

/// A question as JSON.
pub(super) fn json_question(question: &Question) -> Value {
    json!({ "name": question.name.to_string(), "type": type_name(question.rtype), "class": class_name(question.class) })
}

/// An answer as JSON; times are seconds.
pub(super) fn json(answer: &Answer) -> Value {
    let message = &answer.message;
    let records = |all: &[Record]| all.iter().map(json_record).collect::<Vec<_>>();
    let edns = message.edns.as_ref().map(|edns| {
        let options: Vec<Value> = edns
            .options
            .iter()
            .map(|(code, data)| json!({ "code": code, "data": rdata::hex(data).to_lowercase(), "text": option(*code, data, None) }))
            .collect();
        json!({ "version": edns.version, "do": edns.flags & 0x8000 != 0, "udp": edns.size, "options": options })
    });
    let extended: Vec<Value> =
        message.extended_errors().map(|(code, text)| json!({ "code": code, "name": extended_error(code), "text": text })).collect();
    json!({
        "server": answer.server.to_string(), "address": answer.from.unwrap_or(answer.address).to_string(), "protocol": answer.protocol.scheme(),
        "question": message.questions.first().map(json_question),
        "id": message.id, "opcode": opcode(message), "status": rcode_name(message.rcode()), "flags": flags(message.flags),
        "answers": records(&message.answers), "authorities": records(&message.authorities), "additionals": records(&message.additionals),
        "edns": edns, "extended_errors": extended, "size": message.bytes.len(),
        "time": {
            "connect": answer.phases.connect.map(seconds), "tls": answer.phases.tls.map(seconds), "query": seconds(answer.took),
            "total": seconds(answer.total),
        },
        "tries": answer.tries, "notes": answer.notes,
    })
}

/// Seconds to the microsecond.
pub(super) fn seconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e6
}

/// `1.23 ms`.
pub(super) fn milliseconds(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 {
        format!("{ms:.2} ms")
    } else if ms < 100.0 {
        format!("{ms:.1} ms")
    } else {
        format!("{ms:.0} ms")
    }
}
