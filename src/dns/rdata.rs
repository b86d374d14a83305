//! Types and classes by name, and what the data of each type looks like as text, as zone files and dig have it.
//!
//! A row of `TYPES` describes a type's data in a few letters; what letters cannot say is a function. The same rows say where names
//! are, which decompression (RFC 3597 §4) and the canonical form (RFC 4034 §6.2) need.

use super::name::{Fault, Name};
use std::net::{Ipv4Addr, Ipv6Addr};

/// One type of record.
struct Row {
    number: u16,
    name: &'static str,
    /// What its data is, item by item:
    ///
    /// | | |
    /// |---|---|
    /// | `n` | a name |
    /// | `1` `2` `4` | a number of so many bytes |
    /// | `a` `A` | an IPv4, an IPv6 address |
    /// | `s` `S` | a character string; all that follow |
    /// | `x` `b` `q` | the rest in hexadecimal, base64, quotes |
    /// | `T` `B` | a type; the rest as a list of types |
    /// | `t` | a time |
    /// | `i` | 64 bits, as half an IPv6 address |
    /// | `h` `H` | bytes with their length, in hexadecimal, base32 |
    /// | `e` | the rest as a hardware address |
    /// | `!` | [`special`] |
    /// | `` | unknown |
    layout: &'static str,
}

macro_rules! types { ($($number:literal $name:literal $layout:literal)*) => { &[$(Row { number: $number, name: $name, layout: $layout }),*] } }

/// <https://www.iana.org/assignments/dns-parameters>, by number.
const TYPES: &[Row] = types![
    1 "A" "a"
    2 "NS" "n"
    3 "MD" "n"
    4 "MF" "n"
    5 "CNAME" "n"
    6 "SOA" "nn44444"
    7 "MB" "n"
    8 "MG" "n"
    9 "MR" "n"
    10 "NULL" ""
    11 "WKS" "!"
    12 "PTR" "n"
    13 "HINFO" "ss"
    14 "MINFO" "nn"
    15 "MX" "2n"
    16 "TXT" "S"
    17 "RP" "nn"
    18 "AFSDB" "2n"
    19 "X25" "s"
    20 "ISDN" "S"
    21 "RT" "2n"
    22 "NSAP" "!"
    23 "NSAP-PTR" "n"
    24 "SIG" "T114tt2nb"
    25 "KEY" "211b"
    26 "PX" "2nn"
    27 "GPOS" "sss"
    28 "AAAA" "A"
    29 "LOC" "!"
    30 "NXT" "n!"
    31 "EID" "x"
    32 "NIMLOC" "x"
    33 "SRV" "222n"
    34 "ATMA" "!"
    35 "NAPTR" "22sssn"
    36 "KX" "2n"
    37 "CERT" "!"
    38 "A6" "!"
    39 "DNAME" "n"
    40 "SINK" "111b"
    41 "OPT" ""
    42 "APL" "!"
    43 "DS" "211x"
    44 "SSHFP" "11x"
    45 "IPSECKEY" "!"
    46 "RRSIG" "T114tt2nb"
    47 "NSEC" "nB"
    48 "DNSKEY" "211b"
    49 "DHCID" "b"
    50 "NSEC3" "112hHB"
    51 "NSEC3PARAM" "112h"
    52 "TLSA" "111x"
    53 "SMIMEA" "111x"
    55 "HIP" "!"
    56 "NINFO" "S"
    57 "RKEY" "211b"
    58 "TALINK" "nn"
    59 "CDS" "211x"
    60 "CDNSKEY" "211b"
    61 "OPENPGPKEY" "b"
    62 "CSYNC" "42B"
    63 "ZONEMD" "411x"
    64 "SVCB" "2n!"
    65 "HTTPS" "2n!"
    66 "DSYNC" "T12n"
    67 "HHIT" "b"
    68 "BRID" "b"
    99 "SPF" "S"
    100 "UINFO" ""
    101 "UID" ""
    102 "GID" ""
    103 "UNSPEC" ""
    104 "NID" "2i"
    105 "L32" "2a"
    106 "L64" "2i"
    107 "LP" "2n"
    108 "EUI48" "e"
    109 "EUI64" "e"
    128 "NXNAME" ""
    249 "TKEY" "n!"
    250 "TSIG" "n!"
    251 "IXFR" ""
    252 "AXFR" ""
    253 "MAILB" ""
    254 "MAILA" ""
    255 "ANY" ""
    256 "URI" "22q"
    257 "CAA" "!"
    258 "AVC" "S"
    259 "DOA" "!"
    260 "AMTRELAY" "!"
    261 "RESINFO" "S"
    262 "WALLET" "S"
    263 "CLA" "S"
    264 "IPN" "!"
    32768 "TA" "211x"
    32769 "DLV" "211x"
];

