//! What is fuzzed: functions that must not panic on any bytes, and what must hold of their answers.
//!
//! `cargo +nightly fuzz run walk` drives them with libFuzzer; `tests/fuzz.rs` runs them on stable over
//! mutated captures for some seconds.

use pktlab::capture::{Batch, Reader, Source, Writer};
use pktlab::craft::{self, Mode};
use pktlab::decode;
use pktlab::field::{Field, Value};
use pktlab::filter;
use pktlab::frame::{Frame, Info, LinkType};
use pktlab::read::{Flow, Listen};
use pktlab::render::{Json, Line, LineOptions, View};
use pktlab::spine::{Notes, Packet, Rules, Spine, Stop};
use pktlab::text;
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
