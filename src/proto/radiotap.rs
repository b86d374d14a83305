//! Radiotap, the header that drivers put before an 802.11 frame: <https://www.radiotap.org>.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |      Pad      |            Length             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |        Present: which fields follow, in the bits' order       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      More such words as long as bit 31 is set, fields ..      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! All numbers are little endian, and each field is aligned to its own size, counted from the header's first byte.
use super::fields::{little_long as long, little_word as word};
use super::*;
use crate::field::*;
use crate::text;

mod he;

/// 0.
pub static VERSION: Field = Field::bits("radiotap.version", "Header revision", 0, 8).alias("version");
/// 0.
pub static PAD: Field = Field::bits("radiotap.pad", "Header pad", 8, 8).alias("pad");
/// Of this header, in bytes.
pub static LENGTH: Field = Field::new("radiotap.length", "Header length", Place::Little(2, 2, 0, 16)).alias("len").computed();
/// Which fields there are.
static PRESENT: Field = Field::new("radiotap.present", "Present flags", Place::Repeat(words, &PRESENT_WORD)).kind(Kind::Present).alias("present");
static PRESENT_WORD: Field = Field::part(Place::Switch(
    |h| namespace(h.head, (h.at / 4).saturating_sub(1)) as u64,
    &[(0, PRESENT_BITS)],
    &[&WORD, &PRESENT_RTAP_NS, &PRESENT_VENDOR_NS, &PRESENT_EXT],
));
static WORD: Field = long("radiotap.present.word", "Present flags word").hex();

const PRESENT_BITS: Fields = &[&WORD, &PRESENT_TSFT, &PRESENT_FLAGS, &PRESENT_RATE, &PRESENT_CHANNEL, &PRESENT_FHSS, &PRESENT_DBM_ANTSIGNAL, &PRESENT_DBM_ANTNOISE, &PRESENT_LOCK_QUALITY, &PRESENT_TX_ATTENUATION, &PRESENT_DB_TX_ATTENUATION, &PRESENT_DBM_TX_POWER, &PRESENT_ANTENNA, &PRESENT_DB_ANTSIGNAL, &PRESENT_DB_ANTNOISE, &PRESENT_RXFLAGS, &PRESENT_TXFLAGS, &PRESENT_DATA_RETRIES, &PRESENT_XCHANNEL, &PRESENT_MCS, &PRESENT_AMPDU, &PRESENT_VHT, &PRESENT_TIMESTAMP, &PRESENT_HE, &PRESENT_HE_MU, &PRESENT_0_LENGTH_PSDU, &PRESENT_L_SIG, &PRESENT_TLV, &PRESENT_RTAP_NS, &PRESENT_VENDOR_NS, &PRESENT_EXT];
static PRESENT_TSFT: Field = sub("radiotap.present.tsft", "TSFT", 1 << 0);
static PRESENT_FLAGS: Field = sub("radiotap.present.flags", "Flags", 1 << 1);
static PRESENT_RATE: Field = sub("radiotap.present.rate", "Rate", 1 << 2);
static PRESENT_CHANNEL: Field = sub("radiotap.present.channel", "Channel", 1 << 3);
static PRESENT_FHSS: Field = sub("radiotap.present.fhss", "FHSS", 1 << 4);
static PRESENT_DBM_ANTSIGNAL: Field = sub("radiotap.present.dbm_antsignal", "dBm Antenna Signal", 1 << 5);
static PRESENT_DBM_ANTNOISE: Field = sub("radiotap.present.dbm_antnoise", "dBm Antenna Noise", 1 << 6);
static PRESENT_LOCK_QUALITY: Field = sub("radiotap.present.lock_quality", "Lock Quality", 1 << 7);
static PRESENT_TX_ATTENUATION: Field = sub("radiotap.present.tx_attenuation", "TX Attenuation", 1 << 8);
static PRESENT_DB_TX_ATTENUATION: Field = sub("radiotap.present.db_tx_attenuation", "dB TX Attenuation", 1 << 9);
static PRESENT_DBM_TX_POWER: Field = sub("radiotap.present.dbm_tx_power", "dBm TX Power", 1 << 10);
static PRESENT_ANTENNA: Field = sub("radiotap.present.antenna", "Antenna", 1 << 11);
static PRESENT_DB_ANTSIGNAL: Field = sub("radiotap.present.db_antsignal", "dB Antenna Signal", 1 << 12);
static PRESENT_DB_ANTNOISE: Field = sub("radiotap.present.db_antnoise", "dB Antenna Noise", 1 << 13);
static PRESENT_RXFLAGS: Field = sub("radiotap.present.rxflags", "RX flags", 1 << 14);
static PRESENT_TXFLAGS: Field = sub("radiotap.present.txflags", "TX flags", 1 << 15);
static PRESENT_DATA_RETRIES: Field = sub("radiotap.present.data_retries", "data retries", 1 << 17);
static PRESENT_XCHANNEL: Field = sub("radiotap.present.xchannel", "Channel+", 1 << 18);
static PRESENT_MCS: Field = sub("radiotap.present.mcs", "MCS information", 1 << 19);
static PRESENT_AMPDU: Field = sub("radiotap.present.ampdu", "A-MPDU Status", 1 << 20);
static PRESENT_VHT: Field = sub("radiotap.present.vht", "VHT information", 1 << 21);
static PRESENT_TIMESTAMP: Field = sub("radiotap.present.timestamp", "frame timestamp", 1 << 22);
static PRESENT_HE: Field = sub("radiotap.present.he", "HE information", 1 << 23);
static PRESENT_HE_MU: Field = sub("radiotap.present.he_mu", "HE-MU information", 1 << 24);
static PRESENT_0_LENGTH_PSDU: Field = sub("radiotap.present.0_length.psdu", "0 Length PSDU", 1 << 26);
static PRESENT_L_SIG: Field = sub("radiotap.present.l_sig", "L-SIG", 1 << 27);
static PRESENT_TLV: Field = sub("radiotap.present.tlv", "TLVs", 1 << 28);
static PRESENT_RTAP_NS: Field = sub("radiotap.present.rtap_ns", "Radiotap NS next", 1 << 29);
static PRESENT_VENDOR_NS: Field = sub("radiotap.present.vendor_ns", "Vendor NS next", 1 << 30);
static PRESENT_EXT: Field = sub("radiotap.present.ext", "Ext", 1 << 31);

