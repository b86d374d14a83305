//! Attempts counted: in all, by server, and by who tries many doors.
use super::handshake::{Attempt, End};
use super::verdict::Verdict;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;

/// Set-up times that are kept for percentiles, in all. Those behind are not looked at, which is said.
const TIMES: usize = 1 << 20;
/// Doors that are remembered of one who tries many.
const DOORS: usize = 1 << 12;
/// Who tried so many doors and found most of them shut scans.
const SCAN: usize = 20;
/// A server on whom so many attempts hang half-open or unanswered, and most of all, is flooded.
const FLOOD: u64 = 50;

/// Clients of a server whose timestamps are looked at for SYN cookies.
const CLIENTS: usize = 64;

/// What is left of a SYN/ACK's timestamp beside a SYN cookie, and how often another one had the same.
#[derive(Clone, Copy, Debug)]
struct Rest {
    rest: u8,
    stamp: u32,
    others: u32,
}

/// Attempts counted.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    of: [u64; Verdict::ALL.len()],
    succeeded: u64,
    retried: u64,
    times: Vec<i64>,
    sorted: bool,
    cookies: HashMap<IpAddr, Rest>,
    no_cookies: bool,
    /// SYN/ACKs that answer window scale or SACK where both sides have timestamps, those that do where the client has none, those that do not.
    answered: [u64; 3],
    first: Option<i64>,
    last: i64,
}
impl Tally {
    fn add(&mut self, attempt: &Attempt, verdict: Verdict, keeps_time: bool) {
        if let Some(n) = self.of.get_mut(verdict as usize) {
            *n += 1;
        }
        self.succeeded += u64::from(attempt.succeeded());
        self.retried += u64::from(attempt.retries() > 0);
        if let Some(time) = attempt.setup_time().filter(|_| keeps_time) {
            self.times.push(time);
            self.sorted = false;
        }
        self.look_at_options(attempt);
        if let Some((stamp, rest)) = attempt.cookie_rest() {
            self.look_at(attempt.client.ip, stamp, rest);
        }
        self.first = Some(self.first.map_or(attempt.start, |first| first.min(attempt.start)));
        self.last = self.last.max(attempt.start);
    }
    /// A SYN cookie has no room for options: Linux keeps them in the timestamp, and where the client has none it answers none.
    fn look_at_options(&mut self, attempt: &Attempt) -> Option<()> {
        let (asked, granted) = (attempt.asked_for()?.offer(), attempt.synack?.offer());
        if asked.shift.is_none() && !asked.sack {
            return None;
        }
        let kept = granted.shift.is_some() || granted.sack;
        let [stamped, bare, dropped] = &mut self.answered;
        match (asked.timestamps.is_some(), kept) {
            (true, true) => *stamped += u64::from(granted.timestamps.is_some()),
            (false, true) => *bare += 1,
            (false, false) => *dropped += 1,
            (true, false) => {}
        }
        Some(())
    }
    fn look_at(&mut self, client: IpAddr, stamp: u32, rest: u8) {
        if self.cookies.len() >= CLIENTS && !self.cookies.contains_key(&client) {
            return;
        }
        let known = self.cookies.entry(client).or_insert(Rest { rest, stamp, others: 0 });
        self.no_cookies |= known.rest != rest;
        known.others += u32::from(known.stamp != stamp);
        known.stamp = stamp;
    }
    /// How many have that verdict.
    pub fn of(&self, verdict: Verdict) -> u64 {
        self.of.get(verdict as usize).copied().unwrap_or(0)
    }
    /// Attempts; connections that are older than the capture are none.
    pub fn attempts(&self) -> u64 {
        self.of.iter().sum::<u64>() - self.of(Verdict::MidStream)
    }
    /// How many connected and were not aborted at once.
    pub fn succeeded(&self) -> u64 {
        self.succeeded
    }
    /// Percent of all attempts; `None` without any.
    pub fn success(&self) -> Option<f64> {
        percent(self.succeeded, self.attempts())
    }
    /// Percent of all attempts whose SYN was sent more than once.
    pub fn retried(&self) -> Option<f64> {
        percent(self.retried, self.attempts())
    }
    /// The set-up time that so many percent do not exceed, in nanoseconds (nearest rank); `None` where nothing connected.
    pub fn percentile(&mut self, percent: f64) -> Option<i64> {
        if !self.sorted {
            self.times.sort_unstable();
            self.sorted = true;
        }
        let rank = (percent / 100.0 * self.times.len() as f64).ceil() as usize;
        self.times.get(rank.max(1) - 1).copied()
    }
    /// All set-up times, in nanoseconds.
    pub fn times(&self) -> &[i64] {
        &self.times
    }
    /// Their mean.
    pub fn mean(&self) -> Option<i64> {
        let sum: i128 = self.times.iter().map(|time| i128::from(*time)).sum();
        Some((sum / i128::try_from(self.times.len()).ok().filter(|n| *n > 0)?) as i64)
    }
    /// True where SYN/ACKs look like Linux's SYN cookies: their options are answered to clients with timestamps only, or their own
    /// timestamps move as those of cookies do, by chance once in 262,144 times.
    ///
    /// Kernels that hide their clock from each connection by an offset of its own (6.18.44 does) show only the first.
    pub fn cookies(&self) -> bool {
        let [stamped, bare, dropped] = self.answered;
        let moves = !self.no_cookies && self.cookies.values().map(|rest| rest.others).sum::<u32>() >= 3;
        moves || stamped > 0 && bare == 0 && dropped > 0
    }
    /// True where many attempts are left half-open or unanswered, and more than succeed.
    pub fn flooded(&self) -> bool {
        let hanging = self.of(Verdict::HalfOpen) + self.of(Verdict::TimedOut) + self.of(Verdict::SynAckIgnored);
        hanging >= FLOOD && hanging > self.succeeded
    }
    /// Attempts a second, from the first to the last; `None` for less than two.
    pub fn rate(&self) -> Option<f64> {
        let span = self.last - self.first?;
        (span > 0).then(|| self.attempts() as f64 / (span as f64 / 1e9))
    }
}
fn percent(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 * 100.0 / whole as f64)
}

