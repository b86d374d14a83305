//! What the capture knows of a frame: the outermost layer, without bytes of its own.
//!
//! pcapng: [draft-ietf-opsawg-pcapng](https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html), 4.3 and 4.3.1.
use super::*;
use crate::field::*;
use crate::frame::Frame;

/// Counts from 1.
pub static NUMBER: Field = Field::new("frame.number", "Frame Number", Place::Derived(|p, _| Some(Value::Num(p.frame.info.number))));
/// Local time, as Wireshark has it.
pub static TIME: Field = Field::new("frame.time", "Arrival Time", Place::Derived(|p, _| Some(Value::Num(p.frame.info.time? as u64)))).kind(Kind::Show(&LOCAL));
static LOCAL: Show = Show { ft: "ABSOLUTE_TIME", plain: local };
/// Seconds since 1970.
pub static TIME_EPOCH: Field = time("frame.time_epoch", "Epoch Time", |p, _| Some(Value::Num(p.frame.info.time? as u64)));
/// Seconds since the frame before.
pub static TIME_DELTA: Field = time("frame.time_delta", "Time delta from previous captured frame", |p, _| since(p, p.frame.info.previous));
/// Seconds since the displayed frame before: without a display filter, the frame before.
pub static TIME_DELTA_DISPLAYED: Field =
    time("frame.time_delta_displayed", "Time delta from previous displayed frame", |p, _| since(p, p.frame.info.displayed));
/// Seconds since the first frame.
pub static TIME_RELATIVE: Field = time("frame.time_relative", "Time since reference or first frame", |p, _| since(p, p.frame.info.first));
/// Bytes on the wire.
pub static LEN: Field = Field::new("frame.len", "Frame Length", Place::Derived(|p, _| Some(Value::Num(p.frame.info.wire.into()))));
/// Bytes captured.
pub static CAP_LEN: Field = Field::new("frame.cap_len", "Capture Length", Place::Derived(|p, _| Some(Value::Num(p.frame.bytes.len() as u64))));
/// The names of the layers, outermost first.
pub static PROTOCOLS: Field = Field::new("frame.protocols", "Protocols in frame", Place::Written(protocols)).after(Stage::Flow);
/// The capture's interface, counted in its section.
pub static INTERFACE_ID: Field =
    Field::new("frame.interface_id", "Interface id", Place::Derived(|p, _| Some(Value::Num(p.frame.interface?.id.into()))));
/// Its name: "eth0".
pub static INTERFACE_NAME: Field =
    Field::new("frame.interface_name", "Interface name", Place::Derived(|p, _| Some(Value::Bytes(p.frame.interface?.name.as_ref()?.as_bytes())))).text();
/// What the capture says of it.
pub static INTERFACE_DESCRIPTION: Field = Field::new(
    "frame.interface_description",
    "Interface description",
    Place::Derived(|p, _| Some(Value::Bytes(p.frame.interface?.description.as_ref()?.as_bytes()))),
)
.text();
/// The capture's section, from 1.
pub static SECTION_NUMBER: Field =
    Field::new("frame.section_number", "Section number", Place::Derived(|p, _| Some(Value::Num(u64::from(p.frame.interface?.section) + 1))));
