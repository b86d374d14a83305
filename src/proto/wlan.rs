//! IEEE 802.11 wireless LAN: <https://standards.ieee.org/ieee/802.11/7028/>, clause 9.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |subtype|typ|ver|O|P|M|P|R|F|F|T|     Duration (little endian)  |
//! +---------------+---------------+-------------------------------+
//! |   Address 1 (6) | Address 2 (6) | Address 3 (6) | Sequence (2) |
//! +-----------------+---------------+---------------+--------------+
//! |  Address 4 (6), from one distribution system to another        |
//! +----------------------------------------------------------------+
//! |  QoS (2) | HT control (4) | WEP, TKIP or CCMP parameters (4, 8)|
//! +----------------------------------------------------------------+
//! |  Body .., frame check sequence (4) where the capture has it    |
//! +----------------------------------------------------------------+
//! ```
//!
//! Which addresses a frame has, and what they are, goes by its type and by where it comes from and goes to.
use super::radiotap::Radio;
use super::*;
use crate::field::*;
use crate::text;
use std::ops::Range;

/// A list of fields, each a value.
macro_rules! list { ($($field:expr),* $(,)?) => { { static LIST: Fields = &[$(&$field),*]; LIST } } }
mod element;
mod vendor;
mod wps;

/// Type and subtype in one number.
pub static TYPE_SUBTYPE: Field =
    Field::new("wlan.fc.type_subtype", "Type/Subtype", Place::Derived(|p, i| kind(p.head(i)).map(|n| Value::Num(n.into())))).hex().ft(16).names(SUBTYPES);
/// The two bytes as they come.
pub static FC: Field = Field::bits("wlan.fc", "Frame Control Field", 0, 16).hex().unset(0x0800);
/// 0.
pub static VERSION: Field = Field::bits("wlan.fc.version", "Version", 6, 2).alias("proto");
/// Management, control, data or extension.
pub static TYPE: Field = Field::bits("wlan.fc.type", "Type", 4, 2)
    .alias("type")
    .names(&[(0, "Management frame"), (1, "Control frame"), (2, "Data frame"), (3, "Extension frame")]);
/// By type.
pub static SUBTYPE: Field = Field::bits("wlan.fc.subtype", "Subtype", 0, 4).alias("subtype");
/// The second byte.
pub static FLAGS: Field = Field::bits("wlan.flags", "Flags", 8, 8).hex().alias("FCfield");
/// From and to the distribution system.
pub static DS: Field = Field::bits("wlan.fc.ds", "DS status", 14, 2).hex().ft(8).names(&[
    (0, "Not leaving DS or network is operating in AD-HOC mode (To DS: 0 From DS: 0)"),
    (1, "Frame from STA to DS via an AP (To DS: 1 From DS: 0)"),
    (2, "Frame from DS to a STA via AP (To DS: 0 From DS: 1)"),
    (3, "WDS (AP to AP) or Mesh (MP to MP) Frame (To DS: 1 From DS: 1)"),
]);
/// To an access point.
pub static TODS: Field = Field::bits("wlan.fc.tods", "To DS", 15, 1);
/// From an access point.
pub static FROMDS: Field = Field::bits("wlan.fc.fromds", "From DS", 14, 1);
/// More fragments follow.
pub static MORE_FRAGMENTS: Field = Field::bits("wlan.fc.frag", "More Fragments", 13, 1);
/// Sent again.
pub static RETRY: Field = Field::bits("wlan.fc.retry", "Retry", 12, 1);
/// The station will sleep.
pub static PWRMGT: Field = Field::bits("wlan.fc.pwrmgt", "PWR MGT", 11, 1);
/// More frames wait for the station.
pub static MOREDATA: Field = Field::bits("wlan.fc.moredata", "More Data", 10, 1);
/// The body is encrypted.
pub static PROTECTED: Field = Field::bits("wlan.fc.protected", "Protected flag", 9, 1);
/// Strictly ordered, or with HT control.
pub static ORDER: Field = Field::bits("wlan.fc.order", "+HTC/Order flag", 8, 1);
/// In microseconds.
pub static DURATION: Field = Field::new("wlan.duration", "Duration", Place::Little(2, 2, 0, 16)).alias("ID");

/// The address at byte `AT` of the header.
fn at<'a, const AT: usize>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    packet.head(layer).get(AT..AT + 6).map(Value::Bytes)
}
const fn address(name: &'static str, title: &'static str, of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(of)).kind(Kind::Mac)
}
/// Receiver.
pub static RA: Field = Field::new("wlan.ra", "Receiver address", Place::Run(6)).kind(Kind::Mac).alias("addr1");
/// Transmitter.
pub static TA: Field = Field::new("wlan.ta", "Transmitter address", Place::Run(6)).kind(Kind::Mac).alias("addr2");
/// The third address, whatever it is.
static A3: Field = Field::part(Place::Run(6));
static A4: Field = Field::part(Place::Run(6));
static ADDR1: Field = address("wlan.addr", "Hardware address", at::<4>);
static ADDR2: Field = address("wlan.addr", "Hardware address", at::<10>);
static ADDR3: Field = address("wlan.addr", "Hardware address", at::<16>);
static ADDR4: Field = address("wlan.addr", "Hardware address", at::<24>);
static DA1: Field = address("wlan.da", "Destination address", at::<4>);
static DA3: Field = address("wlan.da", "Destination address", at::<16>);
static SA2: Field = address("wlan.sa", "Source address", at::<10>);
static SA3: Field = address("wlan.sa", "Source address", at::<16>);
static SA4: Field = address("wlan.sa", "Source address", at::<24>);
static BSSID1: Field = address("wlan.bssid", "BSS Id", at::<4>);
static BSSID2: Field = address("wlan.bssid", "BSS Id", at::<10>);
static BSSID3: Field = address("wlan.bssid", "BSS Id", at::<16>);
static STA1: Field = address("wlan.staa", "STA address", at::<4>);
static STA2: Field = address("wlan.staa", "STA address", at::<10>);
static FRAG: Field = sub("wlan.frag", "Fragment number", 0x000f).ft(16);
/// Counts the frames of a station.
pub static SEQ: Field = sub("wlan.seq", "Sequence number", 0xfff0).alias("SC");
static SEQ_WORD: Field = Field::part(Place::UintLe(16));
const SEQUENCE: [&Field; 3] = [&SEQ_WORD, &FRAG, &SEQ];

static ADDRESSES: Field = Field::part(Place::Switch(
    |h| match kind(h.head) {
        Some(0x00..=0x0f) => 0,
        Some(n @ 0x10..=0x1f) => n.into(),
        Some(0x20..=0x2f) => 0x20 + u64::from(h.byte(1) & 3) + if aggregated(h.head) { 4 } else { 0 },
        _ => u64::MAX,
    },
    &[
        (0, &[&RA, &ADDR1, &DA1, &TA, &SA2, &BSSID3, &ADDR2, &A3, &ADDR3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2]]),
        (0x12, CONTROL2),
        (0x14, CONTROL2),
        (0x15, CONTROL2),
        (0x18, &[&RA, &ADDR1, &TA, &ADDR2, &BLOCK_ACK]),
        (0x19, &[&RA, &ADDR1, &TA, &ADDR2, &BLOCK_ACK, &BITMAP_PART]),
        (0x1a, &[&RA, &ADDR1, &BSSID1, &TA, &ADDR2]),
        (0x1b, CONTROL2),
        (0x1c, CONTROL1),
        (0x1d, CONTROL1),
        (0x1e, &[&RA, &ADDR1, &A3, &BSSID2, &ADDR2]),
        (0x1f, CONTROL2),
        (0x20, &[&RA, &ADDR1, &TA, &ADDR2, &DA1, &SA2, &BSSID3, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2], &ADDR3]),
        (0x21, &[&RA, &ADDR1, &TA, &ADDR2, &DA3, &SA2, &BSSID1, &STA2, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2], &ADDR3]),
        (0x22, &[&RA, &ADDR1, &TA, &ADDR2, &DA1, &SA3, &BSSID2, &STA1, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2], &ADDR3]),
        (0x23, &[&RA, &ADDR1, &TA, &ADDR2, &DA3, &SA4, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2], &A4, &ADDR4, &ADDR3]),
        (0x24, &[&RA, &ADDR1, &TA, &ADDR2, &SA2, &BSSID3, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2]]),
        (0x25, &[&RA, &ADDR1, &TA, &ADDR2, &SA2, &BSSID1, &STA2, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2]]),
        (0x26, &[&RA, &ADDR1, &TA, &ADDR2, &BSSID2, &STA1, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2]]),
        (0x27, &[&RA, &ADDR1, &TA, &ADDR2, &A3, SEQUENCE[0], SEQUENCE[1], SEQUENCE[2], &A4]),
    ],
    CONTROL1,
));
const CONTROL1: Fields = &[&RA, &ADDR1];
const CONTROL2: Fields = &[&RA, &ADDR1, &TA, &ADDR2];

static BLOCK_ACK: Field = Field::part(Place::Group(&[&N_BA_CONTROL, &B_BA_CONTROL_ACKPOLICY, &B_BA_CONTROL_BA_TYPE, &B_BA_CONTROL_RESERVED, &B_BA_BASIC_TIDINFO, &N_FIXED_SSC, &B_FIXED_SSC_FRAGMENT, &B_FIXED_SSC_SEQUENCE]));
static BITMAP_PART: Field = Field::part(Place::Switch(|h| (u64::from(h.byte(16)) >> 1) & 0x0f, &[(0, &[&BITMAP128]), (2, &[&BITMAP8])], &[]));
static BITMAP8: Field = Field::new("wlan.ba.bm", "Block Ack Bitmap", Place::Run(8));
static BITMAP128: Field = Field::new("wlan.ba.bm", "Block Ack Bitmap", Place::Run(128));

/// IEEE 802.11, 9.2.4.5.
static QOS: Field = Field::part(Place::When(|h| matches!(kind(h.head), Some(0x28..=0x2f)), &[&N_QOS, &B_QOS_TID, &B_QOS_PRIORITY, &QOS_OF]));
static QOS_OF: Field = Field::part(Place::Switch(
    |h| {
        let (subtype, from_ds) = (h.byte(0) >> 4, h.byte(1) & 2 != 0);
        let low = h.byte(h.at.saturating_sub(2));
        match (from_ds, subtype >= 12) {
            (true, null) => 4 + u64::from(null) + if subtype & 2 != 0 { 2 } else { 0 },
            (false, null) => u64::from(null) + if subtype == 10 { 10 } else if low & 0x10 != 0 { 2 } else { 0 },
        }
    },
    &[
        (0, &[&B_QOS_BIT4, &B_QOS_ACK, &B_QOS_AMSDUPRESENT, &B_QOS_TXOP_DUR_REQ]),
        (1, &[&B_QOS_BIT4, &B_QOS_ACK, &B_QOS_TXOP_DUR_REQ]),
        (2, &[&B_QOS_BIT4, &B_QOS_ACK, &B_QOS_AMSDUPRESENT, &B_QOS_QUEUE_SIZE]),
        (3, &[&B_QOS_BIT4, &B_QOS_ACK, &B_QOS_QUEUE_SIZE]),
        (4, &[&B_QOS_EOSP, &B_QOS_ACK, &B_QOS_AMSDUPRESENT, &QOS_BUFFER]),
        (5, &[&B_QOS_EOSP, &B_QOS_ACK, &QOS_BUFFER]),
        (6, &[&B_QOS_EOSP, &B_QOS_ACK, &B_QOS_AMSDUPRESENT, &B_QOS_TXOP_LIMIT]),
        (7, &[&B_QOS_EOSP, &B_QOS_ACK, &B_QOS_TXOP_LIMIT]),
        (10, &[&B_QOS_BIT4, &B_QOS_ACK, &B_QOS_AMSDUPRESENT]),
    ],
    &[],
));
static QOS_BUFFER: Field = Field::part(Place::Group(&[&B_QOS_PS_BUF_STATE, &B_QOS_BUF_STATE_INDICATED, &QOS_INDICATED]));
static QOS_INDICATED: Field = Field::part(Place::When(|h| h.number & 0x200 != 0, &[&B_QOS_HIGHEST_PRI_BUF_AC, &B_QOS_QAP_BUF_LOAD]));
/// Behind the QoS control, where the order flag is set.
static HTC_PART: Field = Field::part(Place::When(
    |h| h.byte(1) & 0x80 != 0 && matches!(kind(h.head), Some(0x00..=0x0f | 0x28..=0x2f)),
    &[&HTC],
));
static HTC: Field = Field::new("wlan.htc", "HT Control (+HTC)", Place::UintLe(32)).hex();

/// What stands before an encrypted body. Some drivers pad the header before it to a multiple of 4.
static PARAMETERS: Field = Field::part(Place::When(|h| h.byte(1) & 0x40 != 0 && has_body(h.head), &[&PAD, &CIPHER]));
static PAD: Field = Field::part(Place::Sized(|h| h.left() % 4, &[]));
static CIPHER: Field = Field::part(Place::Switch(
    |h| match (h.left(), h.byte(h.at), h.byte(h.at + 1), h.byte(h.at + 2)) {
        (4, ..) => 1,
        (8, tsc1, seed, _) if seed == (tsc1 | 0x20) & 0x7f => 2,
        (8, ..) => 3,
        _ => 0,
    },
    &[(1, &[&WEP_IV, &KEY_BYTE, &KEY, &ICV_PART]), (2, &[&TKIP, &EXT_KEY]), (3, &[&CCMP, &EXT_KEY])],
    &[],
));
static WEP_IV: Field = Field::new("wlan.wep.iv", "Initialization Vector", Place::Uint(24)).hex().alias("iv");
static KEY_BYTE: Field = Field::part(Place::Uint(8));
static KEY: Field = sub("wlan.wep.key", "Key Index", 0xc0).alias("keyid");
static ICV_PART: Field = Field::part(Place::Elsewhere(icv, &[&ICV]));
static ICV: Field = Field::new("wlan.wep.icv", "WEP ICV", Place::Uint(32)).hex().alias("icv");
static TKIP: Field = Field::new("wlan.tkip.extiv", "TKIP Ext. Initialization Vector", Place::Run(8)).kind(Kind::Show(&TKIP_COUNTER));
static CCMP: Field = Field::new("wlan.ccmp.extiv", "CCMP Ext. Initialization Vector", Place::Run(8)).kind(Kind::Show(&CCMP_COUNTER));
static EXT_KEY: Field = Field::new("wlan.wep.key", "Key Index", Place::Derived(|p, i| {
    let head = p.head(i);
    Some(Value::Num((head.get(head.len().checked_sub(5)?)? >> 6).into()))
}));
/// The packet number, its highest byte first.
static TKIP_COUNTER: Show = Show {
    ft: "STRING",
    plain: |value, out| if let Value::Bytes(&[one, _, zero, _, two, three, four, five]) = value { counter([five, four, three, two, one, zero], out) },
};
static CCMP_COUNTER: Show = Show {
    ft: "STRING",
    plain: |value, out| if let Value::Bytes(&[zero, one, _, _, two, three, four, five]) = value { counter([five, four, three, two, one, zero], out) },
};
fn counter(bytes: [u8; 6], out: &mut Vec<u8>) {
    out.extend(b"0x");
    text::bytes(&bytes, out);
}
fn icv(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let end = packet.layer(layer)?.end as usize;
    packet.bytes.get(end..end + 4).map(|_| end..end + 4)
}

static FCS_PART: Field = Field::part(Place::Elsewhere(check, &[&FCS, &FCS_STATUS]));
/// CRC-32 over header and body.
pub static FCS: Field = Field::new("wlan.fcs", "Frame check sequence", Place::UintLe(32)).hex().alias("fcs");
/// Not verified, as in Wireshark by default.
pub static FCS_STATUS: Field = Field::new("wlan.fcs.status", "FCS Status", Place::Derived(|_, _| Some(Value::Num(2)))).ft(8).names(super::STATUS);
/// Where the check sequence is, if the radiotap header says that there is one, and it was captured.
fn check(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let below = packet.below(layer)?;
    let up = packet.layer(below.up.into())?;
    if !checked(up.id, up.head(packet.bytes)) {
        return None;
    }
    let end = up.end as usize;
    (end <= packet.bytes.len() && end >= 4).then(|| end - 4..end)
}
fn checked(id: Id, head: &[u8]) -> bool {
    id == id::radiotap && Radio::of(head).flags.is_some_and(|flags| flags & 0x10 != 0)
}

