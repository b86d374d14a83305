//! sFlow, [version 5](https://sflow.org/sflow_version_5.txt), and versions 2 and 4
//! ([RFC 3176](https://www.rfc-editor.org/rfc/rfc3176)). Everything is a word of four bytes.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                            Version                            |
//! |                       Agent Address Type                      |
//! ~                  Agent Address (4 or 16 bytes)                ~
//! |                    Sub-agent ID (version 5)                   |
//! |                         Sequence Number                       |
//! |                            SysUptime                          |
//! |                        Number of Samples                      |
//! ~                             Samples                           ~
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

/// Counters and the like: a number of so many bits each.
macro_rules! counts { ($($name:literal $title:literal $bits:literal),* $(,)?) => {
    { static LIST: Fields = &[$(&Field::new($name, $title, Place::Uint($bits))),*]; LIST }
} }

/// 2, 4 or 5.
pub static VERSION: Field = Field::bits("sflow_245.version", "Datagram version", 0, 32).unset(5);
static AGENT_TYPE: Field = Field::new("sflow_245.agenttype", "Agent address type", Place::Key(32)).names(&[(1, "IPv4"), (2, "IPv6")]);
static AGENTS: Field = Field::part(Place::Pick(&[(1, &[&AGENT]), (2, &[&AGENT6])], &[]));
/// The device's address.
pub static AGENT: Field = Field::new("sflow_245.agent", "Agent address", Place::Uint(32)).kind(Kind::Ip4);
/// The device's address.
pub static AGENT6: Field = Field::new("sflow_245.agent.v6", "Agent address", Place::Run(16)).kind(Kind::Ip6);
static SUB_AGENTS: Field = Field::part(Place::When(five, &[&SUB_AGENT]));
/// Which of its agents.
pub static SUB_AGENT: Field = Field::new("sflow_245.sub_agent_id", "Sub-agent ID", Place::Uint(32));
/// Counts the datagrams.
pub static SEQUENCE: Field = Field::new("sflow_245.sequence_number", "Sequence number", Place::Uint(32));
/// In milliseconds.
pub static UPTIME: Field = Field::new("sflow_245.sysuptime", "SysUptime", Place::Uint(32));
/// How many follow.
pub static NUMSAMPLES: Field = Field::new("sflow_245.numsamples", "NumSamples", Place::Uint(32));
static SAMPLES: Field = Field::part(Place::Switch(|h| five(h) as u64, &[(1, &[&SAMPLES_5])], &[&SAMPLES_24]));
static SAMPLES_5: Field = Field::new("", "Samples", Place::Repeat(|h| (h.number as usize).min(h.left() / 8), &SAMPLE));
static WORD: Field = Field::new("", "", Place::Uint(32));
static ENTERPRISE: Field = Field::new("sflow.enterprise", "Enterprise", Place::Sub(0xfffff000)).ft(32);
static SAMPLE: Field = Field::new("", "Sample", Place::Group(&[&WORD, &ENTERPRISE, &SAMPLED]));
static SAMPLED: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (1, &[&SAMPLE_TYPE, &FLOW_LENGTH]),
        (2, &[&SAMPLE_TYPE, &COUNTERS_LENGTH]),
        (3, &[&SAMPLE_TYPE, &FLOW_LENGTH_3]),
        (4, &[&SAMPLE_TYPE, &COUNTERS_LENGTH_4]),
    ],
    &[&UNKNOWN_SAMPLE],
));
static SAMPLE_TYPE: Field = Field::new("sflow_245.sampletype", "sFlow sample type", Place::Sub(0xfff)).ft(32).names(&[
    (1, "Flow sample"),
    (2, "Counters sample"),
    (3, "Expanded flow sample"),
    (4, "Expanded counters sample"),
    (7, "Lag Port stats"),
]);
static UNKNOWN_SAMPLE: Field =
    Field::part(Place::Switch(|h| (h.number < 0x1000).into(), &[(1, &[&SAMPLE_TYPE, &UNKNOWN_LENGTH])], &[&VENDOR_LENGTH]));
static UNKNOWN_LENGTH: Field = Field::new("sflow_5.sample_length", "Sample length (byte)", Place::Span(32, &[]));
static VENDOR_LENGTH: Field = Field::new("sflow.enterprise.length", "Length", Place::Span(32, &[&VENDOR_DATA]));
static VENDOR_DATA: Field = Field::new("sflow.enterprise.data", "Data", Place::Rest);
static FLOW_LENGTH: Field = Field::new(
    "sflow_5.sample_length",
    "Sample length (byte)",
    Place::Span(
        32,
        &[
            &F_SEQUENCE,
            &WORD,
            &SOURCE_CLASS,
            &SOURCE_INDEX,
            &RATE,
            &POOL,
            &DROPPED,
            &INPUT,
            &OUT_WORD,
            &OUT_FORMAT,
            &OUT_VALUE,
            &RECORDS,
            &FLOWS,
        ],
    ),
);
static FLOW_LENGTH_3: Field = Field::new(
    "sflow_5.sample_length",
    "Sample length (byte)",
    Place::Span(
        32,
        &[
            &F_SEQUENCE,
            &SOURCE_TYPE,
            &SOURCE_INDEX_3,
            &RATE,
            &POOL,
            &DROPPED,
            &IN_FORMAT,
            &IN_VALUE,
            &OUT_FORMAT_3,
            &OUT_VALUE_3,
            &RECORDS,
            &FLOWS,
        ],
    ),
);
static F_SEQUENCE: Field = Field::new("sflow.flow_sample.sequence_number", "Sequence number", Place::Uint(32));
static SOURCE_CLASS: Field = Field::new("sflow.flow_sample.source_id_class", "Source ID class", Place::Sub(0xff000000)).ft(32);
static SOURCE_INDEX: Field = Field::new("sflow.flow_sample.index", "Index", Place::Sub(0xffffff)).ft(32);
static SOURCE_TYPE: Field = Field::new("sflow.flow_sample.source_id_type", "Source ID type", Place::Uint(32));
static SOURCE_INDEX_3: Field = Field::new("sflow.flow_sample.source_id_index", "Source ID index", Place::Uint(32));
static RATE: Field = Field::new("sflow.flow_sample.sampling_rate", "Sampling rate", Place::Uint(32));
static POOL: Field = Field::new("sflow.flow_sample.sample_pool", "Sample pool", Place::Uint(32));
static DROPPED: Field = Field::new("sflow.flow_sample.dropped_packets", "Dropped packets", Place::Uint(32));
static INPUT: Field = Field::new("sflow.flow_sample.input_interface", "Input interface (ifIndex)", Place::Uint(32));
static IN_FORMAT: Field = Field::new("sflow.flow_sample.input_interface_format", "Input interface format", Place::Uint(32));
static IN_VALUE: Field = Field::new("sflow.flow_sample.input_interface_value", "Input interface value", Place::Uint(32));
static OUT_WORD: Field = Field::new("sflow.flow_sample.output_interface", "Output interface", Place::Uint(32)).hex();
static OUT_FORMAT: Field = Field::new("sflow.flow_sample.output_interface_format", "Output interface format", Place::Sub(0xc0000000)).ft(32)
    .names(&[(0, "ifindex"), (1, "packet discarded"), (2, "multiple interfaces")]);
