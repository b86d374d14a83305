//! Generic Network Virtualization Encapsulation, [RFC 8926](https://www.rfc-editor.org/rfc/rfc8926), 3.4 and 3.5.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Ver|  Opt Len  |O|C|    Rsvd.  |          Protocol Type        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |        Virtual Network Identifier (VNI)       |    Reserved   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          Option Class         |C|    Type     |R|R|R| Length  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ~                      Variable Option Data                     ~
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::text;

/// 0.
pub static VERSION: Field = Field::bits("geneve.version", "Version", 0, 2).alias("version");
/// Of the options in bytes; on the wire in words of 4.
pub static OPT_LEN: Field = Field::bits("geneve.option.length", "Length", 2, 6).times(4).alias("optionlen").computed();
/// All eight bits.
pub static FLAGS: Field = Field::bits("geneve.flags", "Flags", 8, 8).hex();
/// A control packet.
pub static OAM: Field = Field::bits("geneve.flags.oam", "Operations, Administration and Management Frame", 8, 1).alias("oam");
/// One of the options is critical.
pub static CRITICAL: Field = Field::bits("geneve.flags.critical", "Critical Options Present", 9, 1).alias("critical");
/// Zero.
pub static FLAGS_RESERVED: Field = Field::bits("geneve.flags.reserved", "Reserved", 10, 6).kind(Kind::Flag);
/// EtherType of what it carries.
pub static PROTO_TYPE: Field = Field::bits("geneve.proto_type", "Protocol Type", 16, 16)
    .hex()
    .names(&[
        (0x0800, "IPv4"),
        (0x0806, "ARP"),
        (0x6558, "Transparent Ethernet bridging"),
        (0x86dd, "IPv6"),
        (0x8847, "MPLS label switched packet"),
    ])
    .alias("proto")
    .computed();
/// The network.
pub static VNI: Field = Field::bits("geneve.vni", "Virtual Network Identifier (VNI)", 32, 24).hex().alias("vni");
/// Zero.
pub static RESERVED: Field = Field::bits("geneve.reserved", "Reserved", 56, 8).hex();
static OPTIONS: Field = Field::new("geneve.options", "Geneve Options", Place::Group(&[&ALL])).kind(Kind::Bytes);
static ALL: Field = Field::part(Place::Sized(|h| h.left(), &[&EACH]));
static EACH: Field = Field::many("Options", &FITTING);
static SOME: Field = Field::part(Place::When(|h| h.left() > 0, &[&OPTIONS]));
static FITTING: Field = Field::part(Place::When(|h| h.left() >= 4 && option_length(h) <= h.left(), &[&OPTION]));
static OPTION: Field = Field::new("geneve.option", "Option", Place::Group(&[&WITHIN])).kind(Kind::Bytes);
static WITHIN: Field =
    Field::part(Place::Sized(option_length, &[&CLASS, &TYPE, &CRITICAL_OPTION, &LENGTH_BYTE, &BITS_SHOWN, &BITS_RESERVED, &LENGTH, &DATA]));
/// RFC 8926, 7.
pub static CLASS: Field = Field::new("geneve.option.class", "Class", Place::Key(16))
    .hex()
    .names(&[
        (0x0100, "Linux"),
        (0x0101, "Open vSwitch"),
        (0x0102, "Open Virtual Networking (OVN)"),
        (0x0103, "In-band Network Telemetry (INT)"),
        (0x0104, "VMware"),
        (0x0105, "Amazon.com, Inc."),
        (0x0106, "Cisco"),
        (0x0107, "Oracle Corporation"),
        (0x0110, "Amazon.com, Inc."),
        (0x0132, "Google LLC"),
    ])
    .alias("classid");
/// The class says what it means.
pub static TYPE: Field = Field::new("geneve.option.type", "Type", Place::Uint(8)).hex().alias("type");
static CRITICAL_OPTION: Field = Field::new("geneve.option.type.critical", "Critical Option", Place::Sub(0x80));
static LENGTH_BYTE: Field = Field::new("", "", Place::Uint(8));
static BITS_SHOWN: Field = Field::new("geneve.option.flags", "Flags", Place::Sub(0xe0)).hex();
static BITS_RESERVED: Field = Field::new("geneve.option.flags.reserved", "Reserved", Place::Sub(0xe0)).kind(Kind::Flag);
/// The option's in bytes; on the wire its data's in words of 4.
pub static LENGTH: Field =
    Field::new("geneve.option.length", "Length", Place::Sub(0x1f)).kind(Kind::Show(&LONGER)).alias("length").computed();
