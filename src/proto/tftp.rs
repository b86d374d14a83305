//! Trivial File Transfer Protocol, [RFC 1350](https://www.rfc-editor.org/rfc/rfc1350); options: [RFC 2347](https://www.rfc-editor.org/rfc/rfc2347).
//!
//! ```text
//!  2 bytes    string   1 byte  string  1 byte
//! +--------+----------+-------+-------+------+--------------------+
//! |  1, 2  | Filename |   0   | Mode  |  0   | option 0 value 0 ..|  read, write request
//! +--------+----------+-------+-------+------+--------------------+
//! |   3    | Block #  | Data      |
//! |   4    | Block #  |
//! |   5    | ErrCode  | ErrMsg | 0 |
//! |   6    | option 0 value 0 ..   |
//! +--------+-----------------------+
//! ```
//!
//! The answer to a request comes from a port of its own: that the conversation is TFTP is known only to who saw the request.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use crate::text;
use std::ops::ControlFlow::Continue;

/// What the message is.
pub static OPCODE: Field = Field::bits("tftp.opcode", "Opcode", 0, 16).names(&[
    (1, "Read Request"),
    (2, "Write Request"),
    (3, "Data Packet"),
    (4, "Acknowledgement"),
    (5, "Error Code"),
    (6, "Option Acknowledgement"),
]);
/// To be read.
pub static SOURCE_FILE: Field = string("tftp.source_file", "Source File");
/// To be written.
pub static DESTINATION_FILE: Field = string("tftp.destination_file", "Destination File");
/// `octet` or `netascii`.
pub static TYPE: Field = string("tftp.type", "Type");
/// Counts from 1.
pub static BLOCK: Field = Field::new("tftp.block", "Block", Place::Uint(16));
/// The same where it does not begin again behind 65535.
pub static BLOCK_FULL: Field = Field::new("tftp.block.full", "Full Block Number", Place::Uint(16)).ft(32);
/// What is wrong.
pub static ERROR_CODE: Field = Field::new("tftp.error.code", "Error code", Place::Uint(16)).names(&[
    (0, "Not defined"),
    (1, "File not found"),
    (2, "Access violation"),
    (3, "Disk full or allocation exceeded"),
    (4, "Illegal TFTP Operation"),
    (5, "Unknown transfer ID"),
    (6, "File already exists"),
    (7, "No such user"),
    (8, "Option negotiation failed"),
]);
static ERROR_MESSAGE: Field = string("tftp.error.message", "Error message");
static ERROR: Field = Field::new("tftp.error", "TFTP ERROR packet", Place::Reckoned(|_| Some(Value::Num(1)))).kind(Kind::Present);
static OPTION: Field = Field::new("", "Option", Place::Group(&[&OPTION_NAME, &OPTION_VALUE]));
/// RFC 2348, 2349, 7440.
pub static OPTION_NAME: Field = string("tftp.option.name", "Option name");
static OPTION_VALUE: Field = string("tftp.option.value", "Option value");
static DATA: Field = Field::new("tftp.data", "Data", Place::Rest);
/// The frame that asked for the file.
pub static REQUEST_FRAME: Field = Field::new("tftp.request_frame", "Request frame", Place::Noted(crate::spine::Stage::Flow));
static MESSAGE: Field = Field::part(Place::Told(
    read,
    &[&SOURCE_FILE, &DESTINATION_FILE, &TYPE, &BLOCK, &BLOCK_FULL, &ERROR_CODE, &ERROR_MESSAGE, &ERROR, &OPTION, &DATA],
));

const fn string(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Zero).kind(Kind::Show(&text::ASCII))
}

/// TFTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "tftp",
    title: "Trivial File Transfer Protocol",
    column: "TFTP",
    spec: "RFC 1350",
    size: 2,
    fields: &[&OPCODE, &REQUEST_FRAME, &MESSAGE],
    under: &[(Space::UdpPort, 69)],
    line: &[Word::Call(info)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    classes: &[form::messages::TFTP],
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    match bytes {
        [_] | [] => Step::cut(&[]),
        [0, 3, _, _, ..] => Step::new(4, below.wire, id::data),
        _ => {
            let least = match bytes {
                [0, 1 | 2, rest @ ..] => strings(rest, 2),
                [0, 3 | 4, ..] => bytes.len() >= 4,
                [0, 5, _, _, rest @ ..] => strings(rest, 1),
                [0, 5, ..] => false,
                [0, 6, rest @ ..] => rest.iter().filter(|b| **b == 0).count() % 2 == 0 && strings(rest, 1),
                _ => true,
            };
            if least { datagram(bytes, below, 2) } else { Step { total: below.wire, ..Step::cut(bytes) } }
        }
    }
}
/// True where so many texts are there with their ends.
fn strings(bytes: &[u8], n: usize) -> bool {
    bytes.iter().filter(|b| **b == 0).count() >= n && bytes.last() == Some(&0)
}