/// One who tries many doors.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    doors: HashSet<End>,
    hosts: HashSet<IpAddr>,
    /// Attempts.
    pub attempts: u64,
    /// Doors that were open.
    pub open: u64,
    /// When it began, in nanoseconds since 1970.
    pub first: i64,
    /// When the last attempt began.
    pub last: i64,
}
impl Visitor {
    /// Different ports of different hosts, as far as they were counted.
    pub fn doors(&self) -> usize {
        self.doors.len()
    }
    /// Different hosts, as far as they were counted.
    pub fn hosts(&self) -> usize {
        self.hosts.len()
    }
    fn scans(&self) -> bool {
        self.doors.len() >= SCAN && self.open * 2 < self.attempts
    }
}

/// All that is counted of a capture.
#[derive(Debug)]
pub struct Summary {
    /// All attempts.
    pub all: Tally,
    servers: HashMap<End, Tally>,
    visitors: HashMap<IpAddr, Visitor>,
    bound: usize,
    times: usize,
    doors: usize,
    /// Servers that are counted in all only.
    pub servers_left_out: u64,
}
impl Summary {
    /// Counts at most so many servers apart, and as many clients.
    pub fn new(bound: usize) -> Summary {
        Summary { all: Tally::default(), servers: HashMap::new(), visitors: HashMap::new(), bound, times: 0, doors: 0, servers_left_out: 0 }
    }
    /// Counts an attempt that is done with.
    pub fn add(&mut self, attempt: &Attempt) {
        let verdict = attempt.verdict();
        let keeps_time = self.times < TIMES;
        self.times += usize::from(keeps_time && attempt.setup_time().is_some());
        self.all.add(attempt, verdict, keeps_time);
        if verdict == Verdict::MidStream {
            return;
        }
        if self.servers.contains_key(&attempt.server) || self.servers.len() < self.bound {
            self.servers.entry(attempt.server).or_default().add(attempt, verdict, keeps_time);
        } else {
            self.servers_left_out += 1;
        }
        let ip = attempt.client.ip;
        if self.visitors.contains_key(&ip) || self.visitors.len() < self.bound {
            let visitor = self.visitors.entry(ip).or_insert_with(|| Visitor { first: attempt.start, ..Visitor::default() });
            visitor.attempts += 1;
            visitor.open += u64::from(attempt.synack.is_some());
            visitor.last = visitor.last.max(attempt.start);
            if visitor.doors.len() < DOORS && self.doors < 16 * self.bound && visitor.doors.insert(attempt.server) {
                visitor.hosts.insert(attempt.server.ip);
                self.doors += 1;
            }
        }
    }
    /// Servers with what is counted of them, those with most attempts first.
    pub fn servers(&mut self) -> Vec<(End, &mut Tally)> {
        let mut all: Vec<_> = self.servers.iter_mut().map(|(end, tally)| (*end, tally)).collect();
        all.sort_by_key(|(end, tally)| (std::cmp::Reverse(tally.attempts()), *end));
        all
    }
    /// Who seems to scan, the busiest first.
    pub fn scans(&self) -> Vec<(IpAddr, &Visitor)> {
        let mut all: Vec<_> = self.visitors.iter().filter(|(_, visitor)| visitor.scans()).map(|(ip, visitor)| (*ip, visitor)).collect();
        all.sort_by_key(|(ip, visitor)| (std::cmp::Reverse(visitor.doors.len()), *ip));
        all
    }
    /// True where percentiles are of the first set-up times only, as there were too many.
    pub fn times_are_cut(&self) -> bool {
        self.times >= TIMES
    }
}

