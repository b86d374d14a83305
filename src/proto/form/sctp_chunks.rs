//! SCTP: chunks put on with `/`, and their parameters (RFC 9260, RFC 4895, RFC 5061, RFC 6525, RFC 8260).
use super::*;
use crate::proto::sctp;

pub(in super::super) static HEADER: &[Class] = &[Class {
    names: &["SCTP", "SCTPerror"],
    size: 12,
    fields: &[&sctp::SRCPORT, &sctp::DSTPORT, &sctp::VERIFICATION_TAG, &sctp::CHECKSUM],
    ..Class::PLAIN
}];
/// A chunk: its class, its number, its flags' fields, what follows the length.
macro_rules! chunks { ($($name:literal $kind:literal [$($flag:expr),*] [$($f:expr),*];)*) => { &[$(Class {
    names: &[$name],
    align: 4,
    fields: &[&n("type", 8).unset($kind), $(&$flag,)* &LEN, $(&$f),*],
    ..Class::PART
}),*] } }
const FLAGS: Field = n("flags", 8);
static LEN: Field = whole("len", 16);
/// As many as the list has, where nothing is said.
const fn count(alias: &'static str) -> Field {
    n(alias, 16).computed()
}
pub(in super::super) static CHUNKS: &[Class] = chunks! {
    "SCTPChunkData" 0 [word(8), bit("reserved", 0xf0), bit("delay_sack", 8), bit("unordered", 4), bit("beginning", 2), bit("ending", 1)] [n("tsn", 32), n("stream_id", 16), n("stream_seq", 16), n("proto_id", 32), rest("data")];
    "SCTPChunkIData" 64 [word(8), bit("reserved", 0xf0), bit("delay_sack", 8), bit("unordered", 4), bit("beginning", 2), bit("ending", 1)] [n("tsn", 32), n("stream_id", 16), n("reserved_16", 16), n("message_id", 32), n("ppid_fsn", 32), rest("data")];
    "SCTPChunkInit" 1 [FLAGS] [n("init_tag", 32), n("a_rwnd", 32), n("n_out_streams", 16), n("n_in_streams", 16), n("init_tsn", 32), PARAMS];
    "SCTPChunkInitAck" 2 [FLAGS] [n("init_tag", 32), n("a_rwnd", 32), n("n_out_streams", 16), n("n_in_streams", 16), n("init_tsn", 32), PARAMS];
    "SCTPChunkSACK" 3 [FLAGS] [n("cumul_tsn_ack", 32), n("a_rwnd", 32), count("n_gap_ack"), count("n_dup_tsn"), list("gap_ack_list", &GAP), list("dup_tsn_list", &TSN)];
    "SCTPChunkHeartbeatReq" 4 [FLAGS] [PARAMS];
    "SCTPChunkHeartbeatAck" 5 [FLAGS] [PARAMS];
    "SCTPChunkAbort" 6 [word(8), bit("reserved", 0xfe), bit("TCB", 1)] [rest("error_causes")];
    "SCTPChunkShutdown" 7 [FLAGS] [n("cumul_tsn_ack", 32)];
    "SCTPChunkShutdownAck" 8 [FLAGS] [];
    "SCTPChunkError" 9 [FLAGS] [rest("error_causes")];
    "SCTPChunkCookieEcho" 10 [FLAGS] [rest("cookie")];
    "SCTPChunkCookieAck" 11 [FLAGS] [];
    "SCTPChunkShutdownComplete" 14 [word(8), bit("reserved", 0xfe), bit("TCB", 1)] [];
    "SCTPChunkAuthentication" 15 [FLAGS] [n("shared_key_id", 16), n("HMAC_function", 16), rest("HMAC")];
    "SCTPChunkAddressConfAck" 128 [FLAGS] [n("seq", 32), PARAMS];
    "SCTPChunkReConfig" 130 [FLAGS] [PARAMS];
    "SCTPChunkPad" 132 [FLAGS] [rest("padding")];
    "SCTPChunkForwardTSN" 192 [FLAGS] [n("new_tsn", 32), list("skips", &SKIP)];
    "SCTPChunkAddressConf" 193 [FLAGS] [n("seq", 32), PARAMS];
    "SCTPChunkIForwardTSN" 194 [FLAGS] [n("new_tsn", 32), list("skips", &SKIP_I)];
};
/// From and to, behind the cumulative acknowledgement: a pair, or `"2:3"`.
static GAP: Field = Field::new("", "", Place::Uint(32)).alias("gap").pair();
static TSN: Field = n("tsn", 32);
static SKIP: Field = record("SCTPForwardSkip", &[&n("stream_id", 16), &n("stream_seq", 16)]);
static SKIP_I: Field =
    record("SCTPIForwardSkip", &[&n("stream_id", 16), &word(16), &bit("reserved", 0xfffe), &bit("unordered", 1), &n("message_id", 32)]);

