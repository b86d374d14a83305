//! Floor 0. The values of chosen fields, and no work for the others.
//!
//! Columns, filters, SQL and Python all ask this way. A field of the fixed part is read where it
//! lies. One inside records is listened for: records that cannot hold it are stepped over unheard,
//! fields behind the last that could are not read, and the asker may stop the visit.
use crate::field::{Field, Fields, Place, Value};
use crate::read::{Flow, Halt, Listen, Reader};
use crate::spine::{Id, Packet};
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
    /// All that is asked needs no reading of records.
    direct: bool,
    asked: Vec<(usize, &'static Field)>,
    all: Fields,
    /// The fields to read, and the records among them worth opening.
    fields: Vec<&'static Field>,
    enter: Vec<&'static Field>,
}

impl Query {
    /// A query for these fields.
    pub fn new(asked: &[Asked]) -> Query {
        let mut query = Query { parts: vec![], by_id: vec![] };
        for ask in asked {
            let i = match query.parts.iter().position(|p| p.id == ask.id) {
                Some(i) => i,
                None => {
                    let part =
                        Part { id: ask.id, size: ask.size, direct: true, asked: vec![], all: ask.fields, fields: vec![], enter: vec![] };
                    query.parts.push(part);
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
                    Place::Either(of) => of.iter().for_each(|f| part.ask(ask.slot, f)),
                    _ => part.ask(ask.slot, ask.field),
                }
            }
        }
        query
    }
    /// Tells the values in wire order, layer by layer. `Break` is the asker's own.
    #[inline]
    pub fn run(&self, packet: &Packet<'_>, each: &mut Each<'_>) -> Flow {
        for (i, layer) in packet.spine.layers().iter().enumerate() {
            let Some(at) = self.by_id.get(layer.id.0 as usize) else { continue };
            let Some(part) = self.parts.get((*at as usize).wrapping_sub(1)) else { continue };
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
        }
        Continue(())
    }
}

impl Part {
    fn ask(&mut self, slot: usize, field: &'static Field) {
        self.asked.push((slot, field));
        let top = self.all.iter().any(|f| std::ptr::eq(*f, field));
        self.direct &= top && !field.follows() && !field.bracket() && !matches!(field.place, Place::Written(_) | Place::Reckoned(_));
        let asked = &self.asked;
        let holds = |f: &&'static Field| asked.iter().any(|(_, w)| f.holds(w));
        // What follows one another is found only by reading all of it up to the last that is asked.
        let last = self.all.iter().rposition(holds).map_or(0, |i| i + 1);
        self.fields = self.all.iter().take(last).filter(|f| f.follows() || holds(f)).copied().collect();
        fn enter(into: &mut Vec<&'static Field>, f: &'static Field, wanted: &'static Field, depth: u8) {
            if depth > 0 && f.holds(wanted) {
                if !into.iter().any(|e| std::ptr::eq(*e, f)) {
                    into.push(f);
                }
                f.inside(&mut |g| {
                    enter(into, g, wanted, depth - 1);
                    true
                });
            }
        }
        let mut into = std::mem::take(&mut self.enter);
        self.fields.iter().for_each(|f| enter(&mut into, f, field, 16));
        self.enter = into;
    }
}

/// Hears the wanted fields only.
struct Only<'e, 'c> {
    part: &'e Part,
    each: &'e mut Each<'c>,
}
impl Listen for Only<'_, '_> {
    fn open(&mut self, group: &'static Field) -> Flow<bool> {
        Continue(self.part.enter.iter().any(|g| std::ptr::eq(*g, group)))
    }
    fn value(&mut self, field: &'static Field, at: Range<usize>, value: Value<'_>) -> Flow {
        for (slot, _) in self.part.asked.iter().filter(|(_, f)| std::ptr::eq(*f, field)) {
            (self.each)(*slot, field, at.clone(), value)?;
        }
        Continue(())
    }
    fn hears(&self, field: &'static Field) -> bool {
        self.part.asked.iter().any(|(_, f)| std::ptr::eq(*f, field))
    }
    fn close(&mut self, group: &'static Field, at: Range<usize>, bytes: &[u8]) -> Flow {
        self.value(group, at, Value::Bytes(bytes))
    }
}
