//! Multipoint communication service: [ITU-T T.125](https://www.itu.int/rec/T-REC-T.125), as RDP uses it: which unit it is, and where data begins.
use super::*;
use crate::field::*;

/// How a connection is made.
pub static CONNECT: Field = Field::new("t125.ConnectMCSPDU", "ConnectMCSPDU", Place::Reckoned(|h| match h.head {
    [0x7f, n @ 0x65..=0x68, ..] => Some(Value::Num(u64::from(*n))),
    _ => None,
})).ft(32).names(&[(101, "connect-initial"), (102, "connect-response"), (103, "connect-additional"), (104, "connect-result")]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "t125",
    title: "MULTIPOINT-COMMUNICATION-SERVICE T.125",
    column: "T.125",
    spec: "T.125",
    fields: &[&CONNECT],
    line: &[Word::Of(&CONNECT)],
    sealed: true,
    ..Protocol::PLAIN
};

/// A connection that is made (BER), or a unit in a domain (PER: the choice in the upper 6 bits).
pub(super) fn looks(bytes: &[u8]) -> bool {
    match bytes {
        [0x7f, 0x65..=0x68, ..] => true,
        [choice, ..] => matches!(choice >> 2, 1 | 8 | 10 | 11 | 14 | 15 | 25 | 26),
        [] => false,
    }
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    // A server's data: choice, initiator (2), channel (2), priority, length of 1 or 2 bytes.
    match bytes {
        [choice, _, _, _, _, _, length, ..] if choice >> 2 == 26 => {
            let header = if length & 0x80 != 0 { 8 } else { 7 };
            Step::new(header.min(bytes.len()), below.wire, id::rdp)
        }
        _ => Step::new(bytes.len(), below.wire, id::data),
    }
}
