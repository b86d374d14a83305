//! Service Location Protocol, [RFC 2608](https://www.rfc-editor.org/rfc/rfc2608), 8.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |    Version    |    Function   |                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("srvloc.version", "Version", 0, 8);
static FUNCTION: Field = Field::bits("srvloc.function", "Function", 8, 8).names(&[(1, "Service Request"), (2, "Service Reply"), (3, "Service Registration"), (4, "Service Deregister"), (5, "Service Acknowledge"), (6, "Attribute Request"), (7, "Attribute Reply"), (8, "DA Advertisement"), (9, "Service Type Request"), (10, "Service Type Reply"), (11, "SA Advertisement")]);
static PKTLEN: Field = Field::new("srvloc.pktlen", "Packet Length", Place::Uint(24));
static FLAGS_V2: Field = Field::new("srvloc.flags_v2", "Flags", Place::Uint(16)).hex();
static NEXTEXTOFF: Field = Field::new("srvloc.nextextoff", "Next Extension Offset", Place::Uint(24));
static XID: Field = Field::new("srvloc.xid", "XID", Place::Uint(16)).ft(24);
static LANGTAGLEN: Field = Field::new("srvloc.langtaglen", "Lang Tag Len", Place::Uint(16));
static LANGTAG: Field = Field::new("srvloc.langtag", "Lang Tag", Place::Rest).text();
static REST_OF: Field = Field::part(Place::When(|h| h.byte(0) == 2, &[&PKTLEN, &FLAGS_V2, &NEXTEXTOFF, &XID, &LANGTAGLEN, &LANGUAGE]));
static LANGUAGE: Field = Field::part(Place::Sized(|h| (h.number as usize).min(h.left()), &[&LANGTAG]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "srvloc",
    title: "Service Location Protocol",
    column: "SRVLOC",
    spec: "RFC 2608",
    size: 2,
    fields: &[&VERSION, &FUNCTION, &REST_OF],
    under: &[(Space::UdpPort, 427), (Space::TcpPort, 427)],
    line: &[Word::Of(&FUNCTION)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 2)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        02 01 00 00 1e 20 00 00 00 00 00 07 00 02 65 6e # service request
        00 00 00 04 61 62 63 64 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(427, 427, &hex(SAMPLE));
        let names = ["srvloc.version", "srvloc.function", "srvloc.pktlen", "srvloc.xid", "srvloc.langtaglen", "srvloc.langtag"];
        assert_eq!(fields_of(228, &bytes, &names), "2 1 30 7 2 en");
        assert_eq!(layers_of(228, &bytes), "ip:udp:srvloc End");
        cut_everywhere(228, &bytes);
    }
}