/// Types whose names are in lower case in the canonical form: RFC 4034 §6.2 less what RFC 6840 §5.1 takes away.
const LOWER: &[u16] = &[2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 15, 17, 18, 21, 24, 26, 30, 33, 35, 36, 38, 39, 46];

/// The types that lookups speak of most.
#[allow(missing_docs, reason = "they are named as in the registry")]
pub mod rtype {
    pub const A: u16 = 1;
    pub const NS: u16 = 2;
    pub const CNAME: u16 = 5;
    pub const SOA: u16 = 6;
    pub const PTR: u16 = 12;
    pub const AAAA: u16 = 28;
    pub const DNAME: u16 = 39;
    pub const OPT: u16 = 41;
    pub const DS: u16 = 43;
    pub const RRSIG: u16 = 46;
    pub const NSEC: u16 = 47;
    pub const DNSKEY: u16 = 48;
    pub const NSEC3: u16 = 50;
    pub const IXFR: u16 = 251;
    pub const AXFR: u16 = 252;
    pub const ANY: u16 = 255;
}

/// A type by name or as TYPEnnn, in any case.
pub fn type_by_name(text: &str) -> Option<u16> {
    if let Some(row) = TYPES.iter().find(|row| row.name.eq_ignore_ascii_case(text)) {
        return Some(row.number);
    }
    let digits = text.get(..4).filter(|start| start.eq_ignore_ascii_case("TYPE")).and_then(|_| text.get(4..))?;
    digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// A type's name, or TYPEnnn.
pub fn type_name(number: u16) -> String {
    row(number).map_or_else(|| format!("TYPE{number}"), |row| row.name.to_owned())
}

/// All names of types.
pub fn type_names() -> impl Iterator<Item = &'static str> {
    TYPES.iter().map(|row| row.name)
}

/// All types that a zone may hold, for whoever wants to see each.
pub fn type_numbers() -> impl Iterator<Item = u16> {
    TYPES.iter().map(|row| row.number).filter(|number| *number != rtype::OPT && !(249..=255).contains(number))
}

fn row(number: u16) -> Option<&'static Row> {
    TYPES.binary_search_by_key(&number, |row| row.number).ok().and_then(|at| TYPES.get(at))
}

const CLASSES: &[(u16, &str)] = &[(1, "IN"), (3, "CH"), (4, "HS"), (254, "NONE"), (255, "ANY")];

/// A class by name or as CLASSnnn, in any case.
pub fn class_by_name(text: &str) -> Option<u16> {
    let long = [("CHAOS", 3), ("HESIOD", 4)];
    let known = CLASSES.iter().map(|(number, name)| (*name, *number)).chain(long).find(|(name, _)| name.eq_ignore_ascii_case(text));
    let digits = || text.get(..5).filter(|start| start.eq_ignore_ascii_case("CLASS")).and_then(|_| text.get(5..)?.parse().ok());
    known.map(|(_, number)| number).or_else(digits)
}

/// A class's name, or CLASSnnn.
pub fn class_name(number: u16) -> String {
    CLASSES.iter().find(|(n, _)| *n == number).map_or_else(|| format!("CLASS{number}"), |(_, name)| (*name).to_owned())
}

/// A response code's name (12 bits: with EDNS's part).
pub fn rcode_name(code: u16) -> String {
    const NAMES: &[(u16, &str)] = &[
        (0, "NOERROR"),
        (1, "FORMERR"),
        (2, "SERVFAIL"),
        (3, "NXDOMAIN"),
        (4, "NOTIMP"),
        (5, "REFUSED"),
        (6, "YXDOMAIN"),
        (7, "YXRRSET"),
        (8, "NXRRSET"),
        (9, "NOTAUTH"),
        (10, "NOTZONE"),
        (11, "DSOTYPENI"),
        (16, "BADVERS"),
        (23, "BADCOOKIE"),
    ];
    NAMES.iter().find(|(n, _)| *n == code).map_or_else(|| format!("RESERVED{code}"), |(_, name)| (*name).to_owned())
}

