//! Spanning Tree Protocol: STP, RSTP, MSTP and shortest path bridging, IEEE 802.1D, 9 and IEEE 802.1Q, 14; Cisco's per-VLAN spanning tree.
//!
//! ```text
//! +-------------------------------+---------------+---------------+
//! |     Protocol identifier       |    Version    |     Type      |
//! +---------------+---------------+---------------+---------------+
//! |     Flags     |     Root identifier (8 bytes) ..              |
//! +---------------+-----------------------------------------------+
//! |     Root path cost (4 bytes), bridge identifier (8 bytes) ..  |
//! +-------------------------------+-------------------------------+
//! |       Port identifier         |         Message age           |
//! +-------------------------------+-------------------------------+
//! |          Max age              |          Hello time           |
//! +-------------------------------+-------------------------------+
//! |       Forward delay           |  what the version adds ..     |
//! +-------------------------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

const fn mac(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Run(6)).kind(Kind::Mac)
}
const fn sub(name: &'static str, title: &'static str, mask: u64) -> Field {
    Field::new(name, title, Place::Sub(mask)).ft(8)
}
/// The upper four bits of a bridge identifier, where they lie.
const fn priority(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Reckoned(|h| Some(Value::Num(h.number & 0xf000)))).ft(16)
}
const fn extension(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Sub(0x0fff)).ft(16)
}
/// Seconds in units of 1/256.
const fn time(name: &'static str, title: &'static str) -> Field {
    word(name, title).kind(Kind::Show(&SECONDS))
}
static SECONDS: Show = Show {
    ft: "DOUBLE",
    plain: |value, out| {
        let Value::Num(n) = value else { return };
        crate::text::decimal(n / 256, out);
        let mut rest = n % 256;
        if rest > 0 {
            out.push(b'.');
        }
        while rest > 0 {
            rest *= 10;
            out.push(b'0' + (rest / 256) as u8);
            rest %= 256;
        }
    },
};

/// 0: spanning tree.
pub static IDENTIFIER: Field =
    Field::bits("stp.protocol", "Protocol Identifier", 0, 16).hex().alias("proto").names(&[(0, "Spanning Tree Protocol")]);
/// What was added: rapid, multiple and shortest path trees.
pub static VERSION: Field = Field::bits("stp.version", "Protocol Version Identifier", 16, 8).alias("version").names(&[
    (0, "Spanning Tree"),
    (2, "Rapid Spanning Tree"),
    (3, "Multiple Spanning Tree"),
    (4, "Shortest Path Tree"),
]);
/// Configuration, its rapid form, or the notification of a change, which ends here.
pub static TYPE: Field = Field::bits("stp.type", "BPDU Type", 24, 8).hex().alias("bpdutype").names(&[
    (0x00, "Configuration"),
    (0x02, "Rapid/Multiple Spanning Tree"),
    (0x80, "Topology Change Notification"),
]);
static BPDU: Field = Field::part(Place::Switch(
    |h| h.byte(3).into(),
    &[(0, &[&FLAGS, &FLAGS_TCACK, &FLAGS_TC, &CONFIGURATION, &PVST]), (2, &[&FLAGS, &ALL_FLAGS, &CONFIGURATION, &RAPID]), (0x80, &[])],
    &[&TYPE_UNKNOWN],
));
static TYPE_UNKNOWN: Field = Field::new("stp.type.unknown", "Unknown BPDU type data", Place::Run(0)).kind(Kind::Present);
static SUPPORT: Field = Field::part(Place::When(|h| !matches!(h.byte(2), 0 | 2..=4), &[&VERSION_SUPPORT]));
static VERSION_SUPPORT: Field = Field::new("bpdu.version_support", "Unknown version", Place::Run(0)).kind(Kind::Present);
/// IEEE 802.1D, 9.3.
pub static FLAGS: Field = byte("stp.flags", "BPDU flags").hex().alias("bpduflags");
static ALL_FLAGS: Field = Field::part(Place::When(
    |_| true,
    &[&FLAGS_TCACK, &FLAGS_AGREEMENT, &FLAGS_FORWARDING, &FLAGS_LEARNING, &FLAGS_PORT_ROLE, &FLAGS_PROPOSAL, &FLAGS_TC],
));
/// The notification of a change was heard.
pub static FLAGS_TCACK: Field = sub("stp.flags.tcack", "Topology Change Acknowledgment", 0x80);
/// To the proposal.
pub static FLAGS_AGREEMENT: Field = sub("stp.flags.agreement", "Agreement", 0x40);
/// The port forwards.
pub static FLAGS_FORWARDING: Field = sub("stp.flags.forwarding", "Forwarding", 0x20);
/// The port learns addresses.
pub static FLAGS_LEARNING: Field = sub("stp.flags.learning", "Learning", 0x10);
/// What the port is to the tree.
pub static FLAGS_PORT_ROLE: Field =
    sub("stp.flags.port_role", "Port Role", 0x0c).names(&[(0, "Unknown"), (1, "Alternate or Backup"), (2, "Root"), (3, "Designated")]);
