//! OpenBSD's view of packets that IPsec carries, [LINKTYPE_ENC](https://www.tcpdump.org/linktypes/LINKTYPE_ENC.html):
//! family and flags in the byte order of the capturing host.
//!
//! ```text
//! +-------------------------------+
//! |        Address family         |
//! +-------------------------------+
//! |   Security parameters index   |
//! +-------------------------------+
//! |             Flags             |
//! +-------------------------------+
//! ```
use super::*;
use crate::field::*;

static ORDER: Field = Field::part(Place::Switch(
    |here| little(here.head).into(),
    &[(1, &[&AF_LE, &SPI, &FLAGS_LE, &PAYLOAD_ENC, &PAYLOAD_AUTH, &PAYLOAD_COMPRESS, &HEADER_AUTH, &RESERVED])],
    &[&AF, &SPI, &FLAGS, &PAYLOAD_ENC, &PAYLOAD_AUTH, &PAYLOAD_COMPRESS, &HEADER_AUTH, &RESERVED],
));
/// The address family, as a big-endian host writes it.
pub static AF: Field = Field::new("enc.af", "Address Family", Place::Uint(32)).unset(2).names(FAMILIES);
/// The address family, as a little-endian host writes it.
pub static AF_LE: Field = Field::new("enc.af", "Address Family", Place::UintLe(32)).names(FAMILIES);
/// Of the security association.
pub static SPI: Field = Field::new("enc.spi", "SPI", Place::Uint(32)).hex();
/// What was done to the packet.
pub static FLAGS: Field = Field::new("enc.flags", "Flags", Place::Uint(32)).hex();
/// The same, little endian.
pub static FLAGS_LE: Field = Field::new("enc.flags", "Flags", Place::UintLe(32)).hex();
static PAYLOAD_ENC: Field = Field::new("enc.flags.payload_enc", "Payload encrypted", Place::Sub(0x400));
static PAYLOAD_AUTH: Field = Field::new("enc.flags.payload_auth", "Payload authenticated", Place::Sub(0x800));
static PAYLOAD_COMPRESS: Field = Field::new("enc.flags.payload_compress", "Payload compressed", Place::Sub(0x1000));
static HEADER_AUTH: Field = Field::new("enc.flags.header_auth", "Header authenticated", Place::Sub(0x2000));
static RESERVED: Field = Field::new("enc.flags.reserved", "Reserved", Place::Sub(0xffff_c3ff)).hex().ft(32);

const FAMILIES: Names = &[(2, "IPv4"), (24, "IPv6")];

/// Encapsulated packets.
pub static PROTOCOL: Protocol = Protocol {
    name: "enc",
    title: "OpenBSD Encapsulating device",
    column: "ENC",
    spec: "LINKTYPE_ENC",
    fields: &[&ORDER],
    under: &[(Space::Link, 109)],
    line: &[Word::With("SPI ", &SPI)],
    ..Protocol::PLAIN
};

/// A family is a small number, so the byte order shows.
fn little(head: &[u8]) -> bool {
    load(head, 0, 32).is_some_and(|family| family > 0xffff)
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(family) = load(bytes, 0, 32) else { return Step::cut(&[]) };
    if bytes.len() < 12 {
        return Step::cut(&[]);
    }
    let family = if little(bytes) { (family as u32).swap_bytes().into() } else { family };
    let next = match family {
        2 => id::ip,
        24 => id::ipv6,
        _ => id::data,
    };
    Step::new(12, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn both_byte_orders() {
        let ip = "45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01";
        for head in ["02 00 00 00 00 00 12 34 00 0c 00 00", "00 00 00 02 00 00 12 34 00 00 0c 00"] {
            let bytes = hex(&format!("{head} {ip}"));
            let names = ["enc.af", "enc.spi", "enc.flags", "enc.flags.payload_enc", "enc.flags.header_auth"];
            assert_eq!(fields_of(109, &bytes, &names), "2 0x00001234 0x00000c00 1 0");
            assert_eq!(layers_of(109, &bytes), "enc:ip:data End");
            cut_everywhere(109, &bytes);
        }
    }
}