const PARAMS: Field = list("params", &PARAM);
macro_rules! params { ($($id:ident $name:literal $kind:literal [$($f:expr),*];)*) => {
    $(static $id: Field = record($name, &[&n("type", 16).unset($kind), &LEN, $(&$f,)* &FILL]);)*
    static PARAM: Field = Field::new("", "SCTP parameter", Place::Peek(16, &[$(($kind, &$id)),*], &OTHER));
} }
static OTHER: Field = record("SCTPChunkParam", &[&n("type", 16), &LEN, &rest("value"), &FILL]);
/// Parameters begin at multiples of 4 bytes; the length does not count what is filled in, nor does the chunk's behind its last.
static FILL: Field = Field::part(Place::Sized(|h| h.at.next_multiple_of(4) - h.at, &[]));
const STREAMS: Field = list("stream_num_list", &STREAM);
static STREAM: Field = n("stream", 16);
static KIND16: Field = n("type", 16);
static KIND8: Field = n("type", 8);
const ADDRESS_PARAM: Field = Field::part(Place::Group(&[&key("addr_type", 16).unset(5), &whole("addr_len", 16), &ADDR]));
const ADDR: Field = Field::part(Place::Pick(&[(6, &[&ip6("addr")])], &[&ip4("addr").unset(0x7f00_0001)]));
params! {
    HEARTBEAT "SCTPChunkParamHeartbeatInfo" 1 [rest("data")];
    IPV4 "SCTPChunkParamIPv4Addr" 5 [ip4("addr").unset(0x7f00_0001)];
    IPV6 "SCTPChunkParamIPv6Addr" 6 [ip6("addr").preset(&[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])];
    COOKIE "SCTPChunkParamStateCookie" 7 [rest("cookie")];
    UNRECOGNIZED "SCTPChunkParamUnrocognizedParam" 8 [rest("param")];
    PRESERVATIVE "SCTPChunkParamCookiePreservative" 9 [n("sug_cookie_inc", 32)];
    HOSTNAME "SCTPChunkParamHostname" 11 [rest("hostname")];
    SUPPORTED "SCTPChunkParamSupportedAddrTypes" 12 [list("addr_type_list", &KIND16).preset(&[0, 5])];
    OUT_RESET "SCTPChunkParamOutSSNResetReq" 13 [n("re_conf_req_seq_num", 32), n("re_conf_res_seq_num", 32), n("tsn", 32), STREAMS];
    IN_RESET "SCTPChunkParamInSSNResetReq" 14 [n("re_conf_req_seq_num", 32), STREAMS];
    TSN_RESET "SCTPChunkParamSSNTSNResetReq" 15 [n("re_conf_req_seq_num", 32)];
    RECONF "SCTPChunkParamReConfigRes" 16 [n("re_conf_res_seq_num", 32), n("result", 32)];
    ADD_OUT "SCTPChunkParamAddOutgoingStreamReq" 17 [n("re_conf_req_seq_num", 32), n("num_new_stream", 16), n("reserved", 16)];
    ADD_IN "SCTPChunkParamAddIncomingStreamReq" 18 [n("re_conf_req_seq_num", 32), n("num_new_stream", 16), n("reserved", 16)];
    ECN "SCTPChunkParamECNCapable" 0x8000 [];
    RANDOM "SCTPChunkParamRandom" 0x8002 [rest("random")];
    CHUNK_LIST "SCTPChunkParamChunkList" 0x8003 [list("chunk_list", &KIND8)];
    HMACS "SCTPChunkParamRequestedHMACFunctions" 0x8004 [list("HMAC_functions_list", &KIND16).preset(&[0, 1])];
    EXTENSIONS "SCTPChunkParamSupportedExtensions" 0x8008 [list("supported_extensions", &KIND8).preset(&[15, 193, 128])];
    FORWARD "SCTPChunkParamFwdTSN" 0xc000 [];
    ADD_IP "SCTPChunkParamAddIPAddr" 0xc001 [n("correlation_id", 32), ADDRESS_PARAM];
    DEL_IP "SCTPChunkParamDelIPAddr" 0xc002 [n("correlation_id", 32), ADDRESS_PARAM];
    INDICATION "SCTPChunkParamErrorIndication" 0xc003 [n("correlation_id", 32), rest("error_causes")];
    PRIMARY "SCTPChunkParamSetPrimaryAddr" 0xc004 [n("correlation_id", 32), ADDRESS_PARAM];
    SUCCESS "SCTPChunkParamSuccessIndication" 0xc005 [n("correlation_id", 32)];
    ADAPTATION "SCTPChunkParamAdaptationLayer" 0xc006 [n("indication", 32)];
}
