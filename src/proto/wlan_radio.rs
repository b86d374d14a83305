//! What was measured while a wireless frame was received, whatever header said so; no bytes of its own, as in Wireshark.
//!
//! The numbers come from the radiotap header below: <https://www.radiotap.org>.
use super::radiotap::{Radio, ht_rate};
use super::*;
use crate::field::*;

const fn derived(name: &'static str, title: &'static str, of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(of))
}
/// How it was modulated.
pub static PHY: Field = derived("wlan_radio.phy", "PHY type", |p, i| radio(p, i)?.phy().map(num)).names(&[
    (1, "802.11 FHSS"),
    (3, "802.11 DSSS"),
    (4, "802.11b (HR/DSSS)"),
    (5, "802.11a (OFDM)"),
    (6, "802.11g (ERP)"),
    (7, "802.11n (HT)"),
    (8, "802.11ac (VHT)"),
    (11, "802.11ax (HE)"),
]);
static SHORT_PREAMBLE: Field = derived("wlan_radio.short_preamble", "Short preamble", |p, i| {
    let radio = radio(p, i)?;
    (radio.phy()? == 4).then_some(num(radio.flags? >> 1 & 1))
})
.kind(Kind::Flag);
/// In Mb/s.
pub static DATA_RATE: Field =
    derived("wlan_radio.data_rate", "Data rate", |p, i| Some(Value::Num(radio(p, i)?.mbits()?.to_bits()))).kind(Kind::Show(&MBITS));
static MBITS: Show = Show {
    ft: "FLOAT",
    plain: |value, out| {
        if let Value::Num(n) = value {
            out.extend(crate::text::general(f64::from_bits(n), 6).as_bytes())
        }
    },
};
/// By frequency.
pub static CHANNEL: Field = derived("wlan_radio.channel", "Channel", |p, i| number(radio(p, i)?.channel?.0).map(num));
/// In MHz.
pub static FREQUENCY: Field = derived("wlan_radio.frequency", "Frequency", |p, i| Some(num(radio(p, i)?.channel?.0))).ft(16);
/// In dBm.
pub static SIGNAL_DBM: Field =
    derived("wlan_radio.signal_dbm", "Signal strength (dBm)", |p, i| Some(signed(radio(p, i)?.signal?.into()))).ft(8).kind(Kind::Signed);
/// In dBm.
pub static NOISE_DBM: Field =
    derived("wlan_radio.noise_dbm", "Noise level (dBm)", |p, i| Some(signed(radio(p, i)?.noise?.into()))).ft(8).kind(Kind::Signed);
/// Signal to noise, in dB.
pub static SNR: Field = derived("wlan_radio.snr", "Signal/noise ratio (dB)", |p, i| {
    let radio = radio(p, i)?;
    Some(signed(i64::from(radio.signal?) - i64::from(radio.noise?)))
})
.kind(Kind::Signed);
/// In microseconds.
pub static TIMESTAMP: Field = derived("wlan_radio.timestamp", "TSF timestamp", |p, i| Some(Value::Num(radio(p, i)?.tsft?))).ft(64);
/// Of the whole frame, preamble included, in microseconds.
pub static DURATION: Field = derived("wlan_radio.duration", "Duration", |p, i| {
    let (preamble, frame) = airtime(p, i)?;
    Some(Value::Num(preamble + frame))
});
/// In microseconds.
pub static PREAMBLE: Field = derived("wlan_radio.preamble", "Preamble", |p, i| Some(Value::Num(airtime(p, i)?.0)));
static START_TSF: Field = derived("wlan_radio.start_tsf", "Start", |p, i| {
    let (preamble, frame) = airtime(p, i)?;
    Some(Value::Num(radio(p, i)?.tsft?.wrapping_sub(preamble + frame)))
}).ft(64);
static END_TSF: Field = derived("wlan_radio.end_tsf", "End", |p, i| airtime(p, i).and(radio(p, i)?.tsft).map(Value::Num)).ft(64);

