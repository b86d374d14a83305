//! Floor 3. Servers that make traffic, conversations measured phase by phase, and load.
//!
//! An event loop lives here and in name resolution only; the rest of the house blocks.

mod conn;
mod http;
mod lines;
pub mod load;
mod mail;
pub mod probe;
mod rpc;
pub mod serve;
mod services;
mod target;
mod tls;
mod trust;
pub mod zmq;

pub use conn::Peer;
pub use http::Site;
pub use mail::Mailbox;
pub use rpc::{METHODS, Packets};
pub use services::Service;
pub use target::{Scheme, Target};
pub(crate) use target::{decoded, host_and_port, pairs};
pub use tls::Keys;
pub use trust::Trust;
