//! The log of OpenBSD's packet filter, [LINKTYPE_PFLOG](https://www.tcpdump.org/linktypes/LINKTYPE_PFLOG.html).
//!
//! ```text
//! +-------+-------+-------+-------+
//! | Length| Family| Action| Reason|
//! +-------+-------+-------+-------+
//! |  Interface, 16 bytes; ruleset,|
//! |  16 bytes                     |
//! +-------------------------------+
//! |  Rule number                  |
//! |  Subrule number               |
//! |  User, process, user and      |
//! |  process of the rule's author |
//! +-------+-----------------------+
//! |  Dir  |  Padding ..           |
//! +-------+-----------------------+
//! ```
use super::*;
use crate::field::*;

/// Of the header without padding, in bytes.
pub static LENGTH: Field = Field::bits("pflog.length", "Header Length", 0, 8).unset(61);
/// The packet's address family, as OpenBSD counts.
pub static AF: Field =
    Field::bits("pflog.af", "Address Family", 8, 8).ft(32).unset(2).names(&[(2, "IPv4"), (24, "IPv6"), (28, "IPv6"), (30, "IPv6")]);
/// What the filter did.
pub static ACTION: Field = Field::bits("pflog.action", "Action", 16, 8).ft(8).names(&[
    (0, "pass"),
    (1, "block"),
    (2, "scrub"),
    (3, "no scrub"),
    (4, "nat"),
    (5, "no nat"),
    (6, "binat"),
    (7, "no binat"),
    (8, "rdr"),
    (9, "no rdr"),
    (10, "synproxy-drop"),
]);
/// And why.
pub static REASON: Field = Field::bits("pflog.reason", "Reason", 24, 8).ft(8).names(&[
    (0, "match"),
    (1, "bad-offset"),
    (2, "fragment"),
    (3, "short"),
    (4, "normalize"),
    (5, "memory"),
    (6, "bad-timestamp"),
    (7, "congestion"),
    (8, "ip-option"),
    (9, "proto-cksum"),
    (10, "state-mismatch"),
    (11, "state-insert"),
    (12, "state-limit"),
    (13, "src-limit"),
    (14, "synproxy"),
]);
static IFNAME_PART: Field = Field::part(Place::Sized(|_| 16, &[&IFNAME]));
/// Interface.
pub static IFNAME: Field = Field::new("pflog.ifname", "Interface", Place::Zero);
static RULESET_PART: Field = Field::part(Place::Sized(|_| 16, &[&RULESET]));
/// Anchor; empty for the main ruleset.
pub static RULESET: Field = Field::new("pflog.ruleset", "Ruleset", Place::Zero);
/// In the ruleset.
pub static RULENR: Field = Field::new("pflog.rulenr", "Rule Number", Place::Uint(32)).kind(Kind::Signed);
/// -1 without an anchor.
pub static SUBRULENR: Field = Field::new("pflog.subrulenr", "Sub Rule Number", Place::Uint(32)).kind(Kind::Signed);
/// Of the socket's owner.
pub static UID: Field = Field::new("pflog.uid", "UID", Place::Uint(32)).kind(Kind::Signed);
/// Of the socket's owner.
pub static PID: Field = Field::new("pflog.pid", "PID", Place::Uint(32)).kind(Kind::Signed);
/// Of who loaded the rule.
pub static RULE_UID: Field = Field::new("pflog.rule_uid", "Rule UID", Place::Uint(32)).kind(Kind::Signed);
/// Of who loaded the rule.
pub static RULE_PID: Field = Field::new("pflog.rule_pid", "Rule PID", Place::Uint(32)).kind(Kind::Signed);
/// In or out.
pub static DIR: Field = Field::new("pflog.dir", "Direction", Place::Uint(8)).ft(8).names(&[(0, "inout"), (1, "in"), (2, "out")]);
/// Up to a multiple of four.
pub static PAD: Field = Field::new("pflog.pad", "Padding", Place::Run(3));
static PAD_OR: Field = Field::part(Place::When(|here| here.left() >= 3, &[&PAD]));

/// PF log.
pub static PROTOCOL: Protocol = Protocol {
    name: "pflog",
    title: "OpenBSD Packet Filter log file",
    column: "PFLOG",
    spec: "LINKTYPE_PFLOG",
    size: 4,
    fields: &[
        &LENGTH,
        &AF,
        &ACTION,
        &REASON,
        &IFNAME_PART,
        &RULESET_PART,
        &RULENR,
        &SUBRULENR,
        &UID,
        &PID,
        &RULE_UID,
        &RULE_PID,
        &DIR,
        &PAD_OR,
    ],
    under: &[(Space::Link, 117)],
    line: &[Word::Of(&ACTION), Word::With(" on ", &IFNAME), Word::With(" by rule ", &RULENR)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [length, af, ..] = *bytes else { return Step::cut(bytes) };
    if length < 61 {
        return Step::malformed(1, below.wire);
    }
    let header = usize::from(length).next_multiple_of(4);
    let next = match af {
        2 => id::ip,
        24 | 28 | 30 => id::ipv6,
        _ => id::data,
    };
    if bytes.len() < header { Step::cut(bytes) } else { Step::new(header, below.wire, next) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex(&format!(
            "3d 02 01 00 # 61 bytes, IPv4, blocked, by a rule
             65 6d 30 {} 61 {} # em0, ruleset a
             00 00 00 03 ff ff ff ff # rule 3, no subrule
             ff ff ff ff 00 00 00 63 00 00 00 00 00 00 00 64 # users and processes
             01 00 00 00 # in
             45 00 00 15 00 01 00 00 40 fd 7b e6 7f 00 00 01 7f 00 00 01 01",
            "00".repeat(13),
            "00".repeat(15)
        ));
        let names = [
            "pflog.length",
            "pflog.action",
            "pflog.ifname",
            "pflog.ruleset",
            "pflog.rulenr",
            "pflog.subrulenr",
            "pflog.pid",
            "pflog.dir",
            "pflog.pad",
        ];
        assert_eq!(fields_of(117, &bytes, &names), "61 1 em0 a 3 -1 99 1 000000");
        assert_eq!(layers_of(117, &bytes), "pflog:ip:data End");
        cut_everywhere(117, &bytes);
    }
}
