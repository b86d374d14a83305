//! What is to be captured, and how.

use super::error::said;
use super::feed::{Feed, Shared, Start};
use super::{Error, Live, Stage, device, merge};
use crate::capture::batch::Course;
use crate::frame::{Interface, LinkType};
use pcap::{Active, Capture, Linktype};
use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The snap length where none is given: tcpdump's, and more than any frame has.
const SNAP: u32 = 262_144;

/// What all batches together may hold.
const MEMORY: usize = 64 << 20;

/// Which frames of an interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// What it receives and what it sends.
    #[default]
    Both,
    /// What it receives.
    In,
    /// What it sends.
    Out,
}

/// What is done when the batches are all waiting to be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Full {
    /// Nothing is taken out of the kernel until there is a free one; the kernel counts what it drops then.
    #[default]
    Wait,
    /// The newest batch is left out, and counted.
    LeaveOut,
}

/// A link type as libpcap names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkName {
    /// `EN10MB`.
    pub name: String,
    /// `Ethernet`.
    pub description: String,
}

/// What only the link type decides.
#[derive(Clone)]
struct Foresee(Option<Arc<dyn Fn(LinkType) -> Option<String> + Send + Sync>>);

impl fmt::Debug for Foresee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Foresee" } else { "None" })
    }
}

/// A capture to be opened.
#[derive(Clone, Debug)]
pub struct Options {
    interfaces: Vec<String>,
    filter: Option<String>,
    foresee: Foresee,
    snap: u32,
    promiscuous: bool,
    monitor: bool,
    buffer: Option<u32>,
    link: Option<String>,
    nanoseconds: bool,
    direction: Direction,
    count: Option<u64>,
    duration: Option<Duration>,
    latency: Duration,
    full: Full,
    memory: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            interfaces: Vec::new(),
            filter: None,
            foresee: Foresee(None),
            snap: SNAP,
            promiscuous: true,
            monitor: false,
            buffer: None,
            link: None,
            nanoseconds: true,
            direction: Direction::Both,
            count: None,
            duration: None,
            latency: Duration::from_millis(20),
            full: Full::Wait,
            memory: MEMORY,
        }
    }
}

impl Options {
    /// The usual: promiscuous, whole frames, nanoseconds, no filter.
    pub fn new() -> Options {
        Options::default()
    }

    /// One interface more, by name or by its number in [`super::devices`].
    pub fn interface(mut self, name: &str) -> Options {
        self.interfaces.push(name.to_owned());
        self
    }

    /// A capture filter in libpcap's language; an empty one is none.
    pub fn filter(mut self, filter: &str) -> Options {
        self.filter = (!filter.trim().is_empty()).then(|| filter.to_owned());
        self
    }

    /// A further capture filter, by link type, that leaves out what nobody wants to see anyway. Files do not tell of it, and where
    /// libpcap does not understand it, it is not used.
    pub fn foresee(mut self, filter: impl Fn(LinkType) -> Option<String> + Send + Sync + 'static) -> Options {
        self.foresee = Foresee(Some(Arc::new(filter)));
        self
    }

    /// Takes no more than so many bytes of a frame; 0 is as many as there are.
    pub fn snap(mut self, bytes: u32) -> Options {
        self.snap = if bytes == 0 { SNAP } else { bytes.min(SNAP) };
        self
    }

    /// Whether the interface shows frames that are not for it.
    pub fn promiscuous(mut self, on: bool) -> Options {
        self.promiscuous = on;
        self
    }

    /// Wi-Fi: all frames in the air, with their radio headers.
    pub fn monitor(mut self, on: bool) -> Options {
        self.monitor = on;
        self
    }

    /// The kernel's buffer for each interface, in bytes. libpcap's default is 2 MiB.
    pub fn buffer(mut self, bytes: u32) -> Options {
        self.buffer = Some(bytes);
        self
    }

    /// Asks for a link type by libpcap's name, where the interface has several.
    pub fn link(mut self, name: &str) -> Options {
        self.link = Some(name.to_owned());
        self
    }

    /// Times in nanoseconds, or in microseconds.
    pub fn nanoseconds(mut self, on: bool) -> Options {
        self.nanoseconds = on;
        self
    }