/// The data of a record, decompressed, from `at` to `end` of a message.
pub(super) fn expand(message: &[u8], number: u16, at: usize, end: usize) -> Result<Vec<u8>, Fault> {
    let raw = message.get(at..end).ok_or(Fault::Cut)?;
    let Some(row) = row(number).filter(|row| row.layout.contains('n')) else { return Ok(raw.to_vec()) };
    // Data of no bytes is what updates and broken servers send.
    if raw.is_empty() {
        return Ok(Vec::new());
    }
    let mut data = Vec::with_capacity(raw.len() + 64);
    let mut here = at;
    for item in row.layout.bytes() {
        let size = match item {
            b'n' => {
                let (name, behind) = Name::read(message, here)?;
                if behind > end {
                    return Err(Fault::Cut);
                }
                data.extend_from_slice(name.wire());
                here = behind;
                continue;
            }
            b'1' => 1,
            b'2' | b'T' => 2,
            b'4' | b'a' | b't' => 4,
            b's' => 1 + usize::from(*message.get(here).ok_or(Fault::Cut)?),
            _ => end.saturating_sub(here),
        };
        let behind = here + size;
        if behind > end {
            return Err(Fault::Cut);
        }
        data.extend_from_slice(message.get(here..behind).ok_or(Fault::Cut)?);
        here = behind;
    }
    if here == end { Ok(data) } else { Err(Fault::Cut) }
}

/// The canonical form of decompressed data: names in lower case where RFC 4034 wants that.
pub fn canonical(number: u16, data: &[u8]) -> Vec<u8> {
    let mut out = data.to_vec();
    if !LOWER.contains(&number) {
        return out;
    }
    let Some(row) = row(number) else { return out };
    let mut here = 0;
    for item in row.layout.bytes() {
        here += match item {
            b'n' => {
                let Ok((name, behind)) = Name::read(data, here) else { return out };
                if let Some(place) = out.get_mut(here..behind) {
                    place.copy_from_slice(name.lower().wire());
                }
                behind - here
            }
            b'1' => 1,
            b'2' | b'T' => 2,
            b'4' | b'a' | b't' => 4,
            b's' => 1 + data.get(here).map_or(0, |length| usize::from(*length)),
            _ => return out,
        };
    }
    out
}

/// The data as zone files have it; long runs of hexadecimal and base64 in pieces of `split` characters. What is not as its type
/// wants it, and types that nobody knows, in the form for unknown ones (RFC 3597 §5).
pub fn text(number: u16, data: &[u8], split: Option<usize>) -> String {
    let unknown = || {
        let hex = pieces(&hex(data), split);
        if data.is_empty() { "\\# 0".to_owned() } else { format!("\\# {} {hex}", data.len()) }
    };
    if let (rtype::A, Ok(address)) = (number, <[u8; 4]>::try_from(data)) {
        return Ipv4Addr::from(address).to_string();
    }
    let Some(row) = row(number).filter(|row| !row.layout.is_empty()) else { return unknown() };
    let mut read = Bytes { all: data, at: 0, split };
    match items(row, &mut read) {
        Some(words) if read.at == data.len() => words.join(" "),
        _ => unknown(),
    }
}

/// A walk over the bytes of data.
struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
    split: Option<usize>,
}

impl<'a> Bytes<'a> {
    fn take(&mut self, size: usize) -> Option<&'a [u8]> {
        let taken = self.all.get(self.at..self.at.checked_add(size)?)?;
        self.at += size;
        Some(taken)
    }

    fn rest(&mut self) -> &'a [u8] {
        let rest = self.all.get(self.at..).unwrap_or(&[]);
        self.at = self.all.len();
        rest
    }

    fn left(&self) -> usize {
        self.all.len() - self.at
    }

    fn number(&mut self, size: usize) -> Option<u64> {
        Some(self.take(size)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn name(&mut self) -> Option<Name> {
        let (name, behind) = Name::read(self.all, self.at).ok()?;
        self.at = behind;
        Some(name)
    }

    fn string(&mut self) -> Option<&'a [u8]> {
        let length = self.number(1)?;
        self.take(length as usize)
    }

    fn ipv4(&mut self) -> Option<Ipv4Addr> {
        Some(Ipv4Addr::from(<[u8; 4]>::try_from(self.take(4)?).ok()?))
    }

    fn ipv6(&mut self) -> Option<Ipv6Addr> {
        Some(Ipv6Addr::from(<[u8; 16]>::try_from(self.take(16)?).ok()?))
    }
}

