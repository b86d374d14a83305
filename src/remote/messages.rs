//! Packets as messages: what they are, as JSON, under a topic.
//!
//! ```text
//! {"publisher": "5f0c..", "sequence": 7, "linktype": 1, "frame": {"number": 12, "time": .., "len": .., "bytes": ".."}, "layers": [..]}
//! ```
//!
//! The topic is the innermost protocol's name: `dns`; where TCP or UDP carry nothing that is known, with the lower port: `tcp.443`.
//! Messages of a topic are numbered by `sequence` from 1, so that whoever hears them knows how many did not come. `frame.bytes` and
//! `linktype` make a frame again of a message. The topic `end` says that nothing more comes.

use super::outgoing::Batch;
use super::packets;
use crate::capture::{self, Before, Reader, Source};
use crate::decode::walk;
use crate::proto::{id, protocol};
use crate::render::{Json, View};
use crate::spine::{Notes, Packet, Rules, Spine};
use std::collections::HashMap;
use std::io::{self, Cursor};

/// Nothing more comes.
pub(super) const END: &str = "end";

/// A message, and its topic.
pub(super) struct Message {
    pub(super) topic: String,
    pub(super) sequence: u64,
    pub(super) text: Vec<u8>,
}

/// Makes messages of batches.
pub(super) struct Speaker {
    publisher: String,
    spine: Spine,
    json: Json,
    sequences: HashMap<String, u64>,
    before: Before,
}

impl Speaker {
    pub(super) fn new() -> Speaker {
        let json = Json::lines().with_bytes();
        Speaker { publisher: super::unique(), spine: Spine::new(), json, sequences: HashMap::new(), before: Before::default() }
    }

