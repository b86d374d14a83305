//! Changes to a decoded packet: it is taken apart, changed, and right again.
//!
//! Lengths, checksums and numbers of next protocols that were right before are computed anew; those that were wrong stay wrong,
//! for somebody may have made them so on purpose.
use super::build::{Mode, build};
use super::compose::compose_expr;
use super::expr::{self, Arg, Expr, What, parse};
use super::names::of_protocol;
use super::{Content, Error, Form, Node, Part, record, value};
use crate::field::{Field, Kind, Place, Unset};
use crate::proto::{Class, PROTOCOLS, id, protocol};
use crate::spine::{Id, Packet};
use aes::Aes128;
use aes::cipher::{BlockCipherEncrypt, KeyInit};
use std::net::IpAddr;

/// One change.
#[derive(Clone)]
pub enum Change {
    /// A field's new value: `ip.ttl=3`, `tcp.options=[("MSS",1200)]`, `IP.ttl=3`.
    Set {
        /// Wireshark's name, or a protocol and Scapy's.
        field: String,
        /// What it is set to.
        value: Expr,
    },
    /// A layer is taken out, what it carries stays; or a field's value, which follows by itself then.
    Delete(String),
    /// Layers put behind the first of that protocol.
    Insert {
        /// The protocol.
        behind: Id,
        /// The layers.
        layers: Box<Part>,
    },
    /// Addresses of a network become those of another.
    Map {
        /// The network, and how many bits of it count.
        from: (IpAddr, u8),
        /// The other network.
        to: IpAddr,
    },
    /// A port of TCP, UDP or SCTP becomes another.
    Port(u16, u16),
    /// A MAC address becomes another.
    Mac([u8; 6], [u8; 6]),
    /// All IP addresses become others, prefixes kept: Crypto-PAn (Xu, Fan, Ammar, Moon 2002).
    Anonymize(Box<Anonymizer>),
}