fn items(row: &Row, read: &mut Bytes<'_>) -> Option<Vec<String>> {
    let mut words = Vec::new();
    for item in row.layout.bytes() {
        match item {
            b'n' => words.push(read.name()?.to_string()),
            b'1' => words.push(read.number(1)?.to_string()),
            b'2' => words.push(read.number(2)?.to_string()),
            b'4' => words.push(read.number(4)?.to_string()),
            b'a' => words.push(read.ipv4()?.to_string()),
            b'A' => words.push(read.ipv6()?.to_string()),
            b's' => words.push(quoted(read.string()?)),
            b'S' => {
                words.push(quoted(read.string()?));
                while read.left() > 0 {
                    words.push(quoted(read.string()?));
                }
            }
            b'x' => words.push(pieces(&hex(read.rest()), read.split)),
            b'b' => words.push(pieces(&base64(read.rest()), read.split)),
            b'q' => words.push(quoted(read.rest())),
            b'T' => words.push(type_name(read.number(2)? as u16)),
            b'B' => words.extend(bitmap(read.rest())?.into_iter().map(type_name)),
            b't' => words.push(moment(read.number(4)? as u32)),
            b'i' => {
                let bits = read.number(8)?;
                words.push(format!("{:x}:{:x}:{:x}:{:x}", bits >> 48, bits >> 32 & 0xffff, bits >> 16 & 0xffff, bits & 0xffff));
            }
            b'h' => {
                let bytes = read.string()?;
                words.push(if bytes.is_empty() { "-".to_owned() } else { hex(bytes) });
            }
            b'H' => words.push(base32hex(read.string()?)),
            b'e' => words.push(read.rest().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join("-")),
            _ => words.extend(special(row.number, read)?),
        }
    }
    words.retain(|word| !word.is_empty());
    Some(words)
}

