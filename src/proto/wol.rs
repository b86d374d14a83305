//! Wake On LAN, [Magic Packet](https://www.amd.com/content/dam/amd/en/documents/archived-tech-docs/white-papers/20213.pdf).
//!
//! Six bytes of ones, then the sleeper's address sixteen times, and a password where one was set. It stands anywhere: Ethernet, UDP of any port.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                          Sync stream                          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static SYNC: Field = Field::bytes("wol.sync", "Sync stream", 0, 6);
static MAC: Field = Field::new("wol.mac", "MAC", Place::Run(6)).kind(Kind::Mac);
static PASSWD: Field = Field::new("wol.passwd", "Password", Place::Rest);
static TARGETS: Field = Field::part(Place::Repeat(|h| (h.left() / 6).min(16), &MAC));
static SECUREON: Field = Field::part(Place::When(|h| matches!(h.left(), 4 | 6), &[&PASSWD]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "wol",
    title: "Wake On LAN",
    column: "WOL",
    spec: "Magic Packet",
    size: 6,
    fields: &[&SYNC, &TARGETS, &SECUREON],
    under: &[(Space::EtherType, 0x0842)],
    looks: &[(Space::UdpPort, &[0xff], looks)],
    line: &[Word::Say("MagicPacket for "), Word::Of(&MAC)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if !looks(bytes) {
        return Step::reject();
    }
    Step::new(bytes.len().min(108), below.wire, id::data)
}
/// Ones, and sixteen times the same address.
fn looks(bytes: &[u8]) -> bool {
    let Some((sync, rest)) = bytes.split_first_chunk::<6>() else { return false };
    *sync == [0xff; 6] && rest.len() >= 96 && rest.as_chunks::<6>().0.iter().take(16).all(|mac| rest.starts_with(mac))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        ff ff ff ff ff ff # ones
        02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07 02 00 00 00 00 07";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(9, 9, &hex(SAMPLE));
        let names = ["wol.sync", "wol.mac"];
        assert_eq!(fields_of(228, &bytes, &names), "ffffffffffff 02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07,02:00:00:00:00:07");
        assert_eq!(layers_of(228, &bytes), "ip:udp:wol End");
        cut_everywhere(228, &bytes);
    }
}
