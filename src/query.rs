//! Floor 0. The values of chosen fields, and no work for the others.
//!
//! Columns, filters, SQL and Python all ask this way. A field of the fixed part is read where it
//! lies. One inside records is listened for: records that cannot hold it are stepped over unheard,
//! fields behind the last that could are not read, and the asker may stop the visit.
use crate::field::{Field, Fields, Place, Value};
use crate::read::{Flow, Halt, Listen, Reader};
use crate::spine::{Id, Packet};
use std::collections::HashSet;
use std::ops::{ControlFlow::*, Range};

/// Called with the slot that asked, the field, its bytes in the frame, its value.
pub type Each<'e> = dyn FnMut(usize, &'static Field, Range<usize>, Value<'_>) -> Flow + 'e;

/// A set of fields to be asked of many packets.
pub struct Query {
    parts: Vec<Part>,
    /// For a protocol's number: which of `parts`, plus one; 0 for none.
    by_id: Vec<u16>,
}
/// What a query asks: the number under which it is told, and a field of a protocol.
pub struct Asked {
    /// The number under which values are told.
    pub slot: usize,
    /// The protocol.
    pub id: Id,
    /// All fields of the protocol, and the length of its fixed part.
    pub fields: Fields,
    /// Length of the protocol's fixed part in bytes.
    pub size: usize,
    /// The field.
    pub field: &'static Field,
}
/// What is asked of one protocol.
struct Part {
    id: Id,
    size: usize,
    all: Fields,
    asked: Vec<(usize, &'static Field)>,
    /// All that is asked needs no reading of records.
    direct: bool,
    /// The fields to read.
    fields: Vec<&'static Field>,
    /// The slots that hear a field, by its address, ascending.
    heard: Vec<(usize, usize)>,
    /// The addresses of the records worth opening, ascending.
    enter: Vec<usize>,
}

impl Query {
    /// A query for these fields.
    pub fn new(asked: &[Asked]) -> Query {
        let mut query = Query { parts: vec![], by_id: vec![] };
        for ask in asked {
            let i = match query.parts.iter().position(|p| p.id == ask.id) {
                Some(i) => i,
                None => {
                    query.parts.push(Part::new(ask));
                    let at = ask.id.0 as usize;
                    query.by_id.resize(query.by_id.len().max(at + 1), 0);
                    if let Some(of) = query.by_id.get_mut(at) {
                        *of = query.parts.len() as u16;
                    }
                    query.parts.len() - 1
                }
            };
            if let Some(part) = query.parts.get_mut(i) {
                match ask.field.place {
                    Place::Either(of) => part.asked.extend(of.iter().map(|f| (ask.slot, *f))),
                    _ => part.asked.push((ask.slot, ask.field)),
                }
            }
        }
        query.parts.iter_mut().for_each(Part::prepare);
        query
    }
    /// Tells the values in wire order, layer by layer. `Break` is the asker's own.
    #[inline]
    pub fn run(&self, packet: &Packet<'_>, each: &mut Each<'_>) -> Flow {
        for i in 0..packet.spine.layers().len() {
            self.layer(packet, i, each)?;
        }
        Continue(())
    }
    /// The same of one layer.
    #[inline]
    pub fn layer(&self, packet: &Packet<'_>, i: usize, each: &mut Each<'_>) -> Flow {
        let Some(layer) = packet.layer(i) else { return Continue(()) };
        let Some(at) = self.by_id.get(layer.id.0 as usize) else { return Continue(()) };
        let Some(part) = self.parts.get((*at as usize).wrapping_sub(1)) else { return Continue(()) };
        if part.direct {
            for (slot, field) in &part.asked {
                if let Some((at, value)) = packet.get(i, field) {
                    each(*slot, field, at, value)?;
                }
            }
        } else {
            let mut only = Only { part, each };
            let heard = Reader::new(packet, i, part.size, &mut only).fields(&part.fields);
            if heard == Break(Halt::Enough) {
                return heard;
            }
        }
        Continue(())
    }
}

impl Part {
    fn new(ask: &Asked) -> Part {
        Part { id: ask.id, size: ask.size, all: ask.fields, asked: vec![], direct: false, fields: vec![], heard: vec![], enter: vec![] }
    }
    /// Finds out which fields have to be read for what is asked, and which records hold any of it.
    fn prepare(&mut self) {
        let all = self.all;
        self.direct = self.asked.iter().all(|(_, f)| {
            let top = all.iter().any(|t| std::ptr::eq(*t, *f));
            top && !f.follows() && !f.bracket() && !matches!(f.place, Place::Written(_) | Place::Reckoned(_))
        });
        self.heard = self.asked.iter().map(|(slot, f)| (address(f), *slot)).collect();
        self.heard.sort_by_key(|(at, _)| *at);
        let marked = self.marked();
        let wanted = |f: &&'static Field| marked.contains(&address(f));
        // What follows one another is found only by reading all of it up to the last that is asked.
        let last = all.iter().rposition(wanted).map_or(0, |i| i + 1);
        self.fields = all.iter().take(last).filter(|f| f.follows() || wanted(f)).copied().collect();
        self.enter = marked.into_iter().collect();
        self.enter.sort_unstable();
    }
    /// The addresses of the fields that are asked, and of those that hold one. Descriptions may lead back to themselves.
    fn marked(&self) -> HashSet<usize> {
        fn reach(f: &'static Field, seen: &mut HashSet<usize>, all: &mut Vec<&'static Field>) {
            if seen.insert(address(f)) {
                f.inside(&mut |g| {
                    reach(g, seen, all);
                    true
                });
                all.push(f); // what is inside comes first
            }
        }
        let (mut seen, mut all) = (HashSet::new(), vec![]);
        self.all.iter().for_each(|f| reach(f, &mut seen, &mut all));
        let mut marked: HashSet<usize> = self.heard.iter().map(|(at, _)| *at).collect();
        loop {
            let before = marked.len();
            for f in &all {
                if !marked.contains(&address(f)) && !f.inside(&mut |g| !marked.contains(&address(g))) {
                    marked.insert(address(f));
                }
            }
            if marked.len() == before {
                return marked;
            }
        }
    }
    /// The slots that asked for a field.
    #[inline]
    fn slots(&self, f: &'static Field) -> impl Iterator<Item = usize> {
        let at = address(f);
        let from = self.heard.partition_point(|(other, _)| *other < at);
        self.heard.iter().skip(from).take_while(move |(other, _)| *other == at).map(|(_, slot)| *slot)
    }
}
fn address(f: &'static Field) -> usize {
    std::ptr::from_ref(f).addr()
}

/// Hears the wanted fields only.
struct Only<'e, 'c> {
    part: &'e Part,
    each: &'e mut Each<'c>,
}
impl Listen for Only<'_, '_> {
    fn open(&mut self, group: &'static Field) -> Flow<bool> {
        Continue(self.part.enter.binary_search(&address(group)).is_ok())
    }
    fn value(&mut self, field: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow {
        for slot in self.part.slots(field) {
            (self.each)(slot, field, at.clone(), value)?;
        }
        Continue(())
    }
    fn hears(&self, field: &'static Field) -> bool {
        self.part.slots(field).next().is_some()
    }
    fn close(&mut self, group: &'static Field, at: Range<usize>, bytes: &[u8]) -> Flow {
        self.value(group, at, Value::Bytes(bytes))
    }
}
