//! Network Service Header, [RFC 8300](https://www.rfc-editor.org/rfc/rfc8300), 2.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Ver|O|U|    TTL    |   Length  |U|U|U|U|MD Type| Next Protocol |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          Service Path Identifier              | Service Index |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ~        four Context Headers (1), or Metadata TLVs (2)         ~
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// 0.
pub static VERSION: Field = Field::bits("nsh.version", "Version", 0, 2).ft(16).alias("ver");
/// Operations, administration and maintenance.
pub static O_BIT: Field = Field::bits("nsh.Obit", "O Bit", 2, 1).kind(Kind::Dec).ft(16).alias("oam");
/// Unassigned; in older drafts critical metadata.
pub static C_BIT: Field = Field::bits("nsh.CBit", "C Bit", 3, 1).kind(Kind::Dec).ft(16);
/// Hops.
pub static TTL: Field = Field::bits("nsh.ttl", "Time to live", 4, 6).hex().ft(16).ft(16).alias("ttl").unset(63);
/// Of the whole header, in words of 4 bytes.
pub static LENGTH: Field = Field::bits("nsh.length", "Length", 10, 6).ft(16).alias("length").computed();
/// 1 context headers, 2 metadata.
pub static MDTYPE: Field = Field::bits("nsh.mdtype", "MD Type", 16, 8).alias("mdtype").unset(1);
/// What follows.
pub static NEXTPROTO: Field = Field::bits("nsh.nextproto", "Next Protocol", 24, 8)
    .names(&[(0, "None"), (1, "IPv4"), (2, "IPv6"), (3, "Ethernet"), (4, "NSH"), (5, "MPLS"), (254, "Experiment 1"), (255, "Experiment 2")])
    .alias("nextproto")
    .computed();
/// The service path.
pub static SPI: Field = Field::bits("nsh.spi", "SPI", 32, 24).alias("spi");
/// Where on the path.
pub static SI: Field = Field::bits("nsh.si", "SI", 56, 8).alias("si").unset(0xff);
static METADATA: Field =
    Field::part(Place::Switch(|h| h.byte(2).into(), &[(1, &[&CONTEXT, &CONTEXT, &CONTEXT, &CONTEXT]), (2, &[&VARIABLE])], &[]));
static CONTEXT: Field = Field::new("nsh.contextheader", "Context Header", Place::Run(4));
static VARIABLE: Field = Field::many("Metadata", &TLV);
static TLV: Field = Field::new("", "Metadata", Place::Group(&[&CLASS, &TYPE, &LENGTHS, &UNASSIGNED, &LEN, &VALUE, &PADDING]));
static CLASS: Field = Field::new("nsh.metadataclass", "TLV Class", Place::Uint(16));
static TYPE: Field = Field::new("nsh.metadatatype", "Type", Place::Uint(8));
static LENGTHS: Field = Field::new("", "", Place::Uint(8));
static UNASSIGNED: Field = Field::new("nsh.metadataunassignedbit", "Unassigned Bit", Place::Sub(0x80)).hex().ft(8);
static LEN: Field = Field::new("nsh.metadatalen", "Length", Place::Sub(0x7f)).hex();
static VALUE: Field = Field::part(Place::Sized(|h| (h.number & 0x7f) as usize, &[&DATA]));
static DATA: Field = Field::new("nsh.metadata", "Variable Metadata", Place::Rest);
static PADDING: Field = Field::part(Place::Sized(|h| h.pad(4), &[]));

/// NSH.
pub static PROTOCOL: Protocol = Protocol {
    name: "nsh",
    alias: "NSH",
    title: "Network Service Header",
    column: "NSH",
    spec: "RFC 8300",
    size: 8,
    align: 4,
    fields: &[&VERSION, &O_BIT, &C_BIT, &TTL, &LENGTH, &MDTYPE, &NEXTPROTO, &SPI, &SI, &METADATA],
    under: &[(Space::EtherType, 0x894f), (Space::Nsh, 4)],
    next: Some((Space::Nsh, &NEXTPROTO)),
    line: &[Word::Say("Service path "), Word::Plain(&SPI), Word::Say(", index "), Word::Plain(&SI)],
    finish: |d| d.fill(&LENGTH, d.head as u64 / 4),
    classes: &[form::tunnels::NSH],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [_, low, kind, next, ..] = bytes else { return Step::cut(bytes) };
    // "The Length MUST be of value 0x6 for MD Type equal to 0x1" (2.2).
    let header = if *kind == 1 { 24 } else { (usize::from(low & 0x3f) * 4).max(8) };
    if bytes.len() < header { Step::cut(bytes) } else { Step::new(header, below.wire, carried(*next)) }
}

/// NSH and VXLAN-GPE count alike.
#[inline]
pub(super) fn carried(next: u8) -> Id {
    match next {
        1 => id::ip,
        2 => id::ipv6,
        3 => id::eth,
        5 => ETHERTYPE.of(0x8847),
        n => NSH.of(n.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const EMPTY: &str = "45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02";
    fn ethernet(nsh: &str) -> Vec<u8> {
        hex(&format!("02 00 00 00 00 02 02 00 00 00 00 01 89 4f {nsh}\n{EMPTY}"))
    }

    #[test]
    fn context_headers() {
        let bytes = ethernet("0fc6 01 01 000001 ff 00000001 00000002 00000003 00000004");
        let names = ["nsh.ttl", "nsh.length", "nsh.mdtype", "nsh.nextproto", "nsh.spi", "nsh.si", "nsh.contextheader"];
        assert_eq!(fields_of(1, &bytes, &names), "0x003f 6 1 1 1 255 00000001,00000002,00000003,00000004");
        assert_eq!(layers_of(1, &bytes), "eth:nsh:ip End");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn metadata_is_padded() {
        let bytes = ethernet("0fc6 02 01 000001 ff 0001 02 03 01020300 0004 85 04 01020304");
        let names = ["nsh.metadataclass", "nsh.metadatatype", "nsh.metadataunassignedbit", "nsh.metadatalen", "nsh.metadata"];
        assert_eq!(fields_of(1, &bytes, &names), "1,4 2,133 0x00,0x00 0x03,0x04 010203,01020304");
        assert_eq!(layers_of(1, &bytes), "eth:nsh:ip End");
        cut_everywhere(1, &bytes);
    }
}
