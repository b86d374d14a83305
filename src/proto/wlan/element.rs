//! The elements of management frames that stand by themselves: IEEE 802.11, 9.4.2.
//!
//! ```text
//! +---------------+---------------+---------------+---------------
//! |    Number     |    Length     |  Extension, if the number is 255
//! +---------------+---------------+---------------+---------------
//! |  Its own fields ..
//! +---------------
//! ```
//!
//! Where an element's length is none that its number may have, its bytes are passed over.
pub(super) use super::super::fields::{little_long as long, little_word as word};
use super::*;

pub(super) const fn run(name: &'static str, title: &'static str, bytes: u16) -> Field {
    Field::new(name, title, Place::Run(bytes))
}
const fn part(place: Place) -> Field {
    Field::part(place)
}

/// The elements that a number names: which lengths they may have, and their fields.
macro_rules! elements { ($($name:ident $number:literal $title:literal $lengths:expr => [$($field:expr),* $(,)?];)*) => {
    /// The elements, by number.
    pub(super) static TAGS: &[(u64, &Field)] = &[$(($number, &$name)),*];
    $(static $name: Field = Field::new("wlan.tag", $title, Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, {
        static OF: Field = part(Place::When(|h| ($lengths).contains(&h.left()), list![$($field),*]));
        &OF
    }]));)*
} }
/// The same for elements that the number 255 extends.
macro_rules! extended { ($($name:ident $number:literal $title:literal $lengths:expr => [$($field:expr),* $(,)?];)*) => {
    /// The extended elements, by their second number.
    pub(super) static EXTENDED: &[(u64, Fields)] = &[$(($number, $name)),*];
    /// What they are called.
    pub(super) const EXTENDED_NAMES: Names = &[$(($number, $title)),*];
    $(static $name: Fields = list![part(Place::When(|h| ($lengths).contains(&h.left()), list![$($field),*]))];)*
} }
/// Two bits for each number of spatial streams.
macro_rules! streams { ($whole:expr, [$($prefix:literal),*], $suffix:literal $(, $more:ident $width:literal)?) => { list![
    $whole,
    sub(concat!($($prefix,)* "1", $suffix), "Max HE-MCS for 1 SS", 0x0003)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "2", $suffix), "Max HE-MCS for 2 SS", 0x000c)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "3", $suffix), "Max HE-MCS for 3 SS", 0x0030)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "4", $suffix), "Max HE-MCS for 4 SS", 0x00c0)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "5", $suffix), "Max HE-MCS for 5 SS", 0x0300)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "6", $suffix), "Max HE-MCS for 6 SS", 0x0c00)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "7", $suffix), "Max HE-MCS for 7 SS", 0x3000)$(.$more().ft($width))?.names(HE_MCS),
    sub(concat!($($prefix,)* "8", $suffix), "Max HE-MCS for 8 SS", 0xc000)$(.$more().ft($width))?.names(HE_MCS),
] } }
macro_rules! mcs_map { ($map:literal, $title:literal, $of:literal) => {
    streams!(word(concat!("wlan.ext_tag.he_mcs_map.", $map), $title).hex(), ["wlan.ext_tag.he_mcs_map.max_he_mcs_", $of, "_"], "_ss", hex 16)
} }
const HE_MCS: Names = &[(0, "Support for HE-MCS 0-7"), (1, "Support for HE-MCS 0-9"), (2, "Support for HE-MCS 0-11"), (3, "Not supported for HE PPDUs")];
/// A capability that only stations with HE control have; the first bit of the element says so.
macro_rules! with_control { ($field:expr, $reserved:literal, $bits:literal) => { either!(|h| h.byte(h.start + 3) & 1, $field, $reserved, $bits) } }
/// A capability that only stations with dynamic fragmentation have.
macro_rules! with_fragments { ($field:expr, $reserved:literal, $bits:literal) => { either!(|h| h.byte(h.start + 3) & 0x18, $field, $reserved, $bits) } }
macro_rules! either { ($so:expr, $field:expr, $reserved:literal, $bits:literal) => {
    part(Place::Switch(
        |h| {
            let so: fn(&Here<'_>) -> u8 = $so;
            so(h).into()
        },
        { static NONE: &[(u64, Fields)] = &[(0, list![sub(concat!("wlan.ext_tag.he_mac_cap.", $reserved), "Reserved", $bits).hex().ft(64)])]; NONE },
        list![$field],
    ))
} }

elements! {
    FH 2 "FH Parameter set" 5..=5 => [
        word("wlan.fh.dwell_time", "Dwell Time").hex(),
        byte("wlan.fh.hop_set", "Hop Set"),
        byte("wlan.fh.hop_pattern", "Hop Pattern"),
        byte("wlan.fh.hop_index", "Hop Index"),
    ];
    CFP 4 "CF Parameter set" 6..=6 => [
        byte("wlan.cfp.count", "CFP Count"),
        byte("wlan.cfp.period", "CFP Period"),
        word("wlan.cfp.max_duration", "CFP Max Duration"),
        word("wlan.cfp.dur_remaining", "CFP Dur Remaining"),
    ];
    IBSS 6 "IBSS Parameter set" 2.. => [
        word("wlan.ibss.atim_windows", "Atim Windows").hex(),
    ];
    REQUEST 10 "Request" 1.. => [
        Field::many("Elements", &REQUESTED),
    ];
    TPC_REPORT 35 "TPC Report" 2..=2 => [
        byte("wlan.tcprep.trsmt_pow", "Transmit Power").kind(Kind::Signed),
        byte("wlan.tcprep.link_mrg", "Link Margin").kind(Kind::Signed),
    ];
    QUIET 40 "Quiet" 6..=6 => [
        byte("wlan.quiet.count", "Count"),
        byte("wlan.quiet.period", "Period"),
        word("wlan.quiet.duration", "Duration"),
        word("wlan.quiet.offset", "Offset"),
    ];
    QOS_CAPABILITY 46 "QoS Capability" 1..=1 => [
        part(Place::Group(&[&QOS_AP_OR_STATION])),
    ];
    CHANNEL_REPORT 51 "AP Channel Report" 1.. => [
        byte("wlan.ap_channel_report.operating_class", "Operating Class"),
        Field::many("Channels", &CHANNEL_LIST),
    ];
    NEIGHBOR 52 "Neighbor Report" 13.. => [
        run("wlan.nreport.bssid", "BSSID", 6).kind(Kind::Mac),
        long("wlan.nreport.bssid.info", "BSSID Information").hex(),
        sub("wlan.nreport.bssid.info.reachability", "AP Reachability", 0x3).hex().ft(32).names(&[(0, "Reserved"), (1, "Not Reachable"), (2, "Unknown"), (3, "Reachable")]),
        sub("wlan.nreport.bssid.info.security", "Security", 0x4),
        sub("wlan.nreport.bssid.info.keyscope", "Key Scope", 0x8),
        sub("wlan.nreport.bssid.info.capability", "Capability", 0x3f0).hex().ft(32),
        sub("wlan.nreport.bssid.info.capability.specmngt", "Spectrum Management", 0x10),
        sub("wlan.nreport.bssid.info.capability.qos", "QoS", 0x20),
        sub("wlan.nreport.bssid.info.capability.apsd", "APSD", 0x40),
        sub("wlan.nreport.bssid.info.capability.radiomsnt", "Radio Measurement", 0x80),
        sub("wlan.nreport.bssid.info.capability.dback", "Delayed Block Ack", 0x100),
        sub("wlan.nreport.bssid.info.capability.iback", "Immediate Block Ack", 0x200),
        sub("wlan.nreport.bssid.info.mobilitydomain", "Mobility Domain", 0x400),
        sub("wlan.nreport.bssid.info.hthroughput", "High Throughput Control (+HTC)", 0x800),
        sub("wlan.nreport.bssid.info.vht", "Very High Throughput (+VHT)", 0x1000),
        sub("wlan.nreport.bssid.info.ftm", "Fine Timing Measurement (FTM)", 0x2000),
        sub("wlan.nreport.bssid.info.he", "High Efficiency (HE AP)", 0x4000),
        sub("wlan.nreport.bssid.info.er_bss", "Extended Range BSS", 0x8000),
        sub("wlan.nreport.bssid.info.reserved", "Reserved", 0xffff_0000).hex().ft(32),
        byte("wlan.nreport.opeclass", "Operating Class"),
        byte("wlan.nreport.channumber", "Channel Number"),
        byte("wlan.nreport.phytype", "PHY Type").hex(),
    ];
    TIMEOUT 56 "Timeout Interval" 5..=5 => [
        byte("wlan.timeout_int.type", "Timeout Interval Type").names(&[(1, "Reassociation deadline interval (TUs)"), (2, "Key lifetime interval (seconds)"), (3, "Association Comeback time (TUs)"), (4, "Time to start (TUs)")]),
        long("wlan.timeout_int.value", "Timeout Interval Value"),
    ];
    OPERATING_CLASSES 59 "Supported Operating Classes" 2.. => [
        byte("wlan.supopeclass.current", "Current Operating Class"),
        Field::new("wlan.supopeclass.alt", "Alternate Operating Classes", Place::Rest).kind(Kind::Present),
    ];
    EXTENDED_SWITCH 60 "Extended Channel Switch Announcement" 4..=4 => [
        long("wlan.fixed.extchansw", "Extended Channel Switch Announcement").hex(),
        sub("wlan.fixed.extchansw.switchmode", "Channel Switch Mode", 0xff).hex().ft(32),
        sub("wlan.fixed.extchansw.new.opeclass", "New Operating Class", 0xff00).hex().ft(32),
        sub("wlan.fixed.extchansw.new.channumber", "New Channel Number", 0xff_0000).hex().ft(32),
        sub("wlan.extchansw.switchcount", "Channel Switch Count", 0xff00_0000).hex().ft(32),
    ];
    SECONDARY_OFFSET 62 "Secondary Channel Offset (802.11n D1.10)" 1..=1 => [
        byte("wlan.secchanoffset", "Secondary Channel Offset").hex().names(&[(0, "No Secondary Channel"), (1, "Above Primary Channel"), (2, "Reserved"), (3, "Below Primary Channel")]),
    ];
    ADMISSION 67 "BSS Available Admission Capacity" 2..=2 => [
        word("wlan.bss_avb_adm_cap.bitmask", "Available Admission Capacity Bitmask").hex(),
        sub("wlan.bss_avb_adm_cap.bitmask.up0", "UP0 (bit0)", 0x1),
        sub("wlan.bss_avb_adm_cap.bitmask.up1", "UP1 (bit1)", 0x2),
        sub("wlan.bss_avb_adm_cap.bitmask.up2", "UP2 (bit2)", 0x4),
        sub("wlan.bss_avb_adm_cap.bitmask.up3", "UP3 (bit3)", 0x8),
        sub("wlan.bss_avb_adm_cap.bitmask.up4", "UP4 (bit4)", 0x10),
        sub("wlan.bss_avb_adm_cap.bitmask.up5", "UP5 (bit5)", 0x20),
        sub("wlan.bss_avb_adm_cap.bitmask.up6", "UP6 (bit6)", 0x40),
        sub("wlan.bss_avb_adm_cap.bitmask.up7", "UP7 (bit7)", 0x80),
        sub("wlan.bss_avb_adm_cap.bitmask.ac0", "AC0 (bit8)", 0x100),
        sub("wlan.bss_avb_adm_cap.bitmask.AC1", "AC1 (bit9)", 0x200),
        sub("wlan.bss_avb_adm_cap.bitmask.ac2", "AC2 (bit10)", 0x400),
        sub("wlan.bss_avb_adm_cap.bitmask.ac3", "AC3 (bit11)", 0x800),
        sub("wlan.bss_avb_adm_cap.bitmask.rsv", "Reserved", 0xf000).hex().ft(16),
    ];
    ACCESS_DELAY 68 "BSS AC Access Delay" 4..=4 => [
        byte("wlan.bss_avg_ac_access_delay.be", "AC Average Access Delay for Best Effort"),
        byte("wlan.bss_avg_ac_access_delay.bk", "AC Average Access Delay for Best Background"),
        byte("wlan.bss_avg_ac_access_delay_vi", "AC Average Access Delay for Video"),
        byte("wlan.bss_avg_ac_access_delay_vo", "AC Average Access Delay for Voice"),
    ];
    TIME_ADVERTISEMENT 69 "Time Advertisement" 1..=1 => [
        byte("wlan.time_adv.timing_capab", "Timing capabilities").names(&[(0, "No standardized external time source"), (1, "Timestamp offset based on UTC"), (2, "UTC time at which the TSF timer is 0")]),
    ];
    MULTIPLE_BSSID 71 "Multiple BSSID" 1..=1 => [
        byte("wlan.multiple_bssid", "Max BSSID Indicator"),
    ];
    COEXISTENCE 72 "20/40 BSS Coexistence" 1.. => [
        byte("wlan.20_40_bc", "20/40 BSS Coexistence Flags").hex(),
        sub("wlan.20_40_bc.information_request", "Information Request", 0x1),
        sub("wlan.20_40_bc.forty_mhz_intolerant", "Forty MHz Intolerant", 0x2),
        sub("wlan.20_40_bc.20_mhz_bss_width_request", "20 MHz BSS Width Request", 0x4),
        sub("wlan.20_40_bc.obss_scanning_exemption_request", "OBSS Scanning Exemption Request", 0x8),
        sub("wlan.20_40_bc.obss_scanning_exemption_grant", "OBSS Scanning Exemption Grant", 0x10),
        sub("wlan.20_40_bc.reserved", "Reserved", 0xe0).hex().ft(8),
    ];
    OVERLAPPING 74 "Overlapping BSS Scan Parameters" 14..=14 => [
        word("wlan.obss.spd", "Scan Passive Dwell"),
        word("wlan.obss.sad", "Scan Active Dwell"),
        word("wlan.obss.cwtsi", "Channel Width Trigger Scan Interval"),
        word("wlan.obss.sptpc", "Scan Passive Total Per Channel"),
        word("wlan.obss.satpc", "Scan Active Total Per Channel"),
        word("wlan.obss.wctdf", "Width Channel Transition Delay Factor"),
        word("wlan.obss.sat", "Scan Activity Threshold"),
    ];
    MMIE 76 "Management MIC" 16..=24 => [
        word("wlan.mmie.keyid", "KeyID"),
        run("wlan.mmie.ipn", "IPN", 6),
        run("wlan.mmie.mic", "MIC", 8),
    ];
    MAX_IDLE 90 "BSS Max Idle Period" 3..=3 => [
        word("wlan.bss_max_idle.period", "BSS Max Idle Period (1000 TUs)"),
        part(Place::Uint(8)),
        sub("wlan.bss_max_idle.options.protected", "BSS Max Idle Period Options: Protected Keep-Alive Required", 0x1).kind(Kind::Dec),
    ];
    LINK_IDENTIFIER 101 "Link Identifier" 18.. => [
        run("wlan.link_id.bssid", "BSSID", 6).kind(Kind::Mac),
        run("wlan.link_id.init_sta", "TDLS initiator STA Address", 6).kind(Kind::Mac),
        run("wlan.link_id.resp_sta", "TDLS responder STA Address", 6).kind(Kind::Mac),
    ];
    SWITCH_TIMING 104 "Channel Switch Timing" 4.. => [
        word("wlan.channel_switch_timing.switch_time", "Switch Time"),
        word("wlan.channel_switch_timing.switch_timeout", "Switch Timeout"),
    ];
    INTERWORKING 107 "Interworking" 1.. => [
        part(Place::Uint(8)),
        sub("wlan.interworking.access_network_type", "Access Network Type", 0xf).names(&[(0, "Private network"), (1, "Private network with guest access"), (2, "Chargeable public network"), (3, "Free public network"), (4, "Personal device network"), (5, "Emergency services only network"), (14, "Test or experimental"), (15, "Wildcard")]),
        sub("wlan.interworking.internet", "Internet", 0x10).kind(Kind::Dec),
        sub("wlan.interworking.asra", "ASRA", 0x20).kind(Kind::Dec),
        sub("wlan.interworking.esr", "ESR", 0x40).kind(Kind::Dec),
        sub("wlan.interworking.uesa", "UESA", 0x80).kind(Kind::Dec),
        part(Place::When(|h| matches!(h.left(), 2 | 8), VENUE)),
        part(Place::When(|h| h.left() == 6, &[&HESSID])),
    ];
    ADVERTISEMENT 108 "Advertisement Protocol" 2.. => [
        part(Place::Uint(8)),
        sub("wlan.adv_proto.resp_len_limit", "Query Response Length Limit", 0x7f),
        sub("wlan.adv_proto.pame_bi", "PAME-BI", 0x80).kind(Kind::Dec),
        byte("wlan.adv_proto.id", "Advertisement Protocol ID").names(&[(0, "Access Network Query Protocol"), (1, "MIH Information Service"), (2, "MIH Command and Event Services Capability Discovery"), (3, "Emergency Alert System (EAS)"), (4, "Location-to-Service Translation Protocol"), (221, "Vendor Specific")]),
    ];
    ROAMING 111 "Roaming Consortium" 2.. => [
        byte("wlan.roaming_consortium.num_anqp_oi", "Number of ANQP OIs"),
        part(Place::Uint(8)),
        sub("wlan.roaming_consortium.oi1_len", "OI #1 Length", 0xf),
        sub("wlan.roaming_consortium.oi2_len", "OI #2 Length", 0xf0),
        Field::new("wlan.roaming_consortium.oi1", "OI #1", Place::Take(|h| (h.number & 15) as usize)),
        Field::new("wlan.roaming_consortium.oi2", "OI #2", Place::Take(|h| (h.number >> 4) as usize)),
        Field::new("wlan.roaming_consortium.oi3", "OI #3", Place::Rest),
    ];
    MESH_CONFIGURATION 113 "Mesh Configuration" 7..=7 => [
        byte("wlan.mesh.config.ps_protocol", "Path Selection Protocol").hex(),
        byte("wlan.mesh.config.ps_metric", "Path Selection Metric").hex(),
        byte("wlan.mesh.config.cong_ctl", "Congestion Control").hex(),
        byte("wlan.mesh.config.sync_method", "Synchronization Method").hex(),
        byte("wlan.mesh.config.auth_protocol", "Authentication Protocol").hex(),
        byte("wlan.mesh.config.formation_info", "Formation Info").hex(),
        sub("wlan.mesh.formation_info.connect_to_mesh_gate", "Connected to Mesh Gate", 0x1),
        sub("wlan.mesh.config.formation_info.num_peers", "Number of Peerings", 0x7e),
        sub("wlan.mesh.formation_info.connect_to_as", "Connected to AS", 0x80),
        byte("wlan.mesh.config.cap", "Capability").hex(),
        sub("wlan.mesh.config.cap.accept", "Accepting Additional Mesh Peerings", 0x1),
        sub("wlan.mesh.config.cap.mcca_support", "MCCA Support", 0x2),
        sub("wlan.mesh.config.cap.mcca_enabled", "MCCA Enabled", 0x4),
        sub("wlan.mesh.config.cap.forwarding", "Mesh Forwarding", 0x8),
        sub("wlan.mesh.config.cap.mbca_enabled", "MBCA Enabled", 0x10),
        sub("wlan.mesh.config.cap.tbtt_adjusting", "TBTT Adjustment", 0x20),
        sub("wlan.mesh.config.cap.power_save_level", "Power Save", 0x40),
        sub("wlan.mesh.config.cap.reserved", "Reserved", 0x80).hex().ft(8),
    ];
    MESH_ID 114 "Mesh ID" 0.. => [
        Field::new("wlan.mesh.id", "Mesh ID", Place::Rest).text(),
    ];
    MESH_SWITCH 118 "Mesh Channel Switch Parameters" 6..=6 => [
        byte("wlan.csa.mesh_channel_switch.ttl", "Mesh Channel Switch TTL"),
        byte("wlan.csa.mesh_channel_switch.flag", "Mesh Channel Switch Flag").hex(),
        sub("wlan.csa.mesh_channel_switch.flag.initiator", "CSA Initiator", 0x2),
        sub("wlan.csa.mesh_channel_switch.flag.txrestrict", "CSA Tx Restrict", 0x1),
        word("wlan.csa.mesh_channel_switch.reason_code", "Mesh Channel Switch Reason Code").hex(),
        word("wlan.csa.mesh_channel_switch.pre_value", "Mesh Channel Switch Precedence Value"),
    ];
    CISCO_CCX1 133 "Cisco CCX1 CKIP + Device Name" 27.. => [
        run("wlan.cisco.ccx1.unknown", "Unknown", 10),
        run("wlan.cisco.ccx1.name", "Name", 16).text(),
        byte("wlan.cisco.ccx1.clients", "Clients"),
        Field::new("wlan.cisco.ccx1.unknown2", "Unknown2", Place::Rest),
    ];
    EXTENDED_BSS 193 "Extended BSS Load" 5..=5 => [
        word("wlan.ext_bss.mu_mimo_capable_sta_count", "MU-MIMO Capable STA Count"),
        byte("wlan.ext_bss.ss_underutilization", "Spatial Stream Underutilization").hex(),
        byte("wlan.ext_bss.observable_sec_20mhz_utilization", "Observable Secondary 20MHz Utilization").hex(),
        byte("wlan.ext_bss.observable_sec_40mhz_utilization", "Observable Secondary 40MHz Utilization").hex(),
    ];
    WIDE_SWITCH 194 "Wide Bandwidth Channel Switch" 3..=3 => [
        byte("wlan.wide_bw.new_channel_width", "New Channel Width").hex().names(&[(0, "20MHz or 40MHz"), (1, "80MHZ"), (16, "160MHz"), (17, "80MHz+80MHz")]),
        byte("wlan.wide_bw.new_channel_center_freq_segment0", "New Channel Center Frequency Segment 0").hex(),
        byte("wlan.wide_bw.new_channel_center_freq_segment1", "New Channel Center Frequency Segment 1").hex(),
    ];
    POWER_ENVELOPE 195 "Tx Power Envelope" 2..=5 => [
        byte("wlan.vht.tpe.pwr_info", "Tx Pwr Info").hex(),
        sub("wlan.vht.tpe.pwr_info.count", "Max Tx Pwr Count", 0x7),
        sub("wlan.vht.tpe.pwr_info.unit", "Max Tx Pwr Unit Interpretation", 0x38).names(&[(0, "EIRP")]),
        sub("wlan.vht.tpe.pwr_info.reserved", "Reserved", 0xc0),
        part(Place::When(|h| h.left() > 0, &[&POWER_20])),
        part(Place::When(|h| h.left() > 0 && h.byte(h.start + 2) & 7 >= 1, &[&POWER_40])),
        part(Place::When(|h| h.left() > 0 && h.byte(h.start + 2) & 7 >= 2, &[&POWER_80])),
        part(Place::When(|h| h.left() > 0 && h.byte(h.start + 2) & 7 >= 3, &[&POWER_160])),
    ];
    OPERATING_MODE 199 "Operating Mode Notification" 1..=1 => [
        byte("wlan.operat_notification_mode", "Operating Mode Notification").hex(),
        sub("wlan.operat_mode_field.channelwidth", "Channel Width", 0x3).hex().ft(8).names(&[(0, "20MHz"), (1, "40MHZ"), (2, "80MHz"), (3, "160MHz or 80MHz+80MHz")]),
        sub("wlan.operat_mode_field.reserved", "Reserved", 0xc).hex().ft(8),
        sub("wlan.operat_mode_field.rxnss", "Rx NSS", 0x70).hex().ft(8).names(&[(0, "1Nss"), (1, "2Nss"), (2, "3Nss"), (3, "4Nss"), (4, "5Nss"), (5, "6Nss"), (6, "7Nss"), (7, "8Nss")]),
        sub("wlan.operat_mode_field.rxnsstype", "Rx NSS Type", 0x80).hex().ft(8),
    ];
    NEIGHBORS 201 "Reduced Neighbor Report" 4.. => [
        Field::many("Neighbor APs", &NEIGHBOR_AP),
    ];
    RSNX 244 "RSN eXtension" 1.. => [
        byte("wlan.rsnx", "RSNX").hex(),
        sub("wlan.rsnx.length", "RSNX Length", 0xf),
        sub("wlan.rsnx.protected_twt_operations_support", "Protected TWT Operations Support", 0x10).kind(Kind::Dec),
        sub("wlan.rsnx.sae_hash_to_element", "SAE Hash to element", 0x20).kind(Kind::Dec),
        sub("wlan.rsnx.reserved", "Reserved", 0xc0).hex().ft(8),
        part(Place::When(|h| h.left() > 0, RSNX_SECOND)),
    ];
}

extended! {
    SERVICE_PARAMETERS 11 "Estimated Service Parameters" 3.. => [
        Field::new("wlan.ext_tag.estimated_service_params", "Estimated Service Parameters", Place::UintLe(24)).hex(),
        sub("wlan.ext_tag.estimated_service_params.access_category", "Access Category", 0x3).names(&[(0, "AC=BK"), (1, "AC=BE"), (2, "AC=VI"), (3, "AC=VO")]),
        sub("wlan.ext_tag.estimated_service_params.reserved", "Reserved", 0x4).hex().ft(24),
        sub("wlan.ext_tag.estimated_service_params.data_format", "Data Format", 0x18),
        sub("wlan.ext_tag.estimated_service_params.ba_window_size", "BA Window Size", 0xe0).names(&[(0, "Block Ack not expected to be used"), (1, "2"), (2, "4"), (3, "6"), (4, "8"), (5, "16"), (6, "32"), (7, "64")]),
        sub("wlan.ext_tag.estimated_service_params.air_time_frac", "Estimated Air Time Fraction", 0xff00),
        sub("wlan.ext_tag.estimated_service_params.data_ppdu_dur_target", "Data PPDU Duration Target", 0xff00),
    ];
    FILS_NONCE 13 "FILS Nonce" 0.. => [
        Field::new("wlan.ext_tag.fils.nonce", "FILS Nonce", Place::Rest),
    ];
    PASSWORD_ID 33 "SAE Password Identifier" 0.. => [
        Field::new("wlan.ext_tag.sae.password_identifier", "Password Identifier", Place::Rest).text(),
    ];
    HE_CAPABILITIES 35 "HE Capabilities" 21.. => [
        Field::new("wlan.ext_tag.he_mac_caps", "HE MAC Capabilities Information", Place::UintLe(48)).hex().ft(64),
        sub("wlan.ext_tag.he_mac_cap.htc_he_support", "+HTC HE Support", 0x1),
        sub("wlan.ext_tag.he_mac_cap.twt_req_support", "TWT Requester Support", 0x2),
        sub("wlan.ext_tag.he_mac_cap.twt_rsp_support", "TWT Responder Support", 0x4),
        sub("wlan.ext_tag.he_mac_cap.dynamic_fragmentation_support", "Dynamic Fragmentation Support", 0x18),
        with_fragments!(sub("wlan.ext_tag.he_mac_cap.max_frag_msdus", "Maximum Number of Fragmented MSDUs", 0xe0), "reserved_bits_5_7", 0xe0),
        with_fragments!(sub("wlan.ext_tag.he_mac_cap.min_frag_size", "Minimum Fragment Size", 0x300), "reserved_bits_8_9", 0x300),
        sub("wlan.ext_tag.he_mac_cap.trig_frm_mac_padding_dur", "Trigger Frame MAC Padding Duration", 0xc00),
        sub("wlan.ext_tag.he_mac_cap.multi_tid_agg_rx_support", "Multi-TID Aggregation Rx Support", 0x7000),
        with_control!(sub("wlan.ext_tag.he_mac_cap.he_link_adaptation_support", "HE Link Adaptation Support", 0x1_8000), "reserved_bits_15_16", 0x1_8000),
        sub("wlan.ext_tag.he_mac_cap.all_ack_support", "All Ack Support", 0x2_0000),
        with_control!(sub("wlan.ext_tag.he_mac_cap.Trs_support", "TRS Support", 0x4_0000), "reserved_bit_18", 0x4_0000),
        with_control!(sub("wlan.ext_tag.he_mac_cap.bsr_support", "BSR Support", 0x8_0000), "reserved_bit_19", 0x8_0000),
        sub("wlan.ext_tag.he_mac_cap.broadcast_twt_support", "Broadcast TWT Support", 0x10_0000),
        sub("wlan.ext_tag.he_mac_cap.32_bit_ba_bitmap_support", "32-bit BA Bitmap Support", 0x20_0000),
        sub("wlan.ext_tag.he_mac_cap.mu_cascading_support", "MU Cascading Support", 0x40_0000),
        sub("wlan.ext_tag.he_mac_cap.ack_enabled_agg_support", "Ack-Enabled Aggregation Support", 0x80_0000),
        sub("wlan.ext_tag.he_mac_cap.reserved_b24", "Reserved", 0x100_0000).hex().ft(64),
        with_control!(sub("wlan.ext_tag.he_mac_cap.om_control_support", "OM Control Support", 0x200_0000), "reserved_bit_25", 0x200_0000),
        sub("wlan.ext_tag.he_mac_cap.ofdma_ra_support", "OFDMA RA Support", 0x400_0000),
        sub("wlan.ext_tag.he_mac_cap.max_a_mpdu_len_exp_ext", "Maximum A-MPDU Length Exponent Extension", 0x1800_0000),
        with_fragments!(sub("wlan.ext_tag.he_mac_cap.a_msdu_frag_support", "A-MSDU Fragmentation Support", 0x2000_0000), "reserved_bit_29", 0x2000_0000),
        sub("wlan.ext_tag.he_mac_cap.flexible_twt_sched_support", "Flexible TWT Schedule Support", 0x4000_0000),
        sub("wlan.ext_tag.he_mac_cap.rx_ctl_frm_multibss", "Rx Control Frame to MultiBSS", 0x8000_0000),
        sub("wlan.ext_tag.he_mac_cap.bsrp_bqrp_a_mpdu_agg", "BSRP BQRP A-MPDU Aggregation", 0x1_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.qtp_support", "QTP Support", 0x2_0000_0000),
        with_control!(sub("wlan.ext_tag.he_mac_cap.bqr_support", "BQR Support", 0x4_0000_0000), "reserved_bit_34", 0x4_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.psr_responder", "PSR Responder", 0x8_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.ndp_feedback_report_support", "NDP Feedback Report Support", 0x10_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.ops_support", "OPS Support", 0x20_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.a_msdu_in_a_mpdu_support", "A-MSDU Not Under BA in Ack-Enabled A-MPDU Support", 0x40_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.multi_tid_agg_tx_support", "Multi-TID Aggregation Tx Support", 0x380_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.subchannel_selective_xmit_support", "HE Subchannel Selective Transmission Support", 0x400_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.ul_2_996_tone_ru_support", "UL 2x996-tone RU Support", 0x800_0000_0000),
        sub("wlan.ext_tag.he_mac_cap.om_cntl_ul_mu_data_disable_rx_support", "OM Control UL MU Data Disable RX Support", 0x1000_0000_0000),
        sub("wlan.ext_tag.he_dynamic_sm_power_save", "HE Dynamic SM Power Save", 0x2000_0000_0000),
        sub("wlan.ext_tag.he_punctured_sounding_support", "Punctured Sounding Support", 0x4000_0000_0000),
        sub("wlan.ext_tag.he_ht_and_vht_trigger_frame_rx_support", "HT And VHT Trigger Frame RX Support", 0x8000_0000_0000),
        part(Place::Uint(8)),
        sub("wlan.ext_tag.he_phy_cap.reserved_b0", "Reserved", 0x1).hex().ft(8),
        sub("wlan.ext_tag.he_phy_cap.fbyte.reserved_b0", "Reserved", 0x1).hex().ft(8),
        sub("wlan.ext_tag.he_phy_cap.fbytes", "Channel Width Set", 0xfe).hex().ft(8),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.40mhz_in_2_4ghz", "40 MHz in 2.4 GHz band", 0x2),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.40_80_in_5ghz", "40 & 80 MHz in the 5 GHz and 6 GHz bands", 0x4),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.160_in_5ghz", "160 MHz in the 5 GHz and 6 GHz bands", 0x8),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.160_80_80_in_5ghz", "160/80+80 MHz in the 5 GHz and 6 GHz bands", 0x10),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.242_tone_in_2_4ghz", "242 tone RUs in the 2.4 GHz band", 0x20),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.242_tone_in_5ghz", "242 tone RUs in the 5 GHz and 6 GHz bands", 0x40),
        sub("wlan.ext_tag.he_phy_cap.chan_width_set.reserved", "Reserved", 0x80).hex().ft(8),
        word("wlan.ext_tag.he_phy_cap.bits_8_to_23", "Bits 8 to 23").hex(),
        sub("wlan.ext_tag.he_phy_cap.punc_preamble_rx", "Punctured Preamble Rx", 0xf).hex().ft(16),
        sub("wlan.ext_tag.he_phy_cap.device_class", "Device Class", 0x10).hex().ft(16).names(&[(0, "Class B Device"), (1, "Class A Device")]),
        sub("wlan.ext_tag.he_phy_cap.ldpc_coding_in_payload", "LDPC Coding In Payload", 0x20),
        sub("wlan.ext_tag.he_phy_cap.he_su_ppdu_with_1x_he_ltf_08us", "HE SU PPDU With 1x HE-LTF And 0.8us GI", 0x40),
        sub("wlan.ext_tag.he_phy_cap.midamble_tx_rx_max_nsts", "Midamble Tx/Rx Max NSTS", 0x180).hex().ft(16).names(&[(0, "1 Space-Time Stream"), (1, "2 Space-Time Streams"), (2, "3 Space-Time Streams"), (3, "4 Space-Time Streams")]),
        sub("wlan.ext_tag.he_phy_cap.ndp_with_4x_he_ltf_4x_3.2us", "NDP With 4x HE-LTF and 3.2us GI", 0x200),
        sub("wlan.ext_tag.he_phy_cap.stbc_tx_lt_80mhz", "STBC Tx <= 80 MHz", 0x400),
        sub("wlan.ext_tag.he_phy_cap.stbc_rx_lt_80mhz", "STBC Rx <= 80 MHz", 0x800),
        sub("wlan.ext_tag.he_phy_cap.doppler_tx", "Doppler Tx", 0x1000),
        sub("wlan.ext_tag.he_phy_cap.doppler_rx", "Doppler Rx", 0x2000),
        sub("wlan.ext_tag.he_phy_cap.full_bw_ul_mu_mimo", "Full Bandwidth UL MU-MIMO", 0x4000),
        sub("wlan.ext_tag.he_phy_cap.partial_bw_ul_mu_mimo", "Partial Bandwidth UL MU-MIMO", 0x8000),
        word("wlan.ext_tag.he_phy_cap.bits_24_to_39", "Bits 24 to 39").hex(),
        sub("wlan.ext_tag.he_phy_cap.dcm_max_const_tx", "DCM Max Constellation Tx", 0x3).hex().ft(16).names(&[(0, "DCM is not supported"), (1, "BPSK"), (2, "QPSK"), (3, "16-QAM")]),
        sub("wlan.ext_tag.he_phy_cap.dcm_max_nss_tx", "DCM Max NSS Tx", 0x4).hex().ft(16).names(&[(0, "1 Spatial Stream"), (1, "2 Spatial Streams")]),
        sub("wlan.ext_tag.he_phy_cap.dcm_max_const_rx", "DCM Max Constellation Rx", 0x18).hex().ft(16).names(&[(0, "DCM is not supported"), (1, "BPSK"), (2, "QPSK"), (3, "16-QAM")]),
        sub("wlan.ext_tag.he_phy_cap.dcm_max_nss_tx", "DCM Max NSS Tx", 0x20).hex().ft(16).names(&[(0, "1 Spatial Stream"), (1, "2 Spatial Streams")]),
        sub("wlan.ext_tag.he_phy_cap.rx_partial_bw_su_20mhz_he_mu_ppdu", "Rx Partial BW SU In 20 MHz HE MU PPDU", 0x40),
        sub("wlan.ext_tag.he_phy_cap.su_beamformer", "SU Beamformer", 0x80),
        sub("wlan.ext_tag.he_phy_cap.su_beamformee", "SU Beamformee", 0x100),
        sub("wlan.ext_tag.he_phy_cap.mu_beamformer", "MU Beamformer", 0x200),
        sub("wlan.ext_tag.he_phy_cap.beamformee_sts_lte_80mhz", "Beamformee STS <= 80 MHz", 0x1c00).hex().ft(16),
        sub("wlan.ext_tag.he_phy_cap.beamformee_sts_gt_80mhz", "Beamformee STS > 80 MHz", 0xe000).hex().ft(16),
        word("wlan.ext_tag.he_phy_cap.bits_40_to_55", "Bits 40 to 55").hex(),
        sub("wlan.ext_tag.he_phy_cap.no_sounding_dims_lte_80", "Number Of Sounding Dimensions <= 80 MHz", 0x7),
        sub("wlan.ext_tag.he_phy_cap.no_sounding_dims_gt_80", "Number Of Sounding Dimensions > 80 MHz", 0x38),
        sub("wlan.ext_tag.he_phy_cap.ng_eq_16_su_fb", "Ng = 16 SU Feedback", 0x40),
        sub("wlan.ext_tag.he_phy_cap.ng_eq_16_mu_fb", "Ng = 16 MU Feedback", 0x80),
        sub("wlan.ext_tag.he_phy_cap.codebook_size_su_fb", "Codebook Size SU Feedback", 0x100),
        sub("wlan.ext_tag.he_phy_cap.codebook_size_mu_fb", "Codebook Size MU Feedback", 0x200),
        sub("wlan.ext_tag.he_phy_cap.trig_su_bf_fb", "Triggered SU Beamforming Feedback", 0x400),
        sub("wlan.ext_tag.he_phy_cap.trig_mu_bf_fb", "Triggered MU Beamforming Feedback", 0x800),
        sub("wlan.ext_tag.he_phy_cap.trig_cqi_fb", "Triggered CQI Feedback", 0x1000),
        sub("wlan.ext_tag.he_phy_cap.partial_bw_er", "Partial Bandwidth Extended Range", 0x2000),
        sub("wlan.ext_tag.he_phy_cap.partial_bw_dl_mu_mimo", "Partial Bandwidth DL MU-MIMO", 0x4000),
        sub("wlan.ext_tag.he_phy_cap.ppe_thres_present", "PPE Thresholds Present", 0x8000),
        word("wlan.ext_tag.he_phy_cap.bits_56_to_71", "Bits 56 to 71").hex(),
        sub("wlan.ext_tag.he_phy_cap.psr_based_sr_sup", "PSR-based SR Support", 0x1),
        sub("wlan.ext_tag.he_phy_cap.pwr_bst_factor_ar_sup", "Power Boost Factor ar Support", 0x2),
        sub("wlan.ext_tag.he_phy_cap.he_su_ppdu_etc_gi", "HE SU PPDU And HE MU PPDU With 4x HE-LTF And 0.8us GI", 0x4),
        sub("wlan.ext_tag.he_phy_cap.max_nc", "Max Nc", 0x38).kind(Kind::Flag),
        sub("wlan.ext_tag.he_phy_cap.stbc_tx_gt_80_mhz", "STBC Tx > 80 MHz", 0x40),
        sub("wlan.ext_tag.he_phy_cap.stbc_rx_gt_80_mhz", "STBC Rx > 80 MHz", 0x80),
        sub("wlan.ext_tag.he_phy_cap.he_er_su_ppdu_4xxx_gi", "HE ER SU PPDU With 4x HE-LTF And 0.8us GI", 0x100),
        sub("wlan.ext_tag.he_phy_cap.20_mhz_in_40_in_2_4ghz", "20 MHz In 40 MHz HE PPDU In 2.4 GHz Band", 0x200),
        sub("wlan.ext_tag.he_phy_cap.20_mhz_in_160_80p80_ppdu", "20 MHz In 160/80+80 MHz HE PPDU", 0x400),
        sub("wlan.ext_tag.he_phy_cap.80_mhz_in_160_80p80_ppdu", "80 MHz In 160/80+80 MHz HE PPDU", 0x800),
        sub("wlan.ext_tag.he_phy_cap.he_er_su_ppdu_1xxx_gi", "HE ER SU PPDU With 1x HE-LTF And 0.8us GI", 0x1000),
        sub("wlan.ext_tag.he_phy_cap.midamble_tx_rx_2x_1x_he_ltf", "Midamble Tx/Rx 2x And 1x HE-LTF", 0x2000),
        sub("wlan.ext_tag.he_phy_cap.dcm_max_ru", "DCM Max RU", 0xc000).hex().ft(16).names(&[(0, "242-tone RU"), (1, "484-tone RU"), (2, "996-tone RU"), (3, "2x996-tone RU")]),
        word("wlan.ext_tag.he_phy_cap.bits_72_to_87", "Bits 72 to 87").hex(),
        sub("wlan.ext_tag.he_phy_cap.longer_than_16_he_sigb_ofdm_sym_support", "Longer Than 16 HE SIG-B OFDM Symbols Support", 0x1),
        sub("wlan.ext_tag.he_phy_cap.non_triggered_feedback", "Non-Triggered CQI Feedback", 0x2),
        sub("wlan.ext_tag.he_phy_cap.tx_1024_qam_support_lt_242_tone_ru", "Tx 1024-QAM Support < 242-tone RU Support", 0x4),
        sub("wlan.ext_tag.he_phy_cap.rx_1024_qam_support_lt_242_tone_ru", "Rx 1024-QAM Support < 242-tone RU Support", 0x8),
        sub("wlan.ext_tag.he_phy_cap.rx_full_bw_su_using_he_mu_ppdu_with_compressed_sigb", "Rx Full BW SU Using HE MU PPDU With Compressed HE-SIG-B", 0x10),
        sub("wlan.ext_tag.he_phy_cap.rx_full_bw_su_using_he_mu_ppdu_with_non_compressed_sigb", "Rx Full BW SU Using HE MU PPDU With Non-Compressed HE-SIG-B", 0x20),
        sub("wlan.ext_tag.he_phy_cap.nominal_packet_padding", "Nominal Packet Padding", 0xc0).names(&[(0, "0 µs for all constellations, Nss and RU allocations"), (1, "8 µs for all constellations, Nss and RU allocations"), (2, "16 µs for all constellations, Nss and RU allocations"), (3, "Reserved")]),
        sub("wlan.ext_tag.he_phy_cap.he_mu_ppdu_ru_rx_max", "HE MU PPDU With More Than One RU Rx Max N_HE-LTF", 0x100).kind(Kind::Dec),
        sub("wlan.ext_tag.he_phy_cap.reserved_b81_b87", "Reserved", 0xfe00).hex().ft(16),
        part(Place::Group(mcs_map!("rx_he_mcs_map_lte_80", "Rx HE-MCS Map <= 80 MHz", "80_rx"))),
        part(Place::Group(mcs_map!("tx_he_mcs_map_lte_80", "Tx HE-MCS Map <= 80 MHz", "80_tx"))),
        part(Place::When(|h| h.byte(h.start + 9) & 0x08 != 0, mcs_map!("rx_he_mcs_map_160", "Rx HE-MCS Map 160 MHz", "160_rx"))),
        part(Place::When(|h| h.byte(h.start + 9) & 0x08 != 0, mcs_map!("tx_he_mcs_map_160", "Tx HE-MCS Map 160 MHz", "160_tx"))),
        part(Place::When(|h| h.byte(h.start + 9) & 0x10 != 0, mcs_map!("rx_he_mcs_map_80_80", "Rx HE-MCS Map 80+80 MHz", "80p80_rx"))),
        part(Place::When(|h| h.byte(h.start + 9) & 0x10 != 0, mcs_map!("tx_he_mcs_map_80_80", "Tx HE-MCS Map 80+80 MHz", "80p80_tx"))),
    ];
    HE_OPERATION 36 "HE Operation" 6.. => [
        Field::new("wlan.ext_tag.he_operation.params", "HE Operation Parameters", Place::UintLe(24)).hex(),
        sub("wlan.ext_tag.he_operation.default_pe_duration", "Default PE Duration", 0x7),
        sub("wlan.ext_tag.he_operation.twt_required", "TWT Required", 0x8),
        sub("wlan.ext_tag.he_operation.txop_duration_rts_thresh", "TXOP Duration RTS Threshold", 0x3ff0),
        sub("wlan.ext_tag.he_operation.vht_op_info_present", "VHT Operation Information Present", 0x4000),
        sub("wlan.ext_tag.he_operation.co_hosted_bss", "Co-Hosted BSS", 0x8000),
        sub("wlan.ext_tag.he_operation.er_su_disable", "ER SU Disable", 0x1_0000),
        sub("wlan.ext_tag.he_operation.6ghz_operation_information_present", "6 GHz Operation Information Present", 0x2_0000),
        sub("wlan.ext_tag.he_operation.reserved_b16_b32", "Reserved", 0xfc_0000).hex().ft(24),
        byte("wlan.ext_tag.bss_color_information", "BSS Color Information").hex(),
        sub("wlan.ext_tag.bss_color_information.bss_color", "BSS Color", 0x3f).hex().ft(8),
        sub("wlan.ext_tag.bss_color_information.partial_bss_color", "Partial BSS Color", 0x40),
        sub("wlan.ext_tag.bss_color_information.bss_color_disabled", "BSS Color Disabled", 0x80),
        part(Place::Group(BASIC_MCS)),
        part(Place::When(|h| h.byte(h.start + 4) & 0x40 != 0 && h.left() >= 3, VHT_OPERATION)),
        part(Place::When(|h| h.byte(h.start + 4) & 0x80 != 0 && h.left() >= 1, CO_HOSTED)),
        part(Place::When(|h| h.byte(h.start + 5) & 0x02 != 0 && h.left() >= 5, SIX_GHZ)),
    ];
    UORA 37 "UORA Parameter Set" 1.. => [
        byte("wlan.ext_tag.uora_parameter_set.field", "UL OFDMA-based Random Access Parameter SET").hex(),
        sub("wlan.ext_tag.uora_parameter_set.eocwmin", "EOCWmin", 0x7),
        sub("wlan.ext_tag.uora_parameter_set.eocwmax", "EOCWmax", 0x38),
        sub("wlan.ext_tag.uora_parameter_set.reserved", "Reserved", 0xc0),
    ];
    MU_EDCA 38 "MU EDCA Parameter Set" 13.. => [
        byte("wlan.fixed.qosinfo.ap", "QoS Information (AP)").hex(),
        sub("wlan.fixed.qosinfo.ap.edcaupdate", "EDCA Parameter Set Update Count", 0xf).hex().ft(8),
        sub("wlan.fixed.qosinfo.ap.qack", "Q-Ack", 0x10),
        sub("wlan.fixed.qosinfo.ap.queue_req", "Queue Request", 0x20),
        sub("wlan.fixed.qosinfo.ap.txopreq", "TXOP Request", 0x40),
        sub("wlan.fixed.qosinfo.ap.more_data_ack", "More Data Ack", 0x80),
        Field::new("", "Access categories", Place::Repeat(|_| 4, &MU_EDCA_RECORD)),
    ];
    SPATIAL_REUSE 39 "Spatial Reuse Parameter Set" 1.. => [
        byte("wlan.ext_tag.spatial_reuse.sr_control", "SR Control").hex(),
        sub("wlan.ext_tag.spatial_reuse.sr_control.srp_dis", "SRP Disallowed", 0x1),
        sub("wlan.ext_tag.spatial_reuse.sr_control.non_srg_obss_pd_sr_dis", "NON-SRG OBSS PD SR Disallowed", 0x2),
        sub("wlan.ext_tag.spatial_reuse.sr_control.non_srg_ofs_present", "Non-SRG Offset Present", 0x4),
        sub("wlan.ext_tag.spatial_reuse.sr_control.srg_info_present", "SRG Information Present", 0x8),
        sub("wlan.ext_tag.spatial_reuse.sr_control.hesiga_val_15_allowed", "HESIGA Spatial Reuse value 15 allowed", 0x10),
        sub("wlan.ext_tag.spatial_reuse.sr_control.reserved", "Reserved", 0xe0).hex().ft(8),
        part(Place::When(|h| h.byte(h.start + 3) & 0x04 != 0, NON_SRG)),
        part(Place::When(|h| h.byte(h.start + 3) & 0x08 != 0, SRG)),
    ];
    COLOR_CHANGE 42 "BSS Color Change Announcement" 2.. => [
        byte("wlan.ext_tag.bss_color_change.color_switch_countdown", "BSS Color Switch Countdown"),
        byte("wlan.ext_tag.bss_color_change.new_color_info", "New BSS Color Info").hex(),
        sub("wlan.ext_tag.bss_color_change.new_bss_color", "New BSS Color", 0x3f).hex().ft(8),
        sub("wlan.ext_tag.bss_color_change.new_color_reserved", "Reserved", 0xc0).hex().ft(8),
    ];
    BSSID_CONFIGURATION 55 "Multiple BSSID Configuration" 2.. => [
        byte("wlan.ext_tag.multiple_bssid_configuration.bssid_count", "BSSID Count"),
        byte("wlan.ext_tag.multiple_bssid_configuration.full_set_rx_periodicity", "Full Set Rx Periodicity"),
    ];
    SHORT_SSID 58 "Short SSID List" 4.. => [
        Field::many("Short SSIDs", &SHORT_SSID_ONE),
    ];
    HE_6GHZ 59 "HE 6 GHz Band Capabilities" 2.. => [
        word("wlan.tag.he_6ghz.cap_inf", "Capabilities Information").hex(),
        sub("wlan.tag.he_6ghz.cap_inf.b0_b2", "Minimum MPDU Start Spacing", 0x7).hex().ft(16).names(&[(0, "No restriction"), (1, "1/4 uS"), (2, "1/2 uS"), (3, "1 uS"), (4, "2 uS"), (5, "4 uS"), (6, "8 uS"), (7, "16 uS")]),
        sub("wlan.tag.he_6ghz.cap_inf.b3_b5", "Maximum A-MPDU Length Exponent", 0x38).hex().ft(16).names(&[(0, "8 191"), (1, "16 383"), (2, "32 767"), (3, "65 535"), (4, "131 071"), (5, "262 143"), (6, "524 287"), (7, "1 048 575")]),
        sub("wlan.tag.he_6ghz.cap_inf.b6_b7", "Maximum MPDU Length", 0xc0).hex().ft(16).names(&[(0, "3 895"), (1, "7 991"), (2, "11 454"), (3, "Reserved")]),
        sub("wlan.tag.he_6ghz.cap_inf.b8", "Reserved", 0x100).hex().ft(16),
        sub("wlan.tag.he_6ghz.cap_inf.b9b_b10", "SM Power Save", 0x600).hex().ft(16).names(&[(0, "Static SM Power Save mode"), (1, "Dynamic SM Power Save mode"), (2, "Reserved"), (3, "SM Power Save disabled")]),
        sub("wlan.tag.he_6ghz.cap_inf.b11", "RD Responder", 0x800),
        sub("wlan.tag.he_6ghz.cap_inf.b12", "Rx Antenna Pattern Consistency", 0x1000),
        sub("wlan.tag.he_6ghz.cap_inf.b13", "Tx Antenna Pattern Consistency", 0x2000),
        sub("wlan.tag.he_6ghz.cap_inf.b14_b15", "Reserved", 0xc000).hex().ft(16),
    ];
    REJECTED_GROUPS 92 "Rejected Groups" 2.. => [
        Field::many("Groups", &REJECTED_GROUP),
    ];
}