/// To be the designated port at once.
pub static FLAGS_PROPOSAL: Field = sub("stp.flags.proposal", "Proposal", 0x02);
/// The topology changes.
pub static FLAGS_TC: Field = sub("stp.flags.tc", "Topology Change", 0x01);

static CONFIGURATION: Field = Field::part(Place::When(
    |_| true,
    &[
        &ROOT_ID,
        &ROOT_PRIO,
        &ROOT_EXT,
        &ROOT_HW,
        &ROOT_COST,
        &BRIDGE_ID,
        &BRIDGE_PRIO,
        &BRIDGE_EXT,
        &BRIDGE_HW,
        &PORT,
        &MSG_AGE,
        &MAX_AGE,
        &HELLO,
        &FORWARD,
    ],
));
static ROOT_ID: Field = Field::part(Place::Uint(16)).alias("rootid");
/// A multiple of 4096: the lowest becomes the root.
pub static ROOT_PRIO: Field = priority("stp.root.prio", "Root Bridge Priority");
/// Which VLAN's tree it is.
pub static ROOT_EXT: Field = extension("stp.root.ext", "Root Bridge System ID Extension");
/// The root's address.
pub static ROOT_HW: Field = mac("stp.root.hw", "Root Bridge System ID").alias("rootmac");
/// From the sender to the root.
pub static ROOT_COST: Field = long("stp.root.cost", "Root Path Cost").alias("pathcost");
static BRIDGE_ID: Field = Field::part(Place::Uint(16)).alias("bridgeid");
/// The sender's.
pub static BRIDGE_PRIO: Field = priority("stp.bridge.prio", "Bridge Priority");
/// Which VLAN's tree it is.
pub static BRIDGE_EXT: Field = extension("stp.bridge.ext", "Bridge System ID Extension");
/// The sender's.
pub static BRIDGE_HW: Field = mac("stp.bridge.hw", "Bridge System ID").alias("bridgemac");
/// Priority and number of the sender's port.
pub static PORT: Field = word("stp.port", "Port identifier").hex().alias("portid");
/// Since the root sent it.
pub static MSG_AGE: Field = time("stp.msg_age", "Message Age").alias("age").unset(0x0100);
/// When it is to be forgotten.
pub static MAX_AGE: Field = time("stp.max_age", "Max Age").alias("maxage").unset(0x1400);
/// Between two of the root's.
pub static HELLO: Field = time("stp.hello", "Hello Time").alias("hellotime").unset(0x0200);
/// Between listening, learning and forwarding.
pub static FORWARD: Field = time("stp.forward", "Forward Delay").alias("fwddelay").unset(0x0f00);

/// Cisco's per-VLAN spanning tree adds records behind a byte of padding.
static PVST: Field = Field::part(Place::When(|h| h.wire > 35 && h.left() > 0, &[&PVST_PAD, &TLV_LIST]));
static PVST_PAD: Field = Field::part(Place::Run(1));
static TLV_LIST: Field = Field::part(Place::When(|h| h.left() >= 4, &[&TLVS]));
static TLVS: Field = Field::many("TLVs", &TLV_WHOLE);
static TLV_WHOLE: Field = Field::part(Place::When(|h| h.left() >= 4 + usize::from(h.word(h.at + 2)), &[&TLV]));
static TLV: Field = Field::new("", "TLV", Place::Group(&[&TLV_TYPE, &TLV_LEN]));
/// 0: the VLAN where it was sent.
pub static TLV_TYPE: Field = Field::new("stp.pvst.tlvtype", "Type", Place::Key(16)).hex().names(&[(0, "Originating VLAN")]);
/// Of the value in bytes.
pub static TLV_LEN: Field = Field::new("stp.pvst.tlvlen", "Length", Place::Span(16, &[&TLV_OF]));
static TLV_OF: Field = Field::part(Place::Switch(|h| if h.key == 0 { h.left() as u64 } else { 0 }, &[(2, &[&ORIGVLAN])], &[&TLV_VALUE]));
/// Where it was sent, untagged.
pub static ORIGVLAN: Field = word("stp.pvst.origvlan", "Originating VLAN");
/// Of another record.
pub static TLV_VALUE: Field = Field::new("stp.pvst.tlvval", "Value", Place::Rest);

