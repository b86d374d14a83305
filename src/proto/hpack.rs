//! HPACK, header compression of HTTP/2: [RFC 7541](https://www.rfc-editor.org/rfc/rfc7541).
//!
//! ```text
//! 1iiiiiii           a header of the table
//! 01iiiiii value     a name of the table (0: a new one), a new value; the table takes both
//! 001sssss           the table has so many bytes from now on
//! 000niiii value     the same, but the table does not take it; n: nor may anybody else's
//! ```
use crate::field::load;
use std::collections::VecDeque;
use std::sync::OnceLock;

/// Of each byte's code, and the end's, how many bits it has (appendix B). Codes of one length ascend with their bytes.
const BITS: [u8; 257] = [
    13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 28, 6, 10,
    10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6, 15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6,
    7, 7, 7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23, 24, 24, 22, 23, 24, 23, 23, 23, 23,
    21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21, 23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22,
    22, 23, 22, 22, 23, 26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24, 21, 21, 26, 26, 28,
    27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23, 26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27,
    26, 30,
];
/// Headers that are known to everybody (appendix A).
const STATIC: [(&str, &str); 61] = [
    (":authority", ""),
    (":method", "GET"),
    (":method", "POST"),
    (":path", "/"),
    (":path", "/index.html"),
    (":scheme", "http"),
    (":scheme", "https"),
    (":status", "200"),
    (":status", "204"),
    (":status", "206"),
    (":status", "304"),
    (":status", "400"),
    (":status", "404"),
    (":status", "500"),
    ("accept-charset", ""),
    ("accept-encoding", "gzip, deflate"),
    ("accept-language", ""),
    ("accept-ranges", ""),
    ("accept", ""),
    ("access-control-allow-origin", ""),
    ("age", ""),
    ("allow", ""),
    ("authorization", ""),
    ("cache-control", ""),
    ("content-disposition", ""),
    ("content-encoding", ""),
    ("content-language", ""),
    ("content-length", ""),
    ("content-location", ""),
    ("content-range", ""),
    ("content-type", ""),
    ("cookie", ""),
    ("date", ""),
    ("etag", ""),
    ("expect", ""),
    ("expires", ""),
    ("from", ""),
    ("host", ""),
    ("if-match", ""),
    ("if-modified-since", ""),
    ("if-none-match", ""),
    ("if-range", ""),
    ("if-unmodified-since", ""),
    ("last-modified", ""),
    ("link", ""),
    ("location", ""),
    ("max-forwards", ""),
    ("proxy-authenticate", ""),
    ("proxy-authorization", ""),
    ("range", ""),
    ("referer", ""),
    ("refresh", ""),
    ("retry-after", ""),
    ("server", ""),
    ("set-cookie", ""),
    ("strict-transport-security", ""),
    ("transfer-encoding", ""),
    ("user-agent", ""),
    ("vary", ""),
    ("via", ""),
    ("www-authenticate", ""),
];

/// Of each length of code: the first code, how many there are, and their bytes.
fn codes() -> &'static [(u32, Vec<u16>)] {
    static CODES: OnceLock<Vec<(u32, Vec<u16>)>> = OnceLock::new();
    CODES.get_or_init(|| {
        let mut code = 0;
        let lengths = (0..=30).map(|n| {
            code <<= 1;
            let own: Vec<u16> = (0..).zip(BITS).filter(|(_, bits)| *bits == n).map(|(sign, _)| sign).collect();
            let first = code;
            code += own.len() as u32;
            (first, own)
        });
        lengths.collect()
    })
}
/// What a text says in Huffman's code; `None` where it is none.
fn huffman(bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let codes = codes();
    let (mut code, mut n) = (0u32, 0usize);
    for bit in bytes.iter().flat_map(|b| (0..8).rev().map(move |i| b >> i & 1)) {
        (code, n) = (code << 1 | u32::from(bit), n + 1);
        let (first, own) = codes.get(n)?;
        if let Some(sign) = code.checked_sub(*first).and_then(|at| own.get(at as usize)) {
            out.push(u8::try_from(*sign).ok()?);
            (code, n) = (0, 0);
        }
    }
    // What is left over are the first bits of the end's code: ones.
    (n < 8 && code + 1 == 1 << n).then_some(())
}
/// A number whose first byte has so many bits for it (5.1), and where it ends.
fn number(bytes: &[u8], at: usize, bits: u8) -> Option<(u64, usize)> {
    let most = (1u64 << bits) - 1;
    let mut n = u64::from(*bytes.get(at)?) & most;
    let mut at = at + 1;
    if n < most {
        return Some((n, at));
    }
    for shift in (0..35).step_by(7) {
        let b = *bytes.get(at)?;
        at += 1;
        n += u64::from(b & 127) << shift;
        if b & 128 == 0 {
            break;
        }
    }
    Some((n, at))
}
/// A text (5.2), and where it ends; `Err` where it is there and none.
fn text(bytes: &[u8], at: usize) -> Option<(Result<Vec<u8>, ()>, usize)> {
    let (n, from) = number(bytes, at, 7)?;
    let end = from.checked_add(usize::try_from(n).ok()?)?;
    let raw = bytes.get(from..end)?;
    if bytes.get(at)? & 0x80 == 0 {
        return Some((Ok(raw.to_vec()), end));
    }
    let mut said = Vec::with_capacity(raw.len() * 2);
    Some((huffman(raw, &mut said).map(|()| said).ok_or(()), end))
}