static REQUESTED: Field = byte("wlan.tag.request", "Requested Element ID").names(TAGS_OF);
/// What an access point says of its quality of service differs from what a station says.
static QOS_AP_OR_STATION: Field = part(Place::Switch(|h| matches!(h.byte(0) >> 4, 1 | 3 | 5 | 8).into(), &[(1, QOS_AP)], QOS_STATION));
static QOS_AP: Fields = &[
    &byte("wlan.fixed.qosinfo.ap", "QoS Information (AP)").hex(),
    &sub("wlan.fixed.qosinfo.ap.edcaupdate", "EDCA Parameter Set Update Count", 0x0f).hex().ft(8),
    &sub("wlan.fixed.qosinfo.ap.qack", "Q-Ack", 0x10),
    &sub("wlan.fixed.qosinfo.ap.queue_req", "Queue Request", 0x20),
    &sub("wlan.fixed.qosinfo.ap.txopreq", "TXOP Request", 0x40),
    &sub("wlan.fixed.qosinfo.ap.more_data_ack", "More Data Ack", 0x80),
];
static QOS_STATION: Fields = &[
    &byte("wlan.fixed.qosinfo.sta", "QoS Information (STA)").hex(),
    &sub("wlan.fixed.qosinfo.sta.ac_vo", "AC_VO U-APSD Flag", 0x01),
    &sub("wlan.fixed.qosinfo.sta.ac_vi", "AC_VI U-APSD Flag", 0x02),
    &sub("wlan.fixed.qosinfo.sta.ac_bk", "AC_BK U-APSD Flag", 0x04),
    &sub("wlan.fixed.qosinfo.sta.ac_be", "AC_BE U-APSD Flag", 0x08),
    &sub("wlan.fixed.qosinfo.sta.qack", "Q-Ack", 0x10),
    &sub("wlan.fixed.qosinfo.sta.max_sp_length", "Max SP Length", 0x60).hex().ft(8),
    &sub("wlan.fixed.qosinfo.sta.more_data_ack", "More Data Ack", 0x80),
];
static CHANNEL_LIST: Field = byte("wlan.ap_channel_report.channel_list", "Channel List");
static VENUE: Fields = &[&byte("wlan.fixed.venue_info.group", "Venue Group"), &byte("wlan.fixed.venue_info.type", "Venue Type")];
static HESSID: Field = run("wlan.interworking.hessid", "HESSID", 6).kind(Kind::Mac);
static POWER_20: Field = byte("wlan.vht.tpe.pwr_constr_20", "Local Max Tx Pwr Constraint 20MHz").kind(Kind::Signed);
static POWER_40: Field = byte("wlan.vht.tpe.pwr_constr_40", "Local Max Tx Pwr Constraint 40MHz").kind(Kind::Signed);
static POWER_80: Field = byte("wlan.vht.tpe.pwr_constr_80", "Local Max Tx Pwr Constraint 80MHz").kind(Kind::Signed);
static POWER_160: Field = byte("wlan.vht.tpe.pwr_constr_160", "Local Max Tx Pwr Constraint 160MHz").kind(Kind::Signed);
static RSNX_SECOND: Fields = &[
    &byte("wlan.rsnx", "RSNX").hex(),
    &sub("wlan.rsnx.secure_ltf_support", "Secure LTF Support", 0x1),
    &sub("wlan.rsnx.secure_rtt_supported", "Secure RTT Supported", 0x2),
    &sub("wlan.rsnx.rnmmfp", "Range Protection Required (RNM-MFP)", 0x4),
    &sub("wlan.rsnx.reserved.b11thru15", "Reserved", 0xf8).hex().ft(8),
];

