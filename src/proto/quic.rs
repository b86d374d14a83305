//! QUIC, [RFC 9000](https://www.rfc-editor.org/rfc/rfc9000), version 2: [RFC 9369](https://www.rfc-editor.org/rfc/rfc9369); its protection: [RFC 9001](https://www.rfc-editor.org/rfc/rfc9001).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |1|1|T T|X X X X|                  Version (32)                 |
//! | DCID Len (8)  |   Destination Connection ID (0..160)          |
//! | SCID Len (8)  |   Source Connection ID (0..160)               |
//! | Initial: Token Length, Token; Length, Packet Number, Payload  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |0|1|S|R|R|K|P P| Destination Connection ID, Packet Number, Payload: a short header
//! +-+-+-+-+-+-+-+-+
//! ```
//!
//! A datagram may hold several packets. The keys of Initial packets follow from the first destination connection ID that the client
//! chose: what anybody can read is shown in the clear. Of the others only the header's visible part is.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::spine::Stage;
use crate::text;
use ring::aead::{self, quic::HeaderProtectionKey};
use ring::hkdf;
use std::ops::ControlFlow::Continue;

/// The conversation's number; and, where it was seen, what the packet's keys follow from and how long its connection ID is.
pub static CONNECTION: Field = Field::new("quic.connection.number", "Connection Number", Place::Noted(Stage::Flow)).ft(32);
/// The connection ID from which the keys of Initial packets follow: its length, then its bytes, eight a value.
pub(crate) static KEYED_BY: Field = Field::new("", "", Place::NotedEach(Stage::Flow));
/// Bytes of the connection ID in short headers, plus one.
pub(crate) static ID_LENGTH: Field = Field::new("", "", Place::Noted(Stage::Flow));
static PACKET: Field = Field::new("", "Packet", Place::Group(&[
    &PACKET_LENGTH, &HEADER_FORM, &FIXED_BIT, &PACKET_TYPE, &PACKET_TYPE_2, &LONG_RESERVED, &NUMBER_LENGTH, &VN_UNUSED, &VERSION, &DCIL, &DCID, &SCIL, &SCID,
    &TOKEN_LENGTH, &TOKEN, &LENGTH, &NUMBER, &PAYLOAD, &REMAINING, &FRAME, &RETRY_TOKEN, &RETRY_TAG, &SUPPORTED, &SHORT,
]));
static PACKET_LENGTH: Field = number("quic.packet_length", "Packet Length").ft(32);
/// 1: long, 0: short.
pub static HEADER_FORM: Field = bits("quic.header_form", "Header Form").names(&[(0, "Short Header"), (1, "Long Header")]);
static FIXED_BIT: Field = bits("quic.fixed_bit", "Fixed Bit").kind(Kind::Flag);
/// What the packet is for.
pub static PACKET_TYPE: Field = bits("quic.long.packet_type", "Packet Type").names(&[(0, "Initial"), (1, "0-RTT"), (2, "Handshake"), (3, "Retry")]);
static PACKET_TYPE_2: Field = bits("quic.long.packet_type_v2", "Packet Type").names(&[(0, "Retry"), (1, "Initial"), (2, "0-RTT"), (3, "Handshake")]);
static LONG_RESERVED: Field = bits("quic.long.reserved", "Reserved");
static NUMBER_LENGTH: Field = bits("quic.packet_number_length", "Packet Number Length").names(&[(0, "1 bytes"), (1, "2 bytes"), (2, "3 bytes"), (3, "4 bytes")]);
static VN_UNUSED: Field = bits("quic.vn.unused", "Unused").hex();
/// 0 where versions are offered.
pub static VERSION: Field = Field::new("quic.version", "Version", Place::Uint(32)).hex().names(&[
    (0x0000_0000, "Version Negotiation"),
    (0x0000_0001, "1"),
    (0x6b33_43cf, "2"),
]);
static DCIL: Field = bits("quic.dcil", "Destination Connection ID Length");
/// Chosen by who receives it, but for the client's first.
pub static DCID: Field = Field::new("quic.dcid", "Destination Connection ID", Place::Rest);
static SCIL: Field = bits("quic.scil", "Source Connection ID Length");
/// What the other side shall use.
pub static SCID: Field = Field::new("quic.scid", "Source Connection ID", Place::Rest);
static TOKEN_LENGTH: Field = number("quic.token_length", "Token Length");
static TOKEN: Field = Field::new("quic.token", "Token", Place::Rest);
static LENGTH: Field = number("quic.length", "Length");
/// Known where the header's protection can be taken off.
pub static NUMBER: Field = number("quic.packet_number", "Packet Number");
static PAYLOAD: Field = Field::new("quic.payload", "Payload", Place::Rest);
static REMAINING: Field = Field::new("quic.remaining_payload", "Remaining Payload", Place::Rest);
static RETRY_TOKEN: Field = Field::new("quic.retry_token", "Retry Token", Place::Rest);
static RETRY_TAG: Field = Field::new("quic.retry_integrity_tag", "Retry Integrity Tag", Place::Rest);
static SUPPORTED: Field = Field::new("quic.supported_version", "Supported Version", Place::Uint(32)).hex();
static SHORT: Field = Field::new("quic.short", "QUIC Short Header", Place::Group(&[&HEADER_FORM, &FIXED_BIT, &SPIN_BIT, &DCID]));
static SPIN_BIT: Field = bits("quic.spin_bit", "Spin Bit").kind(Kind::Flag);

