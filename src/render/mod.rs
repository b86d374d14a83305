//! Floor 4. Views: each hears the same visit.
mod fields;
pub use fields::{Column, Fields, Occurrence, Options as FieldOptions};

use crate::spine::Packet;

/// A way to show packets. One view serves one thread; its output goes behind that of the packets before.
pub trait View: Send {
    /// Appends what it shows of a packet.
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>);
}