static OUT_VALUE: Field =
    Field::new("sflow.flow_sample.output_interface_value", "Output interface value", Place::Sub(0x3fffffff)).names(&[
        (0, "Net Unreachable"),
        (1, "Host Unreachable"),
        (2, "Protocol Unreachable"),
        (3, "Port Unreachable"),
        (4, "Fragmentation Needed and Don't Fragment was Set"),
        (5, "Source Route Failed"),
        (6, "Destination Network Unknown"),
        (7, "Destination Host Unknown"),
        (8, "Source Host Isolated"),
        (9, "Communication with Destination Network is Administratively Prohibited"),
        (10, "Communication with Destination Host is Administratively Prohibited"),
        (11, "Destination Network Unreachable for Type of Service"),
        (12, "Destination Host Unreachable for Type of Service"),
        (13, "Communication Administratively Prohibited"),
        (14, "Host Precedence Violation"),
        (15, "Precedence cutoff in effect"),
        (256, "unknown"),
        (257, "ttl exceeded"),
        (258, "ACL"),
        (259, "no buffer space"),
        (260, "RED"),
        (261, "traffic shaping/rate limiting"),
        (262, "packet too big (for protocols that don't support fragmentation)"),
    ]);
static OUT_FORMAT_3: Field = Field::part(Place::When(|_| true, &[&WORD, &OUT_FORMAT_WORD]));
static OUT_FORMAT_WORD: Field = Field::new("sflow.flow_sample.output_interface.format", "Output interface format", Place::Sub(0x7fffffff));
static OUT_VALUE_3: Field = Field::new("sflow.flow_sample.output_interface_value", "Output interface value", Place::Uint(32)).names(&[
    (0, "Net Unreachable"),
    (1, "Host Unreachable"),
    (2, "Protocol Unreachable"),
    (3, "Port Unreachable"),
    (4, "Fragmentation Needed and Don't Fragment was Set"),
    (5, "Source Route Failed"),
    (6, "Destination Network Unknown"),
    (7, "Destination Host Unknown"),
    (8, "Source Host Isolated"),
    (9, "Communication with Destination Network is Administratively Prohibited"),
    (10, "Communication with Destination Host is Administratively Prohibited"),
    (11, "Destination Network Unreachable for Type of Service"),
    (12, "Destination Host Unreachable for Type of Service"),
    (13, "Communication Administratively Prohibited"),
    (14, "Host Precedence Violation"),
    (15, "Precedence cutoff in effect"),
    (256, "unknown"),
    (257, "ttl exceeded"),
    (258, "ACL"),
    (259, "no buffer space"),
    (260, "RED"),
    (261, "traffic shaping/rate limiting"),
    (262, "packet too big (for protocols that don't support fragmentation)"),
]);
static RECORDS: Field = Field::new("sflow.flow_sample.flow_record", "Flow record", Place::Uint(32));
static FLOWS: Field = Field::new("", "Flow records", Place::Repeat(|h| (h.number as usize).min(h.left() / 8), &FLOW));
static FLOW: Field = Field::new("", "Flow record", Place::Group(&[&WORD, &ENTERPRISE, &FLOW_OF]));
static FLOW_OF: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (1, &[&FORMAT, &HEADER_RECORD]),
        (2, &[&FORMAT, &ETHERNET_RECORD]),
        (3, &[&FORMAT, &IPV4_RECORD]),
        (4, &[&FORMAT, &IPV6_RECORD]),
        (1001, &[&FORMAT, &SWITCH_RECORD]),
        (1002, &[&FORMAT, &ROUTER_RECORD]),
        (1003, &[&FORMAT, &GATEWAY_RECORD]),
        (1004, &[&FORMAT, &USER_RECORD]),
        (1005, &[&FORMAT, &URL_RECORD]),
        (1006, &[&FORMAT, &MPLS_RECORD]),
        (1007, &[&FORMAT, &NAT_RECORD]),
        (1008, &[&FORMAT, &MPLS_TUNNEL_RECORD]),
        (1009, &[&FORMAT, &MPLS_VC_RECORD]),
        (1010, &[&FORMAT, &MPLS_FTN_RECORD]),
        (1011, &[&FORMAT, &MPLS_FEC_RECORD]),
        (1012, &[&FORMAT, &VLAN_TUNNEL_RECORD]),
    ],
    &[&OTHER_FLOW],
));
static OTHER_FLOW: Field = Field::part(Place::Switch(|h| (h.number < 0x1000).into(), &[(1, &[&FORMAT, &PLAIN_RECORD])], &[&VENDOR_LENGTH]));
static FORMAT: Field = Field::new("sflow_245.flow_record_format", "Format", Place::Sub(0xfff)).ft(32).names(&[
    (1, "Raw packet header"),
    (2, "Ethernet frame data"),
    (3, "IPv4 data"),
    (4, "IPv6 data"),
    (1001, "Extended switch data"),
    (1002, "Extended router data"),
    (1003, "Extended gateway data"),
    (1004, "Extended user data"),
    (1005, "Extended URL data"),
    (1006, "Extended MPLS data"),
    (1007, "Extended NAT data"),
    (1008, "Extended MPLS tunnel data"),
    (1009, "Extended MPLS VC data"),
    (1010, "Extended MPLS FEC data"),
    (1011, "Extended MPLS LVP FEC data"),
    (1012, "Extended VLAN tunnel"),
    (1013, "Extended 802.11 payload"),
    (1014, "Extended 802.11 RX"),
    (1015, "Extended 802.11 TX"),
    (1016, "Extended 802.11 aggregation"),
]);
static PLAIN_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, &[]));
static HEADER_RECORD: Field = Field::new(
    "sflow_5.flow_data_length",
    "Flow data length (byte)",
    Place::Span(32, &[&HEADER_PROTOCOL, &FRAME_LENGTH, &STRIPPED, &HEADER_LENGTH]),
);
static HEADER_PROTOCOL: Field = Field::new("sflow_245.header_protocol", "Header protocol", Place::Uint(32)).names(&[
    (1, "Ethernet"),
    (2, "Token Bus"),
    (3, "Token Ring"),
    (4, "FDDI"),
    (5, "Frame Relay"),
    (6, "X.25"),
    (7, "PPP"),
    (8, "SMDS"),
    (9, "ATM AAL5"),
    (10, "ATM AAL5-IP (e.g., Cisco AAL5 mux)"),
    (11, "IPv4"),
    (12, "IPv6"),
    (13, "MPLS"),
    (14, "PPP over SONET/SDH (RFC 1662, 2615)"),
    (15, "802.11 MAC"),
    (16, "802.11n Aggregated MPDU"),
    (17, "A-MSDU Subframe"),
]);
static FRAME_LENGTH: Field = Field::new("sflow_245.header.frame_length", "Frame Length", Place::Uint(32));
static STRIPPED: Field = Field::new("sflow_245.header.payload_stripped", "Payload stripped", Place::Uint(32));
static HEADER_LENGTH: Field = Field::new("sflow_245.header.sampled_header_length", "Sampled header length", Place::Span(32, &[&HEADER]));
static HEADER: Field = Field::new("sflow_245.header", "Header of sampled packet", Place::Rest);
static ETHERNET_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, ETHERNET));
const ETHERNET: Fields = &[&MAC_LENGTH, &MAC_SRC, &PAD, &MAC_DST, &PAD, &MAC_TYPE];
static MAC_LENGTH: Field = Field::new("sflow_245.ethernet.length", "Length of MAC Packet", Place::Uint(32));
static MAC_SRC: Field = Field::new("sflow_245.ethernet.source_mac_address", "Source MAC Address", Place::Run(6)).kind(Kind::Mac);
static MAC_DST: Field = Field::new("sflow_245.ethernet.destination_mac_address", "Destination MAC Address", Place::Run(6)).kind(Kind::Mac);
static PAD: Field = Field::new("", "", Place::Run(2));
static MAC_TYPE: Field = Field::new("sflow_245.ethernet.packet_type", "Ethernet Packet Type", Place::Uint(32));
static IPV4_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, IPV4));
const IPV4: Fields = &[
    &IP_LENGTH,
    &IP_PROTOCOL,
    &IPV4_SRC,
    &IPV4_DST,
    &SRC_PORT,
    &DST_PORT,
    &SKIP_3,
    &CWR,
    &ECE,
    &URG,
    &ACK,
    &PSH,
    &RST,
    &SYN,
    &FIN,
    &SKIP_3,
    &PRECEDENCE,
    &DELAY,
    &THROUGHPUT,
    &RELIABILITY,
    &COST,
];
static IPV6_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, IPV6));
const IPV6: Fields = &[
    &IP_LENGTH,
    &IP_PROTOCOL,
    &IPV6_SRC,
    &IPV6_DST,
    &SRC_PORT,
    &DST_PORT,
    &SKIP_3,
    &CWR,
    &ECE,
    &URG,
    &ACK,
    &PSH,
    &RST,
    &SYN,
    &FIN,
    &IPV6_PRIORITY,
];
static IP_LENGTH: Field = Field::new("sflow_245.ip.length", "Length of IP Packet", Place::Uint(32));
static IP_PROTOCOL: Field = Field::new("sflow.ip_protocol", "IP Protocol", Place::Uint(32));
static IPV4_SRC: Field = Field::new("sflow_245.ipv4_src", "Source IP address", Place::Uint(32)).kind(Kind::Ip4);
static IPV4_DST: Field = Field::new("sflow_245.ipv4_dst", "Destination IP address", Place::Uint(32)).kind(Kind::Ip4);
static IPV6_SRC: Field = Field::new("sflow_245.ipv6_src", "Source IP address", Place::Run(16)).kind(Kind::Ip6);
static IPV6_DST: Field = Field::new("sflow_245.ipv6_dst", "Destination IP address", Place::Run(16)).kind(Kind::Ip6);
static SRC_PORT: Field = Field::new("sflow_245.ip.source_port", "Source Port", Place::Uint(32));
static DST_PORT: Field = Field::new("sflow.ip.destination_port", "Destination Port", Place::Uint(32));
static SKIP_3: Field = Field::part(Place::When(|_| true, &[&SKIPPED_3, &BYTE]));
static SKIPPED_3: Field = Field::new("", "", Place::Run(3));
static BYTE: Field = Field::new("", "", Place::Uint(8));
static CWR: Field = Field::new("sflow_245.ip.tcp_flag.cwr", "TCP Flag (CWR)", Place::Sub(0x80));
static ECE: Field = Field::new("sflow_245.ip.tcp_flag.ece", "TCP Flag (ECE)", Place::Sub(0x40));
static URG: Field = Field::new("sflow_245.ip.tcp_flag.urg", "TCP Flag (URG)", Place::Sub(0x20));
static ACK: Field = Field::new("sflow_245.ip.tcp_flag.ack", "TCP Flag (ACK)", Place::Sub(0x10));
static PSH: Field = Field::new("sflow_245.ip.tcp_flag.psh", "TCP Flag (PSH)", Place::Sub(0x8));
static RST: Field = Field::new("sflow_245.ip.tcp_flag.rst", "TCP Flag (RST)", Place::Sub(0x4));
static SYN: Field = Field::new("sflow_245.ip.tcp_flag.syn", "TCP Flag (SYN)", Place::Sub(0x2));
static FIN: Field = Field::new("sflow_245.ip.tcp_flag.fin", "TCP Flag (FIN)", Place::Sub(0x1));
static PRECEDENCE: Field = Field::new("sflow_245.ipv4_precedence_type", "Precedence", Place::Sub(0xe0)).names(&[
    (0, "Routine"),
    (1, "Priority"),
    (2, "Immediate"),
    (3, "Flash"),
    (4, "Flash Override"),
    (5, "CRITIC/ECP"),
    (6, "Internetwork Control"),
    (7, "Network Control"),
]);
static DELAY: Field = Field::new("sflow_245.ipv4_delay", "Delay", Place::Sub(0x10));
static THROUGHPUT: Field = Field::new("sflow_245.ipv4_throughput", "Throughput", Place::Sub(0x8));
static RELIABILITY: Field = Field::new("sflow_245.ipv4_reliability", "Reliability", Place::Sub(0x4));
static COST: Field = Field::new("sflow_245.ipv4_cost", "Cost (RFC1349)", Place::Sub(0x2));
static IPV6_PRIORITY: Field = Field::new("sflow_245.ipv6_priority", "Priority", Place::Uint(32));
static SWITCH_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, SWITCH));
const SWITCH: Fields = &[&VLAN_IN, &PRI_IN, &VLAN_OUT, &PRI_OUT];
static VLAN_IN: Field = Field::new("sflow_245.vlan.in", "Incoming 802.1Q VLAN", Place::Uint(32));
static PRI_IN: Field = Field::new("sflow_245.pri.in", "Incoming 802.1p priority", Place::Uint(32));
static VLAN_OUT: Field = Field::new("sflow_245.vlan.out", "Outgoing 802.1Q VLAN", Place::Uint(32));
static PRI_OUT: Field = Field::new("sflow_245.pri.out", "Outgoing 802.1p priority", Place::Uint(32));
static ROUTER_RECORD: Field =
    Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, &[&HOP_TYPE, &HOPS, &SRC_MASK, &DST_MASK]));
