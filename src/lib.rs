//! Capture, decode and craft packets.
//!
//! The map of the floors: a module uses only its own floor or floors below (`tests/floors.rs`).
//!
//! ```text
//! 0  field spine read query draft text frame checksum near
//! 1  proto/    one file per protocol         capture/  sources and sinks of frames
//! 2  decode/   bytes to layers               craft/    layers to bytes
//! 3  filter/   display filters, compiled        flow/     what earlier packets tell        net/, dns/: the machine's own
//!                                            traffic/  servers, conversations, load
//! 4  render/   views
//! 5  remote/   captures that come from elsewhere and go elsewhere
//! 6  cmd/      the program's verbs
//! ```
//!
//! The feature `online`, on by default, is what brings dns/, remote/ and traffic/; reading and crafting do without.
#![forbid(unsafe_code)]

pub mod capture;
pub mod checksum;
pub mod craft;
pub mod decode;
#[cfg(feature = "online")]
pub mod dns;
pub mod draft;
pub mod field;
pub mod filter;
pub mod flow;
pub mod frame;
pub mod near;
pub mod net;
pub mod proto;
pub mod query;
pub mod read;
#[cfg(feature = "online")]
pub mod remote;
pub mod render;
pub mod spine;
pub mod text;
#[cfg(feature = "online")]
pub mod traffic;
