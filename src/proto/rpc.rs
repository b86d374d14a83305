//! Remote Procedure Call: [RFC 5531](https://www.rfc-editor.org/rfc/rfc5531).
//!
//! ```text
//! over TCP: last fragment (1 bit) | length (31)
//! call:  XID | 0 | 2 | program | version | procedure | credentials | verifier | arguments
//! reply: XID | 1 | 0 accepted | verifier | state | results      or      XID | 1 | 1 denied | why
//! ```
//! A reply does not say whose it is: over TCP that follows from the call before it, over UDP from its port.
use super::*;
use crate::field::*;

static MARK: Field = Field::part(Place::When(|h| h.mode & MARKED != 0, &[&MARK_WORD, &LASTFRAG, &FRAGLEN]));
static MARK_WORD: Field = Field::part(Place::Uint(32));
static LASTFRAG: Field = Field::new("rpc.lastfrag", "Last Fragment", Place::Sub(0x8000_0000)).ft(32);
static FRAGLEN: Field = Field::new("rpc.fraglen", "Fragment Length", Place::Sub(0x7fff_ffff)).ft(32);
/// A reply has the call's.
pub static XID: Field = Field::new("rpc.xid", "XID", Place::Uint(32)).hex();
/// Call or reply.
pub static MSGTYP: Field = Field::new("rpc.msgtyp", "Message Type", Place::Key(32)).names(&[(0, "Call"), (1, "Reply")]);
static BY_TYPE: Field = Field::part(Place::Pick(&[(0, &[&VERSION, &PROGRAM, &PROGRAMVERSION, &PROCEDURE, &CREDENTIALS, &VERIFIER]), (1, &[&REPLY])], &[]));
static VERSION: Field = long("rpc.version", "RPC Version");
/// Which program is called.
pub static PROGRAM: Field = long("rpc.program", "Program").names(PROGRAMS);
const PROGRAMS: Names = &[
    (100_000, "Portmap"), (100_001, "RSTAT"), (100_002, "RUSERS"), (100_003, "NFS"), (100_004, "YPSERV"), (100_005, "MOUNT"), (100_007, "YPBIND"), (100_008, "WALL"),
    (100_009, "YPPASSWD"), (100_011, "RQUOTA"), (100_012, "SPRAY"), (100_021, "NLM"), (100_023, "NSM"), (100_024, "STAT"), (100_069, "YPXFRD"), (100_227, "NFSACL"),
    (100_300, "NISPLUS"), (300_019, "AMD"), (1_073_741_824, "NFS Callback"),
];
static PROGRAMVERSION: Field = long("rpc.programversion", "Program Version");
/// Which of its procedures.
pub static PROCEDURE: Field = long("rpc.procedure", "Procedure");
static CREDENTIALS: Field = Field::new("", "Credentials", Place::Group(AUTH));
static VERIFIER: Field = Field::new("", "Verifier", Place::Group(AUTH));
const AUTH: Fields = &[&FLAVOR, &AUTH_LENGTH];
static FLAVOR: Field = Field::new("rpc.auth.flavor", "Flavor", Place::Key(32)).names(&[
    (0, "AUTH_NULL"), (1, "AUTH_UNIX"), (2, "AUTH_SHORT"), (3, "AUTH_DES"), (5, "AUTH_RSA/Gluster"), (6, "RPCSEC_GSS"), (300_001, "AUTH_GSSAPI"), (390_003, "RPCSEC_GSS_KRB5"),
    (390_004, "RPCSEC_GSS_KRB5I"), (390_005, "RPCSEC_GSS_KRB5P"), (390_039, "AUTH_GLUSTERFS"),
]);
static AUTH_LENGTH: Field = Field::new("rpc.auth.length", "Length", Place::Span(32, &[&AUTH_BODY]));
static AUTH_BODY: Field = Field::part(Place::Pick(&[(1, &[&STAMP, &NAME_LENGTH, &MACHINENAME, &NAME_PAD, &UID, &GID, &GIDS_COUNT, &GIDS])], &[]));
static STAMP: Field = long("rpc.auth.stamp", "Stamp").hex();
static NAME_LENGTH: Field = long("rpc.opaque_length", "length");
static MACHINENAME: Field = Field::new("rpc.auth.machinename", "Machine Name", Place::Take(|h| (h.number as usize).min(h.left()))).text();
static NAME_PAD: Field = Field::part(Place::Take(|h| (h.number.wrapping_neg() as usize & 3).min(h.left())));
static UID: Field = long("rpc.auth.uid", "UID");
static GID: Field = long("rpc.auth.gid", "GID");
static GIDS_COUNT: Field = Field::part(Place::Uint(32));
static GIDS: Field = Field::many("Auxiliary GIDs", &GID);
static REPLY: Field = Field::part(Place::When(|_| true, &[&REPLYSTAT, &BY_STATE, &OF_PROGRAM, &OF_VERSION, &OF_PROCEDURE]));
/// What a reply answers, as its call said it: program in the upper half, version, procedure.
pub static CALLED: Field = Field::new("", "", Place::Noted(Stage::Flow));
static OF_PROGRAM: Field = Field::new("rpc.program", "Program", Place::Derived(|p, i| Some(Value::Num(p.notes.get(i, &CALLED)? >> 32))))
    .ft(32)
    .names(PROGRAMS)
    .after(Stage::Flow);
