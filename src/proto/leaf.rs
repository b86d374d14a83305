//! Protocols in whose messages nobody else's lie.

use super::{Below, Step, id};

/// All of what carries it, as soon as so many bytes are there.
pub(super) const fn leaf(bytes: &[u8], below: &Below<'_>, least: usize) -> Step {
    if bytes.len() < least {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}
