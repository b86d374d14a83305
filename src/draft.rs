//! Floor 0. A layer being written.
use crate::field::{Field, Value, mask};
use crate::spine::Id;
use std::ops::Range;

/// One layer being finished: its bytes to the end of what it carries, and all before it.
pub struct Draft<'a> {
    /// The frame up to this layer.
    pub before: &'a [u8],
    /// The layers below, outermost first, and where their headers lie in `before`.
    pub carriers: &'a [(Id, Range<usize>)],
    /// The layer and all it carries.
    pub bytes: &'a mut [u8],
    /// Length of the header in bytes.
    pub head: usize,
    /// What the user set: it is never computed again.
    pub set: &'a [&'static Field],
    /// The field that a computed number did not fit.
    pub over: Option<&'static Field>,
}

impl Draft<'_> {
    /// Writes a computed field, unless the user set it: a wrong checksum on purpose stays wrong.
    pub fn fill(&mut self, field: &'static Field, n: u64) {
        if self.free(field) {
            let fits = n / field.times as u64 <= mask(field.width());
            if !fits || field.put(self.bytes, Value::Num(n)).is_none() {
                self.over = Some(field);
            }
        }
    }
    /// Writes a computed checksum behind the fixed part, at `at`, unless the user set it.
    pub fn fill_at(&mut self, field: &'static Field, at: usize, n: u64) {
        let width = field.width();
        if self.free(field) && crate::field::store(self.bytes, at * 8, width, n).is_none() {
            self.over = Some(field);
        }
    }
    /// True when the user did not set this field.
    pub fn free(&self, field: &'static Field) -> bool {
        !self.set.iter().any(|f| std::ptr::eq(*f, field))
    }
    /// The header of a layer below.
    pub fn header(&self, at: &Range<usize>) -> &[u8] {
        self.before.get(at.clone()).unwrap_or(&[])
    }
}