static HOP_TYPE: Field = Field::new("", "", Place::Key(32));
static HOPS: Field = Field::part(Place::Pick(&[(1, &[&NEXTHOP]), (2, &[&NEXTHOP6])], &[]));
static NEXTHOP: Field = Field::new("sflow_245.nexthop", "Next hop", Place::Uint(32)).kind(Kind::Ip4);
static NEXTHOP6: Field = Field::new("sflow_245.nexthop.v6", "Next hop", Place::Run(16)).kind(Kind::Ip6);
static SRC_MASK: Field = Field::new("sflow_245.nexthop.src_mask", "Next hop source mask", Place::Uint(32));
static DST_MASK: Field = Field::new("sflow_245.nexthop.dst_mask", "Next hop destination mask", Place::Uint(32));
static GATEWAY_RECORD: Field = Field::new(
    "sflow_5.flow_data_length",
    "Flow data length (byte)",
    Place::Span(32, &[&HOP_TYPE, &HOPS, &AS, &SRC_AS, &PEER_AS, &AS_ENTRIES, &SEGMENTS, &COMMUNITIES, &COMMUNITY_LIST, &LOCALPREF]),
);
static AS: Field = Field::new("sflow_245.as", "AS Router", Place::Uint(32));
static SRC_AS: Field = Field::new("sflow_245.srcAS", "AS Source", Place::Uint(32));
static PEER_AS: Field = Field::new("sflow_245.peerAS", "AS Peer", Place::Uint(32));
static AS_ENTRIES: Field = Field::new("sflow_245.dstASentries", "AS Destinations", Place::Uint(32));
static SEGMENTS: Field = Field::new("", "AS path", Place::Repeat(|h| (h.number as usize).min(h.left() / 8), &SEGMENT));
static SEGMENT: Field = Field::new("", "AS segment", Place::Group(&[&AS_TYPE, &WORD, &AS_LIST]));
static AS_TYPE: Field = Field::new("sflow.as_type", "AS Type", Place::Uint(32)).names(&[(1, "AS Set"), (2, "AS Sequence")]);
static AS_LIST: Field = Field::new("", "", Place::Repeat(|h| (h.number as usize).min(h.left() / 4), &DST_AS));
static DST_AS: Field = Field::new("sflow_245.dstAS", "AS Destination", Place::Uint(32));
static COMMUNITIES: Field = Field::new("sflow_245.communityEntries", "Gateway Communities", Place::Uint(32));
static COMMUNITY_LIST: Field = Field::new("", "Communities", Place::Repeat(|h| (h.number as usize).min(h.left() / 4), &COMMUNITY));
static COMMUNITY: Field = Field::new("", "Community", Place::Uint(32));
static LOCALPREF: Field = Field::new("sflow_245.localpref", "localpref", Place::Uint(32));

