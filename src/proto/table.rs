//! Numbers to protocols, made by the compiler from what the protocols say of themselves.
#![expect(clippy::indexing_slicing, reason = "const: out of range does not compile; the rest is masked")]
use super::{Id, PROTOCOLS, Space, id};

/// 65536 numbers in pages of 256; all pages that name no protocol are one page.
pub struct Table<const PAGES: usize> {
    page: [u8; 256],
    of: [[Id; 256]; PAGES],
}
impl<const PAGES: usize> Table<PAGES> {
    /// How many pages a space takes.
    pub const fn pages(space: Space) -> usize {
        let (mut used, mut n, mut p) = ([false; 256], 1, 0);
        while p < PROTOCOLS.len() {
            let mut under = PROTOCOLS[p].under;
            while let [(s, number), rest @ ..] = under {
                let high = (*number >> 8) as usize;
                if *s as u8 == space as u8 && !used[high] {
                    used[high] = true;
                    n += 1;
                }
                under = rest;
            }
            p += 1;
        }
        n
    }
    /// The table of a space.
    pub const fn new(space: Space) -> Table<PAGES> {
        let mut t = Table { page: [0; 256], of: [[id::data; 256]; PAGES] };
        let (mut n, mut p) = (1, 0);
        while p < PROTOCOLS.len() {
            let mut under = PROTOCOLS[p].under;
            while let [(s, number), rest @ ..] = under {
                if *s as u8 == space as u8 {
                    let high = (*number >> 8) as usize;
                    if t.page[high] == 0 {
                        t.page[high] = n;
                        n += 1;
                    }
                    t.of[t.page[high] as usize][(*number & 0xff) as usize] = Id(p as u16);
                }
                under = rest;
            }
            p += 1;
        }
        t
    }
    /// The protocol of a number; data for one that is none.
    #[inline(always)]
    pub fn of(&self, number: u16) -> Id {
        let page = self.page[(number >> 8) as usize] as usize;
        self.of.get(page).map_or(id::data, |page| page[(number & 0xff) as usize])
    }
}

/// Who the bytes look like: by the first byte, which protocols are worth a closer look (64 a space).
pub struct Guess {
    first: [u64; 256],
    fits: [(fn(&[u8]) -> bool, Id); 64],
}
impl Guess {
    /// The guesses of a space.
    pub const fn new(space: Space) -> Guess {
        let mut g = Guess { first: [0; 256], fits: [(|_| false, id::data); 64] };
        let (mut n, mut p) = (0, 0);
        while p < PROTOCOLS.len() {
            let mut looks = PROTOCOLS[p].looks;
            while let [(s, first, fits), rest @ ..] = looks {
                if *s as u8 == space as u8 {
                    let mut first = *first;
                    g.fits[n] = (*fits, Id(p as u16));
                    while let [byte, others @ ..] = first {
                        g.first[*byte as usize] |= 1 << n;
                        first = others;
                    }
                    n += 1;
                }
                looks = rest;
            }
            p += 1;
        }
        g
    }
    /// The first protocol that takes the bytes; data when none does.
    #[inline]
    pub fn of(&self, body: &[u8]) -> Id {
        let mut maybe = body.first().map_or(0, |b| self.first[*b as usize]);
        while maybe != 0 {
            let (fits, id) = self.fits[maybe.trailing_zeros() as usize & 63];
            if fits(body) {
                return id;
            }
            maybe &= maybe - 1;
        }
        id::data
    }
}
