//! Packets and bits over time, as bars: in the terminal, and as a picture.

/// What a step of time has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Seconds since the first step.
    pub start: f64,
    /// Packets.
    pub packets: u64,
    /// Bytes on the wire.
    pub bytes: u64,
}

/// Lines of a plot in the terminal.
const HEIGHT: usize = 8;

/// Two plots, of packets and of bits a second, no wider than that many columns; each bar stands for `seconds`.
pub fn bars(all: &[Bar], seconds: f64, width: usize) -> String {
    if all.is_empty() {
        return "no packets\n".to_owned();
    }
    // Where there are more bars than columns, some share one.
    let room = width.saturating_sub(12).max(10);
    let each = all.len().div_ceil(room);
    let sums: Vec<[u64; 2]> =
        all.chunks(each).map(|some| some.iter().fold([0, 0], |[packets, bytes], bar| [packets + bar.packets, bytes + bar.bytes])).collect();
    let wide = (room / sums.len()).clamp(1, 4);
    let seconds = seconds * each as f64;
    let mut text = String::new();
    for (title, of) in [("packets/s", 0), ("bit/s", 1)] {
        let value = |sum: &[u64; 2]| sum.get(of).copied().unwrap_or(0) as f64 / seconds * if of == 1 { 8.0 } else { 1.0 };
        let highest = sums.iter().map(value).fold(0.0, f64::max);
        text.push_str(&format!("{title}, {} each\n", span(seconds)));
        for line in (0..HEIGHT).rev() {
            let label = match line {
                l if l == HEIGHT - 1 => si(highest),
                0 => "0".to_owned(),
                _ => String::new(),
            };
            let mut row = format!("{label:>9} │");
            for sum in &sums {
                // Eighths of a line.
                let eighths = (value(sum) / highest.max(f64::MIN_POSITIVE) * (HEIGHT * 8) as f64).round() as usize;
                let here = eighths.saturating_sub(line * 8).min(8);
                // A step with packets is never without a bar.
                let here = if line == 0 && here == 0 && value(sum) > 0.0 { 1 } else { here };
                let sign = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'].get(here).copied().unwrap_or('█');
                (0..wide).for_each(|_| row.push(sign));
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        let columns = sums.len() * wide;
        let end = span(sums.len() as f64 * seconds);
        text.push_str(&format!(
            "{:>9} └{}\n{:>11}{:<pad$}{end}\n",
            "",
            "─".repeat(columns),
            "",
            "0",
            pad = columns.saturating_sub(end.chars().count()).max(2)
        ));
    }
    text
}

/// The same as a picture (SVG), in the colours of who looks at it, light or dark.
pub fn bars_svg(all: &[Bar], seconds: f64) -> String {
    const WIDTH: f64 = 960.0;
    const HEIGHT: f64 = 200.0;
    const LEFT: f64 = 80.0;
    let mut svg = String::from(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 520\" width=\"960\" height=\"520\" role=\"img\" aria-label=\"packets and bits over time\">\n\
         <style>\n\
         .back { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif } .axis { stroke: #8c959f } .packets { fill: #0969da } .bits { fill: #bf5700 }\n\
         @media (prefers-color-scheme: dark) { .back { fill: #0d1117 } text { fill: #e6edf3 } .axis { stroke: #6e7681 } .packets { fill: #58a6ff } .bits { fill: #ffa657 } }\n\
         </style>\n<rect class=\"back\" width=\"960\" height=\"520\"/>\n",
    );
    let step = (WIDTH - LEFT - 20.0) / all.len().max(1) as f64;
    for (title, class, of, top) in [("packets/s", "packets", 0, 40.0), ("bit/s", "bits", 1, 290.0)] {
        let value = |bar: &Bar| if of == 0 { bar.packets as f64 / seconds } else { bar.bytes as f64 * 8.0 / seconds };
        let highest = all.iter().map(value).fold(0.0, f64::max);
        let bottom = top + HEIGHT - 20.0;
        svg.push_str(&format!("<text x=\"{LEFT}\" y=\"{}\">{title}, {} each</text>\n", top - 12.0, span(seconds)));
        svg.push_str(&format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>\n", LEFT - 8.0, top + 10.0, si(highest)));
        svg.push_str(&format!("<text x=\"{}\" y=\"{bottom}\" text-anchor=\"end\">0</text>\n", LEFT - 8.0));
        for (i, bar) in all.iter().enumerate().filter(|(_, bar)| bar.packets > 0) {
            let height = (value(bar) / highest.max(f64::MIN_POSITIVE) * (bottom - top)).max(0.5);
            let (x, y) = (LEFT + i as f64 * step, bottom - height);
            svg.push_str(&format!(
                "<rect class=\"{class}\" x=\"{x:.2}\" y=\"{y:.2}\" width=\"{:.2}\" height=\"{height:.2}\"><title>{:.6} s: {} packets, {} bytes</title></rect>\n",
                (step - 1.0).max(step * 0.8),
                bar.start,
                bar.packets,
                bar.bytes
            ));
        }
        svg.push_str(&format!("<path class=\"axis\" fill=\"none\" d=\"M{LEFT} {top}V{bottom}H{}\"/>\n", WIDTH - 20.0));
        svg.push_str(&format!("<text x=\"{LEFT}\" y=\"{}\">0</text>\n", bottom + 18.0));
        let end = span(all.len() as f64 * seconds);
        svg.push_str(&format!("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{end}</text>\n", WIDTH - 20.0, bottom + 18.0));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Seconds in words.
fn span(seconds: f64) -> String {
    let (n, unit) = match seconds {
        s if s < 0.000_999_5 => (s * 1e6, "µs"),
        s if s < 0.999_5 => (s * 1e3, "ms"),
        s if s < 600.0 => (s, "s"),
        s if s < 36_000.0 => (s / 60.0, "min"),
        s => (s / 3600.0, "h"),
    };
    let text = format!("{n:.1}");
    format!("{} {unit}", text.strip_suffix(".0").unwrap_or(&text))
}
/// `1.2k`, `34M`.
fn si(n: f64) -> String {
    let (mut n, mut unit) = (n, 0);
    while n >= 999.5 && unit < 4 {
        (n, unit) = (n / 1000.0, unit + 1);
    }
    let text = if n < 9.95 { format!("{n:.1}") } else { format!("{n:.0}") };
    format!("{}{}", text.strip_suffix(".0").unwrap_or(&text), ["", "k", "M", "G", "T"].get(unit).copied().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Vec<Bar> {
        [(0, 0), (1, 100), (64, 6400), (32, 3200)]
            .iter()
            .enumerate()
            .map(|(i, (packets, bytes))| Bar { start: i as f64, packets: *packets, bytes: *bytes })
            .collect()
    }

    #[test]
    fn bars_are_as_high_as_their_share() {
        let text = bars(&some(), 1.0, 30);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "packets/s, 1 s each");
        assert_eq!(lines[1], "       64 │        ████");
        assert_eq!(lines[5], "          │        ████████");
        assert_eq!(lines[8], "        0 │    ▁▁▁▁████████");
        assert!(lines.iter().all(|line| line.chars().count() <= 30), "{text}");
        assert_eq!(lines[12], "      51k │        ████");
        assert_eq!(bars(&[], 1.0, 80), "no packets\n");
    }
    #[test]
    fn many_bars_share_columns() {
        let many: Vec<Bar> = (0..1000).map(|i| Bar { start: i as f64, packets: 1, bytes: 60 }).collect();
        let text = bars(&many, 1.0, 60);
        assert!(text.lines().all(|line| line.chars().count() <= 60), "{text}");
        assert!(text.starts_with("packets/s, 21 s each\n"), "{text}");
    }
    #[test]
    fn the_picture_has_a_bar_for_each_step() {
        let svg = bars_svg(&some(), 1.0);
        assert_eq!((svg.matches("class=\"packets\"").count(), svg.matches("class=\"bits\"").count()), (3, 3));
        assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>\n"));
    }
}