/// A condition on what is counted: `p95>200ms`, `success<99%`, `timed-out>0`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    metric: Metric,
    comparison: Comparison,
    limit: f64,
    text: String,
}
#[derive(Clone, Copy, Debug, PartialEq)]
enum Metric {
    Attempts,
    Success,
    Retried,
    Mean,
    Percentile(f64),
    Count(Verdict),
    Share(Verdict),
}
#[derive(Clone, Copy, Debug, PartialEq)]
enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}

impl std::str::FromStr for Condition {
    type Err = String;

    fn from_str(text: &str) -> Result<Condition, String> {
        let form = "it must be a measure, a comparison and a number, as in p95>200ms, success<99% or timed-out>0";
        let at = text.find(['<', '>', '=', '!']).ok_or(form)?;
        let (name, rest) = text.split_at(at);
        let signs: &[(&str, Comparison)] = &[
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("==", Comparison::Equal),
            ("!=", Comparison::NotEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
            ("=", Comparison::Equal),
        ];
        let (comparison, value) = signs.iter().find_map(|(sign, comparison)| Some((*comparison, rest.strip_prefix(sign)?))).ok_or(form)?;
        let (name, value) = (name.trim(), value.trim());
        let unit_at = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
        let (number, unit) = value.split_at(unit_at);
        let number: f64 = number.parse().map_err(|_| format!("`{value}` is no number"))?;
        let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.name() == name);
        let (metric, limit) = match (name, unit.trim()) {
            ("attempts", "") => (Metric::Attempts, number),
            ("success", "%" | "") => (Metric::Success, number),
            ("retry" | "retries" | "retried", "%" | "") => (Metric::Retried, number),
            ("success" | "retry" | "retries" | "retried" | "attempts", unit) => return Err(format!("`{unit}` is no unit of {name}")),
            (_, "%") if verdict.is_some() => (Metric::Share(verdict.unwrap_or(Verdict::Refused)), number),
            (_, "") if verdict.is_some() => (Metric::Count(verdict.unwrap_or(Verdict::Refused)), number),
            (_, unit) => {
                let metric = match name {
                    "mean" => Metric::Mean,
                    "max" => Metric::Percentile(100.0),
                    _ => name
                        .strip_prefix('p')
                        .and_then(|n| n.parse().ok())
                        .filter(|n| (0.0..=100.0).contains(n))
                        .map(Metric::Percentile)
                        .ok_or_else(|| {
                            let known = ["attempts", "success", "retry", "mean", "max", "p50", "p95", "p99"];
                            let verdicts = Verdict::ALL.map(Verdict::name);
                            let hint = crate::near::hint(name, known.into_iter().chain(verdicts));
                            format!("there is no measure `{name}`{hint}: {}, or a verdict ({})", known.join(", "), verdicts.join(", "))
                        })?,
                };
                let times = match unit {
                    "ns" => 1.0,
                    "us" | "µs" => 1e3,
                    "ms" => 1e6,
                    "s" => 1e9,
                    _ => return Err(format!("{name} is a time: {value} needs a unit, ns, us, ms or s")),
                };
                (metric, number * times)
            }
        };
        Ok(Condition { metric, comparison, limit, text: text.to_owned() })
    }
}
impl Condition {
    /// What is measured, where that holds; `None` where it does not, or there is nothing to measure.
    pub fn holds(&self, tally: &mut Tally) -> Option<String> {
        let (value, shown) = match self.metric {
            Metric::Attempts => (tally.attempts() as f64, tally.attempts().to_string()),
            Metric::Count(verdict) => (tally.of(verdict) as f64, tally.of(verdict).to_string()),
            Metric::Success => percents(tally.success()?),
            Metric::Retried => percents(tally.retried()?),
            Metric::Share(verdict) => percents(percent(tally.of(verdict), tally.attempts())?),
            Metric::Mean => times(tally.mean()?),
            Metric::Percentile(percent) => times(tally.percentile(percent)?),
        };
        let holds = match self.comparison {
            Comparison::Less => value < self.limit,
            Comparison::LessOrEqual => value <= self.limit,
            Comparison::Greater => value > self.limit,
            Comparison::GreaterOrEqual => value >= self.limit,
            Comparison::Equal => value == self.limit,
            Comparison::NotEqual => value != self.limit,
        };
        holds.then(|| format!("{}: it is {shown}", self.text))
    }
}
fn percents(n: f64) -> (f64, String) {
    (n, format!("{n:.2}%"))
}
fn times(n: i64) -> (f64, String) {
    (n as f64, format!("{}ms", n as f64 / 1e6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_understood() {
        let metric = |text: &str| text.parse::<Condition>().map(|c| (c.metric, c.comparison, c.limit));
        assert_eq!(metric("p95>200ms"), Ok((Metric::Percentile(95.0), Comparison::Greater, 2e8)));
        assert_eq!(metric("success < 99%"), Ok((Metric::Success, Comparison::Less, 99.0)));
        assert_eq!(metric("timed-out>=1"), Ok((Metric::Count(Verdict::TimedOut), Comparison::GreaterOrEqual, 1.0)));
        assert_eq!(metric("refused>5%"), Ok((Metric::Share(Verdict::Refused), Comparison::Greater, 5.0)));
        assert_eq!(metric("p99.9!=1.5s"), Ok((Metric::Percentile(99.9), Comparison::NotEqual, 1.5e9)));
        for wrong in ["p95", "p95>200", "p95>", "p101>1s", "sucess<9%", "success<9ms", "p95>x", ""] {
            assert!(metric(wrong).is_err(), "{wrong}");
        }
        assert!(metric("sucess<9%").unwrap_err().contains("did you mean `success`"));
    }
    #[test]
    fn percentiles_are_nearest_ranks() {
        let mut tally = Tally { times: (1..=20).rev().collect(), ..Tally::default() };
        assert_eq!([50.0, 95.0, 99.0, 100.0, 0.0].map(|p| tally.percentile(p)), [10, 19, 20, 20, 1].map(Some));
        assert_eq!(Tally::default().percentile(50.0), None);
    }
}
