//! Slow protocols, IEEE 802.3, annex 57A: at most ten frames a second, told apart by their first byte.
//!
//! ```text
//! +---------------+---------------
//! |    Subtype    |  its own ..
//! +---------------+---------------
//! ```
use super::*;
use crate::field::Field;

/// Which of them.
pub static SUBTYPE: Field = Field::bits("slow.subtype", "Slow Protocols subtype", 0, 8).hex().alias("subtype").unset(1).names(&[
    (1, "LACP"),
    (2, "Marker Protocol"),
    (3, "OAM"),
    (10, "Organization Specific Slow Protocol"),
]);

/// Slow protocols.
pub static PROTOCOL: Protocol = Protocol {
    name: "slow",
    alias: "SlowProtocol",
    title: "Slow Protocols",
    column: "Slow Protocols",
    spec: "IEEE 802.3, 57A",
    size: 1,
    fields: &[&SUBTYPE],
    under: &[(Space::EtherType, 0x8809)],
    line: &[Word::Of(&SUBTYPE)],
    classes: &[form::discovery::SLOW],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let next = match bytes.first() {
        Some(1) => id::lacp,
        Some(2) => id::marker,
        Some(3) => id::oampdu,
        Some(10) => id::ossp,
        Some(_) => id::data,
        None => return Step::cut(bytes),
    };
    Step::new(1, below.wire, next)
}
