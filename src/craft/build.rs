//! Parts, written.
use super::{Content, Error, Node, Part};
use crate::draft::Draft;
use crate::field::{Counts, Field, Fields, Here, LEFT, Place, Unset, Value, mask, store};
use crate::proto::{id, protocol};
use crate::read::chosen;
use crate::spine::Id;
use std::ops::Range;

/// What is written where a part says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Nothing: the parts are whole, as [`super::record()`] makes them. What is left out of computed fields is computed.
    Exact,
    /// Defaults, and what is computed.
    Fill,
}

/// The bytes of a part and all it carries.
///
/// # Errors
/// When a value does not fit its field, or has no place where it stands.
pub fn build(part: &Part, mode: Mode) -> Result<Vec<u8>, Error> {
    let mut w = Writer {
        out: vec![],
        base: 0,
        start: 0,
        bounds: vec![],
        key: 0,
        number: 0,
        case: None,
        last: (0, 0, false),
        set: vec![],
        next: None,
        carriers: vec![],
        mode,
        depth: 0,
    };
    w.part(part)?;
    Ok(w.out)
}

struct Writer {
    out: Vec<u8>,
    /// Where the layer starts, and the record.
    base: usize,
    start: usize,
    /// Lengths of the open records that wait for their record's end.
    bounds: Vec<(&'static Field, usize, Counts, bool)>,
    key: u64,
    number: u64,
    /// The number under which `Peek` chose the record that begins: its first computed number.
    case: Option<u64>,
    /// Where the last number stands, its width in bits, whether it is little endian: for `Sub`.
    last: (usize, usize, bool),
    /// Fields of the fixed part, and others by pointer, that the part says.
    set: Vec<&'static Field>,
    /// The number of what the layer carries, for a field behind the fixed part.
    next: Option<(&'static Field, u64)>,
    /// The layers around the one that is written, and where their headers lie.
    carriers: Vec<(Id, Range<usize>)>,
    mode: Mode,
    depth: u8,
}

/// Deeper than any description.
const DEPTH: u8 = 48;

impl Writer {
    /// A layer, what it carries, what stands behind; then what is computed from all of it.
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        let start = self.out.len();
        self.header(part)?;
        let head = self.out.len() - start;
        let set = std::mem::take(&mut self.set);
        self.carriers.push((part.id, start..start + head));
        for child in &part.children {
            let lead = protocol(child.id).lead.filter(|(over, _)| *over == part.id).map_or(0, |(_, n)| n as usize);
            let at = self.out.len();
            self.out.resize(at + lead, 0);
            self.out.extend(&child.gap);
            self.part(child)?;
            let len = self.out.len() - at - lead;
            store(&mut self.out, at * 8, lead * 8, len as u64);
        }
        self.out.extend(&part.tail);
        self.carriers.pop();
        let (before, bytes) = self.out.split_at_mut(start);
        let mut draft = Draft { before, carriers: &self.carriers, bytes, head, set: &set, over: None };
        (protocol(part.id).finish)(&mut draft);
        let long = draft.bytes.len() as u64;
        draft.over.map_or(Ok(()), |field| Err(Error::TooLarge { field: field.name, value: long, bits: field.width() }))
    }
    fn header(&mut self, part: &Part) -> Result<(), Error> {
        let p = protocol(part.id);
        self.base = self.out.len();
        self.start = self.base;
        self.set.clear();
        (self.key, self.number, self.next) = (0, 0, None);
        if part.id == id::data || part.id == id::frame {
            return Ok(());
        }
        self.out.resize(self.base + p.size, 0);
        let head = self.out.get_mut(self.base..).unwrap_or(&mut []);
        if self.mode == Mode::Fill {
            for f in p.fields {
                match f.unset {
                    Unset::Is(n) if n != 0 => drop(f.put(head, Value::Num(n))),
                    Unset::Bytes(b) => drop(f.put(head, Value::Bytes(b))),
                    _ => {}
                }
            }
        }
        if let (Some((space, field)), Some(child)) = (p.next, part.children.first())
            && let Some((_, n)) = protocol(child.id).under.iter().find(|(s, _)| *s == space)
        {
            field.put(head, Value::Num((*n).into()));
            self.next = Some((field, (*n).into()));
        }
        let mut queue = vec![];
        for node in &part.nodes {
            if node.field.follows() {
                self.set.push(node.field);
                queue.push(node);
                continue;
            }
            let value = match &node.content {
                Content::Num(n) => fits(node.field, *n).map(|()| Value::Num(*n))?,
                Content::Bytes(b) => Value::Bytes(b),
                Content::Nodes(_) => return Err(misplaced(node.field, p.name)),
            };
            if node.field.put(head, value).is_none() {
                let found = if let Value::Bytes(b) = value { b.len() } else { 0 };
                return Err(Error::Length { field: node.field.name, found, wanted: node.field.width() / 8 });
            }
            self.set.push(node.field);
        }
        let mut queue = Queue { nodes: &queue };
        self.fields(p.fields, &mut queue)?;
        if let Some(left) = queue.next() {
            return Err(misplaced(left.field, p.name));
        }
        if self.mode == Mode::Fill {
            let over = (self.out.len() - self.base) % p.align;
            self.out.resize(self.out.len() + (p.align - over) % p.align, 0);
        }
        Ok(())
    }
    fn here(&self) -> Here<'_> {
        let head = self.out.get(self.base..).unwrap_or(&[]);
        let at = head.len();
        Here { head, start: self.start - self.base, at, end: at, key: self.key, number: self.number, wire: at }
    }
    fn fields(&mut self, fields: Fields, queue: &mut Queue<'_>) -> Result<(), Error> {
        fields.iter().try_for_each(|f| self.field(f, queue))
    }
    fn field(&mut self, f: &'static Field, queue: &mut Queue<'_>) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Error::Deep { field: f.name });
        }
        let done = self.place(f, queue);
        self.depth -= 1;
        done
    }
    fn place(&mut self, f: &'static Field, queue: &mut Queue<'_>) -> Result<(), Error> {
        match f.place {
            Place::Uint(w) | Place::Since(w, _) => self.number(f, w, false, queue).map(drop),
            Place::UintLe(w) => self.number(f, w, true, queue).map(drop),
            Place::Key(w) => {
                if let Some(n) = self.number(f, w, false, queue)? {
                    self.key = n;
                }
                Ok(())
            }
            Place::KeyLe(w) => {
                if let Some(n) = self.number(f, w, true, queue)? {
                    self.key = n;
                }
                Ok(())
            }
            Place::Len(w, counts) => self.length(f, w, counts, false, queue),
            Place::LenLe(w, counts) => self.length(f, w, counts, true, queue),
            Place::Sub(bits) => match queue.take(f) {
                Some(Node { content: Content::Num(n), .. }) => self.sub(f, bits, *n),
                _ => Ok(()),
            },
            Place::Run(n) => {
                let from = self.out.len();
                if self.bytes(f, queue) && self.out.len() - from != n as usize {
                    return Err(Error::Length { field: f.name, found: self.out.len() - from, wanted: n.into() });
                }
                if self.mode == Mode::Fill {
                    self.out.resize(from + n as usize, 0);
                }
                Ok(())
            }
            Place::Rest | Place::Take(_) => {
                self.bytes(f, queue);
                Ok(())
            }
            Place::Zero | Place::Name => {
                if !self.bytes(f, queue) && self.mode == Mode::Fill {
                    self.out.push(0);
                }
                Ok(())
            }
            Place::Span(w, of) => {
                let at = self.out.len();
                let given = queue.first_is(f);
                let Some(_) = self.number(f, w, false, queue)? else { return self.when_next(of, queue) };
                self.fields(of, queue)?;
                self.bytes(&LEFT, queue);
                let len = self.out.len() - at - w as usize / 8;
                if given { Ok(()) } else { self.patch(f, at, len, false) }
            }
            Place::Group(of) => match queue.take(f) {
                Some(Node { content: Content::Nodes(nodes), .. }) => self.group(f, of, nodes),
                Some(node) => Err(misplaced(node.field, f.title)),
                None if self.mode == Mode::Fill => self.group(f, of, &[]),
                None => Ok(()),
            },
            Place::Many(one) | Place::Repeat(_, one) => self.list(f, one, queue).map(drop),
            Place::Times(count, one) => {
                let n = self.list(f, one, queue)?;
                let head = self.out.get_mut(self.base..).unwrap_or(&mut []);
                if !self.set.iter().any(|s| std::ptr::eq(*s, count)) {
                    count.put(head, Value::Num(n * count.times as u64));
                }
                Ok(())
            }
            Place::Pick(of, or) => self.choose(chosen(of, or, self.key), of, or, true, queue),
            Place::Switch(by, of, or) => self.choose(chosen(of, or, by(&self.here())), of, or, false, queue),
            Place::Peek(_, of, or) => match queue.next() {
                Some(node) if or.holds(node.field) && !of.iter().any(|(_, f)| std::ptr::eq(*f, node.field)) => self.field(or, queue),
                Some(node) => match of.iter().find(|(_, f)| f.holds(node.field)) {
                    Some((n, f)) => {
                        self.case = Some(*n);
                        self.field(f, queue)
                    }
                    None => Err(misplaced(node.field, f.title)),
                },
                None => Ok(()),
            },
            Place::When(so, of) => {
                if self.mode == Mode::Fill && so(&self.here()) {
                    return self.fields(of, queue);
                }
                self.when_next(of, queue)
            }
            Place::Sized(n, of) => {
                let (from, n) = (self.out.len(), n(&self.here()));
                self.fields(of, queue)?;
                self.bytes(&LEFT, queue);
                if self.mode == Mode::Fill && self.out.len() < from + n {
                    self.out.resize(from + n, 0);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
    /// These fields, if the next node is for one of them.
    fn when_next(&mut self, of: Fields, queue: &mut Queue<'_>) -> Result<(), Error> {
        match queue.next() {
            Some(node) if of.iter().any(|f| f.holds(node.field)) => self.fields(of, queue),
            _ => Ok(()),
        }
    }
    /// The fields that belong to the number, if it is `known`. A function may look at bytes that are not written yet:
    /// in a whole part the branch is then told by the nodes that it takes.
    fn choose(&mut self, own: Fields, of: &'static [(u64, Fields)], or: Fields, known: bool, queue: &mut Queue<'_>) -> Result<(), Error> {
        if self.mode == Mode::Fill {
            return self.fields(own, queue);
        }
        let takes = |of: Fields| queue.nodes.iter().take_while(|n| of.iter().any(|f| f.holds(n.field))).count();
        let (mut best, mut most) = (own, takes(own));
        if !known || most == 0 {
            for branch in of.iter().map(|(_, of)| *of).chain([or]) {
                let n = takes(branch);
                if n > most {
                    (best, most) = (branch, n);
                }
            }
        }
        if most == 0 { Ok(()) } else { self.fields(best, queue) }
    }
    fn list(&mut self, f: &'static Field, one: &'static Field, queue: &mut Queue<'_>) -> Result<u64, Error> {
        let Some(node) = queue.take(f) else { return Ok(0) };
        let Content::Nodes(nodes) = &node.content else { return Err(misplaced(node.field, f.title)) };
        let all: Vec<&Node> = nodes.iter().collect();
        let mut inner = Queue { nodes: &all };
        let outer = std::mem::replace(&mut self.start, self.out.len());
        let mut n = 0;
        while let Some(next) = inner.next() {
            let left = inner.nodes.len();
            self.field(one, &mut inner)?;
            if inner.nodes.len() == left {
                return Err(misplaced(next.field, f.title));
            }
            n += 1;
        }
        self.start = outer;
        Ok(n)
    }
    fn group(&mut self, f: &'static Field, of: Fields, nodes: &[Node]) -> Result<(), Error> {
        let (outer, waiting) = (std::mem::replace(&mut self.start, self.out.len()), self.bounds.len());
        let all: Vec<&Node> = nodes.iter().collect();
        let mut inner = Queue { nodes: &all };
        self.fields(of, &mut inner)?;
        self.bytes(&LEFT, &mut inner);
        if let Some(left) = inner.next() {
            return Err(misplaced(left.field, f.title));
        }
        while self.bounds.len() > waiting {
            let Some((len, at, counts, little)) = self.bounds.pop() else { break };
            let from = if counts == Counts::Whole { self.start } else { at + len.width() / 8 };
            self.patch(len, at, self.out.len() - from, little)?;
        }
        self.start = outer;
        Ok(())
    }
    fn length(&mut self, f: &'static Field, width: u8, counts: Counts, little: bool, queue: &mut Queue<'_>) -> Result<(), Error> {
        let (at, given) = (self.out.len(), queue.first_is(f));
        if self.number(f, width, little, queue)?.is_some() && !given {
            self.bounds.push((f, at, counts, little));
        }
        Ok(())
    }
    /// Writes a number: the node's, else the default or room for what is computed. `None` when nothing is written.
    fn number(&mut self, f: &'static Field, width: u8, little: bool, queue: &mut Queue<'_>) -> Result<Option<u64>, Error> {
        let case = self.case.take();
        let n = match queue.take(f) {
            Some(Node { content: Content::Num(n), .. }) => *n,
            Some(node) => return Err(misplaced(node.field, f.title)),
            None => match (f.unset, self.mode) {
                (Unset::Is(n), Mode::Fill) => n,
                (Unset::Computed, _) => match self.next {
                    Some((field, n)) if std::ptr::eq(field, f) => n,
                    _ => case.unwrap_or(0),
                },
                _ => return Ok(None),
            },
        };
        fits(f, n)?;
        let wire = n / f.times as u64;
        let at = self.out.len();
        let bytes = width as usize / 8;
        self.out.resize(at + bytes, 0);
        self.last = (at, width.into(), little);
        self.number = wire;
        self.store(at, bytes, wire, little);
        Ok(Some(n))
    }
    fn sub(&mut self, f: &'static Field, bits: u64, n: u64) -> Result<(), Error> {
        fits(f, n)?;
        let (at, width, little) = self.last;
        self.number = self.number & !bits | (n / f.times as u64) << bits.trailing_zeros().min(63) & bits;
        self.store(at, width / 8, self.number, little);
        Ok(())
    }
    fn store(&mut self, at: usize, bytes: usize, n: u64, little: bool) {
        let Some(to) = self.out.get_mut(at..at + bytes) else { return };
        if little {
            to.iter_mut().zip(n.to_le_bytes()).for_each(|(b, n)| *b = n);
        } else {
            store(to, 0, bytes * 8, n);
        }
    }
    fn patch(&mut self, f: &'static Field, at: usize, len: usize, little: bool) -> Result<(), Error> {
        let value = len as u64;
        if value / f.times as u64 > mask(f.width()) {
            return Err(Error::TooLarge { field: f.name, value, bits: f.width() });
        }
        self.store(at, f.width() / 8, value / f.times as u64, little);
        Ok(())
    }
    /// Writes the node's bytes; false when there is none.
    fn bytes(&mut self, f: &'static Field, queue: &mut Queue<'_>) -> bool {
        match queue.take(f) {
            Some(Node { content: Content::Bytes(b), .. }) => {
                self.out.extend(b);
                true
            }
            _ => false,
        }
    }
}

fn fits(f: &'static Field, n: u64) -> Result<(), Error> {
    let (bits, value) = (f.width(), n);
    if bits > 0 && n / f.times as u64 > mask(bits) { Err(Error::TooLarge { field: f.name, value, bits }) } else { Ok(()) }
}
fn misplaced(f: &'static Field, within: &'static str) -> Error {
    Error::Misplaced { field: if f.name.is_empty() { f.title } else { f.name }, within }
}

/// The nodes of a record that are still to be written.
struct Queue<'n> {
    nodes: &'n [&'n Node],
}
impl<'n> Queue<'n> {
    fn next(&self) -> Option<&'n Node> {
        self.nodes.first().copied()
    }
    fn first_is(&self, f: &'static Field) -> bool {
        self.next().is_some_and(|node| std::ptr::eq(node.field, f))
    }
    /// The next node, if it is for this field.
    fn take(&mut self, f: &'static Field) -> Option<&'n Node> {
        let (first, rest) = self.nodes.split_first()?;
        if !std::ptr::eq(first.field, f) {
            return None;
        }
        self.nodes = rest;
        Some(first)
    }
}
