//! Distributed Network Protocol 3.0, IEEE 1815: data link, transport and the head of the application layer.
//!
//! ```text
//! | 05 64 | Length | Control | Destination, 2 | Source, 2 | CRC, 2 |  little endian
//! | up to 16 bytes of data | CRC, 2 | ...
//! ```
use super::*;
use crate::field::*;

static START: Field = Field::bits("dnp3.start", "Start Bytes", 0, 16).hex();
/// Of control, addresses and data, without the checksums.
pub static LENGTH: Field = Field::bits("dnp3.len", "Length", 16, 8);
static CONTROL: Field = Field::bits("dnp3.ctl", "Control", 24, 8).hex();
static DIRECTION: Field = Field::bits("dnp3.ctl.dir", "Direction", 24, 1);
static PRIMARY: Field = Field::bits("dnp3.ctl.prm", "Primary", 25, 1);
static CONTROL_BITS: Field = Field::part(Place::Switch(|h| u64::from(h.byte(3) >> 6 & 1), &[(1, &[&FCB, &FCV, &FUNCTION])], &[&DFC, &REPLY]));
static FCB: Field = Field::new("dnp3.ctl.fcb", "Frame Count Bit", Place::Reckoned(|h| Some(Value::Num(u64::from(h.byte(3) >> 5 & 1))))).kind(Kind::Flag);
static FCV: Field = Field::new("dnp3.ctl.fcv", "Frame Count Valid", Place::Reckoned(|h| Some(Value::Num(u64::from(h.byte(3) >> 4 & 1))))).kind(Kind::Flag);
static DFC: Field = Field::new("dnp3.ctl.dfc", "Data Flow Control", Place::Reckoned(|h| Some(Value::Num(u64::from(h.byte(3) >> 4 & 1))))).kind(Kind::Flag);
static FUNCTION: Field = Field::new("dnp3.ctl.prifunc", "Control Function Code", Place::Reckoned(|h| Some(Value::Num(u64::from(h.byte(3) & 15)))))
    .ft(8)
    .names(&[(0, "Reset of Remote Link"), (1, "Reset of User Process"), (2, "Test Function For Link"), (3, "User Data"), (4, "Unconfirmed User Data"), (9, "Request Link Status")]);
static REPLY: Field = Field::new("dnp3.ctl.secfunc", "Control Function Code", Place::Reckoned(|h| Some(Value::Num(u64::from(h.byte(3) & 15)))))
    .ft(8)
    .names(&[(0, "ACK"), (1, "NACK"), (11, "Status of Link"), (14, "Link Service Not Functioning"), (15, "Link Service Not Used or Implemented")]);