/// What the first header is, by Wireshark's own numbers (its `wtap.h`): 1 is Ethernet.
pub static ENCAP_TYPE: Field = Field::new(
    "frame.encap_type",
    "Encapsulation type",
    Place::Derived(|p, _| {
        let at = ENCAPSULATIONS.binary_search_by_key(&p.frame.info.link.0, |(link, _)| *link);
        Some(Value::Num(at.ok().and_then(|i| ENCAPSULATIONS.get(i)).map_or(0, |(_, n)| (*n).into())))
    }),
)
.kind(Kind::Signed)
.ft(16);
/// A person's words about the frame; there may be several.
pub static COMMENT: Field = comment(|p, _| nth_comment(p, 0));
/// The others. Who writes more than so many has them in the file, and shown by none.
static MORE_COMMENTS: [Field; 15] = [
    comment(|p, _| nth_comment(p, 1)),
    comment(|p, _| nth_comment(p, 2)),
    comment(|p, _| nth_comment(p, 3)),
    comment(|p, _| nth_comment(p, 4)),
    comment(|p, _| nth_comment(p, 5)),
    comment(|p, _| nth_comment(p, 6)),
    comment(|p, _| nth_comment(p, 7)),
    comment(|p, _| nth_comment(p, 8)),
    comment(|p, _| nth_comment(p, 9)),
    comment(|p, _| nth_comment(p, 10)),
    comment(|p, _| nth_comment(p, 11)),
    comment(|p, _| nth_comment(p, 12)),
    comment(|p, _| nth_comment(p, 13)),
    comment(|p, _| nth_comment(p, 14)),
    comment(|p, _| nth_comment(p, 15)),
];
/// The process that sent it, by name; a frame that both sent and received on one machine has two.
pub static PROCESS_NAME: Field = Field::new(
    "frame.process.name",
    "Sending process",
    Place::Derived(|p, _| Some(Value::Bytes(process(p.frame, End::Sender)?.name))),
)
.text();
/// Its number.
pub static PROCESS_PID: Field =
    Field::new("frame.process.pid", "Sending process ID", Place::Derived(|p, _| Some(Value::Num(process(p.frame, End::Sender)?.pid.into()))));
/// The process that received it.
pub static RECEIVER_NAME: Field = Field::new(
    "frame.process.name",
    "Receiving process",
    Place::Derived(|p, _| Some(Value::Bytes(process(p.frame, End::Receiver)?.name))),
)
.text();
/// Its number.
pub static RECEIVER_PID: Field = Field::new(
    "frame.process.pid",
    "Receiving process ID",
    Place::Derived(|p, _| Some(Value::Num(process(p.frame, End::Receiver)?.pid.into()))),
);
/// pcapng `epb_flags`.
pub static PACKET_FLAGS: Field =
    Field::new("frame.packet_flags", "Packet flags", Place::Derived(|p, _| flags(p).map(Value::Num))).hex().ft(32);
/// 1 inbound, 2 outbound.
pub static DIRECTION: Field = Field::new("frame.packet_flags_direction", "Direction", Place::Derived(|p, _| Some(Value::Num(flags(p)? & 3))))
    .hex()
    .ft(32)
    .names(&[(0, "Unknown"), (1, "Inbound"), (2, "Outbound")]);
/// Frames lost between this one and the one before.
pub static DROP_COUNT: Field = Field::new("frame.drop_count", "Drop Count", Place::Derived(|p, _| number(p, 4).map(Value::Num))).ft(64);
/// Tells packets apart that were captured twice.
pub static PACKET_ID: Field = Field::new("frame.packet_id", "Packet id", Place::Derived(|p, _| number(p, 5).map(Value::Num))).ft(64);
/// The interface's queue.
pub static QUEUE: Field = Field::new("frame.interface_queue", "Interface queue", Place::Derived(|p, _| number(p, 6).map(Value::Num)));

const fn comment(work: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new("frame.comment", "Comment", Place::Derived(work)).text()
}

fn nth_comment<'a>(packet: &Packet<'a>, n: usize) -> Option<Value<'a>> {
    packet.frame.options.comments().nth(n).map(Value::Bytes)
}

const fn time(name: &'static str, title: &'static str, work: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(work)).kind(Kind::Duration(1))
}

