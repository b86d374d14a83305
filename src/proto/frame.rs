//! What the capture knows of a frame: the outermost layer, without bytes of its own.
//!
//! pcapng: [draft-ietf-opsawg-pcapng](https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-03.html), 4.3 and 4.3.1.
use super::*;
use crate::field::*;
use crate::text;

/// Counts from 1.
pub static NUMBER: Field = Field::new("frame.number", "Frame Number", Place::Derived(|p, _| Some(Value::Num(p.frame.info.number))));
/// Local time, as Wireshark has it.
pub static TIME: Field = Field::new("frame.time", "Arrival Time", Place::Written(local));
/// Seconds since 1970.
pub static TIME_EPOCH: Field = time("frame.time_epoch", "Epoch Time", |p, _| Some(Value::Num(p.frame.info.time? as u64)));
/// Seconds since the frame before.
pub static TIME_DELTA: Field = time("frame.time_delta", "Time delta from previous captured frame", |p, _| since(p, p.frame.info.previous));
/// Seconds since the displayed frame before: without a display filter, the frame before.
pub static TIME_DELTA_DISPLAYED: Field =
    time("frame.time_delta_displayed", "Time delta from previous displayed frame", |p, _| since(p, p.frame.info.previous));
/// Seconds since the first frame.
pub static TIME_RELATIVE: Field = time("frame.time_relative", "Time since reference or first frame", |p, _| since(p, p.frame.info.first));
/// Bytes on the wire.
pub static LEN: Field = Field::new("frame.len", "Frame Length", Place::Derived(|p, _| Some(Value::Num(p.frame.info.wire.into()))));
/// Bytes captured.
pub static CAP_LEN: Field = Field::new("frame.cap_len", "Capture Length", Place::Derived(|p, _| Some(Value::Num(p.bytes.len() as u64))));
/// The names of the layers, outermost first.
pub static PROTOCOLS: Field = Field::new("frame.protocols", "Protocols in frame", Place::Written(protocols));
/// The capture's interface.
pub static INTERFACE_ID: Field =
    Field::new("frame.interface_id", "Interface id", Place::Derived(|p, _| Some(Value::Num(p.frame.info.interface?.into()))));
/// A person's words about the frame.
pub static COMMENT: Field =
    Field::new("frame.comment", "Comment", Place::Derived(|p, _| p.frame.options.comment().map(Value::Bytes))).text();
/// pcapng `epb_flags`.
pub static PACKET_FLAGS: Field =
    Field::new("frame.packet_flags", "Packet flags", Place::Derived(|p, _| flags(p).map(Value::Num))).hex().ft(32);
/// 1 inbound, 2 outbound.
pub static DIRECTION: Field = Field::new("frame.packet_flags_direction", "Direction", Place::Derived(|p, _| Some(Value::Num(flags(p)? & 3))))
    .hex()
    .ft(32)
    .names(&[(0, "Unknown"), (1, "Inbound"), (2, "Outbound")]);
/// Frames lost between this one and the one before.
pub static DROP_COUNT: Field = Field::new("frame.drop_count", "Drop Count", Place::Derived(|p, _| number(p, 4).map(Value::Num)));
/// Tells packets apart that were captured twice.
pub static PACKET_ID: Field = Field::new("frame.packet_id", "Packet id", Place::Derived(|p, _| number(p, 5).map(Value::Num)));
/// The interface's queue.
pub static QUEUE: Field = Field::new("frame.interface_queue", "Interface queue", Place::Derived(|p, _| number(p, 6).map(Value::Num)));

const fn time(name: &'static str, title: &'static str, work: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(work)).kind(Kind::Duration(1))
}

/// The frame as a layer.
pub static PROTOCOL: Protocol = Protocol {
    name: "frame",
    title: "Frame",
    spec: "draft-ietf-opsawg-pcapng",
    fields: &[
        &INTERFACE_ID,
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
    ],
    ..Protocol::PLAIN
};

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
fn local(packet: &Packet<'_>, _: usize, out: &mut Vec<u8>) -> bool {
    let Some(ns) = packet.frame.info.time else { return false };
    let Ok(when) = jiff::Timestamp::from_nanosecond(ns.into()) else { return false };
    let when = when.to_zoned(jiff::tz::TimeZone::system());
    out.extend(when.strftime("%b %e, %Y %H:%M:%S.%9f %Z").to_string().as_bytes());
    true
}
/// As Wireshark: `eth:ethertype:ip:tcp`, the step through a number space shown where Wireshark has it as a protocol.
fn protocols(packet: &Packet<'_>, _: usize, out: &mut Vec<u8>) -> bool {
    let from = out.len();
    for layer in packet.spine.layers().iter().skip(1) {
        if out.len() > from {
            out.push(b':');
        }
        out.extend(protocol(layer.id).name.as_bytes());
        if protocol(layer.id).next.is_some_and(|(space, _)| space == Space::EtherType) && layer.carried() > 0 {
            out.extend(b":ethertype");
        }
    }
    true
}

/// The time of the frame for a person: `2023-11-14T22:13:20.000000000Z`; nothing where the capture has none.
pub fn rfc3339(packet: &Packet<'_>, out: &mut Vec<u8>) {
    if let Some(ns) = packet.frame.info.time {
        text::rfc3339(ns, out);
    }
}
