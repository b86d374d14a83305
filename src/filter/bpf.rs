//! The capture filter that lets pass what a display filter does, or more: what a kernel can judge before the program does.
//!
//! A capture filter sees one packet in one way: a header of the link, IPv4 or IPv6, TCP or UDP. A display filter sees all
//! layers: VLANs, tunnels, the packet that an ICMP error quotes. So the packets are divided. Of plain ones (IP directly over
//! the link, TCP or UDP directly over IP, no port of a protocol that may carry packets: one neither `leaf` nor `sealed`) the capture filter tells what it can;
//! all others pass. Of Ethernet only addresses are told: what follows them a kernel may show without the VLAN's tag.
use super::Filter;
use super::check::{Expr, ExprKind, Named, Op, Tree};
use super::ft::Ft;
use super::run::range;
use super::value::{Const, Val};
use crate::field::{Field, Kind, Place};
use crate::frame::LinkType;
use crate::proto::{PROTOCOLS, Protocol, Space, id, protocol};
use crate::spine::Id;

/// A capture filter in libpcap's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bpf {
    /// The expression.
    pub text: String,
    /// True where it lets the same packets pass; else it lets more pass, never fewer (frames cut inside a header aside, which
    /// a kernel's program cannot look at).
    pub exact: bool,
}

/// A capture filter for this kind of link that lets everything pass that the filter does; `None` where there is none but the
/// one that lets everything pass.
///
/// It knows protocols by the ports that belong to them: not for captures that are decoded otherwise by the user's wish.
///
/// ```
/// use pktlab::{filter, frame::LinkType};
///
/// let bpf = filter::to_bpf(&filter::compile("frame.len > 100")?, LinkType(101)).unwrap();
/// assert_eq!((bpf.text.as_str(), bpf.exact), ("len > 100", true));
/// let bpf = filter::to_bpf(&filter::compile("ip.ttl == 1")?, LinkType(1)).unwrap();
/// assert!(!bpf.exact && bpf.text.starts_with("ip[8:1] = 1 or not "));
/// # Ok::<(), filter::Error>(())
/// ```
pub fn to_bpf(filter: &Filter, link: LinkType) -> Option<Bpf> {
    let tree = filter.tree.as_ref()?;
    let link = match link.0 {
        1 => Link::Ethernet,
        113 | 276 => Link::Cooked,
        101 | 228 | 229 => Link::Raw,
        _ => return None,
    };
    if link == Link::Raw
        && let Some((text, _)) = exact(tree)
    {
        return Some(Bpf { text, exact: true });
    }
    let (text, binds) = match (Sayer { link, wider: true }).tree(tree) {
        Said::Text(text, binds) => (text, binds),
        Said::False => (String::new(), 3),
        Said::True => return None,
    };
    let plain = plain()?;
    let text = match text.is_empty() {
        true => format!("not ({plain})"),
        false => format!("{} or not ({plain})", grouped(text, binds, 0)),
    };
    Some(Bpf { text, exact: false })
}

/// The packets that hold nothing but IP, TCP or UDP, and data; `None` where a protocol without a port may carry packets.
fn plain() -> Option<String> {
    let (mut tcp, mut udp) = (vec![], vec![]);
    for p in PROTOCOLS.iter().filter(|p| !p.leaf && !p.sealed) {
        if looked_for(p) {
            return None;
        }
        let ports = |space: Space| p.under.iter().filter(move |(s, _)| *s == space).map(|(_, port)| port.to_string());
        tcp.extend(ports(Space::TcpPort));
        udp.extend(ports(Space::UdpPort));
    }
    let but = |transport: &str, ports: &[String]| match ports.is_empty() {
        true => String::new(),
        false => format!(" and not {transport} port ({})", ports.join(" or ")),
    };
    Some(format!("(ip or ip6) and (tcp or udp){}{}", but("tcp", &tcp), but("udp", &udp)))
}
/// True for a protocol that is known by its content too.
fn looked_for(p: &Protocol) -> bool {
    p.looks.iter().any(|(space, ..)| matches!(space, Space::TcpPort | Space::UdpPort))
}
/// True for a protocol that a plain packet may have.
fn there(id: Id) -> bool {
    let p = protocol(id);
    let by_port = p.under.iter().any(|(space, _)| matches!(space, Space::TcpPort | Space::UdpPort));
    let inside = p.stream.is_some() || !p.media.is_empty();
    matches!(id, id::frame | id::eth | id::ip | id::ipv6 | id::tcp | id::udp | id::data) || by_port || inside || looked_for(p)
}