/// How a header stands in a block.
pub(super) const REPRESENTATIONS: [&str; 8] = [
    "Indexed Header Field",
    "Literal Header Field with Incremental Indexing - Indexed Name",
    "Literal Header Field with Incremental Indexing - New Name",
    "Literal Header Field without Indexing - Indexed Name",
    "Literal Header Field without Indexing - New Name",
    "Literal Header Field never Indexed - Indexed Name",
    "Literal Header Field never Indexed - New Name",
    "",
];
/// The table's new size; no header.
pub(super) const RESIZED: u8 = 7;
/// A block is unpacked to no more bytes.
const LONGEST: usize = 256 << 10;
/// A table is no larger.
const LARGEST: usize = 64 << 10;

/// A header that was unpacked, as it was written down.
pub(super) struct Header<'a> {
    pub(super) kind: u8,
    pub(super) index: u32,
    pub(super) name: &'a [u8],
    pub(super) value: &'a [u8],
    /// Bytes of all that.
    pub(super) len: usize,
}
impl<'a> Header<'a> {
    const HEAD: usize = 13;

    fn write(kind: u8, index: u64, name: &[u8], value: &[u8], out: &mut Vec<u8>) {
        out.push(kind);
        for n in [index as u32, name.len() as u32, value.len() as u32] {
            out.extend(n.to_be_bytes());
        }
        out.extend(name);
        out.extend(value);
    }
    fn read(bytes: &'a [u8]) -> Option<Header<'a>> {
        let number = |at: usize| load(bytes, at * 8, 32);
        let (index, name, value) = (number(1)? as u32, number(5)? as usize, number(9)? as usize);
        let (middle, len) = (Header::HEAD + name, Header::HEAD + name + value);
        Some(Header { kind: *bytes.first()?, index, name: bytes.get(Header::HEAD..middle)?, value: bytes.get(middle..len)?, len })
    }
}
/// The headers that were written down, one by one.
pub(super) fn headers(mut bytes: &[u8]) -> impl Iterator<Item = Header<'_>> {
    std::iter::from_fn(move || {
        let header = Header::read(bytes)?;
        bytes = bytes.get(header.len..)?;
        Some(header)
    })
}