static OF_VERSION: Field = Field::new("rpc.programversion", "Program Version", Place::Derived(|p, i| Some(Value::Num(p.notes.get(i, &CALLED)? >> 16 & 0xffff))))
    .ft(32)
    .after(Stage::Flow);
static OF_PROCEDURE: Field = Field::new("rpc.procedure", "Procedure", Place::Derived(|p, i| Some(Value::Num(p.notes.get(i, &CALLED)? & 0xffff))))
    .ft(32)
    .after(Stage::Flow);
/// Told of a reply: which frame calls. Wireshark has it under the reply's name.
pub static REQUEST_IN: Field = Field::new("rpc.repframe", "Reply Frame", Place::Noted(Stage::Flow));
/// Told of a call: which frame replies.
pub static RESPONSE_IN: Field = Field::new("rpc.reqframe", "Request Frame", Place::Noted(Stage::Flow));
/// Since the call.
pub static TIME: Field = Field::new("rpc.time", "Time from request", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// Of a call or its reply: the number both have, and whether it is the reply; then what is called.
pub(crate) fn exchange(layer: &Layer, head: &[u8]) -> Option<((u64, bool), u64)> {
    let message = head.get(if layer.mode & MARKED != 0 { 4 } else { 0 }..)?;
    let word = |at: usize| number(message, at).map(u64::from);
    let replies = word(4)? == 1;
    let called = if replies { 0 } else { word(12)? << 32 | (word(16)? & 0xffff) << 16 | word(20)? & 0xffff };
    Some(((word(0)?, replies), called))
}
static REPLYSTAT: Field = Field::new("rpc.replystat", "Reply State", Place::Key(32)).names(&[(0, "accepted"), (1, "denied")]);
static BY_STATE: Field = Field::part(Place::Pick(&[(0, &[&VERIFIER, &STATE_ACCEPT, &MISMATCH]), (1, &[&STATE_REJECT, &REJECTED])], &[]));
static STATE_ACCEPT: Field = Field::new("rpc.state_accept", "Accept State", Place::Key(32)).names(&[
    (0, "RPC executed successfully"), (1, "remote hasn't exported program"), (2, "remote can't support version #"), (3, "program can't support procedure"),
    (4, "procedure can't decode params"), (5, "system errors like memory allocation failure"),
]);
static MISMATCH: Field = Field::part(Place::Pick(&[(2, &[&PROGRAM_MIN, &PROGRAM_MAX])], &[]));
static PROGRAM_MIN: Field = long("rpc.programversion.min", "Program Version (Minimum)");
static PROGRAM_MAX: Field = long("rpc.programversion.max", "Program Version (Maximum)");
static STATE_REJECT: Field = Field::new("rpc.state_reject", "Reject State", Place::Key(32)).names(&[(0, "RPC_MISMATCH"), (1, "AUTH_ERROR")]);
static REJECTED: Field = Field::part(Place::Pick(&[(0, &[&VERSION_MIN, &VERSION_MAX]), (1, &[&STATE_AUTH])], &[]));
static VERSION_MIN: Field = long("rpc.version.min", "RPC Version (Minimum)");
static VERSION_MAX: Field = long("rpc.version.max", "RPC Version (Maximum)");
static STATE_AUTH: Field = long("rpc.state_auth", "Auth State").names(&[
    (1, "bad credential (seal broken)"), (2, "client must begin new session"), (3, "bad verifier (seal broken)"), (4, "verifier expired or replayed"), (5, "rejected for security reasons"),
    (13, "GSS credential problem"), (14, "GSS context problem"),
]);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "rpc",
    title: "Remote Procedure Call",
    column: "RPC",
    spec: "RFC 5531",
    fields: &[&MARK, &XID, &MSGTYP, &BY_TYPE, &RESPONSE_IN, &REQUEST_IN, &TIME],
    under: &[(Space::TcpPort, 111), (Space::UdpPort, 111)],
    looks: &[(Space::UdpPort, &ANY, datagram_looks), (Space::TcpPort, &[0x80], stream_looks)],
    line: &[Word::Call(info)],
    stream: Some(Stream::TALK),
    sealed: true,
    ..Protocol::PLAIN
};
/// Any byte: a number of the caller's own comes first.
const ANY: [u8; 256] = {
    let (mut all, mut n) = ([0; 256], 0);
    while n < 256 {
        #[expect(clippy::indexing_slicing, reason = "const: out of range does not compile")]
        {
            all[n] = n as u8;
        }
        n += 1;
    }
    all
};

