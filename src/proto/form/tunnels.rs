//! Tunnels: GENEVE, ERSPAN, NSH, MACsec, provider backbone bridges, L2TP, GTP.
use super::*;
use crate::proto::{geneve, gtp, nsh};

/// [RFC 8926](https://www.rfc-editor.org/rfc/rfc8926), 3.4 and 3.5.
pub(in super::super) static GENEVE: &[Class] = &[Class {
    names: &["GENEVE"],
    size: 8,
    align: 4,
    fields: &[
        &Field::bits("geneve.version", "", 0, 2).alias("version"),
        &geneve::OPT_LEN,
        &Field::bits("geneve.flags.oam", "", 8, 1).alias("oam"),
        &Field::bits("geneve.flags.critical", "", 9, 1).alias("critical"),
        &Field::bits("", "", 10, 6).alias("reserved"),
        &GENEVE_PROTO,
        &Field::bits("geneve.vni", "", 32, 24).alias("vni"),
        &Field::bits("", "", 56, 8).alias("reserved2"),
        &Field::part(Place::Sized(|h| usize::from(h.byte(0) & 63) * 4, &[&list("options", &GENEVE_OPTION)])),
    ],
    next: Some((Space::EtherType, &GENEVE_PROTO)),
    binds: &[(&net::UDP_DPORT, Unset::Is(6081))],
    ..Class::PLAIN
}];
static GENEVE_PROTO: Field =
    Field::bits("geneve.proto_type", "", 16, 16).alias("proto").names(super::super::ETHERTYPES).words(names::ETHERTYPES);
static GENEVE_OPTION: Field =
    record("GeneveOptions", &[&n("classid", 16), &n("type", 8), &OPTION_WORDS, &bit("reserved", 0xe0), &rest("data")]);
/// In words of four bytes, in the five lower bits.
static OPTION_WORDS: Field = behind("length", 8).times(4);

/// draft-foschiano-erspan: what stands behind GRE.
pub(in super::super) static ERSPAN: &[Class] = &[
    Class {
        names: &["ERSPAN_II", "ERSPAN"],
        size: 8,
        fields: &[
            &Field::bits("erspan.version", "", 0, 4).alias("ver").unset(1),
            &Field::bits("erspan.vlan", "", 4, 12).alias("vlan"),
            &Field::bits("erspan.cos", "", 16, 3).alias("cos"),
            &Field::bits("erspan.encap", "", 19, 2).alias("en"),
            &Field::bits("erspan.truncated", "", 21, 1).alias("t"),
            &Field::bits("erspan.spanid", "", 22, 10).alias("session_id"),
            &Field::bits("erspan.reserved", "", 32, 12).alias("reserved"),
            &Field::bits("erspan.index", "", 44, 20).alias("index"),
        ],
        binds: &[(&gre::SEQUENCE_BIT, Unset::Is(1))],
        ..Class::PLAIN
    },
    Class {
        names: &["ERSPAN_III"],
        size: 12,
        fields: &[
            &Field::bits("erspan.version", "", 0, 4).alias("ver").unset(2),
            &Field::bits("erspan.vlan", "", 4, 12).alias("vlan"),
            &Field::bits("erspan.cos", "", 16, 3).alias("cos"),
            &Field::bits("erspan.bso", "", 19, 2).alias("bso"),
            &Field::bits("erspan.truncated", "", 21, 1).alias("t"),
            &Field::bits("erspan.spanid", "", 22, 10).alias("session_id"),
            &Field::bits("erspan.timestamp", "", 32, 32).alias("timestamp"),
            &Field::bits("erspan.sgt", "", 64, 16).alias("sgt_other"),
            &Field::bits("erspan.p", "", 80, 1).alias("p"),
            &Field::bits("erspan.ft", "", 81, 5).alias("ft"),
            &Field::bits("erspan.hw", "", 86, 6).alias("hw"),
            &Field::bits("erspan.direction", "", 92, 1).alias("d"),
            &Field::bits("erspan.gra", "", 93, 2).alias("gra"),
            &Field::bits("erspan.o", "", 95, 1).alias("o"),
        ],
        binds: &[(&link::GRE_PROTO, Unset::Is(0x22eb))],
        ..Class::PLAIN
    },
    // A header of no bytes.
    Class { names: &["ERSPAN_I"], binds: &[(&link::GRE_PROTO, Unset::Is(0x88be))], ..Class::PART },
    Class {
        names: &["ERSPAN_PlatformSpecific"],
        fields: &[&word(32), &bit("platf_id", 0xfc00_0000), &bit("info1", 0x03ff_ffff), &n("info2", 32)],
        binds: &[(&ERSPAN_MORE, Unset::Is(1))],
        ..Class::PART
    },
];
static ERSPAN_MORE: Field = Field::bits("erspan.o", "", 95, 1).alias("o");