static COUNTERS_LENGTH: Field = Field::new(
    "sflow_5.sample_length",
    "Sample length (byte)",
    Place::Span(32, &[&C_SEQUENCE, &WORD, &C_CLASS, &C_INDEX, &C_RECORDS, &COUNTERS]),
);
static COUNTERS_LENGTH_4: Field = Field::new(
    "sflow_5.sample_length",
    "Sample length (byte)",
    Place::Span(32, &[&C_SEQUENCE, &C_TYPE_4, &C_INDEX_4, &C_RECORDS, &COUNTERS]),
);
static C_SEQUENCE: Field = Field::new("sflow.counters_sample.sequence_number", "Sequence number", Place::Uint(32));
static C_CLASS: Field = Field::new("sflow.counters_sample.source_id_type", "Source ID type", Place::Sub(0xff000000)).ft(32);
static C_INDEX: Field = Field::new("sflow.counters_sample.source_id_index", "Source ID index", Place::Sub(0xffffff)).ft(32);
static C_TYPE_4: Field = Field::new("sflow.counters_sample.source_id_type", "Source ID type", Place::Uint(32)).ft(32);
static C_INDEX_4: Field = Field::new("sflow.counters_sample.source_id_index", "Source ID index", Place::Uint(32)).ft(32);
static C_RECORDS: Field = Field::new("sflow.counters_sample.counters_records", "Counters records", Place::Uint(32));
static COUNTERS: Field = Field::new("", "Counters records", Place::Repeat(|h| (h.number as usize).min(h.left() / 8), &COUNTER));
static COUNTER: Field = Field::new("", "Counters record", Place::Group(&[&WORD, &ENTERPRISE, &COUNTER_OF]));
static COUNTER_OF: Field = Field::part(Place::Switch(
    |h| h.number,
    &[
        (1, &[&COUNTER_FORMAT, &GENERIC_RECORD]),
        (2, &[&COUNTER_FORMAT, &DOT3_RECORD]),
        (3, &[&COUNTER_FORMAT, &TOKEN_RING_RECORD]),
        (4, &[&COUNTER_FORMAT, &VG_RECORD]),
        (5, &[&COUNTER_FORMAT, &VLAN_RECORD]),
        (6, &[&COUNTER_FORMAT, &WLAN_RECORD]),
        (7, &[&COUNTER_FORMAT, &LAG_RECORD]),
        (1001, &[&COUNTER_FORMAT, &PROCESSOR_RECORD]),
        (1002, &[&COUNTER_FORMAT, &RADIO_RECORD]),
    ],
    &[&OTHER_COUNTER],
));
static OTHER_COUNTER: Field =
    Field::part(Place::Switch(|h| (h.number < 0x1000).into(), &[(1, &[&COUNTER_FORMAT, &PLAIN_RECORD])], &[&VENDOR_LENGTH]));
static COUNTER_FORMAT: Field = Field::new("sflow_245.counters_record_format", "Format", Place::Sub(0xfff)).ft(32).names(&[
    (1, "Generic interface counters"),
    (2, "Ethernet interface counters"),
    (3, "Token ring counters"),
    (4, "100 Base VG interface counters"),
    (5, "VLAN counters"),
    (6, "IEEE 802.11 counters"),
    (7, "LAG counters"),
    (1001, "Processor information"),
    (1002, "Radio utilization"),
]);
static GENERIC_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, GENERIC));
const GENERIC: Fields = &[
    &IFINDEX,
    &IFTYPE,
    &IFSPEED,
    &IFDIRECTION,
    &WORD,
    &IFADMIN,
    &IFOPER,
    &IFINOCT,
    &IFINPKT,
    &IFINMCAST,
    &IFINBCAST,
    &IFINDISC,
    &IFINERR,
    &IFINUNK,
    &IFOUTOCT,
    &IFOUTPKT,
    &IFOUTMCAST,
    &IFOUTBCAST,
    &IFOUTDISC,
    &IFOUTERR,
    &IFPROMISC,
];
static IFINDEX: Field = Field::new("sflow_245.ifindex", "Interface index", Place::Uint(32));
static IFTYPE: Field = Field::new("sflow_245.iftype", "Interface Type", Place::Uint(32));
static IFSPEED: Field = Field::new("sflow_245.ifspeed", "Interface Speed", Place::Uint(64));
static IFDIRECTION: Field = Field::new("sflow_245.ifdirection", "Interface Direction", Place::Uint(32)).names(&[
    (1, "Full-Duplex"),
    (2, "Half-Duplex"),
    (3, "In"),
    (4, "Out"),
]);
static IFADMIN: Field = Field::new("sflow_245.ifadmin_status", "IfAdminStatus", Place::Sub(0x1));
static IFOPER: Field = Field::new("sflow_245.ifoper_status", "IfOperStatus", Place::Sub(0x2));
static IFINOCT: Field = Field::new("sflow_245.ifinoct", "Input Octets", Place::Uint(64));
static IFINPKT: Field = Field::new("sflow_245.ifinpkt", "Input Packets", Place::Uint(32));
static IFINMCAST: Field = Field::new("sflow_245.ifinmcast", "Input Multicast Packets", Place::Uint(32));
static IFINBCAST: Field = Field::new("sflow_245.ifinbcast", "Input Broadcast Packets", Place::Uint(32));
static IFINDISC: Field = Field::new("sflow_245.ifindisc", "Input Discarded Packets", Place::Uint(32));
static IFINERR: Field = Field::new("sflow_245.ifinerr", "Input Errors", Place::Uint(32));
static IFINUNK: Field = Field::new("sflow_245.ifinunk", "Input Unknown Protocol Packets", Place::Uint(32));
static IFOUTOCT: Field = Field::new("sflow_245.ifoutoct", "Output Octets", Place::Uint(64));
static IFOUTPKT: Field = Field::new("sflow_245.ifoutpkt", "Output Packets", Place::Uint(32));
static IFOUTMCAST: Field = Field::new("sflow_245.ifoutmcast", "Output Multicast Packets", Place::Uint(32));
static IFOUTBCAST: Field = Field::new("sflow_245.ifoutbcast", "Output Broadcast Packets", Place::Uint(32));
static IFOUTDISC: Field = Field::new("sflow_245.ifoutdisc", "Output Discarded Packets", Place::Uint(32));
static IFOUTERR: Field = Field::new("sflow_245.ifouterr", "Output Errors", Place::Uint(32));
static IFPROMISC: Field = Field::new("sflow_245.ifpromisc", "Promiscuous Mode", Place::Uint(32));
static DOT3_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, DOT3));
const DOT3: Fields =
    &[&DOT3_1, &DOT3_2, &DOT3_3, &DOT3_4, &DOT3_5, &DOT3_6, &DOT3_7, &DOT3_8, &DOT3_9, &DOT3_10, &DOT3_11, &DOT3_12, &DOT3_13];