static RAPID: Field = Field::part(Place::When(|h| h.left() > 0, &[&VERSION_1_LENGTH, &BEHIND]));
static BEHIND: Field = Field::part(Place::Switch(|h| u64::from(h.byte(2) >= 3), &[(1, &[&VERSION_3])], &[&TLV_LIST]));
/// 0: nothing follows.
pub static VERSION_1_LENGTH: Field = byte("stp.version_1_length", "Version 1 Length");
static VERSION_3: Field =
    Field::part(Place::When(|h| h.byte(35) == 0 && h.left() >= 2 && h.wire >= 102, &[&VERSION_3_LENGTH, &MST, &VERSION_4]));
/// What multiple spanning trees add, in bytes.
pub static VERSION_3_LENGTH: Field = word("mstp.version_3_length", "Version 3 Length");
static MST: Field = Field::part(Place::Sized(|h| usize::from(h.word(36)), &[&MST_IF]));
static MST_IF: Field = Field::part(Place::When(|h| h.word(36) >= 64, &[&MST_EXTENSION]));
static MST_EXTENSION: Field = Field::new(
    "",
    "MST Extension",
    Place::Group(&[&FORMAT_SELECTOR, &NAME, &REVISION, &DIGEST, &CIST_COST, &CIST_ID, &CIST_PRIO, &CIST_EXT, &CIST_HW, &CIST_HOPS, &MSTIS]),
);
/// 0.
pub static FORMAT_SELECTOR: Field = byte("mstp.config_format_selector", "MST Config ID format selector");
static NAME: Field = Field::part(Place::Sized(|_| 32, &[&NAME_OF]));
/// The region's name.
pub static NAME_OF: Field = Field::new("mstp.config_name", "MST Config name", Place::Zero).kind(Kind::Show(&crate::text::ASCII));
/// The region's revision.
pub static REVISION: Field = word("mstp.config_revision_level", "MST Config revision");
/// HMAC-MD5 of the table of VLANs and instances.
pub static DIGEST: Field = Field::new("mstp.config_digest", "MST Config digest", Place::Run(16));
/// Inside the region.
pub static CIST_COST: Field = long("mstp.cist_internal_root_path_cost", "CIST Internal Root Path Cost");
static CIST_ID: Field = Field::part(Place::Uint(16));
/// The sender's.
pub static CIST_PRIO: Field = priority("mstp.cist_bridge.prio", "CIST Bridge Priority");
/// The sender's.
pub static CIST_EXT: Field = extension("mstp.cist_bridge.ext", "CIST Bridge Identifier System ID Extension");
/// The sender's.
pub static CIST_HW: Field = mac("mstp.cist_bridge.hw", "CIST Bridge Identifier System ID");
/// Until it is forgotten.
pub static CIST_HOPS: Field = byte("mstp.cist_remaining_hops", "CIST Remaining hops");
static MSTIS: Field = Field::new("", "MST instances", Place::Repeat(|h| h.left() / 16, &MSTI));
static MSTI: Field = Field::new(
    "",
    "MST instance",
    Place::Group(&[
        &MSTI_FLAGS,
        &ALL_FLAGS,
        &MSTI_ROOT,
        &MSTI_PRIORITY,
        &MSTI_ID,
        &MSTI_HW,
        &MSTI_COST,
        &MSTI_BRIDGE,
        &MSTI_PORT,
        &MSTI_HOPS,
    ]),
);
/// As the flags of the common tree.
pub static MSTI_FLAGS: Field = byte("mstp.msti.flags", "MSTI flags").hex();
static MSTI_ROOT: Field = Field::part(Place::Uint(16));
/// The upper four bits of the regional root's.
pub static MSTI_PRIORITY: Field = sub("mstp.msti.priority", "Priority", 0xf000).hex();
/// The instance.
pub static MSTI_ID: Field = extension("mstp.msti.msti_id", "MSTID");
/// The regional root's address.
pub static MSTI_HW: Field = mac("mstp.msti.root.hw", "Regional Root");
/// From the sender to the regional root.
pub static MSTI_COST: Field = long("mstp.msti.root_cost", "Internal root path cost");
static MSTI_BRIDGE: Field = Field::part(Place::When(|_| true, &[&MSTI_BRIDGE_BYTE, &MSTI_BRIDGE_PRIORITY]));
static MSTI_BRIDGE_BYTE: Field = Field::part(Place::Uint(8));
/// The upper four bits of the sender's.
pub static MSTI_BRIDGE_PRIORITY: Field = sub("mstp.msti.bridge_priority", "Bridge Identifier Priority", 0xf0);
static MSTI_PORT: Field = Field::part(Place::When(|_| true, &[&MSTI_PORT_BYTE, &MSTI_PORT_PRIORITY]));
static MSTI_PORT_BYTE: Field = Field::part(Place::Uint(8));
/// The upper four bits of the sender's port's.
pub static MSTI_PORT_PRIORITY: Field = sub("mstp.msti.port_priority", "Port identifier priority", 0xf0);
/// Until it is forgotten.
pub static MSTI_HOPS: Field = byte("mstp.msti.remaining_hops", "Remaining hops");

