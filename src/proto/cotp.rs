//! Connection-oriented transport protocol: ISO 8073, [ITU-T X.224](https://www.itu.int/rec/T-REC-X.224).
//!
//! ```text
//! length | type (4 bits), credit (4) | destination, source | class, options | parameters     requests and answers
//! length | F0 | last (1 bit), number (7)                                                     data
//! ```
use super::*;
use crate::field::*;

/// Of the header in bytes, itself not counted.
pub static LI: Field = Field::new("cotp.li", "Length", Place::Uint(8));
static TYPE_BYTE: Field = Field::part(Place::Key(8));
/// What the unit is.
pub static TYPE: Field = Field::new("cotp.type", "PDU Type", Place::Sub(0xf0)).hex().ft(8).names(&[
    (1, "ED Expedited Data"), (2, "EA Expedited Data Acknowledgement"), (5, "RJ Reject"), (6, "AK Data Acknowledgement"), (7, "ER TPDU Error"), (8, "DR Disconnect Request"),
    (12, "DC Disconnect Confirm"), (13, "CC Connect Confirm"), (14, "CR Connect Request"), (15, "DT Data"),
]);
static BY_TYPE: Field = Field::part(Place::Switch(
    |h| h.key >> 4,
    &[(13, CONNECT), (14, CONNECT), (8, &[&DESTREF, &SRCREF]), (12, &[&DESTREF, &SRCREF]), (15, &[&NUMBER_BYTE, &NUMBER, &EOT])],
    &[],
));
const CONNECT: Fields = &[&DESTREF, &SRCREF, &CLASS_BYTE, &CLASS, &EXTENDED, &NO_CONTROL, &PARAMETERS];
static DESTREF: Field = Field::new("cotp.destref", "Destination reference", Place::Uint(16)).hex();
static SRCREF: Field = Field::new("cotp.srcref", "Source reference", Place::Uint(16)).hex();
static CLASS_BYTE: Field = Field::part(Place::Uint(8));
static CLASS: Field = Field::new("cotp.class", "Class", Place::Sub(0xf0)).ft(8);
static EXTENDED: Field = Field::new("cotp.opts.extended_formats", "Extended formats", Place::Sub(2));
static NO_CONTROL: Field = Field::new("cotp.opts.no_explicit_flow_control", "No explicit flow control", Place::Sub(1));
static NUMBER_BYTE: Field = Field::part(Place::Uint(8));
static NUMBER: Field = Field::new("cotp.tpdu-number", "TPDU number", Place::Sub(0x7f)).hex().ft(8);
static EOT: Field = Field::new("cotp.eot", "Last data unit", Place::Sub(0x80));
static PARAMETERS: Field = Field::many("Parameters", &PARAMETER);
static PARAMETER: Field = Field::new("", "Parameter", Place::Group(&[&CODE, &PARAMETER_LENGTH, &PARAMETER_VALUE]));
static CODE: Field = Field::new("cotp.parameter_code", "Parameter code", Place::Key(8)).hex().names(&[
    (0xc0, "tpdu-size"), (0xc1, "src-tsap"), (0xc2, "dst-tsap"), (0xc3, "checksum"), (0xc4, "version-nr"), (0xc6, "additional options"),
]);
static PARAMETER_LENGTH: Field = Field::new("cotp.parameter_length", "Parameter length", Place::Len(8, Counts::Behind));
static PARAMETER_VALUE: Field = Field::part(Place::Switch(
    |h| if matches!(h.key, 0xc1 | 0xc2) && !printable(h) { h.key + 0x100 } else { h.key },
    &[(0xc0, &[&TPDU_SIZE]), (0xc1, &[&SRC_TSAP]), (0xc2, &[&DST_TSAP]), (0x1c1, &[&SRC_TSAP_BYTES]), (0x1c2, &[&DST_TSAP_BYTES])],
    &[&VALUE],
));
static TPDU_SIZE: Field = Field::new("cotp.tpdu_size", "TPDU size", Place::Reckoned(|h| Some(Value::Num(1 << (h.byte(h.at) & 15))))).ft(16);
static SRC_TSAP: Field = Field::new("cotp.src-tsap", "Source TSAP", Place::Rest).text();
static DST_TSAP: Field = Field::new("cotp.dst-tsap", "Destination TSAP", Place::Rest).text();
static SRC_TSAP_BYTES: Field = Field::new("cotp.src-tsap-bytes", "Source TSAP", Place::Rest);
static DST_TSAP_BYTES: Field = Field::new("cotp.dst-tsap-bytes", "Destination TSAP", Place::Rest);
static VALUE: Field = Field::new("cotp.parameter_value", "Parameter value", Place::Rest);

fn printable(h: &Here<'_>) -> bool {
    h.head.get(h.at..h.end).is_some_and(|text| text.iter().all(|b| matches!(b, 0x20..=0x7e)))
}

/// The protocol.
pub static PROTOCOL: Protocol = Protocol {
    name: "cotp",
    title: "ISO 8073/X.224 COTP Connection-Oriented Transport Protocol",
    column: "COTP",
    spec: "X.224",
    fields: &[&LI, &TYPE_BYTE, &TYPE, &BY_TYPE],
    under: &[(Space::IpProto, 29)],
    line: &[Word::Of(&TYPE)],
    sealed: true,
    ..Protocol::PLAIN
};

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    let &[li, kind, ..] = bytes else { return Step { total: below.wire, ..Step::cut(bytes) } };
    let header = usize::from(li) + 1;
    if li < 2 || header > below.wire {
        return Step::malformed(bytes.len().min(2), below.wire);
    }
    if header > bytes.len() {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    match (kind >> 4, bytes.get(7..)) {
        // Between the fixed part and the end of the header RDP has its own.
        (13 | 14, Some(rest)) if rest.starts_with(b"Cookie: ") || matches!(rest, [1..=3, _, 8, 0, ..]) => Step::new(7, below.wire, id::rdp),
        (15, _) => {
            let body = bytes.get(header..).unwrap_or(&[]);
            let last = bytes.get(2).is_some_and(|b| b & 0x80 != 0);
            Step::new(header, below.wire, if last && t125::looks(body) { id::t125 } else { id::data })
        }
        _ => Step::new(header, below.wire, id::data),
    }
}
