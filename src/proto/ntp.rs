//! Network Time Protocol, [RFC 5905](https://www.rfc-editor.org/rfc/rfc5905); control messages: [RFC 9327](https://www.rfc-editor.org/rfc/rfc9327).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |LI | VN  |Mode |    Stratum    |     Poll      |   Precision   |
//! |                         Root Delay                            |
//! |                         Root Dispersion                       |
//! |                          Reference ID                         |
//! |                     Reference Timestamp (64)                  |
//! |                      Origin Timestamp (64)                    |
//! |                      Receive Timestamp (64)                   |
//! |                      Transmit Timestamp (64)                  |
//! |        Extension Fields (variable), Key Identifier, MAC       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
//!
//! Mode 6 (control) and mode 7 (private to implementations) share only the first byte with it.
use super::*;
use crate::field::*;
use crate::text;

/// The frame that answers this one.
pub static RESPONSE_IN: Field = Field::new("ntp.response_in", "Response In", Place::Noted(crate::spine::Stage::Flow));
/// The frame that this one answers.
pub static REQUEST_IN: Field = Field::new("ntp.request_in", "Request In", Place::Noted(crate::spine::Stage::Flow));
/// Since that frame.
pub static DELTA_TIME: Field = Field::new("ntp.delta_time", "Delta Time", Place::Noted(crate::spine::Stage::Flow)).kind(Kind::Duration(1));
/// Leap, version and mode; in mode 7 two other flags stand in the place of the leap indicator.
pub static FLAGS: Field = Field::new("ntp.flags", "Flags", Place::Uint(8)).hex().unset(0x23);
/// A second to be inserted or left out.
pub static LI: Field = Field::new("ntp.flags.li", "Leap Indicator", Place::Sub(0xc0)).alias("leap").names(&[
    (0, "no warning"),
    (1, "last minute of the day has 61 seconds"),
    (2, "last minute of the day has 59 seconds"),
    (3, "unknown (clock unsynchronized)"),
]);
/// 1 to 4.
pub static VN: Field = Field::new("ntp.flags.vn", "Version number", Place::Sub(0x38)).alias("version").names(&[
    (0, "reserved"),
    (1, "NTP Version 1"),
    (2, "NTP Version 2"),
    (3, "NTP Version 3"),
    (4, "NTP Version 4"),
    (5, "reserved"),
    (6, "reserved"),
    (7, "reserved"),
]);
/// Who speaks to whom.
pub static MODE: Field = Field::new("ntp.flags.mode", "Mode", Place::Sub(7)).alias("mode").names(&[
    (0, "reserved"),
    (1, "symmetric active"),
    (2, "symmetric passive"),
    (3, "client"),
    (4, "server"),
    (5, "broadcast"),
    (6, "reserved for NTP control message"),
    (7, "reserved for private use"),
]);
/// Steps from a reference clock.
pub static STRATUM: Field = byte("ntp.stratum", "Peer Clock Stratum").alias("stratum").unset(2);
/// Seconds between messages, as a power of two.
pub static PPOLL: Field = byte("ntp.ppoll", "Peer Polling Interval").alias("poll").unset(10);
/// Seconds, as a power of two in two's complement.
pub static PRECISION: Field = byte("ntp.precision", "Peer Clock Precision").alias("precision");
/// Seconds times 65536.
pub static ROOT_DELAY: Field = long("ntp.rootdelay", "Root Delay").alias("delay");
/// Seconds times 65536.
pub static ROOT_DISPERSION: Field = long("ntp.rootdispersion", "Root Dispersion").alias("dispersion");
/// The reference clock's name, an IPv4 address, or a hash of an IPv6 address.
pub static REFID: Field = Field::new("ntp.refid", "Reference ID", Place::Run(4)).alias("id");
/// When the clock was last set.
pub static REFTIME: Field = time("ntp.reftime", "Reference Timestamp").alias("ref");
/// When the client's message left.
pub static ORG: Field = time("ntp.org", "Origin Timestamp").alias("orig");
/// When it came to the server.
pub static REC: Field = time("ntp.rec", "Receive Timestamp").alias("recv");
/// When this message left.
pub static XMT: Field = time("ntp.xmt", "Transmit Timestamp").alias("sent");

