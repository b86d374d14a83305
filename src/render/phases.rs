//! The phases of a conversation as one bar: how long each took, and what share that is of the whole.

use std::time::Duration;

/// How a bar's parts are told apart where there are no colours.
const SIGNS: [char; 4] = ['█', '▒', '▓', '░'];

/// A phase's name, when it began, and how long it took.
pub type Part = (&'static str, Duration, Duration);

/// Two lines: the bar, so many columns wide, and under it each phase with its time and the whole.
pub fn bar(parts: &[Part], whole: Duration, width: usize) -> String {
    let width = width.clamp(20, 200);
    let total = whole.as_secs_f64().max(1e-9);
    let mut text = String::new();
    let mut drawn = 0;
    for (at, (_, start, time)) in parts.iter().enumerate() {
        let end = ((start.as_secs_f64() + time.as_secs_f64()) / total * width as f64).round() as usize;
        // Every phase is seen, and none pushes those behind it out.
        let left = parts.len() - at - 1;
        let end = end.max(drawn + 1).min(width.saturating_sub(left).max(drawn + 1));
        let sign = SIGNS.get(at % SIGNS.len()).copied().unwrap_or('█');
        text.extend(std::iter::repeat_n(sign, end - drawn));
        drawn = end;
    }
    text.push('\n');
    let mut words: Vec<String> = vec![];
    for (at, (name, _, time)) in parts.iter().enumerate() {
        let sign = SIGNS.get(at % SIGNS.len()).copied().unwrap_or('█');
        words.push(format!("{sign} {name} {}", span(*time)));
    }
    words.push(format!("= {}", span(whole)));
    text.push_str(&words.join("  "));
    text.push('\n');
    text
}

/// A time with three digits: `12.3 µs`, `1.25 ms`.
pub fn span(time: Duration) -> String {
    let seconds = time.as_secs_f64();
    let (n, unit) = match seconds {
        s if s < 0.000_999_5 => (s * 1e6, "µs"),
        s if s < 0.999_5 => (s * 1e3, "ms"),
        s => (s, "s"),
    };
    let digits = if n < 9.995 { 2 } else { usize::from(n < 99.95) };
    format!("{n:.digits$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_as_long_as_their_share() {
        let ms = Duration::from_millis;
        let parts = [("name", ms(0), ms(1)), ("connect", ms(1), ms(1)), ("request", ms(2), ms(6)), ("answer", ms(8), Duration::ZERO)];
        let text = bar(&parts, ms(8), 20);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "███▒▒▓▓▓▓▓▓▓▓▓▓▓▓▓▓░");
        assert_eq!(lines[1], "█ name 1.00 ms  ▒ connect 1.00 ms  ▓ request 6.00 ms  ░ answer 0.00 µs  = 8.00 ms");
        let many: Vec<Part> = (0..40).map(|_| ("step", ms(0), ms(0))).collect();
        assert_eq!(bar(&many, ms(0), 20).lines().next().unwrap().chars().count(), 40, "each is seen");
    }

    #[test]
    fn three_digits() {
        let of = |ns: u64| span(Duration::from_nanos(ns));
        assert_eq!(
            [of(0), of(1234), of(12_345), of(123_456), of(999_600), of(1_234_567)],
            ["0.00 µs", "1.23 µs", "12.3 µs", "123 µs", "1.00 ms", "1.23 ms"]
        );
        assert_eq!(of(2_500_000_000), "2.50 s");
    }
}