/// How many words say what is present.
fn words(h: &Here<'_>) -> usize {
    if h.byte(0) != 0 || h.head.len() < 8 { 0 } else { count(h.head) }
}
fn count(head: &[u8]) -> usize {
    (0..MOST).take_while(|i| present(head, *i) >> 31 == 1).count() + 1
}
/// More words are not read.
const MOST: usize = 8;
/// One of the words that say what is present.
fn present(head: &[u8], i: usize) -> u32 {
    head.get(4 + 4 * i..8 + 4 * i).map_or(0, |b| load_le(b) as u32)
}
/// Whose fields a word's bits are: 0 radiotap's first 29, 1 radiotap's further ones, 2 a vendor's.
fn namespace(head: &[u8], i: usize) -> u8 {
    (0..i).fold(0, |space, before| match present(head, before) {
        word if word >> 29 & 1 == 1 => 0,
        word if word >> 30 & 1 == 1 => 2,
        _ if space == 0 => 1,
        _ => space,
    })
}
/// True when word `W` is there and says that field `B` is.
fn has<const W: usize, const B: u32>(h: &Here<'_>) -> bool {
    W < words(h) && namespace(h.head, W) == 0 && present(h.head, W) >> B & 1 == 1
}
/// True when behind word `W` a vendor's fields begin.
fn vendor<const W: usize>(h: &Here<'_>) -> bool {
    W < words(h) && present(h.head, W) >> 30 & 1 == 1
}
static ALIGN2: Field = Field::part(Place::Sized(|h| h.at.next_multiple_of(2) - h.at, &[]));
static ALIGN4: Field = Field::part(Place::Sized(|h| h.at.next_multiple_of(4) - h.at, &[]));
static ALIGN8: Field = Field::part(Place::Sized(|h| h.at.next_multiple_of(8) - h.at, &[]));

/// The fields of one word, each where its bit says so.
macro_rules! of_word { ($name:ident $n:literal: $($bit:ident $i:literal $fields:expr;)*) => {
    mod $name {
        use super::*;
        $(static $bit: Field = Field::part(Place::When(has::<$n, $i>, $fields));)*
        static VENDOR: Field = Field::part(Place::When(vendor::<$n>, &[&ALIGN2, &VENDOR_NAMESPACE]));
        pub(super) const ALL: Fields = &[$(&$bit,)* &VENDOR];
    }
} }
macro_rules! of_words { ($($name:ident $n:literal)*) => { $(of_word! { $name $n:
    TSFT 0 &[&ALIGN8, &MACTIME];
    FLAGS_ 1 &[&FLAGS, &FLAGS_CFP, &FLAGS_PREAMBLE, &FLAGS_WEP, &FLAGS_FRAG, &FLAGS_FCS, &FLAGS_DATAPAD, &FLAGS_BADFCS, &FLAGS_SHORTGI];
    RATE 2 &[&DATARATE];
    CHANNEL 3 &[&ALIGN2, &CHANNEL_FREQ, &CHANNEL_FLAGS, &CHANNEL_700MHZ, &CHANNEL_800MHZ, &CHANNEL_900MHZ, &CHANNEL_TURBO, &CHANNEL_CCK, &CHANNEL_OFDM, &CHANNEL_2GHZ, &CHANNEL_5GHZ, &CHANNEL_PASSIVE, &CHANNEL_DYNAMIC, &CHANNEL_GFSK, &CHANNEL_GSM, &CHANNEL_STURBO, &CHANNEL_HALF, &CHANNEL_QUARTER];
    FHSS 4 &[&ALIGN2, &FHSS_HOPSET, &FHSS_PATTERN];
    SIGNAL 5 &[&DBM_ANTSIGNAL];
    NOISE 6 &[&DBM_ANTNOISE];
    QUALITY_ 7 &[&ALIGN2, &QUALITY];
    ATTENUATION 8 &[&ALIGN2, &TXATTENUATION];
    DB_ATTENUATION 9 &[&ALIGN2, &DB_TXATTENUATION];
    POWER 10 &[&TXPOWER];
    ANTENNA_ 11 &[&ANTENNA];
    DB_SIGNAL 12 &[&DB_ANTSIGNAL];
    DB_NOISE 13 &[&DB_ANTNOISE];
    RX 14 &[&ALIGN2, &RXFLAGS, &RX_BADPLCP];
    TX 15 &[&ALIGN2, &TXFLAGS, &TX_FAIL, &TX_CTS, &TX_RTS, &TX_NOACK, &TX_NOSEQNO, &TX_ORDER];
    RTS 16 &[&SKIP1];
    RETRIES 17 &[&DATA_RETRIES];
    XCHANNEL 18 &[&ALIGN4, &XCHANNEL_FLAGS, &X_TURBO, &X_CCK, &X_OFDM, &X_2GHZ, &X_5GHZ, &X_PASSIVE, &X_DYNAMIC, &X_GFSK, &X_GSM, &X_STURBO, &X_HALF, &X_QUARTER, &X_HT20, &X_HT40U, &X_HT40D, &XCHANNEL_FREQ, &XCHANNEL_CHANNEL, &SKIP1];
    MCS_ 19 &[&MCS];
    AMPDU_ 20 &[&ALIGN4, &AMPDU];
    VHT_ 21 &[&ALIGN2, &VHT];
    TIME 22 &[&ALIGN8, &TIMESTAMP];
    HE 23 &[&ALIGN2, &he::HE];
    HE_MU 24 &[&ALIGN2, &he::HE_MU];
    HE_MU_USER 25 &[&ALIGN2, &SKIP6];
    PSDU 26 &[&PSDU_TYPE];
    LSIG 27 &[&ALIGN2, &LSIG_1, &LSIG_RATE_KNOWN, &LSIG_LENGTH_KNOWN, &LSIG_RESERVED, &LSIG_2, &LSIG_RATE, &LSIG_LENGTH];
})* } }
of_words! { word0 0 word1 1 word2 2 word3 3 word4 4 }
static SKIP1: Field = Field::part(Place::Run(1));
static SKIP6: Field = Field::part(Place::Run(6));

