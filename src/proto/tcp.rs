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
use crate::spine::{Stage, Talk};
use crate::text;
use std::ops::Range;

/// Source port.
pub static SRCPORT: Field = Field::bits("tcp.srcport", "Source Port", 0, 16).alias("sport").unset(20);
/// Destination port.
pub static DSTPORT: Field = Field::bits("tcp.dstport", "Destination Port", 16, 16).alias("dport").unset(80);
/// Source or destination port.
pub static PORT: Field = Field::new("tcp.port", "Source or Destination Port", Place::Either(&[&SRCPORT, &DSTPORT])).ft(16);
/// Counts connections from 0.
pub static STREAM: Field = Field::new("tcp.stream", "Stream index", Place::Noted(Stage::Flow));
/// Which of SYN (1), SYN-ACK (2), ACK (4), data (8), FIN (16) and RST (32) the connection has had.
pub static COMPLETENESS: Field = Field::new("tcp.completeness", "Conversation completeness", Place::Noted(Stage::Flow)).ft(8);
/// Bytes of payload on the wire.
pub static LEN: Field =
    Field::new("tcp.len", "TCP Segment Len", Place::Derived(|p, i| length(p.layer(i)?, p.head(i)).map(Value::Num)));
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
// What Wireshark's experts remark on a segment, as far as the segment alone tells.
/// A connection is asked for.
pub static SYN: Field = mark("tcp.connection.syn", "Connection establish request (SYN)", |p, i| only(flags(p, i, 0x12)? == 0x02));
/// A connection is granted.
pub static SYNACK: Field = mark("tcp.connection.synack", "Connection establish acknowledge (SYN+ACK)", |p, i| only(flags(p, i, 0x12)? == 0x12));
/// The sender has no more to send.
pub static FIN: Field = mark("tcp.connection.fin", "Connection finish (FIN)", |p, i| only(flags(p, i, 0x01)? != 0));
/// The connection is given up.
pub static RST: Field = mark("tcp.connection.rst", "Connection reset (RST)", |p, i| only(flags(p, i, 0x04)? != 0));
/// A number is acknowledged without the flag that says so.
pub static ACK_NONZERO: Field = mark("tcp.ack.nonzero", "The acknowledgment number is not zero while the ACK flag is not set", |p, i| {
    only(flags(p, i, 0x10)? == 0 && ACK_RAW.num(p.head(i))? != 0)
});
/// Data is urgent without the flag that says so.
pub static URGENT_NONZERO: Field = mark("tcp.urgent_pointer.non_zero", "The urgent pointer is not zero while the URG flag is not set", |p, i| {
    only(flags(p, i, 0x20)? == 0 && URGENT.num(p.head(i))? != 0)
});
/// The length is less than that of a header without options.
pub static BOGUS_LENGTH: Field = mark("tcp.bogus_header_length", "Bogus header length", |p, i| only(HDR_LEN.num(p.head(i))? < 20));
static MSS_ABSENT: Field = mark("tcp.options.mss.absent", "The SYN does not contain an MSS option", |p, i| {
    only(flags(p, i, 0x02)? != 0 && p.head(i).len() > 20 && kinds(p.head(i)).all(|(kind, _)| kind != 2) && !after_end(p.head(i)))
});
static AFTER_EOL: Field =
    mark("tcp.non_zero_bytes_after_eol", "Not only zeros behind the end of the options", |p, i| only(after_end(p.head(i))));
/// As on the wire.
pub static WINDOW: Field = Field::bits("tcp.window_size_value", "Window", 112, 16).alias("window").unset(8192);
/// In bytes, where the shift is known that a SYN agreed on (RFC 7323, 2).
pub static WINDOW_SIZE: Field = Field::new("tcp.window_size", "Calculated window size", Place::Noted(Stage::Flow));
/// What the window is multiplied by; -1: not known, -2: not used.
pub static SCALE_FACTOR: Field =
    Field::new("tcp.window_size_scalefactor", "Window size scaling factor", Place::Noted(Stage::Flow)).kind(Kind::Signed).ft(32);
/// RFC 1071 over pseudo header, header and payload.
pub static CHECKSUM: Field = Field::bits("tcp.checksum", "Checksum", 128, 16).alias("chksum").hex().computed();
/// 2: not verified, as long as the user does not ask for it.
pub static STATUS: Field =
    Field::new("tcp.checksum.status", "Checksum Status", Place::Derived(|p, i| CHECKSUM.num(p.head(i)).and(transport_status(p, i, 6).map(Value::Num)))).ft(8)
        .names(super::TRANSPORT_STATUS);
