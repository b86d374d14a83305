//! Cisco NetFlow/IPFIX, NetFlow, [RFC 3954](https://www.rfc-editor.org/rfc/rfc3954), and IPFIX, [RFC 7011](https://www.rfc-editor.org/rfc/rfc7011).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |            Version            |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("cflow.version", "Version", 0, 16);
static COUNT: Field = Field::new("cflow.count", "Count", Place::Uint(16));
static LEN: Field = Field::new("cflow.len", "Length", Place::Uint(16));
static EXPORTTIME: Field = Field::new("cflow.exporttime", "ExportTime", Place::Uint(32));
static UNIX_SECS: Field = Field::new("cflow.unix_secs", "CurrentSecs", Place::Uint(32));
static UNIX_NSECS: Field = Field::new("cflow.unix_nsecs", "CurrentNSecs", Place::Uint(32));
static SEQUENCE: Field = Field::new("cflow.sequence", "FlowSequence", Place::Uint(32));
static ENGINE_TYPE: Field = Field::new("cflow.engine_type", "EngineType", Place::Uint(8)).names(&[(0, "RP"), (1, "VIP/Linecard"), (2, "PFC/DFC")]);
static ENGINE_ID: Field = Field::new("cflow.engine_id", "EngineId", Place::Uint(8));
static SAMPLINGMODE: Field = Field::new("cflow.samplingmode", "SamplingMode", Place::Sub(0xc000)).ft(16).names(&[(0, "No sampling mode configured"), (1, "Packet Interval sampling mode configured"), (2, "Random sampling mode configured")]);
static SAMPLERATE: Field = Field::new("cflow.samplerate", "SampleRate", Place::Sub(0x3fff)).ft(16);
static SOURCE_ID: Field = Field::new("cflow.source_id", "SourceId", Place::Uint(32));
static OD_ID: Field = Field::new("cflow.od_id", "Observation Domain Id", Place::Uint(32));
static FLOWSET_ID: Field = Field::new("cflow.flowset_id", "FlowSet Id", Place::Uint(16));
static FLOWSET_LENGTH: Field = Field::new("cflow.flowset_length", "FlowSet Length", Place::Uint(16));
static SRCADDR: Field = Field::new("cflow.srcaddr", "SrcAddr", Place::Uint(32)).kind(Kind::Ip4);
static DSTADDR: Field = Field::new("cflow.dstaddr", "DstAddr", Place::Uint(32)).kind(Kind::Ip4);
static NEXTHOP: Field = Field::new("cflow.nexthop", "NextHop", Place::Uint(32)).kind(Kind::Ip4);
static INPUTINT: Field = Field::new("cflow.inputint", "InputInt", Place::Uint(16)).ft(32);
static OUTPUTINT: Field = Field::new("cflow.outputint", "OutputInt", Place::Uint(16)).ft(32);
static PACKETS: Field = Field::new("cflow.packets", "Packets", Place::Uint(32)).ft(64);
static OCTETS: Field = Field::new("cflow.octets", "Octets", Place::Uint(32)).ft(64);
static SRCPORT: Field = Field::new("cflow.srcport", "SrcPort", Place::Uint(16));
static DSTPORT: Field = Field::new("cflow.dstport", "DstPort", Place::Uint(16));
static TCPFLAGS: Field = Field::new("cflow.tcpflags", "TCP Flags", Place::Uint(8)).hex();
static PROTOCOL_FIELD: Field = Field::new("cflow.protocol", "Protocol", Place::Uint(8));
static TOS: Field = Field::new("cflow.tos", "IP ToS", Place::Uint(8)).hex();
static SRCAS: Field = Field::new("cflow.srcas", "SrcAS", Place::Uint(16)).ft(32);
static DSTAS: Field = Field::new("cflow.dstas", "DstAS", Place::Uint(16)).ft(32);
static SRCMASK: Field = Field::new("cflow.srcmask", "SrcMask", Place::Uint(8));
static DSTMASK: Field = Field::new("cflow.dstmask", "DstMask", Place::Uint(8));
static BY_VERSION: Field = Field::part(Place::Switch(
    |h| h.word(0).into(),
    &[
        (5, &[&COUNT, &SYSUPTIME, &UNIX_SECS, &UNIX_NSECS, &SEQUENCE, &ENGINE_TYPE, &ENGINE_ID, &SAMPLING, &SAMPLINGMODE, &SAMPLERATE, &RECORDS]),
        (9, &[&COUNT, &SYSUPTIME, &UNIX_SECS, &SEQUENCE, &SOURCE_ID, &FLOWSETS]),
        (10, &[&LEN, &EXPORTTIME, &SEQUENCE, &OD_ID, &FLOWSETS]),
    ],
    &[&COUNT, &SYSUPTIME, &UNIX_SECS],
));
static SYSUPTIME: Field = Field::new("cflow.sysuptime", "SysUptime", Place::Uint(32)).kind(Kind::Duration(1_000_000));
static SAMPLING: Field = Field::part(Place::Uint(16));
static FLOWSETS: Field = Field::many("FlowSets", &FLOWSET);
static FLOWSET: Field = Field::new("", "FlowSet", Place::Group(&[&FLOWSET_ID, &FLOWSET_LENGTH, &FLOWS]));
static FLOWS: Field = Field::part(Place::Take(|h| (h.number as usize).saturating_sub(4).min(h.left())));
static RECORDS: Field = Field::part(Place::Repeat(|h| usize::from(h.word(2)).min(h.left() / 48), &RECORD));
static RECORD: Field = Field::new("", "pdu", Place::Group(&[
    &SRCADDR, &DSTADDR, &NEXTHOP, &INPUTINT, &OUTPUTINT, &PACKETS, &OCTETS, &TIMES, &SRCPORT, &DSTPORT, &PAD, &TCPFLAGS, &PROTOCOL_FIELD, &TOS, &SRCAS, &DSTAS, &SRCMASK, &DSTMASK, &END,
]));
static TIMES: Field = Field::part(Place::Run(8));
static PAD: Field = Field::part(Place::Run(1));
static END: Field = Field::part(Place::Run(2));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "cflow",
    title: "Cisco NetFlow/IPFIX",
    column: "CFLOW",
    spec: "NetFlow, [RFC 3954](https://www.rfc-editor.org/rfc/rfc3954), and IPFIX, [RFC 7011](https://www.rfc-editor.org/rfc/rfc7011)",
    size: 2,
    fields: &[&VERSION, &BY_VERSION],
    under: &[(Space::UdpPort, 2055), (Space::UdpPort, 9996), (Space::UdpPort, 4739), (Space::SctpPort, 4739)],
    line: &[Word::Say("version "), Word::Of(&VERSION)],
    leaf: true,
    classes: &[form::services::NETFLOW],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 2)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 05 00 01 00 00 03 e8 3b 9a ca 00 00 00 00 00 00 00 00 07 00 00 00 00 # version 5, one flow
        0a 00 00 01 0a 00 00 02 00 00 00 00 00 01 00 02 00 00 00 03 00 00 00 b4 00 00 00 00 00 00 00 00 9c 40 00 35 00 00 11 00 00 01 00 02 18 18 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(2055, 2055, &hex(SAMPLE));
        let names = ["cflow.version", "cflow.count", "cflow.sysuptime", "cflow.unix_secs", "cflow.sequence", "cflow.srcaddr", "cflow.dstaddr", "cflow.inputint", "cflow.packets", "cflow.octets", "cflow.srcport", "cflow.dstport", "cflow.protocol", "cflow.srcas", "cflow.srcmask"];
        assert_eq!(fields_of(228, &bytes, &names), "5 1 1.000000000 1000000000 7 10.0.0.1 10.0.0.2 1 3 180 40000 53 17 1 24");
        assert_eq!(layers_of(228, &bytes), "ip:udp:cflow End");
        cut_everywhere(228, &bytes);
    }
}
