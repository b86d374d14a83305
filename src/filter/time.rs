//! Dates, times and lengths of time as they are written in a filter.
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Seconds with up to nine decimals, in nanoseconds.
pub(super) fn seconds(word: &str) -> Option<i64> {
    let (whole, fraction) = word.split_once('.').unwrap_or((word, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    // As in Wireshark, what stands behind a second dot does not count.
    let fraction = fraction.split('.').next().unwrap_or("");
    let (counted, zeros) = fraction.split_at_checked(9).unwrap_or((fraction, ""));
    if whole.is_empty() || !digits(whole) || !digits(counted) || !zeros.bytes().all(|b| b == b'0') {
        return None;
    }
    let nanos: i64 = format!("{counted:0<9}").parse().ok()?;
    Some(whole.parse::<i64>().ok()?.saturating_mul(1_000_000_000).saturating_add(nanos))
}

/// A moment in nanoseconds since 1970: `2020-01-31 12:34:56.789`, `2020-01-31T12:34:56Z`, `Jan 31, 2020 12:34:56 UTC`.
///
/// Where no zone is named it is local time.
pub(super) fn moment(text: &str) -> Result<i64, String> {
    let form =
        || format!("`{text}` is no time; \"2020-01-31 12:34:56.789\" and \"Jan 31, 2020 12:34:56\" are, `Z`, `UTC` or +01:00 may follow");
    if text.is_empty() {
        return Ok(0);
    }
    let mut read = Read { text: text.trim_start() };
    let parsed = read.iso().or_else(|| {
        read.text = text.trim_start();
        read.legacy()
    });
    let (civil, nanos) = parsed.ok_or_else(form)?;
    let offset = read.zone();
    if !read.text.trim().is_empty() {
        return Err(format!("`{}` is left behind the time", read.text.trim()));
    }
    let zone = match offset {
        Some(seconds) => jiff::tz::Offset::from_seconds(seconds).map_err(|_| form())?.to_time_zone(),
        None => TimeZone::system(),
    };
    let zoned = civil.to_zoned(zone).map_err(|_| form())?;
    let seconds = zoned.timestamp().as_second();
    seconds.checked_mul(1_000_000_000).and_then(|n| n.checked_add(nanos)).ok_or_else(form)
}

struct Read<'t> {
    text: &'t str,
}
impl Read<'_> {
    fn eat(&mut self, sign: char) -> Option<()> {
        self.text = self.text.strip_prefix(sign)?;
        Some(())
    }
    fn blanks(&mut self) {
        self.text = self.text.trim_start();
    }
    /// A number of at most so many digits.
    fn number(&mut self, most: usize) -> Option<i64> {
        let n = self.text.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.text.split_at_checked(n)?;
        let number = digits.parse().ok()?;
        self.text = rest;
        Some(number)
    }
    /// Decimals behind a dot or comma, in nanoseconds.
    fn fraction(&mut self, most: usize) -> Option<i64> {
        if self.eat('.').or_else(|| self.eat(',')).is_none() {
            return Some(0);
        }
        let n = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.text.split_at_checked(n)?;
        if n == 0 || n > most {
            return None;
        }
        self.text = rest;
        format!("{digits:0<9}").get(..9)?.parse().ok()
    }
    /// The date may name a day its month does not have: it is one of the next.
    fn date(year: i64, month: i64, day: i64) -> Option<Date> {
        if !(1..=31).contains(&day) {
            return None;
        }
        let first = Date::new(year.try_into().ok()?, month.try_into().ok()?, 1).ok()?;
        first.checked_add(jiff::Span::new().days(day - 1)).ok()
    }
    fn iso(&mut self) -> Option<(jiff::civil::DateTime, i64)> {
        let year = self.number(4)?;
        self.eat('-')?;
        let month = self.number(2)?;
        self.eat('-')?;
        let date = Self::date(year, month, self.number(2)?)?;
        let midnight = (date.at(0, 0, 0, 0), 0);
        let before = self.text;
        if self.eat('T').is_none() {
            self.blanks();
        }
        let clock = self.clock(false);
        if clock.is_none() {
            self.text = before;
        }
        Some(clock.map_or(midnight, |(h, m, s, nanos)| (date.at(h, m, 0, 0).saturating_add(jiff::Span::new().seconds(s)), nanos)))
    }
    fn legacy(&mut self) -> Option<(jiff::civil::DateTime, i64)> {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let name = self.text.get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|m| *m == name)? as i64 + 1;
        self.text = self.text.get(3..)?;
        self.blanks();
        let day = self.number(2)?;
        self.eat(',')?;
        self.blanks();
        let date = Self::date(self.number(4)?, month, day)?;
        self.blanks();
        let (h, m, s, nanos) = self.clock(true)?;
        Some((date.at(h, m, 0, 0).saturating_add(jiff::Span::new().seconds(s)), nanos))
    }
    /// Hours, minutes, seconds (60 is a leap second), nanoseconds.
    fn clock(&mut self, whole: bool) -> Option<(i8, i8, i64, i64)> {
        let hour = self.number(2).filter(|h| *h < 24)?;
        self.eat(':')?;
        let minute = self.number(2).filter(|m| *m < 60)?;
        if self.eat(':').is_none() {
            return if whole { None } else { Some((hour as i8, minute as i8, 0, 0)) };
        }
        let second = self.number(2).filter(|s| *s <= 60)?;
        let nanos = self.fraction(if whole { 9 } else { 18 })?;
        Some((hour as i8, minute as i8, second, nanos))
    }
    /// `Z`, `UTC`, `+01`, `+0100`, `+01:00`: seconds east of Greenwich.
    fn zone(&mut self) -> Option<i32> {
        if self.eat('Z').is_some() {
            return Some(0);
        }
        let before = self.text;
        if self.text.starts_with(['+', '-']) {
            let west = self.text.starts_with('-');
            self.text = self.text.get(1..)?;
            let hours = self.number(2);
            let _ = self.eat(':');
            let minutes = self.number(2).unwrap_or(0);
            if let Some(hours) = hours {
                let seconds = (hours * 3600 + minutes * 60) as i32;
                return Some(if west { -seconds } else { seconds });
            }
            self.text = before;
        }
        let rest = self.text.trim_start();
        if let Some(rest) = rest.strip_prefix("UTC") {
            self.text = rest;
            return Some(0);
        }
        None
    }
}