/// Bytes from the sequence number on that are urgent.
pub static URGENT: Field = Field::bits("tcp.urgent_pointer", "Urgent Pointer", 144, 16).alias("urgptr");
/// Since the connection's first segment.
pub static TIME_RELATIVE: Field =
    Field::new("tcp.time_relative", "Time since first frame in this TCP stream", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// Since the connection's segment before.
pub static TIME_DELTA: Field =
    Field::new("tcp.time_delta", "Time since previous frame in this TCP stream", Place::Noted(Stage::Flow)).kind(Kind::Duration(1));
/// What it carries.
pub static PAYLOAD: Field = Field::new("tcp.payload", "TCP payload", Place::Body);

/// Bytes of a message that spans segments: of one that began before, and of one that begins here.
pub static SEGMENT_DATA: Field = Field::new("tcp.segment_data", "TCP segment data", Place::Rest);
static ENDING: Field = Field::part(Place::Elsewhere(|p, i| piece(p, i, &SEGMENT_ENDING), &[&SEGMENT_DATA]));
static BEGINNING: Field = Field::part(Place::Elsewhere(|p, i| piece(p, i, &SEGMENT_BEGINNING), &[&SEGMENT_DATA]));
/// Where in the packet those bytes lie: the first and the one behind the last, of 32 bits each.
pub static SEGMENT_ENDING: Field = Field::new("", "", Place::Noted(Stage::Flow));
/// The same of a message that begins here.
pub static SEGMENT_BEGINNING: Field = Field::new("", "", Place::Noted(Stage::Flow));
/// The frame in which the message ends, of each that ends later.
pub static REASSEMBLED_IN: Field = Field::new("tcp.reassembled_in", "Reassembled PDU in frame", Place::NotedEach(Stage::Flow));
/// The frames over which the message is spread that ends here.
pub static SEGMENT: Field = Field::new("tcp.segment", "TCP Segment", Place::NotedEach(Stage::Flow));
/// How many they are.
pub static SEGMENT_COUNT: Field = Field::new("tcp.segment.count", "Segment count", Place::Noted(Stage::Flow));
/// How long what they were joined to is, in bytes.
pub static REASSEMBLED_LENGTH: Field = Field::new("tcp.reassembled.length", "Reassembled TCP length", Place::Noted(Stage::Flow));
static REASSEMBLED: Field = Field::part(Place::Elsewhere(|p, i| piece(p, i, &REASSEMBLED_AT), &[&REASSEMBLED_DATA]));
static REASSEMBLED_DATA: Field = Field::new("tcp.reassembled.data", "Reassembled TCP Data", Place::Rest);
/// Where they stand, behind the frame.
pub static REASSEMBLED_AT: Field = Field::new("", "", Place::Noted(Stage::Flow));
/// The length of a message that says it at its beginning.
pub static PDU_SIZE: Field = Field::new("tcp.pdu.size", "PDU Size", Place::NotedEach(Stage::Flow));
fn piece(packet: &Packet<'_>, layer: usize, at: &'static Field) -> Option<Range<usize>> {
    let at = packet.notes.get(layer, at)?;
    Some((at >> 32) as usize..(at & 0xffff_ffff) as usize)
}

/// All options; shown as bytes.
pub static OPTIONS: Field = Field::new("tcp.options", "TCP Options", Place::Many(&OPTION)).kind(Kind::Bytes).alias("options");
/// An option, as long as there are any.
static OPTION: Field = Field::part(Place::Switch(lawful, &[(1, &[&BY_KIND])], &[&UNSHOWN]));
/// By kind: RFC 9293 3.2, RFC 7323 2 and 3, RFC 2018 2 and 3.
static BY_KIND: Field = Field::new(
    "",
    "TCP Option",
    Place::Peek(
        8,
        &[(0, &EOL), (1, &NOP), (2, &MSS), (3, &WSCALE), (4, &SACK_PERM), (5, &SACK), (6, &ECHO), (7, &ECHO), (8, &TIMESTAMP), (11, &CC), (12, &CC), (13, &CC), (19, &MD5), (20, &SCPS), (21, &SNACK), (22, &SCPSREC), (23, &SCPSCOR), (27, &QS), (28, &USER_TO), (29, &AO), (30, &MPTCP), (34, &TFO), (76, &RVBD_PROBE), (78, &RVBD_TRPY), (172, &ACC_ECN), (174, &ACC_ECN), (253, &EXPERIMENTAL), (254, &EXPERIMENTAL)],
        &UNKNOWN,
    ),
);
/// The option's number.
pub static KIND: Field = Field::new("tcp.option_kind", "Kind", Place::Key(8)).computed();
/// Kind and length included.
pub static LENGTH: Field = Field::new("tcp.option_len", "Length", Place::Len(8, Counts::Whole));

static EOL: Field = Field::new("tcp.options.eol", "End of Option List (EOL)", Place::Group(&[&KIND])).kind(Kind::Bytes).alias("EOL");
static NOP: Field = Field::new("tcp.options.nop", "No-Operation (NOP)", Place::Group(&[&KIND])).kind(Kind::Bytes).alias("NOP");
static MSS: Field = option("tcp.options.mss", "Maximum segment size", &[&KIND, &LENGTH, &MSS_BODY]).alias("MSS");
/// Largest segment that the sender takes, in bytes.
pub static MSS_VAL: Field = Field::new("tcp.options.mss_val", "MSS Value", Place::Uint(16));
static WSCALE: Field = option("tcp.options.wscale", "Window scale", &[&KIND, &LENGTH, &WSCALE_BODY]).alias("WScale");
/// RFC 7323, 2.2.
pub static SHIFT: Field = Field::new("tcp.options.wscale.shift", "Shift count", Place::Uint(8));
static MULTIPLIER: Field = Field::new("tcp.options.wscale.multiplier", "Multiplier", Place::Sub(0xff)).kind(Kind::Show(&POWER));
static SACK_PERM: Field = option("tcp.options.sack_perm", "SACK permitted", &[&KIND, &LENGTH]).alias("SAckOK");
static SACK: Field = option("tcp.options.sack", "SACK", &[&KIND, &LENGTH, &BLOCKS, &SACK_COUNT]).alias("SAck");
static BLOCKS: Field = Field::new("", "Blocks", Place::Repeat(|h| h.left() / 8, &BLOCK));
static BLOCK: Field = Field::new("", "Block", Place::Group(&[&SACK_LE, &SACK_RE]));
/// First byte of a block that has arrived.
pub static SACK_LE: Field = Field::new("tcp.options.sack_le", "TCP SACK Left Edge", Place::Since(32, &ACK_BASE));
/// First byte behind it.
pub static SACK_RE: Field = Field::new("tcp.options.sack_re", "TCP SACK Right Edge", Place::Since(32, &ACK_BASE));
// RFC 2883: the first block tells of bytes that came twice, where they are acknowledged already or lie in the second block.
static DUPLICATE: Field = Field::part(Place::Elsewhere(duplicate, &[&DSACK_LE, &DSACK_RE, &DSACK]));
static DSACK: Field = Field::new("tcp.options.sack.dsack", "D-SACK Sequence", Place::Reckoned(|_| Some(Value::Num(1)))).kind(Kind::Present);
static DSACK_LE: Field = Field::new("tcp.options.sack.dsack_le", "TCP D-SACK Left Edge", Place::Since(32, &ACK_BASE));
static DSACK_RE: Field = Field::new("tcp.options.sack.dsack_re", "TCP D-SACK Right Edge", Place::Since(32, &ACK_BASE));
static TIMESTAMP: Field = option("tcp.options.timestamp", "Timestamps", &[&KIND, &LENGTH, &TIMESTAMP_BODY]).alias("Timestamp");
/// The sender's clock.
pub static TSVAL: Field = Field::new("tcp.options.timestamp.tsval", "Timestamp value", Place::Uint(32));
/// The other side's clock, sent back.
pub static TSECR: Field = Field::new("tcp.options.timestamp.tsecr", "Timestamp echo reply", Place::Uint(32));
// A value of a length that it cannot have is none.
static MSS_BODY: Field = Field::part(Place::When(|h| h.left() == 2, &[&MSS_VAL, &MSS_PRESENT]));
static MSS_PRESENT: Field = inner_mark("tcp.options.mss.present", "The non-SYN packet does contain an MSS option", |h| (h.byte(13) & 2 == 0).then_some(Value::Num(1)));
static WSCALE_BODY: Field = Field::part(Place::When(|h| h.left() == 1, &[&SHIFT, &MULTIPLIER, &SHIFT_INVALID]));
static SHIFT_INVALID: Field = inner_mark("tcp.options.wscale.shift.invalid", "Window scale shift exceeds 14", |h| (h.number > 14).then_some(Value::Num(1)));
static TIMESTAMP_BODY: Field = Field::part(Place::When(|h| h.left() == 8, &[&TSVAL, &TSECR]));
static ECHO_BODY: Field = Field::part(Place::When(|h| h.left() == 4, &[&OPTIONS_ECHO_VALUE]));
static CC_BODY: Field = Field::part(Place::When(|h| h.left() == 4, &[&OPTIONS_CC_VALUE]));
static SACK_COUNT: Field = Field::new("tcp.options.sack.count", "TCP SACK Count", Place::Reckoned(|h| Some(Value::Num((u64::from(h.byte(h.start + 1)).saturating_sub(2)) / 8)))).ft(8);
// RFC 1072 and RFC 1644, both historic.
static OPTIONS_ECHO_VALUE: Field = Field::new("tcp.options.echo_value", "TCP Echo Option", Place::Uint(32));
static ECHO: Field = option("tcp.options.echo", "Echo", &[&KIND, &LENGTH, &ECHO_BODY]);
static OPTIONS_CC_VALUE: Field = Field::new("tcp.options.cc_value", "TCP CC Option", Place::Uint(32));
static CC: Field = option("tcp.options.cc", "CC", &[&KIND, &LENGTH, &CC_BODY]);
// RFC 2385 and RFC 5925: authentication.
static OPTIONS_MD5_DIGEST: Field = Field::new("tcp.options.md5.digest", "MD5 digest", Place::Rest);
static MD5: Field = option("tcp.options.md5", "TCP MD5 signature", &[&KIND, &LENGTH, &MD5_BODY]).alias("MD5");
static MD5_BODY: Field = Field::part(Place::When(|h| h.left() == 16, &[&OPTIONS_MD5_DIGEST]));
static OPTIONS_AO_KEYID: Field = Field::new("tcp.options.ao.keyid", "AO KeyID", Place::Uint(8));
static OPTIONS_AO_RNEXTKEYID: Field = Field::new("tcp.options.ao.rnextkeyid", "AO RNextKeyID", Place::Uint(8));
static OPTIONS_AO_MAC: Field = Field::new("tcp.options.ao.mac", "AO MAC", Place::Rest);
static AO: Field = option("tcp.options.ao", "TCP Authentication Option", &[&KIND, &LENGTH, &AO_BODY]).alias("AO");
static AO_BODY: Field = Field::part(Place::When(|h| h.left() >= 2, &[&OPTIONS_AO_KEYID, &OPTIONS_AO_RNEXTKEYID, &OPTIONS_AO_MAC]));
// CCSDS 714.0-B: space communications.
static OPTIONS_SCPS_VECTOR: Field = Field::new("tcp.options.scps.vector", "TCP SCPS Capabilities Vector", Place::Uint(8)).hex();
static OPTIONS_SCPSFLAGS_BETS: Field = Field::new("tcp.options.scpsflags.bets", "Partial Reliability Capable (BETS)", Place::Sub(0x80));
static OPTIONS_SCPSFLAGS_SNACK1: Field = Field::new("tcp.options.scpsflags.snack1", "Short Form SNACK Capable (SNACK1)", Place::Sub(0x40));
static OPTIONS_SCPSFLAGS_SNACK2: Field = Field::new("tcp.options.scpsflags.snack2", "Long Form SNACK Capable (SNACK2)", Place::Sub(0x20));
static OPTIONS_SCPSFLAGS_COMPRESS: Field = Field::new("tcp.options.scpsflags.compress", "Lossless Header Compression (COMP)", Place::Sub(0x10));
static OPTIONS_SCPSFLAGS_NLTS: Field = Field::new("tcp.options.scpsflags.nlts", "Network Layer Timestamp (NLTS)", Place::Sub(0x08));
static OPTIONS_SCPSFLAGS_RESERVED: Field = Field::new("tcp.options.scpsflags.reserved", "Reserved", Place::Sub(0x07));
static OPTIONS_SCPS_BINDING: Field = Field::new("tcp.options.scps.binding", "Connection ID", Place::Uint(8));
static SCPS: Field = option("tcp.options.scps", "TCP SCPS Capabilities Option", &[&KIND, &LENGTH, &SCPS_BODY]);
static SCPS_BODY: Field = Field::part(Place::When(|h| h.left() == 2, &[&OPTIONS_SCPS_VECTOR, &OPTIONS_SCPSFLAGS_BETS, &OPTIONS_SCPSFLAGS_SNACK1, &OPTIONS_SCPSFLAGS_SNACK2, &OPTIONS_SCPSFLAGS_COMPRESS, &OPTIONS_SCPSFLAGS_NLTS, &OPTIONS_SCPSFLAGS_RESERVED, &OPTIONS_SCPS_BINDING]));
static OPTIONS_SNACK_OFFSET: Field = Field::new("tcp.options.snack.offset", "TCP SNACK Offset", Place::Uint(16));
static OPTIONS_SNACK_SIZE: Field = Field::new("tcp.options.snack.size", "TCP SNACK Size", Place::Uint(16));
static SNACK: Field = option("tcp.options.snack", "Selective Negative Acknowledgment", &[&KIND, &LENGTH, &SNACK_BODY]);
static SNACK_BODY: Field = Field::part(Place::When(|h| h.left() == 4, &[&OPTIONS_SNACK_OFFSET, &OPTIONS_SNACK_SIZE]));
static SCPSREC: Field = option("tcp.options.scpsrec", "SCPS record boundary", &[&KIND, &LENGTH]);
static SCPSCOR: Field = option("tcp.options.scpscor", "SCPS corruption experienced", &[&KIND, &LENGTH]);
// RFC 4782, RFC 5482, RFC 7413.
static SKIP_U8: Field = Field::new("", "", Place::Uint(8));
static OPTIONS_QS_RATE: Field = Field::new("tcp.options.qs.rate", "QS Rate", Place::Sub(0x0f));
static OPTIONS_QS_TTL_DIFF: Field = Field::new("tcp.options.qs.ttl_diff", "QS Rate", Place::Uint(8));
static QS: Field = option("tcp.options.qs", "Quick-Start", &[&KIND, &LENGTH, &QS_BODY]);
static QS_BODY: Field = Field::part(Place::When(|h| h.left() == 6, &[&SKIP_U8, &OPTIONS_QS_RATE, &OPTIONS_QS_TTL_DIFF]));
static SKIP_U16: Field = Field::new("", "", Place::Uint(16));
static OPTIONS_USER_TO_GRANULARITY: Field = Field::new("tcp.options.user_to_granularity", "Granularity", Place::Sub(0x8000));
static OPTIONS_USER_TO_VAL: Field = Field::new("tcp.options.user_to_val", "User Timeout", Place::Sub(0x7fff));
static USER_TO: Field = option("tcp.options.user_to", "TCP User Timeout", &[&KIND, &LENGTH, &USER_TO_BODY]).alias("UTO");
static USER_TO_BODY: Field = Field::part(Place::When(|h| h.left() == 2, &[&SKIP_U16, &OPTIONS_USER_TO_GRANULARITY, &OPTIONS_USER_TO_VAL]));
static TFO: Field = option("tcp.options.tfo", "TCP Fast Open", &[&KIND, &LENGTH, &TFO_BODY]).alias("TFO");
static TFO_BODY: Field = Field::part(Place::Switch(|h| h.left() as u64, &[(0, &[&TFO_REQUEST])], &[&TFO_COOKIE]));
static TFO_REQUEST: Field = Field::new("tcp.options.tfo.request", "Fast Open Cookie Request", Place::Run(0)).kind(Kind::Present);
/// What lets a client send data with its SYN.
pub static TFO_COOKIE: Field = Field::new("tcp.options.tfo.cookie", "Fast Open Cookie", Place::Rest);
// RFC 6994: experiments tell each other apart by an identifier.
static EXPERIMENTAL: Field = option("tcp.options.experimental", "Experimental", &[&KIND, &LENGTH, &EXPERIMENT]);
static OPTIONS_EXPERIMENTAL_EXID: Field = Field::new("tcp.options.experimental.exid", "Experiment Identifier", Place::Uint(16)).hex();
static EXPERIMENT: Field = Field::part(Place::When(|h| h.left() >= 2, &[&OPTIONS_EXPERIMENTAL_EXID, &EXPERIMENT_BODY]));
static OPTIONS_EXPERIMENTAL_DATA: Field = Field::new("tcp.options.experimental.data", "Data", Place::Rest);
static EXPERIMENT_BODY: Field = Field::part(Place::Switch(|h| h.number, &[(0xf989, &[&TFO_BODY]), (0x00ac, &[&TARR])], &[&OPTIONS_EXPERIMENTAL_DATA]));
// draft-ietf-tcpm-ack-rate-request.
static TARR: Field = Field::part(Place::When(|h| h.left() == 1, &[&SKIP_U8, &TARR_RATE, &TARR_RESERVED]));
static TARR_RATE: Field = Field::new("tcp.options.tarr.rate", "TARR Rate", Place::Sub(0xfe));
static TARR_RESERVED: Field = Field::new("tcp.options.tar.reserved", "TARR Reserved", Place::Sub(0x01)).kind(Kind::Dec);
// Accurate ECN, both orders of its counters.
static ACC_ECN: Field = option("tcp.options.acc_ecn", "Accurate ECN", &[&KIND, &LENGTH, &ACC_ECN_BODY]);
static ACC_ECN_BODY: Field = Field::part(Place::When(|h| h.left() % 3 == 0, &[&ACC_ECN_ORDER]));
static OPTIONS_ACC_ECN_EE0B: Field = Field::new("tcp.options.acc_ecn.ee0b", "Accurate ECN Echo ECT(0) Byte Counter", Place::Uint(24));
static OPTIONS_ACC_ECN_ECEB: Field = Field::new("tcp.options.acc_ecn.eceb", "Accurate ECN Echo CE Byte Counter", Place::Uint(24));
static OPTIONS_ACC_ECN_EE1B: Field = Field::new("tcp.options.acc_ecn.ee1b", "Accurate ECN Echo ECT(1) Byte Counter", Place::Uint(24));
static ACC_EE0B: Field = Field::part(Place::When(|h| h.left() >= 3, &[&OPTIONS_ACC_ECN_EE0B]));
static ACC_ECEB: Field = Field::part(Place::When(|h| h.left() >= 3, &[&OPTIONS_ACC_ECN_ECEB]));
static ACC_EE1B: Field = Field::part(Place::When(|h| h.left() >= 3, &[&OPTIONS_ACC_ECN_EE1B]));
static ACC_ECN_ORDER: Field = Field::part(Place::Switch(|h| h.byte(h.start).into(), &[(172, &[&ACC_EE0B, &ACC_ECEB, &ACC_EE1B])], &[&ACC_EE1B, &ACC_ECEB, &ACC_EE0B]));
// Riverbed, as its peers show it: the lowest bit tells version 1, whose type stands in four bits, from version 2, whose type stands in seven.
static RVBD_PROBE: Field = option("tcp.options.rvbd.probe", "Riverbed Probe", &[&KIND, &LENGTH, &RVBD_HEAD]);
static RVBD_HEAD: Field = Field::part(Place::Switch(
    |h| match h.byte(h.at) {
        _ if h.left() == 0 => 3,
        one if one & 1 == 1 => if one >> 4 <= 10 { 1 } else { 3 },
        two => if two >> 1 <= 10 { 2 } else { 3 },
    },
    &[(1, &[&SKIP_K8, &RVBD_TYPE1, &RVBD_VERSION1, &RVBD_BY_TYPE1]), (2, &[&SKIP_K8, &RVBD_TYPE2, &RVBD_VERSION_RAW, &RVBD_VERSION2, &RVBD_BY_TYPE2])],
    &[&UNSHOWN],
));
static RVBD_TYPE1: Field = Field::new("tcp.options.rvbd.probe.type1", "Type", Place::Sub(0xf0)).names(RVBD_TYPES);
static RVBD_VERSION1: Field = Field::new("tcp.options.rvbd.probe.version", "Version", Place::Sub(0x0f));
static RVBD_TYPE2: Field = Field::new("tcp.options.rvbd.probe.type2", "Type", Place::Sub(0xfe)).names(RVBD_TYPES);
static RVBD_VERSION_RAW: Field = Field::new("tcp.options.rvbd.probe.version_raw", "Version", Place::Sub(0x01)).kind(Kind::Dec);
static RVBD_VERSION2: Field = Field::new("tcp.options.rvbd.probe.version", "Version", Place::Reckoned(|_| Some(Value::Num(2)))).ft(8);
static RVBD_BY_TYPE1: Field = Field::part(Place::Switch(
    |h| h.key >> 4,
    &[
        (0, &[&RVBD_RESERVED, &RVBD_PROBER, &RVBD_APPLI, &UNSHOWN]),
        (1, &[&RVBD_RESERVED, &RVBD_PROBER, &RVBD_PROXY]),
        (2, &[&UNSHOWN]),
        (3, &[&RVBD_RESERVED, &RVBD_PROBER, &RVBD_APPLI, &UNSHOWN]),
        (4, &[&RVBD_RESERVED, &RVBD_PROBER, &RVBD_APPLI, &UNSHOWN]),
        (5, &[&RVBD_RESERVED, &RVBD_PROBER, &RVBD_CLIENT, &RVBD_PROXY]),
    ],
    &[&RVBD_RESERVED, &RVBD_PROBER, &UNSHOWN],
));
static RVBD_RESERVED: Field = Field::new("tcp.options.rvbd.probe.reserved", "Reserved", Place::Uint(8)).hex();
static RVBD_PROBER: Field = Field::new("tcp.options.rvbd.probe.prober", "CSH IP", Place::Uint(32)).kind(Kind::Ip4);
static RVBD_APPLI: Field = Field::new("tcp.options.rvbd.probe.appli_ver", "Application Version", Place::Uint(16));
static RVBD_CLIENT: Field = Field::new("tcp.options.rvbd.probe.client.ip", "Client IP", Place::Uint(32)).kind(Kind::Ip4);
static RVBD_PROXY: Field = Field::part(Place::When(|h| h.left() >= 4, &[&RVBD_PROXY_IP, &RVBD_PORT]));
static RVBD_PROXY_IP: Field = Field::new("tcp.options.rvbd.probe.proxy.ip", "SSH IP", Place::Uint(32)).kind(Kind::Ip4);
static RVBD_PORT: Field = Field::part(Place::When(|h| h.left() >= 2, &[&RVBD_PROXY_PORT]));
static RVBD_PROXY_PORT: Field = Field::new("tcp.options.rvbd.probe.proxy.port", "SSH Port", Place::Uint(16));
static RVBD_BY_TYPE2: Field = Field::part(Place::Switch(
    |h| if h.left() == 0 { 0 } else { h.key >> 1 },
    &[
        (6, &[&RVBD_FLAGS, &RVBD_NOTCFE, &RVBD_LAST]),
        (7, &[&RVBD_FLAGS, &RVBD_SSL, &RVBD_SERVER, &RVBD_PROBE_FLAG]),
        (8, &[&RVBD_FLAGS, &RVBD_NOTCFE, &RVBD_LAST, &RVBD_CLIENT_OR_NONE]),
        (9, &[&RVBD_FLAGS, &RVBD_NOTCFE, &RVBD_LAST, &RVBD_STORE]),
        (10, &[&RVBD_FLAGS]),
    ],
    &[&UNSHOWN],
));
static RVBD_FLAGS: Field = Field::new("tcp.options.rvbd.probe.flags", "Probe Flags", Place::Uint(8)).hex();
static RVBD_NOTCFE: Field = Field::new("tcp.options.rvbd.probe.flags.notcfe", "Not CFE", Place::Sub(0x04));
static RVBD_LAST: Field = Field::new("tcp.options.rvbd.probe.flags.last", "Last Notify", Place::Sub(0x01));
static RVBD_SSL: Field = Field::new("tcp.options.rvbd.probe.flags.ssl", "SSL Enabled", Place::Sub(0x02));
static RVBD_SERVER: Field = Field::new("tcp.options.rvbd.probe.flags.server", "SSH outer to server established", Place::Sub(0x01));
static RVBD_PROBE_FLAG: Field = Field::new("tcp.options.rvbd.probe.flags.probe", "Disable Probe Cache on CSH", Place::Sub(0x10));
static RVBD_CLIENT_OR_NONE: Field = Field::part(Place::When(|h| h.left() >= 4, &[&RVBD_CLIENT]));
static RVBD_STORE: Field = Field::part(Place::When(|h| h.left() >= 4, &[&RVBD_STORE_ID]));
static RVBD_STORE_ID: Field = Field::new("tcp.options.rvbd.probe.storeid", "CFE Store ID", Place::Uint(32));
static RVBD_TRPY: Field = option("tcp.options.rvbd.trpy", "Riverbed Transparency", &[&KIND, &LENGTH, &RVBD_TRPY_BODY]);
static RVBD_TRPY_BODY: Field = Field::part(Place::When(
    |h| h.left() == 14,
    &[&TRPY_FLAGS, &TRPY_RST_PROBE, &TRPY_RST_INNER, &TRPY_RST, &TRPY_CHKSUM, &TRPY_OOB, &TRPY_MODE, &TRPY_SRC, &TRPY_DST, &TRPY_SRC_PORT, &TRPY_DST_PORT],
));
static TRPY_FLAGS: Field = Field::new("tcp.options.rvbd.trpy.flags", "Transparency Options", Place::Uint(16)).hex();
static TRPY_RST_PROBE: Field = Field::new("tcp.options.rvbd.trpy.flags.fw_rst_probe", "Enable FW traversal feature", Place::Sub(0x0400));
static TRPY_RST_INNER: Field = Field::new("tcp.options.rvbd.trpy.flags.fw_rst_inner", "Enable Inner FW feature on All FWs", Place::Sub(0x0200));
static TRPY_RST: Field = Field::new("tcp.options.rvbd.trpy.flags.fw_rst", "Enable Transparency FW feature on All FWs", Place::Sub(0x0100));
static TRPY_CHKSUM: Field = Field::new("tcp.options.rvbd.trpy.flags.chksum", "Reserved", Place::Sub(0x0004));
static TRPY_OOB: Field = Field::new("tcp.options.rvbd.trpy.flags.oob", "Out of band", Place::Sub(0x0002));
static TRPY_MODE: Field = Field::new("tcp.options.rvbd.trpy.flags.mode", "Transparency Mode", Place::Sub(0x0001));
static TRPY_SRC: Field = Field::new("tcp.options.rvbd.trpy.src.ip", "Src SH IP Addr", Place::Uint(32)).kind(Kind::Ip4);
static TRPY_DST: Field = Field::new("tcp.options.rvbd.trpy.dst.ip", "Dst SH IP Addr", Place::Uint(32)).kind(Kind::Ip4);
static TRPY_SRC_PORT: Field = Field::new("tcp.options.rvbd.trpy.src.port", "Src SH Inner Port", Place::Uint(16));
static TRPY_DST_PORT: Field = Field::new("tcp.options.rvbd.trpy.dst.port", "Dst SH Inner Port", Place::Uint(16));
const RVBD_TYPES: Names = &[
    (0, "Probe Query"), (1, "Probe Response"), (2, "Probe Internal"), (3, "Probe Trace"), (4, "Probe Query SH"), (5, "Probe Response SH"),
    (6, "Probe Query Info"), (7, "Probe Response Info"), (8, "Probe Query Info SH"), (9, "Probe Query Info Store ID"), (10, "Probe Redirect"),
];
static UNSHOWN: Field = Field::new("", "", Place::Rest);
// RFC 8684: Multipath TCP, by the subtype in its third byte.
static MPTCP: Field = option("", "Multipath TCP", &[&KIND, &LENGTH, &MP]);
static MP: Field = Field::part(Place::When(|h| h.left() > 0, &[&MP_BY_SUBTYPE]));
static SKIP_K8: Field = Field::new("", "", Place::Key(8));
static OPTIONS_MPTCP_SUBTYPE: Field = Field::new("tcp.options.mptcp.subtype", "Multipath TCP subtype", Place::Sub(0xf0));
static OPTIONS_MPTCP_VERSION: Field = Field::new("tcp.options.mptcp.version", "Multipath TCP version", Place::Sub(0x0f));
static OPTIONS_MPTCP_FLAGS: Field = Field::new("tcp.options.mptcp.flags", "Multipath TCP flags", Place::Uint(8)).hex();
static OPTIONS_MPTCP_CHECKSUMREQ_FLAGS: Field = Field::new("tcp.options.mptcp.checksumreq.flags", "Checksum required", Place::Sub(0x80)).kind(Kind::Dec);
static OPTIONS_MPTCP_EXTENSIBILITY_FLAG: Field = Field::new("tcp.options.mptcp.extensibility.flag", "Extensibility", Place::Sub(0x40)).kind(Kind::Dec);
static OPTIONS_MPTCP_RESERVED_FLAG: Field = Field::new("tcp.options.mptcp.reserved.flag", "Reserved", Place::Sub(0x3e)).hex();
// The third bit was reserved in version 0 and is C in version 1.
static MP_RESERVED: Field = Field::part(Place::Switch(|h| h.byte(h.start + 2) as u64 & 15, &[(1, &[&MP_RESERVED_V1])], &[&OPTIONS_MPTCP_RESERVED_FLAG]));
static MP_RESERVED_V1: Field = Field::new("tcp.options.mptcp.reserved.flag", "Reserved", Place::Sub(0x1e)).hex();
static MP_CAPABLE: Field = Field::part(Place::When(|h| h.left() > 0, &[&OPTIONS_MPTCP_FLAGS, &OPTIONS_MPTCP_CHECKSUMREQ_FLAGS, &OPTIONS_MPTCP_EXTENSIBILITY_FLAG, &MP_ALGORITHM, &MP_RESERVED, &MP_SENDKEY, &MP_RECVKEY, &MP_LENGTH, &MP_CHECKSUM]));
static OPTIONS_MPTCP_SHA1_FLAG: Field = Field::new("tcp.options.mptcp.sha1.flag", "Use HMAC-SHA1", Place::Sub(0x01)).kind(Kind::Dec);
static OPTIONS_MPTCP_NOMORESUBFLOWS_FLAG: Field = Field::new("tcp.options.mptcp.nomoresubflows.flag", "Do not attempt to establish new subflows to this address and port", Place::Sub(0x20)).kind(Kind::Dec);
static OPTIONS_MPTCP_SHA256_FLAG: Field = Field::new("tcp.options.mptcp.sha256.flag", "Use HMAC-SHA256", Place::Sub(0x01)).kind(Kind::Dec);
static MP_ALGORITHM: Field = Field::part(Place::Switch(|h| h.key & 15, &[(0, &[&OPTIONS_MPTCP_SHA1_FLAG])], &[&OPTIONS_MPTCP_NOMORESUBFLOWS_FLAG, &OPTIONS_MPTCP_SHA256_FLAG]));
static OPTIONS_MPTCP_SENDKEY: Field = Field::new("tcp.options.mptcp.sendkey", "Sender's Key", Place::Uint(64));
static MP_SENDKEY: Field = Field::part(Place::When(|h| h.left() >= 8, &[&OPTIONS_MPTCP_SENDKEY]));
static OPTIONS_MPTCP_RECVKEY: Field = Field::new("tcp.options.mptcp.recvkey", "Receiver's Key", Place::Uint(64));
static MP_RECVKEY: Field = Field::part(Place::When(|h| h.left() >= 8, &[&OPTIONS_MPTCP_RECVKEY]));
static OPTIONS_MPTCP_DATALVLLEN: Field = Field::new("tcp.options.mptcp.datalvllen", "Data-level Length", Place::Uint(16));
static MP_LENGTH: Field = Field::part(Place::When(|h| h.left() >= 2, &[&OPTIONS_MPTCP_DATALVLLEN]));
static OPTIONS_MPTCP_CHECKSUM: Field = Field::new("tcp.options.mptcp.checksum", "Checksum", Place::Uint(16)).hex();
static MP_CHECKSUM: Field = Field::part(Place::When(|h| h.left() >= 2, &[&OPTIONS_MPTCP_CHECKSUM]));
static MP_HEAD_FLAGS: Field = Field::new("tcp.options.mptcp.flags", "Multipath TCP flags", Place::Sub(0xff)).hex();
static OPTIONS_MPTCP_SUBTYPE_S_0XF000: Field = Field::new("tcp.options.mptcp.subtype", "Multipath TCP subtype", Place::Sub(0xf000));
static OPTIONS_MPTCP_RESERVED: Field = Field::new("tcp.options.mptcp.reserved", "Reserved", Place::Sub(0x0fff)).hex();
static OPTIONS_MPTCP_SENDHMAC: Field = Field::new("tcp.options.mptcp.sendhmac", "Sender's HMAC", Place::Rest);
static OPTIONS_MPTCP_BACKUP_FLAG: Field = Field::new("tcp.options.mptcp.backup.flag", "Backup flag", Place::Sub(0x01)).kind(Kind::Dec);
static OPTIONS_MPTCP_ADDRID: Field = Field::new("tcp.options.mptcp.addrid", "Address ID", Place::Uint(8));
static OPTIONS_MPTCP_SENDTRUNCHMAC: Field = Field::new("tcp.options.mptcp.sendtrunchmac", "Sender's Truncated HMAC", Place::Uint(64));
static OPTIONS_MPTCP_SENDRAND: Field = Field::new("tcp.options.mptcp.sendrand", "Sender's Random Number", Place::Uint(32));
static OPTIONS_MPTCP_RECVTOK: Field = Field::new("tcp.options.mptcp.recvtok", "Receiver's Token", Place::Uint(32));
static MP_JOIN: Field = Field::part(Place::Switch(|h| h.byte(h.start + 1).into(), &[(24, &[&SKIP_U16, &OPTIONS_MPTCP_SUBTYPE_S_0XF000, &OPTIONS_MPTCP_RESERVED, &OPTIONS_MPTCP_SENDHMAC]), (16, &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &MP_HEAD_FLAGS, &OPTIONS_MPTCP_BACKUP_FLAG, &OPTIONS_MPTCP_ADDRID, &OPTIONS_MPTCP_SENDTRUNCHMAC, &OPTIONS_MPTCP_SENDRAND])], &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &MP_HEAD_FLAGS, &OPTIONS_MPTCP_BACKUP_FLAG, &OPTIONS_MPTCP_ADDRID, &OPTIONS_MPTCP_RECVTOK, &OPTIONS_MPTCP_SENDRAND]));
static OPTIONS_MPTCP_FLAGS_K8: Field = Field::new("tcp.options.mptcp.flags", "Multipath TCP flags", Place::Key(8)).hex();
static OPTIONS_MPTCP_DATAFIN_FLAG: Field = Field::new("tcp.options.mptcp.datafin.flag", "DATA_FIN", Place::Sub(0x10)).kind(Kind::Dec);
static OPTIONS_MPTCP_DSEQN8_FLAG: Field = Field::new("tcp.options.mptcp.dseqn8.flag", "Data Sequence Number is 8 octets", Place::Sub(0x08)).kind(Kind::Dec);
static OPTIONS_MPTCP_DSEQNPRESENT_FLAG: Field = Field::new("tcp.options.mptcp.dseqnpresent.flag", "Data Sequence Number, Subflow Sequence Number, Data-level Length, Checksum present", Place::Sub(0x04)).kind(Kind::Dec);
static OPTIONS_MPTCP_DATAACK8_FLAG: Field = Field::new("tcp.options.mptcp.dataack8.flag", "Data ACK is 8 octets", Place::Sub(0x02)).kind(Kind::Dec);
static OPTIONS_MPTCP_DATAACKPRESENT_FLAG: Field = Field::new("tcp.options.mptcp.dataackpresent.flag", "Data ACK is present", Place::Sub(0x01)).kind(Kind::Dec);
static OPTIONS_MPTCP_RAWDATAACK: Field = Field::new("tcp.options.mptcp.rawdataack", "Original MPTCP Data ACK", Place::Uint(32)).ft(64);
static OPTIONS_MPTCP_RAWDATAACK_U64: Field = Field::new("tcp.options.mptcp.rawdataack", "Original MPTCP Data ACK", Place::Uint(64)).ft(64);
static DSS_ACK: Field = Field::part(Place::Switch(|h| h.key & 3, &[(1, &[&OPTIONS_MPTCP_RAWDATAACK]), (3, &[&OPTIONS_MPTCP_RAWDATAACK_U64])], &[]));
static OPTIONS_MPTCP_RAWDATASEQNO: Field = Field::new("tcp.options.mptcp.rawdataseqno", "Data Sequence Number", Place::Uint(32)).ft(64);
static OPTIONS_MPTCP_RAWDATASEQNO_U64: Field = Field::new("tcp.options.mptcp.rawdataseqno", "Data Sequence Number", Place::Uint(64)).ft(64);
static DSS_SEQ: Field = Field::part(Place::Switch(|h| h.key & 12, &[(4, &[&OPTIONS_MPTCP_RAWDATASEQNO, &DSS_MAP]), (12, &[&OPTIONS_MPTCP_RAWDATASEQNO_U64, &DSS_MAP])], &[]));
static OPTIONS_MPTCP_SUBFLOWSEQNO: Field = Field::new("tcp.options.mptcp.subflowseqno", "Subflow Sequence Number", Place::Uint(32));
static DSS_MAP: Field = Field::part(Place::When(|_| true, &[&OPTIONS_MPTCP_SUBFLOWSEQNO, &OPTIONS_MPTCP_DATALVLLEN, &MP_CHECKSUM]));
static ADD_ADDR: Field = Field::part(Place::When(|_| true, &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &ADD_VERSION, &OPTIONS_MPTCP_ADDRID, &ADD_ADDRESS, &ADD_PORT, &ADD_HMAC]));
static OPTIONS_MPTCP_IPVER: Field = Field::new("tcp.options.mptcp.ipver", "IP version", Place::Sub(0x0f));
static OPTIONS_MPTCP_ECHO: Field = Field::new("tcp.options.mptcp.echo", "Echo", Place::Sub(0x01)).kind(Kind::Dec);
static ADD_VERSION: Field = Field::part(Place::Switch(|h| (h.number & 15 > 1).into(), &[(1, &[&OPTIONS_MPTCP_IPVER])], &[&OPTIONS_MPTCP_ECHO]));
static OPTIONS_MPTCP_IPV6: Field = Field::new("tcp.options.mptcp.ipv6", "Advertised IPv6 Address", Place::Run(16)).kind(Kind::Ip6);
static OPTIONS_MPTCP_IPV4: Field = Field::new("tcp.options.mptcp.ipv4", "Advertised IPv4 Address", Place::Uint(32)).kind(Kind::Ip4);
static ADD_ADDRESS: Field = Field::part(Place::Switch(|h| (h.byte(h.start + 1) >= 20).into(), &[(1, &[&OPTIONS_MPTCP_IPV6])], &[&OPTIONS_MPTCP_IPV4]));
static OPTIONS_MPTCP_PORT: Field = Field::new("tcp.options.mptcp.port", "Advertised port", Place::Uint(16));
static ADD_PORT: Field = Field::part(Place::When(|h| h.left() % 8 >= 2, &[&OPTIONS_MPTCP_PORT]));
static OPTIONS_MPTCP_ADDADDRTRUNCHMAC: Field = Field::new("tcp.options.mptcp.addaddrtrunchmac", "Truncated HMAC", Place::Uint(64));
static ADD_HMAC: Field = Field::part(Place::When(|h| h.left() >= 8, &[&OPTIONS_MPTCP_ADDADDRTRUNCHMAC]));
static RM_COUNT: Field = Field::new("mptcp.rm_addr.count", "Number of removed addresses", Place::Reckoned(|h| Some(Value::Num(h.left() as u64)))).ft(8);
static RM_IDS: Field = Field::many("Address IDs", &OPTIONS_MPTCP_ADDRID);
static PRIO_ID: Field = Field::part(Place::When(|h| h.left() > 0, &[&OPTIONS_MPTCP_ADDRID]));
static OPTIONS_MPTCP_FLAG_U_FLAG: Field = Field::new("tcp.options.mptcp.flag_U.flag", "Flag U", Place::Sub(0x08));
static OPTIONS_MPTCP_FLAG_V_FLAG: Field = Field::new("tcp.options.mptcp.flag_V.flag", "Flag V", Place::Sub(0x04));
static OPTIONS_MPTCP_FLAG_W_FLAG: Field = Field::new("tcp.options.mptcp.flag_W.flag", "Flag W", Place::Sub(0x02));
static OPTIONS_MPTCP_FLAG_T_FLAG: Field = Field::new("tcp.options.mptcp.flag_T.flag", "Transient", Place::Sub(0x01));
static OPTIONS_MPTCP_RST_REASON: Field = Field::new("tcp.options.mptcp.rst_reason", "TCPRST Reason", Place::Uint(8)).hex();
static MP_BY_SUBTYPE: Field = Field::part(Place::Switch(|h| (h.byte(h.at) >> 4).into(), &[(0, &[&SKIP_K8, &OPTIONS_MPTCP_SUBTYPE, &OPTIONS_MPTCP_VERSION, &MP_CAPABLE]), (1, &[&MP_JOIN]), (2, &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &OPTIONS_MPTCP_FLAGS_K8, &OPTIONS_MPTCP_DATAFIN_FLAG, &OPTIONS_MPTCP_DSEQN8_FLAG, &OPTIONS_MPTCP_DSEQNPRESENT_FLAG, &OPTIONS_MPTCP_DATAACK8_FLAG, &OPTIONS_MPTCP_DATAACKPRESENT_FLAG, &DSS_ACK, &DSS_SEQ]), (3, &[&ADD_ADDR]), (4, &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &RM_COUNT, &RM_IDS]), (5, &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &MP_HEAD_FLAGS, &OPTIONS_MPTCP_BACKUP_FLAG, &PRIO_ID]), (6, &[&SKIP_U16, &OPTIONS_MPTCP_SUBTYPE_S_0XF000, &OPTIONS_MPTCP_RESERVED, &OPTIONS_MPTCP_RAWDATASEQNO_U64]), (7, &[&SKIP_U16, &OPTIONS_MPTCP_SUBTYPE_S_0XF000, &OPTIONS_MPTCP_RESERVED, &OPTIONS_MPTCP_RECVKEY]), (8, &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE, &MP_HEAD_FLAGS, &OPTIONS_MPTCP_FLAG_U_FLAG, &OPTIONS_MPTCP_FLAG_V_FLAG, &OPTIONS_MPTCP_FLAG_W_FLAG, &OPTIONS_MPTCP_FLAG_T_FLAG, &OPTIONS_MPTCP_RST_REASON])], &[&SKIP_U8, &OPTIONS_MPTCP_SUBTYPE]));
static UNKNOWN: Field = option("tcp.options.unknown", "Unknown", &[&UNKNOWN_KIND, &LENGTH, &UNKNOWN_DATA]);
/// No record says which: it is given.
static UNKNOWN_KIND: Field = Field::new("tcp.option_kind", "Kind", Place::Key(8));
static UNKNOWN_DATA: Field = Field::new("tcp.options.unknown.payload", "Payload", Place::Rest);