fn read(r: &mut Reader<'_, '_>) -> Flow {
    match OPCODE.num(r.here().head) {
        Some(n @ (1 | 2)) => {
            zero(r, if n == 1 { &SOURCE_FILE } else { &DESTINATION_FILE })?;
            zero(r, &TYPE)?;
            options(r)
        }
        Some(3 | 4) => {
            let block = r.here().word(r.here().at);
            r.field(&BLOCK)?;
            r.tell(&BLOCK_FULL, 0, 0, Value::Num(block.into()))
        }
        Some(5) => {
            r.field(&ERROR_CODE)?;
            zero(r, &ERROR_MESSAGE)?;
            r.field(&ERROR)
        }
        Some(6) => options(r),
        _ if r.rest().is_empty() => Continue(()),
        _ => r.show(&DATA, 0, usize::MAX),
    }
}
/// Text that must have its end.
fn zero(r: &mut Reader<'_, '_>, f: &'static Field) -> Flow {
    if !r.rest().contains(&0) {
        return r.broken();
    }
    r.field(f)
}
fn options(r: &mut Reader<'_, '_>) -> Flow {
    while !r.rest().is_empty() {
        if r.rest().iter().filter(|b| **b == 0).take(2).count() < 2 {
            return r.broken();
        }
        r.field(&OPTION)?;
    }
    Continue(())
}

/// `Read Request, File: vmlinuz, Transfer type: octet, blksize=1428`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(opcode) = OPCODE.num(head) else { return };
    match text::named(&OPCODE, opcode) {
        Some(name) => out.extend(name.bytes()),
        None => {
            out.extend(b"Unknown (0x");
            text::hex(opcode, 4, out);
            out.push(b')');
        }
    }
    let number = crate::field::load(head, 16, 16);
    let texts = |from: usize| head.get(from..).unwrap_or(&[]).split(|b| *b == 0);
    let pairs = |mut texts: std::slice::Split<'_, u8, _>, out: &mut Vec<u8>| {
        while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
            out.extend(b", ");
            text::utf8(name, out);
            out.push(b'=');
            text::utf8(value, out);
        }
    };
    match (opcode, number) {
        (1 | 2, _) => {
            let mut texts = texts(2);
            for (label, text) in [(", File: ", texts.next()), (", Transfer type: ", texts.next())] {
                out.extend(label.bytes());
                text::utf8(text.unwrap_or(&[]), out);
            }
            pairs(texts, out);
        }
        (3 | 4, Some(block)) => {
            out.extend(b", Block: ");
            text::decimal(block, out);
            if opcode == 3 && packet.layer(layer).is_some_and(|l| l.carried() < 512) {
                out.extend(b" (last)");
            }
        }
        (5, Some(code)) => {
            out.extend(b", Code: ");
            out.extend(text::named(&ERROR_CODE, code).unwrap_or("Unknown").bytes());
            out.extend(b", Message: ");
            text::utf8(texts(4).next().unwrap_or(&[]), out);
        }
        (6, _) => pairs(texts(2), out),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn requests_and_answers() {
        let names = ["tftp.opcode", "tftp.source_file", "tftp.type", "tftp.option.name", "tftp.option.value", "tftp.block", "tftp.error.message"];
        let read = udp_of(3000, 69, b"\0\x01file.txt\0octet\0blksize\x001428\0tsize\x000\0");
        assert_eq!(fields_of(228, &read, &names), "1 file.txt octet blksize,tsize 1428,0 - -");
        cut_everywhere(228, &read);
        let error = udp_of(3000, 69, b"\0\x05\0\x01File not found\0");
        assert_eq!(fields_of(228, &error, &names), "5 - - - - - File not found");
        cut_everywhere(228, &error);
        let data = udp_of(3000, 69, b"\0\x03\0\x01abc");
        assert_eq!(fields_of(228, &data, &names), "3 - - - - 1 -");
        assert_eq!(layers_of(228, &data), "ip:udp:tftp:data End");
        assert_eq!(layers_of(228, &udp_of(3000, 69, b"\0\x01f")), "ip:udp:tftp Cut");
    }
}
