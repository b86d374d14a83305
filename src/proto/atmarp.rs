//! ARP over ATM, [RFC 2225](https://www.rfc-editor.org/rfc/rfc2225), 8.4: numbers and subaddresses, each with its kind and length.
//!
//! ```text
//! +---------------+---------------+-------+-------+---------------+
//! | Hardware type | Protocol type |  SHTL |  SSTL |    Opcode     |
//! +-------+-------+-------+-------+-------+-------+---------------+
//! |  SPLN |  THTL |  TSTL |  TPLN |  Addresses ..                 |
//! +-------+-------+-------+-------+-------------------------------+
//! ```
use super::arp::{DST_PROTO, DST_PROTO_IPV4, HW_TYPE, OPCODES, PROTO_TYPE, SRC_PROTO, SRC_PROTO_IPV4};
use super::*;
use crate::field::*;

/// What is asked or answered.
pub static OPCODE: Field = Field::new("arp.opcode", "Opcode", Place::Uint(16)).unset(1).names(OPCODES);
static ATM_SRC_HTL: Field = Field::new("", "Sender ATM number type/length", Place::Uint(8)).hex();
static ATM_SRC_STL: Field = Field::new("", "Sender ATM subaddress type/length", Place::Uint(8)).hex();
static ATM_DST_HTL: Field = Field::new("", "Target ATM number type/length", Place::Uint(8)).hex();
static ATM_DST_STL: Field = Field::new("", "Target ATM subaddress type/length", Place::Uint(8)).hex();
/// 1: E.164; 0: ATM Forum NSAPA.
pub static SRC_HTYPE: Field = Field::new("arp.src.htype", "Sender ATM number type", Place::Sub(0x40));
/// In bytes.
pub static SRC_HLEN: Field = Field::new("arp.src.hlen", "Sender ATM number length", Place::Sub(0x3f));
/// 1: E.164; 0: ATM Forum NSAPA.
pub static SRC_STYPE: Field = Field::new("arp.src.stype", "Sender ATM subaddress type", Place::Sub(0x40));
/// In bytes.
pub static SRC_SLEN: Field = Field::new("arp.src.slen", "Sender ATM subaddress length", Place::Sub(0x3f));
/// In bytes.
pub static SRC_PLN: Field = Field::new("arp.src.pln", "Sender protocol size", Place::Uint(8));
/// 1: E.164; 0: ATM Forum NSAPA.
pub static DST_HTYPE: Field = Field::new("arp.dst.htype", "Target ATM number type", Place::Sub(0x40));
/// In bytes.
pub static DST_HLEN: Field = Field::new("arp.dst.hlen", "Target ATM number length", Place::Sub(0x3f));
/// 1: E.164; 0: ATM Forum NSAPA.
pub static DST_STYPE: Field = Field::new("arp.dst.stype", "Target ATM subaddress type", Place::Sub(0x40));
/// In bytes.
pub static DST_SLEN: Field = Field::new("arp.dst.slen", "Target ATM subaddress length", Place::Sub(0x3f));
/// In bytes.
pub static DST_PLN: Field = Field::new("arp.dst.pln", "Target protocol size", Place::Uint(8));
static ATM_ADDRESSES: Field = Field::part(Place::When(
    |here| here.left() >= atm_len(here.head),
    &[&ATM_SRC, &ATM_SRC_SUB, &ATM_SRC_IP, &ATM_DST, &ATM_DST_SUB, &ATM_DST_IP],
));
static ATM_SRC: Field = Field::part(Place::Sized(|here| at_length(here, 4), &[&ATM_SRC_AS]));
static ATM_SRC_AS: Field = Field::part(Place::Switch(|here| (here.byte(4) >> 6 & 1).into(), &[(1, &[&SRC_E164])], &[&SRC_NSAP]));
static ATM_SRC_SUB: Field = Field::part(Place::Sized(|here| at_length(here, 5), &[&SRC_SUBADDR]));
static ATM_SRC_IP: Field = Field::part(Place::Sized(|here| here.byte(8).into(), &[&ATM_SRC_IP_AS]));
static ATM_SRC_IP_AS: Field =
    Field::part(Place::Switch(|here| (here.byte(8) == 4 && here.word(2) == 0x0800).into(), &[(1, &[&SRC_PROTO_IPV4])], &[&SRC_PROTO]));
