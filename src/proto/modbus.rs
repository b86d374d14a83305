//! Modbus: [Application Protocol 1.1b3](https://modbus.org/docs/Modbus_Application_Protocol_V1_1b3.pdf): a function's code and what it needs, or what it gave.
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static CODE: Field = Field::part(Place::Uint(8));
/// What is to be done.
pub static FUNCTION: Field = Field::new("modbus.func_code", "Function Code", Place::Sub(0x7f)).ft(8).names(&[
    (1, "Read Coils"),
    (2, "Read Discrete Inputs"),
    (3, "Read Holding Registers"),
    (4, "Read Input Registers"),
    (5, "Write Single Coil"),
    (6, "Write Single Register"),
    (7, "Read Exception Status"),
    (8, "Diagnostics"),
    (11, "Get Comm. Event Counters"),
    (12, "Get Comm. Event Log"),
    (15, "Write Multiple Coils"),
    (16, "Write Multiple Registers"),
    (17, "Report Slave ID"),
    (20, "Read File Record"),
    (21, "Write File Record"),
    (22, "Mask Write Register"),
    (23, "Read Write Register"),
    (24, "Read FIFO Queue"),
    (43, "Encapsulated Interface Transport"),
    (90, "Unity (Schneider)"),
]);
static EXCEPTION: Field = byte("modbus.exception_code", "Exception Code").names(&[
    (1, "Illegal function"),
    (2, "Illegal data address"),
    (3, "Illegal data value"),
    (4, "Slave device failure"),
    (5, "Acknowledge"),
    (6, "Slave device busy"),
    (8, "Memory parity error"),
    (10, "Gateway path unavailable"),
    (11, "Gateway target device failed to respond"),
]);
static REFERENCE: Field = word("modbus.reference_num", "Reference Number");
static READ_REFERENCE: Field = word("modbus.read_reference_num", "Read Reference Number");
static WRITE_REFERENCE: Field = word("modbus.write_reference_num", "Write Reference Number");
static BIT_COUNT: Field = word("modbus.bit_cnt", "Bit Count");
static WORD_COUNT: Field = word("modbus.word_cnt", "Word Count");
static READ_WORD_COUNT: Field = word("modbus.read_word_cnt", "Read Word Count");
static WRITE_WORD_COUNT: Field = word("modbus.write_word_cnt", "Write Word Count");
static BYTE_COUNT: Field = byte("modbus.byte_cnt", "Byte Count");
static PADDING: Field = byte("modbus.padding", "Padding").hex();
static DATA: Field = Field::new("modbus.data", "Data", Place::Rest);
static DIAGNOSTIC: Field = word("modbus.diagnostic_code", "Diagnostic Code");
static STATUS: Field = word("modbus.ev_status", "Status").hex();
static EVENTS: Field = word("modbus.ev_count", "Event Count");
static MESSAGES: Field = word("modbus.ev_msg_count", "Message Count");
static AND: Field = word("modbus.and_mask", "AND mask").hex();
static OR: Field = word("modbus.or_mask", "OR mask").hex();
static MEI: Field = byte("modbus.mei", "MEI type").names(&[(13, "CANopen Request/Response"), (14, "Read Device Identification")]);
static DEVICE: Field = byte("modbus.read_device_id", "Read Device ID").names(&[
    (1, "Basic Device Identification"),
    (2, "Regular Device Identification"),
    (3, "Extended Device Identification"),
    (4, "Specific Identification Object"),
]);
static OBJECT: Field = byte("modbus.object_id", "Object ID").names(&[
    (0, "VendorName"),
    (1, "ProductCode"),
    (2, "MajorMinorRevision"),
    (3, "VendorURL"),
    (4, "ProductName"),
    (5, "ModelName"),
    (6, "UserApplicationName"),
]);
static CONFORMITY: Field = byte("modbus.conformity_level", "Conformity Level").hex();
static FOLLOWS: Field = byte("modbus.more_follows", "More Follows").hex();
static NEXT_OBJECT: Field = byte("modbus.next_object_id", "Next Object ID");
static OBJECTS: Field = byte("modbus.num_objects", "Number of Objects");
static OBJECT_LENGTH: Field = byte("modbus.objects_len", "Object length");
static OBJECT_TEXT: Field = Field::new("modbus.object_str_value", "Object String Value", Place::Rest).text();
static OBJECT_VALUE: Field = Field::new("modbus.object_value", "Object Value", Place::Rest);
static BIT_NUMBER: Field = Field::new("modbus.bitnum", "Bit Number", Place::Uint(16));
static BIT_VALUE: Field = Field::new("modbus.bitval", "Bit Value", Place::Uint(8)).kind(Kind::Flag);
static REGISTER_NUMBER: Field = Field::new("modbus.regnum16", "Register Number", Place::Uint(16));
static REGISTER_VALUE: Field = Field::new("modbus.regval_uint16", "Register Value (UINT16)", Place::Uint(16));

