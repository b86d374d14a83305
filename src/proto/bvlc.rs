//! BACnet Virtual Link Control, [ASHRAE 135](https://bacnet.org/), annex J: BACnet over UDP.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |    Function   |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("bvlc.type", "Type", 0, 8).hex().names(&[(129, "BACnet/IP (Annex J)"), (130, "BACnet/IPV6 (Annex U)")]);
static FUNCTION: Field = Field::bits("bvlc.function", "Function", 8, 8).hex().names(&[(0, "BVLC-Result"), (1, "Write-Broadcast-Distribution-Table"), (2, "Read-Broadcast-Distribution-Table"), (3, "Read-Broadcast-Distribution-Table-Ack"), (4, "Forwarded-NPDU"), (5, "Register-Foreign-Device"), (6, "Read-Foreign-Device-Table"), (7, "Read-Foreign-Device-Table-Ack"), (8, "Delete-Foreign-Device-Table-Entry"), (9, "Distribute-Broadcast-To-Network"), (10, "Original-Unicast-NPDU"), (11, "Original-Broadcast-NPDU"), (12, "Secured-BVLL")]);
static RESULT: Field = Field::new("bvlc.result", "Result", Place::Uint(16)).hex().names(&[(0, "Successful completion"), (16, "Write-Broadcast-Distribution-Table NAK"), (32, "Read-Broadcast-Distribution-Table NAK"), (48, "Register-Foreign-Device NAK"), (64, "Read-Foreign-Device-Table NAK"), (80, "Delete-Foreign-Device-Table-Entry NAK"), (96, "Distribute-Broadcast-To-Network NAK"), (144, "Register-Foreign-Device NAK"), (160, "Delete-Foreign-Device-Table-Entry NAK"), (192, "Distribute-Broadcast-To-Network NAK")]);
static FWD_IP: Field = Field::new("bvlc.fwd_ip", "IP", Place::Uint(32)).kind(Kind::Ip4);
static FWD_PORT: Field = Field::new("bvlc.fwd_port", "Port", Place::Uint(16));
static REG_TTL: Field = Field::new("bvlc.reg_ttl", "TTL", Place::Uint(16));
static LENGTH_BYTES: Field = Field::part(Place::Uint(16));
// Of what is here, without what it carries.
static LENGTH: Field = Field::new("bvlc.length", "BVLC-Length", Place::Reckoned(|h| Some(Value::Num(match h.byte(1) {
    4 => 10,
    9..=11 => 4,
    _ => h.number,
})))).ft(16);
static BY_FUNCTION: Field = Field::part(Place::Switch(|h| h.byte(1).into(), &[(0, &[&RESULT]), (4, &[&FWD_IP, &FWD_PORT]), (5, &[&REG_TTL])], &[]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "bvlc",
    title: "BACnet Virtual Link Control",
    column: "BVLC",
    spec: "ASHRAE 135",
    size: 2,
    fields: &[&TYPE, &FUNCTION, &LENGTH_BYTES, &LENGTH, &BY_FUNCTION],
    under: &[(Space::UdpPort, 47808)],
    line: &[Word::Of(&FUNCTION)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [kind, function, _, _, ..] = *bytes else { return Step { total: below.wire, ..Step::cut(bytes) } };
    if kind != 0x81 {
        return Step::reject();
    }
    match function {
        4 if bytes.len() >= 10 => Step::new(10, below.wire, id::bacnet),
        9..=11 => Step::new(4, below.wire, id::bacnet),
        _ => Step::new(bytes.len(), below.wire, id::data),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        81 0b 00 0c # original broadcast
        01 20 ff ff 00 ff 10 08";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(47808, 47808, &hex(SAMPLE));
        let names = ["bvlc.type", "bvlc.function", "bvlc.length"];
        assert_eq!(fields_of(228, &bytes, &names), "0x81 0x0b 4");
        assert_eq!(layers_of(228, &bytes), "ip:udp:bvlc:bacnet:bacapp End");
        cut_everywhere(228, &bytes);
    }
}