impl Change {
    /// `FIELD=VALUE`.
    ///
    /// # Errors
    /// When no field has that name, or the value is no expression.
    pub fn set(text: &str) -> Result<Change, Error> {
        let at = text.find('=').ok_or_else(|| expr::Error::new(&(0..text.len()), "expected FIELD=VALUE"))?;
        let field = text.get(..at).unwrap_or("").trim();
        exists(field, &(0..at))?;
        let shift = at + 1;
        let source = text.get(shift..).unwrap_or("");
        // Addresses and names need no quotes here.
        let value = match parse(source) {
            Ok(e) if !matches!(&e.what, What::Call(_, args) if args.is_empty()) && !matches!(e.what, What::Float(_)) => e,
            Err(e) if source.starts_with(['[', '(', '"', '\'']) => {
                return Err(expr::Error { at: e.at.start + shift..e.at.end + shift, message: e.message }.into());
            }
            _ => Expr { at: shift..text.len(), what: What::Text(source.trim().to_owned()) },
        };
        Ok(Change::Set { field: field.to_owned(), value })
    }
    /// The name of a protocol or a field.
    ///
    /// # Errors
    /// When there is neither of that name.
    pub fn delete(name: &str) -> Result<Change, Error> {
        if layer(name).is_none() {
            exists(name, &(0..name.len()))?;
        }
        Ok(Change::Delete(name.to_owned()))
    }
    /// `PROTOCOL/LAYER(..)`: what is put behind it.
    ///
    /// # Errors
    /// When the first word is no protocol, or the rest no expression.
    pub fn insert(text: &str) -> Result<Change, Error> {
        let at = text.find('/').ok_or_else(|| expr::Error::new(&(0..text.len()), "expected PROTOCOL/LAYER, as eth/Dot1Q(vlan=3)"))?;
        let name = text.get(..at).unwrap_or("").trim();
        let behind = layer(name).ok_or_else(|| {
            let names = PROTOCOLS.iter().map(|p| p.name);
            expr::Error::new(&(0..at), format!("no protocol \"{name}\"{}", value::near(name, names)))
        })?;
        let (layers, _) = compose_expr(text.get(at + 1..).unwrap_or("")).map_err(|e| match e {
            Error::Expr(e) => expr::Error { at: e.at.start + at + 1..e.at.end + at + 1, message: e.message }.into(),
            e => e,
        })?;
        Ok(Change::Insert { behind, layers: Box::new(layers) })
    }
    /// `10.0.0.0/8=192.168.0.0/8`, `80=8080`, `02:00:00:00:00:01=02:00:00:00:00:02`.
    ///
    /// # Errors
    /// When it is no pair of addresses or ports.
    pub fn map(text: &str) -> Result<Change, Error> {
        let wrong =
            || expr::Error::new(&(0..text.len()), "expected two networks, addresses, MAC addresses or ports: 10.0.0.0/8=192.168.0.0/8");
        let (from, to) = text.split_once('=').ok_or_else(wrong)?;
        if let (Some(a), Some(b)) = (value::mac(from), value::mac(to)) {
            return Ok(Change::Mac(a, b));
        }
        if let (Ok(a), Ok(b)) = (from.parse(), to.parse()) {
            return Ok(Change::Port(a, b));
        }
        let net = |s: &str| -> Option<(IpAddr, u8)> {
            let (address, bits) = s.split_once('/').unwrap_or((s, ""));
            let address: IpAddr = address.parse().ok()?;
            let most = if address.is_ipv4() { 32 } else { 128 };
            let bits = if bits.is_empty() { most } else { bits.parse().ok().filter(|b| *b <= most)? };
            Some((address, bits))
        };
        let (from, (to, bits)) = (net(from).ok_or_else(wrong)?, net(to).ok_or_else(wrong)?);
        if from.0.is_ipv4() != to.is_ipv4() || from.1 != bits {
            return Err(expr::Error::new(&(0..text.len()), "both networks have the same length and kind").into());
        }
        Ok(Change::Map { from, to })
    }
}
/// The protocol of a Wireshark name or a Scapy class.
fn layer(name: &str) -> Option<Id> {
    PROTOCOLS.iter().position(|p| p.name == name || p.alias == name && !name.is_empty()).map(|i| Id(i as u16))
}
/// Whether any protocol has a field of that name.
fn exists(name: &str, at: &std::ops::Range<usize>) -> Result<(), Error> {
    let known = !crate::proto::lookup(name).is_empty()
        || PROTOCOLS.iter().enumerate().any(|(i, p)| {
            rest_of(name, p.name, p.alias)
                .is_some_and(|rest| p.fields.iter().any(|f| f.alias == rest) || form_field(Id(i as u16), rest).is_some())
        });
    if known {
        return Ok(());
    }
    let mut all = vec![];
    crate::proto::fields(&mut |_, f| all.push(f.name));
    Err(expr::Error::new(at, format!("no field \"{name}\"{}", crate::near::hint(name, all))).into())
}
/// What stands behind the protocol in a name.
fn rest_of<'n>(name: &'n str, protocol: &str, alias: &str) -> Option<&'n str> {
    let of = |p: &str| name.strip_prefix(p).and_then(|n| n.strip_prefix('.')).filter(|_| !p.is_empty());
    of(protocol).or_else(|| of(alias))
}
fn form_field(id: Id, alias: &str) -> Option<&'static Field> {
    of_protocol(id).iter().flat_map(|(_, class)| class.fields).copied().find(|f| f.alias == alias)
}

/// Changes, in order.
#[derive(Clone, Default)]
pub struct Edit {
    /// What is changed.
    pub changes: Vec<Change>,
    /// Checksums stay as they are.
    pub keep_checksums: bool,
}

