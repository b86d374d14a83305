//! Captures sent again: in their own time, quicker, or as quickly as can be.
//!
//! Files are read by a thread of their own, some batches ahead, so that no packet waits for a disk. How late each packet was is
//! counted in a histogram.

use super::Error;
use super::paths::{Paths, Ready, named};
use super::send::{Event, Pace, Rate, Sender, Sent, tell};
use super::{interfaces, neighbours::Patience};
use crate::capture::{self, Batch, Source};
use crate::frame::{Frame, LinkType};
use hdrhistogram::Histogram;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};

/// The most that one file may begin behind the end of the one before, if it is to be waited for.
const BETWEEN: Duration = Duration::from_secs(3600);

/// Batches that are read ahead.
const AHEAD: usize = 8;

/// The clock of a replay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// So many times as quick as it was; 1 is its own time.
    Times(f64),
    /// At a rate, whatever its times say.
    Rate(Rate),
}

impl std::str::FromStr for Speed {
    type Err = String;

    /// `2x`, or what a [`Rate`] can be.
    fn from_str(text: &str) -> Result<Speed, String> {
        match text.strip_suffix(['x', 'X']).filter(|times| !times.ends_with(|c: char| c.is_ascii_alphabetic())) {
            Some(times) => {
                let times = times.parse::<f64>().ok().filter(|times| *times > 0.0 && times.is_finite());
                times.map(Speed::Times).ok_or_else(|| format!("`{text}` is no speed: 2x, 0.5x"))
            }
            None => text.parse().map(Speed::Rate).map_err(|error: String| error.replace("no rate: ", "no speed: 2x, ")),
        }
    }
}

/// What is replayed, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// The files, one behind the other.
    pub files: Vec<PathBuf>,
    /// How often; 0 for ever.
    pub times: u64,
    /// How quickly.
    pub speed: Speed,
    /// Which interface of the files goes through which of ours.
    pub onto: Onto,
    /// No wait between two packets is longer, before the speed is reckoned in.
    pub max_gap: Option<Duration>,
    /// Frames go past the kernel's queues: [`Port::bypass`](super::transmit::Port::bypass).
    pub bypass: bool,
    /// A packet that cannot be sent is counted, and the others go on.
    pub go_on: bool,
    /// Nothing is sent, and nothing waited for.
    pub dry: bool,
}

/// Which interface of the files goes through which of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Onto {
    /// IP packets go where their headers say; frames cannot.
    Routes,
    /// All through one.
    One(String),
    /// The files' interfaces in their order: the first through the first, and so on.
    Each(Vec<String>),
    /// By name or number in the files; others are left out.
    Named(Vec<(String, String)>),
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Replayed {
    /// What was sent; in a dry run, what would have been.
    pub sent: Sent,
    /// Packets of interfaces that none of ours was named for.
    pub left_out: u64,
    /// Packets that were longer on the wire than in the file; they are sent as short as they are.
    pub short: u64,
    /// By our interfaces, in the order of their first packets: name and packets. The routes' packets are under no name.
    pub through: Vec<(String, u64)>,
    /// How late packets were, in ns; only where they have a time.
    pub late: Histogram<u64>,
    /// How long it takes by the clock of the files and the speed.
    pub planned: Duration,
}

/// Which of our interfaces a file's interface goes through.
#[derive(Clone, Copy)]
enum Way {
    Port(u32, usize),
    Routes,
    None,
}

