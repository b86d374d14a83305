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

/// Items that are packets of their own, or bytes.
static ITEM: Field = rest("item");

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
    &GTP_E,
    &GTP_S,
    &Field::bits("gtp.flags.pn", "", 7, 1).alias("PN"),
    &GTP_TYPE,
    &gtp::LENGTH,
    &n("teid", 32),
    &GTP_OPTIONAL,
];
static GTP_OPTIONAL: Field = Field::part(Place::When(|h| h.byte(0) & 7 != 0, &[&GTP_SEQ, &GTP_NPDU, &GTP_NEXT]));
static GTP_SEQ: Field = n("seq", 16);
static GTP_NPDU: Field = n("npdu", 8);
static GTP_TYPE: Field = Field::bits("gtp.message", "", 8, 8).alias("gtp_type");
static GTP_E: Field = Field::bits("gtp.flags.e", "", 5, 1).alias("E");
static GTP_S: Field = Field::bits("gtp.flags.s", "", 6, 1).alias("S");
static GTP_NEXT: Field = n("next_ex", 8);
static HEADER_TYPE: Field = n("type", 8);

/// 3GPP TS 38.415, 5.5.2: a frame for the terminal or from it, in an extension header whose length counts words of 4 bytes
/// and whose last byte names the next (TS 29.281, 5.2.1).
pub(in super::super) static GTP_SESSION: &[Class] = &[Class {
    names: &["GTPPDUSessionContainer"],
    size: 1,
    fields: &[
        &SESSION_LEN,
        &word(8),
        &bit("type", 0xf0).words(&[(0, "DL PDU SESSION INFORMATION"), (1, "UL PDU SESSION INFORMATION")]),
        &bit("QMP", 8),
        &Field::part(Place::Switch(|h| (h.byte(1) >> 4).into(), &[(0, DOWN)], UP)),
        &Field::part(Place::Sized(|h| 3 - h.passed() % 4, &[])),
        &n("NextExtHdr", 8),
        &rest("padding"),
    ],
    binds: &[(&GTP_TYPE, Unset::Is(255)), (&GTP_E, Unset::Is(1)), (&GTP_NEXT, Unset::Is(0x85))],
    finish: |d| d.fill(&SESSION_LEN, d.head as u64 / 4),
    ..Class::PART
}];
static SESSION_LEN: Field = Field::bits("", "", 0, 8).alias("ExtHdrLen").computed();
const DOWN: Fields = &[
    &bit("SNP", 4),
    &bit("spareDl1", 3),
    &word(8),
    &bit("PPP", 0x80),
    &bit("RQI", 0x40),
    &bit("QFI", 0x3f),
    &Field::part(Place::When(|h| h.byte(2) & 0x80 != 0, &[&word(8), &bit("PPI", 0xe0), &bit("spareDl2", 0x1f)])),
    &Field::part(Place::When(|h| h.byte(1) & 8 != 0, &[&n("dlSendTime", 64)])),
    &Field::part(Place::When(|h| h.byte(1) & 4 != 0, &[&n("dlQFISeqNum", 24)])),
];
const UP: Fields = &[
    &bit("dlDelayInd", 4),
    &bit("ulDelayInd", 2),
    &bit("SNP", 1),
    &word(8),
    &bit("N3N9DelayInd", 0x80),
    &bit("spareUl1", 0x40),
    &bit("QFI", 0x3f),
    &Field::part(Place::When(|h| h.byte(1) & 8 != 0, &[&n("dlSendTimeRpt", 64), &n("dlRecvTime", 64), &n("ulSendTime", 64)])),
    &Field::part(Place::When(|h| h.byte(1) & 4 != 0, &[&n("dlDelayRslt", 32)])),
    &Field::part(Place::When(|h| h.byte(1) & 2 != 0, &[&n("ulDelayRslt", 32)])),
    &Field::part(Place::When(|h| h.byte(1) & 1 != 0, &[&n("UlQFISeqNum", 24)])),
    &Field::part(Place::When(|h| h.byte(2) & 0x80 != 0, &[&n("N3N9DelayRslt", 32)])),
];