const fn mark(name: &'static str, title: &'static str, of: for<'a> fn(&Packet<'a>, usize) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Derived(of)).kind(Kind::Present)
}
fn only<'a>(so: bool) -> Option<Value<'a>> {
    so.then_some(Value::Num(1))
}
/// These of the flags; `None` where the header was cut off before they are shown.
fn flags(packet: &Packet<'_>, layer: usize, of: u64) -> Option<u64> {
    Some(FLAGS.num(packet.head(layer))? & of)
}
const fn inner_mark(name: &'static str, title: &'static str, of: for<'a> fn(&Here<'a>) -> Option<Value<'a>>) -> Field {
    Field::new(name, title, Place::Reckoned(of)).kind(Kind::Present)
}
/// Where a first SACK block lies that tells of bytes received twice.
fn duplicate(packet: &Packet<'_>, layer: usize) -> Option<Range<usize>> {
    let head = packet.head(layer);
    let mut options = Options(head.get(20..)?);
    let behind = options.find(|(kind, _)| *kind == 5)?.1;
    let edges = behind.get(1..(*behind.first()?).max(2) as usize - 1)?;
    let edge = |n: usize| load(edges, n * 32, 32).map(|n| n as u32);
    let (left, right) = (edge(0)?, edge(1)?);
    // Sequence numbers go around: what lies up to half of them ahead comes later.
    let upto = |a: u32, b: u32| b.wrapping_sub(a) < 1 << 31;
    let acknowledged = upto(right, ACK_RAW.num(head)? as u32);
    let inside = || Some(upto(edge(2)?, left) && upto(right, edge(3)?));
    let at = packet.layer(layer)?.start as usize + head.len() - options.0.len() - edges.len();
    (acknowledged || inside() == Some(true)).then_some(at..at + 8)
}
/// The window's shift that a SYN offers (RFC 7323, 2).
pub(crate) fn shift(head: &[u8]) -> Option<u8> {
    kinds(head).find(|(kind, behind)| *kind == 3 && behind.first() == Some(&3)).and_then(|(_, behind)| behind.get(1).copied())
}
/// Whether something stands behind the end of the options.
fn after_end(head: &[u8]) -> bool {
    kinds(head).find(|(kind, _)| *kind == 0).is_some_and(|(_, behind)| behind.iter().any(|b| *b != 0))
}
/// The options' kinds, each with what stands behind the kind.
fn kinds(head: &[u8]) -> Options<'_> {
    Options(head.get(20..).unwrap_or(&[]))
}
/// What is left of the options: their kinds, each with what stands behind the kind.
struct Options<'a>(&'a [u8]);
impl<'a> Iterator for Options<'a> {
    type Item = (u8, &'a [u8]);
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (kind, behind) = self.0.split_first()?;
        self.0 = match (kind, behind.first()) {
            (0, _) | (2.., None) => &[],
            (1, _) => behind,
            (_, Some(n)) => self.0.get((*n).max(2).into()..).unwrap_or(&[]),
        };
        Some((*kind, behind))
    }
}

