//! Wireless LAN: IEEE 802.11 with the bodies and elements of its management frames, and what captures put in front of its frames.
use super::*;
use crate::draft::Draft;
use crate::proto::{radiotap, wlan};

/// A little-endian number without a name, whose bits the next `bit`s name.
const fn le_word(bits: u8) -> Field {
    Field::new("", "", Place::UintLe(bits))
}
/// Items that are packets of their own, or bytes.
static ITEM: Field = rest("item");
/// Nothing: fills the room around it.
static NOTHING: Field = rest("");

// IEEE 802.11, 9.2 and 9.3.
pub(super) static TYPE: Field =
    Field::bits("wlan.fc.type", "", 4, 2).alias("type").words(&[(0, "Management"), (1, "Control"), (2, "Data"), (3, "Extension")]);
static SUBTYPE: Field = Field::bits("wlan.fc.subtype", "", 0, 4).alias("subtype").words(SUBTYPES);
/// Of all types: no name is of two.
const SUBTYPES: Names = &[
    (0, "Association Request"),
    (1, "Association Response"),
    (2, "Reassociation Request"),
    (3, "Reassociation Response"),
    (4, "Probe Request"),
    (5, "Probe Response"),
    (6, "Timing Advertisement"),
    (8, "Beacon"),
    (9, "ATIM"),
    (10, "Disassociation"),
    (11, "Authentication"),
    (12, "Deauthentication"),
    (13, "Action"),
    (14, "Action No Ack"),
    (2, "Trigger"),
    (3, "TACK"),
    (4, "Beamforming Report Poll"),
    (5, "VHT/HE NDP Announcement"),
    (6, "Control Frame Extension"),
    (7, "Control Wrapper"),
    (8, "Block Ack Request"),
    (9, "Block Ack"),
    (10, "PS-Poll"),
    (11, "RTS"),
    (12, "CTS"),
    (13, "Ack"),
    (14, "CF-End"),
    (15, "CF-End+CF-Ack"),
    (0, "Data"),
    (1, "Data+CF-Ack"),
    (2, "Data+CF-Poll"),
    (3, "Data+CF-Ack+CF-Poll"),
    (4, "Null (no data)"),
    (5, "CF-Ack (no data)"),
    (6, "CF-Poll (no data)"),
    (7, "CF-Ack+CF-Poll (no data)"),
    (8, "QoS Data"),
    (9, "QoS Data+CF-Ack"),
    (10, "QoS Data+CF-Poll"),
    (11, "QoS Data+CF-Ack+CF-Poll"),
    (12, "QoS Null (no data)"),
    (14, "QoS CF-Poll (no data)"),
    (15, "QoS CF-Ack+CF-Poll (no data)"),
    (0, "DMG Beacon"),
    (1, "S1G Beacon"),
];
macro_rules! header { ($($more:expr),*) => {
    &[
        &SUBTYPE,
        &TYPE,
        &wlan::VERSION,
        &Field::bits("wlan.flags", "", 8, 8).alias("FCfield").flags(&["to_DS", "from_DS", "MF", "retry", "pw_mgt", "MD", "protected", "order"]),
        // What stands there instead in extensions of control frames, and in beacons below 1 GHz.
        &Field::bits("", "", 8, 4).alias("cfe").words(&[
            (2, "Poll"),
            (3, "SPR"),
            (4, "Grant"),
            (5, "DMG CTS"),
            (6, "DMG DTS"),
            (7, "Grant Ack"),
            (8, "SSW"),
            (9, "SSW-Feedback"),
            (10, "SSW-Ack"),
        ]),
        &Field::bits("", "", 10, 3).alias("FCfield_bw"),
        &Field::bits("", "", 13, 3).alias("FCfield2").flags(&["next_tbtt", "comp_ssid", "ano"]),
        &le("ID", 16),
        &mac("addr1"),
        &Field::part(Place::When(two_addresses, &[&mac("addr2")])),
        &Field::part(Place::When(|h| matches!(h.byte(0) & 0x0c, 0 | 8), &[&mac("addr3"), &le("SC", 16)])),
        &Field::part(Place::When(|h| h.byte(0) & 0x0c == 8 && h.byte(1) & 3 == 3, &[&mac("addr4")])),
        $(&$more),*
    ]
} }
pub(in super::super) static DOT11: &[Class] = &[
    Class { names: &["Dot11"], size: 2, fields: header!(), ..Class::PLAIN },
    // With the frame check sequence behind it; radiotap says so in its flags.
    Class {
        names: &["Dot11FCS"],
        size: 2,
        fields: header!(FCS),
        trailer: Some(&FCS),
        finish: checked,
        binds: &[(&PRESENT, Unset::Is(2)), (&FLAGS, Unset::Is(0x10))],
        ..Class::PART
    },
    Class {
        names: &["Dot11QoS"],
        size: 2,
        fields: &[
            &Field::bits("", "", 0, 1).alias("A_MSDU_Present"),
            &Field::bits("", "", 1, 2).alias("Ack_Policy"),
            &Field::bits("", "", 3, 1).alias("EOSP"),
            &Field::bits("", "", 4, 4).alias("TID"),
            &Field::bits("", "", 8, 8).alias("TXOP"),
        ],
        binds: &[(&TYPE, Unset::Is(2)), (&SUBTYPE, Unset::Is(12))],
        ..Class::PART
    },
];
static FCS: Field = le("fcs", 32).computed();
/// "The FCS field contains a 32-bit CRC": IEEE 802.11, 9.2.4.8.
fn checked(d: &mut Draft<'_>) {
    let at = d.bytes.len().saturating_sub(4);
    if d.free(&FCS)
        && let Some((body, fcs)) = d.bytes.split_at_mut_checked(at)
    {
        fcs.copy_from_slice(&crate::checksum::crc32(body).to_le_bytes());
    }
}
/// True for frames that name who sends them.
fn two_addresses(h: &crate::field::Here<'_>) -> bool {
    match (h.byte(0) >> 2 & 3, h.byte(0) >> 4) {
        (1, subtype) => matches!(subtype, 4..=6 | 8..=11 | 14 | 15),
        (kind, _) => kind != 3,
    }
}