static MANAGEMENT: Field = Field::part(Place::When(|h| matches!(kind(h.head), Some(0x00..=0x0f)) && h.byte(1) & 0x40 == 0, &[&BODY]));
static BODY: Field = Field::part(Place::Switch(|h| (h.byte(0) >> 4).into(), &[
    (0, &[&R0_FIXED_ALL, &N_FIXED_CAPABILITIES, &B_FIXED_CAPABILITIES_ESS, &B_FIXED_CAPABILITIES_IBSS, &B_FIXED_CAPABILITIES_RESERVED1, &B_FIXED_CAPABILITIES_RESERVED2, &B_FIXED_CAPABILITIES_PRIVACY, &B_FIXED_CAPABILITIES_SHORT_PREAMBLE, &B_FIXED_CAPABILITIES_RESERVED3, &B_FIXED_CAPABILITIES_RESERVED4, &B_FIXED_CAPABILITIES_SPEC_MAN, &B_FIXED_CAPABILITIES_QOS, &B_FIXED_CAPABILITIES_SHORT_SLOT_TIME, &B_FIXED_CAPABILITIES_APSD, &B_FIXED_CAPABILITIES_RADIO_MEASUREMENT, &B_FIXED_CAPABILITIES_EPD, &B_FIXED_CAPABILITIES_RESERVED5, &B_FIXED_CAPABILITIES_RESERVED6, &N_FIXED_LISTEN_IVAL, &TAGGED]),
    (1, &[&R0_FIXED_ALL, &N_FIXED_CAPABILITIES, &B_FIXED_CAPABILITIES_ESS, &B_FIXED_CAPABILITIES_IBSS, &B_FIXED_CAPABILITIES_RESERVED1, &B_FIXED_CAPABILITIES_RESERVED2, &B_FIXED_CAPABILITIES_PRIVACY, &B_FIXED_CAPABILITIES_SHORT_PREAMBLE, &B_FIXED_CAPABILITIES_RESERVED3, &B_FIXED_CAPABILITIES_RESERVED4, &B_FIXED_CAPABILITIES_SPEC_MAN, &B_FIXED_CAPABILITIES_QOS, &B_FIXED_CAPABILITIES_SHORT_SLOT_TIME, &B_FIXED_CAPABILITIES_APSD, &B_FIXED_CAPABILITIES_RADIO_MEASUREMENT, &B_FIXED_CAPABILITIES_EPD, &B_FIXED_CAPABILITIES_RESERVED5, &B_FIXED_CAPABILITIES_RESERVED6, &N_FIXED_STATUS_CODE, &AID_WORD, &B_FIXED_AID, &TAGGED]),
    (2, &[&R0_FIXED_ALL, &N_FIXED_CAPABILITIES, &B_FIXED_CAPABILITIES_ESS, &B_FIXED_CAPABILITIES_IBSS, &B_FIXED_CAPABILITIES_RESERVED1, &B_FIXED_CAPABILITIES_RESERVED2, &B_FIXED_CAPABILITIES_PRIVACY, &B_FIXED_CAPABILITIES_SHORT_PREAMBLE, &B_FIXED_CAPABILITIES_RESERVED3, &B_FIXED_CAPABILITIES_RESERVED4, &B_FIXED_CAPABILITIES_SPEC_MAN, &B_FIXED_CAPABILITIES_QOS, &B_FIXED_CAPABILITIES_SHORT_SLOT_TIME, &B_FIXED_CAPABILITIES_APSD, &B_FIXED_CAPABILITIES_RADIO_MEASUREMENT, &B_FIXED_CAPABILITIES_EPD, &B_FIXED_CAPABILITIES_RESERVED5, &B_FIXED_CAPABILITIES_RESERVED6, &N_FIXED_LISTEN_IVAL, &N_FIXED_CURRENT_AP, &TAGGED]),
    (3, &[&R0_FIXED_ALL, &N_FIXED_CAPABILITIES, &B_FIXED_CAPABILITIES_ESS, &B_FIXED_CAPABILITIES_IBSS, &B_FIXED_CAPABILITIES_RESERVED1, &B_FIXED_CAPABILITIES_RESERVED2, &B_FIXED_CAPABILITIES_PRIVACY, &B_FIXED_CAPABILITIES_SHORT_PREAMBLE, &B_FIXED_CAPABILITIES_RESERVED3, &B_FIXED_CAPABILITIES_RESERVED4, &B_FIXED_CAPABILITIES_SPEC_MAN, &B_FIXED_CAPABILITIES_QOS, &B_FIXED_CAPABILITIES_SHORT_SLOT_TIME, &B_FIXED_CAPABILITIES_APSD, &B_FIXED_CAPABILITIES_RADIO_MEASUREMENT, &B_FIXED_CAPABILITIES_EPD, &B_FIXED_CAPABILITIES_RESERVED5, &B_FIXED_CAPABILITIES_RESERVED6, &N_FIXED_STATUS_CODE, &AID_WORD, &B_FIXED_AID, &TAGGED]),
    (4, &[&TAGGED]),
    (5, &[&R0_FIXED_ALL, &N_FIXED_TIMESTAMP, &N_FIXED_BEACON, &N_FIXED_CAPABILITIES, &B_FIXED_CAPABILITIES_ESS, &B_FIXED_CAPABILITIES_IBSS, &B_FIXED_CAPABILITIES_RESERVED1, &B_FIXED_CAPABILITIES_RESERVED2, &B_FIXED_CAPABILITIES_PRIVACY, &B_FIXED_CAPABILITIES_SHORT_PREAMBLE, &B_FIXED_CAPABILITIES_RESERVED3, &B_FIXED_CAPABILITIES_RESERVED4, &B_FIXED_CAPABILITIES_SPEC_MAN, &B_FIXED_CAPABILITIES_QOS, &B_FIXED_CAPABILITIES_SHORT_SLOT_TIME, &B_FIXED_CAPABILITIES_APSD, &B_FIXED_CAPABILITIES_RADIO_MEASUREMENT, &B_FIXED_CAPABILITIES_EPD, &B_FIXED_CAPABILITIES_RESERVED5, &B_FIXED_CAPABILITIES_RESERVED6, &TAGGED]),
    (8, &[&R0_FIXED_ALL, &N_FIXED_TIMESTAMP, &N_FIXED_BEACON, &N_FIXED_CAPABILITIES, &B_FIXED_CAPABILITIES_ESS, &B_FIXED_CAPABILITIES_IBSS, &B_FIXED_CAPABILITIES_RESERVED1, &B_FIXED_CAPABILITIES_RESERVED2, &B_FIXED_CAPABILITIES_PRIVACY, &B_FIXED_CAPABILITIES_SHORT_PREAMBLE, &B_FIXED_CAPABILITIES_RESERVED3, &B_FIXED_CAPABILITIES_RESERVED4, &B_FIXED_CAPABILITIES_SPEC_MAN, &B_FIXED_CAPABILITIES_QOS, &B_FIXED_CAPABILITIES_SHORT_SLOT_TIME, &B_FIXED_CAPABILITIES_APSD, &B_FIXED_CAPABILITIES_RADIO_MEASUREMENT, &B_FIXED_CAPABILITIES_EPD, &B_FIXED_CAPABILITIES_RESERVED5, &B_FIXED_CAPABILITIES_RESERVED6, &TAGGED]),
    (10, &[&R0_FIXED_ALL, &N_FIXED_REASON_CODE, &TAGGED]),
    (11, &[&R0_FIXED_ALL, &N_FIXED_AUTH_ALG, &N_FIXED_AUTH_SEQ, &N_FIXED_STATUS_CODE, &AUTH_REST]),
    (12, &[&R0_FIXED_ALL, &N_FIXED_REASON_CODE, &TAGGED]),
    (13, &[&ACTION]),
    (14, &[&ACTION]),
], &[]));
/// SAE (3) has more fixed parameters: the algorithm stands 6 bytes back.
static AUTH_REST: Field = Field::part(Place::Switch(
    |h| u64::from(h.byte(h.at.saturating_sub(6)) == 3) * u64::from(h.byte(h.at.saturating_sub(4))),
    &[(1, &[&SAE_KIND, &SAE_COMMIT]), (2, &[&SAE_KIND, &N_FIXED_SEND_CONFIRM, &R_FIXED_CONFIRM])],
    &[&TAGGED],
));
static SAE_COMMIT: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_FIXED_FINITE_CYCLIC_GROUP, &SAE_OF_GROUP]));
/// Groups 19 and 20: 256 and 384 bits.
static SAE_OF_GROUP: Field = Field::part(Place::Switch(
    |h| if h.left() >= 96 && h.number == 19 { 19 } else { 0 },
    &[(19, &[&R32_FIXED_SCALAR, &R64_FIXED_FINITE_FIELD_ELEMENT, &TAGGED])],
    &[],
));
static ACTION: Field = Field::part(Place::Group(&[&CATEGORY, &ACTION_OF]));
static CATEGORY: Field = Field::new("wlan.fixed.category_code", "Category code", Place::Key(8)).ft(16).names(&[
    (0, "Spectrum Management (SM)"), (1, "QoS"), (3, "Block Ack"), (4, "Public Action"), (5, "Radio Measurement"), (6, "Fast BSS Transition"),
    (7, "High Throughput"), (8, "SA Query"), (9, "Protected Dual of Public Action"), (10, "WNM"), (12, "TDLS"), (13, "Mesh"), (15, "Self-protected"),
    (17, "Management Notification"), (21, "VHT"), (126, "Vendor-specific Protected"), (127, "Vendor Specific"),
]);
static ACTION_OF: Field = Field::part(Place::Pick(&[
    (0, &[&N_FIXED_ACTION_CODE, &SPECTRUM]),
    (3, &[&BLOCK_CODE, &BLOCK]),
    (4, &[&N_FIXED_PUBLICACT]),
    (5, &[&N_FIXED_ACTION_CODE]),
    (7, &[&N_FIXED_HTACT, &HT_WIDTH]),
    (8, &[&N_FIXED_ACTION_CODE, &N_FIXED_TRANSACTION_ID]),
    (10, &[&N_FIXED_ACTION_CODE]),
    (21, &[&N_VHT_ACTION]),
    (127, &[&TAG_OUI]),
], &[]));
static SPECTRUM: Field = Field::part(Place::Switch(|h| h.number, &[(4, &[&TAGGED])], &[&N_FIXED_DIALOG_TOKEN, &TAGGED]));
static BLOCK_CODE: Field = Field::new("wlan.fixed.action_code", "Action code", Place::Key(8)).hex().names(&[
    (0, "Add Block Ack Request"), (1, "Add Block Ack Response"), (2, "Delete Block Ack"),
]);
static BLOCK: Field = Field::part(Place::Pick(&[
    (0, &[&N_FIXED_DIALOG_TOKEN, &N_FIXED_BAPARAMS, &B_FIXED_BAPARAMS_AMSDU, &B_FIXED_BAPARAMS_POLICY, &B_FIXED_BAPARAMS_TID, &B_FIXED_BAPARAMS_BUFFERSIZE, &N_FIXED_BATIMEOUT, &N_FIXED_SSC, &B_FIXED_SSC_FRAGMENT, &B_FIXED_SSC_SEQUENCE, &TAGGED]),
    (1, &[&N_FIXED_DIALOG_TOKEN, &N_FIXED_STATUS_CODE, &N_FIXED_BAPARAMS, &B_FIXED_BAPARAMS_AMSDU, &B_FIXED_BAPARAMS_POLICY, &B_FIXED_BAPARAMS_TID, &B_FIXED_BAPARAMS_BUFFERSIZE, &N_FIXED_BATIMEOUT, &TAGGED]),
    (2, &[&N_FIXED_DELBA_PARAM, &B_FIXED_DELBA_PARAM_RESERVED, &B_FIXED_DELBA_PARAM_INITIATOR, &B_FIXED_DELBA_PARAM_TID, &N_FIXED_REASON_CODE]),
], &[]));
static HT_WIDTH: Field = Field::part(Place::Switch(|h| h.number, &[(0, &[&N_FIXED_CHANWIDTH])], &[]));

static TAGGED: Field = Field::part(Place::When(|h| h.left() > 0, &[&R0_TAGGED_ALL, &TAGS]));
static TAGS: Field = Field::new("", "Tags", Place::Many(&TAG)).alias("elements");
static TAG: Field = Field::part(Place::Peek(8, &[(0, &T_SSID), (1, &T_RATES), (3, &T_DS), (5, &T_TIM), (7, &T_COUNTRY), (11, &T_QBSS), (16, &T_CHALLENGE), (32, &T_POWER), (33, &T_POWERCAP), (36, &T_CHANNELS), (37, &T_CSA), (42, &T_ERP), (45, &T_HT_CAP), (48, &T_RSN), (50, &T_XRATES), (54, &T_MOBILITY), (61, &T_HT_INFO), (70, &T_RM_CAP), (127, &T_EXTCAP), (191, &T_VHT_CAP), (192, &T_VHT_OP), (221, &T_VENDOR), (255, &EXT_TAG)], &TAG_ELSE));
static TAG_ELSE: Field = Field::part(Place::Peek(8, element::TAGS, &TAG_UNKNOWN));
static TAG_NUMBER: Field = Field::new("wlan.tag.number", "Tag Number", Place::Uint(8)).alias("ID").names(TAGS_OF);
static TAG_LENGTH: Field = Field::new("wlan.tag.length", "Tag length", Place::Len(8, Counts::Behind)).ft(32).alias("len");
static TAG_UNKNOWN: Field = Field::new("wlan.tag", "Tag", Place::Group(&[&TAG_NUMBER, &TAG_UNDECODED, &TAG_LENGTH, &R_TAG_DATA])).alias("Dot11Elt");
static TAG_UNDECODED: Field = Field::new("wlan.tag.data.undecoded", "Undecoded", Place::Run(0)).kind(Kind::Present);
static EXT_TAG: Field = Field::new("wlan.ext_tag", "Ext Tag", Place::Group(&[&TAG_NUMBER, &EXT_LENGTH, &EXT_LENGTH_SHOWN, &EXT_NUMBER, &EXT_OF]));
static EXT_LENGTH: Field = Field::part(Place::Len(8, Counts::Behind));
/// The extension's number is not counted.
static EXT_LENGTH_SHOWN: Field = Field::new("wlan.ext_tag.length", "Ext Tag length", Place::Sub(0xff)).kind(Kind::Show(&LESS_ONE));
static LESS_ONE: Show = Show { ft: "UINT32", plain: |value, out| if let Value::Num(n) = value { text::decimal(n.saturating_sub(1), out) } };
static EXT_NUMBER: Field = Field::new("wlan.ext_tag.number", "Ext Tag Number", Place::Key(8)).names(element::EXTENDED_NAMES);
static EXT_OF: Field = Field::part(Place::Pick(element::EXTENDED, &[&EXT_DATA]));
static EXT_DATA: Field = Field::new("wlan.ext_tag.data", "Ext Tag Data", Place::Rest);

