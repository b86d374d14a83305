//! Elements that vendors define (number 221), each below its organization's number.
//!
//! ```text
//! +---------------+---------------+-----------------------------------------------+
//! |      221      |    Length     |            Organization (3 bytes)             |
//! +---------------+---------------+-----------------------------------------------+
//! |     Type      |  Its own fields ..
//! +---------------+---------------
//! ```
use super::element::{long, run, word};
use super::*;

/// What follows the organization.
pub(super) static OF: &[(u64, Fields)] = &[
    (0x0050f2, &[&TYPE, &MS]),
    (0x506f9a, &[&TYPE, &WFA]),
    (0x000fac, &[&TYPE, &KEY_DATA_TYPE, &KEY_DATA]),
    (0x00037f, &[&TYPE, &ATHEROS_TYPE, &ATHEROS]),
    (0x004096, &[&TYPE, &AIRONET_TYPE, &AIRONET]),
    (0x000b86, &[&TYPE, &ARUBA_SUBTYPE, &ARUBA]),
    (0x005043, &[&TYPE, &MARVELL_TYPE, &MARVELL]),
];
static TYPE: Field = Field::new("wlan.tag.vendor.oui.type", "Vendor Specific OUI Type", Place::Key(8));

/// Elements of the Wi-Fi Alliance.
static WFA: Field = Field::part(Place::Pick(
    &[
        (16, HOTSPOT),
        (22, &[&Field::new("", "Attributes", Place::Many(&MBO_ATTRIBUTE))]),
        (27, &[&Field::new("", "Subelements", Place::Many(&wps::SUBELEMENT))]),
        (28, OWE),
    ],
    &[],
));
static HOTSPOT: Fields = list![
    Field::part(Place::Uint(8)),
    sub("wlan.hs20.indication.dgaf_disabled", "DGAF Disabled", 0x01).kind(Kind::Dec),
    sub("wlan.hs20.indication.pps_mo_id_present", "PPS MO ID Present", 0x02),
    sub("wlan.hs20.indication.anqp_domain_id_present", "ANQP Domain ID Present", 0x04),
    sub("wlan.hs20.indication.reserved", "Reserved", 0x08),
    sub("wlan.hs20.indication.version_number", "Version Number", 0xf0).names(&[(0, "1.x"), (1, "2.x"), (2, "3.x")]),
    Field::part(Place::When(|h| h.byte(h.start + 6) & 2 != 0, &[&PPS_MO_ID])),
    Field::part(Place::When(|h| h.byte(h.start + 6) & 4 != 0, &[&DOMAIN_ID])),
];
static PPS_MO_ID: Field = word("wlan.hs20.indication.pps_mo_id", "PPS MO ID");
static DOMAIN_ID: Field = word("wlan.hs20.indication.domain_id", "ANQP Domain ID");
static MBO_ATTRIBUTE: Field = Field::new("wlan.wfa.ie.mbo_oce.attr", "MBO/OCE attribute", Place::Group(list![
    Field::new("wlan.wfa.ie.mbo_oce.attr_id", "ID", Place::Key(8)),
    Field::new("wlan.wfa.ie.mbo_oce.attr_len", "Length", Place::Len(8, Counts::Behind)),
    Field::part(Place::Pick(MBO_OF, &[])),
])).kind(Kind::Bytes);
static MBO_OF: &[(u64, Fields)] = &[
    (1, list![
        byte("wlan.wfa.ie.mbo_oce.ap_cap", "MBO Capability Indication").hex(),
        sub("wlan.wfa.ie.mbo.ap_cap.cell", "AP is cellular data aware", 0x40),
        sub("wlan.wfa.ie.mbo.ap_cap.reserved", "Reserved", 0xbf).hex().ft(8),
    ]),
    (3, list![byte("wlan.wfa.ie.mbo.cellular_cap", "Cellular Data Connectivity")]),
    (101, list![
        byte("wlan.wfa.ie.oce.cap.ctrl", "OCE Control").hex(),
        sub("wlan.wfa.ie.oce.cap.release", "OCE Release", 0x03).hex().ft(8),
        sub("wlan.wfa.ie.oce.cap.sta_cfon", "is STA CFON", 0x04),
        sub("wlan.wfa.ie.oce.cap.11b_only_ap", "11b only AP present on operating channel", 0x10),
        sub("wlan.wfa.ie.oce.cap.hlp", "FILS Higher Layer Setup with Higher Layer Protocol Encapsulation enabled", 0x20),
        sub("wlan.wfa.ie.oce.cap.non_oce_ap", "non OCE AP present on operating channel", 0x40),
        sub("wlan.wfa.ie.oce.cap.reserved", "Reserved", 0x80).hex().ft(8),
    ]),
];
static OWE: Fields = list![
    run("wlan.wfa.ie.owe.bssid", "BSSID", 6).kind(Kind::Mac),
    byte("wlan.wfa.ie.owe.ssid_length", "SSID length"),
    Field::new("wlan.wfa.ie.owe.ssid", "SSID", Place::Take(|h| h.number as usize)).text(),
];