/// Bodies of management frames (IEEE 802.11, 9.3.3), put on with `/`.
macro_rules! management { ($($name:literal $kind:literal $subtype:literal [$($f:expr),*];)*) => {
    pub(in super::super) static DOT11_MANAGEMENT: &[Class] = &[$(Class {
        names: &[$name],
        fields: &[$(&$f),*],
        binds: &[(&TYPE, Unset::Is($kind)), (&SUBTYPE, Unset::Is($subtype))],
        ..Class::PART
    }),*];
} }
const CAPABILITIES: Field = n("cap", 16).flags(&[
    "res8",
    "res9",
    "short-slot",
    "res11",
    "res12",
    "DSSS-OFDM",
    "res14",
    "res15",
    "ESS",
    "IBSS",
    "CFP",
    "CFP-req",
    "privacy",
    "short-preamble",
    "PBCC",
    "agility",
]);
const REASON: Field = le("reason", 16).unset(1).words(&[
    (0, "reserved"),
    (1, "unspec"),
    (2, "auth-expired"),
    (3, "deauth-ST-leaving"),
    (4, "inactivity"),
    (5, "AP-full"),
    (6, "class2-from-nonauth"),
    (7, "class3-from-nonass"),
    (8, "disas-ST-leaving"),
    (9, "ST-not-auth"),
]);
const STATUS: Field = le("status", 16).words(&[
    (0, "success"),
    (1, "failure"),
    (10, "cannot-support-all-cap"),
    (11, "inexist-asso"),
    (12, "asso-denied"),
    (13, "algo-unsupported"),
    (14, "bad-seq-num"),
    (15, "challenge-failure"),
    (16, "timeout"),
    (17, "AP-full"),
    (18, "rate-unsupported"),
]);
management! {
    "Dot11AssoReq" 0 0 [CAPABILITIES, le("listen_interval", 16).unset(200)];
    "Dot11AssoResp" 0 1 [CAPABILITIES, STATUS, le("AID", 16)];
    "Dot11ReassoReq" 0 2 [CAPABILITIES, le("listen_interval", 16).unset(200), mac("current_AP")];
    "Dot11ReassoResp" 0 3 [CAPABILITIES, STATUS, le("AID", 16)];
    "Dot11ProbeReq" 0 4 [];
    "Dot11ProbeResp" 0 5 [le("timestamp", 64), le("beacon_interval", 16).unset(100), CAPABILITIES];
    "Dot11Beacon" 0 8 [le("timestamp", 64), le("beacon_interval", 16).unset(100), CAPABILITIES];
    "Dot11ATIM" 0 9 [];
    "Dot11Disas" 0 10 [REASON];
    "Dot11Auth" 0 11 [le("algo", 16).words(&[(0, "open"), (1, "sharedkey")]), le("seqnum", 16), STATUS];
    "Dot11Deauth" 0 12 [REASON];
    "Dot11Action" 0 13 [CATEGORY];
    "Dot11Ack" 1 13 [];
}
static CATEGORY: Field = n("category", 8).words(&[
    (0, "Spectrum Management"),
    (1, "QoS"),
    (2, "DLS"),
    (3, "Block"),
    (4, "Public"),
    (5, "Radio Measurement"),
    (6, "Fast BSS Transition"),
    (7, "HT"),
    (8, "SA Query"),
    (9, "Protected Dual of Public Action"),
    (10, "WNM"),
    (11, "Unprotected WNM"),
    (12, "TDLS"),
    (13, "Mesh"),
    (14, "Multihop"),
    (15, "Self-protected"),
    (16, "DMG"),
    (17, "Reserved Wi-Fi Alliance"),
    (18, "Fast Session Transfer"),
    (19, "Robust AV Streaming"),
    (20, "Unprotected DMG"),
    (21, "VHT"),
]);
static ACTION_WNM: Field = n("action", 8).words(&[
    (0, "Event Request"),
    (1, "Event Report"),
    (2, "Diagnostic Request"),
    (3, "Diagnostic Report"),
    (4, "Location Configuration Request"),
    (5, "Location Configuration Response"),
    (6, "BSS Transition Management Query"),
    (7, "BSS Transition Management Request"),
    (8, "BSS Transition Management Response"),
    (9, "FMS Request"),
    (10, "FMS Response"),
    (11, "Collocated Interference Request"),
    (12, "Collocated Interference Report"),
    (13, "TFS Request"),
    (14, "TFS Response"),
    (15, "TFS Notify"),
    (16, "WNM Sleep Mode Request"),
    (17, "WNM Sleep Mode Response"),
    (18, "TIM Broadcast Request"),
    (19, "TIM Broadcast Response"),
    (20, "QoS Traffic Capability Update"),
    (21, "Channel Usage Request"),
    (22, "Channel Usage Response"),
    (23, "DMS Request"),
    (24, "DMS Response"),
    (25, "Timing Measurement Request"),
    (26, "WNM Notification Request"),
    (27, "WNM Notification Response"),
    (28, "WNM-Notify Response"),
]);
static ACTION_SPECTRUM: Field = n("action", 8).words(&[
    (0, "Measurement Request"),
    (1, "Measurement Report"),
    (2, "TPC Request"),
    (3, "TPC Report"),
    (4, "Channel Switch Announcement"),
]);
static ACTION_RADIO: Field = n("action", 8).words(&[
    (0, "Radio Measurement Request"),
    (1, "Radio Measurement Report"),
    (2, "Link Measurement Request"),
    (3, "Link Measurement Report"),
    (4, "Neighbor Report Request"),
    (5, "Neighbor Report Response"),
]);