const fn time(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(64)).kind(Kind::Show(&TIME))
}
/// Seconds since 1900 and a fraction of 32 bits; a first bit of 0 counts from 2036 (RFC 4330, 3). Where there is none: `NULL`.
pub(super) static TIME: Show = Show {
    ft: "ABSOLUTE_TIME",
    plain: |value, out| {
        let Value::Num(n) = value else { return };
        let (seconds, ns) = ((n >> 32) as i64, (((n & 0xffff_ffff) * 1_000_000_000) >> 32) as i64);
        let from = if seconds & 0x8000_0000 == 0 { 1i64 << 32 } else { 0 } - 2_208_988_800;
        if ns == 0 && (seconds == 0 || seconds + from == 0) {
            return out.extend(b"NULL");
        }
        text::date((seconds + from) * 1_000_000_000 + ns, out)
    },
};

static OF_MODE: Field = Field::part(Place::Switch(|h| h.number & 7, &[(6, CONTROL), (7, PRIVATE)], STANDARD));
const STANDARD: Fields = &[
    &LI,
    &VN,
    &MODE,
    &STRATUM,
    &PPOLL,
    &PRECISION,
    &ROOT_DELAY,
    &ROOT_DISPERSION,
    &REFID,
    &REFTIME,
    &ORG,
    &REC,
    &XMT,
    &EXTENSIONS,
    &AUTHENTICATOR,
];
/// Extension fields, as long as what stands there can be one.
static EXTENSIONS: Field = Field::part(Place::Many(&EXTENSION));
static EXTENSION: Field = Field::part(Place::When(extends, &[&EXT]));
/// RFC 7822.
static EXT: Field = Field::new("ntp.ext", "Extension", Place::Group(&[&EXT_TYPE, &EXT_LENGTH, &EXT_VALUE]));
static EXT_TYPE: Field = word("ntp.ext.type", "Field Type").hex();
static EXT_LENGTH: Field = Field::new("ntp.ext.length", "Length", Place::Len(16, Counts::Whole));
static EXT_VALUE: Field = Field::new("ntp.ext.value", "Value", Place::Rest);
/// "The minimum length .. is 16 octets", and a multiple of 4 (RFC 7822, 3); else a key's number and a digest follow.
fn extends(h: &Here<'_>) -> bool {
    let n = usize::from(h.word(h.at + 2));
    n >= 16 && n % 4 == 0 && n <= h.left()
}
static AUTHENTICATOR: Field = Field::part(Place::When(|h| h.left() >= 4, &[&KEYID, &MAC]));
/// Which key the digest was made with.
pub static KEYID: Field = Field::new("ntp.keyid", "Key ID", Place::Run(4));
static MAC: Field = Field::new("ntp.mac", "Message Authentication Code", Place::Rest);

