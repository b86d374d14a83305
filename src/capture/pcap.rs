//! The pcap file format (draft-ietf-opsawg-pcap, <https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/>) and its variants.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +---------------------------------------------------------------+
//! |                          Magic Number                         |  a1b2c3d4 µs, a1b23c4d ns, a1b2cd34 modified
//! +-------------------------------+-------------------------------+
//! |         Major Version         |         Minor Version         |
//! +-------------------------------+-------------------------------+
//! |                           Reserved1                           |  once the zone
//! +---------------------------------------------------------------+
//! |                           Reserved2                           |  once the significant figures
//! +---------------------------------------------------------------+
//! |                            SnapLen                            |
//! +-------+-+-+-------------------+-------------------------------+
//! |FCS len|R|P|     Reserved3     |        Link-layer type        |
//! +-------+-+-+-------------------+-------------------------------+
//! ```
//!
//! Then records: seconds, µs or ns, captured length, original length, the bytes. The modified format (A. Kuznetsov's
//! patch to libpcap of 1999) has 8 more bytes in each record header: interface index, protocol, packet type, padding.

use super::batch::{Batch, Kind, Slot};
use super::error::Damage;
use super::read::{Fault, Walked};
use crate::frame::LinkType;

/// Length of the file header.
pub(super) const HEADER: usize = 24;

/// libpcap and Wireshark both take a longer frame as a sign of damage, except for the link types in [`largest`].
const MAX_SNAPLEN: u32 = 262_144;

/// What a file header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    /// True where numbers are in big endian.
    pub(super) big: bool,
    /// Times are in nanoseconds, not microseconds.
    pub(super) nano: bool,
    pub(super) variant: Variant,
    pub(super) major: u16,
    pub(super) minor: u16,
    pub(super) snap: u32,
    pub(super) link: LinkType,
    /// Bytes of FCS; `None` where the header does not say.
    pub(super) fcs: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Variant {
    Standard,
    /// Record headers of 24 bytes.
    Modified,
    /// IXIA's: 4 more bytes in the file header, the length of all records.
    Ixia,
}

impl Variant {
    /// Bytes of file header.
    pub(super) fn header(self) -> usize {
        if self == Variant::Ixia { HEADER + 4 } else { HEADER }
    }

    /// Bytes of header before each frame.
    pub(super) fn record(self) -> usize {
        if self == Variant::Modified { 24 } else { 16 }
    }
}

impl Header {
    /// What the first bytes of a file say; `None` where the magic number is not pcap's.
    pub(super) fn parse(bytes: &[u8; HEADER]) -> Option<Header> {
        let (big, nano, variant) = magic(bytes.first_chunk()?)?;
        let u16_at = |at: usize| bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map(|b| number16(b, big));
        let u32_at = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map(|b| number32(b, big));
        let link = u32_at(20)?;
        // "FCS len: number of 16-bit (2-octet) words of FCS that are appended to each packet", valid where P is set.
        let fcs = (link & 0x0400_0000 != 0).then_some((link >> 28) as u8 * 2);
        Some(Header { big, nano, variant, major: u16_at(4)?, minor: u16_at(6)?, snap: u32_at(16)?, link: LinkType(link as u16), fcs })
    }

    /// The longest frame that is no sign of damage. A snap length says so itself, unless it is a nonsense number.
    fn most(&self) -> u32 {
        let most = largest(self.link);
        if self.snap <= super::batch::MAX_RECORD { most.max(self.snap) } else { most }
    }

    /// Version 2.3 and before had the two lengths the other way round, and some writers of 2.3 did not.
    fn lengths(&self, captured: u32, original: u32) -> (u32, u32) {
        match self.minor {
            _ if self.major != 2 => (captured, original),
            0..=2 => (original, captured),
            3 if captured > original => (original, captured),
            _ => (captured, original),
        }
    }
}

/// Byte order, nanoseconds and variant of a magic number; `None` where it is none.
pub(super) fn magic(bytes: &[u8; 4]) -> Option<(bool, bool, Variant)> {
    let known = |number: u32| {
        Some(match number {
            0xa1b2_c3d4 => (false, Variant::Standard),
            0xa1b2_3c4d => (true, Variant::Standard),
            0xa1b2_cd34 => (false, Variant::Modified),
            // IXIA's hardware and software captures.
            0x1c00_01ac | 0x1c00_01ab => (false, Variant::Ixia),
            _ => return None,
        })
    };
    let big = known(u32::from_be_bytes(*bytes)).map(|(nano, variant)| (true, nano, variant));
    big.or_else(|| known(u32::from_le_bytes(*bytes)).map(|(nano, variant)| (false, nano, variant)))
}

