//! EAP over LANs, IEEE 802.1X, 11; key descriptors of wireless LANs: IEEE 802.11, 12.7.2.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |    Version    |     Type      |            Length             |
//! +---------------+---------------+-------------------------------+
//! |  By type: an EAP packet, a key descriptor ..                  |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::field::*;

/// 1 to 3.
pub static VERSION: Field = Field::bits("eapol.version", "Version", 0, 8)
    .alias("version")
    .unset(1)
    .names(&[(1, "802.1X-2001"), (2, "802.1X-2004"), (3, "802.1X-2010")]);
/// What kind of packet.
pub static TYPE: Field = Field::bits("eapol.type", "Type", 8, 8).alias("type").names(&[
    (0, "EAP Packet"),
    (1, "Start"),
    (2, "Logoff"),
    (3, "Key"),
    (4, "Encapsulated ASF Alert"),
    (5, "MKA"),
    (6, "Announcement (Generic)"),
    (7, "Announcement (Specific)"),
    (8, "Announcement Request"),
]);
/// Of what follows.
pub static LEN: Field = Field::bits("eapol.len", "Length", 16, 16).alias("len").computed();

static KEY: Field = Field::part(Place::When(|h| h.byte(1) == 3, &[&KEY_TYPE, &KEY_OF]));
/// RC4, RSN or WPA.
pub static KEY_TYPE: Field = Field::new("eapol.keydes.type", "Key Descriptor Type", Place::Key(8)).alias("key_descriptor_type").unset(2).names(&[
    (1, "RC4 Descriptor"),
    (2, "EAPOL RSN Key"),
    (254, "EAPOL WPA Key"),
]);
static KEY_OF: Field = Field::part(Place::Pick(
    &[
        (1, &[&KEY_LEN, &REPLAY_COUNTER, &KEY_IV, &KEY_INDEX, &INDEX_TYPE, &INDEX_NUMBER, &KEY_SIGNATURE, &KEY_BYTES, &GENERATED]),
        (2, &[&RSN]),
        (254, &[&RSN]),
    ],
    &[&BODY],
));
static BODY: Field = Field::new("eapol.keydes.body", "Key Descriptor Body", Place::Rest);
static KEY_LEN: Field = Field::new("eapol.keydes.key_len", "Key Length", Place::Uint(16)).alias("key_length");
static REPLAY_COUNTER: Field = Field::new("eapol.keydes.replay_counter", "Replay Counter", Place::Uint(64)).alias("key_replay_counter");
static KEY_IV: Field = Field::new("eapol.keydes.key_iv", "Key IV", Place::Run(16)).alias("key_iv");
static KEY_INDEX: Field = Field::new("eapol.keydes.key_index", "Key Index", Place::Uint(8)).hex();
static INDEX_TYPE: Field = sub("eapol.keydes.key_index.type", "Type", 0x80);
static INDEX_NUMBER: Field = sub("eapol.keydes.key_index.number", "Number", 0x7f);
static KEY_SIGNATURE: Field = Field::new("eapol.keydes.key_signature", "Key Signature", Place::Run(16));
static KEY_BYTES: Field = Field::new("eapol.keydes.key", "Key", Place::Rest);
/// A key that is not sent is made from what both sides know.
static GENERATED: Field =
    Field::new("eapol.keydes.key.generated_locally", "Key Generated Locally", Place::Derived(|p, i| Some(Value::Num((p.head(i).len() <= 48).into())))).kind(Kind::Flag);

static RSN: Field = Field::part(Place::When(|h| h.left() >= 94, &[
    &MSGNR, &INFO, &VERSION_OF_KEY, &PAIRWISE, &INDEX, &INSTALL, &ACK, &MIC_SET, &SECURE, &ERROR, &REQUEST, &ENCRYPTED, &SMK, &KEY_LEN,
    &REPLAY_COUNTER, &NONCE, &KEY_IV, &RSC, &ID, &MIC, &DATA_LEN,
]));
/// Which message of the handshake: IEEE 802.11, 12.7.6 and 12.7.7.
pub static MSGNR: Field = Field::new("wlan_rsna_eapol.keydes.msgnr", "Message number", Place::Derived(|p, i| message(p.head(i)).map(Value::Num))).ft(8);
/// What the key is, and what is asked.
pub static INFO: Field = Field::new("wlan_rsna_eapol.keydes.key_info", "Key Information", Place::Uint(16)).hex();
static VERSION_OF_KEY: Field = sub("wlan_rsna_eapol.keydes.key_info.keydes_version", "Key Descriptor Version", 0x0007).ft(16).alias("key_descriptor_type_version");
static PAIRWISE: Field = sub("wlan_rsna_eapol.keydes.key_info.key_type", "Key Type", 0x0008).alias("key_type");
static INDEX: Field = sub("wlan_rsna_eapol.keydes.key_info.key_index", "Key Index", 0x0030).ft(16);
static INSTALL: Field = sub("wlan_rsna_eapol.keydes.key_info.install", "Install", 0x0040).alias("install");
static ACK: Field = sub("wlan_rsna_eapol.keydes.key_info.key_ack", "Key ACK", 0x0080).alias("key_ack");
static MIC_SET: Field = sub("wlan_rsna_eapol.keydes.key_info.key_mic", "Key MIC", 0x0100).alias("has_key_mic");
static SECURE: Field = sub("wlan_rsna_eapol.keydes.key_info.secure", "Secure", 0x0200).alias("secure");
static ERROR: Field = sub("wlan_rsna_eapol.keydes.key_info.error", "Error", 0x0400).alias("error");
static REQUEST: Field = sub("wlan_rsna_eapol.keydes.key_info.request", "Request", 0x0800).alias("request");
static ENCRYPTED: Field = sub("wlan_rsna_eapol.keydes.key_info.encrypted_key_data", "Encrypted Key Data", 0x1000).alias("encrypted_key_data");
static SMK: Field = sub("wlan_rsna_eapol.keydes.key_info.smk_message", "SMK Message", 0x2000).alias("smk_message");
/// Of the sender.
pub static NONCE: Field = Field::new("wlan_rsna_eapol.keydes.nonce", "WPA Key Nonce", Place::Run(32)).alias("key_nonce");
static RSC: Field = Field::new("wlan_rsna_eapol.keydes.rsc", "WPA Key RSC", Place::Run(8)).alias("key_rsc");
static ID: Field = Field::new("wlan_rsna_eapol.keydes.id", "WPA Key ID", Place::Run(8)).alias("key_id");
/// Of 16 bytes with all key managements but the newest.
pub static MIC: Field = Field::new("wlan_rsna_eapol.keydes.mic", "WPA Key MIC", Place::Run(16)).alias("key_mic");
static DATA_LEN: Field = Field::new("wlan_rsna_eapol.keydes.data_len", "WPA Key Data Length", Place::Span(16, &[&DATA])).alias("key_data_length");
static DATA: Field = Field::new("wlan_rsna_eapol.keydes.data", "WPA Key Data", Place::Rest).alias("key_data");

