//! Hello of IS-IS: ISO 10589, 9.5 to 9.7.
use super::*;
use crate::field::*;

static CIRCUIT: Field = Field::part(Place::Uint(8));
static CIRCUIT_TYPE: Field = Field::new("isis.hello.circuit_type", "Circuit type", Place::Sub(3)).hex().ft(8).names(&[(1, "Level 1 only"), (2, "Level 2 only"), (3, "Level 1 and 2")]);
static RESERVED: Field = Field::new("isis.hello.reserved", "Reserved", Place::Sub(0xfc)).hex().ft(8);
/// Who says hello.
pub static SOURCE_ID: Field = Field::new("isis.hello.source_id", "SystemID {Sender of PDU}", Place::Run(6)).kind(Kind::Show(&isis::SYSTEM));
static HOLDING_TIMER: Field = Field::new("isis.hello.holding_timer", "Holding timer", Place::Uint(16));
static PDU_LENGTH: Field = Field::new("isis.hello.pdu_length", "PDU length", Place::Uint(16));
static BY_TYPE: Field = Field::part(Place::Switch(|h| h.mode.into(), &[(17, &[&LOCAL_CIRCUIT_ID])], &[&PRIORITY_BYTE, &PRIORITY, &LAN_ID]));
static LOCAL_CIRCUIT_ID: Field = Field::new("isis.hello.local_circuit_id", "Local circuit ID", Place::Uint(8));
static PRIORITY_BYTE: Field = Field::part(Place::Uint(8));
static PRIORITY: Field = Field::new("isis.hello.priority", "Priority", Place::Sub(0x7f)).ft(8);
/// Whom the sender takes for the network's designated system.
pub static LAN_ID: Field = Field::new("isis.hello.lan_id", "SystemID {Designated IS}", Place::Run(7)).kind(Kind::Show(&isis::SYSTEM));
static CLVS: Field = Field::many("CLVs", &CLV);
static CLV: Field = Field::new("", "CLV", Place::Group(&[&CLV_TYPE, &CLV_LENGTH, &CLV_VALUE]));
static CLV_TYPE: Field = Field::new("isis.hello.clv.type", "Type", Place::Key(8));
static CLV_LENGTH: Field = Field::new("isis.hello.clv.length", "Length", Place::Len(8, Counts::Behind));
static CLV_VALUE: Field = Field::part(Place::Pick(&[(129, &[&NLPIDS]), (132, &[&IPV4S]), (232, &[&IPV6S])], &[]));
static NLPIDS: Field = Field::many("NLPIDs", &NLPID_ONE);
static NLPID_ONE: Field = Field::new("isis.hello.clv_nlpid.nlpid", "NLPID", Place::Uint(8)).hex();
static IPV4S: Field = Field::many("Addresses", &IPV4);
static IPV4: Field = Field::new("isis.hello.clv_ipv4_int_addr", "IPv4 interface address", Place::Uint(32)).kind(Kind::Ip4);
static IPV6S: Field = Field::many("Addresses", &IPV6);
static IPV6: Field = Field::new("isis.hello.clv_ipv6_int_addr", "IPv6 interface address", Place::Run(16)).kind(Kind::Ip6);

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "isis.hello",
    title: "ISIS HELLO",
    column: "ISIS HELLO",
    spec: "ISO 10589",
    fields: &[&CIRCUIT, &CIRCUIT_TYPE, &RESERVED, &SOURCE_ID, &HOLDING_TIMER, &PDU_LENGTH, &BY_TYPE, &CLVS],
    line: &[Word::Say("System-ID "), Word::Plain(&SOURCE_ID)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    isis::unit(bytes, below, 12)
}