/// RFC 9327, 2.
const CONTROL: Fields = &[
    &LI,
    &VN,
    &MODE,
    &CTRL_FLAGS,
    &CTRL_R,
    &CTRL_ERROR,
    &CTRL_MORE,
    &CTRL_OPCODE,
    &CTRL_SEQUENCE,
    &CTRL_STATUS,
    &CTRL_WORD,
    &CTRL_ASSOCID,
    &CTRL_OFFSET,
    &CTRL_COUNT,
    &CTRL_HAS_DATA,
    &LEFT,
];
static CTRL_FLAGS: Field = byte("ntp.ctrl.flags2", "Flags 2").hex();
static CTRL_R: Field = Field::new("ntp.ctrl.flags2.r", "Response bit", Place::Sub(0x80)).kind(Kind::Dec);
static CTRL_ERROR: Field = Field::new("ntp.ctrl.flags2.error", "Error bit", Place::Sub(0x40)).kind(Kind::Dec);
static CTRL_MORE: Field = Field::new("ntp.ctrl.flags2.more", "More bit", Place::Sub(0x20)).kind(Kind::Dec);
/// What is asked.
pub static CTRL_OPCODE: Field = Field::new("ntp.ctrl.flags2.opcode", "Opcode", Place::Sub(0x1f)).names(&[
    (0, "reserved"),
    (1, "read status"),
    (2, "read variables"),
    (3, "write variables"),
    (4, "read clock variables"),
    (5, "write clock variables"),
    (6, "set trap address/port"),
    (7, "asynchronous message"),
    (8, "runtime configuration"),
    (9, "save config to file"),
    (10, "retrieve MRU (mrulist)"),
    (11, "retrieve ordered list"),
    (12, "request a client nonce"),
    (31, "unset trap address/port"),
]);
static CTRL_SEQUENCE: Field = word("ntp.ctrl.sequence", "Sequence");
static CTRL_STATUS: Field = word("ntp.ctrl.status", "Status").hex();
/// What a response's status word is: an error, the system's, a peer's, a clock's.
static CTRL_WORD: Field = Field::part(Place::Switch(
    |h| match (h.byte(1) >> 6, h.byte(1) & 31) {
        (3, _) => 1,
        (2, 1..=3 | 7) if h.word(6) == 0 => 2,
        (2, 1..=3 | 7) => 3,
        (2, 4 | 5) => 4,
        _ => 0,
    },
    &[
        (1, &[&ERR_STATUS]),
        (2, &[&SYS_LI, &SYS_SOURCE, &SYS_COUNT, &SYS_CODE]),
        (3, &[&PEER_CONFIG, &PEER_AUTHENABLE, &PEER_AUTHENTIC, &PEER_REACH, &PEER_BCAST, &PEER_SELECTION, &PEER_COUNT, &PEER_CODE]),
        (4, &[&CLOCK_STATUS, &CLOCK_CODE]),
    ],
    &[],
));
static ERR_STATUS: Field = Field::new("ntp.ctrl.err_status", "Error Status Word", Place::Sub(0xff00)).ft(16);
static SYS_LI: Field = Field::new("ntp.ctrl.sys_status.li", "Leap Indicator", Place::Sub(0xc000)).ft(16);
static SYS_SOURCE: Field = Field::new("ntp.ctrl.sys_status.clksrc", "Clock Source", Place::Sub(0x3f00)).ft(16);
static SYS_COUNT: Field = Field::new("ntp.ctrl.sys_status.count", "System Event Counter", Place::Sub(0x00f0)).ft(16);
static SYS_CODE: Field = Field::new("ntp.ctrl.sys_status.code", "System Event Code", Place::Sub(0x000f)).ft(16);
static PEER_CONFIG: Field = Field::new("ntp.ctrl.peer_status.config", "Peer Status", Place::Sub(0x8000));
static PEER_AUTHENABLE: Field = Field::new("ntp.ctrl.peer_status.authenable", "Peer Status", Place::Sub(0x4000));
static PEER_AUTHENTIC: Field = Field::new("ntp.ctrl.peer_status.authentic", "Peer Status", Place::Sub(0x2000));
static PEER_REACH: Field = Field::new("ntp.ctrl.peer_status.reach", "Peer Status", Place::Sub(0x1000));
static PEER_BCAST: Field = Field::new("ntp.ctrl.peer_status.bcast", "Peer Status broadcast association", Place::Sub(0x0800));
static PEER_SELECTION: Field = Field::new("ntp.ctrl.peer_status.selection", "Peer Selection", Place::Sub(0x0700)).ft(16);
static PEER_COUNT: Field = Field::new("ntp.ctrl.peer_status.count", "Peer Event Counter", Place::Sub(0x00f0)).ft(16);
static PEER_CODE: Field = Field::new("ntp.ctrl.peer_status.code", "Peer Event Code", Place::Sub(0x000f)).ft(16);
static CLOCK_STATUS: Field = Field::new("ntp.ctrl.clock_status.status", "Clock Status", Place::Sub(0xff00)).ft(16);
static CLOCK_CODE: Field = Field::new("ntp.ctrl.clock_status.code", "Clock Event Code", Place::Sub(0x00ff)).ft(16);
static CTRL_ASSOCID: Field = word("ntp.ctrl.associd", "AssociationID");
static CTRL_OFFSET: Field = word("ntp.ctrl.offset", "Offset");
static CTRL_COUNT: Field = word("ntp.ctrl.count", "Count");
static CTRL_HAS_DATA: Field = Field::part(Place::When(|h| h.number > 0 && h.left() >= h.number as usize, &[&CTRL_DATA, &CTRL_ITEMS]));
static CTRL_DATA: Field =
    Field::new("ntp.ctrl.data", "Data", Place::Reckoned(|h| h.head.get(h.at..h.at + h.number as usize).map(Value::Bytes))).kind(Kind::Present);
