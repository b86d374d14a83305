//! pcapng's blocks, cut and joined; what they are for a reader is [`crate::capture`]'s concern.
//!
//! ```text
//! type (4 octets) | total length (4) | body | total length (4)
//! ```

use std::collections::HashMap;
use std::io;

pub(super) const SECTION: u32 = 0x0A0D_0D0A;
pub(super) const INTERFACE: u32 = 1;
const OLD_PACKET: u32 = 2;
const SIMPLE_PACKET: u32 = 3;
const STATISTICS: u32 = 5;
const PACKET: u32 = 6;

/// No block is longer.
const MOST: usize = 256 << 20;

/// A block at the start of bytes.
pub(super) struct Block {
    pub(super) kind: u32,
    pub(super) len: usize,
}

impl Block {
    pub(super) fn is_frame(&self) -> bool {
        matches!(self.kind, OLD_PACKET | SIMPLE_PACKET | PACKET)
    }
}

fn number(bytes: &[u8], at: usize, big: bool) -> Option<u32> {
    let four = *bytes.get(at..)?.first_chunk()?;
    Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
}

/// The block at the start; `None` where it is not whole yet. `big` is the section's byte order, which a section header sets.
///
/// # Errors
/// Where there is no block.
pub(super) fn cut(bytes: &[u8], big: &mut bool) -> io::Result<Option<Block>> {
    let (Some(kind), Some(order)) = (number(bytes, 0, *big), number(bytes, 8, false)) else { return Ok(None) };
    if kind == SECTION {
        *big = match order {
            0x1A2B_3C4D => false,
            0x4D3C_2B1A => true,
            _ => return Err(bad()),
        };
    }
    let len = number(bytes, 4, *big).unwrap_or_default() as usize;
    if !(12..=MOST).contains(&len) || !len.is_multiple_of(4) {
        return Err(bad());
    }
    Ok((bytes.len() >= len).then_some(Block { kind, len }))
}

fn bad() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "what comes is no pcapng")
}

/// Sets a section's length to the one that says nothing, as what follows is not all of it.
pub(super) fn unset_length(section: &mut [u8]) {
    if let Some(length) = section.get_mut(16..24) {
        length.fill(0xff);
    }
}

/// Joins sections of any number into as few as can be: each interface is described once.
#[derive(Default)]
pub(super) struct Joiner {
    /// The output's byte order, once there is a section.
    big: Option<bool>,
    numbers: HashMap<Vec<u8>, u32>,
}

impl Joiner {
    /// Appends what a self-contained piece of pcapng comes to, and gives how many frames are in it.
    ///
    /// # Errors
    /// Where it is none.
    pub(super) fn join(&mut self, piece: &[u8], out: &mut Vec<u8>) -> io::Result<u64> {
        let (mut big, mut rest, mut frames) = (false, piece, 0);
        // The numbers of this section's interfaces in the output.
        let mut ours = Vec::new();
        while !rest.is_empty() {
            let block = cut(rest, &mut big)?.ok_or_else(bad)?;
            let (bytes, more) = rest.split_at(block.len);
            rest = more;
            let start = out.len();
            frames += u64::from(block.is_frame());
            match block.kind {
                SECTION => {
                    ours.clear();
                    // Simple packets are of the first interface, whatever that is.
                    if self.big != Some(big) || has_simple(piece) {
                        out.extend_from_slice(bytes);
                        unset_length(out.get_mut(start..).unwrap_or_default());
                        self.big = Some(big);
                        self.numbers.clear();
                    }
                }
                INTERFACE => {
                    let next = self.numbers.len() as u32;
                    let own = *self.numbers.entry(bytes.to_vec()).or_insert(next);
                    if own == next {
                        out.extend_from_slice(bytes);
                    }
                    ours.push(own);
                }
                kind => {
                    out.extend_from_slice(bytes);
                    let order = |number: u32| if big { number.to_be_bytes() } else { number.to_le_bytes() };
                    match kind {
                        PACKET | STATISTICS => {
                            let own = number(bytes, 8, big).and_then(|at| ours.get(at as usize));
                            let own = *own.ok_or_else(bad)?;
                            out.get_mut(start + 8..start + 12).ok_or_else(bad)?.copy_from_slice(&order(own));
                        }
                        OLD_PACKET => {
                            let two = *bytes.get(8..).and_then(<[u8]>::first_chunk).ok_or_else(bad)?;
                            let at = if big { u16::from_be_bytes(two) } else { u16::from_le_bytes(two) };
                            let own = *ours.get(usize::from(at)).ok_or_else(bad)? as u16;
                            let own = if big { own.to_be_bytes() } else { own.to_le_bytes() };
                            out.get_mut(start + 8..start + 10).ok_or_else(bad)?.copy_from_slice(&own);
                        }
                        _ => {}
                    }
                }
            }
        }
        Ok(frames)
    }
}

fn has_simple(piece: &[u8]) -> bool {
    let (mut big, mut rest) = (false, piece);
    while let Ok(Some(block)) = cut(rest, &mut big) {
        if block.kind == SIMPLE_PACKET {
            return true;
        }
        rest = rest.get(block.len..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: u32, body: &[u8]) -> Vec<u8> {
        let len = (12 + body.len()) as u32;
        [&kind.to_le_bytes(), &len.to_le_bytes(), body, &len.to_le_bytes()].concat()
    }

    fn section() -> Vec<u8> {
        // Byte order, version 1.0, a length that will not hold.
        block(SECTION, &[0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0])
    }

    #[test]
    fn an_interface_is_described_once() {
        let (a, b) = (block(INTERFACE, &[1, 0, 0, 0, 9, 0, 0, 0]), block(INTERFACE, &[101, 0, 0, 0, 9, 0, 0, 0]));
        let frame = |interface: u8| block(PACKET, &[interface, 0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0]);
        let (mut joiner, mut out) = (Joiner::default(), Vec::new());
        assert_eq!(joiner.join(&[section(), a.clone(), frame(0)].concat(), &mut out).unwrap(), 1);
        assert_eq!(joiner.join(&[section(), b.clone(), a.clone(), frame(0), frame(1)].concat(), &mut out).unwrap(), 2);
        let mut header = section();
        unset_length(&mut header);
        assert_eq!(out, [header, a, frame(0), b, frame(1), frame(0)].concat());
    }

    #[test]
    fn what_is_no_pcapng_is_refused() {
        let (mut joiner, mut out) = (Joiner::default(), Vec::new());
        assert!(joiner.join(b"hello, world; nothing", &mut out).is_err());
        assert!(joiner.join(&section()[..20], &mut out).is_err());
        let stray = block(PACKET, &[3, 0, 0, 0, 7, 7, 7, 7, 7, 7, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(joiner.join(&[section(), stray].concat(), &mut out).is_err());
        // Cut anywhere: an error or no more than what is there.
        let whole = [section(), block(INTERFACE, &[1, 0, 0, 0, 9, 0, 0, 0])].concat();
        (0..whole.len()).for_each(|len| drop(joiner.join(&whole[..len], &mut out)));
    }
}
