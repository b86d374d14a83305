//! What the messages of OpenFlow 1.3 say: 7.2 and 7.3 of the specification.
use crate::field::*;

macro_rules! list { ($($field:expr),* $(,)?) => { { static LIST: Fields = &[$(&$field),*]; LIST } } }

/// The bodies, by the message's type.
pub(super) static BODIES: &[(u64, Fields)] = &[
    (0, HELLO), (1, ERROR), (2, ECHO), (3, ECHO), (4, EXPERIMENTER), (8, CONFIG), (9, CONFIG), (11, FLOW_REMOVED), (12, PORT_STATUS),
    (14, FLOW_MOD), (15, GROUP_MOD), (16, PORT_MOD), (17, TABLE_MOD), (18, MULTIPART_REQUEST), (19, MULTIPART_REPLY), (22, QUEUE_CONFIG_REQUEST),
    (23, QUEUE_CONFIG_REPLY), (24, ROLE_REQUEST), (25, ROLE_REPLY), (27, ASYNC), (28, ASYNC), (29, METER_MOD),
];
static ECHO: Fields = list![Field::new("openflow_v4.echo.data", "Data", Place::Rest)];
pub(super) const PORTS: Names = &[
    (0xfffffff8, "OFPP_IN_PORT"), (0xfffffff9, "OFPP_TABLE"), (0xfffffffa, "OFPP_NORMAL"), (0xfffffffb, "OFPP_FLOOD"), (0xfffffffc, "OFPP_ALL"),
    (0xfffffffd, "OFPP_CONTROLLER"), (0xfffffffe, "OFPP_LOCAL"), (0xffffffff, "OFPP_ANY"),
];

