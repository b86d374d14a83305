//! Locator/ID Separation Protocol, [RFC 9301](https://www.rfc-editor.org/rfc/rfc9301), 5: control messages.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Type |                                                       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("lisp.type", "Type", 0, 4).ft(24).names(&[(1, "Map-Request"), (2, "Map-Reply"), (3, "Map-Register"), (4, "Map-Notify"), (6, "Map-Referral"), (7, "Info"), (8, "Encapsulated Control Message")]);
static RECORDS: Field = Field::new("lisp.records", "Record Count", Place::Uint(8));
static NONCE: Field = Field::new("lisp.nonce", "Nonce", Place::Uint(64)).hex();
static KEYID: Field = Field::new("lisp.keyid", "Key ID", Place::Uint(16)).hex();
static AUTHLEN: Field = Field::new("lisp.authlen", "Authentication Data Length", Place::Uint(16));
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| (h.byte(0) >> 4).into(),
    &[(1, &[&FLAGS, &RECORDS, &NONCE]), (2, &[&FLAGS, &RECORDS, &NONCE]), (3, &[&FLAGS, &RECORDS, &NONCE, &KEYID, &AUTHLEN]), (4, &[&FLAGS, &RECORDS, &NONCE, &KEYID, &AUTHLEN])],
    &[],
));
static FLAGS: Field = Field::part(Place::Run(2));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "lisp",
    title: "Locator/ID Separation Protocol",
    column: "LISP Control",
    spec: "RFC 9301",
    size: 1,
    fields: &[&TYPE, &BY_TYPE],
    under: &[(Space::UdpPort, 4342)],
    line: &[Word::Of(&TYPE), Word::With(" ", &NONCE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.first().map(|b| b >> 4) {
        None => Step::cut(bytes),
        // An encapsulated control message carries a packet behind its four bytes.
        Some(8) if bytes.len() > 4 => {
            let version = bytes.get(4).map_or(0, |b| b >> 4);
            Step::new(4, below.wire, if version == 6 { id::ipv6 } else { id::ip })
        }
        Some(_) => Step::new(bytes.len(), below.wire, id::data),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        30 00 01 01 00 00 00 00 00 00 00 07 00 01 00 00 # register";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(4342, 4342, &hex(SAMPLE));
        let names = ["lisp.type", "lisp.records", "lisp.nonce", "lisp.keyid", "lisp.authlen"];
        assert_eq!(fields_of(228, &bytes, &names), "3 1 0x0000000000000007 0x0001 0");
        assert_eq!(layers_of(228, &bytes), "ip:udp:lisp End");
        cut_everywhere(228, &bytes);
    }
}
