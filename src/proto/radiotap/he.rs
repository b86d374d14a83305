//! Radiotap's fields of high efficiency frames (802.11ax): <https://www.radiotap.org/fields/HE.html> and HE-MU.
//!
//! What the first words call unknown has another name.
use super::*;

const fn part(place: Place) -> Field {
    Field::part(place)
}
macro_rules! list { ($($field:expr),* $(,)?) => { { static LIST: Fields = &[$(&$field),*]; LIST } } }
/// The one field where that bit of the record's byte is set, else the other.
macro_rules! either { ($byte:literal, $bit:literal, $known:expr, $unknown:expr) => {
    part(Place::Switch(|h| (h.byte(h.start + $byte) & $bit).into(), { static OF: &[(u64, Fields)] = &[(0, list![$unknown])]; OF }, list![$known]))
} }
/// A hexadecimal number that the bit calls known.
macro_rules! known { ($byte:literal, $bit:literal, $name:literal, $title:literal, $mask:literal) => {
    either!($byte, $bit, sub($name, $title, $mask).hex().ft(16), sub(concat!($name, "_unknown"), concat!($title, " unknown"), $mask).hex().ft(16))
} }
/// An index of resource units, whose bit stands in the second byte.
macro_rules! index { ($bit:literal, $name:literal, $title:literal) => {
    either!(1, $bit, byte($name, $title), byte(concat!($name, "_unknown"), concat!($title, " unknown")))
} }

