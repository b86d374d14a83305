//! Who talks to whom.
use crate::field::Field;
use crate::proto::{geneve, id, vlan, vxlan};
use crate::spine::{Id, Layer, Spine};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// What tells conversations apart, besides addresses, ports and protocol.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keying {
    /// The VLAN tag, or the last two.
    pub vlan: bool,
    /// The tunnel, for what is carried in one.
    pub tunnel: bool,
    /// A packet in a tunnel belongs to the tunnel's conversation.
    pub outer: bool,
}

/// Where a conversation is: in which VLAN, in which tunnel; neither where nobody asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// Two VLAN identifiers, the outer one in the higher half; 0 without any.
    pub vlan: u32,
    /// The innermost tunnel.
    pub tunnel: Option<Tunnel>,
}
/// A tunnel: between whom, and which of those between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tunnel {
    /// Its ends, the smaller first, IPv4 as IPv6 maps it.
    ends: [[u8; 16]; 2],
    /// What stands behind the last header of IP, and its number: VXLAN's, GENEVE's, GRE's key.
    kind: Kind,
    number: Option<u32>,
    /// What all the tunnels around it come to; 0 without any.
    around: u32,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Ip,
    Vxlan,
    Geneve,
    Gre,
    Udp,
}
impl Kind {
    const ALL: [Kind; 5] = [Kind::Ip, Kind::Vxlan, Kind::Geneve, Kind::Gre, Kind::Udp];
}

impl Place {
    /// Where the header of IP is that is layer `layer`: those before it tell.
    #[inline]
    pub fn of(frame: &[u8], spine: &Spine, layer: usize, keying: &Keying) -> Place {
        if keying.vlan || keying.tunnel { Place::found(frame, spine, layer, keying) } else { Place::default() }
    }
    fn found(frame: &[u8], spine: &Spine, layer: usize, keying: &Keying) -> Place {
        let (mut vlan, mut tunnel, mut last) = (0u32, None::<Tunnel>, None::<[[u8; 16]; 2]>);
        for layer in spine.layers().iter().take(layer) {
            let head = layer.head(frame);
            let number = |field: &Field| field.num(head).map(|n| n as u32);
            let mut kind = |kind, number| {
                if let Some(tunnel) = &mut tunnel {
                    (tunnel.kind, tunnel.number) = (kind, number);
                }
            };
            match layer.id {
                id::vlan if keying.vlan => vlan = vlan << 16 | number(&vlan::ID).unwrap_or(0),
                id::ip | id::ipv6 if keying.tunnel => {
                    // The header before this one is a tunnel's.
                    last = addresses(layer.id, head).map(|(a, b)| [a.min(b), a.max(b)]);
                }
                id::vxlan | id::vxlan_gpe => kind(Kind::Vxlan, number(&vxlan::VNI)),
                id::geneve => kind(Kind::Geneve, number(&geneve::VNI)),
                id::gre => kind(Kind::Gre, gre_key(head)),
                id::udp => kind(Kind::Udp, None),
                _ => {}
            }
            if let Some(ends) = last.take() {
                let around = tunnel.map_or(0, |tunnel| tunnel.hash());
                tunnel = Some(Tunnel { ends, kind: Kind::Ip, number: None, around });
            }
        }
        Place { vlan, tunnel }
    }
    /// A number for it: 0 for no place at all.
    pub(crate) fn hash(&self) -> u64 {
        u64::from(self.vlan) | u64::from(self.tunnel.map_or(0, |tunnel| tunnel.hash())) << 32
    }
    /// Makes it part of who talks to whom: above the ports.
    pub(super) fn into_key(self, [a, b]: Key) -> Key {
        let above = self.hash().wrapping_mul(0x9e37_79b9_7f4a_7c15) & !0xffff;
        [(a.0, a.1 | above), (b.0, b.1 | above)]
    }
    /// Appends it as bytes, to be [read](Place::read).
    pub(crate) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.vlan.to_ne_bytes());
        let Some(Tunnel { ends: [a, b], kind, number, around }) = self.tunnel else { return out.push(0) };
        out.extend([1, kind as u8, number.is_some().into()]);
        out.extend(number.unwrap_or(0).to_ne_bytes());
        out.extend(around.to_ne_bytes());
        out.extend(a);
        out.extend(b);
    }
    /// Takes one from the front of bytes.
    pub(crate) fn read(bytes: &[u8]) -> Option<(Place, &[u8])> {
        let (vlan, rest) = bytes.split_first_chunk()?;
        let vlan = u32::from_ne_bytes(*vlan);
        let (tunnelled, rest) = rest.split_first()?;
        if *tunnelled == 0 {
            return Some((Place { vlan, tunnel: None }, rest));
        }
        let ([kind, numbered], rest) = rest.split_first_chunk()?;
        let (number, rest) = rest.split_first_chunk()?;
        let (around, rest) = rest.split_first_chunk()?;
        let (a, rest) = rest.split_first_chunk()?;
        let (b, rest) = rest.split_first_chunk()?;
        let number = (*numbered != 0).then_some(u32::from_ne_bytes(*number));
        let tunnel = Tunnel { ends: [*a, *b], kind: *Kind::ALL.get(usize::from(*kind))?, number, around: u32::from_ne_bytes(*around) };
        Some((Place { vlan, tunnel: Some(tunnel) }, rest))
    }
    /// `7`, `100.7`; empty without one.
    pub fn vlans(&self) -> String {
        match (self.vlan >> 16, self.vlan & 0xffff) {
            (0, 0) => String::new(),
            (0, inner) => inner.to_string(),
            (outer, inner) => format!("{outer}.{inner}"),
        }
    }
}
fn gre_key(head: &[u8]) -> Option<u32> {
    let (flags, rest) = head.split_first_chunk::<4>()?;
    let [bits, version, ..] = *flags;
    // The checksum, where there is one, stands before the key (RFC 2890, 2); PPTP's key counts packets of a call (RFC 2637, 4.1).
    let at = if bits & 0x80 != 0 { 4 } else { 0 };
    let whole = || Some(u32::from_be_bytes(*rest.get(at..)?.first_chunk()?));
    if bits & 0x20 != 0 && version & 7 == 0 { whole() } else { None }
}
impl Tunnel {
    /// Folds all of it; never 0.
    fn hash(&self) -> u32 {
        let [a, b] = self.ends.map(u128::from_be_bytes);
        let mut all = u64::from(self.around) << 32 | u64::from(self.number.map_or(0, |n| n.wrapping_add(1)));
        for part in [a as u64, (a >> 64) as u64, b as u64, (b >> 64) as u64, self.kind as u64] {
            all = (all ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31);
        }
        (all >> 32) as u32 | 1
    }
}
/// `vxlan 42 of 192.0.2.1 and 192.0.2.2`.
impl fmt::Display for Tunnel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            Kind::Ip => "ip",
            Kind::Vxlan => "vxlan",
            Kind::Geneve => "geneve",
            Kind::Gre => "gre",
            Kind::Udp => "udp",
        };
        f.write_str(name)?;
        if let Some(number) = self.number {
            write!(f, " {number}")?;
        }
        let [a, b] = self.ends.map(|end| socket((end, 0)).ip());
        write!(f, " of {a} and {b}")
    }
}

