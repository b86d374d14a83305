//! Modbus over TCP: [Messaging on TCP/IP](https://modbus.org/docs/Modbus_Messaging_Implementation_Guide_V1_0b.pdf), 3.1.3.
//!
//! ```text
//! | Transaction, 2 | Protocol, 2: 0 | Length of what follows, 2 | Unit, 1 | Modbus ...
//! ```
use super::*;
use crate::field::*;

static TRANSACTION: Field = Field::bits("mbtcp.trans_id", "Transaction Identifier", 0, 16);
static PROTOCOL_ID: Field = Field::bits("mbtcp.prot_id", "Protocol Identifier", 16, 16);
/// Of the unit and what it carries.
pub static LENGTH: Field = Field::bits("mbtcp.len", "Length", 32, 16);
static UNIT: Field = Field::bits("mbtcp.unit_id", "Unit Identifier", 48, 8);

/// Modbus/TCP.
pub static PROTOCOL: Protocol = Protocol {
    name: "mbtcp",
    title: "Modbus/TCP",
    column: "Modbus/TCP",
    spec: "MODBUS Messaging on TCP/IP 1.0b",
    size: 7,
    fields: &[&TRANSACTION, &PROTOCOL_ID, &LENGTH, &UNIT],
    under: &[(Space::TcpPort, 502)],
    line: &[Word::With("Trans: ", &TRANSACTION), Word::With(", Unit: ", &UNIT)],
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let begins = load(bytes, 16, 16).is_none_or(|n| n == 0) && load(bytes, 32, 16).is_none_or(|n| n >= 2);
    if bytes.len() < 8 || !begins {
        // Wireshark looks at eight bytes before it says what they are, of what goes on too.
        return if begins && whole && !bytes.is_empty() && below.talk.is_some_and(|talk| talk.own.get() | talk.other.get() != 0) { Step::more(bytes, 8) } else { Step::reject() };
    }
    let total = 6 + load(bytes, 32, 16).unwrap_or(0) as usize;
    if bytes.len() < total && whole {
        return Step::more(bytes, total);
    }
    Step { again: true, ..Step::new(7, total, id::modbus) }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn two_requests() {
        let bytes = tcp_of(1234, 502, &hex("00 01 00 00 00 06 ff 03 00 10 00 02  00 02 00 00 00 06 ff 01 00 00 00 08"));
        assert_eq!(layers_of(228, &bytes), "ip:tcp:mbtcp:modbus:mbtcp:modbus End");
        let names = ["mbtcp.trans_id", "mbtcp.unit_id", "modbus.func_code", "modbus.reference_num", "modbus.word_cnt", "modbus.bit_cnt"];
        assert_eq!(fields_of(228, &bytes, &names), "1,2 255,255 3,1 16,0 2 8");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 502, &hex("00 01 00 00 00 06 ff 03 00 10"))), "ip:tcp:mbtcp More");
        assert_eq!(layers_of(228, &tcp_of(1234, 502, &hex("00 01 00 07 00 06 ff 03 00 10 00 02"))), "ip:tcp:data End");
    }
}