/// What a row's letters cannot say.
fn special(number: u16, read: &mut Bytes<'_>) -> Option<Vec<String>> {
    let mut words = Vec::new();
    match number {
        // WKS: an address, a protocol, a bit for each port (RFC 1035 §3.4.2).
        11 => {
            words.push(read.ipv4()?.to_string());
            words.push(read.number(1)?.to_string());
            for (at, byte) in read.rest().iter().enumerate() {
                words.extend((0..8).filter(|bit| byte & (0x80 >> bit) != 0).map(|bit| (at * 8 + bit).to_string()));
            }
        }
        22 => words.push(format!("0x{}", hex(read.rest()).to_lowercase())),
        29 => words.push(loc(read)?),
        // NXT: its bits are those of the types below 128 (RFC 2535 §5.2).
        30 => {
            for (at, byte) in read.rest().iter().enumerate() {
                words.extend((0..8).filter(|bit| byte & (0x80 >> bit) != 0).map(|bit| type_name((at * 8 + bit) as u16)));
            }
        }
        // ATMA: an address in hexadecimal, or a telephone's number.
        34 => match read.number(1)? {
            1 => words.push(format!("+{}", String::from_utf8_lossy(read.rest()))),
            _ => words.push(hex(read.rest()).to_lowercase()),
        },
        // RFC 4398 §2.1.
        37 => {
            const KINDS: &[(u64, &str)] = &[
                (1, "PKIX"),
                (2, "SPKI"),
                (3, "PGP"),
                (4, "IPKIX"),
                (5, "ISPKI"),
                (6, "IPGP"),
                (7, "ACPKIX"),
                (8, "IACPKIX"),
                (253, "URI"),
                (254, "OID"),
            ];
            let kind = read.number(2)?;
            words.push(KINDS.iter().find(|(n, _)| *n == kind).map_or_else(|| kind.to_string(), |(_, name)| (*name).to_owned()));
            words.push(read.number(2)?.to_string());
            let algorithm = read.number(1)? as u8;
            words.push(super::dnssec::algorithm_mnemonic(algorithm).map_or_else(|| algorithm.to_string(), str::to_owned));
            words.push(pieces(&base64(read.rest()), read.split));
        }
        // A6: as much of an address as a prefix leaves over (RFC 2874 §3.1).
        38 => {
            let prefix = read.number(1)?.min(255) as usize;
            if prefix > 128 {
                return None;
            }
            words.push(prefix.to_string());
            if prefix < 128 {
                let size = 16 - prefix / 8;
                let mut address = [0; 16];
                address.get_mut(16 - size..)?.copy_from_slice(read.take(size)?);
                words.push(Ipv6Addr::from(address).to_string());
            }
            if prefix > 0 {
                words.push(read.name()?.to_string());
            }
        }
        42 => {
            while read.left() > 0 {
                let (family, prefix, length) = (read.number(2)?, read.number(1)?, read.number(1)?);
                let bytes = read.take(length as usize & 0x7f)?;
                let address = match family {
                    1 => {
                        let mut all = [0; 4];
                        all.get_mut(..bytes.len())?.copy_from_slice(bytes);
                        Ipv4Addr::from(all).to_string()
                    }
                    2 => {
                        let mut all = [0; 16];
                        all.get_mut(..bytes.len())?.copy_from_slice(bytes);
                        Ipv6Addr::from(all).to_string()
                    }
                    _ => return None,
                };
                words.push(format!("{}{family}:{address}/{prefix}", if length & 0x80 != 0 { "!" } else { "" }));
            }
        }
        45 => {
            words.push(read.number(1)?.to_string());
            let kind = read.number(1)?;
            words.push(kind.to_string());
            words.push(read.number(1)?.to_string());
            words.push(gateway(kind, read)?);
            words.push(pieces(&base64(read.rest()), read.split));
        }
        55 => {
            let (hit, algorithm, key) = (read.number(1)?, read.number(1)?, read.number(2)?);
            words.push(algorithm.to_string());
            words.push(hex(read.take(hit as usize)?));
            words.push(base64(read.take(key as usize)?));
            while read.left() > 0 {
                words.push(read.name()?.to_string());
            }
        }
        64 | 65 => {
            while read.left() > 0 {
                words.push(parameter(read)?);
            }
        }
        // TSIG (RFC 8945 §4.2): a time, its slack, the MAC, the message's id, an error and more.
        250 => {
            words.push(read.number(6)?.to_string());
            words.push(read.number(2)?.to_string());
            let size = read.number(2)?;
            words.push(size.to_string());
            words.push(base64(read.take(size as usize)?));
            words.push(read.number(2)?.to_string());
            words.push(rcode_name(read.number(2)? as u16));
            let size = read.number(2)?;
            words.push(size.to_string());
            words.push(base64(read.take(size as usize)?));
        }
        249 => {
            for size in [4, 4, 2, 2] {
                words.push(read.number(size)?.to_string());
            }
            for _ in 0..2 {
                let size = read.number(2)?;
                words.push(size.to_string());
                words.push(base64(read.take(size as usize)?));
            }
        }
        257 => {
            words.push(read.number(1)?.to_string());
            let tag = read.string()?;
            words.push(String::from_utf8_lossy(tag).into_owned());
            words.push(quoted(read.rest()));
        }
        259 => {
            words.push(read.number(4)?.to_string());
            words.push(read.number(4)?.to_string());
            words.push(read.number(1)?.to_string());
            words.push(quoted(read.string()?));
            let data = read.rest();
            words.push(if data.is_empty() { "-".to_owned() } else { base64(data) });
        }
        260 => {
            words.push(read.number(1)?.to_string());
            let kind = read.number(1)?;
            words.push((kind >> 7).to_string());
            words.push((kind & 0x7f).to_string());
            words.push(gateway(kind & 0x7f, read).filter(|_| kind & 0x7f <= 3)?);
        }
        264 => words.push(read.number(8)?.to_string()),
        _ => return None,
    }
    Some(words)
}

/// The gateway of IPSECKEY (RFC 4025 §2.5) and AMTRELAY (RFC 8777 §4.2.4).
fn gateway(kind: u64, read: &mut Bytes<'_>) -> Option<String> {
    match kind {
        0 => Some(".".to_owned()),
        1 => Some(read.ipv4()?.to_string()),
        2 => Some(read.ipv6()?.to_string()),
        3 => Some(read.name()?.to_string()),
        _ => None,
    }
}