/// A neighbour and when its beacons come: their count and length stand in the two bytes before them.
static NEIGHBOR_AP: Field = Field::new("", "Neighbor AP Information", Place::Group(list![
    part(Place::UintLe(16)),
    sub("wlan.rnr.tbtt_info", "TBTT Information Field", 0x0003),
    sub("wlan.rnr.tbtt_info.fna", "TBTT Filtered Neighbor AP", 0x0004).kind(Kind::Dec),
    sub("wlan.rnr.tbtt_info.info_count", "TBTT Information Count", 0x00f0),
    sub("wlan.rnr.tbtt_info.info_len", "TBTT Information Length", 0xff00),
    byte("wlan.rnr.tbtt_info.operating_class", "Operating Class"),
    byte("wlan.rnr.tbtt_info.channel_num", "Channel Number"),
    Field::new("", "TBTT Information", Place::Repeat(|h| usize::from(h.byte(h.start) >> 4) + 1, &TARGET_TIME)),
]));
static TARGET_TIME: Field = part(Place::Switch(
    |h| h.byte(h.start.saturating_sub(3)).into(),
    &[
        (1, &[&TBTT_OFFSET]),
        (2, &[&TBTT_OFFSET, &BSS_PARAMETERS]),
        (5, &[&TBTT_OFFSET, &TBTT_SSID]),
        (6, &[&TBTT_OFFSET, &TBTT_SSID, &BSS_PARAMETERS]),
        (7, &[&TBTT_OFFSET, &TBTT_BSSID]),
        (8, &[&TBTT_OFFSET, &TBTT_BSSID, &BSS_PARAMETERS]),
        (9, &[&TBTT_OFFSET, &TBTT_BSSID, &BSS_PARAMETERS, &TBTT_PSD]),
        (11, &[&TBTT_OFFSET, &TBTT_BSSID, &TBTT_SSID]),
        (12, &[&TBTT_OFFSET, &TBTT_BSSID, &TBTT_SSID, &BSS_PARAMETERS]),
        (13, &[&TBTT_OFFSET, &TBTT_BSSID, &TBTT_SSID, &BSS_PARAMETERS, &TBTT_PSD]),
    ],
    &[&part(Place::Take(|h| h.byte(h.start.saturating_sub(3)).into()))],
));
static TBTT_OFFSET: Field = byte("wlan.rnr.tbtt_info.tbtt_offset", "Neighbor AP TBTT Offset");
static TBTT_BSSID: Field = run("wlan.rnr.tbtt_info.bssid", "BSSID", 6);
static TBTT_SSID: Field = long("wlan.rnr.tbtt_info.sh_ssid", "Short SSID").hex();
static TBTT_PSD: Field = byte("wlan.rnr.tbt_info.psd_subfield", "PSD Subfield");
static BSS_PARAMETERS: Field = part(Place::Group(list![
    byte("wlan.rnr.tbtt_info.bss_parameters", "BSS Parameters").hex(),
    sub("wlan.rnr.tbtt_info.bss_parameters.oct_recommended", "OCT Recommended", 0x01),
    sub("wlan.rnr.tbtt_info.bss_parameters.same_ssid", "Same SSID", 0x02),
    sub("wlan.rnr.tbtt_info.bss_parameters.multiple_bssid", "Multiple BSSID", 0x04),
    sub("wlan.rnr.tbtt_info.bss_parameters.transmitted_bssid", "Transmitted BSSID", 0x08),
    sub("wlan.rnr.tbtt_info.bss_parameters.member_of_ess_with_2p4_5_ghz_colocated_ap", "Member of ESS with 2.4/5 GHz Co-Located AP", 0x10),
    sub("wlan.rnr.tbtt_info.bss_parameters.unsolicited_probe_responses", "Unsolicited Probe Responses", 0x20),
    sub("wlan.rnr.tbtt_info.bss_parameters.colocated_ap", "Co-Located AP", 0x40),
    sub("wlan.rnr.tbtt_info.bss_parameters.reserved", "Reserved", 0x80).hex().ft(8),
]));

