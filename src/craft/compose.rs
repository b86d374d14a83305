//! An expression's packets, one after the other.
use super::build::{Finishing, build_plan, find, known};
use super::expr::{self, Arg, Expr, What, kind, parse};
use super::sets::{Random, Set, draw, fuzzed, random};
use super::{Error, Form, Mode, Part, build, names, value};
use crate::draft::Draft;
use crate::field::{Field, Place, Value};
use crate::frame::LinkType;
use crate::proto::{Class, Space, id, protocol};
use crate::spine::Id;

/// The packets of an expression: none is made before its turn.
///
/// ```
/// let all = pktlab::craft::compose(r#"IP(src="10.0.0.2", dst="10.0.0.0/30")/ICMP()"#)?;
/// assert_eq!(all.len(), 4);
/// let first = all.packets(0).next().unwrap()?;
/// assert_eq!(first[16..20], [10, 0, 0, 0]);
/// # Ok::<(), pktlab::craft::Error>(())
/// ```
#[derive(Clone)]
pub struct Craft {
    stacks: Vec<Stack>,
}
/// Layers whose arguments may be sets.
#[derive(Clone)]
struct Stack {
    layers: Vec<Layer>,
    /// Where the sets stand: layer, argument, values; the one that changes fastest last.
    sets: Vec<(usize, usize, Set)>,
    /// Random values are drawn for each packet.
    random: bool,
    /// Bytes behind the packet that no length counts.
    padding: Vec<Expr>,
    /// `fragment()`: bytes of each fragment, for IPv6 of the whole packet.
    cut: Option<Cut>,
}
#[derive(Clone)]
struct Layer {
    id: Id,
    class: Class,
    args: Vec<Arg>,
    fuzz: bool,
    /// What stands behind what it carries once that has so many bytes.
    behind: Option<(usize, Box<Stack>)>,
}
#[derive(Clone, Copy)]
enum Cut {
    V4(usize),
    V6(usize),
}

/// The packets of an expression in Scapy's order.
///
/// # Errors
/// With the place in the text and what was expected there: names and values are checked before a packet is made.
pub fn compose(text: &str) -> Result<Craft, Error> {
    of_expr(&understood(text)?)
}
/// The same, and text and bytes that are no value of their field go through on purpose: as they are, cut or filled up with
/// zeros where the field has a length of its own. A number that its field has no room for still cannot be written.
///
/// ```
/// let wrong = r#"Ether(src="00:00:00:00:00:01", dst="zz")"#;
/// assert!(pktlab::craft::compose(wrong).is_err());
/// let bytes = pktlab::craft::compose_lax(wrong)?.packets(0).next().unwrap()?;
/// assert_eq!(&bytes[..6], b"zz\0\0\0\0");
/// # Ok::<(), pktlab::craft::Error>(())
/// ```
///
/// # Errors
/// What even so cannot be written: unknown names, numbers out of range, what is no expression.
pub fn compose_lax(text: &str) -> Result<Craft, Error> {
    let mut e = understood(text)?;
    for _ in 0..MOST {
        match of_expr(&e) {
            Err(Error::Expr(wrong)) if soften(&mut e, &wrong.at) => {}
            done => return done,
        }
    }
    of_expr(&e)
}
/// The expression, with numbers in the place of their names.
fn understood(text: &str) -> Result<Expr, expr::Error> {
    let mut e = parse(text)?;
    super::words::resolve(&mut e);
    Ok(e)
}
/// Lets the value at this place through; false when it is neither text nor bytes.
fn soften(e: &mut Expr, at: &std::ops::Range<usize>) -> bool {
    if e.at == *at && matches!(e.what, What::Text(_) | What::Bytes(_)) {
        let value = Arg { at: at.clone(), name: String::new(), value: e.clone() };
        e.what = What::Call("lax".into(), vec![value]);
        return true;
    }
    match &mut e.what {
        What::Call(name, _) if name == "lax" => false,
        What::Call(_, args) => args.iter_mut().any(|a| soften(&mut a.value, at)),
        What::List(all) | What::Tuple(all) | What::Stack(all) => all.iter_mut().any(|e| soften(e, at)),
        _ => false,
    }
}
/// The same for an expression that is parsed already.
pub(super) fn of_expr(e: &Expr) -> Result<Craft, Error> {
    let mut stacks = vec![];
    packets(e, false, 0, &mut stacks)?;
    let craft = Craft { stacks };
    craft.check()?;
    Ok(craft)
}

