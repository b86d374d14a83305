//! JSON: an array, or one object a line.
//!
//! ```text
//! {"frame": {"number": 1, "time": "2026-01-02T03:04:05.123456789Z", "len": 74, "cap_len": 74},
//!  "layers": [{"proto": "eth", "eth.dst": "02:00:00:00:00:01", "eth.type": 2048}, ..]}
//! ```
//!
//! - A key is Wireshark's name. A record or list that has none in Wireshark has its title in small letters, words joined by `_`:
//!   `"answers": [..]`. One without a title is not a level of its own: its members belong to what holds it.
//! - A list of records is an array of objects, a list of values an array of values; an unnamed list of values has its values' name.
//!   A record inside a list tells its own name as its first member: `{"tcp.options.mss": "020405b4", "tcp.option_kind": 2, ..}`.
//!   A list of values of several names, over and over, is an object of arrays.
//! - No object has a key twice: members of one name become an array, at the place of the first.
//! - Numbers are numbers, exact to the last digit, lengths of time too (in seconds); flags are booleans; what is only present is
//!   `true`; addresses and times of day are text; bytes are text of hexadecimal digits.
//! - `ip.addr` and its like, which repeat other fields, are left out; with chosen fields (`-e`) they can be asked for.
//! - A packet whose decoding stopped early has `"error"` in `frame`, a layer whose records are broken has `"broken_at"`: a byte of
//!   the frame.
use super::View;
use super::clock::{Clock, Time};
use super::columns::{Chosen, Column};
use crate::decode::explain;
use crate::field::{Field, Kind, Place, Value};
use crate::proto::{PROTOCOLS, Protocol, frame, id, protocol};
use crate::read::{Flow, Halt, Listen, Reader};
use crate::spine::{Packet, Stop};
use crate::text;
use std::collections::HashMap;
use std::ops::{ControlFlow::*, Range};

/// JSON of whole packets, or of chosen fields.
pub struct Json {
    /// One object a line; else an array.
    lines: bool,
    /// The frame tells its bytes.
    bytes: bool,
    /// How each protocol is written, made when its first layer comes.
    plans: Vec<Option<Plan>>,
    room: Room,
    clock: Clock,
    chosen: Option<Flat>,
}
/// Chosen fields: one flat object a packet.
struct Flat {
    chosen: Chosen,
    cells: Vec<Cell>,
}
struct Cell {
    /// `"ip.src":`
    key: Vec<u8>,
    text: Vec<u8>,
    seen: usize,
}

impl Json {
    /// An array of packets.
    pub fn array() -> Json {
        Json::new(false)
    }
    /// One packet a line.
    pub fn lines() -> Json {
        Json::new(true)
    }
    fn new(lines: bool) -> Json {
        let plans = PROTOCOLS.iter().map(|_| None).collect();
        Json { lines, bytes: false, plans, room: Room::default(), clock: Clock::new(Time::UtcDate, 9), chosen: None }
    }
    /// The same, the bytes of each packet too: `"bytes"` in `frame`, hexadecimal digits.
    #[must_use]
    pub fn with_bytes(mut self) -> Json {
        self.bytes = true;
        self
    }
    /// The same, of these fields only. A name that is asked for twice is told once.
    #[must_use]
    pub fn of(mut self, names: &[impl AsRef<str>], columns: &[Column], time: Time) -> Json {
        let (mut once, mut cells) = (vec![], Vec::<Cell>::new());
        for (name, column) in names.iter().zip(columns) {
            let mut key = vec![];
            string(name.as_ref().as_bytes(), &mut key);
            key.push(b':');
            if !cells.iter().any(|c| c.key == key) {
                cells.push(Cell { key, text: vec![], seen: 0 });
                once.push(column.clone());
            }
        }
        self.chosen = Some(Flat { chosen: Chosen::new(&once, time, 9), cells });
        self
    }
}
impl View for Json {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        match &mut self.chosen {
            Some(flat) => flat.packet(packet, out),
            None => {
                frame(packet, &mut self.clock, out);
                if self.bytes {
                    out.extend_from_slice(b",\"bytes\":\"");
                    text::bytes(packet.frame.bytes, out);
                    out.push(b'"');
                }
                out.extend_from_slice(b"},\"layers\":[");
                for (i, layer) in packet.spine.layers().iter().enumerate().skip(1) {
                    if i > 1 {
                        out.push(b',');
                    }
                    let known = if (layer.id.0 as usize) < self.plans.len() { layer.id } else { id::data };
                    if let Some(plan) = self.plans.get_mut(known.0 as usize) {
                        plan.get_or_insert_with(|| Plan::new(protocol(known))).layer(packet, i, &mut self.room, out);
                    }
                }
                out.extend_from_slice(b"]}");
            }
        }
        if self.lines {
            out.push(b'\n');
        }
    }
    fn head(&self, out: &mut Vec<u8>) {
        if !self.lines {
            out.extend_from_slice(b"[\n");
        }
    }
    fn between(&self) -> &'static [u8] {
        if self.lines { b"" } else { b",\n" }
    }
    fn foot(&self) -> &'static [u8] {
        if self.lines { b"" } else { b"\n]\n" }
    }
}

