//! Bytes put together from pieces that come in any order. What came first stays.

/// What is there of a run of bytes.
#[derive(Default)]
pub(super) struct Patchwork {
    pub(super) bytes: Vec<u8>,
    /// From, to; ascending, with gaps between.
    pub(super) there: Vec<(usize, usize)>,
}
/// What a piece was to those before.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Laid {
    /// Some of it was there already.
    pub(super) overlaps: bool,
    /// And was another one.
    pub(super) differs: bool,
}

impl Patchwork {
    /// Lays bytes where there are none.
    pub(super) fn lay(&mut self, from: usize, new: &[u8]) -> Laid {
        let to = from + new.len();
        let mut laid = Laid { overlaps: false, differs: false };
        // What goes on where the last ended.
        if let [(_, end)] = self.there.as_mut_slice()
            && *end == from
            && self.bytes.len() == from
        {
            self.bytes.extend_from_slice(new);
            *end = to;
            return laid;
        }
        if self.bytes.len() < to {
            self.bytes.resize(to, 0);
        }
        let Some(place) = self.bytes.get_mut(from..to) else { return laid };
        // First what is there already: it stays.
        let mut free = from;
        let mut lay = |a: usize, b: usize| {
            if let (Some(place), Some(new)) = (place.get_mut(a - from..b - from), new.get(a - from..b - from)) {
                place.copy_from_slice(new);
            }
        };
        let mut said = Vec::new();
        for &(a, b) in &self.there {
            let (a, b) = (a.max(from), b.min(to));
            if a < b {
                lay(free, a);
                said.push((a, b));
                free = b;
            }
        }
        lay(free.min(to), to);
        for (a, b) in said {
            laid.overlaps = true;
            laid.differs |= self.bytes.get(a..b) != new.get(a - from..b - from);
        }
        let at = self.there.partition_point(|&(_, b)| b < from);
        let last = self.there.partition_point(|&(a, _)| a <= to);
        let merged = self.there.get(at..last).unwrap_or(&[]).iter().fold((from, to), |(a, b), &(c, d)| (a.min(c), b.max(d)));
        self.there.splice(at..last.max(at), [merged]);
        laid
    }
    /// Whether all is there up to a byte.
    pub(super) fn whole(&self, end: usize) -> bool {
        matches!(self.there.as_slice(), &[(0, to), ..] if to >= end)
    }
}
