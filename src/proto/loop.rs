//! Configuration Testing Protocol of Ethernet, version 2.0, 8: an echo; Cisco's keepalive.
//! [The Ethernet, version 2.0](https://decnet.ipv7.net/docs/dundas/aa-k759b-tk.pdf). All numbers are little endian.
//!
//! ```text
//! +---------------+---------------+-------------------------------+
//! |  Skip count   |   Function    |  Receipt number, or address   |
//! +---------------+---------------+-------------------------------+
//! ```
use super::*;
use crate::field::*;

/// Bytes to the function that is to be done next.
pub static SKIPCOUNT: Field = Field::new("loop.skipcount", "skipCount", Place::UintLe(16));
/// The function at the skip count.
pub static RELEVANT: Field = Field::new("loop.relevant_function", "Relevant function", Place::Derived(relevant)).ft(16).names(FUNCTIONS);
static MESSAGES: Field = Field::part(Place::Many(&MESSAGE));
static MESSAGE: Field = Field::part(Place::When(|_| true, &[&FUNCTION, &BODY]));
/// 1 is the answer, 2 is passed on.
pub static FUNCTION: Field = Field::new("loop.function", "Function", Place::KeyLe(16)).unset(1).names(FUNCTIONS);
static BODY: Field = Field::part(Place::Pick(&[(1, &[&RECEIPT]), (2, &[&FORWARD])], &[]));
/// Tells answers apart.
pub static RECEIPT: Field = Field::new("loop.receipt_number", "Receipt number", Place::UintLe(16));
/// To whom the rest is to be sent.
pub static FORWARD: Field = Field::new("loop.forwarding_address", "Forwarding address", Place::Run(6)).kind(Kind::Mac);

const FUNCTIONS: Names = &[(1, "Reply"), (2, "Forward Data")];

/// The test protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "loop",
    title: "Configuration Test Protocol (loopback)",
    column: "LOOP",
    spec: "Ethernet version 2.0",
    fields: &[&SKIPCOUNT, &RELEVANT, &MESSAGES],
    under: &[(Space::EtherType, 0x9000)],
    line: &[Word::With("", &RELEVANT)],
    ..Protocol::PLAIN
};

fn word(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|b| u16::from_le_bytes(*b))
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let mut at = 2;
    // Forwarding may be asked for again and again, in eight bytes each.
    while word(bytes, at) == Some(2) {
        at += 8;
    }
    let header = match word(bytes, at) {
        None => return Step::cut(bytes),
        Some(1) => at + 4,
        Some(_) => at + 2,
    };
    if header > bytes.len() { Step::cut(bytes) } else { Step::new(header, below.wire, id::data) }
}
fn relevant<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let bytes = packet.layer(layer)?.whole(packet.bytes);
    let skip = usize::from(word(bytes, 0)?);
    Some(Value::Num(word(bytes, 2 + skip)?.into()))
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn an_answer_and_a_forward() {
        let names = ["loop.skipcount", "loop.relevant_function", "loop.function", "loop.receipt_number", "loop.forwarding_address"];
        let ethernet = "ff ff ff ff ff ff 02 03 04 05 06 07 90 00";
        let answer = hex(&format!("{ethernet} 00 00 01 00 02 00 aa"));
        assert_eq!(fields_of(1, &answer, &names), "0 1 1 2 -");
        assert_eq!(layers_of(1, &answer), "eth:loop:data End");
        cut_everywhere(1, &answer);
        let forward = hex(&format!("{ethernet} 00 00 02 00 aa bb cc dd ee ff 01 00 05 00 aa"));
        assert_eq!(fields_of(1, &forward, &names), "0 2 2,1 5 aa:bb:cc:dd:ee:ff");
        cut_everywhere(1, &forward);
    }
}
