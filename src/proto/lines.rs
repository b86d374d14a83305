//! Lines of text, as protocols hold them that speak in words.

use super::{Below, Step, id, tcp};
use crate::field::Here;
use crate::spine::Packet;

/// The mode of a layer that asks.
pub(super) const REQUEST: u32 = 1;

/// A line: where its text ends, and where the next one begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) end: usize,
    pub(super) next: usize,
}

/// The line that begins at `at`, as far as its end is there: CR LF, or either of them alone, as Wireshark has it.
pub(super) fn line(bytes: &[u8], at: usize) -> Option<Line> {
    let rest = bytes.get(at..)?;
    let end = at + memchr::memchr2(b'\r', b'\n', rest)?;
    let next = match bytes.get(end..end + 2) {
        Some(b"\r\n") => end + 2,
        _ => end + 1,
    };
    // Behind a CR at the end the LF may follow.
    if bytes.get(end..) == Some(b"\r") { None } else { Some(Line { end, next }) }
}
/// The same, or what is there of it.
pub(super) fn line_or_rest(bytes: &[u8], at: usize) -> Line {
    line(bytes, at).unwrap_or(Line { end: bytes.len().max(at), next: bytes.len().max(at) })
}
/// How many bytes a line's text has from here on.
pub(super) fn text_left(h: &Here<'_>) -> usize {
    line_or_rest(h.head, h.at).end.min(h.end).saturating_sub(h.at)
}
/// How many bytes stand before a sign, or to the end.
pub(super) fn upto(h: &Here<'_>, sign: u8) -> usize {
    h.head.get(h.at..h.end).map_or(0, |rest| memchr::memchr(sign, rest).unwrap_or(rest.len()))
}
/// `Request: ` or `Response: `, by the layer's mode, and its first line.
pub(super) fn said(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    out.extend(if own.mode == REQUEST { &b"Request: "[..] } else { b"Response: " });
    crate::text::utf8(head.get(..line_or_rest(head, 0).end).unwrap_or(&[]), out);
}
/// A line to this port that asks, and all of a stream that answers.
pub(super) fn asked_once(bytes: &[u8], below: &Below<'_>, port: u64) -> Step {
    let asks = below.layers.last().is_some_and(|tcp| tcp::DSTPORT.num(tcp.head(below.frame)) == Some(port));
    let mode = if asks { REQUEST } else { 0 };
    let goes_on = below.talk.filter(|_| bytes.len() == below.wire).is_some_and(|talk| match asks {
        true => line(bytes, 0).is_none(),
        false => !talk.last.get(),
    });
    let step = match goes_on {
        true => Step::more(bytes, if asks { 0 } else { Step::ALL }),
        false => Step::new(bytes.len(), below.wire, id::data),
    };
    Step { mode, ..step }
}
/// The word that begins at `at`: where it ends, before the space or at `end`.
pub(super) fn word(bytes: &[u8], at: usize, end: usize) -> usize {
    bytes.get(at..end).map_or(end, |rest| at + memchr::memchr(b' ', rest).unwrap_or(rest.len()))
}
/// Behind the spaces and tabs that stand at `at`.
pub(super) fn spaces(bytes: &[u8], at: usize, end: usize) -> usize {
    at + bytes.get(at..end).map_or(0, |rest| rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count())
}
/// The number that digits say; `None` where they are none, or too many.
pub(super) fn decimal(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u64, |n, b| match b {
        b'0'..=b'9' => n.checked_mul(10)?.checked_add(u64::from(b - b'0')),
        _ => None,
    })
}
/// Without spaces and tabs at both ends.
pub(super) fn trim(text: &[u8]) -> &[u8] {
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let from = text.iter().take_while(|b| blank(b)).count();
    let rest = text.get(from..).unwrap_or(&[]);
    let behind = rest.iter().rev().take_while(|b| blank(b)).count();
    rest.get(..rest.len() - behind).unwrap_or(&[])
}
/// What base64 says (RFC 4648, 4), up to the first sign that is none of it.
pub(super) fn base64(text: &[u8], out: &mut Vec<u8>) {
    let (mut word, mut bits) = (0u32, 0);
    for b in text {
        let six = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return,
        };
        word = word << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((word >> bits) as u8);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_wiresharks() {
        assert_eq!(line(b"ab\r\nc", 0), Some(Line { end: 2, next: 4 }));
        assert_eq!(line(b"ab\nc", 0), Some(Line { end: 2, next: 3 }));
        assert_eq!(line(b"ab\rc", 0), Some(Line { end: 2, next: 3 }));
        assert_eq!(line(b"ab\r", 0), None);
        assert_eq!(line(b"ab", 0), None);
        assert_eq!(line(b"ab", 9), None);
        assert_eq!(line_or_rest(b"ab", 1), Line { end: 2, next: 2 });
    }
    #[test]
    fn words_numbers_and_base64() {
        assert_eq!(word(b"GET /a", 0, 6), 3);
        assert_eq!(spaces(b"a \t b", 1, 5), 4);
        assert_eq!(decimal(b"00120"), Some(120));
        assert_eq!(decimal(b"18446744073709551616"), None);
        assert_eq!(decimal(b""), None);
        assert_eq!(trim(b" \ta b "), b"a b");
        let mut out = vec![];
        base64(b"dXNlcjpwYXNz", &mut out);
        assert_eq!(out, b"user:pass");
        out.clear();
        base64(b"YTpi=Zg", &mut out);
        assert_eq!(out, b"a:b");
    }
}
