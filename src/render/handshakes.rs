//! Attempts to connect: a row of a table, a sentence, an object of JSON.
use crate::flow::handshake::{Before, CLIENT, End, Event, What};
use crate::flow::{Attempt, Hello, Multipath, Summary, Tally, Verdict, terms};
use crate::proto::conn::community;
use crate::text;
use serde::ser::{Serialize, Serializer};
use serde_json::Value;
use std::net::IpAddr;

/// The titles of a table of attempts.
pub const TITLES: [&str; 9] = ["#", "start", "client", "server", "verdict", "setup", "RTT", "SYNs", "what happened"];

/// An attempt's cells under [`TITLES`]; times count from `first`, in nanoseconds since 1970.
pub fn row(attempt: &Attempt, first: i64) -> [String; 9] {
    let or = |time: Option<i64>| time.map_or_else(String::new, span);
    [
        (attempt.number + 1).to_string(),
        seconds(attempt.start - first),
        attempt.client.to_string(),
        attempt.server.to_string(),
        attempt.verdict().name().to_owned(),
        or(attempt.setup_time()),
        or(attempt.rtt()),
        if attempt.syns == 0 { String::new() } else { attempt.syns.to_string() },
        story(attempt),
    ]
}

/// An attempt as a line of its own, for who watches; times count from `first`, in nanoseconds since 1970.
pub fn line(attempt: &Attempt, first: i64) -> String {
    let [_, start, client, server, verdict, setup, rtt, _, story] = row(attempt, first);
    let ends = format!("{client} → {server}");
    let rtt = if rtt.is_empty() { rtt } else { format!("RTT {rtt}") };
    format!("{start:>12} {verdict:<17} {ends:<45} {setup:>8} {rtt:<12} {story}").trim_end().to_owned()
}