impl Flat {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        let Flat { chosen, cells } = self;
        chosen.run(packet, |slot, field, of| {
            if let Some(cell) = cells.get_mut(slot) {
                if cell.seen > 0 {
                    cell.text.push(b',');
                }
                cell.seen += 1;
                value(field, of, &mut cell.text);
            }
        });
        out.push(b'{');
        let mut first = true;
        for cell in cells.iter_mut().filter(|c| c.seen > 0) {
            if !first {
                out.push(b',');
            }
            first = false;
            out.extend_from_slice(&cell.key);
            if cell.seen > 1 {
                out.push(b'[');
            }
            out.append(&mut cell.text);
            if cell.seen > 1 {
                out.push(b']');
            }
            cell.seen = 0;
        }
        out.push(b'}');
    }
}

/// What the capture knows of the frame; the object is left open.
fn frame(packet: &Packet<'_>, clock: &mut Clock, out: &mut Vec<u8>) {
    let info = &packet.frame.info;
    out.extend_from_slice(b"{\"frame\":{\"number\":");
    text::decimal(info.number, out);
    if let Some(time) = info.time {
        out.extend_from_slice(b",\"time\":\"");
        clock.rfc3339(time, out);
        out.push(b'"');
        for (key, before) in [(&b",\"time_delta\":"[..], info.previous), (b",\"time_relative\":", info.first)] {
            out.extend_from_slice(key);
            text::duration(time.wrapping_sub(before.unwrap_or(time)), out);
        }
    }
    out.extend_from_slice(b",\"len\":");
    text::decimal(info.wire.into(), out);
    out.extend_from_slice(b",\"cap_len\":");
    text::decimal(packet.frame.bytes.len() as u64, out);
    if let Some(interface) = info.interface {
        out.extend_from_slice(b",\"interface_id\":");
        text::decimal(interface.into(), out);
    }
    if let Some(name) = packet.frame.interface.and_then(|i| i.name.as_ref()) {
        out.extend_from_slice(b",\"interface_name\":");
        string(name.as_bytes(), out);
    }
    if let Some(comment) = packet.frame.options.comment() {
        out.extend_from_slice(b",\"comment\":");
        string(comment, out);
    }
    for (key, end) in [(&b",\"sender\":{\"name\":"[..], frame::End::Sender), (b",\"receiver\":{\"name\":", frame::End::Receiver)] {
        if let Some(process) = frame::process(packet.frame, end) {
            out.extend_from_slice(key);
            string(process.name, out);
            out.extend_from_slice(b",\"pid\":");
            text::decimal(process.pid.into(), out);
            out.push(b'}');
        }
    }
    if packet.spine.stop != Stop::End
        && let Some(why) = explain(packet)
    {
        out.extend_from_slice(b",\"error\":");
        string(why.as_bytes(), out);
    }
}