static DATA: Field = Field::part(Place::Pick(&[(0x0132, &[&GCP])], &[&UNKNOWN_DATA]));
static GCP: Field = Field::part(Place::Switch(
    |h| h.byte(h.start + 2).into(),
    &[(1, &[&GCP_NUMBER, &GCP_VNID, &GCP_DIRECTION, &GCP_RESERVED]), (2, &[&GCP_ENDPOINT]), (3, &[&GCP_PROFILES])],
    &[&UNKNOWN_DATA],
));
static GCP_NUMBER: Field = Field::new("", "", Place::Uint(32));
static GCP_VNID: Field = Field::new("geneve.option.gcp.vnid", "GCP Virtual Network ID", Place::Sub(0xfffffff0));
static GCP_RESERVED: Field = Field::new("geneve.option.gcp.reserved", "GCP Reserved bits", Place::Sub(0xe)).kind(Kind::Flag);
static GCP_DIRECTION: Field = Field::new("geneve.option.gcp.direction", "GCP Traffic Direction", Place::Sub(0x1));
static GCP_ENDPOINT: Field = Field::new("geneve.option.gcp.endpoint", "GCP Endpoint ID", Place::Rest);
static GCP_PROFILES: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(4, &[&GCP_PROFILE_4]), (8, &[&GCP_PROFILE])], &[]));
static GCP_PROFILE: Field = Field::new("geneve.option.gcp.profile", "GCP Profile ID", Place::Uint(64)).ft(64);
static GCP_PROFILE_4: Field = Field::new("geneve.option.gcp.profile", "GCP Profile ID", Place::Uint(32)).ft(64);
static UNKNOWN_DATA: Field = Field::new("geneve.option.unknown.data", "Unknown Option Data", Place::Rest);
static LONGER: Show = Show {
    ft: "UINT8",
    plain: |value, out| {
        if let Value::Num(n) = value {
            text::decimal(n.saturating_mul(4).saturating_add(4), out)
        }
    },
};

/// Geneve.
pub static PROTOCOL: Protocol = Protocol {
    name: "geneve",
    alias: "GENEVE",
    title: "Generic Network Virtualization Encapsulation",
    column: "Geneve",
    spec: "RFC 8926",
    size: 8,
    align: 4,
    fields: &[&VERSION, &OPT_LEN, &FLAGS, &OAM, &CRITICAL, &FLAGS_RESERVED, &PROTO_TYPE, &VNI, &RESERVED, &SOME],
    under: &[(Space::UdpPort, 6081)],
    next: Some((Space::EtherType, &PROTO_TYPE)),
    line: &[Word::Say("Geneve VNI "), Word::Of(&VNI)],
    finish: |d| d.fill(&OPT_LEN, d.head.saturating_sub(8) as u64),
    classes: &[form::tunnels::GENEVE],
    ..Protocol::PLAIN
};

/// An option's length in bytes, its header included.
fn option_length(h: &Here<'_>) -> usize {
    4 + usize::from(h.byte(h.at + 3) & 0x1f) * 4
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [lengths, _, high, low, ..] = bytes else { return Step::cut(bytes) };
    let header = 8 + usize::from(lengths & 0x3f) * 4;
    if bytes.len() < header {
        return Step::cut(bytes);
    }
    let next = match u16::from_be_bytes([*high, *low]) {
        0x6558 => id::eth,
        number => ETHERTYPE.of(number),
    };
    Step::new(header, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn over_udp(geneve: &str) -> Vec<u8> {
        let inner = "45 00 00 14 00 01 00 00 40 3b 66 9f 0a 00 00 01 0a 00 00 02";
        let rest = hex(&format!("{geneve}\n{inner}"));
        let mut bytes = hex("45 00 00 00 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 30 39 17 c1 00 00 00 00");
        bytes[3] = (28 + rest.len()) as u8;
        bytes[25] = (8 + rest.len()) as u8;
        bytes.extend(rest);
        bytes
    }

    #[test]
    fn options() {
        let bytes = over_udp(
            "06 40 0800 001389 00 # six words of options
                              0132 00 81 01020304 # class, type, three bits and length, data
                              0132 02 03 0102030405060708 01020304",
        );
        let names = ["geneve.vni", "geneve.flags", "geneve.option.class", "geneve.option.type", "geneve.option.length"];
        assert_eq!(fields_of(228, &bytes, &names), "0x001389 0x40 0x0132,0x0132 0x00,0x02 24,8,16");
        let names = ["geneve.option.flags", "geneve.option.unknown.data", "geneve.option.gcp.endpoint", "geneve.reserved"];
        assert_eq!(fields_of(228, &bytes, &names), "0x04,0x00 01020304 010203040506070801020304 0x00");
        assert_eq!(layers_of(228, &bytes), "ip:udp:geneve:ip End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn an_option_longer_than_all_is_not_read() {
        let bytes = over_udp("02 00 0800 001389 00 0101 ff 1f 01020304");
        assert_eq!(fields_of(228, &bytes, &["geneve.option.class", "geneve.options"]), "- 0101ff1f01020304");
        assert_eq!(layers_of(228, &bytes), "ip:udp:geneve:ip End");
    }
}
