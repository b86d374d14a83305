//! Cisco Interior Gateway Routing Protocol, Cisco IGRP.
//!
//! ```text
//!  0                   1                   2                   3
//!  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |IGRP Ve|Command| Update Release|       Autonomous System       |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |        Interior routes        |         System routes         |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! |        Exterior routes        |            Checksum           |
//! +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//! ```
use super::*;
use crate::field::*;

static VERSION: Field = Field::bits("igrp.version", "IGRP Version", 0, 4).ft(8);
static COMMAND: Field = Field::bits("igrp.command", "Command", 4, 4).ft(8);
static UPDATE: Field = Field::bits("igrp.update", "Update Release", 8, 8);
static AS: Field = Field::bits("igrp.as", "Autonomous System", 16, 16);
static INTERIOR_ROUTES: Field = Field::bits("igrp.interior_routes", "Interior routes", 32, 16);
static SYSTEM_ROUTES: Field = Field::bits("igrp.system_routes", "System routes", 48, 16);
static EXTERIOR_ROUTES: Field = Field::bits("igrp.exterior_routes", "Exterior routes", 64, 16);
static CHECKSUM: Field = Field::bits("igrp.checksum", "Checksum", 80, 16).hex();
static DELAY: Field = Field::new("igrp.delay", "Delay", Place::Uint(24));
static BANDWIDTH: Field = Field::new("igrp.bandwidth", "Bandwidth", Place::Uint(24));
static MTU: Field = Field::new("igrp.mtu", "MTU", Place::Uint(16));
static RELIABILITY: Field = Field::new("igrp.reliability", "Reliability", Place::Uint(8));
static LOAD: Field = Field::new("igrp.load", "Load", Place::Uint(8));
static HOP_COUNT: Field = Field::new("igrp.hop_count", "Hop count", Place::Uint(8));
static ROUTES: Field = Field::many("Routes", &ROUTE);
static ROUTE: Field = Field::new("", "Route", Place::Group(&[&NETWORK, &DELAY, &BANDWIDTH, &MTU, &RELIABILITY, &LOAD, &HOP_COUNT]));
static NETWORK: Field = Field::part(Place::Run(3));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "igrp",
    title: "Cisco Interior Gateway Routing Protocol",
    column: "IGRP",
    spec: "Cisco IGRP",
    size: 12,
    fields: &[&VERSION, &COMMAND, &UPDATE, &AS, &INTERIOR_ROUTES, &SYSTEM_ROUTES, &EXTERIOR_ROUTES, &CHECKSUM, &ROUTES],
    under: &[(Space::IpProto, 9)],
    line: &[Word::Of(&COMMAND), Word::With(", AS ", &AS)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 12)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    const SAMPLE: &str = "
        45 00 00 2e 00 01 00 00 40 09 00 00 0a 00 00 01 0a 00 00 02 # what carries it
        11 07 00 01 00 00 00 01 00 00 00 00 # update 7 of AS 1
        0a 01 00 00 03 e8 00 27 10 05 dc ff 01 02";

    #[test]
    fn fields_as_they_are() {
        let bytes = hex(SAMPLE);
        let names = ["igrp.version", "igrp.command", "igrp.update", "igrp.as", "igrp.interior_routes", "igrp.system_routes", "igrp.delay", "igrp.bandwidth", "igrp.mtu", "igrp.reliability", "igrp.load", "igrp.hop_count"];
        assert_eq!(fields_of(228, &bytes, &names), "1 1 7 1 0 1 1000 10000 1500 255 1 2");
        assert_eq!(layers_of(228, &bytes), "ip:igrp End");
        cut_everywhere(228, &bytes);
    }
}