/// [RFC 8300](https://www.rfc-editor.org/rfc/rfc8300): contexts of fixed length, or of variable length.
pub(in super::super) static NSH: &[Class] = &[Class {
    names: &["NSH"],
    size: 8,
    align: 4,
    fields: &[
        &Field::bits("nsh.version", "", 0, 2).alias("ver"),
        &Field::bits("nsh.Obit", "", 2, 1).alias("oam"),
        &Field::bits("", "", 3, 1).alias("unused1"),
        &Field::bits("nsh.ttl", "", 4, 6).alias("ttl").unset(63),
        &nsh::LENGTH,
        &Field::bits("", "", 16, 4).alias("unused2"),
        &Field::bits("nsh.mdtype", "", 20, 4).alias("mdtype").unset(1),
        &nsh::NEXTPROTO,
        &Field::bits("nsh.spi", "", 32, 24).alias("spi"),
        &Field::bits("nsh.si", "", 56, 8).alias("si").unset(255),
        &Field::part(Place::Switch(|h| (h.byte(2) & 15).into(), &[(1, &[&run("context_header", 16)]), (2, &[&CONTEXTS])], &[])),
    ],
    presets: &[(&nsh::NEXTPROTO, Unset::Is(3))],
    ..Class::PLAIN
}];
static CONTEXTS: Field = Field::part(Place::Sized(|h| (h.word(0) as usize & 63).saturating_sub(2) * 4, &[&list("vlch", &CONTEXT)]));
static CONTEXT: Field =
    record("NSHTLV", &[&n("class_", 16), &n("type", 8), &behind("length", 8), &bit("reserved", 0x80), &list("metadata", &METADATA)]);
static METADATA: Field = n("metadata", 32);

/// IEEE 802.1AE: the tag, and whose channel it is where it says so.
pub(in super::super) static MACSEC: &[Class] = &[Class {
    names: &["MACsec", "MACSec"],
    size: 6,
    fields: &[
        &Field::bits("macsec.Version", "", 0, 1).alias("Ver"),
        &Field::bits("macsec.ES", "", 1, 1).alias("ES"),
        &Field::bits("macsec.SC", "", 2, 1).alias("SC"),
        &Field::bits("macsec.SCB", "", 3, 1).alias("SCB"),
        &Field::bits("macsec.E", "", 4, 1).alias("E"),
        &Field::bits("macsec.C", "", 5, 1).alias("C"),
        &Field::bits("macsec.AN", "", 6, 2).alias("AN"),
        &Field::bits("", "", 8, 2).alias("reserved"),
        &Field::bits("macsec.SL", "", 10, 6).alias("SL"),
        &Field::bits("macsec.PN", "", 16, 32).alias("PN").unset(1),
        &Field::part(Place::When(|h| h.byte(0) & 0x20 != 0, &[&run("SCI", 8)])),
        &Field::part(Place::When(|h| h.byte(0) & 0x0c == 0, &[&INNER])),
    ],
    next: Some((Space::EtherType, &INNER)),
    ..Class::PLAIN
}];
static INNER: Field = Field::new("macsec.etype", "", Place::Uint(16)).alias("type").computed();
/// A value of `SCI`.
pub(in super::super) static SCI: &[Class] =
    &[Class { names: &["MACsecSCI"], fields: &[&mac("system_identifier"), &n("port_identifier", 16)], ..Class::PART }];

