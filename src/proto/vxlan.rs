//! Virtual eXtensible Local Area Network, [RFC 7348](https://www.rfc-editor.org/rfc/rfc7348), 5, with the group policy of
//! [draft-smith-vxlan-group-policy-05](https://datatracker.ietf.org/doc/html/draft-smith-vxlan-group-policy-05).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |G|R|R|R|I|R|R|R|R|D|R|R|A|R|R|R|        Group Policy ID        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          VXLAN Network Identifier (VNI)       |   Reserved    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// All sixteen bits.
pub static FLAGS: Field = Field::bits("vxlan.flags", "Flags", 0, 16).hex().unset(0x0800);
/// The group policy is there.
pub static FLAG_G: Field = Field::bits("vxlan.flag_g", "GBP Extension", 0, 1).alias("gpid_present");
/// "The I flag MUST be set to 1 for a valid VNI."
pub static FLAG_I: Field = Field::bits("vxlan.flag_i", "VXLAN Network ID (VNI)", 4, 1);
/// Do not learn the source.
pub static FLAG_D: Field = Field::bits("vxlan.flag_d", "Don't Learn", 9, 1);
/// The policy was applied.
pub static FLAG_A: Field = Field::bits("vxlan.flag_a", "Policy Applied", 12, 1);
/// All other bits.
pub static RESERVED: Field =
    Field::new("vxlan.flags_reserved", "Reserved(R)", Place::Derived(|p, i| Some(Value::Num(FLAGS.num(p.head(i))? & 0x77b7)))).hex().ft(16);
/// Group policy.
pub static GBP: Field = Field::bits("vxlan.gbp", "Group Policy ID", 16, 16).alias("gpid");
/// The network.
pub static VNI: Field = Field::bits("vxlan.vni", "VXLAN Network Identifier (VNI)", 32, 24).alias("vni");
/// Zero.
pub static RESERVED8: Field = Field::bits("vxlan.reserved8", "Reserved", 56, 8).alias("reserved2");

/// VXLAN.
pub static PROTOCOL: Protocol = Protocol {
    name: "vxlan",
    alias: "VXLAN",
    title: "Virtual eXtensible Local Area Network",
    column: "VXLAN",
    spec: "RFC 7348",
    size: 8,
    fields: &[&FLAGS, &FLAG_G, &FLAG_I, &FLAG_D, &FLAG_A, &RESERVED, &GBP, &VNI, &RESERVED8],
    under: &[(Space::UdpPort, 4789)],
    line: &[Word::Say("VXLAN VNI "), Word::Of(&VNI)],
    classes: &[form::link::VXLAN],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 8 { Step::cut(bytes) } else { Step::new(8, below.wire, id::eth) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_frame_in_a_network() {
        let bytes = hex("45 00 00 46 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 # IPv4
                         30 39 12 b5 00 32 00 00 # UDP to 4789
                         88 48 00 07 00 00 7b 99 # G, I, D, A; policy 7, network 123
                         02 00 00 00 00 02 02 00 00 00 00 01 08 00
                         45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02");
        let names = ["vxlan.flags", "vxlan.flag_g", "vxlan.flags_reserved", "vxlan.gbp", "vxlan.vni", "vxlan.reserved8", "ip.dst"];
        assert_eq!(fields_of(228, &bytes, &names), "0x8848 1 0x0000 7 123 153 2.2.2.2,10.0.0.2");
        assert_eq!(layers_of(228, &bytes), "ip:udp:vxlan:eth:ip End");
        cut_everywhere(228, &bytes);
    }
}
