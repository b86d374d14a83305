//! Packets that ask a host whether, and how, it is there: an echo request, a segment, a datagram.

use crate::craft::builder::{self, Layer, raw};
use crate::craft::{self};
use crate::frame::LinkType;
use std::net::IpAddr;

/// What is asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An echo request of ICMP or ICMPv6.
    Echo,
    /// A segment to a port, with these flags.
    Tcp {
        /// The port that is asked.
        port: u16,
        /// The flags of its header: 2 is SYN.
        flags: u8,
    },
    /// A datagram to a port.
    Udp {
        /// The port that is asked.
        port: u16,
    },
}

/// A packet to be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// From which address.
    pub from: IpAddr,
    /// Who is asked.
    pub to: IpAddr,
    /// With what.
    pub kind: Kind,
    /// Hops it may take.
    pub ttl: u8,
    /// The echo's identifier, or the port that is asked from.
    pub ident: u16,
    /// The echo's sequence number; of a segment, the sequence number.
    pub seq: u32,
    /// The type of service of IPv4, the traffic class of IPv6.
    pub tos: u8,
    /// The identification of IPv4.
    pub id: u16,
    /// Routers must not part it (IPv4).
    pub whole: bool,
    /// What it carries.
    pub payload: Vec<u8>,
    /// The value that the checksum of ICMP or UDP is to have, for which the payload's first two bytes are chosen: so that routers which
    /// choose among ways by it choose alike for all.
    pub checksum: Option<u16>,
}

impl Probe {
    /// An echo request, a SYN or a datagram without anything special.
    pub fn new(from: IpAddr, to: IpAddr, kind: Kind) -> Probe {
        Probe { from, to, kind, ttl: 64, ident: 0, seq: 0, tos: 0, id: 0, whole: true, payload: vec![], checksum: None }
    }

    /// Its bytes, and what its first header is.
    ///
    /// # Errors
    /// When the addresses are of two families.
    pub fn bytes(&self) -> Result<(Vec<u8>, LinkType), craft::Error> {
        let bytes = self.build(&self.payload)?;
        let Some(wanted) = self.checksum.filter(|_| self.payload.len() >= 2) else { return Ok((bytes, LinkType(101))) };
        // A word in the payload makes up the difference (RFC 1624): with it zero, the sum is what it is.
        let mut payload = self.payload.clone();
        if let Some(first) = payload.first_chunk_mut() {
            *first = [0; 2];
            let without = self.build(&payload)?;
            let at = without.len() - payload.len();
            let at = if matches!(self.kind, Kind::Udp { .. }) { at - 2 } else { at - 6 };
            let found = without
                .get(at..at + 2)
                .map_or(0, |sum| u32::from(sum.first().copied().unwrap_or(0)) << 8 | u32::from(sum.last().copied().unwrap_or(0)));
            // ~wanted = ~found + word, in ones' complement.
            let word = (u32::from(!wanted) + found) % 0xffff;
            if let Some(first) = payload.first_chunk_mut() {
                *first = (word as u16).to_be_bytes();
            }
        }
        Ok((self.build(&payload)?, LinkType(101)))
    }

    fn build(&self, payload: &[u8]) -> Result<Vec<u8>, craft::Error> {
        let network = match self.to {
            IpAddr::V4(_) => {
                let flags = if self.whole { "DF" } else { "" };
                builder::ip().src(self.from).dst(self.to).ttl(self.ttl).id(self.id).flags(flags).set("tos", self.tos)
            }
            IpAddr::V6(_) => builder::ipv6().src(self.from).dst(self.to).hlim(self.ttl).set("tc", self.tos),
        };
        match self.kind {
            Kind::Echo => {
                let echo: Layer = if self.to.is_ipv4() { builder::icmp() } else { builder::icmpv6_echo() };
                let echo = echo.id(self.ident).seq(self.seq & 0xffff);
                match (payload, self.to.is_ipv4()) {
                    ([], _) => network / echo,
                    (data, true) => network / echo / raw(data),
                    (data, false) => network / echo.set("data", data),
                }
            }
            Kind::Tcp { port, flags } => {
                let tcp = builder::tcp().sport(self.ident).dport(port).seq(self.seq).flags(flags).window(64240u16);
                // Without a maximum some firewalls do not believe a SYN.
                let mss: u16 = if self.to.is_ipv4() { 1460 } else { 1440 };
                let tcp = if flags & 0x3f == 2 { tcp.options([("MSS", mss)]) } else { tcp };
                if payload.is_empty() { network / tcp } else { network / tcp / raw(payload) }
            }
            Kind::Udp { port } => {
                let udp = builder::udp().sport(self.ident).dport(port);
                if payload.is_empty() { network / udp } else { network / udp / raw(payload) }
            }
        }
        .bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_what_was_wanted() {
        for (from, to) in [("10.0.0.1", "10.0.0.2"), ("2001:db8::1", "2001:db8::2")] {
            for kind in [Kind::Echo, Kind::Udp { port: 33434 }] {
                for (seq, wanted) in [(1, 0x1234), (2, 0x1234), (3, 0xfffe), (4, 1)] {
                    let probe = Probe {
                        seq,
                        ident: 777,
                        payload: vec![7; 12],
                        checksum: Some(wanted),
                        ..Probe::new(from.parse().unwrap(), to.parse().unwrap(), kind)
                    };
                    let (bytes, _) = probe.bytes().unwrap();
                    let head = if to.contains(':') { 40 } else { 20 };
                    let at = head + if kind == Kind::Echo { 2 } else { 6 };
                    assert_eq!(bytes[at..at + 2], wanted.to_be_bytes(), "{kind:?} {seq}");
                    let proto = match kind {
                        Kind::Echo if head == 40 => Some(58),
                        Kind::Echo => None,
                        _ => Some(17),
                    };
                    let pseudo = proto.map_or(0, |proto| crate::checksum::pseudo(&bytes, None, None, proto, bytes.len() - head).unwrap());
                    assert_eq!(crate::checksum::internet(pseudo, &bytes[head..]), 0, "and right");
                }
            }
        }
    }
}