static DOT3_1: Field = Field::new("sflow_245.dot3StatsAlignmentErrors", "Alignment Errors", Place::Uint(32));
static DOT3_2: Field = Field::new("sflow_245.dot3StatsFCSErrors", "FCS Errors", Place::Uint(32));
static DOT3_3: Field = Field::new("sflow_245.dot3StatsSingleCollisionFrames", "Single Collision Frames", Place::Uint(32));
static DOT3_4: Field = Field::new("sflow_245.dot3StatsMultipleCollisionFrames", "Multiple Collision Frames", Place::Uint(32));
static DOT3_5: Field = Field::new("sflow_245.dot3StatsSQETestErrors", "SQE Test Errors", Place::Uint(32));
static DOT3_6: Field = Field::new("sflow_245.dot3StatsDeferredTransmissions", "Deferred Transmissions", Place::Uint(32));
static DOT3_7: Field = Field::new("sflow_245.dot3StatsLateCollisions", "Late Collisions", Place::Uint(32));
static DOT3_8: Field = Field::new("sflow_245.dot3StatsExcessiveCollisions", "Excessive Collisions", Place::Uint(32));
static DOT3_9: Field = Field::new("sflow_245.dot3StatsInternalMacTransmitErrors", "Internal Mac Transmit Errors", Place::Uint(32));
static DOT3_10: Field = Field::new("sflow_245.dot3StatsCarrierSenseErrors", "Carrier Sense Errors", Place::Uint(32));
static DOT3_11: Field = Field::new("sflow_245.dot3StatsFrameTooLongs", "Frame Too Longs", Place::Uint(32));
static DOT3_12: Field = Field::new("sflow_245.dot3StatsInternalMacReceiveErrors", "Internal Mac Receive Errors", Place::Uint(32));
static DOT3_13: Field = Field::new("sflow_245.dot3StatsSymbolErrors", "Symbol Errors", Place::Uint(32));
static VLAN_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, VLAN));
const VLAN: Fields = &[&VLAN_ID, &OCTETS, &UCAST, &MCAST, &BCAST, &DISCARDS];
static VLAN_ID: Field = Field::new("sflow_245.vlan_id", "VLAN ID", Place::Uint(32));
static OCTETS: Field = Field::new("sflow_245.octets", "Octets", Place::Uint(64));
static UCAST: Field = Field::new("sflow_245.ucastPkts", "Unicast Packets", Place::Uint(32));
static MCAST: Field = Field::new("sflow_245.multicastPkts", "Multicast Packets", Place::Uint(32));
static BCAST: Field = Field::new("sflow_245.broadcastPkts", "Broadcast Packets", Place::Uint(32));
static DISCARDS: Field = Field::new("sflow_245.discards", "Discards", Place::Uint(32));
static PROCESSOR_RECORD: Field = Field::new(
    "sflow_5.flow_data_length",
    "Flow data length (byte)",
    Place::Span(32, &[&CPU_5S, &CPU_1M, &CPU_5M, &TOTAL_MEMORY, &FREE_MEMORY]),
);
static CPU_5S: Field = Field::new("sflow_5.cpu_5s", "5s CPU Load (100 = 1%)", Place::Uint(32));
static CPU_1M: Field = Field::new("sflow_5.cpu_1m", "1m CPU Load (100 = 1%)", Place::Uint(32));
static CPU_5M: Field = Field::new("sflow_5.cpu_5m", "5m CPU Load (100 = 1%)", Place::Uint(32));
static TOTAL_MEMORY: Field = Field::new("sflow_5.total_memory", "Total Memory", Place::Uint(64));
static FREE_MEMORY: Field = Field::new("sflow_5.free_memory", "Free Memory", Place::Uint(64));