/// A frame in a packet that could be decrypted.
pub static FRAME: Field = Field::new("quic.frame", "Frame", Place::Group(&[
    &FRAME_TYPE, &PADDING_LENGTH, &ACK_LARGEST, &ACK_DELAY, &ACK_COUNT, &ACK_FIRST, &ACK_GAP, &ACK_RANGE, &ACK_ECT0, &ACK_ECT1, &ACK_CE, &CRYPTO_OFFSET,
    &CRYPTO_LENGTH, &CRYPTO_DATA, &CC_ERROR, &CC_ALERT, &CC_FRAME, &CC_REASON_LENGTH, &CC_REASON,
]));
/// Which.
pub static FRAME_TYPE: Field = Field::new("quic.frame_type", "Frame Type", Place::Uint(64)).names(&[
    (0x00, "PADDING"),
    (0x01, "PING"),
    (0x02, "ACK"),
    (0x03, "ACK"),
    (0x06, "CRYPTO"),
    (0x1c, "CONNECTION_CLOSE (Transport)"),
]);
static PADDING_LENGTH: Field = number("quic.padding_length", "Padding Length").ft(32);
static ACK_LARGEST: Field = number("quic.ack.largest_acknowledged", "Largest Acknowledged");
static ACK_DELAY: Field = number("quic.ack.ack_delay", "ACK Delay");
static ACK_COUNT: Field = number("quic.ack.ack_range_count", "ACK Range Count");
static ACK_FIRST: Field = number("quic.ack.first_ack_range", "First ACK Range");
static ACK_GAP: Field = number("quic.ack.gap", "Gap");
static ACK_RANGE: Field = number("quic.ack.ack_range", "ACK Range");
static ACK_ECT0: Field = number("quic.ack.ect0_count", "ECT(0) Count");
static ACK_ECT1: Field = number("quic.ack.ect1_count", "ECT(1) Count");
static ACK_CE: Field = number("quic.ack.ecn_ce_count", "ECN-CE Count");
static CRYPTO_OFFSET: Field = number("quic.crypto.offset", "Offset");
static CRYPTO_LENGTH: Field = number("quic.crypto.length", "Length");
static CRYPTO_DATA: Field = Field::new("quic.crypto.crypto_data", "Crypto Data", Place::Rest).kind(Kind::Present);
static CC_ERROR: Field = number("quic.cc.error_code", "Error code");
static CC_ALERT: Field = bits("quic.cc.error_code.tls_alert", "TLS Alert Description");
static CC_FRAME: Field = number("quic.cc.frame_type", "Frame Type");
static CC_REASON_LENGTH: Field = number("quic.cc.reason_phrase.length", "Reason phrase Length");
static CC_REASON: Field = Field::new("quic.cc.reason_phrase", "Reason phrase", Place::Rest).text();
static PACKETS: Field = Field::part(Place::Told(read, &[&PACKET]));