static HOP_SET: Field = derived("wlan_radio.fhss.hop_set", "Hop set", |p, i| radio(p, i)?.fhss.map(|[set, _]| num(set))).hex().ft(8);
static HOP_PATTERN: Field = derived("wlan_radio.fhss.hop_pattern", "Hop pattern", |p, i| radio(p, i)?.fhss.map(|[_, pattern]| num(pattern))).hex().ft(8);
static TURBO: Field = derived("wlan_radio.11a.turbo_type", "Turbo type", |p, i| match radio(p, i)?.channel?.1 & 0x0007_fff0 {
    0x0140 => Some(num(0u8)),
    0x0150 => Some(num(2u8)),
    _ => None,
}).names(&[(0, "Non-turbo"), (1, "Turbo"), (2, "Dynamic turbo"), (3, "Static turbo")]);
static MODE: Field = derived("wlan_radio.11g.mode", "Proprietary mode", |p, i| matches!(radio(p, i)?.channel?.1 & 0x0007_fff0, 0x00c0 | 0x0480).then_some(num(0u8))).names(&[(0, "None"), (1, "Super G")]);
static HT_INDEX: Field = derived("wlan_radio.11n.mcs_index", "MCS index", |p, i| radio(p, i)?.ht(0x02).map(|[_, _, index]| num(index)));
static HT_BANDWIDTH: Field = derived("wlan_radio.11n.bandwidth", "Bandwidth", |p, i| radio(p, i)?.ht(0x01).map(|[_, flags, _]| num(flags & 3))).names(BANDWIDTHS);
static HT_SHORT: Field = derived("wlan_radio.11n.short_gi", "Short GI", |p, i| radio(p, i)?.ht(0x04).map(|[_, flags, _]| num(flags >> 2 & 1))).kind(Kind::Flag);
static HT_GREENFIELD: Field = derived("wlan_radio.11n.greenfield", "Greenfield", |p, i| radio(p, i)?.ht(0x08).map(|[_, flags, _]| num(flags >> 3 & 1))).kind(Kind::Flag);
static HT_FEC: Field = derived("wlan_radio.11n.fec", "FEC", |p, i| radio(p, i)?.ht(0x10).map(|[_, flags, _]| num(flags >> 4 & 1))).names(&[(0, "BEC"), (1, "LDPC")]);
static HT_STBC: Field = derived("wlan_radio.11n.stbc_streams", "Number of STBC streams", |p, i| radio(p, i)?.ht(0x20).map(|[_, flags, _]| num(flags >> 5 & 3)));
static HT_NESS: Field = derived("wlan_radio.11n.ness", "Number of extension spatial streams", |p, i| radio(p, i)?.ht(0x40).map(|[known, flags, _]| num(known >> 6 & 2 | flags >> 7)));
static VHT_STBC: Field = derived("wlan_radio.11ac.stbc", "STBC", |p, i| radio(p, i)?.very_high(0x01).map(|[_, _, flags, ..]| num(flags & 1))).kind(Kind::Flag);
static VHT_SHORT: Field = derived("wlan_radio.11ac.short_gi", "Short GI", |p, i| radio(p, i)?.very_high(0x04).map(|[_, _, flags, ..]| num(flags >> 2 & 1))).kind(Kind::Flag);
static VHT_NSYM: Field = derived("wlan_radio.11ac.short_gi_nsym_disambig", "Short GI Nsym disambiguation", |p, i| radio(p, i)?.very_high(0x08).map(|[_, _, flags, ..]| num(flags >> 3 & 1))).kind(Kind::Flag);
static VHT_LDPC: Field = derived("wlan_radio.11ac.ldpc_extra_ofdm_symbol", "LDPC extra OFDM symbol", |p, i| radio(p, i)?.very_high(0x10).map(|[_, _, flags, ..]| num(flags >> 4 & 1))).kind(Kind::Flag);
static VHT_BEAM: Field = derived("wlan_radio.11ac.beamformed", "Beamformed", |p, i| radio(p, i)?.very_high(0x20).map(|[_, _, flags, ..]| num(flags >> 5 & 1))).kind(Kind::Flag);
static VHT_BANDWIDTH: Field = derived("wlan_radio.11ac.bandwidth", "Bandwidth", |p, i| radio(p, i)?.very_high(0x40).map(|[_, _, _, bandwidth, ..]| num(bandwidth))).names(BANDWIDTHS);
/// A user of several that are sent to at once.
macro_rules! user { ($i:literal $user:ident $mcs:ident $nss:ident $nsts:ident $fec:ident) => {
    static $user: Field = derived("wlan_radio.11ac.user", "User", |p, i| radio(p, i)?.user($i).map(|_| num(1u8))).kind(Kind::Present);
    static $mcs: Field = derived("wlan_radio.11ac.mcs", "MCS index", |p, i| radio(p, i)?.user($i).map(|user| num(user >> 4)));
    static $nss: Field = derived("wlan_radio.11ac.nss", "Spatial streams", |p, i| radio(p, i)?.user($i).map(|user| num(user & 15)));
    static $nsts: Field = derived("wlan_radio.11ac.nsts", "Space-time streams", |p, i| {
        let radio = radio(p, i)?;
        let [_, _, flags, ..] = radio.very_high(0x01)?;
        radio.user($i).map(|user| num((user & 15) << (flags & 1)))
    });
    static $fec: Field = derived("wlan_radio.11ac.fec", "FEC", |p, i| {
        let radio = radio(p, i)?;
        let [_, _, _, _, _, _, _, _, coding, ..] = radio.vht?;
        radio.user($i).map(|_| num(coding >> $i & 1))
    })
    .names(&[(0, "BCC"), (1, "LDPC")]);
} }
user! { 0 USER0 USER_MCS0 USER_NSS0 USER_NSTS0 USER_FEC0 }
user! { 1 USER1 USER_MCS1 USER_NSS1 USER_NSTS1 USER_FEC1 }
user! { 2 USER2 USER_MCS2 USER_NSS2 USER_NSTS2 USER_FEC2 }
user! { 3 USER3 USER_MCS3 USER_NSS3 USER_NSTS3 USER_FEC3 }
static VHT_GROUP: Field = derived("wlan_radio.11ac.gid", "Group Id", |p, i| radio(p, i)?.very_high(0x80).map(|[.., group, _, _]| num(group)));
static VHT_PARTIAL: Field = derived("wlan_radio.11ac.paid", "Partial AID", |p, i| radio(p, i)?.very_high(0x100).map(|[.., low, high]| num(u16::from_le_bytes([low, high])))).ft(16);
static SIGNAL_DB: Field = derived("wlan_radio.signal_db", "Signal strength (dB)", |p, i| radio(p, i)?.signal_db.map(num)).ft(8);
static NOISE_DB: Field = derived("wlan_radio.noise_db", "Noise level (dB)", |p, i| radio(p, i)?.noise_db.map(num)).ft(8);
static LAST_PART: Field = derived("wlan_radio.last_part_of_an_ampdu", "Last part of an A-MPDU", |p, i| radio(p, i)?.ampdu.map(|(_, flags)| num(flags >> 3 & 1))).kind(Kind::Flag);
static DELIMITER: Field = derived("wlan_radio.a_mpdu_delim_crc_error", "A-MPDU delimiter CRC error", |p, i| radio(p, i)?.ampdu.map(|(_, flags)| num(flags >> 4 & 1))).kind(Kind::Flag);
static AGGREGATE: Field = derived("wlan_radio.a_mpdu_aggregate_id", "A-MPDU aggregate ID", |p, i| radio(p, i)?.ampdu.map(|(id, _)| num(id)));
const BANDWIDTHS: Names = &[(0, "20 MHz"), (1, "40 MHz"), (2, "20 MHz + 20 MHz lower"), (3, "20 MHz + 20 MHz upper"), (4, "80 MHz"), (5, "40 MHz + 40 MHz lower"), (6, "40 MHz + 40 MHz upper"), (7, "20 MHz, channel 1/4"), (8, "20 MHz, channel 2/4"), (9, "20 MHz, channel 3/4"), (10, "20 MHz, channel 4/4"), (11, "160 MHz"), (12, "80 MHz + 80 MHz lower"), (13, "80 MHz + 80 MHz upper"), (14, "40 MHz, channel 1/4"), (15, "40 MHz, channel 2/4"), (16, "40 MHz, channel 3/4"), (17, "40 MHz, channel 4/4"), (18, "20 MHz, channel 1/8"), (19, "20 MHz, channel 2/8"), (20, "20 MHz, channel 3/8"), (21, "20 MHz, channel 4/8"), (22, "20 MHz, channel 5/8"), (23, "20 MHz, channel 6/8"), (24, "20 MHz, channel 7/8"), (25, "20 MHz, channel 8/8")];

