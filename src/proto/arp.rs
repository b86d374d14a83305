//! Address Resolution Protocol, [RFC 826](https://www.rfc-editor.org/rfc/rfc826), and its kin: reverse
//! ([RFC 903](https://www.rfc-editor.org/rfc/rfc903)), inverse ([RFC 2390](https://www.rfc-editor.org/rfc/rfc2390))).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |         Hardware type         |         Protocol type         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! | Hardware size | Protocol size |            Opcode             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Sender hardware address, sender protocol address,            |
//! |  target hardware address, target protocol address ..          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// What network the hardware addresses are of.
pub static HW_TYPE: Field = Field::bits("arp.hw.type", "Hardware type", 0, 16).alias("hwtype").unset(1).names(super::HARDWARE);
/// EtherType of the protocol whose addresses are asked for.
pub static PROTO_TYPE: Field =
    Field::bits("arp.proto.type", "Protocol type", 16, 16).hex().alias("ptype").unset(0x0800).names(super::ETHERTYPES);
/// Length of a hardware address in bytes.
pub static HW_SIZE: Field = Field::bits("arp.hw.size", "Hardware size", 32, 8).alias("hwlen").computed();
/// Length of a protocol address in bytes.
pub static PROTO_SIZE: Field = Field::bits("arp.proto.size", "Protocol size", 40, 8).alias("plen").computed();
/// What is asked or answered.
pub static OPCODE: Field = Field::bits("arp.opcode", "Opcode", 48, 16).alias("op").unset(1).names(OPCODES);
/// Nobody asked: the sender tells its own address.
pub static GRATUITOUS: Field = Field::new("arp.isgratuitous", "Is gratuitous", Place::Derived(gratuitous)).kind(Kind::Flag);
/// Does anybody have this address? RFC 5227, 1.1.
pub static PROBE: Field = Field::new("arp.isprobe", "Is probe", Place::Derived(probe)).kind(Kind::Flag);
/// This address is mine from now on: RFC 5227, 1.1.
pub static ANNOUNCEMENT: Field = Field::new("arp.isannouncement", "Is announcement", Place::Derived(announcement)).kind(Kind::Flag);

/// As Wireshark: none of them where not all of them were captured.
static ADDRESSES: Field = Field::part(Place::When(whole, &[&SRC_HW_PART, &SRC_PROTO_PART, &DST_HW_PART, &DST_PROTO_PART]));

static SRC_HW_PART: Field = Field::part(Place::Sized(hw_size, &[&SRC_HW_AS]));
static SRC_HW_AS: Field = Field::part(Place::Switch(hw_kind, &[(1, &[&SRC_HW_MAC]), (2, &[&SRC_HW_AX25])], &[&SRC_HW]));
static SRC_PROTO_PART: Field = Field::part(Place::Sized(proto_size, &[&SRC_PROTO_AS]));
static SRC_PROTO_AS: Field = Field::part(Place::Switch(proto_kind, &[(1, &[&SRC_PROTO_IPV4])], &[&SRC_PROTO]));
static DST_HW_PART: Field = Field::part(Place::Sized(hw_size, &[&DST_HW_AS]));
static DST_HW_AS: Field = Field::part(Place::Switch(hw_kind, &[(1, &[&DST_HW_MAC]), (2, &[&DST_HW_AX25])], &[&DST_HW]));
static DST_PROTO_PART: Field = Field::part(Place::Sized(proto_size, &[&DST_PROTO_AS]));
static DST_PROTO_AS: Field = Field::part(Place::Switch(
    |here| if here.word(6) == 7 { 2 } else { proto_kind(here) },
    &[(1, &[&DST_PROTO_IPV4]), (2, &[&DRARP_ERROR])],
    &[&DST_PROTO],
));