static SKIP2: Field = Field::part(Place::Run(2));
static N_FIXED_CAPABILITIES: Field = Field::new("wlan.fixed.capabilities", "Capabilities Information", Place::UintLe(16)).hex().alias("cap");
static B_FIXED_CAPABILITIES_ESS: Field = sub("wlan.fixed.capabilities.ess", "ESS capabilities", 0x1);
static B_FIXED_CAPABILITIES_IBSS: Field = sub("wlan.fixed.capabilities.ibss", "IBSS status", 0x2);
static B_FIXED_CAPABILITIES_RESERVED1: Field = sub("wlan.fixed.capabilities.reserved1", "Reserved", 0x4).ft(16).kind(Kind::Dec);
static B_FIXED_CAPABILITIES_RESERVED2: Field = sub("wlan.fixed.capabilities.reserved2", "Reserved", 0x8).ft(16).kind(Kind::Dec);
static B_FIXED_CAPABILITIES_PRIVACY: Field = sub("wlan.fixed.capabilities.privacy", "Privacy", 0x10);
static B_FIXED_CAPABILITIES_SHORT_PREAMBLE: Field = sub("wlan.fixed.capabilities.short_preamble", "Short Preamble", 0x20);
static B_FIXED_CAPABILITIES_RESERVED3: Field = sub("wlan.fixed.capabilities.reserved3", "Reserved", 0x40).ft(16).kind(Kind::Dec);
static B_FIXED_CAPABILITIES_RESERVED4: Field = sub("wlan.fixed.capabilities.reserved4", "Reserved", 0x80).ft(16).kind(Kind::Dec);
static B_FIXED_CAPABILITIES_SPEC_MAN: Field = sub("wlan.fixed.capabilities.spec_man", "Spectrum Management", 0x100);
static B_FIXED_CAPABILITIES_QOS: Field = sub("wlan.fixed.capabilities.qos", "QoS", 0x200);
static B_FIXED_CAPABILITIES_SHORT_SLOT_TIME: Field = sub("wlan.fixed.capabilities.short_slot_time", "Short Slot Time", 0x400);
static B_FIXED_CAPABILITIES_APSD: Field = sub("wlan.fixed.capabilities.apsd", "Automatic Power Save Delivery", 0x800);
static B_FIXED_CAPABILITIES_RADIO_MEASUREMENT: Field = sub("wlan.fixed.capabilities.radio_measurement", "Radio Measurement", 0x1000);
static B_FIXED_CAPABILITIES_EPD: Field = sub("wlan.fixed.capabilities.epd", "EPD", 0x2000);
static B_FIXED_CAPABILITIES_RESERVED5: Field = sub("wlan.fixed.capabilities.reserved5", "Reserved", 0x4000).ft(16).kind(Kind::Dec);
static B_FIXED_CAPABILITIES_RESERVED6: Field = sub("wlan.fixed.capabilities.reserved6", "Reserved", 0x8000).ft(16).kind(Kind::Dec);
static N_FIXED_REASON_CODE: Field = Field::new("wlan.fixed.reason_code", "Reason code", Place::UintLe(16)).hex().names(REASONS).alias("reason").unset(1);
static N_FIXED_STATUS_CODE: Field = Field::new("wlan.fixed.status_code", "Status code", Place::UintLe(16)).hex().names(STATUSES).alias("status");
static AID_WORD: Field = Field::part(Place::UintLe(16));
static B_FIXED_AID: Field = sub("wlan.fixed.aid", "Association ID", 0x3fff).hex().ft(16).alias("AID");
static N_FIXED_TIMESTAMP: Field = Field::new("wlan.fixed.timestamp", "Timestamp", Place::UintLe(64)).alias("timestamp");
static N_FIXED_BEACON: Field = Field::new("wlan.fixed.beacon", "Beacon Interval", Place::UintLe(16)).ft(32).alias("beacon_interval").unset(100);
static N_FIXED_LISTEN_IVAL: Field = Field::new("wlan.fixed.listen_ival", "Listen Interval", Place::UintLe(16)).hex().alias("listen_interval").unset(200);
static R0_FIXED_ALL: Field = Field::new("wlan.fixed.all", "Fixed parameters", Place::Run(0)).kind(Kind::Present);
static N_FIXED_SSC: Field = Field::new("wlan.fixed.ssc", "Block Ack Starting Sequence Control (SSC)", Place::UintLe(16)).hex();
static B_FIXED_SSC_FRAGMENT: Field = sub("wlan.fixed.ssc.fragment", "Fragment", 0xf).ft(16);
static B_FIXED_SSC_SEQUENCE: Field = sub("wlan.fixed.ssc.sequence", "Starting Sequence Number", 0xfff0);
static N_FIXED_BAPARAMS: Field = Field::new("wlan.fixed.baparams", "Block Ack Parameters", Place::UintLe(16)).hex();
static B_FIXED_BAPARAMS_AMSDU: Field = sub("wlan.fixed.baparams.amsdu", "A-MSDUs", 0x1);
static B_FIXED_BAPARAMS_POLICY: Field = sub("wlan.fixed.baparams.policy", "Block Ack Policy", 0x2);
static B_FIXED_BAPARAMS_TID: Field = sub("wlan.fixed.baparams.tid", "Traffic Identifier", 0x3c).hex().ft(16);
static B_FIXED_BAPARAMS_BUFFERSIZE: Field = sub("wlan.fixed.baparams.buffersize", "Number of Buffers (1 Buffer = 2304 Bytes)", 0xffc0);
static N_FIXED_DELBA_PARAM: Field = Field::new("wlan.fixed.delba.param", "Delete Block Ack (DELBA) Parameter Set", Place::UintLe(16)).hex();
static B_FIXED_DELBA_PARAM_RESERVED: Field = sub("wlan.fixed.delba.param.reserved", "Reserved", 0x7ff).hex().ft(16);
static B_FIXED_DELBA_PARAM_INITIATOR: Field = sub("wlan.fixed.delba.param.initiator", "Initiator", 0x800);
static B_FIXED_DELBA_PARAM_TID: Field = sub("wlan.fixed.delba.param.tid", "TID", 0xf000).hex().ft(16);
static N_FIXED_DIALOG_TOKEN: Field = Field::new("wlan.fixed.dialog_token", "Dialog token", Place::Uint(8)).hex();
static N_FIXED_BATIMEOUT: Field = Field::new("wlan.fixed.batimeout", "Block Ack Timeout", Place::UintLe(16)).hex();
static N_FIXED_AUTH_ALG: Field = Field::new("wlan.fixed.auth.alg", "Authentication Algorithm", Place::UintLe(16)).alias("algo");
static N_FIXED_AUTH_SEQ: Field = Field::new("wlan.fixed.auth_seq", "Authentication SEQ", Place::UintLe(16)).hex().alias("seqnum");
static SSID_PART: Field = Field::part(Place::Switch(|h| (h.left() == 0) as u64, &[(1, &[&SSID_EMPTY])], &[&SSID]));
static T_SSID: Field = Field::new("wlan.tag", "SSID parameter set", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &SSID_PART]));
/// The network's name; empty where it is hidden.
pub static SSID: Field = Field::new("wlan.ssid", "SSID", Place::Rest).alias("info");
static SSID_EMPTY: Field = Field::new("wlan.ssid", "SSID", Place::Run(0));
static N_SUPPORTED_RATES: Field = Field::new("wlan.supported_rates", "Supported Rates", Place::Uint(8)).hex();
static M_N_SUPPORTED_RATES: Field = Field::many("Supported Rates", &N_SUPPORTED_RATES);
static T_RATES: Field = Field::new("wlan.tag", "Supported Rates", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &M_N_SUPPORTED_RATES]));
static N_EXTENDED_SUPPORTED_RATES: Field = Field::new("wlan.extended_supported_rates", "Extended Supported Rates", Place::Uint(8)).hex();
static M_N_EXTENDED_SUPPORTED_RATES: Field = Field::many("Extended Supported Rates", &N_EXTENDED_SUPPORTED_RATES);
static T_XRATES: Field = Field::new("wlan.tag", "Extended Supported Rates", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &M_N_EXTENDED_SUPPORTED_RATES]));
static N_DS_CURRENT_CHANNEL: Field = Field::new("wlan.ds.current_channel", "Current Channel", Place::Uint(8));
static T_DS: Field = Field::new("wlan.tag", "DS Parameter set", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_DS_CURRENT_CHANNEL]));
static N_TIM_DTIM_COUNT: Field = Field::new("wlan.tim.dtim_count", "DTIM count", Place::Uint(8));
static N_TIM_DTIM_PERIOD: Field = Field::new("wlan.tim.dtim_period", "DTIM period", Place::Uint(8));
static N_TIM_BMAPCTL: Field = Field::new("wlan.tim.bmapctl", "Bitmap control", Place::Uint(8)).hex();
static B_TIM_BMAPCTL_MULTICAST: Field = sub("wlan.tim.bmapctl.multicast", "Multicast", 0x1);
static B_TIM_BMAPCTL_OFFSET: Field = sub("wlan.tim.bmapctl.offset", "Bitmap Offset", 0xfe).hex().ft(8);
static R_TIM_PARTIAL_VIRTUAL_BITMAP: Field = Field::new("wlan.tim.partial_virtual_bitmap", "Partial Virtual Bitmap", Place::Rest);
static T_TIM: Field = Field::new("wlan.tag", "Traffic Indication Map (TIM)", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_TIM_DTIM_COUNT, &N_TIM_DTIM_PERIOD, &N_TIM_BMAPCTL, &B_TIM_BMAPCTL_MULTICAST, &B_TIM_BMAPCTL_OFFSET, &R_TIM_PARTIAL_VIRTUAL_BITMAP]));
static N_COUNTRY_INFO_FNM_FCN: Field = Field::new("wlan.country_info.fnm.fcn", "First Channel Number", Place::Uint(8));
static N_COUNTRY_INFO_FNM_NC: Field = Field::new("wlan.country_info.fnm.nc", "Number of Channels", Place::Uint(8));
static N_COUNTRY_INFO_FNM_MTPL: Field = Field::new("wlan.country_info.fnm.mtpl", "Maximum Transmit Power Level", Place::Uint(8)).kind(Kind::Signed);
static FNM: Field = Field::new("wlan.country_info.fnm", "Country Info", Place::Group(&[&N_COUNTRY_INFO_FNM_FCN, &N_COUNTRY_INFO_FNM_NC, &N_COUNTRY_INFO_FNM_MTPL]));
static N_COUNTRY_INFO_RRC_OEI: Field = Field::new("wlan.country_info.rrc.oei", "Operating Extension Identifier", Place::Uint(8));
static N_COUNTRY_INFO_RRC_OC: Field = Field::new("wlan.country_info.rrc.oc", "Operating Class", Place::Uint(8));
static N_COUNTRY_INFO_RRC_CC: Field = Field::new("wlan.country_info.rrc.cc", "Coverage Class", Place::Uint(8));
static RRC: Field = Field::new("wlan.country_info.rrc", "Country Info", Place::Group(&[&N_COUNTRY_INFO_RRC_OEI, &N_COUNTRY_INFO_RRC_OC, &N_COUNTRY_INFO_RRC_CC]));
static R_COUNTRY_INFO_PADDING: Field = Field::new("wlan.country_info.padding", "Padding", Place::Rest);
static TRIPLET: Field = Field::part(Place::Switch(|h| if h.left() < 3 { 2 } else { (h.byte(h.at) > 200) as u64 }, &[(1, &[&RRC]), (2, &[&R_COUNTRY_INFO_PADDING])], &[&FNM]));
static R2_COUNTRY_INFO_CODE: Field = Field::new("wlan.country_info.code", "Code", Place::Run(2)).text();
static N_COUNTRY_INFO_ENVIRONMENT: Field = Field::new("wlan.country_info.environment", "Environment", Place::Uint(8));
static M_TRIPLET: Field = Field::many("Channels", &TRIPLET);
static T_COUNTRY: Field = Field::new("wlan.tag", "Country Information", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &R2_COUNTRY_INFO_CODE, &N_COUNTRY_INFO_ENVIRONMENT, &M_TRIPLET]));
static R_TAG_DATA: Field = Field::new("wlan.tag.data", "Tag Data", Place::Rest);
static QBSS_SET: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(5, &[&QBSS5])], &[&R_TAG_DATA]));
static T_QBSS: Field = Field::new("wlan.tag", "QBSS Load Element", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &QBSS_SET]));
static N_QBSS_SCOUNT: Field = Field::new("wlan.qbss.scount", "Station Count", Place::UintLe(16));
static N_QBSS_CU: Field = Field::new("wlan.qbss.cu", "Channel Utilization", Place::Uint(8));
static N_QBSS_ADC: Field = Field::new("wlan.qbss.adc", "Available Admission Capacity", Place::UintLe(16)).ft(8);
static QBSS5: Field = Field::part(Place::Group(&[&N_QBSS_SCOUNT, &N_QBSS_CU, &N_QBSS_ADC]));
static R_TAG_CHALLENGE_TEXT: Field = Field::new("wlan.tag.challenge_text", "Challenge Text", Place::Rest);
static T_CHALLENGE: Field = Field::new("wlan.tag", "Challenge text", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &R_TAG_CHALLENGE_TEXT]));
static N_POWERCON_LOCAL: Field = Field::new("wlan.powercon.local", "Local Power Constraint", Place::Uint(8));
static T_POWER: Field = Field::new("wlan.tag", "Power Constraint", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_POWERCON_LOCAL]));
static N_POWERCAP_MIN: Field = Field::new("wlan.powercap.min", "Minimum Transmit Power", Place::Uint(8)).kind(Kind::Signed);
static N_POWERCAP_MAX: Field = Field::new("wlan.powercap.max", "Maximum Transmit Power", Place::Uint(8)).kind(Kind::Signed);
static T_POWERCAP: Field = Field::new("wlan.tag", "Power Capability", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_POWERCAP_MIN, &N_POWERCAP_MAX]));
static N_SUPCHAN_FIRST: Field = Field::new("wlan.supchan.first", "First Supported Channel", Place::Uint(8));
static N_SUPCHAN_RANGE: Field = Field::new("wlan.supchan.range", "Supported Channel Range", Place::Uint(8));
static SUPCHAN: Field = Field::new("wlan.supchan", "Supported Channels Set", Place::Group(&[&N_SUPCHAN_FIRST, &N_SUPCHAN_RANGE]));
static M_SUPCHAN: Field = Field::many("Supported Channels", &SUPCHAN);
static T_CHANNELS: Field = Field::new("wlan.tag", "Supported Channels", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &M_SUPCHAN]));
static N_CSA_CHANNEL_SWITCH_MODE: Field = Field::new("wlan.csa.channel_switch_mode", "Channel Switch Mode", Place::Uint(8));
static N_CSA_NEW_CHANNEL_NUMBER: Field = Field::new("wlan.csa.new_channel_number", "New Channel Number", Place::Uint(8));
static N_CSA_CHANNEL_SWITCH_COUNT: Field = Field::new("wlan.csa.channel_switch.count", "Channel Switch Count", Place::Uint(8));
static T_CSA: Field = Field::new("wlan.tag", "Channel Switch Announcement", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_CSA_CHANNEL_SWITCH_MODE, &N_CSA_NEW_CHANNEL_NUMBER, &N_CSA_CHANNEL_SWITCH_COUNT]));
static N_ERP_INFO: Field = Field::new("wlan.erp_info", "ERP Information", Place::Uint(8)).hex();
static B_ERP_INFO_ERP_PRESENT: Field = sub("wlan.erp_info.erp_present", "Non ERP Present", 0x1);
static B_ERP_INFO_USE_PROTECTION: Field = sub("wlan.erp_info.use_protection", "Use Protection", 0x2);
static B_ERP_INFO_BARKER_PREAMBLE_MODE: Field = sub("wlan.erp_info.barker_preamble_mode", "Barker Preamble Mode", 0x4);
static B_ERP_INFO_RESERVED: Field = sub("wlan.erp_info.reserved", "Reserved", 0xf8).hex().ft(8);
static T_ERP: Field = Field::new("wlan.tag", "ERP Information", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_ERP_INFO, &B_ERP_INFO_ERP_PRESENT, &B_ERP_INFO_USE_PROTECTION, &B_ERP_INFO_BARKER_PREAMBLE_MODE, &B_ERP_INFO_RESERVED]));
static R0_HT_MCSSET: Field = Field::new("wlan.ht.mcsset", "Rx Supported Modulation and Coding Scheme Set", Place::Run(0)).kind(Kind::Present);
static R0_HT_MCSSET_RXBITMASK: Field = Field::new("wlan.ht.mcsset.rxbitmask", "Rx Modulation and Coding Scheme (One bit per modulation)", Place::Run(0)).kind(Kind::Present);
static W_MCS1: Field = Field::part(Place::UintLe(32));
static B_HT_MCSSET_RXBITMASK_0TO7: Field = sub("wlan.ht.mcsset.rxbitmask.0to7", "Rx Bitmask Bits 0-7", 0xff).hex().ft(32);
static B_HT_MCSSET_RXBITMASK_8TO15: Field = sub("wlan.ht.mcsset.rxbitmask.8to15", "Rx Bitmask Bits 8-15", 0xff00).hex().ft(32);
static B_HT_MCSSET_RXBITMASK_16TO23: Field = sub("wlan.ht.mcsset.rxbitmask.16to23", "Rx Bitmask Bits 16-23", 0xff0000).hex().ft(32);
static B_HT_MCSSET_RXBITMASK_24TO31: Field = sub("wlan.ht.mcsset.rxbitmask.24to31", "Rx Bitmask Bits 24-31", 0xff000000).hex().ft(32);
static N_HT_CAPABILITIES: Field = Field::new("wlan.ht.capabilities", "HT Capabilities Info", Place::UintLe(16)).hex();
static B_HT_CAPABILITIES_LDPCCODING: Field = sub("wlan.ht.capabilities.ldpccoding", "HT LDPC coding capability", 0x1);
static B_HT_CAPABILITIES_WIDTH: Field = sub("wlan.ht.capabilities.width", "HT Support channel width", 0x2);
static B_HT_CAPABILITIES_SM: Field = sub("wlan.ht.capabilities.sm", "HT SM Power Save", 0xc).hex().ft(16);
static B_HT_CAPABILITIES_GREEN: Field = sub("wlan.ht.capabilities.green", "HT Green Field", 0x10);
static B_HT_CAPABILITIES_SHORT20: Field = sub("wlan.ht.capabilities.short20", "HT Short GI for 20MHz", 0x20);
static B_HT_CAPABILITIES_SHORT40: Field = sub("wlan.ht.capabilities.short40", "HT Short GI for 40MHz", 0x40);
static B_HT_CAPABILITIES_TXSTBC: Field = sub("wlan.ht.capabilities.txstbc", "HT Tx STBC", 0x80);
static B_HT_CAPABILITIES_RXSTBC: Field = sub("wlan.ht.capabilities.rxstbc", "HT Rx STBC", 0x300).hex().ft(16);
static B_HT_CAPABILITIES_DELAYEDBLOCKACK: Field = sub("wlan.ht.capabilities.delayedblockack", "HT Delayed Block ACK", 0x400);
static B_HT_CAPABILITIES_AMSDU: Field = sub("wlan.ht.capabilities.amsdu", "HT Max A-MSDU length", 0x800);
static B_HT_CAPABILITIES_DSSCCK: Field = sub("wlan.ht.capabilities.dsscck", "HT DSSS/CCK mode in 40MHz", 0x1000);
static B_HT_CAPABILITIES_PSMP: Field = sub("wlan.ht.capabilities.psmp", "HT PSMP Support", 0x2000);
static B_HT_CAPABILITIES_40MHZINTOLERANT: Field = sub("wlan.ht.capabilities.40mhzintolerant", "HT Forty MHz Intolerant", 0x4000);
static B_HT_CAPABILITIES_LSIG: Field = sub("wlan.ht.capabilities.lsig", "HT L-SIG TXOP Protection support", 0x8000);
static N_HT_AMPDUPARAM: Field = Field::new("wlan.ht.ampduparam", "A-MPDU Parameters", Place::Uint(8)).hex();
static B_HT_AMPDUPARAM_MAXLENGTH: Field = sub("wlan.ht.ampduparam.maxlength", "Maximum Rx A-MPDU Length", 0x3).hex().ft(8);
static B_HT_AMPDUPARAM_MPDUDENSITY: Field = sub("wlan.ht.ampduparam.mpdudensity", "MPDU Density", 0x1c).hex().ft(8);
static B_HT_AMPDUPARAM_RESERVED: Field = sub("wlan.ht.ampduparam.reserved", "Reserved", 0xe0).hex().ft(8);
static B_HT_MCSSET_HIGHESTDATARATE: Field = sub("wlan.ht.mcsset.highestdatarate", "Highest Supported Data Rate", 0x3ff).hex().ft(16);
static B_HT_MCSSET_TXSETDEFINED: Field = sub("wlan.ht.mcsset.txsetdefined", "Tx Supported MCS Set", 0x1);
static B_HT_MCSSET_TXRXMCSNOTEQUAL: Field = sub("wlan.ht.mcsset.txrxmcsnotequal", "Tx and Rx MCS Set", 0x2);
static B_HT_MCSSET_TXMAXSS: Field = sub("wlan.ht.mcsset.txmaxss", "Maximum Number of Tx Spatial Streams Supported", 0xc).hex().ft(16);
static B_HT_MCSSET_TXUNEQUALMOD: Field = sub("wlan.ht.mcsset.txunequalmod", "Unequal Modulation", 0x10);
static W_MCS32: Field = Field::part(Place::UintLe(48));
static B_MCS_32: Field = sub("wlan.ht.mcsset.rxbitmask.32", "Rx Bitmask Bit 32", 0x1).hex().ft(32);
static B_MCS_33: Field = sub("wlan.ht.mcsset.rxbitmask.33to38", "Rx Bitmask Bits 33-38", 0x7e).hex().ft(32);
static B_MCS_39: Field = sub("wlan.ht.mcsset.rxbitmask.39to52", "Rx Bitmask Bits 39-52", 0x1f_ff80).hex().ft(32);
static B_MCS_53: Field = sub("wlan.ht.mcsset.rxbitmask.53to76", "Rx Bitmask Bits 53-76", 0x1fff_ffe0_0000).hex().ft(32);
static W_RATE: Field = Field::part(Place::UintLe(16));
static W_TX: Field = Field::part(Place::UintLe(16));
static MCS_SET: Field = Field::part(Place::Group(&[&R0_HT_MCSSET, &R0_HT_MCSSET_RXBITMASK, &W_MCS1, &B_HT_MCSSET_RXBITMASK_0TO7, &B_HT_MCSSET_RXBITMASK_8TO15, &B_HT_MCSSET_RXBITMASK_16TO23, &B_HT_MCSSET_RXBITMASK_24TO31, &W_MCS32, &B_MCS_32, &B_MCS_33, &B_MCS_39, &B_MCS_53, &W_RATE, &B_HT_MCSSET_HIGHESTDATARATE, &W_TX, &B_HT_MCSSET_TXSETDEFINED, &B_HT_MCSSET_TXRXMCSNOTEQUAL, &B_HT_MCSSET_TXMAXSS, &B_HT_MCSSET_TXUNEQUALMOD, &SKIP2]));
static N_HTEX_CAPABILITIES: Field = Field::new("wlan.htex.capabilities", "HT Extended Capabilities", Place::UintLe(16)).hex();
static B_HTEX_CAPABILITIES_PCO: Field = sub("wlan.htex.capabilities.pco", "Transmitter supports PCO", 0x1);
static B_HTEX_CAPABILITIES_TRANSTIME: Field = sub("wlan.htex.capabilities.transtime", "Time needed to transition between 20MHz and 40MHz", 0x6).hex().ft(16);
static B_HTEX_CAPABILITIES_MCS: Field = sub("wlan.htex.capabilities.mcs", "MCS Feedback capability", 0x300).hex().ft(16);
static B_HTEX_CAPABILITIES_HTC: Field = sub("wlan.htex.capabilities.htc", "High Throughput", 0x400);
static B_HTEX_CAPABILITIES_RDRESPONDER: Field = sub("wlan.htex.capabilities.rdresponder", "Reverse Direction Responder", 0x800);
static N_TXBF: Field = Field::new("wlan.txbf", "Transmit Beam Forming (TxBF) Capabilities", Place::UintLe(32)).hex();
static B_TXBF_TXBF: Field = sub("wlan.txbf.txbf", "Transmit Beamforming", 0x1);
static B_TXBF_RXSS: Field = sub("wlan.txbf.rxss", "Receive Staggered Sounding", 0x2);
static B_TXBF_TXSS: Field = sub("wlan.txbf.txss", "Transmit Staggered Sounding", 0x4);
static B_TXBF_RXNDP: Field = sub("wlan.txbf.rxndp", "Receive Null Data packet (NDP)", 0x8);
static B_TXBF_TXNDP: Field = sub("wlan.txbf.txndp", "Transmit Null Data packet (NDP)", 0x10);
static B_TXBF_IMPLTXBF: Field = sub("wlan.txbf.impltxbf", "Implicit TxBF capable", 0x20);
static B_TXBF_CALIBRATION: Field = sub("wlan.txbf.calibration", "Calibration", 0xc0).hex().ft(32);
static B_TXBF_CSI: Field = sub("wlan.txbf.csi", "STA can apply TxBF using CSI explicit feedback", 0x100);
static B_TXBF_FM_UNCOMPRESSED_TBF: Field = sub("wlan.txbf.fm.uncompressed.tbf", "STA can apply TxBF using uncompressed beamforming feedback matrix", 0x200);
static B_TXBF_FM_COMPRESSED_TBF: Field = sub("wlan.txbf.fm.compressed.tbf", "STA can apply TxBF using compressed beamforming feedback matrix", 0x400);
static B_TXBF_RCSI: Field = sub("wlan.txbf.rcsi", "Receiver can return explicit CSI feedback", 0x1800).hex().ft(32);
static B_TXBF_FM_UNCOMPRESSED_RBF: Field = sub("wlan.txbf.fm.uncompressed.rbf", "Receiver can return explicit uncompressed Beamforming Feedback Matrix", 0x6000).hex().ft(32);
static B_TXBF_FM_COMPRESSED_BF: Field = sub("wlan.txbf.fm.compressed.bf", "STA can compress and use compressed Beamforming Feedback Matrix", 0x18000).hex().ft(32);
static B_TXBF_MINGROUP: Field = sub("wlan.txbf.mingroup", "Minimal grouping used for explicit feedback reports", 0x60000).hex().ft(32);
static B_TXBF_CSINUMANT: Field = sub("wlan.txbf.csinumant", "Max antennae STA can support when CSI feedback required", 0x180000).hex().ft(32);
static B_TXBF_FM_UNCOMPRESSED_MAXANT: Field = sub("wlan.txbf.fm.uncompressed.maxant", "Max antennae STA can support when uncompressed Beamforming feedback required", 0x600000).hex().ft(32);
static B_TXBF_FM_COMPRESSED_MAXANT: Field = sub("wlan.txbf.fm.compressed.maxant", "Max antennae STA can support when compressed Beamforming feedback required", 0x1800000).hex().ft(32);
static B_TXBF_CSI_MAXROWS: Field = sub("wlan.txbf.csi.maxrows", "Maximum number of rows of CSI explicit feedback", 0x6000000).hex().ft(32);
static B_TXBF_CHANNELEST: Field = sub("wlan.txbf.channelest", "Maximum number of space time streams for which channel dimensions can be simultaneously estimated", 0x18000000).hex().ft(32);
static B_TXBF_RESERVED: Field = sub("wlan.txbf.reserved", "Reserved", 0xe0000000).hex().ft(32);
static N_ASEL: Field = Field::new("wlan.asel", "Antenna Selection (ASEL) Capabilities", Place::Uint(8)).hex();
static B_ASEL_CAPABLE: Field = sub("wlan.asel.capable", "Antenna Selection Capable", 0x1);
static B_ASEL_TXCSI: Field = sub("wlan.asel.txcsi", "Explicit CSI Feedback Based Tx ASEL", 0x2);
static B_ASEL_TXIF: Field = sub("wlan.asel.txif", "Antenna Indices Feedback Based Tx ASEL", 0x4);
static B_ASEL_CSI: Field = sub("wlan.asel.csi", "Explicit CSI Feedback", 0x8);
static B_ASEL_IF: Field = sub("wlan.asel.if", "Antenna Indices Feedback", 0x10);
static B_ASEL_RX: Field = sub("wlan.asel.rx", "Rx ASEL", 0x20);
static B_ASEL_SPPDU: Field = sub("wlan.asel.sppdu", "Tx Sounding PPDUs", 0x40);
static B_ASEL_RESERVED: Field = sub("wlan.asel.reserved", "Reserved", 0x80).hex().ft(8);
static HT_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 26, &[&N_HT_CAPABILITIES, &B_HT_CAPABILITIES_LDPCCODING, &B_HT_CAPABILITIES_WIDTH, &B_HT_CAPABILITIES_SM, &B_HT_CAPABILITIES_GREEN, &B_HT_CAPABILITIES_SHORT20, &B_HT_CAPABILITIES_SHORT40, &B_HT_CAPABILITIES_TXSTBC, &B_HT_CAPABILITIES_RXSTBC, &B_HT_CAPABILITIES_DELAYEDBLOCKACK, &B_HT_CAPABILITIES_AMSDU, &B_HT_CAPABILITIES_DSSCCK, &B_HT_CAPABILITIES_PSMP, &B_HT_CAPABILITIES_40MHZINTOLERANT, &B_HT_CAPABILITIES_LSIG, &N_HT_AMPDUPARAM, &B_HT_AMPDUPARAM_MAXLENGTH, &B_HT_AMPDUPARAM_MPDUDENSITY, &B_HT_AMPDUPARAM_RESERVED, &MCS_SET, &N_HTEX_CAPABILITIES, &B_HTEX_CAPABILITIES_PCO, &B_HTEX_CAPABILITIES_TRANSTIME, &B_HTEX_CAPABILITIES_MCS, &B_HTEX_CAPABILITIES_HTC, &B_HTEX_CAPABILITIES_RDRESPONDER, &N_TXBF, &B_TXBF_TXBF, &B_TXBF_RXSS, &B_TXBF_TXSS, &B_TXBF_RXNDP, &B_TXBF_TXNDP, &B_TXBF_IMPLTXBF, &B_TXBF_CALIBRATION, &B_TXBF_CSI, &B_TXBF_FM_UNCOMPRESSED_TBF, &B_TXBF_FM_COMPRESSED_TBF, &B_TXBF_RCSI, &B_TXBF_FM_UNCOMPRESSED_RBF, &B_TXBF_FM_COMPRESSED_BF, &B_TXBF_MINGROUP, &B_TXBF_CSINUMANT, &B_TXBF_FM_UNCOMPRESSED_MAXANT, &B_TXBF_FM_COMPRESSED_MAXANT, &B_TXBF_CSI_MAXROWS, &B_TXBF_CHANNELEST, &B_TXBF_RESERVED, &N_ASEL, &B_ASEL_CAPABLE, &B_ASEL_TXCSI, &B_ASEL_TXIF, &B_ASEL_CSI, &B_ASEL_IF, &B_ASEL_RX, &B_ASEL_SPPDU, &B_ASEL_RESERVED]));
static T_HT_CAP: Field = Field::new("wlan.tag", "HT Capabilities (802.11n D1.10)", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &HT_WHOLE]));
static N_HT_INFO_PRIMARYCHANNEL: Field = Field::new("wlan.ht.info.primarychannel", "Primary Channel", Place::Uint(8));
static N_HT_INFO_DELIM1: Field = Field::new("wlan.ht.info.delim1", "HT Information Subset (1 of 3)", Place::Uint(8)).hex();
static B_HT_INFO_SECCHANOFFSET: Field = sub("wlan.ht.info.secchanoffset", "Secondary channel offset", 0x3).hex().ft(8);
static B_HT_INFO_CHANWIDTH: Field = sub("wlan.ht.info.chanwidth", "Supported channel width", 0x4);
static B_HT_INFO_RIFS: Field = sub("wlan.ht.info.rifs", "Reduced Interframe Spacing (RIFS)", 0x8);
static B_HT_INFO_RESERVED_B4_B7: Field = sub("wlan.ht.info.reserved_b4_b7", "Reserved", 0xf0).hex().ft(8);
static N_HT_INFO_DELIM2: Field = Field::new("wlan.ht.info.delim2", "HT Information Subset (2 of 3)", Place::UintLe(16)).hex();
static B_HT_INFO_HT_PROTECTION: Field = sub("wlan.ht.info.ht_protection", "HT Protection", 0x3).hex().ft(16);
static B_HT_INFO_GREENFIELD: Field = sub("wlan.ht.info.greenfield", "Non-greenfield STAs present", 0x4);
static B_HT_INFO_RESERVED_B11: Field = sub("wlan.ht.info.reserved_b11", "Reserved", 0x8).hex().ft(16);
static B_HT_INFO_OBSSNONHT: Field = sub("wlan.ht.info.obssnonht", "OBSS non-HT STAs present", 0x10);
static B_HT_INFO_CHAN_CENTER_FREQ_SEG_2: Field = sub("wlan.ht.info.chan_center_freq_seg_2", "Channel Center Frequency Segment 2", 0x1fe0).ft(16);
static B_HT_INFO_RESERVED_B21_B23: Field = sub("wlan.ht.info.reserved_b21_b23", "Reserved", 0xe000).hex().ft(16);
static N_HT_INFO_DELIM3: Field = Field::new("wlan.ht.info.delim3", "HT Information Subset (3 of 3)", Place::UintLe(16)).hex();
static B_HT_INFO_RESERVED_B24_B29: Field = sub("wlan.ht.info.reserved_b24_b29", "Reserved", 0x3f).hex().ft(16);
static B_HT_INFO_DUALBEACON: Field = sub("wlan.ht.info.dualbeacon", "Dual beacon", 0x40);
static B_HT_INFO_DUALCTS: Field = sub("wlan.ht.info.dualcts", "Dual Clear To Send (CTS) protection", 0x80);
static B_HT_INFO_SECONDARYBEACON: Field = sub("wlan.ht.info.secondarybeacon", "Beacon ID", 0x100);
static B_HT_INFO_LSIGPROTSUPPORT: Field = sub("wlan.ht.info.lsigprotsupport", "L-SIG TXOP Protection Full Support", 0x200);
static B_HT_INFO_PCO_ACTIVE: Field = sub("wlan.ht.info.pco.active", "Phased Coexistence Operation (PCO)", 0x400);
static B_HT_INFO_PCO_PHASE: Field = sub("wlan.ht.info.pco.phase", "Phased Coexistence Operation (PCO) Phase", 0x800);
static B_HT_INFO_RESERVED_B36_B39: Field = sub("wlan.ht.info.reserved_b36_b39", "Reserved", 0xf000).hex().ft(16);
static HT_INFO_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 22, &[&N_HT_INFO_PRIMARYCHANNEL, &N_HT_INFO_DELIM1, &B_HT_INFO_SECCHANOFFSET, &B_HT_INFO_CHANWIDTH, &B_HT_INFO_RIFS, &B_HT_INFO_RESERVED_B4_B7, &N_HT_INFO_DELIM2, &B_HT_INFO_HT_PROTECTION, &B_HT_INFO_GREENFIELD, &B_HT_INFO_RESERVED_B11, &B_HT_INFO_OBSSNONHT, &B_HT_INFO_CHAN_CENTER_FREQ_SEG_2, &B_HT_INFO_RESERVED_B21_B23, &N_HT_INFO_DELIM3, &B_HT_INFO_RESERVED_B24_B29, &B_HT_INFO_DUALBEACON, &B_HT_INFO_DUALCTS, &B_HT_INFO_SECONDARYBEACON, &B_HT_INFO_LSIGPROTSUPPORT, &B_HT_INFO_PCO_ACTIVE, &B_HT_INFO_PCO_PHASE, &B_HT_INFO_RESERVED_B36_B39, &MCS_SET]));
static T_HT_INFO: Field = Field::new("wlan.tag", "HT Information (802.11n D1.10)", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &HT_INFO_WHOLE]));
static N_VHT_CAPABILITIES: Field = Field::new("wlan.vht.capabilities", "VHT Capabilities Info", Place::UintLe(32)).hex();
static B_VHT_CAPABILITIES_MAXMPDULENGTH: Field = sub("wlan.vht.capabilities.maxmpdulength", "Maximum MPDU Length", 0x3).hex().ft(32);
static B_VHT_CAPABILITIES_SUPPORTEDCHANWIDTHSET: Field = sub("wlan.vht.capabilities.supportedchanwidthset", "Supported Channel Width Set", 0xc).hex().ft(32);
static B_VHT_CAPABILITIES_RXLDPC: Field = sub("wlan.vht.capabilities.rxldpc", "Rx LDPC", 0x10);
static B_VHT_CAPABILITIES_SHORT80: Field = sub("wlan.vht.capabilities.short80", "Short GI for 80MHz/TVHT_MODE_4C", 0x20);
static B_VHT_CAPABILITIES_SHORT160: Field = sub("wlan.vht.capabilities.short160", "Short GI for 160MHz and 80+80MHz", 0x40);
static B_VHT_CAPABILITIES_TXSTBC: Field = sub("wlan.vht.capabilities.txstbc", "Tx STBC", 0x80);
static B_VHT_CAPABILITIES_RXSTBC: Field = sub("wlan.vht.capabilities.rxstbc", "Rx STBC", 0x700).hex().ft(32);
static B_VHT_CAPABILITIES_SUBEAMFORMER: Field = sub("wlan.vht.capabilities.subeamformer", "SU Beamformer Capable", 0x800);
static B_VHT_CAPABILITIES_SUBEAMFORMEE: Field = sub("wlan.vht.capabilities.subeamformee", "SU Beamformee Capable", 0x1000);
static B_VHT_CAPABILITIES_BEAMFORMEE_STS_CAP: Field = sub("wlan.vht.capabilities.beamformee_sts_cap", "Beamformee STS Capability", 0xe000).hex().ft(32);
static B_VHT_CAPABILITIES_SOUNDINGDIMENSIONS: Field = sub("wlan.vht.capabilities.soundingdimensions", "Number of Sounding Dimensions", 0x70000).hex().ft(32);
static B_VHT_CAPABILITIES_MUBEAMFORMER: Field = sub("wlan.vht.capabilities.mubeamformer", "MU Beamformer Capable", 0x80000);
static B_VHT_CAPABILITIES_MUBEAMFORMEE: Field = sub("wlan.vht.capabilities.mubeamformee", "MU Beamformee Capable", 0x100000);
static B_VHT_CAPABILITIES_VHTTXOPPS: Field = sub("wlan.vht.capabilities.vhttxopps", "TXOP PS", 0x200000);
static B_VHT_CAPABILITIES_VHTHTC: Field = sub("wlan.vht.capabilities.vhthtc", "+HTC-VHT Capable", 0x400000);
static B_VHT_CAPABILITIES_MAXAMPDU: Field = sub("wlan.vht.capabilities.maxampdu", "Max A-MPDU Length Exponent", 0x3800000).hex().ft(32);
static B_VHT_CAPABILITIES_LINKADAPT: Field = sub("wlan.vht.capabilities.linkadapt", "VHT Link Adaptation", 0xc000000).hex().ft(32);
static B_VHT_CAPABILITIES_RXPATCONSIST: Field = sub("wlan.vht.capabilities.rxpatconsist", "Rx Antenna Pattern Consistency", 0x10000000);
static B_VHT_CAPABILITIES_TXPATCONSIST: Field = sub("wlan.vht.capabilities.txpatconsist", "Tx Antenna Pattern Consistency", 0x20000000);
static B_VHT_CAPABILITIES_EXT_NSS_BW_SUPPORT: Field = sub("wlan.vht.capabilities.ext_nss_bw_support", "Extended NSS BW Support", 0xc0000000).hex().ft(32);
static W_RXRATE: Field = Field::part(Place::UintLe(16));
static B_RXRATE: Field = sub("wlan.vht.mcsset.rxhighestlonggirate", "Rx Highest Long GI Data Rate (in Mb/s, 0 = subfield not in use)", 0x1fff).hex().ft(16);
static B_TXRATE: Field = sub("wlan.vht.mcsset.txhighestlonggirate", "Tx Highest Long GI Data Rate  (in Mb/s, 0 = subfield not in use)", 0x1fff).hex().ft(16);
static R0_VHT_MCSSET: Field = Field::new("wlan.vht.mcsset", "VHT Supported MCS Set", Place::Run(0)).kind(Kind::Present);
static N_VHT_MCSSET_RXMCSMAP: Field = Field::new("wlan.vht.mcsset.rxmcsmap", "Rx MCS Map", Place::UintLe(16)).hex();
static B_VHT_MCSSET_RXMCSMAP_SS1: Field = sub("wlan.vht.mcsset.rxmcsmap.ss1", "Rx 1 SS", 0x3).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS2: Field = sub("wlan.vht.mcsset.rxmcsmap.ss2", "Rx 2 SS", 0xc).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS3: Field = sub("wlan.vht.mcsset.rxmcsmap.ss3", "Rx 3 SS", 0x30).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS4: Field = sub("wlan.vht.mcsset.rxmcsmap.ss4", "Rx 4 SS", 0xc0).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS5: Field = sub("wlan.vht.mcsset.rxmcsmap.ss5", "Rx 5 SS", 0x300).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS6: Field = sub("wlan.vht.mcsset.rxmcsmap.ss6", "Rx 6 SS", 0xc00).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS7: Field = sub("wlan.vht.mcsset.rxmcsmap.ss7", "Rx 7 SS", 0x3000).hex().ft(16);
static B_VHT_MCSSET_RXMCSMAP_SS8: Field = sub("wlan.vht.mcsset.rxmcsmap.ss8", "Rx 8 SS", 0xc000).hex().ft(16);
static B_VHT_MCSSET_MAX_NSTS_TOTAL: Field = sub("wlan.vht.mcsset.max_nsts_total", "MaX NSTS Total", 0xe000).ft(16);
static N_VHT_MCSSET_TXMCSMAP: Field = Field::new("wlan.vht.mcsset.txmcsmap", "Tx MCS Map", Place::UintLe(16)).hex();
static B_VHT_MCSSET_TXMCSMAP_SS1: Field = sub("wlan.vht.mcsset.txmcsmap.ss1", "Tx 1 SS", 0x3).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS2: Field = sub("wlan.vht.mcsset.txmcsmap.ss2", "Tx 2 SS", 0xc).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS3: Field = sub("wlan.vht.mcsset.txmcsmap.ss3", "Tx 3 SS", 0x30).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS4: Field = sub("wlan.vht.mcsset.txmcsmap.ss4", "Tx 4 SS", 0xc0).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS5: Field = sub("wlan.vht.mcsset.txmcsmap.ss5", "Tx 5 SS", 0x300).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS6: Field = sub("wlan.vht.mcsset.txmcsmap.ss6", "Tx 6 SS", 0xc00).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS7: Field = sub("wlan.vht.mcsset.txmcsmap.ss7", "Tx 7 SS", 0x3000).hex().ft(16);
static B_VHT_MCSSET_TXMCSMAP_SS8: Field = sub("wlan.vht.mcsset.txmcsmap.ss8", "Tx 8 SS", 0xc000).hex().ft(16);
static B_VHT_NCSSET_EXT_NSS_BW_CAP: Field = sub("wlan.vht.ncsset.ext_nss_bw_cap", "Extended NSS BW Capable", 0x2000);
static B_VHT_NCSSET_RESERVED: Field = sub("wlan.vht.ncsset.reserved", "Reserved", 0xc000).hex().ft(16);
static VHT_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 12, &[&N_VHT_CAPABILITIES, &B_VHT_CAPABILITIES_MAXMPDULENGTH, &B_VHT_CAPABILITIES_SUPPORTEDCHANWIDTHSET, &B_VHT_CAPABILITIES_RXLDPC, &B_VHT_CAPABILITIES_SHORT80, &B_VHT_CAPABILITIES_SHORT160, &B_VHT_CAPABILITIES_TXSTBC, &B_VHT_CAPABILITIES_RXSTBC, &B_VHT_CAPABILITIES_SUBEAMFORMER, &B_VHT_CAPABILITIES_SUBEAMFORMEE, &B_VHT_CAPABILITIES_BEAMFORMEE_STS_CAP, &B_VHT_CAPABILITIES_SOUNDINGDIMENSIONS, &B_VHT_CAPABILITIES_MUBEAMFORMER, &B_VHT_CAPABILITIES_MUBEAMFORMEE, &B_VHT_CAPABILITIES_VHTTXOPPS, &B_VHT_CAPABILITIES_VHTHTC, &B_VHT_CAPABILITIES_MAXAMPDU, &B_VHT_CAPABILITIES_LINKADAPT, &B_VHT_CAPABILITIES_RXPATCONSIST, &B_VHT_CAPABILITIES_TXPATCONSIST, &B_VHT_CAPABILITIES_EXT_NSS_BW_SUPPORT, &R0_VHT_MCSSET, &N_VHT_MCSSET_RXMCSMAP, &B_VHT_MCSSET_RXMCSMAP_SS1, &B_VHT_MCSSET_RXMCSMAP_SS2, &B_VHT_MCSSET_RXMCSMAP_SS3, &B_VHT_MCSSET_RXMCSMAP_SS4, &B_VHT_MCSSET_RXMCSMAP_SS5, &B_VHT_MCSSET_RXMCSMAP_SS6, &B_VHT_MCSSET_RXMCSMAP_SS7, &B_VHT_MCSSET_RXMCSMAP_SS8, &W_RXRATE, &B_RXRATE, &B_VHT_MCSSET_MAX_NSTS_TOTAL, &N_VHT_MCSSET_TXMCSMAP, &B_VHT_MCSSET_TXMCSMAP_SS1, &B_VHT_MCSSET_TXMCSMAP_SS2, &B_VHT_MCSSET_TXMCSMAP_SS3, &B_VHT_MCSSET_TXMCSMAP_SS4, &B_VHT_MCSSET_TXMCSMAP_SS5, &B_VHT_MCSSET_TXMCSMAP_SS6, &B_VHT_MCSSET_TXMCSMAP_SS7, &B_VHT_MCSSET_TXMCSMAP_SS8, &W_RXRATE, &B_TXRATE, &B_VHT_NCSSET_EXT_NSS_BW_CAP, &B_VHT_NCSSET_RESERVED]));
static T_VHT_CAP: Field = Field::new("wlan.tag", "VHT Capabilities", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &VHT_WHOLE]));
static R0_VHT_OP: Field = Field::new("wlan.vht.op", "VHT Operation Info", Place::Run(0)).kind(Kind::Present);
static N_VHT_OP_CHANNELWIDTH: Field = Field::new("wlan.vht.op.channelwidth", "Channel Width", Place::Uint(8));
static N_VHT_OP_CHANNELCENTER0: Field = Field::new("wlan.vht.op.channelcenter0", "Channel Center Segment 0", Place::Uint(8));
static N_VHT_OP_CHANNELCENTER1: Field = Field::new("wlan.vht.op.channelcenter1", "Channel Center Segment 1", Place::Uint(8));
static N_VHT_OP_BASICMCSMAP: Field = Field::new("wlan.vht.op.basicmcsmap", "Basic MCS Map", Place::UintLe(16)).hex();
static B_VHT_OP_BASICMCSMAP_SS1: Field = sub("wlan.vht.op.basicmcsmap.ss1", "Basic 1 SS", 0x3).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS2: Field = sub("wlan.vht.op.basicmcsmap.ss2", "Basic 2 SS", 0xc).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS3: Field = sub("wlan.vht.op.basicmcsmap.ss3", "Basic 3 SS", 0x30).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS4: Field = sub("wlan.vht.op.basicmcsmap.ss4", "Basic 4 SS", 0xc0).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS5: Field = sub("wlan.vht.op.basicmcsmap.ss5", "Basic 5 SS", 0x300).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS6: Field = sub("wlan.vht.op.basicmcsmap.ss6", "Basic 6 SS", 0xc00).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS7: Field = sub("wlan.vht.op.basicmcsmap.ss7", "Basic 7 SS", 0x3000).hex().ft(16);
static B_VHT_OP_BASICMCSMAP_SS8: Field = sub("wlan.vht.op.basicmcsmap.ss8", "Basic 8 SS", 0xc000).hex().ft(16);
static VHT_OP_WHOLE: Field = Field::part(Place::When(|h| h.left() == 5, &[&R0_VHT_OP, &N_VHT_OP_CHANNELWIDTH, &N_VHT_OP_CHANNELCENTER0, &N_VHT_OP_CHANNELCENTER1, &N_VHT_OP_BASICMCSMAP, &B_VHT_OP_BASICMCSMAP_SS1, &B_VHT_OP_BASICMCSMAP_SS2, &B_VHT_OP_BASICMCSMAP_SS3, &B_VHT_OP_BASICMCSMAP_SS4, &B_VHT_OP_BASICMCSMAP_SS5, &B_VHT_OP_BASICMCSMAP_SS6, &B_VHT_OP_BASICMCSMAP_SS7, &B_VHT_OP_BASICMCSMAP_SS8]));
static T_VHT_OP: Field = Field::new("wlan.tag", "VHT Operation", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &VHT_OP_WHOLE]));
static N_RSN_CAPABILITIES: Field = Field::new("wlan.rsn.capabilities", "RSN Capabilities", Place::UintLe(16)).hex();
static B_RSN_CAPABILITIES_PREAUTH: Field = sub("wlan.rsn.capabilities.preauth", "RSN Pre-Auth capabilities", 0x1);
static B_RSN_CAPABILITIES_NO_PAIRWISE: Field = sub("wlan.rsn.capabilities.no_pairwise", "RSN No Pairwise capabilities", 0x2);
static B_RSN_CAPABILITIES_PTKSA_REPLAY_COUNTER: Field = sub("wlan.rsn.capabilities.ptksa_replay_counter", "RSN PTKSA Replay Counter capabilities", 0xc).hex().ft(16);
static B_RSN_CAPABILITIES_GTKSA_REPLAY_COUNTER: Field = sub("wlan.rsn.capabilities.gtksa_replay_counter", "RSN GTKSA Replay Counter capabilities", 0x30).hex().ft(16);
static B_RSN_CAPABILITIES_MFPR: Field = sub("wlan.rsn.capabilities.mfpr", "Management Frame Protection Required", 0x40);
static B_RSN_CAPABILITIES_MFPC: Field = sub("wlan.rsn.capabilities.mfpc", "Management Frame Protection Capable", 0x80);
static B_RSN_CAPABILITIES_JMR: Field = sub("wlan.rsn.capabilities.jmr", "Joint Multi-band RSNA", 0x100);
static B_RSN_CAPABILITIES_PEERKEY: Field = sub("wlan.rsn.capabilities.peerkey", "PeerKey Enabled", 0x200);
static B_RSN_CAPABILITIES_EXTENDED_KEY_ID_IAF: Field = sub("wlan.rsn.capabilities.extended_key_id_iaf", "Extended Key ID for Individually Addressed Frames", 0x2000);
static PMKID: Field = Field::new("wlan.pmkid.akms", "PMKID", Place::Run(16));
static PMKIDS: Field = Field::new("wlan.rsn.pmkid.list", "PMKID List", Place::Repeat(|h| h.number as usize, &PMKID)).kind(Kind::Present);
static N_RSN_VERSION: Field = Field::new("wlan.rsn.version", "RSN Version", Place::UintLe(16)).alias("version").unset(1);
static S_RSN_GCS_OUI: Field = sub("wlan.rsn.gcs.oui", "Group Cipher Suite OUI", 0xffff_ff00);
static S_RSN_GCS_TYPE: Field = sub("wlan.rsn.gcs.type", "Group Cipher Suite type", 0xff);
static S_RSN_GCS: Field = Field::new("wlan.rsn.gcs", "Group Cipher Suite", Place::Uint(32));
static RSN_GROUP: Field = Field::part(Place::When(|h| h.left() >= 4, &[&S_RSN_GCS, &S_RSN_GCS_OUI, &S_RSN_GCS_TYPE]));
static N_RSN_PCS_COUNT: Field = Field::new("wlan.rsn.pcs.count", "Pairwise Cipher Suite Count", Place::UintLe(16));
static S_RSN_PCS_OUI: Field = sub("wlan.rsn.pcs.oui", "Pairwise Cipher Suite OUI", 0xffff_ff00);
static S_RSN_PCS_TYPE: Field = sub("wlan.rsn.pcs.type", "Pairwise Cipher Suite type", 0xff);
static S_RSN_PCS: Field = Field::new("wlan.rsn.pcs", "Pairwise Cipher Suite", Place::Uint(32));
static L_RSN_PCS_ONE: Field = Field::part(Place::Group(&[&S_RSN_PCS, &S_RSN_PCS_OUI, &S_RSN_PCS_TYPE]));
static L_RSN_PCS: Field = Field::new("wlan.rsn.pcs.list", "Pairwise Cipher Suite List", Place::Repeat(|h| h.number as usize, &L_RSN_PCS_ONE)).kind(Kind::Present);
static RSN_PAIRWISE: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_RSN_PCS_COUNT, &L_RSN_PCS]));
static N_RSN_AKMS_COUNT: Field = Field::new("wlan.rsn.akms.count", "Auth Key Management (AKM) Suite Count", Place::UintLe(16));
static S_RSN_AKMS_OUI: Field = sub("wlan.rsn.akms.oui", "Auth Key Management (AKM) Suite OUI", 0xffff_ff00);
static S_RSN_AKMS_TYPE: Field = sub("wlan.rsn.akms.type", "Auth Key Management (AKM) Suite type", 0xff);
static S_RSN_AKMS: Field = Field::new("wlan.rsn.akms", "Auth Key Management (AKM) Suite", Place::Uint(32));
static L_RSN_AKMS_ONE: Field = Field::part(Place::Group(&[&S_RSN_AKMS, &S_RSN_AKMS_OUI, &S_RSN_AKMS_TYPE]));
static L_RSN_AKMS: Field = Field::new("wlan.rsn.akms.list", "Auth Key Management (AKM) Suite List", Place::Repeat(|h| h.number as usize, &L_RSN_AKMS_ONE)).kind(Kind::Present);
static RSN_AKM: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_RSN_AKMS_COUNT, &L_RSN_AKMS]));
static RSN_CAP: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_RSN_CAPABILITIES, &B_RSN_CAPABILITIES_PREAUTH, &B_RSN_CAPABILITIES_NO_PAIRWISE, &B_RSN_CAPABILITIES_PTKSA_REPLAY_COUNTER, &B_RSN_CAPABILITIES_GTKSA_REPLAY_COUNTER, &B_RSN_CAPABILITIES_MFPR, &B_RSN_CAPABILITIES_MFPC, &B_RSN_CAPABILITIES_JMR, &B_RSN_CAPABILITIES_PEERKEY, &B_RSN_CAPABILITIES_EXTENDED_KEY_ID_IAF]));
static N_RSN_PMKID_COUNT: Field = Field::new("wlan.rsn.pmkid.count", "PMKID Count", Place::UintLe(16));
static RSN_PMKID: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_RSN_PMKID_COUNT, &PMKIDS]));
static S_RSN_GMCS_OUI: Field = sub("wlan.rsn.gmcs.oui", "Group Management Cipher Suite OUI", 0xffff_ff00);
static S_RSN_GMCS_TYPE: Field = sub("wlan.rsn.gmcs.type", "Group Management Cipher Suite type", 0xff);
static S_RSN_GMCS: Field = Field::new("wlan.rsn.gmcs", "Group Management Cipher Suite", Place::Uint(32));
static RSN_GMCS: Field = Field::part(Place::When(|h| h.left() >= 4, &[&S_RSN_GMCS, &S_RSN_GMCS_OUI, &S_RSN_GMCS_TYPE]));
static T_RSN: Field = Field::new("wlan.tag", "RSN Information", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_RSN_VERSION, &RSN_GROUP, &RSN_PAIRWISE, &RSN_AKM, &RSN_CAP, &RSN_PMKID, &RSN_GMCS])).alias("Dot11EltRSN");
static N_MOBILITY_DOMAIN_MDID: Field = Field::new("wlan.mobility_domain.mdid", "Mobility Domain Identifier", Place::UintLe(16)).hex();
static N_MOBILITY_DOMAIN_FT_CAPAB: Field = Field::new("wlan.mobility_domain.ft_capab", "FT Capability and Policy", Place::Uint(8)).hex();
static B_MOBILITY_DOMAIN_FT_CAPAB_FT_OVER_DS: Field = sub("wlan.mobility_domain.ft_capab.ft_over_ds", "Fast BSS Transition over DS", 0x1).hex().ft(8);
static B_MOBILITY_DOMAIN_FT_CAPAB_RESOURCE_REQ: Field = sub("wlan.mobility_domain.ft_capab.resource_req", "Resource Request Protocol Capability", 0x2).hex().ft(8);
static B_MOBILITY_DOMAIN_FT_CAPAB_RESERVED: Field = sub("wlan.mobility_domain.ft_capab.reserved", "Reserved", 0xfc).hex().ft(8);
static T_MOBILITY: Field = Field::new("wlan.tag", "Mobility Domain", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &N_MOBILITY_DOMAIN_MDID, &N_MOBILITY_DOMAIN_FT_CAPAB, &B_MOBILITY_DOMAIN_FT_CAPAB_FT_OVER_DS, &B_MOBILITY_DOMAIN_FT_CAPAB_RESOURCE_REQ, &B_MOBILITY_DOMAIN_FT_CAPAB_RESERVED]));
static RMCAP0: Field = Field::new("wlan.rmcap", "RM Capabilities", Place::Uint(8)).hex();
static B_RMCAP_B0: Field = sub("wlan.rmcap.b0", "Link Measurement", 0x1);
static B_RMCAP_B1: Field = sub("wlan.rmcap.b1", "Neighbor Report", 0x2);
static B_RMCAP_B2: Field = sub("wlan.rmcap.b2", "Parallel Measurements", 0x4);
static B_RMCAP_B3: Field = sub("wlan.rmcap.b3", "Repeated Measurements", 0x8);
static B_RMCAP_B4: Field = sub("wlan.rmcap.b4", "Beacon Passive Measurement", 0x10);
static B_RMCAP_B5: Field = sub("wlan.rmcap.b5", "Beacon Active Measurement", 0x20);
static B_RMCAP_B6: Field = sub("wlan.rmcap.b6", "Beacon Table Measurement", 0x40);
static B_RMCAP_B7: Field = sub("wlan.rmcap.b7", "Beacon Measurement Reporting Conditions", 0x80);
static RMCAP1: Field = Field::new("wlan.rmcap", "RM Capabilities", Place::Uint(8)).hex();
static B_RMCAP_B8: Field = sub("wlan.rmcap.b8", "Frame Measurement", 0x1);
static B_RMCAP_B9: Field = sub("wlan.rmcap.b9", "Channel Load Measurement", 0x2);
static B_RMCAP_B10: Field = sub("wlan.rmcap.b10", "Noise Histogram Measurement", 0x4);
static B_RMCAP_B11: Field = sub("wlan.rmcap.b11", "Statistics Measurement", 0x8);
static B_RMCAP_B12: Field = sub("wlan.rmcap.b12", "LCI Measurement", 0x10);
static B_RMCAP_B13: Field = sub("wlan.rmcap.b13", "LCI Azimuth capability", 0x20);
static B_RMCAP_B14: Field = sub("wlan.rmcap.b14", "Transmit Stream/Category Measurement", 0x40);
static B_RMCAP_B15: Field = sub("wlan.rmcap.b15", "Triggered Transmit Stream/Category Measurement", 0x80);
static RMCAP2: Field = Field::new("wlan.rmcap", "RM Capabilities", Place::Uint(8)).hex();
static B_RMCAP_B16: Field = sub("wlan.rmcap.b16", "AP Channel Report capability", 0x1);
static B_RMCAP_B17: Field = sub("wlan.rmcap.b17", "RM MIB capability", 0x2);
static B_RMCAP_B18TO20: Field = sub("wlan.rmcap.b18to20", "Operating Channel Max Measurement Duration", 0x1c);
static B_RMCAP_B21TO23: Field = sub("wlan.rmcap.b21to23", "Nonoperating Channel Max Measurement Duration", 0xe0);
static RMCAP3: Field = Field::new("wlan.rmcap", "RM Capabilities", Place::Uint(8)).hex();
static B_RMCAP_B24TO26: Field = sub("wlan.rmcap.b24to26", "Measurement Pilotcapability", 0x7);
static B_RMCAP_B27: Field = sub("wlan.rmcap.b27", "Measurement Pilot Transmission Information", 0x8);
static B_RMCAP_B28: Field = sub("wlan.rmcap.b28", "Neighbor Report TSF Offset", 0x10);
static B_RMCAP_B29: Field = sub("wlan.rmcap.b29", "RCPI Measurement capability", 0x20);
static B_RMCAP_B30: Field = sub("wlan.rmcap.b30", "RSNI Measurement capability", 0x40);
static B_RMCAP_B31: Field = sub("wlan.rmcap.b31", "BSS Average Access Delay capability", 0x80);
static RMCAP4: Field = Field::new("wlan.rmcap", "RM Capabilities", Place::Uint(8)).hex();
static B_RMCAP_B32: Field = sub("wlan.rmcap.b32", "BSS Available Admission Capacity capability", 0x1);
static B_RMCAP_B33: Field = sub("wlan.rmcap.b33", "Antenna capability", 0x2);
static B_RMCAP_B34: Field = sub("wlan.rmcap.b34", "FTM Range Report Capability", 0x4);
static B_RMCAP_B35: Field = sub("wlan.rmcap.b35", "Civic Location Measurement Capability", 0x8);
static B_RMCAP_O5: Field = sub("wlan.rmcap.o5", "Reserved", 0xf0).hex().ft(8);
static RM_WHOLE: Field = Field::part(Place::When(|h| h.left() == 5, &[&RMCAP0, &B_RMCAP_B0, &B_RMCAP_B1, &B_RMCAP_B2, &B_RMCAP_B3, &B_RMCAP_B4, &B_RMCAP_B5, &B_RMCAP_B6, &B_RMCAP_B7, &RMCAP1, &B_RMCAP_B8, &B_RMCAP_B9, &B_RMCAP_B10, &B_RMCAP_B11, &B_RMCAP_B12, &B_RMCAP_B13, &B_RMCAP_B14, &B_RMCAP_B15, &RMCAP2, &B_RMCAP_B16, &B_RMCAP_B17, &B_RMCAP_B18TO20, &B_RMCAP_B21TO23, &RMCAP3, &B_RMCAP_B24TO26, &B_RMCAP_B27, &B_RMCAP_B28, &B_RMCAP_B29, &B_RMCAP_B30, &B_RMCAP_B31, &RMCAP4, &B_RMCAP_B32, &B_RMCAP_B33, &B_RMCAP_B34, &B_RMCAP_B35, &B_RMCAP_O5]));
static T_RM_CAP: Field = Field::new("wlan.tag", "RM Enabled Capabilities", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &RM_WHOLE]));
static EXTCAP: Field = Field::new("wlan.extcap", "Extended Capabilities", Place::Uint(8)).hex();
static EXTCAP16: Field = Field::new("wlan.extcap", "Extended Capabilities", Place::UintLe(16)).hex();
static N_WFA_IE_WPA_VERSION: Field = Field::new("wlan.wfa.ie.wpa.version", "WPA Version", Place::UintLe(16));
static S_WFA_IE_WPA_MCS_OUI: Field = sub("wlan.wfa.ie.wpa.mcs.oui", "Multicast Cipher Suite OUI", 0xffff_ff00);
static S_WFA_IE_WPA_MCS_TYPE: Field = sub("wlan.wfa.ie.wpa.mcs.type", "Multicast Cipher Suite type", 0xff);
static S_WFA_IE_WPA_MCS: Field = Field::new("wlan.wfa.ie.wpa.mcs", "Multicast Cipher Suite", Place::Uint(32));
static WPA_MCS: Field = Field::part(Place::When(|h| h.left() >= 4, &[&S_WFA_IE_WPA_MCS, &S_WFA_IE_WPA_MCS_OUI, &S_WFA_IE_WPA_MCS_TYPE]));
static N_WFA_IE_WPA_UCS_COUNT: Field = Field::new("wlan.wfa.ie.wpa.ucs.count", "Unicast Cipher Suite Count", Place::UintLe(16));
static S_WFA_IE_WPA_UCS_OUI: Field = sub("wlan.wfa.ie.wpa.ucs.oui", "Unicast Cipher Suite OUI", 0xffff_ff00);
static S_WFA_IE_WPA_UCS_TYPE: Field = sub("wlan.wfa.ie.wpa.ucs.type", "Unicast Cipher Suite type", 0xff);
static S_WFA_IE_WPA_UCS: Field = Field::new("wlan.wfa.ie.wpa.ucs", "Unicast Cipher Suite", Place::Uint(32));
static L_WFA_IE_WPA_UCS_ONE: Field = Field::part(Place::Group(&[&S_WFA_IE_WPA_UCS, &S_WFA_IE_WPA_UCS_OUI, &S_WFA_IE_WPA_UCS_TYPE]));
static L_WFA_IE_WPA_UCS: Field = Field::new("wlan.wfa.ie.wpa.ucs.list", "Unicast Cipher Suite List", Place::Repeat(|h| h.number as usize, &L_WFA_IE_WPA_UCS_ONE)).kind(Kind::Present);
static WPA_UCS: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_WFA_IE_WPA_UCS_COUNT, &L_WFA_IE_WPA_UCS]));
static N_WFA_IE_WPA_AKMS_COUNT: Field = Field::new("wlan.wfa.ie.wpa.akms.count", "Auth Key Management (AKM) Suite Count", Place::UintLe(16));
static S_WFA_IE_WPA_AKMS_OUI: Field = sub("wlan.wfa.ie.wpa.akms.oui", "Auth Key Management (AKM) Suite OUI", 0xffff_ff00);
static S_WFA_IE_WPA_AKMS_TYPE: Field = sub("wlan.wfa.ie.wpa.type", "Auth Key Management (AKM) Suite type", 0xff);
static S_WFA_IE_WPA_AKMS: Field = Field::new("wlan.wfa.ie.wpa.akms", "Auth Key Management (AKM) Suite", Place::Uint(32));
static L_WFA_IE_WPA_AKMS_ONE: Field = Field::part(Place::Group(&[&S_WFA_IE_WPA_AKMS, &S_WFA_IE_WPA_AKMS_OUI, &S_WFA_IE_WPA_AKMS_TYPE]));
static L_WFA_IE_WPA_AKMS: Field = Field::new("wlan.wfa.ie.wpa.akms.list", "Auth Key Management (AKM) Suite List", Place::Repeat(|h| h.number as usize, &L_WFA_IE_WPA_AKMS_ONE)).kind(Kind::Present);
static WPA_AKM: Field = Field::part(Place::When(|h| h.left() >= 2, &[&N_WFA_IE_WPA_AKMS_COUNT, &L_WFA_IE_WPA_AKMS]));
static CW_MAX: Field = sub("wlan.wfa.ie.wme.acp.cw.max", "CW Max", 0xf0).ft(8).kind(Kind::Show(&POWER));
static CW_MIN: Field = sub("wlan.wfa.ie.wme.acp.cw.min", "CW Min", 0x0f).ft(8).kind(Kind::Show(&POWER));
/// A contention window is a power of two less one.
static POWER: Show = Show { ft: "UINT8", plain: |value, out| if let Value::Num(n) = value { crate::text::decimal((1 << (n & 15)) - 1, out) } };
static N_WFA_IE_WME_ACP_ACI_AIFSN: Field = Field::new("wlan.wfa.ie.wme.acp.aci_aifsn", "ACI / AIFSN Field", Place::Uint(8)).hex();
static B_WFA_IE_WME_ACP_ACI: Field = sub("wlan.wfa.ie.wme.acp.aci", "ACI", 0x60);
static B_WFA_IE_WME_ACP_ACM: Field = sub("wlan.wfa.ie.wme.acp.acm", "Admission Control Mandatory", 0x10);
static B_WFA_IE_WME_ACP_AIFSN: Field = sub("wlan.wfa.ie.wme.acp.aifsn", "AIFSN", 0xf);
static B_WFA_IE_WME_ACP_RESERVED: Field = sub("wlan.wfa.ie.wme.acp.reserved", "Reserved", 0x80).kind(Kind::Dec);
static N_WFA_IE_WME_ACP_ECW: Field = Field::new("wlan.wfa.ie.wme.acp.ecw", "ECW", Place::Uint(8)).hex();
static B_WFA_IE_WME_ACP_ECW_MAX: Field = sub("wlan.wfa.ie.wme.acp.ecw.max", "ECW Max", 0xf0);
static B_WFA_IE_WME_ACP_ECW_MIN: Field = sub("wlan.wfa.ie.wme.acp.ecw.min", "ECW Min", 0xf);
static N_WFA_IE_WME_ACP_TXOP_LIMIT: Field = Field::new("wlan.wfa.ie.wme.acp.txop_limit", "TXOP Limit", Place::UintLe(16));
static ACP: Field = Field::new("wlan.wfa.ie.wme.acp", "Ac Parameters", Place::Group(&[&N_WFA_IE_WME_ACP_ACI_AIFSN, &B_WFA_IE_WME_ACP_ACI, &B_WFA_IE_WME_ACP_ACM, &B_WFA_IE_WME_ACP_AIFSN, &B_WFA_IE_WME_ACP_RESERVED, &N_WFA_IE_WME_ACP_ECW, &B_WFA_IE_WME_ACP_ECW_MAX, &B_WFA_IE_WME_ACP_ECW_MIN, &CW_MAX, &CW_MIN, &N_WFA_IE_WME_ACP_TXOP_LIMIT]));
static B_WFA_IE_WME_QOS_INFO_AP_U_APSD: Field = sub("wlan.wfa.ie.wme.qos_info.ap.u_apsd", "U-APSD", 0x80);
static B_WFA_IE_WME_QOS_INFO_AP_PARAMETER_SET_COUNT: Field = sub("wlan.wfa.ie.wme.qos_info.ap.parameter_set_count", "Parameter Set Count", 0xf).hex().ft(8);
static B_WFA_IE_WME_QOS_INFO_AP_RESERVED: Field = sub("wlan.wfa.ie.wme.qos_info.ap.reserved", "Reserved", 0x70).hex().ft(8);
static B_WFA_IE_WME_QOS_INFO_STA_MAX_SP_LENGTH: Field = sub("wlan.wfa.ie.wme.qos_info.sta.max_sp_length", "Max SP Length", 0x60).hex().ft(8);
static B_WFA_IE_WME_QOS_INFO_STA_AC_BE: Field = sub("wlan.wfa.ie.wme.qos_info.sta.ac_be", "AC_BE", 0x8);
static B_WFA_IE_WME_QOS_INFO_STA_AC_BK: Field = sub("wlan.wfa.ie.wme.qos_info.sta.ac_bk", "AC_BK", 0x4);
static B_WFA_IE_WME_QOS_INFO_STA_AC_VI: Field = sub("wlan.wfa.ie.wme.qos_info.sta.ac_vi", "AC_VI", 0x2);
static B_WFA_IE_WME_QOS_INFO_STA_AC_VO: Field = sub("wlan.wfa.ie.wme.qos_info.sta.ac_vo", "AC_VO", 0x1);
static B_WFA_IE_WME_QOS_INFO_STA_RESERVED: Field = sub("wlan.wfa.ie.wme.qos_info.sta.reserved", "Reserved", 0x90).hex().ft(8);
static QOS_INFO: Field = Field::part(Place::Switch(|h| matches!(h.byte(0) >> 4, 1 | 3 | 5 | 8) as u64, &[(1, &[&B_WFA_IE_WME_QOS_INFO_AP_U_APSD, &B_WFA_IE_WME_QOS_INFO_AP_PARAMETER_SET_COUNT, &B_WFA_IE_WME_QOS_INFO_AP_RESERVED])], &[&B_WFA_IE_WME_QOS_INFO_STA_MAX_SP_LENGTH, &B_WFA_IE_WME_QOS_INFO_STA_AC_BE, &B_WFA_IE_WME_QOS_INFO_STA_AC_BK, &B_WFA_IE_WME_QOS_INFO_STA_AC_VI, &B_WFA_IE_WME_QOS_INFO_STA_AC_VO, &B_WFA_IE_WME_QOS_INFO_STA_RESERVED]));
static WME_SUB: Field = Field::new("wlan.wfa.ie.wme.subtype", "WME Subtype", Place::Key(8));
static N_WFA_IE_WME_VERSION: Field = Field::new("wlan.wfa.ie.wme.version", "WME Version", Place::Uint(8));
static R1_WFA_IE_WME_RESERVED: Field = Field::new("wlan.wfa.ie.wme.reserved", "Reserved", Place::Run(1));
static M_ACP: Field = Field::many("Ac Parameters", &ACP);
static R_TAG_VENDOR_DATA: Field = Field::new("wlan.tag.vendor.data", "Vendor Specific Data", Place::Rest);
static WME_OF: Field = Field::part(Place::Pick(&[(0, &[&N_QOS_INFO, &QOS_INFO]), (1, &[&N_QOS_INFO, &QOS_INFO, &R1_WFA_IE_WME_RESERVED, &M_ACP]), (2, vendor::TSPEC)], &[&R_TAG_VENDOR_DATA]));
static N_QOS_INFO: Field = Field::new("wlan.wfa.ie.wme.qos_info", "WME QoS Info", Place::Uint(8)).hex();
/// Of a vendor that is not known the type is a part of the data.
static VENDOR_TYPE: Field =
    Field::new("wlan.tag.vendor.oui.type", "Vendor Specific OUI Type", Place::Reckoned(|h| (h.left() > 0).then(|| Value::Num(h.byte(h.at).into()))));