const fn bits(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(8))
}
const fn number(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(64))
}

/// QUIC.
pub static PROTOCOL: Protocol = Protocol {
    name: "quic",
    title: "QUIC IETF",
    column: "QUIC",
    spec: "RFC 9000",
    fields: &[&CONNECTION, &PACKETS],
    under: &[(Space::Context, 9000)],
    looks: &[(Space::UdpPort, LONG, looks)],
    line: &[Word::Call(info)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

/// First bytes of long headers.
#[expect(clippy::indexing_slicing, reason = "const: out of range does not compile")]
const LONG: &[u8] = &{
    let (mut all, mut n) = ([0; 128], 0);
    while n < 128 {
        all[n] = 0x80 + n as u8;
        n += 1;
    }
    all
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.first().is_some_and(|b| b & 0x80 != 0) && Long::read(bytes).is_none() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    datagram(bytes, below, 1)
}

/// What of a long header anybody can read.
pub(crate) struct Long<'a> {
    first: u8,
    version: u32,
    pub(crate) dcid: &'a [u8],
    pub(crate) scid: &'a [u8],
    /// Where what follows the IDs begins.
    behind: usize,
}
impl<'a> Long<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Long<'a>> {
        let &[first, a, b, c, d, n, ref rest @ ..] = bytes else { return None };
        let dcid = rest.get(..n.into())?;
        let (&n, rest) = rest.get(n.into()..)?.split_first()?;
        let scid = rest.get(..n.into())?;
        let version = u32::from_be_bytes([a, b, c, d]);
        (first & 0x80 != 0).then_some(Long { first, version, dcid, scid, behind: 7 + dcid.len() + scid.len() })
    }
    /// The kind as version 1 counts them; `None` where versions are negotiated.
    fn kind(&self) -> Option<u8> {
        let kind = self.first >> 4 & 3;
        match self.version {
            0 => None,
            SECOND => Some(kind.wrapping_sub(1) & 3),
            _ => Some(kind),
        }
    }
    pub(crate) fn initial(&self) -> bool {
        self.kind() == Some(0)
    }
    pub(crate) fn retry(&self) -> bool {
        self.kind() == Some(3)
    }
}
/// RFC 9369, 3.1.
const SECOND: u32 = 0x6b33_43cf;
/// Whether a datagram with no known port is QUIC: a version that is in use, IDs that are no longer than they may be.
fn looks(bytes: &[u8]) -> bool {
    let Some(long) = Long::read(bytes) else { return false };
    let known = match long.version {
        0 => {
            let versions = bytes.get(long.behind..).unwrap_or(&[]);
            return !versions.is_empty() && versions.as_chunks::<4>().0.iter().any(|v| in_use(u32::from_be_bytes(*v))) && versions.len() % 4 == 0;
        }
        version => in_use(version),
    };
    known && long.dcid.len() <= 20 && long.scid.len() <= 20 && (long.first & 0x40 != 0 || long.retry())
}
/// Versions 1 and 2, drafts, and those that are there to be refused (RFC 9000, 15).
fn in_use(version: u32) -> bool {
    matches!(version, 1 | SECOND | 0xff00_0016..=0xff00_0022 | 0xface_b001 | 0xface_b002) || version & 0x0f0f_0f0f == 0x0a0a_0a0a
}
/// Not of a version that is only there to be refused.
fn reserved(version: u32) -> bool {
    version & 0x0f0f_0f0f != 0x0a0a_0a0a
}
/// A number of 1, 2, 4 or 8 bytes by its first two bits, and how many it has (RFC 9000, 16).
fn varying(bytes: &[u8]) -> Option<(u64, usize)> {
    let n = 1usize << (bytes.first()? >> 6);
    let value = bytes.get(..n)?.iter().fold(0u64, |sum, b| sum << 8 | u64::from(*b));
    Some((value & crate::field::mask(8 * n - 2), n))
}