/// The bytes of the first packet, built once: a packet in a packet in a packet costs no more than all of them.
pub(super) fn bytes_of(e: &Expr) -> Result<Vec<u8>, Error> {
    let mut stacks = vec![];
    packets(e, false, 0, &mut stacks)?;
    let Some(stack) = stacks.first() else { return Ok(vec![]) };
    let mut random = Random(0);
    let mut bytes = build(&stack.parts(&vec![0; stack.sets.len()], &mut random)?, Mode::Fill)?;
    bytes.extend(stack.padding(&mut random)?);
    Ok(bytes)
}
/// The one packet of an expression without sets: its layers, and the bytes behind it that no length counts.
pub(super) fn compose_expr(text: &str) -> Result<(Part, Vec<u8>), Error> {
    let e = understood(text)?;
    let mut stacks = vec![];
    packets(&e, false, 0, &mut stacks)?;
    let Some(stack) = stacks.first() else { return Err(expr::Error::new(&e.at, "no packet").into()) };
    let mut random = Random(0);
    Ok((stack.parts(&vec![0; stack.sets.len()], &mut random)?, stack.padding(&mut random)?))
}

/// Alternatives in alternatives.
const MOST: usize = 1 << 16;

fn packets(e: &Expr, fuzz: bool, depth: u8, to: &mut Vec<Stack>) -> Result<(), expr::Error> {
    if depth > 16 {
        return Err(expr::Error::new(&e.at, "nested too deeply"));
    }
    match &e.what {
        What::List(all) => return all.iter().try_for_each(|e| packets(e, fuzz, depth + 1, to)),
        What::Call(name, args) => match name.as_str() {
            "fuzz" => return packets(only(e, args)?, true, depth + 1, to),
            "fragment" | "fragment6" => {
                let size = args.iter().find(|a| matches!(a.name.as_str(), "fragsize" | "fragSize")).or(args.get(1));
                let default = if name == "fragment" { 1480 } else { 1280 };
                let size = match size.map(|a| &a.value.what) {
                    None => default,
                    Some(What::Num(n)) if (8..=65_535).contains(n) => *n as usize,
                    Some(_) => return Err(expr::Error::new(&e.at, "a fragment's size is 8 to 65535 bytes")),
                };
                let from = to.len();
                packets(only(e, args)?, fuzz, depth + 1, to)?;
                for stack in to.iter_mut().skip(from) {
                    stack.cut = Some(if name == "fragment" { Cut::V4(size) } else { Cut::V6(size) });
                }
                return Ok(());
            }
            _ => {}
        },
        _ => {}
    }
    let mut done = vec![Stack { layers: vec![], sets: vec![], random: false, padding: vec![], cut: None }];
    for one in e.layers() {
        let mut alternatives = vec![];
        match &one.what {
            What::List(_) => packets(one, fuzz, depth + 1, &mut alternatives)?,
            What::Call(name, args) if name == "fuzz" => packets(only(one, args)?, true, depth + 1, &mut alternatives)?,
            What::Stack(_) => packets(one, fuzz, depth + 1, &mut alternatives)?,
            _ => {
                for stack in &mut done {
                    stack.push(one, fuzz)?;
                }
                continue;
            }
        }
        if done.len().saturating_mul(alternatives.len()) > MOST {
            return Err(expr::Error::new(&one.at, "too many alternatives"));
        }
        done = done
            .iter()
            .flat_map(|a| {
                alternatives.iter().map(move |b| {
                    let mut all = a.clone();
                    all.layers.extend(b.layers.iter().cloned());
                    all.padding.extend(b.padding.iter().cloned());
                    all.random |= b.random;
                    all
                })
            })
            .collect();
    }
    for mut stack in done {
        stack.sets()?;
        to.push(stack);
    }
    if to.len() > MOST { Err(expr::Error::new(&e.at, "too many alternatives")) } else { Ok(()) }
}
fn only<'e>(e: &'e Expr, args: &'e [Arg]) -> Result<&'e Expr, expr::Error> {
    match args.first() {
        Some(arg) if arg.name.is_empty() => Ok(&arg.value),
        _ => Err(expr::Error::new(&e.at, "takes a packet")),
    }
}

