//! IPv6 Control Protocol of PPP, [RFC 5072](https://www.rfc-editor.org/rfc/rfc5072).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Code      |  Identifier   |            Length             |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Data or options, each with a type and a length ..          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::ppp::{CODE, IDENTIFIER, LENGTH, control, finish_control, negotiation};
use super::*;
use crate::field::*;

negotiation! {
    [
        1 IDENTIFIER_OPT  2 COMPRESSION
    ]
}
static IDENTIFIER_OPT: Field = Field::new("", "Interface Identifier", Place::Group(&[&TYPE, &OPT_LEN, &INTERFACE_IDENTIFIER]));
/// What is asked for.
pub static TYPE: Field =
    Field::new("ipv6cp.opt.type", "Type", Place::Uint(8)).names(&[(1, "Interface Identifier"), (2, "IPv6 compression")]);
/// Of the whole option, in bytes.
pub static OPT_LEN: Field = Field::new("ipv6cp.opt.length", "Length", Place::Len(8, Counts::Whole));
/// The lower half of the link-local address.
pub static INTERFACE_IDENTIFIER: Field = Field::new("ipv6cp.interface_identifier", "Interface Identifier", Place::Run(8)).kind(COLONS);
const COLONS: Kind = Kind::Show(&Show {
    ft: "BYTES",
    plain: |value, out| {
        if let Value::Bytes(b) = value {
            crate::text::joined(b, b':', out);
        }
    },
});
// Wireshark tells this one as IPCP's.
static COMPRESSION: Field = Field::new("", "IPv6 compression", Place::Group(&[&ipcp::TYPE, &ipcp::OPT_LEN, &ipcp::COMPRESS_PROTO, &ppp::OPTION_REST]));

/// PPP IPv6 Control Protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ipv6cp",
    alias: "",
    title: "PPP IPv6 Control Protocol",
    column: "PPP IPV6CP",
    spec: "RFC 5072",
    size: 4,
    fields: &[&CODE, &IDENTIFIER, &LENGTH, &BODY],
    under: &[(Space::Ppp, 0x8057), (Space::EtherType, 0x8057)],
    line: &[Word::Of(&CODE)],
    finish: finish_control,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    control(bytes, below)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn an_identifier() {
        let bytes = hex("ff 03 80 57 01 01 00 0e 01 0a 01 02 03 04 05 06 07 08");
        assert_eq!(fields_of(9, &bytes, &["ppp.code", "ipv6cp.opt.type", "ipv6cp.interface_identifier"]), "1 1 01:02:03:04:05:06:07:08");
        assert_eq!(layers_of(9, &bytes), "ppp:ipv6cp End");
        cut_everywhere(9, &bytes);
    }
}
