//! Protocols in whose messages nobody else's lie.

use super::{Below, Step, id, tcp};
use crate::spine::Packet;

/// The mode of what the client of a service sent.
pub(super) const ASKS: u32 = 1;

/// All of what carries it, as soon as so many bytes are there.
pub(super) const fn leaf(bytes: &[u8], below: &Below<'_>, least: usize) -> Step {
    if bytes.len() < least {
        return Step { total: below.wire, ..Step::cut(bytes) };
    }
    Step::new(bytes.len(), below.wire, id::data)
}

/// All of what carries it, which is what one side of a service at that TCP port said.
pub(super) fn talk(bytes: &[u8], below: &Below<'_>, port: u16) -> Step {
    let asks = below.layers.last().is_some_and(|tcp| tcp::asks(tcp.head(below.frame), &[port], below.rules));
    Step { mode: if asks { ASKS } else { 0 }, ..Step::new(bytes.len(), below.wire, id::data) }
}

/// Which side said it, in a line.
pub(super) fn which_way(packet: &Packet<'_>, layer: usize, out: &mut Vec<u8>) {
    let asks = packet.layer(layer).is_some_and(|own| own.mode == ASKS);
    out.extend(if asks { &b"Client -> Server Data"[..] } else { b"Server -> Client Data" });
}