static VERSION_4: Field = Field::part(Place::When(|h| h.byte(2) >= 4 && h.left() >= 2, &[&VERSION_4_LENGTH]));
/// What shortest path trees add, in bytes.
pub static VERSION_4_LENGTH: Field = Field::new("mstp.version_4_length", "Version 4 Length", Place::Span(16, &[&SPT_IF]));
static SPT_IF: Field = Field::part(Place::When(|h| h.left() >= 51, &[&SPT_EXTENSION]));
static SPT_EXTENSION: Field = Field::new("", "SPT Extension", Place::Group(&[&MCID, &AGREEMENT]));
static MCID: Field = Field::new("", "MCID Data", Place::Group(&[&FORMAT_SELECTOR, &NAME, &REVISION, &DIGEST]));
static AGREEMENT: Field = Field::new(
    "",
    "Agreement Data",
    Place::Group(&[
        &AGREE_FLAGS,
        &AGREE_NUM,
        &DAGREE_NUM,
        &AGREE_VALID,
        &REST_ROLE,
        &RESERVED,
        &FORMAT,
        &FORMAT_ID,
        &FORMAT_CAPABILITIES,
        &CONVENTION,
        &CONVENTION_ID,
        &CONVENTION_CAPABILITIES,
        &EDGE_COUNT,
        &RESERVED_8,
        &AGREEMENT_DIGEST,
    ]),
);
static AGREE_FLAGS: Field = Field::part(Place::Uint(8));
/// Of the agreement.
pub static AGREE_NUM: Field = sub("mstp.agree_flags.agreement_num", "Agreement Number", 0x03);
/// Of the agreement that was withdrawn.
pub static DAGREE_NUM: Field = sub("mstp.agree_flags.dagreement_num", "Disagreement Number", 0x0c);
/// The number counts.
pub static AGREE_VALID: Field = sub("mstp.agree_flags.agreement_valid", "Agreement Valid Flag", 0x10);
/// The port may not become root.
pub static REST_ROLE: Field = sub("mstp.agree_flags.rest_role", "Restricted Role", 0x20);
static RESERVED: Field = Field::part(Place::Run(1));
static FORMAT: Field = Field::part(Place::Uint(8));
/// IEEE 802.1Q, 28.4.
pub static FORMAT_ID: Field = sub("bpdu.agreement_digest_format_id", "Agreement Digest Format Id", 0xf0);
/// IEEE 802.1Q, 28.4.
pub static FORMAT_CAPABILITIES: Field = sub("bpdu.agreement_digest_format_capabilities", "Agreement Digest Format Capabilities", 0x0f);
static CONVENTION: Field = Field::part(Place::Uint(8));
/// What is agreed on.
pub static CONVENTION_ID: Field = sub("bpdu.agreement_digest_convention_id", "Agreement Digest Convention Id", 0xf0);
/// IEEE 802.1Q, 28.4.
pub static CONVENTION_CAPABILITIES: Field =
    sub("bpdu.agreement_digest_convention_capabilities", "Agreement Digest Convention Capabilities", 0x0f);
