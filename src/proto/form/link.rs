//! Link layers and what stands between them and IP.
use super::*;
use crate::proto::{eapol, ieee8023, pppoes, sll, vlan};

const fn ethertype(name: &'static str, at: u16) -> Field {
    Field::bits(name, "", at, 16).alias("type").names(super::super::ETHERTYPES).words(names::ETHERTYPES)
}
pub(in super::super) static ETHER: &[Class] = &[Class {
    names: &["Ether"],
    size: 14,
    fields: &[&eth::DST, &eth::SRC, &ETHER_TYPE],
    presets: &[(&ETHER_TYPE, Unset::Is(0x9000))],
    ..Class::PLAIN
}];
pub(super) static ETHER_TYPE: Field = ethertype("eth.type", 96);
pub(in super::super) static DOT3: &[Class] =
    &[Class { names: &["Dot3"], size: 12, fields: &[&eth::DST, &eth::SRC, &ieee8023::LEN], ..Class::PLAIN }];
pub(in super::super) static DOT1Q: &[Class] =
    &[Class { names: &["Dot1Q"], size: 4, fields: &[&vlan::PRIORITY, &vlan::DEI, &vlan::ID, &TAG_TYPE], ..Class::PLAIN }];
static TAG_TYPE: Field = ethertype("vlan.etype", 16);
pub(in super::super) static DOT1AD: &[Class] = &[Class {
    names: &["Dot1AD"],
    size: 4,
    fields: &[
        &Field::bits("ieee8021ad.priority", "", 0, 3).alias("prio"),
        &Field::bits("ieee8021ad.dei", "", 3, 1).alias("dei"),
        &Field::bits("ieee8021ad.id", "", 4, 12).alias("vlan").unset(1),
        &TAG_TYPE,
    ],
    next: Some((Space::EtherType, &TAG_TYPE)),
    ..Class::PLAIN
}];

pub(in super::super) static ARP: &[Class] = &[Class {
    names: &["ARP"],
    size: 8,
    fields: &[
        &arp::HW_TYPE,
        &Field::bits("arp.proto.type", "", 16, 16).alias("ptype").unset(0x0800).words(names::ETHERTYPES),
        &arp::HW_SIZE,
        &arp::PROTO_SIZE,
        &Field::bits("arp.opcode", "", 48, 16).alias("op").unset(1).words(names::ARP_OPCODES),
        &Field::part(Place::Switch(|h| h.byte(4).into(), &[(0, &[&arp::SRC_HW_MAC]), (6, &[&arp::SRC_HW_MAC])], &[&ARP_HW_SRC])),
        &Field::part(Place::Switch(
            |h| h.byte(5).into(),
            &[(0, &[&arp::SRC_PROTO_IPV4]), (4, &[&arp::SRC_PROTO_IPV4]), (16, &[&ip6("psrc")])],
            &[&ARP_SRC],
        )),
        &Field::part(Place::Switch(|h| h.byte(4).into(), &[(0, &[&arp::DST_HW_MAC]), (6, &[&arp::DST_HW_MAC])], &[&ARP_HW_DST])),
        &Field::part(Place::Switch(
            |h| h.byte(5).into(),
            &[(0, &[&arp::DST_PROTO_IPV4]), (4, &[&arp::DST_PROTO_IPV4]), (16, &[&ip6("pdst")])],
            &[&ARP_DST],
        )),
    ],
    ..Class::PLAIN
}];

// Addresses of other lengths: as many bytes as the header says.
static ARP_HW_SRC: Field = Field::part(Place::Sized(|h| h.byte(4).into(), &[&rest("hwsrc")]));
static ARP_SRC: Field = Field::part(Place::Sized(|h| h.byte(5).into(), &[&rest("psrc")]));
static ARP_HW_DST: Field = Field::part(Place::Sized(|h| h.byte(4).into(), &[&rest("hwdst")]));
static ARP_DST: Field = Field::part(Place::Sized(|h| h.byte(5).into(), &[&rest("pdst")]));

