//! Floor 3. Names: what the C library's calls say of them, and what the wire says.
//!
//! [`calls`] are the five look-ups of C and Python programs. [`system`] asks the C library for them; [`walk`] goes its way itself, with
//! [`nsswitch`] and its `modules`, [`hosts`], [`resolv`], [`services`] and [`order`], and leaves a [`trail`].
//!
//! On the wire a [`name`] is part of a message ([`wire`], its data in [`rdata`]), which [`ask`] writes, [`transport`] carries and
//! [`lookup`] tries until there is an answer; [`dnssec`] tells what that is worth.
#![deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg_attr(test, allow(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic))]

pub mod ask;
pub mod bulk;
pub mod calls;
pub mod dnssec;
mod exchange;
pub mod hosts;
pub mod idna;
pub mod lookup;
mod modules;
pub mod name;
pub mod nsswitch;
pub mod numbers;
pub mod order;
pub mod python;
pub mod rdata;
pub mod resolv;
pub mod server;
pub mod services;
#[cfg(target_os = "linux")]
pub mod system;
pub mod tls;
pub mod trace;
pub mod trail;
pub mod transport;
pub mod walk;
pub mod wire;
