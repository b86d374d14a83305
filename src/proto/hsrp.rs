//! Hot Standby Router Protocol, [RFC 2281](https://www.rfc-editor.org/rfc/rfc2281); version 2 is Cisco's and made of records.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |   Version     |   Op Code     |     State     |   Hellotime   |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |   Holdtime    |   Priority    |     Group     |   Reserved    |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                  Authentication Data (8 bytes)                |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                     Virtual IP Address                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;
use crate::text;

const OPCODES: Names = &[(0, "Hello"), (1, "Coup"), (2, "Resign"), (3, "Advertise")];

static ONE: Field = Field::part(Place::When(|h| h.byte(0) == 0, &[&VERSION, &OPCODE, &BODY]));
/// 0.
pub static VERSION: Field = byte("hsrp.version", "Version").alias("version");
/// Hello, coup, resign or advertise.
pub static OPCODE: Field = Field::new("hsrp.opcode", "Op Code", Place::Key(8)).alias("opcode").names(OPCODES);
static BODY: Field = Field::part(Place::Pick(&[(0, STANDBY), (1, STANDBY), (2, STANDBY), (3, ADVERTISE)], &[]));
const STANDBY: Fields =
    &[&STATE, &HELLOTIME, &HOLDTIME, &PRIORITY, &GROUP, &RESERVED, &AUTH, &VIRT_IP, &TRAILER];
/// RFC 2281, 5.1.
pub static STATE: Field = byte("hsrp.state", "State").alias("state").unset(16).names(&[
    (0, "Initial"),
    (1, "Learn"),
    (2, "Listen"),
    (4, "Speak"),
    (8, "Standby"),
    (16, "Active"),
]);
/// In seconds.
pub static HELLOTIME: Field = byte("hsrp.hellotime", "Hellotime").alias("hellotime").unset(3);
/// In seconds.
pub static HOLDTIME: Field = byte("hsrp.holdtime", "Holdtime").alias("holdtime").unset(10);
/// The highest is active.
pub static PRIORITY: Field = byte("hsrp.priority", "Priority").alias("priority").unset(120);
/// The standby group.
pub static GROUP: Field = byte("hsrp.group", "Group").alias("group").unset(1);
/// Zero.
pub static RESERVED: Field = byte("hsrp.reserved", "Reserved").alias("reserved");
static AUTH: Field = Field::part(Place::Sized(|_| 8, &[&AUTH_DATA]));
/// A password that anyone can read.
pub static AUTH_DATA: Field = Field::new("hsrp.auth_data", "Authentication Data", Place::Zero).alias("auth");
/// The virtual router's.
pub static VIRT_IP: Field = long("hsrp.virt_ip", "Virtual IP Address").kind(Kind::Ip4).alias("virtualIP").unset(0xc0a8_0101);
static TRAILER: Field = Field::part(Place::When(|h| h.left() > 0 && h.byte(h.at) == 4, &[&MD5_AUTH]));

const ADVERTISE: Fields =
    &[&ADV_TYPE, &ADV_LENGTH, &ADV_STATE, &ADV_RESERVED1, &ADV_ACTIVE, &ADV_PASSIVE, &ADV_RESERVED2];
static ADV_TYPE: Field = word("hsrp.adv.tlvtype", "Adv type").names(&[(1, "HSRP interface state")]);
static ADV_LENGTH: Field = word("hsrp.adv.tlvlength", "Adv length");
static ADV_STATE: Field = byte("hsrp.adv.state", "Adv state").names(&[(1, "Dormant"), (2, "Passive"), (3, "Active")]);
static ADV_RESERVED1: Field = byte("hsrp.adv.reserved1", "Adv reserved1");
static ADV_ACTIVE: Field = word("hsrp.adv.activegrp", "Adv active groups");
static ADV_PASSIVE: Field = word("hsrp.adv.passivegrp", "Adv passive groups");
static ADV_RESERVED2: Field = long("hsrp.adv.reserved2", "Adv reserved2");

static TWO: Field = Field::part(Place::When(|h| h.byte(0) != 0, &[&RECORDS]));
static RECORDS: Field = Field::many("TLVs", &RECORD);
static RECORD: Field =
    Field::part(Place::Peek(8, &[(1, &GROUP_STATE), (2, &INTERFACE_STATE), (3, &TEXT_AUTH), (4, &MD5_AUTH)], &OTHER));