/// In microseconds: when the first bit arrived.
pub static MACTIME: Field = Field::new("radiotap.mactime", "MAC timestamp", Place::UintLe(64)).alias("mac_timestamp");
/// Of the frame.
pub static FLAGS: Field = byte("radiotap.flags", "Flags").hex().alias("Flags");
static FLAGS_CFP: Field = sub("radiotap.flags.cfp", "CFP", 0x01);
static FLAGS_PREAMBLE: Field = sub("radiotap.flags.preamble", "Preamble", 0x02);
static FLAGS_WEP: Field = sub("radiotap.flags.wep", "WEP", 0x04);
static FLAGS_FRAG: Field = sub("radiotap.flags.frag", "Fragmentation", 0x08);
static FLAGS_FCS: Field = sub("radiotap.flags.fcs", "FCS at end", 0x10);
static FLAGS_DATAPAD: Field = sub("radiotap.flags.datapad", "Data Pad", 0x20);
static FLAGS_BADFCS: Field = sub("radiotap.flags.badfcs", "Bad FCS", 0x40);
static FLAGS_SHORTGI: Field = sub("radiotap.flags.shortgi", "Short GI", 0x80);
/// In Mb/s; on the wire in halves of it.
pub static DATARATE: Field = byte("radiotap.datarate", "Data rate (Mb/s)").kind(Kind::Show(&HALVES)).alias("Rate");
static HALVES: Show = Show { ft: "FLOAT", plain: |value, out| if let Value::Num(n) = value { out.extend(text::general(n as f64 / 2.0, 6).as_bytes()) } };
/// In MHz.
pub static CHANNEL_FREQ: Field = word("radiotap.channel.freq", "Channel frequency").ft(32).alias("ChannelFrequency");
/// Band and modulation.
pub static CHANNEL_FLAGS: Field = word("radiotap.channel.flags", "Channel flags").hex().alias("ChannelFlags");
static CHANNEL_700MHZ: Field = sub("radiotap.channel.flags.700mhz", "700 MHz spectrum", 0x1);
static CHANNEL_800MHZ: Field = sub("radiotap.channel.flags.800mhz", "800 MHz spectrum", 0x2);
static CHANNEL_900MHZ: Field = sub("radiotap.channel.flags.900mhz", "900 MHz spectrum", 0x4);
static CHANNEL_TURBO: Field = sub("radiotap.channel.flags.turbo", "Turbo", 0x10);
static CHANNEL_CCK: Field = sub("radiotap.channel.flags.cck", "Complementary Code Keying (CCK)", 0x20);
static CHANNEL_OFDM: Field = sub("radiotap.channel.flags.ofdm", "Orthogonal Frequency-Division Multiplexing (OFDM)", 0x40);
static CHANNEL_2GHZ: Field = sub("radiotap.channel.flags.2ghz", "2 GHz spectrum", 0x80);
static CHANNEL_5GHZ: Field = sub("radiotap.channel.flags.5ghz", "5 GHz spectrum", 0x100);
static CHANNEL_PASSIVE: Field = sub("radiotap.channel.flags.passive", "Passive", 0x200);
static CHANNEL_DYNAMIC: Field = sub("radiotap.channel.flags.dynamic", "Dynamic CCK-OFDM", 0x400);
static CHANNEL_GFSK: Field = sub("radiotap.channel.flags.gfsk", "Gaussian Frequency Shift Keying (GFSK)", 0x800);
static CHANNEL_GSM: Field = sub("radiotap.channel.flags.gsm", "GSM (900MHz)", 0x1000);
static CHANNEL_STURBO: Field = sub("radiotap.channel.flags.sturbo", "Static Turbo", 0x2000);
static CHANNEL_HALF: Field = sub("radiotap.channel.flags.half", "Half Rate Channel (10MHz Channel Width)", 0x4000);
static CHANNEL_QUARTER: Field = sub("radiotap.channel.flags.quarter", "Quarter Rate Channel (5MHz Channel Width)", 0x8000);
static FHSS_HOPSET: Field = byte("radiotap.fhss.hopset", "FHSS Hop Set");
static FHSS_PATTERN: Field = byte("radiotap.fhss.pattern", "FHSS Pattern");
/// In dBm, at the antenna.
pub static DBM_ANTSIGNAL: Field = byte("radiotap.dbm_antsignal", "Antenna signal").kind(Kind::Signed).alias("dBm_AntSignal");
/// In dBm, at the antenna.
pub static DBM_ANTNOISE: Field = byte("radiotap.dbm_antnoise", "Antenna noise").kind(Kind::Signed).alias("dBm_AntNoise");
static QUALITY: Field = word("radiotap.quality", "Signal Quality").alias("Lock_Quality");
static TXATTENUATION: Field = word("radiotap.txattenuation", "TX attenuation");
static DB_TXATTENUATION: Field = word("radiotap.db_txattenuation", "dB TX attenuation");
static TXPOWER: Field = byte("radiotap.txpower", "Transmit power").kind(Kind::Signed);
/// Counted from 0.
pub static ANTENNA: Field = byte("radiotap.antenna", "Antenna").ft(32).alias("Antenna");
static DB_ANTSIGNAL: Field = byte("radiotap.db_antsignal", "dB antenna signal");
static DB_ANTNOISE: Field = byte("radiotap.db_antnoise", "dB antenna noise");
static RXFLAGS: Field = word("radiotap.rxflags", "RX flags").hex().alias("RXFlags");
static RX_BADPLCP: Field = sub("radiotap.rxflags.badplcp", "Bad PLCP", 0x0002);
static TXFLAGS: Field = word("radiotap.txflags", "TX flags").hex().alias("TXFlags");
static TX_FAIL: Field = sub("radiotap.rxflags.fail", "Fail", 0x0001);
static TX_CTS: Field = sub("radiotap.rxflags.cts", "CTS", 0x0002);
static TX_RTS: Field = sub("radiotap.rxflags.rts", "RTS/CTS", 0x0004);
static TX_NOACK: Field = sub("radiotap.rxflags.noack", "No ACK", 0x0008);
static TX_NOSEQNO: Field = sub("radiotap.rxflags.noseqno", "Has Seqnum", 0x0010);
static TX_ORDER: Field = sub("radiotap.rxflags.order", "Order", 0x0020);
static DATA_RETRIES: Field = byte("radiotap.data_retries", "data retries");
static XCHANNEL_FLAGS: Field = long("radiotap.xchannel.flags", "Channel flags").hex().alias("ChannelPlusFlags");
static X_TURBO: Field = sub("radiotap.xchannel.flags.turbo", "Turbo", 0x10);
static X_CCK: Field = sub("radiotap.xchannel.flags.cck", "Complementary Code Keying (CCK)", 0x20);
static X_OFDM: Field = sub("radiotap.xchannel.flags.ofdm", "Orthogonal Frequency-Division Multiplexing (OFDM)", 0x40);
static X_2GHZ: Field = sub("radiotap.xchannel.flags.2ghz", "2 GHz spectrum", 0x80);
static X_5GHZ: Field = sub("radiotap.xchannel.flags.5ghz", "5 GHz spectrum", 0x100);
static X_PASSIVE: Field = sub("radiotap.channel.xtype.passive", "Passive", 0x200);
static X_DYNAMIC: Field = sub("radiotap.xchannel.flags.dynamic", "Dynamic CCK-OFDM", 0x400);
static X_GFSK: Field = sub("radiotap.xchannel.flags.gfsk", "Gaussian Frequency Shift Keying (GFSK)", 0x800);
static X_GSM: Field = sub("radiotap.xchannel.flags.gsm", "GSM (900MHz)", 0x1000);
static X_STURBO: Field = sub("radiotap.xchannel.flags.sturbo", "Static Turbo", 0x2000);
static X_HALF: Field = sub("radiotap.xchannel.flags.half", "Half Rate Channel (10MHz Channel Width)", 0x4000);
static X_QUARTER: Field = sub("radiotap.xchannel.flags.quarter", "Quarter Rate Channel (5MHz Channel Width)", 0x8000);
static X_HT20: Field = sub("radiotap.xchannel.flags.ht20", "HT Channel (20MHz Channel Width)", 0x10000);
static X_HT40U: Field = sub("radiotap.xchannel.flags.ht40u", "HT Channel (40MHz Channel Width with Extension channel above)", 0x20000);
static X_HT40D: Field = sub("radiotap.xchannel.flags.ht40d", "HT Channel (40MHz Channel Width with Extension channel below)", 0x40000);
static XCHANNEL_FREQ: Field = word("radiotap.xchannel.freq", "Channel frequency").ft(32).alias("ChannelPlusFrequency");
static XCHANNEL_CHANNEL: Field = byte("radiotap.xchannel.channel", "Channel number").ft(32).alias("ChannelPlusNumber");