impl Edit {
    /// The packet's bytes after all changes. Bytes that were cut off or did not decode stay as they are.
    ///
    /// # Errors
    /// When a value does not fit its field.
    pub fn apply(&self, packet: &Packet<'_>) -> Result<Vec<u8>, Error> {
        let mut part = record(packet);
        if build(&part, Mode::Exact).as_deref() != Ok(packet.bytes) {
            return Err(expr::Error::new(&(0..0), "cannot be written again as it is: it is malformed").into());
        }
        let mut changed = part.clone();
        let mut any = false;
        for change in &self.changes {
            any |= self.change(&mut changed, change)?;
        }
        if !any {
            return Ok(packet.bytes.to_vec());
        }
        let right = self.right(&mut part, packet.bytes);
        forget(
            &mut changed,
            &mut vec![],
            &|path, field| right.as_ref().is_none_or(|all| all.iter().any(|(p, f)| *p == path && std::ptr::eq(*f, field))),
            self,
        );
        build(&changed, Mode::Exact)
    }
    /// Which computed fields were right: `None` for all of them.
    fn right(&self, part: &mut Part, bytes: &[u8]) -> Option<Vec<(Vec<Id>, &'static Field)>> {
        let mut all = part.clone();
        forget(&mut all, &mut vec![], &|_, _| true, self);
        if build(&all, Mode::Exact).as_deref() == Ok(bytes) {
            return None;
        }
        let mut found = vec![];
        list(part, &mut vec![], &mut found, self);
        found.retain(|(path, field)| {
            let mut one = part.clone();
            forget(&mut one, &mut vec![], &|p, f| p == path.as_slice() && std::ptr::eq(f, *field), self);
            build(&one, Mode::Exact).as_deref() == Ok(bytes)
        });
        Some(found)
    }
    fn change(&self, part: &mut Part, change: &Change) -> Result<bool, Error> {
        let mut any = false;
        match change {
            Change::Set { field, value } => {
                any |= set(part, field, Some(value))?;
            }
            Change::Delete(name) => match layer(name) {
                Some(gone) => {
                    if let Some(at) = part.children.iter().position(|c| c.id == gone) {
                        let child = part.children.remove(at);
                        free_next(part, child.id);
                        let mut tail = child.tail;
                        tail.append(&mut part.tail);
                        part.tail = tail;
                        for (i, grandchild) in child.children.into_iter().enumerate() {
                            part.children.insert(at + i, grandchild);
                        }
                        any = true;
                    }
                }
                None => any |= set(part, name, None)?,
            },
            Change::Insert { behind, layers } => {
                if part.id == *behind {
                    let mut new = (**layers).clone();
                    if let Some(child) = part.children.first() {
                        free_next(part, child.id);
                    }
                    let deepest = deepest(&mut new);
                    deepest.children.append(&mut part.children);
                    // What the layer carried is carried by the new one; what follows the packet still does.
                    if deepest.children.is_empty() {
                        deepest.tail.append(&mut part.tail);
                    }
                    part.children = vec![new];
                    return Ok(true);
                }
            }
            _ => {
                for node in &mut part.nodes {
                    any |= mapped(part.id, node, change);
                }
            }
        }
        for child in &mut part.children {
            let done = self.change(child, change)?;
            any |= done;
            if done && matches!(change, Change::Insert { .. }) {
                break;
            }
        }
        Ok(any)
    }
}
fn deepest(part: &mut Part) -> &mut Part {
    if part.children.is_empty() { part } else { deepest(part.children.first_mut().unwrap_or_else(|| unreachable!("there is one"))) }
}
/// Forgets the number of what the layer carries, where it is what follows from it.
fn free_next(part: &mut Part, child: Id) {
    let Some((space, field)) = protocol(part.id).next else { return };
    let number = protocol(child).under.iter().find(|(s, _)| *s == space).map(|(_, n)| u64::from(*n));
    part.nodes.retain(|node| !(std::ptr::eq(node.field, field) && number.is_some_and(|n| node.content == Content::Num(n))));
}