/// Sender's Ethernet address.
pub static SRC_HW_MAC: Field = Field::new("arp.src.hw_mac", "Sender MAC address", Place::Run(6)).kind(Kind::Mac).alias("hwsrc");
/// Sender's hardware address of another kind.
pub static SRC_HW: Field = Field::new("arp.src.hw", "Sender hardware address", Place::Rest);
/// Sender's amateur radio address.
pub static SRC_HW_AX25: Field = Field::new("arp.src.hw_ax25", "Sender AX.25 address", Place::Run(7)).kind(AX25);
/// Sender's IPv4 address.
pub static SRC_PROTO_IPV4: Field = Field::new("arp.src.proto_ipv4", "Sender IP address", Place::Uint(32)).kind(Kind::Ip4).alias("psrc");
/// Sender's protocol address of another kind.
pub static SRC_PROTO: Field = Field::new("arp.src.proto", "Sender protocol address", Place::Rest);
/// Target's Ethernet address.
pub static DST_HW_MAC: Field = Field::new("arp.dst.hw_mac", "Target MAC address", Place::Run(6)).kind(Kind::Mac).alias("hwdst");
/// Target's hardware address of another kind.
pub static DST_HW: Field = Field::new("arp.dst.hw", "Target hardware address", Place::Rest);
/// Target's amateur radio address.
pub static DST_HW_AX25: Field = Field::new("arp.dst.hw_ax25", "Target AX.25 address", Place::Run(7)).kind(AX25);
/// Target's IPv4 address.
pub static DST_PROTO_IPV4: Field = Field::new("arp.dst.proto_ipv4", "Target IP address", Place::Uint(32)).kind(Kind::Ip4).alias("pdst");
/// Target's protocol address of another kind.
pub static DST_PROTO: Field = Field::new("arp.dst.proto", "Target protocol address", Place::Rest);
/// Why a dynamic reverse request failed ([RFC 1931](https://www.rfc-editor.org/rfc/rfc1931)): the address's first byte.
pub static DRARP_ERROR: Field = Field::new("arp.dst.drarp_error_status", "DRARP error status", Place::Uint(8)).ft(16).names(&[
    (1, "restricted"),
    (2, "no address"),
    (3, "serverdown"),
    (4, "moved"),
    (5, "failure"),
]);
/// Another hardware address claimed it before (RFC 5227).
pub static DUPLICATE: Field = Field::new("arp.duplicate-address-detected", "Duplicate IP address configured", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Present);
/// The frame in which it did so last.
pub static DUPLICATE_FRAME: Field = Field::new("arp.duplicate-address-frame", "Frame showing earlier use of IP address", Place::Noted(crate::spine::Stage::Flow));
/// Whole seconds since then.
pub static DUPLICATE_SINCE: Field = Field::new("arp.seconds-since-duplicate-address-frame", "Seconds since earlier frame seen", Place::Noted(crate::spine::Stage::Flow)).ft(32);

/// ARP.
pub static PROTOCOL: Protocol = Protocol {
    name: "arp",
    alias: "ARP",
    title: "Address Resolution Protocol",
    column: "ARP",
    spec: "RFC 826",
    size: 8,
    fields: &[&HW_TYPE, &PROTO_TYPE, &HW_SIZE, &PROTO_SIZE, &OPCODE, &GRATUITOUS, &PROBE, &ANNOUNCEMENT, &ADDRESSES, &DUPLICATE, &DUPLICATE_FRAME, &DUPLICATE_SINCE],
    under: &[(Space::EtherType, 0x0806), (Space::EtherType, 0x8035)],
    line: &[Word::Call(told)],
    finish,
    classes: &[form::link::ARP],
    ..Protocol::PLAIN
};

const ATM: u16 = 19;
const AX25: Kind = Kind::Show(&Show {
    ft: "AX25",
    plain: |value, out| {
        if let Value::Bytes(b) = value {
            crate::text::joined(b, b':', out)
        }
    },
});

pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    let [high, low, _, _, hw, proto, _, _, ..] = *bytes else { return Step::cut(bytes) };
    if u16::from_be_bytes([high, low]) == ATM {
        return Step { next: id::atmarp, ..Step::reject() };
    }
    let total = 8 + 2 * (usize::from(hw) + usize::from(proto));
    if bytes.len() < total { Step::cut(bytes) } else { Step::new(total, total, id::data) }
}