/// Sends captures again. The closure is told what happens, and may break it off.
///
/// # Errors
/// Where a file cannot be read or an interface not be opened; without [`Options::go_on`], of the first packet that could not be sent.
pub fn replay(options: &Options, each: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>) -> Result<Replayed, Error> {
    let late = Rc::new(RefCell::new(histogram()?));
    let one = match &options.onto {
        Onto::One(name) => Some(name.as_str()),
        _ => None,
    };
    let sender = || -> Result<Sender, Error> {
        let mut paths = Paths::new(one)?.patience(Patience::default());
        if options.bypass {
            paths = paths.past_the_queues();
        }
        let sender = Sender::new(paths);
        if !matches!(options.speed, Speed::Times(_)) {
            return Ok(sender);
        }
        let late = late.clone();
        Ok(sender.precise(move |by| late.borrow_mut().saturating_record(u64::try_from(by.as_nanos()).unwrap_or(u64::MAX))))
    };
    let mut sender = if options.dry { None } else { Some(sender()?) };
    let all = interfaces::list()?;
    let ours = Ours::new(&options.onto, &all)?;
    if let Some(sender) = &mut sender {
        // Opening takes longer than packets may be late.
        for index in &ours.indices {
            sender.paths().port(*index)?;
        }
    }
    let mut run = Run {
        options,
        ours,
        pace: Pace::new(if let Speed::Rate(rate) = options.speed { rate } else { Rate::Max }),
        sender,
        clock: None,
        between: false,
        number: 0,
        done: Replayed { sent: Sent::default(), left_out: 0, short: 0, through: vec![], late: histogram()?, planned: Duration::ZERO },
    };
    let (full, ready) = sync_channel::<Result<Read, capture::Error>>(AHEAD);
    let (empty, free) = sync_channel::<Batch>(AHEAD + 2);
    let files = options.files.clone();
    let times = options.times;
    let reader = std::thread::spawn(move || read(&files, times, &full, &free));
    let mut result = Ok(());
    for read in ready.iter() {
        match read {
            Err(error) => result = Err(error.into()),
            Ok(Read::File) => run.between = true,
            Ok(Read::Batch(batch)) => {
                match run.batch(&batch, each) {
                    Ok(ControlFlow::Continue(())) => {}
                    Ok(ControlFlow::Break(())) => break,
                    Err(error) => result = Err(error),
                }
                let _ = empty.try_send(batch);
            }
        }
        if result.is_err() {
            break;
        }
    }
    drop(ready);
    let _ = reader.join();
    if let Some(sender) = &mut run.sender {
        sender.flush();
        let told = tell(sender, options.go_on, each);
        run.done.sent = sender.sent();
        result = result.and(told);
    } else {
        run.done.sent.took = run.done.planned;
    }
    result?;
    // The sender holds the other end.
    drop(run.sender);
    run.done.late = Rc::try_unwrap(late).map_or_else(|shared| shared.borrow().clone(), RefCell::into_inner);
    Ok(run.done)
}

/// From 1 ns to a minute, three digits.
fn histogram() -> Result<Histogram<u64>, Error> {
    Histogram::new_with_bounds(1, 60_000_000_000, 3).map_err(|error| Error::Wrong(error.to_string()))
}

/// What the reading thread gives.
enum Read {
    /// A file begins.
    File,
    Batch(Batch),
}

/// Reads all files, so many times.
fn read(files: &[PathBuf], times: u64, full: &SyncSender<Result<Read, capture::Error>>, free: &Receiver<Batch>) {
    let mut time = 0;
    while times == 0 || time < times {
        time += 1;
        let mut any = false;
        for path in files {
            let mut source: Box<dyn Source> = match capture::open(path) {
                Ok(source) => Box::new(source),
                Err(error) => return drop(full.send(Err(error))),
            };
            if full.send(Ok(Read::File)).is_err() {
                return;
            }
            loop {
                let mut batch = free.try_recv().unwrap_or_default();
                let more = source.fill(&mut batch);
                any |= !batch.is_empty();
                if full.send(Ok(Read::Batch(batch))).is_err() {
                    return;
                }
                match more {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => return drop(full.send(Err(error))),
                }
            }
        }
        if !any {
            // For ever nothing.
            return;
        }
    }
}

/// A replay that goes on.
struct Run<'a> {
    options: &'a Options,
    ours: Ours,
    pace: Pace,
    sender: Option<Sender>,
    clock: Option<Clock>,
    /// The next packet is the first of a file.
    between: bool,
    number: u64,
    done: Replayed,
}

