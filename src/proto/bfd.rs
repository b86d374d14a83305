//! Bidirectional Forwarding Detection, [RFC 5880](https://www.rfc-editor.org/rfc/rfc5880); over UDP: RFC 5881, RFC 5883.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |Vers |  Diag   |Sta|P|F|C|A|D|M|  Detect Mult  |    Length     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                       My Discriminator                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                      Your Discriminator                       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                    Desired Min TX Interval                    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                   Required Min RX Interval                    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                 Required Min Echo RX Interval                 |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |   Auth Type   |   Auth Len    |    Authentication Data...     |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::text;

/// 1.
pub static VERSION: Field = Field::bits("bfd.version", "Protocol Version", 0, 3).ft(8).alias("version").unset(1);
/// Why the session went down last.
pub static DIAG: Field = Field::bits("bfd.diag", "Diagnostic Code", 3, 5).ft(8).hex().alias("diag").names(&[
    (0, "No Diagnostic"),
    (1, "Control Detection Time Expired"),
    (2, "Echo Function Failed"),
    (3, "Neighbor Signaled Session Down"),
    (4, "Forwarding Plane Reset"),
    (5, "Path Down"),
    (6, "Concatenated Path Down"),
    (7, "Administratively Down"),
    (8, "Reverse Concatenated Path Down"),
    (9, "Mis-Connectivity Defect"),
]);
const STATES: Names = &[(0, "AdminDown"), (1, "Down"), (2, "Init"), (3, "Up")];
/// Of the session, as its sender sees it.
pub static STA: Field = Field::new("bfd.sta", "Session State", Place::Sub(0xc0)).ft(8).hex().alias("sta").names(STATES).unset(3);
/// All of the byte.
pub static FLAGS: Field = Field::new("bfd.flags", "Message Flags", Place::Uint(8)).hex();
/// Asks for an answer with the final bit.
pub static FLAGS_P: Field = Field::new("bfd.flags.p", "Poll", Place::Sub(0x20));
/// Answers a poll.
pub static FLAGS_F: Field = Field::new("bfd.flags.f", "Final", Place::Sub(0x10));
/// BFD runs in the forwarding plane.
pub static FLAGS_C: Field = Field::new("bfd.flags.c", "Control Plane Independent", Place::Sub(0x8));
/// An authentication section follows.
pub static FLAGS_A: Field = Field::new("bfd.flags.a", "Authentication Present", Place::Sub(0x4));
/// Demand mode is active.
pub static FLAGS_D: Field = Field::new("bfd.flags.d", "Demand", Place::Sub(0x2));
/// Reserved.
pub static FLAGS_M: Field = Field::new("bfd.flags.m", "Multipoint", Place::Sub(0x1));
/// Intervals without a packet until the session is down.
pub static DETECT_TIME_MULTIPLIER: Field =
    Field::new("bfd.detect_time_multiplier", "Detect Time Multiplier", Place::Uint(8)).alias("detect_mult").unset(3);
/// In bytes.
pub static MESSAGE_LENGTH: Field = Field::new("bfd.message_length", "Message Length", Place::Uint(8)).alias("len").computed();
/// Names the session at the sender's.
pub static MY_DISCRIMINATOR: Field =
    Field::new("bfd.my_discriminator", "My Discriminator", Place::Uint(32)).hex().alias("my_discriminator").unset(0x1111_1111);
/// Names it at the receiver's; 0 until known.
pub static YOUR_DISCRIMINATOR: Field =
    Field::new("bfd.your_discriminator", "Your Discriminator", Place::Uint(32)).hex().alias("your_discriminator").unset(0x2222_2222);
/// In microseconds.
pub static DESIRED_MIN_TX: Field =
    Field::new("bfd.desired_min_tx_interval", "Desired Min TX Interval", Place::Uint(32)).alias("min_tx_interval").unset(1_000_000_000);
/// In microseconds.
pub static REQUIRED_MIN_RX: Field =
    Field::new("bfd.required_min_rx_interval", "Required Min RX Interval", Place::Uint(32)).alias("min_rx_interval").unset(1_000_000_000);
