//! MAC security, [IEEE 802.1AE](https://1.ieee802.org/security/802-1ae/), 9: what an integrity check or a cipher guards.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |V|ES|SC|SCB|E|C|AN |0 0| Short length  |   Packet number ..    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Secure channel identifier, where SC is set (8 bytes)         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Secure data ..     |  Integrity check value (16 bytes)       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// Tag control information.
pub static TCI: Field = Field::bits("macsec.TCI", "TCI", 0, 6).hex();
/// 0.
pub static VERSION: Field = Field::bits("macsec.TCI.V", "VER", 0, 1).kind(Kind::Hex);
/// End station: the channel follows from the source address.
pub static ES: Field = Field::bits("macsec.TCI.ES", "ES", 1, 1).alias("ES");
/// The secure channel identifier is there.
pub static SC: Field = Field::bits("macsec.TCI.SC", "SC", 2, 1).alias("SC");
/// Single copy broadcast.
pub static SCB: Field = Field::bits("macsec.TCI.SCB", "SCB", 3, 1).alias("SCB");
/// Encrypted.
pub static E: Field = Field::bits("macsec.TCI.E", "E", 4, 1).alias("E");
/// Changed text.
pub static C: Field = Field::bits("macsec.TCI.C", "C", 5, 1).alias("C");
/// Association number.
pub static AN: Field = Field::bits("macsec.AN", "AN", 6, 2).hex().alias("assocnum");
/// Length of the secure data where it is under 48 bytes, else 0.
pub static SL: Field = Field::bits("macsec.SL", "Short length", 8, 8).alias("shortlen");
/// Packet number.
pub static PN: Field = Field::bits("macsec.PN", "Packet number", 16, 32).alias("pn").unset(1);
static SCI: Field = Field::part(Place::When(|here| here.byte(0) & 0x20 != 0, &[&SYSTEM, &PORT]));
/// Of the secure channel identifier: an address of the sender.
pub static SYSTEM: Field = Field::new("macsec.SCI.system_identifier", "System Identifier", Place::Run(6)).kind(Kind::Mac);
/// Of the secure channel identifier: the sender's port.
pub static PORT: Field = Field::new("macsec.SCI.port_identifier", "Port Identifier", Place::Uint(16));
static CLEAR: Field = Field::part(Place::When(|here| here.byte(0) & 0x0c == 0, &[&ETYPE]));
/// What it carries, where that is not encrypted.
pub static ETYPE: Field = Field::new("macsec.etype", "Ethertype", Place::Uint(16)).hex().names(super::ETHERTYPES).alias("type").computed();
static CHECK: Field = Field::part(Place::Elsewhere(icv, &[&ICV]));
/// Integrity check value.
pub static ICV: Field = Field::new("macsec.ICV", "ICV", Place::Rest);

/// MACsec.
pub static PROTOCOL: Protocol = Protocol {
    name: "macsec",
    alias: "MACsec",
    title: "802.1AE Security tag",
    column: "MACSEC",
    spec: "IEEE 802.1AE",
    size: 6,
    fields: &[&TCI, &VERSION, &ES, &SC, &SCB, &E, &C, &AN, &SL, &PN, &SCI, &CLEAR, &PADDED, &CHECK],
    under: &[(Space::EtherType, 0x88e5)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[Word::Say("MACsec frame, packet number "), Word::Of(&PN)],
    classes: &[form::tunnels::MACSEC],
    ..Protocol::PLAIN
};
static PADDED: Field = Field::part(Place::Elsewhere(clear_padding, &[&eth::PADDING]));

const ICV_LEN: usize = 16;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(tci) = bytes.first() else { return Step::cut(bytes) };
    let sci = if tci & 0x20 != 0 { 8 } else { 0 };
    if tci & 0x0c == 0 {
        return match load(bytes, (6 + sci) * 8, 16) {
            Some(kind) => Step::new(8 + sci, below.wire, ETHERTYPE.of(kind as u16)),
            None => Step::cut(bytes),
        };
    }
    let header = 6 + sci;
    if bytes.len() < header {
        return Step::cut(bytes);
    }
    // "SL: the number of octets in the Secure Data, if that number is less than 48", else zero (9.7).
    let short = usize::from(bytes.get(1).copied().unwrap_or(0));
    let data = if short > 0 { short } else { below.wire.saturating_sub(header + ICV_LEN) };
    Step::new(header, header + data, id::data)
}

fn encrypted(packet: &Packet<'_>, layer: usize) -> bool {
    packet.head(layer).first().is_some_and(|tci| tci & 0x0c != 0)
}
/// Behind the cipher text; behind the packet where the text is clear.
fn icv(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    if !encrypted(packet, layer) {
        return eth::trailer(packet, layer);
    }
    let from = packet.layer(layer)?.end as usize;
    let end = (packet.below(layer)?.end as usize).min(packet.bytes.len());
    (from + ICV_LEN <= end).then_some(from..from + ICV_LEN)
}
fn clear_padding(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    if encrypted(packet, layer) { None } else { eth::padding(packet, layer) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 8] = [
        "macsec.TCI",
        "macsec.TCI.SC",
        "macsec.AN",
        "macsec.SL",
        "macsec.PN",
        "macsec.SCI.system_identifier",
        "macsec.etype",
        "macsec.ICV",
    ];
    const ETHERNET: &str = "ff ff ff ff ff ff 02 03 04 05 06 07 88 e5";

    #[test]
    fn encrypted() {
        let bytes = hex(&format!(
            "{ETHERNET} 2d 03 00 00 00 09 # with a channel, encrypted, association 1, three bytes, packet 9
             02 03 04 05 06 07 00 01 # the channel
             aa bb cc # cipher text
             {}",
            "5a".repeat(16)
        ));
        assert_eq!(fields_of(1, &bytes, &FIELDS), format!("0x0b 1 0x01 3 9 02:03:04:05:06:07 - {}", "5a".repeat(16)));
        assert_eq!(layers_of(1, &bytes), "eth:macsec:data End");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn in_clear() {
        let bytes = hex(&format!("{ETHERNET} 01 00 00 00 00 09 12 34 01"));
        assert_eq!(fields_of(1, &bytes, &FIELDS), "0x00 0 0x01 0 9 - 0x1234 -");
        assert_eq!(layers_of(1, &bytes), "eth:macsec:data End");
        cut_everywhere(1, &bytes);
    }
}