impl Run<'_> {
    fn batch(&mut self, batch: &Batch, each: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>) -> Result<ControlFlow<()>, Error> {
        for frame in batch.frames() {
            self.number += 1;
            let way = self.ours.way(&frame)?;
            if let Way::None = way {
                self.done.left_out += 1;
                continue;
            }
            let due = self.due(&frame);
            let Some(sender) = &mut self.sender else {
                self.note(&frame, way);
                self.done.sent.packets += 1;
                self.done.sent.bytes += frame.bytes.len() as u64;
                continue;
            };
            if let Some(due) = due.filter(|due| *due > Instant::now())
                && sender.wait(due, &mut |sent| each(Event::Sent(sent))).is_break()
            {
                return Ok(ControlFlow::Break(()));
            }
            let (bytes, link) = network(frame.info.link, frame.bytes);
            match way {
                Way::Port(index, _) if link == LinkType::ETHERNET => sender.push_ready(self.number, bytes, Ready::Whole(index), due),
                _ if matches!(link.0, 101 | 228 | 229) => sender.push(self.number, bytes, link, due),
                Way::Routes if link == LinkType::ETHERNET => {
                    return Err(Error::Wrong("frames need an interface to go through: -i IF".to_owned()));
                }
                _ => {
                    let name = link.name().map_or_else(|| link.0.to_string(), str::to_owned);
                    sender.fault(self.number, Error::Wrong(format!("packets of link type {name} cannot be sent")));
                }
            }
            tell(sender, self.options.go_on, each)?;
            self.note(&frame, way);
        }
        let sent = match &mut self.sender {
            Some(sender) => {
                // The next batch may be long in coming.
                sender.flush();
                tell(sender, self.options.go_on, each)?;
                sender.sent()
            }
            None => self.done.sent,
        };
        Ok(each(Event::Sent(sent)))
    }

    /// Counts a packet.
    fn note(&mut self, frame: &Frame<'_>, way: Way) {
        self.done.short += u64::from((frame.bytes.len() as u64) < u64::from(frame.info.wire));
        let name = match way {
            Way::Port(_, at) => self.ours.names.get(at).map_or("", String::as_str),
            _ => "",
        };
        match self.done.through.iter_mut().find(|(of, _)| of == name) {
            Some((_, packets)) => *packets += 1,
            None => self.done.through.push((name.to_owned(), 1)),
        }
    }

    /// When a packet goes; `None` for at once. Time does not run backwards: who was captured late is sent behind the one before.
    fn due(&mut self, frame: &Frame<'_>) -> Option<Instant> {
        let Speed::Times(times) = self.options.speed else {
            if let Speed::Rate(rate) = self.options.speed {
                self.done.planned = self.done.planned.saturating_add(rate.time(frame.bytes.len()));
            }
            return self.pace.due(frame.bytes.len());
        };
        let time = frame.info.time?;
        let clock = self.clock.get_or_insert_with(|| Clock { start: Instant::now(), latest: time, total: Duration::ZERO });
        let mut gap = Duration::from_nanos(u64::try_from(time.saturating_sub(clock.latest)).unwrap_or(0));
        if std::mem::take(&mut self.between) {
            // A file that is older than the one before, or much younger, begins where that one ended.
            gap = if gap > BETWEEN { Duration::ZERO } else { gap };
            clock.latest = time;
        }
        clock.total = clock.total.saturating_add(self.options.max_gap.map_or(gap, |most| gap.min(most)));
        clock.latest = clock.latest.max(time);
        let planned = if times == 1.0 { Ok(clock.total) } else { Duration::try_from_secs_f64(clock.total.as_secs_f64() / times) };
        self.done.planned = planned.unwrap_or(Duration::MAX);
        clock.start.checked_add(self.done.planned)
    }
}

/// Where a replay in its own time is.
struct Clock {
    /// When the first packet went.
    start: Instant,
    /// The latest time so far.
    latest: i64,
    /// From the first packet to that one, by the clock of the files.
    total: Duration,
}

