//! Parts, written.
use super::expr::{self, Arg, Expr, What, kind};
use super::{Content, Error, Form, Node, Part, value};
use crate::draft::Draft;
use crate::field::{Counts, Field, Fields, Here, LEFT, Place, Unset, Value, mask, store};
use crate::proto::{Space, id, protocol};
use crate::read::chosen;
use crate::spine::Id;
use std::collections::VecDeque;
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
    let mut w = Writer::new(mode);
    w.part(part)?;
    Ok(w.out)
}
/// The same, and what is to be done again when only fields of fixed parts change.
pub(super) fn build_plan(part: &Part) -> Result<(Vec<u8>, Vec<Finishing>), Error> {
    let mut w = Writer { plan: Some(vec![]), ..Writer::new(Mode::Fill) };
    w.part(part)?;
    Ok((w.out, w.plan.unwrap_or_default()))
}
/// A layer's computed fields: how to compute them again.
pub(super) struct Finishing {
    pub(super) finish: fn(&mut Draft<'_>),
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) head: usize,
    pub(super) carriers: Vec<(Id, Range<usize>)>,
    pub(super) set: Vec<&'static Field>,
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
    /// Where the number stands whose bits were named last.
    named: usize,
    /// Fields of the fixed part, and others by pointer, that the part says.
    set: Vec<&'static Field>,
    /// The number of what the layer carries, for a field behind the fixed part.
    next: Option<(&'static Field, u64)>,
    /// The layers around the one that is written, and where their headers lie.
    carriers: Vec<(Id, Range<usize>)>,
    /// What the child sets behind the fixed part where nothing is said.
    bound: &'static [(&'static Field, Unset)],
    /// Computed numbers that wait for the list they count: where they stand, their bytes, whether they are little endian.
    counts: VecDeque<(usize, usize, bool)>,
    /// Names of the message, and where they stand in it, where names are compressed.
    names: Vec<(Vec<u8>, usize)>,
    /// Padding that was written last, and that no length counts.
    filled: Range<usize>,
    /// How many lengths were open where the record began.
    waiting: usize,
    /// What was computed, in order, if that is asked for.
    plan: Option<Vec<Finishing>>,
    mode: Mode,
    depth: u8,
}

/// Deeper than any description.
const DEPTH: u8 = 96;
/// More layers than anybody stacks: each costs stack, and its carriers.
const LAYERS: usize = 256;

