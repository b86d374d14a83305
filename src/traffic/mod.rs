//! Floor 3. Servers that make traffic, conversations measured phase by phase, and load.
//!
//! An event loop lives here and in name resolution only; the rest of the house blocks.

mod conn;
pub mod serve;
mod services;
mod tls;

pub use conn::Peer;
pub use services::Service;
pub use tls::Keys;