static MCS: Field = Field::new("radiotap.mcs", "MCS information", Place::Group(&[
    &MCS_KNOWN, &MCS_HAVE_BW, &MCS_HAVE_INDEX, &MCS_HAVE_GI, &MCS_HAVE_FORMAT, &MCS_HAVE_FEC, &MCS_HAVE_STBC, &MCS_HAVE_NESS, &MCS_NESS1,
    &MCS_FLAGS, &MCS_BW_IF, &MCS_GI_IF, &MCS_FORMAT_IF, &MCS_FEC_IF, &MCS_STBC_IF, &MCS_NESS_IF, &MCS_INDEX_PART,
]));
static MCS_KNOWN: Field = Field::new("radiotap.mcs.known", "Known MCS information", Place::Key(8)).hex().alias("knownMCS");
static MCS_HAVE_BW: Field = sub("radiotap.mcs.have_bw", "Bandwidth", 0x01);
static MCS_HAVE_INDEX: Field = sub("radiotap.mcs.have_index", "MCS index", 0x02);
static MCS_HAVE_GI: Field = sub("radiotap.mcs.have_gi", "Guard interval", 0x04);
static MCS_HAVE_FORMAT: Field = sub("radiotap.mcs.have_format", "Format", 0x08);
static MCS_HAVE_FEC: Field = sub("radiotap.mcs.have_fec", "FEC type", 0x10);
static MCS_HAVE_STBC: Field = sub("radiotap.mcs.have_stbc", "STBC streams", 0x20);
static MCS_HAVE_NESS: Field = sub("radiotap.mcs.have_ness", "Number of extension spatial streams", 0x40);
static MCS_NESS1: Field = Field::part(Place::When(|h| h.key & 0x40 != 0, &[&MCS_NESS_BIT1]));
static MCS_NESS_BIT1: Field = sub("radiotap.mcs.ness_bit1", "Number of extension spatial streams bit 1", 0x80).kind(Kind::Dec);
static MCS_FLAGS: Field = Field::part(Place::Uint(8));
static MCS_BW_IF: Field = Field::part(Place::When(|h| h.key & 0x01 != 0, &[&MCS_BW]));
/// 0: 20 MHz, 1: 40, 2: the lower, 3: the upper half of 40.
pub static MCS_BW: Field = sub("radiotap.mcs.bw", "Bandwidth", 0x03).names(&[(0, "20 MHz"), (1, "40 MHz"), (2, "20 MHz lower"), (3, "20 MHz upper")]);
static MCS_GI_IF: Field = Field::part(Place::When(|h| h.key & 0x04 != 0, &[&MCS_GI]));
static MCS_GI: Field = sub("radiotap.mcs.gi", "Guard interval", 0x04).kind(Kind::Dec).names(&[(0, "long"), (1, "short")]);
static MCS_FORMAT_IF: Field = Field::part(Place::When(|h| h.key & 0x08 != 0, &[&MCS_FORMAT]));
static MCS_FORMAT: Field = sub("radiotap.mcs.format", "Format", 0x08).kind(Kind::Dec).names(&[(0, "mixed"), (1, "greenfield")]);
static MCS_FEC_IF: Field = Field::part(Place::When(|h| h.key & 0x10 != 0, &[&MCS_FEC]));
static MCS_FEC: Field = sub("radiotap.mcs.fec", "FEC type", 0x10).kind(Kind::Dec).names(&[(0, "BEC"), (1, "LDPC")]);
static MCS_STBC_IF: Field = Field::part(Place::When(|h| h.key & 0x20 != 0, &[&MCS_STBC]));
static MCS_STBC: Field = sub("radiotap.mcs.stbc", "STBC streams", 0x60);
static MCS_NESS_IF: Field = Field::part(Place::When(|h| h.key & 0x40 != 0, &[&MCS_NESS_BIT0]));
static MCS_NESS_BIT0: Field = sub("radiotap.mcs.ness_bit0", "Number of extension spatial streams bit 0", 0x80).kind(Kind::Dec);
static MCS_INDEX_PART: Field = Field::part(Place::Switch(
    |h| (h.key & 0x02 != 0) as u64 | ((h.key & 0x07 == 0x07) as u64) << 1,
    &[(1, &[&MCS_INDEX]), (3, &[&MCS_INDEX, &MCS_RATE])],
    &[&SKIP1],
));
/// Modulation, coding and streams: IEEE 802.11, 19.5.
pub static MCS_INDEX: Field = byte("radiotap.mcs.index", "MCS index").alias("MCS_index");
/// The number just read is the index; what stands before it decides the rate.
static MCS_RATE: Field = Field::new("radiotap.datarate", "Data rate (Mb/s)", Place::Derived(|p, i| mcs_rate(p.head(i)).map(Value::Num))).kind(Kind::Show(&KILO));
static KILO: Show = Show { ft: "FLOAT", plain: |value, out| if let Value::Num(n) = value { out.extend(text::general(f64::from_bits(n), 6).as_bytes()) } };
fn mcs_rate(head: &[u8]) -> Option<u64> {
    let radio = Radio::of(head);
    let [known, flags, index] = radio.mcs?;
    (known & 7 == 7).then_some(())?;
    ht_rate(index, flags & 3 == 1, flags & 4 != 0).map(f64::to_bits)
}
/// In Mb/s: IEEE 802.11, 19.5, for equal modulation on all streams.
pub(super) fn ht_rate(index: u8, wide: bool, short: bool) -> Option<f64> {
    const BASE: [f64; 8] = [6.5, 13.0, 19.5, 26.0, 39.0, 52.0, 58.5, 65.0];
    let streams = f64::from(index / 8 + 1);
    let rate = BASE.get(usize::from(index % 8)).filter(|_| index < 32)? * streams * if wide { 27.0 / 13.0 } else { 1.0 };
    Some(if short { rate * 10.0 / 9.0 } else { rate })
}