static TOKEN_RING: Fields = counts![
    "sflow_245.dot5StatsLineErrors" "Line Errors" 32,
    "sflow_245.dot5StatsBurstErrors" "Burst Errors" 32,
    "sflow_245.dot5StatsACErrors" "AC Errors" 32,
    "sflow_245.dot5StatsAbortTransErrors" "Abort Trans Errors" 32,
    "sflow_245.dot5StatsInternalErrors" "Internal Errors" 32,
    "sflow_245.dot5StatsLostFrameErrors" "Lost Frame Errors" 32,
    "sflow_245.dot5StatsReceiveCongestions" "Receive Congestions" 32,
    "sflow_245.dot5StatsFrameCopiedErrors" "Frame Copied Errors" 32,
    "sflow_245.dot5StatsTokenErrors" "Token Errors" 32,
    "sflow_245.dot5StatsSoftErrors" "Soft Errors" 32,
    "sflow_245.dot5StatsHardErrors" "Hard Errors" 32,
    "sflow_245.dot5StatsSignalLoss" "Signal Loss" 32,
    "sflow_245.dot5StatsTransmitBeacons" "Transmit Beacons" 32,
    "sflow_245.dot5StatsRecoveries" "Recoveries" 32,
    "sflow_245.dot5StatsLobeWires" "Lobe Wires" 32,
    "sflow_245.dot5StatsRemoves" "Removes" 32,
    "sflow_245.dot5StatsSingles" "Singles" 32,
    "sflow_245.dot5StatsFreqErrors" "Freq Errors" 32,
];
static VG: Fields = counts![
    "sflow_245.dot12InHighPriorityFrames" "In High Priority Frames" 32,
    "sflow_245.dot12InHighPriorityOctets" "In High Priority Octets" 64,
    "sflow_245.dot12InNormPriorityFrames" "In Normal Priority Frames" 32,
    "sflow_245.dot12InNormPriorityOctets" "In Normal Priority Octets" 64,
    "sflow_245.dot12InIPMErrors" "In IPM Errors" 32,
    "sflow_245.dot12InOversizeFrameErrors" "In Oversize Frame Errors" 32,
    "sflow_245.dot12InDataErrors" "In Data Errors" 32,
    "sflow_245.dot12InNullAddressedFrames" "In Null Addressed Frames" 32,
    "sflow_245.dot12OutHighPriorityFrames" "Out High Priority Frames" 32,
    "sflow_245.dot12OutHighPriorityOctets" "Out High Priority Octets" 64,
    "sflow_245.dot12TransitionIntoTrainings" "Transition Into Trainings" 32,
    "sflow_245.dot12HCInHighPriorityOctets" "HC In High Priority Octets" 64,
    "sflow_245.dot12HCInNormPriorityOctets" "HC In Normal Priority Octets" 64,
    "sflow_245.dot12HCOutHighPriorityOctets" "HC Out High Priority Octets" 64,
];
static WLAN: Fields = counts![
    "sflow_5.dot11TransmittedFragmentCount" "Transmitted Fragment Count" 32,
    "sflow_5.dot11MulticastTransmittedFrameCount" "Multicast Transmitted Frame Count" 32,
    "sflow_5.dot11FailedCount" "Failed Count" 32,
    "sflow_5.dot11RetryCount" "Retry Count" 32,
    "sflow_5.dot11MultipleRetryCount" "Multiple Retry Count" 32,
    "sflow_5.dot11FrameDuplicateCount" "Frame Duplicate Count" 32,
    "sflow_5.dot11RTSSuccessCount" "RTS Success Count" 32,
    "sflow_5.dot11RTSFailureCount" "Failure Count" 32,
    "sflow_5.dot11ACKFailureCount" "ACK Failure Count" 32,
    "sflow_5.dot11ReceivedFragmentCount" "Received Fragment Count" 32,
    "sflow_5.dot11MulticastReceivedFrameCount" "Multicast Received Frame Count" 32,
    "sflow_5.dot11FCSErrorCount" "FCS Error Count" 32,
    "sflow_5.dot11TransmittedFrameCount" "Transmitted Frame Count" 32,
    "sflow_5.dot11WEPUndecryptableCount" "WEP Undecryptable Count" 32,
    "sflow_5.dot11QoSDiscardedFragmentCount" "QoS Discarded Fragment Count" 32,
    "sflow_5.dot11AssociatedStationCount" "Associated Station Count" 32,
    "sflow_5.dot11QoSCFPollsReceivedCount" "QoS CF Polls Received Count" 32,
    "sflow_5.dot11QoSCFPollsUnusedCount" "QoS CF Polls Unused Count" 32,
    "sflow_5.dot11QoSCFPollsUnusableCount" "QoS CF Polls Unusable Count" 32,
    "sflow_5.dot11QoSCFPollsLostCount" "QoS CF Polls Lost Count" 32,
];
static RADIO: Fields = counts![
    "sflow_5.elapsed_time" "Elapsed Time (ms)" 32,
    "sflow_5.on_channel_time" "On Channel (ms)" 32,
    "sflow_5.channel_busy_time" "On Channel Busy (ms)" 32,
];
/// A byte for each state; Wireshark says of each only whether any of its bits is set.
static LAG: Fields = &[
    &Field::new("sflow.lag_port.actor_system_id", "Actor System ID", Place::Run(6)).kind(Kind::Mac),
    &LAG_PADDING,
    &Field::new("sflow.lag_port.partner_oper_system_id", "Partner Oper System ID", Place::Run(6)).kind(Kind::Mac),
    &LAG_PADDING,
    &Field::new("sflow.lag_port.attached_agg_id", "Port Attached Agg ID", Place::Uint(32)),
    &Field::new("sflow.lag_port.state", "State", Place::Uint(32)).hex(),
    &Field::new("sflow.lag_port.actor_admin_state", "Actor Admin State", Place::Sub(0xff)).kind(Kind::Flag),
    &Field::new("sflow.lag_port.actor_oper_state", "Actor Oper State", Place::Sub(0xff00)).kind(Kind::Flag),
    &Field::new("sflow.lag_port.partner_admin_state", "Partner Admin State", Place::Sub(0xff0000)).kind(Kind::Flag),
    &Field::new("sflow.lag_port.partner_oper_state", "Partner Oper State", Place::Sub(0xff000000)).kind(Kind::Flag),
    &LAG_COUNTS,
];
static LAG_PADDING: Field = Field::new("sflow.lag_port.padding", "Padding", Place::Run(2));
static LAG_COUNTS: Field = Field::part(Place::When(|_| true, LAG_COUNTERS));
static LAG_COUNTERS: Fields = counts![
    "sflow.lag_port.lacpdus.rx" "LACPDUs Rx" 32,
    "sflow.lag_port.marker_pdus.rx" "Marker PDUs Rx" 32,
    "sflow.lag_port.marker_response_pdus.rx" "Marker Response PDUs Rx" 32,
    "sflow.lag_port.unknown.rx" "Unknown Rx" 32,
    "sflow.lag_port.illegal.rx" "Illegal Rx" 32,
    "sflow.lag_port.lacpdus.tx" "LACPDUs Tx" 32,
    "sflow.lag_port.marker_pdus.tx" "Marker PDUs Tx" 32,
    "sflow.lag_port.marker_response_pdus.tx" "Marker Response PDUs Tx" 32,
];
static TOKEN_RING_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, TOKEN_RING));
static VG_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, VG));
static WLAN_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, WLAN));
static LAG_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, LAG));
static RADIO_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, RADIO));
/// A text with its length before it, padded to a word.
macro_rules! text { ($length:literal $long:literal $name:literal $title:literal) => {
    Field::part(Place::Group(&[
        &Field::new($length, $long, Place::Uint(32)),
        &Field::new($name, $title, Place::Take(|h| h.number as usize)).text(),
        &PADDED,
    ]))
} }
static PADDED: Field = Field::part(Place::Sized(|h| h.pad(4), &[]));
/// As many words as the number before them says.
fn entries(h: &Here<'_>) -> usize {
    (h.number as usize).min(h.left() / 4)
}
static USER: Fields = &[
    &Field::new("sflow_5.extended_user.source_character_set", "Source Character Set", Place::Uint(32)),
    &text!("sflow_5.extended_user.source_user_string_length" "Source User String Length (bytes)" "sflow_5.extended_user.source_user" "Source User"),
    &Field::new("sflow_5.extended_user.destination_character_set", "Destination Character Set", Place::Uint(32)),
    &text!("sflow_5.extended_user.destination_user_string_length" "Destination User String Length (bytes)" "sflow_5.extended_user.destination_user" "Destination User"),
];
static USER_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, USER));
static URL: Fields = &[
    &Field::new("sflow_5.extended_url.direction", "Direction", Place::Uint(32)),
    &text!("sflow_5.extended_url.url_length" "URL Length (bytes)" "sflow_5.extended_url.url" "URL"),
    &text!("sflow_5.extended_url.host_length" "Host Length (bytes)" "sflow_5.extended_url.host" "Host"),
];
static URL_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, URL));
static MPLS: Fields = &[
    &HOP_TYPE,
    &HOPS,
    &Field::new("sflow_245.extended_mpls.in_label_stack_entries", "In Label Stack Entries", Place::Uint(32)),
    &Field::part(Place::Repeat(entries, &Field::new("sflow_245.extended_mpls.in_label", "Label", Place::Uint(32)))),
    &Field::new("sflow_245.extended_mpls.out_label_stack_entries", "Out Label Stack Entries", Place::Uint(32)),
    &Field::part(Place::Repeat(entries, &Field::new("sflow_245.extended_mpls.out_label", "Label", Place::Uint(32)))),
];
static MPLS_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, MPLS));
static NAT: Fields = &[
    &HOP_TYPE,
    &Field::part(Place::Pick(&[(1, &[&IPV4_SRC]), (2, &[&IPV6_SRC])], &[])),
    &HOP_TYPE,
    &Field::part(Place::Pick(&[(1, &[&IPV4_DST]), (2, &[&IPV6_DST])], &[])),
];
static NAT_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, NAT));
static MPLS_TUNNEL: Fields = &[
    &text!("sflow_5.extended_mpls_tunnel.name_length" "Tunnel Name Length (bytes)" "sflow_5.extended_mpls_tunnel.tunnel_name" "Tunnel Name"),
    &Field::new("sflow_5.extended_mpls_tunnel.id", "Tunnel ID", Place::Uint(32)),
    &Field::new("sflow_5.extended_mpls_tunnel.cos_value", "Tunnel COS Value", Place::Uint(32)),
];
static MPLS_TUNNEL_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, MPLS_TUNNEL));
static MPLS_VC: Fields = &[
    &text!("sflow_5.extended_mpls_vc.instance_name_length" "VC Instance Name Length (bytes)" "sflow_5.extended_mpls_vc.vc_instance_name" "VC Instance Name"),
    &Field::new("sflow_5.extended_mpls_vc.id", "VLL/VC ID", Place::Uint(32)),
    &Field::new("sflow_5.extended_mpls_vc.label_cos_value", "VC Label COS Value", Place::Uint(32)),
];
static MPLS_VC_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, MPLS_VC));
static MPLS_FTN: Fields = &[
    &text!("sflow_5.extended_mpls.ftn_description_length" "MPLS FTN Description Length (bytes)" "sflow_5.extended_mpls.ftn_description" "MPLS FTN Description"),
    &Field::new("sflow_5.extended_mpls.ftn_mask", "MPLS FTN Mask", Place::Uint(32)),
];
static MPLS_FTN_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, MPLS_FTN));
static MPLS_FEC: Fields = &[
    &Field::new("sflow_5.extended_mpls.fec_address_prefix_length", "MPLS FEC Address Prefix Length (bytes)", Place::Uint(32)),
];
static MPLS_FEC_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, MPLS_FEC));
static VLAN_TUNNEL: Fields = &[
    &Field::new("sflow_5.extended_vlan_tunnel.number_of_layers", "Number of Layers", Place::Uint(32)),
    &Field::part(Place::Repeat(entries, &Field::new("sflow_5.extended_vlan_tunnel.tpid_tci_pair", "TPID/TCI Pair as Integer", Place::Uint(32)))),
];
static VLAN_TUNNEL_RECORD: Field = Field::new("sflow_5.flow_data_length", "Flow data length (byte)", Place::Span(32, VLAN_TUNNEL));