static DESTINATION: Field = Field::new("dnp3.dst", "Destination", Place::Little(4, 2, 0, 16));
static SOURCE: Field = Field::new("dnp3.src", "Source", Place::Little(6, 2, 0, 16));
static ADDRESS: Field = Field::new("dnp3.addr", "Address", Place::Either(&[&DESTINATION, &SOURCE])).ft(16);
static CRC: Field = Field::new("dnp3.hdr.CRC", "Data Link Header checksum", Place::Little(8, 2, 0, 16)).hex();
static TRANSPORT: Field = Field::part(Place::When(|h| h.byte(2) > 5 && h.left() > 0, &[&TRANSPORT_CONTROL, &FINAL, &FIRST, &SEQUENCE, &APPLICATION]));
static TRANSPORT_CONTROL: Field = byte("dnp3.tr.ctl", "Transport Control").hex();
static FINAL: Field = Field::new("dnp3.tr.fin", "Final", Place::Sub(0x80));
static FIRST: Field = Field::new("dnp3.tr.fir", "First", Place::Sub(0x40));
static SEQUENCE: Field = Field::new("dnp3.tr.seq", "Sequence", Place::Sub(0x3f)).ft(8);
// The first of some fragments says what they are.
static APPLICATION: Field = Field::part(Place::When(
    |h| h.byte(10) & 0x40 != 0 && h.byte(2) >= 8 && h.left() >= 2,
    &[&APP_CONTROL, &APP_FIRST, &APP_FINAL, &APP_CONFIRM, &APP_UNSOLICITED, &APP_SEQUENCE, &APP_FUNCTION, &INDICATIONS],
));
static APP_CONTROL: Field = byte("dnp3.al.ctl", "Application Control").hex();
static APP_FIRST: Field = Field::new("dnp3.al.fir", "First", Place::Sub(0x80));
static APP_FINAL: Field = Field::new("dnp3.al.fin", "Final", Place::Sub(0x40));
static APP_CONFIRM: Field = Field::new("dnp3.al.con", "Confirm", Place::Sub(0x20));
static APP_UNSOLICITED: Field = Field::new("dnp3.al.uns", "Unsolicited", Place::Sub(0x10));
static APP_SEQUENCE: Field = Field::new("dnp3.al.seq", "Sequence", Place::Sub(0x0f)).ft(8);
/// What is asked or answered.
pub static APP_FUNCTION: Field = byte("dnp3.al.func", "Application Layer Function Code").names(&[
    (0, "Confirm"),
    (1, "Read"),
    (2, "Write"),
    (3, "Select"),
    (4, "Operate"),
    (5, "Direct Operate"),
    (6, "Direct Operate No Ack"),
    (7, "Immediate Freeze"),
    (8, "Immediate Freeze No Ack"),
    (9, "Freeze and Clear"),
    (10, "Freeze and Clear No ACK"),
    (11, "Freeze With Time"),
    (12, "Freeze With Time No ACK"),
    (13, "Cold Restart"),
    (14, "Warm Restart"),
    (15, "Initialize Data"),
    (16, "Initialize Application"),
    (17, "Start Application"),
    (18, "Stop Application"),
    (19, "Save Configuration"),
    (20, "Enable Spontaneous Messages"),
    (21, "Disable Spontaneous Messages"),
    (22, "Assign Classes"),
    (23, "Delay Measurement"),
    (24, "Record Current Time"),
    (25, "Open File"),
    (26, "Close File"),
    (27, "Delete File"),
    (28, "Get File Info"),
    (29, "Authenticate File"),
    (30, "Abort File"),
    (31, "Activate Config"),
    (32, "Authentication Request"),
    (33, "Authentication Error"),
    (129, "Response"),
    (130, "Unsolicited Response"),
    (131, "Authentication Response"),
]);
static INDICATIONS: Field = Field::part(Place::When(|h| h.number & 0x80 != 0 && h.left() >= 2, &[&IIN, &IIN_BITS]));
static IIN: Field = word("dnp3.al.iin", "Internal Indications").hex();
static IIN_BITS: Field = Field::part(Place::Group(&[
    &Field::new("dnp3.al.iin.rst", "Device Restart", Place::Sub(0x8000)),
    &Field::new("dnp3.al.iin.dt", "Device Trouble", Place::Sub(0x4000)),
    &Field::new("dnp3.al.iin.dol", "Digital Outputs in Local", Place::Sub(0x2000)),
    &Field::new("dnp3.al.iin.tsr", "Time Sync Required", Place::Sub(0x1000)),
    &Field::new("dnp3.al.iin.cls3d", "Class 3 Data Available", Place::Sub(0x0800)),
    &Field::new("dnp3.al.iin.cls2d", "Class 2 Data Available", Place::Sub(0x0400)),
    &Field::new("dnp3.al.iin.cls1d", "Class 1 Data Available", Place::Sub(0x0200)),
    &Field::new("dnp3.al.iin.bmsg", "Broadcast Msg Rx", Place::Sub(0x0100)),
    &Field::new("dnp3.al.iin.cc", "Configuration Corrupt", Place::Sub(0x20)),
    &Field::new("dnp3.al.iin.oae", "Operation Already Executing", Place::Sub(0x10)),
    &Field::new("dnp3.al.iin.ebo", "Event Buffer Overflow", Place::Sub(0x08)),
    &Field::new("dnp3.al.iin.pioor", "Parameters Invalid or Out of Range", Place::Sub(0x04)),
    &Field::new("dnp3.al.iin.obju", "Requested Objects Unknown", Place::Sub(0x02)),
    &Field::new("dnp3.al.iin.fcni", "Function Code not implemented", Place::Sub(0x01)),
]));

