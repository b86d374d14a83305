//! Stream Control Transmission Protocol, [RFC 9260](https://www.rfc-editor.org/rfc/rfc9260).
//!
//! ```text
//! +-------------------------------+-------------------------------+
//! |      Source Port Number       |    Destination Port Number    |
//! +-------------------------------+-------------------------------+
//! |                       Verification Tag                        |
//! +---------------------------------------------------------------+
//! |                           Checksum                            |
//! +---------------+---------------+-------------------------------+
//! |  Chunk Type   |  Chunk Flags  |         Chunk Length          |
//! +---------------+---------------+-------------------------------+
//! |                          Chunk Value                          |
//! +---------------------------------------------------------------+
//! ```
use super::*;
use crate::checksum::crc32c;
use crate::field::*;
use crate::spine::Stage;
use crate::text;

/// Source port.
pub static SRCPORT: Field = Field::bits("sctp.srcport", "Source port", 0, 16).alias("sport");
/// Destination port.
pub static DSTPORT: Field = Field::bits("sctp.dstport", "Destination port", 16, 16).alias("dport");
/// Source or destination port.
pub static PORT: Field = Field::new("sctp.port", "Port", Place::Either(&[&SRCPORT, &DSTPORT])).ft(16);
/// What the receiver asked for in its INIT.
pub static VERIFICATION_TAG: Field = Field::bits("sctp.verification_tag", "Verification tag", 32, 32).alias("tag").hex();
/// CRC32c over the packet, this field zero.
pub static CHECKSUM: Field = Field::bits("sctp.checksum", "Checksum", 64, 32).alias("chksum").hex().computed();
/// 2: not verified, as long as the user does not ask for it.
pub static STATUS: Field = Field::new("sctp.checksum.status", "Checksum Status", Place::Derived(status)).ft(8).names(super::STATUS);
/// The sender's TSN that counts as 0.
pub static TSN_BASE: Field = Field::new("", "", Place::Noted(Stage::Flow));
/// The receiver's TSN that counts as 0.
pub static ACK_BASE: Field = Field::new("", "", Place::Noted(Stage::Flow));
// RFC 9260, 3.2: chunks, each padded to a multiple of 4 bytes.
static CHUNKS: Field = Field::many("Chunks", &CHUNK_PADDED);
static CHUNK_PADDED: Field = Field::part(Place::When(|_| true, &[&CHUNK, &CHUNK_PAD]));
static CHUNK_PAD: Field = Field::part(Place::When(|h| h.pad(4) > 0 && h.left() > 0, &[&CHUNK_PAD_BYTES]));
static CHUNK_PADDING: Field = Field::new("sctp.chunk_padding", "Chunk padding", Place::Rest);
static CHUNK_PAD_BYTES: Field = Field::part(Place::Sized(|h| h.pad(4).min(h.left()), &[&CHUNK_PADDING]));
/// What the chunk is.
pub static CHUNK_TYPE: Field = Field::new("sctp.chunk_type", "Chunk type", Place::Key(8)).names(CHUNK_TYPES);
/// Eight bits, by the chunk's type.
pub static CHUNK_FLAGS: Field = Field::new("sctp.chunk_flags", "Chunk flags", Place::Uint(8)).hex();
/// Of the chunk without padding, in bytes.
pub static CHUNK_LENGTH: Field = Field::new("sctp.chunk_length", "Chunk length", Place::Len(16, Counts::Whole));
static DATA_I_BIT: Field = Field::new("sctp.data_i_bit", "I-Bit", Place::Sub(0x08));
static DATA_U_BIT: Field = Field::new("sctp.data_u_bit", "U-Bit", Place::Sub(0x04));
static DATA_B_BIT: Field = Field::new("sctp.data_b_bit", "B-Bit", Place::Sub(0x02));
static DATA_E_BIT: Field = Field::new("sctp.data_e_bit", "E-Bit", Place::Sub(0x01));
static CHUNK: Field = Field::new("", "Chunk", Place::Group(&[&CHUNK_TYPE, &CHUNK_BIT_1, &CHUNK_BIT_2, &CHUNK_FLAGS, &FLAG_BITS, &CHUNK_LENGTH, &CHUNK_BODY]));
static CHUNK_BIT_1: Field = Field::new("sctp.chunk_bit_1", "Bit", Place::Sub(0x80));
static CHUNK_BIT_2: Field = Field::new("sctp.chunk_bit_2", "Bit", Place::Sub(0x40));
static SACK_NOUNCE_SUM: Field = Field::new("sctp.sack_nounce_sum", "Nounce sum", Place::Sub(0x01)).kind(Kind::Dec);
static ABORT_T_BIT: Field = Field::new("sctp.abort_t_bit", "T-Bit", Place::Sub(0x01));
static SHUTDOWN_COMPLETE_T_BIT: Field = Field::new("sctp.shutdown_complete_t_bit", "T-Bit", Place::Sub(0x01));
static NR_SACK_NOUNCE_SUM: Field = Field::new("sctp.nr_sack_nounce_sum", "Nounce sum", Place::Sub(0x01)).kind(Kind::Dec);
static PCKDROP_M_BIT: Field = Field::new("sctp.pckdrop_m_bit", "M-Bit", Place::Sub(0x01));
static PCKDROP_B_BIT: Field = Field::new("sctp.pckdrop_b_bit", "B-Bit", Place::Sub(0x02));
static PCKDROP_T_BIT: Field = Field::new("sctp.pckdrop_t_bit", "T-Bit", Place::Sub(0x04));
static FLAG_BITS: Field = Field::part(Place::Pick(&[(0, &[&DATA_I_BIT, &DATA_U_BIT, &DATA_B_BIT, &DATA_E_BIT]), (3, &[&SACK_NOUNCE_SUM]), (6, &[&ABORT_T_BIT]), (14, &[&SHUTDOWN_COMPLETE_T_BIT]), (16, &[&NR_SACK_NOUNCE_SUM]), (64, &[&DATA_I_BIT, &DATA_U_BIT, &DATA_B_BIT, &DATA_E_BIT]), (0x81, &[&PCKDROP_M_BIT, &PCKDROP_B_BIT, &PCKDROP_T_BIT])], &[]));
/// Counted from the sender's first.
pub static DATA_TSN: Field = Field::new("sctp.data_tsn", "Transmission sequence number (relative)", Place::Since(32, &TSN_BASE));
/// As on the wire.
pub static DATA_TSN_RAW: Field = Field::new("sctp.data_tsn_raw", "Transmission sequence number (absolute)", Place::Reckoned(before));
/// Counted from the receiver's first.
pub static SACK_CUMULATIVE_TSN_ACK: Field = Field::new("sctp.sack_cumulative_tsn_ack", "Cumulative TSN ACK (relative)", Place::Since(32, &ACK_BASE));
static SACK_CUMULATIVE_TSN_ACK_RAW: Field = Field::new("sctp.sack_cumulative_tsn_ack_raw", "Cumulative TSN ACK (absolute)", Place::Reckoned(before));
static PAYLOAD: Field = Field::new("", "Payload", Place::Rest);
static SACK_GAPS: Field = Field::new("", "Gap Acknowledgement blocks", Place::Repeat(|h| (h.word(h.start + 12) as usize).min(h.left() / 4), &SACK_GAPS_BLOCK));
static SACK_GAP_BLOCK_START: Field = Field::new("sctp.sack_gap_block_start", "Start", Place::Uint(16));
static SACK_GAP_BLOCK_END: Field = Field::new("sctp.sack_gap_block_end", "End", Place::Uint(16));
static SACK_GAPS_BLOCK: Field = Field::part(Place::When(|_| true, &[&SACK_GAP_BLOCK_START, &SACK_GAPS_START_TSN, &SACK_GAP_BLOCK_END, &SACK_GAPS_END_TSN]));
static SACK_GAPS_START_TSN: Field = Field::new("sctp.sack_gap_block_start_tsn", "Start TSN", Place::Reckoned(|h| tsn(h, 12)));
static SACK_GAPS_END_TSN: Field = Field::new("sctp.sack_gap_block_end_tsn", "End TSN", Place::Reckoned(|h| tsn(h, 12)));
static NR_GAPS: Field = Field::new("", "Gap Acknowledgement blocks", Place::Repeat(|h| (h.word(h.start + 12) as usize).min(h.left() / 4), &NR_GAPS_BLOCK));
static NR_SACK_GAP_BLOCK_START: Field = Field::new("sctp.nr_sack_gap_block_start", "Start", Place::Uint(16));
static NR_SACK_GAP_BLOCK_END: Field = Field::new("sctp.nr_sack_gap_block_end", "End", Place::Uint(16));
static NR_GAPS_BLOCK: Field = Field::part(Place::When(|_| true, &[&NR_SACK_GAP_BLOCK_START, &NR_GAPS_START_TSN, &NR_SACK_GAP_BLOCK_END, &NR_GAPS_END_TSN]));
static NR_GAPS_START_TSN: Field = Field::new("sctp.nr_sack_gap_block_start_tsn", "Start TSN", Place::Reckoned(nr_tsn));
static NR_GAPS_END_TSN: Field = Field::new("sctp.nr_sack_gap_block_end_tsn", "End TSN", Place::Reckoned(nr_tsn));
static NR_NR_GAPS: Field = Field::new("", "NR-Gap Acknowledgement blocks", Place::Repeat(|h| (h.word(h.start + 14) as usize).min(h.left() / 4), &NR_NR_GAPS_BLOCK));
static NR_SACK_NR_GAP_BLOCK_START: Field = Field::new("sctp.nr_sack_nr_gap_block_start", "Start", Place::Uint(16));
static NR_SACK_NR_GAP_BLOCK_END: Field = Field::new("sctp.nr_sack_nr_gap_block_end", "End", Place::Uint(16));
static NR_NR_GAPS_BLOCK: Field = Field::part(Place::When(|_| true, &[&NR_SACK_NR_GAP_BLOCK_START, &NR_NR_GAPS_START_TSN, &NR_SACK_NR_GAP_BLOCK_END, &NR_NR_GAPS_END_TSN]));
static NR_NR_GAPS_START_TSN: Field = Field::new("sctp.nr_sack_nr_gap_block_start_tsn", "Start TSN", Place::Reckoned(nr_tsn));
static NR_NR_GAPS_END_TSN: Field = Field::new("sctp.nr_sack_nr_gap_block_end_tsn", "End TSN", Place::Reckoned(nr_tsn));
static SACKED: Field = Field::new("sctp.sack_number_of_tsns_gap_acked", "Number of TSNs in gap acknowledgement blocks", Place::Reckoned(|h| acked(h, 16, h.word(h.start + 12))));
static NR_SACKED: Field = Field::new("sctp.nr_sack_number_of_tsns_gap_acked", "Number of TSNs in gap acknowledgement blocks", Place::Reckoned(|h| acked(h, 20, h.word(h.start + 12))));
static NR_NR_SACKED: Field = Field::new("sctp.nr_sack_number_of_tsns_nr_gap_acked", "Number of TSNs in nr-gap acknowledgement blocks", Place::Reckoned(|h| acked(h, 20 + h.word(h.start + 12) as usize * 4, h.word(h.start + 14))));
static DUPLICATES: Field = Field::many("Duplicate TSNs", &SACK_DUPLICATE_TSN); static NR_DUPLICATES: Field = Field::many("Duplicate TSNs", &NR_SACK_DUPLICATE_TSN);
static SACK_DUPLICATE_TSN: Field = Field::new("sctp.sack_duplicate_tsn", "Duplicate TSN", Place::Uint(32));
static NR_SACK_DUPLICATE_TSN: Field = Field::new("sctp.nr_sack_duplicate_tsn", "Duplicate TSN", Place::Uint(32));
static FORWARD_TSN_SID: Field = Field::new("sctp.forward_tsn_sid", "Stream identifier", Place::Uint(16));
static FORWARD_TSN_SSN: Field = Field::new("sctp.forward_tsn_ssn", "Stream sequence number", Place::Uint(16));
static FORWARD_STREAMS: Field = Field::many("Streams", &FORWARD_STREAM); static FORWARD_STREAM: Field = Field::new("", "Stream", Place::Group(&[&FORWARD_TSN_SID, &FORWARD_TSN_SSN]));
static I_FORWARD_TSN_SID: Field = Field::new("sctp.i_forward_tsn_sid", "Stream identifier", Place::Uint(16));
static I_FORWARD_TSN_FLAGS: Field = Field::new("sctp.i_forward_tsn_flags", "Flags", Place::Uint(16)).hex();
static I_FORWARD_TSN_RES: Field = Field::new("sctp.i_forward_tsn_res", "Reserved", Place::Sub(0xfffe));
static I_FORWARD_TSN_U_BIT: Field = Field::new("sctp.i_forward_tsn_u_bit", "U-Bit", Place::Sub(0x0001));
static FORWARD_TSN_MID: Field = Field::new("sctp.forward_tsn_mid", "Message identifier", Place::Uint(32));
static I_FORWARD_STREAMS: Field = Field::many("Streams", &I_FORWARD_STREAM); static I_FORWARD_STREAM: Field = Field::new("", "Stream", Place::Group(&[&I_FORWARD_TSN_SID, &I_FORWARD_TSN_FLAGS, &I_FORWARD_TSN_RES, &I_FORWARD_TSN_U_BIT, &FORWARD_TSN_MID]));
static DATA_SID: Field = Field::new("sctp.data_sid", "Stream identifier", Place::Uint(16)).hex();
static DATA_SSN: Field = Field::new("sctp.data_ssn", "Stream sequence number", Place::Uint(16));
static DATA_PAYLOAD_PROTO_ID: Field = Field::new("sctp.data_payload_proto_id", "Payload protocol identifier", Place::Uint(32));
static INIT_INITIATE_TAG: Field = Field::new("sctp.init_initiate_tag", "Initiate tag", Place::Uint(32)).hex();
static INITIATE_TAG: Field = Field::new("sctp.initiate_tag", "Initiate tag", Place::Sub(0xffffffff)).hex();
static INIT_CREDIT: Field = Field::new("sctp.init_credit", "Advertised receiver window credit (a_rwnd)", Place::Uint(32));
static INIT_NR_OUT_STREAMS: Field = Field::new("sctp.init_nr_out_streams", "Number of outbound streams", Place::Uint(16));
static INIT_NR_IN_STREAMS: Field = Field::new("sctp.init_nr_in_streams", "Number of inbound streams", Place::Uint(16));
static INIT_INITIAL_TSN: Field = Field::new("sctp.init_initial_tsn", "Initial TSN", Place::Uint(32));
static INITACK_INITIATE_TAG: Field = Field::new("sctp.initack_initiate_tag", "Initiate tag", Place::Uint(32)).hex();
static INITACK_CREDIT: Field = Field::new("sctp.initack_credit", "Advertised receiver window credit (a_rwnd)", Place::Uint(32));
static INITACK_NR_OUT_STREAMS: Field = Field::new("sctp.initack_nr_out_streams", "Number of outbound streams", Place::Uint(16));
static INITACK_NR_IN_STREAMS: Field = Field::new("sctp.initack_nr_in_streams", "Number of inbound streams", Place::Uint(16));
static INITACK_INITIAL_TSN: Field = Field::new("sctp.initack_initial_tsn", "Initial TSN", Place::Uint(32));
static SACK_A_RWND: Field = Field::new("sctp.sack_a_rwnd", "Advertised receiver window credit (a_rwnd)", Place::Uint(32));
static SACK_NUMBER_OF_GAP_BLOCKS: Field = Field::new("sctp.sack_number_of_gap_blocks", "Number of gap acknowledgement blocks", Place::Uint(16));
static SACK_NUMBER_OF_DUPLICATED_TSNS: Field = Field::new("sctp.sack_number_of_duplicated_tsns", "Number of duplicated TSNs", Place::Uint(16));
static SHUTDOWN_CUMULATIVE_TSN_ACK: Field = Field::new("sctp.shutdown_cumulative_tsn_ack", "Cumulative TSN Ack", Place::Uint(32));
static COOKIE: Field = Field::new("sctp.cookie", "Cookie", Place::Rest);
static ECNE_LOWEST_TSN: Field = Field::new("sctp.ecne_lowest_tsn", "Lowest TSN", Place::Uint(32));
static CWR_LOWEST_TSN: Field = Field::new("sctp.cwr_lowest_tsn", "Lowest TSN", Place::Uint(32));
static SHARED_KEY_ID: Field = Field::new("sctp.shared_key_id", "Shared key identifier", Place::Uint(16));
static HMAC_ID: Field = Field::new("sctp.hmac_id", "HMAC identifier", Place::Uint(16));
static HMAC: Field = Field::new("sctp.hmac", "HMAC", Place::Rest);
static NR_SACK_CUMULATIVE_TSN_ACK: Field = Field::new("sctp.nr_sack_cumulative_tsn_ack", "Cumulative TSN ACK", Place::Key(32));
static NR_SACK_A_RWND: Field = Field::new("sctp.nr_sack_a_rwnd", "Advertised receiver window credit (a_rwnd)", Place::Uint(32));
static NR_SACK_NUMBER_OF_GAP_BLOCKS: Field = Field::new("sctp.nr_sack_number_of_gap_blocks", "Number of gap acknowledgement blocks", Place::Uint(16));
static NR_SACK_NUMBER_OF_NR_GAP_BLOCKS: Field = Field::new("sctp.nr_sack_number_of_nr_gap_blocks", "Number of nr-gap acknowledgement blocks", Place::Uint(16));
static NR_SACK_NUMBER_OF_DUPLICATED_TSNS: Field = Field::new("sctp.nr_sack_number_of_duplicated_tsns", "Number of duplicated TSNs", Place::Uint(16));
static NR_SACK_RESERVED: Field = Field::new("sctp.nr_sack_reserved", "Reserved", Place::Uint(16)).hex();
static DATA_RESERVED: Field = Field::new("sctp.data_reserved", "Reserved", Place::Uint(16));
static DATA_MID: Field = Field::new("sctp.data_mid", "Message identifier", Place::Uint(32));
static ASCONF_ACK_SEQ_NR_NUMBER: Field = Field::new("sctp.asconf_ack_seq_nr_number", "Sequence number", Place::Uint(32)).hex();
static PKTDROP_BANDWIDTH: Field = Field::new("sctp.pktdrop_bandwidth", "Bandwidth", Place::Uint(32));
static PKTDROP_QUEUESIZE: Field = Field::new("sctp.pktdrop_queuesize", "Queuesize", Place::Uint(32));
static PKTDROP_TRUNCATED_LENGTH: Field = Field::new("sctp.pktdrop_truncated_length", "Truncated length", Place::Uint(16));
static PKTDROP_RESERVED: Field = Field::new("sctp.pktdrop_reserved", "Reserved", Place::Uint(16));
static PKTDROP_DATAFIELD: Field = Field::new("sctp.pktdrop_datafield", "Data field", Place::Rest);
static PADDING_DATA: Field = Field::new("sctp.padding_data", "Padding data", Place::Rest);
static FORWARD_TSN_TSN: Field = Field::new("sctp.forward_tsn_tsn", "New cumulative TSN", Place::Uint(32));
static ASCONF_SEQ_NR_NUMBER: Field = Field::new("sctp.asconf_seq_nr_number", "Sequence number", Place::Uint(32)).hex();
static I_FORWARD_TSN_TSN: Field = Field::new("sctp.i_forward_tsn_tsn", "New cumulative TSN", Place::Uint(32));
static DATA_FSN: Field = Field::new("sctp.data_fsn", "Fragment sequence number", Place::Uint(32));
static I_DATA_NUMBER: Field = Field::part(Place::Switch(|h| (h.byte(h.start + 1) >> 1 & 1).into(), &[(1, &[&DATA_PAYLOAD_PROTO_ID])], &[&DATA_FSN]));
static CHUNK_VALUE: Field = Field::new("sctp.chunk_value", "Chunk value", Place::Rest);
static CHUNK_BODY: Field = Field::part(Place::Pick(&[(0, &[&DATA_TSN, &DATA_TSN_RAW, &DATA_SID, &DATA_SSN, &DATA_PAYLOAD_PROTO_ID, &PAYLOAD]), (1, &[&INIT_INITIATE_TAG, &INITIATE_TAG, &INIT_CREDIT, &INIT_NR_OUT_STREAMS, &INIT_NR_IN_STREAMS, &INIT_INITIAL_TSN, &PARAMETERS]), (2, &[&INITACK_INITIATE_TAG, &INITIATE_TAG, &INITACK_CREDIT, &INITACK_NR_OUT_STREAMS, &INITACK_NR_IN_STREAMS, &INITACK_INITIAL_TSN, &PARAMETERS]), (3, &[&SACK_CUMULATIVE_TSN_ACK, &SACK_CUMULATIVE_TSN_ACK_RAW, &SACK_A_RWND, &SACK_NUMBER_OF_GAP_BLOCKS, &SACK_NUMBER_OF_DUPLICATED_TSNS, &SACK_GAPS, &SACKED, &DUPLICATES]), (4, &[&PARAMETERS]), (5, &[&PARAMETERS]), (6, &[&CAUSES]), (7, &[&SHUTDOWN_CUMULATIVE_TSN_ACK]), (8, &[]), (9, &[&CAUSES]), (10, &[&COOKIE]), (11, &[]), (12, &[&ECNE_LOWEST_TSN]), (13, &[&CWR_LOWEST_TSN]), (14, &[]), (15, &[&SHARED_KEY_ID, &HMAC_ID, &HMAC]), (16, &[&NR_SACK_CUMULATIVE_TSN_ACK, &NR_SACK_A_RWND, &NR_SACK_NUMBER_OF_GAP_BLOCKS, &NR_SACK_NUMBER_OF_NR_GAP_BLOCKS, &NR_SACK_NUMBER_OF_DUPLICATED_TSNS, &NR_SACK_RESERVED, &NR_GAPS, &NR_SACKED, &NR_NR_GAPS, &NR_NR_SACKED, &NR_DUPLICATES]), (64, &[&DATA_TSN, &DATA_TSN_RAW, &DATA_SID, &DATA_RESERVED, &DATA_MID, &I_DATA_NUMBER, &PAYLOAD]), (128, &[&ASCONF_ACK_SEQ_NR_NUMBER, &PARAMETERS]), (129, &[&PKTDROP_BANDWIDTH, &PKTDROP_QUEUESIZE, &PKTDROP_TRUNCATED_LENGTH, &PKTDROP_RESERVED, &PKTDROP_DATAFIELD]), (130, &[&PARAMETERS]), (132, &[&PADDING_DATA]), (192, &[&FORWARD_TSN_TSN, &FORWARD_STREAMS]), (193, &[&ASCONF_SEQ_NR_NUMBER, &PARAMETERS]), (194, &[&I_FORWARD_TSN_TSN, &I_FORWARD_STREAMS])], &[&CHUNK_VALUE]));
// RFC 9260, 3.2.1: parameters.
static PARAMETERS: Field = Field::many("Parameters", &PARAMETER_PADDED);
static PARAMETER_PADDED: Field = Field::part(Place::When(|_| true, &[&PARAMETER, &PARAMETER_PAD]));
static PARAMETER_PAD: Field = Field::part(Place::When(|h| h.pad(4) > 0 && h.left() > 0, &[&PARAMETER_PAD_BYTES]));
static PARAMETER_PADDING: Field = Field::new("sctp.parameter_padding", "Parameter padding", Place::Rest);
static PARAMETER_PAD_BYTES: Field = Field::part(Place::Sized(|h| h.pad(4).min(h.left()), &[&PARAMETER_PADDING]));
/// What the parameter is.
pub static PARAMETER_TYPE: Field = Field::new("sctp.parameter_type", "Parameter type", Place::Key(16)).hex().names(PARAMETER_TYPES);
static PARAMETER_BIT_1: Field = Field::new("sctp.parameter_bit_1", "Bit", Place::Sub(0x8000));
static PARAMETER_BIT_2: Field = Field::new("sctp.parameter_bit_2", "Bit", Place::Sub(0x4000));
static PARAMETER_LENGTH: Field = Field::new("sctp.parameter_length", "Parameter length", Place::Len(16, Counts::Whole));
static PARAMETER: Field = Field::new("", "Parameter", Place::Group(&[&PARAMETER_TYPE, &PARAMETER_BIT_1, &PARAMETER_BIT_2, &PARAMETER_LENGTH, &PARAMETER_BODY]));
static PARAMETER_SUPPORTED_ADDRESS_TYPE: Field = Field::new("sctp.parameter_supported_address_type", "Supported address type", Place::Uint(16));
static ADDRESS_TYPES: Field = Field::many("Address types", &PARAMETER_SUPPORTED_ADDRESS_TYPE);
static SUPPORTED_CHUNK_TYPE: Field = Field::new("sctp.supported_chunk_type", "Supported chunk type", Place::Uint(8));
static CHUNK_LIST: Field = Field::many("Chunk types", &SUPPORTED_CHUNK_TYPE);
static CHUNK_TYPE_TO_AUTH: Field = Field::new("sctp.chunk_type_to_auth", "Chunk type", Place::Uint(8));
static AUTH_LIST: Field = Field::many("Chunk types", &CHUNK_TYPE_TO_AUTH);
static HMAC_LIST: Field = Field::many("HMAC identifiers", &HMAC_ID);
static PARAMETER_RECONFIG_SID: Field = Field::new("sctp.parameter_reconfig_sid", "Stream Identifier", Place::Uint(16));
static SIDS: Field = Field::many("Streams", &PARAMETER_RECONFIG_SID);
static PARAMETER_SENDERS_NEXT_TSN: Field = Field::new("sctp.parameter_senders_next_tsn", "Senders next TSN", Place::Uint(32));
static PARAMETER_RECEIVERS_NEXT_TSN: Field = Field::new("sctp.parameter_receivers_next_tsn", "Receivers next TSN", Place::Uint(32));
static TSNS: Field = Field::part(Place::When(|h| h.left() >= 8, &[&PARAMETER_SENDERS_NEXT_TSN, &PARAMETER_RECEIVERS_NEXT_TSN]));
static PARAMETER_HEARTBEAT_INFORMATION: Field = Field::new("sctp.parameter_heartbeat_information", "Heartbeat information", Place::Rest);
static PARAMETER_IPV4_ADDRESS: Field = Field::new("sctp.parameter_ipv4_address", "IP Version 4 address", Place::Uint(32)).kind(Kind::Ip4);
static PARAMETER_IPV6_ADDRESS: Field = Field::new("sctp.parameter_ipv6_address", "IP Version 6 address", Place::Run(16)).kind(Kind::Ip6);
static PARAMETER_STATE_COOKIE: Field = Field::new("sctp.parameter_state_cookie", "State cookie", Place::Rest);
static PARAMETER_COOKIE_PRESERVATIVE_INCR: Field = Field::new("sctp.parameter_cookie_preservative_incr", "Suggested Cookie life-span increment (msec)", Place::Uint(32));
static PARAMETER_HOSTNAME: Field = Field::new("sctp.parameter_hostname", "Hostname", Place::Zero);
static PARAMETER_RECONFIG_REQUEST_SEQUENCE_NUMBER: Field = Field::new("sctp.parameter_reconfig_request_sequence_number", "Re-configuration request sequence number", Place::Uint(32));
static PARAMETER_RECONFIG_RESPONSE_SEQUENCE_NUMBER: Field = Field::new("sctp.parameter_reconfig_response_sequence_number", "Re-configuration response sequence number", Place::Uint(32));
static PARAMETER_SENDERS_LAST_ASSIGNED_TSN: Field = Field::new("sctp.parameter_senders_last_assigned_tsn", "Senders last assigned TSN", Place::Uint(32));
static PARAMETER_RECONFIG_RESPONSE_RESULT: Field = Field::new("sctp.parameter_reconfig_response_result", "Result", Place::Uint(32));
static PARAMETER_ADD_OUTGOING_STREAMS_NUMBER: Field = Field::new("sctp.parameter_add_outgoing_streams_number", "Number of streams", Place::Uint(16));
static PARAMETER_ADD_OUTGOING_STREAMS_RESERVED: Field = Field::new("sctp.parameter_add_outgoing_streams_reserved", "Reserved", Place::Uint(16));
static PARAMETER_ADD_INCOMING_STREAMS_NUMBER: Field = Field::new("sctp.parameter_add_incoming_streams_number", "Number of streams", Place::Uint(16));
static PARAMETER_ADD_INCOMING_STREAMS_RESERVED: Field = Field::new("sctp.parameter_add_incoming_streams_reserved", "Reserved", Place::Uint(16));
static RANDOM_NUMBER: Field = Field::new("sctp.random_number", "Random number", Place::Rest);
static CORRELATION_ID: Field = Field::new("sctp.correlation_id", "Correlation_id", Place::Uint(32)).hex();
static ADAPTATION_LAYER_INDICATION: Field = Field::new("sctp.adaptation_layer_indication", "Indication", Place::Uint(32)).hex();
static PARAMETER_VALUE: Field = Field::new("sctp.parameter_value", "Parameter value", Place::Rest);
static PARAMETER_BODY: Field = Field::part(Place::Pick(&[(1, &[&PARAMETER_HEARTBEAT_INFORMATION]), (5, &[&PARAMETER_IPV4_ADDRESS]), (6, &[&PARAMETER_IPV6_ADDRESS]), (7, &[&PARAMETER_STATE_COOKIE]), (8, &[&PARAMETERS]), (9, &[&PARAMETER_COOKIE_PRESERVATIVE_INCR]), (11, &[&PARAMETER_HOSTNAME]), (12, &[&ADDRESS_TYPES]), (13, &[&PARAMETER_RECONFIG_REQUEST_SEQUENCE_NUMBER, &PARAMETER_RECONFIG_RESPONSE_SEQUENCE_NUMBER, &PARAMETER_SENDERS_LAST_ASSIGNED_TSN, &SIDS]), (14, &[&PARAMETER_RECONFIG_REQUEST_SEQUENCE_NUMBER, &SIDS]), (15, &[&PARAMETER_RECONFIG_REQUEST_SEQUENCE_NUMBER]), (16, &[&PARAMETER_RECONFIG_RESPONSE_SEQUENCE_NUMBER, &PARAMETER_RECONFIG_RESPONSE_RESULT, &TSNS]), (17, &[&PARAMETER_RECONFIG_REQUEST_SEQUENCE_NUMBER, &PARAMETER_ADD_OUTGOING_STREAMS_NUMBER, &PARAMETER_ADD_OUTGOING_STREAMS_RESERVED]), (18, &[&PARAMETER_RECONFIG_REQUEST_SEQUENCE_NUMBER, &PARAMETER_ADD_INCOMING_STREAMS_NUMBER, &PARAMETER_ADD_INCOMING_STREAMS_RESERVED]), (32768, &[]), (32770, &[&RANDOM_NUMBER]), (32771, &[&AUTH_LIST]), (32772, &[&HMAC_LIST]), (32773, &[&PARAMETER_PADDING]), (32776, &[&CHUNK_LIST]), (49152, &[]), (49153, &[&CORRELATION_ID, &PARAMETERS]), (49154, &[&CORRELATION_ID, &PARAMETERS]), (49155, &[&CORRELATION_ID, &CAUSES]), (49156, &[&CORRELATION_ID, &PARAMETERS]), (49157, &[&CORRELATION_ID]), (49158, &[&ADAPTATION_LAYER_INDICATION])], &[&PARAMETER_VALUE]));
// RFC 9260, 3.3.10: error causes.
static CAUSES: Field = Field::many("Error causes", &CAUSE_PADDED);
static CAUSE_PADDED: Field = Field::part(Place::When(|_| true, &[&CAUSE, &CAUSE_PAD]));
static CAUSE_PAD: Field = Field::part(Place::When(|h| h.pad(4) > 0 && h.left() > 0, &[&CAUSE_PAD_BYTES]));
static CAUSE_PADDING: Field = Field::new("sctp.cause_padding", "Cause padding", Place::Rest);
static CAUSE_PAD_BYTES: Field = Field::part(Place::Sized(|h| h.pad(4).min(h.left()), &[&CAUSE_PADDING]));
static CAUSE_CODE: Field = Field::new("sctp.cause_code", "Cause code", Place::Key(16)).hex().names(CAUSE_CODES);
static CAUSE_LENGTH: Field = Field::new("sctp.cause_length", "Cause length", Place::Len(16, Counts::Whole));
static CAUSE: Field = Field::new("", "Error cause", Place::Group(&[&CAUSE_CODE, &CAUSE_LENGTH, &CAUSE_BODY]));
static CAUSE_MISSING_PARAMETER_TYPE: Field = Field::new("sctp.cause_missing_parameter_type", "Missing parameter type", Place::Uint(16)).hex();
static MISSING: Field = Field::many("Missing parameters", &CAUSE_MISSING_PARAMETER_TYPE);
static CAUSE_STREAM_IDENTIFIER: Field = Field::new("sctp.cause_stream_identifier", "Stream identifier", Place::Uint(16));
static CAUSE_RESERVED: Field = Field::new("sctp.cause_reserved", "Reserved", Place::Uint(16));
static CAUSE_NR_OF_MISSING_PARAMETERS: Field = Field::new("sctp.cause_nr_of_missing_parameters", "Number of missing parameters", Place::Uint(32));
static CAUSE_MEASURE_OF_STALENESS: Field = Field::new("sctp.cause_measure_of_staleness", "Measure of staleness in usec", Place::Uint(32));
static CAUSE_TSN: Field = Field::new("sctp.cause_tsn", "TSN", Place::Uint(32));
static CAUSE_INFORMATION: Field = Field::new("sctp.cause_information", "Cause information", Place::Rest);
static CAUSE_BODY: Field = Field::part(Place::Pick(&[(1, &[&CAUSE_STREAM_IDENTIFIER, &CAUSE_RESERVED]), (2, &[&CAUSE_NR_OF_MISSING_PARAMETERS, &MISSING]), (3, &[&CAUSE_MEASURE_OF_STALENESS]), (4, &[]), (5, &[&PARAMETERS]), (6, &[&CHUNKS]), (7, &[]), (8, &[&PARAMETERS]), (9, &[&CAUSE_TSN]), (10, &[]), (11, &[&PARAMETERS]), (160, &[&PARAMETERS]), (161, &[&PARAMETERS]), (162, &[&PARAMETERS]), (163, &[&PARAMETERS]), (164, &[&PARAMETERS])], &[&CAUSE_INFORMATION]));

