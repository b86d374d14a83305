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
    // Longer than any.
    Some(whole.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(1_000_000_000).saturating_add(nanos))
}

/// A moment in nanoseconds since 1970: `2020-01-31 12:34:56.789`, `2020-01-31T12:34:56Z`, `Jan 31, 2020 12:34:56 UTC`.
///
/// Where no zone is named it is local time. What else is taken and what not follows Wireshark.
pub(super) fn moment(text: &str) -> Result<i64, String> {
    let form =
        || format!("`{text}` is no time; \"2020-01-31 12:34:56.789\" and \"Jan 31, 2020 12:34:56\" are, `Z`, `UTC` or +01:00 may follow");
    let text = text.trim_end_matches('\0');
    if text.is_empty() {
        return Ok(0);
    }
    let mut read = Read { text: text.trim_start(), wrong: None };
    let parsed = read.iso().or_else(|| {
        read.text = text;
        read.legacy()
    });
    let Some(Parsed { civil, nanos, offset }) = parsed else {
        return Err(read.wrong.unwrap_or_else(form));
    };
    if !read.text.is_empty() {
        return Err(format!("`{}` is left behind the time", read.text));
    }
    let zone = match offset {
        Some(seconds) => jiff::tz::Offset::from_seconds(seconds).map_err(|_| form())?.to_time_zone(),
        None => TimeZone::system(),
    };
    let zoned = civil.to_zoned(zone).map_err(|_| form())?;
    // Times beyond what nanoseconds count to are the last, or the first.
    let whole = i128::from(zoned.timestamp().as_second()) * 1_000_000_000 + i128::from(nanos);
    Ok(whole.clamp(i64::MIN.into(), i64::MAX.into()) as i64)
}

struct Parsed {
    civil: jiff::civil::DateTime,
    nanos: i64,
    /// Seconds east of Greenwich.
    offset: Option<i32>,
}
struct Read<'t> {
    text: &'t str,
    /// What is wrong behind what was taken for a time.
    wrong: Option<String>,
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
    fn digits(&mut self) -> &str {
        let n = self.text.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.text.split_at_checked(n).unwrap_or(("", self.text));
        self.text = rest;
        digits
    }
    /// The date may name a day its month does not have: it is one of the next.
    fn date(year: i64, month: i64, day: i64) -> Option<Date> {
        let first = Date::new(year.try_into().ok()?, month.try_into().ok()?, 1).ok()?;
        if day < 1 { None } else { first.checked_add(jiff::Span::new().days(day - 1)).ok() }
    }
    fn iso(&mut self) -> Option<Parsed> {
        let year = self.number(4)?;
        self.eat('-')?;
        let month = self.number(2)?;
        self.eat('-')?;
        let day = self.number(2)?;
        let date = Self::date(year, month, day)?;
        let before = self.text;
        if self.eat('T').is_some() || self.text.starts_with(char::is_whitespace) {
            self.blanks();
            if let Some((hour, minute, second)) = self.clock(true).filter(|_| day <= 31) {
                let mut nanos = 0;
                if second.is_some() && (self.eat('.').is_some() || self.eat(',').is_some()) {
                    let digits = self.digits();
                    nanos = format!("{digits:0<9}").get(..9)?.parse().ok()?;
                    if digits.is_empty() && !self.text.trim_start().is_empty() {
                        self.wrong = Some("a fraction of a second is digits".into());
                        return None;
                    }
                }
                let offset = self.offset(second.is_some());
                let civil = date.at(hour, minute, 0, 0).saturating_add(jiff::Span::new().seconds(second.unwrap_or(0)));
                return Some(Parsed { civil, nanos, offset });
            }
        }
        self.text = before;
        let offset = self.universal(" UTC");
        if offset.is_none() {
            self.blanks();
        }
        // For Wireshark such a day is before all.
        let date = if day > 31 { Date::constant(1969, 12, 31) } else { date };
        Some(Parsed { civil: date.at(0, 0, 0, 0), nanos: 0, offset })
    }
    fn legacy(&mut self) -> Option<Parsed> {
        const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let name = self.text.get(..3)?.to_ascii_lowercase();
        let month = MONTHS.iter().position(|m| *m == name)? as i64 + 1;
        self.text = self.text.get(3..)?;
        if !self.text.starts_with(char::is_whitespace) {
            return None;
        }
        self.blanks();
        let day = self.number(2).filter(|day| *day <= 31)?;
        self.eat(',')?;
        self.blanks();
        let date = Self::date(self.number(4)?, month, day)?;
        self.blanks();
        let (hour, minute, second) = self.clock(false)?;
        let mut nanos = 0;
        if self.eat('.').is_some() {
            let digits = self.digits();
            if digits.is_empty() || digits.len() > 9 {
                self.wrong = Some("a fraction of a second has one to nine digits".into());
                return None;
            }
            nanos = format!("{digits:0<9}").parse().ok()?;
        }
        self.blanks();
        let offset = self.universal("UTC");
        let civil = date.at(hour, minute, 0, 0).saturating_add(jiff::Span::new().seconds(second?));
        Some(Parsed { civil, nanos, offset })
    }
    /// Hours and minutes, and seconds (60 and 61 are leap seconds), which may be left out where so said.
    fn clock(&mut self, short: bool) -> Option<(i8, i8, Option<i64>)> {
        let hour = self.number(2).filter(|h| *h < 24)?;
        self.eat(':')?;
        let minute = self.number(2).filter(|m| *m < 60)?;
        if short && !self.text.starts_with(':') {
            return Some((hour as i8, minute as i8, None));
        }
        self.eat(':')?;
        let second = self.number(2).filter(|s| *s <= 61)?;
        Some((hour as i8, minute as i8, Some(second)))
    }
    fn universal(&mut self, word: &str) -> Option<i32> {
        self.text = self.text.strip_prefix(word)?;
        Some(0)
    }
    /// `Z`, `UTC`, `+01`, `+0100`, `+01:00`: seconds east of Greenwich.
    fn offset(&mut self, utc: bool) -> Option<i32> {
        if self.eat('Z').is_some() {
            return Some(0);
        }
        let before = self.text;
        if let Some(rest) = self.text.strip_prefix(['+', '-']) {
            let west = self.text.starts_with('-');
            self.text = rest;
            if let Some(hours) = self.number(2) {
                let _ = self.eat(':');
                let seconds = (hours * 3600 + self.number(2).unwrap_or(0) * 60) as i32;
                return Some(if west { -seconds } else { seconds });
            }
            self.text = before;
            return None;
        }
        let offset = if utc { self.universal("UTC").or_else(|| self.universal(" UTC")) } else { None };
        if offset.is_none() && self.text.trim_start().is_empty() {
            self.text = "";
        }
        offset
    }
}
