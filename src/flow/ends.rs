//! Who talks to whom.
use crate::field::Field;
use crate::proto::id;
use crate::spine::{Id, Layer, Spine};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// Both ends of a conversation, the smaller first.
pub(crate) type Key = [End; 2];
/// Address and port.
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