pub(in super::super) static LLC: &[Class] = &[
    Class {
        names: &["LLC"],
        size: 3,
        fields: &[&llc::DSAP, &llc::SSAP, &LLC_CTRL],
        binds: &[(&wireless::TYPE, Unset::Is(2))],
        ..Class::PLAIN
    },
    Class {
        names: &["SNAP"],
        size: 5,
        fields: &[&SNAP_OUI, &SNAP_CODE],
        binds: &[(&llc::DSAP, Unset::Is(0xaa)), (&llc::SSAP, Unset::Is(0xaa)), (&LLC_CTRL, Unset::Is(3))],
        next: Some((Space::EtherType, &SNAP_CODE)),
        ..Class::PART
    },
];
static LLC_CTRL: Field = Field::bits("llc.control", "", 16, 8).alias("ctrl");
pub(super) static SNAP_OUI: Field = Field::bits("llc.oui", "", 0, 24).alias("OUI");
pub(super) static SNAP_CODE: Field =
    Field::bits("llc.type", "", 24, 16).alias("code").names(super::super::ETHERTYPES).words(names::ETHERTYPES);
pub(in super::super) static STP: &[Class] = &[Class {
    names: &["STP"],
    size: 35,
    fields: &[
        &Field::bits("", "", 0, 16).alias("proto"),
        &Field::bits("", "", 16, 8).alias("version"),
        &Field::bits("", "", 24, 8).alias("bpdutype"),
        &Field::bits("", "", 32, 8).alias("bpduflags"),
        &Field::bits("", "", 40, 16).alias("rootid"),
        &Field::bytes("", "", 7, 6).kind(Kind::Mac).alias("rootmac"),
        &Field::bits("", "", 104, 32).alias("pathcost"),
        &Field::bits("", "", 136, 16).alias("bridgeid"),
        &Field::bytes("", "", 19, 6).kind(Kind::Mac).alias("bridgemac"),
        &Field::bits("", "", 200, 16).alias("portid"),
        &Field::bits("", "", 216, 16).alias("age").unset(256).fixed(8),
        &Field::bits("", "", 232, 16).alias("maxage").unset(20 << 8).fixed(8),
        &Field::bits("", "", 248, 16).alias("hellotime").unset(2 << 8).fixed(8),
        &Field::bits("", "", 264, 16).alias("fwddelay").unset(15 << 8).fixed(8),
    ],
    binds: &[(&llc::DSAP, Unset::Is(0x42)), (&llc::SSAP, Unset::Is(0x42)), (&LLC_CTRL, Unset::Is(3)), (&SNAP_CODE, Unset::Is(0x010b))],
    ..Class::PLAIN
}];

pub(in super::super) static VXLAN: &[Class] = &[Class {
    names: &["VXLAN"],
    size: 8,
    fields: &[
        &net::VXLAN_FLAGS,
        &Field::bits("", "", 8, 16).alias("reserved0"),
        &Field::bits("", "", 8, 8).alias("gpflags").flags(&["R", "R", "R", "A", "R", "R", "D", "R"]),
        &vxlan::GBP,
        &net::VXLAN_NEXT,
        &Field::bits("", "", 8, 24).alias("reserved1"),
        &vxlan::VNI,
        &vxlan::RESERVED8,
    ],
    binds: &[(&net::UDP_SPORT, Unset::Is(4789)), (&net::UDP_DPORT, Unset::Is(4789))],
    ..Class::PLAIN
}];

