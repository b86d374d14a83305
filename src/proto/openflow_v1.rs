//! OpenFlow 1.0, [5.1 and following](https://opennetworking.org/wp-content/uploads/2013/04/openflow-spec-v1.0.0.pdf).
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

/// 1.
pub static VERSION: Field = Field::bits("openflow.version", "Version", 1, 7)
    .hex()
    .names(&[(1, "1.0"), (2, "1.1"), (3, "1.2"), (4, "1.3"), (5, "1.4"), (6, "1.5")])
    .alias("version")
    .unset(1);
/// What the message says.
pub static TYPE: Field = Field::bits("openflow_1_0.type", "Type", 8, 8)
    .names(&[
        (0, "OFPT_HELLO"),
        (1, "OFPT_ERROR"),
        (2, "OFPT_ECHO_REQUEST"),
        (3, "OFPT_ECHO_REPLY"),
        (4, "OFPT_VENDOR"),
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
        (15, "OFPT_PORT_MOD"),
        (16, "OFPT_STATS_REQUEST"),
        (17, "OFPT_STATS_REPLY"),
        (18, "OFPT_BARRIER_REQUEST"),
        (19, "OFPT_BARRIER_REPLY"),
        (20, "OFPT_QUEUE_GET_CONFIG_REQUEST"),
        (21, "OFPT_QUEUE_GET_CONFIG_REPLY"),
    ])
    .alias("type");
/// Of the whole message in bytes.
pub static LENGTH: Field = Field::bits("openflow.length", "Length", 16, 16).alias("len").computed();
/// Answers repeat it.
pub static XID: Field = Field::bits("openflow.xid", "Transaction ID", 32, 32).alias("xid");
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.byte(1).into(), &[(6, FEATURES), (10, PACKET_IN), (13, PACKET_OUT)], &[]));
const PACKET_IN: Fields = &[&BUFFER_ID, &TOTAL_LEN, &IN_PORT, &REASON];
const PACKET_OUT: Fields = &[&BUFFER_ID, &IN_PORT, &ACTIONS_LEN];
/// Where the switch keeps the packet.
pub static BUFFER_ID: Field = Field::new("openflow.buffer_id", "Buffer Id", Place::Uint(32)).hex();
/// Of the frame.
pub static TOTAL_LEN: Field = Field::new("openflow.total_len", "Total length", Place::Uint(16));
/// Where it came in.
pub static IN_PORT: Field = Field::new("openflow.in_port", "In port", Place::Uint(16));
/// Why it is sent.
pub static REASON: Field = Field::new("openflow.reason", "Reason", Place::Uint(8)).names(&[
    (0, "No matching flow (table-miss flow entry)"),
    (1, "Action explicitly output to controller"),
    (2, "Packet has invalid TTL"),
]);
/// Of the actions in bytes.
pub static ACTIONS_LEN: Field = Field::new("openflow.actions_len", "Actions length", Place::Uint(16));
const FEATURES: Fields = &[
    &DATAPATH,
    &N_BUFFERS,
    &N_TABLES,
    &SKIPPED,
    &CAPABILITIES,
    &FLOW_STATS,
    &TABLE_STATS,
    &PORT_STATS,
    &GROUP_STATS,
    &IP_REASM,
    &QUEUE_STATS,
    &PORT_BLOCKED,
    &ACTIONS,
];
static DATAPATH: Field = Field::part(Place::When(|_| true, &[&DATAPATH_MAC, &DATAPATH_IMP]));
static DATAPATH_MAC: Field = Field::new("openflow.datapath_mac", "MAC addr", Place::Run(6)).kind(Kind::Mac);
static DATAPATH_IMP: Field = Field::new("openflow.datapath_imp", "Implementers part", Place::Uint(16)).hex();
static N_BUFFERS: Field = Field::new("openflow.n_buffers", "n_buffers", Place::Uint(32));
static N_TABLES: Field = Field::new("openflow.n_tables", "n_tables", Place::Uint(8));
static SKIPPED: Field = Field::new("", "", Place::Run(3));
static CAPABILITIES: Field = Field::new("openflow.capabilities", "capabilities", Place::Uint(32)).hex();
static FLOW_STATS: Field = Field::new("openflow.flow_stats", "Flow statistics", Place::Sub(0x1));
static TABLE_STATS: Field = Field::new("openflow.table_stats", "Table statistics", Place::Sub(0x2));
static PORT_STATS: Field = Field::new("openflow.port_stats", "Port statistics", Place::Sub(0x4));
static GROUP_STATS: Field = Field::new("openflow.group_stats", "Group statistics", Place::Sub(0x8));
static IP_REASM: Field = Field::new("openflow.ip_reasm", "Can reassemble IP fragments", Place::Sub(0x20));
static QUEUE_STATS: Field = Field::new("openflow.queue_stats", "Queue statistics", Place::Sub(0x40));
static PORT_BLOCKED: Field = Field::new("openflow.port_blocked", "Switch will block looping ports", Place::Sub(0x100));
static ACTIONS: Field = Field::new("openflow.actions", "actions", Place::Uint(32)).hex();

/// OpenFlow 1.0.
pub static PROTOCOL: Protocol = Protocol {
    name: "openflow_v1",
    alias: "",
    title: "OpenFlow 1.0",
    column: "OpenFlow",
    spec: "OpenFlow 1.0",
    size: 8,
    fields: &[&VERSION, &TYPE, &LENGTH, &XID, &BY_TYPE],
    under: &[(Space::Context, 0x0f01)],
    more: Some(packet),
    line: &[Word::Say("Type: "), Word::Of(&TYPE)],
    finish: |d| d.fill(&LENGTH, d.bytes.len() as u64),
    ..Protocol::PLAIN
};

#[inline]
pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    openflow::message(bytes, 1)
}

/// The frame in a packet-in (5.4.1) or a packet-out (5.3.6).
fn packet(frame: &[u8], own: &Layer, after: usize) -> Option<Inner> {
    let bytes = own.whole(frame);
    let at = match bytes.get(1)? {
        10 => 18,
        13 => 16 + load(bytes, 14 * 8, 16)? as usize,
        _ => return None,
    };
    let (start, end) = (own.start as usize + at, own.end as usize);
    let held = end.min(frame.len());
    (start > after && start < held).then_some(Inner { id: id::eth, start, held, end })
}