/// Where something is (RFC 1876 §3).
fn loc(read: &mut Bytes<'_>) -> Option<String> {
    if read.number(1)? != 0 {
        return None;
    }
    let mut sizes = Vec::new();
    for _ in 0..3 {
        let size = read.number(1)?;
        let (mantissa, exponent) = (size >> 4, (size & 15) as u32);
        if mantissa > 9 || exponent > 9 {
            return None;
        }
        let centimetres = mantissa * 10u64.pow(exponent);
        sizes.push(if exponent > 1 { format!("{}m", centimetres / 100) } else { format!("0.{centimetres:02}m") });
    }
    let mut angle = |positive: char, negative: char| -> Option<String> {
        let value = read.number(4)? as i64 - (1 << 31);
        let (way, value) = if value < 0 { (negative, -value) } else { (positive, value) };
        let (degrees, minutes, thousandths) = (value / 3_600_000, value / 60_000 % 60, value % 60_000);
        Some(format!("{degrees} {minutes} {}.{:03} {way}", thousandths / 1000, thousandths % 1000))
    };
    let (latitude, longitude) = (angle('N', 'S')?, angle('E', 'W')?);
    let altitude = read.number(4)? as i64 - 10_000_000;
    let sign = if altitude < 0 { "-" } else { "" };
    Some(format!("{latitude} {longitude} {sign}{}.{:02}m {}", altitude.abs() / 100, altitude.abs() % 100, sizes.join(" ")))
}

/// A parameter of SVCB and HTTPS (RFC 9460 §2.1).
fn parameter(read: &mut Bytes<'_>) -> Option<String> {
    const KEYS: &[&str] = &["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp"];
    let name = |key: u64| KEYS.get(key as usize).map_or_else(|| format!("key{key}"), |name| (*name).to_owned());
    let (key, size) = (read.number(2)?, read.number(2)?);
    let mut value = Bytes { all: read.take(size as usize)?, at: 0, split: None };
    let list = |mut next: Box<dyn FnMut() -> Option<Option<String>> + '_>| {
        let mut all = Vec::new();
        while let Some(one) = next() {
            all.push(one?);
        }
        Some(all.join(","))
    };
    let text = match key {
        0 => list(Box::new(|| (value.left() > 0).then(|| value.number(2).map(name))))?,
        1 => {
            let mut all = Vec::new();
            while value.left() > 0 {
                // A comma in an item is escaped, and that escape once more for the quotes.
                let item = value.string()?;
                let mut text = String::new();
                for &byte in item {
                    match byte {
                        b',' => text.push_str("\\\\,"),
                        b'\\' => text.push_str("\\\\\\\\"),
                        byte => text.push_str(&escaped(byte)),
                    }
                }
                all.push(text);
            }
            format!("\"{}\"", all.join(","))
        }
        2 | 8 if size == 0 => return Some(name(key)),
        3 => value.number(2)?.to_string(),
        4 => list(Box::new(|| (value.left() > 0).then(|| value.ipv4().map(|address| address.to_string()))))?,
        5 => base64(value.rest()),
        6 => list(Box::new(|| (value.left() > 0).then(|| value.ipv6().map(|address| address.to_string()))))?,
        _ if size == 0 => return Some(name(key)),
        _ => quoted(value.rest()),
    };
    (value.left() == 0).then(|| format!("{}={text}", name(key)))
}

/// The types of a bitmap (RFC 4034 §4.1.2); `None` where it is malformed.
pub fn bitmap(data: &[u8]) -> Option<Vec<u16>> {
    let mut read = Bytes { all: data, at: 0, split: None };
    let mut types = Vec::new();
    let mut last = None;
    while read.left() > 0 {
        let (window, length) = (read.number(1)? as u16, read.number(1)? as usize);
        if length == 0 || length > 32 || last.is_some_and(|last| window <= last) {
            return None;
        }
        last = Some(window);
        for (at, byte) in read.take(length)?.iter().enumerate() {
            types.extend((0..8).filter(|bit| byte & (0x80 >> bit) != 0).map(|bit| window << 8 | (at as u16) << 3 | bit));
        }
    }
    Some(types)
}

/// Seconds of 1970, of which 32 bits are known, as YYYYMMDDHHmmSS: the moment nearest to now (RFC 4034 §3.1.5).
pub fn moment(seconds: u32) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let near = now as i64 + i64::from(seconds.wrapping_sub(now as u32) as i32);
    jiff::Timestamp::from_second(near).map_or_else(|_| seconds.to_string(), |time| time.strftime("%Y%m%d%H%M%S").to_string())
}