/// Bytes of payload on the wire, though the header may be cut off; `None` where the header is longer than the segment.
pub(crate) fn length(layer: &Layer, head: &[u8]) -> Option<u64> {
    (layer.wire() as u64).checked_sub(HDR_LEN.num(head)?)
}
/// Whether an option stands here: its length holds itself and is there, or was before the frame was cut; behind the list's
/// end only zeros are.
fn lawful(h: &Here<'_>) -> u64 {
    let ended = Options(h.head.get(h.start..h.at).unwrap_or(&[])).any(|(kind, _)| kind == 0);
    let left = h.left().max((usize::from(h.byte(12) >> 4) * 4).saturating_sub(h.at)) as u64;
    match h.byte(h.at) {
        0 => 1,
        _ if ended => 0,
        1 => 1,
        _ => (left >= 2 && (2..=left).contains(&h.byte(h.at + 1).into())).into(),
    }
}
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

/// What earlier segments tell of a segment, as `flow` finds it: Wireshark's SEQ/ACK analysis.
pub mod analysis {
    use super::*;
    const fn noted(name: &'static str, title: &'static str) -> Field {
        Field::new(name, title, Place::Noted(Stage::Flow))
    }
    /// The frame whose last byte this acknowledges.
    pub static ACKS_FRAME: Field = noted("tcp.analysis.acks_frame", "This is an ACK to the segment in frame");
    /// Since that frame.
    pub static ACK_RTT: Field = noted("tcp.analysis.ack_rtt", "The RTT to ACK the segment was").kind(Kind::Duration(1));
    /// From the SYN to the handshake's end.
    pub static INITIAL_RTT: Field = noted("tcp.analysis.initial_rtt", "iRTT").kind(Kind::Duration(1));
    /// Sent and not acknowledged.
    pub static BYTES_IN_FLIGHT: Field = noted("tcp.analysis.bytes_in_flight", "Bytes in flight");
    /// Sent since the last PSH.
    pub static PUSH_BYTES_SENT: Field = noted("tcp.analysis.push_bytes_sent", "Bytes sent since last PSH flag");
    /// The ports were used before.
    pub static REUSED_PORTS: Field = noted("tcp.analysis.reused_ports", "A new tcp session is started with the same ports as an earlier session in this trace").kind(Kind::Present);
    /// Bytes that were sent before.
    pub static RETRANSMISSION: Field = noted("tcp.analysis.retransmission", "This frame is a (suspected) retransmission").kind(Kind::Present);
    /// Asked for by duplicate acknowledgments (RFC 5681, 3.2).
    pub static FAST_RETRANSMISSION: Field = noted("tcp.analysis.fast_retransmission", "This frame is a (suspected) fast retransmission").kind(Kind::Present);
    /// Bytes that were acknowledged before.
    pub static SPURIOUS_RETRANSMISSION: Field = noted("tcp.analysis.spurious_retransmission", "This frame is a (suspected) spurious retransmission").kind(Kind::Present);
    /// Bytes that were overtaken.
    pub static OUT_OF_ORDER: Field = noted("tcp.analysis.out_of_order", "This frame is a (suspected) out-of-order segment").kind(Kind::Present);
    /// Bytes before these were not captured.
    pub static LOST_SEGMENT: Field = noted("tcp.analysis.lost_segment", "Previous segment(s) not captured (common at capture start)").kind(Kind::Present);
    /// Acknowledges bytes that were not captured.
    pub static ACK_LOST_SEGMENT: Field = noted("tcp.analysis.ack_lost_segment", "ACKed segment that wasn't captured (common at capture start)").kind(Kind::Present);
    /// Nothing but another window.
    pub static WINDOW_UPDATE: Field = noted("tcp.analysis.window_update", "TCP window update").kind(Kind::Present);
    /// The receiver's window is full.
    pub static WINDOW_FULL: Field = noted("tcp.analysis.window_full", "TCP window specified by the receiver is now completely full").kind(Kind::Present);
    /// The last byte again, for an answer (RFC 9293, 3.8.4).
    pub static KEEP_ALIVE: Field = noted("tcp.analysis.keep_alive", "TCP keep-alive segment").kind(Kind::Present);
    /// The answer.
    pub static KEEP_ALIVE_ACK: Field = noted("tcp.analysis.keep_alive_ack", "ACK to a TCP keep-alive segment").kind(Kind::Present);
    /// The same acknowledgment again.
    pub static DUPLICATE_ACK: Field = noted("tcp.analysis.duplicate_ack", "Duplicate ACK").kind(Kind::Present);
    /// The same as an expert's remark: Wireshark has both under one name.
    pub static DUPLICATE_ACK_REMARK: Field = noted("tcp.analysis.duplicate_ack", "Duplicate ACK").kind(Kind::Present);
    /// How often by now.
    pub static DUPLICATE_ACK_NUM: Field = noted("tcp.analysis.duplicate_ack_num", "Duplicate ACK #");
    /// The first frame that acknowledged this.
    pub static DUPLICATE_ACK_FRAME: Field = noted("tcp.analysis.duplicate_ack_frame", "Duplicate to the ACK in frame");
    /// A byte into a closed window (RFC 9293, 3.8.6.1).
    pub static ZERO_WINDOW_PROBE: Field = noted("tcp.analysis.zero_window_probe", "TCP Zero Window Probe").kind(Kind::Present);
    /// The sender takes no more.
    pub static ZERO_WINDOW: Field = noted("tcp.analysis.zero_window", "TCP Zero Window segment").kind(Kind::Present);
    /// The window is still closed.
    pub static ZERO_WINDOW_PROBE_ACK: Field = noted("tcp.analysis.zero_window_probe_ack", "ACK to a TCP Zero Window Probe").kind(Kind::Present);
    /// Since the bytes were sent first.
    pub static RTO: Field = noted("tcp.analysis.rto", "The RTO for this segment was").kind(Kind::Duration(1));
    /// The frame that sent them first.
    pub static RTO_FRAME: Field = noted("tcp.analysis.rto_frame", "RTO based on delta from frame");
}

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
        &COMPLETENESS,
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
        &SYN,
        &SYNACK,
        &FIN,
        &RST,
        &ACK_NONZERO,
        &BOGUS_LENGTH,
        &WINDOW,
        &WINDOW_SIZE,
        &SCALE_FACTOR,
        &CHECKSUM,
        &STATUS,
        &URGENT,
        &URGENT_NONZERO,
        &OPTIONS,
        &DUPLICATE,
        &MSS_ABSENT,
        &AFTER_EOL,
        &TIME_RELATIVE,
        &TIME_DELTA,
        &analysis::ACKS_FRAME,
        &analysis::ACK_RTT,
        &analysis::INITIAL_RTT,
        &analysis::BYTES_IN_FLIGHT,
        &analysis::PUSH_BYTES_SENT,
        &analysis::REUSED_PORTS,
        &analysis::RETRANSMISSION,
        &analysis::FAST_RETRANSMISSION,
        &analysis::SPURIOUS_RETRANSMISSION,
        &analysis::OUT_OF_ORDER,
        &analysis::LOST_SEGMENT,
        &analysis::ACK_LOST_SEGMENT,
        &analysis::WINDOW_UPDATE,
        &analysis::WINDOW_FULL,
        &analysis::KEEP_ALIVE,
        &analysis::KEEP_ALIVE_ACK,
        &analysis::DUPLICATE_ACK,
        &analysis::DUPLICATE_ACK_REMARK,
        &analysis::DUPLICATE_ACK_NUM,
        &analysis::DUPLICATE_ACK_FRAME,
        &analysis::ZERO_WINDOW_PROBE,
        &analysis::ZERO_WINDOW,
        &analysis::ZERO_WINDOW_PROBE_ACK,
        &analysis::RTO,
        &analysis::RTO_FRAME,
        &PAYLOAD,
        &PDU_SIZE,
        &ENDING,
        &BEGINNING,
        &REASSEMBLED_IN,
        &SEGMENT,
        &SEGMENT_COUNT,
        &REASSEMBLED_LENGTH,
        &REASSEMBLED,
        &conn::VERDICT,
        &conn::STATE,
        &conn::HISTORY,
        &conn::SETUP_TIME,
        &conn::RTT,
        &conn::RETRIES,
        &conn::COMMUNITY_ID,
    ],
    under: &[(Space::IpProto, 6)],
    line: &[Word::Plain(&SRCPORT), Word::Say(" → "), Word::Plain(&DSTPORT), Word::Call(line)],
    finish,
    classes: &[form::net::TCP_CLASSES],
    within: Some(within),
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    use etherparse::err::tcp::HeaderSliceError::*;
    let tcp = match etherparse::TcpHeaderSlice::from_slice(bytes) {
        Ok(tcp) => tcp,
        Err(Len(_)) => {
            // As Wireshark, which reads the ports first, then all up to the window.
            let header = match bytes.len() {
                0..4 => 0,
                4..16 => 4,
                all => all,
            };
            let total = if header < 16 { header } else { below.wire };
            return Step { header, total, ..Step::cut(bytes) };
        }
        Err(Content(_)) => return Step::malformed(13, below.wire), // what stands behind the length is not to be believed
    };
    let header = tcp.slice().len();
    let body = bytes.get(header..).unwrap_or(&[]);
    Step::new(header, below.wire, by_port(Space::TcpPort, &TCPPORT, &TCP_GUESS, tcp.source_port(), tcp.destination_port(), body, below))
}