impl Stack {
    fn push(&mut self, e: &Expr, fuzz: bool) -> Result<(), expr::Error> {
        match &e.what {
            What::Text(_) | What::Bytes(_) => {
                let args = vec![Arg { at: e.at.clone(), name: BYTES.alias.to_owned(), value: e.clone() }];
                self.layers.push(Layer { id: id::data, class: TEXT, args, fuzz: false, behind: None });
            }
            What::Call(name, args) => {
                let (id, class) = names::class(name).ok_or_else(|| names::unknown(e, name))?;
                let mut args = args.clone();
                for arg in args.iter_mut().filter(|a| a.name.is_empty()) {
                    // Raw("abc"): the only field there is.
                    match class.fields {
                        [one] if !one.alias.is_empty() => arg.name = one.alias.to_owned(),
                        _ => return Err(expr::Error::new(&arg.at, "expected name=value")),
                    }
                }
                let mut behind = None;
                if let Some((list, least, long)) = class.behind
                    && let Some(at) = args.iter().position(|a| a.name == list.alias)
                {
                    let arg = args.remove(at);
                    let mut inner = vec![];
                    packets(&arg.value, fuzz, 0, &mut inner)?;
                    behind = inner.into_iter().next().map(|stack| (least, Box::new(stack)));
                    if !args.iter().any(|a| a.name == "length") {
                        args.push(Arg { at: arg.at, name: "length".into(), value: Expr::of(What::Num(long.into())) });
                    }
                }
                known(class.fields, &args, name, protocol(id).name)?;
                if !class.defaults.is_empty()
                    && let What::Call(_, defaults) = parse(&format!("_({})", class.defaults))?.what
                {
                    args.extend(defaults.into_iter().filter(|d| !e.says(&d.name)));
                }
                if *name == "Padding" {
                    self.padding.extend(args.into_iter().map(|a| a.value));
                    return Ok(());
                }
                self.random |= fuzz || args.iter().any(|a| random(&a.value));
                self.layers.push(Layer { id, class, args, fuzz, behind });
            }
            other => return Err(expr::Error::new(&e.at, format!("expected a packet, text or bytes, not {}", kind(other)))),
        }
        Ok(())
    }
    /// Finds the sets: the last field of a layer changes slowest, the payload fastest.
    fn sets(&mut self) -> Result<(), expr::Error> {
        self.sets.clear();
        for (l, layer) in self.layers.iter_mut().enumerate() {
            let class = &layer.class;
            let mut mine = vec![];
            for (a, arg) in layer.args.iter_mut().enumerate() {
                let Some(f) = find(class.fields, arg, protocol(layer.id).name, 8) else { continue };
                let set = Set::new(f, &arg.value)?;
                match set {
                    Set::One(value) => arg.value = value,
                    set => mine.push((order(class.fields, f), l, a, set)),
                }
            }
            mine.sort_by_key(|(order, ..)| std::cmp::Reverse(*order));
            self.sets.extend(mine.into_iter().map(|(_, l, a, set)| (l, a, set)));
        }
        Ok(())
    }
    fn len(&self) -> u128 {
        self.sets.iter().fold(1, |n: u128, (.., set)| n.saturating_mul(set.len()))
    }
    /// The layers with these values of the sets.
    fn parts(&self, at: &[u128], r: &mut Random) -> Result<Part, Error> {
        let mut layers = self.layers.clone();
        for ((l, a, set), i) in self.sets.iter().zip(at) {
            if let Some(arg) = layers.get_mut(*l).and_then(|layer| layer.args.get_mut(*a)) {
                arg.value = set.value(*i);
            }
        }
        let mut part: Option<Part> = None;
        for mut layer in layers.into_iter().rev() {
            let mut own = Part::new(layer.id);
            if let Some((least, stack)) = &layer.behind {
                own.behind = Some((*least, Box::new(stack.parts(&vec![0; stack.sets.len()], r)?)));
            }
            let class = layer.class;
            if self.random {
                layer.args.iter_mut().try_for_each(|a| draw(&mut a.value, r))?;
            }
            if layer.fuzz {
                for f in class.fields {
                    let said = layer.args.iter().any(|a| find(&[f], a, protocol(layer.id).name, 8).is_some());
                    if let (false, Some(what)) = (said, fuzzed(f, r)) {
                        layer.args.push(Arg { at: 0..0, name: f.alias.to_owned(), value: Expr::of(what) });
                    }
                }
            }
            own.form = Some(Form { class, args: layer.args });
            own.children = part.into_iter().collect();
            part = Some(own);
        }
        Ok(part.unwrap_or_else(|| Part::new(id::data)))
    }
    fn padding(&self, r: &mut Random) -> Result<Vec<u8>, Error> {
        let mut out = vec![];
        for e in &self.padding {
            let mut e = e.clone();
            draw(&mut e, r)?;
            out.extend(value::bytes(&BYTES, &e)?.unwrap_or_default());
        }
        Ok(out)
    }
    fn link(&self) -> LinkType {
        let first = self.layers.first().map_or(id::data, |l| l.id);
        match first {
            id::ip | id::ipv6 => LinkType(101),
            id::ieee8023 => LinkType(1),
            _ => LinkType(protocol(first).under.iter().find(|(s, _)| *s == Space::Link).map_or(147, |(_, n)| *n)),
        }
    }
}
static BYTES: Field = Field::new("", "", Place::Rest).alias("load");
/// Text in the place of a layer.
const TEXT: Class = Class { fields: &[&BYTES], ..Class::PLAIN };