fn hw_size(here: &Here<'_>) -> usize {
    here.byte(4).into()
}
fn proto_size(here: &Here<'_>) -> usize {
    here.byte(5).into()
}
/// 1 for an Ethernet address, 2 for one of AX.25. "Ethernet and IEEE 802 networks use the same" (RFC 1042).
fn hw_kind(here: &Here<'_>) -> u64 {
    match (here.word(0), here.byte(4)) {
        (1 | 6, 6) => 1,
        (3, 7) => 2,
        _ => 0,
    }
}
fn proto_kind(here: &Here<'_>) -> u64 {
    let ip = here.word(2) == 0x0800 || here.word(0) == 3 && here.word(2) == 0x00cc;
    (ip && here.byte(5) == 4).into()
}
fn whole(here: &Here<'_>) -> bool {
    here.left() >= 2 * (hw_size(here) + proto_size(here))
}
/// The sender's protocol address, the target's hardware address, the target's protocol address.
fn addresses(head: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (hw, proto) = (HW_SIZE.num(head)? as usize, PROTO_SIZE.num(head)? as usize);
    let rest = head.get(8 + hw..)?;
    let (src, rest) = rest.split_at_checked(proto)?;
    let (target, rest) = rest.split_at_checked(hw)?;
    Some((src, target, rest.get(..proto)?))
}
/// What a packet that does more than ask and answer is.
#[derive(PartialEq)]
enum Claim {
    None,
    /// Nobody asked.
    Gratuitous,
    /// "An ARP Request packet, broadcast on the local link, with an all-zero sender IP address" (RFC 5227, 1.1).
    Probe,
    /// A gratuitous request, its target hardware address all zero.
    Announcement,
}
fn claim(head: &[u8]) -> Claim {
    let Some((src, target, dst)) = addresses(head) else { return Claim::None };
    let request = OPCODE.num(head) == Some(1);
    let zero = |b: &[u8]| b.iter().all(|b| *b == 0);
    if !request && OPCODE.num(head) != Some(2) {
        Claim::None
    } else if request && zero(target) && zero(src) {
        Claim::Probe
    } else if src != dst {
        Claim::None
    } else if request && zero(target) {
        Claim::Announcement
    } else {
        Claim::Gratuitous
    }
}
fn gratuitous<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    matches!(claim(packet.head(layer)), Claim::Gratuitous | Claim::Announcement).then_some(Value::Num(1))
}
fn probe<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    (claim(packet.head(layer)) == Claim::Probe).then_some(Value::Num(1))
}
fn announcement<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    (claim(packet.head(layer)) == Claim::Announcement).then_some(Value::Num(1))
}

fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (Some(op), Some((src, target, dst))) = (OPCODE.num(head), addresses(head)) else { return };
    let claim = claim(head);
    let address = |b: &[u8], out: &mut Vec<u8>| match b {
        [a, b, c, d] => crate::text::ip4([*a, *b, *c, *d], out),
        _ => crate::text::bytes(b, out),
    };
    let hardware = head.get(8..8 + target.len()).unwrap_or(&[]);
    match (op, claim) {
        (1, Claim::Announcement) => {
            out.extend(b"ARP Announcement for ");
            address(src, out);
        }
        (_, Claim::Gratuitous) => {
            out.extend(b"Gratuitous ARP for ");
            address(src, out);
            out.extend(if op == 1 { &b" (Request)"[..] } else { b" (Reply)" });
        }
        (1, claim) => {
            out.extend(b"Who has ");
            address(dst, out);
            if claim == Claim::Probe {
                out.extend(b"? (ARP Probe)");
            } else {
                out.extend(b"? Tell ");
                address(src, out);
            }
        }
        (2, _) => {
            address(src, out);
            out.extend(b" is at ");
            crate::text::joined(hardware, b':', out);
        }
        (3, _) => {
            out.extend(b"Who is ");
            crate::text::joined(target, b':', out);
            out.extend(b"? Tell ");
            crate::text::joined(hardware, b':', out);
        }
        (4, _) => {
            crate::text::joined(target, b':', out);
            out.extend(b" is at ");
            address(dst, out);
        }
        _ => {
            out.extend(crate::text::named(&OPCODE, op).unwrap_or("Unknown ARP opcode").as_bytes());
            out.push(b' ');
            address(src, out);
        }
    }
}
fn finish(d: &mut Draft<'_>) {
    let (hw, proto) = match (d.head.saturating_sub(8), PROTO_TYPE.num(d.bytes)) {
        (20, Some(0x0800)) => (6, 4),
        (44, Some(0x86dd)) => (6, 16),
        // Of other sizes nobody can tell where one address ends.
        _ => return,
    };
    d.fill(&HW_SIZE, hw);
    d.fill(&PROTO_SIZE, proto);
}

