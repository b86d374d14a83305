//! Link Aggregation Control Protocol, IEEE 802.1AX, 6.4.2: who joins which links to one.
//!
//! ```text
//! +---------------+---------------+---------------+---------------+
//! |   Version     | Type: actor   |  Length: 20   | System's priority ..
//! +---------------+---------------+---------------+---------------+
//! |  System (6 bytes), key, port's priority, port, state, reserved (3)
//! +---------------+---------------+-------------------------------+
//! | Type: partner |  Length: 20   |  as the actor ..              |
//! +---------------+---------------+-------------------------------+
//! | Type: 3       |  Length: 16   |  Collector's maximum delay ..  |
//! +---------------+---------------+-------------------------------+
//! | Type: 0       |  Length: 0    |  Padding (50 bytes)           |
//! +---------------+---------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

static LETTERS: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        let Value::Bytes(&[state]) = value else { return };
        let letters = b"EFDCSGSA".iter().enumerate();
        out.extend(letters.map(|(i, letter)| if state & 0x80 >> i > 0 { *letter } else { b'*' }));
    },
};

static ACTOR_STATE_ACTIVITY: Field = Field::new("lacp.actor.state.activity", "LACP Activity", Place::Sub(0x01)).ft(8);
static ACTOR_STATE_TIMEOUT: Field = Field::new("lacp.actor.state.timeout", "LACP Timeout", Place::Sub(0x02)).ft(8);
static ACTOR_STATE_AGGREGATION: Field = Field::new("lacp.actor.state.aggregation", "Aggregation", Place::Sub(0x04)).ft(8);
static ACTOR_STATE_SYNCHRONIZATION: Field = Field::new("lacp.actor.state.synchronization", "Synchronization", Place::Sub(0x08)).ft(8);
static ACTOR_STATE_COLLECTING: Field = Field::new("lacp.actor.state.collecting", "Collecting", Place::Sub(0x10)).ft(8);
static ACTOR_STATE_DISTRIBUTING: Field = Field::new("lacp.actor.state.distributing", "Distributing", Place::Sub(0x20)).ft(8);
static ACTOR_STATE_DEFAULTED: Field = Field::new("lacp.actor.state.defaulted", "Defaulted", Place::Sub(0x40)).ft(8);
static ACTOR_STATE_EXPIRED: Field = Field::new("lacp.actor.state.expired", "Expired", Place::Sub(0x80)).ft(8);
static ACTOR_SYS_PRIORITY: Field = Field::new("lacp.actor.sys_priority", "Actor System Priority", Place::Uint(16));
static ACTOR_SYSID: Field = Field::new("lacp.actor.sysid", "Actor System ID", Place::Run(6)).kind(Kind::Mac);
static ACTOR_KEY: Field = Field::new("lacp.actor.key", "Actor Key", Place::Uint(16));
static ACTOR_PORT_PRIORITY: Field = Field::new("lacp.actor.port_priority", "Actor Port Priority", Place::Uint(16));
static ACTOR_PORT: Field = Field::new("lacp.actor.port", "Actor Port", Place::Uint(16));
static ACTOR_STATE: Field = Field::new("lacp.actor.state", "Actor State", Place::Uint(8)).hex();
static ACTOR_STATE_STR: Field =
    Field::new("lacp.actor.state_str", "Actor State Flags", Place::Reckoned(|h| h.head.get(h.at - 1..h.at).map(Value::Bytes)))
        .kind(Kind::Show(&LETTERS));
