//! Ladders as SVG, for documents, in light and dark.
use super::handshakes::{span, story};
use super::ladder::label;
use crate::flow::Attempt;
use crate::flow::handshake::{CLIENT, Event, What};
use std::fmt::Write;

/// Width of a ladder, the place of its rails, in pixels.
const WIDTH: u32 = 760;
const LEFT: u32 = 150;
const RIGHT: u32 = 730;

/// The style of all ladders; a page that holds several has it once.
pub(super) const STYLE: &str = "\
.ladder{--ink:#1b1f24;--dim:#5f6873;--rail:#b9c0c8;--client:#0b62a8;--server:#1a7a43;--bad:#b42318;--icmp:#8a3ab9;--paper:#ffffff;\
font:13px ui-sans-serif,system-ui,sans-serif;fill:var(--ink)}\
@media(prefers-color-scheme:dark){.ladder{--ink:#e6e9ec;--dim:#98a2ad;--rail:#4a535d;--client:#6cb6ff;--server:#5fce8f;--bad:#ff8a7a;--icmp:#d6a4f7;--paper:#15181c}}\
.ladder .paper{fill:var(--paper)}.ladder .dim{fill:var(--dim);font-size:11px}.ladder .time{fill:var(--dim);font:11px ui-monospace,monospace}\
.ladder .rail{stroke:var(--rail);stroke-width:2}.ladder .client{--way:var(--client)}.ladder .server{--way:var(--server)}.ladder .bad{--way:var(--bad)}\
.ladder .icmp{--way:var(--icmp)}.ladder .step line{stroke:var(--way);stroke-width:1.6}.ladder .step path{fill:var(--way)}.ladder .step text.what{fill:var(--way)}\
.ladder .title{font-weight:600}.ladder .yes{fill:var(--server);font-weight:600}.ladder .no{fill:var(--bad);font-weight:600}";

/// A document of these attempts' ladders, one under the other.
pub fn document(attempts: &[Attempt], left_out: u64) -> String {
    let mut body = String::new();
    let mut y = 0;
    for attempt in attempts {
        let (drawn, height) = ladder(attempt);
        let _ = writeln!(body, "<g transform=\"translate(0 {y})\">{drawn}</g>");
        y += height + 16;
    }
    if attempts.is_empty() || left_out > 0 {
        let text = if left_out > 0 { format!("{left_out} more attempts are not drawn") } else { "no attempts to connect".to_owned() };
        let _ = writeln!(body, "<text class=\"dim\" x=\"12\" y=\"{}\">{text}</text>", y + 20);
        y += 36;
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ladder\" viewBox=\"0 0 {WIDTH} {y}\" width=\"{WIDTH}\" height=\"{y}\" role=\"img\" aria-label=\"TCP handshakes\">\n\
         <style>{STYLE}</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n{body}</svg>\n"
    )
}

