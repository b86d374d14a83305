//! The bytes of a packet, as hexadecimal digits and as text.
use super::View;
use crate::spine::Packet;
use crate::text;

/// Sixteen bytes a line: offset, hexadecimal digits, ASCII.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hex;
impl View for Hex {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        dump(packet.frame.bytes, out);
        let joined = packet.bytes.get(packet.frame.bytes.len()..).unwrap_or(&[]);
        if !joined.is_empty() {
            out.extend_from_slice(b"Joined from fragments (");
            text::decimal(joined.len() as u64, out);
            out.extend_from_slice(b" bytes):\n");
            dump(joined, out);
        }
        out.push(b'\n');
    }
}

/// Another view, and the bytes of each packet below it.
pub struct Under(pub Box<dyn View>);
impl View for Under {
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>) {
        self.0.packet(packet, out);
        Hex.packet(packet, out);
    }
    fn head(&self, out: &mut Vec<u8>) {
        self.0.head(out);
    }
    fn between(&self) -> &'static [u8] {
        self.0.between()
    }
    fn foot(&self) -> &'static [u8] {
        self.0.foot()
    }
}

/// Appends the bytes: `0000  48 65 79 21 ..  Hey!`. Offsets have four digits, more where there are more than 65536 bytes.
pub fn dump(bytes: &[u8], out: &mut Vec<u8>) {
    rows(bytes, 0, if bytes.len() > 0x1_0000 { 8 } else { 4 }, "", out);
}
/// The same behind a margin, with offsets of so many digits that count from `at`.
pub(super) fn rows(bytes: &[u8], at: u64, digits: usize, margin: &str, out: &mut Vec<u8>) {
    for (i, row) in bytes.chunks(16).enumerate() {
        out.extend_from_slice(margin.as_bytes());
        text::hex(at + i as u64 * 16, digits, out);
        out.push(b' ');
        for byte in row {
            out.push(b' ');
            text::hex(u64::from(*byte), 2, out);
        }
        (row.len()..16).for_each(|_| out.extend_from_slice(b"   "));
        out.extend_from_slice(b"   ");
        out.extend(row.iter().map(|b| if (b' '..=b'~').contains(b) { *b } else { b'.' }));
        out.push(b'\n');
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn rows_of_sixteen() {
        let mut out = vec![];
        super::dump(b"\x00\x1b[31mHey!  more \x7f\xff", &mut out);
        let want = "0000  00 1b 5b 33 31 6d 48 65 79 21 20 20 6d 6f 72 65   ..[31mHey!  more\n\
                    0010  20 7f ff                                           ..\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
        let mut out = vec![];
        super::dump(&[0; 0x1_0001], &mut out);
        assert!(String::from_utf8(out).unwrap().ends_with("00010000  00                                                .\n"));
    }
}