static ACTOR_RESERVED: Field = Field::new("lacp.actor.reserved", "Reserved", Place::Run(3));
static PARTNER_STATE_ACTIVITY: Field = Field::new("lacp.partner.state.activity", "LACP Activity", Place::Sub(0x01)).ft(8);
static PARTNER_STATE_TIMEOUT: Field = Field::new("lacp.partner.state.timeout", "LACP Timeout", Place::Sub(0x02)).ft(8);
static PARTNER_STATE_AGGREGATION: Field = Field::new("lacp.partner.state.aggregation", "Aggregation", Place::Sub(0x04)).ft(8);
static PARTNER_STATE_SYNCHRONIZATION: Field = Field::new("lacp.partner.state.synchronization", "Synchronization", Place::Sub(0x08)).ft(8);
static PARTNER_STATE_COLLECTING: Field = Field::new("lacp.partner.state.collecting", "Collecting", Place::Sub(0x10)).ft(8);
static PARTNER_STATE_DISTRIBUTING: Field = Field::new("lacp.partner.state.distributing", "Distributing", Place::Sub(0x20)).ft(8);
static PARTNER_STATE_DEFAULTED: Field = Field::new("lacp.partner.state.defaulted", "Defaulted", Place::Sub(0x40)).ft(8);
static PARTNER_STATE_EXPIRED: Field = Field::new("lacp.partner.state.expired", "Expired", Place::Sub(0x80)).ft(8);
static PARTNER_SYS_PRIORITY: Field = Field::new("lacp.partner.sys_priority", "Partner System Priority", Place::Uint(16));
static PARTNER_SYSID: Field = Field::new("lacp.partner.sysid", "Partner System", Place::Run(6)).kind(Kind::Mac);
static PARTNER_KEY: Field = Field::new("lacp.partner.key", "Partner Key", Place::Uint(16));
static PARTNER_PORT_PRIORITY: Field = Field::new("lacp.partner.port_priority", "Partner Port Priority", Place::Uint(16));
static PARTNER_PORT: Field = Field::new("lacp.partner.port", "Partner Port", Place::Uint(16));
static PARTNER_STATE: Field = Field::new("lacp.partner.state", "Partner State", Place::Uint(8)).hex();
static PARTNER_STATE_STR: Field =
    Field::new("lacp.partner.state_str", "Partner State Flags", Place::Reckoned(|h| h.head.get(h.at - 1..h.at).map(Value::Bytes)))
        .kind(Kind::Show(&LETTERS));
static PARTNER_RESERVED: Field = Field::new("lacp.partner.reserved", "Reserved", Place::Run(3));
static TLV_TYPE: Field = Field::new("lacp.tlv_type", "TLV Type", Place::Uint(8)).hex().names(&[
    (0, "Terminator"),
    (1, "Actor Information"),
    (2, "Partner Information"),
    (3, "Collector Information"),
]);
static TLV_LENGTH: Field = Field::new("lacp.tlv_length", "TLV Length", Place::Uint(8)).hex();
static VERSION: Field = Field::new("lacp.version", "LACP Version", Place::Uint(8)).hex();
static COLLECTOR_MAX_DELAY: Field = Field::new("lacp.collector.max_delay", "Collector Max Delay", Place::Uint(16));
static COLL_RESERVED: Field = Field::new("lacp.coll_reserved", "Reserved", Place::Run(12));
static PAD: Field = Field::new("lacp.pad", "Pad", Place::Rest);
static TOP: Fields = &[
    &VERSION,
    &TLV_TYPE,
    &TLV_LENGTH,
    &ACTOR_SYS_PRIORITY,
    &ACTOR_SYSID,
    &ACTOR_KEY,
    &ACTOR_PORT_PRIORITY,
    &ACTOR_PORT,
    &ACTOR_STATE,
    &ACTOR_STATE_ACTIVITY,
    &ACTOR_STATE_TIMEOUT,
    &ACTOR_STATE_AGGREGATION,
    &ACTOR_STATE_SYNCHRONIZATION,
    &ACTOR_STATE_COLLECTING,
    &ACTOR_STATE_DISTRIBUTING,
    &ACTOR_STATE_DEFAULTED,
    &ACTOR_STATE_EXPIRED,
    &ACTOR_STATE_STR,
    &ACTOR_RESERVED,
    &TLV_TYPE,
    &TLV_LENGTH,
    &PARTNER_SYS_PRIORITY,
    &PARTNER_SYSID,
    &PARTNER_KEY,
    &PARTNER_PORT_PRIORITY,
    &PARTNER_PORT,
    &PARTNER_STATE,
    &PARTNER_STATE_ACTIVITY,
    &PARTNER_STATE_TIMEOUT,
    &PARTNER_STATE_AGGREGATION,
    &PARTNER_STATE_SYNCHRONIZATION,
    &PARTNER_STATE_COLLECTING,
    &PARTNER_STATE_DISTRIBUTING,
    &PARTNER_STATE_DEFAULTED,
    &PARTNER_STATE_EXPIRED,
    &PARTNER_STATE_STR,
    &PARTNER_RESERVED,
    &TLV_TYPE,
    &TLV_LENGTH,
    &COLLECTOR_MAX_DELAY,
    &COLL_RESERVED,
    &TLV_TYPE,
    &TLV_LENGTH,
    &PAD,
];