impl Expr {
    /// True when a call has an argument of this name.
    fn says(&self, name: &str) -> bool {
        matches!(&self.what, What::Call(_, args) if args.iter().any(|a| a.name == name))
    }
}
/// The place of a field among these, those inside of others counted through.
fn order(fields: &'static [&'static Field], wanted: &'static Field) -> usize {
    fn reached(f: &'static Field, wanted: &'static Field, depth: u8, n: &mut usize) -> bool {
        *n += 1;
        std::ptr::eq(f, wanted) || depth > 0 && !f.inside(&mut |inner| !reached(inner, wanted, depth - 1, n))
    }
    let mut n = 0;
    if fields.iter().any(|f| reached(f, wanted, 8, &mut n)) { n } else { usize::MAX }
}

/// How the machine would send: what an expression may leave unsaid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// The address that packets are sent from.
    pub source: Option<std::net::IpAddr>,
    /// The MAC address of the interface.
    pub own: Option<[u8; 6]>,
    /// The MAC address of the next hop.
    pub next: Option<[u8; 6]>,
    /// There is no way: packets to there are left out.
    pub none: bool,
}

/// Destinations of a set that are asked for one by one; of a larger set the first and the last decide for all.
const ASKED: u128 = 1 << 16;

impl Craft {
    /// Fills in source addresses and MAC addresses that are not said, by the way to each destination. The closure is told whether
    /// the next hop's MAC address is wanted; where it answers nothing, the packet stays as it is.
    ///
    /// Where destinations of one set go different ways, the set is parted, and those of one way come together.
    ///
    /// # Errors
    /// When what was filled in does not fit.
    pub fn route(&mut self, way: &mut dyn FnMut(std::net::IpAddr, bool) -> Option<Way>) -> Result<(), Error> {
        let stacks = std::mem::take(&mut self.stacks);
        for stack in stacks {
            self.stacks.extend(stack.routed(way));
        }
        self.check()
    }
    /// How many packets there are, fragments not counted.
    pub fn len(&self) -> u128 {
        self.stacks.iter().fold(0, |n: u128, s| n.saturating_add(s.len()))
    }
    /// True for an expression without a packet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// True when packets depend on the seed.
    pub fn random(&self) -> bool {
        self.stacks.iter().any(|s| s.random)
    }
    /// What the first layer is: the link type that a capture file needs.
    pub fn link(&self) -> LinkType {
        self.stacks.first().map_or(LinkType(147), Stack::link)
    }
    /// The packets' bytes, random values drawn from the seed.
    pub fn packets(&self, seed: u64) -> Packets<'_> {
        Packets { craft: self, stack: 0, at: vec![], started: false, random: Random(seed), ready: vec![], template: None }
    }
    /// Builds one packet of each alternative, so that what is wrong is told before the first is shown.
    fn check(&self) -> Result<(), Error> {
        for stack in &self.stacks {
            let part = stack.parts(&vec![0; stack.sets.len()], &mut Random(0))?;
            build(&part, Mode::Fill)?;
        }
        Ok(())
    }
}