/// How a protocol's layers are written. The fields that are read where they lie go without a listener, those whose key no other
/// member can have without a look at the members before.
struct Plan {
    protocol: &'static Protocol,
    /// `{"proto":"tcp"`
    start: Vec<u8>,
    /// Before and behind what only a reader finds.
    before: Vec<Direct>,
    read: &'static [&'static Field],
    behind: Vec<Direct>,
}
struct Direct {
    field: &'static Field,
    /// `,"tcp.srcport":`
    key: Box<[u8]>,
    /// No other member of the object can have this key.
    alone: bool,
}
impl Plan {
    fn new(protocol: &'static Protocol) -> Plan {
        let mut keys = HashMap::new();
        protocol.fields.iter().for_each(|f| count(f, 1, &mut keys, 0));
        let needs_reader = |f: &&'static Field| f.follows() || f.bracket() || matches!(f.place, Place::Reckoned(_));
        let (from, to) = match protocol.fields.iter().position(&needs_reader) {
            Some(first) => (first, protocol.fields.iter().rposition(needs_reader).map_or(first, |last| last + 1)),
            None => (protocol.fields.len(), protocol.fields.len()),
        };
        let direct = |fields: &'static [&'static Field]| {
            let shown = fields.iter().filter(|f| !(matches!(f.place, Place::Either(_)) || f.name.is_empty() && f.title.is_empty()));
            let direct = |field: &&'static Field| {
                let name = Key::of(field).text();
                let mut key = vec![b','];
                string(name.as_bytes(), &mut key);
                key.push(b':');
                Direct { field, key: key.into(), alone: keys.get(&name) == Some(&1) }
            };
            shown.map(direct).collect()
        };
        let mut start = b"{\"proto\":".to_vec();
        string(protocol.name.as_bytes(), &mut start);
        Plan {
            protocol,
            start,
            before: direct(protocol.fields.get(..from).unwrap_or(&[])),
            read: protocol.fields.get(from..to).unwrap_or(&[]),
            behind: direct(protocol.fields.get(to..).unwrap_or(&[])),
        }
    }
    fn layer(&self, packet: &Packet<'_>, i: usize, room: &mut Room, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.start);
        room.clear();
        let mut writer = Writer { room, out };
        writer.enter(Shape::Object, &LAYER);
        writer.direct(packet, i, &self.before);
        let mut done = Continue(());
        if !self.read.is_empty() {
            done = Reader::new(packet, i, self.protocol.size, &mut writer).fields(self.read);
        }
        match done {
            Break(Halt::Broken(at)) => {
                writer.out.extend_from_slice(b",\"broken_at\":");
                text::decimal(at as u64, writer.out);
            }
            _ => writer.direct(packet, i, &self.behind),
        }
        writer.leave();
        writer.out.push(b'}');
    }
}
/// The layer itself, where a record is expected. Its first member is written already.
static LAYER: Field = Field::part(Place::Group(&[]));

/// Counts how many members of an object can have each key. What may come several times counts twice.
fn count(f: &'static Field, times: usize, keys: &mut HashMap<String, usize>, depth: u8) {
    let mut add = |key: Key| *keys.entry(key.text()).or_insert(0) += times;
    if depth > 20 {
        return;
    }
    match shape(f) {
        Some(Shape::Flat) => {
            let times = if matches!(f.place, Place::Group(_)) { times } else { 2 };
            f.inside(&mut |g| {
                count(g, times, keys, depth + 1);
                true
            });
        }
        Some(Shape::Values) if f.name.is_empty() => {
            add(Key::of(f));
            f.inside(&mut |g| {
                add(Key::of(g));
                true
            });
        }
        Some(_) => add(Key::of(f)),
        None => {
            add(Key::of(f));
            f.inside(&mut |g| {
                count(g, times, keys, depth + 1);
                true
            });
        }
    }
}