/// LACP.
pub static PROTOCOL: Protocol = Protocol {
    name: "lacp",
    title: "Link Aggregation Control Protocol",
    column: "LACP",
    spec: "IEEE 802.1AX, 6.4.2",
    fields: TOP,
    line: &[Word::Call(told)],
    classes: &[form::discovery::LACP],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes.len() < 59 {
        true => Step { total: below.wire, ..Step::cut(bytes) },
        false => {
            let header = bytes.len().min(109);
            Step::new(header, header, id::data)
        }
    }
}
/// Version, then system, port and state of both ends.
fn told(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(version) = head.first() else { return };
    out.push(b'v');
    crate::text::decimal((*version).into(), out);
    for (name, at) in [("ACTOR", 3), ("PARTNER", 23)] {
        let (Some(&[_, _, ref mac @ ..]), Some(key), Some(port)) =
            (head.get(at..at + 8), load(head, at * 8 + 64, 16), load(head, at * 8 + 96, 16))
        else {
            return;
        };
        out.push(b' ');
        out.extend(name.as_bytes());
        out.push(b' ');
        crate::text::joined(mac, b':', out);
        out.extend(b" P: ");
        crate::text::decimal(port, out);
        out.extend(b" K: ");
        crate::text::decimal(key, out);
        out.push(b' ');
        if let Some(state) = head.get(at + 14..at + 15) {
            (LETTERS.plain)(Value::Bytes(state), out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn fields() {
        let bytes = hex(&format!(
            "01 80 c2 00 00 02 02 03 04 05 06 07 88 09 01 # slow protocols: LACP
             01 01 14 80 00 02 00 00 00 00 01 00 0d 80 01 00 16 85 00 00 00 # actor
             02 14 40 00 02 00 00 00 00 02 00 0e 80 02 00 19 36 00 00 00 # partner
             03 10 80 00 {} # collector
             00 00 {}",
            "00".repeat(12),
            "00".repeat(50)
        ));
        let names = [
            "slow.subtype",
            "lacp.version",
            "lacp.tlv_type",
            "lacp.tlv_length",
            "lacp.actor.sys_priority",
            "lacp.actor.sysid",
            "lacp.actor.key",
            "lacp.actor.port_priority",
            "lacp.actor.port",
            "lacp.actor.state",
            "lacp.actor.state.expired",
            "lacp.actor.state_str",
            "lacp.partner.sysid",
            "lacp.partner.port",
            "lacp.partner.state.distributing",
            "lacp.partner.state_str",
            "lacp.collector.max_delay",
        ];
        assert_eq!(
            fields_of(1, &bytes, &names),
            "0x01 0x01 0x01,0x02,0x03,0x00 0x14,0x14,0x10,0x00 32768 02:00:00:00:00:01 13 32769 22 0x85 1 E****G*A \
             02:00:00:00:00:02 25 1 **DC*GS* 32768"
        );
        assert_eq!(layers_of(1, &bytes), "eth:slow:lacp End");
        cut_everywhere(1, &bytes);
    }
}
