//! Link state of IS-IS: ISO 10589, 9.8 and 9.9.
use super::*;
use crate::field::*;

static PDU_LENGTH: Field = Field::new("isis.lsp.pdu_length", "PDU length", Place::Uint(16));
static REMAINING_LIFE: Field = Field::new("isis.lsp.remaining_life", "Remaining lifetime", Place::Uint(16));
/// Whose it is, and which part.
pub static LSP_ID: Field = Field::new("isis.lsp.lsp_id", "LSP-ID", Place::Run(8)).kind(Kind::Show(&isis::SYSTEM));
/// The newest is the greatest.
pub static SEQUENCE_NUMBER: Field = Field::new("isis.lsp.sequence_number", "Sequence number", Place::Uint(32)).hex();
static CHECKSUM: Field = Field::new("isis.lsp.checksum", "Checksum", Place::Uint(16)).hex();
static FLAGS: Field = Field::part(Place::Uint(8));
static PARTITION_REPAIR: Field = Field::new("isis.lsp.partition_repair", "Partition Repair", Place::Sub(0x80));
static ATT: Field = Field::new("isis.lsp.att", "Attachment", Place::Sub(0x78)).ft(8);
static OVERLOAD: Field = Field::new("isis.lsp.overload", "Overload bit", Place::Sub(4));
static IS_TYPE: Field = Field::new("isis.lsp.is_type", "Type of Intermediate System", Place::Sub(3)).ft(8).names(&[(1, "Level 1"), (3, "Level 2")]);
static CLVS: Field = Field::many("CLVs", &CLV);
static CLV: Field = Field::new("", "CLV", Place::Group(&[&CLV_TYPE, &CLV_LENGTH, &CLV_VALUE]));
static CLV_TYPE: Field = Field::new("isis.lsp.clv.type", "Type", Place::Key(8));
static CLV_LENGTH: Field = Field::new("isis.lsp.clv.length", "Length", Place::Len(8, Counts::Behind));
static CLV_VALUE: Field = Field::part(Place::Pick(&[(129, &[&NLPIDS]), (132, &[&IPV4S]), (137, &[&HOSTNAME])], &[]));
static NLPIDS: Field = Field::many("NLPIDs", &NLPID_ONE);
static NLPID_ONE: Field = Field::new("isis.lsp.clv_nlpid.nlpid", "NLPID", Place::Uint(8)).hex();
static IPV4S: Field = Field::many("Addresses", &IPV4);
static IPV4: Field = Field::new("isis.lsp.clv_ipv4_int_addr", "IPv4 interface address", Place::Uint(32)).kind(Kind::Ip4);
static HOSTNAME: Field = Field::new("isis.lsp.hostname", "Hostname", Place::Rest).text();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "isis.lsp",
    title: "ISO 10589 ISIS Link State Protocol Data Unit",
    column: "ISIS LSP",
    spec: "ISO 10589",
    fields: &[&PDU_LENGTH, &REMAINING_LIFE, &LSP_ID, &SEQUENCE_NUMBER, &CHECKSUM, &FLAGS, &PARTITION_REPAIR, &ATT, &OVERLOAD, &IS_TYPE, &CLVS],
    line: &[Word::Say("LSP-ID "), Word::Plain(&LSP_ID), Word::With(" sequence ", &SEQUENCE_NUMBER)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    isis::unit(bytes, below, 19)
}
