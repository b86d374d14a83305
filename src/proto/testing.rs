//! What the protocols' tests share: a frame decoded, its fields as text, every cut of it survived.
use super::{id, lookup, protocol};
use crate::decode::walk;
use crate::field::Value;
use crate::flow::Flows;
use crate::frame::{Frame, Info, LinkType};
use crate::query::Query;
use crate::spine::{Notes, Packet, Rules, Spine, Stop};
use std::ops::ControlFlow::Continue;

/// Decodes the bytes as a frame of this link type and hands the packet on.
pub(crate) fn decoded<T>(link: u16, bytes: &[u8], wire: usize, see: impl FnOnce(&Packet<'_>) -> T) -> T {
    let info = Info::alone(LinkType(link), wire as u32);
    let frame = Frame::new(bytes, info);
    let (mut spine, notes, rules) = (Spine::new(), Notes::new(), Rules { checksums: true, ..Rules::default() });
    walk(&mut spine, &frame, &rules);
    see(&Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules })
}

/// These fields, as `-T fields -E separator=' '` shows them; a field without a value is `-`.
pub(crate) fn fields_of(link: u16, bytes: &[u8], names: &[&str]) -> String {
    decoded(link, bytes, bytes.len(), |packet| shown(packet, names))
}
/// The same of an IPv4 packet, where the user says something of ports.
pub(crate) fn fields_by(rules: &Rules, bytes: &[u8], names: &[&str]) -> String {
    let frame = Frame::new(bytes, Info::alone(LinkType(228), bytes.len() as u32));
    let (mut spine, notes) = (Spine::new(), Notes::new());
    walk(&mut spine, &frame, rules);
    shown(&Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules }, names)
}
fn shown(packet: &Packet<'_>, names: &[&str]) -> String {
    cells(packet, names).into_iter().map(|cell| if cell.is_empty() { "-".to_owned() } else { cell }).collect::<Vec<_>>().join(" ")
}
fn cells(packet: &Packet<'_>, names: &[&str]) -> Vec<String> {
    let mut cells = vec![String::new(); names.len()];
    let mut asked = vec![];
    for (slot, name) in names.iter().enumerate() {
        let found = lookup(name);
        assert!(!found.is_empty(), "no field {name}");
        super::ask(slot, &found, &mut asked);
    }
    let _ = Query::new(&asked).run(packet, &mut |slot, field, at, value| {
        assert!(at.start <= at.end && at.end <= packet.bytes.len(), "{} at {at:?}", field.name);
        let mut text = vec![];
        crate::text::plain(field, value, &mut text);
        if !cells[slot].is_empty() {
            cells[slot].push(',');
        }
        cells[slot] += &String::from_utf8(text).expect("text");
        Continue(())
    });
    cells
}

/// The layers' names behind the frame, and why the walk ended: `eth:ip:tcp End`.
pub(crate) fn layers_of(link: u16, bytes: &[u8]) -> String {
    decoded(link, bytes, bytes.len(), |packet| {
        let names: Vec<_> = packet.spine.layers().iter().skip(1).map(|l| super::protocol(l.id).name).collect();
        format!("{} {:?}", names.join(":"), packet.spine.stop)
    })
}

/// Takes the frame apart and puts it together again: the same bytes.
pub(crate) fn written_again(link: u16, bytes: &[u8]) {
    let part = decoded(link, bytes, bytes.len(), crate::craft::record);
    assert_eq!(crate::craft::build(&part, crate::craft::Mode::Exact).expect("every field has its place"), bytes);
}

/// Decodes every beginning of the bytes, captured short and sent short, and reads every field of it.
///
/// What is read must lie in the frame. The uncut bytes must decode to their end.
pub(crate) fn cut_everywhere(link: u16, bytes: &[u8]) {
    for n in 0..=bytes.len() {
        for wire in [n, bytes.len()] {
            let part = &bytes[..n];
            decoded(link, part, wire, |packet| {
                for i in 0..packet.spine.layers().len() {
                    let _ = crate::decode::visit(packet, i, &mut InFrame(n));
                }
                // Past what nobody asks for the walk finds no layer that is not there, and ends.
                let mut past = crate::spine::Spine::new();
                crate::decode::walk_past(&mut past, packet.frame, packet.rules, &crate::decode::Unread::but(|_| false));
                let mut ids = packet.spine.layers().iter().map(|l| l.id);
                assert!(past.layers().iter().all(|l| ids.any(|id| id == l.id)), "past what nobody asks for");
                // Where the last layer, or one before it, is enough, those up to it are the same.
                let (layers, none) = (packet.spine.layers(), crate::decode::Unread::but(|_| true));
                for enough in 1..=layers.len() {
                    let (mut until, mut seen) = (crate::spine::Spine::new(), 0);
                    crate::decode::walk_until(&mut until, packet.frame, packet.rules, &none, |_| {
                        seen += 1;
                        seen == enough
                    });
                    assert!(until.layers() == &layers[..enough], "{:?} is not {:?}", until.layers(), &layers[..enough]);
                }
                if n == bytes.len() {
                    assert_eq!(packet.spine.stop, Stop::End, "uncut");
                    assert_ne!(packet.spine.layers().last().map(|l| l.id), Some(id::frame), "nothing decoded");
                }
            });
        }
    }
}
struct InFrame(usize);
impl crate::read::Listen for InFrame {
    fn value(&mut self, field: &'static crate::field::Field, at: std::ops::Range<usize>, value: Value<'_>) -> crate::read::Flow {
        assert!(at.start <= at.end && at.end <= self.0, "{} at {at:?} of {}", field.name, self.0);
        crate::text::plain(field, value, &mut vec![]);
        Continue(())
    }
}