static SAMPLES_24: Field = Field::new("", "Samples", Place::Repeat(|h| (h.number as usize).min(h.left() / 8), &SAMPLE_24));
static SAMPLE_24: Field = Field::new("", "Sample", Place::Group(&[&SAMPLE_TYPE_24, &SAMPLED_24]));
static SAMPLE_TYPE_24: Field = Field::new("sflow_245.sampletype", "sFlow sample type", Place::Key(32)).ft(32).names(&[
    (1, "Flow sample"),
    (2, "Counters sample"),
    (3, "Expanded flow sample"),
    (4, "Expanded counters sample"),
    (7, "Lag Port stats"),
]);
static SAMPLED_24: Field = Field::part(Place::Pick(&[(1, FLOW_24), (2, COUNTERS_24)], &[]));
const FLOW_24: Fields = &[
    &F_SEQUENCE,
    &WORD,
    &SOURCE_CLASS,
    &SOURCE_INDEX,
    &RATE,
    &POOL,
    &DROPPED,
    &INPUT,
    &WORD,
    &OUTPUTS,
    &PACKET_TYPE,
    &PACKET_OF,
    &EXTENSIONS_24,
];
static OUTPUTS: Field = Field::part(Place::Switch(|h| h.number >> 31, &[(1, &[&MULTIPLE])], &[&OUTPUT]));
static MULTIPLE: Field = Field::new("sflow.flow_sample.multiple_outputs", "Multiple outputs", Place::Sub(0x7fffffff));
static OUTPUT: Field = Field::new("sflow.flow_sample.output_interface", "Output interface (ifIndex)", Place::Sub(0x7fffffff));
static PACKET_TYPE: Field = Field::new("sflow_245.packet_information_type", "Sample type", Place::Key(32)).names(&[
    (1, "Packet headers are sampled"),
    (2, "IP Version 4 data"),
    (3, "IP Version 6 data"),
]);
static PACKET_OF: Field =
    Field::part(Place::Pick(&[(1, &[&HEADER_PROTOCOL, &FRAME_LENGTH, &HEADER_LENGTH, &HEADER_PAD]), (2, IPV4), (3, IPV6)], &[]));
static HEADER_PAD: Field = Field::part(Place::Sized(|h| h.at.next_multiple_of(4) - h.at, &[]));
static EXTENSIONS_24: Field = Field::part(Place::When(|_| true, &[&WORD, &EXTENSION_LIST]));
static EXTENSION_LIST: Field = Field::new("", "Extended data", Place::Repeat(|h| (h.number as usize).min(h.left() / 4), &EXTENSION));
static EXTENSION: Field = Field::new("", "Extended data", Place::Group(&[&EXTENSION_TYPE, &EXTENSION_OF]));
static EXTENSION_TYPE: Field = Field::new("sflow_245.extended_information_type", "Extended information type", Place::Key(32)).names(&[
    (1, "Extended switch information"),
    (2, "Extended router information"),
    (3, "Extended gateway information"),
    (4, "Extended user information"),
    (5, "Extended URL information"),
]);
static EXTENSION_OF: Field = Field::part(Place::Pick(&[(1, SWITCH), (2, &[&HOP_TYPE, &HOPS, &SRC_MASK, &DST_MASK])], &[]));
const COUNTERS_24: Fields = &[&C_SEQUENCE, &WORD, &C_CLASS_24, &C_INDEX_24, &INTERVAL, &C_TYPE, &C_OF];
static C_CLASS_24: Field = Field::new("sflow.counters_sample.source_id_class", "Source ID class", Place::Sub(0xff000000)).ft(32);
static C_INDEX_24: Field = Field::new("sflow.counters_sample.index", "Index", Place::Sub(0xffffffff));
static INTERVAL: Field = Field::new("sflow.counters_sample.sampling_interval", "Sampling Interval", Place::Uint(32));
static C_TYPE: Field = Field::new("sflow.counters_sample.counters_type", "Counters type", Place::Key(32)).names(&[
    (1, "Generic counters"),
    (2, "Ethernet counters"),
    (3, "Token Ring counters"),
    (4, "FDDI counters"),
    (5, "100baseVG counters"),
    (6, "WAN counters"),
    (7, "VLAN counters"),
]);
static C_OF: Field = Field::part(Place::Pick(&[(1, GENERIC), (2, &[&GENERIC_2, &DOT3_2ND]), (6, &[&GENERIC_2]), (7, VLAN)], &[]));
static GENERIC_2: Field = Field::part(Place::When(|_| true, GENERIC));
static DOT3_2ND: Field = Field::part(Place::When(|_| true, DOT3));

