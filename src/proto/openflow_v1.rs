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

macro_rules! list { ($($field:expr),* $(,)?) => { { static LIST: Fields = &[$(&$field),*]; LIST } } }

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
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.byte(1).into(),
    &[
        (6, FEATURES),
        (8, CONFIG),
        (9, CONFIG),
        (10, &[&BUFFER_ID, &TOTAL_LEN, &IN_PORT, &REASON, &PACKET_PAD]),
        (13, &[&BUFFER_ID, &IN_PORT, &ACTIONS_LEN, &ACTIONS_IN]),
        (14, FLOW_MOD),
        (16, STATS),
        (17, STATS_REPLY),
    ],
    &[],
));
/// Where the switch keeps the packet.
pub static BUFFER_ID: Field = Field::new("openflow.buffer_id", "Buffer Id", Place::Uint(32)).hex();
/// Of the frame.
pub static TOTAL_LEN: Field = Field::new("openflow.total_len", "Total length", Place::Uint(16));
/// Where it came in.
pub static IN_PORT: Field = Field::new("openflow.in_port", "In port", Place::Uint(16)).names(PORTS);
/// Why it is sent.
pub static REASON: Field = Field::new("openflow.reason", "Reason", Place::Uint(8)).names(&[
    (0, "No matching flow (table-miss flow entry)"),
    (1, "Action explicitly output to controller"),
    (2, "Packet has invalid TTL"),
]);
/// Of the actions in bytes.
pub static ACTIONS_LEN: Field = Field::new("openflow.actions_len", "Actions length", Place::Uint(16));
static PACKET_PAD: Field = Field::new("openflow.pkt_in.pad", "Pad", Place::Run(1));
static ACTIONS_IN: Field = Field::part(Place::Sized(|h| h.word(14).into(), &[&ACTIONS]));
static FEATURES: Fields = list![
    Field::new("openflow.datapath_id", "Datapath unique ID", Place::Uint(64)).hex(),
    Field::new("openflow.datapath_imp", "Implementers part", Place::Sub(0xffff << 48)).hex(),
    Field::new("openflow.datapath_mac", "MAC addr", Place::Sub(0xffff_ffff_ffff)).kind(Kind::Mac),
    Field::new("openflow.n_buffers", "n_buffers", Place::Uint(32)),
    Field::new("openflow.n_tables", "n_tables", Place::Uint(8)),
    Field::new("openflow.features_reply.pad", "Pad", Place::Run(3)),
    Field::new("openflow.capabilities", "capabilities", Place::Uint(32)).hex(),
    Field::new("openflow.flow_stats", "Flow statistics", Place::Sub(0x1)),
    Field::new("openflow.table_stats", "Table statistics", Place::Sub(0x2)),
    Field::new("openflow.port_stats", "Port statistics", Place::Sub(0x4)),
    Field::new("openflow.group_stats", "Group statistics", Place::Sub(0x8)),
    Field::new("openflow.ip_reasm", "Can reassemble IP fragments", Place::Sub(0x20)),
    Field::new("openflow.queue_stats", "Queue statistics", Place::Sub(0x40)),
    Field::new("openflow.port_blocked", "Switch will block looping ports", Place::Sub(0x100)),
    Field::new("openflow.actions", "actions", Place::Uint(32)).hex(),
    Field::new("openflow.output", "Output to switch port", Place::Sub(0x1)),
    Field::new("openflow.set_vlan_vid", "Set the 802.1q VLAN id", Place::Sub(0x2)),
    Field::new("openflow.set_vlan_pcp", "Set the 802.1q priority", Place::Sub(0x4)),
    Field::new("openflow.strip_vlan", "Strip the 802.1q header", Place::Sub(0x8)),
    Field::new("openflow.set_dl_src", "Ethernet source address", Place::Sub(0x10)),
    Field::new("openflow.set_dl_ds", "Ethernet destination address", Place::Sub(0x20)),
    Field::new("openflow.set_nw_src", "IP source address", Place::Sub(0x40)),
    Field::new("openflow.set_nw_ds", "IP destination address", Place::Sub(0x80)),
    Field::new("openflow.set_nw_tos", "IP ToS (DSCP field, 6 bits)", Place::Sub(0x100)),
    Field::new("openflow.set_tp_src", "TCP/UDP source port", Place::Sub(0x200)),
    Field::new("openflow.set_tp_dst", "TCP/UDP destination port", Place::Sub(0x400)),
    Field::new("openflow.enqueue", "Output to queue", Place::Sub(0x800)),
    Field::many("Ports", &PORT),
];
static PORT: Field = Field::new("", "Port", Place::Group(list![
    Field::new("openflow.port_no", "Port number", Place::Uint(16)).names(PORTS),
    Field::new("openflow.hw_add", "HW Address", Place::Run(6)).kind(Kind::Mac),
    Field::part(Place::Sized(|_| 16, list![Field::new("openflow.port_name", "Port Name", Place::Zero)])),
    Field::new("openflow.port_config", "Config flags", Place::Uint(32)).hex(),
    Field::new("openflow.port_down", "Port is administratively down", Place::Sub(0x1)),
    Field::new("openflow.no_stp", "Disable 802.1D spanning tree on port", Place::Sub(0x2)),
    Field::new("openflow.no_recv", "Drop all packets except 802.1D spanning tree packets", Place::Sub(0x4)),
    Field::new("openflow.no_recv_stp", "Drop received 802.1D STP packets", Place::Sub(0x8)),
    Field::new("openflow.no_flood", "Do not include this port when flooding", Place::Sub(0x10)),
    Field::new("openflow.no_fwd", "Drop packets forwarded to port", Place::Sub(0x20)),
    Field::new("openflow.no_packet_in", "Do not send packet-in msgs for port", Place::Sub(0x40)),
    Field::new("openflow.port_state", "State flags", Place::Uint(32)).hex(),
    Field::new("openflow.link_down", "No physical link present", Place::Sub(0x1)),
    Field::new("openflow.port_curr", "Current features", Place::Uint(32)).hex(),
    Field::new("openflow.10mb_hd", "10 Mb half-duplex rate support", Place::Sub(0x1)),
    Field::new("openflow.10mb_fd", "10 Mb full-duplex rate support", Place::Sub(0x2)),
    Field::new("openflow.100mb_hd", "100 Mb half-duplex rate support", Place::Sub(0x4)),
    Field::new("openflow.100mb_0fd", "100 Mb full-duplex rate support", Place::Sub(0x8)),
    Field::new("openflow.1gb_hd", "1 Gb half-duplex rate support", Place::Sub(0x10)),
    Field::new("openflow.1gb_fd", "1 Gb full-duplex rate support", Place::Sub(0x20)),
    Field::new("openflow.10gb_fd", "10 Gb full-duplex rate support", Place::Sub(0x40)),
    Field::new("openflow.copper", "Copper medium", Place::Sub(0x80)),
    Field::new("openflow.fiber", "Fiber medium", Place::Sub(0x100)),
    Field::new("openflow.autoneg", "Auto-negotiation", Place::Sub(0x200)),
    Field::new("openflow.pause", "Pause", Place::Sub(0x400)),
    Field::new("openflow.pause_asym", "Asymmetric pause", Place::Sub(0x800)),
    Field::new("openflow.port_advertised", "Advertised features", Place::Uint(32)).hex(),
    Field::new("openflow.port_supported", "Features supported", Place::Uint(32)).hex(),
    Field::new("openflow.port_peer", "Features advertised by peer", Place::Uint(32)).hex(),
]));
const PORTS: Names = &[
    (0xfff8, "OFPP_IN_PORT"), (0xfff9, "OFPP_TABLE"), (0xfffa, "OFPP_NORMAL"), (0xfffb, "OFPP_FLOOD"), (0xfffc, "OFPP_ALL"),
    (0xfffd, "OFPP_CONTROLLER"), (0xfffe, "OFPP_LOCAL"), (0xffff, "OFPP_NONE"),
];
static CONFIG: Fields = list![
    Field::new("openflow.config_flags", "Config flags", Place::Uint(16)).hex(),
    Field::new("openflow.miss_send_len", "Max bytes of packet", Place::Uint(16)).hex(),
];
/// Which packets are meant (5.2.3).
static MATCH: Field = Field::part(Place::When(|_| true, list![
    Field::new("openflow.wildcards", "Wildcards", Place::Uint(32)),
    Field::new("openflow.in_port", "In port", Place::Uint(16)).names(PORTS),
    Field::new("openflow.eth_src", "Ethernet source address", Place::Run(6)).kind(Kind::Mac),
    Field::new("openflow.eth_dst", "Ethernet destination address", Place::Run(6)).kind(Kind::Mac),
    Field::new("openflow.dl_vlan", "Input VLAN id", Place::Uint(16)),
    Field::new("openflow.dl_vlan_pcp", "Input VLAN priority", Place::Uint(8)),
    Field::new("openflow.ofp_match.pad", "Pad", Place::Run(1)),
    Field::new("openflow.ofp_match.dl_type", "Dl type", Place::Uint(16)),
    Field::new("openflow.ofp_match.tos", "IP ToS", Place::Uint(8)),
    Field::new("openflow.ofp_match.nw_proto", "IP protocol", Place::Uint(8)),
    Field::new("openflow.ofp_match.pad", "Pad", Place::Run(2)),
    Field::new("openflow.ofp_match.source_addr", "Source Address", Place::Uint(32)).kind(Kind::Ip4),
    Field::new("openflow.ofp_match.dest_addr", "Destination Address", Place::Uint(32)).kind(Kind::Ip4),
    Field::new("openflow.ofp_match.source_port", "Source Port", Place::Uint(16)),
    Field::new("openflow.ofp_match.dest_port", "Destination Port", Place::Uint(16)),
]));
/// Of a flow that is added, changed or deleted (5.3.3).
static FLOW_MOD: Fields = list![
    Field::part(Place::Group(&[&MATCH])),
    Field::new("openflow.cookie", "Cookie", Place::Uint(64)).hex(),
    Field::new("openflow.command", "Command", Place::Uint(16)).names(&[
        (0, "New flow"),
        (1, "Modify all matching flows"),
        (2, "Modify entry strictly matching wildcards"),
        (3, "Delete all matching flows"),
        (4, "Strictly match wildcards and priority"),
    ]),
    Field::new("openflow.idle_timeout", "Idle time-out", Place::Uint(16)),
    Field::new("openflow.hard_timeout", "hard time-out", Place::Uint(16)),
    Field::new("openflow.priority", "Priority", Place::Uint(16)),
    Field::new("openflow.buffer_id", "Buffer Id", Place::Uint(32)).hex(),
    Field::new("openflow.out_port", "Out port", Place::Uint(16)).names(PORTS),
    Field::new("openflow.flags", "Flags", Place::Uint(16)),
    Field::part(Place::Group(&[&ACTIONS])),
];
/// Wireshark shows the first only.
static ACTIONS: Field = Field::many("Actions", &ACTION);
static ACTION: Field = Field::new("", "Action", Place::Group(list![
    Field::new("openflow.action_typ", "Actions type", Place::Key(16)).names(&[
        (0, "Output to switch port"),
        (1, "Set the 802.1q VLAN id"),
        (2, "Set the 802.1q priority"),
        (3, "Strip the 802.1q header"),
        (4, "Ethernet source address"),
        (5, "Ethernet destination address"),
        (6, "IP source address"),
        (7, "IP destination address"),
        (8, "IP ToS (DSCP field, 6 bits)"),
        (9, "TCP/UDP source port"),
        (10, "TCP/UDP destination port"),
        (11, "Output to queue"),
        (0xffff, "Vendor"),
    ]),
    Field::new("openflow.action_len", "Action length", Place::Len(16, Counts::Whole)),
    Field::part(Place::Pick(&[(0, list![
        Field::new("openflow.output_port", "Output port", Place::Uint(16)).names(PORTS),
        Field::new("openflow.max_len", "Max length", Place::Uint(16)),
    ])], &[])),
]));
const STATS_TYPES: Names =
    &[(0, "OFPST_DESC"), (1, "OFPST_FLOW"), (2, "OFPST_AGGREGATE"), (3, "OFPST_TABLE"), (4, "OFPST_PORT"), (5, "OFPST_QUEUE"), (0xffff, "OFPST_VENDOR")];
