//! One line a packet.
//!
//! What a packet is, its innermost protocol says: the last layer that has something to say and is not quoted
//! by an error message. Everything is written straight into the output; nothing is allocated for a packet.
use super::View;
use super::clock::{Clock, Time};
use crate::decode::visit;
use crate::field::{Field, Kind, Place, Value};
use crate::proto::{PROTOCOLS, Word, checksum_remark, frame, id, protocol};
use crate::read::{Flow, Halt, Listen};
use crate::spine::{Packet, Stop};
use crate::text;
use anstyle::{AnsiColor, Style};
use std::ops::{ControlFlow::*, Range};

/// How lines are written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The time shown.
    pub time: Time,
    /// Its decimals: 6, or 9 where the capture has nanoseconds.
    pub decimals: u32,
    /// Coloured by protocol.
    pub color: bool,
}
impl Default for Options {
    fn default() -> Options {
        Options { time: Time::Relative, decimals: 6, color: false }
    }
}

/// Number, time, source, destination, protocol, length, and what the innermost protocol says.
pub struct Line {
    options: Options,
    clock: Clock,
    /// By protocol: the bytes that switch its colour on; empty for that of the protocol below.
    colors: Vec<Box<[u8]>>,
}
impl Line {
    /// A view.
    pub fn new(options: Options) -> Line {
        let code = |style: Style| style.render().to_string().into_bytes().into_boxed_slice();
        let colors = match options.color {
            true => PROTOCOLS.iter().map(|p| color(p.name).map_or(Box::default(), code)).collect(),
            false => vec![],
        };
        Line { clock: Clock::new(options.time, options.decimals), options, colors }
    }
    /// The colour of the innermost layer that has one; of a packet that does not decode, red.
    fn start_color(&self, packet: &Packet<'_>, out: &mut Vec<u8>) -> bool {
        if matches!(packet.spine.stop, Stop::Malformed | Stop::Deep) {
            let red = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
            out.extend(red.render().to_string().as_bytes());
            return true;
        }
        let mut code: &[u8] = &[];
        let mut quote = None;
        for (i, layer) in packet.spine.layers().iter().enumerate() {
            if quoted(&mut quote, i, layer.up) {
                continue;
            }
            if protocol(layer.id).quotes {
                quote = Some(i);
            }
            code = self.colors.get(layer.id.0 as usize).map(|c| &**c).filter(|c| !c.is_empty()).unwrap_or(code);
        }
        out.extend_from_slice(code);
        !code.is_empty()
    }
}
impl View for Line {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        let info = &packet.frame.info;
        let gist = gist(packet);
        let colored = self.options.color && self.start_color(packet, out);

        right(out, 5, |out| text::decimal(info.number, out));
        out.push(b' ');
        right(out, 11, |out| self.clock.write(info, out));
        out.push(b' ');
        left(out, 15, |out| gist.end(packet, true, out));
        out.extend_from_slice(" → ".as_bytes());
        left(out, 15, |out| gist.end(packet, false, out));
        out.push(b' ');
        left(out, 8, |out| out.extend_from_slice(gist.column.as_bytes()));
        out.push(b' ');
        right(out, 5, |out| text::decimal(info.wire.into(), out));
        out.push(b' ');
        gist.info(packet, out);
        processes(packet, out);
        if colored {
            out.extend_from_slice(b"\x1b[0m");
        }
        out.push(b'\n');
    }
}

/// Behind the line: `[curl 4711 → nginx 99]`, where the capture tells whose packet it is.
fn processes(packet: &Packet<'_>, out: &mut Vec<u8>) {
    if packet.frame.options.bytes.is_empty() {
        return;
    }
    let [sender, receiver] = [frame::End::Sender, frame::End::Receiver].map(|end| frame::process(packet.frame, end));
    if sender.is_none() && receiver.is_none() {
        return;
    }
    let mut say = |process: Option<frame::Process<'_>>, before: &str| {
        let Some(process) = process else { return };
        out.extend_from_slice(before.as_bytes());
        let from = out.len();
        out.extend_from_slice(process.name);
        harmless(from, out);
        out.push(b' ');
        text::decimal(process.pid.into(), out);
    };
    say(sender, "  [");
    say(receiver, if sender.is_some() { " → " } else { "  [→ " });
    out.push(b']');
}

