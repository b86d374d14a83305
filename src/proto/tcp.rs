//! Transmission Control Protocol, [RFC 9293](https://www.rfc-editor.org/rfc/rfc9293).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          Source Port          |       Destination Port        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                        Sequence Number                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                    Acknowledgment Number                      |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  Data |     |A|C|E|U|A|P|R|S|F|                               |
//! | Offset| Rsv |E|W|C|R|C|S|S|Y|I|            Window             |
//! |       |     | |R|E|G|K|H|T|N|N|                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |           Checksum            |         Urgent Pointer        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                           [Options]                           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::checksum::internet;
use crate::field::*;
use crate::spine::Stage;
use crate::text;

/// Source port.
pub static SRCPORT: Field = Field::bits("tcp.srcport", "Source Port", 0, 16).alias("sport").unset(20);
/// Destination port.
pub static DSTPORT: Field = Field::bits("tcp.dstport", "Destination Port", 16, 16).alias("dport").unset(80);
/// Source or destination port.
pub static PORT: Field = Field::new("tcp.port", "Source or Destination Port", Place::Either(&[&SRCPORT, &DSTPORT]));
/// Counts connections from 0.
pub static STREAM: Field = Field::new("tcp.stream", "Stream index", Place::Noted(Stage::Flow));
/// Bytes of payload on the wire.
pub static LEN: Field =
    Field::new("tcp.len", "TCP Segment Len", Place::Derived(|p, i| HDR_LEN.num(p.head(i)).and(Some(Value::Num(p.layer(i)?.carried() as u64)))));
/// Counted from the connection's first.
pub static SEQ: Field = Field::new("tcp.seq", "Sequence Number", Place::Noted(Stage::Flow));
/// As on the wire.
pub static SEQ_RAW: Field = Field::bits("tcp.seq_raw", "Sequence Number (raw)", 32, 32).alias("seq");
/// Counted from the other side's first.
pub static ACK: Field = Field::new("tcp.ack", "Acknowledgment Number", Place::Noted(Stage::Flow));
/// The other side's number that counts as 0.
pub static ACK_BASE: Field = Field::new("", "", Place::Noted(Stage::Flow));
/// Behind this segment.
pub static NXTSEQ: Field = Field::new("tcp.nxtseq", "Next Sequence Number", Place::Noted(Stage::Flow));
/// As on the wire.
pub static ACK_RAW: Field = Field::bits("tcp.ack_raw", "Acknowledgment number (raw)", 64, 32).alias("ack");
/// In bytes; on the wire in words of 4.
pub static HDR_LEN: Field = Field::bits("tcp.hdr_len", "Header Length", 96, 4).times(4).alias("dataofs").computed();
/// All twelve bits.
pub static FLAGS: Field = Field::bits("tcp.flags", "Flags", 100, 12).alias("flags").hex().unset(2);
/// Three reserved bits; set when any is.
pub static FLAGS_RES: Field = Field::bits("tcp.flags.res", "Reserved", 100, 3).kind(Kind::Show(&ANY));
/// Accurate ECN, once the nonce sum.
pub static FLAGS_AE: Field = Field::bits("tcp.flags.ae", "Accurate ECN", 103, 1);
/// RFC 3168.
pub static FLAGS_CWR: Field = Field::bits("tcp.flags.cwr", "Congestion Window Reduced", 104, 1);
/// RFC 3168.
pub static FLAGS_ECE: Field = Field::bits("tcp.flags.ece", "ECN-Echo", 105, 1);
/// Urgent pointer is significant.
pub static FLAGS_URG: Field = Field::bits("tcp.flags.urg", "Urgent", 106, 1);
/// Acknowledgment number is significant.
pub static FLAGS_ACK: Field = Field::bits("tcp.flags.ack", "Acknowledgment", 107, 1);
/// Push function.
pub static FLAGS_PUSH: Field = Field::bits("tcp.flags.push", "Push", 108, 1);
/// Reset the connection.
pub static FLAGS_RESET: Field = Field::bits("tcp.flags.reset", "Reset", 109, 1);
/// Synchronize sequence numbers.
pub static FLAGS_SYN: Field = Field::bits("tcp.flags.syn", "Syn", 110, 1);
/// No more data from sender.
pub static FLAGS_FIN: Field = Field::bits("tcp.flags.fin", "Fin", 111, 1);
/// One letter a flag, dots between.
pub static FLAGS_STR: Field =
    Field::new("tcp.flags.str", "TCP Flags", Place::Derived(|p, i| FLAGS.get(p.head(i)))).kind(Kind::Show(&LETTERS));