impl Stack {
    /// The stack with what the machine says of the way to its destinations; several where those differ.
    fn routed(self, way: &mut dyn FnMut(std::net::IpAddr, bool) -> Option<Way>) -> Vec<Stack> {
        let Some(network) = self.layers.iter().position(|l| matches!(l.id, id::ip | id::ipv6 | id::arp)) else { return vec![self] };
        let layer = self.layers.get(network);
        let arp = layer.is_some_and(|l| l.id == id::arp);
        let six = layer.is_some_and(|l| l.id == id::ipv6);
        let name = if arp { "pdst" } else { "dst" };
        let says = |l: Option<&Layer>, name: &str| l.is_some_and(|l| l.args.iter().any(|a| a.name == name));
        let first = self.layers.first().filter(|l| l.id == id::eth);
        // Nothing but a group's own address, which is computed, can be wanted of ARP.
        let wanted = first.is_some() && !says(first, "dst") && !arp;
        let of = |e: Option<Expr>| address(e.map(|e| e.what), six);
        let is_dst = |(l, a, _): &(usize, usize, Set)| {
            *l == network && self.layers.get(*l).and_then(|l| l.args.get(*a)).is_some_and(|a| a.name == name)
        };
        let Some(at) = self.sets.iter().position(is_dst) else {
            let value = layer.and_then(|l| l.args.iter().find(|a| a.name == name)).map(|a| a.value.clone());
            let found = of(value).and_then(|to| way(to, wanted).map(|way| (to, way)));
            return match found {
                Some((_, way)) if way.none => vec![],
                Some((to, way)) => vec![self.on(network, arp, to, way)],
                None => vec![self],
            };
        };
        let Some((.., set)) = self.sets.get(at) else { return vec![self] };
        let len = set.len();
        let mut ask = |i: u128| of(Some(set.value(i))).map(|to| (to, way(to, wanted)));
        // Each run of destinations that go one way: from where, how many.
        let mut runs: Vec<(u128, u128, Option<std::net::IpAddr>, Option<Way>)> = vec![];
        for i in if len > ASKED { 0..1 } else { 0..len } {
            let (to, found) = ask(i).map_or((None, None), |(to, found)| (Some(to), found));
            let group = |to: Option<std::net::IpAddr>| to.is_some_and(grouped);
            match runs.last_mut() {
                Some((_, n, before, same)) if *same == found && group(*before) == group(to) => *n += 1,
                _ => runs.push((i, 1, to, found)),
            }
        }
        if len > ASKED {
            runs.iter_mut().for_each(|run| run.1 = len);
        }
        let whole = set.clone();
        let parted = runs.len() > 1;
        let mut stacks = vec![];
        for (from, n, to, found) in runs {
            let mut stack = self.clone();
            if let (true, Some((.., set))) = (parted, stack.sets.get_mut(at)) {
                *set = Set::Part(Box::new(whole.clone()), from, n);
            }
            match (to, found) {
                (_, Some(way)) if way.none => {}
                (Some(to), Some(way)) => stacks.push(stack.on(network, arp, to, way)),
                _ => stacks.push(stack),
            }
        }
        stacks
    }
    /// The stack with the addresses of a way, where it says none.
    fn on(mut self, network: usize, arp: bool, to: std::net::IpAddr, way: Way) -> Stack {
        let mut say = |l: usize, name: &str, text: Option<String>| {
            if let (Some(layer), Some(text)) = (self.layers.get_mut(l), text)
                && !layer.args.iter().any(|a| a.name == name)
            {
                layer.args.push(Arg { at: 0..0, name: name.to_owned(), value: Expr::of(What::Text(text)) });
            }
        };
        let mac = |m: [u8; 6]| m.map(|b| format!("{b:02x}")).join(":");
        say(network, if arp { "psrc" } else { "src" }, way.source.map(|a| a.to_string()));
        if arp {
            say(network, "hwsrc", way.own.map(mac));
        }
        if self.layers.first().is_some_and(|l| l.id == id::eth) {
            let mut say = |name: &str, m: Option<[u8; 6]>| {
                if let (Some(layer), Some(m)) = (self.layers.first_mut(), m)
                    && !layer.args.iter().any(|a| a.name == name)
                {
                    layer.args.push(Arg { at: 0..0, name: name.to_owned(), value: Expr::of(What::Text(mac(m))) });
                }
            };
            say("src", way.own);
            if !grouped(to) && !arp {
                say("dst", way.next);
            }
        }
        self
    }
}
/// True for an address that many have: its MAC address is computed.
fn grouped(to: std::net::IpAddr) -> bool {
    to.is_multicast() || to == std::net::Ipv4Addr::BROADCAST
}
/// The address that a value means. One that is drawn for each packet goes the way of addresses that nobody has (RFC 5737, RFC 3849).
fn address(what: Option<What>, six: bool) -> Option<std::net::IpAddr> {
    match what? {
        What::Text(s) => s.parse().ok(),
        What::Num(n) => Some(std::net::IpAddr::from((n as u32).to_be_bytes())),
        What::Bytes(b) => <[u8; 16]>::try_from(b).ok().map(std::net::IpAddr::from),
        What::Call(..) if six => Some(std::net::Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1).into()),
        What::Call(..) => Some(std::net::Ipv4Addr::new(192, 0, 2, 1).into()),
        _ => None,
    }
}