static ATM_DST: Field = Field::part(Place::Sized(|here| at_length(here, 9), &[&ATM_DST_AS]));
static ATM_DST_AS: Field = Field::part(Place::Switch(|here| (here.byte(9) >> 6 & 1).into(), &[(1, &[&DST_E164])], &[&DST_NSAP]));
static ATM_DST_SUB: Field = Field::part(Place::Sized(|here| at_length(here, 10), &[&DST_SUBADDR]));
static ATM_DST_IP: Field = Field::part(Place::Sized(|here| here.byte(11).into(), &[&ATM_DST_IP_AS]));
static ATM_DST_IP_AS: Field =
    Field::part(Place::Switch(|here| (here.byte(11) == 4 && here.word(2) == 0x0800).into(), &[(1, &[&DST_PROTO_IPV4])], &[&DST_PROTO]));
/// Sender's number in the telephone net.
pub static SRC_E164: Field = Field::new("arp.src.atm_num_e164", "Sender ATM number (E.164)", Place::Rest).text();
/// Sender's number as network service access point.
pub static SRC_NSAP: Field = Field::new("arp.src.atm_num_nsap", "Sender ATM number (NSAP)", Place::Rest);
/// Sender's subaddress.
pub static SRC_SUBADDR: Field = Field::new("arp.src.atm_subaddr", "Sender ATM subaddress", Place::Rest);
/// Target's number in the telephone net.
pub static DST_E164: Field = Field::new("arp.dst.atm_num_e164", "Target ATM number (E.164)", Place::Rest).text();
/// Target's number as network service access point.
pub static DST_NSAP: Field = Field::new("arp.dst.atm_num_nsap", "Target ATM number (NSAP)", Place::Rest);
/// Target's subaddress.
pub static DST_SUBADDR: Field = Field::new("arp.dst.atm_subaddr", "Target ATM subaddress", Place::Rest);

/// ATM ARP.
pub static PROTOCOL: Protocol = Protocol {
    name: "atmarp",
    title: "ATM Address Resolution Protocol",
    column: "ATMARP",
    spec: "RFC 2225",
    size: 4,
    fields: &[
        &HW_TYPE,
        &PROTO_TYPE,
        &ATM_SRC_HTL,
        &SRC_HTYPE,
        &SRC_HLEN,
        &ATM_SRC_STL,
        &SRC_STYPE,
        &SRC_SLEN,
        &OPCODE,
        &SRC_PLN,
        &ATM_DST_HTL,
        &DST_HTYPE,
        &DST_HLEN,
        &ATM_DST_STL,
        &DST_STYPE,
        &DST_SLEN,
        &DST_PLN,
        &ATM_ADDRESSES,
    ],
    line: &[Word::Say("ATM ARP "), Word::Of(&OPCODE)],
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], _: &Below<'_>) -> Step {
    let total = 12 + atm_len(bytes);
    if bytes.len() < total { Step::cut(&[]) } else { Step::new(total, total, id::data) }
}
fn at_length(here: &Here<'_>, at: usize) -> usize {
    (here.byte(at) & 0x3f).into()
}
/// The bytes of all addresses.
fn atm_len(head: &[u8]) -> usize {
    let of = |at: usize, mask: u8| usize::from(head.get(at).copied().unwrap_or(0) & mask);
    of(4, 0x3f) + of(5, 0x3f) + of(8, 0xff) + of(9, 0x3f) + of(10, 0x3f) + of(11, 0xff)
}
