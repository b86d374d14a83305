//! A sequence diagram of an attempt to connect: time goes down, each step is an arrow from who sent it.
//!
//! Where nothing happens for long the rails are longer: a line for each power of ten above ten milliseconds.
use super::handshakes::{span, story};
use crate::flow::handshake::{CLIENT, Event, What};
use crate::flow::{Attempt, Verdict};
use anstyle::{AnsiColor, Style};

const NAMES: [(u16, &str); 9] =
    [(0x02, "SYN"), (0x01, "FIN"), (0x04, "RST"), (0x08, "PSH"), (0x10, "ACK"), (0x20, "URG"), (0x40, "ECE"), (0x80, "CWR"), (0x100, "AE")];

/// Flags in words: `SYN,ACK`.
pub fn flags(of: u16) -> String {
    let names: Vec<_> = NAMES.iter().filter(|(bit, _)| of & bit != 0).map(|(_, name)| *name).collect();
    if names.is_empty() { "no flags".to_owned() } else { names.join(",") }
}

/// Sequence and acknowledgment number of a segment, counted from the first of each side where that is known.
pub fn relative(attempt: &Attempt, side: usize, seq: u32, ack: u32) -> (u32, u32) {
    let client = attempt.syn.map(|hello| hello.isn).or(attempt.synack.map(|hello| hello.ack.wrapping_sub(1)));
    let server = attempt.synack.as_ref().or(attempt.other_syn.as_deref()).map(|hello| hello.isn);
    let (own, other) = if side == CLIENT { (client, server) } else { (server, client) };
    (seq.wrapping_sub(own.unwrap_or(0)), ack.wrapping_sub(other.unwrap_or(0)))
}

/// How a ladder is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Columns; at least 60 are used.
    pub width: usize,
    /// With colours.
    pub color: bool,
}

/// Width of the times on the left.
const TIMES: usize = 21;

/// Appends an attempt's ladder.
pub fn draw(attempt: &Attempt, options: Options, out: &mut String) {
    let inner = options.width.clamp(60, 160) - TIMES - 4;
    let paint = |style: Style, text: &str| if options.color { format!("{style}{text}{style:#}") } else { text.to_owned() };
    let blank = " ".repeat(TIMES);
    let verdict = attempt.verdict();
    let bold = Style::new().bold();
    out.push_str(&paint(bold, &format!("#{} {} → {}", attempt.number + 1, attempt.client, attempt.server)));
    let mark = match verdict {
        // Of what began before the capture nothing is known.
        Verdict::MidStream => AnsiColor::Yellow,
        _ if attempt.succeeded() => AnsiColor::Green,
        _ => AnsiColor::Red,
    };
    let text = story(attempt);
    let total = attempt.setup_time().map_or_else(String::new, |time| format!(" in {}", span(time)));
    out.push_str(&format!("\n{}{total}", paint(mark.on_default().bold(), verdict.name())));
    let stands = verdict.name().chars().count() + total.chars().count();
    if stands + 2 + text.chars().count() <= options.width || text.is_empty() {
        out.push_str(&if text.is_empty() { "\n".to_owned() } else { format!(": {text}\n") });
    } else {
        // It goes on below, so that no terminal breaks it anywhere.
        out.push_str(":\n");
        wrapped(&text, options.width.max(20) - 2).iter().for_each(|line| out.push_str(&format!("  {line}\n")));
    }
    let (left, right) = (attempt.client.to_string(), attempt.server.to_string());
    let gap = (inner + 2).saturating_sub(left.chars().count() + right.chars().count());
    if gap > 1 {
        out.push_str(&format!("{blank} {left}{}{right}\n", " ".repeat(gap)));
    } else {
        out.push_str(&format!("{blank} {left}\n{blank} {right:>width$}\n", width = inner + 2));
    }
    let dim = Style::new().dimmed();
    let more = |n: u32| format!("{blank} │{}│\n", paint(dim, &centred(&super::ladder_svg::more(n), inner)));
    let mut before: Option<i64> = None;
    for event in &attempt.events {
        let passed = before.map(|before| event.time - before);
        if event.passed_over > 0 {
            out.push_str(&more(event.passed_over));
        }
        for _ in 0..quiet(passed.unwrap_or(0)) {
            out.push_str(&format!("{blank} │{}│\n", " ".repeat(inner)));
        }
        let delta = passed.map_or_else(String::new, |passed| format!("+{}", span(passed)));
        let when = format!("{:>10} {delta:>10}", span(event.time - attempt.start));
        let (style, arrow, below) = step(attempt, event, inner);
        let arrow = if event.side() == CLIENT { format!("├{arrow}▶│") } else { format!("│◀{arrow}┤") };
        out.push_str(&format!("{when} {}\n", paint(style, &arrow)));
        for line in below {
            out.push_str(&format!("{blank} │{}│\n", paint(dim, &centred(&line, inner))));
        }
        before = Some(event.time);
    }
    if attempt.events.is_empty() {
        out.push_str(&format!("{blank} │{}│\n", paint(dim, &centred("nothing of a handshake", inner))));
    }
    if attempt.passed_over() > 0 {
        out.push_str(&more(attempt.passed_over()));
    }
    out.push('\n');
}