/// Link types and Wireshark's numbers for them, as tshark 4.0 tells them.
#[rustfmt::skip]
const ENCAPSULATIONS: &[(u16, u16)] = &[
    (0, 15), (1, 1), (2, 184), (3, 148), (6, 2), (7, 8), (8, 3), (9, 4), (10, 6), (11, 10), (12, 7), (13, 38),
    (14, 7), (16, 11), (18, 11), (19, 11), (32, 69), (50, 4), (51, 139), (99, 61), (100, 10), (101, 7), (104, 28), (105, 20),
    (106, 11), (107, 26), (108, 174), (109, 38), (112, 28), (113, 25), (114, 30), (117, 39), (118, 29), (119, 21), (121, 32), (122, 18),
    (123, 13), (127, 23), (128, 37), (129, 9), (130, 81), (131, 82), (133, 87), (135, 68), (136, 151), (137, 67), (138, 62), (139, 75),
    (140, 42), (141, 43), (142, 101), (143, 33), (147, 45), (148, 46), (149, 47), (150, 48), (151, 49), (152, 50), (153, 51), (154, 52),
    (155, 53), (156, 54), (157, 55), (158, 56), (159, 57), (160, 58), (161, 59), (162, 60), (163, 24), (165, 63), (167, 76), (169, 66),
    (170, 178), (171, 179), (172, 77), (173, 78), (178, 83), (179, 84), (180, 85), (181, 86), (183, 91), (184, 181), (186, 92), (187, 41),
    (188, 93), (189, 95), (190, 109), (192, 97), (195, 104), (199, 103), (200, 197), (201, 99), (202, 147), (203, 131), (204, 19), (210, 106),
    (211, 108), (212, 107), (213, 111), (214, 105), (215, 113), (220, 115), (224, 121), (225, 122), (226, 124), (227, 125), (228, 129), (229, 130),
    (230, 127), (231, 146), (235, 132), (236, 133), (237, 157), (239, 141), (240, 135), (241, 136), (242, 180), (243, 138), (245, 140), (248, 149),
    (249, 152), (250, 153), (251, 154), (252, 155), (253, 158), (254, 159), (255, 160), (256, 161), (258, 171), (259, 172), (260, 173), (264, 177),
    (266, 182), (268, 36), (270, 183), (271, 185), (272, 186), (273, 199), (274, 198), (275, 200), (276, 210), (279, 204), (280, 205), (283, 206),
    (287, 211), (288, 208), (290, 212), (292, 214), (293, 215), (294, 216), (295, 217),
];

/// The frame as a layer.
pub static PROTOCOL: Protocol = Protocol {
    name: "frame",
    title: "Frame",
    spec: "draft-ietf-opsawg-pcapng",
    fields: &[
        &SECTION_NUMBER,
        &INTERFACE_ID,
        &INTERFACE_NAME,
        &INTERFACE_DESCRIPTION,
        &ENCAP_TYPE,
        &PACKET_FLAGS,
        &DIRECTION,
        &DROP_COUNT,
        &PACKET_ID,
        &QUEUE,
        &TIME,
        &TIME_EPOCH,
        &TIME_DELTA,
        &TIME_DELTA_DISPLAYED,
        &TIME_RELATIVE,
        &NUMBER,
        &LEN,
        &CAP_LEN,
        &PROTOCOLS,
        &COMMENT,
        &MORE_COMMENTS[0],
        &MORE_COMMENTS[1],
        &MORE_COMMENTS[2],
        &MORE_COMMENTS[3],
        &MORE_COMMENTS[4],
        &MORE_COMMENTS[5],
        &MORE_COMMENTS[6],
        &MORE_COMMENTS[7],
        &MORE_COMMENTS[8],
        &MORE_COMMENTS[9],
        &MORE_COMMENTS[10],
        &MORE_COMMENTS[11],
        &MORE_COMMENTS[12],
        &MORE_COMMENTS[13],
        &MORE_COMMENTS[14],
        &PROCESS_NAME,
        &PROCESS_PID,
        &RECEIVER_NAME,
        &RECEIVER_PID,
    ],
    ..Protocol::PLAIN
};

/// Which end of a frame a process is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It sent the frame.
    Sender,
    /// It received the frame, or is to.
    Receiver,
}
impl End {
    const fn words(self) -> &'static str {
        match self {
            End::Sender => "sent by ",
            End::Receiver => "received by ",
        }
    }
}

/// A process, as a comment tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Process<'a> {
    /// The system's short name for it; 15 bytes on Linux.
    pub name: &'a [u8],
    /// Its number.
    pub pid: u32,
}

/// The comment that tells of a process: `sent by curl, pid 4711`. It is how a capture keeps it, and where the fields read it.
pub fn process_comment(end: End, name: &str, pid: u32) -> String {
    // A process may choose its name, and a comment is one line here.
    let name: String = name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    format!("{}{name}, pid {pid}", end.words())
}