/// Colours as in a terminal's palette, so that they fit its background. `None` for the colour of the protocol below.
fn color(name: &str) -> Option<Style> {
    use AnsiColor::*;
    let color = match name {
        "arp" => Yellow,
        "icmp" | "icmpv6" | "igmp" => Magenta,
        "tcp" => Green,
        "udp" => Cyan,
        "sctp" | "dccp" => BrightCyan,
        "dns" | "mdns" | "llmnr" | "nbns" | "dhcp" | "dhcpv6" | "ntp" => Blue,
        "http" | "http2" | "tls" | "quic" | "websocket" => BrightGreen,
        "ospf" | "bgp" | "rip" | "ripng" | "eigrp" | "pim" | "vrrp" | "hsrp" | "isis" | "bfd" | "ldp" => BrightYellow,
        "stp" | "lldp" | "cdp" | "lacp" | "wlan" => BrightBlue,
        "esp" | "ah" | "isakmp" => BrightMagenta,
        _ => return None,
    };
    Some(Style::new().fg_color(Some(color.into())))
}

/// Which layers say what the packet is.
struct Gist {
    /// The layer that has a line.
    info: Option<usize>,
    /// The layer that has addresses.
    ends: Option<(usize, &'static Field, &'static Field)>,
    /// What the protocol column says.
    column: &'static str,
}

/// True for a layer inside a quotation. `quote` is the layer that quotes, as long as the walk is inside.
#[inline(always)]
fn quoted(quote: &mut Option<usize>, layer: usize, up: u8) -> bool {
    match *quote {
        Some(by) if layer > by && up as usize >= by => true,
        _ => {
            *quote = None;
            false
        }
    }
}
#[inline]
fn gist(packet: &Packet<'_>) -> Gist {
    let mut gist = Gist { info: None, ends: None, column: "" };
    let (mut quote, mut data) = (None, None);
    for (i, layer) in packet.spine.layers().iter().enumerate() {
        if quoted(&mut quote, i, layer.up) {
            continue;
        }
        let p = protocol(layer.id);
        if p.quotes {
            quote = Some(i);
        }
        if layer.id == id::data {
            data = Some(i);
            continue;
        }
        if !p.line.is_empty() {
            gist.info = Some(i);
        }
        // A header that was cut before its addresses leaves those of its carrier.
        if let Some((from, to)) = p.ends
            && from.range().end.max(to.range().end) <= layer.body.saturating_sub(layer.start) as usize
        {
            gist.ends = Some((i, from, to));
        }
        if !p.column.is_empty() {
            gist.column = p.column;
        }
    }
    gist.info = gist.info.or(data);
    if gist.column.is_empty() {
        gist.column = "Data";
    }
    gist
}
impl Gist {
    fn end(&self, packet: &Packet<'_>, source: bool, out: &mut Vec<u8>) {
        let Some((layer, from, to)) = self.ends else { return };
        first(packet, layer, if source { from } else { to }, &mut |field, value| plain(field, value, out));
    }
    /// The innermost protocol's line, and why decoding ended early.
    fn info(&self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        let from = out.len();
        if let Some(layer) = self.info {
            words(packet, layer, out);
        }
        if out.len() > from + LONGEST {
            shorten(from + LONGEST, out);
        }
        if let Some(remark) = checksum_remark(packet) {
            out.extend_from_slice(b" [");
            out.extend_from_slice(remark.as_bytes());
            out.push(b']');
        }
        if packet.spine.stop != Stop::End && out.last().is_some_and(|b| *b == b' ') {
            out.pop();
        }
        out.extend_from_slice(match packet.spine.stop {
            Stop::End | Stop::Reject | Stop::Nothing | Stop::More => return,
            Stop::Cut if packet.frame.bytes.len() < packet.frame.info.wire as usize => b" [cut off in capture]",
            Stop::Cut => b" [cut short]",
            Stop::Malformed => b" [malformed]",
            Stop::Deep => b" [too many layers]",
        });
    }
}

