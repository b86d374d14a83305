//! Sending many packets, each when its time has come: how [`super::replay`] and `pkt send` put them on the wire.
//!
//! What is due goes in bursts, one call to the kernel for many packets of one interface; what is not due yet is waited for, by
//! sleeping, and where that matters by looking at the clock for the last stretch.
//!
//! ```no_run
//! use pktlab::net::send::{Options, Rate, send};
//!
//! let mut craft = pktlab::craft::compose(r#"IP(dst="10.0.0.0/24")/UDP(dport=9)"#)?;
//! let options = Options { rate: Rate::Packets(1000.0), ..Options::default() };
//! let sent = send(&mut craft, 0, 1, &options, &mut |_| std::ops::ControlFlow::Continue(()))?;
//! println!("{} packets in {:?}", sent.packets, sent.took);
//! # Ok::<(), pktlab::net::Error>(())
//! ```

use super::Error;
use super::neighbours::Patience;
use super::paths::{Paths, Ready};
use super::transmit::destination;
use crate::craft::Craft;
use crate::frame::LinkType;
use std::fmt;
use std::net::IpAddr;
use std::ops::{ControlFlow, Range};
use std::str::FromStr;
use std::time::{Duration, Instant};

/// Packets that wait for a call at most.
const MOST: usize = 256;

/// Bytes of them.
const BYTES: usize = 256 << 10;

/// Whoever must be on time looks at the clock for so long, as sleep ends late.
const SPIN: Duration = Duration::from_micros(250);

/// Who waits looks up so often.
const LOOK: Duration = Duration::from_millis(50);

/// How quickly packets go.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Rate {
    /// As quickly as the kernel takes them.
    #[default]
    Max,
    /// So many packets a second.
    Packets(f64),
    /// So many bits a second, headers of layer 2 counted.
    Bits(f64),
}

impl Rate {
    /// The time that a packet of so many bytes takes.
    pub fn time(self, bytes: usize) -> Duration {
        let seconds = match self {
            Rate::Max => 0.0,
            Rate::Packets(rate) => 1.0 / rate,
            Rate::Bits(rate) => bytes as f64 * 8.0 / rate,
        };
        Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
    }
}

impl FromStr for Rate {
    type Err = String;

    /// `max`, packets a second (`5000`, `5kpps`), bits a second (`100mbit`).
    fn from_str(text: &str) -> Result<Rate, String> {
        if text == "max" {
            return Ok(Rate::Max);
        }
        let wrong = || format!("`{text}` is no rate: max, 5000 (packets a second), 20kpps, 100mbit");
        let lower = text.to_ascii_lowercase();
        let (digits, unit) = lower.split_at(lower.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(lower.len()));
        let number = digits.trim().parse::<f64>().ok().filter(|number| *number > 0.0 && number.is_finite()).ok_or_else(wrong)?;
        Ok(match unit {
            "" | "pps" => Rate::Packets(number),
            "k" | "kpps" => Rate::Packets(number * 1e3),
            "m" | "mpps" => Rate::Packets(number * 1e6),
            "bit" | "bps" => Rate::Bits(number),
            "kbit" | "kbps" => Rate::Bits(number * 1e3),
            "mbit" | "mbps" => Rate::Bits(number * 1e6),
            "gbit" | "gbps" => Rate::Bits(number * 1e9),
            _ => return Err(wrong()),
        })
    }
}

/// How packets are sent.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The only interface, by name or number.
    pub interface: Option<String>,
    /// Packets go through the kernel's raw sockets wherever they can.
    pub raw: bool,
    /// Frames go past the kernel's queues: [`Port::bypass`](super::transmit::Port::bypass).
    pub bypass: bool,
    /// How quickly.
    pub rate: Rate,
    /// A packet that cannot be sent is counted, and the others go on.
    pub go_on: bool,
    /// How long neighbours are waited for.
    pub patience: Patience,
}

/// What was sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// Packets.
    pub packets: u64,
    /// Their bytes, with their layer 2.
    pub bytes: u64,
    /// Packets that could not be sent.
    pub failed: u64,
    /// From the first packet to the last.
    pub took: Duration,
}