/// Of the topology.
pub static EDGE_COUNT: Field = word("bpdu.agreement_digest_edge_count", "Agreement Digest Edge Count");
static RESERVED_8: Field = Field::part(Place::Run(8));
/// Of the topology.
pub static AGREEMENT_DIGEST: Field = Field::new("mstp.agreement_digest", "Agreement Digest", Place::Run(20));

/// STP.
pub static PROTOCOL: Protocol = Protocol {
    name: "stp",
    alias: "STP",
    title: "Spanning Tree Protocol",
    column: "STP",
    spec: "IEEE 802.1Q, 14",
    size: 4,
    fields: &[&IDENTIFIER, &VERSION, &SUPPORT, &TYPE, &BPDU],
    under: &[
        (Space::LlcSap, 0x42),
        (Space::CiscoPid, 0x010b),
        (Space::CiscoPid, 0x0108),
        (Space::CiscoPid, 0x0109),
        (Space::CiscoPid, 0x010c),
        (Space::EtherType, 0x8181),
    ],
    line: &[Word::Call(told)],
    classes: &[form::link::STP],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[_, _, version, kind, ..] = bytes else { return Step::cut(&[]) };
    let rapid = match kind {
        0x00 => false,
        0x02 => true,
        _ => return Step::new(4, 4, id::data),
    };
    // Wireshark looks for root and port first: with less it shows nothing.
    if bytes.len() < 27 {
        return Step::cut(&[]);
    }
    let word = |at: usize| load(bytes, at * 8, 16).unwrap_or(0) as usize;
    let header = match rapid {
        _ if per_vlan(below) => below.wire,
        false => 35,
        true if version < 3 || bytes.get(35).is_some_and(|n| *n > 0) || below.wire < 102 => below.wire.clamp(35, 36),
        true => {
            let third = 38 + word(36);
            if version >= 4 && bytes.len() >= third + 2 { third + 2 + word(third) } else { third }
        }
    };
    if bytes.len() < header {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, header.max(if rapid && version >= 3 { below.wire.min(102) } else { 0 }), id::data)
}
/// Only Cisco's own number carries records behind a configuration.
fn per_vlan(below: &Below<'_>) -> bool {
    let Some(llc) = below.layers.last().filter(|l| l.id == id::llc) else { return false };
    below.frame.get(llc.start as usize..llc.body as usize).is_some_and(|llc| llc.ends_with(&[0x00, 0x00, 0x0c, 0x01, 0x0b]))
}
fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let &[_, _, version, kind, ..] = head else { return };
    out.extend(match (kind, version) {
        (0x00, _) => &b"Conf. "[..],
        (0x02, 3) => b"MST. ",
        (0x02, 4) => b"SPT. ",
        (0x02, _) => b"RST. ",
        (0x80, _) => return out.extend(b"Topology Change Notification"),
        _ => return out.extend(b"Unknown BPDU type"),
    });
    if head.get(4).is_some_and(|flags| flags & 1 == 1) {
        out.extend(b"TC + ");
    }
    let (Some(id), Some(mac)) = (load(head, 40, 16), head.get(7..13)) else { return };
    out.extend(b"Root = ");
    crate::text::decimal(id & 0xf000, out);
    out.push(b'/');
    crate::text::decimal(id & 0xfff, out);
    out.push(b'/');
    crate::text::joined(mac, b':', out);
    let (Some(cost), Some(port)) = (load(head, 104, 32), load(head, 200, 16)) else { return };
    out.extend(b"  Cost = ");
    crate::text::decimal(cost, out);
    out.extend(b"  Port = 0x");
    crate::text::hex(port, 4, out);
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn frame(llc: &str, bpdu: &str) -> Vec<u8> {
        let behind = hex(&[llc, bpdu].concat());
        let mut bytes = hex("01 80 c2 00 00 00 02 03 04 05 06 07");
        bytes.extend((behind.len() as u16).to_be_bytes());
        bytes.extend(behind);
        bytes
    }
    const TREE: &str = "80 01 02 00 00 00 00 01 # root: priority 32768, VLAN 1
        00 00 00 13 # cost
        70 02 02 00 00 00 00 02 # bridge: priority 28672, VLAN 2
        80 05 # port
        00 40 14 00 02 00 0f 80 # ages: 0.25 s, 20 s, 2 s, 15.5 s\n";

    #[test]
    fn configuration() {
        let bytes = frame("42 42 03", &format!("00 00 00 00 81 {TREE}"));
        let names = [
            "stp.protocol",
            "stp.version",
            "stp.type",
            "stp.flags",
            "stp.flags.tcack",
            "stp.flags.tc",
            "stp.flags.agreement",
            "stp.root.prio",
            "stp.root.ext",
            "stp.root.hw",
            "stp.root.cost",
            "stp.bridge.prio",
            "stp.bridge.ext",
            "stp.bridge.hw",
            "stp.port",
            "stp.msg_age",
            "stp.max_age",
            "stp.hello",
            "stp.forward",
        ];
        assert_eq!(
            fields_of(1, &bytes, &names),
            "0x0000 0 0x00 0x81 1 1 - 32768 1 02:00:00:00:00:01 19 28672 2 02:00:00:00:00:02 0x8005 0.25 20 2 15.5"
        );
        assert_eq!(layers_of(1, &bytes), "eth:llc:stp End");
        cut_everywhere(1, &bytes);
        let change = frame("42 42 03", "00 00 00 80");
        assert_eq!(fields_of(1, &change, &names[..4]), "0x0000 0 0x80 -");
        cut_everywhere(1, &change);
    }
    #[test]
    fn per_vlan() {
        let bytes = frame("aa aa 03 00 00 0c 01 0b", &format!("00 00 00 00 00 {TREE} 00 00 00 00 02 04 bd"));
        assert_eq!(fields_of(1, &bytes, &["stp.pvst.tlvtype", "stp.pvst.tlvlen", "stp.pvst.origvlan"]), "0x0000 2 1213");
        cut_everywhere(1, &bytes);
        // Over the bridges' own address it is padding.
        let bytes = frame("42 42 03", &format!("00 00 00 00 00 {TREE} 00 00 00 00 02 04 bd"));
        assert_eq!(fields_of(1, &bytes, &["stp.pvst.origvlan"]), "-");
    }
    #[test]
    fn rapid() {
        let bytes = frame("42 42 03", &format!("00 00 02 02 7c {TREE} 00"));
        let names = ["stp.flags.agreement", "stp.flags.forwarding", "stp.flags.port_role", "stp.flags.proposal", "stp.version_1_length"];
        assert_eq!(fields_of(1, &bytes, &names), "1 1 3 0 0");
        cut_everywhere(1, &bytes);
    }
    #[test]
    fn multiple_trees() {
        let name = format!("52 65 67 69 6f 6e {}", "00".repeat(26));
        let bytes = frame(
            "42 42 03",
            &format!(
                "00 00 03 02 7c {TREE} 00 # version 1 length
                 00 50 00 {name} 00 07 # selector, name, revision
                 {} # digest
                 00 00 00 0a 80 00 02 00 00 00 00 03 14 # common tree: cost, bridge, hops
                 7c 60 01 02 00 00 00 00 04 00 00 00 0b 80 70 13 # instance 1
                ",
                "ab".repeat(16)
            ),
        );
        let names = [
            "mstp.version_3_length",
            "mstp.config_name",
            "mstp.config_revision_level",
            "mstp.cist_internal_root_path_cost",
            "mstp.cist_bridge.hw",
            "mstp.cist_remaining_hops",
            "mstp.msti.priority",
            "mstp.msti.msti_id",
            "mstp.msti.root.hw",
            "mstp.msti.root_cost",
            "mstp.msti.bridge_priority",
            "mstp.msti.port_priority",
            "mstp.msti.remaining_hops",
            "stp.flags.agreement",
        ];
        assert_eq!(fields_of(1, &bytes, &names), "80 Region 7 10 02:00:00:00:00:03 20 0x06 1 02:00:00:00:00:04 11 8 7 19 1,1");
        cut_everywhere(1, &bytes);
    }
}
