//! Tests of reading and writing together: files built here byte for byte, and real captures beside tshark.

use super::*;
use crate::frame::LinkType;
use crate::frame::{Frame, Info};
use proptest::prelude::*;
use std::io::{Cursor, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What a test compares of a frame.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    info: Info,
    bytes: Vec<u8>,
    options: Vec<(u16, Vec<u8>)>,
}

fn see(frame: Frame<'_>) -> Seen {
    Seen { info: frame.info, bytes: frame.bytes.to_vec(), options: frame.options.map(|(code, value)| (code, value.to_vec())).collect() }
}

/// All frames of a source, and the errors it met.
fn drain(source: &mut impl Source) -> (Vec<Seen>, Vec<String>) {
    let (mut frames, mut errors) = (Vec::new(), Vec::new());
    let mut batch = Batch::new();
    loop {
        let more = source.fill(&mut batch);
        assert_eq!(batch.frames_before(), frames.len() as u64);
        assert_eq!(batch.len(), batch.frames().count());
        frames.extend(batch.frames().map(see));
        match more {
            Ok(true) => {}
            Ok(false) => return (frames, errors),
            Err(error) => errors.push(error.to_string()),
        }
    }
}

fn read(bytes: &[u8]) -> (Vec<Seen>, Vec<String>) {
    drain(&mut Reader::new(Cursor::new(bytes.to_vec()), "t"))
}