/// An IPv4 packet (link type 228) with a UDP datagram of these ports.
pub(crate) fn udp_of(from: u16, to: u16, message: &[u8]) -> Vec<u8> {
    let mut bytes = hex("45 00 00 00 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02");
    bytes.extend([from.to_be_bytes(), to.to_be_bytes(), (8 + message.len() as u16).to_be_bytes(), [0, 0]].concat());
    bytes.extend(message);
    let total = (bytes.len() as u16).to_be_bytes();
    bytes[2..4].copy_from_slice(&total);
    bytes
}
/// An IPv4 packet (link type 228) with a TCP segment of these ports.
pub(crate) fn tcp_of(from: u16, to: u16, load: &[u8]) -> Vec<u8> {
    let mut bytes = hex("45 00 00 00 00 01 00 00 40 06 00 00 0a 00 00 01 0a 00 00 02");
    bytes.extend([from.to_be_bytes(), to.to_be_bytes()].concat());
    bytes.extend(hex("00 00 03 e8 00 00 00 00 50 18 20 00 00 00 00 00"));
    bytes.extend(load);
    let total = (bytes.len() as u16).to_be_bytes();
    bytes[2..4].copy_from_slice(&total);
    bytes
}

/// The layers above TCP of packets (link type 228) that come one after the other, as the flow stage shows them.
pub(crate) fn talked(frames: &[Vec<u8>]) -> Vec<String> {
    heard(frames, above_tcp)
}
fn above_tcp(packet: &Packet<'_>) -> String {
    packet.spine.layers().iter().skip(3).map(|layer| protocol(layer.id).name).collect::<Vec<_>>().join(":")
}
/// What is to be seen of packets (link type 228) that come one after the other through the flow stage.
fn heard<T>(frames: &[Vec<u8>], see: impl Fn(&Packet<'_>) -> T) -> Vec<T> {
    let (mut spine, mut notes, rules, mut flows) = (Spine::new(), Notes::new(), Rules::default(), Flows::new(8));
    let seen = frames.iter().zip(1..).map(|(bytes, number)| {
        let info = Info { number, time: Some(number as i64), ..Info::alone(LinkType(228), bytes.len() as u32) };
        let frame = Frame::new(bytes, info);
        walk(&mut spine, &frame, &rules);
        let bytes = flows.see(&frame, &mut spine, &mut notes, &rules);
        see(&Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules })
    });
    seen.collect()
}

/// The bytes of hexadecimal digits; spaces, line ends and what stands behind `#` on a line are passed over.
pub(crate) fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .lines()
        .flat_map(|line| line.split('#').next().unwrap_or("").bytes())
        .filter(|b| !b.is_ascii_whitespace())
        .map(|b| (b as char).to_digit(16).expect("a hexadecimal digit") as u8)
        .collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// A connection to a port: what each segment says, `>` for the client; of each the layers behind TCP, and these fields.
pub(crate) fn conversation(port: u16, segments: &[(char, Vec<u8>)], names: &[&str]) -> Vec<String> {
    let mut seq = [1000u32; 2];
    let frames: Vec<_> = segments
        .iter()
        .map(|(way, said)| {
            let client = *way == '>';
            let mut bytes = if client { tcp_of(1234, port, said) } else { tcp_of(port, 1234, said) };
            bytes[15] = if client { 1 } else { 2 };
            bytes[19] = if client { 2 } else { 1 };
            let next = &mut seq[usize::from(client)];
            bytes[24..28].copy_from_slice(&next.to_be_bytes());
            *next += said.len() as u32;
            bytes
        })
        .collect();
    heard(&frames, |packet| format!("{} {}", above_tcp(packet), cells(packet, names).join(" ")).trim_end().to_owned())
}