/// True for a length or checksum that follows from the rest.
fn follows(f: &'static Field, edit: &Edit) -> bool {
    let sum = f.is_checksum();
    let length = matches!(f.place, Place::Len(..) | Place::LenLe(..) | Place::Span(..));
    f.unset == Unset::Computed && (!f.follows() || length || sum) && !(sum && edit.keep_checksums)
}
fn next_of(id: Id) -> Option<&'static Field> {
    protocol(id).next.map(|(_, f)| f)
}
fn forget(part: &mut Part, path: &mut Vec<Id>, which: &dyn Fn(&[Id], &'static Field) -> bool, edit: &Edit) {
    fn nodes(all: &mut Vec<Node>, of: Id, path: &[Id], which: &dyn Fn(&[Id], &'static Field) -> bool, edit: &Edit) {
        all.retain(|n| {
            let next = next_of(of).is_some_and(|f| std::ptr::eq(f, n.field));
            !follows(n.field, edit) || next || matches!(n.content, Content::Expr(_)) || !which(path, n.field)
        });
        for node in all {
            if let Content::Nodes(inner) = &mut node.content {
                nodes(inner, of, path, which, edit);
            }
        }
    }
    path.push(part.id);
    nodes(&mut part.nodes, part.id, path, which, edit);
    for child in &mut part.children {
        forget(child, path, which, edit);
    }
    path.pop();
}
fn list(part: &Part, path: &mut Vec<Id>, to: &mut Vec<(Vec<Id>, &'static Field)>, edit: &Edit) {
    fn nodes(all: &[Node], of: Id, path: &[Id], to: &mut Vec<(Vec<Id>, &'static Field)>, edit: &Edit) {
        for node in all {
            let known = to.iter().any(|(p, f)| p == path && std::ptr::eq(*f, node.field));
            if follows(node.field, edit) && !known && !next_of(of).is_some_and(|f| std::ptr::eq(f, node.field)) {
                to.push((path.to_vec(), node.field));
            }
            if let Content::Nodes(inner) = &node.content {
                nodes(inner, of, path, to, edit);
            }
        }
    }
    path.push(part.id);
    nodes(&part.nodes, part.id, path, to, edit);
    part.children.iter().for_each(|child| list(child, path, to, edit));
    path.pop();
}

/// Sets a field of this layer, or makes it follow by itself; false when the layer has none of that name.
fn set(part: &mut Part, name: &str, value: Option<&Expr>) -> Result<bool, Error> {
    let p = protocol(part.id);
    let rest = rest_of(name, p.name, p.alias);
    if part.form.is_some() {
        return Ok(false);
    }
    let mut any = within(&mut part.nodes, name, rest, value)?;
    // A list, said as in an expression: written by the class, read by the description.
    if !any
        && let Some(rest) = rest
        && let Some(form) = form_field(part.id, rest).filter(|f| f.follows())
        && let Some(own) = p.fields.iter().copied().find(|f| f.alias == rest && f.follows())
    {
        let args = value.map(|v| Arg { at: v.at.clone(), name: rest.to_owned(), value: v.clone() }).into_iter().collect();
        let bytes = bytes_of(form, args, p.align)?;
        let place = |f: &Field| p.fields.iter().position(|g| std::ptr::eq(*g, f)).unwrap_or(usize::MAX);
        part.nodes.retain(|n| !std::ptr::eq(n.field, own) && (place(n.field) < place(own) || !n.field.follows()));
        if !bytes.is_empty() {
            part.nodes.push(Node { field: own, content: Content::Bytes(bytes) });
        }
        any = true;
    }
    Ok(any)
}
/// What a class writes for one of its fields.
fn bytes_of(form: &'static Field, args: Vec<Arg>, align: usize) -> Result<Vec<u8>, Error> {
    let fields: &'static [&'static Field] = of_one(form);
    let class = Class { fields, align, ..Class::PART };
    build(&Part { form: Some(Form { class, args }), ..Part::new(id::data) }, Mode::Fill)
}
/// The field alone, as a list: each is kept once.
fn of_one(form: &'static Field) -> &'static [&'static Field] {
    use std::collections::HashMap;
    use std::sync::{Mutex, OnceLock};
    static KEPT: OnceLock<Mutex<HashMap<usize, &'static [&'static Field]>>> = OnceLock::new();
    let kept = KEPT.get_or_init(Mutex::default);
    let Ok(mut kept) = kept.lock() else { return &[] };
    kept.entry(std::ptr::from_ref(form) as usize).or_insert_with(|| Box::leak(Box::new([form])))
}
fn within(nodes: &mut Vec<Node>, name: &str, rest: Option<&str>, value: Option<&Expr>) -> Result<bool, Error> {
    let mut any = false;
    let mut gone = vec![];
    for (i, node) in nodes.iter_mut().enumerate() {
        let f = node.field;
        let by_name = f.name == name && !name.is_empty();
        let by_alias = !f.alias.is_empty() && rest == Some(f.alias);
        let list = matches!(node.content, Content::Nodes(_));
        if (by_name || by_alias) && !list {
            any = true;
            let Some(value) = value else {
                gone.push(i);
                continue;
            };
            node.content = match f.place {
                Place::Bytes(..) | Place::Run(_) | Place::Take(_) | Place::Rest | Place::Zero | Place::Name => {
                    Content::Bytes(value::bytes(f, value)?.unwrap_or_default())
                }
                _ => match value::number(f, value, by_alias && !by_name)? {
                    Some(n) => Content::Num(n),
                    None => {
                        gone.push(i);
                        continue;
                    }
                },
            };
            // What was said is never computed again.
            if f.unset == Unset::Computed {
                let content = std::mem::replace(&mut node.content, Content::Num(0));
                node.content = match content {
                    Content::Num(n) => Content::Expr(Expr::of(What::Num(n.into()))),
                    other => other,
                };
            }
        } else if let Content::Nodes(inner) = &mut node.content {
            any |= within(inner, name, rest, value)?;
        }
    }
    for i in gone.into_iter().rev() {
        nodes.remove(i);
    }
    Ok(any)
}

/// Changes an address or a port, if the node holds one that is changed.
fn mapped(of: Id, node: &mut Node, change: &Change) -> bool {
    if let Content::Nodes(inner) = &mut node.content {
        return inner.iter_mut().map(|node| mapped(of, node, change)).filter(|done| *done).count() > 0;
    }
    let address = match (node.field.kind, &node.content) {
        (Kind::Ip4, Content::Num(n)) => Some(IpAddr::from((*n as u32).to_be_bytes())),
        (Kind::Ip4, Content::Bytes(b)) => <[u8; 4]>::try_from(b.as_slice()).ok().map(IpAddr::from),
        (Kind::Ip6, Content::Bytes(b)) => <[u8; 16]>::try_from(b.as_slice()).ok().map(IpAddr::from),
        _ => None,
    };
    let new = match (change, address) {
        (Change::Map { from: (net, bits), to }, Some(address)) => moved(address, *net, *bits, *to),
        (Change::Anonymize(key), Some(address)) => Some(key.address(address)).filter(|new| *new != address),
        (Change::Mac(from, to), None) if matches!(node.field.kind, Kind::Mac) && node.content == Content::Bytes(from.to_vec()) => {
            node.content = Content::Bytes(to.to_vec());
            return true;
        }
        (Change::Port(from, to), None)
            if matches!(of, id::tcp | id::udp | id::sctp | id::udplite)
                && (node.field.name.ends_with(".srcport") || node.field.name.ends_with(".dstport"))
                && node.content == Content::Num((*from).into()) =>
        {
            node.content = Content::Num((*to).into());
            return true;
        }
        _ => None,
    };
    let Some(new) = new else { return false };
    node.content = match (new, &node.content) {
        (IpAddr::V4(a), Content::Num(_)) => Content::Num(u32::from(a).into()),
        (IpAddr::V4(a), _) => Content::Bytes(a.octets().to_vec()),
        (IpAddr::V6(a), _) => Content::Bytes(a.octets().to_vec()),
    };
    true
}
/// The address in the other network; `None` when it is not in the first.
fn moved(address: IpAddr, net: IpAddr, bits: u8, to: IpAddr) -> Option<IpAddr> {
    match (address, net, to) {
        (IpAddr::V4(a), IpAddr::V4(n), IpAddr::V4(t)) => {
            let keep = u32::MAX.checked_shr(bits.into()).unwrap_or(0);
            (u32::from(a) & !keep == u32::from(n) & !keep).then(|| IpAddr::V4((u32::from(t) & !keep | u32::from(a) & keep).into()))
        }
        (IpAddr::V6(a), IpAddr::V6(n), IpAddr::V6(t)) => {
            let keep = u128::MAX.checked_shr(bits.into()).unwrap_or(0);
            (u128::from(a) & !keep == u128::from(n) & !keep).then(|| IpAddr::V6((u128::from(t) & !keep | u128::from(a) & keep).into()))
        }
        _ => None,
    }
}

/// Crypto-PAn: two addresses that share a prefix share one of the same length afterwards, and nobody without the key knows which.
#[derive(Clone)]
pub struct Anonymizer {
    cipher: Aes128,
    pad: [u8; 16],
}
impl Anonymizer {
    /// From 32 bytes: the cipher's key, and what the pad is made of.
    pub fn new(key: &[u8; 32]) -> Anonymizer {
        let (mut a, mut b) = ([0; 16], [0; 16]);
        a.iter_mut().zip(key).for_each(|(a, k)| *a = *k);
        b.iter_mut().zip(key.iter().skip(16)).for_each(|(b, k)| *b = *k);
        let cipher = Aes128::new(&a.into());
        let mut pad = b.into();
        cipher.encrypt_block(&mut pad);
        Anonymizer { cipher, pad: pad.into() }
    }
    /// From any text: 64 hexadecimal digits or 32 bytes are the key itself, others are stretched to one.
    pub fn of(text: &str) -> Anonymizer {
        let bytes = value::hex(text).filter(|b| b.len() == 32).unwrap_or_else(|| text.as_bytes().to_vec());
        let mut key = [0; 32];
        if bytes.len() == 32 {
            key.iter_mut().zip(&bytes).for_each(|(k, b)| *k = *b);
            return Anonymizer::new(&key);
        }
        // Each block of the key is the text enciphered block by block (CBC-MAC), under a number.
        for (n, half) in key.chunks_mut(16).enumerate() {
            let cipher = Aes128::new(&[n as u8 + 1; 16].into());
            let mut state = [0u8; 16];
            for block in bytes.chunks(16).chain([&(bytes.len() as u64).to_be_bytes()[..]]) {
                state.iter_mut().zip(block).for_each(|(s, b)| *s ^= b);
                let mut all = state.into();
                cipher.encrypt_block(&mut all);
                state = all.into();
            }
            half.copy_from_slice(&state);
        }
        Anonymizer::new(&key)
    }
    /// The address that stands for this one.
    pub fn address(&self, address: IpAddr) -> IpAddr {
        match address {
            IpAddr::V4(a) => IpAddr::V4(((self.bits(u128::from(u32::from(a)) << 96, 32) >> 96) as u32).into()),
            IpAddr::V6(a) => IpAddr::V6(self.bits(a.into(), 128).into()),
        }
    }
    /// The first `n` bits: each is turned over or not as the cipher says of the bits before it.
    fn bits(&self, address: u128, n: u32) -> u128 {
        let pad = u128::from_be_bytes(self.pad);
        let mut flips = 0u128;
        for i in 0..n {
            let rest = u128::MAX.checked_shr(i).unwrap_or(0);
            let mut block = (address & !rest | pad & rest).to_be_bytes().into();
            self.cipher.encrypt_block(&mut block);
            let block: [u8; 16] = block.into();
            flips = flips << 1 | u128::from(block.first().map_or(0, |b| b >> 7));
        }
        address ^ flips << (128 - n)
    }
}