/// The process at an end of a frame, where a comment of the capture tells.
pub fn process<'a>(frame: &Frame<'a>, end: End) -> Option<Process<'a>> {
    if frame.options.bytes.is_empty() {
        return None;
    }
    frame.options.comments().find_map(|comment| {
        let rest = comment.strip_prefix(end.words().as_bytes())?;
        let at = rest.windows(PID.len()).rposition(|window| window == PID)?;
        let pid = std::str::from_utf8(rest.get(at + PID.len()..)?).ok()?.parse().ok()?;
        Some(Process { name: rest.get(..at)?, pid })
    })
}
const PID: &[u8] = b", pid ";

#[inline]
pub(super) fn dissect(_: &[u8], _: &Below<'_>) -> Step {
    Step::reject() // the walk lays the frame itself
}

fn since<'a>(packet: &Packet<'a>, earlier: Option<i64>) -> Option<Value<'a>> {
    let now = packet.frame.info.time?;
    Some(Value::Num(now.wrapping_sub(earlier.unwrap_or(now)) as u64))
}
fn flags(packet: &Packet<'_>) -> Option<u64> {
    number(packet, 2)
}
/// The first option of this code, as a number.
fn number(packet: &Packet<'_>, code: u16) -> Option<u64> {
    let mut options = packet.frame.options;
    let (_, value) = options.find(|(c, _)| *c == code)?;
    Some(if options.big { load(value, 0, value.len().min(8) * 8)? } else { load_le(value) })
}
fn local(value: Value<'_>, out: &mut Vec<u8>) {
    let Value::Num(ns) = value else { return };
    let Ok(when) = jiff::Timestamp::from_nanosecond((ns as i64).into()) else { return };
    let when = when.to_zoned(jiff::tz::TimeZone::system());
    out.extend(when.strftime("%b %e, %Y %H:%M:%S.%9f %Z").to_string().as_bytes());
}
/// True where the layer has this field: a cooked capture has either an EtherType or a number of Linux' own.
fn tells(packet: &Packet<'_>, layer: usize, field: &'static Field) -> bool {
    struct Heard(&'static Field, bool);
    impl crate::read::Listen for Heard {
        fn value(&mut self, field: &'static Field, _: Range<usize>, _: Value<'_>) -> crate::read::Flow {
            self.1 |= std::ptr::eq(self.0, field);
            std::ops::ControlFlow::Continue(())
        }
    }
    if !field.follows() {
        return packet.get(layer, field).is_some();
    }
    let p = protocol(packet.layer(layer).map_or(id::data, |l| l.id));
    let mut heard = Heard(field, false);
    let _ = crate::read::Reader::new(packet, layer, p.size, &mut heard).fields(p.fields);
    heard.1
}
/// Whether a message of a stream is one more that Wireshark's dissector takes in the same go: those that tell their length at the
/// beginning it takes one by one, and what follows the end of one that was put together from segments anew.
fn again(packet: &Packet<'_>, i: usize, layer: &Layer) -> bool {
    let Some(Stream { sized: false, .. }) = protocol(layer.id).stream else { return false };
    let joined = packet.notes.get(layer.up.into(), &tcp::REASSEMBLED_AT).map(|at| at as u32);
    let before = packet.spine.layers().get(..i).unwrap_or(&[]);
    before.iter().any(|l| l.up == layer.up && l.id == layer.id) && joined != Some(layer.start)
}
/// As Wireshark: `eth:ethertype:ip:tcp`, the step through a number space shown where Wireshark has it as a protocol.
fn protocols(packet: &Packet<'_>, _: usize, out: &mut Vec<u8>) -> bool {
    let from = out.len();
    let mut before = &PROTOCOL;
    for (i, layer) in packet.spine.layers().iter().enumerate().skip(1) {
        let p = protocol(layer.id);
        // A stack of labels: a layer that carries its like without a number for it is one protocol to Wireshark.
        if before.next.is_none() && before.name == p.name && packet.layer(layer.up.into()).is_some_and(|l| protocol(l.id).name == p.name) {
            continue;
        }
        before = p;
        if !again(packet, i, layer) {
            if out.len() > from {
                out.push(b':');
            }
            out.extend(p.name.as_bytes());
        }
        if let Some(within) = p.within {
            within(packet, i, out);
        }
        if again(packet, i, layer) {
            continue;
        }
        if let Some((Space::EtherType, field)) = p.next
            && layer.id != id::geneve // it looks the number up itself
            && layer.carried() > 0
            && tells(packet, i, field)
        {
            out.extend(b":ethertype");
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::testing::{fields_of, hex};
    use super::*;
    use crate::frame::{Info, LinkType, Options};

    #[test]
    fn processes_are_read_from_comments() {
        let options = |comments: &[&str]| {
            let mut bytes = Vec::new();
            for text in comments {
                bytes.extend_from_slice(&1u16.to_le_bytes());
                bytes.extend_from_slice(&(text.len() as u16).to_le_bytes());
                bytes.extend_from_slice(text.as_bytes());
                bytes.resize(bytes.len().next_multiple_of(4), 0);
            }
            bytes
        };
        let of = |bytes: &[u8], end| {
            let frame = Frame { options: Options { bytes, big: false }, ..Frame::new(&[], Info::alone(LinkType::ETHERNET, 0)) };
            process(&frame, end).map(|found| (String::from_utf8_lossy(found.name).into_owned(), found.pid))
        };
        // A name may look like what stands around it.
        let (sent, received) = (process_comment(End::Sender, "a, pid 7\n", 4711), process_comment(End::Receiver, "", 1));
        let bytes = options(&["a note", &sent, &received]);
        assert_eq!(of(&bytes, End::Sender), Some(("a, pid 7\u{fffd}".to_owned(), 4711)));
        assert_eq!(of(&bytes, End::Receiver), Some((String::new(), 1)));
        for other in ["sent by hand", "sent by x, pid ", "sent by x, pid 99999999999", "sent by x, pid -1", "is sent by x, pid 1"] {
            assert_eq!(of(&options(&[other]), End::Sender), None, "{other}");
        }
        assert_eq!(of(&bytes[..9], End::Sender), None);
    }

    #[test]
    fn all_comments_are_shown() {
        let comments: Vec<Vec<u8>> = (0..16).map(|n| format!("comment {n:02}").into_bytes()).collect();
        let mut bytes = Vec::new();
        for text in &comments {
            bytes.extend_from_slice(&[1, 0, text.len() as u8, 0]);
            bytes.extend_from_slice(text);
            bytes.resize(bytes.len().next_multiple_of(4), 0);
        }
        let frame = Frame { options: Options { bytes: &bytes, big: false }, ..Frame::new(&[], Info::alone(LinkType::ETHERNET, 0)) };
        let (spine, notes, rules) = (crate::spine::Spine::new(), crate::spine::Notes::new(), crate::spine::Rules::default());
        let packet = Packet { bytes: &[], frame: &frame, spine: &spine, notes: &notes, rules: &rules };
        let shown = PROTOCOL.fields.iter().filter(|field| field.name == "frame.comment").filter_map(|field| match field.place {
            Place::Derived(work) => work(&packet, 0),
            _ => None,
        });
        assert!(shown.eq(comments.iter().map(|text| Value::Bytes(text))));
    }

    #[test]
    fn a_stack_of_labels_is_one_protocol() {
        let bytes = hex("ff ff ff ff ff ff 02 03 04 05 06 07 88 47 00 01 00 40 00 01 11 40 f0");
        assert_eq!(fields_of(1, &bytes, &["frame.protocols"]), "eth:ethertype:mpls:data");
    }
    #[test]
    fn geneve_carries_without_an_ethertype_between() {
        let bytes = hex("45 00 00 38 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02 30 39 17 c1 00 24 00 00 # port 6081
             00 00 08 00 00 00 07 00 # IPv4
             45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02");
        assert_eq!(fields_of(228, &bytes, &["frame.protocols"]), "ip:udp:geneve:ip");
    }
    #[test]
    fn an_ethertype_only_where_there_is_one() {
        let sll = |protocol| hex(&format!("0000 0001 0006 020304050607 0000 {protocol} 7c 7c 03"));
        assert_eq!(fields_of(113, &sll("1234"), &["frame.protocols"]), "sll:ethertype:data");
        assert_eq!(fields_of(113, &sll("0004"), &["frame.protocols"]), "sll:llc");
    }
}