/// Traffic specification: of Microsoft's elements the third kind of WMM.
pub(super) static TSPEC: Fields = list![
    Field::new("wlan.wfa.ie.wme.tspec.ts_info", "TS Info", Place::UintLe(24)).hex(),
    sub("wlan.wfa.ie.wme.tspec.ts_info.tid", "TID", 0x1e),
    sub("wlan.wfa.ie.wme.tspec.ts_info.dir", "Direction", 0x60).names(&[(0, "Uplink"), (1, "Downlink"), (2, "Direct link"), (3, "Bidirectional link")]),
    sub("wlan.wfa.ie.wme.tspec.ts_info.psb", "PSB", 0x400).kind(Kind::Dec).names(&[(0, "Legacy"), (1, "U-APSD")]),
    sub("wlan.wfa.ie.wme.tspec.ts_info.up", "UP", 0x3800),
    sub("wlan.wfa.ie.wme.tspec.ts_info.reserved", "Reserved", 0xff_c381).hex().ft(24),
    word("wlan.wfa.ie.wme.tspec.nor_msdu", "Normal MSDU Size"),
    word("wlan.wfa.ie.wme.tspec.max_msdu", "Maximum MSDU Size"),
    long("wlan.wfa.ie.wme.tspec.min_srv", "Minimum Service Interval"),
    long("wlan.wfa.ie.wme.tspec.max_srv", "Maximum Service Interval"),
    long("wlan.wfa.ie.wme.tspec.inact_int", "Inactivity Interval"),
    long("wlan.wfa.ie.wme.tspec.susp_int", "Suspension Interval"),
    long("wlan.wfa.ie.wme.tspec.srv_start", "Service Start Time"),
    long("wlan.wfa.ie.wme.tspec.min_data", "Minimum Data Rate"),
    long("wlan.wfa.ie.wme.tspec.mean_data", "Mean Data Rate"),
    long("wlan.wfa.ie.wme.tspec.peak_data", "Peak Data Rate"),
    long("wlan.wfa.ie.wme.tspec.burst_size", "Burst Size"),
    long("wlan.wfa.ie.wme.tspec.delay_bound", "Delay Bound"),
    long("wlan.wfa.ie.wme.tspec.min_phy", "Minimum PHY Rate"),
    word("wlan.wfa.ie.wme.tspec.surplus", "Surplus Bandwidth Allowance"),
    word("wlan.wfa.ie.wme.tspec.medium", "Medium Time"),
];

/// Key data, as in EAPOL keys.
static KEY_DATA_TYPE: Field = sub("wlan.rsn.ie.kde.data_type", "Data Type", 0xff);
static KEY_DATA: Field = Field::part(Place::Pick(
    &[(1, list![
        Field::part(Place::Uint(8)),
        sub("wlan.rsn.ie.gtk_kde.key_id", "Key ID", 0x03).hex().ft(8),
        sub("wlan.rsn.ie.gtk_kde.tx", "Tx", 0x04),
        sub("wlan.rsn.ie.gtk_kde.res1", "Reserved", 0xf8).hex().ft(8),
        byte("wlan.rsn.ie.gtk_kde.res2", "Reserved").hex(),
        Field::new("wlan.rsn.ie.gtk_kde.gtk", "GTK", Place::Rest),
    ])],
    &[],
));