static WFA_TYPE: Field = sub("wlan.wfa.ie.type", "Type", 0xff).hex();
static MS: Field = Field::part(Place::Pick(&[(1, &[&WFA_TYPE, &N_WFA_IE_WPA_VERSION, &WPA_MCS, &WPA_UCS, &WPA_AKM]), (2, &[&WFA_TYPE, &WME_SUB, &N_WFA_IE_WME_VERSION, &WME_OF]), (4, &[&WFA_TYPE, &wps::ATTRIBUTES])], &[&WFA_TYPE]));
static VENDOR_OF: Field = Field::part(Place::Switch(|h| h.number, vendor::OF, &[&VENDOR_TYPE, &R_TAG_VENDOR_DATA]));
static T_VENDOR: Field = Field::new("wlan.tag", "Vendor Specific", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &TAG_OUI, &VENDOR_OF]));
static TAG_OUI: Field = Field::new("wlan.tag.oui", "OUI", Place::Uint(24));
static B_EXTCAP_B0: Field = sub("wlan.extcap.b0", "20/40 BSS Coexistence Management Support", 0x1);
static B_EXTCAP_B1: Field = sub("wlan.extcap.b1", "Reserved (was On-demand beacon)", 0x2).hex().ft(8);
static B_EXTCAP_B2: Field = sub("wlan.extcap.b2", "Extended Channel Switching", 0x4);
static B_EXTCAP_B3: Field = sub("wlan.extcap.b3", "Reserved (was WAVE indication)", 0x8).hex().ft(8);
static B_EXTCAP_B4: Field = sub("wlan.extcap.b4", "PSMP Capability", 0x10);
static B_EXTCAP_B5: Field = sub("wlan.extcap.b5", "Reserved", 0x20).hex().ft(8);
static B_EXTCAP_B6: Field = sub("wlan.extcap.b6", "S-PSMP Support", 0x40);
static B_EXTCAP_B7: Field = sub("wlan.extcap.b7", "Event", 0x80);
static XC0: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B0, &B_EXTCAP_B1, &B_EXTCAP_B2, &B_EXTCAP_B3, &B_EXTCAP_B4, &B_EXTCAP_B5, &B_EXTCAP_B6, &B_EXTCAP_B7]));
static B_EXTCAP_B8: Field = sub("wlan.extcap.b8", "Diagnostics", 0x1);
static B_EXTCAP_B9: Field = sub("wlan.extcap.b9", "Multicast Diagnostics", 0x2);
static B_EXTCAP_B10: Field = sub("wlan.extcap.b10", "Location Tracking", 0x4);
static B_EXTCAP_B11: Field = sub("wlan.extcap.b11", "FMS", 0x8);
static B_EXTCAP_B12: Field = sub("wlan.extcap.b12", "Proxy ARP Service", 0x10);
static B_EXTCAP_B13: Field = sub("wlan.extcap.b13", "Collocated Interference Reporting", 0x20);
static B_EXTCAP_B14: Field = sub("wlan.extcap.b14", "Civic Location", 0x40);
static B_EXTCAP_B15: Field = sub("wlan.extcap.b15", "Geospatial Location", 0x80);
static XC1: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B8, &B_EXTCAP_B9, &B_EXTCAP_B10, &B_EXTCAP_B11, &B_EXTCAP_B12, &B_EXTCAP_B13, &B_EXTCAP_B14, &B_EXTCAP_B15]));
static B_EXTCAP_B16: Field = sub("wlan.extcap.b16", "TFS", 0x1);
static B_EXTCAP_B17: Field = sub("wlan.extcap.b17", "WNM Sleep Mode", 0x2);
static B_EXTCAP_B18: Field = sub("wlan.extcap.b18", "TIM Broadcast", 0x4);
static B_EXTCAP_B19: Field = sub("wlan.extcap.b19", "BSS Transition", 0x8);
static B_EXTCAP_B20: Field = sub("wlan.extcap.b20", "QoS Traffic Capability", 0x10);
static B_EXTCAP_B21: Field = sub("wlan.extcap.b21", "AC Station Count", 0x20);
static B_EXTCAP_B22: Field = sub("wlan.extcap.b22", "Multiple BSSID", 0x40);
static B_EXTCAP_B23: Field = sub("wlan.extcap.b23", "Timing Measurement", 0x80);
static XC2: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B16, &B_EXTCAP_B17, &B_EXTCAP_B18, &B_EXTCAP_B19, &B_EXTCAP_B20, &B_EXTCAP_B21, &B_EXTCAP_B22, &B_EXTCAP_B23]));
static B_EXTCAP_B24: Field = sub("wlan.extcap.b24", "Channel Usage", 0x1);
static B_EXTCAP_B25: Field = sub("wlan.extcap.b25", "SSID List", 0x2);
static B_EXTCAP_B26: Field = sub("wlan.extcap.b26", "DMS", 0x4);
static B_EXTCAP_B27: Field = sub("wlan.extcap.b27", "UTC TSF Offset", 0x8);
static B_EXTCAP_B28: Field = sub("wlan.extcap.b28", "TPU Buffer STA Support", 0x10);
static B_EXTCAP_B29: Field = sub("wlan.extcap.b29", "TDLS Peer PSM Support", 0x20);
static B_EXTCAP_B30: Field = sub("wlan.extcap.b30", "TDLS channel switching", 0x40);
static B_EXTCAP_B31: Field = sub("wlan.extcap.b31", "Interworking", 0x80);
static XC3: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B24, &B_EXTCAP_B25, &B_EXTCAP_B26, &B_EXTCAP_B27, &B_EXTCAP_B28, &B_EXTCAP_B29, &B_EXTCAP_B30, &B_EXTCAP_B31]));
static B_EXTCAP_B32: Field = sub("wlan.extcap.b32", "QoS Map", 0x1);
static B_EXTCAP_B33: Field = sub("wlan.extcap.b33", "EBR", 0x2);
static B_EXTCAP_B34: Field = sub("wlan.extcap.b34", "SSPN Interface", 0x4);
static B_EXTCAP_B35: Field = sub("wlan.extcap.b35", "Reserved", 0x8).hex().ft(8);
static B_EXTCAP_B36: Field = sub("wlan.extcap.b36", "MSGCF Capability", 0x10);
static B_EXTCAP_B37: Field = sub("wlan.extcap.b37", "TDLS Support", 0x20);
static B_EXTCAP_B38: Field = sub("wlan.extcap.b38", "TDLS Prohibited", 0x40);
static B_EXTCAP_B39: Field = sub("wlan.extcap.b39", "TDLS Channel Switching Prohibited", 0x80);
static XC4: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B32, &B_EXTCAP_B33, &B_EXTCAP_B34, &B_EXTCAP_B35, &B_EXTCAP_B36, &B_EXTCAP_B37, &B_EXTCAP_B38, &B_EXTCAP_B39]));
static B_EXTCAP_B40: Field = sub("wlan.extcap.b40", "Reject Unadmitted Frame", 0x1);
static B_EXTCAP_SERV_INT_GRANULARITY: Field = sub("wlan.extcap.serv_int_granularity", "Service Interval Granularity", 0xe);
static B_EXTCAP_B44: Field = sub("wlan.extcap.b44", "Identifier Location", 0x10);
static B_EXTCAP_B45: Field = sub("wlan.extcap.b45", "U-APSD Coexistence", 0x20);
static B_EXTCAP_B46: Field = sub("wlan.extcap.b46", "WNM Notification", 0x40);
static B_EXTCAP_B47: Field = sub("wlan.extcap.b47", "QAB Capability", 0x80).hex().ft(8);
static XC5: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B40, &B_EXTCAP_SERV_INT_GRANULARITY, &B_EXTCAP_B44, &B_EXTCAP_B45, &B_EXTCAP_B46, &B_EXTCAP_B47]));
static B_EXTCAP_B48: Field = sub("wlan.extcap.b48", "UTF-8 SSID", 0x1);
static B_EXTCAP_B49: Field = sub("wlan.extcap.b49", "QMF Activated", 0x2);
static B_EXTCAP_B50: Field = sub("wlan.extcap.b50", "QMF Reconfiguration Activated", 0x4);
static B_EXTCAP_B51: Field = sub("wlan.extcap.b51", "Robust AV Streaming", 0x8);
static B_EXTCAP_B52: Field = sub("wlan.extcap.b52", "Advanced GCR", 0x10);
static B_EXTCAP_B53: Field = sub("wlan.extcap.b53", "Mesh GCR", 0x20);
static B_EXTCAP_B54: Field = sub("wlan.extcap.b54", "SCS", 0x40);
static B_EXTCAP_B55: Field = sub("wlan.extcap.b55", "QLoad Report", 0x80);
static XC6: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B48, &B_EXTCAP_B49, &B_EXTCAP_B50, &B_EXTCAP_B51, &B_EXTCAP_B52, &B_EXTCAP_B53, &B_EXTCAP_B54, &B_EXTCAP_B55]));
static B_EXTCAP_B56: Field = sub("wlan.extcap.b56", "Alternate EDCA", 0x1);
static B_EXTCAP_B57: Field = sub("wlan.extcap.b57", "Unprotected TXOP Negotiation", 0x2);
static B_EXTCAP_B58: Field = sub("wlan.extcap.b58", "Protected TXOP Negotiation", 0x4);
static B_EXTCAP_B59: Field = sub("wlan.extcap.b59", "Reserved", 0x8).hex().ft(8);
static B_EXTCAP_B60: Field = sub("wlan.extcap.b60", "Protected QLoad Report", 0x10);
static B_EXTCAP_B61: Field = sub("wlan.extcap.b61", "TDLS Wider Bandwidth", 0x20);
static B_EXTCAP_B62: Field = sub("wlan.extcap.b62", "Operating Mode Notification", 0x40);
static B_EXTCAP_B63: Field = sub("wlan.extcap.b63", "Max Number Of MSDUs In A-MSDU", 0x80).kind(Kind::Dec);
static B_EXTCAP_B65: Field = sub("wlan.extcap.b65", "Channel Schedule Management", 0x200);
static B_EXTCAP_B66: Field = sub("wlan.extcap.b66", "Geodatabase Inband Enabling Signal", 0x400);
static B_EXTCAP_B67: Field = sub("wlan.extcap.b67", "Network Channel Control", 0x800);
static B_EXTCAP_B68: Field = sub("wlan.extcap.b68", "White Space Map", 0x1000);
static B_EXTCAP_B69: Field = sub("wlan.extcap.b69", "Channel Availability Query", 0x2000);
static B_EXTCAP_B70: Field = sub("wlan.extcap.b70", "Fine Timing Measurement Responder", 0x4000);
static B_EXTCAP_B71: Field = sub("wlan.extcap.b71", "Fine Timing Measurement Initiator", 0x8000);
static XC7: Field = Field::part(Place::When(|h| h.left() >= 2, &[&EXTCAP16, &B_EXTCAP_B56, &B_EXTCAP_B57, &B_EXTCAP_B58, &B_EXTCAP_B59, &B_EXTCAP_B60, &B_EXTCAP_B61, &B_EXTCAP_B62, &B_EXTCAP_B63, &B_EXTCAP_B65, &B_EXTCAP_B66, &B_EXTCAP_B67, &B_EXTCAP_B68, &B_EXTCAP_B69, &B_EXTCAP_B70, &B_EXTCAP_B71]));
static XC7_ONE: Field = Field::part(Place::When(|h| h.left() == 1, &[&EXTCAP, &B_EXTCAP_B56, &B_EXTCAP_B57, &B_EXTCAP_B58, &B_EXTCAP_B59, &B_EXTCAP_B60, &B_EXTCAP_B61, &B_EXTCAP_B62, &B_EXTCAP_B63]));
static B_EXTCAP_B72: Field = sub("wlan.extcap.b72", "FILS Capable", 0x1);
static B_EXTCAP_B73: Field = sub("wlan.extcap.b73", "Extended Spectrum Management Capable", 0x2);
static B_EXTCAP_B74: Field = sub("wlan.extcap.b74", "Future Channel Capable", 0x4);
static B_EXTCAP_B75: Field = sub("wlan.extcap.b75", "Reserved", 0x8).hex().ft(8);
static B_EXTCAP_B76: Field = sub("wlan.extcap.b76", "Reserved", 0x10).hex().ft(8);
static B_EXTCAP_B77: Field = sub("wlan.extcap.b77", "TWT Requester Support", 0x20);
static B_EXTCAP_B78: Field = sub("wlan.extcap.b78", "TWT Responder Support", 0x40);
static B_EXTCAP_B79: Field = sub("wlan.extcap.b79", "OBSS Narrow Bandwidth RU in UL OFDMA Tolerance Support", 0x80);
static XC8: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B72, &B_EXTCAP_B73, &B_EXTCAP_B74, &B_EXTCAP_B75, &B_EXTCAP_B76, &B_EXTCAP_B77, &B_EXTCAP_B78, &B_EXTCAP_B79]));
static B_EXTCAP_B80: Field = sub("wlan.extcap.b80", "Complete List of NonTxBSSID Profiles", 0x1);
static B_EXTCAP_B81: Field = sub("wlan.extcap.b81", "SAE Password Identifiers In Use", 0x2);
static B_EXTCAP_B82: Field = sub("wlan.extcap.b82", "SAE Passwords Used Exclusively", 0x4);
static B_EXTCAP_B83: Field = sub("wlan.extcap.b83", "Enhanced Multi-BSSID Advertisement Support", 0x8);
static B_EXTCAP_B84: Field = sub("wlan.extcap.b84", "Beacon Protection Enabled", 0x10);
static B_EXTCAP_B85: Field = sub("wlan.extcap.b85", "Mirrored SCS", 0x20);
static B_EXTCAP_B86: Field = sub("wlan.extcap.b86", "OCT", 0x40);
static B_EXTCAP_B87: Field = sub("wlan.extcap.b87", "Reserved", 0x80).hex().ft(8);
static XC9: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B80, &B_EXTCAP_B81, &B_EXTCAP_B82, &B_EXTCAP_B83, &B_EXTCAP_B84, &B_EXTCAP_B85, &B_EXTCAP_B86, &B_EXTCAP_B87]));
static B_EXTCAP_B88: Field = sub("wlan.extcap.b88", "SAE-PK Passwords Used Exclusively", 0x1);
static B_EXTCAP_B89: Field = sub("wlan.extcap.b89", "TWT Parameters Range Support", 0x2).hex().ft(8);
static B_EXTCAP_B90: Field = sub("wlan.extcap.b90", "non-TB Ranging Responder", 0x4);
static B_EXTCAP_B91: Field = sub("wlan.extcap.b91", "TB Ranging Responder", 0x8);
static B_EXTCAP_B92: Field = sub("wlan.extcap.b92", "TB Ranging Responder Measurement Support", 0x10);
static B_EXTCAP_B93: Field = sub("wlan.extcap.b93", "TB Ranging Initiator Measurement Support", 0x20);
static B_EXTCAP_B94: Field = sub("wlan.extcap.b94", "AOA Measurement Available", 0x40);
static B_EXTCAP_B95: Field = sub("wlan.extcap.b95", "Phase Shift Feedback Support", 0x80);
static XC10: Field = Field::part(Place::When(|h| h.left() >= 1, &[&EXTCAP, &B_EXTCAP_B88, &B_EXTCAP_B89, &B_EXTCAP_B90, &B_EXTCAP_B91, &B_EXTCAP_B92, &B_EXTCAP_B93, &B_EXTCAP_B94, &B_EXTCAP_B95]));
static T_EXTCAP: Field = Field::new("wlan.tag", "Extended Capabilities", Place::Group(&[&TAG_NUMBER, &TAG_LENGTH, &XC0, &XC1, &XC2, &XC3, &XC4, &XC5, &XC6, &XC7, &XC7_ONE, &XC8, &XC9, &XC10]));
static N_BA_CONTROL: Field = Field::new("wlan.ba.control", "Block Ack Control", Place::UintLe(16)).hex();
static B_BA_CONTROL_ACKPOLICY: Field = sub("wlan.ba.control.ackpolicy", "BA Ack Policy", 0x1);
static B_BA_CONTROL_BA_TYPE: Field = sub("wlan.ba.control.ba_type", "BA Type", 0x1e).hex().ft(16);
static B_BA_CONTROL_RESERVED: Field = sub("wlan.ba.control.reserved", "Reserved", 0xfe0).hex().ft(16);
static B_BA_BASIC_TIDINFO: Field = sub("wlan.ba.basic.tidinfo", "TID for which a Basic BlockAck frame is requested", 0xf000).hex().ft(16);
static N_QOS: Field = Field::new("wlan.qos", "Qos Control", Place::UintLe(16)).hex().alias("TID");
static B_QOS_TID: Field = sub("wlan.qos.tid", "TID", 0xf).ft(16);
static B_QOS_PRIORITY: Field = sub("wlan.qos.priority", "Priority", 0x7).ft(16);
static B_QOS_AMSDUPRESENT: Field = sub("wlan.qos.amsdupresent", "Payload Type", 0x80);
static B_QOS_ACK: Field = sub("wlan.qos.ack", "Ack Policy", 0x60).hex().ft(16);
static B_QOS_BIT4: Field = sub("wlan.qos.bit4", "QoS bit 4", 0x10);
static B_QOS_TXOP_DUR_REQ: Field = sub("wlan.qos.txop_dur_req", "TXOP Duration Requested", 0xff00).ft(16);
static B_QOS_QUEUE_SIZE: Field = sub("wlan.qos.queue_size", "Queue Size", 0xff00).ft(16);
static B_QOS_EOSP: Field = sub("wlan.qos.eosp", "EOSP", 0x10);
static B_QOS_TXOP_LIMIT: Field = sub("wlan.qos.txop_limit", "TXOP Limit", 0xff00).ft(16);
static B_QOS_PS_BUF_STATE: Field = sub("wlan.qos.ps_buf_state", "QAP PS Buffer State", 0xff00).hex().ft(16);
static B_QOS_BUF_STATE_INDICATED: Field = sub("wlan.qos.buf_state_indicated", "Buffer State Indicated", 0x200);
static B_QOS_HIGHEST_PRI_BUF_AC: Field = sub("wlan.qos.highest_pri_buf_ac", "Highest-Priority Buffered AC", 0xc00).ft(16);
static B_QOS_QAP_BUF_LOAD: Field = sub("wlan.qos.qap_buf_load", "QAP Buffered Load", 0xf000).ft(16);
static N_FIXED_CURRENT_AP: Field = Field::new("wlan.fixed.current_ap", "Current AP", Place::Run(6)).kind(Kind::Mac);
static N_FIXED_FINITE_CYCLIC_GROUP: Field = Field::new("wlan.fixed.finite_cyclic_group", "Group Id", Place::UintLe(16));
static N_FIXED_SEND_CONFIRM: Field = Field::new("wlan.fixed.send_confirm", "Send-Confirm", Place::UintLe(16));
static R_FIXED_CONFIRM: Field = Field::new("wlan.fixed.confirm", "Confirm", Place::Rest);
static R32_FIXED_SCALAR: Field = Field::new("wlan.fixed.scalar", "Scalar", Place::Run(32));
static R64_FIXED_FINITE_FIELD_ELEMENT: Field = Field::new("wlan.fixed.finite_field_element", "Finite Field Element", Place::Run(64));
static N_FIXED_ACTION_CODE: Field = Field::new("wlan.fixed.action_code", "Action code", Place::Uint(8));
static N_FIXED_PUBLICACT: Field = Field::new("wlan.fixed.publicact", "Public Action", Place::Uint(8)).hex();
static N_FIXED_HTACT: Field = Field::new("wlan.fixed.htact", "HT Action", Place::Uint(8)).hex();
static N_FIXED_TRANSACTION_ID: Field = Field::new("wlan.fixed.transaction_id", "Transaction Id", Place::UintLe(16)).hex();
static N_VHT_ACTION: Field = Field::new("wlan.vht.action", "VHT Action", Place::Uint(8));
static N_FIXED_CHANWIDTH: Field = Field::new("wlan.fixed.chanwidth", "Supported Channel Width", Place::Uint(8)).hex();
static R0_TAGGED_ALL: Field = Field::new("wlan.tagged.all", "Tagged parameters", Place::Run(0)).kind(Kind::Present);
static SAE_KIND: Field = Field::new("wlan.fixed.sae_message_type", "SAE Message Type", Place::Derived(|p, i| load(p.head(i), 26 * 8, 8).map(Value::Num))).ft(16);
/// 802.11.
pub static PROTOCOL: Protocol = Protocol {
    name: "wlan",
    alias: "Dot11",
    title: "IEEE 802.11 wireless LAN",
    column: "802.11",
    spec: "IEEE 802.11",
    size: 4,
    fields: &[
        &TYPE_SUBTYPE, &FC, &VERSION, &TYPE, &SUBTYPE, &FLAGS, &DS, &TODS, &FROMDS, &MORE_FRAGMENTS, &RETRY, &PWRMGT, &MOREDATA, &PROTECTED,
        &ORDER, &DURATION, &ADDRESSES, &FCS_PART, &QOS, &HTC_PART, &PARAMETERS, &MANAGEMENT,
    ],
    under: &[(Space::Link, 105)],
    line: &[Word::Call(line)],
    classes: &[form::wireless::DOT11, form::wireless::DOT11_MANAGEMENT, form::wireless::DOT11_ELEMENTS, form::wireless::DOT11_PARTS],
    ..Protocol::PLAIN
};