/// Read status of association 0 is answered with all associations and their status words.
static CTRL_ITEMS: Field = Field::part(Place::Sized(
    |h| h.number as usize,
    &[&Field::part(Place::Switch(|h| (h.byte(1) & 0xdf == 0x81 && h.word(6) == 0).into(), &[(1, &[&ASSOCIATIONS])], &[&LEFT]))],
));
static ASSOCIATIONS: Field = Field::part(Place::Many(&ASSOCIATION));
static ASSOCIATION: Field = Field::part(Place::Group(&[
    &CTRL_ASSOCID,
    &CTRL_STATUS,
    &PEER_CONFIG,
    &PEER_AUTHENABLE,
    &PEER_AUTHENTIC,
    &PEER_REACH,
    &PEER_BCAST,
    &PEER_SELECTION,
    &PEER_COUNT,
    &PEER_CODE,
]));

/// ntpd's own.
const PRIVATE: Fields = &[
    &PRIV_R,
    &PRIV_MORE,
    &VN,
    &MODE,
    &AUTH_SEQ,
    &AUTH,
    &SEQ,
    &IMPL,
    &REQCODE,
    &PRIV_WORD,
    &ERR,
    &NUMITEMS,
    &PRIV_WORD2,
    &PRIV_RESERVED,
    &ITEMSIZE,
    &ITEMS,
    &LEFT,
];
static PRIV_R: Field = Field::new("ntp.priv.flags.r", "Response bit", Place::Sub(0x80)).kind(Kind::Dec);
static PRIV_MORE: Field = Field::new("ntp.priv.flags.more", "More bit", Place::Sub(0x40)).kind(Kind::Dec);
static AUTH_SEQ: Field = byte("ntp.priv.auth_seq", "Auth, sequence");
static AUTH: Field = Field::new("ntp.priv.auth", "Auth bit", Place::Sub(0x80)).kind(Kind::Dec);
static SEQ: Field = Field::new("ntp.priv.seq", "Sequence number", Place::Sub(0x7f));
static IMPL: Field = byte("ntp.priv.impl", "Implementation").names(&[(0, "UNIV"), (2, "XNTPD_OLD (pre-IPv6)"), (3, "XNTPD")]);
/// What is asked.
pub static REQCODE: Field = byte("ntp.priv.reqcode", "Request code").names(REQUESTS);
static PRIV_WORD: Field = word("", "");
static ERR: Field = Field::new("ntp.priv.err", "Err", Place::Sub(0xf000)).hex().ft(8);
static NUMITEMS: Field = Field::new("ntp.priv.numitems", "Number of data items", Place::Sub(0x0fff));
static PRIV_WORD2: Field = word("", "");
static PRIV_RESERVED: Field = Field::new("ntp.priv.reserved", "Reserved", Place::Sub(0xf000)).hex().ft(8);
static ITEMSIZE: Field = Field::new("ntp.priv.itemsize", "Size of data item", Place::Sub(0x0fff));
static LEFT: Field = Field::new("", "", Place::Rest);
/// Items of a size, as far as all of one is there.
static ITEMS: Field = Field::part(Place::When(|h| h.byte(0) & 0x80 != 0 && item(h) >= 72 && matches!(h.byte(3), 42), &[&MONITORED]));
static MONITORED: Field = Field::part(Place::Repeat(|h| usize::from(h.word(4) & 0x0fff).min(h.left() / item(h).max(1)), &MONITOR));
fn item(h: &Here<'_>) -> usize {
    usize::from(h.word(6) & 0x0fff)
}
/// Who this server heard of: MON_GETLIST_1.
static MONITOR: Field = Field::part(Place::Sized(
    item,
    &[
        &long("ntp.priv.monlist.avgint", "avgint"),
        &long("ntp.priv.monlist.lsint", "lsint"),
        &long("ntp.priv.monlist.restr", "restr").hex(),
        &long("ntp.priv.monlist.count", "count"),
        &long("ntp.priv.monlist.remote_address", "remote address").kind(Kind::Ip4),
        &long("ntp.priv.monlist.local_address", "local address").kind(Kind::Ip4),
        &long("ntp.priv.monlist.flags", "flags").hex(),
        &word("ntp.priv.monlist.port", "port"),
        &byte("ntp.priv.monlist.mode", "mode"),
        &byte("ntp.priv.monlist.version", "version"),
        &long("ntp.priv.monlist.ipv6", "ipv6").hex(),
        &long("ntp.priv.monlist.unused", "unused").hex(),
        &Field::new("ntp.priv.monlist.addr6", "ipv6 remote addr", Place::Run(16)).kind(Kind::Ip6),
        &Field::new("ntp.priv.monlist.daddr6", "ipv6 local addr", Place::Run(16)).kind(Kind::Ip6),
        &LEFT,
    ],
));
const REQUESTS: Names = &[
    (0, "PEER_LIST"),
    (1, "PEER_LIST_SUM"),
    (2, "PEER_INFO"),
    (3, "PEER_STATS"),
    (4, "SYS_INFO"),
    (5, "SYS_STATS"),
    (6, "IO_STATS"),
    (7, "MEM_STATS"),
    (8, "LOOP_INFO"),
    (9, "TIMER_STATS"),
    (10, "CONFIG"),
    (11, "UNCONFIG"),
    (12, "SET_SYS_FLAG"),
    (13, "CLR_SYS_FLAG"),
    (14, "MONITOR"),
    (15, "NOMONITOR"),
    (16, "GET_RESTRICT"),
    (17, "RESADDFLAGS"),
    (18, "RESSUBFLAGS"),
    (19, "UNRESTRICT"),
    (20, "MON_GETLIST"),
    (21, "RESET_STATS"),
    (22, "RESET_PEER"),
    (23, "REREAD_KEYS"),
    (24, "DO_DIRTY_HACK"),
    (25, "DONT_DIRTY_HACK"),
    (26, "TRUSTKEY"),
    (27, "UNTRUSTKEY"),
    (28, "AUTHINFO"),
    (29, "TRAPS"),
    (30, "ADD_TRAP"),
    (31, "CLR_TRAP"),
    (32, "REQUEST_KEY"),
    (33, "CONTROL_KEY"),
    (34, "GET_CTLSTATS"),
    (35, "GET_LEAPINFO"),
    (36, "GET_CLOCKINFO"),
    (37, "SET_CLKFUDGE"),
    (38, "GET_KERNEL"),
    (39, "GET_CLKBUGINFO"),
    (41, "SET_PRECISION"),
    (42, "MON_GETLIST_1"),
    (43, "HOSTNAME_ASSOCID"),
    (44, "IF_STATS"),
    (45, "IF_RELOAD"),
];

/// NTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "ntp",
    alias: "NTP",
    title: "Network Time Protocol",
    column: "NTP",
    spec: "RFC 5905",
    fields: &[&FLAGS, &OF_MODE, &RESPONSE_IN, &REQUEST_IN, &DELTA_TIME],
    under: &[(Space::UdpPort, 123), (Space::TcpPort, 123)],
    line: &[Word::Call(line)],
    classes: &[form::messages::NTP],
    leaf: true,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let least = match bytes.first().map_or(0, |b| b & 7) {
        6 => 12,
        7 => 8,
        _ => 48,
    };
    if bytes.len() < least || bytes.len() < below.wire {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}

/// `NTP Version 4, client`; `NTP Version 2, private, Response, MON_GETLIST_1`.
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(&flags) = head.first() else { return };
    out.extend(text::named(&VN, u64::from(flags >> 3 & 7)).unwrap_or("reserved").as_bytes());
    out.extend(b", ");
    match flags & 7 {
        6 => out.extend(b"control"),
        7 => {
            out.extend(b"private, ");
            out.extend(if flags & 0x80 == 0 { &b"Request, "[..] } else { b"Response, " });
            let code = head.get(3).copied().unwrap_or(0);
            out.extend(text::named(&REQCODE, code.into()).unwrap_or("Unknown").as_bytes());
        }
        mode => out.extend(text::named(&MODE, mode.into()).unwrap_or("reserved").as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// An answer of a server of stratum 1, with a digest: over UDP from port 123 to 123.
    fn sample() -> Vec<u8> {
        hex("45 00 00 60 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02 # IPv4
             00 7b 00 7b 00 4c 00 00 # ports, length, no checksum
             24 01 06 e9 # version 4, server; stratum 1, poll 2^6 s, precision 2^-23 s
             00 01 00 00 00 01 23 45 # root delay 1 s, root dispersion
             47 50 53 00 # GPS
             e0 00 00 00 80 00 00 00 # set at
             00 00 00 00 00 00 00 00 # no origin
             e0 00 00 01 00 00 00 01 # received
             00 00 00 01 ff ff ff ff # sent, in the second era
             00 00 00 07 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f # key 7, digest")
    }

    #[test]
    fn fields() {
        let names = ["ntp.flags", "ntp.flags.vn", "ntp.flags.mode", "ntp.stratum", "ntp.precision", "ntp.rootdispersion", "ntp.refid"];
        assert_eq!(fields_of(228, &sample(), &names), "0x24 4 4 1 233 74565 47505300");
        assert_eq!(fields_of(228, &sample(), &["ntp.reftime"]), "Feb  2, 2019 11:39:44.500000000 UTC");
        assert_eq!(fields_of(228, &sample(), &["ntp.org"]), "NULL");
        assert_eq!(fields_of(228, &sample(), &["ntp.xmt"]), "Feb  7, 2036 06:28:17.999999999 UTC");
        assert_eq!(fields_of(228, &sample(), &["ntp.keyid", "ntp.mac"]), "00000007 000102030405060708090a0b0c0d0e0f");
        assert_eq!(layers_of(228, &sample()), "ip:udp:ntp End");
        cut_everywhere(228, &sample());
    }
    #[test]
    fn control_and_private() {
        let udp = |ntp: &str| {
            let ntp = hex(ntp);
            let mut bytes = hex("45 00 00 00 00 01 00 00 40 11 00 00 0a 00 00 01 0a 00 00 02 00 7b 00 7b 00 00 00 00");
            bytes[25] = 8 + ntp.len() as u8;
            bytes[3] = 28 + ntp.len() as u8;
            bytes.extend(ntp);
            bytes
        };
        // Read status of association 0, answered: two associations.
        let control = udp("16 81 00 07 06 15 00 00 00 00 00 08 00 01 96 14 00 02 00 00");
        let names = ["ntp.ctrl.flags2.opcode", "ntp.ctrl.sys_status.code", "ntp.ctrl.associd", "ntp.ctrl.peer_status.config"];
        assert_eq!(fields_of(228, &control, &names), "1 5 0,1,2 1,0");
        cut_everywhere(228, &control);
        // MON_GETLIST_1, asked.
        let private = udp("17 00 03 2a 00 00 00 00");
        assert_eq!(fields_of(228, &private, &["ntp.priv.flags.r", "ntp.priv.impl", "ntp.priv.reqcode", "ntp.flags.li"]), "0 3 42 -");
        cut_everywhere(228, &private);
    }
}