/// As on the wire.
pub static WINDOW: Field = Field::bits("tcp.window_size_value", "Window", 112, 16).alias("window").unset(8192);
/// RFC 1071 over pseudo header, header and payload.
pub static CHECKSUM: Field = Field::bits("tcp.checksum", "Checksum", 128, 16).alias("chksum").hex().computed();
/// 2: not verified, as long as the user does not ask for it.
pub static STATUS: Field =
    Field::new("tcp.checksum.status", "Checksum Status", Place::Derived(|p, i| CHECKSUM.num(p.head(i)).and(transport_status(p, i, 6).map(Value::Num))))
        .names(super::STATUS);
/// Bytes from the sequence number on that are urgent.
pub static URGENT: Field = Field::bits("tcp.urgent_pointer", "Urgent Pointer", 144, 16).alias("urgptr");
/// What it carries.
pub static PAYLOAD: Field = Field::new("tcp.payload", "TCP payload", Place::Body);

/// All options; shown as bytes.
pub static OPTIONS: Field = Field::new("tcp.options", "TCP Options", Place::Many(&OPTION)).kind(Kind::Bytes).alias("options");
/// By kind: RFC 9293 3.2, RFC 7323 2 and 3, RFC 2018 2 and 3.
static OPTION: Field = Field::new(
    "",
    "TCP Option",
    Place::Peek(
        8,
        &[(0, &EOL), (1, &NOP), (2, &MSS), (3, &WSCALE), (4, &SACK_PERM), (5, &SACK), (8, &TIMESTAMP)],
        &UNKNOWN,
    ),
);
/// The option's number.
pub static KIND: Field = Field::new("tcp.option_kind", "Kind", Place::Key(8)).computed();
/// Kind and length included.
pub static LENGTH: Field = Field::new("tcp.option_len", "Length", Place::Len(8, Counts::Whole));

static EOL: Field = Field::new("tcp.options.eol", "End of Option List (EOL)", Place::Group(&[&KIND])).kind(Kind::Bytes).alias("EOL");
static NOP: Field = Field::new("tcp.options.nop", "No-Operation (NOP)", Place::Group(&[&KIND])).kind(Kind::Bytes).alias("NOP");
static MSS: Field = option("tcp.options.mss", "Maximum segment size", &[&KIND, &LENGTH, &MSS_VAL]).alias("MSS");
/// Largest segment that the sender takes, in bytes.
pub static MSS_VAL: Field = Field::new("tcp.options.mss_val", "MSS Value", Place::Uint(16));
static WSCALE: Field = option("tcp.options.wscale", "Window scale", &[&KIND, &LENGTH, &SHIFT, &MULTIPLIER]).alias("WScale");
/// RFC 7323, 2.2.
pub static SHIFT: Field = Field::new("tcp.options.wscale.shift", "Shift count", Place::Uint(8));
static MULTIPLIER: Field = Field::new("tcp.options.wscale.multiplier", "Multiplier", Place::Sub(0xff)).kind(Kind::Show(&POWER));
static SACK_PERM: Field = option("tcp.options.sack_perm", "SACK permitted", &[&KIND, &LENGTH]).alias("SAckOK");
static SACK: Field = option("tcp.options.sack", "SACK", &[&KIND, &LENGTH, &BLOCKS]).alias("SAck");
static BLOCKS: Field = Field::many("Blocks", &BLOCK);
static BLOCK: Field = Field::new("", "Block", Place::Group(&[&SACK_LE, &SACK_RE]));
/// First byte of a block that has arrived.
pub static SACK_LE: Field = Field::new("tcp.options.sack_le", "TCP SACK Left Edge", Place::Since(32, &ACK_BASE));
/// First byte behind it.
pub static SACK_RE: Field = Field::new("tcp.options.sack_re", "TCP SACK Right Edge", Place::Since(32, &ACK_BASE));
static TIMESTAMP: Field = option("tcp.options.timestamp", "Timestamps", &[&KIND, &LENGTH, &TSVAL, &TSECR]).alias("Timestamp");
/// The sender's clock.
pub static TSVAL: Field = Field::new("tcp.options.timestamp.tsval", "Timestamp value", Place::Uint(32));
/// The other side's clock, sent back.
pub static TSECR: Field = Field::new("tcp.options.timestamp.tsecr", "Timestamp echo reply", Place::Uint(32));
static UNKNOWN: Field = option("tcp.options.unknown", "Unknown", &[&UNKNOWN_KIND, &LENGTH, &UNKNOWN_DATA]);
/// No record says which: it is given.
static UNKNOWN_KIND: Field = Field::new("tcp.option_kind", "Kind", Place::Key(8));
static UNKNOWN_DATA: Field = Field::new("tcp.options.unknown.payload", "Payload", Place::Rest);