/// Modbus.
pub static PROTOCOL: Protocol = Protocol {
    name: "modbus",
    title: "Modbus",
    column: "Modbus/TCP",
    spec: "MODBUS 1.1b3",
    fields: &[
        &CODE,
        &FUNCTION,
        &Field::part(Place::Told(
            read,
            &[
                &EXCEPTION, &REFERENCE, &READ_REFERENCE, &WRITE_REFERENCE, &BIT_COUNT, &WORD_COUNT, &READ_WORD_COUNT, &WRITE_WORD_COUNT, &BYTE_COUNT, &PADDING,
                &DATA, &DIAGNOSTIC, &STATUS, &EVENTS, &MESSAGES, &AND, &OR, &MEI, &DEVICE, &OBJECT, &CONFORMITY, &FOLLOWS, &NEXT_OBJECT, &OBJECTS,
                &OBJECT_LENGTH, &OBJECT_TEXT, &OBJECT_VALUE, &BIT_NUMBER, &BIT_VALUE, &REGISTER_NUMBER, &REGISTER_VALUE,
            ],
        )),
    ],
    under: &[(Space::Context, 502)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    leaf: true,
    ..Protocol::PLAIN
};

/// The server says it.
const ANSWER: u32 = 1 << 16;
/// Where what it gives begins is known: the lower half.
const KNOWN: u32 = 1 << 17;

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let Some(&code) = bytes.first() else { return Step::cut(bytes) };
    let tcp = below.layers.iter().rev().find(|layer| layer.id == id::tcp);
    let answer = tcp.is_some_and(|tcp| tcp::SRCPORT.num(tcp.head(below.frame)) == Some(502));
    let mut mode = if answer { ANSWER } else { 0 };
    if let Some(talk) = below.talk {
        let from = load(bytes, 8, 16).unwrap_or(0);
        match answer {
            false => talk.other.set(u64::from(KNOWN) | from | u64::from(code) << 32),
            true if talk.own.get() >> 32 == u64::from(code) => mode |= talk.own.get() as u32 & (KNOWN | 0xffff),
            true => {}
        }
    }
    Step { mode, ..Step::new(bytes.len(), below.wire, id::data) }
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let here = r.here();
    let (code, answer) = (here.byte(0), here.mode & ANSWER != 0);
    if code & 0x80 != 0 {
        return r.field(&EXCEPTION);
    }
    match (code, answer) {
        (1 | 2, false) => r.fields(&[&REFERENCE, &BIT_COUNT]),
        (1 | 2, true) => {
            r.field(&BYTE_COUNT)?;
            bits(r, here.mode & KNOWN != 0, here.mode as u16)
        }
        (3 | 4, false) => r.fields(&[&REFERENCE, &WORD_COUNT]),
        (3 | 4, true) => {
            r.field(&BYTE_COUNT)?;
            registers(r, here.mode & KNOWN != 0, here.mode as u16)
        }
        (5, _) => {
            r.field(&REFERENCE)?;
            r.part(1.min(r.rest().len()), |r| r.field(&DATA))?;
            r.field(&PADDING)
        }
        (6, _) => {
            r.field(&REFERENCE)?;
            let from = r.here().number as u16;
            registers(r, true, from)
        }
        (8, _) => r.fields(&[&DIAGNOSTIC, &DATA]),
        (11, true) => r.fields(&[&STATUS, &EVENTS]),
        (12, true) => r.fields(&[&BYTE_COUNT, &STATUS, &EVENTS, &MESSAGES, &DATA]),
        (15, false) => {
            r.fields(&[&REFERENCE])?;
            let from = r.here().number as u16;
            r.field(&BIT_COUNT)?;
            r.field(&BYTE_COUNT)?;
            bits(r, true, from)
        }
        (16, false) => {
            r.field(&REFERENCE)?;
            let from = r.here().number as u16;
            r.fields(&[&WORD_COUNT, &BYTE_COUNT])?;
            registers(r, true, from)
        }
        (15, true) => r.fields(&[&REFERENCE, &BIT_COUNT]),
        (16, true) => r.fields(&[&REFERENCE, &WORD_COUNT]),
        (17, true) => r.fields(&[&BYTE_COUNT, &DATA]),
        (22, _) => r.fields(&[&REFERENCE, &AND, &OR]),
        (23, false) => {
            r.fields(&[&READ_REFERENCE, &READ_WORD_COUNT, &WRITE_REFERENCE])?;
            let from = r.here().number as u16;
            r.fields(&[&WRITE_WORD_COUNT, &BYTE_COUNT])?;
            registers(r, true, from)
        }
        (23, true) => {
            r.field(&BYTE_COUNT)?;
            registers(r, here.mode & KNOWN != 0, here.mode as u16)
        }
        (24, false) => r.field(&REFERENCE),
        (43, _) => device(r, answer),
        _ => r.field(&DATA),
    }
}
/// So many bits, the lowest of a byte first.
fn bits(r: &mut Reader<'_, '_>, known: bool, from: u16) -> Flow {
    if !known {
        return r.field(&DATA);
    }
    let bytes = r.rest();
    for (i, b) in bytes.iter().enumerate() {
        for bit in 0..8 {
            r.tell(&BIT_NUMBER, i, 1, Value::Num(u64::from(from.wrapping_add((i * 8 + bit) as u16))))?;
            r.tell(&BIT_VALUE, i, 1, Value::Num(u64::from(b >> bit & 1)))?;
        }
    }
    Continue(())
}
fn registers(r: &mut Reader<'_, '_>, known: bool, from: u16) -> Flow {
    if !known {
        return r.field(&DATA);
    }
    let (pairs, _) = r.rest().as_chunks::<2>();
    for (i, pair) in pairs.iter().enumerate() {
        r.tell(&REGISTER_NUMBER, i * 2, 2, Value::Num(u64::from(from.wrapping_add(i as u16))))?;
        r.tell(&REGISTER_VALUE, i * 2, 2, Value::Num(u16::from_be_bytes(*pair).into()))?;
    }
    Continue(())
}
fn device(r: &mut Reader<'_, '_>, answer: bool) -> Flow {
    r.field(&MEI)?;
    if r.here().number != 14 {
        return r.field(&DATA);
    }
    r.field(&DEVICE)?;
    if !answer {
        return r.field(&OBJECT);
    }
    r.fields(&[&CONFORMITY, &FOLLOWS, &NEXT_OBJECT, &OBJECTS])?;
    for _ in 0..r.here().number {
        if r.rest().is_empty() {
            break;
        }
        r.field(&OBJECT)?;
        let text = r.here().number < 7;
        r.field(&OBJECT_LENGTH)?;
        let n = r.here().number as usize;
        r.show(if text { &OBJECT_TEXT } else { &OBJECT_VALUE }, 0, n)?;
        r.pass(n)?;
    }
    Continue(())
}
/// `Query: Func: 3: Read Holding Registers`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let code = own.head(packet.bytes).first().copied().unwrap_or(0);
    out.extend(if own.mode & ANSWER != 0 { &b"Response: Func: "[..] } else { b"Query: Func: " });
    crate::text::decimal(u64::from(code & 0x7f), out);
    if let Some((_, name)) = FUNCTION.names.iter().find(|(n, _)| *n == u64::from(code & 0x7f)) {
        out.extend(b": ");
        out.extend(name.as_bytes());
    }
    if code & 0x80 != 0 {
        out.extend(b". Exception returned");
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn answers() {
        let bytes = tcp_of(502, 1234, &hex("00 01 00 00 00 07 ff 03 04 00 10 00 02"));
        assert_eq!(fields_of(228, &bytes, &["modbus.byte_cnt", "modbus.data"]), "4 00100002");
        cut_everywhere(228, &bytes);
        let bytes = tcp_of(502, 1234, &hex("00 01 00 00 00 03 ff 83 02"));
        assert_eq!(fields_of(228, &bytes, &["modbus.func_code", "modbus.exception_code"]), "3 2");
        let bytes = tcp_of(1234, 502, &hex("00 01 00 00 00 0b ff 10 00 05 00 02 04 00 07 01 00"));
        assert_eq!(fields_of(228, &bytes, &["modbus.regnum16", "modbus.regval_uint16"]), "5,6 7,256");
        let bytes = tcp_of(502, 1234, &hex("00 01 00 00 00 0e ff 2b 0e 01 01 00 00 01 00 04 41 42 43 44"));
        assert_eq!(fields_of(228, &bytes, &["modbus.mei", "modbus.object_id", "modbus.object_str_value"]), "14 0 ABCD");
        cut_everywhere(228, &bytes);
    }
}