static LENGTH: Field = Field::new("", "Length", Place::Len(8, Counts::Behind));
static GROUP_STATE: Field = Field::new(
    "",
    "Group State TLV",
    Place::Group(&[
        &GROUP_STATE_TLV, &LENGTH, &VERSION2, &OPCODE2, &STATE2, &IPVERSION, &GROUP2, &IDENTIFIER, &PRIORITY2, &HELLOTIME2, &HOLDTIME2,
        &ADDRESS2,
    ]),
);
/// The group's state, and its timers.
pub static GROUP_STATE_TLV: Field = byte("hsrp2.group_state_tlv", "Group State TLV").unset(1);
/// 2.
pub static VERSION2: Field = byte("hsrp2.version", "Version").unset(2);
/// Hello, coup, resign or advertise.
pub static OPCODE2: Field = byte("hsrp2.opcode", "Op Code").names(OPCODES);
/// The sender's state.
pub static STATE2: Field = byte("hsrp2.state", "State").unset(6).names(&[
    (0, "Disabled"),
    (1, "Init"),
    (2, "Learn"),
    (3, "Listen"),
    (4, "Speak"),
    (5, "Standby"),
    (6, "Active"),
]);
/// 4 or 6.
pub static IPVERSION: Field = Field::new("hsrp2.ipversion", "IP Ver.", Place::Key(8)).unset(4);
/// The standby group.
pub static GROUP2: Field = word("hsrp2.group", "Group").unset(1);
/// The interface's own address.
pub static IDENTIFIER: Field = Field::new("hsrp2.identifier", "Identifier", Place::Run(6)).kind(Kind::Mac);
/// The highest is active.
pub static PRIORITY2: Field = long("hsrp2.priority", "Priority").unset(100);
/// In milliseconds.
pub static HELLOTIME2: Field = long("hsrp2.hellotime", "Hellotime").unset(3000);
/// In milliseconds.
pub static HOLDTIME2: Field = long("hsrp2.holdtime", "Holdtime").unset(10000);
static ADDRESS2: Field = Field::part(Place::Pick(&[(4, &[&VIRT_IP2]), (6, &[&VIRT_IP_V6])], &[]));
/// The virtual router's.
pub static VIRT_IP2: Field = long("hsrp2.virt_ip", "Virtual IP Address").kind(Kind::Ip4);
/// The virtual router's.
pub static VIRT_IP_V6: Field = Field::new("hsrp2.virt_ip_v6", "Virtual IPv6 Address", Place::Run(16)).kind(Kind::Ip6);

static INTERFACE_STATE: Field =
    Field::new("", "Interface State TLV", Place::Group(&[&INTERFACE_STATE_TLV, &LENGTH, &ACTIVE, &PASSIVE]));
static INTERFACE_STATE_TLV: Field = byte("hsrp2.interface_state_tlv", "Interface State TLV").unset(2);
static ACTIVE: Field = word("hsrp2.active_groups", "Active Groups");
static PASSIVE: Field = word("hsrp2.passive_groups", "Passive Groups");

static TEXT_AUTH: Field = Field::new("", "Text Authentication TLV", Place::Group(&[&TEXT_AUTH_TLV, &LENGTH, &AUTH_DATA2]));
static TEXT_AUTH_TLV: Field = byte("hsrp2.text_auth_tlv", "Text Authentication TLV").unset(3);
static AUTH_DATA2: Field = Field::new("hsrp2.auth_data", "Authentication Data", Place::Zero);

static MD5_AUTH: Field = Field::new(
    "",
    "MD5 Authentication TLV",
    Place::Group(&[&MD5_AUTH_TLV, &LENGTH, &MD5_ALGORITHM, &MD5_PADDING, &MD5_FLAGS, &MD5_IP, &MD5_KEY, &MD5_DATA]),
)
.alias("HSRPmd5");
static MD5_AUTH_TLV: Field = byte("hsrp2.md5_auth_tlv", "MD5 Authentication TLV").unset(4);
static MD5_ALGORITHM: Field = byte("hsrp2.md5_algorithm", "MD5 Algorithm").names(&[(1, "MD5")]).unset(1).alias("algo");
static MD5_PADDING: Field = byte("hsrp2.md5_padding", "Padding").hex().alias("padding");
static MD5_FLAGS: Field = word("hsrp2.md5_flags", "MD5 Flags").alias("flags");
static MD5_IP: Field = long("hsrp.md5_ip_address", "Sender's IP Address").kind(Kind::Ip4).alias("sourceip");
static MD5_KEY: Field = long("hsrp2.md5_key_id", "MD5 Key ID").alias("keyid");
static MD5_DATA: Field = Field::new("hsrp2.md5_auth_data", "MD5 Authentication Data", Place::Run(16)).alias("authdigest");
static OTHER: Field = Field::new("", "Unknown TLV", Place::Group(&[&OTHER_TYPE, &LENGTH, &OTHER_DATA]));
static OTHER_TYPE: Field = byte("", "Type");
static OTHER_DATA: Field = Field::new("", "Value", Place::Rest);