const fn option(name: &'static str, title: &'static str, of: Fields) -> Field {
    Field::new(name, title, Place::Group(of)).kind(Kind::Bytes)
}
static ANY: Show = Show {
    ft: "BOOLEAN",
    plain: |value, out| {
        if let Value::Num(n) = value {
            out.push(if n == 0 { b'0' } else { b'1' })
        }
    },
};
static POWER: Show = Show {
    ft: "UINT16",
    plain: |value, out| {
        if let Value::Num(n) = value {
            text::decimal(1 << n.min(14), out) // "Shift counts over 14 are 14" (RFC 7323, 2.3)
        }
    },
};
static LETTERS: Show = Show {
    ft: "STRING",
    plain: |value, out| {
        if let Value::Num(n) = value {
            for (i, letter) in "RRRACEUAPRSF".chars().enumerate() {
                let set = n >> (11 - i) & 1 == 1;
                out.extend(if set { letter } else { '·' }.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
    },
};

/// TCP.
pub static PROTOCOL: Protocol = Protocol {
    name: "tcp",
    alias: "TCP",
    title: "Transmission Control Protocol",
    column: "TCP",
    spec: "RFC 9293",
    size: 20,
    align: 4,
    fields: &[
        &SRCPORT,
        &DSTPORT,
        &PORT,
        &STREAM,
        &LEN,
        &SEQ,
        &SEQ_RAW,
        &NXTSEQ,
        &ACK,
        &ACK_RAW,
        &HDR_LEN,
        &FLAGS,
        &FLAGS_RES,
        &FLAGS_AE,
        &FLAGS_CWR,
        &FLAGS_ECE,
        &FLAGS_URG,
        &FLAGS_ACK,
        &FLAGS_PUSH,
        &FLAGS_RESET,
        &FLAGS_SYN,
        &FLAGS_FIN,
        &FLAGS_STR,
        &WINDOW,
        &CHECKSUM,
        &STATUS,
        &URGENT,
        &OPTIONS,
        &PAYLOAD,
    ],
    under: &[(Space::IpProto, 6)],
    line: &[Word::Plain(&SRCPORT), Word::Say(" → "), Word::Plain(&DSTPORT), Word::Call(line)],
    finish,
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    use etherparse::err::tcp::HeaderSliceError::*;
    let tcp = match etherparse::TcpHeaderSlice::from_slice(bytes) {
        Ok(tcp) => tcp,
        Err(Len(_)) => return Step::cut(bytes),
        Err(Content(_)) => return Step::malformed(bytes.len().min(20), below.wire),
    };
    let header = tcp.slice().len();
    let body = bytes.get(header..).unwrap_or(&[]);
    Step::new(header, below.wire, by_port(Space::TcpPort, &TCPPORT, &TCP_GUESS, tcp.source_port(), tcp.destination_port(), body, below))
}

/// `[SYN, ACK] Seq=.. Ack=.. Win=.. Len=.. MSS=..`: flags as far as the header goes.
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let head = packet.head(layer);
    let Some(flags) = FLAGS.num(head) else { return };
    out.extend(b" [");
    let from = out.len();
    for (bit, name) in ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR", "AE"].iter().enumerate() {
        if flags >> bit & 1 == 1 {
            if out.len() > from {
                out.extend(b", ");
            }
            out.extend(name.as_bytes());
        }
    }
    out.push(b']');
    let mut say = |name: &str, n: Option<u64>| {
        if let Some(n) = n {
            out.extend(name.as_bytes());
            text::decimal(n, out);
        }
    };
    let relative = |field: &'static Field, raw: &'static Field| packet.notes.get(layer, field).or_else(|| raw.num(head));
    say(" Seq=", relative(&SEQ, &SEQ_RAW));
    if flags & 0x10 != 0 {
        say(" Ack=", relative(&ACK, &ACK_RAW));
    }
    say(" Win=", WINDOW.num(head));
    say(" Urg=", URGENT.num(head).filter(|n| *n > 0 && flags & 0x20 != 0));
    say(" Len=", packet.layer(layer).map(|l| l.carried() as u64));
    options(head.get(20..).unwrap_or(&[]), packet.notes.get(layer, &ACK_BASE).unwrap_or(0), out);
}
/// What the options say, in their order. The hot path of the line view: read by hand, not by a visit.
fn options(mut rest: &[u8], base: u64, out: &mut Vec<u8>) {
    let edge = |n: u64| n.wrapping_sub(base) & 0xffff_ffff;
    let number = |b: &[u8]| b.iter().fold(0u64, |n, b| n << 8 | *b as u64);
    while let Some((&kind, behind)) = rest.split_first() {
        if kind < 2 {
            if kind == 0 {
                return;
            }
            rest = behind;
            continue;
        }
        let Some(body) = behind.first().and_then(|n| rest.get(2..*n as usize)) else { return };
        rest = rest.get(body.len() + 2..).unwrap_or(&[]);
        match (kind, body.len()) {
            (2, 2) => out.extend(b" MSS="),
            (3, 1) => out.extend(b" WS="),
            (4, 0) => out.extend(b" SACK_PERM"),
            (5, _) => {
                for edges in body.chunks_exact(8) {
                    out.extend(b" SLE=");
                    text::decimal(edge(number(edges.get(..4).unwrap_or(&[]))), out);
                    out.extend(b" SRE=");
                    text::decimal(edge(number(edges.get(4..).unwrap_or(&[]))), out);
                }
            }
            (8, 8) => {
                out.extend(b" TSval=");
                text::decimal(number(body.get(..4).unwrap_or(&[])), out);
                out.extend(b" TSecr=");
                text::decimal(number(body.get(4..).unwrap_or(&[])), out);
            }
            (19, _) => out.extend(b" MD5"),
            (29, _) => out.extend(b" TCP-AO"),
            (30, _) => out.extend(b" MPTCP"),
            (34, 0) => out.extend(b" TFO=R"),
            (34, _) => out.extend(b" TFO=C"),
            _ => {}
        }
        match (kind, body.len()) {
            (2, 2) => text::decimal(number(body), out),
            (3, 1) => text::decimal(1 << number(body).min(14), out),
            _ => {}
        }
    }
}

fn finish(d: &mut Draft<'_>) {
    d.fill(&HDR_LEN, d.head as u64);
    d.fill(&CHECKSUM, 0);
    if let Some(start) = super::pseudo(d, 6) {
        let sum = internet(start, d.bytes);
        d.fill(&CHECKSUM, sum as u64);
    }
}
