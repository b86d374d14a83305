//! ZeroMQ Message Transport Protocol 3.x, [RFC 37](https://rfc.zeromq.org/spec/37/).
//!
//! ```text
//! greeting: FF, 8 bytes, 7F | major | minor | mechanism, 20 bytes | as-server | 31 bytes
//! frame:    flags | size, 1 or 8 bytes | body
//! command:  length of its name | name | properties
//! ```
//! It has no port of its own: it is known by the greeting.
use super::*;
use crate::field::*;

const GREETING: u32 = 1;
/// The first ten bytes of a greeting, which are sent before the rest.
const SIGNATURE: u32 = 2;

static BY_MODE: Field = Field::part(Place::Switch(|h| h.mode.into(), &[(1, &[&GREETING_FIELDS]), (2, &[&GREETING_SIGNATURE])], &[&FRAME]));
static GREETING_FIELDS: Field = Field::new("zmtp.greeting", "Greeting", Place::Group(&[&GREETING_SIGNATURE, &MAJOR, &MINOR, &MECHANISM, &AS_SERVER, &FILLER]));
static GREETING_SIGNATURE: Field = Field::new("zmtp.greeting.signature", "Signature", Place::Run(10));
/// Version, its first number.
pub static MAJOR: Field = Field::new("zmtp.greeting.version_major", "Major version", Place::Uint(8));
static MINOR: Field = Field::new("zmtp.greeting.version_minor", "Minor version", Place::Uint(8));
/// How peers prove who they are.
pub static MECHANISM: Field = Field::new("zmtp.greeting.mechanism", "Mechanism", Place::Run(20)).kind(Kind::Show(&crate::text::UTF8_TO_ZERO));
static AS_SERVER: Field = Field::new("zmtp.greeting.as_server", "As server", Place::Uint(8)).kind(Kind::Flag);
static FILLER: Field = Field::new("zmtp.greeting.filler", "Filler", Place::Rest);
static FRAME: Field = Field::new("zmtp.frame", "Frame", Place::Group(&[&FLAGS, &COMMAND_FLAG, &LONG_FLAG, &MORE_FLAG, &SIZE, &BODY]));
/// What the frame is.
pub static FLAGS: Field = Field::new("zmtp.frame.flags", "Flags", Place::Key(8)).hex();
static COMMAND_FLAG: Field = Field::new("zmtp.frame.flags.command", "Command", Place::Sub(4));
static LONG_FLAG: Field = Field::new("zmtp.frame.flags.long", "Long", Place::Sub(2));
static MORE_FLAG: Field = Field::new("zmtp.frame.flags.more", "More frames of the message follow", Place::Sub(1));
static SIZE: Field = Field::part(Place::Switch(|h| h.key & 2, &[(2, &[&LONG_SIZE])], &[&SHORT_SIZE]));
static SHORT_SIZE: Field = Field::new("zmtp.frame.size", "Size", Place::Uint(8)).ft(64);
static LONG_SIZE: Field = Field::new("zmtp.frame.size", "Size", Place::Uint(64)).ft(64);
static BODY: Field = Field::part(Place::Switch(|h| h.key & 4, &[(4, &[&COMMAND])], &[&DATA]));
/// What a message holds.
pub static DATA: Field = Field::new("zmtp.frame.body", "Body", Place::Rest);
static COMMAND: Field = Field::part(Place::When(|h| h.left() > 0, &[&NAME_LENGTH, &NAME, &PROPERTIES]));
static NAME_LENGTH: Field = Field::new("zmtp.command.name_length", "Name length", Place::Uint(8));
/// Which command.
pub static NAME: Field = Field::new("zmtp.command.name", "Name", Place::Take(|h| (h.number as usize).min(h.left()))).text();
static PROPERTIES: Field = Field::part(Place::Switch(|h| u64::from(h.head.get(..h.at).is_some_and(|before| before.ends_with(b"\x05READY") || before.ends_with(b"\x08INITIATE"))), &[(1, &[&PROPERTY_LIST])], &[&COMMAND_DATA]));
static COMMAND_DATA: Field = Field::new("zmtp.command.data", "Data", Place::Rest);
static PROPERTY_LIST: Field = Field::many("Properties", &PROPERTY);
static PROPERTY: Field = Field::new("", "Property", Place::Group(&[&PROPERTY_NAME_LEN, &PROPERTY_NAME, &PROPERTY_LEN, &PROPERTY_VALUE]));
static PROPERTY_NAME_LEN: Field = Field::part(Place::Uint(8));
/// What is told about a peer.
pub static PROPERTY_NAME: Field = Field::new("zmtp.command.property.name", "Property", Place::Take(|h| (h.number as usize).min(h.left()))).text();
static PROPERTY_LEN: Field = Field::part(Place::Uint(32));
/// And how it is.
pub static PROPERTY_VALUE: Field = Field::new("zmtp.command.property.value", "Value", Place::Take(|h| (h.number as usize).min(h.left()))).text();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "zmtp",
    title: "ZeroMQ Message Transport Protocol",
    column: "ZMTP",
    spec: "ZeroMQ RFC 37",
    fields: &[&BY_MODE],
    looks: &[(Space::TcpPort, b"\xff", looks)],
    line: &[Word::Call(info)],
    leaf: true,
    stream: Some(Stream::TALK),
    ..Protocol::PLAIN
};

