//! Fields as most protocols have them: whole numbers and addresses, most significant byte first.

use crate::field::{Field, Kind, Place};

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