    /// Only what is received, or sent.
    pub fn direction(mut self, direction: Direction) -> Options {
        self.direction = direction;
        self
    }

    /// Ends after so many frames, of all interfaces together.
    pub fn count(mut self, frames: u64) -> Options {
        self.count = Some(frames);
        self
    }

    /// Ends after so long.
    pub fn duration(mut self, duration: Duration) -> Options {
        self.duration = Some(duration);
        self
    }

    /// How long the kernel may gather frames before it shows them: more costs less.
    pub fn latency(mut self, latency: Duration) -> Options {
        self.latency = latency;
        self
    }

    /// What is done when nobody takes the batches.
    pub fn when_full(mut self, full: Full) -> Options {
        self.full = full;
        self
    }

    /// What all batches that wait to be taken may hold, in bytes.
    pub fn memory(mut self, bytes: usize) -> Options {
        self.memory = bytes;
        self
    }

    /// Opens the interfaces. From then on the kernel captures, and rights are needed no more.
    ///
    /// # Errors
    /// Where there is no such interface, the rights are missing, the filter is wrong, or an interface cannot do what is asked.
    pub fn open(&self) -> Result<Live, crate::capture::Error> {
        let mut names = Vec::new();
        for wanted in &self.interfaces {
            names.push(device::resolve(wanted)?);
        }
        if names.is_empty() {
            names.push(device::default()?);
        }
        let mut seen = HashSet::new();
        names.retain(|name| seen.insert(name.clone()));
        let latency = if names.len() > 1 { self.latency.min(Duration::from_millis(8)) } else { self.latency };
        let (mut feeds, mut interfaces, mut loopback) = (Vec::new(), Vec::new(), Vec::new());
        for (number, name) in (0..).zip(&names) {
            let (capture, link) = self.activate(name, latency)?;
            loopback.push(name == "any" || device::is_loopback(name));
            interfaces.push(Interface {
                link,
                snap: self.snap,
                name: Some(name.clone()),
                filter: self.filter.clone(),
                os: Some(system()),
                speed: speed(name),
                resolution: if self.nanoseconds && NANOSECONDS { 9 } else { 6 },
                id: number,
                ..Interface::default()
            });
            feeds.push(Feed::new(capture, number, name.clone(), self.nanoseconds && NANOSECONDS, latency, self.buffer.unwrap_or(2 << 20)));
        }
        let merge = (names.len() > 1).then(|| merge::Merge::new(interfaces.clone()));
        let shared = Arc::new(Shared::new(Start {
            loopback: &loopback,
            count: self.count,
            full: self.full,
            memory: self.memory,
            ends: self.duration.map(|duration| Instant::now() + duration),
            os: Some(system()),
            nanoseconds: self.nanoseconds && NANOSECONDS,
            filtered: self.filter.is_some(),
            merges: merge.is_some(),
            // Frames for eyes and pipes go on at once, for a file in large pieces.
            eager: latency <= Duration::from_millis(20),
        }));
        Ok(Live {
            shared,
            feeds,
            threads: Vec::new(),
            interfaces: Arc::new(interfaces),
            stage: Stage::Head,
            course: Course::default(),
            sequence: 0,
            bytes: 0,
            merge,
            tick: None,
            max_age: None,
            look: None,
            unseen: false,
        })
    }

    /// The link types of the first interface.
    ///
    /// # Errors
    /// As [`Options::open`].
    pub fn link_types(&self) -> Result<(String, Vec<LinkName>), crate::capture::Error> {
        let name = match self.interfaces.first() {
            Some(wanted) => device::resolve(wanted)?,
            None => device::default()?,
        };
        let plain = Options { link: None, filter: None, ..self.clone() };
        let (capture, _) = plain.activate(&name, self.latency)?;
        let types = capture.list_datalinks().map_err(|error| Error::opening(&name, error))?;
        let described = |link: Linktype| LinkName {
            name: link.get_name().unwrap_or_else(|_| link.0.to_string()),
            description: link.get_description().unwrap_or_default(),
        };
        Ok((name, types.into_iter().map(described).collect()))
    }