/// A place to write to that stays readable.
#[derive(Clone, Default)]
struct Shelf(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Shelf {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Shelf {
    fn bytes(&self) -> Vec<u8> {
        self.0.lock().unwrap().clone()
    }
}

/// Copies a source through a writer.
fn copy(source: &mut impl Source, format: Option<FileFormat>) -> Result<(Vec<u8>, Written), Error> {
    let shelf = Shelf::default();
    let mut writer = Writer::to(shelf.clone(), "out", format);
    let mut batch = Batch::new();
    loop {
        let more = source.fill(&mut batch);
        for record in batch.records() {
            writer.write(&record)?;
        }
        if !more.unwrap_or(true) {
            break;
        }
    }
    let written = writer.finish()?;
    Ok((shelf.bytes(), written))
}

fn copy_bytes(bytes: &[u8], format: Option<FileFormat>) -> (Vec<u8>, Written) {
    copy(&mut Reader::new(Cursor::new(bytes.to_vec()), "t"), format).unwrap()
}

/// Writes numbers in one byte order.
struct Bytes {
    big: bool,
    out: Vec<u8>,
}

impl Bytes {
    fn u16(&mut self, n: u16) {
        self.out.extend(if self.big { n.to_be_bytes() } else { n.to_le_bytes() });
    }
    fn u32(&mut self, n: u32) {
        self.out.extend(if self.big { n.to_be_bytes() } else { n.to_le_bytes() });
    }
    fn u64(&mut self, n: u64) {
        self.out.extend(if self.big { n.to_be_bytes() } else { n.to_le_bytes() });
    }
}

/// A pcap file: magic, snap length, link field, records of seconds, fraction, captured, original, bytes.
fn pcap_file(big: bool, magic: u32, snap: u32, link: u32, records: &[(u32, u32, u32, &[u8])]) -> Vec<u8> {
    let mut file = Bytes { big, out: Vec::new() };
    file.u32(magic);
    file.u16(2);
    file.u16(4);
    file.u32(0);
    file.u32(0);
    file.u32(snap);
    file.u32(link);
    for (seconds, fraction, wire, bytes) in records {
        for word in [*seconds, *fraction, bytes.len() as u32, *wire] {
            file.u32(word);
        }
        if magic == 0xa1b2_cd34 {
            file.out.extend([0, 0, 0, 2, 8, 0, 4, 0]);
        }
        file.out.extend_from_slice(bytes);
    }
    file.out
}

/// A pcapng file, block by block.
struct Ng(Bytes);

impl Ng {
    fn new(big: bool) -> Ng {
        let mut ng = Ng(Bytes { big, out: Vec::new() });
        ng.section(big);
        ng
    }
    fn block(&mut self, kind: u32, body: impl FnOnce(&mut Bytes)) -> &mut Ng {
        let mut inner = Bytes { big: self.0.big, out: Vec::new() };
        body(&mut inner);
        inner.out.resize(inner.out.len().next_multiple_of(4), 0);
        self.0.u32(kind);
        self.0.u32(inner.out.len() as u32 + 12);
        self.0.out.extend_from_slice(&inner.out);
        self.0.u32(inner.out.len() as u32 + 12);
        self
    }
    fn section(&mut self, big: bool) -> &mut Ng {
        self.0.big = big;
        self.block(0x0a0d_0d0a, |b| {
            b.u32(0x1a2b_3c4d);
            b.u16(1);
            b.u16(0);
            b.u64(u64::MAX);
            option(b, 3, b"Linux");
            option(b, 0, b"");
        })
    }
    fn interface(&mut self, link: u16, snap: u32, options: &[(u16, &[u8])]) -> &mut Ng {
        self.block(1, |b| {
            b.u16(link);
            b.u16(0);
            b.u32(snap);
            for (code, value) in options {
                option(b, *code, value);
            }
        })
    }
    fn packet(&mut self, interface: u32, units: u64, wire: u32, bytes: &[u8], options: &[(u16, &[u8])]) -> &mut Ng {
        self.block(6, |b| {
            for word in [interface, (units >> 32) as u32, units as u32, bytes.len() as u32, wire] {
                b.u32(word);
            }
            padded(b, bytes);
            for (code, value) in options {
                option(b, *code, value);
            }
        })
    }
    /// Names, statistics, secrets, custom and unknown blocks, with numbers that a change of byte order must turn.
    fn others(&mut self) -> &mut Ng {
        self.block(4, |b| {
            option(b, 1, b"\xc0\0\x02\x01host\0");
            option(b, 0, b"");
            option(b, 2, b"dns");
            option(b, 0, b"");
        });
        self.block(5, |b| {
            b.u32(0);
            b.u32(1);
            b.u32(2);
            let big = b.big;
            option(b, 4, &if big { 77u64.to_be_bytes() } else { 77u64.to_le_bytes() });
            option(b, 0, b"");
        });
        self.block(10, |b| {
            b.u32(0x544c_534b);
            b.u32(5);
            padded(b, b"KEYS\n");
        });
        self.block(0x0bad, |b| {
            b.u32(32473);
            padded(b, b"custom");
        });
        self.block(0x0666, |b| b.u32(9))
    }
    fn bytes(&mut self) -> Vec<u8> {
        self.0.out.clone()
    }
}

fn padded(b: &mut Bytes, bytes: &[u8]) {
    b.out.extend_from_slice(bytes);
    b.out.resize(b.out.len().next_multiple_of(4), 0);
}

fn option(b: &mut Bytes, code: u16, value: &[u8]) {
    b.u16(code);
    b.u16(value.len() as u16);
    padded(b, value);
}

const DATA: &[u8] = b"\0\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x08\0E";

/// A file with everything in it.
fn rich(big: bool) -> Vec<u8> {
    let word = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
    let mut ng = Ng::new(big);
    ng.interface(1, 40, &[(2, b"eth0"), (3, b"the first"), (9, &[9]), (11, b"\0ip"), (13, &[4]), (0, b"")]);
    ng.packet(0, 1_700_000_000_123_456_789, 99, DATA, &[(1, b"a comment"), (2, &word(0x0000_0041)), (0, b"")]);
    ng.others();
    ng.block(3, |b| {
        b.u32(60);
        padded(b, &[7; 40]);
    });
    ng.interface(101, 0, &[(2, b"tun0"), (0, b"")]);
    ng.packet(1, 1_700_000_000_000_000, 15, DATA, &[]);
    ng.block(2, |b| {
        b.u16(1);
        b.u16(3);
        for word in [0, 5, 15, 15] {
            b.u32(word);
        }
        padded(b, DATA);
    });
    ng.bytes()
}

#[test]
fn pcap_by_hand() {
    // Two packets, µs, little endian: the second was cut to 2 bytes of 60.
    let bytes = b"\xd4\xc3\xb2\xa1\x02\0\x04\0\0\0\0\0\0\0\0\0\0\0\x04\0\x01\0\0\0\
        \x01\0\0\0\x02\0\0\0\x03\0\0\0\x03\0\0\0abc\
        \x02\0\0\0\x03\0\0\0\x02\0\0\0\x3c\0\0\0de";
    let (frames, errors) = read(bytes);
    assert_eq!(errors, [""; 0]);
    let infos: Vec<Info> = frames.iter().map(|frame| frame.info).collect();
    let first = Info { time: Some(1_000_002_000), first: Some(1_000_002_000), ..Info::alone(LinkType::ETHERNET, 3) };
    let second = Info { number: 2, time: Some(2_000_003_000), previous: first.time, displayed: first.time, wire: 60, ..first };
    assert_eq!(infos, [first, second]);
    assert_eq!((&frames[0].bytes[..], &frames[1].bytes[..]), (&b"abc"[..], &b"de"[..]));
}

#[test]
fn all_magics_give_the_same() {
    for big in [false, true] {
        for (magic, unit) in [(0xa1b2_c3d4, 1000), (0xa1b2_3c4d, 1), (0xa1b2_cd34, 1000)] {
            let file = pcap_file(big, magic, 65535, 0x2400_0071, &[(9, 8, 99, DATA), (u32::MAX, 999, 15, DATA)]);
            let (frames, errors) = read(&file);
            assert_eq!(errors, [""; 0], "{magic:x}");
            assert_eq!(frames.len(), 2);
            let info = frames[0].info;
            assert_eq!((info.time, info.wire, info.link, info.fcs), (Some(9_000_000_000 + 8 * unit), 99, LinkType(113), 4));
            assert_eq!(frames[1].info.time, Some(i64::from(u32::MAX) * 1_000_000_000 + 999 * unit));
            assert_eq!(frames[1].bytes, DATA);
            assert_eq!(copy_bytes(&file, None).0, file, "{magic:x}");
        }
    }
}

#[test]
fn ixia_has_a_longer_file_header() {
    for magic in [0x1c00_01ac, 0x1c00_01ab] {
        let mut file = pcap_file(false, magic, 65535, 1, &[(9, 8, 99, DATA)]);
        let body = file.split_off(24);
        file.extend((body.len() as u32).to_le_bytes());
        file.extend(body);
        let (frames, errors) = read(&file);
        assert_eq!((frames.len(), errors.len()), (1, 0));
        assert_eq!((frames[0].info.time, &frames[0].bytes[..]), (Some(9_000_008_000), DATA));
        // Written as an ordinary pcap file.
        let expected = pcap_file(false, 0xa1b2_c3d4, 65535, 1, &[(9, 8, 99, DATA)]);
        assert_eq!(copy_bytes(&file, None).0, expected);
    }
}

#[test]
fn old_versions_have_the_lengths_the_other_way_round() {
    for (minor, captured, original, expected) in [(2, 99, 15, true), (3, 99, 15, true), (3, 15, 99, true), (4, 15, 99, true)] {
        let mut file = pcap_file(false, 0xa1b2_c3d4, 65535, 1, &[(1, 1, original, DATA)]);
        file[6] = minor;
        file[32..36].copy_from_slice(&u32::to_le_bytes(captured));
        let (frames, _) = read(&file);
        assert_eq!(frames.len() == 1 && frames[0].info.wire == 99 && frames[0].bytes == DATA, expected, "2.{minor}");
        assert_eq!(copy_bytes(&file, None).0, file);
    }
}

#[test]
fn pcapng_in_both_orders() {
    for big in [false, true] {
        let (frames, errors) = read(&rich(big));
        assert_eq!(errors, [""; 0]);
        assert_eq!(frames.len(), 4);
        let [one, two, three, four] = &frames[..] else { panic!() };
        assert_eq!((one.info.time, one.info.wire, one.info.interface), (Some(1_700_000_000_123_456_789), 99, Some(0)));
        // 0x41: FCS of 2 bytes by epb_flags over the 4 of if_fcslen.
        assert_eq!((one.info.fcs, one.options.len(), &one.options[0].1[..]), (2, 2, &b"a comment"[..]));
        assert_eq!((two.info.time, two.info.wire, two.bytes.len(), two.info.fcs), (None, 60, 40, 4));
        assert_eq!((three.info.time, three.info.link, three.info.interface), (Some(1_700_000_000_000_000_000), LinkType(101), Some(1)));
        assert_eq!((three.info.previous, three.info.first), (None, one.info.time));
        assert_eq!((four.info.time, four.info.interface, four.info.previous), (Some(5000), Some(1), three.info.time));
        let mut reader = Reader::new(Cursor::new(rich(big)), "t");
        drain(&mut reader);
        let [eth, tun] = reader.interfaces() else { panic!() };
        assert_eq!((eth.name.as_deref(), eth.filter.as_deref(), eth.resolution, eth.fcs), (Some("eth0"), Some("ip"), 9, 4));
        assert_eq!((tun.name.as_deref(), tun.link, tun.id, tun.resolution), (Some("tun0"), LinkType(101), 1, 6));
    }
}

#[test]
fn sections_forget_interfaces_and_numbers_go_on() {
    let mut ng = Ng::new(false);
    ng.interface(1, 0, &[]).packet(0, 1, 15, DATA, &[]);
    ng.section(true).interface(113, 0, &[]).interface(276, 0, &[]).packet(1, 2, 15, DATA, &[]).packet(0, 3, 15, DATA, &[]);
    let (frames, errors) = read(&ng.bytes());
    assert_eq!(errors, [""; 0]);
    let of: Vec<_> = frames.iter().map(|frame| (frame.info.number, frame.info.interface, frame.info.link.0)).collect();
    assert_eq!(of, [(1, Some(0), 1), (2, Some(2), 276), (3, Some(1), 113)]);
    ng.packet(2, 4, 15, DATA, &[]);
    let (frames, errors) = read(&ng.bytes());
    assert_eq!(frames.len(), 3);
    assert!(errors[0].contains("a packet of interface 2, but the section describes 2"), "{errors:?}");
}

#[test]
fn what_is_not_changed_is_copied_byte_for_byte() {
    for big in [false, true] {
        let file = rich(big);
        assert_eq!(copy_bytes(&file, None).0, file);
        let two = [rich(big), rich(!big)].concat();
        assert_eq!(copy_bytes(&two, Some(FileFormat::Pcapng)).0, two);
    }
}

#[test]
fn every_cut_says_so_and_keeps_what_came_before() {
    let files = [
        rich(false),
        rich(true),
        pcap_file(false, 0xa1b2_c3d4, 0, 1, &[(1, 1, 15, DATA), (2, 2, 15, DATA)]),
        pcap_file(true, 0xa1b2_cd34, 0, 1, &[(1, 1, 15, DATA), (2, 2, 15, DATA)]),
    ];
    for file in files {
        let (whole, _) = read(&file);
        let mut clean = 0;
        for len in 0..file.len() {
            let (frames, errors) = read(&file[..len]);
            assert_eq!(frames, whole[..frames.len()], "cut at {len}");
            clean += usize::from(errors.is_empty());
            for error in errors {
                let fits = match len {
                    0 => error == "t: not a capture file (empty)",
                    1..4 => error.starts_with("t: not a capture file: it begins with"),
                    _ => error.starts_with("t: cut short in the middle of "),
                };
                assert!(fits, "{len}: {error}");
            }
            // A cut file can be written again, as far as it goes.
            if len > 64 {
                let (again, _) = copy_bytes(&file[..len], None);
                assert_eq!(read(&again).0, frames);
            }
        }
        // Between records a cut does not show: before the first and after each, but the last.
        let records = if file[0] == 0x0a { 11 } else { 2 };
        assert_eq!(clean, records, "{:?}", &file[..4]);
    }
}

#[test]
fn errors_in_words() {
    let text = |bytes: &[u8]| read(bytes).1.join("|");
    assert_eq!(text(b""), "t: not a capture file (empty)");
    let formats = "pcap and pcapng are read, also inside gzip, zstd, lz4 and xz";
    assert_eq!(text(b"hello\n"), format!("t: not a capture file: it begins with the text \"hello\\n\"; {formats}"));
    assert_eq!(text(&[0, 1, 2, 255]), format!("t: not a capture file: it begins with the bytes 00 01 02 ff; {formats}"));
    let mut file = pcap_file(false, 0xa1b2_c3d4, 65535, 1, &[(1, 1, 15, DATA), (1, 1, 15, DATA)]);
    assert_eq!(text(&file[..file.len() - 1]), "t: cut short in the middle of packet 2");
    assert_eq!(text(&file[..20]), "t: cut short in the middle of the file header (byte 20)");
    file[24 + 16 + 15 + 8..][..4].fill(0xff);
    let huge = "t: damaged at packet 2 (byte 55): a packet of 4294967295 bytes, more than the 262144 that this file can hold; \
        nothing after this can be read";
    assert_eq!(text(&file), huge);
    file[4] = 9;
    file[5] = 0;
    assert_eq!(read(&file).0.len(), 1);
    file[4] = 1;
    assert_eq!(text(&file), "t: pcap version 1.4 is not known (byte 4)");
    assert!(text(b"BZh91AY&SY").contains("bunzip2"));
    assert!(text(b"snoop\0\0\0\0\0\0\x02").contains("editcap"));
}

#[test]
fn a_length_field_of_4_gb_allocates_nothing() {
    let mut ng = Ng::new(false);
    ng.interface(1, 0, &[]).packet(0, 1, 15, DATA, &[]);
    for kind in [6u32, 0x777] {
        for len in [u32::MAX, 0xffff_fffc, 128 << 20, 0, 4, 8] {
            let mut file = ng.bytes();
            file.extend(kind.to_le_bytes());
            file.extend(len.to_le_bytes());
            file.extend([0; 1000]);
            let mut reader = Reader::new(Cursor::new(file), "t");
            let mut batch = Batch::new();
            let mut errors = 0;
            let mut frames = 0;
            loop {
                let more = reader.fill(&mut batch);
                frames += batch.len();
                match more {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(_) => errors += 1,
                }
            }
            assert_eq!((frames, errors), (1, 1), "{kind} {len}");
            assert!(batch.block.capacity() <= BLOCK, "{}", batch.block.capacity());
        }
    }
    // The same in pcap, where the header allows such frames.
    let mut file = pcap_file(false, 0xa1b2_c3d4, 128 << 20, 1, &[(1, 1, 15, DATA)]);
    file[32..36].copy_from_slice(&(100u32 << 20).to_le_bytes());
    let mut batch = Batch::new();
    assert!(Reader::new(Cursor::new(file), "t").fill(&mut batch).is_err());
    assert!(batch.block.capacity() <= BLOCK);
}

#[test]
fn one_frame_larger_than_the_block() {
    let large: Vec<u8> = (0..3 * BLOCK).map(|n| n as u8).collect();
    let mut ng = Ng::new(true);
    ng.interface(1, 0, &[]).packet(0, 1, 15, DATA, &[]).packet(0, 2, large.len() as u32, &large, &[(1, b"large")]).packet(
        0,
        3,
        15,
        DATA,
        &[],
    );
    let (frames, errors) = read(&ng.bytes());
    assert_eq!(errors, [""; 0]);
    assert_eq!((frames.len(), frames[1].bytes == large, frames[1].options.len()), (3, true, 1));
    assert_eq!(copy_bytes(&ng.bytes(), None).0, ng.bytes());
    let mut batch = Batch::new();
    let mut reader = Reader::new(Cursor::new(ng.bytes()), "t");
    while reader.fill(&mut batch).unwrap() {}
    assert!(batch.block.capacity() <= 2 * BLOCK, "the memory of the large frame is given back: {}", batch.block.capacity());
}

/// Gives few bytes at a time, as a slow pipe does.
struct Drip(Cursor<Vec<u8>>, usize);

impl Read for Drip {
    fn read(&mut self, bytes: &mut [u8]) -> std::io::Result<usize> {
        let len = bytes.len().min(self.1);
        self.0.read(&mut bytes[..len])
    }
}

#[test]
fn a_live_source_hands_over_what_has_come() {
    let file = pcap_file(false, 0xa1b2_c3d4, 0, 1, &[(1, 1, 15, DATA); 5]);
    // The header, a whole frame and a half.
    let mut reader = Reader::new(Drip(Cursor::new(file.clone()), 24 + 31 + 16), "t");
    let mut batch = Batch::new();
    assert!(reader.fill(&mut batch).unwrap());
    assert_eq!((batch.len(), batch.number()), (1, 0));
    assert!(reader.fill(&mut batch).unwrap());
    assert_eq!((batch.len(), batch.number(), batch.frames_before()), (2, 1, 1));
    for step in [1, 2, 3, 7, 16, 50] {
        for file in [file.clone(), rich(false), rich(true)] {
            let slow = drain(&mut Reader::new(Drip(Cursor::new(file.clone()), step), "t"));
            assert_eq!(slow, read(&file), "{step} bytes at a time");
        }
    }
}

fn pack(packing: Packing, bytes: &[u8]) -> Vec<u8> {
    let mut packer = compress::Packer::new(Some(packing), Vec::new()).unwrap();
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

const PACKINGS: [Packing; 4] = [Packing::Gzip, Packing::Zstd, Packing::Lz4, Packing::Xz];

#[test]
fn packings_by_content() {
    let many = vec![(1, 1, 15, DATA); 20_000];
    let file = pcap_file(false, 0xa1b2_c3d4, 0, 1, &many);
    for packing in PACKINGS {
        // Two members, cut in the middle of a packet, as `cat a.gz b.gz` and `pigz` give.
        let (a, b) = file.split_at(300_001);
        let packed = [pack(packing, a), pack(packing, b)].concat();
        let mut reader = Reader::new(Cursor::new(packed.clone()), "t");
        let (whole, errors) = drain(&mut reader);
        assert_eq!((whole.len(), errors), (20_000, vec![]), "{packing:?}");
        assert_eq!((reader.packing(), reader.progress().read), (Some(packing), packed.len() as u64));
        // Cut: what can be unpacked is read, then it is said.
        let (frames, errors) = read(&packed[..packed.len() - 9]);
        assert_eq!(errors.len(), 1, "{packing:?}");
        assert!(errors[0].starts_with("t: "), "{errors:?}");
        assert_eq!(frames, whole[..frames.len()]);
        // Garbage behind the magic number.
        let mut bad = packed[..12].to_vec();
        bad.extend([0x55; 100]);
        let (frames, errors) = read(&bad);
        assert_eq!((frames.len(), errors.len()), (0, 1), "{packing:?} {errors:?}");
    }
}

#[test]
fn names_say_format_and_packing() {
    let said = |name: &str| write::by_name(Path::new(name));
    assert_eq!(said("a.pcap"), (Some(FileFormat::Pcap), None));
    assert_eq!(said("a.CAP.gz"), (Some(FileFormat::Pcap), Some(Packing::Gzip)));
    assert_eq!(said("x/a.b.pcapng.zst"), (Some(FileFormat::Pcapng), Some(Packing::Zstd)));
    assert_eq!(said("a.ntar.lz4"), (Some(FileFormat::Pcapng), Some(Packing::Lz4)));
    assert_eq!(said("a.xz"), (None, Some(Packing::Xz)));
    assert_eq!(said("a"), (None, None));
}

#[test]
fn pcap_to_pcapng_and_back() {
    for big in [false, true] {
        for magic in [0xa1b2_c3d4, 0xa1b2_3c4d] {
            let file = pcap_file(big, magic, 65535, 0x2400_0001, &[(9, 8, 99, DATA), (4_000_000_000, 7, 15, DATA)]);
            let (ng, written) = copy_bytes(&file, Some(FileFormat::Pcapng));
            assert_eq!(written, Written { packets: 2, notices: vec![] });
            let strip = |frames: Vec<Seen>| -> Vec<Seen> {
                frames.into_iter().map(|frame| Seen { info: Info { interface: None, ..frame.info }, ..frame }).collect()
            };
            assert_eq!(strip(read(&ng).0), read(&file).0);
            let (back, written) = copy_bytes(&ng, Some(FileFormat::Pcap));
            assert_eq!(written, Written { packets: 2, notices: vec![] });
            assert_eq!(back, pcap_file(false, magic, 65535, 0x2400_0001, &[(9, 8, 99, DATA), (4_000_000_000, 7, 15, DATA)]));
        }
    }
}

#[test]
fn what_pcap_cannot_hold_is_said() {
    let mut ng = Ng::new(false);
    ng.interface(1, 0, &[]).interface(1, 0, &[(9, &[9])]).others();
    ng.packet(0, 1_000_000, 15, DATA, &[(1, b"gone")]).packet(1, 1_000_000_001, 15, DATA, &[]);
    ng.block(3, |b| {
        b.u32(15);
        padded(b, DATA);
    });
    ng.packet(0, 1 << 60, 15, DATA, &[]);
    let (file, written) = copy_bytes(&ng.bytes(), Some(FileFormat::Pcap));
    let notices = [Notice::Nanoseconds(1), Notice::NoTime(2), Notice::Options(1), Notice::Blocks(5), Notice::Interfaces(2)];
    assert_eq!(written, Written { packets: 4, notices: notices.to_vec() });
    assert_eq!(file, pcap_file(false, 0xa1b2_c3d4, 262_144, 1, &[(1, 0, 15, DATA), (1, 0, 15, DATA), (0, 0, 15, DATA), (0, 0, 15, DATA)]));
    let mixed = copy(&mut Reader::new(Cursor::new(rich(true)), "t"), Some(FileFormat::Pcap)).unwrap_err();
    let words = "out: a pcap file holds one link type, it has 1, and packet 3 has 101: write pcapng (--file-format pcapng)";
    assert_eq!(mixed.to_string(), words);
}

fn in_folder(files: &[(&str, Vec<u8>)]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let paths = files.iter().map(|(name, bytes)| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    });
    let paths = paths.collect();
    (folder, paths)
}

#[test]
fn files_in_order_are_one_capture() {
    let one = pcap_file(false, 0xa1b2_c3d4, 64, 1, &[(5, 0, 15, DATA), (6, 0, 15, DATA)]);
    let other = pcap_file(true, 0xa1b2_3c4d, 65535, 1, &[(4, 7, 99, &[1; 99])]);
    let (_folder, paths) =
        in_folder(&[("one", one.clone()), ("rich", rich(true)), ("bad", one[..50].to_vec()), ("other", other), ("two", one)]);
    let mut source = chain(paths.clone());
    let (frames, errors) = drain(&mut source);
    let numbers: Vec<u64> = frames.iter().map(|frame| frame.info.number).collect();
    assert_eq!(numbers, (1..=9).collect::<Vec<_>>());
    assert_eq!(frames[6].info.previous, frames[5].info.time);
    assert!(frames.iter().all(|frame| frame.info.first == Some(5_000_000_000)));
    assert_eq!(errors, [format!("{}: cut short in the middle of packet 1", paths[2].display())]);
    let size: u64 = paths.iter().map(|path| path.metadata().unwrap().len()).sum();
    assert_eq!(source.progress(), Progress { read: size, total: Some(size) });

    // pcap files of unlike layout into one: the first header rules, and says the largest snap length.
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out.pcap");
    let inputs = [paths[0].clone(), paths[3].clone()];
    let mut writer = Writer::create(&output, None, &inputs).unwrap();
    let mut source = chain(inputs.to_vec());
    let mut batch = Batch::new();
    while source.fill(&mut batch).unwrap() {
        batch.records().for_each(|record| writer.write(&record).unwrap());
    }
    assert_eq!(writer.finish().unwrap(), Written { packets: 3, notices: vec![Notice::Nanoseconds(1)] });
    let expected = pcap_file(false, 0xa1b2_c3d4, 99, 1, &[(5, 0, 15, DATA), (6, 0, 15, DATA), (4, 0, 99, &[1; 99])]);
    assert_eq!(std::fs::read(&output).unwrap(), expected);
}

#[test]
fn merging_orders_by_time_and_renumbers_interfaces() {
    let pcap = pcap_file(true, 0xa1b2_c3d4, 64, 101, &[(1, 5, 15, DATA), (1_600_000_000, 0, 15, DATA), (1_900_000_000, 0, 15, DATA)]);
    let (_folder, paths) = in_folder(&[("a", rich(false)), ("b", rich(true)), ("c", pcap)]);
    let mut source = merge(&paths).unwrap();
    let (frames, errors) = drain(&mut source);
    assert_eq!(errors, [""; 0]);
    let numbers: Vec<u64> = frames.iter().map(|frame| frame.info.number).collect();
    assert_eq!(numbers, (1..=11).collect::<Vec<_>>());
    // The pcap file's two come first; both rich files end with a frame of 1970, behind their own frames of 2023.
    let seconds: Vec<Option<i64>> = frames.iter().map(|frame| frame.info.time.map(|time| time / 1_000_000_000)).collect();
    let late = Some(1_700_000_000);
    assert_eq!(
        seconds,
        [Some(1), Some(1_600_000_000), late, None, late, Some(0), late, None, late, Some(0), Some(1_900_000_000)].as_slice()
    );
    let of: Vec<Option<u32>> = frames.iter().map(|frame| frame.info.interface).collect();
    assert_eq!(of, [None, None, Some(0), Some(0), Some(2), Some(2), Some(1), Some(1), Some(3), Some(3), None].as_slice());
}

/// tshark's packets of a file, as it numbers, times and measures them, and what it complains of; `None` where there is no tshark.
fn tshark(path: &Path) -> Option<(Vec<[String; 4]>, Option<String>)> {
    let fields = ["frame.number", "frame.time_epoch", "frame.len", "frame.cap_len"];
    let mut command = Command::new("tshark");
    command.args(["-n", "-T", "fields", "-r"]).arg(path).args(fields.iter().flat_map(|field| ["-e", field]));
    let output = command.output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let rows = text.lines().filter(|line| !line.is_empty()).map(|line| {
        let mut cells = line.split('\t').map(str::to_owned);
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    });
    let words = (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned());
    Some((rows.collect(), words))
}

/// Ours in the same form.
fn rows(frames: &[Seen]) -> Vec<[String; 4]> {
    let row = |frame: &Seen| {
        let time = frame.info.time.map(|time| format!("{}.{:09}", time / 1_000_000_000, time % 1_000_000_000)).unwrap_or_default();
        [frame.info.number.to_string(), time, frame.info.wire.to_string(), frame.bytes.len().to_string()]
    };
    frames.iter().map(row).collect()
}

/// Real captures: `PKTLAB_CAPTURES`, or beside the project; none where there are none.
fn captures() -> Vec<PathBuf> {
    let folder = std::env::var_os("PKTLAB_CAPTURES").map(PathBuf::from);
    let folder = folder.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/captures"));
    let list =
        |folder: &Path| -> Vec<PathBuf> { std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect() };
    let mut files: Vec<PathBuf> = list(&folder).iter().flat_map(|inner| list(inner)).filter(|path| path.is_file()).collect();
    files.sort();
    if files.is_empty() {
        eprintln!("skipped: no captures at {}", folder.display());
    }
    files
}

/// SunATM, whose pseudo-header Wireshark takes off before it counts.
fn is_counted_otherwise(frames: &[Seen]) -> bool {
    frames.iter().any(|frame| frame.info.link.0 == 123)
}

#[test]
fn real_captures_as_tshark_counts_them() {
    // Every file takes minutes: by default some, with PKTLAB_ORACLE=all all of them.
    let step = if std::env::var("PKTLAB_ORACLE").is_ok_and(|which| which == "all") { 1 } else { 23 };
    for path in captures().iter().step_by(step) {
        let (frames, errors) = drain(&mut open(path).unwrap());
        let Some((expected, complaint)) = tshark(path) else {
            eprintln!("skipped: no tshark");
            return;
        };
        // Files with fractions of a second and more: tshark prints them as they stand.
        let odd = |row: &[String; 4]| row[1].split_once('.').is_some_and(|(seconds, rest)| rest.len() != 9 || seconds.starts_with('-'));
        let unsupported = complaint.as_ref().is_some_and(|words| words.contains("record data that TShark doesn't support"));
        if is_counted_otherwise(&frames) || expected.iter().any(odd) || unsupported {
            continue;
        }
        assert_eq!(rows(&frames), expected, "{}", path.display());
        assert_eq!(errors.is_empty(), complaint.is_none(), "{}: {errors:?}", path.display());
    }
}

#[test]
fn real_captures_are_copied_byte_for_byte() {
    for path in captures() {
        let file = std::fs::read(&path).unwrap();
        let (frames, errors) = drain(&mut open(&path).unwrap());
        let (copied, written) = copy(&mut open(&path).unwrap(), None).unwrap();
        assert_eq!((written.packets, written.notices), (frames.len() as u64, vec![]), "{}", path.display());
        // A cut file's copy ends before the cut.
        let whole = if errors.is_empty() { &file[..] } else { &file[..copied.len().min(file.len())] };
        assert!(copied == whole, "{}", path.display());
        let (other, _) = copy(&mut open(&path).unwrap(), Some(FileFormat::Pcapng)).unwrap();
        let essence = |frames: &[Seen]| {
            frames.iter().map(|f| (f.info.time, f.info.wire, f.info.link, f.info.fcs, f.bytes.clone())).collect::<Vec<_>>()
        };
        assert!(essence(&read(&other).0) == essence(&frames), "{} as pcapng", path.display());
    }
}

/// A file that Wireshark's own reader takes, with so many packets.
fn assert_tshark_reads(path: &Path, packets: usize) {
    let Some((rows, complaint)) = tshark(path) else {
        eprintln!("skipped: no tshark");
        return;
    };
    assert_eq!(complaint, None, "{}", path.display());
    assert_eq!(rows.len(), packets, "{}", path.display());
}

fn write_file(output: &Path, source: &mut impl Source) -> Written {
    let mut writer = Writer::create(output, None, &[]).unwrap();
    let mut batch = Batch::new();
    while source.fill(&mut batch).unwrap() {
        batch.records().for_each(|record| writer.write(&record).unwrap());
    }
    writer.finish().unwrap()
}

#[test]
fn merged_files_become_one_section() {
    let pcap = pcap_file(true, 0xa1b2_c3d4, 64, 101, &[(1, 5, 15, DATA), (1_900_000_000, 0, 15, DATA)]);
    for big in [false, true] {
        let (folder, paths) = in_folder(&[("a", rich(big)), ("b", rich(!big)), ("c", pcap.clone())]);
        let output = folder.path().join("out.pcapng");
        let written = write_file(&output, &mut merge(&paths).unwrap());
        // One simple packet block cannot stay simple as its interface is no longer the first; the unknown block of the
        // other byte order cannot be turned.
        assert_eq!(written, Written { packets: 10, notices: vec![Notice::NoTime(1), Notice::Blocks(1)] });
        let (merged, _) = drain(&mut merge(&paths).unwrap());
        let mut reader = open(&output).unwrap();
        let (frames, errors) = drain(&mut reader);
        assert_eq!(errors, [""; 0]);
        // Interface statistics name an interface before its first packet does, so the order is as read but for pcap's.
        assert_eq!(reader.interfaces().len(), 5);
        assert!(reader.interfaces().iter().all(|interface| interface.section == 0));
        for (ours, before) in frames.iter().zip(&merged) {
            let time = before.info.time.or(ours.info.time);
            assert_eq!(
                (ours.info.time, ours.info.wire, ours.info.link, ours.info.fcs),
                (time, before.info.wire, before.info.link, before.info.fcs)
            );
            assert_eq!(ours.bytes, before.bytes);
            let text = |seen: &Seen| seen.options.iter().filter(|(code, _)| *code == 1).cloned().collect::<Vec<_>>();
            assert_eq!(text(ours), text(before));
        }
        let names: Vec<_> = reader.interfaces().iter().map(|interface| interface.name.as_deref().unwrap_or("")).collect();
        assert_eq!(names.iter().filter(|name| **name == "eth0").count(), 2);
        // tshark counts the two custom blocks, too.
        assert_tshark_reads(&output, 12);
    }
}

#[test]
fn other_blocks_survive_a_change_of_byte_order() {
    for big in [false, true] {
        let mut from = Ng::new(big);
        from.interface(1, 0, &[(2, b"eth0"), (0, b"")]).others().packet(0, 5, 15, DATA, &[]);
        let mut first = Ng::new(!big);
        first.interface(1, 0, &[(2, b"eth9"), (0, b"")]).packet(0, 1, 15, DATA, &[]);
        let (folder, paths) = in_folder(&[("a", first.bytes()), ("b", from.bytes())]);
        let output = folder.path().join("out.pcapng");
        let written = write_file(&output, &mut merge(&paths).unwrap());
        assert_eq!(written, Written { packets: 2, notices: vec![Notice::Blocks(1)] });
        // As if they had been built in that order; the statistics are of interface 1 now.
        let mut expected = Ng::new(!big);
        let before = expected.bytes().len();
        let blocks = expected.others().bytes()[before..].to_vec();
        let (names, statistics, rest) = (&blocks[..44], &blocks[44..44 + 40], &blocks[84..blocks.len() - 16]);
        let mut statistics = statistics.to_vec();
        statistics[if big { 8 } else { 11 }] = 1;
        let written = std::fs::read(&output).unwrap();
        for (block, what) in [(names, "names"), (&statistics[..], "statistics"), (rest, "secrets and custom")] {
            assert!(written.windows(block.len()).any(|w| w == block), "{what}: {block:02x?}");
        }
        // tshark counts the custom block, too.
        assert_tshark_reads(&output, 3);
    }
}

#[test]
fn comments_are_laid_on_frames() {
    let annotated = |bytes: &[u8]| {
        let (mut source, shelf) = (Reader::new(Cursor::new(bytes.to_vec()), "t"), Shelf::default());
        let mut writer = Writer::to(shelf.clone(), "out", Some(FileFormat::Pcapng));
        let mut batch = Batch::new();
        while source.fill(&mut batch).unwrap() {
            let before: Vec<Seen> = batch.frames().map(see).collect();
            batch.annotate(|frame, text| {
                if frame.info.number != 2 {
                    text.push_str(&format!("number {}\nsecond\n", frame.info.number));
                }
            });
            let after: Vec<Seen> = batch.frames().map(see).collect();
            assert_eq!(before.len(), after.len());
            for (before, mut after) in before.into_iter().zip(after) {
                if before.info.number != 2 {
                    let ours: Vec<_> = after.options.drain(..2).collect();
                    assert_eq!(ours, [(1, format!("number {}", before.info.number).into_bytes()), (1, b"second".to_vec())]);
                }
                assert_eq!(before, after, "nothing else has changed");
            }
            batch.records().for_each(|record| writer.write(&record).unwrap());
        }
        writer.finish().unwrap();
        shelf.bytes()
    };
    let comments = |bytes: &[u8]| -> Vec<Vec<Vec<u8>>> {
        let of = |frame: Seen| frame.options.into_iter().filter(|(code, _)| *code == 1).map(|(_, text)| text).collect();
        read(bytes).0.into_iter().map(of).collect()
    };
    for big in [false, true] {
        let written = annotated(&rich(big));
        assert_eq!(comments(&written)[0], [&b"number 1"[..], b"second", b"a comment"]);
        assert_eq!(comments(&written)[2], [&b"number 3"[..], b"second"]);
        let strip = |bytes: &[u8]| read(bytes).0.into_iter().map(|frame| (frame.info, frame.bytes)).collect::<Vec<_>>();
        assert_eq!(strip(&written), strip(&rich(big)));
        // A pcap file's records keep no comments, but the pcapng file made of them does.
        let written = annotated(&pcap_file(big, 0xa1b2_c3d4, 65535, 1, &[(9, 8, 99, DATA), (10, 7, 15, DATA)]));
        assert_eq!(comments(&written), [vec![b"number 1".to_vec(), b"second".to_vec()], vec![]]);
        let (folder, paths) = in_folder(&[("a.pcapng", written)]);
        assert_tshark_reads(&paths[0], 2);
        drop(folder);
    }
}

#[test]
fn packed_output_reads_back() {
    for ending in ["pcap.gz", "pcap.zst", "pcap.lz4", "pcap.xz", "pcapng.gz"] {
        let many = vec![(1, 1, 15, DATA); 30_000];
        let (folder, paths) = in_folder(&[("a", pcap_file(false, 0xa1b2_c3d4, 0, 1, &many))]);
        let output = folder.path().join(format!("out.{ending}"));
        assert_eq!(write_file(&output, &mut chain(paths.clone())).packets, 30_000);
        assert!(output.metadata().unwrap().len() < paths[0].metadata().unwrap().len() / 4);
        let (frames, errors) = drain(&mut open(&output).unwrap());
        assert_eq!((frames.len(), errors), (30_000, vec![]), "{ending}");
    }
}

#[test]
fn an_input_is_not_overwritten() {
    let file = rich(false);
    let (folder, paths) = in_folder(&[("a.pcapng", file.clone()), ("b.pcapng", file.clone())]);
    let link = folder.path().join("link.pcapng");
    std::fs::hard_link(&paths[0], &link).unwrap();
    let error = Writer::create(&link, None, &paths).err().unwrap().to_string();
    assert!(error.ends_with("is also an input; writing it would destroy it: write to another file and rename that"), "{error}");
    // An existing file stays as it is until there is something to write, whatever the packing.
    for name in ["old.pcap", "old.pcap.gz", "old.pcap.xz"] {
        let old = folder.path().join(name);
        std::fs::write(&old, b"precious").unwrap();
        drop(Writer::create(&old, None, &paths).unwrap());
        assert_eq!(std::fs::read(&old).unwrap(), b"precious");
        Writer::create(&old, None, &paths).unwrap().finish().unwrap();
        assert_eq!(drain(&mut open(&old).unwrap()), (vec![], vec![]), "{name}");
    }
    assert_eq!(std::fs::read(&paths[0]).unwrap(), file);
}

#[test]
fn a_full_disk_is_heard_of() {
    let full = Path::new("/dev/full");
    if !full.exists() {
        eprintln!("skipped: no /dev/full");
        return;
    }
    let mut writer = Writer::create(full, Some(FileFormat::Pcap), &[]).unwrap();
    let frame = Frame::new(DATA, Info::alone(LinkType::ETHERNET, 15));
    writer.write_frame(&frame).unwrap();
    let error = writer.finish().unwrap_err().to_string();
    assert!(error.starts_with("/dev/full: writing failed: No space left on device"), "{error}");
    // In the middle: heard of when the buffer is full, and at each write after it.
    let mut writer = Writer::create(full, Some(FileFormat::Pcap), &[]).unwrap();
    let large = vec![0; 100_000];
    let frame = Frame::new(&large, Info::alone(LinkType::ETHERNET, 100_000));
    let results: Vec<bool> = (0..6).map(|_| writer.write_frame(&frame).is_ok()).collect();
    assert_eq!(results, [true, true, false, true, true, false]);
    assert!(writer.finish().is_ok() || !results[2]);
}

#[test]
fn frames_from_no_file() {
    let info = Info { time: Some(1_700_000_000_000_000_001), interface: Some(3), ..Info::alone(LinkType(113), 15) };
    let frame = Frame::new(DATA, info);
    let shelf = Shelf::default();
    let mut writer = Writer::to(shelf.clone(), "out", None);
    writer.describe(
        3,
        &Interface { link: LinkType(113), snap: 96, name: Some("any".to_owned()), filter: Some("tcp".to_owned()), ..Interface::default() },
    );
    writer.write_frame(&frame).unwrap();
    writer.write_frame(&Frame { info: Info { interface: None, time: Some(-1), ..info }, ..frame }).unwrap();
    assert_eq!(writer.finish().unwrap(), Written { packets: 2, notices: vec![Notice::TimeRange(1)] });
    let mut reader = Reader::new(Cursor::new(shelf.bytes()), "t");
    let (frames, errors) = drain(&mut reader);
    assert_eq!(errors, [""; 0]);
    assert_eq!((frames[0].info.time, frames[0].info.link, frames[1].info.time), (info.time, info.link, Some(0)));
    let [any, bare] = reader.interfaces() else { panic!() };
    assert_eq!((any.name.as_deref(), any.filter.as_deref(), any.snap, any.resolution), (Some("any"), Some("tcp"), 96, 9));
    assert_eq!((bare.name.as_deref(), bare.link), (None, LinkType(113)));
    // As pcap: nanoseconds, as the first frame has them.
    let shelf = Shelf::default();
    let mut writer = Writer::to(shelf.clone(), "out", Some(FileFormat::Pcap));
    writer.write_frame(&Frame { info: Info { interface: None, ..info }, ..frame }).unwrap();
    assert_eq!(writer.finish().unwrap().notices, []);
    assert_eq!(shelf.bytes(), pcap_file(false, 0xa1b2_3c4d, 262_144, 113, &[(1_700_000_000, 1, 15, DATA)]));
}

prop_compose! {
    fn any_packet()(
        seconds in any::<u32>(), fraction in 0u32..1_000_000, extra in 0u32..2000, bytes in prop::collection::vec(any::<u8>(), 0..200),
        comment in prop::option::of("[a-z ]{0,40}"), flags in prop::option::of(any::<u32>()), interface in 0u32..3,
    ) -> (u32, u32, u32, Vec<u8>, Option<String>, Option<u32>, u32) {
        (seconds, fraction, extra, bytes, comment, flags, interface)
    }
}

proptest! {
    #[test]
    fn whatever_is_written_is_read(packets in prop::collection::vec(any_packet(), 0..40), big: bool, resolution in 0u8..10, step in 1usize..400) {
        // pcap.
        let records: Vec<_> = packets.iter().map(|p| (p.0, p.1, p.3.len() as u32 + p.2, &p.3[..])).collect();
        for magic in [0xa1b2_c3d4u32, 0xa1b2_3c4d, 0xa1b2_cd34] {
            let file = pcap_file(big, magic, 0, 1, &records);
            let (frames, errors) = drain(&mut Reader::new(Drip(Cursor::new(file.clone()), step), "t"));
            prop_assert_eq!(errors.len(), 0);
            let unit = if magic == 0xa1b2_3c4d { 1 } else { 1000 };
            let seen: Vec<_> = frames.iter().map(|f| (f.info.time, f.info.wire, &f.bytes[..])).collect();
            let expected: Vec<_> = records.iter().map(|r| (Some(i64::from(r.0) * 1_000_000_000 + i64::from(r.1) * unit), r.2, r.3)).collect();
            prop_assert_eq!(seen, expected);
            prop_assert_eq!(copy_bytes(&file, None).0, file);
        }
        // pcapng.
        let word = |n: u32| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let mut ng = Ng::new(big);
        ng.interface(1, 0, &[(9, &[resolution]), (0, b"")]).interface(101, 0, &[]).interface(113, 9999, &[(13, &[4])]);
        for (_, units, extra, bytes, comment, flags, interface) in &packets {
            let flags = flags.map(word);
            let mut options: Vec<(u16, &[u8])> = Vec::new();
            options.extend(comment.iter().map(|text| (1, text.as_bytes())));
            options.extend(flags.iter().map(|flags| (2, &flags[..])));
            ng.packet(*interface, u64::from(*units), bytes.len() as u32 + extra, bytes, &options);
        }
        let file = ng.bytes();
        let (frames, errors) = drain(&mut Reader::new(Drip(Cursor::new(file.clone()), step), "t"));
        prop_assert_eq!(errors.len(), 0);
        prop_assert_eq!(frames.len(), packets.len());
        for (frame, (_, units, extra, bytes, comment, flags, interface)) in frames.iter().zip(&packets) {
            let unit = if *interface == 0 { 10i64.pow(9 - u32::from(resolution)) } else { 1000 };
            prop_assert_eq!(frame.info.time, Some(i64::from(*units) * unit));
            prop_assert_eq!((frame.info.wire, frame.info.interface), (bytes.len() as u32 + extra, Some(*interface)));
            prop_assert_eq!(&frame.bytes, bytes);
            let fcs = flags.map(|flags| (flags >> 5 & 15) as u8).filter(|fcs| *fcs != 0).unwrap_or(if *interface == 2 { 4 } else { 0 });
            prop_assert_eq!(frame.info.fcs, fcs);
            prop_assert_eq!(frame.options.iter().find(|(code, _)| *code == 1).map(|(_, text)| &text[..]), comment.as_ref().map(String::as_bytes));
        }
        prop_assert_eq!(copy_bytes(&file, None).0, file);
    }

    #[test]
    fn damage_never_panics(at in prop::collection::vec((0usize..900, any::<u8>()), 1..12), big: bool, step in 1usize..300) {
        for mut file in [rich(big), pcap_file(big, 0xa1b2_c3d4, 0, 1, &[(1, 1, 15, DATA); 9])] {
            let len = file.len();
            for (place, byte) in &at {
                file[place % len] = *byte;
            }
            let whole = read(&file);
            prop_assert_eq!(drain(&mut Reader::new(Drip(Cursor::new(file.clone()), step), "t")), whole);
            for format in [None, Some(FileFormat::Pcap), Some(FileFormat::Pcapng)] {
                let _ = copy(&mut Reader::new(Cursor::new(file.clone()), "t"), format);
            }
            let (_folder, paths) = in_folder(&[("a", file), ("b", rich(!big))]);
            let mut source = merge(&paths).unwrap();
            let mut batch = Batch::new();
            let mut writer = Writer::to(Shelf::default(), "out", Some(FileFormat::Pcapng));
            for _ in 0..9 {
                let _ = source.fill(&mut batch);
                for record in batch.records() {
                    let _ = writer.write(&record);
                }
            }
        }
    }
}

/// Nanoseconds for each frame: `PKTLAB_BIG=FILE cargo test --release --lib capture::tests::speed -- --ignored --nocapture`.
#[test]
#[ignore = "a measurement; wants PKTLAB_BIG"]
fn speed() {
    let path = PathBuf::from(std::env::var_os("PKTLAB_BIG").expect("PKTLAB_BIG names a large capture"));
    let mut paths = vec![path.clone()];
    let folder = tempfile::tempdir().unwrap();
    for format in [FileFormat::Pcap, FileFormat::Pcapng] {
        let output = folder.path().join(format!("{format:?}"));
        let start = std::time::Instant::now();
        let mut writer = Writer::to(std::io::sink(), "nothing", Some(format));
        let mut source = open(&path).unwrap();
        let mut batch = Batch::new();
        while source.fill(&mut batch).unwrap() {
            batch.records().for_each(|record| writer.write(&record).unwrap());
        }
        println!("to nothing as {format:?}: {:?} in {:?}", writer.finish().unwrap(), start.elapsed());
        let start = std::time::Instant::now();
        let mut writer = Writer::create(&output, Some(format), &paths).unwrap();
        let mut source = open(&path).unwrap();
        let mut batch = Batch::new();
        while source.fill(&mut batch).unwrap() {
            batch.records().for_each(|record| writer.write(&record).unwrap());
        }
        let written = writer.finish().unwrap();
        println!("written as {format:?}: {written:?} in {:?}", start.elapsed());
        paths.push(output);
    }
    for path in paths.iter().step_by(2) {
        measure(path);
    }
}

fn measure(path: &Path) {
    println!("{}", path.display());
    for block in [64 << 10, 128 << 10, 256 << 10, 512 << 10, 1 << 20] {
        let start = std::time::Instant::now();
        let mut reader = open(path).unwrap();
        let mut batch = Batch::with_block(block);
        let (mut frames, mut bytes) = (0u64, 0u64);
        while reader.fill(&mut batch).unwrap() {
            frames += batch.len() as u64;
        }
        let filled = start.elapsed();
        let start = std::time::Instant::now();
        let mut reader = open(path).unwrap();
        while reader.fill(&mut batch).unwrap() {
            bytes += batch
                .frames()
                .map(|frame| frame.bytes.len() as u64 + u64::from(frame.bytes.first().copied().unwrap_or(0) & 1))
                .sum::<u64>();
        }
        let walked = start.elapsed();
        let each = |time: std::time::Duration| time.as_nanos() as f64 / frames as f64;
        println!(
            "{:4} KiB: {frames} frames, {bytes} bytes: fill {filled:?} = {:.1} ns/frame; with frames() {walked:?} = {:.1} ns/frame",
            block >> 10,
            each(filled),
            each(walked)
        );
    }
}
