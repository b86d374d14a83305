//! A packet as the expression that builds it.
//!
//! What is printed is parsed and built again before it is shown: what follows by itself is left out only where it comes
//! out the same, and a layer that no class can say is told as its bytes. So an expression always builds its packet.
use super::build::{Mode, build};
use super::compose::compose_expr;
use super::expr::{Arg, Expr, What};
use super::names::{class, of_protocol, plain};
use crate::field::{Counts, Field, Kind, Place, Unset, Value, Words};
use crate::frame::{Frame, Info, LinkType};
use crate::proto::asn1::{self, Tlv};
use crate::proto::{Class, id, protocol};
use crate::read::{Flow, Listen, Reader};
use crate::spine::{Id, Layer, Notes, Packet, ROOT, Rules, Spine};
use std::fmt::Write;
use std::ops::{ControlFlow::*, Range};

/// The expression of a packet: parsed and built again it is the same bytes. `python`: in Scapy too, as far as its classes say.
pub fn expression(packet: &Packet<'_>, python: bool) -> String {
    let bytes = packet.bytes;
    let mut pieces = layers(packet, python, false);
    if same(&text(&pieces, false), bytes) {
        return text(&pieces, false);
    }
    // Compressed names: by rule, else as they stand.
    let squeezed = |pieces: &mut Vec<Piece>| {
        for piece in pieces.iter_mut().filter(|p| p.class == Some("DNS")) {
            piece.args.push((Arg { at: 0..0, name: "compress".into(), value: Expr::of(What::Num(1)) }, false));
        }
    };
    if !python && pieces.iter().any(|p| p.class == Some("DNS")) {
        squeezed(&mut pieces);
        if same(&text(&pieces, false), bytes) {
            return text(&pieces, false);
        }
        pieces = layers(packet, python, true);
    }
    say_bound(&mut pieces, bytes);
    // With all that would follow by itself; then without what does. A header that its class does not write is told as bytes.
    for piece in pieces.iter_mut().filter(|p| p.class.is_some_and(|name| name != "Padding")) {
        let header = bytes.get(piece.at.clone()).unwrap_or(&[]);
        if !same(&text(std::slice::from_ref(piece), true), header) {
            *piece = Piece::raw(bytes, piece.at.clone());
        }
    }
    while !pieces.is_empty() && !same(&text(&pieces, true), bytes) {
        // The innermost layer that is no bytes yet becomes bytes, with all behind it.
        let Some(last) = pieces.iter().rposition(|p| p.class.is_some()) else { break };
        let from = pieces.get(last).map_or(0, |p| p.at.start);
        pieces.truncate(last);
        pieces.push(Piece::raw(bytes, from..bytes.len()));
    }
    let mut doubtful: Vec<(usize, usize)> = vec![];
    for (i, piece) in pieces.iter().enumerate() {
        doubtful.extend(piece.args.iter().enumerate().filter(|(_, a)| a.1).map(|(j, _)| (i, j)));
    }
    for (i, j) in doubtful.into_iter().rev() {
        let Some(arg) = pieces.get_mut(i).filter(|p| j < p.args.len()).map(|p| p.args.remove(j)) else { continue };
        if !same(&text(&pieces, true), bytes)
            && let Some(piece) = pieces.get_mut(i)
        {
            piece.args.insert(j, arg);
        }
    }
    let all = text(&pieces, true);
    if same(&all, bytes) { all } else { text(&[Piece::raw(bytes, 0..bytes.len())], true) }
}
fn same(text: &str, bytes: &[u8]) -> bool {
    compose_expr(text).and_then(|(part, padding)| {
        let mut out = build(&part, Mode::Fill)?;
        out.extend(padding);
        Ok(out)
    }) == Ok(bytes.to_vec())
}

/// What a layer would set in the one below where nothing is said there is said, as it may be otherwise.
fn say_bound(pieces: &mut [Piece], bytes: &[u8]) {
    for at in 1..pieces.len() {
        let binds = pieces.get(at).and_then(|above| class(above.class?)).map_or(&[][..], |(_, class)| class.binds);
        let Some(below) = pieces.get_mut(at - 1) else { continue };
        let Some((_, own)) = below.class.and_then(class) else { continue };
        let header = bytes.get(below.at.clone()).unwrap_or(&[]);
        for (f, _) in binds {
            let said_already = f.alias.is_empty() || below.args.iter().any(|(arg, _)| arg.name == f.alias);
            if said_already || !own.fields.iter().any(|mine| std::ptr::eq(*mine, *f)) {
                continue;
            }
            let value = match f.place {
                Place::Many(_) => Some(Expr::of(What::List(vec![]))),
                _ => f.get(header).map(|value| said(f, value)),
            };
            if let Some(value) = value {
                below.args.push((Arg { at: 0..0, name: f.alias.to_owned(), value }, true));
            }
        }
    }
}