/// The longest frame of a link type.
fn largest(link: LinkType) -> u32 {
    match link.0 {
        // D-Bus (its specification's maximum message), USBPcap, EBHSCR.
        231 | 249 | 279 => 128 << 20,
        _ => MAX_SNAPLEN,
    }
}

pub(super) fn number16(bytes: [u8; 2], big: bool) -> u16 {
    if big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
}

pub(super) fn number32(bytes: [u8; 4], big: bool) -> u32 {
    if big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
}

/// Puts the whole records from `pos` on into the batch.
pub(super) fn walk(header: &Header, section: u32, batch: &mut Batch, pos: usize, filled: usize) -> Walked {
    match (header.big, header.variant) {
        (false, Variant::Modified) => records::<false, 24>(header, section, batch, pos, filled),
        (true, Variant::Modified) => records::<true, 24>(header, section, batch, pos, filled),
        (false, _) => records::<false, 16>(header, section, batch, pos, filled),
        (true, _) => records::<true, 16>(header, section, batch, pos, filled),
    }
}

fn records<const BIG: bool, const HEAD: usize>(header: &Header, section: u32, batch: &mut Batch, mut pos: usize, filled: usize) -> Walked {
    let most = header.most();
    let unit = if header.nano { 1 } else { 1000 };
    let data = batch.block.get(..filled).unwrap_or(&[]);
    let slot = Slot { link: header.link.0, fcs: header.fcs.unwrap_or(0), ..Slot::block(Kind::Frame, 0..0, section, BIG) };
    let before = batch.slots.len();
    let stop = loop {
        let Some(head) = data.get(pos..).and_then(|rest| rest.first_chunk::<HEAD>()) else { break Ok(HEAD) };
        // The lengths below are constants, so the optimizer drops the checks.
        let word = |n: usize| match head.get(n * 4..n * 4 + 4).and_then(|b| b.try_into().ok()) {
            Some(bytes) => number32(bytes, BIG),
            None => 0,
        };
        let (len, wire) = header.lengths(word(2), word(3));
        if len > most {
            break Err(Fault::Damage(Damage::FrameLength { len, most }));
        }
        let size = HEAD + len as usize;
        if filled - pos < size {
            break Ok(size);
        }
        let time = i64::from(word(0)) * 1_000_000_000 + i64::from(word(1)) * unit;
        batch.slots.push(Slot { start: pos as u32, end: (pos + size) as u32, data: (pos + HEAD) as u32, len, wire, time, ..slot });
        pos += size;
    };
    batch.frames += (batch.slots.len() - before) as u64;
    Walked { pos, stop }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_magics_and_ixia() {
        let cases: [(u32, bool, Variant); 5] = [
            (0xa1b2_c3d4, false, Variant::Standard),
            (0xa1b2_3c4d, true, Variant::Standard),
            (0xa1b2_cd34, false, Variant::Modified),
            (0x1c00_01ac, false, Variant::Ixia),
            (0x1c00_01ab, false, Variant::Ixia),
        ];
        for (number, nano, variant) in cases {
            assert_eq!(magic(&number.to_be_bytes()), Some((true, nano, variant)));
            assert_eq!(magic(&number.to_le_bytes()), Some((false, nano, variant)));
        }
        assert_eq!(magic(b"\n\r\r\n"), None);
    }

    #[test]
    fn the_link_field_has_three_parts() {
        let mut bytes = [0; HEADER];
        bytes[..4].copy_from_slice(&0xa1b2_c3d4u32.to_be_bytes());
        bytes[20..].copy_from_slice(&0x2400_0001u32.to_be_bytes());
        let header = Header::parse(&bytes).unwrap();
        assert_eq!((header.link, header.fcs), (LinkType::ETHERNET, Some(4)));
        bytes[20..].copy_from_slice(&0x2000_0071u32.to_be_bytes());
        let header = Header::parse(&bytes).unwrap();
        assert_eq!((header.link, header.fcs), (LinkType(0x71), None));
    }
}