static AMPDU: Field = Field::new("radiotap.ampdu", "A-MPDU status", Place::Group(&[
    &AMPDU_REFERENCE, &AMPDU_FLAGS, &AMPDU_REPORT, &AMPDU_IS, &AMPDU_LASTKNOWN, &AMPDU_LAST, &AMPDU_ERROR, &AMPDU_EOF, &AMPDU_EOF_KNOWN, &AMPDU_CRC_PART, &SKIP1,
]));
static AMPDU_REFERENCE: Field = long("radiotap.ampdu.reference", "A-MPDU reference number").alias("A_MPDU_ref");
static AMPDU_FLAGS: Field = word("radiotap.ampdu.flags", "A-MPDU flags").hex().alias("A_MPDU_flags");
static AMPDU_REPORT: Field = sub("radiotap.ampdu.flags.report_zerolen", "Driver reports 0-length subframes in this A-MPDU", 0x01);
static AMPDU_IS: Field = sub("radiotap.ampdu.flags.is_zerolen", "This is a 0-length subframe", 0x02);
static AMPDU_LASTKNOWN: Field = sub("radiotap.ampdu.flags.lastknown", "Last subframe of this A-MPDU is known", 0x04);
static AMPDU_LAST: Field = sub("radiotap.ampdu.flags.last", "This is the last subframe of this A-MPDU", 0x08);
static AMPDU_ERROR: Field = sub("radiotap.ampdu.flags.delim_crc_error", "Delimiter CRC error on this subframe", 0x10);
static AMPDU_EOF: Field = sub("radiotap.ampdu.flags.eof", "EOF on this subframe", 0x40);
static AMPDU_EOF_KNOWN: Field = sub("radiotap.ampdu.flags.eof_known", "EOF of this A-MPDU is known", 0x80);
static AMPDU_CRC_PART: Field = Field::part(Place::Switch(|h| h.number >> 5 & 1, &[(1, &[&AMPDU_CRC])], &[&SKIP1]));
static AMPDU_CRC: Field = byte("radiotap.ampdu.delim_crc", "A-MPDU subframe delimiter CRC").hex();

