//! Floor 0. Checksums: RFC 1071 and CRC32c (RFC 9260, appendix A), CRC-32.

/// The Internet checksum of `bytes`, continued from the sum `start` (RFC 1071).
pub fn internet(start: u64, bytes: &[u8]) -> u16 {
    let mut s = start + sum(bytes);
    while s > 0xffff {
        s = (s & 0xffff) + (s >> 16)
    }
    !(s as u16)
}

/// The sum of 16-bit words, an odd last byte padded with zero: to be folded by [`internet`].
pub fn sum(b: &[u8]) -> u64 {
    let (pairs, odd) = b.as_chunks::<2>();
    let last = odd.first().map_or(0, |&x| (x as u64) << 8);
    pairs.iter().map(|c| u16::from_be_bytes(*c) as u64).sum::<u64>() + last
}

/// The sum of the pseudo header (RFC 9293, 3.1; RFC 8200, 8.1) that belongs to this IPv4 or IPv6 header.
///
/// `None` when the header is neither or is cut. `src` and `dst` replace its addresses: a home address, a routing header's last.
pub fn pseudo(ip: &[u8], src: Option<&[u8]>, dst: Option<&[u8]>, proto: u8, len: usize) -> Option<u64> {
    let (from, to) = match ip.first()? >> 4 {
        4 => (ip.get(12..16)?, ip.get(16..20)?),
        6 => (ip.get(8..24)?, ip.get(24..40)?),
        _ => return None,
    };
    Some(sum(src.unwrap_or(from)) + sum(dst.unwrap_or(to)) + proto as u64 + (len >> 16) as u64 + (len & 0xffff) as u64)
}

/// CRC32c (Castagnoli) of `bytes`, as SCTP has it: to be written little endian.
pub fn crc32c(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = reflected(0x82f6_3b78);
    crc(&TABLE, bytes)
}

/// CRC-32 of `bytes`, as Ethernet has it (IEEE 802.3, 3.2.9): to be written little endian.
pub fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = reflected(0xedb8_8320);
    crc(&TABLE, bytes)
}

fn crc(table: &[u32; 256], bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, &b| crc >> 8 ^ table.get(((crc ^ b as u32) & 0xff) as usize).copied().unwrap_or(0))
}
/// What each byte does to a checksum of this polynomial, its lowest bit standing for the highest power.
const fn reflected(polynomial: u32) -> [u32; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        let (mut crc, mut bit) = (i as u32, 0);
        while bit < 8 {
            crc = if crc & 1 == 1 { crc >> 1 ^ polynomial } else { crc >> 1 };
            bit += 1;
        }
        table[i] = crc;
        i += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    #[test]
    fn rfc_1071_example() {
        assert_eq!(super::internet(0, &[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]), !0xddf2);
        assert_eq!(super::internet(0, &[1]), !0x0100);
    }
    #[test]
    fn crc32c_of_rfc_3720() {
        assert_eq!(super::crc32c(&[0; 32]), 0x8a91_36aa); // RFC 3720, B.4
        assert_eq!(super::crc32c(b"123456789"), 0xe306_9283);
    }
    #[test]
    fn crc32_of_the_usual_digits() {
        assert_eq!(super::crc32(b"123456789"), 0xcbf4_3926);
    }
}
