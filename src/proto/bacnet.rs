//! Building Automation and Control Network NPDU, [ASHRAE 135](https://bacnet.org/), 6.2: network layer.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |N| |D| |S|E|                                   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("bacnet.version", "Version", 0, 8);
static CONTROL: Field = Field::bits("bacnet.control", "Control", 8, 8).hex();
static CONTROL_NET: Field = Field::bits("bacnet.control_net", "NSDU contains", 8, 1);
static CONTROL_DEST: Field = Field::bits("bacnet.control_dest", "Destination Specifier", 10, 1);
static CONTROL_SRC: Field = Field::bits("bacnet.control_src", "Source specifier", 12, 1);
static CONTROL_EXPECT: Field = Field::bits("bacnet.control_expect", "Expecting Reply", 13, 1);
static DNET: Field = Field::new("bacnet.dnet", "Destination Network Address", Place::Uint(16));
static DLEN: Field = Field::new("bacnet.dlen", "Destination MAC Layer Address Length", Place::Uint(8));
static SNET: Field = Field::new("bacnet.snet", "Source Network Address", Place::Uint(16));
static SLEN: Field = Field::new("bacnet.slen", "Source MAC Layer Address Length", Place::Uint(8));
static HOPC: Field = Field::new("bacnet.hopc", "Hop Count", Place::Uint(8));
static MESGTYP: Field = Field::new("bacnet.mesgtyp", "Network Layer Message Type", Place::Uint(8)).hex();
static DESTINATION: Field = Field::part(Place::When(|h| h.byte(1) & 0x20 != 0, &[&DNET, &DLEN, &ADDRESS]));
static SOURCE: Field = Field::part(Place::When(|h| h.byte(1) & 0x08 != 0, &[&SNET, &SLEN, &ADDRESS]));
static ADDRESS: Field = Field::part(Place::Take(|h| (h.number as usize).min(h.left())));
static HOPS: Field = Field::part(Place::When(|h| h.byte(1) & 0x20 != 0, &[&HOPC]));
static MESSAGE: Field = Field::part(Place::When(|h| h.byte(1) & 0x80 != 0, &[&MESGTYP]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "bacnet",
    title: "Building Automation and Control Network NPDU",
    column: "BACnet",
    spec: "ASHRAE 135",
    size: 2,
    fields: &[&VERSION, &CONTROL, &CONTROL_NET, &CONTROL_DEST, &CONTROL_SRC, &CONTROL_EXPECT, &DESTINATION, &SOURCE, &HOPS, &MESSAGE],
    under: &[(Space::LlcSap, 0x82)],
    line: &[Word::Say("BACnet network layer")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(&control) = bytes.get(1) else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let mut at = 2;
    for (bit, behind) in [(0x20, 0), (0x08, 0)] {
        if control & bit != 0 {
            at += 3 + usize::from(bytes.get(at + 2).copied().unwrap_or(0)) + behind;
        }
    }
    at += usize::from(control & 0x20 != 0);
    if at > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    if control & 0x80 != 0 {
        return Step::new(bytes.len(), below.wire, id::data);
    }
    Step::new(at, below.wire, id::bacapp)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff 02 00 00 00 00 01 00 0b 82 82 03 # what carries it
        01 20 ff ff 00 ff # to all networks
        10 08";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["bacnet.version", "bacnet.control", "bacnet.control_net", "bacnet.control_dest", "bacnet.control_src", "bacnet.dnet", "bacnet.dlen", "bacnet.hopc"];
        assert_eq!(fields_of(1, &bytes, &names), "1 0x20 0 1 0 65535 0 255");
        assert_eq!(layers_of(1, &bytes), "eth:llc:bacnet:bacapp End");
        cut_everywhere(1, &bytes);
    }
}