/// What a group becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// An object.
    Object,
    /// An array of objects.
    Records,
    /// An array of values.
    Values,
    /// Nothing of its own: its members belong to what holds it.
    Flat,
}
/// True where the items of a list are records, or may be.
fn records(one: &'static Field, depth: u8) -> bool {
    use Place::*;
    match one.place {
        Group(_) | Many(_) | Times(..) | Repeat(..) => true,
        _ => depth > 0 && !one.inside(&mut |f| !records(f, depth - 1)),
    }
}
/// What a record or list becomes; `None` for what is neither.
fn shape(f: &'static Field) -> Option<Shape> {
    use Place::*;
    let nameless = f.name.is_empty() && f.title.is_empty();
    Some(match f.place {
        Group(_) if nameless => Shape::Flat,
        Group(_) => Shape::Object,
        Many(one) | Times(_, one) | Repeat(_, one) => match one.place {
            Uint(_) | UintLe(_) | Key(_) | KeyLe(_) | Run(_) | Take(_) | Rest | Zero | Name | Bits(..) | Bytes(..)
                if !(nameless && one.name.is_empty() && one.title.is_empty()) =>
            {
                Shape::Values
            }
            _ if nameless => Shape::Flat,
            _ if records(one, 8) => Shape::Records,
            _ => Shape::Object, // values of several names: an array for each
        },
        _ => return None,
    })
}

