//! What a body is of whose media type no other protocol takes care (RFC 9110, 8.3).
use super::*;
use crate::field::*;

/// The bytes.
pub static TYPE: Field = Field::new("media.type", "Media type", Place::Derived(|p, i| Some(Value::Bytes(p.layer(i)?.whole(p.bytes))))).kind(Kind::Bytes);

/// The protocol.
pub static PROTOCOL: Protocol =
    Protocol { name: "media", title: "Media Type", column: "", spec: "RFC 9110", fields: &[&TYPE], media: &["*/*"], leaf: true, ..Protocol::PLAIN };

pub(super) fn dissect(bytes: &[u8], below: &Below<'_>) -> Step {
    leaf(bytes, below, 0)
}

/// Who reads what is of this media type, parameters aside.
pub(super) fn of(said: &[u8]) -> Id {
    let name = plain(said);
    let takes = |p: &&Protocol| p.media.iter().any(|media| name.eq_ignore_ascii_case(media.as_bytes()));
    PROTOCOLS.iter().position(takes).map_or(id::media, |i| Id(i as u16))
}
/// The type without parameters.
pub(super) fn plain(said: &[u8]) -> &[u8] {
    super::lines::trim(said.split(|b| *b == b';').next().unwrap_or(&[]))
}
