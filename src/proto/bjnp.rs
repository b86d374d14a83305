//! Canon BJNP, [Canon BJNP](https://wiki.wireshark.org/BJNP).
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                                                               |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |      Code     |        Sequence Number        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                               |           Session Id          |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |                         Payload Length                        |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;

static ID: Field = Field::bytes("bjnp.id", "Id", 0, 4).text();
static TYPE: Field = Field::bits("bjnp.type", "Type", 32, 8).names(&[(1, "Printer Command"), (2, "Scanner Command"), (129, "Printer Response"), (130, "Scanner Response")]);
static CODE: Field = Field::bits("bjnp.code", "Code", 40, 8).names(&[(1, "Discover"), (16, "Print Job Details"), (17, "Request Closure"), (32, "Get Printer Status"), (33, "Print"), (48, "Get Printer Identity"), (50, "Scan Job Details")]);
static SEQ_NO: Field = Field::bits("bjnp.seq_no", "Sequence Number", 48, 32);
static SESSION_ID: Field = Field::bits("bjnp.session_id", "Session Id", 80, 16);
static PAYLOAD_LEN: Field = Field::bits("bjnp.payload_len", "Payload Length", 96, 32);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "bjnp",
    title: "Canon BJNP",
    column: "BJNP",
    spec: "Canon BJNP",
    size: 16,
    fields: &[&ID, &TYPE, &CODE, &SEQ_NO, &SESSION_ID, &PAYLOAD_LEN],
    under: &[(Space::UdpPort, 8611), (Space::UdpPort, 8612), (Space::UdpPort, 8613), (Space::UdpPort, 8614)],
    line: &[Word::Of(&TYPE), Word::With(" ", &CODE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 16)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        42 4a 4e 50 01 01 00 00 00 07 00 00 00 00 00 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(8612, 8612, &hex(SAMPLE));
        let names = ["bjnp.type", "bjnp.code", "bjnp.seq_no", "bjnp.session_id", "bjnp.payload_len"];
        assert_eq!(fields_of(228, &bytes, &names), "1 1 7 0 0");
        assert_eq!(layers_of(228, &bytes), "ip:udp:bjnp End");
        cut_everywhere(228, &bytes);
    }
}
