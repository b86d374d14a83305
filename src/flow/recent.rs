//! What is remembered of many, within bounds, where each that is let go must be known.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};

/// No slot.
const NONE: u32 = u32::MAX;
/// No entry.
const EMPTY: u64 = u64::MAX;

/// A map of bounded size; who was asked for longest ago is let go first, and handed back.
///
/// The values lie in one row and are never moved. Where each lies, a table tells that holds nothing but places and a part of the hash,
/// so that asking for one that is there costs a look into the table and one at the value.
pub(crate) struct Recent<K, T> {
    bound: usize,
    hash: Quick,
    /// Twice as long as there are slots, at least, and a power of two. An entry stands at its hash or behind it, with no empty one
    /// between: the hash in the higher half, the slot in the lower.
    places: Vec<u64>,
    slots: Vec<Slot<K, T>>,
    newest: u32,
    oldest: u32,
}
struct Slot<K, T> {
    key: K,
    value: T,
    newer: u32,
    older: u32,
}

impl<K: Copy + Eq + Hash, T> Recent<K, T> {
    pub(crate) fn new(bound: usize) -> Recent<K, T> {
        let bound = bound.clamp(1, NONE as usize / 4);
        Recent { bound, hash: Quick::new(), places: vec![EMPTY; 64], slots: Vec::new(), newest: NONE, oldest: NONE }
    }
    /// What is kept for a key, made if there is nothing; and who had to go for it.
    #[inline]
    pub(crate) fn entry(&mut self, key: K, make: impl FnOnce() -> T) -> Option<(&mut T, Option<(K, T)>)> {
        let hash = (self.hash.hash_one(key) >> 32) as u32;
        let mut gone = None;
        let at = match self.find(&key, hash) {
            Some(place) => {
                let at = *self.places.get(place)? as u32;
                if at != self.newest {
                    self.unlink(at);
                    self.link(at);
                }
                at
            }
            None => {
                let slot = Slot { key, value: make(), newer: NONE, older: NONE };
                let at = if self.slots.len() < self.bound {
                    self.slots.push(slot);
                    self.slots.len() as u32 - 1
                } else {
                    let at = self.oldest;
                    self.unlink(at);
                    let old = std::mem::replace(self.slots.get_mut(at as usize)?, slot);
                    self.forget(&old.key, at);
                    gone = Some((old.key, old.value));
                    at
                };
                if self.slots.len() * 2 > self.places.len() {
                    self.grow();
                }
                self.put(u64::from(hash) << 32 | u64::from(at));
                self.link(at);
                at
            }
        };
        Some((&mut self.slots.get_mut(at as usize)?.value, gone))
    }
    /// All that are kept, in no order that means anything.
    pub(crate) fn into_values(self) -> impl Iterator<Item = T> {
        self.slots.into_iter().map(|slot| slot.value)
    }
    pub(crate) fn len(&self) -> usize {
        self.slots.len()
    }
    /// Where the entry of a key stands.
    #[inline]
    fn find(&self, key: &K, hash: u32) -> Option<usize> {
        let mask = self.places.len() - 1;
        let mut place = hash as usize & mask;
        loop {
            let entry = *self.places.get(place)?;
            if entry == EMPTY {
                return None;
            }
            if (entry >> 32) as u32 == hash && self.slots.get(entry as u32 as usize).is_some_and(|slot| slot.key == *key) {
                return Some(place);
            }
            place = (place + 1) & mask;
        }
    }
    fn put(&mut self, entry: u64) {
        let mask = self.places.len() - 1;
        let mut place = (entry >> 32) as usize & mask;
        while let Some(there) = self.places.get_mut(place) {
            if *there == EMPTY {
                *there = entry;
                return;
            }
            place = (place + 1) & mask;
        }
    }
    fn grow(&mut self) {
        let longer = vec![EMPTY; self.places.len() * 4];
        for entry in std::mem::replace(&mut self.places, longer) {
            if entry != EMPTY {
                self.put(entry);
            }
        }
    }
    /// Takes the entry of a slot out, and lets those behind it that were in its way move up. The slot may have another key by now.
    fn forget(&mut self, key: &K, at: u32) {
        let mask = self.places.len() - 1;
        let of = |entry: u64| (entry >> 32) as usize & mask;
        let mut hole = (self.hash.hash_one(key) >> 32) as u32 as usize & mask;
        while self.places.get(hole).is_some_and(|entry| *entry != EMPTY && *entry as u32 != at) {
            hole = (hole + 1) & mask;
        }
        let mut next = hole;
        loop {
            next = (next + 1) & mask;
            let Some(entry) = self.places.get(next).copied().filter(|entry| *entry != EMPTY) else { break };
            // It may stand in the hole if that is not before its own place.
            if next.wrapping_sub(of(entry)) & mask >= next.wrapping_sub(hole) & mask {
                if let Some(there) = self.places.get_mut(hole) {
                    *there = entry;
                }
                hole = next;
            }
        }
        if let Some(there) = self.places.get_mut(hole) {
            *there = EMPTY;
        }
    }
    fn unlink(&mut self, at: u32) {
        let Some((newer, older)) = self.slots.get(at as usize).map(|slot| (slot.newer, slot.older)) else { return };
        match self.slots.get_mut(newer as usize) {
            Some(slot) => slot.older = older,
            None => self.newest = older,
        }
        match self.slots.get_mut(older as usize) {
            Some(slot) => slot.newer = newer,
            None => self.oldest = newer,
        }
    }
    fn link(&mut self, at: u32) {
        let newest = std::mem::replace(&mut self.newest, at);
        match self.slots.get_mut(newest as usize) {
            Some(slot) => slot.newer = at,
            None => self.oldest = at,
        }
        if let Some(slot) = self.slots.get_mut(at as usize) {
            (slot.newer, slot.older) = (NONE, newest);
        }
    }
}

