//! PPP with a byte before it that tells whether the packet was received or sent,
//! [LINKTYPE_PPP_WITH_DIR](https://www.tcpdump.org/linktypes/LINKTYPE_PPP_WITH_DIR.html). A layer of its own; PPP follows.
//!
//! ```text
//! +-----------+
//! | Direction |
//! +-----------+
//! ```
use super::*;
use crate::field::*;

/// 0 received, else sent.
pub static DIRECTION: Field =
    Field::new("ppp.direction", "Direction", Place::Derived(direction)).ft(8).names(&[(0, "DTE->DCE"), (1, "DCE->DTE")]);

/// A direction. Wireshark has it as a part of PPP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ppp",
    title: "Point-to-Point Protocol, with a direction",
    column: "PPP",
    spec: "LINKTYPE_PPP_WITH_DIR",
    size: 1,
    fields: &[&DIRECTION],
    under: &[(Space::Link, 204)],
    line: &[Word::Of(&DIRECTION)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.is_empty() { Step::cut(bytes) } else { Step::new(1, below.wire, id::ppp) }
}
/// Wireshark turns it round: 1 is received.
fn direction<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    Some(Value::Num((*packet.head(layer).first()? == 0).into()))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn received_and_sent() {
        let bytes = hex("00 ff 03 12 34 01");
        assert_eq!(fields_of(204, &bytes, &["ppp.direction", "ppp.protocol"]), "1 0x1234");
        assert_eq!(fields_of(204, &hex("01 ff 03 12 34 01"), &["ppp.direction"]), "0");
        cut_everywhere(204, &bytes);
    }
}