/// A character string, in quotes.
fn quoted(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 2);
    text.push('"');
    bytes.iter().for_each(|byte| text.push_str(&escaped(*byte)));
    text.push('"');
    text
}

fn escaped(byte: u8) -> String {
    match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        0x20..=0x7e => char::from(byte).to_string(),
        _ => format!("\\{byte:03}"),
    }
}

fn pieces(text: &str, split: Option<usize>) -> String {
    let Some(split) = split else { return text.to_owned() };
    let mut out = String::with_capacity(text.len() + text.len() / split + 1);
    for (at, c) in text.chars().enumerate() {
        if at > 0 && at % split == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Upper-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

/// Base64 with padding (RFC 4648 §4).
pub fn base64(bytes: &[u8]) -> String {
    encoded(bytes, 6, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 4)
}

/// Base32 with the extended hex alphabet and no padding (RFC 4648 §7), as NSEC3 has it.
pub fn base32hex(bytes: &[u8]) -> String {
    encoded(bytes, 5, b"0123456789ABCDEFGHIJKLMNOPQRSTUV", 1)
}

fn encoded(bytes: &[u8], bits: u32, letters: &[u8], group: usize) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / bits as usize + 4);
    let (mut store, mut held) = (0u32, 0);
    let mut push = |value: u32| text.push(letters.get((value & ((1 << bits) - 1)) as usize).map_or('?', |letter| char::from(*letter)));
    for byte in bytes {
        store = store << 8 | u32::from(*byte);
        held += 8;
        while held >= bits {
            held -= bits;
            push(store >> held);
        }
    }
    if held > 0 {
        push(store << (bits - held));
    }
    while !text.len().is_multiple_of(group) {
        text.push('=');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_in_order_and_found_again() {
        assert!(TYPES.is_sorted_by_key(|row| row.number));
        for row in TYPES {
            assert_eq!(type_by_name(&row.name.to_lowercase()), Some(row.number));
            assert_eq!(type_name(row.number), row.name);
        }
        assert_eq!(type_by_name("type65280"), Some(65280));
        assert_eq!(type_by_name("TYPE65536"), None);
        assert_eq!(type_by_name("TYPE+1"), None);
        assert_eq!(class_by_name("ch"), Some(3));
        assert_eq!(class_by_name("class7"), Some(7));
    }

    #[test]
    fn letters_of_few_bits() {
        // RFC 4648 §10.
        assert_eq!(base64(b"fo"), "Zm8=");
        assert_eq!(base64(b"foobar"), "Zm9vYmFy");
        assert_eq!(base32hex(b"foo"), "CPNMU");
    }

    #[test]
    fn data_that_is_not_as_its_type_is_shown_as_bytes() {
        assert_eq!(text(1, &[192, 0, 2, 1], None), "192.0.2.1");
        assert_eq!(text(1, &[192, 0, 2], None), "\\# 3 C00002");
        assert_eq!(text(15, b"\0\x0a\x01a\0\0", None), "\\# 6 000A01610000");
        assert_eq!(text(65280, &[], None), "\\# 0");
        assert_eq!(text(16, b"\x03a\"b\x02\xc3\xa4", None), "\"a\\\"b\" \"\\195\\164\"");
    }

    #[test]
    fn any_bytes_of_any_type_are_shown() {
        let mut seed = 1u32;
        for number in TYPES.iter().map(|row| row.number) {
            for length in 0..64 {
                let bytes: Vec<u8> = (0..length)
                    .map(|_| {
                        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        if seed >> 31 == 0 { (seed >> 24) as u8 } else { (seed >> 28) as u8 & 3 }
                    })
                    .collect();
                text(number, &bytes, Some(56));
                canonical(number, &bytes);
                let _ = expand(&bytes, number, 0, length);
            }
        }
    }

    #[test]
    fn names_in_data_are_lower_case_only_where_the_rfc_says_so() {
        assert_eq!(canonical(15, b"\0\x01\x01A\0"), b"\0\x01\x01a\0");
        assert_eq!(canonical(47, b"\x01A\0\0\x01\x40"), b"\x01A\0\0\x01\x40");
    }
}
