//! Teredo: IPv6 over UDP through address translators, [RFC 4380](https://www.rfc-editor.org/rfc/rfc4380), 5.1.1.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      0x00     |      0x01     |  ID-len       |    AU-len     |
//! ~         Client identifier, Authentication value               ~
//! |                        Nonce value (8 bytes)                  |
//! | Confirmation  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      0x00     |      0x00     |         Origin port #         |
//! |                      Origin IPv4 address                      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::text;

static AUTHS: Field = Field::part(Place::When(|h| h.left() > 1 && h.word(h.at) == 1, &[&AUTH]));
static AUTH: Field =
    Field::new("teredo.auth", "Teredo Authentication header", Place::Group(&[&MARK, &IDLEN, &AULEN, &CLIENT, &VALUES, &NONCE, &CONF]));
static MARK: Field = Field::new("", "", Place::Uint(16));
static IDLEN: Field = Field::new("teredo.auth.idlen", "Client identifier length", Place::Uint(8));
static AULEN: Field = Field::new("teredo.auth.aulen", "Authentication value length", Place::Uint(8));
static CLIENT: Field = Field::part(Place::Sized(|h| h.byte(h.start + 2).into(), &[&ID]));
static ID: Field = Field::new("teredo.auth.id", "Client identifier", Place::Rest);
static VALUES: Field = Field::part(Place::Sized(|h| h.byte(h.start + 3).into(), &[&VALUE]));
static VALUE: Field = Field::new("teredo.auth.value", "Authentication value", Place::Rest);
static NONCE: Field = Field::new("teredo.auth.nonce", "Nonce value", Place::Run(8));
static CONF: Field = Field::new("teredo.auth.conf", "Confirmation byte", Place::Run(1));
static ORIGINS: Field = Field::part(Place::When(|h| h.left() > 1 && h.word(h.at) == 0, &[&ORIG]));
static ORIG: Field = Field::new("teredo.orig", "Teredo Origin Indication header", Place::Group(&[&MARK, &PORT, &ADDR]));
/// "In network byte order, all bits inverted."
pub static PORT: Field = Field::new("teredo.orig.port", "Origin UDP port", Place::Uint(16)).kind(Kind::Show(&INVERTED));
/// "In network byte order, all bits inverted."
pub static ADDR: Field = Field::new("teredo.orig.addr", "Origin IPv4 address", Place::Uint(32)).kind(Kind::Show(&INVERTED_ADDRESS));

static INVERTED: Show = Show {
    ft: "UINT16",
    plain: |value, out| {
        if let Value::Num(n) = value {
            text::decimal(!n & 0xffff, out)
        }
    },
};
static INVERTED_ADDRESS: Show = Show {
    ft: "IPv4",
    plain: |value, out| {
        if let Value::Num(n) = value {
            text::ip4((!n as u32).to_be_bytes(), out)
        }
    },
};

/// Teredo.
pub static PROTOCOL: Protocol = Protocol {
    name: "teredo",
    alias: "Teredo",
    title: "Teredo IPv6 over UDP tunneling",
    column: "Teredo",
    spec: "RFC 4380",
    fields: &[&AUTHS, &ORIGINS],
    under: &[(Space::UdpPort, 3544)],
    line: &[Word::Say("Teredo"), Word::With(" origin ", &ADDR), Word::With(":", &PORT)],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let mut header = 0;
    if let [0, 1, client, value, ..] = bytes {
        header = 13 + usize::from(*client) + usize::from(*value);
    }
    if let Some([0, 0, ..]) = bytes.get(header..) {
        header += 8;
    }
    match bytes.get(header) {
        Some(b) if b >> 4 == 6 => Step::new(header, below.wire, id::ipv6),
        Some(b) if *b != 0 => Step::new(header, below.wire, id::data),
        _ => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn authentication_and_origin() {
        let bytes = hex("45 00 00 61 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 # IPv4
                         30 39 0d d8 00 4d 00 00 # UDP to 3544
                         00 01 03 01 01 02 03 04 11 22 33 44 55 66 77 88 00 # authentication
                         00 00 fb fa fe fd fc fb # origin 1.2.3.4:1029
                         60 00 00 00 00 04 3b 40 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 01
                         00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02 61 62 63 64");
        let names =
            ["teredo.auth.id", "teredo.auth.value", "teredo.auth.nonce", "teredo.auth.conf", "teredo.orig.port", "teredo.orig.addr"];
        assert_eq!(fields_of(228, &bytes, &names), "010203 04 1122334455667788 00 1029 1.2.3.4");
        assert_eq!(fields_of(228, &bytes, &["ipv6.dst"]), "::2");
        cut_everywhere(228, &bytes);
    }
}