/// The packets of an expression, in order.
pub struct Packets<'c> {
    craft: &'c Craft,
    stack: usize,
    at: Vec<u128>,
    started: bool,
    random: Random,
    /// Fragments that wait, the last first.
    ready: Vec<Vec<u8>>,
    template: Option<Template>,
}
/// A packet whose like differ in fields of fixed parts only.
struct Template {
    bytes: Vec<u8>,
    plan: Vec<Finishing>,
    /// The field of each set, and where its header starts.
    fields: Vec<(&'static Field, bool, usize)>,
}

impl Packets<'_> {
    /// Goes to the next packet; false at the end.
    fn advance(&mut self) -> bool {
        let Some(stack) = self.craft.stacks.get(self.stack) else { return false };
        if !self.started {
            self.started = true;
            self.at = vec![0; stack.sets.len()];
            return true;
        }
        for (i, (.., set)) in self.at.iter_mut().zip(&stack.sets).rev() {
            *i += 1;
            if *i < set.len() {
                return true;
            }
            *i = 0;
        }
        (self.stack, self.started, self.template) = (self.stack + 1, false, None);
        self.advance()
    }
    /// Writes the next packet behind what `out` holds; `None` at the end. Makes no copy of its own where packets differ in numbers only.
    pub fn write(&mut self, out: &mut Vec<u8>) -> Option<Result<(), Error>> {
        if let Some(ready) = self.ready.pop() {
            out.extend(ready);
            return Some(Ok(()));
        }
        if !self.advance() {
            return None;
        }
        Some(self.make(out))
    }
    fn make(&mut self, out: &mut Vec<u8>) -> Result<(), Error> {
        let Some(stack) = self.craft.stacks.get(self.stack) else { return Ok(()) };
        if let Some(template) = &mut self.template {
            if template.fill(stack, &self.at)? {
                out.extend(&template.bytes);
                return Ok(());
            }
            self.template = None;
        }
        let part = stack.parts(&self.at, &mut self.random)?;
        let padding = stack.padding(&mut self.random)?;
        if stack.cut.is_none() && !stack.random && padding.is_empty() && !stack.sets.is_empty() {
            let (bytes, plan) = build_plan(&part)?;
            out.extend(&bytes);
            self.template = Template::new(stack, bytes, plan);
            return Ok(());
        }
        let mut bytes = build(&part, Mode::Fill)?;
        bytes.extend(padding);
        match stack.cut {
            None => out.extend(bytes),
            Some(cut) => {
                let mut all = match cut {
                    Cut::V4(size) => super::fragment::v4(&bytes, size)?,
                    Cut::V6(size) => super::fragment::v6(&bytes, size)?,
                };
                all.reverse();
                out.extend(all.pop().unwrap_or_default());
                self.ready = all;
            }
        }
        Ok(())
    }
}
impl Iterator for Packets<'_> {
    type Item = Result<Vec<u8>, Error>;
    fn next(&mut self) -> Option<Self::Item> {
        let mut out = vec![];
        self.write(&mut out).map(|done| done.map(|()| out))
    }
}

