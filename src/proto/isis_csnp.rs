//! Complete list of link states of IS-IS: ISO 10589, 9.10 and 9.11.
use super::*;
use crate::field::*;

static PDU_LENGTH: Field = Field::new("isis.csnp.pdu_length", "PDU length", Place::Uint(16));
/// Whose list it is.
pub static SOURCE_ID: Field = Field::new("isis.csnp.source_id", "Source-ID", Place::Run(6)).kind(Kind::Show(&isis::SYSTEM));
static SOURCE_CIRCUIT: Field = Field::new("isis.csnp.source_circuit", "Source-ID-Circuit", Place::Run(1));
static START: Field = Field::new("isis.csnp.start_lsp_id", "Start LSP-ID", Place::Run(8)).kind(Kind::Show(&isis::SYSTEM));
static END: Field = Field::new("isis.csnp.end_lsp_id", "End LSP-ID", Place::Run(8)).kind(Kind::Show(&isis::SYSTEM));
static CLVS: Field = Field::many("CLVs", &CLV);
static CLV: Field = Field::new("", "CLV", Place::Group(&[&CLV_TYPE, &CLV_LENGTH, &CLV_VALUE]));
static CLV_TYPE: Field = Field::new("isis.csnp.clv.type", "Type", Place::Key(8));
static CLV_LENGTH: Field = Field::new("isis.csnp.clv.length", "Length", Place::Len(8, Counts::Behind));
static CLV_VALUE: Field = Field::part(Place::Pick(&[(9, &[&ENTRIES])], &[]));
pub(super) static ENTRIES: Field = Field::many("LSP entries", &ENTRY);
static ENTRY: Field = Field::new("", "LSP entry", Place::Group(&[&REMAINING_LIFE, &LSP_ID, &SEQUENCE_NUMBER, &CHECKSUM]));
static REMAINING_LIFE: Field = Field::new("isis.csnp.lsp_remain_life", "Remaining Lifetime", Place::Uint(16));
/// Whose link state, and which part.
pub static LSP_ID: Field = Field::new("isis.csnp.lsp_id", "LSP-ID", Place::Run(8)).kind(Kind::Show(&isis::SYSTEM));
static SEQUENCE_NUMBER: Field = Field::new("isis.csnp.lsp_seq_num", "LSP Sequence Number", Place::Uint(32)).hex();
static CHECKSUM: Field = Field::new("isis.csnp.lsp_checksum", "LSP checksum", Place::Uint(16)).hex();

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "isis.csnp",
    title: "ISO 10589 ISIS Complete Sequence Numbers Protocol Data Unit",
    column: "ISIS CSNP",
    spec: "ISO 10589",
    fields: &[&PDU_LENGTH, &SOURCE_ID, &SOURCE_CIRCUIT, &START, &END, &CLVS],
    line: &[Word::Say("Source-ID "), Word::Plain(&SOURCE_ID)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    isis::unit(bytes, below, 25)
}