/// A record mark stands before the message.
const MARKED: u32 = 1;
const REPLIES: u32 = 2;
/// Longer messages are not waited for.
const LONGEST: usize = 8 << 20;

/// What a message's procedure is, as its mode tells it to who reads the arguments: whether it is the reply, version, procedure; version 0
/// where that is not known.
pub(super) fn called(mode: u32) -> (bool, u32, u32) {
    (mode & REPLIES != 0, mode >> 2 & 0xff, mode >> 10)
}
/// The procedure of a program's version, or the version, where they are known.
pub(super) fn version<'a>(h: &Here<'a>, which: Option<u32>) -> Option<Value<'a>> {
    let (_, version, procedure) = called(h.mode);
    match which {
        None => (version > 0).then_some(Value::Num(version.into())),
        Some(n) => (version == n && procedure < 0xffff).then_some(Value::Num(procedure.into())),
    }
}
/// What a procedure is given or gives, which only its message tells.
pub(super) fn procedure(bytes: &[u8], below: &Below<'_>) -> Step {
    Step { mode: below.layers.last().map_or(0, |rpc| rpc.mode), ..Step::new(bytes.len(), below.wire, id::data) }
}
fn number(message: &[u8], at: usize) -> Option<u32> {
    message.get(at..)?.first_chunk().map(|four| u32::from_be_bytes(*four))
}
/// Behind what authenticates, which begins at `at`.
fn behind_auth(message: &[u8], at: usize) -> Option<usize> {
    let n = number(message, at + 4)? as usize;
    (n <= 400).then_some(at + 8 + n)
}
/// Where a message's arguments or results begin; `None` where the message is none, or ends before.
fn header(message: &[u8]) -> Option<usize> {
    let end = match (number(message, 4)?, number(message, 8)?) {
        (0, 2) => behind_auth(message, behind_auth(message, 24)?)?,
        (1, 0) => {
            let at = behind_auth(message, 12)?;
            match number(message, at)? {
                2 => at + 12,
                0..=5 => at + 4,
                _ => return None,
            }
        }
        (1, 1) => match number(message, 12)? {
            0 => 24,
            1 => 20,
            _ => return None,
        },
        _ => return None,
    };
    (end <= message.len()).then_some(end)
}
fn program(number: u32) -> Id {
    match number {
        100_000 => id::portmap,
        100_003 => id::nfs,
        100_005 => id::mount,
        100_227 => id::nfsacl,
        _ => id::data,
    }
}
/// A call of a program in the ranges that are given out or free to use, or a reply that was accepted with nothing to prove.
fn datagram_looks(bytes: &[u8]) -> bool {
    let numbers = |from, n: usize| (from..from + n).map(|i| number(bytes, i * 4));
    match number(bytes, 4) {
        Some(0) => number(bytes, 8) == Some(2) && matches!(number(bytes, 12), Some(100_000..=101_000 | 300_000..=301_000 | 390_000..=401_000)) && header(bytes).is_some(),
        Some(1) => bytes.len() >= 24 && bytes.len().is_multiple_of(4) && number(bytes, 0) != Some(0) && numbers(2, 3).all(|n| n == Some(0)) && number(bytes, 20).is_some_and(|n| n <= 5),
        _ => false,
    }
}
fn stream_looks(bytes: &[u8]) -> bool {
    number(bytes, 0).is_some_and(|n| matches!(n & 0x7fff_ffff, 24..=0x80_0000)) && bytes.get(4..).is_some_and(datagram_looks)
}

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if below.over() != id::tcp {
        let Some(end) = header(bytes) else {
            return if bytes.len() < below.wire && number(bytes, 4).is_none_or(|n| n < 2) { Step::cut(bytes) } else { Step::reject() };
        };
        let mode = match number(bytes, 4) {
            Some(0) => mode(bytes, 0),
            _ => REPLIES,
        };
        let ports = below.layers.last().map_or(&[][..], |udp| udp.head(below.frame));
        let next = match number(bytes, 4) {
            Some(0) => program(number(bytes, 12).unwrap_or(0)),
            _ => match udp::SRCPORT.num(ports) {
                Some(111) => id::portmap,
                Some(2049) => id::nfs,
                Some(20048 | 635 | 892) => id::mount,
                _ => id::data,
            },
        };
        // Where nothing is given or taken, nothing of the program's is there.
        let next = if end < below.wire { next } else { id::data };
        return Step { mode, ..Step::new(end, below.wire, next) };
    }
    let whole = bytes.len() == below.wire;
    let Some(mark) = number(bytes, 0) else { return if whole { Step::more(bytes, 4) } else { Step::cut(bytes) } };
    let length = (mark & 0x7fff_ffff) as usize;
    if !(8..=LONGEST).contains(&length) || number(bytes, 8).is_some_and(|n| n > 1) || mark >> 31 == 0 {
        return Step::reject();
    }
    let Some(message) = bytes.get(4..4 + length) else {
        return if whole { Step { mode: MARKED, ..Step::more(bytes, 4 + length) } } else { Step { mode: MARKED, ..Step::cut(bytes) } };
    };
    let Some(end) = header(message) else { return Step::reject() };
    let (mut kind, mut next) = (MARKED | REPLIES, id::data);
    if number(message, 4) == Some(0) {
        kind = MARKED | mode(message, 0);
        next = program(number(message, 12).unwrap_or(0));
        if let Some(talk) = below.talk {
            let waiting = talk.own.get() >> 56;
            let of = u64::from(number(message, 12).unwrap_or(0) & 0x7fff_ffff);
            talk.own.set((waiting + 1).min(200) << 56 | u64::from(kind >> 2 & 0xff_ffff) << 32 | of);
        }
    } else if let Some(talk) = below.talk {
        let word = talk.other.get();
        next = program(word as u32);
        // Only where one call waits it is known which one is answered.
        if word >> 56 == 1 {
            kind |= ((word >> 32 & 0xff_ffff) as u32) << 2;
        }
        talk.other.set(word.saturating_sub(if word >> 56 > 0 { 1 << 56 } else { 0 }));
    }
    // Where nothing is given or taken, nothing of the program's is there.
    let next = if end < length { next } else { id::data };
    Step { again: true, mode: kind, ..Step::new(4 + end, 4 + length, next) }
}
/// Version and procedure of a call.
fn mode(message: &[u8], kind: u32) -> u32 {
    let version = number(message, 16).filter(|n| *n < 0x100).unwrap_or(0);
    let procedure = number(message, 20).filter(|n| *n < 0x1_0000).unwrap_or(0xffff);
    kind | version << 2 | procedure << 10
}