/// What protects one direction's Initial packets.
struct Keys {
    header: HeaderProtectionKey,
    packet: aead::LessSafeKey,
    iv: [u8; 12],
}
struct Bytes(usize);
impl hkdf::KeyType for Bytes {
    fn len(&self) -> usize {
        self.0
    }
}
impl Keys {
    /// RFC 9001, 5.2: from the destination ID of the client's first Initial packet.
    fn initial(id: &[u8], version: u32, server: bool) -> Option<Keys> {
        const SALT_1: [u8; 20] =
            [0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17, 0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a];
        const SALT_2: [u8; 20] =
            [0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93, 0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9];
        const SALT_29: [u8; 20] =
            [0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97, 0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99];
        let (salt, names) = match version {
            SECOND => (SALT_2, ["quicv2 key", "quicv2 iv", "quicv2 hp"]),
            0xff00_001d..=0xff00_0020 => (SALT_29, ["quic key", "quic iv", "quic hp"]),
            _ => (SALT_1, ["quic key", "quic iv", "quic hp"]),
        };
        let initial = hkdf::Salt::new(hkdf::HKDF_SHA256, &salt).extract(id);
        let secret: [u8; 32] = expand(&initial, if server { "server in" } else { "client in" })?;
        let secret = hkdf::Prk::new_less_safe(hkdf::HKDF_SHA256, &secret);
        let [key, iv, hp] = names;
        let key: [u8; 16] = expand(&secret, key)?;
        let hp: [u8; 16] = expand(&secret, hp)?;
        Some(Keys {
            header: HeaderProtectionKey::new(&aead::quic::AES_128, &hp).ok()?,
            packet: aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_128_GCM, &key).ok()?),
            iv: expand(&secret, iv)?,
        })
    }
}
/// HKDF-Expand-Label (RFC 8446, 7.1) with an empty context.
fn expand<const N: usize>(secret: &hkdf::Prk, label: &str) -> Option<[u8; N]> {
    let mut out = [0; N];
    let info: [&[u8]; 5] = [&(N as u16).to_be_bytes(), &[6 + label.len() as u8], b"tls13 ", label.as_bytes(), &[0]];
    secret.expand(&info, Bytes(N)).ok()?.fill(&mut out).ok()?;
    Some(out)
}
/// An Initial packet whose protection was taken off: its first byte, its number and how many bytes that has, what it holds.
struct Open {
    first: u8,
    number: u32,
    bytes: usize,
    /// `None` where it is not what was protected.
    payload: Option<Vec<u8>>,
}
/// Takes the protection off a packet whose number begins at `at`.
fn open(packet: &[u8], at: usize, keys: &Keys) -> Option<Open> {
    let mask = keys.header.new_mask(packet.get(at + 4..at + 20)?).ok()?;
    let first = packet.first()? ^ (mask.first()? & 0x0f);
    let bytes = usize::from(first & 3) + 1;
    let mut header = packet.get(..at + bytes)?.to_vec();
    *header.first_mut()? = first;
    header.get_mut(at..)?.iter_mut().zip(mask.iter().skip(1)).for_each(|(b, m)| *b ^= m);
    let number = header.get(at..)?.iter().fold(0, |n, b| n << 8 | u32::from(*b));
    let mut nonce = keys.iv;
    nonce.iter_mut().rev().zip(number.to_be_bytes().iter().rev()).for_each(|(b, n)| *b ^= n);
    let mut payload = packet.get(at + bytes..)?.to_vec();
    let opened = keys.packet.open_in_place(aead::Nonce::assume_unique_for_key(nonce), aead::Aad::from(&header), &mut payload);
    let n = opened.ok().map(|plain| plain.len());
    payload.truncate(n.unwrap_or(0));
    Some(Open { first, number, bytes, payload: n.map(|_| payload) })
}
/// What the packet's Initial keys follow from: as noted, or its own destination ID; and whether the server speaks.
fn keyed(packet: &Packet<'_>, layer: usize, own: &[u8]) -> (Vec<u8>, bool) {
    let mut notes = packet.notes.each(layer, &KEYED_BY);
    match notes.next() {
        Some(n) => {
            let id: Vec<u8> = notes.flat_map(u64::to_be_bytes).take((n & 0xff) as usize).collect();
            (id, n & 0x100 != 0)
        }
        None => (own.to_vec(), false),
    }
}