/// Both ends of a conversation, the smaller first.
pub(crate) type Key = [End; 2];
/// Address and port; what stands above the port's sixteen bits tells conversations apart.
pub(crate) type End = ([u8; 16], u64);

/// Both ends, and which of them sent this; `None` where no IP layer carries it.
pub(crate) fn ends(frame: &[u8], spine: &Spine, layer: &Layer, from: &Field, to: &Field) -> Option<(Key, usize)> {
    let mut up = layer.up;
    let (src, dst) = loop {
        let ip = spine.layers().get(up as usize)?;
        match ip.id {
            id::ip | id::ipv6 => break addresses(ip.id, ip.head(frame))?,
            id::frame => return None,
            _ => up = ip.up,
        }
    };
    let head = layer.head(frame);
    let (a, b) = ((src, from.num(head)?), (dst, to.num(head)?));
    let side = usize::from(a > b);
    Some((if side == 0 { [a, b] } else { [b, a] }, side))
}
/// Source and destination of a header of IP.
pub(super) fn addresses(id: Id, head: &[u8]) -> Option<([u8; 16], [u8; 16])> {
    // An IPv4 address is kept as IPv6 maps it (RFC 4291, 2.5.5.2).
    let wide = |a: &[u8]| {
        let mut whole = [0; 16];
        whole.get_mut(12..)?.copy_from_slice(a);
        whole.get_mut(10..12)?.copy_from_slice(&[0xff; 2]);
        Some(whole)
    };
    match id {
        id::ip => Some((wide(head.get(12..16)?)?, wide(head.get(16..20)?)?)),
        _ => Some((*head.get(8..24)?.first_chunk()?, *head.get(24..40)?.first_chunk()?)),
    }
}
/// An end as an address and a port.
pub(super) fn socket((address, port): End) -> SocketAddr {
    let address = Ipv6Addr::from(address);
    SocketAddr::new(address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4), port as u16)
}