/// Elements (IEEE 802.11, 9.4.2): a number, a length, what they say.
macro_rules! elements { ($($name:literal $kind:literal [$($f:expr),*];)*) => {
    pub(in super::super) static DOT11_ELEMENTS: &[Class] =
        &[$(Class { names: &[$name], fields: &[&n("ID", 8).unset($kind).words(ELEMENTS), &behind("len", 8), $(&$f),*], ..Class::PART }),*];
} }
const ELEMENTS: Names = &[
    (0, "SSID"),
    (1, "Supported Rates"),
    (2, "FHset"),
    (3, "DSSS Set"),
    (4, "CF Set"),
    (5, "TIM"),
    (6, "IBSS Set"),
    (7, "Country"),
    (10, "Request"),
    (11, "BSS Load"),
    (12, "EDCA Set"),
    (13, "TSPEC"),
    (14, "TCLAS"),
    (15, "Schedule"),
    (16, "Challenge text"),
    (32, "Power Constraint"),
    (33, "Power Capability"),
    (36, "Supported Channels"),
    (37, "Channel Switch Announcement"),
    (38, "Measurement Request"),
    (39, "Measurement Report"),
    (42, "ERP"),
    (45, "HT Capabilities"),
    (46, "QoS Capability"),
    (48, "RSN"),
    (50, "Extended Supported Rates"),
    (52, "Neighbor Report"),
    (61, "HT Operation"),
    (74, "Overlapping BSS Scan Parameters"),
    (107, "Interworking"),
    (127, "Extended Capabilities"),
    (191, "VHT Capabilities"),
    (192, "VHT Operation"),
    (221, "Vendor Specific"),
    (255, "Element ID Extension"),
    // As earlier versions of Scapy named them.
    (1, "Rates"),
    (3, "DSset"),
    (4, "CFset"),
    (6, "IBSSset"),
    (16, "challenge"),
    (42, "ERPinfo"),
    (45, "HTCaps"),
    (48, "RSNinfo"),
    (50, "ESRates"),
    (221, "vendor"),
];
static RATE: Field = n("rate", 8);
/// "The length of the Country element is evenly divisible by 2" (IEEE 802.11, 9.4.2.8).
const COUNTRY_PAD: Field = Field::part(Place::When(|h| h.at % 2 == 1, &[&n("pad", 8)]));
const HE_VHT: Field = Field::part(Place::When(|h| h.byte(4) & 0x40 != 0, &[&rest("vht_operation_info").preset(b"\0\x24\0")]));
const HE_HOSTED: Field = Field::part(Place::When(|h| h.byte(4) & 0x80 != 0, &[&n("max_co_hosted_bssid", 8)]));
const HE_6G: Field = Field::part(Place::When(|h| h.byte(5) & 2 != 0, &[&rest("he_6g_operation_info").preset(&[0; 5])]));
const EHT_INFO: Field = Field::part(Place::When(|h| h.byte(3) & 1 != 0, &[&rest("eht_operation_info").preset(&[0; 3])]));
const EHT_DISABLED: Field = Field::part(Place::When(|h| h.byte(3) & 2 != 0, &[&le("disabled_subchannel_bitmap", 16)]));
const TM_DURATION: Field =
    Field::part(Place::When(|h| h.byte(1) & 8 != 0, &[&rest("termination_duration").preset(&[4, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])]));