/// In microseconds; 0: no echo is wanted.
pub static REQUIRED_MIN_ECHO: Field =
    Field::new("bfd.required_min_echo_interval", "Required Min Echo Interval", Place::Uint(32)).alias("echo_rx_interval").unset(1_000_000_000);

/// Version 0 (draft-katz-ward-bfd-01) had no state, and its flags stood elsewhere.
static OLD: Field = Field::part(Place::When(|h| h.byte(0) >> 5 == 0, &[&OLD_H, &OLD_D, &OLD_P, &OLD_F]));
static OLD_H: Field = Field::new("bfd.flags.h", "I hear you", Place::Sub(0x80));
static OLD_D: Field = Field::new("bfd.flags.d", "Demand", Place::Sub(0x40));
static OLD_P: Field = Field::new("bfd.flags.p", "Poll", Place::Sub(0x20));
static OLD_F: Field = Field::new("bfd.flags.f", "Final", Place::Sub(0x10));
static NEW: Field = Field::part(Place::When(
    |h| h.byte(0) >> 5 != 0,
    &[&STA, &FLAGS_P, &FLAGS_F, &FLAGS_C, &FLAGS_A, &FLAGS_D, &FLAGS_M],
));

static AUTH_PART: Field = Field::part(Place::When(|h| authenticated(h.head) && h.byte(3) >= 28, &[&AUTH]));
static AUTH: Field = Field::new("", "Authentication", Place::Group(&[&AUTH_TYPE, &AUTH_LEN, &AUTH_KEY, &AUTH_DATA])).alias("optional_auth");
/// RFC 5880, 4.1.
pub static AUTH_TYPE: Field = Field::new("bfd.auth.type", "Authentication Type", Place::Key(8)).alias("auth_type").unset(1).names(&[
    (1, "Simple Password"),
    (2, "Keyed MD5"),
    (3, "Meticulous Keyed MD5"),
    (4, "Keyed SHA1"),
    (5, "Meticulous Keyed SHA1"),
]);
/// Of the section, in bytes.
pub static AUTH_LEN: Field = Field::new("bfd.auth.len", "Authentication Length", Place::Len(8, Counts::Whole)).alias("auth_len");
/// Several passwords may be in use.
pub static AUTH_KEY: Field = Field::new("bfd.auth.key", "Authentication Key ID", Place::Uint(8)).alias("auth_keyid").unset(1);
static AUTH_DATA: Field = Field::part(Place::Pick(
    &[(1, &[&PASSWORD]), (2, DIGEST), (3, DIGEST), (4, DIGEST), (5, DIGEST)],
    &[],
));
/// 1 to 16 bytes.
pub static PASSWORD: Field = Field::new("bfd.auth.password", "Password", Place::Rest).text().alias("auth_key");
const DIGEST: Fields = &[&SKIPPED, &SEQ_NUM, &CHECKSUM];
static SKIPPED: Field = Field::part(Place::Run(1));
/// Against replay.
pub static SEQ_NUM: Field = Field::new("bfd.auth.seq_num", "Sequence Number", Place::Uint(32)).hex();
/// MD5 or SHA1.
pub static CHECKSUM: Field = Field::new("bfd.checksum", "Checksum", Place::Rest);

fn authenticated(head: &[u8]) -> bool {
    matches!(head, [version, flags, ..] if version >> 5 != 0 && flags & 4 != 0)
}