/// Our interfaces, and what goes through them.
struct Ours {
    onto: Onto,
    /// Their numbers and names.
    indices: Vec<u32>,
    names: Vec<String>,
    /// By section and number in the file.
    ways: HashMap<(u32, u32), Way>,
}

impl Ours {
    fn new(onto: &Onto, all: &[interfaces::Interface]) -> Result<Ours, Error> {
        let names: Vec<&String> = match onto {
            Onto::Routes => vec![],
            Onto::One(name) => vec![name],
            Onto::Each(names) => names.iter().collect(),
            Onto::Named(pairs) => pairs.iter().map(|(_, name)| name).collect(),
        };
        let found = names.into_iter().map(|name| named(all, name)).collect::<Result<Vec<_>, _>>()?;
        Ok(Ours {
            onto: onto.clone(),
            indices: found.iter().map(|one| one.index).collect(),
            names: found.iter().map(|one| one.name.clone()).collect(),
            ways: HashMap::new(),
        })
    }

    fn way(&mut self, frame: &Frame<'_>) -> Result<Way, Error> {
        let key = (frame.interface.map_or(0, |interface| interface.section), frame.info.interface.unwrap_or(0));
        if let Some(way) = self.ways.get(&key) {
            return Ok(*way);
        }
        let number = frame.info.interface.unwrap_or(0);
        let at = match &self.onto {
            Onto::Routes => {
                self.ways.insert(key, Way::Routes);
                return Ok(Way::Routes);
            }
            Onto::One(_) => Some(0),
            Onto::Each(names) => Some(number as usize).filter(|at| *at < names.len()),
            Onto::Named(pairs) => {
                let name = frame.interface.and_then(|interface| interface.name.as_deref());
                let by_name = pairs.iter().position(|(of, _)| Some(of.as_str()) == name);
                by_name.or_else(|| pairs.iter().position(|(of, _)| of.parse() == Ok(number)))
            }
        };
        let way = at.and_then(|at| Some(Way::Port(*self.indices.get(at)?, at))).unwrap_or(Way::None);
        self.ways.insert(key, way);
        Ok(way)
    }
}

/// The IP packet in a frame of a link type that has no hardware addresses worth sending; others as they are.
pub fn network(link: LinkType, bytes: &[u8]) -> (&[u8], LinkType) {
    let raw = LinkType(101);
    let ip = |kind: Option<&[u8]>| matches!(kind, Some([0x08, 0x00] | [0x86, 0xdd]));
    match link.0 {
        // NULL, LOOP: a family, then the packet.
        0 | 108 => (bytes.get(4..).unwrap_or_default(), raw),
        // Linux cooked captures.
        113 if ip(bytes.get(14..16)) => (bytes.get(16..).unwrap_or_default(), raw),
        276 if ip(bytes.get(..2)) => (bytes.get(20..).unwrap_or_default(), raw),
        _ => (bytes, link),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_are_times_or_rates() {
        let speed = |text: &str| text.parse::<Speed>();
        assert_eq!(speed("2x"), Ok(Speed::Times(2.0)));
        assert_eq!(speed("0.5x"), Ok(Speed::Times(0.5)));
        assert_eq!(speed("max"), Ok(Speed::Rate(Rate::Max)));
        assert_eq!(speed("100mbit"), Ok(Speed::Rate(Rate::Bits(1e8))));
        assert_eq!(speed("3000"), Ok(Speed::Rate(Rate::Packets(3000.0))));
        for wrong in ["0x", "-1x", "x", "fast", "max x"] {
            assert!(speed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn packets_in_cooked_captures_are_found() {
        let mut cooked = [0u8; 20];
        cooked[14] = 8;
        cooked[16] = 0x45;
        assert_eq!(network(LinkType(113), &cooked), (&cooked[16..], LinkType(101)));
        cooked[15] = 6;
        assert_eq!(network(LinkType(113), &cooked), (&cooked[..], LinkType(113)), "ARP is no IP packet");
    }
}
