//! Alert Standard Forum, [ASF 2.0](https://www.dmtf.org/sites/default/files/standards/documents/DSP0136.pdf), 3.2.2.3.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                     IANA Enterprise Number                    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Message Type |  Message Tag  |               |  Data Length  |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static IANA: Field = Field::bits("asf.iana", "IANA Enterprise Number", 0, 32);
static TYPE: Field = Field::bits("asf.type", "Message Type", 32, 8).hex().names(&[(16, "Reset"), (17, "Power-up"), (18, "Unconditional Power-down"), (19, "Power Cycle"), (64, "Presence Pong"), (65, "Capabilities Response"), (66, "System State Response"), (67, "Open Session Response"), (68, "Close Session Response"), (128, "Presence Ping"), (129, "Capabilities Request"), (130, "System State Request"), (131, "Open Session Request"), (132, "Close Session Request"), (192, "RAKP Message 1"), (193, "RAKP Message 2"), (194, "RAKP Message 3")]);
static TAG: Field = Field::bits("asf.tag", "Message Tag", 40, 8).hex();
static LEN: Field = Field::bits("asf.len", "Data Length", 56, 8);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "asf",
    title: "Alert Standard Forum",
    column: "ASF",
    spec: "ASF 2.0",
    size: 8,
    fields: &[&IANA, &TYPE, &TAG, &LEN],
    under: &[(Space::Context, 6)],
    line: &[Word::Of(&TYPE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 8)
}