/// Writes an address of a layer, if it has one, behind its name.
pub(super) fn end_of(packet: &Packet<'_>, layer: usize, source: bool, name: &str, out: &mut Vec<u8>) {
    let Some((from, to)) = packet.layer(layer).and_then(|l| protocol(l.id).ends) else { return };
    first(packet, layer, if source { from } else { to }, &mut |field, value| {
        out.extend_from_slice(name.as_bytes());
        text::plain(field, value, out);
    });
}
/// Bytes of what a protocol says of a packet; as many as Wireshark's column holds.
const LONGEST: usize = 4096;
/// Cuts text off between two characters.
#[cold]
fn shorten(mut to: usize, out: &mut Vec<u8>) {
    while out.get(to).is_some_and(|b| b & 0xc0 == 0x80) {
        to -= 1;
    }
    out.truncate(to);
    out.extend_from_slice("…".as_bytes());
}
/// What a layer's protocol says of it.
pub(super) fn words(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let words = packet.layer(layer).map_or(&[][..], |l| protocol(l.id).line);
    for word in words {
        match word {
            Word::Say(text) => out.extend_from_slice(text.as_bytes()),
            Word::Call(write) => {
                let from = out.len();
                write(packet, layer, out);
                harmless(from, out);
            }
            Word::Plain(field) => first(packet, layer, field, &mut |field, value| plain(field, value, out)),
            Word::Of(field) => first(packet, layer, field, &mut |field, value| named(field, value, out)),
            Word::With(before, field) => first(packet, layer, field, &mut |field, value| {
                out.extend_from_slice(before.as_bytes());
                named(field, value, out);
            }),
        }
    }
}
/// The name of a number, else the value.
fn named(field: &'static Field, value: Value<'_>, out: &mut Vec<u8>) {
    match value {
        Value::Num(n) if !field.names.is_empty() => match text::named(field, n) {
            Some(name) => out.extend_from_slice(name.as_bytes()),
            None => plain(field, value, out),
        },
        _ => plain(field, value, out),
    }
}
/// A value as `-T fields` shows it, made harmless where it is shown in a way of its own.
fn plain(field: &'static Field, value: Value<'_>, out: &mut Vec<u8>) {
    let from = out.len();
    text::plain(field, value, out);
    if matches!(field.kind, Kind::Show(_)) {
        harmless(from, out);
    }
}
/// Tells the first value of a field of a layer, if there is one.
#[inline]
fn first(packet: &Packet<'_>, layer: usize, field: &'static Field, tell: &mut dyn FnMut(&'static Field, Value<'_>)) {
    if field.follows() || matches!(field.place, Place::Reckoned(_)) {
        let _ = visit(packet, layer, &mut First { field, tell });
    } else if let Place::Written(write) = field.place {
        let mut text = vec![];
        if write(packet, layer, &mut text) {
            tell(field, Value::Bytes(&text));
        }
    } else if let Some((_, value)) = packet.get(layer, field) {
        tell(field, value);
    }
}
struct First<'t> {
    field: &'static Field,
    tell: &'t mut dyn FnMut(&'static Field, Value<'_>),
}
impl Listen for First<'_> {
    fn open(&mut self, group: &'static Field) -> Flow<bool> {
        Continue(group.holds(self.field))
    }
    fn value(&mut self, field: &'static Field, _: Range<usize>, value: Value<'_>) -> Flow {
        if !std::ptr::eq(field, self.field) {
            return Continue(());
        }
        (self.tell)(field, value);
        Break(Halt::Enough)
    }
    fn hears(&self, field: &'static Field) -> bool {
        std::ptr::eq(field, self.field)
    }
}

/// Sees that what stands behind `from` cannot steer a terminal, whatever a protocol's own function wrote.
#[inline]
pub(super) fn harmless(from: usize, out: &mut Vec<u8>) {
    let text = out.get(from..).unwrap_or(&[]);
    // No early end: the compiler compares many bytes at once.
    let control = text.iter().fold(false, |found, b| found | (*b < b' ') | (*b == 0x7f));
    // C1 controls are two bytes in UTF-8; some terminals obey single ones too.
    let calm = |text: &[u8]| std::str::from_utf8(text).is_ok_and(|t| !t.contains(char::is_control));
    if control || !text.is_ascii() && !calm(text) {
        escape(from, out);
    }
}
#[cold]
fn escape(from: usize, out: &mut Vec<u8>) {
    let wild = out.split_off(from);
    text::utf8(&wild, out);
}

/// What the source or destination column says; false for nothing.
pub(super) fn end(packet: &Packet<'_>, source: bool, out: &mut Vec<u8>) -> bool {
    let from = out.len();
    gist(packet).end(packet, source, out);
    out.len() > from
}
/// What the protocol column says.
pub(super) fn protocol_name(packet: &Packet<'_>, _: usize, out: &mut Vec<u8>) -> bool {
    out.extend_from_slice(gist(packet).column.as_bytes());
    true
}
/// What the info column says.
pub(super) fn info(packet: &Packet<'_>, _: usize, out: &mut Vec<u8>) -> bool {
    gist(packet).info(packet, out);
    true
}

const SPACES: [u8; 16] = [b' '; 16];

/// Writes something, and spaces behind it up to a width of at most 16.
#[inline(always)]
fn left(out: &mut Vec<u8>, width: usize, write: impl FnOnce(&mut Vec<u8>)) {
    let from = out.len();
    write(out);
    let missing = (from + width).saturating_sub(out.len());
    out.extend_from_slice(SPACES.get(..missing).unwrap_or(&[]));
}
/// Writes something, and spaces before it up to a width of at most 16.
#[inline(always)]
fn right(out: &mut Vec<u8>, width: usize, write: impl FnOnce(&mut Vec<u8>)) {
    let from = out.len();
    write(out);
    let missing = (from + width).saturating_sub(out.len());
    if missing > 0 {
        out.extend_from_slice(SPACES.get(..missing).unwrap_or(&[]));
        if let Some(text) = out.get_mut(from..) {
            text.rotate_right(missing);
        }
    }
}
