//! Virtual LAN tag before a length, IEEE 802.1Q, 9.6; IEEE 802.2 follows.
//!
//! ```text
//! +---+-+-----------+---------------+
//! |PCP|D|    VID    |    Length     |
//! +---+-+-----------+---------------+
//! ```
use super::vlan::*;
use super::*;

/// Of what follows, in bytes.
pub static LEN: Field = Field::bits("vlan.len", "Length", 16, 16).alias("len").computed();

/// 802.1Q with a length. Wireshark calls it as the one with a type.
pub static PROTOCOL: Protocol = Protocol {
    name: "vlan",
    title: "802.1Q Virtual LAN, with a length",
    column: "VLAN",
    spec: "IEEE 802.1Q",
    size: 4,
    fields: &[&PRIORITY, &DEI, &ID, &LEN, &eth::PADDED, &TRAILED],
    line: &[Word::Say("PRI: "), Word::Plain(&PRIORITY), Word::Say(" DEI: "), Word::Plain(&DEI), Word::Say(" ID: "), Word::Plain(&ID)],
    finish: |d| d.fill(&LEN, d.bytes.len().saturating_sub(d.head) as u64),
    classes: &[form::link::DOT1Q],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    let Some(len) = LEN.num(bytes) else { return Step::cut(bytes) };
    Step::new(4, 4 + len as usize, ieee8023::inside(bytes.get(4..).unwrap_or(&[])))
}
