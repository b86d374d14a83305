//! Server Message Block 2 and 3, [MS-SMB2](https://learn.microsoft.com/openspecs/windows_protocols/ms-smb2/), 2.2.1: the headers of its messages.
//!
//! ```text
//! | 0xfe 'S' 'M' 'B' | StructureSize (16) | CreditCharge (16) | Status or ChannelSequence (32) | Command (16) | Credits (16) |
//! | Flags (32) | NextCommand (32) | MessageId (64) | Reserved, TreeId or AsyncId (64) | SessionId (64) | Signature (128) |
//! ```
//!
//! All numbers little endian. Several messages may stand in one, each where the one before says. What a message carries for a pipe is
//! DCE/RPC, and its tokens are GSS-API's.
use super::fields::{little_long as long, little_word as word};
use super::*;
use crate::field::*;
use crate::read::{Flow, Reader};
use std::ops::ControlFlow::Continue;

static MESSAGE: Field = Field::new("", "SMB2 Header", Place::Group(&[&PROTOCOL_ID, &HEADER_LEN, &CREDIT_CHARGE, &STATUS_OF, &CMD, &CREDITS_OF, &FLAGS, &RESPONSE, &ASYNC, &CHAINED, &SIGNED, &PRIORITY, &DFS, &REPLAY, &CHAIN_OFFSET, &MSG_ID, &OF_WHOM, &SESID, &SIGNATURE]));
static PROTOCOL_ID: Field = Field::new("smb2.protocol_id", "ProtocolId", Place::Uint(32)).hex();
static HEADER_LEN: Field = word("smb2.header_len", "Header Length");
static CREDIT_CHARGE: Field = word("smb2.credit.charge", "Credit Charge");
static STATUS_OF: Field = Field::part(Place::Switch(|h| (h.byte(h.start + 16) & 1).into(), &[(1, &[&NT_STATUS])], &[&CHANNEL_SEQUENCE, &RESERVED]));
/// 0 where all is well.
pub static NT_STATUS: Field = long("smb2.nt_status", "NT Status").hex();
static CHANNEL_SEQUENCE: Field = word("smb2.channel_sequence", "Channel Sequence");
static RESERVED: Field = Field::new("smb2.reserved", "Reserved", Place::Run(2));
/// What is asked.
pub static CMD: Field = word("smb2.cmd", "Command").names(&[
    (0, "Negotiate Protocol"),
    (1, "Session Setup"),
    (2, "Session Logoff"),
    (3, "Tree Connect"),
    (4, "Tree Disconnect"),
    (5, "Create"),
    (6, "Close"),
    (7, "Flush"),
    (8, "Read"),
    (9, "Write"),
    (10, "Lock"),
    (11, "Ioctl"),
    (12, "Cancel"),
    (13, "KeepAlive"),
    (14, "Find"),
    (15, "Notify"),
    (16, "GetInfo"),
    (17, "SetInfo"),
    (18, "Break"),
]);
static CREDITS_OF: Field = Field::part(Place::Switch(|h| (h.byte(h.start + 16) & 1).into(), &[(1, &[&CREDITS_GRANTED])], &[&CREDITS_REQUESTED]));
static CREDITS_GRANTED: Field = word("smb2.credits.granted", "Credits granted");
static CREDITS_REQUESTED: Field = word("smb2.credits.requested", "Credits requested");
static FLAGS: Field = long("smb2.flags", "Flags").hex();
/// Who speaks.
pub static RESPONSE: Field = Field::new("smb2.flags.response", "Response", Place::Sub(1));
static ASYNC: Field = Field::new("smb2.flags.async", "Async command", Place::Sub(2));
static CHAINED: Field = Field::new("smb2.flags.chained", "Chained", Place::Sub(4));
static SIGNED: Field = Field::new("smb2.flags.signature", "Signing", Place::Sub(8));
static PRIORITY: Field = Field::new("smb2.flags.priority_mask", "Priority", Place::Sub(0x70)).kind(Kind::Flag);
static DFS: Field = Field::new("smb2.flags.dfs", "DFS operation", Place::Sub(0x1000_0000));
static REPLAY: Field = Field::new("smb2.flags.replay", "Replay operation", Place::Sub(0x2000_0000));
static CHAIN_OFFSET: Field = long("smb2.chain_offset", "Chain Offset").hex();
/// The answer has the question's.
pub static MSG_ID: Field = wide("smb2.msg_id", "Message ID");
static OF_WHOM: Field = Field::part(Place::Switch(|h| (h.byte(h.start + 16) & 2).into(), &[(2, &[&AID])], &[&PID, &TID]));
static AID: Field = wide("smb2.aid", "Async Id").hex();
static PID: Field = long("smb2.pid", "Process Id").hex();
/// The share.
pub static TID: Field = long("smb2.tid", "Tree Id").hex();
/// Who.
pub static SESID: Field = wide("smb2.sesid", "Session Id").hex();
static SIGNATURE: Field = Field::new("smb2.signature", "Signature", Place::Run(16));
static MESSAGES: Field = Field::part(Place::Told(read, &[&MESSAGE]));