/// HSRP.
pub static PROTOCOL: Protocol = Protocol {
    name: "hsrp",
    alias: "HSRP",
    title: "Cisco Hot Standby Router Protocol",
    column: "HSRP",
    spec: "RFC 2281",
    fields: &[&ONE, &TWO],
    under: &[(Space::UdpPort, 1985), (Space::UdpPort, 2029)],
    line: &[Word::Call(line)],
    classes: &[form::messages::HSRP, form::messages::HSRP_MORE],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    // "HSRP messages are sent to 224.0.0.2", version 2 to 224.0.0.102 and ff02::66: anything else on the port is another's.
    let to = below.layers.iter().rev().nth(1).map_or(&[][..], |l| l.head(below.frame));
    let known = match to.first().map(|b| b >> 4) {
        Some(4) => matches!(to.get(16..20), Some([224, 0, 0, 2 | 102])),
        Some(6) => to.get(24..26) == Some(&[0xff, 0x02]) && to.get(38..40) == Some(&[0, 0x66]),
        _ => false,
    };
    if !known {
        return Step::reject();
    }
    if bytes.len() < below.wire { Step::cut(bytes) } else { Step::new(bytes.len(), bytes.len(), id::data) }
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let (opcode, state, field) = match head {
        [0, opcode, state, ..] => (opcode, state, &STATE),
        [1, _, _, opcode, state, ..] => (opcode, state, &STATE2),
        [2, ..] => return out.extend(b"Interface State TLV"),
        _ => return,
    };
    let name = |field: &Field, n: u8| text::named(field, n.into()).unwrap_or("Unknown");
    out.extend(name(&OPCODE, *opcode).as_bytes());
    if *opcode < 3 {
        out.extend(b" (state ");
        out.extend(name(field, *state).as_bytes());
        out.push(b')');
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const UDP: &str = "07 c1 07 c1 00 1c 00 00 # ports 1985";

    #[test]
    fn version_1() {
        let bytes = hex(&format!(
            "45 00 00 30 00 01 00 00 01 11 00 00 0a 00 00 01 e0 00 00 02 # to 224.0.0.2
             {UDP}
             00 00 10 03 0a 78 03 00 63 69 73 63 6f 00 00 00 0a 00 00 fe # hello, active, 3 s, 10 s, priority 120, group 3, cisco"
        ));
        let names = ["hsrp.opcode", "hsrp.state", "hsrp.holdtime", "hsrp.priority", "hsrp.group", "hsrp.auth_data", "hsrp.virt_ip", "hsrp2.state"];
        assert_eq!(fields_of(228, &bytes, &names), "0 16 10 120 3 cisco 10.0.0.254 -");
        cut_everywhere(228, &bytes);
        let mut other = bytes;
        other[19] = 9; // to a host that is none of HSRP's groups
        assert_eq!(layers_of(228, &other), "ip:udp:data End");
    }
    #[test]
    fn version_2() {
        let bytes = hex("45 00 00 50 00 01 00 00 01 11 00 00 0a 00 00 01 e0 00 00 66 # to 224.0.0.102
             07 c1 07 c1 00 3c 00 00 # ports 1985
             01 28 02 00 06 04 00 05 00 11 22 33 44 55 00 00 00 64 00 00 0b b8 00 00 27 10 # group state
             0a 00 00 fe 00 00 00 00 00 00 00 00 00 00 00 00
             03 08 63 69 73 63 6f 00 00 00 # text");
        let names = ["hsrp2.version", "hsrp2.state", "hsrp2.group", "hsrp2.identifier", "hsrp2.holdtime", "hsrp2.virt_ip", "hsrp2.auth_data", "hsrp.state"];
        assert_eq!(fields_of(228, &bytes, &names), "2 6 5 00:11:22:33:44:55 10000 10.0.0.254 cisco -");
        cut_everywhere(228, &bytes);
    }
}