/// A layer to be printed, and where its header lies.
struct Piece {
    /// `None`: bytes.
    class: Option<&'static str>,
    /// Arguments; true for those that may follow by themselves.
    args: Vec<(Arg, bool)>,
    at: Range<usize>,
}
impl Piece {
    fn raw(bytes: &[u8], at: Range<usize>) -> Piece {
        let value = Expr::of(What::Bytes(bytes.get(at.clone()).unwrap_or(&[]).to_vec()));
        Piece { class: None, args: vec![(Arg { at: 0..0, name: String::new(), value }, false)], at }
    }
}

/// The layers of a packet as they follow one another, and what stands behind them.
fn layers(packet: &Packet<'_>, python: bool, verbatim: bool) -> Vec<Piece> {
    let (bytes, mut out, mut at) = (packet.bytes, vec![], 0);
    let mut end = bytes.len();
    for (i, layer) in packet.spine.layers().iter().enumerate().skip(1) {
        let (start, body) = (layer.start as usize, (layer.body as usize).min(bytes.len()));
        // A second message beside the first, or one inside: bytes.
        if layer.up as usize + 1 != i || layer.id == id::data || start < at {
            break;
        }
        let counted = packet
            .below(i)
            .is_some_and(|below| protocol(layer.id).lead.is_some_and(|(over, n)| over == below.id && at + n as usize == start));
        if start > at && !counted {
            out.push(Piece::raw(bytes, at..start));
        }
        out.extend(header(layer.id, bytes.get(start..body).unwrap_or(&[]), start, python, verbatim));
        at = body;
        end = end.min((layer.end as usize).max(at));
    }
    if at < end {
        out.push(Piece::raw(bytes, at..end));
    }
    if end < bytes.len() {
        let mut padding = Piece::raw(bytes, end..bytes.len());
        padding.class = Some("Padding");
        if let Some((arg, _)) = padding.args.first_mut() {
            arg.name = "load".into();
        }
        out.push(padding);
    }
    out
}