const fn wide(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::UintLe(64))
}

/// SMB 2.
pub static PROTOCOL: Protocol = Protocol {
    name: "smb2",
    title: "SMB2 (Server Message Block Protocol version 2)",
    column: "SMB2",
    spec: "MS-SMB2",
    fields: &[&MESSAGES],
    under: &[(Space::Context, 2)],
    line: &[Word::Of(&CMD), Word::Call(|p, i, out| out.extend(if p.head(i).get(16).is_some_and(|b| b & 1 == 1) { &b" Response"[..] } else { b" Request" }))],
    more: Some(inner),
    alone: true,
    sealed: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    Step { again: true, ..datagram(bytes, below, 16) }
}
/// Where each message begins, and its bytes.
fn messages(all: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = Some(0);
    std::iter::from_fn(move || {
        let from = at?;
        let rest = all.get(from..).filter(|rest| rest.starts_with(b"\xfeSMB") && rest.len() >= 64)?;
        let next = number(rest, 20, 4)?;
        at = (next >= 64).then_some(from + next);
        Some((from, rest.get(..if next >= 64 { next } else { rest.len() }).unwrap_or(rest)))
    })
}
fn number(bytes: &[u8], at: usize, n: usize) -> Option<usize> {
    bytes.get(at..at + n).map(|b| crate::field::load_le(b) as usize)
}
/// What a message carries for another protocol: of whom, from where, how many bytes.
fn carried(message: &[u8]) -> Option<(Id, usize, usize)> {
    let response = message.get(16)? & 1 == 1;
    let body = |at: usize, n: usize| number(message, 64 + at, n);
    let (token, from, n) = match (number(message, 12, 2)?, response) {
        (0, true) => (true, body(56, 2)?, body(58, 2)?),
        (1, false) => (true, body(12, 2)?, body(14, 2)?),
        (1, true) => (true, body(4, 2)?, body(6, 2)?),
        (8, true) => (false, body(2, 1)?, body(4, 4)?),
        (9, false) => (false, body(2, 2)?, body(4, 4)?),
        // FSCTL_PIPE_TRANSCEIVE
        (11, false) if body(4, 4)? == 0x0011_c017 => (false, body(24, 4)?, body(28, 4)?),
        (11, true) if body(4, 4)? == 0x0011_c017 => (false, body(32, 4)?, body(36, 4)?),
        _ => return None,
    };
    let bytes = message.get(from..from.checked_add(n)?)?;
    let id = match token {
        true if bytes.starts_with(b"NTLMSSP\0") => id::ntlmssp,
        true if matches!(bytes.first(), Some(0x60 | 0xa0 | 0xa1)) => id::gss_api,
        false if dcerpc::begins(bytes) => id::dcerpc,
        _ => return None,
    };
    Some((id, from, n))
}
fn inner(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let start = layer.start as usize;
    let mut all = messages(layer.whole(frame)).filter_map(|(at, message)| carried(message).map(|(id, from, n)| (id, start + at + from, n)));
    all.find(|(_, from, n)| *from > after && *n > 0).map(|(id, from, n)| Inner { id, start: from, held: from + n, end: from + n })
}
fn read(r: &mut Reader<'_, '_>) -> Flow {
    let all = r.rest();
    let mut last = 0;
    for (at, _) in messages(all) {
        r.pass(at - last)?;
        r.record(&MESSAGE, 64, |r| {
            r.fields(&[&PROTOCOL_ID, &HEADER_LEN, &CREDIT_CHARGE, &STATUS_OF, &CMD, &CREDITS_OF, &FLAGS, &RESPONSE, &ASYNC, &CHAINED, &SIGNED, &PRIORITY, &DFS])?;
            r.fields(&[&REPLAY, &CHAIN_OFFSET, &MSG_ID, &OF_WHOM, &SESID, &SIGNATURE])
        })?;
        last = at + 64;
    }
    Continue(())
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn a_write_to_a_pipe() {
        let mut message = vec![0u8; 64 + 48];
        message[..4].copy_from_slice(b"\xfeSMB");
        (message[4], message[12], message[24]) = (64, 9, 7);
        (message[64], message[66], message[68]) = (49, 112, 16);
        message.extend(b"\x05\0\x0b\x03\x10\0\0\0\x10\0\0\0\x01\0\0\0"); // a bind without its body
        let bytes = tcp_of(40000, 445, &[&[0, 0, 0, message.len() as u8], &message[..]].concat());
        assert_eq!(layers_of(228, &bytes), "ip:tcp:nbss:smb2:dcerpc End");
        assert_eq!(fields_of(228, &bytes, &["smb2.cmd", "smb2.msg_id", "dcerpc.pkt_type", "dcerpc.cn_call_id"]), "9 7 11 1");
        cut_everywhere(228, &bytes);
    }
}
