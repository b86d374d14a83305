//! Capture, decode and craft packets.
//!
//! The map of the floors: a module uses only its own floor or floors below (`tests/floors.rs`).
//!
//! ```text
//! 0  field spine read query draft text frame checksum
//! 1  proto/    one file per protocol         capture/  sources and sinks of frames
//! 2  decode/   bytes to layers               craft/    layers to bytes
//! 3  (filter, flow, net, dns, traffic)
//! 4  render/   views
//! 5  cmd/      the program's verbs
//! ```
#![forbid(unsafe_code)]

pub mod capture;
pub mod frame;
