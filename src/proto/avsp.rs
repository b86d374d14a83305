//! Arista vendor specific protocol: time stamps that a switch puts into frames,
//! [Arista EOS, "Ingress and egress timestamping"](https://www.arista.com/en/um-eos/eos-timestamping).
//!
//! ```text
//! +---------------+---------------+
//! |   Sub Type    |    Version    |
//! +---------------+---------------+
//! | Seconds (4, or 2 bytes), then |
//! |    nanoseconds (4 bytes)      |
//! +---------------+---------------+
//! |     Type      |
//! +---------------+
//! ```
use super::*;
use crate::field::*;

/// 1: a time stamp.
pub static SUB_TYPE: Field = Field::new("avsp.sub_type", "Sub Type", Place::Uint(16)).names(&[(1, "timestamp")]).unset(1);
/// The stamp's length, and whether it counts TAI or UTC.
pub static VERSION: Field = Field::new("avsp.ver", "Version", Place::Key(16)).hex().unset(0x10).names(&[
    (0x0010, "64-bit TAI"),
    (0x0020, "48-bit TAI"),
    (0x0110, "64-bit UTC"),
    (0x0120, "48-bit UTC"),
]);
static STAMP_64: Field = Field::new("avsp.64ts", "Timestamp", Place::Group(&[&SECONDS_64, &NANOSECONDS_64]));
/// Since 1970.
pub static SECONDS_64: Field = Field::new("avsp.64sec", "Seconds", Place::Uint(32));
/// Behind the seconds.
pub static NANOSECONDS_64: Field = Field::new("avsp.64ns", "Nanoseconds", Place::Uint(32));
static STAMP_48: Field = Field::new("avsp.48ts", "Timestamp", Place::Group(&[&SECONDS_48, &NANOSECONDS_48]));
/// Since 1970, the lowest 16 bits.
pub static SECONDS_48: Field = Field::new("avsp.48sec", "Seconds", Place::Uint(16));
/// Behind the seconds.
pub static NANOSECONDS_48: Field = Field::new("avsp.48ns", "Nanoseconds", Place::Uint(32));
/// What it carries.
pub static ETYPE: Field = Field::new("avsp.etype", "Type", Place::Uint(16)).hex().names(super::ETHERTYPES).computed();
/// Bytes behind the packet that are no padding.
pub static TRAILER: Field = Field::new("avsp.trailer", "Trailer", Place::Rest);
static TRAILED: Field = Field::part(Place::Elsewhere(eth::trailer, &[&TRAILER]));

static BEHIND: Field = Field::part(Place::Switch(|here| (here.word(0) == 1).into(), &[(1, &[&VERSION, &STAMP])], &[&ETYPE]));
static STAMP: Field = Field::part(Place::Pick(
    &[(0x0010, &[&STAMP_64, &ETYPE]), (0x0110, &[&STAMP_64, &ETYPE]), (0x0020, &[&STAMP_48, &ETYPE]), (0x0120, &[&STAMP_48, &ETYPE])],
    &[],
));

/// Arista's header.
pub static PROTOCOL: Protocol = Protocol {
    name: "avsp",
    title: "Arista Vendor Specific Protocol",
    column: "AVSP",
    spec: "Arista EOS",
    fields: &[&SUB_TYPE, &BEHIND, &eth::PADDED, &TRAILED],
    under: &[(Space::EtherType, 0xd28b)],
    next: Some((Space::EtherType, &ETYPE)),
    line: &[
        Word::Of(&SUB_TYPE),
        Word::With(", ", &SECONDS_64),
        Word::With(" s ", &NANOSECONDS_64),
        Word::With(", ", &SECONDS_48),
        Word::With(" s ", &NANOSECONDS_48),
    ],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let header = match (load(bytes, 0, 16), load(bytes, 16, 16)) {
        (None, _) | (_, None) => return Step::cut(bytes),
        (Some(1), Some(0x0010 | 0x0110)) => 14,
        (Some(1), Some(0x0020 | 0x0120)) => 12,
        (Some(1), _) => return Step::malformed(4, below.wire),
        _ => 4,
    };
    match load(bytes, header * 8 - 16, 16) {
        Some(kind) => Step::new(header, below.wire, ETHERTYPE.of(kind as u16)),
        None => Step::cut(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const FIELDS: [&str; 7] = ["avsp.sub_type", "avsp.ver", "avsp.64sec", "avsp.64ns", "avsp.48sec", "avsp.48ns", "avsp.etype"];

    #[test]
    fn stamps_of_both_lengths() {
        let ethernet = "ff ff ff ff ff ff 02 03 04 05 06 07 d2 8b";
        let long = hex(&format!("{ethernet} 00 01 01 10 00 00 00 07 00 00 00 02 12 34 01"));
        assert_eq!(fields_of(1, &long, &FIELDS), "1 0x0110 7 2 - - 0x1234");
        cut_everywhere(1, &long);
        let short = hex(&format!("{ethernet} 00 01 00 20 00 07 00 00 00 02 12 34 01"));
        assert_eq!(fields_of(1, &short, &FIELDS), "1 0x0020 - - 7 2 0x1234");
        cut_everywhere(1, &short);
        let unknown = hex(&format!("{ethernet} 00 01 00 30 00 07 00 00 00 02 12 34 01"));
        assert_eq!(fields_of(1, &unknown, &FIELDS), "1 0x0030 - - - - -");
    }
}