/// SCTP.
pub static PROTOCOL: Protocol = Protocol {
    name: "sctp",
    alias: "SCTP",
    title: "Stream Control Transmission Protocol",
    column: "SCTP",
    spec: "RFC 9260",
    size: 12,
    align: 4,
    fields: &[&SRCPORT, &DSTPORT, &PORT, &VERIFICATION_TAG, &CHECKSUM, &STATUS, &CHUNKS],
    under: &[(Space::IpProto, 132)],
    line: &[Word::Plain(&SRCPORT), Word::Say(" → "), Word::Plain(&DSTPORT), Word::Call(line)],
    finish: |d| {
        d.fill(&CHECKSUM, 0);
        // "the CRC is transmitted with its lowest byte first" (appendix A).
        d.fill(&CHECKSUM, crc32c(d.bytes).swap_bytes().into());
    },
    more: Some(carried),
    alone: true,
    classes: &[form::sctp_chunks::HEADER, form::sctp_chunks::CHUNKS],
    ..Protocol::PLAIN
};

/// All chunks belong to the header: what a DATA chunk carries is one of its fields.
#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 12 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step { again: true, ..Step::new(bytes.len(), below.wire, id::data) }
}
/// What the next DATA chunk carries that holds a whole message; parts of messages are not joined.
fn carried(frame: &[u8], layer: &Layer, after: usize) -> Option<Inner> {
    let (head, start) = (layer.head(frame), layer.start as usize);
    let mut at = 12;
    while let Some(&[kind, flags, high, low]) = head.get(at..).and_then(|rest| rest.first_chunk()) {
        let length = usize::from(u16::from_be_bytes([high, low])).max(4);
        let data = match kind {
            0 => at + 16,
            64 => at + 20,
            _ => usize::MAX,
        };
        let end = at + length;
        if data < end && data < head.len() && flags & 3 == 3 && start + data > after {
            return Some(Inner { id: id::data, start: start + data, held: start + end.min(head.len()), end: start + end });
        }
        at = end.next_multiple_of(4);
    }
    None
}