static BASIC_MCS: Fields = streams!(
    word("wlan.ext_tag.he_operation.basic_he_mcs_and_nss", "Basic HE-MCS and NSS Set").hex(),
    ["wlan.ext_tag.he_operation.max_he_mcs_for_"],
    "_ss"
);
static VHT_OPERATION: Fields = &[
    &byte("wlan.ext_tag.he_operation.vht_op_info.channel_width", "Channel Width").names(&[(0, "20 MHz or 40 MHz BSS Bandwidth"), (1, "80 MHz, 160 MHz or 80+80 MHz BSS Bandwidth"), (2, "160 MHz BSS Bandwidth (deprecated)"), (3, "Non-contiguous 80+80 MHz BSS Bandwidth (deprecated)")]),
    &byte("wlan.ext_tag.he_operation.vht_op_info.chan_center_freq_seg_0", "Channel Center Frequency Segment 0"),
    &byte("wlan.ext_tag.he_operation.vht_op_info.chan_center_freq_seg_1", "Channel Center Frequency Segment 1"),
];
static CO_HOSTED: Fields = &[
    &byte("wlan.ext_tag.he_operation.max_co_hosted_bssid_indicator", "Max Co-Hosted BSSID Indicator"),
];
static SIX_GHZ: Fields = &[
    &byte("wlan.ext_tag.he_operation.6ghz.primary_channel", "Primary Channel"),
    &byte("wlan.ext_tag.he_operation.6ghz.control", "Control").hex(),
    &sub("wlan.ext_tag.he_operation.6ghz.control.channel_width", "Channel Width", 0x3).names(&[(0, "20MHz"), (1, "40MHZ"), (2, "80MHz"), (3, "160MHz or 80MHz+80MHz")]),
    &sub("wlan.ext_tag.he_operation.6ghz.control.duplicate_beacon", "Duplicate Beacon", 0x4),
    &sub("wlan.ext_tag.he_operation.6ghz.control.regulatory_info", "Regulatory Info", 0x38),
    &sub("wlan.ext_tag.he_operation.6ghz.control.reserved", "Reserved", 0xc0),
    &byte("wlan.ext_tag.he_operation.6ghz.chan_center_freq_seg_0", "Channel Center Frequency Segment 0"),
    &byte("wlan.ext_tag.he_operation.6ghz.chan_center_freq_seg_1", "Channel Center Frequency Segment 1"),
    &byte("wlan.ext_tag.he_operation.6ghz.minimum_rate", "Minimum Rate"),
];
static NON_SRG: Fields = &[
    &byte("wlan.ext_tag.spatial_reuse.non_srg_obss_pd_max_offset", "Non-SRG OBSS PD Max Offset").kind(Kind::Signed),
];
static SRG: Fields = &[
    &byte("wlan.ext_tag.spatial_reuse.srg_obss_pd_min_offset", "SRG OBSS PD Min Offset").kind(Kind::Signed),
    &byte("wlan.ext_tag.spatial_reuse.srg_obss_pd_max_offset", "SRG OBSS PD Max Offset").kind(Kind::Signed),
    &run("wlan.ext_tag.spatial_reuse.srg_bss_color_bitmap", "SRG BSS Color Bitmap", 8),
    &Field::new("wlan.ext_tag.spatial_reuse.srg_partial_bssid_bitmap", "SRG Partial BSSID Bitmap", Place::Rest),
];
static MU_EDCA_RECORD: Field = part(Place::Group(list![
    byte("wlan.ext_tag.mu_edca_parameter_set.aic_aifsn", "AIC/AIFSN").hex(),
    sub("wlan.ext_tag.mu_edca_parameter_set.aifsn", "AIFSN", 0xf),
    sub("wlan.ext_tag.mu_edca_parameter_set.acm", "Admission Control Mandatory", 0x10),
    sub("wlan.ext_tag.mu_edca_parameter_set.aci", "ACI", 0x60).names(&[(0, "Best Effort"), (1, "Background"), (2, "Video"), (3, "Voice")]),
    sub("wlan.ext_tag.mu_edca_parameter_set.reserved", "Reserved", 0x80).kind(Kind::Dec),
    byte("wlan.ext_tag.mu_edca_parameter_set.ecwmin_ecwmax", "ECWmin/ECWmax").hex(),
    byte("wlan.ext_tag.mu_edca_parameter_set.mu_edca_timer", "MU EDCA Timer").hex(),
]));
static SHORT_SSID_ONE: Field = Field::new("wlan.ext_tag.short_bssid", "Short BSSID", Place::Uint(32)).hex();
static REJECTED_GROUP: Field = word("wlan.ext_tag.rejected_groups.group", "Rejected Finite Cyclic Group");
