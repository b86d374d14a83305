//! The time of a packet as `-t` wants it. What does not change within a second is kept.
use crate::frame::Info;
use crate::text;

/// Which time is shown: `-t`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// `r`: seconds since the first frame.
    #[default]
    Relative,
    /// `d`: seconds since the frame before.
    Delta,
    /// `a`: the time of day here.
    Local,
    /// `ad`: date and time of day here.
    LocalDate,
    /// `u`: the time of day, UTC.
    Utc,
    /// `ud`: date and time of day, UTC.
    UtcDate,
    /// `e`: seconds since 1970.
    Epoch,
}

const SECOND: i64 = 1_000_000_000;

/// Writes times.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    time: Time,
    decimals: u32,
    /// The second that `text` says, counted from 1970.
    second: i64,
    text: Vec<u8>,
    zone: jiff::tz::TimeZone,
}
impl Clock {
    pub(super) fn new(time: Time, decimals: u32) -> Clock {
        let zone = match time {
            Time::Local | Time::LocalDate => jiff::tz::TimeZone::system(),
            _ => jiff::tz::TimeZone::UTC,
        };
        Clock { time, decimals: decimals.clamp(1, 9), second: i64::MIN, text: vec![], zone }
    }
    /// Appends the frame's time; nothing where the capture has none.
    #[inline]
    pub(super) fn write(&mut self, info: &Info, out: &mut Vec<u8>) {
        let Some(now) = info.time else { return };
        let ns = match self.time {
            Time::Relative => now.wrapping_sub(info.first.unwrap_or(now)),
            Time::Delta => now.wrapping_sub(info.previous.unwrap_or(now)),
            Time::Epoch => now,
            _ => return self.clock(now, out),
        };
        if ns < 0 {
            out.push(b'-');
        }
        let ns = ns.unsigned_abs();
        text::decimal(ns / SECOND as u64, out);
        self.fraction(ns % SECOND as u64, out);
    }
    /// As RFC 3339 has it: `2023-11-14T22:13:20.000000000Z`.
    pub(super) fn rfc3339(&mut self, now: i64, out: &mut Vec<u8>) {
        let (second, rest) = (now.div_euclid(SECOND), now.rem_euclid(SECOND));
        if self.second != second {
            self.second = second;
            self.text.clear();
            text::day(now, &mut self.text);
            self.text.push(b'T');
            text::clock(now, 0, &mut self.text);
        }
        out.extend_from_slice(&self.text);
        self.fraction(rest as u64, out);
        out.push(b'Z');
    }
    fn clock(&mut self, now: i64, out: &mut Vec<u8>) {
        let (second, rest) = (now.div_euclid(SECOND), now.rem_euclid(SECOND));
        if self.second != second {
            self.second = second;
            self.text.clear();
            let offset = match jiff::Timestamp::from_nanosecond(now.into()) {
                Ok(when) if matches!(self.time, Time::Local | Time::LocalDate) => self.zone.to_offset(when).seconds(),
                _ => 0,
            };
            let here = now.saturating_add(i64::from(offset) * SECOND);
            if matches!(self.time, Time::LocalDate | Time::UtcDate) {
                text::day(here, &mut self.text);
                self.text.push(b' ');
            }
            text::clock(here, 0, &mut self.text);
        }
        out.extend_from_slice(&self.text);
        self.fraction(rest as u64, out);
    }
    #[inline]
    fn fraction(&self, ns: u64, out: &mut Vec<u8>) {
        out.push(b'.');
        match self.decimals {
            6 => text::fraction(ns / 1000, 6, out),
            9 => text::fraction(ns, 9, out),
            n => text::fraction(ns / 10u64.pow(9 - n), n, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::LinkType;

    #[test]
    fn every_kind_of_time() {
        let mut info = Info::alone(LinkType(1), 0);
        info.time = Some(1_700_000_001_000_123_456);
        info.first = Some(1_700_000_000_999_999_999);
        info.previous = Some(1_700_000_001_500_123_456);
        for (time, decimals, want) in [
            (Time::Relative, 6, "0.000123"),
            (Time::Relative, 9, "0.000123457"),
            (Time::Delta, 3, "-0.500"),
            (Time::Epoch, 9, "1700000001.000123456"),
            (Time::Utc, 6, "22:13:21.000123"),
            (Time::UtcDate, 6, "2023-11-14 22:13:21.000123"),
        ] {
            let (mut clock, mut out) = (Clock::new(time, decimals), vec![]);
            clock.write(&info, &mut out);
            clock.write(&info, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), want.repeat(2), "{time:?}");
        }
        info.time = None;
        let mut out = vec![];
        Clock::new(Time::Epoch, 6).write(&info, &mut out);
        assert!(out.is_empty(), "a frame without a time");
    }
}