/// What the CRYPTO frames of a datagram's Initial packets hold, each with its offset in what that side says; `id` as the keys follow from it.
pub(crate) fn said(mut bytes: &[u8], id: &[u8], server: bool) -> Vec<(usize, Vec<u8>)> {
    let mut pieces = vec![];
    while let Some(long) = Long::read(bytes) {
        let n = long_length(&long, bytes).max(1);
        if long.initial()
            && reserved(long.version)
            && let Some(packet) = bytes.get(..n)
            && let Some(at) = number_at(&long, packet)
            && let Some(payload) = Keys::initial(id, long.version, server).and_then(|keys| open(packet, at, &keys)?.payload)
        {
            cryptos(&payload, &mut pieces);
        }
        bytes = bytes.get(n..).unwrap_or(&[]);
    }
    pieces
}
/// The CRYPTO frames among a packet's frames.
fn cryptos(mut rest: &[u8], pieces: &mut Vec<(usize, Vec<u8>)>) -> Option<()> {
    while let Some((kind, n)) = varying(rest) {
        let mut body = rest.get(n..)?;
        let mut take = || {
            let (value, n) = varying(body)?;
            body = body.get(n..)?;
            usize::try_from(value).ok()
        };
        match kind {
            0 | 1 => {}
            2 | 3 => {
                take()?;
                take()?;
                let ranges = take()?;
                take()?;
                for _ in 0..ranges.checked_mul(2)?.checked_add(if kind == 3 { 3 } else { 0 })? {
                    take()?;
                }
            }
            6 => {
                let (offset, length) = (take()?, take()?);
                let (piece, behind) = body.split_at_checked(length)?;
                pieces.push((offset, piece.to_vec()));
                body = behind;
            }
            _ => return None,
        }
        rest = body;
    }
    Some(())
}
/// Where the number of an Initial packet stands, behind its length.
fn number_at(long: &Long<'_>, bytes: &[u8]) -> Option<usize> {
    let (token, n) = varying(bytes.get(long.behind..)?)?;
    let at = (long.behind + n).checked_add(usize::try_from(token).ok()?)?;
    Some(at + varying(bytes.get(at..)?)?.1)
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    let (packet, layer) = (r.packet(), r.layer());
    while let Some(first) = r.rest().first().copied() {
        if first & 0x80 == 0 {
            // A short header has no length: it is the last.
            let id = packet.notes.get(layer, &ID_LENGTH);
            return r.record(&PACKET, r.rest().len(), |r| short(r, first, id.map(|n| n as usize - 1)));
        }
        let Some(long) = Long::read(r.rest()) else { return r.broken() };
        let n = long_length(&long, r.rest());
        r.record(&PACKET, n, |r| long_header(r, &long, packet, layer))?;
    }
    Continue(())
}
/// How long a packet with a long header is, as far as it says it.
fn long_length(long: &Long<'_>, bytes: &[u8]) -> usize {
    let of = || {
        let mut at = long.behind;
        match long.kind()? {
            3 => return None,
            0 => {
                let (token, n) = varying(bytes.get(at..)?)?;
                at += n + usize::try_from(token).ok()?;
            }
            _ => {}
        }
        let (length, n) = varying(bytes.get(at..)?)?;
        (at + n).checked_add(usize::try_from(length).ok()?)
    };
    of().filter(|n| *n > 0).unwrap_or(bytes.len()).min(bytes.len())
}
fn long_header(r: &mut Reader<'_, '_>, long: &Long<'_>, packet: &Packet<'_>, layer: usize) -> Flow {
    let bytes = r.rest();
    let kind = long.kind();
    let one = |n: u8| Value::Num(n.into());
    r.tell(&PACKET_LENGTH, 0, 0, Value::Num(bytes.len() as u64))?;
    r.tell(&HEADER_FORM, 0, 1, one(1))?;
    // Where the number stands, behind the length.
    let number_at = if kind == Some(0) { number_at(long, bytes) } else { None };
    let opened = number_at.filter(|_| reserved(long.version)).and_then(|at| {
        let (id, server) = keyed(packet, layer, long.dcid);
        open(bytes, at, &Keys::initial(&id, long.version, server)?).filter(|open| open.payload.is_some() || !server)
    });
    match kind {
        None => r.tell(&VN_UNUSED, 0, 1, one(long.first & 0x7f))?,
        Some(_) => {
            if !long.retry() {
                r.tell(&FIXED_BIT, 0, 1, one(long.first >> 6 & 1))?;
            }
            r.tell(if long.version == SECOND { &PACKET_TYPE_2 } else { &PACKET_TYPE }, 0, 1, one(long.first >> 4 & 3))?;
            if let Some(open) = &opened {
                r.tell(&LONG_RESERVED, 0, 1, one(open.first >> 2 & 3))?;
                r.tell(&NUMBER_LENGTH, 0, 1, one(open.first & 3))?;
            }
        }
    }
    r.tell(&VERSION, 1, 4, Value::Num(long.version.into()))?;
    for (length, id, at, value) in [(&DCIL, &DCID, 5, long.dcid), (&SCIL, &SCID, 6 + long.dcid.len(), long.scid)] {
        r.tell(length, at, 1, Value::Num(value.len() as u64))?;
        if !value.is_empty() {
            r.tell(id, at + 1, value.len(), Value::Bytes(value))?;
        }
    }
    r.pass(long.behind)?;
    match kind {
        None => {
            while r.rest().len() >= 4 {
                r.field(&SUPPORTED)?;
            }
            return Continue(());
        }
        Some(3) => {
            let n = r.rest().len().saturating_sub(16);
            r.show(&RETRY_TOKEN, 0, n)?;
            return r.show(&RETRY_TAG, n, 16);
        }
        Some(0) => {
            let Some((token, n)) = varying(r.rest()) else { return r.broken() };
            r.tell(&TOKEN_LENGTH, 0, n, Value::Num(token))?;
            r.pass(n)?;
            let token = usize::try_from(token).unwrap_or(usize::MAX);
            if token > 0 {
                r.show(&TOKEN, 0, token)?;
            }
            r.pass(token)?;
        }
        _ => {}
    }
    let Some((length, n)) = varying(r.rest()) else { return r.broken() };
    r.tell(&LENGTH, 0, n, Value::Num(length))?;
    r.pass(n)?;
    let Some(open) = opened else { return r.show(&REMAINING, 0, usize::MAX) };
    r.tell(&NUMBER, 0, open.bytes, Value::Num(open.number.into()))?;
    r.pass(open.bytes)?;
    r.show(&PAYLOAD, 0, usize::MAX)?;
    frames(r, open.payload.as_deref().unwrap_or(&[]))
}
fn short(r: &mut Reader<'_, '_>, first: u8, id: Option<usize>) -> Flow {
    let n = r.rest().len();
    r.tell(&PACKET_LENGTH, 0, 0, Value::Num(n as u64))?;
    let id = id.unwrap_or(0);
    r.record(&SHORT, 1 + id.min(n.saturating_sub(1)), |r| {
        r.tell(&HEADER_FORM, 0, 1, Value::Num(0))?;
        r.tell(&FIXED_BIT, 0, 1, Value::Num((first >> 6 & 1).into()))?;
        r.tell(&SPIN_BIT, 0, 1, Value::Num((first >> 5 & 1).into()))?;
        if id > 0 { r.show(&DCID, 1, id) } else { Continue(()) }
    })?;
    r.show(&REMAINING, 0, usize::MAX)
}