// Messages of the control plane and their elements: 3GPP TS 29.060, 7.
parts! { GTP_PARTS
    "GTP_UDPPort_ExtensionHeader" {(&GTP_E, Unset::Is(1)), (&GTP_NEXT, Unset::Is(0x40))} [n("length", 8).unset(1), n("udp_port", 16), n("next_ex", 8)];
    "GTP_PDCP_PDU_ExtensionHeader" {(&GTP_E, Unset::Is(1)), (&GTP_NEXT, Unset::Is(0xc0))} [n("length", 8).unset(1), n("pdcp_pdu", 16), n("next_ex", 8)];
    "GTPEchoRequest" {(&GTP_TYPE, Unset::Is(1)), (&GTP_S, Unset::Is(1))} [];
    "IE_Cause" {} [n("ietype", 8).unset(1), n("CauseValue", 8)];
    "IE_IMSI" {} [n("ietype", 8).unset(2), Field { words: Words::Digits, ..run("imsi", 8) }];
    "IE_Routing" {} [n("ietype", 8).unset(3), Field { words: Words::Digits, ..run("MCC", 2) }, Field { words: Words::Digits, ..run("MNC", 1) }, n("LAC", 16), n("RAC", 8)];
    "IE_ReorderingRequired" {} [n("ietype", 8).unset(8), n("reordering_required", 8).unset(254)];
    "IE_Recovery" {} [n("ietype", 8).unset(14), n("restart_counter", 8).unset(24)];
    "IE_SelectionMode" {} [n("ietype", 8).unset(15), n("SelectionMode", 8).unset(252)];
    "IE_TEIDI" {} [n("ietype", 8).unset(16), n("TEIDI", 32)];
    "IE_TEICP" {} [n("ietype", 8).unset(17), n("TEICI", 32)];
    "IE_Teardown" {} [n("ietype", 8).unset(19), n("indicator", 8).unset(255)];
    "IE_NSAPI" {} [n("ietype", 8).unset(20), word(8), bit("sparebits", 0xf0), bit("NSAPI", 0xf)];
    "IE_ChargingCharacteristics" {} [n("ietype", 8).unset(26), word(8), bit("Ch_ChSpare", 0xf0), bit("normal_charging", 0x8), bit("prepaid_charging", 0x4), bit("flat_rate_charging", 0x2), bit("hot_billing_charging", 0x1), n("Ch_ChReserved", 8)];
    "IE_TraceReference" {} [n("ietype", 8).unset(27), n("Trace_reference", 16)];
    "IE_TraceType" {} [n("ietype", 8).unset(28), n("Trace_type", 16)];
    "IE_ChargingId" {} [n("ietype", 8).unset(127), n("Charging_id", 32)];
    "IE_EndUserAddress" {} [n("ietype", 8).unset(128), behind("length", 16), n("", 8).unset(0xf1), bit("SPARE", 0xf0), bit("PDPTypeOrganization", 0xf), n("PDPTypeNumber", 8), Field { words: Words::Network, ..rest("PDPAddress") }, Field { words: Words::Network, ..rest("IPv6_PDPAddress") }];
    "IE_AccessPointName" {} [n("ietype", 8).unset(131), behind("length", 16), Field { words: Words::Labels, ..rest("APN") }];
    "IE_ProtocolConfigurationOptions" {} [n("ietype", 8).unset(132), behind("length", 16), rest("Protocol_Configuration")];
    "IE_GSNAddress" {} [n("ietype", 8).unset(133), behind("length", 16), Field { words: Words::Network, ..rest("ipv4_address") }, Field { words: Words::Network, ..rest("ipv6_address") }];
    "IE_MSInternationalNumber" {} [n("ietype", 8).unset(134), behind("length", 16), n("flags", 8).unset(0x91).flags(&["Extension", "", "", "International Number", "", "", "", "ISDN numbering"]), Field { words: Words::Digits, ..rest("digits") }.preset(b"\x33\x06\x67\x80\x90\xf1")];
    "IE_CommonFlags" {} [n("ietype", 8).unset(148), behind("length", 16), word(8), bit("dual_addr_bearer_fl", 0x80), bit("upgrade_qos_supported", 0x40), bit("nrsn", 0x20), bit("no_qos_nego", 0x10), bit("mbms_cnting_info", 0x8), bit("ran_procedure_ready", 0x4), bit("mbms_service_type", 0x2), bit("prohibit_payload_compression", 0x1)];
    "IE_APNRestriction" {} [n("ietype", 8).unset(149), behind("length", 16), n("restriction_type_value", 8)];
    "IE_RATType" {} [n("ietype", 8).unset(151), behind("length", 16), n("RAT_Type", 8)];
    "IE_UserLocationInformation" {} [n("ietype", 8).unset(152), behind("length", 16), n("type", 8).unset(1), Field { words: Words::Digits, ..run("MCC", 2) }, Field { words: Words::Digits, ..run("MNC", 1) }, n("LAC", 16), n("SAC", 16)];
    "IE_MSTimeZone" {} [n("ietype", 8).unset(153), behind("length", 16), n("timezone", 8), word(8), bit("spare", 0xfc), bit("daylight_saving_time", 0x3)];
    "IE_IMEI" {} [n("ietype", 8).unset(154), behind("length", 16), Field { words: Words::Digits, ..rest("IMEI") }];
    "IE_MSInfoChangeReportingAction" {} [n("ietype", 8).unset(181), behind("length", 16), n("Action", 8)];
    "IE_DirectTunnelFlags" {} [n("ietype", 8).unset(182), behind("length", 16), word(8), bit("spare", 0xf8), bit("EI", 0x4), bit("GCSI", 0x2), bit("DTI", 0x1)];
    "IE_BearerControlMode" {} [n("ietype", 8).unset(184), behind("length", 16), n("bearer_control_mode", 8)];
    "IE_EvolvedAllocationRetentionPriority" {} [n("ietype", 8).unset(191), behind("length", 16), word(8), bit("spare1", 0x80), bit("PCI", 0x40), bit("PL", 0x3c), bit("spare2", 0x2), bit("PVI", 0x1)];
    "IE_CharginGatewayAddress" {} [n("ietype", 8).unset(251), behind("length", 16), Field { words: Words::Network, ..rest("ipv4_address") }.preset(&[127, 0, 0, 1]), Field { words: Words::Network, ..rest("ipv6_address") }];
    "IE_PrivateExtension" {} [n("ietype", 8).unset(255), behind("length", 16), n("extension_identifier", 8), rest("extention_value")];
    "IE_ExtensionHeaderList" {} [n("ietype", 8).unset(141), behind("length", 8), list("extension_headers", &HEADER_TYPE).preset(&[0x40, 0xc0])];
    "IE_NotImplementedTLV" {} [n("ietype", 8), behind("length", 16), rest("data")];
    "GTPEchoResponse" {(&GTP_TYPE, Unset::Is(2)), (&GTP_S, Unset::Is(1))} [list("IE_list", &ITEM)];
    "GTPCreatePDPContextRequest" {(&GTP_TYPE, Unset::Is(16))} [list("IE_list", &ITEM)];
    "GTPCreatePDPContextResponse" {(&GTP_TYPE, Unset::Is(17))} [list("IE_list", &ITEM)];
    "GTPUpdatePDPContextRequest" {(&GTP_TYPE, Unset::Is(18))} [list("IE_list", &ITEM)];
    "GTPUpdatePDPContextResponse" {(&GTP_TYPE, Unset::Is(19))} [list("IE_list", &ITEM)];
    "GTPErrorIndication" {(&GTP_TYPE, Unset::Is(26)), (&GTP_S, Unset::Is(1))} [list("IE_list", &ITEM)];
    "GTPDeletePDPContextRequest" {(&GTP_TYPE, Unset::Is(20))} [list("IE_list", &ITEM)];
    "GTPDeletePDPContextResponse" {(&GTP_TYPE, Unset::Is(21))} [list("IE_list", &ITEM)];
    "GTPPDUNotificationRequest" {(&GTP_TYPE, Unset::Is(27))} [list("IE_list", &ITEM)];
    "GTPSupportedExtensionHeadersNotification" {(&GTP_TYPE, Unset::Is(31)), (&GTP_S, Unset::Is(1))} [list("IE_list", &ITEM)];
}
