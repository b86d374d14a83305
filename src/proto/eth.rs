//! Ethernet II, IEEE 802.3, 3.2: a type behind the addresses. With a length there: [`super::ieee8023`].
//!
//! ```text
//! +-----------------------------------+
//! |       Destination (6 bytes)       |
//! +-----------------------------------+
//! |         Source (6 bytes)          |
//! +-----------------+-----------------+
//! |      Type       |    Payload ..   |
//! +-----------------+-----------------+
//! | Padding, trailer, check sequence  |
//! +-----------------------------------+
//! ```
//!
//! What lies behind the end of the packet that is carried is padding (zeros up to 60 bytes of frame), a
//! trailer, and the frame check sequence. Tags that carry an EtherType (VLAN and the like) keep what lies
//! behind their own packet, so `PADDED` and `trailer` serve them too.
use super::*;
use crate::field::*;

/// Destination address.
pub static DST: Field = Field::bytes("eth.dst", "Destination", 0, 6).alias("dst").kind(Kind::Mac).preset(&[0xff; 6]);
/// Source address.
pub static SRC: Field = Field::bytes("eth.src", "Source", 6, 6).alias("src").kind(Kind::Mac);
/// Source or destination address.
pub static ADDR: Field = Field::new("eth.addr", "Address", Place::Either(&[&DST, &SRC])).kind(Kind::Mac);
/// With names resolved; none are, so the address.
pub static DST_RESOLVED: Field = Field::new("eth.dst_resolved", "Destination (resolved)", Place::Derived(dst)).kind(Kind::Mac);
/// With names resolved; none are, so the address.
pub static SRC_RESOLVED: Field = Field::new("eth.src_resolved", "Source (resolved)", Place::Derived(src)).kind(Kind::Mac);
/// With names resolved; none are, so the address.
pub static ADDR_RESOLVED: Field =
    Field::new("eth.addr_resolved", "Address (resolved)", Place::Either(&[&DST_RESOLVED, &SRC_RESOLVED])).kind(Kind::Mac);
/// Who made the network card, or what the group is.
pub static DST_OUI: Field = Field::bits("eth.dst.oui", "Destination OUI", 0, 24);
/// Who made the network card.
pub static SRC_OUI: Field = Field::bits("eth.src.oui", "Source OUI", 48, 24);
/// Either.
pub static ADDR_OUI: Field = Field::new("eth.addr.oui", "Address OUI", Place::Either(&[&DST_OUI, &SRC_OUI])).ft(24);
/// Locally administered.
pub static DST_LG: Field = Field::bits("eth.dst.lg", "LG bit", 6, 1);
/// A group's address.
pub static DST_IG: Field = Field::bits("eth.dst.ig", "IG bit", 7, 1);
/// Locally administered.
pub static SRC_LG: Field = Field::bits("eth.src.lg", "LG bit", 54, 1);
/// A group's address: must not be.
pub static SRC_IG: Field = Field::bits("eth.src.ig", "IG bit", 55, 1);
/// Either.
pub static LG: Field = Field::new("eth.lg", "LG bit", Place::Either(&[&DST_LG, &SRC_LG])).kind(Kind::Flag);
/// Either.
pub static IG: Field = Field::new("eth.ig", "IG bit", Place::Either(&[&DST_IG, &SRC_IG])).kind(Kind::Flag);
/// EtherType: 1536 and above (IEEE 802.3, 3.2.6).
pub static TYPE: Field = Field::bits("eth.type", "Type", 96, 16).alias("type").hex().names(super::ETHERTYPES).computed();

