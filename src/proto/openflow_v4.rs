//! OpenFlow 1.3, [7.1 and following](https://opennetworking.org/wp-content/uploads/2014/10/openflow-spec-v1.3.0.pdf).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |      Type     |             Length            |
//! |                         Transaction ID                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

mod body;

/// 4.
pub static VERSION: Field = Field::bits("openflow_v4.version", "Version", 0, 8).hex().names(&[(4, "1.3")]).alias("version").unset(4);
/// What the message says.
pub static TYPE: Field = Field::bits("openflow_v4.type", "Type", 8, 8)
    .names(&[
        (0, "OFPT_HELLO"),
        (1, "OFPT_ERROR"),
        (2, "OFPT_ECHO_REQUEST"),
        (3, "OFPT_ECHO_REPLY"),
        (4, "OFPT_EXPERIMENTER"),
        (5, "OFPT_FEATURES_REQUEST"),
        (6, "OFPT_FEATURES_REPLY"),
        (7, "OFPT_GET_CONFIG_REQUEST"),
        (8, "OFPT_GET_CONFIG_REPLY"),
        (9, "OFPT_SET_CONFIG"),
        (10, "OFPT_PACKET_IN"),
        (11, "OFPT_FLOW_REMOVED"),
        (12, "OFPT_PORT_STATUS"),
        (13, "OFPT_PACKET_OUT"),
        (14, "OFPT_FLOW_MOD"),
        (15, "OFPT_GROUP_MOD"),
        (16, "OFPT_PORT_MOD"),
        (17, "OFPT_TABLE_MOD"),
        (18, "OFPT_MULTIPART_REQUEST"),
        (19, "OFPT_MULTIPART_REPLY"),
        (20, "OFPT_BARRIER_REQUEST"),
        (21, "OFPT_BARRIER_REPLY"),
        (22, "OFPT_QUEUE_GET_CONFIG_REQUEST"),
        (23, "OFPT_QUEUE_GET_CONFIG_REPLY"),
        (24, "OFPT_ROLE_REQUEST"),
        (25, "OFPT_ROLE_REPLY"),
        (26, "OFPT_GET_ASYNC_REQUEST"),
        (27, "OFPT_GET_ASYNC_REPLY"),
        (28, "OFPT_SET_ASYNC"),
        (29, "OFPT_METER_MOD"),
    ])
    .alias("type");
/// Of the whole message in bytes.
pub static LENGTH: Field = Field::bits("openflow_v4.length", "Length", 16, 16).alias("len").computed();
/// Answers repeat it.
pub static XID: Field = Field::bits("openflow_v4.xid", "Transaction ID", 32, 32).alias("xid");
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.byte(1).into(), &[(6, FEATURES), (10, PACKET_IN), (13, PACKET_OUT)], &[&BODY]));
static BODY: Field = Field::part(Place::Switch(|h| h.byte(1).into(), body::BODIES, &[]));
const PACKET_IN: Fields = &[&IN_BUFFER, &TOTAL_LEN, &REASON, &TABLE_ID, &COOKIE, &body::MATCH, &IN_PAD];
static IN_PAD: Field = Field::new("openflow_v4.packet_in.pad", "Pad", Place::Run(2));
static IN_BUFFER: Field =
    Field::new("openflow_v4.packet_in.buffer_id", "Buffer ID", Place::Uint(32)).names(&[(4294967295, "OFP_NO_BUFFER")]);
/// Of the frame.
pub static TOTAL_LEN: Field = Field::new("openflow_v4.packet_in.total_len", "Total length", Place::Uint(16));
/// Why it is sent.
pub static REASON: Field = Field::new("openflow_v4.packet_in.reason", "Reason", Place::Uint(8)).names(&[
    (0, "OFPR_NO_MATCH"),
    (1, "OFPR_ACTION"),
    (2, "OFPR_INVALID_TTL"),
]);
/// The flow table that said so.
pub static TABLE_ID: Field = Field::new("openflow_v4.packet_in.table_id", "Table ID", Place::Uint(8));
/// The flow entry that said so.
pub static COOKIE: Field = Field::new("openflow_v4.packet_in.cookie", "Cookie", Place::Uint(64)).hex();
const PACKET_OUT: Fields = &[&OUT_BUFFER, &OUT_PORT, &OUT_ACTIONS, &OUT_PAD, &OUT_ACTIONS_IN];
static OUT_ACTIONS_IN: Field = Field::part(Place::Sized(|h| h.word(16).into(), &[&body::ACTIONS]));
static OUT_BUFFER: Field =
    Field::new("openflow_v4.packet_out.buffer_id", "Buffer ID", Place::Uint(32)).names(&[(4294967295, "OFP_NO_BUFFER")]);
