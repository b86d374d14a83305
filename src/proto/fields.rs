//! Fields as most protocols have them: whole numbers and addresses, most significant byte first, and text.

use crate::field::{Field, Kind, Place};
use crate::text;

pub(super) const fn byte(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(8))
}
pub(super) const fn word(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(16))
}
pub(super) const fn long(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Uint(32))
}
/// Of IPv4.
pub(super) const fn address(name: &'static str, title: &'static str) -> Field {
    long(name, title).kind(Kind::Ip4)
}
/// Of IPv6.
pub(super) const fn six(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Run(16)).kind(Kind::Ip6)
}
/// Some bits of the number that was just read.
pub(super) const fn sub(name: &'static str, title: &'static str, mask: u64) -> Field {
    Field::new(name, title, Place::Sub(mask))
}
/// Least significant byte first.
pub(super) const fn little_word(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::UintLe(16))
}
/// Least significant byte first.
pub(super) const fn little_long(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::UintLe(32))
}
/// All that is left, as text.
pub(super) const fn said(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest).text()
}
/// All that is left, as text that a zero byte ends early.
pub(super) const fn string(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Rest).kind(Kind::Show(&text::UTF8_TO_ZERO))
}
/// Text that a zero byte ends.
pub(super) const fn ended(name: &'static str, title: &'static str) -> Field {
    Field::new(name, title, Place::Zero).kind(Kind::Show(&text::UTF8_TO_ZERO))
}