pub(in super::super) static GRE: &[Class] = &[
    Class {
        names: &["GRE"],
        size: 4,
        fields: &[
            &gre::CHECKSUM_BIT,
            &gre::ROUTING_BIT,
            &gre::KEY_BIT,
            &gre::SEQUENCE_BIT,
            &gre::STRICT,
            &gre::RECURSION,
            &Field::bits("", "", 8, 5).alias("flags"),
            &Field::bits("gre.flags.version", "", 13, 3).alias("version"),
            &GRE_PROTO,
            &Field::part(Place::When(|h| h.byte(0) & 0xc0 != 0, &[&gre::CHECKSUM, &gre::OFFSET])),
            &Field::part(Place::When(|h| h.byte(0) & 0x20 != 0, &[&gre::KEY])),
            &Field::part(Place::When(|h| h.byte(0) & 0x10 != 0, &[&gre::SEQUENCE_NUMBER])),
        ],
        ..Class::PLAIN
    },
    Class {
        names: &["GRE_PPTP"],
        size: 4,
        fields: &[
            &gre::CHECKSUM_BIT,
            &gre::ROUTING_BIT,
            &KEY_SET,
            &gre::SEQUENCE_BIT,
            &gre::STRICT,
            &gre::RECURSION,
            &Field::bits("", "", 8, 1).alias("acknum_present"),
            &Field::bits("", "", 9, 4).alias("flags"),
            &Field::bits("gre.flags.version", "", 13, 3).alias("version").unset(1),
            &GRE_PROTO,
            &gre::PAYLOAD_LENGTH,
            &gre::CALL_ID,
            &Field::part(Place::When(|h| h.byte(0) & 0x10 != 0, &[&gre::SEQUENCE_NUMBER])),
            &Field::part(Place::When(|h| h.byte(1) & 0x80 != 0, &[&gre::ACK_NUMBER])),
        ],
        presets: &[(&GRE_PROTO, Unset::Is(0x880b))],
        ..Class::PLAIN
    },
    Class {
        names: &["GRErouting"],
        fields: &[&n("address_family", 16), &n("SRE_offset", 8), &span("SRE_len", 8, &[&rest("routing_info")])],
        binds: &[(&gre::ROUTING_BIT, Unset::Is(1))],
        ..Class::PART
    },
];
static KEY_SET: Field = Field::bits("gre.flags.key", "", 2, 1).alias("key_present").unset(1);
pub(super) static GRE_PROTO: Field = Field::bits("gre.proto", "", 16, 16).alias("proto").words(names::ETHERTYPES);