/// The chunks of a packet as far as they go: type, flags, value.
pub fn chunks(packet: &[u8]) -> impl Iterator<Item = (u8, u8, &[u8])> {
    let mut rest = packet.get(12..).unwrap_or(&[]);
    std::iter::from_fn(move || {
        let &[kind, flags, a, b, ..] = rest else { return None };
        let length = u16::from_be_bytes([a, b]) as usize;
        let value = rest.get(4..length.max(4).min(rest.len()))?;
        if length < 4 {
            return None;
        }
        rest = rest.get(length.next_multiple_of(4)..).unwrap_or(&[]);
        Some((kind, flags, value))
    })
}

fn before<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    load(h.head, h.at.checked_sub(4)? * 8, 32).map(Value::Num)
}
/// The TSN of a gap block's edge: it counts from the cumulative TSN so many bytes before the list.
fn tsn<'a>(h: &Here<'a>, back: usize) -> Option<Value<'a>> {
    let cumulative = load(h.head, h.start.checked_sub(back)? * 8, 32)?;
    Some(Value::Num((cumulative + h.number) & 0xffff_ffff))
}
/// The same in an NR-SACK, whose cumulative TSN is the last key.
fn nr_tsn<'a>(h: &Here<'a>) -> Option<Value<'a>> {
    Some(Value::Num((h.key + h.number) & 0xffff_ffff))
}
/// How many TSNs the gap blocks hold that start so many bytes into the chunk.
fn acked<'a>(h: &Here<'a>, from: usize, blocks: u16) -> Option<Value<'a>> {
    let list = h.head.get(h.start + from..h.at.min(h.head.len()))?;
    let size = |b: &[u8]| Some((load(b, 16, 16)? + 1).saturating_sub(load(b, 0, 16)?));
    let n: u64 = list.chunks_exact(4).take(blocks.into()).filter_map(size).sum();
    (blocks > 0).then_some(Value::Num(n))
}
fn status<'a>(packet: &Packet<'a>, layer: usize) -> Option<Value<'a>> {
    let own = packet.layer(layer)?;
    let sum = CHECKSUM.num(own.head(packet.bytes))?;
    let bytes = own.whole(packet.bytes);
    if !packet.rules.checksums || bytes.len() < own.wire() {
        return Some(Value::Num(2));
    }
    let mut copy = bytes.to_vec();
    CHECKSUM.put(&mut copy, Value::Num(0))?;
    Some(Value::Num((u64::from(crc32c(&copy).swap_bytes()) == sum).into()))
}
fn line(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    for (kind, _, _) in chunks(packet.head(layer)).take(16) {
        out.push(b' ');
        out.extend(text::named(&CHUNK_TYPE, kind.into()).unwrap_or("RESERVED").as_bytes());
    }
}

