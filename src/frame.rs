//! Floor 0. A frame as a capture holds it: borrowed bytes and what is known of them.

/// A link type's number, as registered at <https://www.tcpdump.org/linktypes.html>: 1 is Ethernet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkType(pub u16);

impl LinkType {
    /// Ethernet: IEEE 802.3, DIX.
    pub const ETHERNET: LinkType = LinkType(1);
}

/// What is known of a frame besides its bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Info {
    /// Counts from 1 over all files that are read as one capture.
    pub number: u64,
    /// Nanoseconds since 1970-01-01 00:00 UTC; `None` where the capture has no time (pcapng simple packets).
    pub time: Option<i64>,
    /// Time of the frame before this one, as `time`; `None` for the first.
    pub previous: Option<i64>,
    /// Time of the first frame, as `time`.
    pub first: Option<i64>,
    /// Length on the wire in bytes; the frame was cut by the snap length when it holds fewer.
    pub wire: u32,
    /// What the first header is.
    pub link: LinkType,
    /// Bytes of frame check sequence at the frame's end: 0 unless the capture says so.
    pub fcs: u8,
    /// The capture's interface, counted over all sections and files from 0; `None` in formats without interfaces (pcap).
    pub interface: Option<u32>,
}

impl Info {
    /// A frame that is whole and stands alone: number 1, no time, no interface.
    pub const fn alone(link: LinkType, len: u32) -> Info {
        Info { number: 1, time: None, previous: None, first: None, wire: len, link, fcs: 0, interface: None }
    }
}

/// A capture's interface, as a pcapng file describes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interface {
    /// What the first header of its frames is.
    pub link: LinkType,
    /// The snap length in bytes; 0 means no limit.
    pub snap: u32,
    /// `if_name`: "eth0".
    pub name: Option<String>,
    /// `if_description`.
    pub description: Option<String>,
    /// `if_filter`: the capture filter as text.
    pub filter: Option<String>,
    /// `if_hardware`.
    pub hardware: Option<String>,
    /// `if_os`.
    pub os: Option<String>,
    /// `if_speed` in bits per second.
    pub speed: Option<u64>,
    /// `if_tsresol` as it stands: a power of 10, or of 2 where the highest bit is set. 6 unless the file says otherwise.
    pub resolution: u8,
    /// `if_tsoffset` in seconds, to be added to each time (the reader has done it).
    pub offset: i64,
    /// `if_fcslen` in bytes: 0 where it is not given.
    pub fcs: u8,
    /// The section it belongs to, from 0 over all files.
    pub section: u32,
    /// Its number in its section.
    pub id: u32,
}

impl Default for Interface {
    /// An interface of which nothing was said.
    fn default() -> Interface {
        Interface {
            link: LinkType(0),
            snap: 0,
            name: None,
            description: None,
            filter: None,
            hardware: None,
            os: None,
            speed: None,
            resolution: 6,
            offset: 0,
            fcs: 0,
            section: 0,
            id: 0,
        }
    }
}

/// A frame, borrowed from the block it was read into.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The captured bytes, a frame check sequence included.
    pub bytes: &'a [u8],
    /// Number, time, lengths, link type.
    pub info: Info,
    /// pcapng options of the packet's block, undecoded; empty in other formats.
    pub options: Options<'a>,
    /// What is known of the interface; `None` in formats without interfaces (pcap).
    pub interface: Option<&'a Interface>,
}
impl<'a> Frame<'a> {
    /// Bytes that stand alone, in no capture.
    pub const fn new(bytes: &'a [u8], info: Info) -> Frame<'a> {
        Frame { bytes, info, options: Options { bytes: &[], big: false }, interface: None }
    }
}

/// The options of a pcapng block, undecoded (draft-ietf-opsawg-pcapng, 3.5).
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Codes, lengths and values as they stand in the file.
    pub bytes: &'a [u8],
    /// True where the section is written in big endian.
    pub big: bool,
}

impl<'a> Iterator for Options<'a> {
    type Item = (u16, &'a [u8]);

    /// The next option's code and value; `None` at the end and where the list is broken.
    fn next(&mut self) -> Option<(u16, &'a [u8])> {
        let number = |b: [u8; 2]| if self.big { u16::from_be_bytes(b) } else { u16::from_le_bytes(b) };
        let (head, rest) = self.bytes.split_first_chunk::<4>()?;
        let (code, len) = (number([head[0], head[1]]), number([head[2], head[3]]) as usize);
        if code == 0 {
            self.bytes = &[];
            return None;
        }
        let value = rest.get(..len)?;
        self.bytes = rest.get(len.next_multiple_of(4)..).unwrap_or(&[]);
        Some((code, value))
    }
}

impl<'a> Options<'a> {
    /// The first comment (`opt_comment`, code 1); `None` without one.
    pub fn comment(mut self) -> Option<&'a [u8]> {
        self.find(|(code, _)| *code == 1).map(|(_, text)| text)
    }
}