/// Type and subtype in one number, as Wireshark counts them.
fn kind(head: &[u8]) -> Option<u8> {
    head.first().map(|b| (b & 0x0c) << 2 | b >> 4)
}
/// True for a data frame that carries several.
fn aggregated(head: &[u8]) -> bool {
    let at = if head.get(1).is_some_and(|b| b & 3 == 3) { 30 } else { 24 };
    matches!(kind(head), Some(0x28..=0x2b)) && head.get(at).is_some_and(|b| b & 0x80 != 0)
}
/// True for frames whose body may be encrypted.
fn has_body(head: &[u8]) -> bool {
    matches!(kind(head), Some(0x00..=0x0f | 0x20..=0x23 | 0x28..=0x2b))
}
/// Length of the header without parameters of encryption; 0 for what is no header.
fn header(head: &[u8]) -> usize {
    let Some(&[first, flags]) = head.first_chunk() else { return usize::MAX };
    let order = flags & 0x80 != 0;
    match (first & 0x0c, first >> 4) {
        (0, _) => if order { 28 } else { 24 },
        (4, 8 | 9) => 20,
        (4, 2 | 4 | 5 | 10 | 11 | 14 | 15) => 16,
        (8, subtype) => {
            let four = if flags & 3 == 3 { 6 } else { 0 };
            let qos = if subtype >= 8 { 2 } else { 0 };
            24 + four + qos + if subtype >= 8 && order { 4 } else { 0 }
        }
        _ => 10,
    }
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [.., radio, _] = below.layers else { return frame(bytes, below.wire, 0) };
    let head = radio.head(below.frame);
    let flags = if radio.id == id::radiotap { Radio::of(head).flags.unwrap_or(0) } else { 0 };
    let wire = if flags & 0x10 != 0 { below.wire.saturating_sub(4) } else { below.wire };
    frame(bytes.get(..wire).unwrap_or(bytes), wire, flags)
}
/// A frame without its check sequence.
fn frame(bytes: &[u8], wire: usize, flags: u8) -> Step {
    let bare = header(bytes);
    if bytes.len() < bare {
        return Step::cut(&[]);
    }
    let (kind, protected) = (kind(bytes).unwrap_or(0), bytes.get(1).is_some_and(|b| b & 0x40 != 0));
    match kind {
        0x00..=0x0f if !protected => return if bytes.len() < wire { Step { total: wire, ..Step::cut(bytes) } } else { Step::new(wire, wire, id::data) },
        0x10..=0x1f => {
            let all = if matches!(kind, 0x18 | 0x19) { bytes.len() } else { bare };
            return Step::new(all, wire, id::data);
        }
        0x30.. => return Step::new(bare, wire, id::data),
        _ if !has_body(bytes) => return Step::new(bare, wire, id::data),
        _ => {}
    }
    let padded = if flags & 0x20 != 0 { bare.next_multiple_of(4) } else { bare };
    if protected {
        let Some(key) = bytes.get(padded + 3) else { return if bytes.len() < wire { Step::cut(bytes.get(..bare).unwrap_or(bytes)) } else { Step::malformed(bare, wire) } };
        if key & 0x20 == 0 {
            // The integrity check value at the end is WEP's, not the body's.
            return Step::new(padded + 4, wire.saturating_sub(4).max(padded + 4), id::data);
        }
        let all = (padded + 8).min(bytes.len());
        return Step::new(all, wire, id::data);
    }
    if aggregated(bytes) {
        return Step::new(padded.min(bytes.len()), wire, AGGREGATE);
    }
    let whole = bytes.get(1).is_some_and(|b| b & 0x04 == 0);
    let body = bytes.get(padded..).unwrap_or(&[]);
    // "FF FF" is a bare IPX packet's checksum; addresses mean that an Ethernet header was kept.
    let ethernet = body.len() >= 14 && bytes.get(4..10).zip(bytes.get(10..16)).is_some_and(|(a, b)| body.get(..6) == Some(a) && body.get(6..12) == Some(b));
    let next = if !whole || body.len() < 2 || body.starts_with(&[0xff, 0xff]) { id::data } else if ethernet { id::eth } else { LLC };
    Step::new(padded.min(bytes.len()), wire, next)
}
const LLC: Id = id::llc;
const AGGREGATE: Id = id::wlan_aggregate;

fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(kind) = kind(head) else { return };
    out.extend(text::named(&TYPE_SUBTYPE, kind.into()).unwrap_or("Unrecognized (Reserved frame)").as_bytes());
    let mut say = |name: &str, n: u64| {
        out.extend(name.as_bytes());
        text::decimal(n, out);
    };
    if !(0x10..0x20).contains(&kind)
        && let Some(&[low, high]) = head.get(22..24)
    {
        say(", SN=", (u64::from(high) << 8 | u64::from(low)) >> 4);
        say(", FN=", (low & 15).into());
    }
    out.extend(b", Flags=");
    for (i, letter) in b"opmPRMFT".iter().enumerate() {
        let set = head.get(1).is_some_and(|b| b >> (7 - i) & 1 == 1);
        out.push(if set { *letter } else { b'.' });
    }
    if matches!(kind, 5 | 8)
        && let Some(interval) = head.get(32..34)
    {
        out.extend(b", BI=");
        text::decimal(load_le(interval), out);
    }
    let tags = match kind {
        0 => 28,
        2 => 34,
        4 => 24,
        5 | 8 => 36,
        _ => return,
    };
    if let Some(&[0, n]) = head.get(tags..tags + 2) {
        out.extend(b", SSID=");
        match head.get(tags + 2..tags + 2 + n as usize) {
            Some([]) => out.extend(b"Wildcard (Broadcast)"),
            Some(name) => text::utf8(name, out),
            None => {}
        }
    }
}