/// What happens while packets are sent.
#[derive(Debug)]
pub enum Event<'a> {
    /// The packet of this number, counted from 1, could not be sent.
    Failed(u64, &'a Error),
    /// There is no way to a destination of the expression: its packets are left out.
    LeftOut(&'a Error),
    /// Nothing: who wants to break off may do so.
    Sent(Sent),
}

/// A packet that was not sent, and which it was.
#[derive(Debug)]
pub struct Fault {
    /// Its number.
    pub number: u64,
    /// Why.
    pub error: Error,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "packet {}: {}", self.number, self.error)
    }
}

/// Puts packets on the wire.
pub struct Sender {
    paths: Paths,
    arena: Vec<u8>,
    waiting: Vec<Waiting>,
    faults: Vec<Fault>,
    sent: Sent,
    began: Option<Instant>,
    /// The clock is looked at for the last stretch of each wait.
    precise: bool,
    /// Told of each packet how late it was.
    late: Option<Box<dyn FnMut(Duration)>>,
}

struct Waiting {
    number: u64,
    ready: Ready,
    bytes: Range<usize>,
    due: Option<Instant>,
}

impl Sender {
    /// Sends on these paths.
    pub fn new(paths: Paths) -> Sender {
        Sender {
            paths,
            arena: Vec::with_capacity(BYTES),
            waiting: Vec::with_capacity(MOST),
            faults: vec![],
            sent: Sent::default(),
            began: None,
            precise: false,
            late: None,
        }
    }

    /// Packets are on time to the microsecond, which keeps a processor busy; `late` is told of each how late it was.
    pub fn precise(mut self, late: impl FnMut(Duration) + 'static) -> Sender {
        self.precise = true;
        self.late = Some(Box::new(late));
        #[cfg(target_os = "linux")]
        // Else the kernel lets sleepers lie 50 µs longer, to wake several at once. Where it refuses, the stretch is wide enough.
        let _ = nix::sys::prctl::set_timerslack(1);
        #[cfg(target_os = "linux")]
        // Others wait while this one works, which is little; without the right to ask for it, it is as it was.
        let _ = rustix::process::setpriority_process(None, -20);
        self
    }

    /// The paths that packets take.
    pub fn paths(&mut self) -> &mut Paths {
        &mut self.paths
    }

    /// What was sent so far.
    pub fn sent(&self) -> Sent {
        self.sent
    }

    /// Packets that were not sent, since this was last asked.
    pub fn faults(&mut self) -> Vec<Fault> {
        std::mem::take(&mut self.faults)
    }

    /// Takes a packet for sending; it goes with others, at the latest with [`Sender::flush`]. Where its way is not known, it is a fault.
    pub fn push(&mut self, number: u64, bytes: &[u8], link: LinkType, due: Option<Instant>) {
        match self.paths.ready(bytes, link) {
            Ok(ready) => self.push_ready(number, bytes, ready, due),
            Err(error) => self.fault(number, error),
        }
    }

    /// The same, for a packet whose way is known.
    #[inline]
    pub fn push_ready(&mut self, number: u64, bytes: &[u8], ready: Ready, due: Option<Instant>) {
        let start = self.arena.len();
        let bytes = match &ready {
            Ready::Frame(_, head) => {
                self.arena.extend_from_slice(head);
                bytes
            }
            Ready::Kernel(_, from) => bytes.get(*from..).unwrap_or_default(),
            Ready::Whole(_) => bytes,
        };
        self.arena.extend_from_slice(bytes);
        self.waiting.push(Waiting { number, ready, bytes: start..self.arena.len(), due });
        if self.waiting.len() >= MOST || self.arena.len() >= BYTES {
            self.flush();
        }
    }

    /// Notes that a packet could not be sent.
    pub fn fault(&mut self, number: u64, error: Error) {
        self.sent.failed += 1;
        self.faults.push(Fault { number, error });
    }

