//! Floor 4. Views: each hears the same visit.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]
mod clock;
mod columns;
mod csv;
mod dialog;
mod expr;
mod fields;
pub mod handshakes;
mod hex;
mod json;
pub mod ladder;
pub mod ladder_html;
pub mod ladder_svg;
pub mod latency;
mod line;
pub mod phases;
mod plot;
mod table;
mod tree;
pub use clock::Time;
pub use columns::{Column, column, default_columns};
pub use csv::Csv;
pub use dialog::{Dialog, Format as DialogFormat, readable};
pub use expr::Expression;
pub use fields::{Fields, Occurrence, Options as FieldOptions};
pub use hex::{Hex, Under, dump};
pub use json::Json;
pub use line::{Line, Options as LineOptions};
pub use plot::{Bar, bars, bars_svg};
pub use table::{Rows, Table};
pub use tree::Tree;

#[cfg(test)]
mod tests;

use crate::spine::Packet;

/// A way to show packets. One view serves one thread; its output goes behind that of the packets before.
pub trait View: Send {
    /// Appends what it shows of a packet.
    fn packet(&mut self, packet: &Packet<'_>, out: &mut Vec<u8>);
    /// Appends what stands before the first packet, once in an output.
    fn head(&self, _out: &mut Vec<u8>) {}
    /// What stands between two packets.
    fn between(&self) -> &'static [u8] {
        b""
    }
    /// What stands behind the last packet.
    fn foot(&self) -> &'static [u8] {
        b""
    }
}
