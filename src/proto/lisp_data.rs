//! Locator/ID Separation Protocol (Data), [RFC 9300](https://www.rfc-editor.org/rfc/rfc9300), 5.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |N|L|E|V|I|Reser|                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static FLAGS: Field = Field::bits("lisp-data.flags", "Flags", 0, 8).hex();
static FLAGS_NONCE: Field = Field::bits("lisp-data.flags.nonce", "N bit (Nonce present)", 0, 1);
static FLAGS_LSB: Field = Field::bits("lisp-data.flags.lsb", "L bit (Locator-Status-Bits field enabled)", 1, 1);
static FLAGS_ENR: Field = Field::bits("lisp-data.flags.enr", "E bit (Echo-Nonce-Request)", 2, 1);
static FLAGS_MV: Field = Field::bits("lisp-data.flags.mv", "V bit (Map-Version present)", 3, 1);
static FLAGS_IID: Field = Field::bits("lisp-data.flags.iid", "I bit (Instance ID present)", 4, 1);
static FLAGS_RES: Field = Field::bits("lisp-data.flags.res", "Reserved", 5, 3).hex().ft(8);
static NONCE: Field = Field::new("lisp-data.nonce", "Nonce", Place::Uint(24));
static NONCES: Field = Field::part(Place::When(|h| h.byte(0) & 0x80 != 0, &[&NONCE]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "lisp-data",
    title: "Locator/ID Separation Protocol (Data)",
    column: "LISP Data",
    spec: "RFC 9300",
    size: 1,
    fields: &[&FLAGS, &FLAGS_NONCE, &FLAGS_LSB, &FLAGS_ENR, &FLAGS_MV, &FLAGS_IID, &FLAGS_RES, &NONCES],
    under: &[(Space::UdpPort, 4341)],
    line: &[Word::Say("LISP encapsulation")],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(first) = bytes.get(8) else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let next = match first >> 4 {
        4 => id::ip,
        6 => id::ipv6,
        _ => id::data,
    };
    Step::new(8, below.wire, next)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        80 00 00 07 00 00 00 01 # nonce 7
        45 00 00 14 00 00 00 00 40 3b 00 00 0a 00 00 01 0a 00 00 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(4341, 4341, &hex(SAMPLE));
        let names = ["lisp-data.flags", "lisp-data.flags.nonce", "lisp-data.nonce"];
        assert_eq!(fields_of(228, &bytes, &names), "0x80 1 7");
        assert_eq!(layers_of(228, &bytes), "ip:udp:lisp-data:ip End");
        cut_everywhere(228, &bytes);
    }
}
