//! Virtual Router Redundancy Protocol, version 3: [RFC 9568](https://www.rfc-editor.org/rfc/rfc9568);
//! version 2: [RFC 3768](https://www.rfc-editor.org/rfc/rfc3768), whose fields differ in the second word.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Version| Type  | Virtual Rtr ID|   Priority    |  Addr Count   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | v2: Auth Type | v2: Adver Int |           Checksum            |
//! |(rsvd) |  v3: Max Adver Int    |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                       IPvX Address(es)                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                 v2: Authentication Data (8 bytes)             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::{internet, pseudo};
use crate::field::*;
use crate::text;

/// Version and type in one byte.
pub static TYPEVER: Field = Field::bits("vrrp.typever", "VRRP message version and type", 0, 8).unset(0x21);
/// 2 or 3.
pub static VERSION: Field = Field::bits("vrrp.version", "VRRP protocol version", 0, 4).ft(8).alias("version").unset(2);
/// 1.
pub static TYPE: Field =
    Field::bits("vrrp.type", "VRRP packet type", 4, 4).ft(8).alias("type").names(&[(1, "Advertisement")]).unset(1);
/// The virtual router.
pub static VIRT_RTR_ID: Field = Field::bits("vrrp.virt_rtr_id", "Virtual Rtr ID", 8, 8).alias("vrid").unset(1);
/// 255 for the router that owns the addresses, 0 for one that stops.
pub static PRIO: Field = Field::bits("vrrp.prio", "Priority", 16, 8).alias("priority").unset(100).names(&[
    (0, "Current Master has stopped participating in VRRP"),
    (100, "Default priority for a backup VRRP router"),
    (255, "This VRRP router owns the virtual router's IP address(es)"),
]);
/// How many addresses follow.
pub static ADDR_COUNT: Field = Field::bits("vrrp.addr_count", "Addr Count", 24, 8).alias("ipcount").computed();
/// RFC 2338, 5.3.6; removed by RFC 3768.
pub static AUTH_TYPE: Field = Field::new("vrrp.auth_type", "Auth Type", Place::Uint(8)).alias("authtype").names(&[
    (0, "No Authentication"),
    (1, "Simple Text Authentication [RFC 2338] / Reserved [RFC 3768]"),
    (2, "IP Authentication Header [RFC 2338] / Reserved [RFC 3768]"),
    (254, "Cisco VRRP MD5 authentication"),
]);
/// In seconds.
pub static ADVER_INT: Field = Field::new("vrrp.adver_int", "Adver Int", Place::Uint(8)).alias("adv").unset(1);
/// In hundredths of a second, below four reserved bits.
static WORD: Field = Field::part(Place::Uint(16));
/// Zero.
pub static RESERVED: Field = Field::new("vrrp.reserved_mbz", "Reserved", Place::Sub(0xf000)).alias("res");
/// In hundredths of a second.
pub static SHORT_ADVER_INT: Field = Field::new("vrrp.short_adver_int", "Adver Int", Place::Sub(0x0fff)).alias("adv").unset(100);
/// RFC 1071 over the message, in version 3 with a pseudo header.
pub static CHECKSUM: Field = Field::new("vrrp.checksum", "Checksum", Place::Uint(16)).hex().alias("chksum").computed();
/// Verified always, as in Wireshark.
pub static STATUS: Field = Field::new("vrrp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
/// Of the virtual router.
pub static IP_ADDR: Field = Field::new("vrrp.ip_addr", "IP Address", Place::Uint(32)).kind(Kind::Ip4);
/// Of the virtual router.
pub static IPV6_ADDR: Field = Field::new("vrrp.ipv6_addr", "IPv6 Address", Place::Run(16)).kind(Kind::Ip6);
/// RFC 2338, 5.3.6.1.
pub static AUTH_STRING: Field = Field::new("vrrp.auth_string", "Authentication String", Place::Zero);
/// Cisco's.
pub static MD5: Field = Field::new("vrrp.md5_auth_data", "MD5 Authentication Data", Place::Run(16)).kind(Kind::Bytes);

static INTERVAL: Field =
    Field::part(Place::Switch(version, &[(3, &[&WORD, &RESERVED, &SHORT_ADVER_INT])], &[&AUTH_TYPE, &ADVER_INT]));
static ADDRESSES: Field = Field::new("", "Addresses", Place::Repeat(count, &ADDRESS)).alias("addrlist");
static ADDRESS: Field = Field::part(Place::Switch(six, &[(1, &[&IPV6_ADDR])], &[&IP_ADDR]));
static AUTH: Field = Field::part(Place::When(|h| version(h) != 3, &[&AUTH_DATA]));
static AUTH_DATA: Field = Field::part(Place::Switch(|h| h.byte(4).into(), &[(1, &[&PASSWORD]), (254, &[&MD5_PART])], &[]));
static PASSWORD: Field = Field::part(Place::When(|h| h.left() >= 8, &[&EIGHT]));
static EIGHT: Field = Field::part(Place::Sized(|_| 8, &[&AUTH_STRING]));
static MD5_PART: Field = Field::part(Place::When(|h| h.left() >= 24, &[&MD5]));

fn version(h: &Here<'_>) -> u64 {
    (h.byte(0) >> 4).into()
}
fn count(h: &Here<'_>) -> usize {
    h.byte(3).into()
}
/// What is there must hold all addresses, and IPv6 addresses are those that need four times as much.
fn six(h: &Here<'_>) -> u64 {
    (version(h) == 3 && h.wire.saturating_sub(8) >= 16 * count(h)) as u64
}

/// VRRP.
pub static PROTOCOL: Protocol = Protocol {
    name: "vrrp",
    alias: "VRRP",
    title: "Virtual Router Redundancy Protocol",
    column: "VRRP",
    spec: "RFC 9568",
    size: 4,
    fields: &[
        &TYPEVER,
        &VERSION,
        &TYPE,
        &VIRT_RTR_ID,
        &PRIO,
        &ADDR_COUNT,
        &INTERVAL,
        &CHECKSUM,
        &STATUS,
        &ADDRESSES,
        &AUTH,
    ],
    under: &[(Space::IpProto, 112)],
    line: &[Word::Call(line)],
    finish,
    classes: &[form::messages::VRRP],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.len() {
        0..4 => Step::cut(&[]),
        n if n < below.wire || n < 8 => Step::cut(bytes),
        n => Step::new(n, n, id::data),
    }
}

fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let bytes = packet.layer(layer)?.whole(packet.bytes);
    bytes.get(7)?;
    let below = packet.below(layer)?;
    let start = match bytes.first()? >> 4 {
        3 => pseudo(below.head(packet.bytes), None, None, 112, bytes.len())?,
        _ => 0,
    };
    Some(Value::Num((internet(start, bytes) == 0).into()))
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    out.extend(if TYPE.num(head) == Some(1) { &b"Announcement (v"[..] } else { b"Unknown (v" });
    text::decimal(VERSION.num(head).unwrap_or(0), out);
    out.extend(b"), router ");
    text::decimal(VIRT_RTR_ID.num(head).unwrap_or(0), out);
    out.extend(b", priority ");
    text::decimal(PRIO.num(head).unwrap_or(0), out);
}
fn finish(d: &mut Draft<'_>) {
    let three = d.bytes.first().is_some_and(|b| b >> 4 == 3);
    let six = d.carriers.last().is_some_and(|(carrier, _)| *carrier == id::ipv6);
    // Before version 3, eight bytes of authentication data stand behind the addresses (RFC 2338, 5.3.10).
    let len = d.bytes.len().saturating_sub(if three { 8 } else { 16 });
    d.fill(&ADDR_COUNT, (len / if six { 16 } else { 4 }) as u64);
    d.fill_at(&CHECKSUM, 6, 0);
    let start = if three { super::pseudo(d, 112).unwrap_or(0) } else { 0 };
    let sum = internet(start, d.bytes);
    d.fill_at(&CHECKSUM, 6, sum.into());
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn version_2() {
        let bytes = hex("45 00 00 28 00 01 00 00 ff 70 10 bd 0a 00 00 01 e0 00 00 12 # IPv4, protocol 112
             21 07 64 01 01 01 45 cb # version 2, type 1, router 7, priority 100, 1 address, simple text, 1 s, checksum
             0a 00 00 fe # the address
             61 62 63 64 65 66 00 00 # abcdef");
        let names = ["vrrp.version", "vrrp.virt_rtr_id", "vrrp.prio", "vrrp.auth_type", "vrrp.adver_int", "vrrp.ip_addr", "vrrp.auth_string"];
        assert_eq!(fields_of(228, &bytes, &names), "2 7 100 1 1 10.0.0.254 abcdef");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn version_3_over_both() {
        let four = hex("45 00 00 20 00 01 00 00 ff 70 10 c5 0a 00 00 01 e0 00 00 12 # IPv4
             31 09 ff 01 01 2c d9 3a 0a 00 00 fe # version 3, router 9, priority 255, 1 address, 3 s, checksum");
        let names = ["vrrp.version", "vrrp.short_adver_int", "vrrp.checksum", "vrrp.checksum.status", "vrrp.ip_addr", "vrrp.ipv6_addr"];
        assert_eq!(fields_of(228, &four, &names), "3 300 0xd93a 1 10.0.0.254 -");
        let six = hex("60 00 00 00 00 28 70 ff fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 # IPv6
             ff 02 00 00 00 00 00 00 00 00 00 00 00 00 00 12
             31 09 64 02 00 64 6f 54 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 05 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 06");
        assert_eq!(fields_of(229, &six, &names), "3 100 0x6f54 1 - fe80::5,fe80::6");
        cut_everywhere(229, &six);
    }
}
