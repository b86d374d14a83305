//! How long answers took: how many took how long, as bars.

use super::phases::span;
use std::time::Duration;

/// A bar for each step of time with how many answers took so long: each step's end in nanoseconds, and its count.
pub fn bars(steps: &[(u64, u64)], width: usize) -> String {
    let total: u64 = steps.iter().map(|(_, n)| n).sum();
    let most = steps.iter().map(|(_, n)| *n).max().unwrap_or(0).max(1);
    let room = width.saturating_sub(32).clamp(10, 100);
    let mut text = String::new();
    for (end, n) in steps {
        // Eighths of a column.
        let eighths = (*n as f64 / most as f64 * (room * 8) as f64).ceil() as usize;
        let mut bar = "█".repeat(eighths / 8);
        bar.extend(['▏', '▎', '▍', '▌', '▋', '▊', '▉'].get((eighths % 8).wrapping_sub(1)));
        let share = *n as f64 * 100.0 / total.max(1) as f64;
        let line = format!("{:>10} │{bar:<room$} {n:>9} {share:>5.1}%", format!("≤ {}", span(Duration::from_nanos(*end))));
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The steps that a plot has between two times in nanoseconds: 1, 2 and 5 of each power of ten.
pub fn steps(least: u64, most: u64) -> Vec<u64> {
    let mut all = vec![];
    let mut power = 1u64;
    while power < u64::MAX / 100 {
        for factor in [1, 2, 5] {
            let end = power * factor;
            if end >= least {
                all.push(end);
            }
            if end >= most {
                return all;
            }
        }
        power *= 10;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_hold_all() {
        assert_eq!(steps(1_500, 40_000), [2_000, 5_000, 10_000, 20_000, 50_000]);
        assert_eq!(steps(7, 7), [10]);
    }

    #[test]
    fn bars_are_as_long_as_their_share() {
        let text = bars(&[(1_000, 1), (2_000, 8), (5_000, 0)], 42);
        assert_eq!(
            text.lines().collect::<Vec<_>>(),
            [
                " ≤ 1.00 µs │█▎                 1  11.1%",
                " ≤ 2.00 µs │██████████         8  88.9%",
                " ≤ 5.00 µs │                   0   0.0%"
            ]
        );
    }
}