fn num(n: impl Into<u64>) -> Value<'static> {
    Value::Num(n.into())
}
fn signed(n: i64) -> Value<'static> {
    Value::Num(n as u64)
}
fn radio(packet: &Packet<'_>, layer: usize) -> Option<Radio> {
    let below = packet.below(layer)?;
    (below.id == id::radiotap).then(|| Radio::of(below.head(packet.bytes)))
}
impl Radio {
    /// The modulation: what the fields of a standard say, else the channel's kind, else the rate.
    fn phy(&self) -> Option<u64> {
        if self.he {
            return Some(11);
        }
        if self.vht.is_some_and(|[low, high, _, _, users @ .., _, _, _, _]| low | high != 0 || users.iter().any(|user| user & 15 != 0)) {
            return Some(8);
        }
        if let Some([known, ..]) = self.mcs {
            if known == 0 {
                return None;
            }
            return Some(7);
        }
        if self.fhss.is_some() {
            return Some(1);
        }
        let flags = self.channel.map_or(0, |(_, flags)| flags);
        match flags & 0x0007_3ff0 {
            0x0880 => Some(1),
            0x0080 => Some(3),
            0x00a0 => Some(4),
            0x0140 | 0x0150 => Some(5),
            0x00c0 | 0x0480 | 0x0490 => Some(6),
            n if n & 0x7_0000 != 0 => Some(7),
            _ => match (self.rate?, flags & 0x100 != 0) {
                (2 | 4 | 11 | 22 | 44 | 66, _) => Some(4),
                (12 | 18 | 24 | 36 | 48 | 72 | 96 | 108, true) => Some(5),
                (12 | 18 | 24 | 36 | 48 | 72 | 96 | 108, false) if flags != 0 => Some(6),
                _ => None,
            },
        }
    }
    /// The numbers of 802.11n, if they say what this bit stands for.
    fn ht(&self, known: u8) -> Option<[u8; 3]> {
        self.mcs.filter(|[said, ..]| said & known != 0)
    }
    /// The numbers of 802.11ac, if they say what this bit stands for.
    fn very_high(&self, known: u16) -> Option<[u8; 12]> {
        self.vht.filter(|[low, high, ..]| u16::from_le_bytes([*low, *high]) & known != 0)
    }
    /// A user of 802.11ac's: index and streams.
    fn user(&self, i: usize) -> Option<u8> {
        let [_, _, _, _, users @ .., _, _, _, _] = self.vht?;
        users.get(i).copied().filter(|user| user & 15 != 0)
    }
    fn mbits(&self) -> Option<f64> {
        match (self.mcs, self.vht) {
            (Some([known, flags, index]), _) if known & 7 == 7 => ht_rate(index, flags & 3 == 1, flags & 4 != 0),
            (None, Some(vht)) => vht_rate(vht),
            _ => self.rate.map(|rate| f64::from(rate) / 2.0),
        }
    }
}
/// In Mb/s: IEEE 802.11, 21.5. Of the last user there is.
fn vht_rate([low, _, flags, bandwidth, users @ .., _, _, _, _]: [u8; 12]) -> Option<f64> {
    if low & 0x44 != 0x44 {
        return None;
    }
    let user = users.iter().rev().find(|user| *user & 15 != 0)?;
    const BITS: [f64; 10] = [0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 4.5, 5.0, 6.0, 20.0 / 3.0];
    let subcarriers = match bandwidth {
        0 => 52.0,
        1..=3 => 108.0,
        4..=10 => 234.0,
        _ => 468.0,
    };
    let symbol = if flags & 4 != 0 { 3.6 } else { 4.0 };
    Some(BITS.get(usize::from(user >> 4))? * subcarriers * f64::from(user & 15) / symbol)
}
/// The number of a channel by its frequency in MHz: IEEE 802.11, 15.4.4.3 and 17.3.8.4.2.
fn number(mhz: u16) -> Option<u16> {
    match mhz {
        2484 => Some(14),
        2412..=2472 => Some((mhz - 2407) / 5),
        5000..=5925 => Some((mhz - 5000) / 5),
        4910..=4980 => Some((mhz - 4000) / 5),
        5950..=7125 => Some((mhz - 5950) / 5),
        2473..=2483 => Some(12 + (mhz - 2467) / 5),
        _ => None,
    }
}
/// The preamble and the rest of a frame, in microseconds, where they follow from the rate.
fn airtime(packet: &Packet<'_>, layer: usize) -> Option<(u64, u64)> {
    let radio = radio(packet, layer)?;
    let (bits, rate) = (packet.layer(layer)?.carried() as f64 * 8.0, radio.mbits()?);
    let phy = radio.phy()?;
    match phy {
        3 | 4 | 6 if matches!(radio.rate?, 2 | 4 | 11 | 22) => {
            // Without flags Wireshark takes the short preamble.
            let short = phy == 4 && radio.flags.is_none_or(|flags| flags & 2 != 0);
            Some((if short { 96 } else { 192 }, (bits / rate).ceil() as u64))
        }
        // "SERVICE" and "TAIL" are 16 and 6 bits, a symbol lasts 4 microseconds (17.4.3).
        5 | 6 if rate > 0.0 => Some((20, 4 * ((22.0 + bits) / (4.0 * rate)).ceil() as u64)),
        7 => {
            let [known, flags, index] = radio.mcs?;
            let stbc = if known & 0x20 != 0 { (flags >> 5 & 3) as usize } else { 0 };
            let streams = usize::from(index / 8) + 1 + stbc;
            // Extension streams are trained as well.
            let extension = if known & 0x40 != 0 { known >> 6 & 2 | flags >> 7 } else { 0 };
            let training = [0u64, 1, 2, 4, 4].get(streams)? + [0u64, 1, 2, 4].get(usize::from(extension))?;
            let greenfield = known & 8 != 0 && flags & 8 != 0;
            let long = ht_rate(index, flags & 3 == 1, false)?;
            let group = if stbc > 0 { 2.0 } else { 1.0 };
            let symbols = group * ((22.0 + bits) / (4.0 * long * group)).ceil();
            let data = if flags & 4 != 0 { (symbols * 3.6).round() } else { symbols * 4.0 };
            Some((if greenfield { 24 } else { 32 } + 4 * training, data as u64))
        }
        _ => None,
    }
}