/// Who is carried under this header: whom the conversation goes on with, else as ports say, else who the bytes look like, and so all that follow.
pub(crate) fn carried(head: &[u8], body: &[u8], rules: &Rules, talk: &Talk) -> Id {
    if let via @ 1.. = talk.via.get() {
        return Id(via);
    }
    if let next @ 1.. = talk.next.get() {
        return Id(next);
    }
    match numbered(head, rules) {
        id::data => {
            let id = TCP_GUESS.of(body);
            talk.next.set(id.0);
            id
        }
        id => id,
    }
}
/// Who the ports of this header say that it carries; data where they do not.
pub(crate) fn numbered(head: &[u8], rules: &Rules) -> Id {
    let (from, to) = ports(head);
    by_number(Space::TcpPort, &TCPPORT, from, to, rules)
}
/// The ports of this header: whence, whither; 0 where it is cut.
pub(super) fn ports(head: &[u8]) -> (u16, u16) {
    let port = |field: &Field| field.num(head).unwrap_or(0) as u16;
    (port(&SRCPORT), port(&DSTPORT))
}
/// Whether who sends this is the client of a service at `served`, or at a port that the user names: it sends to such a
/// port, or, where neither port is one, from the greater to the smaller.
pub(super) fn asks(head: &[u8], served: &[u16], rules: &Rules) -> bool {
    let (from, to) = ports(head);
    let named = |port: u16| rules.decode_as.iter().any(|(space, n, _)| *space == Space::TcpPort as u8 && *n == port);
    let serves = |port: u16| served.contains(&port) || named(port);
    serves(to) || !serves(from) && to < from
}
/// Options of multipath TCP: Wireshark has a protocol of its own for each.
fn within(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    kinds(packet.head(layer)).filter(|(kind, _)| *kind == 30).for_each(|_| out.extend_from_slice(b":mptcp"));
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

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// At ports that the user names the client may have the lower one.
    #[test]
    fn who_asks() {
        use super::{Rules, Space, asks, id};
        let asked = |from: u16, to: u16, named: &[u16]| {
            let decode_as = named.iter().map(|port| (Space::TcpPort as u8, *port, id::smtp)).collect();
            asks(&[from.to_be_bytes(), to.to_be_bytes()].concat(), &[25], &Rules { decode_as, ..Rules::default() })
        };
        assert_eq!([asked(4000, 25, &[]), asked(25, 4000, &[]), asked(24, 25, &[])], [true, false, true]);
        assert_eq!([asked(4000, 3000, &[]), asked(3000, 4000, &[])], [true, false]);
        assert_eq!([asked(3000, 4000, &[4000]), asked(4000, 3000, &[4000])], [true, false]);
    }
    /// A segment with these options, padded by the caller.
    fn segment(options: &str) -> Vec<u8> {
        let options = hex(options);
        let mut bytes = hex("45 00 00 28 00 01 00 00 40 06 00 00 0a 00 00 01 0a 00 00 02
                             0b b8 0f a0 00 00 03 e8 00 00 07 d0 50 10 02 00 00 00 00 00");
        bytes[3] += options.len() as u8;
        bytes[32] += (options.len() as u8 / 4) << 4;
        bytes.extend(options);
        bytes
    }

    #[test]
    fn options_of_a_handshake() {
        let bytes = segment("02 04 05 b4 04 02 08 0a 00 00 00 05 00 00 00 06 01 03 03 07");
        let names = ["tcp.option_kind", "tcp.options.mss_val", "tcp.options.timestamp.tsval", "tcp.options.wscale.multiplier"];
        assert_eq!(fields_of(228, &bytes, &names), "2,4,8,1,3 1460 5 128");
        cut_everywhere(228, &bytes);
    }
    /// What Wireshark reads at once is there as a whole or not at all; the options are shown as far as they go.
    #[test]
    fn cut_headers() {
        let bytes = segment("02 04 05 b4 04 02 08 0a 00 00 00 05 00 00 00 06 01 03 03 07");
        let shown = |n: usize| fields_of(228, &bytes[..20 + n], &["tcp.dstport", "tcp.ack_raw", "tcp.window_size_value", "tcp.option_len"]);
        assert_eq!(shown(3), "- - - -");
        assert_eq!(shown(15), "4000 - - -");
        assert_eq!(shown(16), "4000 2000 512 -");
        assert_eq!(shown(28), "4000 2000 512 4,2,10");
    }
    #[test]
    fn multipath() {
        let capable = segment("1e 0c 01 81 01 02 03 04 05 06 07 08");
        let names = ["tcp.options.mptcp.subtype", "tcp.options.mptcp.version", "tcp.options.mptcp.checksumreq.flags", "tcp.options.mptcp.sendkey"];
        assert_eq!(fields_of(228, &capable, &names), "0 1 1 72623859790382856");
        let dss = segment("1e 14 20 05 00 00 00 09 00 00 00 0a 00 00 00 0b 00 10 ab cd");
        let names = ["tcp.options.mptcp.rawdataack", "tcp.options.mptcp.rawdataseqno", "tcp.options.mptcp.datalvllen", "tcp.options.mptcp.checksum"];
        assert_eq!(fields_of(228, &dss, &names), "9 10 16 0xabcd");
        cut_everywhere(228, &capable);
        cut_everywhere(228, &dss);
    }
    #[test]
    fn experiments_fast_open_authentication() {
        let bytes = segment("fd 06 f9 89 61 62 22 02 1d 06 01 02 61 62 fe 04 12 34 01 01");
        let names = ["tcp.options.experimental.exid", "tcp.options.tfo.cookie", "tcp.options.tfo.request", "tcp.options.ao.keyid", "tcp.options.ao.mac"];
        assert_eq!(fields_of(228, &bytes, &names), "0xf989,0x1234 6162 1 1 6162");
        cut_everywhere(228, &bytes);
    }
    /// What came twice: acknowledged already, or inside the second block. Edges count as those of the blocks do.
    #[test]
    fn duplicates_are_told() {
        let names = ["tcp.options.sack.dsack", "tcp.options.sack.dsack_le", "tcp.options.sack.dsack_re"];
        let shown = |blocks: &str| fields_of(228, &segment(blocks), &names);
        assert_eq!(shown("01 01 05 0a 00 00 07 00 00 00 07 d0"), "1 1792 2000"); // up to the acknowledgment number
        assert_eq!(shown("01 01 05 0a 00 00 07 00 00 00 07 d1"), "- - -");
        assert_eq!(shown("01 01 05 12 00 00 10 10 00 00 10 20 00 00 10 00 00 00 10 20"), "1 4112 4128");
        assert_eq!(shown("01 01 05 12 00 00 10 00 00 00 10 20 00 00 10 10 00 00 10 20"), "- - -");
        cut_everywhere(228, &segment("01 01 05 12 00 00 10 10 00 00 10 20 00 00 10 00 00 00 10 20"));
    }
    #[test]
    fn remarks() {
        let names = ["tcp.connection.syn", "tcp.connection.synack", "tcp.connection.fin", "tcp.connection.rst", "tcp.ack.nonzero", "tcp.options.mss.absent"];
        let shown = |flags: u8, options: &str| {
            let mut bytes = segment(options);
            bytes[33] = flags;
            fields_of(228, &bytes, &names)
        };
        assert_eq!(shown(0x02, ""), "1 - - - 1 -");
        assert_eq!(shown(0x12, "01 01 01 01"), "- 1 - - - 1");
        assert_eq!(shown(0x15, "01 01 01 00"), "- - 1 1 - -");
        assert_eq!(shown(0x12, "02 04 05 b4"), "- 1 - - - -");
    }
    /// Of Riverbed's two versions the lowest bit tells which.
    #[test]
    fn probes() {
        let names = ["tcp.options.rvbd.probe.version", "tcp.options.rvbd.probe.type1", "tcp.options.rvbd.probe.type2", "tcp.options.rvbd.probe.proxy.ip",
            "tcp.options.rvbd.probe.storeid", "tcp.option_kind"];
        assert_eq!(fields_of(228, &segment("4c 0e 11 00 0a 00 00 09 0a 00 00 08 1e 78 01 01"), &names), "1 1 - 10.0.0.8 - 76,1,1");
        assert_eq!(fields_of(228, &segment("4c 08 12 01 00 00 00 07"), &names), "2 - 9 - 7 76");
        let bytes = segment("4e 10 00 05 0a 00 00 09 0a 00 00 08 1e 78 1e 79");
        assert_eq!(fields_of(228, &bytes, &["tcp.options.rvbd.trpy.flags.mode", "tcp.options.rvbd.trpy.dst.port"]), "1 7801");
        cut_everywhere(228, &bytes);
    }
    /// The end of the options was told by a number that a byte of another option could be.
    #[test]
    fn regression_a_zero_in_an_option_ended_the_list() {
        let bytes = segment("1e 0c 00 01 01 02 03 04 05 06 07 08 01 03 03 07");
        assert_eq!(fields_of(228, &bytes, &["tcp.option_kind", "tcp.options.wscale.shift"]), "30,1,3 7");
    }
    /// What a value cannot be is not read, what is no option ends the list, and zeros behind its end are ends.
    #[test]
    fn malformed_options() {
        let names = ["tcp.option_kind", "tcp.options.mss_val", "tcp.options"];
        assert_eq!(fields_of(228, &segment("02 03 61 01"), &names), "2,1 - 02036101");
        assert_eq!(fields_of(228, &segment("01 02 00 01"), &names), "1 - 01020001");
        assert_eq!(fields_of(228, &segment("01 02 14 05"), &names), "1 - 01021405");
        assert_eq!(fields_of(228, &segment("01 00 00 00 01 02 03 04"), &names), "1,0,0,0 - 0100000001020304");
    }
    #[test]
    fn a_header_length_that_cannot_be() {
        let mut bytes = segment("");
        bytes[32] = 0x40;
        assert_eq!(layers_of(228, &bytes), "ip:tcp Malformed");
        assert_eq!(fields_of(228, &bytes, &["tcp.srcport", "tcp.hdr_len", "tcp.flags"]), "3000 16 -");
    }
}