impl Template {
    /// A template, if every set is of a field that decides nothing but itself.
    fn new(stack: &Stack, bytes: Vec<u8>, plan: Vec<Finishing>) -> Option<Template> {
        // Layers are finished innermost first.
        let starts: Vec<usize> = plan.iter().rev().map(|f| f.start).collect();
        let mut fields = vec![];
        for (l, a, _) in &stack.sets {
            let layer = stack.layers.get(*l)?;
            let class = &layer.class;
            let f = find(class.fields, layer.args.get(*a)?, protocol(layer.id).name, 0)?;
            let simple = matches!(f.place, Place::Bits(..) | Place::Bytes(..)) && !decides(class.fields);
            if !simple || protocol(layer.id).next.is_some_and(|(_, next)| std::ptr::eq(next, f)) {
                return None;
            }
            let wire = layer.args.get(*a).is_some_and(|arg| arg.name == f.alias);
            fields.push((f, wire, *starts.get(*l)?));
        }
        Some(Template { bytes, plan, fields })
    }
    /// The template with these values; false when one of them is not said.
    fn fill(&mut self, stack: &Stack, at: &[u128]) -> Result<bool, Error> {
        for (((f, wire, start), (.., set)), i) in self.fields.iter().zip(&stack.sets).zip(at) {
            let e;
            let head = self.bytes.get_mut(*start..).unwrap_or(&mut []);
            let done = match set {
                Set::Range(from, step, ..)
                    if f.times == 1 && *from >= 0 && matches!(f.words, crate::field::Words::None | crate::field::Words::Names(_)) =>
                {
                    f.put(head, Value::Num((from + step * *i as i128) as u64))
                }
                Set::Net4(first, ..) => f.put(head, Value::Num(u64::from(*first) + *i as u64)),
                _ => {
                    e = set.value(*i);
                    match f.place {
                        Place::Bytes(..) => match value::bytes(f, &e)? {
                            Some(b) => f.put(head, Value::Bytes(&b)),
                            None => return Ok(false),
                        },
                        _ => match value::number(f, &e, *wire)? {
                            Some(n) => f.put(head, Value::Num(n)),
                            None => return Ok(false),
                        },
                    }
                }
            };
            if done.is_none() {
                return Ok(false);
            }
        }
        for one in &self.plan {
            let (before, bytes) = self.bytes.split_at_mut(one.start);
            let bytes = bytes.get_mut(..one.end - one.start).unwrap_or(&mut []);
            (one.finish)(&mut Draft { before, carriers: &one.carriers, bytes, head: one.head, set: &one.set, over: None });
        }
        Ok(true)
    }
}
/// True when a field that is written may depend on a number of the fixed part.
fn decides(fields: &[&'static Field]) -> bool {
    fields.iter().any(|f| {
        matches!(f.place, Place::Pick(..) | Place::Switch(..) | Place::When(..) | Place::Sized(..) | Place::Take(_) | Place::Times(..))
    })
}