/// 802.11 radio information.
pub static PROTOCOL: Protocol = Protocol {
    name: "wlan_radio",
    title: "802.11 radio information",
    spec: "https://www.radiotap.org",
    fields: &[
        &PHY,
        &HOP_SET,
        &HOP_PATTERN,
        &TURBO,
        &MODE,
        &HT_INDEX,
        &HT_BANDWIDTH,
        &HT_SHORT,
        &HT_GREENFIELD,
        &HT_FEC,
        &HT_STBC,
        &HT_NESS,
        &VHT_STBC,
        &VHT_SHORT,
        &VHT_NSYM,
        &VHT_LDPC,
        &VHT_BEAM,
        &VHT_BANDWIDTH,
        &USER0,
        &USER_MCS0,
        &USER_NSS0,
        &USER_NSTS0,
        &USER_FEC0,
        &USER1,
        &USER_MCS1,
        &USER_NSS1,
        &USER_NSTS1,
        &USER_FEC1,
        &USER2,
        &USER_MCS2,
        &USER_NSS2,
        &USER_NSTS2,
        &USER_FEC2,
        &USER3,
        &USER_MCS3,
        &USER_NSS3,
        &USER_NSTS3,
        &USER_FEC3,
        &VHT_GROUP,
        &VHT_PARTIAL,
        &SHORT_PREAMBLE,
        &DATA_RATE,
        &CHANNEL,
        &FREQUENCY,
        &SIGNAL_DB,
        &SIGNAL_DBM,
        &NOISE_DB,
        &NOISE_DBM,
        &SNR,
        &TIMESTAMP,
        &LAST_PART,
        &DELIMITER,
        &AGGREGATE,
        &DURATION,
        &PREAMBLE,
        &START_TSF,
        &END_TSF,
    ],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(_: &[u8], below: &Below<'_>) -> Step {
    Step::new(0, below.wire, id::wlan)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn streams_and_users() {
        let ack = "d4 00 00 00 90 a4 de c0 46 0a";
        // All known: 40 MHz, short interval, LDPC, two streams coded in space and time, index 12; extension streams by both bits.
        let bytes = hex(&format!("00 00 0b 00 00 00 08 00 ff d5 0c {ack}"));
        let names = ["wlan_radio.11n.mcs_index", "wlan_radio.11n.bandwidth", "wlan_radio.11n.short_gi", "wlan_radio.11n.stbc_streams", "wlan_radio.11n.ness"];
        assert_eq!(fields_of(127, &bytes, &names), "12 1 1 2 3");
        // Two users, the first's with LDPC.
        let bytes = hex(&format!("00 00 14 00 00 00 20 00 ff 01 01 04 93 42 00 00 05 09 03 00 {ack}"));
        let names = ["wlan_radio.phy", "wlan_radio.11ac.mcs", "wlan_radio.11ac.nsts", "wlan_radio.11ac.fec", "wlan_radio.11ac.gid", "wlan_radio.11ac.paid"];
        assert_eq!(fields_of(127, &bytes, &names), "8 9,4 6,4 1,0 9 3");
        let bytes = hex(&format!("00 00 10 00 00 00 10 00 4d 00 00 00 18 00 00 00 {ack}"));
        let names = ["wlan_radio.last_part_of_an_ampdu", "wlan_radio.a_mpdu_delim_crc_error", "wlan_radio.a_mpdu_aggregate_id"];
        assert_eq!(fields_of(127, &bytes, &names), "1 1 77");
    }
    #[test]
    fn rates_and_times() {
        let ack = "d4 00 00 00 90 a4 de c0 46 0a";
        // Flags, 1 Mb/s, channel 1 with CCK, -40 and -95 dBm.
        let bytes = hex(&format!("00 00 10 00 6e 00 00 00 00 02 6c 09 a0 00 d8 a1 {ack}"));
        let names = ["wlan_radio.phy", "wlan_radio.data_rate", "wlan_radio.channel", "wlan_radio.snr", "wlan_radio.preamble", "wlan_radio.duration"];
        assert_eq!(fields_of(127, &bytes, &names), "4 1 1 55 192 272");
        // 6 Mb/s with OFDM on channel 36.
        let bytes = hex(&format!("00 00 0e 00 0c 00 00 00 0c 00 3c 14 40 01 {ack}"));
        assert_eq!(fields_of(127, &bytes, &names), "5 6 36 - 20 40");
    }
}