    /// The packets of a batch.
    pub(super) fn messages(&mut self, batch: &Batch) -> io::Result<Vec<Message>> {
        let mut reader = Reader::new(Cursor::new(batch.whole()), "what was captured").behind(&self.before);
        let (mut frames, mut messages) = (capture::Batch::new(), Vec::new());
        let (notes, rules) = (Notes::new(), Rules::default());
        while reader.fill(&mut frames).map_err(io::Error::other)? {
            for frame in frames.frames() {
                walk(&mut self.spine, &frame, &rules);
                let packet = Packet { bytes: frame.bytes, frame: &frame, spine: &self.spine, notes: &notes, rules: &rules };
                let topic = topic(&packet);
                let sequence = self.sequences.entry(topic.clone()).or_default();
                *sequence += 1;
                let mut text = Vec::new();
                self.json.packet(&packet, &mut text);
                while text.last() == Some(&b'\n') {
                    text.pop();
                }
                let head = format!(r#"{{"publisher":"{}","sequence":{sequence},"linktype":{},"#, self.publisher, frame.info.link.0);
                text.splice(..1, head.into_bytes());
                self.before.frames = frame.info.number;
                self.before.first = self.before.first.or(frame.info.time);
                self.before.previous = frame.info.time.or(self.before.previous);
                messages.push(Message { topic, sequence: *sequence, text });
            }
        }
        Ok(messages)
    }

    /// The last one.
    pub(super) fn end(&self) -> Message {
        let text = format!(r#"{{"publisher":"{}","sequence":1,"end":true}}"#, self.publisher);
        Message { topic: END.to_owned(), sequence: 1, text: text.into_bytes() }
    }
}

fn topic(packet: &Packet<'_>) -> String {
    let layers = packet.spine.layers();
    // What an error message quotes is not what it is.
    let until = layers.iter().position(|layer| protocol(layer.id).quotes).map_or(layers.len(), |at| at + 1);
    let named = layers.iter().enumerate().take(until).skip(1).rev().find(|(_, layer)| layer.id != id::data);
    let Some((at, layer)) = named else { return "data".to_owned() };
    let name = protocol(layer.id).name;
    match (layer.id, packet.head(at)) {
        (id::tcp | id::udp, [a, b, c, d, ..]) => format!("{name}.{}", u16::from_be_bytes([*a, *b]).min(u16::from_be_bytes([*c, *d]))),
        _ => name.to_owned(),
    }
}

/// Makes a capture of messages, and counts those that did not come.
#[derive(Default)]
pub(super) struct Listener {
    /// By publisher and topic.
    sequences: HashMap<(String, String), u64>,
    /// Link types, by their interface's number.
    links: Vec<u16>,
    begun: bool,
    pub(super) heard: u64,
    pub(super) missed: u64,
    pub(super) strange: u64,
}

impl Listener {
    /// Appends the frame of a message, as pcapng; true where it was the last.
    pub(super) fn hear(&mut self, topic: &str, text: &[u8], out: &mut Vec<u8>) -> bool {
        let Ok(message) = serde_json::from_slice::<serde_json::Value>(text) else {
            self.strange += 1;
            return false;
        };
        let (Some(publisher), Some(sequence)) = (message["publisher"].as_str(), message["sequence"].as_u64()) else {
            self.strange += 1;
            return false;
        };
        if message["end"].as_bool() == Some(true) {
            return true;
        }
        let frame = &message["frame"];
        let (Some(bytes), Some(link)) = (frame["bytes"].as_str().and_then(unhex), message["linktype"].as_u64()) else {
            self.strange += 1;
            return false;
        };
        let last = self.sequences.entry((publisher.to_owned(), topic.to_owned())).or_insert(sequence - 1);
        if sequence <= *last {
            // Heard under two names.
            return false;
        }
        self.missed += sequence - *last - 1;
        *last = sequence;
        self.heard += 1;
        let wire = frame["len"].as_u64().unwrap_or(bytes.len() as u64) as u32;
        let time =
            frame["time"].as_str().and_then(|time| time.parse::<jiff::Timestamp>().ok()).map_or(0, |time| time.as_nanosecond()) as u64;
        self.write(link as u16, time, wire, &bytes, out);
        false
    }

    fn write(&mut self, link: u16, time: u64, wire: u32, bytes: &[u8], out: &mut Vec<u8>) {
        if !std::mem::replace(&mut self.begun, true) {
            section(out);
        }
        let interface = self.links.iter().position(|own| *own == link).unwrap_or_else(|| {
            self.links.push(link);
            // No snap length; if_tsresol (9): nanoseconds.
            block(super::blocks::INTERFACE, &[&link.to_le_bytes(), &[0; 6], &[9, 0, 1, 0, 9, 0, 0, 0], &[0; 4]], out);
            self.links.len() - 1
        });
        let [high, low] = [(time >> 32) as u32, time as u32].map(u32::to_le_bytes);
        let lengths = [bytes.len() as u32, wire].map(u32::to_le_bytes);
        let padding = [0; 3];
        let padding = padding.get(..bytes.len().next_multiple_of(4) - bytes.len()).unwrap_or_default();
        block(6, &[&(interface as u32).to_le_bytes(), &high, &low, &lengths[0], &lengths[1], bytes, padding], out);
    }

    /// What is told at the end.
    pub(super) fn account(&self, name: &str) -> Vec<String> {
        let mut told = vec![format!("{name}: {} heard", packets(self.heard))];
        if self.missed > 0 {
            told.push(format!(
                "{name}: {} lost: the publisher's numbers go on without them, as this side was too slow or not connected",
                packets(self.missed)
            ));
        }
        if self.strange > 0 {
            told.push(format!("{name}: {} messages are not of this program, and were left out", self.strange));
        }
        told
    }
}

/// A section's header: byte order, version 1.0, a length that says nothing.
pub(super) fn section(out: &mut Vec<u8>) {
    block(super::blocks::SECTION, &[&[0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0], &[0xff; 8]], out);
}

fn block(kind: u32, body: &[&[u8]], out: &mut Vec<u8>) {
    let len = (12 + body.iter().map(|part| part.len()).sum::<usize>()) as u32;
    out.extend_from_slice(&kind.to_le_bytes());
    out.extend_from_slice(&len.to_le_bytes());
    body.iter().for_each(|part| out.extend_from_slice(part));
    out.extend_from_slice(&len.to_le_bytes());
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |digit: u8| char::from(digit).to_digit(16).map(|digit| digit as u8);
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect::<Option<Vec<u8>>>()?;
    rest.is_empty().then_some(bytes)
}

/// Messages on their way from a thread of their own to a reader: bytes of pcapng, a few of them at a time.
pub(super) struct Heard {
    take: std::sync::mpsc::Receiver<Vec<u8>>,
    left: Cursor<Vec<u8>>,
}

impl Heard {
    pub(super) fn new(take: std::sync::mpsc::Receiver<Vec<u8>>) -> Heard {
        Heard { take, left: Cursor::default() }
    }
}

impl io::Read for Heard {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        use std::sync::mpsc::RecvTimeoutError;
        loop {
            let count = self.left.read(bytes)?;
            if count > 0 {
                return Ok(count);
            }
            if crate::capture::remote::stopped() {
                return Ok(0);
            }
            match self.take.recv_timeout(super::TICK) {
                Ok(more) => self.left = Cursor::new(more),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
    }
}
