//! Fields of a connection as a whole, which Wireshark does not have.
//!
//! `conn.community_id` is the [Community ID](https://github.com/corelight/community-id-spec), version 1, with seed 0; `conn.state`
//! and `conn.history` are in the codes of Zeek's [conn.log](https://docs.zeek.org/en/master/logs/conn.html).
use super::{id, tcp, udp};
use crate::field::{Field, Kind, Place, Show, Value};
use crate::spine::{Packet, Stage};
use sha1::{Digest, Sha1};

/// What became of the attempt to connect, as far as this packet tells; with two passes, in the end.
pub static VERDICT: Field =
    Field::new("conn.verdict", "Did it connect, and if not why", Place::Noted(Stage::Flow)).kind(Kind::Show(&VERDICT_TEXT));
/// How the connection stands.
pub static STATE: Field = Field::new("conn.state", "State in Zeek's codes", Place::Noted(Stage::Flow)).kind(Kind::Show(&STATE_TEXT));
/// Who sent what.
pub static HISTORY: Field =
    Field::new("conn.history", "History in Zeek's letters", Place::Noted(Stage::Flow)).kind(Kind::Show(&HISTORY_TEXT));
/// From the first SYN until the handshake was whole.
pub static SETUP_TIME: Field =
    Field::new("conn.setup_time", "Time from the first SYN to the handshake's end", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// From the SYN that was answered to its SYN/ACK.
pub static RTT: Field =
    Field::new("conn.rtt", "Time from the SYN that was answered to its SYN/ACK", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// SYNs sent again.
pub static RETRIES: Field = Field::new("conn.retries", "How often the SYN was sent again", Place::Noted(Stage::Flow));
/// The same in every tool that knows it. Worked out where a note asks for it: it takes a hash.
pub static COMMUNITY_ID: Field = Field::new("conn.community_id", "Community ID", Place::Written(community_id));

/// What became of an attempt, by number.
pub const VERDICTS: [&str; 10] = [
    "established",
    "simultaneous-open",
    "refused",
    "rejected",
    "timed-out",
    "half-open",
    "syn-ack-ignored",
    "aborted",
    "mid-stream",
    "port-reused",
];
/// Zeek's codes, by number.
pub const STATES: [&str; 13] = ["S0", "S1", "SF", "REJ", "S2", "S3", "RSTO", "RSTR", "RSTOS0", "RSTRH", "SH", "SHR", "OTH"];
/// Letters of a history; lower case the server's.
const LETTERS: [&str; 17] = ["", "S", "s", "H", "h", "A", "a", "D", "d", "F", "f", "R", "r", "I", "i", "Q", "q"];

static VERDICT_TEXT: Show = Show { ft: "STRING", plain: |value, out| word(&VERDICTS, value, out) };
static STATE_TEXT: Show = Show { ft: "STRING", plain: |value, out| word(&STATES, value, out) };
static HISTORY_TEXT: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Num(n) = value {
            out.extend(history(n).as_bytes());
        }
    },
};
fn word(words: &[&str], value: Value<'_>, out: &mut Vec<u8>) {
    if let Value::Num(n) = value {
        out.extend(words.get(n as usize).copied().unwrap_or("").as_bytes());
    }
}
/// The letters of a history that is packed into a number: five bits each, the first lowest.
pub fn history(mut packed: u64) -> String {
    let mut text = String::new();
    while packed != 0 {
        text.push_str(LETTERS.get(packed as usize & 31).copied().unwrap_or(""));
        packed >>= 5;
    }
    text
}

fn community_id(packet: &Packet<'_>, i: usize, out: &mut Vec<u8>) -> bool {
    let of = || {
        packet.notes.get(i, &COMMUNITY_ID)?;
        let layer = packet.layer(i)?;
        let head = packet.head(i);
        let (number, ports) = match layer.id {
            id::tcp => (6, [tcp::SRCPORT.num(head)?, tcp::DSTPORT.num(head)?]),
            _ => (17, [udp::SRCPORT.num(head)?, udp::DSTPORT.num(head)?]),
        };
        let mut up = layer.up;
        let (src, dst) = loop {
            let below = packet.layer(up.into())?;
            let ip = below.head(packet.bytes);
            match below.id {
                id::ip => break (ip.get(12..16)?, ip.get(16..20)?),
                id::ipv6 => break (ip.get(8..24)?, ip.get(24..40)?),
                id::frame => return None,
                _ => up = below.up,
            }
        };
        Some(community(src, dst, number, ports.map(|port| port as u16)))
    };
    of().map(|text| out.extend(text.as_bytes())).is_some()
}
/// The Community ID of two addresses of 4 or 16 bytes, a protocol's number, and ports.
pub fn community(src: &[u8], dst: &[u8], protocol: u8, [sport, dport]: [u16; 2]) -> String {
    match (src, sport) <= (dst, dport) {
        true => community_one_way(src, dst, protocol, [sport, dport]),
        false => community_one_way(dst, src, protocol, [dport, sport]),
    }
}
/// The same where only one side speaks, as ICMP's errors do: nothing is put in order.
pub fn community_one_way(a: &[u8], b: &[u8], protocol: u8, [p, q]: [u16; 2]) -> String {
    let mut hash = Sha1::new();
    hash.update([0, 0]);
    hash.update(a);
    hash.update(b);
    hash.update([protocol, 0]);
    hash.update(p.to_be_bytes());
    hash.update(q.to_be_bytes());
    format!("1:{}", base64(&hash.finalize()))
}
/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let n = three.iter().chain(&[0; 2]).take(3).fold(0u32, |n, b| n << 8 | u32::from(*b));
        for at in 0..4usize {
            let digit = DIGITS.get((n >> (18 - 6 * at)) as usize & 63).copied().unwrap_or(b'A');
            text.push(if at <= three.len() { digit.into() } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the specification's baseline.
    #[test]
    fn community_ids_are_the_specifications() {
        let id = |a: [u8; 4], b: [u8; 4], protocol, ports| community(&a, &b, protocol, ports);
        assert_eq!(id([128, 232, 110, 120], [66, 35, 250, 204], 6, [34855, 80]), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
        assert_eq!(id([66, 35, 250, 204], [128, 232, 110, 120], 6, [80, 34855]), "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
        assert_eq!(id([192, 168, 1, 52], [8, 8, 8, 8], 17, [54585, 53]), "1:d/FP5EW3wiY1vCndhwleRRKHowQ=");
    }
    #[test]
    fn histories_are_letters() {
        assert_eq!(history(1 | 4 << 5 | 5 << 10), "ShA");
    }
}
