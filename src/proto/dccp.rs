//! Datagram Congestion Control Protocol, [RFC 4340](https://www.rfc-editor.org/rfc/rfc4340).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |          Source Port          |           Dest Port           |
//! |  Data Offset  | CCVal | CsCov |           Checksum            |
//! | Res | Type  |1|   Reserved    |  Sequence Number (48, or 24 where X is 0)
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static SRCPORT: Field = Field::bits("dccp.srcport", "Source Port", 0, 16);
static DSTPORT: Field = Field::bits("dccp.dstport", "Destination Port", 16, 16);
static PORT: Field = Field::new("dccp.port", "Source or Destination Port", Place::Either(&[&SRCPORT, &DSTPORT])).ft(16);
static DATA_OFFSET: Field = Field::bits("dccp.data_offset", "Data Offset", 32, 8);
static CCVAL: Field = Field::bits("dccp.ccval", "CCVal", 40, 4).ft(8);
static CSCOV: Field = Field::bits("dccp.cscov", "Checksum Coverage", 44, 4).ft(8);
static CHECKSUM: Field = Field::bits("dccp.checksum", "Checksum", 48, 16).hex();
static RES1: Field = Field::bits("dccp.res1", "Reserved", 64, 3).hex().ft(8);
static TYPE: Field = Field::bits("dccp.type", "Type", 67, 4).ft(8).names(&[(0, "Request"), (1, "Response"), (2, "Data"), (3, "Ack"), (4, "DataAck"), (5, "CloseReq"), (6, "Close"), (7, "Reset"), (8, "Sync"), (9, "SyncAck"), (10, "Listen"), (11, "Reserved"), (12, "Reserved"), (13, "Reserved"), (14, "Reserved"), (15, "Reserved")]);
static X: Field = Field::bits("dccp.x", "Extended Sequence Numbers", 71, 1);
static RES2: Field = Field::new("dccp.res2", "Reserved", Place::Uint(8)).hex();
static SERVICE_CODE: Field = Field::new("dccp.service_code", "Service Code", Place::Uint(32)).names(&[(0, "not specified"), (7107696, "LTP: Licklider Transmission Protocol"), (1145656131, "DISC: Discard"), (1381253968, "RTCP: RTCP connection, separate from the corresponding RTP"), (1381257281, "RTPA: RTP session conveying audio data (and associated RTCP)"), (1381257295, "RTPO: RTP session conveying other media (and associated RTCP)"), (1381257300, "RTPT: RTP session conveying text media (and associated RTCP)"), (1381257302, "RTPV: RTP session conveying video data (and associated RTCP)"), (1398361159, "SYLG: Syslog Protocol"), (1685351985, "Bundle Protocol"), (1852861808, "NPMP: NetPerfMeter Data"), (4294967295, "Reserved (Invalid)")]);
static RESET_CODE: Field = Field::new("dccp.reset_code", "Reset Code", Place::Uint(8)).names(&[(0, "Unspecified"), (1, "Closed"), (2, "Aborted"), (3, "No Connection"), (4, "Packet Error"), (5, "Option Error"), (6, "Mandatory Error"), (7, "Connection Refused"), (8, "Bad Service Code"), (9, "Too Busy"), (10, "Bad Init Cookie"), (11, "Aggression Penalty"), (12, "Reserved")]);
static NUMBERS: Field = Field::part(Place::Switch(|h| (h.byte(8) & 1).into(), &[(1, &[&RES2, &SEQ_LONG, &ACKS, &BY_TYPE])], &[&SEQ_SHORT, &SHORT_ACKS]));
static SEQ_LONG: Field = Field::new("dccp.seq_raw", "Sequence Number (raw)", Place::Uint(48)).ft(64);
static SEQ_SHORT: Field = Field::new("dccp.seq_raw", "Sequence Number (raw)", Place::Uint(24)).ft(64);
static ACKS: Field = Field::part(Place::When(|h| !matches!(kind(h), 0 | 2), &[&RESERVED, &ACK_LONG]));
static SHORT_ACKS: Field = Field::part(Place::When(|h| !matches!(kind(h), 0 | 2), &[&SHORT_RESERVED, &ACK_SHORT]));
static RESERVED: Field = Field::new("dccp.ack_res", "Reserved", Place::Uint(16)).hex();
static SHORT_RESERVED: Field = Field::part(Place::Uint(8));
static ACK_LONG: Field = Field::new("dccp.ack_raw", "Acknowledgement Number (raw)", Place::Uint(48)).ft(64);
static ACK_SHORT: Field = Field::new("dccp.ack_raw", "Acknowledgement Number (raw)", Place::Uint(24)).ft(64);
static BY_TYPE: Field = Field::part(Place::Switch(|h| u64::from(kind(h)), &[(0, &[&SERVICE_CODE]), (1, &[&SERVICE_CODE]), (7, &[&RESET_CODE])], &[]));
fn kind(h: &Here<'_>) -> u8 {
    h.byte(8) >> 1 & 15
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "dccp",
    title: "Datagram Congestion Control Protocol",
    column: "DCCP",
    spec: "RFC 4340",
    size: 9,
    fields: &[&SRCPORT, &DSTPORT, &PORT, &DATA_OFFSET, &CCVAL, &CSCOV, &CHECKSUM, &RES1, &TYPE, &X, &NUMBERS],
    under: &[(Space::IpProto, 33)],
    line: &[Word::Plain(&SRCPORT), Word::Say(" → "), Word::Plain(&DSTPORT), Word::With(" ", &TYPE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    if bytes.len() < 12 {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    let header = DATA_OFFSET.num(bytes).unwrap_or(0) as usize * 4;
    if header < 12 || header > below.wire {
        return Step::malformed(12, below.wire);
    }
    if header > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(header, below.wire, id::data)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 28 00 01 00 00 40 21 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        9c 40 13 89 05 00 00 00 01 00 00 00 00 00 00 07 # request, number 7
        00 00 00 2a # service";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["dccp.srcport", "dccp.dstport", "dccp.data_offset", "dccp.type", "dccp.x", "dccp.service_code"];
        assert_eq!(fields_of(228, &bytes, &names), "40000 5001 5 0 1 42");
        assert_eq!(layers_of(228, &bytes), "ip:dccp End");
        cut_everywhere(228, &bytes);
    }
}