/// What happened, in a sentence.
pub fn story(attempt: &Attempt) -> String {
    let mut words: Vec<String> = vec![];
    let verdict = attempt.verdict();
    let start = attempt.start;
    let count = |n: u32, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let gaps = || attempt.gaps().map(span).collect::<Vec<_>>().join(", ");
    let side = |side: usize| if side == CLIENT { "client" } else { "server" };
    let place = attempt.place();
    if place.vlan != 0 {
        words.push(format!("VLAN {}", place.vlans()));
    }
    if let Some(tunnel) = place.tunnel {
        words.push(format!("in {tunnel}"));
    }
    match verdict {
        Verdict::Established | Verdict::SimultaneousOpen | Verdict::PortReused | Verdict::Aborted if attempt.retries() > 0 => {
            let which = attempt.answered().map_or_else(String::new, |(_, n, surety)| {
                let sure = if surety == crate::flow::handshake::Surety::Last { ", as it seems" } else { "" };
                format!(": SYN {} was answered{sure}", n + 1)
            });
            words.push(format!("{} ({}){which}", count(attempt.syns, "SYN", "SYNs"), gaps()));
        }
        _ => {}
    }
    match verdict {
        Verdict::Established if attempt.syn.is_none() => words.push("the SYN was not captured".to_owned()),
        Verdict::Established | Verdict::SimultaneousOpen => {}
        Verdict::Refused => {
            let again = if attempt.refusals > 1 { format!(", {} times", attempt.refusals) } else { String::new() };
            words.push(format!("RST after {}{again}", span(attempt.reset.map_or(0, |reset| reset.time) - start)));
            if attempt.retries() > 0 {
                words.push(format!("{} ({})", count(attempt.syns, "SYN", "SYNs"), gaps()));
            }
        }
        Verdict::Rejected => {
            if let Some(rejection) = attempt.rejection {
                let name = if rejection.v6 { "ICMPv6" } else { "ICMP" };
                let whose = if rejection.router == attempt.server.ip { "the host itself".to_owned() } else { rejection.router.to_string() };
                words.push(format!(
                    "{} ({name} {}/{}) from {whose} after {}",
                    rejection.text(),
                    rejection.kind,
                    rejection.code,
                    span(rejection.time - start)
                ));
            }
            if attempt.retries() > 0 {
                words.push(format!("{} ({})", count(attempt.syns, "SYN", "SYNs"), gaps()));
            }
        }
        Verdict::TimedOut => {
            let gaps = if attempt.retries() > 0 { format!(" ({})", gaps()) } else { String::new() };
            words.push(format!("no answer to {}{gaps}", count(attempt.syns, "SYN", "SYNs")));
            if attempt.superseded {
                words.push("then a SYN with another number".to_owned());
            }
        }
        Verdict::HalfOpen => words.push(match attempt.synacks {
            0 => "both sides asked, neither granted".to_owned(),
            n => format!("{} never acknowledged", count(n, "SYN/ACK", "SYN/ACKs")),
        }),
        Verdict::SynAckIgnored => words.push(format!(
            "{} ignored, {} more after the first",
            count(attempt.synacks, "SYN/ACK", "SYN/ACKs"),
            count(attempt.syns_after_answer, "SYN", "SYNs")
        )),
        Verdict::Aborted => {
            if let Some(reset) = attempt.reset {
                let after = match (attempt.connected_at, attempt.synack) {
                    (Some(at), _) => format!("{} after it stood, nothing was said", span(reset.time - at)),
                    (None, Some(synack)) => format!("{} after the SYN/ACK", span(reset.time - synack.time)),
                    (None, None) => format!("{} after the SYN, without an answer", span(reset.time - start)),
                };
                words.push(format!("RST of the {} {after}", side(reset.side)));
            }
        }
        Verdict::PortReused if attempt.connected() => words.push("the ports' connection before was open".to_owned()),
        Verdict::PortReused => words.push("answered by a challenge ACK only: the ports' connection before is open".to_owned()),
        Verdict::MidStream => words.push("older than the capture".to_owned()),
    }
    if attempt.connected() && attempt.challenged > 0 {
        words.push("a challenge ACK first".to_owned());
    }
    match attempt.before {
        Some(Before::Closed) => words.push("ports used again".to_owned()),
        Some(Before::Unanswered) => words.push("another sequence number than the SYN before".to_owned()),
        _ => {}
    }
    if let Some(rejection) = attempt.rejection.filter(|_| verdict != Verdict::Rejected) {
        words.push(format!("{} from {} in between", rejection.text(), rejection.router));
    }
    if attempt.connected() && attempt.synacks > 1 {
        words.push(format!("{} SYN/ACKs", attempt.synacks));
    }
    if let Some(time) = attempt.tls_time() {
        words.push(format!("TLS hello {}", span(time)));
    } else if let Some(time) = attempt.answer_time() {
        words.push(format!("first answer {}", span(time)));
    }
    if let Some(reset) = attempt.reset.filter(|_| attempt.connected() && verdict != Verdict::Aborted) {
        words.push(format!("reset by the {} after {}", side(reset.side), span(reset.time - start)));
    }
    if let (Some(asked), Some(granted)) = (attempt.asked_for(), &attempt.synack) {
        let missing: Vec<_> = terms(asked, Some(granted), 536)
            .into_iter()
            .filter(|term| term.name != "MSS" && !term.agreed && !term.offered.is_empty())
            .map(|term| term.name)
            .collect();
        if !missing.is_empty() {
            words.push(format!("not agreed: {}", missing.join(", ")));
        }
    }
    words.extend(attempt.middlebox());
    if attempt.let_go {
        words.push("let go before its end".to_owned());
    }
    words.join("; ")
}

/// Nanoseconds as people read them: `830 µs`, `21.0 ms`, `3.02 s`.
pub fn span(ns: i64) -> String {
    let (n, x) = (ns.unsigned_abs(), ns as f64);
    match n {
        0 => "0".to_owned(),
        1..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => format!("{:.0} µs", x / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} ms", x / 1e6),
        _ => format!("{:.2} s", x / 1e9),
    }
}
/// Seconds with six decimals.
fn seconds(ns: i64) -> String {
    format!("{:.6}", ns as f64 / 1e9)
}

/// The least MSS that must be taken where none is said (RFC 9293, 3.7.1).
pub(super) fn floor(attempt: &Attempt) -> u16 {
    if attempt.server.ip.is_ipv4() { 536 } else { 1220 }
}

