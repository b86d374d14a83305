//! Link Management Protocol (LMP), [RFC 4204](https://www.rfc-editor.org/rfc/rfc4204), 13.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |LMP Ver|                                       |  Message Type |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("lmp.version", "LMP Version", 0, 4).ft(8);
static MSG: Field = Field::bits("lmp.msg", "Message Type", 24, 8).names(&[(1, "Config Message."), (2, "ConfigAck Message."), (3, "ConfigNack Message."), (4, "Hello Message."), (5, "BeginVerify Message."), (6, "BeginVerifyAck Message."), (7, "BeginVerifyNack Message."), (8, "EndVerify Message."), (9, "EndVerifyAck Message."), (10, "Test Message."), (11, "TestStatusSuccess Message."), (12, "TestStatusFailure Message."), (13, "TestStatusAck Message."), (14, "LinkSummary Message."), (15, "LinkSummaryAck Message."), (16, "LinkSummaryNack Message."), (17, "ChannelStatus Message."), (18, "ChannelStatusAck Message."), (19, "ChannelStatusRequest Message."), (20, "ChannelStatusResponse Message."), (21, "TraceMonitor Message."), (22, "TraceMonitorAck Message."), (23, "TraceMonitorNack Message."), (24, "TraceMismatch Message."), (25, "TraceMismatchAck Message."), (26, "TraceRequest Message."), (27, "TraceReport Message."), (28, "TraceReportNack Message."), (29, "InsertTrace Message."), (30, "InsertTraceAck Message."), (31, "InsertTraceNack Message."), (50, "ServiceConfig Message."), (51, "ServiceConfigAck Message."), (52, "ServiceConfigNack Message."), (241, "DiscoveryResponse Message."), (242, "DiscoveryResponseAck Message."), (243, "DiscoveryResponseNack Message.")]);
static OBJECT: Field = Field::new("lmp.object", "LOCAL_CCID", Place::Uint(8));
static OBJECTS: Field = Field::part(Place::When(|h| h.left() >= 4, &[&LENGTHS, &LIST]));
static LENGTHS: Field = Field::part(Place::Run(4));
static LIST: Field = Field::many("Objects", &ONE);
static ONE: Field = Field::new("", "Object", Place::Group(&[&C_TYPE, &OBJECT, &OBJECT_LENGTH, &REST]));
static C_TYPE: Field = Field::part(Place::Uint(8));
static OBJECT_LENGTH: Field = Field::part(Place::Len(16, Counts::Whole));
static REST: Field = Field::part(Place::Rest);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "lmp",
    title: "Link Management Protocol (LMP)",
    column: "LMP",
    spec: "RFC 4204",
    size: 4,
    fields: &[&VERSION, &MSG, &OBJECTS],
    under: &[(Space::UdpPort, 701)],
    line: &[Word::Of(&MSG)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 4)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        10 00 00 01 00 10 00 00 # config
        01 01 00 08 0a 00 00 01";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(701, 701, &hex(SAMPLE));
        let names = ["lmp.msg", "lmp.object"];
        assert_eq!(fields_of(228, &bytes, &names), "1 1");
        assert_eq!(layers_of(228, &bytes), "ip:udp:lmp End");
        cut_everywhere(228, &bytes);
    }
}