/// A member's key.
#[derive(Clone, Copy)]
enum Key {
    /// Wireshark's name.
    Name(&'static str),
    /// A title, to be written in small letters, words joined by `_`.
    Title(&'static str),
}
impl Key {
    #[inline]
    fn of(f: &'static Field) -> Key {
        match f.place {
            Place::Many(one) | Place::Times(_, one) | Place::Repeat(_, one)
                if f.name.is_empty() && !one.name.is_empty() && shape(f) == Some(Shape::Values) =>
            {
                Key::Name(one.name)
            }
            _ if f.name.is_empty() => Key::Title(f.title),
            _ => Key::Name(f.name),
        }
    }
    fn write(self, out: &mut Vec<u8>) {
        match self {
            Key::Name(name) => out.extend_from_slice(name.as_bytes()),
            Key::Title(title) => {
                let from = out.len();
                for c in title.bytes() {
                    match c {
                        b'a'..=b'z' | b'0'..=b'9' => out.push(c),
                        b'A'..=b'Z' => out.push(c.to_ascii_lowercase()),
                        b'\'' => {} // authority's
                        _ if out.len() > from && out.last() != Some(&b'_') => out.push(b'_'),
                        _ => {}
                    }
                }
                if out.len() > from + 1 && out.last() == Some(&b'_') {
                    out.pop();
                }
            }
        }
    }
    fn text(self) -> String {
        let mut out = vec![];
        self.write(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }
    #[inline]
    fn same(self, other: Key) -> bool {
        match (self, other) {
            (Key::Name(a), Key::Name(b)) => a == b,
            (Key::Title(a), Key::Title(b)) if a == b => true,
            _ => self.text() == other.text(),
        }
    }
}

/// Memory that is used again for every layer.
#[derive(Default)]
struct Room {
    open: Vec<Open>,
    /// The members of all open objects, innermost last, and one entry a key.
    members: Vec<Member>,
    keys: Vec<(Key, usize)>,
    spare: Vec<u8>,
}
impl Room {
    fn clear(&mut self) {
        self.open.clear();
        self.members.clear();
        self.keys.clear();
    }
}
/// A level that is not closed yet.
struct Open {
    shape: Shape,
    /// The innermost level that is not flat.
    within: usize,
    /// Where its members start in the output, in `Room::members` and in `Room::keys`.
    from: usize,
    members: usize,
    keys: usize,
    /// Nothing is written yet.
    empty: bool,
    /// Some key came more than once.
    twice: bool,
}
/// Where a member stands in the output: its comma and key, its value, its end. The next of the same key.
struct Member {
    from: usize,
    value: usize,
    end: usize,
    next: Option<usize>,
    first: bool,
}

struct Writer<'o> {
    room: &'o mut Room,
    out: &'o mut Vec<u8>,
}
impl Writer<'_> {
    /// Writes fields that are read where they lie.
    #[inline]
    fn direct(&mut self, packet: &Packet<'_>, i: usize, fields: &[Direct]) {
        let head = packet.head(i);
        for d in fields {
            let of = match d.field.place {
                Place::Bits(..) | Place::Bytes(..) | Place::Little(..) => d.field.get(head),
                Place::Written(write) => {
                    self.written(packet, i, d, write);
                    None
                }
                _ => packet.get(i, d.field).map(|(_, of)| of),
            };
            match of {
                Some(of) if d.alone => {
                    self.out.extend_from_slice(&d.key);
                    value(d.field, of, self.out);
                }
                Some(of) => {
                    let _ = self.value(d.field, 0..0, of);
                }
                None => {}
            }
        }
    }
    #[cold]
    fn written(&mut self, packet: &Packet<'_>, i: usize, d: &Direct, write: fn(&Packet<'_>, usize, &mut Vec<u8>) -> bool) {
        let mut text = std::mem::take(&mut self.room.spare);
        text.clear();
        if write(packet, i, &mut text) {
            let _ = self.value(d.field, 0..0, Value::Bytes(&text));
        }
        self.room.spare = text;
    }
    /// The innermost level that is not flat.
    #[inline]
    fn level(&mut self) -> Option<&mut Open> {
        let at = self.room.open.last()?.within;
        self.room.open.get_mut(at)
    }
    /// Begins a member of an object, or an item of an array; true where a brace must be closed behind the value.
    #[inline]
    fn begin(&mut self, key: Key, record: bool) -> bool {
        let Some(level) = self.level() else { return false };
        let (shape, first, members, keys) = (level.shape, std::mem::take(&mut level.empty), level.members, level.keys);
        let from = self.out.len();
        if !first {
            self.out.push(b',');
        }
        match shape {
            Shape::Values => return false,
            Shape::Records if record => return false,
            Shape::Records => self.out.push(b'{'),
            _ => {}
        }
        self.out.push(b'"');
        key.write(self.out);
        self.out.extend_from_slice(b"\":");
        if shape == Shape::Records {
            return true;
        }
        let room = &mut *self.room;
        let this = room.members.len();
        let known = room.keys.iter_mut().skip(keys).find(|(k, _)| k.same(key));
        let mut twice = false;
        match known {
            Some((_, last)) => {
                if let Some(before) = room.members.get_mut(*last) {
                    before.next = Some(this);
                }
                *last = this;
                twice = true;
            }
            None => room.keys.push((key, this)),
        }
        debug_assert!(members <= this);
        room.members.push(Member { from, value: self.out.len(), end: 0, next: None, first: !twice });
        if twice && let Some(level) = self.level() {
            level.twice = true;
        }
        false
    }
    /// Ends the member that was begun last and is not ended.
    #[inline]
    fn end(&mut self) {
        let end = self.out.len();
        if let Some(level) = self.level()
            && level.shape == Shape::Object
            && let Some(member) = self.room.members.last_mut()
        {
            member.end = end;
        }
    }
    fn enter(&mut self, shape: Shape, group: &'static Field) {
        let at = self.room.open.len();
        let within = match shape {
            Shape::Flat => self.room.open.last().map_or(0, |o| o.within),
            _ => at,
        };
        self.room.open.push(Open {
            shape,
            within,
            from: self.out.len(),
            members: self.room.members.len(),
            keys: self.room.keys.len(),
            empty: !std::ptr::eq(group, &LAYER),
            twice: false,
        });
    }
    /// Leaves a level; members of one key become arrays.
    fn leave(&mut self) -> Option<Open> {
        let open = self.room.open.pop()?;
        if open.shape == Shape::Flat {
            return Some(open);
        }
        if open.twice {
            gather(self.room, &open, self.out);
        }
        self.room.members.truncate(open.members);
        self.room.keys.truncate(open.keys);
        Some(open)
    }
}
/// Writes the members of an object again, those of one key as an array at the place of the first.
#[cold]
fn gather(room: &mut Room, open: &Open, out: &mut Vec<u8>) {
    let Room { members, spare, .. } = room;
    spare.clear();
    spare.extend_from_slice(out.get(open.from..).unwrap_or(&[]));
    out.truncate(open.from);
    let text = |range: Range<usize>| spare.get(range.start - open.from..range.end - open.from).unwrap_or(&[]);
    let mut at = open.from;
    for member in members.iter().skip(open.members) {
        out.extend_from_slice(text(at..member.from));
        at = member.end;
        if !member.first {
            continue;
        }
        out.extend_from_slice(text(member.from..member.value));
        if member.next.is_some() {
            out.push(b'[');
        }
        out.extend_from_slice(text(member.value..member.end));
        let mut next = member.next;
        while let Some(other) = next.and_then(|n| members.get(n)) {
            out.push(b',');
            out.extend_from_slice(text(other.value..other.end));
            next = other.next;
        }
        if member.next.is_some() {
            out.push(b']');
        }
    }
    out.extend_from_slice(spare.get(at - open.from..).unwrap_or(&[]));
}
impl Listen for Writer<'_> {
    fn open(&mut self, group: &'static Field) -> Flow<bool> {
        let mut shape = shape(group).unwrap_or(Shape::Flat);
        if shape == Shape::Flat && matches!(group.place, Place::Group(_)) && self.level().is_some_and(|l| l.shape == Shape::Records) {
            shape = Shape::Object; // an item keeps its members together, whether it has a title or not
        }
        if shape != Shape::Flat {
            let braced = self.begin(Key::of(group), true);
            debug_assert!(!braced);
            self.out.push(if shape == Shape::Object { b'{' } else { b'[' });
        }
        self.enter(shape, group);
        Continue(true)
    }
    fn value(&mut self, field: &'static Field, _: Range<usize>, of: Value<'_>) -> Flow {
        let braced = self.begin(Key::of(field), false);
        value(field, of, self.out);
        if braced {
            self.out.push(b'}');
        } else {
            self.end();
        }
        Continue(())
    }
    fn close(&mut self, group: &'static Field, _: Range<usize>, bytes: &[u8]) -> Flow {
        let Some(open) = self.leave() else { return Continue(()) };
        match open.shape {
            Shape::Flat => return Continue(()),
            Shape::Object => {
                let listed = self.level().is_some_and(|l| l.shape != Shape::Object);
                if listed && !group.name.is_empty() {
                    // What a record in a list is, comes first.
                    let from = self.out.len();
                    self.out.push(b'"');
                    self.out.extend_from_slice(group.name.as_bytes());
                    self.out.extend_from_slice(b"\":");
                    value(group, Value::Bytes(bytes), self.out);
                    if !open.empty {
                        self.out.push(b',');
                    }
                    let more = self.out.len() - from;
                    if let Some(record) = self.out.get_mut(open.from..) {
                        record.rotate_right(more);
                    }
                }
                self.out.push(b'}');
            }
            _ => self.out.push(b']'),
        }
        self.end();
        Continue(())
    }
}

