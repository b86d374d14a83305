//! What craft expressions write: [`super::Class`]es, where they differ from what is read.
//!
//! A protocol's file describes messages so that any can be read, with what tshark shows. Here stand, from the same fields and
//! in wire order, the messages as they are written, under Scapy's names; and short hands to say so.
use super::{Class, Space, arp, dns, eth, gre, icmp, icmpv6, ip, ipv6, llc, mpls, tcp, udp, vxlan};
use crate::checksum::internet;
use crate::field::{Counts, Field, Fields, Kind, Names, Place, Unset, Value, Words};

/// Parts, put on with `/` or values of fields: what each sets below, its fields.
macro_rules! parts { ($list:ident $($name:literal {$($bind:expr),*} [$($f:expr),*];)*) => {
    pub(in super::super) static $list: &[Class] =
        &[$(Class { names: &[$name], fields: &[$(&$f),*], binds: &[$($bind),*], ..Class::PART }),*];
} }

/// The ports of UDP that a message sets below.
macro_rules! ports {
    ($from:literal $to:literal) => {
        &[(&net::UDP_SPORT, Unset::Is($from)), (&net::UDP_DPORT, Unset::Is($to))]
    };
}

pub(super) mod access;
pub(super) mod bgp;
pub(super) mod clock;
pub(super) mod control;
pub(super) mod dhcp_options;
pub(super) mod dhcpv6_options;
pub(super) mod discovery;
pub(super) mod keys;
pub(super) mod link;
pub(super) mod management;
pub(super) mod messages;
pub(super) mod mobility;
pub(super) mod names;
pub(super) mod net;
pub(super) mod records;
pub(super) mod reserve;
pub(super) mod routing;
pub(super) mod sctp_chunks;
pub(super) mod services;
pub(super) mod topology;
pub(super) mod tunnels;
pub(super) mod wireless;

/// A number of 8, 16, .. 64 bits.
pub(super) const fn n(alias: &'static str, bits: u8) -> Field {
    Field::new("", "", Place::Uint(bits)).alias(alias)
}
/// A number by which the next `Pick` goes.
pub(super) const fn key(alias: &'static str, bits: u8) -> Field {
    Field::new("", "", Place::Key(bits)).alias(alias)
}
/// A number that the choice of the record tells.
pub(super) const fn kind(alias: &'static str, bits: u8) -> Field {
    Field::new("", "", Place::Key(bits)).alias(alias).computed()
}
/// A number without a name, whose bits the next `bit`s name.
pub(super) const fn word(bits: u8) -> Field {
    Field::new("", "", Place::Uint(bits))
}
/// Bits of the number before it.
pub(super) const fn bit(alias: &'static str, mask: u64) -> Field {
    Field::new("", "", Place::Sub(mask)).kind(Kind::Dec).alias(alias)
}
pub(super) const fn ip4(alias: &'static str) -> Field {
    n(alias, 32).kind(Kind::Ip4)
}
pub(super) const fn ip6(alias: &'static str) -> Field {
    run(alias, 16).kind(Kind::Ip6)
}
pub(super) const fn mac(alias: &'static str) -> Field {
    run(alias, 6).kind(Kind::Mac)
}
/// Least significant byte first.
pub(super) const fn le(alias: &'static str, bits: u8) -> Field {
    Field::new("", "", Place::UintLe(bits)).alias(alias)
}
/// Seconds and a fraction of 32 bits.
pub(super) const fn time(alias: &'static str) -> Field {
    n(alias, 64).fixed(32)
}
/// So many bytes.
pub(super) const fn run(alias: &'static str, bytes: u16) -> Field {
    Field::new("", "", Place::Run(bytes)).alias(alias)
}
/// All bytes that are left.
pub(super) const fn rest(alias: &'static str) -> Field {
    Field::new("", "", Place::Rest).alias(alias)
}
/// Text and a zero byte.
pub(super) const fn zero(alias: &'static str) -> Field {
    Field::new("", "", Place::Zero).alias(alias)
}
/// A domain name.
pub(super) const fn domain(alias: &'static str) -> Field {
    Field::new("", "", Place::Name).alias(alias)
}
/// The length of the record from its first byte on.
pub(super) const fn whole(alias: &'static str, bits: u8) -> Field {
    Field::new("", "", Place::Len(bits, Counts::Whole)).alias(alias)
}
/// The length of what follows in the record.
pub(super) const fn behind(alias: &'static str, bits: u8) -> Field {
    Field::new("", "", Place::Len(bits, Counts::Behind)).alias(alias)
}
/// A length, and these fields within it.
pub(super) const fn span(alias: &'static str, bits: u8, of: Fields) -> Field {
    Field::new("", "", Place::Span(bits, of)).alias(alias)
}
/// A record, under its class's name.
pub(super) const fn record(alias: &'static str, of: Fields) -> Field {
    Field::new("", "", Place::Group(of)).alias(alias)
}
/// A list of these.
pub(super) const fn list(alias: &'static str, one: &'static Field) -> Field {
    Field::new("", "", Place::Many(one)).alias(alias)
}