/// Offsets in the record: what is known (0), flags (2), bandwidth (3), streams and coding of four users (4), coding (8).
static VHT: Field = Field::new("radiotap.vht", "VHT information", Place::Group(&[
    &VHT_WORD, &VHT_KNOWN, &VHT_HAVE_STBC, &VHT_HAVE_TXOP, &VHT_HAVE_GI, &VHT_HAVE_SGI, &VHT_HAVE_LDPC, &VHT_HAVE_BEAM, &VHT_HAVE_BW, &VHT_HAVE_GID, &VHT_HAVE_PAID,
    &VHT_FLAGS, &VHT_STBC_IF, &VHT_TXOP_IF, &VHT_GI_IF, &VHT_SGI_IF, &VHT_LDPC_IF, &VHT_BEAM_IF, &VHT_BW_PART,
    &USER0_IF, &USER1_IF, &USER2_IF, &USER3_IF, &SKIP1, &VHT_GID_PART, &VHT_PAID_PART,
]));
static VHT_WORD: Field = Field::part(Place::KeyLe(16));
/// Wireshark shows the upper byte only.
static VHT_KNOWN: Field = sub("radiotap.vht.known", "Known VHT information", 0xff00).hex().ft(8).alias("KnownVHT");
static VHT_HAVE_STBC: Field = sub("radiotap.vht.have_stbc", "STBC", 0x01);
static VHT_HAVE_TXOP: Field = sub("radiotap.vht.have_txop_ps", "TXOP_PS_NOT_ALLOWED", 0x02);
static VHT_HAVE_GI: Field = sub("radiotap.vht.have_gi", "Guard interval", 0x04);
static VHT_HAVE_SGI: Field = sub("radiotap.vht.have_sgi_nsym_da", "SGI Nsym disambiguation", 0x08);
static VHT_HAVE_LDPC: Field = sub("radiotap.vht.ldpc_extra", "LDPC extra OFDM symbol", 0x10);
static VHT_HAVE_BEAM: Field = sub("radiotap.vht.have_beamformed", "Beamformed", 0x20);
static VHT_HAVE_BW: Field = sub("radiotap.mcs.have_bw", "Bandwidth", 0x40);
static VHT_HAVE_GID: Field = sub("radiotap.mcs.have_gid", "Group ID", 0x80);
static VHT_HAVE_PAID: Field = sub("radiotap.mcs.have_paid", "Partial AID", 0x100);
static VHT_FLAGS: Field = Field::part(Place::Uint(8));
static VHT_STBC_IF: Field = Field::part(Place::When(|h| h.key & 0x01 != 0, &[&VHT_STBC]));
static VHT_STBC: Field = sub("radiotap.vht.stbc", "STBC", 0x01);
static VHT_TXOP_IF: Field = Field::part(Place::When(|h| h.key & 0x02 != 0, &[&VHT_TXOP]));
static VHT_TXOP: Field = sub("radiotap.vht.txop_ps", "TXOP_PS_NOT_ALLOWED", 0x02);
static VHT_GI_IF: Field = Field::part(Place::When(|h| h.key & 0x04 != 0, &[&VHT_GI]));
static VHT_GI: Field = sub("radiotap.vht.gi", "Guard interval", 0x04).kind(Kind::Dec);
static VHT_SGI_IF: Field = Field::part(Place::When(|h| h.key & 0x08 != 0, &[&VHT_SGI]));
static VHT_SGI: Field = sub("radiotap.vht.sgi_nsym_da", "SGI Nsym disambiguation", 0x08);
static VHT_LDPC_IF: Field = Field::part(Place::When(|h| h.key & 0x10 != 0, &[&VHT_LDPC]));
static VHT_LDPC: Field = sub("radiotap.vht.ldpc_extra", "LDPC extra OFDM symbol", 0x10);
static VHT_BEAM_IF: Field = Field::part(Place::When(|h| h.key & 0x20 != 0, &[&VHT_BEAM]));
static VHT_BEAM: Field = sub("radiotap.vht.beamformed", "Beamformed", 0x20);
static VHT_BW_PART: Field = Field::part(Place::Switch(|h| h.key >> 6 & 1, &[(1, &[&VHT_BW])], &[&SKIP1]));
static VHT_BW: Field = byte("radiotap.vht.bw", "Bandwidth");
static VHT_GID_PART: Field = Field::part(Place::Switch(|h| h.key >> 7 & 1, &[(1, &[&VHT_GID])], &[&SKIP1]));
static VHT_GID: Field = byte("radiotap.vht.gid", "Group Id");
static VHT_PAID_PART: Field = Field::part(Place::Switch(|h| h.key >> 8 & 1, &[(1, &[&VHT_PAID])], &[&SKIP1, &SKIP1]));
static VHT_PAID: Field = word("radiotap.vht.paid", "Partial AID");
/// A user's streams, doubled where space-time block coding is used.
static NSTS: Show = Show { ft: "UINT8", plain: |value, out| if let Value::Num(n) = value { text::decimal(n.saturating_mul(2), out) } };
macro_rules! user { ($i:literal $present:ident $user:ident $byte:ident $mcs:ident $nss:ident $nsts_if:ident $nsts:ident $coding_at:ident $coding:ident) => {
    static $present: Field = Field::part(Place::Switch(|h| (h.byte(h.at) & 0x0f).into(), &[(0, &[&SKIP1])], &[&$user]));
    static $user: Field = Field::new("radiotap.vht.user", concat!("User ", $i), Place::Group(&[&$byte, &$mcs, &$nss, &$nsts_if, &$coding_at])).kind(Kind::Present);
    static $byte: Field = Field::part(Place::Uint(8));
    static $mcs: Field = sub(concat!("radiotap.vht.mcs.", $i), "MCS index", 0xf0);
    static $nss: Field = sub(concat!("radiotap.vht.nss.", $i), "Spatial streams", 0x0f);
    static $nsts_if: Field = Field::part(Place::When(|h| h.key & 1 != 0 && h.byte(h.start - $i - 2) & 1 != 0, &[&$nsts]));
    static $nsts: Field = Field::new(concat!("radiotap.vht.nsts.", $i), "Space-time streams", Place::Sub(0x0f)).kind(Kind::Show(&NSTS));
    static $coding_at: Field = Field::part(Place::Switch(|h| (h.byte(h.start + 4 - $i) >> $i & 1).into(), &[(1, &[&$coding::ONE])], &[&$coding::ZERO]));
    mod $coding {
        use super::*;
        const fn coding(of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
            Field::new(concat!("radiotap.vht.coding.", $i), "Coding", Place::Derived(of)).ft(8).names(&[(0, "BCC"), (1, "LDPC")])
        }
        pub(super) static ZERO: Field = coding(|_, _| Some(Value::Num(0)));
        pub(super) static ONE: Field = coding(|_, _| Some(Value::Num(1)));
    }
} }
user! { 0 USER0_IF USER0 USER0_BYTE USER0_MCS USER0_NSS USER0_NSTS_IF USER0_NSTS USER0_CODING coding0 }
user! { 1 USER1_IF USER1 USER1_BYTE USER1_MCS USER1_NSS USER1_NSTS_IF USER1_NSTS USER1_CODING coding1 }
user! { 2 USER2_IF USER2 USER2_BYTE USER2_MCS USER2_NSS USER2_NSTS_IF USER2_NSTS USER2_CODING coding2 }
user! { 3 USER3_IF USER3 USER3_BYTE USER3_MCS USER3_NSS USER3_NSTS_IF USER3_NSTS USER3_CODING coding3 }

