//! Floor 3. Names: what the C library's calls say of them, and what the wire says.
//!
//! [`calls`] are the five look-ups of C and Python programs, asked of the system in [`system`]. On the wire a [`name`] is part of a
//! message ([`wire`], its data in [`rdata`]), which [`ask`] writes, [`transport`] carries and [`lookup`] tries until there is an answer;
//! [`dnssec`] tells what that is worth.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod ask;
pub mod bulk;
pub mod calls;
pub mod dnssec;
pub mod hosts;
pub mod idna;
pub mod lookup;
pub mod name;
pub mod nsswitch;
pub mod numbers;
pub mod python;
pub mod rdata;
pub mod resolv;
pub mod server;
#[cfg(target_os = "linux")]
pub mod system;
pub mod tls;
pub mod trace;
pub mod transport;
pub mod wire;