const SUBTYPES: Names = &[
    (0x00, "Association Request"), (0x01, "Association Response"), (0x02, "Reassociation Request"), (0x03, "Reassociation Response"),
    (0x04, "Probe Request"), (0x05, "Probe Response"), (0x06, "Timing Advertisement"), (0x08, "Beacon frame"), (0x09, "ATIM"), (0x0a, "Disassociate"),
    (0x0b, "Authentication"), (0x0c, "Deauthentication"), (0x0d, "Action"), (0x0e, "Action No Ack"), (0x12, "Trigger"), (0x13, "TACK"),
    (0x14, "Beamforming Report Poll"), (0x15, "VHT/HE NDP Announcement"), (0x16, "Control Frame Extension"), (0x17, "Control Wrapper"),
    (0x18, "802.11 Block Ack Req"), (0x19, "802.11 Block Ack"), (0x1a, "Power-Save poll"), (0x1b, "Request-to-send"), (0x1c, "Clear-to-send"),
    (0x1d, "Acknowledgement"), (0x1e, "CF-End (Control-frame)"), (0x1f, "CF-End + CF-Ack (Control-frame)"), (0x20, "Data"), (0x21, "Data + CF-Ack"),
    (0x22, "Data + CF-Poll"), (0x23, "Data + CF-Ack + CF-Poll"), (0x24, "Null function (No data)"), (0x25, "Acknowledgement (No data)"),
    (0x26, "CF-Poll (No data)"), (0x27, "CF-Ack/Poll (No data)"), (0x28, "QoS Data"), (0x29, "QoS Data + CF-Acknowledgment"),
    (0x2a, "QoS Data + CF-Poll"), (0x2b, "QoS Data + CF-Ack + CF-Poll"), (0x2c, "QoS Null function (No data)"), (0x2e, "QoS CF-Poll (No Data)"),
    (0x2f, "QoS CF-Ack + CF-Poll (No data)"), (0x30, "DMG Beacon"),
];
const TAGS_OF: Names = &[
    (0, "SSID parameter set"), (1, "Supported Rates"), (3, "DS Parameter set"), (5, "Traffic Indication Map (TIM)"), (6, "IBSS Parameter set"),
    (7, "Country Information"), (11, "QBSS Load Element"), (16, "Challenge text"), (32, "Power Constraint"), (33, "Power Capability"),
    (36, "Supported Channels"), (37, "Channel Switch Announcement"), (42, "ERP Information"), (45, "HT Capabilities (802.11n D1.10)"),
    (48, "RSN Information"), (50, "Extended Supported Rates"), (54, "Mobility Domain"), (61, "HT Information (802.11n D1.10)"),
    (70, "RM Enabled Capabilities"), (127, "Extended Capabilities"), (191, "VHT Capabilities"), (192, "VHT Operation"), (221, "Vendor Specific"),
    (255, "Element ID Extension"),
];
/// IEEE 802.11, 9.4.1.7.
const REASONS: Names = &[
    (1, "Unspecified reason"),
    (2, "Previous authentication no longer valid"),
    (3, "Deauthenticated because sending STA is leaving (or has left) the BSS"),
    (4, "Disassociated due to inactivity"),
    (5, "Disassociated because AP is unable to handle all currently associated STAs"),
    (6, "Class 2 frame received from nonauthenticated STA"),
    (7, "Class 3 frame received from nonassociated STA"),
    (8, "Disassociated because sending STA is leaving (or has left) BSS"),
    (9, "STA requesting (re)association is not authenticated with responding STA"),
    (10, "Disassociated because the information in the Power Capability element is unacceptable"),
    (11, "Disassociated because the information in the Supported Channels element is unacceptable"),
    (12, "Disassociated due to BSS transition management"),
    (13, "Invalid information element, i.e., an information element defined in this standard for which the content does not meet the specifications in Clause 9"),
    (14, "Message integrity code (MIC) failure"),
    (15, "4-way handshake timeout"),
    (16, "Group key handshake timeout"),
    (17, "Element in 4-way handshake different from (Re)Association Request/Probe Response/Beacon frame"),
    (18, "Invalid group cipher"),
    (19, "Invalid pairwise cipher"),
    (20, "Invalid AKMP"),
    (21, "Unsupported RSNE version"),
    (22, "Invalid RSNE capabilities"),
    (23, "IEEE 802.1X authentication failed"),
    (24, "Cipher suite rejected because of the security policy"),
    (25, "TDLS direct-link teardown due to TDLS peer STA unreachable via the TDLS direct link"),
    (26, "TDLS direct-link teardown for unspecified reason"),
    (27, "Disassociated because session terminated by SSP request"),
    (28, "Disassociated because of lack of SSP roaming agreement"),
    (29, "Requested service rejected because of SSP cipher suite or AKM requirement"),
    (30, "Requested service not authorized in this location"),
    (31, "TS deleted because QoS AP lacks sufficient bandwidth for this QoS STA due to a change in BSS service characteristics or operational mode"),
    (32, "Disassociated for unspecified, QoS-related reason"),
    (33, "Disassociated because QoS AP lacks sufficient bandwidth for this QoS STA"),
    (34, "Disassociated because excessive number of frames need to be acknowledged, but are not acknowledged due to AP transmissions and/or poor channel conditions"),
    (35, "Disassociated because STA is transmitting outside the limits of its TXOPs"),
    (36, "Requested from peer STA as the STA is leaving the BSS (or resetting)"),
    (37, "Requesting STA is no longer using the stream or session"),
    (38, "Requesting STA received frames using a mechanism for which a setup has not been completed"),
    (39, "Requested from peer STA due to timeout"),
    (46, "Disassociated because authorized access limit reached"),
    (47, "Disassociated due to external service requirements"),
    (48, "Invalid FT Action frame count"),
    (49, "Invalid pairwise master key identifier (PMKID)"),
    (50, "Invalid MDE"),
    (51, "Invalid FTE"),
    (52, "Mesh peering canceled for unknown reasons"),
    (53, "The mesh STA has reached the supported maximum number of peer mesh STAs"),
    (54, "The received information violates the Mesh Configuration policy configured in the mesh STA profile"),
    (55, "The mesh STA has received a Mesh Peering Close message requesting to close the mesh peering"),
    (56, "The mesh STA has re-sent dot11MeshMaxRetries Mesh Peering Open messages, without receiving a Mesh Peering Confirm message"),
    (57, "The confirmTimer for the mesh peering instance times out"),
    (58, "The mesh STA fails to unwrap the GTK or the values in the wrapped contents do not match"),
    (59, "The mesh STA receives inconsistent information about the mesh parameters between Mesh Peering Management frames"),
    (60, "The mesh STA fails the authenticated mesh peering exchange because due to failure in selecting either the pairwise ciphersuite or group ciphersuite"),
    (61, "The mesh STA does not have proxy information for this external destination"),
    (62, "The mesh STA does not have forwarding information for this destination"),
    (63, "The mesh STA determines that the link to the next hop of an active path in its forwarding information is no longer usable"),
    (64, "The Deauthentication frame was sent because the MAC address of the STA already exists in the mesh BSS. See 11.3.3 (Additional mechanisms for an AP collocated with a mesh STA)"),
    (65, "The mesh STA performs channel switch to meet regulatory requirements"),
    (66, "The mesh STA performs channel switch with unspecified reason"),
    (67, "Transmission link establishment in alternative channel failed"),
    (68, "The alternative channel is occupied"),
    (71, "Disassociated due to poor RSSI"),
];
/// IEEE 802.11, 9.4.1.9.
const STATUSES: Names = &[
    (0, "Admission accepted"),
    (1, "Invalid parameters"),
    (2, "TDLS wakeup schedule rejected but alternative schedule provided"),
    (3, "Refused"),
    (4, "Reserved"),
    (5, "Security disabled"),
    (6, "Unacceptable lifetime"),
    (7, "Not in same BSS"),
    (8, "Reserved"),
    (9, "Reserved"),
    (10, "Cannot support all requested capabilities in the Capability Information field"),
    (11, "Reassociation denied due to inability to confirm that association exists"),
    (12, "Association denied due to reason outside the scope of this standard"),
    (13, "Responding STA does not support the specified authentication algorithm"),
    (14, "Received an Authentication frame with authentication transaction sequence number out of expected sequence"),
    (15, "Authentication rejected because of challenge failure"),
    (16, "Authentication rejected due to timeout waiting for next frame in sequence"),
    (17, "Association denied because AP is unable to handle additional associated STAs"),
    (18, "Association denied due to requesting STA not supporting all of the data rates in the BSSBasicRateSet parameter, the Basic HT-MCS Set field of the HT Operation parameter, or the Basic VHT-MCS and NSS Set field in the VHT Operation parameter"),
    (19, "Association denied due to requesting STA not supporting the short preamble option"),
    (20, "Reserved"),
    (21, "Reserved"),
    (22, "Association request rejected because spectrum management capability is required"),
    (23, "Association request rejected because the information in the Power Capability element is unacceptable"),
    (24, "Association request rejected because the information in the Supported Channels element is unacceptable"),
    (25, "Association denied due to requesting STA not supporting short slot time"),
    (26, "Reserved"),
    (27, "Association denied because the requesting STA does not support HT features"),
    (28, "R0KH unreachable"),
    (29, "Reserved"),
    (30, "Association request rejected temporarily; try again later"),
    (31, "Robust management frame policy violation"),
    (32, "Unspecified, QoS-related failure"),
    (33, "Association denied because QoS AP or PCP has insufficient bandwidth to handle another QoS STA"),
    (34, "Association denied due to excessive frame loss rates and/ or poor conditions on current operating channel"),
    (35, "Association (with QoS BSS) denied because the requesting STA does not support the QoS facility"),
    (36, "Reserved"),
    (37, "The request has been declined"),
    (38, "The request has not been successful as one or more parameters have invalid values"),
    (39, "The allocation or TS has not been created because the request cannot be honored; however, a suggested TSPEC/DMG TSPEC is provided so that the initiating STA can attempt to set another allocation or TS with the suggested changes to the TSPEC/DMG TSPEC"),
    (40, "Invalid element, i.e., an element defined in this standard for which the content does not meet the specifications in Clause 9 (Frame formats)"),
    (41, "Invalid group cipher"),
    (42, "Invalid pairwise cipher"),
    (43, "Invalid AKMP"),
    (44, "Unsupported RSNE version"),
    (45, "Invalid RSNE capabilities"),
    (46, "Cipher suite rejected because of security policy"),
    (47, "The TS or allocation has not been created; however, the HC or PCP might be capable of creating a TS or allocation, in response to a request, after the time indicated in the TS Delay element"),
    (48, "Reserved"),
    (49, "The Destination STA is not present within this BSS"),
    (50, "The Destination STA is not a QoS STA"),
    (51, "Association denied because the listen interval is too large"),
    (52, "Invalid FT Action frame count"),
    (53, "Invalid pairwise master key identifier (PMKID)"),
    (54, "Invalid MDE"),
    (55, "Invalid FTE"),
    (56, "Requested TCLAS processing is not supported by the AP or PCP"),
    (57, "The AP or PCP has insufficient TCLAS processing resources to satisfy the request"),
    (58, "The TS has not been created because the request cannot be honored; however, the HC or PCP suggests that the STA transition to a different BSS to set up the TS"),
    (59, "GAS advertisement protocol not supported"),
    (60, "No outstanding GAS request"),
    (61, "GAS response not received from the advertisement server"),
    (62, "STA timed out waiting for GAS query response"),
    (63, "GAS response is larger than query response length limit"),
    (64, "Request refused because home network does not support request"),
    (65, "Advertisement server in the network is not currently reachable"),
    (66, "Reserved"),
    (67, "Request refused due to permissions received via SSPN interface"),
    (68, "Request refused because the AP or PCP does not support unauthenticated access"),
    (69, "Reserved"),
    (70, "Reserved"),
    (71, "Reserved"),
    (72, "Invalid contents of RSNE, other than unsupported RSNE version or invalid RSNE capabilities, AKMP or pairwise cipher"),
    (73, "U-APSD coexistence is not supported"),
    (74, "Requested U-APSD coexistence mode is not supported"),
    (75, "Requested interval/duration value cannot be supported with U-APSD coexistence"),
    (76, "Authentication is rejected because an anti-clogging token is required"),
    (77, "Authentication is rejected because the offered finite cyclic group is not supported"),
    (78, "The TBTT adjustment request has not been successful because the STA could not find an alternative TBTT"),
    (79, "Transmission failure"),
    (80, "Requested TCLAS not supported"),
    (81, "TCLAS resources exhausted"),
    (82, "Rejected with suggested BSS transition"),
    (83, "Reject with recommended schedule"),
    (84, "Reject because no wakeup schedule specified"),
    (85, "Success, the destination STA is in power save mode"),
    (86, "FST pending, in process of admitting FST session"),
    (87, "Performing FST now"),
    (88, "FST pending, gap(s) in block ack window"),
    (89, "Reject because of U-PID setting"),
    (90, "Reserved"),
    (91, "Reserved"),
    (92, "(Re)Association refused for some external reason"),
    (93, "(Re)Association refused because of memory limits at the AP"),
    (94, "(Re)Association refused because emergency services are not supported at the AP"),
    (95, "GAS query response not yet received"),
    (96, "Reject since the request is for transition to a frequency band subject to DSE procedures and FST Initiator is a dependent STA"),
    (97, "Requested TCLAS processing has been terminated by the AP"),
    (98, "The TS schedule conflicts with an existing schedule; an alternative schedule is provided"),
    (99, "The association has been denied; however, one or more Multi-band elements are included that can be used by the receiving STA to join the BSS"),
    (100, "The request failed due to a reservation conflict"),
    (101, "The request failed due to exceeded MAF limit"),
    (102, "The request failed due to exceeded MCCA track limit"),
    (103, "Association denied because the information in the Spectrum Management field is unacceptable"),
    (104, "Association denied because the requesting STA does not support VHT features"),
    (105, "Enablement denied"),
    (106, "Enablement denied due to restriction from an authorized GDB"),
    (107, "Authorization deenabled"),
    (108, "Re(association) refused or disassociated because energy limited operation is not supported at the AP"),
    (109, "BlockAck negotiation refused because, due to buffer constraints and other unspecified reasons, the recipient prefers to generate only NDP BlockAck frames"),
    (110, "Association denied/disassociated because the suggested value for max away duration is unacceptable"),
    (111, "Re(association) refused or disassociated because flow control operation is not supported by the non-AP STA"),
    (112, "Authentication rejected due to FILS authentication failure"),
    (113, "Authentication rejected due to unknown Authentication Server"),
    (114, "Reserved"),
    (115, "Reserved"),
    (116, "Request denied because the allocation of notification period is failed"),
    (117, "Request denied because the request of channel splitting is failed"),
    (118, "Request denied because the allocation request is failed"),
    (119, "Association denied because the requesting STA does not support CMMG features"),
    (120, "The requested GAS fragment is not available"),
    (121, "Success, the CAG Version provided by the requesting STA is the same as the latest CAG Version provided by the relevant server"),
    (122, "The STA is not authorized to use GLK per local policy"),
    (123, "Authentication rejected because the password identifier is unknown"),
    (124, "Requested TCLAS processing has been terminated by the AP due to insufficient QoS capacity"),
    (125, "Requested TCLAS processing has been terminated by the AP due to conflict with higher layer QoS policies"),
    (126, "SAE authentication uses direct hashing, instead of looping, to obtain the PWE"),
    (127, "Reserved"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    const HEADER: &str = "3a 01 00 11 22 33 44 01 00 11 22 33 44 02 00 11 22 33 44 03 50 0b";

    #[test]
    fn beacon() {
        let bytes = hex(&format!("80 00 {HEADER} 08 07 06 05 04 03 02 01 64 00 31 04 # time, 100 TU, ESS, privacy
            00 04 74 65 73 74 01 04 82 84 8b 96 03 01 06 05 04 00 01 00 00 # test, rates, channel 6, TIM
            30 14 01 00 00 0f ac 04 01 00 00 0f ac 04 01 00 00 0f ac 02 00 00 # RSN: CCMP, PSK"));
        let names = ["wlan.fc.type_subtype", "wlan.fc", "wlan.duration", "wlan.ra", "wlan.ta", "wlan.bssid", "wlan.seq", "wlan.frag"];
        assert_eq!(fields_of(105, &bytes, &names), "0x0008 0x8000 314 00:11:22:33:44:01 00:11:22:33:44:02 00:11:22:33:44:03 181 0");
        let names = ["wlan.fixed.beacon", "wlan.fixed.capabilities.privacy", "wlan.tag.number", "wlan.ssid", "wlan.supported_rates", "wlan.ds.current_channel"];
        assert_eq!(fields_of(105, &bytes, &names), "100 1 0,1,3,5,48 74657374 0x82,0x84,0x8b,0x96 6");
        let names = ["wlan.rsn.version", "wlan.rsn.gcs.type", "wlan.rsn.pcs.type", "wlan.rsn.akms.type", "wlan.rsn.pcs.oui"];
        assert_eq!(fields_of(105, &bytes, &names), "1 4 4 2 4012");
        cut_everywhere(105, &bytes);
    }
    #[test]
    fn elements() {
        let bytes = hex(&format!("80 00 {HEADER} 08 07 06 05 04 03 02 01 64 00 31 04
            23 02 11 00 c9 0a 00 06 51 24 05 01 02 03 04 40 # TPC report; a neighbour: 6 bytes, class 81, channel 36
            ff 0a 24 07 00 00 3f 00 fc ff 00 00 # HE operation, with a byte too many
            dd 0e 00 50 f2 04 10 4a 00 01 10 10 44 00 01 02 # WPS: version, state
            dd 07 50 6f 9a 16 01 01 40 dd 05 12 34 56 01 aa # an attribute; a vendor that nobody knows"));
        let names = ["wlan.tcprep.trsmt_pow", "wlan.rnr.tbtt_info.channel_num", "wlan.rnr.tbtt_info.sh_ssid", "wlan.ext_tag.number"];
        assert_eq!(fields_of(105, &bytes, &names), "17 36 0x04030201 36");
        let names = ["wlan.ext_tag.he_operation.default_pe_duration", "wlan.ext_tag.bss_color_information.bss_color", "wps.type", "wps.version"];
        assert_eq!(fields_of(105, &bytes, &names), "7 0x3f 0x104a,0x1044 0x10");
        let names = ["wlan.wfa.ie.mbo.ap_cap.cell", "wlan.tag.vendor.oui.type", "wlan.tag.vendor.data"];
        assert_eq!(fields_of(105, &bytes, &names), "1 4,22,1 01aa");
        cut_everywhere(105, &bytes);
    }
    #[test]
    fn addresses_go_by_the_distribution_system() {
        let names = ["wlan.da", "wlan.sa", "wlan.bssid", "wlan.staa", "wlan.addr"];
        let of = |flags: u8| {
            let mut bytes = hex(&format!("08 00 {HEADER} 00 11 22 33 44 04 aa aa 03 00 00 00 12 34"));
            bytes[1] = flags;
            fields_of(105, &bytes, &names).replace("00:11:22:33:44:0", "")
        };
        assert_eq!(of(0), "1 2 3 - 1,2,3");
        assert_eq!(of(1), "3 2 1 2 1,2,3");
        assert_eq!(of(2), "1 3 2 1 1,2,3");
        assert_eq!(of(3), "3 4 - - 1,2,4,3");
    }
    #[test]
    fn check_sequence_of_radiotap() {
        let bytes = hex("00 00 09 00 02 00 00 00 10 d4 00 00 00 00 11 22 33 44 01 78 56 34 12");
        assert_eq!(fields_of(127, &bytes, &["wlan.ra", "wlan.fcs", "wlan.fcs.status"]), "00:11:22:33:44:01 0x12345678 2");
        cut_everywhere(127, &bytes);
    }
    #[test]
    fn encrypted() {
        let ccmp = hex(&format!("08 41 {HEADER} 01 02 00 20 04 05 06 07 aa aa aa aa aa aa aa aa aa"));
        assert_eq!(fields_of(105, &ccmp, &["wlan.ccmp.extiv", "wlan.wep.key", "data.len"]), "0x070605040201 0 9");
        cut_everywhere(105, &ccmp);
        let wep = hex(&format!("08 41 {HEADER} 01 02 03 40 aa aa aa aa bb bb bb bb"));
        assert_eq!(fields_of(105, &wep, &["wlan.wep.iv", "wlan.wep.key", "wlan.wep.icv", "data.len"]), "0x010203 1 0xbbbbbbbb 4");
        cut_everywhere(105, &wep);
        let tkip = hex(&format!("08 41 {HEADER} 01 21 03 60 04 05 06 07 aa aa aa aa aa aa aa aa aa"));
        assert_eq!(fields_of(105, &tkip, &["wlan.tkip.extiv", "wlan.wep.key"]), "0x070605040103 1");
    }
    #[test]
    fn deauthentication_and_block_ack() {
        let bytes = hex(&format!("c0 00 {HEADER} 07 00"));
        assert_eq!(fields_of(105, &bytes, &["wlan.fixed.reason_code", "wlan.tag.number"]), "0x0007 -");
        let bytes = hex("94 00 3a 01 00 11 22 33 44 01 00 11 22 33 44 02 05 00 10 01 ff ff ff ff ff ff ff ff");
        assert_eq!(fields_of(105, &bytes, &["wlan.ba.control", "wlan.fixed.ssc.sequence", "wlan.ba.bm"]), "0x0005 17 ffffffffffffffff");
        cut_everywhere(105, &bytes);
    }
}