    /// Sends all that were taken. Who could not be sent is a fault, and the others go on.
    pub fn flush(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let began = *self.began.get_or_insert_with(Instant::now);
        let waiting = std::mem::take(&mut self.waiting);
        let arena = std::mem::take(&mut self.arena);
        let mut slices: Vec<&[u8]> = Vec::with_capacity(waiting.len());
        let mut rest = waiting.as_slice();
        while let Some(first) = rest.first() {
            let same = |one: &&Waiting| one.ready.index() == first.ready.index() && one.ready.raw() == first.ready.raw();
            let run = rest.iter().take_while(same).count();
            let (now, behind) = rest.split_at(run);
            rest = behind;
            slices.clear();
            slices.extend(now.iter().map(|one| arena.get(one.bytes.clone()).unwrap_or_default()));
            let (mut slices, mut now) = (slices.as_slice(), now);
            while let Some(first) = now.first() {
                if let (Some(late), Some(due)) = (&mut self.late, first.due) {
                    late(due.elapsed());
                }
                let (done, result) = if first.ready.raw() {
                    self.paths.raw().send_all(slices)
                } else {
                    match self.paths.port(first.ready.index()) {
                        Ok(port) => port.send_all(slices),
                        Err(error) => (0, Err(error)),
                    }
                };
                self.sent.packets += done as u64;
                self.sent.bytes += slices.iter().take(done).map(|bytes| bytes.len() as u64).sum::<u64>();
                let past = done + usize::from(result.is_err());
                if let (Err(error), Some(one)) = (result, now.get(done)) {
                    self.fault(one.number, error);
                }
                now = now.get(past.max(1)..).unwrap_or_default();
                slices = slices.get(past.max(1)..).unwrap_or_default();
            }
        }
        self.sent.took = began.elapsed();
        (self.arena, self.waiting) = (arena, waiting);
        self.arena.clear();
        self.waiting.clear();
    }

    /// Sends what was taken, and waits until the time has come; `stop` is asked now and then, and may end it early.
    pub fn wait(&mut self, due: Instant, stop: &mut dyn FnMut(Sent) -> ControlFlow<()>) -> ControlFlow<()> {
        self.flush();
        let stretch = if self.precise { SPIN } else { Duration::ZERO };
        loop {
            let Some(left) = due.checked_duration_since(Instant::now()) else { return ControlFlow::Continue(()) };
            if left > stretch {
                std::thread::sleep((left - stretch).min(LOOK));
                if left > LOOK {
                    stop(self.sent)?;
                }
            } else {
                std::hint::spin_loop();
            }
        }
    }
}

/// The time at which each packet of a rate goes.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    rate: Rate,
    next: Option<Instant>,
}

impl Pace {
    /// Packets at this rate, from now on.
    pub fn new(rate: Rate) -> Pace {
        Pace { rate, next: None }
    }

    /// When the next packet, of so many bytes, is due; `None` for at once.
    pub fn due(&mut self, bytes: usize) -> Option<Instant> {
        if self.rate == Rate::Max {
            return None;
        }
        let due = self.next.unwrap_or_else(Instant::now);
        self.next = due.checked_add(self.rate.time(bytes));
        Some(due)
    }
}