/// Writes a value.
#[inline]
pub(super) fn value(field: &Field, of: Value<'_>, out: &mut Vec<u8>) {
    match (field.kind, of) {
        (Kind::Dec | Kind::Hex | Kind::Oct, Value::Num(n)) => text::decimal(n, out),
        (Kind::Flag, Value::Num(n)) => out.extend_from_slice(if n == 0 { b"false" } else { b"true" }),
        (Kind::Ip4, Value::Num(n)) => {
            out.push(b'"');
            text::ip4((n as u32).to_be_bytes(), out);
            out.push(b'"');
        }
        (Kind::Bytes, Value::Bytes(b)) => {
            out.push(b'"');
            text::bytes(b, out);
            out.push(b'"');
        }
        (Kind::Mac, Value::Bytes(b)) => {
            out.push(b'"');
            text::joined(b, b':', out);
            out.push(b'"');
        }
        (Kind::Text, Value::Bytes(b)) => string(b, out),
        _ => rare(field, of, out),
    }
}
fn rare(field: &Field, of: Value<'_>, out: &mut Vec<u8>) {
    match (field.kind, of) {
        (Kind::Present, _) => out.extend_from_slice(b"true"),
        (Kind::Signed, Value::Num(n)) => text::signed(text::extend(n, field), out),
        (Kind::Float, Value::Num(n)) => {
            let x = if field.width() == 32 { f64::from(f32::from_bits(n as u32)) } else { f64::from_bits(n) };
            match (x.is_finite(), field.width()) {
                (false, _) => out.extend_from_slice(b"null"), // JSON has neither infinities nor NaN
                (true, 32) => out.extend(f32::from_bits(n as u32).to_string().as_bytes()),
                (true, _) => out.extend(x.to_string().as_bytes()),
            }
        }
        (Kind::Duration(_), Value::Num(_)) => text::plain(field, of, out),
        (Kind::Time(ns), Value::Num(n)) => {
            out.push(b'"');
            text::rfc3339(ns(n), out);
            out.push(b'"');
        }
        (Kind::Show(show), _) => shown(show.ft, out, |out| (show.plain)(of, out)),
        (_, Value::Name(name)) => {
            out.push(b'"');
            let from = out.len();
            for label in name.labels() {
                if out.len() > from {
                    out.push(b'.');
                }
                characters(label, out);
            }
            if out.len() == from {
                let mut instead = vec![];
                name.show(&mut instead); // the root, or what is wrong with the name
                characters(&instead, out);
            }
            out.push(b'"');
        }
        (Kind::Dec | Kind::Hex | Kind::Oct | Kind::Flag, Value::Bytes(_)) => shown("BYTES", out, |out| text::plain(field, of, out)),
        _ => shown("STRING", out, |out| text::plain(field, of, out)),
    }
}
/// Writes what a function shows: a number or a boolean where the type is one and the text too, else text.
fn shown(ft: &str, out: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    let from = out.len();
    write(out);
    let text = out.get(from..).unwrap_or(&[]);
    match text {
        b"0" | b"False" if ft == "BOOLEAN" => {
            out.truncate(from);
            out.extend_from_slice(b"false");
        }
        b"1" | b"True" if ft == "BOOLEAN" => {
            out.truncate(from);
            out.extend_from_slice(b"true");
        }
        _ if ft.contains("INT") && hexadecimal(text).is_some() => {
            let n = hexadecimal(text).unwrap_or(0);
            out.truncate(from);
            text::decimal(n, out);
        }
        _ if (ft.contains("INT") || matches!(ft, "FLOAT" | "DOUBLE" | "RELATIVE_TIME" | "FRAMENUM")) && number(text) => {}
        _ => {
            let text = out.split_off(from);
            string(&text, out);
        }
    }
}
/// The number that `0x1f` is.
fn hexadecimal(text: &[u8]) -> Option<u64> {
    let digits = text.strip_prefix(b"0x")?;
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
/// True for what JSON takes for a number.
fn number(text: &[u8]) -> bool {
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let digits = |t: &[u8]| !t.is_empty() && t.iter().all(u8::is_ascii_digit);
    let (whole, rest) = text.split_at(text.iter().position(|b| !b.is_ascii_digit()).unwrap_or(text.len()));
    digits(whole)
        && (whole.len() == 1 || whole.first() != Some(&b'0'))
        && match rest {
            [] => true,
            [b'.', fraction @ ..] => digits(fraction),
            _ => false,
        }
}

/// Writes a string.
#[inline]
pub(super) fn string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    characters(text, out);
    out.push(b'"');
}
/// Writes a string's characters: what is not UTF-8 as U+FFFD, controls escaped, those beyond ASCII too: terminals obey them.
#[inline]
fn characters(text: &[u8], out: &mut Vec<u8>) {
    if text.iter().all(|b| matches!(b, b' '..=b'~') && !matches!(b, b'"' | b'\\')) {
        return out.extend_from_slice(text);
    }
    for chunk in text.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '"' => out.extend_from_slice(b"\\\""),
                '\\' => out.extend_from_slice(b"\\\\"),
                '\n' => out.extend_from_slice(b"\\n"),
                '\r' => out.extend_from_slice(b"\\r"),
                '\t' => out.extend_from_slice(b"\\t"),
                c if c.is_control() => {
                    out.extend_from_slice(b"\\u");
                    text::hex(c as u64, 4, out);
                }
                c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{fffd}".as_bytes());
        }
    }
}