    fn activate(&self, name: &str, latency: Duration) -> Result<(Capture<Active>, LinkType), Error> {
        let opening = |error| Error::opening(name, error);
        let open = |promiscuous: bool| {
            let mut inactive =
                Capture::from_device(name)?.promisc(promiscuous).snaplen(self.snap as i32).timeout((latency.as_millis() as i32).max(1));
            if self.monitor {
                inactive = inactive.rfmon(true);
            }
            if let Some(bytes) = self.buffer {
                inactive = inactive.buffer_size(bytes.min(i32::MAX as u32) as i32);
            }
            if self.nanoseconds && NANOSECONDS {
                inactive = inactive.precision(pcap::Precision::Nano);
            }
            inactive.open()
        };
        // libpcap only warns that `any` cannot be promiscuous; the crate takes a warning for an error.
        let mut capture = open(self.promiscuous && name != "any").map_err(opening)?;
        self.choose_link(&mut capture, name)?;
        match self.direction {
            Direction::Both => {}
            Direction::In => capture.direction(pcap::Direction::In).map_err(opening)?,
            Direction::Out => capture.direction(pcap::Direction::Out).map_err(opening)?,
        }
        if let Some(filter) = &self.filter {
            let wrong = |error| Error::Filter { filter: filter.clone(), text: said(error) };
            capture.filter(filter, true).map_err(wrong)?;
        }
        let link = link_type(capture.get_datalink().0);
        if let Some(further) = self.foresee.0.as_ref().and_then(|foresee| foresee(link)) {
            let both = self.filter.as_ref().map_or_else(|| further.clone(), |filter| format!("({filter}) and ({further})"));
            // Without it more passes, that is all.
            let _ = capture.filter(&both, true);
        }
        Ok((capture.setnonblock().map_err(opening)?, link))
    }

    fn choose_link(&self, capture: &mut Capture<Active>, name: &str) -> Result<(), Error> {
        let types = capture.list_datalinks().unwrap_or_default();
        let wanted = match &self.link {
            Some(wanted) => {
                let number = wanted.parse::<i32>().ok().map(Linktype).or_else(|| Linktype::from_name(wanted).ok());
                let found = number.filter(|link| types.contains(link));
                Some(found.ok_or_else(|| Error::LinkType {
                    name: name.to_owned(),
                    wanted: wanted.clone(),
                    known: types.iter().map(|link| link.get_name().unwrap_or_else(|_| link.0.to_string())).collect(),
                })?)
            }
            // The second version names the interface of each frame.
            None => Some(Linktype(276)).filter(|link| name == "any" && types.contains(link)),
        };
        match wanted {
            Some(link) => capture.set_datalink(link).map_err(|error| Error::opening(name, error)),
            None => Ok(()),
        }
    }
}

/// libpcap has them on Linux; elsewhere times are in microseconds.
const NANOSECONDS: bool = cfg!(target_os = "linux");

/// The number in files of a link type as this system numbers it: most are the same.
fn link_type(dlt: i32) -> LinkType {
    LinkType(match dlt {
        11 => 100,                                     // ATM_RFC1483
        12 => 101,                                     // RAW
        14 if cfg!(target_os = "openbsd") => 101,      // RAW
        12..=14 if cfg!(target_os = "openbsd") => 108, // LOOP
        13 if cfg!(not(target_os = "linux")) => 109,   // ENC
        15 => 102,                                     // SLIP_BSDOS
        16 => 103,                                     // PPP_BSDOS
        18 if cfg!(not(target_os = "linux")) => 246,   // PFSYNC
        19 => 106,                                     // ATM_CLIP
        other => u16::try_from(other).unwrap_or(0),
    })
}

/// The system's name and version, for the file.
fn system() -> String {
    #[cfg(unix)]
    if let Ok(name) = nix::sys::utsname::uname() {
        return format!("{} {}", name.sysname().to_string_lossy(), name.release().to_string_lossy());
    }
    std::env::consts::OS.to_owned()
}

/// The interface's speed in bits per second, where the system tells.
fn speed(name: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/sys/class/net/{name}/speed")).ok()?;
    text.trim().parse::<u64>().ok().filter(|megabits| *megabits > 0).map(|megabits| megabits * 1_000_000)
}