pub(in super::super) static PPPOED: &[Class] = &[
    Class {
        names: &["PPPoED"],
        size: 6,
        fields: &[
            &Field::bits("pppoe.version", "", 0, 4).alias("version").unset(1),
            &PPPOE_TYPE,
            &Field::bits("pppoe.code", "", 8, 8).alias("code").unset(9).words(&[
                (7, "PADO"),
                (9, "PADI"),
                (0x19, "PADR"),
                (0x65, "PADS"),
                (0xa7, "PADT"),
            ]),
            &pppoes::SESSION_ID,
            &pppoes::LENGTH,
        ],
        ..Class::PLAIN
    },
    Class { names: &["PPPoED_Tags"], fields: &[&list("tag_list", &TAG)], ..Class::PART },
];
static PPPOE_TYPE: Field = Field::bits("pppoe.type", "", 4, 4).alias("type").unset(1);
static TAG: Field = record("PPPoETag", &[&n("tag_type", 16), &behind("tag_len", 16), &rest("tag_value")]);
pub(in super::super) static PPPOES: &[Class] = &[Class {
    names: &["PPPoE"],
    size: 6,
    fields: &[&pppoes::VERSION, &pppoes::TYPE, &pppoes::CODE, &pppoes::SESSION_ID, &pppoes::LENGTH],
    ..Class::PLAIN
}];
pub(in super::super) static PPP: &[Class] = &[
    Class {
        names: &["PPP"],
        size: 2,
        fields: &[&PPP_PROTO],
        presets: &[(&PPP_PROTO, Unset::Is(0x21))],
        next: Some((Space::Ppp, &PPP_PROTO)),
        ..Class::PLAIN
    },
    Class {
        names: &["HDLC"],
        size: 2,
        fields: &[&Field::bits("", "", 0, 8).alias("address").unset(0xff), &Field::bits("", "", 8, 8).alias("control").unset(3)],
        ..Class::PART
    },
];
pub(super) static PPP_PROTO: Field = Field::bits("ppp.protocol", "", 0, 16).alias("proto");
pub(in super::super) static EAPOL: &[Class] = &[Class {
    names: &["EAPOL"],
    size: 4,
    fields: &[&Field::bits("eapol.version", "", 0, 8).alias("version").unset(1), &EAPOL_TYPE, &eapol::LEN],
    // "the PAE group address" (IEEE 802.1X, 11.1.1).
    binds: &[(&eth::DST, Unset::Bytes(&[1, 0x80, 0xc2, 0, 0, 3]))],
    ..Class::PLAIN
}];
pub(super) static EAPOL_TYPE: Field = Field::bits("eapol.type", "", 8, 8).alias("type");
pub(in super::super) static LOOPBACK: &[Class] = &[
    Class { names: &["Loopback"], size: 4, fields: &[&net::NULL_FAMILY], ..Class::PLAIN },
    Class { names: &["LoopbackOpenBSD"], size: 4, fields: &[&Field::bits("null.family", "", 0, 32).alias("type").unset(2)], ..Class::PART },
];
pub(in super::super) static SLL: &[Class] = &[Class {
    names: &["CookedLinux"],
    size: 16,
    fields: &[
        &sll::PKTTYPE,
        &Field::bits("sll.hatype", "", 16, 16).alias("lladdrtype").unset(512),
        &sll::HALEN,
        &Field { words: Words::Mac, ..Field::bytes("", "", 6, 8).alias("src") },
        &SLL_PROTO,
    ],
    presets: &[(&SLL_PROTO, Unset::Is(0x0800))],
    next: Some((Space::EtherType, &SLL_PROTO)),
    ..Class::PLAIN
}];
pub(in super::super) static SLL2: &[Class] = &[Class {
    names: &["CookedLinuxV2"],
    size: 20,
    fields: &[
        &SLL2_PROTO,
        &Field::bits("", "", 16, 16).alias("reserved"),
        &Field::bits("sll.ifindex", "", 32, 32).alias("ifindex"),
        &Field::bits("sll.hatype", "", 64, 16).alias("lladdrtype").unset(512),
        &Field::bits("sll.pkttype", "", 80, 8).alias("pkttype"),
        &Field::bits("sll.halen", "", 88, 8).alias("lladdrlen"),
        &Field { words: Words::Mac, ..Field::bytes("", "", 12, 8).alias("src") },
    ],
    presets: &[(&SLL2_PROTO, Unset::Is(0x0800))],
    next: Some((Space::EtherType, &SLL2_PROTO)),
    ..Class::PLAIN
}];
static SLL2_PROTO: Field = Field::bits("sll.etype", "", 0, 16).alias("proto").words(names::ETHERTYPES);
pub(crate) static SLL_PROTO: Field = Field::bits("sll.etype", "", 112, 16).alias("proto").words(names::ETHERTYPES);

/// Cisco HDLC, RFC 1547, 4.3: an address, a control byte, an EtherType.
pub(in super::super) static CHDLC: &[Class] = &[Class {
    names: &["CHDLC"],
    size: 4,
    fields: &[
        &Field::bits("chdlc.address", "", 0, 8).alias("address").unset(15),
        &Field::bits("chdlc.control", "", 8, 8).alias("control"),
        &CHDLC_PROTO,
    ],
    presets: &[(&CHDLC_PROTO, Unset::Is(0x0800))],
    next: Some((Space::EtherType, &CHDLC_PROTO)),
    ..Class::PLAIN
}];
pub(super) static CHDLC_PROTO: Field = Field::bits("chdlc.protocol", "", 16, 16).alias("proto");
/// What a TUN device of Linux puts in front.
pub(in super::super) static TUN: &[Class] = &[Class {
    names: &["LinuxTunPacketInfo"],
    size: 4,
    fields: &[&Field::bits("", "", 0, 16).alias("flags"), &TUN_TYPE],
    presets: &[(&TUN_TYPE, Unset::Is(0x9000))],
    next: Some((Space::EtherType, &TUN_TYPE)),
    ..Class::PART
}];
static TUN_TYPE: Field = Field::bits("", "", 16, 16).alias("type").names(super::super::ETHERTYPES).words(names::ETHERTYPES);
