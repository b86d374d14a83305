//! Server Message Block 1, [MS-CIFS](https://learn.microsoft.com/openspecs/windows_protocols/ms-cifs/), 2.2.3.1: the header.
//!
//! ```text
//! | 0xff 'S' 'M' 'B' | Command (8) | Status (32) | Flags (8) | Flags2 (16) | PID high (16) | Signature (64) | Reserved (16) |
//! | TID (16) | PID (16) | UID (16) | MID (16) | WordCount (8), words | ByteCount (16), bytes |
//! ```
//!
//! All numbers little endian.
use super::*;
use crate::field::*;

static COMPONENT: Field = little("smb.server_component", "Server Component", 0, 4).hex();
/// What is asked.
pub static CMD: Field = little("smb.cmd", "SMB Command", 4, 1).hex().names(&[
    (0x00, "Create Directory"),
    (0x04, "Close"),
    (0x06, "Delete"),
    (0x24, "Locking AndX"),
    (0x25, "Trans"),
    (0x2b, "Echo"),
    (0x2d, "Open AndX"),
    (0x2e, "Read AndX"),
    (0x2f, "Write AndX"),
    (0x32, "Trans2"),
    (0x34, "Find Close2"),
    (0x71, "Tree Disconnect"),
    (0x72, "Negotiate Protocol"),
    (0x73, "Session Setup AndX"),
    (0x74, "Logoff AndX"),
    (0x75, "Tree Connect AndX"),
    (0xa0, "NT Trans"),
    (0xa2, "NT Create AndX"),
    (0xa4, "NT Cancel"),
]);
/// 0 where all is well.
pub static NT_STATUS: Field = little("smb.nt_status", "NT Status", 5, 4).hex();
static FLAGS: Field = little("smb.flags", "Flags", 9, 1).hex();
/// Who speaks.
pub static RESPONSE: Field = Field::new("smb.flags.response", "Request/Response", Place::Little(9, 1, 7, 1));
static FLAGS2: Field = little("smb.flags2", "Flags2", 10, 2).hex();
static PID_HIGH: Field = little("smb.pid.high", "Process ID High", 12, 2);
static SIGNATURE: Field = Field::bytes("smb.signature", "Signature", 14, 8);
static RESERVED: Field = Field::bytes("smb.reserved", "Reserved", 22, 2);
/// The share.
pub static TID: Field = little("smb.tid", "Tree ID", 24, 2);
static PID: Field = little("smb.pid", "Process ID", 26, 2);
static UID: Field = little("smb.uid", "User ID", 28, 2);
static MID: Field = little("smb.mid", "Multiplex ID", 30, 2);

const fn little(name: &'static str, title: &'static str, at: u16, bytes: u8) -> Field {
    Field::new(name, title, Place::Little(at, bytes, 0, bytes * 8))
}

/// SMB 1.
pub static PROTOCOL: Protocol = Protocol {
    name: "smb",
    title: "SMB (Server Message Block Protocol)",
    column: "SMB",
    spec: "MS-CIFS",
    size: 32,
    fields: &[&COMPONENT, &CMD, &NT_STATUS, &FLAGS, &RESPONSE, &FLAGS2, &PID_HIGH, &SIGNATURE, &RESERVED, &TID, &PID, &UID, &MID],
    under: &[(Space::Context, 1)],
    line: &[
        Word::Of(&CMD),
        Word::Call(|p, i, out| out.extend(if RESPONSE.num(p.head(i)) == Some(1) { &b" Response"[..] } else { b" Request" })),
    ],
    more: Some(inner),
    alone: true,
    sealed: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step { again: true, ..datagram(bytes, below, 32) }
}
/// What a message carries for a pipe, or as a token.
fn inner(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let (message, start) = (layer.whole(frame), layer.start as usize);
    let number = |at: usize| message.get(at..at + 2).map(|b| crate::field::load_le(b) as usize);
    let answer = message.get(9)? & 0x80 != 0;
    // Where its words tell how much data there is, and where.
    let (from, n) = match (message.get(4)?, answer) {
        (0x25, false) => (number(57)?, number(55)?),
        (0x25, true) => (number(47)?, number(45)?),
        (0x2f, false) => (number(55)?, number(53)?),
        (0x2e, true) => (number(45)?, number(43)?),
        _ => return None,
    };
    let bytes = message.get(from..from + n)?;
    let from = start + from;
    (from > after && dcerpc::begins(bytes)).then_some(Inner { id: id::dcerpc, start: from, held: from + n, end: from + n })
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn header() {
        let mut message = b"\0\0\0\x23\xffSMB\x72\x22\0\0\xc0\x98\x53\xc8".to_vec();
        message.extend([0; 12]);
        message.extend(b"\xff\xff\xff\xfe\0\0\x05\0\0\0\0");
        let bytes = tcp_of(40000, 445, &message);
        assert_eq!(fields_of(228, &bytes, &["smb.cmd", "smb.nt_status", "smb.flags.response", "smb.tid", "smb.mid"]), "0x72 0xc0000022 1 65535 5");
        cut_everywhere(228, &bytes);
    }
}