/// Sends the packets of an expression, all of them `times` times; random values are drawn from the seed, anew each time. What the
/// expression leaves to the machine is filled in first. The closure may break it off.
///
/// # Errors
/// Where nothing can be sent at all; without [`Options::go_on`], of the first packet that could not be sent, behind its
/// [`Event::Failed`].
pub fn send(
    craft: &mut Craft,
    seed: u64,
    times: u64,
    options: &Options,
    each: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<Sent, Error> {
    let mut sender = sender(options)?;
    for error in &sender.paths.fill(craft)? {
        if each(Event::LeftOut(error)).is_break() {
            return Ok(sender.sent());
        }
        if !options.go_on {
            break;
        }
    }
    let link = craft.link();
    let mut pace = Pace::new(options.rate);
    let network = matches!(link.0, 101 | 228 | 229);
    let (mut number, mut ahead, mut bytes) = (0, vec![], vec![]);
    if times > 1 && !craft.random() && craft.len() <= SAME {
        return again(craft, times, &mut sender, &mut pace, options, each);
    }
    for time in 0..times {
        let mut packets = craft.packets(seed.wrapping_add(time));
        // Neighbours are asked for together, so packets are made some time before they are sent.
        loop {
            bytes.clear();
            ahead.clear();
            while ahead.len() < MOST {
                let start = bytes.len();
                match packets.write(&mut bytes) {
                    None => break,
                    Some(made) => made?,
                }
                ahead.push(start..bytes.len());
            }
            if ahead.is_empty() {
                break;
            }
            let made = |at: &Range<usize>| bytes.get(at.clone()).unwrap_or_default();
            if network {
                let mut all: Vec<IpAddr> = ahead.iter().filter_map(|at| destination(made(at))).collect();
                all.dedup();
                sender.paths.resolve(all)?;
            }
            for at in &ahead {
                number += 1;
                let due = pace.due(at.len());
                if let Some(due) = due.filter(|due| *due > Instant::now())
                    && sender.wait(due, &mut |sent| each(Event::Sent(sent))).is_break()
                {
                    return Ok(sender.sent());
                }
                sender.push(number, made(at), link, due);
                if !sender.faults.is_empty() {
                    tell(&mut sender, options.go_on, each)?;
                }
            }
            if each(Event::Sent(sender.sent())).is_break() {
                sender.flush();
                return Ok(sender.sent());
            }
        }
    }
    sender.flush();
    tell(&mut sender, options.go_on, each)?;
    Ok(sender.sent())
}

/// Sends the same packets again and again: they are made once.
fn again(
    craft: &Craft,
    times: u64,
    sender: &mut Sender,
    pace: &mut Pace,
    options: &Options,
    each: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<Sent, Error> {
    let link = craft.link();
    let (mut packets, mut bytes, mut ends) = (craft.packets(0), vec![], vec![]);
    while let Some(made) = packets.write(&mut bytes) {
        made?;
        ends.push(bytes.len());
    }
    let starts = || std::iter::once(0).chain(ends.iter().copied());
    let made: Vec<&[u8]> = starts().zip(&ends).map(|(start, end)| bytes.get(start..*end).unwrap_or_default()).collect();
    let mut found = None;
    let (mut number, mut told) = (0u64, 0);
    for _ in 0..times {
        // Ways change while somebody sends for hours.
        let (ready, _) = match &found {
            Some((ready, at)) if Instant::now().saturating_duration_since(*at) < KNOWN => (ready, at),
            _ => {
                let network = matches!(link.0, 101 | 228 | 229);
                sender.paths.resolve(made.iter().filter(|_| network).filter_map(|packet| destination(packet)))?;
                let ready: Vec<_> = made.iter().map(|packet| sender.paths.ready(packet, link)).collect();
                let (ready, at) = found.insert((ready, Instant::now()));
                (&*ready, &*at)
            }
        };
        for (packet, ready) in made.iter().zip(ready) {
            number += 1;
            let due = pace.due(packet.len());
            if let Some(due) = due.filter(|due| *due > Instant::now())
                && sender.wait(due, &mut |sent| each(Event::Sent(sent))).is_break()
            {
                return Ok(sender.sent());
            }
            match ready {
                Ok(ready) => sender.push_ready(number, packet, *ready, due),
                // It is said anew each time.
                Err(_) => sender.push(number, packet, link, due),
            }
            if !sender.faults.is_empty() {
                tell(sender, options.go_on, each)?;
            }
        }
        if number - told >= MOST as u64 {
            told = number;
            if each(Event::Sent(sender.sent())).is_break() {
                break;
            }
        }
    }
    sender.flush();
    tell(sender, options.go_on, each)?;
    Ok(sender.sent())
}

/// So many packets are kept to be sent again.
const SAME: u128 = 4096;

/// How long the way of a packet that is sent again and again is taken for known.
const KNOWN: Duration = Duration::from_secs(10);

/// A sender with these options.
///
/// # Errors
/// Where the interface that is named is not there.
pub fn sender(options: &Options) -> Result<Sender, Error> {
    let mut paths = Paths::new(options.interface.as_deref())?.patience(options.patience);
    if options.raw {
        paths = paths.through_the_kernel();
    }
    if options.bypass {
        paths = paths.past_the_queues();
    }
    Ok(Sender::new(paths))
}

/// Tells of packets that could not be sent.
///
/// # Errors
/// The first of them, unless the others are to go on.
pub(super) fn tell(sender: &mut Sender, go_on: bool, each: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>) -> Result<(), Error> {
    for fault in sender.faults() {
        let stop = each(Event::Failed(fault.number, &fault.error)).is_break();
        if stop || !go_on {
            return Err(fault.error);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_packets_or_bits() {
        let rate = |text: &str| text.parse::<Rate>();
        assert_eq!(rate("max"), Ok(Rate::Max));
        assert_eq!(rate("5000"), Ok(Rate::Packets(5000.0)));
        assert_eq!(rate("20kpps"), Ok(Rate::Packets(20_000.0)));
        assert_eq!(rate("1.5Mbit"), Ok(Rate::Bits(1_500_000.0)));
        for wrong in ["", "0", "-1", "nan", "inf", "5 apples", "mbit", "1e999"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
        assert_eq!(Rate::Bits(8e6).time(1000), Duration::from_millis(1));
        assert_eq!(Rate::Packets(1e-30).time(1), Duration::MAX);
    }
}