static TIMESTAMP: Field = Field::new("radiotap.timestamp", "timestamp information", Place::Group(&[
    &TIMESTAMP_TS, &TIMESTAMP_ACCURACY, &TIMESTAMP_BYTE, &TIMESTAMP_UNIT, &TIMESTAMP_POSITION, &TIMESTAMP_FLAGS, &TIMESTAMP_32BIT, &TIMESTAMP_ACCURATE,
]));
static TIMESTAMP_TS: Field = Field::new("radiotap.timestamp.ts", "timestamp", Place::UintLe(64)).alias("timestamp");
static TIMESTAMP_ACCURACY: Field = word("radiotap.timestamp.accuracy", "accuracy").alias("ts_accuracy");
static TIMESTAMP_BYTE: Field = Field::part(Place::Uint(8));
static TIMESTAMP_UNIT: Field = sub("radiotap.timestamp.unit", "time unit", 0x0f).names(&[(0, "msec"), (1, "usec"), (3, "nsec")]);
static TIMESTAMP_POSITION: Field = sub("radiotap.timestamp.samplingpos", "sampling position", 0xf0);
static TIMESTAMP_FLAGS: Field = Field::part(Place::Uint(8));
static TIMESTAMP_32BIT: Field = sub("radiotap.timestamp.flags.32bit", "32-bit counter", 0x01);
static TIMESTAMP_ACCURATE: Field = sub("radiotap.timestamp.flags.accuracy", "accuracy field", 0x02);
static PSDU_TYPE: Field = byte("radiotap.0_len_psdu.type", "Type").hex().names(&[(0, "sounding PPDU"), (1, "data not captured"), (0xff, "vendor-specific")]);
static LSIG_1: Field = word("radiotap.l_sig.data1", "Data1").hex();
static LSIG_RATE_KNOWN: Field = sub("radiotap.l_sig.rate_known", "rate known", 0x0001);
static LSIG_LENGTH_KNOWN: Field = sub("radiotap.l_sig.length_known", "length known", 0x0002);
static LSIG_RESERVED: Field = sub("radiotap.l_sig.reserved", "reserved", 0xfffc).hex().ft(16);
static LSIG_2: Field = word("radiotap.l_sig.data2", "Data2").hex();
static LSIG_RATE: Field = sub("radiotap.l_sig.rate", "rate", 0x000f).ft(16);
static LSIG_LENGTH: Field = sub("radiotap.l_sig.length", "length", 0xfff0);

static VENDOR_NAMESPACE: Field = Field::new("radiotap.vendor_namespace", "Vendor namespace", Place::Group(&[&VENDOR_OUI, &VENDOR_SUBNS, &VENDOR_DATA_LEN, &VENDOR_DATA_IN])).kind(Kind::Bytes);
static VENDOR_OUI: Field = Field::new("radiotap.vendor_oui", "Vendor OUI", Place::Uint(24));
static VENDOR_SUBNS: Field = byte("radiotap.vendor_subns", "Vendor sub namespace");
static VENDOR_DATA_LEN: Field = word("radiotap.vendor_data_len", "Vendor data length");
static VENDOR_DATA_IN: Field = Field::part(Place::Sized(|h| h.number as usize, &[&VENDOR_DATA]));
static VENDOR_DATA: Field = Field::new("radiotap.vendor_data", "Vendor data", Place::Rest).kind(Kind::Present);

static FIELDS_PART: Field = Field::part(Place::When(|h| h.byte(0) == 0, FIELDS_OF_WORDS));
static WORDS0: Field = Field::part(Place::When(|h| words(h) > 0, word0::ALL));
static WORDS1: Field = Field::part(Place::When(|h| words(h) > 1, word1::ALL));
static WORDS2: Field = Field::part(Place::When(|h| words(h) > 2, word2::ALL));
static WORDS3: Field = Field::part(Place::When(|h| words(h) > 3, word3::ALL));
static WORDS4: Field = Field::part(Place::When(|h| words(h) > 4, word4::ALL));
const FIELDS_OF_WORDS: Fields = &[&WORDS0, &WORDS1, &WORDS2, &WORDS3, &WORDS4];

/// Radiotap.
pub static PROTOCOL: Protocol = Protocol {
    name: "radiotap",
    alias: "RadioTap",
    title: "Radiotap Header",
    column: "Radiotap",
    spec: "https://www.radiotap.org",
    size: 4,
    fields: &[&VERSION, &PAD, &LENGTH, &PRESENT, &FIELDS_PART],
    under: &[(Space::Link, 127)],
    line: &[Word::With("Length ", &LENGTH)],
    finish: |d| d.fill(&LENGTH, d.head as u64),
    classes: &[form::wireless::RADIOTAP],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[version, _, low, high, ..] = bytes else { return Step::cut(&[]) };
    let length = u16::from_le_bytes([low, high]) as usize;
    if length < 8 {
        return Step::malformed(4, below.wire);
    }
    if length > bytes.len() {
        // Fields that are not all there are not begun.
        return if length > below.wire { Step::malformed(4, below.wire) } else { Step::cut(bytes.get(..4).unwrap_or(bytes)) };
    }
    let head = bytes.get(..length).unwrap_or(bytes);
    if version == 0 && present(head, 0) >> 26 & 1 == 1 {
        return Step::new(length, below.wire, id::data); // "0-length PSDU": there is no frame
    }
    Step::new(length, below.wire, id::wlan_radio)
}

