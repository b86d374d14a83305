//! What is fuzzed: functions that must not panic on any bytes, and what must hold of their answers.
//!
//! `cargo +nightly fuzz run walk` drives them with libFuzzer; `tests/fuzz.rs` runs them on stable over
//! mutated captures for some seconds.

use pktlab::capture::{Batch, Reader, Source, Writer};
use pktlab::craft::{self, Mode};
use pktlab::decode;
use pktlab::field::{Field, Value};
use pktlab::filter;
use pktlab::flow::Flows;
use pktlab::flow::stream::{Half, Heard, Limits, Piece, Side, Streams};
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::read::{Flow, Listen};
use pktlab::render::{Json, Line, LineOptions, View};
use pktlab::spine::{Notes, Packet, Rules, Spine, Stop};
use pktlab::text;
use std::collections::HashMap;
use std::io::Cursor;
use std::ops::ControlFlow::Continue;
use std::ops::Range;

/// A frame: two bytes of link type, one byte that says how much longer it was on the wire, then its bytes.
///
/// Layers and values lie in the frame, records open and close in pairs, a line is text that steers no terminal, JSON is
/// text, and what decoded to its end does not grow when it is written again (`tests/craft.rs` holds the bytes equal).
pub fn walk(data: &[u8]) {
    let Some(([high, low, cut], bytes)) = data.split_first_chunk::<3>() else { return };
    let info = Info { wire: bytes.len() as u32 + u32::from(*cut), ..Info::alone(LinkType(u16::from_be_bytes([*high, *low])), 0) };
    let frame = Frame::new(bytes, info);
    let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules { checksums: true, ..Rules::default() });
    decode::walk(&mut spine, &frame, &rules);
    let packet = Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
    for (i, layer) in spine.layers().iter().enumerate() {
        assert!(layer.start <= layer.body && layer.body <= layer.end, "{layer:?}");
        assert!(layer.body as usize <= bytes.len(), "{layer:?} of {}", bytes.len());
        let mut pairs = Pairs { open: 0, frame: bytes.len(), text: vec![] };
        let _ = decode::visit(&packet, i, &mut pairs);
        assert_eq!(pairs.open, 0, "records open");
    }
    let _ = decode::explain(&packet);
    decode::walk_past(&mut Spine::new(), &frame, &rules, &decode::Unread::but(|_| false));
    let mut out = vec![];
    Line::new(LineOptions::default()).packet(&packet, &mut out);
    assert!(std::str::from_utf8(&out).is_ok(), "a line is text");
    assert!(out.iter().all(|b| *b >= b' ' || *b == b'\n'), "a line steers the terminal");
    out.clear();
    Json::lines().packet(&packet, &mut out);
    assert!(std::str::from_utf8(&out).is_ok(), "JSON is text");
    let part = craft::record(&packet);
    if let Ok(again) = craft::build(&part, Mode::Exact)
        && spine.stop == Stop::End
        && *cut == 0
    {
        assert!(again.len() <= bytes.len() + 64, "written again it grew from {} to {}", bytes.len(), again.len());
    }
}

struct Pairs {
    open: usize,
    frame: usize,
    text: Vec<u8>,
}
impl Listen for Pairs {
    fn open(&mut self, _: &'static Field) -> Flow<bool> {
        self.open += 1;
        Continue(true)
    }
    fn value(&mut self, field: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow {
        assert!(at.start <= at.end && at.end <= self.frame, "{} at {at:?} of {}", field.name, self.frame);
        self.text.clear();
        text::plain(field, value, &mut self.text);
        text::told(field, value, &mut self.text);
        Continue(())
    }
    fn close(&mut self, _: &'static Field, at: Range<usize>, _: &[u8]) -> Flow {
        assert!(at.start <= at.end && at.end <= self.frame);
        self.open -= 1;
        Continue(())
    }
}

/// An expression: it is an error with a place in the text, or packets; the first of them, printed, builds itself.
pub fn expr(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    match craft::compose(text) {
        Err(craft::Error::Expr(e)) => {
            assert!(e.at.start <= e.at.end && !e.message.is_empty());
            let _ = e.show(text);
        }
        Err(e) => assert!(!e.to_string().is_empty()),
        Ok(all) => {
            for bytes in all.packets(1).take(3).flatten().filter(|b| b.len() < 10_000) {
                let frame = Frame::new(&bytes, Info::alone(all.link(), bytes.len() as u32));
                let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules::default());
                decode::walk(&mut spine, &frame, &rules);
                let packet = Packet { bytes: &bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
                let printed = craft::expression(&packet, false);
                assert_eq!(craft::expr(&printed).as_ref(), Ok(&bytes), "{printed}");
            }
        }
    }
}

/// A capture file: read to its end, and over every error; what was read is written and counts the same.
pub fn capture(data: &[u8]) {
    let mut reader = Reader::new(Cursor::new(data.to_vec()), "fuzz");
    let mut batch = Batch::new();
    let mut writer = Writer::to(std::io::sink(), "fuzz", None);
    let (mut frames, mut errors, mut number) = (0u64, 0, 0);
    loop {
        let more = reader.fill(&mut batch);
        for frame in batch.frames() {
            assert!(frame.bytes.len() <= data.len().max(1) * 1100, "more bytes than there can be");
            assert!(frame.info.number > number, "numbers ascend");
            number = frame.info.number;
            frames += 1;
            let _ = frame.options.comment();
        }
        for record in batch.records() {
            let _ = writer.write(&record);
        }
        match more {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                assert!(!error.to_string().is_empty());
                errors += 1;
                if errors > 2 {
                    break;
                }
            }
        }
    }
    let _ = (writer.finish(), frames);
}