/// What the speaker of a direction may refer to.
#[derive(Debug)]
pub(super) struct Table {
    newest: VecDeque<(Vec<u8>, Vec<u8>)>,
    size: usize,
    most: usize,
}
impl Default for Table {
    fn default() -> Table {
        Table { newest: VecDeque::new(), size: 0, most: 4096 }
    }
}
impl Table {
    /// Bytes it takes.
    pub(super) fn weight(&self) -> usize {
        self.size
    }
    fn entry(&self, index: u64) -> Option<(&[u8], &[u8])> {
        let i = usize::try_from(index).ok()?.checked_sub(1)?;
        match STATIC.get(i) {
            Some((name, value)) => Some((name.as_bytes(), value.as_bytes())),
            None => self.newest.get(i - STATIC.len()).map(|(name, value)| (&name[..], &value[..])),
        }
    }
    fn shrink(&mut self) {
        while self.size > self.most {
            let Some((name, value)) = self.newest.pop_back() else { break };
            self.size -= name.len() + value.len() + 32;
        }
    }
    fn add(&mut self, name: Vec<u8>, value: Vec<u8>) {
        let size = name.len() + value.len() + 32;
        self.size += size;
        self.newest.push_front((name, value));
        self.shrink();
    }
    /// Unpacks a block, as far as its headers are whole, and writes them down; how many bytes of it that were. All of it, where something
    /// in it is wrong.
    pub(super) fn unpack(&mut self, block: &[u8], out: &mut Vec<u8>) -> usize {
        let (mut at, from) = (0, out.len());
        while at < block.len() {
            match self.one(block, at, if out.len() - from < LONGEST { Some(out) } else { None }) {
                Some(Ok(next)) => at = next,
                Some(Err(())) => return block.len(),
                None => break,
            }
        }
        at
    }
    /// One header, and where the next one begins; `None` where it is not there as a whole.
    fn one(&mut self, block: &[u8], at: usize, out: Option<&mut Vec<u8>>) -> Option<Result<usize, ()>> {
        let first = *block.get(at)?;
        let (kind, bits) = match first {
            0x80.. => (0, 7),
            0x40.. => (1, 6),
            0x20.. => (RESIZED, 5),
            0x10.. => (5, 4),
            _ => (3, 4),
        };
        let (index, mut next) = number(block, at, bits)?;
        if kind == RESIZED {
            self.most = usize::try_from(index).unwrap_or(LARGEST).min(LARGEST);
            self.shrink();
            if let Some(out) = out {
                Header::write(kind, index, b"", b"", out);
            }
            return Some(Ok(next));
        }
        if kind == 0 {
            let Some((name, value)) = self.entry(index) else { return Some(Err(())) };
            if let Some(out) = out {
                Header::write(kind, index, name, value, out);
            }
            return Some(Ok(next));
        }
        let name = if index == 0 {
            let (name, end) = text(block, next)?;
            next = end;
            name
        } else {
            self.entry(index).map(|(name, _)| name.to_vec()).ok_or(())
        };
        let (value, next) = text(block, next)?;
        let (Ok(name), Ok(value)) = (name, value) else { return Some(Err(())) };
        if let Some(out) = out {
            Header::write(kind + u8::from(index == 0), index, &name, &value, out);
        }
        if kind == 1 {
            self.add(name, value);
        }
        Some(Ok(next))
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::hex;
    use super::*;

    fn unpacked(table: &mut Table, block: &str) -> String {
        let mut out = vec![];
        let block = hex(block);
        let n = table.unpack(&block, &mut out);
        let all: Vec<_> =
            headers(&out).map(|h| format!("{}={}", String::from_utf8_lossy(h.name), String::from_utf8_lossy(h.value))).collect();
        format!("{} {}", all.join(" "), block.len() - n)
    }
    /// RFC 7541, C.4: three requests of one connection.
    #[test]
    fn requests_in_huffmans_code() {
        let mut table = Table::default();
        assert_eq!(
            unpacked(&mut table, "82 86 84 41 8c f1 e3 c2 e5 f2 3a 6b a0 ab 90 f4 ff"),
            ":method=GET :scheme=http :path=/ :authority=www.example.com 0"
        );
        assert_eq!(
            unpacked(&mut table, "82 86 84 be 58 86 a8 eb 10 64 9c bf"),
            ":method=GET :scheme=http :path=/ :authority=www.example.com cache-control=no-cache 0"
        );
        assert_eq!(
            unpacked(&mut table, "82 87 85 bf 40 88 25 a8 49 e9 5b a9 7d 7f 89 25 a8 49 e9 5b b8 e8 b4 bf"),
            ":method=GET :scheme=https :path=/index.html :authority=www.example.com custom-key=custom-value 0"
        );
        assert_eq!(table.size, 164);
    }
    /// C.5: a table of 256 bytes, which lets go of the oldest.
    #[test]
    fn a_table_that_is_full() {
        let mut table = Table::default();
        let first = "3f e1 01 48 03 33 30 32 58 07 70 72 69 76 61 74 65 61 1d 4d 6f 6e 2c 20 32 31 20 4f 63 74 20 32 30 31 33 20 32 30 3a 31 33 3a 32 31 20 47 4d 54
            6e 17 68 74 74 70 73 3a 2f 2f 77 77 77 2e 65 78 61 6d 70 6c 65 2e 63 6f 6d";
        assert!(
            unpacked(&mut table, first)
                .starts_with("= :status=302 cache-control=private date=Mon, 21 Oct 2013 20:13:21 GMT location=https://")
        );
        assert_eq!(table.size, 222);
        assert!(unpacked(&mut table, "48 03 33 30 37 c1 c0 bf").starts_with(":status=307 cache-control=private date="));
        assert_eq!(table.size, 222);
    }
    #[test]
    fn what_is_cut_and_what_is_wrong() {
        let mut table = Table::default();
        assert_eq!(unpacked(&mut table, "82 41 8c f1 e3"), ":method=GET 4", "the rest comes with the next fragment");
        assert_eq!(unpacked(&mut table, "82 ff ff ff ff ff ff ff"), ":method=GET 0", "an entry that is none");
        assert_eq!(unpacked(&mut table, "00 81 00 01 61"), " 0", "no code");
        let bomb = [vec![0x40, 1, b'a', 127, 0x81, 0x1e], vec![b'x'; 4000], vec![0xbe; 16000]].concat();
        let mut out = vec![];
        assert_eq!(table.unpack(&bomb, &mut out), bomb.len());
        assert!(out.len() < LONGEST + 8192, "{}", out.len());
    }
}