impl Writer {
    fn new(mode: Mode) -> Writer {
        Writer {
            out: vec![],
            base: 0,
            start: 0,
            bounds: vec![],
            key: 0,
            number: 0,
            case: None,
            last: (0, 0, false),
            named: usize::MAX,
            set: vec![],
            next: None,
            carriers: vec![],
            bound: &[],
            counts: VecDeque::new(),
            names: vec![],
            filled: 0..0,
            waiting: 0,
            plan: None,
            mode,
            depth: 0,
        }
    }
    /// A layer, what it carries, what stands behind; then what is computed from all of it.
    fn part(&mut self, part: &Part) -> Result<(), Error> {
        if self.carriers.len() >= LAYERS {
            return Err(Error::Deep { field: protocol(part.id).name });
        }
        let start = self.out.len();
        self.header(part)?;
        let mut head = self.out.len() - start;
        let mut set = std::mem::take(&mut self.set);
        self.carriers.push((part.id, start..start + head));
        for child in &part.children {
            let whole = child.whole();
            let lead = protocol(child.id).lead.filter(|(over, _)| whole && *over == part.id).map_or(0, |(_, n)| n as usize);
            let at = self.out.len();
            self.out.resize(at + lead, 0);
            self.out.extend(&child.gap);
            self.part(child)?;
            let len = self.out.len() - at - lead;
            store(&mut self.out, at * 8, lead * 8, len as u64);
        }
        if let Some((least, behind)) = &part.behind {
            let carried = self.out.len() - start - head;
            self.out.resize(self.out.len() - carried + carried.max(*least), 0);
            self.part(behind)?;
        }
        self.out.extend(&part.tail);
        self.carriers.pop();
        if let Some(form) = &part.form
            && let Some(trailer) = form.class.trailer
        {
            self.set.clear();
            self.field(trailer, &mut Given { nodes: &[], args: &form.args, items: &[], of: protocol(part.id).name, fill: true })?;
            set.append(&mut self.set);
        }
        if let Some(counted) = part.form.as_ref().and_then(|form| form.class.counted) {
            let carried = self.out.split_off(start + head);
            let mut header = self.out.split_off(start);
            counted(&mut header, carried.len(), &set);
            head = header.len();
            self.out.extend(header);
            self.out.extend(carried);
            // What is carried does not stand where it was written.
            self.plan = None;
        }
        let finish = match &part.form {
            Some(form) if !form.class.whole => form.class.finish,
            _ => protocol(part.id).finish,
        };
        let (before, bytes) = self.out.split_at_mut(start);
        let mut draft = Draft { before, carriers: &self.carriers, bytes, head, set: &set, over: None };
        finish(&mut draft);
        let long = draft.bytes.len() as u64;
        let over = draft.over;
        if let Some(plan) = &mut self.plan {
            plan.push(Finishing { finish, start, end: self.out.len(), head, carriers: self.carriers.clone(), set });
        }
        over.map_or(Ok(()), |field| Err(Error::TooLarge { field: field.name, value: long, bits: field.width() }))
    }
    fn header(&mut self, part: &Part) -> Result<(), Error> {
        let p = protocol(part.id);
        self.base = self.out.len();
        self.start = self.base;
        self.set.clear();
        (self.key, self.number, self.next) = (0, 0, None);
        let (fields, size, align, presets, fill) = match &part.form {
            Some(Form { class, .. }) => (class.fields, class.size, class.align, class.presets, true),
            None if part.id == id::data || part.id == id::frame => return Ok(()),
            None => (p.fields, p.size, p.align, &[][..], self.mode == Mode::Fill),
        };
        self.out.resize(self.base + size, 0);
        let head = self.out.get_mut(self.base..).unwrap_or(&mut []);
        if fill {
            let own = fields.iter().map(|f| (*f, f.unset)).filter(|(f, _)| f.unset != Unset::Is(0));
            for (f, unset) in own.chain(presets.iter().copied()) {
                put(f, head, unset);
            }
        }
        // The number under which it is carried, then what it sets below itself where nothing is said.
        self.bound = &[];
        if let Some(child) = part.children.first() {
            let next = match &part.form {
                Some(form) if form.class.next.is_some() || !form.class.whole => form.class.next,
                _ => p.next,
            };
            let number = |space: Space| protocol(child.id).under.iter().find(|(s, _)| *s == space).map(|(_, n)| u64::from(*n));
            if let (Some((space, field)), true) = (next, child.whole())
                && let Some(n) = number(space).or_else(|| number(if space == Space::Gre { Space::EtherType } else { space }))
            {
                field.put(head, Value::Num(n));
                self.next = Some((field, n));
            }
            if let Some(form) = &child.form {
                self.bound = match form.class.otherwise {
                    Some((f, n, binds)) if said_number(form, f) == Some(n) => binds,
                    _ => form.class.binds,
                };
            }
            for (f, unset) in self.bound {
                if fields.iter().any(|own| std::ptr::eq(*own, *f)) {
                    put(f, head, *unset);
                }
            }
        }
        let mut queue = vec![];
        for node in &part.nodes {
            if node.field.follows() {
                self.set.push(node.field);
                queue.push(node);
                continue;
            }
            let held;
            let value = match &node.content {
                Content::Num(n) => fits(node.field, *n).map(|()| Value::Num(*n))?,
                Content::Bytes(b) => Value::Bytes(b),
                Content::Expr(e) => {
                    held = self.fixed(node.field, e, false)?;
                    let Some(held) = &held else { continue };
                    held.value()
                }
                Content::Nodes(_) => return Err(misplaced(node.field, p.name)),
            };
            if node.field.put(head_of(&mut self.out, self.base), value).is_none() {
                let found = if let Value::Bytes(b) = value { b.len() } else { 0 };
                return Err(Error::Length { field: node.field.name, found, wanted: node.field.width() / 8 });
            }
            self.set.push(node.field);
        }
        let args = part.form.as_ref().map_or(&[][..], |form| &form.args);
        let mut given = Given { nodes: &queue, args, items: &[], of: p.name, fill };
        if !args.is_empty() {
            for f in fields.iter().filter(|f| !f.follows()) {
                if let Some(Found::Expr(e, wire)) = given.named(f) {
                    let Some(held) = self.fixed(f, e, wire)? else { continue };
                    if f.put(head_of(&mut self.out, self.base), held.value()).is_none() {
                        return Err(expr::Error::new(&e.at, format!("{} cannot be set", value::called(f))).into());
                    }
                    self.set.push(f);
                }
            }
        }
        self.counts.clear();
        self.names.clear();
        let waiting = self.bounds.len();
        self.waiting = waiting;
        let trailer = part.form.as_ref().and_then(|form| form.class.trailer);
        for f in fields.iter().filter(|f| !trailer.is_some_and(|t| std::ptr::eq(t, **f))) {
            self.field(f, &mut given)?;
        }
        self.bounded(waiting)?;
        if let Some(left) = given.next() {
            return Err(misplaced(left.field, p.name));
        }
        if let Some(shape) = part.form.as_ref().and_then(|form| form.class.shape) {
            let mut header = self.out.split_off(self.base);
            shape(&mut header, &self.set);
            self.out.extend(header);
        }
        if fill {
            let over = (self.out.len() - self.base) % align.max(1);
            self.out.resize(self.out.len() + (align.max(1) - over) % align.max(1), 0);
        }
        Ok(())
    }
    /// What an expression is for a field of the fixed part.
    fn fixed(&self, f: &'static Field, e: &Expr, wire: bool) -> Result<Option<Held>, Error> {
        Ok(match f.place {
            Place::Bytes(..) => value::bytes(f, e)?.map(Held::Bytes),
            _ => value::number(f, e, wire)?.map(Held::Num),
        })
    }
    fn here(&self) -> Here<'_> {
        let head = self.out.get(self.base..).unwrap_or(&[]);
        let at = head.len();
        Here { head, start: self.start - self.base, at, end: at, key: self.key, number: self.number, wire: at, mode: 0 }
    }
    fn fields(&mut self, fields: Fields, given: &mut Given<'_>) -> Result<(), Error> {
        fields.iter().try_for_each(|f| self.field(f, given))
    }
    fn field(&mut self, f: &'static Field, given: &mut Given<'_>) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(Error::Deep { field: f.name });
        }
        let done = self.place(f, given);
        self.depth -= 1;
        done
    }
    fn place(&mut self, f: &'static Field, given: &mut Given<'_>) -> Result<(), Error> {
        match f.place {
            Place::Uint(w) | Place::Since(w, _) => self.number(f, w, false, given).map(drop),
            Place::UintLe(w) => self.number(f, w, true, given).map(drop),
            Place::Key(w) => {
                if let Some(n) = self.number(f, w, false, given)? {
                    self.key = n;
                }
                Ok(())
            }
            Place::KeyLe(w) => {
                if let Some(n) = self.number(f, w, true, given)? {
                    self.key = n;
                }
                Ok(())
            }
            Place::Len(w, counts) => self.length(f, w, counts, false, given),
            Place::LenLe(w, counts) => self.length(f, w, counts, true, given),
            Place::Sub(bits) => match given.take(f) {
                Some(Found::Content(Content::Num(n))) => self.sub(f, bits, *n),
                Some(Found::Content(Content::Expr(e))) => value::number(f, e, false)?.map_or(Ok(()), |n| self.sub(f, bits, n)),
                Some(Found::Expr(e, wire)) => value::number(f, e, wire)?.map_or(Ok(()), |n| self.sub(f, bits, n)),
                Some(Found::Content(_)) => Err(misplaced(f, f.title)),
                None => match f.unset {
                    Unset::Is(n) if n != 0 && given.fill => self.sub(f, bits, n),
                    _ => Ok(()),
                },
            },
            // A switch that is not on the wire: told when it is not as it is where nothing is said.
            Place::Run(0) => {
                if let Some(Found::Expr(Expr { what: What::Num(n), .. }, _)) = given.take(f)
                    && (*n == 0) != (f.unset == Unset::Is(0))
                {
                    self.set.push(f);
                }
                Ok(())
            }
            Place::Run(n) => {
                let from = self.out.len();
                if self.bytes(f, given)? && self.out.len() - from != n as usize {
                    return Err(Error::Length { field: f.name, found: self.out.len() - from, wanted: n.into() });
                }
                if given.fill {
                    self.out.resize(from + n as usize, 0);
                }
                Ok(())
            }
            // Of an address as much as is told before.
            Place::Take(n) if given.fill && matches!(f.words, crate::field::Words::Network) => {
                let (from, n) = (self.out.len(), n(&self.here()).min(16));
                self.bytes(f, given)?;
                self.out.resize(from + n, 0);
                Ok(())
            }
            Place::Rest | Place::Take(_) | Place::Told(..) => self.bytes(f, given).map(drop),
            Place::Name if given.fill && self.squeezes() => {
                let from = self.out.len();
                if !self.bytes(f, given)? {
                    self.out.push(0);
                }
                self.squeeze(from);
                Ok(())
            }
            Place::Zero | Place::Name => {
                if !self.bytes(f, given)? && given.fill {
                    self.out.push(0);
                }
                Ok(())
            }
            Place::Span(w, of) => {
                let at = self.out.len();
                let explicit = given.says(f);
                let Some(_) = self.number(f, w, false, given)? else { return self.when_next(of, given) };
                self.fields(of, given)?;
                self.bytes(&LEFT, given)?;
                let len = self.out.len() - at - w as usize / 8;
                if explicit { Ok(()) } else { self.patch(f, at, len, false) }
            }
            Place::Group(of) => match given.take_record(f) {
                Some(Found::Content(Content::Nodes(nodes))) => {
                    let all: Vec<&Node> = nodes.iter().collect();
                    self.group(f, of, &mut Given { nodes: &all, args: &[], items: &[], of: given.of, fill: false })
                }
                Some(Found::Content(Content::Expr(e)) | Found::Expr(e, _)) => self.record(f, of, e, given.of),
                Some(Found::Content(_)) => Err(misplaced(f, f.title)),
                None if given.fill && f.alias.is_empty() => self.inline(of, given),
                None if given.fill => self.group(f, of, &mut Given { nodes: &[], args: &[], items: &[], of: given.of, fill: true }),
                None => Ok(()),
            },
            Place::Many(one) | Place::Repeat(_, one) => self.list(f, one, given).map(drop),
            Place::Times(count, one) => {
                let n = self.list(f, one, given)?;
                let head = self.out.get_mut(self.base..).unwrap_or(&mut []);
                if !self.set.iter().any(|s| std::ptr::eq(*s, count)) {
                    count.put(head, Value::Num(n * count.times as u64));
                }
                Ok(())
            }
            Place::Pick(of, or) => match given.take_named(f) {
                Some(e) => self.values(f, chosen(of, or, self.key), e, given.of),
                None => self.choose(chosen(of, or, self.key), of, or, true, given),
            },
            Place::Switch(by, of, or) => self.choose(chosen(of, or, by(&self.here())), of, or, false, given),
            Place::Peek(_, of, or) => {
                if let Some(e) = given.item() {
                    let done = self.chosen(f, of, or, e, given.of);
                    self.case = None;
                    return done;
                }
                match given.next() {
                    Some(node) if or.holds(node.field) && !of.iter().any(|(_, f)| std::ptr::eq(*f, node.field)) => self.field(or, given),
                    Some(node) => match of.iter().find(|(_, f)| f.holds(node.field)) {
                        Some((n, f)) => {
                            self.case = Some(*n);
                            self.field(f, given)
                        }
                        None => Err(misplaced(node.field, f.title)),
                    },
                    None => Ok(()),
                }
            }
            Place::When(so, of) => {
                if given.fill && so(&self.here()) {
                    return self.fields(of, given);
                }
                self.when_next(of, given)
            }
            Place::Sized(n, of) => {
                let (from, n) = (self.out.len(), n(&self.here()));
                if of.is_empty() && given.fill {
                    // Padding that the lengths do not count.
                    self.bounded(self.waiting)?;
                    self.out.resize(from + n.min(0xffff), 0);
                    self.filled = from..self.out.len();
                    return Ok(());
                }
                self.fields(of, given)?;
                self.bytes(&LEFT, given)?;
                if given.fill && self.out.len() < from + n && n <= 0xffff {
                    self.out.resize(from + n, 0);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
    /// True where names are compressed.
    fn squeezes(&self) -> bool {
        self.set.iter().any(|f| f.alias == "compress")
    }
    /// Puts a pointer in the place of the longest end of the name that stands in the message already (RFC 1035, 4.1.4).
    fn squeeze(&mut self, from: usize) {
        let name = self.out.split_off(from);
        let mut at = 0;
        while let Some(&len) = name.get(at).filter(|len| (1..64).contains(*len)) {
            let suffix = name.get(at..).unwrap_or(&[]);
            if let Some((_, place)) = self.names.iter().find(|(known, _)| known.eq_ignore_ascii_case(suffix)) {
                self.out.extend((0xc000 | *place as u16).to_be_bytes());
                return;
            }
            let place = self.out.len() - self.base;
            if place < 0x4000 {
                self.names.push((suffix.to_vec(), place));
            }
            let label = name.get(at..at + 1 + usize::from(len)).unwrap_or(suffix);
            self.out.extend(label);
            at += label.len();
        }
        self.out.extend(name.get(at..).unwrap_or(&[]));
    }
    /// These fields, if the next node is for one of them. Padding in front of it may belong to them as well.
    fn when_next(&mut self, of: Fields, given: &mut Given<'_>) -> Result<(), Error> {
        match given.nodes.iter().find(|n| !std::ptr::eq(n.field, &LEFT)) {
            Some(node) if of.iter().any(|f| f.holds(node.field)) => self.fields(of, given),
            _ => Ok(()),
        }
    }
    /// The fields that belong to the number, if it is `known`. A function may look at bytes that are not written yet:
    /// in a whole part the branch is then told by the nodes that it takes.
    fn choose(&mut self, own: Fields, of: &'static [(u64, Fields)], or: Fields, known: bool, given: &mut Given<'_>) -> Result<(), Error> {
        if given.fill {
            return self.fields(own, given);
        }
        let takes = |of: Fields| given.nodes.iter().take_while(|n| of.iter().any(|f| f.holds(n.field))).count();
        let (mut best, mut most) = (own, takes(own));
        if !known || most == 0 {
            for branch in of.iter().map(|(_, of)| *of).chain([or]) {
                let n = takes(branch);
                if n > most {
                    (best, most) = (branch, n);
                }
            }
        }
        if most == 0 { Ok(()) } else { self.fields(best, given) }
    }
    fn list(&mut self, f: &'static Field, one: &'static Field, given: &mut Given<'_>) -> Result<u64, Error> {
        let outer = std::mem::replace(&mut self.start, self.out.len());
        let counted = if given.fill { self.counts.pop_front() } else { None };
        let rest = std::mem::take(&mut self.counts);
        let n = match given.take_list(f) {
            Some(Found::Content(Content::Nodes(nodes))) => {
                let all: Vec<&Node> = nodes.iter().collect();
                let mut inner = Given { nodes: &all, args: &[], items: &[], of: given.of, fill: false };
                let mut n = 0;
                while let Some(next) = inner.next() {
                    let left = inner.nodes.len();
                    self.field(one, &mut inner)?;
                    if inner.nodes.len() == left {
                        return Err(misplaced(next.field, f.title));
                    }
                    n += 1;
                }
                n
            }
            Some(Found::Content(Content::Expr(e)) | Found::Expr(e, _)) => self.items(one, e, given.of)?,
            Some(Found::Content(Content::Bytes(b))) => {
                self.out.extend(b);
                1
            }
            Some(Found::Content(_)) => return Err(misplaced(f, f.title)),
            None => {
                let mut n = 0;
                if let (Unset::Bytes(b), true, true) = (self.unset(f), given.fill, given.items.is_empty()) {
                    self.out.extend(b);
                    n = (b.len() * 8).checked_div(one.width()).unwrap_or(1) as u64;
                }
                // Bytes instead of numbers stand as they are.
                if let ([Expr { what: What::Bytes(b), .. }], true) =
                    (given.items, plain(one) && one.width() > 0 && b_is_raw(given.items, one))
                {
                    self.out.extend(b);
                    given.items = &[];
                }
                while !given.items.is_empty() {
                    let left = given.items.len();
                    self.field(one, given)?;
                    if given.items.len() == left {
                        break;
                    }
                    n += 1;
                }
                n
            }
        };
        self.start = outer;
        self.counts = rest;
        if let Some((at, bytes, little)) = counted {
            // Bits beside the number were named already.
            let beside = self.out.get(at..at + bytes).filter(|_| self.named == at && !little);
            self.store(at, bytes, n | beside.and_then(|b| crate::field::load(b, 0, bytes * 8)).unwrap_or(0), little);
        }
        Ok(n)
    }
    /// The items of a list.
    fn items(&mut self, one: &'static Field, e: &Expr, of: &'static str) -> Result<u64, Error> {
        match &e.what {
            What::None => Ok(0),
            What::List(all) => {
                let mut n = 0;
                for e in all {
                    n += if matches!(e.what, What::Stack(_)) { self.items(one, e, of)? } else { self.item(one, e, of).map(|()| 1)? };
                }
                Ok(n)
            }
            // Bytes are as many numbers of 8 bits.
            What::Bytes(_) | What::Text(_)
                if plain(one) && one.width() == 8 && one.names.is_empty() && matches!(one.words, crate::field::Words::None) =>
            {
                let b = value::bytes(&RAW, e)?.unwrap_or_default();
                self.out.extend(&b);
                Ok(b.len() as u64)
            }
            What::Stack(all) => all.iter().try_fold(0, |n, e| self.item(one, e, of).map(|()| n + 1)),
            What::Tuple(all) if plain(one) => all.iter().try_fold(0, |n, e| self.item(one, e, of).map(|()| n + 1)),
            _ => self.item(one, e, of).map(|()| 1),
        }
    }
    fn item(&mut self, one: &'static Field, e: &Expr, of: &'static str) -> Result<(), Error> {
        // A record without a name is told by its value: a line of HTTP's.
        let nameless = matches!(one.place, Place::Group(_)) && one.alias.is_empty() && one.name.is_empty() && one.title.is_empty();
        if let (What::Bytes(b), false) = (&e.what, plain(one) || nameless) {
            self.out.extend(b);
            return Ok(());
        }
        match &e.what {
            What::Call(name, args) if name == "Raw" && !plain(one) => {
                if let Some(arg) = args.first() {
                    let bytes = value::bytes(&RAW, &arg.value)?;
                    self.out.extend(bytes.unwrap_or_default());
                }
                return Ok(());
            }
            _ => {}
        }
        let mut given = Given { nodes: &[], args: &[], items: std::slice::from_ref(e), of, fill: true };
        match one.place {
            Place::Group(fields) => self.record(one, fields, e, of),
            _ => {
                self.field(one, &mut given)?;
                spent(&given)
            }
        }
    }
    /// `("MSS", 1460)`, `IPOption_NOP()`, `"end"`, `(250, b"..")`: the record of that name or number, and its values.
    fn chosen(
        &mut self,
        f: &'static Field,
        of: &'static [(u64, &'static Field)],
        or: &'static Field,
        e: &Expr,
        name_of: &'static str,
    ) -> Result<(), Error> {
        let known = || of.iter().map(|(_, f)| f.alias).chain([or.alias]);
        let named = |name: &str| {
            of.iter().find(|(_, f)| f.alias == name).map(|(n, f)| (Some(*n), *f)).or_else(|| (or.alias == name).then_some((None, or)))
        };
        let unknown = |at: &Range<usize>, name: &str| {
            let what = if f.title.is_empty() { "record" } else { f.title };
            expr::Error::new(at, format!("no {what} \"{name}\"{}", value::near(name, known())))
        };
        let one;
        let (case, record, value) = match &e.what {
            What::Bytes(b) => {
                self.out.extend(b);
                return Ok(());
            }
            What::Call(name, _) => {
                let (case, record) = named(name).ok_or_else(|| unknown(&e.at, name))?;
                (case, record, e)
            }
            What::Text(name) => {
                let (case, record) = named(name).ok_or_else(|| unknown(&e.at, name))?;
                one = Expr { at: e.at.clone(), what: What::None };
                (case, record, &one)
            }
            What::Num(n) => {
                let record = of.iter().find(|(k, _)| i128::from(*k) == *n).map_or(or, |(_, f)| f);
                one = Expr { at: e.at.clone(), what: What::None };
                (u64::try_from(*n).ok(), record, &one)
            }
            What::Tuple(all) | What::List(all) => {
                let Some((first, values)) = all.split_first() else { return Err(expr::Error::new(&e.at, "expected (name, value)").into()) };
                one = match values {
                    [single] => single.clone(),
                    [] => Expr { at: e.at.clone(), what: What::None },
                    many => Expr { at: e.at.clone(), what: What::Tuple(many.to_vec()) },
                };
                match &first.what {
                    What::Text(name) => {
                        let (case, record) = named(name).ok_or_else(|| unknown(&first.at, name))?;
                        (case, record, &one)
                    }
                    What::Num(n) => {
                        let record =
                            of.iter().find(|(k, _)| i128::from(*k) == *n && !matches!(one.what, What::Bytes(_))).map_or(or, |(_, f)| f);
                        let n = u64::try_from(*n).map_err(|_| expr::Error::new(&first.at, "a number below 0"))?;
                        (Some(n), record, &one)
                    }
                    other => return Err(expr::Error::new(&first.at, format!("expected a name or a number, not {}", kind(other))).into()),
                }
            }
            other => return Err(expr::Error::new(&e.at, format!("expected (name, value), not {}", kind(other))).into()),
        };
        self.case = case;
        match record.place {
            Place::Group(fields) => self.record(record, fields, value, name_of),
            _ => {
                let mut given = Given { nodes: &[], args: &[], items: std::slice::from_ref(value), of: name_of, fill: true };
                self.field(record, &mut given)?;
                spent(&given)
            }
        }
    }
    /// A record of these values.
    fn record(&mut self, f: &'static Field, of: Fields, e: &Expr, name_of: &'static str) -> Result<(), Error> {
        let args: &[Arg] = match &e.what {
            What::Call(name, args) => {
                if *name != f.alias && *name != f.name && *name != f.title {
                    return Err(expr::Error::new(&e.at, format!("expected {}, not {name}", f.alias)).into());
                }
                known(of, args, f.alias, name_of)?;
                args
            }
            _ => &[],
        };
        let by_place: Vec<Expr>;
        let items: &[Expr] = match &e.what {
            What::Call(..) => {
                by_place = args.iter().filter(|a| a.name.is_empty()).map(|a| a.value.clone()).collect();
                &by_place
            }
            What::Tuple(all) | What::List(all) => all,
            What::None => &[],
            What::Bytes(b) if b.is_empty() => &[],
            What::Text(s) if s.is_empty() => &[],
            _ => std::slice::from_ref(e),
        };
        let mut given = Given { nodes: &[], args, items, of: name_of, fill: true };
        self.group(f, of, &mut given)?;
        spent(&given)
    }
    /// Values for the fields that a number chose: the record's data.
    fn values(&mut self, f: &'static Field, of: Fields, e: &Expr, name_of: &'static str) -> Result<(), Error> {
        if matches!(e.what, What::None) {
            let mut given = Given { nodes: &[], args: &[], items: &[], of: name_of, fill: true };
            return self.fields(of, &mut given);
        }
        // Bytes for anything but bytes, names and texts stand as they are.
        if let (What::Bytes(b), Some(first)) = (&e.what, of.first())
            && !matches!(first.place, Place::Rest | Place::Name | Place::Zero | Place::Many(_) | Place::Run(_))
        {
            self.out.extend(b);
            return Ok(());
        }
        let items: &[Expr] = match (&e.what, of) {
            (What::Tuple(all) | What::List(all), _) => all,
            _ => std::slice::from_ref(e),
        };
        let mut given = Given { nodes: &[], args: &[], items, of: name_of, fill: true };
        self.fields(of, &mut given)?;
        spent(&given).map_err(|e| {
            if let Error::Expr(mut e) = e {
                e.message = format!("a value too many for {}", value::called(f));
                e.into()
            } else {
                e
            }
        })
    }
    fn group(&mut self, f: &'static Field, of: Fields, given: &mut Given<'_>) -> Result<(), Error> {
        let (outer, waiting) = (std::mem::replace(&mut self.start, self.out.len()), self.bounds.len());
        let around = std::mem::replace(&mut self.waiting, waiting);
        self.fields(of, given)?;
        self.bytes(&LEFT, given)?;
        if let Some(left) = given.next() {
            return Err(misplaced(left.field, f.title));
        }
        self.bounded(waiting)?;
        self.waiting = around;
        self.start = outer;
        Ok(())
    }
    /// A group without a name: its fields are named as if they stood around it.
    fn inline(&mut self, of: Fields, given: &mut Given<'_>) -> Result<(), Error> {
        let (outer, waiting) = (std::mem::replace(&mut self.start, self.out.len()), self.bounds.len());
        self.fields(of, given)?;
        self.bounded(waiting)?;
        self.start = outer;
        Ok(())
    }
    /// Lengths that waited for the record's end.
    fn bounded(&mut self, waiting: usize) -> Result<(), Error> {
        while self.bounds.len() > waiting {
            let Some((len, at, counts, little)) = self.bounds.pop() else { break };
            let from = if counts == Counts::Whole { self.start } else { at + len.width() / 8 };
            let end = if self.filled.end == self.out.len() && !self.filled.is_empty() { self.filled.start } else { self.out.len() };
            self.patch(len, at, end.saturating_sub(from), little)?;
        }
        Ok(())
    }
    fn length(&mut self, f: &'static Field, width: u8, counts: Counts, little: bool, given: &mut Given<'_>) -> Result<(), Error> {
        let (at, explicit) = (self.out.len(), given.says(f));
        if self.number(f, width, little, given)?.is_some() && !explicit && f.unset == Unset::Computed {
            self.bounds.push((f, at, counts, little));
        }
        Ok(())
    }
    /// Writes a number: the node's, else the default or room for what is computed. `None` when nothing is written.
    fn number(&mut self, f: &'static Field, width: u8, little: bool, given: &mut Given<'_>) -> Result<Option<u64>, Error> {
        let kind = f.unset == Unset::Computed && matches!(f.place, Place::Key(_) | Place::KeyLe(_) | Place::Uint(_) | Place::UintLe(_));
        let case = if kind { self.case.take() } else { None };
        let said = match given.take(f) {
            Some(Found::Content(Content::Num(n))) => Some(*n),
            Some(Found::Content(Content::Expr(e))) => value::number(f, e, false)?,
            Some(Found::Expr(e, wire)) => {
                let n = value::number(f, e, wire)?;
                if n.is_some() {
                    self.set.push(f);
                }
                n
            }
            Some(Found::Content(_)) => return Err(misplaced(f, f.title)),
            None => None,
        };
        let n = match said {
            Some(n) => n,
            None => match (self.unset(f), given.fill) {
                (Unset::Is(n), true) => n,
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
        if given.fill
            && said.is_none()
            && f.unset == Unset::Computed
            && matches!(f.place, Place::Uint(_) | Place::UintLe(_))
            && !f.is_checksum()
        {
            self.counts.push_back((at, bytes, little));
        }
        self.last = (at, width.into(), little);
        self.number = wire;
        self.store(at, bytes, wire, little);
        Ok(Some(n))
    }
    fn sub(&mut self, f: &'static Field, bits: u64, n: u64) -> Result<(), Error> {
        fits(f, n)?;
        let (at, width, little) = self.last;
        self.named = at;
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
            return Err(Error::TooLarge { field: value::called(f), value, bits: f.width() });
        }
        // Bits beside the length were named already.
        let bytes = f.width() / 8;
        let beside = self.out.get(at..at + bytes).map_or(0, |b| b.iter().fold(0, |n, b| n << 8 | u64::from(*b)));
        self.store(at, bytes, (value / f.times as u64) | beside, little);
        Ok(())
    }
    /// What is written where nothing is said: what the child says, or the field's default.
    fn unset(&self, f: &'static Field) -> Unset {
        self.bound.iter().find(|(own, _)| std::ptr::eq(*own, f)).map_or(f.unset, |(_, unset)| *unset)
    }
    /// Writes what is given as bytes, or the default; false when there is neither.
    fn bytes(&mut self, f: &'static Field, given: &mut Given<'_>) -> Result<bool, Error> {
        let e = match given.take(f) {
            Some(Found::Content(Content::Bytes(b))) => {
                self.out.extend(b);
                return Ok(true);
            }
            Some(Found::Content(Content::Expr(e)) | Found::Expr(e, _)) => e,
            _ => {
                let (Unset::Bytes(b), true) = (self.unset(f), given.fill) else { return Ok(false) };
                self.out.extend(b);
                return Ok(true);
            }
        };
        match value::bytes(f, e)? {
            Some(b) => {
                self.out.extend(b);
                Ok(true)
            }
            None => Ok(false),
        }
    }
}

/// Bytes as they are.
static RAW: Field = Field::new("", "", Place::Rest).alias("load");

/// A value of its own, ready to be put.
enum Held {
    Num(u64),
    Bytes(Vec<u8>),
}
impl Held {
    fn value(&self) -> Value<'_> {
        match self {
            Held::Num(n) => Value::Num(*n),
            Held::Bytes(b) => Value::Bytes(b),
        }
    }
}
fn head_of(out: &mut [u8], base: usize) -> &mut [u8] {
    out.get_mut(base..).unwrap_or(&mut [])
}
fn put(f: &'static Field, head: &mut [u8], unset: Unset) {
    match unset {
        Unset::Is(n) => drop(f.put(head, Value::Num(n))),
        Unset::Bytes(b) => drop(f.put(head, Value::Bytes(b))),
        Unset::Computed => {}
    }
}
/// The number that an expression says for a field.
fn said_number(form: &super::Form, f: &'static Field) -> Option<u64> {
    form.args.iter().find(|a| a.name == f.alias).and_then(|a| value::number(f, &a.value, true).ok()?)
}
/// A value, and no record.
fn plain(f: &Field) -> bool {
    !matches!(f.place, Place::Group(_) | Place::Peek(..) | Place::Switch(..) | Place::When(..) | Place::Sized(..) | Place::Pick(..))
}
fn fits(f: &'static Field, n: u64) -> Result<(), Error> {
    let (bits, value) = (f.width(), n);
    if bits > 0 && n / f.times as u64 > mask(bits) { Err(Error::TooLarge { field: value::called(f), value, bits }) } else { Ok(()) }
}
fn misplaced(f: &'static Field, within: &'static str) -> Error {
    Error::Misplaced { field: if f.name.is_empty() { f.title } else { f.name }, within }
}
/// True where bytes stand in the place of a list of numbers.
fn b_is_raw(items: &[Expr], one: &'static Field) -> bool {
    matches!(items, [Expr { what: What::Bytes(b), .. }] if b.len() * 8 != one.width())
}
fn spent(given: &Given<'_>) -> Result<(), Error> {
    given.items.first().map_or(Ok(()), |e| Err(expr::Error::new(&e.at, "a value too many").into()))
}
/// Refuses an argument that names none of these fields.
pub(super) fn known(fields: Fields, args: &[Arg], class: &str, of: &str) -> Result<(), expr::Error> {
    for arg in args.iter().filter(|a| !a.name.is_empty()) {
        if find(fields, arg, of, 8).is_none() {
            let mut all = vec![];
            names(fields, 8, &mut all);
            all.sort_unstable();
            all.dedup();
            let near = value::near(&arg.name, all.iter().copied());
            return Err(expr::Error::new(&arg.at, format!("{class} has no field \"{}\"{near}", arg.name)));
        }
    }
    Ok(())
}
/// The field that an argument names: one of these, or inside one that is no record of its own.
pub(super) fn find(fields: &[&'static Field], arg: &Arg, of: &str, depth: u8) -> Option<&'static Field> {
    fields.iter().find_map(|f| {
        if says(f, arg, of).is_some() {
            return Some(*f);
        }
        let mut found = None;
        if depth > 0 && transparent(f) {
            f.inside(&mut |inner| {
                found = find(&[inner], arg, of, depth - 1);
                found.is_none()
            });
        }
        found
    })
}
/// All names that an argument may have.
pub(super) fn names(fields: &[&'static Field], depth: u8, to: &mut Vec<&'static str>) {
    for f in fields {
        to.push(if f.alias.is_empty() { f.name } else { f.alias });
        if depth > 0 && transparent(f) {
            f.inside(&mut |inner| {
                names(&[inner], depth - 1, to);
                true
            });
        }
    }
}
/// True for a field whose inner fields are named as if they stood around it.
fn transparent(f: &Field) -> bool {
    matches!(f.place, Place::Pick(..) | Place::Span(..) | Place::Switch(..) | Place::When(..) | Place::Sized(..))
        || matches!(f.place, Place::Group(_)) && f.alias.is_empty()
}
/// Whether an argument names this field, and then whether its value is in the wire's unit.
fn says(f: &Field, arg: &Arg, of: &str) -> Option<bool> {
    if arg.name.is_empty()
        || matches!(
            f.place,
            Place::Reckoned(_)
                | Place::Derived(_)
                | Place::Written(_)
                | Place::Either(_)
                | Place::Noted(_)
                | Place::NotedEach(_)
                | Place::Body
        )
    {
        return None;
    }
    if f.alias == arg.name {
        return Some(true);
    }
    let own = f.name.strip_prefix(of).and_then(|n| n.strip_prefix('.'));
    (f.name == arg.name || own == Some(arg.name.as_str())).then_some(false)
}

/// What is given for a field.
enum Found<'g> {
    Content(&'g Content),
    /// A value of an expression; true when a number counts in the wire's unit.
    Expr(&'g Expr, bool),
}

/// What is still to be written: nodes in order, or values by name and by place.
struct Given<'g> {
    nodes: &'g [&'g Node],
    args: &'g [Arg],
    items: &'g [Expr],
    /// The protocol's name, which Wireshark's names begin with.
    of: &'static str,
    /// Defaults are written where nothing is given.
    fill: bool,
}
impl<'g> Given<'g> {
    fn next(&self) -> Option<&'g Node> {
        self.nodes.first().copied()
    }
    fn named(&self, f: &'static Field) -> Option<Found<'g>> {
        self.args.iter().find_map(|a| says(f, a, self.of).map(|wire| Found::Expr(&a.value, wire)))
    }
    /// The value with the field's name, and no other.
    fn take_named(&mut self, f: &'static Field) -> Option<&'g Expr> {
        match self.named(f) {
            Some(Found::Expr(e, _)) => Some(e),
            _ => None,
        }
    }
    /// True when the value of a length or the like is said.
    fn says(&self, f: &'static Field) -> bool {
        self.next().is_some_and(|node| std::ptr::eq(node.field, f))
            || matches!(self.named(f), Some(Found::Expr(e, _)) if e.what != What::None)
    }
    fn node(&mut self, f: &'static Field) -> Option<Found<'g>> {
        let (first, rest) = self.nodes.split_first()?;
        if !std::ptr::eq(first.field, f) {
            return None;
        }
        self.nodes = rest;
        Some(Found::Content(&first.content))
    }
    /// The next value by place.
    fn item(&mut self) -> Option<&'g Expr> {
        let (first, rest) = self.items.split_first()?;
        self.items = rest;
        Some(first)
    }
    /// What is given for the field: the next node, the value with its name, or the next by place unless it is computed.
    fn take(&mut self, f: &'static Field) -> Option<Found<'g>> {
        let found = self.node(f).or_else(|| self.named(f));
        if found.is_some() || f.unset == Unset::Computed || (f.alias.is_empty() && f.name.is_empty()) {
            return found;
        }
        self.item().map(|e| Found::Expr(e, true))
    }
    /// The same for a list: a value by place is the list only if it is one.
    fn take_list(&mut self, f: &'static Field) -> Option<Found<'g>> {
        let found = self.node(f).or_else(|| self.named(f));
        match (found, self.items) {
            (Some(found), _) => Some(found),
            (None, [Expr { what: What::List(_), .. }]) => self.item().map(|e| Found::Expr(e, true)),
            _ => None,
        }
    }
    /// The same for a record: a value by place is the record only if it is one.
    fn take_record(&mut self, f: &'static Field) -> Option<Found<'g>> {
        let found = self.node(f).or_else(|| self.named(f));
        match (found, self.items.first()) {
            (Some(found), _) => Some(found),
            (None, Some(Expr { what: What::Call(name, _), .. })) if *name == f.alias => self.item().map(|e| Found::Expr(e, true)),
            (None, Some(Expr { what: What::Tuple(_) | What::List(_), .. })) => self.item().map(|e| Found::Expr(e, true)),
            _ => None,
        }
    }
}
