//! Cisco Auto-RP, Cisco Auto-RP.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Protoco|Packet |    RP count   |            Holdtime           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                            Reserved                           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("auto_rp.version", "Protocol version", 0, 4).ft(8).names(&[(1, "1 or 1+")]);
static TYPE: Field = Field::bits("auto_rp.type", "Packet type", 4, 4).ft(8).names(&[(1, "RP announcement"), (2, "RP mapping")]);
static RP_COUNT: Field = Field::bits("auto_rp.rp_count", "RP count", 8, 8);
static HOLDTIME: Field = Field::bits("auto_rp.holdtime", "Holdtime", 16, 16);
static RESERVED: Field = Field::bits("auto_rp.reserved", "Reserved", 32, 32).hex();
static RP_ADDR: Field = Field::new("auto_rp.rp_addr", "RP address", Place::Uint(32)).kind(Kind::Ip4);
static GROUP_NUM: Field = Field::new("auto_rp.group_num", "Number of groups this RP maps to", Place::Uint(8));
static MASK_LEN: Field = Field::new("auto_rp.mask_len", "Mask length", Place::Uint(8));
static GROUP_PREFIX: Field = Field::new("auto_rp.group_prefix", "Prefix", Place::Uint(32)).kind(Kind::Ip4);
static ENTRIES: Field = Field::many("RPs", &ENTRY);
static ENTRY: Field = Field::new("", "RP", Place::Group(&[&RP_ADDR, &FLAGS, &PIM_VER, &GROUP_NUM, &GROUPS]));
static FLAGS: Field = Field::part(Place::Uint(8));
static PIM_VER: Field = Field::new("auto_rp.pim_ver", "Version", Place::Sub(3)).ft(8);
static GROUPS: Field = Field::part(Place::Repeat(|h| (h.number as usize).min(h.left() / 6), &GROUP));
static GROUP: Field = Field::new("", "Group", Place::Group(&[&SIGN, &PREFIX_SIGN, &MASK_LEN, &GROUP_PREFIX]));
static SIGN: Field = Field::part(Place::Uint(8));
static PREFIX_SIGN: Field = Field::new("auto_rp.prefix_sign", "Sign", Place::Sub(1)).kind(Kind::Dec).ft(8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "auto_rp",
    title: "Cisco Auto-RP",
    column: "Auto-RP",
    spec: "Cisco Auto-RP",
    size: 8,
    fields: &[&VERSION, &TYPE, &RP_COUNT, &HOLDTIME, &RESERVED, &ENTRIES],
    under: &[(Space::UdpPort, 496)],
    line: &[Word::Of(&TYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 8)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        11 01 00 b5 00 00 00 00 # announcement, one
        0a 00 00 01 02 01 00 04 e0 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(496, 496, &hex(SAMPLE));
        let names = ["auto_rp.version", "auto_rp.type", "auto_rp.rp_count", "auto_rp.holdtime", "auto_rp.rp_addr", "auto_rp.pim_ver", "auto_rp.group_num", "auto_rp.mask_len", "auto_rp.group_prefix"];
        assert_eq!(fields_of(228, &bytes, &names), "1 1 1 181 10.0.0.1 2 1 4 224.0.0.0");
        assert_eq!(layers_of(228, &bytes), "ip:udp:auto_rp End");
        cut_everywhere(228, &bytes);
    }
}
