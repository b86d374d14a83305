//! Extensible Authentication Protocol, [RFC 3748](https://www.rfc-editor.org/rfc/rfc3748).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |     Code      |  Identifier   |            Length             |
//! |     Type      |  Type-Data ...
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::text;

/// Who speaks: the authenticator asks, the peer answers.
pub static CODE: Field =
    Field::bits("eap.code", "Code", 0, 8).names(&[(1, "Request"), (2, "Response"), (3, "Success"), (4, "Failure"), (5, "Initiate"), (6, "Finish")]);
/// The response has the request's.
pub static ID: Field = Field::bits("eap.id", "Id", 8, 8);
static LEN: Field = Field::bits("eap.len", "Length", 16, 16);
/// Which method.
pub static TYPE: Field = Field::new("eap.type", "Type", Place::Key(8)).names(&[
    (1, "Identity"),
    (2, "Notification"),
    (3, "Legacy Nak (Response Only)"),
    (4, "MD5-Challenge EAP (EAP-MD5-CHALLENGE)"),
    (5, "One-Time Password EAP (EAP-OTP)"),
    (6, "Generic Token Card EAP (EAP-GTC)"),
    (13, "TLS EAP (EAP-TLS)"),
    (17, "Cisco Wireless EAP / Lightweight EAP (EAP-LEAP)"),
    (18, "GSM Subscriber Identity Modules EAP (EAP-SIM)"),
    (21, "Tunneled TLS EAP (EAP-TTLS)"),
    (23, "UMTS Authentication and Key Agreement EAP (EAP-AKA)"),
    (25, "Protected EAP (EAP-PEAP)"),
    (26, "MS-Authentication EAP (EAP-MS-AUTH)"),
    (43, "Flexible Authentication via Secure Tunneling EAP (EAP-FAST)"),
    (50, "EAP-AKA'"),
    (52, "EAP-PWD"),
    (55, "TEAP"),
    (254, "Expanded Type"),
]);
/// Who wants in.
pub static IDENTITY: Field = Field::new("eap.identity", "Identity", Place::Rest).kind(Kind::Show(&text::ASCII_TO_ZERO));
static NOTIFICATION: Field = Field::new("eap.notification", "Notification", Place::Rest).kind(Kind::Show(&text::ASCII_TO_ZERO));
static DESIRED: Field = Field::part(Place::Many(&DESIRED_TYPE));
static DESIRED_TYPE: Field = Field::new("eap.desired_type", "Desired Auth Type", Place::Uint(8));
static MD5_SIZE: Field = Field::new("eap.md5.value_size", "EAP-MD5 Value-Size", Place::Uint(8));
static MD5_VALUE: Field = Field::new("eap.md5.value", "EAP-MD5 Value", Place::Take(|h| (h.number as usize).min(h.left())));
static MD5_EXTRA: Field = Field::new("eap.md5.extra_data", "EAP-MD5 Extra Data", Place::Rest);
static METHOD: Field = Field::part(Place::When(|h| matches!(h.byte(0), 1 | 2) && h.left() > 0, &[&TYPE, &DATA]));
static DATA: Field = Field::part(Place::Pick(
    &[(1, &[&IDENTITY]), (2, &[&NOTIFICATION]), (3, &[&DESIRED]), (4, &[&MD5_SIZE, &MD5_VALUE, &MD5_EXTRA])],
    &[],
));

/// EAP.
pub static PROTOCOL: Protocol = Protocol {
    name: "eap",
    title: "Extensible Authentication Protocol",
    column: "EAP",
    spec: "RFC 3748",
    size: 4,
    fields: &[&CODE, &ID, &LEN, &METHOD],
    under: &[(Space::Ppp, 0xc227)],
    line: &[Word::Of(&CODE), Word::With(", ", &TYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let length = usize::from(LEN.num(bytes).unwrap_or(4) as u16).max(4);
    if bytes.len() < 4 || bytes.len() < length {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(length, length, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn identity_in_radius() {
        let mut request = vec![1, 7, 0, 30];
        request.extend([0; 16]);
        request.extend(b"\x4f\x0a\x02\x01\0\x08\x01bob");
        let bytes = udp_of(40000, 1812, &request);
        assert_eq!(fields_of(228, &bytes, &["eap.code", "eap.id", "eap.len", "eap.type", "eap.identity"]), "2 1 8 1 bob");
        cut_everywhere(228, &bytes);
    }
}