/// Zeros behind the packet that make the frame 60 bytes long.
pub static PADDING: Field = Field::new("eth.padding", "Padding", Place::Rest);
/// Bytes behind the packet that are no padding.
pub static TRAILER: Field = Field::new("eth.trailer", "Trailer", Place::Rest);
/// CRC-32 of the frame.
pub static FCS: Field = Field::new("eth.fcs", "Frame check sequence", Place::Uint(32)).hex();
/// 2: not verified, as long as the user does not ask for it.
pub static FCS_STATUS: Field = Field::new("eth.fcs.status", "FCS Status", Place::Derived(fcs_status)).ft(8).names(super::STATUS);

/// The padding of any layer that carries an EtherType.
pub(super) static PADDED: Field = Field::part(Place::Elsewhere(padding, &[&PADDING]));
pub(super) static TRAILED: Field = Field::part(Place::Elsewhere(trailer, &[&TRAILER]));
pub(super) static CHECKED: Field = Field::part(Place::Elsewhere(fcs, &[&FCS]));

/// Ethernet.
pub static PROTOCOL: Protocol = Protocol {
    name: "eth",
    alias: "Ether",
    title: "Ethernet II",
    column: "Ethernet",
    spec: "IEEE 802.3",
    size: 14,
    fields: &[
        &DST,
        &DST_RESOLVED,
        &DST_OUI,
        &ADDR,
        &ADDR_RESOLVED,
        &ADDR_OUI,
        &DST_LG,
        &LG,
        &DST_IG,
        &IG,
        &SRC,
        &SRC_RESOLVED,
        &SRC_OUI,
        &SRC_LG,
        &SRC_IG,
        &TYPE,
        &PADDED,
        &TRAILED,
        &CHECKED,
        &FCS_STATUS,
    ],
    under: &[(Space::Link, 1), (Space::Gre, 0x6558), (Space::EtherType, 0x6558), (Space::IpProto, 143), (Space::Nsh, 3)],
    next: Some((Space::EtherType, &TYPE)),
    ends: Some((&SRC, &DST)),
    line: &[Word::Say("Ethernet II")],
    finish: group,
    classes: &[form::link::ETHER],
    ..Protocol::PLAIN
};

/// The destination of a group that it carries: RFC 1112, 6.4 and RFC 2464, 7.
pub(super) fn group(d: &mut Draft<'_>) {
    if !d.free(&DST) {
        return;
    }
    let mut at = 12;
    while matches!(load(d.bytes, at * 8, 16), Some(0x8100 | 0x88a8)) {
        at += 4;
    }
    let of = match load(d.bytes, at * 8, 16) {
        Some(0x0800) => d.bytes.get(at + 18..at + 22).and_then(|ip| match ip {
            &[224..=239, b, c, e] => Some([0x01, 0x00, 0x5e, b & 0x7f, c, e]),
            _ => None,
        }),
        Some(0x86dd) => d.bytes.get(at + 26..at + 42).and_then(|ip| match ip {
            &[0xff, .., a, b, c, e] => Some([0x33, 0x33, a, b, c, e]),
            _ => None,
        }),
        _ => None,
    };
    if let Some(mac) = of {
        let _ = DST.put(d.bytes, Value::Bytes(&mac));
    }
}
#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Ok(eth) = etherparse::Ethernet2HeaderSlice::from_slice(bytes) else { return Step::cut(&[]) }; // no part of it means anything without its end
    match eth.ether_type().0 {
        // Neither a type nor a useful length: Wireshark says type.
        0 => Step::new(14, below.wire, id::data),
        1..0x600 => Step { next: id::ieee8023, ..Step::reject() },
        kind => Step::new(14, below.wire, ETHERTYPE.of(kind)),
    }
}

/// A tag of so many octets between Ethernet's header and its payload, which ends with the type of what follows.
pub(super) fn tag(bytes: &[u8], below: &Below<'_>, len: usize) -> Step {
    let kind = if bytes.len() < len { None } else { load(bytes, 8 * len - 16, 16) };
    let Some(kind) = kind else { return Step { total: below.wire, ..Step::cut(bytes) } };
    Step::new(len, below.wire, ETHERTYPE.of(kind as u16))
}