static ATHEROS_TYPE: Field = sub("wlan.atheros.ie.type", "Type", 0xff).hex().names(&[(1, "Advanced Capability"), (3, "eXtended Range")]);
static ATHEROS: Field = Field::part(Place::Group(list![
    byte("wlan.atheros.ie.subtype", "Subtype").hex(),
    byte("wlan.atheros.ie.version", "Version").hex(),
    Field::part(Place::Pick(ATHEROS_OF, &[&ATHEROS_DATA])),
]));
static ATHEROS_DATA: Field = Field::new("wlan.atheros.data", "Atheros IE data", Place::Rest);
static ATHEROS_OF: &[(u64, Fields)] = &[
    (1, list![
        byte("wlan.atheros.ie.advcap.cap", "Capabilities").hex(),
        Field::part(Place::Group(ATHEROS_CAPABILITIES)),
        word("wlan.atheros.ie.advcap.defkey", "Default key index").hex(),
    ]),
    (3, list![
        byte("wlan.atheros.ie.xr.info", "Info").hex(),
        run("wlan.atheros.ie.xr.base_bssid", "Base BSS Id", 6).kind(Kind::Mac),
        run("wlan.atheros.ie.xr.xr_bssid", "XR BSS Id", 6).kind(Kind::Mac),
        word("wlan.atheros.ie.xr.xr_beacon", "XR Beacon Interval"),
        byte("wlan.atheros.ie.xr.base_cap", "Base capabilities").hex(),
        Field::part(Place::Group(ATHEROS_CAPABILITIES)),
        byte("wlan.atheros.ie.xr.xr_cap", "XR capabilities").hex(),
        Field::part(Place::Group(ATHEROS_CAPABILITIES)),
    ]),
];
static ATHEROS_CAPABILITIES: Fields = list![
    sub("wlan.ie.atheros.capabilities.turbop", "Turbo Prime", 0x01),
    sub("wlan.ie.atheros.capabilities.comp", "Compression", 0x02),
    sub("wlan.ie.atheros.capabilities.ff", "Fast Frames", 0x04),
    sub("wlan.ie.atheros.capabilities.xr", "eXtended Range", 0x08),
    sub("wlan.ie.atheros.capabilities.ar", "Advanced Radar", 0x10),
    sub("wlan.ie.atheros.capabilities.burst", "Burst", 0x20),
    sub("wlan.ie.atheros.capabilities.wme", "CWMin tuning", 0x40),
    sub("wlan.ie.atheros.capabilities.boost", "Boost", 0x80),
];

/// Cisco's extensions.
static AIRONET_TYPE: Field = sub("wlan.aironet.type", "Aironet IE type", 0xff).names(&[
    (0, "DTPC"), (1, "Unknown (1)"), (3, "CCX version"), (4, "Qos"), (11, "Unknown (11)"), (14, "QBSS V2 - CCA"), (20, "Client MFP"),
]);
static AIRONET: Field = Field::part(Place::Pick(
    &[
        (0, list![byte("wlan.aironet.dtpc", "Aironet IE CCX DTCP").kind(Kind::Signed), run("wlan.aironet.dtpc_unknown", "Aironet IE CCX DTCP Unknown", 1)]),
        (3, list![byte("wlan.aironet.version", "Aironet IE CCX version")]),
        (4, list![byte("wlan.aironet.qos.reserved", "Aironet IE QoS reserved").hex(), Field::part(Place::Rest)]),
        (14, list![
            word("wlan.qbss2.scount", "Station Count"),
            byte("wlan.qbss2.cu", "Channel Utilization"),
            byte("wlan.qbss2.cal", "Call Admission Limit"),
            byte("wlan.qbss2.glimit", "G.711 CU Quantum"),
        ]),
        (20, list![Field::part(Place::Uint(8)), sub("wlan.aironet.clientmfp", "Aironet IE Client MFP", 0x01)]),
    ],
    &[&AIRONET_DATA],
));
static AIRONET_DATA: Field = Field::new("wlan.aironet.data", "Aironet IE data", Place::Rest);

static ARUBA_SUBTYPE: Field = Field::new("wlan.vs.aruba.subtype", "Subtype", Place::Key(8)).names(&[(3, "AP Name")]);
static ARUBA: Field = Field::part(Place::Pick(
    &[(3, list![Field::part(Place::Run(1)), Field::new("wlan.vs.aruba.ap_name", "AP Name", Place::Rest).text()])],
    &[&ARUBA_DATA],
));
static ARUBA_DATA: Field = Field::new("wlan.vs.aruba.data", "Data", Place::Rest);

static MARVELL_TYPE: Field = sub("wlan.marvell.ie.type", "Type", 0xff).hex().names(&[(4, "Mesh")]);
static MARVELL: Field = Field::part(Place::Pick(
    &[(4, list![
        byte("wlan.marvell.ie.subtype", "Subtype").hex(),
        byte("wlan.marvell.ie.version", "Version").hex(),
        byte("wlan.marvell.ie.proto_id", "Path Selection Protocol").hex(),
        byte("wlan.marvell.ie.metric_id", "Path Selection Metric").hex(),
        byte("wlan.marvell.ie.cap", "Mesh Capabilities").hex(),
        Field::part(Place::Rest),
    ])],
    &[&MARVELL_DATA],
));
static MARVELL_DATA: Field = Field::new("wlan.marvell.data", "Marvell IE data", Place::Rest);