const CHUNK_TYPES: Names = &[
    (0, "DATA"), (1, "INIT"), (2, "INIT_ACK"), (3, "SACK"), (4, "HEARTBEAT"), (5, "HEARTBEAT_ACK"), (6, "ABORT"), (7, "SHUTDOWN"),
    (8, "SHUTDOWN_ACK"), (9, "ERROR"), (10, "COOKIE_ECHO"), (11, "COOKIE_ACK"), (12, "ECNE"), (13, "CWR"), (14, "SHUTDOWN_COMPLETE"), (15, "AUTH"),
    (16, "NR_SACK"), (64, "I_DATA"), (128, "ASCONF_ACK"), (129, "PKTDROP"), (130, "RE_CONFIG"), (132, "PAD"), (192, "FORWARD_TSN"), (193, "ASCONF"),
    (194, "I_FORWARD_TSN"),
];
const PARAMETER_TYPES: Names = &[
    (1, "Heartbeat info"), (5, "IPv4 address"), (6, "IPv6 address"), (7, "State cookie"), (8, "Unrecognized parameter"), (9, "Cookie preservative"),
    (11, "Hostname address"), (12, "Supported address types"), (13, "Outgoing SSN reset request"), (14, "Incoming SSN reset request"),
    (15, "SSN/TSN reset request"), (16, "Re-configuration response"), (17, "Add outgoing streams request"), (18, "Add incoming streams request"),
    (0x8000, "ECN"), (0x8002, "Random"), (0x8003, "Authenticated Chunk list"), (0x8004, "Requested HMAC Algorithm"), (0x8005, "Padding"),
    (0x8008, "Supported Extensions"), (0xc000, "Forward TSN supported"), (0xc001, "Add IP address"), (0xc002, "Delete IP address"),
    (0xc003, "Error cause indication"), (0xc004, "Set primary address"), (0xc005, "Success report"), (0xc006, "Adaptation Layer Indication"),
];
const CAUSE_CODES: Names = &[
    (1, "Invalid stream identifier"), (2, "Missing mandatory parameter"), (3, "Stale cookie error"), (4, "Out of resource"),
    (5, "Unresolvable address"), (6, "Unrecognized chunk type"), (7, "Invalid mandatory parameter"), (8, "Unrecognized parameters"),
    (9, "No user data"), (10, "Cookie received while shutting down"), (11, "Restart of an association with new addresses"),
    (12, "User initiated ABORT"), (13, "Protocol violation"), (160, "Request to delete last address"),
    (161, "Operation refused due to resource shortage"), (162, "Request to delete source address"), (163, "Association aborted due to illegal ASCONF-ACK"),
    (164, "Request refused - no authorization"),
];

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// An INIT with an address, and a DATA chunk of five bytes with its padding.
    #[test]
    fn chunks() {
        let mut bytes = hex("45 00 00 54 00 01 00 00 40 84 00 00 0a 00 00 01 0a 00 00 02
                             0b 59 0f a0 de ad be ef 00 00 00 00 # ports 2905 and 4000, tag, checksum
                             01 00 00 1c 00 00 00 01 00 01 00 00 00 0a 00 14 00 00 00 63 00 05 00 08 01 02 03 04
                             00 03 00 15 00 00 00 05 00 01 00 02 00 00 00 00 68 65 6c 6c 6f 00 00 00");
        let sum = crate::checksum::crc32c(&bytes[20..]).to_le_bytes();
        bytes[28..32].copy_from_slice(&sum);
        let names = ["sctp.chunk_type", "sctp.checksum.status", "sctp.init_credit", "sctp.parameter_ipv4_address", "sctp.data_sid", "sctp.data_tsn_raw",
            "sctp.chunk_padding"];
        assert_eq!(fields_of(228, &bytes, &names), "1,0 1 65536 1.2.3.4 0x0001 5 000000");
        cut_everywhere(228, &bytes);
    }
    /// Gap blocks count from the cumulative TSN.
    #[test]
    fn gaps() {
        let bytes = hex("45 00 00 40 00 01 00 00 40 84 00 00 0a 00 00 01 0a 00 00 02 0b 59 0f a0 de ad be ef 00 00 00 00
                         03 00 00 20 00 00 00 05 00 01 00 00 00 02 00 02 00 02 00 03 00 05 00 05 00 00 00 01 00 00 00 02");
        let names = ["sctp.sack_gap_block_start_tsn", "sctp.sack_gap_block_end_tsn", "sctp.sack_number_of_tsns_gap_acked", "sctp.sack_duplicate_tsn"];
        assert_eq!(fields_of(228, &bytes, &names), "7,10 8,10 3 1,2");
    }
    /// A chunk shorter than its own head ends the list.
    #[test]
    fn a_chunk_length_that_cannot_be() {
        let bytes = hex("45 00 00 28 00 01 00 00 40 84 00 00 0a 00 00 01 0a 00 00 02 0b 59 0f a0 de ad be ef 00 00 00 00 08 00 00 02 08 00 00 04");
        assert_eq!(fields_of(228, &bytes, &["sctp.chunk_type", "sctp.chunk_length"]), "8 2");
    }
}
