//! Bytes that no protocol claims.
use super::*;
use crate::field::*;

/// The bytes.
pub static DATA: Field = Field::new("data.data", "Data", Place::Derived(|p, i| Some(Value::Bytes(p.layer(i)?.whole(p.bytes))))).alias("load").kind(Kind::Bytes);
/// How many were captured.
pub static LEN: Field = Field::new("data.len", "Length", Place::Derived(|p, i| Some(Value::Num(p.layer(i)?.whole(p.bytes).len() as u64))));

/// The protocol of last resort.
pub static PROTOCOL: Protocol = Protocol {
    name: "data",
    alias: "Raw",
    title: "Data",
    fields: &[&DATA, &LEN],
    line: &[Word::Say("Len="), Word::Of(&LEN)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step::new(0, bytes.len().max(below.wire), id::data)
}