/// sFlow.
pub static PROTOCOL: Protocol = Protocol {
    name: "sflow",
    alias: "",
    title: "InMon sFlow",
    column: "sFlow",
    spec: "sFlow Version 5",
    size: 4,
    fields: &[&VERSION, &AGENT_TYPE, &AGENTS, &SUB_AGENTS, &SEQUENCE, &UPTIME, &NUMSAMPLES, &SAMPLES],
    under: &[(Space::UdpPort, 6343)],
    more: Some(sampled),
    alone: true,
    line: &[
        Word::Say("V"),
        Word::Plain(&VERSION),
        Word::With(", agent ", &AGENT),
        Word::With(", agent ", &AGENT6),
        Word::With(", seq ", &SEQUENCE),
        Word::With(", samples ", &NUMSAMPLES),
    ],
    ..Protocol::PLAIN
};

fn five(h: &Here<'_>) -> bool {
    h.byte(3) == 5
}

#[inline]
pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let [0, 0, 0, 2 | 4 | 5, ..] = bytes else { return Step::reject() };
    Step { again: true, ..Step::new(bytes.len(), below.wire, id::data) }
}

/// The word at a byte.
fn word(bytes: &[u8], at: usize) -> Option<usize> {
    load(bytes, at * 8, 32).map(|n| n as usize)
}

/// The first sampled packet behind `after`: walks samples and their records, which all say how long they are.
fn sampled(frame: &[u8], own: &Layer, after: usize) -> Option<Inner> {
    let bytes = own.whole(frame);
    let base = own.start as usize;
    let after = after.checked_sub(base)?;
    let inside = |at: usize, protocol: usize, wire: usize, held: usize| {
        let id = match protocol {
            1 => id::eth,
            7 => ETHERTYPE.of(0x880b),
            11 => id::ip,
            12 => id::ipv6,
            13 => ETHERTYPE.of(0x8847),
            _ => id::data,
        };
        let held = held.min(bytes.len().checked_sub(at)?);
        Some(Inner { id, start: base + at, held: base + at + held, end: base + at + wire.max(held) })
            .filter(|_| at > after && id != id::data && held > 0)
    };
    let mut at = if word(bytes, 4)? == 1 { 12 } else { 24 };
    if word(bytes, 0)? != 5 {
        // The first sample only: nothing says how long one is.
        at += 12;
        let header = at + 32;
        if (word(bytes, at)?, word(bytes, header + 4)?) != (1, 1) {
            return None;
        }
        return inside(header + 20, word(bytes, header + 8)?, word(bytes, header + 12)?, word(bytes, header + 16)?);
    }
    at += 16;
    loop {
        let (format, length) = (word(bytes, at)?, word(bytes, at + 4)?);
        let end = (at + 8).checked_add(length)?;
        let records = match format {
            1 => Some(at + 40),
            3 => Some(at + 52),
            _ => None,
        };
        let mut record = records.unwrap_or(end);
        while record + 8 <= end {
            let next = (record + 8).checked_add(word(bytes, record + 4)?)?;
            if word(bytes, record)? == 1 {
                let found = inside(record + 24, word(bytes, record + 8)?, word(bytes, record + 12)?, word(bytes, record + 20)?);
                if found.is_some() {
                    return found;
                }
            }
            record = next;
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    /// Two flow samples, of IPv4 packets that were longer than what is here, and counters.
    fn sample() -> Vec<u8> {
        let flow = |to: &str| {
            format!(
                "\n 00000001 0000004c 00000007 03000005 00000200 000003e8 00000003 00000011 80000004 00000001 # flow sample
                 00000001 00000024 0000000b 00000064 00000004 00000014 # raw header of IPv4
                 45 00 00 64 00 01 00 00 40 3b 00 00 0a 00 00 01 0a 00 00 {to}"
            )
        };
        hex(&format!(
            "45 00 00 f4 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 30 39 18 c7 00 e0 00 00
             00000005 00000001 0a0b0c0d 00000002 0000004d 0001e240 00000003 {}{}
             00000002 00000010 00000009 0300000b 00000000 00000000 # counters, none",
            flow("02"),
            flow("03")
        ))
    }

    #[test]
    fn every_sampled_packet_is_decoded() {
        let bytes = sample();
        let names = [
            "sflow_245.agent",
            "sflow_245.numsamples",
            "sflow.flow_sample.sampling_rate",
            "ip.dst",
            "sflow.counters_sample.sequence_number",
        ];
        assert_eq!(fields_of(228, &bytes, &names), "10.11.12.13 3 512,512 2.2.2.2,10.0.0.2,10.0.0.3 9");
        assert_eq!(fields_of(228, &bytes, &["sflow_245.header.frame_length", "sflow_5.sample_length"]), "100,100 76,76,16");
    }
    /// A datagram with one sample of one record.
    fn recorded(sample: &str, record: &str) -> Vec<u8> {
        let (sample, record) = (hex(sample), hex(record));
        let long = |b: &[u8]| (b.len() as u32).to_be_bytes().to_vec();
        let record = [record[..4].to_vec(), long(&record[4..]), record[4..].to_vec()].concat();
        let sample = [sample[..4].to_vec(), long(&[&sample[4..], &record].concat()), sample[4..].to_vec(), record].concat();
        let told = hex("00000005 00000001 0a0b0c0d 00000002 0000004d 0001e240 00000001");
        let length = (28 + told.len() + sample.len()) as u16;
        let mut head = hex("45 00 0000 00 01 00 00 40 11 00 00 01 01 01 01 02 02 02 02 30 39 18 c7 0000 00 00");
        head[2..4].copy_from_slice(&length.to_be_bytes());
        head[24..26].copy_from_slice(&(length - 20).to_be_bytes());
        [head, told, sample].concat()
    }
    #[test]
    fn counters_of_a_bundled_port() {
        let zeros = "00000000 ".repeat(7);
        let port = format!("00000007 020304050607 0000 02030405060a 0000 00000009 00050001 {zeros} 00000021");
        let bytes = recorded("00000002 00000009 0300000b 00000001", &port);
        let names = ["sflow.lag_port.actor_system_id", "sflow.lag_port.partner_admin_state", "sflow.lag_port.marker_response_pdus.tx"];
        assert_eq!(fields_of(228, &bytes, &names), "02:03:04:05:06:07 1 33");
        written_again(228, &bytes);
        cut_everywhere(228, &bytes);
    }
    #[test]
    fn users_and_labels() {
        let flow = "00000001 00000007 03000005 00000200 000003e8 00000003 00000011 00000001 00000001";
        let user = recorded(flow, "000003ec 00000003 00000005 616c696365 000000 0000006a 00000003 626f62 00");
        let names = ["sflow_5.extended_user.source_user", "sflow_5.extended_user.destination_user", "sflow.flow_sample.output_interface"];
        assert_eq!(fields_of(228, &user, &names), "alice bob 0x00000001");
        let labels = recorded(flow, "000003ee 00000001 01020304 00000002 00000011 00000022 00000001 00000033");
        let names = ["sflow_245.nexthop", "sflow_245.extended_mpls.in_label", "sflow_245.extended_mpls.out_label"];
        assert_eq!(fields_of(228, &labels, &names), "1.2.3.4 17,34 51");
        for bytes in [user, labels] {
            written_again(228, &bytes);
            cut_everywhere(228, &bytes);
        }
    }
    #[test]
    fn cut_anywhere() {
        cut_everywhere(228, &sample());
    }
}