/// Statistics asked for (5.3.5); Wireshark knows only a flow's.
static STATS: Fields = list![
    Field::new("openflow.stats.type", "Type", Place::Key(16)).names(STATS_TYPES),
    Field::new("openflow.flags", "Flags", Place::Uint(16)),
    Field::part(Place::Pick(&[(1, &[&FLOW_STATS])], &[])),
];
static FLOW_STATS: Field = Field::part(Place::When(|_| true, list![
    Field::part(Place::Group(&[&MATCH])),
    Field::new("openflow.table_id", "Table Id", Place::Uint(8)),
    Field::new("openflow.stats.request_pad", "Pad", Place::Uint(8)),
    Field::new("openflow.out_port", "Out port", Place::Uint(16)).names(PORTS),
]));
static STATS_REPLY: Fields = list![
    Field::new("openflow.stats.type", "Type", Place::Uint(16)).names(STATS_TYPES),
    Field::new("openflow.flags", "Flags", Place::Uint(16)),
];

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

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// Over IP and TCP.
    fn message(kind: &str, length: u8, body: &str) -> Vec<u8> {
        let mut ip = hex("45 00 00 00 00 01 00 00 40 06 00 00 01 01 01 01 02 02 02 02 19 fd 30 39 00 00 00 01 00 00 00 01 50 18 20 00 00 00 00 00");
        ip[3] = 40 + length;
        let told = hex(&format!("01 {kind} 00 {length:02x} 00 00 00 07 {body}"));
        assert_eq!(told.len(), usize::from(length));
        [ip, told].concat()
    }
    #[test]
    fn a_flow_is_added() {
        let bytes = message(
            "0e",
            88,
            "003820ff 0001 020304050607 02030405060a 0005 03 00 0800 10 06 0000 0a000001 0a000002 1234 5678 # match
             0000000000000009 0000 003c 0078 8000 ffffffff ffff 0001
             0000 0008 0003 0100 # output to port 3
             0001 0008 0005 0000 # VLAN 5",
        );
        let names = ["openflow.wildcards", "openflow.eth_dst", "openflow.ofp_match.dest_addr", "openflow.ofp_match.dest_port", "openflow.cookie"];
        assert_eq!(fields_of(228, &bytes, &names), "3678463 02:03:04:05:06:0a 10.0.0.2 22136 0x0000000000000009");
        let names = ["openflow.command", "openflow.idle_timeout", "openflow.priority", "openflow.action_typ", "openflow.output_port"];
        assert_eq!(fields_of(228, &bytes, &names), "0 60 32768 0,1 3");
        written_again(228, &bytes);
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn features_and_ports() {
        let bytes = message(
            "06",
            80,
            "0001020304050607 00000100 02 000000 000000c7 00000fff
             0001 02030405060b 65746831000000000000000000000000 00000041 00000001 00000080 00000080 00000008 00000c00",
        );
        let names = ["openflow.datapath_imp", "openflow.datapath_mac", "openflow.enqueue", "openflow.port_name", "openflow.no_packet_in"];
        assert_eq!(fields_of(228, &bytes, &names), "0x0001 02:03:04:05:06:07 1 eth1 1");
        written_again(228, &bytes);
        cut_everywhere(228, &bytes);
    }
}
