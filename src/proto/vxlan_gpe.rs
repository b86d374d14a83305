//! Generic Protocol Extension for VXLAN,
//! [draft-ietf-nvo3-vxlan-gpe-12](https://datatracker.ietf.org/doc/html/draft-ietf-nvo3-vxlan-gpe-12), 3.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |R|R|Ver|I|P|B|O|       Reserved                |Next Protocol  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                VXLAN Network Identifier (VNI) |   Reserved    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// All eight bits.
pub static FLAGS: Field = Field::bits("vxlan.flags", "Flags", 0, 8).hex().unset(0x0c);
/// 0.
pub static VER: Field = Field::bits("vxlan.ver", "Version", 2, 2);
/// The network is valid.
pub static I_BIT: Field = Field::bits("vxlan.i_bit", "Instance", 4, 1).kind(Kind::Dec);
/// The next protocol is valid.
pub static P_BIT: Field = Field::bits("vxlan.p_bit", "Next Protocol Bit", 5, 1).kind(Kind::Dec);
/// Operations, administration and maintenance.
pub static O_BIT: Field = Field::bits("vxlan.o_bit", "OAM bit", 7, 1).kind(Kind::Dec);
/// All other bits.
pub static RESERVED: Field =
    Field::new("vxlan.flags_reserved", "Reserved(R)", Place::Derived(|p, i| Some(Value::Num((FLAGS.num(p.head(i))? & 0xc2) >> 1))))
        .kind(Kind::Dec);
/// Zero.
pub static RESERVED_16: Field = Field::bits("vxlan.reserved_16", "Reserved", 8, 16);
/// What follows.
pub static NEXT_PROTO: Field = Field::bits("vxlan.next_proto", "Next Protocol", 24, 8)
    .names(&[(1, "IPv4"), (2, "IPv6"), (3, "Ethernet"), (4, "Network Service Header"), (5, "MPLS")])
    .computed();
/// The network.
pub static VNI: Field = Field::bits("vxlan.vni", "VXLAN Network Identifier (VNI)", 32, 24).alias("vni");
/// Zero.
pub static RESERVED8: Field = Field::bits("vxlan.reserved8", "Reserved", 56, 8);

/// VXLAN-GPE.
pub static PROTOCOL: Protocol = Protocol {
    name: "vxlan_gpe",
    alias: "",
    title: "Virtual eXtensible Local Area Network, Generic Protocol Extension",
    column: "VxLAN-GPE",
    spec: "draft-ietf-nvo3-vxlan-gpe",
    size: 8,
    fields: &[&FLAGS, &VER, &I_BIT, &P_BIT, &O_BIT, &RESERVED, &RESERVED_16, &NEXT_PROTO, &VNI, &RESERVED8],
    under: &[(Space::UdpPort, 4790)],
    next: Some((Space::Nsh, &NEXT_PROTO)),
    line: &[Word::Say("VXLAN-GPE VNI "), Word::Of(&VNI)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes {
        [_, _, _, next, _, _, _, _, ..] => Step::new(8, below.wire, nsh::carried(*next)),
        _ => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn the_next_protocol_is_named() {
        let bytes = hex("45 00 00 38 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 # IPv4
                         30 39 12 b6 00 24 00 00 # UDP to 4790
                         0c 00 00 01 00 00 7b 05 # I, P; IPv4
                         45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02");
        let names = ["vxlan.flags", "vxlan.i_bit", "vxlan.o_bit", "vxlan.next_proto", "vxlan.vni", "vxlan.reserved8"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0c 1 0 1 123 5");
        assert_eq!(layers_of(228, &bytes), "ip:udp:vxlan_gpe:ip End");
        cut_everywhere(228, &bytes);
    }
}