/// Twelve bytes.
pub(super) static HE: Field = part(Place::Group(list![
    word("radiotap.he.data_1", "HE Data 1").hex(),
    sub("radiotap.he.data_1.ppdu_format", "PPDU Format", 0x3).hex().ft(16).names(&[(0, "HE_SU"), (1, "HE_EXT_SU"), (2, "HE_MU"), (3, "HE_TRIG")]),
    sub("radiotap.he.data_1.bss_color_known", "BSS Color known", 0x4),
    sub("radiotap.he.data_1.beam_change_known", "Beam Change known", 0x8),
    sub("radiotap.he.data_1.ul_dl_known", "UL/DL known", 0x10),
    sub("radiotap.he.data_1.data_mcs_known", "data MCS known", 0x20),
    sub("radiotap.he.data_1.data_dcm_known", "data DCM known", 0x40),
    sub("radiotap.he.data_1.coding_known", "Coding known", 0x80),
    sub("radiotap.he.data_1.ldpc_extra_symbol_segment_known", "LDPC extra symbol segment known", 0x100),
    sub("radiotap.he.data_1.stbc_known", "STBC known", 0x200),
    sub("radiotap.he.data_1.spatial_reuse_1_known", "Spatial Reuse 1 known", 0x400),
    sub("radiotap.he.data_1.spatial_reuse_2_known", "Spatial Reuse 2 known", 0x800),
    sub("radiotap.he.data_1.spatial_reuse_3_known", "Spatial Reuse 3 known", 0x1000),
    sub("radiotap.he.data_1.spatial_reuse_4_known", "Spatial Reuse 4 known", 0x2000),
    sub("radiotap.he.data_1.data_bw_ru_allocation_known", "data BW/RU allocation known", 0x4000),
    sub("radiotap.he.data_1.doppler_known", "Doppler known", 0x8000),
    word("radiotap.he.data_2", "HE Data 2").hex(),
    sub("radiotap.he.data_2.pri_sec_80_mhz_known", "pri/sec 80 MHz known", 0x1),
    sub("radiotap.he.data_2.gi_known", "GI known", 0x2),
    sub("radiotap.he.data_2.num_ltf_symbols_known", "LTF symbols known", 0x4),
    sub("radiotap.he.data_2.pre_fec_padding_factor_known", "Pre-FEC Padding Factor known", 0x8),
    sub("radiotap.he.data_2.txbf_known", "TxBF known", 0x10),
    sub("radiotap.he.data_2.pe_disambiguity_known", "PE Disambiguity known", 0x20),
    sub("radiotap.he.data_2.txop_known", "TXOP known", 0x40),
    sub("radiotap.he.data_2.midamble_periodicity_known", "midamble periodicity known", 0x80),
    sub("radiotap.he.data_2.ru_allocation_offset", "RU allocation offset", 0x3f00).hex().ft(16),
    sub("radiotap.he.data_2.ru_allocation_offseti_known", "RU allocation offset known", 0x4000),
    sub("radiotap.he.data_2.pri_sec_80_mhz", "pri/sec 80 MHz", 0x8000),
    word("radiotap.he.data_3", "HE Data 3").hex(),
    known!(0, 0x04, "radiotap.he.data_3.bss_color", "BSS Color", 0x3f),
    known!(0, 0x08, "radiotap.he.data_3.beam_change", "Beam Change", 0x40),
    known!(0, 0x10, "radiotap.he.data_3.ul_dl", "UL/DL", 0x80),
    known!(0, 0x20, "radiotap.he.data_3.data_mcs", "data MCS", 0xf00),
    known!(0, 0x40, "radiotap.he.data_3.data_dcm", "data DCM", 0x1000),
    known!(0, 0x80, "radiotap.he.data_3.coding", "Coding", 0x2000),
    known!(1, 0x01, "radiotap.he.data_3.ldpc_extra_symbol_segment", "LDPC extra symbol segment", 0x4000),
    known!(1, 0x02, "radiotap.he.data_3.stbc", "STBC", 0x8000),
    word("radiotap.he.data_4", "HE Data 4").hex(),
    part(Place::Switch(|h| (h.byte(h.start) & 3).into(), DATA_4, list![
        known!(1, 0x04, "radiotap.he.data_4.spatial_reuse", "Spatial Reuse", 0x000f),
        sub("radiotap.he.data_4.reserved_d4_fff0", "Reserved", 0xfff0).hex().ft(16),
    ])),
    word("radiotap.he.data_5", "HE Data 5").hex(),
    known!(1, 0x40, "radiotap.he.data_5.data_bw_ru_allocation", "data Bandwidth/RU allocation", 0xf),
    known!(2, 0x02, "radiotap.he.data_5.gi", "GI", 0x30),
    part(Place::Switch(|h| h.number >> 6 & 3, LTF_UNKNOWN, list![sub("radiotap.he.data_5.ltf_symbol_size", "LTF symbol size", 0x00c0).hex().ft(16)])),
    known!(2, 0x04, "radiotap.he.num_ltf_symbols", "LTF symbols", 0x700),
    sub("radiotap.he.data_5.reserved_d5_b11", "reserved", 0x800).hex().ft(16),
    known!(2, 0x08, "radiotap.he.pre_fec_padding_factor", "Pre-FEC Padding Factor", 0x3000),
    known!(2, 0x10, "radiotap.he.txbf", "TxBF", 0x4000),
    known!(2, 0x20, "radiotap.he.pe_disambiguity", "PE Disambiguity", 0x8000),
    word("radiotap.he.data_6", "HE Data 6").hex(),
    sub("radiotap.he.data_6.nsts", "NSTS", 0xf).hex().ft(16),
    known!(1, 0x80, "radiotap.he.data_6.doppler_value", "Doppler value", 0x10),
    sub("radiotap.he.data_6.reserved_d6_00e0", "Reserved", 0xe0).hex().ft(16),
    known!(2, 0x40, "radiotap.he.data_6.txop_value", "TXOP value", 0x7f00),
    known!(2, 0x80, "radiotap.he.data_6.midamble_periodicity", "midamble periodicity", 0x8000),
]));
static LTF_UNKNOWN: &[(u64, Fields)] = &[(0, list![sub("radiotap.he.data_5.ltf_symbol_size_unknown", "LTF symbol size unknown", 0x00c0).hex().ft(16)])];
/// What the fourth word says of frames to several stations, and of those that a trigger asked for.
static DATA_4: &[(u64, Fields)] = &[
    (2, list![
        known!(1, 0x04, "radiotap.he.data_4.spatial_reuse", "Spatial Reuse", 0x000f),
        sub("radiotap.he.data_4.sta_id_user", "STA-ID of user data captured for", 0x7ff0).hex().ft(16),
        sub("radiotap.he.data_4.reserved_d4_b15", "Reserved", 0x8000).hex().ft(16),
    ]),
    (3, list![
        known!(1, 0x04, "radiotap.he.data_4.spatial_reuse_1", "Spatial Reuse 1", 0x000f),
        known!(1, 0x08, "radiotap.he.data_4.spatial_reuse_2", "Spatial Reuse 2", 0x00f0),
        known!(1, 0x10, "radiotap.he.data_4.spatial_reuse_3", "Spatial Reuse 3", 0x0f00),
        known!(1, 0x20, "radiotap.he.data_4.spatial_reuse_4", "Spatial Reuse 4", 0xf000),
    ]),
];
/// Twelve bytes.
pub(super) static HE_MU: Field = part(Place::Group(list![
    word("radiotap.he_mu.flags_1", "HE-MU Flags 1").hex(),
    sub("radiotap.he_mu.sig_b_mcs", "SIG-B MCS (from SIG-A)", 0xf).hex().ft(16),
    either!(0, 0x10, sub("radiotap.he_mu.sig_b_mcs_known", "SIG-B MCS known", 0x10), sub("radiotap.he_mu.sig_b_mcs_unknown", "SIG-B MCS (from SIG-A) unknown", 0x000f).hex().ft(16)),
    sub("radiotap.he_mu.sig_b_dcm", "SIG-B DCM (from SIG-A)", 0x20).hex().ft(16),
    either!(0, 0x40, sub("radiotap.he_mu.sig_b_dmc_known", "SIG-B DCM known", 0x40), sub("radiotap.he_mu.sig_b_dcm_unknown", "SIG-B DCM (from SIG-A) unknown", 0x0020).hex().ft(16)),
    either!(0, 0x80, sub("radiotap.he_mu.chan2_center_26_tone_ru_bit_known", "Channel2 center 26-tone RU bit known", 0x80), sub("radiotap.he_mu.chan2_center_26_tone_ru_bit_unknown", "Channel2 center 26-tone RU bit unknown", 0x0080).kind(Kind::Dec)),
    either!(1, 0x01, sub("radiotap.he_mu.chan1_rus_known", "Channel 1 RUs known", 0x100), sub("radiotap.he_mu.chan1_rus_unknown", "Channel 1 RUs unknown", 0x0100).kind(Kind::Dec)),
    either!(1, 0x02, sub("radiotap.he_mu.chan2_rus_known", "Channel 2 RUs known", 0x200), sub("radiotap.he_mu.chan2_rus_unknown", "Channel 2 RUs unknown", 0x0200)),
    sub("radiotap.he_mu.reserved_f1_b10_b11", "Reserved", 0xc00).hex().ft(16),
    either!(1, 0x10, sub("radiotap.he_mu.chan1_center_26_tone_ru_bit_known", "Channel1 center 26-tone RU bit known", 0x1000), sub("radiotap.he_mu.chan1_center_26_tone_ru_bit_unknown", "Channel1 center 26-tone RU bit unknown", 0x1000).kind(Kind::Dec)),
    either!(1, 0x10, sub("radiotap.he_mu.chan1_center_26_tone_ru_value", "Channel1 center 26-tone RU value", 0x2000).hex().ft(16), sub("radiotap.he_mu.chan1_center_26_tone_ru_bit_unknown", "Channel1 center 26-tone RU bit unknown", 0x1000).kind(Kind::Dec)),
    sub("radiotap.he_mu.sig_b_compression_known", "SIG-B compression known", 0x4000),
    either!(1, 0x80, sub("radiotap.he_mu.symbol_cnt_or_user_cnt_known", "# of HE-SIG-B Symbols/MU-MINO users known", 0x8000), sub("radiotap.he_mu.sig_b_syms_or_mu_mimo_users_unknown", "# of HE-SIG-B Symbols or # of MU-MIMO Users unknown", 0x00f0)),
    word("radiotap.he_mu.flags_2", "HE-MU Flags 2").hex(),
    either!(2, 0x04, sub("radiotap.he_mu.bw_from_sig_a", "bandwidth from Bandwidth field in SIG-A", 0x3), sub("radiotap.he_mu.bw_from_sig_a_unknown", "bandwidth from Bandwidth field in SIG-A unknown", 0x0003)),
    sub("radiotap.he_mu.bw_from_sig_a_known", "bandwidth from Bandwidth field in SIG-A known", 0x4),
    either!(1, 0x40, sub("radiotap.he_mu.sig_b_compression", "SIG-B compression from SIG-A", 0x8), sub("radiotap.he_mu.sig_b_compression_unknown", "SIG-B compression unknown", 0x0008).kind(Kind::Dec)),
    either!(1, 0x80, sub("radiotap.he_mu.sig_b_syms_or_mu_mimo_users", "# of HE-SIG-B Symbols or # of MU-MIMO Users", 0xf0), sub("radiotap.he_mu.sig_b_syms_or_mu_mimo_users_unknown", "# of HE-SIG-B Symbols or # of MU-MIMO Users unknown", 0x00f0)),
    sub("radiotap.he_mu.preamble_puncturing", "preamble puncturing from Bandwidth field in HE-SIG-A", 0x300).hex().ft(16),
    sub("radiotap.he_mu.preamble_puncturing_known", "preamble puncturing from Bandwidth field in HE-SIG-A known", 0x400),
    either!(0, 0x80, sub("radiotap.he_mu.chan2_center_26_tone_ru_value", "Chan2 Center 26 Tone RU Value", 0x800).hex().ft(16), sub("radiotap.he_mu.chan2_center_26_tone_ru_bit_unknown", "Channel2 center 26-tone RU bit unknown", 0x0080).kind(Kind::Dec)),
    sub("radiotap.he_mu.reserved_f2_b12_b15", "Reserved", 0xf000).hex().ft(16),
    index!(0x01, "radiotap.he_mu.chan1_rus_0_index", "Chan1 RU[0] index"),
    index!(0x01, "radiotap.he_mu.chan1_rus_1_index", "Chan1 RU[1] index"),
    index!(0x01, "radiotap.he_mu.chan1_rus_2_index", "Chan1 RU[2] index"),
    index!(0x01, "radiotap.he_mu.chan1_rus_3_index", "Chan1 RU[3] index"),
    index!(0x02, "radiotap.he_mu.chan2_rus_0_index", "Chan2 RU[0] index"),
    index!(0x02, "radiotap.he_mu.chan2_rus_1_index", "Chan2 RU[1] index"),
    index!(0x02, "radiotap.he_mu.chan2_rus_2_index", "Chan2 RU[2] index"),
    index!(0x02, "radiotap.he_mu.chan2_rus_3_index", "Chan2 RU[3] index"),
]));