/// IEEE 802.1ah: the service tag alone; the customer's addresses are the frame that it carries.
pub(in super::super) static DOT1AH: &[Class] = &[Class {
    names: &["Dot1AH"],
    size: 4,
    fields: &[
        &Field::bits("ieee8021ah.priority", "", 0, 3).alias("prio"),
        &Field::bits("ieee8021ah.drop", "", 3, 1).alias("dei"),
        &Field::bits("ieee8021ah.nca", "", 4, 1).alias("nca"),
        &Field::bits("", "", 5, 1).alias("res1"),
        &Field::bits("", "", 6, 2).alias("res2"),
        &Field::bits("ieee8021ah.isid", "", 8, 24).alias("isid"),
    ],
    binds: &[(&link::ETHER_TYPE, Unset::Is(0x88e7))],
    ..Class::PART
}];

/// [RFC 2661](https://www.rfc-editor.org/rfc/rfc2661), 3.1: what stands in the header is told by its flags.
pub(in super::super) static L2TP: &[Class] = &[Class {
    names: &["L2TP"],
    size: 2,
    fields: &[
        &Field::bits("", "", 0, 12)
            .alias("hdr")
            .flags(&["res00", "res01", "res02", "res03", "priority", "offset", "res06", "sequence", "res08", "res09", "length", "control"]),
        &Field::bits("", "", 12, 4).alias("version").unset(2),
        &Field::part(Place::When(|h| h.byte(0) & 0x40 != 0, &[&L2TP_LEN])),
        &n("tunnel_id", 16),
        &n("session_id", 16),
        &Field::part(Place::When(|h| h.byte(0) & 8 != 0, &[&n("ns", 16), &n("nr", 16)])),
        &Field::part(Place::When(|h| h.byte(0) & 2 != 0, &[&n("offset", 16), &rest("pad")])),
    ],
    binds: &[(&net::UDP_SPORT, Unset::Is(1701)), (&net::UDP_DPORT, Unset::Is(1701))],
    finish: |d| {
        if d.bytes.first().is_some_and(|b| b & 0x40 != 0) {
            d.fill_at(&L2TP_LEN, 2, d.bytes.len() as u64);
        }
    },
    ..Class::PART
}];
static L2TP_LEN: Field = n("len", 16).computed();

/// 3GPP TS 29.281, 5.1: user data.
pub(in super::super) static GTP: &[Class] = &[
    Class {
        names: &["GTPHeader"],
        size: 4,
        fields: GTP_FIELDS,
        presets: &[(&GTP_TYPE, Unset::Is(0))],
        binds: &[(&net::UDP_SPORT, Unset::Is(2123)), (&net::UDP_DPORT, Unset::Is(2123))],
        ..Class::PLAIN
    },
    Class {
        names: &["GTP_U_Header"],
        size: 4,
        fields: GTP_FIELDS,
        presets: &[(&GTP_TYPE, Unset::Is(255))],
        binds: &[(&net::UDP_SPORT, Unset::Is(2152)), (&net::UDP_DPORT, Unset::Is(2152))],
        ..Class::PLAIN
    },
];
const GTP_FIELDS: Fields = &[
    &Field::bits("gtp.flags.version", "", 0, 3).alias("version").unset(1),
    &Field::bits("gtp.flags.payload", "", 3, 1).alias("PT").unset(1),
    &Field::bits("gtp.flags.reserved", "", 4, 1).alias("reserved"),
    &Field::bits("gtp.flags.e", "", 5, 1).alias("E"),
    &Field::bits("gtp.flags.s", "", 6, 1).alias("S"),
    &Field::bits("gtp.flags.pn", "", 7, 1).alias("PN"),
    &GTP_TYPE,
    &gtp::LENGTH,
    &n("teid", 32),
    &Field::part(Place::When(|h| h.byte(0) & 7 != 0, &[&n("seq", 16), &n("npdu", 8), &n("next_ex", 8)])),
];
static GTP_TYPE: Field = Field::bits("gtp.message", "", 8, 8).alias("gtp_type");