pub(super) const OPCODES: Names = &[
    (0, "reserved"),
    (1, "request"),
    (2, "reply"),
    (3, "reverse request"),
    (4, "reverse reply"),
    (5, "drarp request"),
    (6, "drarp reply"),
    (7, "drarp error"),
    (8, "inverse request"),
    (9, "inverse reply"),
    (10, "arp nak"),
    (11, "mars request"),
    (12, "mars multi"),
    (13, "mars mserv"),
    (14, "mars join"),
    (15, "mars leave"),
    (16, "mars nak"),
    (17, "mars unserv"),
    (18, "mars sjoin"),
    (19, "mars sleave"),
    (20, "mars grouplist request"),
    (21, "mars grouplist reply"),
    (22, "mars redirect map"),
    (23, "mapos unarp"),
    (24, "experimental 1"),
    (25, "experimental 2"),
    (65535, "reserved"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 11] = [
        "arp.hw.type",
        "arp.proto.type",
        "arp.hw.size",
        "arp.proto.size",
        "arp.opcode",
        "arp.src.hw_mac",
        "arp.src.proto_ipv4",
        "arp.dst.hw_mac",
        "arp.dst.proto_ipv4",
        "arp.src.hw",
        "arp.dst.proto",
    ];
    fn frame(arp: &str) -> Vec<u8> {
        hex(&format!("ff ff ff ff ff ff 02 03 04 05 06 07 08 06 {arp}"))
    }

    #[test]
    fn a_request() {
        let bytes = frame("0001 0800 06 04 0001 020304050607 0a000001 000000000000 0a000002");
        assert_eq!(fields_of(1, &bytes, &FIELDS), "1 0x0800 6 4 1 02:03:04:05:06:07 10.0.0.1 00:00:00:00:00:00 10.0.0.2 - -");
        assert_eq!(fields_of(1, &bytes, &["arp.isgratuitous", "arp.isprobe", "arp.isannouncement"]), "- - -");
        cut_everywhere(1, &bytes);
        // Cut inside the addresses, none is shown.
        assert_eq!(fields_of(1, &bytes[..36], &FIELDS), "1 0x0800 6 4 1 - - - - - -");
    }
    #[test]
    fn addresses_of_any_size() {
        let bytes = frame("0007 0900 01 02 0002 05 0102 06 0304");
        assert_eq!(fields_of(1, &bytes, &FIELDS), "7 0x0900 1 2 2 - - - - 05 0304");
        cut_everywhere(1, &bytes);
        let none = frame("0001 0800 00 00 0001");
        assert_eq!(layers_of(1, &none), "eth:arp End");
    }
    #[test]
    fn claims() {
        let of = |arp: &str| fields_of(1, &frame(arp), &["arp.isgratuitous", "arp.isprobe", "arp.isannouncement"]);
        assert_eq!(of("0001 0800 06 04 0002 020304050607 0a000001 ffffffffffff 0a000001"), "1 - -");
        assert_eq!(of("0001 0800 06 04 0001 020304050607 0a000001 000000000000 0a000001"), "1 - 1");
        assert_eq!(of("0001 0800 06 04 0001 020304050607 00000000 000000000000 0a000001"), "- 1 -");
    }
    #[test]
    fn over_atm() {
        let nsap = "47 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10 11 12 13";
        let bytes = frame(&format!("0013 0800 14 00 0001 04 47 00 04 {nsap} 0a000001 31 32 33 34 35 36 37 0a000002"));
        let names = [
            "arp.src.hlen",
            "arp.src.pln",
            "arp.dst.htype",
            "arp.dst.hlen",
            "arp.src.atm_num_nsap",
            "arp.dst.atm_num_e164",
            "arp.dst.proto_ipv4",
        ];
        assert_eq!(fields_of(1, &bytes, &names), format!("20 4 1 7 {} 1234567 10.0.0.2", nsap.replace(' ', "")));
        assert_eq!(layers_of(1, &bytes), "eth:atmarp End");
        cut_everywhere(1, &bytes);
    }
}
