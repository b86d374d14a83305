//! Floor 3. Names: what the C library's calls say of them, and what the wire says.
//!
//! [`calls`] are the five look-ups of C and Python programs, asked of the system in [`system`].
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod calls;
pub mod hosts;
pub mod idna;
pub mod nsswitch;
pub mod numbers;
pub mod python;
pub mod resolv;
#[cfg(target_os = "linux")]
pub mod system;