/// A pcap file, whatever its first bytes say.
pub fn pcap(data: &[u8]) {
    const MAGICS: [[u8; 4]; 6] = [
        [0xd4, 0xc3, 0xb2, 0xa1],
        [0xa1, 0xb2, 0xc3, 0xd4],
        [0x4d, 0x3c, 0xb2, 0xa1],
        [0xa1, 0xb2, 0x3c, 0x4d],
        [0x34, 0xcd, 0xb2, 0xa1],
        [0xa1, 0xb2, 0xcd, 0x34],
    ];
    let Some((which, rest)) = data.split_first() else { return };
    let magic = MAGICS[*which as usize % MAGICS.len()];
    capture(&[&magic[..], rest].concat());
}

/// A pcapng file: a section header of either byte order in front.
pub fn pcapng(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    let head: [&[u8]; 2] = [
        &[10, 13, 13, 10, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 28, 0, 0, 0],
        &[10, 13, 13, 10, 0, 0, 0, 28, 0x1a, 0x2b, 0x3c, 0x4d, 0, 1, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 28],
    ];
    capture(&[head[*which as usize % 2], rest].concat());
}

/// A filter and a frame: one byte says how long the filter is, then it, then the frame as [`walk`] takes it.
///
/// What compiles is written out as a filter of the same meaning, its opposite's opposite is itself, and a walk past what is
/// not asked for judges as the whole walk does.
pub fn filter(data: &[u8]) {
    let Some((&n, rest)) = data.split_first() else { return };
    let (text, frame) = rest.split_at(rest.len().min(n.into()));
    let Ok(text) = std::str::from_utf8(text) else { return };
    let filter = match filter::compile(text) {
        Ok(filter) => filter,
        Err(error) => {
            assert!(error.span().start <= error.span().end && error.span().end <= text.len(), "{error:?}");
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    let told = filter.explain();
    let again = filter::compile(&told.text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(again.explain().text, told.text, "{text}");
    let Some(([high, low, cut], bytes)) = frame.split_first_chunk::<3>() else { return };
    let info = Info { wire: bytes.len() as u32 + u32::from(*cut), ..Info::alone(LinkType(u16::from_be_bytes([*high, *low])), 0) };
    let (frame, rules, notes) = (Frame::new(bytes, info), Rules::default(), Notes::new());
    let mut spine = Spine::new();
    decode::walk(&mut spine, &frame, &rules);
    let packet = Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
    let passes = filter.matches(&packet);
    assert_eq!(again.matches(&packet), passes, "{text}, written out {}", told.text);
    if !text.trim().is_empty() {
        let twice = filter::compile(&format!("not not ({text})")).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(twice.matches(&packet), passes, "not not ({text})");
    }
    if let Some(unread) = filter.unread() {
        let mut spine = Spine::new();
        decode::walk_past(&mut spine, &frame, &rules, unread);
        let packet = Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
        assert_eq!(filter.matches(&packet), passes, "{text}, past what is not asked for");
    }
}

/// Segments of three connections, cut from what their sides sent and in any order; six bytes make one.
///
/// What is told of a stream is the next byte of it or a gap, every byte is the one that was sent there, and what is held stays
/// within its bounds.
pub fn flow(data: &[u8]) {
    let sent = |stream: usize, at: u64| (at.wrapping_mul(31) >> 3) as u8 ^ (stream as u8).wrapping_mul(85);
    let limits = Limits { streams: 2, held: 4000, behind: 300, total: 6000 };
    let (mut flows, mut streams) = (Flows::new(8), Streams::new(limits));
    let (mut spine, mut notes, rules) = (Spine::new(), Notes::new(), Rules::default());
    let mut told: HashMap<(u64, Side), u64> = HashMap::new();
    // Connections that were let go begin anew, at a place that only they know.
    let mut hear = |heard: Heard<'_>, number: u64| {
        let at = told.entry((heard.stream, heard.side)).or_default();
        match heard.piece {
            Piece::Bytes { at: from, bytes } => {
                *at = if from == 0 { 0 } else { *at };
                assert_eq!(from, *at, "in order");
                *at += bytes.len() as u64;
            }
            Piece::Gap { at: from, len } => {
                *at = if from == 0 { 0 } else { *at };
                assert_eq!(from, *at, "in order");
                assert!(len > 0);
                *at += len;
            }
            Piece::Again { at: from, len, .. } => assert!(len > 0 && from < 1 << 33),
        }
        assert!(heard.frame <= number);
    };
    let mut number = 0;
    for chunk in data.chunks_exact(6) {
        let [who, flags, high, low, len, ack] = *chunk else { return };
        let (stream, side) = (usize::from(who >> 1) % 3, usize::from(who & 1));
        let offset = u32::from(u16::from_be_bytes([high, low]) % 9000);
        let isn = [u32::MAX - 100, 7][side];
        let (client, server) = (1000 + stream as u16, 80u16);
        let (from, to) = if side == 0 { (client, server) } else { (server, client) };
        let len = if flags & 2 != 0 { 0 } else { usize::from(len) };
        let mut bytes = vec![0x45, 0, 0, 0, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1 + side as u8, 10, 0, 0, 2 - side as u8];
        bytes.extend(from.to_be_bytes());
        bytes.extend(to.to_be_bytes());
        let seq = if flags & 2 != 0 { isn } else { isn.wrapping_add(1 + offset) };
        bytes.extend(seq.to_be_bytes());
        bytes.extend(isn.wrapping_add(u32::from(ack) * 40).to_be_bytes());
        bytes.extend([0x50, flags & 0x17, 1, 0, 0, 0, 0, 0]);
        bytes.extend((0..len).map(|i| sent(stream * 2 + side, u64::from(offset) + i as u64)));
        let total = (bytes.len() as u16).to_be_bytes();
        bytes[2..4].copy_from_slice(&total);
        number += 1;
        let info = Info { number, time: Some(number as i64 * 1000), ..Info::alone(LinkType(228), bytes.len() as u32) };
        let frame = Frame::new(&bytes, info);
        decode::walk(&mut spine, &frame, &rules);
        let frame = Frame { bytes: flows.see(&frame, &mut spine, &mut notes, &rules), ..frame };
        streams.see(&frame, &spine, &notes, &mut |heard| hear(heard, number));
        assert!(streams.held() <= limits.total + limits.held + 2 * limits.behind + 1000, "{} are held", streams.held());
    }
    streams.finish(&mut |heard| hear(heard, number));
    half(data, &sent);
}

/// The same of one direction whose first byte is known: each byte that goes out is the one that was sent there.
fn half(data: &[u8], sent: &dyn Fn(usize, u64) -> u8) {
    let limits = Limits { streams: 1, held: 2000, behind: 500, total: 2500 };
    let (mut half, mut at) = (Half::default(), 0);
    let mut hear = |piece: Piece<'_>| match piece {
        Piece::Bytes { at: from, bytes } => {
            assert_eq!(from, at);
            assert!(bytes.iter().zip(from..).all(|(byte, at)| *byte == sent(0, at)), "a byte that was not sent there");
            at += bytes.len() as u64;
        }
        Piece::Gap { at: from, len } => {
            assert_eq!(from, at);
            at += len;
        }
        Piece::Again { differs, .. } => assert_eq!(differs, None),
    };
    let isn = u32::MAX - 3000;
    half.push(isn, true, &[], &limits, &mut hear);
    for chunk in data.chunks_exact(4) {
        let [high, low, len, acks] = *chunk else { return };
        let offset = u32::from(u16::from_be_bytes([high, low]) % 9000);
        let bytes: Vec<u8> = (0..u64::from(len)).map(|i| sent(0, u64::from(offset) + i)).collect();
        let seq = isn.wrapping_add(1 + offset);
        half.push(seq, false, &bytes, &limits, &mut hear);
        if acks & 3 == 0 {
            half.acknowledged(seq.wrapping_add(len.into()), &limits, &mut hear);
        }
    }
    half.finish(&limits, &mut hear);
}
