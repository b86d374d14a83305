//! DECnet phase IV routing: Digital Network Architecture, Routing Layer Functional Specification 2.0.0.
//!
//! ```text
//! length (2, little endian) | flags | destination node | source node | visited        short data packets
//! length                    | flags | version (3) | id (6) | ...                      hello messages
//! ```
use super::*;
use crate::field::*;

static LENGTH: Field = Field::part(Place::UintLe(16));
/// All of the byte.
pub static FLAGS: Field = Field::new("dec_dna.flags", "Routing flags", Place::Key(8)).hex();
static CONTROL: Field = Field::new("dec_dna.flags.control", "Control packet", Place::Sub(1));
static BY_FLAGS: Field = Field::part(Place::Switch(
    |h| match h.key {
        n if n & 1 != 0 => n & 0x0f,
        n => n & 7,
    },
    &[
        (2, &[&MSGLEN, &RQR, &RTS, &DST_NODE, &SRC_NODE, &VST_NODE]),
        (6, &[&MSGLEN, &RQR, &RTS, &INTRA_ETH, &AREAS, &DST_ADDRESS, &AREAS, &SRC_ADDRESS]),
        (11, &[&CONTROL, &MSG_TYPE, &VERSION, &ID]),
        (13, &[&CONTROL, &MSG_TYPE, &VERSION, &ID, &ENDNODE]),
        (1, &[&CONTROL, &MSG_TYPE]),
        (3, &[&CONTROL, &MSG_TYPE]),
        (5, &[&CONTROL, &MSG_TYPE]),
        (7, &[&CONTROL, &MSG_TYPE]),
        (9, &[&CONTROL, &MSG_TYPE]),
    ],
    &[],
));
static MSGLEN: Field = Field::new("dec_dna.flags.msglen", "Long data packet format", Place::Sub(6)).hex().ft(8);
static RQR: Field = Field::new("dec_dna.flags.RQR", "Return to Sender Request", Place::Sub(8));
static RTS: Field = Field::new("dec_dna.flags.RTS", "Packet on return trip", Place::Sub(0x10));
static INTRA_ETH: Field = Field::new("dec_dna.flags.intra_eth", "Intra-ethernet packet", Place::Sub(0x20));
/// Area in the upper 6 bits, node in the others.
pub static DST_NODE: Field = Field::new("dec_dna.dst_node", "Destination node", Place::UintLe(16)).hex();
/// The same of the sender.
pub static SRC_NODE: Field = Field::new("dec_dna.src_node", "Source node", Place::UintLe(16)).hex();
static VST_NODE: Field = Field::new("dec_dna.vst_node", "Nodes visited ty this package", Place::Uint(8));
static AREAS: Field = Field::part(Place::Run(2));
static DST_ADDRESS: Field = Field::new("dec_dna.dst.address", "Destination Address", Place::Run(6)).kind(Kind::Mac);
static SRC_ADDRESS: Field = Field::new("dec_dna.src.addr", "Source Address", Place::Run(6)).kind(Kind::Mac);
static MSG_TYPE: Field = Field::new("dec_dna.rt.msg_type", "Routing control message", Place::Sub(0x0e)).hex().ft(8).names(&[
    (0, "Initialization message"), (1, "Verification message"), (2, "Hello and test message"), (3, "Level 1 routing message"), (4, "Level 2 routing message"),
    (5, "Ethernet router hello message"), (6, "Ethernet endnode hello message"),
]);
static VERSION: Field = Field::part(Place::Run(3));
/// Who says hello.
pub static ID: Field = Field::new("dec_dna.ctl.id", "Transmitting system ID", Place::Run(6)).kind(Kind::Mac);
static ENDNODE: Field = Field::part(Place::When(|_| true, &[&INFO, &BLK_SIZE, &AREA, &SEED, &NEIGHBOR, &TIMER]));
static INFO: Field = Field::new("dec_dna.ctl.tiinfo", "Routing information", Place::Uint(8)).hex();
static BLK_SIZE: Field = Field::new("dec_dna.ctl.blk_size", "Block size", Place::UintLe(16));
static AREA: Field = Field::part(Place::Run(1));
static SEED: Field = Field::new("dec_dna.ctl.seed", "Verification seed", Place::Run(8));
static NEIGHBOR: Field = Field::new("dec_dna.ctl_neighbor", "Neighbor", Place::Run(6)).kind(Kind::Mac);
static TIMER: Field = Field::new("dec_dna.ctl.timer", "Hello timer(seconds)", Place::UintLe(16));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "dec_dna",
    title: "DEC DNA Routing Protocol",
    column: "DEC DNA",
    spec: "DNA Routing Layer 2.0.0",
    fields: &[&LENGTH, &FLAGS, &BY_FLAGS],
    under: &[(Space::EtherType, 0x6003), (Space::Ppp, 0x27)],
    line: &[Word::With("Routing control, from ", &ID), Word::With("Short data packet to ", &DST_NODE), Word::With(" from ", &SRC_NODE)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 3)
}

#[cfg(test)]
mod tests {
    use super::testing::*;

    #[test]
    fn hello_and_data() {
        let bytes = hex("ab 00 00 03 00 00 aa 00 04 00 01 04 60 03 22 00 0d 02 00 00 aa 00 04 00 01 04 03 32 40 00 00 00 00 00 00 00 00 00 aa 00 04 00 00 00 0a 00");
        assert_eq!(layers_of(1, &bytes), "eth:dec_dna End");
        let names = ["dec_dna.flags", "dec_dna.flags.control", "dec_dna.rt.msg_type", "dec_dna.ctl.id", "dec_dna.ctl.blk_size", "dec_dna.ctl.timer"];
        assert_eq!(fields_of(1, &bytes, &names), "0x0d 1 0x06 aa:00:04:00:01:04 16434 10");
        cut_everywhere(1, &bytes);
        let bytes = hex("aa 00 04 00 01 04 aa 00 04 00 02 04 60 03 06 00 02 01 04 02 04 05");
        assert_eq!(fields_of(1, &bytes, &["dec_dna.flags.msglen", "dec_dna.dst_node", "dec_dna.src_node", "dec_dna.vst_node"]), "0x01 0x0401 0x0402 5");
        cut_everywhere(1, &bytes);
    }
}
