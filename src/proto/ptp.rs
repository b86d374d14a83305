//! Precision Time Protocol (IEEE1588), IEEE 1588 (Precision Time Protocol).
//!
//! Version 2, in Ethernet or over UDP: events to port 319, all else to port 320.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |majorSd|message|minorVe|version|         messageLength         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  domainNumber |   minorSdoId  |P|   |P|P|P|P|P|   |F|T|P|P|P|P|
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                         ClockIdentity                         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          SourcePortID         |           sequenceId          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |  controlField |                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static V2_MAJORSDOID: Field = Field::bits("ptp.v2.majorsdoid", "majorSdoId", 0, 4).hex().ft(8).names(&[(1, "gPTP Domain"), (2, "CMLDS")]);
static V2_MESSAGETYPE: Field = Field::bits("ptp.v2.messagetype", "messageType", 4, 4).hex().ft(8).names(&[(0, "Sync Message"), (1, "Delay_Req Message"), (2, "Peer_Delay_Req Message"), (3, "Peer_Delay_Resp Message"), (8, "Follow_Up Message"), (9, "Delay_Resp Message"), (10, "Peer_Delay_Resp_Follow_Up Message"), (11, "Announce Message"), (12, "Signalling Message"), (13, "Management Message")]);
static V2_MINORVERSIONPTP: Field = Field::bits("ptp.v2.minorversionptp", "minorVersionPTP", 8, 4).ft(8);
static V2_VERSIONPTP: Field = Field::bits("ptp.v2.versionptp", "versionPTP", 12, 4).ft(8);
static V2_MESSAGELENGTH: Field = Field::bits("ptp.v2.messagelength", "messageLength", 16, 16);
static V2_DOMAINNUMBER: Field = Field::bits("ptp.v2.domainnumber", "domainNumber", 32, 8);
static V2_MINORSDOID: Field = Field::bits("ptp.v2.minorsdoid", "minorSdoId", 40, 8);
static V2_FLAGS: Field = Field::bits("ptp.v2.flags", "flags", 48, 16).hex();
static V2_FLAGS_SECURITY: Field = Field::bits("ptp.v2.flags.security", "PTP_SECURITY", 48, 1);
static V2_FLAGS_SPECIFIC2: Field = Field::bits("ptp.v2.flags.specific2", "PTP profile Specific 2", 51, 1);
static V2_FLAGS_SPECIFIC1: Field = Field::bits("ptp.v2.flags.specific1", "PTP profile Specific 1", 52, 1);
static V2_FLAGS_UNICAST: Field = Field::bits("ptp.v2.flags.unicast", "PTP_UNICAST", 53, 1);
static V2_FLAGS_TWOSTEP: Field = Field::bits("ptp.v2.flags.twostep", "PTP_TWO_STEP", 54, 1);
static V2_FLAGS_ALTERNATEMASTER: Field = Field::bits("ptp.v2.flags.alternatemaster", "PTP_ALTERNATE_MASTER", 55, 1);
static V2_FLAGS_FREQUENCYTRACEABLE: Field = Field::bits("ptp.v2.flags.frequencytraceable", "FREQUENCY_TRACEABLE", 58, 1);
static V2_FLAGS_TIMETRACEABLE: Field = Field::bits("ptp.v2.flags.timetraceable", "TIME_TRACEABLE", 59, 1);
static V2_FLAGS_TIMESCALE: Field = Field::bits("ptp.v2.flags.timescale", "PTP_TIMESCALE", 60, 1);
static V2_FLAGS_UTCREASONABLE: Field = Field::bits("ptp.v2.flags.utcreasonable", "PTP_UTC_REASONABLE", 61, 1);
static V2_FLAGS_LI59: Field = Field::bits("ptp.v2.flags.li59", "PTP_LI_59", 62, 1);
static V2_FLAGS_LI61: Field = Field::bits("ptp.v2.flags.li61", "PTP_LI_61", 63, 1);
static V2_CLOCKIDENTITY: Field = Field::bits("ptp.v2.clockidentity", "ClockIdentity", 160, 64).hex();
static V2_SOURCEPORTID: Field = Field::bits("ptp.v2.sourceportid", "SourcePortID", 224, 16);
static V2_SEQUENCEID: Field = Field::bits("ptp.v2.sequenceid", "sequenceId", 240, 16);
static V2_CONTROLFIELD: Field = Field::bits("ptp.v2.controlfield", "controlField", 256, 8).names(&[(0, "Sync Message"), (1, "Delay_Req Message"), (2, "Follow_Up Message"), (3, "Delay_Resp Message"), (4, "Management Message"), (5, "Other Message")]);
static LOGMESSAGEPERIOD: Field = Field::bits("ptp.v2.logmessageperiod", "logMessagePeriod", 264, 8).kind(Kind::Signed);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "ptp",
    title: "Precision Time Protocol (IEEE1588)",
    column: "PTP",
    spec: "IEEE 1588 (Precision Time Protocol)",
    size: 34,
    fields: &[&V2_MAJORSDOID, &V2_MESSAGETYPE, &V2_MINORVERSIONPTP, &V2_VERSIONPTP, &V2_MESSAGELENGTH, &V2_DOMAINNUMBER, &V2_MINORSDOID, &V2_FLAGS, &V2_FLAGS_SECURITY, &V2_FLAGS_SPECIFIC2, &V2_FLAGS_SPECIFIC1, &V2_FLAGS_UNICAST, &V2_FLAGS_TWOSTEP, &V2_FLAGS_ALTERNATEMASTER, &V2_FLAGS_FREQUENCYTRACEABLE, &V2_FLAGS_TIMETRACEABLE, &V2_FLAGS_TIMESCALE, &V2_FLAGS_UTCREASONABLE, &V2_FLAGS_LI59, &V2_FLAGS_LI61, &V2_CLOCKIDENTITY, &V2_SOURCEPORTID, &V2_SEQUENCEID, &V2_CONTROLFIELD, &LOGMESSAGEPERIOD],
    under: &[(Space::EtherType, 0x88f7), (Space::UdpPort, 319), (Space::UdpPort, 320)],
    line: &[Word::Of(&V2_MESSAGETYPE), Word::With(" sequence ", &V2_SEQUENCEID)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 34)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        00 02 00 2c 00 00 02 00 # sync, version 2, 44 bytes, two steps
        00 00 00 00 00 00 00 00 00 00 00 00
        00 1b 19 ff fe 00 00 01 00 01 00 07 00 00 # clock, port 1, number 7
        00 00 00 00 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(319, 319, &hex(SAMPLE));
        let names = ["ptp.v2.majorsdoid", "ptp.v2.messagetype", "ptp.v2.minorversionptp", "ptp.v2.versionptp", "ptp.v2.messagelength", "ptp.v2.domainnumber", "ptp.v2.minorsdoid", "ptp.v2.flags", "ptp.v2.flags.security", "ptp.v2.flags.specific2", "ptp.v2.flags.specific1", "ptp.v2.flags.unicast", "ptp.v2.flags.twostep", "ptp.v2.flags.alternatemaster", "ptp.v2.flags.frequencytraceable", "ptp.v2.flags.timetraceable", "ptp.v2.flags.timescale", "ptp.v2.flags.utcreasonable", "ptp.v2.flags.li59", "ptp.v2.flags.li61", "ptp.v2.clockidentity", "ptp.v2.sourceportid", "ptp.v2.sequenceid", "ptp.v2.controlfield"];
        assert_eq!(fields_of(228, &bytes, &names), "0x00 0x00 0 2 44 0 0 0x0200 0 0 0 0 1 0 0 0 0 0 0 0 0x001b19fffe000001 1 7 0");
        assert_eq!(layers_of(228, &bytes), "ip:udp:ptp End");
        cut_everywhere(228, &bytes);
    }
}