/// Frames of a decrypted packet. Their bytes do not stand in the frame: all lie where the payload does.
fn frames(r: &mut Reader<'_, '_>, mut rest: &[u8]) -> Flow {
    let all = r.rest().len();
    while let Some((kind, n)) = varying(rest) {
        let Some(mut body) = rest.get(n..) else { break };
        let mut take = || {
            let (value, n) = varying(body)?;
            body = body.get(n..)?;
            Some(value)
        };
        let mut told: Vec<(&'static Field, u64)> = vec![];
        let mut named: Option<(&'static Field, &[u8])> = None;
        let whole = match kind {
            0 => {
                let zeros = rest.iter().take_while(|b| **b == 0).count();
                body = rest.get(zeros..).unwrap_or(&[]);
                told.push((&PADDING_LENGTH, zeros as u64));
                true
            }
            1 => true,
            2 | 3 => {
                let mut fields = vec![&ACK_LARGEST, &ACK_DELAY, &ACK_COUNT, &ACK_FIRST];
                let mut at = 0;
                let mut whole = true;
                while let Some(f) = fields.get(at).copied() {
                    let Some(value) = take() else {
                        whole = false;
                        break;
                    };
                    told.push((f, value));
                    if at == 3 {
                        let ranges = told.get(2).map_or(0, |(_, n)| *n).min(rest.len() as u64);
                        (0..ranges).for_each(|_| fields.extend([&ACK_GAP, &ACK_RANGE]));
                        if kind == 3 {
                            fields.extend([&ACK_ECT0, &ACK_ECT1, &ACK_CE]);
                        }
                    }
                    at += 1;
                }
                whole
            }
            6 => match (take(), take()) {
                (Some(offset), Some(length)) => {
                    told.extend([(&CRYPTO_OFFSET, offset), (&CRYPTO_LENGTH, length)]);
                    let data = usize::try_from(length).ok().and_then(|n| body.get(..n));
                    body = data.and_then(|data| body.get(data.len()..)).unwrap_or(&[]);
                    named = data.map(|data| (&CRYPTO_DATA, data));
                    data.is_some()
                }
                _ => false,
            },
            0x1c => match (take(), take(), take()) {
                (Some(code), Some(frame), Some(length)) => {
                    told.push((&CC_ERROR, code));
                    if (0x100..0x200).contains(&code) {
                        told.push((&CC_ALERT, code & 0xff));
                    }
                    told.extend([(&CC_FRAME, frame), (&CC_REASON_LENGTH, length)]);
                    let data = usize::try_from(length).ok().and_then(|n| body.get(..n));
                    body = data.and_then(|data| body.get(data.len()..)).unwrap_or(&[]);
                    named = data.filter(|data| !data.is_empty()).map(|data| (&CC_REASON, data));
                    data.is_some()
                }
                _ => false,
            },
            // None that an Initial packet may hold (RFC 9000, 12.4).
            _ => false,
        };
        // All stand in the payload; of a record only its place is told there.
        r.virtual_record(&FRAME, |r| {
            r.tell(&FRAME_TYPE, 0, all, Value::Num(kind))?;
            for (f, value) in &told {
                r.tell(f, 0, all, Value::Num(*value))?;
            }
            match named {
                Some((f, bytes)) => r.tell(f, 0, all, Value::Bytes(bytes)),
                None => Continue(()),
            }
        })?;
        if !whole {
            break;
        }
        rest = body;
    }
    Continue(())
}

/// `Initial, DCID=95412c47018cdfe8`; `Protected Payload (KP0)` of short headers.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let mut rest = packet.head(layer);
    let mut first = true;
    while let Some(byte) = rest.first() {
        if !std::mem::take(&mut first) {
            out.extend(b", ");
        }
        let Some(long) = Long::read(rest) else {
            return out.extend(if byte & 0x80 == 0 { &b"Protected Payload (KP0)"[..] } else { b"cut" });
        };
        out.extend(match long.kind() {
            None => &b"Version Negotiation"[..],
            Some(0) => b"Initial",
            Some(1) => b"0-RTT",
            Some(2) => b"Handshake",
            Some(_) => b"Retry",
        });
        for (label, id) in [(&b", DCID="[..], long.dcid), (b", SCID=", long.scid)] {
            if !id.is_empty() {
                out.extend(label);
                text::bytes(id, out);
            }
        }
        rest = rest.get(long_length(&long, rest).max(1)..).unwrap_or(&[]);
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;
    use super::*;

    #[test]
    fn numbers_by_their_first_bits() {
        // RFC 9000, A.1.
        assert_eq!(varying(&hex("c2 19 7c 5e ff 14 e8 8c")), Some((151_288_809_941_952_652, 8)));
        assert_eq!(varying(&hex("9d 7f 3e 7d")), Some((494_878_333, 4)));
        assert_eq!(varying(&hex("7b bd")), Some((15_293, 2)));
        assert_eq!(varying(&hex("25")), Some((37, 1)));
        assert_eq!(varying(&hex("40")), None);
    }
    /// RFC 9001, A.1 and A.3: the server's Initial packet.
    #[test]
    fn a_server_s_initial_is_opened() {
        let packet = hex("
            cf000000010008f067a5502a4262b500 4075c0d95a482cd0991cd25b0aac406a
            5816b6394100f37a1c69797554780bb3 8cc5a99f5ede4cf73c3ec2493a1839b3
            dbcba3f6ea46c5b7684df3548e7ddeb9 c3bf9c73cc3f3bded74b562bfb19fb84
            022f8ef4cdd93795d77d06edbb7aaf2f 58891850abbdca3d20398c276456cbc4
            2158407dd074ee
        ");
        let keys = Keys::initial(&hex("8394c8f03e515708"), 1, true).unwrap();
        let opened = open(&packet, 18, &keys).unwrap();
        assert_eq!((opened.number, opened.bytes), (1, 2));
        assert_eq!(opened.payload.unwrap()[..9], hex("02000000000600405a")[..]);
    }
    #[test]
    fn headers() {
        let mut packet = hex("c3 00 00 00 01 08 01 02 03 04 05 06 07 08 02 aa bb 00 18");
        packet.extend([7; 24]);
        let bytes = udp_of(40000, 4433, &packet);
        let names = ["quic.header_form", "quic.long.packet_type", "quic.version", "quic.dcid", "quic.scid", "quic.length"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0 0x00000001 0102030405060708 aabb 24");
        cut_everywhere(228, &bytes);
        let offer = udp_of(4433, 40000, &hex("80 00 00 00 00 00 08 01 02 03 04 05 06 07 08 00 00 00 01 1a 2a 3a 4a"));
        assert_eq!(fields_of(228, &offer, &["quic.version", "quic.supported_version", "quic.vn.unused"]), "0x00000000 0x00000001,0x1a2a3a4a 0x00");
        cut_everywhere(228, &offer);
        assert_eq!(layers_of(228, &udp_of(4433, 40000, &hex("c0 12 34 56 78 00 00"))), "ip:udp:data End");
    }
}