/// The classes that a header is written by: a message, then parts that are put on.
fn header(id: Id, bytes: &[u8], base: usize, python: bool, verbatim: bool) -> Vec<Piece> {
    let (mut out, mut at, mut first) = (Vec::<Piece>::new(), 0, true);
    // A layer without a header: what LINKTYPE_RAW begins with.
    if bytes.is_empty() {
        return out;
    }
    while at < bytes.len() || first {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let mut best: Option<((bool, bool, bool, usize), Piece, Option<usize>)> = None;
        // A part that sets a number in the one before it is meant where the number is that; `None` where it is another.
        let before = out.last().and_then(|last| Some((class(last.class?)?.1, bytes.get(last.at.start - base..)?)));
        let meant = |part: &Class| {
            let Some((own, header)) = &before else { return Some(false) };
            let mine = |f: &Field| own.fields.iter().any(|own| std::ptr::eq(*own, f));
            let mut numbers = part.binds.iter().filter(|(f, unset)| mine(f) && matches!(unset, Unset::Is(_))).peekable();
            let any = numbers.peek().is_some();
            numbers.all(|(f, unset)| f.num(header).is_some_and(|n| *unset == Unset::Is(n / f.times.max(1) as u64))).then_some(any)
        };
        // Extensions stand behind what is quoted, never in the header; what takes any type is the last to be asked.
        // Messages that follow one another may each be the first.
        let messages = protocol(id).leaf && of_protocol(id).iter().all(|(_, class)| class.whole);
        // Where all are parts, any may stand first, and the first that can is the header.
        let header_first = first && !of_protocol(id).iter().any(|(_, class)| class.whole);
        let alike = messages || header_first;
        let fits = |name: &str, class: &Class| (class.whole == first || alike) && !name.starts_with("ICMPExtension");
        // Scapy fills LLDP up to 60 bytes.
        let fits = |name: &str, class: &Class| fits(name, class) && !(python && name.starts_with("LLDP"));
        let known = of_protocol(id).iter().filter(|(name, class)| fits(name, class) && !name.ends_with("Unknown"));
        let any = of_protocol(id).iter().filter(|(name, class)| fits(name, class) && name.ends_with("Unknown"));
        let several = known.clone().nth(1).is_some();
        // What no whole message says, a part may say alone.
        let alone = of_protocol(id).iter().filter(|(name, class)| first && !alike && !class.whole && !name.ends_with("Unknown"));
        for (name, class) in known.chain(any).chain(alone) {
            let Some(meant) = meant(class) else { continue };
            if best.is_some() && (header_first || first && !alike && !class.whole || name.ends_with("Unknown")) {
                break;
            }
            // Of headers told apart by a number in them, the one that has it.
            let preset = |(f, unset): &(&'static Field, Unset)| f.num(rest).is_some_and(|n| *unset == Unset::Is(n));
            if header_first && several && !class.presets.iter().all(preset) {
                continue;
            }
            let how = How { scapy: python && *name == "VXLAN", verbatim, plain: false };
            if let Some((used, args, split)) = read(id, class, rest, how)
                // A fraction that no float of Python's holds.
                && !(python && args.iter().any(|(a, _)| matches!(a.value.what, What::Bytes(_)) && timed(class, &a.name)))
                && (used > 0 || bytes.is_empty())
            {
                // Of several that can read it, one that writes the same again.
                let piece = Piece { class: Some(name), args, at: base + at..base + at + used };
                let exact = several && same(&text(std::slice::from_ref(&piece), true), rest.get(..used).unwrap_or(&[]));
                let presets =
                    !class.presets.is_empty() && class.presets.iter().all(|(f, unset)| f.num(rest).is_some_and(|n| *unset == Unset::Is(n)));
                if best.as_ref().is_none_or(|(most, ..)| (meant, presets, exact, used) > *most) {
                    best = Some(((meant, presets, exact, used), piece, split));
                }
            }
        }
        // What Scapy has no class for is told by Wireshark's names.
        if let (true, false, None, Some((name, class))) = (first, python, &best, plain(id))
            && let Some((used, args, _)) = read(id, &class, rest, How { scapy: false, verbatim, plain: true })
            && used > 0
        {
            let piece = Piece { class: Some(name), args, at: base + at..base + at + used };
            best = Some(((false, false, false, used), piece, None));
        }
        first = false;
        match best {
            Some(((.., used), piece, split)) => {
                out.push(piece);
                at += split.unwrap_or(used);
            }
            None => {
                out.push(Piece::raw(bytes, at..bytes.len()));
                if let Some(last) = out.last_mut() {
                    last.at = base + at..base + bytes.len();
                }
                break;
            }
        }
    }
    out
}

/// True for a number with a fraction.
fn timed(class: &Class, name: &str) -> bool {
    class.fields.iter().any(|f| f.alias == name && matches!(f.words, Words::Fixed(_)))
}
/// True for messages of ASN.1: all their fields are values with a tag and a length.
fn tagged(class: &Class) -> bool {
    !class.fields.is_empty() && class.fields.iter().all(|f| matches!(f.words, Words::Asn1(_)))
}
/// The value of ASN.1 that bytes begin with: tag, contents, how long it is in all. `None` for lengths that craft does not write.
fn value_of(bytes: &[u8]) -> Option<(u8, &[u8], usize)> {
    let value = Tlv::read(bytes)?;
    let contents = value.content(bytes)?;
    (asn1::written(value.tag, contents).len() == value.whole()).then_some((value.tag, contents, value.whole()))
}
/// The arguments of a message of ASN.1, and how long it is.
fn message(id: Id, class: &Class, bytes: &[u8], depth: u8) -> Option<(usize, Vec<Arg>)> {
    let mut own = vec![];
    if let Some(wrap) = class.shape {
        wrap(&mut own, &[]);
    }
    let (_, mut rest, whole) = value_of(bytes).filter(|(tag, ..)| own.first() == Some(tag))?;
    let mut args = vec![];
    for f in class.fields {
        let (tag, contents, len) = value_of(rest)?;
        let told = rest.get(..len)?;
        rest = rest.get(len..)?;
        let Words::Asn1(wanted) = f.words else { return None };
        let value = said_value(id, tag, wanted, contents, told, depth.checked_sub(1)?);
        args.push(Arg { at: 0..0, name: f.alias.to_owned(), value });
    }
    rest.is_empty().then_some((whole, args))
}
/// A value of ASN.1 as an expression says it in a field of that tag, 0 for any; what has no other way stands as its bytes.
fn said_value(id: Id, tag: u8, wanted: u8, contents: &[u8], told: &[u8], depth: u8) -> Expr {
    let call = |name: &str, arg: &str, value: What| {
        Expr::of(What::Call(name.to_owned(), vec![Arg { at: 0..0, name: arg.to_owned(), value: Expr::of(value) }]))
    };
    let raw = || call("Raw", "load", What::Bytes(told.to_vec()));
    let plain = match (tag, contents.len()) {
        (2 | 10 | 0x41..=0x43 | 0x46, 1..=9) => {
            let sign = if contents.first().is_some_and(|b| b & 0x80 != 0) { -1 } else { 0 };
            What::Num(contents.iter().fold(sign, |n: i128, b| n << 8 | i128::from(*b)))
        }
        (4, _) => What::Bytes(contents.to_vec()),
        (5, 0) => What::None,
        (6, 1..) => match oid(contents) {
            Some(text) => What::Text(text),
            None => return raw(),
        },
        (0x40, 4) => {
            let mut out = vec![];
            crate::text::ip4(contents.try_into().unwrap_or_default(), &mut out);
            What::Text(String::from_utf8_lossy(&out).into_owned())
        }
        (0x30, _) if wanted == 0x30 && depth > 0 => {
            let (mut items, mut rest) = (vec![], contents);
            while let Some((tag, inner, len)) = value_of(rest) {
                let told = rest.get(..len).unwrap_or(&[]);
                items.push(said_value(id, tag, 0, inner, told, depth - 1));
                rest = rest.get(len..).unwrap_or(&[]);
            }
            if !rest.is_empty() {
                return raw();
            }
            What::List(items)
        }
        _ => {
            let classes = of_protocol(id).iter().filter(|(_, class)| !class.whole && tagged(class));
            let found = classes.filter(|_| depth > 0).find_map(|(name, class)| Some((name, message(id, class, told, depth - 1)?)));
            return found.map_or_else(raw, |(name, (_, args))| Expr::of(What::Call((*name).to_owned(), args)));
        }
    };
    if tag == wanted || wanted == 0 && tag == 2 {
        return Expr::of(plain);
    }
    match super::value::ASN1_TAGS.iter().find(|(_, known)| *known == tag) {
        Some((name, _)) => call(&format!("ASN1_{name}"), "", plain),
        None => raw(),
    }
}
/// An object identifier's numbers, joined by dots; `None` where that text is not these bytes.
fn oid(contents: &[u8]) -> Option<String> {
    let mut out = vec![];
    asn1::oid(contents, &mut out);
    String::from_utf8(out).ok().filter(|text| asn1::identifier(text).is_some_and(|bytes| bytes == contents))
}

/// How a class is read.
#[derive(Clone, Copy)]
struct How {
    /// What Scapy sets from what is carried is said.
    scapy: bool,
    /// Names with pointers are told as they stand.
    verbatim: bool,
    /// Fields that have no name of Scapy's are told by Wireshark's.
    plain: bool,
}
/// What a class makes of bytes: how many, its arguments, and where a part goes on that the class holds as bytes.
fn read(id: Id, class: &Class, bytes: &[u8], how: How) -> Option<(usize, Vec<(Arg, bool)>, Option<usize>)> {
    if tagged(class) {
        let (used, args) = message(id, class, bytes, 12)?;
        return Some((used, args.into_iter().map(|arg| (arg, false)).collect(), None));
    }
    let head = bytes.get(..class.size)?;
    let named = |f: &Field| class.next.or(protocol(id).next).is_some_and(|(_, next)| next.range() == f.range() || std::ptr::eq(next, f));
    // Of messages told apart by their type only one is it; what stands last takes any.
    let any = class.names.first().is_some_and(|name| name.ends_with("Unknown"));
    for (f, unset) in class.presets.iter().filter(|(f, _)| f.alias == "type" && !any && !named(f)) {
        if *unset != f.num(head).map_or(Unset::Computed, Unset::Is) {
            return None;
        }
    }
    // A part's own length, in units of its alignment.
    let own =
        class.fields.iter().find(|f| !class.whole && !f.follows() && f.alias == "len" && f.unset == Unset::Computed && class.align > 1);
    let bytes = match own.and_then(|f| f.num(head)) {
        Some(n) => bytes.get(..n as usize * class.align).filter(|b| b.len() >= class.size)?,
        None => bytes,
    };
    // What says too much or too little is told with all behind it.
    let extent = class.extent.and_then(|f| f.num(head)).and_then(|n| bytes.get(..n as usize)).filter(|b| b.len() >= class.size);
    let bytes = extent.unwrap_or(bytes);
    // The number that a part begins with.
    if let (false, Some(Field { place: Place::Uint(w) | Place::Key(w), unset: Unset::Is(n), .. })) = (class.whole, class.fields.first())
        && *n != 0
        && crate::field::load(bytes, 0, (*w).into()) != Some(*n)
    {
        return None;
    }
    let mut spine = Spine::new();
    let len = bytes.len() as u32;
    for (slot, (id, up)) in spine.layers.iter_mut().zip([(id::frame, ROOT), (id, 0)]) {
        *slot = Layer { start: 0, body: len, end: len, id, up, again: false, mode: 0 };
    }
    spine.len = 2;
    let frame = Frame::new(bytes, Info::alone(LinkType(147), len));
    let (notes, rules) = (Notes::new(), Rules::default());
    let packet = Packet { bytes, frame: &frame, spine: &spine, notes: &notes, rules: &rules };
    let mut ears =
        Ears { frame: bytes, how, open: vec![], top: Frame1::default(), used: class.size, bounded: None, word: (0, 0), named: false };
    for f in class.fields.iter().filter(|f| !f.follows()) {
        if let Some(value) = f.get(bytes) {
            ears.fixed(f, value, class);
        }
    }
    if let Break(_) = Reader::new(&packet, 1, class.size, &mut ears).fields(class.fields) {
        return None;
    }
    let mut used = if own.is_some() || extent.is_some() { bytes.len() } else { ears.bounded.unwrap_or(ears.used).max(class.size) };
    if used < bytes.len() && (class.align > 1 || class.shape.is_some()) {
        used = used.next_multiple_of(class.align.max(1)).min(bytes.len());
    }
    let next = if class.whole { class.next.or(protocol(id).next) } else { class.next };
    let mut args: Vec<(Arg, bool)> = vec![];
    let mut split = None;
    for (f, arg) in ears.top.args {
        // A part that goes on where the class holds bytes.
        if let (Place::Rest, What::Bytes(b)) = (f.place, &arg.value.what)
            && let Some(magic) = of_protocol(id).iter().flat_map(|(_, c)| c.binds).find_map(|(own, unset)| match unset {
                Unset::Bytes(m) if std::ptr::eq(*own, f) && b.starts_with(m) => Some(m.len()),
                _ => None,
            })
        {
            split = Some(used - b.len() + magic);
            continue;
        }
        let follows = f.unset == Unset::Computed || next.is_some_and(|(_, n)| std::ptr::eq(n, f) || !f.follows() && n.range() == f.range());
        args.push((arg, follows));
    }
    for (list, arg) in ears.top.lists {
        let empty = matches!(&arg.value.what, What::List(all) if all.is_empty());
        if !empty || class.defaults.contains(list.alias) {
            args.push((arg, false));
        }
    }
    // A list that is there by itself, and is not here.
    for f in class.fields.iter().filter(|f| matches!(f.place, Place::Many(_) | Place::Times(..) | Place::Repeat(..))) {
        let told = args.iter().any(|(arg, _)| arg.name == f.alias);
        if !told && !f.alias.is_empty() && class.defaults.contains(&format!("{}=", f.alias)) {
            args.push((Arg { at: 0..0, name: f.alias.to_owned(), value: Expr::of(What::List(vec![])) }, false));
        }
    }
    Some((used, args, split))
}

/// What is heard of a record.
#[derive(Default)]
struct Frame1 {
    group: Option<&'static Field>,
    args: Vec<(&'static Field, Arg)>,
    lists: Vec<(&'static Field, Arg)>,
    items: Vec<Expr>,
    /// The number of a record that is told as (name, value).
    case: Option<u64>,
}
struct Ears<'b> {
    /// What is read, and how.
    frame: &'b [u8],
    how: How,
    open: Vec<Frame1>,
    top: Frame1,
    /// Where the last field ends.
    used: usize,
    /// Where the record ends that a length at the top bounds.
    bounded: Option<usize>,
    /// The default of the last number, and its width.
    word: (u64, usize),
    /// The last number was told, with all its bits.
    named: bool,
}
impl Ears<'_> {
    /// The name by which a field is told; none for those that others tell.
    fn label(&self, f: &'static Field) -> &'static str {
        if f.alias.is_empty() && self.how.plain { f.name } else { f.alias }
    }
    fn fixed(&mut self, f: &'static Field, value: Value<'_>, class: &Class) {
        let label = self.label(f);
        if label.is_empty() {
            return;
        }
        let preset = class.presets.iter().find(|(own, _)| std::ptr::eq(*own, f)).map_or(f.unset, |(_, unset)| *unset);
        let plain = match (preset, value) {
            // What Scapy takes from the machine's routes is always said.
            _ if matches!(f.kind, Kind::Ip4 | Kind::Ip6 | Kind::Mac) && matches!(f.alias, "src" | "dst") => false,
            // Scapy sets it from what is carried.
            _ if self.how.scapy && f.alias == "flags" => false,
            (Unset::Is(n), Value::Num(m)) => n == m,
            (Unset::Is(0), Value::Bytes(b)) => b.iter().all(|b| *b == 0),
            (Unset::Bytes(a), Value::Bytes(b)) => a == b,
            _ => false,
        };
        // Of two names for the same bits one is enough.
        let within = |g: &Field| lies(g).0 <= lies(f).0 && lies(f).0.saturating_add(lies(f).1) <= lies(g).0.saturating_add(lies(g).1);
        let told = self.top.args.iter().any(|(g, _)| lies(g) == lies(f) || self.how.plain && within(g));
        if !plain && !told {
            self.top.args.push((f, Arg { at: 0..0, name: label.to_owned(), value: said(f, value) }));
        }
    }
}
/// Which bits of the fixed part a field is.
fn lies(f: &Field) -> (usize, usize) {
    match f.place {
        Place::Bits(at, w) => (at.into(), w.into()),
        Place::Bytes(at, n) => (at as usize * 8, n as usize * 8),
        Place::Little(at, _, shift, w) => (at as usize * 8 + shift as usize, w.into()),
        _ => (usize::MAX, std::ptr::from_ref(f) as usize),
    }
}
/// The value as an expression says it.
fn said(f: &'static Field, value: Value<'_>) -> Expr {
    let mut out = vec![];
    Expr::of(match value {
        Value::Num(n) => match f.kind {
            Kind::Ip4 => {
                crate::text::ip4((n as u32).to_be_bytes(), &mut out);
                What::Text(String::from_utf8_lossy(&out).into_owned())
            }
            _ => match f.words {
                Words::Fixed(bits) if n & crate::field::mask(bits.into()) == 0 => What::Num((n >> bits).into()),
                Words::Fixed(bits) if n < 1 << 53 => What::Float(n as f64 / 2f64.powi(bits.into())),
                Words::Fixed(_) => What::Bytes(n.to_be_bytes().get(8 - f.width() / 8..).unwrap_or(&[]).to_vec()),
                Words::Flags(names)
                    if n > 0 && (0..64).all(|i| n >> i & 1 == 0 || names.get(i).is_some_and(|w| !w.is_empty() && *w != "R")) =>
                {
                    let set: Vec<&str> = names.iter().enumerate().filter(|(i, _)| n >> i & 1 == 1).map(|(_, w)| *w).collect();
                    What::Text(set.join(if names.iter().all(|w| w.len() <= 1) { "" } else { "+" }))
                }
                Words::Pair => What::Text(format!("{}:{}", n >> (f.width() / 2), n & crate::field::mask(f.width() / 2))),
                _ => What::Num((n / f.times.max(1) as u64).into()),
            },
        },
        Value::Name(name) => {
            for label in name.labels() {
                for c in label {
                    match c {
                        b'.' | b'\\' => out.extend([b'\\', *c]),
                        b'!'..=b'~' => out.push(*c),
                        _ => out.extend(format!("\\{c:03}").bytes()),
                    }
                }
                out.push(b'.');
            }
            What::Text(if out.is_empty() { ".".to_owned() } else { String::from_utf8_lossy(&out).into_owned() })
        }
        Value::Bytes(b) => {
            match (f.kind, b.len()) {
                (Kind::Mac, 6) => crate::text::joined(b, b':', &mut out),
                (Kind::Ip6, 16) => crate::text::ip6(b.try_into().unwrap_or_default(), &mut out),
                _ => {}
            }
            let trimmed = match f.place {
                Place::Bytes(..) | Place::Run(_) => b.get(..b.iter().rposition(|b| *b != 0).map_or(0, |n| n + 1)).unwrap_or(b),
                _ => b,
            };
            if out.is_empty() { What::Bytes(trimmed.to_vec()) } else { What::Text(String::from_utf8_lossy(&out).into_owned()) }
        }
    })
}
impl Listen for Ears<'_> {
    fn unnamed(&self) -> bool {
        true
    }
    fn open(&mut self, group: &'static Field) -> Flow<bool> {
        let outer = std::mem::replace(&mut self.top, Frame1 { group: Some(group), ..Frame1::default() });
        self.open.push(outer);
        Continue(true)
    }
    fn value(&mut self, f: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow {
        self.used = self.used.max(at.end);
        if !f.follows() || matches!(f.place, Place::Run(0)) {
            return Continue(());
        }
        if let (Place::Len(w, counts), Value::Num(n), true) = (f.place, value, self.open.is_empty()) {
            self.bounded = Some(if counts == Counts::Whole { n as usize } else { at.start + w as usize / 8 + n as usize });
        }
        let unset = match f.place {
            Place::Sub(bits) => {
                let shift = bits.trailing_zeros().min(63);
                Unset::Is((self.word.0 & bits) >> shift)
            }
            _ => f.unset,
        };
        if let Value::Num(_) = value
            && !matches!(f.place, Place::Sub(_))
        {
            self.word = (if let Unset::Is(n) = f.unset { n } else { 0 }, f.width());
        }
        let tuple = self.top.group.is_some_and(told_by_place);
        let label = self.label(f);
        // Bits of a number that was told.
        if self.how.plain && matches!(f.place, Place::Sub(_)) && self.named {
            return Continue(());
        }
        if !matches!(f.place, Place::Sub(_)) {
            self.named = !label.is_empty();
        }
        if label.is_empty() {
            if let (Place::Key(_), Value::Num(n), true) = (f.place, value, tuple) {
                self.top.case = Some(n);
            }
            return Continue(());
        }
        let told = match (f.place, self.frame.get(at.clone())) {
            (Place::Name, Some(wire)) if wire.len() > 1 && wire.iter().rev().nth(1).is_some_and(|b| *b >= 0xc0) && self.how.verbatim => {
                Expr::of(What::Call(
                    "wire".into(),
                    vec![Arg { at: 0..0, name: String::new(), value: Expr::of(What::Bytes(wire.to_vec())) }],
                ))
            }
            _ => said(f, value),
        };
        let in_list = matches!(self.top.group.map(|g| g.place), Some(Place::Many(_) | Place::Times(..) | Place::Repeat(..)));
        if in_list || tuple {
            self.top.items.push(told);
            return Continue(());
        }
        let plain = match (unset, value) {
            (Unset::Is(n), Value::Num(m)) => n == m,
            (Unset::Is(0), Value::Bytes(b)) => b.iter().all(|b| *b == 0) && (matches!(f.place, Place::Run(_)) || b.is_empty()),
            (Unset::Bytes(a), Value::Bytes(b)) => a == b,
            // Inside records lengths follow by themselves.
            (Unset::Computed, _) => !self.open.is_empty(),
            _ => false,
        };
        if !plain {
            self.top.args.push((f, Arg { at: 0..0, name: label.to_owned(), value: told }));
        }
        Continue(())
    }
    fn close(&mut self, group: &'static Field, at: Range<usize>, _: &[u8]) -> Flow {
        self.used = self.used.max(at.end);
        let outer = self.open.pop().unwrap_or_default();
        let inner = std::mem::replace(&mut self.top, outer);
        let in_tuple = self.top.group.is_some_and(told_by_place);
        match group.place {
            Place::Many(_) | Place::Times(..) | Place::Repeat(..) if in_tuple => self.top.items.extend(inner.items),
            Place::Many(_) | Place::Times(..) | Place::Repeat(..) => {
                // Bytes, one by one.
                let bytes = match group.place {
                    Place::Many(one) | Place::Times(_, one) | Place::Repeat(_, one)
                        if matches!((one.place, one.kind), (Place::Uint(8), Kind::Dec))
                            && one.alias == "byte"
                            && !inner.items.is_empty() =>
                    {
                        inner.items.iter().map(|e| if let What::Num(n) = e.what { u8::try_from(n).ok() } else { None }).collect()
                    }
                    _ => None,
                };
                let value = bytes.map_or(What::List(inner.items), What::Bytes);
                let list = Arg { at: 0..0, name: group.alias.to_owned(), value: Expr::of(value) };
                self.top.lists.push((group, list));
            }
            _ => {
                let what = if told_by_place(group) {
                    let name =
                        if group.alias.is_empty() { What::Num(inner.case.unwrap_or(0).into()) } else { What::Text(group.alias.to_owned()) };
                    let mut all = vec![Expr::of(name)];
                    match (inner.items.len(), group.alias.starts_with(|c: char| c.is_ascii_uppercase())) {
                        // Scapy: nothing for a number alone, no bytes for a number and a length.
                        (0, true) if matches!(group.place, Place::Group([_])) => all.push(Expr::of(What::None)),
                        (0, true) => all.push(Expr::of(What::Bytes(vec![]))),
                        (2.., true) => all.push(Expr::of(What::Tuple(inner.items))),
                        _ => all.extend(inner.items),
                    }
                    match all.as_slice() {
                        [Expr { what: name @ What::Text(_), .. }] => name.clone(),
                        _ => What::Tuple(all),
                    }
                } else {
                    What::Call(group.alias.to_owned(), inner.args.into_iter().chain(inner.lists).map(|(_, arg)| arg).collect())
                };
                self.top.items.push(Expr::of(what));
            }
        }
        Continue(())
    }
}
/// A record that is written as (name, value): its number has no name of its own.
fn told_by_place(group: &'static Field) -> bool {
    matches!(group.place, Place::Group([first, ..]) if first.alias.is_empty() && first.unset == Unset::Computed)
}

/// The layers as text, with all arguments or without those that may follow by themselves.
fn text(pieces: &[Piece], all: bool) -> String {
    let mut out = String::new();
    for (i, piece) in pieces.iter().enumerate() {
        if i > 0 {
            out.push('/');
        }
        let Some(class) = piece.class else {
            if let Some((arg, _)) = piece.args.first() {
                // Bytes that stand alone are a layer as they are.
                match &arg.value.what {
                    What::Bytes(b) if pieces.len() == 1 || i == 0 => {
                        let _ = write!(out, "Raw(load={})", quoted(b));
                    }
                    _ => show(&arg.value, &mut out),
                }
            }
            continue;
        };
        out.push_str(class);
        out.push('(');
        let mut first = true;
        for (arg, _) in piece.args.iter().filter(|(_, follows)| all || !follows) {
            if !std::mem::take(&mut first) {
                out.push_str(", ");
            }
            let _ = write!(out, "{}=", arg.name);
            show(&arg.value, &mut out);
        }
        out.push(')');
    }
    out
}
/// A value as Python writes it.
fn show(e: &Expr, out: &mut String) {
    let list = |all: &[Expr], out: &mut String| {
        for (i, e) in all.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            show(e, out);
        }
    };
    match &e.what {
        What::None => out.push_str("None"),
        What::Num(n) => {
            let _ = write!(out, "{n}");
        }
        What::Float(x) => {
            let _ = write!(out, "{x:?}");
        }
        What::Text(s) => {
            let _ = write!(out, "\"{}\"", s.replace('\\', "\\\\").replace('"', "\\\""));
        }
        What::Bytes(b) => out.push_str(&quoted(b)),
        What::List(all) => {
            out.push('[');
            list(all, out);
            out.push(']');
        }
        What::Tuple(all) => {
            out.push('(');
            list(all, out);
            out.push_str(if all.len() == 1 { ",)" } else { ")" });
        }
        What::Stack(all) => {
            for (i, e) in all.iter().enumerate() {
                if i > 0 {
                    out.push('/');
                }
                show(e, out);
            }
        }
        What::Call(name, args) => {
            let _ = write!(out, "{name}(");
            for (i, arg) in args.iter().enumerate() {
                if i > 0 {
                    out.push_str(", ");
                }
                if !arg.name.is_empty() {
                    let _ = write!(out, "{}=", arg.name);
                }
                show(&arg.value, out);
            }
            out.push(')');
        }
    }
}
/// Bytes as Python writes them.
fn quoted(b: &[u8]) -> String {
    let mut out = String::from("b\"");
    for &c in b {
        match c {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(c as char);
            }
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b' '..=b'~' => out.push(c as char),
            _ => {
                let _ = write!(out, "\\x{c:02x}");
            }
        }
    }
    out.push('"');
    out
}