/// Where it came in.
pub static OUT_PORT: Field = Field::new("openflow_v4.packet_out.in_port", "In port", Place::Uint(32)).names(body::PORTS);
static OUT_ACTIONS: Field = Field::new("openflow_v4.packet_out.acts_len", "Actions length", Place::Uint(16));
static OUT_PAD: Field = Field::new("openflow_v4.packet_out.pad", "Pad", Place::Run(6));
const FEATURES: Fields = &[
    &DATAPATH_ID,
    &N_BUFFERS,
    &N_TABLES,
    &AUXILIARY,
    &PAD,
    &CAPABILITIES,
    &FLOW_STATS,
    &TABLE_STATS,
    &PORT_STATS,
    &GROUP_STATS,
    &IP_REASM,
    &QUEUE_STATS,
    &PORT_BLOCKED,
    &RESERVED,
];
static DATAPATH_ID: Field = Field::new("openflow_v4.switch_features.datapath_id", "datapath_id", Place::Uint(64)).hex();
static N_BUFFERS: Field = Field::new("openflow_v4.switch_features.n_buffers", "n_buffers", Place::Uint(32));
static N_TABLES: Field = Field::new("openflow_v4.switch_features.n_tables", "n_tables", Place::Uint(8));
static AUXILIARY: Field = Field::new("openflow_v4.switch_features.auxiliary_id", "auxiliary_id", Place::Uint(8));
static PAD: Field = Field::new("openflow_v4.switch_features.pad", "Pad", Place::Uint(16));
static CAPABILITIES: Field = Field::new("openflow_v4.switch_features.capabilities", "capabilities", Place::Uint(32)).hex();
static FLOW_STATS: Field = Field::new("openflow_v4.switch_features.capabilities.flow_stats", "OFPC_FLOW_STATS", Place::Sub(0x1));
static TABLE_STATS: Field = Field::new("openflow_v4.switch_features.capabilities.table_stats", "OFPC_TABLE_STATS", Place::Sub(0x2));
static PORT_STATS: Field = Field::new("openflow_v4.switch_features.capabilities.port_stats", "OFPC_PORT_STATS", Place::Sub(0x4));
static GROUP_STATS: Field = Field::new("openflow_v4.switch_features.capabilities.group_stats", "OFPC_GROUP_STATS", Place::Sub(0x8));
static IP_REASM: Field = Field::new("openflow_v4.switch_features.capabilities.ip_reasm", "OFPC_IP_REASM", Place::Sub(0x20));
static QUEUE_STATS: Field = Field::new("openflow_v4.switch_features.capabilities.queue_stats", "OFPC_QUEUE_STATS", Place::Sub(0x40));
static PORT_BLOCKED: Field = Field::new("openflow_v4.switch_features.capabilities.port_blocked", "OFPC_PORT_BLOCKED", Place::Sub(0x100));
static RESERVED: Field = Field::new("openflow_v4.switch_features_reserved", "Reserved", Place::Uint(32)).hex();

/// OpenFlow 1.3.
pub static PROTOCOL: Protocol = Protocol {
    name: "openflow_v4",
    alias: "",
    title: "OpenFlow 1.3",
    column: "OpenFlow",
    spec: "OpenFlow 1.3",
    size: 8,
    fields: &[&VERSION, &TYPE, &LENGTH, &XID, &BY_TYPE],
    under: &[(Space::Context, 0x0f04)],
    more: Some(packet),
    line: &[Word::Say("Type: "), Word::Of(&TYPE)],
    finish: |d| d.fill(&LENGTH, d.bytes.len() as u64),
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    openflow::message(bytes, 4)
}

/// The frame in a packet-in (7.4.1) or a packet-out (7.3.7).
fn packet(frame: &[u8], own: &Layer, after: usize) -> Option<Inner> {
    let bytes = own.whole(frame);
    let at = match bytes.get(1)? {
        // "The match's length excludes padding", which brings it to a multiple of 8; two bytes more stand before the frame.
        10 => 24 + (load(bytes, 26 * 8, 16)? as usize).next_multiple_of(8) + 2,
        13 => 24 + load(bytes, 16 * 8, 16)? as usize,
        _ => return None,
    };
    let (start, end) = (own.start as usize + at, own.end as usize);
    let held = end.min(frame.len());
    (start > after && start < held).then_some(Inner { id: id::eth, start, held, end })
}