/// What can be said of a test.
enum Said {
    True,
    False,
    /// How tight it binds: 0 `or`, 1 `and`, 2 `not`, 3 one primitive.
    Text(String, u8),
}
impl Said {
    fn text(text: impl Into<String>) -> Said {
        Said::Text(text.into(), 3)
    }
}
fn grouped(text: String, binds: u8, tight: u8) -> String {
    if binds < tight { format!("({text})") } else { text }
}

/// What a packet begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Ethernet,
    /// Linux' own header.
    Cooked,
    /// An IP header.
    Raw,
}
#[derive(Clone, Copy)]
struct Sayer {
    link: Link,
    /// What cannot be said lets pass; else nothing passes.
    wider: bool,
}

impl Sayer {
    /// What is said where nothing can be said.
    fn unknown(self) -> Said {
        if self.wider { Said::True } else { Said::False }
    }
    fn tree(self, tree: &Tree) -> Said {
        match tree {
            Tree::And(trees) => self.joined(trees, true),
            Tree::Or(trees) => self.joined(trees, false),
            Tree::Not(inner) => match (Sayer { wider: !self.wider, ..self }).tree(inner) {
                Said::True => Said::False,
                Said::False => Said::True,
                Said::Text(text, binds) => Said::Text(format!("not {}", grouped(text, binds, 3)), 2),
            },
            Tree::Exists(expr) => self.exists(expr),
            Tree::Compare { op, all, left, right } => {
                self.numbers(left, *all, |ft, _| range(*op, constant(ft, right)?.0, constant(ft, right)?.1))
            }
            Tree::In { all, left, set } if !*all || set.len() == 1 => self.numbers(left, *all, |ft, _| {
                let mut ranges = vec![];
                for (from, to) in set {
                    let (low, mask) = constant(ft, from)?;
                    match to {
                        None => ranges.extend(range(Op::Equal, low, mask)?),
                        Some(to) => {
                            let (high, _) = constant(ft, to).filter(|(_, m)| *m == u64::MAX && mask == u64::MAX)?;
                            ranges.push((low, high));
                        }
                    }
                }
                Some(ranges)
            }),
            _ => self.unknown(),
        }
    }
    fn joined(self, trees: &[Tree], and: bool) -> Said {
        let mut texts = vec![];
        for tree in trees {
            match (self.tree(tree), and) {
                (Said::True, true) | (Said::False, false) => {}
                (Said::True, false) => return Said::True,
                (Said::False, true) => return Said::False,
                (Said::Text(text, binds), _) => texts.push((text, binds)),
            }
        }
        let own = u8::from(and);
        match texts.len() {
            0 if and => Said::True,
            0 => Said::False,
            1 => texts.pop().map_or(Said::True, |(text, binds)| Said::Text(text, binds)),
            _ => {
                let word = if and { " and " } else { " or " };
                Said::Text(texts.into_iter().map(|(text, binds)| grouped(text, binds, 2)).collect::<Vec<_>>().join(word), own)
            }
        }
    }
    fn exists(self, expr: &Expr) -> Said {
        let named = match &expr.kind {
            ExprKind::Field(named) if named.layers.is_none() => named,
            // Arithmetic alone: some bits are set.
            ExprKind::Binary(b'&', ..) => return self.numbers(expr, false, |_, _| Some(vec![(1, u64::MAX)])),
            _ => return self.unknown(),
        };
        if named.fields.is_empty() {
            return self.any(named.protocols.iter().map(|id| self.protocol(*id)));
        }
        // Fields of the fixed part are there where the header is.
        let fixed = |f: &&'static Field| matches!(f.place, Place::Bits(..) | Place::Bytes(..));
        let header = |id: Id| matches!(id, id::ip | id::ipv6 | id::tcp | id::udp | id::eth);
        let all = |f: &'static Field| match f.place {
            Place::Either(of) => of.iter().all(fixed),
            _ => fixed(&f),
        };
        if named.protocols.is_empty() && named.fields.iter().all(|(id, f)| !there(*id) || header(*id) && all(f)) {
            return self.any(named.fields.iter().map(|(id, _)| self.protocol(*id)));
        }
        // A field is only where its protocol is.
        if self.wider { self.any(named.fields.iter().map(|(id, _)| self.protocol(*id))) } else { Said::False }
    }
    fn any(self, said: impl Iterator<Item = Said>) -> Said {
        let mut texts = vec![];
        for one in said {
            match one {
                Said::True => return Said::True,
                Said::False => {}
                Said::Text(text, binds) => texts.push((text, binds)),
            }
        }
        match texts.len() {
            0 => Said::False,
            1 => texts.pop().map_or(Said::False, |(text, binds)| Said::Text(text, binds)),
            _ => Said::Text(texts.into_iter().map(|(text, binds)| grouped(text, binds, 2)).collect::<Vec<_>>().join(" or "), 0),
        }
    }
    /// Where a plain packet has this protocol.
    fn protocol(self, id: Id) -> Said {
        match id {
            id::frame => Said::True,
            id::eth if self.link == Link::Ethernet => Said::True,
            id::eth => Said::False,
            id::ip => Said::text("ip"),
            id::ipv6 => Said::text("ip6"),
            id::tcp => Said::text("tcp"),
            id::udp => Said::text("udp"),
            id if !there(id) => Said::False,
            id => {
                let p = protocol(id);
                let by_port = |space: Space| p.under.iter().filter(move |(s, _)| *s == space);
                let texts: Vec<String> = by_port(Space::TcpPort)
                    .map(|(_, n)| format!("tcp port {n}"))
                    .chain(by_port(Space::UdpPort).map(|(_, n)| format!("udp port {n}")))
                    .collect();
                match (looked_for(p) || id == id::data, self.wider) {
                    (true, _) => self.unknown(),
                    (false, false) => Said::False,
                    (false, true) if texts.len() == 1 => Said::text(texts.concat()),
                    (false, true) => Said::Text(texts.join(" or "), 0),
                }
            }
        }
    }
    /// Numbers in fixed parts of IP, TCP and UDP, and the frame's length, that are in these ranges.
    fn numbers(self, left: &Expr, all: bool, ranges: impl Fn(Ft, u64) -> Option<Vec<(u64, u64)>>) -> Said {
        let (expr, mask) = match &left.kind {
            ExprKind::Binary(b'&', inner, bits) => match bits.constant().as_deref() {
                Some(Const { val: Val::Num(n), mask: None }) => (&**inner, *n),
                _ => return self.unknown(),
            },
            _ => (left, u64::MAX),
        };
        let ExprKind::Field(Named { name, protocols, fields, layers: None }) = &expr.kind else { return self.unknown() };
        if expr.ft == Ft::Ip6 || !protocols.is_empty() {
            return self.narrowed(fields);
        }
        let Some(ranges) = ranges(left.ft, mask) else { return self.narrowed(fields) };
        if name == "frame.len" && mask == u64::MAX {
            // A kernel may have taken a VLAN's 4 bytes off, which the program gets back.
            let slack = if self.link == Link::Raw { 0 } else { 4 };
            let one = |(from, to): &(u64, u64)| match self.wider {
                true => Some((from.saturating_sub(slack), *to)),
                false => to.checked_sub(slack).map(|to| (*from, to)),
            };
            let ranges: Vec<_> = ranges.iter().filter_map(one).collect();
            return Said::Text(held("len", 32, &ranges), 0);
        }
        let mut texts = vec![];
        for (id, field) in fields.iter().filter(|(id, _)| there(*id)) {
            let of: &[&'static Field] = match field.place {
                Place::Either(of) => of,
                _ => std::slice::from_ref(field),
            };
            for field in of {
                match self.number(*id, field, mask, &ranges) {
                    Some(text) => texts.push(text),
                    None => return self.narrowed(fields),
                }
            }
        }
        match texts.len() {
            0 => Said::False,
            1 => {
                let text = texts.concat();
                let one = !text.contains(" or ") && !text.contains(" and ");
                Said::Text(text, if one { 3 } else { 0 })
            }
            _ if all => Said::Text(texts.into_iter().map(|t| format!("({t})")).collect::<Vec<_>>().join(" and "), 1),
            _ => Said::Text(texts.join(" or "), 0),
        }
    }
    /// A test of fields that cannot be said: they are only where their protocols are.
    fn narrowed(self, fields: &[(Id, &'static Field)]) -> Said {
        if self.wider { self.any(fields.iter().map(|(id, _)| self.protocol(*id))) } else { Said::False }
    }
    fn number(self, id: Id, field: &'static Field, mask: u64, ranges: &[(u64, u64)]) -> Option<String> {
        let (at, width) = match field.place {
            Place::Bits(at, width) => (at, width),
            Place::Bytes(at @ (0 | 6), 6) if id == id::eth && self.link == Link::Ethernet && mask == u64::MAX => {
                let side = if at == 0 { "dst" } else { "src" };
                let one = |(from, to): &(u64, u64)| {
                    let [_, _, a, b, c, d, e, f] = from.to_be_bytes();
                    (from == to).then(|| format!("ether {side} {a:02x}:{b:02x}:{c:02x}:{d:02x}:{e:02x}:{f:02x}"))
                };
                let texts = ranges.iter().map(one).collect::<Option<Vec<_>>>()?;
                return (!texts.is_empty()).then(|| texts.join(" or "));
            }
            _ => return None,
        };
        if field.times != 1 || matches!(field.kind, Kind::Show(_)) {
            return None;
        }
        // A port of its own word.
        let port = match (id, at) {
            (id::tcp, 0) => Some("tcp src port"),
            (id::tcp, 16) => Some("tcp dst port"),
            (id::udp, 0) => Some("udp src port"),
            (id::udp, 16) => Some("udp dst port"),
            _ => None,
        };
        if let Some(port) = port.filter(|_| mask == u64::MAX) {
            let one = |(from, to): &(u64, u64)| match (from, (*to).min(0xffff)) {
                (from, to) if *from == to => Some(format!("{port} {from}")),
                (from, to) if *from < to => Some(format!("{}range {from}-{to}", port)),
                _ => None,
            };
            let texts: Vec<String> = ranges.iter().filter_map(one).collect();
            return (!texts.is_empty()).then(|| texts.join(" or "));
        }
        // The bytes that hold it, as libpcap reads 1, 2 or 4 of them.
        let (byte, bit) = (at / 8, at % 8);
        let size = match (bit + u16::from(width)).div_ceil(8) {
            3 => 4,
            n @ (1 | 2 | 4) => n,
            _ => return None,
        };
        let shift = size * 8 - bit - u16::from(width);
        let own = crate::field::mask(width.into());
        let bits = (mask & own) << shift;
        let load = |base: &str, from: u16| {
            let text = format!("{base}[{}:{size}]", from + byte);
            let text = if bits == crate::field::mask(usize::from(size) * 8) { text } else { format!("{text} & {bits:#x}") };
            if shift == 0 { text } else { format!("({text}) >> {shift}") }
        };
        Some(match id {
            id::ip => held(&load("ip", 0), width, ranges),
            id::ipv6 => held(&load("ip6", 0), width, ranges),
            // libpcap reads transports over IPv4 only: those over IPv6 stand right behind its header.
            id::tcp => format!("{} or (ip6 and tcp and ({}))", held(&load("tcp", 0), width, ranges), held(&load("ip6", 40), width, ranges)),
            id::udp => format!("{} or (ip6 and udp and ({}))", held(&load("udp", 0), width, ranges), held(&load("ip6", 40), width, ranges)),
            _ => return None,
        })
    }
}
/// Tests of a frame's length, which mean the same of every packet.
fn exact(tree: &Tree) -> Option<(String, u8)> {
    let joined = |trees: &[Tree], word: &str, own: u8| {
        let texts = trees.iter().map(|t| exact(t).map(|(text, binds)| grouped(text, binds, 2)));
        Some((texts.collect::<Option<Vec<_>>>()?.join(word), own))
    };
    match tree {
        Tree::And(trees) => joined(trees, " and ", 1),
        Tree::Or(trees) => joined(trees, " or ", 0),
        Tree::Not(inner) => exact(inner).map(|(text, binds)| (format!("not {}", grouped(text, binds, 3)), 2)),
        Tree::Compare { op, left: Expr { kind: ExprKind::Field(named), .. }, right, .. }
            if named.name == "frame.len" && named.layers.is_none() =>
        {
            let (n, _) = constant(Ft::Uint(4), right)?;
            let sign = match op {
                Op::Equal => "=",
                Op::Unequal => "!=",
                Op::Greater => ">",
                Op::GreaterEqual => ">=",
                Op::Less => "<",
                Op::LessEqual => "<=",
                Op::Contains => return None,
            };
            Some((format!("len {sign} {n}"), 3))
        }
        _ => None,
    }
}
/// A number within ranges, in libpcap's words.
fn held(load: &str, width: u8, ranges: &[(u64, u64)]) -> String {
    let most = crate::field::mask(width.into());
    let one = |(from, to): &(u64, u64)| match (*from, (*to).min(most)) {
        (from, to) if from > to => "len < 0".to_owned(),
        (from, to) if from == to => format!("{load} = {from}"),
        (0, to) if to == most => format!("{load} >= 0"),
        (0, to) => format!("{load} <= {to}"),
        (from, to) if to == most => format!("{load} >= {from}"),
        (from, to) => format!("({load} >= {from} and {load} <= {to})"),
    };
    if ranges.is_empty() { "len < 0".to_owned() } else { ranges.iter().map(one).collect::<Vec<_>>().join(" or ") }
}
fn constant(ft: Ft, expr: &Expr) -> Option<(u64, u64)> {
    super::run::constant(ft, expr)
}