/// One ladder for a page that has [`STYLE`] already.
pub(super) fn figure(attempt: &Attempt) -> String {
    let (drawn, height) = ladder(attempt);
    format!("<svg class=\"ladder\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">{drawn}</svg>")
}

/// The drawing and its height.
fn ladder(attempt: &Attempt) -> (String, u32) {
    let mut out = String::new();
    let yes = match attempt.succeeded() {
        true => "yes",
        false if attempt.verdict() == crate::flow::Verdict::MidStream => "title",
        false => "no",
    };
    let total = attempt.setup_time().map_or_else(String::new, |time| format!(" in {}", span(time)));
    let _ = write!(
        out,
        "<text class=\"title\" x=\"12\" y=\"22\">#{} {} → {}</text><text x=\"12\" y=\"42\"><tspan class=\"{yes}\">{}</tspan>{total}</text>",
        attempt.number + 1,
        escaped(&attempt.client.to_string()),
        escaped(&attempt.server.to_string()),
        attempt.verdict().name(),
    );
    let mut top = 48;
    for line in lines(&story(attempt), 110) {
        top += 14;
        let _ = write!(out, "<text class=\"dim\" x=\"12\" y=\"{top}\">{}</text>", escaped(&line));
    }
    top += 26;
    let _ = write!(
        out,
        "<text x=\"{LEFT}\" y=\"{top}\" text-anchor=\"middle\">client</text><text x=\"{RIGHT}\" y=\"{top}\" text-anchor=\"end\">server</text>"
    );
    top += 8;
    let (mut steps, mut y, mut before) = (String::new(), top + 8, None);
    for event in &attempt.events {
        y += 32 + before.map_or(0, |before| stretch(event.time - before));
        y = step(attempt, event, y, before, &mut steps);
        before = Some(event.time);
    }
    let rest = attempt.passed_over();
    if rest > 0 || attempt.events.is_empty() {
        y += 24;
        let text = if rest > 0 { more(rest) } else { "nothing of a handshake".to_owned() };
        let _ = write!(steps, "<text class=\"dim\" x=\"{}\" y=\"{y}\" text-anchor=\"middle\">{text}</text>", (LEFT + RIGHT) / 2);
    }
    y += 18;
    for x in [LEFT, RIGHT] {
        let _ = write!(out, "<line class=\"rail\" x1=\"{x}\" x2=\"{x}\" y1=\"{top}\" y2=\"{y}\"/>");
    }
    out.push_str(&steps);
    (out, y + 10)
}
/// `1 more segment`.
pub(super) fn more(n: u32) -> String {
    format!("{n} more segment{}", if n == 1 { "" } else { "s" })
}
/// Pixels that a time of silence takes: it grows with its logarithm.
fn stretch(ns: i64) -> u32 {
    let ms = ns.max(0) as f64 / 1e6;
    ((1.0 + ms).log10() * 22.0) as u32
}
fn step(attempt: &Attempt, event: &Event, mut y: u32, before: Option<i64>, out: &mut String) -> u32 {
    let middle = (LEFT + RIGHT) / 2;
    let (class, text, options) = match &event.what {
        What::Segment { flags, seq, ack, len, window, ttl, options } => {
            let class = match (flags & 4 != 0, event.side()) {
                (true, _) => "bad",
                (_, CLIENT) => "client",
                _ => "server",
            };
            (class, format!("{} win={window} ttl={ttl}", label(attempt, event.side(), *flags, *seq, *ack, *len)), &**options)
        }
        What::Icmp(r) => ("icmp", format!("ICMP{} {}/{} from {}", if r.v6 { "v6" } else { "" }, r.kind, r.code, r.router), ""),
    };
    if event.passed_over > 0 {
        let _ = write!(out, "<text class=\"dim\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text>", y - 8, more(event.passed_over));
        y += 16;
    }
    let delta = before.map_or_else(String::new, |before| format!(" +{}", span(event.time - before)));
    let (from, to) = if event.side() == CLIENT { (LEFT, RIGHT) } else { (RIGHT, LEFT) };
    let (tip, back) = if event.side() == CLIENT { (RIGHT - 1, RIGHT - 10) } else { (LEFT + 1, LEFT + 10) };
    let _ = write!(
        out,
        "<text class=\"time\" x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{delta}</text>\
         <g class=\"step {class}\"><line x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/><path d=\"M{tip} {y}L{back} {}L{back} {}Z\"/>\
         <text class=\"what\" x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>",
        LEFT - 10,
        y + 4,
        span(event.time - attempt.start),
        y - 4,
        y + 4,
        y - 6,
        escaped(&text),
    );
    for line in [options, event.remark].into_iter().filter(|line| !line.is_empty()) {
        y += 14;
        let _ = write!(out, "<text class=\"dim\" x=\"{middle}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", escaped(line));
    }
    y
}
/// A text in lines of about so many signs.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut().filter(|line| line.chars().count() + word.chars().count() < width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}
/// Text that stands for itself in XML and HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