/// What the fields say of how a frame was received, as far as others need it.
#[derive(Clone, Copy, Default)]
pub(super) struct Radio {
    pub tsft: Option<u64>,
    pub flags: Option<u8>,
    pub rate: Option<u8>,
    pub channel: Option<(u16, u32)>,
    /// The hop set and the pattern.
    pub fhss: Option<[u8; 2]>,
    /// The reference number and the flags.
    pub ampdu: Option<(u32, u16)>,
    /// Above an unknown level.
    pub signal_db: Option<u8>,
    pub noise_db: Option<u8>,
    pub signal: Option<i8>,
    pub noise: Option<i8>,
    pub mcs: Option<[u8; 3]>,
    pub vht: Option<[u8; 12]>,
    pub he: bool,
}
impl Radio {
    /// Reads a radiotap header.
    pub(super) fn of(head: &[u8]) -> Radio {
        // Alignment and size in bytes.
        const SIZES: [(u8, u8); 28] = [
            (8, 8), (1, 1), (1, 1), (2, 4), (2, 2), (1, 1), (1, 1), (2, 2), (2, 2), (2, 2), (1, 1), (1, 1), (1, 1), (1, 1),
            (2, 2), (2, 2), (1, 1), (1, 1), (4, 8), (1, 3), (4, 8), (2, 12), (8, 12), (2, 12), (2, 12), (2, 6), (1, 1), (2, 4),
        ];
        let mut radio = Radio::default();
        if head.first() != Some(&0) {
            return radio;
        }
        let mut at = 4 + 4 * count(head);
        for i in 0..count(head) {
            let word = present(head, i);
            if namespace(head, i) != 0 {
                if namespace(head, i) == 1 && word & 0x1fff_ffff != 0 {
                    break; // fields of unknown size
                }
                continue;
            }
            for (bit, (align, size)) in SIZES.iter().enumerate().filter(|(bit, _)| word >> bit & 1 == 1) {
                at = at.next_multiple_of((*align).into());
                let Some(field) = head.get(at..at + usize::from(*size)) else { return radio };
                at += field.len();
                let first = field.first().copied().unwrap_or(0);
                match bit {
                    0 => radio.tsft = Some(load_le(field)),
                    1 => radio.flags = Some(first),
                    2 => radio.rate = Some(first),
                    3 => radio.channel = Some((load_le(field) as u16, load_le(field) as u32 >> 16)),
                    4 => radio.fhss = field.try_into().ok(),
                    5 => radio.signal = Some(first as i8),
                    6 => radio.noise = Some(first as i8),
                    12 => radio.signal_db = Some(first),
                    13 => radio.noise_db = Some(first),
                    20 => radio.ampdu = Some((load_le(field) as u32, (load_le(field) >> 32) as u16)),
                    18 => radio.channel = Some(((load_le(field) >> 32) as u16, load_le(field) as u32)),
                    19 => radio.mcs = field.try_into().ok(),
                    21 => radio.vht = field.try_into().ok(),
                    23 => radio.he = true,
                    _ => {}
                }
            }
            if word >> 30 & 1 == 1 {
                at = at.next_multiple_of(2);
                let Some(skip) = head.get(at + 4..at + 6) else { return radio };
                at += 6 + load_le(skip) as usize;
            }
        }
        radio
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const ACK: &str = "d4 00 00 00 90 a4 de c0 46 0a";

    #[test]
    fn aligned_fields() {
        let bytes = hex(&format!("00 00 12 00 2e 00 00 00 12 0b 6c 09 a0 00 d0 00 00 00 {ACK}")); // flags, rate, channel, signal
        let names = ["radiotap.length", "radiotap.flags.fcs", "radiotap.datarate", "radiotap.channel.freq", "radiotap.channel.flags.cck", "radiotap.dbm_antsignal"];
        assert_eq!(fields_of(127, &bytes, &names), "18 1 5.5 2412 1 -48");
        let bytes = hex(&format!("00 00 14 00 23 00 00 00 01 02 03 04 05 06 07 08 00 d0 00 00 {ACK}")); // time, flags, signal
        assert_eq!(fields_of(127, &bytes, &["radiotap.mactime", "radiotap.dbm_antsignal"]), "578437695752307201 -48");
        cut_everywhere(127, &bytes);
    }
    #[test]
    fn several_antennas() {
        let bytes = hex(&format!("00 00 14 00 20 08 00 a0 20 08 00 a0 20 08 00 00 d0 00 d1 01 d2 02 {ACK}"));
        let mut bytes = bytes;
        bytes[2] = 22;
        assert_eq!(fields_of(127, &bytes, &["radiotap.dbm_antsignal", "radiotap.antenna", "wlan_radio.signal_dbm"]), "-48,-47,-46 0,1,2 -46");
        cut_everywhere(127, &bytes);
    }
    #[test]
    fn high_throughput() {
        let bytes = hex(&format!("00 00 0b 00 00 00 08 00 1f 05 07 {ACK}")); // 40 MHz, short guard interval, index 7
        let names = ["radiotap.mcs.bw", "radiotap.mcs.gi", "radiotap.mcs.index", "radiotap.datarate", "wlan_radio.phy", "wlan_radio.data_rate"];
        assert_eq!(fields_of(127, &bytes, &names), "1 1 7 150 7 150");
        cut_everywhere(127, &bytes);
        let bytes = hex(&format!("00 00 14 00 00 00 20 00 ff 01 ff 04 93 00 00 00 01 02 03 00 {ACK}"));
        let names = ["radiotap.vht.mcs.0", "radiotap.vht.nss.0", "radiotap.vht.nsts.0", "radiotap.vht.coding.0", "radiotap.vht.gid", "radiotap.vht.paid"];
        assert_eq!(fields_of(127, &bytes, &names), "9 3 6 1 2 3");
        cut_everywhere(127, &bytes);
    }
    #[test]
    fn several_namespaces_are_written_again() {
        // A signal, two vendors' fields with padding before each, then radiotap's again.
        let vendors = "00 11 22 05 03 00 aa bb cc";
        let bytes = format!("00 00 2b 00 20 00 00 c0 00 00 00 c0 00 00 00 a0 20 08 00 00 d0 00 {vendors} 00 {vendors} d7 01");
        let bytes = hex(&format!("{bytes} {ACK}"));
        assert_eq!(bytes[2] as usize + 10, bytes.len());
        assert_eq!(fields_of(127, &bytes, &["radiotap.vendor_oui", "radiotap.dbm_antsignal", "radiotap.antenna"]), "4386,4386 -48,-41 1");
        written_again(127, &bytes);
        written_again(127, &hex(&format!("00 00 0c 00 00 48 00 00 01 00 02 00 {ACK}")));
    }
    #[test]
    fn a_vendors_fields_are_passed_over() {
        let bytes = hex(&format!("00 00 1c 00 20 00 00 c0 03 00 00 a0 20 00 00 00 d0 00 00 11 22 05 03 00 aa bb cc d7 {ACK}"));
        assert_eq!(fields_of(127, &bytes, &["radiotap.vendor_oui", "radiotap.vendor_data_len", "radiotap.dbm_antsignal"]), "4386 3 -48,-41");
        cut_everywhere(127, &bytes);
    }
}
