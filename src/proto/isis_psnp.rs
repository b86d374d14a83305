//! Partial list of link states of IS-IS: ISO 10589, 9.12 and 9.13.
use super::*;
use crate::field::*;

static PDU_LENGTH: Field = Field::new("isis.psnp.pdu_length", "PDU length", Place::Uint(16));
/// Whose list it is.
pub static SOURCE_ID: Field = Field::new("isis.psnp.source_id", "Source-ID", Place::Run(6)).kind(Kind::Show(&isis::SYSTEM));
static SOURCE_CIRCUIT: Field = Field::new("isis.psnp.source_circuit", "Source-ID-Circuit", Place::Run(1));
static CLVS: Field = Field::many("CLVs", &CLV);
static CLV: Field = Field::new("", "CLV", Place::Group(&[&CLV_TYPE, &CLV_LENGTH, &CLV_VALUE]));
static CLV_TYPE: Field = Field::new("isis.psnp.clv.type", "Type", Place::Key(8));
static CLV_LENGTH: Field = Field::new("isis.psnp.clv.length", "Length", Place::Len(8, Counts::Behind));
static CLV_VALUE: Field = Field::part(Place::Pick(&[(9, &[&isis_csnp::ENTRIES])], &[]));

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "isis.psnp",
    title: "ISO 10589 ISIS Partial Sequence Numbers Protocol Data Unit",
    column: "ISIS PSNP",
    spec: "ISO 10589",
    fields: &[&PDU_LENGTH, &SOURCE_ID, &SOURCE_CIRCUIT, &CLVS],
    line: &[Word::Say("Source-ID "), Word::Plain(&SOURCE_ID)],
    leaf: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    isis::unit(bytes, below, 9)
}