fn dst<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    DST.get(packet.head(layer))
}
fn src<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    SRC.get(packet.head(layer))
}

/// Where a frame's parts behind its packet end. Offsets count from the frame's first byte.
struct Tail {
    /// Where the packet ends.
    from: usize,
    padding: usize,
    trailer: usize,
    /// The check sequence is all there.
    fcs: bool,
}

/// Where the packet of layer `at` ends on the wire, which what carries it learns from it; `None` where it does not say.
fn extent(packet: &Packet<'_>, at: usize) -> Option<usize> {
    let layer = packet.layer(at)?;
    let last = at + 1 == packet.spine.layers().len();
    if last && packet.spine.stop != crate::spine::Stop::End {
        return None;
    }
    match layer.id {
        id::mpls => extent(packet, packet.child(at)?),
        // They have a length, and leave what lies behind it unsaid or keep it.
        id::pppoes | id::vlan_8023 | id::macsec => None,
        _ => Some(layer.end as usize),
    }
}

fn tail(packet: &Packet<'_>, at: usize) -> Option<Tail> {
    let layer = packet.layer(at)?;
    if layer.start == layer.body {
        return None;
    }
    let info = &packet.frame.info;
    let outermost = layer.up == 0 && matches!(layer.id, id::eth | id::ieee8023);
    let known = if outermost { usize::from(info.fcs) } else { 0 };
    let (from, to) = match layer.id {
        // With a length, that is where the packet ends.
        id::ieee8023 | id::vlan_8023 => (layer.end as usize, packet.below(at)?.end as usize + known),
        _ => {
            let end = layer.end as usize;
            (packet.child(at).and_then(|child| extent(packet, child)).unwrap_or(end), end + known)
        }
    };
    let (wire, rest) = (info.wire as usize, to.checked_sub(from)?);
    if rest == 0 {
        return None;
    }
    // "Bytes of padding are added so that the frame is of the minimum size": 64 with the check sequence (IEEE 802.3, 3.2.8).
    let wanted = 60usize.saturating_sub(wire.saturating_sub(rest));
    let zeros = packet.bytes.get(from..from + wanted).is_some_and(|pad| pad.iter().all(|b| *b == 0));
    let padding = if wanted <= rest && zeros { from + wanted } else { from };
    let left = to - padding;
    // A capture that does not say may hold the check sequence nevertheless: a full frame with four bytes too many does.
    let has = outermost && left >= 4 && (known == 4 || known == 0 && wire >= 64);
    let trailer = if has { to - 4 } else { to };
    Some(Tail { from, padding, trailer, fcs: has && to <= packet.bytes.len() })
}
fn some(range: Range<usize>) -> Option<Range<usize>> {
    (!range.is_empty()).then_some(range)
}
/// The zeros behind a layer's packet that fill the frame.
pub(super) fn padding(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let tail = tail(packet, layer)?;
    some(tail.from..tail.padding)
}
/// The bytes behind a layer's packet and its padding, as far as they were captured.
pub(super) fn trailer(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let tail = tail(packet, layer)?;
    some(tail.padding..tail.trailer.min(packet.bytes.len()))
}
fn fcs(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let tail = tail(packet, layer)?;
    tail.fcs.then_some(tail.trailer..tail.trailer + 4)
}
fn fcs_status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let at = fcs(packet, layer)?;
    if !packet.rules.checksums {
        return Some(Value::Num(2));
    }
    let sent = load(packet.bytes.get(at.clone())?, 0, 32)?;
    let start = packet.layer(layer)?.start as usize;
    // The lowest byte is sent first.
    let ours = crate::checksum::crc32(packet.bytes.get(start..at.start)?).swap_bytes();
    Some(Value::Num((sent == u64::from(ours)) as u64))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const TAIL: [&str; 4] = ["eth.padding", "eth.trailer", "eth.fcs", "eth.fcs.status"];
    fn frame(kind: &str, packet: &str, behind: &str) -> Vec<u8> {
        hex(&[
            "ff ff ff ff ff ff # to all
             02 03 04 05 06 07 # from a locally administered address\n",
            kind,
            packet,
            behind,
        ]
        .concat())
    }
    /// A datagram of 28 bytes that a protocol without a name carries.
    const IP: &str = "45 00 00 1c 00 01 00 00 40 fd 7b df 7f 00 00 01 7f 00 00 01 01 02 03 04 05 06 07 08";

    #[test]
    fn fields() {
        let bytes = frame("08 00", IP, "");
        let names = ["eth.dst", "eth.src", "eth.addr", "eth.addr_resolved", "eth.type", "eth.dst.oui", "eth.addr.oui"];
        assert_eq!(
            fields_of(1, &bytes, &names),
            "ff:ff:ff:ff:ff:ff 02:03:04:05:06:07 ff:ff:ff:ff:ff:ff,02:03:04:05:06:07 \
             ff:ff:ff:ff:ff:ff,02:03:04:05:06:07 0x0800 16777215 16777215,131844"
        );
        assert_eq!(fields_of(1, &bytes, &["eth.dst.lg", "eth.dst.ig", "eth.src.lg", "eth.src.ig", "eth.lg", "eth.ig"]), "1 1 1 0 1,1 1,0");
        assert_eq!(fields_of(1, &bytes, &TAIL), "- - - -");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn what_lies_behind_the_packet() {
        let of = |behind: &str| fields_of(1, &frame("08 00", IP, behind), &TAIL);
        let zeros = "00".repeat(18);
        assert_eq!(of(&zeros), format!("{zeros} - - -"));
        // Not up to 60 bytes, or not all zeros: no padding.
        assert_eq!(of("00 00 00 00 00"), "- 0000000000 - -");
        assert_eq!(of(&format!("{}01", "00".repeat(17))), format!("- {}01 - -", "00".repeat(17)));
        // 64 bytes of frame and four too many: the check sequence.
        assert_eq!(of(&format!("{zeros}aabbccdd")), format!("{zeros} - 0xaabbccdd 0"));
        assert_eq!(of(&format!("{zeros}eeaabbccdd")), format!("{zeros} ee 0xaabbccdd 0"));
        assert_eq!(of(&format!("{zeros}aabbcc")), format!("{zeros} aabbcc - -"));
    }
    #[test]
    fn a_right_check_sequence() {
        let mut bytes = frame("08 00", IP, &"00".repeat(18));
        bytes.extend(crate::checksum::crc32(&bytes).to_le_bytes());
        assert!(fields_of(1, &bytes, &["eth.fcs.status"]).ends_with('1'));
    }
    #[test]
    fn a_length_instead_of_a_type() {
        // IEEE 802.2 in 7 bytes, then padding
        let bytes = frame("00 07", "42 42 03 00 00 00 80", &"00".repeat(39));
        assert_eq!(
            fields_of(1, &bytes, &["eth.type", "eth.len", "eth.dst", "eth.padding", "eth.trailer"]),
            format!("- 7 ff:ff:ff:ff:ff:ff {} -", "00".repeat(39))
        );
        cut_everywhere(1, &bytes);
        assert_eq!(fields_of(1, &frame("05 f0", "00", ""), &["eth.type", "eth.len", "eth.invalid_lentype"]), "- - 0x05f0");
        assert_eq!(layers_of(1, &frame("00 04", "ff ff 00 04", "")), "eth:data End"); // Novell's IPX without IEEE 802.2
    }
    #[test]
    fn what_a_label_carries_has_an_end() {
        let bytes = frame("88 47", &format!("00 01 01 40 {IP}"), &"00".repeat(14));
        assert_eq!(fields_of(1, &bytes, &TAIL), format!("{} - - -", "00".repeat(14)));
    }
}