/// The signature of a greeting, alone or with a version of 3 behind it.
fn looks(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, _, _, _, _, _, _, _, _, 0x7f] | [0xff, _, _, _, _, _, _, _, _, 0x7f, 3, ..])
}

/// A side's word: its greeting was sent.
const GREETED: u64 = 1;
/// Longer frames are not waited for.
const LONGEST: u64 = 1 << 30;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let state = below.talk.map_or(0, |talk| talk.own.get());
    let set = |state: u64| {
        if let Some(talk) = below.talk {
            talk.own.set(state);
        }
    };
    if state == 0 && looks(bytes) {
        return match bytes.len() {
            64.. => {
                set(GREETED);
                Step { mode: GREETING, again: true, ..Step::new(64, 64, id::data) }
            }
            _ if whole => Step { mode: GREETING, ..Step::more(bytes, 64) },
            _ => Step { mode: SIGNATURE, ..Step::new(bytes.len(), below.wire, id::data) },
        };
    }
    let (Some(flags), Some(size)) = (bytes.first(), bytes.get(1)) else {
        return if whole { Step::more(bytes, 0) } else { Step::cut(bytes) };
    };
    if flags & !7 != 0 {
        return Step::reject();
    }
    let (head, len) = match flags & 2 {
        0 => (2, u64::from(*size)),
        _ => match load(bytes, 8, 64) {
            Some(len) => (9, len),
            None => return if whole { Step::more(bytes, 9) } else { Step::cut(bytes) },
        },
    };
    if len > LONGEST {
        return Step::reject();
    }
    let total = head + len as usize;
    match total <= bytes.len() {
        true => Step { again: true, ..Step::new(total, total, id::data) },
        false if whole => Step::more(bytes, total),
        false => Step::new(bytes.len(), below.wire, id::data),
    }
}

fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    if own.mode != 0 {
        return out.extend(b"Greeting");
    }
    let flags = head.first().copied().unwrap_or(0);
    let body = head.get(if flags & 2 == 0 { 2 } else { 9 }..).unwrap_or(&[]);
    if flags & 4 != 0 {
        let len = usize::from(body.first().copied().unwrap_or(0));
        return crate::text::utf8(body.get(1..1 + len).unwrap_or(&[]), out);
    }
    out.extend(b"Message, ");
    crate::text::decimal(body.len() as u64, out);
    out.extend(if flags & 1 == 0 { &b" bytes"[..] } else { b" bytes, more follows" });
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    fn greeting() -> Vec<u8> {
        let mut greeting = hex("ff 00 00 00 00 00 00 00 01 7f 03 00 4e 55 4c 4c");
        greeting.resize(64, 0);
        greeting
    }

    #[test]
    fn a_greeting_and_frames() {
        let mut all = greeting();
        all.extend(hex("04 19 05 52 45 41 44 59 0b 53 6f 63 6b 65 74 2d 54 79 70 65 00 00 00 03 52 45 51")); // READY, Socket-Type=REQ
        all.extend(hex("01 00 00 02 68 69")); // an empty frame, and one with two bytes
        let names = ["zmtp.greeting.mechanism", "zmtp.greeting.version_major", "zmtp.command.name", "zmtp.command.property.name", "zmtp.command.property.value",
            "zmtp.frame.flags", "zmtp.frame.size", "zmtp.frame.body"];
        let bytes = tcp_of(5555, 40001, &all);
        assert_eq!(fields_of(228, &bytes, &names), "NULL 3 READY Socket-Type REQ 0x04,0x01,0x00 25,0,2 6869");
        assert_eq!(layers_of(228, &bytes), "ip:tcp:zmtp:zmtp:zmtp:zmtp End");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn what_goes_on_and_what_is_none() {
        assert_eq!(layers_of(228, &tcp_of(5555, 40001, &greeting()[..10])), "ip:tcp:zmtp More");
        assert_eq!(layers_of(228, &tcp_of(5555, 40001, &hex("ff 01 02"))), "ip:tcp:data End");
        let mut odd = greeting();
        odd.extend(hex("02 ff ff ff ff ff ff ff ff"));
        assert_eq!(layers_of(228, &tcp_of(5555, 40001, &odd)), "ip:tcp:zmtp:data End");
    }
}
