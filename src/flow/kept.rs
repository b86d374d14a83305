//! What is remembered of many, within bounds.

use std::collections::HashMap;
use std::hash::Hash;

/// A map of bounded size in two halves. When the young half is full it becomes the old one, and the old one is let go;
/// who is asked for is young again. So who was asked for longest ago goes first, and nothing is searched for.
pub(crate) struct Kept<K, T> {
    half: usize,
    young: HashMap<K, T>,
    old: HashMap<K, T>,
    /// How many were let go.
    pub(crate) let_go: u64,
}
impl<K: Copy + Eq + Hash, T> Kept<K, T> {
    pub(crate) fn new(bound: usize) -> Kept<K, T> {
        Kept { half: (bound / 2).max(1), young: HashMap::new(), old: HashMap::new(), let_go: 0 }
    }
    /// What is kept for a key, made if there is nothing.
    pub(crate) fn entry(&mut self, key: K, make: impl FnOnce() -> T) -> &mut T {
        if !self.young.contains_key(&key) && self.young.len() >= self.half {
            let gone = std::mem::replace(&mut self.old, std::mem::take(&mut self.young));
            self.let_go += gone.keys().filter(|k| !self.old.contains_key(*k)).count() as u64;
        }
        let old = &mut self.old;
        self.young.entry(key).or_insert_with(|| old.remove(&key).unwrap_or_else(make))
    }
    /// What is kept for a key, if there is anything.
    pub(crate) fn find(&mut self, key: &K) -> Option<&mut T> {
        match self.old.remove(key) {
            Some(old) => Some(self.young.entry(*key).or_insert(old)),
            None => self.young.get_mut(key),
        }
    }
    /// Forgets one; it does not count as let go.
    pub(crate) fn remove(&mut self, key: &K) -> Option<T> {
        let old = self.old.remove(key);
        self.young.remove(key).or(old)
    }
    /// How many are kept at most; some may be counted twice.
    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}