/// `V2 GETPORT Call` is told by the program; here what is known of any.
fn info(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let Some(own) = packet.layer(layer) else { return };
    let head = own.head(packet.bytes);
    let message = head.get(if own.mode & MARKED != 0 { 4 } else { 0 }..).unwrap_or(&[]);
    let xid = number(message, 0).unwrap_or(0);
    let text = match (number(message, 4), number(message, 12)) {
        (Some(0), Some(program)) => {
            let name = crate::text::named(&PROGRAM, program.into()).map_or_else(|| program.to_string(), str::to_string);
            format!("{name} V{} procedure {} Call XID 0x{xid:x}", number(message, 16).unwrap_or(0), number(message, 20).unwrap_or(0))
        }
        (Some(1), _) => format!("Reply XID 0x{xid:x}"),
        _ => return,
    };
    out.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const CALL: &str = "
        0d 8a 45 4e 00 00 00 00 00 00 00 02 # xid, call, version 2
        00 01 86 a0 00 00 00 02 00 00 00 03 # portmap 2, getport
        00 00 00 01 00 00 00 18 00 00 00 07 # AUTH_UNIX, 24 bytes, stamp
        00 00 00 02 61 62 00 00 00 00 00 00 00 00 00 05 00 00 00 00 # ab, uid 0, gid 5, no others
        00 00 00 00 00 00 00 00
        00 01 86 a3 00 00 00 03 00 00 00 06 00 00 00 00"; // nfs 3 over TCP

    #[test]
    fn a_call_and_its_reply() {
        let call = hex(CALL);
        let bytes = udp_of(700, 111, &call);
        assert_eq!(layers_of(228, &bytes), "ip:udp:rpc:portmap End");
        let names = ["rpc.xid", "rpc.program", "rpc.procedure", "rpc.auth.machinename", "rpc.auth.gid", "portmap.prog", "portmap.proto"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0d8a454e 100000 3 ab 5 100003 6");
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &udp_of(700, 30000, &call)), "ip:udp:rpc:portmap End");
        let reply = hex("0d 8a 45 4e 00 00 00 01 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 08 01");
        let bytes = udp_of(111, 700, &reply);
        assert_eq!(layers_of(228, &bytes), "ip:udp:rpc:portmap End");
        assert_eq!(fields_of(228, &bytes, &["rpc.replystat", "rpc.state_accept"]), "0 0");
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn records_of_a_stream() {
        let call = hex(CALL);
        let mut load = (0x8000_0000u32 | call.len() as u32).to_be_bytes().to_vec();
        load.extend(&call);
        let two = [load.clone(), load.clone()].concat();
        let bytes = tcp_of(700, 2049, &two);
        assert_eq!(layers_of(228, &bytes), "ip:tcp:rpc:portmap:rpc:portmap End");
        assert_eq!(fields_of(228, &bytes, &["rpc.lastfrag", "rpc.fraglen", "portmap.procedure_v2"]), format!("1,1 {0},{0} 3,3", call.len()));
        cut_everywhere(228, &bytes);
        assert_eq!(layers_of(228, &tcp_of(700, 111, load.get(..50).unwrap_or(&[]))), "ip:tcp:rpc More");
        assert_eq!(layers_of(228, &tcp_of(700, 111, b"\x80\x00\x00\x20garbage that is no call at all, it is not")), "ip:tcp:data End");
    }
    #[test]
    fn other_datagrams_are_not_taken() {
        assert_eq!(layers_of(228, &udp_of(700, 30000, &[0; 28])), "ip:udp:data End");
        assert_eq!(layers_of(228, &udp_of(700, 30000, &[1, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0, 2])), "ip:udp:data End");
    }
}