fn message(head: &[u8]) -> Option<u64> {
    let info = load(head, 40, 16)?;
    let (ack, data) = (info & 0x80 != 0, load(head, 97 * 8, 16).unwrap_or(0));
    Some(match (info & 0x08 != 0, ack) {
        (true, true) => if info & 0x100 == 0 { 1 } else { 3 },
        // "Secure" is set in the fourth; WPA does not set it, but sends no key data then.
        (true, false) => if info & 0x200 == 0 && data > 0 { 2 } else { 4 },
        (false, true) => 1,
        (false, false) => 2,
    })
}

/// EAPOL.
pub static PROTOCOL: Protocol = Protocol {
    name: "eapol",
    alias: "EAPOL",
    title: "802.1X Authentication",
    column: "EAPOL",
    spec: "IEEE 802.1X",
    size: 4,
    fields: &[&VERSION, &TYPE, &LEN, &KEY],
    under: &[(Space::EtherType, 0x888e), (Space::EtherType, 0x88c7)],
    line: &[Word::Of(&TYPE), Word::Call(line)],
    finish: |d| d.fill(&LEN, d.bytes.len().saturating_sub(4) as u64),
    classes: &[form::link::EAPOL, form::access::EAP, form::access::KEY],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[_, kind, high, low, ..] = bytes else { return Step::cut(bytes) };
    let total = 4 + u16::from_be_bytes([high, low]) as usize;
    match kind {
        // A key that is not all there is not begun.
        3 if total > bytes.len() => if bytes.len() < below.wire { Step::cut(bytes.get(..4).unwrap_or(bytes)) } else { Step::malformed(4, below.wire) },
        1..=3 => Step::new(total.min(bytes.len()), total.min(below.wire), id::data),
        _ => Step::new(4, total, id::data),
    }
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    if head.get(1) == Some(&3)
        && head.get(4).is_some_and(|kind| matches!(kind, 2 | 254))
        && let Some(n) = message(head)
    {
        out.extend(b" (Message ");
        crate::text::decimal(n, out);
        let pairwise = load(head, 40, 16).is_some_and(|info| info & 8 != 0);
        out.extend(if pairwise { &b" of 4)"[..] } else { b" of 2)" });
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// A key frame with this information, nonce 11.., MIC 44.. and these key data.
    fn key(info: &str, data: &str) -> Vec<u8> {
        let data = hex(data);
        let mut bytes = hex("00 11 22 33 44 01 00 11 22 33 44 02 88 8e 02 03 00");
        bytes.push(95 + data.len() as u8);
        bytes.push(2);
        bytes.extend(hex(info));
        bytes.extend(hex("00 10 00 00 00 00 00 00 00 07"));
        bytes.extend([0x11; 32]);
        bytes.extend([0x22; 16]);
        bytes.extend([0; 16]);
        bytes.extend([0x44; 16]);
        bytes.extend([0, data.len() as u8]);
        bytes.extend(data);
        bytes
    }

    #[test]
    fn handshake() {
        let names = ["eapol.version", "eapol.type", "eapol.keydes.type", "wlan_rsna_eapol.keydes.msgnr", "eapol.keydes.key_len", "wlan_rsna_eapol.keydes.data"];
        assert_eq!(fields_of(1, &key("00 8a", ""), &names), "2 3 2 1 16 -");
        assert_eq!(fields_of(1, &key("01 0a", "30 02 01 00"), &names), "2 3 2 2 16 30020100");
        assert_eq!(fields_of(1, &key("13 ca", "aa bb"), &names), "2 3 2 3 16 aabb");
        assert_eq!(fields_of(1, &key("03 0a", ""), &names), "2 3 2 4 16 -");
        cut_everywhere(1, &key("01 0a", "30 02 01 00"));
    }
    #[test]
    fn start() {
        let bytes = hex("00 11 22 33 44 01 00 11 22 33 44 02 88 8e 01 01 00 00");
        assert_eq!(fields_of(1, &bytes, &["eapol.version", "eapol.type", "eapol.len"]), "1 1 0");
        cut_everywhere(1, &bytes);
    }
}