/// DNP3.
pub static PROTOCOL: Protocol = Protocol {
    name: "dnp3",
    title: "Distributed Network Protocol 3.0",
    column: "DNP 3.0",
    spec: "IEEE 1815",
    size: 10,
    fields: &[
        &START, &LENGTH, &CONTROL, &DIRECTION, &PRIMARY, &CONTROL_BITS, &DESTINATION, &ADDRESS, &SOURCE, &CRC, &TRANSPORT,
    ],
    under: &[(Space::TcpPort, 20000), (Space::UdpPort, 20000)],
    looks: &[(Space::TcpPort, b"\x05", looks), (Space::UdpPort, b"\x05", looks)],
    line: &[Word::Call(info)],
    stream: Some(Stream::PLAIN),
    leaf: true,
    ..Protocol::PLAIN
};

fn looks(bytes: &[u8]) -> bool {
    matches!(bytes, [5, 0x64, 5..=255, ..]) && bytes.len() >= 10
}
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let whole = bytes.len() == below.wire;
    let begins = bytes.first().is_none_or(|b| *b == 5) && bytes.get(1).is_none_or(|b| *b == 0x64);
    if !begins {
        return Step::reject();
    }
    let Some(length) = bytes.get(2).map(|n| usize::from(*n)).filter(|_| bytes.len() >= 10) else {
        return if whole && below.over() == id::tcp { Step::more(bytes, 10) } else { Step::cut(bytes) };
    };
    let Some(data) = length.checked_sub(5) else { return Step::malformed(10, below.wire) };
    let total = 10 + data + 2 * data.div_ceil(16);
    if bytes.len() < total && whole {
        return if below.over() == id::tcp { Step::more(bytes, total) } else { Step::malformed(bytes.len(), below.wire) };
    }
    Step { again: below.over() == id::tcp, ..Step::new(total.min(bytes.len()), total, id::data) }
}
/// `from 3 to 2, len=20, Read`.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let number = |f: &Field| f.num(head).unwrap_or(0);
    out.extend(b"from ");
    crate::text::decimal(number(&SOURCE), out);
    out.extend(b" to ");
    crate::text::decimal(number(&DESTINATION), out);
    out.extend(b", len=");
    crate::text::decimal(number(&LENGTH), out);
    let code = head.get(12).filter(|_| head.get(10).is_some_and(|b| b & 0x40 != 0) && number(&LENGTH) >= 8);
    if let Some((_, name)) = code.and_then(|code| APP_FUNCTION.names.iter().find(|(n, _)| *n == u64::from(*code))) {
        out.extend(b", ");
        out.extend(name.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_request() {
        let message = hex("05 64 14 c4 02 00 03 00 45 03  c7 c8 01 3c 02 06 3c 03 06 3c 04 06 3c 01 06 42 ac");
        let bytes = tcp_of(1234, 20000, &message);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:dnp3 End");
        let names = ["dnp3.len", "dnp3.ctl.prifunc", "dnp3.src", "dnp3.dst", "dnp3.hdr.CRC", "dnp3.tr.seq", "dnp3.al.func"];
        assert_eq!(fields_of(228, &bytes, &names), "20 4 3 2 0x0345 7 1");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(1234, 4444, &message)), "ip:tcp:dnp3 End");
        assert_eq!(layers_of(228, &tcp_of(1234, 20000, &[&message[..], &message[..20]].concat())), "ip:tcp:dnp3:dnp3 More");
    }
    #[test]
    fn an_answer_over_udp() {
        let bytes = udp_of(20000, 1234, &hex("05 64 0a 44 03 00 02 00 7c ae  c1 c8 81 80 00 ab cd"));
        assert_eq!(fields_of(228, &bytes, &["dnp3.al.func", "dnp3.al.iin", "dnp3.al.iin.rst"]), "129 0x8000 1");
        cut_everywhere(228, &bytes);
    }
}