const TM_URL: Field = Field::part(Place::When(|h| h.byte(1) & 16 != 0, &[&span("url_len", 8, &[&rest("url")])]));
const NEIGHBORS: Field = list("neighbor_report", &ITEM).preset(&[0, 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
const TM_NEIGHBORS: Field = Field::part(Place::When(|h| h.byte(1) & 1 != 0, &[&NEIGHBORS]));
const TM_TARGET: Field = Field::part(Place::When(|h| h.byte(1) == 0, &[&mac("target")]));
const TM_CANDIDATES: Field = Field::part(Place::When(|h| h.byte(1) == 6, &[&NEIGHBORS]));
const MEASURED_HOW: Field = Field::part(Place::Switch(
    |h| h.number,
    &[(5, &[&rest("measurement_request").preset(&[0; 13])])],
    &[&rest("measurement_request_data")],
));
const MEASURED: Field =
    Field::part(Place::Switch(|h| h.number, &[(5, &[&rest("measurement_report").preset(&[0; 26])])], &[&rest("measurement_report_data")]));
const TKIP_MORE: Field = Field::part(Place::When(|h| h.byte(3) & 0x20 != 0, &[&n("TSC2", 8), &n("TSC3", 8), &n("TSC4", 8), &n("TSC5", 8)]));

// Radiotap, <https://www.radiotap.org>: each field stands at a multiple of its own length.
macro_rules! present { ($bit:literal $align:literal [$($f:expr),*]) => {
    &Field::part(Place::When(
        |h| h.byte(4 + $bit / 8) >> ($bit % 8) & 1 == 1,
        &[&Field::part(Place::Sized(|h| h.pad($align), &[&NOTHING])), $(&$f),*],
    ))
} }
static PRESENT: Field = le("present", 32).flags(&[
    "TSFT",
    "Flags",
    "Rate",
    "Channel",
    "FHSS",
    "dBm_AntSignal",
    "dBm_AntNoise",
    "Lock_Quality",
    "TX_Attenuation",
    "dB_TX_Attenuation",
    "dBm_TX_Power",
    "Antenna",
    "dB_AntSignal",
    "dB_AntNoise",
    "RXFlags",
    "TXFlags",
    "b17",
    "b18",
    "ChannelPlus",
    "MCS",
    "A_MPDU",
    "VHT",
    "timestamp",
    "HE",
    "HE_MU",
    "HE_MU_other_user",
    "zero_length_psdu",
    "L_SIG",
    "TLV",
    "RadiotapNS",
    "VendorNS",
    "Ext",
]);
static FLAGS: Field = n("Flags", 8).flags(&["CFP", "ShortPreamble", "wep", "fragment", "FCS", "pad", "badFCS", "ShortGI"]);
const CHANNEL: &[&str] = &[
    "res1",
    "res2",
    "res3",
    "res4",
    "Turbo",
    "CCK",
    "OFDM",
    "2GHz",
    "5GHz",
    "Passive",
    "Dynamic_CCK_OFDM",
    "GFSK",
    "GSM",
    "StaticTurbo",
    "10MHz",
    "5MHz",
    "20MHz",
    "40MHz_ext_channel_above",
    "40MHz_ext_channel_below",
];
const VHT_KNOWN: &[&str] =
    &["STBC", "TXOP_PS_NOT_ALLOWED", "GuardInterval", "SGINsysmDis", "LDPCextraOFDM", "Beamformed", "Bandwidth", "GroupID", "PartialAID"];
/// A byte that is read, but only written where it is said: for Scapy it is part of what it does not decode.
const fn byte(alias: &'static str) -> Field {
    Field::new("", "", Place::Take(|_| 1)).alias(alias)
}
/// More words of bits: each but the last has its highest bit set.
static EXTENDED: Field = Field::new(
    "",
    "",
    Place::Repeat(
        |h| {
            let words = h.head.get(h.at..).unwrap_or(&[]).chunks_exact(4);
            1 + words.take_while(|word| word.last().is_some_and(|b| b & 0x80 != 0)).count()
        },
        &MASK,
    ),
)
.alias("Ext");
static MASK: Field = run("mask", 4);
pub(in super::super) static RADIOTAP: &[Class] = &[Class {
    names: &["RadioTap"],
    size: 4,
    fields: &[
        &Field::bits("radiotap.version", "", 0, 8).alias("version"),
        &Field::bits("radiotap.pad", "", 8, 8).alias("pad"),
        &radiotap::LENGTH,
        &PRESENT,
        &Field::part(Place::When(|h| h.byte(7) & 0x80 != 0, &[&EXTENDED])),
        present!(0 8 [le("mac_timestamp", 64)]),
        present!(1 1 [FLAGS]),
        present!(2 1 [n("Rate", 8).fixed(1)]),
        present!(3 2 [le("ChannelFrequency", 16), le("ChannelFlags", 16).flags(CHANNEL)]),
        present!(5 1 [n("dBm_AntSignal", 8).kind(Kind::Signed)]),
        present!(6 1 [n("dBm_AntNoise", 8).kind(Kind::Signed)]),
        present!(7 2 [le("Lock_Quality", 16)]),
        present!(10 1 [byte("dBm_TX_Power")]),
        present!(11 1 [n("Antenna", 8)]),
        present!(12 1 [byte("dB_AntSignal")]),
        present!(13 1 [byte("dB_AntNoise")]),
        present!(14 2 [le("RXFlags", 16).flags(&["res1", "BAD_PLCP", "res2"])]),
        present!(15 2 [le("TXFlags", 16).flags(&["TX_FAIL", "CTS", "RTS", "NOACK", "NOSEQ", "ORDER"])]),
        present!(18 4 [le("ChannelPlusFlags", 32).flags(CHANNEL), le("ChannelPlusFrequency", 16), n("ChannelPlusNumber", 8)]),
        present!(19 1 [
            n("knownMCS", 8).flags(&["MCS_bandwidth", "MCS_index", "guard_interval", "HT_format", "FEC_type", "STBC_streams", "Ness", "Ness_MSB"]),
            word(8),
            bit("Ness_LSB", 0x80),
            bit("STBC_streams", 0x60),
            bit("FEC_type", 0x10).words(&[(0, "BCC"), (1, "LDPC")]),
            bit("HT_format", 0x8).words(&[(0, "mixed"), (1, "greenfield")]),
            bit("guard_interval", 0x4).words(&[(0, "Long_GI"), (1, "Short_GI")]),
            bit("MCS_bandwidth", 0x3).words(&[(0, "20MHz"), (1, "40MHz"), (2, "ht40Mhz-"), (3, "ht40MHz+")]),
            n("MCS_index", 8)
        ]),
        present!(20 4 [
            le("A_MPDU_ref", 32),
            le("A_MPDU_flags", 32).flags(&[
                "Report0Subframe",
                "Is0Subframe",
                "KnownLastSubframe",
                "LastSubframe",
                "CRCerror",
                "EOFsubframe",
                "KnownEOF",
            ])
        ]),
        present!(21 2 [
            le("KnownVHT", 16).flags(VHT_KNOWN),
            n("PresentVHT", 8).flags(&["STBC", "TXOP_PS_NOT_ALLOWED", "GuardInterval", "SGINsysmDis", "LDPCextraOFDM", "Beamformed"]),
            n("VHT_bandwidth", 8).words(&[(0, "20MHz"), (3, "40MHz"), (10, "80MHz"), (25, "160MHz")]),
            run("mcs_nss", 5),
            n("GroupID", 8),
            n("PartialAID", 16)
        ]),
        present!(22 8 [
            le("timestamp", 64),
            le("ts_accuracy", 16),
            word(8),
            bit("ts_unit", 0xf0).words(&[(0, "milliseconds"), (1, "microseconds"), (2, "nanoseconds")]),
            bit("ts_position", 0xf),
            n("ts_flags", 8).flags(&["32-bit_counter", "Accuracy"])
        ]),
        present!(23 2 [le("he_data1", 16), le("he_data2", 16), le("he_data3", 16), le("he_data4", 16), le("he_data5", 16), le("he_data6", 16)]),
        present!(24 2 [le("hemu_flags1", 16), le("hemu_flags2", 16), list("RU_channel1", &RATE), list("RU_channel2", &RATE)]),
        present!(25 2 [
            le("hemuou_per_user_1", 16).unset(0x7fff),
            le("hemuou_per_user_2", 16).unset(0x3f),
            n("hemuou_per_user_position", 8),
            le("hemuou_per_user_known", 16).flags(&[
                "user field position",
                "STA-ID",
                "NSTS",
                "Tx Beamforming",
                "Spatial Configuration",
                "MCS",
                "DCM",
                "Coding",
            ])
        ]),
        present!(27 2 [le("lsig_data1", 16).flags(&["rate", "length"]), le_word(16), bit("lsig_length", 0xfff0), bit("lsig_rate", 0xf)]),
        present!(28 4 [list("tlvs", &ITEM)]),
        &rest("notdecoded"),
    ],
    ..Class::PLAIN
}];
const LE_LENGTH: Field = Field::new("", "", Place::LenLe(16, Counts::Behind)).alias("length");
/// Of a vendor: whose it is.
const TLV_VENDOR: Field =
    Field::part(Place::When(|h| h.byte(0) == 30, &[&n("oui", 24), &n("subtype", 8), &le("presence_type", 16), &le("reserved", 16)]));
const TLV_PAD: Field = Field::part(Place::Sized(|h| h.pad(4), &[]));

elements! {
    "Dot11Elt" 0 [rest("info")];
    "Dot11EltRates" 1 [list("rates", &RATE).preset(&[0x82])];
    "Dot11EltDSSSet" 3 [n("channel", 8)];
    "Dot11EltERP" 42 [word(8), bit("NonERP_Present", 0x80), bit("Use_Protection", 0x40), bit("Barker_Preamble_Mode", 0x20), bit("res", 0x1f)];
    "Dot11EltCountry" 7 [run("country_string", 3), list("descriptors", &ITEM), COUNTRY_PAD];
    "Dot11EltHTCapabilities" 45 [le_word(16), bit("L_SIG_TXOP_Protection", 0x8000), bit("Forty_Mhz_Intolerant", 0x4000), bit("PSMP", 0x2000), bit("DSSS_CCK", 0x1000), bit("Max_A_MSDU", 0x800).words(&[(0, "3839 o"), (1, "7935 o")]), bit("Delayed_BlockAck", 0x400), bit("Rx_STBC", 0x300), bit("Tx_STBC", 0x80), bit("Short_GI_40Mhz", 0x40), bit("Short_GI_20Mhz", 0x20), bit("Green_Field", 0x10), bit("SM_Power_Save", 0xc).words(&[(0, "static SM"), (1, "dynamic SM"), (3, "disabled")]), bit("Supported_Channel_Width", 0x2).words(&[(0, "20Mhz"), (1, "20Mhz+40Mhz")]), bit("LDPC_Coding_Capability", 0x1), le_word(8), bit("res1", 0xe0), bit("Min_MPDCU_Start_Spacing", 0x1c), bit("Max_A_MPDU_Length_Exponent", 0x3).unset(3), le("RX_MSC_Bitmask", 64), le_word(64), bit("res2", 0xffffffe000000000), bit("TX_Unequal_Modulation", 0x1000000000), bit("TX_Max_Spatial_Streams", 0xc00000000), bit("TX_RX_MCS_Set_Not_Equal", 0x200000000), bit("TX_MCS_Set_Defined", 0x100000000), bit("res3", 0xfc000000), bit("RX_Highest_Supported_Data_Rate", 0x3ff0000), bit("res4", 0xe000), le_word(16), bit("res5", 0xf000), bit("RD_Responder", 0x800), bit("HTC_HT_Support", 0x400), bit("MCS_Feedback", 0x300), bit("res6", 0xf8), bit("PCO_Transition_Time", 0x6), bit("PCO", 0x1), le_word(32), bit("res7", 0xe0000000), bit("Channel_Estimation_Capability", 0x18000000), bit("CSI_max_n_Rows_Beamformer_Supported", 0x6000000), bit("Compressed_Steering_n_Beamformer_Antennas_Supported", 0x1800000), bit("Noncompressed_Steering_n_Beamformer_Antennas_Supported", 0x600000), bit("CSI_n_Beamformer_Antennas_Supported", 0x180000), bit("Minimal_Grouping", 0x60000), bit("Explicit_Compressed_Beamforming_Feedback", 0x18000), bit("Explicit_Noncompressed_Beamforming_Feedback", 0x6000), bit("Explicit_Transmit_Beamforming_CSI_Feedback", 0x1800), bit("Explicit_Compressed_Steering", 0x400), bit("Explicit_Noncompressed_Steering", 0x200), bit("Explicit_CSI_Transmit_Beamforming", 0x100), bit("Calibration", 0xc0), bit("Implicit_Trasmit_Beamforming", 0x20), bit("Transmit_NDP", 0x10), bit("Receive_NDP", 0x8), bit("Transmit_Staggered_Sounding", 0x4), bit("Receive_Staggered_Sounding", 0x2), bit("Implicit_Transmit_Beamforming_Receiving", 0x1), n("ASEL", 8).flags(&["res", "Transmit_Sounding_PPDUs", "Receive_ASEL", "Antenna_Indices_Feedback", "Explicit_CSI_Feedback", "Explicit_CSI_Feedback_Based_Transmit_ASEL", "Antenna_Selection"])];
    "Dot11EltHTOperation" 61 [n("primary_channel", 8), le_word(8), bit("reserved_1", 0xf0), bit("rifs_mode", 0x8), bit("channel_width", 0x4), bit("secondary_channel_offset", 0x3), le_word(16), bit("reserved_3", 0xffe0), bit("obss_non_ht_stas_present", 0x10), bit("reserved_2", 0x8), bit("nongreenfield_ht_stas_present", 0x4), bit("ht_protection", 0x3), le_word(16), bit("reserved_4", 0xffc0), bit("pco_phase", 0x20), bit("pco_active", 0x10), bit("lsig_txop_protection_full_support", 0x8), bit("stbc_beacon", 0x4), bit("dual_cts_protection", 0x2), bit("dual_beacon", 0x1), run("basic_mcs_set", 16)];
    "Dot11EltVendorSpecific" 221 [n("oui", 24), rest("info")];
    "Dot11EltMicrosoftWPA" 221 [n("oui", 24).unset(0x50f2), n("type", 8).unset(1), le("version", 16).unset(1), rest("group_cipher_suite").preset(b"\0\x0f\xac\x04"), le("nb_pairwise_cipher_suites", 16).computed(), list("pairwise_cipher_suites", &ITEM).preset(b"\0\x0f\xac\x04"), le("nb_akm_suites", 16).computed(), list("akm_suites", &ITEM).preset(b"\0\x0f\xac\x01")];
    "Dot11EltRSN" 48 [le("version", 16).unset(1), rest("group_cipher_suite").preset(b"\0\x0f\xac\x04"), le("nb_pairwise_cipher_suites", 16).computed(), list("pairwise_cipher_suites", &ITEM).preset(b"\0\x0f\xac\x04"), le("nb_akm_suites", 16).computed(), list("akm_suites", &ITEM).preset(b"\0\x0f\xac\x01"), word(8), bit("mfp_capable", 0x80).unset(1), bit("mfp_required", 0x40).unset(1), bit("gtksa_replay_counter", 0x30), bit("ptksa_replay_counter", 0xc), bit("no_pairwise", 0x2), bit("pre_auth", 0x1), word(8), bit("reserved", 0x80), bit("ocvc", 0x40), bit("extended_key_id", 0x20), bit("pbac", 0x10), bit("spp_a_msdu_required", 0x8), bit("spp_a_msdu_capable", 0x4), bit("peer_key_enabled", 0x2), bit("joint_multiband_rsna", 0x1), rest("pmkids").preset(b"\0\0"), rest("group_management_cipher_suite").preset(b"\0\x0f\xac\x06")];
    "Dot11EltCSA" 37 [n("mode", 8), n("new_channel", 8), n("channel_switch_count", 8)];
    "Dot11EltOBSS" 74 [le("Passive_Dwell", 16), le("Active_Dwell", 16), le("Scan_Interval", 16), le("Passive_Total_Per_Channel", 16), le("Active_Total_Per_Channel", 16), le("Delay", 16), le("Activity_Threshold", 16)];
    "Dot11EltVHTOperation" 192 [rest("VHT_Operation_Info").preset(b"\0\x24\0"), n("mcs_set", 16)];
    "Dot11EltExtension" 255 [n("ext_ID", 8)];
    "Dot11EltExtensionGeneric" 255 [n("ext_ID", 8), rest("info")];
    "Dot11EltHEOperation" 255 [n("ext_ID", 8).unset(36), le_word(24), bit("reserved", 0xfc0000), bit("six_g_op_info_present", 0x20000), bit("er_su_disable", 0x10000), bit("co_hosted_bss", 0x8000), bit("vht_operation_info_present", 0x4000), bit("txop_duration_rts_threshold", 0x3ff0), bit("twt_required", 0x8), bit("default_pe_duration", 0x7), le_word(8), bit("bss_color_disabled", 0x80), bit("partial_bss_color", 0x40), bit("bss_color", 0x3f), n("basic_he_mcs_and_nss_set", 16), HE_VHT, HE_HOSTED, HE_6G];
    "Dot11EltEHTOperation" 255 [n("ext_ID", 8).unset(106), le_word(8), bit("reserved", 0xc0), bit("group_addressed_bu_indication_exponent", 0x30), bit("group_addressed_bu_indication_limit", 0x8), bit("eht_default_pe_duration", 0x4), bit("disabled_subchannel_bitmap_present", 0x2), bit("eht_operation_information_present", 0x1), le("basic_eht_mcs_and_nss_set", 32), EHT_INFO, EHT_DISABLED];
}

// Parts of elements and of action frames' bodies, and headers that are no element.
parts! { DOT11_PARTS
    "RSNCipherSuite" {} [n("oui", 24).unset(0xfac), n("cipher", 8).unset(4).words(&[(0, "Use group cipher suite"), (1, "WEP-40"), (2, "TKIP"), (3, "OCB"), (4, "CCMP-128"), (5, "WEP-104"), (6, "BIP-CMAC-128"), (7, "Group addressed traffic not allowed"), (8, "GCMP-128"), (9, "GCMP-256"), (10, "CCMP-256"), (11, "BIP-GMAC-128"), (12, "BIP-GMAC-256"), (13, "BIP-CMAC-256")])];
    "AKMSuite" {} [n("oui", 24).unset(0xfac), n("suite", 8).unset(1).words(&[(0, "Reserved"), (1, "802.1X"), (2, "PSK"), (3, "FT-802.1X"), (4, "FT-PSK"), (5, "WPA-SHA256"), (6, "PSK-SHA256"), (7, "TDLS"), (8, "SAE"), (9, "FT-SAE"), (10, "AP-PEER-KEY"), (11, "WPA-SHA256-SUITE-B"), (12, "WPA-SHA384-SUITE-B"), (13, "FT-802.1X-SHA384"), (14, "FILS-SHA256"), (15, "FILS-SHA384"), (16, "FT-FILS-SHA256"), (17, "FT-FILS-SHA384"), (18, "OWE")])];
    "PMKIDListPacket" {} [le("nb_pmkids", 16).computed(), list("pmkid_list", &run("pmkid", 16))];
    "Dot11EltCountryConstraintTriplet" {} [n("first_channel_number", 8).unset(1), n("num_channels", 8).unset(24), n("mtp", 8)];
    "Dot11VHTOperationInfo" {} [n("channel_width", 8), n("channel_center0", 8).unset(36), n("channel_center1", 8)];
    "Dot11HE6GOperationInfo" {} [n("primary_channel", 8), le_word(8), bit("reserved", 0xc0), bit("regulatory_info", 0x38), bit("duplicate_beacon", 0x4), bit("channel_width", 0x3), n("channel_center0", 8), n("channel_center1", 8), n("minimum_rate", 8)];
    "Dot11EHTOperationInfo" {} [le_word(8), bit("reserved", 0xf8), bit("channel_width", 0x7), n("channel_center0", 8), n("channel_center1", 8)];
    "RadioTapExtendedPresenceMask" {} [le("present", 32).flags(&["b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7", "b8", "b9", "b10", "b11", "b12", "b13", "b14", "b15", "b16", "b17", "b18", "b19", "b20", "b21", "b22", "b23", "b24", "b25", "b26", "b27", "b28", "b29", "b30", "Ext"])];
    "BSSTerminationDuration" {} [n("id", 8).unset(4), n("len", 8).unset(10), le("TSF", 64), le("duration", 16)];
    "SubelemTLV" {} [n("type", 8), span("len", 8, &[&list("value", &RATE)])];
    "NeighborReport" {} [n("type", 8), behind("len", 8), mac("BSSID"), le_word(32), bit("AP_reach", 0xc0000000), bit("security", 0x20000000), bit("key_scope", 0x10000000), bit("capabilities", 0xfc00000), bit("mobility", 0x200000), bit("HT", 0x100000), bit("VHT", 0x80000), bit("FTM", 0x40000), bit("reserved", 0x3ffff), n("op_class", 8), n("channel", 8), n("phy_type", 8), list("subelems", &ITEM)];
    "Dot11WNM" {(&CATEGORY, Unset::Is(10))} [ACTION_WNM];
    "Dot11SpectrumManagement" {(&CATEGORY, Unset::Is(0))} [ACTION_SPECTRUM];
    "Dot11RadioMeasurement" {(&CATEGORY, Unset::Is(5))} [ACTION_RADIO];
    "Dot11BSSTMRequest" {(&ACTION_WNM, Unset::Is(7))} [n("token", 8), n("mode", 8).flags(&["Preferred_Candidate_List_Included", "Abridged", "Disassociation_Imminent", "BSS_Termination_Included", "ESS_Disassociation_Imminent"]), le("disassociation_timer", 16), n("validity_interval", 8), TM_DURATION, TM_URL, TM_NEIGHBORS];
    "Dot11BSSTMResponse" {(&ACTION_WNM, Unset::Is(8))} [n("token", 8), n("status", 8).words(&[(0, "Accept"), (1, "Reject-Unspecified_reject_reason"), (2, "Reject-Insufficient_Beacon_or_Probe_Response_frames"), (3, "Reject-Insufficient_available_capacity_from_all_candidates"), (4, "Reject-BSS_termination_undesired"), (5, "Reject-BSS_termination_delay_requested"), (6, "Reject-STA_BSS_Transition_Candidate_List_provided"), (7, "Reject-No_suitable_BSS_transition_candidates"), (8, "Reject-Leaving_ESS")]), n("termination_delay", 8), TM_TARGET, TM_CANDIDATES];
    "Dot11CSA" {(&ACTION_SPECTRUM, Unset::Is(4))} [rest("CSA").preset(b"%\x03\0\0\0")];
    "Dot11RadioMeasurementRequest" {(&ACTION_RADIO, Unset::Is(0))} [n("token", 8), le("repetitions", 16), n("ID", 8).unset(38), behind("len", 8), n("measurement_token", 8), word(8), bit("reserved", 0xe0), bit("duration_mandatory", 0x10), bit("report", 0x8), bit("request", 0x4), bit("enable", 0x2), bit("parallel", 0x1), n("measurement_request_type", 8).unset(5).words(&[(5, "Beacon")]), MEASURED_HOW, list("subelems", &ITEM)];
    "Dot11RadioMeasurementReport" {(&ACTION_RADIO, Unset::Is(1))} [n("token", 8), n("ID", 8).unset(39), behind("len", 8), n("measurement_token", 8), word(8), bit("reserved", 0xf8), bit("refused", 0x4), bit("incapable", 0x2), bit("late", 0x1), n("measurement_report_type", 8).unset(5).words(&[(5, "Beacon")]), MEASURED, list("subelems", &ITEM)];
    "Dot11RadioMeasurementBeaconRequest" {} [n("op_class", 8), n("channel", 8), le("randomization_interval", 16), le("measurement_duration", 16), n("measurement_mode", 8), mac("BSSID")];
    "Dot11RadioMeasurementBeaconReport" {} [n("op_class", 8), n("channel", 8), le("measurement_start_time", 64), le("measurement_duration", 16), word(8), bit("reported_frame_type", 0x80), bit("condensed_phy", 0x7f), n("RCPI", 8), n("RSNI", 8), mac("BSSID"), n("antenna_id", 8), le("parent_tsf", 32)];
    "Dot11S1GBeacon" {(&TYPE, Unset::Is(3)), (&SUBTYPE, Unset::Is(1))} [le("timestamp", 32), n("change_seq", 8)];
    "Dot11Encrypted" {} [rest("data")];
    "Dot11WEP" {} [run("iv", 3), n("keyid", 8), rest("wepdata"), n("icv", 32)];
    "Dot11TKIP" {} [n("TSC1", 8), n("WEPSeed", 8), n("TSC0", 8), word(8), bit("key_id", 0xc0), bit("ext_iv", 0x20), bit("res", 0x1f), TKIP_MORE, rest("data")];
    "Dot11CCMP" {} [n("PN0", 8), n("PN1", 8), n("res0", 8), word(8), bit("key_id", 0xc0), bit("ext_iv", 0x20), bit("res1", 0x1f), n("PN2", 8), n("PN3", 8), n("PN4", 8), n("PN5", 8), rest("data")];
    "PrismHeader" {} [le("msgcode", 32).unset(68), le("len", 32).unset(144), run("dev", 16), le("hosttime_did", 32), le("hosttime_status", 16), le("hosttime_len", 16), le("hosttime", 32), le("mactime_did", 32), le("mactime_status", 16), le("mactime_len", 16), le("mactime", 32), le("channel_did", 32), le("channel_status", 16), le("channel_len", 16), le("channel", 32), le("rssi_did", 32), le("rssi_status", 16), le("rssi_len", 16), le("rssi", 32), le("sq_did", 32), le("sq_status", 16), le("sq_len", 16), le("sq", 32), le("signal_did", 32), le("signal_status", 16), le("signal_len", 16), le("signal", 32).kind(Kind::Signed), le("noise_did", 32), le("noise_status", 16), le("noise_len", 16), le("noise", 32), le("rate_did", 32), le("rate_status", 16), le("rate_len", 16), le("rate", 32), le("istx_did", 32), le("istx_status", 16), le("istx_len", 16), le("istx", 32), le("frmlen_did", 32), le("frmlen_status", 16), le("frmlen_len", 16), le("frmlen", 32)];
    "RadioTapTLV" {} [le("type", 16).words(&[(0, "TSFT"), (1, "Flags"), (2, "Rate"), (3, "Channel"), (4, "FHSS"), (5, "dBm_AntSignal"), (6, "dBm_AntNoise"), (7, "Lock_Quality"), (8, "TX_Attenuation"), (9, "dB_TX_Attenuation"), (10, "dBm_TX_Power"), (11, "Antenna"), (12, "dB_AntSignal"), (13, "dB_AntNoise"), (14, "RXFlags"), (15, "TXFlags"), (16, "b17"), (17, "b18"), (18, "ChannelPlus"), (19, "MCS"), (20, "A_MPDU"), (21, "VHT"), (22, "timestamp"), (23, "HE"), (24, "HE_MU"), (25, "HE_MU_other_user"), (26, "zero_length_psdu"), (27, "L_SIG"), (28, "TLV"), (29, "RadiotapNS"), (30, "VendorNS"), (31, "Ext")]), LE_LENGTH, TLV_VENDOR, rest("data"), TLV_PAD];
}