static HELLO: Fields = list![
    Field::part(Place::Group(&[&HELLO_ELEMENTS])),
];
static ERROR: Fields = list![
    Field::new("openflow_v4.error.type", "Type", Place::Uint(16)).names(&[(0, "OFPET_HELLO_FAILED"), (1, "OFPET_BAD_REQUEST"), (2, "OFPET_BAD_ACTION"), (3, "OFPET_BAD_INSTRUCTION"), (4, "OFPET_BAD_MATCH"), (5, "OFPET_FLOW_MOD_FAILED"), (6, "OFPET_GROUP_MOD_FAILED"), (7, "OFPET_PORT_MOD_FAILED"), (8, "OFPET_TABLE_MOD_FAILED"), (9, "OFPET_QUEUE_OP_FAILED"), (10, "OFPET_SWITCH_CONFIG_FAILED"), (11, "OFPET_ROLE_REQUEST_FAILED"), (12, "OFPET_METER_MOD_FAILED"), (13, "OFPET_TABLE_FEATURES_FAILED"), (65535, "OFPET_EXPERIMENTER")]),
    Field::new("openflow_v4.error.code", "Code", Place::Uint(16)).names(&[(0, "OFPTFFC_BAD_TABLE"), (1, "OFPTFFC_BAD_METADATA"), (2, "OFPTFFC_BAD_TYPE"), (3, "OFPTFFC_BAD_LEN"), (4, "OFPTFFC_BAD_ARGUMENT"), (5, "OFPTFFC_EPERM"), (6, "OFPMMFC_BAD_RATE"), (7, "OFPMMFC_BAD_BURST"), (8, "OFPMMFC_BAD_BAND"), (9, "OFPMMFC_BAD_BAND_VALUE"), (10, "OFPMMFC_OUT_OF_METERS"), (11, "OFPMMFC_OUT_OF_BANDS"), (12, "OFPGMFC_BAD_BUCKET"), (13, "OFPGMFC_BAD_WATCH"), (14, "OFPGMFC_EPERM"), (15, "OFPBAC_BAD_SET_ARGUMENT")]),
    Field::part(Place::Group(&[&ERROR_DATA])),
];
static EXPERIMENTER: Fields = list![
    Field::new("openflow_v4.experimenter.experimenter", "Experimenter", Place::Uint(32)).hex(),
    Field::new("openflow_v4.experimenter.exp_type", "Experimenter type", Place::Uint(32)),
];
/// The lower two bits of the flags say what becomes of fragments.
static CONFIG: Fields = list![
    Field::new("openflow_v4.switch_config.flags", "Flags", Place::Uint(16)).hex(),
    Field::part(Place::Group(&[&FRAGMENTS])),
    Field::new("openflow_v4.switch_config.miss_send_len", "Miss send length", Place::Uint(16)).names(&[(65535, "OFPCML_NO_BUFFER")]),
];
static PORT_STATUS: Fields = list![
    Field::new("openflow_v4.port_status.reason", "Reason", Place::Uint(8)).names(&[(0, "OFPPR_ADD"), (1, "OFPPR_DELETE"), (2, "OFPPR_MODIFY")]),
    Field::new("openflow_v4.port_status.pad", "Pad", Place::Run(7)),
    Field::part(Place::Group(&[&PORT])),
];
static PORT_MOD: Fields = list![
    Field::new("openflow_v4.portmod.port_no", "Port no", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.portmod.pad", "Pad", Place::Run(4)),
    Field::new("openflow_v4.portmod.hw_addr", "Hw addr", Place::Run(6)).kind(Kind::Mac),
    Field::new("openflow_v4.portmod.pad2", "Pad", Place::Run(2)),
    Field::new("openflow_v4.portmod.config", "Config", Place::Uint(32)).hex(),
    Field::new("openflow_v4.portmod.config.port_down", "OFPPC_PORT_DOWN", Place::Sub(0x1)),
    Field::new("openflow_v4.portmod.config.no_recv", "OFPPC_NO_RECV", Place::Sub(0x4)),
    Field::new("openflow_v4.portmod.config.no_fwd", "OFPPC_NO_FWD", Place::Sub(0x20)),
    Field::new("openflow_v4.portmod.config.no_packet_in", "OFPPC_NO_PACKET_IN", Place::Sub(0x40)),
    Field::new("openflow_v4.portmod.mask", "Mask", Place::Uint(32)).hex(),
    Field::new("openflow_v4.portmod.mask.port_down", "OFPPC_PORT_DOWN", Place::Sub(0x1)),
    Field::new("openflow_v4.portmod.mask.no_recv", "OFPPC_NO_RECV", Place::Sub(0x4)),
    Field::new("openflow_v4.portmod.mask.no_fwd", "OFPPC_NO_FWD", Place::Sub(0x20)),
    Field::new("openflow_v4.portmod.mask.no_packet_in", "OFPPC_NO_PACKET_IN", Place::Sub(0x40)),
    Field::new("openflow_v4.portmod.advertise", "Advertise", Place::Uint(32)).hex(),
    Field::new("openflow_v4.portmod.advertise.10mb_hd", "OFPPF_10MB_HD", Place::Sub(0x1)),
    Field::new("openflow_v4.portmod.advertise.10mb_fd", "OFPPF_10MB_FD", Place::Sub(0x2)),
    Field::new("openflow_v4.portmod.advertise.100mb_hd", "OFPPF_100MB_HD", Place::Sub(0x4)),
    Field::new("openflow_v4.portmod.advertise.100mb_fd", "OFPPF_100MB_FD", Place::Sub(0x8)),
    Field::new("openflow_v4.portmod.advertise.1gb_hd", "OFPPF_1GB_HD", Place::Sub(0x10)),
    Field::new("openflow_v4.portmod.advertise.1gb_fd", "OFPPF_1GB_FD", Place::Sub(0x20)),
    Field::new("openflow_v4.portmod.advertise.10gb_fd", "OFPPF_10_GB_FD", Place::Sub(0x40)),
    Field::new("openflow_v4.portmod.advertise.40gb_fd", "OFPPF_40GB_FD", Place::Sub(0x80)),
    Field::new("openflow_v4.portmod.advertise.100_gb_fd", "OFPPF_100_GB_FD", Place::Sub(0x100)),
    Field::new("openflow_v4.portmod.advertise.1tb_fd", "OFPPF_1TB_FD", Place::Sub(0x200)),
    Field::new("openflow_v4.portmod.advertise.other", "OFPPF_OTHER", Place::Sub(0x400)),
    Field::new("openflow_v4.portmod.advertise.copper", "OFPPF_COPPER", Place::Sub(0x800)),
    Field::new("openflow_v4.portmod.advertise.fiber", "OFPPF_FIBER", Place::Sub(0x1000)),
    Field::new("openflow_v4.portmod.advertise.autoneg", "OFPPF_AUTONEG", Place::Sub(0x2000)),
    Field::new("openflow_v4.portmod.advertise.pause", "OFPPF_PAUSE", Place::Sub(0x4000)),
    Field::new("openflow_v4.portmod.advertise.pause_asym", "OFPPF_PAUSE_ASYM", Place::Sub(0x8000)),
    Field::new("openflow_v4.portmod.pad3", "Pad", Place::Rest),
];
static TABLE_MOD: Fields = list![
    Field::new("openflow_v4.tablemod.table_id", "Table ID", Place::Uint(8)).names(&[(255, "OFPTT_ALL")]),
    Field::new("openflow_v4.tablemod.pad", "Pad", Place::Run(3)),
    Field::new("openflow_v4.tablemod.config", "Config", Place::Run(4)),
];
static FLOW_REMOVED: Fields = list![
    Field::new("openflow_v4.flow_removed.cookie", "Cookie", Place::Uint(64)).hex(),
    Field::new("openflow_v4.flow_removed.priority", "Priority", Place::Uint(16)),
    Field::new("openflow_v4.flow_removed.reason", "Reason", Place::Uint(8)).names(&[(0, "OFPRR_IDLE_TIMEOUT"), (1, "OFPRR_HARD_TIMEOUT"), (2, "OFPRR_DELETE"), (3, "OFPRR_GROUP_DELETE")]),
    Field::new("openflow_v4.flow_removed.table_id", "Table ID", Place::Uint(8)),
    Field::new("openflow_v4.flow_removed.duration_sec", "Duration sec", Place::Uint(32)),
    Field::new("openflow_v4.flow_removed.duration_nsec", "Duration nsec", Place::Uint(32)),
    Field::new("openflow_v4.flow_removed.idle_timeout", "Idle timeout", Place::Uint(16)),
    Field::new("openflow_v4.flow_removed.hard_timeout", "Hard timeout", Place::Uint(16)),
    Field::new("openflow_v4.flow_removed.packet_count", "Packet count", Place::Uint(64)),
    Field::new("openflow_v4.flow_removed.byte_count", "Byte count", Place::Uint(64)),
    Field::part(Place::Group(&[&MATCH])),
];
static FLOW_MOD: Fields = list![
    Field::new("openflow_v4.flowmod.cookie", "Cookie", Place::Uint(64)).hex(),
    Field::new("openflow_v4.flowmod.cookie_mask", "Cookie mask", Place::Uint(64)).hex(),
    Field::new("openflow_v4.flowmod.table_id", "Table ID", Place::Uint(8)).names(&[(255, "OFPTT_ALL")]),
    Field::new("openflow_v4.flowmod.command", "Command", Place::Uint(8)).names(&[(0, "OFPFC_ADD"), (1, "OFPFC_MODIFY"), (2, "OFPFC_MODIFY_STRICT"), (3, "OFPFC_DELETE"), (4, "OFPFC_DELETE_STRICT")]),
    Field::new("openflow_v4.flowmod.idle_timeout", "Idle timeout", Place::Uint(16)),
    Field::new("openflow_v4.flowmod.hard_timeout", "Hard timeout", Place::Uint(16)),
    Field::new("openflow_v4.flowmod.priority", "Priority", Place::Uint(16)),
    Field::new("openflow_v4.flowmod.buffer_id", "Buffer ID", Place::Uint(32)).names(&[(0xffffffff, "OFP_NO_BUFFER")]),
    Field::new("openflow_v4.flowmod.out_port", "Out port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.flowmod.out_group", "Out group", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::new("openflow_v4.flowmod.flags", "Flags", Place::Uint(16)).hex(),
    Field::new("openflow_v4.flowmod.flags.send_flow_rem", "Send flow removed", Place::Sub(0x1)),
    Field::new("openflow_v4.flowmod.flags.check_overlap", "Check overlap", Place::Sub(0x2)),
    Field::new("openflow_v4.flowmod.flags.reset_counts", "Reset counts", Place::Sub(0x4)),
    Field::new("openflow_v4.flowmod.flags.no_packet_counts", "Don't count packets", Place::Sub(0x8)),
    Field::new("openflow_v4.flowmod.flags.no_byte_counts", "Don't count bytes", Place::Sub(0x10)),
    Field::new("openflow_v4.flowmod.pad", "Pad", Place::Run(2)),
    Field::part(Place::Group(&[&MATCH])),
    Field::part(Place::Group(&[&INSTRUCTIONS])),
];
static GROUP_MOD: Fields = list![
    Field::new("openflow_v4.groupmod.command", "Command", Place::Uint(16)).names(&[(0, "OFPGC_ADD"), (1, "OFPGC_MODIFY"), (2, "OFPGC_DELETE")]),
    Field::new("openflow_v4.groupmod.type", "Type", Place::Uint(8)).names(&[(0, "OFPGT_ALL"), (1, "OFPGT_SELECT"), (2, "OFPGT_INDIRECT"), (3, "OFPGT_FF")]),
    Field::new("openflow_v4.groupmod.pad", "Pad", Place::Run(1)),
    Field::new("openflow_v4.groupmod.group_id", "Group ID", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::part(Place::Group(&[&BUCKETS])),
];
static METER_MOD: Fields = list![
    Field::new("openflow_v4.metermod.command", "Command", Place::Uint(16)).names(&[(0, "OFPMC_ADD"), (1, "OFPMC_MODIFY"), (2, "OFPMC_DELETE")]),
    Field::new("openflow_v4.metermod.flags", "Flags", Place::Uint(16)).hex().ft(32),
    Field::new("openflow_v4.metermod.flags.kbps", "OFPMF_KBPS", Place::Sub(0x1)),
    Field::new("openflow_v4.metermod.flags.ptkps", "OFPMF_PKTPS", Place::Sub(0x2)),
    Field::new("openflow_v4.metermod.flags.burst", "OFPMF_BURST", Place::Sub(0x4)),
    Field::new("openflow_v4.metermod.flags.stats", "OFPMF_STATS", Place::Sub(0x8)),
    Field::new("openflow_v4.metermod.meter_id", "Meter ID", Place::Uint(32)).names(&[(0xfffffffd, "OFPM_SLOWPATH"), (0xfffffffe, "OFPM_CONTROLLER"), (0xffffffff, "OFPM_ALL")]),
    Field::part(Place::Group(&[&METER_BANDS])),
];
static QUEUE_CONFIG_REQUEST: Fields = list![
    Field::new("openflow_v4.queue_get_config_request.port", "Port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.queue_get_config_request.pad", "Pad", Place::Run(4)),
];
static QUEUE_CONFIG_REPLY: Fields = list![
    Field::new("openflow_v4.queue_get_config_reply.port", "Port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.queue_get_config_reply.pad", "Pad", Place::Run(4)),
    Field::part(Place::Group(&[&QUEUES])),
];
static ROLE_REQUEST: Fields = list![
    Field::new("openflow_v4.role_request.role", "Role", Place::Uint(32)).hex().names(&[(0, "OFPCR_ROLE_NOCHANGE"), (1, "OFPCR_ROLE_EQUAL"), (2, "OFPCR_ROLE_MASTER"), (3, "OFPCR_ROLE_SLAVE")]),
    Field::new("openflow_v4.role_request.pad", "Pad", Place::Run(4)),
    Field::new("openflow_v4.role_request.generation_id", "Generation ID", Place::Uint(64)).hex(),
];
static ROLE_REPLY: Fields = list![
    Field::new("openflow_v4.role_reply.role", "Role", Place::Uint(32)).hex().names(&[(0, "OFPCR_ROLE_NOCHANGE"), (1, "OFPCR_ROLE_EQUAL"), (2, "OFPCR_ROLE_MASTER"), (3, "OFPCR_ROLE_SLAVE")]),
    Field::new("openflow_v4.role_reply.pad", "Pad", Place::Run(4)),
    Field::new("openflow_v4.role_reply.generation_id", "Generation ID", Place::Uint(64)).hex(),
];
static ASYNC: Fields = list![
    Field::new("openflow_v4.async_config.packet_in_mask.master", "Packet_in mask (master)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.async_config.packet_in_mask.master.no_match", "OFPR_NO_MATCH", Place::Sub(0x1)),
    Field::new("openflow_v4.async_config.packet_in_mask.master.action", "OFPR_ACTION", Place::Sub(0x2)),
    Field::new("openflow_v4.async_config.packet_in_mask.master.invalid_ttl", "OFPR_INVALID_TTL", Place::Sub(0x4)),
    Field::new("openflow_v4.async_config.packet_in_mask.slave", "Packet_in mask (slave)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.async_config.packet_in_mask.slave.no_match", "OFPR_NO_MATCH", Place::Sub(0x1)),
    Field::new("openflow_v4.async_config.packet_in_mask.slave.action", "OFPR_ACTION", Place::Sub(0x2)),
    Field::new("openflow_v4.async_config.packet_in_mask.slave.invalid_ttl", "OFPR_INVALID_TTL", Place::Sub(0x4)),
    Field::new("openflow_v4.async_config.port_status_mask.master", "Port status mask (master)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.async_config.port_status_mask.master.add", "OFPPR_ADD", Place::Sub(0x1)),
    Field::new("openflow_v4.async_config.port_status_mask.master.delete", "OFPPR_DELETE", Place::Sub(0x2)),
    Field::new("openflow_v4.async_config.port_status_mask.master.modify", "OFPPR_MODIFY", Place::Sub(0x4)),
    Field::new("openflow_v4.async_config.port_status_mask.slave", "Port status mask (slave)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.async_config.port_status_mask.slave.add", "OFPPR_ADD", Place::Sub(0x1)),
    Field::new("openflow_v4.async_config.port_status_mask.slave.delete", "OFPPR_DELETE", Place::Sub(0x2)),
    Field::new("openflow_v4.async_config.port_status_mask.slave.modify", "OFPPR_MODIFY", Place::Sub(0x4)),
    Field::new("openflow_v4.async_config.flow_removed_mask.master", "Flow removed mask (master)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.async_config.flow_removed_mask.master.idle_timeout", "OFPRR_IDLE_TIMEOUT", Place::Sub(0x1)),
    Field::new("openflow_v4.async_config.flow_removed_mask.master.hard_timeout", "OFPRR_HARD_TIMEOUT", Place::Sub(0x2)),
    Field::new("openflow_v4.async_config.flow_removed_mask.master.delete", "OFPRR_DELETE", Place::Sub(0x4)),
    Field::new("openflow_v4.async_config.flow_removed_mask.master.group_delete", "OFPRR_GROUP_DELETE", Place::Sub(0x8)),
    Field::new("openflow_v4.async_config.flow_removed_mask.slave", "Flow removed mask (slave)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.async_config.flow_removed_mask.slave.idle_timeout", "OFPRR_IDLE_TIMEOUT", Place::Sub(0x1)),
    Field::new("openflow_v4.async_config.flow_removed_mask.slave.hard_timeout", "OFPRR_HARD_TIMEOUT", Place::Sub(0x2)),
    Field::new("openflow_v4.async_config.flow_removed_mask.slave.delete", "OFPRR_DELETE", Place::Sub(0x4)),
    Field::new("openflow_v4.async_config.flow_removed_mask.slave.group_delete", "OFPRR_GROUP_DELETE", Place::Sub(0x8)),
];
static MULTIPART_REQUEST: Fields = list![
    Field::new("openflow_v4.multipart_request.type", "Type", Place::Uint(16)).names(&[(0, "OFPMP_DESC"), (1, "OFPMP_FLOW"), (2, "OFPMP_AGGREGATE"), (3, "OFPMP_TABLE"), (4, "OFPMP_PORT_STATS"), (5, "OFPMP_QUEUE"), (6, "OFPMP_GROUP"), (7, "OFPMP_GROUP_DESC"), (8, "OFPMP_GROUP_FEATURES"), (9, "OFPMP_METER"), (10, "OFPMP_METER_CONFIG"), (11, "OFPMP_METER_FEATURES"), (12, "OFPMP_TABLE_FEATURES"), (13, "OFPMP_PORT_DESC"), (65535, "OFPMP_EXPERIMENTER")]),
    Field::new("openflow_v4.multipart_request.flags", "Flags", Place::Uint(16)).hex(),
    Field::new("openflow_v4.multipart_request.flags.more", "OFPMPF_REQ_MORE", Place::Sub(0x1)).hex().ft(16),
    Field::new("openflow_v4.multipart_request.pad", "Pad", Place::Run(4)),
    Field::part(Place::Group(&[&REQUEST_BODY])),
];
static MULTIPART_REPLY: Fields = list![
    Field::new("openflow_v4.multipart_reply.type", "Type", Place::Uint(16)).names(&[(0, "OFPMP_DESC"), (1, "OFPMP_FLOW"), (2, "OFPMP_AGGREGATE"), (3, "OFPMP_TABLE"), (4, "OFPMP_PORT_STATS"), (5, "OFPMP_QUEUE"), (6, "OFPMP_GROUP"), (7, "OFPMP_GROUP_DESC"), (8, "OFPMP_GROUP_FEATURES"), (9, "OFPMP_METER"), (10, "OFPMP_METER_CONFIG"), (11, "OFPMP_METER_FEATURES"), (12, "OFPMP_TABLE_FEATURES"), (13, "OFPMP_PORT_DESC"), (65535, "OFPMP_EXPERIMENTER")]),
    Field::new("openflow_v4.multipart_reply.flags", "Flags", Place::Uint(16)).hex(),
    Field::new("openflow_v4.multipart_reply.flags.more", "OFPMPF_REPLY_MORE", Place::Sub(0x1)).hex().ft(16),
    Field::new("openflow_v4.multipart_reply.pad", "Pad", Place::Run(4)),
    Field::part(Place::Group(&[&REPLY_BODY])),
];
static HELLO_ELEMENT: Field = Field::new("", "Element", Place::Group(list![
    Field::new("openflow_v4.hello_element.type", "Type", Place::Uint(16)).names(&[(1, "OFPHET_VERSIONBITMAP")]),
    Field::new("openflow_v4.hello_element.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.hello_element.version.bitmap", "Bitmap", Place::Rest),
]));
/// Where it goes in and out, and how fast.
static PORT: Field = Field::new("", "Port", Place::Group(list![
    Field::new("openflow_v4.port.port_no", "Port no", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.port.pad", "Pad", Place::Run(4)),
    Field::new("openflow_v4.port.hw_addr", "Hw addr", Place::Run(6)).kind(Kind::Mac),
    Field::new("openflow_v4.port.pad2", "Pad", Place::Run(2)),
    Field::part(Place::Sized(|_| 16, list![Field::new("openflow_v4.port.name", "Name", Place::Zero)])),
    Field::new("openflow_v4.port.config", "Config", Place::Uint(32)).hex(),
    Field::new("openflow_v4.port.config.port_down", "OFPPC_PORT_DOWN", Place::Sub(0x1)),
    Field::new("openflow_v4.port.config.no_recv", "OFPPC_NO_RECV", Place::Sub(0x4)),
    Field::new("openflow_v4.port.config.no_fwd", "OFPPC_NO_FWD", Place::Sub(0x20)),
    Field::new("openflow_v4.port.config.no_packet_in", "OFPPC_NO_PACKET_IN", Place::Sub(0x40)),
    Field::new("openflow_v4.port.sate", "State", Place::Uint(32)).hex(),
    Field::new("openflow_v4.port.state.link_down", "OFPPS_LINK_DOWN", Place::Sub(0x1)),
    Field::new("openflow_v4.port.state.blocked", "OFPPS_BLOCKED", Place::Sub(0x2)),
    Field::new("openflow_v4.port.state.live", "OFPPS_LIVE", Place::Sub(0x4)),
    Field::new("openflow_v4.port.current", "Current", Place::Uint(32)).hex(),
    Field::new("openflow_v4.port.current.10mb_hd", "OFPPF_10MB_HD", Place::Sub(0x1)),
    Field::new("openflow_v4.port.current.10mb_fd", "OFPPF_10MB_FD", Place::Sub(0x2)),
    Field::new("openflow_v4.port.current.100mb_hd", "OFPPF_100MB_HD", Place::Sub(0x4)),
    Field::new("openflow_v4.port.current.100mb_fd", "OFPPF_100MB_FD", Place::Sub(0x8)),
    Field::new("openflow_v4.port.current.1gb_hd", "OFPPF_1GB_HD", Place::Sub(0x10)),
    Field::new("openflow_v4.port.current.1gb_fd", "OFPPF_1GB_FD", Place::Sub(0x20)),
    Field::new("openflow_v4.port.current.10gb_fd", "OFPPF_10_GB_FD", Place::Sub(0x40)),
    Field::new("openflow_v4.port.current.40gb_fd", "OFPPF_40GB_FD", Place::Sub(0x80)),
    Field::new("openflow_v4.port.current.100_gb_fd", "OFPPF_100_GB_FD", Place::Sub(0x100)),
    Field::new("openflow_v4.port.current.1tb_fd", "OFPPF_1TB_FD", Place::Sub(0x200)),
    Field::new("openflow_v4.port.current.other", "OFPPF_OTHER", Place::Sub(0x400)),
    Field::new("openflow_v4.port.current.copper", "OFPPF_COPPER", Place::Sub(0x800)),
    Field::new("openflow_v4.port.current.fiber", "OFPPF_FIBER", Place::Sub(0x1000)),
    Field::new("openflow_v4.port.current.autoneg", "OFPPF_AUTONEG", Place::Sub(0x2000)),
    Field::new("openflow_v4.port.current.pause", "OFPPF_PAUSE", Place::Sub(0x4000)),
    Field::new("openflow_v4.port.current.pause_asym", "OFPPF_PAUSE_ASYM", Place::Sub(0x8000)),
    Field::new("openflow_v4.port.advertised", "Advertised", Place::Uint(32)).hex(),
    Field::new("openflow_v4.port.advertised.10mb_hd", "OFPPF_10MB_HD", Place::Sub(0x1)),
    Field::new("openflow_v4.port.advertised.10mb_fd", "OFPPF_10MB_FD", Place::Sub(0x2)),
    Field::new("openflow_v4.port.advertised.100mb_hd", "OFPPF_100MB_HD", Place::Sub(0x4)),
    Field::new("openflow_v4.port.advertised.100mb_fd", "OFPPF_100MB_FD", Place::Sub(0x8)),
    Field::new("openflow_v4.port.advertised.1gb_hd", "OFPPF_1GB_HD", Place::Sub(0x10)),
    Field::new("openflow_v4.port.advertised.1gb_fd", "OFPPF_1GB_FD", Place::Sub(0x20)),
    Field::new("openflow_v4.port.advertised.10gb_fd", "OFPPF_10_GB_FD", Place::Sub(0x40)),
    Field::new("openflow_v4.port.advertised.40gb_fd", "OFPPF_40GB_FD", Place::Sub(0x80)),
    Field::new("openflow_v4.port.advertised.100gb_fd", "OFPPF_100GB_FD", Place::Sub(0x100)),
    Field::new("openflow_v4.port.advertised.1tb_fd", "OFPPF_1TB_FD", Place::Sub(0x200)),
    Field::new("openflow_v4.port.advertised.other", "OFPPF_OTHER", Place::Sub(0x400)),
    Field::new("openflow_v4.port.advertised.copper", "OFPPF_COPPER", Place::Sub(0x800)),
    Field::new("openflow_v4.port.advertised.fiber", "OFPPF_FIBER", Place::Sub(0x1000)),
    Field::new("openflow_v4.port.advertised.autoneg", "OFPPF_AUTONEG", Place::Sub(0x2000)),
    Field::new("openflow_v4.port.advertised.pause", "OFPPF_PAUSE", Place::Sub(0x4000)),
    Field::new("openflow_v4.port.advertised.pause_asym", "OFPPF_PAUSE_ASYM", Place::Sub(0x8000)),
    Field::new("openflow_v4.port.supported", "Supported", Place::Uint(32)).hex(),
    Field::new("openflow_v4.port.supported.10mb_hd", "OFPPF_10MB_HD", Place::Sub(0x1)),
    Field::new("openflow_v4.port.supported.10mb_fd", "OFPPF_10MB_FD", Place::Sub(0x2)),
    Field::new("openflow_v4.port.supported.100mb_hd", "OFPPF_100MB_HD", Place::Sub(0x4)),
    Field::new("openflow_v4.port.supported.100mb_fd", "OFPPF_100MB_FD", Place::Sub(0x8)),
    Field::new("openflow_v4.port.supported.1gb_hd", "OFPPF_1GB_HD", Place::Sub(0x10)),
    Field::new("openflow_v4.port.supported.1gb_fd", "OFPPF_1GB_FD", Place::Sub(0x20)),
    Field::new("openflow_v4.port.supported.10gb_fd", "OFPPF_10_GB_FD", Place::Sub(0x40)),
    Field::new("openflow_v4.port.supported.40gb_fd", "OFPPF_40GB_FD", Place::Sub(0x80)),
    Field::new("openflow_v4.port.supported.100gb_fd", "OFPPF_100GB_FD", Place::Sub(0x100)),
    Field::new("openflow_v4.port.supported.1tb_fd", "OFPPF_1TB_FD", Place::Sub(0x200)),
    Field::new("openflow_v4.port.supported.other", "OFPPF_OTHER", Place::Sub(0x400)),
    Field::new("openflow_v4.port.supported.copper", "OFPPF_COPPER", Place::Sub(0x800)),
    Field::new("openflow_v4.port.supported.fiber", "OFPPF_FIBER", Place::Sub(0x1000)),
    Field::new("openflow_v4.port.supported.autoneg", "OFPPF_AUTONEG", Place::Sub(0x2000)),
    Field::new("openflow_v4.port.supported.pause", "OFPPF_PAUSE", Place::Sub(0x4000)),
    Field::new("openflow_v4.port.supported.pause_asym", "OFPPF_PAUSE_ASYM", Place::Sub(0x8000)),
    Field::new("openflow_v4.port.peer", "Peer", Place::Uint(32)).hex(),
    Field::new("openflow_v4.port.peer.10mb_hd", "OFPPF_10MB_HD", Place::Sub(0x1)),
    Field::new("openflow_v4.port.peer.10mb_fd", "OFPPF_10MB_FD", Place::Sub(0x2)),
    Field::new("openflow_v4.port.peer.100mb_hd", "OFPPF_100MB_HD", Place::Sub(0x4)),
    Field::new("openflow_v4.port.peer.100mb_fd", "OFPPF_100MB_FD", Place::Sub(0x8)),
    Field::new("openflow_v4.port.peer.1gb_hd", "OFPPF_1GB_HD", Place::Sub(0x10)),
    Field::new("openflow_v4.port.peer.1gb_fd", "OFPPF_1GB_FD", Place::Sub(0x20)),
    Field::new("openflow_v4.port.peer.10gb_fd", "OFPPF_10_GB_FD", Place::Sub(0x40)),
    Field::new("openflow_v4.port.peer.40gb_fd", "OFPPF_40GB_FD", Place::Sub(0x80)),
    Field::new("openflow_v4.port.peer.100gb_fd", "OFPPF_100GB_FD", Place::Sub(0x100)),
    Field::new("openflow_v4.port.peer.1tb_fd", "OFPPF_1TB_FD", Place::Sub(0x200)),
    Field::new("openflow_v4.port.peer.other", "OFPPF_OTHER", Place::Sub(0x400)),
    Field::new("openflow_v4.port.peer.copper", "OFPPF_COPPER", Place::Sub(0x800)),
    Field::new("openflow_v4.port.peer.fiber", "OFPPF_FIBER", Place::Sub(0x1000)),
    Field::new("openflow_v4.port.peer.autoneg", "OFPPF_AUTONEG", Place::Sub(0x2000)),
    Field::new("openflow_v4.port.peer.pause", "OFPPF_PAUSE", Place::Sub(0x4000)),
    Field::new("openflow_v4.port.peer.pause_asym", "OFPPF_PAUSE_ASYM", Place::Sub(0x8000)),
    Field::new("openflow_v4.port.curr_speed", "Curr speed", Place::Uint(32)),
    Field::new("openflow_v4.port.max_speed", "Max speed", Place::Uint(32)),
]));
static QUEUE: Field = Field::new("", "Queue", Place::Group(list![
    Field::new("openflow_v4.packet_queue.queue_id", "Queue ID", Place::Uint(32)).names(&[(0xffffffff, "OFPQ_ALL")]),
    Field::new("openflow_v4.packet_queue.port", "Port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.packet_queue.len", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.packet_queue.pad", "Pad", Place::Run(6)),
    Field::many("Properties", &QUEUE_PROPERTY),
]));
static QUEUE_PROPERTY: Field = Field::new("", "Queue property", Place::Group(list![
    Field::new("openflow_v4.queue_prop.property", "Property", Place::Key(16)).names(&[(1, "OFPQT_MIN_RATE"), (2, "OFPQT_MAX_RATE"), (65535, "OFPQT_EXPERIMENTER")]),
    Field::new("openflow_v4.queue_prop.len", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.queue_prop.pad", "Pad", Place::Run(4)),
    Field::part(Place::Pick(QUEUE_PROPERTIES, &[])),
]));
static QUEUE_PROPERTIES: &[(u64, Fields)] = &[
    (1, list![Field::new("openflow_v4.queue_prop.min_rate.rate", "Rate", Place::Uint(16)).names(&[(65535, "OFPQ_MIN_RATE_UNCFG")]), Field::new("openflow_v4.queue_prop.min_rate.pad", "Pad", Place::Run(6))]),
    (2, list![Field::new("openflow_v4.queue_prop.max_rate.rate", "Rate", Place::Uint(16)).names(&[(65535, "OFPQ_MAX_RATE_UNCFG")]), Field::new("openflow_v4.queue_prop.max_rate.pad", "Pad", Place::Run(6))]),
    (65535, list![Field::new("openflow_v4.queue_prop.experimenter.experimenter", "Experimenter", Place::Uint(32)), Field::new("openflow_v4.queue_prop.experimenter.pad", "Pad", Place::Run(4))]),
];
static METER_BAND: Field = Field::new("", "Meter band", Place::Group(list![
    Field::new("openflow_v4.meter_band.type", "Type", Place::Key(16)).names(&[(1, "OFPMBT_DROP"), (2, "OFPMBT_DSCP_REMARK"), (65535, "OFPMBT_EXPERIMENTER")]),
    Field::new("openflow_v4.meter_band.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.meter_band.rate", "Rate", Place::Uint(32)),
    Field::new("openflow_v4.meter_band.burst_size", "Burst size", Place::Uint(32)),
    Field::part(Place::When(|h| h.left() > 0, list![Field::part(Place::Pick(METER_BAND_OF, &[]))])),
]));
static METER_BAND_OF: &[(u64, Fields)] = &[
    (1, list![Field::new("openflow_v4.meter_band.drop.pad", "Pad", Place::Run(4))]),
    (2, list![Field::new("openflow_v4.meter_band.dscp_remark.prec_level", "Precedence level", Place::Uint(8)), Field::new("openflow_v4.meter_band.dscp_remark.pad", "Pad", Place::Run(3))]),
    (65535, list![Field::new("openflow_v4.meter_band.experimenter.experimenter", "Experimenter", Place::Uint(32))]),
];
static BUCKET: Field = Field::new("", "Bucket", Place::Group(list![
    Field::new("openflow_v4.bucket.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.bucket.weight", "Weight", Place::Uint(16)),
    Field::new("openflow_v4.bucket.watch_port", "Watch port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.bucket.watch_group", "Watch group", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::new("openflow_v4.bucket.pad", "Pad", Place::Run(4)),
    Field::many("Actions", &ACTION),
]));
static INSTRUCTION: Field = Field::new("", "Instruction", Place::Group(list![
    Field::new("openflow_v4.instruction.type", "Type", Place::Key(16)).names(&[(1, "OFPIT_GOTO_TABLE"), (2, "OFPIT_WRITE_METADATA"), (3, "OFPIT_WRITE_ACTIONS"), (4, "OFPIT_APPLY_ACTIONS"), (5, "OFPIT_CLEAR_ACTIONS"), (6, "OFPIT_METER"), (65535, "OFPIT_EXPERIMENTER = 0xFFFF")]),
    Field::new("openflow_v4.instruction.length", "Length", Place::Len(16, Counts::Whole)),
    Field::part(Place::When(|h| h.left() > 0, list![Field::part(Place::Pick(INSTRUCTION_OF, &[]))])),
]));
static INSTRUCTION_ACTIONS: Fields = list![
    Field::new("openflow_v4.instruction.actions.pad", "Pad", Place::Run(4)),
    Field::many("Actions", &ACTION),
];
/// An instruction that only names its kind has no more than type and length.
static INSTRUCTION_OF: &[(u64, Fields)] = &[
    (1, list![Field::part(Place::Group(&[&GOTO_TABLE]))]),
    (2, list![Field::part(Place::Group(&[&WRITE_METADATA]))]),
    (3, list![Field::part(Place::Group(&[&ACTIONS_IN]))]),
    (4, list![Field::part(Place::Group(&[&ACTIONS_IN]))]),
    (5, list![Field::part(Place::Group(&[&ACTIONS_IN]))]),
    (6, list![Field::new("openflow_v4.instruction.meter.meter_id", "Meter ID", Place::Uint(32)).names(&[(0xfffffffd, "OFPM_SLOWPATH"), (0xfffffffe, "OFPM_CONTROLLER"), (0xffffffff, "OFPM_ALL")])]),
    (65535, list![Field::new("openflow_v4.instruction_experimenter.experimenter", "Experimenter", Place::Uint(32)).hex()]),
];
static GOTO_TABLE: Field = Field::part(Place::When(|h| h.left() > 0, list![
    Field::new("openflow_v4.instruction.goto_table.table_id", "Table ID", Place::Uint(8)),
    Field::new("openflow_v4.instruction.goto_table.pad", "Pad", Place::Run(3)),
]));
static WRITE_METADATA: Field = Field::part(Place::When(|h| h.left() > 0, list![
    Field::new("openflow_v4.instruction.write_metadata.pad", "Pad", Place::Run(4)),
    Field::new("openflow_v4.instruction.write_metadata.value", "Value", Place::Uint(64)).hex(),
    Field::new("openflow_v4.instruction.write_metadata.mask", "Mask", Place::Uint(64)).hex(),
]));
/// What is done with a packet.
pub(super) static ACTIONS: Field = Field::many("Actions", &ACTION);
static ACTIONS_IN: Field = Field::part(Place::When(|h| h.left() > 0, INSTRUCTION_ACTIONS));
static ACTION: Field = Field::new("", "Action", Place::Group(list![
    Field::new("openflow_v4.action.type", "Type", Place::Key(16)),
    Field::new("openflow_v4.action.length", "Length", Place::Len(16, Counts::Whole)),
    Field::part(Place::When(|h| h.left() > 0, list![Field::part(Place::Pick(ACTION_OF, &[]))])),
]));
static ACTION_OF: &[(u64, Fields)] = &[
    (0, list![Field::new("openflow_v4.action.output.port", "Port", Place::Uint(32)).names(PORTS), Field::new("openflow_v4.action.output.max_len", "Max length", Place::Uint(16)).names(&[(65535, "OFPCML_NO_BUFFER")]), Field::new("openflow_v4.action.output.pad", "Pad", Place::Run(6))]),
    (11, list![Field::new("openflow_v4.action.copy_ttl_out.pad", "Pad", Place::Run(4))]),
    (12, list![Field::new("openflow_v4.action.copy_ttl_in.pad", "Pad", Place::Run(4))]),
    (15, list![Field::new("openflow_v4.action.set_mpls_ttl.ttl", "TTL", Place::Uint(8)), Field::new("openflow_v4.action.set_mpls_ttl.pad", "Pad", Place::Run(3))]),
    (16, list![Field::new("openflow_v4.action.dec_mpls_ttl.pad", "Pad", Place::Run(4))]),
    (17, list![Field::new("openflow_v4.action.push_vlan.ethertype", "Ethertype", Place::Uint(16)).hex(), Field::new("openflow_v4.action.push_vlan.pad", "Pad", Place::Run(2))]),
    (18, list![Field::new("openflow_v4.action.pop_vlan.pad", "Pad", Place::Run(4))]),
    (19, list![Field::new("openflow_v4.action.push_mpls.ethertype", "Ethertype", Place::Uint(16)).hex(), Field::new("openflow_v4.action.push_mpls.pad", "Pad", Place::Run(2))]),
    (20, list![Field::new("openflow_v4.action.pop_mpls.ethertype", "Ethertype", Place::Uint(16)).hex(), Field::new("openflow_v4.action.pop_mpls.pad", "Pad", Place::Run(2))]),
    (21, list![Field::new("openflow_v4.action.set_queue.queue_id", "Queue ID", Place::Uint(32))]),
    (22, list![Field::new("openflow_v4.action.group.group_id", "Group ID", Place::Uint(32)).names(PORTS)]),
    (23, list![Field::new("openflow_v4.action.set_nw_ttl.ttl", "TTL", Place::Uint(8)), Field::new("openflow_v4.action.set_nw_ttl.pad", "Pad", Place::Run(3))]),
    (24, list![Field::new("openflow_v4.action.dec_nw_ttl.pad", "Pad", Place::Run(4))]),
    (26, list![Field::new("openflow_v4.action.push_pbb.ethertype", "Ethertype", Place::Uint(16)).hex(), Field::new("openflow_v4.action.push_pbb.pad", "Pad", Place::Run(2))]),
    (27, list![Field::new("openflow_v4.action.pop_pbb.pad", "Pad", Place::Run(4))]),
    (25, list![Field::part(Place::When(|h| h.left() > 0, list![Field::part(Place::Group(&[&OXM])), Field::new("openflow_v4.action.set_field.pad", "Pad", Place::Rest)]))]),
    (65535, list![Field::part(Place::When(|h| h.left() > 0, list![Field::new("openflow_v4.action_experimenter.experimenter", "Experimenter", Place::Uint(32)).hex()]))]),
];
static REQUESTS: &[(u64, Fields)] = &[
    (1, list![Field::part(Place::Group(&[&FLOW_REQUEST]))]),
    (2, list![Field::part(Place::Group(&[&AGGREGATE_REQUEST]))]),
    (4, list![Field::new("openflow_v4.port_stats_request.port_no", "Port number", Place::Uint(32)).names(PORTS), Field::new("openflow_v4.port_stats_request.pad", "Pad", Place::Run(4))]),
    (5, list![Field::new("openflow_v4.queue_stats_request.port_no", "Port number", Place::Uint(32)).names(PORTS), Field::new("openflow_v4.queue_stats_request.queue_id", "Queue ID", Place::Uint(32)).names(&[(0xffffffff, "OFPQ_ALL")])]),
    (6, list![Field::new("openflow_v4.group_stats_request.group_id", "Group ID", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]), Field::new("openflow_v4.group_stats_request.pad", "Pad", Place::Run(4))]),
    (9, list![Field::new("openflow_v4.meter_stats_request.meter_id", "Meter ID", Place::Uint(32)).names(&[(0xfffffffd, "OFPM_SLOWPATH"), (0xfffffffe, "OFPM_CONTROLLER"), (0xffffffff, "OFPM_ALL")]), Field::new("openflow_v4.meter_stats_request.pad", "Pad", Place::Run(4))]),
    (10, list![Field::new("openflow_v4.meter_config_request.meter_id", "Meter ID", Place::Uint(32)).names(&[(0xfffffffd, "OFPM_SLOWPATH"), (0xfffffffe, "OFPM_CONTROLLER"), (0xffffffff, "OFPM_ALL")]), Field::new("openflow_v4.meter_config_request.pad", "Pad", Place::Run(4))]),
    (12, list![Field::part(Place::Group(&[&TABLES]))]),
    (65535, list![Field::new("openflow_v4.multipart_request.experimenter.experimenter", "Experimenter", Place::Uint(32)).hex(), Field::new("openflow_v4.multipart_request.experimenter.exp_type", "Experimenter type", Place::Uint(32))]),
];
static FLOW_REQUEST: Field = Field::part(Place::Group(list![
    Field::new("openflow_v4.flow_stats_request.table_id", "Table ID", Place::Uint(8)).names(&[(255, "OFPTT_ALL")]),
    Field::new("openflow_v4.flow_stats_request.pad", "Pad", Place::Run(3)),
    Field::new("openflow_v4.flow_stats_request.out_port", "Out port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.flow_stats_request.out_group", "Out group", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::new("openflow_v4.flow_stats_request.pad2", "Pad", Place::Run(4)),
    Field::new("openflow_v4.flow_stats_request.cookie", "Cookie", Place::Uint(64)).hex(),
    Field::new("openflow_v4.flow_stats_request.cookie_mask", "Cookie mask", Place::Uint(64)).hex(),
    Field::part(Place::Group(&[&MATCH])),
]));
static AGGREGATE_REQUEST: Field = Field::part(Place::Group(list![
    Field::new("openflow_v4.aggregate_stats_request.table_id", "Table ID", Place::Uint(8)).names(&[(255, "OFPTT_ALL")]),
    Field::new("openflow_v4.aggregate_stats_request.pad", "Pad", Place::Run(3)),
    Field::new("openflow_v4.aggregate_stats_request.out_port", "Out port", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.aggregate_stats_request.out_group", "Out group", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::new("openflow_v4.aggregate_stats_request.pad2", "Pad", Place::Run(4)),
    Field::new("openflow_v4.aggregate_stats_request.cookie", "Cookie", Place::Uint(64)).hex(),
    Field::new("openflow_v4.aggregate_stats_request.cookie_mask", "Cookie mask", Place::Uint(64)).hex(),
    Field::part(Place::Group(&[&MATCH])),
]));
static REPLIES: &[(u64, Fields)] = &[
    (0, list![Field::part(Place::Sized(|_| 256, list![Field::new("openflow_v4.switch_description.mfr_desc", "Manufacturer desc.", Place::Zero)])), Field::part(Place::Sized(|_| 256, list![Field::new("openflow_v4.switch_description.hw_desc", "Hardware desc.", Place::Zero)])), Field::part(Place::Sized(|_| 256, list![Field::new("openflow_v4.switch_description.sw_desc", "Software desc.", Place::Zero)])), Field::part(Place::Sized(|_| 32, list![Field::new("openflow_v4.switch_description.serial_num", "Serial no.", Place::Zero)])), Field::part(Place::Sized(|_| 256, list![Field::new("openflow_v4.switch_description.dp_desc", "Datapath desc.", Place::Zero)]))]),
    (1, list![Field::part(Place::Group(&[&FLOWS]))]),
    (2, list![Field::new("openflow_v4.aggregate_stats.packet_count", "Packet count", Place::Uint(64)), Field::new("openflow_v4.aggregate_stats.byte_count", "Byte count", Place::Uint(64)), Field::new("openflow_v4.aggregate_stats.flow_count", "Flow count", Place::Uint(32)), Field::new("openflow_v4.aggregate_stats.pad", "Pad", Place::Run(4))]),
    (3, list![Field::part(Place::Group(&[&TABLE_STATS]))]),
    (4, list![Field::part(Place::Group(&[&PORT_STATS]))]),
    (5, list![Field::part(Place::Group(&[&QUEUE_STATS]))]),
    (6, list![Field::part(Place::Group(&[&GROUP_STATS]))]),
    (7, list![Field::part(Place::Group(&[&GROUP_DESCRIPTIONS]))]),
    (8, list![Field::part(Place::Group(&[&GROUP_FEATURES]))]),
    (9, list![Field::part(Place::Group(&[&METER_STATS]))]),
    (10, list![Field::part(Place::Group(&[&METER_CONFIGS]))]),
    (11, list![Field::new("openflow_v4.meter_features.max_meter", "Max meters", Place::Uint(32)), Field::new("openflow_v4.features.band_types", "Band types", Place::Uint(32)).hex(), Field::new("openflow_v4.meter_features.band_types.drop", "OFPMBT_DROP", Place::Sub(0x2)), Field::new("openflow_v4.meter_features.band_types.dscp_remark", "OFPMBT_DSCP_REMARK", Place::Sub(0x4)), Field::new("openflow_v4.meter_features.capabilities", "Capabilities", Place::Uint(32)).hex(), Field::new("openflow_v4.meter_features.capabilities.kbps", "OFPMF_KBPS", Place::Sub(0x1)), Field::new("openflow_v4.meter_features.capabilities.ptkps", "OFPMF_PKTPS", Place::Sub(0x2)), Field::new("openflow_v4.meter_features.capabilities.burst", "OFPMF_BURST", Place::Sub(0x4)), Field::new("openflow_v4.meter_features.capabilities.stats", "OFPMF_STATS", Place::Sub(0x8)), Field::new("openflow_v4.meter_features.max_bands", "Max bands", Place::Uint(8)), Field::new("openflow_v4.meter_features.max_color", "Max colors", Place::Uint(8)), Field::new("openflow_v4.meter_features.pad", "Pad", Place::Run(2))]),
    (12, list![Field::part(Place::Group(&[&TABLES]))]),
    (13, list![Field::part(Place::Group(&[&PORTS_OF]))]),
    (65535, list![Field::new("openflow_v4.multipart_reply.experimenter.experimenter", "Experimenter", Place::Uint(32)).hex(), Field::new("openflow_v4.multipart_reply.experimenter.exp_type", "Experimenter type", Place::Uint(32))]),
];
static FLOW: Field = Field::new("", "Flow stats", Place::Group(list![
    Field::new("openflow_v4.flow_stats.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.flow_stats.table_id", "Table ID", Place::Uint(8)),
    Field::new("openflow_v4.flow_stats.pad", "Pad", Place::Run(1)),
    Field::new("openflow_v4.flow_stats.duration_sec", "Duration sec", Place::Uint(32)),
    Field::new("openflow_v4.flow_stats.duration_nsec", "Duration nsec", Place::Uint(32)),
    Field::new("openflow_v4.flow_stats.priority", "Priority", Place::Uint(16)),
    Field::new("openflow_v4.flow_stats.idle_timeout", "Idle timeout", Place::Uint(16)),
    Field::new("openflow_v4.flow_stats.hard_timeout", "Hard timeout", Place::Uint(16)),
    Field::new("openflow_v4.flow_stats.flags", "Flags", Place::Uint(16)).hex(),
    Field::new("openflow_v4.flow_stats.flags.send_flow_rem", "Send flow removed", Place::Sub(0x1)),
    Field::new("openflow_v4.flow_stats.flags.check_overlap", "Check overlap", Place::Sub(0x2)),
    Field::new("openflow_v4.flow_stats.flags.reset_counts", "Reset counts", Place::Sub(0x4)),
    Field::new("openflow_v4.flow_stats.flags.no_packet_counts", "Don't count packets", Place::Sub(0x8)),
    Field::new("openflow_v4.flow_stats.flags.no_byte_counts", "Don't count bytes", Place::Sub(0x10)),
    Field::new("openflow_v4.flow_stats.pad2", "Pad", Place::Run(4)),
    Field::new("openflow_v4.flow_stats.cookie", "Cookie", Place::Uint(64)).hex(),
    Field::new("openflow_v4.flow_stats.packet_count", "Packet count", Place::Uint(64)),
    Field::new("openflow_v4.flow_stats.byte_count", "Byte count", Place::Uint(64)),
    Field::part(Place::Group(&[&MATCH])),
    Field::part(Place::Group(&[&INSTRUCTIONS])),
]));
static TABLE_STAT: Field = Field::new("", "Table stats", Place::Group(list![
    Field::new("openflow_v4.table_stats.table_id", "Table ID", Place::Uint(8)).names(&[(255, "OFPTT_ALL")]),
    Field::new("openflow_v4.table_stats.pad", "Pad", Place::Run(3)),
    Field::new("openflow_v4.table_stats.active_count", "Active count", Place::Uint(32)),
    Field::new("openflow_v4.table_stats.lookup_count", "Lookup count", Place::Uint(64)),
    Field::new("openflow_v4.table_stats.match_count", "Match count", Place::Uint(64)),
]));
static PORT_STAT: Field = Field::new("", "Port stats", Place::Group(list![
    Field::new("openflow_v4.port_stats.port_no", "Port number", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.port_stats.pad", "Pad", Place::Run(4)),
    Field::new("openflow_v4.port_stats.rx_packets", "Rx packets", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.tx_packets", "Tx packets", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.rx_bytes", "Rx bytes", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.tx_bytes", "Tx bytes", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.rx_dropped", "Rx dropped", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.tx_dropped", "Tx dropped", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.rx_errors", "Rx errors", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.tx_errors", "Tx errors", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.rx_frame_error", "Rx frame errors", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.rx_over_error", "Rx overrun errors", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.rx_crc_error", "Rx CRC errors", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.collisions", "Collisions", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.duration_sec", "Duration sec", Place::Uint(32)),
    Field::new("openflow_v4.port_stats.duration_nsec", "Duration nsec", Place::Uint(32)),
]));
static QUEUE_STAT: Field = Field::new("", "Queue stats", Place::Group(list![
    Field::new("openflow_v4.queue_stats.port_no", "Port number", Place::Uint(32)).names(PORTS),
    Field::new("openflow_v4.queue_stats.queue_id", "Queue ID", Place::Uint(32)).names(&[(0xffffffff, "OFPQ_ALL")]),
    Field::new("openflow_v4.queue_stats.tx_bytes", "Tx bytes", Place::Uint(64)),
    Field::new("openflow_v4.quee_stats.tx_packets", "Tx packets", Place::Uint(64)),
    Field::new("openflow_v4.port_stats.tx_errors", "Tx errors", Place::Uint(64)),
    Field::new("openflow_v4.queue_stats.duration_sec", "Duration sec", Place::Uint(32)),
    Field::new("openflow_v4.queue_stats.duration_nsec", "Duration nsec", Place::Uint(32)),
]));
static GROUP_STAT: Field = Field::new("", "Group stats", Place::Group(list![
    Field::new("openflow_v4.group_stats.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.group_stats.pad", "Pad", Place::Run(2)),
    Field::new("openflow_v4.group_stats.group_id", "Group ID", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::new("openflow_v4.group_stats.ref_count", "Ref. count", Place::Uint(32)),
    Field::new("openflow_v4.group_stats.pad2", "Pad", Place::Run(4)),
    Field::new("openflow_v4.group_stats.packet_count", "Packet count", Place::Uint(64)),
    Field::new("openflow_v4.group_stats.byte_count", "Byte count", Place::Uint(64)),
    Field::new("openflow_v4.flow_stats.duration_sec", "Duration sec", Place::Uint(32)),
    Field::new("openflow_v4.flow_stats.duration_nsec", "Duration nsec", Place::Uint(32)),
    Field::part(Place::Group(&[&BUCKET_COUNTERS])),
]));
static BUCKET_COUNTER: Field = Field::new("", "Bucket counter", Place::Group(list![
    Field::new("openflow_v4.bucket_counter.packet_count", "Packet count", Place::Uint(64)),
    Field::new("openflow_v4.bucket_counter.byte_count", "Byte count", Place::Uint(64)),
]));
static GROUP_DESCRIPTION: Field = Field::new("", "Group description", Place::Group(list![
    Field::new("openflow_v4.group_desc.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.group_desc.type", "Type", Place::Uint(8)).names(&[(0, "OFPGT_ALL"), (1, "OFPGT_SELECT"), (2, "OFPGT_INDIRECT"), (3, "OFPGT_FF")]),
    Field::new("openflow_v4.group_desc.pad2", "Pad", Place::Run(1)),
    Field::new("openflow_v4.group_desc.group_id", "Group ID", Place::Uint(32)).names(&[(0xfffffffc, "OFPG_ALL"), (0xffffffff, "OFPG_ANY")]),
    Field::part(Place::Group(&[&BUCKETS])),
]));
static GROUP_FEATURES: Field = Field::part(Place::Group(list![
    Field::new("openflow_v4.group_features.types", "Types", Place::Uint(32)).hex(),
    Field::new("openflow_v4.group_features.types.all", "OFPGT_ALL", Place::Sub(0x1)),
    Field::new("openflow_v4.group_features.types.select", "OFPGT_SELECT", Place::Sub(0x2)),
    Field::new("openflow_v4.group_features.types.indirect", "OFPGT_INDIRECT", Place::Sub(0x4)),
    Field::new("openflow_v4.group_features.types.ff", "OFPGT_FF", Place::Sub(0x8)),
    Field::new("openflow_v4.group_features.capabilities", "Capabilities", Place::Uint(32)).hex(),
    Field::new("openflow_v4.group_features.capabilities.select_weight", "OFPGFC_SELECT_WEIGHT", Place::Sub(0x1)),
    Field::new("openflow_v4.group_features.capabilities.select_liveness", "OFPGFC_SELECT_LIVENESS", Place::Sub(0x2)),
    Field::new("openflow_v4.group_features.capabilities.chaining", "OFPGFC_CHAINING", Place::Sub(0x4)),
    Field::new("openflow_v4.group_features.capabilities.chaining_checks", "OFPGFC_CHAINING_CHECKS", Place::Sub(0x8)),
    Field::new("openflow_v4.group_stats.max_groups.all", "Max groups (all)", Place::Uint(32)),
    Field::new("openflow_v4.group_stats.max_groups.select", "Max groups (select)", Place::Uint(32)),
    Field::new("openflow_v4.group_stats.max_groups.indirect", "Max groups (indirect)", Place::Uint(32)),
    Field::new("openflow_v4.group_stats.max_groups.ff", "Max groups (ff)", Place::Uint(32)),
    Field::new("openflow_v4.group_features.actions.all", "Actions (all)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.group_features.actions.all.output", "OFPAT_OUTPUT", Place::Sub(0x1)),
    Field::new("openflow_v4.group_features.actions.all.copy_ttl_out", "OFPAT_COPY_TTL_OUT", Place::Sub(0x800)),
    Field::new("openflow_v4.group_features.actions.all.copy_ttl_in", "OFPAT_COPY_TTL_IN", Place::Sub(0x1000)),
    Field::new("openflow_v4.group_features.actions.all.set_mpls_ttl", "OFPAT_SET_MPLS_TTL", Place::Sub(0x8000)),
    Field::new("openflow_v4.group_features.actions.all.dec_mpls_ttl", "OFPAT_DEC_MPLS_TTL", Place::Sub(0x10000)),
    Field::new("openflow_v4.group_features.actions.all.push_vlan", "OFPAT_PUSH_VLAN", Place::Sub(0x20000)),
    Field::new("openflow_v4.group_features.actions.all.pop_vlan", "OFPAT_POP_VLAN", Place::Sub(0x40000)),
    Field::new("openflow_v4.group_features.actions.all.push_mpls", "OFPAT_PUSH_MPLS", Place::Sub(0x80000)),
    Field::new("openflow_v4.group_features.actions.all.pop_mpls", "OFPAT_POP_MPLS", Place::Sub(0x100000)),
    Field::new("openflow_v4.group_features.actions.all.set_queue", "OFPAT_SET_QUEUE", Place::Sub(0x200000)),
    Field::new("openflow_v4.group_features.actions.all.group", "OFPAT_GROUP", Place::Sub(0x400000)),
    Field::new("openflow_v4.group_features.actions.all.set_nw_ttl", "OFPAT_SET_NW_TTL", Place::Sub(0x800000)),
    Field::new("openflow_v4.group_features.actions.all.dec_nw_ttl", "OFPAT_DEC_NW_TTL", Place::Sub(0x1000000)),
    Field::new("openflow_v4.group_features.actions.all.set_field", "OFPAT_SET_FIELD", Place::Sub(0x2000000)),
    Field::new("openflow_v4.group_features.actions.all.push_pbb", "OFPAT_PUSH_PBB", Place::Sub(0x4000000)),
    Field::new("openflow_v4.group_features.actions.all.pop_pbb", "OFPAT_POP_PBB", Place::Sub(0x8000000)),
    Field::new("openflow_v4.group_features.actions.select", "Actions (select)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.group_features.actions.select.output", "OFPAT_OUTPUT", Place::Sub(0x1)),
    Field::new("openflow_v4.group_features.actions.select.copy_ttl_out", "OFPAT_COPY_TTL_OUT", Place::Sub(0x800)),
    Field::new("openflow_v4.group_features.actions.select.copy_ttl_in", "OFPAT_COPY_TTL_IN", Place::Sub(0x1000)),
    Field::new("openflow_v4.group_features.actions.select.set_mpls_ttl", "OFPAT_SET_MPLS_TTL", Place::Sub(0x8000)),
    Field::new("openflow_v4.group_features.actions.select.dec_mpls_ttl", "OFPAT_DEC_MPLS_TTL", Place::Sub(0x10000)),
    Field::new("openflow_v4.group_features.actions.select.push_vlan", "OFPAT_PUSH_VLAN", Place::Sub(0x20000)),
    Field::new("openflow_v4.group_features.actions.select.pop_vlan", "OFPAT_POP_VLAN", Place::Sub(0x40000)),
    Field::new("openflow_v4.group_features.actions.select.push_mpls", "OFPAT_PUSH_MPLS", Place::Sub(0x80000)),
    Field::new("openflow_v4.group_features.actions.select.pop_mpls", "OFPAT_POP_MPLS", Place::Sub(0x100000)),
    Field::new("openflow_v4.group_features.actions.select.set_queue", "OFPAT_SET_QUEUE", Place::Sub(0x200000)),
    Field::new("openflow_v4.group_features.actions.select.group", "OFPAT_GROUP", Place::Sub(0x400000)),
    Field::new("openflow_v4.group_features.actions.select.set_nw_ttl", "OFPAT_SET_NW_TTL", Place::Sub(0x800000)),
    Field::new("openflow_v4.group_features.actions.select.dec_nw_ttl", "OFPAT_DEC_NW_TTL", Place::Sub(0x1000000)),
    Field::new("openflow_v4.group_features.actions.select.set_field", "OFPAT_SET_FIELD", Place::Sub(0x2000000)),
    Field::new("openflow_v4.group_features.actions.select.push_pbb", "OFPAT_PUSH_PBB", Place::Sub(0x4000000)),
    Field::new("openflow_v4.group_features.actions.select.pop_pbb", "OFPAT_POP_PBB", Place::Sub(0x8000000)),
    Field::new("openflow_v4.group_features.actions.indirect", "Actions (indirect)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.group_features.actions.indirect.output", "OFPAT_OUTPUT", Place::Sub(0x1)),
    Field::new("openflow_v4.group_features.actions.indirect.copy_ttl_out", "OFPAT_COPY_TTL_OUT", Place::Sub(0x800)),
    Field::new("openflow_v4.group_features.actions.indirect.copy_ttl_in", "OFPAT_COPY_TTL_IN", Place::Sub(0x1000)),
    Field::new("openflow_v4.group_features.actions.indirect.set_mpls_ttl", "OFPAT_SET_MPLS_TTL", Place::Sub(0x8000)),
    Field::new("openflow_v4.group_features.actions.indirect.dec_mpls_ttl", "OFPAT_DEC_MPLS_TTL", Place::Sub(0x10000)),
    Field::new("openflow_v4.group_features.actions.indirect.push_vlan", "OFPAT_PUSH_VLAN", Place::Sub(0x20000)),
    Field::new("openflow_v4.group_features.actions.indirect.pop_vlan", "OFPAT_POP_VLAN", Place::Sub(0x40000)),
    Field::new("openflow_v4.group_features.actions.indirect.push_mpls", "OFPAT_PUSH_MPLS", Place::Sub(0x80000)),
    Field::new("openflow_v4.group_features.actions.indirect.pop_mpls", "OFPAT_POP_MPLS", Place::Sub(0x100000)),
    Field::new("openflow_v4.group_features.actions.indirect.set_queue", "OFPAT_SET_QUEUE", Place::Sub(0x200000)),
    Field::new("openflow_v4.group_features.actions.indirect.group", "OFPAT_GROUP", Place::Sub(0x400000)),
    Field::new("openflow_v4.group_features.actions.indirect.set_nw_ttl", "OFPAT_SET_NW_TTL", Place::Sub(0x800000)),
    Field::new("openflow_v4.group_features.actions.indirect.dec_nw_ttl", "OFPAT_DEC_NW_TTL", Place::Sub(0x1000000)),
    Field::new("openflow_v4.group_features.actions.indirect.set_field", "OFPAT_SET_FIELD", Place::Sub(0x2000000)),
    Field::new("openflow_v4.group_features.actions.indirect.push_pbb", "OFPAT_PUSH_PBB", Place::Sub(0x4000000)),
    Field::new("openflow_v4.group_features.actions.indirect.pop_pbb", "OFPAT_POP_PBB", Place::Sub(0x8000000)),
    Field::new("openflow_v4.group_features.actions.ff", "Actions (ff)", Place::Uint(32)).hex(),
    Field::new("openflow_v4.group_features.actions.ff.output", "OFPAT_OUTPUT", Place::Sub(0x1)),
    Field::new("openflow_v4.group_features.actions.ff.copy_ttl_out", "OFPAT_COPY_TTL_OUT", Place::Sub(0x800)),
    Field::new("openflow_v4.group_features.actions.ff.copy_ttl_in", "OFPAT_COPY_TTL_IN", Place::Sub(0x1000)),
    Field::new("openflow_v4.group_features.actions.ff.set_mpls_ttl", "OFPAT_SET_MPLS_TTL", Place::Sub(0x8000)),
    Field::new("openflow_v4.group_features.actions.ff.dec_mpls_ttl", "OFPAT_DEC_MPLS_TTL", Place::Sub(0x10000)),
    Field::new("openflow_v4.group_features.actions.ff.push_vlan", "OFPAT_PUSH_VLAN", Place::Sub(0x20000)),
    Field::new("openflow_v4.group_features.actions.ff.pop_vlan", "OFPAT_POP_VLAN", Place::Sub(0x40000)),
    Field::new("openflow_v4.group_features.actions.ff.push_mpls", "OFPAT_PUSH_MPLS", Place::Sub(0x80000)),
    Field::new("openflow_v4.group_features.actions.ff.pop_mpls", "OFPAT_POP_MPLS", Place::Sub(0x100000)),
    Field::new("openflow_v4.group_features.actions.ff.set_queue", "OFPAT_SET_QUEUE", Place::Sub(0x200000)),
    Field::new("openflow_v4.group_features.actions.ff.group", "OFPAT_GROUP", Place::Sub(0x400000)),
    Field::new("openflow_v4.group_features.actions.ff.set_nw_ttl", "OFPAT_SET_NW_TTL", Place::Sub(0x800000)),
    Field::new("openflow_v4.group_features.actions.ff.dec_nw_ttl", "OFPAT_DEC_NW_TTL", Place::Sub(0x1000000)),
    Field::new("openflow_v4.group_features.actions.ff.set_field", "OFPAT_SET_FIELD", Place::Sub(0x2000000)),
    Field::new("openflow_v4.group_features.actions.ff.push_pbb", "OFPAT_PUSH_PBB", Place::Sub(0x4000000)),
    Field::new("openflow_v4.group_features.actions.ff.pop_pbb", "OFPAT_POP_PBB", Place::Sub(0x8000000)),
]));
static METER_STAT: Field = Field::new("", "Meter stats", Place::Group(list![
    Field::new("openflow_v4.meter_stats.meter_id", "Meter ID", Place::Uint(32)).names(&[(0xfffffffd, "OFPM_SLOWPATH"), (0xfffffffe, "OFPM_CONTROLLER"), (0xffffffff, "OFPM_ALL")]),
    Field::new("openflow_v4.meter_stats.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.meter_stats.pad", "Pad", Place::Run(6)),
    Field::new("openflow_v4.meter_stats.flow_count", "Flow count", Place::Uint(32)),
    Field::new("openflow_v4.meter_stats.packet_in_count", "Packet in count", Place::Uint(64)),
    Field::new("openflow_v4.meter_stats.byte_in_count", "Byte in count", Place::Uint(64)),
    Field::new("openflow_v4.meter_stats.duration_sec", "Duration sec", Place::Uint(32)),
    Field::new("openflow_v4.meter_stats.duration_nsec", "Duration nsec", Place::Uint(32)),
    Field::part(Place::Group(&[&METER_BAND_STATS])),
]));
static METER_BAND_STAT: Field = Field::new("", "Meter band stats", Place::Group(list![
    Field::new("openflow_v4.meter_band_stats.packet_band_count", "Packet count", Place::Uint(64)),
    Field::new("openflow_v4.meter_band_stats.byte_band_count", "Byte count", Place::Uint(64)),
]));
static METER_CONFIG: Field = Field::new("", "Meter config", Place::Group(list![
    Field::new("openflow_v4.meter_config.len", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.meter_config.flags", "Flags", Place::Uint(16)).hex().ft(32),
    Field::new("openflow_v4.meter_config.flags.kbps", "OFPMF_KBPS", Place::Sub(0x1)),
    Field::new("openflow_v4.meter_config.flags.ptkps", "OFPMF_PKTPS", Place::Sub(0x2)),
    Field::new("openflow_v4.meter_config.flags.burst", "OFPMF_BURST", Place::Sub(0x4)),
    Field::new("openflow_v4.meter_config.flags.stats", "OFPMF_STATS", Place::Sub(0x8)),
    Field::new("openflow_v4.meter_config.meter_id", "Meter ID", Place::Uint(32)).names(&[(0xfffffffd, "OFPM_SLOWPATH"), (0xfffffffe, "OFPM_CONTROLLER"), (0xffffffff, "OFPM_ALL")]),
    Field::part(Place::Group(&[&METER_BANDS])),
]));
static TABLE: Field = Field::new("", "Table features", Place::Group(list![
    Field::new("openflow_v4.table_features.length", "Length", Place::Len(16, Counts::Whole)),
    Field::new("openflow_v4.table_features.table_id", "Table ID", Place::Uint(8)),
    Field::new("openflow_v4.table_features.pad", "Pad", Place::Run(5)),
    Field::part(Place::Sized(|_| 32, list![Field::new("openflow_v4.table_features.name", "Name", Place::Zero)])),
    Field::new("openflow_v4.table_features.metadata_match", "Metadata match", Place::Uint(64)).hex(),
    Field::new("openflow_v4.table_features.metadata_write", "Metadata write", Place::Uint(64)).hex(),
    Field::new("openflow_v4.table_features.config", "Config", Place::Run(4)),
    Field::new("openflow_v4.table_features.max_entries", "Max entries", Place::Uint(32)),
    Field::many("Properties", &TABLE_PROPERTY),
]));
/// Its length leaves out what fills it to a multiple of 8.
static TABLE_PROPERTY: Field = Field::new("", "Table feature property", Place::Group(list![
    Field::new("openflow_v4.table_feature_prop.type", "Type", Place::Key(16)).names(&[(0, "OFPTFPT_INSTRUCTIONS"), (1, "OFPTFPT_INSTRUCTIONS_MISS"), (2, "OFPTFPT_NEXT_TABLES"), (3, "OFPTFPT_NEXT_TABLES_MISS"), (4, "OFPTFPT_WRITE_ACTIONS"), (5, "OFPTFPT_WRITE_ACTIONS_MISS"), (6, "OFPTFPT_APPLY_ACTIONS"), (7, "OFPTFPT_APPLY_ACTIONS_MISS"), (8, "OFPTFPT_MATCH"), (10, "OFPTFPT_WILDCARDS"), (12, "OFPTFPT_WRITE_SETFIELD"), (13, "OFPTFPT_WRITE_SETFIELD_MISS"), (14, "OFPTFPT_APPLY_SETFIELD"), (15, "OFPTFPT_APPLY_SETFIELD_MISS"), (65534, "OFPTFPT_EXPERIMENTER"), (65535, "OFPTFPT_EXPERIMENTER_MISS")]),
    Field::new("openflow_v4.table_feature_prop.length", "Length", Place::Uint(16)),
    Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(4), list![Field::part(Place::Pick(TABLE_PROPERTIES, &[]))])),
    Field::part(Place::When(|h| h.pad(8) > 0 && h.left() > 0, list![Field::new("openflow_v4.table_feature_prop.pad", "Pad", Place::Take(|h| h.pad(8)))])),
]));
static TABLE_PROPERTIES: &[(u64, Fields)] = &[
    (0, list![Field::many("Instructions", &INSTRUCTION)]),
    (1, list![Field::many("Instructions", &INSTRUCTION)]),
    (2, list![Field::many("Tables", &NEXT_TABLE)]),
    (3, list![Field::many("Tables", &NEXT_TABLE)]),
    (4, list![Field::many("Actions", &ACTION)]),
    (5, list![Field::many("Actions", &ACTION)]),
    (6, list![Field::many("Actions", &ACTION)]),
    (7, list![Field::many("Actions", &ACTION)]),
    (8, list![Field::many("Match fields", &OXM_ID)]),
    (10, list![Field::many("Match fields", &OXM_ID)]),
    (12, list![Field::many("Match fields", &OXM_ID)]),
    (13, list![Field::many("Match fields", &OXM_ID)]),
    (14, list![Field::many("Match fields", &OXM_ID)]),
    (15, list![Field::many("Match fields", &OXM_ID)]),
    (65534, list![Field::new("openflow_v4.table_feature_prop.experimenter.experimenter", "Experimenter", Place::Uint(32)).hex(), Field::new("openflow_v4.table_feature_prop.experimenter.exp_type", "Experimenter type", Place::Uint(32))]),
    (65535, list![Field::new("openflow_v4.table_feature_prop.experimenter.experimenter", "Experimenter", Place::Uint(32)).hex(), Field::new("openflow_v4.table_feature_prop.experimenter.exp_type", "Experimenter type", Place::Uint(32))]),
];
static NEXT_TABLE: Field = Field::new("openflow_v4.table_feature_prop.next_tables.next_table_id", "Next table ID", Place::Uint(8));
static FLOWS: Field = Field::many("Flows", &FLOW);
static TABLE_STATS: Field = Field::many("Tables", &TABLE_STAT);
static PORT_STATS: Field = Field::many("Ports", &PORT_STAT);
static QUEUE_STATS: Field = Field::many("Queues", &QUEUE_STAT);
static GROUP_STATS: Field = Field::many("Groups", &GROUP_STAT);
static BUCKET_COUNTERS: Field = Field::many("Buckets", &BUCKET_COUNTER);
static GROUP_DESCRIPTIONS: Field = Field::many("Groups", &GROUP_DESCRIPTION);
static METER_STATS: Field = Field::many("Meters", &METER_STAT);
static METER_BAND_STATS: Field = Field::many("Bands", &METER_BAND_STAT);
static METER_CONFIGS: Field = Field::many("Meters", &METER_CONFIG);
static TABLES: Field = Field::many("Tables", &TABLE);
static PORTS_OF: Field = Field::many("Ports", &PORT);
static HELLO_ELEMENTS: Field = Field::many("Elements", &HELLO_ELEMENT);
static QUEUES: Field = Field::many("Queues", &QUEUE);
static METER_BANDS: Field = Field::many("Bands", &METER_BAND);
static BUCKETS: Field = Field::many("Buckets", &BUCKET);
static INSTRUCTIONS: Field = Field::many("Instructions", &INSTRUCTION);
static REQUEST_BODY: Field = Field::part(Place::Switch(|h| h.word(8).into(), REQUESTS, &[]));
static REPLY_BODY: Field = Field::part(Place::Switch(|h| h.word(8).into(), REPLIES, &[]));
static FRAGMENTS: Field = Field::new("openflow_v4.switch_config.flags.fragments", "IP Fragments", Place::Sub(0x3)).names(&[(0, "OFPC_FRAG_NORMAL"), (1, "OFPC_FRAG_DROP"), (2, "OFPC_FRAG_REASM")]);
static ERROR_DATA: Field = Field::part(Place::Switch(|h| h.word(8).into(), &[(0, &[&ERROR_TEXT])], &[&ERROR_MESSAGE]));
/// An answer quotes the message that was wrong.
static ERROR_MESSAGE: Field = Field::part(Place::When(|h| h.left() >= 8, &[&ERROR_BODY]));
static ERROR_BODY: Field = Field::new("openflow_v4.error.data.body", "Body", Place::Rest);
static ERROR_TEXT: Field = Field::new("openflow_v4.error.data", "Data", Place::Rest).text();
/// What a packet must be like: fields and values, filled to a multiple of 8 behind the length.
pub(super) static MATCH: Field = Field::new("", "Match", Place::Group(list![
    Field::new("openflow_v4.match.type", "Type", Place::Uint(16)).names(&[(0, "OFPMT_STANDARD"), (1, "OFPMT_OXM")]),
    Field::new("openflow_v4.match.length", "Length", Place::Uint(16)),
    Field::part(Place::Sized(|h| (h.number as usize).saturating_sub(4), list![Field::many("Fields", &OXM)])),
    Field::part(Place::When(|h| h.pad(8) > 0, list![Field::new("openflow_v4.match.pad", "Pad", Place::Take(|h| h.pad(8)))])),
]));
static OXM_ID: Field = Field::new("", "OXM ID", Place::Group(OXM_HEAD));
static OXM_HEAD: Fields = list![
    Field::new("openflow_v4.oxm.class", "Class", Place::Uint(16)).hex().names(&[(0, "OFPXMC_NMX_0"), (1, "OFPXMC_NXM_1"), (32768, "OFPXMC_OPENFLOW_BASIC"), (65535, "OFPXMC_EXPERIMENTER")]),
    Field::part(Place::Uint(8)),
    Field::new("openflow_v4.oxm.field", "Field", Place::Sub(0xfe)),
    Field::new("openflow_v4.oxm.hm", "Has mask", Place::Sub(0x01)),
    Field::new("openflow_v4.oxm.length", "Length", Place::Uint(8)),
];
static OXM: Field = Field::new("", "OXM field", Place::Group(list![
    Field::part(Place::Group(OXM_HEAD)),
    Field::part(Place::Sized(|h| h.number as usize, &[&OXM_VALUE])),
]));
/// By class and field; where a mask follows, it is as long as the value.
static OXM_VALUE: Field = Field::part(Place::Switch(
    |h| {
        let head = h.at.saturating_sub(4);
        let field = u64::from(h.byte(head + 2));
        match h.word(head) {
            0x8000 => field,
            0xffff => 0x100,
            _ => 0x101,
        }
    },
    OXM_VALUES,
    &[],
));
const OXM_PLAIN: Fields = &[&OXM_BYTES];
const OXM_MASKED: Fields = &[&OXM_HALF, &OXM_MASK];
static OXM_BYTES: Field = Field::new("openflow_v4.oxm.value", "Value", Place::Rest);
static OXM_HALF: Field = Field::new("openflow_v4.oxm.value", "Value", Place::Take(|h| h.left() / 2));
static OXM_MASK: Field = Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest);
static OXM_VALUES: &[(u64, Fields)] = &[
    (0, list![Field::new("openflow_v4.oxm.value_uint32", "Value", Place::Uint(32))]),
    (1, list![Field::new("openflow_v4.oxm.value_uint32", "Value", Place::Uint(32)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (2, list![Field::new("openflow_v4.oxm.value_uint32", "Value", Place::Uint(32))]),
    (3, list![Field::new("openflow_v4.oxm.value_uint32", "Value", Place::Uint(32)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (6, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac)]),
    (7, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac), Field::new("openflow_v4.oxm.ether_mask", "Mask", Place::Run(6)).kind(Kind::Mac)]),
    (8, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac)]),
    (9, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac), Field::new("openflow_v4.oxm.ether_mask", "Mask", Place::Run(6)).kind(Kind::Mac)]),
    (10, list![Field::new("openflow_v4.oxm.value_ethertype", "Value", Place::Uint(16)).hex()]),
    (11, list![Field::new("openflow_v4.oxm.value_ethertype", "Value", Place::Uint(16)).hex(), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (12, list![Field::part(Place::Uint(16)), Field::new("openflow_v4.oxm.value_vlan_present", "OFPVID_PRESENT", Place::Sub(0x1000)), Field::new("openflow_v4.oxm.value_vlan_vid", "Value", Place::Sub(0xfff))]),
    (13, list![Field::part(Place::Uint(16)), Field::new("openflow_v4.oxm.value_vlan_present", "OFPVID_PRESENT", Place::Sub(0x1000)), Field::new("openflow_v4.oxm.value_vlan_vid", "Value", Place::Sub(0xfff)), Field::new("openflow_v4.oxm.vlan_mask", "Mask", Place::Uint(16)).hex()]),
    (20, list![Field::new("openflow_v4.oxm.value_ipproto", "Value", Place::Uint(8))]),
    (21, list![Field::new("openflow_v4.oxm.value_ipproto", "Value", Place::Uint(8)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (22, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4)]),
    (23, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4), Field::new("openflow_v4.oxm.ipv4_mask", "Mask", Place::Run(4)).kind(Kind::Ip4)]),
    (24, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4)]),
    (25, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4), Field::new("openflow_v4.oxm.ipv4_mask", "Mask", Place::Run(4)).kind(Kind::Ip4)]),
    (26, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (27, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (28, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (29, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (30, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (31, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (32, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (33, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (34, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (35, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (36, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (37, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (42, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16))]),
    (43, list![Field::new("openflow_v4.oxm.value_uint16", "Value", Place::Uint(16)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (44, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4)]),
    (45, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4), Field::new("openflow_v4.oxm.ipv4_mask", "Mask", Place::Run(4)).kind(Kind::Ip4)]),
    (46, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4)]),
    (47, list![Field::new("openflow_v4.oxm.value_ipv4addr", "Value", Place::Run(4)).kind(Kind::Ip4), Field::new("openflow_v4.oxm.ipv4_mask", "Mask", Place::Run(4)).kind(Kind::Ip4)]),
    (48, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac)]),
    (49, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac), Field::new("openflow_v4.oxm.ether_mask", "Mask", Place::Run(6)).kind(Kind::Mac)]),
    (50, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac)]),
    (51, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac), Field::new("openflow_v4.oxm.ether_mask", "Mask", Place::Run(6)).kind(Kind::Mac)]),
    (52, list![Field::new("openflow_v4.oxm.value_ipv6addr", "Value", Place::Run(16)).kind(Kind::Ip6)]),
    (53, list![Field::new("openflow_v4.oxm.value_ipv6addr", "Value", Place::Run(16)).kind(Kind::Ip6), Field::new("openflow_v4.oxm.ipv6_mask", "Mask", Place::Run(16)).kind(Kind::Ip6)]),
    (54, list![Field::new("openflow_v4.oxm.value_ipv6addr", "Value", Place::Run(16)).kind(Kind::Ip6)]),
    (55, list![Field::new("openflow_v4.oxm.value_ipv6addr", "Value", Place::Run(16)).kind(Kind::Ip6), Field::new("openflow_v4.oxm.ipv6_mask", "Mask", Place::Run(16)).kind(Kind::Ip6)]),
    (62, list![Field::new("openflow_v4.oxm.value_ipv6addr", "Value", Place::Run(16)).kind(Kind::Ip6)]),
    (63, list![Field::new("openflow_v4.oxm.value_ipv6addr", "Value", Place::Run(16)).kind(Kind::Ip6), Field::new("openflow_v4.oxm.ipv6_mask", "Mask", Place::Run(16)).kind(Kind::Ip6)]),
    (64, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac)]),
    (65, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac), Field::new("openflow_v4.oxm.ether_mask", "Mask", Place::Run(6)).kind(Kind::Mac)]),
    (66, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac)]),
    (67, list![Field::new("openflow_v4.oxm.value_etheraddr", "Value", Place::Run(6)).kind(Kind::Mac), Field::new("openflow_v4.oxm.ether_mask", "Mask", Place::Run(6)).kind(Kind::Mac)]),
    (68, list![Field::new("openflow_v4.oxm.value_uint32", "Value", Place::Uint(32))]),
    (69, list![Field::new("openflow_v4.oxm.value_uint32", "Value", Place::Uint(32)), Field::new("openflow_v4.oxm.mask", "Mask", Place::Rest)]),
    (4, OXM_PLAIN),
    (5, OXM_MASKED),
    (14, OXM_PLAIN),
    (15, OXM_MASKED),
    (16, OXM_PLAIN),
    (17, OXM_MASKED),
    (18, OXM_PLAIN),
    (19, OXM_MASKED),
    (38, OXM_PLAIN),
    (39, OXM_MASKED),
    (40, OXM_PLAIN),
    (41, OXM_MASKED),
    (56, OXM_PLAIN),
    (57, OXM_MASKED),
    (58, OXM_PLAIN),
    (59, OXM_MASKED),
    (60, OXM_PLAIN),
    (61, OXM_MASKED),
    (70, OXM_PLAIN),
    (71, OXM_MASKED),
    (72, OXM_PLAIN),
    (73, OXM_MASKED),
    (74, OXM_PLAIN),
    (75, OXM_MASKED),
    (76, OXM_PLAIN),
    (77, OXM_MASKED),
    (78, OXM_PLAIN),
    (79, OXM_MASKED),
    (0x100, list![Field::new("openflow_v4.oxm_experimenter.experimenter", "Experimenter", Place::Uint(32)).hex(), Field::new("openflow_v4.oxm_experimenter.value", "Experimenter Value", Place::Rest)]),
];
