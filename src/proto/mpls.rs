//! Multiprotocol Label Switching, [RFC 3032](https://www.rfc-editor.org/rfc/rfc3032): one layer a label.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                Label                  | Exp |S|       TTL     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// What tells a switch where to.
pub static LABEL: Field = Field::bits("mpls.label", "MPLS Label", 0, 20).ft(32).alias("label").unset(3).names(LABELS);
/// Traffic class (RFC 5462).
pub static EXP: Field = Field::bits("mpls.exp", "MPLS Experimental Bits", 20, 3).ft(32).alias("cos");
/// The last label before the packet.
pub static BOTTOM: Field = Field::bits("mpls.bottom", "MPLS Bottom Of Label Stack", 23, 1).ft(32).kind(Kind::Dec).alias("s").unset(1);
/// Hops.
pub static TTL: Field = Field::bits("mpls.ttl", "MPLS TTL", 24, 8).ft(32).alias("ttl");

const LABELS: Names = &[
    (0, "IPv4 Explicit-Null"),
    (1, "Router Alert"),
    (2, "IPv6 Explicit-Null"),
    (3, "Implicit-Null"),
    (7, "Entropy Label Indicator (ELI)"),
    (13, "Generic Associated Channel Label (GAL)"),
    (14, "OAM Alert"),
];

/// MPLS.
pub static PROTOCOL: Protocol = Protocol {
    name: "mpls",
    alias: "MPLS",
    title: "MultiProtocol Label Switching Header",
    column: "MPLS",
    spec: "RFC 3032",
    size: 4,
    fields: &[&LABEL, &EXP, &BOTTOM, &TTL],
    under: &[
        (Space::Nsh, 5),
        (Space::EtherType, 0x8847),
        (Space::EtherType, 0x8848),
        (Space::Ppp, 0x0281),
        (Space::Ppp, 0x0283),
        (Space::IpProto, 137),
        (Space::UdpPort, 6635),
        (Space::Link, 219),
    ],
    line: &[
        Word::Say("Label: "),
        Word::Plain(&LABEL),
        Word::Say(", Exp: "),
        Word::Plain(&EXP),
        Word::Say(", S: "),
        Word::Plain(&BOTTOM),
        Word::Say(", TTL: "),
        Word::Plain(&TTL),
    ],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [high, mid, low, _, rest @ ..] = bytes else { return Step::cut(&[]) };
    let next = if low & 1 == 0 {
        id::mpls
    } else if [*high, *mid, low & 0xf0] == [0, 0, 0xe0] {
        id::data // "OAM Alert Label": ITU-T Y.1711
    } else {
        // "If the first nibble is 4 or 6, IP; 0 or 1, a control word or an associated channel" (RFC 4928, 3; RFC 4385, 3 and 5).
        match rest.first().map(|b| b >> 4) {
            Some(4) => id::ip,
            Some(6) => id::ipv6,
            Some(0) if control_word(rest) => id::pwethcw,
            Some(0) => id::eth,
            Some(1) => id::pwach,
            _ => id::data,
        }
    };
    Step::new(4, below.wire, next)
}

/// A control word before an Ethernet frame, not an Ethernet frame whose address begins with four zero bits.
fn control_word(bytes: &[u8]) -> bool {
    // "The first 4 bits must be set to 0 .. the next 12 bits are reserved and must be set to 0" (RFC 4448, 4.6).
    let [0, 0, rest @ ..] = bytes else { return false };
    let known = |at: usize| load(rest, at * 8, 16).is_some_and(|kind| kind >= 0x600 && ETHERTYPE.of(kind as u16) != id::data);
    known(14) || !known(10)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn frame(behind: &str) -> Vec<u8> {
        hex(&format!("ff ff ff ff ff ff 02 03 04 05 06 07 88 47 {behind}"))
    }
    const IP: &str = "45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01";

    #[test]
    fn a_stack() {
        let bytes = frame(&format!(
            "00 01 0a 3f # label 16, class 5
             00 01 11 40 # label 17, the last
             {IP}"
        ));
        assert_eq!(fields_of(1, &bytes, &["mpls.label", "mpls.exp", "mpls.bottom", "mpls.ttl"]), "16,17 5,0 0,1 63,64");
        assert_eq!(layers_of(1, &bytes), "eth:mpls:mpls:ip:data End");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn a_pseudowire() {
        let ethernet = "0a 0b 0c 0d 0e 0f 06 03 04 05 06 07 08 00";
        let with = frame(&format!("00 01 01 40 00 00 00 07 {ethernet} {IP}"));
        assert_eq!(layers_of(1, &with), "eth:mpls:pwethcw:eth:ip:data End");
        assert_eq!(fields_of(1, &with, &["pweth.cw.sequence_number"]), "7");
        cut_everywhere(1, &with);
        let without = frame(&format!("00 01 01 40 {ethernet} {IP}"));
        assert_eq!(layers_of(1, &without), "eth:mpls:eth:ip:data End");
        let channel = frame(&format!("00 01 01 40 10 00 00 21 {IP}"));
        assert_eq!(layers_of(1, &channel), "eth:mpls:pwach:ip:data End");
        assert_eq!(fields_of(1, &channel, &["pwach.ver", "pwach.res", "pwach.channel_type"]), "0 0x00 0x0021");
        cut_everywhere(1, &channel);
    }
}