/// Hashes by folded multiplication, as wyhash does, from a seed that nobody outside knows: three times as fast as the standard
/// library's, and still no sender can choose addresses that all fall into one place.
#[derive(Clone)]
struct Quick([u64; 2]);
impl Quick {
    fn new() -> Quick {
        let random = RandomState::new();
        Quick([random.hash_one(1) | 1, random.hash_one(2) | 1])
    }
}
impl BuildHasher for Quick {
    type Hasher = Folded;
    fn build_hasher(&self) -> Folded {
        let Quick([state, factor]) = *self;
        Folded { state, factor }
    }
}
struct Folded {
    state: u64,
    factor: u64,
}
impl Folded {
    #[inline]
    fn fold(&mut self, n: u64) {
        let product = u128::from(self.state ^ n) * u128::from(self.factor ^ 0x9e37_79b9_7f4a_7c15);
        self.state = product as u64 ^ (product >> 64) as u64 ^ n.rotate_left(32);
    }
}
impl Hasher for Folded {
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.fold(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.fold(rest.iter().fold(rest.len() as u64, |n, b| n << 8 | u64::from(*b)));
        }
    }
    #[inline]
    fn write_u8(&mut self, n: u8) {
        self.fold(n.into());
    }
    #[inline]
    fn write_u16(&mut self, n: u16) {
        self.fold(n.into());
    }
    #[inline]
    fn write_u32(&mut self, n: u32) {
        self.fold(n.into());
    }
    #[inline]
    fn write_u64(&mut self, n: u64) {
        self.fold(n);
    }
    #[inline]
    fn write_usize(&mut self, n: usize) {
        self.fold(n as u64);
    }
    #[inline]
    fn finish(&self) -> u64 {
        let product = u128::from(self.state) * u128::from(self.factor);
        product as u64 ^ (product >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_asked_for_longest_ago_goes_first() {
        let mut kept = Recent::new(3);
        let mut ask = |key: u32| kept.entry(key, || key * 10).and_then(|(_, gone)| gone);
        assert_eq!([1, 2, 3, 1].map(&mut ask), [None; 4]);
        assert_eq!(ask(4), Some((2, 20)));
        assert_eq!(ask(5), Some((3, 30)));
        assert_eq!(ask(1), None);
        assert_eq!(ask(6), Some((4, 40)));
        assert_eq!(kept.len(), 3);
        let mut left: Vec<_> = kept.into_values().collect();
        left.sort();
        assert_eq!(left, [10, 50, 60]);
    }
    /// Held against a list, with many keys and few slots: entries that were let go leave no holes behind.
    #[test]
    fn it_forgets_no_other() {
        for bound in [1, 5, 40, 300] {
            let (mut kept, mut list, mut n) = (Recent::new(bound), Vec::<u32>::new(), 1u32);
            for _ in 0..20_000 {
                n = n.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let key = (n >> 16) % (bound as u32 * 3);
                let there = list.iter().position(|k| *k == key);
                let mut made = false;
                let (value, gone) = kept
                    .entry(key, || {
                        made = true;
                        key
                    })
                    .unwrap();
                assert_eq!((*value, made), (key, there.is_none()));
                there.map(|at| list.remove(at));
                let oldest = if list.len() == bound { Some(list.remove(0)) } else { None };
                assert_eq!(gone.map(|(key, _)| key), oldest);
                list.push(key);
            }
        }
    }
    #[test]
    fn one_place_is_enough() {
        let mut kept = Recent::new(0);
        assert_eq!(kept.entry(1, || 'a').unwrap().1, None);
        assert_eq!(kept.entry(2, || 'b').unwrap().1, Some((1, 'a')));
        assert_eq!(*kept.entry(2, || 'c').unwrap().0, 'b');
    }
    #[test]
    fn close_keys_do_not_fall_together() {
        let quick = Quick::new();
        let all: std::collections::HashSet<u64> = (0..10_000u32).map(|n| quick.hash_one(([n.to_be_bytes(); 4], 7u16)) >> 44).collect();
        assert!(all.len() > 9_000, "{}", all.len());
    }
}