/// BFD control.
pub static PROTOCOL: Protocol = Protocol {
    name: "bfd",
    alias: "BFD",
    title: "Bidirectional Forwarding Detection Control Message",
    column: "BFD Control",
    spec: "RFC 5880",
    size: 1,
    fields: &[
        &VERSION,
        &DIAG,
        &FLAGS,
        &OLD,
        &NEW,
        &DETECT_TIME_MULTIPLIER,
        &MESSAGE_LENGTH,
        &MY_DISCRIMINATOR,
        &YOUR_DISCRIMINATOR,
        &DESIRED_MIN_TX,
        &REQUIRED_MIN_RX,
        &REQUIRED_MIN_ECHO,
        &AUTH_PART,
    ],
    under: &[(Space::UdpPort, 3784), (Space::UdpPort, 4784), (Space::UdpPort, 6784), (Space::UdpPort, 7784)],
    line: &[Word::Call(line)],
    finish: |d| d.fill_at(&MESSAGE_LENGTH, 3, d.bytes.len() as u64),
    leaf: true,
    classes: &[form::routing::BFD],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[_, _, _, length, ..] = bytes else { return Step::cut(&[]) };
    if bytes.len() < 24 {
        return Step::cut(&[]);
    }
    let total = (length as usize).max(24);
    if total > bytes.len() {
        return if bytes.len() < below.wire { Step::cut(bytes) } else { Step::malformed(bytes.len(), bytes.len()) };
    }
    if authenticated(bytes) && length < 28 {
        return Step::malformed(24, total); // "the Authentication Section is present"
    }
    Step::new(total, total, id::data)
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let mut say = |name: &str, text: &str| {
        out.extend(name.as_bytes());
        out.extend(text.as_bytes());
    };
    say("Diag: ", DIAG.num(head).and_then(|n| text::named(&DIAG, n)).unwrap_or("Unknown"));
    if VERSION.num(head) != Some(0) {
        say(", State: ", head.get(1).and_then(|b| text::named(&STA, (b >> 6).into())).unwrap_or("Unknown"));
    }
    out.extend(b", Flags: 0x");
    text::hex(head.get(1).copied().unwrap_or(0).into(), 2, out);
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const IP_UDP: &str = "45 00 00 00 00 01 00 00 ff 11 00 00 0a 00 00 01 0a 00 00 02 c0 00 0e c8 00 00 00 00";
    fn over_udp(message: &str) -> Vec<u8> {
        let mut bytes = hex(&format!("{IP_UDP} {message}"));
        let n = bytes.len() as u8;
        (bytes[3], bytes[25]) = (n, n - 20);
        bytes
    }

    #[test]
    fn up() {
        let bytes = over_udp("20 c8 03 18 00 00 00 01 00 00 00 02 00 0f 42 40 00 0f 42 40 00 00 c3 50 # version 1, up, C, 3, 24 bytes");
        let names = ["bfd.version", "bfd.sta", "bfd.flags", "bfd.flags.c", "bfd.my_discriminator", "bfd.required_min_echo_interval"];
        assert_eq!(fields_of(228, &bytes, &names), "1 0x03 0xc8 1 0x00000001 50000");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn version_0_has_no_state() {
        let bytes = over_udp("00 c8 03 18 00 00 00 01 00 00 00 02 00 0f 42 40 00 0f 42 40 00 00 c3 50");
        assert_eq!(fields_of(228, &bytes, &["bfd.version", "bfd.sta", "bfd.flags.h", "bfd.flags.d", "bfd.flags.a"]), "0 - 1 1 -");
    }
    #[test]
    fn authentication() {
        let bytes = over_udp("20 44 03 21 00 00 00 01 00 00 00 02 00 0f 42 40 00 0f 42 40 00 00 c3 50 01 09 05 73 65 63 72 65 74 # secret");
        assert_eq!(fields_of(228, &bytes, &["bfd.auth.type", "bfd.auth.len", "bfd.auth.key", "bfd.auth.password"]), "1 9 5 secret");
        cut_everywhere(228, &bytes);
        let bytes = over_udp("20 44 03 34 00 00 00 01 00 00 00 02 00 0f 42 40 00 0f 42 40 00 00 c3 50
             05 1c 05 00 00 00 00 09 ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab cd # meticulous SHA1");
        assert_eq!(fields_of(228, &bytes, &["bfd.auth.seq_num", "bfd.checksum"]), "0x00000009 ababababababababababababababababababab cd".replace(' ', "").replace("009ab", "009 ab"));
    }
}