/// Lines for a time in which nothing happens.
fn quiet(ns: i64) -> usize {
    [10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000].iter().filter(|limit| ns >= **limit).count()
}

/// An arrow's style, its inside, and what stands under it.
fn step(attempt: &Attempt, event: &Event, inner: usize) -> (Style, String, Vec<String>) {
    // One place is the arrow's head.
    let room = inner - 1;
    let (style, labels, mut below) = match &event.what {
        What::Segment { flags: of, seq, ack, len, window, ttl, options } => {
            let style = match (of & 4 != 0, event.side()) {
                (true, _) => AnsiColor::Red.on_default(),
                (_, CLIENT) => AnsiColor::Cyan.on_default(),
                _ => AnsiColor::Green.on_default(),
            };
            let short = label(attempt, event.side(), *of, *seq, *ack, *len);
            let mut below = vec![];
            if !options.is_empty() {
                below.push(options.to_string());
            }
            (style, vec![format!("{short} win={window} ttl={ttl}"), format!("{short} win={window}"), short, flags(*of)], below)
        }
        What::Icmp(r) => {
            let name = format!("ICMP{} {}/{}", if r.v6 { "v6" } else { "" }, r.kind, r.code);
            (AnsiColor::Magenta.on_default(), vec![format!("{name} from {}", r.router), name], vec![])
        }
    };
    if !event.remark.is_empty() {
        below.push(event.remark.to_owned());
    }
    let fits = labels.iter().find(|label| label.chars().count() + 4 <= room).or(labels.last()).cloned().unwrap_or_default();
    let below = below.into_iter().flat_map(|line| wrapped(&line, inner)).collect();
    (style, filled(&format!(" {fits} "), room, '─'), below)
}
/// `SYN,ACK seq=0 ack=1 len=5`.
pub(super) fn label(attempt: &Attempt, side: usize, of: u16, seq: u32, ack: u32, len: u32) -> String {
    let (seq, ack) = relative(attempt, side, seq, ack);
    let ack = if of & 0x10 != 0 { format!(" ack={ack}") } else { String::new() };
    let len = if len > 0 { format!(" len={len}") } else { String::new() };
    format!("{} seq={seq}{ack}{len}", flags(of))
}
fn centred(text: &str, width: usize) -> String {
    filled(text, width, ' ')
}
/// A text in the middle of so many signs.
fn filled(text: &str, width: usize, sign: char) -> String {
    let text: String = text.chars().take(width).collect();
    let room = width - text.chars().count();
    let side = |n: usize| std::iter::repeat_n(sign, n).collect::<String>();
    format!("{}{text}{}", side(room / 2), side(room - room / 2))
}
/// A text in lines of at most so many signs, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
