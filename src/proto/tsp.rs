//! Time Synchronization Protocol, [Time Synchronization Protocol](https://docs.freebsd.org/44doc/smm/12.timed/paper.pdf) of timed.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |      Type     |    Version    |            Sequence           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static TYPE: Field = Field::bits("tsp.type", "Type", 0, 8).names(&[(0, "any"), (1, "adjtime"), (2, "ack"), (3, "masterreq"), (4, "masterack"), (5, "settime"), (6, "masterup"), (7, "slaveup"), (8, "election"), (9, "accept"), (10, "refuse"), (11, "conflict"), (12, "resolve"), (13, "quit"), (14, "date"), (15, "datereq"), (16, "dateack"), (17, "traceon"), (18, "traceoff"), (19, "msite"), (20, "msitereq"), (21, "test"), (22, "setdate"), (23, "setdatereq"), (24, "loop")]);
static VERSION: Field = Field::bits("tsp.version", "Version", 8, 8);
static SEQUENCE: Field = Field::bits("tsp.sequence", "Sequence", 16, 16);
static HOPCNT: Field = Field::new("tsp.hopcnt", "Hop Count", Place::Uint(8));
static SEC: Field = Field::new("tsp.sec", "Seconds", Place::Uint(32));
static USEC: Field = Field::new("tsp.usec", "Microseconds", Place::Uint(32));
static NAME: Field = Field::new("tsp.name", "Machine Name", Place::Zero);
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.byte(0).into(), &[(1, &[&TIME]), (5, &[&TIME]), (10, &[&HOPS]), (22, &[&TIME]), (24, &[&HOPS])], &[&EIGHT]));
static TIME: Field = Field::part(Place::When(|h| h.left() >= 8, &[&SEC, &USEC, &TSP_NAME]));
static HOPS: Field = Field::part(Place::When(|h| h.left() >= 8, &[&HOPCNT, &SEVEN, &TSP_NAME]));
static EIGHT: Field = Field::part(Place::When(|h| h.left() >= 8, &[&SKIPPED, &TSP_NAME]));
static SEVEN: Field = Field::part(Place::Run(7));
static SKIPPED: Field = Field::part(Place::Run(8));
static TSP_NAME: Field = Field::part(Place::When(|h| h.left() > 0, &[&NAME]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "tsp",
    title: "Time Synchronization Protocol",
    column: "TSP",
    spec: "Time Synchronization Protocol",
    size: 4,
    fields: &[&TYPE, &VERSION, &SEQUENCE, &BY_TYPE],
    under: &[(Space::UdpPort, 525)],
    line: &[Word::Of(&TYPE), Word::With(" ", &NAME)],
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
        01 01 00 07 00 00 00 05 00 00 00 06 68 6f 73 74 00";

    #[test]
    fn fields_as_they_are() {
        let bytes = udp_of(525, 525, &hex(SAMPLE));
        let names = ["tsp.type", "tsp.version", "tsp.sequence", "tsp.sec", "tsp.usec", "tsp.name"];
        assert_eq!(fields_of(228, &bytes, &names), "1 1 7 5 6 host");
        assert_eq!(layers_of(228, &bytes), "ip:udp:tsp End");
        cut_everywhere(228, &bytes);
    }
}
