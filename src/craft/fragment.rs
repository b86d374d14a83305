//! A datagram cut into fragments: RFC 791, 3.2 and RFC 8200, 4.5.
use super::Error;
use super::expr;
use crate::checksum::internet;

fn wrong(message: &str) -> Error {
    expr::Error::new(&(0..0), message).into()
}
/// Where the outermost IPv4 header starts: behind Ethernet and its tags, or at once.
fn network(b: &[u8], version: u8) -> Option<usize> {
    let wanted: [u8; 2] = if version == 4 { [8, 0] } else { [0x86, 0xdd] };
    if b.first()? >> 4 == version && b.get(12..14) != Some(&wanted) {
        return Some(0);
    }
    let mut at = 12;
    while matches!(b.get(at..at + 2)?, [0x81, 0] | [0x88, 0xa8]) {
        at += 4;
    }
    (b.get(at..at + 2)? == wanted).then_some(at + 2)
}

/// The packets as which an IP packet passes over a link on which none may be longer than `mtu`: itself where it fits. IPv6 gets a
/// fragment header of this number where it may be cut; IPv4 has its own, and whether it forbids to be cut is not asked here.
///
/// # Errors
/// Where it is no IP packet, or nothing fits behind its headers.
pub fn fragments(packet: &[u8], mtu: usize, number: u32) -> Result<Vec<Vec<u8>>, Error> {
    if packet.len() <= mtu {
        return Ok(vec![packet.to_vec()]);
    }
    if packet.first().is_some_and(|b| b >> 4 == 4) {
        let head = packet.first().map_or(0, |b| usize::from(b & 15) * 4).max(20);
        let size = mtu.saturating_sub(head);
        return if size < 8 { Err(wrong("no byte fits behind the headers")) } else { v4(packet, size) };
    }
    // Behind what each router on the way reads (RFC 8200, 4.5).
    let (mut names, mut at) = (6, 40);
    while let Some(0 | 43) = packet.get(names) {
        let Some(length) = packet.get(at + 1) else { break };
        (names, at) = (at, at + (usize::from(*length) + 1) * 8);
    }
    let (Some(front), Some(body), Some(next)) = (packet.get(..at), packet.get(at..), packet.get(names)) else {
        return Err(wrong("the headers are longer than the packet"));
    };
    let number = number.to_be_bytes();
    let mut whole = [front, &[*next, 0, 0, 0], &number, body].concat();
    whole.iter_mut().skip(names).take(1).for_each(|b| *b = 44);
    v6(&whole, mtu)
}

/// The fragments of an IPv4 packet, each with at most so many bytes behind the header.
pub(super) fn v4(packet: &[u8], size: usize) -> Result<Vec<Vec<u8>>, Error> {
    let start = network(packet, 4).ok_or_else(|| wrong("fragment() cuts IPv4 packets"))?;
    let ip = packet.get(start..).unwrap_or(&[]);
    let head = ip.first().map_or(0, |b| usize::from(b & 15) * 4).max(20);
    let (Some(header), Some(body)) = (ip.get(..head), ip.get(head..)) else {
        return Err(wrong("the IPv4 header is longer than the packet"));
    };
    let step = size / 8 * 8;
    let first = header.get(6..8).map_or(0, |b| b.iter().fold(0u16, |n, &x| n << 8 | u16::from(x)));
    if body.len() <= step {
        return Ok(vec![packet.to_vec()]);
    }
    let count = body.len().div_ceil(step);
    let mut out = vec![];
    for (i, piece) in body.chunks(step).enumerate() {
        let mut own = header.to_vec();
        let last = i + 1 == count;
        let offset = usize::from(first & 0x1fff) + i * step / 8;
        if offset > 0x1fff {
            return Err(wrong("the packet is longer than fragments can say"));
        }
        let flags = first & 0xe000 | if last { 0 } else { 0x2000 } | offset as u16;
        let total = (head + piece.len()) as u16;
        for (at, n) in [(2, total), (6, flags), (10, 0)] {
            own.iter_mut().skip(at).zip(n.to_be_bytes()).for_each(|(b, n)| *b = n);
        }
        // "Options that are not copied" stand in the first fragment only; which are is the copied flag of each.
        if i > 0 {
            uncopied(&mut own);
        }
        let sum = internet(0, &own);
        own.iter_mut().skip(10).zip(sum.to_be_bytes()).for_each(|(b, n)| *b = n);
        let mut all = packet.get(..start).unwrap_or(&[]).to_vec();
        all.extend(own);
        all.extend(piece);
        out.push(all);
    }
    Ok(out)
}
/// Options that only the first fragment carries become no-operations: the header's length stays.
fn uncopied(header: &mut [u8]) {
    let mut at = 20;
    while let Some(&kind) = header.get(at) {
        let len = match kind {
            0 => break,
            1 => 1,
            _ => header.get(at + 1).map_or(1, |n| usize::from(*n).max(2)),
        };
        if kind > 1 && kind & 0x80 == 0 {
            header.iter_mut().skip(at).take(len).for_each(|b| *b = 1);
        }
        at += len;
    }
}

/// The fragments of an IPv6 packet that holds a fragment header, each of at most so many bytes in all.
pub(super) fn v6(packet: &[u8], size: usize) -> Result<Vec<Vec<u8>>, Error> {
    let start = network(packet, 6).ok_or_else(|| wrong("fragment6() cuts IPv6 packets"))?;
    let ip = packet.get(start..).unwrap_or(&[]);
    // What stands in front of the fragment header is in every fragment.
    let (mut next, mut at) = (ip.get(6).copied().unwrap_or(59), 40);
    while next != 44 {
        let more = matches!(next, 0 | 43 | 60);
        let Some(&[n, len]) = ip.get(at..at + 2).filter(|_| more) else {
            return Err(wrong("fragment6() wants an IPv6ExtHdrFragment() where the packet may be cut"));
        };
        (next, at) = (n, at + (usize::from(len) + 1) * 8);
    }
    let (Some(front), Some(own), Some(body)) = (ip.get(..at), ip.get(at..at + 8), ip.get(at + 8..)) else {
        return Err(wrong("the fragment header is cut"));
    };
    if ip.len() <= size {
        return Ok(vec![packet.to_vec()]);
    }
    let step = size.saturating_sub(at + 8) / 8 * 8;
    if step == 0 {
        return Err(wrong("no byte fits behind the headers"));
    }
    let count = body.len().div_ceil(step);
    let mut out = vec![];
    for (i, piece) in body.chunks(step).enumerate() {
        let mut all = packet.get(..start).unwrap_or(&[]).to_vec();
        let from = all.len();
        all.extend(front);
        all.extend(own);
        all.extend(piece);
        let plen = (at + 8 + piece.len() - 40) as u16;
        let word = (i * step) as u16 | u16::from(i + 1 < count);
        for (at, n) in [(from + 4, plen), (from + at + 2, word)] {
            all.iter_mut().skip(at).zip(n.to_be_bytes()).for_each(|(b, n)| *b = n);
        }
        out.push(all);
    }
    Ok(out)
}