/// An object whose keys keep their order.
struct Object(Vec<(&'static str, Value)>);
impl Serialize for Object {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
/// An attempt as JSON, in one line.
pub fn json(attempt: &Attempt) -> String {
    let object = Object(pairs(attempt));
    serde_json::to_string(&object).unwrap_or_default()
}
/// The header line of [`csv`]. The names are those of [`json`], with `_` for each step down.
pub const CSV: &str = "number,frame,start,client_ip,client_port,server_ip,server_port,vlan,tunnel,verdict,state,history,community_id,\
                       setup_time,setup_time_answered,rtt,rtt_from,ack_time,syns,retries,retry_gaps,synacks,first_data_from,\
                       first_data_after,first_answer,tls_time,rejection_icmp_type,rejection_icmp_code,rejection_router,reset_by,agreed,\
                       not_agreed,middlebox,packets_client,packets_server,text\n";
/// An attempt as comma-separated values, in one line with its end. Several values share a cell, with `; ` between.
pub fn csv(a: &Attempt, out: &mut Vec<u8>) {
    // Memory takes all that is written.
    let _ = csv_line(a, out);
}
fn csv_line(a: &Attempt, out: &mut Vec<u8>) -> std::io::Result<()> {
    use std::io::Write;
    let time = |time: Option<i64>, out: &mut Vec<u8>| match time {
        Some(ns) => write!(out, "{},", ns as f64 / 1e9),
        None => write!(out, ","),
    };
    let text = |text: &str, out: &mut Vec<u8>| match text.contains([',', '"', '\n', '\r']) {
        true => write!(out, "\"{}\"", text.replace('"', "\"\"")),
        false => write!(out, "{text}"),
    };
    let side = |side: usize| if side == CLIENT { "client" } else { "server" };
    write!(out, "{},{},", a.number + 1, a.frame)?;
    text::rfc3339(a.start, out);
    write!(out, ",{},{},{},{},", a.client.ip, a.client.port, a.server.ip, a.server.port)?;
    let place = a.place();
    write!(out, "{},", place.vlans())?;
    if let Some(tunnel) = place.tunnel {
        write!(out, "{tunnel}")?;
    }
    write!(out, ",{},{},{},{},", a.verdict().name(), a.state().name(), a.history(), community_id(a))?;
    let answered = a.answered().map_or("", |(_, _, surety)| surety.name());
    time(a.setup_time(), out)?;
    time(a.setup_from_answered(), out)?;
    time(a.rtt(), out)?;
    write!(out, "{answered},")?;
    time(a.ack_time(), out)?;
    write!(out, "{},{},", a.syns, a.retries())?;
    for (i, gap) in a.gaps().enumerate() {
        write!(out, "{}{}", if i == 0 { "" } else { "; " }, gap as f64 / 1e9)?;
    }
    write!(out, ",{},{},", a.synacks, a.first_data.map_or("", |(from, _)| side(from)))?;
    time(a.first_data.and(a.data_time()), out)?;
    time(a.answer_time(), out)?;
    time(a.tls_time(), out)?;
    match a.rejection {
        Some(r) => write!(out, "{},{},{},", r.kind, r.code, r.router)?,
        None => write!(out, ",,,")?,
    }
    write!(out, "{},", a.reset.map_or("", |reset| side(reset.side)))?;
    let all = a.asked_for().map_or_else(Vec::new, |asked| terms(asked, a.synack.as_ref(), floor(a)));
    for agreed in [true, false] {
        for (i, term) in all.iter().filter(|term| term.agreed == agreed).enumerate() {
            write!(out, "{}{}", if i == 0 { "" } else { "; " }, term.name)?;
        }
        out.push(b',');
    }
    text(&a.middlebox().join("; "), out)?;
    write!(out, ",{},{},", a.packets[0], a.packets[1])?;
    text(&story(a), out)?;
    writeln!(out)
}
/// Seconds, as a number with nine decimals at most.
fn time(ns: Option<i64>) -> Value {
    ns.map_or(Value::Null, |ns| (ns as f64 / 1e9).into())
}
fn stamp(ns: i64) -> Value {
    let mut out = vec![];
    text::rfc3339(ns, &mut out);
    String::from_utf8_lossy(&out).into_owned().into()
}
fn end(of: End) -> Value {
    serde_json::json!({ "ip": of.ip.to_string(), "port": of.port })
}
fn pair<T: Into<Value>>(client: Option<T>, server: Option<T>) -> Value {
    let or = |x: Option<T>| x.map_or(Value::Null, Into::into);
    serde_json::json!({ "client": or(client), "server": or(server) })
}
fn pairs(a: &Attempt) -> Vec<(&'static str, Value)> {
    let side = |side: usize| if side == CLIENT { "client" } else { "server" };
    let mut all: Vec<(&'static str, Value)> = vec![
        ("number", (a.number + 1).into()),
        ("frame", a.frame.into()),
        ("client", end(a.client)),
        ("server", end(a.server)),
        ("start", stamp(a.start)),
        ("verdict", a.verdict().name().into()),
        ("state", a.state().name().into()),
        ("history", a.history().into()),
        ("community_id", community_id(a).into()),
        ("connected", a.connected().into()),
        ("text", story(a).into()),
        ("setup_time", time(a.setup_time())),
        ("setup_time_answered", time(a.setup_from_answered())),
        ("rtt", time(a.rtt())),
        ("rtt_from", a.answered().map_or(Value::Null, |(_, _, surety)| surety.name().into())),
        ("ack_time", time(a.ack_time())),
        ("syns", a.syns.into()),
        ("retries", a.retries().into()),
        ("retry_gaps", a.gaps().map(|gap| time(Some(gap))).collect()),
        ("answered_syn", a.answered().map_or(Value::Null, |(_, n, _)| (n + 1).into())),
        ("syns_after_answer", a.syns_after_answer.into()),
        ("synacks", a.synacks.into()),
        ("waited", time(Some(a.end - a.start))),
    ];
    let place = a.place();
    if place.vlan != 0 {
        all.push(("vlan", place.vlans().into()));
    }
    if let Some(tunnel) = place.tunnel {
        all.push(("tunnel", tunnel.to_string().into()));
    }
    all.push((
        "first_data",
        a.first_data.map_or(Value::Null, |(from, _)| serde_json::json!({ "from": side(from), "after": time(a.data_time()) })),
    ));
    all.push(("first_answer", time(a.answer_time())));
    all.push(("tls_time", time(a.tls_time())));
    all.push((
        "rejection",
        a.rejection.map_or(Value::Null, |r| {
            serde_json::json!({ "icmp_type": r.kind, "icmp_code": r.code, "version": if r.v6 { 6 } else { 4 }, "router": r.router.to_string(), "text": r.text(), "after": time(Some(r.time - a.start)), "frame": r.frame })
        }),
    ));
    all.push((
        "reset",
        a.reset.map_or(
            Value::Null,
            |r| serde_json::json!({ "by": side(r.side), "after": time(Some(r.time - a.start)), "ttl": r.ttl, "frame": r.frame }),
        ),
    ));
    all.push(("closed", pair(a.ended[0].map(|at| time(Some(at - a.start))), a.ended[1].map(|at| time(Some(at - a.start))))));
    all.push(("simultaneous_open", a.other_syn.is_some().into()));
    all.push(("port_reused", matches!(a.before, Some(Before::Open | Before::Closed)).into()));
    all.push(("before", a.before.map_or(Value::Null, |before| before.name().into())));
    all.push(("another_isn", (a.before == Some(Before::Unanswered)).into()));
    all.push(("superseded", a.superseded.into()));
    all.push(("challenge_acks", a.challenged.into()));
    all.push(("refusals", a.refusals.into()));
    all.push(("strays", a.strays.into()));
    all.push(("copies", a.copies.into()));
    let hello = |f: fn(&Hello) -> Value| pair(a.syn.as_ref().map(f), a.synack.as_ref().or(a.other_syn.as_deref()).map(f));
    all.push(("isn", hello(|hello| hello.isn.into())));
    all.push(("window", hello(|hello| hello.window.into())));
    all.push(("ttl", hello(|hello| hello.ttl.into())));
    all.push(("hops", hello(|hello| hello.hops().into())));
    all.push(("df", hello(|hello| hello.df.into())));
    all.push(("options_order", hello(|hello| hello.order().into())));
    all.push((
        "options",
        serde_json::json!({
            "client": a.asked_for().map_or(Value::Null, offer),
            "server": a.synack.as_ref().or(a.other_syn.as_deref()).map_or(Value::Null, offer),
            "agreed": a.asked_for().map_or(Value::Null, |asked| terms(asked, a.synack.as_ref(), floor(a)).into_iter().map(|term| serde_json::json!({
                "name": term.name, "offered": term.offered, "answered": term.answered, "agreed": term.agreed, "result": term.result,
            })).collect()),
        }),
    ));
    all.push(("options_changed_on_retry", a.changed_syn.is_some().into()));
    all.push(("syn_cookie_rest", a.cookie_rest().map_or(Value::Null, |(_, rest)| rest.into())));
    all.push(("middlebox", a.middlebox().into()));
    all.push(("packets", pair(Some(a.packets[0]), Some(a.packets[1]))));
    all.push(("bytes", pair(Some(a.bytes[0]), Some(a.bytes[1]))));
    all.push(("let_go", a.let_go.into()));
    if !a.events.is_empty() {
        all.push(("events", a.events.iter().map(|e| event(e, a)).collect()));
    }
    all
}
fn offer(hello: &Hello) -> Value {
    let offer = hello.offer();
    serde_json::json!({
        "mss": offer.mss,
        "window_scale": offer.shift,
        "sack": offer.sack,
        "timestamps": offer.timestamps.is_some(),
        "tfo_cookie": offer.fast_open,
        "tfo_data": hello.len,
        "mptcp": offer.multipath.map(|of| match of {
            Multipath::Capable(version) => format!("capable v{version}"),
            Multipath::Join => "join".to_owned(),
            Multipath::Other(subtype) => format!("subtype {subtype}"),
        }),
        "ecn": offer.ecn.map(|ecn| ecn.name()),
        "md5": offer.md5,
        "ao": offer.ao,
    })
}
fn event(event: &Event, a: &Attempt) -> Value {
    let mut object = serde_json::json!({
        "frame": event.frame, "time": time(Some(event.time - a.start)), "from": if event.side() == CLIENT { "client" } else { "server" },
        "remark": event.remark, "passed_over": event.passed_over,
    });
    if let Some(object) = object.as_object_mut() {
        match &event.what {
            What::Segment { flags, seq, ack, len, window, ttl, options } => {
                object.insert("flags".to_owned(), super::ladder::flags(*flags).into());
                let (seq, ack) = super::ladder::relative(a, event.side(), *seq, *ack);
                object.insert("seq".to_owned(), seq.into());
                object.insert("ack".to_owned(), if flags & 0x10 != 0 { ack.into() } else { Value::Null });
                object.insert("len".to_owned(), (*len).into());
                object.insert("window".to_owned(), (*window).into());
                object.insert("ttl".to_owned(), (*ttl).into());
                object.insert("options".to_owned(), (&**options).into());
            }
            What::Icmp(rejection) => {
                object.insert("icmp".to_owned(), format!("{}/{}", rejection.kind, rejection.code).into());
                object.insert("router".to_owned(), rejection.router.to_string().into());
            }
        }
    }
    object
}
fn community_id(a: &Attempt) -> String {
    let bytes = |ip: IpAddr| match ip {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    };
    community(&bytes(a.client.ip), &bytes(a.server.ip), 6, [a.client.port, a.server.port])
}

/// The titles of a table of servers.
pub const SERVER_TITLES: [&str; 9] = ["server", "attempts", "success", "p50", "p95", "p99", "retried", "failed", "signs"];

/// A server's cells under [`SERVER_TITLES`].
pub fn server_row(name: &str, tally: &mut Tally) -> [String; 9] {
    let percent = |n: Option<f64>| n.map_or_else(String::new, |n| format!("{n:.1}%"));
    let mut at = |n: f64| tally.percentile(n).map_or_else(String::new, span);
    let [p50, p95, p99] = [at(50.0), at(95.0), at(99.0)];
    let failed = Verdict::ALL
        .into_iter()
        .filter(|v| !matches!(v, Verdict::Established | Verdict::SimultaneousOpen | Verdict::MidStream) && tally.of(*v) > 0);
    let failed = failed.map(|verdict| format!("{} {}", tally.of(verdict), verdict.name())).collect::<Vec<_>>().join(", ");
    let mut signs = vec![];
    if tally.flooded() {
        let rate = tally.rate().map_or_else(String::new, |rate| format!(" ({rate:.0}/s)"));
        signs.push(format!("SYN flood?{rate}"));
    }
    if tally.cookies() {
        signs.push("SYN cookies".to_owned());
    }
    [
        name.to_owned(),
        tally.attempts().to_string(),
        percent(tally.success()),
        p50,
        p95,
        p99,
        percent(tally.retried()),
        failed,
        signs.join(", "),
    ]
}

/// Who scans, a line each.
pub fn scans(summary: &Summary) -> Vec<String> {
    let line = |(ip, visitor): (IpAddr, &crate::flow::Visitor)| {
        let hosts = if visitor.hosts() == 1 { "1 host".to_owned() } else { format!("{} hosts", visitor.hosts()) };
        let within = span(visitor.last - visitor.first);
        format!(
            "scan? {ip} tried {} ports of {hosts} within {within}: {} attempts, {} answered",
            visitor.doors(),
            visitor.attempts,
            visitor.open
        )
    };
    summary.scans().into_iter().map(line).collect()
}
